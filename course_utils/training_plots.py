"""The picture of a training: its loss falls, its score on other data need not rise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from course_utils import plots
from course_utils.style import COLOURS, QUIET
from course_utils.text import Text


class HasHistory(Protocol):
    """What a training remembers of its epochs, which count from 1."""

    losses: list[float]
    scores: list[float]

    @property
    def best_epoch(self) -> int: ...


def draw_history(ax: Axes, history: HasHistory) -> None:
    """Draw losses, and scores on an axis of their own, over the epochs.

    A dashed line marks the epoch whose weights were kept.
    """
    _draw_line(ax, history.losses, "gradient")
    ax.set(xlabel="epoch", ylim=(0, None))
    ax.set_ylabel("loss", color=COLOURS["gradient"])
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.axvline(history.best_epoch, color=QUIET, lw=1.2, ls=(0, (4, 2)), zorder=0)
    if history.scores:
        other = ax.twinx()
        _draw_line(other, history.scores, "hidden")
        other.set_ylabel("score", color=COLOURS["hidden"])
        other.spines["right"].set_visible(True)


def show_history(history: HasHistory) -> None:
    """Show the picture of a training, with its numbers in the alternative text."""
    fig, ax = plots.figure()
    draw_history(ax, history)
    alt = _ALT.format(
        epochs=len(history.losses), first=history.losses[0], last=history.losses[-1]
    )
    if history.scores:
        best = max(history.scores)
        scored = _ALT_SCORES.format(best=best, epoch=history.best_epoch)
        alt = Text(en=alt.en + scored.en, zh=alt.zh + scored.zh)
    plots.show(fig, alt=alt)


def _draw_line(ax: Axes, values: Sequence[float], role: str) -> None:
    epochs = range(1, len(values) + 1)
    ax.plot(epochs, values, color=COLOURS[role], marker="o", ms=4)


_ALT = Text(
    en="Loss over {epochs} epochs: from {first:.2f} to {last:.2f}.",
    zh="{epochs} 轮训练的损失：从 {first:.2f} 到 {last:.2f}。",
)
_ALT_SCORES = Text(
    en=" The score on other data is highest after epoch {epoch}: {best:.2f}.",
    zh="其他数据上的得分在第 {epoch} 轮后最高：{best:.2f}。",
)
