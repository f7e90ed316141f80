"""The training loop: it learns, keeps what was best, and survives a kill unchanged."""

# ruff: noqa: E402
import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from refusals import check_refused_in_both_languages
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

from course_utils import plots
from course_utils.models.classifier import TextClassifier
from course_utils.models.tagger import Tagger
from course_utils.plots import figures, results
from course_utils.training.batching import IGNORED_TARGET, TextSet, pad
from course_utils.training.checkpoints import CheckpointError, save_tensors
from course_utils.training.loop import (
    accuracy,
    classification_loss,
    fit,
    learn_batch,
    predict,
    predict_tags,
    tagging_loss,
)
from course_utils.training.run import DivergedError, History

NAME = "training.safetensors"


def order_task(num=240, seed=0):
    """Which of 2 and 3 comes first? Both are in each text, at two random places."""
    rng = np.random.default_rng(seed)
    ids, labels = [], []
    for _ in range(num):
        text = rng.integers(4, 8, size=rng.integers(3, 9))
        places = np.sort(rng.choice(len(text), size=2, replace=False))
        text[places] = order = rng.permutation([2, 3])
        ids.append(text.tolist())
        labels.append(int(order[0] == 2))
    return TextSet(ids, labels)


TASK, OTHERS = order_task(), order_task(200, seed=1)


def new_model(seed=0, **options):
    torch.manual_seed(seed)
    settings = {"embedding": 8, "hidden": 12, "dropout": 0.1} | options
    return TextClassifier(8, 2, **settings)


def train(model, **options):
    settings = {"epochs": 4, "rate": 0.02, "progress": False} | options
    batches = settings.pop("batches", lambda rng: TASK.batches(24, rng))
    loss = settings.pop("loss", classification_loss)
    return fit(model, batches, loss, **settings)


def weights_of(model):
    return {name: each.clone() for name, each in model.state_dict().items()}


def same(a, b):
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


class Scripted:
    """A score that follows a script, and remembers the weights that it saw."""

    def __init__(self, *scores):
        self.scores = iter(scores)
        self.seen = []

    def __call__(self, model):
        self.seen.append(weights_of(model))
        return next(self.scores)


# --- the loop ------------------------------------------------------------------


def test_it_learns_what_only_order_tells():
    model = new_model()
    history = train(model, epochs=12, score=lambda net: accuracy(net, OTHERS))
    assert accuracy(model, OTHERS) == max(history.scores) >= 0.95
    assert history.losses[-1] < 0.3 < 0.6 < history.losses[0]
    bag = new_model(cell=None)
    train(bag, epochs=12)
    assert accuracy(bag, OTHERS) < 0.7


def test_the_best_weights_are_kept_the_first_of_equals():
    model, score = new_model(), Scripted(0.5, 0.9, 0.7, 0.9)
    history = train(model, score=score)
    assert history.scores == [0.5, 0.9, 0.7, 0.9]
    assert history.best_epoch == 2
    assert same(weights_of(model), score.seen[1])
    assert not same(weights_of(model), score.seen[3])


def test_without_a_score_the_last_weights_stay():
    scored = Scripted(0.0, 0.0, 1.0)
    model, other = new_model(), new_model()
    train(model, epochs=3, score=scored)
    history = train(other, epochs=3)
    assert same(weights_of(other), scored.seen[-1])
    assert history.best_epoch == 3 and history.scores == []


def test_patience_ends_it():
    score = Scripted(0.5, 0.6, 0.6, 0.4, 0.9)
    history = train(new_model(), epochs=9, score=score, patience=2)
    assert history.num_epochs == 4 and history.best_epoch == 2


def test_what_comes_back_is_ready_for_use():
    model = new_model(dropout=0.5).train()
    train(model, epochs=1)
    assert not model.training


@pytest.mark.parametrize(("clip", "largest"), [(0.01, 0.01), (None, math.inf)])
def test_gradients_are_clipped_to_one_norm(clip, largest):
    norms = []

    def note(optimizer, *_):
        grads = [
            each.grad for group in optimizer.param_groups for each in group["params"]
        ]
        norms.append(float(torch.stack([each.norm() for each in grads]).norm()))

    hook = register_optimizer_step_pre_hook(note)
    try:
        train(new_model(), epochs=1, clip=clip)
    finally:
        hook.remove()
    assert len(norms) == 10
    assert max(norms) <= largest * 1.001 and max(norms) > 0.009
    if clip is None:
        assert max(norms) > 0.1


def test_a_seed_gives_the_same_again_and_another_seed_does_not():
    results = []
    for seed in (3, 3, 4):
        model = new_model(dropout=0.5, word_dropout=0.2)
        results.append((train(model, seed=seed), weights_of(model)))
    (first, weights), (again, same_weights), (other, _) = results
    assert first == again and same(weights, same_weights)
    assert first != other


def test_the_reader_s_own_random_numbers_are_left_alone():
    torch.manual_seed(9)
    expected = torch.rand(3)
    model = new_model(dropout=0.5)
    torch.manual_seed(9)
    train(model, epochs=1)
    assert torch.equal(torch.rand(3), expected)


def test_each_epoch_has_other_batches():
    seen = []

    def loss(model, batch):
        seen.append(batch.labels.tolist())
        return classification_loss(model, batch)

    train(new_model(), epochs=2, loss=loss)
    assert len(seen) == 20 and seen[:10] != seen[10:]


# --- a kill, and going on ------------------------------------------------------


class KilledError(Exception):
    """Stands for a kill: nothing catches it."""


def killed_after(num_batches):
    left = [num_batches]

    def loss(model, batch):
        left[0] -= 1
        if left[0] < 0:
            raise KilledError
        return classification_loss(model, batch)

    return loss


def scored(**options):
    return {"score": lambda net: accuracy(net, OTHERS), "epochs": 5} | options


@pytest.mark.parametrize("num_batches", [0, 7, 10, 34])
def test_killed_at_any_time_it_goes_on_to_the_same_result(tmp_path, num_batches):
    whole = new_model(dropout=0.5)
    expected = train(whole, **scored())
    with pytest.raises(KilledError):
        killed = killed_after(num_batches)
        train(new_model(dropout=0.5), **scored(folder=tmp_path, loss=killed))
    model = (
        new_model(seed=7, dropout=0.5) if num_batches >= 10 else new_model(dropout=0.5)
    )
    history = train(model, **scored(folder=tmp_path))
    assert history == expected
    assert same(weights_of(model), weights_of(whole))


def test_more_epochs_later_are_as_good_as_at_once(tmp_path):
    whole = new_model()
    expected = train(whole, **scored(epochs=4))
    train(new_model(), **scored(epochs=2, folder=tmp_path))
    model = new_model()
    assert train(model, **scored(epochs=4, folder=tmp_path)) == expected
    assert same(weights_of(model), weights_of(whole))


def test_what_has_ended_is_not_learned_again(tmp_path):
    first = new_model()
    expected = train(first, **scored(epochs=2, folder=tmp_path))
    model = new_model()
    history = train(model, **scored(epochs=2, folder=tmp_path, loss=killed_after(0)))
    assert history == expected and history.seconds == expected.seconds
    assert same(weights_of(model), weights_of(first))


def test_a_damaged_checkpoint_is_refused_by_name(tmp_path):
    train(new_model(), epochs=1, folder=tmp_path)
    path = tmp_path / NAME
    content = bytearray(path.read_bytes())
    for damaged in (content[: len(content) // 2], content[:-9] + b"ninebytes", b""):
        path.write_bytes(damaged)
        with pytest.raises(CheckpointError, match=NAME):
            train(new_model(), epochs=1, folder=tmp_path)
        assert path.read_bytes() == damaged


OTHER_RUNS = {
    "rate": {"rate": 0.01},
    "clip": {"clip": None},
    "seed": {"seed": 1},
    "patience": {"patience": 2, "score": lambda net: 0.5},
    "scored": {"score": lambda net: 0.5},
    "epochs": {"epochs": 1},
}


@pytest.mark.parametrize("name", OTHER_RUNS)
def test_a_checkpoint_of_other_settings_is_refused_by_name(tmp_path, name):
    train(new_model(), epochs=2, folder=tmp_path)
    model = new_model()
    before = weights_of(model)
    with pytest.raises(CheckpointError, match=f"{NAME}.*there, {name}"):
        train(model, **{"epochs": 2, "folder": tmp_path} | OTHER_RUNS[name])
    assert same(weights_of(model), before)


def test_a_checkpoint_of_another_model_is_refused_by_name(tmp_path):
    train(new_model(hidden=12), epochs=1, folder=tmp_path)
    with pytest.raises(CheckpointError, match=rf"{NAME}.* = \[48"):
        train(new_model(hidden=13), epochs=1, folder=tmp_path)
    with pytest.raises(CheckpointError, match=rf"{NAME}.* = \[2, 12\]"):
        train(new_model(directions=2), epochs=1, folder=tmp_path)
    save_tensors(tmp_path / NAME, "poet in training", {}, {})
    with pytest.raises(CheckpointError, match=f"{NAME}.*poet in training"):
        train(new_model(), epochs=1, folder=tmp_path)


# --- losses and answers --------------------------------------------------------


def test_pads_do_not_count_in_the_loss_of_tags():
    torch.manual_seed(0)
    model = Tagger(8, 3, embedding=4, hidden=5).eval()
    texts = TextSet([[5, 6, 7, 2], [4]], [[1, 0, 2, 0], [1]])
    batch = texts.take([0, 1])
    apart = [tagging_loss(model, texts.take([row])).item() for row in (0, 1)]
    expected = (4 * apart[0] + apart[1]) / 5
    assert tagging_loss(model, batch).item() == pytest.approx(expected, abs=1e-6)
    counted = batch._replace(labels=batch.labels.clamp_min(0))  # naive: pads are O
    assert abs(tagging_loss(model, counted).item() - expected) > 1e-3
    assert (batch.labels == IGNORED_TARGET).sum() == 3


def test_answers_come_in_the_order_of_the_texts():
    model = new_model().eval()
    scores = predict(model, TASK)
    assert scores.shape == (240, 2)
    for row in (0, 17, 239):
        expected = model(*pad([TASK.ids[row]]))[0].detach().numpy()
        np.testing.assert_allclose(scores[row], expected, atol=1e-6)
    right = scores.argmax(axis=1) == np.array(TASK.labels)
    assert accuracy(model, TASK) == right.mean()


def test_tags_come_in_the_order_of_the_texts_without_pads():
    torch.manual_seed(0)
    model = Tagger(8, 3, embedding=4, hidden=5, num_bigrams=8)
    texts = TextSet(TASK.ids, TASK.ids, bigrams=TASK.ids)
    tags = predict_tags(model, texts)
    assert model.training
    model.eval()
    assert [len(each) for each in tags] == texts.lengths.tolist()
    for row in (0, 17, 239):
        ids, lengths = pad([TASK.ids[row]])
        assert tags[row].tolist() == model(ids, lengths, ids)[0].argmax(1).tolist()


# --- what is said and refused --------------------------------------------------


def test_nothing_is_printed_without_a_bar(capfd):
    train(new_model(), epochs=1, progress=False)
    assert capfd.readouterr() == ("", "")


def test_no_bar_is_written_where_nobody_watches(capfd):
    train(new_model(), epochs=1, progress=True)
    assert capfd.readouterr() == ("", "")


def test_the_bar_counts_batches_and_shows_loss_and_score(monkeypatch, capfd):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    history = train(new_model(), epochs=2, progress=True, score=lambda net: 0.25)
    shown = capfd.readouterr().err
    assert "20/20" in shown
    assert f"loss {history.losses[-1]:.3f}, score 0.250" in shown


def test_after_a_kill_the_bar_counts_what_is_left(monkeypatch, capfd, tmp_path):
    train(new_model(), epochs=2, folder=tmp_path)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    train(new_model(), epochs=3, folder=tmp_path, progress=True)
    assert "10/10" in capfd.readouterr().err


REFUSED = {
    "no epoch": {"epochs": 0},
    "half an epoch": {"epochs": 0.5},
    "no patience": {"patience": 0, "score": lambda net: 0.0},
    "patience for nothing": {"patience": 2},
    "no batches": {"batches": lambda rng: []},
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_settings_are_refused_in_both_languages(case):
    check_refused_in_both_languages(lambda: train(new_model(), **REFUSED[case]))


def test_a_loss_that_is_no_number_ends_the_training():
    def loss(model, batch):
        return classification_loss(model, batch) * torch.nan

    with pytest.raises(DivergedError, match="epoch 1 is nan"):
        train(new_model(), loss=loss)


def test_one_epoch_by_hand():
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    steps = [torch.tensor([[1.0]]), torch.tensor([[1.0]])]
    mean = learn_batch(
        model, steps, lambda net, x: (net(x) - 2).sum(), optimizer, clip=None
    )
    # Each gradient is 1: the output goes from 0 to -0.2, the loss from -2 to -2.2.
    assert mean == pytest.approx((-2 - 2.2) / 2)
    assert model.weight.item() == pytest.approx(-0.2)


@pytest.mark.parametrize(
    "setting",
    [
        {"rate": 0.0},
        {"rate": -1e-3},
        {"rate": float("inf")},
        {"rate": float("nan")},
        {"clip": 0.0},
        {"clip": -1.0},
        {"clip": float("nan")},
    ],
    ids=str,
)
def test_a_rate_or_clip_that_teaches_nothing_is_refused(setting):
    how = {"epochs": 1, "rate": 1e-3, "progress": False} | setting
    (name,) = setting
    with pytest.raises(ValueError, match=f"`{name}`, found"):
        fit(nn.Linear(1, 1), list, lambda model, batch: None, **how)


# --- the picture ---------------------------------------------------------------

HISTORY = History(losses=[0.7, 0.4, 0.2], scores=[0.6, 0.75, 0.7])


def test_the_picture_shows_losses_scores_and_the_best_epoch():
    _, (above, below) = plots.figure(1, 2)
    results.draw_history((above, below), HISTORY)
    losses, best = above.lines
    assert losses.get_ydata().tolist() == HISTORY.losses
    assert losses.get_xdata().tolist() == [1, 2, 3]
    assert best.get_xdata() == [2, 2]
    scores, best = below.lines
    assert scores.get_ydata().tolist() == HISTORY.scores
    assert best.get_xdata() == [2, 2]
    _, ax = plots.figure()
    results.draw_history([ax], History(losses=[0.7, 0.4]))
    assert ax.get_ylabel() == "loss"


def test_the_picture_has_its_numbers_in_words(monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "show", lambda fig, alt: shown.append(alt))
    results.show_history(HISTORY)
    results.show_history(History(losses=[0.7, 0.4]))
    assert shown[0].en == (
        "Loss over 3 epochs: from 0.70 to 0.20. "
        "The score on other data is highest after epoch 2: 0.75."
    )
    assert "第 2 轮" in shown[0].zh
    assert shown[1].en == "Loss over 2 epochs: from 0.70 to 0.40."
