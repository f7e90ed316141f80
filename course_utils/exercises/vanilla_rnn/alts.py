"""Lesson 01: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "unrolled": Text(
        en="A loop, and the same loop laid out over three words.",
        zh="左边是一个环，右边是同一个环沿三个词展开的样子。",
    ),
    "five_shapes": Text(
        en="Five unrolled networks, from 1-1 to N-M, each with a task; where no input "
        "comes, an arrow leads from the output before.",
        zh="五个展开的网络，从 1-1 到 N-M，各配一个任务；没有输入的地方，"
        "有箭头从上一个输出引过来。",
    ),
    "influence": Text(
        en="Left, each state differs less than the one before, along a line "
        "that falls; right, the line hardly falls at all.",
        zh="左图：每个状态都变了，越往后变得越少；纵轴取对数，"
        "各点大致沿一条直线下降。右图：几乎不降。",
    ),
    "changes": Text(
        en="Triangles: forward, a symbol changes the state at its place and "
        "those after it; backward, at its place and before it.",
        zh="三角形：顺着读，一个字影响它那里和后面的状态；"
        "倒着读，影响它那里和前面的状态。",
    ),
}
