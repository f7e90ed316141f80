"""Finding names: lists, chains of tags against brute force, taggers on disk."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.baselines.name_list import NameList
from course_utils.datasets.loaders import Entity, TaggedSentence
from course_utils.datasets.name_tags import (
    NAME_TAGS,
    bigrams_of,
    chances_to_begin,
    names_in,
    recall_by_kind,
    spans_in,
    spans_of_ids,
    tag_ids,
)
from course_utils.datasets.spans import spans_of
from course_utils.datasets.vocab import Vocabulary

SENTENCES = (
    TaggedSentence("李明在北京", (Entity(0, 2, "PER"), Entity(3, 5, "LOC"))),
    TaggedSentence("北京大学在北京", (Entity(0, 4, "ORG"), Entity(5, 7, "LOC"))),
    TaggedSentence("今天下雨", ()),
)


# ---------------------------------------------------------------- tags and lists


def test_there_are_seven_tags() -> None:
    assert NAME_TAGS == ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each.text)
def test_tags_and_spans_say_the_same(sentence: TaggedSentence) -> None:
    ids = tag_ids(sentence)
    assert [NAME_TAGS[number] for number in ids] == sentence.tags
    assert spans_of_ids(ids) == spans_in(sentence) == spans_of(sentence.tags)


def test_bigrams_begin_at_each_character() -> None:
    assert bigrams_of("李明在") == ["李明", "明在", "在¶"]
    assert bigrams_of("") == []


def test_the_longest_name_of_the_list_is_found() -> None:
    names = NameList.collect(SENTENCES)
    assert names.longest == 4
    assert names.find("北京大学的李明去北京") == {
        (0, 4, "ORG"),
        (5, 7, "PER"),
        (8, 10, "LOC"),
    }
    assert names.find("") == names.find("x<b>😀") == set()


def test_an_empty_list_finds_nothing() -> None:
    assert NameList.collect([]).find("北京") == set()


def test_a_surname_alone_is_no_name_of_the_list() -> None:
    assert (
        NameList.collect([TaggedSentence("王在北京", (Entity(0, 1, "PER"),))]).kinds
        == {}
    )


def test_a_name_of_two_kinds_has_the_commoner_one() -> None:
    seen = [TaggedSentence("黄山", (Entity(0, 2, kind),)) for kind in ("PER", "LOC")]
    assert NameList.collect([*seen, seen[1]]).find("黄山") == {(0, 2, "LOC")}


def test_recall_is_told_apart_by_what_was_seen() -> None:
    known = names_in(SENTENCES[:1])
    assert known == {("李明", "PER"), ("北京", "LOC")}
    found = [{(0, 2, "PER")}, {(5, 7, "LOC"), (0, 2, "LOC")}, {(0, 1, "PER")}]
    recall = recall_by_kind(SENTENCES, found, known)
    assert recall["PER"][::2] == (1.0, 1)
    assert recall["LOC"][::2] == (0.5, 2)
    assert recall["ORG"][1::2] == (0.0, 1)
    assert np.isnan(recall["ORG"].seen) and recall["ORG"].num_seen == 0


def test_first_characters_are_counted_wherever_they_stand() -> None:
    names = [
        TaggedSentence("北山", (Entity(0, 2, "LOC"),)),
        TaggedSentence("李王", (Entity(0, 1, "PER"), Entity(1, 2, "PER"))),
    ]
    chances = chances_to_begin(SENTENCES, names)
    assert (chances["LOC"], chances["PER"]) == (2 / 3, 1 / 2)
    assert np.isnan(chances["ORG"])


# ---------------------------------------------------------------- the chain


def scored(tags: tuple[int, ...], scores: Any, first: Any, steps: Any) -> float:
    """The score of one tag sequence, by its definition."""
    own = sum(scores[place][tag] for place, tag in enumerate(tags))
    return first[tags[0]] + own + sum(steps[pair] for pair in pairwise(tags))


@pytest.mark.torch
@given(
    seed=st.integers(0, 10**6),
    num_steps=st.integers(1, 5),
    num_tags=st.integers(1, 4),
)
def test_viterbi_finds_the_best_of_all_sequences(
    seed: int, num_steps: int, num_tags: int
) -> None:
    from course_utils.models.chain import viterbi

    rng = np.random.default_rng(seed)
    scores, first = rng.normal(size=(num_steps, num_tags)), rng.normal(size=num_tags)
    steps = rng.normal(size=(num_tags, num_tags))
    everything = product(range(num_tags), repeat=num_steps)
    best = max(everything, key=lambda tags: scored(tags, scores, first, steps))
    assert tuple(viterbi(scores, first, steps)) == best


def random_chain(num_tags: int = 3) -> Any:
    import torch

    from course_utils.models.chain import LinearChain

    torch.manual_seed(0)
    chain = LinearChain(num_tags)
    torch.nn.init.normal_(chain.first)
    torch.nn.init.normal_(chain.steps)
    return chain, torch.randn(2, 4, num_tags), torch.tensor([4, 2])


@pytest.mark.torch
def test_the_likelihoods_of_all_sequences_sum_to_one() -> None:
    import torch

    chain, scores, lengths = random_chain()
    for row, length in enumerate(lengths.tolist()):
        total = 0.0
        for tags in product(range(3), repeat=length):
            padded = torch.zeros(2, 4, dtype=torch.long)
            padded[row, :length] = torch.tensor(tags)
            padded[row, length:] = -100
            total += chain.log_likelihood(scores, padded, lengths)[row].exp().item()
        assert total == pytest.approx(1.0, abs=1e-5)


@pytest.mark.torch
def test_the_likeliest_sequence_is_the_best_one() -> None:
    import torch

    chain, scores, lengths = random_chain()
    best = chain.best(scores, lengths)
    assert [len(tags) for tags in best] == lengths.tolist()
    found = [
        chain.log_likelihood(scores[:1], torch.tensor([tags]), lengths[:1]).item()
        for tags in product(range(3), repeat=4)
    ]
    number = sum(int(tag) * 3**place for place, tag in enumerate(reversed(best[0])))
    assert int(np.argmax(found)) == number


@pytest.mark.torch
def test_pads_change_no_likelihood() -> None:
    chain, scores, lengths = random_chain()
    tags = scores.argmax(dim=2)
    both = chain.log_likelihood(scores, tags, lengths)
    alone = chain.log_likelihood(scores[1:, :2], tags[1:, :2], lengths[1:])
    assert both[1].item() == pytest.approx(alone[0].item(), abs=1e-5)


# ---------------------------------------------------------------- taggers


def small_sets() -> tuple[Any, Vocabulary, Vocabulary]:
    from course_utils.models.names import tagged_set

    texts = [sentence.text for sentence in SENTENCES]
    vocabulary = Vocabulary.build(texts)
    bigrams = Vocabulary.build(map(bigrams_of, texts))
    return tagged_set(SENTENCES, vocabulary, bigrams), vocabulary, bigrams


@pytest.mark.torch
def test_a_chain_tagger_learns_three_sentences_by_heart() -> None:
    from course_utils.models.chain import ChainTagger, chain_loss
    from course_utils.models.names import find_names
    from course_utils.training.computing import own_randomness
    from course_utils.training.loop import fit

    texts, vocabulary, bigrams = small_sets()
    with own_randomness(0):
        model = ChainTagger(
            len(vocabulary), len(bigrams), len(NAME_TAGS), hidden=16, dropout=0.0
        )
    fit(
        model,
        lambda rng: texts.batches(3, rng),
        chain_loss,
        epochs=60,
        rate=0.02,
        progress=False,
    )
    assert find_names(model, texts) == [spans_in(sentence) for sentence in SENTENCES]


@pytest.mark.torch
def test_what_stands_beside_a_sentence_changes_nothing() -> None:
    import torch

    from course_utils.models.chain import ChainTagger
    from course_utils.training.computing import evaluation
    from course_utils.training.loop import scores_of

    texts, vocabulary, bigrams = small_sets()
    model = ChainTagger(len(vocabulary), len(bigrams), len(NAME_TAGS), hidden=8)
    with evaluation(model):
        together = scores_of(model, texts.take([0, 1]))[0, :5]
        alone = scores_of(model, texts.take([0]))[0]
    torch.testing.assert_close(together, alone)


@pytest.mark.torch
def test_taggers_come_back_from_disk_as_they_were(tmp_path: Path) -> None:
    from course_utils.models.names import NameTagger, load_taggers, save_taggers
    from course_utils.models.tagger import Tagger
    from course_utils.training.checkpoints import CheckpointError

    _, vocabulary, _ = small_sets()
    settings = {
        "one_direction": {"directions": 1, "hidden": 8},
        "two_directions": {"directions": 2, "hidden": 4},
    }
    models = {
        name: Tagger(len(vocabulary), len(NAME_TAGS), **own)
        for name, own in settings.items()
    }
    path = tmp_path / "taggers.safetensors"
    save_taggers(path, models, vocabulary, settings)
    loaded = load_taggers(path)
    assert list(loaded) == list(settings)
    for name, tagger in loaded.items():
        before = NameTagger(models[name], vocabulary).probabilities("李明在北京")
        after = tagger.probabilities("李明在北京")
        assert after.shape == (5, len(NAME_TAGS))
        np.testing.assert_allclose(after.sum(axis=1), 1.0, atol=1e-6)
        np.testing.assert_allclose(after, before, atol=1e-3)  # half precision
        assert len(tagger.find(["李", "x😀<b>"])) == 2
    save_taggers(
        path, {"one_direction": models["two_directions"]}, vocabulary, settings
    )
    with pytest.raises(CheckpointError, match="taggers of another build"):
        load_taggers(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CheckpointError):
        load_taggers(path)


@pytest.mark.torch
def test_the_crf_learns_from_the_characters_around() -> None:
    from course_utils.baselines.crf_tagger import CrfTagger, features_of

    assert [len(own) for own in features_of("李明")] == [11, 11]
    assert "2=李" in next(iter(features_of("李明")))
    tagger = CrfTagger.train(SENTENCES * 5, max_iterations=30)
    assert [tagger.find(one.text) for one in SENTENCES] == list(
        map(spans_in, SENTENCES)
    )
    assert tagger.find("") == set()


def _changed(values: Any, place: tuple[int, ...], value: float) -> Any:
    changed = values.clone()
    changed[place] = value
    return changed


NOT_NUMBERS = [(0, 0, 1), (0, 3, 2), (1, 1, 0)]


@pytest.mark.torch
@pytest.mark.parametrize("place", NOT_NUMBERS)
def test_the_best_of_what_is_no_number_is_refused(place: tuple[int, ...]) -> None:
    chain, scores, lengths = random_chain()
    with pytest.raises(ValueError, match="scores: expected numbers, found NaN"):
        chain.best(_changed(scores, place, np.nan), lengths)
    after = chain.best(_changed(scores, (1, 2, 0), np.nan), lengths)  # on a pad
    for now, before in zip(after, chain.best(scores, lengths), strict=True):
        assert np.array_equal(now, before)


@pytest.mark.torch
@pytest.mark.parametrize("name", ["first", "steps"])
def test_a_chain_that_is_no_number_is_refused(name: str) -> None:
    import torch

    chain, scores, lengths = random_chain()
    torch.nn.init.constant_(getattr(chain, name), torch.nan)
    with pytest.raises(ValueError, match="found NaN"):
        chain.best(scores, lengths)


@pytest.mark.torch
def test_what_is_of_another_batch_is_refused() -> None:
    import torch

    chain, scores, lengths = random_chain()
    tags = torch.zeros(2, 4, dtype=torch.long)
    ignored = _changed(tags, (1, 1), -100)
    cases = [
        (scores, tags, lengths[:1]),
        (scores, tags, torch.tensor([4, 5])),
        (scores, tags[:1], lengths),
        (scores, tags[:, :3], lengths),
        (scores, tags.float(), lengths),
        (scores, _changed(tags, (0, 3), 3), lengths),
        (scores, ignored, lengths),
        (scores[:, :, :1], tags, lengths),
        (scores[0], tags, lengths),
    ]
    for case in cases:
        with pytest.raises(ValueError, match=r"expected .*found"):
            chain.log_likelihood(*case)
    with pytest.raises(ValueError, match="lengths: expected"):
        chain.best(scores, lengths[:1])
    assert chain.log_likelihood(scores, _changed(tags, (1, 2), -100), lengths).shape
    with pytest.raises(ValueError, match="num_tags"):
        type(chain)(0)
