"""Lesson 04: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "transient": Text(
        en="On a logarithmic axis, the length first climbs to nineteen, then falls; "
        "in the end its line runs as steeply as the powers of 0.9.",
        zh="纵轴取对数：长度先升到十九，然后下降，最后和 0.9 的幂一样陡。",
    ),
    "textbook": Text(
        en="Tiny inputs: for radius 0.5 and 0.9 the gradient falls along a straight "
        "line, for 1.0 it is nearly flat, for 1.2 it climbs, then levels off.",
        zh="输入很小：谱半径 0.5 和 0.9 时，梯度沿直线下降；1.0 时几乎是平的；"
        "1.2 时先升，后来慢了下来。",
    ),
    "usual": Text(
        en="Inputs of variance 1: all four lines fall straight down, the lower the "
        "radius, the steeper.",
        zh="输入的方差为 1：四条线全是直直地下降，谱半径越小，降得越陡。",
    ),
    "slopes": Text(
        en="Histograms of the slopes: with tiny inputs all stand at 1, with usual "
        "inputs they spread from 0 to 1.",
        zh="斜率的直方图：输入很小时全挤在 1；输入是平常大小时，从 0 到 1 都有。",
    ),
    "predicted": Text(
        en="The four falling lines of usual inputs again, each with the dashed line "
        "that the formula predicts close beside it.",
        zh="还是平常大小的输入，四条下降的线，每条旁边紧挨着公式预测的虚线。",
    ),
    "recall": Text(
        en="Accuracy over the length: both nets begin at 1; from T = 30 PyTorch's "
        "start is down at guessing, the rotation is still far above.",
        zh="准确率随长度的变化：两个网络起初都是 1；到 T = 30，"
        "PyTorch 默认初始值的那个已经等于瞎猜，旋转矩阵的还高出一大截。",
    ),
}
