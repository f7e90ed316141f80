# %% [markdown] lang="en"
# # Learning through time: BPTT
#
# A network reads h, e, l, l.
# You wanted to hear o, and it says l.
# Which of its four steps should learn from that?
#
# *90 minutes.*
# *Builds on lesson 01; the little that is needed of derivatives is taught below.*
# Afterwards you can send an error back through every step, and prove that the gradient is right.
# You can train a network until it spells.
# You can cut the way back, and say what that costs.

# %% [markdown] lang="zh"
# # 沿着时间往回学：BPTT
#
# 网络读了 h、e、l、l，你盼着它说 o，它却说了 l。
# 一共走了四步，这个教训该由哪一步来吸取？
#
# *90 分钟。先学完第 01 课；要用到的一点导数知识，下面会现讲。*
# 学完以后，你能把误差一步步往回传，并证明梯度没算错。
# 你能从头训练一个网络，直到拼对单词。
# 你还能截断回传的路，并说清这样做的代价。

# %%
from time import process_time
from timeit import repeat

import numpy as np
import torch

from course_utils import plots, scratch, widgets
from course_utils.exercises.bptt import alts, exercises, predictions

# %% [markdown] lang="en" slide="section"
# ## Say the next letter
#
# Our text is one word, *hello* (Karpathy, 2015).
# Reading h e l l, we want e l l o: the **targets**.
# How many letters must it know?

# %% [markdown] lang="zh" slide="section"
# ## 说出下一个字母
#
# 全部语料就一个词：hello（Karpathy，2015）。
# 读的是 h e l l，应该说的是 e l l o，这叫作**目标**（target）。
# 网络得认识几个字母？

# %%
letters = "helo"
ids = np.array([letters.index(c) for c in "hell"])  # (T,)
targets = np.array([letters.index(c) for c in "ello"])  # (T,)
x = np.eye(4)[ids]  # (T, V)
print(ids, targets, x, sep="\n")

# %% [markdown] lang="en"
# Four, so $E = V = 4$.
# `x[2]` stands for l, letter number 2, counted from zero.
#
# **Predict.** What is `W_xh @ x[2]`?
#
# - (a) row 2 of `W_xh`
# - (b) column 2 of `W_xh`
# - (c) the sum of all columns

# %% [markdown] lang="zh"
# 四个，所以 $E = V = 4$。
# `x[2]` 代表 l，即 2 号字母（从零数起）。
#
# **先猜一猜。** `W_xh @ x[2]` 等于什么？
#
# - (a) `W_xh` 的第 2 行
# - (b) `W_xh` 的第 2 列
# - (c) 所有列之和

# %%
predictions.one_hot_product.answer("b")

# %%
rng = np.random.default_rng(0)
weights = scratch.rnn_init(4, 8, rng)
columns = weights.W_xh[:, ids].T  # (T, H)
print(np.abs(x @ weights.W_xh.T - columns).max())
assert (x @ weights.W_xh.T == columns).all()

# %% tags=["nbval-ignore-output"]
W = rng.normal(size=(100, 2000))  # (H, V)
text = rng.integers(0, 2000, size=1000)
one_hot = np.eye(2000)[text]  # (T, V)
table = torch.nn.Embedding.from_pretrained(torch.tensor(W.T))


def seconds(action, runs=5):
    return min(repeat(action, timer=process_time, number=1, repeat=runs))


torch.set_num_threads(1)
slow, quick = seconds(lambda: one_hot @ W.T), seconds(lambda: W.T[text])
print(f"{1000 * slow:.1f} ms, {1000 * quick:.2f} ms")
assert np.array_equal(table(torch.tensor(text)), W.T[text])
assert np.allclose(one_hot @ W.T, W.T[text]) and slow > 3 * quick

# %% [markdown] lang="en"
# Product, columns, **embedding**: one look-up.
# But with 2000 symbols, the product multiplies 1999 zeros for each 1.

# %% [markdown] lang="zh"
# 矩阵乘独热向量、取一列、**嵌入**（embedding），做的都是查表这一件事。
# 不过词表有 2000 个符号时，每乘一个 1，都要白白再乘 1999 个零。

# %% [markdown] lang="en"
# ## Slopes, and slopes in a row
#
# To learn is to ask: if a number moves a little, how far does another move?
# The ratio of the two is the **slope** (derivative).
# For $m = 2a$ it is 2; for a product $m = ab$, moved by $a$, it is $b$.
# For $c = \tanh(m)$ it is $1 - c^2$: steep in the middle, flat at both ends.

# %% [markdown] lang="zh"
# ## 斜率，以及首尾相接的斜率
#
# 学习就是在问：一个数挪动一点点，另一个数会跟着挪多少？
# 两者之比叫**斜率**，也就是导数（derivative）。
# $m = 2a$ 的斜率是 2；乘积 $m = ab$ 对 $a$ 的斜率是 $b$。
# $c = \tanh(m)$ 的斜率是 $1 - c^2$：中间陡，两头平。

# %% [markdown] lang="en" slide="question"
# Now in a row: $m = 2a$, then $c = \tanh(m)$.
# At $a = 0.5$, the second slope is about 0.42.
#
# **Predict.** If $a$ moves by a tiny amount, by how many times that does $c$ move?
#
# - (a) 2 + 0.42
# - (b) 2 × 0.42
# - (c) 0.42

# %% [markdown] lang="zh" slide="question"
# 再把两步接起来：先算 $m = 2a$，再算 $c = \tanh(m)$。
# 在 $a = 0.5$ 处，第二步的斜率约为 0.42。
#
# **先猜一猜。** $a$ 挪动一点点，$c$ 挪动的是它的几倍？
#
# - (a) 2 + 0.42
# - (b) 2 × 0.42
# - (c) 0.42

# %%
predictions.slopes_in_a_row.answer("b")


# %%
def chain(a):
    m = 2 * a
    return np.tanh(m)


by_nudge = (chain(0.5 + 1e-6) - chain(0.5)) / 1e-6
by_rule = 2 * (1 - chain(0.5) ** 2)
print(f"{by_nudge:.4f} {by_rule:.4f}")
assert abs(by_nudge - by_rule) < 1e-4 and round(by_rule, 2) == 0.84

# %% [markdown] lang="en" slide="claim"
# The slopes of steps in a row are multiplied: the **chain rule**.
# If $a$ reaches $c$ by two ways, multiply along each, and add.
# With many numbers, the slopes by all of them together are the **gradient**.
# That is all the calculus this lesson needs.

# %% [markdown] lang="zh" slide="claim"
# 首尾相接的几步，斜率要相乘，这叫**链式法则**（chain rule）。
# 如果从 $a$ 到 $c$ 有两条路，就沿每条路各乘一遍，再相加。
# 有许多个数时，对每个数的斜率合在一起，就是**梯度**（gradient）。
# 这一课要用的微积分，就这么多。

# %% [markdown] lang="en" slide="section"
# ## How wrong is a guess?
#
# **Softmax** turns $V$ scores $y$ into probabilities; the **cross-entropy** is the loss:
#
# $$p_v = \frac{e^{y_v}}{\sum_u e^{y_u}} \qquad L = -\log p_{\mathrm{target}}$$
#
# Why is the largest score subtracted first?

# %% [markdown] lang="zh" slide="section"
# ## 猜得有多错？
#
# **softmax** 把 $V$ 个得分 $y$ 变成概率，损失（loss）用**交叉熵**（cross-entropy）：
#
# $$p_v = \frac{e^{y_v}}{\sum_u e^{y_u}} \qquad L = -\log p_{\mathrm{target}}$$
#
# 下面的代码，为什么先减去最大的得分？

# %% show="course_utils.scratch:softmax"
from course_utils.scratch import softmax

# %% [markdown] lang="en"
# A shift changes no probability, and `exp` of a huge score would overflow.
#
# Raise one score a little: how fast does the loss change?
# The third symbol is right.

# %% [markdown] lang="zh"
# 所有得分减去同一个数，概率不变。
# 要是不减，`exp` 碰上很大的得分就会溢出。
#
# 把某个得分抬高一点点，损失变得多快？
# 正确的是第三个符号。

# %%
scores, right = np.array([[0.0, 1.0, 2.0]]), np.array([2])
slopes = []
for v in range(3):
    nudged = scores.copy()
    nudged[0, v] += 1e-6
    change = scratch.cross_entropy(nudged, right)
    slopes.append((change - scratch.cross_entropy(scores, right)) / 1e-6)
print(np.array(slopes).round(3))
print(softmax(scores)[0].round(3))
exact = scratch.cross_entropy_gradient(scores, right)
assert np.allclose(slopes, exact, atol=1e-5)
assert np.allclose(softmax(scores + 1000), softmax(scores))

# %% [markdown] lang="en"
# ## Exercise 1: the first gradient
#
# Compare the two lines: what is the rule?
# Write it as a function of `scores` and `targets`.
# `dscores` is the gradient of the summed loss; every gradient is called `d` and its name.

# %% [markdown] lang="zh"
# ## 练习 1：第一个梯度
#
# 两行比一比，规律是什么？
# 请写成一个由 `scores` 和 `targets` 求梯度的函数。
# 总损失对得分的梯度叫 `dscores`；以后凡是梯度，名字前都加 `d`。

# %% exercise="cross_entropy_gradient" slide="task"
cross_entropy_gradient = exercises.cross_entropy_gradient.solved

# %%
exercises.cross_entropy_gradient.check(cross_entropy_gradient)

# %% [markdown] lang="en" slide="section +question"
# ## Without memory
#
# First, no state: `x @ W.T`.
#
# **Predict.** After l comes l, then o.
# Which does it learn?
#
# - (a) l, surely
# - (b) o, the later one
# - (c) half each

# %% [markdown] lang="zh" slide="section +question"
# ## 没有记忆
#
# 先不用状态，只算 `x @ W.T`。
#
# **先猜一猜。** 同样读到 l，先该说 l，后该说 o。
# 它会学成什么样？
#
# - (a) 一口咬定 l
# - (b) 认准后来的 o
# - (c) 一边一半

# %%
predictions.without_memory.answer("c")

# %%
W = np.zeros((4, 4))  # (V, V)
for _ in range(1000):
    dscores = scratch.cross_entropy_gradient(x @ W.T, targets)
    W = W - 0.5 * dscores.T @ x
print(softmax(x @ W.T).round(2))
assert np.allclose(softmax(x @ W.T)[2:, 2:], 0.5, atol=0.01)
assert scratch.cross_entropy(x @ W.T, targets) > 2 * np.log(2)

# %% [markdown] lang="en"
# Same letter, same scores, whatever `W` is: $2 \log 2$ of loss stays for ever.
# What could tell the two l's apart?

# %% [markdown] lang="zh"
# 字母相同，得分就相同，不管 `W` 是多少：损失永远降不到 $2 \log 2$ 以下。
# 靠什么才能分清两个 l？

# %% [markdown] lang="en" slide="question"
# ## Give it a state
#
# Each step has a loss, $L_t$; together, $L = L_1 + \dots + L_4$.
# To see who matters to which, give each step *its own copy* of the weights, and nudge one copy.
#
# **Predict.** On which copies does the *last* loss depend?
#
# - (a) only copy 4
# - (b) copies 3 and 4
# - (c) all four

# %% [markdown] lang="zh" slide="question"
# ## 给它一个状态
#
# 每一步有一个损失 $L_t$，合起来是 $L = L_1 + \dots + L_4$。
# 谁影响谁？
# 让每一步各用**自己的一份**权重，每次只动其中一份。
#
# **先猜一猜。** 最后一步的损失，与哪几份有关？
#
# - (a) 只有第 4 份
# - (b) 第 3、4 份
# - (c) 四份都有关

# %%
predictions.last_loss.answer("c")

# %%
readout, h0 = scratch.readout_init(8, 4, rng), np.zeros((1, 8))


def losses_with(copies):
    h, found = h0, []
    for t, copy in enumerate(copies):
        h = scratch.rnn_step(x[[t]], h, *copy)
        y = scratch.readout_forward(h, *readout)
        found.append(scratch.cross_entropy(y, targets[[t]]))
    return np.array(found)  # (T,)


def effect_of(copies):
    return (losses_with(copies) - losses_with(4 * [weights])) / 1e-6


nudged = weights._replace(b_h=weights.b_h + 1e-6)
effect = np.zeros((4, 4))  # (copy, loss)
for s in range(4):
    effect[s] = effect_of(s * [weights] + [nudged] + (3 - s) * [weights])
print(effect.round(3))
assert (np.tril(effect, -1) == 0).all()
assert (np.abs(effect[np.triu_indices(4)]) > 1e-4).all()

# %% [markdown] lang="en"
# Ten effects: rows are copies, columns losses.
# Last column: the last loss depends on the weights of all steps.
# First column: the first depends on the first step's alone.

# %% [markdown] lang="zh"
# 共有十个影响：一行是一份权重，一列是一个损失。
# 看最后一列：最后一步的损失，与每一步的权重都有关。
# 看第一列：第一步的损失，与后面各步的权重都无关。

# %% [markdown] lang="en"
# But there is only one `b_h`.
#
# **Predict.** Nudge that: what happens to $L$?
#
# - (a) all ten effects add up
# - (b) their mean
# - (c) the last step's effect

# %% [markdown] lang="zh"
# 可是 `b_h` 其实只有一个。
#
# **先猜一猜。** 动它一下，$L$ 怎么变？
#
# - (a) 十个影响之和
# - (b) 十个影响的平均
# - (c) 只算最后一步

# %%
predictions.shared_weight.answer("a")

# %%
together = effect_of(4 * [nudged]).sum()
print(round(together, 3), round(effect.sum(), 3))
assert np.isclose(together, effect.sum(), rtol=1e-3)
assert not np.isclose(together, effect[3].sum(), rtol=0.1)
assert not np.isclose(together, effect.sum() / 10, rtol=0.1)

# %% [markdown] lang="en" slide="claim"
# A shared weight gets a gradient from every step, and they are *added*.
# Which losses are there?
# That depends on the problem.

# %% [markdown] lang="zh" slide="claim"
# 权重是共用的，每一步都给它一份梯度，这几份梯度要**相加**。
# 到底有哪几个损失？
# 这要看问题的输入输出结构。

# %% slide="+result"
fig, axes = plots.figure(1, 3, width=12, height=3.2)
shapes = {"N-N": (range(4), range(4)), "N-1": (range(4), [3])}
shapes["1-N"] = ([0], range(4))
for ax, (name, (inputs, ends)) in zip(axes, shapes.items(), strict=True):
    ones = np.ones(4)
    plots.draw_backward(
        ax, "hell", ones, ones, inputs=inputs, losses=ends, numbers=False
    )
    ax.set_title(name)
plots.show(fig, alt=alts["graphs"])

# %% [markdown] lang="en"
# ## Exercise 2: a gradient by experiment
#
# We nudged to one side; looking to both is far more exact (**central differences**):
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + \varepsilon e_i) - f(x - \varepsilon e_i)}{2 \varepsilon}$$
#
# ($e_i$ is 1 at place $i$, else 0; $\varepsilon$ is `step`.)
# Measure every entry of the gradient so, whatever the shape of `x`.
# How often is $f$ computed for $n$ weights?

# %% [markdown] lang="zh"
# ## 练习 2：用实验量出梯度
#
# 前面只往一边挪；要是两边都挪一点再比较，就准得多，这叫**中心差分**（central differences）：
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + \varepsilon e_i) - f(x - \varepsilon e_i)}{2 \varepsilon}$$
#
# （$e_i$ 在第 $i$ 项是 1，其余是 0；$\varepsilon$ 就是 `step`。）
# 不管 `x` 是什么形状，请这样量出梯度的每一项。
# 有 $n$ 个权重，$f$ 要算几次？

# %% exercise="numerical_gradient" slide="task"
numerical_gradient = exercises.numerical_gradient.solved

# %%
exercises.numerical_gradient.check(numerical_gradient)

# %%
step, slope = 1e-4, np.exp(1)
one_side = abs((np.exp(1 + step) - slope) / step - slope)
both = abs((np.exp(1 + step) - np.exp(1 - step)) / (2 * step) - slope)
print(f"{one_side:.0e} {both:.0e}")
assert both < one_side / 10_000

# %%
num_passes = 0


def loss_of(W_hh):
    global num_passes
    num_passes += 1
    return losses_with(4 * [weights._replace(W_hh=W_hh)]).sum()


numerical_gradient = exercises.numerical_gradient.mine(numerical_gradient)
measured = numerical_gradient(loss_of, weights.W_hh, 1e-6)  # (H, H)
print(measured.shape, num_passes)
assert num_passes == 2 * 8 * 8

# %% [markdown] lang="en" slide="section"
# 128 readings for 64 weights: right, but slow.
# The million weights that fit on the phone of lesson 02 would need two million readings for one gradient.
# We keep it as a judge.
#
# ## One step back
#
# Three rules are enough; $da$ is the gradient of the loss for $a$.
#
# | forward | backward |
# |---|---|
# | $c = a + b$ | $da = dc$ and $db = dc$ |
# | $c = M b$ | $db = M^\top dc$ and $dM = dc \, b^\top$ |
# | $c = \tanh(a)$ | $da = (1 - c^2) \, dc$ |
#
# The last needs no $a$: the output alone tells the slope.

# %% [markdown] lang="zh" slide="section"
# 64 个权重，要读 128 遍：结果很准，可是太慢。
# 第 02 课的手机上放得下一百万个权重，那样求一次梯度就要读两百万遍。
# 我们把这个办法留下来当裁判。
#
# ## 往回走一步
#
# 三条规则就够了；$da$ 表示损失对 $a$ 的梯度。
#
# | 往前 | 往回 |
# |---|---|
# | $c = a + b$ | $da = dc$，$db = dc$ |
# | $c = M b$ | $db = M^\top dc$，$dM = dc \, b^\top$ |
# | $c = \tanh(a)$ | $da = (1 - c^2) \, dc$ |
#
# 最后一条用不着 $a$：知道了输出，就能算出斜率。

# %% [markdown] lang="en"
# ## Exercise 3: one step back
#
# Forward, a step is two lines:
#
# - `a = x @ W_xh.T + h @ W_hh.T + b_h`
# - `h_t = np.tanh(a)`
#
# Write the way back, from `dh_t` to the gradients of `x`, `h`, `W_xh`, `W_hh` and `b_h`.
# With samples in rows, `c = b @ M.T` gives `db = dc @ M` and `dM = dc.T @ b`.
# What does `b_h` get, which every sample used?

# %% [markdown] lang="zh"
# ## 练习 3：往回走一步
#
# 往前的一步是两行：
#
# - `a = x @ W_xh.T + h @ W_hh.T + b_h`
# - `h_t = np.tanh(a)`
#
# 请写出往回的一步：由 `dh_t` 求 `x`、`h`、`W_xh`、`W_hh` 和 `b_h` 的梯度。
# 一行一个样本时，由 `c = b @ M.T` 得 `db = dc @ M` 和 `dM = dc.T @ b`。
# 每个样本都用了 `b_h`，偏置的梯度该怎么算？

# %% exercise="rnn_step_backward" slide="task"
rnn_step_backward = exercises.rnn_step_backward.solved

# %%
exercises.rnn_step_backward.check(rnn_step_backward)

# %% [markdown] lang="en"
# ## Exercise 4: through time
#
# In a loop, that is **backpropagation through time** (BPTT; Werbos, 1990).
# `dstates[:, t]` is what the loss at step t alone says of its state.
# But the next step uses that state too: what follows for its gradient?
# Go back from the last step to the first, each with `scratch.rnn_step_backward`, and return the gradients of `h0` and of the weights.

# %% [markdown] lang="zh"
# ## 练习 4：沿时间走回去
#
# 把这一步放进循环，就是**随时间反向传播**（backpropagation through time，BPTT；Werbos，1990）。
# `dstates[:, t]` 只是第 t 步自己的损失对该步状态的梯度。
# 可下一步也要用到这个状态，那么它的梯度一共是多少？
# 请从最后一步走回第一步，每一步都用 `scratch.rnn_step_backward`，最后返回 `h0` 和各个权重的梯度。

# %% exercise="rnn_backward" slide="task"
rnn_backward = exercises.rnn_backward.solved

# %%
exercises.rnn_backward.check(rnn_backward)

# %% [markdown] lang="en"
# ## Three judges
#
# One gradient, three times: measured, by BPTT, by PyTorch.
# Do they agree?

# %% [markdown] lang="zh"
# ## 三方对证
#
# 同一个梯度用三种办法来求：实测、BPTT、PyTorch。
# 三者一致吗？

# %%
rnn_backward = exercises.rnn_backward.mine(rnn_backward)

# %%
states = scratch.rnn_forward(x[None], h0, *weights)  # (1, T, H)
scores = scratch.readout_forward(states[0], *readout)  # (T, V)
dscores = scratch.cross_entropy_gradient(scores, targets)
dstates, _, _ = scratch.readout_backward(dscores, states[0], readout.W_hy)
_, dW_xh, dW_hh, db_h = rnn_backward(
    dstates[None], states, x[None], h0, weights.W_xh, weights.W_hh
)
print(np.abs(dW_hh - measured).max() < 1e-8)
assert np.allclose(dW_hh, measured, atol=1e-8)
assert np.isclose(db_h.sum(), together, atol=1e-4)

# %%
rnn = torch.nn.RNN(4, 8, batch_first=True, dtype=torch.float64)
named = scratch.rnn_state_dict(*weights)
rnn.load_state_dict({k: torch.tensor(v) for k, v in named.items()})
W_hy, b_y = map(torch.tensor, readout)
output, _ = rnn(torch.tensor(x))  # (T, H)
loss = torch.nn.functional.cross_entropy(
    output @ W_hy.T + b_y, torch.tensor(targets), reduction="sum"
)
loss.backward()
print(np.allclose(rnn.weight_hh_l0.grad, dW_hh, atol=1e-12))
assert np.allclose(rnn.weight_hh_l0.grad, dW_hh, atol=1e-12)
assert np.allclose(rnn.weight_ih_l0.grad, dW_xh, atol=1e-12)

# %% [markdown] lang="en" slide="section +question"
# ## A check that finds nothing
#
# Suppose your way back takes `W_hh.T` for `W_hh`.
#
# **Predict.** What does a check at zero `W_hh` say?
#
# - (a) wrong
# - (b) right
# - (c) nothing: it cannot be computed

# %% [markdown] lang="zh" slide="section +question"
# ## 查不出错的检查
#
# 假设往回走时，把 `W_hh` 错用成了 `W_hh.T`。
#
# **先猜一猜。** 你把 `W_hh` 全设成零来核对，结果怎样？
#
# - (a) 显示错误
# - (b) 显示正确
# - (c) 算不出来

# %%
predictions.check_at_zero.answer("b")


# %%
def gap(W_hh):
    net = weights._replace(W_hh=W_hh)
    h = scratch.rnn_forward(x[None], h0, *net)
    y = scratch.readout_forward(h[0], *readout)
    dy = scratch.cross_entropy_gradient(y, targets)
    dh, _, _ = scratch.readout_backward(dy, h[0], readout.W_hy)
    wrong = scratch.rnn_backward(dh[None], h, x[None], h0, net.W_xh, W_hh.T)
    exact = scratch.numerical_gradient(loss_of, W_hh)
    return np.abs(wrong[3] - exact).max()


print(f"{gap(0 * weights.W_hh):.3f} {gap(weights.W_hh):.3f}")
assert gap(0 * weights.W_hh) < 1e-8 and gap(weights.W_hh) > 0.01

# %% [markdown] lang="en"
# Check at random weights.

# %% [markdown] lang="zh"
# 所以核对时，权重要随机取。

# %% [markdown] lang="en" slide="section"
# ## Until it spells
#
# Read, go back, move against the gradient by 0.1 of it; 100 times.
# (That 0.1 is the **learning rate**: a number chosen by you, a hyperparameter.)
# Does the second l pass one half?
# And reading its own letters, does it spell?

# %% [markdown] lang="zh" slide="section"
# ## 一直练到会拼
#
# 读一遍，往回走一遍，逆着梯度挪一小步，步子是梯度的 0.1 倍，重复 100 次。
# （这个 0.1 叫**学习率**（learning rate），是由人来定的超参数。）
# 读到第二个 l，说对的概率能过一半吗？
# 再让网络从 h 开始，自己说出什么，就接着读什么：它拼得出来吗？


# %%
def descend(weight, gradient):
    return weight - 0.1 * gradient


def train(way_back, seed=0):
    rng = np.random.default_rng(seed)
    net, out = scratch.rnn_init(4, 8, rng), scratch.readout_init(8, 4, rng)
    history = []
    for _ in range(100):
        h = scratch.rnn_forward(x[None], h0, *net)
        y = scratch.readout_forward(h[0], *out)
        history.append(softmax(y)[np.arange(4), targets])
        dy = scratch.cross_entropy_gradient(y, targets)
        dh, *d_out = scratch.readout_backward(dy, h[0], out.W_hy)
        d_net = way_back(dh[None], h, x[None], h0, net)
        net = net._make(map(descend, net, d_net))
        out = out._make(map(descend, out, d_out))
    return np.array(history), net, out


# %% slide="+picture"
def full(dstates, states, x, h, net):
    W_xh, W_hh, _ = net
    return rnn_backward(dstates, states, x, h, W_xh, W_hh)[1:]


history, net, out = train(full)  # (updates, T)
fig, ax = plots.figure(width=7)
names = [f"{a} → {b}" for a, b in zip("hell", "ello", strict=True)]
plots.draw_learning(ax, dict(zip(names, history.T, strict=True)))
plots.show(fig, alt=alts["spelling"])
assert (history[40:] > 0.5).all() and (history[-1] > 0.9).all()

word, h = "h", h0
for _ in range(4):
    h = scratch.rnn_step(np.eye(4)[[letters.index(word[-1])]], h, *net)
    word += letters[scratch.readout_forward(h, *out).argmax()]
print(word)
assert word == "hello"

# %% [markdown] lang="en" slide="section"
# ## A long text, cut in windows
#
# And a novel?
# The way back needs every state: too many to keep.
# **Truncated BPTT** (Williams and Peng, 1990) reads in windows of $k$ steps.
# The state is *carried* into the next window; the gradient is *cut* between them (in PyTorch, by `detach`).
#
# So the network forgets after $k$ steps: is that true?

# %% [markdown] lang="zh" slide="section"
# ## 文字太长，就分段
#
# 换成一部小说呢？
# 往回走要用到每一个状态，多得存不下。
# **截断的随时间反向传播**（truncated BPTT；Williams 与 Peng，1990）每次只读一个窗口，长 $k$ 步。
# 状态会**带**进下一个窗口，梯度却在两个窗口之间**断开**（在 PyTorch 里用 `detach`）。
#
# 有人说，这样网络就只记得 $k$ 步：真的吗？

# %% [markdown] lang="en" slide="question"
# **Predict.** Read 64 steps in windows of 2.
# Which states differ from those read in one go?
#
# - (a) none
# - (b) from the second window on
# - (c) all

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 64 步，按 2 步一个窗口来读。
# 和一口气读完相比，哪些状态不同？
#
# - (a) 都相同
# - (b) 第二个窗口起不同
# - (c) 全都不同

# %%
predictions.cut_states.answer("a")


# %%
def long_text(seed, gain):
    rng = np.random.default_rng(seed)
    net = scratch.rnn_init(8, 32, rng)
    net = net._replace(W_hh=gain * net.W_hh)
    x, said = rng.normal(size=(4, 64, 8)), rng.normal(size=(4, 64, 32))
    return net, 0.3 * x, said


def read_windows(x, k, net):
    h, parts = np.zeros((4, 32)), []
    for t in range(0, 64, k):
        parts.append(scratch.rnn_forward(x[:, t : t + k], h, *net))
        h = parts[-1][:, -1]
    return np.concatenate(parts, axis=1)  # (B, T, H)


big, text, _ = long_text(0, gain=2)  # text (B, T, E)
whole, cut = read_windows(text, 64, big), read_windows(text, 2, big)
other = np.concatenate([-text[:, :1], text[:, 1:]], axis=1)
moved = read_windows(other, 2, big)[:, -1] - cut[:, -1]  # (B, H)
print(np.abs(cut - whole).max() < 1e-12, np.abs(moved).max().round(4))
assert np.allclose(cut, whole, atol=1e-12)
assert (np.abs(moved).max(axis=1) > 1e-5).all()

# %% [markdown] lang="en"
# The states are the same, and the first input still moves the last state, 31 cuts later.
# It does not forget; only the *gradient* does not pass a cut.

# %% [markdown] lang="zh"
# 状态分毫不差；隔着 31 处截断，改动第一个输入，最后的状态照样会变。
# 网络没有忘，只是**梯度**传不过截断处。

# %% [markdown] lang="en"
# How much of the gradient is lost?
# Five random networks, then the same with `W_hh` doubled; `said` is what each loss tells its state.

# %% [markdown] lang="zh"
# 梯度丢了多少？
# 取五个随机网络，先照原样量，再把 `W_hh` 加倍来量。
# `said` 是各步损失对本步状态的梯度。


# %%
def in_windows(k):
    def way_back(dstates, states, x, h, net):
        total = [np.zeros_like(w) for w in net]
        for t in range(0, x.shape[1], k):
            part = [each[:, t : t + k] for each in (dstates, states, x)]
            shares = full(*part, h, net)
            total = [a + b for a, b in zip(total, shares, strict=True)]
            h = part[1][:, -1]
        return total

    return way_back


# %% slide="result"
ks = (1, 2, 4, 8, 16, 32, 64)


def errors(gain, seed):
    net, text, said = long_text(seed, gain)
    given = said, read_windows(text, 64, net), text, np.zeros((4, 32)), net
    exact = full(*given)[1]
    found = [in_windows(k)(*given)[1] for k in ks]
    length = np.linalg.norm(exact)
    return [np.linalg.norm(dW - exact) / length for dW in found]


plain = np.array([errors(1, seed) for seed in range(5)])  # (seed, window)
double = np.array([errors(2, seed) for seed in range(5)])
fig, ax = plots.figure(width=7)
curves = {"$W_{hh}$": plain, "$2 W_{hh}$": double}
plots.draw_window_errors(ax, ks, curves)
plots.show(fig, alt=alts["windows"])
assert (plain[:, 4] < 0.25).all() and plain[:, 0].mean() > 0.4
assert double[:, 4].mean() > 0.5
assert np.allclose(plain[:, -1], 0) and np.allclose(double[:, -1], 0)

# %% [markdown] lang="en" slide="+claim"
# A 1 on the upright axis means an error as long as the gradient itself.
# Small weights: with 16 steps it is below a quarter.
# Doubled: with 16, its mean is above one half.
# How long is long enough?
# As far as the gradient reaches: lesson 04.

# %% [markdown] lang="zh" slide="+claim"
# 纵轴上的 1，表示误差和梯度本身一样长。
# 权重小的时候，窗口取 16 步，误差就不到四分之一。
# 权重加倍以后，窗口同样取 16 步，平均误差还在一半以上。
# 窗口要多长才够？
# 梯度能传多远，窗口就要多长：第 04 课细说。

# %% [markdown] lang="en"
# ## Who draws the graph?
#
# To go back, a library needs the unrolled graph.
# **Static unrolling** draws it before anything is read, for a fixed number of steps, and shorter sequences are padded to it (TensorFlow's old `static_rnn`).
# **Dynamic unrolling** draws it while the loop runs, as long as the sequence is.
# PyTorch does the second: it notes each operation as it happens.
# So what happens to the graph of a loop that goes on and on?

# %% [markdown] lang="zh"
# ## 计算图是什么时候画好的？
#
# 要往回走，程序库得有一张沿时间展开的计算图（computational graph）。
# **静态展开**（static unrolling）在读数据之前就画好图，步数固定，短的序列要填充到这个长度（TensorFlow 早年的 `static_rnn`）。
# **动态展开**（dynamic unrolling）则是循环走到哪里，图就画到哪里，序列有多长，图就有多长。
# PyTorch 用的是后一种：每做一次运算，就记下一次。
# 那么，循环一直走下去，图会怎样？

# %% [markdown] lang="en"
# ## Exercise 5: the missing detach
#
# PyTorch goes back along everything that led to a loss (here, a sum of squares).
# What ties the second window to the first?
# Copy `broken` below, mended.

# %% [markdown] lang="zh"
# ## 练习 5：少了一个 detach
#
# 损失由哪些运算得来，PyTorch 就沿着它们一直走回去（这里的损失取平方和）。
# 是什么把第二个窗口和第一个窗口连在了一起？
# 把下面的 `broken` 抄一遍，并把它改对。


# %%
def broken(rnn, x, h, window):
    rnn.zero_grad()
    for part in x.split(window, dim=1):
        output, h = rnn(part, h)
        loss = (output**2).sum()
        loss.backward()
    return [weight.grad for weight in rnn.parameters()]


try:
    broken(rnn, torch.tensor(x)[None], torch.tensor(h0)[None], 2)
except RuntimeError as error:
    print(str(error)[:51])

# %% exercise="windowed_gradient" slide="task"
windowed_gradient = exercises.windowed_gradient.solved

# %%
exercises.windowed_gradient.check(windowed_gradient)

# %% [markdown] lang="en" slide="section +question"
# ## What a window saves
#
# Read 400 steps on one thread: one window, or forty of 10.
#
# **Predict.** How long do forty take?
#
# - (a) a fortieth
# - (b) about as long
# - (c) far longer

# %% [markdown] lang="zh" slide="section +question"
# ## 窗口省了什么
#
# 用一个线程读 400 步：要么一个窗口，要么四十个 10 步的窗口。
#
# **先猜一猜。** 四十个窗口总共要多久？
#
# - (a) 四十分之一
# - (b) 差不多久
# - (c) 久得多

# %%
predictions.time_of_windows.answer("b")

# %% tags=["nbval-ignore-output"]
reader, page = torch.nn.RNN(8, 32, batch_first=True), torch.zeros(1, 400, 8)
kept = []


def keep(tensor):
    kept.append(tensor.numel())
    return tensor


def read(window, cut=True):
    h, most = None, 0
    for part in page.split(window, dim=1):
        kept.clear()
        with torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t):
            output, h = reader(part, h)
        most = max(most, sum(kept))
        (output**2).sum().backward(retain_graph=not cut)
        h = h.detach() if cut else h
    return most


memory = read(10), read(400)
short, long = seconds(lambda: read(10)), seconds(lambda: read(400))
uncut = seconds(lambda: read(10, cut=False), runs=1)
print(memory, f"{short:.2f} s, {long:.2f} s, {uncut:.2f} s")

# %%
assert 20 < memory[1] / memory[0] < 80
assert 0.25 < short / long < 4
assert uncut > 3 * short

# %% [markdown] lang="en"
# Either way 400 steps go forward and 400 back: no time is saved.
# Memory is, about fortyfold; and the weights could move after 10 steps.
#
# The third time belongs to `retain_graph=True`, which the rest of that error message suggests.
# Nothing is cut: the graph grows with the loop, and each window walks back to the start: $10 + 20 + \dots + 400 = 8200$ steps.

# %% [markdown] lang="zh"
# 两种读法都是往前 400 步、往回 400 步，时间一点没省。
# 省下的是内存，大约只需要四十分之一；另外，每 10 步就能更新一次权重。
#
# 刚才那条报错信息的后半句，会建议你写上 `retain_graph=True`；第三个时间就是这样写的结果。
# 这样什么也没切断，图跟着循环越来越长，每个窗口都要走回开头：$10 + 20 + \dots + 400 = 8200$ 步。

# %% [markdown] lang="en"
# ## Hello, in windows of one
#
# No error goes back even one step.
#
# **Predict.** Is *hello* still learnt?
#
# - (a) no: stuck at one half
# - (b) yes
# - (c) no: the loss grows

# %% [markdown] lang="zh"
# ## 窗口只有一步
#
# 误差一步也传不回去。
#
# **先猜一猜。** 还学得会 hello 吗？
#
# - (a) 学不会，卡在一半
# - (b) 学得会
# - (c) 学不会，损失越来越大

# %%
predictions.window_of_one.answer("b")


# %%
def frozen(dstates, states, x, h, net):
    return [np.zeros_like(weight) for weight in net]


told_apart = 0
for seed in range(6):
    one_step, alone = train(in_windows(1), seed)[0], train(frozen, seed)[0]
    print(one_step[-1].round(2), alone[-1].round(2))
    assert (one_step[-1] > 0.9).all()
    assert alone[-1].min() < one_step[-1].min() - 0.05
    told_apart += alone[-1, 2:].sum() > 1
assert told_apart == 5

# %% [markdown] lang="en"
# Learnt, without any gradient through time!
# Beside it, on the right, only the read-out is trained, and the recurrent weights stay random.
# Random weights, too, tell the two l's apart in five of the six: their two numbers, the last ones, add up to more than 1, which no network without memory can reach.
# With a window of one, each step's own error still changes `W_xh`, `W_hh` and `b_h`, and that makes it sure.
# What no gradient teaches is to *prepare* a state for a later step.
# Is that needed over a long distance?
# Lesson 04 measures it.

# %% [markdown] lang="zh"
# 学会了，跨步的梯度一点儿也没用上！
# 右边那一组只训练输出层，循环层的权重始终是随机的。
# 六次里有五次，随机的权重也分得清两个 l：后两个数加起来超过 1，没有记忆的网络做不到这一点。
# 窗口只有一步时，每一步自己的误差仍会改动 `W_xh`、`W_hh` 和 `b_h`，所以左边那一组才这么有把握。
# 只是没有梯度能教网络**提前**为后面的步骤备好状态。
# 隔得很远时，需要这样的准备吗？
# 第 04 课来量。

# %% [markdown] lang="en" slide="section"
# ## Pick a loss
#
# A random network reads *backprop* and should say each next letter.
# Which steps does the last loss reach, in N-N and in N-1?
# What does a window of 4 change, or a larger `W_hh`?

# %% [markdown] lang="zh" slide="section"
# ## 挑一个损失
#
# 一个随机的网络读 backprop，每步该说出下一个字母。
# 最后一步的损失传到哪几步？
# N-N 和 N-1 一样吗？
# 窗口改成 4，或者 `W_hh` 变大，又会怎样？

# %% slide="+result"
alphabet = sorted({*"backprop!"})
rng = np.random.default_rng(0)
net, out = scratch.rnn_init(8, 16, rng), scratch.readout_init(16, 8, rng)
widgets.explore_bptt("backprop", "ackprop!", net, out, alphabet)

# %% [markdown] lang="en"
# ## Read on
#
# - Werbos (1990), *Backpropagation Through Time: What It Does and How to Do It*: the method, from one of its authors.
# - Williams and Peng (1990), *An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network Trajectories*: where truncation comes from.
# - Karpathy (2015), *The Unreasonable Effectiveness of Recurrent Neural Networks*: our *hello*, and what grows out of it.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Werbos（1990），《Backpropagation Through Time: What It Does and How to Do It》：由提出者之一亲自讲解这个方法。
# - Williams 与 Peng（1990），《An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network Trajectories》：截断的出处。
# - Karpathy（2015），《The Unreasonable Effectiveness of Recurrent Neural Networks》：从 hello 这个例子出发，能走多远。

# %% [markdown] lang="en"
# ## What you saw
#
# - The last loss depends on every step; a shared weight adds up what all steps say.
# - The way back has a line for each line forward; central differences and PyTorch prove it right.
# - Without a state, the two l's of *hello* look alike; with one, the network spells.
# - Truncation cuts the gradient, not the state: it saves memory, and loses part of the gradient.
# - `detach` belongs on the state that is carried from window to window.
#
# What decides how far a gradient reaches?
# That is lesson 04.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 最后一步的损失，与每一步的权重都有关；权重是共用的，所以各步的梯度要相加。
# - 往前算的每一行，都有往回走的一行；算得对不对，用中心差分和 PyTorch 来验证。
# - 没有状态，网络分不清 hello 的两个 l；有了状态，它就能拼对。
# - 截断的是梯度，不是状态：省了内存，丢了一部分梯度。
# - `detach` 要用在从一个窗口带到下一个窗口的状态上。
#
# 梯度能走多远，由什么决定？
# 第 04 课见分晓。
