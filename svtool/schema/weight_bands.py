"""Offences by what they weigh: the split of a count that a severity score is the sum over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from svtool.schema.breakdowns import NOT_KNOWN_LABEL, Breakdown
from svtool.schema.offences import Atom, Catalogue
from svtool.schema.sources import OFFENCE
from svtool.schema.weights import Span, Weights, span_among

WITHOUT = "without"
SEVERAL = "of several classes"


class WeightBands(Breakdown):
    """A breakdown by weight; it stands in no result, and nobody can ask for it.

    Attributes:
        weights: each kind of each class → the least and the most that it weighs.
    """

    is_shown: ClassVar[bool] = False
    weights: dict[Atom, Span] = Field(default_factory=dict)

    def label_of(self, value: Any, catalogue: Catalogue) -> str:
        """Return the least and the most that an offence may weigh, or of which class it is where that has no weight."""
        if value is None:
            return self.not_known
        span = span_among(self.weights, value)
        if span is None:
            return f"{WITHOUT} {catalogue.label(value) or SEVERAL}"
        return f"{span[0]!r} {span[1]!r}"


def bands_of(weights: Weights) -> WeightBands:
    """Return the breakdown by some weights."""
    return WeightBands(
        id=name_of(weights), title=weights.title, of="record", field=OFFENCE, weights=dict(weights.of),
        not_known=f"{WITHOUT} {NOT_KNOWN_LABEL}",
    )  # fmt: skip


def name_of(weights: Weights) -> str:
    """Return what the breakdown by some weights is called, which no file can be: it has a blank."""
    return f"weight {weights.id}"


def weight_of(label: str) -> Span | None:
    """Return what a label says that its offences may weigh; None for one of offences without a weight."""
    low, _, high = label.partition(" ")
    return None if low == WITHOUT else (float(low), float(high))


def class_of(label: str) -> str:
    """Return of which class the offences of a label without a weight are."""
    return label.partition(" ")[2]


def without_weight(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how many offences have no weight, by class, of counts by label."""
    return {class_of(label): count for label, count in counts.items() if weight_of(label) is None and count}
