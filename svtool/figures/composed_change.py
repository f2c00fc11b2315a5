"""How a share, a ratio or a score changed, on the days on which the counts behind it are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from svtool.figures.against import Against, Comparator
from svtool.figures.change import Variation
from svtool.figures.change_verdict import SIGNIFICANT
from svtool.figures.composed_amounts import Bounds, Pair
from svtool.figures.contract import BREAK, NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, Figure, WorkedOut
from svtool.figures.notes import Kind, Note, Number, Part
from svtool.statistics.quotients import compare_ratios, compare_shares
from svtool.statistics.ratio_test import RatioTest, per_cent
from svtool.statistics.severity import compare_severity

NOT_COMPARED = ("break", "refused", "none")
PER_CENT = 100
Side = Pair | tuple[str, tuple[Note, ...]]


def compared(
    figure: Figure,
    parts: Sequence[Against],
    sides: tuple[Side, Side],
    variation: Variation,
    comparator: Comparator,
) -> Figure:
    """Return a figure with its change, without a verdict.

    Args:
        figure: the figure.
        parts: the changes of the counts behind it.
        sides: what it is worked out from now and before, or the status of what can't be.
        variation: how many times as much as chance alone it varies, where that is known.
        comparator: which of the two changes it is.
    """
    first = parts[0]
    found = Against(compared_with=first.compared_with, comparison=_comparison(parts))
    if BREAK in {each.status for each in parts}:
        found = replace(found, status=BREAK)
    now, before = sides
    if figure.value is None or found.comparison in NOT_COMPARED:
        return comparator.written(figure, replace(found, status=found.status or figure.status or NOT_AVAILABLE))
    if not isinstance(now, Pair) or not isinstance(before, Pair):
        status = (
            SUPPRESSED if SUPPRESSED in [each[0] for each in sides if not isinstance(each, Pair)] else NOT_AVAILABLE
        )
        return comparator.written(figure, replace(found, comparison="none", status=status))
    found = _changed(replace(found, is_borrowed=variation.is_borrowed), parts, (now, before))
    if found.change is not None and _is_open(now, before):
        note = Note(Kind.WEIGHTS_LEAVE_OPEN, baseline=figure.baseline if comparator.is_baseline else "")
        return comparator.written(figure.but(notes=(*figure.notes, note)), found)
    if found.change is None or found.comparison == "raw" or not _is_tested(parts):
        return comparator.written(figure, found)
    found = _tested(replace(found, dispersion=variation.dispersion), (now, before))
    if found.p_value is None:
        note = Note(Kind.TOO_FEW_HEAVY, baseline=figure.baseline if comparator.is_baseline else "")
        return comparator.written(figure.but(notes=(*figure.notes, note)), found)
    figure = _with_points(figure, variation.dispersion or 1, (now, before), comparator)
    return comparator.written(figure, found)


def with_values_compared(
    figure: Figure, sides: tuple[Side, Side], without: tuple[str, ...], comparator: Comparator
) -> Figure:
    """Return a figure that says what was compared, where that is not what stands in its columns.

    Args:
        figure: the figure, with its change.
        sides: what it is worked out from now and before.
        without: what these days are compared without.
        comparator: which of the two changes it is.
    """
    now, before = sides
    against = comparator.of(figure)
    if against.comparison != "like_for_like" or against.change is None:
        return figure
    assert isinstance(now, Pair) and isinstance(before, Pair)  # noqa: S101 (there is a change)
    numbers: dict[str, Number] = {}
    for side, pair in (("now", now), ("before", before)):
        per = pair.per.count if pair.per else None
        numbers |= {f"value_{side}": pair.value, f"of_{side}": pair.of.count, f"per_{side}": per}
    parts: dict[str, Part] = {"now": now.spans, "before": before.spans, "without": without, "unit": figure.value_unit}
    note = Note(Kind.VALUES_LIKE_FOR_LIKE, parts, numbers, baseline=figure.baseline if comparator.is_baseline else "")
    return figure.but(notes=(*figure.notes, note))


def _comparison(parts: Sequence[Against]) -> str:
    """Return how the parts were compared: as the one of which less can be said."""
    kinds = [each.comparison for each in parts]
    return next((kind for kind in (*NOT_COMPARED, "raw", "like_for_like") if kind in kinds), "full")


def _changed(found: Against, parts: Sequence[Against], pairs: tuple[Pair, Pair]) -> Against:
    """Return a change with its numbers: in points of a share, in per cent of everything else."""
    now, before = pairs
    if now.value is None or before.value is None:
        return replace(found, status=NOT_APPLICABLE)
    least, most = _range(now.bounds, before.bounds)
    drifted = next((each for each in parts if each.drift_field), Against())
    return replace(
        found,
        change=now.value - before.value,
        per_cent=None if now.is_share else per_cent(now.value, before.value),
        least=least,
        most=most,
        status=found.status or ("" if now.is_share or before.value else NOT_APPLICABLE),
        drift_field=drifted.drift_field,
        drift_before=drifted.drift_before,
        drift_now=drifted.drift_now,
        may_grow=any(each.may_grow for each in parts),
    )


def _tested(found: Against, pairs: tuple[Pair, Pair]) -> Against:
    """Return a change with its chance, and with its interval in per cent where it is no share."""
    (now, before), dispersion = pairs, found.dispersion or 1
    found = replace(found, test_size=SIGNIFICANT)
    if now.is_share:
        shares = compare_shares(now.quotient, before.quotient, dispersion)
        return replace(found, p_value=shares.p_value) if shares else found
    if now.per:
        ratios = compare_ratios(now.quotient, before.quotient, dispersion)
        return _with_limits(found, ratios) if ratios else found
    scores = compare_severity(now.of.certain, before.of.certain, now.days, before.days, dispersion)
    return _with_limits(found, scores)


def _with_limits(found: Against, test: RatioTest) -> Against:
    found = replace(found, p_value=test.p_value)
    if test.ratio is None or test.lower is None or test.upper is None:
        return found
    return replace(found, lower=PER_CENT * (test.lower - 1), upper=PER_CENT * (test.upper - 1))


def _with_points(figure: Figure, dispersion: float, pairs: tuple[Pair, Pair], comparator: Comparator) -> Figure:
    """Return a figure with the interval of the change of a share, in percentage points."""
    now, before = pairs
    shares = compare_shares(now.quotient, before.quotient, dispersion) if now.is_share else None
    if shares is None:
        return figure
    lower, upper = shares.lower * now.factor, shares.upper * now.factor
    behind = figure.worked_out or WorkedOut()
    if comparator.is_baseline:
        return figure.but(worked_out=replace(behind, baseline_change_lower=lower, baseline_change_upper=upper))
    return figure.but(worked_out=replace(behind, change_lower=lower, change_upper=upper))


def _is_tested(parts: Sequence[Against]) -> bool:
    """Return whether the counts can be tested: they are exact numbers, compared on the same days."""
    return all(each.p_value is not None for each in parts)


def _is_open(now: Pair, before: Pair) -> bool:
    """Return whether offences of which the weight can't be told could turn a change."""
    if not (now.is_coarse or before.is_coarse):
        return False
    difference = now.of.certain.total - before.of.certain.total
    other = now.of.heaviest - before.of.certain.total, now.of.certain.total - before.of.heaviest
    return any(each * difference <= 0 for each in other)


def _range(now: Bounds, before: Bounds) -> Bounds:
    """Return the least and the most that a change could be, in per cent of the figure before, if all were known."""
    (least_now, most_now), (least_before, most_before) = now, before
    least = per_cent(least_now, most_before) if least_now is not None and most_before is not None else None
    most = per_cent(most_now, least_before) if most_now is not None and least_before is not None else None
    return least, most
