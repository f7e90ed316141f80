"""`course poem`: an acrostic poem for a name or a wish."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from course_utils.cli.options import json_option, weights_option
from course_utils.cli.output import encoding_name, lost_characters, readable
from course_utils.cli.spoken import SpokenCommand, spoken_option
from course_utils.places import POET_WEIGHTS
from course_utils.text import Text, join

if TYPE_CHECKING:
    from course_utils.verse.poem import Acrostic, CharacterChoice

_say = partial(click.echo, err=True)
LAST_SEED = 2**63 - 2
"""As `poet.wish.POEM_SEEDS` ends, which cannot be asked without loading PyTorch."""


@click.command(
    cls=SpokenCommand,
    text=Text(
        en="Write a Tang poem whose lines begin with the characters of HEAD.",
        zh="写一首藏头诗，每句以 HEAD 中的一个字开头。",
    ),
)
@click.argument("head", nargs=-1, required=True)
@spoken_option(
    "--form",
    type=click.Choice(["5", "7"]),
    default="7",
    show_default=True,
    text=Text(en="Characters a line.", zh="每句字数。"),
)
@spoken_option(
    "--lines",
    "num_lines",
    type=click.IntRange(2, 20),
    text=Text(
        en="Lines, an even number; one for each character of HEAD, four or more, "
        "if not given.",
        zh="句数，须为偶数；默认一字一句，至少四句，逢单补一句。",
    ),
)
@spoken_option(
    "--count",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    text=Text(en="Number of poems.", zh="写几首。"),
)
@spoken_option(
    "--seed",
    type=int,
    metavar="SEED",
    text=Text(
        en=f"Same seed, same poem; 0 to {LAST_SEED}.",
        zh=f"随机种子：种子相同，诗就相同；0 到 {LAST_SEED}。",
    ),
)
@spoken_option(
    "--title",
    metavar="TITLE",
    text=Text(
        en="What the poem is to be about, as a title: 送友人, 夜坐.",
        zh="诗题，也就是写什么，例如：送友人、夜坐。",
    ),
)
@spoken_option(
    "--mood",
    type=click.Choice(["glad", "quiet", "sad", "any"]),
    metavar="MOOD",
    text=Text(
        en="glad, quiet, sad or any. Without it, the title decides; without a title, "
        "glad unless HEAD speaks against it.",
        zh="情调：glad（喜庆）、quiet（闲静）、sad（哀伤）或 any（不限）。"
        "不写就看诗题；没有诗题就写得喜庆，除非藏头字本身不喜庆。",
    ),
)
@spoken_option(
    "--temperature",
    type=float,
    default=0.6,
    show_default=True,
    text=Text(
        en="How bold: higher surprises more, lower is safer.",
        zh="温度：越高越出人意料，越低越稳妥。",
    ),
)
@spoken_option(
    "--rhyme/--no-rhyme",
    default=True,
    show_default=True,
    text=Text(en="Whether even lines rhyme.", zh="偶数句是否押韵。"),
)
@spoken_option(
    "--tones/--no-tones",
    default=True,
    show_default=True,
    text=Text(en="Whether the tone rules are kept.", zh="是否遵守平仄。"),
)
@spoken_option(
    "--script",
    type=click.Choice(["simplified", "traditional"]),
    metavar="SCRIPT",
    text=Text(
        en="simplified or traditional; as HEAD is written if not given.",
        zh="simplified（简体）或 traditional（繁体）；默认与 HEAD 一致。",
    ),
)
@spoken_option(
    "--candidates",
    type=click.IntRange(1, 256),
    default=32,
    show_default=True,
    text=Text(
        en="Poems written for each one shown: the best, by how well each character "
        "fits its place.",
        zh="每首诗写多少首候选，取用字最贴切的一首。",
    ),
)
@spoken_option(
    "--strict",
    is_flag=True,
    text=Text(
        en="Fail, and say why, rather than give a rule up.",
        zh="宁可失败并说明原因，也不放宽任何要求。",
    ),
)
@json_option(
    Text(en="One JSON object a poem.", zh="每首诗输出一个 JSON 对象。"),
)
@spoken_option(
    "--explain",
    is_flag=True,
    text=Text(
        en="Show what else was considered for each character.",
        zh="显示每个字还考虑过哪些字。",
    ),
)
@weights_option
def poem(
    head: tuple[str, ...],
    form: str,
    count: int,
    seed: int | None,
    as_json: bool,
    weights: Path | None,
    **wishes: Any,
) -> None:
    from course_utils.poet.course_poet import load_poet
    from course_utils.poet.wish import make_wish
    from course_utils.verse.messages import NOT_KNOWN_NEW

    wish = make_wish(" ".join(head), int(form), **wishes)
    writer = load_poet(weights or POET_WEIGHTS, _say)
    if writer.index is None:
        _say(NOT_KNOWN_NEW)
    lost: set[str] = set()
    for number, one in enumerate(writer.write_several(wish, count, seed)):
        if as_json:
            click.echo(_as_json(one))
        else:
            text = (f"《{one.title}》\n" if one.title else "") + _shown(one)
            lost |= lost_characters(text)
            click.echo(("\n" if number else "") + text)
        if one.constraints_relaxed:
            _say(_gave_way(one))
    if lost:
        raise ValueError(readable(_lost(lost)))


def _as_json(poem: Acrostic) -> str:
    """One line; all ASCII if the encoding of the output lacks any character of it."""
    facts = poem.to_json()
    text = json.dumps(facts, ensure_ascii=False)
    return json.dumps(facts) if lost_characters(text) else text


def _shown(poem: Acrostic) -> str:
    if poem.choices is None:
        return str(poem)
    lines = zip(str(poem).split("\n"), poem.choices, strict=True)
    blocks = ["\n".join((line, *map(_considered, choices))) for line, choices in lines]
    return "\n".join([*blocks, str(_LEGEND)])


def _considered(choice: CharacterChoice) -> str:
    others = (
        f"{one.character} {one.probability:6.2%}{' ' if one.allowed else '×'}"
        for one in choice.others
    )
    return f"  {choice.character} {choice.probability:6.2%} | {' '.join(others)}"


def _gave_way(poem: Acrostic) -> Text:
    from course_utils.verse.messages import CONSTRAINTS, GAVE_WAY

    names = join(CONSTRAINTS[name] for name in poem.constraints_relaxed)
    return GAVE_WAY.format(names=names)


def _lost(characters: set[str]) -> Text:
    name = encoding_name(sys.stdout)
    return _LOST.format(count=len(characters), encoding=name)


_LOST = Text(
    en="Characters that the encoding of this output, {encoding}, lacks: {count}; they "
    "stand as “?”. Set PYTHONIOENCODING=utf-8, or use --json, which loses none.",
    zh="输出所用的编码 {encoding} 缺少诗里的 {count} 个字，只能写成“?”。"
    "请设置 PYTHONIOENCODING=utf-8，或用 --json，这样一个字也不会丢。",
)
_LEGEND = Text(
    en="Character, its probability | the three likeliest others; × broke a rule.",
    zh="字和它的概率 | 另外三个最可能的字；× 表示不合要求。",
)
