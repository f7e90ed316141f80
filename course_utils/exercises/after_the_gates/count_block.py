"""How many parameters one Transformer block has."""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("13_after_the_gates")


def block_sizes() -> list[tuple[int, int]]:
    """E, F: small ones, and one as it is used."""
    return [(4, 8), (6, 5), (1, 1), (64, 256), (10, 3)]


def new_block_size(rng: np.random.Generator) -> tuple[int, int]:
    E, F = rng.permutation(np.arange(2, 80))[:2]
    return int(E), int(F)


@exercises.add(
    task=Text(
        en="Count the parameters of one block: self-attention with q, k, v and an "
        "output, each E to E; a feed-forward part from E to F and back to E; two "
        "norms, each with a gain and a bias for E entries. Every matrix has a bias. "
        "`count_block(4, 8)` is 172.",
        zh="数出一个 Transformer 块的参数个数：自注意力里的 q、k、v 和输出，"
        "都是从 E 维到 E 维；前馈网络从 E 维到 F 维，再回到 E 维；"
        "层归一化有两个，各有 E 个增益和 E 个偏置。每个矩阵都带偏置。"
        "例如 `count_block(4, 8)` 等于 172。",
    ),
    hints=(
        Text(
            en="Count the three parts one by one. A matrix from E to F has E · F "
            "entries, and its bias one for each output.",
            zh="把三个部分逐个数一数。从 E 维到 F 维的矩阵有 E · F 个数，"
            "偏置是每个输出一个。",
        ),
        Text(
            en="Attention has four matrices E · E, each with a bias of E. The "
            "feed-forward part has two matrices, and their biases differ: F and E.",
            zh="注意力有四个 E · E 的矩阵，各带 E 个偏置。"
            "前馈网络有两个矩阵，偏置不一样多：一个有 F 个，一个有 E 个。",
        ),
        Text(
            en="`4 * E * (E + 1)` for attention and `4 * E` for both norms; the "
            "feed-forward part is `F * (E + 1)` on the way out. And back?",
            zh="注意力是 `4 * E * (E + 1)`，两个层归一化一共 `4 * E`；"
            "前馈网络的第一层是 `F * (E + 1)`，从 E 维到 F 维。回到 E 维的第二层呢？",
        ),
    ),
    cases=block_sizes,
    fresh=new_block_size,
)
def count_block(width: int, feed_forward_size: int) -> int:
    """E, F -> int"""
    E, F = width, feed_forward_size
    attention = 4 * E * (E + 1)
    feed_forward = F * (E + 1) + E * (F + 1)
    norms = 4 * E
    return attention + feed_forward + norms


@exercises.count_block.mistake(
    Text(
        en="Attention has three matrices in yours: q, k and v. What the heads have "
        "seen goes through a fourth one, the output.",
        zh="你的注意力只有 q、k、v 三个矩阵。各个头看到的内容，"
        "还要经过第四个矩阵：输出矩阵。",
    )
)
def without_the_output(width, feed_forward_size):
    return count_block(width, feed_forward_size) - width * (width + 1)


@exercises.count_block.mistake(
    Text(
        en="Attention has one matrix only in yours. Queries, keys, values and the "
        "output each have their own.",
        zh="你的注意力只数了一个矩阵。查询、键、值和输出，各有各的。",
    )
)
def one_matrix_to_attend(width, feed_forward_size):
    return count_block(width, feed_forward_size) - 3 * width * (width + 1)


@exercises.count_block.mistake(
    Text(
        en="No bias of a matrix is counted: 4 · E in attention, F + E in the "
        "feed-forward part.",
        zh="矩阵的偏置，你一个也没有数：注意力里有 4 · E 个，前馈网络里有 F + E 个。",
    )
)
def without_biases(width, feed_forward_size):
    E, F = width, feed_forward_size
    return 4 * E * E + 2 * E * F + 4 * E


@exercises.count_block.mistake(
    Text(
        en="The biases of the feed-forward part are missing: F on the way out, E on "
        "the way back.",
        zh="你漏了前馈网络的偏置：第一层有 F 个，第二层有 E 个。",
    )
)
def feed_forward_without_biases(width, feed_forward_size):
    return count_block(width, feed_forward_size) - width - feed_forward_size


@exercises.count_block.mistake(
    Text(
        en="Both biases of the feed-forward part have F entries in yours. A bias has "
        "one for each output: F on the way out, but E on the way back.",
        zh="前馈网络两层的偏置，你都数了 F 个。偏置是每个输出一个："
        "第一层有 F 个，第二层有 E 个。",
    )
)
def two_biases_of_f(width, feed_forward_size):
    return count_block(width, feed_forward_size) + feed_forward_size - width


@exercises.count_block.mistake(
    Text(
        en="The way back from F to E is missing.",
        zh="你漏了从 F 维回到 E 维的那个矩阵和它的偏置。",
    )
)
def never_back(width, feed_forward_size):
    return count_block(width, feed_forward_size) - width * (feed_forward_size + 1)


@exercises.count_block.mistake(
    Text(
        en="Your feed-forward part has another matrix from F to F. It goes from E to "
        "F, and straight back.",
        zh="你的前馈网络多了一个从 F 维到 F 维的矩阵。它从 E 维到 F 维，"
        "接着就直接回到 E 维。",
    )
)
def a_matrix_within(width, feed_forward_size):
    F = feed_forward_size
    return count_block(width, F) + F * (F + 1)


@exercises.count_block.mistake(
    Text(
        en="4 · E are missing. Either the norms: their means are computed, but each "
        "learns a gain and a bias, 2 · E. Or the four biases of attention, E each.",
        zh="你少数了 4 · E 个。也许漏了层归一化：均值和方差是算出来的，"
        "增益和偏置却是学出来的，每个层归一化有 2 · E 个。"
        "也许漏了注意力里四个矩阵的偏置，各有 E 个。",
    )
)
def without_norms(width, feed_forward_size):
    return count_block(width, feed_forward_size) - 4 * width


@exercises.count_block.mistake(
    Text(
        en="2 · E are missing. Either there is one norm in yours, or norms without a "
        "bias: there are two, with gain and bias. Or q, k and v share one bias of E; "
        "each has its own.",
        zh="你少数了 2 · E 个。也许你只数了一个层归一化，或者没数它们的偏置："
        "层归一化有两个，都有增益和偏置。"
        "也许你让 q、k、v 共用了一份偏置：它们各有各的。",
    )
)
def half_of_the_norms(width, feed_forward_size):
    return count_block(width, feed_forward_size) - 2 * width


@exercises.count_block.mistake(
    Text(
        en="Each norm has one gain and one bias in yours. It has one of both for each "
        "of the E entries.",
        zh="每个层归一化，你只数了一个增益、一个偏置。"
        "其实 E 项中的每一项都各有一个增益、一个偏置。",
    )
)
def one_number_a_norm(width, feed_forward_size):
    return count_block(width, feed_forward_size) - 4 * width + 4


@exercises.count_block.mistake(
    Text(
        en="Every bias is counted twice. An LSTM of PyTorch stores two for each block; "
        "these layers have one.",
        zh="偏置你都数了两遍。PyTorch 的 LSTM 每块存两份偏置，这里的层只有一份。",
    )
)
def biases_twice(width, feed_forward_size):
    E, F = width, feed_forward_size
    return count_block(E, F) + 4 * E + F + E


@exercises.count_block.mistake(
    Text(
        en="Attention has one bias of E in yours. Queries, keys, values and the output "
        "each have their own: 4 · E.",
        zh="整个注意力，你只数了 E 个偏置。查询、键、值和输出各有各的偏置，"
        "一共 4 · E 个。",
    )
)
def one_bias_to_attend(width, feed_forward_size):
    return count_block(width, feed_forward_size) - 3 * width


@exercises.count_block.mistake(
    Text(
        en="Only the entries of the matrices are counted. Each matrix has a bias as "
        "well, and each of the two norms 2 · E numbers.",
        zh="你只数了矩阵里的数。每个矩阵还带偏置，两个层归一化还各有 2 · E 个参数。",
    )
)
def matrices_only(width, feed_forward_size):
    return 4 * width**2 + 2 * width * feed_forward_size


@exercises.count_block.mistake(
    Text(
        en="The way out from E to F is missing, with its bias of F.",
        zh="你漏了从 E 维到 F 维的那个矩阵和它的 F 个偏置。",
    )
)
def never_out(width, feed_forward_size):
    return count_block(width, feed_forward_size) - feed_forward_size * (width + 1)


@exercises.count_block.mistake(
    Text(
        en="Both biases of the feed-forward part have E entries in yours. A bias has "
        "one for each output: E on the way back, but F on the way out.",
        zh="前馈网络两层的偏置，你都数了 E 个。偏置是每个输出一个："
        "第二层有 E 个，第一层却有 F 个。",
    )
)
def two_biases_of_e(width, feed_forward_size):
    return count_block(width, feed_forward_size) + width - feed_forward_size


@exercises.count_block.mistake(
    Text(
        en="4 · E are too many. Did you count the norms' means and variances? They are "
        "computed, not learnt: each norm has a gain and a bias, 2 · E.",
        zh="你多数了 4 · E 个。层归一化的均值和方差，是不是也数进去了？"
        "它们是算出来的，不是学出来的：每个层归一化只有增益和偏置，2 · E 个。",
    )
)
def norms_twice(width, feed_forward_size):
    return count_block(width, feed_forward_size) + 4 * width


@exercises.count_block.mistake(
    Text(
        en="One norm has F entries in yours. Both stand before a part, where the "
        "vectors still have E.",
        zh="有一个层归一化，你按 F 项来数了。注意力和前馈网络前面各有一个层归一化，"
        "那里的向量都是 E 项。",
    )
)
def second_norm_of_f(width, feed_forward_size):
    return count_block(width, feed_forward_size) - 2 * width + 2 * feed_forward_size


@exercises.count_block.mistake(
    Text(
        en="The feed-forward part has its biases twice in yours. They are F on the "
        "way out and E on the way back, once each.",
        zh="前馈网络的偏置你算了两遍。第一层有 F 个，第二层有 E 个，各算一遍。",
    )
)
def feed_forward_biases_twice(width, feed_forward_size):
    return count_block(width, feed_forward_size) + width + feed_forward_size
