"""The poet's studio: a head is typed, poems appear one by one.

The page is `page/`; it reports what is pressed, and this class does it. Poems
are written in a thread, so the page answers all the while.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from threading import Event, Thread
from typing import Any

import anywidget
from traitlets import Bool, Dict, Float, Int, List, Unicode

from course_utils import plots
from course_utils.places import STUDIO_PAGE
from course_utils.plots.style import COLOURS, INK, PAPER, QUIET, SOFT
from course_utils.studio import words as says
from course_utils.studio.picture import draw_poem
from course_utils.studio.poem import card_of, describe_poem
from course_utils.text import language
from course_utils.verse.poem import Acrostic

COLOURS_OF_PAGE = {
    "ink": (INK, "#e2e8ee"),
    "soft": (SOFT, "#a9b5c0"),
    "quiet": (QUIET, "#76828e"),
    "line": ("#dde2e8", "#313c47"),
    "paper": (PAPER, "#12171c"),
    "card": ("#f6f5f2", "#1b2229"),
    "warm": ("#fdf3ec", "#35241a"),
    "blue": (COLOURS["hidden"], "#6ab4ea"),
    "red": (COLOURS["gradient"], "#ffa366"),
}
"""By day, and by night."""
_VARIABLES = "color-scheme:light dark;" + "".join(
    f"--studio-{name}:light-dark({day},{night});"
    for name, (day, night) in COLOURS_OF_PAGE.items()
)
_RULES = ("rhyme", "tones", "temperature", "script")
WISHES = ("head", "form", "num_lines", *_RULES, "mood", "title")
_SEEDS = 10**6
COUNTS = range(1, 6)

Card = dict[str, Any]
"""A poem as `card_of` gives it."""
Write = Callable[..., Sequence[Acrostic]]
"""`poet.write_poems`, or one like it."""


def explore_poet(write: Write, *, head: str = "春江花月", seed: int = 1) -> Studio:
    """The studio, with a poem in it that was written with `seed`.

    `write` is `poet.write_poems`; for weights of your own,
    `partial(write_poems, poet=load_poet(path))`.
    """
    return Studio(write, head=head, seed=seed)


class Studio(anywidget.AnyWidget):
    """Controls, poems and favourites; the traits are what the page shows.

    Without a browser: set `head`, `form` ..., call `write()` and `wait()`, then read
    `poems`, `favourites` and `message`, which says what went wrong.
    """

    _esm = STUDIO_PAGE / "studio.js"
    _css = f".course-studio{{{_VARIABLES}}}\n" + (STUDIO_PAGE / "studio.css").read_text(
        "utf-8"
    )

    words = Dict().tag(sync=True)
    head = Unicode().tag(sync=True)
    form = Int(7).tag(sync=True)
    num_lines = Int(None, allow_none=True).tag(sync=True)
    rhyme = Bool(True).tag(sync=True)
    tones = Bool(True).tag(sync=True)
    temperature = Float(0.6).tag(sync=True)
    script = Unicode(None, allow_none=True).tag(sync=True)
    mood = Unicode(None, allow_none=True).tag(sync=True)
    title = Unicode(None, allow_none=True).tag(sync=True)
    count = Int(1, min=COUNTS[0], max=COUNTS[-1]).tag(sync=True)
    readings = Bool().tag(sync=True)
    busy = Bool().tag(sync=True)
    progress = Unicode().tag(sync=True)
    message = Unicode().tag(sync=True)
    cards = List(Dict()).tag(sync=True)
    kept = List(Dict()).tag(sync=True)

    def __init__(self, write: Write, *, head: str, seed: int) -> None:
        super().__init__(
            words=says.page_words(), head=head, readings=language() == "en"
        )
        self._write = write
        self._written: dict[int, Acrostic] = {}
        self._last = 0
        self._halt = Event()
        self._worker = Thread()
        self.on_msg(self._receive)
        self._work(self._wishes(), 1, replace=True, seed=seed)
        self.progress = ""

    @property
    def poems(self) -> tuple[Acrostic, ...]:
        """The poems shown, from top to bottom, of those written here."""
        return self._written_of(self.cards)

    @property
    def favourites(self) -> tuple[Acrostic, ...]:
        """The poems kept, of those written here; they stay whatever is written next."""
        return self._written_of(self.kept)

    def write(self) -> None:
        """Write `count` poems in place of those shown; nothing while one is written."""
        self._begin(self.count, replace=True)

    def another(self) -> None:
        """Write one more poem below the others; nothing while one is written."""
        self._begin(1, replace=False)

    def stop(self) -> None:
        """Write no further poem after the present one."""
        self._halt.set()

    def wait(self) -> None:
        """Come back when the last poem asked for is written."""
        if self._worker.ident is not None:
            self._worker.join()

    def keep(self, number: int) -> None:
        """Keep the poem of this `id` among the favourites, or no longer."""
        if any(card["id"] == number for card in self.kept):
            self.kept = [card for card in self.kept if card["id"] != number]
        else:
            shown = [card for card in self.cards if card["id"] == number]
            self.kept = [*self.kept, *shown]

    def restore(self, cards: list[Card], kept: list[Card]) -> None:
        """Show poems and favourites as a page has kept them since an earlier visit."""
        self._last = max((card["id"] for card in (*cards, *kept)), default=0)
        self._written.clear()
        self.cards, self.kept = cards, kept

    def _written_of(self, cards: Sequence[Card]) -> tuple[Acrostic, ...]:
        numbers = (card["id"] for card in cards)
        return tuple(self._written[one] for one in numbers if one in self._written)

    def _begin(self, count: int, *, replace: bool) -> None:
        if self.busy:
            return
        self.busy = True
        self._halt.clear()
        self._worker = Thread(
            target=self._work,
            args=(self._wishes(), count),
            kwargs={"replace": replace},
            daemon=True,
        )
        self._worker.start()

    def _wishes(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in WISHES}

    def _work(
        self,
        wishes: Mapping[str, Any],
        count: int,
        *,
        replace: bool,
        seed: int | None = None,
    ) -> None:
        """Write poems; those shown make way only when the first new one is there."""
        self.busy, self.message, number = True, "", 0
        try:
            while number < count and not self._halt.is_set():
                going_on = says.WRITING.format(number=number + 1, count=count)
                self.progress = str(going_on)
                one = secrets.randbelow(_SEEDS) if seed is None else seed
                (poem,) = self._write(**wishes, count=1, seed=one, explain=True)
                self._show(poem, alone=replace and number == 0)
                number += 1
        except ValueError as error:  # the poet says what may be written instead
            self.message = str(error)
        except Exception as error:  # a learner reads words, not a traceback
            name = type(error).__name__
            self.message = str(says.FAILED.format(error=f"{name}: {error}"))
        finally:
            ending = says.STOPPED if self._halt.is_set() else says.DONE
            self.progress = str(ending.format(count=number)) if number else ""
            self.busy = False

    def _show(self, poem: Acrostic, *, alone: bool) -> None:
        number = self._last = self._last + 1
        self._written[number] = poem
        before = [] if alone else self.cards
        self.cards = [*before, card_of(poem, number)]

    def obey(self, content: Mapping[str, Any]) -> None:
        """Do what was pressed on the page: `do`, after setting the traits of `wish`."""
        deeds: dict[Any, Callable[[], None]] = {
            "write": self.write,
            "another": self.another,
            "stop": self.stop,
            "keep": lambda: self.keep(content["id"]),
            "restore": lambda: self.restore(content["cards"], content["kept"]),
        }
        with self.hold_sync():
            for name, value in content.get("wish", {}).items():
                self.set_trait(name, value)
        deeds[content["do"]]()

    def _receive(self, _: Any, content: Mapping[str, Any], __: Any) -> None:
        self.obey(content)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The live studio, and for places without widgets its first poem."""
        live, _ = super()._repr_mimebundle_(**kwargs) or ({}, {})
        if not self.poems:
            return {**live, "text/plain": self.message}, {}
        words = describe_poem(self.poems[0])
        bundle, metadata = plots.picture_bundle(draw_poem(self.cards[0]), words)
        return {**live, **bundle}, metadata
