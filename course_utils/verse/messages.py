"""What the poet says, apart from poems."""

from course_utils.text import Text

CONSTRAINTS = {
    "head": Text(en="the head", zh="藏头字"),
    "length": Text(en="the length of the lines", zh="字数"),
    "rhyme": Text(en="rhyme", zh="押韵"),
    "tones": Text(en="the tone rules", zh="平仄"),
    "new": Text(en="nothing copied", zh="不抄原诗"),
    "varied": Text(en="no character twice", zh="不重字"),
}
GAVE_WAY = Text(
    en="Not all of it was possible with this head. What gave way: {names}.",
    zh="用这几个藏头字做不到全部要求，只好放宽：{names}。",
)
IMPOSSIBLE = Text(
    en="No candidate of {candidates} keeps {names}. Ask for more candidates, write "
    "without --strict, or choose another head.",
    zh="{candidates} 首候选诗都没能守住这些要求：{names}。可以增加候选数、"
    "去掉 --strict，或换几个藏头字。",
)
NO_POET = Text(
    en="The poet's weights are not there: {path}. Train them with: course train poet "
    "--recipe quick; then name the file: course poem HEAD --weights FILE",
    zh="找不到诗人的权重文件：{path}。可以先训练：course train poet --recipe quick；"
    "再指定文件：course poem 藏头字 --weights 文件",
)
TOO_FEW_LINES = Text(
    en="{heads} head characters need {heads} lines or more, found {lines}. Ask for "
    "more lines, or leave characters out.",
    zh="{heads} 个藏头字至少需要 {heads} 句，要求的却是 {lines} 句。"
    "请增加句数，或去掉几个字。",
)
WRONG_FORM = Text(
    en="A line has 5 or 7 characters, found {found}. Choose 5 or 7.",
    zh="每句五字或七字，收到的是 {found}。请选 5 或 7。",
)
