"""One learner on a hub: gets a server, runs a lesson cell by cell, saves it.

All of it as a browser does, through the hub's proxy and a websocket.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    websocket_connect,
)

from course_utils.text import Text

VISIT_SECONDS = 600.0
"""Seconds for a server to start, and for a cell to end: a whole class is at work."""
RESTART_SECONDS = 90.0
_POLL_SECONDS = 0.5
_CLOSING_SECONDS = 10.0
_MOST_BYTES = 64 << 20


class CutOffError(Exception):
    """The connection ended while a cell ran."""


class VisitError(ValueError):
    """What a learner could not do on the hub, in words."""


@dataclass(frozen=True)
class Door:
    """A hub, or a single Jupyter server, and the token that opens it."""

    url: str
    token: str = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """What it answers to a request, as JSON; raises `VisitError`."""
        request = HTTPRequest(
            f"{self.url}{quote(path)}",
            method,
            self.headers,
            None if body is None else json.dumps(body),
            request_timeout=VISIT_SECONDS,
            allow_nonstandard_methods=True,
        )
        client = AsyncHTTPClient(force_instance=True)
        try:
            answer = await client.fetch(request)
        except (HTTPClientError, OSError) as error:
            words = _REFUSED.format(method=method, path=path, reason=error)
            raise VisitError(str(words)) from error
        finally:
            client.close()
        return json.loads(answer.body) if answer.body else None

    async def ask_until(self, method: str, path: str, body: object = None) -> Any:
        """As `ask`, again and again while the hub may be restarting."""
        end = time.monotonic() + RESTART_SECONDS
        while True:
            try:
                return await self.ask(method, path, body)
            except VisitError:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(_POLL_SECONDS)


@dataclass
class Visit:
    """What became of a learner's visit; `cells` counts those that have run."""

    name: str
    wait_seconds: float = 0.0
    cells: int = 0
    failures: list[str] = field(default_factory=list)


async def get_server(door: Door, visit: Visit, lang: str) -> str:
    """Let the hub start a server for the learner; the path of its address."""
    begin = time.monotonic()
    user = f"/hub/api/users/{visit.name}"
    with suppress(VisitError):  # the name is known already
        await door.ask("POST", user)
    await door.ask("POST", f"{user}/server", {"lang": lang})
    while True:
        server = (await door.ask_until("GET", user))["servers"].get("")
        if server is None:
            raise VisitError(str(_NO_SERVER))
        if server["ready"]:
            visit.wait_seconds = time.monotonic() - begin
            return f"/user/{visit.name}"
        if time.monotonic() - begin > VISIT_SECONDS:
            raise VisitError(str(_NO_SERVER))
        await asyncio.sleep(_POLL_SECONDS)


async def run_lesson(
    door: Door, base: str, notebook: str, visit: Visit, tabs: int = 1
) -> None:
    """Open a notebook of the server at `base` in some tabs, run it in one, save it."""
    path = f"{base}/api/contents/{notebook}"
    content = (await door.ask_until("GET", path))["content"]
    kernel = {"name": "python3"}
    opened = {"path": notebook, "name": notebook, "type": "notebook", "kernel": kernel}
    session = await door.ask_until("POST", f"{base}/api/sessions", opened)
    channels = f"{base}/api/kernels/{session['kernel']['id']}/channels"
    first, *others = [Tab(door, channels) for _ in range(tabs)]
    sources = [one["source"] for one in content["cells"] if one["cell_type"] == "code"]
    last = sources[-1]
    listening = [asyncio.create_task(tab.hear(last)) for tab in others]
    for number, source in enumerate(sources, 1):
        said = await first.run(source)
        visit.failures += [str(_CELL.format(number=number, error=one)) for one in said]
        visit.cells += 1
    _, silent = await asyncio.wait(listening, timeout=60) if listening else ((), ())
    visit.failures += [str(_SILENT) for _ in silent]
    for task in silent:
        task.cancel()
    for tab in (first, *others):
        await tab.close()
    body = {"type": "notebook", "format": "json", "content": content}
    try:
        await door.ask("PUT", path, body)
    except VisitError as error:
        visit.failures.append(str(error))


@dataclass
class Tab:
    """A page of a browser that shows a notebook: it comes back when it was cut off."""

    door: Door
    channels: str
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    _socket: WebSocketClientConnection | None = None

    async def run(self, source: str) -> Sequence[str]:
        """Run a cell; what went wrong.

        Who is cut off meanwhile may have lost the end of it, and runs it again.
        """
        asked = self._request(source)
        try:
            async with asyncio.timeout(VISIT_SECONDS):
                while True:
                    with suppress(CutOffError):
                        return await self._run(asked)
                    asked = self._request(source)
        except TimeoutError:
            return [str(_TOO_LONG.format(seconds=VISIT_SECONDS))]

    async def _run(self, asked: dict[str, Any]) -> Sequence[str]:
        await self._send(asked)
        errors: list[str] = []
        missing = {"execute_reply", "idle"}
        while missing:
            message = await self._read()
            if message["parent_header"].get("msg_id") != asked["header"]["msg_id"]:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                errors.append(f"{content['ename']}: {content['evalue']}")
            missing.discard(content.get("execution_state", kind))
        return errors

    async def hear(self, source: str) -> None:
        """Wait until another tab has run this cell."""
        while True:
            with suppress(CutOffError):
                message = await self._read()
                if message["content"].get("code") == source:
                    return

    async def close(self) -> None:
        """Close the page, and wait until it is; the kernel runs on."""
        if self._socket is not None:
            self._socket.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSING_SECONDS):
                    while await self._socket.read_message() is not None:
                        pass
            self._socket = None

    async def _connected(self) -> WebSocketClientConnection:
        address = self.door.url.replace("http", "ws", 1) + self.channels
        while self._socket is None:
            request = HTTPRequest(
                f"{address}?session_id={self.session}", headers=self.door.headers
            )
            try:
                self._socket = await websocket_connect(
                    request, max_message_size=_MOST_BYTES
                )
            except (HTTPClientError, OSError):
                await asyncio.sleep(_POLL_SECONDS)
        return self._socket

    async def _send(self, message: dict[str, Any]) -> None:
        while True:
            try:
                await (await self._connected()).write_message(json.dumps(message))
                return
            except WebSocketClosedError:
                self._socket = None

    async def _read(self) -> dict[str, Any]:
        while True:
            said = await (await self._connected()).read_message()
            if isinstance(said, str):
                known: dict[str, Any] = json.loads(said)
                return known
            if said is None:
                self._socket = None
                raise CutOffError

    def _request(self, source: str) -> dict[str, Any]:
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": "execute_request",
            "session": self.session,
            "username": "",
            "version": "5.3",
            "date": "",
        }
        content = {"code": source, "silent": False, "store_history": True}
        content |= {"user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        return {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "buffers": [],
            "channel": "shell",
        }


_REFUSED = Text(
    en="{method} {path} was refused: {reason}",
    zh="{method} {path} 被拒绝：{reason}",
)
_NO_SERVER = Text(
    en="the server did not start; the hub's log says why",
    zh="服务器没能启动，原因见 JupyterHub 的日志",
)
_CELL = Text(
    en="code cell {number}: {error}",
    zh="第 {number} 个代码格：{error}",
)
_TOO_LONG = Text(
    en="no end after {seconds:.0f} seconds",
    zh="{seconds:.0f} 秒后还没有结束",
)
_SILENT = Text(
    en="the second tab heard nothing of the last cell",
    zh="第二个标签页没有收到最后一格的消息",
)
