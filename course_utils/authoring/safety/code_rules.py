"""What a lesson's code must not do, as far as the code says it: a run sees the rest.

`guard` stops what a cell does: it cannot see that a warning was silenced, what day was
printed, or what only this computer has installed.
"""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata

from packaging.utils import canonicalize_name

from course_utils.authoring.notebooks import Edition, NotebookRule
from course_utils.authoring.safety.names import Use, uses
from course_utils.authoring.stored import IGNORE_OUTPUT
from course_utils.lab.doctor import requirements
from course_utils.lab.notebook_file import NotebookFault
from course_utils.text import Text

_SILENT = (
    *("warnings.filterwarnings", "warnings.simplefilter", "warnings.catch_warnings"),
    *("warnings.resetwarnings", "warnings.showwarning", "warnings.filters"),
    *("numpy.seterr", "numpy.errstate", "numpy.seterrcall", "torch.set_warn_always"),
    *("logging.disable", "logging.captureWarnings", "logging.getLogger().setLevel"),
    *("contextlib.suppress", "contextlib.redirect_stderr", "sys.stderr", "os.dup2"),
    *("sys.warnoptions", "IPython.utils.io.capture_output", "IPython.utils.capture"),
    *("logging.root", "matplotlib.set_loglevel", "unittest.mock"),
    "numpy.testing.suppress_warnings",
)
_WAITS = (
    *("time.sleep", "asyncio.sleep", "asyncio.wait_for", "matplotlib.pyplot.pause"),
    *("signal.pause", "signal.sigtimedwait", "signal.sigwait", "select", "selectors"),
)
_NETWORK = (
    *("socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib"),
    *("xmlrpc", "torch.hub", "httpx2", "course_utils.corpora"),
)
_PROGRAMS = (
    *("subprocess", "multiprocessing", "pty", "webbrowser", "pip", "ensurepip"),
    *("os.system", "os.popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.kill"),
    *("os._exit", "os.abort", "sys.exit", "builtins.exit()", "builtins.quit()"),
    *("get_ipython", "IPython.get_ipython", "ctypes"),
)
_TODAY = (
    *("datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow"),
    *("datetime.date.today", "time.time", "time.time_ns", "time.ctime"),
    *("time.localtime", "time.gmtime", "time.strftime", "time.asctime"),
    *("os.getpid", "os.urandom", "os.getlogin", "os.uname", "uuid", "secrets"),
    *("getpass", "platform", "psutil", "os.cpu_count", "sys.version"),
    *("time.clock_gettime", "email.utils.formatdate"),
)
_PICKLES = (
    *("pickle", "_pickle", "shelve", "marshal", "joblib.load", "joblib.dump"),
    *("torch.load", "torch.save", "torch.jit.load", "torch.jit.save"),
    *("torch.serialization", "numpy.lib.format"),
)
_MARKER = re.compile(r"#\s*(NBVAL_[A-Z_]+|PYTEST_VALIDATE_[A-Z_]+)")


def silenced_warning(notebook: Edition) -> Iterator[NotebookFault]:
    """A warning, an error or stderr is hidden."""
    for use in _first(_matching(notebook, _SILENT)):
        yield use.cell, _SILENCED.format(name=use.name)
    for number, tree in _trees(notebook):
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and _is_warning(node.type):
                yield number, _SILENCED.format(name=ast.unparse(node.type or node))
            if isinstance(node, ast.Constant) and node.value == "PYTHONWARNINGS":
                yield number, _SILENCED.format(name="PYTHONWARNINGS")


def waiting(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell sleeps."""
    for use in _first(_matching(notebook, _WAITS)):
        yield use.cell, _WAITING.format(name=use.name)


def network_access(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell reaches for another computer."""
    for use in _first(_matching(notebook, _NETWORK)):
        yield use.cell, _REACHES.format(name=use.name)


def other_program(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell starts a program, installs a package, or ends its own kernel."""
    for use in _first(_matching(notebook, _PROGRAMS)):
        yield use.cell, _STARTS.format(name=use.name)


def different_each_day(notebook: Edition) -> Iterator[NotebookFault]:
    """A cell asks for the date, the time of day, or who and where it is."""
    for use in _first(_matching(notebook, _TODAY)):
        yield use.cell, _EACH_DAY.format(name=use.name)
    for use in _uses(notebook):
        if use.name == "numpy.datetime64()" and isinstance(use.node, ast.Call):
            for each in use.node.args:
                if isinstance(each, ast.Constant) and each.value in ("now", "today"):
                    yield use.cell, _EACH_DAY.format(name=ast.unparse(use.node))


def pickled(notebook: Edition) -> Iterator[NotebookFault]:
    """A pickle is written or read in a lesson that does not speak of it."""
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    for use in _first(_matching(notebook, _PICKLES)):
        parts = use.name.split(".")
        told = (".".join(parts[: end + 1]) for end in range(len(parts)))
        if not any(f"`{name}`" in prose for name in told):
            yield use.cell, _PICKLED.format(name=use.name)
    for number, tree in _trees(notebook):
        for node in ast.walk(tree):
            if not isinstance(node, ast.keyword) or node.arg != "allow_pickle":
                continue
            if ast.unparse(node.value) != "False":
                yield number, _PICKLED.format(name=ast.unparse(node))


def renamed_builtin(notebook: Edition) -> Iterator[NotebookFault]:
    """A name of Python's own becomes something else: no assertion with it says much."""
    own = {*dir(builtins)} - {"_"}
    for number, tree in _trees(notebook):
        for node in ast.walk(tree):
            is_bound = isinstance(getattr(node, "ctx", None), ast.Store)
            name = getattr(node, "id" if is_bound else "name", None)
            if name in own and not isinstance(node, ast.alias):
                yield number, _RENAMED.format(name=name)


def undeclared_import(notebook: Edition) -> Iterator[NotebookFault]:
    """A module that the course does not ask for: it may not be installed elsewhere."""
    found: dict[tuple[int, str], Use] = {}
    for use in _uses(notebook):
        module = use.name.partition(".")[0].removesuffix("()")
        if isinstance(use.node, ast.Import | ast.ImportFrom | ast.Call):
            found.setdefault((use.cell, module), use)
    for number, module in found:
        if module not in declared_modules():
            yield number, _UNDECLARED.format(name=module)


@cache
def declared_modules() -> frozenset[str]:
    """What may be imported: Python's own, the course's, and what `pyproject` names.

    The module of a package that is not installed is taken to have the package's name.
    """
    declared = {canonicalize_name(each.name) for each in requirements()}
    modules = {"course_utils", "builtins", "get_ipython", *sys.stdlib_module_names}
    installed = set()
    for name, packages in metadata.packages_distributions().items():
        owners = {*map(canonicalize_name, packages)}
        installed |= owners
        if declared & owners:
            modules.add(name)
    return frozenset(
        modules | {each.replace("-", "_") for each in declared - installed}
    )


def comment_for_nbval(notebook: Edition) -> Iterator[NotebookFault]:
    """A comment that tells nbval what to skip."""
    for number, cell in notebook.code:
        for found in _MARKER.finditer(cell.source):
            yield number, _MARKED.format(mark=found[1])


def unknown_tag(notebook: Edition) -> Iterator[NotebookFault]:
    """A tag other than the one that a lesson may give a cell."""
    for number, cell in enumerate(notebook.cells, 1):
        tags = cell.metadata.get("tags", [])
        for tag in tags if isinstance(tags, list) else [tags]:
            if tag != IGNORE_OUTPUT or cell.cell_type != "code":
                yield number, _TAGGED.format(tag=tag, known=IGNORE_OUTPUT)


def needless_tag(notebook: Edition) -> Iterator[NotebookFault]:
    """An output is not compared, though it cannot differ: an answer, or nothing."""
    answers = re.compile(r"(exercises\.\w+\.check|predictions\.\w+\.answer)\(")
    for number, cell in notebook.code:
        if IGNORE_OUTPUT in cell.metadata.get("tags", []):
            nothing = notebook.solved and not cell.outputs
            if nothing or answers.match(cell.source):
                yield number, _NEEDLESS.format(tag=IGNORE_OUTPUT)


def _uses(notebook: Edition) -> list[Use]:
    return uses(tuple((number, cell.source) for number, cell in notebook.code))


def _matching(notebook: Edition, names: tuple[str, ...]) -> Iterator[Use]:
    for use in _uses(notebook):
        for name in names:
            if use.name == name or use.name.startswith((f"{name}.", f"{name}(")):
                yield Use(use.cell, name, use.node)


def _first(found: Iterable[Use]) -> Iterable[Use]:
    """Each name once a cell."""
    return {(use.cell, use.name): use for use in found}.values()


def _trees(notebook: Edition) -> Iterator[tuple[int, ast.AST]]:
    for number, cell in notebook.code:
        try:
            yield number, ast.parse(cell.source)
        except SyntaxError:
            continue  # another rule says so


def _is_warning(caught: ast.expr | None) -> bool:
    names = [] if caught is None else map(ast.unparse, ast.walk(caught))
    kinds = [getattr(builtins, name, None) for name in names]
    return any(isinstance(each, type) and issubclass(each, Warning) for each in kinds)


CODE_RULES: tuple[NotebookRule, ...] = (
    silenced_warning,
    waiting,
    network_access,
    other_program,
    different_each_day,
    pickled,
    renamed_builtin,
    undeclared_import,
    comment_for_nbval,
    unknown_tag,
    needless_tag,
)

_SILENCED = Text(
    en="Nothing is silenced in a lesson, and {name} does it. Mend what warns.",
    zh="课程里不屏蔽任何警告，这里却用了 {name}。请改掉引起警告的代码。",
)
_WAITING = Text(
    en="A lesson does not wait: remove {name}.",
    zh="课程不空等：请去掉 {name}。",
)
_REACHES = Text(
    en="A lesson runs offline, and {name} is for the network. What it needs comes with "
    "the course, or is a corpus of `course data`.",
    zh="课程离线运行，而 {name} 是联网用的。"
    "要用的东西请随课程一起给，或者做成 `course data` 的语料。",
)
_STARTS = Text(
    en="A lesson is plain Python in one process: it starts no program, installs "
    "nothing and does not end itself. Remove {name}; a package is declared in "
    "pyproject.toml.",
    zh="课程只在一个进程里跑普通的 Python：不启动别的程序，不安装软件包，也不结束自己。"
    "请去掉 {name}；要用的包写进 pyproject.toml。",
)
_EACH_DAY = Text(
    en="{name} gives something else each day, or on each computer. Leave it out; "
    "to measure, take `time.perf_counter()` or `time.process_time()`.",
    zh="{name} 的结果每天不同，或每台电脑不同。请不要用；"
    "要计时，请用 `time.perf_counter()` 或 `time.process_time()`。",
)
_PICKLED = Text(
    en="{name} runs whatever code the file holds. Keep arrays as safetensors, or in "
    "JSON; a lesson about pickles says `pickle` in its prose.",
    zh="{name} 会执行文件里的任意代码。数组请存成 safetensors 或 JSON；"
    "讲 pickle 的课要在正文里写出 `pickle`。",
)
_RENAMED = Text(
    en="{name} is a name of Python's own. Choose another one.",
    zh="{name} 是 Python 自带的名字。请另取一个。",
)
_UNDECLARED = Text(
    en="{name} is not among the packages that the course asks for. "
    "Add its package to pyproject.toml, or do without.",
    zh="课程要求的软件包里没有 {name}。请把它写进 pyproject.toml，或者不用它。",
)
_MARKED = Text(
    en="{mark} hides this cell from nbval. Remove the comment.",
    zh="{mark} 会让 nbval 跳过这个单元格。请删掉这行注释。",
)
_TAGGED = Text(
    en="Only code cells have a tag, and only {known}; found {tag}. Remove it.",
    zh="只有代码单元格可以有标签，而且只能是 {known}；这里是 {tag}。请删掉。",
)
_NEEDLESS = Text(
    en="This output is the same in every run. Remove the tag {tag}.",
    zh="这里的输出每次都一样。请删掉标签 {tag}。",
)
