"""Where the lines of a series begin anew, which takes a known cause, and where its level moved without one.

A registered break across which a change is withheld begins them anew by itself: what lies on its two sides is not
compared. One that is noted, or concerns a part of the measure, does so where the level moved there too: eight or more
months on one side of the mean before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.series_points import SeriesPoint
from svtool.figures.maker import FigureMaker
from svtool.figures.notes import Kind, Note, Part
from svtool.schema.breaks import Break
from svtool.statistics.lasting_shifts import find_lasting_shifts, shifts_at


@dataclass(frozen=True)
class Rebase:
    """A known cause for which the lines begin anew: its day, its title, and the first month wholly after it."""

    day: date
    title: str
    place: int | None

    def cuts(self, point: SeriesPoint) -> bool:
        """Return whether a point lies on both sides of it."""
        return point.start < self.day <= point.end


def find_rebases(
    maker: FigureMaker, subject: Subject, points: Sequence[SeriesPoint]
) -> tuple[list[Rebase], list[Note]]:
    """Return the breaks at which the lines begin anew, and what must be said of breaks.

    They begin anew with the first month that lies wholly after a break. A break after which they do not is said, and no
    more.
    """
    rebases: list[Rebase] = []
    said: list[Note] = []
    for each, wholly in sorted(maker.breaks_of(subject.row.measure), key=lambda found: found[0].date):
        if not points or not points[0].start < each.date <= points[-1].end:
            continue
        place = next((place for place, point in enumerate(points) if point.start >= each.date), None)
        rebase = Rebase(each.date, each.title, place)
        is_anew = _is_withheld(each, wholly) or _level_moved(points, rebases, rebase)
        if is_anew:
            rebases.append(rebase)
        about: dict[str, Part] = {"day": each.date, "title": each.title}
        said.append(Note(_kind(place, wholly, is_anew), about))
    return rebases, said


def _is_withheld(each: Break, wholly: bool) -> bool:
    return wholly and each.effect == "withhold"


def _level_moved(points: Sequence[SeriesPoint], rebases: Sequence[Rebase], rebase: Rebase) -> bool:
    """Return whether the level moved with a break, against the months since the one before it."""
    if rebase.place is None:
        return False
    first = max((each.place for each in rebases if each.place is not None), default=0)
    values = values_to_judge(points, [*rebases, rebase])
    return shifts_at(values[first:], rebase.place - first)


def _kind(place: int | None, wholly: bool, is_anew: bool) -> Kind:
    if is_anew and place is not None:
        return Kind.REBASED
    if not wholly:
        return Kind.BREAK_OF_A_PART
    return Kind.BREAK_AFTER_LAST_MONTH if place is None else Kind.BREAK_WITHOUT_SHIFT


def values_to_judge(points: Sequence[SeriesPoint], rebases: Sequence[Rebase]) -> list[int | None]:
    """Return the counts that make the lines and that rules look at: whole, final months on one side of every rebase.

    A provisional month may still grow, so that being low says nothing of it yet.
    """
    return [None if point.status or any(each.cuts(point) for each in rebases) else point.count for point in points]


def with_breaks(points: Sequence[SeriesPoint], rebases: Sequence[Rebase]) -> list[SeriesPoint]:
    """Return the months with what must be said of those that lie on both sides of a break."""
    found: list[SeriesPoint] = []
    for point in points:
        cut = [each for each in rebases if each.cuts(point)]
        said = [Note(Kind.MONTH_ACROSS_BREAK, {"day": each.day, "title": each.title}) for each in cut]
        found.append(replace(point, notes=[*point.notes, *said]))
    return found


def with_beginnings(points: Sequence[SeriesPoint], rebases: Sequence[Rebase]) -> list[SeriesPoint]:
    """Return the months with the break at which the lines begin anew, at the first month after it."""
    return [
        replace(point, rebased="; ".join(each.title for each in rebases if each.place == place))
        for place, point in enumerate(points)
    ]


def find_shifts(values: Sequence[float | None], starts: Sequence[int]) -> list[int]:
    """Return the places at which the level moved and stayed without a known cause.

    Args:
        values: the whole series, None where missing.
        starts: where its lines begin anew.
    """
    edges = sorted({0, *(start for start in starts if 0 < start < len(values)), len(values)})
    return [first + place for first, end in pairwise(edges) for place in find_lasting_shifts(values[first:end])]
