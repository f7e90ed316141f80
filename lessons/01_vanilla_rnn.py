# %% [markdown] lang="en"
# # One symbol at a time: the vanilla RNN
#
# A message has ten words, a novel a hundred thousand.
# How can one network, with a fixed number of weights, read both?
#
# *90 minutes.*
# *Builds on lesson 00, and on matrix products.*
# Afterwards you can write a recurrent network in NumPy: one step, a sequence, a batch.
# You can show that PyTorch computes the same numbers.
# You can tell five shapes of problem apart, and measure what a state remembers.

# %% [markdown] lang="zh"
# # 一次读一个符号：朴素循环神经网络
#
# 一条短信有十来个字，一部长篇小说少说有十万字。
# 一个网络的权重（weight）个数是固定的，它怎么能两样都读？
#
# *90 分钟。先学完第 00 课，还要会矩阵乘法。*
# 学完以后，你能用 NumPy 写出循环神经网络：先写一步，再写一个序列，再写一批。
# 你能证明 PyTorch 算出来的数和你的一模一样。
# 你还能分清五种输入输出结构，并测量状态究竟记住了多少。

# %%
import numpy as np
import torch

from course_utils import plots, scratch, widgets
from course_utils.exercises.vanilla_rnn import alts, exercises, predictions

# %% [markdown] lang="en" slide="section"
# ## How long is a sentence?
#
# Here is one thought, once in English and three times in Chinese.
# Must a translation be as long as its original?

# %% [markdown] lang="zh" slide="section"
# ## 一句话有多长？
#
# 同一个意思，英文说一遍，中文说三遍。
# 译文和原文，非得一样长吗？

# %% slide="+code result"
english = "You cannot get back the water that has been spilt".split()
chinese = ["水泼出去就收不回来了", "水泼出去收不回来", "覆水难收"]
print(len(english), [len(line) for line in chinese])
assert len(english) == 10 and [len(s) for s in chinese] == [10, 8, 4]

# %% [markdown] lang="en"
# Ten words become ten characters, or eight, or an idiom of four.
# So how many inputs should a network have?
# Whatever you choose, some sentence is longer.

# %% [markdown] lang="zh"
# 英文十个词，中文可以是十个字、八个字，也可以是四个字的成语。
# 那么，网络该留几个输入？
# 不管定多少，总有更长的句子。

# %% [markdown] lang="en" slide="section"
# ## Harry, at another place
#
# There is a worse trouble.
# The network below has six places, each with weights of its own.
# It sees 1000 random sentences; every second one begins with Harry (word 0).
# The others never contain him.
#
# It is to say whether Harry is there.
# Each place looks up one weight for its word.
# The six are added and squeezed to between 0 and 1: how sure it is of Harry.
# Training adds the error to every weight that was used.

# %% [markdown] lang="zh" slide="section"
# ## 哈利换了个位置
#
# 长短不一还是小事。
# 下面这个网络有六个位置，每个位置各有一组权重。
# 它看 1000 个随机句子，每两句就有一句以哈利（0 号词）开头。
# 其余的句子里，从来没有哈利。
#
# 它要学会判断：句子里有没有哈利。
# 做法很简单：每个位置按词查出一个权重，六个加起来，再压到 0 和 1 之间，当作“有哈利”的把握。
# 训练也简单：差了多少，就给用到的每个权重加上多少。

# %%
rng = np.random.default_rng(0)
sentences = rng.integers(1, 20, (1000, 6))
sentences[::2, 0] = 0
print(sentences[:2])
W = np.zeros((6, 20))


def says_harry(sentence):
    score = sum(W[place, word] for place, word in enumerate(sentence))
    return 1 / (1 + np.exp(-score))


for sentence in sentences:
    error = (0 in sentence) - says_harry(sentence)
    for place, word in enumerate(sentence):
        W[place, word] += error
right = [(says_harry(s) > 0.5) == (0 in s) for s in sentences]
print(sum(right), len(right))
assert all(right)

# %% [markdown] lang="en" slide="question"
# Every answer is right.
#
# **Predict.** Now Harry stands at place 4 instead.
# What does the network say?
#
# - (a) Harry is there
# - (b) it cannot tell
# - (c) surely no Harry

# %% [markdown] lang="zh" slide="question"
# 全答对了。
#
# **先猜一猜。** 现在让哈利站到第 4 个位置。
# 网络会怎么说？
#
# - (a) 有哈利
# - (b) 拿不准
# - (c) 肯定没有哈利

# %%
predictions.harry_moved.answer("c")

# %%
moved = np.roll(sentences[::2], 3, axis=1)
sure = [says_harry(s) for s in moved]
print(f"{np.mean(sure):.2f}")
assert (moved[:, 3] == 0).all()
assert max(sure) < 0.1 and round(np.mean(sure), 2) == 0.02
assert W[3, 0] == 0

# %% [markdown] lang="en"
# On average it is 0.02 sure of Harry.
# Place 4 has learnt nothing of him; its weight for him, `W[3, 0]`, is still 0.
# What would it take to share what place 1 knows?

# %% [markdown] lang="zh"
# “有哈利”的把握平均只有 0.02，也就是“几乎肯定没有”。
# 关于哈利，第 4 个位置什么也没学到，它给哈利的权重 `W[3, 0]` 至今是 0。
# 第 1 个位置学会的东西，怎样才能大家共用？

# %% [markdown] lang="en" slide="section"
# ## Read, update, go on
#
# How do you read?
# Each word changes what you have in mind.
# That is a **state machine**: `state = step(state, word)`.
# This one never forgets.

# %% [markdown] lang="zh" slide="section"
# ## 读一个，改一点，接着读
#
# 你自己是怎么读书的？
# 心里存着前文，每读一个词，就改动一点。
# 这就是**状态机**（state machine）：`state = step(state, word)`。
# 下面这台从不忘事。

# %% slide="+result"
state = ()
for word in "the cat sat on the mat".split():
    state = (*state, word)
    print(state)
assert len(state) == 6

# %% [markdown] lang="en"
# One rule, used six times.
# But this state copies all it reads, so it grows.
# A recurrent network has **one vector of fixed size**: no copy fits.
# Can that work?

# %% [markdown] lang="zh"
# 一条规则用了六遍，换成长篇小说也照样读。
# 只是这个状态把读过的全抄了下来，越读越长。
# 循环神经网络却只有**一个大小固定的向量**，抄不下所有的词。
# 这样也行吗？

# %% [markdown] lang="en" slide="section"
# ## A lid on the memory
#
# The memory of lesson 00 multiplied its state by $k$.
# With $k = 2$ each step doubles it, and it grows without end.
# So we put a lid on the step (an **activation function**): tanh, whose values lie between -1 and 1.
#
# $$h_t = \tanh(k \, h_{t-1} + x_t)$$

# %% [markdown] lang="zh" slide="section"
# ## 给记忆加个盖子
#
# 第 00 课的记忆，每步把状态乘上 $k$。
# 要是 $k = 2$，每步都翻一倍，状态就没完没了地涨。
# 那就给它加个盖子：tanh，它的值总在 -1 和 1 之间。
# 这样套在每一步外面的函数，叫**激活函数**（activation function）。
#
# $$h_t = \tanh(k \, h_{t-1} + x_t)$$

# %% [markdown] lang="en" slide="question"
# **Predict.** It reads a 1, then fifty zeros.
# Where does the state end?
#
# - (a) near 0
# - (b) beyond a billion
# - (c) near 0.958

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 先读一个 1，再读五十个零，状态最后停在哪儿？
#
# - (a) 0 附近
# - (b) 十亿开外
# - (c) 0.958 附近

# %%
predictions.doubling.answer("c")


# %%
def last_state(first, k, lid=np.tanh):
    h = 0.0
    for x in [first] + 50 * [0]:
        h = lid(k * h + x)
    return h


up, down = last_state(1, 2), last_state(-1, 2)
print(f"{up:.3f} {down:.3f} {last_state(1, 2, lid=float):.0e}")
assert np.isclose(up, np.tanh(2 * up)) and round(up, 3) == 0.958
assert down == -up
assert last_state(1, 2, lid=float) == 2**50

# %% [markdown] lang="en"
# Without the lid (`float` changes nothing), it ends at $2^{50}$.
# With it, it still knows the sign of the first number.
# The lid bounds the state.
# It does not bound the error that training sends back through the steps: lesson 04.

# %% [markdown] lang="zh"
# 不加盖子（`float` 什么也不改），最后是 $2^{50}$。
# 加了盖子，它还记得第一个数是正是负。
# 盖子只管得住状态。
# 训练时，误差要一步步往回传，盖子管不住它：第 04 课再讲。

# %% [markdown] lang="en" slide="section"
# ## The vanilla RNN
#
# What could a hundred such numbers do, all connected?
# The state becomes a vector, $k$ becomes a matrix: the simple recurrent network (Elman, 1990).
#
# $$h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h)$$
#
# $$y_t = W_{hy} h_t + b_y$$
#
# The first line steps to the new **hidden state**; the second, the **read-out**, says something about it.
# `W_xh` leads from x to h, `W_hh` from h to h.
# How many different matrices does the picture show?

# %% [markdown] lang="zh" slide="section"
# ## 朴素循环神经网络
#
# 要是有一百个这样的数，两两相连（**全连接**，fully connected），又能做些什么？
# 状态换成向量，$k$ 换成矩阵，就是朴素循环神经网络（vanilla RNN），也叫简单循环网络（simple recurrent network，SRN；Elman，1990）：
#
# $$h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h)$$
#
# $$y_t = W_{hy} h_t + b_y$$
#
# 第一行走一步，得到新的**隐状态**（hidden state）。
# 第二行是**输出层**（read-out），由状态算出一个结果。
# `W_xh` 从 x 到 h，`W_hh` 从 h 到 h。
# 数一数，图里有几个不同的矩阵？

# %% slide="result"
fig, ax = plots.figure(width=8, height=3.5)
plots.draw_unrolled(ax, ["the", "cat", "sat"])
plots.show(fig, alt=alts["unrolled"])

# %% [markdown] lang="en" slide="+claim"
# Three, each drawn many times.
# Five letters count things, all through the course: $B$ sequences in a batch, $T$ time steps, $E$ numbers in an input, $H$ in a state, $V$ symbols in the vocabulary (as many as scores read out).
#
# | array | `x` | `h` | `W_xh` | `W_hh` | `b_h` | `W_hy` | `b_y` | `y` |
# |---|---|---|---|---|---|---|---|---|
# | shape | $(B, T, E)$ | $(B, T, H)$ | $(H, E)$ | $(H, H)$ | $(H)$ | $(V, H)$ | $(V)$ | $(B, T, V)$ |
#
# A single step has no $T$.
#
# ## Two steps, four sequences
#
# Four sequences, two steps, three numbers at a time; the state has five.
# `X0` is the first step, one sequence a row; `X1` the second.
# `scratch` holds the course's own version of every formula you will write, so an open exercise blocks nothing.
# Here it draws random weights.

# %% [markdown] lang="zh" slide="+claim"
# 三个，只是每个都画了好多遍。
# 有五个字母专管计数，整门课都通用：一批有 $B$ 个序列，走 $T$ 个时间步，一个输入是 $E$ 个数，一个状态是 $H$ 个数，词表有 $V$ 个符号（输出层给出的得分也是这么多个）。
#
# | 数组 | `x` | `h` | `W_xh` | `W_hh` | `b_h` | `W_hy` | `b_y` | `y` |
# |---|---|---|---|---|---|---|---|---|
# | 形状 | $(B, T, E)$ | $(B, T, H)$ | $(H, E)$ | $(H, H)$ | $(H)$ | $(V, H)$ | $(V)$ | $(B, T, V)$ |
#
# 只走一步时，没有 $T$ 这一维。
#
# ## 两步，四个序列
#
# 四个序列，各走两步，每步读三个数；状态是五个数。
# `X0` 是第一步，一行一个序列；`X1` 是第二步。
# 你要写的公式，`scratch` 里都有课程自带的版本，所以练习没做完也不耽误往下学。
# 这里先用它取一组随机权重。

# %%
X0 = np.array([[0.0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 0, 1]])  # (B, E)
X1 = np.array([[9.0, 8, 7], [0, 0, 0], [6, 5, 4], [3, 2, 1]])  # (B, E)
W_xh, W_hh, b_h = scratch.rnn_init(3, 5, np.random.default_rng(0))
print(W_xh.shape, W_hh.shape, b_h.shape)

# %% [markdown] lang="en"
# A sample is now a row, so the matrices stand on its right, transposed:
#
# $$H_t = \tanh(X_t W_{xh}^\top + H_{t-1} W_{hh}^\top + b_h)$$
#
# By hand, that line twice.

# %% [markdown] lang="zh"
# 现在一行是一个样本，所以矩阵要转置，放到它右边：
#
# $$H_t = \tanh(X_t W_{xh}^\top + H_{t-1} W_{hh}^\top + b_h)$$
#
# 手写出来，就是把这一行抄两遍。

# %% [markdown] lang="en"
# **Predict.** In the second step, the second sequence reads `[0, 0, 0]`.
# What is its state after that?
#
# - (a) all zeros
# - (b) `np.tanh(b_h)`
# - (c) neither

# %% [markdown] lang="zh"
# **先猜一猜。** 第二步，第二个序列读到的是 `[0, 0, 0]`。
# 读完以后，它的状态是什么？
#
# - (a) 全是零
# - (b) `np.tanh(b_h)`
# - (c) 都不是

# %%
predictions.row_of_zeros.answer("c")

# %%
Wx, Wh = W_xh.T, W_hh.T  # (E, H), (H, H)
H0 = np.zeros((4, 5))  # (B, H)
H1 = np.tanh(X0 @ Wx + H0 @ Wh + b_h)
H2 = np.tanh(X1 @ Wx + H1 @ Wh + b_h)
print(H2.round(2))
assert np.allclose(H2[1], np.tanh(W_hh @ H1[1] + b_h))
assert not np.allclose(H2[1], np.tanh(b_h), atol=0.1)
assert (np.abs(H2[[0, 2, 3]]) > 0.8).mean() > 0.5

# %% [markdown] lang="en"
# The second row still holds what `[3, 4, 5]` left behind.
# In the other rows, why do so many entries lie near -1 or 1?
# Inputs as large as 9 drive tanh almost to its ends.

# %% [markdown] lang="zh"
# 第二行没有归零，`[3, 4, 5]` 的痕迹还在。
# 其余几行里，为什么不少数都靠近 -1 或 1？
# 输入大到 9，tanh 就几乎到了两头。

# %% [markdown] lang="en"
# ## Exercise 1: one step
#
# The same line twice asks for a function.
# Write it for matrices as PyTorch stores them, `W_xh` as $(H, E)$.
# For example, `rnn_step(X0, H0, W_xh, W_hh, b_h)` should equal `H1`.

# %% [markdown] lang="zh"
# ## 练习 1：走一步
#
# 同样的一行写了两遍，该写成函数了。
# 矩阵照 PyTorch 的方式存放，`W_xh` 是 $(H, E)$。
# 例如 `rnn_step(X0, H0, W_xh, W_hh, b_h)` 应当等于 `H1`。

# %% exercise="rnn_step" slide="task"
rnn_step = exercises.rnn_step.solved

# %%
exercises.rnn_step.check(rnn_step)

# %% [markdown] lang="en"
# ## Exercise 2: a whole sequence
#
# Who wants to write a thousand lines?
# Call `scratch.rnn_step` in a loop, and return every state.
# For the two steps above, that is `H1` and `H2`.

# %% [markdown] lang="zh"
# ## 练习 2：读完一个序列
#
# 两步写两行，一千步难道写一千行？
# 用循环调用 `scratch.rnn_step`，把每一步的状态都返回。
# 拿上面那两步来说，就是 `H1` 和 `H2`。

# %% exercise="rnn_forward" slide="task"
rnn_forward = exercises.rnn_forward.solved

# %%
exercises.rnn_forward.check(rnn_forward)

# %%
rnn_forward = exercises.rnn_forward.mine(rnn_forward)
X = np.stack([X0, X1], axis=1)  # (B, T, E)
states = rnn_forward(X, H0, W_xh, W_hh, b_h)  # (B, T, H)
print(states.shape)
assert np.allclose(states[:, 0], H1) and np.allclose(states[:, 1], H2)

# %% [markdown] lang="en" slide="question"
# The loop agrees with the hand.
#
# **Predict.** How many weights must be added to read 1000 steps, not 2?
#
# - (a) none
# - (b) a set for each step, 998 more
# - (c) only 998 copies of `W_hh`

# %% [markdown] lang="zh" slide="question"
# 循环算的和手写的分毫不差。
#
# **先猜一猜。** 从读 2 步变成读 1000 步，要添多少权重？
#
# - (a) 一个也不用
# - (b) 每步一组，添 998 组
# - (c) 只添 998 份 `W_hh`

# %%
predictions.weights_for_a_thousand_steps.answer("a")

# %%
for T in (1, 2, 7, 1000):
    x = rng.normal(size=(4, T, 3))  # (B, T, E)
    print(T, rnn_forward(x, H0, W_xh, W_hh, b_h).shape)
num_weights = W_xh.size + W_hh.size + b_h.size
print(num_weights)
assert num_weights == 15 + 25 + 5 == 45

# %% [markdown] lang="en" slide="section"
# 45 numbers, whatever the length.
# And Harry?
#
# ## Harry, read step by step
#
# Every step uses the same `W_xh`.
# So let two RNNs learn to say, at the end of twelve words, whether Harry was among them.
# One meets him at place 1 only; the other at every place but place 9.
# (PyTorch trains them here; how that works is the matter of lesson 03.)

# %% [markdown] lang="zh" slide="section"
# 不管读多长，都是这 45 个数。
# 那哈利呢？
#
# ## 再来找哈利：一步一步地读
#
# 每一步用的都是同一个 `W_xh`。
# 让两个 RNN 各自学着在读完十二个词以后，说出里面有没有哈利。
# 一个只在第 1 个位置见过他；另一个除了第 9 个位置，到处都见过。
# （这里由 PyTorch 来训练，具体怎么训练是第 03 课的内容。）

# %% [markdown] lang="en" slide="question"
# **Predict.** Which of them finds Harry at place 9?
#
# - (a) both: the weights are shared
# - (b) only who met him at many places
# - (c) neither: they never saw him there

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 哈利站到第 9 个位置，哪一个找得到他？
#
# - (a) 两个都行，反正权重是共用的
# - (b) 只有在许多位置见过他的那一个
# - (c) 都不行，谁也没在那儿见过他

# %%
predictions.harry_again.answer("b")


# %%
dice = np.random.default_rng(1)
torch.set_num_threads(1)  # small nets: more threads only wait


def draw(places, num):
    """Every second sentence has Harry (word 0) at one of `places`."""
    sentences = dice.integers(1, 20, (num, 12))
    at = dice.choice(places, num // 2)
    sentences[np.arange(0, num, 2), at] = 0
    return torch.tensor(sentences)


def says(net, sentences):
    states, _ = net[0](torch.eye(20)[sentences])  # (B, T, H)
    return net[1](states[:, -1])[:, 0].sigmoid()  # (B,)


# %%
def learn(places, seed=0):
    torch.manual_seed(seed)
    rnn = torch.nn.RNN(20, 16, batch_first=True)
    net = torch.nn.ModuleList([rnn, torch.nn.Linear(16, 1)])
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(300):
        sentences = draw(places, 64)
        there = (sentences == 0).any(dim=1).float()
        sure = says(net, sentences)
        loss = torch.nn.functional.binary_cross_entropy(sure, there)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net


# %% tags=["nbval-ignore-output"]
at_place_9 = draw([8], 1000)
for places in ([0], np.delete(np.arange(12), 8)):
    for seed in range(5):
        sure = says(learn(places, seed), at_place_9).detach()
        there, absent = sure[::2].mean(), sure[1::2].mean()
        print(len(places), f"{there:.2f} {absent:.2f}")
        told_apart = there - absent
        assert told_apart > 0.9 if len(places) > 1 else told_apart < 0.2

# %% [markdown] lang="en"
# Five times each: places where it met Harry, then how sure it is of him where he is, and where he is not.
# Who met him at place 1 only has learnt to look there, and place 9 might as well be empty.
# (Two equal numbers near 0.5: it has learnt nothing yet, for the first word lies far from the end.)
# Who met him here and there finds him at a place where he never was.

# %% [markdown] lang="zh"
# 每种各试五次：先印训练时见过几个位置，再印哈利在场时和不在场时的把握。
# 只在第 1 个位置见过他的，学会的就是只看那里，第 9 个位置等于没看。
# （如果两个数都在 0.5 左右，那是它还什么都没学会：第一个词离句尾太远了。）
# 在各处都见过他的，到了一个他从没站过的位置，也照样找得到。

# %% [markdown] lang="en"
# A network of places cannot do that: where it never met him, its weight for him stays 0.
# So shared weights do not know everything everywhere.
# They make it *possible* to learn once and use it at any place, if the examples ask for it.

# %% [markdown] lang="zh"
# 按位置分权重的网络做不到这一点：哪个位置没见过哈利，那里给他的权重就一直是 0。
# 可见权重共用，并不等于什么都认得。
# 它只是让“学一次、处处能用”成为**可能**；要真正做到，训练的例子里还得有这个需要。

# %% [markdown] lang="en" slide="section"
# ## Is this what PyTorch does?
#
# Give `torch.nn.RNN` our weights and see.
# It adds a second bias; we set that one to zero.
# Is anything lost?

# %% [markdown] lang="zh" slide="section"
# ## PyTorch 也是这么算的吗？
#
# 把我们的权重交给 `torch.nn.RNN`，比一比就知道。
# 它多加了一个偏置，我们把多出来的那个设为零。
# 这样会有损失吗？

# %%
weights = scratch.rnn_state_dict(W_xh, W_hh, b_h)
rnn = torch.nn.RNN(3, 5, batch_first=True, dtype=torch.float64)
rnn.load_state_dict({k: torch.tensor(v) for k, v in weights.items()})
with torch.no_grad():
    output, h_n = rnn(torch.tensor(X))  # (B, T, H), (1, B, H)
print(*weights)
print(tuple(output.shape), tuple(h_n.shape))
assert np.allclose(output, states)
assert np.allclose(h_n[0], states[:, -1])

# %% [markdown] lang="en" slide="+claim"
# Nothing is: two biases that are added make one.
# Your loop *is* `torch.nn.RNN`.
# `output` holds all states, `h_n` the last; its 1 counts layers times directions.
# (`float64` is NumPy's precision; PyTorch's own is `float32`.)

# %% [markdown] lang="zh" slide="+claim"
# 没有：两个偏置相加，还是一个偏置。
# 你写的循环就是 `torch.nn.RNN`。
# `output` 装着每一步的状态，`h_n` 是末状态；形状里的那个 1，是层数乘以方向数。
# （`float64` 是 NumPy 的精度，PyTorch 平时用 `float32`。）

# %% [markdown] lang="en"
# ## Where does it start?
#
# The first step needs a state that no step has made: the **start state** $h_0$.
# Ours was zeros, for nothing had been read; PyTorch takes zeros, too.
# You may pass another one.
# What for?

# %% [markdown] lang="zh"
# ## 从哪里开始？
#
# 第一步也要用到一个状态，可这个状态不是由哪一步算出来的，它叫**初始状态**（initial state）$h_0$。
# 我们取的是零，表示什么都还没读；PyTorch 也默认取零。
# 你也可以传一个别的进去。
# 这有什么用？

# %%
start, rest = torch.tensor(X).split(1, dim=1)  # (B, 1, E) each
with torch.no_grad():
    _, h_1 = rnn(start)  # (1, B, H)
    carried, _ = rnn(rest, h_1)
    from_ones, _ = rnn(torch.tensor(X), torch.ones_like(h_1))
assert torch.allclose(carried[:, 0], output[:, 1])
assert not torch.allclose(from_ones, output, atol=0.1)

# %% [markdown] lang="en"
# Pass on a state, and the net reads on where it stopped: a long text may come in pieces.
# Another start gives other states.
#
# ## Three ways to write it
#
# Books use other letters.
# Is it really one computation?
#
# | here, PyTorch | one matrix | letter $a$ |
# |---|---|---|
# | $W_{hh}$, $W_{xh}$ | $A = [W_{hh} \; W_{xh}]$ | $W_{aa}$, $W_{ax}$ |
# | $h_{t-1}$, $x_t$ | $[h_{t-1}; x_t]$ | $a^{\langle t-1 \rangle}$, $x^{\langle t \rangle}$ |
# | $b_h$, $\tanh$ | $b_h$, $\tanh$ | $b_a$, $g$ |
# | $W_{hy}$, $b_y$ | $W_{hy}$, $b_y$ | $W_{ya}$, $b_y$ |

# %% [markdown] lang="zh"
# 把上次的状态传进去，网络就从上次停下的地方接着读，所以长文章可以分段读。
# 初始状态不同，后面的状态也就不同。
#
# ## 一种计算，三种写法
#
# 不同的书，用的字母也不同。
# 它们算的真是同一回事吗？
#
# | 本课程与 PyTorch | 合成一个矩阵 | 用字母 $a$ |
# |---|---|---|
# | $W_{hh}$，$W_{xh}$ | $A = [W_{hh} \; W_{xh}]$ | $W_{aa}$，$W_{ax}$ |
# | $h_{t-1}$，$x_t$ | $[h_{t-1}; x_t]$ | $a^{\langle t-1 \rangle}$，$x^{\langle t \rangle}$ |
# | $b_h$，$\tanh$ | $b_h$，$\tanh$ | $b_a$，$g$ |
# | $W_{hy}$，$b_y$ | $W_{hy}$，$b_y$ | $W_{ya}$，$b_y$ |

# %%
x, h = X1[0], H1[0]  # (E,), (H,)
A = scratch.join_weights(W_xh, W_hh)  # (H, H+E)
first = np.tanh(W_hh @ h + W_xh @ x + b_h)
second = np.tanh(A @ np.concatenate([h, x]) + b_h)
print(np.array([first, second]).round(3))
assert np.allclose(first, second)

# %% [markdown] lang="en"
# $[h; x]$ is one vector: the state, and the input under it.
# A row of `A` times it is a sum: $H$ terms for the state, then $E$ for the input.
# The third way is the first with its names changed.
#
# ## Exercise 3: one matrix, a whole batch
#
# The second form above is for one sample.
# Write it for a batch, one sample a row.
# Along which axis do you join?

# %% [markdown] lang="zh"
# $[h; x]$ 是一个长向量：状态在上，输入接在下面。
# 拿 `A` 的一行去乘它，就是求和：先是状态的 $H$ 项，再是输入的 $E$ 项。
# 第三种写法就是第一种，只换了名字。
#
# ## 练习 3：一个矩阵，一整批
#
# 上面第二种写法只管一个样本。
# 请写成一整批的，一行一个样本。
# 该沿哪个轴拼？

# %% exercise="rnn_step_concatenated" slide="task"
rnn_step_concatenated = exercises.rnn_step_concatenated.solved

# %%
exercises.rnn_step_concatenated.check(rnn_step_concatenated)

# %% [markdown] lang="en"
# ## Exercise 4: the read-out
#
# The state is a private note.
# The read-out turns it into $V$ scores: $y_t = W_{hy} h_t + b_y$.
# For example, from a state of zeros it reads `b_y`.

# %% [markdown] lang="zh"
# ## 练习 4：输出层
#
# 状态是网络写给自己看的笔记。
# 输出层把笔记变成 $V$ 个得分：$y_t = W_{hy} h_t + b_y$。
# 例如，状态全是零时，得分就是 `b_y`。

# %% exercise="readout_forward" slide="task"
readout_forward = exercises.readout_forward.solved

# %%
exercises.readout_forward.check(readout_forward)

# %% [markdown] lang="en" slide="section"
# ## Five shapes of problem
#
# Which steps of a network have an input, and which are read out?
# Those two choices decide what it does.
# (1-1, N-1, 1-N: one-to-one, many-to-one, one-to-many; N-N and N-M: many-to-many.)
# (Steps without an input read their own last output: the slanting arrows.)

# %% [markdown] lang="zh" slide="section"
# ## 五种输入输出结构
#
# 哪几步有输入，哪几步有输出？
# 这两个选择决定了网络能做什么。
# 1-1、N-1 和 1-N 叫一对一、多对一和一对多；N-N 和 N-M 都叫多对多。
# （没有输入的那几步，读的是自己上一步的输出，也就是图里的斜箭头。）

# %% slide="+result"
fig, ax = plots.figure(width=10, height=3.4)
plots.draw_five_shapes(ax)
plots.show(fig, alt=alts["five_shapes"])

# %% [markdown] lang="en"
# ## Exercise 5: name the shapes
#
# Which task has which shape?
# Each of the five comes once.
#
# - (a) one word goes in, a poem comes out
# - (b) for each frame of a film: is someone speaking?
# - (c) a voice message: is it urgent?
# - (d) a question, and an answer in full sentences
# - (e) a passport photograph, always of one size: how old is this person?
#
# Return a `dict`: each letter with its shape, written as in the picture, such as `"1-1"`.

# %% [markdown] lang="zh"
# ## 练习 5：认一认结构
#
# 下面五个任务，各是哪种结构？
# 五种结构各出现一次。
#
# - (a) 给一个字，写一首诗
# - (b) 看电影的每一帧：有人在说话吗？
# - (c) 听一段语音留言：急不急？
# - (d) 问一个问题，用完整的句子回答
# - (e) 看一张尺寸统一的证件照：这个人多大年纪？
#
# 返回一个 `dict`：每个字母配上它的结构，写法照图上的样子，例如 `"1-1"`。

# %% exercise="name_shapes" slide="task"
name_shapes = exercises.name_shapes.solved

# %%
exercises.name_shapes.check(name_shapes)

# %% [markdown] lang="en"
# ## The cat sat on the mat
#
# Each word becomes a vector of zeros with a single 1: **one-hot**.
# The state has eight numbers.
# *The* comes twice.

# %% [markdown] lang="zh"
# ## 读一读“the cat sat on the mat”
#
# 每个词变成一个向量：只有一个 1，其余全是零，叫作**独热向量**（one-hot vector）。
# 状态是八个数。
# 句子里有两个 the。

# %% [markdown] lang="en"
# **Predict.** Are the states after the first and the second *the* equal?
#
# - (a) yes: same word, same weights
# - (b) no
# - (c) yes: eight numbers are too few

# %% [markdown] lang="zh"
# **先猜一猜。** 读完第一个 the 和读完第二个 the，状态相等吗？
#
# - (a) 相等，词和权重都一样
# - (b) 不相等
# - (c) 相等，八个数太少，分不清

# %%
predictions.the_twice.answer("b")

# %%
cat = "the cat sat on the mat".split()
rose = "Rose likes oranges , she does not like apples".split()
mei = list("小梅很喜欢吃桔子，她不喜欢吃苹果")
vocab = ["?", *sorted({*cat, *rose, *mei})]
weights = scratch.rnn_init(len(vocab), 8, np.random.default_rng(0))


def read(symbols):
    ids = [vocab.index(symbol) for symbol in symbols]
    x = np.eye(len(vocab))[ids][None]  # (1, T, V)
    return rnn_forward(x, np.zeros((1, 8)), *weights)[0]


h = read(cat)  # (T, H)
print(h[[0, 4]].round(2))
assert not np.allclose(h[0], h[4], atol=0.1)

# %% [markdown] lang="en"
# The weights are random, nothing is learnt yet, and still the two states differ.
# A read-out could tell the one *the* from the other.
# How long does such a trace last?
#
# ## Change the first symbol
#
# Two sequences of 20 steps differ in $x_1$ only.
# (We take 200 such pairs, and average.)

# %% [markdown] lang="zh"
# 权重是随机的，什么都还没学，两个状态却已经不同。
# 输出层要是学得好，就能分清是哪个 the。
# 这样的痕迹能留多久？
#
# ## 只改第一个
#
# 两个序列都是 20 步，只有 $x_1$ 不同。
# （这样的序列取 200 对，再求平均。）

# %% [markdown] lang="en" slide="question"
# **Predict.** Which states differ?
#
# - (a) the first
# - (b) the first few
# - (c) all 20

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 哪些状态会跟着变？
#
# - (a) 只有第一个
# - (b) 前面几个
# - (c) 20 个全变

# %%
predictions.reach_of_the_first.answer("c")

# %%
x = rng.normal(size=(200, 20, 3))  # (B, T, E)
other = x.copy()
other[:, 0] = -x[:, 0]
zeros = np.zeros((200, 5))  # (B, H)


def distance(W_hh):
    h = rnn_forward(x, zeros, W_xh, W_hh, b_h)
    h_other = rnn_forward(other, zeros, W_xh, W_hh, b_h)
    return np.linalg.norm(h - h_other, axis=2)  # (B, T)


assert (distance(W_hh) > 0).all()
longer = np.concatenate([x, x, x], axis=1)  # 60 steps
turned = np.concatenate([other, x, x], axis=1)
ends = [
    rnn_forward(each, zeros, W_xh, W_hh, b_h)[:, -1]
    for each in (longer, turned)
]
assert (ends[0] == ends[1]).all(axis=1).mean() > 0.9
small = distance(W_hh).mean(axis=0)  # (T,)
print([f"{d:.0e}" for d in small[[0, 1, 4, 9, 19]]])
assert 0.35 < (small[-1] / small[0]) ** (1 / 19) < 0.45

# %% [markdown] lang="en"
# All 20 differ; on average a step leaves 40 % of the difference, $|\Delta h_t|$.
# (After 60 steps, even the 16 digits of the computer show none in most pairs.)
#
# But these weights are small.
# Multiply `W_hh` by 4: does it still fade?
# (Below, equal steps upwards are equal *factors*.)

# %% [markdown] lang="zh"
# 20 个状态全都变了，不过平均每走一步，差别 $|\Delta h_t|$ 就只剩上一步的 40% 左右。
# （走完 60 步，大多数序列对的差别，连计算机的 16 位有效数字都显不出来了。）
#
# 可这组权重很小。
# 把 `W_hh` 乘上 4，差别还会越来越小吗？
# （下图纵轴上同样的距离，表示同样的**倍数**。）

# %% slide="result"
large = distance(4 * W_hh).mean(axis=0)  # (T,)
fig, axes = plots.figure(1, 2, width=9, sharey=True)
plots.draw_influence(axes[0], small, floor=1e-10)
plots.draw_influence(axes[1], large, floor=1e-10)
axes[0].set_title("$W_{hh}$")
axes[1].set_title("$4 W_{hh}$")
plots.show(fig, alt=alts["influence"])
assert large[-1] > 0.7 * large[0]

# %% [markdown] lang="en" slide="+claim"
# It hardly fades: after 20 steps, more than 70 % is left.
# So the weights decide how long a trace lasts.
# What in them decides?
# Lesson 04 finds out.

# %% [markdown] lang="zh" slide="+claim"
# 差别几乎没有变小：走完 20 步，还剩 70% 以上。
# 可见痕迹能留多久，由权重决定。
# 权重里起决定作用的，又是什么？
# 第 04 课揭晓。

# %% [markdown] lang="en"
# ## Reading backwards
#
# > Rose likes oranges, she does not like apples
#
# Is *Rose* a name, a flower, or what the sun did?
# At the first word, a forward reader cannot know.
# And one who comes from the other end?
#
# The Chinese twin, `mei`, has 16 characters.
# Replace one of them by `?`: which of the 16 states change?
# That makes 256 pairs.

# %% [markdown] lang="zh"
# ## 倒着读
#
# > 小梅很喜欢吃桔子，她不喜欢吃苹果
#
# 刚读到“小”：是小心，是小时候，还是小梅？
# 从左往右读，这时谁也说不准。
# 要是从另一头读过来呢？
#
# 这句话（`mei`）连逗号共 16 个字符。
# 把其中一个换成 `?`，16 个状态里哪些会变？
# 一个字符配一个状态，共 256 对。

# %% [markdown] lang="en"
# **Predict.** In how many does a forward reader's state change?
#
# - (a) 256
# - (b) 136
# - (c) 16

# %% [markdown] lang="zh"
# **先猜一猜。** 从左往右读，有多少对里的状态会变？
#
# - (a) 256
# - (b) 136
# - (c) 16

# %%
predictions.what_a_reader_knows.answer("b")


# %%
def read_backward(symbols):
    return read(symbols[::-1])[::-1]


def changes(symbols, read):
    rows = []
    for place in range(len(symbols)):
        other = [*symbols[:place], "?", *symbols[place + 1 :]]
        rows.append((read(other) != read(symbols)).any(axis=1))
    return np.array(rows)  # (T, T)


ahead, back = changes(mei, read), changes(mei, read_backward)
print(ahead.sum(), back.sum(), (ahead | back).sum())
assert (ahead == np.triu(np.ones((16, 16)))).all()
assert (back == ahead.T).all() and (ahead | back).all()

# %% slide="result"
fig, axes = plots.figure(2, 2, width=9, height=7.4)
for row, symbols in zip(axes, (rose, mei), strict=True):
    for ax, reader in zip(row, (read, read_backward), strict=True):
        changed = 1.0 * changes(symbols, reader)  # (T, T)
        plots.draw_states(ax, changed, symbols, colourbar=False)
        ax.set_xlabel("symbol replaced")
        ax.set_ylabel("state at place", rotation=90, ha="center")
axes[0, 0].set_title("forward")
axes[0, 1].set_title("backward")
plots.show(fig, alt=alts["changes"])

# %% [markdown] lang="en" slide="+claim"
# Dark means: this state changes.
# Forward, a state knows its past; backward, its future.
# The backward reader of *Rose* has already met *she*.
# Join the two states, $2H$ numbers, and what stands at each place depends on the whole sentence.
# That is a **bidirectional** RNN (Schuster and Paliwal, 1997).
# When is it of no use?
# When the end has not been written yet.
#
# Now you: step through a sentence, in both directions.
# Which states does the symbol read first still reach?

# %% [markdown] lang="zh" slide="+claim"
# 横轴是被换掉的字，纵轴是状态所在的位置，深色表示这个状态变了。
# 顺着读，状态知道过去；倒着读，知道将来。
# 倒着读到“小”时，“她”和“梅”都已经读过了。
# 把两个方向的状态拼在一起，每个位置就有 $2H$ 个数：一半来自前文，一半来自后文。
# 这就是**双向**（bidirectional）循环神经网络（Schuster 与 Paliwal，1997）。
# 什么时候用不上它？
# 后文还没写出来的时候。
#
# 轮到你了：选一句话，顺着走一遍，再倒着走一遍。
# 最先读到的那个符号，还影响得到哪些状态？

# %%
to_read = {"the cat ...": cat, "Rose ...": rose, "小梅……": mei}
widgets.explore_reading(to_read, read)

# %% [markdown] lang="en"
# ## Read on
#
# - Elman (1990), *Finding Structure in Time*: the network of this lesson, and what its state finds out about words.
# - Schuster and Paliwal (1997), *Bidirectional Recurrent Neural Networks*: reading from both ends.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Elman（1990），《Finding Structure in Time》：这一课的网络，以及它的状态从词里发现了什么。
# - Schuster 与 Paliwal（1997），《Bidirectional Recurrent Neural Networks》：从两头读。

# %% [markdown] lang="en"
# ## What you saw
#
# - A network with places cannot share what it learns; a step used again and again can.
# - One formula, three notations, one set of weights, any length.
# - Your loop and `torch.nn.RNN` give the same numbers.
# - What is fed in and what is read out make five shapes of problem.
# - Every input can change every later state; how strongly depends on the weights.
#
# Our network had 45 weights.
# How many has PyTorch's, and why does a book count differently?
# That is lesson 02; what makes a trace fade or last is lesson 04.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 每个位置各用一组权重，学到的东西就没法共用；反复用同一步，才有可能共用。
# - 一个公式，三种写法，一组权重，多长都能读。
# - 你写的循环和 `torch.nn.RNN` 算出来的数一样。
# - 哪几步有输入、哪几步有输出，分出五种结构。
# - 每个输入都可能影响后面所有的状态，影响多大由权重决定。
#
# 我们的网络一共有 45 个权重。
# PyTorch 的有几个？书上数出来的为什么又不一样？
# 第 02 课来数；痕迹为什么有的消失、有的留下，第 04 课来讲。
