"""A wrong answer that nobody has foreseen is recognised, or its difference told."""

import inspect
import math

import numpy as np
import pytest

from course_utils import scratch
from course_utils.checking.differences import describe_difference
from course_utils.checking.lists import Exercises
from course_utils.checking.mutants import changes, may_be_endless, mutant
from course_utils.text import Text, use_language


def random(*shape, seed):
    return np.random.default_rng(seed).normal(size=shape)


def cases():
    return [
        (random(2, 3, seed=1), random(4, 3, seed=2), random(4, seed=3)),
        (random(5, 2, seed=4), random(3, 2, seed=5), random(3, seed=6)),
    ]


def words(name):
    return Text(en=name, zh=name)


@pytest.fixture
def layer(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    made = Exercises("01_vanilla_rnn")

    @made.add(task=words("task"), hints=(words("hint"),), cases=cases)
    def layer(x, W, b):
        """x (B, E), W (H, E), b (H) -> (B, H)"""
        return np.tanh(x @ W.T + b)

    return made.layer


SLIPS = {
    "left_out": lambda x, W, b: np.tanh(x @ W.T),
    "not_called": lambda x, W, b: x @ W.T + b,
    "function": lambda x, W, b: np.maximum(x @ W.T + b, 0),
    "operator": lambda x, W, b: np.tanh(x @ W.T - b),
    "twice": lambda x, W, b: np.tanh(x @ W.T + b + b),
    "called_twice": lambda x, W, b: np.tanh(np.tanh(x @ W.T + b)),
    "left_out_and_function": lambda x, W, b: 1 / (1 + np.exp(-x @ W.T)),
}
DIFFERENCES = {
    "sign": lambda x, W, b: -np.tanh(x @ W.T + b),
    "factor": lambda x, W, b: np.tanh(x @ W.T + b) / len(x),
    "constant": lambda x, W, b: np.tanh(x @ W.T + b) + 2,
    "one_minus": lambda x, W, b: 1 - np.tanh(x @ W.T + b),
    "reversed": lambda x, W, b: np.tanh(x @ W.T + b)[::-1],
    "reordered": lambda x, W, b: np.sort(np.tanh(x @ W.T + b), axis=1),
    "precision": lambda x, W, b: np.tanh(x @ W.T + b) + 3e-5,
    "function_of": lambda x, W, b: np.exp(np.tanh(x @ W.T + b)),
    "one_row": lambda x, W, b: np.vstack([x[:1] @ W.T, np.tanh(x[1:] @ W.T + b)]),
    "dimensions_exchanged": lambda x, W, b: np.tanh(x @ W.T + b).T,
    "dimension_gone": lambda x, W, b: np.tanh(x @ W.T + b).sum(axis=0),
    "dimension_too_many": lambda x, W, b: np.tanh(x @ W.T + b)[None],
    "one_too_few": lambda x, W, b: np.tanh(x @ W.T + b)[:, 1:],
    "beginning_alone": lambda x, W, b: np.tanh(x @ W.T + b)[:, :-1],
    "one_alone": lambda x, W, b: np.tanh(x @ W.T + b)[-1],
    "in_one_row": lambda x, W, b: np.tanh(x @ W.T + b).ravel(),
    "rounded_down": lambda x, W, b: np.tanh(x @ W.T + b).astype(int),
    "returns_more": lambda x, W, b: (np.tanh(x @ W.T + b), W),
    "one_for_many": lambda x, W, b: float(np.tanh(x @ W.T + b).mean()),
    "product_fits_not": lambda x, W, b: np.tanh(x @ W + b),
    "shapes_do_not_fit": lambda x, W, b: np.tanh(x @ W.T + np.ones(99)),
    "unknown_name": lambda x, W, b: np.tanh(x @ W.T + bias),  # noqa: F821
    "truth_of_many": lambda x, W, b: x if x > 0 else b,
    "unknown_attribute": lambda x, W, b: x.tanh(),
    "place_out_of_range": lambda x, W, b: x[7],
    "dimension_out_of_range": lambda x, W, b: x.sum(axis=2),
    "all_axes_wanted": lambda x, W, b: x.transpose(1, 0, 2),
    "comparison_without_brackets": lambda x, W, b: x[x > 0 & x < 1],
    "flags_subtracted": lambda x, W, b: (x > 0) - (x < 0),
    "written_into_whole_numbers": lambda x, W, b: x.astype(int).__iadd__(x),
    "mask_on_one_side": lambda x, W, b: np.copy(x).__setitem__(x[:, 0] > 9, x),
    "too_large_for_exp": lambda x, W, b: math.exp(710 + len(x)),
    "none_to_choose_from": lambda x, W, b: max(b[:0]),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_recognised(layer, name):
    said = layer.check(SLIPS[name])
    assert (said.outcome, said.mistake) == ("mistake", name)
    assert "when" in str(said)


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_is_described(layer, name):
    said = layer.check(DIFFERENCES[name])
    assert (said.outcome, said.mistake) == ("mistake", name)


@pytest.mark.parametrize(
    "right",
    [
        lambda x, W, b: np.tanh(x @ W.T + b).tolist(),
        lambda x, W, b: tuple(np.tanh(x @ W.T + b)),
        lambda x, W, b: np.tanh(x @ W.T + b).astype(np.float32),
    ],
)
def test_any_container_with_the_right_values_is_right(layer, right):
    assert layer.check(right).outcome == "right"
    x, W, b = random(6, 3, seed=7), random(2, 3, seed=8), random(2, seed=9)
    mine = layer.mine(right)(x, W, b)
    assert isinstance(mine, np.ndarray) and mine.dtype == np.float64
    np.testing.assert_allclose(mine, np.tanh(x @ W.T + b), rtol=1e-5, atol=1e-6)


@pytest.mark.torch
def test_a_tensor_or_a_list_of_them_will_do_as_well(layer):
    import torch

    def whole(x, W, b):
        return torch.tanh(torch.from_numpy(x @ W.T + b))

    def in_rows(x, W, b):
        return [*whole(x, W, b)]

    for right in (whole, in_rows):
        assert layer.check(right).outcome == "right"
        x, W, b = random(6, 3, seed=7), random(2, 3, seed=8), random(2, seed=9)
        np.testing.assert_allclose(layer.mine(right)(x, W, b), np.tanh(x @ W.T + b))


def made_exercise(solved, drawn, fresh=None):
    made = Exercises("01_vanilla_rnn")
    parts = {"task": words("task"), "hints": (words("hint"),), "cases": lambda: drawn}
    made.add(**parts, fresh=fresh)(solved)
    return next(iter(made))


def mix(r, n, h, keep):
    """-> (E)"""
    return r * n + (h if keep else n)


MIXED = [
    (random(3, seed=at), random(3, seed=at + 10), random(3, seed=at + 20), at > 1)
    for at in range(4)
]
MORE_SLIPS = {
    "one_minus": lambda r, n, h, keep: (1 - r) * n + (h if keep else n),
    "power": lambda r, n, h, keep: r * n**2 + (h if keep else n),
    "turned": lambda r, n, h, keep: r * n + (n if keep else h),
    "arguments_exchanged": lambda r, n, h, keep: r * h + (n if keep else h),
}


@pytest.mark.parametrize("name", MORE_SLIPS)
def test_a_slip_with_a_factor_or_a_condition_is_recognised(monkeypatch, name):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    said = made_exercise(mix, MIXED).check(MORE_SLIPS[name])
    assert said.mistake == name


def two_steps(x, h, W_xh, W_hh, b_h):
    """-> (B, H)"""
    h = scratch.rnn_step(x, h, W_xh, W_hh, b_h)
    return scratch.rnn_step(x, h, W_xh, W_hh, b_h)


def test_a_slip_in_what_the_solution_calls_is_recognised(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    shapes = ((2, 3), (2, 4), (4, 3), (4, 4), (4,))
    drawn = [
        tuple(random(*each, seed=seed + at) for at, each in enumerate(shapes))
        for seed in (0, 10)
    ]

    def without_bias(x, h, W_xh, W_hh, b_h):
        for _ in range(2):
            h = np.tanh(x @ W_xh.T + h @ W_hh.T)
        return h

    said = made_exercise(two_steps, drawn).check(without_bias)
    assert said.mistake == "left_out" and "`scratch.rnn_step`" in str(said)


def count(E, H):
    """-> int"""
    return H * (E + H)


COUNTED = [
    (lambda E, H: H * (E + H) + 3 * H * H, "gap", "too large by `3 * H * H`"),
    (lambda E, H: H * (E + H) + 2 * E - H, "gap", "too large by `2 * E - H`"),
    (lambda E, H: H * (E + H) - 2 * E - 7, "gap", "too small by `7 + 2 * E`"),
    (lambda E, H: 7, "always_one", "7"),
]


@pytest.mark.parametrize(("answer", "name", "told"), COUNTED)
def test_what_a_count_is_off_by_is_told_in_sizes(monkeypatch, answer, name, told):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    said = made_exercise(count, [(3, 5), (8, 2), (7, 11), (4, 9)]).check(answer)
    assert said.mistake == name
    assert told in str(said)


def test_of_a_count_what_is_missing_says_more_than_a_constant(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")

    def with_bias(E, H):
        """-> int"""
        return H * (E + 1)

    exercise = made_exercise(with_bias, [(3, 5), (8, 2), (7, 11)])
    said = exercise.check(lambda E, H: H * E)
    assert said.mistake == "gap" and "too small by `H`" in str(said)


def test_a_size_that_everything_is_divided_by_is_named(layer):
    said = layer.check(lambda x, W, b: np.tanh(x @ W.T + b) / len(W))
    assert said.mistake == "factor" and "dimension 0 of `W`" in str(said)


def test_two_answers_that_have_changed_places_are_named(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    answers = {"a": (1, 2), "b": (3, 4), "c": (5, 6)}
    made = Exercises("01_vanilla_rnn")
    parts = {"task": words("task"), "hints": (words("hint"),)}

    @made.add(**parts, cases=lambda: [(one,) for one in answers], counted=True)
    def shape(letter):
        return answers[letter]

    said = made.shape.check(lambda one: answers[{"a": "c", "c": "a"}.get(one, one)])
    assert said.mistake == "two_exchanged" and "(a) and (c)" in str(said)


def test_values_written_otherwise_are_told_from_wrong_ones(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")

    def gates():
        """-> dict"""
        return {"a": "10", "b": "01"}

    exercise = made_exercise(gates, [()])
    assert exercise.check(lambda: {"a": "f", "b": "i"}).mistake == "written_otherwise"
    assert exercise.check(lambda: {"a": "10", "b": "11"}).mistake == "some_parts"
    assert exercise.check(lambda: {"a": (1, 0), "b": (0, 1)}).outcome == "right"


@pytest.mark.parametrize("returns", ["h (E), c (E)", "h, c (E)", "h, c"])
def test_of_a_tuple_the_wrong_part_is_named_as_in_the_docstring(monkeypatch, returns):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")

    def step(x):
        return np.tanh(x), np.exp(x)

    step.__doc__ = f"x (E) -> {returns}"
    exercise = made_exercise(step, [(random(4, seed=1),), (random(3, seed=2),)])
    said = exercise.check(lambda x: (np.tanh(x), -np.exp(x)))
    assert said.mistake == "some_parts"
    assert "2 (`c`)" in str(said) and "other sign" in str(said)
    said = exercise.check(lambda x: (np.exp(x), np.tanh(x)))
    assert said.mistake == "parts_exchanged"


def test_an_argument_that_tells_wrong_from_right_is_named(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")

    def count(size, layers):
        """-> int"""
        return size * size + size * layers

    exercise = made_exercise(count, [(3, 1), (5, 1), (4, 2), (7, 3)])
    said = exercise.check(lambda size, layers: size * size + size * layers**3 - 0)
    assert said.mistake is not None
    said = exercise.check(
        lambda size, layers: size * size + size if layers == 1 else 17 * size
    )
    assert "`layers` is 1" in str(said)


def test_sets_and_lists_say_what_is_missing(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")

    def evens(numbers):
        """-> set"""
        return {each for each in numbers if each % 2 == 0}

    exercise = made_exercise(evens, [([1, 2, 4, 6],), ([8, 3, 10],)])
    assert exercise.check(lambda numbers: [n for n in numbers if n % 2 == 0])
    said = exercise.check(lambda numbers: {n for n in numbers if n % 2 == 0 and n != 4})
    assert said.mistake == "set_differs" and "missing" in str(said)


def test_a_table_of_the_answers_is_not_right(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")

    def double(x):
        """-> int"""
        return 2 * x

    exercise = made_exercise(
        double, [(1,), (2,)], fresh=lambda rng: (int(rng.integers(100, 1000)),)
    )
    assert exercise.check(lambda x: {1: 2, 2: 4}.get(x, 0)).outcome != "right"
    assert exercise.check(lambda x: x + x).outcome == "right"
    assert exercise.check(lambda x: loop() if x > 50 else 2 * x).outcome == "mistake"


def loop():
    while True:
        pass


@pytest.mark.parametrize("around", [lambda f: f, lambda f: lambda *each: f(*each)])
def test_the_courses_own_function_is_seen_through_any_wrapper(layer, around):
    said = layer.check(around(layer.solved))
    assert said.mistake == "borrowed"


def test_the_notebook_goes_on_with_what_is_right_and_says_so(layer, capsys):
    def own(x, W, b):
        return np.tanh(x @ W.T + b)

    assert layer.mine(own) is own
    assert "your own layer" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [lambda x, W, b: x, None, 3])
def test_the_notebook_goes_on_without_what_is_not_right(layer, capsys, answer):
    assert layer.mine(answer) is layer.solved
    assert "the course's own" in capsys.readouterr().out


def test_what_is_unfinished_blocks_nothing(layer, capsys):
    def own(x, W, b):
        raise NotImplementedError

    assert layer.mine(own) is layer.solved


@pytest.mark.parametrize("found", [10**30, -(10**400), 1j, float("inf"), [10**30], ""])
def test_odd_values_are_answered_all_the_same(monkeypatch, found):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")

    def double(x):
        """-> int"""
        return 2 * x

    exercise = made_exercise(double, [(1,), (20,), (300,)])
    assert exercise.check(lambda x: found).outcome in ("mistake", "wrong")


def test_a_mutant_leaves_the_solution_as_it_is():
    def halve(x):
        """-> float"""
        return x / 2

    before = halve(3.0)
    made = [mutant(halve, each) for each in changes(halve)]
    assert before == halve(3.0) == 1.5
    assert {1.5} != {each(3.0) for each in made if each is not None}
    assert len(made) > 3 and not may_be_endless(halve)


def test_a_function_without_source_has_no_slips():
    space: dict[str, object] = {}
    exec("def f(x):\n    return x", space)
    assert changes(space["f"]) == () and changes(len) == ()  # type: ignore[arg-type]


@pytest.mark.torch
def test_going_back_from_many_numbers_is_told_from_a_cut_graph(monkeypatch):
    import torch

    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")

    def doubled(x):
        """x (E) -> (E)"""
        return 2 * x

    exercise = made_exercise(doubled, [(random(4, seed=1),)])

    def answer(x):
        (2 * torch.tensor(x, requires_grad=True)).backward()

    said = str(exercise.check(answer))
    assert "from one number only" in said and "cut" not in said


def line_of(step, width):
    """-> int"""
    return step * step // width


def test_an_argument_that_is_one_off_everywhere_is_named(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    exercise = made_exercise(line_of, [(at, 3 + at % 2) for at in range(4, 12)])
    said = exercise.check(lambda step, width: (step + 1) * (step + 1) // width)
    assert said.mistake == "argument_moved" and "`step` is 1 larger" in str(said)


def test_an_error_is_no_proof_of_another_argument(monkeypatch):
    """`h` in the place of `a` gives the same words by luck."""
    monkeypatch.setenv("COURSE_PROGRESS", "memory")

    def joined(a, h):
        """-> (N)"""
        return np.concatenate([a, a]) if len(a) else a

    drawn = [(random(3, seed=1), random(2, 3, seed=2)), (random(0, seed=1), 1.0)]
    exercise = made_exercise(joined, drawn)
    said = exercise.check(lambda a, h: np.concatenate([a, a[None]]) if len(a) else a)
    assert said.mistake == "unequal_dimensions"


def difference(solved, answer, cases):
    """What is said of it where no slip is recognised: its name and its words."""
    use_language("en")
    arguments = list(inspect.signature(solved).parameters)
    pairs = [(solved(*case), answer(*case)) for case in cases]
    found = describe_difference(arguments, cases, pairs, "")
    assert found is not None
    return found.name, str(found.text)


KEY = [("A b!",), ("c, d x",), ("efg",), ("",)]
TEXTS = [
    (lambda text: text.lower(), "letters", "should not be there: `' '`, `'!'`, `','`"),
    (lambda text: key(text).replace("d", ""), "letters", "are missing: `'d'`"),
    (lambda text: key(text)[::-1], "reversed", "reversed"),
    (lambda text: key(text)[1:] + key(text)[:1], "reordered", "another order"),
]


def key(text):
    """-> text"""
    return "".join(each for each in text.lower() if each.isalpha())


@pytest.mark.parametrize(("answer", "name", "told"), TEXTS)
def test_of_a_text_the_characters_that_differ_are_listed(answer, name, told):
    found, text = difference(key, answer, KEY)
    assert found == name and told in text


def spans(words):
    """-> set of (start, end)"""
    return {(at, at + len(word)) for at, word in enumerate(words)}


SPANS = {
    "numbers_moved": lambda words: {(a + 1, b + 1) for a, b in spans(words)},
    "parts_reordered": lambda words: {(b, a) for a, b in spans(words)},
    "set_differs": lambda words: {(a, b + a) for a, b in spans(words)},
}


@pytest.mark.parametrize("name", SPANS)
def test_of_a_set_of_tuples_it_is_said_what_all_have_in_common(name):
    cases = [(["ab", "cde", "f"],), (["ghij", "k"],)]
    assert difference(spans, SPANS[name], cases)[0] == name


def test_what_is_returned_as_it_came_is_named():
    def shares(counts, amount):
        return (counts + amount) / (counts + amount).sum()

    cases = [(random(4, seed=1), 2.0), (random(3, seed=2), 0.5)]
    name, text = difference(shares, lambda counts, amount: counts.copy(), cases)
    assert name == "unchanged" and "`counts`" in text


@pytest.mark.parametrize(("log", "name"), [(np.log2, "log2"), (np.log10, "log10")])
def test_logarithms_to_another_base_are_named(log, name):
    def surprise(p):
        return float(-np.log(p).mean())

    cases = [(np.array([0.5, 0.25]),), (np.array([0.2, 0.8]),)]
    found, text = difference(surprise, lambda p: float(-log(p).mean()), cases)
    assert found == "factor" and f"`{name}` stands" in text


SHAPES = {"a": (7, 4), "b": (1, 4), "c": (2, 2), "d": (5, 1)}


@pytest.fixture
def table(monkeypatch):
    """Answers that are counted, and a mistake in two of them."""
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    made = Exercises("01_vanilla_rnn")
    parts = {"task": words("task"), "hints": (words("hint"),)}

    @made.add(**parts, cases=lambda: [(one,) for one in SHAPES], counted=True)
    def table(letter):
        return SHAPES[letter]

    @made.table.mistake(words("the ones are left out"))
    def without_ones(letter):
        return tuple(size for size in SHAPES[letter] if size > 1)

    return made.table


def test_a_known_mistake_beside_another_one_is_named(table):
    own = SHAPES | {"b": (4,), "d": (5,), "a": (4, 7)}
    said = table.check(lambda letter: own[letter])
    assert said.mistake == "without_ones"
    assert "Right: 1 of 4" in str(said) and "the ones are left out" in str(said)
    assert table.check(lambda letter: (SHAPES | {"b": (4,)})[letter]).outcome == "wrong"


@pytest.mark.parametrize("look_up", [dict.get, dict.__getitem__])
def test_what_has_no_answer_yet_is_listed(table, look_up):
    said = table.check(lambda letter: look_up({"a": (7, 4), "c": (9, 9)}, letter))
    assert said.mistake == "unfinished"
    assert "Right: 1 of 4. No answer yet for: b, d." in str(said)


@pytest.mark.torch
def test_what_pytorch_says_of_max_and_of_a_used_graph_is_explained(monkeypatch):
    import torch

    monkeypatch.setenv("COURSE_PROGRESS", "memory")

    def largest(x):
        """-> (E)"""
        return x.amax(dim=0)

    exercise = made_exercise(largest, [(torch.tensor(random(4, 2, seed=1)),)])

    def twice(x):
        loss = x.clone().requires_grad_().square().sum()
        for _ in range(2):
            loss.backward()

    pairs = exercise.check(lambda x: torch.stack([x.max(dim=0), x.max(dim=0)]))
    assert pairs.mistake == "values_and_places"
    assert exercise.check(twice).mistake == "graph_used_up"
