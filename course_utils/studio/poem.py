"""A poem as the studio's page shows it: plain values, which travel as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from course_utils.studio import words as says
from course_utils.text import Text, join, join_sentences
from course_utils.verse.aloud import Syllable, read_aloud
from course_utils.verse.messages import CONSTRAINTS, GAVE_WAY
from course_utils.verse.poem import Acrostic, CharacterChoice


def card_of(poem: Acrostic, number: int) -> dict[str, Any]:
    """All that the page shows of a poem that was written with explanations."""
    text = str(poem)
    name = str(says.POEM.format(number=number, head=poem.head))
    rows = zip(text.split("\n"), poem.choices or (), read_aloud(poem), strict=True)
    lines: list[dict[str, Any]] = [
        {"cells": list(map(_cell, choices, syllables)), "end": line[-1]}
        for line, choices, syllables in rows
    ]
    for line in lines[: len(poem.head)]:
        line["cells"][0]["head"] = True
    return {
        "id": number,
        "name": name,
        "title": poem.title or "",
        "text": text,
        "heard": f"{name}\n{text}",
        "form": poem.form,
        "lines": lines,
        "facts": _facts(poem),
        "note": str(join_sentences(_reservations(poem))),
    }


def describe_poem(poem: Acrostic) -> str:
    """A poem in words, for those who cannot see its picture."""
    facts = {"head": poem.head, "text": poem}
    if not poem.free_lines:
        return str(says.PICTURE.format(**facts))
    lines = join(poem.free_lines)
    return str(says.PICTURE_WITH_FREE_LINES.format(lines=lines, **facts))


def _percent(probability: float) -> str:
    """A probability in per cent, with one decimal; `< 0.1%` for the smallest."""
    return f"{probability:.1%}" if probability >= 0.0005 else "< 0.1%"


def _cell(choice: CharacterChoice, syllable: Syllable) -> dict[str, Any]:
    """One character: how it sounds, and what else was considered for its place."""
    sign, tone = says.TONES.get(syllable.tone, ("", ""))
    spoken = [choice.character, syllable.pinyin, str(tone)]
    others = [
        _option(one.character, one.probability, allowed=one.allowed)
        for one in choice.others
    ]
    return {
        "character": choice.character,
        "label": " ".join(filter(None, spoken)),
        "pinyin": syllable.pinyin or "",
        "tone": sign,
        "rhymes": syllable.rhymes,
        "written": _option(choice.character, choice.probability),
        "others": others,
    }


def _option(
    character: str, probability: float, *, allowed: bool = True
) -> dict[str, Any]:
    return {
        "character": character,
        "share": round(probability, 4),
        "percent": _percent(probability),
        "allowed": allowed,
        "note": "" if allowed else str(says.REFUSED),
    }


def _facts(poem: Acrostic) -> str:
    facts = [says.SEED.format(seed=poem.seed)]
    if poem.free_lines:
        facts.insert(0, says.FREE_LINES.format(lines=join(poem.free_lines)))
    if poem.rhyme:
        facts.insert(0, says.RHYMES.format(characters=poem.rhyme_as_printed))
    if poem.title:
        facts.insert(0, says.ABOUT.format(title=poem.title))
    return " · ".join(map(str, facts))


def _reservations(poem: Acrostic) -> Iterator[Text]:
    """What the poem does not keep, of what it was asked for or seems to keep."""
    if poem.constraints_relaxed:
        names = join(CONSTRAINTS[name] for name in poem.constraints_relaxed)
        yield GAVE_WAY.format(names=names)
    if poem.breaks_as_read:
        places = join(
            says.IN_LINE.format(
                character=poem.lines[line - 1][place - 1], line=poem.lines[line - 1]
            )
            for line, place in poem.breaks_as_read
        )
        yield says.OTHERWISE_READ.format(places=places)
    if poem.repeated_as_printed:
        yield says.PRINTED_ALIKE.format(characters=join(poem.repeated_as_printed))
