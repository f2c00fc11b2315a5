"""A published figure beside today's count of the same: revised by how much, and why, as far as the extracts tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from svtool.commands.check.published_figures import Published
from svtool.commands.measures import geography
from svtool.counting.source_counts import Cell, SourceCounts
from svtool.coverage.held import coverage_of
from svtool.coverage.spans import Coverage
from svtool.engine.embedded import Engine
from svtool.errors import listed, nearest, several
from svtool.gathering.source_facts import AS_IT_STANDS, Otherwise, Wanted, gather
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.library import Library
from svtool.schema.periods import Period
from svtool.schema.project import Project
from svtool.schema.row_columns import RECORDED
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Edition:
    """A published figure and today's count of it.

    Attributes:
        figure: what was published.
        measure: the measure.
        published, today: the two counts.
        cancelled: units among the records that are now cancelled, transferred or left out.
        reclassified: how many more would count by the class first recorded; less when the number is negative.
        late: units recorded after the day of the print; None where that day is not said, or nothing tells.
    """

    figure: Published
    measure: Measure
    published: Decimal
    today: int
    cancelled: int = 0
    reclassified: int = 0
    late: int | None = None

    @property
    def revised(self) -> bool:
        """Return whether today's count is another."""
        return self.published != self.today

    @property
    def words(self) -> str:
        """Return the revision and its reasons, in sentences."""
        found = f"published {self.published:,}, today {self.today:,} ({self.today - self.published:+,})"
        reasons = self._reasons()
        return f"{found}: {listed(reasons, joiner='and')}." if reasons else f"{found}. The extracts do not tell why."

    def _reasons(self) -> list[str]:
        reasons: list[str] = []
        if self.cancelled:
            reasons.append(f"{self.cancelled:,} since cancelled, transferred or found not to count")
        if self.reclassified:
            way = "out of" if self.reclassified > 0 else "into"
            reasons.append(f"{abs(self.reclassified):,} reclassified {way} the measure since first recorded")
        if self.late:
            reasons.append(f"{self.late:,} recorded after the print")
        return reasons


@dataclass
class Compared:
    """What came of comparing: the editions, and in sentences what could not be compared."""

    editions: list[Edition] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A published figure with what it is a count of: the measure, the days, the place."""

    figure: Published
    measure: Measure
    period: Period
    cell: Cell


@dataclass(frozen=True)
class Recount:
    """Counts published figures again from a project's extracts.

    Attributes:
        project: the project whose extracts are counted.
        library: the definitions.
        folder: the project's folder.
        printed_on: the day on which the published figures were taken; tells what was recorded late.
    """

    project: Project
    library: Library
    folder: Path
    printed_on: date | None = None

    @cached_property
    def areas(self) -> AreaSet | None:
        """Return the project's areas."""
        return self.library.areas(self.project.areas) if self.project.areas else None

    def compare(self, figures: Sequence[Published]) -> Compared:
        """Return today's counts of the published figures that name a measure of svtool.

        Raises:
            SvtoolError: an extract or a definition can't be read.
        """
        result = Compared()
        asked = [one for each in figures if each.measure_id and (one := self._ask(each, result.left))]
        today = self._count(asked, AS_IT_STANDS, result.left)
        revised = [one for one, (now, _) in zip(asked, today, strict=True) if now not in {None, one.figure.number}]
        kept = self._by_line(revised, Otherwise(with_cancelled=True))
        first = self._by_line(revised, Otherwise(as_first_recorded=True))
        for one, (now, known) in zip(asked, today, strict=True):
            if now is None or one.figure.number is None:
                continue
            line = one.figure.line
            result.editions.append(
                Edition(
                    one.figure, one.measure, one.figure.number, now, kept.get(line, now) - now,
                    first.get(line, now) - now, None if known is None else now - known,
                )
            )  # fmt: skip
        return result

    def _ask(self, figure: Published, left: list[str]) -> Asked | None:
        """Return what a figure is a count of, or None after saying why it can't be compared."""
        measures = {each.id: each for name in self.project.tables for each in self.library.table(name).measures}
        measure = measures.get(figure.measure_id)
        if figure.number is None or figure.start is None or figure.end is None:
            return None
        if measure is None:
            near = nearest(figure.measure_id, measures) or "."
            left.append(f"line {figure.line}: {figure.measure_id} is no measure of the project's tables{near or '.'}")
            return None
        if measure.is_indicator or measure.counts_persons or figure.is_share:
            left.append(f"line {figure.line}: {measure.id} is not counted in units that add up; not compared.")
            return None
        whole = self.areas is None or figure.geography in {"", "all"}
        place = INSIDE if whole or self.areas is None else self.areas.locate(figure.geography)
        if place is None or place == OUTSIDE:
            left.append(f"line {figure.line}: its area is none of the project's; not compared.")
            return None
        cell = Cell(None if place == INSIDE else place)
        return Asked(figure, measure, Period("", "", figure.start, figure.end), cell)

    def _by_line(self, asked: Sequence[Asked], otherwise: Otherwise) -> dict[int, int]:
        """Return the counts as they would be otherwise, by the line of the figure."""
        found = self._count(asked, otherwise, [])
        return {one.figure.line: now for one, (now, _) in zip(asked, found, strict=True) if now is not None}

    def _count(
        self, asked: Sequence[Asked], otherwise: Otherwise, left: list[str]
    ) -> list[tuple[int | None, int | None]]:
        """Return for each figure its count now, and that of what was recorded by the day of the print."""
        found: list[tuple[int | None, int | None]] = [(None, None)] * len(asked)
        measures = list({one.measure.id: one.measure for one in asked}.values())
        by = ("area",) if self.areas else ()
        with Engine() as engine:
            wanted = Wanted(measures, by, otherwise=otherwise)
            facts = gather(engine, self.project, self.library, self.folder, wanted) if asked else {}
            for source, each in facts.items():
                own = [measure for measure in measures if measure.source == source]
                limits = [self.printed_on] if self.printed_on else []
                counts = SourceCounts(
                    engine, each, self.library.catalogue, geography(each, self.areas), own, (), limits
                )
                coverage = coverage_of(engine, each)
                for number, one in enumerate(asked):
                    if one.measure.source == source and _is_covered(one, coverage, left):
                        found[number] = self._count_one(one, counts)
        for source in sorted({one.measure.source for one in asked} - set(facts)):
            left.append(f"the project has no {source} extract; its figures are not compared.")
        return found

    def _count_one(self, one: Asked, counts: SourceCounts) -> tuple[int, int | None]:
        spans = [(one.period.start, one.period.end)]
        now = counts.count(one.measure, spans, one.cell).met
        if self.printed_on is None or RECORDED not in counts.facts.columns:
            return now, None
        return now, counts.count(one.measure, spans, one.cell, self.printed_on).met


def _is_covered(one: Asked, coverage: Coverage, left: list[str]) -> bool:
    """Return whether the extracts hold the whole period of a figure; says so where they don't."""
    held = coverage.days_in(one.period)
    asked = one.figure.period_days
    if held != asked:
        left.append(
            f"line {one.figure.line}: the {one.measure.source} extracts hold {several(held, 'day', 'days')} of its "
            f"period, the published figure {asked}; not compared."
        )
    return held == asked
