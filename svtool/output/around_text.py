"""An area beside others around a day, for people: what was counted on both sides, the verdict, months and notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table as RichTable

from svtool.commands.compare import Around
from svtool.commands.compare.changed_at import AFTER, BEFORE, AreaMonths, ChangedAt
from svtool.commands.trend.series_points import SeriesPoint
from svtool.dates import name_span
from svtool.figures.contract import NOT_AVAILABLE
from svtool.output.terminal import line_of, open_console, written
from svtool.output.wording.around_words import (
    before_sentence,
    difference_sentence,
    notes_of_changed,
    ratio_words,
    verdict_sentence,
)
from svtool.output.wording.note_words import notes_in_words

QUARTER = 3  # months that share a row
NONE = f"[{NOT_AVAILABLE}]"


def around_as_text(around: Around, width: int | None, colour: bool = False) -> str:
    """Return areas around a day as text.

    Args:
        around: what was found.
        width: columns of the terminal; None in a pipe, where lines are as long as they need to be.
        colour: whether to emphasise headings.
    """
    stream = io.StringIO()
    console = open_console(stream, width, colour)
    for notice in notes_in_words(around.notices):
        console.print(line_of(notice, "bold"))
    for number, found in enumerate(around.measures):
        if number:
            console.print()
        _print_changed(console, found)
    for notice in notes_in_words(around.notices):
        console.print(line_of(notice, "bold"))
    return written(stream)


def _print_changed(console: Console, found: ChangedAt) -> None:
    day = name_span(found.change_at, found.change_at)
    console.print(line_of(f"{found.measure.title}, before and after {day}", "bold"))
    console.print(line_of(f"{found.area.name}, beside {found.together.name}"))
    for sentence in (difference_sentence(found), verdict_sentence(found), before_sentence(found)):
        console.print(line_of(sentence))
    console.print()
    beside = [found.together, *(found.others if len(found.others) > 1 else ())]
    console.print(_sides([found.area, *beside]))
    console.print()
    console.print(_months([found.area, *beside], found))
    console.print()
    console.print(line_of("Notes", "bold"))
    for note in dict.fromkeys([*notes_of_changed(found), *notes_in_words(found.notes)]):
        console.print(line_of(note))


def _grid(headings: Sequence[str]) -> RichTable:
    grid = RichTable(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for number, heading in enumerate(headings):
        grid.add_column(line_of(heading), justify="right" if number else "left", overflow="fold", vertical="bottom")
    return grid


def _sides(areas: Sequence[AreaMonths]) -> RichTable:
    grid = _grid(["Compared", "Before", "not known", "After", "not known", "After, a day"])
    for area in areas:
        numbers = [f"{number(side):,}" for side in (BEFORE, AFTER) for number in (area.total, area.not_known)]
        change = area.change
        words = ratio_words(change.ratio, change.lower, change.upper) if change else "not known"
        grid.add_row(*map(line_of, [area.name, *numbers, words]))
    return grid


def _months(areas: Sequence[AreaMonths], found: ChangedAt) -> RichTable:
    grid = _grid(["Months", "", *(area.name for area in areas)])
    for first, last, side in _quarters(found):
        counts = [_count(area.points[first:last]) for area in areas]
        points = found.area.points[first:last]
        label = f"{points[0].start:%b} to {points[-1].start:%b %Y}" if last - first > 1 else f"{points[0].start:%b %Y}"
        grid.add_row(*map(line_of, [label, side, *counts]))
    return grid


def _quarters(found: ChangedAt) -> Iterator[tuple[int, int, str]]:
    """Yield stretches of up to three months, counted from the day, with what of them is compared."""
    points = found.area.points
    change = next((i for i, each in enumerate(points) if each.end >= found.change_at), len(points))
    edges = [*range(change % QUARTER, len(points), QUARTER), len(points)]
    for first, last in zip([0, *edges], edges, strict=False):
        if first < last:
            sides = {found.area.used.get(each.month, "") for each in points[first:last]}
            yield first, last, sides.pop() if len(sides) == 1 else "in part"


def _count(points: Sequence[SeriesPoint]) -> str:
    counts = [each.count for each in points]
    return NONE if None in counts else f"{sum(each or 0 for each in counts):,}"
