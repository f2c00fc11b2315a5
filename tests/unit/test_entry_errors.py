"""Faults of definition, mapping, table and project files: file and line, what was found, what to do, all at once."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from svtool.dates import DATE_FORMATS
from svtool.errors import InvalidFileError, listed
from svtool.schema.library import Library
from svtool.schema.project import read_project

if TYPE_CHECKING:
    from conftest import Desk

Faults = Callable[..., list[str]]


@pytest.fixture
def faults(desk: Desk) -> Faults:
    """Read a file of the project's own and return its faults, without the name of the file."""

    def read(kind: str, text: str) -> list[str]:
        name = "svtool.yaml" if kind == "project" else f"definitions/{kind}/x.yaml"
        path = desk.write(name, text)
        library = Library(desk.folder)
        readers = {
            "serious_violence": library.definition,
            "mappings": library.mapping,
            "tables": library.table,
            "areas": library.areas,
        }
        with pytest.raises(InvalidFileError) as caught:
            read_project(path, name) if kind == "project" else readers[kind]("x")
        lines = str(caught.value).splitlines()
        assert all(line.startswith(f"{name}:") for line in lines), lines
        return [line.removeprefix(f"{name}:") for line in lines]

    return read


def test_an_unknown_key_is_told_with_the_nearest_known_one(desk: Desk) -> None:
    desk.write(
        "definitions/serious_violence/x.yaml",
        """
        id: x
        title: A definition with a misspelt key
        source: police
        clauses:
          - id: A1
            title: Robbery
            wher: {offence: robbery}
            where: {offence: robbery}
        """,
    )
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).definition("x")
    assert str(caught.value) == (
        "definitions/serious_violence/x.yaml:7: clauses[1].wher is not a field of a clause; did you mean where?"
    )


def test_an_unknown_key_like_no_other_is_told_with_all_known_ones(faults: Faults) -> None:
    found = faults(
        "serious_violence", "id: x\ntitle: X\nclauses:\n  - {id: A, title: a, where: {knife: yes}, zzz: 1}\n"
    )
    assert found == ["4: clauses[1].zzz is not a field of a clause; its fields are id, title, where or note"]


def test_every_fault_of_shape_is_told_at_once(faults: Faults) -> None:
    found = faults(
        "serious_violence",
        """
        id: x
        titel: misspelt
        clauses:
          - id: A1
            title: no rule
          - title: no id
            where: {knife: yes}
          - A3
        examples: none
        """,
    )
    assert found == [
        "1: a definition lacks title; add it",
        "2: titel is not a field of a definition; did you mean title?",
        "4: clauses[1] lacks where; add it",
        "6: clauses[2] lacks id; add it",
        "8: clauses[3] is not a clause; expected keys and values",
        "9: examples is `none`; expected a list",
    ]


RULES = {
    "{knive: yes}": ".knive: knive is not a field of source police; did you mean knife?",
    "{zzz: yes}": (
        ".zzz: zzz is not a field of source police; it has supplier, committed_time, committed_weekday, "
        "committed_hour, non_recent, reclassified, crime_type, knife, firearm, offensive_weapon, corrosive, "
        "weapon_use, domestic_abuse, hate_crime, county_lines, gang, alcohol, intimidation, public_place, "
        "positive_outcome, location_type, cancelled, status, victim_age, victim_sex, relationship, fatal, injured, "
        "injury_grade, suspect_age … (32 in all)"
    ),
    "{knife: maybe}": ".knife: maybe is not a value of knife; expected yes or no",
    "{victim_sex: femal}": (
        ".victim_sex: femal is not a value of victim_sex; "
        "expected female, male, other or not_recorded; did you mean female?"
    ),
    "{knife: {lt: 3}}": ".knife: knife is not an age and can't be compared",
    "{victim_age: 24}": ".victim_age: write an age as a comparison, such as {lt: 25}",
    "{victim_age: {under: 25}}": ".victim_age.under is not a comparison; expected lt, lte, gt or gte",
    "{victim_age: {lt: young}}": ".victim_age.lt needs a whole number",
    "{victim_age: {lt: -1}}": ".victim_age.lt needs a whole number",
    "{offence: robery}": ".offence: robery is not an offence of the catalogue; did you mean robbery?",
    "{offence: [robbery, robery]}": ".offence: robery is not an offence of the catalogue; did you mean robbery?",
    "{offence: qqqqqq}": (".offence: qqqqqq is not an offence of the catalogue; see `svtool definition show offences`"),
    "{offence: {lt: 3}}": ".offence: offence takes names of offences, not a comparison",
    "{offence_class: 8N}": ".offence_class: offence_class is not a field of source police; did you mean offence?",
    "{knife: [yes, {a: b}]}": ".knife must list plain values",
    "{all: {knife: yes}}": ".all needs a list of rules; write each after a dash",
    "{any: [knife]}": ".any[1] is not a rule; expected `field: value`, all, any or not",
    "{not: [{knife: yes}]}": ".not is not a rule; expected `field: value`, all, any or not",
    "knife": " is not a rule; expected `field: value`, all, any or not",
    "{}": " is not a rule; expected `field: value`, all, any or not",
    "{all: [{any: [{knife: yes}, {fierarm: yes}]}, {offence: rape}]}": (
        ".all[1].any[2].fierarm: fierarm is not a field of source police; did you mean firearm?"
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_fault_of_a_rule_is_told_where_it_stands(rule: str, faults: Faults) -> None:
    clauses = f"  - {{id: A1, title: a, where: {{knife: yes}}}}\n  - {{id: A2, title: b, where: {rule}}}\n"
    found = faults("serious_violence", f"id: x\ntitle: X\nclauses:\n{clauses}")
    assert found == [f"5: clauses[2].where{RULES[rule]}"]


@pytest.mark.parametrize("rule", ["{knife: {}}", "{victim_age: {}}", "{all: [{knife: yes}, {victim_age: {}}]}"])
def test_a_condition_without_a_value_is_a_fault_and_never_met_by_everything(rule: str, faults: Faults) -> None:
    found = faults("serious_violence", f"id: x\ntitle: X\nclauses:\n  - {{id: A1, title: a, where: {rule}}}\n")
    assert [line.split(":")[0] for line in found] == ["4"]


def test_a_rule_asks_about_victims_or_suspects(faults: Faults) -> None:
    rule = "{all: [{victim_age: {lt: 25}}, {suspect_age: {lt: 25}}]}"
    found = faults("serious_violence", f"id: x\ntitle: X\nclauses:\n  - {{id: A1, title: a, where: {rule}}}\n")
    assert found == ["4: a rule may ask about victims or about suspects, not both; split it in two"]


def test_every_fault_of_meaning_is_told_at_once(faults: Faults) -> None:
    found = faults(
        "serious_violence",
        """
        id: x
        title: X
        clauses:
          - id: A1
            title: a
            where:
              all:
                - knive: yes
                - offence: robery
          - id: A1
            title: again
            where: {knife: perhaps}
        exclude: {domestic_abus: yes}
        examples:
          - {offence_class: 34B, expect: [A1, Z9]}
        """,
    )
    assert found == [
        "8: clauses[1].where.all[1].knive: knive is not a field of source police; did you mean knife?",
        "9: clauses[1].where.all[2].offence: robery is not an offence of the catalogue; did you mean robbery?",
        "10: clause A1 is defined twice; rename one",
        "12: clauses[2].where.knife: perhaps is not a value of knife; expected yes or no",
        "13: exclude.domestic_abus: domestic_abus is not a field of source police; did you mean domestic_abuse?",
        "15: examples[1] names clause Z9, which is not here",
    ]


def test_faults_of_shape_and_of_meaning_are_told_together(faults: Faults) -> None:
    found = faults(
        "serious_violence",
        """
        id: x
        titel: X
        title: X
        clauses:
          - {id: A1, title: a, where: {offence: robery}}
        """,
    )
    assert found == [
        "2: titel is not a field of a definition; did you mean title?",
        "5: clauses[1].where.offence: robery is not an offence of the catalogue; did you mean robbery?",
    ]


def test_an_unknown_source_is_told_with_those_there_are(faults: Faults) -> None:
    text = "id: x\ntitle: X\nsource: polise\nclauses:\n  - {id: A1, title: a, where: {knife: yes}}\n"
    (message,) = faults("serious_violence", text)
    assert message.startswith("3: source polise is not known")
    assert "police" in message


def test_a_definition_without_clauses_is_told_what_it_needs(faults: Faults) -> None:
    assert faults("serious_violence", "id: x\ntitle: X\n") == [
        "1: the definition has no clauses; add clauses: or extends:"
    ]


def test_definitions_that_extend_each_other_are_told_to_break_the_circle(faults: Faults, desk: Desk) -> None:
    desk.write("definitions/serious_violence/y.yaml", "id: y\ntitle: Y\nextends: x\n")
    assert faults("serious_violence", "id: x\ntitle: X\nextends: y\n") == ["3: x extends itself; remove the circle"]


def test_every_fault_of_a_mapping_is_told_at_once(faults: Faults) -> None:
    found = faults(
        "mappings",
        """
        id: x
        title: X
        source: police
        columns:
          knive: Knife Flag
          knife: {values: {J: ja}, otherwise: perhaps}
          recorded_date: {column: Recorded, format: DD~MM}
          firearm: {column: Gun, format: DD/MM/YYYY}
          victim_sex: {column: Sex, values: {F: femal}}
        """,
    )
    formats = listed(DATE_FORMATS, 30)
    assert found == [
        "1: a mapping for police must say what a row is: row: offence, …",
        "5: columns.knive is not a field of source police; did you mean knife?",
        "6: columns.knife names no column; write column: NAME",
        "6: columns.knife.values.J is ja; expected yes, no or unknown",
        "6: otherwise must be one of yes, no or unknown",
        f"7: columns.recorded_date.format DD~MM is not a date format; expected {formats}",
        f"8: columns.firearm.format DD/MM/YYYY is not a date format; expected {formats}",
        "9: columns.victim_sex.values.F is femal; expected female, male, other, not_recorded or unknown; "
        "did you mean female?",
    ]


def test_a_fault_of_a_blank_is_told_in_the_words_of_the_file(faults: Faults) -> None:
    """Which models were tried is nobody's business."""
    found = faults(
        "mappings",
        """
        id: x
        title: X
        source: ed
        columns:
          assault: {column: a, blank: maybe}
          weapon: {column: b, blank: {before: {2019-13-01: unknown}, otherwise: no}}
          sex: {column: c, blank: {before: {2019-04-01: unknown}}}
          age: {column: d, blank: {before: {2019-04-01: perhaps}, otherwise: no}}
        """,
    )
    assert {line.split(":")[0] for line in found} == {"5", "6", "7", "8"}
    for line in found:
        assert not any(word in line for word in ("literal[", "DatedBlank", "[key]")), line


def test_every_fault_of_a_table_is_told_at_its_line(faults: Faults) -> None:
    found = faults(
        "tables",
        """
        id: x
        title: X
        groups:
          - title: One
            measures:
              - {id: a, title: t, source: police, unit: attendance, where: {knife: yes}}
              - {id: a, title: t, source: ed, unit: attendance}
              - {id: b, title: t, source: polise, unit: offence}
              - {id: c, title: t, source: police, unit: suspect, where: {victim_age: {lt: 25}}}
              - {repeats: later}
              - {id: d, where: {knife: yes}}
              - {id: e, title: t, source: police, unit: offence, definition: mersyside}
        """,
    )
    assert found == [
        "6: unit attendance is not of police; expected offence, victim_incident, victim, suspect or place",
        "7: measure a is defined twice; rename one",
        "8: source polise is not known; expected admissions, ambulance, ed, fire, indicators or police",
        "9: groups[1].measures[4] counts suspects but asks about the victim; ask about one of them",
        "10: repeats later, which does not stand above",
        "11: groups[1].measures[6] lacks title, source or unit; add it",
        "12: definitions/serious_violence/mersyside.yaml: mersyside is not a definition; expected "
        "duty_statutory, home_office_strategy, london, "
        "merseyside, merseyside_duty or west_mercia; did you mean merseyside?",
    ]


def test_a_part_of_nothing_is_told_at_the_line_of_the_part(faults: Faults) -> None:
    found = faults(
        "tables",
        """
        id: x
        title: X
        groups:
          - title: One
            measures:
              - {id: a, title: t, source: police, unit: offence}
              - {id: b, title: t, source: police, unit: offence, part_of: nothing}
        """,
    )
    assert found == ["7: b is part_of nothing, which is not in this table"]


def test_a_measure_of_one_source_can_not_use_a_definition_of_another(faults: Faults) -> None:
    found = faults(
        "tables",
        """
        id: x
        title: X
        groups:
          - title: One
            measures:
              - {id: a, title: t, source: ed, unit: attendance, definition: merseyside}
        """,
    )
    assert [line.split(":")[0] for line in found] == ["6"]


PROJECTS = {
    "an unknown source": (
        "periods: {kind: calendar, years: [2019]}\nsources: {polise: {files: x.csv}}\n",
        ["2: sources.polise is not a field of the sources of a project; did you mean police?"],
    ),
    "an impossible period": (
        "periods: {kind: calender, years: [2019]}\nsources: {ed: {files: x.csv}}\n",
        [
            "1: periods.kind is `calender`; expected calendar, financial, school, year_ending, year_to_date, rolling, "
            "quarter or month; did you mean calendar?"
        ],
    ),
    "a date that is none": (
        "periods: {kind: calendar, years: [2019]}\nsources:\n  ed:\n    files: x.csv\n    from: 2021-02-30\n",
        ["5: sources.ed.from is `2021-02-30`; expected a date such as 2021-12-31"],
    ),
    "a window that ends before it begins": (
        "periods: {kind: calendar, years: [2019]}\nsources:\n  ed: {files: x.csv, from: 2021-02-01, to: 2021-01-31}\n",
        ["3: sources.ed runs from a day after the day it runs to; exchange from and to"],
    ),
    "no files": (
        "periods: {kind: calendar, years: [2019]}\nsources:\n  police:\n    offences: {file: x.csv}\n",
        [
            "4: sources.police.offences lacks files; add it",
            "4: sources.police.offences.file is not a field of an extract; did you mean files?",
        ],
    ),
    "a year that is named twice": (
        "periods: {kind: calendar, years: [2019, 2019]}\nsources: {ed: {files: x.csv}}\n",
        ["1: periods name a period twice; each may stand once"],
    ),
    "a baseline that is no period": (
        "sources: {ed: {files: x.csv}}\nperiods:\n  kind: calendar\n  years: [2019, 2020]\n  baseline: 2018\n",
        ["2: periods name 2018, which is not one of the periods 2019 or 2020; did you mean 2019?"],
    ),
    "a flag that is neither": (
        "synthetic: perhaps\nperiods: {kind: calendar, years: [2019]}\nsources: {ed: {files: x.csv}}\n",
        ["1: synthetic is `perhaps`; expected yes or no"],
    ),
    "a list where one name belongs": (
        "areas: [merseyside]\nperiods: {kind: calendar, years: [2019]}\nsources: {ed: {files: x.csv}}\n",
        ["1: areas is not what belongs here; expected plain text"],
    ),
    "everything at once": (
        "definitions: merseyside\nperiods: {kind: calendar}\nsources: {ed: {file: x.csv, mapping: tiig_ed}}\n",
        [
            "1: definitions is not a field of a project; did you mean definition?",
            "2: periods of kind calendar need years: a list",
            "3: sources.ed lacks files; add it",
            "3: sources.ed.file is not a field of an extract; did you mean files?",
        ],
    ),
}


@pytest.mark.parametrize(("text", "messages"), PROJECTS.values(), ids=PROJECTS)
def test_a_fault_of_a_project_is_told_at_its_line(text: str, messages: list[str], faults: Faults) -> None:
    assert faults("project", text) == messages


def test_a_fault_tells_no_more_than_the_file_says(faults: Faults) -> None:
    """Messages come from the model's names and the file's words; nothing of Python or pydantic shows."""
    found = faults("project", textwrap.dedent(PROJECTS["everything at once"][0]))
    for line in found:
        assert not any(word in line for word in ("pydantic", "ValidationError", "type=", "input_value", "Entry"))
