# %% [markdown] lang="en"
# # Start here
#
# Read this sentence to its end, and you still know how it began.
# How can a network do that, when it sees one symbol at a time?
#
# *25 minutes, and a little Python is enough.*
# Afterwards you can work with a lesson: guess, run, explain.

# %% [markdown] lang="zh"
# # 从这里开始
#
# 读到这句话的末尾，你还记得它是怎么开头的。
# 一个神经网络一次只看一个符号，它又凭什么记得住？
#
# *25 分钟，会一点 Python 就行。*
# 学完以后，你就知道每一课该怎么学：先猜，再运行，再解释。

# %% [markdown] lang="en"
# The cell above sets language, pictures and random seeds.
# Every lesson begins with it.
# To run a cell, click on it and press `Shift+Enter`.
# The next one fetches the tools.

# %% [markdown] lang="zh"
# 上面那一格设定语言、图的样式和随机种子，每一课都从它开始。
# 想运行一个单元格，点一下它，再按 `Shift+Enter`。
# 下面这一格导入要用的工具。

# %%
from course_utils import plots, widgets
from course_utils.exercises import show_progress
from course_utils.exercises.start_here import alts, exercises, predictions
from course_utils.lab import examine
from course_utils.syllabus import LESSONS

# %% [markdown] lang="en" slide="section"
# ## The way ahead
#
# Which lesson do you need for which?
# An arrow leads from a lesson to those that build on it.

# %% [markdown] lang="zh" slide="section"
# ## 学习路线
#
# 学哪一课之前，要先学哪一课？
# 箭头从先学的课出发，指向以它为基础的课。

# %% slide="+result"
fig, ax = plots.figure(width=plots.MAP_SIZE[0], height=plots.MAP_SIZE[1])
plots.draw_course_map(ax, LESSONS, done=show_progress().finished)
plots.show(fig, alt=alts["map"])

# %% [markdown] lang="en"
# Lessons 01 to 06 build recurrent networks by hand, teach them, and ask why they forget.
# From 07 on they read real text, and in 12 write poems; 13 asks what came after them.

# %% [markdown] lang="zh"
# 第 01 到 06 课，你亲手搭循环神经网络，教它学习，再追问它为什么会忘。
# 从第 07 课起，它读真实的文字，到第 12 课就会写诗；第 13 课问的是：在它之后，又有了什么？

# %% [markdown] lang="en" slide="section question"
# ## A memory that is one number
#
# It holds one number, the **state** $s$.
# At each step it keeps a share $k$ of the state and adds what it reads:
#
# $$s_t = k \cdot s_{t-1} + x_t$$
#
# **Predict.** It starts at 0, keeps half, and reads a 1, then three zeros.
# What is left of the 1?
#
# - (a) nothing
# - (b) an eighth
# - (c) all of it

# %% [markdown] lang="zh" slide="section question"
# ## 只有一个数的记忆
#
# 这个记忆只装一个数，叫作**状态**（state）$s$。
# 每走一步，旧状态按比例 $k$ 留下，再加上读到的数：
#
# $$s_t = k \cdot s_{t-1} + x_t$$
#
# **先猜一猜。** 状态从 0 开始，每步留一半，先读一个 1，再读三个零。
# 那个 1 还剩多少？
#
# - (a) 一点不剩
# - (b) 八分之一
# - (c) 全都还在

# %% [markdown] lang="en"
# Put your letter between the quotes and run the cell.
# A wrong letter costs nothing: you are told why.

# %% [markdown] lang="zh"
# 把你选的字母填进引号，运行这一格。
# 选错也不要紧，它会告诉你错在哪里。

# %%
predictions.what_is_left.answer("b")

# %% [markdown] lang="en"
# Now let the machine do it.

# %% [markdown] lang="zh"
# 再让机器算一遍。

# %% slide="code result"
state = 0.0
for x in [1, 0, 0, 0]:
    state = 0.5 * state + x
    print(x, state)
assert state == 0.125

# %% [markdown] lang="en"
# When a lesson claims something about its own numbers, an `assert` checks it.
# Were the claim wrong, the cell would stop with an error.
# (What comes from a book or a longer experiment is told with its source.)
#
# ## Your first exercise
#
# Write one step of the memory as a function.
# For example, `remember(4.0, 1.0, 0.5)` should return `3.0`.

# %% [markdown] lang="zh"
# 课文凡是对自己算出来的数下了结论，都用一句 `assert` 来核对。
# 结论要是不对，那一格就会报错停下。
# （来自书本或更长的实验的结果，会注明出处。）
#
# ## 第一个练习
#
# 把记忆走一步的计算写成函数。
# 例如 `remember(4.0, 1.0, 0.5)` 应当返回 `3.0`。

# %% exercise="remember" slide="task"
remember = exercises.remember.solved

# %%
exercises.remember.check(remember)

# %% [markdown] lang="en" slide="claim"
# A check has three outcomes: not tried yet, right, or wrong.
# What does it say to a wrong answer?
# Here is one.

# %% [markdown] lang="zh" slide="claim"
# 检查有三种结果：还没写、写对了、写错了。
# 写错了，它会说什么？
# 拿一个错的试试。


# %% slide="+result"
def goldfish(state, x, keep):
    return x


exercises.remember.check(goldfish)

# %% [markdown] lang="en"
# It did not just say *wrong*: it named the mistake.
# When you are stuck, ask for a hint.

# %% [markdown] lang="zh"
# 它没有只丢下一句“错了”，而是说出了错在哪里。
# 卡住的时候，可以要提示。

# %%
exercises.remember.hint()

# %% [markdown] lang="en"
# Each call goes one rung up a ladder of three.
# After them comes `exercises.remember.solution()`.
# An open exercise never blocks the rest.

# %% [markdown] lang="zh"
# 提示共三条，每要一次就更进一步。
# 提示都看过了，还可以用 `exercises.remember.solution()` 看答案。
# 练习没做完，也不影响往下学。

# %% [markdown] lang="en" slide="question"
# ## Does order matter?
#
# **Predict.** Two memories read `1, 0, 0` and `0, 0, 1`, and keep everything: $k = 1$.
# Which ends higher?
#
# - (a) neither
# - (b) the one that read `0, 0, 1`
# - (c) the one that read `1, 0, 0`

# %% [markdown] lang="zh" slide="question"
# ## 次序重要吗？
#
# **先猜一猜。** 两个记忆分别读 `1, 0, 0` 和 `0, 0, 1`，什么都不丢：$k = 1$。
# 最后谁的状态更大？
#
# - (a) 一样大
# - (b) 读 `0, 0, 1` 的
# - (c) 读 `1, 0, 0` 的

# %%
predictions.order.answer("a")


# %% slide="result"
remember = exercises.remember.mine(remember)


def read(numbers, keep):
    state = 0.0
    for x in numbers:
        state = remember(state, x, keep)
    return state


print("keep 1.0:", read([1, 0, 0], 1.0), read([0, 0, 1], 1.0))
print("keep 0.5:", read([1, 0, 0], 0.5), read([0, 0, 1], 0.5))
assert read([1, 0, 0], 1.0) == read([0, 0, 1], 1.0)
assert read([1, 0, 0], 0.5) < read([0, 0, 1], 0.5)

# %% [markdown] lang="en" slide="+claim"
# A memory that keeps everything ends with a total.
# Which number came first?
# It cannot say.
# The one that forgets tells the two lists apart.
# Can one memory keep what matters, and its order?

# %% [markdown] lang="zh" slide="+claim"
# 什么都不丢的记忆，最后只剩一个总数。
# 哪个数先来？
# 它说不出。
# 会忘的那个，反倒分得清这两串数。
# 能不能既记住要紧的，又记得先后？

# %% [markdown] lang="en" slide="question"
# ## How long does it last?
#
# **Predict.** Half is kept.
# After how many zeros is less than 1 % of the 1 left?
#
# - (a) 4
# - (b) 7
# - (c) 50

# %% [markdown] lang="zh" slide="question"
# ## 能记多久？
#
# **先猜一猜。** 每步留一半。
# 读完 1 之后，再读几个零，它就只剩不到 1% 了？
#
# - (a) 4
# - (b) 7
# - (c) 50

# %%
predictions.one_percent.answer("b")

# %% slide="code result"
left = [0.5**step for step in range(10)]
first = next(step for step, share in enumerate(left) if share < 0.01)
print(first, f"{left[first]:.4f}")
assert first == 7

# %% [markdown] lang="en" slide="claim"
# Now move things yourself.
# Below, each step ends in a $\tanh$, which keeps the state between -1 and 1.
# The share kept is called `w`.
# Set it to 1: is the 1 kept for ever?
# And above 1?

# %% [markdown] lang="zh" slide="claim"
# 现在自己动手试试。
# 下面每一步最后都过一遍 $\tanh$，状态总在 -1 和 1 之间。
# 每步留下的比例，这里叫 `w`。
# 把它调到 1，那个 1 能一直留住吗？
# 超过 1 呢？

# %% slide="+result"
widgets.explore_first()

# %% [markdown] lang="en" slide="claim"
# Did you expect `w = 1` to keep it?
# The $\tanh$ takes a little at every step.
# At 1.5 the state settles and stays.
# Is such a memory of any use?
# See lesson 04.

# %% [markdown] lang="zh" slide="claim"
# 你是不是以为 `w = 1` 就能留住？
# $\tanh$ 每一步都要拿走一点。
# 调到 1.5，状态停在一个不是零的数上，不再变小。
# 这样的记忆有用吗？
# 第 04 课再说。

# %%
for w in (1.0, 1.5):
    h = widgets.explore_first(w=w, num_steps=30).data["h"]
    print(w, f"{h[14]:.3f} {h[29]:.3f}")
    assert (h[29] < h[14] - 0.05) == (w == 1.0)
assert abs(h[29] - h[14]) < 1e-6

# %% [markdown] lang="en"
# ## Is everything in place?
#
# What is missing is named, with the way to mend it.

# %% [markdown] lang="zh"
# ## 东西都齐了吗？
#
# 少了什么，下面会指出来，并告诉你怎么补上。

# %% tags=["nbval-ignore-output"]
for finding in examine():
    print(finding)

# %% [markdown] lang="en"
# ## Your progress
#
# It is noted in one file on this computer and never sent anywhere.

# %% [markdown] lang="zh"
# ## 你的进度
#
# 进度只记在这台电脑的一个文件里，不会发送到任何地方。

# %% tags=["nbval-ignore-output"]
show_progress()

# %% [markdown] lang="en"
# ## Read on
#
# - Zhang, Lipton, Li and Smola (2023), *Dive into Deep Learning*: its chapters on recurrent networks go beside this course, free on the web.
# - Goodfellow, Bengio and Courville (2016), *Deep Learning*, chapter 10: for looking things up.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Zhang、Lipton、Li 与 Smola（2023），《动手学深度学习》：讲循环神经网络的几章可以和本课程对照着读，网上免费。
# - Goodfellow、Bengio 与 Courville（2016），《Deep Learning》，第 10 章：适合查阅。

# %% [markdown] lang="en"
# ## What you saw
#
# - A state is what a memory carries from step to step.
# - One rule, used at every step, reads a list of any length.
# - A sum keeps the total and loses the order.
# - A memory that fades knows the order, but not for long.
# - You guess, run, explain.
#
# One number cannot hold a sentence.
# What if the state were many numbers, and the rule were learnt?

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 状态，就是记忆一步一步带下去的东西。
# - 一条规则反复用，多长的一串都读得完。
# - 求和留住了总数，却丢了次序。
# - 会变淡的记忆分得清次序，却记不了多久。
# - 先猜，再运行，再解释。
#
# 一个数装不下一句话。
# 如果状态是许多个数，规则又能自己学出来呢？
