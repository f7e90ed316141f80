"""The packed products of a reader: the numbers of the plain ones, in less time."""

# ruff: noqa: E402
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from functools import partial

from course_utils.language_model.grid import PoemShape
from course_utils.language_model.model import PoemModel, PoemModelSize
from course_utils.language_model.packed import ENGINES, Products
from course_utils.language_model.reader import PoemReader

SIZES = [
    PoemModelSize(num_symbols=33, embedding=8, hidden=20, above=4, place=3),
    PoemModelSize(num_symbols=70, embedding=24, hidden=13, above=6, place=5),
]


def model_of(size, halves=True):
    """A frozen model; its biases are no halves, for they are not packed."""
    torch.manual_seed(size.hidden)
    model = PoemModel(size).eval().requires_grad_(False)
    model.bias.normal_()
    for weight in model.parameters():
        if halves and weight.dim() > 1:
            weight.copy_(weight.half())
    return model


def are_plain(products):
    return all(
        isinstance(one, partial) and one.func is torch.nn.functional.linear
        for one in products
    )


def test_frozen_weights_in_half_precision_are_packed_where_that_is_known():
    known = torch.backends.quantized.engine in ENGINES
    assert are_plain(Products.packed(model_of(SIZES[0]))) != known


def test_weights_that_may_learn_are_read_as_they_are_then():
    model = model_of(SIZES[0]).requires_grad_(True)
    products = Products.packed(model)
    x = torch.randn(2, SIZES[0].embedding)
    with torch.no_grad():
        model.embedding.weight.mul_(2)
        expected = x @ model.embedding.weight.T + model.bias
        torch.testing.assert_close(products.scores(x), expected)


@pytest.mark.parametrize("size", SIZES)
def test_packed_products_are_the_plain_ones(size):
    model = model_of(size)
    shape, num_poems = PoemShape(5, 4), 3
    ids = torch.randint(2, size.num_symbols, (shape.num_steps, num_poems))
    readers = [
        PoemReader(model, shape, num_poems, products=one)
        for one in (None, Products.packed(model))
    ]
    with torch.inference_mode():
        for step in range(shape.num_steps):
            plain, packed = (reader(ids[:step]) for reader in readers)
            torch.testing.assert_close(packed, plain, rtol=1e-5, atol=1e-5)


def test_weights_that_half_precision_would_change_stay_as_they_are():
    assert are_plain(Products.packed(model_of(SIZES[0], halves=False)))
    assert are_plain(Products.packed(model_of(SIZES[0]).double()))
    too_large = model_of(SIZES[0])
    too_large.embedding.weight.data[3, 4] = 1e6
    assert are_plain(Products.packed(too_large))
    broken = model_of(SIZES[0])
    broken.lstm.weight_hh_l0.data[1, 2] = torch.nan
    assert are_plain(Products.packed(broken))


def test_a_processor_without_such_products_reads_all_the_same(monkeypatch):
    monkeypatch.setattr(type(torch.backends.quantized), "engine", "qnnpack")
    assert are_plain(Products.packed(model_of(SIZES[0])))
