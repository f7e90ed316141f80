"""Commands and options whose help is a `Text`, so it comes in the reader's language."""

from __future__ import annotations

from typing import Any

import click

from course_utils.text import Text


class SpokenCommand(click.Command):
    """A command whose help is a `Text`, so it comes in the reader's language."""

    def __init__(self, *args: Any, text: Text, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.text = text

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


def spoken_option(*names: str, text: Text, **settings: Any) -> Any:
    """`click.option` with a help text in both languages."""
    return click.option(*names, cls=SpokenOption, text=text, **settings)


_HELP = Text(en="Show this help.", zh="显示本帮助。")
