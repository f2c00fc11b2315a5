"""The contract of every machine-readable result: its columns, statuses and comparisons, declared once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self

from svtool.counting.basis import Basis
from svtool.counting.cells import WHOLE, Cell
from svtool.coverage.covers import Lacking
from svtool.figures.notes import Kind, Note
from svtool.schema.sources import nouns_of

KEY_BEFORE_BY = (
    "table", "position", "group", "measure_id", "measure", "source", "unit", "definition", "date_basis", "area_basis",
    "area_code", "area",
)  # fmt: skip
AFTER_BY = (
    "period", "period_start", "period_end", "days", "days_covered", "lacking", "count", "not_known", "undated", "value",
    "value_unit", "status", "compared_with", "comparison", "compared_count", "comparator_count", "change", "change_pct",
    "change_lower_pct", "change_upper_pct", "p_value", "dispersion", "change_if_known_min_pct",
    "change_if_known_max_pct", "change_status", "drift_field", "drift_before", "drift_now", "verdict", "verdict_reason",
    "baseline", "baseline_comparison", "baseline_now", "baseline_before", "baseline_change", "baseline_change_pct",
    "baseline_lower_pct", "baseline_upper_pct", "baseline_p_value", "baseline_verdict", "baseline_verdict_reason",
    "desired", "notes",
)  # fmt: skip
WHOLE_NUMBERS = (
    "position", "days", "days_covered", "count", "not_known", "undated", "compared_count", "comparator_count", "change",
    "baseline_now", "baseline_before", "baseline_change",
)  # fmt: skip
NUMBERS = (
    "value", "change_pct", "change_lower_pct", "change_upper_pct", "p_value", "dispersion", "change_if_known_min_pct",
    "change_if_known_max_pct", "drift_before", "drift_now", "baseline_change_pct", "baseline_lower_pct",
    "baseline_upper_pct", "baseline_p_value",
)  # fmt: skip

# Of a published table that was checked.
CHECKED_COLUMNS = (
    "line", "id", "kind", "table", "measure", "measure_id", "geography", "period_start", "period_end", "published",
    "today", "difference", "cancelled", "reclassified", "recorded_late", "status", "words",
)  # fmt: skip

# With --rates, after all others.
RATES = (
    "population", "population_year", "population_ages", "population_series", "population_source", "rate",
    "rate_lower_95", "rate_upper_95", "rate_lower_998", "rate_upper_998", "rate_method", "rate_against_whole",
    "standardised_rate", "standardised_lower_95", "standardised_upper_95", "standardised_lower_998",
    "standardised_upper_998", "standardised_method", "rate_status", "rate_notes",
)  # fmt: skip
# With --hot, after those of rates: a place among all places that are looked at.
PLACES = (
    "places_compared", "rate_ratio", "rate_ratio_lower", "rate_ratio_upper", "places_dispersion", "place_verdict",
)  # fmt: skip
PLACES_NUMBERS = ("rate_ratio", "rate_ratio_lower", "rate_ratio_upper", "places_dispersion")
PLACES_WHOLE_NUMBERS = ("places_compared",)
# With definitions beside each other, after all others: which two, and what is answered to each.
ANSWERS = ("definition_a", "answer_a", "definition_b", "answer_b")
RATE_WHOLE_NUMBERS = ("population", "population_year")
RATE_NUMBERS = tuple(
    name for name in RATES if name.startswith(("rate", "standardised")) and name.endswith(("rate", "_95", "_998"))
)
# With shares, ratios and scores, after all others.
WORKED_OUT = (
    "of_count", "of_not_known", "per_count", "per_not_known", "not_weighed", "value_lower_95", "value_upper_95",
    "value_if_known_min", "value_if_known_max", "value_method", "change_lower", "change_upper",
    "baseline_change_lower", "baseline_change_upper",
)  # fmt: skip
WORKED_OUT_WHOLE_NUMBERS = ("of_count", "of_not_known", "per_count", "per_not_known", "not_weighed")
WORKED_OUT_NUMBERS = tuple(name for name in WORKED_OUT if name not in (*WORKED_OUT_WHOLE_NUMBERS, "value_method"))
# The counts behind a figure's numbers: its own days; the days that a comparison sets against each other; and those
# that stand against the baseline.
OWN, NOW, BEFORE, BASE_NOW, BASE_BEFORE = "own", "now", "before", "base_now", "base_before"
SERIES = "series"  # of a point of a chart, whose count alone is shown
COUNT, NOT_KNOWN, UNDATED = "count", "not_known", "undated"
ASKED, OPEN = "asked", "open"  # open: asked, and the answer is not known
BOTH = ((NOW, COUNT), (BEFORE, COUNT))
BOTH_OF_BASELINE = ((BASE_NOW, COUNT), (BASE_BEFORE, COUNT))

# What each number is worked out from. A number is withheld with any of the counts that it would give away, so a column
# that is not named here is taken to give away all of them.
DRAWN_FROM: dict[str, tuple[tuple[str, str], ...]] = {
    "count": ((OWN, COUNT),),
    "not_known": ((OWN, NOT_KNOWN),),
    "undated": ((OWN, UNDATED),),
    "compared_count": ((NOW, COUNT),),
    "comparator_count": ((BEFORE, COUNT),),
    **dict.fromkeys(("change", "change_pct", "change_lower_pct", "change_upper_pct", "p_value"), BOTH),
    "change_if_known_min_pct": (*BOTH, (BEFORE, NOT_KNOWN), (BEFORE, UNDATED)),
    "change_if_known_max_pct": (*BOTH, (NOW, NOT_KNOWN), (NOW, UNDATED)),
    **dict.fromkeys(("dispersion", "test_size"), BOTH),
    "rate": ((OWN, COUNT),),
    "drift_before": ((BEFORE, COUNT), (BEFORE, NOT_KNOWN), (BEFORE, UNDATED), (BEFORE, ASKED), (BEFORE, OPEN)),
    "drift_now": ((NOW, COUNT), (NOW, NOT_KNOWN), (NOW, UNDATED), (NOW, ASKED), (NOW, OPEN)),
    "baseline_now": ((BASE_NOW, COUNT),),
    "baseline_before": ((BASE_BEFORE, COUNT),),
    **dict.fromkeys(
        (
            "baseline_change", "baseline_change_pct", "baseline_lower_pct", "baseline_upper_pct", "baseline_p_value",
            "baseline_dispersion", "baseline_test_size",
        ),
        BOTH_OF_BASELINE,
    ),
}  # fmt: skip
# Numbers of a figure that say nothing of its counts: its days, what arrived as a figure, how many people there are.
NOT_COUNTED = frozenset({"position", "days", "days_covered", "lacking", "value"}) | {
    f"population{what}" for what in ("", "_year", "_ages", "_series", "_source")
}

NOT_AVAILABLE, NOT_APPLICABLE, SUPPRESSED, BREAK, PROVISIONAL, REVISED = "x", "z", "c", "b", "p", "r"
LOW_RELIABILITY = "u"
STATUSES = {
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    SUPPRESSED: "suppressed",
    BREAK: "break in recording",
    PROVISIONAL: "provisional",
    REVISED: "revised",
    LOW_RELIABILITY: "low reliability",
}
BESIDE_A_NUMBER = (PROVISIONAL, REVISED, LOW_RELIABILITY)
FEW = 10  # a per cent of fewer is of low reliability
INSTEAD_OF_A_NUMBER = tuple(letter for letter in STATUSES if letter not in BESIDE_A_NUMBER)

MAYBE_FRACTIONS = ("change", "baseline_change")  # whole for counts, but an indicator changes by fractions
DAYS = ("period_start", "period_end")


def columns(
    by: tuple[str, ...] = (),
    rates: bool = False,
    answers: bool = False,
    worked_out: bool = False,
    places: bool = False,
) -> tuple[str, ...]:
    """Return the columns of a result in order.

    Args:
        by: what it is broken down by.
        rates: whether it has rates.
        answers: whether definitions stand beside each other.
        worked_out: whether some of its figures are worked out from others: shares, ratios and scores.
        places: whether places are set beside each other.
    """
    asked = ((RATES, rates), (PLACES, places), (ANSWERS, answers), (WORKED_OUT, worked_out))
    more = (name for names, is_asked in asked if is_asked for name in names)
    return (*KEY_BEFORE_BY, *(name for name in by if name != "area"), *AFTER_BY, *more)


@dataclass(frozen=True)
class WorkedOut:
    """What stands behind a share, a ratio or a score; its fields are the columns of the contract for them.

    Attributes:
        of_count, of_not_known: the units that it is of, and of how many it can't be told (undated ones included).
        per_count, per_not_known: the same of what it is divided by.
        not_weighed: of a score, the units that have no weight and are not in it.
        value_lower_95, value_upper_95: the 95 % interval of the value.
        value_if_known_min, value_if_known_max: the least and the most that it could be, if all were known.
        value_method: how the interval was made.
        change_lower, change_upper: the 95 % interval of the change of a share, in percentage points.
    """

    of_count: int | None = None
    of_not_known: int | None = None
    per_count: int | None = None
    per_not_known: int | None = None
    not_weighed: int | None = None
    value_lower_95: float | None = None
    value_upper_95: float | None = None
    value_if_known_min: float | None = None
    value_if_known_max: float | None = None
    value_method: str = ""
    change_lower: float | None = None
    change_upper: float | None = None
    baseline_change_lower: float | None = None
    baseline_change_upper: float | None = None


@dataclass(frozen=True)
class AgainstWhole:
    """How an area's rate compares with that of all areas together.

    Attributes:
        direction: higher or lower; None where they do not differ.
        level: the strictest level of confidence at which they differ.
        sizes: how often they would differ at each level if all areas were alike.
    """

    direction: str | None
    level: float | None
    sizes: tuple[float, float] = field(default=(0.05, 0.002), compare=False)


@dataclass(frozen=True)
class PopulationRate:
    """A figure as a rate of the people who could have it; its fields are the columns of the contract for rates.

    Attributes:
        rate_status: `x` or `z` where there is no rate; else the figure's own status.
        rate_notes: why there is none, and what else must be said with it.
    """

    population: int | None = None
    population_year: int | None = None
    population_ages: str = ""
    population_series: str = ""
    population_source: str = ""
    rate: float | None = None
    rate_lower_95: float | None = None
    rate_upper_95: float | None = None
    rate_lower_998: float | None = None
    rate_upper_998: float | None = None
    rate_method: str = ""
    rate_against_whole: AgainstWhole | None = None
    standardised_rate: float | None = None
    standardised_lower_95: float | None = None
    standardised_upper_95: float | None = None
    standardised_lower_998: float | None = None
    standardised_upper_998: float | None = None
    standardised_method: str = ""
    rate_status: str = ""
    rate_notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class AmongPlaces:
    """How a place compares with all others together, where many are looked at.

    Attributes:
        places_compared: how many are looked at, the place included; 0 where there are no two of them.
        rate_ratio: its rate over that of all others; None where the others have nothing, or some count is suppressed.
        rate_ratio_lower, rate_ratio_upper: its 95 % interval, which holds for all places at once.
        places_dispersion: how many times as much as independent events the months of places vary; None where that
            can't be told.
        place_verdict: what that comes to.
    """

    places_compared: int
    rate_ratio: float | None = None
    rate_ratio_lower: float | None = None
    rate_ratio_upper: float | None = None
    places_dispersion: float | None = None
    place_verdict: str = ""


def kind_of(column: str) -> Literal["whole", "number", "day", "text"]:
    """Return what a column holds, whatever the figures are."""
    if column in DAYS:
        return "day"
    if column in {*NUMBERS, *MAYBE_FRACTIONS, *RATE_NUMBERS, *PLACES_NUMBERS, *WORKED_OUT_NUMBERS}:
        return "number"
    whole = {*WHOLE_NUMBERS, *RATE_WHOLE_NUMBERS, *PLACES_WHOLE_NUMBERS, *WORKED_OUT_WHOLE_NUMBERS}
    return "whole" if column in whole else "text"


@dataclass(frozen=True)
class CountOfDays:
    """What was counted on some days, as known on a day: the cells of a table behind a figure's numbers."""

    basis: Basis
    known_on: date | None
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Figure:
    """One figure with everything that travels with it; its fields are the columns of the contract."""

    table: str
    position: int
    group: str
    measure_id: str
    measure: str
    source: str
    unit: str
    definition: str
    date_basis: str
    area_basis: str
    area_code: str
    area: str
    period: str
    period_start: date
    period_end: date
    days: int
    days_covered: int
    lacking: tuple[Lacking, ...] = ()
    count: int | None = None
    not_known: int | None = None
    undated: int | None = None
    value: float | None = None
    value_unit: str = ""
    status: str = ""
    compared_with: str = ""
    comparison: str = "none"
    compared_count: int | None = None
    comparator_count: int | None = None
    change: int | float | None = None
    change_pct: float | None = None
    change_lower_pct: float | None = None
    change_upper_pct: float | None = None
    p_value: float | None = None
    dispersion: float | None = None  # of the monthly counts, by which interval and p of the change are widened
    change_if_known_min_pct: float | None = None
    change_if_known_max_pct: float | None = None
    change_status: str = ""
    drift_field: str = ""
    drift_before: float | None = None
    drift_now: float | None = None
    verdict: str = ""
    verdict_reason: Note | None = None
    baseline: str = ""
    baseline_comparison: str = ""  # blank where nothing is compared with the baseline, such as the baseline itself
    baseline_now: int | None = None
    baseline_before: int | None = None
    baseline_change: int | float | None = None
    baseline_change_pct: float | None = None
    baseline_lower_pct: float | None = None
    baseline_upper_pct: float | None = None
    baseline_p_value: float | None = None
    baseline_verdict: str = ""
    baseline_verdict_reason: Note | None = None
    desired: str = ""
    notes: tuple[Note, ...] = ()
    by: Mapping[str, str] = field(default_factory=dict)
    column: str = ""  # the key of the period, which a covered part of it keeps
    rate: PopulationRate | None = None  # with --rates
    among: AmongPlaces | None = None  # of a place, with --hot
    worked_out: WorkedOut | None = None  # of a share, a ratio or a score
    is_column: bool = True  # whether the table prints this period, or only compares with it
    place: Literal["whole", "part", "nowhere", "outside"] = (
        "whole"  # what the area is to the whole that the table is about
    )
    counts: Mapping[str, CountOfDays] = field(default_factory=dict)
    # What of the change against the baseline has no column, and how often a test is beyond chance by chance alone.
    test_size: float | None = None
    is_borrowed: bool = False  # whether the dispersion is of other months than those compared
    may_grow: bool = False  # whether the change uses days that may still grow
    baseline_status: str = ""
    baseline_dispersion: float | None = None
    baseline_is_borrowed: bool = False
    baseline_if_known_min_pct: float | None = None
    baseline_if_known_max_pct: float | None = None
    baseline_drift_field: str = ""
    baseline_drift_before: float | None = None
    baseline_drift_now: float | None = None
    baseline_test_size: float | None = None
    baseline_may_grow: bool = False
    answers: tuple[tuple[str, str], ...] = ()  # definitions, and what is answered to each, where they are compared
    nouns: tuple[str, str] = ("", "")  # what one and several of its unit are called; as its name says where blank
    cell: Cell = WHOLE  # where it stands in the breakdowns

    def but(self, **changes: Any) -> Self:
        """Return the figure with other values of some fields, in a sixtieth of the time of `dataclasses.replace`.

        Raises:
            TypeError: a figure has no such field.
        """
        if unknown := changes.keys() - self.__dataclass_fields__.keys():
            raise TypeError(f"a figure has no {', '.join(sorted(unknown))}")
        figure = object.__new__(type(self))
        figure.__dict__.update(self.__dict__, **changes)
        return figure

    @property
    def hides_undated(self) -> bool:
        """Return whether how many units have no date is suppressed: that some may have none is said all the same."""
        return self.undated is None and any(note.kind is Kind.UNDATED for note in self.notes)

    @property
    def has_undated(self) -> bool:
        """Return whether some units have no date and may belong to it, or may be said to."""
        return bool(self.undated) or self.hides_undated

    @property
    def called(self) -> tuple[str, str]:
        """Return what one and several of its unit are called."""
        return self.nouns if any(self.nouns) else nouns_of(self.unit)
