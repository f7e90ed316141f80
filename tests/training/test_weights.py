"""Nets on disk: back as they were, whatever they are; others are refused in words."""

# ruff: noqa: E402
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from torch import nn

from course_utils.text import Text, use_language
from course_utils.training.checkpoints import CheckpointError, load_tensors
from course_utils.training.weights import NetFile

FILE = NetFile("line", Text(en="a line", zh="直线"), "lines")
FACTS = {"sizes": [2, 3], "symbols": ["一", "二"]}


def line_of(facts):
    return nn.Sequential(nn.Linear(*facts["sizes"]), nn.Dropout(0.5))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "new" / "line.safetensors"
    FILE.save(path, line_of(FACTS), FACTS)
    return path


def test_half_of_the_digits_come_back_ready_for_use(path):
    torch.manual_seed(3)
    net = line_of(FACTS)
    FILE.save(path, net, FACTS)
    loaded, facts = FILE.load(path, line_of)
    assert facts == FACTS
    for name, value in net.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], value.half().float())
    assert not any(part.training for part in loaded.modules())
    assert all(weights.requires_grad for weights in loaded.parameters())
    stored, _ = load_tensors(path, "line")
    assert {tensor.dtype for tensor in stored.values()} == {torch.float16}


def test_several_nets_lie_in_one_file(path):
    nets = nn.ModuleDict({"b": nn.Linear(2, 1), "a": nn.Linear(1, 2)})
    sizes = {"b": [2, 1], "a": [1, 2]}
    FILE.save(path, nets, sizes)
    loaded, _ = FILE.load(
        path,
        lambda facts: nn.ModuleDict({n: nn.Linear(*own) for n, own in facts.items()}),
    )
    assert list(loaded) == ["b", "a"]
    assert torch.equal(loaded["a"].weight, nets["a"].weight.half().float())


def test_the_reader_s_own_random_numbers_are_left_alone(path):
    before = torch.get_rng_state()
    FILE.load(path, line_of)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_net_of_another_kind_is_refused(path):
    with pytest.raises(CheckpointError, match="“curve”, found “line”"):
        NetFile("curve", Text(en="a curve", zh="曲线"), "curves").load(path, line_of)


OTHERS = {
    "sizes": lambda facts: nn.Sequential(nn.Linear(3, 3)),
    "tensors": lambda facts: nn.Linear(2, 3),
    "facts": lambda facts: nn.Linear(*facts["widths"]),
    "keywords": lambda facts: nn.Linear(**facts),
    "values": lambda facts: nn.Dropout(7.0),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_net_of_another_build_is_refused_in_both_languages(path, other):
    with pytest.raises(CheckpointError, match=r"holds a line of .*course train lines"):
        FILE.load(path, OTHERS[other])
    use_language("zh")
    with pytest.raises(CheckpointError, match=r"里的直线结构不同.*course train lines"):
        FILE.load(path, OTHERS[other])
