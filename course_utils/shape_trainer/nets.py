"""PyTorch as the judge: what a network of a question really returns.

Double precision throughout: in single precision PyTorch warns that oneDNN has no
projections.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from course_utils.shapes.axes import Shape
from course_utils.shapes.recurrent import Setup


@cache
def build_layer(setup: Setup, num_layers: int | None = None) -> Any:
    """The torch module of `setup`, with fixed random weights."""
    import torch

    options = {**setup.keywords, "dtype": torch.float64}
    if num_layers is not None:
        options["num_layers"] = num_layers
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        cell = getattr(torch.nn, setup.cell)
        return cell(setup.input_size, setup.hidden_size, **options)


@cache
def random_input(setup: Setup) -> Any:
    """Fixed random numbers of the shape that the layer reads."""
    import torch

    shape = tuple(size for _, size in setup.input_axes)
    generator = torch.Generator().manual_seed(0)
    return torch.randn(shape, generator=generator, dtype=torch.float64)


def read(net: Any, x: Any) -> dict[str, Any]:
    """`output`, `h_n` and (LSTM) `c_n` of a torch module."""
    import torch

    with torch.no_grad():
        output, states = net(x)
    if isinstance(states, tuple):
        return {"output": output, "h_n": states[0], "c_n": states[1]}
    return {"output": output, "h_n": states}


@cache
def tensors_of(setup: Setup) -> Mapping[str, Any]:
    """What the network returns for its random input, by name."""
    return read(build_layer(setup), random_input(setup))


@cache
def returned_shapes(setup: Setup) -> Mapping[str, Shape]:
    """The shape of each tensor that the network returns."""
    return {name: tuple(tensor.shape) for name, tensor in tensors_of(setup).items()}


@cache
def parameter_sizes(setup: Setup) -> Mapping[str, Shape]:
    """The shape of each parameter, by PyTorch's name."""
    named = build_layer(setup).named_parameters()
    return {name: tuple(parameter.shape) for name, parameter in named}


@cache
def packed_shapes(setup: Setup, lengths: tuple[int, ...]) -> Mapping[str, Shape]:
    """What the network returns for a packed batch: `data`, `h_n`, `padded` again."""
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

    options = {"batch_first": setup.batch_first}
    packed = pack_padded_sequence(
        random_input(setup), [*lengths], **options, enforce_sorted=False
    )
    tensors = read(build_layer(setup), packed)
    padded, _ = pad_packed_sequence(tensors["output"], **options)
    shapes = {"data": tensors["output"].data, "h_n": tensors["h_n"], "padded": padded}
    return {name: tuple(tensor.shape) for name, tensor in shapes.items()}


@cache
def entry_of(setup: Setup, layer: int, backward: bool) -> int:
    """The place in `h_n` of the final state of one layer and direction.

    Found by value: the network is cut off above that layer, so that its states stand
    in `output`. The forward state is final at the last step, the backward at the first.
    """
    import torch

    net = build_layer(setup)
    below = build_layer(setup, num_layers=layer + 1)
    names = below.state_dict().keys()
    kept = {name: value for name, value in net.state_dict().items() if name in names}
    below.load_state_dict(kept)
    x, size = random_input(setup), setup.state_size
    output = time_first(setup, read(below, x)["output"])
    final = output[0, ..., size:] if backward else output[-1, ..., :size]
    entries = tensors_of(setup)["h_n"]
    found = [place for place, h in enumerate(entries) if torch.allclose(h, final)]
    (only,) = found
    return only


def time_first(setup: Setup, tensor: Any) -> Any:
    """`tensor` with the time axis in front."""
    swapped = setup.batch_first and setup.batch_size is not None
    return tensor.transpose(0, 1) if swapped else tensor


@cache
def equals_entry(setup: Setup, entry: int, index: tuple[Any, ...]) -> bool:
    """True when `output[index]` holds the same numbers as `h_n[entry]`."""
    import torch

    tensors = tensors_of(setup)
    places = tuple(slice(*part) if isinstance(part, tuple) else part for part in index)
    part, final = tensors["output"][places], tensors["h_n"][entry]
    return part.shape == final.shape and torch.allclose(part, final)


def is_last_real_state(
    setup: Setup, name: str, index: tuple[int, ...], which: int, length: int
) -> bool:
    """True when a padded batch's `output` or `h_n` at `index` is sequence `which`'s."""
    import torch

    tensors, final = read_padded(setup, which, length)
    return torch.allclose(tensors[name][index], final)


@cache
def read_padded(setup: Setup, which: int, length: int) -> tuple[Mapping[str, Any], Any]:
    """A batch in which sequence `which` ends in zeros, and that sequence's last state.

    The last state is that of the top layer when it reads the `length` symbols alone.
    """
    net, steps = build_layer(setup), time_first(setup, random_input(setup))
    alone = read(net, time_first(setup, steps[:length, which : which + 1]))
    padded = steps.clone()
    padded[length:, which] = 0.0
    return read(net, time_first(setup, padded)), alone["h_n"][-1, 0]
