"""How many threads the course computes with."""

import pytest

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.torch

from course_utils.training.computing import (  # noqa: E402
    course_threads,
    thread_count,
)


def test_threads_come_from_one_setting(monkeypatch):
    monkeypatch.delenv("COURSE_THREADS", raising=False)
    assert thread_count() == 1
    before = torch.get_num_threads()
    monkeypatch.setenv("COURSE_THREADS", str(before + 1))
    with course_threads():
        assert torch.get_num_threads() == before + 1
    assert torch.get_num_threads() == before
    for wrong in ("0", "-1", "two", "1.5"):
        monkeypatch.setenv("COURSE_THREADS", wrong)
        with pytest.raises(ValueError, match="COURSE_THREADS=1"):
            thread_count()
