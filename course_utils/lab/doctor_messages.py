"""What the doctor says; of the font, `plots/font.py` says it."""

from course_utils.text import Text

FINDING_LINE = Text(en="{mark:<7} {name}: {message}", zh="【{mark}】{name}：{message}")
OK = Text(en="ok", zh="正常")
PROBLEM = Text(en="problem", zh="问题")
PYTHON_OLD = Text(
    en="{version}, but the course needs 3.11 or newer. Make the environment again "
    "with a newer one: `make clean`, then `make lab PYTHON=python3.12`.",
    zh="{version}，但本课程需要 3.11 或更新的版本。请换新版重建环境："
    "先 `make clean`，再 `make lab PYTHON=python3.12`。",
)
NOT_INSTALLED = Text(
    en="the course is not installed in this Python. Run `make lab`, or in the course "
    "folder: python -m pip install -c requirements.lock -e .",
    zh="这个 Python 里没有安装本课程。请运行 `make lab`，或在课程文件夹中运行："
    "python -m pip install -c requirements.lock -e .",
)
UNFIT = Text(
    en="to install (found, needed): {packages}. Run `make clean` and `make lab`, "
    "or: python -m pip install -c requirements.lock -e .",
    zh="需要安装（现有，需要）：{packages}。请先 `make clean` 再 `make lab`，"
    "或运行：python -m pip install -c requirements.lock -e .",
)
ABSENT = Text(en="missing", zh="未安装")
UNTESTED = Text(
    en="{count}, in range; other versions than the tested ones: {packages}",
    zh="{count} 个，版本合适；与测试过的版本不同的有：{packages}",
)
AS_TESTED = Text(
    en="{count}, in the tested versions", zh="{count} 个，都是测试过的版本"
)
NO_TORCH = Text(
    en="it does not load: {error}. Run `make clean` and `make lab`; "
    "README.md says how to choose another build.",
    zh="无法载入：{error}。请先 `make clean` 再 `make lab`；"
    "换用其他版本的办法见 README.zh.md。",
)
NO_NOTEBOOKS = Text(
    en="none in {folders}. Run `course build`.",
    zh="{folders} 中没有笔记本。请运行 `course build`。",
)
NOTEBOOKS = Text(
    en="here; `course lab` opens copies, which are yours",
    zh="齐全；`course lab` 打开的是复制给你自己的一份",
)
NO_PLACE = Text(
    en="here, but your own copies cannot be written to {folder}. Set the variable "
    "COURSE_NOTEBOOKS_DIR to a folder that you may write, then run `course lab`.",
    zh="齐全，但你自己的那一份无法写入 {folder}。请把环境变量 COURSE_NOTEBOOKS_DIR "
    "设成一个你能写入的文件夹，再运行 `course lab`。",
)
NO_DATA = Text(
    en="not fetched yet: {missing}. Run `course data`.",
    zh="还没有下载：{missing}。请运行 `course data`。",
)
DATA = Text(en="all corpora in {folder}", zh="全部语料都在 {folder}")
WIDGETS = Text(en="JupyterLab can show them", zh="JupyterLab 可以显示")
NO_WIDGETS = Text(
    en="JupyterLab lacks its part of ipywidgets. "
    "Run: python -m pip install --force-reinstall jupyterlab-widgets",
    zh="JupyterLab 缺少 ipywidgets 的前端部分。"
    "请运行：python -m pip install --force-reinstall jupyterlab-widgets",
)
MENUS = Text(en="JupyterLab speaks Chinese", zh="JupyterLab 可以显示中文")
NO_MENUS = Text(
    en="missing. Run: python -m pip install jupyterlab-language-pack-zh-CN",
    zh="缺少语言包。请运行：python -m pip install jupyterlab-language-pack-zh-CN",
)
HOME = Text(en="Jupyter can write there", zh="Jupyter 可以写入")
HOME_READ_ONLY = Text(
    en="nothing can be written in {folders}: with `course lab` all works, but settings "
    "and history end with it",
    zh="无法写入 {folders}：用 `course lab` 一切照常，"
    "但设置和历史记录在它关闭后就没有了",
)
PROGRESS = Text(en="exercises solved: {count}", zh="已完成 {count} 道练习")
NO_KERNEL = Text(
    en="it did not run: {error}. "
    "Run: python -m pip install --force-reinstall ipykernel",
    zh="未能运行：{error}。请运行：python -m pip install --force-reinstall ipykernel",
)
OTHER_KERNEL = Text(
    en="notebooks would run in {found}, not in {expected}. Open the course with "
    "`course lab`, or run: python -m ipykernel install --sys-prefix",
    zh="笔记本会在 {found} 中运行，而不是 {expected}。请用 `course lab` 打开课程，"
    "或运行：python -m ipykernel install --sys-prefix",
)
KERNEL = Text(
    en="it starts, in Python {python}, and finds the course",
    zh="可以启动（Python {python}），也能找到本课程",
)
