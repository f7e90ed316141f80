"""A poem as the studio's page shows it: plain values, which travel as JSON."""

from __future__ import annotations

from typing import Any

from course_utils.studio import words as says
from course_utils.text import join
from course_utils.verse.aloud import Syllable, read_aloud
from course_utils.verse.heads import to_simplified
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
        "text": text,
        "heard": f"{name}\n{text}",
        "form": poem.form,
        "lines": lines,
        "facts": _facts(poem),
        "note": _gave_way(poem),
    }


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
    if poem.rhyme:
        simplified = poem.script == "simplified"
        rhyme = to_simplified(poem.rhyme) if simplified else poem.rhyme
        facts.insert(0, says.RHYMES.format(characters=rhyme))
    return " · ".join(map(str, facts))


def _gave_way(poem: Acrostic) -> str:
    if not poem.constraints_relaxed:
        return ""
    names = join(CONSTRAINTS[name] for name in poem.constraints_relaxed)
    return str(GAVE_WAY.format(names=names))
