"""Lesson 03: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "graphs": Text(
        en="Three unrolled networks: red arrows lead from the losses back to every "
        "step; N-N has four losses, N-1 one at the end, 1-N one input.",
        zh="三个展开的网络，红色箭头从损失传回每一步：N-N 有四个损失，"
        "N-1 只有最后一个，1-N 只有一个输入。",
    ),
    "spelling": Text(
        en="Four rising curves: the probability of the right letter at each step; "
        "within 40 updates all are above one half.",
        zh="四条上升的曲线：每一步说对字母的概率；不到 40 次更新，全都过了一半。",
    ),
    "windows": Text(
        en="The mean error of the gradient falls as the window grows; with W_hh "
        "doubled it still is above one half at a window of 16 steps out of 64.",
        zh="窗口越长，梯度的平均误差越小；W_hh 加倍以后，"
        "64 步里取 16 步的窗口，误差仍在一半以上。",
    ),
}
