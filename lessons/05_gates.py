# %% [markdown] lang="en"
# # Gates: LSTM and GRU
#
# A plain RNN rewrites its whole memory at every step, as if you copied out a telephone number anew with each word you hear.
# What if it could leave the number alone?
#
# *90 minutes.*
# *Builds on lesson 04.*
# Afterwards you can write an LSTM and a GRU and show that PyTorch computes the same.
# You can build a memory by hand, and make an LSTM remember that, fresh from PyTorch, does not.

# %% [markdown] lang="zh"
# # 门：LSTM 与 GRU
#
# 朴素 RNN 每走一步，就把全部记忆重写一遍。
# 好比你记着一个电话号码，每听到一个词就重抄一遍，抄着抄着就错了。
# 号码能不能先放着不动？
#
# *90 分钟。先学完第 04 课。*
# 学完以后，你能写出 LSTM 和 GRU，并验证跟 PyTorch 算得一样。
# 你能亲手搭出一个有记忆的单元。
# 你还会知道，刚建好的 LSTM 为什么记不久，又该怎样改。

# %%
from functools import partial
from timeit import repeat

import numpy as np
import torch

from course_utils import plots, scratch, widgets
from course_utils.exercises.gates import alts, exercises, predictions
from course_utils.memory import (
    PeepholeLSTM,
    make_gru,
    make_lstm,
    make_rnn,
    measure_memory,
    train_bracket_net,
    train_recall,
)
from course_utils.scratch import sigmoid

# %% [markdown] lang="en" slide="section question"
# ## A conveyor belt
#
# Beside the state $h_t$ we give the network a second memory, the **cell state** $c_t$.
# Nothing squashes it on its way.
# At each step a part $f$ of the old value is kept, and a part $i$ of a new one, $g$, is added:
#
# $$c_t = f \, c_{t-1} + i \, g$$
#
# **Predict.** Let $f = 1$ and $i = 0$ for a hundred steps, starting from $c = 0.7$.
# Where does it end?
#
# - (a) near 0, as all memories do
# - (b) at 0.7
# - (c) beyond 50

# %% [markdown] lang="zh" slide="section question"
# ## 一条传送带
#
# 除了状态 $h_t$，再给网络一份记忆，叫**细胞状态**（cell state）$c_t$。
# 细胞状态一步一步往前传，途中没有激活函数去压缩它。
# 每一步，旧值乘以 $f$，新的值 $g$ 乘以 $i$，两者相加：
#
# $$c_t = f \, c_{t-1} + i \, g$$
#
# **先猜一猜。** 从 $c = 0.7$ 出发，一百步里都取 $f = 1$、$i = 0$，最后是多少？
#
# - (a) 0 附近，记忆总会消失
# - (b) 还是 0.7
# - (c) 50 开外

# %%
predictions.open_and_shut.answer("b")

# %%
c = 0.7
for _ in range(100):
    c = 1.0 * c + 0.0 * 0.9
print(c, f"{0.9**100 * 0.7:.0e}")
assert c == 0.7 and 0.9**100 * 0.7 < 2e-5

# %% [markdown] lang="en" slide="section"
# Exactly 0.7; with $f = 0.9$ next to nothing.
# But a memory that never changes is of no use either.
# So who chooses $f$ and $i$?
#
# ## Three questions at each step
#
# The network does, anew at each step and for each unit.
# Each choice is a **gate**: a factor between 0 (shut) and 1 (open).
#
# | gate | it asks | it multiplies |
# |---|---|---|
# | forget gate $f$ | is the old memory kept? | $c_{t-1}$ |
# | input gate $i$ | is the new value written? | the candidate $g$ |
# | output gate $o$ | is the memory shown? | $\tanh(c_t)$ |

# %% [markdown] lang="zh" slide="section"
# 正好 0.7，一点没变；换成 $f = 0.9$，就几乎什么也不剩了。
# 可是永远不变的记忆也没用。
# 那么 $f$ 和 $i$ 由谁来定？
#
# ## 每一步的三个问题
#
# 由网络自己决定，而且每一步、每个单元都重新决定一次。
# 每个决定就是一个**门**（gate）：一个 0（关）到 1（开）之间的数，乘到它所控制的量上。
#
# | 门 | 问什么 | 乘什么 |
# |---|---|---|
# | 遗忘门（forget gate）$f$ | 旧的记忆要保留吗？ | $c_{t-1}$ |
# | 输入门（input gate）$i$ | 新的值要写入吗？ | 候选状态（candidate）$g$ |
# | 输出门（output gate）$o$ | 记忆要输出吗？ | $\tanh(c_t)$ |

# %% [markdown] lang="en"
# Here you are the network: move the gates.
# Which settings keep the memory, which clear it, which pile it up?

# %% [markdown] lang="zh"
# 这里由你来当网络，动一动这些门。
# 门怎样开，记忆才能保持？
# 怎样开会清空，怎样开会越积越多？

# %%
widgets.explore_cell()

# %% [markdown] lang="en"
# Now over time, one gate at a time.
# A bar shows how far it is open.
# First guess: what does a half-open forget gate do to $c$ in three steps?

# %% [markdown] lang="zh"
# 再看每个门随时间怎样起作用。
# 每张图只动一个门；小格填得越满，门开得越大。
# 先想一想：遗忘门半开着走三步，$c$ 会怎么变？

# %% slide="result"
g = np.array([10, -5, 6, 2, -8, -1, 4, -7, 5, -8, -2, 7]) / 10


def belt(f, i):
    c = [0.0]
    for t in range(12):
        c.append(f[t] * c[t] + i[t] * g[t])
    return np.array(c[1:])


def open_at(*steps):
    return np.isin(range(1, 13), steps) * 1.0


always, first = np.ones(12), open_at(1)
f = always - open_at(6, 7, 8) / 2 - open_at(10)
i, o = open_at(3, 4, 9), open_at(4, 5, 6, 11)
faded, written, held = belt(f, first), belt(always, i), belt(always, first)
fig, axes = plots.figure(1, 3, width=9.6, height=2.9)
plots.draw_gate_strip(axes[0], "f", f, {"c": faded})
plots.draw_gate_strip(axes[1], "i", i, {"g": g, "c": written})
shown = {"c": held, "h": o * np.tanh(held)}
plots.draw_gate_strip(axes[2], "o", o, shown)
plots.show(fig, alt=alts["gates"])
assert faded[7] == 1 / 8 and faded[9] == 0 and held.min() == 1

# %% [markdown] lang="en" slide="+claim"
# - $f$: three half-open steps leave an eighth, one shut step nothing.
# - $i$: candidates (grey) are added only where it is open.
# - $o$: the memory stays, only what is seen changes.

# %% [markdown] lang="zh" slide="+claim"
# - $f$：半开着走三步，只剩八分之一；关上一步就归零。
# - $i$：门开着时，候选状态（灰点）才加进来。
# - $o$：记忆不变，变的是输出的部分。

# %% [markdown] lang="en"
# ## Exercise 1: which gates?
#
# For each wish, which gates are open and which shut?
#
# - (a) keep what is there, and let nobody see it yet
# - (b) forget the old, take the new, show it
# - (c) count: add each new value to the old, and show the sum
# - (d) wipe the memory, write nothing, and show that it is empty
#
# Write them in the order $f$, $i$, $o$: `"110"` means only the output gate is shut.

# %% [markdown] lang="zh"
# ## 练习 1：开哪几个门？
#
# 要做到下面各项，哪些门开，哪些门关？
#
# - (a) 保留原来的内容，暂时不输出
# - (b) 忘掉旧的，写入新的，并且输出
# - (c) 计数：把每个新值加到旧值上，并且输出总数
# - (d) 清空记忆，什么也不写，并且输出，让人看到它是空的
#
# 按 $f$、$i$、$o$ 的顺序写：`"110"` 表示只有输出门关着。

# %% exercise="match_gates" slide="task"
match_gates = exercises.match_gates.solved

# %%
exercises.match_gates.check(match_gates)

# %% [markdown] lang="en" slide="section"
# ## The LSTM
#
# How does a network open a gate?
# Like all else: weights times input and state, plus a bias, then an activation function.
# $\sigma$ keeps a gate between 0 and 1.
#
# $$i = \sigma(W_{xi} x_t + W_{hi} h_{t-1} + b_i) \qquad f = \sigma(W_{xf} x_t + W_{hf} h_{t-1} + b_f)$$
#
# $$g = \tanh(W_{xg} x_t + W_{hg} h_{t-1} + b_g) \qquad o = \sigma(W_{xo} x_t + W_{ho} h_{t-1} + b_o)$$
#
# $$c_t = f \odot c_{t-1} + i \odot g \qquad h_t = o \odot \tanh(c_t)$$

# %% [markdown] lang="zh" slide="section"
# ## LSTM
#
# 网络怎样开门？
# 跟算别的量一样：输入和状态乘上权重，加上偏置，再经过激活函数。
# $\sigma$ 让门的值总在 0 和 1 之间。
#
# $$i = \sigma(W_{xi} x_t + W_{hi} h_{t-1} + b_i) \qquad f = \sigma(W_{xf} x_t + W_{hf} h_{t-1} + b_f)$$
#
# $$g = \tanh(W_{xg} x_t + W_{hg} h_{t-1} + b_g) \qquad o = \sigma(W_{xo} x_t + W_{ho} h_{t-1} + b_o)$$
#
# $$c_t = f \odot c_{t-1} + i \odot g \qquad h_t = o \odot \tanh(c_t)$$

# %% [markdown] lang="en"
# Each of the four has its own weights; $\odot$ multiplies entry by entry.
# This is the **long short-term memory**, LSTM (Hochreiter and Schmidhuber, 1997; its forget gate, 2000).
# Must we multiply four times?

# %% [markdown] lang="zh"
# 这四项各有自己的权重；$\odot$ 表示按元素相乘。
# 这就是**长短期记忆**（long short-term memory，LSTM；Hochreiter 与 Schmidhuber，1997）；遗忘门是 2000 年才加上的。
# 四组权重，就要分四次来乘吗？

# %%
rng = np.random.default_rng(0)
E, H = 3, 2
W_xh, W_hh, b_h = scratch.lstm_init(E, H, rng)  # (4H, E), (4H, H), (4H,)
x, h, c = rng.normal(size=E), rng.normal(size=H), rng.normal(size=H)

four = []
for k in range(4):
    rows = slice(k * H, (k + 1) * H)
    four.append(W_xh[rows] @ x + W_hh[rows] @ h + b_h[rows])
at_once = W_xh @ x + W_hh @ h + b_h  # (4H,)
print(at_once.shape)
assert np.allclose(np.concatenate(four), at_once)

# %% [markdown] lang="en"
# No: stacked, the four are one product.
# PyTorch stacks them as $i, f, g, o$.
# (Would you have put $f$ first?)
#
# ## Exercise 2: one step of an LSTM
#
# Write one step: from `x`, `h` and `c` to the new `h` and the new `c`, returned in this order.
# It takes a batch, one sample a row; `sigmoid` is $\sigma$.
# For example, with all weights 0 and $c = 1$, the new $c$ is 0.5.

# %% [markdown] lang="zh"
# 不用：把四组权重上下摞成一个大矩阵，一次就乘完了。
# PyTorch 摞的次序是 $i, f, g, o$。
# （你是不是以为 $f$ 排在最前面？）
#
# ## 练习 2：LSTM 的一步
#
# 写出 LSTM 的一步：由 `x`、`h`、`c` 算出新的 `h` 和新的 `c`，按这个次序返回。
# 输入是一批样本，一行一个；`sigmoid` 就是 $\sigma$。
# 例如权重全取 0、$c = 1$ 时，新的 $c$ 是 0.5。

# %% exercise="lstm_step" slide="task"
lstm_step = exercises.lstm_step.solved

# %%
exercises.lstm_step.check(lstm_step)

# %% [markdown] lang="en"
# With all weights 0, every gate is $\sigma(0) = 0.5$: half of $c$ is kept.
# Remember that number.
#
# ## Is this what PyTorch does?
#
# The same weights in `torch.nn.LSTM`: do outputs and gradients agree?

# %% [markdown] lang="zh"
# 权重全是 0，每个门就都是 $\sigma(0) = 0.5$，$c$ 留下一半。
# 记住这个数。
#
# ## PyTorch 也是这么算的吗？
#
# 同样的权重放进 `torch.nn.LSTM`，输出和梯度都一样吗？

# %% [markdown] lang="en"
# What the net remembers before the first step is handed over as a pair, `(h0, c0)`.
# Each has an axis in front, for the layers.
# Without the pair, both are zeros.

# %% [markdown] lang="zh"
# 第一步之前的记忆，用一个二元组 `(h0, c0)` 交给网络。
# 两个张量最前面都多一个轴，留给层用。
# 不给这个二元组，两个就都是零。

# %%
x = rng.normal(size=(4, 5, E))  # (B, T, E)
zero = np.zeros((4, H))
h0, c0 = np.random.default_rng(1).normal(size=(2, 4, H))
trace = scratch.lstm_forward(x, h0, c0, W_xh, W_hh, b_h)
ours = scratch.lstm_backward(
    np.ones((4, 5, H)), zero, *trace, x, h0, c0, W_xh, W_hh
)

lstm = torch.nn.LSTM(E, H, batch_first=True, dtype=torch.float64)
state = scratch.lstm_state_dict(W_xh, W_hh, b_h)
lstm.load_state_dict({k: torch.tensor(v) for k, v in state.items()})
initial = torch.tensor(h0[None]), torch.tensor(c0[None])  # (1, B, H)
output, (h_n, c_n) = lstm(torch.tensor(x), initial)
output.sum().backward()
print(*state)
assert np.allclose(output.detach(), trace.states)
assert np.allclose(c_n[0].detach(), trace.cells[:, -1])
assert np.allclose(ours[3], lstm.weight_ih_l0.grad)
assert np.allclose(ours[4], lstm.weight_hh_l0.grad)

# %% [markdown] lang="en" slide="section"
# They do.
#
# ## What the belt does for a gradient
#
# In lesson 04, each step multiplied the gradient by a matrix and by slopes of tanh.
# Along the belt it is multiplied by $f$, and by nothing else:
#
# $$c_T = f_T \odot \dots \odot f_1 \odot c_0 + \dots$$
#
# We shift $c_0$ a little, and cut the loop through $h$ (`W_hh` = 0), so that only the belt is left.

# %% [markdown] lang="zh" slide="section"
# 都一样。
#
# ## 传送带帮了梯度什么忙
#
# 第 04 课里，梯度每走一步都要乘一个矩阵，还要乘 tanh 的斜率。
# 沿着传送带只乘 $f$，别的什么也不乘：
#
# $$c_T = f_T \odot \dots \odot f_1 \odot c_0 + \dots$$
#
# 我们把 $c_0$ 稍微改动一点；同时剪断经过 $h$ 的回路（`W_hh` 取 0），这样就只剩下传送带。

# %%
cut = W_xh, 0 * W_hh, b_h
before = scratch.lstm_forward(x, zero, zero, *cut)
after = scratch.lstm_forward(x, zero, zero + 0.1, *cut)
slope = (after.cells[:, -1] - before.cells[:, -1]) / 0.1  # (B, H)
product = before.gates[:, :, 1].prod(axis=1)  # (B, H)
print(slope[0].round(4), product[0].round(4))
assert np.allclose(slope, product)

# %% [markdown] lang="en"
# The same numbers: a product of forget gates.
# With the loop restored other paths join in; this one stays open as long as $f$ is near 1.
# So an LSTM can learn **long-term dependencies**, between places many steps apart.
# (A residual connection is the same trick: add, instead of replacing.)

# %% [markdown] lang="zh"
# 两组数一样：梯度就是各步遗忘门的乘积。
# 把回路接回去以后，梯度还有别的路可走；但只要 $f$ 接近 1，这条路就始终通畅。
# 所以 LSTM 能学会**长期依赖**（long-term dependency），也就是相隔很多步的前后关系。
# （残差连接（residual connection）用的也是这个办法：在原值上相加，而不是整个换掉。）

# %% [markdown] lang="en" slide="question"
# ## So an LSTM has no vanishing gradient?
#
# So you will read.
# Let us measure $\| \partial h_T / \partial x_1 \|$ as in lesson 04, for a fresh `nn.LSTM`.
#
# **Predict.** How much is left after 200 steps?
#
# - (a) about a tenth or more: that is what gates are for
# - (b) less than a billionth of a billionth, as in an RNN
# - (c) more than there was: the belt adds up

# %% [markdown] lang="zh" slide="question"
# ## 那 LSTM 就没有梯度消失了？
#
# 常有人这么说。
# 照第 04 课的办法，拿一个刚建好的 `nn.LSTM`，量一量 $\| \partial h_T / \partial x_1 \|$。
#
# **先猜一猜。** 200 步以后还剩多少？
#
# - (a) 一成以上，要门就是为了这个
# - (b) 不到十亿分之一的十亿分之一，跟 RNN 一样
# - (c) 比原来还多，传送带会累加

# %%
predictions.fresh_lstm.answer("b")

# %%
x = np.random.default_rng(0).normal(size=(200, 8))  # (T, E)


def gradient_norms(net):
    return measure_memory(net, x).gradient_norms  # (T,)


curves = {
    "RNN": gradient_norms(make_rnn(8, 32)),
    "LSTM": gradient_norms(make_lstm(8, 32)),
    "GRU": gradient_norms(make_gru(8, 32)),
}
for name, norms in curves.items():
    print(f"{name:4s} {norms[0]:.0e} {norms[99]:.0e} {norms[199]:.0e}")
assert all(norms[199] < 1e-18 * norms[0] for norms in curves.values())

# %% [markdown] lang="en"
# All three vanish.
# Where does it go?
# PyTorch draws biases near 0, so a forget gate starts near $\sigma(0) = 0.5$.
# Half of half of half: what is $0.5^{200}$?

# %% [markdown] lang="zh"
# 三个网络的梯度都消失了。
# 它们去了哪里？
# PyTorch 给偏置的初始值在 0 附近，所以遗忘门从 $\sigma(0) = 0.5$ 附近起步。
# 一半的一半的一半……$0.5^{200}$ 是多少？

# %%
f = sigmoid(np.array([0.0, 1.0, 3.0, 5.0]))
half_life = np.log(0.5) / np.log(f)
for row in zip(f, half_life, f**200, strict=True):
    print("{:.3f} {:6.1f} {:.0e}".format(*row))
assert f[0] ** 200 < 1e-60 and half_life.round()[2] == 14

# %% [markdown] lang="en" slide="claim"
# With bias 0, half the memory is gone after one step; with bias 3, after 14.
# So start with a larger one (Gers and others, 2000; Jozefowicz and others, 2015).
# Does the gradient agree?

# %% [markdown] lang="zh" slide="claim"
# 偏置是 0 时，走一步就忘掉一半；偏置是 3 时，要走 14 步才忘掉一半。
# 所以，偏置的初始值应该取得大一些（Gers 等人，2000；Jozefowicz 等人，2015）。
# 实际测出来的梯度，也是这样吗？

# %% slide="picture"
curves |= {
    "RNN, orth": gradient_norms(make_rnn(8, 32, 1.0)),
    "LSTM, 1": gradient_norms(make_lstm(8, 32, 1.0)),
    "GRU, 2": gradient_norms(make_gru(8, 32, 2.0)),
    "LSTM, 3": gradient_norms(make_lstm(8, 32, 3.0)),
}
roles = ["hidden", "cell", "gradient"] * 2 + ["cell"]  # RNN, LSTM, GRU
colours = [plots.COLOURS[role] for role in roles]
fig, ax = plots.figure(width=8, height=4.2)
symbol = "$\\|\\partial h_t / \\partial x_1\\|$"
plots.draw_log_curves(ax, curves, colours=colours, symbol=symbol)
plots.show(fig, alt=alts["gradients"])
assert curves["LSTM"][199] < curves["LSTM, 1"][199] < 1e-10
assert curves["LSTM, 3"][199] > 0.01
assert max(curves["GRU, 2"][199], curves["RNN, orth"][199]) < 1e-6

# %% [markdown] lang="en" slide="+claim"
# A number is the bias of the forget gate (in a GRU, of the update gate, see below); *orth* is lesson 04's rotation, an orthogonal $W_{hh}$.
# Which curve stays level?

# %% [markdown] lang="zh" slide="+claim"
# 名字后面的数，是遗忘门的偏置（GRU 的是更新门的，下面会讲）；orth 就是第 04 课的旋转矩阵，也就是正交的 $W_{hh}$。
# 哪一条是平的？

# %% [markdown] lang="en"
# ## Does it matter for learning?
#
# The recall task of lesson 04: read 30 symbols, then name the first, one of eight.
# Can a fresh LSTM learn it in 500 updates?

# %% [markdown] lang="zh"
# ## 这会影响训练吗？
#
# 还是第 04 课的回忆任务：读 30 个符号，然后说出第一个是什么；符号一共有八种。
# 刚建好的 LSTM，更新 500 次能学会吗？

# %% tags=["nbval-ignore-output"]
single = torch.float32
fresh = train_recall(make_lstm(8, 48, dtype=single), 30)
print(f"{fresh.accuracy:.2f}")
assert fresh.accuracy < 0.3

# %% [markdown] lang="en" slide="question"
# It guesses.
#
# **Predict.** Which change makes it solve the task?
#
# - (a) twice the units, or a second direction
# - (b) only a second direction
# - (c) a second direction, or forget bias 3

# %% [markdown] lang="zh" slide="question"
# 结果跟瞎猜一样。
#
# **先猜一猜。** 做哪一种改动，它就能学会？
#
# - (a) 单元加一倍，或者加一个方向
# - (b) 只能加一个方向
# - (c) 加一个方向，或者遗忘门偏置取 3

# %%
predictions.what_helps_recall.answer("c")


# %% tags=["nbval-ignore-output"]
class BothDirections(torch.nn.Module):
    hidden_size = 96

    def __init__(self):
        super().__init__()
        options = {"batch_first": True, "bidirectional": True}
        self.lstm = torch.nn.LSTM(8, 48, **options)

    def forward(self, x):
        _, (h_n, _) = self.lstm(x)  # (2, B, 48)
        return torch.cat([*h_n], dim=1)[:, None], h_n  # (B, 1, 96)


larger = train_recall(make_lstm(8, 96, dtype=single), 30).accuracy
both = train_recall(BothDirections(), 30).accuracy
biased = train_recall(make_lstm(8, 48, 3.0, dtype=single), 30).accuracy
print(f"{larger:.2f} {both:.2f} {biased:.2f}")
assert larger < 0.3 and min(both, biased) > 0.9

# %% [markdown] lang="en" slide="claim"
# Size did nothing.
# A second direction solves it: to the backward half, the first symbol is the *last*.
# One starting value solves it too, in one direction.
# (Five seeds each: at most 0.13, and at least 0.98.)
#
# You may read that such a task needs two directions; it does not.
# And which of the two mended the memory, which moved the question?

# %% [markdown] lang="zh" slide="claim"
# 单元加倍没有用。
# 加一个方向，它就学会了：对倒着读的那一半来说，第一个符号是**最后**才读到的。
# 不加方向，只改一个初始值，它也学会了。
# （每种试了五个种子：没学会的至多 0.13，学会的至少 0.98。）
#
# 你可能读到过，这样的任务必须用双向网络；其实并不需要。
# 再想一想：这两个办法，哪一个真正改善了记忆，哪一个只是把问题挪近了？

# %% [markdown] lang="en"
# ## Exercise 3: a memory by hand
#
# Training finds weights, but you can choose them too.
# Build a **latch**, an LSTM with one unit: symbol 1 switches it on, 2 switches it off, 0 leaves it alone.
# Choose `W_xh` (rows $i, f, g, o$, a column for each symbol) and `b_h`.
# The output gate stays open, so $h$ shows the memory.
# For example, `1 0 0 2 0` gives on, on, on, off, off.

# %% [markdown] lang="zh"
# ## 练习 3：亲手搭一个记忆
#
# 权重可以靠训练得到，也可以自己选定。
# 请搭一个**锁存器**（latch），它是只有一个单元的 LSTM：读到 1 就打开，读到 2 就关上，读到 0 保持不变。
# 要选的是 `W_xh`（各行是 $i, f, g, o$，每个符号一列）和 `b_h`。
# 输出门一直开着，所以从 $h$ 就能看到记忆。
# 例如 `1 0 0 2 0` 得到：开、开、开、关、关。

# %% exercise="latch" slide="task"
latch = exercises.latch.solved

# %%
exercises.latch.check(latch)

# %% [markdown] lang="en"
# Could one unit count as well?
# The forget gate stays open; an opening bracket writes +1, a closing one -1.
# Which rows have to change?

# %% [markdown] lang="zh"
# 一个单元能不能数数？
# 遗忘门一直开着，读到左括号写 +1，读到右括号写 -1。
# 跟锁存器相比，权重的哪几行要改？

# %%
W = 20.0 * np.array(  # (4, 3): other, (, )
    [[-1, 1, 1], [1, 1, 1], [0, 1, -1], [1, 1, 1]]
)
text = "f(g(x), (y)) + ((z))"
ids = ["()".find(symbol) + 1 for symbol in text]
one, nothing = np.zeros((1, 1)), (0 * W[:, :1], 0 * W[:, 0])
lstm_step = exercises.lstm_step.mine(lstm_step)
h, c, depth = one, one, []
for x_t in np.eye(3)[ids]:  # (E,)
    h, c = lstm_step(x_t[None], h, c, W, *nothing)
    depth.append(c.item())
depth = np.array(depth)  # (T,)
print(*depth.round().astype(int))
steps = [(0, 1, -1)[k] for k in ids]
assert np.allclose(depth, np.cumsum(steps), atol=1e-6)

# %% [markdown] lang="en" slide="section"
# The cell state is the depth.
#
# ## A trained LSTM, seen from inside
#
# Does training find such a belt?
# Six units learn from random letters whether they stand inside brackets.

# %% [markdown] lang="zh" slide="section"
# 细胞状态就是括号的深度。
#
# ## 看看训练好的 LSTM
#
# 训练会不会也找到这样的传送带？
# 下面的六个单元靠读随机字母，学着判断当前位置在不在括号里。

# %% tags=["nbval-ignore-output"]
bracket_net, bracket_accuracy = train_bracket_net()
sentence = "the cat (who sat there) was fat"
inside = bracket_net.read(sentence)["inside"] > 0.5
print(f"{bracket_accuracy:.3f}")
assert bracket_accuracy > 0.97 and inside[9:22].all()

# %% [markdown] lang="en"
# Type your own sentence, with brackets near and far apart.
# The first row follows the answer most closely, maybe upside down.
# Where does its forget gate fall?

# %% [markdown] lang="zh"
# 输入你自己的句子，括号可以隔得近，也可以隔得远。
# 第一行跟答案相关最强，正负可能相反。
# 这一行的遗忘门在什么地方降下来？

# %% tags=["nbval-ignore-output"] slide="+result"
widgets.explore_gates(bracket_net.read, sentence)

# %% tags=["nbval-ignore-output"]
seen = bracket_net.read(sentence)
corr = [np.corrcoef(c, seen["inside"])[0, 1] for c in seen["c"].T]
unit = np.argmax(np.abs(corr))
f, i, c = (seen[name][:, unit] for name in "fic")
brackets, between = [8, 22], slice(9, 22)
print(f"{f[brackets].round(2)} {f[between].mean():.2f} {i.min():.2f}")
assert f[brackets].max() < 0.4 < f[between].mean() < 0.85
assert i.min() > 0.9 and f[between].prod() < 0.05
assert (np.sign(c[between]) == np.sign(c[9])).all()

# %% [markdown] lang="en"
# It falls at a bracket: the old is cleared, as in your latch.
# But in between it is not open either.
# That product would lose the memory, and yet it lasts: this unit writes the same thing again at each step, with the help of $h$.
# A gate names a place in the formula; what training puts there is another matter.

# %% [markdown] lang="zh"
# 读到括号时，遗忘门降了下来：旧的内容被清掉，这跟你的锁存器一样。
# 可是在两个括号之间，遗忘门也没有完全打开。
# 这些值连乘起来，记忆早就该消失了，它却一直都在。
# 原来，这个单元借助 $h$，每一步都把同样的内容重新写入一遍。
# “门”只是公式里一个位置的名字；训练会让它起什么作用，那是另一回事。

# %% [markdown] lang="en"
# ## Peepholes
#
# With the output gate shut, $h$ is 0 whatever the cell holds.
# What do the gates then know of it?
# A **peephole** lets each see its own unit's $c$ (Gers and Schmidhuber, 2000), by one weight a unit:
#
# $$i = \sigma(\dots + w_{ci} \odot c_{t-1}) \qquad f = \sigma(\dots + w_{cf} \odot c_{t-1}) \qquad o = \sigma(\dots + w_{co} \odot c_t)$$
#
# $i$ and $f$ make the new $c_t$; $o$ comes after it, and sees it.

# %% [markdown] lang="zh"
# ## 窥视孔
#
# 输出门一关，不管细胞里装着什么，$h$ 都是 0。
# 那么到了下一步，门对细胞里的内容还知道多少？
# **窥视孔**（peephole）让每个门直接看到自己那个单元的 $c$，每个单元一个权重（Gers 与 Schmidhuber，2000）：
#
# $$i = \sigma(\dots + w_{ci} \odot c_{t-1}) \qquad f = \sigma(\dots + w_{cf} \odot c_{t-1}) \qquad o = \sigma(\dots + w_{co} \odot c_t)$$
#
# 先由 $i$ 和 $f$ 算出新的 $c_t$，然后才轮到 $o$，它看到的就是新的。


# %%
def peephole_step(x, h, c, W_xh, W_hh, W_ch, b_h):  # W_ch (3, H): i, f, o
    a_i, a_f, a_g, a_o = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 4, axis=1)
    i, f = sigmoid(a_i + W_ch[0] * c), sigmoid(a_f + W_ch[1] * c)
    c = f * c + i * np.tanh(a_g)  # from here on, c is the new one
    o = sigmoid(a_o + W_ch[2] * c)
    return o * np.tanh(c), c


own_rng = np.random.default_rng(1)
given = own_rng.normal(size=(4, E)), *own_rng.normal(size=(2, 4, H))
weights = scratch.lstm_peephole_init(E, H, own_rng)
mine = peephole_step(*given, *weights)
assert np.allclose(mine, scratch.lstm_peephole_step(*given, *weights))

weights = scratch.lstm_peephole_init(E, H, rng)
x, hidden = rng.normal(size=(1, 1, E)), np.zeros((1, H))  # h = 0

plain, peeping = [], []
for c in (np.full((1, H), 3.0), np.full((1, H), -3.0)):
    trace = scratch.lstm_forward(x, hidden, c, W_xh, W_hh, b_h)
    plain.append(trace.gates[0, 0, 1])  # f
    trace = scratch.lstm_peephole_forward(x, hidden, c, *weights)
    peeping.append(trace.gates[0, 0, 1])
print(np.round(plain, 3), np.round(peeping, 3), sep="\n")
assert np.allclose(*plain) and not np.allclose(*peeping, atol=0.05)

# %% [markdown] lang="en" slide="section"
# For $c = 3$ and $c = -3$ the plain $f$ is the same; with peepholes it differs.
#
# ## One gate fewer: the GRU
#
# Must keeping and writing be two decisions?
# If the new takes just the room that the old leaves, one number does.
# And why two memories?
# The **gated recurrent unit**, GRU (Cho and others, 2014), has only $h$.
# First in a simplified form, with the **update gate** $z$ and the candidate $n$ alone:
#
# $$z = \sigma(W_{xz} x_t + W_{hz} h_{t-1} + b_z) \qquad n = \tanh(W_{xn} x_t + W_{hn} h_{t-1} + b_n)$$
#
# $$h_t = (1 - z) \odot n + z \odot h_{t-1}$$
#
# How large must $z$ be to leave the memory alone?

# %% [markdown] lang="zh" slide="section"
# $c = 3$ 和 $c = -3$ 时，普通 LSTM 的 $f$ 完全一样；有窥视孔的 LSTM，遗忘门就不同了。
#
# ## 少一个门：GRU
#
# 留下旧的、写入新的，一定要分成两个决定吗？
# 如果旧的留多少，剩下的份额就全给新的，那么一个数就够了。
# 记忆又何必有两份？
# **门控循环单元**（gated recurrent unit，GRU；Cho 等人，2014）只有 $h$。
# 先看简化的形式，只有**更新门**（update gate）$z$ 和候选状态 $n$：
#
# $$z = \sigma(W_{xz} x_t + W_{hz} h_{t-1} + b_z) \qquad n = \tanh(W_{xn} x_t + W_{hn} h_{t-1} + b_n)$$
#
# $$h_t = (1 - z) \odot n + z \odot h_{t-1}$$
#
# 要让记忆原样不动，$z$ 该取多大？


# %%
def simplified_gru_step(x, h, W_xh, W_hh, b_h):  # blocks z, n
    z, n = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 2, axis=1)
    z, n = sigmoid(z), np.tanh(n)
    return (1 - z) * n + z * h


given = own_rng.normal(size=(4, E)), own_rng.normal(size=(4, H))
W, U, b = scratch.gru_one_gate_init(E, H, own_rng)
ours = simplified_gru_step(*given, W, U, b)
assert np.allclose(ours, scratch.gru_one_gate_step(*given, W, U, b))

b[:H] = 50.0  # z = 1, nearly
assert np.allclose(simplified_gru_step(*given, W, U, b), given[1])

# %% [markdown] lang="en"
# As large as $z = 1$.
# In the full GRU, the candidate sees the old state through a **reset gate** $r$:
#
# $$n = \tanh(W_{xn} x_t + b_{xn} + r \odot (W_{hn} h_{t-1} + b_{hn}))$$
#
# In the picture, set $z = 1$.
# What can $r$ and the input still change?

# %% [markdown] lang="zh"
# $z = 1$ 时不动。
# 完整的 GRU 里，候选状态要透过**重置门**（reset gate）$r$ 才能看到旧状态：
#
# $$n = \tanh(W_{xn} x_t + b_{xn} + r \odot (W_{hn} h_{t-1} + b_{hn}))$$
#
# 在图里取 $z = 1$。
# 这时 $r$ 和输入还能改变什么？

# %%
widgets.explore_cell("GRU")

# %% [markdown] lang="en" slide="question"
# Nothing.
# (With $r = 1$ it is the simplified GRU.)
#
# **Predict.** Some papers write $h_t = z \odot n + (1 - z) \odot h_{t-1}$.
# Can such a GRU do less?
#
# - (a) no, only $z$'s weights change sign
# - (b) yes, it forgets
# - (c) yes, it cannot be trained

# %% [markdown] lang="zh" slide="question"
# 什么也变不了。
# （$r = 1$ 时是简化的 GRU。）
#
# **先猜一猜。** 有的论文写成 $h_t = z \odot n + (1 - z) \odot h_{t-1}$。
# 这样写，能做到的事会变少吗？
#
# - (a) 不会，只是 $z$ 的权重变号
# - (b) 会，更容易忘
# - (c) 会，没法训练

# %%
predictions.other_side.answer("a")


# %%
def other_side_step(x, h, W_xh, W_hh, b_h):  # the simplified GRU again
    z, n = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 2, axis=1)
    z, n = sigmoid(z), np.tanh(n)
    return z * n + (1 - z) * h


x, h = rng.normal(size=(4, E)), rng.normal(size=(4, H))
weights = scratch.gru_one_gate_init(E, H, rng)
sign = np.repeat([-1.0, 1.0], H)  # z, n
turned = [(sign * weight.T).T for weight in weights]

here = simplified_gru_step(x, h, *weights)
same = other_side_step(x, h, *weights)
flipped = other_side_step(x, h, *turned)
print(np.abs(here - same).max().round(3))
print(np.abs(here - flipped).max().round(3))
assert not np.allclose(here, same, atol=0.05) and np.allclose(here, flipped)

# %% [markdown] lang="en"
# $\sigma(-a) = 1 - \sigma(a)$: both can learn the same, but copied weights, or a bias meant to keep, go wrong.
#
# Besides, Cho's paper resets *before* the matrix product, $W_{hn} (r \odot h_{t-1})$.
# The same net?

# %% [markdown] lang="zh"
# $\sigma(-a) = 1 - \sigma(a)$，所以两种写法能学会的东西一样多。
# 但如果把权重从一种写法照搬到另一种，结果就错了；本来为了记得更久而取的偏置，也会起反作用。
#
# 另外，Cho 的论文在矩阵乘法**之前**就重置，写成 $W_{hn} (r \odot h_{t-1})$。
# 这还是同一个网络吗？

# %%
Wx, Wh, b, _ = scratch.gru_init(E, H, rng)
product_first = scratch.gru_step(x, h, Wx, Wh, b, np.zeros(H))
reset_first = scratch.gru_reset_first_step(x, h, Wx, Wh, b)

gru = torch.nn.GRU(E, H, batch_first=True, dtype=torch.float64)
state = scratch.gru_state_dict(Wx, Wh, b, np.zeros(H))
gru.load_state_dict({k: torch.tensor(v) for k, v in state.items()})
with torch.no_grad():
    _, h_n = gru(torch.tensor(x[:, None]), torch.tensor(h[None]))
print(np.abs(h_n[0].numpy() - product_first).max().round(3))
print(np.abs(h_n[0].numpy() - reset_first).max().round(3))
assert np.allclose(h_n[0], product_first)
assert not np.allclose(h_n[0], reset_first, atol=0.005)

# %% [markdown] lang="en"
# PyTorch resets the product.
# In general these are two different nets; no change of signs mends it.
#
# ## Exercise 4: one step of PyTorch's GRU
#
# Write one step of the full GRU: from `x` and `h` to the new state.
# The blocks are $r, z, n$; `b_hn` is the bias inside the brackets of the formula for $n$.
# For example, with all weights 0, the new state is half the old one.

# %% [markdown] lang="zh"
# PyTorch 重置的是乘积。
# 一般来说，这是两种不同的网络，改变权重的符号也不能让它们变得一样。
#
# ## 练习 4：PyTorch 的 GRU 走一步
#
# 写出完整的 GRU 的一步：由 `x` 和 `h` 算出新的状态。
# 三块权重依次是 $r, z, n$；`b_hn` 是 $n$ 的公式里、括号里面的那个偏置。
# 例如权重全取 0 时，新状态是旧状态的一半。

# %% exercise="gru_step" slide="task"
gru_step = exercises.gru_step.solved

# %%
exercises.gru_step.check(gru_step)

# %% [markdown] lang="en"
# Some books write $\Gamma$ for a gate.
# Do they mean the same?
#
# | here, PyTorch | letter $\Gamma$ |
# |---|---|
# | GRU: $1 - z$, $r$ | $\Gamma_u$, $\Gamma_r$ |
# | LSTM: $f$, $i$, $o$ | $\Gamma_f$, $\Gamma_u$, $\Gamma_o$ |
# | candidate $g$ or $n$ | $\tilde{c}^{\langle t \rangle}$ |
#
# Not quite: a GRU's $\Gamma_u$ stands on the other side, as above.
#
# ## Exercise 5: equal budgets
#
# Which cell remembers best?
# To be fair, give each as many weights, not as many units.
# For each of the four cells, find the largest H whose weights fit into the budget.
# (PyTorch has two biases a block; our peephole LSTM has one, and $3H$ peepholes.)
# For example, with 8 inputs and 200 weights an RNN gets 10 units.

# %% [markdown] lang="zh"
# 有些书用 $\Gamma$ 表示门。
# 意思一样吗？
#
# | 本课程与 PyTorch | 用字母 $\Gamma$ |
# |---|---|
# | GRU：$1 - z$，$r$ | $\Gamma_u$，$\Gamma_r$ |
# | LSTM：$f$，$i$，$o$ | $\Gamma_f$，$\Gamma_u$，$\Gamma_o$ |
# | 候选状态 $g$ 或 $n$ | $\tilde{c}^{\langle t \rangle}$ |
#
# 不全一样：GRU 的 $\Gamma_u$ 乘的是另一边，前面说过。
#
# ## 练习 5：参数一样多
#
# 哪种单元记性最好？
# 要比得公平，就得给一样多的权重，而不是一样多的单元。
# 请对四种单元分别求出：权重不超过预算时，H 最大是多少。
# （PyTorch 每块有两个偏置；我们的窥视孔 LSTM 每块只有一个，另有 $3H$ 个窥视孔权重。）
# 例如 8 个输入、200 个权重，RNN 可以有 10 个单元。

# %% exercise="equal_budgets" slide="task"
equal_budgets = exercises.equal_budgets.solved

# %%
exercises.equal_budgets.check(equal_budgets)

# %% [markdown] lang="en"
# Recall again, with at most 11,136 weights, as in the LSTM above.
# Will a fresh GRU learn it?
# And which cells from a better start: orthogonal $W_{hh}$, update bias 2, forget bias 3?

# %% [markdown] lang="zh"
# 再做回忆任务：权重最多 11,136 个，跟前面的 LSTM 一样。
# 刚建好的 GRU 能学会吗？
# 换成更好的初始值（正交的 $W_{hh}$，更新门偏置取 2，遗忘门偏置取 3），哪些单元能学会？

# %%
H_of = {"RNN": 100, "LSTM": 48, "GRU": 56, "peephole": 48}
plots.show_table(H_of)

# %% tags=["nbval-ignore-output"] slide="result"
fresh_gru = train_recall(make_gru(8, H_of["GRU"], dtype=single), 30)
assert fresh_gru.accuracy < 0.3
H = H_of["peephole"]
nets = {
    "RNN": make_rnn(8, H_of["RNN"], 1.0, dtype=single),
    "GRU": make_gru(8, H_of["GRU"], 2.0, dtype=single),
    "peephole": PeepholeLSTM(8, H),
}
nets["peephole"].bias.data[H : 2 * H] = 3.0
accuracy = {k: train_recall(net, 30).accuracy for k, net in nets.items()}
plots.show_table({"GRU, fresh": fresh_gru.accuracy} | accuracy, digits=2)
assert all(share > 0.9 for share in accuracy.values())

# %% [markdown] lang="en" slide="+claim"
# The fresh GRU guesses.
# With the other start all solve it, the LSTM above too (five seeds: at least 0.98).
# Here, how a cell starts matters more than which cell it is.
# So are gates of no use?
# Can a plain RNN of six units learn even the brackets?

# %% [markdown] lang="zh" slide="+claim"
# 刚建好的 GRU 跟瞎猜一样。
# 换了初始值以后，几种单元全都学会了，前面的 LSTM 也是（五个种子都不低于 0.98）。
# 在这个任务上，初始值怎么取，比用哪种单元更重要。
# 那么门就没有用了吗？
# 连前面的括号任务，六个单元的朴素 RNN 是不是也能学会？

# %% tags=["nbval-ignore-output"]
_, without_gates = train_bracket_net(gates=False)
print(f"{without_gates:.3f}")
assert without_gates > 0.97

# %% [markdown] lang="en"
# It can (six seeds: 0.99 or more).
# But see the curves again: with larger inputs, over 200 steps, the orthogonal RNN faded, the LSTM with bias 3 did not.

# %% [markdown] lang="zh"
# 能学会（六个种子都在 0.99 以上）。
# 不过再看看前面的曲线：输入更大、走 200 步的时候，正交的 RNN 的梯度消失了，偏置取 3 的 LSTM 却没有。

# %% [markdown] lang="en"
# And what do gates cost?
# Count the multiplications of one step: first 64 units each, then equally many weights.

# %% [markdown] lang="zh"
# 那么，门的代价是多少？
# 数一数走一步要做多少次乘法：先让每种都有 64 个单元，再让每种的权重一样多。

# %%
cells, count = ("RNN", "GRU", "LSTM"), scratch.multiply_adds_per_step
units = [count(cell.lower(), 8, 64) for cell in cells]
weights = [count(cell.lower(), 8, H_of[cell]) for cell in cells]
print(units, weights)
assert units == [4608, 3 * 4608, 4 * 4608] and np.ptp(weights) < 100

# %% [markdown] lang="en"
# Equal units: 1 to 3 to 4, one product a block.
# Equal weights: no difference.
# And the time?
# A loop in Python, then the layer, 64 units each, in multiples of the RNN's time:

# %% [markdown] lang="zh"
# 单元一样多时，乘法次数是 1 比 3 比 4：有几块权重就乘几次。
# 权重一样多时没有差别。
# 时间呢？
# 都取 64 个单元，先用 Python 循环，再用整层，算出时间是 RNN 的几倍：

# %% tags=["nbval-ignore-output"]
x = torch.randn(32, 100, 8)


def seconds(read, *given):
    with torch.no_grad():
        return min(repeat(partial(read, *given), number=1, repeat=3))


def step_by_step(step, state=None):
    for x_t in x.unbind(1):
        state = step(x_t, state)


nn, loops, layers = torch.nn, [], []
for cell in cells:
    step = getattr(nn, f"{cell}Cell")(8, 64)
    layer = getattr(nn, cell)(8, 64, batch_first=True)
    loops.append(seconds(step_by_step, step))
    layers.append(seconds(layer, x))
ratios = {"loop": np.divide(loops, loops[0])}
ratios["layer"] = np.divide(layers, layers[0])
plots.show_table(ratios, cells, digits=1)

# %% [markdown] lang="en"
# In six runs of ours the loops took 1.7 to 3.1 times as long (GRU), and 1.4 to 3.3 (LSTM).
# Why seldom 3 and never 4?
# A call from Python costs the same for all.

# %% [markdown] lang="zh"
# 我们跑了六次：用循环时，GRU 花的时间是 RNN 的 1.7 到 3.1 倍，LSTM 是 1.4 到 3.3 倍。
# 为什么很少到 3 倍，从没到 4 倍？
# 因为每一步从 Python 调用的开销，对三种单元都一样。

# %% [markdown] lang="en"
# The layers scattered more: 1.8 to 3.9, and 0.9 to 3.6.
# They loop in compiled code, and for an LSTM there is often a **fused** one, with products and gates in one piece.
# So if yours shows a fast LSTM, its gates are still not free.
# Our peephole LSTM has only the loop in Python.

# %% [markdown] lang="zh"
# 整层的结果更分散：GRU 是 1.8 到 3.9 倍，LSTM 是 0.9 到 3.6 倍。
# 整层的循环在编译好的代码里进行；LSTM 往往还有**融合算子**（fused kernel），把乘法和门合在一起算。
# 所以，就算你看到 LSTM 很快，也不说明门没有代价。
# 我们的窥视孔 LSTM 就只能用 Python 循环。

# %% [markdown] lang="en"
# ## Read on
#
# - Hochreiter and Schmidhuber (1997), *Long Short-Term Memory*: why errors fade, and the belt that keeps them.
# - Jozefowicz, Zaremba and Sutskever (2015), *An Empirical Exploration of Recurrent Network Architectures*: thousands of cells tried, and a plea for the forget bias.
# - Greff and others (2017), *LSTM: A Search Space Odyssey*: what each gate is worth, measured by taking it out.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Hochreiter 与 Schmidhuber（1997），《Long Short-Term Memory》：误差为什么会消失，传送带又怎样保住它。
# - Jozefowicz、Zaremba 与 Sutskever（2015），《An Empirical Exploration of Recurrent Network Architectures》：试了成千上万种单元，并主张把遗忘门的偏置取得大一些。
# - Greff 等人（2017），《LSTM: A Search Space Odyssey》：把门一个一个去掉，测一测各有多大用处。

# %% [markdown] lang="en"
# ## What you saw
#
# - A cell state only multiplied by $f$ can be left alone; a state that is rewritten cannot.
# - Four blocks, one product: your step is PyTorch's, gradients included.
# - A fresh LSTM forgets: its forget gates start near one half.
# - Over 30 steps the forget bias was enough; size did nothing, and a second direction was not needed.
# - GRUs differ: mind $z$'s side, and where $r$ stands.
#
# Layers, directions, batches: which axis of which tensor is what?
# That is lesson 06.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 细胞状态只乘以 $f$，可以原样保持；每一步都重写的状态做不到。
# - 四块权重合成一次乘法：你写的一步就是 PyTorch 的一步，梯度也一样。
# - 刚建好的 LSTM 很容易忘：遗忘门从一半左右起步。
# - 走 30 步时，改遗忘门的偏置就够了；单元加倍没有用，也不需要第二个方向。
# - GRU 有几种形式：要看清 $z$ 乘在哪一边，$r$ 放在哪个位置。
#
# 多层、双向、一批样本：哪个张量的哪个轴，到底是什么？
# 这是第 06 课的内容。
