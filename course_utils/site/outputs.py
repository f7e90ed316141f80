"""What the cells of a solved notebook show, as HTML; pictures become files."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from nbformat import NotebookNode

from course_utils.site.words import SITE_WORDS
from course_utils.text import Language

PICTURE_FOLDER = "pictures"
_TIDIED = {
    ' role="status"': "",  # it is read out as it changes, and a page does not
    "color:rgb(0, 158, 115)": "color:#00664a",  # as text, the marks are too pale
    "color:rgb(213, 94, 0)": "color:#a33f00",
}


class Pictures:
    """The pictures of all pages, each file once; named after what is in it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def keep(self, encoded: str) -> str:
        """Take in a PNG in base64; its path, seen from the folder of a language."""
        content = b64decode(encoded)
        path = f"{PICTURE_FOLDER}/{sha256(content).hexdigest()[:16]}.png"
        self.files[path] = content
        return f"../{path}"


def show_outputs(
    outputs: Iterable[NotebookNode], pictures: Pictures, lang: Language
) -> str:
    """The outputs of one cell; of each the richest form that needs no kernel."""
    shown = [_show(output, pictures, lang) for output in outputs]
    return "".join(f'<div class="output">{each}</div>' for each in shown)


def _show(output: NotebookNode, pictures: Pictures, lang: Language) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        return _picture(output, pictures, lang)
    if "text/html" in data:
        return f'<div class="paper scroll">{_tidy(data["text/html"])}</div>'
    text = output.get("text", data.get("text/plain", "")).rstrip("\n")
    return f"<pre>{escape(text)}</pre>"


def _tidy(html: str) -> str:
    """A stored answer or table, as a page can be read by all."""
    for stored, shown in _TIDIED.items():
        html = html.replace(stored, shown)
    return html


def _picture(output: NotebookNode, pictures: Pictures, lang: Language) -> str:
    data, about = output.data, output.metadata["image/png"]
    first, _, caption = about["alt"].partition("\n")
    source = pictures.keep(data["image/png"])
    size = f'width="{about["width"]}" height="{about["height"]}"'
    image = f'<img src="{source}" alt="{escape(first)}" {size} loading="lazy">'
    below = f"<p>{escape(caption)}</p>" if caption else ""
    if any("widget" in kind for kind in data):
        note = SITE_WORDS["explorer"].in_language(lang)
        below += f'<p class="note">{escape(note)}</p>'
    if below:
        below = f"<figcaption>{below}</figcaption>"
    return f'<figure><div class="paper">{image}</div>{below}</figure>'
