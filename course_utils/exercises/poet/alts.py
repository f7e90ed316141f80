"""Lesson 12: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "nats": Text(
        en="Nats at each of 20 places: two curves that lie on each other, but for the "
        "last place: with the end of line 2 in sight it falls far below, without it "
        "stays at about 4.",
        zh="20 个位置上的奈特数：两条曲线几乎重合，只有最后一个位置分开，"
        "能看见第 2 句末字的降得很低，看不见的仍在 4 左右。",
    ),
    "rhymes": Text(
        en="Five clusters of characters, each joined inside by thick lines, hardly any "
        "line between them.",
        zh="五团字，每团内部连线又粗又密，团与团之间几乎没有连线。",
    ),
    "rates": Text(
        en="Shares of poems over the constraints added: each jumps to 100 % when its "
        "own constraint comes in.",
        zh="逐条加上约束时各项的比例：加上哪条约束，对应的比例就升到 100%。",
    ),
}
