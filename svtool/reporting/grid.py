"""A table of a page: a caption, one row of headings, one value in each cell; and how the cells of a figure read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from svtool.contract import Figure
from svtool.statistics import round_half_away
from svtool.words import share

COMPARABLE = "comparable"
LIKE_FOR_LIKE = "like_for_like"


@dataclass(frozen=True)
class Grid:
    """A table, ready to be drawn.

    Attributes:
        id: its id on the page.
        caption: what it shows.
        headings: of every column; the first is that of the rows' names.
        rows: cells in words; the first names the row.
        numbers: which columns hold numbers.
    """

    id: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


def filled(grid: Grid, kept: Iterable[str] = ()) -> Grid:
    """Return a grid without the columns in which no row has anything, but for those to be kept."""
    kept = set(kept)
    places = [
        place
        for place, heading in enumerate(grid.headings)
        if place == 0 or heading in kept or any(row[place] for row in grid.rows)
    ]
    return Grid(
        grid.id,
        grid.caption,
        [grid.headings[place] for place in places],
        [[row[place] for place in places] for row in grid.rows],
        frozenset(new for new, place in enumerate(places) if place in grid.numbers),
    )


def whole_number(value: float | None, status: str = "") -> str:
    """Return a whole number, or the mark that stands in its place."""
    return f"{value:,}".replace("-", "−") if value is not None else mark(status)


def to_one_decimal(value: float | None, status: str = "") -> str:
    """Return a number to one decimal with a true minus sign, or the mark that stands in its place."""
    return f"{round_half_away(value, 1):,}".replace("-", "−") if value is not None else mark(status)


def mark(status: str) -> str:
    """Return a status as it stands in a cell: `[x]`; nothing without one."""
    return f"[{status}]" if status else ""


def count_cell(figure: Figure) -> str:
    """Return a figure's count or value with the mark beside it, or the mark in its place."""
    number = figure.count if figure.count is not None else figure.value
    if number is None:
        return mark(figure.status)
    shown = whole_number(number) if isinstance(number, int) or float(number).is_integer() else to_one_decimal(number)
    unit = "%" if figure.value_unit == "%" else ""
    return f"{shown}{unit} {mark(figure.status)}".strip()


def not_known_cell(figure: Figure) -> str:
    """Return how many units are not known; nothing of a figure that arrived as a figure."""
    if figure.value is not None or (figure.count is None and figure.status != "c"):
        return ""
    return whole_number(figure.not_known, "c")


def days_cell(figure: Figure) -> str:
    """Return how many days of a period are covered."""
    if figure.value is not None or figure.unit == "figure":
        return ""
    return f"{figure.days_covered:,} of {figure.days:,}"


def comparability(figure: Figure) -> str:
    """Return in words whether a change can be taken as it stands; nothing where nothing is compared."""
    if not figure.compared_with:
        return ""
    parts: list[str] = []
    if figure.comparison == LIKE_FOR_LIKE and figure.compared_count is not None:
        pair = f"{figure.compared_count:,} against {whole_number(figure.comparator_count, 'c')}"
        parts.append(f"the months that both have: {pair}")
    if figure.comparison == "raw":
        parts.append("not the same days")
    if figure.drift_field and figure.drift_before is not None and figure.drift_now is not None:
        moved = f"{share(figure.drift_before)} to {share(figure.drift_now)}"
        parts.append(f"{figure.drift_field.replace('_', ' ')} not known: {moved}")
    words = "; ".join(parts)
    if figure.change_status:
        return f"{mark(figure.change_status)} {words}".strip()
    return words or (COMPARABLE if figure.change is not None else "")
