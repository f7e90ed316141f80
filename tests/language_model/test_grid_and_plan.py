"""Poems as grids, their batches, and the plan of a training run."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from poem_samples import CHARACTERS, answering_poems, small_corpus

pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.datasets.loaders import Poem  # noqa: E402
from course_utils.datasets.vocab import Vocabulary  # noqa: E402
from course_utils.language_model.grid import PoemShape, encode_poems, place_ids  # noqa: E402
from course_utils.language_model.plan import (  # noqa: E402
    Plan,
    count_batches,
    count_characters,
    ordered_batches,
    share_of,
    shuffled_batches,
)
from course_utils.language_model.recipes import (  # noqa: E402
    POET_RECIPES,
    WARM_UP_STEPS,
    Phase,
    PoetRecipe,
    find_poet_recipe,
)

VOCABULARY = Vocabulary.build(CHARACTERS)


def encoded(num_poems):
    poems = [(poem, "tang") for poem in answering_poems(num_poems)]
    return encode_poems(poems, VOCABULARY)


def all_rows(batches):
    """Every poem of some batches, as text, with how often it occurs."""
    return Counter(
        "".join(VOCABULARY.decode(row)) for batch in batches for row in batch.ids
    )


# --- grids ---------------------------------------------------------------------


def test_a_grid_spells_its_poems():
    poems = [poem for poem in answering_poems(30) if poem.form != (20, 5)]
    grids = encode_poems([(poem, "song") for poem in poems], VOCABULARY)
    assert all_rows(grids) == Counter(poem.text.replace(" ", "") for poem in poems)
    assert all(grid.eras.tolist() == [1] * len(grid.ids) for grid in grids)
    assert {(g.shape.num_lines, g.shape.width) for g in grids} == {
        poem.form for poem in poems
    }


def test_a_character_that_is_not_known_gets_the_unknown_id():
    [grid] = encode_poems([(Poem("", "", "春江龘月夜 山水風雲雨"), "tang")], VOCABULARY)
    assert grid.ids[0, 2] == VOCABULARY.unknown_id
    assert VOCABULARY.unknown_id not in np.delete(grid.ids[0], 2)


def test_long_poems_are_read_in_parts_that_lose_nothing():
    poem = next(p for p in answering_poems(6) if p.form == (20, 5))
    grids = encode_poems([(poem, "tang")], VOCABULARY)
    assert [grid.shape for grid in grids] == [
        PoemShape(5, 4, 16, True),
        PoemShape(5, 16, 0, True),
    ]
    parts = ["".join(VOCABULARY.decode(grid.ids[0])) for grid in grids]
    assert parts[1] + parts[0] == poem.text.replace(" ", "")


def test_places_tell_line_column_and_form():
    lines, columns, forms = place_ids(PoemShape(5, 4)).T
    assert lines.tolist() == [line for line in range(4) for _ in range(5)]
    assert columns.tolist() == list(range(5)) * 4
    assert len(set(forms)) == 1
    assert place_ids(PoemShape(7, 4))[:, 1].tolist() == list(range(5, 12)) * 4
    shapes = [PoemShape(w, n) for w in (5, 7) for n in (4, 8, 12)]
    assert len({place_ids(shape)[0, 2] for shape in shapes}) == len(shapes)


def test_a_part_of_four_lines_is_no_quatrain():
    quatrain, part = PoemShape(5, 4), PoemShape(5, 4, 16, True)
    assert place_ids(quatrain)[0, 2] != place_ids(part)[0, 2]
    assert (
        place_ids(part)[:, 2].tolist() == place_ids(PoemShape(5, 12))[:20, 2].tolist()
    )


def test_late_lines_keep_only_their_parity():
    lines = place_ids(PoemShape(5, 40))[::5, 0]
    assert lines[:16].tolist() == list(range(16))
    assert lines[16:].tolist() == [14, 15] * 12
    part = place_ids(PoemShape(5, 16, 16, True))[::5, 0]
    assert part.tolist() == [14, 15] * 8


def test_a_line_of_another_length_is_refused():
    with pytest.raises(ValueError, match=r"\(5, 7\).*found 6"):
        place_ids(PoemShape(6, 4))


# --- batches -------------------------------------------------------------------


@settings(max_examples=30)
@given(st.integers(1, 400), st.sampled_from([200, 1920, 8192]), st.integers(0, 99))
def test_an_epoch_has_every_poem_once(num_poems, size, seed):
    grids = encoded(num_poems)
    batches = list(shuffled_batches(grids, size, np.random.default_rng(seed)))
    assert (
        all_rows(batches) == all_rows(grids) == all_rows(ordered_batches(grids, size))
    )
    assert len(batches) == count_batches(grids, size)
    assert sum(batch.ids.size for batch in batches) == count_characters(grids)


def test_full_batches_come_in_tiles_of_32():
    sizes = {len(b.ids) for b in ordered_batches(encoded(2000), 1920)}
    full = {b.shape: 0 for b in ordered_batches(encoded(2000), 1920)}
    for batch in ordered_batches(encoded(2000), 1920):
        full[batch.shape] = max(full[batch.shape], len(batch.ids))
    assert all(size % 32 == 0 for size in full.values())
    assert len(sizes) > len(full) / 2


def test_two_orders_differ_and_one_seed_repeats_itself():
    def order(seed):
        rng = np.random.default_rng(seed)
        return [b.ids.tobytes() for b in shuffled_batches(encoded(300), 500, rng)]

    assert order(1) == order(1) != order(2)


@settings(max_examples=30)
@given(st.integers(1, 60), st.integers(1, 5))
def test_the_shares_of_all_processes_are_the_batch(num_poems, num_processes):
    for grid in encoded(num_poems):
        shares = [share_of(grid, rank, num_processes) for rank in range(num_processes)]
        assert all_rows(shares) == all_rows([grid])


# --- plan ----------------------------------------------------------------------

TWO_PHASES = PoetRecipe(
    (Phase(1.5, True, 0.1, 2e-3, 2e-3), Phase(2.0, False, 0.3, 1e-3, 0.0)),
    batch_characters=300,
)


def plan_of(recipe):
    corpus = small_corpus()
    return Plan(recipe, corpus.tang[:3], corpus.tang_and_song)


def summary(step):
    return step.number, step.phase, step.rate, step.batch.ids.tobytes()


@settings(max_examples=20)
@given(st.integers(0, 60))
def test_a_plan_can_be_entered_anywhere(first):
    plan = plan_of(TWO_PHASES)
    whole = [summary(step) for step in plan.steps(0)]
    assert len(whole) == plan.num_steps > 60
    assert [summary(step) for step in plan.steps(first)] == whole[first:]


def test_each_phase_reads_its_own_poems_once_an_epoch():
    corpus, plan = small_corpus(), plan_of(TWO_PHASES)
    steps = list(plan.steps(0))
    per_epoch = count_batches(corpus.tang_and_song, 300)
    first_epoch = [step.batch for step in steps[:per_epoch]]
    assert all_rows(first_epoch) == all_rows(corpus.tang_and_song)
    last = [step.batch for step in steps if step.phase == TWO_PHASES.phases[1]]
    once = all_rows(corpus.tang[:3])
    assert all_rows(last) == once + once


def test_the_rate_warms_up_stays_and_falls():
    recipe = replace(TWO_PHASES, batch_characters=20).with_epochs([15.0, 1.0])
    plan = plan_of(recipe)
    rates = np.array([step.rate for step in plan.steps(0)])
    first, second = plan.phase_steps
    assert first > WARM_UP_STEPS
    assert (np.diff(rates[:WARM_UP_STEPS]) > 0).all()
    assert (rates[WARM_UP_STEPS:first] == 2e-3).all()
    assert rates[first] == 1e-3
    assert (np.diff(rates[first:]) < 0).all()
    assert 0 < rates[-1] < 1e-3 / (second - 1)


def test_a_run_may_change_the_length_of_a_constant_phase_and_what_is_to_come():
    def continues(recipe, step):
        plan = plan_of(TWO_PHASES)
        phases = TWO_PHASES.facts()["phases"]
        return plan_of(recipe).continues(phases, plan.phase_of(step), step)

    first, second = plan_of(TWO_PHASES).phase_steps
    assert continues(TWO_PHASES, first + second - 1)
    assert continues(TWO_PHASES.with_epochs([3.0, 5.0]), first - 1)
    assert not continues(TWO_PHASES.with_epochs([0.5, 2.0]), first - 1)  # gone by
    assert not continues(TWO_PHASES.with_epochs([3.0, 2.0]), first)
    assert not continues(TWO_PHASES.with_epochs([1.5, 3.0]), first)  # it has begun
    begun, later = TWO_PHASES.phases
    milder = replace(begun, dropout=0.0)
    assert not continues(replace(TWO_PHASES, phases=(milder, later)), 0)
    between = replace(later, song_poems=True)
    longer = replace(TWO_PHASES, phases=(begun, between, later))
    assert continues(longer, first - 1) and not continues(longer, first)
    assert not continues(replace(TWO_PHASES, phases=(begun,)), first)


def test_recipes_are_found_by_name():
    assert find_poet_recipe("quick") is POET_RECIPES["quick"]
    assert [p.epochs for p in find_poet_recipe("quick", "0.5").phases] == [0.5]
    with pytest.raises(ValueError, match="full, quick"):
        find_poet_recipe("slow")
    for wrong in ("1,2", "x", "-2", "", "0"):
        with pytest.raises(
            ValueError, match=r"as there are phases, 1, .* Write them so: 2"
        ):
            find_poet_recipe("quick", wrong)
