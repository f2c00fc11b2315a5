"""A table of a page: a caption, one row of headings, one value in each cell; and how the cells of a figure read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from svtool.figures.against import PRECEDING, Against
from svtool.figures.contract import NOT_APPLICABLE, SUPPRESSED, Figure
from svtool.output.wording.composed_words import value_words
from svtool.output.wording.number_words import MINUS, share, signed_per_cent
from svtool.statistics.rounding import round_half_away

COMPARABLE = "comparable"
LIKE_FOR_LIKE = "like_for_like"
FIT_ON_A_PHONE = 4  # columns, the heads of the rows among them, by the widths in style/phone.css
ARRIVES = "figure"  # the unit of what is brought as a figure


class Picture(str):
    """A cell that is a picture: markup of our own writing, which stands on the page as it is."""

    def __html__(self) -> str:
        """Return the markup, by which a template tells it from text."""
        return str(self)


@dataclass(frozen=True)
class Grid:
    """A table, ready to be drawn.

    Attributes:
        id: its id on the page.
        caption: what it shows.
        headings: of every column; the first is that of the rows' names.
        rows: cells in words; the first names the row.
        numbers: which columns hold numbers.
        anchors: the id of each row, by which an address leads to it; blank for rows that have none.
        latest: the column of the latest period, which stays in view on a phone; None where there is no such column.
    """

    id: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    latest: int | None = None
    anchors: Sequence[str] = ()

    @property
    def scrolls(self) -> bool:
        """Whether it may be wider than a phone, so that a keyboard must reach it to scroll it."""
        return len(self.headings) > FIT_ON_A_PHONE


def filled(grid: Grid) -> Grid:
    """Return a grid without the columns in which no row has anything."""
    places = [place for place in range(len(grid.headings)) if place == 0 or any(row[place] for row in grid.rows)]
    return replace(
        grid,
        headings=[grid.headings[place] for place in places],
        rows=[[row[place] for place in places] for row in grid.rows],
        numbers=frozenset(new for new, place in enumerate(places) if place in grid.numbers),
        latest=places.index(grid.latest) if grid.latest in places else None,
    )


def without_blanks(grid: Grid) -> Grid:
    """Return a grid in whose blank cells stands that nothing applies there."""
    return replace(grid, rows=[[cell or mark(NOT_APPLICABLE) for cell in row] for row in grid.rows])


def whole_number(value: float | None, status: str = "") -> str:
    """Return a whole number, or the mark that stands in its place; its minus is one that a spreadsheet reads."""
    return f"{value:,}" if value is not None else mark(status)


def to_one_decimal(value: float | None, status: str = "") -> str:
    """Return a number to one decimal, or the mark that stands in its place, with a minus that spreadsheets read."""
    return f"{round_half_away(value, 1):,}" if value is not None else mark(status)


def signed_cell(value: float | None) -> str:
    """Return a per cent with its sign; its minus is one that a spreadsheet reads."""
    return signed_per_cent(value).replace(MINUS, "-")


def per_cent_cell(against: Against, status: str = "") -> str:
    """Return a change in per cent with the mark of one of a small base, or the mark that stands in its place."""
    shown = to_one_decimal(against.per_cent, status)
    return f"{shown} {mark(against.mark)}" if against.per_cent is not None and against.mark else shown


def mark(status: str) -> str:
    """Return a status as it stands in a cell: `[x]`; nothing without one."""
    return f"[{status}]" if status else ""


def count_cell(figure: Figure) -> str:
    """Return a figure's count or value with the mark beside it, or the mark in its place."""
    number = figure.count if figure.count is not None else figure.value
    if number is None:
        return mark(figure.status)
    if figure.worked_out:
        return f"{value_words(number, figure.value_unit)} {mark(figure.status)}".strip()
    shown = whole_number(int(number)) if float(number).is_integer() else to_one_decimal(number)
    unit = "%" if figure.value_unit == "%" else ""
    return f"{shown}{unit} {mark(figure.status)}".strip()


def not_known_cell(figure: Figure) -> str:
    """Return how many units are not known, or the mark in its place; none is known of what arrived as a figure."""
    if figure.unit == ARRIVES:
        return mark(NOT_APPLICABLE)
    return whole_number(figure.not_known, figure.status if figure.count is None else SUPPRESSED)


def undated_cell(figure: Figure) -> str:
    """Return how many units without a date may belong to a figure, or the mark in its place."""
    if figure.unit == ARRIVES:
        return mark(NOT_APPLICABLE)
    return whole_number(figure.undated, SUPPRESSED if figure.hides_undated else figure.status)


def undated_of(figures: Sequence[Figure]) -> bool:
    """Return whether a table of figures needs a column of what is undated."""
    return any(each.has_undated for each in figures)


def days_cell(figure: Figure) -> str:
    """Return how many days of a period are covered."""
    if figure.unit == ARRIVES:
        return mark(NOT_APPLICABLE)
    return f"{figure.days_covered:,} of {figure.days:,}"


def comparability(figure: Figure) -> str:
    """Return in words whether a change can be taken as it stands; nothing where nothing is compared."""
    if not figure.compared_with:
        return ""
    parts: list[str] = []
    if figure.comparison == LIKE_FOR_LIKE and figure.compared_count is not None:
        pair = f"{figure.compared_count:,} against {whole_number(figure.comparator_count, SUPPRESSED)}"
        parts.append(f"the months that both have: {pair}")
    if figure.comparison == "raw":
        parts.append("not the same days")
    if figure.drift_field and figure.drift_before is not None and figure.drift_now is not None:
        moved = f"{share(figure.drift_before)} to {share(figure.drift_now)}"
        parts.append(f"{figure.drift_field.replace('_', ' ')} not known: {moved}")
    words = "; ".join(parts)
    if figure.change_status and not PRECEDING.of(figure).mark:
        return f"{mark(figure.change_status)} {words}".strip()
    return words or (COMPARABLE if figure.change is not None else "")
