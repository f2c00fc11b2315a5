"""The columns of a table in a workbook: each holds one kind of value, and only what some row needs is there."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from svtool.figures.against import BASELINE, PRECEDING, Against, Comparator
from svtool.figures.contract import Figure, PopulationRate
from svtool.figures.place_verdicts import NOT_TOLD
from svtool.output.machine import settled
from svtool.output.wording.number_words import against_whole_words
from svtool.output.wording.place_words import verdict_on_place
from svtool.output.workbook.pairs import Pair, Row
from svtool.output.workbook.sheet_words import (
    NOT_APPLICABLE,
    SUPPRESSED,
    WANTED,
    Cell,
    change_cell,
    comparability,
    figure_cell,
    months_compared,
    not_known_cell,
    part_cell,
    rate_cell,
    readable,
    reason_cell,
    undated_cell,
    unit_words,
    verdict_cell,
)

WHOLE, TENTHS, HUNDREDTHS = "#,##0", "#,##0.0", "#,##0.00"
PLACES = '[<0.0001]"< 0.0001";0.0000'  # the number of a p-value stays; 0.0000 would look like none
PER_CENT = "\n(per cent)"
LIKE_FOR_LIKE = "like_for_like"
WIDE, SENTENCE, MIDDLE, NARROW = 300, 220, 130, 90  # pixels, at least

Which = Callable[[Row], Figure | None]  # which of a row's figures


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
        return self.shown == WHOLE and any(each.value is not None for each in row.figures)


def columns_of(pair: Pair, by: Mapping[str, str], sources: Mapping[str, str]) -> list[Column]:
    """Return the columns of a table in their order: what it is, how many, how it changed, what must be said.

    Args:
        pair: the table.
        by: breakdown → what it is called.
        sources: source → what it is called.
    """
    found = [*_labels(pair.rows, by, sources), *_counts(pair), *_rates(pair)]
    if pair.before:
        found += [
            *compared_columns(pair.rows, PRECEDING, "", (pair.before, pair.now)),
            *change_in_full(pair.rows, PRECEDING, ""),
            *_if_known(pair),
            *_since_baseline(pair),
        ]
    return [*found, *_words(pair)]


def _labels(rows: Sequence[Row], by: Mapping[str, str], sources: Mapping[str, str]) -> list[Column]:
    found = [
        *measure_columns(rows),
        Column("Source", lambda row: readable(sources.get(row.now.source, row.now.source)), width=MIDDLE),
        UNIT,
        *breakdown_columns(by),
        AREA_COLUMN,
    ]
    if any(row.now.area_code for row in rows):
        found.append(Column("Area code", lambda row: readable(row.now.area_code)))
    return found


UNIT = Column("Unit", lambda row: readable(unit_words(row.now)))
AREA_COLUMN = Column("Area", lambda row: readable(row.now.area))


def measure_columns(rows: Sequence[Row]) -> list[Column]:
    """Return the columns that say which measure a row is, and of which group, where there are groups."""
    found = [Column("Measure", lambda row: readable(row.now.measure), width=WIDE)]
    if any(row.now.group for row in rows):
        found.append(Column("Group", lambda row: readable(row.now.group), width=MIDDLE))
    return found


def breakdown_columns(by: Mapping[str, str]) -> list[Column]:
    """Return a column for each breakdown but that by area."""
    return [Column(title, _breakdown(name)) for name, title in by.items() if name != "area"]


def _breakdown(name: str) -> Callable[[Row], Cell]:
    return lambda row: readable(row.now.by.get(name, "all"))


def _counts(pair: Pair) -> list[Column]:
    found: list[Column] = []
    for label, which in ((pair.before, _before), (pair.now, _now)):
        if label:
            found += figure_columns(pair.rows, label, which)
            found += not_known_columns(pair.rows, label, which)
            found += undated_columns(pair.rows, label, which)
    return found


def figure_columns(rows: Sequence[Row], label: str, which: Which) -> list[Column]:
    """Return the column of a period's figures, and one that says of which part each is, where its heading does not."""
    what = "Figure" if any(each.value is not None for row in rows for each in row.figures) else "Count"
    found = [Column(f"{what}, {label}", _of(which, figure_cell), WHOLE)]
    figures = [figure for row in rows if (figure := which(row))]
    if any(each.period != label for each in figures if each.days_covered not in (0, each.days)):
        found.append(Column(f"Part counted, {label}", _of(which, part_cell), width=MIDDLE))
    return found


def not_known_columns(rows: Sequence[Row], label: str, which: Which) -> list[Column]:
    """Return the column of what is not known in a period, where that is told of some figure in some period."""
    if all(each.not_known is None for row in rows for each in row.figures):
        return []
    return [Column(f"Not known, {label}", _of(which, not_known_cell), WHOLE)]


def undated_columns(rows: Sequence[Row], label: str, which: Which) -> list[Column]:
    """Return the column of what is undated, where some figure in some period has such units."""
    if not any(each.has_undated for row in rows for each in row.figures):
        return []
    return [Column(f"Undated, {label}", _of(which, undated_cell), WHOLE)]


def _now(row: Row) -> Figure | None:
    return row.now


def _before(row: Row) -> Figure | None:
    return row.before


def _of(which: Which, cell: Callable[[Figure | None], Cell]) -> Callable[[Row], Cell]:
    return lambda row: cell(which(row))


def _rates(pair: Pair) -> list[Column]:
    """Return the columns of rates, where they were asked for: the people, the rate and its limits, in both periods."""
    rates = [each.rate for row in pair.rows for each in (row.now, row.before) if each and each.rate]
    if not any(each.rate is not None for each in rates):
        return []
    with_ages = any(each.standardised_rate is not None for each in rates)
    found: list[Column] = []
    for label, which in ((pair.before, _before), (pair.now, _now)):
        if label:
            found += _rate_of(label, which, with_ages)
    if any(each.rate_against_whole for each in rates):
        found.append(Column(f"Rate against the whole, {pair.now}", _against_whole, width=MIDDLE))
    return [*found, *_among_places(pair)]


def _among_places(pair: Pair) -> list[Column]:
    """Return the columns of places beside each other, where these are asked for: of the later period alone."""
    if not any(row.now.among for row in pair.rows):
        return []
    return [
        Column(f"Rate over that of all other places, {pair.now}", _of_place("rate_ratio"), HUNDREDTHS),
        Column(f"Lower limit of that for all places at once, {pair.now}", _of_place("rate_ratio_lower"), HUNDREDTHS),
        Column(f"Upper limit of that for all places at once, {pair.now}", _of_place("rate_ratio_upper"), HUNDREDTHS),
        Column(f"Looking at many places, {pair.now}", _verdict_on_place, width=SENTENCE),
    ]


def _of_place(name: str) -> Callable[[Row], Cell]:
    """Return what makes the cell of a number of a place, or of the mark that stands in its place."""

    def cell(row: Row) -> Cell:
        among = row.now.among
        number = getattr(among, name) if among else None
        if number is not None and math.isfinite(number):
            return float(settled(number))
        return SUPPRESSED if among and among.place_verdict == NOT_TOLD else NOT_APPLICABLE

    return cell


def _verdict_on_place(row: Row) -> Cell:
    return readable(verdict_on_place(row.now.among))


def _rate_of(label: str, which: Which, with_ages: bool) -> list[Column]:
    wanted: list[tuple[str, Callable[[PopulationRate], float | None], str]] = [
        (f"Population, {label}", lambda each: each.population, WHOLE),
        (f"Rate per 100,000, {label}", lambda each: each.rate, TENTHS),
        (f"Lower 95% limit of the rate, {label}", lambda each: each.rate_lower_95, TENTHS),
        (f"Upper 95% limit of the rate, {label}", lambda each: each.rate_upper_95, TENTHS),
    ]
    if with_ages:
        wanted.append((f"Age-standardised rate per 100,000, {label}", lambda each: each.standardised_rate, TENTHS))
    return [Column(heading, rate_of(which, number), shown) for heading, number, shown in wanted]


def rate_of(which: Which, number: Callable[[PopulationRate], float | None]) -> Callable[[Row], Cell]:
    """Return what makes the cell of a number of a period's rate, or of the mark that stands in its place."""

    def cell(row: Row) -> Cell:
        figure = which(row)
        rate = figure.rate if figure else None
        return rate_cell(rate, number(rate) if rate else None)

    return cell


def _against_whole(row: Row) -> Cell:
    found = row.now.rate.rate_against_whole if row.now.rate else None
    return readable(against_whole_words(found) if found else "")


def compared_columns(rows: Sequence[Row], comparator: Comparator, since: str, periods: tuple[str, str]) -> list[Column]:
    """Return the counts that a change is of, where for some row these are not the whole counts.

    Args:
        rows: the rows.
        comparator: which change.
        since: how its columns are told from those of the other.
        periods: what the period compared with, and this one, are called; the days compared are named in their place
            where they are the same for all rows.
    """
    if not any(_compares_parts(row, comparator) for row in rows):
        return []
    before, now = months_compared([row.now for row in rows], comparator) or periods
    what = f"Count in the months compared{since}"
    return [
        Column(f"{what}, {before}", _number(comparator, lambda found: found.before), WHOLE),
        Column(f"{what}, {now}", _number(comparator, lambda found: found.now), WHOLE),
    ]


def _compares_parts(row: Row, comparator: Comparator) -> bool:
    found = comparator.of(row.now)
    earlier = next((each for each in row.figures if each.period == found.compared_with), None)
    if earlier is None:
        return found.comparison == LIKE_FOR_LIKE
    return (found.now, found.before) not in {(None, None), (row.now.count, earlier.count)}


def _number(comparator: Comparator, number: Callable[[Against], float | None]) -> Callable[[Row], Cell]:
    """Return what makes the cell of a number of one of a figure's two changes."""
    return lambda row: change_cell(comparator.of(row.now), number(comparator.of(row.now)))


def change_in_full(rows: Sequence[Row], comparator: Comparator, since: str) -> list[Column]:
    """Return the columns of one of a figure's two changes: how much, how sure, and the verdict."""
    found = [
        Column(f"Change{since}\n(number)", _number(comparator, lambda found: found.change), WHOLE),
        Column(f"Change{since}{PER_CENT}", _number(comparator, lambda found: found.per_cent), TENTHS),
    ]
    if any(comparator.of(row.now).p_value is not None for row in rows):
        lower, upper = (f"{end} 95% limit of change{since}{PER_CENT}" for end in ("Lower", "Upper"))
        found += [
            Column(lower, _number(comparator, lambda found: found.lower), TENTHS),
            Column(upper, _number(comparator, lambda found: found.upper), TENTHS),
            Column(f"p-value{since}", _number(comparator, lambda found: found.p_value), PLACES),
        ]
    return [
        *found,
        Column(f"Verdict{since}", lambda row: verdict_cell(comparator.of(row.now)), width=MIDDLE),
        Column(f"What the verdict{since} rests on", lambda row: reason_cell(comparator.of(row.now)), width=SENTENCE),
    ]


def _if_known(pair: Pair) -> list[Column]:
    """Return the range of a change if what is not known were known, where recording moved under some row."""
    if not any(row.now.drift_field for row in pair.rows):
        return []
    return [
        Column(f"Least change if all were known{PER_CENT}", _number(PRECEDING, lambda found: found.least), TENTHS),
        Column(f"Greatest change if all were known{PER_CENT}", _number(PRECEDING, lambda found: found.most), TENTHS),
    ]


def _since_baseline(pair: Pair) -> list[Column]:
    """Return the columns of the change against the baseline, where that is not the change against the period before."""
    rows = [row for row in pair.rows if row.now.baseline_change is not None]
    label = next((row.now.baseline for row in rows if row.now.baseline != row.now.compared_with), None)
    if label is None:
        return []
    since = f" since {label}"
    counts = compared_columns(pair.rows, BASELINE, since, (label, pair.now))
    return [*counts, *change_in_full(pair.rows, BASELINE, since)]


def _words(pair: Pair) -> list[Column]:
    found: list[Column] = []
    if pair.before:
        found.append(Column("Comparability", lambda row: comparability(row.now), width=MIDDLE))
    return [*found, *direction_columns(pair.rows)]


def direction_columns(rows: Sequence[Row]) -> list[Column]:
    """Return the column of the direction that is wanted, where some measure has one."""
    if not any(row.now.desired for row in rows):
        return []
    return [Column("Direction wanted", lambda row: WANTED.get(row.now.desired, NOT_APPLICABLE))]
