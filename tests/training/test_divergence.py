"""A training that fails says so, and leaves what was good: to go on from."""

# ruff: noqa: E402
import json
import math

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from torch import nn

from course_utils.places import POET_DATA, TEXT_RESULTS
from course_utils.text import Text, use_language
from course_utils.training.checkpoints import CheckpointError, load_tensors
from course_utils.training.divergence import MOST_HIGH_LOSSES, DivergedError, LossWatch
from course_utils.training.loop import fit, learn_batch

NAME = "training.safetensors"
HERE = Text(en="here", zh="这里")


class Line(nn.Module):
    """One weight that starts at 1."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1))


def train(model, factors, epochs, folder=None, **options):
    """Two batches an epoch; the loss is the weight times each factor."""
    settings = {"rate": 0.1, "progress": False} | options
    left = iter(factors)
    return fit(
        model,
        lambda _: [0, 1],
        lambda net, _: (net.weight * next(left)).sum(),
        epochs=epochs,
        folder=folder,
        **settings,
    )


BAD = {
    "nan": lambda net, _: (net.weight * math.nan).sum(),
    "inf": lambda net, _: (net.weight * math.inf).sum(),
    "finite, its gradient not": lambda net, _: (net.weight - 1).sqrt().sum(),
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("clip", [None, 1.0])
def test_no_weight_is_ever_changed_by_what_is_not_finite(bad, clip):
    model = Line()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    with pytest.raises(DivergedError, match="training has failed"):
        learn_batch(model, [0], BAD[bad], optimizer, clip)
    assert model.weight.item() == 1


@pytest.mark.parametrize("bad", [math.nan, -math.inf])
def test_the_last_good_checkpoint_stays_and_a_lower_rate_goes_on(tmp_path, bad):
    model = Line()
    with pytest.raises(DivergedError, match=r"epoch 3 is (nan|-inf).*lower rate.*0\.1"):
        train(model, [1, 1, 1, 1, 1, bad], 5, tmp_path)
    tensors, facts = load_tensors(tmp_path / NAME, "model in training")
    assert model.weight.item() == tensors["model.weight"].item() != 1
    assert len(facts["history"]["losses"]) == 2
    again = Line()
    history = train(again, [1] * 6, 5, tmp_path, rate=0.01, clip=0.5, seed=2)
    assert history.losses[:2] == facts["history"]["losses"]
    assert history.num_epochs == 5 and again.weight.item() < model.weight.item()


def test_only_a_run_that_diverged_goes_on_at_another_rate(tmp_path):
    train(Line(), [1, 1], 1, tmp_path)
    with pytest.raises(CheckpointError, match=r"there, rate = 0\.1"):
        train(Line(), [1, 1], 2, tmp_path, rate=0.01)
    with pytest.raises(DivergedError):
        train(Line(), [math.nan], 2, tmp_path)
    train(Line(), [1, 1], 2, tmp_path, rate=0.01)
    with pytest.raises(CheckpointError, match=r"there, rate = 0\.01"):
        train(Line(), [1, 1], 3, tmp_path)


@pytest.mark.parametrize("score", [math.nan, math.inf])
def test_a_score_that_is_no_number_is_no_best_score(tmp_path, score):
    scores = iter([0.5, score])
    with pytest.raises(DivergedError, match=f"score of epoch 2 is {score}"):
        train(Line(), [1] * 4, 2, tmp_path, score=lambda _: next(scores))
    _, facts = load_tensors(tmp_path / NAME, "model in training")
    assert facts["history"]["scores"] == [0.5]


def test_too_high_for_long_it_has_failed_and_nothing_high_is_saved(tmp_path):
    high = [1.0] * 2 + [10.0] * (MOST_HIGH_LOSSES + 2)
    with pytest.raises(DivergedError, match=f"above 4 for {MOST_HIGH_LOSSES} steps"):
        train(Line(), high, MOST_HIGH_LOSSES, tmp_path, rate=1e-4)
    _, facts = load_tensors(tmp_path / NAME, "model in training")
    assert facts["history"]["losses"] == pytest.approx([1.0], abs=1e-3)


def test_it_says_so_in_chinese():
    use_language("zh")
    with pytest.raises(DivergedError, match="第 1 轮的损失是 nan，训练失败了。请调低"):
        train(Line(), [math.nan], 1)


# --- no false alarm ------------------------------------------------------------


def see_all(losses, **settings):
    watch = LossWatch(HERE, **settings)
    for loss in losses:
        watch.see(loss, HERE)
    return watch


def test_a_spike_is_no_failure():
    spikes = ([0.5] + [1e9] * (MOST_HIGH_LOSSES - 1)) * 3 + [0.5]
    assert see_all(spikes).is_calm


@pytest.mark.parametrize("first", [-50.0, 0.0, 1e-9, 0.7, 100.0])
def test_losses_of_any_size_may_double_and_grow_by_two(first):
    assert see_all([first] + [max(2 * first, first + 2)] * 3 * MOST_HIGH_LOSSES).is_calm


def test_no_loss_of_the_course_comes_near_the_ceilings():
    """Each logged loss stands for many steps; the highest is below the ceiling."""
    text = TEXT_RESULTS.with_name("log.jsonl").read_text("utf-8")
    runs = [json.loads(line).get("losses") for line in text.splitlines()]
    known = [losses for losses in runs if losses]
    assert len(known) > 50
    for losses in known:
        assert see_all(loss for loss in losses for _ in range(MOST_HIGH_LOSSES)).is_calm
    text = (POET_DATA / "log.jsonl").read_text("utf-8")
    entries = [json.loads(line) for line in text.splitlines()]
    nats = [e[name] for e in entries for name in ("training", "validation")]
    assert max(nats) < math.log(2000)  # the poet knows thousands of characters
