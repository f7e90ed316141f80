"""The large products of a model, made ready for a reader that takes few rows a step.

Such a product waits for its weights to come from memory; of half the size, they come
sooner. The poet's are stored in half precision anyway: they are packed as they are,
multiplied in float32, and nothing is rounded. That is done by FBGEMM (Khudia et al.,
2021), which PyTorch has on x86; elsewhere, and for weights that half precision would
change or that may still learn, the products stay PyTorch's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from course_utils.language_model.model import PoemModel

Product = Callable[[Tensor], Tensor]
"""x (B, I) to x @ weights.T + bias, (B, O)."""

ENGINES = ("x86", "fbgemm")
"""What PyTorch calls the ways to multiply that know weights in half precision."""


class Products(NamedTuple):
    """Most of what a reader computes: what leads to the gates, and to the scores."""

    inputs: Product
    states: Product
    scores: Product

    @classmethod
    def plain(cls, model: PoemModel) -> Products:
        """With the weights that the model has when they are used."""
        return cls(*(partial(F.linear, weight=w, bias=b) for w, b in _pairs(model)))

    @classmethod
    @torch.no_grad()
    def packed(cls, model: PoemModel) -> Products:
        """With the weights that it has now; plain, unless all of them are frozen."""
        pairs = _pairs(model)
        if not all(_packs(weight) for weight, _ in pairs):
            return cls.plain(model)
        pack = torch.ops.quantized.linear_prepack_fp16
        multiply = torch.ops.quantized.linear_dynamic_fp16
        packs = [pack(weight.detach(), bias.detach()) for weight, bias in pairs]
        return cls(*(partial(multiply, W_prepack=one) for one in packs))


def _pairs(model: PoemModel) -> list[tuple[Tensor, Tensor]]:
    """Weights (O, I) and biases (O,) of the three products."""
    w_x, w_h, b_x, b_h = model.lstm.all_weights[0]
    return [(w_x, b_x), (w_h, b_h), (model.embedding.weight, model.bias)]


def _packs(weight: Tensor) -> bool:
    """Whether this computer multiplies by half precision, and that changes nothing."""
    return (
        not weight.requires_grad
        and torch.backends.quantized.engine in ENGINES
        and hasattr(torch.ops.quantized, "linear_prepack_fp16")
        and weight.dtype == torch.float32
        and torch.equal(weight.half().float(), weight)
    )
