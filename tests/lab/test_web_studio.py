"""`course studio`: its port, its address, and what is said when something lacks."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from browser.servers import free_port
from click.testing import CliRunner

from course_utils.cli.course import course
from course_utils.lab import web_studio
from course_utils.lab.studio_server import OpenStudio

pytestmark = pytest.mark.torch


@dataclass
class Served:
    """What would be served, and which addresses a browser would open."""

    addresses: list[str] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    async def serve(self, listening: list[socket.socket], site: OpenStudio) -> None:
        host, port = listening[0].getsockname()
        self.addresses.append(f"http://{host}:{port}/?token={site.token}")
        self.limits.append(site.limit)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """A studio that ends at once; the poet's weights are taken to be there."""
    served = Served()
    monkeypatch.setattr("course_utils.poet.course_poet.load_poet", lambda **_: None)
    monkeypatch.setattr("course_utils.lab.studio_server.serve", served.serve)
    monkeypatch.setattr("webbrowser.open", served.opened.append)
    return served


@pytest.fixture
def taken() -> Any:
    """A port that another program has."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


@pytest.fixture
def free() -> int:
    return free_port()


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(course, ["studio", *arguments])
    return done.exit_code, done.output


def test_the_address_is_said_with_its_token(served: Served, free: int) -> None:
    code, output = run("--no-browser", "--port", str(free), "--pages", "3")
    said = re.search(rf"http://127\.0\.0\.1:{free}/\?token=\w{{48}}(?= )", output)
    assert code == 0 and said, output
    assert (served.addresses, served.limits) == ([said[0]], [3])
    assert served.opened == []


def test_the_browser_is_opened_at_the_address(served: Served) -> None:
    assert run()[0] == 0
    assert served.opened == served.addresses


def test_no_two_studios_have_one_token(served: Served, free: int) -> None:
    for _ in range(2):
        run("--no-browser", "--port", str(free))
    assert len(set(served.addresses)) == 2


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Opening the studio"), ("zh", "正在打开诗人工作室")]
)
def test_it_speaks_both_languages(lang: str, words: str, served: Served) -> None:
    assert words in run("--lang", lang)[1]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Port {} is used"), ("zh", "端口 {} 已被")]
)
def test_a_port_in_use(lang: str, words: str, served: Served, taken: int) -> None:
    code, output = run("--lang", lang, "--port", str(taken))
    assert code == 1 and words.format(taken) in output
    assert served.addresses == []


def test_the_first_free_port_is_taken(
    monkeypatch: pytest.MonkeyPatch, taken: int, free: int
) -> None:
    monkeypatch.setattr(web_studio, "PORTS", (taken, free))
    with web_studio.listen(None) as listening:
        assert listening.getsockname() == ("127.0.0.1", free)
        with pytest.raises(ValueError, match="--port"):
            web_studio.listen(None)


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "The poet's weights are not there"), ("zh", "找不到诗人的权重文件")],
)
def test_weights_that_are_missing(
    lang: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from course_utils.poet import course_poet

    missing = course_poet.load_poet
    monkeypatch.setattr(
        course_poet, "load_poet", lambda **_: missing(Path("nowhere.safetensors"))
    )
    code, output = run("--lang", lang, "--no-browser")
    assert code == 1 and message in output and "course train poet" in output
