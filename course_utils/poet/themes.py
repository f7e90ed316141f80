"""The theme of a poem: which characters stand below a title, learnt from all titles.

One vector for each character of a title, one for each character of a poem. A title is
the sum of its characters, and what it adds to the logarithm of a character's share in
all poems is one product: log-bilinear, as in Mnih and Hinton (2007), with no order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.datasets.loaders import Poem
from course_utils.places import POET_DATA
from course_utils.poet.moods import COUNTS_FILE, TitleCounts
from course_utils.poet.words_of_today import older_words
from course_utils.text import Text
from course_utils.training.divergence import LossWatch
from course_utils.training.loop import learn_step
from course_utils.training.weights import NetFile
from course_utils.verse import messages as says
from course_utils.verse.heads import Head, HeadError, read_head, to_simplified

THEMES_FILE = POET_DATA / "themes.safetensors"
MIN_TITLES = 5
"""A character in fewer titles than this has no vector."""
MOST_READ = 56
"""Of a long poem, as much as regulated verse has."""
_PAD = 0


@dataclass(frozen=True)
class ThemeRecipe:
    """How themes are learnt: width of the vectors, passes, poems a step, rate, seed."""

    width: int = 64
    epochs: int = 3
    batch: int = 256
    rate: float = 4e-3
    seed: int = 0


class ThemeModel(nn.Module):
    """T characters of titles and V of poems as vectors of one width."""

    def __init__(self, of_titles: str, of_poems: str, width: int) -> None:
        super().__init__()
        self.of_titles = {one: place for place, one in enumerate(of_titles, start=1)}
        self.of_poems = {one: place for place, one in enumerate(of_poems)}
        self.title = nn.EmbeddingBag(
            1 + len(of_titles), width, mode="sum", padding_idx=_PAD
        )
        self.poem = nn.Linear(width, len(of_poems), bias=False)
        for weight in self.parameters():
            nn.init.normal_(weight, std=0.05)
        with torch.no_grad():
            self.title.weight[_PAD] = 0

    def forward(self, titles: Tensor) -> Tensor:
        """Titles (B, K), padded with 0, to what they add to log-shares: (B, V)."""
        lengths = (titles != _PAD).sum(dim=1, keepdim=True).clamp(min=1)
        return self.poem(self.title(titles) / lengths.sqrt())

    def known(self, title: str) -> list[int]:
        """The numbers of a title's characters, each once, as far as they are known."""
        distinct = dict.fromkeys(title)
        return [self.of_titles[one] for one in distinct if one in self.of_titles]


class Themes:
    """What titles make likelier: a trained model, and how common characters are."""

    def __init__(self, model: ThemeModel, counts: TitleCounts) -> None:
        self._model = model
        characters = list(model.of_poems)
        self._logits = torch.from_numpy(-counts.surprise(characters))

    @classmethod
    def load(cls, path: Path = THEMES_FILE) -> Themes:
        """Those of the course, or others beside their counts, read once.

        Raises `CheckpointError`, and a `ValueError` without the counts.
        """
        return _load(path.resolve())

    def knows(self, title: str) -> bool:
        """Whether any character of `title` stood in titles it learnt from."""
        return bool(self._model.known(title))

    @torch.inference_mode()
    def leaning(self, title: str, symbols: Sequence[str]) -> Tensor:
        """ln p(symbol | title) - ln p(symbol), (V,): 0 for an unknown one, in nats."""
        known = self._model.known(title)
        if not known:
            return torch.zeros(len(symbols))
        logits = self._model(torch.tensor([known]))[0] + self._logits
        gain = logits.log_softmax(0) - self._logits.log_softmax(0)
        unknown = len(gain)  # asked once: a tensor is slow to say how long it is
        places = [self._model.of_poems.get(one, unknown) for one in symbols]
        return F.pad(gain, (0, 1))[torch.tensor(places)]


def lean_on_title(title: Head, symbols: Sequence[str]) -> Tensor:
    """What a title makes likelier, as `lean_on_head`.

    Raises a `ValueError` for a title that says nothing to the poet.
    """
    if not Themes.load().knows(_words_of(title)):
        raise ValueError(str(says.TITLE_UNKNOWN.format(title=title.typed)))
    return lean_on_head(title, symbols)


def lean_on_head(head: Head, symbols: Sequence[str]) -> Tensor:
    """What a head would make likelier if it were a title, (V,); 0 if it says nothing.

    In nats; a word of today is read as its neighbours.
    """
    return Themes.load().leaning(_words_of(head), symbols)


def _words_of(title: Head) -> str:
    return older_words(to_simplified(title.typed), title.traditional)


def can_be_a_title(title: str) -> bool:
    """Whether the poet takes it as a title."""
    try:
        return Themes.load().knows(read_head(title).traditional)
    except HeadError:
        return False


def fit_themes(
    poems: Sequence[Poem],
    counts: TitleCounts,
    recipe: ThemeRecipe,
    say: Callable[[object], None],
) -> ThemeModel:
    """Learn the vectors from poems and their titles: a minute or two of one core.

    Raises `DivergedError` where a loss or gradient is no number.
    """
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(recipe.seed)
        model = ThemeModel(_of_titles(poems), counts.characters, recipe.width)
    everywhere = torch.from_numpy(-counts.surprise(counts.characters))
    examples = [
        (known, text)
        for poem in poems
        if (known := model.known(poem.title)) and (text := _encode(model, poem))
    ]
    weights = list(model.parameters())
    optimizer, watch = torch.optim.Adam(weights), LossWatch(_ADVICE)
    steps = list(_steps(len(examples), recipe))
    for number, rows in enumerate(steps):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * (1 - number / len(steps))
        titles, texts = zip(*(examples[row] for row in rows), strict=True)
        log_probs = (model(_padded(titles)) + everywhere).log_softmax(1)
        loss = -_pick(log_probs, texts).mean()
        where = _STEP.format(number=number)
        nats = learn_step(loss, weights, optimizer, None, watch, where)
        if number % 200 == 0:
            say(_LEARNING.format(done=number, steps=len(steps), nats=nats))
    return model.eval()


def save_themes(path: Path, model: ThemeModel) -> None:
    """Write the vectors in half precision, and the characters that they are of."""
    facts = {
        "of_titles": "".join(model.of_titles),
        "of_poems": "".join(model.of_poems),
        "width": model.title.embedding_dim,
    }
    _FILE.save(path, model, facts)


def _of_titles(poems: Sequence[Poem]) -> str:
    """The characters of titles, the commonest first."""
    counts = Counter(chain.from_iterable(set(poem.title) for poem in poems))
    counts.pop(" ", None)
    known = [one for one, count in counts.items() if count >= MIN_TITLES]
    return "".join(sorted(known, key=lambda one: (-counts[one], one)))


def _encode(model: ThemeModel, poem: Poem) -> list[int]:
    text = poem.text.replace(" ", "")[:MOST_READ]
    return [model.of_poems[one] for one in text if one in model.of_poems]


def _steps(count: int, recipe: ThemeRecipe) -> Iterator[list[int]]:
    """The numbers of the examples that each step learns from, mixed in each pass."""
    rng = np.random.default_rng(recipe.seed)
    for _ in range(recipe.epochs):
        order = rng.permutation(count).tolist()
        for start in range(0, count, recipe.batch):
            yield order[start : start + recipe.batch]


def _padded(rows: Sequence[Sequence[int]]) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[_PAD] * (longest - len(row))] for row in rows])


def _pick(log_probs: Tensor, texts: Sequence[Sequence[int]]) -> Tensor:
    """The log-probability of each character of B texts, one after another."""
    lengths = torch.tensor([len(text) for text in texts])
    rows = torch.arange(len(texts)).repeat_interleave(lengths)
    return log_probs[rows, torch.tensor(list(chain.from_iterable(texts)))]


_FILE = NetFile(
    "poem themes", Text(en="the themes of titles", zh="诗题的主题"), "titles"
)


@cache
def _load(path: Path) -> Themes:
    model, _ = _FILE.load(path, _make)
    return Themes(model, TitleCounts.load(path.with_name(COUNTS_FILE.name)))


def _make(facts: dict[str, Any]) -> ThemeModel:
    return ThemeModel(**facts)


_STEP = Text(en="step {number}", zh="第 {number} 步")
_ADVICE = Text(
    en="Lower the rate of the recipe, or take another seed.",
    zh="请调低方案里的学习率，或换一个种子。",
)
_LEARNING = Text(
    en="  step {done} of {steps}: {nats:.3f} nats a character",
    zh="  第 {done} 步，共 {steps} 步：每字 {nats:.3f} 奈特",
)
