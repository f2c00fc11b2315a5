"""What a whole series tells: drawn as months with numbers, and what is said of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from svtool.findings.finding import Finding, Level
from svtool.schema.library import Library
from svtool.validation.monthly_counts import Month, Months, Value, month_of, months_together
from svtool.validation.monthly_series import Series, find_in_series

LIBRARY = Library()
MEASURES = LIBRARY.table("home_office").measures


def months_from(first: date, numbers: list[int]) -> Months:
    """Return months that follow each other, each with so many records, spread over all of its days."""
    months = Months("police.csv")
    start = month_of(first)
    for i, number in enumerate(numbers):
        year, month = divmod(start + i, 12)
        begin = date(1970 + year, month + 1, 1)
        length = ((begin + timedelta(days=32)).replace(day=1) - begin).days
        if number:
            months.records[start + i] = number
        for record in range(number):
            months.day_counts[begin + timedelta(days=record * length // number)] += 1
    return months


def said(months: Months) -> dict[str, list[str]]:
    """Return the messages of all findings, by kind."""
    found: dict[str, list[str]] = {}
    for each in findings(months):
        found.setdefault(each.kind.id, []).append(each.message)
    return found


def findings(months: Months) -> list[Finding]:
    return list(find_in_series(Series(months, LIBRARY.sources["police"], MEASURES)))


def with_values(months: Months, name: str, shares: dict[Value, list[float]]) -> Months:
    """Return the months with the values of a field: of each, its share of every month's records."""
    counts: Counter[tuple[Value, Month]] = Counter()
    for value, by_month in shares.items():
        for month, share in zip(sorted(months.records), by_month, strict=True):
            if share:
                counts[value, month] = round(share * months.records[month])
    months.values[name] = counts
    months.headers[name] = name
    return months


def test_two_even_years_say_nothing() -> None:
    assert said(months_from(date(2020, 1, 1), [800] * 24)) == {}


def test_a_month_without_records_and_one_with_a_tenth_are_missing() -> None:
    found = findings(months_from(date(2020, 1, 1), [800] * 5 + [0, 3] + [800] * 5))
    assert [(each.kind.id, each.level, each.message) for each in found] == [
        (
            "S01",
            Level.ERROR,
            "2 months are empty or nearly so: Jun 2020 (0 records) and Jul 2020 (3 records); a usual month has 800",
        )
    ]


@pytest.mark.parametrize(("records", "missing"), [(80, 0), (79, 1)])
def test_a_month_of_exactly_a_tenth_is_not_missing(records: int, missing: int) -> None:
    months = months_from(date(2020, 1, 1), [800] * 5 + [records] + [800] * 5)
    assert [each.kind.id for each in findings(months)].count("S01") == missing


@pytest.mark.parametrize(("usual", "level"), [(30, Level.ERROR), (29, Level.WARNING), (10, Level.WARNING), (9, None)])
def test_an_empty_month_of_few_records_may_be_true(usual: int, level: Level | None) -> None:
    found = findings(months_from(date(2020, 1, 1), [usual] * 6 + [0] + [usual] * 5))
    assert [each.level for each in found] == ([level] if level else [])


def test_a_mistyped_year_is_no_reason_to_miss_eighty() -> None:
    months = months_from(date(2020, 1, 1), [800] * 24)
    for year in (1921, 2099):
        months.records[month_of(date(year, 6, 1))] = 2
        months.day_counts[date(year, 6, 1)] = 2
    assert said(months.without_strays()) == {}


def test_quarters_are_not_missing_the_months_between_them() -> None:
    months = months_from(date(2020, 1, 1), [900, 0, 0] * 3 + [900])
    months.precision = "quarter"
    assert said(months) == {}


def test_a_year_that_ends_in_march_is_named_by_its_months() -> None:
    assert said(months_from(date(2019, 1, 1), [800] * 15)) == {
        "S08": ["of 2020 the records hold January to March only: it is not a whole year"]
    }


def test_whole_financial_years_are_years() -> None:
    assert said(months_from(date(2018, 4, 1), [800] * 24)) == {}


def test_a_half_empty_and_a_double_month_are_breaks_in_volume() -> None:
    found = said(months_from(date(2020, 1, 1), [800] * 4 + [350] + [800] * 3 + [1700] + [800] * 3))
    assert found == {
        "S02": ["May 2020 has 44% of a usual month (350 records)", "Sep 2020 has 212% of a usual month (1,700 records)"]
    }


def test_a_small_last_month_is_asked_about() -> None:
    (found,) = said(months_from(date(2020, 1, 1), [800] * 11 + [300]))["S02"]
    assert found.endswith("(300 records): was the extract taken before the month closed?")


def test_a_month_cut_by_the_end_of_the_extract_is_judged_by_its_days() -> None:
    months = months_from(date(2020, 1, 1), [800] * 11)
    for day in range(1, 11):
        months.day_counts[date(2020, 12, day)] = 26
    months.records[month_of(date(2020, 12, 1))] = 260
    assert "S02" not in said(months)


def test_few_records_vary_by_chance() -> None:
    assert "S02" not in said(months_from(date(2020, 1, 1), [40] * 5 + [18] + [40] * 6))


def test_a_share_that_moves_between_years_names_the_measures() -> None:
    months = months_from(date(2020, 1, 1), [800] * 24)
    shares = {None: [0.12] * 12 + [0.32] * 12, "yes": [0.1] * 24, "no": [0.78] * 12 + [0.58] * 12}
    (found,) = said(with_values(months, "knife", shares))["S03"]
    assert found == (
        "knife, 2020 to 2021: no from 78% to 58% and not known from 12% to 32% of the records. Measures that ask about "
        "it: Non-domestic homicides with a knife, victim under 25."
    )


@pytest.mark.parametrize(
    ("records", "shares"),
    [
        (800, (0.10, 0.149)),  # under 5 points
        (4, (0.2, 0.6)),  # under 50 records a year
        (10, (0.10, 0.16)),  # within chance
    ],
)
def test_a_share_that_moves_little_or_by_chance_is_not_said(records: int, shares: tuple[float, float]) -> None:
    months = months_from(date(2020, 1, 1), [records] * 24)
    drawn = {"yes": [shares[0]] * 12 + [shares[1]] * 12, "no": [1 - shares[0]] * 12 + [1 - shares[1]] * 12}
    assert "S03" not in said(with_values(months, "knife", drawn))


def test_a_field_that_begins_to_be_filled_is_said_with_its_month() -> None:
    months = months_from(date(2020, 1, 1), [800] * 24)
    months.headers["knife"] = "Knife Flag"
    months.read["knife"] = Counter(months.records)
    months.filled["knife"] = Counter(dict.fromkeys(sorted(months.records)[7:], 780))
    (found,) = said(months)["S04"]
    assert found.startswith("Knife Flag is blank before Aug 2020, filled after. Measures that ask about it: ")


def test_a_field_that_ends_to_be_filled_is_said_too() -> None:
    months = months_from(date(2020, 1, 1), [800] * 24)
    months.read["victim_sex"] = Counter(months.records)
    months.filled["victim_sex"] = Counter(dict.fromkeys(sorted(months.records)[:18], 500))
    assert said(months)["S04"] == ["victim_sex is filled before Jul 2021, blank after."]


def test_a_field_that_is_filled_now_and_then_says_nothing() -> None:
    months = months_from(date(2020, 1, 1), [800] * 24)
    months.read["victim_sex"] = Counter(months.records)
    months.filled["victim_sex"] = Counter({month: 300 + month % 5 for month in months.records})
    assert "S04" not in said(months)


def test_codes_that_come_and_go_in_one_month_mean_a_new_system() -> None:
    months = months_from(date(2020, 1, 1), [800] * 24)
    old = {code: [0.25] * 10 + [0.0] * 14 for code in ("8N", "34B", "10D")}
    new = {code: [0.0] * 10 + [0.25] * 14 for code in ("8P", "34A")}
    stays: dict[Value, list[float]] = {"5D": [0.25] * 24}
    (found,) = said(with_values(months, "offence_class", {**old, **new, **stays}))["S05"]
    assert found.startswith("offence_class: 2 codes first appear and 3 last appear around Nov 2020: a new system?")


def test_a_rare_code_may_be_absent_for_a_while() -> None:
    months = months_from(date(2020, 1, 1), [800] * 24)
    rare = {code: [0.0] * 10 + [0.002] + [0.0] * 13 for code in ("2", "4.1", "56A", "29")}
    assert "S05" not in said(with_values(months, "offence_class", {**rare, "8N": [0.9] * 24}))


def test_months_that_are_issued_again_count_once_and_raise_no_alarm() -> None:
    """A quarter that a later file issues again is not twice as large as the others."""

    def quarter(first: int, as_at: date) -> Months:
        return Months("x.csv", records=Counter(dict.fromkeys(range(first, first + 3), 90)), as_at=as_at)

    editions = [
        quarter(636, date(2023, 4, 5)), quarter(639, date(2023, 7, 5)), quarter(636, date(2023, 7, 5)),
        quarter(636, date(2023, 10, 5)),
    ]  # fmt: skip
    assert set(months_together(editions).records.values()) == {90}
    beside = [quarter(636, date(2023, 4, 5)), quarter(636, date(2023, 4, 5))]  # two sites of one day
    assert set(months_together(beside).records.values()) == {180}
