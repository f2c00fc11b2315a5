"""Which days the extracts of a source hold, as they are told apart: covered, and recorded until."""

from __future__ import annotations

from datetime import date

from svtool.coverage.spans import MANY, Coverage, declared, infer_coverage, intersect
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts, records_by_day
from svtool.schema.sources import RECORDED


def coverage_of(engine: Engine, facts: Facts) -> Coverage:
    """Return the days that every supplier of a source covers, declared or inferred."""
    selected = next((entry.selected_on for entry in facts.entries if entry.selected_on), "recorded_date")
    if selected not in facts.columns:
        selected = next((name for name in facts.source.dates if name in facts.columns), selected)
    daily = records_by_day(engine, facts, selected)
    # A window is declared for the source only when every one of its extracts declares one.
    firsts = [entry.first for entry in facts.entries if entry.first]
    lasts = [entry.last for entry in facts.entries if entry.last]
    complete = len(facts.entries)
    first = min(firsts) if len(firsts) == complete else None
    last = max(lasts) if len(lasts) == complete else None
    least = MANY if first and last else 0
    found = [infer_coverage(each, facts.coarsest, least) for each in daily.values()]
    return declared(intersect(found), first, last)


def recorded_until(engine: Engine, facts: Facts, coverage: Coverage) -> date:
    """Return the day until which every supplier's extracts hold what was recorded."""
    last = coverage.spans[-1][1] if coverage.spans else date.min
    if RECORDED not in facts.columns:
        return last
    daily = records_by_day(engine, facts, RECORDED)
    # An extract selected on its recorded date may end with quiet days; one selected on another date goes on recording.
    return max(last, min((max(days) for days in daily.values()), default=last))
