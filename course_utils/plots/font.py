"""The Chinese font of the pictures, and what is said where there is none."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from matplotlib import font_manager

from course_utils.text import Text

NO_FONT = Text(
    en="The font for Chinese characters is missing (package pylopdf-fonts-zh-cn). "
    "Run: python -m pip install pylopdf-fonts-zh-cn",
    zh="缺少中文字体（软件包 pylopdf-fonts-zh-cn）。"
    "请运行：python -m pip install pylopdf-fonts-zh-cn",
)


class FontError(RuntimeError):
    """The Chinese font of the course is not installed."""


class FontStatus(NamedTuple):
    """Whether Chinese can be drawn, and what to tell the learner about it."""

    ok: bool
    message: Text


@cache
def chinese_font() -> str:
    """Make the Chinese font known to matplotlib and return its family name.

    Raises `FontError` if the package that carries the font is missing.
    """
    try:
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError as error:
        raise FontError(str(NO_FONT)) from error
    font_manager.fontManager.addfont(sans_path())
    return font_manager.FontProperties(fname=sans_path()).get_name()


def font_status() -> FontStatus:
    """Say whether Chinese can be drawn in pictures, and if not, how to mend it."""
    try:
        family = chinese_font()
    except FontError:
        return FontStatus(False, NO_FONT)
    return FontStatus(
        True,
        Text(en="Chinese in pictures: {f}", zh="图里用 {f}").format(f=family),
    )
