"""Lesson 05: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "gates": Text(
        en="Three panels of 12 steps, a row of bars below each for the gate. Forget "
        "gate: the cell state stays at 1, halves three times while the gate is half "
        "open, and is 0 after one shut step. Input gate: the cell state moves only at "
        "the three steps at which the gate is open. Output gate: the cell state stays "
        "at 1; h follows it where the gate is open and is 0 elsewhere.",
        zh="三张图，各 12 步，下面一排小格表示门开了多少。遗忘门：细胞状态先保持 1，"
        "门半开的三步里每步减半，关上一步就归零。输入门：只有门开着的三步，"
        "细胞状态才变。输出门：细胞状态一直是 1，门开时 h 跟着它，其余时候是 0。",
    ),
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
