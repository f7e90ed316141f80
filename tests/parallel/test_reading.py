"""Gates and looks found in NumPy are those of the nets, and nets of a wrong kind."""

# ruff: noqa: E402
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.datasets.vocab import Vocabulary
from course_utils.language_model.grid import place_ids
from course_utils.language_model.reader import shape_of
from course_utils.parallel.poems import PoemNet, make_poem_net
from course_utils.parallel.reading import read_gates, read_looks, vectors_read

POEM = "春眠不覺曉 處處聞啼鳥 夜來風雨聲 花落知多少"
VOCABULARY = Vocabulary.build([POEM.replace(" ", "")])
texts = pytest.mark.parametrize("text", [POEM, "春眠不覺曉 處處", "貓", ""])


def make_net(kind: str) -> PoemNet:
    V = len(VOCABULARY)
    vectors = torch.randn(V, 8, generator=torch.Generator().manual_seed(0))
    net = make_poem_net(kind, vectors, torch.ones(V) / V, 9000)
    with torch.no_grad():  # far from even, so that a wrong weight shows
        for weights in net.body.parameters():
            weights.mul_(2)
    return net


def as_read(net: PoemNet, text: str) -> np.ndarray:
    """What PyTorch says of the symbols that were read: features (R, D)."""
    characters = text.replace(" ", "")
    num_read = min(len(characters) + 1, shape_of(text).num_steps)
    ids = torch.tensor([[0, *VOCABULARY.encode(characters)][:num_read]])
    places = torch.from_numpy(place_ids(shape_of(text)))[:num_read]
    with torch.no_grad():
        return net(ids, places)[0][0].numpy()


@texts
def test_gates_and_cells_make_the_states_of_the_net(text):
    net = make_net("lstm")
    found = read_gates(net, VOCABULARY, text)
    states = found["o"] * np.tanh(found["c"])
    x = vectors_read(net, VOCABULARY, text)
    W, b = (part.detach().numpy() for part in net.readout.parameters())
    features = np.concatenate([states, x], axis=1) @ W.T + b
    np.testing.assert_allclose(features, as_read(net, text), atol=1e-5)
    c, f, i, g = (found[name] for name in "cfig")
    np.testing.assert_allclose(c[1:], f[1:] * c[:-1] + i[1:] * g[1:])


@texts
def test_looks_are_those_of_the_net(text, monkeypatch):
    from course_utils.parallel.attention import CausalAttention

    net, seen, look = make_net("transformer"), [], CausalAttention.look

    def spy(self, x, memory=None):
        weights, known = look(self, x, memory)
        seen.append(weights[0].numpy())
        return weights, known

    monkeypatch.setattr(CausalAttention, "look", spy)
    as_read(net, text)
    found = read_looks(net, VOCABULARY, text)
    np.testing.assert_allclose(found, np.stack(seen), atol=1e-5)
    np.testing.assert_allclose(found.sum(axis=3), 1)
    assert not np.triu(found, 1).any()


def test_the_last_character_of_a_whole_poem_is_not_read():
    net = make_net("lstm")
    assert len(read_gates(net, VOCABULARY, POEM)["f"]) == 20
    assert len(read_gates(net, VOCABULARY, POEM[:-1])["f"]) == 20
    assert len(read_gates(net, VOCABULARY, POEM[:5])["f"]) == 6


def test_another_kind_or_a_line_that_is_none_is_refused():
    with pytest.raises(ValueError, match="kind lstm, found transformer"):
        read_gates(make_net("transformer"), VOCABULARY, POEM)
    with pytest.raises(ValueError, match="kind transformer, found lstm"):
        read_looks(make_net("lstm"), VOCABULARY, POEM)
    with pytest.raises(ValueError, match="lines of 5 characters"):
        read_gates(make_net("lstm"), VOCABULARY, "春眠 不覺")
