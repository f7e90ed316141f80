"""`course bench`: nothing is measured for what could not be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from course_utils.cli.course import course

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("kind", ["poet", "batching", "text", "after"])
def test_a_folder_that_cannot_be_is_told_first(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("poet.bench_poet", "batching.measure_batching", "text.names.measure"):
        monkeypatch.setattr(f"course_utils.bench.{name}", None, raising=False)
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "below"
    found = CliRunner().invoke(course, ["bench", kind, "--out", str(place)])
    assert found.exit_code == 1 and "Traceback" not in found.stderr
    assert f"{place} cannot be used: a file is where a folder should" in found.stderr
