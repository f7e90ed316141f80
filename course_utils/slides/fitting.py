"""How much of a piece finds room on a slide: what does not is told instead."""

from __future__ import annotations

from collections.abc import Sequence

from course_utils.checking.checks import Prediction
from course_utils.sentences import join_again, split_sentences
from course_utils.slides.parts import Slide, SlideQuestion, SlideText
from course_utils.slides.pieces import CellPiece, SlideBlock, blocks_of_cell
from course_utils.slides.room import MOST_WORDS, count_fitting, count_shown_words
from course_utils.text import Language


def add_blocks(
    slide: Slide, blocks: Sequence[SlideBlock], lang: Language, opens: bool = False
) -> None:
    """Put on a slide what of `blocks` finds room; the rest is told."""
    shown, left = fit_blocks(blocks, lang, _room(slide, lang))
    if shown:
        slide.parts.append(SlideText(shown, opens))
    slide.told += left


def fit_question(
    slide: Slide, piece: CellPiece, prediction: Prediction, lang: Language
) -> None:
    """Put a prediction on a slide: what does not fit of it, before or behind, is told.

    The answer takes the place of the other choices, so it has their room.
    """
    label, words = piece.question
    choices = piece.choices
    *_, last = split_sentences(words)
    _make_room(slide, lang, _count(lang, label, last, *choices.values()))
    room = _room(slide, lang) - _count(lang, label)
    question, before = fit_end(words, lang, room - _count(lang, *choices.values()))
    slide.told += [before] if before else []
    stays, kept, reason = _fit_answer(
        question,
        split_sentences(str(prediction.choices[prediction.right])),
        lang,
        room - _count(lang, choices[prediction.right]),
        _count(lang, *_words_of(slide)),
    )
    slide.parts.append(
        SlideQuestion(
            *(label, question, choices, prediction.right, kept, reason),
            alone=not stays,
        )
    )


def _make_room(slide: Slide, lang: Language, needed: int) -> None:
    """Take words above a question away, and the heading if that is not enough."""
    missing = needed - _room(slide, lang)
    if missing > 0 and slide.parts and isinstance(slide.parts[-1], SlideText):
        above = slide.parts.pop()
        room = _count(lang, above.source) - missing
        shown, left = fit_blocks([*blocks_of_cell(above.source)], lang, room)
        slide.parts += [SlideText(shown, above.opens)] if shown else []
        slide.told = left + slide.told
    slide.shows_title = needed <= _room(slide, lang)


def _fit_answer(
    question: str, reason: Sequence[str], lang: Language, room: int, above: int
) -> tuple[bool, str, str]:
    """What still stands when an answer opens: the words above, of the question; why.

    Of the question as much as there is room for, from its end.
    """
    sentences = split_sentences(question)
    needed = _count(lang, *reason)
    for first in range(len(sentences) + 1):
        kept = join_again(sentences[first:], lang)
        if count_shown_words(kept, lang) + needed <= room:
            return True, kept, join_again(reason, lang)
    if above:
        return False, *_fit_answer(question, reason, lang, room + above, 0)[1:]
    return True, "", join_again(reason[: count_fitting(reason, lang, room)], lang)


def _room(slide: Slide, lang: Language) -> int:
    """How many words may still come."""
    title = [slide.title] if slide.shows_title else []
    return MOST_WORDS[lang] - _count(lang, *title, slide.facts, *_words_of(slide))


def _words_of(slide: Slide) -> list[str]:
    return [part.source for part in slide.parts if isinstance(part, SlideText)]


def _count(lang: Language, *texts: str) -> int:
    return sum(count_shown_words(text, lang) for text in texts)


def fit_blocks(
    blocks: Sequence[SlideBlock], lang: Language, room: int
) -> tuple[str, list[str]]:
    """Markdown of at most `room` words, and what is left over.

    Sentences and items come in order, as far as they go; formulas and tables always.
    """
    room -= _count(lang, *(each.source for each in blocks if each.kind == "table"))
    shown: list[str] = []
    left: list[str] = []
    for block in blocks:
        if block.kind in ("formula", "table"):
            shown.append(block.source)
            continue
        whole = block.kind == "item"
        parts = [block.source] if whole else split_sentences(block.source)
        fitting = 0 if left else count_fitting(parts, lang, room)
        room -= _count(lang, *parts[:fitting])
        if fitting:
            shown.append(join_again(parts[:fitting], lang))
        if fitting < len(parts):
            left.append(join_again(parts[fitting:], lang))
    return _as_markdown(shown), left


def fit_end(words: str, lang: Language, room: int) -> tuple[str, str]:
    """The last sentences of a question that fit, and those before them."""
    sentences = split_sentences(words)
    first = next(
        number
        for number in range(len(sentences))
        if count_shown_words(join_again(sentences[number:], lang), lang) <= room
        or number == len(sentences) - 1
    )
    return join_again(sentences[first:], lang), join_again(sentences[:first], lang)


def _as_markdown(blocks: Sequence[str]) -> str:
    """Blocks with a blank line between them, but none between items of a list."""
    lines: list[str] = []
    for block in blocks:
        if lines and not (block.startswith("- ") and lines[-1].startswith("- ")):
            lines.append("")
        lines.append(block)
    return "\n".join(lines)
