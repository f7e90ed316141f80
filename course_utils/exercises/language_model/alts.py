"""Lesson 11: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "learning": Text(
        en="The loss falls while the model reads, past the lines of the bigram and the "
        "trigram that counted the same characters.",
        zh="模型越读，损失越低，先后越过数过同样文字的二元和三元模型那两条线。",
    ),
    "scale": Text(
        en="Four models on one scale of nats: unigram, bigram and trigram, and far to "
        "the left the trained poet.",
        zh="四个模型标在同一条奈特轴上：右边是一元、二元、三元模型，"
        "训练好的模型远远地在左边。",
    ),
    "temperature": Text(
        en="The hotter the drawing, the more nats the model needs for its own poems; "
        "the line of real poems is crossed between 0.8 and 1.",
        zh="温度越高，模型读自己写的诗所需的奈特数越多；"
        "曲线在 0.8 与 1 之间越过真诗的那条线。",
    ),
}
