"""The studio as a web page: one process and one poet, a `Studio` for each page.

Each page holds a WebSocket: a trait that changes is sent there, what is pressed there
is done here, and a page that goes takes its `Studio` with it. Only the studio's own
pages on this computer are answered, and only with the token.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from hmac import compare_digest
from socket import socket
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest, split_host_and_port
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler
from traitlets import Bunch, TraitError

from course_utils.lab import studio_messages as says
from course_utils.places import STUDIO_PAGE
from course_utils.studio.widget import Studio, Write, explore_poet
from course_utils.text import Text, language_tag

THIS_COMPUTER = ("127.0.0.1", "localhost")
_TRAITS = frozenset(Studio.class_own_traits(sync=True))
_RECENT = 64
"""Poems that are not written twice: each page begins with the same one."""
_MOST_BYTES = 2**24
"""What a page may send at once: all the poems that a browser keeps for it."""
_PATIENCE = 1.0
"""Seconds in which a page that is loaded anew gives up its place."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_OWN_SITES = ("none", "same-origin")
_OWN_USES = ("document", "script", "style", "websocket", "empty")


class Refusal(HTTPError):
    """A request that is answered with `words` only."""

    def __init__(self, status: int, words: Text) -> None:
        super().__init__(status)
        self.words = words


class OpenStudio:
    """What all requests share: the poet, the token, the pages that are open."""

    def __init__(self, write: Write, token: str, limit: int) -> None:
        self.token, self.limit = token, limit
        self.pages: set[Live] = set()
        self._write = lru_cache(_RECENT)(write)
        self._desk = ThreadPoolExecutor(1, "poet")

    def write(self, head: str, **wishes: Any) -> Any:
        """What `write` writes, one poem at a time, in the order of asking."""
        return self._desk.submit(self._write, head, **wishes).result()

    @property
    def is_full(self) -> bool:
        return len(self.pages) >= self.limit

    def close(self) -> None:
        """Write no further poem."""
        self._desk.shutdown(wait=False, cancel_futures=True)
        for page in tuple(self.pages):
            page.on_close()


class Guarded(RequestHandler):
    """A request is answered if it is the studio's own, and knows the token."""

    def initialize(self, site: OpenStudio) -> None:
        self.site = site

    def set_default_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        stranger = _stranger(self.request)
        if stranger:
            raise Refusal(403, says.STRANGER.format(found=stranger))
        token = self.get_query_argument("token", "")
        if not compare_digest(token.encode(), self.site.token.encode()):
            raise Refusal(403, says.NO_TOKEN)

    def write_error(self, status_code: int, **about: Any) -> None:
        error = about.get("exc_info", (None, None))[1]
        known = isinstance(error, Refusal)
        words = error.words if known else says.NO_SUCH_PAGE.format(status=status_code)
        self.render("notice.html", words=str(words), **_page())


def _stranger(request: HTTPServerRequest) -> str:
    """What shows that another web page is asking; nothing if none is.

    A browser names the page that asks (Origin, Sec-Fetch-*), and the name by which
    that page knows this computer (Host).
    """
    asked = request.headers
    checks = {
        "Host": split_host_and_port(request.host.lower())[0] in THIS_COMPUTER,
        "Origin": asked.get("Origin") in (None, f"http://{request.host}"),
        "Sec-Fetch-Site": asked.get("Sec-Fetch-Site", "none") in _OWN_SITES,
        "Sec-Fetch-Dest": asked.get("Sec-Fetch-Dest", "empty") in _OWN_USES,
    }
    wrong = (name for name, right in checks.items() if not right)
    return next((f"{name}: {asked.get(name, '')}" for name in wrong), "")


class Nothing(Guarded):
    """Any other address."""

    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


class Front(Guarded):
    """The page itself, without a poem."""

    async def get(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._room(), _PATIENCE)
        if self.site.is_full:
            raise Refusal(503, says.FULL.format(limit=self.site.limit))
        self.render("index.html", token=self.site.token, **_page())

    async def _room(self) -> None:
        while self.site.is_full:
            await asyncio.sleep(0.05)


class PageFile(Guarded):
    """A file of the page."""

    def initialize(self, site: OpenStudio, content: str = "", kind: str = "") -> None:
        super().initialize(site)
        self.content, self.kind = content, kind

    def get(self) -> None:
        self.set_header("Content-Type", f"{self.kind}; charset=utf-8")
        self.finish(self.content)


class Live(Guarded, WebSocketHandler):
    """A page that is open: its `Studio` is here, and goes with it."""

    studio: Studio | None = None

    async def open(self, *_: str, **__: str) -> None:
        if self.site.is_full:
            full = says.FULL.format(limit=self.site.limit)
            await self._send({"notice": str(full)})
            self.close()
            return
        self.site.pages.add(self)
        self.studio = studio = await asyncio.to_thread(explore_poet, self.site.write)
        if self not in self.site.pages:  # it did not wait for the poem
            self.on_close()
            return
        await self._send({"state": {name: getattr(studio, name) for name in _TRAITS}})
        loop = asyncio.get_running_loop()

        def tell(change: Bunch) -> None:
            update = self._send({"state": {change.name: change.new}})
            asyncio.run_coroutine_threadsafe(update, loop)

        studio.observe(tell, list(_TRAITS))

    async def _send(self, update: dict[str, Any]) -> None:
        with suppress(WebSocketClosedError):
            await self.write_message(json.dumps(update))

    def on_message(self, message: str | bytes) -> None:
        """Do what was pressed; a page that sends anything else is closed."""
        try:
            asked = json.loads(message)
            if self.studio and "content" in asked:
                self.studio.obey(asked["content"])
            elif self.studio:
                for name in _TRAITS & asked["state"].keys():
                    self.studio.set_trait(name, asked["state"][name])
        except (AttributeError, KeyError, TypeError, ValueError, TraitError):
            self.close(1008)

    def on_close(self) -> None:
        self.site.pages.discard(self)
        if self.studio:
            self.studio.unobserve_all()
            self.studio.stop()
            self.studio.layout.close()
            self.studio.close()
            self.studio = None


def _page() -> dict[str, str]:
    """The words of the pages, in the language spoken now."""
    words = {"title": says.TITLE, "welcome": says.WELCOME, "closed": says.CLOSED}
    return {"lang": language_tag(), **{name: str(text) for name, text in words.items()}}


def application(site: OpenStudio) -> Application:
    """The addresses of the studio, and what each answers."""
    script, style = "text/javascript", "text/css"
    parts = [
        ("web.js", script, (STUDIO_PAGE / "web.js").read_text("utf-8")),
        ("studio.js", script, str(Studio._esm)),
        ("studio.css", style, str(Studio._css)),
    ]
    shared = {"site": site}
    return Application(
        [
            ("/", Front, shared),
            ("/live", Live, shared),
            *(
                (f"/{name}", PageFile, {**shared, "kind": kind, "content": content})
                for name, kind, content in parts
            ),
        ],
        default_handler_class=Nothing,
        default_handler_args=shared,
        template_path=str(STUDIO_PAGE),
        log_function=lambda _: None,  # it would write the token down
        websocket_ping_interval=60,
        websocket_max_message_size=_MOST_BYTES,
    )


async def serve(listening: Iterable[socket], site: OpenStudio) -> None:
    """Answer at the sockets until this task is cancelled."""
    server = HTTPServer(application(site), max_body_size=2**16)
    for each in listening:
        each.setblocking(False)
        server.add_socket(each)
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
        site.close()
        await server.close_all_connections()
