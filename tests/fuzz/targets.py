"""What is thrown at svtool: bytes as a file, a rule, a cell, a period or a command line, and what may come of them.

A target takes bytes, makes of them what its name says, and asks svtool. All that svtool may answer is a value or an
error that says in sentences what to do: any other exception is a bug, and so is an exit code of 1. What is said never
moves a terminal's cursor.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from svtool.cli import run
from svtool.dates import DATE_FORMATS, read_date, read_range
from svtool.errors import ExitCode, Problem, SvtoolError
from svtool.files.containers import open_extract
from svtool.meaning.decide import decide
from svtool.records.cell_values import judge_for
from svtool.schema.library import Library
from svtool.schema.mappings import Column, parse_mapping
from svtool.schema.periods import read_periods
from svtool.schema.rules import parse_rule, show_rule
from svtool.schema.sources import check_rule
from svtool.schema.text_yaml import Document, read_text_yaml

# What a command line of the fuzzer may name is in the folder that it works in: it could write anywhere.
SEPARATOR = "\n"


@cache
def folder() -> Path:
    """Return a folder of this process, for the files that targets write."""
    kept = tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True)
    _kept.append(kept)
    return Path(kept.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []


@cache
def library() -> Library:
    """Return what ships."""
    return Library(folder())


def written(name: str, data: bytes) -> Path:
    """Write a file and return it."""
    path = folder() / name
    path.write_bytes(data)
    return path


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Let pass what a user can mend, once it was looked at that something is said of it."""
    try:
        yield
    except SvtoolError as error:
        assert error.exit_code != ExitCode.BUG
        assert str(error).strip()


def check_said(text: str) -> None:
    """Check that what is said says something, and that no character of it is a command to a terminal."""
    assert text.strip()
    assert not [each for each in text if unicodedata.category(each) in {"Cc", "Cs"} and each not in "\n\t"]


def document(data: bytes) -> Document:
    """Return bytes as a YAML file."""
    return read_text_yaml(written("x.yaml", data), "x.yaml")


def yaml(data: bytes) -> None:
    """Bytes as YAML."""
    with plainly():
        document(data)


def mapping(data: bytes) -> None:
    """Bytes as a mapping."""
    with plainly():
        parse_mapping(document(data), library().sources)


def project(data: bytes) -> None:
    """Bytes as a project file whose folder has no extracts."""
    path = written("svtool.yaml", data)
    _command(["measures", "--project", str(path)])


def rule(data: bytes) -> None:
    """Bytes as a rule: read, checked, shown, and decided of a record of which nothing is known."""
    source = library().sources["police"]
    with plainly():
        read = document(data)
        problems: list[Problem] = []
        parsed = parse_rule(read, read.data, (), problems)
        check_rule(source, library().catalogue, read, parsed, problems)
        for each in problems:
            assert each.message.strip()
        if not problems:
            assert show_rule(parsed)
            decide(parsed, {}, source, library().catalogue)


def cell(data: bytes) -> None:
    """Bytes as a cell of each field of each source, the first byte choosing how the mapping reads it."""
    text = _text(data[1:])
    for source in library().sources.values():
        for field in source.fields:
            column = Column(column="x", values={"a": "unknown"}) if data[:1] > b"\x80" else Column(column="x")
            judge_for(field, column, None, library().catalogue)(text)


def day(data: bytes) -> None:
    """Bytes as a date and as a range, in each format."""
    text = _text(data)
    for name in DATE_FORMATS:
        read_date(text, (name,), 30)
        read_range(text, (name,), 30)


def periods(data: bytes) -> None:
    """Bytes as `--periods`."""
    with plainly():
        for period in read_periods(_text(data)).spans():
            assert period.start <= period.end


def extract(data: bytes) -> None:
    """Bytes as an extract of any kind, opened and read to its end."""
    path = written("extract", data)
    with plainly():
        opened = open_extract(path, "extract", ["reference", "recorded_date", "offence_class"], several_sheets=True)
        blocks = opened.blocks(range(len(opened.header)))
        assert sum(block.rows for block in blocks) >= 0


def validate(data: bytes) -> None:
    """Bytes as an extract that is validated."""
    _command(["validate", str(written("extract.csv", data))])


def command_line(data: bytes) -> None:
    """Bytes as the words of a command, a line each."""
    words = [word.replace("/", "_").replace("\\", "_") for word in _text(data).split(SEPARATOR)]
    _command([word for word in words if "\0" not in word and word != ".."][:12])


def _command(words: list[str]) -> None:
    """Run a command in the fuzzer's folder; it may end in any way but by a bug."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    before, standard = Path.cwd(), sys.stdin
    os.chdir(folder())
    sys.stdin = io.TextIOWrapper(io.BytesIO(), "utf-8")
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(words)
    finally:
        os.chdir(before)
        sys.stdin = standard
    said = ""
    for stream in (out, err):
        if not stream.closed:
            stream.flush()
            said += stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]
    assert code != ExitCode.BUG, said
    check_said(said or "nothing")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (yaml, mapping, project, rule, cell, day, periods, extract, validate, command_line)
}
