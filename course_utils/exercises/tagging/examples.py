"""Lesson 10: sentences to begin with in its explorer, and what they say."""

from course_utils.text import Text

examples = {
    "马来西亚很热。": Text(en="Malaysia is hot", zh="马来西亚"),
    "在上海上市的公司。": Text(en="a company listed in Shanghai", zh="上海"),
    "温州人来了。": Text(en="people from Wenzhou, a city, have come", zh="温州"),
    "温如春来了。": Text(en="Wen Ruchun, a person, has come", zh="温如春"),
    "黄得像黄河浪": Text(en="yellow like the Yellow River's waves", zh="黄河"),
    "华盛顿生于１７３２年。": Text(en="Washington was born in 1732", zh="华盛顿"),
    "张家口下雪了。": Text(en="it snows in Zhangjiakou, a city", zh="张家口"),
}
