"""However an extract is cut into files, packed, encoded and ordered, the figures are the same."""

from __future__ import annotations

import csv
import gzip
import io
import random
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.figures.contract import Figure

HEADER = (
    "Attendance Number", "Hospital Site", "Arrival Date", "Attendance Reason", "Assault Weapon", "Age", "Sex",
    "Local Authority of Residence",
)  # fmt: skip
Record = tuple[str, str, date, str, str, str, str, str]
SITES = ("Général A", "General – B")
WEAPONS = (
    "Knife",
    "Other bladed/sharp object",
    "Fists",
    "Not specified",
    "",
    "a thing, with a comma",
    'a "quoted" one',
)
AGES = ("17", "24", "25", "40", "", "999", "0")
AREAS = ("Liverpool", "St Helens", "Wirral", "", "Elsewhere")


def records(seed: int, number: int) -> list[Record]:
    draw = random.Random(seed)  # noqa: S311
    return [
        (
            f"SYN-{n:05d}",
            draw.choice(SITES),
            date(2020, 1, 1) + timedelta(days=draw.randrange(731)),
            draw.choice(("Assault", "Assault", "Accident", "")),
            draw.choice(WEAPONS),
            draw.choice(AGES),
            draw.choice(("Female", "Male", "Not recorded")),
            draw.choice(AREAS),
        )
        for n in range(number)
    ]


@dataclass(frozen=True)
class Container:
    """One way to send a table."""

    kind: str
    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    above: bool = False
    below: bool = False


CONTAINERS = st.builds(
    Container,
    st.sampled_from(["csv", "xlsx", "parquet", "csv.gz", "zip"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "line by line"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
)


def write(path: Path, rows: Sequence[Record], how: Container) -> None:
    if how.kind == "xlsx":
        write_workbook(path, rows, how)
    elif how.kind == "parquet":
        pq.write_table(pa.table([list(column) for column in zip(*rows, strict=True)], list(HEADER)), path)
    else:
        content = csv_bytes(rows, how)
        if how.kind == "zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("extract.csv", content)
        else:
            path.write_bytes(gzip.compress(content) if how.kind == "csv.gz" else content)


def csv_bytes(rows: Sequence[Record], how: Container) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=how.delimiter, lineterminator=how.line_end)
    if how.above:
        writer.writerows([["Attendances"], []])
    writer.writerow(HEADER)
    for number, record in enumerate(rows):
        writer.writerow([cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell for cell in record])
        if how.below and number % 7 == 3:
            writer.writerow(HEADER)
    if how.below:
        writer.writerows([["Total", len(rows), *[""] * (len(HEADER) - 2)], [], ["*** End of report"]])
    if how.encoding != "line by line":
        return text.getvalue().encode(how.encoding)
    lines = text.getvalue().splitlines(keepends=True)
    return b"".join(line.encode(("utf-8", "cp1252")[n % 2]) for n, line in enumerate(lines))


def write_workbook(path: Path, rows: Sequence[Record], how: Container) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Read me").write(0, 0, "About this extract")
        sheet = workbook.add_worksheet("Data")
        as_day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        first = 2 if how.above else 0
        sheet.write(0, 0, "Attendances")
        sheet.write_row(first, 0, HEADER)
        for number, record in enumerate(rows, start=first + 1):
            for column, cell in enumerate(record):
                if isinstance(cell, date):
                    # A real date, a bare day number and a text may stand in one column.
                    if number % 3 == 0:
                        sheet.write_datetime(number, column, cell, as_day)
                    elif number % 3 == 1:
                        sheet.write_number(number, column, (cell - date(1899, 12, 30)).days)
                    else:
                        sheet.write_string(number, column, cell.strftime("%d/%m/%Y"))
                elif cell.isdecimal():
                    sheet.write_number(number, column, int(cell))
                else:
                    sheet.write_string(number, column, cell)
        if how.below:
            sheet.write_row(first + len(rows) + 2, 0, ["Total", len(rows)])
            sheet.write(first + len(rows) + 3, 0, "*** End of report")


def figures(folder: Path, parts: Sequence[tuple[Sequence[Record], Container]]) -> tuple[list[Figure], int]:
    """Return every figure of the table, and the rows that are usable, of an extract in these files."""
    extracts = folder / "extracts"
    extracts.mkdir()
    for number, (rows, how) in enumerate(parts):
        write(extracts / f"part_{number}.{how.kind}", rows, how)
    project = folder / "svtool.yaml"
    project.write_text(
        "tables: [home_office]\nareas: merseyside\nperiods: {kind: calendar, years: [2020, 2021]}\n"
        "sources:\n  ed: {files: extracts, mapping: tiig_ed}\n"
    )
    result = measure(Request(project=project, by=("area", "age_band")))
    ledger = result.reports["ed"]["ed"].ledger
    assert result.reports["ed"]["ed"].errors == []
    return result.figures, ledger.usable


@pytest.mark.slow
@settings(max_examples=settings().max_examples // 8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(
    seed=1,
    number=200,
    containers=[
        Container("xlsx", above=True, below=True),
        Container("parquet"),
        Container("zip", "utf-16", "\t", "\r\n", above=True),
        Container("csv.gz", "cp1252", ";", "\r", below=True),
        Container("csv", "line by line", "|", below=True),
    ],
    order=random.Random(1),  # noqa: S311
)
@given(
    seed=st.integers(0, 10_000),
    number=st.integers(60, 300),
    containers=st.lists(CONTAINERS, min_size=1, max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_any_split_into_files_formats_encodings_and_orders_gives_the_same_figures(
    seed: int, number: int, containers: list[Container], order: random.Random
) -> None:
    made = records(seed, number)
    shuffled = list(made)
    order.shuffle(shuffled)
    parts = [(shuffled[n :: len(containers)], how) for n, how in enumerate(containers)]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        expected = figures(Path(one), [(made, Container("csv"))])
        assert expected[1] == number
        assert figures(Path(other), parts) == expected
