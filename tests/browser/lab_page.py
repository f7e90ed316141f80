"""One notebook in a real JupyterLab: open it, run it, read it, touch it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page, ViewportSize

from browser.patience import evaluate, wait_until
from course_utils.authoring.recording import QUESTIONS, Recording

VIEWPORT: ViewportSize = {"width": 1100, "height": 900}

# JupyterLab's own objects, opened to the tests by `expose_app_in_browser`.
_PANEL = "jupyterapp.shell.currentWidget"
_STARTED = "() => 'jupyterapp' in window"
_RESTORED = "() => jupyterapp.restored.then(() => null)"
# The widget that opens is no answer that can leave the page, so braces drop it.
_OPEN = "async path => { await jupyterapp.commands.execute('docmanager:open', {path}) }"
_READY = f"""path => {_PANEL}?.context?.path === path
    && {_PANEL}.context.isReady
    && {_PANEL}.context.sessionContext.session?.kernel?.status === 'idle'"""
_CLOSE = f"""async () => {{
    await {_PANEL}.context.sessionContext.shutdown();
    {_PANEL}.dispose();
}}"""
# What the kernel says is written down as it comes in: widgets change it afterwards.
_LISTEN = f"""() => {{
    const base64 = view => {{
        const bytes = new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0);
        return btoa(Array.from(bytes, one => String.fromCharCode(one)).join(''));
    }};
    window.heard = [];
    {_PANEL}.context.sessionContext.session.kernel.anyMessage.connect((_, one) => {{
        if (one.direction === 'recv' && one.msg.channel === 'iopub') {{
            window.heard.push(JSON.stringify({{
                msg_type: one.msg.header.msg_type,
                content: one.msg.content,
                metadata: one.msg.metadata,
                parent_header: {{msg_id: one.msg.parent_header.msg_id ?? ''}},
                buffers: (one.msg.buffers ?? []).map(base64),
            }}));
        }}
    }});
}}"""
_RUN_ALL = "() => jupyterapp.commands.execute('notebook:run-all-cells')"
_HEARD = "() => window.heard.splice(0)"
_ASK = f"""async questions => {{
    const kernel = {_PANEL}.context.sessionContext.session.kernel;
    const asked = {{code: '', silent: true, user_expressions: questions}};
    const reply = await kernel.requestExecute(asked).done;
    const answers = Object.entries(reply.content.user_expressions);
    const unanswered = answers.find(([_, one]) => one.status !== 'ok');
    if (unanswered) throw Error(JSON.stringify(unanswered));
    return Object.fromEntries(
        answers.map(([name, one]) => [name, Number(one.data['text/plain'])]));
}}"""
_MODEL = f"() => {_PANEL}.content.model.toJSON().cells"
_NODE = f"index => {_PANEL}.content.widgets[index].node"
_EDIT = f"""async index => {{
    const notebook = {_PANEL}.content;
    await notebook.scrollToItem(index);
    notebook.activeCellIndex = index;
    notebook.mode = 'edit';
    await notebook.activeCell.ready;
    notebook.activeCell.editor.focus();
}}"""
_RUN_CELL = f"""async index => {{
    {_PANEL}.content.activeCellIndex = index;
    await jupyterapp.commands.execute('notebook:run-cell');
}}"""
_REVEAL = f"index => {_PANEL}.content.scrollToItem(index)"


def start(page: Page, address: str) -> None:
    """Load JupyterLab, nothing open in it."""
    page.goto(f"{address}/lab?reset", wait_until="commit")
    wait_until(lambda: bool(page.evaluate(_STARTED)), "JupyterLab's page", page)
    evaluate(page, _RESTORED, "JupyterLab's page")


@dataclass
class NotebookPage:
    """A notebook open in JupyterLab; cells are counted from 0."""

    page: Page

    @classmethod
    def open(cls, page: Page, path: str) -> NotebookPage:
        """Open the notebook at `path`, and wait for its kernel."""
        page.set_viewport_size(VIEWPORT)
        evaluate(page, _OPEN, path, path)
        ready = f"a kernel for {path}"
        wait_until(lambda: bool(page.evaluate(_READY, path)), ready, page)
        return cls(page)

    def close(self) -> None:
        """End the kernel, so that the next notebook has the computer to itself."""
        evaluate(self.page, _CLOSE, "the end of the kernel")

    def run_all(self) -> Recording:
        """Run every cell, and come back with what was said when the last is done."""
        self.page.evaluate(_LISTEN)
        evaluate(self.page, _RUN_ALL, "the last cell of the notebook")
        answers = evaluate(self.page, _ASK, "the kernel to answer", QUESTIONS)
        heard = map(json.loads, self.page.evaluate(_HEARD))
        return Recording.of(heard, **answers)

    def cells(self) -> list[dict[str, Any]]:
        """The cells as they would be saved."""
        found: list[dict[str, Any]] = self.page.evaluate(_MODEL)
        return found

    def node(self, index: int) -> ElementHandle:
        """The cell on the page, scrolled into view."""
        self.page.evaluate(_REVEAL, index)
        found = self.page.evaluate_handle(_NODE, index).as_element()
        assert found is not None, f"cell {index} is not on the page"
        return found

    def find(self, word: str) -> int:
        """Index of the first code cell that has `word` in it."""
        return next(
            index
            for index, cell in enumerate(self.cells())
            if cell["cell_type"] == "code" and word in source(cell)
        )

    def write(self, index: int, code: str) -> None:
        """Replace a cell's code by hand, as a learner does, and run it."""
        evaluate(self.page, _EDIT, f"the editor of cell {index}", index)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code)
        assert source(self.cells()[index]) == code
        evaluate(self.page, _RUN_CELL, f"the end of cell {index}", index)

    def run_cell(self, index: int) -> None:
        evaluate(self.page, _RUN_CELL, f"the end of cell {index}", index)

    def text_of_output(self, index: int) -> str:
        """What a reader sees below the code of a cell."""
        outputs = self.node(index).query_selector_all(".jp-OutputArea-output")
        return "\n".join(output.inner_text() for output in outputs)

    def explorers(self) -> Iterator[tuple[int, Locator]]:
        """The cells that show widgets, and their widgets on the page."""
        for index, cell in enumerate(self.cells()):
            outputs = cell.get("outputs", [])
            if any("widget-view" in kind for each in outputs for kind in data(each)):
                self.node(index)
                panel = f'.jp-Cell[data-windowed-list-index="{index}"]'
                yield index, self.page.locator(f"{panel} .jp-OutputArea-output")

    def fonts(self, selector: str) -> set[str]:
        """The fonts chromium really draws with, below the first `selector`."""
        browser = self.page.context.new_cdp_session(self.page)
        browser.send("DOM.enable")
        browser.send("CSS.enable")
        root = browser.send("DOM.getDocument")["root"]["nodeId"]
        query = {"nodeId": root, "selector": selector}
        node = browser.send("DOM.querySelector", query)["nodeId"]
        fonts = browser.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        return {font["familyName"] for font in fonts}

    def screenshot(self, path: Path) -> None:
        """The whole notebook as one picture."""
        path.parent.mkdir(parents=True, exist_ok=True)
        height = self.page.evaluate(
            "() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight"
        )
        self.page.set_viewport_size({**VIEWPORT, "height": min(height, 16000) + 120})
        self.page.evaluate(_REVEAL, 0)
        self.page.wait_for_timeout(500)
        self.page.screenshot(path=path)


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def data(output: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = output.get("data", {})
    return found


def picture(explorer: Locator) -> str:
    """The address of the picture in an explorer: its bytes, so it tells a change."""
    return explorer.locator("img").first.get_attribute("src") or ""


def fits(explorer: Locator) -> bool:
    """True when the page shows the whole picture, nothing cut off at the right."""
    right = "node => node.getBoundingClientRect().right"
    image = explorer.locator("img").first.evaluate(right)
    return bool(image <= explorer.first.evaluate(right))


def controls(explorer: Locator) -> list[tuple[str, Callable[[], None]]]:
    """Each control a learner can touch, with one way to touch it."""
    found: list[tuple[str, Callable[[], None]]] = []
    for handle in explorer.locator(".noUi-handle").all():
        found.append(("slider", lambda handle=handle: _slide(handle)))
    for select in explorer.locator("select").all():
        found.append(("list", lambda select=select: _select_next(select)))
    for row in explorer.locator(".widget-toggle-buttons").all():
        found.append(("button", row.locator("button:not(.mod-active)").first.click))
    for box in explorer.locator("input[type=checkbox]").all():
        found.append(("box", box.click))
    return found


def _slide(handle: Locator) -> None:
    """One step by the keyboard: up, or down from the upper end."""
    handle.focus()
    now, upper = (
        float(handle.get_attribute(name) or 0)
        for name in ("aria-valuenow", "aria-valuemax")
    )
    handle.press("ArrowLeft" if now >= upper else "ArrowRight")


def _select_next(select: Locator) -> None:
    count = select.locator("option").count()
    now = select.evaluate("node => node.selectedIndex")
    select.select_option(index=(now + 1) % count)
