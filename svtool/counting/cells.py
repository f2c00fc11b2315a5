"""Where in a breakdown a figure stands, and which places count for an area."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.schema.areas import INSIDE
from svtool.schema.breakdowns import CLAUSE

ALL_LABEL = "all"


@dataclass(frozen=True)
class Cell:
    """Where in a breakdown a figure stands: an area (None: the whole) and a value of each other dimension."""

    area: str | None = None
    values: tuple[tuple[str, str], ...] = ()

    @property
    def clause(self) -> str:
        """Return the clause that is asked about, or all."""
        return dict(self.values).get(CLAUSE, ALL_LABEL)

    @property
    def split(self) -> dict[str, str]:
        """Return the dimensions of which one value is asked about."""
        return {name: value for name, value in self.values if name != CLAUSE and value != ALL_LABEL}

    def within(self, name: str, value: str) -> Cell:
        """Return the part of it that has a value of one more dimension."""
        return Cell(self.area, (*self.values, (name, value)))


WHOLE = Cell()


@dataclass
class Geography:
    """Which areas are inside, and whether an unknown area counts as inside."""

    inside: tuple[str, ...] = ()
    unknown_is_inside: bool = True
    bounded: bool = False

    def may_hold_unknown(self, area: str | None) -> bool:
        """Return whether records of an unknown area may belong to an area, but do not count for it."""
        return area is None and self.bounded and not self.unknown_is_inside

    def keys_of(self, area: str | None) -> list[str | None]:
        """Return the keys of records that count for an area; None among them stands for area not known."""
        if not self.bounded:
            return []
        if area is not None:
            return [None, INSIDE] if area == "" else [area]
        return [*self.inside, INSIDE, *([None] if self.unknown_is_inside else [])]
