"""Which days things happen on: a weekly and a seasonal shape, in whole-number weights."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from svtool.synthetic.chance import Chance, Weighted

FLAT = (100,) * 12
VIOLENCE = (95, 93, 99, 100, 106, 107, 109, 106, 100, 101, 97, 94)
VIOLENCE_IN_LOCKDOWN = (100, 98, 92, 84, 92, 102, 110, 112, 106, 102, 94, 97)
FIRES = (80, 82, 95, 112, 112, 105, 104, 98, 90, 105, 160, 78)
WEEK = (94, 93, 94, 95, 103, 113, 108)


@cache
def write_day(ordinal: int) -> str:
    """Return a day as an ISO date."""
    return date.fromordinal(ordinal).isoformat()


@cache
def year_of(ordinal: int) -> int:
    """Return the year of a day."""
    return date.fromordinal(ordinal).year


class Days:
    """The days from a first to a last one, each with its weight."""

    def __init__(self, first: date, last: date, months: Sequence[int] = FLAT) -> None:
        """Weigh every day by its month and its day of the week."""
        self.first = first.toordinal()
        self.last = last.toordinal()
        self._weighted = Weighted(
            (ordinal, months[day.month - 1] * WEEK[day.weekday()])
            for ordinal in range(self.first, self.last + 1)
            for day in (date.fromordinal(ordinal),)
        )

    def draw(self, chance: Chance) -> int:
        """Return the ordinal of one day."""
        return chance.pick(self._weighted)

    def spread(self, chance: Chance, count: int) -> list[int]:
        """Return so many days in order, spread as evenly as the weights allow.

        Small counts are spread, not scattered: chance clusters would widen the intervals of measures whose
        published counts are only just significant.
        """
        return [self._weighted.find((number + chance.fraction()) / count) for number in range(count)]


def violence_days(year: int, first: date | None = None) -> Days:
    """Return the days of a year with the shape of recorded violence."""
    months = VIOLENCE_IN_LOCKDOWN if year == 2020 else VIOLENCE
    return Days(first or date(year, 1, 1), date(year, 12, 31), months)
