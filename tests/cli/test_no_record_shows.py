"""Private by default: no reference of a record stands in any output or message of `svtool measures`."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from itertools import islice

import pytest
from command_desk import Desk

from svtool.commands.measures import Result
from svtool.output.machine import figures_as_csv, figures_as_json
from svtool.output.terminal import tables_as_text
from svtool.output.wording.note_words import notes_in_words
from svtool.schema.shipped import shipped_folder

REFERENCES = {"reference", "Attendance Number", "victim_reference", "suspect_reference"}


@pytest.mark.slow
def test_no_reference_of_the_sample_is_in_any_output(sample: Result) -> None:
    references: set[str] = set()
    for path in sorted((shipped_folder("sample_data") / "extracts").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in islice(csv.DictReader(file), 1_000):
                references |= {row[name] for name in REFERENCES & set(row) if row[name]}
    assert len(references) > 15_000
    texts = [
        tables_as_text(sample, 80),
        tables_as_text(sample, None),
        figures_as_csv(sample),
        figures_as_json(sample),
        "\n".join(notes_in_words(sample.warnings)),
    ]
    assert sample.warnings
    for text in texts:
        words = set(re.split(r"[^\w/-]+", text))
        assert words & references == set()
        assert not re.search(r"SYN[-/]", text)


@pytest.mark.slow
def test_no_value_of_a_cell_is_in_a_warning(desk: Desk) -> None:
    desk.write(
        "extracts/police.csv",
        """
        reference,recorded_date,offence_class,knife,victim_age,area
        PRIVATE-1,2021-01-01,Quagga-class,perhaps-so,140,Zanzibar Lane
        PRIVATE-2,the-ides-of-march,34B,N,-7,Wirral
        PRIVATE-3,2021-01-03,34B,N,young,Wirral
        PRIVATE-3,2021-01-03,34B,N,young,Wirral
        PRIVATE-4,2021-01-04
        """,
    )
    ran = desk.run("measures", "--by", "area,age_band,offence_class")
    assert ran.code == 0
    assert ran.err.count("warning: ") >= 5
    private = ("PRIVATE", "Quagga", "perhaps-so", "140", "Zanzibar", "ides", "-7", "young")
    assert [value for value in private if value in ran.out + ran.err] == []
    assert "a code that is not in the offence catalogue" in ran.err


SITES = """\
tables: [agencies]
areas: merseyside
periods: {kind: calendar, years: [2021]}
sources: {ed: {files: ed.csv, mapping: tiig_ed, area_basis: residence}}
"""
ATTENDANCE = (
    "Attendance Number,Hospital Site,Arrival Date,Attendance Reason,Assault Weapon,Age,Sex,Local Authority of Residence"
)


@pytest.mark.parametrize("shifted", [2, 260])
def test_a_surname_in_the_place_of_a_site_is_shown_nowhere(shifted: int, desk: Desk) -> None:
    """Cells shifted by one make no supplier, which tables would say to lack days."""
    days = [date(2021, 1, 1) + timedelta(days=number) for number in range(260)]
    rows = [f"{n},Royal,{day:%d/%m/%Y},Assault,Fists,30,Male,Wirral" for n, day in enumerate(days)]
    rows[:shifted] = [each.replace("Royal", f"Quagga{n}") for n, each in enumerate(rows[:shifted])]
    desk.write("ed.csv", "\n".join([ATTENDANCE, *rows, ""]))
    desk.write("svtool.yaml", SITES)
    ran = desk.run("measures", "--by", "area", "--format", "json")
    assert (ran.code, "Quagga" in ran.out + ran.err) == (0, False)
    desk.write("svtool.yaml", f"{SITES}suppliers: {{Quagga0: {{opened: 2021-01-01}}}}\n")
    assert desk.run("measures", "--format", "json").code == 0


def test_an_area_that_nobody_listed_is_shown_nowhere(desk: Desk) -> None:
    path = desk.folder / "extracts/police.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Wirral", "12 Zanzibar Lane"), encoding="utf-8")
    ran = desk.run("measures", "--by", "area", "--format", "json")
    assert ran.code == 0
    assert "Zanzibar" not in ran.out + ran.err
