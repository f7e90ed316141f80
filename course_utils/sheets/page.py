"""Sheets as one web page, which needs nothing else and prints well."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markdown_it import MarkdownIt

from course_utils.sheets.markdown import show_markdown
from course_utils.sheets.sheet import Sheet
from course_utils.text import language_tag

_PAGE = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.55 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei",
  sans-serif; color: #22303c; background: #fff; max-width: 44em; margin: 2em auto;
  padding: 0 1em; }}
h1 {{ font-size: 1.5em; }}
h2 {{ font-size: 1em; margin: 1.8em 0 .4em; color: #005a94; break-after: avoid; }}
pre {{ background: #eef4f8; padding: .6em .9em; border-radius: 6px;
  white-space: pre-wrap; break-after: avoid; }}
code {{ font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace;
  font-size: .92em; }}
p {{ break-after: avoid; }}
ul {{ list-style: none; padding-left: 1em; break-inside: avoid; }}
@media print {{
  body {{ font-size: 10.5pt; margin: 0; max-width: none; }}
  h1:not(:first-child) {{ break-before: page; }}
}}
</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def show_sheet_page(sheets: Iterable[Sheet], command: str = "") -> str:
    """The sheets as HTML, with their answers if `command` is given."""
    each = list(sheets)
    return web_page_of(show_markdown(each, command), escape(str(each[0].title)))


def web_page_of(markdown: str, title: str) -> str:
    """Markdown as one page of HTML; the title is HTML, too."""
    body = MarkdownIt("commonmark").render(markdown)
    return _PAGE.format(lang=language_tag(), title=title, body=body)
