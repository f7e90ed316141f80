"""The packed products of a reader: the numbers of the plain ones, in less time."""

# ruff: noqa: E402
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from functools import partial

from course_utils.language_model.grid import PoemShape
from course_utils.language_model.model import PoemModel, PoemModelSize
from course_utils.language_model.packed import Products
from course_utils.language_model.reader import PoemReader

SIZES = [
    PoemModelSize(num_symbols=33, embedding=8, hidden=20, above=4, place=3),
    PoemModelSize(num_symbols=70, embedding=24, hidden=13, above=6, place=5),
]


def model_of(size, halves=True):
    torch.manual_seed(size.hidden)
    model = PoemModel(size).eval()
    with torch.no_grad():
        model.bias.normal_()
        for weight in model.parameters():
            weight.copy_(weight.half() if halves else weight)
    return model


def are_plain(products):
    return all(
        isinstance(one, partial) and one.func is torch.nn.functional.linear
        for one in products
    )


@pytest.mark.skipif(
    torch.backends.quantized.engine not in ("x86", "fbgemm"),
    reason="this processor has no product with weights in half precision",
)
def test_weights_in_half_precision_are_packed():
    assert not are_plain(Products.packed(model_of(SIZES[0])))


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
