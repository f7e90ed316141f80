# %% [markdown] lang="en"
# # Why memories fade
#
# You read the last word of a sentence, and still know how it began.
# Why does a plain RNN forget, and can you measure it?
#
# *80 minutes.*
# *Builds on lesson 03.*
# Afterwards you can say what makes a gradient fade, stay or explode, and predict how fast.
# You can measure it by autograd (introduced here), clip what is too large, and start a network so that it remembers.

# %% [markdown] lang="zh"
# # 记忆为什么会消失
#
# 读到一句话的末尾，你还记得开头说了什么。
# 朴素 RNN 为什么记不住？它忘得有多快，能不能量出来？
#
# *80 分钟。先学完第 03 课。*
# 学完以后，你能说清梯度为什么会消失、保持或爆炸，还能预测它变化得有多快。
# 你会用自动求导来测量梯度（课上现教），会裁剪过大的梯度，也会为网络选一组记得住事的初始权重。

# %%
import numpy as np
import torch

from course_utils import plots, scratch, widgets
from course_utils.exercises.fading_memory import (
    alts,
    exercises,
    predictions,
)
from course_utils.memory import (
    make_rnn,
    measure_memory,
    random_symbols,
    train_recall,
)
from course_utils.scratch import matrices

# %% [markdown] lang="en"
# ## How far back?
#
# Which word belongs in each gap, and how far back stands the word that tells you?
# (In the Chinese sentence, count characters from 成 to the gap.)

# %% [markdown] lang="zh"
# ## 要往回看多远？
#
# 空格里该填什么？
# 提示你的那个词，离空格有多远？
# （英文大意：云在……；我在中国长大，如今还说流利的……）
# （中文从“成”字数到空格，一字一步，标点也算。）

# %%
near = "the clouds are in the ___".split()
far = (
    "I grew up in China , then followed my parents from town to town , "
    "for they built bridges and never stayed longer than one of them "
    "took , and still I speak fluent ___"
).split()
chengdu = "我在成都长大，后来跟着父母东奔西走修桥铺路，可今天说的还是一口＿"
print(near.index("___") - near.index("clouds"))
print(far.index("___") - far.index("China"))
print(chengdu.index("＿") - chengdu.index("成"))
assert near.index("___") - near.index("clouds") == 4
assert far.index("___") - far.index("China") == 30
assert chengdu.index("＿") - chengdu.index("成") == 29

# %% [markdown] lang="en"
# *Sky* needs four steps, *Chinese* thirty, and 四川话 (*Sichuanese*) twenty-nine.

# %% [markdown] lang="zh"
# 填 sky 要往回看 4 步，填 Chinese 要往回看 30 步，填“四川话”也要看 29 步。

# %% [markdown] lang="en" slide="section"
# ## A nearer word misleads
#
# Is it *was* or *were*?
#
# > `the cat , which had eaten two bowls of fish and three fat sardines , ___ full`
#
# And in a story, 她 (*she*) or 他 (*he*)?
# (小梅, a girl, goes to market with her grandfather, 爷爷; he carries oranges for miles and never complains, but ＿ could not walk another step.)
#
# > `小梅跟爷爷去赶集，爷爷挑着一筐桔子，走了十里山路也不喊累，＿却早就走不动了`

# %% [markdown] lang="zh" slide="section"
# ## 更近的词会误导人
#
# 先看一句英文：猫吃了两碗鱼和三条肥沙丁鱼，饱了。
# 主语是单数就用 was，是复数就用 were，这里该填哪一个？
#
# > `the cat , which had eaten two bowls of fish and three fat sardines , ___ full`
#
# 再看一个中文的故事：空格里该填“她”还是“他”？
#
# > `小梅跟爷爷去赶集，爷爷挑着一筐桔子，走了十里山路也不喊累，＿却早就走不动了`

# %% [markdown] lang="en"
# **Predict.** How far back stands the word that decides between *was* and *were* (commas count)?
#
# - (a) 2 steps
# - (b) 8 steps
# - (c) 14 steps

# %% [markdown] lang="zh"
# **先猜一猜。** 该填 was 还是 were，要看往回数第几步的那个词（逗号也算一步）？
#
# - (a) 第 2 步
# - (b) 第 8 步
# - (c) 第 14 步

# %%
predictions.agreement.answer("c")

# %%
cat = (
    "the cat , which had eaten two bowls of fish "
    "and three fat sardines , ___ full"
).split()
mei = "小梅跟爷爷去赶集，爷爷挑着一筐桔子，走了十里山路也不喊累，＿却早就走不动了"
for text, gap, words in (
    (cat, "___", ("sardines", "bowls", "cat")),
    (mei, "＿", ("爷", "梅")),
):
    at = text.index(gap)
    back = [list(reversed(text[:at])).index(word) + 1 for word in words]
    print(dict(zip(words, back, strict=True)))
    assert back == ([2, 8, 14] if text is cat else [19, 28])

# %% [markdown] lang="en"
# *The cat was full*, and 她 (小梅) could not walk on.
# Each time the nearer word says the opposite: *sardines* asks for *were*, 爷爷 for 他.
# Linzen, Dupoux and Goldberg (2016) tested LSTMs on thousands of such English sentences.
# When an end depends on a far beginning, that is a **long-term dependency**.

# %% [markdown] lang="zh"
# 走不动的是小梅，该填“她”；吃饱的是猫，该填 was。
# 两句里都有一个更近的词，指向相反的答案：爷爷要配“他”，sardines 要配 were。
# Linzen、Dupoux 与 Goldberg（2016）就用成千上万个这样的英文句子考过 LSTM。
# 结尾取决于很远的开头，这种关系叫**长期依赖**（long-term dependency）。

# %% [markdown] lang="en"
# To link the two ends, the last state must depend on that far input.
# What happens to a trace on the way?

# %% [markdown] lang="zh"
# 要让训练把句子的两头联系起来，最后的状态就必须依赖那么远的输入。
# 那个输入留下的痕迹，一路传下来会怎么样？

# %% [markdown] lang="en" slide="section"
# ## Take the tanh away
#
# Let us starve the network: every input is zero, and there is no tanh.
# All that is left of a step is `h = A @ h`.

# %% [markdown] lang="zh" slide="section"
# ## 把 tanh 拿掉
#
# 先让网络“饿着”：输入全为零，也没有 tanh。
# 这样每一步只剩一次乘法 `h = A @ h`。

# %% [markdown] lang="en" slide="question"
# **Predict.** Suppose $A$ is a rotation times 1.2.
# How long is the state after 100 steps, if it started with length 1?
#
# - (a) about 120
# - (b) about 10 thousand
# - (c) about 80 million

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 假设 $A$ 是旋转矩阵的 1.2 倍，状态一开始长度为 1。
# 走完 100 步，状态有多长？
#
# - (a) 120 左右
# - (b) 一万左右
# - (c) 八千万左右

# %%
predictions.length_after_100_steps.answer("c")

# %%
A = 1.2 * matrices.random_rotation(4, np.random.default_rng(0))
h = np.array([1.0, 0.0, 0.0, 0.0])
for _ in range(100):
    h = A @ h
print(f"{np.linalg.norm(h):.3f}")
assert np.isclose(np.linalg.norm(h), 1.2**100)

# %% [markdown] lang="en"
# Eighty million: $1.2^{100} = 82\,817\,974.522$.
# Each step grew it by a mere fifth.
#
# **Predict.** With 0.9 for 1.2, at which step is less than 1 % left?
#
# - (a) step 10
# - (b) step 44
# - (c) step 110

# %% [markdown] lang="zh"
# 八千多万：$1.2^{100} = 82\,817\,974.522$。
# 每一步只增长五分之一，连乘一百次就成了天文数字。
#
# **先猜一猜。** 把 1.2 换成 0.9，走到第几步，剩下的就不到 1% 了？
#
# - (a) 第 10 步
# - (b) 第 44 步
# - (c) 第 110 步

# %%
predictions.one_percent_left.answer("b")

# %%
lengths = 0.9 ** np.arange(101)
print(np.argmax(lengths < 0.01), f"{lengths[100]:.3e}")
assert lengths[43] > 0.01 > lengths[44]

# %% [markdown] lang="en" slide="claim"
# And a gradient?
# Without the tanh, $\partial h_T / \partial h_0$ is $A^T$ too (the superscript counts steps), multiplied from the other end.
# One that shrinks is a **vanishing gradient**, one that grows an **exploding gradient**.

# %% [markdown] lang="zh" slide="claim"
# 那么梯度呢？
# 没有 tanh 时，$\partial h_T / \partial h_0$ 也等于 $A^T$（上标是步数），只是要从另一头乘起。
# 梯度越传越小，叫**梯度消失**（vanishing gradient）。
# 梯度越传越大，叫**梯度爆炸**（exploding gradient）。

# %% [markdown] lang="en"
# ## One number for a matrix
#
# What is the 1.2 of a matrix that does not merely turn?
# An **eigenvector** is only multiplied by a number, its eigenvalue $\lambda$.
# The **spectral radius** $\rho$ is the largest size $|\lambda|$.

# %% [markdown] lang="zh"
# ## 用一个数描述一个矩阵
#
# 如果矩阵做的不只是旋转，前面的 1.2 该换成什么数？
# 有些向量乘上矩阵以后，只是变成原来的若干倍：这样的向量叫**特征向量**（eigenvector），倍数叫特征值（eigenvalue）$\lambda$。
# 所有 $|\lambda|$ 中最大的那个，叫**谱半径**（spectral radius），记作 $\rho$。

# %% [markdown] lang="en"
# ## Exercise 1: choose the radius
#
# Give a matrix the radius you want.
# For example, from `[[0.5, 1], [0, -2]]` to radius 1: halve it.

# %% [markdown] lang="zh"
# ## 练习 1：设定谱半径
#
# 把一个矩阵的谱半径变成你想要的值。
# 例如，要让 `[[0.5, 1], [0, -2]]` 的谱半径变成 1，把它减半就行。

# %% exercise="rescale_to_radius" slide="task"
rescale_to_radius = exercises.rescale_to_radius.solved

# %%
exercises.rescale_to_radius.check(rescale_to_radius)

# %% [markdown] lang="en" slide="section +question"
# ## Below 1, so it shrinks?
#
# Now $A$ is `[[0.9, 5], [0, 0.9]]`: both eigenvalues are 0.9.
# The state starts as `[0, 1]`.
#
# **Predict.** How long does it ever become?
#
# - (a) about 19
# - (b) never longer than 1
# - (c) about 5

# %% [markdown] lang="zh" slide="section +question"
# ## 谱半径小于 1，状态就会步步缩短吗？
#
# 换一个 $A$：`[[0.9, 5], [0, 0.9]]`，两个特征值都是 0.9。
# 状态从 `[0, 1]` 出发。
#
# **先猜一猜。** 一路走下去，状态最长的时候有多长？
#
# - (a) 19 左右
# - (b) 不会超过 1
# - (c) 5 左右

# %%
predictions.longest_with_radius_below_1.answer("a")

# %% slide="picture"
A = np.array([[0.9, 5.0], [0.0, 0.9]])
h, lengths = np.array([0.0, 1.0]), []
for _ in range(100):
    h = A @ h
    lengths.append(np.linalg.norm(h))
print(matrices.spectral_radius(A), f"{max(lengths):.1f}", f"{h[0]:.3f}")
assert round(max(lengths)) == 19 and lengths[-1] < 0.02
fig, ax = plots.figure()
curves = {"$|h_t|$": np.array(lengths), "$0.9^t$": 0.9 ** np.arange(1, 101)}
plots.draw_log_curves(ax, curves, dashed=["$0.9^t$"])
plots.show(fig, alt=alts["transient"])

# %% [markdown] lang="en" slide="+claim"
# A radius below 1 promises an end, not a steady decrease.

# %% [markdown] lang="zh" slide="+claim"
# 谱半径小于 1，只保证状态最后会缩到零，不保证每一步都在缩短。

# %% [markdown] lang="en"
# ## For the curious: what bounds a single step?
#
# > You may skip this box, as far as "Put the tanh back": nothing later needs it.
# >
# > A step multiplies lengths by at least the smallest **singular value** of its matrix, and by at most the largest.
# > With $|A^t|$ the largest one of $A^t$, many steps average at most $|A^t|^{1/t}$ each, which tends to $\rho$ (Gelfand, 1941).
# > But what if `A` and its transpose take turns, both of radius 0.9?

# %% [markdown] lang="zh"
# ## 选读：单独一步，由什么来限制？
#
# > 这一小节可以跳过，直接读“把 tanh 放回去”，后面都用不到它。
# >
# > 走一步，长度会变成原来的若干倍；这个倍数不小于矩阵最小的**奇异值**（singular value），也不大于最大的奇异值。
# > 把 $A^t$ 的最大奇异值记作 $|A^t|$，那么走许多步时，平均每步最多变成 $|A^t|^{1/t}$ 倍；步数趋于无穷时，这个数趋于 $\rho$（Gelfand，1941）。
# > 可如果让 `A` 和它的转置轮流去乘（谱半径都是 0.9），又会怎样？

# %%
largest, smallest = np.linalg.svd(A)[1]
angles = np.linspace(0, np.pi, 1000)
vectors = np.array([np.cos(angles), np.sin(angles)])  # (2, 1000)
stretch = np.linalg.norm(A @ vectors, axis=0)  # (1000,)
print(f"{smallest:.3f} {stretch.min():.3f}")
print(f"{stretch.max():.3f} {largest:.3f}")
assert smallest <= stretch.min() and stretch.max() <= largest
assert np.isclose(stretch.max(), largest, atol=0.01)

power = np.linalg.matrix_power
per_step = np.linalg.norm(power(A, 1000), 2) ** (1 / 1000)
in_turn = np.linalg.norm(power(A.T @ A, 50), 2) ** (1 / 100)
print(f"{per_step:.2f} {in_turn:.2f}")
assert abs(per_step - 0.9) < 0.01
assert np.isclose(in_turn, largest)
turning = 0.9 * matrices.random_rotation(4, np.random.default_rng(0))
assert np.allclose(np.linalg.svd(turning)[1], 0.9)

# %% [markdown] lang="en"
# > It explodes: on average, a step is worth exactly the largest singular value.
# > Where steps differ, the radius is a guide, and only singular values are bounds.
# > (A rotation times $\rho$ knows no such conflict: all its singular values are $\rho$.)
# >
# > Here the box ends.

# %% [markdown] lang="zh"
# > 爆炸了：平均到每一步，倍数正好等于最大的奇异值。
# > 当各步的矩阵不同时，谱半径只能作参考，真正的上限是奇异值。
# > （旋转矩阵乘以 $\rho$ 时没有这个矛盾，因为它的奇异值全都是 $\rho$。）
# >
# > 选读到此为止。

# %% [markdown] lang="en" slide="section"
# ## Put the tanh back
#
# In an RNN, each step has another matrix:
#
# $$\frac{\partial h_t}{\partial h_{t-1}} = D_t W_{hh}$$
#
# On the diagonal of $D_t$ stand the slopes of the tanh, $1 - h_t^2$.
# And their product?
# (`input_gain=1.0`: on average `W_xh` keeps variance.)

# %% [markdown] lang="zh" slide="section"
# ## 把 tanh 放回去
#
# 在 RNN 里，每一步乘的矩阵都不一样：
#
# $$\frac{\partial h_t}{\partial h_{t-1}} = D_t W_{hh}$$
#
# $D_t$ 的对角线上是 tanh 的斜率 $1 - h_t^2$。
# 全部乘起来，结果是多少？
# （`input_gain=1.0` 的意思是：输入乘上 `W_xh` 以后，方差平均来说不变。）

# %%
E, H, T = 16, 64, 100
tiny = 0.01 * np.random.default_rng(1).normal(size=(T, E))  # (T, E)
rnn = make_rnn(E, H, spectral_radius=0.9, input_gain=1.0)
weights = dict(rnn.named_parameters())
W_xh = weights["weight_ih_l0"].detach().numpy()  # (H, E)
W_hh = weights["weight_hh_l0"].detach().numpy()  # (H, H)
start, no_bias = np.zeros((1, H)), np.zeros(H)
states = scratch.rnn_forward(tiny[None], start, W_xh, W_hh, no_bias)[0]
slopes = 1 - states**2  # (T, H)
gradient = slopes[0][:, None] * W_xh  # (H, E)
for slope in slopes[1:]:
    gradient = slope[:, None] * (W_hh @ gradient)
print(gradient.shape, f"{np.linalg.norm(gradient):.1e}")

# %% [markdown] lang="en"
# That is $\partial h_T / \partial x_1$ by hand, a product of matrices of slopes (**Jacobians**).
# Its norm says how strongly the end depends on the beginning.
#
# ## Let PyTorch go back
#
# In lesson 03 you wrote the way back yourself.
# **Autograd** writes it for you: mark a tensor with `requires_grad=True`, compute one number from it, and call `backward()` on that number.
# PyTorch has noted every operation; it applies the chain rule from last to first, and leaves the slope in `.grad`.
# Lesson 03 had $c = \tanh(2a)$ at $a = 0.5$: which slope should appear?

# %% [markdown] lang="zh"
# 这就是手算的 $\partial h_T / \partial x_1$，它是每一步的**雅可比矩阵**（Jacobian）的连乘；矩阵的每一项是一个斜率。
# 它的范数（norm）越大，结尾就越依赖开头。
#
# ## 让 PyTorch 往回走
#
# 在第 03 课，往回走的每一步都是你自己写的。
# **自动求导**（autograd）可以代劳：用 `requires_grad=True` 标记一个张量（tensor），由它算出一个数，再对这个数调用 `backward()`。
# PyTorch 一路上记下了每个运算，这时就用链式法则从最后一个倒着算到第一个，把斜率放进 `.grad`。
# 第 03 课算过 $c = \tanh(2a)$ 在 $a = 0.5$ 处的斜率，这里应该得到多少？

# %%
a = torch.tensor(0.5, requires_grad=True)
torch.tanh(2 * a).backward()
print(f"{a.grad:.4f}")
assert np.isclose(a.grad, 2 * (1 - np.tanh(1.0) ** 2))

torch.tanh(2 * a).backward()
print(f"{a.grad:.4f}")
assert np.isclose(a.grad, 4 * (1 - np.tanh(1.0) ** 2))

# %% [markdown] lang="en"
# It is the 0.84 of lesson 03.
# The second `backward()` did not replace it, it *added*: so empty it in between, `a.grad = None`.
# The way back starts from one number only, and its notes are thrown away afterwards, unless you pass `retain_graph=True`.

# %% [markdown] lang="zh"
# 得到的正是第 03 课的 0.84。
# 第二次 `backward()` 没有覆盖旧值，而是**加**了上去，所以中间要清空：`a.grad = None`。
# 往回走只能从一个数出发；走完以后，记录会被丢掉，除非传入 `retain_graph=True`。

# %% [markdown] lang="en"
# ## Exercise 2: let autograd do it
#
# Return the norm of $\partial h_T / \partial x_1$: all entries squared, added, and the root taken.
# For `rnn` and `tiny`, we got it by hand.

# %% [markdown] lang="zh"
# ## 练习 2：交给自动求导
#
# 请返回 $\partial h_T / \partial x_1$ 的范数：所有元素的平方和，再开平方。
# 对 `rnn` 和 `tiny`，前面已经手算过。

# %% exercise="gradient_norm" slide="task"
gradient_norm = exercises.gradient_norm.solved

# %%
exercises.gradient_norm.check(gradient_norm)

# %% [markdown] lang="en"
# `measure_memory` is the course's version: one autograd Jacobian a step.
# Does it agree with the product by hand?

# %% [markdown] lang="zh"
# `measure_memory` 是课程自带的版本，它在每一步用自动求导算出雅可比矩阵。
# 它的结果和手算的对得上吗？

# %%
gradient_norm = exercises.gradient_norm.mine(gradient_norm)
yours = float(gradient_norm(rnn, torch.tensor(tiny)))
memory = measure_memory(rnn, tiny)
print(f"{yours:.1e}")
assert np.isclose(yours, memory.gradient_norms[-1])
print(memory.gradient_norms.shape, memory.state_norms.shape)
assert np.allclose(memory.gradient, gradient, rtol=1e-9, atol=1e-15)
assert np.allclose(memory.state_norms, np.linalg.norm(states, axis=1))

# %% [markdown] lang="en" slide="section"
# It does, and it keeps the norms for every $t$.
#
# ## What the textbook shows
#
# Four radii, a rotation each, and inputs as small as 0.01.
# Which line will be flat?

# %% [markdown] lang="zh" slide="section"
# 对得上，而且它把每个 $t$ 的范数都记了下来。
#
# ## 课本上的图
#
# 谱半径取四个值，每个矩阵都是旋转矩阵乘上一个数，输入小到 0.01。
# 哪条线会是平的？


# %% slide="+picture"
def measure(radius, x):
    rnn = make_rnn(E, H, radius, input_gain=1.0)
    return measure_memory(rnn, x)


def draw(curves, alt):
    fig, ax = plots.figure(width=7)
    named = {f"{radius:g}": norms for radius, norms in curves.items()}
    title = r"$|\partial h_t / \partial x_1|$"
    shades = plots.SHADES
    plots.draw_log_curves(ax, named, symbol=title, colours=shades)
    plots.show(fig, alt=alt)


radii = (0.5, 0.9, 1.0, 1.2)
faint = {radius: measure(radius, tiny).gradient_norms for radius in radii}
draw(faint, alts["textbook"])
left = {radius: norms[49] / norms[0] for radius, norms in faint.items()}
print({radius: f"{share:.2g}" for radius, share in left.items()})
assert np.isclose(left[0.5], 0.5**49, rtol=0.05)
assert np.isclose(left[0.9], 0.9**49, rtol=0.05)
assert 0.8 < left[1.0] < 1
early, late = faint[1.2][9] / faint[1.2][0], faint[1.2][-1] / faint[1.2][19]
assert early > 0.9 * 1.2**9 and late < 10 < 1.2**80

# %% [markdown] lang="en" slide="question"
# 0.5 and 0.9 fade as their powers do, 1.0 hardly, 1.2 grows until the tanh brakes.
# Does it always brake in time?
#
# **Predict.** Radius 3, the same tiny inputs.
# The state has 64 numbers between -1 and 1, so its length is below 8.
# And the gradient after 100 steps?
#
# - (a) below 8 as well
# - (b) nearly 0
# - (c) over a million million

# %% [markdown] lang="zh" slide="question"
# 谱半径为 0.5 和 0.9 的两条线，按各自的幂往下降；1.0 的那条几乎不动；1.2 的那条先升，后来被 tanh 刹住了。
# tanh 总能及时刹住吗？
#
# **先猜一猜。** 谱半径取 3，输入还是那么小。
# 状态是 64 个 -1 到 1 之间的数，长度不到 8。
# 走 100 步，梯度呢？
#
# - (a) 也不到 8
# - (b) 接近 0
# - (c) 超过一万亿

# %%
predictions.gradient_under_tanh.answer("c")

# %% tags=["nbval-ignore-output"]
wild = measure(3.0, tiny)
print(f"{wild.state_norms[-1]:.1f} {wild.gradient_norms[-1]:.0e}")
assert wild.state_norms.max() < 8
assert wild.gradient_norms[-1] > 1e12

# %% [markdown] lang="en"
# So tanh does not prevent an explosion: it bounds the state, not the gradient.
#
# ## Where the textbook fails
#
# Inputs of 0.01 are rare.
# Data scaled to variance 1 are common, and PyTorch's embeddings start with variance 1, too.

# %% [markdown] lang="zh"
# 可见 tanh 不能防止梯度爆炸：它限制了状态的大小，却限制不了梯度。
#
# ## 课本上的图什么时候不对
#
# 小到 0.01 的输入并不多见。
# 标准化过的数据，方差就是 1；PyTorch 的词嵌入，初始方差也是 1。

# %% [markdown] lang="en" slide="question"
# **Predict.** Radius 1.2, inputs of variance 1.
# What does the gradient do?
#
# - (a) it fades
# - (b) it stays level
# - (c) it grows, then levels off

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 谱半径 1.2，输入的方差为 1。
# 梯度会怎么变？
#
# - (a) 逐渐消失
# - (b) 保持不变
# - (c) 先变大，后来不再变

# %%
predictions.usual_inputs.answer("a")

# %% slide="result"
usual = 100 * tiny  # (T, E), variance 1
memories = {radius: measure(radius, usual) for radius in radii}
norms = {radius: memories[radius].gradient_norms for radius in radii}
draw(norms, alts["usual"])
assert all(curve[-1] < 1e-9 * curve[0] for curve in norms.values())

# %% [markdown] lang="en" slide="+claim"
# All four fade, 1.2 included.
# Nothing changed but the inputs, so why?
# Look at the slopes, for radius 1.

# %% [markdown] lang="zh" slide="+claim"
# 四条线全都一路下降，1.2 的也不例外。
# 变的只有输入，为什么会这样？
# 来看谱半径为 1 时，tanh 的斜率。


# %%
def slopes_of(radius, x):
    rnn = make_rnn(E, H, radius, input_gain=1.0)
    with torch.no_grad():
        states, _ = rnn(torch.tensor(x))
    return 1 - states.numpy()[1:] ** 2  # (T-1, H)


groups = {"0.01": slopes_of(1.0, tiny), "1": slopes_of(1.0, usual)}
fig, ax = plots.figure()
plots.draw_slopes(ax, groups)
plots.show(fig, alt=alts["slopes"])
assert groups["0.01"].mean() > 0.99 and groups["1"].mean() < 0.65
assert abs(torch.nn.Embedding(1000, 9).weight.var().item() - 1) < 0.1

# %% [markdown] lang="en"
# Large inputs drive tanh to where it is flat.
# A rotation times $\rho$ lengthens everything by $\rho$; then unit $i$ is multiplied by its slope $s_i = 1 - h_i^2$.
# If the gradient is spread evenly over the units, a step leaves about
#
# $$\rho \cdot \sqrt{\overline{s^2}}$$
#
# (the bar: averaged over the units).
# Does that predict the curves?

# %% [markdown] lang="zh"
# 输入一大，tanh 就被推到了平缓的地方。
# 旋转矩阵乘以 $\rho$，会把任何向量的长度都变成 $\rho$ 倍。
# 接着，第 $i$ 个单元还要乘上自己的斜率 $s_i = 1 - h_i^2$。
# 如果梯度均匀地分布在各个单元上，走一步大约剩下
#
# $$\rho \cdot \sqrt{\overline{s^2}}$$
#
# （横线表示对各单元求平均。）
# 用这个式子，能预测那些曲线吗？

# %% [markdown] lang="en"
# ## Exercise 3: read a curve
#
# First read off what a step leaves.
# Which factor, the same at every step, leads from the first number to the last?
# For example, `[8, 4, 2, 1]` gives 0.5.

# %% [markdown] lang="zh"
# ## 练习 3：读曲线
#
# 先读曲线：假设每一步都乘同一个数，从第一个数走到最后一个数，该乘多少？
# 例如 `[8, 4, 2, 1]`，答案是 0.5。

# %% exercise="fade_per_step" slide="task"
fade_per_step = exercises.fade_per_step.solved

# %%
exercises.fade_per_step.check(fade_per_step)

# %% tags=["nbval-ignore-output"]
fig, ax = plots.figure(width=7)
plots.draw_log_curves(
    ax,
    {f"{radius:g}": memories[radius].gradient_norms for radius in radii},
    symbol=r"$|\partial h_t / \partial x_1|$",
    colours=plots.SHADES,
)
for x in (tiny, usual):
    for radius in (*radii, 3.0):
        norms = measure(radius, x).gradient_norms  # (T,)
        mean_squares = (slopes_of(radius, x) ** 2).mean(axis=1)  # (T-1,)
        steps = radius * np.sqrt(mean_squares)
        predicted = norms[0] * np.cumprod(steps)  # (T-1,)
        if x is usual and radius in radii:
            ax.plot(range(2, T + 1), predicted, "--", color="black", lw=1)
        error = abs(np.log(norms[-1] / predicted[-1]))
        assert error < np.log(1.05) * (T - 1)
plots.show(fig, alt=alts["predicted"])

# %% [markdown] lang="en"
# Dashed is what the formula predicts.
# Per step, it errs by less than 5 %: for both input sizes, and for radius 3, too.
# For a gradient to last, push and brake must cancel: a narrow ridge.
#
# ## Is the state empty then?
#
# **Predict.** Radius 0.9, usual inputs: after 100 steps less than 1e-20 of the gradient is left.
# And the state?
#
# - (a) nearly zero
# - (b) about as long as at first
# - (c) it no longer moves

# %% [markdown] lang="zh"
# 虚线是公式的预测。
# 平均到每一步，误差不到 5%：两种大小的输入都是这样，谱半径取 3 时也是这样。
# 梯度要想保持不变，矩阵的放大和 tanh 的缩小必须正好抵消，就像走钢丝。
#
# ## 梯度消失了，状态也空了吗？
#
# **先猜一猜。** 谱半径 0.9，输入是平常的大小。
# 走完 100 步，梯度剩下的还不到最初的 1e-20 倍。
# 状态呢？
#
# - (a) 接近零
# - (b) 和开始时差不多长
# - (c) 不再变动

# %%
predictions.state_after_fading.answer("b")

# %%
memory = memories[0.9]
print(memory.state_norms[[0, -1]].round(1))
assert memory.gradient_norms[-1] < 1e-20 * memory.gradient_norms[0]
assert 0.5 < memory.state_norms[-1] / memory.state_norms[0] < 2


def distance_when_flipped(step):
    other = usual.copy()
    other[step] = -usual[step]
    with torch.no_grad():
        ends = [rnn(torch.tensor(x))[0][-1] for x in (usual, other)]
    return (ends[0] - ends[1]).norm().item()


first, last = distance_when_flipped(0), distance_when_flipped(-1)
print(f"{first:.3f} {last:.3f}")
assert first < 1e-12 and last > 1

# %% [markdown] lang="en"
# The state is full, of the latest inputs.
# Flip the first one: nothing.
# Flip the last: it moves far.
# What vanished is one *trace*, not the state.

# %% [markdown] lang="zh"
# 状态并不空，它装的是最近的输入。
# 第一个输入变号，状态几乎不动；最后一个变号，状态就变了很多。
# 消失的是一个输入的**痕迹**，不是状态。

# %% [markdown] lang="en"
# Now you.
# At input size 1, which radius keeps the gradient level?
# Without tanh, why does the input size no longer matter?

# %% [markdown] lang="zh"
# 轮到你了。
# 输入大小为 1 时，谱半径取多少，梯度才能保持不变？
# 去掉 tanh 以后，输入的大小为什么就不起作用了？

# %%
widgets.explore_fading()

# %% [markdown] lang="en" slide="section"
# Without the tanh every slope is 1, whatever the input.
#
# ## When it explodes: clip
#
# One exploded gradient, one huge step, and what was learnt can be gone.
# The remedy is crude: if the gradient is too long, shorten it and keep its direction (Pascanu, Mikolov and Bengio, 2013).
# This is **gradient clipping**.
#
# Here is a version one often meets.
# It lacks something.

# %% [markdown] lang="zh" slide="section"
# 没有 tanh，不管输入多大，斜率都是 1。
#
# ## 爆炸了怎么办：裁剪
#
# 梯度只要爆炸一次，参数就会猛跳一大步，已经学到的东西可能全毁了。
# 对策很粗暴：梯度太长就截短，方向保持不变（Pascanu、Mikolov 与 Bengio，2013）。
# 这叫**梯度裁剪**（gradient clipping）。
#
# 下面这种写法很常见，可惜漏了一样东西。


# %%
def clip_often_seen(g, max_norm):
    size = (g**2).sum()
    return g * min(1, max_norm / size)


# %% [markdown] lang="en" slide="question"
# **Predict.** The gradient is (30, 40), of length 50, and the limit is 5.
# How long is it after this clipping?
#
# - (a) 5
# - (b) 25
# - (c) 0.1

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 梯度是 (30, 40)，长度 50，上限是 5。
# 这样裁完，它有多长？
#
# - (a) 5
# - (b) 25
# - (c) 0.1

# %%
predictions.clip_without_the_root.answer("c")

# %%
direction = np.array([0.6, 0.8])
clipped = {
    length: np.linalg.norm(clip_often_seen(length * direction, 5))
    for length in (2, 3, 10, 50, 1000)
}
print(*(f"{length}: {after:.3f}" for length, after in clipped.items()))
assert clipped[2] == 2
assert all(np.isclose(clipped[n], 5 / n) for n in (3, 10, 50, 1000))

# %% [markdown] lang="en"
# Length 3 was within the limit and is cut all the same.
# Length 50 becomes 0.1: the larger the gradient, the *less* is left, `5 / length`.
# What is missing?
# The square root: `size` is the squared norm.

# %% [markdown] lang="zh"
# 长度 3 并没有超过上限，却照样被截短了。
# 长度 50 变成了 0.1：梯度越大，裁完反而**越短**，长度只有 `5 / length`。
# 漏了什么？
# 漏了开平方：`size` 是范数的平方。

# %% [markdown] lang="en"
# ## Exercise 4: clip by the norm
#
# Mend it, for a list of arrays that share one norm.
# For example, `[[30, 0], [40]]` with limit 5 becomes `[[3, 0], [4]]`.

# %% [markdown] lang="zh"
# ## 练习 4：按范数裁剪
#
# 请把它改对，并且要能处理一组数组：所有数组合起来只算一个范数。
# 例如上限是 5 时，`[[30, 0], [40]]` 应当变成 `[[3, 0], [4]]`。

# %% exercise="clip_by_norm" slide="task"
clip_by_norm = exercises.clip_by_norm.solved

# %%
exercises.clip_by_norm.check(clip_by_norm)

# %%
clip_by_norm = exercises.clip_by_norm.mine(clip_by_norm)
print(clip_by_norm([np.array([30.0, 40.0])], 5.0))
weight = torch.nn.Parameter(torch.zeros(2))
weight.grad = torch.tensor([30.0, 40.0])
norm = torch.nn.utils.clip_grad_norm_([weight], max_norm=5)
print(norm.item(), weight.grad.numpy().round(3))
assert np.allclose(weight.grad, [3, 4], rtol=1e-5)

# %% [markdown] lang="en"
# PyTorch takes the root, and changes the gradients in place.
# Could we stretch vanished gradients likewise?
# Look at one backward pass through the net of radius 0.9: what share of the gradient belongs to the first input, and what to the last ten?

# %% [markdown] lang="zh"
# PyTorch 开了平方，并且直接修改原来的梯度。
# 那么消失了的梯度，能不能照样拉长？
# 让谱半径 0.9 的网络往回走一遍：整个梯度里，第一个输入占多少，最后十个占多少？

# %% tags=["nbval-ignore-output"]
inputs = torch.tensor(usual, requires_grad=True)  # (T, E)
rnn(inputs)[0][-1].sum().backward()
shares = (inputs.grad.norm(dim=1) / inputs.grad.norm()).numpy()  # (T,)
print(f"{shares[0]:.0e} {np.linalg.norm(shares[-10:]):.3f}")
assert shares[0] < 1e-12 and np.linalg.norm(shares[-10:]) > 0.99

# %% [markdown] lang="en" slide="section"
# No: the gradient as a whole is not small, the last ten steps fill it.
# Only the part from far away is small, and one factor would stretch all parts alike.
#
# ## Can it be learnt at all?
#
# A task of nothing but memory: eight symbols, which one came first?

# %% [markdown] lang="zh" slide="section"
# 不能：整个梯度并不小，最后十步几乎就是它的全部。
# 小的只是从远处来的那一份；可是乘上一个数，各份都会跟着一起放大。
#
# ## 到底学不学得会？
#
# 来做一个只考记忆的“回忆任务”：读一串符号（共八种），读完以后说出第一个是哪一种。

# %%
symbols = random_symbols(3, 12, np.random.default_rng(0))  # (B, T)
print(symbols)
print(symbols[:, 0])


def recall(radius, length, seed):
    rnn = make_rnn(8, 64, radius, seed=seed, dtype=torch.float32)
    run = train_recall(rnn, length, num_updates=500, seed=seed)
    return run.accuracy


# %% [markdown] lang="en" slide="question"
# Two networks of 64 units start to learn it, alike but for `W_hh`: PyTorch's own, or a rotation.
# (In both, PyTorch draws `W_xh` within ±1/√64 = ±1/8: a one-hot symbol moves a unit little, and the tanh hardly brakes.)
# Each sequence has 30 symbols, and training ends after at most 500 batches.
#
# **Predict.** How often is PyTorch's right in the end?
#
# - (a) one time in eight
# - (b) about half the time
# - (c) nearly always

# %% [markdown] lang="zh" slide="question"
# 两个网络各有 64 个单元，只有 `W_hh` 的初始值不同：一个用 PyTorch 默认的，一个用旋转矩阵。
# （两个网络的 `W_xh` 都由 PyTorch 随机抽取，范围是 ±1/√64，也就是 ±1/8；一个独热向量对每个单元的推动都很小，所以 tanh 几乎不起缩小的作用。）
# 每个序列有 30 个符号，最多训练 500 批。
#
# **先猜一猜。** 用 PyTorch 默认初始值的那个，最后能答对多少？
#
# - (a) 八次对一次
# - (b) 一半左右
# - (c) 几乎全对

# %%
predictions.recall_after_30.answer("a")

# %% tags=["nbval-ignore-output"] slide="picture"
starts = {5: range(2), 10: range(4), 30: range(2)}
plain = {T: [recall(None, T, s) for s in starts[T]] for T in starts}
assert max(plain[30]) < 0.25 and min(plain[5]) > 0.95

turned = {T: [recall(1.0, T, s) for s in starts[T]] for T in starts}
fig, ax = plots.figure(width=7)
results = {"PyTorch": plain, "rotation": turned}
plots.draw_recall(ax, results, chance=1 / 8)
plots.show(fig, alt=alts["recall"])
assert min(turned[30]) > 0.6
assert min(turned[5] + turned[10]) > 0.9
assert min(plain[10]) < 0.5 and max(plain[10]) > 0.9

# %% [markdown] lang="en" slide="+claim"
# Each dot is one random start.
# At $T = 5$ both solve it.
# At $T = 10$ PyTorch's start is a matter of luck: of four, some learn and some do not.
# At $T = 30$ it guesses, and the rotation is mostly right.
# (Six starts at 30, with `range(6)`: PyTorch's 0.09 to 0.13, the rotation 0.85 to 1.00.)
# Could we have known *before* training?

# %% [markdown] lang="zh" slide="+claim"
# 一个点是一次随机初始化。
# $T = 5$ 时两个都学得会。
# $T = 10$ 时，用默认初始值能不能学会要看运气：四次里有的学会了，有的没有。
# $T = 30$ 时，默认的那个只会瞎猜，旋转矩阵多半答得对。
# （如果 30 步也用 `range(6)` 试六次：默认的是 0.09 到 0.13，旋转矩阵是 0.85 到 1.00。）
# 训练**之前**，能不能看出来？

# %%
x = np.eye(8)[random_symbols(1, 30, np.random.default_rng(0))[0]]  # (T, E)
left = {}
for name, radius in {"PyTorch": None, "rotation": 1.0}.items():
    net = make_rnn(8, 64, radius)
    norms = measure_memory(net, x).gradient_norms
    left[name] = norms[-1] / norms[0]
    slopes = 1 - net(torch.tensor(x))[0].detach() ** 2  # (T, H)
    assert slopes.mean() > 0.85 and net.weight_ih_l0.abs().max() <= 1 / 8
plots.show_table({name: f"{share:.0e}" for name, share in left.items()})
assert left["rotation"] > 0.03 and left["PyTorch"] < 1e-5

# %% [markdown] lang="en"
# Yes: the gradient already tells the two starts apart.
#
# ## Read on
#
# - Bengio, Simard and Frasconi (1994), *Learning Long-Term Dependencies with Gradient Descent is Difficult*: remembering and learning get in each other's way.
# - Pascanu, Mikolov and Bengio (2013), *On the Difficulty of Training Recurrent Neural Networks*: clipping, and the bounds of the box.
# - Le, Jaitly and Hinton (2015), *A Simple Way to Initialize Recurrent Networks of Rectified Linear Units*: another start that keeps the gradient.

# %% [markdown] lang="zh"
# 能：看梯度，就分得出这两种初始值。
#
# ## 接着读
#
# - Bengio、Simard 与 Frasconi（1994），《Learning Long-Term Dependencies with Gradient Descent is Difficult》：记得住与学得会，为什么互相妨碍。
# - Pascanu、Mikolov 与 Bengio（2013），《On the Difficulty of Training Recurrent Neural Networks》：梯度裁剪，以及选读里讲的上限。
# - Le、Jaitly 与 Hinton（2015），《A Simple Way to Initialize Recurrent Networks of Rectified Linear Units》：另一种能保住梯度的初始值。

# %% [markdown] lang="en"
# ## What you saw
#
# - The gradient over a distance is a product of Jacobians, $D_t W_{hh}$.
# - Many equal steps follow the spectral radius in the end; on the way, a state may grow first.
# - Tanh bounds the state, not the gradient: radius 3 can explode, and usual inputs make 1.2 fade.
# - Clip by the norm, with its root; that helps against explosion only.
# - Over 30 steps, a start that keeps the gradient learns what PyTorch's own does not.
#
# The rotation works because its radius is set just so, for all symbols alike.
# What if the network could decide, symbol by symbol, what to keep?

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 隔一段距离的梯度，是雅可比矩阵 $D_t W_{hh}$ 的连乘积。
# - 同一个矩阵乘许多次，最后由谱半径说了算；在半路上，状态也可能先变长。
# - tanh 限制了状态，却限制不了梯度：谱半径取 3，梯度会爆炸；输入是平常大小时，取 1.2 也会消失。
# - 裁剪要看范数，别忘了开平方；它能防爆炸，治不了消失。
# - 隔 30 步的回忆任务，用能保住梯度的初始值学得会，用默认的学不会。
#
# 旋转矩阵管用，靠的是谱半径调得刚刚好；可它对所有符号一视同仁。
# 要是网络每读一个符号，都能自己决定留下什么呢？
