"""Dates that are none, that can't be true, or that may have day and month exchanged: each as the catalogue says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from checked_file import Checked, check

from svtool.commands import validate
from svtool.errors import ExitCode
from svtool.findings.finding import Level

DAY_FIRST = "recorded_date format: DD/MM/YYYY"
COLUMNS = {"Date Reported": DAY_FIRST, "Class": "offence_class"}


def dated(folder: Path, *texts: str, said: str = DAY_FIRST, entry: str = "") -> Checked:
    """Check a file with one date per record; the first record's is right."""
    rows = [[text, "1"] for text in ("05/04/2024" if "DD/MM" in said else "2024-04-05", *texts)]
    return check(folder, {"Date Reported": said, "Class": "offence_class"}, rows, entry=entry)


def test_days_that_no_calendar_has_and_words_are_errors_at_their_records(tmp_path: Path) -> None:
    found = dated(tmp_path, "31/02/2024", "00/00/2024", "TBC", "05/04/2024", "31/02/2024")
    impossible, words = found.findings["V10"]
    assert (impossible.count, impossible.records) == (3, (3, 4, 7))
    assert impossible.message == "3 cells of Date Reported: a day that no calendar has"
    assert (words.count, words.records) == (1, (5,))
    assert words.message == "1 cell of Date Reported: not a date written as DD/MM/YYYY"
    assert found.result.verdict.exit_code == ExitCode.DATA_ERRORS


def test_dates_in_another_format_are_mended_by_naming_it(tmp_path: Path) -> None:
    found = dated(tmp_path, "2024-03-02", "2024-03-03").one("V10")
    assert '--map "Date Reported=recorded_date:YYYY-MM-DD"' in found.remedy


def test_month_first_is_proven_by_impossibility_and_said_of_the_whole_column(tmp_path: Path) -> None:
    found = dated(tmp_path, "04/25/2024", "04/26/2024", "04/03/2024", "04/04/2024").one("V11")
    assert found.message == (
        "2 dates of Date Reported can only have the month first, 2 could have either first, 0 only the day; the "
        "mapping says DD/MM/YYYY"
    )
    assert (found.count, found.records, found.level) == (2, (3, 4), Level.ERROR)
    assert '--map "Date Reported=recorded_date:MM/DD/YYYY"' in found.remedy


def test_where_both_orders_are_proven_no_format_mends_it(tmp_path: Path) -> None:
    found = dated(tmp_path, "04/25/2024", "25/04/2024").one("V11")
    assert "1 only the day" in found.message
    assert "--map" not in found.remedy


def test_day_first_is_proven_where_the_mapping_says_month_first(tmp_path: Path) -> None:
    found = dated(tmp_path, "25/04/2024", said="recorded_date format: MM/DD/YYYY").one("V11")
    assert "can only have the day first" in found.message
    assert "recorded_date:DD/MM/YYYY" in found.remedy


def test_day_numbers_are_read_and_counted(tmp_path: Path) -> None:
    found = dated(tmp_path, "45017", "45383.5")
    assert found.kinds == ["V13"]
    assert found.one("V13").message == "2 dates were Excel day numbers in Date Reported"
    assert (found.one("V13").level, found.one("V13").records) == (Level.WARNING, (3, 4))
    assert found.result.verdict.fit


def test_day_numbers_that_may_count_from_1904_are_held(tmp_path: Path) -> None:
    found = dated(tmp_path, "45017", entry="epoch: 1904").one("V13")
    assert found.level == Level.ERROR
    assert "epoch: 1904" in found.message


@pytest.mark.parametrize("text", ["29999", "50000", "4501"])
def test_a_number_beyond_the_days_of_excel_is_no_day(text: str, tmp_path: Path) -> None:
    assert dated(tmp_path, text).kinds == ["V10"]


def test_years_of_two_digits_are_read_by_the_pivot_and_else_never(tmp_path: Path) -> None:
    by_pivot = dated(tmp_path, "01/02/24", said="recorded_date format: [DD/MM/YYYY, DD/MM/YY], pivot: 2030")
    assert by_pivot.one("V14").message == "1 date of Date Reported: years read as 1931 to 2030"
    assert by_pivot.one("V14").level == Level.NOTE
    held = dated(tmp_path, "01/02/24").one("V14")
    assert held.level == Level.ERROR
    assert "pivot:" in held.remedy


@pytest.mark.parametrize("text", ["01/01/1900", "01/01/1970", "30/12/1899", "00/01/1900", "01/01/1753", "31/12/9999"])
def test_a_system_default_is_held(text: str, tmp_path: Path) -> None:
    assert dated(tmp_path, text).one("V15").count == 1


def test_people_are_born_on_the_day_that_unix_begins(tmp_path: Path) -> None:
    columns = COLUMNS | {"Born": "victim_date_of_birth format: DD/MM/YYYY"}
    assert check(tmp_path, columns, [["05/04/2024", "8N", "01/01/1970"]]).kinds == []
    assert check(tmp_path, columns, [["05/04/2024", "8N", "01/01/1900"]]).kinds == ["V15"]


def test_dates_after_the_extract_are_held_where_its_day_is_said(tmp_path: Path) -> None:
    found = dated(tmp_path, "01/05/2024", "30/04/2024", entry="as_at: 2024-04-30").one("V16")
    assert found.message == "1 cell of Date Reported: after 30 April 2024, when the extract was made"
    assert found.records == (3,)


def test_dates_after_today_are_errors_where_nobody_said_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Day(date):
        @classmethod
        def today(cls) -> date:
            return date(2024, 4, 30)

    monkeypatch.setattr(validate, "date", Day)
    found = dated(tmp_path, "01/05/2024", "30/04/2024").one("V16")
    assert (found.count, found.records) == (1, (3,))
    assert "as_at:" in found.remedy


def test_records_before_they_happened_are_kept_and_counted(tmp_path: Path) -> None:
    columns = COLUMNS | {"Committed": "committed_date format: DD/MM/YYYY"}
    rows = [["05/04/2024", "8N", "05/04/2024"], ["05/04/2024", "8N", "06/04/2024"], ["05/04/2024", "8N", ""]]
    found = check(tmp_path, columns, rows)
    assert found.kinds == ["V17"]
    assert (found.one("V17").count, found.one("V17").records) == (1, (3,))
    assert found.result.verdict.fit


def test_a_month_is_not_before_a_day_in_it(tmp_path: Path) -> None:
    columns = {"Month": "recorded_date format: YYYY-MM", "Class": "offence_class", "On": "committed_date"}
    assert check(tmp_path, columns, [["2024-04", "8N", "2024-04-20"]]).kinds == []


def test_records_outside_the_window_are_a_note(tmp_path: Path) -> None:
    found = dated(tmp_path, "01/05/2024", "31/03/2024", entry="from: 2024-04-01, to: 2024-04-30").one("V18")
    assert (found.count, found.records, found.level) == (2, (3, 4), Level.NOTE)
    assert "from 1 April 2024 to 30 April 2024" in found.message


def test_a_peak_on_new_years_day_is_warned_of_and_kept(tmp_path: Path) -> None:
    placeholders = [f"01/01/{year}" for year in range(1995, 2020)]
    week = [f"{day:02}/01/{year}" for day in range(2, 9) for year in (2018, 2019)]
    found = dated(tmp_path, *placeholders, *week).one("V15")
    assert (found.count, found.level) == (25, Level.WARNING)
    ordinary = [f"{day:02}/01/{year}" for day in range(1, 9) for year in range(1995, 2020)]
    assert dated(tmp_path, *ordinary).kinds == []


def test_one_bad_date_shows_neither_its_text_nor_another(tmp_path: Path) -> None:
    found = dated(tmp_path, "31/02/2024", "04/25/2024", "45017", "01/01/1970")
    texts = " ".join(each.message + each.remedy for each in found.result.findings)
    assert not any(text in texts for text in ("31/02", "04/25", "45017", "1970"))


def in_order(days: int, *exchanged: int) -> list[list[str]]:
    """Return records of consecutive days, six a day; some with day and month exchanged."""
    rows = []
    for number in range(days * 6):
        day = date(2024, 1, 1) + timedelta(days=number // 6)
        rows.append([f"{day.month:02}/{day.day:02}/2024" if number in exchanged else f"{day:%d/%m/%Y}", "8N"])
    return rows


def test_dates_that_fit_their_neighbours_only_when_exchanged_are_suspected(tmp_path: Path) -> None:
    """Rows 600, 606 and 612 are of 10, 11 and 12 April, written 04/10, 04/11 and 04/12."""
    found = check(tmp_path, COLUMNS, in_order(200, 600, 606, 612)).one("V12")
    assert (found.count, found.records, found.level) == (3, (602, 608, 614), Level.WARNING)


def test_a_file_in_order_is_not_suspected(tmp_path: Path) -> None:
    assert check(tmp_path, COLUMNS, in_order(300)).kinds == []


def test_a_file_in_no_order_is_not_suspected(tmp_path: Path) -> None:
    rows = in_order(300, 600, 606, 612)
    assert check(tmp_path, COLUMNS, sorted(rows, key=lambda row: row[0])).kinds == []


def test_dates_that_lie_elsewhere_either_way_are_not_suspected(tmp_path: Path) -> None:
    rows = in_order(200)
    for number in (600, 606, 612, 618):
        rows[number][0] = "11/12/2024"
    assert check(tmp_path, COLUMNS, rows).kinds == []


def test_months_whose_times_are_all_an_hour_off_are_warned_of(tmp_path: Path) -> None:
    winter = [[f"{day:02}/01/2024 00:00", "8N"] for day in range(1, 31)]
    summer = [[f"{day:02}/06/2024 23:00:00", "8N"] for day in range(1, 31)]
    found = check(tmp_path, COLUMNS, [*winter, *summer]).one("V19")
    assert (found.count, found.records) == (30, tuple(range(32, 62)))
    assert "in 1 month has the time 23:00 or 01:00 and no other" in found.message


def test_real_times_of_day_are_not_an_hour_off(tmp_path: Path) -> None:
    rows = [[f"{day:02}/06/2024 {hour:02}:15", "8N"] for day in range(1, 31) for hour in range(24)]
    assert check(tmp_path, COLUMNS, rows).kinds == []


def test_that_times_have_a_zone_is_noted_once_and_moves_no_day(tmp_path: Path) -> None:
    written = [
        "05/04/2024 00:30:00+01:00",
        "05/04/2024 23:30Z",
        "05/04/2024 11:30 PM UTC",
        "05/04/2024 14:30",
        "05/04/2024",
    ]
    found = check(tmp_path, COLUMNS, [[text, "8N"] for text in written])
    note = found.one("V32")
    assert (note.level, note.count, note.records) == (Level.NOTE, 3, (2, 3, 4))
    assert note.message == "3 times of Date Reported with a zone: the day is the one that is written"
    assert found.kinds == ["V32"]


def test_an_hour_off_is_seen_behind_a_zone_too(tmp_path: Path) -> None:
    rows = [[f"{day:02}/06/2024 23:00:00+00:00", "8N"] for day in range(1, 31)]
    assert check(tmp_path, COLUMNS, rows).one("V19").count == 30
