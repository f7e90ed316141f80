"""The experiments of lesson 12: beams, constraints one by one, what is read where."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from poet_samples import KNOWN_POEMS, known_poems, small_poet  # noqa: E402

from course_utils.language_model.beam import beam_search  # noqa: E402
from course_utils.language_model.grid import PoemShape  # noqa: E402
from course_utils.language_model.reader import PoemReader  # noqa: E402
from course_utils.language_model.sampling import Style, sample  # noqa: E402
from course_utils.poet import study  # noqa: E402
from course_utils.verse.prosody import Tone  # noqa: E402

pytestmark = pytest.mark.torch
FORM = PoemShape(5, 4)
HEADS = ["春江花月", "白黃欲更", "國城感恨"]


class Table:
    """Logits of the next of three symbols, by the symbols before: drawn once."""

    def __init__(self, width: int, seed: int = 0) -> None:
        self.logits: dict[tuple[int, ...], torch.Tensor] = {}
        self.seed, self.kept = seed, width

    def __call__(self, ids: torch.Tensor) -> torch.Tensor:
        rows = [tuple(row) for row in ids.T.tolist()] or [()] * self.kept
        return torch.stack([self.of(row) for row in rows])

    def of(self, row: tuple[int, ...]) -> torch.Tensor:
        seed = int("".join(map(str, (self.seed + 1, *row))))
        noise = torch.Generator().manual_seed(seed)
        return self.logits.setdefault(row, torch.randn(3, generator=noise))

    def keep(self, rows: torch.Tensor) -> None:
        self.kept = len(rows)

    def total(self, row: tuple[int, ...]) -> float:
        return sum(
            self.of(row[:at]).log_softmax(0)[one].item() for at, one in enumerate(row)
        )


@pytest.mark.parametrize("seed", range(5))
def test_a_wide_beam_finds_the_likeliest(seed: int) -> None:
    table = Table(27, seed)
    found = beam_search(table, [], 3, 27)
    totals = {row: table.total(row) for row in product(range(3), repeat=3)}
    ranked = sorted(totals, key=lambda row: -totals[row])
    assert [tuple(row) for row in found.ids.T.tolist()] == ranked
    likely = [totals[row] for row in ranked]
    np.testing.assert_allclose(found.log_probs.sum(dim=0), likely, atol=1e-5)


def test_a_beam_of_one_is_greedy() -> None:
    table = Table(1)
    ids: tuple[int, ...] = ()
    for _ in range(4):
        ids += (int(table.of(ids).argmax()),)
    assert tuple(beam_search(table, [], 4, 1).ids[:, 0].tolist()) == ids


def test_a_beam_keeps_constraints_and_says_what_is_missing() -> None:
    def only_two(ids: Any) -> Any:
        return torch.tensor([False, False, True])

    found = beam_search(Table(4), [only_two], 3, 4)
    assert found.ids[:, 0].tolist() == [2, 2, 2]
    assert found.log_probs[:, 0].isfinite().all()
    assert not found.log_probs[:, 1:].sum(dim=0).isfinite().any()


def test_kept_rows_go_on_as_if_they_had_been_read_alone() -> None:
    poet = small_poet()
    one, two = (PoemReader(poet.model, FORM, 2) for _ in range(2))
    ids = torch.tensor([[5, 6], [7, 8]])
    with torch.inference_mode():
        for reader in (one, two):
            reader(ids[:0])
            reader(ids[:1])
        two.keep(torch.tensor([1, 0]))
        torch.testing.assert_close(two(ids[:, [1, 0]]), one(ids)[[1, 0]])


def test_a_covered_character_is_not_seen() -> None:
    poet = small_poet()
    ids = torch.arange(5, 25)[:, None].repeat(1, 2)
    ids[9, 1] = 99  # the end of line 2
    kept = ids.clone()
    with torch.inference_mode():
        for covered, differs in (((), True), ((8, 10), True), ((9, 12), False)):
            reader = PoemReader(poet.model, FORM, 2, covered=covered)
            for step in range(20):
                left, right = reader(ids[:step])
                alike = torch.allclose(left, right, atol=1e-5)
                assert alike != (differs and step > 9)
    assert torch.equal(ids, kept)


@pytest.mark.parametrize("place", [-1, 20, 9.5])
def test_a_place_that_no_poem_has_cannot_be_covered(place: Any) -> None:
    with pytest.raises(ValueError, match="covered: expected a whole number from 0 to"):
        PoemReader(small_poet().model, FORM, 2, covered=[9, place])


def draw(masks: list[Any], seed: int = 0) -> Any:
    noise = torch.Generator().manual_seed(seed)
    reader = PoemReader(small_poet().model, FORM, len(HEADS))
    return sample(reader, masks, FORM.num_steps, len(HEADS), Style(1.0), noise)


@pytest.mark.parametrize("seed", range(3))
def test_all_constraints_are_kept(seed: int) -> None:
    poet = small_poet()
    masks = study.constraints_for(poet, HEADS)
    assert list(masks) == ["head", "rhyme", "tones", "varied", "new"]
    poems = study.lines_of(poet, draw([*masks.values()], seed))
    found = study.rates(poet, poems, HEADS)
    assert (found["head"], found["rhyme"], found["tones"]) == (1, 1, 1)
    assert found["copied"] == 0


def test_without_the_poems_nothing_is_said_about_copies() -> None:
    poet = small_poet(with_index=False)
    assert "new" not in study.constraints_for(poet, HEADS)
    assert "copied" not in study.rates(poet, [tuple(KNOWN_POEMS[0].split())])


def test_rates_of_a_known_poem() -> None:
    lines = tuple(KNOWN_POEMS[0].split())
    found = study.rates(small_poet(), [lines], ["白黃欲更"])
    assert found == {"head": 1, "rhyme": 1, "tones": 1, "repeated": 0, "copied": 1}


def test_nats_by_place_are_those_of_the_model() -> None:
    poet, poems = small_poet(), known_poems()
    found = study.nats_by_place(poet, poems)
    from course_utils.language_model.grid import encode_poems
    from course_utils.language_model.training import nats_per_character

    grids = encode_poems([(one, "tang") for one in poems], poet.vocabulary)
    assert found.shape == (20,)
    np.testing.assert_allclose(
        found.mean(), nats_per_character(poet.model, grids), atol=1e-5
    )


def test_places_of_a_poem_allow_what_its_poet_wrote() -> None:
    poet, lines = small_poet(), KNOWN_POEMS[0].split()
    found = study.read_places(poet, lines)
    ids = poet.vocabulary.encode("".join(lines))
    assert found.probabilities.shape == (20, len(poet.vocabulary))
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, atol=1e-5)
    assert list(found.masks) == ["head", "rhyme", "tones", "varied"]
    for mask in found.masks.values():
        assert mask[np.arange(20), ids].mean() >= 0.9
    assert found.masks["head"][:, :].sum(axis=1)[::5].tolist() == [1, 1, 1, 1]
    assert found.masks["rhyme"][19].sum() < 300


def test_what_is_said_today() -> None:
    assert study.said_today("白") == ("bái", Tone.LEVEL)
    assert study.said_today("月") == ("yuè", Tone.OBLIQUE)


def test_places_of_a_graph_are_the_same_each_time() -> None:
    edges = {("春", "人"): 9.0, ("人", "新"): 4.0, ("風", "東"): 2.0}
    places = study.lay_out_poem(edges)
    assert set(places) == set("春人新風東")
    assert places == study.lay_out_poem(edges)
