"""Names of a breakdown that no record of a period bears: suppliers rename their categories, and a 0 may be no fall."""

from __future__ import annotations

from datetime import date

from svtool.counting.basis import Basis
from svtool.counting.cells import ALL_LABEL, Cell
from svtool.counting.source_counts import SourceCounts
from svtool.figures.notes import Kind, Note
from svtool.schema.tables import Measure


def unused_names(
    counts: SourceCounts, measure: Measure, cell: Cell, basis: Basis, known_on: date | None = None
) -> list[Note]:
    """Return which names of a cell stand in no record of a period, wherever it lies; listed values are no such names.

    Args:
        counts: the counts of the measure's source.
        measure: what is counted.
        cell: where in the breakdowns.
        basis: the days.
        known_on: the day as known on which units are counted.
    """
    found: list[Note] = []
    for name, label in cell.values:
        if label == ALL_LABEL or not _is_free(counts, measure, name) or label in counts.breakdowns[name].last_labels:
            continue
        of_all = counts.count(measure, basis, Cell(None, ((name, label),)), known_on)
        if not of_all.met and not of_all.not_known:
            found.append(Note(Kind.NAME_NOT_USED, {"name": label, "title": counts.breakdowns[name].title.lower()}))
    return found


def _is_free(counts: SourceCounts, measure: Measure, name: str) -> bool:
    """Return whether a breakdown is by what suppliers call things, and not by values that the source lists."""
    breakdown, source = counts.breakdowns.get(name), counts.facts.source
    field = breakdown.field_in(source, measure.role) if breakdown else None
    return field in source.by_name and source.by_name[str(field)].type == "label"
