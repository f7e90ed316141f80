# %% [markdown] lang="en"
# # BiLSTM classification
#
# A program tells good reviews from bad ones, and is right about ninety-six of a hundred.
# Would you buy it?
#
# *90 minutes.*
# *Builds on lesson 08, and on the padding of lesson 06.*
# Afterwards you can find out whether a test had been seen beforehand, and read a batch in two directions without reading its padding.
# You can compare models by an honest table, and say which word a verdict depends on.
# The reviews are Chinese; what matters is translated.

# %% [markdown] lang="zh"
# # 双向 LSTM 分类
#
# 有个程序专门分辨好评和差评，一百条里能判对九十六条左右。
# 你会买它吗？
#
# *90 分钟。先学完第 08 课，还要记得第 06 课的填充。*
# 学完以后，你能查出一场测试是不是早就泄了题，
# 能从两个方向读一批评论，而不把填充也读进去。
# 你能凭一张不掺水的对照表来比较模型，还能说出一个判断究竟取决于哪个词。
# 评论都是中文的。

# %%
import json
import re

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils import measured, models, plots, training, widgets
from course_utils.baselines import fit_logistic
from course_utils.datasets import (
    Vocabulary,
    chinese_key,
    hash_of,
    load_chinese_review_lines,
    load_chinese_reviews,
)
from course_utils.exercises.bilstm import alts, exercises, predictions
from course_utils.models import cut_words
from course_utils.places import TEXT_RESULTS

# %% [markdown] lang="en" slide="section"
# ## A file with a past
#
# Reviews of hotels, books and laptops, one a line: 1 good, 0 bad.
# One is a row of links, “free registration, site map ...”, word for word the same 50 times.
# What is its label?

# %% [markdown] lang="zh" slide="section"
# ## 这份文件有来历
#
# 这是酒店、图书和笔记本电脑的评论，一行一条：1 是好评，0 是差评。
# 其中有一行是网页上的一排链接，“免费注册 网站导航……”，一字不差地出现了 50 次。
# 它的标签是好评，还是差评？

# %%
lines = load_chinese_review_lines()
print(len(lines), sum(line.label for line in lines))
links = next(
    one.text for one in lines if re.match("免费注册.*联系我们", one.text)
)
labels = [line.label for line in lines if line.text == links]
print(labels.count(1), labels.count(0))
assert len(lines) == 35_123 and labels.count(1) == 15 and len(labels) == 50

# %% [markdown] lang="en"
# Of 35,123 lines 16,548 are good; this one is good 15 times and bad 35 times.
# So it looks as if a machine had collected pages, links and all.
# What else has it done?

# %% [markdown] lang="zh"
# 总共 35,123 行，其中好评 16,548 行；那排链接有 15 次记作好评，35 次记作差评。
# 看来评论是机器从网页上收集的，连链接也一起收了进来。
# 机器还干了些什么？

# %% [markdown] lang="en" slide="question"
# **Predict.** How many of the lines repeat an earlier one?
#
# - (a) one in a hundred
# - (b) one in ten
# - (c) one in two

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 有多少行是前面已经出现过的？
#
# - (a) 一百行里一行
# - (b) 十行里一行
# - (c) 两行里一行

# %%
predictions.repeats.answer("c")

# %% [markdown] lang="en"
# ### Exercise 1: `review_key`
#
# When are two lines copies?
# When their keys are equal.
# A key keeps only Chinese characters, digits and letters a to z, small: `dell不错` for `DELL 不错!`.

# %% [markdown] lang="zh"
# ### 练习 1：`review_key`
#
# 怎样才算同一条评论？
# 键（key）相同就算。
# 键里只留汉字、数字和小写的字母 a 到 z：`DELL 不错!` 的键是 `dell不错`。

# %% exercise="review_key" slide="task"
review_key = exercises.review_key.solved

# %%
exercises.review_key.check(review_key)

# %% [markdown] lang="en"
# With the course's own key: how many different reviews, how many repeats?

# %% [markdown] lang="zh"
# 用课程自带的键来数：有多少条不同的评论，多少行是重复的？

# %%
keys = [chinese_key(line.text) for line in lines]
num_repeats = len(keys) - len(set(keys))
print(len(set(keys)), num_repeats, f"{num_repeats / len(keys):.3f}")
assert num_repeats == 17_751

# %% [markdown] lang="en"
# Half of the file.
#
# ### Exercise 2: `seen_share`
#
# A random fifth of the lines is the test.
# Which share of it was in the training?
# Keys `a b` in training, `b c b d` in the test: 0.5.

# %% [markdown] lang="zh"
# 重复的足足占了一半。
#
# ### 练习 2：`seen_share`
#
# 随机抽五分之一的行来测试。
# 测试里有多大比例是训练时见过的？
# 训练的键是 `a b`，测试的是 `b c b d`，答案就是 0.5。

# %% exercise="seen_share" slide="task"
seen_share = exercises.seen_share.solved

# %%
exercises.seen_share.check(seen_share)

# %%
is_test = np.random.default_rng(0).random(len(keys)) < 0.2
known = {key for key, test in zip(keys, is_test, strict=True) if not test}
tested = [key for key, test in zip(keys, is_test, strict=True) if test]
print(f"{np.mean([key in known for key in tested]):.2f}")
assert 0.75 < np.mean([key in known for key in tested]) < 0.8

# %% [markdown] lang="en"
# Three of four questions had been handed out with their answers.

# %% [markdown] lang="zh"
# 四道考题里有三道，连答案都提前发下去了。

# %% [markdown] lang="en" slide="question"
# **Predict.** A linear model on runs of one to three characters is right on 0.96 of such a test.
# Now all copies of a review, and near copies too, lie on the same side.
# What is left?
#
# - (a) still about 0.96
# - (b) about 0.85
# - (c) about 0.60

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 有个线性模型，特征是连着的一到三个字，这样测，准确率是 0.96。
# 现在让同一条评论的副本都分到同一边，要么全在训练，要么全在测试；大同小异的也算副本。
# 准确率还剩多少？
#
# - (a) 还是 0.96 左右
# - (b) 0.85 左右
# - (c) 0.60 左右

# %%
predictions.honest_score.answer("b")

# %% [markdown] lang="en"
# Live, smaller: a quarter of the reviews, only exact copies together, runs of at most two characters.
# `hash_of` makes a number of a key.
# What differs between the two calls?

# %% [markdown] lang="zh"
# 现场做个小实验：取四分之一的评论，键相同的才算副本；特征最多是连着的两个字。
# `hash_of` 把键变成一个数。
# 行一样，模型一样，两次调用差在哪里？

# %% tags=["nbval-ignore-output"]
quarter = [row for row, key in enumerate(keys) if hash_of(key) % 4 == 0]


def to_lists(reviews):
    return [one.text for one in reviews], [one.label for one in reviews]


def linear_accuracy(is_test):
    train = [lines[row] for row in quarter if not is_test[row]]
    test = [lines[row] for row in quarter if is_test[row]]
    return fit_logistic(*to_lists(train), list).accuracy(*to_lists(test))


by_line = linear_accuracy(is_test)
by_key = [hash_of("test" + key) % 5 == 0 for key in keys]
by_review = linear_accuracy(by_key)
print(f"{by_line:.2f} {by_review:.2f}")
assert by_line > 0.94 and by_review < 0.85

# %% [markdown] lang="en"
# The first call draws a lot for each *line*, the second for each *key*.
#
# The whole file, by `course bench text reviews`, one to three characters.
# Can you make the fourth number out of the first three?

# %% [markdown] lang="zh"
# 第一次给每一**行**抽签，第二次给每个**键**抽签。
#
# 整份文件的结果由 `course bench text reviews` 测得，特征是连着的一到三个字。
# 你能用前三个数算出第四个吗？

# %% slide="result"
results = measured.load_results()["reviews"]
naive, clean = results["naive"], results["linear_13"]
names = ("share_seen", "accuracy_seen", "accuracy_unseen")
shown = {name: naive.figure(name) for name in names}
shown |= {"accuracy": naive.mean, "accuracy, clean split": clean.mean}
plots.show_table(shown)
assert naive.mean > 0.94 and 0.845 < clean.mean < 0.865

# %% [markdown] lang="en" slide="+claim"
# Seen 0.99, unseen 0.86: mixed three to one, 0.96; the clean split, 0.85.
# The program knew its questions by heart.
# Before you believe a figure, ask how the test was cut.

# %% [markdown] lang="zh" slide="+claim"
# 见过的判对 0.99，没见过的 0.86，按三比一混起来就是 0.96。
# 干净的划分只有 0.85：那个程序是在背题。
# 看到准确率，先问一句：测试集是怎么分的？

# %% [markdown] lang="en"
# And a review in which one word was changed?
# The clean set also keeps two reviews on one side if at least half of all their runs of six characters are in both, or four fifths of the shorter's are in the longer; groups with both labels are dropped.

# %% [markdown] lang="zh"
# 只改了一个词的评论又怎么办？
# 课程整理过的那份数据分得更严，看的是六个字的片段：两条评论的片段，若有一半以上是共有的，或者短的那条有五分之四也出现在长的里，就放在同一边。
# 这样归到一起的评论里，如果好评差评都有，就整组去掉。

# %%
reviews = load_chinese_reviews()
print(len(reviews.train), len(reviews.validation), len(reviews.test))
test_keys = {chinese_key(one.text) for one in reviews.test}
assert test_keys.isdisjoint(chinese_key(one.text) for one in reviews.train)

# %% [markdown] lang="en"
# ## Characters or words?
#
# Chinese has no blanks; `rjieba` finds the words.
# “The room is clean, the service good, only breakfast was terrible.”
# Which makes more steps, which is more often unknown?

# %% [markdown] lang="zh"
# ## 用字还是用词？
#
# 中文的词与词之间没有空格，要先**分词**（word segmentation），这里用的是 `rjieba`。
# 按字读和按词读，哪一种步数多？
# 哪一种更常碰上不认识的？

# %%
print(*cut_words("房间很干净，服务也不错，就是早餐太差了。"))
for name, split in (("characters", list), ("words", cut_words)):
    read = [split(one.text) for one in reviews.train]
    vocabulary = Vocabulary.build(read, min_count=2)
    steps = np.mean([len(text) for text in read])
    met = [unit for one in reviews.test for unit in split(one.text)]
    unknown = np.mean([unit not in vocabulary for unit in met])
    print(f"{name:10} {len(vocabulary)} {steps:.0f} {unknown:.3f}")
assert len(vocabulary) > 4 * 3545 and unknown > 0.05


def to_set(some, vocabulary):
    words = [cut_words(one.text)[: models.MAX_WORDS] for one in some]
    return training.TextSet(
        map(vocabulary.encode, words), to_lists(some)[1]
    )


# %% [markdown] lang="en"
# Printed: symbols, steps, share unknown.
# Words shorten the way by nearly two fifths, but need nearly five times the vectors, and more than one in twenty is unknown.
# Which wins?

# %% [markdown] lang="zh"
# 先后印出按字读（characters）和按词读（words）的词表大小、平均步数、不认识的比例。
# 按词读，步数少了将近五分之二；可是要学的向量增加到将近五倍，而且每二十个词里还有不止一个不认识。
# 哪种更好？

# %% [markdown] lang="en" slide="section"
# ## A review and its neighbours
#
# The course has trained a net: words, one LSTM in each direction.
# Give it a batch the usual way, padded, with `bidirectional=True`.

# %% [markdown] lang="zh" slide="section"
# ## 一条评论和它的邻居
#
# 课程训练好了一个网络：它按词读，两个方向各有一个 LSTM。
# 照通常的办法给它一批评论：先填充到一样长，再用 `bidirectional=True`。

# %% [markdown] lang="en" slide="question"
# **Predict.** Does the verdict on a review depend on the others in its batch?
#
# - (a) yes, on how long they are
# - (b) yes, on their words
# - (c) no

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 对一条评论的判断，和同一批里的其他评论有关吗？
#
# - (a) 有关，看它们有多长
# - (b) 有关，看它们写了什么词
# - (c) 无关

# %%
predictions.neighbours.answer("a")

# %% [markdown] lang="en"
# “The room is not large”: three words, as they are, then filled up to 20, 60, 120 columns.
# Printed: four probabilities of “good” the usual way, then four the course's way.
# Which wander?

# %% [markdown] lang="zh"
# “房间不大”有三个词：先不填充，再填充到 20、60、120 列。
# 下面印出“好评”的概率：前四个用通常的读法，后四个用课程的读法（后面会讲）。
# 哪四个在变？

# %%
net = models.load_review_net()
model = net.model
both = nn.LSTM(64, 64, batch_first=True, bidirectional=True)
for one, end in zip(model.recurrent.nets, ("", "_reverse"), strict=True):
    for name, weight in one.named_parameters():
        both.get_parameter(name + end).data = weight.data


def verdicts(outputs, lengths):
    return model.readout(models.max_states(outputs, lengths)).softmax(1)[
        :, 1
    ]


ids, found = net.encode(cut_words("房间不大")), []
with torch.inference_mode():
    for width in (len(ids), 20, 60, 120):
        padded, lengths = training.pad([ids], width=width)
        x = model.embedding(padded)  # (1, T, E)
        ways = both(x)[0], model.recurrent(x, lengths)
        found.append([verdicts(way, lengths).item() for way in ways])
usual, exact = np.transpose(found)
print(usual.round(2), exact.round(2))
assert usual[0] < 0.4 < 0.8 < usual[-1] and np.ptp(exact) < 1e-4

# %% [markdown] lang="en"
# A complaint has become praise, without a warning.
# The backward half begins in the padding: at the last word it has read over a hundred pads already.
# But this net was trained the course's way, and had never met a pad.
# Would one that meets them all through its training learn to bear them?
# We shall try.

# %% [markdown] lang="zh"
# 抱怨变成了夸奖，一句警告也没有。
# 反向那一半从填充里读起，碰到最后一个词之前，已经读了一百多个填充。
# 不过，这个网络是照课程的读法训练的，从没见过填充。
# 如果训练时就一直有填充，它能学会不受影响吗？
# 过一会儿我们来试。

# %% [markdown] lang="en"
# ### Exercise 3: `reverse_within`
#
# The cure: two nets of one direction; the second gets each review turned round within its own length.
# With lengths 4 and 2, what becomes of `[[1, 2, 3, 4], [5, 6, 0, 0]]`?

# %% [markdown] lang="zh"
# ### 练习 3：`reverse_within`
#
# 办法是用两个单向网络：第一个照常读；第二个读的评论，要先在各自的长度之内倒过来。
# 长度是 4 和 2 时，`[[1, 2, 3, 4], [5, 6, 0, 0]]` 会变成什么？

# %% exercise="reverse_within" slide="task"
reverse_within = exercises.reverse_within.solved

# %%
exercises.reverse_within.check(reverse_within)

# %% [markdown] lang="en"
# The course's `reverse_within` finds all places at once, without a loop.
# Read, turn the second net's states back, put both side by side: is that the same as packing?

# %% [markdown] lang="zh"
# 课程里的 `reverse_within` 不用循环，一次算出所有位置。
# 把第二个网络的状态再倒回来，和第一个的并排放：结果和打包一样吗？

# %%
reverse_within = exercises.reverse_within.mine(reverse_within)
ahead, back = model.recurrent.nets


def read_within(x, lengths):
    turned, _ = back(reverse_within(x, lengths))
    halves = ahead(x)[0], reverse_within(turned, lengths)
    return torch.cat(halves, dim=2)  # (B, T, 2H)


def read_packed(x, lengths):
    how = {"batch_first": True, "enforce_sorted": False}
    output, _ = both(pack_padded_sequence(x, lengths, **how))
    return pad_packed_sequence(output, batch_first=True)[0]


test = to_set(reviews.test, net.vocabulary)
ids, lengths, _, _ = test.take(range(64))
with torch.inference_mode():
    x, real = model.embedding(ids), training.mask_of(lengths, ids.shape[1])
    packed = read_packed(x, lengths)[real]
    off = (read_within(x, lengths)[real] - packed).abs().max().item()
    padded_off = (both(x)[0][real] - packed).abs().max().item()
print(f"{off:.1f} {padded_off:.1f}")
assert off < 1e-5 and padded_off > 0.3

# %% [markdown] lang="en"
# The largest distances from packing: only the two nets agree with it.
# How many of 800 verdicts change if our net reads pads, in batches at random, and by length?

# %% [markdown] lang="zh"
# 这是跟打包相比的最大差距：只有用两个网络的读法跟打包一致。
# 如果这个网络改读填充，那么随机分批和按长度分批，800 条评论里各有多少条的判断会颠倒？

# %% tags=["nbval-ignore-output"]
sure = torch.tensor(training.predict(model, test)).softmax(1)[:, 1].numpy()


def count_flips(batches):
    flips = 0
    for rows in batches:
        ids, lengths, _, _ = test.take(rows)
        with torch.inference_mode():
            said = verdicts(both(model.embedding(ids))[0], lengths)
        flips += ((sure[rows] > 0.5) != (said > 0.5).numpy()).sum()
    return flips


ways = training.random_batches, training.bucket_batches
rng = np.random.default_rng(0)
flips = [count_flips(way(test.lengths[:800], 64, rng)) for way in ways]
print(*flips)
assert 0.25 < flips[0] / 800 < 0.42 and flips[1] < 20

# %% [markdown] lang="en"
# At random about a third; by length, next to none.
# So batches by length hide the fault, until short meets long.

# %% [markdown] lang="zh"
# 随机分批，约有三分之一的判断颠倒；按长度分批，几乎没有。
# 所以按长度分批会把这个错误藏起来，直到有一天一条短的和一条长的评论一起送来。

# %% [markdown] lang="en"
# And a net that has met pads from the start?
# A small one, 2,000 reviews, two epochs of padded batches at random.
# How many of 800 verdicts depend on the batch now?

# %% [markdown] lang="zh"
# 要是网络从训练起就一直读填充呢？
# 我们训练一个小的：2,000 条评论，随机分批、照通常的办法填充，读两轮。
# 800 条评论里，现在有多少条的判断取决于分批？

# %%
few = reviews.train[:2000]
vocabulary = Vocabulary.build(map(cut_words, to_lists(few)[0]), min_count=2)
train = to_set(few, vocabulary)
validation = to_set(reviews.validation, vocabulary)


class ReadsPads(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(64, 64, batch_first=True, bidirectional=True)

    def forward(self, x, lengths):
        return self.lstm(x)[0]  # (B, T, 2H)


torch.manual_seed(2)
used_to_pads = models.TextClassifier(
    len(vocabulary), 2, directions=2, pooling="max"
)
used_to_pads.recurrent = ReadsPads()

# %% tags=["nbval-ignore-output"]
training.fit(
    used_to_pads,
    lambda rng: train.batches(32, rng, bucket=False),
    training.classification_loss,
    epochs=2,
    rate=2e-3,
    progress=False,
)
alone, changed = training.predict(used_to_pads, validation).argmax(1), 0
rng = np.random.default_rng(0)
for rows in training.random_batches(validation.lengths[:800], 64, rng):
    with torch.inference_mode():
        said = used_to_pads.eval()(*validation.take(rows)[:2]).argmax(1)
    changed += (alone[rows] != said.numpy()).sum()
print(changed)
assert 0 < changed < 0.6 * flips[0]

# %% [markdown] lang="en"
# Far fewer, but not none: this net has learnt to bear the pads it still reads.
# In five seeds, run by hand, 2 to 49 of the 800 verdicts changed after two epochs, and still 2 to 33 after four.
# So the third was the price of training one way and reading another.
# What does it cost to be exact?

# %% [markdown] lang="zh"
# 少多了，但不是没有：这个网络照样会把填充读进去，只是学会了少受它的影响。
# 手动跑了五个种子：读两轮之后，800 个判断里有 2 到 49 个会变；读四轮之后，还有 2 到 33 个。
# 可见前面那三分之一，是训练时一种读法、使用时另一种读法的代价。
# 要做到分毫不差，又要花多少时间？

# %% slide="picture"
speeds = json.loads(
    TEXT_RESULTS.with_name("batching.json").read_text("utf-8")
)
fig, ax = plots.figure(width=7.2, height=4.6)
plots.draw_layer_speeds(ax, speeds["layer"], 2)
plots.show(fig, alt=alts["speeds"])
lstm = {
    (case["way"], case["order"]): case["tokens_per_second"]
    for case in speeds["layer"]
    if case["cell"] == "lstm" and case["directions"] == 2
}
pads = speeds["pads"]
print(f"{pads['random']:.2f} {pads['bucket']:.2f}")
assert lstm["reversed", "bucket"] > 1.5 * lstm["packed", "bucket"]

# %% [markdown] lang="en" slide="+claim"
# By `course bench batching`, one thread, gradients included; dark bars are batches by length, pale ones at random.
# Reversed within its length, an LSTM is exact for less than packing costs.
# And why are dark bars longer?
# Shares of pads are printed below the picture: at random, by length.

# %% [markdown] lang="zh" slide="+claim"
# 由 `course bench batching` 测得：单线程，含反向传播；深色是按长度分批，浅色是随机分批。
# 对 LSTM 来说，打包和在各自长度之内倒着读，结果分毫不差，而后者更省时。
# 深色的条为什么更长？
# 图下面印着填充的比例：先是随机分批，再是按长度分批。

# %% [markdown] lang="en"
# Hardly any pads, and many reviews at every step.
#
# ### Exercise 4: `read_ends`
#
# A verdict needs one vector: both final states, the forward one first.
# Where has each net read everything?

# %% [markdown] lang="zh"
# 按长度分批，几乎没有填充，每一步又有许多评论一起读。
#
# ### 练习 4：`read_ends`
#
# 下判断只要一个向量：两个末状态并排放，正向的在前。
# 两个网络各在哪里读完？

# %% exercise="read_ends" slide="task"
read_ends = exercises.read_ends.solved

# %%
exercises.read_ends.check(read_ends)

# %% [markdown] lang="en"
# ### Exercise 5: `masked_max`
#
# **Pooling** looks at all states.
# The maximum keeps the strongest moment of each unit.
# A unit has -0.3, -0.2, then a pad with 0: what must come out?

# %% [markdown] lang="zh"
# ### 练习 5：`masked_max`
#
# **池化**（pooling）要看全部状态。
# 取最大值，就是每个单元只留下它最强的那一刻。
# 某个单元在两个词上是 -0.3 和 -0.2，在填充处是 0：最大值应该是多少？

# %% exercise="masked_max" slide="task"
masked_max = exercises.masked_max.solved

# %%
exercises.masked_max.check(masked_max)

# %% [markdown] lang="en" slide="question"
# It must be -0.2, or short reviews change with the width again.
#
# ## Learning, and learning by heart
#
# Train one yourself, small, that reads the course's way: the same 2,000 reviews, six epochs.
#
# **Predict.** At the end the training loss is close to 0.
# How good is it on the 1,697 reviews of the validation set?
#
# - (a) 0.95 or more
# - (b) between 0.70 and 0.83
# - (c) about 0.53

# %% [markdown] lang="zh" slide="question"
# 该是 -0.2，否则宽度一变，短评论的判断又会跟着变。
#
# ## 学会了，还是背下了？
#
# 自己训练一个小的，照课程的读法：还是那 2,000 条评论，读六轮。
#
# **先猜一猜。** 到最后，训练损失接近 0。
# 在验证集的 1,697 条评论上，准确率有多少？
#
# - (a) 0.95 以上
# - (b) 0.70 到 0.83 之间
# - (c) 0.53 左右

# %%
predictions.after_six_epochs.answer("b")

# %% tags=["nbval-ignore-output"] slide="picture"
torch.manual_seed(0)
small = models.TextClassifier(
    len(vocabulary), 2, directions=2, pooling="max"
)
history = training.fit(
    small,
    lambda rng: train.batches(32, rng),
    training.classification_loss,
    epochs=6,
    rate=2e-3,
    progress=False,
    score=lambda model: training.accuracy(model, validation),
)
plots.show_history(history)
assert history.losses[-1] < 0.1 and history.best_epoch < 6
assert 0.7 < history.scores[-1] <= max(history.scores) < 0.83

# %% [markdown] lang="en" slide="+claim"
# The loss falls on when validation has stopped rising: **overfitting**.
# Which weights to keep?
# `fit` puts the best of the validation back; with `patience=2` it stops after two epochs without a better one, **early stopping**.
# Why not choose by the test?
# It would be a test no more.
# (The other hyperparameters, too, should be chosen by validation.)

# %% [markdown] lang="zh" slide="+claim"
# 验证集上的得分（这里是准确率）早就不再上升，训练损失却一路往下：从那以后网络就是在背题，这叫**过拟合**（overfitting）。
# 该留哪一轮的权重？
# `fit` 会换回验证集上最好的那一轮；写上 `patience=2`，连着两轮没有更好就停下，这叫**早停**（early stopping）。
# （学习率这样的超参数，也该按验证集来选。）
# 为什么不按测试集来选？
# 按它来选，它就不再是测试了。

# %% [markdown] lang="en" slide="section"
# ## One change at a time
#
# **Dropout** (lesson 08) is another brake: in training, half the numbers before and after the LSTM become 0 at random, a fifth of the words “unknown”.
# The full model: words, BiLSTM, maximum, dropout.
# An **ablation** changes one thing (“no order”: the mean of the embeddings, no LSTM).
# The **baseline**: of two linear models, the better on validation.
# Which change costs most?

# %% [markdown] lang="zh" slide="section"
# ## 一次只改一样
#
# **dropout**（第 08 课）是防止过拟合的另一个办法：训练时，进出 LSTM 的数随机有一半变成 0，五分之一的词当作未知。
# 完整的模型按词读，用双向 LSTM，取最大值，再加 dropout。
# **消融**（ablation）就是每次只改一样；图中的“不看顺序”不用 LSTM，只把词嵌入取平均。
# 旁边还要放一个**基线**（baseline）：线性模型，按验证集选出较好的那个。
# 改哪一样，准确率掉得最多？

# %% slide="picture"
names = {"full": "full", "chars": "characters"}
names |= {"one_direction": "one direction", "last": "last states"}
names |= {"mean": "mean pooling", "no_dropout": "no dropout"}
names |= {"rnn": "RNN", "no_order": "no order"}
rows = {shown: results[name].tests for name, shown in names.items()}
found = [results[name] for name in ("linear_13", "linear_14")]
print(*(f"{row.runs[0].validation:.3f} {row.mean:.3f}" for row in found))
linear = max(found, key=lambda row: row.runs[0].validation)
fig, ax = plots.figure(width=7.2, height=4.2)
plots.draw_ablation(ax, rows, {"linear": linear.mean})
plots.show(fig, alt=alts["ablation"])
mean = {name: results[name].mean for name in names}
assert linear.name == "linear_14" and linear.mean > mean["full"] + 0.01
assert mean["chars"] == min(mean.values()) < mean["full"] - 0.02
assert 0.005 < mean["full"] - mean["one_direction"] < 0.012
assert abs(mean["full"] - mean["rnn"]) < 0.006
assert 0.005 < mean["full"] - mean["no_order"] < 0.012
assert 0.012 < mean["full"] - mean["no_dropout"] < 0.018
assert np.ptp(results["no_dropout"].tests) > 0.015
recipes = {name: results[name].recipe["training"] for name in names}
rates = {name: one["phases"][0][1] for name, one in recipes.items()}
assert rates == dict.fromkeys(names, 2e-3) | {"rnn": 1e-3, "no_order": 5e-3}

# %% [markdown] lang="en" slide="+claim"
# A hollow dot is a seed, a full one their mean; by `course bench text reviews`.
# (The RNN learnt at rate 0.001, “no order” at 0.005, the others at 0.002.)
# Printed: validation and test of the two linear models, runs of one to three characters, and one to four; the second is better on both, and is the dashed line.
#
# Which gaps would you trust?
# Lesson 08 asked only the reviews where just one of two models is right.
# Let us do so with the linear model and our net.

# %% [markdown] lang="zh" slide="+claim"
# 每个空心点是一个种子，实心点是它们的平均，由 `course bench text reviews` 测得。
# （学习率：RNN 是 0.001，“不看顺序”是 0.005，其余都是 0.002。）
# 印出的是两个线性模型的验证和测试准确率，先是一到三个字的片段，再是一到四个字的；后一个的两项都更高，图中的虚线就是它。
#
# 哪些差距信得过？
# 第 08 课说过，只有一个判对、另一个判错的评论才起作用。
# 我们就这样来比一比线性模型和我们的网络。

# %%
texts, labels = to_lists(reviews.test)
counted = fit_logistic(
    *to_lists(reviews.train), list, longest=4, strength=10.0
)

# %% tags=["nbval-ignore-output"]
marks = [counted.predict(texts) == labels, (sure > 0.5) == labels]
gap = np.subtract(*np.array(marks, dtype=float))  # 1, 0 or -1 a review
error = gap.std() / np.sqrt(len(gap))
print(f"{gap.mean():.3f} {error:.4f} {np.mean(gap != 0):.2f}")
assert 0.007 < gap.mean() < 0.017 and 0.005 < error < 0.0065

# %% [markdown] lang="en"
# The linear model leads by 1.2 points; the standard error of this gap, on the same reviews, is 0.6: two errors.
# So no net here beats counting runs of at most four characters.
#
# The two disagree on about a tenth of the reviews; where other pairs do, too, the error is the same.
# Characters cost over two points: over three errors.
# Without dropout 1.5 points are lost, but its three seeds are nearly two apart, and two of them, trained again elsewhere, lost 0.7.
# “No order” costs under a point: a hint.
# Under pooling the plain RNN is level with the LSTM.

# %% [markdown] lang="zh"
# 线性模型领先 1.2 个百分点；在同一批评论上，这个差距的标准误是 0.6，即领先两个标准误。
# 所以，这里没有一个网络胜过“数四个字以内的片段”这个办法。
#
# 这两个模型在大约十分之一的评论上意见不同；换成别的两个来比，只要也是这样，标准误就差不多。
# 换成按字读，掉了两个多百分点，超过三个标准误。
# 不用 dropout，掉了 1.5 个百分点，不过它的三个种子之间就差了将近两个百分点；其中两个换一台电脑重新训练，只掉了 0.7。
# “不看顺序”掉了不到一个百分点：只能算线索。
# 有了池化，朴素 RNN 和 LSTM 打平。

# %% [markdown] lang="en"
# ## When do two directions pay?
#
# One direction costs one point: under two errors.
# Is it the same for short reviews and long ones, by number of characters?

# %% [markdown] lang="zh"
# ## 两个方向什么时候才划算？
#
# 只用一个方向，会掉一个百分点，不到两个标准误。
# 按字数分开看，短评论和长评论掉得一样多吗？

# %%
one, two = results["one_direction"], results["full"]
singly, paired = one.by("length"), two.by("length")
gains = {part: paired[part].value - singly[part].value for part in paired}
print({part: round(gain, 3) for part, gain in gains.items()})
for row in (one, two):
    longest = [run.by["length"]["150+"].value for run in row.runs]
    print(row.name, np.round(longest, 2), singly["150+"].num)
assert gains["150+"] > 0.025 > 0.01 > gains["0-20"]

# %% [markdown] lang="en"
# Nothing under 50 characters, one point from 50 to 150, and nearly four at 150 and more: 528 reviews, where an error is about 1.4 points, $\sqrt{0.11/528} = 0.014$.
# One of three seeds of the single direction is as good there as the pair, so even this is a hint.
# It would make sense: the maximum keeps what any state has seen; a forward state at the first word has seen only that, a backward one the whole review.
# A classifier can wait until the end, so the second direction must earn its double cost; lesson 10 needs an answer at every character.

# %% [markdown] lang="zh"
# 不到 50 个字时，双向没有用；50 到 150 字，高一个百分点；150 字以上，高将近四个百分点；最后这一档有 528 条，标准误约 1.4 个百分点，$\sqrt{0.11/528} = 0.014$。
# 不过，单向的三个种子里，有一个在这一档并不比双向差，所以这也只是线索。
# 道理倒是说得通：取最大值时，每个位置的状态都算数；在第一个词上，正向的状态只读过这个词，反向的状态已经读完了整条评论。
# 做分类可以等到读完再判断，第二个方向要多花一倍的计算，得看值不值；第 10 课每个字都要有一个答案，那就不同了。

# %% [markdown] lang="en" slide="section +question"
# ## Long reviews
#
# Where do gates pay?
# Characters (at most 200), one direction, the last state.
#
# **Predict.** Where is the plain RNN furthest behind?
#
# - (a) under 20 characters
# - (b) between 20 and 150
# - (c) at 150 and more

# %% [markdown] lang="zh" slide="section +question"
# ## 长评论
#
# 那么，门什么时候才用得上？
# 按字读（最多 200 个），一个方向，取末状态。
#
# **先猜一猜。** 朴素 RNN 在哪里落后 LSTM 最多？
#
# - (a) 不到 20 字
# - (b) 20 到 150 字
# - (c) 150 字以上

# %%
predictions.long_reviews.answer("c")

# %% slide="result"
shown = {"linear": linear, "BiLSTM, words": results["full"]}
shown["LSTM"] = results["chars_lstm_last"]
shown["RNN"] = results["chars_rnn_last"]
parts = {name: row.by("length") for name, row in shown.items()}
curves = {}
for name, found in parts.items():
    curves[name] = [part.value for part in found.values()]
counts = [part.num for part in parts["RNN"].values()]
fig, ax = plots.figure(width=7.2, height=3.8)
plots.draw_by_length(ax, curves, list(parts["RNN"]), counts)
plots.show(fig, alt=alts["by_length"])
gaps = np.subtract(curves["LSTM"], curves["RNN"])
assert gaps[-1] > 0.1 > 0.055 > gaps[0] > 0.05 > 0.045 > gaps[1:-1].max()
all_good = 1 - results["majority"].by("length")["150+"].value
assert curves["RNN"][-1] < 0.72 < 0.74 < all_good
for name, rate in (("chars_rnn_last", 1e-3), ("chars_lstm_last", 2e-3)):
    assert results[name].recipe["training"]["phases"] == [[4, rate]]

# %% [markdown] lang="en" slide="+claim"
# Over ten percentage points at 150 and more: there the plain RNN gets 0.72, and calling all of them good would get 0.74.
# That fits lesson 04: after a long way, little of the beginning is left in the last state.
# (It learnt at rate 0.001, the LSTM at 0.002; but at those rates the two were level under pooling.)
# The linear model has no state to fade: it adds up what it finds, and reads on behind word 120, where the BiLSTM of words stops.

# %% [markdown] lang="zh" slide="+claim"
# 到了 150 字以上，差距超过十个百分点：朴素 RNN 只有 0.72，而一律猜好评都有 0.74。
# 这和第 04 课说的一致：序列一长，开头读到的内容在末状态里就剩不下多少。
# （两者学习率不同：RNN 是 0.001，LSTM 是 0.002；不过前面用池化时也是这两个学习率，结果却打平。）
# 线性模型没有状态，也就不会遗忘：它把见到的片段全都加起来，第 120 个词以后的也照样算数，而按词读的双向 LSTM 读到那里就停了。

# %% [markdown] lang="en"
# ## Read the errors
#
# Which errors would you read first?
# Five of the twenty of which the net was surest, with label, probability of “good”, and how they begin.

# %% [markdown] lang="zh"
# ## 读一读错题
#
# 判错的评论有好几百条，先读哪些？
# 先读网络最有把握的：从最有把握的二十条里挑五条，列出标签、“好评”的概率和评论的开头。

# %%
wrong = np.flatnonzero((sure > 0.5) != test.labels)
surest = wrong[np.argsort(-np.abs(sure[wrong] - 0.5))][:20]
chosen = (2192, 278, 6, 1611, 3145)
for row in chosen:
    one = reviews.test[row]
    print(one.label, f"{sure[row]:.2f}", one.text[:30])
assert set(chosen) <= set(surest)

# %% [markdown] lang="en"
# In short:
#
# 1. “Many said the left palm rest gets hot: it does ...”
# 2. “One year into my job, and this book made so much clear ...”
# 3. “Of course there is something good, too: the buffet ...”
# 4. “The hotel replies: first, thank you for your comments ...”
# 5. “The battery is not as good as they say ...”
#
# Whose fault is each?
# 1 and 2 contradict their labels; 3 seems to be a piece of a bad review, 4 the reply to one, under its label.
# 5 is the net's; why, we shall see.
# How far can any model come here?

# %% [markdown] lang="zh"
# 大意如下。
#
# 1. 左边手托很热
# 2. 读了这本书，弄懂了好多事
# 3. 自助餐还不错
# 4. 酒店的答复
# 5. 电池没有说的那么好
#
# 这五条各是谁的错？
# 第 1、2 条，标签和文字正好相反。
# 第 3 条像是差评里的一段，第 4 条是酒店对差评的答复，它们都跟着原来那条评论记成了差评。
# 第 5 条才是网络的错，下面就来查原因。
# 那么，在这份数据上，再好的模型最多能做到多好？

# %% [markdown] lang="en"
# ### Exercise 6: `word_effects`
#
# Which word does a verdict depend on?
# Its effect is the score of all words minus the score without it, each left out in turn.
# The score is the **log-odds** of “good”, $\log (p / (1 - p))$; 0 is even.
# Which sign has the effect of a word of praise?

# %% [markdown] lang="zh"
# ### 练习 6：`word_effects`
#
# 判断取决于哪个词？
# 轮流去掉每个词：全部词的得分，减去缺了这个词的得分，就是这个词的作用。
# 得分是“好评”的**对数几率**（log-odds），$\log (p / (1 - p))$，0 就是五五开。
# 夸奖的词，作用是正还是负？

# %% exercise="word_effects" slide="task"
word_effects = exercises.word_effects.solved

# %%
exercises.word_effects.check(word_effects)

# %% [markdown] lang="en"
# How number 5 begins, then with 没有 for 没; “apart from the price, no drawbacks”; “very disappointed”, once and twice.
# Will each 失望 (disappointed) of two weigh as much as alone?

# %% [markdown] lang="zh"
# 试五句话：第 5 条的开头，先照原样，再把“没”改成“没有”；一句夸奖；“失望”说一遍和两遍。
# 说两遍时，每个“失望”的作用还一样大吗？

# %% tags=["nbval-ignore-output"]
sentences = ["电池没说的那么好。", "电池没有说的那么好。"]
sentences += ["除了贵，没有缺点。", "很失望。", "很失望，非常失望。"]
weighed = [
    widgets.weigh(cut_words(sentence), net.score) for sentence in sentences
]
for one in weighed:
    pairs = zip(one["words"], one["effects"], strict=True)
    words = " ".join(f"{word} {effect:+.1f}" for word, effect in pairs)
    print(f"{one['score']:+.1f}: {words}")
met = [one.label for one in reviews.train if "没说的" in one.text]
neither = [word for word in weighed[-1]["words"] if word != "失望"]
print(met, f"{net.score([neither])[0]:+.1f}")
first, *others = (one["score"] for one in weighed)
assert first > 0.5 and max(others) < -0.5 and len(met) < 10 and all(met)
alone, twice = (np.array(one["effects"]) for one in weighed[3:])
assert alone[1] < -3 and twice[[1, 4]].min() > 0.8 * alone[1]
assert net.score([neither])[0] > 0.5 and weighed[0]["effects"][1] > 0.5
down, up = weighed[2]["effects"][3:5]
assert down < -0.5 and 0 < up < -down

# %% [markdown] lang="en"
# In the first, `rjieba` makes one word of 没说的; all five training reviews with it are good (last line), so it counts as praise.
# The third is praise, called bad: 没有 (no) pulls down more than 缺点 (drawbacks) lifts.
# In the last, each 失望 weighs less than alone: the other is still there; without both, the score is above 0.
# Is a word without effect without meaning?
# It can be spared only *here, with all others in place*.
#
# Can you write praise that it takes for a complaint?
# (Given: clean, but breakfast; battery; no drawbacks; “great, it crashed on day one”; “not noisy at all”.)

# %% [markdown] lang="zh"
# 第一句里，`rjieba` 把“没说的”切成一个词；训练集里带这三个字的五条评论全是好评（标签见最后一行），网络就把它当成了夸奖。
# 第三句是夸奖，却判成了差评：“没有”把得分往下拉，“缺点”没能把它拉回来。
# 最后一句里，每个“失望”的作用都比只说一遍时小：去掉其中一个，还有另一个；两个都去掉，得分就升到了 0 以上。
# 那么，作用几乎为零的词，就没有意义吗？
# 只能说：**在这句话里，其他词都在的时候**，去掉它没有关系。
#
# 轮到你自己写了：能不能写一句夸奖，让网络当成抱怨？
# （先放了五句：早餐、电池、缺点、死机、吵闹。）

# %% slide="result"
texts = {
    "早餐 breakfast": "房间很干净，服务也不错，就是早餐太差了。",
    "电池 battery": "电池没有说的那么好。",
    "缺点 drawbacks": "除了贵，没有缺点。",
    "死机 crash": "真是太好了，第一天就死机。",
    "吵 noisy": "一点也不吵。",
}
is_known = net.vocabulary.__contains__
widgets.explore_words(texts, cut_words, net.score, is_known)

# %% [markdown] lang="en"
# ## Read on
#
# - Schuster and Paliwal (1997), *Bidirectional recurrent neural networks*: where the second direction comes from.
# - Graves and Schmidhuber (2005), *Framewise phoneme classification with bidirectional LSTM and other neural network architectures*: the BiLSTM, with an answer at every step.
# - Wang and Manning (2012), *Baselines and bigrams: simple, good sentiment and topic classification*: why the linear model stands in the table.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Schuster 与 Paliwal（1997），《Bidirectional recurrent neural networks》：第二个方向就是从这里来的。
# - Graves 与 Schmidhuber（2005），《Framewise phoneme classification with bidirectional LSTM and other neural network architectures》：双向 LSTM，每一步都要给出答案。
# - Wang 与 Manning（2012），《Baselines and bigrams: simple, good sentiment and topic classification》：对照表里为什么要放线性模型。

# %% [markdown] lang="en"
# ## What you saw
#
# - Half of a file was repeats: split by key, or 0.85 looks like 0.96.
# - A padded `bidirectional=True` reads the padding first; two nets are exact.
# - Choose the baseline with care: runs of at most four characters lead by 1.2 points, two paired errors.
# - With pooling a plain RNN keeps up; from the last state gates pay, most in long reviews.
# - An effect is exact for one word in one sentence, and says no more.
#
# A review needs one label.
# What if every character needs one?
# Lesson 10 finds names, and there the second direction pays far more.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 文件里有一半是重复：要按键划分，否则 0.85 看起来就像 0.96。
# - 填充以后用 `bidirectional=True`，反向那一半先读到填充；用两个网络，各在自己的长度之内读，就分毫不差。
# - 基线要认真挑：数四个字以内的片段，就领先 1.2 个百分点；成对比较时，这是两个标准误。
# - 有了池化，朴素 RNN 也跟得上；只取末状态时，门才用得上，长评论尤其如此。
# - 一个词的作用是确切的，但只对这句话里的这一处算数。
#
# 一条评论只要一个标签。
# 要是每个字都要一个呢？
# 第 10 课要在句子里找名字，在那里，第二个方向的用处要大得多。
