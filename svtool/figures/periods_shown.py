"""The columns of a table: which periods it shows, which one each is compared with, and as known on which day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from svtool.dates import same_day
from svtool.figures.notes import Kind, Note
from svtool.schema.periods import Period, Periods


@dataclass(frozen=True)
class Columns:
    """The periods of a run.

    Attributes:
        periods: what the project file or the command line says.
        as_at: the day as known on which the last period is counted; every other period is counted as known just as
            long before or after its own end. None for all that the extracts hold.
    """

    periods: Periods
    as_at: date | None = None

    @cached_property
    def shown(self) -> list[Period]:
        """Return the periods that tables show, in time order."""
        return [self.as_known(period) for period in self._spans]

    def partner(self, period: Period, compares_first_column: bool) -> Period | None:
        """Return the period that one of the shown is compared with, counted at the same maturity."""
        found = self.periods.partner(period, self._spans, compares_first_column)
        return self.as_known(found) if found else None

    def limits(self) -> list[date]:
        """Return every day as known on which a period is counted, in order."""
        days = [period.known_on for period in self.shown]
        for period in self.shown:
            partner = self.partner(period, compares_first_column=True)
            days += [partner.known_on] if partner else []
        return sorted({day for day in days if day})

    def as_known(self, period: Period) -> Period:
        """Return a period as it is counted: as known on the day that is to it what `as_at` is to the last period.

        A last period to December 2021 as at 31 March 2021 sets December 2020 to 31 March 2020. On the last day of the
        last period every period is counted as on its own last day, be that the 28th or the 31st.
        """
        if self.as_at is None:
            return period
        last = self._spans[-1]
        if self.as_at == last.end:
            return replace(period, known_on=period.end)
        months = 12 * (period.end.year - last.end.year) + period.end.month - last.end.month
        return replace(period, known_on=same_day(self.as_at, months))

    def facts(self) -> list[Note]:
        """Return what the head of every table says of its columns."""
        about = self.periods.about()
        found = [Note(Kind.PERIODS, {"about": about})] if about else []
        if self.as_at:
            days = tuple((each.known_on, each.label) for each in self.shown if each.known_on)
            found.append(Note(Kind.AS_KNOWN_ON_DAYS, {"columns": days}))
        return found

    @cached_property
    def _spans(self) -> list[Period]:
        return self.periods.spans()
