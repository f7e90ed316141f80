"""A missing detach: read in windows, carry the state, cut the gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.exercises.vanilla_rnn.arrays import draw_sizes
from course_utils.text import Text

exercises = Exercises("03_bptt")


def window_cases() -> list[tuple[Any, ...]]:
    """Even windows, a short last one, one window for all; a batch longer than those.

    No state starts at zero, no size is another, and the last layer was used before.
    """
    import torch

    generator = torch.Generator().manual_seed(39)
    cases = []
    for sizes, window in (((1, 6, 2, 3), 2), ((2, 7, 3, 4), 3)):
        rnn, x, h = _drawn(sizes, generator)
        cases += [(rnn, x, h, window), (rnn, x, h, sizes[1])]
    rnn, x, h = _drawn((5, 4, 2, 3), generator)
    return [*cases, (_used(rnn), x, h, 2)]


def new_window_case(rng: np.random.Generator) -> tuple[Any, ...]:
    import torch

    B, E, H = draw_sizes(rng, 3)
    generator = torch.Generator().manual_seed(int(rng.integers(2**31)))
    rnn, x, h = _drawn((B, 7, E, H), generator)
    return _used(rnn), x, h, int(rng.integers(2, 4))


def _drawn(sizes: tuple[int, int, int, int], generator: Any) -> tuple[Any, Any, Any]:
    """rnn, x (B, T, E), h (1, B, H) for sizes B, T, E, H."""
    import torch

    B, T, E, H = sizes
    rnn = torch.nn.RNN(E, H, batch_first=True, dtype=torch.float64)
    for parameter in rnn.parameters():
        torch.nn.init.normal_(parameter.data, std=0.7, generator=generator)
    x, h = (
        torch.randn(*shape, dtype=torch.float64, generator=generator)
        for shape in ((B, T, E), (1, B, H))
    )
    return rnn, x, h


def _used(rnn: Any) -> Any:
    """With gradients from before, in every copy: PyTorch's own copies have none."""
    import torch

    def copied(memo: dict[int, Any]) -> Any:
        size = rnn.input_size, rnn.hidden_size
        new = torch.nn.RNN(*size, batch_first=True, dtype=torch.float64)
        new.load_state_dict(rnn.state_dict())
        for weight in new.parameters():
            weight.grad = torch.ones_like(weight)
        return new

    rnn.__deepcopy__ = copied
    return rnn


@exercises.add(
    task=Text(
        en="Mend `broken` with as little as you can: the state is carried from window "
        "to window, its gradient is not.",
        zh="尽量少改，把 `broken` 修好：状态要从一个窗口带到下一个窗口，"
        "梯度到窗口的边界为止。",
    ),
    hints=(
        Text(
            en="Which tensor made in one window is used in the next? Along it, "
            "`backward` walks into the window before.",
            zh="前一个窗口算出的哪个张量，后一个窗口还要用？"
            "`backward` 就是沿着它走进了前一个窗口。",
        ),
        Text(
            en="`h.detach()` returns a tensor with the same numbers and no history. "
            "It does not change `h`: where must the result go?",
            zh="`h.detach()` 返回一个数值相同、没有来历的张量，但不改动 `h` 本身。"
            "结果该放到哪里去？",
        ),
        Text(
            en="One more line at the end of the loop: `h = ...`",
            zh="循环末尾加一行：`h = ...`",
        ),
    ),
    cases=window_cases,
    fresh=new_window_case,
)
def windowed_gradient(rnn: Any, x: Any, h: Any, window: int) -> list[Any]:
    """rnn: nn.RNN, x (B, T, E), h (1, B, H) -> gradient of each weight"""
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, h = rnn(part, h)
        loss = (output**2).sum()
        loss.backward()
        h = h.detach()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="Nothing is cut yet: the second `backward` still walks into the first "
        "window. The tie is the state `h`; `x` has no gradient to cut. And "
        "`h.detach()` alone changes nothing: its result must become `h`.",
        zh="还没有切断：第二次 `backward` 又走进了第一个窗口。"
        "连着两个窗口的是状态 `h`，`x` 本来就没有梯度可切。"
        "另外，只写 `h.detach()` 什么也不会变，结果要赋回给 `h`。",
    )
)
def nothing_detached(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, h = rnn(part, h)
        (output**2).sum().backward()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="It runs, but nothing is cut: the gradient walks through the whole past, as "
        "in full BPTT, and the past is kept for it. Whether by `retain_graph` or by "
        "one `backward` at the end: that is the cost you wanted to avoid.",
        zh="能跑了，可什么也没切断：梯度走遍了整个过去，过去也就全得留着，"
        "等于做了完整的 BPTT。不管是用了 `retain_graph`，还是最后才 `backward` 一次，"
        "想省的开销都没省下来。",
    )
)
def everything_retained(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, h = rnn(part, h)
        (output**2).sum().backward(retain_graph=True)
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="You cut the state itself: each window starts from zeros and has forgotten "
        "what was read. Keep its numbers, cut only their history.",
        zh="你把状态也扔了：每个窗口都从零开始，前面读的全忘了。"
        "数值要留着，切断的只是它的来历。",
    )
)
def state_thrown_away(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, _ = rnn(part, h)
        (output**2).sum().backward()
        h = None
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="Each window starts from the `h` you were handed: the new state is never "
        "taken over.",
        zh="每个窗口都从最初的 `h` 出发：新的状态没有接过来。",
    )
)
def always_from_the_first_state(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, _ = rnn(part, h)
        (output**2).sum().backward()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="That cuts the wrong tensor: with `output` detached (or under `no_grad`) "
        "the loss has no history at all, and nothing can be learnt. Cut `h`.",
        zh="切错了张量：`output` 切断以后（或者放进 `no_grad` 里），"
        "损失就没有来历了，什么也学不到。要切的是 `h`。",
    )
)
def output_detached(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, h = rnn(part, h)
        (output.detach() ** 2).sum().backward()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="Only the last window is left. Either the gradients are set to zero in "
        "every turn, or only the last loss goes back. Sum over all windows.",
        zh="只剩最后一个窗口的梯度：要么每圈都清了零，要么只有最后的损失往回传了。"
        "所有窗口要加起来。",
    )
)
def only_the_last_window(rnn, x, h, window):
    for part in x.split(window, dim=1):
        rnn.zero_grad()
        output, h = rnn(part, h)
        (output**2).sum().backward()
        h = h.detach()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="The state is cut at every step, so a window is one step long. "
        "`x.split(window, dim=1)` cuts as far apart as the caller asks.",
        zh="每一步都切了一刀，窗口只剩一步长。"
        "`x.split(window, dim=1)` 才会按要求的长度来切。",
    )
)
def every_step_a_window(rnn, x, h, window):
    return windowed_gradient(rnn, x, h, 1)


@exercises.windowed_gradient.mistake(
    Text(
        en="Your windows cut the batch, not time: in (B, T, E), time is dimension 1.",
        zh="你切的是批，不是时间：在 (B, T, E) 里，时间是第 1 维。",
    )
)
def split_over_the_batch(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=0):
        output, h = rnn(part, h)
        (output**2).sum().backward()
        h = h.detach()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="Gradients from before are still in the layer, and `backward` adds to "
        "them. Empty them once, ahead of the loop: `rnn.zero_grad()`.",
        zh="网络里还留着以前的梯度，`backward` 会加到上面去。循环之前先清一次："
        "`rnn.zero_grad()`。",
    )
)
def not_emptied_at_first(rnn, x, h, window):
    for part in x.split(window, dim=1):
        output, h = rnn(part, h)
        (output**2).sum().backward()
        h = h.detach()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="Each window's loss is a mean. Windows of other lengths then weigh "
        "differently: leave it a sum.",
        zh="你对每个窗口的损失取了平均。窗口长短不同，分量就变了：还是要求和。",
    )
)
def mean_of_the_squares(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, h = rnn(part, h)
        (output**2).mean().backward()
        h = h.detach()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="There are no gradients left. Either `zero_grad` stands behind `backward` "
        "and throws away what it has found, or `backward` is never called. Empty them "
        "once, ahead of the loop.",
        zh="梯度一个也没留下：要么 `zero_grad` 写在 `backward` 之后，把刚算出的都清掉"
        "了，要么根本没有调用 `backward`。只在循环之前清空一次。",
    )
)
def emptied_behind_backward(rnn, x, h, window):
    return [None for _ in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="All gradients are 0: they are emptied behind the last `backward`. Empty "
        "them once, ahead of the loop.",
        zh="所有梯度都是 0：最后一次 `backward` 之后又被清空了。只在循环之前清空一次。",
    )
)
def emptied_with_zeros(rnn, x, h, window):
    return [0 * weight.detach() for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="Your loss is made of the last state of each window. It is made of "
        "`output`, the states of all its steps.",
        zh="你的损失只用了每个窗口的最后一个状态。应该用 `output`，也就是其中每一步的"
        "状态。",
    )
)
def loss_of_the_last_state(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        _, h = rnn(part, h)
        (h**2).sum().backward()
        h = h.detach()
    return [weight.grad for weight in rnn.parameters()]


@exercises.windowed_gradient.mistake(
    Text(
        en="Those are the weights themselves. Their gradients stand in `weight.grad`.",
        zh="这是权重本身，它们的梯度在 `weight.grad` 里。",
    )
)
def weights_themselves(rnn, x, h, window):
    return [weight.detach() for weight in rnn.parameters()]
