"""A file is written whole or not at all, and what a kill has left is cleaned up."""

import os
import time

import pytest

from course_utils.files import LEFT_SECONDS, PARTIAL, can_write, write_atomically


def test_what_a_kill_has_left_is_removed_when_it_is_old(tmp_path):
    old, new, folder = (tmp_path / f"{PARTIAL}{name}" for name in ("old", "new", "d"))
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    folder.mkdir()
    for path in (old, folder):
        os.utime(path, (time.time() - LEFT_SECONDS - 60,) * 2)
    write_atomically(tmp_path / "file", b"whole")
    assert sorted(tmp_path.iterdir()) == sorted([new, folder, tmp_path / "file"])


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "target").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to("target")
    write_atomically(link, b"new")
    assert link.is_symlink() and (tmp_path / "target").read_bytes() == b"new"


def test_a_folder_in_its_place_leaves_nothing_behind(tmp_path):
    (tmp_path / "file").mkdir()
    with pytest.raises(OSError):
        write_atomically(tmp_path / "file", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_whether_a_folder_can_be_written_is_tried_and_leaves_nothing(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert can_write(tmp_path) and can_write(tmp_path / "to" / "be" / "made")
    assert not can_write(tmp_path / "file")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
