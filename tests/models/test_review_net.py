"""The reviews' net on disk, and what it is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.torch


def small_net():  # type: ignore[no-untyped-def]
    import torch

    from course_utils.datasets.vocab import Vocabulary
    from course_utils.models.classifier import TextClassifier
    from course_utils.models.reviews import ReviewNet

    vocabulary = Vocabulary.build([["很", "好", "太差", ",", "房间"]])
    torch.manual_seed(0)
    settings = {"embedding": 4, "hidden": 3, "directions": 2, "pooling": "max"}
    model = TextClassifier(len(vocabulary), 2, **settings)
    return ReviewNet(model.eval(), vocabulary), settings


def test_a_saved_net_says_the_same(tmp_path: Path) -> None:
    from course_utils.models.reviews import load_review_net, save_review_net

    net, settings = small_net()
    path = tmp_path / "net.safetensors"
    save_review_net(path, net.model, net.vocabulary, settings)
    loaded = load_review_net(path)
    assert loaded.vocabulary == net.vocabulary and not loaded.model.training
    texts = [["很", "好"], ["房间", "太差"]]
    np.testing.assert_allclose(loaded.score(texts), net.score(texts), atol=1e-3)


def test_another_file_is_refused(tmp_path: Path) -> None:
    from course_utils.models.reviews import load_review_net
    from course_utils.places import POET_WEIGHTS
    from course_utils.training.checkpoints import CheckpointError

    with pytest.raises(CheckpointError, match="review net"):
        load_review_net(POET_WEIGHTS)


def test_scores_are_log_odds_whatever_stands_beside() -> None:
    net, _ = small_net()
    texts = [["很", "好"], [], ["房间"] * 200, ["😀"]]
    together = net.score(texts)
    alone = np.concatenate([net.score([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)
    assert together[1] == pytest.approx(together[3])  # nothing reads as one unknown


def test_a_review_is_read_up_to_its_hundred_and_twentieth_word() -> None:
    from course_utils.models.reviews import MAX_WORDS

    net, _ = small_net()
    words = ["很", "好"] * MAX_WORDS
    np.testing.assert_array_equal(net.score([words]), net.score([words[:MAX_WORDS]]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  \n\t ", []),
        ("很好，房间大。", ["很", "好", ",", "房间", "大", "。"]),
        ("ＡＢＣ　好", ["ABC", "好"]),
        ("<b>好</b>", ["<", "b", ">", "好", "<", "/", "b", ">"]),
        ("好\ud83d", ["好", "?"]),
    ],
)
def test_cutting_words(text: str, words: list[str]) -> None:
    from course_utils.models.reviews import cut_words

    assert cut_words(text) == words


def test_the_committed_net_knows_good_from_bad() -> None:
    from course_utils.models.reviews import cut_words, load_review_net

    net = load_review_net()
    good, bad = net.score(
        [cut_words("房间很干净，服务很好"), cut_words("太差了，很失望")]
    )
    assert good > 2 and bad < -2
