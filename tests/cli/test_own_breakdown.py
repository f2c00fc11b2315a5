"""A breakdown of the project's own: a file in `definitions/breakdowns/` and no line of Python."""

from __future__ import annotations

import csv
import io
from collections import Counter

import openpyxl
import pytest
from command_desk import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_breakdowns import INDICATORS, LINKED_PROJECT, OFFENCES, OUR_TABLE, SCHOOLS, SUSPECTS, VICTIMS, counted

from svtool.schema.breakdowns import Breakdown
from svtool.schema.library import Library

SEX_OF_SUSPECT = """
    id: sex_of_suspect
    title: Sex of the suspect
    of: person
    field: suspect_sex
    labels: {male: Men, female: Women}
    """
TEENS = "id: teens\ntitle: Teenagers\nof: person\nfield: age\nbands: [13-17, 18-19]\n"
BY_KNIFE = "id: by_knife\ntitle: Knife\nof: record\nfield: knife\nlabels: {no: without a knife}\n"


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """Linked police files with three breakdowns of the project's own."""
    files = {
        "svtool.yaml": LINKED_PROJECT, "definitions/tables/ours.yaml": OUR_TABLE, "indicators.csv": INDICATORS,
        "definitions/tables/schools.yaml": SCHOOLS, "offences.csv": OFFENCES, "victims.csv": VICTIMS,
        "suspects.csv": SUSPECTS, "definitions/breakdowns/sex_of_suspect.yaml": SEX_OF_SUSPECT,
        "definitions/breakdowns/teens.yaml": TEENS, "definitions/breakdowns/by_knife.yaml": BY_KNIFE,
    }  # fmt: skip
    for name, text in files.items():
        desk.write(name, text)
    return desk


def test_offences_are_counted_by_what_their_suspects_are(linked: Desk) -> None:
    found = counted(linked, "sex_of_suspect")
    # R1 and R2 have a man, R3 a woman; a suspect of the other three is not known, but is somebody.
    assert found["offences"] == {"all": "6", "Men": "2", "Women": "1", "not known": "3"}


def test_victims_are_counted_by_the_suspects_of_their_offence_and_each_once(linked: Desk) -> None:
    found = counted(linked, "sex_of_suspect")
    assert found["victims"] == {"all": "6", "Men": "3", "Women": "1", "not known": "2"}
    linked.write("suspects.csv", f"{SUSPECTS.rstrip()}\n    R1,S4,40,male\n    R1,S5,40,female\n")
    # R1 now has three suspects, two of them men: each of its two victims is counted once among the men's.
    assert counted(linked, "sex_of_suspect")["victims"] == {"all": "6", "Men": "3", "Women": "3", "not known": "2"}


def test_victims_and_suspects_can_both_be_asked_about(linked: Desk) -> None:
    found = counted(linked, "sex,sex_of_suspect")["offences"]
    assert (found["female, Men"], found["male, Men"], found["male, Women"]) == ("1", "2", "1")
    assert found["all, Men"] == "2"


def test_bands_of_ages_may_leave_ages_out(linked: Desk) -> None:
    # The victims are 9 and 30, 17, of unknown age, 24 and 40; R5 has none. Whom no band holds is in none.
    assert counted(linked, "teens")["victims"] == {"all": "6", "13–17": "1", "not known": "5"}


def test_a_flag_is_a_breakdown_with_words_of_its_own(linked: Desk) -> None:
    assert counted(linked, "by_knife")["offences"] == {"all": "6", "without a knife": "2", "yes": "4"}


@pytest.mark.slow
def test_own_breakdowns_follow_those_that_ship_and_have_their_columns_there(linked: Desk) -> None:
    ran = linked.run("measures", "--format", "csv", "--by", "teens,sex,by_knife,area")
    header = ran.out.splitlines()[0].split(",")
    assert header[header.index("area") : header.index("period") + 1] == ["area", "sex", "by_knife", "teens", "period"]


def test_one_question_can_be_asked_by_it_and_a_source_without_the_field_is_not_known(linked: Desk) -> None:
    ran = linked.run("count", "--where", "knife: yes", "--by", "sex_of_suspect", "--format", "csv")
    cells = {row["sex_of_suspect"]: row["count"] for row in csv.DictReader(io.StringIO(ran.out))}
    assert cells == {"all": "4", "Men": "1", "Women": "1", "not known": "2"}
    linked.write("ed.csv", "reference,recorded_date,assault\nA1,2021-01-01,Y\nA2,2021-12-31,Y\n")
    project = (linked.folder / "svtool.yaml").read_text(encoding="utf-8")
    linked.write("svtool.yaml", f"{project}  ed: {{files: ed.csv, area_unknown: inside}}\n")
    ran = linked.run("count", "--source", "ed", "--by", "sex_of_suspect", "--format", "csv")
    cells = {row["sex_of_suspect"]: row["count"] for row in csv.DictReader(io.StringIO(ran.out))}
    assert cells == {"all": "2", "not known": "2"}


@pytest.mark.slow
@pytest.mark.parametrize("by", ["sex_of_suspect", "teens,by_knife", "area,sex_of_suspect", "sex"])
def test_its_figures_are_found_again_by_check(linked: Desk, by: str) -> None:
    assert linked.run("measures", "--format", "csv", "--by", by, "--out", "last.csv").code == 0
    ran = linked.run("check", "--published", "last.csv", "--project", "svtool.yaml")
    assert (ran.code, "REVISED" in ran.out, "CONTRADICTS" in ran.out) == (0, False, False)
    assert "0 figures contradict the table's own numbers; 0 of " in ran.out
    assert linked.run("check", "--published", "last.csv").code == 0


def test_a_figure_by_a_breakdown_that_is_gone_is_not_compared(linked: Desk) -> None:
    linked.run("measures", "--format", "csv", "--by", "teens", "--out", "last.csv")
    (linked.folder / "definitions/breakdowns/teens.yaml").unlink()
    ran = linked.run("check", "--published", "last.csv", "--project", "svtool.yaml")
    assert (ran.code, "broken down by teens, which is no breakdown here; not compared" in ran.out) == (0, True)


def test_a_policy_hides_small_parts_of_it_and_others_with_them(linked: Desk) -> None:
    ran = linked.run("measures", "--format", "csv", "--by", "sex_of_suspect", "--disclosure", "threshold_5")
    cells = [row for row in csv.DictReader(io.StringIO(ran.out)) if row["measure_id"] == "offences"]
    assert {row["sex_of_suspect"]: row["status"] for row in cells if row["sex_of_suspect"] != "all"} == {
        "Men": "c", "Women": "c", "not known": "c",
    }  # fmt: skip


@pytest.mark.slow
def test_a_workbook_heads_its_column_with_its_title_and_a_table_has_its_rows(linked: Desk) -> None:
    assert linked.run("measures", "--by", "sex_of_suspect", "--format", "xlsx", "--out", "o.xlsx").code == 0
    sheet = openpyxl.load_workbook(linked.folder / "o.xlsx")["ours_2021"]
    assert "Sex of the suspect" in {cell.value for row in sheet for cell in row}
    assert "\n  Women " in linked.run("measures", "--by", "sex_of_suspect").out


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id: x\ntitle: X\nof: record\nfield: knif\n", "x.yaml:4: field knif is in none of the sources"),
        ("id: x\ntitle: X\nof: record\nfield: victim_sex\n", "x.yaml:4: field victim_sex is of the victim; write of"),
        ("id: x\ntitle: X\nof: person\nfield: age\n", "x.yaml:4: field age is an age; give the bands"),
        ("id: x\ntitle: X\nof: record\nfield: knife\nbands: [0-9]\n", "field knife is no age; leave out the bands"),
        ("id: x\ntitle: X\nof: person\nfield: age\nbands: [9-0]\n", "has a band 9-0 that ends before it begins"),
        ("id: x\ntitle: X\nof: person\nfield: age\nbands: [young]\n", "has a band young; expected one such as 18-24"),
        ("id: x\ntitle: X\nof: record\nfield: reference\n", "is a reference, by which nothing is counted"),
        ("id: x\ntitle: X\nof: area\n", "is of area and called x; there is one such breakdown, area"),
        ("id: x\ntitle: X\nof: record\n", "is of a record and has no field; name the field"),
        ("id: x\ntitle: X\nof: record\nfield: weapon\nsources: [eds]\n", "sources[1] is eds; expected admissions"),
        ("id: x\ntitle: X\nof: record\nfield: weapon\nlabels: {knive: K}\n", "has no value knive; expected"),
        ("id: x\ntitle: X\nof: record\nfield: weapon\nlabels: {knife: K, feet: K}\n", "calls two things K"),
    ],
)
def test_what_is_wrong_with_one_is_said_at_its_line(desk: Desk, text: str, fault: str) -> None:
    desk.write("definitions/breakdowns/x.yaml", text)
    ran = desk.run("measures", "--by", "x")
    assert (ran.code, fault in ran.err) == (10, True), ran.err


def test_an_unknown_one_is_told_with_the_nearest(linked: Desk) -> None:
    ran = linked.run("measures", "--by", "tens")
    assert ran.code == 2
    assert "tens is not a breakdown; expected area, age_band, sex, clause, offence_class, crime_type" in ran.err
    assert "did you mean teens?" in ran.err


def test_the_help_names_those_that_ship() -> None:
    from svtool.cli.command_measures import command  # noqa: PLC0415

    (option,) = [each for each in command.params if each.name == "by"]
    *first, last = Library().breakdowns
    assert option.help == f"Break down by {', '.join(first)} or {last}; join with commas."  # type: ignore[attr-defined]


WEAPONS = ("knife", "fists", "knife_or_other_sharp", "not_specified", "")


@pytest.mark.slow
@settings(
    max_examples=settings().max_examples // 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(st.tuples(st.sampled_from(WEAPONS), st.integers(0, 60)), min_size=1, max_size=12),
    labelled=st.lists(st.sampled_from(WEAPONS[:4]), unique=True),
    edge=st.integers(5, 50),
)
def test_any_category_and_any_bands_count_every_record_in_its_part(
    desk: Desk, rows: list[tuple[str, int]], labelled: list[str], edge: int
) -> None:
    desk.write(
        "svtool.yaml", "tables: [ours]\nperiods: {kind: calendar, years: 2021}\nsources: {ed: {files: ed.csv}}\n"
    )
    desk.write("definitions/tables/ours.yaml", "id: ours\ntitle: Ours\ngroups:\n  - title: ED\n    measures:\n"
               "      - {id: seen, title: Seen, source: ed, unit: attendance}\n")  # fmt: skip
    labels = "".join(f"  {name}: Label of {name}\n" for name in labelled)
    text = "id: weapon\ntitle: Weapon\nof: record\nfield: weapon\nsources: [ed]\n"
    desk.write("definitions/breakdowns/weapon.yaml", text + (f"labels:\n{labels}" if labels else ""))
    bands = f"id: two\ntitle: Two\nof: person\nfield: age\nbands: [0-{edge}, {edge + 1}+]\n"
    desk.write("definitions/breakdowns/two.yaml", bands)
    lines = [f"A{i},2021-0{1 + i % 9}-01,Y,{weapon},{age}" for i, (weapon, age) in enumerate(rows)]
    desk.write("ed.csv", "\n".join(["reference,recorded_date,assault,weapon,age", *lines]) + "\n")
    named = Counter(f"Label of {each}" if each in labelled else each or "not known" for each, _ in rows)
    aged = Counter(f"0–{edge}" if age <= edge else f"{edge + 1}+" for _, age in rows)
    for by, expected in (("weapon", named), ("two", aged)):
        cells = {name: int(count) for name, count in counted(desk, by)["seen"].items() if name != "all"}
        assert cells == expected
    # What has a label of its own stands first, in the order of the file.
    shown = [each for each in counted(desk, "weapon")["seen"] if each.startswith("Label of ")]
    assert shown == [f"Label of {each}" for each in labelled if f"Label of {each}" in named]


def test_every_breakdown_that_ships_says_what_it_is() -> None:
    found = Library().breakdowns
    assert all(isinstance(each, Breakdown) and each.title and each.order for each in found.values())
