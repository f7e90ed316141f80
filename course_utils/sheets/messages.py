"""What stands on a sheet besides its questions, and why one is refused."""

from course_utils.text import Text

SHEET_TITLES = {
    "shapes": Text(en="Shapes of recurrent networks", zh="循环神经网络的形状"),
    "states": Text(en="States of recurrent networks", zh="循环神经网络的状态"),
    "parameters": Text(en="Parameters of recurrent networks", zh="循环神经网络的参数"),
    "mixed": Text(en="Shapes, states and parameters", zh="形状、状态与参数"),
}
VERSION_TITLE = Text(en="{title} (version {version})", zh="{title}（{version} 卷）")
ANSWERS_TITLE = Text(en="Answers: {title}", zh="答案：{title}")
NAME = Text(en="Name: {space}", zh="姓名：{space}")
DATE = Text(en="Date: {space}", zh="日期：{space}")
INTRO = Text(
    en="Questions: {count}. In each, one choice is right. The code is PyTorch.",
    zh="共 {count} 题，每题只有一个选项正确。代码用的是 PyTorch。",
)
QUESTION = Text(en="Question {number}", zh="第 {number} 题")
ANSWER = Text(en="Question {number}: {letter}", zh="第 {number} 题：{letter}")
AGAIN = Text(en="The same sheet again: `{command}`", zh="再生成同一份题：`{command}`")
REASON = Text(en="`{label}`: {why}", zh="`{label}`：{why}")
PAGE = Text(
    en="{title}, page {page} of {pages}", zh="{title}，第 {page} 页（共 {pages} 页）"
)

NO_SUCH_KIND = Text(
    en="There is no kind of sheet {found!r}. Choose one of {kinds}.",
    zh="没有 {found!r} 这类题。可选的是 {kinds}。",
)
TOO_MANY = Text(
    en="Expected at most {most} questions on all versions together, found {questions} "
    "on each of {copies}. Take fewer questions or fewer versions.",
    zh="各卷合起来最多 {most} 题，现在是 {copies} 卷、每卷 {questions} 题。"
    "请减少题数或卷数。",
)
NO_SUCH_FORMAT = Text(
    en="Expected a file that ends in {formats}, found {path}. Give it one of these "
    "endings.",
    zh="文件名应以 {formats} 结尾，实际是 {path}。请换一个后缀。",
)
NOT_OURS = Text(
    en="{path} is there already, and not as `course sheet` writes it: it is another "
    "file, or was changed since. Name another file, or move that one away.",
    zh="{path} 已经存在，但不是 `course sheet` 写出的原样：可能是别的文件，"
    "也可能后来改过。请换一个文件名，或先把它移走。",
)
