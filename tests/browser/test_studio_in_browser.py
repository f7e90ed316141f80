"""The poet's studio in a real browser: as a web page, and in JupyterLab."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import matplotlib.image as mpl_image
import psutil
import pytest
from playwright.sync_api import Browser, Page

from browser.lab_page import NotebookPage
from browser.patience import evaluate, expect, open_page, wait_until
from browser.servers import free_port, running
from browser.studio_page import StudioPage
from course_utils.lab.studio_messages import CLOSED, FULL
from course_utils.places import COURSE
from course_utils.studio.words import WORDS

SCREENSHOTS = COURSE / "screenshots" / "studio"
HEADS = {"simplified": "春江花月", "traditional": "長風萬里"}
IMPOSSIBLE = ("🙂", "Tom", "<b>山</b>")
PHONE = {"width": 390, "height": 780}
READABLE = 4.5
"""Contrast of text (WCAG 2, AA)."""
DESK = {"width": 1100, "height": 1000}
COMMAND = ["-m", "course_utils.cli", "studio", "--no-browser", "--pages=1"]
CELL = """\
from course_utils.poet import write_poems
from course_utils.text import use_language
from course_utils.widgets import explore_poet
use_language({lang!r})
explore_poet(write_poems)"""

LANGS = [pytest.param(lang, marks=pytest.mark.browser) for lang in ("en", "zh")]


def word(name: str, lang: str) -> str:
    return WORDS[name].in_language(lang)


class Server(NamedTuple):
    """`course studio`, and what to open."""

    process: subprocess.Popen[bytes]
    address: str


@pytest.fixture
def server(lang: str, tmp_path: Path) -> Iterator[Server]:
    """`course studio` for one page, in a language; the test ends it by Ctrl+C."""
    log = tmp_path / "log"
    arguments = [*COMMAND, f"--port={free_port()}"]
    with running(arguments, log, {"COURSE_LANG": lang}) as process:

        def said() -> re.Match[str] | None:
            return re.search(r"http://127\S+token=\w+ ", log.read_text("utf-8"))

        wait_until(lambda: bool(said() or process.poll() is not None), "the studio")
        found = said()
        assert found, log.read_text("utf-8")
        yield Server(process, found[0].strip())
        wait_until(lambda: process.poll() is not None, "the end of the studio")
        assert process.poll() == 0, log.read_text("utf-8")
        assert log.read_text("utf-8").count("\n") == 1


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page that may write to the clipboard, and reaches no other computer."""
    page = open_page(browser, viewport=DESK)
    origin = server.address.partition("?")[0]
    clipboard = ["clipboard-read", "clipboard-write"]
    page.context.grant_permissions(clipboard, origin=origin)
    abroad: list[str] = []
    faults: list[str] = []
    page.on("request", lambda asked: abroad.append(asked.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" else None,
    )
    page.goto(server.address, wait_until="commit")
    yield page
    strangers = [url for url in abroad if not url.startswith((origin, "data:"))]
    page.context.close()
    assert (strangers, faults) == ([], [])


@pytest.fixture
def studio(page: Page) -> StudioPage:
    root = page.locator(".course-studio")
    expect(root.locator("article")).to_have_count(1)
    return StudioPage(root)


@pytest.mark.parametrize("lang", LANGS)
def test_the_studio_as_a_web_page(
    studio: StudioPage, page: Page, server: Server, lang: str
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    assert page.title() == {"en": "The poet's studio", "zh": "诗人工作室"}[lang]
    assert (page.locator("html").get_attribute("lang") or "").startswith(lang)
    check_before_a_touch(studio, lang)
    check_heads(studio, lang)
    check_impossible_heads(studio, lang)
    check_one_by_one(studio, lang)
    check_favourites(studio, lang)
    check_copy(studio, page, lang)
    check_pointing(studio, page, lang)
    check_keys(studio, page)
    check_pictures(studio, page)
    page.screenshot(path=SCREENSHOTS / f"{lang}.png", full_page=True)
    check_night(studio, page, lang)
    check_phone(studio, page, lang)
    check_places(studio, page, server, lang)
    check_end(studio, page, server, lang)


def check_before_a_touch(studio: StudioPage, lang: str) -> None:
    """A poem is there; English readers see how it sounds, others if they ask."""
    assert studio.heads() == HEADS["simplified"]
    pinyin = studio.root.locator(".pinyin").first
    expect(pinyin).to_be_visible(visible=lang == "en")
    studio.field(word("readings", lang)).check()
    expect(pinyin).to_have_text("chūn")
    expect(pinyin).to_be_visible()
    expect(studio.root.locator(".tone").first).to_have_text("○")
    expect(studio.root.locator(".legend")).to_be_visible()


def check_heads(studio: StudioPage, lang: str) -> None:
    """Simplified and traditional, five and seven, with and without rules."""
    press = word("write", lang)
    for head in HEADS.values():
        studio.write(head, press)
        assert studio.heads() == head
    studio.choose_form(5)
    studio.field(word("script", lang)).select_option("simplified")
    studio.field(word("lines", lang)).select_option("6")
    for rule in ("rhyme", "tones"):
        studio.field(word(rule, lang)).uncheck()
    studio.write(HEADS["traditional"], press)
    assert studio.heads() == "长风万里"
    expect(studio.poems.locator(".line")).to_have_count(6)
    expect(studio.characters).to_have_count(30)
    expect(studio.root.locator(".rhymes")).to_have_count(0)
    studio.choose_form(7)
    studio.field(word("script", lang)).select_option("")
    studio.field(word("lines", lang)).select_option("")
    for rule in ("rhyme", "tones"):
        studio.field(word(rule, lang)).check()


def check_impossible_heads(studio: StudioPage, lang: str) -> None:
    """A friendly answer, as text; the poem stays, and the next head is written."""
    before = studio.poems.first.inner_text()
    for head in IMPOSSIBLE:
        studio.try_to_write(head, word("write", lang))
        expect(studio.problem).to_contain_text(f"“{head[0]}”")
        expect(studio.problem).to_contain_text({"en": "Write 1 to", "zh": "请写"}[lang])
        assert studio.poems.first.inner_text() == before
        assert studio.root.locator("b").count() == 0
    studio.root.screenshot(path=SCREENSHOTS / f"{lang}-impossible.png")
    studio.write("山", word("write", lang))
    expect(studio.problem).to_be_hidden()
    assert studio.heads() == "山"


def check_one_by_one(studio: StudioPage, lang: str) -> None:
    """Three poems, each as it comes; a press meanwhile does nothing; another."""
    studio.field(word("count", lang)).select_option("3")
    studio.head.fill(HEADS["simplified"])
    studio.watch()
    studio.button(word("write", lang)).click()
    studio.head.press("Enter")  # a second press
    expect(studio.poems).to_have_count(3)
    expect(studio.root).to_have_attribute("aria-busy", "false")
    second = [moment for moment in studio.seen() if re.search("2.*3", moment["said"])]
    assert second and all(moment["disabled"] for moment in second)
    assert second[0]["poems"] == 1
    studio.button(word("another", lang)).click()
    expect(studio.poems).to_have_count(4)
    expect(studio.root).to_have_attribute("aria-busy", "false")
    texts = [text.split("\n")[0] for text in studio.poems.all_inner_texts()]
    assert len(texts) == 4 and all(texts)
    heard = studio.root.locator("[aria-live=polite]").text_content() or ""
    assert HEADS["simplified"] in heard and "。" in heard
    studio.field(word("count", lang)).select_option("1")


def check_favourites(studio: StudioPage, lang: str) -> None:
    """Kept from one press to the next, until it is removed."""
    keep, kept = word("keep", lang), studio.root.locator(".kept li")
    studio.poems.first.get_by_role("button", name=keep).click()
    expect(kept).to_have_count(1)
    pressed = studio.poems.first.get_by_role("button", name=word("is_kept", lang))
    expect(pressed).to_have_attribute("aria-pressed", "true")
    studio.write("春", word("write", lang))
    studio.poems.first.get_by_role("button", name=keep).click()
    expect(kept).to_have_count(2)
    kept.first.get_by_role("button", name=word("drop", lang)).click()
    expect(kept).to_have_count(1)
    expect(kept.locator(".kept-text")).to_have_text(re.compile("^春"))


def check_copy(studio: StudioPage, page: Page, lang: str) -> None:
    """The clipboard holds the poem, also where the page may not write to it."""
    copy = studio.poems.first.locator(".copy")
    for prepare in ("() => null", "() => { delete Navigator.prototype.clipboard }"):
        page.evaluate("() => navigator.clipboard.writeText('')")
        clipboard = page.evaluate_handle("() => navigator.clipboard")
        page.evaluate(prepare)
        copy.click()
        expect(copy).to_have_text(word("copied", lang))
        copied = page.evaluate("clipboard => clipboard.readText()", clipboard)
        lines = studio.poems.first.locator(".line").all()
        shown = ["".join(line.locator(".han").all_inner_texts()) for line in lines]
        assert re.sub("[，。]", "", copied).split() == shown
        expect(copy).to_have_text(word("copy", lang))


def check_pointing(studio: StudioPage, page: Page, lang: str) -> None:
    """The pointer on a character shows four candidates, and away from it none."""
    studio.characters.nth(3).hover()
    expect(studio.options).to_be_visible()
    expect(studio.options).to_contain_text(word("also", lang))
    bars = studio.options.locator(".bar")
    expect(bars).to_have_count(4)
    written = studio.characters.nth(3).locator(".han").inner_text()
    assert bars.first.locator(".option").inner_text() == written
    studio.root.screenshot(path=SCREENSHOTS / f"{lang}-pointing.png")
    page.mouse.move(2, 2)
    expect(studio.options).to_be_hidden()


def check_keys(studio: StudioPage, page: Page) -> None:
    """One stop for Tab in a poem; arrows lead on; Escape closes."""
    page.mouse.move(2, 2)  # no character comes under the pointer when the page scrolls
    studio.characters.first.focus()
    assert studio.root.locator(".character[tabindex='0']").count() == 1
    for key, place in (("ArrowRight", 1), ("ArrowDown", 8), ("End", -1), ("Home", 0)):
        page.keyboard.press(key)
        expect(studio.characters.nth(place)).to_be_focused()
        expect(studio.options).to_be_visible()
        own = studio.options.get_attribute("id") or ""
        described = studio.characters.nth(place).get_attribute("aria-describedby")
        assert described == own
    page.keyboard.press("Escape")
    expect(studio.options).to_be_hidden()
    page.keyboard.press("Tab")
    expect(studio.poems.first.locator(".copy")).to_be_focused()


def check_pictures(studio: StudioPage, page: Page) -> None:
    """A PNG with lines across, and one with upright lines, called by the first line."""
    line = "".join(studio.characters.locator(".han").all_inner_texts()[:7])
    shapes = []
    for kind in ("picture", "upright"):
        with page.expect_download() as download:
            studio.poems.first.locator(f".{kind}").click()
        assert download.value.suggested_filename == f"{line}.png"
        picture = mpl_image.imread(download.value.path())
        red, _, blue = (picture[..., part] for part in range(3))
        assert (red < 0.3).sum() > 5000 and (red - blue > 0.5).sum() > 200
        shapes.append(picture.shape[:2])
    assert shapes[0] == shapes[1][::-1] and shapes[0][0] < shapes[0][1]


def check_night(studio: StudioPage, page: Page, lang: str) -> None:
    """Where the computer prefers dark pages, this is one; all words can be read."""
    assert studio.least_contrast() >= READABLE
    page.emulate_media(color_scheme="dark")
    expect(studio.root).to_have_css("background-color", "rgb(18, 23, 28)")
    assert studio.least_contrast() >= READABLE
    page.screenshot(path=SCREENSHOTS / f"{lang}-night.png", full_page=True)
    page.emulate_media(color_scheme="light")
    expect(studio.root).to_have_css("background-color", "rgb(255, 255, 255)")


def check_phone(studio: StudioPage, page: Page, lang: str) -> None:
    """On a narrow screen nothing sticks out; what else was considered hides no line."""
    page.set_viewport_size(PHONE)
    for place in (6, 24):
        studio.characters.nth(place).focus()
        expect(studio.options).to_be_visible()
        assert studio.sizes()["out"] == []
        assert not studio.covered()
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    page.screenshot(path=SCREENSHOTS / f"{lang}-phone.png", full_page=True)


def check_places(studio: StudioPage, page: Page, server: Server, lang: str) -> None:
    """One page may be open: it may be loaded anew, and loses neither poem, wish nor
    favourite; the next visitor reads why not.
    """
    studio.field(word("title", lang)).fill("夜坐")
    studio.write("月", word("write", lang))
    before = studio.poems.first.inner_text()
    page.reload(wait_until="commit")
    expect(studio.poems).to_have_count(1)
    assert studio.poems.first.inner_text() == before
    expect(studio.head).to_have_value("月")
    expect(studio.field(word("title", lang))).to_have_value("夜坐")
    expect(studio.root.locator(".kept-text")).to_have_text(re.compile("^春"))
    studio.button(word("another", lang)).click()
    expect(studio.poems).to_have_count(2)
    with page.context.new_page() as visitor:
        answer = visitor.goto(server.address)
        assert answer and answer.status == 503
        full = FULL.format(limit=1).in_language(lang)
        assert full in visitor.locator("body").inner_text()


def check_end(studio: StudioPage, page: Page, server: Server, lang: str) -> None:
    """Ctrl+C ends all; the page says so, and keeps its poem."""
    assert psutil.Process(server.process.pid).children() == []
    server.process.send_signal(signal.SIGINT)
    expect(page.locator("#notice")).to_have_text(CLOSED.in_language(lang))
    expect(studio.poems).to_have_count(2)


@pytest.mark.parametrize("lang", LANGS)
def test_the_studio_in_jupyterlab(lab: Callable[[str], Page], lang: str) -> None:
    page = lab(lang)
    path = f"notebooks/{lang}/studio.ipynb"
    evaluate(page, NEW_NOTEBOOK, "a notebook", [path, CELL.format(lang=lang)])
    notebook = NotebookPage.open(page, path)
    try:
        notebook.run_all()
        studio = StudioPage(page.locator(".course-studio"))
        expect(studio.poems).to_have_count(1)
        studio.write(HEADS["traditional"], word("write", lang))
        assert studio.heads() == HEADS["traditional"]
        studio.try_to_write(IMPOSSIBLE[0], word("write", lang))
        expect(studio.problem).to_be_visible()
        check_keys(studio, page)
        check_pointing(studio, page, f"{lang}")
        assert len(notebook.cells()) == 1, "a key that was meant for a poem hit Lab"
        studio.root.screenshot(path=SCREENSHOTS / f"{lang}-lab.png")
    finally:
        notebook.close()


NEW_NOTEBOOK = """([path, code]) => jupyterapp.serviceManager.contents.save(path, {
    type: 'notebook', format: 'json', content: {
        nbformat: 4, nbformat_minor: 5,
        metadata: {kernelspec: {name: 'python3', display_name: 'Python 3'}},
        cells: [{cell_type: 'code', id: 'studio', source: code, metadata: {},
                 outputs: [], execution_count: null}],
    }}).then(() => null)"""
