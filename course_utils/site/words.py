"""The words of the site, in both languages."""

from __future__ import annotations

from course_utils.text import Text

SITE_NAME = Text(
    en="Recurrent neural networks, learned by doing",
    zh="循环神经网络：动手学",
)
SITE_WORDS = {
    "skip": Text(en="Skip to the text", zh="跳到正文"),
    "pages": Text(en="Pages of the course", zh="本课程的页面"),
    "lessons": Text(en="Lessons", zh="全部课程"),
    "glossary": Text(en="Glossary", zh="术语表"),
    "setup": Text(en="Set up", zh="安装"),
    "setup_long": Text(en="On your own computer", zh="在自己的电脑上学"),
    "search": Text(en="Search", zh="搜索"),
    "search_for": Text(en="Search the lessons", zh="搜索课文"),
    "other": Text(en="中文", zh="English"),
    "other_long": Text(en="本页的中文版", zh="This page in English"),
    "dark": Text(en="Dark", zh="深色"),
    "contents": Text(en="On this page", zh="本页内容"),
    "comma": Text(en=", ", zh="、"),
    "lesson": Text(en="Lesson {number}", zh="第 {number} 课"),
    "poem": Text(en="A poem", zh="一首诗"),
    "around": Text(en="Lessons before and after", zh="前后各课"),
    "before": Text(en="Before", zh="上一课"),
    "next": Text(en="Next", zh="下一课"),
    "minutes": Text(en="minutes", zh="分钟"),
    "builds_on": Text(en="Builds on", zh="先学"),
    "leads_to": Text(en="Leads to", zh="之后可学"),
    "run_it": Text(en="Work through it", zh="动手学这一课"),
    "unfold": Text(en="Show everything", zh="全部展开"),
    "chosen": Text(en="Choose first, then read on", zh="先选好，再往下看"),
    "exercise": Text(en="Your turn", zh="轮到你了"),
    "exercise_how": Text(
        en="In the notebook, this answers at once:",
        zh="在笔记本里运行这一行，马上就有回应：",
    ),
    "answer": Text(
        en="Answer, and what each letter is told", zh="答案，以及每个选项的回应"
    ),
    "solution": Text(en="Solution", zh="解答"),
    "mistakes": Text(en="Mistakes that are named", zh="检查时认得出的错误"),
    "explorer": Text(
        en="An explorer, standing still: in the notebook you move its controls.",
        zh="这是互动图的一个画面：在笔记本里可以自己拖动、点选。",
    ),
    "with_solutions": Text(
        en="Edition for instructors, with solutions: do not publish it.",
        zh="教师版，附有答案，请勿公开。",
    ),
    "begin": Text(en="Begin with lesson 00", zh="从第 00 课开始"),
    "map": Text(en="The way through", zh="学习路线"),
    "map_alt": Text(
        en="Map of the course: the lessons, with an arrow from each to those that "
        "build on it. The list below says the same.",
        zh="课程地图：箭头从每一课指向以它为基础的课。下面的列表说的是同一件事。",
    ),
    "poem_by": Text(
        en="Written by the poet that you build in lesson 12.",
        zh="作者是你在第 12 课里亲手做出来的诗人。",
    ),
    "another": Text(en="Another poem", zh="换一首"),
    "licence": Text(
        en="Code: MIT. Text and pictures: CC BY 4.0. Nothing on these pages is loaded "
        "from elsewhere, and nothing about you is sent anywhere.",
        zh="代码用 MIT 许可，文字和图片用 CC BY 4.0 许可。"
        "这些网页不从别处加载任何东西，也不会把你的任何信息发送出去。",
    ),
    "glossary_about": Text(
        en="Each term in both languages, with the sentence of the lessons in which it "
        "first comes up.",
        zh="每个术语的中英文对照，附上它在课文里第一次出现的那句话。",
    ),
    "nothing": Text(
        en="Nothing found. Try fewer words, or search in Chinese.",
        zh="没有找到。请少写几个词，或者改用英文搜索。",
    ),
    "found": Text(
        en="Passages: {passages}; pages: {pages}",
        zh="找到 {passages} 处，分布在 {pages} 页",
    ),
    "ask": Text(
        en="A word, a name, a function: gate, Elman, pad_batch.",
        zh="可以搜一个词、人名或函数名：梯度、Elman、pad_batch。",
    ),
    "needs_script": Text(
        en="Search needs JavaScript, which is switched off here.",
        zh="搜索需要 JavaScript，现在它被关掉了。",
    ),
}
POEM_NAME = Text(en="An acrostic on {head}", zh="藏头：{head}")
HINT_TITLE = Text(en="Hint {number} of {count}", zh="提示 {number}（共 {count} 条）")
COURSE_FACTS = Text(
    en="{lessons} lessons, about {hours} hours: {predictions} predictions, "
    "{exercises} exercises that answer at once, {explorers} explorers.",
    zh="共 {lessons} 课，约 {hours} 小时：{predictions} 个要先猜的问题、"
    "{exercises} 道写完马上有回应的练习、{explorers} 个互动图。",
)
NO_SITE_TOOLS = Text(
    en="`course site` needs packages that the lessons do not need ({name} is not "
    "here). In the folder of the course: "
    '.venv/bin/python -m pip install -c requirements.lock -e ".[site]"',
    zh="`course site` 要用到学习时用不着的软件包（缺少 {name}）。"
    "请在课程的文件夹里运行："
    '.venv/bin/python -m pip install -c requirements.lock -e ".[site]"',
)
NOT_BUILT = Text(
    en="The notebooks of {lesson} in {lang} do not fit together: run `course build`.",
    zh="{lesson} 的笔记本（{lang}）前后对不上：请运行 `course build`。",
)
NOT_A_SITE = Text(
    en="{folder} holds other files, and no site that `course site` has written. "
    "Nothing was written. Name an empty or a new folder with --out.",
    zh="{folder} 里有别的文件，不是 `course site` 写出的网站，所以什么也没写。"
    "请用 --out 另选一个空文件夹或新文件夹。",
)
WRITING_POEMS = Text(
    en="The poet writes for the landing page, then the pages are built: half a minute.",
    zh="先请诗人为首页写几首诗，再生成网页，大约半分钟。",
)
SITE_WRITTEN = Text(
    en="{pages} pages are written. Open {path}",
    zh="写好了 {pages} 个网页。请打开 {path}",
)
