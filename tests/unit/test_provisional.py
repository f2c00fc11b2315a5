"""Recent days that a source still fills: figures that touch them are provisional, and keep their number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.errors import InvalidFileError
from svtool.figures.contract import Figure
from svtool.output.wording.note_words import notes_in_words
from svtool.schema.project import Provisional, read_project

D = date.fromisoformat

PROJECT = """\
tables: own
periods: {{kind: calendar, years: [2020, 2021]}}
sources:
  police:
    offences: {{files: offences.csv, mapping: standard, holds: all{offences}}}
    suspects: {{files: suspects.csv, mapping: standard{suspects}}}
"""
TABLE = """\
id: own
title: Own table
groups:
  - title: Robbery
    measures:
      - {id: all, title: Robberies, source: police, unit: offence, where: {offence: robbery}}
      - {id: young, title: Robberies by the young, source: police, unit: offence, where: {suspect_age: {lt: 25}}}
"""
Ask = Callable[..., dict[str, Figure]]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Return the figures of one measure by period; a robbery a day in 2020 and 2021, the suspect aged 20."""
    days = [D("2020-01-01") + timedelta(days=number) for number in range(731)]
    offences = [f"R{number},{day},34B" for number, day in enumerate(days)]
    suspects = [f"R{number},S{number},20" for number in range(731)]
    folder = tmp_path / "definitions" / "tables"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(TABLE)
    (tmp_path / "offences.csv").write_text("\n".join(["reference,recorded_date,offence_class", *offences]) + "\n")
    (tmp_path / "suspects.csv").write_text("\n".join(["reference,suspect_reference,suspect_age", *suspects]) + "\n")

    def figures(
        of: str, periods: str, offences: str = "", suspects: str = "", as_at: date | None = None
    ) -> dict[str, Figure]:
        said = PROJECT.format(
            offences=f", provisional: {offences}" if offences else "",
            suspects=f", provisional: {suspects}" if suspects else "",
        )
        (tmp_path / "svtool.yaml").write_text(said)
        found = measure(Request(project=tmp_path / "svtool.yaml", periods=periods, as_at=as_at)).figures
        return {each.period: each for each in found if each.measure_id == of}

    return figures


def statuses(figures: dict[str, Figure]) -> dict[str, tuple[int | None, str, str]]:
    return {period: (each.count, each.status, each.change_status) for period, each in figures.items()}


def test_the_last_months_are_provisional_and_keep_their_count(ask: Ask) -> None:
    found = ask("all", "month:2021-10..2021-12", offences="{months: 2}")
    assert statuses(found) == {"Oct 2021": (31, "", ""), "Nov 2021": (30, "p", "p"), "Dec 2021": (31, "p", "p")}
    assert notes_in_words(found["Dec 2021"].notes) == [
        "Provisional: the police extracts may still grow from 1 November 2021 on.",
        "Provisional: the change uses these days.",
    ]


def test_a_year_that_touches_a_provisional_month_is_provisional_and_its_change_says_so(ask: Ask) -> None:
    found = ask("all", "calendar:2020..2021", offences="{months: 1}")
    assert statuses(found) == {"2020": (366, "", ""), "2021": (365, "p", "p")}
    assert found["2021"].change == -1


def test_days_from_a_date_on_are_provisional(ask: Ask) -> None:
    found = ask("all", "month:2021-10..2021-12", offences="{from: 2021-12-15}")
    assert [each.status for each in found.values()] == ["", "", "p"]
    assert "from 15 December 2021 on" in notes_in_words(found["Dec 2021"].notes)[0]


def test_without_it_nothing_is_provisional(ask: Ask) -> None:
    assert {each.status for each in ask("all", "calendar:2020..2021").values()} == {""}


def test_provisional_suspects_make_figures_about_suspects_provisional_and_no_others(ask: Ask) -> None:
    found = ask("young", "calendar:2020..2021", suspects="{months: 6}")
    assert statuses(found) == {"2020": (366, "", ""), "2021": (365, "p", "p")}
    assert {each.status for each in ask("all", "calendar:2020..2021", suspects="{months: 6}").values()} == {""}


def test_a_change_that_leaves_the_provisional_days_out_is_not_provisional(ask: Ask, tmp_path: Path) -> None:
    # Without December 2020, like for like compares January to November.
    lines = (tmp_path / "offences.csv").read_text().splitlines()
    (tmp_path / "offences.csv").write_text("\n".join(line for line in lines if ",2020-12" not in line) + "\n")
    now = ask("all", "calendar:2020..2021", offences="{months: 1}")["2021"]
    assert (now.status, now.comparison, now.change_status) == ("p", "like_for_like", "")
    assert "Provisional: the change uses these days." not in notes_in_words(now.notes)


def test_as_known_on_a_day_the_months_before_that_day_are_provisional_in_every_year(ask: Ask) -> None:
    found = ask("all", "calendar:2020..2021", offences="{months: 2}", as_at=D("2021-06-30"))
    assert {period: each.status for period, each in found.items()} == {"Jan to Jun 2020": "p", "Jan to Jun 2021": "p"}
    assert "from 1 May 2020 on" in " ".join(notes_in_words(found["Jan to Jun 2020"].notes))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "needs either months: a number, or from: a date"),
        ({"months": "2", "from": "2021-11-01"}, "needs either months: a number, or from: a date"),
        ({"months": "0"}, "is 0 months; expected 1 to 60, or no provisional at all"),
        ({"months": "9999999"}, "is 9999999 months; expected 1 to 60, or no provisional at all"),
    ],
)
def test_an_impossible_provisional_is_refused_with_its_reason(said: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Provisional.model_validate(said)
    assert [error["msg"] for error in caught.value.errors()] == [f"Value error, {reason}"]


def test_indicators_have_a_status_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "svtool.yaml").write_text(
        "periods: {kind: calendar, years: 2021}\n"
        "sources:\n  indicators: {files: indicators.csv, provisional: {months: 2}}\n"
    )
    with pytest.raises(InvalidFileError, match="write p into the status column of their file"):
        read_project(tmp_path / "svtool.yaml")
