"""The movie net: on disk as it was, word by word as on the whole, refused in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from course_utils.datasets.vocab import Vocabulary
from course_utils.text import LANGUAGES, use_language

pytestmark = pytest.mark.torch
WORDS = ["a", "good", "film", ",", "not", "a", "dull", "one", "."]


def small_net():
    import torch

    from course_utils.models.classifier import TextClassifier
    from course_utils.models.reviews import MovieNet

    settings = {"cell": "lstm", "embedding": 8, "hidden": 6}
    vocabulary = Vocabulary.build([WORDS])
    torch.manual_seed(0)
    return MovieNet(
        TextClassifier(len(vocabulary), 2, **settings), vocabulary
    ), settings


def test_it_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    from course_utils.models.reviews import load_movie_net, save_movie_net

    net, settings = small_net()
    path = tmp_path / "影评" / "net.safetensors"
    save_movie_net(path, net.model, net.vocabulary, settings)
    back = load_movie_net(path)
    assert back.vocabulary == net.vocabulary
    np.testing.assert_allclose(back.read(WORDS), net.read(WORDS), atol=1e-3)


def test_the_verdict_after_a_word_knows_nothing_of_the_rest() -> None:
    net, _ = small_net()
    whole = net.read(WORDS)
    for t in range(1, len(WORDS) + 1):
        np.testing.assert_allclose(net.read(WORDS[:t]), whole[:t], atol=1e-6)


@pytest.mark.parametrize(
    "words", [["zzz"], ["zzz", "film"], ["🙂"], ["<b>"], ["film"] * 20_000]
)
def test_any_words_get_probabilities(words: list[str]) -> None:
    net, _ = small_net()
    found = net.read(words)
    assert found.shape == (len(words),) and ((found > 0) & (found < 1)).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_refused(lang: str) -> None:
    use_language(lang)
    net, _ = small_net()
    with pytest.raises(ValueError, match=r"vocabulary\.encode"):
        net.read([])


def test_another_file_is_refused(tmp_path: Path) -> None:
    from course_utils.models.reviews import load_movie_net
    from course_utils.training.checkpoints import CheckpointError, save_tensors

    net, _ = small_net()
    path = tmp_path / "other.safetensors"
    save_tensors(path, "poem model", net.model.state_dict(), {})
    with pytest.raises(CheckpointError, match="movie net"):
        load_movie_net(path)
    path.write_bytes(b"no tensors")
    with pytest.raises(CheckpointError):
        load_movie_net(path)


def test_the_committed_net_has_learnt() -> None:
    from course_utils.models.reviews import load_movie_net

    net = load_movie_net()
    verdicts = {
        word: net.read([word])[-1] for word in ("dull", "moving", "bad", "funny")
    }
    assert max(verdicts["dull"], verdicts["bad"]) < 0.4
    assert min(verdicts["moving"], verdicts["funny"]) > 0.5
