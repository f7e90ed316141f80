"""A memory built by hand: an LSTM with one unit that latches a symbol."""

from __future__ import annotations

import numpy as np

from course_utils import scratch
from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("05_gates")

SET, CLEAR = 1, 2
"""What the symbols 1 and 2 ask for; all others leave the memory alone."""


def latch_cases() -> list[tuple[list[int]]]:
    """Sequences of symbols: set and clear, twice, long waits, neither."""
    return [
        ([0, 1, 0, 0, 2, 0],),
        ([1, 1, 0, 1, 2, 2, 0, 1],),
        ([0, 0, 2, 0] + [0] * 60,),
        ([1] + [0] * 100 + [2, 0, 1] + [0] * 50,),
        ([2, 1, 2, 1, 1] + [0] * 30,),
    ]


def new_latch_case(rng: np.random.Generator) -> tuple[list[int]]:
    return ([*rng.integers(3, size=25).tolist(), *[0] * 20],)


@exercises.add(
    task=Text(
        en="Choose the weights of an LSTM with one unit: symbol 1 switches its memory "
        "on, 2 switches it off, 0 leaves it as it is. Rows are i, f, g, o; "
        "columns of `W_xh` are the symbols.",
        zh="给只有一个单元的 LSTM 挑权重：读到 1 就打开记忆，读到 2 就关掉，"
        "读到 0 保持原样。各行是 i、f、g、o；`W_xh` 的各列对应三个符号。",
    ),
    hints=(
        Text(
            en="Write down for each symbol what the gates should be: "
            "(i, f, g) = (0, 1, any) for 0, (1, 0, +1) for 1, (1, 0, -1) for 2.",
            zh="先替每个符号写下门该取什么：读 0 时 (i, f, g) = (0, 1, 随便)，"
            "读 1 时 (1, 0, +1)，读 2 时 (1, 0, -1)。",
        ),
        Text(
            en="σ(10) is nearly 1 and σ(-10) nearly 0. With one-hot symbols, a column "
            "of `W_xh` is all that a symbol can say: put 10 or -10 into each place.",
            zh="σ(10) 几乎是 1，σ(-10) 几乎是 0。符号是独热向量，"
            "读到哪个符号，就只有 `W_xh` 的那一列起作用：每格填 10 或 -10。",
        ),
        Text(
            en="Row i: `[-10, 10, 10]`. Row f is its opposite. "
            "In row g only the signs of the last two matter; o is always open.",
            zh="i 那一行：`[-10, 10, 10]`；f 那一行正好相反。"
            "g 那一行只有后两格的正负要紧；o 一直开着。",
        ),
    ),
    cases=latch_cases,
    fresh=new_latch_case,
)
def latch(symbols: list[int]) -> list[bool]:
    """symbols 0 | 1 | 2 (T) -> on or off after each step (T)"""
    W_hh = np.zeros((4, 1))
    ### BEGIN SOLUTION
    W_xh = np.array(
        [
            [-10.0, 10.0, 10.0],
            [10.0, -10.0, -10.0],
            [0.0, 10.0, -10.0],
            [10.0, 10.0, 10.0],
        ]
    )  # (4, 3)
    b_h = np.zeros(4)
    ### END SOLUTION
    x, zero = np.eye(3)[symbols][None], np.zeros((1, 1))
    states, *_ = scratch.lstm_forward(x, zero, zero, W_xh, W_hh, b_h)
    return [bool(h > 0.5) for h in states[0, :, 0]]


def latched(
    symbols: list[int], change: dict[tuple[int, int], float], size: float = 10.0
) -> list[bool]:
    """What the right weights would say, but for their size or entries of W_xh."""
    W_xh = size * np.array([[-1, 1, 1], [1, -1, -1], [0, 1, -1], [1, 1, 1]])
    for place, value in change.items():
        W_xh[place] = value
    x, zero = np.eye(3)[symbols][None], np.zeros((1, 1))
    weights = W_xh, np.zeros((4, 1)), np.zeros(4)
    return [bool(h > 0.5) for h in scratch.lstm_forward(x, zero, zero, *weights)[0][0]]


@exercises.latch.mistake(
    Text(
        en="Yours never says on. On symbol 1, i must be open and g near +1; and is it "
        "shown? With an o of σ(0) = 0.5, `h` stays below one half.",
        zh="你的记忆从没报过“开”。读到 1 时，i 要开，g 要接近 +1；"
        "还要看露不露得出来：o 若只有 σ(0) = 0.5，`h` 到不了一半。",
    )
)
def never_on(symbols):
    return [False for _ in symbols]


@exercises.latch.mistake(
    Text(
        en="It is on at symbol 1, and off again at the next 0. Either it is lost there "
        "(f must be near 1 on 0), or it is kept and not shown: what is o on 0?",
        zh="读到 1 是开的，下一个 0 就又成了关。要么是那一步丢了"
        "（读到 0 时 f 要接近 1），要么是记着却没露出来：读到 0 时 o 是多少？",
    )
)
def lost_at_the_next_zero(symbols):
    return latched(symbols, {(1, 0): -10.0})


@exercises.latch.mistake(
    Text(
        en="It fades: after a dozen zeros the memory is gone. An f of 0.95 is "
        "not 1; over 60 steps it leaves 5 %. Use a larger weight.",
        zh="记忆会慢慢淡掉：十来个 0 以后就没了。f 是 0.95，可不等于 1，"
        "60 步以后只剩 5%。权重要取大些。",
    )
)
def fades_slowly(symbols):
    return latched(symbols, {}, size=3.0)


@exercises.latch.mistake(
    Text(
        en="It lasts long, but not for a hundred zeros: σ(5) is 0.993, and "
        "100 steps leave half. Use a larger weight.",
        zh="撑了很久，可还是撑不过一百个 0：σ(5) 是 0.993，走 100 步只剩一半。"
        "权重要再取大些。",
    )
)
def fades_at_last(symbols):
    return latched(symbols, {}, size=5.0)


@exercises.latch.mistake(
    Text(
        en="It cannot be switched off. On symbol 2 the forget gate must shut, or g "
        "must be near -1 with i open.",
        zh="你的记忆关不掉。读到 2 时，要么遗忘门关上，要么 i 打开、g 接近 -1。",
    )
)
def never_off(symbols):
    return latched(symbols, {(1, 2): 10.0, (0, 2): -10.0})


@exercises.latch.mistake(
    Text(
        en="1 and 2 have changed places: yours switches off at 1 and on at 2.",
        zh="1 和 2 弄反了：你的记忆读到 1 关、读到 2 开。",
    )
)
def one_and_two_swapped(symbols):
    return latched(symbols, {(2, 1): -10.0, (2, 2): 10.0})


@exercises.latch.mistake(
    Text(
        en="Your memory is on from the start. The cell starts at 0; on symbol 0 "
        "nothing may be written, so i must be shut there (or g be 0).",
        zh="你的记忆一开始就是开的。细胞状态从 0 开始；读到 0 不该写东西，"
        "所以 i 要关（或者 g 是 0）。",
    )
)
def writes_at_zero(symbols):
    return latched(symbols, {(0, 0): 10.0, (2, 0): 10.0})


@exercises.latch.mistake(
    Text(
        en="Set twice in a row, then cleared once, it is still on: it counts. On 1 the "
        "old memory must be forgotten, f near 0, so that on is on.",
        zh="连开两次、只关一次，还是开着：你的单元在数数。读到 1 时要先忘掉旧的，"
        "f 接近 0，开就是开。",
    )
)
def counts_instead(symbols):
    return latched(symbols, {(1, 1): 10.0, (1, 2): 10.0})


@exercises.latch.mistake(
    Text(
        en="After a 2, the next 1 does not switch it on. Where f is open on 1, the "
        "-1 that a 2 has left stays, and 1 only lifts it to 0. On 1 the old must "
        "be forgotten.",
        zh="读过 2 以后，再读 1 打不开。读到 1 时 f 若开着，2 留下的 -1 还在，加 1 "
        "只到 0。读到 1 时要先忘掉旧的。",
    )
)
def on_lifts_only_to_zero(symbols):
    return latched(symbols, {(1, 1): 10.0})


@exercises.latch.mistake(
    Text(
        en="It changes over at each 1 and 2. A 1 means on, however often it comes, "
        "and a 2 means off.",
        zh="每读到 1 或 2，它就翻转一次。读到 1 就是开，来多少次都是开；读到 2 就是"
        "关。",
    )
)
def toggles(symbols):
    switches = np.cumsum(np.array(symbols) > 0)
    return [bool(count % 2) for count in switches]


@exercises.latch.mistake(
    Text(
        en="You wrote down what the gates should be: 0 and 1. The gates are σ of "
        "the weights, and σ(0) is 0.5, σ(1) only 0.73.",
        zh="你填的是门该取的值：0 和 1。门是权重过了 σ 以后的数，σ(0) 是 0.5，σ(1) "
        "也只有 0.73。",
    )
)
def weights_as_gates(symbols):
    W_xh = {(0, 0): 0.0, (1, 1): 0.0, (1, 2): 0.0}
    return latched(symbols, W_xh, size=1.0)


@exercises.latch.mistake(
    Text(
        en="It fades within a few zeros: σ(2) is 0.88. Use a much larger weight.",
        zh="几个 0 就淡掉了：σ(2) 只有 0.88。权重要大得多。",
    )
)
def fades_at_once(symbols):
    return latched(symbols, {}, size=2.0)


@exercises.latch.mistake(
    Text(
        en="It fades after some fifty zeros: σ(4) is 0.98, and each step takes its "
        "share. Use a larger weight.",
        zh="几十个 0 以后就淡掉了：σ(4) 是 0.98，每一步都要减一点。权重要再大些。",
    )
)
def fades_after_fifty(symbols):
    return latched(symbols, {}, size=4.0)


@exercises.latch.mistake(
    Text(
        en="It says on where 2 has not been read. It is 1 that switches on; before "
        "it the memory is off.",
        zh="只要没读到 2，它就报“开”。要读到 1 才打开，在那之前是关的。",
    )
)
def off_only(symbols):
    on, states = True, []
    for symbol in symbols:
        on = symbol == 1 or (on and symbol != 2)
        states.append(on)
    return states


@exercises.latch.mistake(
    Text(
        en="It says off where it should say on, and on where off.",
        zh="该开的地方报了关，该关的地方报了开。",
    )
)
def shows_the_opposite(symbols):
    return [not on for on in latched(symbols, {})]
