"""Commands and options whose help is a `Text`, so it comes in the reader's language.

What click says by itself comes from the catalogues in `locale/`.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from course_utils.text import Text, language

CATALOGUES = Path(__file__).resolve().parent / "locale"


@contextmanager
def translated_click() -> Iterator[None]:
    """Let click speak the language of the course, too."""
    before, spoken = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("click", str(CATALOGUES))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = language()
    try:
        yield
    finally:
        gettext.textdomain(before)
        if spoken is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = spoken


class SpokenFormatter(click.HelpFormatter):
    """A help page whose headings end in the colon of their language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or str(_USAGE))

    def write_heading(self, heading: str) -> None:
        self.write(f"{_HEADING.format(heading=heading)}\n")


class SpokenContext(click.Context):
    """The context of a command; it knows the formatter of help pages."""

    formatter_class = SpokenFormatter


class SpokenMissingParameter(click.MissingParameter):
    """A missing argument or option; the sentence ends in the stop of its language."""

    def format_message(self) -> str:
        message = super().format_message()
        return message if language() == "en" else f"{message.removesuffix('.')}。"


class SpokenCommand(click.Command):
    """A command whose help is a `Text`, so it comes in the reader's language."""

    context_class = SpokenContext

    def __init__(self, *args: Any, text: Text, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.text = text

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            facts = error.ctx, error.param, error.param_hint, error.param_type
            raise SpokenMissingParameter(error.message, *facts) from error

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        self.options_metavar = str(_OPTIONS)
        return super().collect_usage_pieces(ctx)

    def format_help_text(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        self.help = str(self.text)
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        return str(self.text)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = str(_HELP)
        return option


class SpokenOption(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *args: Any, text: Text, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = str(self.text)
        return super().get_help_record(ctx)


class SpokenGroup(SpokenCommand, click.Group):
    """A group of commands whose help is a `Text`."""

    command_class = SpokenCommand

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        self.subcommand_metavar = str(_COMMAND)
        return super().collect_usage_pieces(ctx)


def spoken_option(*names: str, text: Text, **settings: Any) -> Any:
    """`click.option` with a help text in both languages."""
    return click.option(*names, cls=SpokenOption, text=text, **settings)


_USAGE = Text(en="Usage: ", zh="用法：")
_HEADING = Text(en="{heading}:", zh="{heading}：")
_OPTIONS = Text(en="[OPTIONS]", zh="[选项]")
_COMMAND = Text(en="COMMAND [ARGS]...", zh="命令 [参数]...")
_HELP = Text(en="Show this help.", zh="显示本帮助。")
