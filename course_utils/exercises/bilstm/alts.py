"""Lesson 09: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "speeds": Text(
        en="Bars of symbols read a second: packed, padded and reversed within length, "
        "each in random batches and in buckets. In buckets all are faster, and "
        "packing is the slowest.",
        zh="条形图：打包、填充、在各自长度内倒读，每秒各读多少个符号，"
        "随机分批和按长度分批各一条。按长度分批都更快，打包最慢。",
    ),
    "ablation": Text(
        en="Test accuracies of nine models, three seeds each: the full one on top, "
        "below it those with one change, and a line for the linear model to the right "
        "of them.",
        zh="九个模型的测试准确率，每个三个种子：最上面是完整的，下面每个改了一样，"
        "右边一条线是线性模型。",
    ),
    "by_length": Text(
        en="Accuracy over the length of reviews: the linear model and the LSTMs rise, "
        "the plain RNN falls at 150 characters and more.",
        zh="准确率随评论长度的变化：线性模型和 LSTM 都在上升，"
        "朴素 RNN 到了 150 字以上反而下降。",
    ),
}
