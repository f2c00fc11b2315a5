"""`svtool definition`: what definitions there are, what they say, and whether their examples hold."""

from __future__ import annotations

import pytest
from command_desk import Desk

OURS = """
    id: ours
    title: Robbery, but not at home
    published_in: Our strategy
    exclude: {domestic_abuse: yes}
    clauses:
      - id: C1
        title: Robbery with a knife or a firearm
        where: {all: [{any: [{knife: yes}, {firearm: yes}]}, {offence: robbery}]}
      - {id: C2, title: Murder, where: {offence: homicide}}
    decisions:
      - {clause: C1, choice: both kinds of robbery}
      - {choice: an unknown flag is not known}
    examples:
      - {title: a robbery, offence_class: 34B, knife: yes, firearm: no, domestic_abuse: no, expect: [C1]}
      - {title: a murder, offence_class: 1, knife: no, firearm: no, domestic_abuse: no, expect: [C2]}
      - {title: a murder at home, offence_class: 1, knife: no, firearm: no, domestic_abuse: yes, expect: none}
    """
NAME = "definitions/serious_violence/ours.yaml"

SHOWN = """\
Robbery, but not at home
Published in: Our strategy

C1   Robbery with a knife or a firearm
     (knife is yes or firearm is yes) and offence is robbery
C2   Murder
     offence is homicide

Left out: domestic_abuse is yes

Decisions
- C1: both kinds of robbery
- an unknown flag is not known
"""


def test_list_names_those_that_ship_and_the_project_s_own(desk: Desk) -> None:
    desk.write(NAME, OURS)
    ran = desk.run("definition", "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "duty_statutory        3 clauses  Serious violence, the statutory Duty as summarised in Sefton\n"
        "home_office_strategy  4 clauses  Serious violence, Home Office Serious Violence Strategy\n"
        "london                3 clauses  Serious violence, London guidance on the Duty\n"
        "merseyside           17 clauses  Serious violence, Merseyside local definition\n"
        "merseyside_duty      17 clauses  Serious violence, Merseyside definition for the Serious Violence Duty\n"
        "ours                  2 clauses  Robbery, but not at home\n"
        "west_mercia          10 clauses  Serious violence, West Mercia definition\n"
    )


def test_show_says_clauses_in_words_and_every_decision(desk: Desk) -> None:
    desk.write(NAME, OURS)
    ran = desk.run("definition", "show", "ours")
    assert (ran.code, ran.out, ran.err) == (0, SHOWN, "")


@pytest.mark.parametrize(("name", "clauses"), [("merseyside", 17), ("merseyside_duty", 17), ("west_mercia", 10)])
def test_show_of_those_that_ship(name: str, clauses: int, desk: Desk) -> None:
    out = desk.run("definition", "show", name).out
    head, _, decisions = out.partition("\nDecisions\n")
    assert len([line for line in head.splitlines() if line[:1] in "ABW" and line[:1].strip()]) == clauses
    assert decisions.startswith("- ")
    assert ("Left out: domestic_abuse is yes" in out) == (name == "merseyside_duty")


def test_show_offences_lists_the_names_that_rules_may_use(desk: Desk) -> None:
    ran = desk.run("definition", "show", "offences")
    assert ran.code == 0
    assert "robbery: 34A, 34B\n" in ran.out
    assert [line.split(":")[0] for line in ran.out.splitlines()] == sorted(
        line.split(":")[0] for line in ran.out.splitlines()
    )


def test_check_runs_the_examples_of_all_definitions(desk: Desk) -> None:
    ran = desk.run("definition", "check")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "duty_statutory: 29 examples, 0 wrong\nhome_office_strategy: 31 examples, 0 wrong\n"
        "london: 19 examples, 0 wrong\n"
        "merseyside: 50 examples, 0 wrong\nmerseyside_duty: 23 examples, 0 wrong\nwest_mercia: 48 examples, 0 wrong\n"
    )


def test_check_of_one_that_holds(desk: Desk) -> None:
    desk.write(NAME, OURS)
    ran = desk.run("definition", "check", "ours")
    assert (ran.code, ran.out, ran.err) == (0, "ours: 3 examples, 0 wrong\n", "")


def test_check_looks_beside_a_project_in_another_folder(desk: Desk) -> None:
    desk.write(f"elsewhere/{NAME}", OURS)
    assert desk.run("definition", "check", "ours", "--project", "elsewhere/svtool.yaml").code == 0
    assert desk.run("definition", "check", "ours").code == 10


def test_check_says_what_each_wrong_example_meets(desk: Desk) -> None:
    wrong = OURS.replace("expect: [C1]", "expect: none").replace("expect: [C2]", "expect: [C1, C2]")
    desk.write(NAME, wrong)
    ran = desk.run("definition", "check", "ours")
    assert (ran.code, ran.out) == (13, "ours: 3 examples, 2 wrong\n")
    assert ran.err.splitlines() == [
        f"error: {NAME}:14: a robbery: meets C1; expected no clause",
        f"{NAME}:15: a murder: meets C2; expected C1, C2",
    ]


def test_check_wants_an_example_that_meets_each_clause_and_one_that_does_not(desk: Desk) -> None:
    desk.write(
        NAME, OURS.replace("title: a murder,", "title: a robbery,").replace("offence_class: 1,", "offence_class: 34B,")
    )
    ran = desk.run("definition", "check", "ours")
    assert ran.code == 13
    assert "clause C2 has no example that meets it; add one" in ran.err


def test_check_counts_what_an_example_leaves_open(desk: Desk) -> None:
    desk.write(NAME, OURS.replace("knife: yes, firearm: no, domestic_abuse: no, expect: [C1]", "domestic_abuse: no"))
    ran = desk.run("definition", "check", "ours")
    assert ran.code == 13
    assert f"{NAME}:14: a robbery: leaves open C1; expected no clause" in ran.err


@pytest.mark.parametrize(
    ("example", "fault"),
    [
        (
            "{offence_clas: 34B}",
            "an example has offence_clas, which is not a field of police; did you mean offence_class?",
        ),
        ("{offence_class: 999}", "an example has class 999, which is not in the catalogue"),
        ("{knife: perhaps}", "an example has knife: perhaps: not a value of this field"),
        ("{victims: [{victim_age: 130}]}", "an example has victim_age: 130: an age below 0 or above 120"),
    ],
)
def test_an_example_that_no_record_can_be(example: str, fault: str, desk: Desk) -> None:
    desk.write(NAME, f"{OURS.rstrip()}\n      - {example}\n")
    ran = desk.run("definition", "check", "ours")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err == f"error: {NAME}:17: {fault}\n"


@pytest.mark.parametrize("verb", ["show", "check"])
def test_a_definition_that_is_not_there(verb: str, desk: Desk) -> None:
    ran = desk.run("definition", verb, "mersyside")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err == (
        "error: definitions/serious_violence/mersyside.yaml: mersyside is not a definition; expected "
        "duty_statutory, home_office_strategy, london, "
        "merseyside, merseyside_duty or west_mercia; did you mean merseyside?\n"
    )
