"""Questions about who is who: entries of `h_n`, places in `output`, packed batches.

In the texts, {DS} is the width of `output`, {S} that of one state.
"""

from __future__ import annotations

from collections.abc import Iterator

from course_utils.shapes.recurrent import Setup
from course_utils.text import Text

Part = int | tuple[int | None, int | None]
Index = tuple[Part, ...]
"""An index that can be remembered: a slice stands as (start, stop)."""
EVERY = (None, None)
FORWARD_HALF, BACKWARD_HALF = (
    Text(en="forward", zh="正向"),
    Text(en="backward", zh="反向"),
)

# ---------------------------------------------------------------- entries of h_n

ENTRY_WORDS = Text(
    en="Layers are counted from 0. Which entry of `h_n` is the final {way} state of "
    "layer {layer}?",
    zh="层从 0 数起。`h_n` 的哪一份，是第 {layer} 层{way}的末状态？",
)
ENTRY_RIGHT = Text(
    en="Layer by layer, in each forward first: {layer} · 2 + {d} = {entry}.",
    zh="一层一层地排，每层先正向后反向：{layer} · 2 + {d} = {entry}。",
)
ENTRY_WHY = {
    "directions_forgotten": Text(
        en="Each layer has two entries, so layer {layer} begins at {layer} · 2, not "
        "at {layer}.",
        zh="每层占两份，第 {layer} 层从 {layer} · 2 开始，不是从 {layer} 开始。",
    ),
    "directions_in_front": Text(
        en="You counted all layers of one direction first. The order is "
        "layer by layer: `h_n.view({L}, 2, ...)`, not `h_n.view(2, {L}, ...)`.",
        zh="你先把一个方向的各层排完了。其实是一层一层排："
        "`h_n.view({L}, 2, ...)`，不是 `h_n.view(2, {L}, ...)`。",
    ),
    "other_direction": Text(
        en="The layer is right, the direction is not: in each layer forward "
        "stands before backward.",
        zh="层对了，方向反了：每一层里，正向在前，反向在后。",
    ),
    "counted_from_1": Text(
        en="That belongs to layer {wrong_layer}. Layers are counted from 0, and each "
        "has two entries.",
        zh="那是第 {wrong_layer} 层的。层从 0 数起，每层占两份。",
    ),
}


def entry_confusions(setup: Setup, layer: int, d: int) -> Iterator[tuple[str, int]]:
    """Each confusion about the place of a layer and direction, and the place."""
    entries = 2 * setup.num_layers
    places = {
        "directions_forgotten": layer,
        "directions_in_front": d * setup.num_layers + layer,
        "other_direction": 2 * layer + 1 - d,
        "counted_from_1": 2 * (layer - 1) + d,
    }
    if layer == 0:
        places["counted_from_1"] = 2 + d
        del places["directions_forgotten"]
    yield from ((name, k) for name, k in places.items() if 0 <= k < entries)


# ---------------------------------------------------------------- places in output

WHERE_WORDS = Text(
    en="Which part of `output` holds the same numbers as `{entry}`?",
    zh="`output` 的哪一部分，和 `{entry}` 是同样的数？",
)
WHERE_RIGHT = {
    "last": Text(
        en="The last entry is the top layer's, and its state is final at the last "
        "step.",
        zh="最后一份是最上层的，它的状态到最后一步才算走完。",
    ),
    "forward": Text(
        en="The last entry but one is the top layer's forward state: final at the last "
        "step, the first {S} numbers.",
        zh="倒数第二份是最上层的正向状态：到最后一步才走完，占前 {S} 个数。",
    ),
    "backward": Text(
        en="The last entry is the top layer's backward state. It has read all when it "
        "reaches the first step, and fills the last {S} numbers.",
        zh="最后一份是最上层的反向状态。它走到第一步才算全读完，占后 {S} 个数。",
    ),
}
WHERE_WHY = {
    "both_halves": Text(
        en="That is {DS} numbers wide, `{entry}` only {S}. At the last step the "
        "backward half has read one symbol; only the forward half is final.",
        zh="这里宽 {DS} 个数，`{entry}` 只有 {S} 个。在最后一步，反向那一半只读了"
        "一个符号；走完的只有正向那一半。",
    ),
    "backward_at_the_wrong_end": Text(
        en="The backward half reads from the end: at the last step it has read one "
        "symbol of {T}.",
        zh="反向那一半从末尾读起：在最后一步，它才读了 {T} 个符号里的一个。",
    ),
    "forward_at_the_wrong_end": Text(
        en="The forward half reads from the beginning: at the first step it has read "
        "one symbol of {T}.",
        zh="正向那一半从开头读起：在第一步，它才读了 {T} 个符号里的一个。",
    ),
    "forward_for_backward": Text(
        en="That is the forward state, `h_n[-2]`. The last entry is the backward one.",
        zh="这是正向的末状态 `h_n[-2]`。最后一份是反向的。",
    ),
    "backward_for_forward": Text(
        en="That is the backward state, `h_n[-1]`. Forward stands before it.",
        zh="这是反向的末状态 `h_n[-1]`。正向排在它前面。",
    ),
    "first_step": Text(
        en="That is the first step. In one direction a state has read everything only "
        "at the last.",
        zh="这是第一步。单向时，到最后一步才算全读完。",
    ),
    "batch_for_time": Text(
        en="The axes here are {order}. So that picks one sequence out of {B}, "
        "not one step out of {T}.",
        zh="这里轴的次序是 {order}。这样取出的是 {B} 个序列中的一个，"
        "不是 {T} 步中的一步。",
    ),
    "last_sequence_only": Text(
        en="The step is right, but that is the last sequence alone. `{entry}` has "
        "all {B} of them.",
        zh="步数对了，可只有最后一个序列。`{entry}` 里 {B} 个都有。",
    ),
}


def at(setup: Setup, step: int) -> Index:
    """The index of one time step of `output`, for either order of the axes."""
    return (EVERY, step) if setup.batch_first else (step,)


def half(setup: Setup, step: int, backward: bool) -> Index:
    """The index of one direction at one step."""
    size = setup.state_size
    part = (size, None) if backward else (None, size)
    return (EVERY, step, part) if setup.batch_first else (step, EVERY, part)


def where_is(setup: Setup, entry: int) -> tuple[str, Index]:
    """The right place of `h_n[entry]` in `output`, and its key in `WHERE_RIGHT`."""
    if not setup.bidirectional:
        return "last", at(setup, -1)
    backward = entry == -1
    return (
        "backward" if backward else "forward",
        half(setup, 0 if backward else -1, backward),
    )


def where_confusions(setup: Setup, entry: int) -> Iterator[tuple[str, Index]]:
    """Each confusion about where `h_n[entry]` stands in `output`, and that place."""
    across: Index = (-1,) if setup.batch_first else (EVERY, -1)
    if not setup.bidirectional:
        yield "first_step", at(setup, 0)
        yield "batch_for_time", across
        yield "last_sequence_only", (-1, -1)
        return
    yield "both_halves", at(setup, -1)
    yield "backward_at_the_wrong_end", half(setup, -1, True)
    yield "forward_at_the_wrong_end", half(setup, 0, False)
    if entry == -1:
        yield "forward_for_backward", half(setup, -1, False)
    else:
        yield "backward_for_forward", half(setup, 0, True)
    yield "batch_for_time", across


def subscript(name: str, index: Index) -> str:
    """`index` as it is written: output[:, -1, 6:]."""
    return f"{name}[{', '.join(map(_written, index))}]"


def _written(part: Part) -> str:
    if isinstance(part, int):
        return str(part)
    start, stop = ("" if each is None else each for each in part)
    return f"{start}:{stop}"


# ---------------------------------------------------------------- padded, not packed

REAL_WORDS = Text(
    en="The batch is padded with zeros at the end, and not packed. Sequence {which} "
    "(counted from 0) has length {length}, the batch {T} steps. Where is the top "
    "layer's state that has just read its last real step?",
    zh="这一批在末尾用零填充，没有打包。第 {which} 个序列（从 0 数起）"
    "有 {T} 步，其中真实的是前 {length} 步。最上层刚读完最后一个真实步的状态在哪里？",
)
REAL_RIGHT = Text(
    en="Steps are counted from 0, so a length of {length} ends at step {last}.",
    zh="时间步从 0 数起，{length} 个真实步的最后一步是 {last}。",
)
REAL_WHY = {
    "read_through_padding": Text(
        en="That is the last step of the padded batch. By then the state has read on, "
        "through zeros: {extra} too many.",
        zh="这是填充后的最后一步。状态又往下读了零，多读了 {extra} 步。",
    ),
    "h_n_of_a_padded_batch": Text(
        en="`h_n` is the state after all {T} steps, padding included. It would be "
        "right "
        "had the batch been packed.",
        zh="`h_n` 是读完全部 {T} 步的状态，填充也读进去了。打包过才对。",
    ),
    "one_step_too_far": Text(
        en="Step {length}, counted from 0, is the first step of padding.",
        zh="从 0 数起，第 {length} 步已经是填充的第一步了。",
    ),
    "axes_swapped": Text(
        en="The axes here are {order}: that is another sequence at another step.",
        zh="这里轴的次序是 {order}：你取的是另一个序列的另一步。",
    ),
}


def real_place(setup: Setup, which: int, step: int) -> tuple[int, int]:
    return (which, step) if setup.batch_first else (step, which)


def real_confusions(
    setup: Setup, which: int, length: int
) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Each confusion about a last real state: its name, the tensor and the index."""
    yield "read_through_padding", "output", real_place(setup, which, -1)
    yield "h_n_of_a_padded_batch", "h_n", (-1, which)
    yield "one_step_too_far", "output", real_place(setup, which, length)
    swapped = real_place(setup, length - 1, which)
    first, second, _ = setup.shapes["output"]
    if length - 1 != which and swapped[0] < first and swapped[1] < second:
        yield "axes_swapped", "output", swapped


# ---------------------------------------------------------------- packed

PACKED_WORDS = {
    "data": Text(
        en="What is the shape of `output.data`?",
        zh="`output.data` 的形状是什么？",
    ),
    "padded": Text(
        en="What is the shape of `padded`?",
        zh="`padded` 的形状是什么？",
    ),
    "h_n": Text(
        en="What is the shape of `h_n`?",
        zh="`h_n` 的形状是什么？",
    ),
}
PACKED_RIGHT = {
    "data": Text(
        en="One row for each real symbol, {sum} in all, without a place for padding.",
        zh="每个真实符号一行，一共 {sum} 行，填充没有位置。",
    ),
    "padded": Text(
        en="Padded again, to the longest sequence of the batch: {longest} steps.",
        zh="重新填充，填到这一批里最长的序列：{longest} 步。",
    ),
    "h_n": Text(
        en="One final state for each of the {B} sequences, as without packing: {L} · "
        "{D} = {LD} entries.",
        zh="{B} 个序列各一个末状态，和不打包一样：{L} · {D} = {LD} 份。",
    ),
}
PACKED_WHY = {
    "padding_counted": Text(
        en="{B} · {T} = {rows} rows would hold the padding too. Packed, only the "
        "{sum} real symbols are there.",
        zh="{B} · {T} = {rows} 行，把填充也算进去了。打包以后，只有 {sum} 个真实符号。",
    ),
    "still_padded": Text(
        en="`data` has no time axis: it holds the {sum} real symbols one below the "
        "other. `pad_packed_sequence` gives the padded form.",
        zh="`data` 没有时间轴：{sum} 个真实符号一行一行排下来。"
        "要填充的样子，得用 `pad_packed_sequence`。",
    ),
    "one_direction": Text(
        en="That is one direction. Two stand side by side: 2 · {S} = {DS}.",
        zh="这只是一个方向。两个方向并排放：2 · {S} = {DS}。",
    ),
    "one_row_a_sequence": Text(
        en="One row a sequence: that is a final state. `data` has the states of all "
        "{sum} real symbols.",
        zh="每个序列一行，那是末状态。`data` 里有全部 {sum} 个真实符号的状态。",
    ),
    "old_length": Text(
        en="`pad_packed_sequence` has never seen {T}: it pads to the longest sequence, "
        "{longest}. (To get {T}, pass `total_length={T}`.)",
        zh="`pad_packed_sequence` 没见过 {T}：它只填到最长的序列，也就是 {longest} 步。"
        "（想要 {T}，得传 `total_length={T}`。）",
    ),
    "other_order": Text(
        en="Here `batch_first={bf}`, for the layer and for the padding: the axes "
        "are {order}.",
        zh="这里网络和填充都是 `batch_first={bf}`，轴的次序是 {order}。",
    ),
    "a_state_a_symbol": Text(
        en="That is one state for each of the {sum} real symbols. `h_n` has one for "
        "each of the {B} sequences.",
        zh="这是 {sum} 个真实符号各一个状态。`h_n` 是 {B} 个序列各一个。",
    ),
    "states_moved": Text(
        en="`batch_first` never turns `h_n` round: its batch stays in the second "
        "place.",
        zh="`batch_first` 从来不动 `h_n`：它的批量照旧在第二位。",
    ),
    "one_entry_a_layer": Text(
        en="That is one entry a layer. Each layer has two directions: {L} · 2 = {LD}.",
        zh="这样每层只有一份。每层有两个方向：{L} · 2 = {LD}。",
    ),
}


def packed_confusions(
    setup: Setup, name: str, lengths: tuple[int, ...]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each confusion about a packed batch, and the shape it leads to."""
    assert setup.batch_size is not None
    num_sequences, num_steps, total = setup.batch_size, setup.seq_len, sum(lengths)
    size, width = setup.state_size, setup.num_directions * setup.state_size
    entries = setup.num_layers * setup.num_directions
    two = setup.bidirectional
    if name == "data":
        yield "padding_counted", (num_sequences * num_steps, width)
        yield "still_padded", setup.shapes["output"]
        yield "one_row_a_sequence", (num_sequences, width)
        if two:
            yield "one_direction", (total, size)
    elif name == "padded":
        first, second, _ = setup.shapes["output"]
        longest = max(lengths)
        long = {num_steps: longest}
        padded = (long.get(first, first), long.get(second, second))
        yield "old_length", (first, second, width)
        yield "other_order", (*padded[::-1], width)
        if two:
            yield "one_direction", (*padded, size)
    else:
        yield "a_state_a_symbol", (entries, total, size)
        if setup.batch_first:
            yield "states_moved", (num_sequences, entries, size)
        if two:
            yield "one_entry_a_layer", (setup.num_layers, num_sequences, size)
