"""What an answer changes around itself is put back."""

import builtins
import gc
import locale
import math
import os
import random
import signal
import sys
import time
import types
import warnings

import numpy as np
import pytest

from course_utils import scratch
from course_utils.checking import checks, compare, surroundings
from course_utils.checking.checks import Exercise
from course_utils.checking.surroundings import (
    as_first_seen,
    put_back,
    put_functions_back,
)


def change_all(folder):
    random.random()
    np.random.normal()
    np.seterr(all="ignore")
    np.set_printoptions(precision=1)
    os.chdir(folder)
    os.environ["A_NEW_ONE"] = "1"
    del os.environ["AN_OLD_ONE"]
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(777)
    sys.stdout = None


def state():
    return (
        random.getstate(),
        np.random.get_state()[1].tolist(),
        np.geterr(),
        np.get_printoptions(),
        os.getcwd(),
        dict(os.environ),
        list(warnings.filters),
        sys.getrecursionlimit(),
        sys.stdout,
    )


def test_settings_are_put_back(tmp_path, monkeypatch):
    monkeypatch.setenv("AN_OLD_ONE", "0")
    before = state()
    with put_back():
        change_all(tmp_path)
    assert state() == before


@pytest.mark.torch
def test_settings_of_torch_are_put_back():
    import torch

    def read():
        return (
            torch.get_rng_state().tolist(),
            torch.get_default_dtype(),
            torch.is_grad_enabled(),
            torch.get_num_threads(),
            torch.is_anomaly_enabled(),
            torch.get_float32_matmul_precision(),
        )

    before = read()
    with put_back():
        torch.rand(3)
        torch.set_default_dtype(torch.float64)
        torch.set_grad_enabled(False)
        torch.set_num_threads(3)
        torch.autograd.set_detect_anomaly(True)
        torch.set_float32_matmul_precision("high")
    assert read() == before


def test_settings_of_python_and_of_pictures_are_put_back():
    import matplotlib

    def read():
        return (
            list(sys.path),
            gc.isenabled(),
            gc.get_threshold(),
            sys.getswitchinterval(),
            locale.setlocale(locale.LC_ALL),
            time.localtime(0).tm_hour,
            signal.getitimer(signal.ITIMER_REAL),
            dict(matplotlib.rcParams.copy()),
        )

    before = read()
    with put_back():
        sys.path.append("elsewhere")
        gc.disable()
        gc.set_threshold(5)
        sys.setswitchinterval(0.5)
        locale.setlocale(locale.LC_ALL, "C.UTF-8")
        os.environ["TZ"] = "Asia/Shanghai"
        time.tzset()
        signal.alarm(100)
        matplotlib.rcParams["lines.linewidth"] = 7
    assert read() == before


@pytest.mark.torch
def test_another_kind_of_numbers_in_the_notebook_is_no_replacement():
    import torch

    put_functions_back()
    before = torch.get_default_dtype()
    try:
        torch.set_default_dtype(torch.float64)
        assert put_functions_back() == []
    finally:
        torch.set_default_dtype(before)


def test_a_folder_that_is_gone_is_no_error(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with put_back():
        os.chdir(tmp_path)


PLACES = {
    "numpy.tanh": (np, "tanh"),
    "numpy.linalg.norm": (np.linalg, "norm"),
    "numpy.pi": (np, "pi"),
    "math.exp": (math, "exp"),
    "builtins.all": (builtins, "all"),
    "course_utils.scratch.rnn_step": (scratch, "rnn_step"),
    "course_utils.checking.compare.same": (compare, "same"),
    "course_utils.checking.checks.Exercise.check": (Exercise, "check"),
    "course_utils.checking.checks._not_tried": (checks, "_not_tried"),
}


@pytest.mark.parametrize("label", PLACES)
def test_a_function_that_is_replaced_is_put_back_and_named(label, monkeypatch):
    owner, name = PLACES[label]
    put_functions_back()
    own = vars(owner)[name]
    monkeypatch.setattr(owner, name, lambda *_args: True)
    assert put_functions_back() == [label]
    assert vars(owner)[name] is own and put_functions_back() == []


def test_one_that_is_deleted_is_put_back(monkeypatch):
    put_functions_back()
    own = np.tanh
    monkeypatch.delattr(np, "tanh")
    assert put_functions_back() == ["numpy.tanh"] and np.tanh is own


def test_what_a_notebook_has_replaced_is_so_again_afterwards(monkeypatch):
    put_functions_back()
    own, other = np.tanh, abs
    monkeypatch.setattr(np, "tanh", other)
    with as_first_seen() as names:
        assert names == ["numpy.tanh"] and np.tanh is own
    assert np.tanh is other


def test_what_its_author_has_edited_is_no_replacement(monkeypatch):
    put_functions_back()
    edited = types.FunctionType(compare.same.__code__, vars(compare), "same")
    monkeypatch.setattr(compare, "same", edited)
    assert put_functions_back() == [] and compare.same is edited


@pytest.mark.torch
def test_what_a_library_wraps_itself_is_no_replacement():
    """PyTorch wraps `torch.manual_seed` when an optimizer first asks its compiler."""
    torch = pytest.importorskip("torch")
    surroundings.put_functions_back()
    wrapped = torch.compiler.disable(torch.manual_seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "manual_seed", wrapped)
        assert surroundings.put_functions_back() == []
        assert torch.manual_seed is wrapped


def test_a_kernel_may_ask_in_its_own_way(monkeypatch):
    put_functions_back()
    monkeypatch.setattr(builtins, "input", abs)
    assert put_functions_back() == []
    assert "input" in surroundings.READ_ANEW
