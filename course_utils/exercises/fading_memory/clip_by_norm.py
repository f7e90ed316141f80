"""Clip gradients that are too large, all together, by their norm."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("04_fading_memory")

Gradients = list[np.ndarray]


def clip_cases() -> list[tuple[Gradients, float]]:
    """Norm 50, twice; within the limit, not squared; both within; below 1; random."""
    rng = np.random.default_rng(0)
    return [
        ([np.array([30.0, 0.0]), np.array([40.0])], 5.0),
        ([np.array([24.0, 32.0]), np.array([30.0])], 5.0),
        ([np.array([[1.5, -2.0]]), np.array([2.0])], 5.0),
        ([np.array([0.3, 0.4]), np.array([[1.2]])], 5.0),
        ([np.array([0.3]), np.array([0.4])], 5.0),
        ([4 * rng.normal(size=(3, 2)), rng.normal(size=(3,)), np.array([7.0])], 2.0),
    ]


def new_clip_case(rng: np.random.Generator) -> tuple[Gradients, float]:
    shapes = [(2, 3), (4,), (1, 2)][: rng.integers(1, 4)]
    gradients = [3 * rng.normal(size=shape) for shape in shapes]
    return gradients, float(rng.choice([0.5, 2.0, 100.0]))


@exercises.add(
    task=Text(
        en="`gradients` is a list of arrays. If the norm of all their entries together "
        "is above `max_norm`, return them scaled down to that norm; else as they are.",
        zh="`gradients` 是一组数组。所有元素合在一起算范数："
        "超过 `max_norm`，就按比例缩到 `max_norm` 再返回；没超过，就原样返回。",
    ),
    hints=(
        Text(
            en="Think of all entries of all arrays as one long vector. How long is it?",
            zh="把所有数组的所有元素想成一个长长的向量。它有多长？",
        ),
        Text(
            en="The length is the *root* of the sum of all squares. If it is too "
            "large, multiply every array by the same number, which is below 1.",
            zh="长度是所有元素平方和的平方根。"
            "太长了，就给每个数组乘上同一个小于 1 的数。",
        ),
        Text(
            en="`norm = np.sqrt(sum((g**2).sum() for g in gradients))`; the number is "
            "`max_norm / norm`, and never more than 1.",
            zh="`norm = np.sqrt(sum((g**2).sum() for g in gradients))`；"
            "要乘的数是 `max_norm / norm`，但不能大于 1。",
        ),
    ),
    cases=clip_cases,
    fresh=new_clip_case,
)
def clip_by_norm(gradients: Gradients, max_norm: float) -> Gradients:
    """list of arrays, number -> list of arrays"""
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    if norm <= max_norm:
        return gradients
    return [g * (max_norm / norm) for g in gradients]


def scaled(gradients: Gradients, factor: float) -> Gradients:
    """Every array times `factor`."""
    return [g * factor for g in gradients]


def norm_of(gradients: Gradients) -> float:
    """The root of the sum of all squared entries."""
    return float(np.sqrt(sum((g**2).sum() for g in gradients)))


@exercises.clip_by_norm.mistake(
    Text(
        en="The root is missing: you take the sum of the squares for the norm. "
        "Gradients of norm 50 then shrink to 0.1, not to 5.",
        zh="少了开平方：你把平方和当成了范数。"
        "范数是 50 的梯度，结果缩到了 0.1，而不是 5。",
    )
)
def without_the_root(gradients, max_norm):
    squares = norm_of(gradients) ** 2
    return scaled(gradients, min(1.0, max_norm / squares))


@exercises.clip_by_norm.mistake(
    Text(
        en="You compare the sum of the squares with `max_norm`. The scaling is right, "
        "but some gradients are scaled that were within the limit.",
        zh="你拿平方和去跟 `max_norm` 比。缩放的倍数是对的，"
        "可有的梯度没超限，也给缩小了。",
    )
)
def squares_compared(gradients, max_norm):
    norm = norm_of(gradients)
    return scaled(gradients, max_norm / norm) if norm**2 > max_norm else gradients


@exercises.clip_by_norm.mistake(
    Text(
        en="You clip each array by its own norm. Then the arrays change relative to "
        "each other, and the step points elsewhere. One norm for all.",
        zh="你按每个数组自己的范数来裁。这样各数组之间的比例变了，"
        "更新的方向也就变了。所有数组要共用一个范数。",
    )
)
def each_array_alone(gradients, max_norm):
    return [
        scaled([g], min(1.0, max_norm / float(np.linalg.norm(g))))[0] for g in gradients
    ]


@exercises.clip_by_norm.mistake(
    Text(
        en="You clip each entry. That bends the direction: large entries are cut, "
        "small ones stay. Here all are scaled by one number.",
        zh="你裁的是每个元素。大的被截短，小的不变，方向就偏了。"
        "这里要给所有元素乘上同一个数。",
    )
)
def each_entry(gradients, max_norm):
    return [np.clip(g, -max_norm, max_norm) for g in gradients]


@exercises.clip_by_norm.mistake(
    Text(
        en="You always scale to `max_norm`, so small gradients grow. Within the limit "
        "they stay as they are.",
        zh="你总是缩放到 `max_norm`，小的梯度反而被放大了。没超限的，应当原样返回。",
    )
)
def always_scaled(gradients, max_norm):
    return scaled(gradients, max_norm / norm_of(gradients))


@exercises.clip_by_norm.mistake(
    Text(
        en="The comparison is the wrong way round: you scale the gradients that are "
        "below the limit, and let the large ones pass.",
        zh="比较写反了：没超限的你去缩放，超限的反而放过。",
    )
)
def clipped_when_below(gradients, max_norm):
    norm = norm_of(gradients)
    return scaled(gradients, max_norm / norm) if norm < max_norm else gradients


@exercises.clip_by_norm.mistake(
    Text(
        en="You scale to norm 1. The limit is `max_norm`: multiply by it, too.",
        zh="你把范数缩到了 1。上限是 `max_norm`，还要乘上它。",
    )
)
def scaled_to_one(gradients, max_norm):
    norm = norm_of(gradients)
    return scaled(gradients, 1 / norm) if norm > max_norm else gradients


@exercises.clip_by_norm.mistake(
    Text(
        en="You add the norms of the arrays. Add their squares, and take one root at "
        "the end.",
        zh="你把各数组的范数加了起来。应该先把平方加起来，最后才开平方。",
    )
)
def sum_of_norms(gradients, max_norm):
    total = sum(float(np.linalg.norm(g)) for g in gradients)
    return scaled(gradients, min(1.0, max_norm / total))


@exercises.clip_by_norm.mistake(
    Text(
        en="You take the sum of the absolute values. The norm that is meant squares, "
        "adds, and takes the root.",
        zh="你取的是绝对值之和。这里说的范数是先平方，再相加，最后开平方。",
    )
)
def sum_of_absolute_values(gradients, max_norm):
    total = sum(float(np.abs(g).sum()) for g in gradients)
    return scaled(gradients, min(1.0, max_norm / total))


@exercises.clip_by_norm.mistake(
    Text(
        en="You take the largest entry for the norm. Many entries below the limit can "
        "still make a long vector.",
        zh="你拿最大的元素当范数。每个元素都不大，合起来的向量照样可以很长。",
    )
)
def by_the_largest_entry(gradients, max_norm):
    largest = max(float(np.abs(g).max()) for g in gradients)
    return scaled(gradients, min(1.0, max_norm / largest))


@exercises.clip_by_norm.mistake(
    Text(
        en="You take the mean of the squares, not their sum: the limit would grow with "
        "the number of parameters.",
        zh="你对平方取了平均，而不是求和。这样参数越多，上限就越松。",
    )
)
def root_of_the_mean(gradients, max_norm):
    size = sum(g.size for g in gradients)
    return scaled(gradients, min(1.0, max_norm / (norm_of(gradients) / size**0.5)))


@exercises.clip_by_norm.mistake(
    Text(
        en="You return the norm. Return the gradients, scaled where that is needed.",
        zh="你返回的是范数。要返回的是梯度，该缩放的已经缩放好。",
    )
)
def the_norm_itself(gradients, max_norm):
    return norm_of(gradients)


@exercises.clip_by_norm.mistake(
    Text(
        en="You divide every gradient by its norm. Multiply by `max_norm`, too, and "
        "only above the limit: within it they stay as they are.",
        zh="不管多大，你一律除以范数。超限的除完还要乘上 `max_norm`；"
        "没超限的，应当原样返回。",
    )
)
def divided_by_the_norm(gradients, max_norm):
    return scaled(gradients, 1 / norm_of(gradients))


@exercises.clip_by_norm.mistake(
    Text(
        en="You scale down to norm 1, and above 1 already. The limit is `max_norm`: "
        "`max_norm / norm`, and never more than 1.",
        zh="范数一过 1，你就缩到 1。上限是 `max_norm`："
        "要乘的是 `max_norm / norm`，但不能大于 1。",
    )
)
def limit_forgotten(gradients, max_norm):
    return scaled(gradients, min(1.0, 1 / norm_of(gradients)))


@exercises.clip_by_norm.mistake(
    Text(
        en="You take the norm of the largest array alone. All entries of all arrays "
        "count, as one long vector.",
        zh="你只取了范数最大的那个数组。所有数组的所有元素要合成一个长向量来算。",
    )
)
def by_the_largest_array(gradients, max_norm):
    largest = max(norm_of([g]) for g in gradients)
    return scaled(gradients, min(1.0, max_norm / largest))


@exercises.clip_by_norm.mistake(
    Text(
        en="The factor is upside down: `norm / max_norm` makes large gradients "
        "larger still.",
        zh="倍数上下颠倒了：`norm / max_norm` 只会让大的梯度更大。",
    )
)
def norm_over_limit(gradients, max_norm):
    norm = norm_of(gradients)
    return scaled(gradients, norm / max_norm) if norm > max_norm else gradients


@exercises.clip_by_norm.mistake(
    Text(
        en="The factor is upside down: `norm / max_norm` is below 1 where nothing "
        "should change, and you stop at 1 where it should shrink.",
        zh="倍数上下颠倒了：不该变的地方 `norm / max_norm` 小于 1，该缩小的地方却停"
        "在了 1。",
    )
)
def norm_over_limit_at_most_one(gradients, max_norm):
    return scaled(gradients, min(1.0, norm_of(gradients) / max_norm))


@exercises.clip_by_norm.mistake(
    Text(
        en="You scale by the ratio of the squares. The norm shrinks by the same "
        "number as the entries do: take the root first.",
        zh="你乘的是平方之比。元素缩小多少倍，范数就缩小多少倍：要先开平方。",
    )
)
def squares_for_norms(gradients, max_norm):
    return scaled(gradients, min(1.0, max_norm**2 / norm_of(gradients) ** 2))


@exercises.clip_by_norm.mistake(
    Text(
        en="You average the squares within each array and then over the arrays. Add "
        "them all.",
        zh="你先在每个数组里对平方取平均，再对各数组取平均。应当全部加起来。",
    )
)
def mean_of_the_means(gradients, max_norm):
    mean = float(np.mean([(g**2).mean() for g in gradients]))
    return scaled(gradients, min(1.0, max_norm / mean**0.5))


@exercises.clip_by_norm.mistake(
    Text(
        en="The numbers come back as one long vector. Each array should keep its "
        "shape: return a list of them.",
        zh="你把所有数拼成一个长向量返回了。每个数组的形状都要保留，返回的是一组数组。",
    )
)
def one_long_vector(gradients, max_norm):
    return np.concatenate([g.ravel() for g in clip_by_norm(gradients, max_norm)])


@exercises.clip_by_norm.mistake(
    Text(
        en="You multiply by `max_norm` and never divide by the norm.",
        zh="你只乘了 `max_norm`，没有除以范数。",
    )
)
def scaled_by_the_limit(gradients, max_norm):
    return scaled(gradients, max_norm) if norm_of(gradients) > max_norm else gradients


@exercises.clip_by_norm.mistake(
    Text(
        en="You always divide by the sum of the squares. Take its root, multiply by "
        "`max_norm`, and only above the limit.",
        zh="你总是除以平方和。先开方，再乘上 `max_norm`，而且只在超过上限时才缩小。",
    )
)
def divided_by_the_squares(gradients, max_norm):
    return scaled(gradients, 1 / norm_of(gradients) ** 2)


@exercises.clip_by_norm.mistake(
    Text(
        en="You always scale, and by `max_norm` over the sum of the squares. The root "
        "of that sum is the norm; within the limit nothing changes.",
        zh="你总是缩放，倍数是 `max_norm` 除以平方和。平方和开方才是范数；没超过上限就"
        "原样返回。",
    )
)
def always_limit_over_the_squares(gradients, max_norm):
    return scaled(gradients, max_norm / norm_of(gradients) ** 2)


@exercises.clip_by_norm.mistake(
    Text(
        en="Above the limit you divide by the sum of the squares. The factor is "
        "`max_norm` over the norm.",
        zh="超过上限时，你除以的是平方和。倍数应该是 `max_norm` 除以范数。",
    )
)
def divided_by_the_squares_above_the_limit(gradients, max_norm):
    norm = norm_of(gradients)
    return scaled(gradients, 1 / norm**2) if norm > max_norm else gradients


@exercises.clip_by_norm.mistake(
    Text(
        en="You multiply the norm by the limit. Divide: how many times the limit is "
        "the norm?",
        zh="你把范数和上限乘在了一起。应该相除：范数是上限的多少倍？",
    )
)
def norm_times_the_limit(gradients, max_norm):
    return scaled(gradients, 1 / max(1.0, norm_of(gradients) * max_norm))


@exercises.clip_by_norm.mistake(
    Text(
        en="You divide by the norm plus the limit: then small gradients shrink, too, "
        "and none reaches the limit.",
        zh="你除以的是范数加上限：这样小的梯度也会缩小，而且谁也到不了上限。",
    )
)
def norm_plus_the_limit(gradients, max_norm):
    return scaled(gradients, max_norm / (norm_of(gradients) + max_norm))


@exercises.clip_by_norm.mistake(
    Text(
        en="You take the norm of the last array alone: does the loop overwrite the "
        "one before? Add the squares of all arrays.",
        zh="你只用了最后一个数组的范数：是不是循环里每次都把前一个覆盖了？要把所有数组"
        "的平方加起来。",
    )
)
def by_the_last_array(gradients, max_norm):
    return scaled(gradients, min(1.0, max_norm / norm_of(gradients[-1:])))


@exercises.clip_by_norm.mistake(
    Text(
        en="You take the norm of the first array alone. Add the squares of all arrays.",
        zh="你只用了第一个数组的范数。要把所有数组的平方加起来。",
    )
)
def by_the_first_array(gradients, max_norm):
    return scaled(gradients, min(1.0, max_norm / norm_of(gradients[:1])))


@exercises.clip_by_norm.mistake(
    Text(
        en="You subtract from each entry what the norm is above the limit. That bends "
        "the direction: multiply all by one number.",
        zh="你从每个元素里减去了范数超出的部分，这会改变方向。应该让所有元素乘同一个"
        "数。",
    )
)
def limit_subtracted(gradients, max_norm):
    gap = norm_of(gradients) - max_norm
    return [g - gap for g in gradients] if gap > 0 else gradients


@exercises.clip_by_norm.mistake(
    Text(
        en="Only the first array comes back. Return all of them, as a list.",
        zh="只返回了第一个数组。要把所有数组放在一个列表里返回。",
    )
)
def first_array_alone(gradients, max_norm):
    return clip_by_norm(gradients, max_norm)[0]


@exercises.clip_by_norm.mistake(
    Text(
        en="The list holds the first array alone: does the `return` stand inside the "
        "loop?",
        zh="列表里只有第一个数组：`return` 是不是写在循环里了？",
    )
)
def return_within_the_loop(gradients, max_norm):
    return clip_by_norm(gradients, max_norm)[:1]
