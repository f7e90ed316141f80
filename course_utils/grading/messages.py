"""What is said about marks: to the learner, to the instructor, in the terminal."""

from course_utils.text import Text

NOTHING_TO_MARK = Text(
    en="Expected submitted notebooks (*.ipynb) in {folder}, found none. Give each "
    "learner a file (name.ipynb) or a folder (name/...ipynb) there.",
    zh="{folder} 里没有找到交上来的笔记本（*.ipynb）。"
    "请把作业放进去：每人一个文件（姓名.ipynb），或每人一个文件夹。",
)
NO_LESSON_FOUND = Text(
    en="No lesson could be told from the notebooks: neither cells nor names are of the "
    "course ({path}, for one). Name the lesson with --lesson.",
    zh="看不出这些笔记本是哪一课的：单元格和文件名都不是本课程的（例如 {path}）。"
    "请用 --lesson 指明。",
)
NOTEBOOK_TOO_LARGE = Text(
    en="The file is larger than {size} MB. Clear its outputs and hand it in again.",
    zh="文件超过 {size} MB。请清除输出后重新提交。",
)
NOTHING_HANDED_IN = Text(
    en="No notebook of this lesson was handed in.", zh="没有交这一课的笔记本。"
)
NOT_OF_LESSON = Text(
    en="The notebook holds no cell of this lesson, and nothing that is called as its "
    "exercises are. Is it the right one?",
    zh="这个笔记本里没有这一课的单元格，也没有和练习同名的函数。是不是交错了？",
)
SEVERAL = Text(
    en="{count} notebooks were handed in; the newest was marked: {name}.",
    zh="交了 {count} 个笔记本，批改的是最新的一个：{name}。",
)
CONFLICT = Text(
    en="Cell {number} holds the marks of a merge that was not finished (<<<<<<<).",
    zh="第 {number} 格里留有没做完的合并的冲突标记（<<<<<<<）。",
)
NO_CAGE = Text(
    en="Marking runs what others have written, shut in by means of Linux on x86-64 or "
    "arm64; this computer has none of that. Use Linux, WSL 2 or a container.",
    zh="批改要运行别人写的代码，得用 Linux（x86-64 或 arm64）的手段把它隔离起来，"
    "这台电脑没有。请改用 Linux、WSL 2 或容器。",
)
FILES_OPEN = Text(
    en="This kernel cannot shut files (Landlock, Linux 5.13 or later): a submission "
    "could read and change what you can. Mark in a container or a virtual machine.",
    zh="这个内核不能隔离文件（需要 Landlock，即 Linux 5.13 以上）："
    "你能读写的文件，作业里的代码也能读写。请在容器或虚拟机里批改。",
)
OUT_WITHIN = Text(
    en="The marks would lie among the notebooks: {out} is in {folder}. Name another "
    "folder with --out.",
    zh="成绩会和作业混在一起：{out} 在 {folder} 里面。请用 --out 另选一个文件夹。",
)
NOT_STARTED = Text(
    en="The process that runs the answers does not start: {error}",
    zh="用来运行答案的进程启动不了：{error}",
)
NO_PYTHON = Text(
    en="The cell with it cannot be read as Python: `{error}`",
    zh="写着它的那一格不是合法的 Python：`{error}`",
)
NOT_WRITTEN_YET = Text(
    en="It calls {names}, which is still to be written in this notebook.",
    zh="它调用了 {names}，可这个笔记本里还没有写出来。",
)
NOT_DEFINED = Text(
    en="Nothing is left that is called `{name}` when its cell has run.",
    zh="那一格运行完之后，并没有得到 `{name}`。",
)
NOT_DEFINED_BECAUSE = Text(
    en="It cannot be defined, because a cell stops with an error: `{error}`",
    zh="没能定义出来，因为有一格运行出错：`{error}`",
)
ABOVE_LIMIT = Text(
    en="It did not end within {seconds} seconds of processor time, so it was stopped. "
    "Does every loop come to an end, and is nothing computed again and again?",
    zh="用了 {seconds} 秒处理器时间还没有结束，已经停下。"
    "每个循环都走得到头吗？有没有反复做同样的计算？",
)
ENDS_ALL = Text(
    en="It ended its whole process before it had answered. Does it call `os._exit`, go "
    "too deep in a recursion, or take more memory than it may have?",
    zh="它没答完，整个进程就结束了。"
    "是不是调用了 `os._exit`，递归太深，或者要的内存超过了上限？",
)
UNREADABLE_REPLY = Text(
    en="What it sent is no result that can be read.",
    zh="它发回的内容不是能读懂的结果。",
)
PAGE_TITLE = Text(
    en="Feedback for {learner}: “{lesson}”",
    zh="{learner} 的《{lesson}》：批改反馈",
)
POINTS = Text(
    en="{right} of {count} exercises right", zh="共 {count} 道练习，做对 {right} 道"
)
CLASS_TITLE = Text(
    en="The class at a glance: “{lesson}”",
    zh="《{lesson}》：全班一览",
)
CLASS_COUNT = Text(
    en="Learners: {count}; exercises right on average: {average} of {most}",
    zh="共 {count} 人，平均做对 {average} 道，共 {most} 道",
)
CLASS_COLUMNS = {
    "exercise": Text(en="Exercise", zh="练习"),
    "right": Text(en="Right", zh="做对"),
    "wrong": Text(en="Not right", zh="没做对"),
    "unanswered": Text(en="Unanswered", zh="没做"),
    "mistakes": Text(en="Most frequent mistakes", zh="最常见的错误"),
}
OF_ALL = Text(en="{count} of {all}", zh="{all} 人中 {count} 人")
UNNAMED = Text(en="wrong in a way that has no name", zh="错得各不相同，没有归类")
LEARNERS_TITLE = Text(en="Learners", zh="学习者")
MARKED_ALL = Text(
    en="“{lesson}” is marked. Learners: {learners}; seconds: {seconds}. Marks and "
    "feedback lie in {folder}",
    zh="《{lesson}》批改完毕：{learners} 人，用时 {seconds} 秒。成绩和反馈在 {folder}",
)
