# %% [markdown] lang="en"
# # After the gates: scans and attention
#
# A text of a thousand words, and a computer with a thousand processors: does a recurrent network read it a thousand times as fast?
#
# *75 minutes.*
# *Builds on lessons 05, 07 and 11.*
# Afterwards you can write a recurrence that is read in rounds instead of steps, and attention that hands on no state at all.
# You have measured what each of them can do, and what it cannot.

# %% [markdown] lang="zh"
# # 门之后：扫描与注意力
#
# 一篇一千个词的文章，一台有一千个处理器的计算机：循环神经网络读起来，会快一千倍吗？
#
# *75 分钟。先学完第 05、07、11 课。*
# 学完以后，你能写出一种循环：不必一步一步地读，几轮就能读完；还能写出完全不传递状态的注意力。
# 它们各自做得到什么、做不到什么，你都亲手测过。

# %%
from functools import partial
from itertools import count
from timeit import repeat

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from course_utils import parallel, plots, scratch, widgets
from course_utils.datasets import Vocabulary, load_tang_poems
from course_utils.exercises.after_the_gates import (
    alts,
    exercises,
    predictions,
)
from course_utils.language_model import (
    count_frequencies,
    embedding_of_counts,
    encode_poems,
)
from course_utils.measured import load_after_results
from course_utils.scratch import sigmoid

# %% [markdown] lang="en" slide="question"
# ## The chain
#
# $h_t$ needs $h_{t-1}$, which needs $h_{t-2}$.
# What has nothing to wait for can be computed at once; the rest has to wait.
#
# **Predict.** An RNN reads 1,000 words, with as many processors as you like.
# In how many rounds is it done, if a round is one step of the network?
#
# - (a) 1: all weights are known beforehand
# - (b) about 10: half of the rest in each round
# - (c) 1,000: each state waits for the one before

# %% [markdown] lang="zh" slide="question"
# ## 一环扣一环
#
# $h_t$ 要等 $h_{t-1}$，后者又要等 $h_{t-2}$。
# 用不着等别的结果的，马上就能算；要等的，只好等。
#
# **先猜一猜。** RNN 读 1,000 个词，处理器要多少有多少。
# 网络走一步算一轮，最少几轮才能读完？
#
# - (a) 1 轮：权重早就知道了
# - (b) 10 轮左右：每一轮读完剩下的一半
# - (c) 1,000 轮：每个状态都要等前一个

# %%
predictions.rounds_of_an_rnn.answer("c")


# %%
class Result:  # knows in which round it can be had
    def __init__(self, *needs):
        self.round = 1 + max((one.round for one in needs), default=-1)


x = [Result() for _ in range(1000)]  # the words are there: round 0
h = Result()
for x_t in x:
    h = Result(x_t, h)

seen = [Result(*x[: t + 1]) for t in range(1000)]  # each looks at all words
print(h.round, max(one.round for one in seen))
assert h.round == 1000 and {one.round for one in seen} == {1}

# %% [markdown] lang="en" slide="claim"
# A thousand rounds: steps cannot be done in **parallel**, the other processors can only wait.
# The second number is of a layer without any state, in which each place looks at the words itself.
# Such looking is **attention** (lesson 07); here you will build it.
# But if every place looks at every other, what does that cost?
# ($\propto$: grows like.)
#
# | one layer, $T$ steps, $D$ units | rounds | multiplications | numbers kept |
# |---|---|---|---|
# | recurrence | $T$ | $\propto T D^2$ | $\propto T D$ |
# | attention | $1$ | $\propto T D^2 + T^2 D$ | $\propto T D + T^2$ |
#
# Whatever grows like a square overtakes a straight line in the end: where?
# Measured forward and backward, with 64 units and one thread; 1 is the time of the LSTM for 8 steps.
# (The GRU has no fused code here; lesson 05 tells what that is.)

# %% [markdown] lang="zh" slide="claim"
# 要一千轮：没法**并行**（parallel），别的处理器只能干等。
# 第二个数说的是另一种层，它完全没有状态：每个位置都直接去看那些词。
# 这样看，就是**注意力**（第 07 课）；这一课里，你要亲手把它搭出来。
# 可是每个位置都要看其他所有位置，代价有多大呢？
# （$\propto$ 表示成正比。）
#
# | 一层，$T$ 步，$D$ 个单元 | 轮数 | 乘法次数 | 要存的数 |
# |---|---|---|---|
# | 循环 | $T$ | $\propto T D^2$ | $\propto T D$ |
# | 注意力 | $1$ | $\propto T D^2 + T^2 D$ | $\propto T D + T^2$ |
#
# 按平方增长的代价，迟早会超过按线性增长的代价：在哪里超过？
# 下面是实测的时间：前向加反向，64 个单元，一个线程；以 LSTM 读 8 步的时间为 1。
# （这里的 GRU 没有融合算子；什么是融合算子，见第 05 课。）

# %%
measured = load_after_results()
kinds = {"LSTM": "lstm", "GRU": "gru", "attention": "attention"}
rows = [cost.seconds for cost in measured.lengths]
ratios = {name: [row[k] for row in rows] for name, k in kinds.items()}
fig, ax = plots.figure(width=8)
plots.draw_costs(ax, [cost.steps for cost in measured.lengths], ratios)
plots.show(fig, alt=alts["lengths"])
doubled = [ratios[k][-1] / ratios[k][-2] for k in ("LSTM", "attention")]
print(measured.crossing(), measured.crossing(other="fused"))
assert doubled[0] < 2.5 < 3.5 < doubled[1]

# %% [markdown] lang="en"
# From the first printed length on, attention takes longer; PyTorch's own, from the second.
# Twice the steps make four times the pairs: are they kept to go back?

# %% [markdown] lang="zh"
# 从印出的第一个长度起，注意力比 LSTM 慢；PyTorch 自带的注意力从第二个起。
# 步数翻一倍，两两配对就变成四倍：反向传播之前，它们都要存着吗？


# %%
def kept(net, T):  # how many numbers it keeps for the way back
    sizes = []
    hooks = torch.autograd.graph.saved_tensors_hooks
    with hooks(
        lambda one: sizes.append(one.numel()) or one, lambda one: one
    ):
        net(torch.randn(1, T, 64))
    return sum(sizes)


layers = nn.LSTM(64, 64, batch_first=True), parallel.CausalAttention(64, 4)
twice = [kept(net, 2048) / kept(net, 1024) for net in layers]
print(np.round(twice, 1))
assert twice[0] < 2.2 < 3.5 < twice[1]

# %% [markdown] lang="en"
# The LSTM keeps twice as much, attention nearly four times.
# One thread does things in turn anyway.
# With thousands, as on a graphics card, rounds count; we cannot show that.

# %% [markdown] lang="zh"
# LSTM 要存的变成两倍，注意力的差不多四倍。
# 只有一个线程，计算反正得一件一件地做。
# 显卡有几千个处理器，要紧的是轮数；这一点我们测不出来。

# %% [markdown] lang="en" slide="section"
# ## Cut the loop, keep the belt
#
# In the GRU of lesson 05, gate and candidate ask $h_{t-1}$.
# What if we forbid it?
#
# $$z_t = \sigma(W_{xz} x_t + b_z) \qquad n_t = W_{xn} x_t + b_n$$
#
# $$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot n_t$$
#
# This is the **minimal GRU** (Feng and others, 2024); here, $z = 1$ writes.

# %% [markdown] lang="zh" slide="section"
# ## 剪断回路，留下传送带
#
# 在第 05 课的 GRU 里，门和候选状态都要看 $h_{t-1}$。
# 不许它们看，会怎样？
#
# $$z_t = \sigma(W_{xz} x_t + b_z) \qquad n_t = W_{xn} x_t + b_n$$
#
# $$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot n_t$$
#
# 这就是**最小 GRU**（minimal GRU；Feng 等人，2024）；这里 $z = 1$ 表示写入。


# %%
def min_gru_step(x, h, W_xh, b_h):  # blocks z, n
    z, n = np.split(x @ W_xh.T + b_h, 2, axis=1)  # neither asks h
    z = sigmoid(z)
    return (1 - z) * h + z * n


rng = np.random.default_rng(0)
E, H = 3, 2
weights = scratch.min_gru_init(E, H, rng)  # (2H, E), (2H,)
given = rng.normal(size=(4, E)), rng.normal(size=(4, H))
ours = min_gru_step(*given, *weights)
assert np.allclose(ours, scratch.min_gru_step(*given, *weights))

# %% [markdown] lang="en"
# Gates and candidates of all steps can now be had at once.
# Of the chain, $h_t = a_t \odot h_{t-1} + b_t$ is left, with $a_t = 1 - z_t$ and $b_t = z_t \odot n_t$.
# What becomes of $h$ in *two* steps?

# %% [markdown] lang="zh"
# 现在，所有步的门和候选状态都可以一次算出来。
# 还要一步等一步的，只剩下 $h_t = a_t \odot h_{t-1} + b_t$，其中 $a_t = 1 - z_t$，$b_t = z_t \odot n_t$。
# 那么 $h$ 连走**两**步，会变成什么样？

# %% [markdown] lang="en"
# ## Exercise 1: two steps in one
#
# First $h$ becomes $a_1 h + b_1$, then that becomes $a_2 (\dots) + b_2$.
# Return the `a` and `b` of the one step that does both.
# "Times 2, add 1" and "times 3, add 5" make "times 6, add 8".

# %% [markdown] lang="zh"
# ## 练习 1：两步合成一步
#
# $h$ 先变成 $a_1 h + b_1$，再变成 $a_2 (\dots) + b_2$。
# 这两步合起来，还是同样形式的一步；请返回这一步的 `a` 和 `b`。
# 例如先“乘 2 加 1”，再“乘 3 加 5”，合起来就是“乘 6 加 8”。

# %% exercise="combine" slide="task"
combine = exercises.combine.solved

# %%
exercises.combine.check(combine)

# %% [markdown] lang="en" slide="question"
# So two neighbours can be made one *before* anybody knows $h$; then pairs of pairs, and so on.
# (With a tanh around each step this fails: two of them are no single one.)
#
# **Predict.** There are 1,000 steps.
# Each place joins with the one before it, in the next round with what lies two before, then four, eight, ...
# After how many rounds does the last place hold all steps?
#
# - (a) 10
# - (b) 32
# - (c) 500

# %% [markdown] lang="zh" slide="question"
# 所以，$h$ 还没算出来，就可以**先**把相邻的两步合成一步；合成的步再两两合并，依此类推。
# （要是每一步外面都套着 tanh，就不行了：套了两层 tanh，写不成只套一层的样子。）
#
# **先猜一猜。** 一共 1,000 步。
# 每个位置先跟前一个合并，下一轮跟前面第二个合并，往后再跟前面第四个、第八个……
# 几轮以后，最后一个位置就包含了所有的步？
#
# - (a) 10 轮
# - (b) 32 轮
# - (c) 500 轮

# %%
predictions.rounds_of_a_scan.answer("a")

# %%
combine = exercises.combine.mine(combine)
a, b = rng.uniform(size=(1, 1000, H)), rng.normal(size=(1, 1000, H))
found = scratch.scan(a, b, np.zeros((1, H)))
print(found.rounds)
assert found.rounds == 10 and 2**9 < 1000 <= 2**10

# %% [markdown] lang="en" slide="claim"
# Ten: each round doubles what a place holds.
# This is a **prefix scan** (Hillis and Steele, 1986).
# Go through the rounds: which places are ready before the last one?

# %% [markdown] lang="zh" slide="claim"
# 10 轮：每过一轮，一个位置包含的步数就翻一倍。
# 这叫**前缀扫描**（prefix scan；Hillis 与 Steele，1986）。
# 一轮一轮地看：哪些位置不用等到最后一轮，就已经算好了？

# %% slide="+result"
widgets.explore_scan()

# %% [markdown] lang="en"
# ## Exercise 2: the scan
#
# Write it: from `a`, `b` of shape `(B, T, H)` and `h0` to all states, and the number of rounds.
# In each round, `combine` joins every place with the one `reach` before it, whole slices at once; `reach` is 1 at first, then doubles.
# The first `reach` places have nobody to join, and stay.
# For example, 11 steps take 4 rounds.

# %% [markdown] lang="zh"
# ## 练习 2：扫描
#
# 由 `a`、`b`（形状都是 `(B, T, H)`）和 `h0` 算出全部状态，连同轮数一起返回。
# 每一轮，用 `combine` 把每个位置跟前面第 `reach` 个位置合并，要用切片一次算完；`reach` 从 1 开始，每轮翻倍。
# 最前面的 `reach` 个位置，前面没有可以合并的，就保持不变。
# 例如 11 步要 4 轮。

# %% exercise="scan" slide="task"
scan = exercises.scan.solved

# %%
exercises.scan.check(scan)

# %% [markdown] lang="en"
# Your scan now reads 37 steps with the minimal GRU.
# Does it find the states of the loop?
# And is the way back, for the gradients, a chain again?

# %% [markdown] lang="zh"
# 现在用你的扫描，让最小 GRU 读 37 步。
# 算出的状态跟循环的一样吗？
# 反向传播求梯度的时候，是不是又得一环扣一环？

# %%
scan = exercises.scan.mine(scan)
x, h0 = rng.normal(size=(4, 37, E)), rng.normal(size=(4, H))
trace = scratch.min_gru_forward(x, h0, *weights)  # a loop
z, n = trace.gates.transpose(2, 0, 1, 3)  # (B, T, H) each
states, rounds = scan(1 - z, z * n, h0)
print(rounds)
assert rounds == 6 and np.allclose(states, trace.states, atol=1e-12)

dstates = rng.normal(size=states.shape)  # what the loss says of each h
later = np.concatenate([1 - z[:, 1:], 0 * z[:, :1]], axis=1)  # a of t + 1
dh, _ = scan(later[:, ::-1], dstates[:, ::-1], 0 * h0)  # from the end

chain, d = [], 0
for t in reversed(range(37)):
    d = dstates[:, t] + later[:, t] * d
    chain.append(d)
assert np.allclose(dh, np.stack(chain, axis=1), atol=1e-12)

# %% [markdown] lang="en"
# The same, in 6 rounds instead of 37 steps; the way back is a scan, too.
# In PyTorch: are the gradients of loop and scan equal, and which is faster?

# %% [markdown] lang="zh"
# 结果一样，只用了 6 轮，不必走 37 步；反向传播也是一次扫描，只不过从末尾开始。
# 在 PyTorch 里呢？循环和扫描的梯度一样吗，哪个快？

# %% tags=["nbval-ignore-output"]
layer = parallel.MinimalGRU(8, 64)
x = torch.randn(8, 512, 8)
grads = []
for order in ("loop", "scan"):
    layer.zero_grad()
    h, _ = layer(x, order=order)
    h.square().mean().backward()
    grads.append([one.grad.clone() for one in layer.parameters()])
assert all(map(partial(torch.allclose, atol=1e-5), *grads))


def seconds(read):
    with torch.no_grad():
        return min(repeat(read, number=1, repeat=3))


gru = nn.GRU(8, 64, batch_first=True)
times = [
    seconds(partial(layer, x, order=each)) for each in ("loop", "scan")
]
times.append(seconds(partial(gru, x)))
names = "loop", "scan", "PyTorch GRU"
plots.show_table({"time": np.divide(times, times[1])}, names, digits=1)

# %% [markdown] lang="en"
# In four runs of ours, the loop took 1.1 to 3.6 times as long as the scan, and `nn.GRU` 3.6 to 6.4 times.
# The scan multiplies more, but in few large products.

# %% [markdown] lang="zh"
# 我们跑了四次：循环花的时间是扫描的 1.1 到 3.6 倍，`nn.GRU` 是 3.6 到 6.4 倍。
# 扫描做的乘法其实更多，不过只分成少数几次大的运算。

# %% [markdown] lang="en" slide="section"
# ## Throw the state away
#
# Must anything be handed on?
# In lesson 07, whoever wrote looked back at all that was read.
# Now a sequence looks back at *itself*: each place asks with a **query** $q_t$, all places answer with a **key** $k_s$, and it gets the mean of their **values** $v_s$:
#
# $$w_{ts} = \operatorname{softmax}_s \frac{q_t \cdot k_s}{\sqrt{K}} \qquad y_t = \sum_s w_{ts} v_s$$
#
# Each of the three is a matrix times $x$.
# This is **self-attention** (Vaswani and others, 2017).

# %% [markdown] lang="zh" slide="section"
# ## 连状态也不要了
#
# 一定要一步一步往下传点什么吗？
# 第 07 课里，解码器会回头去看编码器读过的全部内容。
# 现在让一个序列来看**自己**。
# 每个位置用**查询**（query）$q_t$ 去问，所有位置用**键**（key）$k_s$ 来答。
# 问到的结果，是各个位置的**值**（value）$v_s$ 的加权平均：
#
# $$w_{ts} = \operatorname{softmax}_s \frac{q_t \cdot k_s}{\sqrt{K}} \qquad y_t = \sum_s w_{ts} v_s$$
#
# 查询、键、值各由一个矩阵乘以 $x$ 得到。
# 这就是**自注意力**（self-attention；Vaswani 等人，2017）。

# %% [markdown] lang="en"
# $K$ is the length of a query.
# Why divide by its root?
# A sum of $K$ products of random numbers has a spread of $\sqrt{K}$.
# What does a softmax make of such scores?

# %% [markdown] lang="zh"
# $K$ 是查询向量的长度。
# 为什么要除以它的平方根？
# 两个随机向量的点积，是 $K$ 个乘积之和，标准差大约是 $\sqrt{K}$。
# 得分相差这么大，softmax 会给出怎样的权重？

# %%
q, k = rng.normal(size=(2, 500, 10, 64))  # 500 times: 10 queries, 10 keys
scores = np.stack([q @ k.transpose(0, 2, 1) / by for by in (1, 8)])
largest = scratch.masked_softmax(scores).max(axis=3).mean(axis=(1, 2))
print(largest.round(2))
assert largest[0] > 0.8 and largest[1] < 0.5

# %% [markdown] lang="en"
# Undivided, the largest of ten weights takes most, so the others are small; a weight near 0 gets a gradient near 0.
#
# ## Exercise 3: no look ahead
#
# Who is to guess the next character must not see it.
# So place $t$ may look at places $0 \dots t$.
# The `(T, T)` table that says so is a **causal mask**: `True` where row $t$ may look at column $s$.
# Return it for a length T.
# For T = 2 it is `[[True, False], [True, True]]`.

# %% [markdown] lang="zh"
# 不除的话，十个权重里最大的那个就占了大头，剩下的都很小；权重接近 0 的位置，得到的梯度也接近 0。
#
# ## 练习 3：不许看后面
#
# 要猜下一个字，就不能先看到它。
# 所以位置 $t$ 只能看 $0 \dots t$ 这些位置。
# 把这件事写成一张 `(T, T)` 的表，叫**因果掩码**（causal mask）：`True` 表示第 $t$ 行的位置可以看第 $s$ 列的位置。
# 给定长度 T，请返回这张表。
# T = 2 时，它是 `[[True, False], [True, True]]`。

# %% exercise="causal_mask" slide="task"
causal_mask = exercises.causal_mask.solved

# %%
exercises.causal_mask.check(causal_mask)

# %% [markdown] lang="en"
# ## Exercise 4: self-attention
#
# From `x` and `W_q`, `W_k`, `W_v` to what every place sees.
# `scratch.masked_softmax(scores, mask)` gives each row weights, 0 where `mask` is `False`.
# With `W_q` all 0, each place sees a plain mean.

# %% [markdown] lang="zh"
# ## 练习 4：自注意力
#
# 由 `x` 和 `W_q`、`W_k`、`W_v` 算出每个位置看到的内容。
# `scratch.masked_softmax(scores, mask)` 给出每一行的权重，`mask` 为 `False` 的地方权重是 0。
# 如果 `W_q` 全是 0，每个位置看到的就是普通的平均。

# %% exercise="self_attention" slide="task"
self_attention = exercises.self_attention.solved

# %%
exercises.self_attention.check(self_attention)

# %% [markdown] lang="en"
# Is this what PyTorch computes, gradients included?

# %% [markdown] lang="zh"
# PyTorch 也是这么算的吗，连梯度也一样？

# %%
causal_mask = exercises.causal_mask.mine(causal_mask)
self_attention = exercises.self_attention.mine(self_attention)
x = rng.normal(size=(2, 5, 6))  # (B, T, E)
W_q, W_k, W_v = rng.normal(size=(3, 4, 6)) / 2  # (K, E) each
seen = self_attention(x, W_q, W_k, W_v, causal_mask(5))

of_torch = [
    torch.tensor(x @ W.T, requires_grad=True) for W in (W_q, W_k, W_v)
]
y = F.scaled_dot_product_attention(*of_torch, is_causal=True)
y.sum().backward()
assert np.allclose(seen, y.detach())

q, k, v = (each.detach().numpy() for each in of_torch)
trace = scratch.attention_forward(q, k, v, causal_mask(5))
ours = scratch.attention_backward(
    np.ones_like(seen), trace.weights, q, k, v
)
assert all(
    np.allclose(g, one.grad) for g, one in zip(ours, of_torch, strict=True)
)

# %% [markdown] lang="en" slide="question"
# ## Who bit whom?
#
# **Predict.** Without a mask we read "dog bites man", then "man bites dog".
# What does the place of *bites* see, the second time?
#
# - (a) exactly the same
# - (b) something else: its neighbours are swapped
# - (c) nothing, as no state is handed on

# %% [markdown] lang="zh" slide="question"
# ## 谁咬了谁？
#
# **先猜一猜。** 不加掩码，先读“狗 咬 人”，再读“人 咬 狗”。
# 第二次，“咬”这个位置看到的是什么？
#
# - (a) 跟第一次一模一样
# - (b) 不一样，因为左右两边换了
# - (c) 什么也看不到，因为没有状态传过来

# %%
predictions.who_bit_whom.answer("a")

# %%
dog, bites, man = rng.normal(size=(3, 6))  # a vector for each word
told = np.stack([[dog, bites, man], [man, bites, dog]])  # (2, 3, E)
everywhere = np.ones((3, 3), dtype=bool)
look = partial(self_attention, W_q=W_q, W_k=W_k, W_v=W_v, mask=everywhere)
one, other = look(told)[:, 1]
assert np.allclose(one, other)

codes = scratch.position_codes(3, 6)  # (T, E)
one, other = look(told + codes)[:, 1]
print(np.abs(one - other).max().round(2))
assert not np.allclose(one, other, atol=0.01)

# %% [markdown] lang="en"
# The same: a mean does not know in which order it was taken.
# So to each vector a **position code** (positional encoding) is added, which says where it stands: sines and cosines of ever longer waves, no two places alike.
# With it, the two sentences differ.
#
# ## A class, with heads
#
# One softmax gives a place one set of weights.
# So the width is cut into **heads** that look apart, each with queries of its own; then a matrix joins what they saw.
# This is **multi-head attention**.

# %% [markdown] lang="zh"
# 一模一样：取平均，跟次序无关。
# 所以要给每个向量加上**位置编码**（positional encoding），说明它在哪里。
# 位置编码由波长越来越长的正弦和余弦组成，任何两个位置的编码都不相同。
# 加上以后，两句话就分得开了。
#
# ## 写成一个类，加上多个头
#
# 一个 softmax 只给每个位置一组权重。
# 所以把向量切成几段，每一段是一个**头**（head），各有各的查询，各看各的；最后用一个矩阵把它们看到的合起来。
# 这就是**多头注意力**（multi-head attention）。


# %%
class Attention(nn.Module):
    def __init__(self, D, heads, ahead=0):
        super().__init__()
        self.heads, self.ahead = heads, ahead
        self.looking = nn.Linear(D, 3 * D)  # queries, keys, values
        self.joining = nn.Linear(D, D)

    def forward(self, x):  # (B, T, D)
        T = x.shape[1]
        mask = torch.ones(T, T, dtype=torch.bool).tril(self.ahead)
        parts = self.looking(x).chunk(3, dim=2)
        q, k, v = (  # (B, heads, T, K) each
            part.unflatten(2, (self.heads, -1)).transpose(1, 2)
            for part in parts
        )
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.joining(y.transpose(1, 2).flatten(2))


mine, course = Attention(12, 3), parallel.CausalAttention(12, 3)
mine.load_state_dict(course.state_dict())
x = torch.randn(2, 7, 12)
assert torch.allclose(mine(x), course(x)[0], atol=1e-5)

# %% [markdown] lang="en" slide="section"
# ## Too good to be true
#
# Random digits: nobody can guess the next one better than 2.30 nats.
# With `ahead=1`, the mask's diagonal is one place off.
# What will such a net learn?

# %% [markdown] lang="zh" slide="section"
# ## 好得不像真的
#
# 拿一串随机数字来试：要猜下一个数字，谁的损失也不可能低于 2.30 奈特。
# 设 `ahead=1`，掩码的对角线就偏了一格。
# 这样的网络会学到什么？

# %% tags=["nbval-ignore-output"]
codes = torch.tensor(scratch.position_codes(10, 32)).float()
reach = {}
for ahead in (0, 1):
    torch.manual_seed(0)
    table, out = nn.Embedding(10, 32), nn.Linear(32, 10)
    net = nn.ModuleList([table, Attention(32, 1, ahead), out])
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(100):
        digits = torch.randint(10, (32, 11))
        x = net[1](table(digits[:, :-1]) + codes)
        loss = F.cross_entropy(
            out(x).flatten(0, 1), digits[:, 1:].flatten()
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    reach[ahead] = round(loss.item(), 2)
print(reach)
assert reach[0] > 2.2 and reach[1] < 1.0

# %% [markdown] lang="en" slide="+claim"
# It has learnt to copy: what it should guess stands in what it reads.
# No error, no warning, only a loss that nobody could reach honestly.
#
# ## Exercise 5: does it look ahead?
#
# How would you find that out of a layer whose code you cannot read?
# `layer` turns a sequence `x`, `(T, E)`, into outputs `(T, U)`.
# Return how many places ahead an output sees at most, found by experiment; 0 for an honest one.

# %% [markdown] lang="zh" slide="+claim"
# 它学会的是照抄：要猜的数字，就在它读到的内容里。
# 没有报错，也没有警告，只是损失低得离谱：不偷看，谁也做不到。
#
# ## 练习 5：它偷看了吗？
#
# 如果看不到这一层的代码，你怎么查出来？
# `layer` 把形状为 `(T, E)` 的序列 `x` 变成 `(T, U)` 的输出。
# 请用实验查出：输出最多能看到后面第几个位置？返回这个数；不偷看的层返回 0。

# %% exercise="looks_ahead" slide="task"
looks_ahead = exercises.looks_ahead.solved

# %%
exercises.looks_ahead.check(looks_ahead)

# %%
looks_ahead = exercises.looks_ahead.mine(looks_ahead)


def as_layer(ahead):
    net = Attention(12, 3, ahead).double().requires_grad_(False)
    return lambda x: net(torch.tensor(x)[None])[0].numpy()


x = rng.normal(size=(6, 12))
found = [looks_ahead(as_layer(ahead), x) for ahead in (0, 1, 2)]
print(found)
assert found == [0, 1, 2]

# %% [markdown] lang="en" slide="section"
# Your test caught it.
# Keep it: it works for any layer.
#
# ## A block
#
# Attention only takes means.
# So after it each place thinks for itself, by a small net of two layers, the **feed-forward** part.
# Both *add* to what is there, as on the conveyor belt: a **residual connection**.
# A **layer norm** gives each vector mean 0 and variance 1 before it is read.
# That is a block of a **Transformer**.

# %% [markdown] lang="zh" slide="section"
# 你的实验把它查出来了。
# 留着这个办法：对任何一层都管用。
#
# ## 搭一个块
#
# 注意力只会取平均。
# 所以在它后面，每个位置还要各自经过一个两层的小网络，叫**前馈网络**（feed-forward network）。
# 两者的输出都**加**到原有的向量上，就像那条传送带，这叫**残差连接**（residual connection）。
# 向量送进去之前，先用**层归一化**（layer norm）调成均值 0、方差 1。
# 这就是 **Transformer** 的一个块（block）。


# %%
class Block(nn.Module):
    def __init__(self, D, hidden, heads):
        super().__init__()
        self.mixer = Attention(D, heads)
        self.thinking = nn.Sequential(
            nn.Linear(D, hidden), nn.ReLU(), nn.Linear(hidden, D)
        )
        self.norm_to_mix = nn.LayerNorm(D)
        self.norm_to_think = nn.LayerNorm(D)

    def forward(self, x):  # (B, T, D)
        x = x + self.mixer(self.norm_to_mix(x))
        return x + self.thinking(self.norm_to_think(x))


def copy_weights(of, to):  # layer by layer, in order
    for one, other in zip(of.parameters(), to.parameters(), strict=True):
        other.data = one.data


# %%
block, x = Block(12, 30, 3), torch.randn(7, 12)
same = nn.TransformerEncoderLayer(12, 3, 30, norm_first=True).eval()
copy_weights(block, same)  # in eval, it has no dropout
hidden = ~torch.tensor(causal_mask(7))  # here, True must not be seen
assert torch.allclose(block(x[None])[0], same(x, hidden), atol=1e-5)

# %% [markdown] lang="en"
# ## Exercise 6: count a block
#
# How many parameters has a block of width E with F feed-forward units?
# Matrices have biases, norms a gain and a bias an entry.
# `count_block(4, 8)` is 172.

# %% [markdown] lang="zh"
# ## 练习 6：数一数一个块
#
# 一个块的宽度为 E，前馈网络有 F 个单元，共有多少参数？
# 矩阵都带偏置；层归一化的每一项有一个增益、一个偏置。
# 例如 `count_block(4, 8)` 是 172。

# %% exercise="count_block" slide="task"
count_block = exercises.count_block.solved

# %%
exercises.count_block.check(count_block)


# %%
class SmallTransformer(nn.Module):
    def __init__(self, num_symbols, E, D, hidden, num_blocks=2, heads=4):
        super().__init__()
        self.embedding = nn.Embedding(num_symbols, E)
        self.enter = nn.Linear(E, D)
        self.blocks = nn.ModuleList(
            Block(D, hidden, heads) for _ in range(num_blocks)
        )
        self.norm = nn.LayerNorm(D)
        self.readout = nn.Linear(D, num_symbols)

    def forward(self, ids):  # (B, T)
        x = self.embedding(ids)
        x = self.enter(x + parallel.wave_places(0, *x.shape[1:]))
        for block in self.blocks:
            x = block(x)
        return self.readout(self.norm(x))  # (B, T, symbols)


count_block = exercises.count_block.mine(count_block)
small = SmallTransformer(10, 16, 32, 64)
in_blocks = sum(one.numel() for one in small.blocks.parameters())
print(in_blocks, sum(one.numel() for one in small.parameters()))
assert in_blocks == 2 * count_block(32, 64)

# %% [markdown] lang="en"
# That is all of it, but for dropout and tricks of training.
# The course's own is `parallel.SequenceModel("transformer", ...)`: with these weights, does it give the same scores?

# %% [markdown] lang="zh"
# 全部就这些，省掉的只有 dropout 和训练技巧。
# 课程自带的版本是 `parallel.SequenceModel("transformer", ...)`：换上这些权重，得分一样吗？

# %%
size, ids = parallel.BodySize(32, 64), torch.randint(10, (3, 9))
ours = parallel.SequenceModel("transformer", 10, 10, size)
copy_weights(small, ours)
assert torch.allclose(small(ids), ours(ids)[0], atol=1e-5)

# %% [markdown] lang="en" slide="question"
# ## What can each of them do?
#
# Five readers with 20,000 parameters each; we train three of them here, with 500 updates each.
# First the brackets of lesson 07: is the depth even?
# Each bracket must *flip* one bit, whatever came before.
# They learn on 20 symbols.
#
# **Predict.** Which go on being right on 160?
#
# - (a) all: who has learnt to flip can go on flipping
# - (b) the Transformer alone: it sees all brackets at once
# - (c) RNN, LSTM and GRU, whose new state depends on the old one

# %% [markdown] lang="zh" slide="question"
# ## 它们各会做什么？
#
# 五种网络，各有 20,000 个参数；这里训练其中三种，参数各更新 500 次。
# 先做第 07 课的括号题：没闭合的括号，层数是不是偶数？
# 不管前面读过什么，每遇到一个括号，都要把一个比特**翻转**一次。
# 训练时，每条只有 20 个符号。
#
# **先猜一猜。** 换成 160 个符号，谁还能答对？
#
# - (a) 都能：学会了翻转，就能一直翻下去
# - (b) 只有 Transformer：所有括号它一眼就能看到
# - (c) RNN、LSTM 和 GRU：它们的新状态取决于旧状态

# %%
predictions.who_goes_on_flipping.answer("c")

# %% tags=["nbval-ignore-output"] slide="result"
titles = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
titles |= {"minimal_gru": "minimal GRU", "transformer": "Transformer"}
parity, right = parallel.TASKS["parity"], {}
three = ("lstm", "minimal_gru", "transformer")
for kind in three:
    ticks = count()  # a clock that ticks at each update: 500 for all
    race = parallel.run_race(
        parity, kind, seconds=500, clock=ticks.__next__
    )
    right[titles[kind]] = [race.scores[steps] for steps in parity.tested]
names = [f"T = {steps}" for steps in parity.tested]
plots.show_table(right, names, digits=2)
others = right["minimal GRU"], right["Transformer"]
assert right["LSTM"][1] > 0.9 and right["LSTM"][-1] > 0.75
assert all(one[0] > 0.7 and one[-1] < 0.65 for one in others)

# %% [markdown] lang="en" slide="+claim"
# One half, 0.5, is guessing.
# All have learnt the short ones, more or less; only the LSTM goes on *flipping*.
# A minimal GRU multiplies its state by $1 - z$, never below 0: it can keep or forget, but not turn.
# The Transformer has no state to turn; it sees a mean, over more brackets and places than it has ever met.
#
# That was one seed.
# Is it so with more, and how are the other tasks, with equal parameters and processor time?
# Recall is lesson 04's, learnt with 30 symbols; the numerals are 07's.
# Gates that keep start wide open, as in lesson 05.

# %% [markdown] lang="zh" slide="+claim"
# 0.5 就是瞎猜。
# 短的序列，三种都多少学会了；能一直**翻转**下去的，只有 LSTM。
# 最小 GRU 每一步把状态乘以 $1 - z$，这个数不会小于 0：可以保留，可以忘掉，就是不能翻过来。
# Transformer 没有状态可翻，看到的只是平均；而这么多的括号、这么靠后的位置，它训练时从没遇到过。
#
# 这只是一个种子的结果。
# 换别的种子也是这样吗？别的任务呢？参数仍然一样多，处理器时间也一样多。
# 回忆是第 04 课的任务，训练时是 30 个符号；数字读法是第 07 课的任务。
# 管保留的门一开始就开得很大，跟第 05 课一样。

# %% [markdown] lang="en"
# **Predict.** Which mostly recall the first of 200 symbols, in all seeds?
#
# - (a) the Transformer, which sees it
# - (b) LSTM and minimal GRU, which keep it
# - (c) none of the five

# %% [markdown] lang="zh"
# **先猜一猜。** 符号有 200 个，试三个种子，谁每次都有九成以上说对第一个？
#
# - (a) Transformer：它直接看得到第一个
# - (b) LSTM 和最小 GRU：它们留得住
# - (c) 五种都不行

# %%
predictions.who_recalls_longer.answer("b")

# %%
tasks = [("recall", 30), ("recall", 200), ("parity", 20), ("parity", 160)]
tasks.append(("numerals", 1))
worst = {
    title: [min(measured.scores(task, kind)[T]) for task, T in tasks]
    for kind, title in titles.items()
}
names = [f"recall task, {T}" for T in (30, 200)]
names += ["flip, 20", "flip, 160", "numerals"]
plots.show_table(worst, names, digits=2)
lost = {title: row[0] - row[1] for title, row in worst.items()}
assert max(lost["LSTM"], lost["minimal GRU"]) < 0.05
assert min(lost["GRU"], lost["Transformer"]) > 0.3
numerals = [measured.scores("numerals", kind)[1] for kind in titles]
assert max(map(max, numerals)) < 0.8

# %% [markdown] lang="en"
# The table has the worst of three seeds.
# From 30 symbols to 200, LSTM and minimal GRU lose next to nothing, GRU and Transformer much.
# In six seconds, nobody learnt numerals well.

# %% [markdown] lang="zh"
# 表里列出的，是三个种子里最差的成绩。
# 从 30 个符号到 200 个，LSTM 和最小 GRU 几乎没有退步，GRU 和 Transformer 差了很多。
# 数字读法只学了六秒，谁也没学好。

# %% [markdown] lang="en" slide="question"
# ## With enough data?
#
# You will read that with enough data a Transformer is better.
# How much is enough?
# The poems of lesson 11: three nets with 400,000 parameters and equal processor time, on 1 to 100 % of the training characters.
# Rates were chosen on the validation poems; each training reads the test poems once.
#
# **Predict.** LSTM or Transformer: which is ahead, from 3 % on?
#
# - (a) the LSTM, at each share
# - (b) first the LSTM, at last the Transformer
# - (c) the Transformer, at each share

# %% [markdown] lang="zh" slide="question"
# ## 数据够多的时候呢？
#
# 常有人说，只要数据够多，Transformer 就更好。
# 多少才算够？
# 还是第 11 课的诗：三种网络，各 400,000 个参数，处理器时间一样多，用训练集的 1% 到 100% 的字来学。
# 学习率在验证集上选定；每次训练，只在测试集上测一次。
#
# **先猜一猜。** 从 3% 开始，LSTM 和 Transformer 谁领先？
#
# - (a) 一直是 LSTM
# - (b) 先是 LSTM，最后是 Transformer
# - (c) 一直是 Transformer

# %%
predictions.who_is_ahead.answer("a")

# %% slide="picture"
nats = {titles[kind]: measured.nats(kind) for kind in three}
fig, ax = plots.figure(width=7)
plots.draw_nats_over_data(ax, nats)
plots.show(fig, alt=alts["data"])

# %%
mean = np.array([np.mean([*one.values()], axis=1) for one in nats.values()])
assert (mean[0] < mean[2])[1:].all()  # LSTM and Transformer, from 3 % on
assert np.ptp(mean[:, 0]) < min(np.ptp(one[0.01]) for one in nats.values())
whole = [run for run in measured.poems if run.share == 1]
assert all(run.read < run.characters / 2 for run in whole)

# %% [markdown] lang="en" slide="+claim"
# The LSTM leads; at 1 %, seeds differ more than nets.
# But of all characters, nobody read half in 20 seconds: time was short, not data.
# Of large nets this says nothing.

# %% [markdown] lang="zh" slide="+claim"
# LSTM 领先；只用 1% 时，种子之间的差别比网络之间还大。
# 不过给了全部的字，20 秒里谁也没读到一半：缺的是时间，不是数据。
# 大网络会怎样，这里看不出来。

# %% [markdown] lang="en"
# ## See it
#
# Two of these nets, trained now with 120 updates: what do the gates of the one keep, and where does the other look back?

# %% [markdown] lang="zh"
# ## 看一看
#
# 现在训练其中两种，参数各更新 120 次。
# 一种网络的门留住了什么？另一种网络回头看了哪里？

# %% tags=["nbval-ignore-output"]
poems = load_tang_poems()
texts = [poem.text.replace(" ", "") for poem in poems.train]
vocabulary = Vocabulary.build(texts, 10)
grids = encode_poems([(poem, "tang") for poem in poems.train], vocabulary)
some = parallel.take_share(grids, 0.1, 0)
vectors = embedding_of_counts(some, len(vocabulary), 64)  # (V, D)
frequencies = count_frequencies(some, len(vocabulary))
nets, nats = {}, {}
for kind in ("lstm", "transformer"):
    net = parallel.make_poem_net(kind, vectors, frequencies, 400_000)
    ticks, noise = count(), np.random.default_rng(0)
    losses = parallel.poem_losses(net, some, noise, int)
    parallel.learn_for(120, net, losses, 0.008, clock=ticks.__next__)
    nets[kind], nats[kind] = net, parallel.poem_nats(net, some[:3])

short = [poem for poem in poems.test if len(poem.text) < 40][:40:5]
shown = {poem.title: poem.text for poem in short}
gates = partial(parallel.read_gates, nets["lstm"], vocabulary)
looks = partial(parallel.read_looks, nets["transformer"], vocabulary)
print({kind: round(one, 2) for kind, one in nats.items()})
assert max(nats.values()) < np.log(len(vocabulary)) - 1

# %% tags=["nbval-ignore-output"]
widgets.explore_memories(shown, gates, looks, vocabulary.__contains__)

# %% [markdown] lang="en" slide="question"
# ## One character more
#
# To write, a net reads one character, gives the next, and reads that.
# The LSTM takes its state along.
# The Transformer need not start again either: it keeps the keys and values of all that was read, a **KV cache**.
#
# **Predict.** How many numbers does each take along after 1,000 characters, and after 2,000?
#
# - (a) both twice as many
# - (b) the LSTM as many as before, the Transformer twice as many
# - (c) both as many as before: a net has a fixed size

# %% [markdown] lang="zh" slide="question"
# ## 再多读一个字
#
# 写的时候，网络读一个字，给出下一个字，再把它读进来。
# LSTM 带着状态往下走。
# Transformer 也不必从头再来：读过的每个字的键和值，它全都留着，这叫 **KV 缓存**（KV cache）。
#
# **先猜一猜。** 读完 1,000 个字，各要带着多少个数？读完 2,000 个字呢？
#
# - (a) 两个都翻一倍
# - (b) LSTM 不变，Transformer 翻一倍
# - (c) 两个都不变，因为网络的大小是固定的

# %%
predictions.what_is_taken_along.answer("b")

# %%
taken = {}
for kind in ("lstm", "transformer"):
    net = parallel.make_sequence_model(kind, 10, 10, 20_000)
    net.requires_grad_(False)
    ids = torch.randint(10, (1, 2000))
    scores, state = net(ids[:, :1000])
    more, later = net(ids[:, 1000:], state)
    taken[kind] = [parallel.count_state(each) for each in (state, later)]
    at_once, _ = net(ids)
    assert torch.allclose(
        torch.cat([scores, more], dim=1), at_once, atol=1e-4
    )
print(taken)
assert taken["lstm"][0] == taken["lstm"][1]
assert 2 * taken["transformer"][0] == taken["transformer"][1]

# %% [markdown] lang="en"
# Reading on from what was kept gives the scores of reading all at once.
# And the time of one character more, with 100,000 parameters?
# Here 1 is the LSTM's, after 16 characters.

# %% [markdown] lang="zh"
# 靠留下的东西接着往下读，得分跟一次读完一样。
# 那么再读一个字要多久？
# 各 100,000 个参数；以 LSTM 读过 16 个字以后再读一个字的时间为 1。

# %%
names = {"LSTM": "lstm", "minimal GRU": "minimal_gru"}
names["Transformer"] = "transformer"
ratios = {
    name: [cost.seconds[kind] for cost in measured.nexts]
    for name, kind in names.items()
}
fig, ax = plots.figure(width=8)
plots.draw_costs(ax, [cost.known for cost in measured.nexts], ratios)
ax.set_xlabel("characters before")
plots.show(fig, alt=alts["nexts"])
grown = {name: one[-1] / one[0] for name, one in ratios.items()}
assert grown["Transformer"] > 1.3 > max(grown["LSTM"], grown["minimal GRU"])
first, last = measured.nexts[0].numbers, measured.nexts[-1].numbers
assert last["transformer"] / first["transformer"] > grown["Transformer"]

# %% [markdown] lang="en"
# Flat for those with a state; the Transformer's grows, and faster still what it takes along.
#
# So each pays where the other does not: the LSTM in rounds while it learns; the Transformer while it writes, for all that was read.
# Newer nets want both: learn in rounds, write from a state of fixed size.
# Mamba (2023) and minimal RNNs (2024) scan; RWKV (2023) takes means as attention does, but keeps them as a state; xLSTM (2024) has cells of both kinds, with the chain and without.
# The minimal GRU's gates may not ask the state; its factors, above 0, cannot flip.

# %% [markdown] lang="zh"
# 有状态的两种，曲线是平的；Transformer 的曲线往上走，而它要带的东西涨得更快。
#
# 可见两者各有各的代价。
# LSTM 学的时候吃亏，只能一步接一步；Transformer 写的时候吃亏，读过的都得带着。
# 新的网络两样都想要：学的时候几轮算完，写的时候只带一份大小固定的状态。
# Mamba（2023）和最小 RNN（2024）用扫描；RWKV（2023）像注意力那样取平均，但把平均值存成状态；xLSTM（2024）两种单元都有，一种一环扣一环，一种不是。
# 最小 GRU 为了能扫描，门和候选状态都不再看前一个状态；它的系数又总是大于 0，所以不会翻转，这你已经看到了。

# %% [markdown] lang="en"
# ## Read on
#
# - Vaswani and others (2017), *Attention Is All You Need*: the Transformer, and why its path between two words is short.
# - Feng and others (2024), *Were RNNs All We Needed?*: LSTM and GRU cut down until a scan can read them.
# - Hahn (2020), *Theoretical Limitations of Self-Attention in Neural Sequence Models*: why attention of fixed size fails at parity and brackets in long texts.
# - Merrill, Petty and Sabharwal (2024), *The Illusion of State in State-Space Models*: what a scan of this kind cannot follow.
# - Sarrof, Veitsman and Hahn (2024), *The Expressive Capacity of State Space Models*: why factors above 0 cannot count odd and even.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Vaswani 等人（2017），《Attention Is All You Need》：Transformer，以及为什么任何两个词之间的路径都很短。
# - Feng 等人（2024），《Were RNNs All We Needed?》：把 LSTM 和 GRU 一直精简到可以扫描。
# - Hahn（2020），《Theoretical Limitations of Self-Attention in Neural Sequence Models》：文本一长，大小固定的注意力为什么就数不清奇偶，也对不上括号。
# - Merrill、Petty 与 Sabharwal（2024），《The Illusion of State in State-Space Models》：有哪些变化，这一类扫描跟踪不了。
# - Sarrof、Veitsman 与 Hahn（2024），《The Expressive Capacity of State Space Models》：系数总是大于 0，为什么就数不清奇偶。

# %% [markdown] lang="en"
# ## What you saw
#
# - Gates that ask the state before take T rounds, however many processors.
# - If none asks, two steps are one, and a scan needs about $\log_2 T$ rounds.
# - Attention hands on nothing; it needs a mask and places, and its cost grows with the square.
# - The LSTM went on flipping a bit; minimal GRU and Transformer were right in short texts only.
# - In equal time, on short poems, the LSTM beat the Transformer, but for the smallest share.
#
# Which would you choose for a poem of 28 characters, and which for a book?
# Take a text of your own.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 门要看前一个状态，就一环扣一环：不管有多少处理器，T 步都得走 T 轮。
# - 门和候选状态都不看前一个状态，两步就能合成一步，扫描只要大约 $\log_2 T$ 轮。
# - 注意力什么也不往下传，但要有掩码和位置编码；代价随长度的平方增长。
# - LSTM 能一直翻转下去；最小 GRU 和 Transformer 只在短序列上做得到。
# - 处理器时间相同、诗又短的时候，除了字最少的那一份，LSTM 都胜过 Transformer。
#
# 写 28 个字的诗，你会选哪一种？写一本书呢？
# 现在，挑一段你自己的文字试试吧。
