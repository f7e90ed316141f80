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
        en="Write LESSON as an assignment of nbgrader into FOLDER, the folder of a "
        "class: a point for each exercise. Marks of nbgrader can be forged; those of "
        "course grade cannot.",
        zh="把 LESSON 写成 nbgrader 的作业，放进班级文件夹 FOLDER，每道练习一分。"
        "nbgrader 的分数可以伪造，course grade 的不能。",
    ),
)
@click.argument("lesson")
@click.argument(
    "folder", type=click.Path(file_okay=False, path_type=Path), default=Path()
)
@spoken_option(
    "--nbgrader",
    is_flag=True,
    text=Text(
        en="For nbgrader; no other grader is known yet.",
        zh="给 nbgrader 用；目前只支持它。",
    ),
)
@language_option(Text(en="Language of the lesson.", zh="课程语言。"))
def assign(lesson: str, folder: Path, nbgrader: bool, lang: str) -> None:
    from course_utils.grading.assignment import write_assignment
    from course_utils.lab.jupyter import find_lesson

    use_language(lang)
    if not nbgrader:
        raise ValueError(str(_FOR_WHOM))
    check_sources()
    chosen = find_lesson(lesson)
    place = write_assignment(chosen.slug, check_language(lang), folder.absolute())
    click.echo(_WRITTEN.format(path=place, name=chosen.slug, folder=folder.absolute()))


_FOR_WHOM = Text(
    en="Expected the grader that the assignment is for. Add --nbgrader.",
    zh="没有说明作业给哪个评分工具用。请加上 --nbgrader。",
)
_WRITTEN = Text(
    en="The assignment is {path}. To hand it out, in {folder}: "
    "nbgrader generate_assignment {name}",
    zh="作业已写到 {path}。要发给学生，请在 {folder} 里运行："
    "nbgrader generate_assignment {name}",
)
