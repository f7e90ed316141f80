"""Slides as a PDF, printed by Chromium: a page for each slide and each key."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from course_utils.slides import messages as says

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_READY = "html[data-pages=ready]"
"""What `slides.js` says once all pages are laid out."""


def find_browser() -> str:
    """The browser that prints; a `ValueError` says what is missing here."""
    if find_spec("playwright") is None:
        raise ValueError(str(says.NO_PRINTER))
    found = filter(None, map(shutil.which, BROWSERS))
    browser = next(found, None)
    if browser is None:
        raise ValueError(str(says.NO_BROWSER))
    return browser


def print_pdf(page: Path) -> bytes:
    """The slides of an HTML file as a PDF; a `ValueError` says why there is none."""
    from playwright.sync_api import Error, sync_playwright

    browser = find_browser()
    address = f"{page.resolve().as_uri()}?print-pdf"
    # As root it opens without its sandbox only.
    is_root = os.name == "posix" and os.geteuid() == 0
    options = ["--disable-gpu", *(["--no-sandbox"] if is_root else [])]
    try:
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=browser, args=options)
            tab = opened.new_page()
            tab.goto(address)
            tab.wait_for_selector(_READY, state="attached")
            printed = tab.pdf(prefer_css_page_size=True, print_background=True)
            opened.close()
    except Error as error:
        words = {"browser": browser, "path": page, "said": error.message}
        raise ValueError(str(says.NOT_PRINTED.format(**words))) from error
    return printed
