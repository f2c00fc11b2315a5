"""How often people must appear to be counted: in a period, or again after a first day of their own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from svtool.dates import add_months, month_end
from svtool.schema.entry import Entry

Months = Annotated[int, Field(ge=1, le=60)]


class HavingOffences(Entry):
    """How many offences a person must have.

    Attributes:
        gte: the least number.
    """

    noun: ClassVar[str] = "a number of offences"
    gte: int


class Having(Entry):
    """A condition on how often a person appears.

    Attributes:
        offences: how many offences a person must have to count.
        on_different_days: whether these must be on different days.
    """

    noun: ClassVar[str] = "having"
    offences: HavingOffences
    on_different_days: bool = False


def followed_until(day: date, months: int) -> date:
    """Return the last day on which people are followed: the same so many months after a first, or its month's last."""
    first = add_months(day, months)
    return first + timedelta(days=min(day.day, month_end(first).day) - 1)
