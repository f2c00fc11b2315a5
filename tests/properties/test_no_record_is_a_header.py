"""Extracts in any order of their rows have their first line for a header, whatever words their records hold."""

from __future__ import annotations

import csv
import random
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from often import slow_but

from svtool.commands.init import plan_project
from svtool.errors import ExtractError
from svtool.files.headers import find_header
from svtool.proposal.decisions import decide_later
from svtool.proposal.project_plan import tell_recognised
from svtool.proposal.usual_names import known_columns
from svtool.proposal.wide_tables import open_recognised
from svtool.schema.library import Library

LIBRARY = Library(Path())
KNOWN = known_columns(LIBRARY)
SOURCES = sorted(each.id for each in LIBRARY.sources.values() if each.has_records)
DAYS = ("%d %b %Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%Y%m%d", "%d-%b-%Y %H:%M", "%Y-%m-%dT%H:%M:%S")
PLACES = ("Fenland", "Wirral", "Cambridge", "St. Helens")
BLANK = 0.1  # of the cells of records
Rows = list[list[str]]


@cache
def words_of(source_id: str) -> tuple[str, ...]:
    """Return words that records of a source may hold, by which columns are called as well, whole and in parts."""
    source = LIBRARY.sources[source_id]
    names = [name for usual in source.column_names.values() for name in (*usual.seen, *usual.assumed)]
    values = [value for field in source.fields for value in field.values]
    parts = [part for name in (*names, *KNOWN) for part in re.split(r"[ /_]", name)]
    words = {each.replace("_", " ").capitalize() for each in (*names, *values, *parts)}
    return tuple(sorted(each for each in words if each and not re.search(r"\d", each)))


def extract(source: str, seed: int) -> Rows:
    """Return a header, of usual names or of home-grown ones, and records with coded words in any order."""
    draw = random.Random(seed)  # noqa: S311 (no secret)
    coded = [draw.choices(words_of(source), k=draw.randint(2, 3)) for _ in range(draw.randint(1, 5))]
    style = draw.choice(DAYS)
    usual = [name for field in LIBRARY.sources[source].fields for name in (field.name, field.title)]
    home_grown = [f"{word}{part}" for word in ("Inc", "Loc", "Typ", "Evt") for part in ("Cde", "Txt", "Val", "Grp")]
    names = draw.sample(draw.choice([usual, home_grown]), len(coded) + 1)
    header = ["Serial", "Day of it", *names]

    def record(number: int) -> list[str]:
        day = date(2023, 4, 1) + timedelta(days=draw.randrange(364))
        cells = [f"Q{number:03d}", f"{day:{style}}", *(draw.choice(words) for words in coded), draw.choice(PLACES)]
        return ["" if draw.random() < BLANK else cell for cell in cells]

    records = [record(number) for number in range(draw.randint(12, 60))]
    draw.shuffle(records)
    return [header, *records]


@given(st.sampled_from(SOURCES), st.integers(0, 10**6))
def test_the_header_of_an_extract_is_its_first_line(source: str, seed: int) -> None:
    rows = extract(source, seed)
    header = find_header(rows, KNOWN)
    assert (header.first, header.rows, header.records_above) == (0, 1, 0)
    assert header.names == rows[0]


@pytest.mark.parametrize("seed", slow_but(lambda each: each < 12, range(60)))
def test_no_extract_is_opened_as_a_table_with_another_header(tmp_path: Path, seed: int) -> None:
    rows = extract(SOURCES[seed % len(SOURCES)], seed)
    file, shape = open_recognised(written(tmp_path, rows), "extract.csv", KNOWN, None)
    assert file.header == rows[0]
    assert shape is None


@pytest.mark.parametrize("seed", slow_but(lambda each: each < 2, range(20)))
def test_nothing_that_init_says_or_writes_holds_a_reference_or_a_day(tmp_path: Path, seed: int) -> None:
    rows = extract(SOURCES[seed % len(SOURCES)], seed)
    written(tmp_path, rows)
    try:
        plan = plan_project(tmp_path)
    except ExtractError as error:
        said = str(error)
    else:
        said = "\n".join([*tell_recognised(plan), *plan.texts(decide_later).values()])
    kept = {cell for row in rows[1:] for cell in row[:2] if cell}
    assert not [cell for cell in kept if re.search(rf"(?<!\w){re.escape(cell)}(?!\w)", said)]


def written(folder: Path, rows: Rows) -> Path:
    path = folder / "extract.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path
