"""`svtool compare`: definitions beside each other on the same records, answer by answer."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest
from command_desk import Desk

KNIVES, GUNS = "with_knife", "with_firearm"
DEFINITION = """\
id: {id}
title: Robbery, {id}
source: police
clauses:
  - {{id: R, title: Robbery, where: {{all: [{{offence: robbery}}, {{{field}: yes}}]}}}}
examples:
  - {{offence_class: 34B, {field}: yes, expect: R}}
  - {{offence_class: 34B, {field}: no, expect: none}}
"""
FLAGS = {"yes": "Y", "no": "N", "not known": ""}
# How many robberies answer so to the two definitions: a different number for each of the nine ways.
NINE = {
    ("yes", "yes"): 1, ("yes", "no"): 2, ("no", "yes"): 3, ("yes", "not known"): 4, ("not known", "yes"): 5,
    ("not known", "no"): 6, ("no", "not known"): 7, ("not known", "not known"): 8, ("no", "no"): 9,
}  # fmt: skip
BOTH = ("--definition", KNIVES, "--definition", GUNS)
CSV = ("--format", "csv", "--periods", "calendar:2021")


YOUNG = """\
id: young
title: Young victims
groups:
  - title: Victims
    measures:
      - id: under_18
        title: Victim incidents under 18
        source: police
        unit: victim_incident
        definition: project
        where: {victim_age: {lt: 18}}
"""


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A desk with robberies of 2021 that answer in all nine ways to two definitions, in two areas."""
    for name, field in ((KNIVES, "knife"), (GUNS, "firearm")):
        desk.write(f"definitions/serious_violence/{name}.yaml", DEFINITION.format(id=name, field=field))
    lines = ["reference,recorded_date,offence_class,knife,firearm,domestic_abuse,victim_age,area"]
    for (first, second), number in NINE.items():
        for each in range(number):
            area = "Wirral" if each % 2 else "Sefton"
            day = f"2021-{len(lines) % 12 + 1:02d}-15"
            lines.append(f"PRIVATE-REF-{len(lines)},{day},34B,{FLAGS[first]},{FLAGS[second]},N,20,{area}")
    desk.write("extracts/police.csv", "\n".join(lines) + "\n")
    return desk


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_way_to_answer_two_definitions_is_counted(two: Desk) -> None:
    found = rows(two.run("compare", *BOTH, *CSV).out)
    pairs = {(each["answer_a"], each["answer_b"]): int(each["count"]) for each in found if each["definition_b"]}
    assert pairs == NINE
    assert {each["definition_a"] for each in found if each["definition_b"]} == {KNIVES}
    alone = {each["definition_a"]: (each["count"], each["not_known"]) for each in found if not each["definition_b"]}
    assert alone == {KNIVES: ("7", "19"), GUNS: ("9", "19")}


def test_the_board_reads_a_sentence(two: Desk) -> None:
    out = two.run("compare", *BOTH, "--periods", "calendar:2021").out
    assert (
        "In 2021 there were under with_knife 7 offences (19 more not known), under with_firearm 9 offences "
        "(19 more not known); 1 are in both, 2 only in with_knife, 3 only in with_firearm; of 30 it can't be told of "
        "at least one of the two." in out
    )
    assert "In with_knife, not known in with_firearm" in out


def test_records_of_no_known_area_stand_in_the_sentence_and_in_their_row(two: Desk) -> None:
    """They are more not known under both definitions, and the numbers of the sentence would not add up without them."""
    lines = [f"LOST-{number},2021-03-15,34B,Y,{flag},N,20,Neverland" for number, flag in enumerate("YYN")]
    two.write("extracts/police.csv", (two.folder / "extracts" / "police.csv").read_text() + "\n".join(lines) + "\n")
    project = (two.folder / "svtool.yaml").read_text().replace("area_unknown: inside", "area_unknown: not_known")
    two.write("svtool.yaml", project)
    out = two.run("compare", *BOTH, "--periods", "calendar:2021").out
    assert "with_knife 7 offences (22 more not known), under with_firearm 9 offences (21 more not known)" in out
    assert "at least one of the two; of 3 more it is not known whether they lie in the area." in out


def test_nobody_is_0_in_both_where_one_definition_can_not_be_told(two: Desk) -> None:
    """Without a knife flag nobody can be said to be in the one, and so none in both of them would be no zero."""
    lines = (two.folder / "extracts" / "police.csv").read_text().splitlines()
    cells = [line.split(",") for line in lines]
    two.write("extracts/police.csv", "\n".join(",".join([*each[:3], *each[4:]]) for each in cells) + "\n")
    found = rows(two.run("compare", *BOTH, *CSV).out)
    told = {(each["answer_a"], each["answer_b"]): (each["count"], each["status"]) for each in found}
    assert told["yes", "yes"] == told["yes", "no"] == told["yes", "not known"] == ("", "x")
    assert told["not known", "yes"] == ("9", "")
    out = two.run("compare", *BOTH, "--periods", "calendar:2021").out
    assert "under with_knife [x] (not available), under with_firearm 9 offences (19 more not known); of 45 it" in out


def test_in_neither_are_those_alone_of_whom_it_is_asked(two: Desk) -> None:
    """What is no recorded offence meets no definition, and is none of the offences that meet none."""
    head, *lines = (two.folder / "extracts" / "police.csv").read_text().splitlines()
    lines += [f"NONE-{each},2021-03-15,,N,N,N,20,Wirral" for each in range(4)]
    told = [f"{each},{'Anti-social behaviour' if each.startswith('NONE') else 'Robbery'}" for each in lines]
    two.write("extracts/police.csv", "\n".join([f"{head},crime_type", *told]) + "\n")
    two.write("definitions/tables/young.yaml", YOUNG)
    found = rows(two.run("compare", *BOTH, *CSV).out)
    assert [each["count"] for each in found if (each["answer_a"], each["answer_b"]) == ("no", "no")] == ["9"]
    found = rows(two.run("compare", *BOTH, *CSV, "--table", "young", "--measure", "under_18").out)
    assert {each["count"] for each in found if each["definition_b"]} == {"0"}


def test_by_area_and_clause_the_parts_make_the_whole(two: Desk) -> None:
    found = rows(two.run("compare", *BOTH, *CSV, "--by", "area,clause").out)
    only = [each for each in found if (each["answer_a"], each["answer_b"]) == ("yes", "no")]
    by_area = {each["area"]: each["count"] for each in only if each["clause"] == "all" and each["count"] != "0"}
    assert by_area == {"Merseyside": "2", "Sefton": "1", "Wirral": "1"}
    # Two definitions may call their clauses alike.
    assert {each["clause"] for each in only} == {"all", "with_knife R"}
    both = [each for each in found if (each["answer_a"], each["answer_b"]) == ("yes", "yes")]
    assert {each["clause"] for each in both} == {"all", "with_knife R", "with_firearm R"}


@pytest.mark.slow
def test_of_three_definitions_every_two_stand_in_a_matrix(two: Desk) -> None:
    ran = two.run("compare", *BOTH, "--definition", "merseyside", "--periods", "calendar:2021")
    lines = [line.split() for line in ran.out.splitlines()]
    place = lines.index(["In", "both:", "2021"])
    assert lines[place + 1 : place + 5] == [
        ["with_knife", "with_firearm", "merseyside"],
        ["with_knife", "1", "7"],
        ["with_firearm", "1", "9"],
        ["merseyside", "7", "9"],
    ]
    assert "not known in with_firearm" not in ran.out


@pytest.mark.slow
def test_measures_of_a_table_are_counted_by_each_definition(two: Desk) -> None:
    two.project("[recorded_crime]", "[recorded_crime, home_office, mvrp_local]")
    ran = two.run("compare", *BOTH, *CSV, "--measure", "serious_violence", "--measure", "recorded_serious_violence")
    found = {each["measure_id"]: each["count"] for each in rows(ran.out)}
    assert found["recorded_serious_violence.with_knife"] == "7"
    assert found["recorded_serious_violence.with_knife_yes.with_firearm_yes"] == "1"
    assert found["serious_violence.with_knife"] == ""  # it is of the committed date, which these records lack


@pytest.mark.slow
def test_one_definition_stands_beside_the_project_s(two: Desk) -> None:
    found = rows(two.run("compare", "--definition", GUNS, *CSV).out)
    assert {each["definition_a"] for each in found if each["definition_b"]} == {"merseyside"}


@pytest.mark.slow
def test_a_manifest_is_asked_again(two: Desk) -> None:
    assert two.run("compare", *BOTH, "--format", "csv,json", "--out", "made/").code == 0
    assert json.loads((two.folder / "made/manifest.json").read_text(encoding="utf-8"))["command"] == "compare"
    assert two.run("verify", "made/manifest.json").code == 0
    (two.folder / "made/compare.csv").write_text("changed\n", encoding="utf-8")
    assert two.run("verify", "made/manifest.json").code == 15


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "--definition: names 0 definitions; expected 2 to 8 that differ"),
        (("--definition", "merseyside"), "--definition: names 1 definition; expected 2 to 8 that differ"),
        ((*BOTH, "--measure", "nothing"), "--measure nothing: is not in recorded_crime; expected recorded_serious"),
        (
            (*BOTH, "--measure", "recorded_offences"),
            "--measure recorded_offences: counts by no whole definition; expected",
        ),
        ((*BOTH, "--table", "west_mercia", "--measure", "wm_homicide"), "--measure wm_homicide: counts by no whole"),
        ((*BOTH, "--definition", "with_knive"), "is not a definition"),
    ],
)
def test_what_can_not_be_compared_is_a_sentence(asked: tuple[str, ...], said: str, two: Desk) -> None:
    ran = two.run("compare", *asked)
    assert ran.code in {2, 10}
    assert said in ran.err


def test_people_over_several_offences_answer_no_definition_once(two: Desk) -> None:
    ran = two.run("compare", *BOTH, "--table", "local", "--measure", "serious_violence_suspected_more_than_once")
    assert ran.code == 2
    assert "counts people over several offences" in ran.err


def test_the_records_that_change_sides_go_into_a_file_of_their_owner(two: Desk) -> None:
    two.project("years: [2020, 2021], baseline: 2020", "years: [2021]")
    ran = two.run("compare", *BOTH, "--records", "--format", "csv", "--out", "apart.csv")
    assert (ran.code, ran.out) == (0, "")
    assert (two.folder / "apart.csv").stat().st_mode & 0o077 == 0
    found = rows((two.folder / "apart.csv").read_text(encoding="utf-8"))
    answers = [(each[KNIVES], each[GUNS]) for each in found]
    assert Counter(answers) == {each: number for each, number in NINE.items() if each[0] != each[1]}
    assert {each[f"{KNIVES}_clauses"] for each in found if each[KNIVES] == "yes"} == {"R"}
    assert all(each["reference"].startswith("PRIVATE-REF") for each in found)
    assert two.run("verify", "apart.csv.manifest.json").code == 0


@pytest.mark.parametrize("asked", [(), ("--format", "csv"), ("--format", "json", "--out", "apart.json")])
def test_records_are_named_in_a_file_alone(asked: tuple[str, ...], two: Desk) -> None:
    ran = two.run("compare", *BOTH, "--records", *asked)
    assert (ran.code, ran.out) == (2, "")
    assert "--records: names records, and goes into a file" in ran.err


@pytest.mark.slow
def test_no_reference_leaves(two: Desk) -> None:
    for format_ in ("table", "csv", "json"):
        assert "PRIVATE-REF" not in two.run("compare", *BOTH, "--format", format_, "--by", "area").out
