"""The poem model: its loss, what each prediction may see, and its file."""

# ruff: noqa: E402
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poem_samples import CHARACTERS, small_corpus
from torch.nn import functional as F

from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import Grid, PoemShape, place_ids
from course_utils.language_model.loss import ROWS_AT_A_TIME, softmax_nats
from course_utils.language_model.model import (
    LockedDropout,
    PoemModel,
    PoemModelSize,
    load_poem_model,
    save_poem_model,
)
from course_utils.language_model.reader import PoemReader
from course_utils.text import use_language
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)

SMALL = PoemModelSize(num_symbols=22, embedding=8, hidden=16, above=4, place=3)


def small_model(seed=0):
    torch.manual_seed(seed)
    return PoemModel(SMALL).eval()


def features_of(model, ids, shape):
    """Features (T, D) of one poem given as a list of ids."""
    with torch.no_grad():
        return model(
            torch.tensor(ids)[:, None],
            torch.from_numpy(place_ids(shape)),
            torch.zeros(1, dtype=torch.long),
            shape.width,
        )[:, 0]


# --- loss ----------------------------------------------------------------------


def loss_problem():
    generator = torch.Generator().manual_seed(3)
    num_rows = 2 * ROWS_AT_A_TIME + 77  # the last rows are fewer
    features = torch.randn(num_rows, 8, generator=generator)
    weight = torch.randn(30, 8, generator=generator)
    bias = torch.randn(30, generator=generator)
    targets = torch.randint(30, (num_rows,), generator=generator)
    inputs = [values.requires_grad_() for values in (features, weight, bias)]
    return inputs, targets


def expected_nats(inputs, targets):
    features, weight, bias = inputs
    return F.cross_entropy(features @ weight.T + bias, targets, reduction="sum")


def test_the_loss_and_its_gradients_are_torch_s():
    inputs, targets = loss_problem()
    expected = expected_nats(inputs, targets)
    nats = softmax_nats(*inputs, targets)
    torch.testing.assert_close(nats, expected, rtol=1e-5, atol=0)
    # A factor before backward() must reach the gradients.
    found = torch.autograd.grad(nats / 7, inputs)
    for ours, theirs in zip(
        found, torch.autograd.grad(expected / 7, inputs), strict=True
    ):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)


def test_the_loss_is_the_same_without_gradients():
    inputs, targets = loss_problem()
    with torch.no_grad():
        nats = softmax_nats(*inputs, targets)
    torch.testing.assert_close(nats, expected_nats(inputs, targets).detach())


def test_half_the_digits_change_the_loss_little():
    inputs, targets = loss_problem()
    expected = expected_nats(inputs, targets)
    exact = torch.autograd.grad(expected, inputs)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        nats = softmax_nats(*inputs, targets)
    assert nats.dtype == torch.float32
    assert abs(nats / expected - 1) < 5e-3
    for ours, theirs in zip(torch.autograd.grad(nats, inputs), exact, strict=True):
        assert (ours - theirs).norm() < 0.02 * theirs.norm()


def test_an_impossible_target_costs_a_finite_price():
    features = torch.tensor([[1e4]])
    weight = torch.tensor([[1.0], [-1.0]], requires_grad=True)
    nats = softmax_nats(features, weight, torch.zeros(2), torch.tensor([1]))
    assert torch.isfinite(nats)


# --- what is seen --------------------------------------------------------------


def test_a_prediction_sees_no_later_character():
    shape, rng = PoemShape(5, 4), np.random.default_rng(0)
    ids = rng.integers(2, 22, size=20).tolist()
    before = features_of(small_model(), ids, shape)
    for changed in range(20):
        other = list(ids)
        other[changed] = 2 + (ids[changed] - 1) % 20
        after = features_of(small_model(), other, shape)
        torch.testing.assert_close(after[: changed + 1], before[: changed + 1])
        if changed < 19:
            assert (after[changed + 1] - before[changed + 1]).abs().max() > 1e-4


def test_the_lines_above_are_seen_by_a_model_that_neither_remembers_nor_looks_back():
    model = without_memory(small_model())
    with torch.no_grad():
        model.back.looking.weight.zero_()
        model.back.reading.weight.zero_()
    # The next character, and those one and two lines below.
    assert changed_by_the_fourth(model) == [4, 8, 13]


def test_a_model_without_memory_looks_back_at_all():
    model = without_memory(small_model())
    with torch.no_grad():
        model.above.weight.zero_()
    assert changed_by_the_fourth(model) == list(range(4, 20))


def without_memory(model):
    """The same, but the forget gate stays shut."""
    with torch.no_grad():
        model.lstm.weight_hh_l0.zero_()
        model.lstm.bias_ih_l0[16:32] = -1e4
    return model


def changed_by_the_fourth(model):
    """Whose features change with the fourth character of a poem?"""
    ids = np.random.default_rng(1).integers(2, 22, size=20).tolist()
    before = features_of(model, ids, PoemShape(5, 4))
    ids[3] = 2 + (ids[3] - 1) % 20
    change = (features_of(model, ids, PoemShape(5, 4)) - before).abs().amax(dim=1)
    return (change > 1e-6).nonzero().flatten().tolist()


def test_a_poem_costs_the_same_alone_and_in_company():
    model, corpus = small_model(), small_corpus()
    grid = corpus.validation[0]
    with torch.no_grad():
        alone = [model.nats(grid.take(np.array([row]))) for row in range(5)]
        together = model.nats(grid.take(np.arange(5)))
    torch.testing.assert_close(torch.stack(alone).sum(), together)


def test_place_and_era_change_what_is_expected():
    model, ids = small_model(), list(range(2, 22))
    quatrain = features_of(model, ids, PoemShape(5, 4))
    part = features_of(model, ids, PoemShape(5, 4, 16, True))
    assert (quatrain - part).abs().amax(dim=1).min() > 1e-4
    grid = Grid(PoemShape(5, 4), np.array([ids], np.int32), np.zeros(1, np.int8))
    with torch.no_grad():
        of_song = replace(grid, eras=np.ones(1, np.int8))
        assert model.nats(grid) != model.nats(of_song)


def test_an_untrained_model_starts_as_a_unigram_model():
    model, corpus = small_model(), small_corpus()
    model.start_from_frequencies(corpus.tang)
    counts = sum(np.bincount(g.ids.ravel(), minlength=22) for g in corpus.tang) + 1
    logs = np.log(counts / counts.sum())
    grid = corpus.validation[0]
    with torch.no_grad():
        model.projection.weight.zero_()
        model.projection.bias.zero_()
        nats = model.nats(grid).item()
    assert nats == pytest.approx(-logs[grid.ids].sum(), rel=1e-5)


def test_locked_dropout_hides_the_same_units_at_each_step():
    torch.manual_seed(0)
    dropout = LockedDropout(0.25)
    x = torch.ones(6, 40, 50)
    hidden = dropout(x)
    assert (hidden == hidden[0]).all()
    assert hidden.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert 0.7 < (hidden > 0).float().mean() < 0.8
    assert dropout.eval()(x) is x


# --- file ----------------------------------------------------------------------


def test_a_model_comes_back_from_its_file(tmp_path):
    model, grid = small_model(), small_corpus().validation[0]
    vocabulary = Vocabulary.build(CHARACTERS)
    save_poem_model(tmp_path / "poet.safetensors", model, vocabulary)
    loaded, known = load_poem_model(tmp_path / "poet.safetensors")
    assert known == vocabulary and loaded.size == SMALL and not loaded.training
    for name, value in model.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], value.half().float())
    with torch.no_grad():
        torch.testing.assert_close(
            loaded.nats(grid), model.nats(grid), rtol=1e-3, atol=0
        )


@pytest.mark.parametrize("change", ["tensors", "sizes"])
def test_a_poet_of_another_build_is_refused(tmp_path, change):
    path = tmp_path / "poet.safetensors"
    save_poem_model(path, small_model(), Vocabulary.build(CHARACTERS))
    tensors, facts = load_tensors(path, "poem model")
    if change == "tensors":
        del tensors["back.bias"]
    else:
        facts["size"]["layers"] = 2
    save_tensors(path, "poem model", tensors, facts)
    with pytest.raises(CheckpointError, match=r"of another build.*Train it anew"):
        load_poem_model(path)


KINDS = {"half": 0.5, "cut": 0.99, "empty": 0.0}


@pytest.mark.parametrize("part", KINDS.values(), ids=KINDS.keys())
def test_a_file_cut_short_is_named(tmp_path, part):
    path = tmp_path / "a.safetensors"
    save_tensors(path, "thing", {"x": torch.arange(9.0)}, {})
    path.write_bytes(path.read_bytes()[: int(part * path.stat().st_size)])
    with pytest.raises(CheckpointError, match=r"a\.safetensors is damaged.*Delete"):
        load_tensors(path, "thing")


def test_any_changed_byte_is_noticed(tmp_path):
    path = tmp_path / "a.safetensors"
    tensors = {"x": torch.arange(9.0), "y": torch.arange(4)}
    save_tensors(path, "thing", tensors, {"step": 12})
    content = path.read_bytes()
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        try:
            found, facts = load_tensors(path, "thing")
        except CheckpointError:
            continue
        # A changed blank between header and tensors changes nothing.
        assert facts == {"step": 12} and found.keys() == tensors.keys()
        assert all(torch.equal(found[name], tensors[name]) for name in tensors)


def test_a_file_of_something_else_is_refused(tmp_path):
    from safetensors.torch import save_file

    mine, foreign = tmp_path / "mine.safetensors", tmp_path / "foreign.safetensors"
    save_tensors(mine, "thing", {"x": torch.zeros(1)}, {})
    save_file({"x": torch.zeros(1)}, foreign)
    with pytest.raises(CheckpointError, match="“other”, found “thing”"):
        load_tensors(mine, "other")
    with pytest.raises(CheckpointError, match="“thing”, found “None”"):
        load_tensors(foreign, "thing")
    use_language("zh")
    with pytest.raises(CheckpointError, match="请换一个文件"):
        load_tensors(mine, "other")


def test_tensors_and_facts_come_back(tmp_path):
    path = tmp_path / "new" / "a.safetensors"
    tensors = {
        "a": torch.randn(3, 4).T,
        "b": torch.tensor(7),
        "c": torch.ones(2).half(),
    }
    save_tensors(path, "thing", tensors, {"words": ["春", 1.5, None]})
    found, facts = load_tensors(path, "thing")
    assert facts == {"words": ["春", 1.5, None]}
    assert found.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert found[name].dtype == tensor.dtype and torch.equal(found[name], tensor)
    assert [file.name for file in path.parent.iterdir()] == ["a.safetensors"]


# --- precision -----------------------------------------------------------------


@pytest.mark.parametrize("of_weights", [torch.float32, torch.float64])
@pytest.mark.parametrize("of_torch", [torch.float32, torch.float64])
def test_a_model_computes_as_its_weights_are(of_weights, of_torch):
    """Whatever PyTorch is set to; some people set float64 for all they do."""
    model = small_model().to(of_weights)
    ids, shape = list(range(20)), PoemShape(5, 4)
    before = torch.get_default_dtype()
    torch.set_default_dtype(of_torch)
    try:
        features = features_of(model, ids, shape)
        reader = PoemReader(model, shape, 1)
        with torch.no_grad():
            read = [reader(torch.tensor(ids[:step])[:, None]) for step in range(20)]
    finally:
        torch.set_default_dtype(before)
    assert features.dtype == read[0].dtype == of_weights
    scores = F.linear(features, model.embedding.weight, model.bias)
    torch.testing.assert_close(torch.cat(read), scores, rtol=1e-4, atol=1e-5)
