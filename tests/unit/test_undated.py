"""Units without a date: how many may belong to which days, by what their extract and their other dates allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from svtool.counting.cells import Cell, Geography
from svtool.counting.source_counts import SourceCounts
from svtool.counting.undated import Window, find_undated, narrowed, window_of
from svtool.records.ledger import Extract
from svtool.schema.breakdowns import Breakdown
from svtool.schema.having import Having, HavingOffences
from svtool.schema.library import Library
from svtool.schema.rules import EVERYTHING, Among
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import Desk

    from svtool.gathering.facts import Facts

OFFENCES = Measure(
    id="offences", title="Offences", source="police", unit="offence", date_basis="recorded_date", where=EVERYTHING,
    rule=EVERYTHING, definition=None, role=None, having=None, part_of=None, desired=None, value_unit=None,
    published_as=None, note=None,
)  # fmt: skip
COMMITTED = replace(OFFENCES, id="committed", date_basis="committed_date")
KNIFE = replace(OFFENCES, id="knife", where=Among("knife", ("yes",)), rule=Among("knife", ("yes",)))
VICTIM_INCIDENTS = replace(OFFENCES, id="incidents", unit="victim_incident", role="victim")
SUSPECTS = replace(OFFENCES, id="suspects", unit="suspect", role="suspect")
TWICE = replace(SUSPECTS, id="twice", having=Having(offences=HavingOffences(gte=2), on_different_days=True))
POLICE = Library().sources["police"]
D = date.fromisoformat


def year(number: int) -> list[tuple[date, date]]:
    return [(date(number, 1, 1), date(number, 12, 31))]


def counts_of(desk: Desk, facts: Facts, *measures: Measure, **options: object) -> SourceCounts:
    geography = options.get("geography", Geography())
    by = options.get("by", ())
    assert isinstance(geography, Geography) and isinstance(by, tuple)
    breakdowns: list[Breakdown] = [desk.library.breakdowns[name] for name in by]
    return SourceCounts(desk.engine, facts, desk.library.catalogue, geography, measures, breakdowns)


# Where a record without a date may lie.

WINDOW = {"first": D("2020-01-01"), "last": D("2020-12-31")}


@pytest.mark.parametrize(
    ("extract", "basis", "window"),
    [
        pytest.param(Extract("a"), "recorded_date", (None, None), id="an extract that says nothing"),
        pytest.param(Extract("a", **WINDOW), "recorded_date", (D("2020-01-01"), D("2020-12-31")), id="selected on it"),
        pytest.param(Extract("a", **WINDOW), "committed_date", (None, D("2020-12-31")), id="committed before recorded"),
        pytest.param(
            Extract("a", **WINDOW, selected_on="committed_date"), "recorded_date", (D("2020-01-01"), None),
            id="recorded since it was committed",
        ),
        pytest.param(
            Extract("a", **WINDOW, selected_on="committed_date"), "committed_date",
            (D("2020-01-01"), D("2020-12-31")), id="selected on the day committed",
        ),
        pytest.param(Extract("a", D("2021-03-01")), "recorded_date", (None, D("2021-03-01")), id="made on a day"),
        pytest.param(
            Extract("a", D("2020-06-30"), **WINDOW), "committed_date", (None, D("2020-06-30")), id="made earlier"
        ),
    ],
)  # fmt: skip
def test_an_extract_allows_the_days_that_the_project_file_says(extract: Extract, basis: str, window: Window) -> None:
    assert window_of(extract, POLICE, basis) == window


YEAR_2020 = (D("2020-01-01"), D("2020-12-31"))


@pytest.mark.parametrize(
    ("window", "basis", "other", "found"),
    [
        ((None, None), "recorded_date", "2020-05-01", (D("2020-05-01"), None)),
        (YEAR_2020, "recorded_date", "2020-05-01", (D("2020-05-01"), D("2020-12-31"))),
        (YEAR_2020, "recorded_date", "1985-05-01", YEAR_2020),
        ((None, None), "committed_date", "2020-05-01", (None, D("2020-05-01"))),
        ((None, D("2020-12-31")), "committed_date", "2020-05-01", (None, D("2020-05-01"))),
        (YEAR_2020, "committed_date", "2021-05-01", YEAR_2020),
    ],
)
def test_another_date_of_the_record_narrows_them(window: Window, basis: str, other: str, found: Window) -> None:
    assert narrowed(window, basis, D(other), "day") == found


def test_a_recorded_month_allows_all_of_its_days() -> None:
    assert narrowed((None, None), "committed_date", D("2020-05-01"), "month") == (None, D("2020-05-31"))


def test_another_date_that_the_extract_excludes_narrows_nothing(desk: Desk) -> None:
    text = "recorded_date,committed_date\n2020-02-01,2020-01-01\nTBC,2031-05-01\nTBC,2020-10-01\n"
    facts = desk.gather("police", [text], said=[{"from": "2020-01-01", "to": "2020-12-31"}])
    counts = counts_of(desk, facts, OFFENCES)
    assert counts.count(OFFENCES, [(date(2020, 1, 1), date(2020, 6, 30))]).undated == 1, "2031 is a slip"
    assert counts.count(OFFENCES, year(2020)).undated == 2
    assert counts.count(OFFENCES, year(2031)).undated == 0


# How many there are.


def test_a_unit_without_a_date_may_belong_to_every_period(desk: Desk) -> None:
    facts = desk.gather("police", "reference,recorded_date\nO1,2021-01-01\nO2,TBC\nO3,\n")
    counts = counts_of(desk, facts, OFFENCES)
    for number in (1999, 2021):
        assert counts.count(OFFENCES, year(number)).undated == 2
    assert counts.count(OFFENCES, year(2021)).met == 1
    assert counts.count(OFFENCES, None).undated is None, "without days they are among those that are counted"


def test_where_every_record_has_a_date_nothing_is_undated(desk: Desk) -> None:
    facts = desk.gather("police", "reference,recorded_date\nO1,2021-01-01\n")
    assert counts_of(desk, facts, OFFENCES).count(OFFENCES, year(2021)).undated is None
    assert find_undated(desk.engine, facts, "committed_date") is None, "no column, no undated record"


def test_only_units_that_meet_the_rule_or_may_are_undated(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,knife\n2021-01-01,Y\nTBC,Y\nTBC,N\nTBC,\n")
    found = counts_of(desk, facts, KNIFE).count(KNIFE, year(2021))
    assert (found.met, found.not_known, found.undated, found.perhaps) == (1, 0, 2, 2)


def test_the_window_of_each_extract_and_the_other_date_say_to_which_periods(desk: Desk) -> None:
    said = [{"from": "2020-01-01", "to": "2020-12-31"}, {"from": "2021-01-01", "to": "2021-12-31"}, {}]
    files = [
        "reference,recorded_date,committed_date\nA1,2020-02-01,\nA2,TBC,\n",
        "reference,recorded_date,committed_date\nB1,2021-02-01,\nB2,TBC,\nB3,,2021-06-01\n",
        "reference,recorded_date,committed_date\nC1,2022-02-01,2022-01-31\nC2,TBC,2021-12-01\n",
    ]
    counts = counts_of(desk, desk.gather("police", files, said=said), OFFENCES, COMMITTED)
    assert [counts.count(OFFENCES, year(number)).undated for number in (2019, 2020, 2021, 2022)] == [0, 1, 3, 1]
    spring = [(date(2021, 1, 1), date(2021, 5, 31))]
    assert counts.count(OFFENCES, spring).undated == 1, "what was committed in June was not recorded before"
    # Without the day committed: A1 and A2 by the end of 2020 at the latest, B1 by February 2021, B2 by the end of it.
    assert [counts.count(COMMITTED, year(number)).undated for number in (2019, 2020, 2021, 2022)] == [4, 4, 2, 0]


def test_a_unit_of_several_rows_is_undated_once_and_one_with_two_victims_is_two_incidents(desk: Desk) -> None:
    desk.own_mapping("source: police\nrow: victim\nby_name: yes\n")
    text = "reference,recorded_date,victim_reference\nO1,TBC,V1\nO1,TBC,V2\nO2,2021-01-01,V3\n"
    facts = desk.gather("police", text, mapping="own")
    counts = counts_of(desk, facts, OFFENCES, VICTIM_INCIDENTS)
    assert counts.count(OFFENCES, year(2021)).undated == 1
    assert counts.count(VICTIM_INCIDENTS, year(2021)).undated == 2


def test_counts_of_a_table_are_undated_by_their_counts(desk: Desk) -> None:
    desk.own_mapping("source: police\nrow: offence\nby_name: yes\n")
    facts = desk.gather("police", "recorded_date,count\n2021-01-01,7\nTBC,5\n", mapping="own")
    assert counts_of(desk, facts, OFFENCES).count(OFFENCES, year(2021)).undated == 5


def test_undated_units_stand_by_their_area_and_breakdown(desk: Desk) -> None:
    rows = ["2021-01-01,Wirral,20", "TBC,Wirral,20", "TBC,Wirral,40", "TBC,Sefton,", "TBC,,20", "TBC,E08000035,20"]
    facts = desk.gather("police", "\n".join(["recorded_date,area,victim_age", *rows]), areas="merseyside")
    keys = tuple(desk.library.areas("merseyside").by_key)
    wirral, sefton = (desk.library.areas("merseyside").locate(name) for name in ("Wirral", "Sefton"))
    inside = Geography(keys, unknown_is_inside=True, bounded=True)
    counts = counts_of(desk, facts, OFFENCES, geography=inside, by=("age_band",))
    undated = {place: counts.count(OFFENCES, year(2021), Cell(place)).undated for place in (None, wirral, sefton, "")}
    assert undated == {None: 4, wirral: 2, sefton: 1, "": 1}
    bands = counts.labels_of(OFFENCES, "age_band")
    split = [counts.count(OFFENCES, year(2021), Cell(None, (("age_band", label),))).undated for label in bands]
    assert sorted(number for number in split if number) == [1, 1, 2], "of 20 years, of 40, and of no known age"
    perhaps = Geography(keys, unknown_is_inside=False, bounded=True)
    assert counts_of(desk, facts, OFFENCES, geography=perhaps).count(OFFENCES, year(2021)).undated == 4


def test_as_known_on_a_day_what_was_recorded_later_is_not_undated(desk: Desk) -> None:
    text = "recorded_date,committed_date\n2021-03-01,TBC\n2021-09-01,TBC\n,TBC\n"
    facts = desk.gather("police", text)
    counts = SourceCounts(
        desk.engine, facts, desk.library.catalogue, Geography(), [COMMITTED], limits=[date(2021, 6, 30)]
    )
    spring = [(date(2021, 1, 1), date(2021, 6, 30))]
    assert counts.count(COMMITTED, spring).undated == 3
    assert counts.count(COMMITTED, spring, known_on=date(2021, 6, 30)).undated == 2


# People.

PEOPLE = """
reference,recorded_date,suspect_reference
O1,2021-01-01,S1
O2,TBC,S1
O3,TBC,S2
O4,TBC,S2
O5,TBC,
"""


def test_people_are_undated_where_only_records_without_a_date_name_them(desk: Desk) -> None:
    desk.own_mapping("source: police\nrow: suspect\nby_name: yes\n")
    facts = desk.gather("police", PEOPLE, mapping="own")
    counts = counts_of(desk, facts, SUSPECTS, TWICE)
    found = counts.count(SUSPECTS, year(2021))
    assert (found.met, found.undated) == (1, 1), "S1 counts already; S2 may"
    assert counts.count(SUSPECTS, year(2020)).undated == 2


def test_people_may_count_as_repeated_by_records_without_a_date(desk: Desk) -> None:
    desk.own_mapping("source: police\nrow: suspect\nby_name: yes\n")
    counts = counts_of(desk, desk.gather("police", PEOPLE, mapping="own"), TWICE)
    found = counts.count(TWICE, year(2021))
    assert (found.met, found.not_known, found.undated) == (0, 0, 2), "two undated offences may be of different days"
