"""Lesson 12: what is predicted before it is computed."""

from course_utils.checking.lists import Predictions
from course_utils.text import Text

predictions = Predictions("12_poet")

predictions.add(
    "rhymes_by_itself",
    answer="b",
    choices={
        "a": Text(
            en="So it would be if the model could not see what it has to rhyme with. "
            "This one sees the end of line 2.",
            zh="如果它看不见该和哪个字押韵，就会这样。"
            "可是这个模型看得到第 2 句的末字。",
        ),
        "b": Text(
            en="It has learnt that line 4 answers line 2, but it only bets on it: some "
            "probability always goes to other characters.",
            zh="它学到了第 4 句要和第 2 句押韵，可是它只是把大部分概率给了押韵的字，"
            "总有一些概率留给了别的字。",
        ),
        "c": Text(
            en="The model only bets on a rhyme. One that gives it nine chances in ten "
            "fails in every tenth poem, real poets in every twentieth.",
            zh="模型只给出概率：就算有九成的概率押上韵，十首里也会有一首不押，"
            "而真诗二十首里才有一首不押。",
        ),
    },
)

predictions.add(
    "covered_end",
    answer="c",
    choices={
        "a": Text(
            en="Hardly anything in between depends on this one character: what helps "
            "there, its neighbours tell.",
            zh="中间的各个位置几乎用不着这个字：它能提供的信息，旁边的字已经提供了。",
        ),
        "b": Text(
            en="Only where line 1 rhymes, too, does another character say which rhyme "
            "it is.",
            zh="除非首句也入韵，否则从别的字都看不出该押哪个韵。",
        ),
        "c": Text(
            en="One place in twenty: the last, which has to rhyme with the character "
            "that is covered.",
            zh="只有二十个位置里的一个，就是末字，因为它要和遮住的那个字押韵。",
        ),
    },
)

predictions.add(
    "rhymes_today",
    answer="a",
    choices={
        "a": Text(
            en="In about one poem of six the two ends do not rhyme today: most of "
            "these have drifted apart in a thousand years.",
            zh="大约每六首里有一首，两个韵脚今天已经不押韵，多半是因为一千多年来读音变了。",
        ),
        "b": Text(
            en="It is tempting: most rhymes are still heard. But speech has changed "
            "since Tang, and not all characters of a group changed alike.",
            zh="这样想很自然，因为多数韵脚今天听起来仍然押韵。可是语音变了，"
            "同一个韵部里的字，"
            "变化也不一样。",
        ),
        "c": Text(
            en="It is not so bad: whole groups often changed together, and "
            "still rhyme.",
            zh="没有那么差：一个韵部的字常常一起变化，今天读来仍然押韵。",
        ),
    },
)

predictions.add(
    "greedy_is_likeliest",
    answer="c",
    choices={
        "a": Text(
            en="Each character is the likeliest *after what stands there*. The first "
            "choice may lead to a place where everything is unlikely.",
            zh="每个字都是接在前文之后最可能的字。可是第一步选了最可能的字，"
            "后面却可能每一步的概率都很低。",
        ),
        "b": Text(
            en="Samples of temperature 0.8 wander; the best of 16 is far from greedy's "
            "likelihood.",
            zh="温度 0.8 的采样比较随意，16 首里最好的一首，"
            "概率也远远比不上贪心搜索写的那一首。",
        ),
        "c": Text(
            en="It keeps eight beginnings alive, so an unlikely character may be "
            "paid back later.",
            zh="它同时保留八个开头，所以眼前不太可能的字，也许能在后面得到补偿。",
        ),
    },
)

predictions.add(
    "who_takes_cliches",
    answer="a",
    choices={
        "a": Text(
            en="A pair that many poems have is likely in each of them: a sum of "
            "log-probabilities is in favour of it.",
            zh="许多诗里都有的组合，在每首诗里都很可能：对数概率加起来，正好偏向它们。",
        ),
        "b": Text(
            en="What is common is divided by how common it is, so it gains least.",
            zh="越常见的字，减去的也越多，所以套语最占不到便宜。",
        ),
        "c": Text(
            en="The two choices differ in what they add for common characters, and "
            "clichés are made of those.",
            zh="两种挑法的差别就在常见的字上，而套语正是由常见的字组成的。",
        ),
    },
)

predictions.add(
    "what_gets_likelier",
    answer="a",
    choices={
        "a": Text(
            en="Sixteen free characters against three heads, and the free ones differ "
            "more: they decide the sum, and the heads come along by luck.",
            zh="自由选的字有十六个，后面的藏头字只有三个，而且自由的字相差更大："
            "总和主要由它们决定，藏头字变好只是碰巧。",
        ),
        "b": Text(
            en="They are in the sum, too, but they are three of twenty, and differ "
            "less from candidate to candidate.",
            zh="藏头字也算在总和里，可是二十个字里只占三个，"
            "而且各首候选诗在这里差别不大。",
        ),
        "c": Text(
            en="The sum does not care where a nat is won; most of them are won where "
            "the candidates differ most.",
            zh="总和不管奈特数是在哪个位置省下的；候选诗之间差别最大的位置，省得最多。",
        ),
    },
)
