"""Lesson 09: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "speeds": Text(
        en="Bars of symbols read a second by RNN, LSTM and GRU: packed, padded and "
        "reversed within length, each in batches at random and by length. For the "
        "LSTM by length, reversed is faster than packed.",
        zh="条形图：RNN、LSTM、GRU 每秒各读多少个符号；打包、填充、"
        "在各自长度内倒读，每种又分随机分批和按长度分批。按长度分批时，"
        "LSTM 倒读比打包快。",
    ),
    "ablation": Text(
        en="Test accuracies of eight models, a dot a seed: the full one on top, below "
        "it those with one change, and a line for the linear model to the right of "
        "their means.",
        zh="八个模型的测试准确率，一个点是一个种子：最上面是完整的，下面每个改了一样，"
        "线性模型那条线在各个平均值的右边。",
    ),
    "by_length": Text(
        en="Accuracy over the length of reviews: the linear model and the BiLSTM of "
        "words rise, the plain RNN falls at 150 characters and more, far below the "
        "LSTM.",
        zh="准确率随评论长度的变化：线性模型和读词的双向 LSTM 都在上升，"
        "朴素 RNN 到了 150 字以上反而下降，远远落在 LSTM 后面。",
    ),
}
