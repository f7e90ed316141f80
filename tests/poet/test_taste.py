"""What a poem says: taste, moods, themes, and no character twice as it is printed."""

# ruff: noqa: E402
import json
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poet_samples import small_poet, small_vocabulary

from course_utils.datasets.loaders import Poem
from course_utils.language_model.sampling import Samples, Style, sample
from course_utils.places import POET_DATA
from course_utils.poet.constraints import begin_with, print_alike, repeat_nothing, shun
from course_utils.poet.moods import (
    MOODS,
    TitleCounts,
    mood_of_title,
    suits_gladness,
)
from course_utils.poet.taste import Leanings, Taste, worth_of
from course_utils.poet.themes import (
    ThemeRecipe,
    Themes,
    fit_themes,
    lean_on_head,
    lean_on_title,
    save_themes,
)
from course_utils.poet.title_making import (
    MEASURED_FILE,
    judged_poems,
    learnt_poems,
)
from course_utils.poet.wish import make_wish
from course_utils.poet.words_of_today import older_words
from course_utils.poet.writer import write_poems
from course_utils.text import use_language
from course_utils.training.checkpoints import load_tensors
from course_utils.training.divergence import DivergedError
from course_utils.verse.heads import read_head

COUNTS = TitleCounts.load()
LIGHT = ("titles.json", "themes.safetensors", MEASURED_FILE)
QUICK = {"candidates": 4, "seed": 1, "form": 5}


def write(head, **wishes):
    return write_poems(head, poet=small_poet(), **{**QUICK, **wishes})[0]


# --- taste ---------------------------------------------------------------------


def samples_of(ids, log_probs):
    gave_way = torch.zeros(1, *torch.tensor(ids).shape, dtype=torch.bool)
    return Samples(torch.tensor(ids), torch.tensor(log_probs), gave_way)


def test_what_is_likely_only_because_it_is_common_is_worth_less():
    some = samples_of([[0, 1], [2, 3]], [[-1.0, -2.0], [-1.0, -2.0]])
    surprise = torch.tensor([1.0, 4.0, 1.0, 4.0])
    none = Leanings(*torch.zeros(3, 4))
    likeliest = worth_of(some, surprise, none, Taste(surprise=0.0))
    assert likeliest.tolist() == [-1.0, -2.0]
    assert worth_of(some, surprise, none, Taste()).tolist() == [0.0, 2.0]


def test_mood_title_and_head_add_to_the_worth():
    some = samples_of([[0], [1]], [[-1.0], [-1.0]])
    lean = Leanings(*torch.tensor([[0.0, 1.0], [0.0, 2.0], [0.0, 8.0]]))
    taste = Taste(surprise=0.0, chosen_mood=1.0, chosen_title=0.5, chosen_head=0.25)
    assert worth_of(some, torch.zeros(2), lean, taste).tolist() == [1.0]
    assert Taste(drawn_title=0.5).while_drawing(lean).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("again", "worth"), [(0.0, 1.0), (0.5, 2.0), (1.0, 2.5)])
def test_a_repeated_character_counts_a_part_of_a_new_one(again, worth):
    some = samples_of([[0], [0]], [[-2.0], [-1.0]])
    none, taste = Leanings(*torch.zeros(3, 1)), Taste(again=again)
    assert worth_of(some, torch.tensor([4.0]), none, taste).tolist() == [worth]


def test_leaning_moves_what_is_drawn_and_not_what_is_noted():
    def even(ids):
        return torch.zeros(ids.shape[1], 4)

    lean = torch.tensor([-50.0, 0.0, 50.0, 0.0])
    noise = torch.Generator().manual_seed(0)
    drawn = sample(even, [], 3, 8, Style(1.0), noise, leaning=lean)
    assert (drawn.ids == 2).all()
    assert drawn.log_probs.numpy() == pytest.approx(np.log(0.25))


# --- the seed ------------------------------------------------------------------


def test_the_head_is_part_of_the_seed():
    ends = [write(head).traditional for head in ("春江花月", "山高水長", "明月清風")]
    places = list(zip(*("".join(lines) for lines in ends), strict=True))
    same = sum(len(set(place)) < 3 for place in places)
    assert same < len(places) / 4
    assert write("云山").traditional == write("雲山").traditional


# --- no character twice --------------------------------------------------------


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


# --- moods ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "mood"),
    [
        ("賀楊工部轉官", "glad"),
        ("壽安撫", None),  # 壽安, a place
        ("壽母", "glad"),
        ("挽張尚書", "sad"),
        ("山居", "quiet"),
        ("喜雨亭", None),
        ("賀友人別業", None),  # of two moods
        ("春望", None),
    ],
)
def test_a_title_names_a_mood(title, mood):
    assert mood_of_title(title) == mood


def counted():
    glad = Poem("", "賀人", "春花春花春 花春花春花")
    sad = Poem("", "挽人", "秋淚秋淚秋 淚秋淚秋淚")
    return TitleCounts.of([glad, sad])


def test_characters_are_counted_by_the_mood_of_the_title(tmp_path):
    counts = counted()
    assert counts.characters == "春淚秋花"
    assert counts.counts["all"].tolist() == [5, 5, 5, 5]
    assert counts.counts["glad"].tolist() == [5, 0, 0, 5]
    path = tmp_path / "titles.json"
    path.write_bytes(counts.to_json())
    again = TitleCounts.load(path)
    assert again.to_json() == counts.to_json()
    lean = counts.leaning("glad", "春秋龘")
    assert lean[0] > 0 > lean[1] and lean[2] == 0
    assert (counts.leaning("sad", "秋") > 0).all()


def test_surprise_is_that_of_all_poems():
    found = counted().surprise("春花龘")
    assert np.exp(-found[:2]) == pytest.approx([0.25, 0.25])
    assert found[2] == found.max()


def test_the_counts_of_the_course_know_wishes_from_laments():
    glad = COUNTS.leaning("glad", "壽福慶")
    assert (glad > 0.3).all() and (COUNTS.leaning("glad", "淚哭墓") < -0.5).all()
    assert COUNTS.shuns("glad", "悲死離別淚腸").all()
    assert not COUNTS.shuns("glad", "春花壽山").any()
    assert COUNTS.shuns("sad", "慶")[0] and not COUNTS.shuns("sad", "淚")[0]
    assert suits_gladness(COUNTS, "國泰民安") and not suits_gladness(COUNTS, "斷腸")


def test_without_counts_it_is_said_how_to_make_them(tmp_path):
    with pytest.raises(ValueError, match="course train titles"):
        TitleCounts.load(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text('{"characters": "春"}')
    use_language("zh")
    with pytest.raises(ValueError, match="不是完整的诗题统计结果"):
        TitleCounts.load(tmp_path / "bad.json")


def test_a_mood_is_asked_for_or_found():
    writer = small_poet()
    found = [
        writer.mood_of(make_wish(head, mood=mood, title=title))
        for head, mood, title in (
            ("國泰民安", None, None),
            ("生離死別", None, None),
            ("國泰民安", "sad", None),
            ("國泰民安", "any", None),
            ("國泰民安", None, "送友人"),
            ("國泰民安", None, "山居"),
        )
    ]
    assert found == ["glad", None, "sad", None, None, "quiet"]
    with pytest.raises(ValueError, match="expected one of glad, quiet, sad"):
        make_wish("春", mood="angry")


def test_a_mood_shuns_its_opposite_past_the_head():
    vocabulary = small_vocabulary()
    shunned = torch.zeros(len(vocabulary), dtype=torch.bool)
    shunned[vocabulary.id_of("淚")] = True
    mask = shun(shunned, free=(0, 5))
    steps = [mask(torch.zeros(step, 2, dtype=torch.long)) for step in (0, 1, 5)]
    assert [one[vocabulary.id_of("淚")].item() for one in steps] == [True, False, True]
    poem = write("淚落", mood="glad")
    free = "".join(line[1:] for line in poem.traditional)
    assert not COUNTS.shuns("glad", free).any()
    assert "mood" in poem.constraints_met and poem.mood == "glad"


# --- themes --------------------------------------------------------------------


def titled():
    """Below titles with 夜 stands 燈, below those with 春 stands 花."""
    pairs = [("夜", "燈星燈星燈"), ("春", "花鳥花鳥花"), ("春夜", "燈鳥花星燈")]
    return [Poem("", title, text) for title, text in pairs for _ in range(40)]


def test_themes_are_learnt_from_titles(tmp_path):
    poems, said = titled(), []
    counts = TitleCounts.of(poems)
    recipe = ThemeRecipe(width=4, epochs=30, batch=20, rate=0.05)
    model = fit_themes(poems, counts, recipe, said.append)
    assert said and model.of_titles.keys() == set("春夜")
    night = Themes(model, counts).leaning("夜", list("燈花龘"))
    assert night[0] > 0.3 and night[1] < -0.3 and night[2] == 0
    assert not Themes(model, counts).leaning("龘", list("燈花")).any()
    again = fit_themes(poems, counts, recipe, said.append)
    assert torch.equal(again.poem.weight, model.poem.weight)
    save_themes(tmp_path / "themes", model)
    stored = load_tensors(tmp_path / "themes", "poem themes")[0]["poem.weight"]
    assert torch.equal(stored, model.poem.weight.half())


def test_themes_that_cannot_be_learnt_say_so():
    poems = titled()
    recipe = ThemeRecipe(width=4, epochs=1, batch=20, rate=float("nan"))
    with pytest.raises(DivergedError, match="loss of step 1 is nan"):
        fit_themes(poems, TitleCounts.of(poems), recipe, print)


def test_the_themes_of_the_course_and_words_of_today():
    symbols = list("燈月君別江")
    night, parting = (
        lean_on_title(read_head(title), symbols) for title in ("夜坐", "送友人")
    )
    assert night[0] > 1 > night[3] and parting[3] > 1 > parting[0]
    assert older_words("程序员之夜", "程序員之夜") == "夜燈書之夜"
    assert older_words("人工智能", "人工智能") == "夢神書"
    assert lean_on_title(read_head("程序员"), symbols)[0] > 1


def test_a_title_is_refused_in_words():
    for title in ("Anna", "", "春" * 21):
        with pytest.raises(ValueError, match="A title is 1 to 20 Chinese characters"):
            make_wish("春", title=title)
    with pytest.raises(ValueError, match="No character of the title 㐂"):
        write("春江", title="㐂")
    use_language("zh")
    with pytest.raises(ValueError, match="没有出现过“㐂”的任何一个字"):
        write("春江", title="㐂")


def test_a_title_changes_the_poem_and_is_told():
    plain, titled = write("春江", mood="any"), write("春江", mood="any", title="夜坐")
    assert titled.title == "夜坐" and plain.title is None
    assert titled.lines != plain.lines
    assert titled.to_json()["title"] == "夜坐"
    deaf = replace(
        small_poet(), taste=Taste(chosen_title=0.0, drawn_title=0.0, chosen_head=0.0)
    )
    unheard, same = (
        write_poems("春江", poet=deaf, mood="any", title=title, **QUICK)[0].lines
        for title in (None, "夜坐")
    )
    assert same == unheard


def test_without_a_title_the_head_says_what_fits():
    symbols = list("燈月君別江")
    head = read_head("夜坐")
    assert torch.equal(lean_on_head(head, symbols), lean_on_title(head, symbols))
    assert not lean_on_head(read_head("㐂"), symbols).any()
    writer = small_poet()
    told, asked = (
        writer._leanings(make_wish("夜坐", title=title)) for title in (None, "春")
    )
    assert told.head.any() and not told.title.any()
    assert asked.title.any() and not asked.head.any()


def test_judges_learn_from_other_poems():
    song = [Poem("", "", f"{number}") for number in range(5)]
    learnt = learnt_poems([], song)
    assert not {one.text for one in learnt} & {one.text for one in judged_poems(song)}
    assert len(learnt) + len(judged_poems(song)) == 5


# --- what is committed ---------------------------------------------------------


def test_the_card_gives_what_was_measured():
    card = (POET_DATA / "titles.md").read_text("utf-8")
    measured = json.loads((POET_DATA / MEASURED_FILE).read_text("utf-8"))
    for found in measured.values():
        for mood in MOODS:
            shown = f"{found[f'{mood}_auc']:.3f}"
            assert (
                shown[1:] in card and f"{shown}（{found[f'{mood}_poems']} 首）" in card
            )
        for name in ("own_title", "wrong_title"):
            assert card.count(f"{abs(found[name]):.3f}"[1:]) == 2
        assert card.count(f"{found['best_of_100']:.1%}"[:-1]) == 2
    assert card.count(f"{len(COUNTS.characters):,}") == 2


def test_the_tables_are_light():
    sizes = [(POET_DATA / name).stat().st_size for name in LIGHT]
    assert sum(sizes) < 2e6
