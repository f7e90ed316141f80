"""A matrix with the spectral radius one wants."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("04_fading_memory")


def rescale_cases() -> list[tuple[np.ndarray, float]]:
    """A small matrix whose largest eigenvalue is negative, then random ones.

    In the last two, the first eigenvalue that NumPy finds is not the largest, nor is
    the last; one has to grow, the other to shrink.
    """
    rng = np.random.default_rng(0)
    more = np.random.default_rng(159)
    return [
        (np.array([[0.5, 1.0], [0.0, -2.0]]), 1.0),
        (rng.normal(size=(5, 5)).round(2), 0.9),
        (rng.normal(size=(4, 4)).round(2), 1.2),
        (more.normal(size=(3, 3)).round(2), 3.5),
        (more.normal(size=(6, 6)).round(2), 0.7),
    ]


def new_rescale_case(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    size = int(rng.integers(3, 7))
    return rng.normal(size=(size, size)).round(2), float(rng.uniform(0.5, 4.0))


@exercises.add(
    task=Text(
        en="Multiply `W` (H, H) by one number, so that its spectral radius becomes "
        "`radius`.",
        zh="给 `W` (H, H) 乘上一个数，让谱半径变成 `radius`。",
    ),
    hints=(
        Text(
            en="Multiply a matrix by 3: what happens to each of its eigenvalues? So "
            "which factor leads from the radius that it has to the one you want?",
            zh="矩阵乘以 3，每个特征值会怎样？"
            "那么，从现有的谱半径到想要的谱半径，该乘多少？",
        ),
        Text(
            en="`np.linalg.eigvals(W)` gives the eigenvalues. They may be complex or "
            "negative: take their sizes with `np.abs`, then the largest.",
            zh="`np.linalg.eigvals(W)` 给出特征值，可能是负数，也可能是复数。"
            "先用 `np.abs` 取大小，再取最大的那个。",
        ),
        Text(
            en="With `now = np.abs(...).max()`, the factor is `radius / now`.",
            zh="记 `now = np.abs(...).max()`，要乘的就是 `radius / now`。",
        ),
    ),
    cases=rescale_cases,
    fresh=new_rescale_case,
    course_versions=("rescale",),
)
def rescale_to_radius(W: np.ndarray, radius: float) -> np.ndarray:
    """W (H, H), radius -> (H, H)"""
    sizes = np.abs(np.linalg.eigvals(W))
    return W * (radius / sizes.max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the largest singular value. It says how much one step can "
        "stretch at most; the spectral radius is the largest size of an *eigenvalue*.",
        zh="你除以的是最大奇异值，那是一步最多能拉长多少倍。"
        "谱半径看的是特征值，取大小最大的那个。",
    )
)
def by_the_singular_value(W, radius):
    return W * (radius / np.linalg.norm(W, 2))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the root of the sum of all squared entries. That is the norm "
        "of the matrix as if it were one long vector, not an eigenvalue.",
        zh="你除以的是所有元素平方和的平方根，等于把矩阵当成一个长向量来量长度，"
        "和特征值无关。",
    )
)
def by_the_frobenius_norm(W, radius):
    return W * (radius / np.linalg.norm(W))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You multiply by `radius`, whatever the matrix had before. Which radius has "
        "`W` now?",
        zh="你直接乘上了 `radius`，没管矩阵原来的谱半径。先算算 `W` 现在的谱半径。",
    )
)
def times_the_radius(W, radius):
    return W * radius


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the present radius but do not multiply by the new one: yours "
        "is always 1.",
        zh="你除以了现有的谱半径，却没有乘上新的，结果总是 1。",
    )
)
def always_one(W, radius):
    return W / np.abs(np.linalg.eigvals(W)).max()


@exercises.rescale_to_radius.mistake(
    Text(
        en="The factor is upside down: you want what you wish for over what you have.",
        zh="倍数写颠倒了：应该是想要的除以现有的。",
    )
)
def factor_upside_down(W, radius):
    return W * (np.abs(np.linalg.eigvals(W)).max() / radius)


@exercises.rescale_to_radius.mistake(
    Text(
        en="You take the largest eigenvalue, not the largest *size*. -2 is smaller "
        "than 0.5, yet it stretches four times as much. `np.abs` is missing.",
        zh="你取的是数值最大的特征值，该取的是大小最大的。"
        "-2 比 0.5 小，拉长的本事却是它的四倍。少了 `np.abs`。",
    )
)
def largest_without_size(W, radius):
    return W * (radius / np.linalg.eigvals(W).max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="You keep the real part only. The size of a complex eigenvalue needs both "
        "parts: `np.abs`.",
        zh="你只看了实部。复数特征值的大小要实部、虚部一起算，用 `np.abs`。",
    )
)
def real_part_only(W, radius):
    return W * (radius / np.linalg.eigvals(W).real.max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="You take the size of the real part. A complex eigenvalue is larger than "
        "that: `np.abs` of the whole number counts both parts.",
        zh="你取的是实部的大小，而复数特征值比它的实部大。"
        "对整个复数用 `np.abs`，虚部才算进去。",
    )
)
def size_of_the_real_part(W, radius):
    return W * (radius / np.abs(np.linalg.eigvals(W).real).max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="`eigvalsh` is for symmetric matrices; it reads only one half of `W`. "
        "This one is not symmetric: take `eigvals`.",
        zh="`eigvalsh` 是给对称矩阵用的，只读 `W` 的一半。"
        "这里的矩阵不对称，要用 `eigvals`。",
    )
)
def as_if_symmetric(W, radius):
    return W * (radius / np.abs(np.linalg.eigvalsh(W)).max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="You take the mean size of the eigenvalues. After many steps only the "
        "largest counts.",
        zh="你取的是特征值大小的平均。步数一多，只有最大的那个算数。",
    )
)
def by_the_mean(W, radius):
    return W * (radius / np.abs(np.linalg.eigvals(W)).mean())


@exercises.rescale_to_radius.mistake(
    Text(
        en="You take the largest entry of the matrix. An eigenvalue depends on all "
        "entries together: `np.linalg.eigvals(W)`.",
        zh="你取的是矩阵里最大的元素。特征值由所有元素共同决定："
        "`np.linalg.eigvals(W)`。",
    )
)
def by_the_largest_entry(W, radius):
    return W * (radius / np.abs(W).max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the trace. It is the *sum* of the eigenvalues; the spectral "
        "radius is the largest size among them.",
        zh="你除以的是迹，那是所有特征值之和。谱半径是其中大小最大的那个。",
    )
)
def by_the_trace(W, radius):
    return W * (radius / np.trace(W))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the size of the trace. The trace is the *sum* of the "
        "eigenvalues; the spectral radius is the largest size among them.",
        zh="你除以的是迹的绝对值，而迹是所有特征值之和。谱半径是其中大小最大的那个。",
    )
)
def by_the_size_of_the_trace(W, radius):
    return W * (radius / abs(np.trace(W)))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the determinant. It is the *product* of the eigenvalues; the "
        "spectral radius is the largest size among them.",
        zh="你除以的是行列式，那是所有特征值之积。谱半径是其中大小最大的那个。",
    )
)
def by_the_determinant(W, radius):
    return W * (radius / np.linalg.det(W))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the size of the determinant. The determinant is the "
        "*product* of the eigenvalues; the spectral radius is the largest size among "
        "them.",
        zh="你除以的是行列式的绝对值，而行列式是所有特征值之积。"
        "谱半径是其中大小最大的那个。",
    )
)
def by_the_size_of_the_determinant(W, radius):
    return W * (radius / abs(np.linalg.det(W)))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You take the first eigenvalue in the list. They come in no order: which "
        "is the largest in size?",
        zh="你取的是列表里的第一个特征值。特征值没有按顺序排：哪个的大小最大？",
    )
)
def by_the_first_eigenvalue(W, radius):
    return W * (radius / np.abs(np.linalg.eigvals(W)[0]))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You take the last eigenvalue in the list. They are not sorted: which is "
        "the largest in size?",
        zh="你取的是列表里的最后一个特征值。特征值并没有排序：哪个的大小最大？",
    )
)
def by_the_last_eigenvalue(W, radius):
    return W * (radius / np.abs(np.linalg.eigvals(W)[-1]))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You found the right eigenvalue, and divide by it, not by its size. One "
        "that is negative or complex would turn the matrix round.",
        zh="特征值找对了，可你除以的是它本身，不是它的大小。它要是负数或复数，矩阵就"
        "被转了方向。",
    )
)
def by_the_eigenvalue_itself(W, radius):
    values = np.linalg.eigvals(W)
    return W * (radius / values[np.abs(values).argmax()])


@exercises.rescale_to_radius.mistake(
    Text(
        en="A matrix with a smaller radius stays as it is in yours. It is to get "
        "the radius asked for, whether by growing or by shrinking.",
        zh="谱半径偏小的矩阵，你没有动。不管要放大还是缩小，都要变成指定的谱半径。",
    )
)
def only_shrunk(W, radius):
    now = np.abs(np.linalg.eigvals(W)).max()
    return W * (radius / now) if now > radius else W


@exercises.rescale_to_radius.mistake(
    Text(
        en="A matrix with a larger radius stays as it is in yours. It is to get the "
        "radius asked for, whether by shrinking or by growing.",
        zh="谱半径偏大的矩阵，你没有动。不管要缩小还是放大，都要变成指定的谱半径。",
    )
)
def only_grown(W, radius):
    now = np.abs(np.linalg.eigvals(W)).max()
    return W * (radius / now) if now < radius else W


@exercises.rescale_to_radius.mistake(
    Text(
        en="You divide by the largest sum of absolute values in a row. That is a norm "
        "of the matrix, and never below the spectral radius.",
        zh="你除以的是各行绝对值之和里最大的一个。那是矩阵的一种范数，从不小于谱半径。",
    )
)
def by_the_largest_row_sum(W, radius):
    return W * (radius / np.linalg.norm(W, np.inf))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You take the diagonal for the eigenvalues. That holds for triangular "
        "matrices only: `np.linalg.eigvals(W)`.",
        zh="你把对角线当成了特征值。只有三角矩阵才这样，一般要用 "
        "`np.linalg.eigvals(W)`。",
    )
)
def by_the_diagonal(W, radius):
    return W * (radius / np.abs(np.diag(W)).max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="You add what is missing to every entry. The matrix is to be *multiplied* "
        "by one number.",
        zh="你给每个元素都加上了差额。题目要的是给整个矩阵*乘*一个数。",
    )
)
def shifted_by_the_gap(W, radius):
    return W + (radius - np.abs(np.linalg.eigvals(W)).max())


@exercises.rescale_to_radius.mistake(
    Text(
        en="Each row is scaled by a number of its own. One number for the whole "
        "matrix is asked for.",
        zh="你给每一行各乘了一个数。题目要的是整个矩阵只乘一个数。",
    )
)
def each_row_by_itself(W, radius):
    return W * (radius / np.linalg.norm(W, axis=1, keepdims=True))


@exercises.rescale_to_radius.mistake(
    Text(
        en="You cut off large entries. Scale all of them by one number: the ratio of "
        "the radius asked for to the present one.",
        zh="你把大的元素截断了。应该全部乘上同一个数：想要的谱半径除以现在的谱半径。",
    )
)
def entries_cut_off(W, radius):
    return np.clip(W, -radius, radius)
