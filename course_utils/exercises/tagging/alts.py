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
        zh="人名和地名的召回率，见过的和没见过的分开，单向和双向并排："
        "加上第二个方向，各项都涨，地名涨得最多。",
    ),
    "table": Text(
        en="A row a model on one scale of F1, each higher than the one before: "
        "characters by themselves, one direction, the list of names, two directions, "
        "the larger net with bigrams and chain, the CRF. The list is poor on persons "
        "and good on places and organisations.",
        zh="一行一个模型，标在同一条 F1 轴上，从低到高：逐字判断、单向、名单、"
        "双向、加了字对和链的更大的网络、CRF。名单认人名差，认地名和机构名好。",
    ),
}
