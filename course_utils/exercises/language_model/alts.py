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
        zh="四个模型排在同一把奈特尺上：一元、二元、三元，"
        "训练好的模型在左边，遥遥领先。",
    ),
    "temperature": Text(
        en="The hotter the drawing, the more nats the model needs for its own poems; "
        "the line of real poems is crossed between 0.8 and 1.",
        zh="温度越高，模型读自己写的诗所需的奈特数越多；"
        "在 0.8 与 1 之间，越过真诗的那条线。",
    ),
}
