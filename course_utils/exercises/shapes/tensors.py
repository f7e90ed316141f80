"""PyTorch for this lesson's exercises, and the tensors that their cases share."""

from __future__ import annotations

from typing import Any


class _Torch:
    """`torch`, imported when it is first used: asking must not load it."""

    def __getattr__(self, name: str) -> Any:
        import torch

        return getattr(torch, name)


torch: Any = _Torch()


def random_tensor(*shape: int, seed: int) -> Any:
    """Numbers with two decimals, the same for the same seed."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=generator, dtype=torch.float64).round(
        decimals=2
    )


def recurrent(seed: int, *sizes: int, **options: Any) -> Any:
    """An `nn.GRU(*sizes)` in double precision, the same weights for the same seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.nn.GRU(*sizes, **options, dtype=torch.float64)
