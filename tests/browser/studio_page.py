"""The poet's studio on a page: what a reader sees and presses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator

from browser.patience import expect


@dataclass
class StudioPage:
    """One studio, wherever it is shown."""

    root: Locator

    def field(self, name: str) -> Locator:
        """A control by its label, as a screen reader names it."""
        return self.root.get_by_label(name, exact=True)

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    @property
    def head(self) -> Locator:
        """The first of the two lines to type in; the other is the title."""
        return self.root.locator("input[type=text]").first

    @property
    def poems(self) -> Locator:
        return self.root.locator("article")

    @property
    def characters(self) -> Locator:
        return self.root.locator(".character")

    @property
    def options(self) -> Locator:
        return self.root.get_by_role("tooltip")

    @property
    def problem(self) -> Locator:
        return self.root.get_by_role("alert")

    def heads(self, number: int = 0) -> str:
        """The first characters of the lines of a poem."""
        found = self.poems.nth(number).locator(".character.head .han")
        return "".join(found.all_inner_texts())

    def choose_form(self, form: int) -> None:
        self.root.locator(".forms label").get_by_text(str(form)).click()
        expect(self.field(str(form))).to_be_checked()

    def write(self, head: str, press: str) -> None:
        """Type a head, press the button, wait until its poems stand there."""
        self.poems.evaluate_all("all => all.forEach(one => one.dataset.old = true)")
        self.try_to_write(head, press)
        expect(self.root.locator("article[data-old]")).to_have_count(0)
        expect(self.root).to_have_attribute("aria-busy", "false")

    def try_to_write(self, head: str, press: str) -> None:
        """Type a head and press the button."""
        self.head.fill(head)
        self.button(press).click()

    def watch(self) -> None:
        """Keep each moment in which the page changes: a poem may be quick."""
        self.root.evaluate(
            """root => {
                root.seen = [];
                const note = () => root.seen.push({
                    said: root.querySelector('[role=status]').textContent,
                    poems: root.querySelectorAll('article').length,
                    disabled: root.querySelector('button.main').disabled,
                });
                const all = {subtree: true, childList: true, attributes: true};
                new MutationObserver(note).observe(root, all);
            }"""
        )

    def seen(self) -> list[dict[str, Any]]:
        """The moments since `watch`."""
        found: list[dict[str, Any]] = self.root.evaluate("root => root.seen")
        return found

    def sizes(self) -> dict[str, Any]:
        """Widths of the studio and of what it holds, to see what sticks out."""
        found: dict[str, Any] = self.root.evaluate(
            """root => {
                const right = root.getBoundingClientRect().right;
                const out = [...root.querySelectorAll('*:not(.unseen)')]
                    .filter(one => one.getBoundingClientRect().right > right + 1);
                return {width: root.clientWidth, out: out.map(one => one.className)};
            }"""
        )
        return found

    def covered(self) -> bool:
        """Whether what else was considered hides a part of the first poem."""
        found: bool = self.root.evaluate(
            """root => {
                const [panel, poem] = ['.options', '.verse']
                    .map(name => root.querySelector(name).getBoundingClientRect());
                return panel.top < poem.bottom && poem.top < panel.bottom;
            }"""
        )
        return found

    def least_contrast(self) -> float:
        """That of the text which is hardest to read (WCAG 2: 1 to 21).

        Large characters need less: two thirds.
        """
        found: float = self.root.evaluate(
            """root => {
                const light = colour => colour.match(/[\\d.]+/g).slice(0, 3)
                    .map(part => part / 255)
                    .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
                const ground = one => {
                    const colour = getComputedStyle(one).backgroundColor;
                    return /, 0\\)$/.test(colour) ? ground(one.parentElement) : colour;
                };
                const shown = [...root.querySelectorAll('*')].filter(one =>
                    one.checkVisibility() && [...one.childNodes].some(
                        part => part.nodeType === 3 && part.textContent.trim()));
                return Math.min(...shown.map(one => {
                    const [a, b] = [getComputedStyle(one).color, ground(one)]
                        .map(light).sort((a, b) => b - a);
                    const isLarge = parseFloat(getComputedStyle(one).fontSize) >= 24;
                    return (isLarge ? 1.5 : 1) * (a + .05) / (b + .05);
                }));
            }"""
        )
        return found
