"""The studio as a web page, on this computer: its port, its address, its poet."""

from __future__ import annotations

import asyncio
import secrets
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from socket import create_server, socket
from threading import Thread

from course_utils.lab.jupyter import check_port
from course_utils.text import Text

PORTS = range(8866, 8886)


def check_studio(say: Callable[[object], None]) -> None:
    """Raise a `ValueError` if the poet's weights are missing or damaged."""
    from course_utils.poet.course_poet import load_poet

    load_poet(say=say)


def listen(port: int | None) -> socket:
    """A socket of this computer only, at `port`, or at the first port that is free.

    `ValueError` if another program has the port.
    """
    if port is not None:
        return _listen_at(port)
    for candidate in PORTS:
        with suppress(ValueError):
            return _listen_at(candidate)
    raise ValueError(str(_NO_PORT.format(first=PORTS[0], last=PORTS[-1])))


def _listen_at(port: int) -> socket:
    try:
        return create_server(("127.0.0.1", port))
    except OSError:
        check_port(port)  # says it in words
        raise


def open_studio(
    listening: socket,
    say: Callable[[object], None],
    pages: int = 20,
    browser: bool = True,
) -> None:
    """Serve the studio in this process, `pages` at a time, until Ctrl+C.

    Its address, which is told, has a token that nobody can guess.
    """
    from course_utils.lab.studio_server import OpenStudio, serve
    from course_utils.poet.course_poet import write_poems

    token = secrets.token_hex(24)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/?token={token}"
    say(_OPENING.format(address=address))
    if browser:
        Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve([listening], OpenStudio(write_poems, token, pages)))


_OPENING = Text(
    en="Opening the studio at {address} . If no browser window appears, "
    "copy this address into one. Ctrl+C here closes the studio.",
    zh="正在打开诗人工作室：{address} 。如果没有弹出浏览器窗口，"
    "请把这个地址复制到浏览器里。在这里按 Ctrl+C 可关闭工作室。",
)
_NO_PORT = Text(
    en="All ports from {first} to {last} are used by other programs. "
    "Name a free one with --port.",
    zh="从 {first} 到 {last} 的端口都被占用了。请用 --port 指定一个空闲的端口。",
)
