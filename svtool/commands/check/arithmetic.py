"""The arithmetic of a published table: what its own numbers contradict.

Nothing is assumed of the data behind it. A change must follow from its two counts to the decimals that it was
published with; a baseline must be as long as what is compared with it; a cell must name its own period; shares must
follow from one whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from svtool.commands.check.published_figures import Published
from svtool.dates import MONTHS, month_end
from svtool.figures.notes import Kind, Note, Part

HALF = Decimal("0.5")
TOLERANCE = 4  # days by which two years of the same months may differ
CHANGE, PART_YEAR, LABEL, SHARE, WHOLE, TWICE = "change", "part year", "label", "share", "whole", "twice"


@dataclass(frozen=True)
class Remark:
    """What a published table's own numbers contradict: the figure, what kind of fault, and how."""

    figure: Published
    kind: str
    note: Note


def check_arithmetic(figures: Sequence[Published]) -> list[Remark]:
    """Return everything that the figures' own numbers contradict, in the order of the file."""
    found = [
        *_wrong_changes(figures),
        *_part_year_baselines(figures),
        *_wrong_labels(figures),
        *_wrong_shares(figures),
        *_too_much_of_a_whole(figures),
        *_printed_twice(figures),
        *_other_count_compared(figures),
        *_wrong_differences(figures),
    ]
    return sorted(found, key=lambda each: each.figure.line)


def unchecked_changes(figures: Sequence[Published]) -> list[int]:
    """Return the lines of changes that no two counts of the table say anything about."""
    counted = {
        figure.line
        for group in _by_series(figures).values()
        for figure in group
        if figure.compared or _counts(figure, _before(figure, group))
    }
    return [each.line for each in figures if each.change is not None and each.line not in counted]


def _by_series(figures: Sequence[Published]) -> dict[tuple[str, ...], list[Published]]:
    found: dict[tuple[str, ...], list[Published]] = {}
    for each in figures:
        if each.start and each.end:
            found.setdefault(each.series, []).append(each)
    return {key: sorted(group, key=lambda each: (each.start, each.line)) for key, group in found.items()}


def _before(figure: Published, group: Sequence[Published]) -> Published | None:
    """Return the figure of the span of equal length just before, which a table's change is against."""
    for each in reversed(group):
        if each.end and figure.start and (figure.start - each.end).days == 1 and each.number is not None:
            return each if abs(each.days - figure.days) <= TOLERANCE else None
    return None


def _wrong_changes(figures: Sequence[Published]) -> Iterator[Remark]:
    for group in _by_series(figures).values():
        for figure in group:
            counts = figure.compared or _counts(figure, _before(figure, group))
            if figure.change is None or counts is None:
                continue
            now, before = counts
            if not before:
                yield Remark(figure, CHANGE, Note(Kind.NO_PER_CENT_FROM_ZERO, numbers={"now": now}))
                continue
            exact = (now - before) * 100 / before
            if not _follows(figure, exact):
                numbers = {"before": before, "now": now, "exact": exact, "published": figure.change}
                yield Remark(figure, CHANGE, Note(Kind.WRONG_CHANGE, {"is_signed": figure.signed}, numbers))


def _counts(figure: Published, before: Published | None) -> tuple[Decimal, Decimal] | None:
    if figure.number is None or before is None or before.number is None:
        return None
    return figure.number, before.number


def _follows(figure: Published, exact: Decimal) -> bool:
    """Return whether a change, rounded either way at a half, is what was published."""
    change = figure.change
    assert change is not None  # noqa: S101 (only asked of published changes)
    step = Decimal(1).scaleb(-figure.digits)
    found = exact if figure.signed else exact.copy_abs()
    return abs(found - change) <= HALF * step


_MONTH = "|".join(MONTHS)
_SPAN = re.compile(rf"\b({_MONTH})[a-z]*\.?\s*(\d{{4}})?\s*(?:-|–|to)\s*({_MONTH})[a-z]*\.?\s*(\d{{4}})", re.IGNORECASE)


def spans_named(words: str) -> list[tuple[date, date]]:
    """Return the spans of months that some words name, such as `Apr 2018-Dec 2018` or `Jan - Dec 2021`."""
    found: list[tuple[date, date]] = []
    for first, first_year, last, last_year in _SPAN.findall(words):
        start = date(int(first_year or last_year), MONTHS.index(first.casefold()) + 1, 1)
        end = month_end(date(int(last_year), MONTHS.index(last.casefold()) + 1, 1))
        if start <= end:
            found.append((start, end))
    return found


def _part_year_baselines(figures: Sequence[Published]) -> Iterator[Remark]:
    """Yield changes against a baseline that, by the figure's own words, has fewer days than its period."""
    for figure in figures:
        if figure.change is None or figure.start is None or figure.compared:
            continue
        for start, end in spans_named(figure.words):
            days = (end - start).days + 1
            if end < figure.start and figure.days - days > TOLERANCE:
                yield Remark(figure, PART_YEAR, _short_baseline(figure, start, end))
                break


def _short_baseline(figure: Published, start: date, end: date) -> Note:
    months, own = (_months(*span) for span in ((start, end), (figure.start, figure.end)))
    about: dict[str, Part] = {"start": start, "end": end, "months": months, "own": own}
    if figure.number is None or figure.change is None or figure.change <= -100:
        return Note(Kind.SHORT_BASELINE, about)
    step = HALF * Decimal(1).scaleb(-figure.digits)
    least, most = (figure.number * 100 / (100 + figure.change + side) for side in (step, -step))
    low, high = ((figure.number / (base * own / months) - 1) * 100 for base in (most, least))
    return Note(Kind.SHORT_BASELINE, about, {"least": least, "most": most, "low": low, "high": high})


def _months(start: date | None, end: date | None) -> int:
    assert start and end  # noqa: S101 (only asked of dated figures)
    return 12 * (end.year - start.year) + end.month - start.month + 1


_IN_YEAR = re.compile(r"\bin (\d{4})\s*\(n\s*=\s*([\d,]+)\)", re.IGNORECASE)


def _wrong_labels(figures: Sequence[Published]) -> Iterator[Remark]:
    """Yield figures whose own cell names another year than their column: `in 2020 (n=2)` under 2021."""
    for figure in figures:
        if not (figure.start and figure.end and figure.number is not None):
            continue
        for year, number in _IN_YEAR.findall(figure.words):
            if (
                Decimal(number.replace(",", "")) == figure.number
                and not figure.start.year <= int(year) <= figure.end.year
            ):
                about: dict[str, Part] = {"year": year, "start": figure.start, "end": figure.end}
                yield Remark(figure, LABEL, Note(Kind.OTHER_YEAR, about))


def _wrong_shares(figures: Sequence[Published]) -> Iterator[Remark]:
    """Yield shares that don't follow from the numbers beside them.

    A share and its number stand in one table under one row label. Every share implies a whole; where the parts alone
    are more than that, the parts are the whole.
    """
    for shares, values in _shared_wholes(figures):
        parts = sum((value.number for value in values if value.number is not None), Decimal(0))
        wholes = [_implied_whole(share, value) for share, value in zip(shares, values, strict=True)]
        common = max(low for low, _ in wholes), min(high for _, high in wholes)
        if common[0] <= common[1] and parts <= common[1]:
            continue
        for share, value in zip(shares, values, strict=True):
            assert share.number is not None and value.number is not None  # noqa: S101
            exact = value.number * 100 / parts
            if abs(exact - share.number) > HALF * _step(share.number):
                numbers = {"number": value.number, "whole": parts, "exact": exact, "published": share.number}
                yield Remark(share, SHARE, Note(Kind.WRONG_SHARE, {"parts": len(values)}, numbers))


def _shared_wholes(figures: Sequence[Published]) -> Iterator[tuple[list[Published], list[Published]]]:
    """Yield the shares of each whole, with the numbers that they are shares of."""
    groups: dict[tuple[object, ...], list[Published]] = {}
    for each in figures:
        if each.is_share and each.number and each.row_label:
            place = (each.series[0], each.table, each.measure, each.unit, each.start, each.end, each.geography)
            groups.setdefault(place, []).append(each)
    for shares in groups.values():
        pairs = [(share, value) for share in shares if (value := _number_beside(share, figures)) is not None]
        if len(pairs) > 1 and len({share.row_label for share, _ in pairs}) == len(pairs):
            yield [share for share, _ in pairs], [value for _, value in pairs]


def _number_beside(share: Published, figures: Sequence[Published]) -> Published | None:
    """Return the number under the same row label that a share is of: the one whose words are most like its own."""
    beside = [
        each
        for each in figures
        if not each.is_share and each.number
        and (each.series[0], each.table, each.row_label, each.start, each.geography)
        == (share.series[0], share.table, share.row_label, share.start, share.geography)
    ]  # fmt: skip
    wanted = _words(share.measure) | _words(share.unit)
    ranked = sorted(beside, key=lambda each: -len(wanted & (_words(each.measure) | _words(each.unit))))
    return ranked[0] if ranked else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.casefold())) - {"share", "total"}


def _implied_whole(share: Published, value: Published) -> tuple[Decimal, Decimal]:
    assert share.number is not None and value.number is not None  # noqa: S101
    half = HALF * _step(share.number)
    low = value.number * 100 / (share.number + half)
    high = value.number * 100 / (share.number - half) if share.number > half else Decimal("Infinity")
    return low, high


def _step(number: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(number.as_tuple().exponent) if isinstance(number.as_tuple().exponent, int) else 0)


def _too_much_of_a_whole(figures: Sequence[Published]) -> Iterator[Remark]:
    """Yield the shares of one whole by area that come to more than all of it, beyond what rounding can add."""
    groups: dict[tuple[object, ...], list[Published]] = {}
    for each in figures:
        if each.is_share and each.number and "share" in each.measure.casefold():
            key = (each.series[0], each.table, each.measure, each.unit, each.start, each.end)
            groups.setdefault(key, []).append(each)
    for shares in groups.values():
        if len({each.geography for each in shares}) < max(len(shares), 2):
            continue
        total = sum((each.number for each in shares if each.number), Decimal(0))
        if total > 100 + HALF * len(shares):
            yield Remark(
                shares[0], WHOLE, Note(Kind.MORE_THAN_THE_WHOLE, numbers={"areas": len(shares), "total": total})
            )


def _printed_twice(figures: Sequence[Published]) -> Iterator[Remark]:
    """Yield figures that a document prints twice with different numbers: same measure, filter, area and period."""
    seen: dict[tuple[object, ...], Published] = {}
    for each in figures:
        if each.number is None or not each.start or not each.unit:
            continue
        document, _, *what = each.series
        first = seen.setdefault((document, *what, each.row_label if not what[0] else "", each.start, each.end), each)
        if first.number != each.number and (first.table != each.table or first.row_label == each.row_label):
            numbers = {"number": each.number, "first": first.number}
            yield Remark(each, TWICE, Note(Kind.PRINTED_TWICE, {"line": first.line}, numbers))


def _other_count_compared(figures: Sequence[Published]) -> Iterator[Remark]:
    """Yield figures whose change is of another count than the row's own, on the same days."""
    for each in figures:
        if each.compared and each.number is not None and not each.is_like_for_like and each.compared[0] != each.number:
            numbers = {"number": each.compared[0], "first": each.number}
            yield Remark(each, TWICE, Note(Kind.PRINTED_TWICE, {"line": each.line}, numbers))


def _wrong_differences(figures: Sequence[Published]) -> Iterator[Remark]:
    """Yield changes whose number is not the difference of the two counts beside it."""
    for each in figures:
        if each.compared and each.difference is not None and each.compared[0] - each.compared[1] != each.difference:
            now, before = each.compared
            numbers = {"before": before, "now": now, "exact": now - before, "published": each.difference}
            yield Remark(each, CHANGE, Note(Kind.WRONG_DIFFERENCE, numbers=numbers))
