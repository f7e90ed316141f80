"""What a change in a solution is called, as the end of a sentence about results."""

from course_utils.text import Text

LIKE = Text(
    en="In every case it ends just as it does when {change}.",
    zh="每一次的结果，都和{change}时完全一样。",
)
BOTH = Text(en="{one}, and {other}", zh="{one}，而且{other}")
PART_WITH = Text(en="the part with {names}", zh="含 {names} 的那一部分")
A_PART = Text(en="one part", zh="其中一部分")
LOWER = Text(en="beginning", zh="起点")
UPPER = Text(en="end", zh="终点")

OPERATOR = Text(
    en="`{found}` stands where `{right}` belongs, at {part}",
    zh="{part}处该用 `{right}` 却用了 `{found}`",
)
LEFT_OUT = Text(en="{part} is left out", zh="漏掉了{part}")
SLIP_SWAPPED = Text(
    en="{one} and {other} have changed places", zh="{one}和{other}调换了位置"
)
SAME_SWAPPED = Text(
    en="two values beside each other, both made of {one}, have changed places",
    zh="两个相邻的、都含 {one} 的值调换了位置",
)
INDICES_SWAPPED = Text(
    en="two indices in the brackets of {part} have changed places",
    zh="{part}的方括号里有两个下标调换了位置",
)
ITEMS_SWAPPED = Text(
    en="two of the returned values have changed places", zh="返回的值里有两个调换了位置"
)
SLIP_TRANSPOSED = Text(en="{part} is transposed", zh="{part}多做了一次转置")
NOT_TRANSPOSED = Text(en="{part} is not transposed", zh="{part}没有转置")
FUNCTION = Text(
    en="`{found}` stands where `{right}` belongs",
    zh="该用 `{right}` 的地方用了 `{found}`",
)
NOT_CALLED = Text(
    en="`{name}` is not applied to {part}", zh="没有对{part}使用 `{name}`"
)
KEYWORD_MISSING = Text(en="`{name}=` is not given", zh="没有给出 `{name}=`")
AXIS = Text(
    en="it runs along another dimension, with `{name}={found}`",
    zh="沿着另一个维度计算，也就是 `{name}={found}`",
)
FLAG = Text(
    en="`{found}` stands where its opposite belongs",
    zh="用了 `{found}`，而该用的正好相反",
)
OTHER_NUMBER = Text(
    en="`{found}` stands where `{right}` belongs",
    zh="该用数 `{right}` 的地方用了 `{found}`",
)
TWICE = Text(en="{part} is added twice", zh="{part}加了两次")
SUBTRACTED_FROM_ONE = Text(
    en="1 minus {part} stands where {part} itself belongs",
    zh="该用{part}本身的地方，用了 1 减去它",
)
SQUARED = Text(en="{part} is squared", zh="{part}多做了一次平方")
ROOT_TAKEN = Text(en="the root is taken of {part}", zh="{part}多开了一次平方根")
CALLED_TWICE = Text(
    en="`{name}` is applied to {part} twice", zh="对{part}用了两次 `{name}`"
)
TURNED = Text(
    en="a condition on {part} is the wrong way round", zh="对{part}的条件正好弄反了"
)
ARGUMENTS_EXCHANGED = Text(
    en="`{one}` and `{other}` have changed places everywhere",
    zh="`{one}` 和 `{other}` 处处都调换了",
)
WITHIN = Text(
    en="in the computation of `{name}`, {change}",
    zh="在 `{name}` 的那一步计算里{change}",
)
OTHER_NAME = Text(
    en="`{found}` stands where `{right}` belongs",
    zh="该用 `{right}` 的地方用了 `{found}`",
)
SLIP_SIGN = Text(en="{part} has the other sign", zh="{part}的正负号反了")
NOT_NEGATED = Text(en="a condition is not turned around", zh="某个条件没有取反")
SLICE_LATER = Text(
    en="the {side} of a slice lies one place later", zh="切片的{side}晚了一位"
)
SLICE_EARLIER = Text(
    en="the {side} of a slice lies one place earlier", zh="切片的{side}早了一位"
)
NO_SLICE = Text(en="a slice has no {side} of its own", zh="切片没有给出{side}")
LOOP_FORWARD = Text(
    en="a loop runs from the beginning instead of the end",
    zh="循环从头开始，而不是从尾开始",
)
LOOP_BACKWARD = Text(
    en="a loop runs from the end instead of the beginning",
    zh="循环从尾开始，而不是从头开始",
)
LOOP_LATE = Text(en="a loop leaves out its first round", zh="循环少了第一轮")
LOOP_EARLY = Text(en="a loop leaves out its last round", zh="循环少了最后一轮")
NO_CONDITION = Text(
    en="a condition on {part} is left out", zh="漏掉了对{part}的一个条件"
)
ALWAYS = Text(
    en="a condition on {part} is taken to be always true", zh="对{part}的条件总当作成立"
)
NEVER = Text(
    en="a condition on {part} is taken to be never true",
    zh="对{part}的条件总当作不成立",
)
NOT_SUMMED = Text(
    en="the last value counts alone, instead of the sum of all, for {part}",
    zh="{part}只留下最后一个值，没有累加",
)
STEP_MISSING = Text(en="a step is missing that uses {part}", zh="少了用到{part}的一步")
CASE_MISSING = Text(en="a special case is not treated", zh="漏掉了一种特殊情形")
RETURNS_EARLY = Text(
    en="it returns after the first round of a loop", zh="循环才走了第一轮就返回"
)
ONE_LARGER = Text(en="`{name}` is 1 larger", zh="`{name}` 大了 1 ")
ONE_SMALLER = Text(en="`{name}` is 1 smaller", zh="`{name}` 小了 1 ")
