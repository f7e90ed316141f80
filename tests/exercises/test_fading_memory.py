"""Lesson 04: other right answers are right, wrong ones are named, claims hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from exercises.rows import check_right, check_wrong

from course_utils.exercises.fading_memory import exercises
from course_utils.widgets.fading import measure_fading

# ---------------------------------------------------------------- other right answers


def rescale_by_eig(W, radius):
    eigenvalues, _ = np.linalg.eig(W)
    return radius * W / max(abs(eigenvalues))


def rescale_first_to_one(W, radius):
    return W / np.abs(np.linalg.eigvals(W)).max() * radius


def rescale_by_parts(W, radius):
    roots = np.linalg.eigvals(W)
    return W * radius / np.sqrt(roots.real**2 + roots.imag**2).max()


def rescale_by_the_spectrum(W, radius):
    values, vectors = np.linalg.eig(W)
    values = values * radius / np.abs(values).max()
    return (vectors @ np.diag(values) @ np.linalg.inv(vectors)).real


def rescale_as_lists(W, radius):
    factor = radius / np.max(np.abs(np.linalg.eigvals(W)))
    return np.array([[factor * entry for entry in row] for row in W])


def norm_by_functional(rnn, x):
    import torch

    return torch.autograd.functional.jacobian(lambda x: rnn(x)[0][-1], x)[:, 0].norm()


def norm_by_grad(rnn, x):
    import torch

    x.requires_grad_()
    h = rnn(x)[1][0]
    rows = [torch.autograd.grad(h_i, x, retain_graph=True)[0][0] for h_i in h]
    return torch.stack(rows).norm().item()


def norm_by_running_again(rnn, x):
    total = 0.0
    for i in range(rnn.hidden_size):
        copy = x.detach().clone().requires_grad_(True)
        rnn(copy)[0][-1, i].backward()
        total += (copy.grad[0] ** 2).sum().item()
    return np.sqrt(total)


def norm_batched(rnn, x):
    import torch

    x.requires_grad_(True)
    h = rnn(x.unsqueeze(0))[0][0, -1]
    units = torch.eye(len(h), dtype=h.dtype)
    (rows,) = torch.autograd.grad(h, x, units, is_grads_batched=True)
    return torch.linalg.matrix_norm(rows[:, 0])


def norm_of_the_first_alone(rnn, x):
    import torch

    first = x[:1].clone().requires_grad_()
    h = rnn(torch.cat([first, x[1:]]))[0][-1]
    rows = [torch.autograd.grad(h_i, first, retain_graph=True)[0] for h_i in h]
    return torch.cat(rows).pow(2).sum().sqrt()


def norm_by_the_chain_rule(rnn, x):
    W_xh, W_hh = rnn.weight_ih_l0, rnn.weight_hh_l0
    states = rnn(x)[0]
    gradient = (1 - states[0] ** 2)[:, None] * W_xh
    for h in states[1:]:
        gradient = (1 - h**2)[:, None] * (W_hh @ gradient)
    return gradient.norm()


def fade_by_logarithms(norms):
    return np.exp((np.log(norms[-1]) - np.log(norms[0])) / (len(norms) - 1))


def fade_by_mean_slope(norms):
    return np.exp(np.diff(np.log(norms)).mean())


def fade_by_product(norms):
    return np.prod(norms[1:] / norms[:-1]) ** (1 / len(norms[1:]))


def fade_by_power_of_ten(norms):
    return 10 ** (np.log10(norms[-1] / norms[0]) / (norms.size - 1))


def fade_as_float(norms):
    return float(np.power(norms[-1] / norms[0], 1 / (norms.shape[0] - 1)))


def clip_with_min(gradients, max_norm):
    norm = sum(np.sum(g * g) for g in gradients) ** 0.5
    return [min(1, max_norm / norm) * g for g in gradients]


def clip_the_joined(gradients, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))
    return tuple(g / max(1, norm / max_norm) for g in gradients)


def clip_norm_of_norms(gradients, max_norm):
    norm = np.linalg.norm([np.linalg.norm(g) for g in gradients])
    if norm > max_norm:
        gradients = [g / norm * max_norm for g in gradients]
    return gradients


def clip_copies(gradients, max_norm):
    clipped = [g.copy() for g in gradients]
    norm = np.sqrt(sum((g**2).sum() for g in clipped))
    for g in clipped:
        g *= max_norm / max(norm, max_norm)
    return clipped


def clip_as_torch_does(gradients, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    factor = min(1.0, max_norm / (norm + 1e-6))
    return [g * factor for g in gradients]


RIGHT = {
    "rescale_to_radius": (
        *(rescale_by_eig, rescale_first_to_one, rescale_by_parts),
        *(rescale_by_the_spectrum, rescale_as_lists),
    ),
    "gradient_norm": (
        *(norm_by_functional, norm_by_grad, norm_by_running_again, norm_batched),
        *(norm_of_the_first_alone, norm_by_the_chain_rule),
    ),
    "fade_per_step": (
        *(fade_by_logarithms, fade_by_mean_slope, fade_by_product),
        *(fade_by_power_of_ten, fade_as_float),
    ),
    "clip_by_norm": (
        *(clip_with_min, clip_the_joined, clip_norm_of_norms),
        *(clip_copies, clip_as_torch_does),
    ),
}


@pytest.fixture(scope="module")
def loaded() -> None:
    """The first batched derivative loads much of PyTorch: that is not the answer's."""
    import torch

    norm_batched(torch.nn.RNN(1, 1, batch_first=True), torch.zeros(2, 1))


@pytest.mark.torch
@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("name", "answer"),
    [(name, answer) for name, answers in RIGHT.items() for answer in answers],
)
def test_another_right_answer_is_right(name: str, answer: Callable[..., Any]) -> None:
    check_right(getattr(exercises, name), answer)


# ---------------------------------------------------------------- wrong answers


def rescale_by_svd(W, radius):
    return radius * W / np.linalg.svd(W)[1].max()


def rescale_max_of_real_sizes(W, radius):
    return W / max(abs(np.real(np.linalg.eigvals(W)))) * radius


def rescale_in_place(W, radius):
    W *= radius / np.abs(np.linalg.eigvals(W)).max()
    return W


def rescale_by_trace(W, radius):
    return W / np.diag(W).sum() * radius


def rescale_by_determinant(W, radius):
    return W / np.prod(np.linalg.eigvals(W)).real * radius


def norm_from_the_sum(rnn, x):
    x.requires_grad_()
    rnn(x)[0][-1].sum().backward()
    return x.grad[0].norm()


def norm_never_emptied(rnn, x):
    x.requires_grad_()
    squares = 0
    for h_i in rnn(x)[0][-1]:
        h_i.backward(retain_graph=True)
        squares += x.grad[0].square().sum()
    return squares.sqrt()


def norm_without_both(rnn, x):
    return norm_never_emptied(rnn, x) ** 2


def norm_of_all(rnn, x):
    import torch

    return torch.autograd.functional.jacobian(lambda x: rnn(x)[0][-1], x).norm()


def fade_by_range(norms):
    return np.log(norms[-1] / norms[0]) / (len(norms) - 1)


def fade_over_points(norms):
    return (norms[-1] / norms[0]) ** (1 / norms.size)


def fade_without_brackets(norms):
    return np.power(norms[-1] / norms[0], 1 / norms.size - 1)


def clip_to_length_one(gradients, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g / norm for g in gradients]


def clip_at_one(gradients, max_norm):
    return clip_with_min(gradients, 1)


def clip_by_squares(gradients, max_norm):
    norm = sum((g**2).sum() for g in gradients)
    if norm > max_norm:
        return [g * max_norm / norm for g in gradients]
    return gradients


def clip_entries(gradients, max_norm):
    return [np.minimum(np.maximum(g, -max_norm), max_norm) for g in gradients]


def clip_one_by_one(gradients, max_norm):
    return [g * min(1, max_norm / np.linalg.norm(g)) for g in gradients]


def clip_always(gradients, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g / norm * max_norm for g in gradients]


def clip_turned_round(gradients, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return gradients if norm > max_norm else [g * max_norm / norm for g in gradients]


def clip_in_place(gradients, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    for g in gradients:
        g *= min(1, max_norm / norm)
    return gradients


@pytest.mark.torch
@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("rescale_to_radius", rescale_by_svd, "by_the_singular_value"),
        ("rescale_to_radius", rescale_max_of_real_sizes, "size_of_the_real_part"),
        ("rescale_to_radius", rescale_in_place, "changes_input"),
        ("rescale_to_radius", rescale_by_trace, "by_the_trace"),
        ("rescale_to_radius", rescale_by_determinant, "by_the_determinant"),
        ("gradient_norm", norm_from_the_sum, "of_the_sum"),
        ("gradient_norm", norm_without_both, "never_emptied_without_the_root"),
        ("gradient_norm", norm_never_emptied, "never_emptied"),
        ("gradient_norm", norm_of_all, "by_every_input"),
        ("fade_per_step", fade_by_range, "logarithm_of_the_factor"),
        ("fade_per_step", fade_over_points, "points_for_steps"),
        ("fade_per_step", fade_without_brackets, "exponent_without_brackets"),
        ("clip_by_norm", clip_to_length_one, "divided_by_the_norm"),
        ("clip_by_norm", clip_at_one, "limit_forgotten"),
        ("clip_by_norm", clip_by_squares, "without_the_root"),
        ("clip_by_norm", clip_entries, "each_entry"),
        ("clip_by_norm", clip_one_by_one, "each_array_alone"),
        ("clip_by_norm", clip_always, "always_scaled"),
        ("clip_by_norm", clip_turned_round, "clipped_when_below"),
        ("clip_by_norm", clip_in_place, "changes_input"),
    ],
)
def test_a_wrong_answer_is_named(
    name: str, answer: Callable[..., Any], mistake: str
) -> None:
    check_wrong(getattr(exercises, name), answer, mistake)


# ---------------------------------------------------------------- what is said


def test_close_states_part_under_tanh() -> None:
    """Radius 3: what a letter of the predictions says of two states that were close."""
    from course_utils.scratch.matrices import random_rotation

    for seed in range(3):
        rng = np.random.default_rng(seed)
        W, h = 3 * random_rotation(64, rng), rng.normal(size=64)
        other = h + 1e-9 * rng.normal(size=64)
        for _ in range(200):
            h, other = np.tanh(W @ h), np.tanh(W @ other)
        assert np.linalg.norm(h - other) > 1


def test_without_tanh_the_size_of_inputs_does_not_matter() -> None:
    _, small = measure_fading(1.1, False, 0.01)
    _, large = measure_fading(1.1, False, 1.0)
    np.testing.assert_allclose(small, large)
    np.testing.assert_allclose(small[-1] / small[0], 1.1**99)


def test_the_explorer_agrees_with_the_lab() -> None:
    """Its gradient is the derivative of its state: central differences by x_1."""
    from course_utils.scratch import numerical_gradient
    from course_utils.widgets import fading as widget

    rotation, W_xh, x = widget.fixed_arrays()

    def state(first: np.ndarray, num_steps: int, unit: int) -> float:
        h = np.zeros(widget.HIDDEN_SIZE)
        for x_t in [first, *x[1:num_steps]]:
            h = np.tanh(1.2 * rotation @ h + W_xh @ x_t)
        return float(h[unit])

    _, gradients = measure_fading(1.2, True, 1.0)
    for num_steps in (1, 2, 6):
        rows = [
            numerical_gradient(lambda f, u=u, n=num_steps: state(f, n, u), x[0])
            for u in range(widget.HIDDEN_SIZE)
        ]
        assert np.isclose(np.linalg.norm(rows), gradients[num_steps - 1], rtol=1e-6)


def test_some_radius_keeps_the_gradient_level_at_usual_inputs() -> None:
    """The lesson asks for it below its explorer: it can be found with the slider."""
    shares = {
        radius: np.divide(*measure_fading(radius, True, 1.0)[1][[-1, 0]])
        for radius in np.arange(0.5, 3.01, 0.05).round(2)
    }
    level = [radius for radius, share in shares.items() if 0.1 < share < 10]
    assert level and 1.5 < min(level) <= max(level) < 2.5
    assert shares[1.2] < 1e-6 and shares[3.0] > 1e3


@pytest.mark.parametrize("radius", [0.5, 1.0, 1.2, 3.0])
@pytest.mark.parametrize("tanh", [True, False])
def test_the_names_of_the_curves_stand_apart_and_within_the_picture(
    radius: float, tanh: bool
) -> None:
    from course_utils.widgets.fading import draw_fading

    states, gradients = measure_fading(radius, tanh, 1.0)
    fig = draw_fading(
        {"radius": radius, "state_norms": states, "gradient_norms": gradients}
    )
    ax = fig.axes[0]
    heights = sorted(ax.transData.transform(one.get_position())[1] for one in ax.texts)
    assert len(heights) == 3
    assert np.diff(heights).min() > 0.07 * ax.bbox.height
    assert ax.bbox.y0 <= heights[0] and heights[-1] <= ax.bbox.y1 + 1
