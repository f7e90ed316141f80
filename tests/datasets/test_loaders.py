"""The corpora hold what the lessons say about them. Needs `course data`."""

from __future__ import annotations

import dataclasses
import re
import time
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from course_utils.corpora.near_duplicates import near_duplicate_groups
from course_utils.corpora.reviews import english_key
from course_utils.datasets import loaders
from course_utils.datasets.loaders import Entity, Poem, RatedText, TaggedSentence
from course_utils.datasets.splits import (
    NEWS_RULE,
    POEM_RULE,
    REVIEW_RULE,
    Groups,
    chinese_key,
    split_of,
)
from course_utils.datasets.vocab import Vocabulary, split_words

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def movies():
    return loaders.load_movie_reviews()


@pytest.fixture(scope="module")
def reviews():
    return loaders.load_chinese_reviews()


@pytest.fixture(scope="module")
def lines():
    return loaders.load_chinese_review_lines()


@pytest.fixture(scope="module")
def news():
    return loaders.load_peoples_daily()


@pytest.fixture(scope="module")
def tang():
    return loaders.load_tang_poems()


@pytest.fixture(scope="module")
def song():
    return loaders.load_song_poems()


def sizes(splits) -> tuple[int, int, int]:
    return len(splits.train), len(splits.validation), len(splits.test)


def parts(splits) -> list:
    return [splits.train, splits.validation, splits.test]


def everything(splits) -> list:
    return [*splits.train, *splits.validation, *splits.test]


def positive_share(records) -> float:
    return round(sum(record.label for record in records) / len(records), 3)


# Movie reviews


def test_movie_reviews_have_the_counted_rows(movies):
    assert sizes(movies) == (7345, 1086, 2135)
    shares = [positive_share(part) for part in parts(movies)]
    assert shares == [0.493, 0.507, 0.501]


def test_movie_reviews_are_about_21_words_long(movies):
    lengths = sorted(len(split_words(review.text)) for review in everything(movies))
    assert round(sum(lengths) / len(lengths), 1) == 21.3
    assert (lengths[len(lengths) // 2], lengths[-1]) == (21, 59)


def test_the_vocabulary_of_the_movie_reviews(movies):
    words = [split_words(review.text) for review in movies.train]
    sizes_found = [len(Vocabulary.build(words, least)) - 2 for least in (1, 2, 3)]
    assert sizes_found == [15672, 8064, 5587]


def test_a_rating_is_never_zero_and_its_sign_is_the_label(movies):
    ratings = [review.rating for review in everything(movies)]
    assert min(ratings) >= -4 and max(ratings) <= 4 and 0 not in ratings
    assert RatedText("", -0.1).label == 0 and RatedText("", 0.1).label == 1
    assert sum(abs(rating) < 0.25 for rating in ratings) == 193
    assert sum(abs(rating) < 0.5 for rating in ratings) == 496
    assert sum(abs(rating) < 1 for rating in ratings) == 1395


def test_no_movie_review_stands_in_two_splits(movies):
    for name in ("train", "validation", "test"):
        for review in getattr(movies, name):
            assert split_of(english_key(review.text), REVIEW_RULE) == name
    keys = Counter(english_key(review.text) for review in everything(movies))
    assert keys.most_common(1)[0][1] == 1


def test_the_order_of_reviews_tells_nothing(movies, reviews):
    for part in (movies.train, movies.test, reviews.train, reviews.test):
        half = len(part) // 2
        difference = positive_share(part[:half]) - positive_share(part[half:])
        assert abs(difference) < 0.1  # in the published order it is nearly 1


def test_other_snippets_are_rated_texts_of_three_kinds():
    found = loaders.load_other_snippets()
    counted = {source: len(texts) for source, texts in found.items()}
    assert counted == {"amazon": 3591, "news": 4884, "tweets": 4042}
    handles = {
        handle
        for tweet in found["tweets"]
        for handle in re.findall(r"@\w+", tweet.text)
    }
    assert handles == {"@user"}


# Chinese reviews


def test_chinese_reviews_have_the_counted_rows(reviews):
    assert sizes(reviews) == (12110, 1697, 3365)
    shares = [positive_share(part) for part in parts(reviews)]
    assert shares == [0.483, 0.464, 0.471]


def test_half_of_the_published_lines_are_repeats(lines):
    assert len(lines) == 35123
    assert sum(line.label for line in lines) == 16548
    assert len({chinese_key(line.text) for line in lines}) < len(lines) / 2


def test_no_review_and_no_near_duplicate_stands_in_two_splits(reviews):
    texts, homes = [], []
    for home, part in enumerate(parts(reviews)):
        texts += [chinese_key(review.text) for review in part]
        homes += [home] * len(part)
    assert len(set(texts)) == len(texts)
    groups = near_duplicate_groups(texts)
    assert sum(len(group) > 1 for group in groups) > 50
    assert all(len({homes[index] for index in group}) == 1 for group in groups)


def test_a_naive_split_of_the_published_lines_leaks(lines):
    train = {chinese_key(line.text) for line in lines[::5]}
    rest = [line for index, line in enumerate(lines) if index % 5]
    assert sum(chinese_key(line.text) in train for line in rest) > 0.2 * len(rest)


def test_no_long_number_and_no_address_is_left_in_a_review(movies, reviews, lines):
    for record in (*everything(movies), *everything(reviews), *lines):
        assert not re.search(r"\d{6,}|[a-z0-9]@[a-z0-9]", record.text)
    assert any("#" in line.text for line in lines)


# People's Daily


def test_the_peoples_daily_has_the_counted_sentences(news):
    assert sizes(news) == (36823, 5526, 4499)
    characters = [sum(len(one.text) for one in part) for part in parts(news)]
    assert characters == [1434107, 222028, 177625]
    assert max(len(sentence.text) for sentence in everything(news)) == 120


def test_the_peoples_daily_has_the_counted_names(news):
    counted = [
        Counter(entity.kind for sentence in part for entity in sentence.entities)
        for part in parts(news)
    ]
    assert counted == [
        {"PER": 14831, "LOC": 22058, "ORG": 2681},
        {"PER": 2070, "LOC": 3132, "ORG": 408},
        {"PER": 2926, "LOC": 2611, "ORG": 309},
    ]


def test_organisations_were_nearly_all_seen_and_persons_mostly_not(news):
    def mentions(part):
        return [
            (entity.kind, sentence.text[entity.start : entity.end])
            for sentence in part
            for entity in sentence.entities
        ]

    known = set(mentions(news.train))
    seen = Counter(kind for kind, name in mentions(news.test) if (kind, name) in known)
    total = Counter(kind for kind, _ in mentions(news.test))
    shares = {kind: round(100 * seen[kind] / total[kind], 1) for kind in total}
    assert shares == {"PER": 38.5, "LOC": 87.7, "ORG": 99.4}


def test_most_characters_of_the_news_are_outside_of_names(news):
    tags = Counter(tag for sentence in news.test for tag in sentence.tags)
    assert round(100 * tags["O"] / tags.total(), 1) == 91.0


def test_no_sentence_stands_twice(news):
    texts = [sentence.text for sentence in everything(news)]
    assert len(set(texts)) == len(texts)


def test_the_vocabulary_of_the_news(news):
    texts = [sentence.text for sentence in news.train]
    counted = [len(Vocabulary.build(texts, least)) - 2 for least in (1, 2)]
    assert counted == [4540, 4009]


def test_names_become_bio_tags():
    names = (Entity(0, 3, "PER"), Entity(3, 5, "LOC"))
    found = TaggedSentence("江泽民北京人", names)
    assert found.tags == ["B-PER", "I-PER", "I-PER", "B-LOC", "I-LOC", "O"]


# Poems


def test_tang_poems_have_the_counted_rows(tang):
    assert sizes(tang) == (42041, 2496, 2363)
    poems = everything(tang)
    assert sum(len("".join(poem.lines)) for poem in poems) == 2321916
    assert len({character for poem in poems for character in poem.text} - {" "}) == 8358
    assert count_forms(poems) == {
        (4, 5): 3791,
        (4, 7): 10369,
        (8, 5): 14384,
        (8, 7): 7943,
        ("other", 5): 8926,
        ("other", 7): 1487,
    }


def count_forms(poems) -> Counter:
    forms = [poem.form for poem in poems]
    return Counter(
        (lines if lines in (4, 8) else "other", length) for lines, length in forms
    )


def test_song_poems_have_the_counted_rows(song):
    assert len(song) == 229786
    assert count_forms(song) == {
        (4, 5): 12907,
        (4, 7): 72333,
        (8, 5): 45616,
        (8, 7): 60277,
        ("other", 5): 26096,
        ("other", 7): 12557,
    }


def test_no_line_of_a_held_out_poem_is_learnt(tang, song):
    known = [{line for poem in part for line in poem.lines} for part in parts(tang)]
    for one, other in combinations(known, 2):
        assert one.isdisjoint(other)
    held_out = known[1] | known[2]
    assert all(held_out.isdisjoint(poem.lines) for poem in song)


def test_no_poem_stands_twice(tang, song):
    texts = [poem.text for poem in (*everything(tang), *song)]
    assert len(set(texts)) == len(texts)


def test_every_line_of_a_poem_is_as_long(tang, song):
    for poem in (*everything(tang), *song):
        lines = poem.lines
        assert {len(line) for line in lines} in ({5}, {7}) and len(lines) % 2 == 0


def test_a_poem_knows_its_form():
    poem = Poem("王之渙", "登鸛雀樓", "白日依山盡 黃河入海流 欲窮千里目 更上一層樓")
    assert poem.form == (4, 5)
    assert poem.lines[1] == "黃河入海流"


# Digits


def test_digits_have_the_counted_pictures():
    from course_utils.datasets.digits import load_digits_8, load_digits_28

    for load, size, counted in (
        (load_digits_8, 8, (1422, 375)),
        (load_digits_28, 28, (3979, 1021)),
    ):
        splits = load()
        assert tuple(len(part.labels) for part in splits) == counted
        for part in splits:
            assert part.images.shape == (len(part.labels), size, size)
            assert part.images.dtype == np.float32
            assert part.images.min() == 0 and part.images.max() == 1
            assert set(part.labels.tolist()) == set(range(10))


def test_no_picture_stands_in_two_splits():
    from course_utils.datasets.digits import load_digits_8, load_digits_28

    for load in (load_digits_8, load_digits_28):
        splits = load()
        one, other = ({image.tobytes() for image in part.images} for part in splits)
        assert one.isdisjoint(other)
        assert len(one) + len(other) == sum(len(part.labels) for part in splits)


def test_the_order_of_digits_tells_nothing():
    from course_utils.datasets.digits import load_digits_28

    labels = load_digits_28().train.labels
    half = len(labels) // 2
    assert abs(labels[:half].mean() - labels[half:].mean()) < 0.3  # sorted: 5


# What all loaders share


@pytest.mark.parametrize(
    "name",
    [
        "movie_reviews",
        "other_snippets",
        "chinese_reviews",
        "chinese_review_lines",
        "peoples_daily",
        "tang_poems",
        "song_poems",
    ],
)
def test_loading_is_fast(name: str):
    load = getattr(loaders, f"load_{name}")
    assert any(seconds_of(load) < 3.0 for _ in range(3))  # a slow computer: 1.3


def seconds_of(action) -> float:
    """CPU seconds: other programs on the machine do not count."""
    began = time.process_time()
    action()
    return time.process_time() - began


def test_records_cannot_be_changed(movies):
    with pytest.raises(dataclasses.FrozenInstanceError):
        movies.train[0].rating = 4.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        movies.train = ()


# Splits


def test_a_split_depends_on_the_key_alone():
    counted = Counter(split_of(str(key), REVIEW_RULE) for key in range(10000))
    assert abs(counted["train"] - 7000) < 150
    assert abs(counted["validation"] - 1000) < 100
    assert split_of("", REVIEW_RULE) == "train"
    assert split_of("b3", NEWS_RULE) == "validation"  # on every machine
    assert {split_of(str(key), POEM_RULE) for key in range(100)} == {
        *("train", "validation", "test")
    }


def test_groups_grow_together():
    groups = Groups(6)
    groups.join(4, 0)
    groups.join(2, 5)
    groups.join(5, 4)
    assert groups.groups() == [[0, 2, 4, 5], [1], [3]]


def test_near_duplicates_share_most_of_their_text():
    first = "房间很干净服务也很好早餐种类很多下次还会再来住几天"
    groups = near_duplicate_groups(
        [
            first,
            first.replace("早餐", "晚餐"),  # one change: alike
            first[:16],  # all of it inside the first
            "手机屏幕很清楚但是电池不耐用充一次电只能用半天",
            first[:6],  # too short to say
        ]
    )
    assert groups == [[0, 1, 2], [3], [4]]


def test_boilerplate_makes_no_duplicates():
    footer = "免费注册网站导航宾馆索引"
    numbers = "零一二三四五六七八九"
    texts = [footer + numbers[n % 10] * 8 + numbers[n // 10] * 8 for n in range(60)]
    assert all(len(group) == 1 for group in near_duplicate_groups(texts))
