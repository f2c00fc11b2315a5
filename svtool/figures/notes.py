"""What must be said beside figures, as data: a kind, what it is about, and its numbers. `output` writes the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import Union

Part = Union[str, int, float, date, "Note", tuple["Part", ...]]


class Withheld(Enum):
    """Stands in place of a number that disclosure control does not let be said."""

    WITHHELD = auto()


WITHHELD = Withheld.WITHHELD


@dataclass(frozen=True)
class FewerThan:
    """A number of which only this may be said."""

    bound: int


Number = int | float | Decimal | Withheld | FewerThan | None


class Kind(Enum):
    """The kinds of note. Behind each stand its parts, then its numbers; those of a figure are named as its columns."""

    # Why there is no figure.
    NO_EXTRACT = auto()  # source
    NOT_BY_AREA = auto()  # source, bases
    NOT_DRAWN = auto()  # source, holds
    NO_DAYS = auto()  # source, period
    NOTHING_RECORDED_SINCE = auto()  # source, until, known_on
    NO_FIELD = auto()  # titles
    NO_FILE_OF_PEOPLE = auto()  # source, role
    NO_COLUMN_OF_PEOPLE = auto()  # role
    NO_PEOPLE_TOLD_APART = auto()  # role
    NO_NUMBER = auto()  # source
    NO_AREAS = auto()
    NOT_FOLLOWED = auto()  # source, months, first, until: people are followed to the last, from the first day on
    NOT_KNOWN_AGAIN = auto()  # role
    NO_FIELD_AFTER = auto()  # titles, months, period
    NOT_BROUGHT = auto()  # period
    NO_RECORDED_DATE = auto()
    NO_DAYS_BEFORE = auto()  # of days between events

    # What a figure is of.
    AS_KNOWN_ON = auto()  # day
    AS_KNOWN_BY_EVENT = auto()  # day, title
    NAME_NOT_USED = auto()  # name, title
    SUPPLIER_NOT_DRAWN = auto()  # supplier, holds
    PART_DRAWN = auto()  # source, supplier, holds
    UNSTATED = auto()  # counts
    PARTLY_COVERED = auto()  # spans, period
    UNDATED = auto()  # one, many: what its unit is called; undated
    NOT_BY_CLAUSE = auto()
    LACKING = auto()  # source, whose, spans, period
    NOT_OPEN = auto()  # whose, spans
    WITHOUT_REFERENCE = auto()  # unit; rows_without_reference, rows
    PROVISIONAL = auto()  # source, since
    OWN_PERIOD = auto()  # start, end
    NOT_KNOWN_SUPPRESSED = auto()
    LEFT_OPEN = auto()  # source, titles: of fields that no extract has
    ASKS_OF_OTHERS = auto()  # role; titles: of fields of other people than those counted

    # What a share, a ratio or a score is of.
    NOTHING_TO_DIVIDE_BY = auto()  # title
    MORE_THAN_ITS_WHOLE = auto()  # of, per
    ON_COMMON_DAYS = auto()  # spans
    NO_DAYS_IN_COMMON = auto()  # of, per
    AREAS_OF_TWO_KINDS = auto()  # of, per
    ON_OTHER_DAYS = auto()
    SCORE_WITHHELD = auto()
    NOT_WEIGHED = auto()  # classes; for each its number
    NO_WEIGHTS = auto()  # title
    SEVERAL_WEIGHTS = auto()  # ; least, most
    WEIGHTS_LEAVE_OPEN = auto()
    TOO_FEW_HEAVY = auto()

    # How it compares.
    LIKE_FOR_LIKE = auto()  # now, before, without; compared_count, comparator_count
    VALUES_LIKE_FOR_LIKE = auto()  # now, before, without, unit; for each side value, of, per
    RAW = auto()  # now, before, days_now, days_before
    REFUSED = auto()  # now, before
    NO_COMMON_DAY = auto()  # now, before
    RECORDING_CHANGED = auto()  # title
    PART_RECORDING_CHANGED = auto()  # title
    PROVISIONAL_CHANGE = auto()
    WIDENED = auto()  # dispersion
    WIDENED_BY_OTHERS = auto()  # dispersion
    NOT_WIDENED = auto()
    OF_A_FEW = auto()  # few
    DRIFT = auto()  # title, units, now, before, way, alone, again; drift_before, drift_now
    RANGE = auto()  # change_if_known_min_pct, change_if_known_max_pct
    RANGE_OF_INTERVALS = auto()  # change_if_known_min_pct, change_if_known_max_pct
    SMALL_BASE = auto()  # least

    # What a verdict on a change rests on; other kinds above may be the reason too.
    UNLIKELY_CHANCE = auto()  # ; p_value
    COULD_BE_CHANCE = auto()  # ; p_value
    TOO_FEW_TO_TELL = auto()  # ; p_value
    OTHER_WAY_PER_DAY = auto()  # ; p_value
    CHANGE_SUPPRESSED = auto()
    NO_FIGURE_OF = auto()  # period
    NO_OWN_FIGURE = auto()  # period
    NO_TEST = auto()

    # Why there is no rate.
    NO_POPULATION_OF_AREA = auto()  # area
    NO_POPULATION_OF_AGES = auto()
    NO_AREA_BASIS = auto()  # source
    SEVERAL_BASES = auto()  # source, bases
    PLACED_BY_SITE = auto()  # source
    PERIOD_NOT_COVERED = auto()  # days_covered, days
    COUNTS_ARE_INTERVALS = auto()
    POPULATIONS_NOT_BY = auto()  # breakdown
    AGES_NOT_MATCHED = auto()
    NO_POPULATIONS = auto()
    NO_SUCH_AGES = auto()  # year, ages
    NO_SUCH_YEAR = auto()  # year, years

    # What a rate is of.
    PART_OF_A_YEAR = auto()
    NOT_FIVE_YEAR_BANDS = auto()  # ages
    BAND_WITHOUT_POPULATION = auto()
    TOO_FEW_OF_KNOWN_AGE = auto()  # fewest
    AGE_NOT_KNOWN = auto()  # ; ageless, count
    NOT_STANDARDISED = auto()
    OF_ROUNDED_COUNT = auto()

    # The head of every table.
    PERIODS = auto()  # about
    AS_KNOWN_ON_DAYS = auto()  # columns: each a day and a period
    DISCLOSURE_CONTROL = auto()  # title, id
    WEIGHTS = auto()  # title, vintage, id
    POPULATIONS = auto()  # series, years
    SEVERAL_SERIES = auto()

    # What every page must say.
    SYNTHETIC = auto()
    INTERNAL = auto()
    UNCONTROLLED = auto()
    DISCLOSURE_POLICY = auto()  # id
    REVIEWS_OF_SOURCE = auto()  # used
    REVIEWS_USED = auto()  # a number for each source, by its name

    # What the extracts of a source say that bears on its figures.
    FAULT_OF_FILE = auto()  # where, text: as reading the file told it
    NOT_COUNTED = auto()  # where; rejected, read
    NOT_STATED = auto()  # where; counts, read
    UNDATED_ROWS = auto()  # where, title; rows, read
    LEFT_OUT = auto()  # where; a number for each reason
    RECLASSIFIED = auto()  # where, classification; offences
    CODES_OF_NO_PLACE = auto()  # where; for each code, how many cells
    OUTSIDE = auto()  # where; records
    STRAYS = auto()  # where, feed, spans; records
    CONTRADICTED = auto()  # where, feed, spans
    INFERRED_FROM_FEW = auto()  # where
    EVERY_KIND = auto()  # where, title, wanted, one, many; others, known
    NO_UNITS = auto()  # where, are; records
    SUPERSEDED = auto()  # where; rows
    REVISED = auto()  # source
    REVISED_BY = auto()  # source; reissued, revised, cancelled, withdrawn; left, joined where the definition is read
    WITHOUT_ORDER = auto()  # source; references

    # What all figures together say.
    RATES_COMPARED = auto()  # comparisons, at_95, at_998, by_chance_95, by_chance_998
    PLACES_NAMED = auto()  # table, of, higher: each with its ratio and limits, undone; places
    LISTS_OF_PLACES = auto()  # table; lists, without, too_few, independent, by_chance
    PLACES_WITHOUT_RATE = auto()  # table, places
    PLACES_NOT_TOLD = auto()  # table, places
    CHANGES_TESTED = auto()  # tested, beyond, by_chance
    NOT_KNOWN_BELOW = auto()  # for each measure, the most that is not known of one of its figures

    # What the analyst must know of the extracts.
    REJECTED = auto()  # where; rejected, read; file, record and reason of the first
    REPEATED = auto()  # where; rows
    UNLINKED = auto()  # where; rows
    OF_FILE = auto()  # where, text: as reading the file told it
    UNMATCHED_REVIEW = auto()  # place
    KEPT_TOO_LONG = auto()  # source, files, until, agreement
    REVIEWS_WAITING = auto()  # file; rows
    DISAGREEING = auto()  # where; units
    UNREADABLE = auto()  # where, column, fault; cells
    INDICATOR_NOT_ASKED = auto()  # id
    INDICATOR_NO_COLUMN = auto()  # id, brought, columns

    # Why a measure has no series of months.
    SOURCE_NOT_SENT = auto()
    DATES_TOO_COARSE = auto()
    PEOPLE_DO_NOT_ADD_UP = auto()
    NO_MONTH_COVERED = auto()
    POINTS_HIDDEN = auto()  # id
    POINTS_AS_KNOWN = auto()  # id
    POINTS_LONGER = auto()  # every
    SUPPRESSED_POINTS = auto()  # every, spans

    # What a series is of, and what its lines are made of.
    NO_WHOLE_MONTH = auto()  # source, spans
    REBASED = auto()  # day, title
    BREAK_AFTER_LAST_MONTH = auto()  # day, title
    BREAK_OF_A_PART = auto()  # day, title
    BREAK_WITHOUT_SHIFT = auto()  # day, title
    MONTH_ACROSS_BREAK = auto()  # day, title
    SERIES_DRIFT = auto()  # title, units, now, before; drift_before, drift_now
    NOT_COVERED_MONTHS = auto()  # spans
    PARTLY_COVERED_MONTHS = auto()  # spans
    UNAVAILABLE_MONTHS = auto()  # spans, notes
    GAPS = auto()
    PROVISIONAL_MONTHS = auto()
    PEOPLE_EVERY_MONTH = auto()
    LATE_RECORDING = auto()
    NO_LIMITS = auto()  # known
    TRIAL_LIMITS = auto()  # points
    NO_VARIATION = auto()
    NO_LOW_SIGNAL = auto()
    ROUGH_LIMITS = auto()  # why
    DAYS_CHARTED = auto()
    LONG_SINCE_LAST = auto()
    MAY_BE_EVENTS = auto()
    TARGET = (
        auto()
    )  # target: of a month; answer; side, per, by and the number of one that is given by a table or project
    TARGET_IS_RATE = auto()
    TARGET_OF_MONTHS = auto()
    SIGNAL = auto()  # of, rule, direction, meaning, points, start, end; recording, where it moved under the signal
    LASTING_SHIFT = auto()  # of, rule, direction, meaning, start, end, lasts; now, before; recording as of a signal
    OF_SERIES = auto()  # id, note
    PEOPLE_BY_AREA = auto()

    # What a published table's own numbers contradict.
    NO_PER_CENT_FROM_ZERO = auto()  # ; now
    WRONG_CHANGE = auto()  # is_signed; before, now, exact, published
    WRONG_DIFFERENCE = auto()  # ; before, now, exact, published
    SHORT_BASELINE = auto()  # start, end, months, own; least, most, low, high where they follow
    OTHER_YEAR = auto()  # year, start, end
    WRONG_SHARE = auto()  # parts; number, whole, exact, published
    MORE_THAN_THE_WHOLE = auto()  # ; areas, total
    PRINTED_TWICE = auto()  # line; number, first

    # Why a published figure is not counted again.
    NO_SUCH_MEASURE = auto()  # line, id, near
    NO_SUCH_TITLE = auto()  # lines
    SEVERAL_OF_THE_TITLE = auto()  # line, ids
    FILTERED = auto()  # line
    NO_PERIOD = auto()  # lines
    IS_A_SHARE = auto()  # line
    NOT_AVAILABLE_TODAY = auto()  # line, reasons: notes
    NOT_BROUGHT_TODAY = auto()  # line, id
    CHANGE_NOT_CHECKED = auto()  # lines
    OTHER_AREA = auto()  # lines
    NOT_COUNTED_AGAIN = auto()  # source
    NO_SUCH_BREAKDOWN = auto()  # line, breakdown
    DATES_ARE_COARSER = auto()  # line, source, precision
    DAYS_NOT_HELD = auto()  # line, source, held, asked


NO_FIGURE = frozenset({
    Kind.NO_EXTRACT, Kind.NOT_DRAWN, Kind.NO_DAYS, Kind.NOTHING_RECORDED_SINCE, Kind.NO_FIELD, Kind.NO_FILE_OF_PEOPLE,
    Kind.NO_COLUMN_OF_PEOPLE, Kind.NO_PEOPLE_TOLD_APART, Kind.NOT_BROUGHT, Kind.NO_RECORDED_DATE, Kind.NO_DAYS_BEFORE,
    Kind.NOT_BY_AREA, Kind.NO_NUMBER, Kind.NO_AREAS, Kind.NOT_FOLLOWED, Kind.NOT_KNOWN_AGAIN,
    Kind.NO_FIELD_AFTER, Kind.NOTHING_TO_DIVIDE_BY, Kind.MORE_THAN_ITS_WHOLE, Kind.NO_DAYS_IN_COMMON,
    Kind.NO_WEIGHTS, Kind.AREAS_OF_TWO_KINDS,
})  # fmt: skip
NO_RATE = frozenset({
    Kind.NO_AREA_BASIS, Kind.SEVERAL_BASES, Kind.PLACED_BY_SITE, Kind.PERIOD_NOT_COVERED, Kind.COUNTS_ARE_INTERVALS,
    Kind.POPULATIONS_NOT_BY, Kind.AGES_NOT_MATCHED, Kind.NO_POPULATIONS, Kind.NO_SUCH_AGES, Kind.NO_SUCH_YEAR,
})  # fmt: skip
WIDENING = frozenset({Kind.WIDENED, Kind.WIDENED_BY_OTHERS})
AS_KNOWN = frozenset({Kind.AS_KNOWN_ON, Kind.AS_KNOWN_BY_EVENT})
MAY_GROW = frozenset({Kind.PROVISIONAL, Kind.PROVISIONAL_CHANGE})


@dataclass(frozen=True)
class Note:
    """Something that must be said.

    Attributes:
        kind: what kind of thing it is.
        parts: what it is about, by name: titles, labels, days, spans.
        numbers: its numbers by name.
        baseline: the label of the baseline, where it is said of the change against that and not of the figure's own.
    """

    kind: Kind
    parts: Mapping[str, Part] = field(default_factory=dict)
    numbers: Mapping[str, Number] = field(default_factory=dict)
    baseline: str = ""

    def __hash__(self) -> int:
        """Return the same for notes that say the same."""
        return hash((self.kind, frozenset(self.parts.items()), frozenset(self.numbers.items()), self.baseline))

    def is_any_of(self, kinds: frozenset[Kind]) -> bool:
        """Return whether a note is of one of these kinds, and of the figure itself or its own change."""
        return self.kind in kinds and not self.baseline

    def column(self, name: str) -> str:
        """Return the name of one of its numbers among the columns of a figure: `drift_now`, `baseline_drift_now`."""
        return f"baseline_{name}" if self.baseline else name


def undated_note(nouns: tuple[str, str], number: int) -> Note:
    """Return that so many units have no date and may belong to a figure."""
    return Note(Kind.UNDATED, {"one": nouns[0], "many": nouns[1]}, {"undated": number})
