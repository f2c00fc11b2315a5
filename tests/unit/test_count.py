"""Counting: units, periods, areas and breakdowns, each figure with what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from svtool.counting.cells import Cell, Geography
from svtool.counting.daily_counts import Counted
from svtool.counting.field_presence import never_certain
from svtool.counting.source_counts import SourceCounts
from svtool.errors import LedgerError
from svtool.gathering.facts import Facts
from svtool.meaning.decide import favour
from svtool.schema.areas import OUTSIDE
from svtool.schema.having import Having, HavingOffences
from svtool.schema.rules import EVERYTHING, All, Among, AnyOf, Not
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import Desk

OFFENCES = Measure(
    id="offences", title="Offences", source="police", unit="offence", date_basis="recorded_date", where=EVERYTHING,
    rule=EVERYTHING, definition=None, role=None, having=None, part_of=None, desired=None, value_unit=None,
    published_as=None, note=None,
)  # fmt: skip
VICTIM_INCIDENTS = replace(OFFENCES, id="incidents", unit="victim_incident", role="victim")
VICTIMS = replace(OFFENCES, id="victims", unit="victim", role="victim")
SUSPECTS = replace(OFFENCES, id="suspects", unit="suspect", role="suspect")
TWICE = Having(offences=HavingOffences(gte=2), on_different_days=True)


def _days(first: str, last: str) -> list[tuple[date, date]]:
    return [(date.fromisoformat(first), date.fromisoformat(last))]


YEAR = _days("2021-01-01", "2021-12-31")


def _asking(desk: Desk, measure: Measure, rule: str, **more: Any) -> Measure:
    asked = desk.rule(rule)
    return replace(measure, id=f"{measure.id} {rule}", where=asked, rule=asked, **more)


def _counts(
    desk: Desk, facts: Facts, *measures: Measure, geography: Geography | None = None, by: tuple[str, ...] = ()
) -> SourceCounts:
    breakdowns = [desk.library.breakdowns[name] for name in by]
    return SourceCounts(desk.engine, facts, desk.library.catalogue, geography or Geography(), measures, breakdowns)


# Days.


def test_a_unit_counts_in_the_days_that_are_asked_for_both_ends_included(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date\n2020-12-31\n2021-01-01\n2021-06-15\n2021-12-31\n2022-01-01\n\nTBC\n")
    counts = _counts(desk, facts, OFFENCES)
    assert counts.count(OFFENCES, YEAR).met == 3
    assert counts.count(OFFENCES, _days("2021-01-01", "2021-01-01")).met == 1
    assert counts.count(OFFENCES, [*_days("2020-12-31", "2020-12-31"), *_days("2022-01-01", "2022-12-31")]).met == 2
    assert counts.count(OFFENCES, []).met == 0


def test_an_undated_record_is_in_no_period_but_in_the_ledger(desk: Desk) -> None:
    facts = desk.gather("police", "reference,recorded_date\nO1,2021-01-01\nO2,TBC\nO3,\n")
    counts = _counts(desk, facts, OFFENCES)
    assert counts.count(OFFENCES, YEAR).met == 1
    assert counts.count(OFFENCES, None).met == 3


def test_the_date_basis_decides_the_day(desk: Desk) -> None:
    facts = desk.gather(
        "police", "recorded_date,committed_date\n2021-01-05,2020-12-31\n2021-01-05,2021-01-01\n2021-01-05,\n"
    )
    committed = replace(OFFENCES, id="committed", date_basis="committed_date")
    counts = _counts(desk, facts, OFFENCES, committed)
    assert counts.count(OFFENCES, YEAR).met == 3
    assert counts.count(committed, YEAR).met == 1


def test_a_date_that_no_column_has_is_named_as_absent(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date\n2021-01-05\n")
    committed = replace(OFFENCES, id="committed", date_basis="committed_date")
    counts = _counts(desk, facts, committed)
    assert counts.count(committed, YEAR) == Counted()
    assert counts.absent_fields(committed, YEAR) == ["committed_date"]


# Certain and possible.


def test_a_figure_has_what_is_met_what_is_not_known_and_what_is_not_met(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,knife\n2021-01-01,Y\n2021-01-02,N\n2021-01-03,\n2021-01-04,Y\n")
    knife = _asking(desk, OFFENCES, "knife: yes")
    assert _counts(desk, facts, knife).count(knife, YEAR) == Counted(met=2, not_known=1, not_met=1)


def test_counts_add_up() -> None:
    assert Counted(1, 2, 3) + Counted(10, 20, 30) == Counted(11, 22, 33)


def test_classes_without_flags_are_certain_only_where_no_flag_is_needed(desk: Desk) -> None:
    """An aggregate of classes: robbery is in by class, rape only if a knife or firearm was used."""
    facts = desk.gather(
        "police",
        """
        recorded_date,offence_class,count
        2021-01-01,34B,100
        2021-01-01,19C,40
        2021-01-01,39,500
        2021-01-01,34B,-3
        2021-01-01,,7
        """,
    )
    definition = desk.library.definition("merseyside")
    measure = replace(OFFENCES, id="sv", rule=definition.rule, definition=definition)
    counts = _counts(desk, facts, measure)
    assert counts.count(measure, YEAR) == Counted(met=97, not_known=47, not_met=500)
    assert not never_certain(measure, counts.absent_fields(measure, YEAR))


def test_a_measure_that_hangs_on_a_field_nobody_recorded_is_never_certain(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,offence_class\n2021-01-01,34B\n2021-01-02,39\n")
    knife = _asking(desk, OFFENCES, "all: [{knife: yes}, {offence: robbery}]")
    counts = _counts(desk, facts, knife)
    assert counts.count(knife, YEAR) == Counted(met=0, not_known=1, not_met=1)
    assert counts.absent_fields(knife, YEAR) == ["knife"]
    assert never_certain(knife, counts.absent_fields(knife, YEAR))


def test_a_field_may_be_absent_in_one_period_and_recorded_in_another(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,knife\n2020-06-01,\n2020-07-01,\n2021-06-01,Y\n2021-07-01,\n")
    knife = _asking(desk, OFFENCES, "knife: yes")
    counts = _counts(desk, facts, knife)
    assert counts.absent_fields(knife, _days("2020-01-01", "2020-12-31")) == ["knife"]
    assert counts.absent_fields(knife, YEAR) == []
    assert counts.absent_fields(knife, _days("2019-01-01", "2019-12-31")) == [], "no record says nothing"


def test_a_field_that_is_no_where_it_is_absent_is_never_missed(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date\n2021-01-01\n")
    kept = _asking(desk, OFFENCES, "not: {cancelled: yes}")
    counts = _counts(desk, facts, kept)
    assert counts.count(kept, YEAR).met == 1
    assert counts.absent_fields(kept, YEAR) == []


def test_a_condition_is_answered_in_its_favour_also_under_not() -> None:
    knife, rape = Among("knife", ("yes",)), Among("offence", ("rape",))
    assert favour(All((knife, rape)), "knife") == All((All(()), rape))
    assert favour(Not(knife), "knife") == Not(AnyOf(()))
    assert favour(Not(AnyOf((rape, Not(knife)))), "knife") == Not(AnyOf((rape, Not(All(())))))
    assert favour(rape, "knife") == rape


def test_open_shares_are_those_of_records_that_meet_the_other_conditions(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        """
        recorded_date,knife,offence_class
        2021-01-01,Y,34B
        2021-01-02,,34B
        2021-01-03,N,34B
        2021-01-04,,39
        2021-01-05,Y,
        """,
    )
    measure = _asking(desk, OFFENCES, "all: [{knife: yes}, {offence: robbery}]")
    shares = _counts(desk, facts, measure).open_shares(measure, YEAR, Cell())
    assert shares == {"knife": (3, 1), "offence": (2, 1)}


# Units.


PEOPLE = {
    "offences": """
        reference,recorded_date,knife
        O1,2021-01-01,Y
        O2,2021-02-01,N
        O3,2021-03-01,Y
        O4,2021-03-01,
        """,
    "victims": """
        reference,victim_reference,victim_age,victim_sex
        O1,V1,17,female
        O1,V2,30,male
        O2,V1,17,female
        O3,,24,male
        """,
    "suspects": """
        reference,suspect_reference,suspect_age
        O1,S1,20
        O2,S1,20
        O3,S2,30
        O4,S2,30
        O4,S3,
        """,
}


def test_an_offence_with_two_victims_is_one_offence_and_two_victim_incidents(desk: Desk) -> None:
    facts = desk.gather("police", PEOPLE)
    young = _asking(desk, OFFENCES, "victim_age: {lt: 25}", role="victim")
    young_incidents = _asking(desk, VICTIM_INCIDENTS, "victim_age: {lt: 25}")
    measures = (OFFENCES, VICTIM_INCIDENTS, young, young_incidents)
    counts = _counts(desk, facts, *measures)
    assert counts.count(OFFENCES, YEAR) == Counted(4, 0, 0)
    assert counts.count(VICTIM_INCIDENTS, YEAR) == Counted(4, 0, 0)
    assert counts.count(young, YEAR) == Counted(met=3, not_known=0, not_met=1)
    assert counts.count(young_incidents, YEAR) == Counted(met=3, not_known=0, not_met=1)


def test_a_person_is_counted_once_in_a_period_however_often_they_appear(desk: Desk) -> None:
    facts = desk.gather("police", PEOPLE)
    counts = _counts(desk, facts, VICTIMS, SUSPECTS)
    assert counts.count(SUSPECTS, YEAR).met == 3
    assert counts.count(SUSPECTS, _days("2021-01-01", "2021-01-31")).met == 1
    assert counts.count(SUSPECTS, _days("2021-02-01", "2021-02-28")).met == 1


def test_who_has_no_reference_is_nobody_that_can_be_counted_and_is_told(desk: Desk) -> None:
    facts = desk.gather("police", PEOPLE)
    found = _counts(desk, facts, VICTIMS).count_persons(VICTIMS, YEAR, Cell())
    assert (found.met, found.rows, found.rows_without_reference) == (2, 4, 1)


def test_people_suspected_more_than_once_have_offences_on_different_days(desk: Desk) -> None:
    """S1 has two days; S2 has two offences of one day."""
    facts = desk.gather("police", PEOPLE)
    twice = replace(SUSPECTS, id="twice", having=TWICE)
    same_day = replace(SUSPECTS, id="same day", having=Having(offences=HavingOffences(gte=2)))
    counts = _counts(desk, facts, twice, same_day)
    assert counts.count(twice, YEAR) == Counted(met=1)
    assert counts.count(same_day, YEAR) == Counted(met=2)
    assert counts.count(twice, _days("2021-01-01", "2021-01-31")) == Counted()


def test_people_who_may_have_met_a_rule_often_enough_are_not_known(desk: Desk) -> None:
    """S2 certainly has one knife offence, and perhaps a second."""
    facts = desk.gather("police", PEOPLE)
    once = _asking(desk, SUSPECTS, "knife: yes")
    twice = replace(once, id="twice", having=Having(offences=HavingOffences(gte=2)))
    counts = _counts(desk, facts, once, twice)
    assert counts.count(once, YEAR) == Counted(met=2, not_known=1)
    assert counts.count(twice, YEAR) == Counted(met=0, not_known=1)


@pytest.mark.parametrize(("within", "people"), [("file", 4), ("supplier", 3), ("always", 2)])
def test_a_reference_means_the_same_person_as_far_as_the_mapping_says(within: str, people: int, desk: Desk) -> None:
    mapping = desk.own_mapping(
        "source: police\nrow: offence\nby_name: yes\n"
        f"columns:\n  suspect_reference: {{column: suspect_reference, within: {within}}}\n"
    )
    header = "reference,recorded_date,supplier,suspect_reference\n"
    files = [
        f"{header}O1,2021-01-01,Force A,S1\nO2,2021-01-02,Force A,S1\nO3,2021-01-03,Force B,S1\n",
        f"{header}O4,2021-01-04,Force A,S1\nO5,2021-01-05,Force B,S2\n",
    ]
    facts = desk.gather("police", files, mapping=mapping)
    assert _counts(desk, facts, SUSPECTS).count(SUSPECTS, YEAR).met == people


# Areas.


PLACED = """
    reference,recorded_date,knife,area,suspect_reference
    O1,2021-01-01,Y,Sefton,S1
    O2,2021-01-02,Y,E08000012,S1
    O3,2021-01-03,Y,Merseyside,S2
    O4,2021-01-04,Y,Somewhere,S3
    O5,2021-01-05,N,,S4
    O6,2021-01-06,Y,E08000025,S5
    O7,2021-01-07,,Sefton,S1
    """


def _geography(desk: Desk, unknown_is_inside: bool) -> Geography:
    return Geography(tuple(desk.library.areas("merseyside").by_key), unknown_is_inside, bounded=True)


def test_without_areas_the_whole_file_counts(desk: Desk) -> None:
    facts = desk.gather("police", PLACED)
    knife = _asking(desk, OFFENCES, "knife: yes")
    assert _counts(desk, facts, knife).count(knife, YEAR) == Counted(met=5, not_known=1, not_met=1)


def test_a_forces_own_extract_is_inside_where_its_area_is_not_known(desk: Desk) -> None:
    facts = desk.gather("police", PLACED, areas="merseyside")
    knife = _asking(desk, OFFENCES, "knife: yes")
    counts = _counts(desk, facts, knife, geography=_geography(desk, unknown_is_inside=True))
    assert counts.count(knife, YEAR) == Counted(met=4, not_known=1, not_met=1)


def test_elsewhere_a_record_whose_area_is_not_known_is_not_known(desk: Desk) -> None:
    """Whether it met the rule or not: it may not even be of the area."""
    facts = desk.gather("police", PLACED, areas="merseyside")
    knife = _asking(desk, OFFENCES, "knife: yes")
    counts = _counts(desk, facts, knife, geography=_geography(desk, unknown_is_inside=False))
    assert counts.count(knife, YEAR) == Counted(met=3, not_known=1 + 1, not_met=1)


def test_a_part_has_what_is_certainly_there_and_outside_stands_apart(desk: Desk) -> None:
    facts = desk.gather("police", PLACED, areas="merseyside")
    knife = _asking(desk, OFFENCES, "knife: yes")
    counts = _counts(desk, facts, knife, geography=_geography(desk, unknown_is_inside=True), by=("area",))
    by_area = {
        "Sefton": Counted(met=1, not_known=1),
        "Liverpool": Counted(met=1),
        "Wirral": Counted(),
    }
    codes = {area.name: area.key for area in desk.library.areas("merseyside").areas}
    assert {name: counts.count(knife, YEAR, Cell(codes[name])) for name in by_area} == by_area
    assert counts.count(knife, YEAR, Cell("")) == Counted(met=2, not_met=1), "inside, but nobody knows where"
    assert counts.count(knife, YEAR, Cell(OUTSIDE)) == Counted(met=1)


def test_parts_and_area_not_known_add_up_to_the_whole(desk: Desk) -> None:
    facts = desk.gather("police", PLACED, areas="merseyside")
    knife = _asking(desk, OFFENCES, "knife: yes")
    counts = _counts(desk, facts, knife, geography=_geography(desk, unknown_is_inside=True), by=("area",))
    keys = ["", *desk.library.areas("merseyside").by_key]
    whole = Counted()
    for key in keys:
        whole += counts.count(knife, YEAR, Cell(key))
    assert whole == counts.count(knife, YEAR)


def test_people_are_counted_in_the_area_of_their_offences(desk: Desk) -> None:
    """S1 of three offences in two boroughs is one person of the whole, and one of each borough."""
    facts = desk.gather("police", PLACED, areas="merseyside")
    counts = _counts(desk, facts, SUSPECTS, geography=_geography(desk, unknown_is_inside=True))
    assert counts.count(SUSPECTS, YEAR).met == 4
    assert counts.count(SUSPECTS, YEAR, Cell("E08000014")).met == 1
    assert counts.count(SUSPECTS, YEAR, Cell("E08000012")).met == 1


def test_people_of_offences_whose_area_is_not_known_are_not_known(desk: Desk) -> None:
    facts = desk.gather("police", PLACED, areas="merseyside")
    counts = _counts(desk, facts, SUSPECTS, geography=_geography(desk, unknown_is_inside=False))
    assert counts.count(SUSPECTS, YEAR) == Counted(met=2, not_known=2)


def test_an_extract_without_areas_has_an_absent_field_where_areas_are_asked_for(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date\n2021-01-01\n", areas="merseyside")
    counts = _counts(desk, facts, OFFENCES, geography=_geography(desk, unknown_is_inside=False))
    assert counts.count(OFFENCES, YEAR) == Counted(met=0, not_known=1)
    assert counts.absent_fields(OFFENCES, YEAR) == ["area"]


# Breakdowns.


def _broken_down(counts: SourceCounts, measure: Measure, by: str) -> dict[str, int]:
    labels = counts.labels_of(measure, by)
    return {label: counts.count(measure, YEAR, Cell(values=((by, label),))).met for label in labels}


def test_a_breakdown_by_age_is_that_of_the_measures_role_else_of_the_victim(desk: Desk) -> None:
    facts = desk.gather("police", PEOPLE)
    suspected = _asking(desk, OFFENCES, "suspect_age: {lt: 99}", role="suspect")
    counts = _counts(desk, facts, VICTIM_INCIDENTS, OFFENCES, suspected, by=("age_band",))
    assert _broken_down(counts, VICTIM_INCIDENTS, "age_band") == {"10–17": 2, "18–24": 1, "25+": 1}
    assert _broken_down(counts, OFFENCES, "age_band") == {"10–17": 2, "18–24": 1, "25+": 1, "no victim": 1}
    assert _broken_down(counts, suspected, "age_band") == {"18–24": 2, "25+": 2, "not known": 0}


@pytest.mark.parametrize(
    ("age", "band"),
    [
        ("0", "0–9"), ("9", "0–9"), ("10", "10–17"), ("17", "10–17"), ("18", "18–24"), ("24", "18–24"),
        ("25", "25+"), ("120", "25+"), ("18-24", "18–24"), ("16-24", "not known"), ("", "not known"),
        ("25+", "25+"), ("under 10", "0–9"), ("under 18", "not known"),
    ],
)  # fmt: skip
def test_an_age_falls_into_one_band_or_is_not_known(age: str, band: str, desk: Desk) -> None:
    facts = desk.gather("ambulance", f"recorded_date,age\n2021-01-01,{age}\n")
    measure = replace(OFFENCES, source="ambulance", unit="incident")
    assert _broken_down(_counts(desk, facts, measure, by=("age_band",)), measure, "age_band") == {band: 1}


def test_a_breakdown_never_changes_the_total(desk: Desk) -> None:
    """An offence with a girl and a man among its victims is in both rows, and once in the total."""
    facts = desk.gather("police", PEOPLE)
    for by in ((), ("sex",), ("age_band",), ("age_band", "sex"), ("offence_class",)):
        counts = _counts(desk, facts, OFFENCES, VICTIM_INCIDENTS, by=by)
        assert counts.count(OFFENCES, YEAR).met == 4, by
        assert counts.count(VICTIM_INCIDENTS, YEAR).met == 4, by


def test_breakdowns_combine(desk: Desk) -> None:
    facts = desk.gather("police", PEOPLE)
    counts = _counts(desk, facts, VICTIM_INCIDENTS, by=("age_band", "sex"))

    def cell(band: str, sex: str) -> int:
        return counts.count(VICTIM_INCIDENTS, YEAR, Cell(values=(("age_band", band), ("sex", sex)))).met

    assert (cell("10–17", "female"), cell("10–17", "male"), cell("25+", "male")) == (2, 0, 1)
    assert (cell("10–17", "all"), cell("all", "male"), cell("all", "all")) == (2, 2, 4)


def test_a_value_that_means_unknown_keeps_its_own_row(desk: Desk) -> None:
    facts = desk.gather("ambulance", "recorded_date,sex\n2021-01-01,female\n2021-01-02,not_recorded\n2021-01-03,\n")
    measure = replace(OFFENCES, source="ambulance", unit="incident")
    counts = _counts(desk, facts, measure, by=("sex",))
    assert _broken_down(counts, measure, "sex") == {"female": 1, "not_recorded": 1, "not known": 1}


def test_an_offence_is_broken_down_by_its_class_where_it_has_one(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        "recorded_date,offence_class,offence_subcode\n2021-01-01,34B,\n2021-01-02,,034/01\n2021-01-03,4.10,\n2021-01-04,8N,008/06\n",
    )
    counts = _counts(desk, facts, OFFENCES, by=("offence_class",))
    assert _broken_down(counts, OFFENCES, "offence_class") == {"34B": 1, "4.10": 1, "8N": 1, "not known": 1}


def test_clauses_overlap_and_an_offence_counts_once_in_the_whole(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        """
        recorded_date,offence_class,offence_subcode,knife,firearm,hate_crime
        2021-01-01,34B,,Y,N,N
        2021-01-02,34A,,N,N,N
        2021-01-03,8N,008/06,Y,N,N
        2021-01-04,8N,008/06,,N,N
        """,
    )
    definition = desk.library.definition("merseyside")
    measure = replace(OFFENCES, id="sv", rule=definition.rule, definition=definition)
    counts = _counts(desk, facts, measure, by=("clause",))
    by_clause = {
        clause: counts.count(measure, YEAR, Cell(values=(("clause", clause),))) for clause in definition.clause_rules
    }
    assert {clause: counted.met for clause, counted in by_clause.items() if counted.met} == {"A3": 1, "A5": 1, "B5": 2}
    assert {clause: counted.not_known for clause, counted in by_clause.items() if counted.not_known} == {"A5": 1}
    assert counts.count(measure, YEAR) == Counted(met=3, not_known=1)


# The ledger, again.


def test_met_not_known_and_not_met_account_for_every_usable_row(desk: Desk) -> None:
    facts = desk.gather("police", PLACED, areas="merseyside")
    measures = [_asking(desk, OFFENCES, rule) for rule in ("knife: yes", "not: {knife: yes}", "offence: robbery")]
    counts = _counts(desk, facts, *measures, geography=_geography(desk, unknown_is_inside=False))
    for measure in measures:
        inside, outside = counts.count(measure, None), counts.count(measure, None, Cell(OUTSIDE))
        whole = inside + outside
        assert whole.met + whole.not_known + whole.not_met == facts.reports["police"].ledger.usable


def test_a_tally_that_does_not_account_for_every_row_stops_the_run(desk: Desk) -> None:
    facts = desk.gather("police", "reference,recorded_date\nO1,2021-01-01\nO2,2021-01-02\n")
    desk.engine.define("too_few", f"SELECT * FROM {facts.table} WHERE recorded_date < CAST('2021-01-02' AS DATE)")
    with pytest.raises(LedgerError, match="2 usable rows"):
        _counts(desk, replace(facts, table="too_few"), OFFENCES)
