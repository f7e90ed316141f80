"""Rhymes and tones found in the poems themselves: `course train prosody`.

Nobody tells the program how a character was pronounced. It counts which characters
poets put in places that rhyme, or whose tones answer each other, and finds the rhyme
groups as communities (Blondel et al., 2008) and the two tones as the sign of the
leading eigenvector of a signed graph; a second reading finds the characters of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from tqdm import tqdm

from course_utils.datasets.loaders import Poem, Splits, load_tang_poems
from course_utils.files import make_folder, write_atomically
from course_utils.places import PROSODY
from course_utils.text import Text
from course_utils.verse.agreement import (
    AgreementFigures,
    encode_figures,
    group_purity,
    measure_agreement,
    share_rhyming,
)
from course_utils.verse.graph import CharacterGraph, CharacterValues, Pair
from course_utils.verse.pingshui import RhymeBook, load_pingshui
from course_utils.verse.prosody import Prosody, Tone, encode_prosody
from course_utils.verse.readings import count_readings

MIN_RHYMES = 2
"""A character that ends fewer even lines than this is in no rhyme group."""
RESOLUTION = 4.0
"""How fine the groups are: at 1 Louvain's method joins neighbouring rhymes."""
MIN_GROUP = 3
MIN_EVIDENCE = 5
"""A character seen at fewer places that show its tone has no known tone."""
MIN_MINORITY = 0.05
"""A character has both readings if this share of its places wants the rarer one."""
DOUBT = 0.15
"""A share of level neighbours this close to one half decides nothing."""
SEED_CHARACTER = "天"
TOLERANCE = 1e-9
MAX_STEPS = 500
AGREEMENT = "prosody_agreement.json"


@dataclass(frozen=True, eq=False)
class ToneVector:
    """The leading eigenvector of a tone graph, level characters positive.

    `values`, `level_share` (of a character's neighbours, those that say it is level)
    and `evidence` (how many there are) are (N,) like `characters`. `changes` has the
    length of each step of the iteration; in the end it shrinks by one factor a step.
    """

    characters: tuple[str, ...]
    values: CharacterValues
    level_share: CharacterValues
    evidence: CharacterValues
    eigenvalue: float
    changes: tuple[float, ...]

    def signs(self) -> dict[str, int]:
        """+1 for each level character, -1 for each oblique one."""
        signs = np.sign(self.values).astype(int).tolist()
        return dict(zip(self.characters, signs, strict=True))


def count_rhymes(poems: Iterable[Poem]) -> Counter[Pair]:
    """How often one character ends an even line and the other the next even line."""
    return Counter(pair for poem in poems for pair in pairwise(_rhyming_ends(poem)))


def rhyme_graph(poems: Sequence[Poem], min_rhymes: int = MIN_RHYMES) -> CharacterGraph:
    """Who rhymes with whom; characters at fewer than `min_rhymes` ends are left out."""
    uses = Counter(end for poem in poems for end in _rhyming_ends(poem))
    return CharacterGraph.from_counts(
        {
            pair: count
            for pair, count in count_rhymes(poems).items()
            if min(uses[pair[0]], uses[pair[1]]) >= min_rhymes
        }
    )


def find_rhyme_groups(
    graph: CharacterGraph, resolution: float = RESOLUTION, seed: int = 0
) -> list[tuple[str, ...]]:
    """Communities of a rhyme graph: the heaviest first, and so are their characters.

    Louvain's method moves characters between groups as long as that raises the
    modularity; a higher `resolution` asks for smaller groups. Groups of fewer than
    three characters are left out.
    """
    # Numbers, not characters: sets of strings have another order in each process.
    import networkx  # 13 MB: only for whoever makes the rules anew

    network = networkx.Graph()
    network.add_nodes_from(range(len(graph)))
    edges = zip(*graph.ends.tolist(), graph.weight.tolist(), strict=True)
    network.add_weighted_edges_from(edges)
    found = networkx.community.louvain_communities(
        network, resolution=resolution, seed=seed
    )
    weight = graph.degrees()
    groups = [
        sorted(group, key=lambda place: (-weight[place], place))
        for group in found
        if len(group) >= MIN_GROUP
    ]
    groups.sort(key=lambda group: (-weight[group].sum(), group))
    return [tuple(graph.characters[place] for place in group) for group in groups]


def count_tone_evidence(poems: Iterable[Poem]) -> Counter[Pair]:
    """How often two characters stand where tones are alike, less where opposite.

    Within a line, positions 2, 4 (and 6) alternate; the lines of a couplet are
    opposite there, the next couplet begins as the last one ended, and even lines end
    alike, opposite to the odd lines after the first (Wang Li, 1958).
    """
    alike: list[Pair] = []
    opposite: list[Pair] = []
    for poem in poems:
        whole = poem.lines
        lines = [line[1:-1:2] for line in whole]
        for line in lines:
            opposite.extend(pairwise(line))
        for number, (above, below) in enumerate(pairwise(lines)):
            (alike if number % 2 else opposite).extend(zip(above, below, strict=True))
        ends = [line[-1] for line in whole[1::2]]
        alike.extend(pairwise(ends))
        odd_ends = [line[-1] for line in whole[2::2]]
        opposite.extend(zip(odd_ends, ends[1:], strict=True))
    counts = Counter(alike)  # once, at the end: many small counts are slow
    counts.subtract(Counter(opposite))
    return counts


def tone_graph(poems: Iterable[Poem]) -> CharacterGraph:
    """Signed: positive edges join like tones, negative edges opposite tones."""
    return CharacterGraph.from_counts(count_tone_evidence(poems))


def find_tones(graph: CharacterGraph, seed: str = SEED_CHARACTER) -> ToneVector:
    """Split a tone graph in two by power iteration, from one character known as level.

    The matrix is D^-1/2 A D^-1/2 (A signed adjacency, D degrees), so that common
    characters do not outweigh all others. Raises `ValueError` if the poems never
    have `seed`.
    """
    if seed not in graph.characters:
        raise ValueError(str(_NO_SEED.format(seed=seed, common=SEED_CHARACTER)))
    place = graph.characters.index(seed)
    degrees = graph.degrees()
    scale = 1 / np.sqrt(degrees)
    values = np.zeros(len(graph))
    values[place] = 1.0
    changes: list[float] = []
    eigenvalue = 0.0
    while len(changes) < MAX_STEPS and (not changes or changes[-1] > TOLERANCE):
        product = scale * graph.multiply(scale * values)
        eigenvalue = float(np.linalg.norm(product))
        product /= eigenvalue
        changes.append(float(np.linalg.norm(product - values)))
        values = product
    values *= np.sign(values[place])
    votes = graph.multiply(np.sign(values)) / degrees
    return ToneVector(
        graph.characters, values, (1 + votes) / 2, degrees, eigenvalue, tuple(changes)
    )


def derive_prosody(poems: Sequence[Poem]) -> Prosody:
    """Rhyme groups and tones of all characters that these poems say enough about."""
    vector = find_tones(tone_graph(tqdm(poems, unit="poem", disable=None)))
    tones = {
        character: Tone.LEVEL if share > 0.5 else Tone.OBLIQUE
        for character, share, evidence in zip(
            vector.characters, vector.level_share, vector.evidence, strict=True
        )
        if evidence >= MIN_EVIDENCE and abs(share - 0.5) > DOUBT
    }
    readings = count_readings(poems, vector.signs())
    tones |= {
        character: _tone_of(*counts)
        for character, counts in readings.items()
        if sum(counts) >= MIN_EVIDENCE
    }
    return Prosody(find_rhyme_groups(rhyme_graph(poems)), tones)


def compare_resolutions(
    graph: CharacterGraph,
    prosody: Prosody,
    held_out: Sequence[Poem],
    book: RhymeBook,
) -> dict[str, AgreementFigures]:
    """What finer rhyme groups cost and bring, on held-out poems, by resolution.

    The groups of `prosody` are those of RESOLUTION in this graph.
    """
    found = {}
    for resolution in (1.0, 2.0, RESOLUTION, 8.0):
        groups = prosody.groups
        if resolution != RESOLUTION:
            groups = tuple(find_rhyme_groups(graph, resolution))
        other = Prosody(groups, prosody.tones)
        found[f"{resolution:g}"] = {
            "num_groups": len(groups),
            "level_group_purity": group_purity(other, held_out, book),
            **share_rhyming(held_out, other.same_rhyme),
        }
    return found


def measure_figures(
    prosody: Prosody, poems: Splits[Poem], book: RhymeBook
) -> dict[str, object]:
    """All figures on the test poems, as data/poet/prosody_agreement.json has them."""
    resolutions = compare_resolutions(
        rhyme_graph(poems.train), prosody, poems.test, book
    )
    return {
        **measure_agreement(prosody, poems.test, book),
        "resolutions": resolutions,
    }


def make_prosody(folder: Path, say: Callable[[object], None]) -> None:
    """Derive the tables from the training poems; measure them on the test poems.

    Writes prosody.json and prosody_agreement.json. Raises `DataMissingError` without
    the poems, `ValueError` without 平水韵 to compare with.
    """
    book = load_pingshui()
    poems = load_tang_poems()
    make_folder(folder)  # before the work that would else be lost
    prosody = derive_prosody(poems.train)
    figures = measure_figures(prosody, poems, book)
    write_atomically(folder / PROSODY.name, encode_prosody(prosody))
    write_atomically(folder / AGREEMENT, encode_figures(figures))
    say(_MADE.format(groups=len(prosody.groups), tones=len(prosody.tones)))


def _tone_of(level: int, oblique: int) -> Tone:
    if min(level, oblique) >= MIN_MINORITY * (level + oblique):
        return Tone.EITHER
    return Tone.LEVEL if level > oblique else Tone.OBLIQUE


def _rhyming_ends(poem: Poem) -> list[str]:
    return [line[-1] for line in poem.lines[1::2]]


_NO_SEED = Text(
    en="These poems never have {seed} where its tone shows. Start from a character "
    "they often have, such as {common}.",
    zh="这些诗里没有能看出平仄的“{seed}”字。请从诗里常见的字（例如“{common}”）开始。",
)
_MADE = Text(
    en="Rhyme groups: {groups}. Characters of known tone: {tones}.",
    zh="韵部 {groups} 个，已知平仄的字 {tones} 个。",
)
