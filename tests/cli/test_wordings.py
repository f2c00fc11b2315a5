"""What one partnership calls a table in print stands beside it in its own areas, or where a project says so."""

from __future__ import annotations

import pytest
from command_desk import Desk

ROWS = "reference,recorded_date,area\nA1,2024-01-03,Malvern Hills\nA2,2024-02-03,Malvern Hills\n"
PROJECT = """
areas: {areas}
tables: [agencies]
periods: {{kind: calendar, years: [2024]}}
sources:
  ambulance: {{files: a.csv, area_basis: incident, area_unknown: inside, from: 2024-01-01, to: 2024-12-31}}
"""
OF_MERSEYSIDE = ("NWAS", "MFRS", "MVRP")


def _printed(desk: Desk, areas: str, more: str = "") -> str:
    desk.write("a.csv", ROWS)
    desk.write("svtool.yaml", PROJECT.format(areas=areas) + more)
    ran = desk.run("measures")
    assert ran.code == 0, ran.err
    return ran.out


@pytest.mark.parametrize(("areas", "said"), [("merseyside", True), ("west_mercia", False)])
def test_words_of_merseyside_stand_in_merseyside_alone(areas: str, said: bool, desk: Desk) -> None:
    printed = _printed(desk, areas)
    assert any(word in printed for word in OF_MERSEYSIDE) == said


def test_a_project_has_words_of_its_own_for_tables_and_measures(desk: Desk) -> None:
    own = """
wordings:
  agencies:
    title: What the services met
    measures:
      ambulance_incidents: {title: Ambulance call-outs, published_as: runs of ambulances, note: as the service counts}
"""
    printed = _printed(desk, "west_mercia", own)
    assert "What the services met" in printed
    assert "Ambulance call-outs" in printed
    assert "Ambulance incidents" not in printed
    assert "Published as: runs of ambulances." in printed
    assert "as the service counts" in printed


def test_a_wording_of_a_measure_that_is_not_in_the_table_is_refused(desk: Desk) -> None:
    desk.write("a.csv", ROWS)
    desk.write("svtool.yaml", PROJECT.format(areas="west_mercia") + "wordings: {agencies: {measures: {riots: {}}}}\n")
    ran = desk.run("measures")
    assert ran.code == 10
    assert (
        "wordings of the project: table agencies has no measure riots; expected ed_assault, ambulance_incidents"
        in ran.err
    )
