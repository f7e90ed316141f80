"""How a wrong result differs from the right one, in words."""

from course_utils.text import Text

DIFFERS_SIGN = Text(
    en="Where it is wrong, every value has the other sign.",
    zh="凡是不对的地方，每个值都只差一个正负号。",
)
FACTOR = Text(
    en="Where it is wrong, every value is {factor} times what it should be.",
    zh="凡是不对的地方，每个值都是正确值的 {factor} 倍。",
)
FACTOR_OF_LOGARITHMS = Text(
    en="Where it is wrong, every value is {factor} times what it should be: just as "
    "when `{found}` stands where `log` belongs.",
    zh="凡是不对的地方，每个值都是正确值的 {factor} 倍：该用 `log` 却用了 `{found}`，"
    "正好差这么多。",
)
ROUNDED_DOWN = Text(
    en="Every value is the right one rounded down to a whole number. Is there a `//`, "
    "an `int(...)`, an array of whole numbers (`dtype=int`), or one that is never "
    "filled?",
    zh="每个值都是正确值去掉小数。是不是用了 `//`、`int(...)` 或整数数组"
    "（`dtype=int`），或者数组一直没有填？",
)
UNCHANGED = Text(
    en="It returns `{name}` just as it came. Is what you compute ever put into the "
    "result?",
    zh="它原样返回了 `{name}`。你算出来的值，有没有放进结果里？",
)
FACTORS = Text(
    en="In each case all values are off by one factor, which changes with the input "
    "({factors}, ...). Is it a length or a size of the input?",
    zh="每次输入里，所有的值都差同一个倍数，而倍数随输入而变（{factors}……）。"
    "它是不是输入的某个长度或大小？",
)
DIVIDED_BY_SIZE = Text(
    en="Every value is divided by the length of dimension {axis} of `{name}` (from "
    "0). Nobody asked for that.",
    zh="每个值都除以了 `{name}` 第 {axis} 维的长度（从 0 数起），"
    "题目并没有要求这样做。",
)
TIMES_SIZE = Text(
    en="Every value is multiplied by the length of dimension {axis} of `{name}` (from "
    "0): was something to be divided by it?",
    zh="每个值都是正确值乘以 `{name}` 第 {axis} 维的长度（从 0 数起）："
    "是不是少除了它？",
)
TOO_MANY_BY = Text(
    en="Wherever it is wrong, your number is too large by `{gap}`. What is counted "
    "there that should not be?",
    zh="凡是不对的地方，你的数都多出了 `{gap}`。是把什么多算进去了？",
)
TOO_FEW_BY = Text(
    en="Wherever it is wrong, your number is too small by `{gap}`. What is missing in "
    "it?",
    zh="凡是不对的地方，你的数都少了 `{gap}`。是漏算了什么？",
)
ALWAYS_ONE = Text(
    en="It returns {value} whatever it is given. Which argument should change that?",
    zh="无论传入什么，它返回的都是 {value}。本该由哪个参数来改变结果？",
)
GENERATOR = Text(
    en="It returns a `{found}`, which has computed nothing yet. `list(...)` around it "
    "makes a list of it; so do square brackets in place of round ones.",
    zh="它返回的是 `{found}`，其中的值还没有算出来。外面套一层 `list(...)`，"
    "或者把圆括号换成方括号，就得到列表了。",
)
TWO_EXCHANGED = Text(
    en="({one}) and ({other}) have changed places; all others are right.",
    zh="({one}) 和 ({other}) 的答案调换了，其余都对。",
)
WRITTEN_OTHERWISE = Text(
    en="None of your values is one of those that are asked for: write each just as "
    "the task shows.",
    zh="你填的值没有一个是题目给出的写法：请照题目里的样子写每一个值。",
)
CONSTANT = Text(
    en="Every value is off by the same number: {gap}.",
    zh="每个值都差同一个数：{gap}。",
)
PRECISION = Text(
    en="The values are right but for their precision: they are off by up to {gap}. "
    "Is a number of 32 bits (float32) or a rounded one in it?",
    zh="值是对的，只是精度不够：最多差 {gap}。是不是用了 32 位的数（float32），"
    "或者中途四舍五入了？",
)
DIFFERS_TRANSPOSED = Text(
    en="The values are right, but transposed: rows stand where columns belong.",
    zh="值是对的，只是转置了：行和列对调了。",
)
REVERSED = Text(
    en="The values are right, but dimension {axis} runs backwards.",
    zh="值是对的，只是第 {axis} 维的顺序前后颠倒了（从 0 数起）。",
)
LATER = Text(
    en="Along dimension {axis}, each value stands one place too late.",
    zh="沿第 {axis} 维（从 0 数起），每个值都晚了一位。",
)
EARLIER = Text(
    en="Along dimension {axis}, each value stands one place too early.",
    zh="沿第 {axis} 维（从 0 数起），每个值都早了一位。",
)
REORDERED = Text(
    en="The values are right, but they stand in another order.",
    zh="值都对，只是排列的次序不同。",
)
DIFFERS_FIRST = Text(en="first", zh="第一个")
LAST = Text(en="last", zh="最后一个")
ONLY_ROW = Text(
    en="Along dimension {axis}, only the {place} place is wrong; all others are right.",
    zh="沿第 {axis} 维（从 0 数起），只有{place}位置不对，其余都对。",
)
ALL_BUT_ROW = Text(
    en="Along dimension {axis}, only the {place} place is right, all others are wrong.",
    zh="沿第 {axis} 维（从 0 数起），只有{place}位置是对的，其余都不对。",
)
SOME_ENTRIES = Text(
    en="{wrong} of {all} values are wrong, the others are right.",
    zh="{all} 个值里有 {wrong} 个不对，其余都对。",
)
ONE_VALUE = Text(
    en="{wrong} of {all} values are wrong, and all of these are {value}.",
    zh="{all} 个值里有 {wrong} 个不对，而且这些都成了 {value}。",
)
INVERTED = Text(
    en="Every `True` should be a `False`, and the other way round.",
    zh="`True` 和 `False` 全都反了。",
)
ONE_MINUS = Text(
    en="Every value is 1 minus what it should be.", zh="每个值都等于 1 减去正确值。"
)
FUNCTION_OF = Text(
    en="It returns the right values, but with `{name}` applied to them once more.",
    zh="它返回的是正确值再多做一步 `{name}` 的结果。",
)

SOME_PARTS = Text(
    en="Of the values that it returns, only this is wrong: {parts}.",
    zh="返回的几个值里，只有这些不对：{parts}。",
)
ALL_PARTS = Text(en="All values that it returns are wrong.", zh="返回的几个值都不对。")
PARTS_EXCHANGED = Text(
    en="The values are right, but two have changed places: {parts}.",
    zh="值是对的，只是这两个调换了位置：{parts}。",
)
PART_AND_HOW = Text(en="{part} {how}", zh="{part}{how}")

LIST_REVERSED = Text(
    en="The items are right, but their order is reversed.",
    zh="每一项都对，只是顺序前后颠倒了。",
)
LIST_LATER = Text(en="Each item stands one place too late.", zh="每一项都晚了一位。")
LIST_EARLIER = Text(en="Each item stands one place too early.", zh="每一项都早了一位。")
SOME_ITEMS = Text(
    en="{wrong} of {all} items are wrong, at place {places}{more} (from 0); the others "
    "are right.",
    zh="{all} 项里有 {wrong} 项不对，位置是 {places}{more}（从 0 数起），其余都对。",
)
AND_MORE = Text(en=" and more", zh=" 等")
NO_MORE = Text(en="", zh="")
END_MISSING = Text(
    en="What it returns begins right, but ends too early.",
    zh="返回的内容开头是对的，可结束得太早。",
)
BEGIN_MISSING = Text(
    en="What it returns ends right, but its beginning is missing.",
    zh="返回的内容结尾是对的，可少了开头。",
)
END_TOO_MUCH = Text(
    en="What it returns begins right, but goes on for too long.",
    zh="返回的内容开头是对的，可后面多了一截。",
)
BEGIN_TOO_MUCH = Text(
    en="What it returns ends right, but there is too much before it.",
    zh="返回的内容结尾是对的，可前面多了一截。",
)
LETTERS_TOO_MANY = Text(
    en="It is right but for characters that should not be there: {letters}.",
    zh="只是多了不该有的字符：{letters}。",
)
LETTERS_MISSING = Text(
    en="It is right but for characters that are missing: {letters}.",
    zh="只是少了这些字符：{letters}。",
)
LETTERS_REORDERED = Text(
    en="The characters are right, but they stand in another order.",
    zh="字符都对，只是次序不同。",
)
PARTS_OF_ITEMS = Text(
    en="All items are right but for the order of their parts: where `{right}` is asked "
    "for, you have `{found}`.",
    zh="每一项都对，只是里面各部分的次序不同：要的是 `{right}`，你给的是 `{found}`。",
)
NUMBERS_TOO_LARGE = Text(
    en="All items would be right if every number in them were 1 smaller. Are places "
    "counted from 0?",
    zh="每一项里的数都大了 1，其余都对。位置是从 0 数起的吗？",
)
NUMBERS_TOO_SMALL = Text(
    en="All items would be right if every number in them were 1 larger. Are places "
    "counted from 0?",
    zh="每一项里的数都小了 1，其余都对。位置是从 0 数起的吗？",
)
SET_MISSING = Text(
    en="{right} are right, and these are missing: {missing}.",
    zh="有 {right} 个对，还缺这些：{missing}。",
)
SET_TOO_MUCH = Text(
    en="{right} are right, and these are too many: {more}.",
    zh="有 {right} 个对，而这些是多出来的：{more}。",
)
SET_DIFFERS = Text(
    en="{right} are right; missing: {missing}; too many: {more}.",
    zh="有 {right} 个对；缺少的有：{missing}；多出来的有：{more}。",
)
RIGHT_WHERE = Text(
    en="It is right where `{name}` is {value}, and wrong everywhere else.",
    zh="`{name}` 是 {value} 时结果都对，其余时候都不对。",
)
WRONG_WHERE = Text(
    en="It is wrong where `{name}` is {value}, and right everywhere else.",
    zh="`{name}` 是 {value} 时结果不对，其余时候都对。",
)
SOME_CASES = Text(
    en="It is right in {right} of {all} cases. What do the others have in common?",
    zh="{all} 次里对了 {right} 次。其余几次有什么共同之处？",
)

SHAPE_AND_HOW = Text(en="{shape} {how}", zh="{shape}{how}")
VALUES_RIGHT = Text(en="The values are right. {how}", zh="值都是对的。{how}")
DIMENSION_GONE = Text(
    en="A dimension of size {size} is gone: was it summed, averaged, squeezed or "
    "indexed away? A slice and `keepdims=True` keep it.",
    zh="少了大小为 {size} 的一维：是求和、取平均、压缩，还是取下标时丢掉的？"
    "用切片或 `keepdims=True` 可以保留它。",
)
DIMENSION_TOO_MANY = Text(
    en="There is a dimension of size {size} too many: was something stacked that "
    "should be joined or summed, or not taken out by an index?",
    zh="多出了大小为 {size} 的一维：是该拼接或求和的却堆叠了，还是没有用下标取出来？",
)
DIMENSIONS_EXCHANGED = Text(
    en="The sizes are right, but in another order: which dimensions should change "
    "places?",
    zh="每一维的大小都对，只是次序不同：该对调哪两维？",
)
FIRST_ALONE = Text(
    en="It is the first of {size}, and right, but alone. Does `return` stand inside "
    "the loop, or is an index too many there?",
    zh="这是 {size} 个里的第一个，值是对的，可只有它一个。"
    "`return` 是不是写在循环里面了，还是多取了一次下标？",
)
LAST_ALONE = Text(
    en="It is the last of {size}, and right, but alone. Does a loop keep only what its "
    "last round makes? Collect them all in a list.",
    zh="这是 {size} 个里的最后一个，值是对的，可只有它一个。"
    "是不是循环每走一轮就盖掉了上一轮？请把每一个都收进列表。",
)
BEGINNING_ALONE = Text(
    en="What is there is right, but along dimension {axis} (from 0) it ends after "
    "{got} of {wanted}.",
    zh="已有的值都对，只是沿第 {axis} 维（从 0 数起）到第 {got} 个就完了，"
    "应该有 {wanted} 个。",
)
IN_ONE_ROW = Text(
    en="All are there, but in one long row: `stack` keeps the parts apart, where "
    "`cat`, `concatenate` and `flatten` join them.",
    zh="值都在，却连成了长长的一行：`stack` 会把各部分分开放，"
    "而 `cat`、`concatenate`、`flatten` 会把它们连起来。",
)
ONE_TOO_MANY = Text(
    en="Along dimension {axis} (from 0) there is one too many.",
    zh="沿第 {axis} 维（从 0 数起）多了一个。",
)
ONE_TOO_FEW = Text(
    en="Along dimension {axis} (from 0) one is missing.",
    zh="沿第 {axis} 维（从 0 数起）少了一个。",
)
LONGER = Text(
    en="Along dimension {axis} (from 0) there are {got} instead of {wanted}: is "
    "something joined or repeated that should not be?",
    zh="沿第 {axis} 维（从 0 数起）有 {got} 个，应该是 {wanted} 个："
    "是不是拼接或重复了不该有的东西？",
)
SHORTER = Text(
    en="Along dimension {axis} (from 0) there are {got} instead of {wanted}: what is "
    "left out?",
    zh="沿第 {axis} 维（从 0 数起）只有 {got} 个，应该是 {wanted} 个：漏了什么？",
)
FIRST_OF_MANY = Text(
    en="It returns several values, and number {place} alone is the right answer: "
    "return only that.",
    zh="它返回了好几个值，其中第 {place} 个正是答案：只返回这一个就行。",
)
SEVERAL_FOR_ONE = Text(
    en="It returns {found} values where one is asked for, and none of them is right "
    "yet.",
    zh="这里只要一个结果，它却返回了 {found} 个，而且还没有一个是对的。",
)
ONE_OF_A_DICT = Text(
    en="It returns a `dict`, and its value for `{key}` is the right answer: return "
    "only that.",
    zh="它返回的是一个 `dict`，其中 `{key}` 对应的值正是答案：只返回这个值就行。",
)
VALUES_WITHOUT_KEYS = Text(
    en="The values are right. Give each its name, in a `dict` with the keys {keys}.",
    zh="值都是对的。请给每个值配上名字：返回一个 `dict`，键是 {keys}。",
)
DICT_WANTED = Text(
    en="A `dict` is asked for, with the keys {keys}; found `{found}`.",
    zh="这里要的是一个 `dict`，键是 {keys}，你返回的却是 `{found}`。",
)
NUMBER_AS_TEXT = Text(
    en="The number is right, but it is a text. Return it as `{expected}`: without "
    "quotes and without `str(...)`.",
    zh="数是对的，可它是一段文字。请返回 `{expected}`，不要加引号，"
    "也不要用 `str(...)`。",
)
PARTS_REORDERED = Text(
    en="All parts are right, but they stand in another order. Asked for are "
    "{expected}; you return {found}.",
    zh="每一部分都对，只是次序不同。题目要的次序是 {expected}，"
    "你返回的次序是 {found}。",
)
PART_MISSING = Text(
    en="All that it returns is right, but one part is missing: {part}.",
    zh="返回的几个值都对，只是还少一个：{part}。",
)
PART_TOO_MANY = Text(
    en="The right values are all there, but number {place} is not asked for: leave it "
    "out.",
    zh="该有的值都有了，也都对，只是第 {place} 个是多余的，去掉它就行。",
)
VALUES_OF_A_DICT = Text(
    en="It returns a `dict`; the answer is its values alone, in order.",
    zh="它返回的是一个 `dict`，而答案只是其中的值，按次序排好。",
)
ONE_FOR_MANY = Text(
    en="It returns a single value where one is asked for each place: `{expected}`. "
    "Was everything summed or averaged into one?",
    zh="它只返回了一个值，而这里每个位置都要一个：`{expected}`。"
    "是不是全都加在一起或平均成一个了？",
)
MANY_FOR_ONE = Text(
    en="It returns many values where a single one is asked for: `{expected}`. What "
    "makes one number of them?",
    zh="它返回了许多值，而这里只要一个：`{expected}`。怎样把它们合成一个数？",
)
ONE_FLAG = Text(
    en="It returns a single `{found}` where one is asked for each place. A whole list "
    "compared with a value gives one answer: ask each item, `[one == value for one in "
    "...]`.",
    zh="它只返回了一个 `{found}`，而这里每个位置都要一个。整个列表跟一个值相比，"
    "只得到一个答案：要一项一项地问，`[one == value for one in ...]`。",
)
ROWS_OF_UNEQUAL_LENGTH = Text(
    en="Its rows are of unequal length ({lengths}). Asked is `{expected}`, whose rows "
    "are equally long: what stands where a row is short?",
    zh="各行长短不一（{lengths}）。要的是 `{expected}`，每行一样长："
    "短的那些行，后面该放什么？",
)
