"""Training the poet: it learns, it survives a kill, it says what is wrong."""

# ruff: noqa: E402
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from xml.etree import ElementTree

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from click.testing import CliRunner
from poem_samples import small_corpus
from refusals import OBSTACLES, fill_disk

from course_utils.cli.course import course
from course_utils.files import FileError
from course_utils.language_model import recipes, training
from course_utils.language_model.model import PoemModel, load_poem_model
from course_utils.language_model.recipes import Phase, PoetRecipe
from course_utils.language_model.training import (
    nats_per_character,
    start_or_resume_poet,
    train_poet,
)
from course_utils.places import COURSE
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)
from course_utils.training.divergence import DivergedError
from course_utils.training.processes import Processes

HERE = COURSE / "tests" / "language_model"
KIND = "poet in training"
RECIPE = PoetRecipe(
    phases=(Phase(7.0, True, 0.1, 0.1, 0.1), Phase(3.0, False, 0.2, 0.1, 0.0)),
    embedding=16,
    hidden=32,
    above=16,
    place=8,
    batch_characters=640,
)


def silent(_):
    pass


def corpus():
    """Of each form as many poems as a batch reads."""
    return small_corpus(192)


def train(folder, recipe=RECIPE, stop_at=None, say=silent):
    torch.set_num_threads(1)
    return train_poet(recipe, corpus(), folder, Processes(), say, stop_at)


def weights_of(folder, recipe=RECIPE):
    return start_or_resume_poet(recipe, corpus(), folder).model.state_dict()


def assert_same_weights(a, b):
    assert all(torch.equal(a[name], b[name]) for name in a)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of a run that nothing interrupted, and its result."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, train(folder)


# --- the run -------------------------------------------------------------------


def test_it_learns_that_a_line_answers_the_one_above(whole):
    # 20 characters in first lines cost log 20 = 3.0 nats, in second lines nothing.
    _, result = whole
    assert 1.45 < result["validation"] < 1.9
    assert result["validation"] == result["test"]  # here, the same poems


@pytest.mark.parametrize(("processor", "half"), [("AVX2", False), ("AVX512", True)])
def test_half_the_digits_only_where_the_lstm_knows_them(monkeypatch, processor, half):
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: processor)
    with training.mixed_precision():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype == (torch.bfloat16 if half else torch.float32)


def test_the_weights_written_are_those_judged(whole):
    folder, result = whole
    model, vocabulary = load_poem_model(folder / "poet.safetensors")
    assert vocabulary == corpus().vocabulary
    nats = nats_per_character(model, corpus().validation)
    assert nats == result["validation"]
    assert json.loads((folder / "result.json").read_text()) == result
    [*_, last] = map(json.loads, (folder / "log.jsonl").read_text().splitlines())
    assert last["validation"] == pytest.approx(nats, abs=0.02)
    assert last["characters"] == result["characters"]


def test_every_character_counts_as_often_as_there_are_epochs(whole):
    _, result = whole
    num_characters = sum(grid.ids.size for grid in corpus().tang)
    assert result["characters"] == 10 * num_characters


def test_what_is_said_names_step_and_nats(tmp_path):
    said = []
    train(tmp_path, RECIPE.with_epochs([0.5, 0.1]), say=said.append)
    assert len(said) == 1
    assert "validation" in said[0].en and "验证" in said[0].zh


# --- stopping and going on -----------------------------------------------------


@pytest.mark.parametrize("stop_at", [1, 40, 60])
def test_a_stopped_run_ends_the_same(tmp_path, whole, stop_at):
    assert train(tmp_path, stop_at=stop_at) == {}
    result = train(tmp_path)
    assert_same_weights(weights_of(tmp_path), weights_of(whole[0]))
    timeless = {"seconds": 0}
    assert {**result, **timeless} == {**whole[1], **timeless}


KILLED = """
from pathlib import Path
from test_training import kill_two_runs
kill_two_runs(Path({folder!r}))
"""


def kill_two_runs(folder):
    """In a process that has PyTorch and no threads: both runs are copies of it."""

    training.CHECKPOINT_SECONDS = 0.0
    checkpoint = folder / "checkpoint.safetensors"
    for _ in range(2):
        before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0
        process = os.fork()
        if not process:
            train(folder)
            os._exit(0)
        deadline = time.monotonic() + 600
        while not checkpoint.exists() or checkpoint.stat().st_mtime_ns == before:
            assert time.monotonic() < deadline
            assert os.waitpid(process, os.WNOHANG) == (0, 0)
            time.sleep(0.001)
        os.kill(process, signal.SIGKILL)
        assert os.waitpid(process, 0) == (process, signal.SIGKILL)


def test_a_killed_run_ends_the_same(tmp_path, whole):
    code = KILLED.format(folder=str(tmp_path))
    environment = {**os.environ, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert start_or_resume_poet(RECIPE, corpus(), tmp_path).counters.step > 0
    train(tmp_path)
    assert_same_weights(weights_of(tmp_path), weights_of(whole[0]))


def test_a_run_made_shorter_is_the_shorter_run(tmp_path):
    short = RECIPE.with_epochs([1.0, 0.5])
    train(tmp_path / "short", short)
    train(tmp_path / "long", stop_at=3)
    train(tmp_path / "long", short)
    ours, theirs = (weights_of(tmp_path / name, short) for name in ("short", "long"))
    assert_same_weights(ours, theirs)


def test_a_damaged_checkpoint_is_named(tmp_path):
    train(tmp_path, stop_at=2)
    path = tmp_path / "checkpoint.safetensors"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"checkpoint\.safetensors is damaged"):
        train(tmp_path)


def test_the_checkpoint_of_another_run_is_refused(tmp_path):
    train(tmp_path, stop_at=2)
    for other, difference in [
        (replace(RECIPE, hidden=24), "hidden = 32"),
        (replace(RECIPE, seed=2), "seed = 1"),
        (RECIPE.with_epochs([0.01, 3.0]), "phases = "),
    ]:
        with pytest.raises(CheckpointError, match=f"{difference}.*--folder"):
            train(tmp_path, other)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tensors, facts: facts["counters"].update(step="4"),
        lambda tensors, facts: facts["counters"].update(step=10**9),
        lambda tensors, facts: facts["counters"].update(step=-1),
        lambda tensors, facts: facts["counters"].update(nats=None),
        lambda tensors, facts: facts["counters"].update(log="abc"),
        lambda tensors, facts: facts.update(phase=-1),
        lambda tensors, facts: facts["recipe"].update(newkey=1),
        lambda tensors, facts: tensors.update({"step.bias": torch.ones(3)}),
        lambda tensors, facts: tensors.update({"step.bias": torch.tensor(2)}),
        lambda tensors, facts: tensors["exp_avg_sq.bias"].sub_(1.0),
    ],
)
def test_what_no_run_has_written_is_refused(tmp_path, spoil):
    train(tmp_path, stop_at=2)
    path = tmp_path / "checkpoint.safetensors"
    tensors, facts = load_tensors(path, KIND)
    spoil(tensors, facts)
    save_tensors(path, KIND, tensors, facts)
    with pytest.raises(CheckpointError, match=r"checkpoint\.safetensors"):
        train(tmp_path)


def test_the_checkpoint_of_another_vocabulary_is_refused(tmp_path):
    train(tmp_path, stop_at=2)
    known = corpus()
    symbols = [*known.vocabulary.symbols[:-2], *known.vocabulary.symbols[:-3:-1]]
    other = replace(known, vocabulary=type(known.vocabulary)(symbols))
    with pytest.raises(CheckpointError, match="vocabulary"):
        train_poet(RECIPE, other, tmp_path, Processes(), silent)


def spoil_loss_at(patch, step, factor):
    """Let the loss be `factor` times as high from a step on; its gradient, too."""
    real, count = PoemModel.nats, [0]

    def nats(model, grid):
        count[0] += model.training
        return real(model, grid) * (factor if count[0] > step else 1.0)

    patch.setattr(PoemModel, "nats", nats)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (float("nan"), "loss of step 11 is nan"),
        (float("inf"), "loss of step 11 is inf"),
        (100.0, "has been above 4.09 for 50 steps"),
    ],
)
def test_a_run_that_diverges_keeps_what_was_good_and_goes_on(
    tmp_path, monkeypatch, factor, words
):
    train(tmp_path, stop_at=8)
    before = load_tensors(tmp_path / "checkpoint.safetensors", KIND)
    monkeypatch.setattr(training, "CHECKPOINT_SECONDS", 0.0)
    with monkeypatch.context() as patch:
        spoil_loss_at(patch, 2, factor)
        with pytest.raises(DivergedError, match=f"{words}.*--rate-factor 0.5"):
            train(tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"checkpoint.safetensors", "log.jsonl"}
    tensors, facts = load_tensors(tmp_path / "checkpoint.safetensors", KIND)
    assert facts["counters"]["step"] == 10 and facts["diverged"]
    assert tensors.keys() == before[0].keys()
    slower = replace(RECIPE.with_rates(0.5), seed=7)
    assert train(tmp_path, slower, stop_at=12) == {}
    with pytest.raises(CheckpointError, match="seed = 7"):
        train(tmp_path)


def test_what_ends_too_high_writes_no_weights(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "nats_per_character", lambda *_: 9.0)
    with pytest.raises(DivergedError, match="validation poems is 9, above"):
        train(tmp_path, RECIPE.with_epochs([0.5, 0.1]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("nats", [float("nan"), float("inf")])
def test_no_result_is_written_that_is_no_json(tmp_path, monkeypatch, nats):
    answers = iter([2.0, 2.0, nats])  # while it learns; of the weights as written
    monkeypatch.setattr(training, "nats_per_character", lambda *_: next(answers))
    with pytest.raises(ValueError, match=r"result\.json was not written"):
        train(tmp_path, RECIPE.with_epochs([0.5, 0.1]))
    assert not (tmp_path / "result.json").exists()


def test_on_a_full_disk_checkpoint_and_log_stay_whole(tmp_path, monkeypatch):
    train(tmp_path, stop_at=2)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    fill_disk(monkeypatch)
    with pytest.raises(FileError, match=r"checkpoint\.safetensors.*no room is left"):
        train(tmp_path, stop_at=4)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_what_is_in_the_way_is_said_before_it_learns(tmp_path, monkeypatch, obstacle):
    monkeypatch.setattr(training, "learn_poems", None)
    put, words = OBSTACLES[obstacle]
    put(tmp_path / "new" / "checkpoint.safetensors")
    with pytest.raises(FileError, match=words):
        train(tmp_path / "new")


# --- several processes ---------------------------------------------------------

TOGETHER = """
from course_utils.training.processes import joined_processes
from pathlib import Path
import torch
from course_utils.language_model.training import train_poet
from test_training import CALM, corpus, silent
torch.set_num_threads(1)
with joined_processes() as processes:
    train_poet(CALM, corpus(), Path({folder!r}), processes, silent)
"""
CALM = replace(RECIPE, phases=tuple(replace(p, dropout=0.0) for p in RECIPE.phases))


def run_together(folder, num_processes):
    """The result of a run on several processes, without dropout."""
    script = folder / "together.py"
    script.write_text(TOGETHER.format(folder=str(folder)))
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc-per-node", str(num_processes), str(script)]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}",
        "OMP_NUM_THREADS": "1",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "result.json").read_text())


def test_two_processes_walk_the_path_of_one(tmp_path):
    folder = tmp_path / "two"
    folder.mkdir()
    one, two = train(tmp_path / "one", CALM), run_together(folder, 2)
    assert (one["processes"], two["processes"]) == (1, 2)
    assert one["characters"] == two["characters"]
    assert two["validation"] == pytest.approx(one["validation"], abs=0.03)


# --- command line --------------------------------------------------------------


def test_the_command_says_what_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    outcome = CliRunner().invoke(course, ["train", "poet", "--recipe", "slow"])
    assert outcome.exit_code == 1 and "full, quick" in outcome.output
    outcome = CliRunner().invoke(course, ["train", "poet"])
    assert outcome.exit_code == 1 and "course data" in outcome.output
    outcome = CliRunner().invoke(course, ["train", "painter"])
    assert outcome.exit_code == 2


def test_the_command_leaves_weights_figures_log_and_curve(tmp_path, monkeypatch):
    short = RECIPE.with_epochs([1.0, 0.5])
    monkeypatch.setitem(recipes.POET_RECIPES, "quick", short)
    monkeypatch.setattr(training, "load_poem_corpus", lambda _: corpus())
    outcome = CliRunner().invoke(
        course, ["train", "poet", "--recipe", "quick", "--folder", str(tmp_path)]
    )
    assert outcome.exit_code == 0, outcome.output
    result = json.loads((tmp_path / "result.json").read_text("utf-8"))
    assert f"test {result['test']:.3f}" in outcome.output
    names = {path.name for path in tmp_path.iterdir()}
    assert names >= {"poet.safetensors", "log.jsonl", "checkpoint.safetensors"}
    curve = ElementTree.parse(tmp_path / "curve.svg").getroot()
    assert curve.tag.endswith("svg")
