"""The poet: every constraint is kept, whatever the weights and whatever is typed."""

# ruff: noqa: E402
import json
from dataclasses import replace
from itertools import product

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from poet_samples import (
    KNOWN_POEMS,
    QUICK,
    small_model,
    small_poet,
    speechless_poet,
    write,
)

from course_utils.datasets.vocab import PAD, UNKNOWN, Vocabulary
from course_utils.language_model.grid import PoemShape, place_ids
from course_utils.language_model.reader import PoemReader
from course_utils.language_model.sampling import Samples, Style, sample
from course_utils.poet.constraints import Sounds, copy_nothing, repeat_nothing, rhyme_at
from course_utils.poet.course_poet import (
    load_poet,
    write_poems,
)
from course_utils.poet.taste import Leanings, Taste
from course_utils.poet.wish import make_wish
from course_utils.poet.writer import ConstraintError, Poet
from course_utils.text import use_language
from course_utils.verse.check import check_poem
from course_utils.verse.heads import to_simplified
from course_utils.verse.prosody import Prosody, Tone

LEVEL = Tone.LEVEL


# --- reading -------------------------------------------------------------------


@pytest.mark.parametrize("shape", [PoemShape(5, 4), PoemShape(7, 3), PoemShape(5, 20)])
@pytest.mark.parametrize("era", [0, 1])
def test_reading_step_by_step_is_reading_at_once(shape, era):
    model = small_model(50)
    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(2, 50, (shape.num_steps, 3), generator=generator)
    places = torch.from_numpy(place_ids(shape))
    with torch.no_grad():
        features = model(ids, places, torch.full((3,), era), shape.width)
        expected = features @ model.embedding.weight.T + model.bias
        reader = PoemReader(model, shape, 3, ("tang", "song")[era])
        for step in range(shape.num_steps):
            torch.testing.assert_close(reader(ids[:step]), expected[step])


def test_the_course_s_poet_reads_with_packed_weights_what_its_model_says():
    poet_of_course = load_poet()
    assert not any(one.requires_grad for one in poet_of_course.model.parameters())
    shape, ids = PoemShape(7, 4), torch.arange(28)[:, None] + torch.tensor([2, 400, 99])
    plain, packed = (
        PoemReader(poet_of_course.model, shape, 3, products=products)
        for products in (None, poet_of_course.products)
    )
    with torch.inference_mode():
        for step in range(shape.num_steps):
            found, expected = packed(ids[:step]), plain(ids[:step])
            torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-3)


# --- constraints ---------------------------------------------------------------

HEADS = ["春江花月", "国泰民安", "愛", "一二三四五六七八", "李小龙", "㐂桜"]


@pytest.mark.parametrize("form", [5, 7])
@pytest.mark.parametrize("head", HEADS)
def test_a_poem_keeps_everything_it_was_asked_for(head, form):
    for poem in write_poems(head, form=form, count=3, poet=small_poet(), seed=5):
        assert {len(line) for line in poem.lines} == {form} == {poem.form}
        assert len(poem.lines) == max(4, len(head))
        assert "".join(line[0] for line in poem.lines)[: len(head)] == head
        assert poem.constraints_relaxed == ()
        kept = {"head", "length", "rhyme", "tones", "new", "varied", "mood"}
        assert set(poem.constraints_met) == (kept if poem.mood else kept - {"mood"})
        assert poem.longest_run <= 4 and poem.score < 0
        report = check_poem(poem.traditional, tone=Prosody.load().tone)
        assert report.rhymes and report.obeys_tones and report.alternates
        assert not report.tails
        assert poem.rhyme_group == report.rhyme_group
        assert poem.tones[1][-1].symbol == poem.tone_pattern[1][-1] == "平"
        inside = "".join(line[1:] for line in poem.traditional)
        again = [a for a in set(inside) if inside.count(a) > 1]
        assert all(
            a * 2 in line for a in again for line in poem.traditional if a in line
        )


def test_without_rhyme_and_tones_the_poem_is_free():
    poems = write_poems(
        "春江花月", poet=small_poet(), seed=1, count=8, rhyme=False, tones=False
    )
    reports = [check_poem(poem.traditional) for poem in poems]
    assert not any(report.rhymes for report in reports)
    assert not any(report.obeys_tones for report in reports)
    for poem in poems:
        assert poem.rhyme_group is poem.rhyme is poem.tone_pattern is None
        assert poem.constraints_met == ("length", "head", "new", "mood", "varied")


@pytest.mark.parametrize(("rhyme", "tones"), [(True, False), (False, True)])
def test_rhyme_and_tones_do_without_each_other(rhyme, tones):
    poems = write_poems(
        "春江花月", poet=small_poet(), seed=1, count=6, rhyme=rhyme, tones=tones
    )
    tone = Prosody.load().tone
    reports = [check_poem(poem.traditional, tone=tone) for poem in poems]
    assert all(report.rhymes for report in reports) == rhyme
    assert all(report.obeys_tones for report in reports) == tones


def test_twenty_heads_are_one_long_poem_of_one_rhyme():
    head = "春眠不觉晓处处闻啼鸟夜来风雨声花落知多少"
    poem = write(head)
    assert "".join(line[0] for line in poem.lines) == head
    groups = {Prosody.load().rhyme_group(line[-1]) for line in poem.traditional[1::2]}
    assert groups == {poem.rhyme_group} and poem.constraints_relaxed == ()


def test_more_lines_than_heads_begin_freely():
    poem = write("春江", num_lines=8)
    assert [line[0] for line in poem.lines[:2]] == ["春", "江"]
    assert len(poem.lines) == 8 and UNKNOWN not in "".join(poem.lines)
    assert poem.free_lines == (3, 4, 5, 6, 7, 8)


@pytest.mark.parametrize(
    ("num_heads", "num_lines", "expected"),
    [
        (1, None, 4),
        (2, None, 4),
        (3, None, 4),
        (4, None, 4),
        (5, None, 6),
        (6, None, 6),
        (7, None, 8),
        (19, None, 20),
        (20, None, 20),
        (1, 2, 2),
        (2, 2, 2),
        (3, 4, 4),
        (5, 20, 20),
    ],
)
def test_a_poem_is_whole(num_heads, num_lines, expected):
    wish = make_wish(
        "春江花月夜山水風雲雨雪秋鳥魚竹松梅蘭菊酒"[:num_heads], 5, num_lines
    )
    assert wish.num_lines == expected
    assert list(wish.head_steps) == [5 * line for line in range(num_heads)]


@pytest.mark.parametrize("form", [5, 7])
def test_lines_beyond_the_head_keep_form_rhyme_and_tones(form):
    for poem in write_poems("程序员", form=form, poet=small_poet(), seed=2, count=4):
        assert len(poem.lines) == 4 and poem.free_lines == (4,)
        assert [line[0] for line in poem.lines[:3]] == list("程序员")
        assert {len(line) for line in poem.lines} == {form}
        report = check_poem(poem.traditional, tone=Prosody.load().tone)
        assert report.rhymes and report.obeys_tones
        assert poem.to_json()["free_lines"] == (4,)


def test_the_first_rhyme_leaves_room_for_the_others():
    vocabulary = Vocabulary((PAD, UNKNOWN, *"天年前東同風空中"))
    prosody = Prosody(
        ["天年前", "東同風空中通"], dict.fromkeys("天年東同風空中", LEVEL)
    )
    sounds = Sounds.of(vocabulary, prosody)
    rhymes = torch.zeros(20, 2, dtype=torch.bool)
    rhymes[9::10] = True
    rhymes[4, 1] = True

    def allowed(num_rhymes, tone, ids):
        """The characters allowed after ids (t, B), row by row."""
        rows = rhyme_at(rhymes[:num_rhymes], sounds, tone)(ids)
        rows = rows.expand(2, -1).tolist()
        known = vocabulary.symbols
        return [
            "".join(k for k, yes in zip(known, row, strict=True) if yes) for row in rows
        ]

    free = "".join(vocabulary.symbols)
    nothing = torch.zeros(4, 2, dtype=torch.long)
    assert allowed(10, LEVEL, nothing[:3]) == [free, free]
    # Row 1 rhymes in lines 1 and 2: no group has room for both, so any level one does.
    assert allowed(10, LEVEL, nothing) == [free, "天年東同風空中"]
    one_each = rhymes[:10].clone()
    one_each[4] = False
    first = rhyme_at(one_each, sounds, LEVEL)(torch.zeros(9, 2, dtype=torch.long))
    assert first[0].nonzero()[:, 0].tolist() == vocabulary.encode("東同風空中")
    ids = torch.zeros(9, 2, dtype=torch.long)
    ids[4, 1] = vocabulary.id_of("年")
    assert allowed(10, LEVEL, ids)[1] == "天年前"


def memory_of(text, vocabulary):
    """A predictor that knows one poem by heart, and little else."""
    ids = vocabulary.encode(text.replace(" ", ""))

    def predict(before):
        logits = torch.zeros(before.shape[1], len(vocabulary))
        logits[:, ids[len(before)]] = 20.0
        return logits

    return predict


def test_a_model_that_knows_a_poem_by_heart_does_not_copy_it():
    writer, text = small_poet(), KNOWN_POEMS[0]
    constraint = copy_nothing(writer.index, (), len(writer.vocabulary))
    arguments = (20, 4, Style(), torch.Generator().manual_seed(0))
    predict = memory_of(text, writer.vocabulary)
    copied = sample(predict, [], *arguments).ids.T.tolist()
    assert {writer.index.longest_run(one) for one in copied} == {20}
    new = sample(predict, [constraint], *arguments).ids.T.tolist()
    assert {writer.index.longest_run(one) for one in new} == {4}
    free = copy_nothing(writer.index, (4,), len(writer.vocabulary))
    again = sample(predict, [free], *arguments).ids.T.tolist()
    assert {writer.index.longest_run(one) for one in again} == {5}


def test_characters_are_doubled_but_not_repeated():
    mask = repeat_nothing(5, (5,), 8)

    def forbidden(*poems):
        masks = mask(torch.tensor(poems).T).tolist()
        return [{one for one in range(8) if not row[one]} for row in masks]

    # Once is doubled; what stood before, or twice, is not.
    assert forbidden([3, 4], [4, 4]) == [{3}, {4}]
    assert forbidden([3, 4, 3, 6]) == [{3, 4}]
    assert mask(torch.tensor([[2, 3, 4, 5, 6]]).T).all()  # a head follows
    # A line does not begin as the one above it ended.
    assert forbidden([2, 3, 4, 5, 6, 2, 3, 4, 5, 7]) == [{2, 3, 4, 5, 6, 7}]


# --- giving way ----------------------------------------------------------------


def test_what_cannot_be_kept_is_named():
    [poem] = write_poems("春江", poet=speechless_poet(), **QUICK)
    assert poem.constraints_relaxed == ("rhyme", "tones")
    assert poem.constraints_met == ("length", "head", "new", "mood", "varied")
    assert poem.rhyme_group is None and poem.breaks_as_read == ()
    assert [line[0] for line in poem.lines[:2]] == ["春", "江"]


def test_a_strict_wish_fails_by_name():
    with pytest.raises(
        ConstraintError, match="No candidate of 4 keeps rhyme, the tone"
    ):
        write_poems("春江", poet=speechless_poet(), strict=True, **QUICK)
    use_language("zh")
    with pytest.raises(ConstraintError, match="押韵、平仄"):
        write_poems("春江", poet=speechless_poet(), strict=True, **QUICK)
    assert write("春江", strict=True).constraints_relaxed == ()


def test_with_few_characters_the_softest_rule_gives_way():
    vocabulary = Vocabulary((PAD, UNKNOWN, *"春江花天月日"))
    few = Poet(small_model(len(vocabulary)), vocabulary, Prosody.load())
    [poem] = write_poems("春江", poet=few, rhyme=False, tones=False, **QUICK)
    assert poem.constraints_relaxed == ("varied",)
    assert poem.longest_run is None and "new" not in poem.constraints_met


def test_to_say_a_character_twice_brings_nothing():
    samples = Samples(
        ids=torch.tensor([[2, 2], [3, 3], [4, 3]]),
        log_probs=torch.tensor([[-4.0, -4.0], [-4.0, -4.0], [-4.0, -3.0]]),
        gave_way=torch.zeros(1, 3, 2, dtype=torch.bool),
    )
    writer = small_poet(with_index=False)
    none = Leanings(*torch.zeros(3, len(writer.vocabulary)))
    same = replace(writer, taste=Taste(surprise=0, again=0))  # all are as rare
    assert same._choose(samples, none) == (0, None)


@pytest.mark.parametrize("surprise", [0.0, 1.0])
def test_the_best_candidate_that_keeps_most_is_taken(surprise):
    taste = Taste(surprise, again=1.0, chosen_mood=0.0, chosen_head=0.0)
    writer = replace(small_poet(), taste=taste)
    one, many = (
        write_poems("春江花月", poet=writer, seed=3, candidates=count, mood="any")[0]
        for count in (1, 64)
    )

    def worth(poem):
        ids = writer.vocabulary.encode("".join(poem.traditional))
        return poem.score + surprise * writer.surprise[ids].mean().item()

    assert worth(many) > worth(one)


# --- what may be typed ---------------------------------------------------------

TYPED = st.text(
    st.sampled_from("春江花月雲云為㐂𠮷，。 \u3000A9😀\ud800あ")
    | st.characters(exclude_categories=()),
    max_size=24,
)


@settings(max_examples=60)
@given(TYPED, st.sampled_from([None, "simplified", "traditional"]), st.booleans())
def test_anything_typed_gives_a_poem_or_says_why_not(text, script, rhyme):
    try:
        poem = write(text, form=5, candidates=2, script=script, rhyme=rhyme)
    except ValueError as error:
        assert str(error).encode() and "Chinese characters" in str(error)
        return
    assert "".join(line[0] for line in poem.lines).startswith(poem.head)
    if script is None:
        assert all(one in poem.head for one in text if "\u4e00" <= one <= "\u9fff")
    assert {len(line) for line in poem.lines} == {5}
    assert json.dumps(poem.to_json()).encode()


def test_the_script_is_that_of_the_head_or_as_asked():
    simplified, traditional = write("云山"), write("雲山")
    assert simplified.script == "simplified" and traditional.script == "traditional"
    assert simplified.traditional == traditional.traditional == traditional.lines
    assert simplified.lines == tuple(map(to_simplified, traditional.lines))
    asked = write("云山", script="traditional")
    assert asked.lines == traditional.lines and asked.head == "雲山"
    assert write("雲山", script="simplified").lines == simplified.lines


def test_the_lines_of_a_famous_poem_are_a_head_like_any_other():
    poem = write("白日依山尽，黄河入海流。")
    assert poem.head == "白日依山尽黄河入海流" and len(poem.lines) == 10
    assert poem.longest_run <= 4


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"form": 6}, "5 or 7 characters, found 6"),
        ({"form": "5"}, "5 or 7 characters, found '5'"),
        ({"num_lines": 1}, "num_lines: expected a whole number from 2 to 20, found 1"),
        ({"num_lines": 21}, "num_lines: expected a whole number from 2 to 20, found"),
        ({"num_lines": 4.0}, "num_lines: expected a whole number from 2 to 20, found"),
        ({"num_lines": 2}, "4 head characters need 4 lines or more, found 2"),
        ({"num_lines": 3}, "even number of lines, from 2 to 20, found 3. Ask for 4"),
        ({"num_lines": 19}, "even number of lines.*found 19. Ask for 20"),
        ({"form": 7.0}, "5 or 7 characters, found 7.0"),
        ({"form": True}, "5 or 7 characters, found True"),
        ({"form": numpy.float32(5)}, "5 or 7 characters, found"),
        ({"rhyme": "no"}, "rhyme: expected True or False, found 'no'"),
        ({"tones": 0}, "tones: expected True or False, found 0"),
        ({"strict": None}, "strict: expected True or False, found None"),
        ({"explain": []}, r"explain: expected True or False, found \[\]"),
        ({"temperature": True}, "temperature: expected a number from 0.01 to 10"),
        ({"temperature": numpy.bool_(True)}, "temperature: expected a number from"),
        ({"temperature": "warm"}, "temperature: expected a number from 0.01 to 10"),
        ({"seed": 2**63}, "seed: expected a whole number from 0 to 922337203685477580"),
        ({"seed": True}, "seed: expected a whole number from 0 to"),
        ({"count": 0}, "count: expected a whole number from 1"),
        ({"candidates": 2.5}, "candidates: expected a whole number from 1"),
        ({"seed": -1}, "seed: expected a whole number"),
        ({"temperature": 0}, "temperature: expected a number from 0.01 to 10"),
        ({"script": "hand"}, "simplified or traditional, found 'hand'"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(wishes, message):
    with pytest.raises(ValueError, match=message):
        write("春江花月", **wishes)


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"num_lines": 5}, "2 到 20 之间的偶数，要求的却是 5 句。可以改成 6 句。"),
        ({"num_lines": 2}, "4 个藏头字至少需要 4 句，要求的却是 2 句。"),
        ({"rhyme": "no"}, "rhyme 只能是 True 或 False，收到的是 'no'。"),
        ({"seed": -1}, "seed 应是 0 到 9223372036854775806 之间的整数"),
    ],
)
def test_a_wish_is_refused_in_chinese(wishes, message):
    use_language("zh")
    with pytest.raises(ValueError, match=message):
        write("春江花月", **wishes)


def test_numbers_of_numpy_are_taken():
    wishes = {"num_lines": 4, "count": 1, "seed": 3, "candidates": 2, "form": 5}
    theirs = {name: numpy.int64(one) for name, one in wishes.items()}
    theirs |= {"temperature": numpy.float64(0.9), "rhyme": numpy.bool_(False)}
    ours = write("春江", **wishes, temperature=0.9, rhyme=False)
    assert write("春江", **theirs) == ours
    assert json.dumps(write("春江", **theirs).to_json()) == json.dumps(ours.to_json())
    assert write("春江", temperature=numpy.float32(0.5)).head == "春江"


# --- again, and in words -------------------------------------------------------


def test_the_same_seed_writes_the_same_poems():
    one, two, three = write_poems("春江", poet=small_poet(), seed=7, count=3)
    assert [one, two, three] == write_poems("春江", poet=small_poet(), seed=7, count=3)
    assert write_poems("春江", poet=small_poet(), seed=8)[0] == two
    assert len({one.lines, two.lines, three.lines}) == 3
    drawn = write_poems("春江", poet=small_poet())[0]
    assert write_poems("春江", poet=small_poet(), seed=drawn.seed)[0] == drawn
    assert write_poems("春江", poet=small_poet())[0].lines != drawn.lines


def test_writing_leaves_the_learner_s_random_numbers_and_threads_alone():
    state, threads = torch.random.get_rng_state(), torch.get_num_threads()
    write("春江")
    assert torch.equal(torch.random.get_rng_state(), state)
    assert torch.get_num_threads() == threads


def test_an_explanation_tells_what_else_was_considered():
    poem, plain = write("云江花月", explain=True, form=5), write("云江花月", form=5)
    assert poem.lines == plain.lines and plain.choices is None
    assert (
        tuple("".join(c.character for c in line) for line in poem.choices) == poem.lines
    )
    others = [choice.others for line in poem.choices for choice in line]
    assert {len(one) for one in others} == {3}
    for choice, line in product(poem.choices[0][:1], range(4)):
        assert not any(other.allowed for other in poem.choices[line][0].others)
        assert 0 < choice.probability < 1
    logs = [choice.probability for line in poem.choices for choice in line]
    mean = torch.tensor(logs).log().mean().item()
    assert mean == pytest.approx(poem.score, abs=1e-4)
    assert any(other.allowed for one in others for other in one)


def test_a_poem_is_printed_with_punctuation():
    poem = replace(write("春江花"), lines=("春" * 5, "江" * 5, "花" * 5))
    assert str(poem) == "春春春春春，\n江江江江江。\n花花花花花。"
