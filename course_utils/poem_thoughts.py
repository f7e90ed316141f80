"""What a model of poems expects, character by character, of a text someone chose."""

from __future__ import annotations

import numpy as np
import torch

from course_utils.poem_grid import WIDTHS, Shape
from course_utils.poem_model import PoemModel
from course_utils.poem_reader import PoemReader
from course_utils.text import Text
from course_utils.vocab import Vocabulary

_MOST_LINES = 8
_FEW_LINES = 4


def expected_scores(model: PoemModel, vocabulary: Vocabulary, text: str) -> np.ndarray:
    """Scores of all V symbols at each place of a poem's beginning: (T + 1, V).

    Row t is what the model expects after the first t characters. `text` may have spaces
    between its lines. A poem of 5 or 7 a line is expected, as the first line of `text`
    says. More than eight lines, or a line of another length that is not the last, are a
    `ValueError`.
    """
    characters = "".join(text.split())
    shape = shape_of(text)
    ids = torch.tensor(vocabulary.encode(characters), dtype=torch.long)[:, None]
    reader = PoemReader(model, shape, 1)
    num_scores = min(len(ids) + 1, shape.num_steps)
    with torch.inference_mode():
        scores = [reader(ids[:step])[0] for step in range(num_scores)]
    return torch.stack(scores).numpy()


def shape_of(text: str) -> Shape:
    """The poem that `text` begins: four lines, or eight if it is longer than that."""
    lines = text.split()
    width = WIDTHS[0] if not lines or len(lines[0]) <= WIDTHS[0] else WIDTHS[1]
    for number, line in enumerate(lines, start=1):
        if len(line) > width or (number < len(lines) and len(line) < width):
            raise ValueError(str(_NOT_A_LINE.format(found=line, width=width)))
    if len(lines) > _MOST_LINES:
        raise ValueError(str(_TOO_LONG.format(most=_MOST_LINES, found=len(lines))))
    return Shape(width, _FEW_LINES if len(lines) <= _FEW_LINES else _MOST_LINES)


_NOT_A_LINE = Text(
    en="Expected lines of {width} characters, with a space between two lines, found "
    "“{found}”. Only the last line may be shorter.",
    zh="每行应有 {width} 个字，两行之间空一格，却有“{found}”。只有最后一行可以短些。",
)
_TOO_LONG = Text(
    en="Expected at most {most} lines, found {found}. Leave some out.",
    zh="最多 {most} 行，现在有 {found} 行。请删去一些。",
)
