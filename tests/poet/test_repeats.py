"""No character twice as it is printed, but those that poems double."""

# ruff: noqa: E402
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poet_samples import QUICK, small_poet, small_vocabulary

from course_utils.datasets.loaders import Poem, load_tang_poems
from course_utils.poet.constraints import (
    PAUSES,
    begin_with,
    print_alike,
    repeat_nothing,
)
from course_utils.poet.course_poet import write_poems
from course_utils.poet.moods import TitleCounts

COUNTS = TitleCounts.load()


def test_characters_that_are_printed_alike_count_as_one():
    vocabulary = small_vocabulary()
    alike = print_alike(vocabulary)
    cloud, speech, hair, send, river = (
        int(alike[vocabulary.id_of(one)]) for one in "雲云髮發江"
    )
    assert cloud == speech and hair == send and len({cloud, hair, river}) == 3
    mask = repeat_nothing(5, (), len(vocabulary), alike)
    ids = torch.tensor([vocabulary.encode("雲江")]).T
    allowed = mask(ids)[0]
    assert not allowed[vocabulary.encode("雲云")].any()
    assert allowed[vocabulary.encode("江髮")].all()  # 江江 is a double
    head = begin_with({0: vocabulary.id_of("髮")}, vocabulary, alike)
    assert not head(ids)[vocabulary.encode("髮發")].any()


@pytest.mark.parametrize("head", ["云山", "發髮", "里程"])
def test_no_character_stands_twice_as_printed(head):
    for poem in write_poems(head, poet=small_poet(), count=4, **QUICK):
        inside = "".join(line[1:] for line in poem.lines)
        twice = [one for one in set(inside) if inside.count(one) > 1]
        assert all(one * 2 in inside for one in twice)
        assert not set(head) & set(inside)


def test_only_words_are_doubled_but_where_a_line_pauses():
    doubles = torch.tensor([one == 3 for one in range(8)])
    mask = repeat_nothing(7, (7,), 8, doubles=doubles)

    def may_follow_itself(*line):
        return bool(mask(torch.tensor(line)[:, None])[0, line[-1]])

    assert may_follow_itself(3) and not may_follow_itself(4)
    assert may_follow_itself(2, 4) and may_follow_itself(2, 5, 6, 4)
    assert not may_follow_itself(2, 5, 4) and may_follow_itself(2, 5, 3)
    assert not may_follow_itself(2, 5, 6, 7, 4)


def test_words_that_are_doubled_are_counted():
    assert COUNTS.doubles("悠紛處年片雙").all()
    assert not COUNTS.doubles("船帆蜂宮殿龘").any()
    lines = Poem("", "春", "悠悠天地春 悠悠悠水長 春日日初長 長長長長長")
    counts = TitleCounts.of([lines])
    doubled = dict(zip(counts.characters, counts.counts["doubled"], strict=True))
    assert doubled == {"長": 4, "悠": 3}  # 日, 春 ... are too rare to be counted
    assert counts.doubles("長悠日").tolist() == [True, True, False]


def test_nearly_all_that_poems_double_within_a_word_are_such_words():
    doubled = [
        line[column]
        for poem in load_tang_poems().validation
        for line in poem.lines
        for column in range(1, len(line))
        if line[column] == line[column - 1] and column not in PAUSES.get(len(line), ())
    ]
    share = COUNTS.doubles(doubled).mean()
    assert len(doubled) > 800 and 0.94 < share < 0.97
