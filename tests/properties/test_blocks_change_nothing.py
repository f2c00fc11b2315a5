"""However a CSV file is cut into blocks, and however many threads read them, the same comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from svtool.errors import ExtractError
from svtool.files import csv_records
from svtool.files.extract_file import ExtractFile
from svtool.records.load_plan import Loading
from svtool.records.loader import load_extracts
from svtool.records.record_block import Block
from svtool.records.vocabulary import Vocabularies
from svtool.records.watch import LoadedFile
from svtool.schema.library import Library
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.sources import OFFENCE

LIBRARY = Library()
POLICE = LIBRARY.sources["police"]
MAPPING = LIBRARY.mapping("standard").part_for("police", None)
HEADER = "reference,recorded_date,offence_class,offence_title,victim_age,knife,area,note"
NEEDED = ("reference", "recorded_date", "offence_class", "offence_title", "victim_age", "knife", "area")
NUMBERED = {SUPPLIER, OFFENCE, "area"}  # columns with the numbers of values

ORDINARY = ("O1,2021-01-01,8N,Assault,25,yes,Liverpool,", "o2 ,2021-01-02 10:30,34B,Robbery,,,Wirral,seen")
ROWS = (
    *ORDINARY,
    'O3,2021-01-03,8N,"Assault, of a kind",25,no,Sefton,"a note\nof two lines"',
    'O4,2021-01-04,8N,"says ""so""",twelve,maybe,Nowhere,"a\n\nb"',
    'O5,2021-02-31,77Z,6" pipe,121,yes,Wirral,ok',
    'O6,2021-01-06,8N,"closed"behind,3,yes,Wirral,"5"" more"',
    "O7,2021-01-07",
    "O8,2021-01-08,8N,Assault,25,yes,Liverpool,ok,more,and more",
    "O9,,,,,,,",
    "#REF!,2021-01-09,8n,Assault,25 yrs,YES,Liverpool,caf\u00e9",
    "",
    ",,,,,,,",
    HEADER,
    "Total,12,,,,,,",
    "End of report",
    'O10,2021-01-10,8N,"never closed,25,yes,Liverpool,ok',
    'O11,2021-01-11,8N,closed",25,yes,Liverpool,ok',
    'O12,2021-02-30,77Z,Assault,130,perhaps,Nowhere,"never closed',
)


@dataclass(frozen=True)
class Written:
    """A file: its rows, and how it is written."""

    rows: tuple[str, ...]
    line_end: str = "\n"
    encoding: str = "utf-8"
    ended: bool = True

    def data(self) -> bytes:
        text = self.line_end.join([HEADER, *self.rows]) + self.line_end * self.ended
        if self.encoding == "line by line":
            parts = [line.encode("cp1252" if i % 2 else "utf-8") for i, line in enumerate(text.splitlines(True))]
            return b"".join(parts)
        return text.encode(self.encoding)


FILES = st.builds(
    Written,
    st.lists(st.one_of(st.sampled_from(ORDINARY), st.sampled_from(ROWS)), min_size=1, max_size=60).map(tuple),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "line by line"]),
    st.booleans(),
)


@dataclass
class Kept:
    """Keeps the tables that are loaded, and what is told of their files."""

    tables: list[pa.Table] = field(default_factory=list)
    loaded_files: list[LoadedFile] = field(default_factory=list)
    shown: list[tuple[Any, ...]] = field(default_factory=list)

    def append(self, _table: str, rows: pa.Table) -> None:
        self.tables.append(rows)

    def take_back(self, _table: str, _first: int) -> None:
        self.tables.clear()

    def finish(self, _table: str, _columns: dict[str, pa.DataType]) -> None:
        pass

    def opened(self, _file: ExtractFile, *_: Any) -> None:
        self.shown.clear()

    def look(self, block: Block) -> int:
        return block.rows

    def read(self, block: Block, seen: int) -> None:
        assert seen == block.rows
        faulty = {(name, int(row)) for name, cells in block.faulty.items() for row in cells.rows}
        cells = [[str(each) for each in column] for column in block.cells]
        for row, place in enumerate(block.places.tolist()):
            odd = sorted(name for name in block.faulty if (name, row) in faulty)
            self.shown.append((place, block.first_row + row, odd, [column[row] for column in cells]))

    def closed(self, loaded: LoadedFile) -> None:
        self.loaded_files.append(loaded)

    def refused(self, name: str, error: ExtractError) -> None:
        self.shown.append((name, str(error)))

    def loaded(self, _table: str) -> None:
        pass

    def overlapping(self, *_: Any) -> None:
        raise AssertionError("one file alone")

    def unlinked(self, *_: Any) -> None:
        raise AssertionError("no linked files")


def read(folder: Path, data: bytes, threads: int, *, watched: bool) -> Any:
    """Return all that comes of reading a file."""
    (folder / "extract.csv").write_bytes(data)
    kept, vocabularies = Kept(), {}
    loading = Loading(
        POLICE, LIBRARY.catalogue, LIBRARY.areas("merseyside"), vocabularies, kept, folder,
        watch=kept if watched else None, threads=threads,
    )  # fmt: skip
    entry = ExtractEntry.model_validate({"files": ["extract.csv"], "mapping": "standard", "supplier": "force"})
    assert MAPPING is not None
    try:
        report = load_extracts(loading, [(entry, MAPPING)], "police", NEEDED)
    except ExtractError as error:
        return str(error), kept.shown
    told = [
        report.ledger, report.rejected, report.faults, report.described, report.notes, report.errors, report.coarsest,
        report.undated, report.unplaced,
    ]  # fmt: skip
    files = [
        (each.odd, each.account, each.findings, {name: one.numbers for name, one in each.written.items()}, each.values)
        for each in kept.loaded_files
    ]
    return told, files, kept.shown, rows_of(kept.tables, vocabularies)


def rows_of(tables: Sequence[pa.Table], vocabularies: Vocabularies) -> list[dict[str, Any]]:
    """Return the rows of tables, with values in place of their numbers."""
    rows = [row for table in tables for row in table.to_pylist()]
    for row in rows:
        row |= {name: vocabularies[name].values[row[name] or 0] for name in NUMBERED & set(row)}
    return rows


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=FILES, size=st.integers(20, 400), threads=st.sampled_from([1, 2, 4]), watched=st.booleans())
@example(file=Written(ROWS), size=100, threads=2, watched=True)
@example(file=Written(tuple(reversed(ROWS)), "\r\n"), size=64, threads=4, watched=False)
@example(file=Written(ROWS[:3], "\r", ended=False), size=20, threads=1, watched=True)
@example(file=Written((ORDINARY[0], ROWS[-3], ROWS[3], ORDINARY[0]), ended=False), size=20, threads=1, watched=True)
@example(file=Written((ORDINARY[0], ROWS[-1], ORDINARY[0])), size=20, threads=1, watched=True)
def test_the_same_comes_of_a_file_however_it_is_cut(
    tmp_path: Path, file: Written, size: int, threads: int, *, watched: bool
) -> None:
    whole = read(tmp_path, file.data(), 1, watched=watched)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csv_records, "BLOCK_BYTES", size)
        assert read(tmp_path, file.data(), threads, watched=watched) == whole


@settings(deadline=None)
@given(
    pieces=st.lists(st.sampled_from(["a", ",", '"', '""', "\n", "\r\n", "\r", '"b', 'c"', "d,e"]), max_size=40),
    extra=st.text('a,"\n\r', max_size=8),
    look=st.integers(1, 60),
)
def test_a_text_is_cut_only_where_the_parser_ends_a_record(pieces: list[str], extra: str, look: int) -> None:
    """Parsed by itself, what stands before the cut has the same rows as it has with whatever follows."""
    text = "".join(pieces)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csv_records, "LAST_LOOK", look)  # however many of its last bytes are looked at first
        end = csv_records.last_end(text.encode(), ",")
    if end:
        before, whole = _rows(text[:end]), _rows(text + extra)
        assert whole[: len(before)] == before
        # Nor is anything left behind it that ends before the text does.
        assert len(_rows(text[end:] + "a,a,a")) == 1 or text[end:].endswith("\r")


def _rows(text: str) -> list[str]:
    """Return the rows of a text as the parser sees them, each with its number of cells; empty lines too."""
    parsed = csv_records.RecordParser(",", 99, [0]).parse(memoryview(text.encode()))
    found = {row.number: f"{row.actual_columns}: {row.text}" for row in parsed.malformed}
    return [found.get(number, "") for number in range(1, parsed.rows + 1)]
