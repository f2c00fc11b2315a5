"""The columns of a table in a workbook: each holds one kind of value, and only what some row needs is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from svtool.figures.contract import Figure
from svtool.output.workbook.pairs import Pair, Row
from svtool.output.workbook.sheet_words import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    WANTED,
    Cell,
    change_cell,
    comparability,
    direction,
    figure_cell,
    mark_of,
    not_known_cell,
    readable,
    significance,
    unit_words,
)

WHOLE, TENTHS = "#,##0", "#,##0.0"
PER_CENT = "\n(per cent)"
WIDE, MIDDLE, NARROW = 380, 170, 120  # pixels


@dataclass(frozen=True)
class Column:
    """A column: its heading, what each row has in it, and how a number in it is shown.

    Attributes:
        heading: unique in its table; a unit stands on a line of its own.
        cell: what a row has in it.
        shown: the number format; empty for a column of words.
        width: in pixels.
    """

    heading: str
    cell: Callable[[Row], Cell]
    shown: str = ""
    width: int = NARROW

    def has_tenths(self, row: Row) -> bool:
        """Return whether a row's number is shown with tenths in a column of whole numbers: an indicator's is."""
        return self.shown == WHOLE and row.now.value is not None


def columns_of(pair: Pair, by: Mapping[str, str], notes_of: Callable[[Row], str] | None) -> list[Column]:
    """Return the columns of a table in their order: what it is, how many, how it changed, what must be said.

    Args:
        pair: the table.
        by: breakdown → what it is called.
        notes_of: returns the markers of a row's notes; None where no row has any.
    """
    found = [*_labels(pair, by), *_counts(pair)]
    if pair.before:
        found += [*_like_for_like(pair), *_changes(pair), *_if_known(pair), *_since_baseline(pair)]
    return [*found, *_words(pair), *([Column("Notes", notes_of, width=MIDDLE)] if notes_of else [])]


def _labels(pair: Pair, by: Mapping[str, str]) -> list[Column]:
    found = [Column("Measure", lambda row: readable(row.now.measure), width=WIDE)]
    if any(row.now.group for row in pair.rows):
        found.append(Column("Group", lambda row: readable(row.now.group), width=MIDDLE))
    found.append(Column("Source", lambda row: readable(row.now.source)))
    found.append(Column("Unit", lambda row: readable(unit_words(row.now))))
    found += [Column(title, _breakdown(name)) for name, title in by.items() if name != "area"]
    found.append(Column("Area", lambda row: readable(row.now.area)))
    if any(row.now.area_code for row in pair.rows):
        found.append(Column("Area code", lambda row: readable(row.now.area_code)))
    return found


def _breakdown(name: str) -> Callable[[Row], Cell]:
    return lambda row: readable(row.now.by.get(name, "all"))


def _counts(pair: Pair) -> list[Column]:
    figures = [each for row in pair.rows for each in (row.now, row.before) if each]
    what = "Figure" if any(each.value is not None for each in figures) else "Count"
    with_unknown = any(each.not_known is not None for each in figures)
    found: list[Column] = []
    for label, which in ((pair.before, _before), (pair.now, _now)):
        if not label:
            continue
        found.append(Column(f"{what}, {label}", _of(which, figure_cell), WHOLE))
        if with_unknown:
            found.append(Column(f"Not known, {label}", _of(which, not_known_cell), WHOLE))
    return found


def _now(row: Row) -> Figure | None:
    return row.now


def _before(row: Row) -> Figure | None:
    return row.before


def _of(which: Callable[[Row], Figure | None], cell: Callable[[Figure | None], Cell]) -> Callable[[Row], Cell]:
    return lambda row: cell(which(row))


def _like_for_like(pair: Pair) -> list[Column]:
    """Return the counts that were compared, where these are not the whole counts."""
    if not any(_compares_parts(row) for row in pair.rows):
        return []
    what = "Count in the months compared"
    return [
        Column(f"{what}, {pair.before}", lambda row: change_cell(row.now, row.now.comparator_count), WHOLE),
        Column(f"{what}, {pair.now}", lambda row: change_cell(row.now, row.now.compared_count), WHOLE),
    ]


def _compares_parts(row: Row) -> bool:
    whole = (row.now.count, row.before.count if row.before else None)
    return (row.now.compared_count, row.now.comparator_count) not in {(None, None), whole}


def _changes(pair: Pair) -> list[Column]:
    found = [
        Column("Change\n(number)", lambda row: change_cell(row.now, row.now.change), WHOLE),
        Column(f"Change{PER_CENT}", lambda row: change_cell(row.now, row.now.change_pct), TENTHS),
    ]
    if any(row.now.p_value is not None for row in pair.rows):
        found += [
            Column(
                f"Lower 95% limit of change{PER_CENT}",
                lambda row: change_cell(row.now, row.now.change_lower_pct),
                TENTHS,
            ),
            Column(
                f"Upper 95% limit of change{PER_CENT}",
                lambda row: change_cell(row.now, row.now.change_upper_pct),
                TENTHS,
            ),
            Column("Significance", lambda row: significance(row.now), width=MIDDLE),
        ]
    return found


def _if_known(pair: Pair) -> list[Column]:
    """Return the range of a change if what is not known were known, where recording moved under some row."""
    if not any(row.now.drift_field for row in pair.rows):
        return []
    return [
        Column(
            f"Least change if all were known{PER_CENT}",
            lambda row: change_cell(row.now, row.now.change_if_known_min_pct),
            TENTHS,
        ),
        Column(
            f"Greatest change if all were known{PER_CENT}",
            lambda row: change_cell(row.now, row.now.change_if_known_max_pct),
            TENTHS,
        ),
    ]


def _since_baseline(pair: Pair) -> list[Column]:
    rows = [row for row in pair.rows if row.now.baseline_change is not None]
    label = next((row.now.baseline for row in rows if row.now.baseline != row.now.compared_with), None)
    if label is None:
        return []
    return [
        Column(f"Change since {label}\n(number)", _baseline(lambda figure: figure.baseline_change), WHOLE),
        Column(f"Change since {label}{PER_CENT}", _baseline(lambda figure: figure.baseline_change_pct), TENTHS),
    ]


def _baseline(number: Callable[[Figure], float | None]) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        found = number(row.now)
        if found is not None:
            return found
        return NOT_APPLICABLE if row.now.baseline_change is not None else mark_of(row.now.change_status, NOT_AVAILABLE)

    return cell


def _words(pair: Pair) -> list[Column]:
    found: list[Column] = []
    if pair.before:
        found.append(Column("Comparability", lambda row: comparability(row.now), width=MIDDLE))
    if any(row.now.desired for row in pair.rows):
        found.append(Column("Direction wanted", lambda row: WANTED.get(row.now.desired, NOT_APPLICABLE)))
    if pair.before:
        found.append(Column("Result", lambda row: direction(row.now), width=MIDDLE))
    return found
