"""Lesson 02: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "double_hidden": Text(
        en="Two pairs of matrices to one scale: at H = 128 two equal squares; at "
        "H = 256 W_xh has become twice and W_hh four times as large.",
        zh="按同一比例画出的两对矩阵：H = 128 时是两个一样大的正方形；"
        "H = 256 时 W_xh 变成两倍大，W_hh 变成四倍大。",
    ),
    "classifier": Text(
        en="Parameters of the classifier in bars to one scale: with V = 1,000 the "
        "LSTM's is the longest; with V = 50,000 it is as long as before, "
        "and the embedding's 21 times as long.",
        zh="按同一比例画出的分类器各部件参数条形图：V = 1,000 时 LSTM 最长；"
        "V = 50,000 时它还是那么长，词嵌入却有它的 21 倍。",
    ),
}
