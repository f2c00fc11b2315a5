"""An area before and after something changed there, beside areas where it did not: as months, and as one comparison.

The same months of the year stand on both sides, each held whole by the area and by every area beside it; a month that
one of them lacks is compared in none. Nothing here says why a count changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import ClassVar

from svtool.commands.compare.definitions_beside import COMPARE
from svtool.commands.scope import Request
from svtool.commands.trend.charted import months_of
from svtool.commands.trend.month_series import Subject, month_points
from svtool.commands.trend.series_points import SeriesPoint
from svtool.counting.basis import Basis
from svtool.counting.cells import Cell
from svtool.dates import Span
from svtool.errors import UsageError
from svtool.figures.area_names import AREA_NOT_KNOWN
from svtool.figures.change import find_drift
from svtool.figures.contract import NOT_AVAILABLE, PROVISIONAL
from svtool.figures.maker import FigureMaker
from svtool.figures.notes import Kind, Note
from svtool.schema.tables import Measure
from svtool.statistics.dispersion import dispersion_of
from svtool.statistics.ratio_of_ratios import RatioOfRatios, compare_changes, slope_before
from svtool.statistics.ratio_test import RatioTest, compare_counts

FEWEST_MONTHS = 12  # on either side, for a verdict
BEFORE, AFTER = "before", "after"
# Options of definitions side by side: the months around a day are those that all areas hold, of areas that are named.
NOT_AROUND = ("by", "periods", "rates", "as_at", "partial", "release")
# Verdicts, and why there is none.
FELL_MORE, ROSE_LESS, ROSE_MORE, FELL_LESS = "fell more", "rose less", "rose more", "fell less"
NO_DIFFERENCE, NO_VERDICT = "no clear difference", "no verdict"
TOO_SHORT, TOO_FEW, RECORDING, BREAK, APART = "too short", "too few", "recording", "break", "apart"


@dataclass(frozen=True)
class AroundChange:
    """What is asked of `svtool compare --change-at`.

    Attributes:
        change_at: the first day on which it was otherwise.
        area: where, by name, alias or code.
        against: the areas beside it.
        measures: ids of measures of the project's tables; without any, what meets the project's definition.
    """

    command: ClassVar[str] = COMPARE
    change_at: date
    area: str
    against: tuple[str, ...]
    measures: tuple[str, ...] = ()


def ask_around(
    request: Request,
    definitions: Sequence[str],
    change_at: date | None,
    area: str | None,
    against: Sequence[str],
    measures: Sequence[str],
) -> tuple[Request, AroundChange]:
    """Return what is asked of the project, and of an area around a day.

    Args:
        request: what the command asks for.
        definitions: ids of definitions: none for the project's, or one.
        change_at, area, against, measures: as `AroundChange` has them.

    Raises:
        UsageError: the day or the area is not named, or something is asked that an area around a day has not.
    """
    if change_at is None or area is None:
        lacks = "--change-at" if change_at is None else "--area"
        raise UsageError(f"{lacks}: is not named; expected --change-at DATE --area NAME --against NAMES together.")
    usual = Request()
    for name in NOT_AROUND:
        if getattr(request, name) != getattr(usual, name):
            option = name.replace("_", "-")
            raise UsageError(f"--{option}: is for definitions side by side; leave it out beside --change-at.")
    if len(definitions) > 1:
        raise UsageError("--definition: names several beside --change-at; name one, by which offences are counted.")
    asked = replace(request, definition=definitions[0] if definitions else None)
    return asked, AroundChange(change_at, area, tuple(against), tuple(measures))


@dataclass(frozen=True)
class AreaMonths:
    """One area, or several together, month by month.

    Attributes:
        name: what it is called.
        points: its months.
        used: which of them are compared, by their keys, each with its side.
    """

    name: str
    points: Sequence[SeriesPoint]
    used: Mapping[str, str]

    def months(self, side: str) -> list[SeriesPoint]:
        """Return the months of a side."""
        return [each for each in self.points if self.used.get(each.month) == side]

    def counts(self, side: str) -> list[int]:
        """Return the counts of the months of a side."""
        return [each.count or 0 for each in self.months(side)]

    def total(self, side: str) -> int:
        """Return the count of a side."""
        return sum(self.counts(side))

    def not_known(self, side: str) -> int:
        """Return how many of a side are not known."""
        return sum(each.not_known or 0 for each in self.months(side))

    def days(self, side: str) -> int:
        """Return the days of a side."""
        return sum(each.days for each in self.months(side))

    @cached_property
    def change(self) -> RatioTest | None:
        """Return the area's own change, a day after over a day before; None without months."""
        if not self.used:
            return None
        stretches = [list(zip(self.counts(side), _days(self.months(side)), strict=True)) for side in (BEFORE, AFTER)]
        return compare_counts(
            self.total(AFTER), self.total(BEFORE), self.days(AFTER), self.days(BEFORE),
            dispersion=dispersion_of(stretches) or 1,
        )  # fmt: skip


@dataclass(frozen=True)
class ChangedAt:
    """An area beside others around a day.

    Attributes:
        measure: what is counted.
        change_at: the day.
        area: the area.
        others: the areas beside it, one by one.
        together: these together.
        ratio: the area's change over that of the others.
        slope: by how much it changed in a year against the others before the day.
        verdict: what that comes to.
        why_not: why there is no verdict; blank where there is one.
        breaks: registered breaks in recording amid the months compared, by title.
        drifted: areas and fields whose recording moved from the one side to the other.
        without_area: how many of the months compared lie in no known area, before and after.
        undated: areas, each with how many there have no date that can be read and may be of the months compared.
        notes: what must be said of the counts.
    """

    measure: Measure
    change_at: date
    area: AreaMonths
    others: Sequence[AreaMonths]
    together: AreaMonths
    ratio: RatioOfRatios
    slope: RatioOfRatios
    verdict: str
    why_not: str
    breaks: Sequence[str]
    drifted: Sequence[tuple[str, str]]
    without_area: tuple[int, int]
    undated: Sequence[tuple[str, int]]
    notes: Sequence[Note]


@dataclass(frozen=True)
class AroundMaker:
    """Sets an area beside others.

    Attributes:
        maker: makes figures of the counts.
        subject: a measure, of the area.
        others: the other areas, as cells.
        change_at: the day.
    """

    maker: FigureMaker
    subject: Subject
    others: Sequence[Cell]
    change_at: date

    def changed(self) -> ChangedAt:
        """Return the area beside the others, with what their changes come to."""
        cells = [self.subject.cell, *self.others]
        points = {cell: self._points(cell) for cell in cells}
        used = matched_months(points.values(), self.change_at)
        area, *others = (AreaMonths(found[0].area if found else "", found, used) for found in points.values())
        together = AreaMonths(" + ".join(each.name for each in others), _added([each.points for each in others]), used)
        pairs = {side: list(zip(area.counts(side), together.counts(side), strict=True)) for side in (BEFORE, AFTER)}
        ratio = compare_changes(pairs[BEFORE], pairs[AFTER])
        slope = slope_before(pairs[BEFORE], [_number(each) for each in area.months(BEFORE)])
        breaks, withheld = self._breaks(area)
        named = zip(cells, (area, *others), strict=True)
        drifted = [(each.name, title) for cell, each in named for title in self._drift(cell, each)]
        why_not = _why_not(area, ratio, slope, withheld, drifted)
        return ChangedAt(
            self.subject.row.measure, self.change_at, area, others, together, ratio, slope,
            NO_VERDICT if why_not else _verdict(area, ratio), why_not, breaks, drifted, self._without_area(area),
            self._undated(dict(zip(cells, (area, *others), strict=True))), _notes((area, *others)),
        )  # fmt: skip

    def _points(self, cell: Cell) -> list[SeriesPoint]:
        measure = self.subject.row.measure
        held = self.maker.coverage[measure.source].days_of(role=measure.counted_people)
        return month_points(self.maker, Subject(self.subject.table, self.subject.row, cell), months_of(held))

    def _breaks(self, area: AreaMonths) -> tuple[list[str], bool]:
        """Return the breaks amid the months compared, and whether one of them withholds every change."""
        months = [*area.months(BEFORE), *area.months(AFTER)]
        if not months:
            return [], False
        amid = [
            (each, wholly)
            for each, wholly in self.maker.breaks_of(self.subject.row.measure)
            if months[0].start < each.date <= months[-1].end
        ]
        return [each.title for each, _ in amid], any(wholly and each.effect == "withhold" for each, wholly in amid)

    def _drift(self, cell: Cell, area: AreaMonths) -> list[str]:
        counting = self.maker.counting(self.subject.row.measure, cell)
        sides = [_spans(area.months(side)) for side in (AFTER, BEFORE)]
        if not all(sides):
            return []
        now, before = (counting.open_shares(Basis.of(spans)) for spans in sides)
        drift = find_drift(now, before)
        return [self.maker.field_title(self.subject.row.measure, drift.field)] if drift else []

    def _undated(self, areas: Mapping[Cell, AreaMonths]) -> list[tuple[str, int]]:
        """Return areas with what is undated there: one record may be of many months, so that months don't add up."""
        found = []
        for cell, area in areas.items():
            spans = sorted(_spans([*area.months(BEFORE), *area.months(AFTER)]))
            counting = self.maker.counting(self.subject.row.measure, cell)
            if spans and (undated := counting.count(Basis.of(spans)).undated):
                found.append((area.name, undated))
        return found

    def _without_area(self, area: AreaMonths) -> tuple[int, int]:
        counting = self.maker.counting(self.subject.row.measure, Cell(AREA_NOT_KNOWN))
        before, after = (
            counting.count(Basis.of(spans)).met if (spans := _spans(area.months(side))) else 0
            for side in (BEFORE, AFTER)
        )
        return before, after


def matched_months(areas: Iterable[Sequence[SeriesPoint]], change_at: date) -> dict[str, str]:
    """Return the months that are compared, each with its side: as many of each month of the year on both sides.

    They are those nearest to the day that all areas hold whole and that may no longer grow; the month amid which it
    changed is on no side.

    Args:
        areas: the months of each area, the same months for all.
        change_at: the day.
    """
    sides: dict[tuple[str, int], list[str]] = {}
    for points in zip(*areas, strict=True):
        month = points[0]
        if any(each.count is None or each.status == PROVISIONAL for each in points):
            continue
        side = BEFORE if month.end < change_at else AFTER if month.start >= change_at else ""
        sides.setdefault((side, month.start.month), []).append(month.month)
    found: dict[str, str] = {}
    for number in range(1, 13):
        before, after = sides.get((BEFORE, number), []), sides.get((AFTER, number), [])
        least = min(len(before), len(after))
        found |= dict.fromkeys(before[len(before) - least :], BEFORE) | dict.fromkeys(after[:least], AFTER)
    return found


def _added(areas: Sequence[Sequence[SeriesPoint]]) -> list[SeriesPoint]:
    """Return the months of several areas together; one that an area lacks has no count."""
    return [_sum(points) for points in zip(*areas, strict=True)]


def _sum(points: Sequence[SeriesPoint]) -> SeriesPoint:
    def added(of: Callable[[SeriesPoint], int | None]) -> int | None:
        numbers = [of(each) for each in points]
        return None if None in numbers else sum(number or 0 for number in numbers)

    count = added(lambda each: each.count)
    return replace(
        points[0], area=" + ".join(each.area for each in points), area_code="", count=count,
        not_known=added(lambda each: each.not_known), notes=[],
        status=NOT_AVAILABLE if count is None else next((each.status for each in points if each.status), ""),
    )  # fmt: skip


def _notes(areas: Iterable[AreaMonths]) -> list[Note]:
    """Return what is said of any of the months compared, each once; what is undated is said of all of them together."""
    used = (point for area in areas for side in (BEFORE, AFTER) for point in area.months(side))
    said = (note for point in used for note in point.notes if note.kind is not Kind.UNDATED)
    return list(dict.fromkeys(said))


def _why_not(
    area: AreaMonths, ratio: RatioOfRatios, slope: RatioOfRatios, withheld: bool, drifted: Sequence[object]
) -> str:
    """Return why there is no verdict; blank where there is one."""
    if len(area.months(BEFORE)) < FEWEST_MONTHS:
        return TOO_SHORT
    if withheld:
        return BREAK
    if drifted:
        return RECORDING
    if ratio.ratio is None:
        return TOO_FEW
    return APART if differs(slope) else ""


def differs(ratio: RatioOfRatios) -> bool:
    """Return whether a ratio is other than 1 for more than chance."""
    return ratio.lower is not None and ratio.upper is not None and not ratio.lower <= 1 <= ratio.upper


def _verdict(area: AreaMonths, ratio: RatioOfRatios) -> str:
    if not differs(ratio) or ratio.ratio is None:
        return NO_DIFFERENCE
    rose = area.change is not None and (area.change.ratio or 0) > 1
    if ratio.ratio < 1:
        return ROSE_LESS if rose else FELL_MORE
    return ROSE_MORE if rose else FELL_LESS


def _number(point: SeriesPoint) -> int:
    return point.start.year * 12 + point.start.month


def _spans(points: Sequence[SeriesPoint]) -> list[Span]:
    return [(each.start, each.end) for each in points]


def _days(points: Sequence[SeriesPoint]) -> list[int]:
    return [each.days for each in points]
