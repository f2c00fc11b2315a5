"""Indicators that arrive as figures: the published ones, and those that were not available."""

from collections.abc import Iterator

HEADER = ("measure_id", "column_period", "own_period_start", "own_period_end", "value", "unit", "status")
COLUMN_PERIODS = ("2019", "2020", "2021")

# The strategy says "19/20" only: the first and the last day of the school year are an assumption.
SCHOOL_YEAR = ("2019-09-01", "2020-07-31")
MARCH_2020 = ("2020-03-01", "2020-03-31")
THE_COLUMN = ("", "")

NOT_AVAILABLE = "x"
NOT_APPLICABLE = "z"

# measure, own period of its figures, unit, and per column a value or a status
FIGURES = (
    ("school_absence_primary", SCHOOL_YEAR, "%", ("4.4", NOT_AVAILABLE, NOT_AVAILABLE)),
    ("school_absence_secondary", SCHOOL_YEAR, "%", ("6", NOT_AVAILABLE, NOT_AVAILABLE)),
    ("school_absence_sen", SCHOOL_YEAR, "%", ("11", NOT_AVAILABLE, NOT_AVAILABLE)),
    ("permanent_exclusions", SCHOOL_YEAR, "exclusions", ("195", NOT_AVAILABLE, NOT_AVAILABLE)),
    ("mentor_schools", THE_COLUMN, "schools", (NOT_APPLICABLE, "8", NOT_AVAILABLE)),
    ("neet_16_17", MARCH_2020, "%", ("9.7", NOT_AVAILABLE, NOT_AVAILABLE)),
)


def make_indicator_rows() -> Iterator[list[str]]:
    """Make one row for every measure and column of the table."""
    for measure, own_period, unit, entries in FIGURES:
        for column, entry in zip(COLUMN_PERIODS, entries, strict=True):
            if entry in {NOT_AVAILABLE, NOT_APPLICABLE}:
                yield [measure, column, *THE_COLUMN, "", unit, entry]
            else:
                yield [measure, column, *own_period, entry, unit, ""]
