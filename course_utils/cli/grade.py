"""`course grade`: marks for the notebooks that learners hand in."""

from __future__ import annotations

from pathlib import Path

import click

from course_utils.cli.options import language_option
from course_utils.cli.spoken import SpokenCommand, spoken_option
from course_utils.text import Text, check_language, use_language


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Mark the notebooks in FOLDER: name.ipynb or name/...ipynb for each, or "
        "nbgrader's submitted/name/assignment/. Writes marks.csv, class.html and "
        "feedback for each learner.",
        zh="批改 FOLDER 里的笔记本：每人一个 姓名.ipynb，或一个文件夹 姓名/，"
        "也认 nbgrader 的 submitted/姓名/作业名/。"
        "写出 marks.csv、class.html，以及给每个人的反馈。",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@spoken_option(
    "--lesson",
    text=Text(
        en="The lesson, by number or name; as the notebooks tell, if not given.",
        zh="哪一课，写编号或名字；不写就由笔记本自己看出来。",
    ),
)
@spoken_option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    text=Text(
        en="Folder for the marks; beside FOLDER, with -marks added, if not given.",
        zh="成绩放在哪个文件夹；默认在 FOLDER 旁边，名字后面加 -marks。",
    ),
)
@language_option(
    Text(
        en="Language of the class page, and of feedback where a notebook tells none.",
        zh="全班一览用的语言；笔记本看不出语言时，反馈也用它。",
    ),
)
@spoken_option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=10,
    show_default=True,
    text=Text(
        en="Processor time for one answer.",
        zh="每个答案可用的处理器时间（秒）。",
    ),
)
@spoken_option(
    "--memory",
    type=click.IntRange(64, 1 << 20),
    default=1024,
    show_default=True,
    text=Text(
        en="MB of memory for one answer, beyond what is loaded.",
        zh="每个答案还可另用的内存（MB）。",
    ),
)
def grade(
    folder: Path,
    lesson: str | None,
    out: Path | None,
    lang: str,
    seconds: int,
    memory: int,
) -> None:
    from course_utils.caged.cage import Limits
    from course_utils.grading.desk import grade_folder
    from course_utils.syllabus import find_lesson

    use_language(lang)
    folder = folder.resolve()
    grade_folder(
        folder,
        out or folder.with_name(f"{folder.name}-marks"),
        None if lesson is None else find_lesson(lesson).slug,
        check_language(lang),
        Limits(seconds, memory),
        click.echo,
    )
