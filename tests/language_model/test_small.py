"""Counted vectors, small batches, and what a model expects of a text."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.datasets.vocab import Vocabulary  # noqa: E402
from course_utils.language_model.grid import Grid, PoemShape, place_ids  # noqa: E402
from course_utils.language_model.model import PoemModel, PoemModelSize  # noqa: E402
from course_utils.language_model.reader import expected_scores, shape_of  # noqa: E402
from course_utils.language_model.small import (  # noqa: E402
    count_frequencies,
    embedding_of_counts,
    few_at_a_time,
)

SYMBOLS = "春眠不覺曉處聞啼鳥夜來風雨聲花落知多少"


@pytest.fixture
def grids() -> list[Grid]:
    """Two shapes; symbols 2 and 3 always stand between 5 and 6, and nothing else."""
    rng = np.random.default_rng(0)
    fives = rng.integers(8, 20, size=(30, 20), dtype=np.int32)
    fives[:, 1], fives[:, 3] = 5, 6
    fives[:, 2] = rng.integers(2, 4, size=30)
    sevens = rng.integers(8, 20, size=(7, 28), dtype=np.int32)
    return [
        Grid(PoemShape(5, 4), fives, np.zeros(30, np.int8)),
        Grid(PoemShape(7, 4), sevens, np.zeros(7, np.int8)),
    ]


def test_an_epoch_reads_each_poem_once(grids: list[Grid]) -> None:
    batches = list(few_at_a_time(grids, 4, np.random.default_rng(0)))
    assert max(len(batch.ids) for batch in batches) == 4
    for grid in grids:
        read = [row for b in batches if b.shape == grid.shape for row in b.ids.tolist()]
        assert sorted(read) == sorted(grid.ids.tolist())


def test_frequencies_count_every_symbol(grids: list[Grid]) -> None:
    found = count_frequencies(grids, 21)
    total = sum(grid.ids.size for grid in grids) + 21
    assert found.sum().item() == pytest.approx(1.0)
    assert found[5].item() == pytest.approx(31 / total)
    assert found[20].item() == pytest.approx(1 / total)


def test_symbols_with_the_same_neighbours_are_near(grids: list[Grid]) -> None:
    vectors = embedding_of_counts(grids, 20, 8)
    assert vectors.shape == (20, 8)
    assert vectors.square().mean().item() == pytest.approx(1 / 8, rel=1e-3)
    likeness = torch.nn.functional.normalize(vectors) @ vectors[2]
    assert set(likeness.topk(2).indices.tolist()) == {2, 3}


def test_counting_leaves_the_random_numbers_alone(grids: list[Grid]) -> None:
    torch.manual_seed(3)
    expected = torch.rand(3)
    torch.manual_seed(3)
    embedding_of_counts(grids, 20, 8)
    assert torch.equal(torch.rand(3), expected)


@pytest.fixture
def model() -> tuple[PoemModel, Vocabulary]:
    torch.manual_seed(0)
    vocabulary = Vocabulary.build([SYMBOLS])
    return PoemModel(PoemModelSize(len(vocabulary), 8, 12, 6, 4)).eval(), vocabulary


@pytest.mark.parametrize(
    "text", ["春眠不覺曉 處處聞啼鳥 夜來風雨聲 花落知多少", "春眠不"]
)
def test_expected_scores_are_those_of_the_whole_poem(
    model: tuple[PoemModel, Vocabulary], text: str
) -> None:
    net, vocabulary = model
    scores = expected_scores(net, vocabulary, text)
    ids = vocabulary.encode(text.replace(" ", ""))
    assert len(scores) == min(len(ids) + 1, 20)
    padded = torch.tensor([*ids, *[2] * (20 - len(ids))])[:, None]
    places = torch.from_numpy(place_ids(PoemShape(5, 4)))
    with torch.no_grad():
        features = net(padded, places, torch.zeros(1, dtype=torch.long), 5)
        whole = features[:, 0] @ net.embedding.weight.T + net.bias
    np.testing.assert_allclose(scores, whole[: len(scores)], atol=1e-5)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("", PoemShape(5, 4)),
        ("春", PoemShape(5, 4)),
        ("春眠不覺曉", PoemShape(5, 4)),
        ("春眠不覺曉處", PoemShape(7, 4)),
        ("春眠不覺曉 處處", PoemShape(5, 4)),
        (" ".join(["春眠不覺曉"] * 5), PoemShape(5, 8)),
    ],
)
def test_a_text_tells_its_form(text: str, shape: PoemShape) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("春眠 處處聞啼鳥", "春眠"),
        ("春眠不覺曉處處聞啼鳥", "7 characters"),
        ("春眠不覺曉 處處聞啼鳥夜", "5 characters"),
        (" ".join(["春眠不覺曉"] * 9), "at most 8 lines"),
    ],
)
def test_a_text_of_no_form_is_told_so(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        shape_of(text)
