"""The site of two lessons in a real browser, from disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from browser.patience import expect, open_page
from browser.site_page import (
    broken_pictures,
    nameless_controls,
    pale_words,
    too_wide,
    unfold,
    unreached_scrollers,
)
from course_utils.places import COURSE
from course_utils.site import ShownPoem, make_site, save_site
from course_utils.site.words import SITE_WORDS
from course_utils.syllabus import LESSONS

SCREENSHOTS = COURSE / "screenshots" / "site"
LANGS = [pytest.param(lang, marks=pytest.mark.browser) for lang in ("en", "zh")]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOWN = (LESSONS[1], LESSONS[12])
POEMS = [
    ShownPoem(head, (((head, "shān"), ("水", "shuǐ")),), ("。",)) for head in "山云"
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in a folder with a difficult name."""
    folder = tmp_path_factory.mktemp("site") / "课程 site"
    save_site(folder, make_site(SHOWN, poems=POEMS))
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at a desk; whatever fails or comes from elsewhere fails the test."""
    page = open_page(browser, viewport=DESK, reduced_motion="reduce")
    faults: list[str] = []
    page.on("requestfailed", lambda asked: faults.extend(failed(asked)))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" else None,
    )
    abroad: list[str] = []
    page.on("request", lambda asked: abroad.append(asked.url))
    yield page
    page.context.close()
    strangers = [url for url in abroad if not url.startswith(("file:", "data:"))]
    assert (faults, strangers) == ([], [])


def failed(asked: Request) -> Iterator[str]:
    """What cannot be had; a picture that is left before it is loaded can."""
    if asked.failure != "net::ERR_ABORTED":
        yield f"{asked.url}: {asked.failure}"


def open_one(page: Page, folder: Path, lang: str, name: str) -> None:
    page.goto((folder / lang / f"{name}.html").as_uri(), wait_until="commit")
    expect(page.locator("footer")).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_can_be_seen_read_and_reached(
    page: Page, folder: Path, lang: str
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    names = sorted(path.stem for path in (folder / lang).glob("*.html"))
    assert len(names) == 6
    for name in names:
        open_one(page, folder, lang, name)
        unfold(page)
        assert broken_pictures(page) == [], name
        for scheme, size in (("light", DESK), ("dark", PHONE)):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=SCREENSHOTS / f"{lang}-{name}-{scheme}.png")
            assert too_wide(page) == 0, name
            assert pale_words(page) == [], (name, scheme)
            assert unreached_scrollers(page) == [], (name, scheme)
            assert nameless_controls(page) == [], name


@pytest.mark.parametrize("lang", LANGS)
def test_formulas_are_drawn_with_their_font(
    page: Page, folder: Path, lang: str
) -> None:
    open_one(page, folder, lang, "01_vanilla_rnn")
    unfold(page)
    assert page.evaluate("document.fonts.ready.then(() => 1)")
    assert page.evaluate("[...document.fonts].map(one => one.status)") == ["loaded"]
    text = page.evaluate(
        """() => {
            document.querySelectorAll('pre, code').forEach(one => one.remove());
            return document.body.innerText;
        }"""
    )
    assert not re.search(r"\\\(|\$|\\[a-zA-Z]", text)
    sizes = page.evaluate(
        "[...document.querySelectorAll('math')].map(one => one.getBoundingClientRect())"
        ".map(box => Math.min(box.width, box.height))"
    )
    assert len(sizes) > 20 and min(sizes) > 5


@pytest.mark.parametrize("lang", LANGS)
def test_keys_open_what_is_folded_one_by_one(
    page: Page, folder: Path, lang: str
) -> None:
    open_one(page, folder, lang, "01_vanilla_rnn")
    fold = page.locator("details.go-on").first
    result = fold.locator("pre").first
    expect(result).to_be_hidden()
    fold.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(result).to_be_visible()
    hints = page.locator(".exercise").first.locator("details.hint > summary")
    for number in range(3):
        expect(hints.nth(number)).to_be_visible()
        for later in range(number + 1, 3):
            expect(hints.nth(later)).to_be_hidden()
        hints.nth(number).focus()
        page.keyboard.press("Space")
    press = page.get_by_role("button", name=SITE_WORDS["unfold"].in_language(lang))
    press.press("Enter")
    expect(page.locator("details.go-on:not([open])")).to_have_count(0)
    page.reload(wait_until="commit")
    expect(press).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("lang", LANGS)
def test_tab_comes_by_everything(page: Page, folder: Path, lang: str) -> None:
    open_one(page, folder, lang, "index")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input')].filter(each =>"
        " each.checkVisibility() && each.tabIndex >= 0).length"
    )
    seen = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.outerHTML"))
    assert len(set(seen)) == wanted > 10
    assert 'class="skip"' in seen[0]


@pytest.mark.parametrize("lang", LANGS)
def test_the_search_finds_in_both_languages(
    page: Page, folder: Path, lang: str
) -> None:
    open_one(page, folder, lang, "index")
    word = {"en": "states", "zh": "平水韵"}[lang]
    page.locator(".top input").fill(word)
    page.locator(".top input").press("Enter")
    results = page.locator(".results li")
    expect(results.first.locator("mark").first).to_have_text(word.removesuffix("s"))
    if lang == "zh":
        expect(results).to_have_count(1)
        expect(results.first).to_contain_text("12 ·")
    results.first.locator("a").click()
    expect(page.locator("main mark").first).to_be_visible()
    assert "find=" in page.url and "#s" in page.url
    page.go_back(wait_until="commit")
    page.locator("#ask").fill({"en": "rnn_step", "zh": "隐状态和诗"}[lang])
    expect(results.first).to_be_visible()
    page.locator("#ask").fill("xyzxyz")
    expect(page.locator(".count")).to_have_text(SITE_WORDS["nothing"].in_language(lang))


@pytest.mark.parametrize("lang", LANGS)
def test_languages_themes_and_poems_are_switched(
    page: Page, folder: Path, lang: str
) -> None:
    other = {"en": "zh", "zh": "en"}[lang]
    open_one(page, folder, lang, "12_poet")
    page.locator(".contents a").nth(4).click()
    page.locator(".language").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{other}"))
    assert page.url.endswith(f"/{other}/12_poet.html#s5")
    theme = page.locator(".theme")
    expect(theme).to_have_attribute("aria-pressed", "false")
    day = page.evaluate("getComputedStyle(document.body).backgroundColor")
    theme.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != day
    open_one(page, folder, lang, "index")
    expect(page.locator(".theme")).to_have_attribute("aria-pressed", "true")
    poems = page.locator(".poem")
    expect(poems.nth(1)).to_be_hidden()
    page.locator(".another").click()
    expect(poems.nth(0)).to_be_hidden()
    expect(poems.nth(1)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()


@pytest.mark.browser
def test_the_door_leads_to_a_language(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri(), wait_until="commit")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_url("**/en/index.html")
