"""`svtool profile`: what a strategic needs assessment prints, section by section."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from command_desk import Desk
from small_project import police_csv

import svtool
from svtool.commands.measures import Result
from svtool.commands.profile import profile
from svtool.commands.scope import Request
from svtool.counting.cells import ALL_LABEL
from svtool.figures.contract import Figure
from svtool.schema.library import Library

MOST_TELLING = ("offences_by_group", "offences_by_area", "victims", "days_of_the_week")


def rows_of(printed: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(printed)))


def own_parts(result: Result, figure: Figure) -> list[list[Figure]]:
    """Return for each breakdown of its section the parts of a whole."""
    (section,) = (each for each in result.tables if each.id == figure.table)
    alike = [
        each for each in result.figures
        if (each.table, each.measure_id, each.column) == (figure.table, figure.measure_id, figure.column)
    ]  # fmt: skip
    found = []
    for name in section.by:
        if name == "area":
            found.append([each for each in alike if each.place in {"part", "nowhere"}])
        else:
            others = [each for each in section.by if each not in {name, "area"}]
            found.append([
                each for each in alike
                if each.by[name] != ALL_LABEL and all(each.by[other] == ALL_LABEL for other in others)
            ])  # fmt: skip
    return found


def test_every_section_adds_up_to_what_measures_prints(sample_project: Path) -> None:
    is_whole = sample_project.parent.name != "tenth"
    result = profile(Request(project=sample_project, tables=() if is_whole else MOST_TELLING))
    checked: dict[str, int] = defaultdict(int)
    for figure in result.figures:
        is_whole = figure.place == "whole" and set(figure.by.values()) == {ALL_LABEL}
        if not is_whole or not figure.is_column or figure.unit in {"victim", "suspect"} or figure.count is None:
            continue
        for parts in own_parts(result, figure):
            if any(each.status == "x" for each in parts):  # the extracts lack the field, which the row then names
                assert len(parts) == 1 and parts[0].count is None
                continue
            assert sum(each.count or 0 for each in parts) == figure.count
            assert sum(each.not_known or 0 for each in parts) == figure.not_known
            checked[figure.table] += 1
    assert {*MOST_TELLING} <= {*checked}


def test_a_section_counts_what_the_table_of_measures_counts() -> None:
    library = Library().with_definition("merseyside")
    (printed,) = (each for each in library.table("mvrp_local").measures if each.id == "serious_violence")
    own = library.profile("needs_assessment").sections[0].measures[0]
    assert (own.rule, own.unit, own.date_basis) == (printed.rule, printed.unit, printed.date_basis)


def test_a_section_whose_field_no_extract_has_says_which(desk: Desk) -> None:
    ran = desk.run("profile", "--date", "recorded", "--section", "places", "--format", "csv")
    assert ran.code == 0
    parts = [row for row in rows_of(ran.out) if row["public_place"] != "all"]
    assert {row["status"] for row in parts} == {"x"}
    assert {row["count"] for row in parts} == {""}
    assert all("these extracts have no public place flag" in row["notes"].lower() for row in parts)
    whole = next(row for row in rows_of(ran.out) if row["public_place"] == "all" and row["period"] == "2020")
    assert whole["count"] == str(366 - 12)


def test_sections_are_printed_in_the_order_of_the_profile(desk: Desk) -> None:
    ran = desk.run("profile", "--section", "markers", "--section", "offences_by_group", "--format", "csv")
    assert list(dict.fromkeys(row["table"] for row in rows_of(ran.out))) == ["offences_by_group", "markers"]


def test_a_section_that_is_not_there_is_a_wrong_command_line(desk: Desk) -> None:
    ran = desk.run("profile", "--section", "victim")
    assert ran.code == 2
    assert "--section: victim is not a section of needs_assessment" in ran.err
    assert "did you mean victims?" in ran.err


def test_a_project_without_a_definition_is_told_which_there_are(desk: Desk) -> None:
    desk.project("definition: merseyside\n", "")
    ran = desk.run("profile", "--section", "markers")
    assert ran.code == 10
    assert "names no definition of serious violence, by which markers counts" in ran.err


@pytest.mark.slow
def test_a_profile_of_ones_own_may_ask_of_any_source(desk: Desk) -> None:
    desk.write(
        "definitions/profiles/ours.yaml",
        """
        id: ours
        title: Ours
        measures: [{id: robberies, title: Robberies, source: police, unit: offence, where: {offence: robbery}}]
        sections: [{id: groups, title: Groups, measures: [robberies], by: [offence_group]}]
        """,
    )
    rows = rows_of(desk.run("profile", "--profile", "ours", "--format", "csv").out)
    found = {(row["offence_group"], row["period"]): row["count"] for row in rows}
    assert found["all", "2021"] == found["Robbery of personal property", "2021"] == str(2 * (365 - 12))


@pytest.mark.slow
def test_verify_makes_a_profile_again(desk: Desk) -> None:
    asked = ("profile", "--section", "offences_by_group", "--format", "csv", "--out", "profile.csv")
    assert desk.run(*asked).code == 0
    ran = desk.run("verify", "profile.csv.manifest.json")
    assert (ran.code, ran.out.splitlines()[-1][:9]) == (0, "The same:")
    assert "nothing was written" in desk.run(*asked, "--only-if-changed").err


OFFENCES = """
    reference,recorded_date,offence_class
    1,2019-03-01,34B
    2,2020-02-01,34B
    3,2019-05-01,34B
    4,2020-06-01,34B
    5,2021-03-01,34B
    6,2021-04-01,34B
    """
SUSPECTS = "reference,suspect_reference\n1,A\n2,A\n3,B\n4,B\n"


def followed(desk: Desk, mapping: str = "standard") -> dict[str, dict[str, str]]:
    """Return the rows of people suspected again by period: of those of 2019 one, after 11 months; another after 13."""
    desk.write("offences.csv", OFFENCES)
    desk.write("suspects.csv", SUSPECTS)
    desk.write("more.csv", "reference,suspect_reference\n5,\n6,C\n")
    desk.write("svtool.yaml", f"""
        definition: merseyside
        periods: {{kind: calendar, years: [2019, 2020, 2021]}}
        sources:
          police:
            offences: {{files: offences.csv, mapping: standard, from: 2019-01-01, to: 2021-12-31, complete: yes}}
            suspects: {{files: [suspects.csv, more.csv], mapping: {mapping}, from: 2019-01-01, to: 2021-12-31}}
        """)  # fmt: skip
    ran = desk.run("profile", "--section", "cohorts", "--date", "recorded", "--format", "csv")
    assert ran.code == 0, ran.err
    rows = (row for row in rows_of(ran.out) if row["measure_id"] == "serious_violence_suspected_again")
    return {row["period"]: row for row in rows}


def test_every_year_is_followed_equally_long_and_one_that_is_not_says_until_when_it_would_be(desk: Desk) -> None:
    rows = followed(desk)
    assert (rows["2019"]["count"], rows["2019"]["not_known"]) == ("1", "0")
    assert (rows["2020"]["count"], rows["2020"]["not_known"]) == ("0", "1")  # who is not named may be anybody of 2020
    assert (rows["2021"]["count"], rows["2021"]["status"]) == ("", "x")
    assert "do not hold all days from 1 January 2021 to 31 December 2022" in rows["2021"]["notes"]


@pytest.mark.slow
def test_people_whom_every_file_numbers_anew_are_followed_nowhere(desk: Desk) -> None:
    desk.write("definitions/mappings/anew.yaml", """
        id: anew
        title: Suspects
        source: police
        row: suspects
        by_name: yes
        columns: {suspect_reference: {column: suspect_reference, within: file}}
        """)  # fmt: skip
    rows = followed(desk, "anew")
    assert {row["status"] for row in rows.values()} == {"x"}
    assert "suspect references mean the same person within one file only" in rows["2019"]["notes"]


def test_a_measure_that_follows_people_has_no_months(desk: Desk) -> None:
    desk.write("definitions/tables/again.yaml", """
        id: again
        title: Again
        groups:
          - title: People
            measures: [{id: again, title: Again, source: police, unit: suspect, again_within_months: 12}]
        """)  # fmt: skip
    ran = desk.run("trend", "--table", "again", "--measure", "again")
    assert ran.code == 2
    assert "--measure again: follows people for 12 months" in ran.err


def test_only_people_are_followed(desk: Desk) -> None:
    desk.write("definitions/tables/again.yaml", """
        id: again
        title: Again
        groups:
          - title: Offences
            measures: [{id: again, title: Again, source: police, unit: offence, again_within_months: 12}]
        """)  # fmt: skip
    ran = desk.run("measures", "--table", "again")
    assert ran.code == 10
    assert "has again_within_months and counts no people" in ran.err


def test_a_monthly_average_is_the_count_by_the_months_that_are_held(desk: Desk) -> None:
    desk.write("extracts/police.csv", police_csv(date(2020, 4, 1)))
    rows = rows_of(desk.run("profile", "--section", "offences", "--date", "recorded", "--format", "csv").out)
    averages = {row["period"]: row for row in rows if row["measure_id"] == "serious_violence_a_month"}
    assert float(averages["Apr to Dec 2020"]["value"]) == float(f"{(275 - 9) / 9:.10g}")
    assert float(averages["2021"]["value"]) == float(f"{2 * (365 - 12) / 12:.10g}")
    assert {row["value_unit"] for row in averages.values()} == {"a month"}
    assert {row["verdict"] for row in averages.values()} == {""}  # the count has it, which stands above


def test_a_share_of_people_suspected_again_is_bounded_by_those_whom_nobody_named(desk: Desk) -> None:
    followed(desk)
    ran = desk.run("profile", "--section", "cohorts", "--date", "recorded", "--format", "csv")
    rows = (row for row in rows_of(ran.out) if row["measure_id"] == "serious_violence_suspected_again_share")
    shares = {row["period"]: row for row in rows}
    assert (shares["2019"]["value"], shares["2019"]["value_if_known_max"]) == ("50", "50")
    assert (shares["2020"]["value"], shares["2020"]["value_if_known_max"]) == ("0", "50")
    assert shares["2021"]["status"] == "x"


def test_years_are_compared_with_the_first_of_them_too(desk: Desk) -> None:
    asked = ("profile", "--section", "offences", "--date", "recorded", "--format", "csv", "--periods")
    rows = rows_of(desk.run(*asked, "financial:2019/20..2021/22").out)
    assert {row["baseline"] for row in rows if row["count"]} == {"2019/20"}
    months = rows_of(desk.run(*asked, "month:2020-01..2020-03").out)
    assert {row["baseline"] for row in months} == {""}


@pytest.mark.slow
def test_people_who_come_again_do_not_give_away_how_few_were_met_in_the_next_year(desk: Desk) -> None:
    """Of 28 who came again 20 did so in 2019: eight at least were met in 2020, so that of 12 incidents few are left."""
    days = [(f"P{i}", "2019-02-01") for i in range(58)] + [(f"P{i}", "2019-11-01") for i in range(20)]
    days += [(f"P{i}", "2020-01-05") for i in range(20, 28)] + [("P20", "2020-03-01")] * 4
    rows = [f"R{i},{day},34B,{who}" for i, (who, day) in enumerate(days)]
    desk.write("police.csv", "\n".join(["reference,recorded_date,offence_class,victim_reference", *rows, ""]))
    desk.write("definitions/mappings/flat.yaml", """
        id: flat
        title: Flat
        source: police
        row: victim
        by_name: yes
        columns: {victim_reference: {column: victim_reference, within: always}}
        """)  # fmt: skip
    desk.write("svtool.yaml", """
        periods: {kind: calendar, years: [2019, 2020]}
        disclosure: threshold_5
        sources: {police: {files: police.csv, mapping: flat, from: 2019-01-01, to: 2020-12-31, complete: yes}}
        """)  # fmt: skip
    desk.write("definitions/profiles/victims.yaml", """
        id: victims
        title: Victims
        measures:
          - {id: incidents, title: Incidents, source: police, unit: victim_incident}
          - {id: people, title: Victims, source: police, unit: victim}
          - {id: twice, title: Twice, source: police, unit: victim, having: {offences: {gte: 2}}, part_of: people}
          - {id: again, title: Again, source: police, unit: victim, again_within_months: 12, part_of: people}
          - {id: share, title: Share, of: again, per: people, as: share}
        sections: [{id: all, title: All, measures: [incidents, people, twice, again, share]}]
        """)  # fmt: skip
    asked = ("profile", "--profile", "victims", "--format", "csv")
    truth = {(row["measure_id"], row["period"]): row for row in rows_of(desk.run(*asked, "--disclosure", "none").out)}
    told = [("incidents", "2020"), ("people", "2020"), ("twice", "2019"), ("again", "2019")]
    assert [truth[each]["count"] for each in told] == ["12", "8", "20", "28"]
    shown = {(row["measure_id"], row["period"]): row for row in rows_of(desk.run(*asked).out)}
    assert "c" in {shown[each]["status"] for each in told if each != ("people", "2020")}
    assert (shown["share", "2019"]["status"] == "c") == (shown["again", "2019"]["status"] == "c")


@pytest.mark.slow
def test_python_has_the_same_sections(desk: Desk) -> None:
    frame = svtool.profile(["offences_by_group"], date_basis="recorded")
    printed = rows_of(
        desk.run("profile", "--section", "offences_by_group", "--date", "recorded", "--format", "csv").out
    )
    assert list(frame.columns) == list(printed[0])
    assert [str(each) for each in frame["offence_group"]] == [row["offence_group"] for row in printed]


def test_a_section_by_area_of_a_project_without_areas_says_so(desk: Desk) -> None:
    desk.project("areas: merseyside\n", "")
    rows = rows_of(desk.run("profile", "--section", "offences_by_area", "--date", "recorded", "--format", "csv").out)
    by_area = {(row["area"], row["period"]): row for row in rows}
    assert by_area["all records", "2020"]["count"] == "354"
    assert by_area["area not known", "2020"]["status"] == "x"
    assert "the project names no areas" in by_area["area not known", "2020"]["notes"]


def test_another_date_is_that_of_the_sources_that_have_it(desk: Desk) -> None:
    desk.write("ambulance.csv", "reference,recorded_date,age\n1,2020-01-05,20\n2,2021-01-05,20\n")
    desk.project("sources:\n", "sources:\n  ambulance: {files: ambulance.csv, mapping: standard}\n")
    desk.write("definitions/profiles/ours.yaml", """
        id: ours
        title: Ours
        measures:
          - {id: calls, title: Calls, source: ambulance, unit: incident}
          - {id: robberies, title: Robberies, source: police, unit: offence, where: {offence: robbery}}
        sections: [{id: all, title: All, measures: [calls, robberies]}]
        """)  # fmt: skip
    ran = desk.run("profile", "--profile", "ours", "--date", "committed", "--format", "csv")
    assert ran.code == 0, ran.err
    bases = {row["measure_id"]: row["date_basis"] for row in rows_of(ran.out)}
    assert bases == {"calls": "recorded", "robberies": "committed"}


@pytest.mark.slow
def test_a_profile_as_a_page_is_whole_and_can_be_made_again(desk: Desk) -> None:
    asked = ("profile", "--section", "offences", "--section", "offences_by_group", "--format", "html")
    assert desk.run(*asked, "--out", "profile.html").code == 0
    page = Path("profile.html").read_text(encoding="utf-8")
    assert page.count("<table") >= 3 and page.rstrip().endswith("</html>")
    assert "Strategic needs assessment: serious violence" in page
    ran = desk.run("verify", "profile.html.manifest.json")
    assert (ran.code, ran.out.splitlines()[-1][:9]) == (0, "The same:")


def test_a_folder_has_one_page_of_all_sections(desk: Desk) -> None:
    asked = ("profile", "--section", "offences", "--section", "offences_by_group", "--format", "html,csv")
    assert desk.run(*asked, "--out", "all/").code == 0
    names = {"profile.html", "offences.csv", "offences_by_group.csv", "manifest.json"}
    assert {each.name for each in Path("all").iterdir()} == names


def test_a_page_is_a_format_of_a_profile_alone(desk: Desk) -> None:
    ran = desk.run("measures", "--format", "html")
    assert ran.code == 2 and "'html' is not one of" in ran.err
    ran = desk.run("profile", "--out", "profile.html")
    assert ran.code == 2 and "Add --format html." in ran.err


def test_repeat_places_are_counted_and_no_reference_of_one_is_printed(desk: Desk) -> None:
    lines = police_csv().splitlines()
    given = [f"{lines[0]},place_reference", *(f"{line},SECRET-{i % 3}" for i, line in enumerate(lines[1:]))]
    desk.write("extracts/police.csv", "\n".join([*given, ""]).replace("SECRET-2", ""))
    asked = ("profile", "--section", "repeat_places", "--date", "recorded")
    ran = desk.run(*asked, "--format", "csv")
    rows = [row for row in rows_of(ran.out) if row["period"] == "2020"]
    assert [row["count"] for row in rows] == ["2"] * 4
    assert "have no place reference and are not counted." in rows[0]["notes"]
    assert "SECRET" not in ran.out + ran.err
    hidden = desk.run(*asked, "--disclosure", "threshold_5", "--format", "csv")
    assert {row["count"] for row in rows_of(hidden.out)} == {""}


def test_no_area_has_a_figure_of_its_own_where_no_extract_says_where(desk: Desk) -> None:
    lines = [line.rpartition(",")[0] for line in police_csv().splitlines()]
    desk.write("extracts/police.csv", "\n".join([*lines, ""]))
    desk.project("mapping: standard", "mapping: standard, area_unknown: inside")
    ran = desk.run("profile", "--section", "offences_by_area", "--date", "recorded", "--format", "csv")
    found = {row["area"]: row for row in rows_of(ran.out) if row["period"] == "2020"}
    assert (found["Wirral"]["count"], found["Wirral"]["status"]) == ("", "x")
    assert "these extracts have no area of the offence" in found["Wirral"]["notes"].lower()
    assert found["area not known"]["count"] == found["Merseyside"]["count"] == str(366 - 12)
