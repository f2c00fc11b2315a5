"""Every command that a report advises is run on the file that the report is of, and what it was advised for is gone."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from often import slow_but

from messy.checking import DEFECTS, check, draft_with
from messy.clean_layouts import clean_extract
from messy.layouts import AGENCIES
from messy.variants import write_csv
from svtool.findings.finding import Finding, Level
from svtool.validation.verdict import Validation

OPTION = re.compile(r'--(source|mapping|map|sheet|replace)\b(?: ("[^"]*"|[^\s,;)]+))?')
ROWS = 200


def options_in(text: str) -> dict[str, Any]:
    """Return what a text advises as a command is given it: its options; of alternatives the first."""
    asked: dict[str, Any] = {}
    for name, value in OPTION.findall(text):
        word = shlex.split(value.rstrip("."))[0] if value else ""
        if name == "map":
            asked["maps"] = (*asked.get("maps", ()), word)
        elif name == "replace":
            asked["replace"] = True
        elif name not in asked:
            asked[name] = word
    return asked


def errors(validation: Validation) -> list[Finding]:
    return [each for each in validation.findings if each.level is Level.ERROR]


def advised(validation: Validation) -> list[tuple[Finding, dict[str, Any]]]:
    """Return the findings that advise options, with these."""
    return [(each, asked) for each in validation.findings if (asked := options_in(each.remedy))]


def edited(layout: str, edit: Callable[[list[list[str]]], None]) -> Callable[[Path], tuple[list[Path], dict[str, Any]]]:
    """Return what writes a clean extract after its header and cells were changed."""

    def write(folder: Path) -> tuple[list[Path], dict[str, Any]]:
        (path,) = clean_extract(layout, ROWS, 1, folder)
        table = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
        edit(table)
        path.write_text("\n".join(map(",".join, table)) + "\n", encoding="utf-8")
        return [path], {}

    return write


def renamed(old: str, new: str) -> Callable[[list[list[str]]], None]:
    def edit(table: list[list[str]]) -> None:
        table[0][table[0].index(old)] = new

    return edit


def rewritten(columns: list[str], write: Callable[[str], str]) -> Callable[[list[list[str]]], None]:
    def edit(table: list[list[str]]) -> None:
        for place in map(table[0].index, columns):
            for row in table[1:]:
                row[place] = write(row[place])

    return edit


def month_first(text: str) -> str:
    day, month, year = text.split("/")
    return f"{month}/{day}/{year}"


def dotted(text: str) -> str:
    return text.replace("/", ".")


def other_columns(table: list[list[str]]) -> None:
    """Sub-codes stand in the column of classes, classes nowhere."""
    of_class, subcode = map(table[0].index, ("Stats Class", "HO Code"))
    for row in table[1:]:
        row[of_class], row[subcode] = row[subcode], ""


def home_grown(table: list[list[str]]) -> None:
    table[0][:4] = ["Crime No", "Date Reported", "Offence Code", "Knife Flag"]
    for row in table[1:]:
        row[:4] = [row[0], row[1], row[3], row[4]]
    for row in table:
        del row[4:-1]


def two_sheets(folder: Path) -> tuple[list[Path], dict[str, Any]]:
    (path,) = clean_extract("attendances_of_three_sites", ROWS, 1, folder)
    book = xlsxwriter.Workbook(str(folder / "ed.xlsx"))
    for name in ("year 2021", "2022"):
        sheet = book.add_worksheet(name)
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            sheet.write_row(at, 0, line.split(","))
    book.close()
    return [folder / "ed.xlsx"], {}


def same_file_twice(folder: Path) -> tuple[list[Path], dict[str, Any]]:
    (path,) = clean_extract("standard_fires", ROWS, 1, folder)
    again = folder / "again.csv"
    again.write_bytes(path.read_bytes())
    return [path, again], {}


def of_another_source(folder: Path) -> tuple[list[Path], dict[str, Any]]:
    return clean_extract("standard_fires", ROWS, 1, folder), {"source": "ed"}


UK_DATES = ["Recorded Date", "Earliest Committed Date", "Latest Committed Date"]
FILES: dict[str, Callable[[Path], tuple[list[Path], dict[str, Any]]]] = {
    "month first in all columns": edited("police_of_one_force", rewritten(UK_DATES, month_first)),
    "month first in one column": edited("attendances_of_three_sites", rewritten(["Arrival Date"], month_first)),
    "dates with dots": edited("attendances_of_three_sites", rewritten(["Arrival Date"], dotted)),
    "dates with dots in a vehicle's file": edited("ambulance_vehicles", rewritten(["Call Date"], dotted)),
    "a renamed date of police": edited("police_of_one_force", renamed("Recorded Date", "Date Reported")),
    "a renamed date of ed": edited("attendances_of_three_sites", renamed("Arrival Date", "Date of Attendance")),
    "a renamed date of fire": edited("standard_fires", renamed("recorded_date", "Date Reported")),
    "a renamed date of ambulance": edited("standard_ambulance", renamed("recorded_date", "Call Time Date")),
    "sub-codes where classes should be": edited("police_of_one_force", other_columns),
    "columns that no mapping knows": edited("standard_police", home_grown),
    "two sheets": two_sheets,
    "the same records twice": same_file_twice,
    "another source than is said": of_another_source,
}


@pytest.mark.parametrize("name", slow_but(lambda name: name in {"two sheets", "month first in all columns"}, FILES))
def test_what_is_advised_is_run_and_mends_what_it_was_advised_for(name: str, tmp_path: Path) -> None:
    paths, given = FILES[name](tmp_path)
    found = advised(check(*paths, **given))
    assert found, "nothing was advised"
    for finding, options in found:
        mended = check(*paths, **{**(given if "source" not in options else {}), **options})
        left = [(each.kind.id, each.column) for each in errors(mended)]
        assert (finding.kind.id, finding.column) not in left, (options, left)
        assert not any(each.refused for each in mended.findings), (options, [each.message for each in errors(mended)])


@pytest.mark.slow
@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("name", DEFECTS)
def test_no_defect_is_told_with_a_command_that_does_not_run(name: str, agency: str, tmp_path: Path) -> None:
    if agency not in DEFECTS[name].agencies:
        pytest.skip("no such column")
    path = write_csv(draft_with(agency, [name]), tmp_path / f"{agency}.csv")
    before = check(path)
    for finding, options in advised(before):
        after = check(path, **options)
        assert (finding.kind.id, finding.column) not in {(each.kind.id, each.column) for each in errors(after)}
        assert len(errors(after)) <= len(errors(before)), options


@pytest.mark.slow
def test_some_dates_of_another_format_are_told_with_the_line_of_a_mapping_that_reads_all(tmp_path: Path) -> None:
    paths, _ = edited("attendances_of_three_sites", lambda table: None)(tmp_path)
    lines = paths[0].read_text(encoding="utf-8").splitlines()
    lines[1:11] = [line.replace("/", ".", 2) for line in lines[1:11]]
    paths[0].write_text("\n".join(lines) + "\n", encoding="utf-8")
    (found,) = errors(check(*paths))
    assert (found.kind.id, found.count, advised(check(*paths))) == ("V10", 10, [])
    assert "format: [DD/MM/YYYY, DD.MM.YYYY] in the mapping" in found.remedy
