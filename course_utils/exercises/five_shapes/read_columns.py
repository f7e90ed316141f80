"""A picture as a sequence of its columns."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("07_five_shapes")


def picture_cases() -> list[tuple[np.ndarray]]:
    """One small picture; three wide ones, with fractions; a square batch of squares."""
    rng = np.random.default_rng(4)
    return [
        (np.array([[[1, 2, 3], [4, 5, 6]]]),),
        (rng.integers(0, 9, size=(3, 2, 4)) / 2,),
        (rng.integers(0, 9, size=(4, 4, 4)),),
    ]


def drawn_pictures(rng: np.random.Generator) -> tuple[np.ndarray]:
    """Pictures of another size, each number once."""
    size = (int(rng.integers(2, 4)), int(rng.integers(4, 6)), int(rng.integers(6, 8)))
    return (rng.permutation(size[0] * size[1] * size[2]).reshape(size) / 8,)


@exercises.add(
    task=Text(
        en="Turn pictures (B, height, width) into sequences of their columns, from "
        "left to right: step t of the answer is column t, from top to bottom.",
        zh="把图片 (B, 高, 宽) 变成由列组成的序列。列从左往右排，第 t 步就是第 t 列；"
        "每一列里的数从上往下排。",
    ),
    hints=(
        Text(
            en="There are as many steps as columns, and a step is as long as a column "
            "is high. Which shape must come out?",
            zh="有几列就有几步，图有多高，每一步就有几个数。结果应当是什么形状？",
        ),
        Text(
            en="Two axes change places; the first one, of the pictures, stays where it "
            "is. An array can do that without copying a number.",
            zh="后两个轴对调，第一个轴（批量）不动。"
            "NumPy 有现成的办法，一个数也不用复制。",
        ),
        Text(
            en="`np.swapaxes` wants the numbers of the two axes. Height is axis 1.",
            zh="`np.swapaxes` 要的是两个轴的编号。高是第 1 轴。",
        ),
    ),
    cases=picture_cases,
    fresh=drawn_pictures,
)
def read_columns(images: np.ndarray) -> np.ndarray:
    """images (B, height, width) -> sequences (B, width, height)"""
    return images.swapaxes(1, 2)


@exercises.read_columns.mistake(
    Text(
        en="The shape is right, the numbers are not. `reshape` reads row after row and "
        "cuts anew, so a step holds the end of one row and the start of the next. "
        "Exchange the axes instead.",
        zh="形状对了，数却乱了。`reshape` 是一行接一行地读，再重新切段，"
        "一步里会混进上一行的尾和下一行的头。要对调的是轴。",
    )
)
def reshaped(images):
    return images.reshape(len(images), images.shape[2], images.shape[1])


@exercises.read_columns.mistake(
    Text(
        en="These are the rows: a picture is read from top to bottom as it is. For its "
        "columns, height and width change places.",
        zh="你得到的还是一行一行的：图片不加改动，就是从上往下按行读。要按列读，高和宽得对调。",
    )
)
def rows(images):
    return images.copy()


@exercises.read_columns.mistake(
    Text(
        en="`.T` turns all three axes round, so the pictures end up in the last. Only "
        "height and width change places.",
        zh="`.T` 把三个轴全颠倒了，批量跑到了最后。只该对调高和宽。",
    )
)
def all_axes_turned(images):
    return images.T


@exercises.read_columns.mistake(
    Text(
        en="The columns come from right to left. Step 0 is the leftmost column.",
        zh="你的列是从右往左排的。第 0 步应当是最左边的一列。",
    )
)
def from_right_to_left(images):
    return images.swapaxes(1, 2)[:, ::-1]


@exercises.read_columns.mistake(
    Text(
        en="Each column stands on its head: its first number must be the topmost "
        "pixel. `np.rot90` turns a picture; here it is mirrored.",
        zh="每一列都头朝下了：第一个数应当是最上面的像素。"
        "`np.rot90` 是旋转，这里要的是沿对角线翻转。",
    )
)
def upside_down(images):
    return images[:, ::-1].swapaxes(1, 2)


@exercises.read_columns.mistake(
    Text(
        en="The columns have moved before the pictures, (W, B, H): the first axis must "
        "stay the batch. Exchange axes 1 and 2 only.",
        zh="列跑到批量前面去了，成了 (W, B, H)：打头的轴应当还是批量，"
        "只对调第 1、2 轴。",
    )
)
def batch_and_columns(images):
    return np.moveaxis(images, 2, 0)
