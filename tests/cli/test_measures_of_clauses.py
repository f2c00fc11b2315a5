"""Measures of one clause each, and people who are counted by a definition that asks of others."""

from __future__ import annotations

import csv
from itertools import product

from command_desk import Desk

CLASSES = ("1", "5D", "8N", "8P", "8S", "10D", "19C", "34B", "3B", "92A", "106", "45")
FLAGS = ("knife", "firearm", "offensive_weapon", "corrosive", "domestic_abuse", "hate_crime", "county_lines")


def every_offence_with_every_flag() -> str:
    """Return an extract in which each flag is yes, no and blank for each class, and the others no."""
    lines = [",".join(["reference", "recorded_date", "offence_class", *FLAGS])]
    for number, (code, one, said) in enumerate(product(CLASSES, FLAGS, ("Y", "N", ""))):
        flags = [said if flag == one else "N" for flag in FLAGS]
        lines.append(",".join([f"R{number}", "2021-03-05", code, *flags]))
    return "\n".join(lines) + "\n"


def figures(desk: Desk, *words: str) -> list[dict[str, str]]:
    return list(
        csv.DictReader(desk.run(*words, "--periods", "calendar:2021..2021", "--format", "csv").out.splitlines())
    )


def test_the_reductions_of_west_mercia_are_the_clauses_of_its_definition_named_once(
    desk: Desk,
) -> None:
    desk.project("definition: merseyside\ntables: [recorded_crime]\nareas: merseyside", "tables: [west_mercia]")
    desk.write("extracts/police.csv", every_offence_with_every_flag())
    whole, *reductions = figures(desk, "measures")
    by_clause = figures(desk, "count", "--definition", "west_mercia", "--by", "clause")
    assert {each["definition"] for each in reductions} == {"west_mercia"}
    numbers = [(each["count"], each["not_known"]) for each in (whole, *reductions)]
    assert numbers == [(each["count"], each["not_known"]) for each in by_clause]
    assert len({count for count, _ in numbers}) > 5
    out = desk.run("measures").out
    assert out.count("Definition: Serious violence, West Mercia definition (west_mercia)\n") == 1


LINKED = """\
definition: london
tables: [suspected]
periods: {kind: calendar, years: [2021]}
sources:
  police:
    offences: {files: offences.csv, mapping: standard}
    victims: {files: victims.csv, mapping: standard}
    suspects: {files: suspects.csv, mapping: standard}
"""
SUSPECTED = """
    id: suspected
    title: Suspected
    groups:
      - title: Suspected
        measures:
          - {id: offences, title: Offences, source: police, unit: offence, definition: project}
          - {id: suspects, title: Suspects, source: police, unit: suspect, definition: project}
    """


def test_suspects_by_a_definition_that_asks_for_the_age_of_victims(desk: Desk) -> None:
    """Of a rape it asks no age; of an assault it does, and no suspect has the age of a victim."""
    desk.write("svtool.yaml", LINKED)
    desk.write("definitions/tables/suspected.yaml", SUSPECTED)
    desk.write(
        "offences.csv",
        "reference,recorded_date,offence_class,domestic_abuse\nA,2021-01-01,19C,N\nB,2021-01-02,8N,N\nC,2021-01-03,45,N\n",
    )
    desk.write("victims.csv", "reference,victim_reference,victim_age\nA,V1,40\nB,V2,17\nC,V3,17\n")
    desk.write("suspects.csv", "reference,suspect_reference\nA,S1\nB,S2\nC,S3\n")
    offences, suspects = figures(desk, "measures")
    assert (offences["count"], offences["not_known"]) == ("2", "0")
    assert (suspects["count"], suspects["not_known"], suspects["status"]) == ("1", "1", "")
    assert (
        "Its definition asks for the victim age, which no suspect has: what hangs on it is not known."
        in (suspects["notes"])
    )
