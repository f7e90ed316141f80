"""What common errors of Python, NumPy and PyTorch mean, told to who has made them."""

from course_utils.text import Text

EXPLAINED: dict[str, tuple[str, Text]] = {
    "unknown_name": (
        r"NameError: .*is not defined",
        Text(
            en="A name is used that the function does not know: is it misspelt, or "
            "was it never computed? Only the arguments are given.",
            zh="用到了一个函数不认识的名字：是拼错了，还是还没算出来？"
            "传进来的只有那几个参数。",
        ),
    ),
    "used_before_set": (
        r"UnboundLocalError",
        Text(
            en="A name is read before it has a value on this path: in the first round "
            "of a loop, or where a condition was not met?",
            zh="有个名字在赋值之前就用到了：是循环的第一轮，还是某个条件没有成立？",
        ),
    ),
    "dimension_out_of_range": (
        r"Dimension out of range|axis -?\d+ is out of bounds",
        Text(
            en="It names a dimension that is not there: they are numbered from 0, and "
            "a loop over the first one, or an index, takes it away.",
            zh="它指定的那一维不存在：维度从 0 编号，而对第一维做循环或取下标，"
            "都会少掉一维。",
        ),
    ),
    "place_out_of_range": (
        r"IndexError: .*out of (range|bounds)",
        Text(
            en="It asks for a place that does not exist. Which index is too large: is "
            "it one too far, or does it belong to another dimension?",
            zh="它要取的位置不存在。哪个下标太大了：是多走了一位，还是用错了维度？",
        ),
    ),
    "too_many_indices": (
        r"too many indices|invalid index to scalar|object is not subscriptable",
        Text(
            en="Something is indexed that has fewer dimensions than indices, or none "
            "at all. What is it at this point: a number, `None`, an array?",
            zh="下标的个数比维数还多，或者那里根本没有维度。"
            "此处的它是什么：一个数，`None`，还是数组？",
        ),
    ),
    "key_unknown": (
        r"KeyError",
        Text(
            en="A key is asked for that the dictionary does not have: not every symbol "
            "need be in it. What should happen then?",
            zh="查了一个字典里没有的键：不是每个符号都在里面。没有时该怎么办？",
        ),
    ),
    "whole_number_needed": (
        r"slice indices must be integers|cannot be interpreted as an integer"
        r"|indices must be integers|only integers, slices",
        Text(
            en="An index or a length must be a whole number: `/` always gives a "
            "decimal one, `//` does not.",
            zh="下标和长度必须是整数：`/` 得到的总是小数，`//` 才得到整数。",
        ),
    ),
    "truth_of_many": (
        r"truth value of an array|Boolean value of Tensor",
        Text(
            en="`if`, `and` and `or` want one answer, and here are many at once. "
            "Combine them place by place: `&`, `|`, `np.where` or `torch.where`.",
            zh="`if`、`and`、`or` 只认一个真假，这里却同时有许多个。"
            "请按位置组合：`&`、`|`、`np.where` 或 `torch.where`。",
        ),
    ),
    "course_shape": (
        r"^ShapeError",
        Text(
            en="A function of the course got an array of another shape than it needs. "
            "Are its arguments in the right order, and does each index cut along the "
            "right dimension?",
            zh="课程里的一个函数收到的数组，形状和它要的不同。参数的次序对吗？"
            "每个下标取的是该取的那一维吗？",
        ),
    ),
    "one_number_needed": (
        r"only length-1 arrays|only 0-dimensional arrays|only size-1 arrays"
        r"|only one element tensors",
        Text(
            en="`float`, `int` and the functions of `math` take a single number, and "
            "here is a whole array. For arrays there is `np.exp`, `np.tanh`, ...",
            zh="`float`、`int` 和 `math` 里的函数只接受一个数，这里给的却是整个数组。"
            "对数组要用 `np.exp`、`np.tanh` 这样的函数。",
        ),
    ),
    "list_needed": (
        r"only integer scalar arrays can be converted to a scalar index"
        r"|concatenate\(\) takes|cat\(\) received"
        r"|only integer tensors of a single element|must be tuple of Tensors",
        Text(
            en="The brackets do not hold what this function expects. Arrays to be "
            "joined go in as one list, `[a, b]`; an index for each row needs "
            "`np.arange` or `torch.arange` beside it.",
            zh="括号里放的不是这个函数要的东西。要拼接的数组得放进一个列表："
            "`[a, b]`；每一行各取一个位置时，旁边还要有 `np.arange` 或 "
            "`torch.arange`。",
        ),
    ),
    "rows_of_unequal_length": (
        r"inhomogeneous|stack expects each tensor to be equal size"
        r"|all input arrays must have the same shape|different lengths|expected seq",
        Text(
            en="Rows of unequal length do not fit into one array. What has to be done "
            "with the short ones first, or should they be joined, not stacked?",
            zh="长短不一的几行放不进同一个数组。短的要先怎么处理？"
            "还是说该拼接（concatenate），而不是堆叠（stack）？",
        ),
    ),
    "unequal_dimensions": (
        r"must have same number of dimensions|must have the same number of dimensions",
        Text(
            en="Arrays that are joined must have equally many dimensions. Which one "
            "has one fewer, and does it belong there at all?",
            zh="要拼接的数组，维数必须一样多。哪一个少了一维？它真的该拼在这里吗？",
        ),
    ),
    "mask_on_one_side": (
        r"broadcast to indexing result|boolean array indexing assignment",
        Text(
            en="On the left a mask chooses some of the rows, but all stand on the "
            "right. Choose there by the same mask.",
            zh="左边用掩码挑出了几行，右边却还是全部。右边也要用同一个掩码来挑。",
        ),
    ),
    "all_axes_wanted": (
        r"axes don't match array",
        Text(
            en="`transpose` of NumPy wants all axes in their new order. Two alone are "
            "exchanged by `swapaxes`, as by `transpose` in PyTorch.",
            zh="NumPy 的 `transpose` 要写出所有轴的新次序。只对调两个轴要用 "
            "`swapaxes`，PyTorch 里才是 `transpose`。",
        ),
    ),
    "shapes_do_not_fit": (
        r"could not (?:be )?broadcast|must match the size of tensor|shapes cannot be"
        r"|Sizes of tensors must match|dimensions .* must match|array split"
        r"|must match exactly|not aligned|cannot reshape|is invalid for input of size",
        Text(
            en="Two shapes do not fit. Print both: which dimension is missing, in "
            "another place, or split along the wrong axis?",
            zh="两个形状对不上。把它们都打印出来：少了哪一维，哪一维放错了位置，"
            "还是沿错误的轴切开了？",
        ),
    ),
    "layer_gets_another_shape": (
        r"input\.size\(-1\)|Expected hidden size|hx should|must be equal to input_size"
        r"|input must have|For batched|For unbatched",
        Text(
            en="The layer gets a tensor of another shape than it was built for. Which "
            "dimension does it want at which place: batch, time, features?",
            zh="这一层得到的张量，形状和它建立时说好的不同。"
            "批、时间、特征，它要的是怎样的次序？",
        ),
    ),
    "unknown_argument": (
        r"unexpected keyword argument|positional arguments? but|missing \d+ required"
        r"|takes no arguments|got multiple values",
        Text(
            en="A function is called with arguments that it does not have, or with too "
            "few. Look at its signature: `help(...)`.",
            zh="调用某个函数时，给了它没有的参数，或者少给了。"
            "用 `help(...)` 看看它的签名。",
        ),
    ),
    "comparison_without_brackets": (
        r"bitwise_(?:and|or)|unsupported operand type\(s\) for [&|]: .*float",
        Text(
            en="`&` and `|` bind more tightly than `<` and `==`: put each comparison "
            "into brackets of its own.",
            zh="`&` 和 `|` 比 `<`、`==` 先算：每个比较都要单独加括号。",
        ),
    ),
    "flags_subtracted": (
        r"with a bool tensor is not supported|numpy boolean (?:subtract|negative)",
        Text(
            en="True and False cannot be subtracted. `~mask` turns a mask round.",
            zh="真假不能相减。要把掩码反过来，用 `~mask`。",
        ),
    ),
    "values_and_places": (
        r"return_types",
        Text(
            en="`max(dim=...)` of PyTorch returns two things, the values and their "
            "places: take `.values`, or `amax`.",
            zh="PyTorch 的 `max(dim=...)` 返回两样东西：数值和位置。"
            "请取 `.values`，或者用 `amax`。",
        ),
    ),
    "written_into_whole_numbers": (
        r"Cannot cast ufunc .* output|can't be cast to the desired output type",
        Text(
            en="Fractions are to be written into an array of whole numbers (by `+=`, "
            "say), and it cannot hold them. Make a new array: `x + y`.",
            zh="要把小数写进整数数组（比如用 `+=`），它装不下。"
            "请另建一个数组：`x + y`。",
        ),
    ),
    "too_large_for_exp": (
        r"OverflowError",
        Text(
            en="A number has become too large: the power of 710 already is more than a "
            "float can hold. Can the exponents be made smaller first?",
            zh="数太大了：e 的 710 次方就已经超出浮点数的范围。能不能先让指数小一些？",
        ),
    ),
    "none_to_choose_from": (
        r"(?:arg|argument) is (?:an )?empty|zero-size array to reduction"
        r"|to have non-zero size",
        Text(
            en="The largest (or smallest) of nothing is asked for. When is there "
            "nothing to choose from, and what should come out then?",
            zh="它要从空的里面挑最大（或最小）的。什么时候会一个也没有？"
            "那时结果该是什么？",
        ),
    ),
    "kinds_do_not_mix": (
        r"unsupported operand|can only concatenate|must be str, not|can't multiply"
        r"|not supported between|must be real number|expected Tensor",
        Text(
            en="Two things of different kinds are put together: a list and a number, "
            "say. What is each of them, and what should it be?",
            zh="把两种不同的东西放到了一起，比如列表和数。它们各是什么，又该是什么？",
        ),
    ),
    "unknown_attribute": (
        r"AttributeError",
        Text(
            en="What stands before the dot does not have this attribute. Is it an "
            "array, a tensor, a list or `None` at this point?",
            zh="点号前面的东西没有这个属性。此处的它是数组、张量、列表，还是 `None`？",
        ),
    ),
    "graph_used_up": (
        r"through the graph a second",
        Text(
            en="This way back has been walked once, and PyTorch has thrown it away. To "
            "walk it again, keep it: `backward(retain_graph=True)`. Or is something "
            "still tied to it that should be cut off (`detach`)?",
            zh="这条反传的路已经走过一次，PyTorch 走完就丢了。要再走一次，就得留住它："
            "`backward(retain_graph=True)`。或者是还有什么连着它，该切断了"
            "（`detach`）？",
        ),
    ),
    "no_gradient": (
        r"does not require grad|element 0 of tensors",
        Text(
            en="PyTorch has no way back here: was the graph cut (`detach`, "
            "`torch.tensor`), or never recorded (`requires_grad`)?",
            zh="PyTorch 在这里没有反传的路：计算图是被切断了（`detach`、"
            "`torch.tensor`），还是没有记录（`requires_grad`）？",
        ),
    ),
    "not_one_number": (
        r"grad can be implicitly created",
        Text(
            en="PyTorch goes back from one number only, and this tensor has several: "
            "make one of them first, for example by `.sum()`.",
            zh="PyTorch 只能从一个数往回走，这个张量里却不止一个数。"
            "先把它变成一个数，例如用 `.sum()`。",
        ),
    ),
    "from_the_end": (
        r"step must be greater than zero",
        Text(
            en="A tensor cannot be sliced backwards: `torch.flip` turns it round.",
            zh="张量不能用负步长切片，要倒过来请用 `torch.flip`。",
        ),
    ),
    "divides_by_zero": (
        r"ZeroDivisionError",
        Text(
            en="It divides by zero. Which count can be zero, and what should come out "
            "then?",
            zh="它除以了零。哪个个数可能是零？那时结果该是什么？",
        ),
    ),
    "endless_recursion": (
        r"RecursionError",
        Text(
            en="It calls itself without end. Where does it stop?",
            zh="它不停地调用自己。到哪里才停？",
        ),
    ),
    "number_types": (
        r"must have the same dtype|expected .* scalar type|expected dtype",
        Text(
            en="Two tensors hold numbers of different kinds (32 and 64 bits, say): "
            "`dtype=x.dtype` makes a new one like `x`.",
            zh="两个张量里数的类型不同（比如一个 32 位，一个 64 位）："
            "用 `dtype=x.dtype` 可以让新的和 `x` 一样。",
        ),
    ),
}
"""By the name of the mistake: what its text matches, and what to say of it."""
