"""Defects that need more than one file, a workbook of several sheets, or a project that says what was meant."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from often import slow_but

from messy.checking import alarms, check, check_by_project, draft_with, told_ids
from messy.clean import Table, clean
from messy.layouts import AGENCIES, AMBULANCE, ED, FIRE, LAYOUTS, POLICE, Layout
from messy.planting import Draft, draft_of
from messy.variants import write_csv, write_table, write_workbook
from svtool.errors import ExitCode
from svtool.findings.finding import Finding, Level
from svtool.validation.verdict import Validation

ED_OFTEN = slow_but(lambda agency: agency == ED, AGENCIES)
OWN_MAPPINGS = {
    "short_years": """\
        source: ed
        columns:
          reference: Attendance Number
          supplier: Hospital Site
          recorded_date: {column: Arrival Date, format: [DD/MM/YYYY, DD/MM/YY], pivot: 2030}
          assault: {column: Attendance Reason, values: {Assault: yes}, otherwise: no, blank: unknown}
          age: Age
        """,
    "counted_fires": """\
        source: fire
        columns:
          recorded_date: {column: recorded_date, format: YYYY-MM-DD}
          motive: motive
          count: {column: fires, suppressed: {"*": [1, 4]}}
        """,
}


def finding(validation: Validation, kind: str, column: str = "") -> Finding:
    """Return the only finding of a kind, in a column where one is named."""
    found = [each for each in validation.findings if each.kind.id == kind and column in {"", each.column}]
    assert len(found) == 1, f"{kind}: {told_ids(validation)}"
    return found[0]


def layout_with(layout: Layout, mapping: str, folder: Path) -> Layout:
    """Return a layout that a mapping of the project's own reads."""
    own = folder / "definitions" / "mappings"
    own.mkdir(parents=True)
    lines = [line[8:] for line in OWN_MAPPINGS[mapping].splitlines()]
    (own / f"{mapping}.yaml").write_text("\n".join([f"id: {mapping}", f"title: {mapping}", *lines, ""]))
    return Layout(layout.agency, mapping, layout.header, layout.roles, layout.day_first)


def test_no_such_file(tmp_path: Path) -> None:
    validation = check(tmp_path / "nowhere.csv")
    assert finding(validation, "F01").file.endswith("nowhere.csv")
    assert validation.verdict.exit_code == ExitCode.UNREADABLE_EXTRACT


@pytest.mark.parametrize("agency", ED_OFTEN)
def test_a_workbook_named_csv_is_read_as_one(agency: str, tmp_path: Path) -> None:
    workbook = write_workbook(draft_with(agency, []), tmp_path / "extract.xlsx")
    validation = check(workbook.rename(tmp_path / "extract.csv"))
    finding(validation, "F03")
    assert alarms(validation) <= {"F03"}, told_ids(validation)


def test_a_sheet_that_is_exactly_full_was_probably_cut(tmp_path: Path) -> None:
    validation = check(write_table(clean(ED, 65_535), tmp_path / "ed.csv"))
    finding(validation, "F12")
    assert alarms(validation) == {"F12"}


@pytest.mark.parametrize("agency", ED_OFTEN)
def test_the_same_extract_twice_is_refused(agency: str, tmp_path: Path) -> None:
    table = clean(agency, 600)
    validation = check(*(write_table(table, tmp_path / f"{agency}_{name}.csv") for name in ("a", "b")))
    finding(validation, "F13")
    assert validation.verdict.exit_code != ExitCode.DONE


@pytest.mark.parametrize("agency", ED_OFTEN)
def test_of_several_sheets_the_one_that_maps_is_read(agency: str, tmp_path: Path) -> None:
    draft = draft_with(agency, ["unknown_categories"])
    validation = check(write_workbook(draft, tmp_path / f"{agency}.xlsx", others=("Read me", ".Lookup")))
    finding(validation, "H09")
    assert alarms(validation) == {"V25"}, told_ids(validation)


@pytest.mark.parametrize("agency", AGENCIES)
def test_days_outside_the_window_are_noted(agency: str, tmp_path: Path) -> None:
    draft = draft_with(agency, [])
    path = write_csv(draft, tmp_path / f"{agency}.csv")
    validation = check_by_project(
        path, draft.layout, ", selected_on: recorded_date, from: 2022-01-01, to: 2023-10-31, as_at: 2024-01-10"
    )
    outside = sum(draft.day_of(row.cells).isoformat() > "2023-10-31" for row in draft.rows)
    assert finding(validation, "V18").count == outside
    assert alarms(validation) == set(), told_ids(validation)


@pytest.mark.slow
@pytest.mark.parametrize("agency", AGENCIES)
def test_days_after_the_extract_was_taken_are_held(agency: str, tmp_path: Path) -> None:
    draft = draft_with(agency, [])
    path = write_csv(draft, tmp_path / f"{agency}.csv")
    validation = check_by_project(path, draft.layout, ", as_at: 2023-12-20")
    later = [place for place, row in enumerate(draft.rows) if draft.day_of(row.cells).isoformat() > "2023-12-20"]
    found = finding(validation, "V16", draft.layout.roles["date"])
    assert found.count == len(later)
    assert found.records == tuple(place + 2 for place in later)


@pytest.mark.parametrize("agency", AGENCIES)
def test_places_outside_every_list_are_held(agency: str, tmp_path: Path) -> None:
    draft = draft_with(agency, [])
    rows = draft.take(4)
    draft.write_cells("area", ("Ankh", "Laputa"), rows)
    validation = check_by_project(write_csv(draft, tmp_path / f"{agency}.csv"), draft.layout)
    found = finding(validation, "V29")
    assert (found.count, found.column) == (4, draft.layout.roles["area"])
    assert list(found.records) == sorted(draft.place_of(row) + 2 for row in rows)
    assert alarms(validation) == {"V29"}, told_ids(validation)


def test_years_of_two_digits_are_read_by_the_pivot_of_the_mapping(tmp_path: Path) -> None:
    draft = draft_with(ED, [])
    rows = draft.take(5)
    for row in rows:
        draft.write_cells("date", (draft.day_of(row.cells).strftime("%d/%m/%y"),), [row])
    layout = layout_with(draft.layout, "short_years", tmp_path)
    validation = check_by_project(write_csv(draft, tmp_path / "ed.csv"), layout, own=True)
    assert finding(validation, "V14").count == 5
    assert "V10" not in alarms(validation), told_ids(validation)


def test_without_a_pivot_a_year_of_two_digits_is_no_date(tmp_path: Path) -> None:
    draft = draft_with(ED, [])
    draft.write_cells("date", ("01/02/24",), draft.take(3))
    validation = check(write_csv(draft, tmp_path / "ed.csv"))
    assert (finding(validation, "V14").count, finding(validation, "V14").level) == (3, Level.ERROR)


@pytest.mark.parametrize("agency", (POLICE, ED, AMBULANCE))
def test_times_an_hour_off_in_summer_are_noticed(agency: str, tmp_path: Path) -> None:
    """Midnight of a summer's day, written in winter time, is 23:00 of the day before."""
    draft = draft_with(agency, [])
    for row in draft.rows:
        day = draft.day_of(row.cells)
        summer = 4 <= day.month <= 9
        shown = (day - timedelta(days=1)).strftime("%d/%m/%Y 23:00") if summer else day.strftime("%d/%m/%Y 00:00")
        draft.write_cells("date", (shown,), [row])
    validation = check(write_csv(draft, tmp_path / f"{agency}.csv"))
    finding(validation, "V19")
    assert alarms(validation) <= {"V19", "V17"}, told_ids(validation)


def counted_fires(counts: list[str]) -> Draft:
    """Return fires as an aggregate: a row for each day of two years, with these counts in turn."""
    layout = Layout(FIRE, "standard", ("recorded_date", "motive", "fires"), {"date": "recorded_date"}, day_first=False)
    days = sorted(set(clean(FIRE, 2_000).columns[LAYOUTS[FIRE].place("date")]))
    draft = draft_of(Table(layout, [days, ["deliberate"] * len(days), ["12"] * len(days)]))
    for place, text in enumerate(counts):
        draft.rows[10 * place + 3].cells[2] = text
    return draft


@pytest.mark.parametrize(
    ("kind", "counts", "alarm"),
    [
        ("V27", ["*", "*", "*"], False),
        ("V28", [" 1,204 ", "-1"], False),
        ("V31", ["few", "many"], True),
        ("V33", ["[x]", "[x]"], True),
        ("V34", ["12r", "11 [1]"], False),
    ],
)
def test_counts_of_an_aggregate(kind: str, counts: list[str], alarm: bool, tmp_path: Path) -> None:
    draft = counted_fires(counts)
    layout = layout_with(draft.layout, "counted_fires", tmp_path)
    validation = check_by_project(write_csv(draft, tmp_path / "fire.csv"), layout, own=True)
    assert finding(validation, kind).count == len(counts)
    assert finding(validation, kind).records == tuple(10 * place + 5 for place in range(len(counts)))
    assert (kind in alarms(validation)) == alarm


@pytest.mark.parametrize("agency", ED_OFTEN)
def test_a_month_that_shrank_since_the_last_extract_is_told(agency: str, tmp_path: Path) -> None:
    before = write_csv(draft_with(agency, []), tmp_path / f"{agency}_before.csv")
    now = write_csv(draft_with(agency, ["month_half_empty"]), tmp_path / f"{agency}.csv")
    validation = check(now, previous=(before,))
    assert "S06" in alarms(validation), told_ids(validation)
    assert "S06" not in alarms(check(before, previous=(before,)))


def test_victims_without_their_offence_are_told(tmp_path: Path) -> None:
    offences = [f"SYN/{number},2023-{number % 12 + 1:02}-14,8N,N" for number in range(400)]
    victims = [f"SYN/{number},SYN-V{number},F" for number in range(404)]
    one, other = tmp_path / "offences.csv", tmp_path / "victims.csv"
    one.write_text("\n".join(["reference,recorded_date,offence_class,knife", *offences, ""]))
    other.write_text("\n".join(["reference,victim_reference,victim_sex", *victims, ""]))
    found = finding(check(one, other), "R10")
    assert (found.count, found.file) == (4, str(other))
