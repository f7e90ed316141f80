"""Lesson 07: its pictures, for those who cannot see them."""

from course_utils.text import Text

alts = {
    "digits": Text(
        en="Eight handwritten digits of 8 × 8 grey squares, each with its class below.",
        zh="八个手写数字，每个由 8 × 8 个灰色方格组成，下面标着类别。",
    ),
    "captions": Text(
        en="Eight pictures of two digits side by side; below each its Chinese name, an "
        "arrow, and another name, which the net wrote.",
        zh="八张图，每张两个数字并排；下面先是正确的读法，箭头后是网络写错的读法。",
    ),
    "by_digits": Text(
        en="The share of numerals without a fault, for numbers of 3 to 8 digits: with "
        "one state between it falls nearly to 0 as the numbers grow, with attention it "
        "stays far above.",
        zh="3 到 8 位的数，写得全对的比例：只传一个状态时，位数一多就降到接近 0；"
        "有注意力时高得多。",
    ),
}
