"""`svtool definition`: what definitions there are, what they say, and whether their examples hold."""

from __future__ import annotations

import re

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
        "london                3 clauses  Serious violence, London guidance on the Duty, from an excerpt\n"
        "merseyside           17 clauses  Serious violence, Merseyside local definition\n"
        "merseyside_duty      17 clauses  Serious violence, Merseyside definition for the Serious Violence Duty\n"
        "ours                  2 clauses  Robbery, but not at home\n"
        "west_mercia          10 clauses  Serious violence, West Mercia definition\n"
    )


def test_show_says_clauses_in_words_and_every_decision(desk: Desk) -> None:
    desk.write(NAME, OURS)
    ran = desk.run("definition", "show", "ours")
    assert (ran.code, ran.out, ran.err) == (0, SHOWN, "")


@pytest.mark.parametrize(
    ("name", "clauses"),
    [
        ("merseyside", 17), ("merseyside_duty", 17), ("west_mercia", 10), ("london", 3),
        ("home_office_strategy", 5), ("home_office_strategy+gangs", 5), ("duty_statutory", 7),
    ],
)  # fmt: skip
def test_show_of_those_that_ship(name: str, clauses: int, desk: Desk) -> None:
    out = desk.run("definition", "show", name).out
    head, _, rest = out.partition("\nDecisions\n")
    decisions, _, sources = rest.partition("\nSources\n")
    assert len(re.findall(r"^[A-Z]+\d+[a-c]? +\S", head, re.MULTILINE)) == clauses
    assert all(line.startswith("- ") for line in [*decisions.splitlines()[:-1], *sources.splitlines()])
    assert decisions and sources
    assert ("\nLeft out: domestic_abuse is yes\n" in out) == (name in {"merseyside_duty", "duty_statutory"})


def test_show_says_what_counts_only_where_it_is_chosen(desk: Desk) -> None:
    plain = desk.run("definition", "show", "home_office_strategy").out
    assert "Only as home_office_strategy+gangs (with gangs)\nHO4  Gangs\n     gang is yes\n" in plain
    chosen = desk.run("definition", "show", "home_office_strategy+gangs").out
    assert chosen.startswith("Serious violence, Home Office Serious Violence Strategy, with gangs\n")
    assert "Only as" not in chosen


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


@pytest.mark.parametrize(
    "base", ["duty_statutory", "home_office_strategy", "london", "merseyside", "merseyside_duty", "west_mercia"]
)
def test_new_begins_a_definition_that_counts_as_its_base(base: str, desk: Desk) -> None:
    ran = desk.run("definition", "new", "ours", "--from", base)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1:] == [
        "Change it, then check it: svtool definition check ours",
        f"See what you changed: svtool definition diff {base} ours",
        "Count by it: write definition: ours into svtool.yaml, which names merseyside now",
    ]
    assert desk.run("definition", "check", "ours").out.endswith(" 0 wrong\n")
    assert "  Both have the same clauses, and leave out the same.\n" in desk.run("definition", "diff", base, "ours").out


def test_new_says_where_the_copy_comes_from_and_keeps_the_words(desk: Desk) -> None:
    desk.write(NAME, OURS.replace("    clauses:\n", "    # why these\n    clauses:\n", 1))
    ran = desk.run("definition", "new", "theirs", "--from", "ours", "--title", "Robbery: all of it")
    assert ran.code == 0
    text = (desk.folder / "definitions/serious_violence/theirs.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        "# Begun from ours. Change what your partnership defines otherwise; each choice is a decision.\n"
        'id: theirs\ntitle: "Robbery: all of it"\n# published_in: where your own words are in print\n'
        'sources:\n  begun_from: "ours: Robbery, but not at home, published in Our strategy"\n'
    )
    assert "# why these\nclauses:\n  - id: C1\n" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("ours", "--from", "merseyside"), "definition new ours: there is one already. Work with that one, or choose"),
        (("merseyside", "--from", "ours"), "definition new merseyside: there is one already."),
        (("a/b", "--from", "ours"), "definition new a/b: is not a name for a definition; expected small letters"),
        (("con", "--from", "ours"), "definition new con: is not a name for a definition"),
        (("project", "--from", "ours"), "definition new project: is not a name for a definition"),
        (("x", "--from", "duty_statutory+alcohol"), "options are kept as options; expected --from duty_statutory."),
    ],
)
def test_new_refuses_a_name_that_is_taken_or_is_none(given: tuple[str, ...], said: str, desk: Desk) -> None:
    path = desk.write(NAME, OURS)
    before = path.read_bytes()
    ran = desk.run("definition", "new", *given)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert path.read_bytes() == before


DIFFERENCES = """\
ours: Robbery, but not at home
theirs: Robbery, at home too

Clauses that ask the same
  C2 and M  Murder / Homicide

Clauses of one id that ask something else
  C1  Robbery with a knife or a firearm / Robbery with a knife
    ours: (“knife or sharp instrument flag” is yes or firearm flag is yes) and offence is robbery
    theirs: “knife or sharp instrument flag” is yes and offence is robbery

Clauses only in theirs
  H  Hate crime
    hate crime flag is yes and offence is assault with injury

Left out whatever clause it meets
  ours: domestic abuse flag is yes
  theirs: nothing

Options that can be chosen in one only
  theirs+drugs: with drugs

Offences, of the 133 classes in use, that differ by the offence alone
  in ours if not (domestic abuse flag is yes); always in theirs
    all of homicide
  never in ours; in theirs if hate crime flag is yes
    8N assault with injury
  in ours if (“knife or sharp instrument flag” is yes or firearm flag is yes) and not (domestic abuse flag is yes); \
in theirs if “knife or sharp instrument flag” is yes
    all of robbery

Decisions only in ours
  - C1: both kinds of robbery

Decisions only in theirs
  - C1: a firearm is no knife (nobody said so)
"""


def test_diff_says_clauses_exclusions_offences_and_decisions_in_words(desk: Desk) -> None:
    desk.write(NAME, OURS)
    desk.write(
        "definitions/serious_violence/theirs.yaml",
        """
        id: theirs
        title: Robbery, at home too
        clauses:
          - {id: C1, title: Robbery with a knife, where: {all: [{knife: yes}, {offence: robbery}]}}
          - {id: M, title: Homicide, where: {offence: homicide}}
          - {id: H, title: Hate crime, where: {all: [{hate_crime: yes}, {offence: assault_with_injury}]}}
        options:
          - {id: drugs, title: with drugs, clauses: [{id: D, title: Drugs, where: {offence: drug_offences}}]}
        decisions:
          - {clause: C1, choice: a firearm is no knife, reason: nobody said so}
          - {choice: an unknown flag is not known}
        """,
    )
    ran = desk.run("definition", "diff", "ours", "theirs")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == DIFFERENCES


def test_diff_of_the_two_strategies_names_what_each_has_alone(desk: Desk) -> None:
    out = desk.run("definition", "diff", "merseyside", "west_mercia").out
    assert "  B1 and WM2  Homicide and attempted murder\n  B5 and WM4  All other robbery / Robbery\n" in out
    assert "  always in merseyside; in west_mercia if county lines flag is yes\n    56A arson endangering life\n" in out


def test_diff_of_definitions_of_different_sources_is_refused(desk: Desk) -> None:
    desk.write(
        NAME, "id: ours\ntitle: Fires\nsource: fire\nclauses:\n  - {id: F, title: F, where: {motive: deliberate}}\n"
    )
    ran = desk.run("definition", "diff", "ours", "london")
    assert (ran.code, ran.out) == (2, "")
    assert "ours is of fire and london of police; expected two of one source." in ran.err


@pytest.mark.parametrize(
    ("project", "said"),
    [
        ("tables: [agencies]\n", "into elsewhere/svtool.yaml, which names no definition now"),
        ("", "into elsewhere/svtool.yaml, which names no definition now"),
        (None, "into elsewhere/svtool.yaml, which is not there yet"),
    ],
)
def test_new_tells_what_the_project_file_names(project: str | None, said: str, desk: Desk) -> None:
    if project is not None:
        desk.write("elsewhere/svtool.yaml", project)
    ran = desk.run("definition", "new", "ours", "--from", "london", "--project", "elsewhere/svtool.yaml")
    assert ran.out.splitlines()[1:] == [
        "Change it, then check it: svtool definition check ours --project elsewhere/svtool.yaml",
        "See what you changed: svtool definition diff london ours --project elsewhere/svtool.yaml",
        f"Count by it: write definition: ours {said}",
    ]
    assert (desk.folder / "elsewhere" / NAME).is_file()
