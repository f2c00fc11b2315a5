"""What findings cost the measures: the units that they leave open, and those that their remedy would settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.counting.bills import FINDING, MENDED, Bill, Bills, put_faulty, put_records
from svtool.counting.cells import Geography
from svtool.counting.source_counts import SourceCounts
from svtool.engine.seam import Engine
from svtool.findings.finding import Cost, Finding
from svtool.gathering.facts import Facts
from svtool.schema.offences import Catalogue
from svtool.schema.periods import Period, read_periods
from svtool.schema.row_columns import ROW
from svtool.schema.rules import fields_of
from svtool.schema.sources import INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, SourceField, nouns_of
from svtool.schema.tables import Measure
from svtool.validation.checks import Reading
from svtool.validation.monthly_counts import Months
from svtool.validation.suggestions import suggestions

NO_DATE = "without a date"


@dataclass(frozen=True)
class Books:
    """What costs are reckoned with: the records in the engine, what is counted, and for which periods."""

    engine: Engine
    facts: Facts
    catalogue: Catalogue
    measures: Sequence[Measure]
    periods: Sequence[Period]


def years_of(months: Sequence[Months]) -> list[Period]:
    """Return the calendar years that some records reach over."""
    held = [month for each in months for month in each.records]
    if not held:
        return []
    return read_periods(f"calendar:{1970 + min(held) // 12}..{1970 + max(held) // 12}").spans()


def add_costs(books: Books, readings: Sequence[Reading], findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings, each that concerns cells of a measure's field with what it costs.

    Args:
        books: what costs are reckoned with.
        readings: the files that the findings are on.
        findings: findings of one source.
    """
    cells = _cells(books, readings, findings)
    bills = _bills(books, cells)
    concerned = [each for each in books.measures if any(bills.get((each.id, name)) for name in cells)]
    if not concerned:
        return list(findings)
    counts = SourceCounts(books.engine, books.facts, books.catalogue, Geography(), concerned)
    return [
        each.with_costs(_costs_of(number, each, concerned, books.periods, counts, bills)) if each.texts else each
        for number, each in enumerate(findings)
    ]


def _bills(books: Books, cells: Mapping[str, pa.Table]) -> dict[tuple[str, str], list[Bill]]:
    """Return what the faulty cells of each field cost every measure that asks about it."""
    asked = {name: asking for name in cells if (asking := _asking(books, name))}
    if not asked:
        return {}
    put_records(books.engine, books.facts, cells.values())
    measures = [each for each in books.measures if any(each.id in asking for asking in asked.values())]
    bills = Bills(books.engine, books.facts, books.catalogue, measures)
    found: dict[tuple[str, str], list[Bill]] = {}
    for name, asking in asked.items():
        put_faulty(books.engine, cells[name])
        mends = cells[name][MENDED].null_count < len(cells[name])
        found |= {(measure, name): bill for measure, bill in bills.of_field(asking, mends).items()}
    return found


def _asking(books: Books, name: str) -> dict[str, str]:
    """Return the measures that ask about what is read from a field, and the field by which each does."""
    asked = {each.id: _asked_as(books.facts, name, each) for each in books.measures if not each.counts_persons}
    return {measure: field for measure, field in asked.items() if field}


def _asked_as(facts: Facts, name: str, measure: Measure) -> str:
    """Return the field by which a measure asks about what is read from a field; nothing where it does not."""
    if name == measure.date_basis:
        return name
    asked = OFFENCE if name in {*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE} else name
    declared = facts.source.by_name.get(name)
    asked = (declared.becomes if declared else None) or asked
    return asked if asked in fields_of(measure.rule) else ""


def _cells(books: Books, readings: Sequence[Reading], findings: Sequence[Finding]) -> dict[str, pa.Table]:
    """Return the faulty cells of each field that a finding concerns, with the finding and the likely value."""
    parts: dict[str, list[pa.Table]] = {}
    for reading in readings:
        suggested = suggestions(reading)
        for name, (rows, numbers) in reading.faulty_cells().items():
            finding_of = {
                text: i
                for i, each in enumerate(findings)
                if each.file == reading.name and each.field == name
                for text in each.texts
            }
            if finding_of:
                likely = _likely_values(books, reading, name, suggested.get(name, {}))
                found = np.array([finding_of.get(text, -1) for text in range(int(numbers.max()) + 1)])[numbers]
                kept = found >= 0
                parts.setdefault(name, []).append(
                    pa.table(
                        {
                            ROW: pa.array(rows[kept], pa.int32()),
                            FINDING: pa.array(found[kept], pa.int32()),
                            MENDED: likely.take(pa.array(numbers[kept])),
                        }
                    )
                )
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}


def _likely_values(books: Books, reading: Reading, name: str, suggested: Mapping[int, str]) -> pa.Array:
    """Return for each odd text of a field the value that it probably means, as the canonical column has it."""
    declared = reading.source.by_name[name]
    values = [_likely(books, declared, suggested.get(text.number)) for text in reading.loaded.odd.get(name, [])]
    return pa.array(values, pa.bool_() if declared.type == "flag" else pa.int32())


def _likely(books: Books, declared: SourceField, value: str | None) -> Any:
    if value is None:
        return None
    if declared.type == "flag":
        return value == "yes"
    if declared.name in OFFENCE_EVIDENCE:
        evidence = [value if name == declared.name else None for name in OFFENCE_EVIDENCE]
        return books.facts.vocabularies[OFFENCE].id_of(books.catalogue.read_offence(*evidence)) or None
    if declared.type == "category" and declared.name in books.facts.vocabularies:
        return books.facts.vocabularies[declared.name].id_of(value)
    return None


def _costs_of(
    number: int,
    finding: Finding,
    measures: Sequence[Measure],
    periods: Sequence[Period],
    counts: SourceCounts,
    bills: Mapping[tuple[str, str], Sequence[Bill]],
) -> tuple[Cost, ...]:
    """Return what a finding costs each measure in each period, the dearest first."""
    costs: list[Cost] = []
    for measure in measures:
        mine = [bill for bill in bills.get((measure.id, finding.field), ()) if bill.finding == number]
        for period in periods:
            within = [bill for bill in mine if bill.day and period.start <= bill.day <= period.end]
            because, settled = sum(bill.because for bill in within), sum(bill.settled for bill in within)
            if because:
                counted = counts.count(measure, [(period.start, period.end)])
                costs.append(
                    Cost(measure.id, measure.title, period.label, counted.met, counted.not_known, because, settled)
                )
        undated = sum(bill.because for bill in mine if bill.day is None)
        if undated:
            called = measure.nouns or nouns_of(measure.unit)
            costs.append(Cost(measure.id, measure.title, NO_DATE, 0, 0, undated, called=called))
    return tuple(sorted(costs, key=lambda each: -each.because))
