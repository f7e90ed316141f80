"""Files of tensors: whatever is in their place is said in words; the old one stays."""

# ruff: noqa: E402
import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from refusals import OBSTACLES, as_nobody, files_below, fill_disk
from torch import nn

from course_utils.files import FileError
from course_utils.text import Text, use_language
from course_utils.training.checkpoints import (
    CheckpointError,
    load_tensors,
    save_tensors,
)
from course_utils.training.divergence import DivergedError
from course_utils.training.loop import fit
from course_utils.training.resumable import ResumableRun
from course_utils.training.weights import NetFile

NET = NetFile("line", Text(en="a line", zh="直线"), "lines")
NAME = "training.safetensors"


def train(folder, epochs=1, net=None):
    settings = {"epochs": epochs, "rate": 0.1, "folder": folder, "progress": False}
    return fit(
        net or nn.Linear(1, 1),
        lambda _: [torch.ones(1, 1)],
        lambda net, x: net(x).square().sum(),
        **settings,
    )


USES = {
    "read tensors": lambda path: load_tensors(path, "line"),
    "write tensors": lambda path: save_tensors(path, "line", {}, {}),
    "read a net": lambda path: NET.load(path, lambda _: nn.Linear(1, 1)),
    "write a net": lambda path: NET.save(path, nn.Linear(1, 1), {}),
    "train": lambda path: train(path.parent),
}


@pytest.mark.parametrize(
    ("obstacle", "use"),
    [
        (obstacle, use)
        for obstacle in OBSTACLES
        for use in USES
        if (obstacle, use.split()[0]) != ("pipe", "write")  # a pipe gives way
    ],
)
def test_what_is_in_its_place_is_said_by_name_and_stays(tmp_path, obstacle, use):
    path = tmp_path / "new" / NAME
    put, words = OBSTACLES[obstacle]
    put(path)
    before = files_below(tmp_path)
    with pytest.raises(FileError, match=words) as caught:
        USES[use](path)
    assert str(path.parent) in str(caught.value)
    assert files_below(tmp_path) == before


@pytest.mark.parametrize("use", USES)
def test_without_permission_the_words_say_whom_to_ask(tmp_path, use):
    for folder in (tmp_path, *tmp_path.parents):
        folder.chmod(folder.stat().st_mode | 0o011)
    (folder := tmp_path / "new").mkdir()
    path = folder / NAME
    save_tensors(path, "line", {}, {})
    before = path.read_bytes()
    path.chmod(0o600)
    with as_nobody(), pytest.raises(FileError, match=r"no permission.*Ask its owner"):
        USES[use](path)
    assert path.read_bytes() == before and files_below(folder) == [NAME]


@pytest.mark.parametrize("use", ["write tensors", "write a net", "train"])
def test_on_a_full_disk_the_old_file_stays_whole(tmp_path, monkeypatch, use):
    train(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    fill_disk(monkeypatch)
    uses = USES | {"train": lambda path: train(path.parent, epochs=2)}
    with pytest.raises(FileError, match=f"{NAME}.*no room is left.*Make room"):
        uses[use](tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == before
    assert files_below(tmp_path) == [NAME]
    use_language("zh")
    with pytest.raises(FileError, match=f"{NAME}：磁盘空间不足"):
        uses[use](tmp_path / NAME)


def test_what_is_not_there_is_named_with_what_makes_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="course train lines"):
        NET.load(tmp_path / NAME, lambda _: nn.Linear(1, 1))


def test_a_link_to_nowhere_is_filled(tmp_path):
    (tmp_path / NAME).symlink_to("elsewhere")
    train(tmp_path)
    assert (tmp_path / NAME).is_symlink() and (tmp_path / "elsewhere").is_file()


# --- of another version --------------------------------------------------------

SPOILED = {
    "a fact less": lambda tensors, facts: facts.pop("weights"),
    "a fact of another kind": lambda tensors, facts: facts.update(history=3),
    "a count of another name": lambda tensors, facts: facts["history"].update(lost=[]),
    "no best weights": lambda tensors, facts: tensors.pop("best.weight"),
    "no weights": lambda tensors, facts: tensors.pop("model.weight"),
    "a moment less": lambda tensors, facts: tensors.pop("exp_avg.weight"),
    "a moment of another shape": lambda tensors, facts: tensors.update(
        {"exp_avg.weight": torch.zeros(2, 2)}
    ),
    "weights of another kind": lambda tensors, facts: tensors.update(
        {"model.weight": torch.zeros(1, 1, dtype=torch.float64)}
    ),
}


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_checkpoint_of_another_version_is_refused_by_name(tmp_path, spoil):
    train(tmp_path)
    path = tmp_path / NAME
    tensors, facts = load_tensors(path, "model in training")
    SPOILED[spoil](tensors, facts)
    save_tensors(path, "model in training", tensors, facts)
    net, content = nn.Linear(1, 1), path.read_bytes()
    weight = net.weight.item()
    with pytest.raises(CheckpointError, match=f"{NAME} was written by another version"):
        train(tmp_path, net=net)
    assert net.weight.item() == weight and path.read_bytes() == content


# --- what is not finite --------------------------------------------------------


@pytest.mark.parametrize("number", [torch.nan, torch.inf])
def test_no_tensor_is_written_or_read_that_is_not_finite(tmp_path, monkeypatch, number):
    path = tmp_path / NAME
    save_tensors(path, "line", {}, {})
    before = path.read_bytes()
    bad = {"weight": torch.tensor([1.0, number])}
    with pytest.raises(DivergedError, match=f"{NAME} was not written.*learning rate"):
        save_tensors(path, "line", bad, {})
    assert path.read_bytes() == before
    monkeypatch.setattr(
        "course_utils.training.checkpoints._first_not_finite", lambda _: None
    )
    save_tensors(path, "line", bad, {})
    monkeypatch.undo()
    with pytest.raises(CheckpointError, match=f"{NAME} is damaged .weight"):
        load_tensors(path, "line")


def test_weights_too_large_for_half_precision_are_not_written(tmp_path):
    net = nn.Linear(1, 1)
    nn.init.constant_(net.weight, 1e5)
    with pytest.raises(DivergedError, match=f"{NAME} was not written"):
        NET.save(tmp_path / NAME, net, {})
    assert files_below(tmp_path) == []


def test_no_fact_is_written_that_is_no_json(tmp_path):
    with pytest.raises(ValueError, match=f"{NAME} was not written.*not finite"):
        save_tensors(tmp_path / NAME, "line", {}, {"loss": float("nan")})
    assert files_below(tmp_path) == []


def test_moments_that_are_not_finite_never_replace_a_checkpoint(tmp_path):
    net = nn.Linear(1, 1)
    train(tmp_path, net=net)
    real = ResumableRun.tensors

    def broken(run):
        return real(run) | {"exp_avg_sq.weight": torch.full((1, 1), torch.inf)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ResumableRun, "tensors", broken)
        with pytest.raises(DivergedError, match=r"exp_avg_sq\.weight"):
            train(tmp_path, epochs=2, net=net)
    _, facts = load_tensors(tmp_path / NAME, "model in training")
    assert len(facts["history"]["losses"]) == 1 and facts["diverged"]
