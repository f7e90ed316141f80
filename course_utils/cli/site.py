"""`course site`: the lessons as web pages, for everybody or for instructors."""

from __future__ import annotations

from pathlib import Path

import click

from course_utils.cli.options import check_sources, language_option
from course_utils.cli.spoken import SpokenCommand, spoken_option
from course_utils.text import Text, use_language


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Build the site: every lesson to read, in both languages, with search and "
        "glossary. It needs no server and no network.",
        zh="生成网站：每一课都能在网页上读，中英文都有，带搜索和术语表。"
        "不需要服务器，也不需要联网。",
    ),
)
@spoken_option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    text=Text(
        en="Folder for the site; `site` here, or `site-with-solutions`, if not given.",
        zh="网站放在哪个文件夹；不写就是这里的 site 或 site-with-solutions。",
    ),
)
@spoken_option(
    "--with-solutions",
    is_flag=True,
    text=Text(
        en="For instructors: with answers and solutions, folded.",
        zh="教师版：附有答案和解答，折叠起来。",
    ),
)
@language_option(
    Text(
        en="Language that --open opens; COURSE_LANG sets it, too.",
        zh="--open 打开哪种语言，也可以用环境变量 COURSE_LANG 设置。",
    ),
)
@spoken_option(
    "--open",
    "open_it",
    is_flag=True,
    text=Text(en="Open it in a browser.", zh="在浏览器里打开。"),
)
def site(out: Path | None, with_solutions: bool, lang: str, open_it: bool) -> None:
    from course_utils import site as pages
    from course_utils.site.words import SITE_WRITTEN, WRITING_POEMS

    use_language(lang)
    check_sources()
    folder = out or Path("site-with-solutions" if with_solutions else "site")
    pages.check_site_tools()
    pages.check_site_folder(folder)
    click.echo(WRITING_POEMS)
    poems = pages.poems_to_show()
    made = pages.make_site(poems=poems, solutions=with_solutions)
    pages.save_site(folder, made)
    first = (folder / lang / "index.html").resolve()
    count = sum(path.endswith(".html") for path in made)
    click.echo(SITE_WRITTEN.format(pages=count, path=first))
    if open_it:
        click.launch(first.as_uri())
