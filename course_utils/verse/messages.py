"""What the poet says, apart from poems."""

from course_utils.text import Text

CONSTRAINTS = {
    "head": Text(en="the head", zh="藏头字"),
    "length": Text(en="the length of the lines", zh="字数"),
    "rhyme": Text(en="rhyme", zh="押韵"),
    "tones": Text(en="the tone rules", zh="平仄"),
    "new": Text(en="nothing copied", zh="不抄原诗"),
    "mood": Text(en="the mood", zh="情调"),
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
    en="{heads} head characters need {needed} lines or more, found {lines}. Ask for "
    "more lines, or leave characters out.",
    zh="{heads} 个藏头字至少需要 {needed} 句，要求的却是 {lines} 句。"
    "请增加句数，或去掉几个字。",
)
ODD_LINES = Text(
    en="A poem has an even number of lines, from {low} to {high}, found {found}. "
    "Ask for {example}.",
    zh="诗的句数应是 {low} 到 {high} 之间的偶数，要求的却是 {found} 句。"
    "可以改成 {example} 句。",
)
NOT_YES_OR_NO = Text(
    en="{name}: expected True or False, found {found}. Try {name}=True.",
    zh="{name} 只能是 True 或 False，收到的是 {found}。可以试试 {name}=True。",
)
NOT_KNOWN_NEW = Text(
    en="“Nothing copied” was not checked, for the known poems are not here; with them, "
    "this seed may give another poem. Fetch them: course data",
    zh="没有检查是否抄了原诗，因为本机没有原诗的语料；有了语料，同一个种子可能写出"
    "另一首。下载语料：course data",
)
WRONG_FORM = Text(
    en="A line has 5 or 7 characters, found {found}. Choose 5 or 7.",
    zh="每句五字或七字，收到的是 {found}。请选 5 或 7。",
)
NO_MOOD = Text(
    en="mood: expected one of {known}, found {found}. Leave it out, and the head "
    "decides.",
    zh="mood 应是 {known} 中的一个，收到的是 {found}。不写就由藏头字决定。",
)
NO_TITLE = Text(
    en="A title is 1 to {most} Chinese characters, such as 送友人, found {found}. "
    "Write another, or none.",
    zh="诗题应是 1 到 {most} 个汉字，例如“送友人”，收到的是 {found}。"
    "请换一个，或者不写。",
)
TITLE_UNKNOWN = Text(
    en="No character of the title {title} stood in the titles the poet learnt from. "
    "Choose a title in other words, or none.",
    zh="诗人学过的诗题里，没有出现过“{title}”的任何一个字。请换几个字，或者不写诗题。",
)
