"""Slips that no case can tell from the solution, and why: they change nothing.

Named by exercise, then by the kind of slip and the code that it puts in.
"""

LAST_AXIS = "the last axis is that axis here"
ANY_ORDER = "the order makes no difference"
IN_PLACE = "it writes into its argument, which is refused by itself"
EMPTY_PIECE = "an empty piece is never longer"
ONE_LENGTH = "both are of one length"
ALSO_A_LATCH = "other weights that latch as well"

BOTH_ADDED = "both are only added, or only multiplied"

EQUIVALENT: dict[str, dict[str, str]] = {
    "remember": {"arguments_exchanged: keep, x, state": BOTH_ADDED},
    "count_rnn": {
        "arguments_exchanged: biases, hidden_size, input_size": BOTH_ADDED,
    },
    "count_lstm": {
        "arguments_exchanged: biases, hidden_size, input_size, peepholes": BOTH_ADDED,
    },
    "masked_mean": {
        "power: output * mask[:, :, None] ** 0.5": "0 and 1 are their own roots",
        "power: output * mask[:, :, None] ** 2": "0 and 1 are their own squares",
    },
    "final_states": {
        "axis: torch.cat([h_n[-2], h_n[-1]], dim=-1)": LAST_AXIS,
        "sign: -1": LAST_AXIS,
    },
    "read_batch": {
        "swapped: (_, output)": "of one layer, `h_n[-1]` is the last state, too",
        "swapped: x.transpose(1, 0)": "two axes change places either way",
    },
    "last_real_state": {
        "other_name: output": "both have B entries",
    },
    "read_columns": {
        "swapped: images.swapaxes(2, 1)": "two axes change places either way",
    },
    "mean_step_loss": {
        "other_name: targets": "both have T steps",
    },
    "attend": {
        "axis: (query[:, None] * keys).sum(dim=-1)": LAST_AXIS,
        "axis: scores.masked_fill(padded, -torch.inf).softmax(dim=-1)": LAST_AXIS,
        "sign: -1": LAST_AXIS,
    },
    "pad_batch": {
        (
            "loop: for row, text in reversed(list(enumerate(texts))):\n    "
            "ids[row, :len(text)] = text"
        ): "each row is written once",
        "not_called: ids": "it is an array already",
    },
    "forget_bias": {
        "arguments_exchanged: b_hh, b_ih, value": "only their sum counts",
        "other_name: b_hh": "both have 4H entries",
        "sign: -2": "row 2H from the front is -2H from the end, of 4H",
        "swapped: (b_hh, b_ih)": "only their sum counts",
        "swapped: (b_hh.clone(), b_ih.clone())": "only their sum counts",
    },
    "accuracy_by_strength": {
        "comparison: ratings >= 0": "no rating is 0: no verdict on it would be right",
        "swapped: (strength < edges[k + 1]) & (edges[k] <= strength)": ANY_ORDER,
    },
    "seen_share": {
        "loop:  for key in reversed(list(test_keys))": ANY_ORDER,
        "not_called: train_keys": "a set is faster, not another answer",
    },
    "reverse_within": {
        (
            "loop: for b, n in reversed(list(enumerate(lengths))):\n    "
            "result[b, :n] = x[b, :n].flip(0)"
        ): "each row is written once",
    },
    "read_ends": {
        "axis: torch.cat([forward, backward], dim=-1)": LAST_AXIS,
        "other_name: outputs": "both have B entries",
        "sign: -1": LAST_AXIS,
        "sign: -2": "H from the front is -H from the end, of 2H",
    },
    "bio_tags": {
        (
            "loop: for start, end, kind in reversed(list(names)):\n    "
            "tags[start:end] = [f'I-{kind}'] * (end - start)\n    "
            "tags[start] = f'B-{kind}'"
        ): "names do not overlap",
    },
    "f1": {
        "arguments_exchanged: found, gold": "F1 is the same both ways",
        "condition: 2 * hits / num_names if True else 0.0": "there are names in `gold`",
        "flag: False": ONE_LENGTH,
        "loop:  for own, other in reversed(list(both))": ANY_ORDER,
        "swapped: (other, own)": "F1 is the same both ways",
        "swapped: other & own": ANY_ORDER,
        "swapped: zip(found, gold, strict=True)": "F1 is the same both ways",
    },
    "undecided": {
        (
            "loop:  for beginning, own in reversed(list(fates.items())) if len(own) > 1"
        ): "a set has no order",
        (
            "loop: for place, tag in reversed(list(enumerate(tags))):\n    "
            "fates.setdefault(text[:place + 1], set()).add(tag)"
        ): "a set has no order",
        (
            "loop: for text, tags in reversed(list(sentences)):\n    for "
            "place, tag in enumerate(tags):\n        "
            "fates.setdefault(text[:place + 1], set()).add(tag)"
        ): "a set has no order",
    },
    "unseen_recall": {
        "flag: False": ONE_LENGTH,
        "loop:  for name, hit in reversed(list(pairs)) if name not in known": ANY_ORDER,
    },
    "bigram_probabilities": {
        "arguments_exchanged: amount, counts": BOTH_ADDED,
        "axis: more.sum(keepdims=True, axis=-1)": LAST_AXIS,
        "sign: -1": LAST_AXIS,
    },
    "masked_nats": {
        "axis: np.take_along_axis(log_probs, targets[..., None], axis=-1)": LAST_AXIS,
        "keyword: np.take_along_axis(log_probs, targets[..., None])": LAST_AXIS,
    },
    "keep_top_p": {
        "function: np.ones_like(probabilities)": "every entry is overwritten",
        "not_called: probabilities": IN_PLACE,
    },
    "mask_rhyme": {
        "comparison: len(text) <= 2 * width": "at the end of a line it is never equal",
        "off_by_one: 3": "at the end of an even line it is 2 or 4 widths, less 1",
        "sign: -2": "a rest of 0 is one for either sign",
    },
    "mask_tones": {
        "off_by_one: -1": "all lines of a pattern are of one length",
        "off_by_one: 1": "all lines of a pattern are of one length",
        "swapped: ('中', wanted)": ANY_ORDER,
    },
    "choose_poem": {
        "function: log_probs.mean(axis=0)": "all candidates are of one length",
    },
    "longest_shared_run": {
        "left_out: 1": EMPTY_PIECE,
        "left_out: range(len(text) + 1)": EMPTY_PIECE,
        "constant_left_out: start": EMPTY_PIECE,
        "loop:  for poem in reversed(list(poems))": ANY_ORDER,
        (
            "loop: for end in reversed(list(range(start + 1, len(text) + "
            "1))):\n    if any((text[start:end] in poem for poem in "
            "poems)):\n        longest = max(longest, end - start)"
        ): ANY_ORDER,
        (
            "loop: for start in reversed(list(range(len(text)))):\n    for "
            "end in range(start + 1, len(text) + 1):\n        if "
            "any((text[start:end] in poem for poem in poems)):\n            "
            "longest = max(longest, end - start)"
        ): ANY_ORDER,
        "off_by_one: 0": EMPTY_PIECE,
        "constant_operator: start * 1": EMPTY_PIECE,
        "constant_operator: start - 1": EMPTY_PIECE,
        "sign: -1": EMPTY_PIECE,
        "swapped: max(end - start, longest)": ANY_ORDER,
    },
    "rnn_step_concatenated": {
        "axis: np.concatenate([h, x], axis=-1)": LAST_AXIS,
        "sign: -1": LAST_AXIS,
    },
    "count_stacked_rnn": {
        (
            "loop: for _ in reversed(list(range(num_layers))):\n    count "
            "+= num_directions * params.count_rnn(reads, hidden_size)\n    "
            "reads = num_directions * hidden_size"
        ): "the loop only counts the layers",
    },
    "largest_hidden_size": {
        "off_by_one: -1": "no units cost nothing, so the loop goes on to 0",
    },
    "cross_entropy_gradient": {
        "other_name: scores": "both have N entries",
    },
    "numerical_gradient": {
        "function: np.ones(x.shape)": "every entry is overwritten",
        (
            "loop: for index in reversed(list(np.ndindex(x.shape))):\n    "
            "higher, lower = (x.copy(), x.copy())\n    higher[index] += "
            "step\n    lower[index] -= step\n    gradient[index] = "
            "(f(higher) - f(lower)) / (2 * step)"
        ): ANY_ORDER,
        "swapped: (lower, higher)": "both are copies of `x`",
    },
    "rnn_backward": {
        "other_name: W_xh": "both have H rows",
        "other_name: dstates": "both have T steps",
        "other_name: states": "both have T steps",
    },
    "gradient_norm": {
        (
            "loop: for h_i in reversed(list(h_T)):\n    x.grad = None\n    "
            "h_i.backward(retain_graph=True)\n    squares = squares + "
            "x.grad[0].square().sum()"
        ): ANY_ORDER,
        "off_by_one: -1": "`h_n` is the last state, too",
        "off_by_one: 1": "`h_n` is the last state, too",
    },
    "clip_by_norm": {
        "comparison: norm < max_norm": "at the limit the factor is 1",
        "loop:  for g in reversed(list(gradients))": ANY_ORDER,
    },
    "lstm_step": {
        "axis: np.split(a, 4, axis=-1)": LAST_AXIS,
        "sign: -1": LAST_AXIS,
    },
    "gru_step": {
        "axis: np.split(h @ W_hh.T, 3, axis=-1)": LAST_AXIS,
        "axis: np.split(x @ W_xh.T + b_h, 3, axis=-1)": LAST_AXIS,
        "sign: -1": LAST_AXIS,
    },
    "equal_budgets": {
        (
            "loop: for cell, count in reversed(list(counts.items())):\n    "
            "H = 1\n    while count(H + 1) <= budget:\n        H += 1\n    "
            "sizes[cell] = H"
        ): "a dict has no order here",
        "off_by_one: 0": "no units cost nothing, so the loop goes on to 1",
        "sign: -1": "no units cost nothing, so the loop goes on to 1",
    },
    "latch": {
        "comparison: h >= 0.5": "`h` is never exactly one half",
        "function: np.ones((4, 1))": ALSO_A_LATCH,
        "function: np.ones(4)": ALSO_A_LATCH,
        "not_called: h > 0.5": "a flag of NumPy is as good as one of Python",
        "off_by_one: -1": "there is one sample, and one unit",
        "sign: 10.0": ALSO_A_LATCH,
        "swapped: [-10.0, 10.0, 0.0]": ALSO_A_LATCH,
        "swapped: [10.0, 10.0, -10.0]": ALSO_A_LATCH,
    },
    "scan": {
        "other_name: b": "both have T steps",
    },
    "self_attention": {
        "swapped: k.swapaxes(2, 1)": "two axes change places either way",
    },
    "looks_ahead": {
        (
            "loop: for s in list(range(len(x)))[1:]:\n    changed = x.copy()\n    "
            "changed[s] = -x[s]\n    after = layer(changed)\n    for t in range(s):\n"
            "        if not np.allclose(after[t], before[t]):\n            "
            "ahead.append(s - t)"
        ): "no output is before the first input",
        (
            "loop: for s in reversed(list(range(len(x)))):\n    changed = x.copy()\n"
            "    changed[s] = -x[s]\n    after = layer(changed)\n    for t in "
            "range(s):\n        if not np.allclose(after[t], before[t]):\n            "
            "ahead.append(s - t)"
        ): ANY_ORDER,
        (
            "loop: for t in reversed(list(range(s))):\n    if not "
            "np.allclose(after[t], before[t]):\n        ahead.append(s - t)"
        ): ANY_ORDER,
        "swapped: np.allclose(before[t], after[t])": "what is near is near both ways",
    },
}
