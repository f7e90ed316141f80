"""Pictures of lesson 13: what was measured is where the axes say."""

import numpy as np
import pytest

from course_utils import plots
from course_utils.plots.labels import foreign_labels, labels_of, put_in_language
from course_utils.text import use_language

NATS = {
    "LSTM": {0.01: (7.0, 7.2), 1.0: (6.2, 6.3)},
    "minimal GRU": {0.01: (7.1,), 1.0: (6.4,)},
    "Transformer": {0.01: (7.3,), 1.0: (6.5,)},
}
COSTS = {"LSTM": [1.0, 2.0, 4.0], "attention": [1.0, 3.0, 9.0]}


def test_nats_stand_over_their_share_with_a_dot_a_seed():
    _, ax = plots.figure()
    plots.draw_nats_over_data(ax, NATS, {"trigram": 5.99})
    lines = {line.get_label(): line for line in ax.lines}
    for name, by_share in NATS.items():
        x, y = lines[name].get_data()
        assert list(x) == [1.0, 100.0]
        assert y == pytest.approx([np.mean(seeds) for seeds in by_share.values()])
        assert lines[name].get_color() == plots.KIND_COLOURS[name]
    dots = np.concatenate([each.get_offsets() for each in ax.collections])
    assert sorted(dots[:, 1]) == sorted(
        nats for each in NATS.values() for seeds in each.values() for nats in seeds
    )
    assert ax.get_xscale() == "log"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1 %", "100 %"]


def test_costs_grow_with_the_steps():
    _, ax = plots.figure()
    plots.draw_costs(ax, [8, 16, 32], COSTS, [plots.COLOURS["hidden"], "black"])
    for line, values in zip(ax.lines, COSTS.values(), strict=True):
        assert list(line.get_xdata()) == [8, 16, 32]
        assert list(line.get_ydata()) == values
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert [line.get_color() for line in ax.lines][1] == "black"


def test_a_cost_for_each_length_or_an_error():
    _, ax = plots.figure()
    with pytest.raises(ValueError, match="3 steps, found 2"):
        plots.draw_costs(ax, [8, 16], COSTS)


def test_every_word_is_said_in_chinese():
    use_language("zh")
    fig, (one, two) = plots.figure(1, 2, width=12)
    plots.draw_nats_over_data(one, NATS, {"trigram": 5.99})
    plots.draw_costs(two, [8, 16, 32], COSTS)
    put_in_language(fig)
    assert foreign_labels(labels_of(fig), "zh") == []


def test_each_kind_has_a_colour_of_its_own():
    assert len(set(plots.KIND_COLOURS.values())) == len(plots.KIND_COLOURS) == 5
