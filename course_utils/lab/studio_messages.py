"""What the studio says as a web page, beside what the widget says."""

from __future__ import annotations

from course_utils.text import Text

TITLE = Text(en="The poet's studio", zh="诗人工作室")
WELCOME = Text(
    en="Type one to twenty Chinese characters: a name, a wish. Each begins a line.",
    zh="写下一个到二十个汉字，名字或心愿都行：一字一句，藏在句首。",
)
CLOSED = Text(
    en="The studio was closed. What stands here can still be copied; to go on, run "
    "`course studio` again and open the address that it prints.",
    zh="工作室已经关闭。页面上的诗还可以复制；想接着写，请重新运行 `course studio`，"
    "再打开它给出的地址。",
)
NO_TOKEN = Text(
    en="This address has no token, or that of a studio that was closed. Open the "
    "address that `course studio` printed, whole: `?token=` and what follows belong "
    "to it.",
    zh="这个地址里没有令牌（token），或者是已关闭的工作室的令牌。请打开 "
    "`course studio` 给出的完整地址，`?token=` 和后面的内容也要带上。",
)
STRANGER = Text(
    en="Expected a request of the studio's own page, found {found}. Open the studio by "
    "copying the address that `course studio` printed into the browser's address bar.",
    zh="只接受工作室自己页面的请求，而这个请求带有 {found}。请把 `course studio` "
    "给出的地址复制到浏览器的地址栏里打开。",
)
FULL = Text(
    en="Pages of the studio that are open: {limit}, as many as it serves at a time. "
    "Close one of them, or try again later. More: `course studio --pages`.",
    zh="工作室已经开着 {limit} 个页面，不能再多了。请关掉一个，或者过一会儿再试。"
    "想多开几个，用 `course studio --pages`。",
)
NO_SUCH_PAGE = Text(
    en="The studio has nothing to answer here (HTTP {status}). Open the address that "
    "`course studio` printed.",
    zh="工作室无法回应这个请求（HTTP {status}）。请打开 `course studio` 给出的地址。",
)
