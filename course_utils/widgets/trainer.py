"""Questions with buttons, as many as you like: the shape trainer of lesson 06."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets

from course_utils import plots
from course_utils.plots.tensors import draw_tensors
from course_utils.shape_trainer.question import Question
from course_utils.text import Text
from course_utils.widgets.explorer import CAPTION, Data, Explorer, buttons

_ANSWER = Text(en="answer", zh="答案")
CHOOSE = Text(en="Choose an answer.", zh="选一个答案。")
YES = Text(en="✔ {label} is right. {why}", zh="✔ {label} 对了。{why}")
NO = Text(en="✘ Not {label}. {why}", zh="✘ 不是 {label}。{why}")
_NEXT = Text(en="Next question", zh="下一题")
NUMBER = Text(en="Question {number}", zh="第 {number} 题")
SCORE = Text(
    en="{right} of {asked} right at the first try",
    zh="答了 {asked} 题，一次答对 {right} 题",
)
_ALT = Text(
    en="Tensors as stacks of cards. {code}. {words} Choices: {labels}.",
    zh="张量画成一叠叠卡片。{code}。{words} 选项：{labels}。",
)
_CODE = (
    "margin:0 0 6px;padding:8px 12px;border-radius:6px;line-height:1.45;"
    "background:rgba(0,114,178,.08);overflow-x:auto;"
    "color:var(--jp-content-font-color1,#22303c)"
)
_MARGINS = {"left": 0.01, "right": 0.99, "bottom": 0.03, "top": 0.97}


def explore_questions(ask: Callable[[int], Question], number: int = 1) -> Trainer:
    """Question after question: `ask(number)` gives each, beginning with `number`."""
    return Trainer(ask, number)


class Trainer(Explorer):
    """A question, a picture of its tensors, a button for each choice, and the score.

    question: the one that is asked now; number: its number
    asked, right: how many were answered, and how many of them at the first try
    next_button: goes on to the next question
    """

    def __init__(self, ask: Callable[[int], Question], number: int) -> None:
        self._ask, self.number = ask, number
        self.asked = self.right = 0
        self._heading, self._score = ipywidgets.HTML(), ipywidgets.HTML()
        self.question = ask(number)
        answer = buttons(_ANSWER, choices_of(self.question), None)
        answer.layout.flex_flow = "row wrap"
        answer.layout.width = "auto"
        super().__init__(
            {"answer": answer},
            self._compute_answer,
            draw_question,
            describe=describe_answer,
            alt=self._words_for_the_blind(),
        )
        self.next_button = ipywidgets.Button(description=str(_NEXT))
        self.next_button.on_click(lambda _: self.next_question())
        row = ipywidgets.HBox([self.next_button, self._score])
        row.layout = ipywidgets.Layout(align_items="center", grid_gap="4px 18px")
        self.children = [self._heading, self._picture, answer, self._words, row]
        self._show_heading()

    def next_question(self) -> None:
        """Ask the next question; an unanswered one is left out of the score."""
        self.number += 1
        self.question = self._ask(self.number)
        answer = self.controls["answer"]
        self._busy = True  # new options are no answer
        answer.options = choices_of(self.question)
        answer.value = None
        self._alt = self._words_for_the_blind()
        self._show_heading()
        self.refresh()

    def _compute_answer(self, answer: int | None) -> Data:
        first = not self.data or self.data["number"] != self.number
        unanswered = first or self.data["answer"] is None
        if answer is not None and unanswered:
            self.asked += 1
            self.right += self.question.choices[answer].right
        self._score.value = line(str(SCORE.format(right=self.right, asked=self.asked)))
        return {"number": self.number, "question": self.question, "answer": answer}

    def _show_heading(self) -> None:
        number = line(f"<b>{NUMBER.format(number=self.number)}</b>", marked=True)
        code = f'<pre style="{_CODE}">{escape(self.question.code)}</pre>'
        words = line(str(self.question.words))
        self._heading.value = number + code + words

    def _words_for_the_blind(self) -> Text:
        question = self.question
        labels = "; ".join(choice.label for choice in question.choices)
        code = re.sub(r",\n +", ", ", question.code).replace("\n", "; ")
        return _ALT.format(code=code, words=question.words, labels=labels)


def choices_of(question: Question) -> list[tuple[str, int]]:
    """A button's words and its place for each choice."""
    return [(choice.label, place) for place, choice in enumerate(question.choices)]


def line(words: str, *, marked: bool = False) -> str:
    """One line of HTML; `code` is set as code. marked: `words` are HTML already."""
    inner = words if marked else re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(words))
    return f'<p style="{CAPTION}">{inner}</p>'


def draw_question(data: Data) -> Any:
    """What is given; once answered, what comes out too."""
    question = data["question"]
    fig, ax = plots.figure(width=9.0, height=2.7, margins=_MARGINS)
    tensors = dict(question.given)
    if data["answer"] is not None:
        tensors |= question.revealed
    draw_tensors(ax, tensors)
    return fig


def describe_answer(data: Data) -> Text:
    if data["answer"] is None:
        return CHOOSE
    choice = data["question"].choices[data["answer"]]
    verdict = YES if choice.right else NO
    plain = Text(en=choice.why.en.replace("`", ""), zh=choice.why.zh.replace("`", ""))
    return verdict.format(label=choice.label, why=plain)
