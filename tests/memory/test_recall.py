"""The nets of lessons 04 and 05 learn, and a training that fails says so."""

# ruff: noqa: E402

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.memory import make_lstm, make_rnn, train_bracket_net, train_recall
from course_utils.training import DivergedError


def test_a_gated_net_recalls_a_symbol_from_nearby() -> None:
    found = train_recall(make_lstm(8, 24, 1.0, dtype=torch.float32), 5)
    assert found.solved and found.num_updates <= 500


def test_a_net_that_is_broken_already_learns_nothing_in_silence() -> None:
    net = make_rnn(8, 6, dtype=torch.float32)
    with torch.no_grad():
        net.weight_hh_l0[0, 0] = torch.nan
    with pytest.raises(DivergedError, match=r"is nan.*new net"):
        train_recall(net, 4, num_updates=3)


def test_brackets_whose_training_fails_are_no_net(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("course_utils.memory.brackets._LEARNING_RATE", float("inf"))
    with pytest.raises(DivergedError, match=r"is nan.*another seed"):
        train_bracket_net(3)
