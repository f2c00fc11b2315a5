"""What two definitions do differently as rows of a table, with its columns declared once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svtool.commands.definition_differences import Differences, OffencesApart
from svtool.commands.difference_words import in_words
from svtool.meaning.by_offence import ALWAYS, NEVER
from svtool.schema.definitions import Clause, Decision
from svtool.schema.rules import Rule
from svtool.schema.titled_rules import offence_title

# A row for each clause, exclusion, option and decision, and for each offence that differs by itself.
DIFFERENCE_COLUMNS = (
    "definition_a", "definition_b", "kind", "only_in", "id_a", "title_a", "asks_a", "id_b", "title_b", "asks_b",
    "offence_class", "offence", "offence_kinds", "reason",
)  # fmt: skip
SAME, CHANGED, CLAUSE, LEFT_OUT = "same clause", "changed clause", "clause", "left out"
OPTION, OFFENCE, DECISION = "option", "offence", "decision"

Row = dict[str, Any]


def difference_rows(found: Differences) -> list[Row]:
    """Return a row for each thing that is alike or apart, by the columns of the contract."""
    both = {"definition_a": found.one.id, "definition_b": found.other.id}
    return [{name: (both | row).get(name) for name in DIFFERENCE_COLUMNS} for row in _rows(found)]


def _rows(found: Differences) -> Iterator[Row]:
    for kind, pairs in ((SAME, found.alike), (CHANGED, found.changed)):
        for mine, its in pairs:
            yield {"kind": kind, **_clause(mine, "a", found), **_clause(its, "b", found)}
    for clauses, side in ((found.only_one, "a"), (found.only_other, "b")):
        for clause in clauses:
            yield {"kind": CLAUSE, **_only(side, found), **_clause(clause, side, found)}
    if found.one.exclude or found.other.exclude:
        asked = {"asks_a": _asked(found.one.exclude, found), "asks_b": _asked(found.other.exclude, found)}
        yield {"kind": LEFT_OUT, **asked}
    yield from _options(found)
    for apart in found.offences:
        yield from _offences(apart, found)
    for decisions, side in ((found.decisions_one, "a"), (found.decisions_other, "b")):
        for decision in decisions:
            yield {"kind": DECISION, **_only(side, found), **_decision(decision, side)}


def _only(side: str, found: Differences) -> Row:
    return {"only_in": (found.one if side == "a" else found.other).id}


def _clause(clause: Clause, side: str, found: Differences) -> Row:
    return {f"id_{side}": clause.id, f"title_{side}": clause.title, f"asks_{side}": in_words(clause.rule, found)}


def _asked(rule: Rule | None, found: Differences) -> str | None:
    return None if rule is None else in_words(rule, found)


def _options(found: Differences) -> Iterator[Row]:
    ids = [{option.id for option in each.options} for each in (found.one, found.other)]
    for definition, beside, side in ((found.one, ids[1], "a"), (found.other, ids[0], "b")):
        for option in definition.options:
            if option.id not in beside:
                yield {"kind": OPTION, **_only(side, found), f"id_{side}": option.id, f"title_{side}": option.title}


def _offences(apart: OffencesApart, found: Differences) -> Iterator[Row]:
    standing = {"asks_a": _standing(apart.one, found), "asks_b": _standing(apart.other, found)}
    for of_class, kinds in apart.offences:
        yield {
            "kind": OFFENCE,
            **standing,
            "offence_class": of_class.code,
            "offence": offence_title(of_class.name, found.catalogue),
            "offence_kinds": ", ".join(kind.replace("_", " ") for kind in kinds) or None,
        }


def _standing(rule: Rule, found: Differences) -> str:
    """Return how a definition treats an offence: always in, never, or in if something else is recorded."""
    return "always" if rule == ALWAYS else "never" if rule == NEVER else in_words(rule, found)


def _decision(decision: Decision, side: str) -> Row:
    return {f"id_{side}": decision.clause, f"title_{side}": decision.choice, "reason": decision.reason}
