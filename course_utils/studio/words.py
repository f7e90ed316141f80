"""What the studio says, in both languages."""

from __future__ import annotations

from course_utils.text import Text, language_tag
from course_utils.verse.prosody import Tone

WORDS = {
    "head": Text(en="Head: begins the lines", zh="藏头字：一字领起一句"),
    "form": Text(en="Characters a line", zh="每句字数"),
    "lines": Text(en="Lines", zh="句数"),
    "auto_lines": Text(en="as the head needs", zh="随藏头字数"),
    "script": Text(en="Script", zh="字体"),
    "as_typed": Text(en="as typed", zh="与输入一致"),
    "simplified": Text(en="simplified", zh="简体"),
    "traditional": Text(en="traditional", zh="繁体"),
    "title": Text(en="Title: what it is about", zh="诗题：写什么"),
    "mood": Text(en="Mood", zh="情调"),
    "own_mood": Text(en="as it suits", zh="随诗题和藏头字"),
    "glad": Text(en="glad", zh="喜庆"),
    "quiet": Text(en="quiet", zh="闲静"),
    "sad": Text(en="sad", zh="哀伤"),
    "any": Text(en="any", zh="不限"),
    "temperature": Text(en="Temperature", zh="温度"),
    "rhyme": Text(en="Rhyme", zh="押韵"),
    "tones": Text(en="Tone rules", zh="平仄"),
    "readings": Text(en="Pinyin and tones", zh="注拼音和平仄"),
    "count": Text(en="How many", zh="几首"),
    "write": Text(en="Write", zh="作诗"),
    "stop": Text(en="Stop", zh="停下"),
    "another": Text(en="Another", zh="再来一首"),
    "copy": Text(en="Copy", zh="复制"),
    "copied": Text(en="Copied", zh="已复制"),
    "picture": Text(en="Picture", zh="存为图片"),
    "upright": Text(en="Picture, vertical", zh="存为竖排图片"),
    "keep": Text(en="♡ Keep", zh="♡ 收藏"),
    "is_kept": Text(en="♥ Kept", zh="♥ 已收藏"),
    "drop": Text(en="Remove", zh="移除"),
    "favourites": Text(en="Favourites", zh="收藏的诗"),
    "poems": Text(en="Poems", zh="诗"),
    "characters": Text(
        en="The characters; arrow keys lead from one to the next",
        zh="逐字查看，用方向键移动",
    ),
    "also": Text(en="The model also considered", zh="模型还考虑过"),
    "hint": Text(
        en="Point at a character, or reach it with Tab and the arrow keys, to see what "
        "else the model considered.",
        zh="把鼠标移到字上，或用 Tab 键和方向键选中它，就能看到模型还考虑过哪些字。",
    ),
    "legend": Text(
        en="○ level, ● oblique, ◐ either: the tones of Tang verse; the pinyin is of "
        "today. Underlined characters rhyme.",
        zh="○ 平，● 仄，◐ 可平可仄：平仄依唐人读音，拼音是今音。加下划线的字押韵。",
    ),
}

TONES: dict[Tone | None, tuple[str, Text]] = {
    Tone.LEVEL: ("○", Text(en="level", zh="平")),
    Tone.OBLIQUE: ("●", Text(en="oblique", zh="仄")),
    Tone.EITHER: ("◐", Text(en="level or oblique", zh="可平可仄")),
}
POEM = Text(en="Poem {number}: {head}", zh="第 {number} 首：{head}")
RHYMES = Text(en="rhymes with {characters}", zh="押“{characters}”韵")
FREE_LINES = Text(en="free lines: {lines}", zh="第 {lines} 句不藏字")
ABOUT = Text(en="on 《{title}》", zh="题为《{title}》")
SEED = Text(en="seed {seed}", zh="种子 {seed}")
REFUSED = Text(en="would have broken a rule", zh="不合要求")
IN_LINE = Text(en="{character} in {line}", zh="“{line}”的“{character}”")
OTHERWISE_READ = Text(
    en="As their words are read, these characters break the tone rules: {places}.",
    zh="按词义来读，这几个字不合平仄：{places}。",
)
PRINTED_ALIKE = Text(
    en="Different characters that look alike in simplified script: {characters}.",
    zh="原是不同的字，印成简体就重了：{characters}。",
)
WRITING = Text(
    en="Writing poem {number} of {count} …", zh="正在写第 {number} 首，共 {count} 首……"
)
DONE = Text(en="Poems written: {count}.", zh="写好了 {count} 首。")
STOPPED = Text(en="Stopped. Poems written: {count}.", zh="已停下，写好了 {count} 首。")
FAILED = Text(en="The poet could not write this: {error}", zh="这次没能写成：{error}")
PICTURE = Text(
    en="A poem whose lines begin with {head}, written by the course's poet:\n{text}",
    zh="课程里的诗人写的藏头诗，藏“{head}”：\n{text}",
)
PICTURE_WITH_FREE_LINES = Text(
    en="A poem whose first lines begin with {head} (free lines: {lines}), written by "
    "the course's poet:\n{text}",
    zh="课程里的诗人写的藏头诗，藏“{head}”，第 {lines} 句不藏字：\n{text}",
)


def page_words() -> dict[str, str]:
    """The words on the page, in the language spoken now."""
    words = {name: str(text) for name, text in WORDS.items()}
    return {"lang": language_tag(), **words}
