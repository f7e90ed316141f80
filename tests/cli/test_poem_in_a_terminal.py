"""`course poem` in a process of its own: poor terminals, and no corpora."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from inspect import signature
from pathlib import Path

import pytest
from click.testing import CliRunner

torch = pytest.importorskip("torch")

from poet_samples import small_model, small_vocabulary  # noqa: E402

from course_utils.cli.course import course  # noqa: E402
from course_utils.cli.poem import LAST_SEED  # noqa: E402
from course_utils.language_model.model import save_poem_model  # noqa: E402
from course_utils.poet.course_poet import write_poems  # noqa: E402
from course_utils.poet.wish import (  # noqa: E402
    CANDIDATES,
    POEM_SEEDS,
    TEMPERATURE,
    make_wish,
)
from course_utils.studio.widget import Studio  # noqa: E402

pytestmark = pytest.mark.torch
Done = subprocess.CompletedProcess[bytes]
COMMAND = (sys.executable, "-m", "course_utils.cli", "poem")
COMMAND += ("--candidates", "1", "--seed", "1")
Run = Callable[..., Done]


@pytest.fixture
def poem(tmp_path: Path) -> Run:
    """The command in a process of its own: an encoding, and more arguments."""
    weights, vocabulary = tmp_path / "small.safetensors", small_vocabulary()
    save_poem_model(weights, small_model(len(vocabulary)), vocabulary)

    def run(
        encoding: str, *arguments: str, lang: str = "en", **settings: object
    ) -> Done:
        return subprocess.run(
            [*COMMAND, *arguments, "--weights", str(weights)],
            env={
                **os.environ,
                "PYTHONIOENCODING": encoding,
                "COURSE_LANG": lang,
                "COURSE_DATA_DIR": str(tmp_path),
            },
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings},  # type: ignore[call-overload]
        )

    return run


def test_characters_that_the_terminal_lacks_are_counted_in_words(poem: Run) -> None:
    done = poem("cp1252", "春江花月", lang="zh")
    assert done.returncode == 1
    assert set(done.stdout.decode("cp1252")) <= set("?\r\n")
    said = done.stderr.decode("cp1252")
    # In English, for Chinese cannot be read there.
    assert re.search(r"encoding of this output, cp1252, lacks: \d+;", said)
    assert "PYTHONIOENCODING=utf-8" in said and "Traceback" not in said


def test_json_loses_no_character(poem: Run) -> None:
    done = poem("cp1252", "春江花月", "--json")
    assert done.returncode == 0
    facts = json.loads(done.stdout)
    assert "".join(line[0] for line in facts["lines"]) == "春江花月"


def test_one_rare_character_is_no_reason_to_lose_the_others(poem: Run) -> None:
    done = poem("gbk", "𠮷山", "--script", "simplified", "--form", "5", lang="zh")
    lines = done.stdout.decode("gbk").splitlines()
    assert lines[0][0] == "?" and lines[1][0] == "山" and len(lines) == 4
    assert done.returncode == 1
    assert "输出所用的编码 gbk 缺少诗里的" in done.stderr.decode("gbk")


def test_without_the_corpora_it_says_what_was_not_checked(poem: Run) -> None:
    done = poem("utf-8", "春江", "--form", "5")
    [said] = done.stderr.decode().splitlines()
    assert done.returncode == 0
    assert said.startswith("“Nothing copied” was not checked")
    assert said.endswith("Fetch them: course data")


def test_a_reader_that_leaves_and_a_closed_output(poem: Run) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = poem("utf-8", "春江", "--json", stdout=writing)
    os.close(writing)
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 1  # nothing about the pipe
    closed = poem("utf-8", "春江", stdout=None, preexec_fn=lambda: os.close(1))
    assert closed.returncode == 1
    assert "standard output is closed" in closed.stderr.decode()


def test_the_seeds_of_the_command_are_those_of_the_poet() -> None:
    assert POEM_SEEDS[-1] == LAST_SEED
    done = CliRunner().invoke(course, ["poem", "春", "--seed", str(LAST_SEED + 1)])
    assert done.exit_code == 1
    assert f"a whole number from 0 to {LAST_SEED}, found" in done.stderr


def test_command_studio_and_functions_write_alike_if_not_told_otherwise() -> None:
    wanted = {"temperature": TEMPERATURE, "candidates": CANDIDATES}
    for function in (make_wish, write_poems):
        parameters = signature(function).parameters
        assert {name: parameters[name].default for name in wanted} == wanted
    options = {one.name: one.default for one in course.commands["poem"].params}
    assert {name: options[name] for name in wanted} == wanted
    assert Studio.temperature.default_value == TEMPERATURE
