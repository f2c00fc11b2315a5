"""Targets: what a measure is to reach, which side of the number is good, and by when."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, model_validator

from svtool.schema.entry import Entry

MONTHS = {"month": 1, "quarter": 3, "year": 12}  # of each span that a target may be of
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Side = Literal["at_most", "at_least"]


def _day(value: Any) -> Any:
    """Return a day as it is written; a year alone, which a model would take for seconds, is none."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError(f"is `{value}`; expected a date such as 2021-12-31")
    return value


class Target(Entry):
    """What a measure is to reach.

    Attributes:
        at_most: the number that is not to be passed; or `at_least`.
        at_least: the number that is to be reached; or `at_most`.
        of: `count`, for an indicator its value; or `rate`: a year's count for 100,000 people.
        per: of what span a count is the target: `year`, `quarter` or `month`.
        by: the day by which.
    """

    noun: ClassVar[str] = "a target"
    at_most: float | None = None
    at_least: float | None = None
    of: Literal["count", "rate"] = "count"
    per: Literal["year", "quarter", "month"] = "year"
    by: Annotated[date, BeforeValidator(_day)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("needs either at_most: a number, or at_least: a number")
        if not math.isfinite(self.number) or self.number < 0:
            raise ValueError(f"is {self.number:g}; expected a number of 0 or more")
        if self.of == "rate" and self.per != "year":
            raise ValueError(f"is a rate per {self.per}; expected one per year: leave out per")
        return self

    @property
    def side(self) -> Side:
        """Return which side of the number is good."""
        return "at_most" if self.at_most is not None else "at_least"

    @property
    def number(self) -> float:
        """Return the number."""
        return self.at_most if self.at_most is not None else self.at_least or 0.0

    @property
    def desired(self) -> Literal["fall", "rise"]:
        """Return which way leads to the good side."""
        return "fall" if self.side == "at_most" else "rise"

    @property
    def of_a_month(self) -> float | None:
        """Return what falls on a month of a target that is a count; None for a rate."""
        return None if self.of == "rate" else self.number / MONTHS[self.per]


def fault_of(target: Target, desired: str | None, is_indicator: bool) -> str:
    """Return what is wrong with a target of a measure; nothing where it can be its target."""
    if desired and desired != target.desired:
        right = "at_most" if desired == "fall" else "at_least"
        return f"is {target.side} {target.number:g}, and a {desired} of the measure is desired; expected {right}"
    if is_indicator and target.of == "rate":
        return "is a rate of an indicator, which arrives as a figure; expected a number of its own unit: leave out of"
    return ""
