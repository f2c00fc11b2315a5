"""A series and its points. The columns of a trend are declared here, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

from svtool.commands.evidence import Evidence
from svtool.figures.contract import NOT_APPLICABLE
from svtool.figures.notes import Note
from svtool.schema.acknowledged import Acknowledged
from svtool.schema.receipts import Receipt
from svtool.statistics.process_limits import Assurance

MONTH, BETWEEN = "month", "days_between"
TRIAL = "u"  # of limits_status: too few points for the limits to be relied on
LASTING_SHIFT = "lasting_shift"  # of rule: from this point on the level is another, and no cause is registered
NO_LIMITS = NOT_APPLICABLE  # of limits_status: no limits can be drawn, or none are where they would mislead

OPEN = "open"
Answer = Assurance | Literal["open"]  # whether a target would be met; open, where what is not known could say otherwise
Variation = Literal["improvement", "concern", "neutral", "recording", "usual", "few"]

MEANINGS = {"improvement": "improvement", "concern": "concern", "neutral": "signal"}
WHOLE_NUMBERS = ("number", "days", "days_covered", "count", "not_known", "days_between")
NUMBERS = ("mean", "lower", "upper")


@dataclass(frozen=True)
class Method:
    """How the lines of a series were made.

    Attributes:
        dialect: whose tool is followed.
        fix_after: how many of the first points make the limits; None where all do.
        of_days: whether days between events are charted.
    """

    dialect: str
    fix_after: int | None = None
    of_days: bool = False


@dataclass(frozen=True)
class SeriesPoint:
    """A point of a series; its fields are the columns of the contract.

    Attributes:
        series: `month`: a count; `days_between`: the days from one rare event to the next, at the later one's month.
        number: its place in its series, from 1.
        mean, lower, upper: the lines there, in the unit of the series; of days between events the centre line.
        limits_status: `u` limits of too few points or too few events, `z` no limits; empty otherwise.
        signal: improvement, concern, or neutral where neither a fall nor a rise is desired; empty without a signal.
        direction: up or down, of what is charted: longer days between events are up.
        rule: lasting_shift at the first point of a level that moved and stayed; else outside, trend, two_in_three or
            shift: the first of these that the point is part of.
        rebased: the break in recording at which the lines begin anew, at the first point after it.
    """

    measure_id: str
    measure: str
    source: str
    unit: str
    area_code: str
    area: str
    series: str
    number: int
    month: str
    start: date
    end: date
    days: int
    days_covered: int
    count: int | None = None
    not_known: int | None = None
    days_between: int | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    limits_status: str = ""
    signal: str = ""
    direction: str = ""
    rule: str = ""
    rebased: str = ""
    status: str = ""
    method: Method | None = None
    desired: str = ""
    notes: list[Note] = field(default_factory=list)

    @property
    def value(self) -> int | None:
        """Return what is charted."""
        return self.count if self.series == MONTH else self.days_between


COLUMNS = tuple(each.name for each in fields(SeriesPoint))


@dataclass(frozen=True)
class Aim:
    """A target as a monthly series is held against it.

    Attributes:
        of_a_month: the number.
        desired: `fall` or `rise`: which side of it is good; None where nobody said it.
        number, per, side, by: the target as it was given, where a table or project gives it.
    """

    of_a_month: float
    desired: str | None
    number: float | None = None
    per: str = ""
    side: str = ""
    by: date | None = None


@dataclass(frozen=True)
class Summary:
    """What a series comes to.

    Attributes:
        variation: what the latest point that can be judged is part of: a signal of improvement, of concern, or one of
            which neither is desired (`neutral`); one under which recording moved (`recording`); none (`usual`); or too
            few points make the limits to say (`few`).
        ways: `more` or `fewer` events; empty without a signal.
        signal: the signal.
        latest: the place of that point.
        assurance: whether the process as it is would meet the target in every month, in none, or in some, or that what
            is not known leaves it open; None without a target, or where months have no limits.
        aim: the target.
    """

    variation: Variation
    ways: str = ""
    signal: Note | None = None
    latest: int | None = None
    assurance: Answer | None = None
    aim: Aim | None = None


@dataclass(frozen=True)
class Series:
    """A measure month by month.

    Attributes:
        measure_id, measure, area, desired: what it is a series of.
        method: how its lines were made.
        months: one point for each month from the first to the last that holds a covered day.
        between: of rare events, one point for each but the first; empty where the months are charted.
        signals: the signals, in time order.
        notes: what must be said with it.
        notices: what must be said before it.
        summary: what it comes to; None where nobody may say or nothing can be charted.
        every: what a point of `months` is of: a month, or a quarter or year where a disclosure policy hides months.
    """

    measure_id: str
    measure: str
    area: str
    desired: str
    method: Method | None = None
    months: list[SeriesPoint] = field(default_factory=list)
    between: list[SeriesPoint] = field(default_factory=list)
    signals: list[Note] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    notices: list[Note] = field(default_factory=list)
    summary: Summary | None = None
    every: str = MONTH

    @property
    def charted(self) -> list[SeriesPoint]:
        """Return the points that have the lines: days between events where there are any, else months."""
        return self.between or self.months

    @property
    def points(self) -> list[SeriesPoint]:
        """Return all points, months first."""
        return [*self.months, *self.between]


@dataclass(frozen=True)
class Trend:
    """The series that were asked for, and what every page must say."""

    series: list[Series]
    synthetic: bool
    notices: list[Note]
    warnings: list[Note]
    evidence: Evidence

    @property
    def received(self) -> Sequence[Receipt]:
        """Return how the extracts came, as far as the project says so."""
        return self.evidence.received

    @property
    def acknowledged(self) -> Sequence[Acknowledged]:
        """Return the warnings that somebody has looked at."""
        return self.evidence.acknowledged
