"""`course bench after`: costs, a training on poems, a run cut and resumed, the page."""

# ruff: noqa: E402
import json
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from click.testing import CliRunner

from course_utils.bench.after import costs, measure, page
from course_utils.bench.after import poems as bench_poems
from course_utils.cli.course import course
from course_utils.language_model.grid import Grid, PoemShape
from course_utils.measured.after_gates import (
    LengthCost,
    NextCost,
    load_after_results,
)
from course_utils.measured.results import ResultError
from course_utils.places import AFTER_DATA
from course_utils.text import use_language

V = 30


def grids(num, seed):
    """Poems in which each character is the one before it, plus 1."""
    rng = np.random.default_rng(seed)
    shape = PoemShape(5, 4)
    firsts = rng.integers(2, V, (num, 1))
    ids = 2 + (firsts + np.arange(shape.num_steps)) % (V - 2)
    return [Grid(shape, ids.astype(np.int32), np.zeros(num, np.int8))]


POEMS = bench_poems.SplitPoems(V, grids(200, 0), grids(20, 1), grids(30, 2))
PLAN = measure.AfterPlan(
    seeds=(1, 2),
    shares=(0.1, 1.0),
    poem_seconds=0.05,
    poem_parameters=30_000,
    rates=(0.002, 0.004),
    rate_seconds=0.05,
    tasks=("parity",),
    task_seconds=0.02,
    task_parameters=5_000,
    turns=1,
)
LENGTHS = tuple(LengthCost(T, {"lstm": 1.0 * T, "scan": 2.0}) for T in (1, 2))
NEXTS = (NextCost(16, {"lstm": 1.0}, {"lstm": 274}),)


def measure_in_a_hurry(patch):
    patch.setattr(measure, "measure_lengths", lambda turns: LENGTHS)
    patch.setattr(measure, "measure_nexts", lambda turns: NEXTS)
    short = replace(measure.TASKS["parity"], tested=(20, 24))
    patch.setitem(measure.TASKS, "parity", short)


@pytest.fixture
def quick(monkeypatch):
    measure_in_a_hurry(monkeypatch)


@pytest.fixture(scope="module")
def resumed(tmp_path_factory):
    """The folder of a bench that was cut and went on, what was cut, what was done."""
    folder = tmp_path_factory.mktemp("resumed")
    with pytest.MonkeyPatch.context() as patch:
        measure_in_a_hurry(patch)
        measure.bench_after(PLAN, folder, silent, POEMS, stop_after=20)
        cut = load_after_results(folder / "results.json")
        return folder, cut, measure.bench_after(PLAN, folder, silent, POEMS)


def silent(_):
    pass


# --- costs ---------------------------------------------------------------------------


def test_every_layer_is_timed_at_every_length():
    before = torch.get_num_threads()
    found = costs.measure_lengths((2, 5), turns=1, width=8)
    names = {"lstm", "gru", "attention", "fused", "loop", "scan"}
    assert [cost.steps for cost in found] == [2, 5]
    assert all(set(cost.seconds) == names for cost in found)
    assert all(each > 0 for cost in found for each in cost.seconds.values())
    assert found[0].seconds["lstm"] == 1.0
    assert torch.get_num_threads() == before


def test_a_loop_takes_longer_over_more_steps():
    short, long = costs.measure_lengths((4, 128), turns=2, width=8)
    assert long.seconds["loop"] > 4 * short.seconds["loop"]
    assert long.seconds["scan"] < long.seconds["loop"]


def test_keys_grow_with_what_was_read_and_a_state_does_not():
    first, second = costs.measure_nexts((4, 40), turns=1, parameters=10_000)
    assert first.seconds["lstm"] == 1.0
    for kind in ("lstm", "minimal_gru"):
        assert first.numbers[kind] == second.numbers[kind]
    assert second.numbers["transformer"] == 10 * first.numbers["transformer"]


# --- poems ---------------------------------------------------------------------------


def test_a_training_on_poems_keeps_its_best_weights():
    run, facts = bench_poems.measure_poem_net(
        POEMS, "lstm", 1.0, 1, 0.02, seconds=1.0, parameters=30_000
    )
    assert 2 <= len(facts["looks"]) <= 13
    assert facts["looks"][0][0] < 0.5 and facts["looks"][-1][0] >= 1.0
    assert run.validation == min(nats for _, nats in facts["looks"])
    assert run.characters == 4000 and run.read >= run.updates * 20
    assert abs(run.parameters - 30_000) <= 600
    assert run.test < np.log(V - 2) - 0.3  # better than all alike


def test_choosing_a_rate_reads_no_test_poem(monkeypatch):
    read = []
    nats = bench_poems.poem_nats
    monkeypatch.setattr(
        bench_poems, "poem_nats", lambda net, some: read.append(some) or nats(net, some)
    )
    how = {"seconds": 0.05, "parameters": 30_000}
    bench_poems.measure_poem_net(POEMS, "lstm", 1.0, 1, 0.02, test=False, **how)
    assert read and all(some is POEMS.validation for some in read)
    bench_poems.measure_poem_net(POEMS, "lstm", 1.0, 1, 0.02, **how)
    assert sum(some is POEMS.test for some in read) == 1


# --- the bench -----------------------------------------------------------------------


def names_in(folder):
    lines = (folder / "log.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["run"] for line in lines]


def test_a_run_that_was_cut_goes_on_and_repeats_nothing(resumed, quick):
    folder, cut, done = resumed
    assert (len(cut.rates), len(cut.tasks), len(cut.poems)) == (6, 10, 2)
    assert done.poems[:2] == cut.poems and done.rates == cut.rates
    assert len(done.poems) == 2 * 2 * 3 and len(done.tasks) == 2 * 5
    names = names_in(folder)
    assert len(names) == len(set(names)) == 2 + 6 + 12 + 10
    assert names[18:24] == [each for each in names if "poems" in each and "d 1" in each]
    said = []
    again = measure.bench_after(PLAN, folder, said.append, POEMS)
    assert said == [] and again == load_after_results(folder / "results.json")


def test_the_log_is_of_these_results_and_loses_no_run(tmp_path, quick):
    log = tmp_path / "log.jsonl"
    log.write_text('{"run": "of results that are gone"}\n', "utf-8")
    measure.bench_after(PLAN, tmp_path, silent, POEMS, stop_after=2)
    assert names_in(tmp_path) == ["costs of all steps", "costs of one step more"]
    measure.bench_after(PLAN, tmp_path, silent, POEMS, stop_after=1)
    assert len(names_in(tmp_path)) == 3
    log.unlink()
    measure.bench_after(PLAN, tmp_path, silent, POEMS, stop_after=1)
    assert len(names_in(tmp_path)) == 1


def test_one_seed_more_is_added_and_each_kind_learns_at_its_best_rate(tmp_path, quick):
    one = replace(PLAN, seeds=(1,), tasks=())
    begun = measure.bench_after(one, tmp_path, silent, POEMS, stop_after=11)
    assert len(begun.poems) == 3
    for run in begun.poems:
        assert run.rate == begun.best_rate(run.kind)
    measure.bench_after(one, tmp_path, silent, POEMS)
    two = replace(one, seeds=(1, 2))
    found = measure.bench_after(two, tmp_path, silent, POEMS)
    assert [run.seed for run in found.poems] == [1] * 6 + [2] * 6
    assert found.setting["command"] == "course bench after --seconds 0.05 --seeds 1,2"


def test_results_of_another_plan_are_left_alone(tmp_path, quick):
    measure.bench_after(PLAN, tmp_path, silent, POEMS, stop_after=1)
    before = (tmp_path / "results.json").read_bytes()
    other = replace(PLAN, poem_seconds=7.0)
    with pytest.raises(ResultError, match=r"poem_seconds = 0\.05 there.*--out"):
        measure.bench_after(other, tmp_path, silent, POEMS)
    assert (tmp_path / "results.json").read_bytes() == before


def test_the_page_has_all_tables_in_both_languages(resumed):
    folder, _, _ = resumed
    results = load_after_results(folder / "results.json")
    text = (folder / "results.md").read_text("utf-8")
    assert text == page.show_after_page(results)
    for words in (
        "POEMS",
        "PARITY",
        "LEARNING RATES",
        "ALL OF T STEPS",
        "NUMBERS KEPT",
    ):
        assert words in text
    for words in (
        "每字奈特数",
        "括号深度的奇偶",
        "学习率：",
        "一次读 T 步",
        "再读一个字",
    ):
        assert words in text
    rows = [
        " ".join(line.split()) for line in page.show_after_table(results).split("\n")
    ]
    assert rows[0] == "POEMS: nats per character, by share 10% 100%"
    assert "seeds 2 2" in rows
    nats = results.nats("lstm")
    mean = [f"{np.mean(nats[share]):.3f}" for share in (0.1, 1.0)]
    assert rows[1] == f"LSTM {mean[0]} {mean[1]}"
    use_language("zh")
    assert page.show_after_table(results).startswith("唐诗")


def test_nothing_measured_yet_is_a_page_too(tmp_path, quick):
    results = measure.bench_after(PLAN, tmp_path, silent, POEMS, stop_after=1)
    assert page.show_after_table(results).startswith("ALL OF T STEPS")


def test_the_committed_page_is_made_from_its_results():
    results = load_after_results()
    text = (AFTER_DATA / "results.md").read_text("utf-8")
    assert text == page.show_after_page(results)


# --- the command ---------------------------------------------------------------------


@pytest.fixture
def command(monkeypatch, quick):
    asked = []
    bench = measure.bench_after

    def instead(plan, folder, say):
        asked.append((plan, folder))
        return bench(PLAN, folder, say, POEMS, stop_after=1)

    monkeypatch.setattr(measure, "bench_after", instead)

    def run(*arguments):
        return CliRunner().invoke(course, ["bench", "after", *arguments]), asked

    return run


def test_the_command_measures_what_is_asked(command, tmp_path):
    found, asked = command("--seeds", "4,5", "--seconds", "3", "--out", str(tmp_path))
    assert found.exit_code == 0, found.output
    assert "ALL OF T STEPS" in found.output
    ((plan, folder),) = asked
    assert (plan.seeds, plan.poem_seconds, folder) == ((4, 5), 3.0, tmp_path)
    assert plan.command() == "course bench after --seconds 3 --seeds 4,5"


def test_quick_needs_a_folder_of_its_own(command, tmp_path):
    found, asked = command("--quick")
    assert found.exit_code != 0 and asked == []
    assert "--out" in found.output
    found, asked = command("--quick", "--json", "--out", str(tmp_path))
    assert asked[0][0] == measure.AfterPlan.quick()
    start = found.output.index("{")
    assert json.loads(found.output[start:])["lengths"][0]["steps"] == 1
