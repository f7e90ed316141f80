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

BLIND_TITLE = Text(en="Who wrote this poem?", zh="这首诗是谁写的？")
BLIND_INTRO = Text(
    en="Poems: {count}. {real} of them are Tang poems, the others were written by the "
    "course's poet, a neural network. Mark each one, without looking any up.",
    zh="共 {count} 首：{real} 首是唐诗，其余是本课的诗人（一个神经网络）写的。"
    "请逐首判断，不要去查。",
)
BLIND_BOXES = Text(en="□ a person   □ the network", zh="□ 古人   □ 神经网络")
BLIND_REAL = Text(en="a person: {source}", zh="古人：{source}")
BLIND_MADE = Text(en="the network: {source}", zh="神经网络：{source}")
BLIND_LUCK = Text(
    en="Guessing gives {half:g} right of {count} on the average; {right} or more come "
    "by luck in fewer than one of twenty sheets.",
    zh="全凭猜，{count} 首平均对 {half:g} 首；碰巧对到 {right} 首以上的，"
    "二十份里不到一份。",
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
