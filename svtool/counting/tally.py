"""Tally answers: one query for all questions about units that share a date, by day, area and breakdowns.

Each row is of a case whose answers are decided already. Where a row is a unit, it has the number of its answers; a unit
of several rows meets a rule if any of them does, and two bits for each question say so: whether a row answers yes, and
whether one leaves it open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svtool.counting.case_rows import AMOUNT, KNOWN, PERSON, UNIT, VICTIM_INCIDENT, CaseRows
from svtool.counting.cases import Cases, Numbers
from svtool.counting.dimensions import Dimension
from svtool.counting.features import MAYBE, NO, YES, Answers
from svtool.counting.tallied import Tallied, tallied_of
from svtool.engine.seam import Engine
from svtool.schema.sources import AREA

QUESTIONS_OF_A_NUMBER = 31  # of two bits each
IS_YES, IS_OPEN = 1, 2  # the bits


@dataclass(frozen=True)
class Asked:
    """What is tallied.

    Attributes:
        unit: what is counted.
        day: the date that places it.
        by: the breakdowns, with the columns that the rows have for them.
        monthly: whether the first day of its month will do.
    """

    unit: str
    day: str
    by: tuple[tuple[Dimension, str], ...] = ()
    monthly: bool = False


def tally(engine: Engine, cases: Cases, rows: CaseRows, step: str, asked: Asked, answers: Sequence[Answers]) -> Tallied:
    """Return how many units give which answers, by day, area and breakdowns.

    Args:
        engine: where the rows are.
        cases: the cases of the rows.
        rows: what the rows are of.
        step: the step that has them; blank where they are not kept.
        asked: what is tallied.
        answers: what each case answers, to one question after the other.
    """
    decided = np.stack(answers, axis=1)
    several = rows.may_repeat(asked.unit)
    patterns, of_case = _as_bits(decided) if several else _as_numbers(decided)
    engine.put(cases.answers_table, cases.table(of_case))
    question = f"{rows.facts.source.id}: {asked.unit} by {', '.join([asked.day, *(each.name for each, _ in asked.by)])}"
    found = engine.answer(question, _sql(cases, rows, step, asked, list(of_case), several), [] if step else rows.values)
    if several:
        patterns, given = _from_bits([found[name].to_numpy() for name in of_case], len(answers))
    else:
        given = found["answers"].to_numpy()
    return tallied_of(found, asked.day, asked.by, patterns, given)


def _sql(cases: Cases, rows: CaseRows, step: str, asked: Asked, answers: Sequence[str], several: bool) -> str:
    keys = list(dict.fromkeys([asked.day, *rows.keys, *(column for _, column in asked.by)]))
    columns = [*keys, *([AMOUNT] if rows.facts.is_aggregate else [])]
    alike = " AND ".join(f"a.{name} = r.{name}" for name in cases.columns)
    source = f"{step or f'({rows.select(cases)})'} AS r JOIN {cases.answers_table} AS a ON {alike}"
    of_victims = asked.unit == VICTIM_INCIDENT
    where = f" WHERE r.{PERSON} IS NOT NULL" if of_victims else ""
    if several:
        units = _one_row_each(source + where, columns, answers, rows, asked)
    else:
        listed = ", ".join([*(f"r.{name}" for name in columns), *(f"a.{name}" for name in answers)])
        units = f"SELECT {listed} FROM {source}{where}"
    instead = {asked.day: f"CAST(date_trunc('month', {asked.day}) AS DATE)"} if asked.monthly else {}
    groups = [instead.get(name, name) for name in (*keys, *answers)]
    listed = ", ".join(f"{sql} AS {name}" for sql, name in zip(groups, (*keys, *answers), strict=True))
    amount = f"CAST(sum({AMOUNT}) AS BIGINT)" if rows.facts.is_aggregate else "count(*)"
    return f"SELECT {listed}, {amount} AS amount FROM ({units}) AS units GROUP BY {', '.join(groups)}"


def _one_row_each(source: str, columns: Sequence[str], answers: Sequence[str], rows: CaseRows, asked: Asked) -> str:
    """Return SQL for one row per unit, in each part of a breakdown by people: its columns, and its rows' answers."""
    unit = PERSON if asked.unit == VICTIM_INCIDENT else UNIT
    together = _agreed(rows, asked) if rows.may_disagree(asked.unit) else {}
    parts = [column for _, column in asked.by if column not in together]
    listed = {name: f"r.{name}" if name in parts else f"any_value(r.{name})" for name in columns} | together
    listed |= {name: f"bit_or(a.{name})" for name in answers}
    groups = ", ".join(f"r.{name}" for name in (unit, *parts))
    return f"SELECT {', '.join(f'{sql} AS {name}' for name, sql in listed.items())} FROM {source} GROUP BY {groups}"


def _agreed(rows: CaseRows, asked: Asked) -> dict[str, str]:
    """Return what rows of one record that disagree say together of where it belongs, as SQL over r.

    Its day is the first that a row names; a place or a value of a breakdown on which they disagree is not known.
    """
    known = {column: "0" for each, column in asked.by if each.role is None} | {AREA: "NULL"}
    days = {name: f"min(r.{name})" for name in (asked.day, KNOWN) if name in (asked.day, *rows.keys)}
    return days | {
        name: f"CASE WHEN min(r.{name}) = max(r.{name}) THEN min(r.{name}) ELSE {other} END"
        for name, other in known.items()
    }


def _as_numbers(decided: Answers) -> tuple[Answers, dict[str, Numbers]]:
    """Return the different answers, and the place of each case's among them, by the name of its column."""
    patterns, of_case = np.unique(decided, axis=0, return_inverse=True)
    return patterns, {"answers": of_case.reshape(-1).astype(np.int32)}


def _as_bits(decided: Answers) -> tuple[Answers, dict[str, Numbers]]:
    """Return no answers yet, and those of each case as bits of as few numbers as hold them, by name of column."""
    bits = np.select([decided == YES, decided == MAYBE], [IS_YES, IS_OPEN], 0).astype(np.int64)
    parts = [bits[:, first : first + QUESTIONS_OF_A_NUMBER] for first in range(0, bits.shape[1], QUESTIONS_OF_A_NUMBER)]
    shifts = 2 * np.arange(QUESTIONS_OF_A_NUMBER)
    numbers = {f"answers_{i}": (part << shifts[: part.shape[1]]).sum(axis=1) for i, part in enumerate(parts)}
    return decided[:0], numbers


def _from_bits(numbers: Sequence[Numbers], questions: int) -> tuple[Answers, Numbers]:
    """Return the different answers that such numbers are, and the place of each row's among them."""
    if len(numbers) == 1:  # as nearly always, and numbers are sorted sooner than rows of them
        single, given = np.unique(numbers[0], return_inverse=True)
        different = single.reshape(-1, 1)
    else:
        different, given = np.unique(np.stack(numbers, axis=1), axis=0, return_inverse=True)
    places = np.arange(questions)
    bits = different[:, places // QUESTIONS_OF_A_NUMBER] >> (2 * (places % QUESTIONS_OF_A_NUMBER))
    patterns = np.select([bits & IS_YES != 0, bits & IS_OPEN != 0], [YES, MAYBE], NO)
    return patterns.astype(np.int8), given.reshape(-1)
