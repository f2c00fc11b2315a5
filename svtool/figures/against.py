"""A figure's two changes, against the period before and against the baseline: read and written in one way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from svtool.figures.contract import BASE_BEFORE, BASE_NOW, BEFORE, FEW, LOW_RELIABILITY, NOT_APPLICABLE, NOW, Figure
from svtool.figures.notes import Note


@dataclass(frozen=True)
class Against:
    """A change as it is printed, whichever of the two it is.

    Attributes:
        compared_with: the label of the period compared with; blank where nothing is compared.
        comparison: how they were compared.
        now, before: the counts compared.
        change, per_cent: the difference, and that of the count before; None from zero.
        lower, upper: 95 % interval of the change in per cent.
        p_value, dispersion, is_borrowed, test_size: see `Change`.
        least, most: the range of the change in per cent if what is not known were known.
        status: a letter, where the change can't stand alone.
        drift_field, drift_before, drift_now: the field whose not-known share moved, and both shares.
        may_grow: whether it uses days that may still grow.
        verdict, reason: what can be said of it, and what that rests on.
    """

    compared_with: str = ""
    comparison: str = "none"
    now: int | None = None
    before: int | None = None
    change: int | float | None = None
    per_cent: float | None = None
    lower: float | None = None
    upper: float | None = None
    p_value: float | None = None
    dispersion: float | None = None
    is_borrowed: bool = False
    test_size: float | None = None
    least: float | None = None
    most: float | None = None
    status: str = ""
    drift_field: str = ""
    drift_before: float | None = None
    drift_now: float | None = None
    may_grow: bool = False
    verdict: str = ""
    reason: Note | None = None

    @property
    def mark(self) -> str:
        """Return the letter that belongs beside a change which stands as a number: from zero, or of a small base."""
        return self.status if self.change is not None and self.status in (NOT_APPLICABLE, LOW_RELIABILITY) else ""


@dataclass(frozen=True)
class Comparator:
    """Which of the two changes: where its numbers stand in a figure.

    Attributes:
        columns: part of a change → the column that holds it.
        now, before: the counts behind it.
        is_baseline: whether it is the one against the baseline.
    """

    columns: Mapping[str, str]
    now: str
    before: str
    is_baseline: bool

    def of(self, figure: Figure) -> Against:
        """Return the change of a figure; one without `compared_with` where nothing is compared."""
        if self.is_baseline and not figure.baseline_comparison:
            return Against()
        return Against(**{part: getattr(figure, column) for part, column in self.columns.items()})

    def written(self, figure: Figure, found: Against) -> Figure:
        """Return a figure with its change."""
        columns: dict[str, Any] = {column: getattr(found, part) for part, column in self.columns.items()}
        return figure.but(**columns)

    def is_said_by(self, note: Note, figure: Figure) -> bool:
        """Return whether a note is of this change; where both are one, it is said once."""
        is_one = figure.compared_with == figure.baseline
        return bool(note.baseline) == (self.is_baseline and not is_one)


PRECEDING = Comparator(
    {
        "compared_with": "compared_with",
        "comparison": "comparison",
        "now": "compared_count",
        "before": "comparator_count",
        "change": "change",
        "per_cent": "change_pct",
        "lower": "change_lower_pct",
        "upper": "change_upper_pct",
        "p_value": "p_value",
        "dispersion": "dispersion",
        "is_borrowed": "is_borrowed",
        "test_size": "test_size",
        "least": "change_if_known_min_pct",
        "most": "change_if_known_max_pct",
        "status": "change_status",
        "drift_field": "drift_field",
        "drift_before": "drift_before",
        "drift_now": "drift_now",
        "may_grow": "may_grow",
        "verdict": "verdict",
        "reason": "verdict_reason",
    },
    NOW,
    BEFORE,
    is_baseline=False,
)
BASELINE = Comparator(
    {
        "compared_with": "baseline",
        "comparison": "baseline_comparison",
        "now": "baseline_now",
        "before": "baseline_before",
        "change": "baseline_change",
        "per_cent": "baseline_change_pct",
        "lower": "baseline_lower_pct",
        "upper": "baseline_upper_pct",
        "p_value": "baseline_p_value",
        "dispersion": "baseline_dispersion",
        "is_borrowed": "baseline_is_borrowed",
        "test_size": "baseline_test_size",
        "least": "baseline_if_known_min_pct",
        "most": "baseline_if_known_max_pct",
        "status": "baseline_status",
        "drift_field": "baseline_drift_field",
        "drift_before": "baseline_drift_before",
        "drift_now": "baseline_drift_now",
        "may_grow": "baseline_may_grow",
        "verdict": "baseline_verdict",
        "reason": "baseline_verdict_reason",
    },
    BASE_NOW,
    BASE_BEFORE,
    is_baseline=True,
)
COMPARATORS = (PRECEDING, BASELINE)


def is_small_base(before: float | None) -> bool:
    """Return whether a per cent of a base is of low reliability."""
    return before is not None and 0 < before < FEW
