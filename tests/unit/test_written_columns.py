"""A column of dates that is not written as its mapping says is refused as a whole; a few odd cells are not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svtool.errors import ExtractError
from svtool.gathering.source_facts import dates_asked, fields_needed
from svtool.records.cell_values import judge_for
from svtool.records.written_columns import ENOUGH, Named, WrittenColumn, together, why_refused
from svtool.schema.library import Library
from svtool.schema.mappings import Column

if TYPE_CHECKING:
    from conftest import Desk

POLICE = Library().sources["police"]
DAYS = [date(2021, 1, 1) + timedelta(days=number) for number in range(365)]
AS = {"DD/MM/YYYY": "%d/%m/%Y", "MM/DD/YYYY": "%m/%d/%Y", "YYYY-MM-DD": "%Y-%m-%d", "DD-MM-YYYY": "%d-%m-%Y",
      "MM-DD-YYYY": "%m-%d-%Y", "DD/MM/YY": "%d/%m/%y", "MM/DD/YY": "%m/%d/%y"}  # fmt: skip


def written(texts: Iterable[str], *formats: str, **settings_: object) -> WrittenColumn:
    """Return what a column of these texts says of how it is written, as mapped by these formats."""
    column = Column.model_validate({"column": "Date Recorded", "format": list(formats), **settings_})
    found, judge = WrittenColumn(column), judge_for(POLICE.by_name["recorded_date"], column, None)
    for text in texts:
        found.note(text, text, judge(text))
        found.count([text], [1])
    return found


def days_as(name: str, days: Iterable[date] = DAYS) -> list[str]:
    return [day.strftime(AS[name]) for day in days]


# The other order.


@pytest.mark.parametrize(
    ("mapped", "other"), [("DD/MM/YYYY", "MM/DD/YYYY"), ("MM/DD/YYYY", "DD/MM/YYYY"), ("DD-MM-YYYY", "MM-DD-YYYY")]
)
def test_a_column_in_the_other_order_throughout_is_refused_with_the_format_that_reads_it(
    mapped: str, other: str
) -> None:
    found = written(days_as(other), mapped)
    assert found.has_other_order
    reason, remedy, finding = why_refused(found, Named(("Date Recorded",), "recorded_date", "own", source="police"))
    first, second = ("month", "day") if mapped.startswith("D") else ("day", "month")
    assert reason == (
        f"column Date Recorded (recorded_date): 221 dates can only have the {first} first and none only the {second}, "
        f"but mapping own says {mapped}; so none of them is certain."
    )
    option = f'--map "Date Recorded=recorded_date:{other}"'
    given = f"svtool measures and validate --source police {option}"
    assert remedy == f"Write format: {other} in the mapping, or give {given}."
    assert finding == "V11"
    assert not written(days_as(other), other).contradicts, "the format that is offered reads it"


def test_years_of_two_digits_have_an_order_too() -> None:
    found = written(days_as("MM/DD/YY"), "DD/MM/YY", pivot=2030)
    assert found.has_other_order
    remedy = why_refused(found, Named(("Date",), "recorded_date", "own", source="police"))[1]
    assert remedy == "Write format: MM/DD/YY in the mapping.", "the command line can't say the century"


def test_one_date_that_has_only_the_order_of_the_mapping_makes_the_others_odd_cells() -> None:
    few = [day for day in DAYS if day.day > 12][: ENOUGH + 5]
    readable = ["01/02/2021"] * 100
    assert written([*days_as("MM/DD/YYYY", few), *readable], "DD/MM/YYYY").contradicts
    mixed = written([*days_as("MM/DD/YYYY", few), *readable, "25/12/2021"], "DD/MM/YYYY")
    assert not mixed.contradicts


def test_fewer_than_twenty_prove_nothing() -> None:
    few = [day for day in DAYS if day.day > 12][: ENOUGH - 1]
    assert not written([*days_as("MM/DD/YYYY", few), *["01/02/2021"] * 100], "DD/MM/YYYY").contradicts


def test_dates_that_have_no_order_prove_none() -> None:
    early = [day for day in DAYS if day.day <= 12]
    assert not written(days_as("MM/DD/YYYY", early), "DD/MM/YYYY").contradicts
    assert not written(days_as("YYYY-MM-DD"), "DD/MM/YYYY", "YYYY-MM-DD").contradicts
    of_both = written([*days_as("YYYY-MM-DD"), *days_as("MM/DD/YYYY")], "DD/MM/YYYY", "YYYY-MM-DD")
    assert of_both.has_other_order, "real dates of a workbook say nothing of the texts beside them"


def test_the_ends_of_ranges_have_an_order() -> None:
    ranges = [f"{one} to {other}" for one, other in zip(days_as("MM/DD/YYYY"), days_as("MM/DD/YYYY")[9:], strict=False)]
    assert written(ranges, "DD/MM/YYYY", ranges=True).contradicts
    assert not written(ranges, "MM/DD/YYYY", ranges=True).contradicts


def test_files_with_few_dates_each_are_one_column_together() -> None:
    months = [[day for day in DAYS if day.month == month and day.day > 10] for month in range(1, 13)]
    files = [written([*days_as("MM/DD/YYYY", days), *["01/02/2021"] * 40], "DD/MM/YYYY") for days in months]
    assert not any(each.contradicts for each in files)
    assert together(files).has_other_order
    files[3] = written(days_as("DD/MM/YYYY", months[3]), "DD/MM/YYYY")
    assert not together(files).contradicts, "one of them is written as the mapping says"


def test_files_of_few_dates_each_are_refused_together_by_name(desk: Desk) -> None:
    desk.own_mapping(
        "source: police\nrow: offence\nby_name: yes\n"
        "columns:\n  recorded_date: {column: recorded_date, format: DD/MM/YYYY}\n"
    )
    files = [
        "\n".join(["recorded_date", *days_as("MM/DD/YYYY", DAYS[start : start + 20]), *["01/02/2021"] * 30])
        for start in (0, 31, 59)
    ]
    with pytest.raises(
        ExtractError, match=r"^police_1.csv, police_2.csv and police_3.csv: column recorded_date"
    ) as error:
        desk.gather("police", files, mapping="own")
    assert "24 dates can only have the month first and none only the day, but mapping own says" in str(error.value)


# What can't be read at all.


def test_half_a_column_that_cannot_be_read_is_refused() -> None:
    texts = [*days_as("DD-MM-YYYY", DAYS[:50]), *days_as("YYYY-MM-DD", DAYS[:50])]
    found = written(texts, "YYYY-MM-DD")
    assert found.is_unreadable
    reason, remedy, finding = why_refused(found, Named(("Date Recorded",), "recorded_date", "own", source=None))
    assert reason == "column Date Recorded (recorded_date): 50 of 100 dates can't be read: mapping own says YYYY-MM-DD."
    assert remedy == "Write format: DD-MM-YYYY in the mapping."
    assert finding == "V10"
    assert not written([*texts, "2021-03-03"], "YYYY-MM-DD").contradicts, "less than half of it"


def test_blank_cells_and_words_for_them_are_not_unreadable() -> None:
    nothing = ["", "unknown", "Not known", "N/K", "01/01/1900", "#N/A"] * 100
    assert not written([*days_as("DD/MM/YYYY", DAYS[:30]), *nothing], "DD/MM/YYYY").contradicts
    assert not written(nothing, "DD/MM/YYYY").contradicts


def test_in_a_small_file_words_are_odd_cells_and_only_another_way_of_writing_is_none() -> None:
    assert not written(["TBC", "2021-01-05"], "YYYY-MM-DD").contradicts
    assert not written(["TBC", "soon", "later"], "YYYY-MM-DD").contradicts
    assert not written(["13/01/2021"], "YYYY-MM-DD").contradicts
    assert not written(["13/01/2021", "14/01/2021", "2021-01-05"], "YYYY-MM-DD").contradicts
    assert written(["13/01/2021", "14/01/2021", "15/01/2021"], "YYYY-MM-DD").contradicts


@pytest.mark.parametrize(
    ("texts", "remedy"),
    [
        (["2021;01;05"] * 40, "No format that a mapping may name reads them: export the column again as YYYY-MM-DD."),
        (
            ["20210105"] * 40,
            "Write format: YYYYMMDD in the mapping, or give svtool measures and validate --source police --map "
            '"Date=recorded_date:YYYYMMDD".',
        ),
        (
            ["01/02/2021", "03/04/2021"] * 20,
            "They may be written as DD/MM/YYYY or MM/DD/YYYY: find out which, and write it as format: in the mapping.",
        ),
        (
            ["13/02/21", "28-Feb-2021"] * 20,
            "No format that a mapping may name reads them: export the column again as YYYY-MM-DD.",
        ),
        (
            ["13/02/21"] * 40,
            "Write format: DD/MM/YY in the mapping, and pivot: with the latest year that they may mean.",
        ),
    ],
)
def test_what_can_be_done_hangs_on_how_they_are_written(texts: list[str], remedy: str) -> None:
    found = written(texts, "YYYY-MM-DD")
    assert why_refused(found, Named(("Date",), "recorded_date", "own", source="police"))[1] == remedy


def test_a_year_that_stands_once_above_blanks_is_told_to_be_filled_down() -> None:
    found = written(["April", "May", "June"] * 10, "YYYY/YY Mon")
    remedy = why_refused(found, Named(("Year", "Month"), "recorded_date", "own", source="admissions"))[1]
    assert remedy.startswith("Where Year or Month stands once above blank cells that mean it too, write fill_down: yes")


# Whatever the days: generated columns.


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    days=st.lists(st.dates(date(2015, 1, 1), date(2024, 12, 31)), min_size=ENOUGH, max_size=80),
    pair=st.sampled_from([("DD/MM/YYYY", "MM/DD/YYYY"), ("MM/DD/YYYY", "DD/MM/YYYY"), ("DD-MM-YYYY", "MM-DD-YYYY")]),
    typos=st.integers(0, 8),
)
def test_a_column_is_refused_when_it_is_proven_to_be_another_and_never_when_it_is_as_mapped(
    days: list[date], pair: tuple[str, str], typos: int
) -> None:
    mapped, other = pair
    odd = ["TBC"] * min(typos, len(days) // 3)
    assert not written([*days_as(mapped, days), *odd], mapped).contradicts
    proving = sum(day.day > 12 for day in days)
    unread = proving + len(odd)
    expected = proving >= ENOUGH or (2 * unread >= len(days) + len(odd) and unread >= ENOUGH)
    if unread < len(days) + len(odd):
        assert written([*days_as(other, days), *odd], mapped).contradicts is expected


# Which dates something rests on.


def test_a_date_that_nothing_asks_for_keeps_no_file_from_being_read(desk: Desk) -> None:
    rows = [f"2021-03-{day.day:02},{day.strftime('%m/%d/%Y')}" for day in DAYS]
    desk.own_mapping(
        "source: police\nrow: offence\nby_name: yes\n"
        "columns:\n  committed_date: {column: committed_date, format: DD/MM/YYYY}\n"
    )
    text = "\n".join(["recorded_date,committed_date", *rows])
    with pytest.raises(ExtractError, match=r"committed_date \(committed_date\): 221 dates"):
        desk.gather("police", text, mapping="own")
    facts = desk.gather("police", text, mapping="own", dates={"recorded_date"})
    assert facts.reports["police"].ledger.usable == 365


def test_dates_are_asked_by_what_is_counted_by_them_and_by_ages(desk: Desk) -> None:
    tables = [measure for table in ("home_office",) for measure in desk.library.table(table).measures]
    police = [each for each in tables if each.source == "police"]
    recorded = [each for each in police if each.date_basis == "recorded_date"]
    by_committed = dates_asked(POLICE, police, (), fields_needed(POLICE, police, ()))
    assert {"recorded_date", "committed_date"} <= by_committed
    ageless = [each for each in recorded if not any("age" in name for name in fields_needed(POLICE, [each], ()))]
    assert dates_asked(POLICE, ageless, (), fields_needed(POLICE, ageless, ())) == {"recorded_date"}
