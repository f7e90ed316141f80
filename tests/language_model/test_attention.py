"""Attention over the poem so far: PyTorch's own, with a bias for each distance."""

# ruff: noqa: E402
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from torch.nn import functional as F

from course_utils.language_model.attention import LookBack
from course_utils.language_model.grid import PLACE_WIDTHS

SIZES = [(7, 3, 5), (14, 2, 7)]  # T, B, characters a line


def problem(num_steps, num_poems):
    """A module with biases that differ, states (T, B, 12) and embeddings (T, B, 6)."""
    generator = torch.Generator().manual_seed(5)
    torch.manual_seed(5)
    look = LookBack(hidden=12, embedding=6, heads=2, key=4, value=3)
    with torch.no_grad():
        look.bias.normal_(generator=generator)
    states = torch.randn(num_steps, num_poems, 12, generator=generator)
    read = torch.randn(num_steps, num_poems, 6, generator=generator)
    return look, states.requires_grad_(), read.requires_grad_()


def by_torch(look, states, read, width):
    """The same from `scaled_dot_product_attention`, distances one by one."""
    num_steps = len(states)
    looking = look.looking(states)
    queries, keys = (looking[..., n : n + 8].unflatten(-1, (2, 4)) for n in (0, 8))
    values = (looking[..., 16:] + look.reading(read)).unflatten(-1, (2, 3))
    table = look.bias[PLACE_WIDTHS.index(width)]
    rows = [
        torch.stack(
            [
                table[:, now - then] if then <= now else torch.full((2,), -torch.inf)
                for then in range(num_steps)
            ],
            dim=1,
        )
        for now in range(num_steps)
    ]
    seen = F.scaled_dot_product_attention(
        *(x.permute(1, 2, 0, 3) for x in (queries, keys, values)),
        attn_mask=torch.stack(rows, dim=1),
    )
    return seen.permute(2, 0, 1, 3).flatten(2)


@pytest.mark.parametrize(("num_steps", "num_poems", "width"), SIZES)
def test_it_is_torch_s_attention_forward_and_backward(num_steps, num_poems, width):
    look, states, read = problem(num_steps, num_poems)
    ours, _ = look(states, read, width)
    theirs = by_torch(look, states, read, width)
    torch.testing.assert_close(ours, theirs)
    d_out = torch.randn(ours.shape, generator=torch.Generator().manual_seed(6))
    inputs = [states, read, *look.parameters()]
    for one, other in zip(
        torch.autograd.grad(ours, inputs, d_out),
        torch.autograd.grad(theirs, inputs, d_out),
        strict=True,
    ):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize(("num_steps", "num_poems", "width"), SIZES)
def test_step_by_step_it_sees_the_same(num_steps, num_poems, width):
    look, states, read = problem(num_steps, num_poems)
    with torch.no_grad():
        at_once, _ = look(states, read, width)
        memory, steps = None, []
        for step in range(num_steps):
            now = slice(step, step + 1)
            seen, memory = look(states[now], read[now], width, memory)
            steps.append(seen)
    torch.testing.assert_close(torch.cat(steps), at_once)


def test_kept_poems_look_back_at_their_own():
    look, states, read = problem(7, 3)
    rows = torch.tensor([2, 0])
    with torch.no_grad():
        _, memory = look(states[:-1], read[:-1], 5)
        kept, _ = look(states[-1:, rows], read[-1:, rows], 5, memory.keep(rows))
        all_three, _ = look(states[-1:], read[-1:], 5, memory)
    torch.testing.assert_close(kept, all_three[:, rows])
