"""Gradients by central differences: slow, and right without any calculus."""

from collections.abc import Callable

import numpy as np

from course_utils.shapes.arrays import expect
from course_utils.text import Text

NOT_A_NUMBER = Text(
    en="f: expected one number for each x, found an array of shape {found}. "
    "Sum it, or choose one entry.",
    zh="f 对每个 x 应返回一个数，实际返回形状为 {found} 的数组。"
    "把它加起来，或者只取一项。",
)


def numerical_gradient(
    f: Callable[[np.ndarray], float], x: np.ndarray, step: float = 1e-5
) -> np.ndarray:
    """The gradient of the number f(x) by central differences, in the shape of x.

    (f(x + step) - f(x - step)) / (2 step) for each entry; the error falls with
    step², rounding grows with 1/step. f is called twice for each entry of x.
    """
    axes = " ".join(f"axis{i}" for i in range(np.ndim(x)))
    expect(x, axes, floats=True, finite=True)
    x = np.asarray(x, dtype=np.float64)  # in float32 the difference is mostly rounding
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        higher, lower = x.copy(), x.copy()
        higher[index] += step
        lower[index] -= step
        difference = np.asarray(f(higher) - f(lower))
        if difference.size != 1:
            raise ValueError(str(NOT_A_NUMBER.format(found=difference.shape)))
        gradient[index] = difference.item() / (2 * step)
    return gradient
