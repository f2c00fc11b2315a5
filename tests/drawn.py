"""Cases drawn as text tables: how they are read, decided on one record and by the engine, and shown again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from svtool.meaning.answers import Answer
from svtool.meaning.decide import decide
from svtool.schema.definitions import Definition
from svtool.schema.library import Library

FLAGS = {
    "knife": "knife",
    "firearm": "firearm",
    "weapon": "offensive_weapon",
    "corrosive": "corrosive",
    "domestic": "domestic_abuse",
    "hate": "hate_crime",
    "county": "county_lines",
    "gang": "gang",
    "alcohol": "alcohol",
}
VICTIM = "victim"
EVIDENCE = {"class": "offence_class", "code": "offence_subcode", "title": "offence_title"}
SEXES = {"man": "male", "woman": "female", "boy": "male", "girl": "female"}
FIRST_DAY = date(2021, 1, 1)
WORDS: dict[Answer, str] = {True: "yes", False: "no", None: "not known"}


def draw(table: str) -> list[dict[str, str]]:
    """Return the rows of a text table; cells stand between bars, and lines of dashes are decoration."""
    lines = [line for line in table.strip().splitlines() if line.strip() and set(line.strip()) - set("-+ ")]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    for row in rows:
        assert len(row) == len(header), f"drawn with {len(row)} cells under {len(header)} headings: {row}"
    return [dict(zip(header, row, strict=True)) for row in rows]


def named(case: dict[str, str]) -> str:
    """Return what a case is called in the list of tests."""
    return case["record"]


def flags_of(case: dict[str, str]) -> dict[str, str | None]:
    """Return the flags of a case: `knife` is yes, `knife?` is blank, what is not marked is no."""
    marked = case.get("marked", "").split()
    assert {name.rstrip("?") for name in marked} <= set(FLAGS), marked
    value = dict.fromkeys(marked, "yes") | {name.rstrip("?"): None for name in marked if name[-1] == "?"}
    return {field: value.get(name, "no") for name, field in FLAGS.items()}


def as_record(case: dict[str, str], library: Library) -> dict[str, Any]:
    """Return a case as the record that a rule is asked about."""
    evidence = [case.get(column) or None for column in EVIDENCE]
    victims = {"victims": [victim] if (victim := victim_of(case)) else []} if VICTIM in case else {}
    return {"offence": library.catalogue.read_offence(*evidence), **flags_of(case), **victims}


def victim_of(case: dict[str, str]) -> dict[str, Any] | None:
    """Return the victim of a case: `girl 14`, `man` where nobody knows the age, or `-` for none."""
    if case[VICTIM] == "-":
        return None
    person, _, age = case[VICTIM].partition(" ")
    return {"victim_sex": SEXES[person], "victim_age": (int(age), int(age)) if age else None}


def victims_csv(cases: list[dict[str, str]]) -> str:
    """Return the victims of the cases as a file beside their extract."""
    lines = ["reference,victim_reference,victim_sex,victim_age"]
    for i, case in enumerate(cases):
        if victim := victim_of(case):
            age = victim["victim_age"][0] if victim["victim_age"] else ""
            lines.append(f"CASE-{i},VICTIM-{i},{victim['victim_sex']},{age}")
    return "\n".join(lines) + "\n"


def as_csv(cases: list[dict[str, str]]) -> str:
    """Return the cases as a police extract, one row and one recorded day each."""
    lines = [",".join(["reference", "recorded_date", *EVIDENCE.values(), *FLAGS.values()])]
    for i, case in enumerate(cases):
        flags = [{"yes": "Y", "no": "N", None: ""}[flag] for flag in flags_of(case).values()]
        evidence = [f'"{case.get(column, "")}"' for column in EVIDENCE]
        lines.append(",".join([f"CASE-{i}", day_of(i).isoformat(), *evidence, *flags]))
    return "\n".join(lines) + "\n"


def day_of(number: int) -> date:
    """Return the recorded day of a case by its place in the table."""
    return FIRST_DAY + timedelta(days=number)


def by_oracle(case: dict[str, str], library: Library, definition: Definition) -> str:
    """Return the clauses that a case meets, as `decide` answers on the record."""
    record, source = as_record(case, library), library.sources["police"]
    rules = definition.clause_rules.items()
    return show({name: decide(rule, record, source, library.catalogue) for name, rule in rules})


def show(answers: dict[str, Answer]) -> str:
    """Return answers as the tables draw them: `A5 B4?`, or `-` when every clause says no."""
    words = [name + ("" if answer else "?") for name, answer in answers.items() if answer is not False]
    return " ".join(words) or "-"
