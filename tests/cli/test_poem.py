"""`course poem`: what it prints, what it refuses, how soon it begins."""

# ruff: noqa: E402
import json
import os
import subprocess
import sys

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from click.testing import CliRunner
from poet_samples import small_model, small_vocabulary, speechless_poet

from course_utils.cli.course import course
from course_utils.language_model.model import save_poem_model
from course_utils.places import COURSE
from course_utils.poet import course_poet
from course_utils.poet.course_poet import PoetMissingError, load_poet


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    path = tmp_path_factory.mktemp("poet") / "small.safetensors"
    vocabulary = small_vocabulary()
    save_poem_model(path, small_model(len(vocabulary)), vocabulary)
    return path


@pytest.fixture
def run(weights, monkeypatch, tmp_path):
    """`course poem` with small weights and no corpora."""
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("course_utils.cli.poem.POET_WEIGHTS", weights)
    return lambda *arguments: CliRunner().invoke(course, ["poem", *arguments])


def test_it_prints_poems(run):
    first = run("春江花月", "--seed", "4", "--form", "5", "--candidates", "2")
    assert first.exit_code == 0
    lines = first.stdout.splitlines()
    assert [line[0] for line in lines] == list("春江花月")
    assert [line[5:] for line in lines] == ["，", "。", "，", "。"]
    arguments = ("--form", "5", "--candidates", "2", "--count", "2")
    both = run("春江", "花月", "--seed", "4", *arguments)
    assert both.stdout.startswith(first.stdout + "\n")
    assert len(both.stdout.splitlines()) == 9


def test_it_speaks_json(run):
    found = run("云月", "--json", "--seed", "4", "--count", "2", "--lines", "4")
    poems = [json.loads(line) for line in found.stdout.splitlines()]
    assert [poem["seed"] for poem in poems] == [4, 5]
    for poem in poems:
        assert poem.keys() == {
            "head",
            "lines",
            "free_lines",
            "form",
            "script",
            "seed",
            "rhyme_group",
            "rhyme",
            "tone_pattern",
            "mood",
            "title",
            "score",
            "breaks_as_read",
            "repeated_as_printed",
            "constraints_met",
            "constraints_relaxed",
            "longest_run",
        }
        assert poem["head"] == "云月" and poem["form"] == 7 and len(poem["lines"]) == 4
        assert poem["longest_run"] is None
    explained = run("云月", "--json", "--seed", "4", "--explain").stdout
    [[choice, *_], *_] = json.loads(explained)["choices"]
    assert choice.keys() == {"character", "probability", "others"}


def test_it_takes_a_title_and_a_mood(run):
    quick = ("--seed", "4", "--candidates", "2", "--mood", "any")
    titled = run("云月", "--title", "夜坐", *quick)
    assert titled.exit_code == 0
    title, *lines = titled.stdout.splitlines()
    assert title == "《夜坐》" and len(lines) == 4
    assert run("云月", *quick).stdout.splitlines() != lines
    [facts] = map(
        json.loads, run("云月", "--mood", "sad", "--json").stdout.splitlines()
    )
    assert (facts["mood"], facts["title"]) == ("sad", None)
    assert run("云月", "--mood", "angry").exit_code == 2
    refused = run("云月", "--title", "Night")
    assert refused.exit_code == 1 and "such as 送友人" in refused.stderr


def test_it_explains_itself(run):
    found = run("春江", "--explain", "--seed", "1").stdout.splitlines()
    assert len(found) == 4 * 8 + 1
    assert found[1].startswith("  春") and found[1].count("×") == 3
    assert "three likeliest" in found[-1]


@pytest.mark.parametrize(
    "arguments", [("",), ("Love",), ("春\udcff",), ("春", "--temperature", "0")]
)
def test_it_refuses_in_words(run, arguments):
    found = run(*arguments)
    assert found.exit_code == 1 and found.stdout == ""
    assert found.stderr.encode() and "Traceback" not in found.stderr


def test_it_says_what_gave_way(run, monkeypatch):
    writer = speechless_poet()
    monkeypatch.setattr(course_poet, "load_poet", lambda path, say: writer)
    found = run("春江")
    assert found.exit_code == 0
    assert found.stderr.endswith("What gave way: rhyme, the tone rules.\n")
    assert run("春江", "--strict").exit_code == 1


def test_missing_weights_and_foreign_ones_are_named(run, tmp_path):
    missing = run("春江", "--weights", str(tmp_path / "none.safetensors"))
    assert missing.exit_code == 1 and "course train poet" in missing.stderr
    (tmp_path / "other").write_bytes(b"nothing")
    other = run("春江", "--weights", str(tmp_path / "other"))
    assert other.exit_code == 1 and "is no file of weights" in other.stderr
    readme = run("春江", "--weights", str(COURSE / "README.md"))
    assert readme.exit_code == 1 and readme.stderr.endswith("Name another file.\n")
    assert "elete" not in readme.stderr
    folder = run("春江", "--weights", str(tmp_path))
    assert folder.exit_code == 1 and "what is there is no file" in folder.stderr
    with pytest.raises(PoetMissingError):
        load_poet(tmp_path / "none.safetensors")


def test_a_cold_start_takes_little_more_than_pytorch_itself(weights, tmp_path):
    """Side by side in one process, so that no slow or busy computer matters."""
    measure = (
        "import sys, time; sys.argv[0] = 'course'\n"
        "import torch\n"
        "loaded = time.process_time()\n"
        "from course_utils.cli.course import course\n"
        "course(standalone_mode=False)\n"
        "print(time.process_time() / loaded, file=sys.stderr)"
    )
    arguments = ["poem", "春江花月", "--weights", str(weights)]
    environment = {
        **os.environ,
        "COURSE_DATA_DIR": str(tmp_path),
        "PYTHONIOENCODING": "utf-8",
    }
    ratios = (  # one at a time: the first that is fast enough is the last
        float(
            subprocess.run(
                [sys.executable, "-c", measure, *arguments],
                env=environment,
                capture_output=True,
                check=True,
            ).stderr.split()[-1]
        )
        for _ in range(3)
    )
    assert any(one < 2.5 for one in ratios)
