"""Lesson 05: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "gradients": Text(
        en="Gradient norm over 200 steps on a logarithmic axis: RNN, LSTM and GRU as "
        "they are drawn fall steeply, the RNN fastest; with forget bias 1 and update "
        "bias 2, and for an RNN with an orthogonal matrix, less so; with forget bias 3 "
        "the curve stays level.",
        zh="200 步里梯度的长度，纵轴取对数：默认初值的 RNN、LSTM 和 GRU 都急速下降，"
        "RNN 最快；遗忘门偏置取 1、更新门偏置取 2，降得慢些；"
        "矩阵正交的 RNN 也降得慢些；遗忘门偏置取 3，是平的。",
    ),
}
