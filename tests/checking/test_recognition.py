"""A wrong answer that nobody has foreseen is recognised, or its difference told."""

import numpy as np
import pytest

from course_utils import scratch
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
    "returns_more": lambda x, W, b: (np.tanh(x @ W.T + b), W),
    "one_for_many": lambda x, W, b: float(np.tanh(x @ W.T + b).mean()),
    "product_fits_not": lambda x, W, b: np.tanh(x @ W + b),
    "shapes_do_not_fit": lambda x, W, b: np.tanh(x @ W.T + np.ones(99)),
    "unknown_name": lambda x, W, b: np.tanh(x @ W.T + bias),  # noqa: F821
    "truth_of_many": lambda x, W, b: x if x > 0 else b,
    "unknown_attribute": lambda x, W, b: x.tanh(),
    "place_out_of_range": lambda x, W, b: x[7],
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


COUNTED = {
    "gap": lambda E, H: H * (E + H) + 3 * H * H,
    "always_one": lambda E, H: 7,
}


@pytest.mark.parametrize("name", COUNTED)
def test_what_a_count_is_off_by_is_told_in_sizes(monkeypatch, name):
    monkeypatch.setenv("COURSE_PROGRESS", "memory")
    use_language("en")
    said = made_exercise(count, [(3, 5), (8, 2), (7, 11), (4, 9)]).check(COUNTED[name])
    assert said.mistake == name
    assert {"gap": "3 * H * H", "always_one": "7"}[name] in str(said)


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
