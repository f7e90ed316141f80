"""Which candidate is taken, and what the noise of a poem depends on."""

# ruff: noqa: E402
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poet_samples import write

from course_utils.language_model.sampling import Samples, Style, sample
from course_utils.poet.taste import Leanings, Taste, worth_of


def samples_of(ids, log_probs):
    gave_way = torch.zeros(1, *torch.tensor(ids).shape, dtype=torch.bool)
    return Samples(torch.tensor(ids), torch.tensor(log_probs), gave_way)


def test_what_is_likely_only_because_it_is_common_is_worth_less():
    some = samples_of([[0, 1], [2, 3]], [[-1.0, -2.0], [-1.0, -2.0]])
    surprise = torch.tensor([1.0, 4.0, 1.0, 4.0])
    none = Leanings(*torch.zeros(3, 4))
    likeliest = worth_of(some, surprise, none, Taste(surprise=0.0))
    assert likeliest.tolist() == [-1.0, -2.0]
    assert worth_of(some, surprise, none, Taste()).tolist() == [0.0, 2.0]


def test_mood_title_and_head_add_to_the_worth():
    some = samples_of([[0], [1]], [[-1.0], [-1.0]])
    lean = Leanings(*torch.tensor([[0.0, 1.0], [0.0, 2.0], [0.0, 8.0]]))
    taste = Taste(surprise=0.0, chosen_mood=1.0, chosen_title=0.5, chosen_head=0.25)
    assert worth_of(some, torch.zeros(2), lean, taste).tolist() == [1.0]
    assert Taste(drawn_title=0.5).while_drawing(lean).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("again", "worth"), [(0.0, 1.0), (0.5, 2.0), (1.0, 2.5)])
def test_a_repeated_character_counts_a_part_of_a_new_one(again, worth):
    some = samples_of([[0], [0]], [[-2.0], [-1.0]])
    none, taste = Leanings(*torch.zeros(3, 1)), Taste(again=again)
    assert worth_of(some, torch.tensor([4.0]), none, taste).tolist() == [worth]


def test_leaning_moves_what_is_drawn_and_not_what_is_noted():
    def even(ids):
        return torch.zeros(ids.shape[1], 4)

    lean = torch.tensor([-50.0, 0.0, 50.0, 0.0])
    noise = torch.Generator().manual_seed(0)
    drawn = sample(even, [], 3, 8, Style(1.0), noise, leaning=lean)
    assert (drawn.ids == 2).all()
    assert drawn.log_probs.numpy() == pytest.approx(np.log(0.25))


# --- the seed ------------------------------------------------------------------


def test_the_head_is_part_of_the_seed():
    ends = [write(head).traditional for head in ("春江花月", "山高水長", "明月清風")]
    places = list(zip(*("".join(lines) for lines in ends), strict=True))
    same = sum(len(set(place)) < 3 for place in places)
    assert same < len(places) / 4
    assert write("云山").traditional == write("雲山").traditional
