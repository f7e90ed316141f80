"""The manifest: whatever else is in its place, or in it, is refused by name."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from refusals import OBSTACLES

from course_utils.datasets.errors import DataError, ManifestError
from course_utils.datasets.manifest import load_manifest
from course_utils.files import FileError
from course_utils.places import MANIFEST
from course_utils.text import use_language

KNOWN = json.loads(MANIFEST.read_text(encoding="utf-8"))
Spoil = Callable[[dict[str, Any]], object]


def archive(known: dict[str, Any]) -> dict[str, Any]:
    return known["archives"][0]


def table(known: dict[str, Any]) -> dict[str, Any]:
    return known["corpora"][0]["tables"][0]


def with_fact(of: Callable[[Any], Any], name: str, value: object) -> Spoil:
    return lambda known: of(known).update({name: value})


SPOILED: dict[str, tuple[Spoil, str]] = {
    "no archives": (lambda known: known.pop("archives"), "archives"),
    "no corpora": (lambda known: known.pop("corpora"), "corpora"),
    "archives as a number": (lambda known: known.update(archives=3), "no manifest"),
    "an archive as a text": (lambda known: known.update(archives=["x"]), "no manifest"),
    "a corpus without tables": (lambda k: k["corpora"][0].pop("tables"), "tables"),
    "a fact too many": (with_fact(archive, "mirror", "x"), "mirror"),
    "a fact too few": (lambda known: archive(known).pop("sha256"), "sha256"),
    "another client": (with_fact(archive, "client", "sh"), "client is 'sh'"),
    "a checksum too short": (with_fact(archive, "sha256", "0" * 63), "sha256"),
    "a size of nothing": (with_fact(archive, "size", 0), "size is 0"),
    "a size below nothing": (with_fact(archive, "size", -1), "size is -1"),
    "a size as text": (with_fact(archive, "size", "12"), "size is '12'"),
    "a size as truth": (with_fact(archive, "size", True), "size is True"),
    "a licence as nothing": (with_fact(archive, "licence", None), "licence is None"),
    "members as a list": (with_fact(archive, "members", ["a"]), "members"),
    "no members": (with_fact(archive, "members", {}), "members"),
    "a table in a folder": (with_fact(table, "name", "a/b"), "name is 'a/b'"),
    "a table above": (with_fact(table, "name", ".."), "name is '..'"),
    "rows as text": (with_fact(table, "rows", {"test": "9"}), "rows"),
    "rows below nothing": (with_fact(table, "rows", {"test": -9}), "rows"),
    "an archive twice": (
        lambda known: known["archives"].append(archive(known)),
        "occurs once",
    ),
    "a table twice": (
        lambda known: known["corpora"][1]["tables"].append(table(known)),
        "occurs once",
    ),
    "a corpus of no package": (
        lambda known: known["corpora"][0].update(package="other"),
        "package is 'other', expected one of vaderSentiment",
    ),
} | {
    f"{fact} {name!r}": (with_fact(archive, fact, name), fact)
    for fact in ("file", "version", "package")
    for name in ("../x", "/etc/passwd", "..", "", ".lock", "a b", "-r x", 7, None)
}


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("case", SPOILED)
def test_what_a_manifest_cannot_say_is_refused_by_name(
    tmp_path: Path, case: str
) -> None:
    spoil, words = SPOILED[case]
    known = copy.deepcopy(KNOWN)
    spoil(known)
    path = write(tmp_path / "manifest.json", json.dumps(known))
    with pytest.raises(ManifestError, match=r"manifest\.json") as caught:
        load_manifest(path)
    assert words in str(caught.value) and "Put back the file" in str(caught.value)


@pytest.mark.parametrize(
    "member", ["/etc/passwd", "../x", "a/../../x", "..", "", "a\\b"]
)
def test_no_member_leads_out_of_its_archive(tmp_path: Path, member: str) -> None:
    known = copy.deepcopy(KNOWN)
    archive(known)["members"] = {member: "0" * 64}
    path = write(tmp_path / "manifest.json", json.dumps(known))
    with pytest.raises(ManifestError, match="relative paths"):
        load_manifest(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"archives": NaN}',
        b"null",
        b"[]",
        b"3",
    ],
)
def test_what_is_no_json_of_the_course_is_refused(
    tmp_path: Path, content: bytes
) -> None:
    path = write(tmp_path / "manifest.json", content)
    with pytest.raises(ValueError, match=r"manifest\.json is (damaged|no manifest)"):
        load_manifest(path)
    use_language("zh")
    with pytest.raises(ValueError, match=r"manifest\.json (已损坏|不是本课程的清单)"):
        load_manifest(path)


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_what_is_in_its_place_is_said(tmp_path: Path, obstacle: str) -> None:
    path = tmp_path / "new" / "manifest.json"
    put, words = OBSTACLES[obstacle]
    put(path)
    with pytest.raises(FileError, match=words):
        load_manifest(path)


def test_a_name_that_is_not_there_is_answered_with_the_known() -> None:
    with pytest.raises(DataError, match="table is 'poems', expected one of movie"):
        load_manifest().find_table("poems")
    with pytest.raises(DataError, match="package is 'poems', expected one of vader"):
        load_manifest().archive("poems")
