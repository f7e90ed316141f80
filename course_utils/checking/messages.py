"""What exercises and predictions say, whatever the lesson."""

from course_utils.text import Text

RIGHT = Text(en="`{name}` is right.", zh="`{name}` 写对了。")
WRONG = Text(en="`{name}` is not right yet.", zh="`{name}` 还不对。")
NOT_TRIED = Text(
    en="`{name}` is waiting for you: replace `raise NotImplementedError` with your "
    "code, run that cell, then run this one again.",
    zh="`{name}` 还等着你来写：把 `raise NotImplementedError` 换成你的代码，"
    "运行那一格，再运行这一格。",
)
STUCK = Text(
    en="Stuck? Run `exercises.{name}.hint()` in a new cell.",
    zh="卡住了？新建一格，运行 `exercises.{name}.hint()`。",
)
HINT = Text(
    en="Hint {number} of {count} for `{name}`",
    zh="`{name}` 的提示 {number} / {count}",
)
MORE_HINTS = Text(
    en="Not enough? Run `exercises.{name}.hint()` again.",
    zh="还不够？再运行一次 `exercises.{name}.hint()`。",
)
NO_MORE_HINTS = Text(
    en="That was the last hint. `exercises.{name}.solution()` shows the answer.",
    zh="这是最后一条提示。`exercises.{name}.solution()` 会给出答案。",
)
SOLUTION = Text(en="One solution of `{name}`", zh="`{name}` 的一种解法")
NO_SUCH_HINT = Text(
    en="There is no hint {number}: choose a number from 1 to {count}.",
    zh="没有第 {number} 条提示：请选 1 到 {count}。",
)
NO_SUCH_EXERCISE = Text(
    en="There is no exercise {name!r} in this lesson. There are: {known}.",
    zh="这一课没有名为 {name!r} 的练习。有的是：{known}。",
)
NO_SUCH_PREDICTION = Text(
    en="There is no prediction {name!r} in this lesson. There are: {known}.",
    zh="这一课没有名为 {name!r} 的猜测题。有的是：{known}。",
)
NOT_CALLABLE = Text(
    en="`check` wants the function itself, found a value. Pass its name without "
    "brackets and arguments.",
    zh="`check` 要的是函数本身，你给的却是一个值。只写函数名，不要加括号和参数。",
)
TOO_SLOW = Text(
    en="It was still running after {seconds} seconds, so it was stopped. "
    "Does every loop come to an end, and is nothing computed again and again?",
    zh="跑了 {seconds} 秒还没有结束，已经停下。"
    "每个循环都走得到头吗？有没有反复做同样的计算？",
)
LEFT_RUNNING = Text(
    en="It was still running after {seconds} seconds, and could not be stopped: it "
    "waits inside a call that is not written in Python. Restart the kernel to end it "
    "(menu Kernel).",
    zh="跑了 {seconds} 秒还没有结束，也停不下来：它卡在一个不是用 Python 写的调用里。"
    "要结束它，请重启内核（菜单 Kernel）。",
)
DIES = Text(
    en="It ends the whole process, not only itself, so it ran in another one. Does it "
    "call `os._exit`, go too deep in a recursion, or take more memory than there is?",
    zh="它会让整个进程一起结束，所以这次放在另一个进程里运行。"
    "是不是调用了 `os._exit`，递归太深，或者要的内存太多？",
)
CHECK_STOPPED = Text(
    en="Stopped: `{name}` was not checked, and nothing of it is still running.",
    zh="已停止：`{name}` 没有检查，也没有什么还在运行。",
)
NOT_JUDGED = Text(
    en="`{name}` could not be checked, and that is no fault of yours: `{error}`. "
    "Restart the kernel and try again (menu Kernel).",
    zh="没能检查 `{name}`，这不是你的错：`{error}`。请重启内核再试（菜单 Kernel）。",
)
NO_INPUT = Text(
    en="nobody answers `input()` during a check; use the arguments",
    zh="检查时没有人回答 `input()`，请使用参数",
)
PRINTED = Text(en="It printed:", zh="它打印了：")
REPLACES = Text(
    en="It replaces {names}, which others use, too. That was put back. "
    "Give your own function a name of its own.",
    zh="它把别处也要用的 {names} 换掉了，现已还原。请给自己的函数另取一个名字。",
)
REPLACED = Text(
    en="In this notebook {names} is no longer what it was. This check used the "
    "original.",
    zh="在这个笔记本里，{names} 已经不是原来的了。这次检查用的是原来的。",
)
RETURNS_NONE = Text(
    en="It returns `None`. Does every path end in a `return`?",
    zh="它返回的是 `None`。是不是忘了写 `return`？",
)
PRINTS = Text(
    en="It prints its result and returns nothing. "
    "Replace `print(...)` by `return ...`.",
    zh="它把结果打印出来了，却什么也没返回。把 `print(...)` 换成 `return ...`。",
)
CHANGED = Text(
    en="It changes in place what it is given as {names}, and whoever calls it would be "
    "surprised. Make a new one instead (no `+=`, `out=`, `append` or assignment into "
    "it).",
    zh="它就地改动了传进来的 {names}，调用它的人不会料到。"
    "请另建一个新的，不要用 `+=`、`out=`、`append`，也不要往里面赋值。",
)
RAISES = Text(
    en="It stops with an error at `{place}`:\n`{error}`",
    zh="运行到 `{place}` 时出错了：\n`{error}`",
)
RAISES_OUTSIDE = Text(
    en="It stops with an error when called:\n`{error}`",
    zh="一调用就出错了：\n`{error}`",
)
NEW_LINE = Text(en="\n", zh="\n")
WRONG_TYPE = Text(
    en="It should return `{expected}`, found `{found}`.",
    zh="应该返回 `{expected}`，你返回的是 `{found}`。",
)
WRONG_TYPE_WITHIN = Text(
    en="Item {place} of what it returns should be `{expected}`, found `{found}`.",
    zh="返回值的第 {place} 项应该是 `{expected}`，实际是 `{found}`。",
)
WRONG_TYPE_AT = Text(
    en="What it returns as `{key}` should be `{expected}`, found `{found}`.",
    zh="返回值里的 `{key}` 应该是 `{expected}`，实际是 `{found}`。",
)
COUNTED = Text(
    en="Right: {right} of {count}. The first wrong one is ({given}): found `{found}`.",
    zh="{count} 个里对了 {right} 个。第一个不对的是 ({given})：你给的是 `{found}`。",
)
COUNTED_OPEN = Text(
    en="Right: {right} of {count}. No answer yet for: {places}.",
    zh="{count} 个里对了 {right} 个。还没有答案的是：{places}。",
)
WRONG_LENGTH = Text(
    en="It should return {expected} values, found {found}. {ask}",
    zh="应该返回 {expected} 个值，你返回了 {found} 个。{ask}",
)
WRONG_LENGTH_WITHIN = Text(
    en="Item {place} of what it returns should have {expected} values, found {found}. "
    "{ask}",
    zh="返回值的第 {place} 项应该有 {expected} 个值，实际有 {found} 个。{ask}",
)
ONE_MISSING = Text(en="Which one is missing?", zh="少了哪一个？")
ONE_MORE = Text(en="Which one is too many?", zh="多了哪一个？")
SOME_MISSING = Text(en="Where are the others lost?", zh="其余的在哪一步丢了？")
SOME_MORE = Text(en="Where do the others come from?", zh="多出来的是从哪一步来的？")
WRONG_SHAPE = Text(
    en="The shape should be `{expected}`, found `{found}`. "
    "Print the shapes on the way: which step is the first to differ?",
    zh="形状应该是 `{expected}`，你得到的是 `{found}`。"
    "把中间每一步的形状打印出来：从哪一步起不对？",
)
WRONG_SHAPE_OF_PART = Text(
    en="The shape of part {part} should be `{expected}`, found `{found}`. "
    "Print the shapes on the way: which step is the first to differ?",
    zh="第 {part} 部分的形状应该是 `{expected}`，你得到的是 `{found}`。"
    "把中间每一步的形状打印出来：从哪一步起不对？",
)
NAN = Text(
    en="The result contains NaN (not a number). Which step divides zero by zero, "
    "takes infinity from infinity or times zero, or averages nothing at all?",
    zh="结果里有 NaN（不是数）。哪一步用零除以零，用无穷减无穷或乘以零，"
    "或者对空的求了平均？",
)
WRONG_ANSWER = Text(
    en="It returns {found}, and that is not it.",
    zh="它返回的是 {found}，答案不是这个。",
)
GIVEN = Text(en="For\n{given}", zh="输入\n{given}")
WRONG_VALUE = Text(
    en="it should return {expected}\nbut returns {found}",
    zh="应该返回 {expected}，\n你返回的是 {found}。",
)
WRONG_ENTRY = Text(
    en="not every value is right: entry `{index}` should be {expected}, found {found}.",
    zh="有的值不对：`{index}` 处应该是 {expected}，你得到的是 {found}。",
)
ROUNDED = Text(
    en="The values are right, but rounded to {digits} decimals. Return what you "
    "compute, and round only what you print.",
    zh="数是对的，但只保留了 {digits} 位小数。算出多少就返回多少，打印时再四舍五入。",
)
WRONG_KEYS = Text(
    en="The keys should be {expected}; found {found}.",
    zh="键应该是 {expected}，你给的是 {found}。",
)
BORROWED = Text(
    en="It lets the course's own `{name}` compute, so the right numbers prove "
    "nothing. Write the formula yourself, and run the cell with your `def` before "
    "this one.",
    zh="它让课程自带的 `{name}` 去算，结果对也说明不了什么。"
    "请自己把公式写出来，先运行你写 `def` 的那一格，再运行这一格。",
)
YOURS = Text(
    en="✔ From here on, your own {name} does the work.",
    zh="✔ 从这里起，干活的是你自己写的 {name}。",
)
OURS = Text(
    en="○ Your {name} is not right yet: the course's own does the work until then.",
    zh="○ 你的 {name} 还没写对：在那之前，先由课程自带的来干活。",
)
USES_NOTEBOOK = Text(
    en="It takes {names} from the notebook, not from the caller. "
    "Use only the arguments.",
    zh="它用到了 {names}：那是笔记本里的变量，不是传给函数的。只用参数就够了。",
)
PRODUCT_DOES_NOT_FIT = Text(
    en="It stops at `{place}`: the shapes in a matrix product do not fit. "
    "`(m, k) @ (k, n)` works, so the two inner sizes must be equal. "
    "Which factor should be transposed, or come first?",
    zh="运行到 `{place}` 时停下了：矩阵乘法的形状对不上。"
    "`(m, k) @ (k, n)` 才行，中间两个数要相等。"
    "是哪个矩阵该转置，还是前后次序反了？",
)
PREDICT = Text(
    en="Take a guess first: put {letters} between the quotes. A wrong guess costs "
    "nothing and teaches most.",
    zh="先猜一个：在引号里填 {letters} 之一。猜错没有损失，收获反而最大。",
)
NO_SUCH_CHOICE = Text(
    en="{found} is not one of the choices: put {letters} between the quotes.",
    zh="{found} 不在选项里：请在引号里填 {letters} 之一。",
)
PREDICTED = Text(en="Yes, ({letter}).", zh="对，就是 ({letter})。")
MISPREDICTED = Text(en="Not ({letter}).", zh="不是 ({letter})。")
ENDINGS = {"too_slow": TOO_SLOW, "left_running": LEFT_RUNNING, "died": DIES}
