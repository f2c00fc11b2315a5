"""What is held of a period and of a pair of periods, who lacks what, and which records stand apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from svtool.counting.basis import Basis
from svtool.dates import Span, count_days


@dataclass(frozen=True)
class PartName:
    """What a part is called: by its supplier, by its area, or by both; by neither where it is the whole source.

    Attributes:
        feed: the supplier.
        area: the area.
        people: whose own files they are, where not the records but these lack days: victims or suspects.
    """

    feed: str = ""
    area: str = ""
    people: str = ""

    @property
    def title(self) -> str:
        """Return both in one; nothing where it is the whole source."""
        whose = f"{self.area} ({self.feed})" if self.area and self.feed else self.area or self.feed
        return f"{self.people}, {whose}" if self.people and whose else self.people or whose


@dataclass(frozen=True)
class Lacking:
    """A part of a source that lacks days, and which."""

    part: PartName
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Cover:
    """What is held of a period.

    Attributes:
        basis: which records count.
        covered: the days that nearly all of the source holds.
        named: the days that the label names.
        lacks: the parts that lack days, and which.
        share_lacking: the share of the usual volume that these parts have together.
        not_open: the suppliers that were not open on some of the days, and on which.
    """

    basis: Basis = field(default_factory=lambda: Basis.of(()))
    covered: tuple[Span, ...] = ()
    named: tuple[Span, ...] = ()
    lacks: tuple[Lacking, ...] = ()
    share_lacking: float = 0.0
    not_open: tuple[Lacking, ...] = ()

    @property
    def days(self) -> int:
        """Return how many days are covered."""
        return count_days(self.covered)

    @property
    def is_empty(self) -> bool:
        """Return whether no part holds any day; what was not open yet, or no more, is known to have had nothing."""
        return not any(self.basis.sets) and not self.covered


@dataclass(frozen=True)
class Pair:
    """What two periods can be compared on.

    Attributes:
        full: whether all days of both can, of all parts.
        now, before: which records of each are set against each other; none where nothing is alike.
        all_now, all_before: all that is held of each.
        ever: all that is held at any time.
        without: the names of the parts that are left out of both.
    """

    full: bool
    now: Basis
    before: Basis
    all_now: Cover
    all_before: Cover
    ever: Basis
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Strays:
    """Records on days that their feed, or their area, does not hold.

    Attributes:
        part: whose they are.
        records: how many.
        months: the months in which they lie.
    """

    part: PartName
    records: int
    months: tuple[Span, ...]
