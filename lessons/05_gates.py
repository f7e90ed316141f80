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
# 学完以后，你能写出 LSTM 和 GRU，并证明 PyTorch 算出来的一样。
# 你能亲手搭出会记事的单元；刚建好的 LSTM 其实记不住事，你也知道怎么治。

# %%
import time

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

# %% [markdown] lang="en"
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

# %% [markdown] lang="zh"
# ## 一条传送带
#
# 除了状态 $h_t$，再给网络一份记忆，叫**细胞状态**（cell state）$c_t$。
# 细胞状态一路往前，没有什么来压缩。
# 每一步，旧值留下 $f$ 这么多，新值 $g$ 加进来 $i$ 这么多：
#
# $$c_t = f \, c_{t-1} + i \, g$$
#
# **先猜一猜。** 从 $c = 0.7$ 出发，一百步里都取 $f = 1$、$i = 0$，最后是多少？
#
# - (a) 0 附近，记忆总会淡掉
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

# %% [markdown] lang="en"
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

# %% [markdown] lang="zh"
# 正好 0.7，一点没变；换成 $f = 0.9$，就几乎什么也不剩了。
# 可是永远不变的记忆也没用。
# 那么 $f$ 和 $i$ 由谁来定？
#
# ## 每一步的三个问题
#
# 由网络自己定，每步、每个单元都重新定一次。
# 每个决定就是一个**门**（gate）：0（关）到 1（开）之间的乘数。
#
# | 门 | 问什么 | 乘什么 |
# |---|---|---|
# | 遗忘门（forget gate）$f$ | 旧的记忆留不留？ | $c_{t-1}$ |
# | 输入门（input gate）$i$ | 新的值写不写？ | 候选状态（candidate）$g$ |
# | 输出门（output gate）$o$ | 记着的露不露？ | $\tanh(c_t)$ |

# %% [markdown] lang="en"
# Here you are the network: move the gates.
# Which settings keep the memory, which clear it, which pile it up?

# %% [markdown] lang="zh"
# 这里由你来当网络，动一动这些门。
# 门怎么开，记忆才保得住？怎么开会清空，怎么开会越积越多？

# %%
widgets.explore_cell()

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
# 要满足下面的愿望，哪些门开，哪些门关？
#
# - (a) 原来的留着，先不给人看
# - (b) 忘掉旧的，换上新的，并且露出来
# - (c) 数数：把每个新值加到旧值上，并且露出总数
# - (d) 清空记忆，什么也不写，并且让人看到是空的
#
# 按 $f$、$i$、$o$ 的顺序写：`"110"` 表示只有输出门关着。

# %% exercise="match_gates"
match_gates = exercises.match_gates.solved

# %%
exercises.match_gates.check(match_gates)

# %% [markdown] lang="en"
# ## The LSTM
#
# How does a network open a gate?
# Like everything else: weights times input and state, then a squashing function, $\sigma$ for a gate, tanh for the candidate.
#
# $$i, f, o = \sigma(W_{x} x_t + W_{h} h_{t-1} + b) \qquad g = \tanh(W_{x} x_t + W_{h} h_{t-1} + b)$$
#
# $$c_t = f \odot c_{t-1} + i \odot g \qquad h_t = o \odot \tanh(c_t)$$

# %% [markdown] lang="zh"
# ## LSTM
#
# 网络怎么开门？
# 跟做别的事一样：权重乘输入和状态，再过一个压缩函数，门用 $\sigma$，候选状态用 tanh。
#
# $$i, f, o = \sigma(W_{x} x_t + W_{h} h_{t-1} + b) \qquad g = \tanh(W_{x} x_t + W_{h} h_{t-1} + b)$$
#
# $$c_t = f \odot c_{t-1} + i \odot g \qquad h_t = o \odot \tanh(c_t)$$

# %% [markdown] lang="en"
# Each of the four has its own weights; $\odot$ works unit by unit.
# This is the **long short-term memory**, LSTM (Hochreiter and Schmidhuber, 1997; its forget gate, 2000).
# Must we multiply four times?

# %% [markdown] lang="zh"
# 四者各有各的权重；$\odot$ 是逐个单元相乘。
# 这就是**长短期记忆**（long short-term memory，LSTM；Hochreiter 与 Schmidhuber，1997，遗忘门是 2000 年加上的）。
# 真得乘四次吗？

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
# Write it for a batch, one sample a row; `sigmoid` is $\sigma$.
# For example, with all weights 0 and $c = 1$, the new $c$ is 0.5.

# %% [markdown] lang="zh"
# 不用：四份摞起来，一次乘完。
# PyTorch 摞的次序是 $i, f, g, o$。
# （是不是还以为 $f$ 在最前面？）
#
# ## 练习 2：LSTM 的一步
#
# 写成一整批的，一行一个样本；`sigmoid` 就是 $\sigma$。
# 例如权重全取 0、$c = 1$ 时，新的 $c$ 是 0.5。

# %% exercise="lstm_step"
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

# %%
x = rng.normal(size=(4, 5, E))  # (B, T, E)
zero = np.zeros((4, H))
trace = scratch.lstm_forward(x, zero, zero, W_xh, W_hh, b_h)
ours = scratch.lstm_backward(
    np.ones((4, 5, H)), zero, *trace, x, zero, zero, W_xh, W_hh
)

lstm = torch.nn.LSTM(E, H, batch_first=True, dtype=torch.float64)
state = scratch.lstm_state_dict(W_xh, W_hh, b_h)
lstm.load_state_dict({k: torch.tensor(v) for k, v in state.items()})
output, (h_n, c_n) = lstm(torch.tensor(x))
output.sum().backward()
print(*state)
assert np.allclose(output.detach(), trace.states)
assert np.allclose(c_n[0].detach(), trace.cells[:, -1])
assert np.allclose(ours[3], lstm.weight_ih_l0.grad)
assert np.allclose(ours[4], lstm.weight_hh_l0.grad)

# %% [markdown] lang="en"
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

# %% [markdown] lang="zh"
# 都一样。
#
# ## 传送带帮了梯度什么忙
#
# 第 04 课里，梯度每走一步都要乘一个矩阵，还要乘 tanh 的斜率。
# 沿着传送带只乘 $f$，别的什么也不乘：
#
# $$c_T = f_T \odot \dots \odot f_1 \odot c_0 + \dots$$
#
# 把 $c_0$ 挪一点点看看；经过 $h$ 的那条回路先剪断（`W_hh` 取 0），只留传送带。

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
# (A residual connection is the same trick: add, instead of replacing.)
#
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

# %% [markdown] lang="zh"
# 两边的数一样：就是遗忘门的连乘。
# 把回路接回去，会多出别的路；可只要 $f$ 接近 1，这条路就一直通。
# （残差连接也是这个办法：往上加，而不是整个换掉。）
#
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
# 三个都消失了。
# 都到哪儿去了？
# PyTorch 的偏置一开始在 0 附近，遗忘门也就从 $\sigma(0) = 0.5$ 附近起步。
# 一半的一半的一半……$0.5^{200}$ 是多少？

# %%
f = sigmoid(np.array([0.0, 1.0, 3.0, 5.0]))
half_life = np.log(0.5) / np.log(f)
for row in zip(f, half_life, f**200, strict=True):
    print("{:.3f} {:6.1f} {:.0e}".format(*row))
assert f[0] ** 200 < 1e-60 and half_life.round()[2] == 14

# %% [markdown] lang="en"
# With bias 0, half the memory is gone after one step; with bias 3, after 14.
# So start with a larger one (Gers and others, 2000; Jozefowicz and others, 2015).
# Does the gradient agree?

# %% [markdown] lang="zh"
# 偏置是 0，走一步就忘掉一半；是 3，要走 14 步。
# 所以一开始就取大些（Gers 等人，2000；Jozefowicz 等人，2015）。
# 量出来的梯度也是这样吗？

# %%
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

# %% [markdown] lang="en"
# A number is the bias of the forget gate (in a GRU, of the update gate, see below); *orth* is lesson 04's orthogonal $W_{hh}$.
# Which curve stays level?

# %% [markdown] lang="zh"
# 名字后面的数，是遗忘门的偏置（GRU 的是更新门的，下面会讲）；orth 就是第 04 课的旋转矩阵，也就是正交的 $W_{hh}$。
# 哪一条是平的？

# %% [markdown] lang="en"
# ## Does it matter for learning?
#
# The recall task of lesson 04: read 30 symbols, then name the first, one of eight.
# Can a fresh LSTM learn it in 500 updates?

# %% [markdown] lang="zh"
# ## 对学习要紧吗？
#
# 还是第 04 课的回忆任务：符号有八种，读 30 个，说出第一个是什么。
# 刚建好的 LSTM，更新 500 次学得会吗？

# %% tags=["nbval-ignore-output"]
single = torch.float32
fresh = train_recall(make_lstm(8, 48, dtype=single), 30)
print(f"{fresh.accuracy:.2f}")
assert fresh.accuracy < 0.3

# %% [markdown] lang="en"
# It guesses.
#
# **Predict.** Which change makes it solve the task?
#
# - (a) twice the units, or a second direction
# - (b) only a second direction
# - (c) a second direction, or forget bias 3

# %% [markdown] lang="zh"
# 结果是瞎猜。
#
# **先猜一猜。** 改哪一处，就做得出来？
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
assert larger < 0.3 and both > 0.9 and biased > 0.6

# %% [markdown] lang="en"
# Size did nothing.
# A second direction solves it: to the backward half, the first symbol is the *last*.
# One starting value solves it too, in one direction.
# (Three seeds each: at most 0.13, and at least 0.9.)
#
# You may read that such a task needs two directions; it does not.
# And which of the two mended the memory, which moved the question?

# %% [markdown] lang="zh"
# 加大没有用。
# 加一个方向就行：倒着读，第一个符号成了**最后**一个。
# 方向不加，只改一个初始值，也行。
# （各试三个种子：不行的至多 0.13，行的至少 0.9。）
#
# 有人说这样的任务非双向不可，并不是。
# 再想想：两个办法，哪个治好了记性，哪个只是把题目挪到了眼前？

# %% [markdown] lang="en"
# ## Exercise 3: a memory by hand
#
# Training finds weights, but you can choose them too.
# Build a **latch**, an LSTM with one unit: symbol 1 switches it on, 2 switches it off, 0 leaves it alone.
# The output gate stays open, so $h$ shows the memory.
# For example, `1 0 0 2 0` gives on, on, on, off, off.

# %% [markdown] lang="zh"
# ## 练习 3：亲手搭一个记忆
#
# 权重可以靠训练找，也可以自己挑。
# 请搭一个**锁存器**（latch），一个单元的 LSTM：读到 1 打开，读到 2 关上，读到 0 不动。
# 输出门一直开着，所以看 $h$ 就知道记忆。
# 例如 `1 0 0 2 0` 得到：开、开、开、关、关。

# %% exercise="latch"
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
# 哪几行要改？

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

# %% [markdown] lang="en"
# The cell state is the depth.
#
# ## A trained LSTM, seen from inside
#
# Does training find such a belt?
# Six units learn from random letters whether they stand inside brackets.

# %% [markdown] lang="zh"
# 细胞状态就是括号的深度。
#
# ## 看看训练好的 LSTM
#
# 训练会不会也找到这样的传送带？
# 下面六个单元，靠读随机字母，学会判断自己在不在括号里。

# %% tags=["nbval-ignore-output"]
bracket_net, bracket_accuracy = train_bracket_net()
sentence = "the cat (who sat there) was fat"
inside = bracket_net.read(sentence)["inside"] > 0.5
print(f"{bracket_accuracy:.3f}")
assert bracket_accuracy > 0.97 and inside[9:22].all()

# %% [markdown] lang="en"
# Type your own sentence, with brackets near and far apart.
# The first row follows the answer most closely.
# Where does its forget gate fall?

# %% [markdown] lang="zh"
# 输入你自己的句子，括号可近可远。
# 第一行跟答案最合拍。
# 这一行的遗忘门在哪儿降下来？

# %% tags=["nbval-ignore-output"]
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
# 读到括号就降：旧的清掉，跟你的锁存器一样。
# 可是括号之间，遗忘门也没有开足。
# 光靠这样连乘，记忆早该没了，却一直都在。
# 原来这个单元借着 $h$，每步都把同样的内容再写一遍。
# 门只是公式里一个位置的名字，训练往那儿放什么，是另一回事。

# %% [markdown] lang="en"
# ## Peepholes
#
# With the output gate shut, $h$ is 0 whatever the cell holds.
# What do the gates then know of it?
# A **peephole** lets each see its own unit's $c$ (Gers and Schmidhuber, 2000).

# %% [markdown] lang="zh"
# ## 窥视孔
#
# 输出门一关，细胞里装着什么，$h$ 都是 0。
# 那么下一步，门对细胞里的东西知道多少？
# **窥视孔**（peephole）让每个门直接看到自己那个单元的 $c$（Gers 与 Schmidhuber，2000）。

# %%
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

# %% [markdown] lang="en"
# For $c = 3$ and $c = -3$ the plain $f$ is the same; with peepholes it differs.
#
# ## One gate fewer: the GRU
#
# Must keeping and writing be two decisions?
# If the new takes just the room that the old leaves, one number does.
# And why two memories?
# The **gated recurrent unit**, GRU (Cho and others, 2014), has only $h$:
#
# $$h_t = (1 - z) \odot n + z \odot h_{t-1}$$
#
# $z$ is the **update gate**, $n$ the candidate.

# %% [markdown] lang="zh"
# $c = 3$ 和 $c = -3$，普通的 $f$ 一模一样；有窥视孔的就不同了。
#
# ## 少一个门：GRU
#
# 留和写，非得分成两个决定吗？
# 旧的留多少，新的就只占剩下的，那么一个数就够。
# 记忆又何必有两份？
# **门控循环单元**（gated recurrent unit，GRU；Cho 等人，2014）只有 $h$：
#
# $$h_t = (1 - z) \odot n + z \odot h_{t-1}$$
#
# $z$ 是**更新门**（update gate），$n$ 是候选状态。

# %% [markdown] lang="en"
# The candidate sees the old state only through a second gate, the **reset gate** $r$:
#
# $$n = \tanh(W_{xn} x_t + b_{xn} + r \odot (W_{hn} h_{t-1} + b_{hn}))$$
#
# In the picture, set $z = 1$.
# What can $r$ and the input still change?

# %% [markdown] lang="zh"
# 候选状态要看旧状态，还得再过一个门，叫**重置门**（reset gate）$r$：
#
# $$n = \tanh(W_{xn} x_t + b_{xn} + r \odot (W_{hn} h_{t-1} + b_{hn}))$$
#
# 在图里取 $z = 1$。
# $r$ 和输入还能改变什么？

# %%
widgets.explore_cell("GRU")

# %% [markdown] lang="en"
# Nothing.
#
# **Predict.** Some papers write $h_t = z \odot n + (1 - z) \odot h_{t-1}$.
# Can such a GRU do less?
#
# - (a) no, only $z$'s weights change sign
# - (b) yes, it forgets
# - (c) yes, it cannot be trained

# %% [markdown] lang="zh"
# 什么也改不了。
#
# **先猜一猜。** 有些论文写成 $h_t = z \odot n + (1 - z) \odot h_{t-1}$。
# 这样的 GRU 本事会小一些吗？
#
# - (a) 不会，只是 $z$ 的权重要变号
# - (b) 会，爱忘事
# - (c) 会，没法训练

# %%
predictions.other_side.answer("a")


# %%
def other_side_step(x, h, W_xh, W_hh, b_h):  # one gate, no r
    z, n = np.split(x @ W_xh.T + h @ W_hh.T + b_h, 2, axis=1)
    z, n = sigmoid(z), np.tanh(n)
    return z * n + (1 - z) * h


x, h = rng.normal(size=(4, E)), rng.normal(size=(4, H))
weights = scratch.gru_one_gate_init(E, H, rng)
sign = np.repeat([-1.0, 1.0], H)  # z, n
turned = [(sign * weight.T).T for weight in weights]

here = scratch.gru_one_gate_step(x, h, *weights)
same = other_side_step(x, h, *weights)
flipped = other_side_step(x, h, *turned)
print(np.abs(here - same).max().round(3))
print(np.abs(here - flipped).max().round(3))
assert not np.allclose(here, same, atol=0.05) and np.allclose(here, flipped)

# %% [markdown] lang="en"
# $\sigma(-a) = 1 - \sigma(a)$: both can learn the same, but copied weights, or a bias meant to keep, go wrong.
#
# Cho's paper also resets *before* the matrix product, $W_{hn} (r \odot h_{t-1})$.
# The same net?

# %% [markdown] lang="zh"
# $\sigma(-a) = 1 - \sigma(a)$，所以能学会的东西一样多。
# 可是权重照搬另一种写法的，就错了；为了多记一会儿而取的偏置，也会适得其反。
#
# 另外，Cho 的论文在矩阵乘法**之前**就重置，$W_{hn} (r \odot h_{t-1})$。
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
# The blocks are $r, z, n$.
# For example, with all weights 0, the new state is half the old one.

# %% [markdown] lang="zh"
# PyTorch 重置的是乘积。
# 一般说来，这就是两种网络，变号也救不回来。
#
# ## 练习 4：PyTorch 的 GRU 走一步
#
# 三块依次是 $r, z, n$。
# 例如权重全取 0 时，新状态是旧状态的一半。

# %% exercise="gru_step"
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
# How large may each be?
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
# ## 练习 5：同样的本钱
#
# 哪种单元记性最好？
# 要比得公平，就得给一样多的权重，而不是一样多的单元。
# 那么各能有多大？
# 例如 8 个输入、200 个权重，RNN 可以有 10 个单元。

# %% exercise="equal_budgets"
equal_budgets = exercises.equal_budgets.solved

# %%
exercises.equal_budgets.check(equal_budgets)

# %% [markdown] lang="en"
# Recall again, with 11,136 weights each, like the LSTM above.
# Will a fresh GRU learn it?
# And which cells from a better start: orthogonal $W_{hh}$, update bias 2, forget bias 3?

# %% [markdown] lang="zh"
# 再来回忆任务：每种都是 11,136 个权重，跟前面的 LSTM 一样。
# 刚建好的 GRU 学得会吗？
# 换个好的起点（正交的 $W_{hh}$，更新门偏置取 2，遗忘门偏置取 3），哪些单元学得会？

# %% tags=["nbval-ignore-output"]
H_of = {"RNN": 100, "LSTM": 48, "GRU": 56, "peephole": 48}
fresh_gru = train_recall(make_gru(8, H_of["GRU"], dtype=single), 30)
print(f"{fresh_gru.accuracy:.2f}")
assert fresh_gru.accuracy < 0.3

# %% tags=["nbval-ignore-output"]
H = H_of["peephole"]
nets = {
    "RNN": make_rnn(8, H_of["RNN"], 1.0, dtype=single),
    "GRU": make_gru(8, H_of["GRU"], 2.0, dtype=single),
    "peephole": PeepholeLSTM(8, H),
}
nets["peephole"].bias.data[H : 2 * H] = 3.0
accuracy = {k: train_recall(net, 30).accuracy for k, net in nets.items()}
print({cell: round(share, 2) for cell, share in accuracy.items()})
assert all(share > 0.9 for share in accuracy.values())

# %% [markdown] lang="en"
# The fresh GRU guesses.
# With the other start all solve it, the LSTM above too (three seeds: at least 0.9).
# Here, how a cell starts matters more than which cell it is.
# So are gates of no use?
# A plain RNN learns the brackets, too.
# But look at the curves again: with larger inputs, over 200 steps, the orthogonal RNN faded, and the LSTM with bias 3 did not.
#
# And what do they cost?

# %% [markdown] lang="zh"
# 刚建好的 GRU 在瞎猜。
# 换了初值，全都会了，前面的 LSTM 也一样（三个种子都在 0.9 以上）。
# 在这道题上，怎么起步，比用哪种单元更要紧。
# 那门就没用了？
# 括号的任务，朴素 RNN 也学得会。
# 不过再看看前面的曲线：输入大些，走 200 步，正交的 RNN 淡掉了，偏置取 3 的 LSTM 没有。
#
# 代价又是多少？

# %% tags=["nbval-ignore-output"]
nets["LSTM"] = make_lstm(8, H_of["LSTM"], dtype=single)
x = torch.randn(32, 100, 8)
for cell, net in nets.items():
    with torch.no_grad():
        net(x)
        start = time.perf_counter()
        net(x)
    print(f"{cell:8s} {1e6 * (time.perf_counter() - start) / 100:.0f} µs")

# %% [markdown] lang="en"
# Microseconds a step, for equally many weights.
# Our peephole LSTM steps through time in Python; PyTorch has no fused code for it.
#
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
# 这是权重一样多时，每步花的微秒数。
# 窥视孔 LSTM 是用 Python 一步步走的，PyTorch 没有现成的融合代码。
#
# ## 这一课看到了什么
#
# - 细胞状态只乘 $f$，可以原样留着；步步重写的状态做不到。
# - 四块并成一次乘法：你写的一步就是 PyTorch 的一步，梯度也一样。
# - 刚建好的 LSTM 爱忘事：遗忘门从一半左右起步。
# - 走 30 步，改遗忘门的偏置就够了；加大没有用，也不必加方向。
# - GRU 有几种形式：看清 $z$ 在哪一边，$r$ 在哪一步。
#
# 多层、双向、一批又一批：哪个张量的哪个轴，到底是什么？
# 第 06 课来讲。
