"""`course studio`: what is served, and what is said when something is missing."""

from __future__ import annotations

import socket
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from course_utils.cli.course import course
from course_utils.lab import web_studio
from course_utils.places import STUDIO_PAGE
from course_utils.text import use_language

pytestmark = pytest.mark.torch


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What would be served; the weights are taken to be there."""
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("course_utils.poet.writer.load_poet", lambda **_: None)
    monkeypatch.setattr(web_studio, "open_studio", lambda *wish: asked.append(wish))
    return asked


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(course, ["studio", *arguments])
    return done.exit_code, done.output


def test_the_address_is_said(served: list[tuple[object, ...]]) -> None:
    code, output = run("--no-browser", "--port", "8899")
    assert code == 0 and "http://127.0.0.1:8899/" in output
    assert served == [(8899, False)]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Opening the studio"), ("zh", "正在打开诗人工作室")]
)
def test_it_speaks_both_languages(
    lang: str, words: str, served: list[tuple[object, ...]]
) -> None:
    assert words in run("--lang", lang)[1]
    (notebook,) = [nbformat.reads(web_studio.page_notebook(), as_version=4)]
    nbformat.validate(notebook)
    assert f"use_language('{lang}')" in notebook.cells[1].source
    assert notebook.metadata.title in notebook.cells[0].source


def test_a_port_in_use(served: list[tuple[object, ...]]) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        code, output = run("--port", str(port))
        assert code == 1 and f"Port {port} is used" in output
    assert served == []


def test_the_first_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as busy, socket.socket() as free:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        free.bind(("127.0.0.1", 0))
        taken, left = busy.getsockname()[1], free.getsockname()[1]
        free.close()
        monkeypatch.setattr(web_studio, "PORTS", (taken, left))
        assert web_studio.choose_port(None) == left
        monkeypatch.setattr(web_studio, "PORTS", (taken,))
        with pytest.raises(ValueError, match="--port"):
            web_studio.choose_port(None)


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "The poet's weights are not there"), ("zh", "找不到诗人的权重文件")],
)
def test_weights_that_are_missing(
    lang: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from course_utils.poet import writer

    missing = writer.load_poet
    monkeypatch.setattr(
        writer, "load_poet", lambda **_: missing(Path("nowhere.safetensors"))
    )
    code, output = run("--lang", lang, "--no-browser")
    assert code == 1 and message in output and "course train poet" in output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_voila_that_is_missing(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_studio, "find_spec", lambda name: None)
    code, output = run("--lang", lang, "--no-browser")
    assert code == 1 and "pip install -c requirements.lock voila" in output
    assert ("软件包" in output) == (lang == "zh")


def test_it_listens_on_this_computer_only() -> None:
    use_language("zh")
    arguments = web_studio.studio_arguments(Path("studio.ipynb"), 8899, True)
    assert "--Voila.ip=127.0.0.1" in arguments
    assert "--HTMLExporter.language_code=zh" in arguments
    assert "--Voila.open_browser=True" in arguments


def test_the_template_of_the_page_is_where_voila_looks() -> None:
    folder = STUDIO_PAGE / "voila" / "templates" / "studio"
    assert {path.name for path in folder.iterdir()} == {
        "conf.json",
        "index.html.j2",
        "spinner.macro.html.j2",
    }
    for path in folder.iterdir():
        assert "http" not in path.read_text("utf-8")
