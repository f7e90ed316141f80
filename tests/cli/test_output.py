"""What the command prints reaches any pipe, and its reader may leave."""

from __future__ import annotations

import io
import sys

import click
import pytest

from course_utils.cli import course as command
from course_utils.cli import output
from course_utils.text import use_language

WORDS = "春風 “it” — ₋"


class Gone(io.RawIOBase):
    """A pipe whose reader has left."""

    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def pipe(encoding: str, raw: io.RawIOBase | None = None) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw or io.BytesIO(), encoding=encoding, newline="\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "latin-1", "utf-8"])
def test_what_an_encoding_lacks_is_replaced(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", pipe(encoding))
    monkeypatch.setattr(sys, "stderr", pipe(encoding))
    output.prepare_output()
    click.echo(WORDS)
    print(WORDS)
    click.echo(WORDS, err=True)
    written = []
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        written += stream.buffer.getvalue().decode(encoding).splitlines()
    assert set(written) == {WORDS.encode(encoding, "replace").decode(encoding)}
    assert len(written) == 3


def test_a_path_that_is_no_text_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", pipe("utf-8"))
    output.prepare_output()
    click.echo("file\udcff")
    assert sys.stdout.buffer.getvalue() == b"file?\n"


def test_a_closed_output_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as left:
        output.prepare_output()
    assert left.value.code == 1
    assert "standard output is closed" in capsys.readouterr().err
    use_language("zh")
    with pytest.raises(SystemExit):
        output.prepare_output()
    assert "标准输出已经关闭" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["data", "--list"], ["--help"], ["doctor"]])
def test_a_reader_that_leaves_ends_the_command_quietly(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = pipe("utf-8")
    gone = io.BufferedWriter(Gone(), buffer_size=1)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(gone, encoding="utf-8"))
    monkeypatch.setattr(sys, "stderr", said)
    monkeypatch.setattr(sys, "argv", ["course", *arguments])
    monkeypatch.setattr("course_utils.lab.doctor.examine", lambda: iter(["a", "b"]))
    with pytest.raises(SystemExit) as left:
        command.main()
    assert left.value.code == 1
    said.flush()
    assert said.buffer.getvalue() == b""
