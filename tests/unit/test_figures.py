"""Counts become figures: when there is a number, when there is none and why, and what is said beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.figures.contract import Figure
from svtool.output.wording.note_words import notes_in_words

TABLE = """
    id: ours
    title: Ours
    groups:
      - title: Crime
        measures:
          - {id: offences, title: Offences, source: police, unit: offence, desired: fall}
          - {id: by_commission, title: Offences committed, source: police, unit: offence, date: committed}
          - {id: knives, title: Robberies with a knife, source: police, unit: offence,
             where: {all: [{offence: robbery}, {knife: yes}]}}
          - {id: robbery_or_knife, title: Robberies or knives, source: police, unit: offence,
             where: {any: [{offence: robbery}, {knife: yes}]}}
          - {id: sexual, title: Sexual offences, source: police, unit: offence, where: {offence: sexual_offences}}
          - {id: violence, title: Serious violence, source: police, unit: offence, definition: project}
          - {id: suspects, title: Suspects, source: police, unit: suspect}
          - {id: incidents, title: Victim incidents, source: police, unit: victim_incident}
    """

PROJECT = """
    definition: merseyside
    tables: [ours]
    periods: {kind: month, from: 2020-12, to: 2021-01, baseline: 2020-12}
    sources:
      police: {files: police.csv, from: 2020-12-01, to: 2021-01-31}
    """

FULL = """
    reference,recorded_date,committed_date,offence_class,knife,firearm,domestic_abuse,suspect_reference,victim_age,area
    R1,2020-12-01,2020-11-30,34B,Y,N,N,S1,20,Wirral
    R2,2020-12-02,2020-12-02,34B,,N,N,S2,30,Sefton
    R3,2021-01-01,2021-01-01,34B,Y,N,N,,,Wirral
    R4,2021-01-05,2020-12-31,45,N,N,N,S1,40,
    R5,2021-01-06,,17A,N,N,N,S3,50,Manchester
    """

DEC, JAN = "2020-12", "2021-01"
Made = Callable[..., Result]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Counts an extract by a small table; pieces of the project file may be exchanged."""

    def make(extract: str = FULL, old: str = "", new: str = "", **request: Any) -> Result:
        (tmp_path / "definitions/tables").mkdir(parents=True, exist_ok=True)
        (tmp_path / "definitions/tables/ours.yaml").write_text(textwrap.dedent(TABLE), encoding="utf-8")
        assert old in PROJECT
        (tmp_path / "svtool.yaml").write_text(textwrap.dedent(PROJECT.replace(old, new)), encoding="utf-8")
        (tmp_path / "police.csv").write_text(textwrap.dedent(extract).lstrip(), encoding="utf-8")
        return measure(Request(project=tmp_path / "svtool.yaml", **request))

    return make


def the(result: Result, measure_id: str, month: str, **by: str) -> Figure:
    """Return the figure of a measure in a month, in one part of a breakdown."""
    (found,) = [
        figure
        for figure in result.figures
        if figure.measure_id == measure_id
        and figure.column == month
        and all({"area": figure.area, **figure.by}[name] == value for name, value in by.items())
    ]
    return found


def test_a_figure_carries_what_it_is_and_where_it_stands(made: Made) -> None:
    figure = the(made(), "offences", JAN)
    assert (figure.table, figure.position, figure.group, figure.measure) == ("ours", 1, "Crime", "Offences")
    assert (figure.source, figure.unit, figure.date_basis, figure.definition) == ("police", "offence", "recorded", "")
    assert (figure.period_start, figure.period_end, figure.days, figure.days_covered) == (
        date(2021, 1, 1),
        date(2021, 1, 31),
        31,
        31,
    )
    assert (figure.count, figure.not_known, figure.status, figure.desired) == (3, 0, "", "fall")
    assert the(made(), "violence", JAN).definition == "merseyside"


def test_figures_stand_in_the_order_of_the_table_then_of_time(made: Made) -> None:
    found = [(figure.position, figure.column) for figure in made().figures]
    assert found == sorted(found)
    assert len(found) == 8 * 2


def test_a_measure_by_the_committed_date_is_placed_by_it(made: Made) -> None:
    result = made()
    assert [the(result, "by_commission", month).count for month in (DEC, JAN)] == [2, 1]
    assert the(result, "by_commission", DEC).date_basis == "committed"


def test_a_blank_flag_is_not_known_beside_the_count(made: Made) -> None:
    figure = the(made(), "knives", DEC)
    assert (figure.count, figure.not_known) == (1, 1)


def without(*columns: str) -> str:
    """Return the extract without some of its columns."""
    rows = [line.strip().split(",") for line in FULL.strip().splitlines()]
    kept = [place for place, name in enumerate(rows[0]) if name not in columns]
    return "\n".join(",".join(row[place] for place in kept) for row in rows) + "\n"


def test_a_field_that_no_record_has_and_the_rule_needs_is_named(made: Made) -> None:
    figure = the(made(without("knife")), "knives", JAN)
    assert (figure.count, figure.not_known, figure.status) == (None, None, "x")
    assert notes_in_words(figure.notes) == ["Not available: these extracts have no knife or sharp instrument flag."]


def test_a_field_that_no_record_has_and_the_rule_can_do_without_leaves_a_number(made: Made) -> None:
    figure = the(made(without("knife")), "robbery_or_knife", JAN)
    assert (figure.count, figure.not_known, figure.status) == (1, 2, "")


def test_a_field_that_is_blank_in_every_record_of_a_period_is_absent_there_only(made: Made) -> None:
    extract = (
        FULL.replace("34B,Y,N,N,,,Wirral", "34B,,N,N,,,Wirral").replace("45,N,", "45,,").replace("17A,N,", "17A,,")
    )
    result = made(extract)
    assert the(result, "knives", DEC).status == ""
    assert the(result, "knives", JAN).status == "x"


def test_extracts_without_offence_codes_say_so(made: Made) -> None:
    result = made(without("offence_class"))
    for name in ("knives", "sexual", "violence"):
        figure = the(result, name, JAN)
        assert (figure.count, figure.status) == (None, "x")
        assert "no offence code" in notes_in_words(figure.notes)[0]
    assert the(result, "offences", JAN).count == 3


def test_extracts_without_the_date_of_a_measure_say_so(made: Made) -> None:
    figure = the(made(without("committed_date")), "by_commission", JAN)
    assert (figure.count, figure.status) == (None, "x")
    assert notes_in_words(figure.notes) == ["Not available: these extracts have no committed date."]


def test_people_are_counted_by_reference_and_those_without_one_are_said(made: Made) -> None:
    result = made()
    assert the(result, "suspects", DEC).count == 2
    figure = the(result, "suspects", JAN)
    assert figure.count == 2
    assert "1 of 3 suspect records has no reference and is not counted." in " ".join(notes_in_words(figure.notes))


def test_people_without_any_reference_are_not_available(made: Made) -> None:
    figure = the(made(without("suspect_reference")), "suspects", JAN)
    assert (figure.count, figure.status) == (None, "x")
    assert notes_in_words(figure.notes) == ["Not available: these extracts have no suspect reference."]


def test_a_source_that_the_project_does_not_have(made: Made) -> None:
    result = made(tables=("agencies",))
    assert {figure.status for figure in result.figures} == {"x"}
    assert notes_in_words(result.figures[0].notes) == ["Not available: the project has no ED extract."]


def test_a_figure_that_is_not_available_is_not_compared_nor_the_next(made: Made) -> None:
    extract = "\n".join(line for line in FULL.splitlines() if "34B,," not in line).replace(
        "34B,Y,N,N,S1", "34B,,N,N,S1"
    )
    result = made(extract)
    assert the(result, "knives", DEC).status == "x"
    later = the(result, "knives", JAN)
    assert (later.count, later.change, later.change_status, later.compared_with) == (1, None, "x", "Dec 2020")
    assert later.baseline_change is None


def test_a_registered_break_withholds_the_change_of_all_that_it_concerns(made: Made) -> None:
    result = made(old="tables: [ours]", new="tables: [ours]\n    areas: merseyside")
    figure = the(result, "sexual", JAN, area="Merseyside")
    assert (figure.comparison, figure.change, figure.change_status) == ("break", None, "b")
    assert (
        notes_in_words(figure.notes)[-1]
        == "Recording changed: Sexual offences had no category of their own before 2021."
    )


def test_a_break_of_other_areas_concerns_nobody_here(made: Made) -> None:
    figure = the(made(), "sexual", JAN)
    assert figure.comparison == "full"


def test_a_break_of_a_part_of_a_measure_is_a_note(made: Made) -> None:
    result = made(old="tables: [ours]", new="tables: [ours]\n    areas: merseyside")
    figure = the(result, "violence", JAN, area="Merseyside")
    assert (figure.comparison, figure.change_status) == ("full", "u")  # of a small base, and no break
    assert any(note.endswith("(a part of this figure).") for note in notes_in_words(figure.notes))


def test_an_area_that_is_not_known_is_not_counted_unless_the_extract_is_the_area_s_own(made: Made) -> None:
    areas = "tables: [ours]\n    areas: merseyside"
    figure = the(made(old="tables: [ours]", new=areas), "offences", JAN, area="Merseyside")
    assert (figure.count, figure.not_known) == (1, 1)  # one without an area; one more lies elsewhere
    inside = made(old="to: 2021-01-31}", new="to: 2021-01-31, area_unknown: inside}\n    areas: merseyside")
    figure = the(inside, "offences", JAN, area="Merseyside")
    assert (figure.count, figure.not_known) == (2, 0)


def test_each_area_has_its_name_and_its_code(made: Made) -> None:
    result = made(old="tables: [ours]", new="tables: [ours]\n    areas: merseyside", by=("area",))
    wirral = the(result, "offences", JAN, area="Wirral")
    assert (wirral.count, wirral.area_code) == (1, "E08000015")
    nowhere = the(result, "offences", JAN, area="area not known")
    assert (nowhere.count, nowhere.area_code) == (1, "")
    assert the(result, "offences", JAN, area="outside Merseyside").count == 1


def test_what_is_certainly_outside_is_shown_apart_and_never_added(made: Made) -> None:
    extract = FULL.replace("Manchester", "E08000003").replace("45,N,N,N,S1,40,", "45,N,N,N,S1,40,Wirral")
    result = made(extract, old="tables: [ours]", new="tables: [ours]\n    areas: merseyside", by=("area",))
    whole = the(result, "offences", JAN, area="Merseyside")
    assert (whole.count, whole.not_known) == (2, 0)
    assert the(result, "offences", JAN, area="outside Merseyside").count == 1


def test_without_areas_all_records_are_the_area(made: Made) -> None:
    figure = the(made(), "offences", JAN)
    assert (figure.area, figure.area_code, figure.area_basis) == ("all records", "", "")


def test_the_baseline_is_compared_with_every_later_period(made: Made) -> None:
    result = made()
    figure = the(result, "offences", JAN)
    assert (figure.baseline, figure.baseline_change, figure.baseline_change_pct) == ("Dec 2020", 1, 50.0)
    assert the(result, "offences", DEC).baseline_change is None


def test_a_first_period_is_compared_only_where_the_table_says_so_and_there_are_days(made: Made) -> None:
    assert the(made(), "offences", DEC).compared_with == ""


def test_rows_read_are_accounted_for(made: Made) -> None:
    ledger = made().reports["police"]["police"].ledger
    assert (ledger.read, ledger.rejected, ledger.usable) == (5, 0, 5)


def uneven_years() -> str:
    """Return two years with 2 offences in one month and 18 in the next."""
    lines = ["reference,recorded_date,suspect_reference"]
    for year in (2020, 2021):
        for month in range(1, 13):
            lines += [
                f"{year}-{month}-{day},{year}-{month:02d}-{day:02d},S{day}" for day in range(1, (19, 3)[month % 2])
            ]
    return "\n".join(lines) + "\n"


YEARS = (
    PROJECT[PROJECT.index("{kind") :],
    """{kind: calendar, years: [2020, 2021], baseline: 2020}
    sources:
      police: {files: police.csv, from: 2020-01-01, to: 2021-12-31}
    """,
)


def test_an_interval_over_two_years_allows_for_uneven_months_and_says_so(made: Made) -> None:
    result = made(uneven_years(), *YEARS)
    figure = the(result, "offences", "2021")
    assert (figure.count, figure.change) == (120, 0)
    assert figure.dispersion == pytest.approx(2 * 12 * 64 / 10 / 22, rel=0.02)
    assert "The test allows for monthly counts that vary 7.1 times as much as chance." in notes_in_words(figure.notes)
    assert figure.change_lower_pct < -40
    assert the(result, "offences", "2020").dispersion is None


def test_people_are_not_counted_by_months(made: Made) -> None:
    figure = the(made(uneven_years(), *YEARS), "suspects", "2021")
    assert figure.p_value is not None
    assert figure.dispersion is None


# Drift: the share of records whose answer is not known moves, in the days that are compared, against both periods.


def robberies(month: str, *blank: bool) -> str:
    """Return robberies of one day; those marked have no knife flag."""
    return "".join(
        f"{month}-{number},{month},{month},34B,{'' if unknown else 'Y'},N,N,,,Wirral\n"
        for number, unknown in enumerate(blank)
    )


HEADER = FULL.strip().splitlines()[0].strip() + "\n"
TENTH, HALF = [True] * 10 + [False] * 90, [True] * 50 + [False] * 50


def test_drift_against_the_baseline_is_said_where_the_baseline_is_not_the_period_before(made: Made) -> None:
    extract = HEADER + robberies("2020-11-05", *TENTH) + robberies("2020-12-05", *HALF) + robberies("2021-01-05", *HALF)
    result = made(extract, "2020-12", "2020-11")
    december, january = the(result, "knives", DEC), the(result, "knives", JAN)
    drifted = (
        "The knife or sharp instrument flag was not recorded for 50% of the offences in question in {}, 10% in Nov "
        "2020: the fall may come from recording alone."
    )
    if_known = "If all were known, the change could lie between −50% and +11%."
    # November is the period before December: said once. Between December and January nothing drifted.
    assert notes_in_words(december.notes)[1:] == [drifted.format("Dec 2020"), if_known]
    assert (january.compared_with, january.drift_field) == ("Dec 2020", "")
    assert notes_in_words(january.notes)[1:] == [drifted.format("Jan 2021"), if_known]


def test_drift_in_a_year_to_date_that_ends_amid_a_month_looks_at_its_days_alone(made: Made) -> None:
    """After the 15th of February 2021 every flag is blank, which is no matter of the days before."""
    extract = HEADER + "".join(
        [
            robberies("2020-01-05", *TENTH), robberies("2020-02-10", *TENTH), robberies("2020-02-20", *TENTH),
            robberies("2021-01-05", *TENTH), robberies("2021-02-10", *TENTH), robberies("2021-02-20", *[True] * 300),
        ]
    )  # fmt: skip
    whole = {"old": "from: 2020-12-01, to: 2021-01-31", "new": "from: 2020-01-01, to: 2021-12-31"}
    to_15 = the(made(extract, **whole, periods="year_to_date:2021-02-15"), "knives", "2021")
    assert (to_15.compared_count, to_15.comparator_count, to_15.drift_field) == (180, 180, "")
    to_25 = the(made(extract, **whole, periods="year_to_date:2021-02-25"), "knives", "2021")
    assert (to_25.drift_field, to_25.drift_before, to_25.drift_now) == ("knife", 0.1, 0.64)
