"""Words that no old title has, and what a poet of old would have written instead.

The list is ours, written by hand: what such a person or thing has about it that old
poems know. A word that is not in it is read by its characters, as old titles are.
"""

from __future__ import annotations

_OLDER = {
    "程序员": "夜燈書",
    "码农": "夜燈書",
    "工程师": "橋樓匠",
    "设计师": "畫匠",
    "科学家": "星天書",
    "医生": "藥醫春",
    "护士": "藥夜燈",
    "老师": "師書門",
    "教师": "師書門",
    "学生": "書窗學",
    "同学": "同窗書",
    "同事": "同僚友",
    "毕业": "登科別",
    "高考": "登科試",
    "考试": "登科試",
    "大学": "書院學",
    "公司": "官府",
    "老板": "官長",
    "上班": "早朝",
    "下班": "晚歸",
    "加班": "夜燈",
    "出差": "客行",
    "退休": "歸田閑",
    "警察": "將邊夜",
    "军人": "將軍邊",
    "司机": "車馬路",
    "快递": "驛馬書",
    "外卖": "食門夜",
    "电脑": "夜燈書",
    "手机": "書信",
    "电话": "書信",
    "微信": "書信",
    "邮件": "書信",
    "网络": "書信",
    "互联网": "書信",
    "人工智能": "夢神書",
    "机器人": "木人夢",
    "汽车": "車馬",
    "火车": "車馬行",
    "高铁": "車馬行",
    "地铁": "車馬行",
    "飞机": "鶴雲飛",
    "机场": "別雲飛",
    "火箭": "星天飛",
    "太空": "天星月",
    "宇宙": "天星月",
    "咖啡": "茶夜",
    "啤酒": "酒飲",
    "音乐": "琴樂",
    "钢琴": "琴",
    "吉他": "琴",
    "电影": "夢影燈",
    "照片": "畫真",
    "足球": "球戲",
    "篮球": "球戲",
    "跑步": "行路晨",
    "旅游": "遊山",
    "旅行": "遊山",
    "生日": "生日壽",
    "结婚": "婚花燭",
    "婚礼": "婚花燭",
    "情人节": "七夕",
    "女朋友": "美人",
    "男朋友": "郎君",
    "爱情": "情花",
    "妈妈": "母",
    "爸爸": "父",
    "宝宝": "兒生",
    "新年": "元日春",
    "圣诞": "冬雪夜",
    "股票": "商賈錢",
    "城市": "城市樓",
}


def older_words(simplified: str, title: str) -> str:
    """A `title` whose words of today, found in it as `simplified`, are older ones.

    Both are of one length; the longest word is taken first.
    """
    pieces, place = [], 0
    while place < len(title):
        word = next(
            (one for one in _LONGEST_FIRST if simplified.startswith(one, place)), ""
        )
        pieces.append(_OLDER.get(word, title[place]))
        place += len(word) or 1
    return "".join(pieces)


_LONGEST_FIRST = sorted(_OLDER, key=len, reverse=True)
