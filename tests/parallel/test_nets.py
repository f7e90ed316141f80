"""Five bodies in one frame: equally large, none looks ahead, step by step = at once."""

# ruff: noqa: E402
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils import parallel
from course_utils.language_model.grid import Grid, PoemShape, place_ids
from course_utils.language_model.plan import count_characters
from course_utils.parallel.nets import fit_size
from course_utils.text import use_language
from course_utils.training import count_parameters

kinds = pytest.mark.parametrize("kind", parallel.BODIES)


@kinds
@pytest.mark.parametrize("parameters", [10_000, 20_000, 100_000])
def test_all_kinds_are_equally_large(kind, parameters):
    model = parallel.make_sequence_model(kind, 9, 5, parameters)
    found = count_parameters(model)
    assert found == sum(p.numel() for p in model.parameters())
    assert abs(found - parameters) <= 0.02 * parameters


@kinds
def test_nothing_depends_on_the_future(kind):
    model = parallel.make_sequence_model(kind, 9, 5, 10_000)
    ids = torch.arange(16).reshape(2, 8) % 9
    scores, _ = model(ids)
    for t in range(8):
        changed = ids.clone()
        changed[:, t] = (ids[:, t] + 1) % 9
        other, _ = model(changed)
        torch.testing.assert_close(other[:, :t], scores[:, :t], rtol=0, atol=1e-6)
        assert (other[:, t] - scores[:, t]).abs().max() > 1e-5


@kinds
def test_one_character_more_gives_what_the_full_pass_gives(kind):
    model = parallel.make_sequence_model(kind, 9, 5, 10_000)
    ids = torch.arange(24).reshape(2, 12) % 9
    whole, last = model(ids)
    state, found = None, []
    for part in ids.split([5, 1, 1, 5], dim=1):
        scores, state = model(part, state)
        found.append(scores)
    torch.testing.assert_close(torch.cat(found, 1), whole, rtol=1e-4, atol=1e-5)
    assert parallel.count_state(state) == parallel.count_state(last)


def test_a_state_stays_as_large_and_keys_grow():
    """Numbers of one sequence: H, 2 H, two blocks of D, two blocks of 2 D a step."""
    sizes = {}
    for kind in parallel.BODIES:
        model = parallel.make_sequence_model(kind, 9, 5, 10_000)
        states = [model(torch.ones(1, T, dtype=torch.long))[1] for T in (1, 50)]
        H = model.body.hidden_size
        sizes[kind] = [parallel.count_state(each) / H for each in states]
    constant = {"rnn": 1, "lstm": 2, "gru": 1, "minimal_gru": 2}
    expected = {kind: [each, each] for kind, each in constant.items()}
    assert sizes == expected | {"transformer": [4, 200]}


def test_the_same_seed_makes_the_same_weights():
    def weights(seed):
        model = parallel.make_sequence_model("minimal_gru", 9, 5, 10_000, seed)
        return torch.cat([each.flatten() for each in model.parameters()])

    before = torch.get_rng_state()
    assert torch.equal(weights(3), weights(3))
    assert not torch.equal(weights(3), weights(4))
    assert torch.equal(before, torch.get_rng_state())


def test_gates_start_as_in_lesson_05_unless_told_otherwise():
    size = parallel.BodySize(6)
    for far, forget in ((True, 3.0), (False, 1.0)):
        lstm = parallel.make_body("lstm", 4, size, far=far)
        bias = lstm.bias_ih_l0[6:12] + lstm.bias_hh_l0[6:12]
        assert torch.equal(bias, torch.full((6,), forget))
    W = parallel.make_body("rnn", 4, size).weight_hh_l0
    torch.testing.assert_close(W @ W.T, torch.eye(6))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: parallel.make_sequence_model("cnn", 9, 5, 10_000), "'minimal_gru'"),
        (lambda: parallel.make_sequence_model("lstm", 9, 5, 0), "parameters"),
        (
            lambda: parallel.make_sequence_model("transformer", 9, 5, 300),
            "Ask for more",
        ),
    ],
)
def test_what_cannot_be_made_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()
    use_language("zh")
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        make()


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        (torch.zeros(2, 0, dtype=torch.long), r"\(2, 0\)"),
        (torch.full((2, 3), 9), "0 to 8"),
        (torch.zeros(2, 3), "float32"),
    ],
)
def test_bad_ids_are_refused(ids, words):
    with pytest.raises(ValueError, match=words):
        parallel.make_sequence_model("gru", 9, 5, 10_000)(ids)


def test_the_size_that_fits_is_the_nearest():
    size = fit_size("rnn", 1000, lambda size: torch.nn.Linear(10, size.units))
    assert size.units == 91  # 11 each: 1001, and 990 is farther


# --- poems ---------------------------------------------------------------------------

V, D = 30, 8
SHAPES = [PoemShape(5, 4), PoemShape(7, 4), PoemShape(5, 8)]


def some_poems(num=40):
    rng = np.random.default_rng(0)
    return [
        Grid(
            shape,
            rng.integers(2, V, (num, shape.num_steps)).astype(np.int32),
            np.zeros(num, np.int8),
        )
        for shape in SHAPES
    ]


def poem_net(kind, parameters=12_000):
    vectors = torch.randn(V, D, generator=torch.Generator().manual_seed(0))
    return parallel.make_poem_net(kind, vectors, torch.full((V,), 1 / V), parameters)


@kinds
def test_poem_nets_are_equally_large_and_read_step_by_step(kind):
    net = poem_net(kind)
    assert abs(count_parameters(net) - 12_000) <= 240
    places = torch.from_numpy(place_ids(SHAPES[0]))
    inputs = torch.arange(40).reshape(2, 20) % V
    whole, _ = net(inputs, places)
    first, state = net(inputs[:, :7], places[:7])
    second, _ = net(inputs[:, 7:], places[7:], state)
    torch.testing.assert_close(
        torch.cat([first, second], 1), whole, rtol=1e-4, atol=1e-5
    )


def test_the_nats_of_a_poem_are_those_of_its_characters_in_turn():
    net, poem = poem_net("transformer"), some_poems(2)[0]
    ids, places = torch.from_numpy(poem.ids).long(), place_ids(poem.shape)
    state, total = None, 0.0
    for t in range(ids.shape[1]):
        before = ids[:, t - 1 : t] if t else torch.zeros(2, 1, dtype=torch.long)
        features, state = net(before, torch.from_numpy(places[t : t + 1]), state)
        scores = features[:, 0] @ net.embedding.weight.T + net.bias
        total += torch.nn.functional.cross_entropy(scores, ids[:, t], reduction="sum")
    torch.testing.assert_close(total, net.nats(poem), rtol=1e-4, atol=1e-3)
    mean = parallel.poem_nats(net, [poem])
    assert mean == pytest.approx(total.item() / ids.numel(), rel=1e-4)


def test_a_share_of_the_poems_has_that_share_of_the_characters():
    poems = some_poems()
    total = count_characters(poems)
    for share in (0.1, 0.5):
        part = parallel.take_share(poems, share, seed=1)
        assert 0 <= count_characters(part) - share * total < 40
    whole = parallel.take_share(poems, 1.0, seed=1)
    assert all((a.ids == b.ids).all() for a, b in zip(whole, poems, strict=True))


def test_a_smaller_share_is_a_part_of_a_larger_one():
    def texts(share, seed):
        part = parallel.take_share(some_poems(), share, seed)
        return {row.tobytes() for grid in part for row in grid.ids}

    assert texts(0.1, 1) < texts(0.3, 1)
    assert texts(0.1, 1) != texts(0.1, 2)


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        parallel.take_share(some_poems(), share, 0)


def test_poem_losses_tell_what_they_read_and_go_on_forever():
    told = []
    net, poems = poem_net("rnn"), some_poems(10)
    losses = parallel.poem_losses(net, poems, np.random.default_rng(0), told.append)
    found = [next(losses)().item() for _ in range(12)]
    assert sum(told[:6]) == count_characters(poems)  # 10 poems: 8 and 2, three shapes
    assert all(2 < each < 10 for each in found)


def test_a_share_of_no_poems_is_refused() -> None:
    with pytest.raises(ValueError, match=r"at least one poem.*encode_poems"):
        parallel.take_share([], 0.5, 0)
