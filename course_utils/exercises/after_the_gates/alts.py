"""Lesson 13: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "lengths": Text(
        en="Time over the number of steps T, both in logarithms, from 8 to 2,048. The "
        "LSTM rises slowly; attention begins beside it and then rises ever more "
        "steeply, crosses it, and is far above at the end. The GRU lies above the LSTM "
        "from the start and rises almost in proportion to T.",
        zh="时间随步数 T 的变化，两个轴都取对数，T 从 8 到 2,048。LSTM 升得很慢；"
        "注意力一开始跟它差不多，后来越升越陡，超过了 LSTM，到最后高出很多。"
        "GRU 从一开始就在 LSTM 上方，时间差不多跟 T 成正比。",
    ),
    "data": Text(
        en="Nats per character of new poems over the share of the training characters, "
        "1 to 100 %, on a logarithmic axis, with a dot for each seed. All three lines "
        "begin together and fall, less and less; from 3 % on the LSTM is the lowest, "
        "the minimal GRU next.",
        zh="纵轴是新诗每个字的损失，单位是奈特；横轴是训练用字的比例，"
        "从 1% 到 100%，取对数。每个种子画一个点。三条线起点相近，都在下降，"
        "越来越平；从 3% 起，LSTM 最低，其次是最小 GRU。",
    ),
    "nexts": Text(
        en="Time for one character more over the number of characters read before, 16 "
        "to 4,096, in logarithms. LSTM and minimal GRU stay level; the Transformer "
        "lies above both and rises at the end.",
        zh="再读一个字所需的时间，横轴是之前读过的字数，从 16 到 4,096，"
        "两个轴都取对数。LSTM 和最小 GRU 的曲线大致是平的；"
        "Transformer 的在它们上方，最后还往上升。",
    ),
}
