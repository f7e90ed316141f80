"""Square matrices that are multiplied many times: how fast they grow or shrink."""

from __future__ import annotations

import numpy as np

from course_utils.scratch.parts import check_generator
from course_utils.shapes.arrays import expect
from course_utils.shapes.whole_numbers import counts
from course_utils.text import Text

NO_EIGENVALUE = Text(
    en="W: every eigenvalue is 0, so no factor can give it the spectral radius "
    "{radius:g}. Choose another matrix.",
    zh="W 的特征值全是 0，乘上什么数，谱半径也到不了 {radius:g}。换一个矩阵吧。",
)
NO_FLOAT_MATRIX = Text(
    en="W: expected an array of float32 or float64, found {found}. "
    "Write np.asarray(W, dtype=float).",
    zh="W 应是 float32 或 float64 的数组，实际是 {found}。"
    "请写 np.asarray(W, dtype=float)。",
)
NO_RADIUS = Text(
    en="radius: expected a finite number, at least 0, found {found}. Try radius=0.9.",
    zh="radius（谱半径）应是不小于 0 的有限数，实际是 {found}。可以试试 radius=0.9。",
)

OUT_OF_RANGE = Text(
    en="W: a factor of {radius:g} / {now:g} would take it out of the range of "
    "{dtype}. Choose a matrix and a radius nearer to 1.",
    zh="W 乘上 {radius:g} / {now:g} 会超出 {dtype} 的范围。"
    "请换一个更接近 1 的矩阵和半径。",
)


def spectral_radius(W: np.ndarray) -> float:
    """The largest size |λ| of the eigenvalues of W (H, H)."""
    expect(W, "H H", name="W", floats=True, finite=True)
    if getattr(W, "dtype", None) not in (np.float32, np.float64):
        found = getattr(W, "dtype", type(W).__name__)
        raise ValueError(str(NO_FLOAT_MATRIX.format(found=found)))
    return float(np.abs(np.linalg.eigvals(W)).max())


def rescale(W: np.ndarray, radius: float) -> np.ndarray:
    """W (H, H) times the one factor that gives it the spectral radius `radius`.

    `ValueError` when all eigenvalues are 0, or a radius is too small or too large.
    """
    is_number = isinstance(radius, (int, float, np.number))
    if not is_number or not (np.isfinite(radius) and radius >= 0):
        raise ValueError(str(NO_RADIUS.format(found=radius)))
    now = spectral_radius(W)
    if now == 0:
        raise ValueError(str(NO_EIGENVALUE.format(radius=radius)))
    factor = radius / now
    with np.errstate(all="ignore"):
        scaled = W * factor
    tiny = np.finfo(W.dtype).tiny  # below it, digits are lost
    is_lost = radius > 0 and min(now, radius, factor) < tiny
    if is_lost or not np.isfinite(scaled).all():
        message = OUT_OF_RANGE.format(radius=radius, now=now, dtype=W.dtype)
        raise ValueError(str(message))
    return scaled


@counts("size")
def random_rotation(size: int, rng: np.random.Generator) -> np.ndarray:
    """A random orthogonal matrix (H, H), H = `size`: it keeps every length.

    Uniform over all of them: Q of a Gaussian matrix's QR, signs corrected
    [Mezzadri 2007]. (Half of them also mirror; lengths do not care.)
    """
    Q, R = np.linalg.qr(check_generator(rng).normal(size=(size, size)))
    signs = np.where(np.diag(R) < 0, -1.0, 1.0)
    return Q * signs
