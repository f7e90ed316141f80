"""The LSTM with peepholes for PyTorch, which has none: its gates also see the cell."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import linear


class PeepholeLSTM(nn.Module):
    """Same job as a one-layer `nn.LSTM(batch_first=True)`, but each gate also reads
    its own unit's cell state (Gers & Schmidhuber, 2000; Gers et al., 2002).

    weight_ih (4H, E), weight_hh (4H, H), bias (4H,): blocks in PyTorch's order i f g o
    weight_ch (3, H): what the gates i, f, o make of the cell; i and f see the old one
    """

    weight_ih: Tensor
    weight_hh: Tensor
    weight_ch: Tensor
    bias: Tensor

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        seed: int = 0,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        self.hidden_size = hidden_size
        shapes = {
            "weight_ih": (4 * hidden_size, input_size),
            "weight_hh": (4 * hidden_size, hidden_size),
            "weight_ch": (3, hidden_size),
            "bias": (4 * hidden_size,),
        }
        generator = torch.Generator().manual_seed(seed)
        bound = hidden_size**-0.5
        for name, shape in shapes.items():
            drawn = torch.rand(shape, generator=generator, dtype=dtype)
            setattr(self, name, nn.Parameter(bound * (2 * drawn - 1)))

    def forward(self, x: Tensor) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """x (B, T, E) -> states (B, T, H), (h_n, c_n), both (1, B, H)"""
        from_inputs = linear(x, self.weight_ih, self.bias)  # (B, T, 4H)
        h = c = x.new_zeros(len(x), self.hidden_size)
        states = []
        for from_input in from_inputs.unbind(1):
            h, c = self.step(from_input, h, c)
            states.append(h)
        return torch.stack(states, dim=1), (h[None], c[None])

    def step(self, from_input: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        """from_input (B, 4H), h and c (B, H) -> the next h and c"""
        i, f, g, o = torch.addmm(from_input, h, self.weight_hh.T).chunk(4, dim=1)
        see_i, see_f, see_o = self.weight_ch
        kept = torch.sigmoid(f + see_f * c) * c
        c = kept + torch.sigmoid(i + see_i * c) * torch.tanh(g)
        return torch.sigmoid(o + see_o * c) * torch.tanh(c), c
