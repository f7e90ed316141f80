"""The judges of what poems say: each measure is right on poems one can read."""

# ruff: noqa: E402
from collections import Counter

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poet_samples import KNOWN_POEMS, small_poet

from course_utils.bench import poet_judges as judging
from course_utils.bench.blind import blind_sheet
from course_utils.datasets.loaders import Poem

NIGHT = ("燈星月夜眠", "燈星月夜眠", "燈星月夜眠", "燈星月夜眠")
DAY = ("花鳥日晴遊", "花鳥日晴遊", "花鳥日晴遊", "花鳥日晴遊")


def poem(lines, title=""):
    return Poem("", title, " ".join(lines))


@pytest.fixture(scope="module")
def judges():
    """Judges of forty poems of night, and as many of day."""
    odd = [poem(NIGHT, "挽夜"), poem(DAY, "賀晴")] * 40
    song = [one for each in odd for one in (poem(("無",)), each)]
    return judging.PoemJudges.of([poem(NIGHT)], song)


def test_pairs_tell_who_goes_with_whom():
    pairs = judging.PairCounts(
        [("春夏", "花葉")] * 20 + [("秋", "實")] * 20 + [("", "")]
    )
    found = pairs.between("春秋龘", "花實")
    assert found.shape == (3, 2)
    assert found[0, 0] > 0.1 > -0.1 > found[0, 1] and found[1, 1] > 0.1
    assert not found[2].any()


def test_lines_of_one_poem_cohere_and_exchanged_ones_do_not(judges):
    mixed = (NIGHT[0], DAY[1], NIGHT[2], DAY[3])
    assert judges.coherence(NIGHT) > 0.2 > judges.coherence(mixed)
    some = [poem(NIGHT), poem(DAY)] * 10
    found = judging.figures_of_sense(some, judges)
    assert found["coherence_auc"] > 0.8
    exchanged = judging.exchange_lines(some)
    assert Counter(line for lines in exchanged for line in lines) == Counter(
        line for one in some for line in one.lines
    )


def test_couplets_answer_each_other_place_by_place():
    eight = ("春" * 5, "夏" * 5, *("山高水長遠", "日落月明近") * 2, "秋" * 5, "冬" * 5)
    song = [one for _ in range(20) for one in (poem(("無",)), poem(eight))]
    judges = judging.PoemJudges.of([], song)
    answer = judges.parallelism(("山高水長遠", "日落月明近"))
    assert answer > judges.parallelism(("山高水長遠", "近明月落日")) + 0.3


def test_a_title_is_found_by_the_characters_below_it(judges):
    assert judges.fit("夜", "燈星") > 0 > judges.fit("晴", "燈星")
    titles = ["夜", *(f"晴{number}" for number in range(120))]
    assert judging.share_of_titles_found([NIGHT], titles, judges) == 1.0
    assert judging.share_of_titles_found([DAY], titles, judges) == 0.0
    assert judging.share_of_titles_found([NIGHT], titles[:50], judges) is None


def test_moods_are_judged(judges):
    assert judging.gladness(DAY, judges) > 0 > judging.gladness(NIGHT, judges)
    assert judging.figures_of_mood([poem(DAY), poem(NIGHT)], judges) == {"glad": 0.5}


def test_wording_by_hand(judges):
    assert judges.cliches == {"燈星", "星月", "月夜", "夜眠"}
    usual = judging.usual_shares([poem(DAY)] * 9 + [poem(NIGHT)])
    assert usual["日"] == 0.9 and usual["月"] == 0.1
    found = judging.figures_of_wording([poem(NIGHT)], judges, usual)
    assert found["cliches"] == 16
    assert found["entropy"] == pytest.approx(np.log(4))  # past the first of a line
    assert found["overused"] == 4  # in every poem, where one in ten is usual
    assert judging.figures_of_wording([poem(DAY)], judges, usual)["overused"] == 0
    assert judging.figures_of_wording([], judges, usual)["cliches"] is None


def test_a_discriminator_tells_what_can_be_told():
    rng = np.random.default_rng(0)

    def drawn(letters, count):
        return [
            poem(["".join(rng.choice(list(letters), 5)) for _ in range(4)])
            for _ in range(count)
        ]

    same, also = drawn("春夏秋冬山水", 40), drawn("春夏秋冬山水", 40)
    assert judging.discriminate(same, drawn("日月風雲花鳥", 40)) == 1.0
    assert 0.3 < judging.discriminate(same, also) < 0.7
    assert judging.discriminate(same[:3], also) is None


def test_self_bleu_by_hand():
    alike, apart = [poem(NIGHT), poem(NIGHT)], [poem(NIGHT), poem(DAY)]
    assert judging.self_bleu(alike) == pytest.approx(1.0)
    # Of 16, 12 and 8 runs none is shared, and 1 is added above and below.
    expected = (1 / 17 * 1 / 13 * 1 / 9) ** (1 / 3)
    assert judging.self_bleu(apart) == pytest.approx(expected)
    assert judging.self_bleu([poem(NIGHT)]) is None


def test_a_blind_sheet_is_half_real_and_shows_no_poem_it_was_made_from():
    real = [Poem("某人", f"夜坐{'一二三四'[n]}", KNOWN_POEMS[n % 2]) for n in range(4)]
    sheet, again = (blind_sheet(small_poet(), real, 4, 5, seed=2) for _ in range(2))
    assert sheet == again and sum(one.is_real for one in sheet.poems) == 2
    assert all(len(one.lines) == 4 for one in sheet.poems)
    for one in sheet.poems:
        assert ("某人" in one.source.zh) == one.is_real
        assert ("head" in one.source.en) != one.is_real
