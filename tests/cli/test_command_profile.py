"""`svtool profile`: what a strategic needs assessment prints, section by section."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path

from command_desk import Desk

from svtool.commands.measures import Result
from svtool.commands.profile import profile
from svtool.commands.scope import Request
from svtool.counting.cells import ALL_LABEL
from svtool.figures.contract import Figure
from svtool.schema.library import Library


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
    result = profile(Request(project=sample_project))
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
    assert {"offences_by_group", "offences_by_area", "victims"} <= set(checked)


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


def test_verify_makes_a_profile_again(desk: Desk) -> None:
    asked = ("profile", "--section", "offences_by_group", "--format", "csv", "--out", "profile.csv")
    assert desk.run(*asked).code == 0
    ran = desk.run("verify", "profile.csv.manifest.json")
    assert (ran.code, ran.out.splitlines()[-1][:9]) == (0, "The same:")
    assert "nothing was written" in desk.run(*asked, "--only-if-changed").err
