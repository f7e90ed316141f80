"""The command `course`: thin commands over the modules that do the work.

Exit codes: 0 all is well, 1 a problem was found, 2 the command was mistyped.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from course_utils.cli.assign import assign
from course_utils.cli.bench import bench
from course_utils.cli.grade import grade
from course_utils.cli.hub import handout, hub
from course_utils.cli.options import (
    browser_option,
    check_sources,
    language_option,
    port_option,
)
from course_utils.cli.output import prepare_output
from course_utils.cli.poem import poem
from course_utils.cli.sheet import sheet
from course_utils.cli.site import site
from course_utils.cli.slides import slides
from course_utils.cli.spoken import (
    SpokenGroup,
    SpokenOption,
    spoken_option,
    translated_click,
)
from course_utils.cli.studio import studio
from course_utils.cli.train import train
from course_utils.files import FileError, can_write
from course_utils.home import MATPLOTLIB, write_elsewhere
from course_utils.places import COURSE
from course_utils.syllabus import find_lesson
from course_utils.text import Text, use_language

_PROJECT = "rnn-course"
"""Under this name, too, the command is there: uvx and pipx run what is called so."""


class CourseGroup(SpokenGroup):
    """The group of all commands; it turns errors into one message."""

    group_class = SpokenGroup

    def main(self, *args: Any, **settings: Any) -> Any:
        with translated_click():
            return super().main(*args, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        write_elsewhere(MATPLOTLIB)  # else it warns where it cannot write
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # nobody reads on, as in `| head`: click ends quietly, with code 1
        except (ValueError, OSError, KeyboardInterrupt) as error:
            if ctx.params["debug"]:
                raise
            raise Failure(str(_words_of(error))) from error


def _words_of(error: BaseException) -> object:
    if isinstance(error, KeyboardInterrupt):
        return _STOPPED
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return FileError(Path(error.filename), error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return FileError(Path(str(_OUTPUT)), error)  # what is written has no name
    return error


_OUTPUT = Text(en="The output", zh="输出")


class Failure(click.ClickException):
    """An error shown as it is: its message already says what to do."""

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), err=True)


@click.group(
    cls=CourseGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    text=Text(
        en="The course on recurrent neural networks.",
        zh="循环神经网络课程。",
    ),
)
@click.version_option(
    package_name=_PROJECT,
    message="%(prog)s %(version)s",
    cls=SpokenOption,
    text=Text(en="Show the version.", zh="显示版本。"),
)
@spoken_option(
    "--debug",
    is_flag=True,
    text=Text(en="Show the traceback of an error.", zh="出错时显示完整的调用栈。"),
)
def course(debug: bool) -> None:
    pass


@course.command(
    text=Text(
        en="Open JupyterLab at lesson 00, or at LESSON.",
        zh="打开 JupyterLab，从第 00 课（或指定的 LESSON）开始。",
    )
)
@click.argument("lesson", default="00_start_here")
@language_option(
    Text(
        en="Language of the lessons; COURSE_LANG sets it, too.",
        zh="课程语言，也可以用环境变量 COURSE_LANG 设置。",
    ),
)
@port_option
@browser_option
@spoken_option(
    "--copies-only",
    is_flag=True,
    text=Text(
        en="Lay out your own copies of the notebooks, and open nothing.",
        zh="只备好你自己的那一份笔记本，什么也不打开。",
    ),
)
def lab(
    lesson: str, lang: str, port: int | None, no_browser: bool, copies_only: bool
) -> None:
    from course_utils.lab import jupyter, learner_folder

    use_language(lang)
    chosen = find_lesson(lesson)
    jupyter.notebook_of(chosen, lang)
    if port is not None:
        jupyter.check_port(port)
    folder = learner_folder.working_folder()
    for said in (*_taken_up(folder), *learner_folder.hand_out(lang, folder)):
        click.echo(said)
    click.echo(_YOURS.format(folder=folder / lang))
    if copies_only:
        return
    elsewhere = write_elsewhere()
    if elsewhere:
        click.echo(elsewhere)
    click.echo(_OPENING.format(title=chosen.title))
    notebook = learner_folder.copy_to_open(chosen.slug, lang, folder)
    arguments = jupyter.lab_arguments(folder, notebook, port, not no_browser)
    jupyter.open_lab(arguments, jupyter.lab_environment(lang))


def _taken_up(folder: Path) -> Iterator[Text]:
    """Make what somebody wrote in the course's own notebooks a copy of the learner."""
    from course_utils.lab import learner_folder

    for path in learner_folder.worked_in():
        from course_utils.authoring import editions  # slow, and seldom needed

        if can_write(path.parent):
            said = editions.restore_edition(path, folder)
            if said is not None:
                yield said


@course.command(
    text=Text(
        en="Fetch and prepare the corpora called NAMES, or all of them.",
        zh="下载并准备语料：指定的 NAMES，或全部语料。",
    )
)
@click.argument("names", nargs=-1)
@spoken_option(
    "--check",
    is_flag=True,
    text=Text(
        en="Fetch nothing: exit with 1 if a corpus is missing or damaged.",
        zh="不下载；如有语料缺失或损坏，退出码为 1。",
    ),
)
@spoken_option(
    "--list",
    "listed",
    is_flag=True,
    text=Text(en="List the corpora.", zh="列出全部语料。"),
)
def data(names: tuple[str, ...], check: bool, listed: bool) -> None:
    from course_utils.corpora import preparing
    from course_utils.datasets.known_runs import data_states

    if not (check or listed):
        preparing.prepare(names, click.echo)
        return
    states = data_states(names)
    if listed:
        for state in states:
            click.echo(f"{state.name:<18}{state.message}")
    if check:
        _report(f"{state.name}: {state.message}" for state in states if not state.ready)


@course.command(
    text=Text(
        en="Build the notebooks of LESSONS, or of all lessons, from lessons/.",
        zh="从 lessons/ 生成笔记本：指定的 LESSONS，或全部课。",
    )
)
@click.argument("lessons", nargs=-1)
@spoken_option(
    "--check",
    is_flag=True,
    text=Text(
        en="Write nothing: name each file and cell that would change.",
        zh="不写文件，只列出会改变的文件和单元格。",
    ),
)
@spoken_option(
    "--promises",
    is_flag=True,
    text=Text(
        en="Build nothing: note in lessons/promises/ what the notebooks promise now.",
        zh="不生成笔记本：把笔记本现在承诺的内容记到 lessons/promises/。",
    ),
)
def build(lessons: tuple[str, ...], check: bool, promises: bool) -> None:
    check_sources()

    from course_utils.authoring import editions, elsewhere, front_page
    from course_utils.authoring.prose.promises import keep_promises

    write_elsewhere()  # for the kernels
    slugs = [find_lesson(name).slug for name in lessons]
    if promises:
        for text in editions.find_lessons(COURSE, slugs):
            keep_promises(COURSE, text.stem)
        return
    found = editions.build_editions(COURSE, slugs, check=check, say=click.echo)
    differences: list[object] = [*found]
    differences += front_page.build_front_page(COURSE, check=check)
    differences += elsewhere.build_elsewhere(COURSE, check=check)
    _report(differences)


@course.command(
    text=Text(
        en="Check NOTEBOOKS, the course's (all, if none is named) or your own: the "
        "rules first, then runs by nbval. A folder stands for all that lie in it.",
        zh="检查 NOTEBOOKS：先查规则，再用 nbval 运行。不写就是本课程的全部笔记本，"
        "也可以是你自己的笔记本或文件夹。",
    )
)
@click.argument("notebooks", nargs=-1, type=click.Path(path_type=Path))
@spoken_option(
    "--rules-only",
    is_flag=True,
    text=Text(en="Run nothing.", zh="只查规则，不运行。"),
)
@spoken_option(
    "--noise",
    type=click.IntRange(min=1),
    metavar="N",
    text=Text(
        en="Instead, run these lessons N times with other rounding, and as other "
        "computers would: name the assertions that fail.",
        zh="改为换 N 次舍入误差、模拟别的电脑来运行这几课，列出不成立的断言。",
    ),
)
def check(notebooks: tuple[Path, ...], rules_only: bool, noise: int | None) -> None:
    from tqdm import tqdm

    from course_utils.authoring import gate
    from course_utils.authoring.noise.computers import check_noise

    write_elsewhere()  # for the kernels
    if noise is not None:
        _report(check_noise(map(str, notebooks), noise, click.echo))
        return
    if not notebooks:
        check_sources()
    paths = notebooks or (COURSE / "notebooks", COURSE / "solutions")
    problems = gate.check_notebooks(paths)
    if not rules_only:
        found = list(gate.find_runnable(paths))
        for notebook in tqdm(found, unit="notebook", disable=None):
            problems += gate.run_notebook(notebook.path).problems
    _report(problems)


@course.command(
    text=Text(
        en="Say whether everything the course needs is here, and how to mend it.",
        zh="检查课程所需的一切是否齐全；缺什么，告诉你怎么补。",
    )
)
def doctor() -> None:
    from course_utils.lab.doctor import examine

    problems = 0
    for finding in examine():
        click.echo(finding)
        problems += not finding.ok
    if problems:
        raise Failure(str(_UNWELL.format(count=problems)))
    click.echo(_WELL)


course.add_command(assign)
course.add_command(bench)
course.add_command(grade)
course.add_command(handout)
course.add_command(hub)
course.add_command(poem)
course.add_command(sheet)
course.add_command(site)
course.add_command(slides)
course.add_command(studio)
course.add_command(train)


def main() -> None:
    """Speak the language of COURSE_LANG, then run the command that was typed."""
    wrong = None
    try:
        use_language(os.environ.get("COURSE_LANG") or "en")
    except ValueError as error:
        wrong = error
    prepare_output()
    if wrong:
        click.echo(f"COURSE_LANG: {wrong}", err=True)
        sys.exit(2)
    called = Path(sys.argv[0]).stem
    course(prog_name=called if called == _PROJECT else "course")


def _report(problems: Iterable[object]) -> None:
    """Print each problem; leave with code 1 if there is one."""
    found = list(problems)
    for problem in found:
        click.echo(problem)
    if found:
        raise Failure(str(_PROBLEMS.format(count=len(found))))
    click.echo(_ALL_WELL)


_STOPPED = Text(
    en="Stopped. Nothing half-written is left: run the same command to go on.",
    zh="已停下，没有留下写了一半的文件。再运行同一条命令即可继续。",
)
_YOURS = Text(
    en="Your own notebooks are in {folder}",
    zh="你自己的笔记本放在 {folder}",
)
_OPENING = Text(
    en="Opening “{title}” in JupyterLab. If no browser window appears, copy the "
    "address below into one. Ctrl+C here stops JupyterLab.",
    zh="正在 JupyterLab 中打开《{title}》。如果没有弹出浏览器窗口，"
    "请把下面的地址复制到浏览器里。在这里按 Ctrl+C 可停止 JupyterLab。",
)
_PROBLEMS = Text(en="Problems found: {count}.", zh="发现 {count} 个问题。")
_ALL_WELL = Text(en="All is well.", zh="一切正常。")
_UNWELL = Text(
    en="To mend: {count}. Each line above says how.",
    zh="有 {count} 处要修，做法见上面各行。",
)
_WELL = Text(en="Everything is ready.", zh="一切就绪。")
