"""A folder tried as its receiver would: init, with the prepared answers, then the measures; and held to its counts."""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

from strangers.every_folder import EVERY
from strangers.folder import Edit, Folder, Known

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))
from running import Ran, call_command

MOST_COMMANDS, MOST_LINES = 5, 10


@dataclass
class Outcome:
    """What came of a folder.

    Attributes:
        files: how many files lay in it.
        rows: their rows, header and titles not counted.
        ran: the commands, and how each ended.
        lines: the lines that were written by hand: of answers, and of files.
        right: how many of the counts came out.
        wrong: those that did not, in words.
    """

    files: int
    rows: int
    ran: dict[str, Ran] = field(default_factory=dict)
    lines: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Return whether every count came out within the commands and lines that a person has patience for."""
        return not self.wrong and len(self.ran) <= MOST_COMMANDS and self.lines <= MOST_LINES


@cache
def outcomes() -> dict[str, Outcome]:
    """Return what came of every folder, by name."""
    with tempfile.TemporaryDirectory() as desk:
        return {name: try_folder(folder, Path(desk) / name) for name, folder in EVERY.items()}


def try_folder(folder: Folder, place: Path) -> Outcome:
    """Return what came of a folder, written anew."""
    right = folder.written_to(place)
    outcome = Outcome(*_size(place))
    first = "svtool init"
    if folder.answers:
        answers = "".join(f"{_quoted(question)}: {answer}\n" for question, answer in folder.answers.items())
        (place / "answers.yaml").write_text(answers, encoding="utf-8")
        first = "svtool init --answers answers.yaml"
    outcome.ran[first] = ran = call_command(first, place)
    # An answer to what nobody asked is not written by anybody.
    outcome.lines += sum(f"nothing was asked about {question}." not in ran.err for question in folder.answers)
    for edit in folder.edits:
        outcome.lines += _do(edit, place)
    by = " --by area" if any(each.area for each in right) else ""
    tables = "".join(f" --table {table}" for table in folder.tables)
    measures = f"svtool measures{tables}{by} --format csv"
    outcome.ran[measures] = call_command(measures, place)
    rows = list(csv.DictReader(io.StringIO(outcome.ran[measures].out)))
    for each in right:
        _compare(each, rows, outcome)
    return outcome


def _quoted(question: str) -> str:
    return f'"{question}"'


def _do(edit: Edit, place: Path) -> int:
    """Change a file by hand; return how many lines that takes."""
    found = sorted(place.glob(edit.file))
    assert found, f"there is no {edit.file}"
    text = found[0].read_text(encoding="utf-8")
    changed, times = re.subn(edit.pattern, lambda _: edit.lines, text, count=1, flags=re.MULTILINE)
    assert times, f"{edit.file} has no {edit.pattern}"
    found[0].write_text(changed, encoding="utf-8")
    return edit.lines.count("\n") or 1


def _compare(known: Known, rows: list[dict[str, str]], outcome: Outcome) -> None:
    period = (known.first.isoformat(), known.last.isoformat())
    found = [
        row for row in rows if (row["measure_id"], row["period_start"], row["period_end"]) == (known.measure, *period)
    ]
    if known.area:
        found = [row for row in found if row["area"] == known.area]
    what = f"{known.measure} {known.first:%b %Y} to {known.last:%b %Y}{known.area and ' '}{known.area}"
    if not found:
        outcome.wrong.append(f"{what}: {known.count} is right, and nothing is printed")
    elif known.count is None and (found[0]["count"], found[0]["status"]) == ("", "x"):
        outcome.right += 1
    elif found[0]["count"] != str(known.count):
        shown = f"{found[0]['count'] or 'nothing'} {found[0]['status'] and '[' + found[0]['status'] + '] '}"
        unknown = f"not known {found[0]['not_known']}, undated {found[0]['undated']}"
        outcome.wrong.append(f"{what}: {known.count} is right, {shown}is printed ({unknown})")
    else:
        outcome.right += 1


def _size(place: Path) -> tuple[int, int]:
    files = sorted(path for path in place.rglob("*") if path.is_file())
    return len(files), sum(sum(_rows(path)) for path in files)


def _rows(path: Path) -> Iterator[int]:
    """Yield the rows of each sheet of a file, its header not counted."""
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        yield from (sum(1 for _ in sheet.iter_rows()) - 1 for sheet in book.worksheets)
    elif path.suffix == ".ods":
        with zipfile.ZipFile(path) as archive:
            yield archive.read("content.xml").count(b"<table:table-row>") - 1
    else:
        data = path.read_bytes()
        text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", errors="replace")
        yield len(text.splitlines()) - 1
