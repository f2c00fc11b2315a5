"""A published figure beside today's count of the same: revised by how much, and why, as far as the extracts tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from svtool.commands.check.published_figures import Published
from svtool.commands.opening import Counted, OpenedProject, count_gathered, gather_measured, open_engine
from svtool.commands.tolerances import is_too_coarse
from svtool.counting.cells import ALL_LABEL, Cell
from svtool.errors import nearest
from svtool.figures.notes import Kind, Note, Part
from svtool.gathering.setting import AS_IT_STANDS, Otherwise
from svtool.schema.areas import INSIDE, OUTSIDE
from svtool.schema.periods import Period
from svtool.schema.sources import RECORDED
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


@dataclass(frozen=True)
class Compared:
    """What came of comparing: the editions, and what could not be compared."""

    editions: list[Edition]
    left: list[Note]


@dataclass(frozen=True)
class Asked:
    """A published figure with what it is a count of: the measure, the days, the place."""

    figure: Published
    number: Decimal
    measure: Measure
    period: Period
    cell: Cell


@dataclass(frozen=True)
class Today:
    """A figure as it is counted today; None with the reason where it can't be.

    Attributes:
        count: the count.
        known: the count of what was recorded by the day of the print; None where that day is not said.
        why_not: why there is no count.
    """

    count: int | None
    known: int | None = None
    why_not: Note | None = None


def compare_with_today(opened: OpenedProject, figures: Sequence[Published], printed_on: date | None) -> Compared:
    """Return today's counts of the published figures that name a measure of svtool.

    Args:
        opened: the project whose extracts are counted.
        figures: what was published.
        printed_on: the day on which the published figures were taken; tells what was recorded late.

    Raises:
        SvtoolError: an extract or a definition can't be read.
    """
    found = [_ask(opened, each) for each in figures if each.measure_id]
    asked = [each for each in found if isinstance(each, Asked)]
    today = _count(opened, asked, AS_IT_STANDS, printed_on)
    revised = [one for one, now in zip(asked, today, strict=True) if now.count not in {None, one.number}]
    kept = _by_line(opened, revised, Otherwise(with_cancelled=True))
    first = _by_line(opened, revised, Otherwise(as_first_recorded=True))
    editions = [
        Edition(
            one.figure, one.measure, one.number, now.count, kept.get(one.figure.line, now.count) - now.count,
            first.get(one.figure.line, now.count) - now.count, None if now.known is None else now.count - now.known,
        )
        for one, now in zip(asked, today, strict=True)
        if now.count is not None
    ]  # fmt: skip
    left = [each for each in found if isinstance(each, Note)]
    return Compared(editions, [*left, *dict.fromkeys(now.why_not for now in today if now.why_not)])


def _ask(opened: OpenedProject, figure: Published) -> Asked | Note | None:
    """Return what a figure is a count of; else why it can't be compared; None where it is no dated count at all."""
    measures = {each.id: each for table in opened.tables() for each in table.measures}
    measure = measures.get(figure.measure_id)
    if figure.number is None or figure.start is None or figure.end is None:
        return None
    if measure is None:
        near = nearest(figure.measure_id, measures) or "."
        return Note(Kind.NO_SUCH_MEASURE, {"line": figure.line, "id": figure.measure_id, "near": near})
    if measure.is_indicator or measure.counts_persons or figure.is_share:
        return Note(Kind.DOES_NOT_ADD_UP, {"line": figure.line, "id": measure.id})
    areas = opened.areas
    place = INSIDE if areas is None or figure.geography in {"", "all"} else areas.locate(figure.geography)
    if place is None or place == OUTSIDE:
        return Note(Kind.OTHER_AREA, {"line": figure.line})
    split = tuple((name, label) for name, label in figure.by if label not in {"", ALL_LABEL})
    unknown = next((name for name, _ in split if name not in opened.library.breakdowns), None)
    if unknown:
        return Note(Kind.NO_SUCH_BREAKDOWN, {"line": figure.line, "breakdown": unknown})
    cell = Cell(None if place == INSIDE else place, split)
    return Asked(figure, figure.number, measure, Period("", "", figure.start, figure.end), cell)


def _by_line(opened: OpenedProject, asked: Sequence[Asked], otherwise: Otherwise) -> dict[int, int]:
    """Return the counts as they would be otherwise, by the line of the figure."""
    found = _count(opened, asked, otherwise)
    return {one.figure.line: now.count for one, now in zip(asked, found, strict=True) if now.count is not None}


def _count(
    opened: OpenedProject, asked: Sequence[Asked], otherwise: Otherwise, printed_on: date | None = None
) -> list[Today]:
    """Return the figures as they are counted today, in the order in which they are asked for."""
    if not asked:
        return []
    measures = list({one.measure.id: one.measure for one in asked}.values())
    with open_engine() as engine:
        names = dict.fromkeys(name for one in asked for name, _ in one.cell.values)
        by = [opened.library.breakdowns[name] for name in names]
        gathered = gather_measured(engine, opened, measures, by, otherwise=otherwise)
        counted = count_gathered(gathered, measures, by, [printed_on] if printed_on else [])
        return [_count_one(one, counted, printed_on) for one in asked]


def _count_one(one: Asked, counted: Counted, printed_on: date | None) -> Today:
    source, gathered = one.measure.source, counted.gathered
    if source not in gathered.facts:
        return Today(None, why_not=Note(Kind.NOT_COUNTED_AGAIN, {"source": source}))
    facts = gathered.facts[source]
    if is_too_coarse(facts.coarsest, one.period):
        about: dict[str, Part] = {"line": one.figure.line, "source": source, "precision": facts.coarsest}
        return Today(None, why_not=Note(Kind.DATES_ARE_COARSER, about))
    held, published = gathered.coverage[source].days_in(one.period), one.figure.period_days
    if held != published:
        about = {"line": one.figure.line, "source": source, "held": held, "asked": published}
        return Today(None, why_not=Note(Kind.DAYS_NOT_HELD, about))
    counts, spans = counted.counts[source], [(one.period.start, one.period.end)]
    now = counts.count(one.measure, spans, one.cell).met
    if printed_on is None or RECORDED not in facts.columns:
        return Today(now)
    return Today(now, counts.count(one.measure, spans, one.cell, printed_on).met)
