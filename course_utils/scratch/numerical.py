"""Gradients by central differences: slow, and right without any calculus."""

from collections.abc import Callable

import numpy as np

from course_utils.shapes.arrays import expect
from course_utils.text import Text

BAD_STEP = Text(
    en="step: expected a number above 0 that changes every entry of x, found {found}. "
    "Try step=1e-5, and an x that is not much larger than 1.",
    zh="step 应大于 0，并且能让 x 的每一项都有变化，实际是 {found}。"
    "可以试试 step=1e-5，x 也不要比 1 大太多。",
)
NOT_A_NUMBER = Text(
    en="f: expected one finite number for each x, found {found}. "
    "Sum an array, or choose one entry; where f gives nan or inf, take another x.",
    zh="f 对每个 x 应返回一个有限的数，实际返回的是 {found}。"
    "是数组就加起来，或只取一项；是 nan 或 inf，就换一个 x。",
)


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """The gradient of the number f(x) by central differences, in the shape of x.

    (f(x + step) - f(x - step)) / (2 step) for each entry; the error falls with
    step², rounding grows with 1/step. f is called twice for each entry of x.
    `ValueError` for a step that is lost when it is added to an entry.
    """
    axes = " ".join(f"axis{i}" for i in range(np.ndim(x)))
    expect(x, axes, floats=True, finite=True)
    x = np.asarray(x, dtype=np.float64)  # in float32 the difference is mostly rounding
    is_number = isinstance(step, (int, float, np.number))
    if not is_number or not (
        0 < step < np.inf and np.all(x + step != x) and np.all(x - step != x)
    ):
        raise ValueError(str(BAD_STEP.format(found=step)))
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        higher, lower = x.copy(), x.copy()
        higher[index] += step
        lower[index] -= step
        difference = _number(f(higher)) - _number(f(lower))
        gradient[index] = difference / (2 * step)
    return gradient


def _number(value: object) -> float:
    """What f has returned, if that is one finite number."""
    if hasattr(value, "detach"):
        value = value.detach()
    found = np.asarray(value)
    if found.size != 1 or found.dtype.kind not in "fiu" or not np.isfinite(found).all():
        kind = f"{found.dtype} {found.shape}" if found.size != 1 else repr(value)[:60]
        raise ValueError(str(NOT_A_NUMBER.format(found=kind)))
    return float(found.item())
