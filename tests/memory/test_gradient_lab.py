"""The gradient lab measures what autograd and central differences say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils.scratch import matrices, numerical_gradient

E, H, T = 3, 5, 7


def inputs(seed: int, scale: float = 1.0, shape: tuple[int, int] = (T, E)) -> Any:
    return scale * np.random.default_rng(seed).normal(size=shape)


# ---------------------------------------------------------------- matrices


@pytest.mark.parametrize("radius", [0.0, 0.5, 1.2])
def test_rescaled(radius: float) -> None:
    W = np.random.default_rng(0).normal(size=(6, 6))
    assert np.isclose(matrices.spectral_radius(matrices.rescale(W, radius)), radius)


def test_the_radius_is_a_size() -> None:
    assert matrices.spectral_radius(np.array([[0.5, 1.0], [0.0, -2.0]])) == 2.0
    turn = np.array([[0.0, -3.0], [3.0, 0.0]])  # eigenvalues ±3i
    assert np.isclose(matrices.spectral_radius(turn), 3.0)


@pytest.mark.parametrize("radius", [-1.0, np.nan, np.inf])
def test_no_radius(radius: float) -> None:
    with pytest.raises(ValueError, match="radius"):
        matrices.rescale(np.eye(2), radius)


def test_a_matrix_without_eigenvalues_cannot_be_rescaled() -> None:
    with pytest.raises(ValueError, match="eigenvalue"):
        matrices.rescale(np.array([[0.0, 1.0], [0.0, 0.0]]), 1.0)


@pytest.mark.parametrize(
    ("size", "radius"),
    [(1.0, 1e-320), (1e-320, 1.0), (1e-200, 1e200), (1e200, 1e-200)],
)
def test_what_loses_its_digits_cannot_be_rescaled(size: float, radius: float) -> None:
    with pytest.raises(ValueError, match="out of the range of float64"):
        matrices.rescale(np.eye(2) * size, radius)


def test_single_precision_has_its_own_range() -> None:
    W = np.eye(2, dtype=np.float32)
    assert matrices.rescale(W, 1e-30)[0, 0] == np.float32(1e-30)
    for radius in (1e-40, 1e40):
        with pytest.raises(ValueError, match="out of the range of float32"):
            matrices.rescale(W, radius)


def test_a_rotation_keeps_lengths() -> None:
    Q = matrices.random_rotation(8, np.random.default_rng(0))
    np.testing.assert_allclose(Q @ Q.T, np.eye(8), atol=1e-12)
    np.testing.assert_allclose(np.linalg.svd(0.9 * Q)[1], 0.9)


def test_rotations_have_no_preferred_sign() -> None:
    """QR alone would give the diagonal a sign; the correction takes it away."""
    rng = np.random.default_rng(0)
    first = [matrices.random_rotation(2, rng)[0, 0] for _ in range(400)]
    assert abs(np.mean(first)) < 0.15


# ---------------------------------------------------------------- nets


def nets() -> dict[str, Any]:
    from course_utils.memory.nets import make_gru, make_lstm, make_rnn

    return {
        "RNN": make_rnn(E, H, seed=1),
        "rotation": make_rnn(E, H, 1.2, input_gain=1.0, seed=1),
        "gaussian": make_rnn(E, H, 0.9, matrix="gaussian", seed=1),
        "LSTM": make_lstm(E, H, seed=1),
        "LSTM, forget bias": make_lstm(E, H, 3.0, seed=1),
        "GRU": make_gru(E, H, seed=1),
        "GRU, update bias": make_gru(E, H, 2.0, seed=1),
    }


NAMES = (
    *("RNN", "rotation", "gaussian", "LSTM", "LSTM, forget bias"),
    *("GRU", "GRU, update bias"),
)


@pytest.mark.torch
def test_only_what_is_asked_for_differs_from_pytorch() -> None:
    import torch

    from course_utils.memory.nets import make_lstm, make_rnn

    plain, changed = make_rnn(E, H, seed=1), make_rnn(E, H, 1.2, seed=1)
    W_hh = changed.weight_hh_l0.detach().numpy()
    assert np.isclose(matrices.spectral_radius(W_hh), 1.2)
    same = {
        name: torch.equal(one, other)
        for (name, one), other in zip(
            plain.named_parameters(), changed.parameters(), strict=True
        )
    }
    assert [name for name, equal in same.items() if not equal] == ["weight_hh_l0"]
    bias = make_lstm(E, H, 3.0)
    total = (bias.bias_ih_l0 + bias.bias_hh_l0).detach()
    assert (total[H : 2 * H] == 3.0).all() and (total[:H].abs() < 1).all()


@pytest.mark.torch
def test_a_seed_is_a_start_and_leaves_the_rest_alone() -> None:
    import torch

    from course_utils.memory.nets import make_gru

    before = torch.random.get_rng_state()
    one, other, third = make_gru(E, H), make_gru(E, H), make_gru(E, H, seed=1)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert torch.equal(one.weight_hh_l0, other.weight_hh_l0)
    assert not torch.equal(one.weight_hh_l0, third.weight_hh_l0)


@pytest.mark.torch
def test_input_gain_is_the_deviation_of_what_a_unit_reads() -> None:
    from course_utils.memory.nets import make_rnn

    net = make_rnn(16, 400, input_gain=0.5)
    W_xh = net.weight_ih_l0.detach().numpy()
    read = inputs(0, shape=(400, 16)) @ W_xh.T
    assert abs(read.std() - 0.5) < 0.02
    assert (net.bias_ih_l0 == 0).all() and (net.bias_hh_l0 == 0).all()


# ---------------------------------------------------------------- measuring


@pytest.mark.torch
@pytest.mark.parametrize("name", NAMES)
def test_autograd_through_the_whole_sequence_agrees(name: str) -> None:
    import torch

    from course_utils.memory.gradient_lab import measure_memory

    net, x = nets()[name], torch.tensor(inputs(0))
    memory = measure_memory(net, x)
    whole = torch.autograd.functional.jacobian(lambda x: net(x[None])[0][0], x)
    gradients = whole[:, :, 0].numpy()  # (T, H, E)
    norms = np.linalg.norm(gradients, axis=(1, 2))
    np.testing.assert_allclose(memory.gradient_norms, norms, rtol=1e-10)
    np.testing.assert_allclose(memory.gradient, gradients[-1], atol=1e-14)
    states = net(x[None])[0][0].detach().numpy()
    np.testing.assert_allclose(memory.state_norms, np.linalg.norm(states, axis=1))


@pytest.mark.torch
@pytest.mark.parametrize("name", ["rotation", "LSTM", "GRU"])
def test_central_differences_agree(name: str) -> None:
    import torch

    from course_utils.memory.gradient_lab import measure_memory

    net, x = nets()[name], inputs(0)

    def unit(first: np.ndarray, index: int) -> float:
        changed = torch.tensor(np.vstack([first, x[1:]]))
        with torch.no_grad():
            return float(net(changed[None])[0][0, -1, index])

    rows = [numerical_gradient(lambda f, i=i: unit(f, i), x[0]) for i in range(H)]
    np.testing.assert_allclose(measure_memory(net, x).gradient, rows, atol=1e-9)


@pytest.mark.torch
def test_singular_values_are_those_of_the_step() -> None:
    """W_hh is a rotation times ρ, so D_t W_hh has the values ρ (1 - h²)."""
    import torch

    from course_utils.memory.gradient_lab import measure_memory

    net, x = nets()["rotation"], inputs(0)
    states = net(torch.tensor(x))[0].detach().numpy()
    expected = np.sort(1.2 * (1 - states**2))[:, ::-1]
    memory = measure_memory(net, x)
    np.testing.assert_allclose(memory.singular_values, expected, rtol=1e-10)
    assert measure_memory(nets()["LSTM"], x).singular_values.shape == (T, 2 * H)


@pytest.mark.torch
def test_a_cell_of_your_own() -> None:
    """A leaky sum, h_t = 0.5 h_{t-1} + x_t: what is left halves at each step."""
    from course_utils.memory.gradient_lab import measure_memory

    class Leaky:
        hidden_size = state_size = E

        def step(self, x: Any, state: Any) -> Any:
            return 0.5 * state + x

    memory = measure_memory(Leaky(), inputs(0))
    np.testing.assert_allclose(memory.gradient_norms, 3**0.5 * 0.5 ** np.arange(T))
    np.testing.assert_allclose(memory.gradient, 0.5 ** (T - 1) * np.eye(E))


@pytest.mark.torch
@pytest.mark.parametrize(
    "options",
    [
        {"num_layers": 2, "batch_first": True},
        {"bidirectional": True, "batch_first": True},
        {"batch_first": False},
        {"proj_size": 2, "batch_first": True},
    ],
)
def test_a_net_that_is_not_one_layer_is_refused(options: dict[str, Any]) -> None:
    from torch import nn

    from course_utils.memory.gradient_lab import measure_memory

    with pytest.raises(ValueError, match="one layer"):
        measure_memory(nn.LSTM(E, H, **options).double(), inputs(0))


# ---------------------------------------------------------------- measured claims


@pytest.mark.torch
@pytest.mark.parametrize("seed", range(3))
def test_what_lesson_04_says_holds_for_other_seeds(seed: int) -> None:
    from course_utils.memory.gradient_lab import measure_memory
    from course_utils.memory.nets import make_rnn

    def share(radius: float, x: np.ndarray) -> float:
        net = make_rnn(16, 64, radius, input_gain=1.0, seed=seed)
        norms = measure_memory(net, x).gradient_norms
        return float(norms[-1] / norms[0])

    tiny = inputs(100 + seed, 0.01, (100, 16))
    assert np.isclose(share(0.9, tiny[:50]), 0.9**49, rtol=0.05)
    assert 0.8 < share(1.0, tiny[:50]) < 1
    assert 10 < share(1.2, tiny) < 300
    assert share(3.0, tiny) > 1e12
    assert share(1.2, 100 * tiny) < 1e-11
    assert share(3.0, 100 * tiny) > 1e8


@pytest.mark.torch
def test_gates_remember_as_their_bias_says() -> None:
    """Ratio T = 50 / T = 1, geometric mean over three seeds."""
    from course_utils.memory.gradient_lab import measure_memory
    from course_utils.memory.nets import make_gru, make_lstm

    def share(make: Any, bias: float | None) -> float:
        x = [inputs(100 + seed, shape=(50, 16)) for seed in range(3)]
        curves = [
            measure_memory(make(16, 64, bias, seed=seed), x[seed]).gradient_norms
            for seed in range(3)
        ]
        return float(np.exp(np.mean([np.log(c[-1] / c[0]) for c in curves])))

    assert share(make_lstm, None) < 1e-8 and share(make_gru, None) < 1e-8
    assert 1e-5 < share(make_lstm, 1.0) < 1e-2
    assert 0.5 < share(make_lstm, 3.0) < 3
    assert share(make_gru, 2.0) > 1e3 * share(make_gru, None)


# ---------------------------------------------------------------- recall


@pytest.mark.torch
def test_symbols_are_fair() -> None:
    from course_utils.memory.recall import NUM_SYMBOLS, random_symbols

    symbols = random_symbols(1000, 8, np.random.default_rng(0))
    assert symbols.shape == (1000, 8)
    counts = np.bincount(symbols.ravel(), minlength=NUM_SYMBOLS)
    assert counts.min() > 900 and len(counts) == NUM_SYMBOLS == 8


@pytest.mark.torch
def test_recall_is_learnt_at_five_steps_and_repeats() -> None:
    import torch

    from course_utils.memory.nets import make_rnn
    from course_utils.memory.recall import train_recall

    def train() -> Any:
        net = make_rnn(8, 64, 1.0, dtype=torch.float32)
        return train_recall(net, 5, num_updates=200)

    one, other = train(), train()
    assert one.solved and one.num_updates < 200
    assert one == other


@pytest.mark.torch
def test_an_untrained_net_guesses() -> None:
    from course_utils.memory.nets import make_rnn
    from course_utils.memory.recall import train_recall

    result = train_recall(make_rnn(8, 16), 30, num_updates=1)
    assert result.num_updates == 1 and not result.solved
    assert abs(result.accuracy - 1 / 8) < 0.08
