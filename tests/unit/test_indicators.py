"""Indicators: figures that arrive as figures, with a value or a status, and a period of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from svtool.errors import ExtractError
from svtool.figures.contract import STATUSES, Figure
from svtool.figures.indicators import (
    Indicator,
    indicator_figures,
    read_indicators,
    unknown_indicators,
    without_column,
)
from svtool.figures.periods_shown import Columns
from svtool.output.wording.note_words import notes_in_words
from svtool.schema.library import Library
from svtool.schema.periods import Periods
from svtool.schema.project import ExtractEntry
from svtool.schema.rules import EVERYTHING
from svtool.schema.tables import Measure, Table, TableRow

HEADER = "measure_id,column_period,own_period_start,own_period_end,value,unit,status"
YEARS = ("2019", "2020", "2021")
COLUMNS = Columns(Periods(kind="calendar", years=YEARS, labels={year: f"Year {year}" for year in YEARS}))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def read(folder: Path, library: Library, *lines: str, header: str = HEADER) -> list[Indicator]:
    (folder / "indicators.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read_indicators(ExtractEntry(files=("indicators.csv",)), folder, library.sources["indicators"])


def absence(unit: str | None = "%") -> Table:
    """Return a table with one indicator."""
    measure = Measure(
        id="absence",
        title="School absence",
        source="indicators",
        unit="figure",
        date_basis="recorded_date",
        where=EVERYTHING,
        rule=EVERYTHING,
        definition=None,
        role=None,
        having=None,
        part_of=None,
        desired="fall",
        value_unit=unit,
        published_as=None,
        note=None,
    )
    return Table("ours", "Ours", False, (TableRow(1, "Schools", measure),), (), None)


def figures(*given: Indicator, unit: str | None = "%") -> list[Figure]:
    return indicator_figures(absence(unit), given, COLUMNS, None)


def brought(column: str, value: float | None, status: str = "", unit: str = "") -> Indicator:
    return Indicator("absence", column, None, None, value, unit, status)


def test_a_line_is_a_figure(tmp_path: Path, library: Library) -> None:
    (found,) = read(tmp_path, library, "absence,2019,2019-09-01,2020-07-31,4.4,%,")
    assert found == Indicator("absence", "2019", date(2019, 9, 1), date(2020, 7, 31), 4.4, "%", "")


def test_blank_lines_are_no_figures_and_thousands_may_have_commas(tmp_path: Path, library: Library) -> None:
    (found,) = read(tmp_path, library, ",,,,,,", 'absence,2019,,,"1,200",,')
    assert found.value == 1_200


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_may_stand_without_a_value(status: str, tmp_path: Path, library: Library) -> None:
    (found,) = read(tmp_path, library, f"absence,2019,,,,,{status}")
    assert (found.value, found.status) == (None, status)


@pytest.mark.parametrize("status", ["p", "r", "b"])
def test_a_value_may_have_a_status_beside_it(status: str, tmp_path: Path, library: Library) -> None:
    (found,) = read(tmp_path, library, f"absence,2019,,,4.4,,{status}")
    assert (found.value, found.status) == (4.4, status)
    (figure, *_) = figures(found)
    assert (figure.value, figure.status) == (4.4, status)


FAULTS = {
    "absence,2019,,,,,": ("has neither a value nor a status; expected one of them. Write x if not available."),
    "absence,2019,,,Quagga,,": (
        "the value is not a number; expected one such as 4.4. Leave it blank and give a status if there is none."
    ),
    "absence,2019,,,nan,,": (
        "the value is not a number; expected one such as 4.4. Leave it blank and give a status if there is none."
    ),
    "absence,2019,,,inf,,": (
        "the value is not a number; expected one such as 4.4. Leave it blank and give a status if there is none."
    ),
    "absence,2019,,,4.4,,Quagga": "status is not one of x, z, c, b, p, r or u. Write one of them.",
    "absence,2019,Quagga,,4.4,,": "own_period_start is not a date; expected one such as 2020-03-31. Correct it.",
    "absence,2019,2019-09-01,31/07/2020,4.4,,": (
        "own_period_end is not a date; expected one such as 2020-03-31. Correct it."
    ),
}


@pytest.mark.parametrize(("line", "fault"), FAULTS.items(), ids=FAULTS)
def test_a_line_that_cannot_be_read_is_named_and_its_cells_are_not(
    line: str, fault: str, tmp_path: Path, library: Library
) -> None:
    with pytest.raises(ExtractError) as raised:
        read(tmp_path, library, "absence,2018,,,4.1,,", line)
    assert str(raised.value) == f"indicators.csv, record 3: {fault}"
    assert "Quagga" not in str(raised.value)


def test_a_column_that_is_not_there(tmp_path: Path, library: Library) -> None:
    with pytest.raises(ExtractError, match=r"^indicators\.csv: no column column_period, own_period_start, "):
        read(tmp_path, library, "absence,2019", header="measure_id,period")


def test_a_file_that_is_not_there(tmp_path: Path, library: Library) -> None:
    with pytest.raises(ExtractError, match=r"^indicators\.csv: there is no such file\."):
        read_indicators(ExtractEntry(files=("indicators.csv",)), tmp_path, library.sources["indicators"])


def test_a_figure_for_a_period_and_none_for_another() -> None:
    first, second, third = figures(brought("2019", 4.4), brought("2021", None, "z"))
    assert (first.value, first.value_unit, first.status, first.period) == (4.4, "%", "", "Year 2019")
    assert (second.value, second.status) == (None, "x")
    assert notes_in_words(second.notes) == ["Not available: no figure was brought for Year 2020."]
    assert (third.value, third.status) == (None, "z")
    assert {figure.count for figure in (first, second, third)} == {None}


def test_a_column_is_named_by_its_key_or_its_label() -> None:
    first, _, third = figures(brought("Year 2019", 4.4), brought("2021", 5.5))
    assert (first.value, third.value) == (4.4, 5.5)


def test_no_indicators_at_all_are_not_available() -> None:
    found = indicator_figures(absence(), None, COLUMNS, None)
    assert [figure.status for figure in found] == ["x", "x", "x"]


def test_a_period_of_its_own_goes_into_a_note() -> None:
    school_year = Indicator("absence", "2019", date(2019, 9, 1), date(2020, 7, 31), 4.4, "", "")
    (figure, *_) = figures(school_year)
    assert notes_in_words(figure.notes) == ["The figure is of school year 2019/20."]
    assert (figure.period_start, figure.period_end) == (date(2019, 1, 1), date(2019, 12, 31))


def test_a_period_of_its_own_that_is_the_column_s_needs_no_note() -> None:
    same = Indicator("absence", "2019", date(2019, 1, 1), date(2019, 12, 31), 4.4, "", "")
    assert figures(same)[0].notes == ()


def test_the_unit_that_was_brought_goes_before_the_table_s() -> None:
    assert figures(brought("2019", 4.4, unit="days"))[0].value_unit == "days"
    assert figures(brought("2019", 4.4))[0].value_unit == "%"


def test_percentages_are_compared_in_points() -> None:
    _, second, _ = figures(brought("2019", 4.4), brought("2020", 4.9))
    assert (second.change, second.change_pct, second.compared_with) == (0.5, None, "Year 2019")


def test_numbers_are_compared_in_per_cent() -> None:
    _, second, third = figures(brought("2019", 195), brought("2020", 156), brought("2021", 0), unit="exclusions")
    assert (second.change, second.change_pct, second.comparison) == (-39, -20, "full")
    assert (third.change, third.change_pct) == (-156, -100)


def test_fractions_are_compared_as_they_are_and_not_cut_to_whole_numbers() -> None:
    _, second, _ = figures(brought("2019", 1.5), brought("2020", 2.25), unit="days")
    assert second.change == 0.75
    assert second.change_pct == pytest.approx(50)


def test_from_zero_there_is_no_per_cent() -> None:
    _, second, _ = figures(brought("2019", 0), brought("2020", 8), unit="schools")
    assert (second.change, second.change_pct, second.change_status) == (8, None, "z")


@pytest.mark.parametrize(("before", "unit", "status"), [(4, "schools", "u"), (10, "schools", ""), (4.5, "days", "")])
def test_a_per_cent_of_a_few_that_were_counted_is_marked(before: float, unit: str, status: str) -> None:
    _, second, _ = figures(brought("2019", before), brought("2020", 8), unit=unit)
    assert second.change_status == status


def test_points_of_per_cents_have_no_base() -> None:
    _, second, _ = figures(brought("2019", 4), brought("2020", 5))
    assert (second.change, second.change_status) == (1, "")


FROM_2019 = Columns(Periods(kind="calendar", years=YEARS, baseline="2019"))


def test_a_figure_is_set_beside_the_baseline_too() -> None:
    given = [brought("2019", 200), brought("2020", 150), brought("2021", 100)]
    first, second, third = indicator_figures(absence("exclusions"), given, FROM_2019, None)
    assert (first.baseline, first.baseline_comparison, first.baseline_verdict) == ("2019", "", "")
    assert (second.baseline_change_pct, third.baseline_change, third.baseline_change_pct) == (-25, -100, -50)
    assert (third.change_pct, third.verdict, third.baseline_verdict) == (-100 / 3, "not tested", "not tested")


def test_beside_a_baseline_that_nobody_brought_there_is_no_verdict() -> None:
    _, _, third = indicator_figures(absence(), [brought("2021", 4.4)], FROM_2019, None)
    assert (third.baseline_change, third.baseline_status) == (None, "x")
    assert third.baseline_verdict == "no verdict: not comparable"


def test_what_is_not_there_is_not_compared() -> None:
    _, second, third = figures(brought("2019", None, "z"), brought("2020", 8), unit="schools")
    assert (second.change, second.change_pct, second.change_status) == (None, None, "z")
    assert (third.change, third.change_status) == (None, "x")


def test_an_indicator_that_no_table_asks_for_is_named() -> None:
    given = [brought("2019", 1), Indicator("other", "2019", None, None, 1.0, "", "")]
    assert unknown_indicators(given, ["absence"]) == ["other"]


def test_an_indicator_that_is_brought_twice_for_a_period_is_a_fault(tmp_path: Path, library: Library) -> None:
    with pytest.raises(ExtractError) as raised:
        read(tmp_path, library, "absence,2019,,,4.4,,", "absence,2019,,,5.5,,")
    assert str(raised.value) == (
        "indicators.csv, record 3: measure absence has a second figure for 2019; expected one. Remove one of them."
    )


FINANCIAL = Columns(Periods(kind="financial", years=("2022/23", "2023/24")))
MONTHS = Columns(Periods.model_validate({"kind": "month", "from": "2011-11", "to": "2011-12"}))


@pytest.mark.parametrize("written", ["2023/24", "2023-24", "2023/2024", "2023-2024", "2023–24"])
def test_two_years_may_be_written_in_several_ways(written: str) -> None:
    _, second = indicator_figures(absence(), [brought(written, 4.4)], FINANCIAL, None)
    assert (second.value, second.period) == (4.4, "2023/24")


@pytest.mark.parametrize("written", ["2023-25", "2023/1924", "2023", "23-24", "2024-23"])
def test_what_is_no_pair_of_years_that_follow_is_none(written: str) -> None:
    given = [brought(written, 4.4)]
    assert [each.value for each in indicator_figures(absence(), given, FINANCIAL, None)] == [None, None]
    assert without_column(given, FINANCIAL, ["absence"])


def test_of_months_two_numbers_are_a_month() -> None:
    _, december = indicator_figures(absence(), [brought("2011-12", 4.4)], MONTHS, None)
    assert (december.value, december.period) == (4.4, "Dec 2011")


def test_a_figure_that_is_brought_in_two_ways_for_a_year_is_a_fault(tmp_path: Path, library: Library) -> None:
    given = read(tmp_path, library, "absence,2023/24,,,4.4,,", "absence,2023-24,,,5.5,,")
    with pytest.raises(ExtractError, match=r"^indicators\.csv, record 3: measure absence has a second figure"):
        indicator_figures(absence(), given, FINANCIAL, None)


def test_a_figure_that_fits_no_column_is_told_and_said_beside_what_is_missing() -> None:
    given = [brought("2019", 4.4), brought("2032", 4.9), brought("2022", 5.0)]
    words = (
        "indicators: absence was brought for 2032 and 2022, which fits no column; the columns are 2019, 2020 and 2021"
    )
    assert notes_in_words(without_column(given, COLUMNS, ["absence"])) == [words]
    first, second, _ = figures(*given)
    assert notes_in_words(first.notes) == []
    assert notes_in_words(second.notes) == ["Not available: no figure was brought for Year 2020.", words]


def test_a_period_that_does_not_look_like_one_is_named_by_its_line(tmp_path: Path, library: Library) -> None:
    given = read(tmp_path, library, "absence,Quagga,,,4.4,,")
    (told,) = notes_in_words(without_column(given, COLUMNS, ["absence"]))
    assert told.startswith("indicators: absence was brought for indicators.csv, record 2, which fits no column")


def test_a_figure_of_a_measure_that_is_not_asked_for_is_not_told_twice() -> None:
    assert without_column([brought("2032", 4.9)], COLUMNS, []) == []
