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
            zh="要是它看不见该和谁押韵，就会这样。可这个模型看得到第 2 句的末字。",
        ),
        "b": Text(
            en="It has learnt that line 4 answers line 2, but it only bets on it: some "
            "probability always goes to other characters.",
            zh="它学到了第 4 句要呼应第 2 句，可它只是把大部分概率押在韵上，"
            "总有一些留给了别的字。",
        ),
        "c": Text(
            en="The model only bets on a rhyme. One that gives it nine chances in ten "
            "fails in every tenth poem, real poets in every twentieth.",
            zh="模型只是押注：就算有九成把握押上韵，十首里也有一首落空，"
            "真诗二十首里才有一首不押。",
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
            zh="中间各处几乎用不着这个字：它能透露的，旁边的字已经透露了。",
        ),
        "b": Text(
            en="Only where line 1 rhymes, too, does another character say which rhyme "
            "it is.",
            zh="除非首句也入韵，否则从别的字都看不出该押哪个韵。",
        ),
        "c": Text(
            en="One place in twenty: the last, which has to rhyme with the character "
            "that is covered.",
            zh="二十个位置里的一个：末字，它要和遮住的那个字押韵。",
        ),
    },
)

predictions.add(
    "rhymes_today",
    answer="a",
    choices={
        "a": Text(
            en="In about one poem of six the two ends have drifted apart in a thousand "
            "years.",
            zh="一千多年里，大约每六首就有一首，两个韵脚的读音已经走散了。",
        ),
        "b": Text(
            en="It is tempting: most rhymes are still heard. But speech has changed "
            "since Tang, and not all characters of a group changed alike.",
            zh="容易这么想：多数韵脚今天听着也押。可语音变了，"
            "同一个韵部里的字，变的方向还不一样。",
        ),
        "c": Text(
            en="It is not so bad: whole groups often changed together, and "
            "still rhyme.",
            zh="没那么糟：一个韵部常常整个一起变，今天照样押。",
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
            zh="每个字都只是接着前文看最可能的。"
            "头一步选得好，却可能走进处处都不可能的地方。",
        ),
        "b": Text(
            en="Samples of temperature 0.8 wander; the best of 16 is far from greedy's "
            "likelihood.",
            zh="温度 0.8 的采样到处游走，16 首里最好的一首也远不如贪心的可能。",
        ),
        "c": Text(
            en="It keeps eight beginnings alive, so an unlikely character may be "
            "paid back later.",
            zh="它同时留着八个开头，眼前吃点亏的字，后面可能加倍补回来。",
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
            zh="自由的字有十六个，藏头字只有三个，而且自由的字相差更大："
            "总和由它们说了算，藏头字只是碰运气沾点光。",
        ),
        "b": Text(
            en="They are in the sum, too, but they are three of twenty, and differ "
            "less from candidate to candidate.",
            zh="藏头字也在总和里，可二十个字里只占三个，各首候选之间差得也不多。",
        ),
        "c": Text(
            en="The sum does not care where a nat is won; most of them are won where "
            "the candidates differ most.",
            zh="总和不管奈特数是在哪儿省下的；候选之间差别最大的地方，省得最多。",
        ),
    },
)
