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
# 模型只会猜下一个字，能不能让它写一首诗：句句以这四个字开头，还要押韵、合平仄？
#
# *90 分钟。先学完第 11 课。*
# 学完以后，你能把一条规则变成掩码，量出它改变了什么，还能在候选诗里挑一首。
# 你能只凭诗本身找出唐诗的韵部，也能看出一首诗是新写的还是抄来的。

# %%
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

# %% [markdown] lang="en"
# ## First, a poem
#
# The head is 春江花月: spring, river, blossom, moon.
# Below stand the tones it keeps (`平` level, `仄` oblique, `中` free), and pinyin.
# Which rules do you see?

# %% [markdown] lang="zh"
# ## 先来一首
#
# 这首诗的藏头是“春江花月”。
# 下面附上它必须守的平仄（`平` 平声，`仄` 仄声，`中` 随意），还有今天的读音。
# 你能看出这首诗守了哪些规矩？

# %% tags=["nbval-ignore-output"]
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
# The model writes on a **grid**: 4 lines, 5 columns, 20 places.
# It is told each place, and picks a character.
# Could it get the length wrong?

# %% [markdown] lang="zh"
# ## 一句到哪儿为止？
#
# 模型写在**格子**里：4 句，每句 5 格，共 20 个位置。
# 每到一格，模型都知道自己在哪儿，再选一个字。
# 字数有可能错吗？

# %%
form = language_model.PoemShape(width=5, num_lines=4)
symbols = poet.vocabulary.symbols
print(form.num_steps, [mark for mark in "，。\n" if mark in symbols])
assert form.num_steps == 20

# %% [markdown] lang="en"
# No: its vocabulary has no comma and no end of line to choose.
# The surest way to keep a rule is to make breaking it impossible.
# (Its grid is also why it needs no padding.)
#
# The next function draws `num_poems` poems side by side.
# A **mask** says which symbols may come next; `masks` will hold our rules.

# %% [markdown] lang="zh"
# 不可能：词表里根本没有逗号，也没有换行，想选都选不到。
# 要守住一条规矩，最稳的办法是让它没法犯规。
# （有了格子，填充也省了。）
#
# 下面的函数一次并排写 `num_poems` 首诗。
# **掩码**（mask）说明下一步哪些符号可用，`masks` 里以后放我们的规则。


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

# %% [markdown] lang="en"
# ## Does it rhyme by itself?
#
# In a quatrain, lines 2 and 4 rhyme; of `real` ones, which the model never saw, about 95 % do.
# Nobody told the model what a rhyme is.
# Let it write 200 poems under no rule, at temperature 1: its own probabilities.
#
# **Predict.** How many rhyme?
#
# - (a) about 5 %, like ends paired at random
# - (b) most, but fewer than real poems
# - (c) as many as real poems

# %% [markdown] lang="zh"
# ## 它自己会押韵吗？
#
# 绝句的第 2、4 句押韵；`real` 里的真诗模型从没见过，其中约 95 % 押了韵。
# 没有人告诉过模型什么是韵。
# 让它不带任何规则写 200 首，温度取 1，也就是照它自己的概率写。
#
# **先猜一猜。** 有多少首押韵？
#
# - (a) 约 5 %，和随机凑对差不多
# - (b) 多数押，但不如真诗
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
#
# **Predict.** We cover one character in all three, the end of line 2, and let it read the `real` poems.
# Where does it lose nats (natural logarithms, $-\ln p$)?
#
# - (a) at every place after it
# - (b) nowhere: the others tell enough
# - (c) almost only at the last place

# %% [markdown] lang="zh"
# 多数时候真押上了。
# 那么，“语言模型只要够好，自己就会押韵”？
# 别急，第 2 句末字是什么，它有三条路可以知道：隐状态；上两句同一位置的字，直接给它看；注意力，按权重回看读过的每一个字（第 07 课）。
#
# **先猜一猜。** 只遮住一个字（第 2 句的末字），三条路都遮住，再让它读 `real` 里的真诗。
# 和不遮时相比，哪些位置的代价（$-\ln p$，单位是奈特，nat）会变大？
#
# - (a) 遮住的字以后，处处变大
# - (b) 哪儿也不变，别的字够用了
# - (c) 几乎只有最后一个位置

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

# %% tags=["nbval-ignore-output"]
print(*np.round([lost.mean(), own["rhyme"], blind_rhyme, chance], 2))
fig, ax = plots.figure(width=7)
curves = {"end of line 2 covered": covered, "all seen": seeing}
plots.draw_nats(ax, curves, form.width)
plots.show(fig, alt=alts["nats"])

# %% [markdown] lang="en"
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

# %% [markdown] lang="zh"
# 平均值变化不大，每字只多花不到 0.2 奈特。
# 可是让它写 200 首，第 2 句末字一写完就遮住，押上韵的就和碰巧差不多了。
# 似然差不多的两个模型，可以一个押韵，一个几乎不押：押不押韵，只看二十个位置里的一个。
# 所以，想要首首押韵，就得明说。
#
# ## 规则就是掩码
#
# 掩码 $m$ 在可用的字上是 1，其余是 0。
# 剩下的概率重新凑成 1：
#
# $$p(c \mid m) = \frac{m_c \, p_c}{Z}, \qquad Z = \sum_c m_c \, p_c$$
#
# $Z$ 是规则留下的概率，$-\ln Z$ 是这条规则的代价，单位是奈特。

# %% tags=["nbval-ignore-output"]
lines = ("衆鳥高飛盡", "孤雲獨去閑", "相看兩不厭", "只有敬亭山")
p, allowed = read_places(poet, lines)  # (T, V)
m, before = allowed["rhyme"][19], p[19].astype(float)
Z = before[m].sum()
after = m * before / Z
for q in (before, after):
    print(*[f"{symbols[c]} {q[c]:.3f}" for c in (-q).argsort()[:8]])
print(f"Z {Z:.3f} price {-np.log(Z):.2f}")
logits = np.where(m, np.log(before), -np.inf)
softmax = np.exp(logits) / np.exp(logits).sum()
assert np.allclose(after, softmax) and np.isclose(after.sum(), 1)

# %% [markdown] lang="en"
# So a poem by Li Bai ends, which the model has not read; he wrote 山.
# Forbidden logits of $-\infty$ give the same numbers.
# Does a mask change the odds of two allowed characters?

# %% [markdown] lang="zh"
# 这是李白《独坐敬亭山》的末字，原诗写“山”，模型没读过。
# 把禁用的字的 logit 设成 $-\infty$，得到的数一样。
# 两个可用的字相差几倍，掩码会改变吗？

# %%
kept = [c for c in (-before).argsort() if m[c]][:2]
one, other = kept
odds = [q[one] / q[other] for q in (before, after)]
print(np.isclose(*odds))
assert np.isclose(*odds)

# %% [markdown] lang="en"
# No: both are divided by the same $Z$.
#
# ## Exercise 1: the head
#
# For example, with lines of five, `mask_head(symbols, 5, 5, "春江花月")` is True for 江 alone.

# %% [markdown] lang="zh"
# 不变：两边除的是同一个 $Z$。
#
# ## 练习 1：藏头
#
# 例如五言诗里，`mask_head(symbols, 5, 5, "春江花月")` 只有“江”是 True。

# %% exercise="mask_head"
mask_head = exercises.mask_head.solved

# %%
exercises.mask_head.check(mask_head)

# %% [markdown] lang="en"
# ## What rhymed in Tang?
#
# The next mask needs to know which characters rhyme.
# Ask your ears?
# Pinyin says how a character sounds today; take lines 2 and 4 of all 704 real quatrains.
#
# **Predict.** In how many do the two ends rhyme in Mandarin?
#
# - (a) about five in six
# - (b) nearly all
# - (c) fewer than half

# %% [markdown] lang="zh"
# ## 唐人押什么韵？
#
# 下一个掩码要知道哪些字押韵。
# 用耳朵听行不行？
# 拼音记的是今天的读音；取全部 704 首真绝句的第 2、4 句来听。
#
# **先猜一猜。** 用普通话读，两个韵脚押得上的有多少？
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
# 回 and 來 rhymed in Tang; huí and lái do not.
# The poems remember: join two characters each time they end neighbouring even lines.
# What does the graph look like?

# %% [markdown] lang="zh"
# “回”和“來”唐人押得上，今天却不押。
# 声音没有留下，诗留下了。
# 两个字每在相邻的偶数句末呼应一次，就连一次线。
# 连出来是什么样？

# %%
graph = verse.rhyme_graph(tang.train)
groups = verse.find_rhyme_groups(graph)
print(len(graph), len(groups))
print(*["".join(group[:14]) for group in groups[:5]], sep="\n")
assert 40 <= len(groups) <= 50

# %% [markdown] lang="en"
# `find_rhyme_groups` finds **communities**: members joined more often than chance would (Blondel and others, 2008).
# Below, only edges place the characters, like springs.
# Would you draw these groups?

# %% [markdown] lang="zh"
# `find_rhyme_groups` 找的是**社群**：同组的字相连，远比碰巧多（Blondel 等，2008）。
# 图中位置只由连线决定，颜色是算法分的组。
# 你来圈，也这么分吗？

# %%
shown = [groups[number][:9] for number in (3, 5, 6, 8, 11)]
edges = graph.edges("".join(map("".join, shown)))
fig, ax = plots.figure(width=7, height=4.6)
plots.draw_rhymes(ax, lay_out_poem(edges), edges, shown)
plots.show(fig, alt=alts["rhymes"])

# %% [markdown] lang="en"
# Nobody gave it a rhyme book.
# Do groups made from training poems hold for poems it never saw?

# %% [markdown] lang="zh"
# 谁也没给过算法韵书。
# 从训练诗里找出的组，对没见过的诗还管用吗？

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
# 97 %: better than today's speech, and random pairs fail.
#
# ## Exercise 2: the rhyme
#
# For example, after 19 characters, with 閑 ending line 2, only the group of 閑 may come.

# %% [markdown] lang="zh"
# 97 %：比今天的读音可靠，随机凑对则押不上。
#
# ## 练习 2：押韵
#
# 例如写了 19 个字，第 2 句末是“閑”，那就只有“閑”那个韵部的字可用。

# %% exercise="mask_rhyme"
mask_rhyme = exercises.mask_rhyme.solved

# %%
exercises.mask_rhyme.check(mask_rhyme)

# %% [markdown] lang="en"
# ## Level and oblique
#
# Tang verse sets two kinds of tones against each other.
# In a line they alternate at positions 2 and 4; the next line of a couplet turns them round.
# So two characters at such places are alike or opposite: edges of $+1$ and $-1$.
# One character known as level, 天, decides which half is which.
# The tones of today would say?

# %% [markdown] lang="zh"
# ## 平与仄
#
# 唐诗把两类声调对着用。
# 一句之中，第 2、4 字平仄相反；一联的下句，再和上句反过来。
# 所以处在这些位置上的两个字，不是同类就是反类：连线取 $+1$ 或 $-1$。
# 只要知道“天”是平声，哪一半是平就定了。
# 今天的声调会怎么说？

# %%
signs = verse.find_tones(verse.tone_graph(tang.train[::5])).signs()
for one in "春江花雪國白一":
    pinyin, tone = said_today(one)
    print(one, pinyin, tone.symbol, "仄平"[signs[one] > 0])
assert [signs[one] for one in "春江花雪國白一"] == [1, 1, 1, -1, -1, -1, -1]

# %% [markdown] lang="en"
# The third column is Mandarin, the last comes from the poems.
# They differ for 國, 白 and 一: in Tang these ended in a clipped -k or -t, and counted as oblique.
# Mandarin lost those endings, and with them the tone.
#
# ## Exercise 3: the tones
#
# A pattern such as `中仄平平仄` says what each place wants.
# For example, at its third place a level character fits, and one of both readings.

# %% [markdown] lang="zh"
# 第三列是普通话的平仄，最后一列是从诗里算出来的。
# “國、白、一”对不上：它们在唐代是入声，收音短促，归仄声。
# 普通话里入声消失了，这些字就散到了别的声调。
#
# ## 练习 3：平仄
#
# 像 `中仄平平仄` 这样的格律，写明了每个位置要什么。
# 例如它的第三个位置，平声字可用，平仄两读的字也可用。

# %% exercise="mask_tones"
mask_tones = exercises.mask_tones.solved

# %%
exercises.mask_tones.check(mask_tones)

# %% [markdown] lang="en"
# ## A poem by your own masks
#
# Your three functions, and nothing else, keep the rules of this quatrain.
# Put your own name under it, and another head: its characters must be in `symbols`.

# %% [markdown] lang="zh"
# ## 用你自己写的遮罩作诗
#
# 这首绝句守不守规矩，全靠你写的三个函数。
# 把落款换成你的名字，藏头的四个字也可以换：它们得在 `symbols` 里面。

# %% tags=["nbval-ignore-output"]
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
# `varied` forbids repeats (not 悠悠), `new` a fifth character in a row from a known poem.
# Which numbers will move?

# %% [markdown] lang="zh"
# ## 一条一条加上去
#
# 十二组藏头，写 192 首，每行多加一条掩码。
# `varied` 不许重字（“悠悠”这样的叠字除外），`new` 不许和已知的诗连着五个字相同。
# 哪些数会动？

# %% tags=["nbval-ignore-output"]
names = """春江花月 風花雪月 山高水長 國泰民安 明月清風 高山流水
梅蘭竹菊 琴棋書畫 春夏秋冬 東西南北 日月星辰 江山如畫""".split()
heads = names * 16
masks = constraints_for(poet, heads)
chosen, table = list(free), {}
for name in ("free", *masks):
    chosen += [masks[name]] if name in masks else []
    poems = lines_of(poet, write(chosen, len(heads)))
    table[name] = rates(poet, poems, heads)
    print(f"{name:8}", {k: round(v, 2) for k, v in table[name].items()})

# %%
last = table["new"]
kept = {key: last[key] for key in ("head", "rhyme", "tones", "copied")}
print(kept)
assert table["free"]["head"] == 0 and table["head"]["head"] == 1
assert table["head"]["rhyme"] < 0.95 and table["rhyme"]["rhyme"] == 1
assert table["rhyme"]["tones"] < 0.8 and table["tones"]["tones"] == 1
assert last["repeated"] < table["tones"]["repeated"]
assert [*kept.values()] == [1, 1, 1, 0]

# %% tags=["nbval-ignore-output"]
fig, ax = plots.figure(width=7.5)
plots.draw_rates(ax, table, ("head", "rhyme", "tones"))
plots.show(fig, alt=alts["rates"])

# %% [markdown] lang="en"
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

# %% [markdown] lang="zh"
# 藏头、押韵、平仄，都是轮到自己的掩码才变成 100 %，此后一直不变。
# 次序要紧吗？
# 几个掩码凑在一起，要是一个字也不剩，排在后面的就让步，`sample` 会记下是谁让了。
#
# ## 最可能的一首
#
# 到现在为止，字都是抽出来的。
# 为什么不每步都取最可能的字，也就是**贪心**（greedy）？
# 还有**束搜索**（beam search）：留着 8 个开头，每个都往各个方向接，再留最好的 8 个。
#
# **先猜一猜。** 同一个藏头，谁找到的诗最可能？
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
# So greedy does not write the most likely poem.
# But do we want the likeliest?
# Count different line ends, and poems with four known characters in a row.

# %% [markdown] lang="zh"
# 所以，贪心写出的并不是最可能的诗。
# 可我们真想要最可能的吗？
# 数一数句尾有几种，又有几首与已知的诗连着四个字相同。


# %% tags=["nbval-ignore-output"]
def plainness(poems):
    endings = {line[2:] for lines in poems for line in lines}
    ids = [poet.vocabulary.encode("".join(lines)) for lines in poems]
    runs = [poet.index.longest_run(one) for one in ids]
    return len(endings) / 4 / len(poems), np.mean(np.array(runs) >= 4)


likeliest = [lines_of(poet, one)[0] for one in greedy]
few, copied = plainness(likeliest)
bold = lines_of(poet, write([masks["head"]], 192))
groups_of_12 = np.split(np.array(bold), 16)
many, rarely = np.mean([plainness(some) for some in groups_of_12], axis=0)
print(*likeliest[:3], sep="\n")
print(f"{few:.2f} {copied:.2f}  {many:.2f} {rarely:.2f}")
assert few < many - 0.05 and copied > rarely + 0.2

# %% [markdown] lang="en"
# The likeliest say what everyone says (Holtzman and others, 2020), so we draw, then choose.
#
# ## Exercise 4: choose a candidate
#
# For example, log-probabilities $-2, -3, -1$ beat $-3, -2, -3.5$.

# %% [markdown] lang="zh"
# 最可能的诗尽说人人都说的话（Holtzman 等，2020），所以先抽，再挑。
#
# ## 练习 4：挑一首
#
# 例如对数概率 $-2, -3, -1$ 胜过 $-3, -2, -3.5$。

# %% exercise="choose_poem"
choose_poem = exercises.choose_poem.solved

# %%
exercises.choose_poem.check(choose_poem)

# %% [markdown] lang="en"
# ## The head comes as a surprise
#
# The model writes line 1 without knowing that line 2 must begin with 江.
# So nothing in line 1 leads there: the join is where an acrostic limps.
# We draw 16 candidates a head, and take the likeliest as a whole.
#
# **Predict.** What became likelier, compared with an average candidate?
#
# - (a) mostly the free characters
# - (b) mostly the three later heads
# - (c) both alike

# %% [markdown] lang="zh"
# ## 藏头字来得突然
#
# 写第 1 句时，模型不知道第 2 句非得以“江”开头。
# 所以第 1 句没有给它铺路：藏头诗读着别扭，就别扭在这道接缝上。
# 每组藏头抽 16 首，取整首最可能的。
#
# **先猜一猜。** 和候选的平均水平比，是哪些字变得更可能了？
#
# - (a) 主要是自由的字
# - (b) 主要是后三个藏头字
# - (c) 两样差不多

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

# %% [markdown] lang="zh"
# 接缝几乎没补上。
# 那就**先往后看一步**：第 1 句引得出藏头字 $h$，就多给权重（贝叶斯公式）：
#
# $$p(\text{line} \mid h) \propto p(\text{line}) \, p(h \mid \text{line})$$

# %%
leads = log_probs[5]  # (16, 12)
weights = np.exp(leads) / np.exp(leads).sum(axis=0)
unaware, aware = -leads.mean(), -(weights * leads).sum(axis=0).mean()
print("aware < unaware:", aware < unaware)
assert aware < unaware - 0.2

# %% [markdown] lang="en"
# Less of a surprise: the lines lead up to the head.
#
# ## Exercise 5: is it new?
#
# A copy keeps every rule.
# For example, 山月光 shares 月光 with 床前看月光: 2.

# %% [markdown] lang="zh"
# 没那么突然了：前句给藏头字铺了路。
#
# ## 练习 5：是新写的吗？
#
# 照抄的诗，条条规矩都守得住。
# 例如“山月光”和“床前看月光”共有“月光”，答案是 2。

# %% exercise="longest_shared_run"
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
# 自己写，自己打分，不算数。
# 评委是二元模型，数的是验证集，诗人没读过那些诗。
# 真诗、新诗、打乱的诗，评委各该怎么说？


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
# But see the first column: the colder the poet, the *better* the mark, better than real poems.
# Does that make it a better poet?
# It is greedy's lesson again: what is likely is not yet good.
# So four numbers belong together: rules kept, a judge's nats, new runs, different poems.
#
# ## Any head
#
# People type simplified characters, rare ones, or their names in Latin letters.
# The poems it learnt from are in traditional characters.
# What should become of each?

# %% [markdown] lang="zh"
# 有序和乱序，它分得清。
# 再看第一列：诗人越“冷”，分数反而越**好**，比真诗还好。
# 那么，越冷的诗人越好吗？
# 这和贪心是同一个教训：可能，不等于好。
# 所以四个数要放在一起看：规矩守了没有，评委给几奈特，有没有抄，各首是否不同。
#
# ## 什么都能藏
#
# 有人输入简体字，有人输入生僻字，还有人写拉丁字母。
# 而模型学的诗全是繁体。
# 这几种输入，各该怎么办？

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
# The rare head is fed as the unknown symbol, yet printed; Latin letters get a sentence, no `KeyError`.
#
# ## One place, rule by rule
#
# Where is a rule cheap, and where dear?

# %% [markdown] lang="zh"
# 生僻字按未知符号读，照样印在诗里；拉丁字母换来一句话，而不是 `KeyError`。
#
# ## 一个位置，一条条规则
#
# 规则在哪儿便宜，在哪儿贵？


# %% tags=["nbval-ignore-output"]
def say(character):
    return said_today(character)[0]


widgets.explore_masks(symbols, lines, p, allowed, say, place=14)

# %% [markdown] lang="en"
# ## The studio
#
# Now write for a friend.
# Point at a character: what else did the model consider?

# %% [markdown] lang="zh"
# ## 诗人工作室
#
# 现在，为朋友写一首吧。
# 指着一个字看看：模型还考虑过哪些字？

# %% tags=["nbval-ignore-output"]
widgets.explore_poet(write_poems)

# %% [markdown] lang="en"
# ## What you saw
#
# - A rule is a mask over the vocabulary: it forbids, and the model still chooses.
# - Nearly the same likelihood, with rhymes or without: what you need, measure by itself.
# - Rhymes and tones of Tang can be found in the poems alone; today's speech has lost some of them.
# - Greedy is not likeliest, and likeliest is not best: draw, then choose.
# - A forced character comes as a surprise: weigh lines by what follows.
#
# You have built it all: a state, gates, a language model, and a poet.
# What will you let it read next?

# %% [markdown] lang="zh"
# ## 这一课看到了什么
#
# - 规则就是词表上的掩码：它只管禁止，选哪个还是模型说了算。
# - 似然几乎一样，可以押韵，也可以不押：在意什么，就单独量什么。
# - 唐诗的韵部和平仄，从诗里就找得出来；今天的读音已经丢了一部分。
# - 贪心不是最可能，最可能也不是最好：先抽，再挑。
# - 模型不会往后看，要它写的字就来得突然；用后文给前句加权，就能补上。
#
# 隐状态、门、语言模型、诗人，你全都亲手做过了。
# 接下来，你想让它读什么？
