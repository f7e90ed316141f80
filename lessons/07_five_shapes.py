# %% [markdown] lang="en"
# # Five shapes of problem
#
# One digit to one class, a picture to a name, a number to its words:
# what changes in the network from task to task, and what stays?
# And when is a recurrent net worth its trouble?
# (The five shapes are those of Karpathy, 2015.)
#
# *85 minutes.*
# *Builds on lesson 06.*
# Afterwards you can tell the shape of a task, and train a net of each shape.
# You know what teacher forcing, a stop symbol and attention are for.
# You have seen where a net without any memory is just as good.

# %% [markdown] lang="zh"
# # 五种输入输出结构
#
# 看一张图，判断类别；看一张图，写出数的读法；把一串数字读成汉字。
# 换一个任务，网络里哪些要变，哪些不变？
# 循环网络又是什么时候才值得用？
# （这五种结构是 Karpathy 在 2015 年归纳的。）
#
# *85 分钟。先学完第 06 课。*
# 学完以后，拿到一个任务，你能说出它属于哪种结构；每种结构，你都能训练出一个网络。
# 你会明白教师强制、停止符、注意力各有什么用。
# 你还会看到：有时候，没有记忆的网络一点也不差。

# %%
import numpy as np
import torch
from torch import nn

from course_utils import plots, problems, widgets
from course_utils.datasets import (
    chinese_numeral,
    draw_numbers,
    held_out_numbers,
    load_digits_8,
    load_digits_28,
    read_numeral,
)
from course_utils.exercises.five_shapes import alts, exercises, predictions
from course_utils.measured import load_results
from course_utils.models import Recurrent, Tagger, last_states
from course_utils.training import fit, tagging_loss

# %% [markdown] lang="en"
# ## One in, one out
#
# Handwritten digits, 8 × 8 pixels, about a fifth of them held out.
# In goes a picture, out comes a class.
# No time passes.

# %% [markdown] lang="zh"
# ## 一对一
#
# 数据是手写数字，8 × 8 像素，约五分之一留作测试。
# 输入一张图，输出一个类别，这里没有时间先后。

# %%
d8 = load_digits_8()
print(d8.train.images.shape, d8.test.images.shape)
fig, axes = plots.figure(1, 8, width=8, height=1.4)
plots.draw_pictures(
    axes, d8.train.images[:8], d8.train.labels[:8].astype(str)
)
plots.show(fig, alt=alts["digits"])

# %% [markdown] lang="en"
# All nets here learn in one loop; only model, batches and loss change.
# An update takes five lines, and only the last moves the weights:
#
# - `zero_grad` forgets the gradients of the batch before, or the new ones would be added to them.
# - `loss` says how wrong the net is.
# - `backward` works out each weight's gradient (lesson 03).
# - `clip_grad_norm_` bounds their norm (lesson 04).
# - `step` moves each weight against its gradient.
#
# The **optimizer** is Adam (Kingma and Ba, 2015): each weight has its own step size, and `rate` scales them all.

# %% [markdown] lang="zh"
# 这一课的网络都用同一个循环来训练，要换的只有模型、数据和损失函数。
# 更新一次只要五行，真正改动权重的只有最后一行：
#
# - `zero_grad` 把上一批的梯度清零，不然新的梯度会加在旧的上面。
# - `loss` 算出网络错得有多厉害。
# - `backward` 求出每个权重的梯度（第 03 课）。
# - `clip_grad_norm_` 限制梯度的范数（第 04 课）。
# - `step` 让每个权重沿着梯度的反方向走一步。
#
# **优化器**（optimizer）用的是 Adam（Kingma 与 Ba，2015）：每个权重有自己的步长，`rate` 再把所有步长按同一比例缩放。

# %% [markdown] lang="en"
# An **epoch** is one pass over all training data.
# Their number and the rate are chosen by you: they are hyperparameters (lesson 02).
# The first net is one **fully connected** layer, a weight from each pixel to each class: **logistic regression**.
# How often is it right on new digits?

# %% [markdown] lang="zh"
# 把训练数据从头到尾学一遍，叫一**轮**（epoch）。
# 学几轮、学习率多大，都由你来定，它们是超参数（第 02 课）。
# 第一个网络只有一个**全连接**（fully connected）层，每个像素到每个类别各有一个权重：这就是**逻辑回归**（logistic regression）。
# 新的数字，它能认对多少？


# %% tags=["nbval-ignore-output"]
def train(model, batches, loss, epochs, rate):
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    rng = np.random.default_rng(0)
    for _ in range(epochs):
        for batch in batches(rng):
            optimizer.zero_grad()
            value = loss(model, batch)
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()


torch.manual_seed(0)
linear = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
batches = problems.digit_batches(d8.train, 50)
train(linear, batches, problems.digit_loss, epochs=20, rate=1e-2)
all_at_once = problems.digit_accuracy(linear, d8.test)
print(f"{all_at_once:.2f}")
assert 0.92 < all_at_once < 0.99

# %% [markdown] lang="en"
# Nineteen in twenty, without a hidden layer: a **baseline** for all that is more complicated.
#
# From now on we use `fit`: the same loop, which can keep the best epoch's weights.

# %% [markdown] lang="zh"
# 没有隐藏层，二十个也能认对十九个：这就是**基线**（baseline），更复杂的网络比它强才有意义。
#
# 往后改用 `fit`：它也是这个循环，还能保留最好那一轮的权重。

# %% [markdown] lang="en" slide="section question"
# ## Many in, one out
#
# Now read the picture as a text: row by row, 8 steps of 8 numbers.
# The verdict comes from the last state: **many-to-one**.
#
# **Predict.** An RNN with 150 units against the linear layer: who is right more often?
#
# - (a) the RNN by far: it has a memory
# - (b) about the same
# - (c) the linear layer by far: the RNN has forgotten the first rows

# %% [markdown] lang="zh" slide="section question"
# ## 多对一
#
# 现在把图当成一段文字来读：一行一行，8 步，每步 8 个数。
# 读完最后一行，由末状态来判断；这叫**多对一**（many-to-one）。
#
# **先猜一猜。** 150 个单元的 RNN 跟刚才的线性层比，谁认对的数字更多？
#
# - (a) RNN 好得多，因为它有记忆
# - (b) 差不多
# - (c) 线性层好得多，因为 RNN 已经忘了前几行

# %%
predictions.rows_or_all.answer("b")

# %%
digits = load_results()["digits"]
shown = {"linear": "8_linear", "RNN, rows": "8_rnn"}
shown["RNN, columns"] = "8_rnn_columns"
rows = {k: (digits[v].parameters, digits[v].mean) for k, v in shown.items()}
plots.show_table(rows, ("parameters", "accuracy"))
for name in ("8_rnn", "8_rnn_columns"):
    assert abs(digits[name].mean - digits["8_linear"].mean) < 0.03

# %% [markdown] lang="en"
# The accuracy is a mean of three seeds, after 40 epochs (`course bench text`; each is in `data/text/results.json`).
# The linear layer has a fortieth of the RNN's parameters.
#
# The last line is an RNN that reads columns: rows or columns, here it matters little.

# %% [markdown] lang="zh"
# 表里的准确率是训练 40 轮以后三个随机种子的平均（由 `course bench text` 测得，明细在 `data/text/results.json`）。
# 线性层的参数只有 RNN 的四十分之一。
#
# 最后一行的 RNN 改成一列一列地读：在这里，按行读还是按列读，差别不大。

# %% [markdown] lang="en"
# ### Exercise 1: `read_columns`
#
# Turn a batch of pictures into sequences of their columns.
# The picture `[[1, 2, 3], [4, 5, 6]]` becomes `[[1, 4], [2, 5], [3, 6]]`.

# %% [markdown] lang="zh"
# ### 练习 1：`read_columns`
#
# 把一批图片都变成序列，每一步是图的一列。
# 图片 `[[1, 2, 3], [4, 5, 6]]` 变成 `[[1, 4], [2, 5], [3, 6]]`。

# %% exercise="read_columns" slide="task"
read_columns = exercises.read_columns.solved

# %%
exercises.read_columns.check(read_columns)

# %% [markdown] lang="en"
# ### Twenty-eight rows
#
# The same task with 28 × 28 pixels: 28 steps of 28 numbers, about four thousand pictures.
# An RNN and an LSTM, 150 units each, read the training pictures three times.
#
# **Predict.** Who is ahead?
#
# - (a) the LSTM, by more than ten points
# - (b) nobody, as before
# - (c) the RNN, for it has fewer parameters to learn

# %% [markdown] lang="zh"
# ### 二十八行
#
# 同样的任务，换成 28 × 28 像素：走 28 步，每步 28 个数，约四千张图。
# RNN 和 LSTM 各有 150 个单元，都把训练集读三遍。
#
# **先猜一猜。** 谁领先？
#
# - (a) LSTM，领先十个百分点以上
# - (b) 还是不分上下
# - (c) RNN，它要学的参数少

# %%
predictions.twenty_eight_rows.answer("a")

# %% tags=["nbval-ignore-output"]
d28 = load_digits_28()
batches = problems.digit_batches(d28.train, 50)
right = {}
for cell in ("rnn", "lstm"):
    net = problems.make_row_reader(cell, 28)
    loss = problems.digit_loss
    fit(net, batches, loss, epochs=3, rate=3e-3, progress=False)
    right[cell] = problems.digit_accuracy(net, d28.test)
plots.show_table({k.upper(): one for k, one in right.items()}, digits=2)
assert right["lstm"] > right["rnn"] + 0.1

# %% [markdown] lang="en"
# Five seeds, run by hand, agree: RNN .67 to .77, LSTM .83 to .93, each time more than ten points apart.
# But three epochs are few.
# With twenty:

# %% [markdown] lang="zh"
# 手动跑了五个种子，都是这样：RNN 在 .67 到 .77 之间，LSTM 在 .83 到 .93 之间，每次都相差十个百分点以上。
# 不过三轮太少。
# 二十轮呢？

# %% slide="result"
shown = {"linear": "28_linear", "RNN": "28_rnn"}
shown |= {"RNN, higher rate": "28_rnn_fast", "LSTM": "28_lstm"}
rows = {k: (digits[v].parameters, digits[v].mean) for k, v in shown.items()}
plots.show_table(rows, ("parameters", "accuracy"))
rnn = max(digits[name].mean for name in ("28_rnn", "28_rnn_fast"))
assert digits["28_lstm"].mean > max(0.91, rnn + 0.03)
assert abs(digits["28_linear"].mean - rnn) < 0.04

# %% [markdown] lang="en" slide="+claim"
# Over 28 steps, the gated net is far ahead.
# (The RNN tried two learning rates; the LSTM has nearly four times its parameters, and lesson 05 compared equal budgets.)
#
# The linear layer, which has no steps at all, keeps up with the RNN.
# (A net without steps but with a hidden layer we did not measure.)
# A picture need not be read in rows; we do it to see how hard it is to remember 28 of them.
# (Textbooks report more: they train on 60,000 digits, here are four thousand.)

# %% [markdown] lang="zh" slide="+claim"
# 要读 28 步的时候，有门的网络明显领先。
# （RNN 试了两种学习率；LSTM 的参数将近 RNN 的四倍；参数一样多时谁更好，第 05 课比较过。）
#
# 可是线性层完全不分步，成绩却不比 RNN 差。
# （有隐藏层而不分步的网络，这里没有测。）
# 图本来不必一行一行地读；这样读，是为了看看记住 28 行有多难。
# （教科书上的成绩更高：那是用 60,000 个数字训练的，这里只有四千个。）

# %% [markdown] lang="en" slide="section"
# ## One in, many out
#
# Two digits side by side, and a net that writes the name of the number: **one-to-many**.
# A small convolutional net turns the picture into a vector of 96 numbers; how it does so is another course.
# The vector is the first state of a GRU, and the GRU writes.
#
# But a GRU must read something at each step.
# What could it read?

# %% [markdown] lang="zh" slide="section"
# ## 一对多
#
# 图里并排放着两个数字，网络要写出这个数的读法：**一对多**（one-to-many）。
# 先由一个小型卷积网络把图变成 96 个数的向量（具体怎么变，要留给别的课来讲）。
# 这个向量就是 GRU 的初始状态，然后由 GRU 来写。
#
# 可是 GRU 每一步总要读入一个符号。
# 读入什么好呢？

# %% [markdown] lang="en"
# Its own last symbol: what is written decides how to go on.
# Such a net is called **autoregressive**.
#
# In training it would then read its own nonsense.
# So it is shown the *right* last symbol instead: **teacher forcing** (Williams and Zipser, 1989).
# The first step reads `<start>`, and after the last symbol the net must give `<stop>`.

# %% [markdown] lang="zh"
# 读它自己刚写的那个符号：已经写了什么，决定接下来写什么。
# 这样的网络叫**自回归**（autoregressive）网络。
#
# 可是刚开始训练时，它写的毫无意义，读进去也没有用。
# 所以训练时，每一步给它看的是**正确**的上一个符号，这叫**教师强制**（teacher forcing；Williams 与 Zipser，1989）。
# 第一步读 `<start>`；写完最后一个符号以后，还要写出停止符 `<stop>`。

# %% [markdown] lang="en"
# ### Exercise 2: `teacher_forcing`
#
# From the ids of a text, return two lists: what the net reads at each step, and what it must give there.
# With 2 for start and 3 for stop, `[5, 6]` takes three steps; at the last, it reads 6 and must give 3.

# %% [markdown] lang="zh"
# ### 练习 2：`teacher_forcing`
#
# 给你一段文本的编号，返回两个列表：每一步读入什么，每一步应当写出什么。
# 设开始符是 2，停止符是 3，那么写 `[5, 6]` 要三步；最后一步读入 6，应当写出 3。

# %% exercise="teacher_forcing" slide="task"
teacher_forcing = exercises.teacher_forcing.solved

# %%
exercises.teacher_forcing.check(teacher_forcing)

# %% [markdown] lang="en"
# Without a teacher, the likeliest symbol is written and read again, until the whole batch has stopped.

# %% [markdown] lang="zh"
# 没有老师时，网络每一步写下最可能的符号，下一步再把它读进去。
# 一批文本同时写，等全都写出停止符才结束。

# %% [markdown] lang="en"
# ### Exercise 3: `until_stop`
#
# Behind its stop, a text goes on without meaning.
# Keep what stands before the first stop, or all if there is none.
# With 3 for the stop, `[5, 6, 3, 7]` becomes `[5, 6]`.

# %% [markdown] lang="zh"
# ### 练习 3：`until_stop`
#
# 先写完的文本还要等别的文本写完，停止符之后的都没有意义。
# 只保留第一个停止符之前的符号；如果没有停止符，就全部保留。
# 停止符是 3 时，`[5, 6, 3, 7]` 变成 `[5, 6]`。

# %% exercise="until_stop" slide="task"
until_stop = exercises.until_stop.solved

# %%
exercises.until_stop.check(until_stop)

# %% [markdown] lang="en"
# Of the 90 numbers from 10 to 99, 18 are never shown while training, though all their digits are.
# The names are Chinese: 七十五 is seven-ten-five.
# On new pictures of *shown* numbers, the net will be right about nine times in ten.
#
# First, how does it get from a picture to scores?

# %% [markdown] lang="zh"
# 10 到 99 共 90 个数，其中 18 个在训练时从不出现，不过它们的每一位数字都在别的数里出现过。
# 网络写中文：“七十五”要写“七、十、五”三个字。
# 换一批新图，对**出现过**的数，网络十次大约能写对九次。
#
# 先看一看：它怎样从一张图算出得分？


# %%
def scores_of(net, images, inputs):  # the captioner's forward, in full
    vector = net.see(images[:, None]).tanh()  # (B, H)
    states, _ = net.decoder(net.embed(inputs), vector[None])
    return net.readout(states)  # (B, L, V)


net, rng = problems.make_captioner("zh"), np.random.default_rng(0)
batch = next(problems.caption_batches(d8.train, "zh")(rng))
given = batch.images, batch.inputs
assert torch.allclose(scores_of(net, *given), net(*given), atol=1e-6)

# %% [markdown] lang="en" slide="question"
# `see` holds the convolutions; the rest is a GRU and a linear layer.
# Now train it.
#
# **Predict.** How often is it right on numbers never shown?
#
# - (a) never: it does not know their names
# - (b) just as often: it has learnt digits
# - (c) clearly less often, but often

# %% [markdown] lang="zh" slide="question"
# `see` 是卷积部分；其余的只是一个 GRU 和一个线性层。
# 现在来训练它。
#
# **先猜一猜。** 从没出现过的数，它能写对多少？
#
# - (a) 一次也写不对，它不知道读法
# - (b) 一样好，它学会的是认数字
# - (c) 明显差一些，不过常常能写对

# %%
predictions.unseen_numbers.answer("c")

# %% tags=["nbval-ignore-output"]
caption_net = problems.train_captioner(d8, "zh", epochs=7)
shown = {}
for numbers in (problems.seen_numbers, problems.unseen_numbers):
    shown[numbers.__name__] = problems.caption_accuracy(
        caption_net, numbers(), d8.test, "zh"
    )
plots.show_table(shown, digits=2)
assert shown["seen_numbers"] > shown["unseen_numbers"] + 0.05
assert shown["unseen_numbers"] > 0.3

# %% [markdown] lang="en"
# What does it write when it errs on a number never shown?

# %% [markdown] lang="zh"
# 对从没出现过的数，网络写错的时候，写成了什么？

# %% tags=["nbval-ignore-output"]
rng = np.random.default_rng(0)
asked = rng.choice(problems.unseen_numbers(), 500)
images = problems.random_pictures(asked, d8.test, rng)
written = problems.write_captions(caption_net, images, "zh")
names = [chinese_numeral(number) for number in asked.tolist()]
wrong = [k for k in range(500) if written[k] != names[k]]
known = set(map(chinese_numeral, problems.seen_numbers()))
share = np.mean([written[k] in known for k in wrong])
print(round(float(share), 2))
assert share > 0.85

fig, axes = plots.figure(2, 4, width=8, height=2.8)
first = wrong[:8]
labels = [f"{names[k]} → {written[k]}" for k in first]
plots.draw_pictures(axes.flat, images[first], labels)
plots.show(fig, alt=alts["captions"])

# %% [markdown] lang="en"
# Four in five of the names from 10 to 99 were shown, so a wrong name drawn blindly would be one of them about that often.
# Of its errors, nearly all are.
# So it has learnt digits, and also which names there are.
#
# There is a second way to give the picture: not only as the first state, but beside the symbol at every step.
# And a second language, in which `seventy-five` takes twelve characters.
# Which of the four pairs will be the hardest?

# %% [markdown] lang="zh"
# 10 到 99 里，五分之四的数训练时出现过。
# 如果只是随便写错，写出的数大约也有五分之四碰巧出现过；实际上，写出的几乎全是出现过的数。
# 可见它学会了认数字，也记住了有哪些读法。
#
# 图还有第二种给法：除了用作初始状态，每一步还把它和符号拼在一起，让 GRU 读入。
# 语言也可以换：英文的 `seventy-five` 要写十二个字符。
# 给图的办法和语言两两搭配，一共四种，哪一种最难学？

# %%
rows = load_results()["captions"]
table = {}
for name in ("zh_first", "zh_every", "en_first", "en_every"):
    row, shown = rows[name], name.replace("zh_", "Chinese, ")
    shown = shown.replace("en_", "English, ")
    table[shown] = *row.tests, row.figure("unseen")
seeds = [f"seed {number}" for number in range(3)]
plots.show_table(table, (*seeds, "unseen numbers"), digits=2)
unseen = {name: rows[name].figure("unseen") for name in rows}
assert unseen["en_first"] < unseen["en_every"] - 0.3
assert abs(unseen["en_every"] - unseen["zh_every"]) < 0.05

# %% [markdown] lang="en"
# Shown numbers for each seed, then the mean on numbers never shown (24 epochs of 50 batches; above, 7).
#
# On numbers never shown, English is by far the hardest if the picture is the first state only.
# The second digit must be carried past all the letters of the first, and nothing reminds the net.
# With the picture at every step it can look again, and the gap between the languages nearly closes.
# That thought will come back.

# %% [markdown] lang="zh"
# 前几列是出现过的数，每个随机种子一个成绩；最后一列是从没出现过的数，取平均（这里训练 24 轮，每轮 50 批；上面只有 7 轮）。
#
# 对从没出现过的数，如果图只用作初始状态，写英文要难得多。
# 写第一位数字要用好几个字母，在这期间，网络要一直记住第二位，没有什么来提醒它。
# 如果每一步都给图，它就可以再看一眼，两种语言的成绩也就差不多了。
# 这个想法后面还会用到。

# %% [markdown] lang="en" slide="section"
# ## Many in, as many out
#
# Brackets and dots: at each step, is the count of open ones even (1) or odd (0)?
# A bracket flips this bit; a dot keeps it.

# %% [markdown] lang="zh" slide="section"
# ## 多对多，长度相同
#
# 输入是一串括号和点。
# 每一步都问：还没有闭合的左括号有偶数个（1），还是奇数个（0）？
# 遇到括号，答案翻转一次；遇到点，答案不变。

# %%
ids, is_even = problems.draw_brackets(1, 20, np.random.default_rng(1))
print("".join(" ().."[one] for one in ids[0]))
print("".join(str(one) for one in is_even[0]))

# %% [markdown] lang="en" slide="claim question"
# Two equal LSTMs, 32 units, 200 updates.
# One is told the answer at each of 20 steps, the other one only the last.
# Both are tested at the last step.
#
# **Predict.** Who is better there?
#
# - (a) both are the same there
# - (b) the one that was told each step, by far
# - (c) the one that was told only what is asked

# %% [markdown] lang="zh" slide="claim question"
# 两个一样的 LSTM，32 个单元，各更新 200 次。
# 训练时，一个网络每一步都有答案，共 20 个；另一个只有最后一步的答案。
# 测试时，都只看最后一步。
#
# **先猜一猜。** 哪一个更好？
#
# - (a) 在最后一步，两个一样好
# - (b) 每一步都有答案的，好得多
# - (c) 只有最后一步答案的，因为测试的正是这一步

# %%
predictions.one_answer_or_twenty.answer("b")

# %% tags=["nbval-ignore-output"] slide="result"
ids, is_even = problems.draw_brackets(1000, 20, np.random.default_rng(5))
ids, lengths = torch.from_numpy(ids), torch.full((1000,), 20)
at_the_end = {}
loss = tagging_loss
for last_only, epochs in ((False, 4), (True, 4), (True, 20)):
    torch.manual_seed(0)
    net = Tagger(4, 2, embedding=8, hidden=32, directions=1, dropout=0)
    batches = problems.bracket_batches(20, last_only)
    fit(net, batches, loss, epochs=epochs, rate=1e-2, progress=False)
    answers = net(ids, lengths).argmax(dim=2).numpy()
    name = f"{'last' if last_only else 'each'} step, {50 * epochs}"
    at_the_end[name] = float((answers == is_even)[:, -1].mean())
plots.show_table(at_the_end, digits=2)
assert at_the_end["each step, 200"] > 0.9
assert at_the_end["last step, 1000"] > 0.9
assert at_the_end["last step, 200"] < 0.7

# %% [markdown] lang="en" slide="+claim"
# Each row: whether the net was told the answer at each step or only at the last, then the number of updates.
# Guessing would give 0.5.
# The second net is not unable: after 200 updates it still nearly guesses, after 1000 it has learnt (five seeds, run by hand: .54 to .56, then 1.00).
# If your data have an answer for each step, use them all.
#
# ### Exercise 4: `mean_step_loss`
#
# Real texts differ in length.
# Write the mean cross-entropy (lesson 03) of all real steps, each counting alike: with lengths 3 and 1, the mean of four.

# %% [markdown] lang="zh" slide="+claim"
# 每一行先写明训练时哪些步有答案：每一步都有，还是只有末步有；后面的数是更新次数。
# 瞎猜的准确率是 0.5。
# 只有最后一步答案的网络，并不是学不会：更新 200 次时几乎还在瞎猜，更新 1000 次以后也学会了（手动跑了五个种子：先是 .54 到 .56，后来是 1.00）。
# 如果数据里每一步都有答案，就把它们都用上。
#
# ### 练习 4：`mean_step_loss`
#
# 真实的文本长短不一。
# 写一个损失函数：对整批里所有真实的步，求交叉熵（第 03 课）的平均，每一步同等重要，填充的步不算。
# 比如长度是 3 和 1，就是四步的平均。

# %% exercise="mean_step_loss" slide="task"
mean_step_loss = exercises.mean_step_loss.solved

# %%
exercises.mean_step_loss.check(mean_step_loss)

# %% [markdown] lang="en" slide="section"
# ## Many in, another number out
#
# How is 20405 read in Chinese?
# Group by four digits; 万 is ten thousand, 千 thousand, 百 hundred, 十 ten.
# Inside, zeros in a row are one 零; final ones, silent.

# %% [markdown] lang="zh" slide="section"
# ## 多对多，长度不同
#
# 20405 怎么读，你不用想就知道。
# 规则其实不简单：从右往左四位一级，级内有千、百、十；中间连续的零只读一个，每级末尾的零不读。

# %% slide="+result"
for number in (75, 20405, 20400, 10020000):
    print(number, chinese_numeral(number))
assert len(chinese_numeral(20405)) == 7 and len(chinese_numeral(20400)) == 5

# %% [markdown] lang="en"
# Five digits become seven characters or five.
# So the net cannot answer step by step: an **encoder** reads everything, then a **decoder** writes, as for the captions.
# This is **sequence-to-sequence** (seq2seq; Cho and others, 2014; Sutskever and others, 2014).
# The encoder's final state is the decoder's first.

# %% [markdown] lang="zh"
# 五位数字，有时变成七个字，有时变成五个字。
# 所以没法读一位就写一个字：先由**编码器**（encoder）全部读完，再由**解码器**（decoder）来写，就像刚才看图写读法那样。
# 这叫**序列到序列**（sequence-to-sequence，seq2seq；Cho 等人，2014；Sutskever 等人，2014）。
# 编码器的末状态，就是解码器的初始状态。

# %% [markdown] lang="en" slide="question"
# **Predict.** The state between the two has 96 numbers.
# Which numerals will suffer most?
#
# - (a) those with zeros
# - (b) all alike
# - (c) the long ones

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 编码器和解码器之间只传一个状态，96 个值。
# 这样一来，哪些数受的影响最大？
#
# - (a) 带零的
# - (b) 都一样
# - (c) 位数多的

# %%
predictions.which_numbers_suffer.answer("c")

# %% [markdown] lang="en"
# 1000 numbers of 3 to 8 digits are held out.
# The encoder reads both ways, each number within its own length: `Recurrent` is lesson 06's pair of nets.
# A linear layer makes their two states one, again of 96.
# Here is the whole net.

# %% [markdown] lang="zh"
# 留出 1000 个 3 到 8 位的数。
# 编码器双向读，每个数读到自己的最后一位为止，不读填充；`Recurrent` 就是第 06 课里一正一反的那两个网络。
# 两个方向的状态由线性层合成一个，仍是 96 个值。
# 下面就是完整的网络。


# %%
class EncoderDecoder(nn.Module):
    def __init__(self, seen=1, H=96):  # seen: states that the readout sees
        super().__init__()
        self.embed_input = nn.Embedding(len(problems.READ), 32)
        self.encoder = Recurrent("gru", 32, H, directions=2)
        self.project = nn.Linear(2 * H, H)
        self.embed_output = nn.Embedding(len(problems.WRITTEN), 32)
        self.decoder = nn.GRU(32, H, batch_first=True)
        self.readout = nn.Linear(seen * H, len(problems.WRITTEN))

    def read(self, ids, lengths):  # (B, S)
        outputs = self.encoder(self.embed_input(ids), lengths)
        final = last_states(outputs, lengths, directions=2)
        return self.project(outputs), self.project(final)[None]

    def score(self, states, keys, lengths):  # (B, L, H), (B, S, H)
        return self.readout(states)

    def forward(self, ids, lengths, inputs):
        keys, first = self.read(ids, lengths)
        states, _ = self.decoder(self.embed_output(inputs), first)
        return self.score(states, keys, lengths)  # (B, L, V)


# %% [markdown] lang="en"
# Writing goes on as you know: the likeliest sign is read again, here for 20 steps, and your `until_stop` cuts.

# %% [markdown] lang="zh"
# 写的时候跟刚才一样：每一步都把最可能的符号再读进去；一共走 20 步，最后由你的 `until_stop` 截断。

# %%
until_stop = exercises.until_stop.mine(until_stop)


@torch.no_grad()
def write(net, numbers, num_steps=20):
    ids, lengths = problems.read_digits(numbers)
    keys, state = net.read(ids, lengths)
    last, written = torch.full((len(ids), 1), 2), []  # 2: start
    for _ in range(num_steps):
        states, state = net.decoder(net.embed_output(last), state)
        last = net.score(states, keys, lengths).argmax(dim=2)
        written.append(last)
    texts = [until_stop(row, 3) for row in torch.hstack(written).tolist()]
    return ["".join(problems.WRITTEN.decode(text)) for text in texts]


def is_right(net, numbers):
    pairs = zip(write(net, numbers), numbers, strict=True)
    return np.array([text == chinese_numeral(one) for text, one in pairs])


# %% tags=["nbval-ignore-output"]
test = np.array(held_out_numbers())
num_digits = np.array([len(str(number)) for number in test.tolist()])


def learn(net):  # 5 times 50 updates
    steps, loss = problems.numeral_batches, problems.numeral_loss
    fit(net, steps, loss, epochs=5, rate=3e-3, progress=False)
    right = is_right(net, test.tolist())
    return right, [right[num_digits == k].mean() for k in range(3, 9)]


torch.manual_seed(0)
_, without = learn(EncoderDecoder())
print([f"{share:.2f}" for share in without])
assert without[0] > without[-1] + 0.3

# %% [markdown] lang="en"
# Short numbers work, long ones do not yet: everything has to pass through one state, a **bottleneck**.
# The captions had this trouble, too: looking again at every step helped.

# %% [markdown] lang="zh"
# 位数少的写得对，位数多的还不行：所有内容都要经过一个状态，这就是**瓶颈**。
# 看图写读法时也有过这种困难，每一步都再看一眼就好了。

# %% [markdown] lang="en"
# But at what?
# The encoder has a state at each digit; the decoder may look at all, and at some more than at others.

# %% [markdown] lang="zh"
# 看什么呢？
# 编码器在每一位上都有一个状态，解码器可以全都看，只是有的看得多，有的看得少。

# %% [markdown] lang="en"
# **Attention**: dot products of the decoder's state (`query`) with all $S$ encoder states (`keys`), then a softmax (Bahdanau and others, 2015; by dot products: Luong and others, 2015).
# By these weights the states are added up, and the sum stands beside the decoder's state in the readout.

# %% [markdown] lang="zh"
# **注意力**（attention）：先求解码器的状态（`query`）与编码器的 $S$ 个状态（`keys`）的点积，再做 softmax（Bahdanau 等人，2015；用点积的是 Luong 等人，2015）。
# 按得到的权重把这些状态加起来，跟解码器的状态一起交给输出层。

# %% [markdown] lang="en"
# ### Exercise 5: `attend`
#
# Return these weights: two real steps with equal scores and a padded one get `[0.5, 0.5, 0]`.
# Use tensor operations: gradients have to pass.
# Which score must the pad get?

# %% [markdown] lang="zh"
# ### 练习 5：`attend`
#
# 返回这些权重。
# 比如三步里有一步是填充，另外两步得分相等，权重就是 `[0.5, 0.5, 0]`。
# 要用张量运算，梯度才能传过去。
# 填充的那一步，得分应当是多少？

# %% exercise="attend" slide="task"
attend = exercises.attend.solved

# %%
exercises.attend.check(attend)

# %% [markdown] lang="en"
# Your `attend` in the same net: only `score` changes.
# The same 250 updates:

# %% [markdown] lang="zh"
# 把你的 `attend` 放进同一个网络，只有 `score` 要改。
# 同样更新 250 次：

# %% tags=["nbval-ignore-output"] slide="picture"
attend = exercises.attend.mine(attend)


class WithAttention(EncoderDecoder):
    def score(self, states, keys, lengths):
        weights = [
            attend(query, keys, lengths) for query in states.unbind(1)
        ]
        seen = torch.stack(weights, dim=1) @ keys  # (B, L, H)
        return self.readout(torch.cat([states, seen], dim=2))


torch.manual_seed(0)
looking = WithAttention(seen=2)
right, with_attention = learn(looking)
fig, ax = plots.figure(width=6, height=3)
lines = {"attention": with_attention, "one state": without}
plots.draw_accuracies(ax, list("345678"), lines)
ax.set(xlabel="digits", ylabel="right")
plots.show(fig, alt=alts["by_digits"])
assert min(with_attention) > max(without[-2:]) + 0.2

# %% [markdown] lang="en" slide="+claim"
# Attention is far ahead.
# And the errors that are left, do they come from the length alone?
# Compare numbers with a 0 and without, and look at three that went wrong.

# %% [markdown] lang="zh" slide="+claim"
# 有注意力的网络好得多。
# 它剩下的错误，只是因为数太长吗？
# 把带 0 的数跟其余的数分开来比一比，再看三个写错的例子。

# %% tags=["nbval-ignore-output"]
zero = np.array(["0" in str(number) for number in test.tolist()])
print([f"{one.mean():.3f}" for one in (right[zero], right[~zero], zero)])
missed = test[~right][:3].tolist()
print(missed, write(looking, missed))
assert right[~zero].mean() > right[zero].mean() - 0.005

# %% [markdown] lang="en"
# Printed: right with a 0, right without one, and how many have one.
# So the 0 is harder than other digits: it becomes 零, or nothing, and its neighbours decide.

# %% [markdown] lang="zh"
# 印出的比例依次是：带 0 的数写对了多少，其余的数写对了多少，前一种数占多少。
# 可见 0 比别的数字难：写不写“零”，要看它前后是什么。

# %% [markdown] lang="en"
# In five seeds, run by hand, 213 of 261 errors had a 0, though only about half of the numbers do.
# The length counts, too, if far less than without attention: three digits were right in .98 to 1.00, eight in .80 to .96.

# %% [markdown] lang="zh"
# 手动跑了五个种子，写错的 261 个数里，有 213 个带 0；而全部的数里，这样的只有一半左右。
# 长度也有影响，只是远没有不用注意力时那么大：三位数写对的比例在 .98 到 1.00 之间，八位数在 .80 到 .96 之间。

# %% [markdown] lang="en"
# In parameters, attention costs no more than a readout twice as wide.
# Does one state need more time?
# After 750 updates, two directions each: means of three seeds, for 3 to 8 digits.

# %% [markdown] lang="zh"
# 从参数看，用了注意力，只是让输出层的输入宽了一倍。
# 只传一个状态的网络，会不会是训练得不够？
# 下面的网络都更新 750 次，都是双向读；成绩是三个种子的平均，再按 3 到 8 位分开。

# %%
numerals = load_results()["numerals"]
table = {}
for name in ("both", "both_attention"):
    row = numerals[name]
    table[name] = {"parameters": row.parameters, "accuracy": row.mean}
    for num_digits, part in row.by("digits").items():
        table[name][f"{num_digits} digits"] = part.value
plots.show_table(table, digits=2)
plain, attention = numerals["both"], numerals["both_attention"]
wider = 96 * len(problems.WRITTEN)
assert attention.parameters - plain.parameters == wider
visible = sum(p.numel() for p in WithAttention(seen=2).parameters())
assert attention.parameters == visible
assert plain.by("digits")["8"].value < 0.5
assert min(one.value for one in attention.by("digits").values()) > 0.97

# %% [markdown] lang="en"
# Time helps the one state, but with eight digits most are still wrong; with attention, no length lags behind.

# %% [markdown] lang="zh"
# 训练得久一些，只传一个状态的网络成绩好了一些，可八位数仍然多半写错；有注意力的网络，不管几位数都几乎全对。

# %% [markdown] lang="en" slide="section"
# ## Where does it look?
#
# A row is a character written (■ the stop), a column a digit read.
# Type your own number.
# Where does the net look when it writes 万?
# And 零?

# %% [markdown] lang="zh" slide="section"
# ## 它在看哪里？
#
# 一行是写出的一个字（■ 是停止符），一列是读到的一位数字。
# 换成你自己的数试试。
# 写“万”的时候，它在看哪里？
# 写“零”的时候呢？

# %% slide="+result"
net = problems.load_numerals_net()
widgets.explore_attention(
    lambda digits: problems.look_at_digits(net, digits)
)

# %% [markdown] lang="en"
# No one told the net which digit belongs to which character.
# The weights are no proof of what it uses, though: each encoder state has read its neighbours, too.

# %% [markdown] lang="zh"
# 没有人教过网络，哪个字对应哪一位。
# 不过权重大，并不证明网络真的用了那一位：编码器在每一位上的状态，都带有左右两边的内容。

# %% [markdown] lang="en" slide="section +question"
# ## One digit more
#
# On held-out numbers this net hardly errs.
# It writes 零 to 九, 十, 百, 千 and 万.
#
# **Predict.** And with nine digits?
#
# - (a) all wrong
# - (b) a little worse
# - (c) just as good

# %% [markdown] lang="zh" slide="section +question"
# ## 多一位
#
# 没见过的数，这个网络也几乎不出错。
# 它会写“零”到“九”，还有“十、百、千、万”。
#
# **先猜一猜。** 九位数呢？
#
# - (a) 全错
# - (b) 略差一些
# - (c) 一样好

# %%
predictions.one_digit_more.answer("a")

# %%
longer = draw_numbers(300, np.random.default_rng(9), 9, 9).tolist()
eight_at_most = problems.numeral_accuracy(net, test)
written = problems.write_numerals(net, longer)
print(round(eight_at_most, 2), longer[:3], written[:3], sep="\n")
assert problems.numeral_accuracy(net, longer) == 0
assert eight_at_most > 0.98

# %% [markdown] lang="en"
# All wrong, as they had to be: nine digits need 亿 (a hundred million), which the net lacks.
# Are at least the last four digits right?
# And the five in front?

# %% [markdown] lang="zh"
# 一个也没有写对。
# 也不可能写对：九位数要用“亿”，网络会写的符号里没有这个字。
# 那么，最后四位至少写对了吗？
# 前面五位又写成了什么？


# %%
def without_one(number):
    digits = str(number)
    return {int(digits[:k] + digits[k + 1 :]) for k in range(len(digits))}


kept = one_lost = 0
for number, text in zip(longer, written, strict=True):
    front, tail = divmod(number, 10_000)
    written_front, written_tail = divmod(read_numeral(text), 10_000)
    kept += written_tail == tail
    one_lost += written_front in without_one(front)
print(f"{kept / 300:.2f} {one_lost / 300:.2f}")
assert kept == 300 and one_lost > 270

# %% [markdown] lang="en"
# They are (first share).
# In front, nearly always, just one digit of five is lost (second share): a well-formed numeral, without warning.
# So test every length you use.

# %% [markdown] lang="zh"
# 最后四位都对（第一个比例）。
# 前面五位，几乎每次都正好丢掉一位（第二个比例）；读法却合乎规则，看不出错。
# 所以，要用到的每一种长度，都得先测试。

# %% [markdown] lang="en"
# ## Read on
#
# - Karpathy (2015), *The Unreasonable Effectiveness of Recurrent Neural Networks*: where the five shapes come from.
# - Sutskever, Vinyals and Le (2014), *Sequence to Sequence Learning with Neural Networks*: one state between two LSTMs.
# - Bahdanau, Cho and Bengio (2015), *Neural Machine Translation by Jointly Learning to Align and Translate*: how attention began.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Karpathy（2015），《The Unreasonable Effectiveness of Recurrent Neural Networks》：五种输入输出结构的出处。
# - Sutskever、Vinyals 与 Le（2014），《Sequence to Sequence Learning with Neural Networks》：两个 LSTM 之间只传一个状态。
# - Bahdanau、Cho 与 Bengio（2015），《Neural Machine Translation by Jointly Learning to Align and Translate》：注意力的由来。

# %% [markdown] lang="en"
# ## What you saw
#
# - The task tells where inputs and outputs stand; the loop stays the same.
# - A linear layer beside the net shows what recurrence is worth: little with 8 rows; with 28, only our LSTM led.
# - A net that writes learns with a teacher, starts and stops by marks, and is tested alone.
# - Answers at each step taught faster than one at the end; padding is asked nothing.
# - One state is a bottleneck; attention looks at all, but errs silently on longer numbers.
#
# Nobody would argue about this lesson's answers.
# What if people themselves are not sure?
# Lesson 08 reads film reviews.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 任务决定哪几步有输入、哪几步有输出，训练循环始终不变。
# - 跟线性层这个基线比一比，才知道循环网络值不值得用：8 行时用处不大；28 行时，试过的网络里只有 LSTM 比它强。
# - 写文本的网络，训练时有老师，开头和结尾有标记，测试时只靠自己。
# - 每一步都有答案，比只在最后有答案学得快；填充不计入损失。
# - 只传一个状态是瓶颈，注意力能看到全部状态；可是数再长一位，它就写错，而且看不出错误。
#
# 这一课的任务，答案对不对没有争议。
# 如果连人自己也拿不准答案呢？
# 第 08 课来读影评。
