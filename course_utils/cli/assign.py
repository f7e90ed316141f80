"""`course assign`: a lesson as an assignment for another grader."""

from __future__ import annotations

from pathlib import Path

import click

from course_utils.cli.options import check_sources, language_option
from course_utils.cli.spoken import SpokenCommand, spoken_option
from course_utils.text import Text, check_language, use_language


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Write LESSON as an assignment of nbgrader or otter-grader into FOLDER, the "
        "folder of a class: a point for each exercise. Their marks can be forged; "
        "those of course grade cannot.",
        zh="把 LESSON 写成 nbgrader 或 otter-grader 的作业，每道练习一分，"
        "放进全班的文件夹 FOLDER。这两个工具的分数可以伪造，course grade 的不能。",
    ),
)
@click.argument("lesson")
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=Path()
)
@spoken_option(
    "--nbgrader", is_flag=True, text=Text(en="For nbgrader.", zh="给 nbgrader 用。")
)
@spoken_option(
    "--otter",
    is_flag=True,
    text=Text(en="For otter-grader.", zh="给 otter-grader 用。"),
)
@language_option(Text(en="Language of the lesson.", zh="课程语言。"))
def assign(lesson: str, folder: Path, nbgrader: bool, otter: bool, lang: str) -> None:
    from course_utils.grading.assignment import write_assignment
    from course_utils.grading.assignment_graders import NBGRADER, OTTER
    from course_utils.syllabus import find_lesson

    use_language(lang)
    if nbgrader == otter:
        raise ValueError(str(_FOR_WHOM))
    check_sources()
    slug, grader = find_lesson(lesson).slug, OTTER if otter else NBGRADER
    folder = folder.absolute()
    place = write_assignment(slug, check_language(lang), folder, grader)
    click.echo(_WRITTEN.format(path=place))
    click.echo(grader.next_step.format(folder=folder, slug=slug))


_FOR_WHOM = Text(
    en="Expected the one grader that the assignment is for. Add --nbgrader or --otter.",
    zh="要说明作业给哪一个评分工具用。请加上 --nbgrader 或 --otter，只加一个。",
)
_WRITTEN = Text(en="The assignment is {path}.", zh="作业已写到 {path}。")
