# %% [markdown] lang="en"
# # Five shapes of problem
#
# One digit to one class, a picture to a name, a number to its words:
# what changes in the network from task to task, and what stays?
# And when is a recurrent net worth its trouble?
# (The five shapes are those of Karpathy, 2015.)
#
# *60 minutes.*
# *Builds on lesson 06.*
# Afterwards you can tell the shape of a task, and train a net of each shape.
# You know what teacher forcing, a stop symbol and attention are for.
# You have seen where a net without any memory is just as good.

# %% [markdown] lang="zh"
# # 五种形状的问题
#
# 看一张图，判断类别；看一张图，写出数的读法；把一串数字读成汉字。
# 换一个任务，网络里哪些要变，哪些不变？
# 循环网络又是什么时候才值得用？
# （这五种形状，是 Karpathy 在 2015 年归纳的。）
#
# *60 分钟。先学完第 06 课。*
# 学完以后，拿到一个任务，你说得出它是哪种形状；每种形状，你都能训练出一个网络。
# 你会明白教师强制、停止符、注意力各是干什么用的。
# 你还会看到：有的时候，没有记忆的网络一点也不差。

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
from course_utils.models import Tagger
from course_utils.training import fit, tagging_loss

# %% [markdown] lang="en"
# ## One in, one out
#
# Handwritten digits, 8 × 8 pixels, a fifth of them held out.
# In goes a picture, out comes a class.
# No time passes.

# %% [markdown] lang="zh"
# ## 一进一出
#
# 手写数字，8 × 8 像素，约五分之一留作测试。
# 进去一张图，出来一个类别，没有先后可言。

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
#
# The first is one linear layer: logistic regression.
# How often is it right on new digits?

# %% [markdown] lang="zh"
# 这一课的网络都用同一个训练循环来学，要换的只有模型、批量、损失。
#
# 第一个模型只有一层线性变换，也就是逻辑回归。
# 没见过的数字，它能认对多少？


# %% tags=["nbval-ignore-output"]
def train(model, batches, loss, epochs, rate):
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    rng = np.random.default_rng(0)
    for _ in range(epochs):
        for batch in batches(rng):
            value = loss(model, batch)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()


torch.manual_seed(0)
linear = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
batches = problems.digit_batches(d8.train, 50)
train(linear, batches, problems.digit_loss, epochs=20, rate=1e-2)
all_at_once = problems.digit_accuracy(linear, d8.test)
print(f"{all_at_once:.2f}")
assert 0.92 < all_at_once < 0.99

# %% [markdown] lang="en"
# Nineteen in twenty, without any hidden layer.
# Keep this net: whatever is more complicated has to beat it.
#
# From here on we use the course's `fit`.
# It is this loop, and also clips gradients, as in lesson 04, and keeps the best weights if you give it a score.

# %% [markdown] lang="zh"
# 二十个认对十九个，连隐藏层都没有。
# 记住这个成绩：再复杂的网络，也得比它强才行。
#
# 往后我们用课程的 `fit`。
# 还是这个训练循环，外加第 04 课的梯度裁剪；给它一个打分函数，它还会留住最好的权重。

# %% [markdown] lang="en"
# ## Many in, one out
#
# Now read the picture as a text: row by row, 8 steps of 8 numbers.
# The verdict comes from the last state.
#
# **Predict.** An RNN with 150 units against the linear layer: who is right more often?
#
# - (a) the RNN by far: it has a memory
# - (b) about the same
# - (c) the linear layer by far: the RNN has forgotten the first rows

# %% [markdown] lang="zh"
# ## 多进一出
#
# 现在把图当成一段文字来读：一行一行，8 步，每步 8 个数。
# 读完最后一行，由末状态来判断。
#
# **先猜一猜。** 150 个单元的 RNN 跟那层线性变换比，谁认对的多？
#
# - (a) RNN 遥遥领先，它有记忆
# - (b) 差不多
# - (c) 线性层遥遥领先，RNN 早忘了前几行

# %%
predictions.rows_or_all.answer("b")

# %%
digits = load_results()["digits"]
for name in ("8_linear", "8_rnn", "8_rnn_columns"):
    row = digits[name]
    print(f"{name:14} {row.parameters:6} {row.mean:.3f}")
for name in ("8_rnn", "8_rnn_columns"):
    assert abs(digits[name].mean - digits["8_linear"].mean) < 0.03

# %% [markdown] lang="en"
# Parameters and the mean accuracy of three seeds (`course bench text`; each is in `data/text/results.json`).
# The linear layer has a fortieth of the RNN's parameters.
#
# The last line reads columns: here it matters little.

# %% [markdown] lang="zh"
# 先是参数个数，后是三个随机种子的平均准确率（由 `course bench text` 测得，明细在 `data/text/results.json`）。
# 线性层的参数只有 RNN 的四十分之一。
#
# 最后一行是按列读：在这里差别不大。

# %% [markdown] lang="en"
# ### Exercise 1: `read_columns`
#
# Turn a batch of pictures into sequences of their columns.
# The picture `[[1, 2, 3], [4, 5, 6]]` becomes `[[1, 4], [2, 5], [3, 6]]`.

# %% [markdown] lang="zh"
# ### 练习 1：`read_columns`
#
# 把一批图片都变成一列一列的序列。
# 图片 `[[1, 2, 3], [4, 5, 6]]` 变成 `[[1, 4], [2, 5], [3, 6]]`。

# %% exercise="read_columns"
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
# 同样的任务，换成 28 × 28 像素：28 步，每步 28 个数，约四千张图。
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
    print(f"{cell:5} {right[cell]:.2f}")
assert right["lstm"] > right["rnn"] + 0.1

# %% [markdown] lang="en"
# Three epochs are few.
# With twenty:

# %% [markdown] lang="zh"
# 三轮太少。
# 二十轮呢？

# %%
for name in ("28_linear", "28_rnn", "28_rnn_fast", "28_lstm"):
    row = digits[name]
    print(f"{name:14} {row.parameters:6} {row.mean:.3f}")
rnn = max(digits[name].mean for name in ("28_rnn", "28_rnn_fast"))
assert digits["28_lstm"].mean > max(0.91, rnn + 0.03)
assert abs(digits["28_linear"].mean - rnn) < 0.04

# %% [markdown] lang="en"
# Over 28 steps, the gated net is far ahead.
# (The RNN tried two learning rates; the LSTM has four times its parameters, and lesson 05 compared equal budgets.)
#
# The linear layer, which has no steps at all, keeps up with the RNN.
# (A net without steps but with a hidden layer we did not measure.)
# A picture need not be read in rows; we do it to see how hard it is to remember 28 of them.
# (Textbooks report more: they train on 60,000 digits, here are four thousand.)

# %% [markdown] lang="zh"
# 走 28 步，有门的网络遥遥领先。
# （RNN 试了两种学习率；LSTM 的参数约是 RNN 的四倍；参数一样多时谁好，第 05 课比过。）
#
# 可是线性层一步也不走，却不输给 RNN。
# （不分步、带隐藏层的网络，这里没有测。）
# 图本来不必一行一行读；这样读，是想看看记住 28 行有多难。
# （教科书上的成绩更高：那是用 60,000 个数字训练的，这里只有四千个。）

# %% [markdown] lang="en"
# ## One in, many out
#
# Two digits side by side, and a net that writes the name of the number.
# A small convolutional net turns the picture into a vector of 96 numbers; how it does so is another course.
# The vector is the first state of a GRU, and the GRU writes.
#
# But a GRU must read something at each step.
# What could it read?

# %% [markdown] lang="zh"
# ## 一进多出
#
# 两个数字并排，网络要写出这个数的读法。
# 一个小小的卷积网络先把图变成 96 个数的向量（怎么变的，那是另一门课）。
# 这个向量就是 GRU 的初始状态，接着由 GRU 来写。
#
# 可 GRU 每一步总得读点什么。
# 读什么好呢？

# %% [markdown] lang="en"
# Its own last symbol: what is written decides how to go on.
#
# In training it would then read its own nonsense.
# So it is shown the *right* last symbol instead: **teacher forcing** (Williams and Zipser, 1989).
# The first step reads `<start>`, and after the last symbol the net must give `<stop>`.

# %% [markdown] lang="zh"
# 读它自己刚写的那个符号：写了什么，决定下面怎么写。
#
# 可刚开始训练时，它写的全是胡话。
# 所以训练时改给它看**正确**的上一个符号，这叫**教师强制**（teacher forcing；Williams 和 Zipser，1989）。
# 第一步读 `<start>`；写完最后一个符号，还要写出停止符 `<stop>`。

# %% [markdown] lang="en"
# ### Exercise 2: `teacher_forcing`
#
# What does it read, and what must it give?
# With 2 for start and 3 for stop, `[5, 6]` takes three steps; at the last, it reads 6 and must give 3.
# Return two lists.

# %% [markdown] lang="zh"
# ### 练习 2：`teacher_forcing`
#
# 它读什么，又该写什么？
# 设开头是 2，停止是 3，写 `[5, 6]` 就要三步；最后一步读到 6，该写 3。
# 读的和写的，各返回一个列表。

# %% exercise="teacher_forcing"
teacher_forcing = exercises.teacher_forcing.solved

# %%
exercises.teacher_forcing.check(teacher_forcing)

# %% [markdown] lang="en"
# Without a teacher, the likeliest symbol is written and read again, until the whole batch has stopped.

# %% [markdown] lang="zh"
# 没有老师时，每一步写下最可能的符号，下一步再读进去；
# 一批文本一起写，全都写出停止符才算完。

# %% [markdown] lang="en"
# ### Exercise 3: `until_stop`
#
# Behind its stop, a text goes on without meaning.
# Keep what stands before the first stop, or all if there is none.
# With 3 for the stop, `[5, 6, 3, 7]` becomes `[5, 6]`.

# %% [markdown] lang="zh"
# ### 练习 3：`until_stop`
#
# 先写完的还得陪着别的文本写，后面写出的都不算数。
# 只留第一个停止符之前的符号；没有停止符，就全留。
# 停止符是 3 时，`[5, 6, 3, 7]` 变成 `[5, 6]`。

# %% exercise="until_stop"
until_stop = exercises.until_stop.solved

# %%
exercises.until_stop.check(until_stop)

# %% [markdown] lang="en"
# Of the 90 numbers from 10 to 99, 18 are never shown while training, though all their digits are.
# The names are Chinese: 七十五 is seven-ten-five.
# On new pictures of *shown* numbers, the net will be right about nine times in ten.
#
# **Predict.** And on numbers never shown?
#
# - (a) never: it does not know their names
# - (b) just as often: it has learnt digits
# - (c) clearly less often, but often

# %% [markdown] lang="zh"
# 10 到 99 共 90 个数，其中 18 个训练时从不出现，不过它们的每一位数字，都在别的数里出现过。
# 写的是中文：“七十五”要写“七、十、五”三个字。
# 换一批新图，**出现过**的数，网络十次大约能写对九次。
#
# **先猜一猜。** 从没出现过的数呢？
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
print({name: round(share, 2) for name, share in shown.items()})
assert shown["seen_numbers"] > shown["unseen_numbers"] + 0.05
assert shown["unseen_numbers"] > 0.3

# %% [markdown] lang="en"
# What does it write when it errs on a number never shown?

# %% [markdown] lang="zh"
# 从没出现过的数，写错时写成了什么？

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
# Of the names from 10 to 99, four in five were shown: a blind error would be one of them about as often.
# Of its errors, nearly all are.
# So it has learnt digits, and also which names there are.
#
# There is a second way to give the picture: not only as the first state, but beside the symbol at every step.
# And a second language, in which `seventy-five` takes twelve characters.
# Which of the four pairs will be the hardest?

# %% [markdown] lang="zh"
# 10 到 99 里，五分之四的数训练时见过。
# 要是随便写错，也该有五分之四碰巧是见过的；实际却几乎全是。
# 可见它学会了认数字，也记住了有哪些读法。
#
# 图还可以换个给法：除了当初始状态，每一步还放在符号旁边，一起给 GRU 读。
# 语言也可以换：英文的 `seventy-five` 要写十二个字符。
# 两两搭配，哪一种最难学？

# %%
rows = load_results()["captions"]
for name in ("zh_first", "zh_every", "en_first", "en_every"):
    row = rows[name]
    each = " ".join(f"{share:.2f}" for share in row.tests)
    print(f"{name:9} {each}   {row.figure('unseen'):.2f}")
unseen = {name: rows[name].figure("unseen") for name in rows}
assert unseen["en_first"] < unseen["en_every"] - 0.3
assert abs(unseen["en_every"] - unseen["zh_every"]) < 0.05

# %% [markdown] lang="en"
# Shown numbers for each seed, then the mean on numbers never shown (24 epochs; above, 7).
#
# On numbers never shown, letters are hard from the first state alone.
# The second digit must be carried past all the letters of the first, and nothing reminds the net.
# With the picture at every step it can look again, and the gap between the languages nearly closes.
# That thought will come back.

# %% [markdown] lang="zh"
# 前面是出现过的数，每个随机种子一个成绩；最后是从没出现过的数，取平均（这里学 24 轮，上面只学 7 轮）。
#
# 从没出现过的数，要是图只当初始状态，英文最难写。
# 第一个数字要写好几个字母，第二个数字得一路记着，没有谁来提醒。
# 每一步都给图，就可以再看一眼，两种语言也就差不多了。
# 这个想法，后面还用得上。

# %% [markdown] lang="en"
# ## Many in, as many out
#
# Brackets and dots: at each step, is the count of open ones even (1) or odd (0)?
# Each bracket flips this one bit, carried to the end.

# %% [markdown] lang="zh"
# ## 多进多出，一样多
#
# 一串括号和点。
# 每一步都问：没合上的括号有几层，是偶数（1）还是奇数（0）？
# 每遇到一个括号，答案就翻一次；这一个比特，要一路带到最后。

# %%
ids, is_even = problems.draw_brackets(1, 20, np.random.default_rng(1))
print("".join(" ().."[one] for one in ids[0]))
print("".join(str(one) for one in is_even[0]))

# %% [markdown] lang="en"
# Two equal LSTMs, 32 units, 200 updates.
# One is told the answer at each of 20 steps, the other one only the last.
# Both are tested at the last step.
#
# **Predict.** Who is better there?
#
# - (a) both are the same there
# - (b) the one that was told each step, by far
# - (c) the one that was told only what is asked

# %% [markdown] lang="zh"
# 两个一样的 LSTM，32 个单元，各更新 200 次。
# 训练时，一个每步都给答案，共 20 个；另一个只给最后一步的。
# 测试时，都只看最后一步。
#
# **先猜一猜。** 谁更好？
#
# - (a) 在最后一步，两个一样
# - (b) 每步都给答案的，好得多
# - (c) 只给要考的那一步的

# %%
predictions.one_answer_or_twenty.answer("b")

# %% tags=["nbval-ignore-output"]
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
    name = f"{'last' if last_only else 'each'}, {50 * epochs}"
    at_the_end[name] = float((answers == is_even)[:, -1].mean())
print({name: round(one, 2) for name, one in at_the_end.items()})
assert min(at_the_end["each, 200"], at_the_end["last, 1000"]) > 0.9
assert at_the_end["last, 200"] < 0.7

# %% [markdown] lang="en"
# `each`: told at every step; `last`: only at the last; then the updates.
# Guessing would give 0.5.
# The second net is not unable: after 200 updates it still nearly guesses, after 1000 it has learnt.
# If your data have an answer for each step, use them all.
#
# ### Exercise 4: `mean_step_loss`
#
# Real texts differ in length.
# Write the mean cross-entropy of all real steps, each counting alike: with lengths 3 and 1, the mean of four.

# %% [markdown] lang="zh"
# `each` 是每步都给答案，`last` 是只给最后一步的，后面是更新次数。
# 瞎猜是 0.5。
# 只给最后一步的，不是学不会：更新 200 次时几乎还在瞎猜，更新 1000 次也就会了。
# 数据里要是每一步都有答案，就都用上。
#
# ### 练习 4：`mean_step_loss`
#
# 真实的文本长短不一。
# 写一个损失：把整批真实步的交叉熵取平均，填充的步不算；长度是 3 和 1，就是四步的平均。

# %% exercise="mean_step_loss"
mean_step_loss = exercises.mean_step_loss.solved

# %%
exercises.mean_step_loss.check(mean_step_loss)

# %% [markdown] lang="en"
# ## Many in, another number out
#
# How is 20405 read in Chinese?
# Group by four digits; 万 is ten thousand, 千 a thousand, 百 a hundred, 十 ten; zeros in a row inside are one 零.

# %% [markdown] lang="zh"
# ## 多进多出，不一样多
#
# 20405 怎么读，你想都不用想。
# 规则其实不简单：四位一级，级内有千、百、十；中间连着的零只读一个，末尾的不读。

# %%
for number in (75, 20405, 20400, 10020000):
    print(number, chinese_numeral(number))
assert len(chinese_numeral(20405)) == 7 and len(chinese_numeral(20400)) == 5

# %% [markdown] lang="en"
# Five digits become seven characters or five.
# So the net cannot answer step by step: an **encoder** reads everything, then a **decoder** writes, as for the captions (Cho and others, 2014; Sutskever and others, 2014).
# The encoder's final state is the decoder's first.
#
# **Predict.** That state has 96 numbers.
# Which numerals will suffer most?
#
# - (a) those with zeros
# - (b) all alike
# - (c) the long ones

# %% [markdown] lang="zh"
# 五位数字，有时变成七个字，有时变成五个字。
# 所以没法一步对一步地答：先由**编码器**（encoder）全部读完，再由**解码器**（decoder）来写，就像刚才看图写读法那样（Cho 等人，2014；Sutskever 等人，2014）。
# 编码器的末状态，就是解码器的初始状态。
#
# **先猜一猜。** 这个状态只有 96 个值。
# 要写的数里，哪些最吃亏？
#
# - (a) 带零的
# - (b) 都一样
# - (c) 位数多的

# %%
predictions.which_numbers_suffer.answer("c")

# %% [markdown] lang="en"
# 1000 numbers of 3 to 8 digits are held out.
# The encoder reads both ways, each number within its own length (lesson 06); a linear layer makes the two states one, again of 96.
# 250 updates:

# %% [markdown] lang="zh"
# 留出 1000 个 3 到 8 位的数。
# 编码器双向读，每个数读到自己的最后一位为止，不读填充（第 06 课）。
# 两个方向的状态由线性层合成一个，仍是 96 个值。
# 更新 250 次：

# %% tags=["nbval-ignore-output"]
test = held_out_numbers()
groups = {k: [n for n in test if len(str(n)) == k] for k in range(3, 9)}


def by_digits(net):
    accuracy = problems.numeral_accuracy
    return [accuracy(net, numbers) for numbers in groups.values()]


one_state = problems.train_numerals(attention=False, epochs=5)
without = by_digits(one_state)
print([f"{share:.2f}" for share in without])
assert without[0] > without[-1] + 0.3

# %% [markdown] lang="en"
# Short numbers work, long ones do not yet: everything has to pass through one state, a bottleneck, and 250 updates do not teach it to pack that much.
# It is the caption's trouble once more, and so is the way out: look again, at every step.
#
# But at what?
# The encoder has a state at each digit; the decoder may look at all of them, and at some more than at others.

# %% [markdown] lang="zh"
# 位数少时写得对，位数一多就不行了：所有内容都得挤过一个状态，这就是瓶颈，更新 250 次，还没学会怎么挤。
# 看图写读法时也有同样的麻烦，办法也一样：每一步都再看一眼。
#
# 看什么呢？
# 编码器在每一位上都有一个状态，解码器不妨都看，只是有的多看，有的少看。

# %% [markdown] lang="en"
# **Attention**: dot products of the decoder's state (`query`) with all $S$ encoder states (`keys`), then a softmax (Bahdanau and others, 2015; by dot products: Luong and others, 2015).
# By these weights the states are added up, and the sum stands beside the decoder's state in the readout.
#
# ### Exercise 5: `attend`
#
# Give these weights: two real steps with equal scores and a padded one get `[0.5, 0.5, 0]`.
# Which score does the padded step need for that?

# %% [markdown] lang="zh"
# **注意力**（attention）：解码器的状态（`query`）与编码器的 $S$ 个状态（`keys`）逐个做点积，再做 softmax（Bahdanau 等人，2015；用点积的是 Luong 等人，2015）。
# 按得到的权重把这些状态加起来，跟解码器的状态一起交给输出层。
#
# ### 练习 5：`attend`
#
# 求出这些权重：假如两步真实、一步填充，真实的两步分数相等，权重就是 `[0.5, 0.5, 0]`。
# 那么填充的那一步，分数该是多少？

# %% exercise="attend"
attend = exercises.attend.solved

# %%
exercises.attend.check(attend)

# %% [markdown] lang="en"
# The same net, the same 250 updates, with attention:

# %% [markdown] lang="zh"
# 同样的网络，同样更新 250 次，只是加上注意力：

# %% tags=["nbval-ignore-output"]
looking = problems.train_numerals(attention=True, epochs=5)
with_attention = by_digits(looking)
fig, ax = plots.figure(width=6, height=3)
lines = {"attention": with_attention, "one state": without}
plots.draw_accuracies(ax, list(map(str, groups)), lines)
ax.set(xlabel="digits", ylabel="right")
plots.show(fig, alt=alts["by_digits"])
assert min(with_attention) > max(without[-2:]) + 0.2

# %% [markdown] lang="en"
# In parameters, attention costs no more than a readout twice as wide.
# Does one state only need more time?
# After 750 updates, means of three seeds: parameters, all numbers, 3 to 8 digits.

# %% [markdown] lang="zh"
# 论参数，注意力只是把输出层加宽了一倍。
# 只传一个状态，是不是学得还不够久？
# 更新 750 次，三个种子取平均：先是参数个数，再是总成绩，最后是 3 到 8 位的。

# %%
numerals = load_results()["numerals"]
for name in ("both", "both_attention"):
    row = numerals[name]
    parts = [f"{part.value:.2f}" for part in row.by("digits").values()]
    print(f"{name:15} {row.parameters} {row.mean:.3f}", *parts)
plain, attention = numerals["both"], numerals["both_attention"]
wider = 96 * len(problems.WRITTEN)
assert attention.parameters - plain.parameters == wider
assert attention.mean >= 0.97 and plain.by("digits")["8"].value < 0.5

# %% [markdown] lang="en"
# Time helps the one state, but with eight digits most are still wrong.
#
# ## Where does it look?
#
# A row is a character written (■ the stop), a column a digit read.
# Type your own number.
# Where does the net look when it writes 万?
# And 零?

# %% [markdown] lang="zh"
# 学得久一些，成绩是好一些，可八位数仍然多半写错。
#
# ## 它在看哪里？
#
# 一行是写出的一个字（■ 是停止符），一列是读到的一位数字。
# 换成你自己的数试试。
# 写“万”的时候，它在看哪里？
# 写“零”的时候呢？

# %%
net = problems.load_numerals_net()
widgets.explore_attention(
    lambda digits: problems.look_at_digits(net, digits)
)

# %% [markdown] lang="en"
# No one told the net which digit belongs to which character.
# The weights are no proof of what it uses, though: each encoder state has read its neighbours, too.

# %% [markdown] lang="zh"
# 这些权重没有人教：哪个字对应哪一位，谁也没告诉过它。
# 不过权重大，也不等于真用了那一位：编码器在每一位上的状态，都带着左右两边的内容。

# %% [markdown] lang="en"
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

# %% [markdown] lang="zh"
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
# 一个也没写对。
# 也不可能写对：九位数要用“亿”，网络的符号里根本没有这个字。
# 那就少考一点：最后四位写对了吗？
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
# 前面的五位，几乎每次都正好丢一位（第二个比例），读法却合乎规矩，看不出毛病。
# 所以，要用多长的数，就得测多长的数。

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
# - 旁边摆一层线性变换，才看得出循环值不值：8 行时用处不大；28 行时，试过的网络里只有 LSTM 比它强。
# - 会写的网络，学的时候有老师，开头和结尾有标记，考的时候靠自己。
# - 每一步都有答案，比只在最后有答案学得快；填充不计分。
# - 一个状态是瓶颈，注意力能看到全部状态；可是多给一位，它就写错，还看不出毛病。
#
# 这些任务，答案是对是错，没有什么好争的。
# 要是连人自己也拿不准答案呢？
# 第 08 课来读影评。
