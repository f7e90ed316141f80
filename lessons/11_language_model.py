# %% [markdown] lang="en"
# # A character language model
#
# 春眠不覺, *chūn mián bù jué* ... a schoolchild in China can tell you which character comes next.
# Can a network?
# Need you read Chinese?
# No: for the model, too, characters are numbers; their sound stands beside them.
# And how do you measure a guess?
#
# *90 minutes.*
# *Builds on lesson 06, and on the softmax and cross-entropy of lesson 03.*
# Afterwards you can build a model that counts and one that learns, and compare them honestly.
# You can recognise a loss that lies.
# You can draw poems from a model, carefully or boldly.

# %% [markdown] lang="zh"
# # 字符级语言模型
#
# “春眠不覺”，下一个是什么字？
# 小学生都背得出来，网络也猜得到吗？
# 对模型来说，字只是编号。
# 猜得好不好，又该怎么衡量？
#
# *90 分钟。先学完第 06 课，还要记得第 03 课的 softmax 和交叉熵。*
# 学完以后，你能建立两种模型，一种靠数数，一种靠学习，还能公平地比较它们。
# 你能识破一个会骗人的损失。
# 你还能让模型写诗，可以谨慎，也可以大胆。

# %%
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from course_utils import language_model, plots, training, verse, widgets
from course_utils.baselines import NgramModel
from course_utils.datasets import (
    Vocabulary,
    load_movie_reviews,
    load_tang_poems,
)
from course_utils.exercises.language_model import (
    alts,
    exercises,
    predictions,
)
from course_utils.language_model import (
    PoemReader,
    PoemShape,
    nats_per_character,
    place_ids,
)
from course_utils.places import POET_WEIGHTS

# %% [markdown] lang="en" slide="section"
# ## Forty-seven thousand poems
#
# Tang poems, in traditional characters, five or seven a line.
# No line of training occurs in the test.
# This poem no model of the lesson has read.

# %% [markdown] lang="zh" slide="section"
# ## 四万七千首唐诗
#
# 这些唐诗用繁体字，每行五个或七个字。
# 训练集里的诗句，没有一句出现在测试集里。
# 下面这首你一定背过，本课的模型都没有读过。

# %% slide="+result"
poems = load_tang_poems()
spring = next(poem for poem in poems.test if poem.title == "春曉")
for line in spring.lines:
    print(line, *verse.read_words(line))
assert spring.text not in {poem.text for poem in poems.train}

# %% [markdown] lang="en"
# *Spring Dawn*, by Meng Haoran:
# asleep in spring, I did not notice the dawn; birds are calling everywhere; in the night, the sound of wind and rain; who knows how many flowers fell?
#
# A **language model** says, at each place, how likely every character is to come next.
# It needs a list of characters: the **vocabulary**, made of the training poems only.
# Those seen fewer than 10 times share one symbol, “unknown”: how much of the test is that?
# Then poems of one shape, lines times characters, become one array of numbers, a **grid**.

# %% [markdown] lang="zh"
# 孟浩然这首《春曉》，只要念出前四个字，你自然会接着想起后面的字。
#
# **语言模型**（language model）做的正是这件事：在每个位置上，给出每个字接下来出现的概率。
# 先要有一张字的清单，即**词表**（vocabulary），只能用训练集的诗来建；这里按字来读，所以不必分词。
# 出现不到 10 次的字，合用一个符号：“未知”。
# 测试集里，有多少字是“未知”？
# 接着，把行数和字数都相同的诗排成一个数组，叫**网格**（grid）。


# %%
def written(some):
    return [poem.text.replace(" ", "") for poem in some]


vocabulary = Vocabulary.build(written(poems.train), min_count=10)
V = len(vocabulary)
characters = [one for text in written(poems.test) for one in text]
unknown = np.mean([one not in vocabulary for one in characters])
print(V, f"{unknown:.3f}")
assert 4000 < V < 5000 and unknown < 0.01


def to_grids(some, vocabulary):
    tang = [(poem, "tang") for poem in some]
    return language_model.encode_poems(tang, vocabulary)


def to_lines(grids):
    return [grid.ids.reshape(-1, grid.shape.width) for grid in grids]


train = to_grids(poems.train, vocabulary)
test = to_grids(poems.test, vocabulary)
train_lines, test_lines = to_lines(train), to_lines(test)
print(sum(grid.ids.size for grid in train), sum(x.size for x in test_lines))

# %% [markdown] lang="en" slide="section"
# ## Counting what comes next
#
# A **bigram** model counts what came after each character.
# After two million characters, how many pairs of the test were never seen?

# %% [markdown] lang="zh" slide="section"
# ## 数一数，后面接什么
#
# **二元模型**（bigram）只看前一个字，数一数它后面都接过哪些字。
# 数完两百万个字，测试集里还有多少字对从没见过？


# %%
def pairs(lines):
    both = [x[:, :-1].astype(np.int64) * V + x[:, 1:] for x in lines]
    return np.concatenate([x.ravel() for x in both])


never = 1 - np.isin(pairs(test_lines), pairs(train_lines)).mean()
print(f"{never:.2f}")
assert 0.19 < never < 0.23

# %% [markdown] lang="en" slide="+claim"
# One pair in five.
# Plain counting gives such a pair probability 0: poets write it all the same.
# So nothing may have probability 0.

# %% [markdown] lang="zh" slide="+claim"
# 五对里就有一对。
# 光靠数数，这样的字对概率就是 0，可是诗人照样会写。
# 所以任何一个字的概率都不能是 0。

# %% [markdown] lang="en"
# ## Exercise 1: never say never
#
# `counts[a, b]` says how often b came after a.
# Add `amount` to each count, then make each row sum to 1.
# For `[0, 3, 1]` and an amount of 1, that is `[1, 4, 2]` divided by 7.

# %% [markdown] lang="zh"
# ## 练习 1：永远别说不可能
#
# `counts[a, b]` 是 a 后面接 b 的次数。
# 给每个次数加上 `amount`，再让每一行的和为 1。
# 比如 `[0, 3, 1]`，加 1 后就是 `[1, 4, 2]` 除以 7。

# %% exercise="bigram_probabilities" slide="task"
bigram_probabilities = exercises.bigram_probabilities.solved

# %%
exercises.bigram_probabilities.check(bigram_probabilities)

# %% [markdown] lang="en"
# That is **smoothing**.
# Adding one amount to all is crude; `NgramModel` does it the Kneser-Ney way: what is taken from the seen goes to the unseen as the shorter context says.

# %% [markdown] lang="zh"
# 这叫**平滑**（smoothing）。
# 给所有的字对都加上同一个数，未免粗糙；`NgramModel` 用的是 Kneser-Ney 的办法：从见过的字对那里扣掉一点，再按较短的上文分给没见过的字对。

# %% [markdown] lang="en" slide="section"
# ## How surprised are you?
#
# A character that was given probability $p$ costs $-\log p$ **nats**.
# Sure and right costs 0; half sure, as of a coin, 0.69.
# The mean over a test text is the measure of this lesson.
# $e$ to that power is the **perplexity**: as if the model chose among so many equally likely characters.
# Below stands the **unigram** model too, which knows only how common each character is.

# %% [markdown] lang="zh" slide="section"
# ## 有多意外？
#
# 一个字的概率若是 $p$，代价就是 $-\log p$ **奈特**（nat）。
# 十分有把握又猜对了，代价是 0；像抛硬币那样只有一半把握，代价是 0.69。
# 在测试集的诗上求平均，就是本课衡量模型的标准。
# 以 $e$ 为底、以这个平均数为指数的幂，就是**困惑度**（perplexity）：
# 好比在那么多个同样可能的字里挑一个。
# 下面还有**一元模型**（unigram），只知道每个字有多常见。

# %% [markdown] lang="en"
# ## Exercise 2: perplexity
#
# `lines` holds the probabilities of each line's characters: return the perplexity of them all.
# Is the mean taken over lines, or characters?
# Four characters of probability 0.1 have perplexity 10.

# %% [markdown] lang="zh"
# ## 练习 2：困惑度
#
# `lines` 里是每一行各字的概率，请返回全部字的困惑度。
# 各行长短不一，该对行取平均，还是对字取平均？
# 例如四个字的概率都是 0.1，困惑度就是 10。

# %% exercise="perplexity" slide="task"
perplexity = exercises.perplexity.solved

# %%
exercises.perplexity.check(perplexity)

# %%
nats = {}
for n in (1, 2, 3):
    nats[n] = NgramModel.fit(train_lines, n, V).nats(test_lines)
    print(n, f"{nats[n]:.3f}", round(np.exp(nats[n])))
assert nats[1] - nats[2] > 1 and 0.1 < nats[2] - nats[3] < 0.15

# %% [markdown] lang="en" slide="question"
# Printed: order, nats, perplexity.
# The trigram looks at two characters.
#
# **Predict.** What will the 4-gram bring?
#
# - (a) a whole nat again
# - (b) less than 0.02
# - (c) it gets worse

# %% [markdown] lang="zh" slide="question"
# 每行依次是几元模型、奈特数、困惑度。
# 二元看一个字，三元看两个。
#
# **先猜一猜。** 看三个字的四元模型，能再降多少？
#
# - (a) 又是整整一奈特
# - (b) 不到 0.02
# - (c) 不降反升

# %%
predictions.four_gram.answer("b")

# %%
nats[4] = NgramModel.fit(train_lines, 4, V).nats(test_lines)
print(f"{nats[4]:.3f}", round(np.exp(nats[4])))
assert 0 < nats[3] - nats[4] < 0.02

# %% [markdown] lang="en"
# On two million characters, counting ends here: the longer a context, the more seldom it comes again.

# %% [markdown] lang="zh"
# 只有两百万个字，数数只能做到这一步：上文越长，越难再遇到。

# %% [markdown] lang="en" slide="question"
# ## A better number for a worse model
#
# **Predict.** Let characters seen fewer than 1000 times be “unknown”.
# What does the bigram's perplexity, 452, do?
#
# - (a) rise
# - (b) stay
# - (c) fall below 70

# %% [markdown] lang="zh" slide="question"
# ## 模型差了，数却好看了
#
# **先猜一猜。** 出现不到 1000 次的字，统统算作“未知”。
# 二元模型的困惑度本来是 452，会怎么变？
#
# - (a) 变大
# - (b) 不变
# - (c) 降到 70 以下

# %%
predictions.smaller_vocabulary.answer("c")

# %%
few = Vocabulary.build(written(poems.train), min_count=1000)
few_train = to_lines(to_grids(poems.train, few))
few_test = to_lines(to_grids(poems.test, few))
few_nats = NgramModel.fit(few_train, 2, len(few)).nats(few_test)
ids = np.concatenate([x.ravel() for x in few_test])
share = np.mean(ids == few.unknown_id)
named = few_nats + share * np.log(V - len(few) + 1)
print(len(few), f"{share:.2f}", *np.exp([few_nats, named]).round())
assert round(np.exp(nats[2])) == 452 and np.exp(few_nats) < 70
assert share > 0.3 and np.exp(named) > 2 * np.exp(nats[2])

# %% [markdown] lang="en"
# A third of the test is now “unknown”, and that is easy to expect.
# The last number lets the same model go on to name the character, all the hidden ones equally likely.
# Now it answers the old question, and its perplexity is over twice the old one.
# Can perplexities over different vocabularies be compared, then?
# Not as they are printed: same test, same symbols, or no comparison.

# %% [markdown] lang="zh"
# 测试集有三分之一的字成了“未知”，而这个符号很容易猜。
# 最后一个数是这样来的：让同一个模型接着说出究竟是哪个字，藏在“未知”里的字都算作同样可能。
# 这样回答的才是原来的问题，困惑度却是原来的两倍还多。
# 那么，词表不同时，困惑度还能比较吗？
# 印出来的数不能直接比：只有测试集相同、符号也相同，才能比较。

# %% [markdown] lang="en" slide="section"
# ## A loss that lies
#
# A well-known program that writes poems fills each one up to 125 symbols, with pads on the left.
# How many of the targets are pads?

# %% [markdown] lang="zh" slide="section"
# ## 会骗人的损失
#
# 有个广为人知的写诗程序，把每首诗都在左边填充到 125 个符号。
# 这样一来，目标里有多少是填充？

# %%
symbols = language_model.peer_vocabulary(poems.train)
targets = language_model.encode_padded(poems.test, symbols)[:, 1:]  # (N, T)
is_pad = targets == symbols.pad_id
print(targets.shape, f"{is_pad.mean():.2f}")
assert 0.5 < is_pad.mean() < 0.6

# %% [markdown] lang="en" slide="question"
# A model knows only how common symbols are; pads cost it 0.
#
# **Predict.** A character costs it over 7 nats: and the mean over all targets?
#
# - (a) about 3
# - (b) about 7
# - (c) about 8

# %% [markdown] lang="zh" slide="question"
# 有个模型只知道每个符号有多常见；填充很好猜，就当代价是 0。
#
# **先猜一猜。** 一个字要花 7 奈特还多，对所有目标求平均呢？
#
# - (a) 3 左右
# - (b) 7 左右
# - (c) 8 左右

# %%
predictions.padded_loss.answer("a")

# %%
table = language_model.encode_padded(poems.validation, symbols)
counts = np.bincount(table.ravel(), minlength=len(symbols)) + 1.0
num_real = counts.sum() - counts[symbols.pad_id]
costs = -np.log(counts / num_real)[targets]  # (N, T)
costs[is_pad] = 0
is_character = targets > symbols.id_of("。")
print(f"{costs.mean():.2f} {costs[is_character].mean():.2f}")
assert 3 * costs.mean() < 9.5 < 2 * nats[4]
assert costs[is_character].mean() > 7

# %% [markdown] lang="en"
# It prints about 3, half the 4-gram's loss, and has read no context.
# Is a lower printed loss a better model?
# Only over the same targets and the same symbols.

# %% [markdown] lang="zh"
# 印出来的损失只有 3 左右，是四元模型的一半，可是它根本不看上文。
# 那么，印出来的损失低，模型就一定好吗？
# 只有目标相同、符号也相同时，才能这么说。

# %% [markdown] lang="en"
# ## Exercise 3: leave the pads out
#
# `log_probs` holds log-probabilities, `inputs` what was read, `targets` what was to come.
# Return the mean nats of all targets but pads.
# Which array tells where they are?

# %% [markdown] lang="zh"
# ## 练习 3：别算填充
#
# `log_probs` 是对数概率，`inputs` 是读到的符号，`targets` 是该出现的符号。
# 不是填充的那些目标，平均要多少奈特？请返回这个数。
# 哪个数组能告诉你填充在哪儿？

# %% exercise="masked_nats" slide="task"
masked_nats = exercises.masked_nats.solved

# %%
exercises.masked_nats.check(masked_nats)

# %% [markdown] lang="en"
# ## Exercise 4: what it reads, what it expects
#
# While it learns, the model reads the *real* character before each place, even where it had expected another.
# That is **teacher forcing** (Williams and Zipser, 1989), and it makes all inputs known beforehand: one update can use every step.
# So inputs are the targets, one step late: make both from `ids`.
# With `begin` 0, `[[5, 6, 7]]` gives inputs `[[0, 5, 6]]` and targets `[[5, 6, 7]]`.
# What would the model learn if you forgot to shift?

# %% [markdown] lang="zh"
# ## 练习 4：读什么，猜什么
#
# 训练的时候，模型每一步读入的都是前一个**真实**的字，哪怕它猜的是别的字。
# 这叫**教师强制**（teacher forcing；Williams 与 Zipser，1989），各步的输入因此事先都已知道，一次更新就能用上所有的时间步。
# 也就是说，输入就是目标，只晚一步：请由 `ids` 得出这两者。
# 设 `begin` 是 0，`[[5, 6, 7]]` 的输入便是 `[[0, 5, 6]]`，目标便是 `[[5, 6, 7]]`。
# 要是忘了错开这一步，会出什么事？

# %% exercise="shift" slide="task"
shift = exercises.shift.solved

# %%
exercises.shift.check(shift)

# %% [markdown] lang="en"
# ## A head start
#
# Counting sees 月 and 日, moon and sun, as unrelated symbols.
# A network gives each character a vector; could similar characters start near each other?
#
# Let characters with the same neighbours count as similar.
# How many times oftener than by chance does each pair stand close?
# The logarithm is the **pointwise mutual information** (PMI); negatives become 0.
# That makes a table, V numbers a row.
# A **singular value decomposition** (SVD) finds the directions in which rows differ most; the 128 strongest make short rows, and what was alike still is (Levy and Goldberg, 2014).
# What stands near moon, horse, wine, sorrow?

# %% [markdown] lang="zh"
# ## 让它抢先一步
#
# 对靠数数的模型来说，“月”和“日”是两个毫不相干的符号。
# 网络给每个字一个向量，也就是字嵌入；按词来读时就叫**词向量**（word vector）。
# 能不能让相近的字一开始就离得近？
#
# 常和同样的字做邻居的字，就算相近。
# 先列一张表：两个字挨近的次数，是碰巧挨近的多少倍？
# 取对数，就得到**点互信息**（pointwise mutual information，PMI），负的改成 0。
# 表里每个字有一行 V 个数；**奇异值分解**（SVD）能找出各行差别最大的方向，只留最强的 128 个，每行就短了，而原来相像的仍然相像（Levy 与 Goldberg，2014）。
# “月”“馬”“酒”“愁”旁边是哪些字？

# %% tags=["nbval-ignore-output"] slide="result"
vectors = language_model.embedding_of_counts(train, V, 128)  # (V, D)
near = {}
for one in "月馬酒愁":
    likeness = F.normalize(vectors) @ vectors[vocabulary.id_of(one)]  # (V,)
    near[one] = "".join(vocabulary.decode(likeness.topk(7).indices))
    print(near[one], *verse.read_words(near[one]))
assert "明" in near["月"] and "杯" in near["酒"]
assert "騎" in near["馬"] and "恨" in near["愁"]

# %% [markdown] lang="en" slide="+claim"
# Near the moon 月 are bright 明 and shadow 影; near wine 酒, cup 杯 and drunk 醉; near the horse 馬, to ride 騎; near sorrow 愁, regret 恨.
# Nobody told it what they mean: neighbours were counted.
#
# ## The model
#
# It reads a character and its place on the page (line, column); an LSTM keeps the state.
# To write, it compares the read-out with every character's vector: reading and writing share one table (Press and Wolf, 2017).
# How large would a separate one be?
# And where, below, is the shift of exercise 4?

# %% [markdown] lang="zh" slide="+claim"
# “月”的旁边有“明”和“影”，“酒”的旁边有“杯”和“醉”，“馬”的旁边有“騎”，“愁”的旁边有“恨”。
# 没有人解释过这些字的意思，相近与否全是从邻居数出来的。
#
# ## 模型
#
# 模型每一步读入一个字和它在诗里的位置（第几行、第几列）；LSTM 负责记忆。
# 要写下一个字时，把输出层得到的向量和每个字的向量相比：读和写共用一张表（Press 与 Wolf，2017）。
# 如果用两张表，第二张有多大？
# 练习 4 里错开的那一步，在下面的哪一行？


# %%
class CharacterModel(nn.Module):
    def __init__(self, vectors, frequencies, H=256):
        super().__init__()
        V, D = vectors.shape
        self.scale = D**0.5
        self.embedding = nn.Embedding(V, D, _weight=vectors.clone())
        self.line, self.column = nn.Embedding(16, D), nn.Embedding(12, D)
        self.lstm = nn.LSTM(D, H)
        self.read_out = nn.Linear(H + D, D)
        self.bias = nn.Parameter(frequencies.log())

    def forward(self, inputs, places):  # (T, B), (T, 3)
        x = self.embedding(inputs) * self.scale  # (T, B, D)
        line, column, _ = places.T
        x = x + (self.line(line) + self.column(column))[:, None]
        h, _ = self.lstm(x)  # (T, B, H)
        return self.read_out(torch.cat([h, x], dim=2))  # (T, B, D)

    def nats(self, targets, places):  # the sum, of (T, B)
        inputs = F.pad(targets[:-1], (0, 0, 1, 0))
        rows = self(inputs, places).flatten(0, 1)  # (TB, D)
        table = self.embedding.weight  # (V, D)
        answers = targets.flatten()
        return language_model.softmax_nats(rows, table, self.bias, answers)


# %% [markdown] lang="en"
# Another 608,256 numbers, over half as many again.
# The shift is `F.pad`.
#
# It will read 200,000 characters, a tenth of what the n-grams have counted.
# To be fair, bigram and trigram count again, on these alone, and the vectors it starts from are made of them, too.
#
# `softmax_nats` is cross-entropy, few rows at a time: no large table is kept.
# Is it the same number?

# %% [markdown] lang="zh"
# 要多出 608,256 个数，超过现有参数的一半。
# 错开一步的是 `F.pad`。
#
# 这个模型只读 200,000 个字，是 n 元模型数过的十分之一。
# 为了公平，作为**基线**（baseline）的二元和三元模型也只数这些字，重新数一遍；它起步用的向量也只从这些字得来。
#
# `softmax_nats` 就是交叉熵，只是一次算几行，不必在内存里保留一大张得分表。
# 两种算法得出的数一样吗？

# %%
to_read, read, part = 200_000, 0, []
order = np.random.default_rng(0)
for grid in language_model.few_at_a_time(train, 8, order):
    part.append(grid)
    read += grid.ids.size
    if read >= to_read:
        break
vectors = language_model.embedding_of_counts(part, V, 128)  # (V, D)
frequencies = language_model.count_frequencies(part, V)  # (V,)
fair = {}
for n, name in ((2, "bigram"), (3, "trigram")):
    fair[name] = NgramModel.fit(to_lines(part), n, V).nats(test_lines)
plots.show_table(fair, digits=2)
assert min(fair.values()) > nats[3] + 0.3

# %%
torch.set_num_threads(training.thread_count())
torch.manual_seed(0)
model = CharacterModel(vectors, frequencies)
print(V * 128, sum(p.numel() for p in model.parameters()))
features, answers = torch.randn(30, 128), torch.randint(V, (30,))
scores = features @ vectors.T + model.bias
slow = F.cross_entropy(scores, answers, reduction="sum")
fast = language_model.softmax_nats(features, vectors, model.bias, answers)
assert torch.allclose(slow, fast) and V * 128 == 608_256

# %% [markdown] lang="en" slide="question"
# ## Half a minute of reading
#
# It reads each of the 200,000 characters once; of the same characters, bigram and trigram have made 6.48 and 6.45.
# Small batches, Adam, the gradient clipped to norm 1; the learning rate rises for 30 steps, then falls to 0.
#
# **Predict.** Where will it be?
#
# - (a) behind both: counting needs no training
# - (b) ahead of both, by 0.1 to 0.2 nats
# - (c) ahead of both, by a nat

# %% [markdown] lang="zh" slide="question"
# ## 读半分钟
#
# 这 200,000 个字，它每个只读一遍；二元和三元模型从同样的字里得到的是 6.48 和 6.45。
# 批量很小，用 Adam，梯度裁剪到范数 1；学习率在前 30 步里上升，然后一直降到 0。
#
# **先猜一猜。** 它的成绩会怎样？
#
# - (a) 比两个都差：数数用不着训练
# - (b) 比两个都好，领先 0.1 到 0.2 奈特
# - (c) 比两个都好，领先整整一奈特

# %%
predictions.after_training.answer("b")


# %%
def learn(model, batches, total, rate):
    parameters = list(model.parameters())
    optimizer = torch.optim.Adam(parameters, betas=(0.9, 0.99), fused=True)
    seen, record = 0, []
    for step, (targets, places) in enumerate(batches, start=1):
        left = 1 - seen / total
        optimizer.param_groups[0]["lr"] = rate * min(1, step / 30) * left
        loss = model.nats(targets, places) / targets.numel()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        seen += targets.numel()
        record.append((seen, loss.item()))
    return record


# %%
def tensors_of(grid):
    targets = torch.from_numpy(grid.ids.T.astype(np.int64))  # (T, B)
    return targets, torch.from_numpy(place_ids(grid.shape))


# %% tags=["nbval-ignore-output"] slide="picture"
record = learn(model, map(tensors_of, part), read, 0.004)
with torch.no_grad():
    total = sum(model.nats(*tensors_of(grid)).item() for grid in test)
learnt = total / sum(batch.ids.size for batch in test)
print(f"{learnt:.2f}", round(np.exp(learnt)))
assert learnt < min(fair.values()) - 0.08 and learnt > nats[3] + 0.2
whole = np.array(record)[: len(record) // 50 * 50]
means = whole.reshape(-1, 50, 2).mean(axis=1)
fig, ax = plots.figure(width=7)
levels = {name: fair[name] for name in ("bigram", "trigram")}
plots.draw_nats_curve(ax, *means.T, levels)
plots.show(fig, alt=alts["learning"])

# %% [markdown] lang="en" slide="+claim"
# Of the same characters it makes more than counting does: five seeds, run by hand, end between 6.30 and 6.31.
# And yet the trigram that has counted ten times as much is ahead of it, at 5.99: here, ten times the text counts for more than the kind of model.
# Why is the curve no proof?
# It shows training poems; the dashed lines, and the printed number, are of the test.

# %% [markdown] lang="zh" slide="+claim"
# 读同样多的字，它学到的比数数得到的多：我们另外用五个种子手动运行过，结果都在 6.30 到 6.31 之间。
# 可是数过十倍文字的三元模型是 5.99，仍然比它好：在这里，文字多十倍，比换一种模型更管用。
# 这条曲线为什么还不能算证据？
# 曲线画的是训练集的诗；虚线和印出来的那个数，才是测试集的。

# %% [markdown] lang="en"
# ## A model that had more time
#
# The course's poet learnt for hours, from Song poems too.
# How should one pass such weights on?
# Python's own way is `pickle`: what happens when this one is read?
# `safetensors` holds names, shapes and numbers; ours also a checksum.
# We change its very last bit: is that noticed?

# %% [markdown] lang="zh"
# ## 一个学得更久的模型
#
# 课程自带一个写诗的模型，它还读过宋诗，学了好几个小时。
# 这样的权重，该用什么方式交给别人？
# Python 自带的办法是 `pickle`：读取下面这一个，会发生什么？
# `safetensors` 只存名字、形状和数，我们的文件还带有校验和。
# 把最后一位改掉，能查出来吗？


# %%
import pickle
import tempfile
from pathlib import Path


class Trick:
    def __reduce__(self):
        return print, (42,)


pickle.loads(pickle.dumps(Trick()))
damaged = bytearray(POET_WEIGHTS.read_bytes())
damaged[-1] ^= 1
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "poet.safetensors")
    path.write_bytes(damaged)
    try:
        language_model.load_poem_model(path)
    except training.CheckpointError as error:
        refused = type(error).__name__
print(refused)

# %% [markdown] lang="en"
# Reading the pickle printed 42: it calls what `__reduce__` names, *anything*.
# The damaged file was refused.
# A checksum finds accidents, not forgers: they can change it too.

# %% [markdown] lang="zh"
# 读取 pickle 就印出了 42：它会调用 `__reduce__` 指定的函数，而那可以是**任何**代码。
# 改过的文件被拒绝了。
# 校验和能发现意外的损坏，却防不住造假：校验和也能一起改。

# %% [markdown] lang="en"
# The whole one loads.
# Its vocabulary is another one: may its nats stand beside those above?
# No, so the n-grams count again, over *its* symbols, on the same 150 test poems.

# %% [markdown] lang="zh"
# 完好的文件可以加载。
# 它的词表不一样，奈特数能直接和前面的比吗？
# 不能，所以让 n 元模型按**它的**词表重新数一遍，再在同样的 150 首测试诗上比较。

# %% tags=["nbval-ignore-output"] slide="picture"
poet, its_vocabulary = language_model.load_poem_model(POET_WEIGHTS)
order = np.random.default_rng(0).permutation(len(poems.test))[:150]
sample_grids = to_grids([poems.test[i] for i in order], its_vocabulary)
recounted = to_lines(to_grids(poems.train, its_vocabulary))
scale = {}
for n, name in enumerate(("unigram", "bigram", "trigram"), start=1):
    counted = NgramModel.fit(recounted, n, len(its_vocabulary))
    scale[name] = counted.nats(to_lines(sample_grids))
scale["poet"] = nats_per_character(poet, sample_grids)
assert scale["poet"] < 5.2 and scale["poet"] < scale["trigram"] - 1.2
fig, ax = plots.figure(width=7, height=2.4)
plots.draw_scale(ax, scale)
plots.show(fig, alt=alts["scale"])

# %% [markdown] lang="en" slide="+claim"
# On average 1.2 nats or more below the trigram: how many times likelier?
# At least $e^{1.2}$: over three times.
# Thanks to its LSTM, its attention, more poems?
# All differ: no telling.

# %% [markdown] lang="zh" slide="+claim"
# 平均每个字，它比三元模型至少少花 1.2 奈特：概率是几倍？
# 至少 $e^{1.2}$ 倍，也就是三倍多。
# 要归功于 LSTM、注意力，还是读的诗多？
# 几样都和三元模型不同，说不准。

# %% [markdown] lang="en"
# ## Exercise 5: temperature
#
# Draw a character, feed it back, repeat: this is **sampling**.
# Boldly or carefully?
# Divide the scores by a **temperature**, then take the softmax: below 1, the likely gain; above 1, the unlikely.
# Return the probabilities.

# %% [markdown] lang="zh"
# ## 练习 5：温度
#
# 抽一个字，把它当作下一步的输入，再抽下一个：这样写叫**自回归**（autoregressive），抽字叫**采样**（sampling）。
# 抽的时候应该大胆，还是谨慎？
# 先把得分除以**温度**（temperature），再做 softmax：低于 1 时，最可能的字更占优势；高于 1 时，冷僻的字也有机会。
# 请返回得到的概率。

# %% exercise="soften" slide="task"
soften = exercises.soften.solved

# %%
exercises.soften.check(soften)

# %% [markdown] lang="en"
# ## Exercise 6: cut the tail
#
# Thousands of characters are unlikely, but together they are drawn often.
# **Top-k** keeps the k likeliest; **top-p** the fewest likeliest whose probabilities reach p together (Holtzman et al., 2020).
# Now one character is nearly sure, now hundreds are possible: which bound follows that?
# Write top-p: of `[0.25, 0.0625, 0.5625, 0.125]` and 0.7, the third and the first remain, rescaled to sum to 1.

# %% [markdown] lang="zh"
# ## 练习 6：剪掉尾巴
#
# 几千个冷僻的字，单个概率很小，合起来却常被抽中。
# **top-k** 只留最可能的 k 个；**top-p** 从大到小留，留到概率之和够 p 为止（Holtzman 等，2020）。
# 有时一个字几乎是确定的，有时几百个字都可以：哪一种界限能随之变化？
# 请写出 top-p：例如 `[0.25, 0.0625, 0.5625, 0.125]`，p 取 0.7，留下的是第三个和第一个，再归一，使和为 1。

# %% exercise="keep_top_p" slide="task"
keep_top_p = exercises.keep_top_p.solved

# %%
exercises.keep_top_p.check(keep_top_p)

# %% [markdown] lang="en"
# ## One character, your way
#
# After the first five characters of *Spring Dawn*, 春眠不覺曉, your two functions look at the poet's scores.
# How many characters are left to draw from?

# %% [markdown] lang="zh"
# ## 用你的函数抽一个字
#
# 读完“春眠不覺曉”，模型给每个字一个得分；现在用你写的两个函数来处理这些得分。
# 还剩多少个字可以抽？

# %%
soften = exercises.soften.mine(soften)
keep_top_p = exercises.keep_top_p.mine(keep_top_p)
scores = language_model.expected_scores(poet, its_vocabulary, "春眠不覺曉")
for temperature, top_p in ((1.0, 1.0), (1.0, 0.9), (0.5, 0.9)):
    p = keep_top_p(soften(scores[-1], temperature), top_p)  # (V,)
    most = its_vocabulary.decode(np.argsort(-p)[:6])
    print(temperature, top_p, (p > 0).sum(), *most)
    assert np.isclose(p.sum(), 1)

# %% [markdown] lang="en"
# Thousands, then hundreds, then dozens.
#
# ## The safest poem
#
# Sixty quatrains, each with the first character of a real one; near temperature 0 nearly always the likeliest character is taken.

# %% [markdown] lang="zh"
# 先是几千个，再是几百个，最后只有几十个。
#
# ## 最稳妥的诗
#
# 写六十首五言绝句，每首的第一个字取自一首真诗。
# 温度接近 0 时，每一步几乎总取最可能的字。

# %% [markdown] lang="en" slide="question"
# **Predict.** Which does the model find more surprising?
#
# - (a) its own poems near temperature 0
# - (b) both alike
# - (c) the real ones

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 哪一种诗更让模型意外？
#
# - (a) 它自己在温度接近 0 时写的
# - (b) 差不多
# - (c) 真的唐诗

# %%
predictions.real_or_careful.answer("c")

# %%
real = [poem for poem in poems.test if poem.form == (4, 5)][:60]
heads = torch.tensor([its_vocabulary.id_of(poem.text[0]) for poem in real])
firsts = F.one_hot(heads, len(its_vocabulary)).bool()  # (B, V)
writable = torch.arange(len(its_vocabulary)) > its_vocabulary.unknown_id


def write(temperature):
    return language_model.sample(
        PoemReader(poet, PoemShape(5, 4), len(real)),
        [lambda before: writable if len(before) else firsts],
        num_steps=20,
        num_sequences=len(real),
        style=language_model.Style(temperature),
        generator=torch.Generator().manual_seed(1),
    )


# %% tags=["nbval-ignore-output"] slide="picture"
temperatures = np.array([0.01, 0.3, 0.5, 0.8, 1.0, 1.3])
drawn = [write(temperature) for temperature in temperatures]
surprise = np.array([-one.log_probs.mean().item() for one in drawn])
real_surprise = nats_per_character(poet, to_grids(real, its_vocabulary))
fig, ax = plots.figure(width=7)
levels = {"real poems": real_surprise}
plots.draw_nats_curve(ax, temperatures, surprise, levels)
ax.lines[0].set_marker("o")
ax.set_xlabel("temperature")
plots.show(fig, alt=alts["temperature"])
assert (np.diff(surprise) > 0).all()
assert surprise[0] < real_surprise - 1.5
assert surprise[3] < real_surprise < surprise[4]

# %% [markdown] lang="en" slide="+claim"
# Between temperatures 0.8 and 1, its poems surprise it as much as real ones; near 0, far less.
# Are those near 0 the best, then?
# How often does each line come?

# %% [markdown] lang="zh" slide="+claim"
# 温度在 0.8 与 1 之间，模型对自己的诗和对真诗一样意外；温度接近 0 时，意外要小得多。
# 那么，温度接近 0 时写的诗最好吗？
# 我们来数一数，每句诗出现了几次。


# %% tags=["nbval-ignore-output"]
from collections import Counter


def lines_of(samples):
    texts = ["".join(its_vocabulary.decode(ids)) for ids in samples.ids.T]
    return [text[at : at + 5] for text in texts for at in range(0, 20, 5)]


known = {line for poem in poems.train for line in poem.lines}
assert known.isdisjoint(line for poem in poems.test for line in poem.lines)
careful, bold = lines_of(drawn[0]), lines_of(drawn[4])
both = careful, bold
copied = [np.mean([line in known for line in some]) for some in both]
variety = [len(set(some)) / len(some) for some in both]
for some in both:
    for line, count in Counter(some).most_common(4):
        sounds = verse.read_words(line)
        print(count, line, *sounds, "= train" * (line in known))
print([f"{share:.2f}" for share in (*copied, *variety)])
assert variety[0] < 0.85 and variety[1] > 0.97
assert copied[0] > copied[1] + 0.02

# %% [markdown] lang="en"
# Four lines near 0, four at temperature 1; `= train` marks a copy.
# Sixty poems, and near 0 again and again the same lines, some of them copied.
# The four shares: copied near 0 and at 1, different near 0 and at 1.
# (The commonest of these lines, 不知何處是, means “one does not know where”.)
#
# Are they at least the likeliest poems?
# Not even that is sure: the likeliest character each time may lead away from the likeliest poem.
# So the poet of lesson 12 draws, and chooses afterwards.

# %% [markdown] lang="zh"
# 先印的是温度接近 0 的四句，后印的是温度 1 的四句；`= train` 表示照抄。
# 温度接近 0 时，同样的几句在六十首诗里一再出现，其中还有照抄的。
# 四个比例依次是：照抄的（接近 0、温度 1），不重复的（接近 0、温度 1）。
#
# 那么，它们至少是最可能的诗吧？
# 这也不一定：每一步都取最可能的字，整首诗未必最可能。
# 所以第 12 课的诗人先抽出几首，再从中挑选。

# %% [markdown] lang="en"
# So drawing it is.
# Give the poet the first line of *Spring Dawn*, or one of your own: how does it go on?
# Three poems each at temperatures 0.3, 0.8 and 1.2.

# %% [markdown] lang="zh"
# 那就抽吧。
# 给诗人《春曉》的第一句，或者你自己写的一句，看它怎么接下去。
# 温度取 0.3、0.8、1.2，各写三首。


# %% tags=["nbval-ignore-output"]
def complete(beginning, temperature, num_poems=3):
    ids = torch.tensor(its_vocabulary.encode(beginning))
    given = F.one_hot(ids, len(its_vocabulary)).bool()  # (t, V)
    drawn = language_model.sample(
        PoemReader(poet, PoemShape(5, 4), num_poems),
        [lambda old: given[len(old)] if len(old) < len(ids) else writable],
        num_steps=20,
        num_sequences=num_poems,
        style=language_model.Style(temperature, top_p=0.9),
        generator=torch.Generator().manual_seed(2),
    )
    return np.reshape(lines_of(drawn), (num_poems, 4))


beginning = "春眠不覺曉"  # at most 20 characters
for temperature in (0.3, 0.8, 1.2):
    for lines in complete(beginning, temperature):
        print(temperature, *lines)
        assert "".join(lines).startswith(beginning)

# %% [markdown] lang="en" slide="claim"
# Now you: go from character to character through a poem, or paste some of your own.
# The three: *Spring Dawn*; Li Bai sits alone with Jingting Mountain; Wang Wei misses his brothers on the ninth day of the ninth month.
# Where is the model sure, and what does each control do to that?

# %% [markdown] lang="zh" slide="claim"
# 轮到你了：可以在三首诗里一个字一个字地往下看，也可以自己写几个字。
# 这三首你都背过：《春曉》《獨坐敬亭山》《九月九日憶山東兄弟》。
# 模型在哪里有把握，在哪里没有？
# 拖动各个滑块，又会有什么变化？

# %% tags=["nbval-ignore-output"] slide="+result"
from functools import partial

by_title = {poem.title: poem.text for poem in poems.test}
titles = "春曉", "獨坐敬亭山", "九月九日憶山東兄弟"
sounds = [" ".join([title, *verse.read_words(title)]) for title in titles]
widgets.explore_next(
    dict(zip(sounds, map(by_title.get, titles), strict=True)),
    partial(language_model.expected_scores, poet, its_vocabulary),
    its_vocabulary.symbols,
    verse.read_words,
    place=2,
    temperature=0.7,
    top_p=0.9,
)

# %% [markdown] lang="en"
# ## A text of your own
#
# The same class and the same `learn` read any text: English, too.
# Name a `.txt` file of yours; otherwise a thousand film reviews of lesson 08 are read.
# How much spelling does it pick up in a few seconds?

# %% [markdown] lang="zh"
# ## 读你自己的文字
#
# 同一个类、同一个 `learn` 可以读任何文字，英文也行。
# 填上你自己的 `.txt` 文件；不填，就读第 08 课的一千条英文影评。
# 几秒钟里，它能学会多少拼写？

# %%
own_file = None  # for example "my_text.txt"
text = "\n".join(one.text for one in load_movie_reviews().train[:1000])
if own_file:
    text, *_ = own = language_model.read_own_text(own_file)
    print(own.note)

# %%
own = Vocabulary.build([text], min_count=2)
rows = np.array(own.encode(text)[: len(text) // 64 * 64]).reshape(-1, 64)
held, rest = rows[::10], np.delete(rows, np.s_[::10], axis=0)  # (N, T)
nowhere = torch.zeros(64, 3, dtype=torch.long)  # no lines, no columns
counts = torch.from_numpy(rest.ravel()).bincount(minlength=len(own)) + 1
torch.manual_seed(0)
speller = CharacterModel(
    torch.randn(len(own), 64) / 8, counts / counts.sum(), 128
)


def batches(epochs=3, seed=0):
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        for some in np.array_split(rng.permutation(rest), len(rest) // 8):
            yield torch.from_numpy(some.T.copy()), nowhere


record = learn(speller, batches(), 3 * rest.size, 0.01)

# %% tags=["nbval-ignore-output"]
unseen = torch.from_numpy(held.T.copy())  # (T, B)
with torch.no_grad():
    cost = speller.nats(unseen, nowhere) / held.size
counted = [
    NgramModel.fit([rest], n, len(own)).nats([held]) for n in (2, 3, 5)
]
print(len(text), np.round([*counted, cost], 2))
assert own_file or counted[2] + 0.05 < cost < counted[1] - 0.15


def go_on(beginning, temperature, num_characters=80):
    ids, noise = own.encode(beginning), torch.Generator().manual_seed(0)
    for _ in range(num_characters):
        inputs = torch.tensor([0, *ids[-63:]])[:, None]
        with torch.no_grad():
            last = speller(inputs, nowhere[: len(inputs)])[-1, 0]  # (D,)
            scores = speller.embedding.weight @ last + speller.bias
        p = torch.from_numpy(soften(scores.numpy()[2:], temperature))
        ids.append(int(torch.multinomial(p, 1, generator=noise)) + 2)
    return "".join(own.decode(ids))


beginning = text[:10] if own_file else "The film "
for temperature in (0.3, 0.7, 1.0):
    print(temperature, repr(go_on(beginning, temperature)))

# %% [markdown] lang="en"
# Printed: characters, nats of bigram, trigram and 5-gram on a tenth that was held out, and those of the LSTM.
# It has words and hardly any sense.
# It is ahead of the trigram, by more than 0.2 nats in each of five seeds, run by hand, and behind the 5-gram.
# Here, unlike with poems, counting longer contexts pays: few letters, and they come again and again.

# %% [markdown] lang="zh"
# 印出的是字符数，二元、三元、五元模型在留出的十分之一上的奈特数，最后是 LSTM 的。
# 它写得出单词，连成句子却几乎读不出意思。
# 它比三元模型好，手动运行了五个种子，每一次都好 0.2 奈特以上；可是它比不上五元模型。
# 在这里，看更长的上文很有用，和读诗不一样：字母不多，同样的一串常常会再出现。

# %% [markdown] lang="en"
# ## Read on
#
# - Bengio and others (2003), *A Neural Probabilistic Language Model*: vectors for words, and a net instead of counts.
# - Chen and Goodman (1999), *An Empirical Study of Smoothing Techniques for Language Modeling*: how to count well.
# - Karpathy (2015), *The Unreasonable Effectiveness of Recurrent Neural Networks*: characters of Shakespeare, code and more.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Bengio 等人（2003），《A Neural Probabilistic Language Model》：给每个词一个向量，用网络代替计数。
# - Chen 与 Goodman（1999），《An Empirical Study of Smoothing Techniques for Language Modeling》：怎样把数数做好。
# - Karpathy（2015），《The Unreasonable Effectiveness of Recurrent Neural Networks》：一个字符一个字符地写莎士比亚、代码等等。

# %% [markdown] lang="en"
# ## What you saw
#
# - Counting needs smoothing; on two million characters, a third character before adds next to nothing.
# - Nats compare models on the same targets and the same vocabulary only; pads and unknowns flatter.
# - Of 200,000 characters an LSTM makes more than counting; a trigram of ten times the text beats it.
# - Weights are passed on as numbers with a checksum, not as code that runs.
# - Temperature, top-k and top-p trade surprise for safety; the safest poems repeat lines and copy some.
#
# Its lines look like poems.
# But do they rhyme, and can they begin with your name?
# That is lesson 12.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 靠数数的模型离不开平滑；只有两百万个字时，再多看一个字几乎没有用。
# - 只有目标相同、词表相同，奈特数才能比较；填充和“未知”都会让数变得好看。
# - 同样读 200,000 个字，LSTM 胜过二元和三元模型；可是读过十倍文字的三元模型又胜过它。
# - 权重要当作数来传递，并带上校验和，不要当作会运行的代码来传递。
# - 温度、top-k、top-p 都能牺牲一些意外来换取稳妥；最稳妥的诗会重复自己，也会照抄原诗。
#
# 写出来的句子像诗了。
# 可是它们押韵吗，能不能用你的名字开头？
# 第 12 课见。
