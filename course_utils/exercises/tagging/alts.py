"""Lesson 10: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "tags": Text(
        en="A sentence, a column a character: its BIO tag stands above it, and a bar "
        "above each name.",
        zh="一句话，一列一个字：字的上方是 BIO 标签，名字的上方画着横条。",
    ),
    "novelty": Text(
        en="Recall of persons and places, seen in training or not, for one direction "
        "and two: two directions find more of each, of places most of all.",
        zh="人名和地名的召回率，分见过和没见过，一个方向对两个方向："
        "加上第二个方向，各项都涨，地名涨得最多。",
    ),
    "table": Text(
        en="A dot a model on one scale of F1, from characters by themselves on the "
        "left, over one direction, to two directions, chain and CRF on the right.",
        zh="各模型在同一把 F1 尺上：最左是逐字判断，往右是一个方向、两个方向，"
        "最右是标签链和 CRF。",
    ),
}
