"""A definition, mapping or project file that is wrong: a line for each fault, all at once, exit code 10."""

from __future__ import annotations

import pytest
from command_desk import Desk, Ran

OURS = "definitions/serious_violence/ours.yaml"
TABLE = "definitions/tables/ours.yaml"


def expect(ran: Ran, *lines: str) -> None:
    """Check that a command printed nothing but these faults, and ended with exit code 10."""
    assert (ran.code, ran.out) == (10, "")
    assert ran.err.splitlines() == [f"error: {lines[0]}", *lines[1:]]


def definition(desk: Desk, text: str) -> Ran:
    """Write a definition of the project's own, and count by it."""
    desk.project("definition: merseyside", "definition: ours")
    desk.write(OURS, text)
    return desk.run("measures", "--out", "figures.txt")


def table(desk: Desk, text: str) -> Ran:
    """Write a table of the project's own, and print it."""
    desk.project("[recorded_crime]", "[ours]")
    desk.write(TABLE, text)
    return desk.run("measures", "--out", "figures.txt")


def test_a_definition_that_names_an_unknown_field(desk: Desk) -> None:
    ran = definition(
        desk,
        """
        id: ours
        title: Ours
        clauses:
          - id: C1
            title: Robbery with a knife
            where: {all: [{knif: yes}, {offence: robbery}]}
        """,
    )
    expect(ran, f"{OURS}:6: clauses[1].where.all[1].knif: knif is not a field of source police; did you mean knife?")
    assert not (desk.folder / "figures.txt").exists()


def test_a_definition_that_names_an_unknown_offence(desk: Desk) -> None:
    ran = definition(
        desk,
        """
        id: ours
        title: Ours
        clauses:
          - id: C1
            title: Robbery
            where: {offence: robery}
          - id: C2
            title: Witchcraft
            where: {offence: witchcraft}
        """,
    )
    expect(
        ran,
        f"{OURS}:6: clauses[1].where.offence: robery is not an offence of the catalogue; did you mean robbery?",
        f"{OURS}:9: clauses[2].where.offence: witchcraft is not an offence of the catalogue; "
        "see `svtool definition show offences`",
    )


def test_a_key_that_is_misspelt(desk: Desk) -> None:
    ran = definition(
        desk,
        """
        id: ours
        title: Ours
        clauses:
          - id: C1
            title: Robbery
            wher: {offence: robbery}
        """,
    )
    expect(
        ran,
        f"{OURS}:4: clauses[1] lacks where; add it",
        f"{OURS}:6: clauses[1].wher is not a field of a clause; did you mean where?",
    )


def test_every_fault_of_a_rule_is_said_at_once_each_at_its_line(desk: Desk) -> None:
    ran = definition(
        desk,
        """
        id: ours
        title: Ours
        clauses:
          - id: C1
            title: One
            where:
              all:
                - knif: yes
                - offence: robery
                - knife: maybe
                - victim_age: 25
                - knife: {lt: 3}
                - victim_age: {below: 25}
          - id: C1
            title: Two
            where: {offence: robbery}
        examples:
          - {offence_class: 34B, expect: [C9]}
        """,
    )
    expect(
        ran,
        f"{OURS}:8: clauses[1].where.all[1].knif: knif is not a field of source police; did you mean knife?",
        f"{OURS}:9: clauses[1].where.all[2].offence: robery is not an offence of the catalogue; did you mean robbery?",
        f"{OURS}:10: clauses[1].where.all[3].knife: maybe is not a value of knife; expected yes or no",
        f"{OURS}:11: clauses[1].where.all[4].victim_age: write an age as a comparison, such as {{lt: 25}}",
        f"{OURS}:12: clauses[1].where.all[5].knife: knife is not an age and can't be compared",
        f"{OURS}:13: clauses[1].where.all[6].victim_age.below is not a comparison; expected lt, lte, gt or gte",
        f"{OURS}:14: clause C1 is defined twice; rename one",
        f"{OURS}:18: examples[1] names clause C9, which is not here",
    )


def test_a_misspelt_key_does_not_hide_a_misspelt_field(desk: Desk) -> None:
    ran = definition(
        desk,
        """
        id: ours
        titel: Ours
        clauses:
          - id: C1
            title: One
            where: {knif: yes}
        """,
    )
    assert (ran.code, ran.out) == (10, "")
    assert f"{OURS}:2: titel is not a field of a definition; did you mean title?" in ran.err
    assert f"{OURS}:6: clauses[1].where.knif: knif is not a field of source police; did you mean knife?" in ran.err


def test_a_key_that_is_written_twice(desk: Desk) -> None:
    ran = definition(
        desk,
        """
        id: ours
        title: Ours
        title: Ours again
        clauses:
          - id: C1
            id: C2
            title: One
            where: {offence: robbery}
        """,
    )
    expect(
        ran,
        f"{OURS}:3: title is written twice; keep one of the two",
        f"{OURS}:6: clauses[1].id is written twice; keep one of the two",
    )


def test_a_clause_that_is_defined_twice(desk: Desk) -> None:
    ran = definition(
        desk,
        """
        id: ours
        title: Ours
        clauses:
          - {id: C1, title: One, where: {offence: robbery}}
          - {id: C1, title: Two, where: {offence: homicide}}
        """,
    )
    expect(ran, f"{OURS}:5: clause C1 is defined twice; rename one")


def test_a_measure_that_is_defined_twice(desk: Desk) -> None:
    ran = table(
        desk,
        """
        id: ours
        title: Ours
        groups:
          - title: Crime
            measures:
              - {id: robberies, title: Robberies, source: police, unit: offence, where: {offence: robbery}}
              - {id: robberies, title: Homicides, source: police, unit: offence, where: {offence: homicide}}
        """,
    )
    expect(ran, f"{TABLE}:7: measure robberies is defined twice; rename one")


def test_a_measure_that_means_something_else_in_another_table(desk: Desk) -> None:
    desk.project("[recorded_crime]", "[home_office, ours]")
    desk.write(
        TABLE,
        """
        id: ours
        title: Ours
        groups:
          - title: Crime
            measures:
              - {id: blade_possession, title: Blades, source: police, unit: offence, where: {offence: robbery}}
        """,
    )
    expect(
        desk.run("measures"),
        f"{TABLE}: measure blade_possession is defined twice, here and in home_office, and counts different things. "
        "Give one of them another id.",
    )


def test_a_definition_that_is_in_the_project_and_among_those_that_ship(desk: Desk) -> None:
    desk.write(
        "definitions/serious_violence/merseyside.yaml",
        "id: merseyside\ntitle: Ours\nclauses: [{id: C1, title: One, where: {offence: robbery}}]\n",
    )
    expect(
        desk.run("measures"),
        "definitions/serious_violence/merseyside.yaml: merseyside is defined twice, here and in the definitions that "
        "ship with svtool. Give your own another id and file name.",
    )


def test_faults_of_a_table_are_each_said_at_their_line(desk: Desk) -> None:
    ran = table(
        desk,
        """
        id: ours
        title: Ours
        groups:
          - title: Crime
            measures:
              - {id: m, title: M, source: polic, unit: offence}
              - {id: n, title: N, source: police, unit: attendance}
              - {repeats: robberies}
              - {id: p, title: P, source: police, unit: suspect, where: {victim_age: {lt: 25}}}
              - {id: q, title: Q, source: police, unit: offence, part_of: everything}
        """,
    )
    expect(
        ran,
        f"{TABLE}:6: source polic is not known; expected admissions, ambulance, ed, fire, indicators or police",
        f"{TABLE}:7: unit attendance is not of police; expected offence, victim_incident, victim, suspect or place",
        f"{TABLE}:8: repeats robberies, which does not stand above",
        f"{TABLE}:9: groups[1].measures[4] counts suspects but asks about the victim; ask about one of them",
        f"{TABLE}:10: q is part_of everything, which is not in this table",
    )


@pytest.mark.parametrize(
    ("periods", "fault"),
    [
        ("{kind: calendar, years: [2020, 20x1]}", "name 20x1, which is not a year such as 2021"),
        ("{kind: financial, years: [2019/21]}", "name 2019/21, which is not a financial year such as 2020/21"),
        (
            "{kind: year_ending, years: [2021], ends: 02-30}",
            "end on 02-30, which is not the last day of a month written as MM-DD, such as 08-31",
        ),
        (
            "{kind: quarter, from: 2021-Q1, to: 2021-Q5}",
            "name 2021-Q5, which is not a calendar quarter such as 2021-Q3",
        ),
        ("{kind: month, from: 2021-13, to: 2021-14}", "name 2021-13, which is not a month such as 2021-03"),
        (
            "{kind: month, from: 2021-05, to: 2021-03}",
            "run from 2021-05 to 2021-03: the last lies before the first",
        ),
        (
            "{kind: calendar, years: [2020, 2021], baseline: 2019}",
            "name 2019, which is not one of the periods 2020 or 2021; did you mean 2021?",
        ),
    ],
)
def test_an_impossible_period(periods: str, fault: str, desk: Desk) -> None:
    desk.project("{kind: calendar, years: [2020, 2021], baseline: 2020}", periods)
    expect(desk.run("measures"), f"svtool.yaml:4: periods {fault}")


def test_a_period_that_is_named_twice(desk: Desk) -> None:
    desk.project("years: [2020, 2021]", "years: [2020, 2020]")
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err.startswith("error: svtool.yaml:4: periods name ")
    assert "twice" in ran.err


def test_faults_of_a_project_file_are_all_said_at_once(desk: Desk) -> None:
    desk.write(
        "svtool.yaml",
        """
        definitio: merseyside
        periods: {kind: weekly, years: [2020]}
        sources:
          polis: {files: a.csv}
          ed: {file: a.csv}
          police: {offences: {files: a.csv, maping: standard}}
        """,
    )
    expect(
        desk.run("measures"),
        "svtool.yaml:1: definitio is not a field of a project; did you mean definition?",
        "svtool.yaml:2: periods.kind is `weekly`; expected calendar, financial, school, year_ending, year_to_date, "
        "rolling, quarter or month",
        "svtool.yaml:4: sources.polis is not a field of the sources of a project; did you mean police?",
        "svtool.yaml:5: sources.ed lacks files; add it",
        "svtool.yaml:5: sources.ed.file is not a field of an extract; did you mean files?",
        "svtool.yaml:6: sources.police.offences.maping is not a field of an extract; did you mean mapping?",
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", ":1: the file is empty; expected YAML keys and values"),
        ("- one\n- two\n", ":1: the file is not a project; expected keys and values"),
        (b"\xff\xfe\x00\x01", ": can't be read as YAML: it is not UTF-8 text. Save it as UTF-8 text."),
        ("definition:\n", ":1: definition has no value; write one, or remove the key"),
        ("tables: []\n", ":1: tables is an empty list; expected at least one entry"),
    ],
    ids=["empty", "a list", "not text", "no value", "an empty list"],
)
def test_a_project_file_that_is_no_project(content: str | bytes, fault: str, desk: Desk) -> None:
    desk.write("svtool.yaml", content)
    expect(desk.run("measures"), f"svtool.yaml{fault}")


def test_a_project_file_that_is_not_yaml(desk: Desk) -> None:
    desk.write("svtool.yaml", "definition: merseyside\nperiods: [\n")
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err.startswith("error: svtool.yaml:3: not YAML: ")
    assert ran.err.endswith("; check quotes, colons and the indentation here\n")


def test_a_project_file_that_is_not_there(desk: Desk) -> None:
    (desk.folder / "svtool.yaml").unlink()
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err == (
        "error: svtool.yaml: there is no such file. Name another with --project, make one of your extracts with svtool "
        "init, or look at made-up records first: svtool measures --sample.\n"
    )


def test_a_table_that_counts_by_a_definition_says_which_there_are_where_none_is_named(desk: Desk) -> None:
    desk.project("definition: merseyside\n", "")
    expect(
        desk.run("measures"),
        "svtool.yaml: names no definition of serious violence, by which recorded_crime counts; expected "
        "duty_statutory, home_office_strategy, london, "
        "merseyside, merseyside_duty or west_mercia. Name one as definition: or with --definition; "
        "svtool definition list says what each is.",
    )
    assert desk.run("measures", "--definition", "west_mercia").code == 0
    assert desk.run("count").code == 0  # a question that asks for none needs none


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "definition: merseyside",
            "definition: mersey",
            "definitions/serious_violence/mersey.yaml: mersey is not a definition; expected "
            "duty_statutory, home_office_strategy, london, "
            "merseyside, merseyside_duty or west_mercia; did you mean merseyside?",
        ),
        (
            "[recorded_crime]",
            "[record_crime]",
            "definitions/tables/record_crime.yaml: record_crime is not a table; expected agencies, duty, fire, "
            "home_office, injuries, local, mvrp_local, recorded_crime, severity or west_mercia; "
            "did you mean recorded_crime?",
        ),
        (
            "areas: merseyside",
            "areas: mersey",
            "definitions/areas/mersey.yaml: mersey is not a set of areas; expected one of your own, or of those that "
            "`svtool areas list` names; did you mean merseyside?",
        ),
        (
            "mapping: standard",
            "mapping: standart",
            "definitions/mappings/standart.yaml: standart is not a mapping; expected ambulance_cad, athena_like, "
            "connect_like, ecds_ed, hes_admissions, home_office_recorded_crime, irs_fire, istv_ed, met_homicide, "
            "niche_like, police_uk, standard or tiig_ed; did you mean standard?",
        ),
        (
            "mapping: standard",
            "mapping: tiig_ed",
            "definitions/mappings/tiig_ed.yaml: mapping tiig_ed does not read a flat police extract; "
            "expected a part with source: police. Name another mapping in the project file.",
        ),
    ],
)
def test_a_name_that_nothing_has(old: str, new: str, fault: str, desk: Desk) -> None:
    desk.project(old, new)
    expect(desk.run("measures"), fault)


def test_faults_of_an_own_mapping_are_each_said_at_their_line(desk: Desk) -> None:
    desk.project("mapping: standard", "mapping: own")
    desk.write(
        "definitions/mappings/own.yaml",
        """
        id: own
        title: Own
        source: police
        row: offence
        columns:
          recorded_dat: Date
          committed_date: {column: Date, format: D/M/Y}
          knife: {column: Knife, values: {Y: yess}}
        """,
    )
    ran = desk.run("measures")
    name = "definitions/mappings/own.yaml"
    assert (ran.code, ran.out) == (10, "")
    first, second, third = ran.err.splitlines()
    assert first == (
        f"error: {name}:6: columns.recorded_dat is not a field of source police; did you mean recorded_date?"
    )
    assert second.startswith(f"{name}:7: columns.committed_date.format D/M/Y is not a date format; expected YYYY-MM-DD")
    assert third == (f"{name}:8: columns.knife.values.Y is yess; expected yes, no or unknown; did you mean yes?")
