"""The loss of a large vocabulary: nats of the targets, gradients in the same pass.

`F.cross_entropy` keeps all (N, V) logits for the way back. Here a few rows at a time
are turned into probabilities, their gradients are taken at once, and nothing of size
V is kept but the gradient of the embedding.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

ROWS_AT_A_TIME = 512
_SMALLEST = torch.finfo(torch.float32).tiny


def working_dtype(weight: Tensor) -> torch.dtype:
    """That of large products: as the weights are, or what autocast makes of them."""
    if torch.is_autocast_enabled("cpu"):
        return torch.get_autocast_dtype("cpu")
    return weight.dtype


def softmax_nats(
    features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor
) -> Tensor:
    """Sum over N rows of -log softmax(features weight^T + bias)[target], in nats.

    features (N, D), weight (V, D), bias (V,), targets (N,) int64. Under bfloat16
    autocast the large products are made in bfloat16, the sums in float32 or more.
    """
    if torch.is_grad_enabled():
        return _SoftmaxNats.apply(features, weight, bias, targets)
    chunks = zip(
        features.split(ROWS_AT_A_TIME), targets.split(ROWS_AT_A_TIME), strict=True
    )
    return torch.stack(
        [
            F.cross_entropy(F.linear(rows, weight, bias), some, reduction="sum")
            for rows, some in chunks
        ]
    ).sum()


class _SoftmaxNats(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor
    ) -> Tensor:
        dtype = working_dtype(weight)
        with torch.autocast("cpu", enabled=False):
            nats, *gradients = _nats_and_gradients(
                features.to(dtype),
                weight.to(dtype),
                bias.to(dtype),
                targets,
                torch.promote_types(weight.dtype, torch.float32),
            )
        ctx.save_for_backward(*gradients)
        return nats

    @staticmethod
    def backward(ctx: Any, *d_nats: Tensor) -> tuple[Tensor | None, ...]:
        # In place: that of the embedding is large, and nobody asks for it twice.
        return (*(one.mul_(d_nats[0]) for one in ctx.saved_tensors), None)


def _nats_and_gradients(
    features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, dtype: torch.dtype
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The sum of nats and d features, d weight, d bias, all of the `dtype` given."""
    nats = torch.zeros((), dtype=dtype)
    d_features = torch.empty(features.shape, dtype=dtype)
    d_weight = torch.zeros(weight.shape, dtype=dtype)
    d_bias = torch.zeros(bias.shape, dtype=dtype)
    for start in range(0, len(features), ROWS_AT_A_TIME):
        rows = slice(start, start + ROWS_AT_A_TIME)
        place = torch.arange(len(targets[rows])), targets[rows]
        d_logits = torch.softmax(torch.addmm(bias, features[rows], weight.T), dim=1)
        nats -= d_logits[place].to(dtype).clamp_min(_SMALLEST).log().sum()
        d_logits[place] -= 1
        d_features[rows] = d_logits @ weight
        d_weight += d_logits.T @ features[rows]
        d_bias += d_logits.new_ones(len(d_logits)) @ d_logits
    return nats, d_features, d_weight, d_bias
