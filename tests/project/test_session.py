"""The one set-up call of a notebook, and how quick the package is to import."""

import random
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pytest

from course_utils import session, start
from course_utils.text import language


@pytest.mark.torch
def test_start_sets_language_seed_and_style_and_prints_one_line(capsys):
    start("00_start_here", lang="zh")
    first = (random.random(), np.random.rand())
    out = capsys.readouterr().out
    assert language() == "zh"
    assert out.startswith("从这里开始 · Python 3") and out.count("\n") == 1
    assert "Noto Sans SC" in mpl.rcParams["font.family"][0]
    start("00_start_here", lang="zh")
    assert first == (random.random(), np.random.rand())


@pytest.mark.parametrize(
    ("slug", "lang", "found"),
    [("00_start", "en", "00_start"), ("00_start_here", "fr", "fr")],
)
def test_an_unknown_lesson_or_language_is_refused(slug, lang, found):
    with pytest.raises(ValueError, match=found):
        start(slug, lang=lang)


def test_importing_the_package_loads_neither_torch_nor_pictures_nor_numpy():
    code = (
        "import sys, course_utils; "
        "print({'torch', 'matplotlib', 'ipywidgets', 'numpy'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "set()", run.stderr


@pytest.mark.torch
def test_starting_a_lesson_does_not_load_torch():
    code = (
        "import sys; from course_utils import start; start('01_vanilla_rnn'); "
        "print('torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.endswith("False\n"), run.stderr


def test_start_names_only_what_is_installed(capsys, monkeypatch):
    monkeypatch.setattr(session, "PACKAGES", ("numpy", "no_such_package"))
    start("00_start_here")
    assert capsys.readouterr().out.endswith(f"numpy {np.__version__}\n")
