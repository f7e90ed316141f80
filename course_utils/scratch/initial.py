"""Where weights start: uniform as in PyTorch, or orthogonal with a chosen radius."""

import numpy as np

from course_utils.shapes import expect
from course_utils.text import Text
from course_utils.whole_numbers import counts

NO_GENERATOR = Text(
    en="rng: expected a random generator, found {found}. Try np.random.default_rng(0).",
    zh="rng 应是随机数生成器，实际是 {found}。可以用 np.random.default_rng(0)。",
)
NO_RADIUS = Text(
    en="{name}: expected a finite number, at least 0, found {found!r}. "
    "1.0 keeps lengths as they are.",
    zh="{name} 应是不小于 0 的有限数，实际是 {found!r}。取 1.0 时长度不变。",
)
NO_ROTATION = Text(
    en="W: its spectral radius is 0, and no factor makes it {radius}. "
    "Start from another matrix, such as orthogonal_matrix(H, rng).",
    zh="W 的谱半径是 0，乘任何数都得不到 {radius}。"
    "换一个矩阵，例如 orthogonal_matrix(H, rng)。",
)
NO_BIAS = Text(
    en="{name}: expected a finite number, found {found!r}. Try {name}=1.0.",
    zh="{name} 应是有限的数，实际是 {found!r}。可以试试 {name}=1.0。",
)


@counts("hidden_size")
def orthogonal_matrix(
    hidden_size: int, rng: np.random.Generator, spectral_radius: float = 1.0
) -> np.ndarray:
    """W (H, H), uniform among rotations and reflections, times `spectral_radius`.

    All its singular values and all |eigenvalues| are `spectral_radius`. The signs
    make it uniform: without them QR prefers some matrices [Mezzadri 2007].
    """
    radius = _radius(spectral_radius, "spectral_radius")
    Q, R = np.linalg.qr(_generator(rng).normal(size=(hidden_size, hidden_size)))
    return radius * Q * np.sign(np.diag(R))


def spectral_radius(W: np.ndarray) -> float:
    """The largest |eigenvalue| of W (H, H)."""
    expect(W, "H H", name="W", floats=True, finite=True)
    return float(abs(np.linalg.eigvals(W)).max())


def scale_to_radius(W: np.ndarray, radius: float) -> np.ndarray:
    """W (H, H) times the number that makes its spectral radius `radius`."""
    radius = _radius(radius, "radius")
    found = spectral_radius(W)
    if found == 0:
        raise ValueError(str(NO_ROTATION.format(radius=radius)))
    return W * (radius / found)


def uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden_size: int
) -> np.ndarray:
    """Uniform in ±1/√H, where all of torch's recurrent weights start."""
    bound = 1 / np.sqrt(hidden_size)
    return _generator(rng).uniform(-bound, bound, size=shape)


def set_block(bias: np.ndarray, block: int, value: float | None, name: str) -> None:
    """Write `value` over block number `block` of `bias` (blocks, H), unless None."""
    if value is None:
        return
    if not _is_finite(value):
        raise ValueError(str(NO_BIAS.format(name=name, found=value)))
    bias[block] = value


def _generator(rng: np.random.Generator) -> np.random.Generator:
    if not isinstance(rng, np.random.Generator):
        raise ValueError(str(NO_GENERATOR.format(found=type(rng).__name__)))
    return rng


def _radius(value: float, name: str) -> float:
    if not _is_finite(value) or value < 0:
        raise ValueError(str(NO_RADIUS.format(name=name, found=value)))
    return float(value)


def _is_finite(value: object) -> bool:
    is_number = isinstance(value, int | float | np.number)
    return is_number and not isinstance(value, bool) and bool(np.isfinite(value))
