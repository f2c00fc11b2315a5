"""`svtool areas`: which sets there are, what one holds, and what a name or a code lies in."""

from __future__ import annotations

import pytest
from command_desk import Desk

from svtool.schema.force_areas import ids_of_forces

OURS = """
    id: ours
    title: The coast
    areas: [{code: E08000014, name: Sefton}, {name: Upper End}]
    """


def test_list_names_every_force_and_the_project_s_own_first(desk: Desk) -> None:
    desk.write("definitions/areas/ours.yaml", OURS)
    ran = desk.run("areas", "list")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "ours                   2  The coast (areas)"
    assert "west_yorkshire         5  West Yorkshire (local authorities)" in lines
    assert {line.split()[0] for line in lines} == {*ids_of_forces(), "ours", "police_forces"}


def test_show_says_names_codes_and_what_lies_in_each_part(desk: Desk) -> None:
    ran = desk.run("areas", "show", "cumbria")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        "Cumbria (E23000002)\n"
        "Also called: Cumbria Constabulary, Cumbria Police\n"
        "Parts: 2, local authorities\n"
        "\n"
        "E06000063 Cumberland\n"
        "          46 wards; LSOAs: 179 of 2021, 177 of 2011\n"
        "          other codes: Allerdale (E07000026), Carlisle (E07000028), Copeland (E07000029)\n"
    )
    assert "- fire and rescue service: Cumbria Fire and Rescue Service (E31000009)\n" in ran.out
    assert "- acute trust: North Cumbria Integrated Care NHS Foundation Trust (RNN)\n" in ran.out
    assert "Open Government Licence v3.0" in ran.out.splitlines()[-1]


def test_what_no_source_gives_is_marked_as_that(desk: Desk) -> None:
    line = next(line for line in desk.run("areas", "show", "cumbria").out.splitlines() if "ambulance" in line)
    assert line.endswith("(RX7) [which authorities it serves is common knowledge, taken from no source]")


def test_show_in_other_parts(desk: Desk) -> None:
    partnerships = desk.run("areas", "show", "west_mercia", "--parts", "csp").out
    assert "E22000368 North Worcestershire\n          Bromsgrove, Redditch and Wyre Forest\n" in partnerships
    wards = desk.run("areas", "show", "merseyside", "--parts", "wards").out
    assert "E05000932 Ainsdale\n" in wards


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "leeds",
            ["Leeds: local authority E08000035", "    police_forces: West Yorkshire", "    west_yorkshire: Leeds"],
        ),
        ("E08000035", ["Leeds: local authority E08000035", "    west_yorkshire: Leeds"]),
        ("GMP", ["Greater Manchester: police force E23000005", "    greater_manchester: all of Greater Manchester"]),
        ("Allerdale", ["Allerdale: former local authority E07000026 (now Cumberland)", "    cumbria: Cumberland"]),
        ("Ainsdale", ["Ainsdale: ward E05000932 (in Sefton)", "    merseyside: Sefton"]),
        ("e01006920", ["    merseyside: Sefton"]),
        ("RNN", ["    cumbria: all of Cumbria"]),
        ("NWAS", ["    merseyside: all of Merseyside", "    cheshire: all of Cheshire"]),
        ("Leeds General Infirmary", ["    west_yorkshire: Leeds"]),
    ],
)
def test_find_says_what_a_name_or_code_is_and_where_it_lies(name: str, lines: list[str], desk: Desk) -> None:
    ran = desk.run("areas", "find", name)
    assert (ran.code, ran.err) == (0, "")
    assert [line for line in lines if line not in ran.out.splitlines()] == []


def test_find_looks_into_the_project_s_own_sets(desk: Desk) -> None:
    desk.write("definitions/areas/ours.yaml", OURS)
    assert desk.run("areas", "find", "upper end").out == "    ours: Upper End\n"
    assert "    ours: Sefton\n" in desk.run("areas", "find", "Sefton").out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("find Birmingam", 2, "did you mean Birmingham"),
        ("find E01999999", 2, "It may be another spelling, or a code of another kind."),
        ("show west_yorkshir", 10, "did you mean west_yorkshire?"),
        ("show GMP", 10, "did you mean greater_manchester?"),
        ("show police_forces --parts csp", 10, "police_forces has the parts that it lists"),
    ],
)
def test_what_is_not_there_is_told_with_what_is_near(words: str, code: int, told: str, desk: Desk) -> None:
    ran = desk.run("areas", *words.split())
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
