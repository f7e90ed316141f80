"""The shape trainer: as many questions about nn.RNN, nn.LSTM and nn.GRU as you like.

A number names a question. The right answer is what PyTorch returns; each wrong choice
comes from a confusion that people have, and is answered by what it confuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from course_utils.shape_trainer import counts, nets, shapes, states
from course_utils.shape_trainer.question import Answer, Question
from course_utils.shapes.recurrent import BLOCKS, Setup, TensorAxes
from course_utils.text import Text

MOST_WRONG_CHOICES = 3
FEWEST_WRONG_CHOICES = 2
SHAPE_WORDS = Text(en="What is the shape of `{name}`?", zh="`{name}` 的形状是什么？")
TrainerSizes = tuple[tuple[int, int, int, int], ...]
Wrong = tuple[str, str, Text]
"""The name of a confusion, the words of its choice, and why it is wrong."""


@dataclass(frozen=True)
class Draft:
    """A question before its wrong choices are drawn and mixed with the right one."""

    setup: Setup
    words: Text
    right: str
    why: Text
    wrong: list[Wrong]
    lines: tuple[str, ...]
    revealed: Mapping[str, TensorAxes]


def shape_question(number: int) -> Question:
    """Question `number`: the same number gives the same question.

    From 1 on, the kinds take turns in the order of `QUESTION_KINDS`, easy ones first.
    """
    rng = Random(number)
    kind = QUESTION_KINDS[(number - 1) % len(QUESTION_KINDS)]
    while True:
        draft = _KINDS[kind](rng)
        choices = mixed(rng, draft)
        if len(choices) > FEWEST_WRONG_CHOICES:
            return Question(
                kind,
                draft.setup,
                "\n".join(draft.lines),
                draft.words,
                choices,
                {"x": draft.setup.input_axes},
                draft.revealed,
            )


def question_of_kind(kind: str, turn: int) -> Question:
    """The question of a kind in `QUESTION_KINDS` when it has its turn, from 0 on."""
    return shape_question(turn * len(QUESTION_KINDS) + QUESTION_KINDS.index(kind) + 1)


def mixed(rng: Random, draft: Draft) -> tuple[Answer, ...]:
    """The right choice among wrong ones, no two in the same words."""
    different: dict[str, Answer] = {}
    for name, label, why in rng.sample(draft.wrong, len(draft.wrong)):
        if label != draft.right:
            different.setdefault(label, Answer(label, why, name))
    wrong = list(different.values())[:MOST_WRONG_CHOICES]
    choices = [Answer(draft.right, draft.why), *wrong]
    return tuple(rng.sample(choices, len(choices)))


# ---------------------------------------------------------------- the network


# (E, H, T, B): few enough that PyTorch's answers can be kept, many enough to mislead
_SIZES = (
    *((5, 6, 4, 3), (3, 8, 7, 2), (9, 4, 6, 5), (7, 5, 3, 8)),
    *((4, 9, 5, 2), (6, 3, 8, 7), (8, 7, 9, 4), (2, 5, 6, 3)),
)
SIZES_TO_PACK = ((5, 6, 7, 3), (4, 9, 8, 3), (8, 2, 5, 3), (9, 7, 6, 3))


def random_setup(rng: Random, sizes: TrainerSizes = _SIZES, **fixed: Any) -> Setup:
    """A small network; its sizes differ, so that each number tells where it is from."""
    input_size, hidden_size, seq_len, batch_size = rng.choice(sizes)
    setup = Setup(
        rng.choice(list(BLOCKS)),
        input_size,
        hidden_size,
        num_layers=rng.randint(1, 3),
        bidirectional=rng.random() < 0.6,
        batch_first=rng.random() < 0.5,
        seq_len=seq_len,
        batch_size=batch_size,
    )
    return replace(setup, **fixed)


def with_projection(rng: Random, setup: Setup) -> Setup:
    """An LSTM that now and then shortens its hidden state."""
    if setup.cell != "LSTM" or setup.hidden_size < 3 or rng.random() < 0.6:
        return setup
    return replace(setup, proj_size=rng.randint(2, setup.hidden_size - 1))


def code_lines(setup: Setup, call: str = "") -> tuple[str, ...]:
    """What a notebook would run before the question is asked."""
    sizes = ", ".join(str(size) for _, size in setup.input_axes)
    result = "output, (h_n, c_n)" if setup.cell == "LSTM" else "output, h_n"
    lines = f"net = {setup.constructor}", f"x = torch.randn({sizes})"
    return (*lines, call or f"{result} = net(x)")


def returned(setup: Setup) -> dict[str, TensorAxes]:
    """The tensors that come out, with the names of their axes."""
    return {name: setup.axes(name) for name in setup.names}


def order(setup: Setup) -> str:
    """The axes of `output` by letter."""
    return "(B, T, ...)" if setup.batch_first else "(T, B, ...)"


# ---------------------------------------------------------------- kinds of question


def about_a_shape(rng: Random) -> Draft:
    """The shape of `output`, `h_n` or `c_n`."""
    setup = with_projection(rng, random_setup(rng))
    if rng.random() < 0.2:
        setup = replace(setup, batch_size=None)
    name = rng.choice(setup.names)
    sizes = shapes.sizes(setup, name)
    return Draft(
        setup,
        SHAPE_WORDS.format(name=name),
        str(nets.returned_shapes(setup)[name]),
        shapes.SHAPE_RIGHT[name].format(**sizes),
        [
            (confusion.name, str(shape), confusion.why.format(**sizes))
            for confusion, shape in shapes.shape_confusions(setup, name)
        ],
        code_lines(setup),
        returned(setup),
    )


def about_a_packed_batch(rng: Random) -> Draft:
    """Shapes of a packed output, of its padded form, and of `h_n`."""
    cell = rng.choice(("RNN", "GRU"))
    setup = random_setup(rng, SIZES_TO_PACK, cell=cell)
    lengths = tuple(rng.sample((1, setup.seq_len - 3, setup.seq_len - 1), 3))
    name = rng.choice(list(states.PACKED_WORDS))
    sizes = shapes.sizes(setup) | {
        "sum": sum(lengths),
        "longest": max(lengths),
        "rows": 3 * setup.seq_len,
        "bf": setup.batch_first,
        "order": order(setup),
    }
    first = ", batch_first=True" if setup.batch_first else ""
    lines = code_lines(setup)[:2]
    pack = f"packed = pack_padded_sequence(x, {[*lengths]}{first},"
    lines += (pack, "                              enforce_sorted=False)")
    lines += ("output, h_n = net(packed)",)
    lines += (f"padded, _ = pad_packed_sequence(output{first})",)
    longest = replace(setup, seq_len=max(lengths))
    width = setup.axes("output")[-1]
    return Draft(
        setup,
        states.PACKED_WORDS[name],
        str(nets.packed_shapes(setup, lengths)[name]),
        states.PACKED_RIGHT[name].format(**sizes),
        [
            (confusion, str(shape), states.PACKED_WHY[confusion].format(**sizes))
            for confusion, shape in states.packed_confusions(setup, name, lengths)
        ],
        lines,
        {
            "output.data": (("ΣT", sum(lengths)), width),
            "padded": longest.axes("output"),
            "h_n": setup.axes("h_n"),
        },
    )


def about_an_entry(rng: Random) -> Draft:
    """Which entry of `h_n` belongs to a layer and direction."""
    setup = random_setup(rng, bidirectional=True, num_layers=rng.randint(2, 4))
    layer, d = rng.randrange(setup.num_layers), rng.randrange(2)
    entry = nets.entry_of(setup, layer, bool(d))
    wrong_layer = layer - 1 if layer else 1
    facts = {"layer": layer, "d": d, "entry": entry, "wrong_layer": wrong_layer}
    words = shapes.sizes(setup) | facts
    way = states.BACKWARD_HALF if d else states.FORWARD_HALF
    return Draft(
        setup,
        states.ENTRY_WORDS.format(way=way, layer=layer),
        f"h_n[{entry}]",
        states.ENTRY_RIGHT.format(**words),
        [
            (name, f"h_n[{place}]", states.ENTRY_WHY[name].format(**words))
            for name, place in states.entry_confusions(setup, layer, d)
        ],
        code_lines(setup),
        returned(setup),
    )


def about_a_place(rng: Random) -> Draft:
    """Which part of `output` equals an entry of `h_n`."""
    setup = random_setup(rng)
    entry = rng.choice((-1, -2)) if setup.bidirectional else -1
    key, index = states.where_is(setup, entry)
    words = shapes.sizes(setup) | {"entry": f"h_n[{entry}]", "order": order(setup)}
    confused = [
        (name, place)
        for name, place in states.where_confusions(setup, entry)
        if not nets.equals_entry(setup, entry, place)
    ]
    assert nets.equals_entry(setup, entry, index)
    return Draft(
        setup,
        states.WHERE_WORDS.format(**words),
        states.subscript("output", index),
        states.WHERE_RIGHT[key].format(**words),
        [
            (
                name,
                states.subscript("output", place),
                states.WHERE_WHY[name].format(**words),
            )
            for name, place in confused
        ],
        code_lines(setup),
        returned(setup),
    )


def about_a_padded_batch(rng: Random) -> Draft:
    """Where the state after the last real step of a sequence is."""
    setup = random_setup(rng, bidirectional=False)
    assert setup.batch_size is not None
    which, length = rng.randrange(setup.batch_size), rng.randint(1, setup.seq_len - 1)
    index = states.real_place(setup, which, length - 1)
    words = shapes.sizes(setup) | {
        "which": which,
        "length": length,
        "last": length - 1,
        "extra": setup.seq_len - length,
        "order": order(setup),
    }
    sequence = which, length
    assert nets.is_last_real_state(setup, "output", index, *sequence)
    return Draft(
        setup,
        states.REAL_WORDS.format(**words),
        states.subscript("output", index),
        states.REAL_RIGHT.format(**words),
        [
            (name, states.subscript(tensor, at), states.REAL_WHY[name].format(**words))
            for name, tensor, at in states.real_confusions(setup, *sequence)
            if not nets.is_last_real_state(setup, tensor, at, *sequence)
        ],
        code_lines(setup),
        returned(setup),
    )


def about_a_count(rng: Random) -> Draft:
    """The number of parameters."""
    setup = with_projection(rng, random_setup(rng))
    words = shapes.sizes(setup)
    above = counts.READS_ABOVE.format(**words)
    none = Text(en="", zh="")
    words["above"] = above if setup.num_layers > 1 else none
    right = sum(
        rows * (columns[0] if columns else 1)
        for rows, *columns in nets.parameter_sizes(setup).values()
    )
    return Draft(
        setup,
        counts.COUNT_WORDS,
        f"{right:,}",
        counts.COUNT_RIGHT.format(**words),
        [
            (name, f"{number:,}", counts.COUNT_WHY[name].format(**words))
            for name, number in counts.count_confusions(setup)
        ],
        code_lines(setup)[:1],
        weights(setup, 0, min(1, setup.num_layers - 1)),
    )


def about_a_weight(rng: Random) -> Draft:
    """The shape of one weight matrix."""
    setup = random_setup(rng)
    layer, kind = rng.randrange(setup.num_layers), rng.choice(("ih", "hh"))
    backward = "_reverse" if setup.bidirectional and rng.random() < 0.5 else ""
    weight = f"weight_{kind}_l{layer}{backward}"
    shape = nets.parameter_sizes(setup)[weight]
    words = shapes.sizes(setup) | {
        "weight": weight,
        "rows": BLOCKS[setup.cell] * setup.hidden_size,
        "reads": counts.weight_reads(setup, kind, layer),
    }
    return Draft(
        setup,
        counts.WEIGHT_WORDS.format(**words),
        str(shape),
        counts.WEIGHT_RIGHT.format(**words),
        [
            (name, str(wrong), counts.WEIGHT_WHY[name].format(**words))
            for name, wrong in counts.weight_confusions(setup, kind, layer)
        ],
        code_lines(setup)[:1],
        weights(setup, layer),
    )


def weights(setup: Setup, *layers: int) -> dict[str, TensorAxes]:
    """The matrices of the forward direction of `layers`, with labelled axes."""
    blocks, size = BLOCKS[setup.cell], setup.hidden_size
    rows = (f"{blocks}·H" if blocks > 1 else "H", blocks * size)
    return {
        f"weight_{kind}_l{layer}": (rows, column)
        for layer in dict.fromkeys(layers)
        for kind, column in weight_columns(setup, layer)
    }


def weight_columns(setup: Setup, layer: int) -> Iterator[tuple[str, tuple[str, int]]]:
    """For `ih` and `hh` of a layer: what the columns are, and how many."""
    for kind in ("ih", "hh"):
        reads = counts.weight_reads(setup, kind, layer)
        state = "P" if setup.proj_size else "H"
        below = f"2·{state}" if setup.bidirectional else state
        label = state if kind == "hh" else ("E" if layer == 0 else below)
        yield kind, (label, reads)


_KINDS: Mapping[str, Callable[[Random], Draft]] = {
    "shape": about_a_shape,
    "entry": about_an_entry,
    "place": about_a_place,
    "padded": about_a_padded_batch,
    "weight": about_a_weight,
    "count": about_a_count,
    "packed": about_a_packed_batch,
}
QUESTION_KINDS = tuple(_KINDS)
"""What a question can be about, in the order of their turns."""
