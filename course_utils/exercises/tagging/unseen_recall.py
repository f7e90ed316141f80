"""How many names are found that training has never shown?"""

from __future__ import annotations

import numpy as np

from course_utils.checking.lists import Exercises
from course_utils.text import Text

exercises = Exercises("10_tagging")

Name = tuple[str, str]
KINDS = ("PER", "LOC")


def recall_cases() -> list[tuple[list[Name], list[bool], set[Name]]]:
    """One unseen name; repeats, and a name known as another kind; one
    name that is unseen, three times."""
    known = {("李明", "PER"), ("北京", "LOC"), ("黄山", "LOC"), ("长江", "LOC")}
    return [
        (
            [("李明", "PER"), ("王芳", "PER"), ("北京", "LOC")],
            [True, False, True],
            {("李明", "PER"), ("北京", "LOC")},
        ),
        (
            [
                *[("王芳", "PER")] * 3,
                *[("李明", "PER"), ("北京", "LOC"), ("北京", "LOC")],
                *[("黄山", "PER"), ("龙镇", "LOC")],
            ],
            [True, True, False, True, True, True, False, True],
            known,
        ),
        (
            [("李明", "PER"), ("黄山", "LOC"), *[("王芳", "PER")] * 3],
            [False, True, True, True, False],
            {("李明", "PER"), ("黄山", "LOC"), ("长江", "LOC"), ("李明", "LOC")},
        ),
    ]


def drawn_names(
    rng: np.random.Generator,
) -> tuple[list[Name], list[bool], set[Name]]:
    """Nine names, of which one at least is not known."""
    all_names = [(one, kind) for one in ("王芳", "黄山", "北京") for kind in KINDS]
    known = {all_names[each] for each in rng.permutation(len(all_names))[:3]}
    names = [all_names[each] for each in rng.integers(len(all_names), size=8)]
    hits = [bool(each) for each in rng.integers(2, size=9)]
    return [*names, ("龙镇", "LOC")], hits, known


@exercises.add(
    task=Text(
        en="`names` are the names of the test, (characters, kind); `hits` says of each "
        "whether it was found. `known` is the set of the names of training. Return the "
        "recall of the names that are not known.",
        zh="`names` 依次列出测试集里的名字，每个写成 (名字, 类别)；"
        "`hits` 依次说明是否找到；`known` 是训练集里名字的集合。"
        "请返回没见过的那些名字的召回率。",
    ),
    hints=(
        Text(
            en="Recall is the share of what was found: found among what?",
            zh="召回率是找到的名字所占的比例：要在哪些名字当中算这个比例？",
        ),
        Text(
            en="Keep the `hits` of those names that are not in `known`; a name that "
            "comes three times counts three times. Then take the mean.",
            zh="只留不在 `known` 里的名字，出现三次就算三次，取它们的 `hits` 的平均。",
        ),
        Text(
            en="`[hit for name, hit in zip(names, hits) if name not in known]` holds "
            "what is to be counted.",
            zh="要数的都在这里："
            "`[hit for name, hit in zip(names, hits) if name not in known]`。",
        ),
    ),
    cases=recall_cases,
    fresh=drawn_names,
)
def unseen_recall(names: list[Name], hits: list[bool], known: set[Name]) -> float:
    """N names (characters, kind), N hits, known names -> from 0 to 1"""
    pairs = zip(names, hits, strict=True)
    unseen = [hit for name, hit in pairs if name not in known]
    return sum(unseen) / len(unseen)


def both(names, hits):
    return zip(names, hits, strict=True)


@exercises.unseen_recall.mistake(
    Text(
        en="That is the recall of the names that are known; asked for are the others.",
        zh="这是见过的名字的召回率。要的是没见过的。",
    )
)
def of_the_seen(names, hits, known):
    seen = [hit for name, hit in both(names, hits) if name in known]
    return sum(seen) / len(seen)


@exercises.unseen_recall.mistake(
    Text(
        en="You divided by the number of all names. Leave the known ones out below the "
        "line, too.",
        zh="你把全部名字都数进了分母。题目只问没见过的，分母也就只数没见过的。",
    )
)
def divided_by_all(names, hits, known):
    unseen = [hit for name, hit in both(names, hits) if name not in known]
    return sum(unseen) / len(names)


@exercises.unseen_recall.mistake(
    Text(
        en="That is the recall of all names, the known ones too. `known` holds pairs "
        "(characters, kind): look for the whole pair.",
        zh="这是全部名字的召回率，见过的也算进来了。"
        "`known` 里放的是 (名字, 类别)，要拿整个元组去查。",
    )
)
def of_all(names, hits, known):
    return sum(hits) / len(hits)


@exercises.unseen_recall.mistake(
    Text(
        en="You compared the characters only. Who has met a name as a place has not "
        "met the person who is called so.",
        zh="你只比了名字，没比类别。见过叫黄山的地方，不等于见过叫黄山的人。",
    )
)
def kinds_ignored(names, hits, known):
    characters = {one for one, _ in known}
    unseen = [hit for (one, _), hit in both(names, hits) if one not in characters]
    return sum(unseen) / len(unseen)


@exercises.unseen_recall.mistake(
    Text(
        en="Each name counts once for you, found if it was found anywhere. Recall "
        "counts every place where a name stands.",
        zh="同一个名字你只算了一次，有一处找到就算找到。召回率要数出现的每一处。",
    )
)
def each_name_once(names, hits, known):
    found: dict[Name, bool] = {}
    for name, hit in both(names, hits):
        if name not in known:
            found[name] = found.get(name, False) or hit
    return sum(found.values()) / len(found)


@exercises.unseen_recall.mistake(
    Text(
        en="That is the share of unseen names, found or not.",
        zh="这是没见过的名字所占的比例，和找没找到无关。",
    )
)
def share_of_the_unseen(names, hits, known):
    return sum(name not in known for name in names) / len(names)


@exercises.unseen_recall.mistake(
    Text(
        en="That is the share that was missed: 1 minus the recall.",
        zh="这是漏掉的比例，等于 1 减去召回率。",
    )
)
def missed(names, hits, known):
    unseen = [hit for name, hit in both(names, hits) if name not in known]
    return 1 - sum(unseen) / len(unseen)


@exercises.unseen_recall.mistake(
    Text(
        en="Each name counts once for you, found if it was found at its last place. "
        "Recall counts every place where a name stands.",
        zh="同一个名字你只算了一次，只看最后一处找没找到。召回率要数出现的每一处。",
    )
)
def last_place_of_each_name(names, hits, known):
    found = {name: hit for name, hit in both(names, hits) if name not in known}
    return sum(found.values()) / len(found)


@exercises.unseen_recall.mistake(
    Text(
        en="That is how many unseen names were found. Recall is a share: among how "
        "many?",
        zh="这是没见过的名字里找到的个数。召回率是比例，还要除以什么？",
    )
)
def how_many_were_found(names, hits, known):
    return sum(hit for name, hit in both(names, hits) if name not in known)


@exercises.unseen_recall.mistake(
    Text(
        en="That is the share of unseen names among those that were found. Asked is "
        "the share of found names among those unseen.",
        zh="这是找到的名字里没见过的占多少。要的是没见过的名字里找到了多少。",
    )
)
def unseen_among_the_found(names, hits, known):
    found = [name for name, hit in both(names, hits) if hit]
    return sum(name not in known for name in found) / len(found)


@exercises.unseen_recall.mistake(
    Text(
        en="You divided by the number of known names. Divide by the number of the "
        "unseen ones among `names`.",
        zh="你除以的是 `known` 里的个数。应该除以 `names` 里没见过的名字的个数。",
    )
)
def divided_by_the_known(names, hits, known):
    unseen = [hit for name, hit in both(names, hits) if name not in known]
    return sum(unseen) / len(known)


@exercises.unseen_recall.mistake(
    Text(
        en="That is the difference of two recalls. The recall of the unseen names "
        "alone is asked for.",
        zh="这是两个召回率之差。题目只要没见过的名字的召回率。",
    )
)
def seen_less_unseen(names, hits, known):
    seen = [hit for name, hit in both(names, hits) if name in known]
    return sum(seen) / max(len(seen), 1) - unseen_recall(names, hits, known)


@exercises.unseen_recall.mistake(
    Text(
        en="A set of pairs (name, hit) keeps equal pairs once. A name that was found "
        "in three places counts three times: take a list.",
        zh="用集合存 (名字, 是否找到)，一样的只留一个。在三处找到的名字要算三次：请用"
        "列表。",
    )
)
def equal_pairs_once(names, hits, known):
    unseen = {(name, hit) for name, hit in both(names, hits) if name not in known}
    return sum(hit for _, hit in unseen) / len(unseen)
