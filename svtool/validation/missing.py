"""Columns that a file may lack, and which measures can't be made, or not for certain, without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.errors import listed, several
from svtool.findings.finding import Finding, Level
from svtool.records.canonical_columns import EVIDENCE, stored_fields
from svtool.schema.rules import fields_of
from svtool.schema.sources import OFFENCE, Role
from svtool.schema.tables import Measure
from svtool.validation.reading import Reading

ROLE_OF_ROW: dict[str, Role | None] = {"offences": None, "victims": "victim", "suspects": "suspect"}
MOST_MEASURES = 3


def find_missing(reading: Reading, measures: Sequence[Measure], asked_for: bool) -> Iterator[Finding]:
    """Yield findings on the fields that measures ask about and the file has no column for.

    Args:
        reading: the file.
        measures: measures of its source.
        asked_for: whether somebody asked for these measures, so that each field is a warning of its own; else one
            note tells them all.
    """
    lacking = _lacking(reading, measures)
    if asked_for:
        for name, asking in lacking.items():
            yield reading.find("H05", f"no column for {name}: {_words(asking)}", field=name)
    elif lacking:
        asking = list({each.id: each for found in lacking.values() for each in found}.values())
        message = (
            f"no column for {listed(lacking, joiner='and')}: {_words(asking, 'it' if len(lacking) == 1 else 'them')}"
        )
        yield reading.find("H05", message, len(lacking), level=Level.NOTE)


def _lacking(reading: Reading, measures: Sequence[Measure]) -> dict[str, list[Measure]]:
    source, row = reading.source, reading.part.row
    names = [each.name for each in source.fields]
    known = set(stored_fields(source, names, reading.columns, reading.part.classification))
    known |= {each.becomes for each in source.of_type("birth_date") if each.name in known and each.becomes}
    known |= {each.name for each in source.fields if each.absent == "no"}
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        for name in sorted(set(fields_of(measure.rule)) - known):
            if row not in ROLE_OF_ROW or source.role_of(name) == ROLE_OF_ROW[row]:
                found.setdefault(name, []).append(measure)
    if OFFENCE in found:  # read from any of the columns that tell it
        found = {_evidence(reading) if name == OFFENCE else name: asking for name, asking in found.items()}
    return found


def _evidence(reading: Reading) -> str:
    own = [name for name in EVIDENCE[reading.part.classification] if name in reading.source.by_name]
    return own[0] if own else OFFENCE


def _words(measures: Sequence[Measure], what: str = "it") -> str:
    ask = several(len(measures), "measure asks", "measures ask")
    some = ", ".join(each.id for each in measures[:MOST_MEASURES])
    such = some if len(measures) <= MOST_MEASURES else f"{some} …"
    return f"{ask} about {what} and can't be told for certain ({such})"
