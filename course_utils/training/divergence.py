"""A training that fails: losses that are no number, or too high for too long."""

from __future__ import annotations

import math
from dataclasses import dataclass

from course_utils.text import Text

MOST_HIGH_LOSSES = 50
"""Losses in a row that may be too high: a spike passes sooner."""
_MARGIN = 3.0


class DivergedError(ValueError):
    """The loss, a gradient or a weight is no longer a number, or the loss too high."""


@dataclass
class LossWatch:
    """Sees each loss of a training, and ends it in words when it has failed.

    advice: what to change. ceiling: a loss above it is too high; by default, three
    more than the first loss, and four times as much.
    """

    advice: Text
    ceiling: float = math.nan
    num_high: int = 0

    @property
    def is_calm(self) -> bool:
        """Whether the last loss was no higher than it may be."""
        return not self.num_high

    def see(self, loss: float, where: Text) -> None:
        """Look at the next loss; `where` it is from, such as "epoch 3"."""
        values = {"where": where, "loss": loss, "advice": self.advice}
        if not math.isfinite(loss):
            raise DivergedError(str(_NO_NUMBER.format(**values)))
        if math.isnan(self.ceiling):
            self.ceiling = loss + _MARGIN * max(abs(loss), 1.0)
        self.num_high = self.num_high + 1 if loss > self.ceiling else 0
        if self.num_high >= MOST_HIGH_LOSSES:
            values |= {"ceiling": self.ceiling, "steps": self.num_high}
            raise DivergedError(str(_LONG_TOO_HIGH.format(**values)))

    def see_last(self, loss: float, where: Text) -> None:
        """Look at the loss of the whole training: here, no spike is excused."""
        self.see(loss, where)
        if not self.is_calm:
            values = {"where": where, "loss": loss, "advice": self.advice}
            raise DivergedError(str(_TOO_HIGH.format(ceiling=self.ceiling, **values)))

    def see_gradient(self, norm: float, where: Text) -> None:
        """Look at a gradient before it changes the weights: its norm is a number."""
        if not math.isfinite(norm):
            values = {"where": where, "norm": norm, "advice": self.advice}
            raise DivergedError(str(_NO_GRADIENT.format(**values)))


_NO_NUMBER = Text(
    en="The loss of {where} is {loss}, so the training has failed. {advice}",
    zh="{where}的损失是 {loss}，训练失败了。{advice}",
)
_TOO_HIGH = Text(
    en="The loss of {where} is {loss:.3g}, above {ceiling:.3g}, so the training has "
    "failed. {advice}",
    zh="{where}的损失是 {loss:.3g}，高于 {ceiling:.3g}，训练失败了。{advice}",
)
_LONG_TOO_HIGH = Text(
    en="The loss of {where} is {loss:.3g}, and has been above {ceiling:.3g} for "
    "{steps} steps, so the training has failed. {advice}",
    zh="{where}的损失是 {loss:.3g}，已连续 {steps} 步高于 {ceiling:.3g}，训练失败了。"
    "{advice}",
)
_NO_GRADIENT = Text(
    en="The gradient of {where} has the norm {norm}, so the training has failed. "
    "{advice}",
    zh="{where}的梯度范数是 {norm}，训练失败了。{advice}",
)
