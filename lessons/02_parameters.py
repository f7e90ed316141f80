# %% [markdown] lang="en"
# # Counting parameters
#
# Build a tiny RNN: 5 inputs, 6 hidden units.
# Your textbook says it has 66 parameters.
# PyTorch says 78.
# Who is right?
#
# *85 minutes.*
# *Builds on lesson 01.*
# Afterwards you can count any RNN, LSTM or GRU by hand.
# You can say where a model keeps its parameters, and find the largest network that a budget allows.

# %% [markdown] lang="zh"
# # 数一数参数
#
# 搭一个很小的循环神经网络（RNN）：5 个输入，6 个隐藏单元（hidden unit），每个单元在状态里占一个数。
# 教科书说，它有 66 个参数。
# PyTorch 说，有 78 个。
# 谁说得对？
#
# *85 分钟。先学完第 01 课。*
# 学完以后，RNN、LSTM、GRU 的参数，你都能亲手数清楚。
# 你还能说出一个模型的参数主要在哪里，并算出给定的预算最多放得下多大的网络。

# %%
import copy
from itertools import product

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from course_utils import plots, widgets
from course_utils.exercises.parameters import alts, exercises, predictions
from course_utils.scratch import params

# %% [markdown] lang="en" slide="section"
# ## The first witness: a book
#
# A parameter is a number that training may change.
# The book writes $h_t = \tanh(W_{xh} x_t + W_{hh} h_{t-1})$.
# With E inputs and H hidden units,
# $W_{xh}$ has H rows and E columns, $W_{hh}$ has H rows and H columns.
# (E and H themselves are chosen by you, not by training: **hyperparameters**.)

# %% [markdown] lang="zh" slide="section"
# ## 一号证人：教科书
#
# 训练时可以改动的数，就叫参数（parameter）。
# 书上的公式是 $h_t = \tanh(W_{xh} x_t + W_{hh} h_{t-1})$。
# 设输入有 E 个数，隐藏单元有 H 个，
# 那么 $W_{xh}$ 是 H 行 E 列，$W_{hh}$ 是 H 行 H 列。
# （E 和 H 由人来定，不是训练出来的，这样的数叫**超参数**，hyperparameter。）

# %%
E, H = 5, 6
book = H * E + H * H
print(book)
assert book == H * (H + E) == 66

# %% [markdown] lang="en"
# ## The second witness: PyTorch
#
# Add up everything the library would train.

# %% [markdown] lang="zh"
# ## 二号证人：PyTorch
#
# 把这个库要训练的数全部加起来，一个也不漏。


# %%
def num_parameters(module):
    return sum(p.numel() for p in module.parameters())


print(num_parameters(nn.RNN(E, H)))
assert num_parameters(nn.RNN(E, H)) == 78

# %% [markdown] lang="en" slide="question"
# **Predict.** The two statements differ by 12.
# What are the twelve?
#
# - (a) the first and the last state, 6 each
# - (b) an output layer, 2 outputs of 6
# - (c) two bias vectors, 6 each

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 两份证词差了 12。
# 多出来的 12 个数是什么？
#
# - (a) 第一个状态和末状态，各 6 个
# - (b) 一个输出层，2 个输出，各 6 个
# - (c) 两个偏置向量，各 6 个

# %%
predictions.extra_twelve.answer("c")

# %%
for name, p in nn.RNN(E, H).named_parameters():
    print(f"{name:13} {tuple(p.shape)!s:7} {p.numel():3}")
assert num_parameters(nn.RNN(E, H, bias=False)) == book

# %% [markdown] lang="en" slide="claim"
# `weight_ih_l0` is $W_{xh}$ of layer 0, and `weight_hh_l0` is $W_{hh}$.
#
# | who counts | formula | here |
# |---|---|---|
# | a book without biases | $H(H+E)$ | 66 |
# | a book with one bias | $H(H+E)+H$ | 72 |
# | PyTorch, with two | $H(H+E)+2H$ | 78 |
#
# Forbid PyTorch its biases, and it counts 66 like the book.

# %% [markdown] lang="zh" slide="claim"
# `weight_ih_l0` 就是第 0 层的 $W_{xh}$，`weight_hh_l0` 就是 $W_{hh}$。
#
# | 谁在数 | 公式 | 这里 |
# |---|---|---|
# | 不写偏置的书 | $H(H+E)$ | 66 |
# | 写一个偏置的书 | $H(H+E)+H$ | 72 |
# | 存两个偏置的 PyTorch | $H(H+E)+2H$ | 78 |
#
# 不许 PyTorch 用偏置，它数出来也是 66，和书上一样。

# %% [markdown] lang="en" slide="section"
# ## One bias too many?
#
# The two biases only ever meet as a sum, $b_{ih} + b_{hh}$.
# Put the sum into the first and zeros into the second.
# Does the output change?

# %% [markdown] lang="zh" slide="section"
# ## 有一个偏置是多余的吗？
#
# 两个偏置总是先相加再用：$b_{ih} + b_{hh}$。
# 那就把它们的和存进第一个，把第二个清零。
# 输出会变吗？


# %%
def merge_biases(module):
    merged = copy.deepcopy(module)
    merged.bias_ih_l0.data += module.bias_hh_l0.data
    merged.bias_hh_l0.data.zero_()
    return merged


def change_by_merging(module, x):
    return (module(x)[0] - merge_biases(module)(x)[0]).abs().max().item()


torch.manual_seed(0)
x = torch.randn(10, E)
change = change_by_merging(nn.RNN(E, H), x)
print(f"{change:.3f}")
assert change < 1e-6

# %% [markdown] lang="en"
# It does not: 72 numbers describe this network, and 78 are stored.
# The spare bias is there for cuDNN, the library that runs RNNs on NVIDIA cards.
# Nobody lied.
# A count means little until you ask: with how many biases?

# %% [markdown] lang="zh"
# 不变：72 个数就足以描述这个网络，存下的却是 78 个。
# 多存一个偏置，是为了配合 cuDNN，也就是在 NVIDIA 显卡上运行 RNN 的那个库。
# 谁都没有撒谎。
# 以后看到一个参数个数，先问一句：算了几个偏置？

# %% [markdown] lang="en"
# ### Exercise 1: `count_rnn`
#
# Count one RNN layer with `biases` = 0, 1 or 2.
# For example, `count_rnn(5, 6, 1)` is 72.
# Stuck?
# Run `exercises.count_rnn.hint()`.

# %% [markdown] lang="zh"
# ### 练习 1：`count_rnn`
#
# 数出一层 RNN 的参数个数，`biases` 可以是 0、1 或 2。
# 例如 `count_rnn(5, 6, 1)` 是 72。
# 卡住了？
# 运行 `exercises.count_rnn.hint()`。

# %% exercise="count_rnn" slide="task"
count_rnn = exercises.count_rnn.solved

# %%
exercises.count_rnn.check(count_rnn)

# %% [markdown] lang="en" slide="section +question"
# ## Which matrix is the heavy one?
#
# Take E = 128 and H = 128: two equal matrices.
# Now double H to 256.
#
# **Predict.** Without biases, how many times as many weights?
# - (a) 2
# - (b) 3
# - (c) 4

# %% [markdown] lang="zh" slide="section +question"
# ## 哪个矩阵更占地方？
#
# 取 E = 128，H = 128，两个矩阵一样大。
# 现在把 H 翻倍，变成 256。
#
# **先猜一猜。** 不算偏置，权重个数变成原来的几倍？
# - (a) 2
# - (b) 3
# - (c) 4

# %%
predictions.double_hidden.answer("b")

# %% slide="picture"
small, large = (params.count_rnn(128, H, biases=0) for H in (128, 256))
print(small, large)
assert large == 3 * small

matrices = {
    "$W_{xh}$ ($H=128$)": (128, 128),
    "$W_{hh}$ ($H=128$)": (128, 128),
    "$W_{xh}$ ($H=256$)": (256, 128),
    "$W_{hh}$ ($H=256$)": (256, 256),
}
assert sum(rows * cols for rows, cols in matrices.values()) == small + large
fig, ax = plots.figure(width=9)
plots.draw_weight_shapes(ax, matrices)
plots.show(fig, alt=alts["double_hidden"])

# %% [markdown] lang="en" slide="+claim"
# One area, one count: $W_{xh}$ grows with H, $W_{hh}$ with $H^2$.
# In a wide network most weights sit in $W_{hh}$.

# %% [markdown] lang="zh" slide="+claim"
# 面积就是参数个数：$W_{xh}$ 随 H 增长，$W_{hh}$ 随 $H^2$ 增长。
# 隐藏单元一多，大部分参数都在 $W_{hh}$ 里。

# %% [markdown] lang="en" slide="section"
# ## Several RNNs in one coat
#
# LSTM (Hochreiter and Schmidhuber, 1997) and GRU (Cho and others, 2014)
# are made of parts, each with the weights of a whole RNN.
# What the parts do is for lesson 05.
# How many are there?
# Read it off the shapes.

# %% [markdown] lang="zh" slide="section"
# ## 一个 LSTM 抵得上几个 RNN
#
# LSTM（Hochreiter 与 Schmidhuber，1997）和 GRU（Cho 等，2014）都由几个部件拼成，
# 每个部件的权重，都和一整个 RNN 一样多。
# 部件各管什么，第 05 课再讲。
# 一共有几个？
# 看形状就知道。

# %% slide="+result"
E, H = 5, 6
counts = {}
for cell in (nn.RNN, nn.LSTM, nn.GRU):
    layer, name = cell(E, H), cell.__name__
    counts[name] = num_parameters(layer)
    print(f"{name:4} {tuple(layer.weight_hh_l0.shape)!s:7} {counts[name]}")
assert counts == {"RNN": 78, "LSTM": 4 * 78, "GRU": 3 * 78}

# %% [markdown] lang="en"
# An LSTM stacks four parts: three gates and a candidate.
# The LSTM of 1997 had two gates; Gers and others added the forget gate in 2000.
# A GRU has one gate fewer than today's LSTM.
# The biases are stacked too, so 4 and 3 multiply *everything*.

# %% [markdown] lang="zh"
# LSTM 由四份叠成：三个门（gate），加一个候选状态（candidate）。
# 1997 年的 LSTM 只有两个门，到 2000 年，Gers 等人才加上遗忘门（forget gate）。
# GRU 比现在的 LSTM 少一个门。
# 偏置也一起叠了起来，所以 4 和 3 要乘在**全部**参数上。

# %% [markdown] lang="en"
# In a peephole LSTM (Gers and Schmidhuber, 2000)
# each of the three gates also looks at the cell state,
# and every unit only at its own cell.
# Is the price $3H$ or $3H^2$?

# %% [markdown] lang="zh"
# 还有一种带窥视孔（peephole）的 LSTM（Gers 与 Schmidhuber，2000）：
# 三个门还能看到细胞状态（cell state），但每个单元只看自己的那一个数。
# 多出来的参数是 $3H$ 个，还是 $3H^2$ 个？

# %%
cell_state = torch.randn(H)
peepholes = {gate: torch.randn(H) for gate in "ifo"}
assert all((p * cell_state).shape == (H,) for p in peepholes.values())
extra = sum(p.numel() for p in peepholes.values())
print(extra)
with_them = params.count_lstm(E, H, peepholes=True)
assert extra == 3 * H == with_them - params.count_lstm(E, H)

# %% [markdown] lang="en"
# ### Exercise 2: `count_lstm`
#
# Count one LSTM layer, with or without peepholes.
# For example, `count_lstm(5, 6, 1, True)` is 306.

# %% [markdown] lang="zh"
# ### 练习 2：`count_lstm`
#
# 数出一层 LSTM 的参数个数，带窥视孔的和不带的都要会数。
# 例如 `count_lstm(5, 6, 1, True)` 是 306。

# %% exercise="count_lstm" slide="task"
count_lstm = exercises.count_lstm.solved

# %%
exercises.count_lstm.check(count_lstm)

# %% [markdown] lang="en" slide="question"
# ## The case is reopened
#
# Each part of an LSTM is an RNN, with $f$ for its tanh:
# $f(W_x x_t + b_{ih} + W_h h_{t-1} + b_{hh})$.
# So are a GRU's two gates.
# Its candidate, in PyTorch, has a gate $r_t$ inside:
# $n_t = \tanh(W_{in} x_t + b_{in} + r_t \odot (W_{hn} h_{t-1} + b_{hn}))$.
# The sign $\odot$ multiplies element by element.
#
# **Predict.** Merge the biases: whose output stays the same?
#
# - (a) RNN, LSTM and GRU
# - (b) RNN and LSTM
# - (c) RNN only

# %% [markdown] lang="zh" slide="question"
# ## 案子重审
#
# LSTM 的每一份都是一个 RNN，只是 tanh 的位置上是某个函数 $f$：
# $f(W_x x_t + b_{ih} + W_h h_{t-1} + b_{hh})$。
# GRU 的两个门也是这样。
# 可是在 PyTorch 里，GRU 的候选状态中间还要乘上一个门 $r_t$：
# $n_t = \tanh(W_{in} x_t + b_{in} + r_t \odot (W_{hn} h_{t-1} + b_{hn}))$。
# 符号 $\odot$ 表示按元素相乘。
#
# **先猜一猜。** 还是把两个偏置合成一个，哪几种网络的输出不变？
#
# - (a) RNN、LSTM 和 GRU
# - (b) RNN 和 LSTM
# - (c) 只有 RNN

# %%
predictions.merged_biases.answer("b")

# %%
torch.manual_seed(0)
for cell in (nn.RNN, nn.LSTM, nn.GRU):
    change = change_by_merging(cell(E, H), x)
    print(f"{cell.__name__:4} {change:.3f}")
    assert (change > 0.01) == (cell is nn.GRU)

# %% [markdown] lang="en"
# The gate scales $b_{hn}$ but not $b_{in}$, so one sum cannot stand for both.
# Give only the candidate its biases back, the last third of each.
# Does the old output return?

# %% [markdown] lang="zh"
# 门只缩放 $b_{hn}$，不影响 $b_{in}$，所以不能先把两个偏置加成一个。
# 现在只恢复候选状态的两个偏置，也就是每个偏置向量的后三分之一。
# 输出会变回原样吗？

# %%
gru = nn.GRU(E, H)
mended = merge_biases(gru)
mended.bias_ih_l0.data[2 * H :] = gru.bias_ih_l0.data[2 * H :]
mended.bias_hh_l0.data[2 * H :] = gru.bias_hh_l0.data[2 * H :]
change = (gru(x)[0] - mended(x)[0]).abs().max().item()
print(f"{change:.3f}")
assert change < 1e-6
assert params.count_gru(E, H, biases=1) == 216

# %% [markdown] lang="en"
# It does: a third of the GRU's spare bias is really needed.
# In the textbook's GRU, $r_t$ meets $h_{t-1}$ before the matrix does.
# There one bias for each part is enough: 216.

# %% [markdown] lang="zh"
# 会变回原样：GRU 那个“多余”的偏置向量，有三分之一确实有用。
# 在教科书的 GRU 里，$r_t$ 先和 $h_{t-1}$ 相乘，再乘矩阵。
# 那样每一份只需要一个偏置，一共 216 个参数。

# %% [markdown] lang="en"
# ### Exercise 3: `count_gru`
#
# Count PyTorch's GRU as it is stored,
# or (`merged`) after every merger of two biases that leaves the output alone.
# For example, `count_gru(5, 6, False)` is 234.
# Merged, is it less than 216, or more?

# %% [markdown] lang="zh"
# ### 练习 3：`count_gru`
#
# 数出 PyTorch 里一层 GRU 的参数个数，数法有两种。
# 一种是存了多少就数多少；另一种（`merged`）是先合并偏置，凡是合成一个也不影响输出的都合并，然后再数。
# 例如 `count_gru(5, 6, False)` 是 234。
# 合并之后，比 216 少，还是多？

# %% exercise="count_gru" slide="task"
count_gru = exercises.count_gru.solved

# %%
exercises.count_gru.check(count_gru)

# %% [markdown] lang="en" slide="section +question"
# ## Upstairs
#
# Put a second layer on the first.
#
# **Predict.** How many parameters has `nn.RNN(5, 6, num_layers=2)`?
# - (a) 126
# - (b) 156
# - (c) 162

# %% [markdown] lang="zh" slide="section +question"
# ## 再加一层
#
# 在第一层上面再搭一层。
#
# **先猜一猜。** `nn.RNN(5, 6, num_layers=2)` 有多少个参数？
# - (a) 126
# - (b) 156
# - (c) 162

# %%
predictions.second_layer.answer("c")

# %%
net = nn.RNN(E, H, num_layers=2)
print(tuple(net.weight_ih_l0.shape), tuple(net.weight_ih_l1.shape))
print(num_parameters(net))
assert num_parameters(net) == 78 + 84 == 162

# %% [markdown] lang="en" slide="section +question"
# ## Two directions
#
# One network reads forward, another backward, each with its own weights:
# one bidirectional layer has 156 parameters, twice 78.
# A layer above reads their two states side by side.
#
# **Predict.** And two bidirectional layers?
# - (a) 324
# - (b) 396
# - (c) 540

# %% [markdown] lang="zh" slide="section +question"
# ## 两个方向
#
# 一个网络从前往后读，另一个从后往前读，各用各的权重：
# 一层双向 RNN 有 156 个参数，正好是 78 的两倍。
# 再往上的一层，读的是两个方向的状态拼成的一个向量。
#
# **先猜一猜。** 两层双向呢？
# - (a) 324
# - (b) 396
# - (c) 540

# %%
predictions.two_layers_two_directions.answer("b")

# %%
low, high = (nn.RNN(E, H, L, bidirectional=True) for L in (1, 2))
for name, p in high.named_parameters():
    if "weight_ih" in name:
        print(f"{name:20} {tuple(p.shape)}")
print(num_parameters(low), num_parameters(high))
assert (num_parameters(low), num_parameters(high)) == (156, 396)

# %% [markdown] lang="en"
# The second layer's `weight_ih` has 12 columns: 2H numbers come in.
# So "twice as many" holds for one layer only.
# Take E = H, no biases: how far off are deep networks?

# %% [markdown] lang="zh"
# 第二层的 `weight_ih` 有 12 列，因为它的输入是 2H 个数。
# 所以“双向的参数是单向的两倍”只对一层成立。
# 取 E = H，不算偏置：层数很多时，双向的参数是单向的几倍？

# %%
for L in (1, 2, 3, 10):
    same = {"num_layers": L, "biases": 0}
    one = params.count_recurrent("RNN", H, H, **same)
    two = params.count_recurrent("RNN", H, H, **same, bidirectional=True)
    print(f"L = {L:2}: {two / one:.2f}")
    assert two * L == one * (3 * L - 1)

# %% [markdown] lang="en"
# From 2 towards 3: an upper layer has $2H^2$ weights in one direction, $6H^2$ in two.
#
# ### Exercise 4: `count_stacked_rnn`
#
# Count any PyTorch RNN: `num_layers` layers, `num_directions` directions.
# For one layer, `params.count_rnn(input_size, hidden_size)`
# counts PyTorch's two biases.
# For example, `count_stacked_rnn(5, 6, 2, 1)` is 162.

# %% [markdown] lang="zh"
# 倍数从 2 逐渐接近 3：从第二层起，每一层单向时有 $2H^2$ 个权重，双向时有 $6H^2$ 个。
#
# ### 练习 4：`count_stacked_rnn`
#
# 数出任意一个 PyTorch RNN 的参数个数，它有 `num_layers` 层、`num_directions` 个方向。
# 每一层可以用 `params.count_rnn(input_size, hidden_size)` 来数，
# 它按 PyTorch 的两个偏置计算。
# 例如 `count_stacked_rnn(5, 6, 2, 1)` 是 162。

# %% exercise="count_stacked_rnn" slide="task"
count_stacked_rnn = exercises.count_stacked_rnn.solved

# %%
exercises.count_stacked_rnn.check(count_stacked_rnn)

# %% [markdown] lang="en"
# ## Luck or law?
#
# A wrong formula can fit one network.
# Will ours fit 108: every cell, three sizes, up to three layers,
# one or two directions, biases or none?

# %% [markdown] lang="zh"
# ## 是巧合，还是规律？
#
# 只试一个网络，错的公式也可能碰巧算对。
# 那就换 108 个网络来试：三种网络，三种大小，一到三层，
# 单向或双向，有偏置或没有。
# 还能全对吗？

# %%
cells = {"RNN": nn.RNN, "LSTM": nn.LSTM, "GRU": nn.GRU}
sizes = ((5, 6), (6, 5), (28, 50))
grid = list(product(cells, sizes, (1, 2, 3), (False, True), (False, True)))
agree = 0
for name, size, L, both, bias in grid:
    net = cells[name](*size, L, bias=bias, bidirectional=both)
    formula = params.count_recurrent(
        name, *size, num_layers=L, bidirectional=both, biases=2 * bias
    )
    agree += formula == num_parameters(net)
print(agree, "of", len(grid))
assert agree == len(grid) == 108

# %% [markdown] lang="en"
# Now play.
# Which slider moves the bars most?
# Can the biases outweigh a matrix?
# With one bias, does PyTorch still agree?

# %% [markdown] lang="zh"
# 自己动手试试。
# 拖动哪个滑块，条形的变化最大？
# 偏置的个数能不能超过某个矩阵？
# 只留一个偏置时，PyTorch 数出来还一样吗？


# %%
def count_by_pytorch(cell, *sizes, **options):
    return num_parameters(cells[cell](*sizes, **options, device="meta"))


widgets.explore_parameters(count_by_pytorch)

# %% [markdown] lang="en" slide="section question"
# ## Where do they live?
#
# An embedding is a table: one row of E numbers for each of V words.
# Reading a word means taking its row.
# A text classifier has such a table, V = 1,000 and E = 128,
# then an LSTM with H = 216, then an output layer for C = 3 classes.
#
# **Predict.** Which part holds the most parameters?
#
# - (a) the embedding
# - (b) the LSTM
# - (c) the output layer

# %% [markdown] lang="zh" slide="section question"
# ## 参数住在哪里？
#
# 来看一个文本分类器。
# 词嵌入（embedding）是一张表，词表里的 V = 1,000 个词各占一行，每行 E = 128 个数；
# 读一个词，就是取出它那一行。
# 接着是 LSTM，H = 216；最后是输出层，分 C = 3 类。
#
# **先猜一猜。** 哪一部分的参数最多？
#
# - (a) 词嵌入
# - (b) LSTM
# - (c) 输出层

# %%
predictions.most_parameters.answer("b")

# %% [markdown] lang="en"
# ### Exercise 5: `count_classifier`
#
# Find `embedding`, `recurrent` and `output`, in one direction or two.
# The last line is given.
# The output layer reads the last state of each direction and has a bias.

# %% [markdown] lang="zh"
# ### 练习 5：`count_classifier`
#
# 求出三个部件 `embedding`、`recurrent` 和 `output` 各有多少参数，单向和双向都要能算。
# 最后一行已经写好。
# 输出层读每个方向的末状态，并且带偏置。

# %% exercise="count_classifier" slide="task"
count_classifier = exercises.count_classifier.solved

# %%
exercises.count_classifier.check(count_classifier)

# %% [markdown] lang="en"
# Now give the same classifier a real vocabulary, V = 50,000.
# Where do the parameters live then?

# %% [markdown] lang="zh"
# 再给这个分类器配一张真实大小的词表，V = 50,000。
# 这下参数住到哪里去了？

# %% slide="picture"
E, H, C = 128, 216, 3


def classifier(V):
    parts = nn.Embedding(V, E), nn.LSTM(E, H), nn.Linear(H, C)
    return nn.ModuleList(parts)


count_classifier = exercises.count_classifier.mine(count_classifier)
totals, shares = [], {}
fig, axes = plots.figure(2, 1, height=4.2, sharex=True)
for ax, V in zip(axes, (1000, 50_000), strict=True):
    counted = count_classifier(V, E, H, C, 1)
    assert [*counted.values()] == [num_parameters(m) for m in classifier(V)]
    totals.append(sum(counted.values()))
    parts = {name: n / totals[-1] for name, n in counted.items()}
    shares[f"V = {V:,}"] = parts
    plots.draw_parameter_bars(ax, counted)
    ax.set_title(f"V = {V:,}")
plots.show(fig, alt=alts["classifier"])
plots.show_table(shares)
small, large = totals
assert round(params.count_lstm(E, H) / small, 1) == 0.7
assert round(counted["embedding"] / large, 3) == 0.955
assert 15.5 < large / small < 16

# %% [markdown] lang="en" slide="+claim"
# The LSTM held seven parameters in ten.
# It has not shrunk, yet now the embedding holds 95.5 %.
# The model is almost 16 times as large.

# %% [markdown] lang="zh" slide="+claim"
# 刚才 LSTM 占了七成。
# 现在词嵌入占了 95.5%；LSTM 并没有变小，而是整个模型涨到了原来的将近 16 倍。

# %% [markdown] lang="en" slide="question"
# ## Memory is not work
#
# A multiplication and the addition after it are one multiply-add.
#
# **Predict.** With the large vocabulary, how many does one step need?
#
# - (a) 50 times as many
# - (b) 16 times as many
# - (c) as many as before

# %% [markdown] lang="zh" slide="question"
# ## 占内存，不等于要计算
#
# 一次乘法加上随后的一次加法，合称一次乘加。
#
# **先猜一猜。** 换成大词表，走一步要做多少次乘加？
#
# - (a) 原来的 50 倍
# - (b) 原来的 16 倍
# - (c) 和原来一样

# %%
predictions.large_vocabulary.answer("c")

# %%
step, word = nn.LSTMCell(E, H), torch.tensor([7])
for V in (1000, 50_000):
    table = nn.Embedding(V, E)
    with FlopCounterMode(display=False) as counter:
        step(table(word))
    multiplications_and_additions = counter.get_total_flops()
    measured = multiplications_and_additions // 2
    print(f"V = {V:,}: {measured:,}")
    assert measured == params.multiply_adds_per_step("LSTM", E, H)
assert measured == 4 * H * (H + E)

# %% [markdown] lang="en"
# $4H(H+E)$: each weight of the matrices is used once per step.
# (The gates also multiply number by number, a few times H; that is not counted.)
# The embedding is looked up, not multiplied: large in memory, free in work.

# %% [markdown] lang="zh"
# 正好是 $4H(H+E)$：矩阵里的每个权重，每一步都用一次。
# （门里还有按元素相乘的运算，次数只有 H 的几倍，没有算进去。）
# 词嵌入只要查表，不做乘法：它占内存，却几乎不用计算。

# %% [markdown] lang="en"
# A parameter is usually a `float32`, 4 bytes.
# How many megabytes are the two models?

# %% [markdown] lang="zh"
# 一个参数通常是一个 `float32`，占 4 个字节。
# 这两个模型各占多少 MB？

# %%
for V in (1000, 50_000):
    net = classifier(V)
    stored = sum(p.numel() * p.element_size() for p in net.parameters())
    print(f"{stored / 1e6:.1f} MB")
    assert stored == params.num_bytes(num_parameters(net))

# %% [markdown] lang="en" slide="section +question"
# ## One set, or one per step?
#
# Back to `nn.RNN(5, 6)` with its 78 parameters.
# Let it read T = 1,000 steps.
#
# **Predict.** How many has it now?
# - (a) 78
# - (b) 6,078
# - (c) 78,000

# %% [markdown] lang="zh" slide="section +question"
# ## 一套权重，还是一步一套？
#
# 回到只有 78 个参数的 `nn.RNN(5, 6)`。
# 现在要它一口气读 T = 1,000 步。
#
# **先猜一猜。** 这时它有多少个参数？
# - (a) 78
# - (b) 6,078
# - (c) 78,000

# %%
predictions.thousand_steps.answer("a")

# %%
shared = nn.RNN(5, 6)
for T in (10, 100, 1000):
    assert shared(torch.zeros(T, 5))[0].shape == (T, 6)
    own = nn.ModuleList(nn.RNNCell(5, 6) for _ in range(T))
    one, many = num_parameters(shared), num_parameters(own)
    print(f"T = {T:5,}: {one} or {many:,}")
    assert many == T * one

# %% [markdown] lang="en"
# The second number is another network: the same job, new weights for every step.
# Size is not its worst fault.
# Trained on ten steps, what does it use at step eleven?
# There is no eleventh set.
#
# ## How large may it be?
#
# ### Exercise 6: `largest_hidden_size`
#
# Your phone has room for 1,000,000 parameters.
# How many units may one `nn.LSTM` layer have within `budget`?
# For example, `largest_hidden_size(1000, 5)` is 12.
# If not even one unit fits, return 0.

# %% [markdown] lang="zh"
# 后一个数属于另一种网络：它做同样的事，但每一步各有一套权重。
# 参数多还不是它最大的毛病。
# 要是只在十步的序列上训练过，第十一步该用哪一套权重？
# 根本没有第十一套。
#
# ## 最大能有多大？
#
# ### 练习 6：`largest_hidden_size`
#
# 手机上只给你留了 1,000,000 个参数的位置。
# 一层 `nn.LSTM` 的参数不超过 `budget` 时，隐藏单元最多能有几个？
# 例如 `largest_hidden_size(1000, 5)` 是 12。
# 一个单元都放不下，就返回 0。

# %% exercise="largest_hidden_size" slide="task"
largest_hidden_size = exercises.largest_hidden_size.solved

# %%
exercises.largest_hidden_size.check(largest_hidden_size)

# %% [markdown] lang="en"
# With that million and E = 128 inputs, how many units would a plain RNN get?

# %% [markdown] lang="zh"
# 同样是一百万，输入 E = 128，换成朴素 RNN，能有多少个单元？

# %%
budget, largest = 1_000_000, {}
for name, cell in cells.items():
    H = params.largest_hidden_size(budget, params.count_recurrent, name, E)
    largest[name] = H
    fits, does_not_fit = (num_parameters(cell(E, n)) for n in (H, H + 1))
    assert fits <= budget < does_not_fit
print(largest)
assert largest["RNN"] > 2 * largest["LSTM"]

# %% [markdown] lang="en"
# A plain RNN gets more than twice the units of an LSTM.
# Are gates worth that price?
# Lesson 05 runs the race on equal budgets.

# %% [markdown] lang="zh"
# 用同样的预算，朴素 RNN 的单元数是 LSTM 的两倍还多。
# 门值不值这个代价？
# 到第 05 课，用同样的预算来比一比。

# %% [markdown] lang="en"
# ## Read on
#
# - Gers and Schmidhuber (2000), *Recurrent Nets that Time and Count*: what the peepholes are good for.
# - Greff and others (2017), *LSTM: A Search Space Odyssey*: which parts of an LSTM can be left out.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Gers 与 Schmidhuber（2000），《Recurrent Nets that Time and Count》：窥视孔有什么用。
# - Greff 等（2017），《LSTM: A Search Space Odyssey》：LSTM 的哪些部件可以省掉。

# %% [markdown] lang="en"
# ## What you saw
#
# - $H(H+E)$, plus $H$ for each bias vector: 66, 72 and 78 are all true.
# - LSTM times 4, GRU times 3, biases included; peepholes add $3H$.
# - Upper layers read H numbers from each direction: two directions double one layer, not a stack.
# - An embedding is memory without work; a recurrent weight works at every step.
# - One set of weights serves any number of steps.
#
# After 1,000 steps the answer is wrong.
# The same 78 numbers were used a thousand times: which use is to blame?
# That is lesson 03.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 参数个数是 $H(H+E)$，每个偏置向量再加 $H$，所以 66、72、78 都没有说错。
# - LSTM 要乘 4，GRU 要乘 3，偏置一起乘；窥视孔再加 $3H$。
# - 上层从每个方向各读 H 个数，所以“双向是单向的两倍”只对一层成立。
# - 词嵌入占内存，却几乎不用计算；循环层的权重步步都要用。
# - 不管走多少步，都只用一套权重。
#
# 假如走完 1,000 步，答案却错了。
# 同样的 78 个数用了一千遍，问题出在哪一遍？
# 第 03 课来查。
