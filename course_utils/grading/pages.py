"""What is handed back: a page a learner, the class at a glance, a table."""

from __future__ import annotations

import csv
import html
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from course_utils.checking.feedback import Feedback
from course_utils.grading import messages as say
from course_utils.grading.marking import Marked
from course_utils.syllabus import Lesson
from course_utils.text import Language, Text, join_sentences, language_tag, speaking

MOST_MISTAKES = 5
_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:52em;margin:2em auto;padding:0 1em;"
    "color:#222;background:#fff}h2{margin-top:1.6em}table{border-collapse:collapse}"
    "td,th{border:1px solid #ccc;padding:.3em .7em;text-align:left}"
    "th{white-space:nowrap}td>div{margin:.3em 0}pre{overflow-x:auto}"
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would compute when a name begins with it."""


def feedback_page(lesson: Lesson, marked: Marked) -> bytes:
    """One learner's page, in the language of their notebook, all in one file."""
    submission = marked.submission
    with speaking(submission.language):
        title = say.PAGE_TITLE.format(lesson=lesson.title, learner=submission.learner)
        points = say.POINTS.format(right=marked.total, count=len(marked.feedback))
        parts = [_paragraph(points), *map(_paragraph, submission.notes)]
        for name, told in marked.feedback.items():
            parts += [f"<h2><code>{html.escape(name)}</code></h2>", _box(told)]
        return _page(title, parts)


def class_page(lesson: Lesson, all_marked: Sequence[Marked], lang: Language) -> bytes:
    """By exercise: how many are right, how many not begun, which mistakes are usual."""
    with speaking(lang):
        count = len(all_marked)
        average = sum(each.total for each in all_marked) / max(count, 1)
        names = list(all_marked[0].feedback) if all_marked else []
        told = {"count": count, "average": f"{average:.1f}", "most": len(names)}
        parts = [_paragraph(say.CLASS_COUNT.format(**told)), "<table>"]
        parts += [
            _row("th", (html.escape(str(each)) for each in say.CLASS_COLUMNS.values()))
        ]
        for name in names:
            parts += [_exercise_row(name, [one.feedback[name] for one in all_marked])]
        parts += ["</table>", *_learners(all_marked)]
        return _page(say.CLASS_TITLE.format(lesson=lesson.title), parts)


def marks_table(all_marked: Sequence[Marked]) -> bytes:
    """CSV: a row a learner, a column an exercise, the total, and what is odd.

    With the mark in front by which spreadsheets know UTF-8.
    """
    names = list(all_marked[0].feedback) if all_marked else []
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["learner", *names, "total", "notes"])
    for each in all_marked:
        points = [each.points[name] for name in names]
        notes = str(join_sentences(each.submission.notes))
        row = [_harmless(each.submission.learner), *points, each.total]
        writer.writerow([*row, _harmless(notes)])
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _exercise_row(name: str, told: Sequence[Feedback]) -> str:
    outcomes = Counter(each.outcome for each in told)
    right, left = outcomes["right"], outcomes["not_tried"]
    cells = [f"<code>{html.escape(name)}</code>"]
    cells += map(str, (right, len(told) - right - left, left))
    return _row("td", [*cells, "".join(map(_box, _usual_mistakes(told)))])


def _usual_mistakes(told: Sequence[Feedback]) -> Iterator[Feedback]:
    """The most frequent mistakes, each with how many made it."""
    wrong = [each for each in told if each.outcome not in ("right", "not_tried")]
    names = Counter(each.mistake for each in wrong)
    for name, count in names.most_common(MOST_MISTAKES):
        words = Counter(_said(each) for each in wrong if each.mistake == name)
        title = say.OF_ALL.format(count=count, all=len(told))
        yield Feedback("mistake", title, [words.most_common(1)[0][0]])


def _said(one: Feedback) -> Text:
    """What names a mistake; of one without a name, values would say too much."""
    return one.lines[0] if one.mistake and one.lines else say.UNNAMED


def _learners(all_marked: Sequence[Marked]) -> Iterator[str]:
    """The points of each, and what is odd about a notebook."""
    yield f"<h2>{html.escape(str(say.LEARNERS_TITLE))}</h2><table>"
    for each in all_marked:
        notes = html.escape(str(join_sentences(each.submission.notes)))
        points = f"{each.total}&nbsp;/&nbsp;{len(each.feedback)}"
        yield _row("td", [html.escape(each.submission.learner), points, notes])
    yield "</table>"


def _box(told: Feedback) -> str:
    return told._repr_html_()


def _paragraph(text: Text) -> str:
    return f"<p>{html.escape(str(text))}</p>"


def _row(kind: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{kind}>{cell}</{kind}>" for cell in cells) + "</tr>"


def _page(title: Text, parts: Sequence[str]) -> bytes:
    name = html.escape(str(title))
    head = f'<meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style>'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    body = "\n".join([f"<main><h1>{name}</h1>", *parts, "</main>"])
    page = f'<html lang="{language_tag()}"><head>{head}</head><body>{body}</body>'
    return f"<!doctype html>\n{page}</html>\n".encode(errors="replace")
