"""`course handout` and `course hub`: the lessons for a class on one server."""

from __future__ import annotations

from pathlib import Path

import click

from course_utils.cli.options import check_sources, language_option
from course_utils.cli.spoken import SpokenCommand, SpokenGroup, spoken_option
from course_utils.text import Text, check_language, use_language


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Put the notebooks of all lessons into FOLDER, or bring them up to date: "
        "those that nobody has touched are replaced; beside the others the new edition "
        "is laid, and a file says so.",
        zh="把全部课的笔记本放进 FOLDER，或者更新那里的笔记本："
        "没动过的换成新版；动过的保留，新版放在旁边，并留一个文件说明。",
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@language_option(Text(en="Language of the lessons.", zh="课程语言。"))
def handout(folder: Path, lang: str) -> None:
    from course_utils.lab.learner_folder import hand_out

    use_language(lang)
    for said in hand_out(lang, folder.absolute()):
        click.echo(said)
    click.echo(_LAID.format(folder=folder / lang))


@click.group(
    cls=SpokenGroup,
    text=Text(
        en="The course on a JupyterHub.",
        zh="在 JupyterHub 上开课。",
    ),
)
def hub() -> None:
    pass


@hub.command(
    text=Text(
        en="What the hub starts for each learner: it hands out the notebooks, then "
        "becomes JupyterLab. ARGUMENTS go to JupyterHub's server.",
        zh="由 JupyterHub 为每位学习者启动：先发放笔记本，再变成 JupyterLab。"
        "ARGUMENTS 原样传给 JupyterHub 的服务器。",
    ),
    context_settings={"ignore_unknown_options": True},
)
@language_option(Text(en="Language of lessons and menus.", zh="课程和菜单的语言。"))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def serve(lang: str, arguments: tuple[str, ...]) -> None:
    from course_utils.classroom.learner_server import serve_learner

    use_language(lang)
    serve_learner(check_language(lang), arguments, click.echo)


@hub.command(
    text=Text(
        en="Try a class on this computer: a hub is started that only this computer "
        "can reach, LEARNERS come in all at once and run the lessons. Their failures, "
        "waiting times and memory are shown.",
        zh="在这台电脑上试一堂课：启动一个只有本机能访问的 JupyterHub，"
        "让 LEARNERS 位学习者同时进来运行各课，最后列出失败、等待时间和内存。",
    )
)
@spoken_option(
    "--learners",
    type=click.IntRange(1, 200),
    default=5,
    show_default=True,
    text=Text(en="How many come.", zh="来多少人。"),
)
@spoken_option(
    "--lesson",
    "lessons",
    multiple=True,
    default=["1"],
    show_default=True,
    text=Text(
        en="What they run; given twice, both stay open.",
        zh="运行哪一课；可以写多次，各课都一直开着。",
    ),
)
@language_option(Text(en="Language of the lessons.", zh="课程语言。"))
@spoken_option(
    "--tabs",
    type=click.IntRange(1, 5),
    default=1,
    show_default=True,
    text=Text(
        en="In how many tabs each has the notebook open.",
        zh="每人用几个标签页打开同一本笔记本。",
    ),
)
@spoken_option(
    "--restart",
    is_flag=True,
    text=Text(
        en="Restart the hub while all are at work.",
        zh="在大家都在运行时重启 JupyterHub。",
    ),
)
@spoken_option(
    "--proxy",
    text=Text(
        en="The program configurable-http-proxy, if it is not on the PATH.",
        zh="configurable-http-proxy 程序的位置；在 PATH 里就不用写。",
    ),
)
@spoken_option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    text=Text(
        en="A file of JSON to keep the memory in, such as hub/memory.json.",
        zh="把内存结果记到这个 JSON 文件里，例如 hub/memory.json。",
    ),
)
def load(
    learners: int,
    lessons: tuple[str, ...],
    lang: str,
    tabs: int,
    restart: bool,
    proxy: str | None,
    out: Path | None,
) -> None:
    from course_utils.classroom.trial import ClassPlan, try_class
    from course_utils.measured.class_memory import keep_class_memory
    from course_utils.syllabus import find_lesson

    use_language(lang)
    check_sources()
    found = [find_lesson(name) for name in lessons]
    plan = ClassPlan(learners, found, check_language(lang), tabs, restart)
    report = try_class(plan, proxy, click.echo)
    for failure in report.failures:
        click.echo(failure)
    measured = report.measured(plan)
    if out is not None:
        keep_class_memory(out, measured)
    facts = {"seconds": report.seconds, "mean": measured.mean, "most": measured.most}
    click.echo(_MEASURED.format(**facts, hub=measured.hub, total=measured.total))
    if report.failures:
        raise ValueError(str(_FAILED.format(count=len(report.failures))))


_MEASURED = Text(
    en="{seconds:.0f} seconds. A learner took {mean} MB at the peak, {most} MB at "
    "most; the hub and its proxy {hub} MB; all of them {total:.1f} GB.",
    zh="共 {seconds:.0f} 秒。每人峰值平均 {mean} MB，最多 {most} MB；"
    "JupyterHub 和代理占 {hub} MB；总共 {total:.1f} GB。",
)
_FAILED = Text(en="Failures: {count}.", zh="失败 {count} 处。")
_LAID = Text(
    en="The notebooks are in {folder}",
    zh="笔记本在 {folder}",
)
