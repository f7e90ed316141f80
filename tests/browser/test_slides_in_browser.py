"""Slides in a real browser: from a file, without a network, each as large as it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.patience import open_page, wait_until
from course_utils.datasets.errors import DataError
from course_utils.places import COURSE
from course_utils.slides import load_reveal, make_deck, show_deck
from course_utils.slides.reveal import RevealFiles

SCREENSHOTS = COURSE / "screenshots" / "slides"
SIZE = {"width": 1280, "height": 720}
SHOWN = [
    pytest.param(lang, slug, marks=pytest.mark.browser)
    for lang, slug in (("en", "05_gates"), ("zh", "12_poet"))
]
# Goes through all slides, key by key: what is seen must lie between the margins of its
# slide, above the foot.
OVERFLOW = """() => {
    const found = [];
    Reveal.getSlides().forEach((slide, number) => {
        const keys = slide.querySelectorAll('.fragment').length;
        for (let key = -1; key < keys; key++) {
            Reveal.slide(number, 0, key);
            const face = slide.querySelector('.face');
            const edge = face.getBoundingClientRect();
            const foot = face.querySelector('footer').getBoundingClientRect();
            for (const one of face.querySelectorAll('*')) {
                const box = one.getBoundingClientRect();
                const seen = one.checkVisibility({visibilityProperty: true});
                if (!seen || !box.width || one.closest('footer, .unseen')) continue;
                if (box.top < edge.top || box.left < edge.left + 40
                    || box.right > edge.right - 40 || box.bottom > foot.top - 8)
                    found.push([number + 1, key, one.outerHTML.slice(0, 80)]);
            }
        }
    });
    return found;
}"""


@pytest.fixture(scope="module")
def reveal() -> RevealFiles:
    try:
        return load_reveal()
    except (ValueError, DataError) as error:
        if os.environ.get("COURSE_REQUIRE_BROWSER"):
            pytest.fail(f"The slides in a browser were NOT tested: {error}")
        pytest.skip(f"The slides in a browser were NOT tested: {error}")


def open_slides(browser: Browser, folder: Path, page: str, asked: list[str]) -> Page:
    """The slides, opened from a file; `asked`: all addresses that they ask for."""
    path = folder / "slides 幻灯片.html"
    path.write_text(page, "utf-8")
    opened = open_page(browser, viewport=SIZE, offline=True)
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: asked.append(str(error)))
    opened.goto(path.as_uri())
    wait_until(lambda: bool(opened.evaluate("Reveal.isReady()")), "slides", opened)
    return opened


@pytest.mark.parametrize(("lang", "slug"), SHOWN)
def test_everything_fits_and_answers_open_on_a_key(
    browser: Browser, reveal: RevealFiles, tmp_path: Path, lang: str, slug: str
) -> None:
    deck = make_deck(COURSE, slug, "zh" if lang == "zh" else "en")
    asked: list[str] = []
    page = open_slides(browser, tmp_path, show_deck(deck, reveal), asked)
    assert page.evaluate(OVERFLOW) == []
    kinds = [slide.kind for slide in deck.slides]
    assert page.evaluate("Reveal.getTotalSlides()") == len(kinds)

    number = kinds.index("question")
    page.evaluate("number => Reveal.slide(number, 0, -1)", number)
    slide = page.locator("section.present")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{slug}-{lang}-question.png")
    assert not slide.locator(".answer").is_visible()
    assert slide.locator("li:visible").count() == 3
    page.keyboard.press("ArrowRight")
    wait_until(slide.locator(".answer").is_visible, "the answer", page)
    assert slide.locator("li:visible").count() == 1
    assert slide.locator("li.right").is_visible()
    page.screenshot(path=SCREENSHOTS / f"{slug}-{lang}-answer.png")

    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    notes = speaker.locator(".speaker-controls-notes .value")
    minutes = str(deck.slides[number].minutes[1])
    wait_until(lambda: minutes in notes.inner_text(), "the notes", speaker)
    assert {re.sub(r"[?#].*", "", one) for one in asked} == {page.url.partition("#")[0]}
    page.context.close()


@pytest.mark.browser
def test_slides_are_printed_a_page_for_each_key(
    browser: Browser, reveal: RevealFiles, tmp_path: Path
) -> None:
    """By the command, in a process of its own: here another browser is open."""
    command = [sys.executable, "-m", "course_utils.cli", "slides", "0", "--pdf"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "slides" / "00_start_here.en.html").read_text("utf-8")
    printed = (tmp_path / "slides" / "00_start_here.en.pdf").read_bytes()
    keys = len(re.findall(r'class="[\w ]*fragment', page))
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert keys > 3 and pages == page.count("<section ") + keys
    assert printed.startswith(b"%PDF-") and b"% course slides " in printed[-100:]
