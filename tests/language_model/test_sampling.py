"""The sampling loop: what is drawn, what is forbidden, what gives way."""

# ruff: noqa: E402
import math

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.language_model.beam import beam_search
from course_utils.language_model.sampling import Style, combine, draw_symbols_at, sample
from course_utils.text import use_language

LOGITS = torch.tensor([2.0, 1.0, 0.0, -1.0, -2.0])
NUM_DRAWS = 40_000


def shares(style, allowed=None, seed=0):
    """How often each of five symbols is drawn."""
    logits = LOGITS.expand(NUM_DRAWS, 5)
    allowed = torch.ones(5, dtype=torch.bool) if allowed is None else allowed
    generator = torch.Generator().manual_seed(seed)
    ids = draw_symbols_at(logits, allowed.expand(NUM_DRAWS, 5), style, generator)
    return torch.bincount(ids, minlength=5) / NUM_DRAWS


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_symbols_are_drawn_as_often_as_they_are_likely(temperature):
    expected = (LOGITS / temperature).softmax(0)
    found = shares(Style(temperature))
    # Four standard errors of a share.
    assert ((found - expected).abs() < 4 * (expected / NUM_DRAWS).sqrt() + 1e-4).all()


def test_what_is_forbidden_is_never_drawn_and_the_rest_keeps_its_proportions():
    allowed = torch.tensor([False, True, False, True, True])
    found = shares(Style(1.0), allowed)
    expected = LOGITS.masked_fill(~allowed, -math.inf).softmax(0)
    assert (found[~allowed] == 0).all()
    assert (found - expected).abs().max() < 0.01


@pytest.mark.parametrize("temperature", [0.01, 10.0])
def test_extreme_logits_and_temperatures_draw_what_is_allowed(temperature):
    logits = 1e4 * LOGITS.expand(50, 5)
    allowed = (torch.arange(5) >= 3).expand(50, 5)
    drawn = draw_symbols_at(logits, allowed, Style(temperature), torch.Generator())
    assert drawn.tolist() == [3] * 50


def test_the_nucleus_is_the_smallest_set_that_reaches_its_share():
    probabilities = LOGITS.softmax(0)
    share = float(probabilities[0] + probabilities[1])
    assert (shares(Style(1.0, share - 0.01)) > 0).tolist() == [True] * 2 + [False] * 3
    assert (shares(Style(1.0, share + 0.01)) > 0).tolist() == [True] * 3 + [False] * 2
    assert (shares(Style(1.0, 0.01)) > 0).tolist() == [True] + [False] * 4


def test_forbidding_what_was_not_drawn_changes_nothing():
    logits = torch.randn(200, 30, generator=torch.Generator().manual_seed(1))
    everything = torch.ones(200, 30, dtype=torch.bool)
    free = draw_symbols_at(
        logits, everything, Style(), torch.Generator().manual_seed(2)
    )
    fewer = everything.clone()
    fewer[:, ::2] = False
    fewer[torch.arange(200), free] = True
    again = draw_symbols_at(logits, fewer, Style(), torch.Generator().manual_seed(2))
    assert torch.equal(free, again)


def test_later_constraints_give_way_row_by_row():
    first = torch.tensor([True, True, False, False])
    second = torch.tensor([[True, False, True, False], [False, False, True, True]])
    third = torch.tensor([True, True, True, False])
    allowed, gave_way = combine([first, second, third], torch.Size((2, 4)))
    assert allowed.tolist() == [
        [True, False, False, False],
        [True, True, False, False],
    ]
    assert gave_way.tolist() == [[False, False], [False, True], [False, False]]


def looping_predictor(ids):
    """Logits (3, 5) that depend on the step."""
    return LOGITS.roll(len(ids)).expand(3, 5)


def test_samples_tell_the_model_s_own_probabilities():
    only = [lambda ids: torch.arange(5) == (len(ids) + 2) % 5]
    generator = torch.Generator().manual_seed(0)
    samples = sample(looping_predictor, only, 4, 3, Style(0.3), generator, True)
    assert samples.ids.tolist() == [[2] * 3, [3] * 3, [4] * 3, [0] * 3]
    own = LOGITS.log_softmax(0)[2].item()
    assert samples.log_probs.flatten().tolist() == pytest.approx([own] * 12)
    assert not samples.gave_way.any()
    ids, probabilities, allowed = (one[1, 0].tolist() for one in samples.thoughts)
    assert ids == [1, 2, 3, 4, 0]
    assert probabilities == pytest.approx(LOGITS.softmax(0).tolist())
    assert allowed == [False, False, True, False, False]


@pytest.mark.parametrize(
    "value", [0, 1e-9, -1, float("nan"), float("inf"), "hot", None]
)
@pytest.mark.parametrize("name", ["temperature", "top_p"])
def test_a_style_that_cannot_be_is_refused(name, value):
    with pytest.raises(
        ValueError, match=rf"{name}: expected a number from 0.01 to .*Try"
    ):
        Style(**{name: value})
    use_language("zh")
    with pytest.raises(ValueError, match=r"应在 0\.01 到"):
        Style(**{name: value})


@pytest.mark.parametrize(
    "row", [[0.0, math.nan, 1.0], [math.inf, 0.0, 0.0], [-math.inf] * 3]
)
@pytest.mark.parametrize("top_p", [0.5, 1.0])
def test_scores_without_a_largest_are_refused(row, top_p):
    logits = torch.tensor([[0.0, 1.0, 2.0], row])
    style, allowed = Style(top_p=top_p), torch.ones(2, 3, dtype=torch.bool)
    with pytest.raises(ValueError, match=r"Expected scores .*found NaN"):
        draw_symbols_at(logits, allowed, style, torch.Generator())
    with pytest.raises(ValueError, match=r"Expected scores .*found NaN"):
        sample(lambda _: logits, [], 2, 2, style, torch.Generator())


def test_a_beam_refuses_scores_without_a_largest():
    class Broken:
        def __call__(self, ids):
            return torch.full((2, 3), torch.nan)

        def keep(self, rows):
            pass

    with pytest.raises(ValueError, match=r"Expected scores .*found NaN"):
        beam_search(Broken(), [], 2, 2)


@pytest.fixture
def double_precision():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def drawn(dtype):
    logits = torch.linspace(-1, 1, 40, dtype=dtype).expand(3, 40)
    generator = torch.Generator().manual_seed(0)
    return sample(lambda _: logits, [], 20, 3, Style(), generator)


def test_the_same_seed_draws_the_same_in_any_precision(double_precision):
    ours = drawn(torch.float32)
    torch.set_default_dtype(torch.float32)
    theirs = drawn(torch.float32)
    assert torch.equal(ours.ids, theirs.ids)
    assert torch.equal(ours.log_probs, theirs.log_probs)
