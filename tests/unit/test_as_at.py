"""`--as-at`: figures as they were known on a day, each year with the same maturity.

The force of these tests records a robbery a day: every other one on the day itself, every other one sixty days later.
Nothing ever changes, and a fall is only ever one of recording.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.errors import UsageError
from svtool.figures.contract import Figure
from svtool.output.wording.note_words import notes_in_words

D = date.fromisoformat
LATE = timedelta(days=60)
Ask = Callable[..., list[Figure]]

TABLE = """\
id: own
title: Own table
groups:
  - title: Robbery
    measures:
      - {id: committed, title: Committed, source: police, unit: offence, date: committed, where: {offence: robbery}}
      - {id: recorded, title: Recorded, source: police, unit: offence, where: {offence: robbery}}
      - {id: suspects, title: Suspects, source: police, unit: suspect, date: committed, where: {offence: robbery}}
"""
PROJECT = """\
tables: own
periods: {kind: calendar, years: [2020, 2021]}
sources:
  police: {files: police.csv, mapping: own, holds: all}
"""
MAPPING = """\
id: own
title: Own mapping
source: police
row: suspect
by_name: yes
columns:
  suspect_reference: {column: suspect_reference, within: always}
"""


def robberies(until: date, recorded: Callable[[date, date], str] = lambda day, entered: str(entered)) -> str:
    """Return what the force had recorded until a day: one robbery and one suspect a day since 2019."""
    lines = ["reference,recorded_date,committed_date,offence_class,suspect_reference"]
    for number in range((until - D("2019-01-01")).days + 1):
        day = D("2019-01-01") + timedelta(days=number)
        entered = day + LATE if number % 2 else day
        if entered <= until:
            lines.append(f"R{number},{recorded(day, entered)},{day},34B,S{number}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Return the figures of one measure from what was recorded until 31 March 2021."""
    for name, text in {
        "svtool.yaml": PROJECT,
        "police.csv": robberies(D("2021-03-31")),
        "definitions/tables/own.yaml": TABLE,
        "definitions/mappings/own.yaml": MAPPING,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    def figures(of: str, periods: str, as_at: str | None = None, **others: object) -> list[Figure]:
        day = D(as_at) if as_at else None
        request = Request(project=tmp_path / "svtool.yaml", periods=periods, as_at=day, **others)  # type: ignore[arg-type]
        return [each for each in measure(request).figures if each.measure_id == of]

    return figures


FIRST_QUARTER = "year_to_date:2021-03-31"


def test_late_recording_looks_like_a_fall(ask: Ask) -> None:
    before, now = ask("committed", FIRST_QUARTER)
    assert (before.count, now.count) == (91, 60)
    assert round(now.change_pct or 0) == -34
    assert now.p_value is not None
    assert now.p_value < 0.05


def test_as_at_compares_both_years_as_they_were_known_on_the_same_day(ask: Ask) -> None:
    before, now = ask("committed", FIRST_QUARTER, "2021-03-31")
    assert (before.count, now.count) == (61, 60)
    assert (now.comparison, now.compared_with, now.change) == ("full", "Jan to Mar 2020", -1)
    assert now.p_value is not None
    assert now.p_value > 0.9
    assert notes_in_words(before.notes) == ["As known on 31 March 2020."]
    assert notes_in_words(now.notes) == ["As known on 31 March 2021."]


def test_a_figure_by_recorded_date_needs_no_correction_and_gets_none(ask: Ask) -> None:
    then = [each.count for each in ask("recorded", FIRST_QUARTER, "2021-03-31")]
    assert then == [each.count for each in ask("recorded", FIRST_QUARTER)]


def test_people_are_counted_as_they_were_known_too(ask: Ask) -> None:
    assert [each.count for each in ask("suspects", FIRST_QUARTER)] == [91, 60]
    assert [each.count for each in ask("suspects", FIRST_QUARTER, "2021-03-31")] == [61, 60]


def test_years_that_were_not_over_are_cut_at_the_day_and_labelled_by_it(ask: Ask) -> None:
    before, now = ask("committed", "calendar:2020..2021", "2021-02-15")
    assert (before.period, now.period) == ("1 Jan to 15 Feb 2020", "1 Jan to 15 Feb 2021")
    assert (now.days, now.days_covered, now.comparison) == (365, 46, "full")
    assert (before.count, now.count) == (23, 23)


def test_a_later_day_lets_every_year_grow_as_long(ask: Ask) -> None:
    # On 29 January a year later the robberies of November are all in, those of December half.
    before, now = ask("committed", "calendar:2019..2020", "2021-01-29")
    assert (before.count, now.count) == (365 - 15, 366 - 15)
    assert [notes_in_words(each.notes) for each in (before, now)] == [
        ["As known on 29 January 2020."],
        ["As known on 29 January 2021."],
    ]


def test_every_breakdown_is_as_known_then(ask: Ask) -> None:
    for name in ("offence_class", "age_band"):
        found = ask("committed", FIRST_QUARTER, "2021-03-31", by=(name,))
        assert {each.count for each in found if each.period.endswith("2021")} == {60}


def test_a_recorded_date_that_is_missing_is_not_known_and_not_left_out(ask: Ask, tmp_path: Path) -> None:
    text = robberies(D("2021-03-31"), lambda day, entered: "" if day == D("2021-01-03") else str(entered))
    (tmp_path / "police.csv").write_text(text)
    _, now = ask("committed", FIRST_QUARTER, "2021-03-31")
    assert (now.count, now.not_known) == (59, 1)
    _, people = ask("suspects", FIRST_QUARTER, "2021-03-31")
    assert (people.count, people.not_known) == (59, 1)


def test_an_undecided_record_without_a_recorded_date_may_have_been_known_then_too(ask: Ask, tmp_path: Path) -> None:
    text = robberies(D("2021-03-31"), lambda day, entered: "" if day == D("2021-01-03") else str(entered))
    (undated,) = [line for line in text.splitlines() if line.split(",")[1] == ""]
    (tmp_path / "police.csv").write_text(text.replace(undated, undated.replace("34B", "")))
    _, now = ask("committed", FIRST_QUARTER, "2021-03-31")
    assert (now.count, now.not_known) == (59, 1)
    _, people = ask("suspects", FIRST_QUARTER, "2021-03-31")
    assert (people.count, people.not_known) == (59, 1)


@pytest.mark.slow
def test_without_recorded_dates_what_was_known_then_is_not_available(ask: Ask, tmp_path: Path) -> None:
    lines = robberies(D("2021-03-31")).splitlines()
    kept = [",".join(cell for i, cell in enumerate(line.split(",")) if i != 1) for line in lines]
    (tmp_path / "police.csv").write_text("\n".join(kept) + "\n")
    (tmp_path / "definitions/mappings/own.yaml").write_text(MAPPING.replace("row: suspect", "row: offence"))
    assert [each.count for each in ask("committed", FIRST_QUARTER)] == [91, 60]
    found = ask("committed", FIRST_QUARTER, "2021-03-31")
    assert [(each.count, each.status, each.change_status) for each in found] == [(None, "x", ""), (None, "x", "x")]
    assert notes_in_words(found[1].notes) == ["Not available: these extracts have no recorded date."]


@pytest.mark.slow
def test_what_was_recorded_after_the_extract_can_not_be_told(ask: Ask) -> None:
    before, now = ask("committed", FIRST_QUARTER, "2021-05-31")
    assert (before.count, before.status) == (91, "")
    assert (now.count, now.status) == (None, "x")
    assert notes_in_words(now.notes) == [
        "Not available: the police extracts hold nothing recorded after 31 March 2021, so what was known on "
        "31 May 2021 can't be told."
    ]
    # By recorded date nothing of January to March can come in later.
    assert [each.status for each in ask("recorded", FIRST_QUARTER, "2021-05-31")] == ["", ""]


def test_a_day_before_the_last_period_is_refused(ask: Ask) -> None:
    with pytest.raises(UsageError) as caught:
        ask("committed", FIRST_QUARTER, "2020-12-31")
    assert str(caught.value) == (
        "--as-at 2020-12-31: lies before the last period, Jan to Mar 2021, begins; expected a day from 2021-01-01 on. "
        "Choose a later day, or earlier periods with --periods."
    )


@pytest.mark.slow
def test_recorded_months_are_not_cut_in_the_middle(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "definitions/mappings/own.yaml").write_text(
        MAPPING + "  recorded_date: {column: recorded_date, format: YYYY-MM}\n"
    )
    (tmp_path / "police.csv").write_text(
        robberies(D("2021-03-31"), lambda day, entered: f"{entered.year}-{entered.month:02d}")
    )
    assert [each.count for each in ask("committed", FIRST_QUARTER, "2021-03-31")] == [61, 60]
    with pytest.raises(UsageError, match="The dates of police are months; choose periods made of whole months"):
        ask("committed", FIRST_QUARTER, "2021-03-30")


def test_the_change_against_a_baseline_is_of_the_same_maturity(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "svtool.yaml").write_text(
        PROJECT.replace(
            "{kind: calendar, years: [2020, 2021]}",
            "{kind: year_to_date, years: [2019, 2020, 2021], to: 03-31, baseline: 2019}",
        )
    )
    last = ask("committed", "", "2021-03-31")[-1]
    assert (last.count, last.baseline_change) == (60, 0)
