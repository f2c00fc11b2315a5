"""An extract's columns beside those of last time: gone and new ones, filling, classification, another source."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from messy.checking import check

from svtool.errors import UsageError
from svtool.validation.changed_columns import ChangedColumns, Columns
from svtool.validation.monthly_counts import Months, month_of

COLUMNS = {"offence_class": "34B/8N", "knife": "yes/no/no", "victim_age": "20/30"}
CODED = {"offence_class", "knife"}


def extract(rows: int = 200, start: date = date(2023, 1, 1), **columns: str) -> Columns:
    """Return the columns of a record a day; of one, `8N/34B` alternates, blanks are blank, and `` lacks it."""
    given = {name: said.split("/") for name, said in (COLUMNS | columns).items() if said}
    months = Months("x.csv", headers={name: name for name in given})
    for i in range(rows):
        month = month_of(start + timedelta(days=i))
        months.records[month] += 1
        for name, words in given.items():
            word = words[i % len(words)]
            months.read.setdefault(name, Counter())[month] += 1
            months.filled.setdefault(name, Counter())[month] += bool(word)
            if name in CODED:
                months.values.setdefault(name, Counter())[word or None, month] += 1
    return Columns(("reference", "recorded_date", *given), months)


def changes(now: Columns, before: Columns) -> list[tuple[str, str, str]]:
    """Return what is told of columns: level, column and message."""
    return sorted((each.level, each.column, each.message) for each in ChangedColumns(now, before).findings())


def test_an_extract_like_the_last_changes_nothing() -> None:
    assert changes(extract(), extract()) == []


def test_columns_that_are_gone_are_warned_of_and_new_ones_noted() -> None:
    now = extract(victim_age="", beat="B1")
    assert changes(now, extract()) == [
        ("note", "", "1 column is new since the previous extract: beat"),
        ("warning", "", "1 column of the previous extract is gone: victim_age"),
    ]


def test_a_column_that_is_filled_less_is_told_with_both_shares() -> None:
    now = extract(victim_age="20/30//")
    assert changes(now, extract()) == [
        (
            "warning",
            "victim_age",
            "victim_age, since the previous extract: the share of rows in which it is filled moved from 100% to 50%",
        )
    ]


def test_a_classification_that_moved_is_told_value_by_value() -> None:
    now = extract(offence_class="34B/34B/34B/8N")
    assert changes(now, extract()) == [
        (
            "warning",
            "offence_class",
            "offence_class, since the previous extract: 34B from 50% to 75% and 8N from 50% to 25%",
        )
    ]


def test_extracts_of_other_months_are_compared_as_wholes() -> None:
    """A quarter's file is held against the quarter before."""
    now = extract(start=date(2023, 7, 20), knife="no")
    (found,) = changes(now, extract())
    assert found[1:] == ("knife", "knife, since the previous extract: no from 66% to 100% and yes from 34% to 0%")


def test_months_that_only_one_of_them_holds_do_not_blur_those_of_both() -> None:
    """Of four years 200 days were classified anew: of all records that would be less than 5 %."""
    earlier = extract(rows=60, start=date(2023, 1, 1), offence_class="8N")
    now = extract(rows=1_500, start=date(2019, 1, 1), offence_class="34B/8N")
    assert [column for _, column, _ in changes(now, earlier)] == ["offence_class"]


def test_chance_changes_nothing() -> None:
    now = extract(rows=60, knife="yes/no/no/no")
    assert changes(now, extract(rows=60)) == []


def test_an_extract_of_another_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ed.csv").write_text("reference,recorded_date,assault,weapon,age\nA1,2023-01-01,Y,knife,20\n")
    (tmp_path / "now.csv").write_text("reference,recorded_date,offence_class,knife\nA1,2023-01-01,34B,Y\n")
    with pytest.raises(UsageError, match=r"ed\.csv: is of ed, and today's extracts of police: nothing was compared"):
        check(tmp_path / "now.csv", previous=(tmp_path / "ed.csv",))
