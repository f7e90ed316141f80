# %% [markdown] lang="en"
# # Start here
#
# Read this sentence to its end, and you still know how it began.
# How can a network do that, when it sees one symbol at a time?
#
# That question takes thirteen lessons, and it ends with a program that writes Chinese poems.
# This first one takes 10 minutes and needs nothing but curiosity.
# At its end you can work with a lesson: guess, run, explain, and get an answer at once.

# %% [markdown] lang="zh"
# # 从这里开始
#
# 读到这句话的末尾，你还记得它是怎么开头的。
# 神经网络一次只看一个符号，它凭什么也能记住？
#
# 这个问题，我们用十三课来回答，最后一课会写出一首首藏头诗。
# 这一课只要 10 分钟，不需要任何基础。
# 学完它，你就知道一课该怎么上：先猜，再运行，再解释，答案当场揭晓。

# %% [markdown] lang="en"
# The grey cell above sets the language, the style of the pictures and the random seeds.
# Every lesson begins with it.
# To run a cell, click on it and press `Shift+Enter`.
# Then run the next one: it fetches the tools of this lesson.

# %% [markdown] lang="zh"
# 上面那个灰色单元格负责设定语言、图的样式和随机种子，每一课都从它开始。
# 想运行一个单元格，点一下它，再按 `Shift+Enter`。
# 接着运行下面这格，把本课的工具取来。

# %%
from course_utils import plots, widgets
from course_utils.diagrams import draw_course_map
from course_utils.exercises import show_progress
from course_utils.exercises.start_here import exercises, predictions
from course_utils.syllabus import LESSONS
from course_utils.text import Text

# %% [markdown] lang="en"
# ## The way ahead
#
# Which lesson do you need for which? An arrow means: builds on.

# %% [markdown] lang="zh"
# ## 学习路线
#
# 学哪一课之前，要先学哪一课？箭头的意思是“以它为基础”。

# %%
fig, ax = plots.figure(width=8, height=4.5)
draw_course_map(ax, LESSONS, done=show_progress().finished)
plots.show(
    fig,
    alt=Text(
        en="Map of the thirteen lessons, with arrows from each to those it leads to.",
        zh="十三课的路线图，箭头从每一课指向以它为基础的课。",
    ),
)

# %% [markdown] lang="en"
# Lessons 01 and 02 build a recurrent network by hand and count its parts.
# Lessons 03 to 06 ask how it learns, why it forgets, and what gates do about it.
# From 07 on it reads real text: movie reviews, newspapers, and at last Tang poems.

# %% [markdown] lang="zh"
# 第 01、02 课亲手搭一个循环神经网络，再数清它有多少参数。
# 第 03 到 06 课追问：它怎么学习，为什么会忘，门又能帮上什么忙。
# 从 07 课起读真实的文字：影评、新闻，最后是唐诗。

# %% [markdown] lang="en"
# ## A memory that is one number
#
# Here is the smallest memory there is.
# It holds one number, the **state**.
# At each step it keeps a share of the old state, and adds the number it reads:
#
# $$s_t = k \cdot s_{t-1} + x_t$$
#
# **Predict.** The memory starts at 0 and keeps half, $k = 0.5$.
# It reads a 1, then three zeros.
# What is left of the 1?
# (a) nothing  (b) an eighth  (c) all of it

# %% [markdown] lang="zh"
# ## 只有一个数的记忆
#
# 这是世上最小的记忆：里面只装一个数，叫作**状态**。
# 每走一步，旧状态留下一部分，再加上刚读到的数：
#
# $$s_t = k \cdot s_{t-1} + x_t$$
#
# **先猜一猜。** 状态从 0 开始，每步留一半，即 $k = 0.5$。
# 它先读到一个 1，接着读到三个零。
# 那个 1 还剩多少？
# (a) 一点不剩  (b) 八分之一  (c) 原样都在

# %% [markdown] lang="en"
# Put your letter between the quotes and run the cell.
# A wrong letter costs nothing: it is told why it is wrong.

# %% [markdown] lang="zh"
# 把你选的字母填进引号，运行这一格。
# 选错也不要紧，它会告诉你错在哪里。

# %%
predictions.what_is_left.answer("b")

# %% [markdown] lang="en"
# Now let the machine do it.

# %% [markdown] lang="zh"
# 再让机器算一遍。

# %%
state = 0.0
for x in [1, 0, 0, 0]:
    state = 0.5 * state + x
    print(x, state)
assert state == 0.125

# %% [markdown] lang="en"
# Every claim in this course stands beside a line like that `assert`.
# If the claim were wrong, the cell would stop with an error.
#
# ## Your first exercise
#
# Write the step as a function.
# For example, `remember(2.0, 1.0, 0.5)` should return `2.0`: half of 2, plus 1.

# %% [markdown] lang="zh"
# 本课程里的每一个结论，旁边都有这样一行 `assert`。
# 结论要是错了，那一格就会报错停下。
#
# ## 第一个练习
#
# 把这一步写成函数。
# 例如 `remember(2.0, 1.0, 0.5)` 应当返回 `2.0`：2 的一半，再加上 1。

# %% exercise="remember"
remember = exercises.remember.solved

# %%
exercises.remember.check(remember)

# %% [markdown] lang="en"
# A check has three outcomes.
# Before you write anything, it says that the exercise is waiting for you.
# If the answer is right, it says so and notes your progress.
# And if it is wrong? Here is a memory that went wrong on purpose.

# %% [markdown] lang="zh"
# 检查有三种结果。
# 你还没动笔，它说这道题还在等你。
# 写对了，它会告诉你，并记下进度。
# 写错了呢？下面这个记忆是故意写错的。


# %%
def goldfish(state, x, keep):
    return x


exercises.remember.check(goldfish)

# %% [markdown] lang="en"
# It did not just say *wrong*: it named the mistake.
# When you are stuck, ask for a hint.
# Each call goes one rung further up the ladder.

# %% [markdown] lang="zh"
# 它没有只丢下一句“错了”，而是说出了错在哪里。
# 卡住的时候，可以要提示；每要一次，提示就更进一步。

# %%
exercises.remember.hint()

# %% [markdown] lang="en"
# There are three hints, and after them `exercises.remember.solution()`.
# An exercise left open never blocks the rest of a lesson.
#
# ## Does order matter?
#
# **Predict.** Two memories read `1, 0, 0` and `0, 0, 1`.
# This time they keep everything, $k = 1$.
# Which one ends higher?
# (a) neither  (b) the one that read `0, 0, 1`  (c) the one that read more

# %% [markdown] lang="zh"
# 提示一共三条，之后还有 `exercises.remember.solution()`。
# 练习没做完，也不影响往下学。
#
# ## 次序重要吗？
#
# **先猜一猜。** 两个记忆分别读 `1, 0, 0` 和 `0, 0, 1`。
# 这一次什么都不丢，$k = 1$。
# 谁最后的状态更大？
# (a) 一样大  (b) 读 `0, 0, 1` 的  (c) 读得多的

# %%
predictions.order.answer("a")


# %%
def read(numbers, keep):
    state = 0.0
    for x in numbers:
        state = keep * state + x
    return state


print("keep 1.0:", read([1, 0, 0], 1.0), read([0, 0, 1], 1.0))
print("keep 0.5:", read([1, 0, 0], 0.5), read([0, 0, 1], 0.5))
assert read([1, 0, 0], 1.0) == read([0, 0, 1], 1.0)
assert read([1, 0, 0], 0.5) < read([0, 0, 1], 0.5)

# %% [markdown] lang="en"
# A memory that keeps everything knows *what* it has read, not *when*.
# Because the other one forgets, it can tell the two apart.
# Can one memory have both? That is what the next twelve lessons are about.
#
# ## How long does it last?
#
# **Predict.** The memory keeps half. After how many zeros is less than 1 % of the 1 left?
# (a) 4  (b) 7  (c) 50

# %% [markdown] lang="zh"
# 什么都不丢的记忆，知道读过*什么*，却不知道是*什么时候*读的。
# 另一个因为会忘，反倒分得清先后。
# 能不能两样都要？后面十二课讲的就是这件事。
#
# ## 能记多久？
#
# **先猜一猜。** 每步留一半。再读几个零，那个 1 就只剩不到 1 % 了？
# (a) 4  (b) 7  (c) 50

# %%
predictions.one_percent.answer("b")

# %%
left = [0.5**step for step in range(10)]
first = next(step for step, share in enumerate(left) if share < 0.01)
print(first, f"{left[first]:.4f}")
assert first == 7

# %% [markdown] lang="en"
# Now move things yourself.
# One thing is new below: each step ends in a $\tanh$, which keeps the state between -1 and 1.
# The share that is kept is called `w`.
# Set `w` to 1. Is the 1 kept for ever? And above 1?

# %% [markdown] lang="zh"
# 现在自己动手试试。
# 下面只多了一样东西：每一步最后都过一遍 $\tanh$，状态总在 -1 和 1 之间。
# 留下的比例叫 `w`。
# 把 `w` 调到 1，那个 1 能一直留住吗？超过 1 呢？

# %%
explorer = widgets.explore_first()
explorer

# %% [markdown] lang="en"
# Did you expect `w = 1` to keep it? The $\tanh$ takes a little at every step.
# At 1.5 the state settles and stays.
# Whether such a memory is of any use is the subject of lesson 04.

# %% [markdown] lang="zh"
# 你是不是以为 `w = 1` 就能留住？$\tanh$ 每一步都要拿走一点。
# 到 1.5，状态落定之后就不再变了。
# 这样的记忆有没有用，第 04 课再说。

# %%
for w in (1.0, 1.5):
    explorer = widgets.explore_first(w=w, num_steps=30)
    h = explorer.data["h"]
    print(w, f"{h[14]:.3f} {h[29]:.3f}")
    assert (h[29] < h[14] - 0.05) == (w == 1.0)

# %% [markdown] lang="en"
# ## Is everything in place?
#
# This looks at versions, fonts, data and widgets.
# Where something is missing, it says in words how to mend it.

# %% [markdown] lang="zh"
# ## 东西都齐了吗？
#
# 下面这格会检查版本、字体、数据和交互控件。
# 少了什么，它会直接告诉你怎么补上。

# %% tags=["nbval-ignore-output"]
from course_utils.doctor import examine

for finding in examine():
    print(finding)

# %% [markdown] lang="en"
# ## Your progress
#
# What you solve is noted in one file on this computer.
# It is never sent anywhere.

# %% [markdown] lang="zh"
# ## 你的进度
#
# 做完的练习会记在这台电脑的一个文件里，不会发送到任何地方。

# %% tags=["nbval-ignore-output"]
show_progress()

# %% [markdown] lang="en"
# ## What you saw
#
# - A state is what a memory carries from one step to the next.
# - One rule, used at every step, reads a list of any length.
# - A sum keeps everything and loses the order.
# - A memory that fades knows the order, but not for long.
# - You guess first, then run, then explain.
#
# One number cannot hold a sentence.
# What if the state were a list of numbers, and the rule could be learnt?
# Go on with lesson 01.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 状态，就是记忆从这一步带到下一步的东西。
# - 一条规则反复用，多长的一串都读得完。
# - 求和什么都不丢，唯独丢了次序。
# - 会淡去的记忆知道次序，却记不了多久。
# - 先猜，再运行，再解释。
#
# 一个数装不下一句话。
# 如果状态是一串数，规则又能自己学出来呢？
# 请看第 01 课。
