"""A published figure beside today's count of the same: revised by how much, and why, as far as the extracts tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from svtool.commands.check.asked_figures import Asked, find_asked
from svtool.commands.check.published_figures import Published
from svtool.commands.counted import Counted, count_gathered
from svtool.commands.files_used import check_unchanged
from svtool.commands.opening import OpenedProject, gather_measured, open_engine
from svtool.commands.tolerances import is_too_coarse
from svtool.counting.cells import WHOLE
from svtool.dates import NAMED
from svtool.figures.indicators import indicator_figures, read_indicators
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.notes import Kind, Note, Part
from svtool.figures.periods_shown import Columns
from svtool.gathering.setting import AS_IT_STANDS, Otherwise
from svtool.schema.project import figures_of
from svtool.schema.rules import Among, all_of
from svtool.schema.sources import RECORDED
from svtool.schema.tables import Measure

FIRST_RECORDED, WITH_CANCELLED = Otherwise(as_first_recorded=True), Otherwise(with_cancelled=True)
RECLASSIFIED = "reclassified"


@dataclass(frozen=True)
class Edition:
    """A published figure and today's count of it.

    The reasons are no more than what changed: a record that is cancelled or of another class may have been so before
    the print.

    Attributes:
        figure: what was published.
        measure: the measure.
        published, today: the two counts.
        cancelled: units recorded by the day of the print that are now cancelled, transferred or left out.
        reclassified: how many more count by the class first recorded, where an extract records it; less when the number
            is negative.
        late: units recorded after the day of the print; None where that day is not said, or nothing tells.
        not_known: how many are not known today.
    """

    figure: Published
    measure: Measure
    published: Decimal
    today: int | Decimal
    cancelled: int = 0
    reclassified: int = 0
    late: int | None = None
    not_known: int | None = None

    @property
    def revised(self) -> bool:
        """Return whether today's count is another, or what is not known."""
        return self.published != self.today or self.figure.not_known not in {None, self.not_known}

    @property
    def unexplained(self) -> Decimal:
        """Return how many more there are today than the reasons explain."""
        return self.today - self.published + self.cancelled + self.reclassified - (self.late or 0)


@dataclass(frozen=True)
class Compared:
    """What came of comparing: the editions, what could not be compared, and how many figures that are."""

    editions: list[Edition]
    left: list[Note]
    uncompared: int = 0


@dataclass(frozen=True)
class Today:
    """A figure as it is counted today; None with the reason where it can't be.

    Attributes:
        count: the count.
        known: the count of what was recorded by the day of the print; None where that day is not said.
        why_not: why there is no count.
        not_known: how many are not known.
    """

    count: int | Decimal | None
    known: int | None = None
    why_not: Note | None = None
    not_known: int | None = None


ByLine = dict[int, Today]


def compare_with_today(opened: OpenedProject, figures: Sequence[Published], printed_on: date | None) -> Compared:
    """Return today's counts of the published figures that name a measure of svtool, by its id or its title.

    Args:
        opened: the project whose extracts are counted.
        figures: what was published.
        printed_on: the day on which the published figures were taken; tells what was recorded late.

    Raises:
        SvtoolError: an extract or a definition can't be read.
    """
    asked, left = find_asked(opened, figures)
    counted = [one for one in asked if not one.measure.is_indicator]
    today = _count(opened, counted, AS_IT_STANDS, printed_on)
    today |= _brought(opened, [one for one in asked if one.measure.is_indicator])
    revised = [one for one in counted if today[one.line].count not in {None, one.number}]
    cancelled = _cancelled(opened, revised, today, printed_on)
    first = _reclassified(opened, [one for one in revised if not one.measure.counts_persons])
    editions = [
        _edition(one, today[one.line], cancelled.get(one.line, 0), first.get(one.line, 0))
        for one in asked
        if today[one.line].count is not None
    ]
    why_not = dict.fromkeys(note for one in asked if (note := today[one.line].why_not))
    numbers = sum(each.number is not None for each in figures)
    return Compared(editions, [*left, *why_not], numbers - len(editions))


def _edition(one: Asked, now: Today, cancelled: int, first: int) -> Edition:
    """Return a figure beside today's count, with reasons that are no more than what changed."""
    assert now.count is not None  # noqa: S101 (only asked of figures that are counted)
    late = None if now.known is None else int(now.count) - now.known
    gone = one.number - now.count + (late or 0)
    told = min(cancelled, max(int(gone), 0))
    gone -= told
    moved = min(max(first, 0), int(gone)) if gone > 0 else max(min(first, 0), int(gone))
    return Edition(one.figure, one.measure, one.number, now.count, told, moved, late, now.not_known)


def _cancelled(
    opened: OpenedProject, revised: Sequence[Asked], today: ByLine, printed_on: date | None
) -> dict[int, int]:
    """Return how many units recorded by the day of the print are now cancelled; none where no extract is younger."""
    later = [
        one
        for one in revised
        if today[one.line].known is not None and _is_younger(opened, one.measure.source, printed_on)
    ]
    kept = _count(opened, later, WITH_CANCELLED, printed_on)
    return {line: (now.known or 0) - (today[line].known or 0) for line, now in kept.items()}


def _is_younger(opened: OpenedProject, source: str, printed_on: date | None) -> bool:
    """Return whether some extract of a source may be from after the print."""
    entry = opened.extracts[source]
    entries = entry if isinstance(entry, tuple) else entry.offences
    return any(each.as_at is None or printed_on is None or each.as_at > printed_on for each in entries)


def _reclassified(opened: OpenedProject, revised: Sequence[Asked]) -> dict[int, int]:
    """Return how many more units count by the class first recorded than by today's, where both are known."""
    moved = [
        replace(one, row=replace(one.row, measure=_of_moved(one.measure)))
        for one in revised
        if RECLASSIFIED in opened.library.sources[one.measure.source].by_name
    ]
    first, now = (_count(opened, moved, otherwise) for otherwise in (FIRST_RECORDED, AS_IT_STANDS))
    found = {one.line: (first[one.line].count, now[one.line].count) for one in moved}
    # No count: no extract records the first class.
    return {
        line: int(before - after) for line, (before, after) in found.items() if before is not None and after is not None
    }


def _of_moved(measure: Measure) -> Measure:
    return replace(measure, rule=all_of(measure.rule, Among(RECLASSIFIED, ("yes",))))


def _brought(opened: OpenedProject, asked: Sequence[Asked]) -> ByLine:
    """Return the figures that arrive as figures, as the project brings them today."""
    if not asked:
        return {}
    entries = figures_of(opened.project, opened.library.sources)
    indicators = [each for source, entry in entries for each in read_indicators(entry, opened.folder, source)]
    columns = Columns(opened.project.periods)
    values = {
        (figure.measure_id, figure.period_start, figure.period_end): figure.value
        for table in opened.tables()
        for figure in indicator_figures(table, indicators, columns, opened.areas)
    }
    found: ByLine = {}
    for one in asked:
        value = values.get((one.measure.id, one.period.start, one.period.end)) if one.cell == WHOLE else None
        why_not = None if value is not None else Note(Kind.NOT_BROUGHT_TODAY, {"line": one.line, "id": one.measure.id})
        found[one.line] = Today(None if value is None else Decimal(str(value)), why_not=why_not)
    return found


def _count(
    opened: OpenedProject, asked: Sequence[Asked], otherwise: Otherwise, printed_on: date | None = None
) -> ByLine:
    """Return the figures as they are counted today, by their lines."""
    if not asked:
        return {}
    measures = list({one.measure.id: one.measure for one in asked}.values())
    with open_engine(opened.bounds, kept=opened.kept) as engine:
        names = dict.fromkeys(name for one in asked for name, _ in one.cell.values)
        by = [opened.library.breakdowns[name] for name in names]
        gathered = gather_measured(engine, opened, measures, by, otherwise=otherwise)
        counted = count_gathered(gathered, measures, by, [printed_on] if printed_on else [])
        check_unchanged(opened, gathered.reports)  # extracts are read for several counts, which are compared
        maker = counted.figure_maker(Options(by=tuple(names)), Columns(opened.project.periods))
        return {one.line: _count_one(one, counted, maker, printed_on) for one in asked}


def _count_one(one: Asked, counted: Counted, maker: FigureMaker, printed_on: date | None) -> Today:
    source, gathered = one.measure.source, counted.gathered
    if source not in gathered.facts:
        return Today(None, why_not=Note(Kind.NOT_COUNTED_AGAIN, {"source": source}))
    facts = gathered.facts[source]
    if is_too_coarse(facts.coarsest, one.period):
        about: dict[str, Part] = {"line": one.line, "source": source, "precision": NAMED[facts.coarsest]}
        return Today(None, why_not=Note(Kind.DATES_ARE_COARSER, about))
    figure = maker.figure(one.table, one.row, one.cell, one.period)
    if figure.days_covered != one.figure.period_days:
        about = {"line": one.line, "source": source, "held": figure.days_covered, "asked": one.figure.period_days}
        return Today(None, why_not=Note(Kind.DAYS_NOT_HELD, about))
    if figure.count is None:
        return Today(None, why_not=Note(Kind.NOT_AVAILABLE_TODAY, {"line": one.line, "reasons": figure.notes}))
    if printed_on is None or RECORDED not in facts.columns:
        return Today(figure.count, not_known=figure.not_known)
    spans = [(one.period.start, one.period.end)]
    known = counted.counts[source].count(one.measure, spans, one.cell, printed_on).met
    return Today(figure.count, known, not_known=figure.not_known)
