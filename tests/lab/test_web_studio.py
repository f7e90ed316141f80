"""`course studio`: its port, its address, and what is said when something lacks."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from course_utils.cli.course import course
from course_utils.lab import web_studio

pytestmark = pytest.mark.torch


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Address and wishes of what would be served; weights are taken to be there."""
    asked: list[tuple[Any, ...]] = []

    def serve(listening: socket.socket, token: str, *wishes: Any) -> None:
        asked.append((web_studio.address_of(listening, token), *wishes))

    monkeypatch.setattr("course_utils.poet.writer.load_poet", lambda **_: None)
    monkeypatch.setattr(web_studio, "open_studio", serve)
    return asked


@pytest.fixture
def taken() -> Any:
    """A port that another program has."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(course, ["studio", *arguments])
    return done.exit_code, done.output


def test_the_address_is_said_with_its_token(served: list[Any], free: int) -> None:
    code, output = run("--no-browser", "--port", str(free), "--pages", "3")
    said = re.search(rf"http://127\.0\.0\.1:{free}/\?token=\w{{48}}(?= )", output)
    assert code == 0 and said, output
    assert served == [(said[0], 3, False)]


def test_no_two_studios_have_one_token(served: list[Any]) -> None:
    assert run() == run() or len(served) == 2
    assert served[0][0] != served[1][0]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Opening the studio"), ("zh", "正在打开诗人工作室")]
)
def test_it_speaks_both_languages(lang: str, words: str, served: list[Any]) -> None:
    assert words in run("--lang", lang)[1]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Port {} is used"), ("zh", "端口 {} 已被")]
)
def test_a_port_in_use(lang: str, words: str, served: list[Any], taken: int) -> None:
    code, output = run("--lang", lang, "--port", str(taken))
    assert code == 1 and words.format(taken) in output
    assert served == []


def test_the_first_free_port_is_taken(
    monkeypatch: pytest.MonkeyPatch, taken: int, free: int
) -> None:
    monkeypatch.setattr(web_studio, "PORTS", (taken, free))
    with web_studio.listen(None) as listening:
        assert listening.getsockname() == ("127.0.0.1", free)
        with pytest.raises(ValueError, match="--port"):
            web_studio.listen(None)


@pytest.mark.parametrize("browser", [True, False])
def test_the_browser_is_opened_at_the_address(
    browser: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_server(*_: object) -> None:
        pass

    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("course_utils.studio.server.serve", no_server)
    with web_studio.listen(None) as listening:
        web_studio.open_studio(listening, "secret", browser=browser)
        assert opened == [web_studio.address_of(listening, "secret")] * browser


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
