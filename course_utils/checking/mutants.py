"""A solution with one thing changed: what a wrong answer may amount to.

Each change is a slip that people make: a term left out, a sign, two arguments that
have changed places. An answer that returns what such a mutant returns, on every case,
is told so; and cases are good when they tell every mutant from the solution.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice, permutations
from types import FunctionType
from typing import Any

from course_utils.checking import change_messages as say
from course_utils.text import Text, join


@dataclass(frozen=True)
class Change:
    """Node number `index` of a function, replaced by `new`, or dropped for None.

    It is what `slip` gave as number `number`.
    """

    kind: str
    text: Text
    index: int
    new: ast.AST | None
    slip: _Slipper
    number: int


def changes(function: Callable[..., Any]) -> Sequence[Change]:
    """Every slip in the source of `function`; none where there is no source."""
    own = inspect.unwrap(function)
    return _changes(own) if isinstance(own, FunctionType) else ()


def mutant(
    function: Callable[..., Any], *made: Change, **others: Any
) -> Callable[..., Any] | None:
    """`function` with changes of different nodes; None when that is no Python.

    `others` are names of its module, and what they stand for instead.
    """
    own = inspect.unwrap(function)
    source = _source(own)
    space = {**own.__globals__, **others}
    try:
        with ExitStack() as changed:
            # The innermost first: what is around it is changed as it is then.
            for change in sorted(made, key=lambda each: -each.index):
                changed.enter_context(source.changed(change))
            code = compile(source.tree, f"<mutant of {own.__name__}>", "exec")
        exec(code, space)
    except (SyntaxError, ValueError, TypeError):
        return None
    made_of: Callable[..., Any] = space[own.__name__]
    return made_of


def helpers(function: Callable[..., Any]) -> Iterator[tuple[str, str, FunctionType]]:
    """Functions of the package that it calls: (module, function) as written, and it."""
    own = inspect.unwrap(function)
    if not changes(own):
        return
    seen = set()
    for node in _source(own).nodes:
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        module = own.__globals__.get(node.value.id)
        called = getattr(module, node.attr, None)
        inside = str(getattr(module, "__name__", "")).startswith("course_utils.")
        if inside and isinstance(called, FunctionType) and called not in seen:
            seen.add(called)
            yield node.value.id, node.attr, called


def may_be_endless(function: Callable[..., Any]) -> bool:
    """True when a slip could keep it from coming to an end."""
    own = inspect.unwrap(function)
    if not changes(own):
        return False
    return any(isinstance(node, ast.While) for node in _source(own).nodes)


class _Source:
    """A function as a tree: no decorators, no annotations, no docstring."""

    def __init__(self, function: FunctionType) -> None:
        self.tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        definition = self.tree.body[0]
        if not isinstance(definition, ast.FunctionDef):
            raise ValueError(f"expected a function, found {type(definition).__name__}")
        definition.decorator_list, definition.returns = [], None
        if ast.get_docstring(definition) is not None:
            del definition.body[0]
        self.definition = definition
        for node in _in_order(self.tree):
            if isinstance(node, ast.arg):
                node.annotation = None
            elif isinstance(node, ast.AnnAssign):
                node.annotation = ast.Name(id="object", ctx=ast.Load())
        self.nodes = _in_order(self.tree)
        self._parents = {
            child: node for node in self.nodes for child in ast.iter_child_nodes(node)
        }
        self.names = _Names(self)

    def parent(self, node: ast.AST) -> Any:
        return self._parents[node]

    @contextmanager
    def changed(self, change: Change) -> Iterator[None]:
        """Another node in the place of an old one, and then the old one again."""
        old = self.nodes[change.index]
        made = islice(change.slip(old, self.names), change.number, None)
        new = next(made, (change.kind, change.text, change.new))[2]
        parent = self.parent(old)
        field, before = next(
            (field, value)
            for field, value in ast.iter_fields(parent)
            if value is old or (isinstance(value, list) and old in value)
        )
        after: Any = new
        if isinstance(before, list):
            place = before.index(old)
            after = [*before[:place], new or ast.Pass(), *before[place + 1 :]]
        setattr(parent, field, after)
        if new is not None:
            ast.copy_location(new, old)
        ast.fix_missing_locations(parent)
        try:
            yield
        finally:
            setattr(parent, field, before)


@cache
def _source(function: FunctionType) -> _Source:
    return _Source(function)


@cache
def _changes(function: FunctionType) -> Sequence[Change]:
    try:
        source = _source(function)
    except (OSError, SyntaxError, ValueError):
        return ()
    return tuple(
        Change(name, text, index, new, slip, number)
        for index, node in enumerate(source.nodes)
        for kind in (base for base in type(node).__mro__ if base in _SLIPS)
        for slip in _SLIPS[kind]
        for number, (name, text, new) in enumerate(slip(node, source.names))
    )


def _in_order(node: ast.AST) -> list[ast.AST]:
    """A node and all below it, in the order of the text."""
    nodes = [node]
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.expr_context, ast.operator, ast.cmpop)):
            nodes += _in_order(child)
    return nodes


class _Names:
    """How the parts of a solution are called to those who have not read it."""

    def __init__(self, source: _Source) -> None:
        self.parent = source.parent
        definition = source.definition
        arguments = definition.args
        listed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.arguments = [each.arg for each in listed]
        self._made_of: dict[str, list[str]] = {each: [each] for each in self.arguments}
        for node in _in_order(definition):
            for target, value in _assigned(node):
                names = [each for name in value for each in self._inside(name)]
                for each in _in_order(target):
                    if isinstance(each, ast.Name) and each.id not in self.arguments:
                        known = self._made_of.setdefault(each.id, [])
                        known += [name for name in names if name not in known]

    def part(self, node: ast.AST) -> Text:
        """`x`, `2`, `np.tanh`, or the arguments that it is made of."""
        base = node
        while isinstance(base, (ast.Attribute, ast.Subscript, ast.Starred)):
            base = base.value
        if isinstance(base, ast.Name) and base.id in self.arguments:
            return _code(base.id)
        if isinstance(node, ast.Constant):
            return _code(repr(node.value))
        names = list(dict.fromkeys(self._inside(node)))[:3]
        if names:
            return say.PART_WITH.format(names=join(f"`{each}`" for each in names))
        return say.A_PART

    def _inside(self, node: ast.AST) -> list[str]:
        names = [each.id for each in _in_order(node) if isinstance(each, ast.Name)]
        return [each for name in names for each in self._made_of.get(name, ())]


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, list[ast.expr]]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            pair = target, node.value
            if all(isinstance(side, ast.Tuple) for side in pair):
                items = zip(*(side.elts for side in pair), strict=False)  # type: ignore[attr-defined]
                yield from ((one, [value]) for one, value in items)
            else:
                yield target, [node.value]
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign)) and node.value is not None:
        yield node.target, [node.value]
    elif isinstance(node, (ast.For, ast.comprehension)):
        yield node.target, [node.iter]


def _code(text: str) -> Text:
    return Text(en=f"`{text}`", zh=f"`{text}`")


Slip = tuple[str, Text, ast.AST | None]
_Slipper = Callable[[Any, _Names], Iterator[Slip]]
_OPERATORS: dict[type[ast.AST], str] = {
    **{ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//"},
    **{ast.Mod: "%", ast.Pow: "**", ast.MatMult: "@", ast.Lt: "<", ast.LtE: "<="},
    **{ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in"},
    **{ast.NotIn: "not in", ast.And: "and", ast.Or: "or", ast.BitAnd: "&"},
    **{ast.BitOr: "|", ast.Is: "is", ast.IsNot: "is not"},
}
_OTHERS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.Div, ast.Pow),
    ast.Div: (ast.Mult, ast.FloorDiv, ast.Sub),
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}


def _other_operator(node: Any, names: _Names) -> Iterator[Slip]:
    for other in _OTHERS.get(type(node.op), ()):
        words = {
            "found": _OPERATORS[other],
            "right": _OPERATORS[type(node.op)],
            "part": names.part(getattr(node, "right", None) or node.values[-1]),
        }
        at_constant = isinstance(getattr(node, "right", None), ast.Constant)
        kind = "constant_operator" if at_constant else "operator"
        yield kind, say.OPERATOR.format(**words), _with(node, op=other())


def _other_comparison(node: ast.Compare, names: _Names) -> Iterator[Slip]:
    for other in _OTHERS.get(type(node.ops[0]), ()):
        words = {
            "found": _OPERATORS[other],
            "right": _OPERATORS[type(node.ops[0])],
            "part": names.part(node.left),
        }
        yield "comparison", say.OPERATOR.format(**words), _with(node, ops=[other()])


def _one_side(node: ast.BinOp, names: _Names) -> Iterator[Slip]:
    """`a + b` becomes `a`, or `b`."""
    for kept, gone in ((node.left, node.right), (node.right, node.left)):
        kind = "constant_left_out" if isinstance(gone, ast.Constant) else "left_out"
        yield kind, say.LEFT_OUT.format(part=names.part(gone)), kept


def _twice(node: ast.BinOp, names: _Names) -> Iterator[Slip]:
    """`a + b` becomes `a + b + b`, or `a + b + a`."""
    if isinstance(node.op, ast.Add):
        for side in (node.left, node.right):
            if isinstance(side, ast.Constant):
                continue  # that is another number
            new = ast.BinOp(left=node, op=ast.Add(), right=side)
            yield "twice", say.TWICE.format(part=names.part(side)), new


def _other_factor(node: ast.BinOp, names: _Names) -> Iterator[Slip]:
    """`a * b` becomes `(1 - a) * b`, and `a / b` becomes `a / b**2`."""
    if not isinstance(node.op, (ast.Mult, ast.Div)):
        return
    for side in ("left", "right"):
        factor = getattr(node, side)
        if isinstance(factor, ast.Constant):
            continue
        part = names.part(factor)
        less = ast.BinOp(left=ast.Constant(1), op=ast.Sub(), right=factor)
        yield (
            "one_minus",
            say.SUBTRACTED_FROM_ONE.format(part=part),
            _with(node, **{side: less}),
        )
        for power, text in ((2, say.SQUARED), (0.5, say.ROOT_TAKEN)):
            raised = ast.BinOp(left=factor, op=ast.Pow(), right=ast.Constant(power))
            yield "power", text.format(part=part), _with(node, **{side: raised})


def _other_order(node: ast.BinOp, names: _Names) -> Iterator[Slip]:
    if not isinstance(node.op, (ast.Add, ast.Mult)):
        new = _with(node, left=node.right, right=node.left)
        yield "swapped", _places_changed(node.left, node.right, names), new


def _places_changed(one: ast.AST, other: ast.AST, names: _Names) -> Text:
    words = {"one": names.part(one), "other": names.part(other)}
    alike = words["one"] == words["other"]
    return (say.SAME_SWAPPED if alike else say.SLIP_SWAPPED).format(**words)


def _transposed(node: ast.BinOp, names: _Names) -> Iterator[Slip]:
    if not isinstance(node.op, ast.MatMult):
        return
    for side in ("left", "right"):
        factor = getattr(node, side)
        if not (isinstance(factor, ast.Attribute) and factor.attr == "T"):
            new = ast.Attribute(value=factor, attr="T", ctx=ast.Load())
            text = say.SLIP_TRANSPOSED.format(part=names.part(factor))
            yield "transposed", text, _with(node, **{side: new})


def _not_transposed(node: ast.Attribute, names: _Names) -> Iterator[Slip]:
    if node.attr == "T":
        text = say.NOT_TRANSPOSED.format(part=names.part(node.value))
        yield "not_transposed", text, node.value


_OTHER_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "sum": ("mean", "max", "prod"),
    "mean": ("sum", "max", "median"),
    "max": ("min", "mean", "sum"),
    "min": ("max", "sum"),
    "amax": ("mean",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "cumsum": ("cumprod",),
    "exp": ("exp2", "log", "sqrt"),
    "log": ("log2", "log10", "exp"),
    "sqrt": ("square",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "any": ("all",),
    "all": ("any",),
}


_SQUASHERS = {
    "tanh": "np.tanh(z)",
    "sigmoid": "1 / (1 + np.exp(-z))",
    "relu": "np.maximum(z, 0)",
}


def _other_function(node: ast.Call, names: _Names) -> Iterator[Slip]:
    """`np.sum` becomes `np.mean`; what squashes becomes another that does."""
    called = node.func
    name = getattr(called, "attr", getattr(called, "id", ""))
    for other in _OTHER_FUNCTIONS.get(name, ()):
        new = _with(node, func=_renamed(called, other))
        yield "function", say.FUNCTION.format(found=other, right=name), new
    if name in ("tanh", "sigmoid") and len(node.args) == 1:
        for found, formula in _SQUASHERS.items():
            if found == name:
                continue
            parsed = ast.parse(f"(lambda np, z: {formula})(__import__('numpy'), 0)")
            call = parsed.body[0].value  # type: ignore[attr-defined]
            call.args[1] = node.args[0]
            yield "function", say.FUNCTION.format(found=found, right=name), call


def _called_twice(node: ast.Call, names: _Names) -> Iterator[Slip]:
    """`np.tanh(x)` becomes `np.tanh(np.tanh(x))`."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in (*_SQUASHERS, "softmax", "exp", "log", "sqrt") and len(node.args) == 1:
        words = {"name": name, "part": names.part(node.args[0])}
        yield "called_twice", say.CALLED_TWICE.format(**words), _with(node, args=[node])


def _not_called(node: ast.Call, names: _Names) -> Iterator[Slip]:
    """`f(x)` becomes `x`, and `x.f()` becomes `x`."""
    called = node.func
    name = getattr(called, "attr", getattr(called, "id", ""))
    is_method = isinstance(called, ast.Attribute) and not _is_module(called.value)
    if name in ("append", "float", "int", "clone"):
        return
    if is_method:
        words = {"name": name, "part": names.part(called.value)}  # type: ignore[attr-defined]
        yield "not_called", say.NOT_CALLED.format(**words), called.value  # type: ignore[attr-defined]
    elif node.args and not isinstance(node.args[0], ast.Starred):
        words = {"name": name, "part": names.part(node.args[0])}
        yield "not_called", say.NOT_CALLED.format(**words), node.args[0]


def _other_arguments(node: ast.Call, names: _Names) -> Iterator[Slip]:
    """Two arguments change places, or one falls away."""
    yield from _exchanged(node, "args", names)
    for place, argument in enumerate(node.args if len(node.args) > 1 else ()):
        rest = [*node.args[:place], *node.args[place + 1 :]]
        text = say.LEFT_OUT.format(part=names.part(argument))
        yield "left_out", text, _with(node, args=rest)


def _other_keywords(node: ast.Call, names: _Names) -> Iterator[Slip]:
    for place, keyword in enumerate(node.keywords):
        rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
        name = keyword.arg or "**"
        if name in ("strict", "dtype"):
            continue  # what they guard against, no right solution meets
        text = say.KEYWORD_MISSING.format(name=name)
        yield "keyword", text, _with(node, keywords=rest)
        if name in ("axis", "dim") and isinstance(keyword.value, ast.Constant):
            for axis in {-1, 0, 1, 2} - {keyword.value.value}:
                other = ast.keyword(arg=name, value=ast.Constant(axis))
                new = _with(node, keywords=[*rest, other])
                yield "axis", say.AXIS.format(name=name, found=axis), new


def _exchanged(node: Any, field: str, names: _Names) -> Iterator[Slip]:
    items = getattr(node, field)
    for one, other in permutations(range(len(items)), 2):
        alike = ast.dump(items[one]) == ast.dump(items[other])
        if one < other and other - one < 4 and not alike:
            new = list(items)
            new[one], new[other] = items[other], items[one]
            text = _places_changed(items[one], items[other], names)
            yield "swapped", text, _with(node, **{field: new})


def _items_exchanged(node: ast.Tuple | ast.List, names: _Names) -> Iterator[Slip]:
    around = names.parent(node)
    for kind, text, new in _exchanged(node, "elts", names):
        if isinstance(around, ast.Return):
            text = say.ITEMS_SWAPPED
        elif isinstance(around, ast.Subscript):
            text = say.INDICES_SWAPPED.format(part=names.part(around.value))
        yield kind, text, new


def _other_number(node: ast.Constant, names: _Names) -> Iterator[Slip]:
    value = node.value
    if isinstance(value, bool):
        yield "flag", say.FLAG.format(found=not value), ast.Constant(not value)
    elif isinstance(value, (int, float)):
        steps = (1, -1) if isinstance(value, int) else ()
        for step in steps:
            text = say.OTHER_NUMBER.format(found=value + step, right=value)
            yield "off_by_one", text, ast.Constant(value + step)
        in_a_table = isinstance(names.parent(node), (ast.List, ast.Tuple))
        negative = isinstance(names.parent(node), ast.UnaryOp)
        if value and not negative and not in_a_table:
            yield (
                "sign",
                say.OTHER_NUMBER.format(found=-value, right=value),
                ast.Constant(-value),
            )


def _other_name(node: ast.Name, names: _Names) -> Iterator[Slip]:
    """Another argument stands there."""
    if isinstance(node.ctx, ast.Load) and node.id in names.arguments:
        for other in names.arguments:
            if other != node.id:
                text = say.OTHER_NAME.format(found=other, right=node.id)
                yield "other_name", text, ast.Name(id=other, ctx=ast.Load())


def _other_sign(node: ast.UnaryOp, names: _Names) -> Iterator[Slip]:
    if isinstance(node.op, ast.USub):
        yield "sign", say.SLIP_SIGN.format(part=names.part(node.operand)), node.operand
    elif isinstance(node.op, (ast.Not, ast.Invert)):
        yield "negated", say.NOT_NEGATED.format(part=names.part(node)), node.operand


def _other_slice(node: ast.Slice, names: _Names) -> Iterator[Slip]:
    for side in ("lower", "upper"):
        bound = getattr(node, side)
        for step, text in ((1, say.SLICE_LATER), (-1, say.SLICE_EARLIER)):
            if bound is None and (side, step) not in (("lower", 1), ("upper", -1)):
                continue
            new = ast.Constant(step) if bound is None else _plus(bound, step)
            words = {"side": getattr(say, side.upper())}
            yield "slice", text.format(**words), _with(node, **{side: new})
        if bound is not None:
            text = say.NO_SLICE.format(side=getattr(say, side.upper()))
            yield "slice", text, _with(node, **{side: None})


def _other_loop(node: ast.For | ast.comprehension, names: _Names) -> Iterator[Slip]:
    """From the other end, without the first or the last round."""
    rounds = node.iter
    called = getattr(getattr(rounds, "func", None), "id", "")
    if called == "reversed" and isinstance(rounds, ast.Call):
        yield "loop", say.LOOP_FORWARD, _with(node, iter=rounds.args[0])
    else:
        new = _called("reversed", _called("list", rounds))
        yield "loop", say.LOOP_BACKWARD, _with(node, iter=new)
    for lower, upper, text in ((1, None, say.LOOP_LATE), (None, -1, say.LOOP_EARLY)):
        part = ast.Slice(
            lower=None if lower is None else ast.Constant(lower),
            upper=None if upper is None else ast.Constant(upper),
        )
        listed = _called("list", rounds)
        rest = ast.Subscript(value=listed, slice=part, ctx=ast.Load())
        yield "loop", text, _with(node, iter=rest)


def _no_condition(node: ast.comprehension, names: _Names) -> Iterator[Slip]:
    if node.ifs:
        words = {"part": names.part(node.ifs[0])}
        yield "condition", say.NO_CONDITION.format(**words), _with(node, ifs=[])


def _turned_condition(node: Any, names: _Names) -> Iterator[Slip]:
    words = {"part": names.part(node.test)}
    turned = ast.UnaryOp(op=ast.Not(), operand=node.test)
    yield "turned", say.TURNED.format(**words), _with(node, test=turned)


def _arguments_exchanged(node: ast.arguments, names: _Names) -> Iterator[Slip]:
    """Two arguments stand for each other, in the whole function."""
    places = range(len(node.args))
    for one, other in combinations(places, 2):
        listed = list(node.args)
        listed[one], listed[other] = node.args[other], node.args[one]
        words = {"one": node.args[one].arg, "other": node.args[other].arg}
        text = say.ARGUMENTS_EXCHANGED.format(**words)
        yield "arguments_exchanged", text, _with(node, args=listed)


def _fixed_condition(node: Any, names: _Names) -> Iterator[Slip]:
    for value, text in ((True, say.ALWAYS), (False, say.NEVER)):
        words = {"part": names.part(node.test)}
        yield "condition", text.format(**words), _with(node, test=ast.Constant(value))


def _one_condition(node: ast.BoolOp, names: _Names) -> Iterator[Slip]:
    for place, value in enumerate(node.values):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        new = rest[0] if len(rest) == 1 else _with(node, values=rest)
        yield "condition", say.NO_CONDITION.format(part=names.part(value)), new


def _not_summed(node: ast.AugAssign, names: _Names) -> Iterator[Slip]:
    new = ast.Assign(targets=[node.target], value=node.value)
    yield "not_summed", say.NOT_SUMMED.format(part=names.part(node.value)), new


def _no_sum(node: ast.Assign, names: _Names) -> Iterator[Slip]:
    """`total = total + x` becomes `total = x`."""
    value, target = node.value, node.targets[0]
    if (
        isinstance(value, ast.BinOp)
        and isinstance(value.op, ast.Add)
        and ast.unparse(value.left) == ast.unparse(target)
    ):
        text = say.NOT_SUMMED.format(part=names.part(value.right))
        yield "not_summed", text, _with(node, value=value.right)


def _no_statement(node: ast.stmt, names: _Names) -> Iterator[Slip]:
    """Inside a loop or a condition only: without a name, the rest would not run."""
    inside = not isinstance(names.parent(node), ast.FunctionDef)
    if inside and isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)):
        value = node.value
        yield "step_missing", say.STEP_MISSING.format(part=names.part(value)), None
    elif isinstance(node, (ast.If, ast.Break, ast.Continue)):
        yield "step_missing", say.CASE_MISSING, None


def _early_return(node: ast.For, names: _Names) -> Iterator[Slip]:
    after = names.parent(node).body if hasattr(names.parent(node), "body") else []
    last = after[-1] if after else None
    if isinstance(last, ast.Return):
        new = _with(node, body=[*node.body, last])
        yield "returns_early", say.RETURNS_EARLY, new


_SLIPS: dict[type[ast.AST], tuple[_Slipper, ...]] = {
    ast.BinOp: (
        *(_one_side, _other_operator, _transposed, _other_order, _twice, _other_factor),
    ),
    ast.BoolOp: (_other_operator, _one_condition),
    ast.Compare: (_other_comparison,),
    ast.Attribute: (_not_transposed,),
    ast.Call: (
        *(_not_called, _other_function, _other_keywords, _other_arguments),
        _called_twice,
    ),
    ast.Tuple: (_items_exchanged,),
    ast.List: (_items_exchanged,),
    ast.Constant: (_other_number,),
    ast.Name: (_other_name,),
    ast.UnaryOp: (_other_sign,),
    ast.Slice: (_other_slice,),
    ast.For: (_other_loop, _early_return),
    ast.comprehension: (_other_loop, _no_condition),
    ast.If: (_fixed_condition, _turned_condition),
    ast.IfExp: (_fixed_condition, _turned_condition),
    ast.arguments: (_arguments_exchanged,),
    ast.AugAssign: (_not_summed,),
    ast.Assign: (_no_sum,),
    ast.stmt: (_no_statement,),
}


def _with(node: ast.AST, **fields: Any) -> Any:
    """A shallow copy with other fields."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _called(name: str, *args: Any) -> ast.Call:
    return ast.Call(func=ast.Name(id=name, ctx=ast.Load()), args=[*args], keywords=[])


def _plus(node: ast.expr, step: int) -> ast.expr:
    return ast.BinOp(left=node, op=ast.Add(), right=ast.Constant(step))


def _is_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "torch", "F", "scratch")


def _renamed(called: ast.expr, name: str) -> ast.expr:
    field = "attr" if isinstance(called, ast.Attribute) else "id"
    renamed: ast.expr = _with(called, **{field: name})
    return renamed
