"""Lesson 05: other right answers are right, wrong ones are named, claims hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils import scratch
from course_utils.exercises.gates import exercises

# ---------------------------------------------------------------- other right answers


def match_as_keywords():
    return dict(a="100", b="011", c="111", d="001")


def match_zipped():
    return dict(zip("abcd", ["100", "011", "111", "001"], strict=True))


def match_joined():
    gates = {"a": [1, 0, 0], "b": [0, 1, 1], "c": [1, 1, 1], "d": [0, 0, 1]}
    return {wish: "".join(map(str, three)) for wish, three in gates.items()}


def match_in_binary():
    return {wish: f"{number:03b}" for wish, number in zip("abcd", (4, 3, 7, 1))}  # noqa: B905


def match_step_by_step():
    answer = {}
    for line in ("d 001", "c 111", "b 011", "a 100"):
        wish, gates = line.split()
        answer[wish] = gates
    return answer


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm_by_slices(x, h, c, W_xh, W_hh, b_h):
    H = h.shape[1]
    a = x @ W_xh.T + h @ W_hh.T + b_h
    i, f = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H])
    g, o = np.tanh(a[:, 2 * H : 3 * H]), sigmoid(a[:, 3 * H :])
    c = f * c + i * g
    return o * np.tanh(c), c


def lstm_joined(x, h, c, W_xh, W_hh, b_h):
    a = np.hstack([x, h]) @ np.hstack([W_xh, W_hh]).T + b_h
    i, f, g, o = a.reshape(len(x), 4, -1).transpose(1, 0, 2)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return [sigmoid(o) * np.tanh(c), c]


def lstm_block_by_block(x, h, c, W_xh, W_hh, b_h):
    blocks = zip(np.split(W_xh, 4), np.split(W_hh, 4), np.split(b_h, 4), strict=True)
    a = [x @ U.T + h @ W.T + b for U, W, b in blocks]
    c = sigmoid(a[1]) * c + sigmoid(a[0]) * np.tanh(a[2])
    return sigmoid(a[3]) * np.tanh(c), c


def lstm_sample_by_sample(x, h, c, W_xh, W_hh, b_h):
    states, cells = [], []
    for x_b, h_b, c_b in zip(x, h, c, strict=True):
        i, f, g, o = np.split(W_xh @ x_b + W_hh @ h_b + b_h, 4)
        cells.append(sigmoid(f) * c_b + sigmoid(i) * np.tanh(g))
        states.append(sigmoid(o) * np.tanh(cells[-1]))
    return np.array(states), np.array(cells)


def lstm_with_einsum(x, h, c, W_xh, W_hh, b_h):
    a = np.einsum("be,ke->bk", x, W_xh) + np.einsum("bh,kh->bk", h, W_hh) + b_h
    i, f, g, o = np.array_split(a, 4, axis=-1)
    i, f, o = 0.5 + 0.5 * np.tanh(np.array([i, f, o]) / 2)
    c_t = c * f + np.tanh(g) * i
    return np.tanh(c_t) * o, c_t


def lstm_in_torch(x, h, c, W_xh, W_hh, b_h):
    import torch

    cell = torch.nn.LSTMCell(x.shape[1], h.shape[1], dtype=torch.float64)
    state = {"weight_ih": W_xh, "weight_hh": W_hh, "bias_ih": b_h, "bias_hh": 0 * b_h}
    cell.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    with torch.no_grad():
        return cell(torch.tensor(x), (torch.tensor(h), torch.tensor(c)))


def latch_with(W_xh, b_h=(0, 0, 0, 0)):
    """An answer that fills these weights into what the learner is given."""

    def latch(symbols):
        x, zero = np.eye(3)[symbols][None], np.zeros((1, 1))
        weights = np.array(W_xh, float), np.zeros((4, 1)), np.array(b_h, float)
        states, *_ = scratch.lstm_forward(x, zero, zero, *weights)
        return [bool(h > 0.5) for h in states[0, :, 0]]

    return latch


latch_large = latch_with([[-50, 50, 50], [50, -50, -50], [0, 50, -50], [50, 50, 50]])
latch_by_biases = latch_with(
    [[0, 20, 20], [0, -20, -20], [0, 20, 0], [0, 0, 0]], [-10, 10, -10, 10]
)
latch_clears_by_forgetting = latch_with(
    [[-9, 9, -9], [9, -9, -9], [0, 3, 0], [0, 0, 0]], [0, 0, 0, 9]
)
latch_always_writes_zero = latch_with(
    [[9, 9, 9], [9, -9, -9], [0, 9, 0], [9, 9, 9]],
)
latch_slightly_negative = latch_with(
    [[-12, 8, 8], [12, -8, -8], [5, 2, -2], [6, 6, 6]],
)


def latch_in_numpy(symbols):
    c, seen = 0.0, []
    for symbol in symbols:
        i, f, g = [(0, 1, 0), (1, 0, 1), (1, 0, -1)][symbol]
        c = f * c + i * g
        seen.append(c)
    return (np.tanh(seen) > 0.5).tolist()


def gru_by_slices(x, h, W_xh, W_hh, b_h, b_hn):
    H = h.shape[1]
    a, p = x @ W_xh.T + b_h, h @ W_hh.T
    rz = sigmoid(a[:, : 2 * H] + p[:, : 2 * H])
    r, z = rz[:, :H], rz[:, H:]
    n = np.tanh(a[:, 2 * H :] + r * (p[:, 2 * H :] + b_hn))
    return n + z * (h - n)


def gru_block_by_block(x, h, W_xh, W_hh, b_h, b_hn):
    (U_r, U_z, U_n), (W_r, W_z, W_n) = np.split(W_xh, 3), np.split(W_hh, 3)
    b_r, b_z, b_n = np.split(b_h, 3)
    r = sigmoid(x @ U_r.T + h @ W_r.T + b_r)
    z = sigmoid(x @ U_z.T + h @ W_z.T + b_z)
    n = np.tanh(x @ U_n.T + b_n + r * (h @ W_n.T + b_hn))
    return z * h + (1 - z) * n


def gru_with_merged_biases(x, h, W_xh, W_hh, b_h, b_hn):
    b_hh = np.concatenate([np.zeros(2 * len(b_hn)), b_hn])
    a, p = x @ W_xh.T + b_h, h @ W_hh.T + b_hh
    (a_r, a_z, a_n), (p_r, p_z, p_n) = np.split(a, 3, 1), np.split(p, 3, 1)
    z = sigmoid(a_z + p_z)
    return (1 - z) * np.tanh(a_n + sigmoid(a_r + p_r) * p_n) + z * h


def gru_sample_by_sample(x, h, W_xh, W_hh, b_h, b_hn):
    rows = []
    for x_b, h_b in zip(x, h, strict=True):
        a, p = (W_xh @ x_b + b_h).reshape(3, -1), (W_hh @ h_b).reshape(3, -1)
        r, z = sigmoid(a[:2] + p[:2])
        rows.append((1 - z) * np.tanh(a[2] + r * (p[2] + b_hn)) + z * h_b)
    return np.array(rows)


def gru_in_torch(x, h, W_xh, W_hh, b_h, b_hn):
    import torch

    cell = torch.nn.GRUCell(x.shape[1], h.shape[1], dtype=torch.float64)
    b_hh = np.concatenate([np.zeros(2 * len(b_hn)), b_hn])
    state = {"weight_ih": W_xh, "weight_hh": W_hh, "bias_ih": b_h, "bias_hh": b_hh}
    cell.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    return cell(torch.tensor(x), torch.tensor(h))


def budgets_by_the_root(E, budget):
    """The positive root of a H² + b H = budget, cut off."""

    def root(a, b):
        return int((-b + (b * b + 4 * a * budget) ** 0.5) / (2 * a) + 1e-9)

    sizes = {cell: root(k, k * (E + 2)) for cell, k in zip(CELLS, (1, 4, 3))}  # noqa: B905
    return sizes | {"peephole": root(4, 4 * (E + 1) + 3)}


CELLS = ("RNN", "LSTM", "GRU")


def budgets_by_array(E, budget):
    H = np.arange(1, 5000)
    counts = {
        "RNN": H * E + H * H + 2 * H,
        "LSTM": 4 * (H * E + H * H + 2 * H),
        "GRU": 3 * (H * E + H * H + 2 * H),
        "peephole": 4 * (H * E + H * H + H) + 3 * H,
    }
    return {cell: H[count <= budget].max() for cell, count in counts.items()}


def budgets_downwards(E, budget):
    sizes = {}
    for cell, k in (("RNN", 1), ("GRU", 3), ("LSTM", 4)):
        H = budget
        while k * H * (E + H + 2) > budget:
            H -= 1
        sizes[cell] = H
    H = sizes["LSTM"] + 9
    while budget < 4 * H * (E + H + 1) + 3 * H:
        H -= 1
    return {**sizes, "peephole": H}


def budgets_by_halving(E, budget):
    def search(count):
        low, high = 0, budget
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if count(middle) <= budget else (low, middle)
        return low

    return {
        "RNN": search(lambda H: H * (E + H + 2)),
        "LSTM": search(lambda H: 4 * H * (E + H + 2)),
        "GRU": search(lambda H: 3 * H * (E + H + 2)),
        "peephole": search(lambda H: 4 * H * (E + H + 1) + 3 * H),
    }


def budgets_by_counting_tensors(E, budget):
    from course_utils.scratch.params import count_recurrent

    sizes = {cell: 1 for cell in CELLS}
    for cell in CELLS:
        while count_recurrent(cell, E, sizes[cell] + 1) <= budget:
            sizes[cell] += 1
    H = 1
    while budget >= 4 * (H + 1) * (E + H + 2) + 3 * (H + 1):
        H += 1
    return sizes | {"peephole": H}


RIGHT = {
    "match_gates": (
        *(match_as_keywords, match_zipped, match_joined),
        *(match_in_binary, match_step_by_step),
    ),
    "lstm_step": (
        *(lstm_by_slices, lstm_joined, lstm_block_by_block),
        *(lstm_sample_by_sample, lstm_with_einsum, lstm_in_torch),
    ),
    "latch": (
        *(latch_large, latch_by_biases, latch_clears_by_forgetting),
        *(latch_always_writes_zero, latch_slightly_negative, latch_in_numpy),
    ),
    "gru_step": (
        *(gru_by_slices, gru_block_by_block, gru_with_merged_biases),
        *(gru_sample_by_sample, gru_in_torch),
    ),
    "equal_budgets": (
        *(budgets_by_the_root, budgets_by_array, budgets_downwards),
        *(budgets_by_halving, budgets_by_counting_tensors),
    ),
}


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def match_input_first():
    return {"a": "010", "b": "101", "c": "111", "d": "001"}


def match_forget_gate_by_name():
    return {"a": "000", "b": "111", "c": "011", "d": "101"}


def match_all_open_in_b():
    return {"a": "100", "b": "111", "c": "111", "d": "001"}


def lstm_with(order="ifgo", *, candidate=np.tanh, read=np.tanh, keep=lambda f: f):
    """An LSTM step with one thing done otherwise."""

    def lstm_step(x, h, c, W_xh, W_hh, b_h):
        blocks = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 4, axis=1)
        a = dict(zip(order, blocks, strict=True))
        i, f, o = (sigmoid(a[name]) for name in "ifo")
        c_t = keep(f) * c + i * candidate(a["g"])
        return o * read(c_t), c_t

    return lstm_step


def lstm_in_place(x, h, c, W_xh, W_hh, b_h):
    i, f, g, o = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 4, axis=1)
    c *= sigmoid(f)
    c += sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


latch_forgets_at_zero = latch_with([[-9, 9, 9], [-9, -9, -9], [0, 9, -9], [9, 9, 9]])
latch_without_forgetting = latch_with([[-9, 9, 9], [9, 9, 9], [0, 9, -9], [9, 9, 9]])
latch_fading = latch_with([[-3, 3, 3], [3, -3, -3], [0, 3, -3], [3, 3, 3]])
latch_fading_late = latch_with([[-5, 5, 5], [5, -5, -5], [0, 5, -5], [5, 5, 5]])
latch_turned_round = latch_with([[-9, 9, 9], [9, -9, -9], [0, -9, 9], [9, 9, 9]])
latch_all_zero = latch_with(np.zeros((4, 3)))


def gru_with(*, other_side=False, reset=True, order="rzn"):
    """A GRU step with one thing done otherwise."""

    def gru_step(x, h, W_xh, W_hh, b_h, b_hn):
        a = dict(zip(order, np.split(x @ W_xh.T + b_h, 3, axis=1), strict=True))
        p = dict(zip(order, np.split(h @ W_hh.T, 3, axis=1), strict=True))
        r = sigmoid(a["r"] + p["r"]) if reset else 1
        z = sigmoid(a["z"] + p["z"])
        n = np.tanh(a["n"] + r * (p["n"] + b_hn))
        return z * n + (1 - z) * h if other_side else (1 - z) * n + z * h

    return gru_step


def gru_resets_the_state(x, h, W_xh, W_hh, b_h, b_hn):
    H = h.shape[1]
    a = x @ W_xh.T + b_h
    r, z = np.split(sigmoid(a[:, : 2 * H] + h @ W_hh[: 2 * H].T), 2, axis=1)
    n = np.tanh(a[:, 2 * H :] + (r * h) @ W_hh[2 * H :].T + b_hn)
    return (1 - z) * n + z * h


def budgets_too_large(E, budget):
    return {cell: H + 1 for cell, H in budgets_by_halving(E, budget).items()}


def budgets_with_one_bias(E, budget):
    counts = {"RNN": 1, "LSTM": 4, "GRU": 3}
    sizes = {
        cell: max(H for H in range(1, 4000) if k * H * (E + H + 1) <= budget)
        for cell, k in counts.items()
    }
    return sizes | {"peephole": budgets_by_halving(E, budget)["peephole"]}


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("match_gates", match_input_first, "input_first"),
        ("match_gates", match_forget_gate_by_name, "forget_gate_by_its_name"),
        ("match_gates", match_all_open_in_b, "adds_instead_of_replacing"),
        ("lstm_step", lstm_with("figo"), "forget_and_input_swapped"),
        ("lstm_step", lstm_with("ifog"), "candidate_read_last"),
        ("lstm_step", lstm_with(read=lambda c: c), "no_tanh_on_the_cell"),
        ("lstm_step", lstm_with(candidate=sigmoid), "candidate_through_sigmoid"),
        ("lstm_step", lstm_with(keep=lambda f: 1), "forgets_nothing"),
        ("lstm_step", lstm_in_place, "changes_input"),
        ("latch", latch_forgets_at_zero, "lost_at_the_next_zero"),
        ("latch", latch_without_forgetting, "counts_instead"),
        ("latch", latch_fading, "fades_slowly"),
        ("latch", latch_fading_late, "fades_at_last"),
        ("latch", latch_turned_round, "one_and_two_swapped"),
        ("latch", latch_all_zero, "never_on"),
        ("gru_step", gru_with(other_side=True), "z_on_the_other_side"),
        ("gru_step", gru_with(reset=False), "reset_gate_unused"),
        ("gru_step", gru_with(order="zrn"), "reset_and_update_swapped"),
        ("gru_step", gru_resets_the_state, "reset_before_the_product"),
        ("equal_budgets", budgets_too_large, "one_too_large"),
        ("equal_budgets", budgets_with_one_bias, "one_bias_a_block"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)


# ---------------------------------------------------------------- what is said


@pytest.mark.torch
@pytest.mark.parametrize("seed", range(3))
def test_fresh_nets_fade_and_a_forget_bias_of_three_does_not(seed: int) -> None:
    from course_utils.memory.gradient_lab import measure_memory
    from course_utils.memory.nets import make_gru, make_lstm, make_rnn

    x = np.random.default_rng(seed).normal(size=(200, 8))

    def left(net: Any) -> float:
        norms = measure_memory(net, x).gradient_norms
        return float(norms[-1] / norms[0])

    fresh = [make(8, 32, seed=seed) for make in (make_rnn, make_lstm, make_gru)]
    assert max(map(left, fresh)) < 1e-18
    assert left(make_lstm(8, 32, 3.0, seed=seed)) > 0.01
    assert left(make_rnn(8, 32, 1.0, seed=seed)) < 1e-6  # orthogonal W_hh


@pytest.mark.torch
@pytest.mark.parametrize("seed", range(3))
def test_training_finds_a_memory_that_is_no_belt(seed: int) -> None:
    """Several units follow the brackets; the first does not by its forget gate."""
    from course_utils.memory.brackets import train_bracket_net
    from course_utils.widgets.gates import agreement

    net, accuracy = train_bracket_net(seed=seed)
    assert accuracy > 0.97
    seen = net.read("the cat (who sat there) was fat")
    follows = np.abs(agreement(seen["c"], seen["inside"]))
    assert (follows > 0.8).sum() >= 2
    unit = follows.argmax()
    assert seen["f"][9:22, unit].prod() < 0.3 and seen["i"][:, unit].mean() > 0.7


@pytest.mark.torch
@pytest.mark.parametrize("seed", range(3))
def test_a_plain_rnn_learns_the_brackets_too(seed: int) -> None:
    from course_utils.memory.brackets import train_bracket_net

    assert train_bracket_net(seed=seed, gates=False)[1] > 0.97


# ---------------------------------------------------------------- nets


@pytest.mark.torch
def test_the_bracket_net_reads_as_torch_does() -> None:
    import torch

    from course_utils.memory.brackets import BracketNet, character_ids

    net, text = BracketNet(seed=1), "A(b)c（d）!"
    seen = net.read(text)
    ids = torch.tensor([character_ids(text)])
    with torch.no_grad():
        scores = net(ids)[0].sigmoid().numpy()
        inputs = torch.nn.functional.one_hot(ids, net.recurrent.input_size).float()
        _, (_, c_n) = net.recurrent(inputs)
    np.testing.assert_allclose(seen["inside"], scores, rtol=1e-5)
    np.testing.assert_allclose(seen["c"][-1], c_n[0, 0], rtol=1e-4, atol=1e-6)
    assert seen["f"].shape == seen["c"].shape == (len(text), net.recurrent.hidden_size)
    assert character_ids("(（)）") == [27, 27, 28, 28]
    assert character_ids("Aa!?") == [1, 1, 29, 29]


@pytest.mark.torch
def test_brackets_open_and_close_in_turn() -> None:
    from course_utils.memory.brackets import random_texts

    ids, inside = (
        part.numpy() for part in random_texts(50, 40, np.random.default_rng(0))
    )
    for text, answers in zip(ids, inside, strict=True):
        open_now = False
        for kind, answer in zip(text, answers, strict=True):
            assert kind != (27 if open_now else 28)
            assert answer == (open_now or kind == 27)
            open_now = (open_now or kind == 27) and kind != 28


@pytest.mark.torch
@pytest.mark.parametrize(("B", "T", "E", "H"), [(4, 7, 3, 5), (2, 9, 6, 4)])
def test_peepholes_in_torch_are_those_by_hand(B: int, T: int, E: int, H: int) -> None:
    """Outputs and every gradient."""
    import torch

    from course_utils.memory.peephole import PeepholeLSTM

    rng = np.random.default_rng(B)
    net = PeepholeLSTM(E, H, seed=1, dtype=torch.float64)
    W_xh, W_hh, W_ch, b_h = (
        each.detach().numpy()
        for each in (net.weight_ih, net.weight_hh, net.weight_ch, net.bias)
    )
    x, zero = rng.normal(size=(B, T, E)), np.zeros((B, H))
    dstates, dc_n = rng.normal(size=(B, T, H)), rng.normal(size=(B, H))
    leaf = torch.tensor(x, requires_grad=True)
    states, (h_n, c_n) = net(leaf)
    loss = (states * torch.tensor(dstates)).sum() + (c_n[0] * torch.tensor(dc_n)).sum()
    loss.backward()

    trace = scratch.lstm_peephole_forward(x, zero, zero, W_xh, W_hh, W_ch, b_h)
    dx, _, _, *dweights = scratch.lstm_peephole_backward(
        dstates, dc_n, *trace, x, zero, zero, W_xh, W_hh, W_ch
    )
    np.testing.assert_allclose(trace.states, states.detach(), atol=1e-12)
    np.testing.assert_allclose(trace.states[:, -1], h_n[0].detach(), atol=1e-12)
    np.testing.assert_allclose(trace.cells[:, -1], c_n[0].detach(), atol=1e-12)
    np.testing.assert_allclose(dx, leaf.grad, atol=1e-10)
    weights = (net.weight_ih, net.weight_hh, net.weight_ch, net.bias)
    for ours, theirs in zip(dweights, weights, strict=True):
        np.testing.assert_allclose(ours, theirs.grad, atol=1e-10)


@pytest.mark.torch
def test_equal_budgets_are_those_of_the_nets() -> None:
    from course_utils.memory.nets import make_gru, make_lstm, make_rnn
    from course_utils.memory.peephole import PeepholeLSTM

    sizes = exercises.equal_budgets.solved(8, 11_136)
    assert sizes == {"RNN": 100, "LSTM": 48, "GRU": 56, "peephole": 48}
    makers = {
        "RNN": make_rnn,
        "LSTM": make_lstm,
        "GRU": make_gru,
        "peephole": PeepholeLSTM,
    }
    for cell, make in makers.items():
        fits, too_large = (
            sum(weight.numel() for weight in make(8, sizes[cell] + more).parameters())
            for more in (0, 1)
        )
        assert fits <= 11_136 < too_large, cell
