"""Predictions and exercises on a page: first you try, then you unfold."""

from __future__ import annotations

from html import escape

from course_utils.checking.checks import Exercise, Prediction
from course_utils.checking.feedback import words_as_html
from course_utils.checking.sources import solved_source
from course_utils.site.words import HINT_TITLE, SITE_WORDS
from course_utils.text import Language


def prediction_answer(prediction: Prediction, lang: Language) -> str:
    """The answer, folded, and what the course says to each choice."""
    told = "".join(
        f"<li{_right(letter == prediction.right)}><b>({letter})</b> "
        f"{words_as_html(text.in_language(lang))}</li>"
        for letter, text in prediction.choices.items()
    )
    return _folded("answer", _word("answer", lang), f"<ul>{told}</ul>")


def exercise_card(
    exercise: Exercise, stub: str, lang: Language, with_solutions: bool
) -> str:
    """What is to be written, and its hints, one within the other."""
    from course_utils.markup.listing import colour_code

    call = f"exercises.{exercise.name}.check({exercise.name})"
    solution = _solution(exercise, lang) if with_solutions else ""
    label = f"{_word('exercise', lang)}: {exercise.name}"
    return (
        f'<section class="exercise" aria-label="{escape(label)}">'
        f'<p class="kind">{_word("exercise", lang)}</p>'
        f'<pre class="code"><code>{colour_code(stub)}</code></pre>'
        f'<p class="how">{_word("exercise_how", lang)} <code>{call}</code></p>'
        f"{_hints(exercise, lang)}{solution}</section>"
    )


def _hints(exercise: Exercise, lang: Language) -> str:
    inner = ""
    count = len(exercise.hints)
    for number in range(count, 0, -1):
        title = HINT_TITLE.format(number=number, count=count).in_language(lang)
        hint = words_as_html(exercise.hints[number - 1].in_language(lang))
        inner = _folded("hint", escape(title), f"<p>{hint}</p>{inner}")
    return inner


def _solution(exercise: Exercise, lang: Language) -> str:
    from course_utils.markup.listing import colour_code

    code = colour_code(solved_source(exercise.solved))
    told = "".join(
        f"<li>{words_as_html(each.text.in_language(lang))}</li>"
        for each in exercise.mistakes.values()
    )
    body = f'<pre class="code"><code>{code}</code></pre>'
    body += f"<p>{_word('mistakes', lang)}</p><ul>{told}</ul>" if told else ""
    return _folded("answer", _word("solution", lang), body)


def _folded(kind: str, summary: str, body: str) -> str:
    return (
        f'<details class="{kind}"><summary><span>{summary}</span></summary>'
        f"<div>{body}</div></details>"
    )


def _right(is_right: bool) -> str:
    return ' class="right"' if is_right else ""


def _word(name: str, lang: Language) -> str:
    return escape(SITE_WORDS[name].in_language(lang))
