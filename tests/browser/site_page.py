"""What a page of the site looks like to a browser: faults that only it can see."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_CONTRAST = """() => {
    const brush = document.createElement('canvas').getContext('2d');
    const paint = colour => { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); };
    const light = () => {
        const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map(of255 => {
            const part = of255 / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const faults = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
        const grounds = [];
        for (let one = element; one; one = one.parentElement)
            grounds.unshift(getComputedStyle(one).backgroundColor);
        paint(matchMedia('(prefers-color-scheme: dark)').matches ? '#000' : '#fff');
        grounds.forEach(paint);
        const below = light();
        const style = getComputedStyle(element);
        paint(style.color);
        const [low, high] = [below, light()].sort((a, b) => a - b);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        if ((high + 0.05) / (low + 0.05) < (large ? 3 : 4.5))
            faults.push(walker.currentNode.data.trim().slice(0, 40));
    }
    return faults;
}"""
_NAMELESS = """() => [...document.querySelectorAll('a[href], button, input, summary')]
    .filter(each => each.checkVisibility() && !each.closest('[aria-hidden]'))
    .filter(each => !(each.innerText || each.ariaLabel || each.labels?.length
        || each.querySelector('img')?.alt))
    .map(each => each.outerHTML.slice(0, 80))"""
_PICTURES = """() => Promise.all([...document.images].map(each => {
    each.loading = 'eager';
    return each.decode().then(() => null, () => each.src);
})).then(found => found.filter(Boolean))"""
_SCROLLERS = """() => [...document.querySelectorAll('main *')]
    .filter(each => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1
        && ['auto', 'scroll'].includes(getComputedStyle(each).overflowX)
        && each.tabIndex !== 0)
    .map(each => each.outerHTML.slice(0, 80))"""


def unfold(page: Page) -> None:
    """Open every fold, so that all of the page is seen."""
    page.evaluate(
        "document.querySelectorAll('details').forEach(one => one.open = true)"
    )


def pale_words(page: Page) -> Any:
    """Texts whose contrast is less than WCAG 2.1 AA asks for."""
    return page.evaluate(_CONTRAST)


def nameless_controls(page: Page) -> Any:
    """What can be pressed or filled in, and a screen reader has no words for."""
    return page.evaluate(_NAMELESS)


def broken_pictures(page: Page) -> Any:
    """Addresses of pictures that cannot be shown."""
    return page.evaluate(_PICTURES)


def unreached_scrollers(page: Page) -> Any:
    """What scrolls sideways, and no key can reach."""
    return page.evaluate(_SCROLLERS)


def too_wide(page: Page) -> Any:
    """By how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
