# %% [markdown] lang="en"
# # The acrostic poet
#
# A friend's name has four characters.
# Can a model that only ever guesses the next character write a poem whose lines begin with them, rhyme, and scan?
#
# *90 minutes.*
# *Builds on lesson 11.*
# Afterwards you can turn a rule into a mask, measure what a rule changes, and choose among candidates.
# You can find the rhymes of Tang in the poems alone, and tell a new poem from a copied one.

# %% [markdown] lang="zh"
# # 藏头诗人
#
# 朋友的名字有四个字。
# 模型只会猜下一个字，能不能让它写一首诗：四句依次以这四个字开头，还要押韵、合平仄？
#
# *90 分钟。先学完第 11 课。*
# 学完以后，你能把一条规则变成掩码，量出它改变了什么，还能在候选诗里挑一首。
# 你能只凭诗本身找出唐诗的韵部，也能判断一首诗是新写的还是抄来的。

# %%
from collections import Counter
from itertools import pairwise

import numpy as np
import torch

from course_utils import baselines, language_model, plots, verse, widgets
from course_utils.datasets import load_tang_poems
from course_utils.exercises.poet import alts, exercises, predictions
from course_utils.poet import (
    constraints_for,
    lay_out_poem,
    lines_of,
    load_poet,
    nats_by_place,
    printable,
    rates,
    read_places,
    said_today,
    write_poems,
)

# %% [markdown] lang="en" slide="section"
# ## First, a poem
#
# The head is 春江花月: spring, river, blossom, moon.
# Below stand the tones it keeps (`平` level, `仄` oblique, `中` free), and pinyin.
# Which rules do you see?

# %% [markdown] lang="zh" slide="section"
# ## 先来一首
#
# 这首诗的藏头是“春江花月”。
# 诗的下面是它必须守的平仄（`平` 平声，`仄` 仄声，`中` 随意），还有拼音。
# 你能看出这首诗守了哪些规矩吗？

# %% tags=["nbval-ignore-output"] slide="+result"
poet = load_poet()
poem = write_poems("春江花月", form=5, seed=1)[0]
print(poem, *poem.tone_pattern, sep="\n")
for line in verse.read_aloud(poem):
    print(" ".join(one.pinyin or "?" for one in line))
assert [line[0] for line in poem.lines] == list("春江花月")
assert not poem.constraints_relaxed

# %% [markdown] lang="en"
# ## Who ends a line?
#
# (Ours says: spring's colours fill the red tower, the river's wind moves green water; red sleeves dance among the blossoms, the moon climbs the blue; the last word, autumn, is there for the rhyme alone.)
#
# The model writes on a **grid**: 4 lines, 5 columns, 20 places.
# It is told each place, and picks a character.
# Could it get the length wrong?

# %% [markdown] lang="zh"
# ## 一句到哪儿为止？
#
# （我们这首的大意是：春色满楼，江风吹动绿水；花间红袖起舞，月亮升上碧空；末尾的“秋”，却是为了押韵硬凑的。）
#
# 模型写在**网格**里：4 句，每句 5 个位置，一共 20 个。
# 到了每个位置，模型都知道自己在哪里，再选一个字。
# 这样写，字数有可能错吗？

# %%
form = language_model.PoemShape(width=5, num_lines=4)
symbols = poet.vocabulary.symbols
print(form.num_steps, [mark for mark in "，。\n" if mark in symbols])
assert form.num_steps == 20

# %% [markdown] lang="en"
# No: its vocabulary has no comma and no end of line.
# The surest way to keep a rule is to make breaking it impossible.
# (The grid needs no padding, either.)

# %% [markdown] lang="zh"
# 不可能：词表里根本没有逗号，也没有换行符，模型想选也选不到。
# 要守住规矩，最稳的办法是让模型没有机会违反。
# （有了网格，也就不需要填充了。）

# %% [markdown] lang="en"
# The next function draws `num_poems` poems side by side.
# A **mask** says which symbols may come next; `masks` will hold our rules.
# `real` are the test's quatrains in lines of five.

# %% [markdown] lang="zh"
# 下面的函数一次并排写 `num_poems` 首诗。
# **掩码**（mask）说明下一步可以用哪些符号，我们的规则以后都放进 `masks`。
# `real` 是测试集里的五言绝句。


# %%
def write(masks, num_poems, seed=0, temperature=1.0, covered=()):
    reader = language_model.PoemReader(
        poet.model, form, num_poems, covered=covered
    )
    noise = torch.Generator().manual_seed(seed)
    style = language_model.Style(temperature)
    return language_model.sample(
        reader, masks, form.num_steps, num_poems, style, noise
    )


tang = load_tang_poems()
real = [one for one in tang.test if one.form == (4, 5)]
print(len(real))

# %% [markdown] lang="en" slide="section"
# ## Does it rhyme by itself?
#
# In a quatrain, lines 2 and 4 rhyme; of the `real` ones, which the model never saw, about 95 % do.
# Nobody told the model what a rhyme is.
# Let it write 200 poems under no rule, at temperature 1: its own probabilities.
#
# **Predict.** How many rhyme?

# %% [markdown] lang="zh" slide="section"
# ## 它自己会押韵吗？
#
# 绝句的第 2、4 句要押韵；`real` 里的诗模型从没见过，其中约 95% 押了韵。
# 没有人告诉过模型什么是韵。
# 让它不守任何规则写 200 首，温度取 1，也就是完全照它自己的概率来抽。
#
# **先猜一猜。** 有多少首押韵？

# %% [markdown] lang="en"
# - (a) about 5 %, like ends paired at random
# - (b) most, but fewer than real poems
# - (c) as many as real poems

# %% [markdown] lang="zh"
# - (a) 约 5%，和随机配对差不多
# - (b) 多数押韵，但不如真诗
# - (c) 和真诗一样多

# %%
predictions.rhymes_by_itself.answer("b")

# %% tags=["nbval-ignore-output"]
free = [printable(poet.vocabulary)]
own = rates(poet, lines_of(poet, write(free, 200)))
true = rates(poet, [one.lines for one in real])
ends = [one.lines[3][-1] for one in real]
apart = np.random.default_rng(0).permutation([p.lines[1][-1] for p in real])
chance = np.mean([*map(poet.prosody.same_rhyme, apart.tolist(), ends)])
print(f"{own['rhyme']:.2f} {true['rhyme']:.2f} {chance:.2f}")
assert chance < 0.1 and round(true["rhyme"], 2) == 0.95
assert 0.5 < own["rhyme"] < true["rhyme"] - 0.03

# %% [markdown] lang="en"
# It does rhyme, most of the time.
# "A good language model rhymes by itself", then?
# This one can learn in three ways how line 2 ended: from its state, from the characters one and two lines above the place, which it is shown, and from attention, a weighted look back at all it has read (lesson 07).

# %% [markdown] lang="zh"
# 多数时候真的押上了韵。
# 那么，能不能说“语言模型只要够好，自己就会押韵”呢？
# 这个模型有三条途径可以知道第 2 句的末字：一是隐状态；二是上一句、再上一句同一位置的字，这是直接给它看的；三是注意力，也就是按权重回看读过的每一个字（第 07 课）。

# %% [markdown] lang="en"
# **Predict.** We cover one character in all three, the end of line 2, and let it read the `real` poems.
# Where does it lose nats (natural logarithms, $-\ln p$)?
#
# - (a) at every place after it
# - (b) nowhere: the others tell enough
# - (c) almost only at the last place

# %% [markdown] lang="zh"
# **先猜一猜。** 我们只遮住一个字，就是第 2 句的末字，三条途径都遮住，再让模型读 `real` 里的真诗。
# 和不遮的时候相比，哪些位置的代价（$-\ln p$，单位是奈特，nat）会变大？
#
# - (a) 从遮住的字往后，每个位置都变大
# - (b) 哪个位置都不变，靠别的字就够了
# - (c) 几乎只有最后一个位置变大

# %%
predictions.covered_end.answer("c")

# %%
end = [9]  # place 10: read as a blank, but still counted
seeing = nats_by_place(poet, real)  # (T,)
covered = nats_by_place(poet, real, covered=end)  # (T,)
blind = lines_of(poet, write(free, 200, covered=end))
blind_rhyme = rates(poet, blind)["rhyme"]
lost = covered - seeing
print(lost.argmax() + 1)
assert lost[-1] > 1.5 and np.abs(lost[:-1]).max() < 0.25
assert blind_rhyme < chance + 0.08 and lost.mean() < 0.2

# %% tags=["nbval-ignore-output"] slide="picture"
print(*np.round([lost.mean(), own["rhyme"], blind_rhyme, chance], 2))
fig, ax = plots.figure(width=7)
curves = {"end of line 2 covered": covered, "all seen": seeing}
plots.draw_nats(ax, curves, form.width)
plots.show(fig, alt=alts["nats"])

# %% [markdown] lang="en" slide="+claim section"
# The mean moves little: by less than 0.2 nats a character.
# Yet when it writes 200 poems, and the end of line 2 is covered as soon as it is written, they rhyme hardly more often than by chance.
# A model can be nearly as good by its likelihood, and hardly rhyme: rhyme is one place in twenty.
# So whoever wants rhyme in every poem must say so.
#
# ## A rule is a mask
#
# A mask $m$ is 1 where a character may come, else 0.
# What is left is scaled to sum to 1 again:
#
# $$p(c \mid m) = \frac{m_c \, p_c}{Z}, \qquad Z = \sum_c m_c \, p_c$$
#
# $Z$ is the probability that the rule leaves, and $-\ln Z$ its price in nats.

# %% [markdown] lang="zh" slide="+claim section"
# 平均来看变化不大，每个字只多花不到 0.2 奈特。
# 可是让它写 200 首，每首的第 2 句末字一写完就遮住，押上韵的就和碰巧差不多了。
# 可见两个模型的似然（likelihood）可以差不多，却一个押韵，一个几乎不押韵：二十个位置里，只有一个的代价不同。
# 所以，想要每一首都押韵，就必须把这条规则明确告诉模型。
#
# ## 规则就是掩码
#
# 掩码 $m$ 在可用的字上是 1，其余是 0。
# 再把剩下的概率按比例放大，使总和重新为 1：
#
# $$p(c \mid m) = \frac{m_c \, p_c}{Z}, \qquad Z = \sum_c m_c \, p_c$$
#
# $Z$ 是规则留下的概率，$-\ln Z$ 是这条规则的代价，单位是奈特。

# %%
lines = next(one.lines for one in tang.test if one.title == "春曉")
p, allowed = read_places(poet, lines)  # (T, V)
m, before = allowed["rhyme"][9], p[9].astype(float)
Z = before[m].sum()
after = m * before / Z
for q in (before, after):
    print(*[f"{symbols[c]} {q[c]:.2f}" for c in (-q).argsort()[:5]])
print(f"Z {Z:.2f} price {-np.log(Z):.2f}")
assert 0.15 < Z < 0.4
assert symbols[before.argmax()] == "鳥" and symbols[after.argmax()] == "鶯"
logits = np.where(m, np.log(before), -np.inf)
softmax = np.exp(logits) / np.exp(logits).sum()
assert np.allclose(after, softmax) and np.isclose(after.sum(), 1)

# %% [markdown] lang="en"
# *Spring Dawn* of lesson 11, before the end of line 2: 處處聞啼, everywhere one hears the cry of ...
# The poet wrote 鳥, bird, and the model thinks so, too.
# But our mask wants level tones at a rhyme, as most quatrains have them; 鳥 is oblique.
# So now 鶯 leads, the oriole; 鵑 is a cuckoo, 鴉 and 烏 are crows.
# The rule forbids, and the model still wants a bird.

# %% [markdown] lang="zh"
# 这是第 11 课的《春曉》，停在第 2 句的末字之前：“處處聞啼……”。
# 原诗写的是“鳥”，模型也这么想。
# 可是我们的掩码要求韵脚用平声，多数绝句确实如此，而“鳥”是仄声。
# 于是“鶯”排到了最前面，后面是“鵑”“鴉”“烏”。
# 规则只管禁止，模型想写的仍然是鸟。

# %% [markdown] lang="en"
# The scores before the softmax are called logits; set to $-\infty$ where a symbol is forbidden, they give the same numbers.
# Does a mask change the odds of two allowed characters?

# %% [markdown] lang="zh"
# 做 softmax 之前的得分叫 logit；把禁用的字的 logit 设成 $-\infty$，得到的数是一样的。
# 两个可用的字，概率之比会因为掩码而改变吗？

# %%
kept = [c for c in (-before).argsort() if m[c]][:2]
one, other = kept
odds = [q[one] / q[other] for q in (before, after)]
print(np.isclose(*odds))
assert np.isclose(*odds)

# %% [markdown] lang="en"
# No: both are divided by the same $Z$.

# %% [markdown] lang="zh"
# 不会：两个概率都除以同一个 $Z$。

# %% [markdown] lang="en"
# ## Exercise 1: the head
#
# After `step` characters, in lines of `width`, which may come next?
# Line n (from 0) begins with `head[n]` only; everywhere else, and in lines beyond the head, all `symbols`.
# Return the mask, V truth values.
# For example, `mask_head(symbols, 5, 5, "春江花月")` is True for 江 alone.

# %% [markdown] lang="zh"
# ## 练习 1：藏头
#
# 已经写了 `step` 个字，每句 `width` 个字，下一个字可以是哪些？
# 第 n 句（从 0 数起）的开头只能是 `head[n]`；其他位置，以及藏头字用完以后的各句，所有 `symbols` 都可以。
# 请返回掩码，也就是 V 个真假值。
# 例如 `mask_head(symbols, 5, 5, "春江花月")` 只有“江”是 True。

# %% exercise="mask_head" slide="task"
mask_head = exercises.mask_head.solved

# %%
exercises.mask_head.check(mask_head)

# %% [markdown] lang="en"
# ## What rhymed in Tang?
#
# The next mask needs to know which characters rhyme.
# Ask your ears?
# Pinyin says how a character sounds today; take lines 2 and 4 of the test's 704 quatrains.

# %% [markdown] lang="zh"
# ## 唐人押什么韵？
#
# 下一个掩码要知道哪些字互相押韵。
# 凭耳朵听行不行？
# 拼音记的是今天的读音；我们取测试集里全部 704 首绝句，看它们的第 2、4 句。

# %% [markdown] lang="en" slide="question"
# **Predict.** In how many do the two ends rhyme in Mandarin?
#
# - (a) about five in six
# - (b) nearly all
# - (c) fewer than half

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 用普通话读，其中有多少首的两个韵脚是押韵的？
#
# - (a) 大约六分之五
# - (b) 几乎全部
# - (c) 不到一半

# %%
predictions.rhymes_today.answer("a")

# %%
quatrains = [one.lines for one in tang.test if one.form[0] == 4]
pairs = [(lines[1][-1], lines[3][-1]) for lines in quatrains]
today = np.mean([bool(verse.same_modern_rhyme(*pair)) for pair in pairs])
print(len(pairs), f"{today:.2f}")
for pair in ("回來", "家斜", "時悲"):
    said = [said_today(one)[0] for one in pair]
    print(pair, *said, verse.same_modern_rhyme(*pair))
assert len(pairs) == 704 and round(today, 2) == 0.84

# %% [markdown] lang="en"
# 回, return, and 來, come, rhymed in Tang; huí and lái do not.
# The poems remember: join two characters each time they end neighbouring even lines.
# What does the graph look like?

# %% [markdown] lang="zh"
# “回”和“來”在唐代押韵，今天却不押韵。
# 声音没有留下，诗却留下来了。
# 两个字每次在相邻两个偶数句的末尾碰面，就连一条线。
# 这样连出的图是什么样？

# %%
graph = verse.rhyme_graph(tang.train)
groups = verse.find_rhyme_groups(graph)
print(len(graph), len(groups))
print(*["".join(group[:14]) for group in groups[:5]], sep="\n")
assert 40 <= len(groups) <= 50

# %% [markdown] lang="en"
# `find_rhyme_groups` finds **communities**: members joined more often than chance would (Blondel and others, 2008).
# Below, edges place the characters, like springs; colours show the groups.
# Would you draw the same groups?

# %% [markdown] lang="zh"
# `find_rhyme_groups` 找的是图里的**社区**（community）：其中的字彼此间的连线比碰巧的多（Blondel 等，2008）。
# 图中字的位置只由连线决定；颜色是算法分出的组。
# 换了你，也会这样分吗？

# %% slide="result"
shown = [groups[number][:9] for number in (3, 5, 6, 8, 11)]
edges = graph.edges("".join(map("".join, shown)))
fig, ax = plots.figure(width=7, height=4.6)
plots.draw_rhymes(ax, lay_out_poem(edges), edges, shown)
plots.show(fig, alt=alts["rhymes"])

# %% [markdown] lang="en" slide="+claim"
# Nobody gave it a rhyme book, such as the *Pingshui* rhymes (平水韻) of 1252, later used with 106 groups.
# Do groups made from training poems hold for poems it never saw?

# %% [markdown] lang="zh" slide="+claim"
# 我们没有把韵书交给算法；后人写诗多查平水韵，它在 1252 年刊行，后来通行的本子分 106 个韵部。
# 从训练的诗里找出的组，对没见过的诗还管用吗？

# %%
group_of = {one: n for n, group in enumerate(groups) for one in group}


def rhymes(one, other):
    return one in group_of and group_of[one] == group_of.get(other)


found = np.mean([rhymes(*pair) for pair in pairs])
second, fourth = np.array(pairs).T
mixed = np.random.default_rng(0).permutation(fourth)
at_random = np.mean([*map(rhymes, second.tolist(), mixed.tolist())])
print(f"{found:.2f} {today:.2f} {at_random:.2f}")
assert round(found, 2) == 0.97 and at_random < 0.1 < today < 0.85

# %% [markdown] lang="en"
# 97 %: better than today's speech, and random pairs hardly ever rhyme.

# %% [markdown] lang="zh"
# 97%：比凭今天的读音可靠，随机配对的则几乎都不押韵。

# %% [markdown] lang="en"
# ## Exercise 2: the rhyme
#
# `text` is written; which characters may come next, in lines of `width`?
# At the end of line 2, all that have a group in `group_of`; at the end of lines 4, 6, ... only those of line 2's group; elsewhere all.
# For example, after 19 characters, with 閑 ending line 2, only the group of 閑 may come.

# %% [markdown] lang="zh"
# ## 练习 2：押韵
#
# `text` 已经写好，每句 `width` 个字，下一个字可以是哪些？
# 第 2 句末，凡是在 `group_of` 里有韵部的字都可以；第 4、6……句末，只能用和第 2 句末同韵部的字；其他位置都可以。
# 例如已经写了 19 个字，第 2 句末是“閑”，就只有“閑”那个韵部的字可用。

# %% exercise="mask_rhyme" slide="task"
mask_rhyme = exercises.mask_rhyme.solved

# %%
exercises.mask_rhyme.check(mask_rhyme)

# %% [markdown] lang="en" slide="section"
# ## Level and oblique
#
# Tang verse sets two kinds of tones against each other.
# In a line they alternate at positions 2 and 4; the next line of a couplet turns them round.
# The ends of lines are bound in a like way.
# So two characters at such places are alike or opposite: edges of $+1$ and $-1$.

# %% [markdown] lang="zh" slide="section"
# ## 平与仄
#
# 唐诗把平、仄两类声调对照着用。
# 一句之中，第 2、4 个字平仄相反；一联之中，下句又和上句相反。
# 句末的字也有类似的约束。
# 所以这些位置上的两个字，要么同类，要么相反：它们之间的连线取 $+1$ 或 $-1$。

# %% [markdown] lang="en"
# How do edges become two halves?
# One character known as level, 天 (sky), starts with 1, all others with 0.
# In each round a character takes the sum of its neighbours' values, each times its edge, common characters scaled down; then all are scaled to length 1.
# Soon only that is left which agrees with most edges: above 0 level, below 0 oblique.
# Every fifth poem of training will do.
# What would the tones of today say?

# %% [markdown] lang="zh"
# 有了连线，怎样把字分成两半？
# 已知“天”是平声，让它从 1 开始，其他字都从 0 开始。
# 每一轮里，把邻居的值各乘以连线的值，再加起来，就是一个字的新值（常用字的分量要压低）；然后把全部的值缩放到长度为 1。
# 几轮之后，留下来的就是和大多数连线相符的分法：大于 0 的是平声，小于 0 的是仄声。
# 训练的诗每五首取一首就够了。
# 今天的声调又会怎么说？

# %%
signs = verse.find_tones(verse.tone_graph(tang.train[::5])).signs()
for one in "春江花雪國白一":
    pinyin, tone = said_today(one)
    print(one, pinyin, tone.symbol, "仄平"[signs[one] > 0])
assert [signs[one] for one in "春江花雪國白一"] == [1, 1, 1, -1, -1, -1, -1]

# %% [markdown] lang="en"
# The third column is Mandarin, the last comes from the poems.
# They differ for 國 (country), 白 (white) and 一 (one): in Tang these ended in a clipped -k or -t, and counted as oblique.
# Mandarin lost those endings, and with them the tone.
#
# ## Exercise 3: the tones
#
# A pattern such as `中仄平平仄`, one string a line, says what each place wants.
# Return the mask for place `step`: where level is wanted, characters of that tone in `tone_of`; where oblique, those; where `中`, all.
# A character marked `中` in `tone_of` fits everywhere, one that is missing only where the pattern is free.

# %% [markdown] lang="zh"
# 第三列是普通话的平仄，最后一列是从诗里算出来的。
# “國、白、一”三个字对不上：它们在唐代读入声，收音短促，属于仄声。
# 普通话里入声消失了，这些字就分到了别的声调里。
#
# ## 练习 3：平仄
#
# 像 `中仄平平仄` 这样的格律，每句一个字符串，写明了每个位置要什么声调。
# 请返回位置 `step` 的掩码：要平声的位置用 `tone_of` 里的平声字，要仄声的用仄声字，写 `中` 的位置所有的字都可以。
# 在 `tone_of` 里记作 `中` 的字放在哪里都行；没有收进去的字，只能放在随意的位置。

# %% exercise="mask_tones" slide="task"
mask_tones = exercises.mask_tones.solved

# %%
exercises.mask_tones.check(mask_tones)

# %% [markdown] lang="en" slide="section"
# ## A poem by your own masks
#
# Your three functions, and nothing else, keep the rules of this quatrain.
# Put your own name under it, or another head, of characters in `symbols`.

# %% [markdown] lang="zh" slide="section"
# ## 用你自己写的掩码作诗
#
# 这首绝句能不能守规矩，全靠你写的三个函数。
# 可以把落款换成你的名字，也可以换掉藏头的四个字，只要它们在 `symbols` 里面。

# %% tags=["nbval-ignore-output"] slide="+result"
mask_head = exercises.mask_head.mine(mask_head)
mask_rhyme = exercises.mask_rhyme.mine(mask_rhyme)
mask_tones = exercises.mask_tones.mine(mask_tones)
head, author = "春江花月", "佚名"  # 佚名: anonymous
pattern = "中仄平平仄", "中平仄仄平", "中平平仄仄", "中仄仄平平"
tone_of = {one: "仄平"[sign > 0] for one, sign in signs.items()}


def by_your_masks(before):
    text = "".join(symbols[k] for k in before[:, 0].tolist())
    at_head = mask_head(symbols, len(text), 5, head)
    rhyme = mask_rhyme(symbols, text, 5, group_of)
    tones = mask_tones(symbols, tone_of, pattern, len(text))
    return torch.from_numpy(at_head & rhyme & tones)


yours = lines_of(poet, write([*free, by_your_masks], 1, seed=1))[0]
print(*yours, f"—— {author}", sep="\n")
assert [line[0] for line in yours] == list(head)
assert group_of[yours[1][-1]] == group_of[yours[3][-1]]

# %% [markdown] lang="en"
# ## One rule after another
#
# Twelve heads, 192 poems, one more mask a row.
# *Varied* forbids repeats (not 悠悠), *new* a fifth character in a row from known poems.
# Which numbers will move?

# %% [markdown] lang="zh"
# ## 一条一条加上去
#
# 用十二组藏头字写 192 首诗，每往下一行多一条掩码。
# “不重字”禁止重字（叠字除外），“不抄原诗”禁止与已知的诗连着五字相同。
# 哪些数会变？

# %% tags=["nbval-ignore-output"] slide="picture"
names = """春江花月 風花雪月 山高水長 國泰民安 明月清風 高山流水
梅蘭竹菊 琴棋書畫 春夏秋冬 東西南北 日月星辰 江山如畫""".split()
heads = names * 16
masks = constraints_for(poet, heads)
print(len(heads), *masks)
chosen, table = list(free), {}
for name in ("free", *masks):
    chosen += [masks[name]] if name in masks else []
    poems = lines_of(poet, write(chosen, len(heads)))
    table[name] = rates(poet, poems, heads)
plots.show_table(table, digits=2)
last = table["new"]
kept = {key: last[key] for key in ("head", "rhyme", "tones", "copied")}
assert table["free"]["head"] == 0 and table["head"]["head"] == 1
assert table["head"]["rhyme"] < 0.95 and table["rhyme"]["rhyme"] == 1
assert table["rhyme"]["tones"] < 0.8 and table["tones"]["tones"] == 1
assert last["repeated"] < table["tones"]["repeated"]
assert [*kept.values()] == [1, 1, 1, 0]
fig, ax = plots.figure(width=7.5)
plots.draw_rates(ax, table, ("head", "rhyme", "tones"))
plots.show(fig, alt=alts["rates"])

# %% [markdown] lang="en" slide="+claim section question"
# Head, rhyme and tones each go to 100 % with their own mask, none before it, and stay there.
# Does the order matter?
# Where masks together leave nothing, the later ones give way: `sample` writes down which.
#
# ## The likeliest poem
#
# So far we drew.
# Why not always take the likeliest character: **greedy** search?
# A **beam** keeps 8 beginnings, lets each go on in every way, and keeps the best 8.
#
# **Predict.** Which finds the likeliest poem for a head?
#
# - (a) greedy
# - (b) the best of 16 drawn at temperature 0.8
# - (c) the beam

# %% [markdown] lang="zh" slide="+claim section question"
# 藏头、押韵、平仄，都是加上各自的掩码以后才变成 100%，此后一直不变。
# 掩码的先后次序有关系吗？
# 几个掩码合在一起，如果一个字也不剩，排在后面的掩码就要让步，`sample` 会记下是哪一个让了步。
#
# ## 最可能的一首
#
# 到现在为止，字都是抽出来的。
# 为什么不每一步都取最可能的字，也就是用**贪心**（greedy）搜索？
# 还有**束搜索**（beam search）：同时保留 8 个开头，每个开头都试着接上所有可能的字，再从中留下最好的 8 个。
#
# **先猜一猜。** 对同一组藏头字，哪种办法找到的诗最可能？
#
# - (a) 贪心
# - (b) 温度 0.8 抽 16 首，取最好的
# - (c) 束搜索

# %%
predictions.greedy_is_likeliest.answer("c")


# %% tags=["nbval-ignore-output"]
def find(head, width):
    mask = constraints_for(poet, [head] * width)["head"]
    reader = language_model.PoemReader(poet.model, form, width)
    return language_model.beam_search(reader, [mask], form.num_steps, width)


drawn = write([masks["head"]], 192, temperature=0.8)
best = drawn.log_probs.sum(0).reshape(16, 12).max(0).values
greedy = [find(head, 1) for head in names]
beams = [find(head, 8) for head in names]
scores = [[s.log_probs[:, 0].sum() for s in row] for row in (greedy, beams)]
scores = np.array([*scores, best])  # (3, 12)
print(scores.mean(axis=1).round(1))
assert (scores[1] > scores[0]).mean() > 0.7
assert scores[1].mean() > scores[0].mean() + 1 > scores[2].mean() + 1

# %% [markdown] lang="en"
# Printed: the mean log-probability of a poem by greedy, by the beam, and of the best of 16.
# So greedy does not write the most likely poem.
# But do we want the likeliest?
# Who only says what is likely says what everyone says (Holtzman and others, 2020): so we draw some poems, then choose one.

# %% [markdown] lang="zh"
# 印出的是整首诗的对数概率，对各组藏头字取了平均，依次是贪心搜索、束搜索、16 首里最好的。
# 所以，贪心搜索写出的并不是最可能的诗。
# 可是，我们真的想要最可能的诗吗？
# 只说最可能的话，说的就是人人会说的话（Holtzman 等，2020）：所以我们先抽出几首，再从中挑选。

# %% [markdown] lang="en"
# ## Exercise 4: choose a candidate
#
# `log_probs` (T, B) holds log-probabilities: T characters, B candidates.
# Return the number of the likeliest poem, as a whole.
# For example, log-probabilities $-2, -3, -1$ beat $-3, -2, -3.5$.

# %% [markdown] lang="zh"
# ## 练习 4：挑一首
#
# `log_probs` (T, B) 是 B 首候选诗里 T 个字各自的对数概率。
# 请返回整首诗最可能的那一首的编号。
# 例如对数概率 $-2, -3, -1$ 胜过 $-3, -2, -3.5$。

# %% exercise="choose_poem" slide="task"
choose_poem = exercises.choose_poem.solved

# %%
exercises.choose_poem.check(choose_poem)

# %% [markdown] lang="en"
# ## Likely, or to the point?
#
# Characters that fit everywhere are likely everywhere.
# How much likelier is a character $x$ *here* than elsewhere: $\ln p(x \mid \text{before}) - \ln p(x)$?
# This is **pointwise mutual information** (Church and Hanks, 1990).
# Give `choose_poem` these numbers, and it takes the poem most to the point.
#
# **Predict.** Who takes more clichés, the 100 commonest pairs of neighbours?
#
# - (a) the likeliest of 16
# - (b) the one most to the point
# - (c) both the same

# %% [markdown] lang="zh"
# ## 可能，还是贴切？
#
# 放在哪里都合适的字，在哪里都很可能。
# 那么，一个字 $x$ 在**这里**的可能性比别处大多少：$\ln p(x \mid \text{before}) - \ln p(x)$？
# 这叫**点互信息**（pointwise mutual information；Church 与 Hanks，1990）。
# 把这些数交给 `choose_poem`，挑出来的就是最贴切的诗。
#
# **先猜一猜。** 把最常见的 100 个两字组合叫作套语，哪一首里套语更多？
#
# - (a) 16 首里最可能的
# - (b) 其中最贴切的
# - (c) 两首一样多

# %%
predictions.who_takes_cliches.answer("a")


# %% tags=["nbval-ignore-output"]
def cliches(lines):
    return sum(pair in common for line in lines for pair in pairwise(line))


choose_poem = exercises.choose_poem.mine(choose_poem)
seen = [line for one in tang.train for line in one.lines]
pairs = Counter(pair for line in seen for pair in pairwise(line))
common = {pair for pair, _ in pairs.most_common(100)}
counts = Counter("".join(seen))
usual = np.log([1 + counts[c] for c in symbols]) - np.log(counts.total())
picked = []
for seed in range(3):
    some = write([*free, *masks.values()], len(heads), seed=seed)
    each = np.array([*map(cliches, lines_of(poet, some))])  # (B,)
    here = some.log_probs.numpy() - usual[some.ids.numpy()]  # (T, B)
    for k in range(12):
        likely = choose_poem(some.log_probs[:, k::12].numpy())
        picked += [each[k::12][[likely, choose_poem(here[:, k::12])]]]
likeliest, fitting = np.mean(picked, axis=0)
beam = [cliches(lines_of(poet, one)[0]) for one in beams]
true = [cliches(p.lines) for p in tang.validation if p.form == (4, 5)]
shares = np.mean(beam), likeliest, fitting, each.mean(), np.mean(true)
print(*np.round(shares, 2))
assert likeliest > each.mean() + 0.1 and fitting < likeliest

# %% [markdown] lang="en"
# Clichés a poem: by the beam, the likeliest of 16, the one most to the point, any of 192, real ones.
# Our poet takes the one most to the point.

# %% [markdown] lang="zh"
# 一首诗里平均的套语数，依次是束搜索、16 首里最可能的、最贴切的、192 首全部、真诗。
# 我们的诗人挑最贴切的那一首。

# %% [markdown] lang="en" slide="section"
# ## The head comes as a surprise
#
# The model writes line 1 without knowing that line 2 must begin with 江.
# So nothing in line 1 leads there: where the lines join, an acrostic may limp.
# We draw 16 candidates a head, and take the likeliest as a whole.

# %% [markdown] lang="zh" slide="section"
# ## 藏头字来得突然
#
# 写第 1 句的时候，模型并不知道第 2 句必须以“江”开头。
# 所以第 1 句没有为它作准备：藏头诗要是读起来不自然，可能就是在两句相接的地方。
# 每组藏头字抽 16 首，取整首诗最可能的那一首。

# %% [markdown] lang="en" slide="question"
# **Predict.** What became likelier, compared with an average candidate?
#
# - (a) mostly the free characters
# - (b) mostly the three later heads
# - (c) both alike

# %% [markdown] lang="zh" slide="question"
# **先猜一猜。** 和候选诗的平均水平相比，是哪些字变得更可能了？
#
# - (a) 主要是自由选的字
# - (b) 主要是后三个藏头字
# - (c) 两者差不多

# %%
predictions.what_gets_likelier.answer("a")

# %% tags=["nbval-ignore-output"]
log_probs = drawn.log_probs.reshape(20, 16, 12).numpy()  # (T, 16, 12)
best = log_probs.sum(axis=0).argmax(axis=0)  # (12,)
picked = log_probs[:, best, np.arange(12)]  # (T, 12)
at_heads = np.isin(np.arange(20), (5, 10, 15))
at_free = np.arange(20) % 5 > 0
gain = picked.mean(axis=1) - log_probs.mean(axis=(1, 2))  # (T,)
print(f"{gain[at_free].mean():.2f} {gain[at_heads].mean():.2f}")
assert gain[at_free].mean() > 0.5
assert gain[at_free].mean() > gain[at_heads].mean() + 0.3

# %% [markdown] lang="en"
# The joins are hardly mended.
# So **read ahead**: weigh each first line by how well it leads to the head $h$ (Bayes):
#
# $$p(\text{line} \mid h) \propto p(\text{line}) \, p(h \mid \text{line})$$
#
# Take the line that leads there best.
# Its head is less of a surprise then, but that is arithmetic: we chose for it.
# Is anything better that we did *not* choose for?
# The rest of line 2, or the join as another reader sees it: a bigram model of validation poems.

# %% [markdown] lang="zh"
# 相接的地方几乎没有改善。
# 那就**先往后看一步**：第 1 句越能引出藏头字 $h$，就给它越大的权重（贝叶斯公式）：
#
# $$p(\text{line} \mid h) \propto p(\text{line}) \, p(h \mid \text{line})$$
#
# 我们取最能引出藏头字的那一句。
# 这样一来，藏头字当然不那么突然了，可这只是算术：我们就是按它来选的。
# 那么，**没有**用来选的东西，有没有变好？
# 看看第 2 句其余的字，再请另一个读者来读这个相接的地方：一个数过验证集的二元模型。

# %% tags=["nbval-ignore-output"]
aware = log_probs[5].argmax(axis=0)  # (12,)
known = [one.lines for one in tang.validation if one.form == (4, 5)]
known = np.array([poet.vocabulary.encode("".join(one)) for one in known])
reader = baselines.NgramModel.fit([known], 2, len(symbols))
theirs = reader.log_probs(drawn.ids.T.numpy()).T.reshape(20, 16, 12)
gains = [
    scores[:, aware, np.arange(12)].mean(axis=1) - scores.mean(axis=(1, 2))
    for scores in (log_probs, theirs)
]
ours, other = gains  # (T,)
print(f"{ours[5]:.2f} {ours[6:10].mean():.2f} {other[5]:.2f}")
assert ours[5] > 1 and abs(other[5]) < 0.3 and ours[6:10].mean() < 0.9

# %% [markdown] lang="en"
# The number we chose by gains 1.4 nats, and the other reader sees nothing of it.
# Over five seeds, run by hand, its gain was between -0.07 and 0.03, and that of the rest of line 2 between -0.15 and 0.67: now worse, now better.
# So reading ahead mends what it looks at, and we have not shown more.
# (A bigram sees one character back; a better reader might see what it does not.)

# %% [markdown] lang="zh"
# 我们用来选的那个数提高了 1.4 奈特，另一个读者却什么也没看出来。
# 手动跑了五个种子：它的改善在 -0.07 到 0.03 之间，第 2 句其余的字在 -0.15 到 0.67 之间，有时变差，有时变好。
# 所以，往后看一步只改善了它所看的那个数，别的好处我们没有证明。
# （二元模型只看前一个字；换一个更好的读者，也许能看出它看不到的东西。）

# %% [markdown] lang="en"
# ## Exercise 5: is it new?
#
# A copy rhymes and scans.
# So return the length of the longest run of neighbouring characters that `text` shares with one of the `poems`.
# For example, 山月光 shares 月光 with 床前看月光: 2.

# %% [markdown] lang="zh"
# ## 练习 5：是新写的吗？
#
# 照抄来的诗，格律可以样样合格。
# 请返回：`text` 与 `poems` 里某首诗共有的连续片段，最长有几个字。
# 例如“山月光”和“床前看月光”共有“月光”，答案是 2。

# %% exercise="longest_shared_run" slide="task"
longest_shared_run = exercises.longest_shared_run.solved

# %%
exercises.longest_shared_run.check(longest_shared_run)

# %% [markdown] lang="en"
# ## Another judge
#
# Nobody should mark their own work.
# Our judge counted bigrams of validation poems, which the poet never read.
# What should it say of real, new and shuffled poems?

# %% [markdown] lang="zh"
# ## 换个评委
#
# 自己写的诗，不该由自己来打分。
# 评委是一个二元模型，它数的是诗人没有读过的验证集。
# 对真诗、新写的诗和打乱的诗，评委应该怎么打分？


# %% tags=["nbval-ignore-output"]
def encode(lines):
    return np.array([poet.vocabulary.encode(line) for line in lines])


heard = [p.lines for p in tang.validation if p.form[1] == 5]
judge = baselines.NgramModel.fit([encode(sum(heard, ()))], 2, len(symbols))
written = {"real": encode("".join(one.lines) for one in real)}  # (B, T)
for T in (1.0, 0.8, 0.5):
    written[f"T {T}"] = write(free, 200, temperature=T).ids.T.numpy()
rng, said = np.random.default_rng(0), {}
for name, ids in written.items():
    both = ids, rng.permuted(ids, axis=1)
    said[name] = [judge.nats([one.reshape(-1, 5)]) for one in both]
    print(f"{name:6} {said[name][0]:.2f} {said[name][1]:.2f}")
assert all(mixed > as_is + 0.3 for as_is, mixed in said.values())
assert said["T 0.5"][0] < said["T 0.8"][0] < said["real"][0]

# %% [markdown] lang="en"
# It tells order from disorder.
# But see the first column: the colder the poet, the *better* the mark, at last better than real poems.
# Does that make it a better poet?
# It is greedy's lesson again: what is likely is not yet good.
# So four numbers belong together: rules kept, a judge's nats, new runs, different poems.

# %% [markdown] lang="zh"
# 次序正常还是打乱，评委分得清。
# 再看第一列：诗人的温度越低，评委的评价反而越**好**，最后比真诗还好。
# 那么，温度越低，诗就写得越好吗？
# 这和贪心搜索的教训一样：最可能的，不等于好的。
# 所以四个数要放在一起看：规则守住了没有，评委给了多少奈特，有没有照抄，各首诗是否互不相同。

# %% [markdown] lang="en"
# ## Any head
#
# People type simplified characters, rare ones, or their names in Latin letters.
# The poems it learnt from are in traditional characters.
# What should become of each?

# %% [markdown] lang="zh"
# ## 什么都能藏
#
# 有人输入简体字，有人输入生僻字，还有人输入拉丁字母。
# 而模型学的诗全是繁体字。
# 这几种输入，各应该怎样处理？

# %%
for head in ("长风万里", "龘"):
    poem = write_poems(head, form=5, seed=2)[0]
    read = "".join(line[0] for line in poem.traditional)
    print(head, poem.script, read[: len(head)])
    assert read[: len(head)] in ("長風萬里", "龘")
    assert "".join(line[0] for line in poem.lines)[: len(head)] == head
try:
    write_poems("Anna")
except ValueError as error:
    print(error)

# %% [markdown] lang="en"
# 长风万里, “far and wide the wind”, is read as 長風萬里 and printed as typed.
# The rare 龘 is fed as unknown, yet printed; Latin letters get a sentence, no `KeyError`.

# %% [markdown] lang="zh"
# “长风万里”转成繁体的“長風萬里”给模型读，印出来仍是输入的样子。
# 生僻字“龘”按未知符号读，照样印在诗里；输入拉丁字母，得到的是一句说明，而不是 `KeyError`。

# %% [markdown] lang="en" slide="section"
# ## One place, rule by rule
#
# Where is a rule cheap, and where dear?

# %% [markdown] lang="zh" slide="section"
# ## 一个位置，一条条规则
#
# 一条规则，在哪些位置代价小，在哪些位置代价大？


# %% tags=["nbval-ignore-output"] slide="+result"
def say(character):
    return said_today(character)[0]


widgets.explore_masks(symbols, lines, p, allowed, say, place=14)

# %% [markdown] lang="en" slide="section"
# ## The studio
#
# Now write for a friend.
# Point at a character: what else did the model consider?

# %% [markdown] lang="zh" slide="section"
# ## 诗人工作室
#
# 现在，为朋友写一首吧。
# 把鼠标移到一个字上看看：模型还考虑过哪些字？

# %% tags=["nbval-ignore-output"] slide="+result"
widgets.explore_poet(write_poems)

# %% [markdown] lang="en"
# ## Read on
#
# - Zhang and Lapata (2014), *Chinese Poetry Generation with Recurrent Neural Networks*: early quatrains from an RNN, line after line.
# - Ghazvininejad and others (2016), *Generating Topical Poetry*: English sonnets, with rhymes and metre kept by a rule outside the net.
# - Holtzman and others (2020), *The Curious Case of Neural Text Degeneration*: why the likeliest text is dull.

# %% [markdown] lang="zh"
# ## 接着读
#
# - Zhang 与 Lapata（2014），《Chinese Poetry Generation with Recurrent Neural Networks》：较早用 RNN 一句接一句写绝句。
# - Ghazvininejad 等人（2016），《Generating Topical Poetry》：写英文十四行诗，押韵和格律由网络之外的规则来保证。
# - Holtzman 等人（2020），《The Curious Case of Neural Text Degeneration》：最可能的文字为什么乏味。

# %% [markdown] lang="en"
# ## What you saw
#
# - A rule is a mask over the vocabulary: it forbids, and the model still chooses.
# - Nearly the same likelihood, with rhymes or without: measure what you need.
# - Rhymes and tones of Tang can be found in the poems alone; today's speech has lost some of them.
# - Greedy is not likeliest, and likeliest is not best: draw, then choose.
# - A model cannot prepare for a forced character; choosing for it mends its probability, and nothing else measured.
#
# You have built it all.
# But each character waits for the one before: must it?
# That is lesson 13.

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 规则就是词表上的掩码：它只管禁止，选哪个字还是由模型决定。
# - 似然几乎一样的模型，有的押韵，有的不押韵：在意什么，就要单独测量什么。
# - 唐诗的韵部和平仄，从诗里就能找出来；今天的读音已经失去了一部分。
# - 贪心搜索找到的不是最可能的诗，最可能的也不是最好的：先抽，再挑。
# - 模型没法提前为藏头字作准备；按藏头字来挑前一句，改善的只有藏头字的概率，别的好处没有测出来。
#
# 你已经亲手做出了一个诗人。
# 可是每个字都要等前一个字：非这样不可吗？
# 第 13 课见。
