"""Lesson 06: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "two_directions": Text(
        en="A bidirectional net over four characters: forward states run from left to "
        "right and end in h_n[0], backward states from right to left and end in "
        "h_n[1]; "
        "each output is a pair of both.",
        zh="双向网络读四个字：正向状态从左到右，终点是 h_n[0]；反向状态从右到左，"
        "终点是 h_n[1]；每个 output 都是两者并排。",
    ),
    "two_layers": Text(
        en="Two bidirectional layers over four inputs: the upper one reads the pairs "
        "of "
        "the lower; h_n[0] and h_n[1] end the lower layer, h_n[2] and h_n[3] the "
        "upper.",
        zh="两层双向网络读四个输入：上层读下层并排的两个状态；"
        "h_n[0] 和 h_n[1] 是下层的终点，h_n[2] 和 h_n[3] 是上层的。",
    ),
}
