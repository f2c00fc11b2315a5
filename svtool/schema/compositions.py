"""Figures that are worked out from measures of their table: shares, ratios and severity scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from svtool.errors import nearest
from svtool.schema.sources import PERSON_UNITS
from svtool.schema.weights import Weights

Way = Literal["share", "ratio", "severity", "monthly"]
Written = Literal["share", "ratio", "monthly"]  # as a measure says it
SHARE: Way = "share"
RATIO: Way = "ratio"
SEVERITY: Way = "severity"
MONTHLY: Way = "monthly"
A_MONTH = "a month"
PER_CENT = "%"
WEIGHED_UNIT = "offence"
# Keys of a measure that say what is counted: a figure that is worked out has them from its parts.
OF_COUNTS = ("source", "unit", "definition", "clause", "where", "having", "part_of", "value_unit", "published_as")


@dataclass(frozen=True)
class Composition:
    """What a figure is worked out from.

    Attributes:
        way: how; a monthly average is a count by the months that its days make.
        of: id of the measure whose count, or score, it is of.
        per: id of the measure that it is a share of, or is divided by; None for a severity score.
        counted, counted_per: ids of the measures that are counted behind these.
        weights: what a severity score weighs by, or the two scores of a share or ratio; None for counts.
        unit: the unit of the figure.
    """

    way: Way
    of: str
    per: str | None
    counted: str
    counted_per: str | None
    weights: Weights | None
    unit: str


class Part(Protocol):
    """What is asked of a measure that a figure is worked out from."""

    @property
    def id(self) -> str:
        """Return its name."""

    @property
    def unit(self) -> str:
        """Return what it counts."""

    @property
    def date_basis(self) -> str:
        """Return the date by which it counts."""

    @property
    def part_of(self) -> str | None:
        """Return the measure that it is a part of."""

    @property
    def nouns(self) -> tuple[str, str] | None:
        """Return what one and several of its unit are called."""

    @property
    def made_of(self) -> Composition | None:
        """Return what it is worked out from itself."""

    @property
    def is_indicator(self) -> bool:
        """Return whether it arrives as a figure."""


def find_composition(
    of: str,
    per: str | None,
    way: Written | None,
    weigh: str | None,
    known: Mapping[str, Part],
    weights: Callable[[str], Weights],
) -> Composition | str:
    """Return what a figure is worked out from, or what is wrong with how it is written.

    Args:
        of, per, way, weigh: as a measure says them.
        known: the measures above it in its table, by id.
        weights: returns weights by their id.

    Raises:
        InvalidFileError: the weights are not there, or are wrong.
    """
    for name in (of, per):
        if name is not None and name not in known:
            return f"names {name}, which does not stand above it in the table{nearest(name, known)}"
    if weigh is not None:
        if per is not None or way is not None:
            return "has weigh beside per or as; write the score as a measure of its own, and its share below it"
        return _severity(known[of], weights(weigh))
    if way == MONTHLY:
        return _monthly(known[of], per)
    if per is None or way is None:
        return "has of; expected weigh beside it, as: monthly, or per and as (share or ratio)"
    return _quotient(way, known[of], known[per], known)


def _severity(of: Part, weights: Weights) -> Composition | str:
    if of.made_of or of.unit != WEIGHED_UNIT:
        return f"weighs {of.id}, which counts no offences; expected a measure of the unit {WEIGHED_UNIT}"
    return Composition(SEVERITY, of.id, None, of.id, None, weights, weights.unit)


def _monthly(of: Part, per: str | None) -> Composition | str:
    if per is not None:
        return "is monthly and has per; leave it out"
    if of.made_of or of.is_indicator or of.unit in PERSON_UNITS:
        return f"is monthly, and {of.id} does not add up over months; expected a measure that counts, and no people"
    return Composition(MONTHLY, of.id, None, of.id, None, None, A_MONTH)


def _quotient(way: Way, of: Part, per: Part, known: Mapping[str, Part]) -> Composition | str:
    weights, others = (each.made_of.weights if each.made_of else None for each in (of, per))
    counted, whole = _counted(of, known), _counted(per, known)
    fault = _fault_of_pair(of, per, weights == others) or _fault_of_way(way, counted, whole, known)
    if fault:
        return fault
    unit = PER_CENT if way == SHARE else f"for each {_noun(whole)}" if weights is None else ""
    return Composition(way, of.id, per.id, counted.id, whole.id, weights, unit)


def _fault_of_pair(of: Part, per: Part, alike: bool) -> str:
    """Return why two figures can't be set in a ratio at all; blank for nothing."""
    if of.id == per.id:
        return f"is of {of.id} per {of.id}; expected two measures"
    for each in (of, per):
        if each.is_indicator:
            return f"names {each.id}, which arrives as a figure; expected a measure that counts"
        if each.made_of and each.made_of.way != SEVERITY:
            return f"names {each.id}, which is a {each.made_of.way} itself; expected counts or severity scores"
    if not alike:
        return f"sets {of.id} beside {per.id}, only one of which is a score by these weights; expected both or none"
    return ""


def _fault_of_way(way: Way, counted: Part, whole: Part, known: Mapping[str, Part]) -> str:
    """Return why a figure can't be a share, or a ratio, of what is counted; blank for nothing."""
    is_part = _is_part(counted, whole, known)
    if way == SHARE and not is_part:
        return f"is a share, and {counted.id} is not part_of {whole.id}; say so there if it is, or write as: ratio"
    if way == SHARE and (counted.unit, counted.date_basis) != (whole.unit, whole.date_basis):
        return f"is a share, and {counted.id} has another unit or date than {whole.id}; expected the same"
    if way == RATIO and (is_part or _is_part(whole, counted, known)):
        return f"is a ratio, and one of {counted.id} and {whole.id} is part_of the other; write as: share"
    return ""


def _noun(measure: Part) -> str:
    return measure.nouns[0] if measure.nouns else measure.unit.replace("_", " ")


def _counted(measure: Part, known: Mapping[str, Part]) -> Part:
    """Return the measure that is counted behind a figure: itself, or what its score weighs."""
    return known[measure.made_of.counted] if measure.made_of else measure


def _is_part(part: Part, whole: Part, known: Mapping[str, Part]) -> bool:
    """Return whether a measure is said to be a part of another, or of a part of it."""
    seen: set[str] = set()
    while part.part_of and part.part_of not in seen:
        if part.part_of == whole.id:
            return True
        if part.part_of not in known:
            return False
        seen.add(part.part_of)
        part = known[part.part_of]
    return False
