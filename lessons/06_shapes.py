# %% [markdown] lang="en"
# # Shapes in PyTorch
#
# Your network trains.
# The loss falls, and nothing complains.
# Yet it has mixed up the sentences of every batch.
# How can code be so wrong, and still run?
#
# *75 minutes.*
# *Builds on lesson 05.*
# Afterwards you can say what comes out of `nn.RNN`, `nn.LSTM` and `nn.GRU` before you run them,
# find the final state of each layer and direction,
# and read sequences of different lengths without reading their padding.

# %% [markdown] lang="zh"
# # PyTorch 里的形状
#
# 网络训练得很顺利，损失在下降，也没有报错。
# 可是每一批里的句子，全都混在了一起。
# 错成这样的代码，怎么还能运行？
#
# *75 分钟。先学完第 05 课。*
# 学完以后，在运行 `nn.RNN`、`nn.LSTM`、`nn.GRU` 之前，你就能说出它们会返回什么。
# 你能找到每一层、每个方向的末状态，
# 还能读长短不一的序列，而不把填充也读进去。

# %%
from functools import partial
from timeit import repeat

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils import plots, widgets
from course_utils.exercises.shapes import alts, exercises, predictions
from course_utils.shape_trainer import returned_shapes, shape_question

# %% [markdown] lang="en" slide="section +question"
# ## Which axis is time?
#
# `nn.RNN(5, 6)` reads symbols of 5 numbers into a state of 6.
# Give it `x` of shape (2, 3, 5).
#
# **Predict.** How many steps does it take?
# - (a) 2
# - (b) 3
# - (c) 5

# %% [markdown] lang="zh" slide="section +question"
# ## 哪个轴是时间？
#
# `nn.RNN(5, 6)` 每次读一个符号，也就是 5 个数，状态有 6 个数。
# 让它读形状为 (2, 3, 5) 的 `x`。
#
# **先猜一猜。** 它走几步？
# - (a) 2
# - (b) 3
# - (c) 5

# %%
predictions.which_is_time.answer("a")

# %%
torch.manual_seed(0)
rnn, x = nn.RNN(5, 6), torch.randn(2, 3, 5)
output, h_n = rnn(x)
print(tuple(output.shape), tuple(h_n.shape))
assert output.shape == (2, 3, 6) and h_n.shape == (1, 3, 6)

first = rnn(x[:1])[1]
assert torch.allclose(rnn(x[1:], first)[1], h_n)

# %% [markdown] lang="en" slide="claim question"
# Two calls of one step each lead to the same `h_n`: the first axis is time.
#
# First remember four letters: T steps, B sequences in a batch, E numbers in, H numbers in a state.
# So `x` is (T, B, E), `output` is (T, B, H).
#
# **Predict.** `nn.RNN(10, 5, num_layers=2)` reads an `x` of shape (5, 3, 10).
# What is the shape of `output`?
#
# - (a) (5, 3, 10)
# - (b) (10, 3, 5)
# - (c) (5, 3, 5)

# %% [markdown] lang="zh" slide="claim question"
# 分两次调用、每次走一步，得到的 `h_n` 一样：第一个轴就是时间。
#
# 先记住四个字母：T 步，一批 B 个序列，每步输入 E 个数，状态有 H 个数。
# 所以 `x` 是 (T, B, E)，`output` 是 (T, B, H)。
#
# **先猜一猜。** `nn.RNN(10, 5, num_layers=2)` 读一个形状为 (5, 3, 10) 的 `x`。
# `output` 的形状是什么？
#
# - (a) (5, 3, 10)
# - (b) (10, 3, 5)
# - (c) (5, 3, 5)

# %%
predictions.layers_in_output.answer("c")


# %%
def shapes(net, x):
    output, states = net(x)
    states = states if isinstance(states, tuple) else (states,)
    return [tuple(tensor.shape) for tensor in (output, *states)]


found = shapes(nn.RNN(10, 5, num_layers=2), torch.randn(5, 3, 10))
print(found)
assert found == [(5, 3, 5), (2, 3, 5)]

# %% [markdown] lang="en" slide="claim"
# `output` runs through time: the top layer, at every step.
# `h_n` runs through depth: every layer, after the last step.
# An LSTM has a cell state too, so it also returns `c_n`.
# Can you say these before you run them?
#
# In one corner the two meet: the top layer at the last step.
# Is `output[-1]` then the same as `h_n[-1]`?

# %% [markdown] lang="zh" slide="claim"
# `output` 沿时间排列：最上面一层的每一步都在里面。
# `h_n` 沿深度排列：每一层都在里面，但只有最后一步。
# LSTM 还有细胞状态，所以多返回一个 `c_n`。
# 运行之前，你能说出下面这些形状吗？
#
# 两者有一处重合：最上面一层的最后一步。
# 那么 `output[-1]` 就等于 `h_n[-1]` 吗？

# %%
three = [
    (nn.GRU(10, 20, num_layers=2), (5, 3, 10)),
    (nn.LSTM(10, 30), (15, 100, 10)),
    (nn.LSTM(5, 6, num_layers=2), (1, 3, 5)),
]
for net, shape in three:
    x = torch.randn(shape)
    print(type(net).__name__, shape, "->", *shapes(net, x))
    output, states = net(x)
    h_n = states[0] if isinstance(net, nn.LSTM) else states
    assert torch.equal(output[-1], h_n[-1])
assert shapes(net, x) == [(1, 3, 6), (2, 3, 6), (2, 3, 6)]

# %% [markdown] lang="en"
# Three times yes, and all three read in one direction.
#
# ## Where a net begins
#
# The second argument is the state before the first step, shaped like `h_n`; without it, zeros.
# An LSTM takes a pair, `(h0, c0)`.
# Can we stop after four steps, and go on later?

# %% [markdown] lang="zh"
# 三次都相等，不过这三个网络都只朝一个方向读。
#
# ## 网络从哪里开始
#
# 第二个参数是第一步之前的状态，形状跟 `h_n` 一样；不给就是零。
# LSTM 要的是一个二元组 `(h0, c0)`。
# 能不能读四步先停下，以后再接着读？

# %%
torch.manual_seed(0)
lstm, x = nn.LSTM(5, 6, num_layers=2), torch.randn(7, 3, 5)
h0, c0 = torch.zeros(2, 3, 6), torch.zeros(2, 3, 6)  # (L, B, H)
whole, _ = lstm(x, (h0, c0))
first, (h_n, c_n) = lstm(x[:4], (h0, c0))
later, _ = lstm(x[4:], (h_n, c_n))
assert torch.equal(whole, lstm(x)[0])
assert torch.allclose(torch.cat([first, later]), whole, atol=1e-6)

# %% [markdown] lang="en"
# Yes, if both are passed on.
# So lesson 03's windows can read a long text, and in lesson 07 a decoder begins where an encoder ended.

# %% [markdown] lang="zh"
# 能，只要把两者都传下去。
# 第 03 课的窗口就是这样读长文本的；第 07 课的解码器（decoder），也是从编码器（encoder）结束的地方开始的。

# %% [markdown] lang="en"
# ## Layer upon layer
#
# A second layer reads the states of the first.
# What has it got to add?

# %% [markdown] lang="zh"
# ## 一层叠一层
#
# 第二层读的是第一层的状态。
# 它能多做些什么？


# %%
def deep_rnn(x, layers):  # x (T, B, E)
    for W_xh, W_hh, b_ih, b_hh in layers:
        h, states = np.zeros((x.shape[1], len(W_hh))), []
        for x_t in x:
            h = np.tanh(x_t @ W_xh.T + b_ih + h @ W_hh.T + b_hh)
            states.append(h)
        x = np.stack(states)  # what the next layer reads
    return x


net, x = nn.RNN(5, 6, num_layers=2), torch.randn(7, 3, 5)
weights = [weight.detach().numpy() for weight in net.parameters()]
ours = deep_rnn(x.numpy(), (weights[:4], weights[4:]))
assert np.allclose(ours, net(x)[0].detach(), atol=1e-6)

# %% [markdown] lang="en"
# In one layer, only one tanh stands between a symbol and its state.
# Each further layer may combine what the one below found, at every step, with a memory of its own.

# %% [markdown] lang="zh"
# 只有一层时，从符号到状态只经过一次 tanh。
# 每多一层，就能在每一步把下层找到的东西再组合一次，这一层还有自己的记忆。

# %% [markdown] lang="en"
# In speech, depth paid more than width (Graves and others, 2013).
# It costs time and weights, and gradients have one more way to fade.

# %% [markdown] lang="zh"
# 在语音识别里，加深比加宽更有用（Graves 等人，2013）。
# 代价是时间和权重，梯度也多了一条会消失的路。

# %% [markdown] lang="en" slide="section"
# ## Two directions
#
# Two networks read 我爱中国 ("I love China"), one from each end.
# Their states stand side by side.

# %% [markdown] lang="zh" slide="section"
# ## 两个方向
#
# 两个网络读“我爱中国”，一个从头读起，一个从尾读起。
# 在每个字上，两个网络的状态并排放在一起。

# %% slide="+result"
fig, ax = plots.figure(width=7.6, height=3.4)
plots.draw_directions(ax, list("我爱中国"))
plots.show(fig, alt=alts["two_directions"])

# %% [markdown] lang="en" slide="question"
# **Predict.** The dark half of `output[-1]` is the backward state there.
# What has it read?
#
# - (a) all four characters
# - (b) only 国
# - (c) only 我

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** `output[-1]` 里深色的一半，是反向网络在那里的状态。
# 它读过什么？
#
# - (a) 四个字全读过
# - (b) 只读过“国”
# - (c) 只读过“我”

# %%
predictions.backward_half.answer("b")

# %%
torch.manual_seed(0)
net, x = nn.RNN(8, 6, bidirectional=True), torch.randn(4, 1, 8)


def moved_halves(place):
    other = x.clone()
    other[place] += 1
    halves = (net(other)[0] - net(x)[0]).view(4, 2, 6)
    return (halves.abs().amax(dim=2) > 1e-6).int().tolist()


print(moved_halves(0), moved_halves(3))
assert moved_halves(0) == [[1, 1], [1, 0], [1, 0], [1, 0]]
assert moved_halves(3) == [[0, 1], [0, 1], [0, 1], [1, 1]]

# %% [markdown] lang="en"
# A row is a step, its two numbers say whether the forward and the backward half moved.
#
# With another first character, the backward half of `output[-1]` stays: it has read one character of four.
# So "`output[-1]` is the final state" is half a truth: with two directions it is not.
#
# The last character moves the backward half at every step.
# That is the price: no step of `output` is complete before the whole sequence is there.
#
# Are these really two networks?
# Copy the weights into two ordinary ones, and turn the text round for the second.

# %% [markdown] lang="zh"
# 一行是一步，两个数分别表示正向和反向那一半变了没有。
#
# 换掉第一个字，`output[-1]` 的反向那一半没有变：四个字里，它才读了一个。
# 所以“`output[-1]` 就是末状态”只对了一半：双向时就不是这样。
#
# 换掉最后一个字，每一步的反向那一半都变了。
# 这就是双向的代价：要等整个序列都有了，`output` 的每一步才完整。
#
# 里面真的是两个网络吗？
# 把权重抄进两个普通的单向网络，让第二个倒着读。

# %%
for cell in (nn.RNN, nn.LSTM, nn.GRU):
    both = cell(8, 6, bidirectional=True)
    ahead, back = cell(8, 6), cell(8, 6)
    for name, weight in both.named_parameters():
        one = back if name.endswith("_reverse") else ahead
        one.get_parameter(name.removesuffix("_reverse")).data = weight.data
    halves = ahead(x)[0], back(x.flip(0))[0].flip(0)
    difference = (both(x)[0] - torch.cat(halves, dim=2)).abs().max().item()
    print(f"Bi{cell.__name__} {difference:.3f}")
    assert difference < 1e-6

# %% [markdown] lang="en" slide="section"
# Any cell can be doubled: BiRNN, BiLSTM, BiGRU.
#
# ## Who is who in `h_n`?
#
# Put a second bidirectional layer on top.
# It reads the pairs below; four chains come to an end.

# %% [markdown] lang="zh" slide="section"
# 哪种单元都能这样配成一对：BiRNN、BiLSTM、BiGRU。
#
# ## `h_n` 里谁是谁？
#
# 再往上加一层双向网络。
# 这一层读的是下层并排的两个状态；一共有四条链，每条都有自己的终点。

# %% slide="+result"
fig, ax = plots.figure(width=7.6, height=5.2)
plots.draw_directions(
    ax, ["$x_1$", "$x_2$", "$x_3$", "$x_4$"], num_layers=2
)
plots.show(fig, alt=alts["two_layers"])

# %% [markdown] lang="en" slide="question"
# **Predict.** Without the picture: which entry is the backward state of the lower layer?
# - (a) `h_n[1]`
# - (b) `h_n[2]`
# - (c) `h_n[3]`

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 不看图：下层的反向末状态是哪一份？
# - (a) `h_n[1]`
# - (b) `h_n[2]`
# - (c) `h_n[3]`

# %%
predictions.which_entry.answer("a")

# %% [markdown] lang="en"
# `h_n` has $L \cdot D$ entries, for L layers and D directions.
# `view(L, D, B, H)` gives each its own axis.
# Is the order right?
# We ask `output`, and a net that has the lower layer only.

# %% [markdown] lang="zh"
# 设有 L 层、D 个方向，`h_n` 就有 $L \cdot D$ 份。
# `view(L, D, B, H)` 让层和方向各占一个轴。
# 这个次序对不对？
# 我们拿 `output` 来核对，再拿一个只有下层的网络来核对。

# %%
L, D, T, B, E, H = 2, 2, 7, 3, 5, 6
net, x = nn.LSTM(E, H, L, bidirectional=True), torch.randn(T, B, E)
output, (h_n, c_n) = net(x)
lower, upper = h_n.view(L, D, B, H)
assert torch.equal(upper[0], output[-1, :, :H])
assert torch.equal(upper[1], output[0, :, H:])

below = nn.LSTM(E, H, bidirectional=True)
weights = net.state_dict().items()
below.load_state_dict({k: v for k, v in weights if "l0" in k})
assert torch.allclose(lower, below(x)[1][0], atol=1e-6)
print(tuple(output.shape), tuple(h_n.shape), tuple(c_n.shape))

# %% [markdown] lang="en"
# Now swap two letters: `view(D, L, B, H)`.
# With two layers and two directions the shape is the same.
# Are the numbers?
#
# And does a second direction double the parameters?

# %% [markdown] lang="zh"
# 现在把两个字母对调：`view(D, L, B, H)`。
# 两层、两个方向时，形状完全一样。
# 里面的数也一样吗？
#
# 再问一个问题：多一个方向，参数就翻倍吗？

# %%
swapped = h_n.view(D, L, B, H)[:, -1]
print(swapped.shape == upper.shape, torch.allclose(swapped, upper))
assert swapped.shape == upper.shape and not torch.allclose(swapped, upper)

for L in (1, 2, 3):
    nets = (nn.LSTM(E, H, L, bidirectional=b) for b in (False, True))
    one, two = (sum(p.numel() for p in net.parameters()) for net in nets)
    print(f"L = {L}: {one} {two} {two / one:.2f}")
    assert (two == 2 * one) == (L == 1)

# %% [markdown] lang="en"
# A wrong `view` raises no error.
# And only one layer is doubled: the layers above read both directions, so each of their input matrices is twice as wide.

# %% [markdown] lang="zh"
# `view` 写错了，也不会报错。
# 参数只有在一层时才正好翻倍：上面各层要读两个方向的状态，输入矩阵就宽了一倍。

# %% [markdown] lang="en"
# ### Exercise 1: `final_states`
#
# A bidirectional net returned `output` and `h_n`.
# Give both final states of the top layer side by side, forward first.
# Stuck?
# Run `exercises.final_states.hint()`.

# %% [markdown] lang="zh"
# ### 练习 1：`final_states`
#
# 双向网络返回了 `output` 和 `h_n`。
# 给出最上层两个方向的末状态，并排放，正向在前。
# 卡住了？
# 运行 `exercises.final_states.hint()`。

# %% exercise="final_states" slide="task"
final_states = exercises.final_states.solved

# %%
exercises.final_states.check(final_states)

# %% [markdown] lang="en" slide="section +question"
# ## The batch in front
#
# Data often come as (B, T, E), and `batch_first=True` says so.
#
# **Predict.** `nn.RNN(5, 6, batch_first=True)` reads an `x` of shape (3, 2, 5).
# What is the shape of `h_n`?
#
# - (a) (3, 1, 6)
# - (b) (1, 3, 6)
# - (c) (1, 2, 6)

# %% [markdown] lang="zh" slide="section +question"
# ## 批量在前
#
# 数据往往是 (B, T, E)，这时要写 `batch_first=True`。
#
# **先猜一猜。** `nn.RNN(5, 6, batch_first=True)` 读一个形状为 (3, 2, 5) 的 `x`。
# `h_n` 的形状是什么？
#
# - (a) (3, 1, 6)
# - (b) (1, 3, 6)
# - (c) (1, 2, 6)

# %%
predictions.states_with_batch_first.answer("b")

# %%
found = shapes(nn.RNN(5, 6, batch_first=True), torch.randn(3, 2, 5))
print(found)
assert found == [(3, 2, 6), (1, 3, 6)]

# %% [markdown] lang="en"
# `batch_first` moves `x` and `output`, never the states.
#
# What if you forget it?
# Three sequences of four steps meet a net that expects time in front.
# Change the first: whose state should move?

# %% [markdown] lang="zh"
# `batch_first` 调换的是 `x` 和 `output` 的轴，从来不动状态。
#
# 如果忘了写呢？
# 三个序列，每个四步，交给一个把第一个轴当作时间的网络。
# 改动第一个序列，谁的状态应该变？


# %%
def read_batch_wrongly(rnn, x):
    output, _ = rnn(x)
    return output[:, -1]


torch.manual_seed(0)
x = torch.randn(3, 4, 5)
other = x.clone()
other[0] += 1
for rnn in (nn.GRU(5, 6), nn.GRU(5, 6, batch_first=True)):
    change = read_batch_wrongly(rnn, other) - read_batch_wrongly(rnn, x)
    moved = (change.abs().amax(dim=1) > 1e-6).tolist()
    print(rnn.batch_first, moved)
    assert moved == [True, not rnn.batch_first, not rnn.batch_first]

# %% [markdown] lang="en" slide="claim"
# Without `batch_first` all three states move: the net has walked down the batch, from sentence to sentence.
# The shape was right, and no line complained.

# %% [markdown] lang="zh" slide="claim"
# 没有 `batch_first`，三个状态全变了：网络沿着批量，从一句走到了另一句。
# 形状是对的，没有一行报错。

# %% [markdown] lang="en"
# ### Exercise 2: `read_batch`
#
# Repair `read_batch_wrongly`: `rnn` was built without `batch_first`, and `x` is (B, T, E).
# For three sequences and H = 6, the answer is (3, 6).

# %% [markdown] lang="zh"
# ### 练习 2：`read_batch`
#
# 请改正 `read_batch_wrongly`：`rnn` 创建时没有设 `batch_first`，而 `x` 是 (B, T, E)。
# 三个序列、H = 6 时，答案是 (3, 6)。

# %% exercise="read_batch" slide="task"
read_batch = exercises.read_batch.solved

# %%
exercises.read_batch.check(read_batch)

# %% [markdown] lang="en"
# ## The other arguments
#
# | constructor argument | what it changes |
# |---|---|
# | `input_size` | the last axis of `x` |
# | `hidden_size` | the states, so `output`, `h_n`, `c_n` |
# | `num_layers` | the entries of `h_n` and `c_n` |
# | `bidirectional` | these entries, and the width of `output` |
# | `batch_first` | the order of `x` and `output` |
# | `proj_size` (LSTM) | the width of `output` and `h_n`, not of `c_n` |
# | `nonlinearity` (RNN), `bias`, `dropout` | no shape |
#
# `dropout` sets numbers to zero in training, at random.
# With two layers: which states will differ between two runs?

# %% [markdown] lang="zh"
# ## 其余的构造参数
#
# | 构造参数 | 改变什么 |
# |---|---|
# | `input_size` | `x` 的最后一个轴 |
# | `hidden_size` | 状态，所以 `output`、`h_n`、`c_n` 都变 |
# | `num_layers` | `h_n` 和 `c_n` 的份数 |
# | `bidirectional` | 份数，还有 `output` 的宽度 |
# | `batch_first` | `x` 和 `output` 的轴序 |
# | `proj_size`（LSTM） | `output` 和 `h_n` 的宽度，不管 `c_n` |
# | `nonlinearity`（RNN）、`bias`、`dropout` | 不改变形状 |
#
# 训练时，`dropout` 随机地把一些数变成零。
# 有两层的话，跑两遍，哪一层的状态会不一样？

# %%
torch.manual_seed(0)
net, x = nn.GRU(5, 6, num_layers=2, dropout=0.5), torch.randn(4, 3, 5)
one, two = net(x), net(x)
print([torch.equal(*pair) for pair in zip(one[1], two[1], strict=True)])
assert torch.equal(one[1][0], two[1][0])
assert not torch.equal(one[1][1], two[1][1])
assert (one[0] != 0).all()
net.eval()
assert torch.equal(net(x)[0], net(x)[0])

# %% [markdown] lang="en"
# Only the upper one: dropout sits *between* layers, neither before the first nor behind the last.
# `output` has no zeros; with one layer the argument does nothing but warn.
#
# Two more shapes.
# What is left of `output` when one sequence comes without a batch?
# And which tensor keeps 6 numbers when `proj_size=2`?
# (In `float64`: with `float32`, PyTorch may warn that oneDNN, its fast library for the processor, has no projections.)

# %% [markdown] lang="zh"
# 只有上层不一样：dropout 加在层与层**之间**，第一层前面没有，最后一层后面也没有。
# `output` 里没有零；只有一层时，这个参数除了警告，什么也不做。
#
# 还有两种形状。
# 只来一个序列，没有批量，`output` 还剩几个轴？
# `proj_size=2` 时，哪个张量还有 6 个数？
# （这里用 `float64`；换成 `float32`，PyTorch 可能会警告：它在处理器上的加速库 oneDNN 不支持投影。）

# %%
alone = shapes(nn.RNN(5, 6), torch.randn(4, 5))
double = {"dtype": torch.float64}
net = nn.LSTM(5, 6, proj_size=2, **double)
projected = shapes(net, torch.randn(4, 3, 5, **double))
print(alone, projected)
assert alone == [(4, 6), (1, 6)]
assert projected == [(4, 3, 2), (1, 3, 2), (1, 3, 6)]

# %% [markdown] lang="en"
# The cell state keeps them.
#
# ## Two texts, how many verdicts?
#
# A classifier: V = 1000 words, E = 128, H = 216, 3 classes.
# Its batch has two texts of four words, ids of shape (2, 4).
# The LSTM has time in front.
# What comes out if you forget to transpose?

# %% [markdown] lang="zh"
# 没变短的是细胞状态。
#
# ## 两篇文字，几个判断？
#
# 来看一个分类器：词表 V = 1000，E = 128，H = 216，分 3 类。
# 一批有两篇文字，每篇四个词，编号的形状是 (2, 4)。
# LSTM 默认第一个轴是时间。
# 忘了转置，会得到什么？

# %%
torch.manual_seed(0)
embed, lstm = nn.Embedding(1000, 128), nn.LSTM(128, 216)
classify = nn.Linear(216, 3)
ids = torch.tensor([[7, 42, 3, 999], [5, 12, 8, 1]])  # (B, T)
vectors = embed(ids)  # (B, T, E)
for x in (vectors, vectors.transpose(0, 1)):
    _, (h_n, _) = lstm(x)
    print(tuple(x.shape), tuple(classify(h_n[-1]).shape))
assert vectors.shape == (2, 4, 128)
assert x.shape == (4, 2, 128) and classify(h_n[-1]).shape == (2, 3)

# %% [markdown] lang="en" slide="section question"
# Four verdicts on two texts.
# With B = T you would not even see that.
#
# ## Lengths differ
#
# Four sequences of at most two steps; the second has one, and a row of zeros to fill up, called **padding**.
#
# **Predict.** What does that row do to the state?
#
# - (a) nothing, zeros add nothing
# - (b) it sets the state to zero
# - (c) it moves the state on

# %% [markdown] lang="zh" slide="section question"
# 两篇文字，却得到四个判断。
# 如果 B = T，连这个错误都看不出来。
#
# ## 长短不一
#
# 四个序列，最多两步；第二个只有一步，后面拿一行零补齐，叫**填充**（padding）。
#
# **先猜一猜。** 这一行零会把状态怎么样？
#
# - (a) 没有影响，零什么也不加
# - (b) 把状态清零
# - (c) 让状态再走一步

# %%
predictions.zeros_behind_the_end.answer("c")

# %%
x = [[[0, 1, 2], [9, 8, 7]], [[3, 4, 5], [0, 0, 0]]]
x += [[[6, 7, 8], [6, 5, 4]], [[9, 0, 1], [3, 2, 1]]]
x, lengths = torch.tensor(x).float(), torch.tensor([2, 1, 2, 2])
torch.manual_seed(0)
rnn = nn.RNN(3, 5, batch_first=True)
output, h_n = rnn(x)
difference = (h_n[0, 1] - output[1, 0]).abs().max().item()
print(f"{difference:.1f}")
assert difference > 0.1

# %% [markdown] lang="en" slide="claim"
# `h_n` holds a state that has read padding.
# **Packing** tells the net the lengths.
# With `enforce_sorted=False` they may come in any order.
# Then where does each sequence stop?

# %% [markdown] lang="zh" slide="claim"
# `h_n` 里的状态把填充也读进去了。
# **打包**（packing），就是把长度告诉网络。
# 写上 `enforce_sorted=False`，长度就不必从大到小排。
# 这样一来，每个序列停在哪里？

# %%
as_they_come = {"batch_first": True, "enforce_sorted": False}
packed = pack_padded_sequence(x, lengths, **as_they_come)
packed_output, packed_h_n = rnn(packed)
padded, _ = pad_packed_sequence(packed_output, batch_first=True)
print(tuple(packed_output.data.shape), tuple(padded.shape))
assert packed_output.data.shape == (2 + 1 + 2 + 2, 5)
assert (padded[1, 1] == 0).all()
assert torch.allclose(packed_h_n[0, 1], output[1, 0], atol=1e-6)

# %% [markdown] lang="en"
# Each at its own end.
# `packed_output.data` holds the real states only, a row each: seven rows, no padding at all.
# Padded again, `output` is zero behind the end, and `h_n` is the last *real* state.
#
# ### Exercise 3: `last_real_state`
#
# You can do without packing: in one direction, `output` holds the state you want, at another step for each sequence.
# Take it out.
# For lengths 3 and 2, these are steps 2 and 1, counted from 0.

# %% [markdown] lang="zh"
# 每个序列都停在自己的末尾。
# `packed_output.data` 里只有真实的状态，一个一行：一共七行，一行填充也没有。
# 重新填充以后，`output` 在末尾之后是零，`h_n` 是最后一个**真实**的状态。
#
# ### 练习 3：`last_real_state`
#
# 不打包也行：单向时，你要的状态就在 `output` 里，只是每个序列在不同的步上。
# 把它取出来。
# 长度是 3 和 2 时，就是第 2 步和第 1 步（从 0 数起）。

# %% exercise="last_real_state" slide="task"
last_real_state = exercises.last_real_state.solved

# %%
exercises.last_real_state.check(last_real_state)

# %% [markdown] lang="en" slide="question"
# ## Is padding at the end harmless?
#
# In one direction the real steps come first, so padding behind them cannot touch them.
#
# **Predict.** And with two directions: which half of `output` differs at a real step, compared with the sequence read alone?
#
# - (a) neither
# - (b) the forward half
# - (c) the backward half

# %% [markdown] lang="zh" slide="question"
# ## 末尾的填充就无害吗？
#
# 单向时，真实的步先读完，后面的填充影响不到它们。
#
# **先猜一猜。** 双向呢？
# 前面第二个序列真实的只有一步：和单独读相比，这一步 `output` 的哪一半不一样？
#
# - (a) 都一样
# - (b) 正向那一半
# - (c) 反向那一半

# %%
predictions.padding_in_two_directions.answer("c")

# %% slide="result"
last_real_state = exercises.last_real_state.mine(last_real_state)
ends = last_real_state(output, lengths)
assert torch.allclose(ends, packed_h_n[0], atol=1e-6)
torch.manual_seed(0)
both = nn.RNN(3, 5, batch_first=True, bidirectional=True)
alone = both(x[1, :1])[0][0]
padded, _ = pad_packed_sequence(both(packed)[0], batch_first=True)
changes = {}
for name, output in (("padded", both(x)[0]), ("packed", padded)):
    change = (output[1, 0] - alone).view(2, 5).abs().amax(dim=1).tolist()
    changes[name] = change
plots.show_table(changes, ("forward", "backward"), digits=2)
assert (both(x)[0][1, 0] - alone)[:5].abs().max() < 1e-6
assert (both(x)[0][1, 0] - alone)[5:].abs().max() > 0.01
assert max(change) < 1e-6

# %% [markdown] lang="en" slide="+claim"
# The backward half comes out of the padding; packed, it starts at the real end.
#
# ### Exercise 4: `masked_mean`
#
# Some models read out the mean of all states, not the last one.
# Average the real ones only.
# If the states of a sequence are 1, 3 and a padded 8, and its length is 2, the mean is 2.

# %% [markdown] lang="zh" slide="+claim"
# 反向那一半先读了填充，才读到真实的步；打包以后，它就从真实的末尾读起。
#
# ### 练习 4：`masked_mean`
#
# 有的模型不取末状态，而取全部状态的平均。
# 请只对真实的状态求平均。
# 假如某个序列的状态是 1、3，外加填充处的 8，长度是 2，那么平均是 2。

# %% exercise="masked_mean" slide="task"
masked_mean = exercises.masked_mean.solved

# %%
exercises.masked_mean.check(masked_mean)

# %% [markdown] lang="en"
# ## A cell, a loop, a layer
#
# `nn.LSTMCell` takes one step; you loop.
# `nn.LSTM` has the loop inside.
# `formula` is lesson 05's step, in the order `i`, `f`, `g`, `o`.
# The same weights: the same numbers?

# %% [markdown] lang="zh"
# ## 单元、循环、整层
#
# `nn.LSTMCell` 只走一步，循环得自己写。
# `nn.LSTM` 把循环装在里面。
# `formula` 就是第 05 课的那一步，次序是 `i`、`f`、`g`、`o`。
# 权重相同，结果也相同吗？

# %%
torch.manual_seed(0)
layer, cell = nn.LSTM(16, 32), nn.LSTMCell(16, 32)
for name, weight in cell.named_parameters():
    weight.data = layer.get_parameter(f"{name}_l0").data


def loop(step, x):
    h = c = torch.zeros(x.shape[1], 32)
    kept = []
    for x_t in x:
        h, c = step(x_t, (h, c))
        kept.append(h)
    return torch.stack(kept)


def formula(x_t, state):
    h, c = state
    rows = x_t @ cell.weight_ih.T + h @ cell.weight_hh.T
    i, f, g, o = (rows + cell.bias_ih + cell.bias_hh).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


# %%
ways = {
    "formula": lambda x: loop(formula, x),
    "cell": lambda x: loop(cell, x),
    "layer": lambda x: layer(x)[0],
}
x = torch.randn(100, 8, 16)
for name, read in ways.items():
    assert torch.allclose(read(x), ways["layer"](x), atol=1e-5), name

# %% [markdown] lang="en"
# And the time?
# Milliseconds for 100 steps, the best of five.

# %% [markdown] lang="zh"
# 时间呢？
# 走 100 步要多少毫秒，取五次里最快的。

# %% tags=["nbval-ignore-output"]
milliseconds = {}
with torch.no_grad():
    for name, read in ways.items():
        best = min(repeat(partial(read, x), number=1, repeat=5))
        milliseconds[name] = 1000 * best
plots.show_table(milliseconds, digits=2)

# %% [markdown] lang="en" slide="section"
# The loop comes back to Python at every step, for one small operation after another.
# The layer keeps the whole loop outside Python.
# Write the loop only if you must look inside, or change a step.
#
# ## Play
#
# Which controls change the shape of `output`, but not of `h_n`?
# Which one changes `h_n` but not `output`?

# %% [markdown] lang="zh" slide="section"
# 自己写循环，每一步都要回到 Python，一个一个地做小运算。
# 整层的循环从头到尾都不经过 Python。
# 只有要看中间结果，或者要改动其中的一步时，才自己写循环。
#
# ## 动手试试
#
# 哪些控件只改 `output` 的形状，不改 `h_n` 的？
# 哪一个只改 `h_n`，不改 `output`？

# %% slide="+result"
widgets.explore_shapes(returned_shapes)

# %% [markdown] lang="en"
# ### Exercise 5: `shape_of`
#
# `x` is always (7, 4, 10).
#
# | | net | tensor |
# |---|---|---|
# | a | `nn.RNN(10, 20)` | `output` |
# | b | `nn.RNN(10, 20)` | `h_n` |
# | c | `nn.GRU(10, 20, num_layers=3)` | `output` |
# | d | `nn.GRU(10, 20, num_layers=3)` | `h_n` |
# | e | `nn.LSTM(10, 20, bidirectional=True)` | `output` |
# | f | `nn.LSTM(10, 20, num_layers=3, bidirectional=True)` | `c_n` |
# | g | `nn.RNN(10, 20, batch_first=True)` | `output` |
# | h | `nn.RNN(10, 20, batch_first=True)` | `h_n` |
# | i | `nn.LSTM(10, 20, proj_size=5)` | `h_n` |
# | j | `nn.LSTM(10, 20, proj_size=5)` | `c_n` |
#
# What is the shape of each tensor?
# Write a `dict` called `answers`, from letter to shape.

# %% [markdown] lang="zh"
# ### 练习 5：`shape_of`
#
# `x` 都是 (7, 4, 10)。
#
# | | 网络 | 张量 |
# |---|---|---|
# | a | `nn.RNN(10, 20)` | `output` |
# | b | `nn.RNN(10, 20)` | `h_n` |
# | c | `nn.GRU(10, 20, num_layers=3)` | `output` |
# | d | `nn.GRU(10, 20, num_layers=3)` | `h_n` |
# | e | `nn.LSTM(10, 20, bidirectional=True)` | `output` |
# | f | `nn.LSTM(10, 20, num_layers=3, bidirectional=True)` | `c_n` |
# | g | `nn.RNN(10, 20, batch_first=True)` | `output` |
# | h | `nn.RNN(10, 20, batch_first=True)` | `h_n` |
# | i | `nn.LSTM(10, 20, proj_size=5)` | `h_n` |
# | j | `nn.LSTM(10, 20, proj_size=5)` | `c_n` |
#
# 各个张量是什么形状？
# 请写一个 `dict`，取名 `answers`，键是字母，值是形状。

# %% exercise="shape_of" slide="task"
shape_of = exercises.shape_of.solved

# %%
exercises.shape_of.check(shape_of)

# %% [markdown] lang="en"
# ## The shape trainer
#
# New questions, as many as you like.
# PyTorch itself knows the answers.
# Can you get ten right at the first try?

# %% [markdown] lang="zh"
# ## 形状训练器
#
# 新题想做多少有多少。
# 答案由 PyTorch 当场给出。
# 你能十题都一次答对吗？

# %%
widgets.explore_questions(shape_question)

# %% [markdown] lang="en"
# ## Read on
#
# - Schuster and Paliwal (1997), *Bidirectional Recurrent Neural Networks*: reading from both ends.
# - Graves, Mohamed and Hinton (2013), *Speech Recognition with Deep Recurrent Neural Networks*: layers, directions and gates compared.
# - Pascanu and others (2014), *How to Construct Deep Recurrent Neural Networks*: other places where depth can go.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Schuster 与 Paliwal（1997），《Bidirectional Recurrent Neural Networks》：从两头来读。
# - Graves、Mohamed 与 Hinton（2013），《Speech Recognition with Deep Recurrent Neural Networks》：比较了层数、方向和门。
# - Pascanu 等人（2014），《How to Construct Deep Recurrent Neural Networks》：深度还可以加在哪些地方。

# %% [markdown] lang="en"
# ## What you saw
#
# - `output`: the top layer at every step; `h_n`: every layer and direction, at its end.
# - `h_n` runs layer by layer, forward first; the backward state is final at step 0.
# - `batch_first` moves `x` and `output`, never the states.
# - Padding is read like any symbol; backward, it is even read first.
# - Wrong axes run without an error: change one sequence, and see which states move.
#
# A net can now return one state, or one for each step.
# Which of the two does a task need?
# Lesson 07 takes the five shapes one by one.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - `output`：最上层的每一步；`h_n`：每一层、每个方向的末状态。
# - `h_n` 一层一层地排，正向在前；反向的状态到第 0 步才读完。
# - `batch_first` 调换 `x` 和 `output` 的轴，从来不改变状态。
# - 网络把填充当成普通符号来读；反向时，最先读到的就是填充。
# - 轴弄错了，代码照样能运行：改动一个序列，看看哪些状态跟着变。
#
# 网络可以只返回一个状态，也可以每一步返回一个。
# 你的任务需要哪一种？
# 第 07 课把五种输入输出结构逐个做一遍。
