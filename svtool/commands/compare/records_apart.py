"""The records that change sides: those that do not answer all definitions alike, by their references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from svtool.commands.compare.definitions_beside import Beside, tables_beside
from svtool.commands.evidence import Evidence, evidence_of
from svtool.commands.files_used import check_unchanged
from svtool.commands.opening import Gathered, gather_measured, open_engine
from svtool.commands.scope import Request, Scope, find_scope
from svtool.commands.tolerances import check_dates
from svtool.counting.units_apart import PERSON, VICTIM_INCIDENT, units_apart
from svtool.errors import UsageError, several
from svtool.figures.notes import Note
from svtool.figures.notices import SYNTHETIC, unmatched_reviews
from svtool.gathering.facts import Facts
from svtool.schema.periods import Period
from svtool.schema.rules import Rule, all_of
from svtool.schema.sources import AREA
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Apart:
    """The records that change sides.

    Attributes:
        rows: a row for each, in each period.
        standing: what must stand with every row.
        warnings: what the analyst must know about the extracts.
        evidence: what the run stands on.
    """

    rows: pd.DataFrame
    standing: Sequence[Note]
    warnings: Sequence[Note]
    evidence: Evidence

    @property
    def words(self) -> str:
        """Return how many there are in each period: `2021: 41 records`."""
        counts = Counter(self.rows["period"])
        return (
            ", ".join(f"{period}: {several(number, 'record', 'records')}" for period, number in counts.items())
            or "none"
        )


def find_apart(request: Request, beside: Beside) -> Apart:
    """Return the records that do not answer all definitions alike.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    scope = find_scope(request, lambda opened: tables_beside(beside, opened, request.tables))
    measures = [each for each in scope.measures if not each.sides]
    for each in measures:
        if each.source not in scope.opened.extracts:
            raise UsageError(f"--records: the project has no {each.source} extract. Add it under sources.")
    with open_engine(scope.opened.bounds, kept=scope.opened.kept) as engine:
        gathered = gather_measured(engine, scope.opened, measures, replace=request.replace, names_records=True)
        _check_rows(gathered.facts)
        check_dates(gathered.facts, scope.columns.shown)
        found = [_rows(scope, gathered, group, period) for group in _groups(measures) for period in scope.columns.shown]
    check_unchanged(scope.opened, gathered.reports)
    return Apart(
        pd.concat(found, ignore_index=True),
        [SYNTHETIC] if scope.opened.synthetic else [],
        [note for reports in gathered.reports.values() for note in unmatched_reviews(reports)],
        evidence_of(scope.opened, gathered.reports),
    )


def _groups(measures: Sequence[Measure]) -> list[list[Measure]]:
    """Return the measures that are one thing by several definitions."""
    groups: dict[str, list[Measure]] = {}
    for each in measures:
        definition = each.definition.id if each.definition else ""
        groups.setdefault(each.id.removesuffix(f".{definition}"), []).append(each)
    return list(groups.values())


def _check_rows(facts: Mapping[str, Facts]) -> None:
    for each in facts.values():
        if each.is_aggregate:
            raise UsageError(
                "--records: writes a row for each record, and a row of these extracts is a count of several, which are "
                "not told apart. Leave --records out."
            )


def _rows(scope: Scope, gathered: Gathered, measures: Sequence[Measure], period: Period) -> pd.DataFrame:
    """Return the rows of one thing in one period."""
    first, library = measures[0], scope.opened.library
    facts = gathered.facts[first.source]
    basis = gathered.coverage[first.source].of_period(period, role=first.counted_people).basis
    asked = [(each, _clauses(each, scope)) for each in measures]
    units = units_apart(gathered.engine, facts, library.catalogue, asked, basis, _places(gathered, facts))
    names = facts.vocabularies["supplier"].values
    rows = pd.DataFrame({"reference": units["reference"].fillna("")})
    rows.insert(0, "source", first.source)
    rows.insert(1, "measure", first.id.removesuffix(f".{_name(first)}"))
    rows.insert(2, "period", period.label)
    rows.insert(3, "supplier", [names[int(each)] or "" for each in units["supplier"].fillna(0)])
    if first.unit == VICTIM_INCIDENT:
        rows[PERSON] = units[PERSON].fillna("")
    for i, each in enumerate(measures):
        rows[_name(each)] = units[f"answer_{i}"]
        rows[f"{_name(each)}_clauses"] = units[f"clauses_{i}"].fillna("")
    return rows.astype(str)


def _name(measure: Measure) -> str:
    return measure.definition.id if measure.definition else measure.id


def _clauses(measure: Measure, scope: Scope) -> dict[str, Rule]:
    source = scope.opened.library.sources[measure.source]
    rules = measure.definition.clause_rules if measure.definition else {}
    return {name: source.of_units(all_of(measure.where, rule)) for name, rule in rules.items()}


def _places(gathered: Gathered, facts: Facts) -> list[int] | None:
    """Return the numbers of the places of units that count or may count, 0 for not known; None where all do."""
    places = gathered.geography(facts.source.id)
    if not places.bounded or AREA not in facts.columns:
        return None
    keys = {*places.keys_of(None), None}
    return [number for number, key in enumerate(facts.vocabularies[AREA].values) if key in keys]
