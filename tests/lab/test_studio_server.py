"""The studio as a web page: who is answered, how many, and what is left of a page."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from ipywidgets.widgets import widget
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.netutil import bind_sockets
from tornado.websocket import WebSocketClientConnection, websocket_connect

from course_utils.lab import studio_messages as words
from course_utils.lab.studio_server import OpenStudio, serve
from course_utils.text import LANGUAGES, use_language

pytestmark = pytest.mark.torch

TOKEN = "0f" * 24
ADDRESSES = ("/", "/live", "/web.js", "/studio.js", "/studio.css", "/nowhere")
STRANGERS = (
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example:8866"},
    {"Host": "192.168.1.7"},
    {"Origin": "http://evil.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Dest": "image"},
    {"Sec-Fetch-Dest": "iframe"},
)
WRONG_TOKENS = ("", "?token=", f"?token={TOKEN[1:]}", f"?token={TOKEN}0", "?token=诗")


@dataclass
class Writer:
    """A small poet that waits from the second poem on, until it may write."""

    asked: list[str] = field(default_factory=list)
    may_write: threading.Semaphore = field(default_factory=lambda: _open_gate())

    def __call__(self, head: str, **wishes: Any) -> list[Any]:
        from poet_samples import small_poet

        from course_utils.poet.course_poet import write_poems

        self.asked.append(head)
        if len(self.asked) > 1:
            assert self.may_write.acquire(timeout=300)
        return write_poems(head, poet=small_poet(), candidates=2, **wishes)


def _open_gate() -> threading.Semaphore:
    return threading.Semaphore(1000)


@dataclass
class Visitor:
    """A program on this computer that knows the port of the studio."""

    site: OpenStudio
    port: int
    pages: list[Opened] = field(default_factory=list)

    async def get(
        self, path: str = "/", token: str = f"?token={TOKEN}", **headers: str
    ) -> HTTPResponse:
        client = AsyncHTTPClient(force_instance=True)
        try:
            url = f"http://127.0.0.1:{self.port}{path}{token}"
            return await client.fetch(url, headers=headers, raise_error=False)
        finally:
            client.close()

    async def open(self) -> Opened:
        """Open a page, as far as its first message."""
        url = f"ws://127.0.0.1:{self.port}/live?token={TOKEN}"
        origin = {"Origin": f"http://127.0.0.1:{self.port}"}
        heard: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        socket = await websocket_connect(
            HTTPRequest(url, headers=origin), on_message_callback=heard.put_nowait
        )
        page = Opened(socket, heard)
        self.pages.append(page)
        page.first = await page.read()
        return page


@dataclass
class Opened:
    """A page that is open, and all that it knows."""

    socket: WebSocketClientConnection
    heard: asyncio.Queue[str | bytes | None]
    first: dict[str, Any] = field(default_factory=dict)
    closed: bool = False

    async def read(self) -> dict[str, Any]:
        """The next message; empty once the page is closed."""
        message = None if self.closed else await self.heard.get()
        self.closed = message is None
        found: dict[str, Any] = json.loads(message or "{}")
        return found

    async def until_closed(self) -> None:
        while await self.read():
            pass

    async def press(self, **content: Any) -> None:
        await self.socket.write_message(json.dumps({"content": content}))

    async def until(self, name: str, wanted: Callable[[Any], bool]) -> Any:
        """The value of a trait, once it is as it should be."""
        while True:
            state = (await self.read())["state"]
            if name in state and wanted(state[name]):
                return state[name]


@asynccontextmanager
async def serving(writer: Writer, limit: int = 3) -> AsyncIterator[Visitor]:
    (listening,) = bind_sockets(0, "127.0.0.1")
    site = OpenStudio(writer, TOKEN, limit)
    task = asyncio.create_task(serve([listening], site))
    visitor = Visitor(site, listening.getsockname()[1])
    try:
        yield visitor
    finally:
        for page in visitor.pages:
            page.socket.close()
            await page.until_closed()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def served(
    scenario: Callable[[Visitor], Awaitable[None]],
    writer: Writer | None = None,
    limit: int = 3,
) -> Writer:
    """Play the scenario; the writer tells what was asked of the poet."""
    writer = writer or Writer()

    async def play() -> None:
        async with asyncio.timeout(300), serving(writer, limit) as visitor:
            await scenario(visitor)

    asyncio.run(play())
    return writer


async def soon(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


# ------------------------------------------------------------------ who is answered


@pytest.mark.parametrize("headers", STRANGERS, ids=str)
def test_another_web_page_is_refused(headers: dict[str, str]) -> None:
    async def scenario(visitor: Visitor) -> None:
        for path in ADDRESSES:
            answer = await visitor.get(path, **headers)
            assert answer.code == 403, path
            assert b"address bar" in answer.body
            assert TOKEN.encode() not in answer.body

    assert served(scenario).asked == []


@pytest.mark.parametrize("token", WRONG_TOKENS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_token_nothing_is_answered_but_words(token: str, lang: str) -> None:
    use_language(lang)

    async def scenario(visitor: Visitor) -> None:
        for path in ADDRESSES:
            answer = await visitor.get(path, token)
            assert answer.code == 403, path
            assert str(words.NO_TOKEN) in answer.body.decode()

    assert served(scenario).asked == []


def test_a_token_that_is_no_text_is_refused() -> None:
    async def scenario(visitor: Visitor) -> None:
        answer = await visitor.get("/", "?token=%ff%fe")
        assert answer.code == 400 and b"HTTP 400" in answer.body

    assert served(scenario).asked == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_answered(lang: str) -> None:
    use_language(lang)

    async def scenario(visitor: Visitor) -> None:
        own = {"Host": "localhost:9999", "Sec-Fetch-Site": "none"}
        answer = await visitor.get(**own, **{"Sec-Fetch-Dest": "document"})
        assert answer.code == 200
        page = answer.body.decode()
        assert all(str(one) in page for one in (words.WELCOME, words.CLOSED))
        assert {"en": 'lang="en"', "zh": 'lang="zh-CN"'}[lang] in page
        for path in ("/web.js", "/studio.js", "/studio.css"):
            assert f"{path[1:]}?token={TOKEN}" in page or path == "/studio.js"
            part = await visitor.get(path, **{"Sec-Fetch-Site": "same-origin"})
            assert part.code == 200 and part.body
            assert b"://" not in part.body, "it fetches from elsewhere"
        assert (await visitor.get("/nowhere")).code == 404

    assert served(scenario).asked == [], "a page costs nothing before it is alive"


def test_every_answer_keeps_the_page_out_of_other_pages() -> None:
    async def scenario(visitor: Visitor) -> None:
        for token in (f"?token={TOKEN}", ""):
            headers = (await visitor.get(token=token)).headers
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Cache-Control"] == "no-store"

    served(scenario)


# ------------------------------------------------------------------ pages that are open


def test_a_page_shows_a_poem_and_writes_what_is_asked() -> None:
    async def scenario(visitor: Visitor) -> None:
        page = await visitor.open()
        state = page.first["state"]
        assert len(state["cards"]) == 1 and state["words"]["write"]
        await page.press(do="write", wish={"head": "山"})
        (card,) = await page.until("cards", lambda cards: cards[0]["id"] == 2)
        assert card["text"].startswith("山")
        setting = json.dumps({"state": {"readings": not state["readings"]}})
        await page.socket.write_message(setting)
        await page.until("readings", lambda shown: shown != state["readings"])

    assert served(scenario).asked == ["春江花月", "山"]


def test_all_pages_have_one_poet_and_begin_with_one_poem() -> None:
    async def scenario(visitor: Visitor) -> None:
        pages = await asyncio.gather(*(visitor.open() for _ in range(3)))
        first, *others = [page.first["state"]["cards"] for page in pages]
        assert others == [first, first]
        await pages[0].press(do="keep", id=1)
        await pages[0].until("kept", bool)
        await pages[1].press(do="keep", id=1)
        assert len(await pages[1].until("kept", bool)) == 1

    assert served(scenario).asked == ["春江花月"]


def test_what_a_page_had_goes_with_it() -> None:
    before = len(widget._instances)

    async def scenario(visitor: Visitor) -> None:
        pages = [await visitor.open() for _ in range(3)]
        assert len(visitor.site.pages) == 3
        await pages[0].press(do="write", wish={"count": 5})
        await soon(lambda: len(writer.asked) == 2)
        for page in pages:
            page.socket.close()
        await soon(lambda: not visitor.site.pages)
        writer.may_write.release(10)
        assert len(widget._instances) == before

    writer = Writer(may_write=threading.Semaphore(0))
    assert len(served(scenario, writer).asked) <= 3, "it wrote on for a page that left"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_page_too_many_is_told_so(lang: str) -> None:
    use_language(lang)
    full = str(words.FULL.format(limit=2))

    async def scenario(visitor: Visitor) -> None:
        pages = [await visitor.open() for _ in range(2)]
        answer = await visitor.get()
        assert answer.code == 503
        assert full.partition("`")[0] in answer.body.decode()
        third = await visitor.open()
        assert third.first == {"notice": full}
        await third.until_closed()
        pages[0].socket.close()
        assert (await visitor.get()).code == 200, "its place was given up"

    served(scenario, limit=2)


@pytest.mark.parametrize(
    "message",
    [
        "no JSON",
        "[]",
        "{}",
        '{"content": {"do": "dance"}}',
        '{"content": {"do": "write", "wish": {"form": "six"}}}',
        '{"state": {"cards": 3}}',
        '{"state": 3}',
    ],
)
def test_what_no_page_would_say_closes_the_page(message: str) -> None:
    async def scenario(visitor: Visitor) -> None:
        page = await visitor.open()
        await page.socket.write_message(message)
        await page.until_closed()
        await soon(lambda: not visitor.site.pages)
        assert (await visitor.open()).first["state"]["cards"]

    served(scenario)
