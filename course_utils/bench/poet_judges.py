"""Judges of poems that learnt other poems than the poet's taste: bench poet.

All of them count, and what they count are the Song poems of odd number; the poet's
tables of moods and themes are made from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from course_utils.baselines.linear import fit_logistic
from course_utils.datasets.loaders import Poem
from course_utils.poet.figures import PoemFigures, area_under_curve, mean, share
from course_utils.poet.moods import TitleCounts
from course_utils.poet.title_making import judged_poems

NUM_CLICHES = 100
NUM_KNOWN = 3000
"""The commonest characters; pairs with others say nothing."""
PAIR_SMOOTHING = 5.0
"""Pairs that are taken to be seen and expected beside those counted."""
NUM_TITLES = 100
FOLDS = 5
OVERUSED = 2.0
"""A character is in so many times the share of poems that it usually is in."""

TextPair = tuple[str, str]
"""Two texts, of one character or more."""


class PairCounts:
    """How often one character goes with another, beside how often by chance."""

    def __init__(self, texts: Iterable[TextPair]) -> None:
        """Count, for each two texts, all pairs of a character of either."""
        pairs = [(left, right) for left, right in texts if left and right]
        self._left = _number(chain.from_iterable(left for left, _ in pairs))
        self._right = _number(chain.from_iterable(right for _, right in pairs))
        size = (1 + len(self._left), 1 + len(self._right))
        counts = np.zeros(size, dtype=np.float64)
        for left, right in pairs:
            rows, columns = self._encode(left, right)
            np.add.at(counts, (rows[:, None], columns[None]), 1)
        counts[0] = counts[:, 0] = 0
        total = max(counts.sum(), 1.0)
        expected = counts.sum(1)[:, None] * counts.sum(0)[None] / total
        self._information = np.log(
            (counts + PAIR_SMOOTHING) / (expected + PAIR_SMOOTHING)
        )

    def between(self, left: str, right: str) -> NDArray[np.float64]:
        """Mutual information of all pairs of two texts, (L, R), smoothed, in nats."""
        rows, columns = self._encode(left, right)
        return self._information[rows[:, None], columns[None]]

    def _encode(self, left: str, right: str) -> tuple[NDArray, NDArray]:
        return (
            np.array([self._left.get(one, 0) for one in left], dtype=int),
            np.array([self._right.get(one, 0) for one in right], dtype=int),
        )


def _number(characters: Iterable[str]) -> dict[str, int]:
    common = Counter(characters).most_common(NUM_KNOWN)
    return {one: place for place, (one, _) in enumerate(common, start=1)}


@dataclass(frozen=True, eq=False)
class PoemJudges:
    """What was counted: pairs of the lines of a poem, of the lines of a couplet place
    by place, of titles and poems; moods; the commonest pairs within lines.
    """

    lines: PairCounts
    couplets: PairCounts
    titles: PairCounts
    moods: TitleCounts
    cliches: frozenset[str]

    @classmethod
    def of(cls, tang: Sequence[Poem], song: Sequence[Poem]) -> PoemJudges:
        """Count: of Tang only the clichés, of Song the poems nobody's taste is from."""
        poems = judged_poems(song)
        grams = Counter(
            line[at : at + 2]
            for poem in tang
            for line in poem.lines
            for at in range(len(line) - 1)
        )
        return cls(
            PairCounts(pair for poem in poems for pair in _pairs_of_lines(poem)),
            PairCounts(pair for poem in poems for pair in _answering(poem)),
            PairCounts((poem.title, "".join(poem.lines[:8])) for poem in poems),
            TitleCounts.of(poems),
            frozenset(gram for gram, _ in grams.most_common(NUM_CLICHES)),
        )

    def coherence(self, lines: Sequence[str]) -> float:
        """Mean information between the characters of different lines, in nats."""
        pairs = combinations(lines, 2)
        return float(np.mean([self.lines.between(*pair).mean() for pair in pairs]))

    def parallelism(self, lines: Sequence[str]) -> float:
        """The same between the characters at one place of the lines of a couplet."""
        couplets = zip(lines[::2], lines[1::2], strict=True)
        return float(
            np.mean([np.diag(self.couplets.between(*pair)) for pair in couplets])
        )

    def fit(self, title: str, text: str) -> float:
        """How well a poem fits a title: what each of its characters says, added up."""
        distinct = "".join(dict.fromkeys(title))
        return float(self.titles.between(distinct, text).mean(axis=1).sum())


def figures_of_wording(
    poems: Sequence[Poem], judges: PoemJudges, usual: Mapping[str, float]
) -> PoemFigures:
    """Clichés a poem, entropy of the characters, and those that are over-used.

    Over-used is a character in a tenth of the poems that is in more than twice as
    large a share of them as of real ones: `usual` has those shares.
    """
    grams = [
        sum(line[at : at + 2] in judges.cliches for at in range(len(line) - 1))
        for poem in poems
        for line in poem.lines
    ]
    free = [free_part(poem.lines) for poem in poems]
    counts = np.array([*Counter("".join(free)).values()], dtype=float)
    shares = counts / counts.sum()
    found = Counter(chain.from_iterable(map(set, free)))
    overused = [
        one
        for one, count in found.items()
        if count >= len(poems) / 10
        and count / len(poems) > OVERUSED * usual.get(one, 0.0)
    ]
    return {
        "cliches": sum(grams) / len(poems) if poems else None,
        "entropy": float(-(shares * np.log(shares)).sum()) if poems else None,
        "overused": float(len(overused)) if poems else None,
    }


def usual_shares(poems: Sequence[Poem]) -> dict[str, float]:
    """In what share of the poems each character stands, past the heads."""
    found = Counter(chain.from_iterable(set(free_part(one.lines)) for one in poems))
    return {one: count / len(poems) for one, count in found.items()}


def figures_of_sense(poems: Sequence[Poem], judges: PoemJudges) -> PoemFigures:
    """How lines go together: coherence, its AUC, parallelism.

    The area under the curve tells the poems from others whose lines were exchanged;
    parallelism is between the two lines of a couplet, place by place.
    """
    own = [judges.coherence(one.lines) for one in poems]
    mixed = [judges.coherence(lines) for lines in exchange_lines(poems)]
    return {
        "coherence": mean(own),
        "coherence_auc": area_under_curve(own, mixed),
        "parallelism": mean(judges.parallelism(one.lines) for one in poems),
    }


def figures_of_mood(poems: Sequence[Poem], judges: PoemJudges) -> PoemFigures:
    """The share of poems that are gladder than they are sad."""
    return {"glad": share(gladness(one.lines, judges) > 0 for one in poems)}


def gladness(lines: Sequence[str], judges: PoemJudges) -> float:
    """How many nats a character a poem, past the heads, is gladder than sad."""
    text = free_part(lines)
    glad, sad = (judges.moods.leaning(mood, text) for mood in ("glad", "sad"))
    return float((glad - sad).mean())


def share_of_titles_found(
    poems: Sequence[Sequence[str]], titles: Sequence[str], judges: PoemJudges
) -> float | None:
    """How often a poem's own title, of 100, fits it best: poem n has title n.

    The others are drawn from `titles`, of which there may be more than poems; fewer
    than 100 different ones, and there is nothing to choose from.
    """
    distinct = sorted(set(titles))
    if len(distinct) < NUM_TITLES:
        return None
    rng = np.random.default_rng(0)
    found = []
    for lines, own in zip(poems, titles, strict=False):
        text = free_part(lines)
        drawn = rng.permutation([one for one in distinct if one != own])
        others = [judges.fit(one, text) for one in drawn[: NUM_TITLES - 1].tolist()]
        found.append(judges.fit(own, text) > max(others))
    return share(found)


def discriminate(made: Sequence[Poem], real: Sequence[Poem]) -> float | None:
    """The AUC of a discriminator on poems it did not learn from; .5 is chance.

    Logistic regression on characters and pairs of them, heads left out; folds.
    """
    count = min(len(made), len(real))
    if count < FOLDS:
        return None
    texts = [[_marked(one) for one in some[:count]] for some in (made, real)]
    scores: list[list[float]] = [[], []]
    for fold in range(FOLDS):
        learnt = [
            text for some in texts for k, text in enumerate(some) if k % FOLDS != fold
        ]
        half = len(learnt) // 2
        labels = [1] * half + [0] * half
        model = fit_logistic(learnt, labels, list, min_count=1)
        for kind, some in enumerate(texts):
            scores[kind] += model.probabilities(some[fold::FOLDS])[:, 1].tolist()
    return area_under_curve(*scores)


def self_bleu(poems: Sequence[Poem]) -> float | None:
    """How much of each poem stands in the others: the mean of BLEU-3, on characters.

    Of each length, the share of a poem's runs that another one has; their geometric
    mean, with 1 added above and below (Zhu et al., 2018; Lin and Och, 2004). It grows
    with the number of poems.
    """
    runs = [[_runs(one, size) for size in (1, 2, 3)] for one in poems]
    if len(poems) < 2:
        return None
    most = [_two_most(column) for column in zip(*runs, strict=True)]
    return mean(_bleu(own, most) for own in runs)


def exchange_lines(poems: Sequence[Poem]) -> list[tuple[str, ...]]:
    """As many poems again, each line n that of another poem."""
    rng = np.random.default_rng(0)
    columns = zip(*(one.lines for one in poems), strict=True)
    mixed = [[column[k] for k in rng.permutation(len(column))] for column in columns]
    return list(zip(*mixed, strict=True))


def free_part(lines: Sequence[str]) -> str:
    """A poem without the first character of each line, which a head may have chosen."""
    return "".join(line[1:] for line in lines)


_Runs = Counter[str]
_TwoMost = dict[str, tuple[int, int]]


def _runs(poem: Poem, size: int) -> _Runs:
    lines = [line[1:] for line in poem.lines]
    return Counter(
        line[at : at + size] for line in lines for at in range(len(line) - size + 1)
    )


def _two_most(column: Iterable[_Runs]) -> _TwoMost:
    """For each run, how often the two poems have it that have it most."""
    found: _TwoMost = {}
    for runs in column:
        for run, count in runs.items():
            first, second = found.get(run, (0, 0))
            ranked = sorted((first, second, count), reverse=True)
            found[run] = ranked[0], ranked[1]
    return found


def _bleu(own: Sequence[_Runs], most: Sequence[_TwoMost]) -> float:
    logs = []
    for runs, two in zip(own, most, strict=True):
        shared = sum(
            min(count, two[run][1] if two[run][0] == count else two[run][0])
            for run, count in runs.items()
        )
        logs.append(np.log((1 + shared) / (1 + sum(runs.values()))))
    return float(np.exp(np.mean(logs)))


def _marked(poem: Poem) -> str:
    """The free part, with a blank between the lines, so that no pair goes across."""
    return " ".join(line[1:] for line in poem.lines)


def _pairs_of_lines(poem: Poem) -> Iterator[TextPair]:
    return combinations(poem.lines, 2) if len(poem.lines) == 4 else iter(())


def _answering(poem: Poem) -> Iterator[TextPair]:
    """The pairs of places of the two middle couplets of regulated verse."""
    if len(poem.lines) == 8:
        for line in (2, 4):
            yield from zip(poem.lines[line], poem.lines[line + 1], strict=True)
