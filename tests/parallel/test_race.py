"""The tasks and the race: what is asked, how time is kept, who learns."""

# ruff: noqa: E402
from itertools import repeat

import numpy as np
import pytest
from bracket_depths import depth_is_even

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils import parallel
from course_utils.datasets.numerals import chinese_numeral
from course_utils.parallel.tasks import NUMERALS
from course_utils.training import IGNORED_TARGET, DivergedError


class Clock:
    """Each look at it is `step` seconds later."""

    def __init__(self, step=1.0):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


# --- tasks ---------------------------------------------------------------------------


def test_recall_asks_once_for_the_first_symbol():
    ids, targets = parallel.recall_batch(20, 6, np.random.default_rng(0))
    assert ids.shape == targets.shape == (20, 6)
    assert torch.equal(targets[:, -1], ids[:, 0])
    assert (targets[:, :-1] == IGNORED_TARGET).all()


def test_parity_is_that_of_the_depth():
    ids, targets = parallel.parity_batch(5, 30, np.random.default_rng(0))
    for row, answers in zip(ids.tolist(), targets.tolist(), strict=True):
        text = "".join(" ().."[each] for each in row)
        assert depth_is_even(text) == [bool(each) for each in answers]


def test_a_numeral_is_asked_for_after_its_digits():
    ids, targets = parallel.numeral_stream(40, 0, np.random.default_rng(0))
    assert len(ids) == 40
    for row, answers in zip(ids, targets, strict=True):
        asked = answers != IGNORED_TARGET
        place = int(asked.nonzero()[0])
        number = int("".join(NUMERALS.decode(row[:place])))
        *written, stop = NUMERALS.decode(answers[asked])
        assert "".join(written) == chinese_numeral(number)
        assert stop == "<stop>" and NUMERALS.decode([row[place]]) == ["<start>"]


def test_equal_seeds_draw_the_same():
    for task in parallel.TASKS.values():
        one, other = (task.draw(4, 9, np.random.default_rng(5)) for _ in range(2))
        assert all(map(torch.equal, one, other))


class Knows(torch.nn.Module):
    """Answers a task of symbols by a function ids (B, T) -> answers (B, T)."""

    def __init__(self, answer, num_outputs):
        super().__init__()
        self.answer, self.num_outputs = answer, num_outputs

    def forward(self, ids, state=None):
        answers = self.answer(ids)
        return torch.nn.functional.one_hot(answers, self.num_outputs).float(), state


def test_who_knows_the_answer_is_right_at_every_length():
    def first(ids):
        return ids[:, :1].expand_as(ids)

    def is_even(ids):
        return 1 - (ids < 3).long().cumsum(1) % 2

    for name, answer in (("recall", first), ("parity", is_even)):
        task = parallel.TASKS[name]
        scores = parallel.score_task(Knows(answer, task.num_outputs), task)
        assert scores == dict.fromkeys(task.tested, 1.0)


def test_who_guesses_is_as_often_right_as_chance():
    for name, chance in (("recall", 1 / 8), ("parity", 1 / 2)):
        task = parallel.TASKS[name]
        guess = Knows(torch.zeros_like, task.num_outputs)
        scores = parallel.score_task(guess, task)
        assert all(abs(each - chance) < 0.07 for each in scores.values())


def test_a_number_is_written_until_it_stops():
    """A model that was shown one numeral again and again writes it."""
    task = parallel.TASKS["numerals"]
    model = parallel.make_sequence_model("lstm", len(NUMERALS), len(NUMERALS), 10_000)
    rng = np.random.default_rng(0)
    ids, targets = parallel.numeral_stream(1, 0, rng)
    digits = ids[0, : int((targets[0] == IGNORED_TARGET).sum())]
    number = int("".join(NUMERALS.decode(digits)))
    losses = repeat(lambda: task.loss(model, (ids, targets)))
    parallel.learn_for(60, model, losses, 0.02, clock=Clock())
    other = 10 ** (len(str(number)) % 8)  # of another length, so of another group
    written = parallel.write_numbers(model, [number, other])
    assert written[number] == chinese_numeral(number)
    assert set(written) == {number, other}


# --- the race ------------------------------------------------------------------------


def line():
    """A model of one number, and its loss: the square of the distance from 3."""
    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    return model, repeat(lambda: (model.weight - 3).square().sum())


def test_it_learns_as_long_as_there_is_time():
    model, losses = line()
    assert parallel.learn_for(200, model, losses, 0.05, clock=Clock()) == 200
    assert model.weight.item() == pytest.approx(3, abs=0.05)


def test_what_is_done_between_updates_costs_no_time():
    model, losses = line()
    clock, seen = Clock(), []

    def after(updates, used):
        clock.now += 1000
        seen.append((updates, used))

    updates = parallel.learn_for(20, model, losses, 0.1, clock=clock, after=after)
    assert [each for each, _ in seen] == list(range(1, updates + 1))
    assert seen[-1][1] >= 20 > seen[-2][1]


def test_the_rate_rises_and_falls_to_nothing():
    rates = []

    class Watched(torch.optim.Adam):
        def step(self, *arguments):
            rates.append(self.param_groups[0]["lr"])
            return super().step(*arguments)

    model, losses = line()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.optim, "Adam", Watched)
        parallel.learn_for(300, model, losses, 0.1, clock=Clock())
    top = int(np.argmax(rates))
    assert 25 <= top <= 30 and rates[0] < 0.005 and 0.08 < rates[top] < 0.1
    assert np.all(np.diff(rates[top:]) < 0) and rates[-1] < 0.001


def test_a_training_that_diverges_says_so():
    model = torch.nn.Linear(1, 1)
    losses = repeat(lambda: model.weight.sum() * torch.nan)
    with pytest.raises(DivergedError, match="update 0"):
        parallel.learn_for(5, model, losses, 0.1, clock=Clock())


def test_a_gradient_that_is_no_number_changes_no_weight():
    model = torch.nn.Linear(1, 1)
    before = model.weight.item()
    losses = repeat(lambda: (0 * model.weight.sum()).sqrt())
    with pytest.raises(DivergedError, match="gradient of update 0"):
        parallel.learn_for(5, model, losses, 0.1, clock=Clock())
    assert model.weight.item() == before


@pytest.mark.parametrize("seconds", [float("nan"), None, "ten", 0, -1])
def test_a_time_that_is_no_number_is_refused(seconds):
    with pytest.raises(ValueError, match="seconds"):
        parallel.learn_for(seconds, *line(), 0.1)


def test_equal_seeds_run_the_same_race():
    def race():
        task = parallel.TASKS["recall"]
        return parallel.run_race(
            task, "gru", seconds=3, seed=2, parameters=5_000, clock=Clock(0.5)
        )

    before = torch.get_num_threads()
    one, other = race(), race()
    assert one == other and one.updates > 3
    assert set(one.scores) == {30, 60, 120, 200}
    assert torch.get_num_threads() == before


def test_an_lstm_learns_parity_and_goes_on_being_right():
    """In 300 updates, however fast the computer is."""
    found = parallel.run_race(
        parallel.TASKS["parity"], "lstm", seconds=600, clock=Clock(2.0)
    )
    assert 295 <= found.updates <= 300
    assert found.scores[20] > 0.97 and found.scores[160] > 0.9
