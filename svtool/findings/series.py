"""Findings on a whole series (S): its months, shares and codes over time."""

from __future__ import annotations

from svtool.findings.finding import Handling, Kind, Level

SERIES = (
    Kind(
        "S01",
        Level.ERROR,
        "Months are missing or nearly empty",
        Handling.KEPT,
        "A month inside the extract has under a tenth of the usual records. It is not covered: no period with it is "
        "whole.",
        "Ask for the missing month.",
    ),
    Kind(
        "S02",
        Level.WARNING,
        "A month is unusually small or large",
        Handling.KEPT,
        "Under half or over double the usual month. At the end of an extract it is often late recording.",
        "Ask whether the extract was taken before the month closed, or a month was given twice.",
    ),
    Kind(
        "S03",
        Level.WARNING,
        "The share of a category moved",
        Handling.KEPT,
        "Between two years a category's share of records moved by 5 points or more, with 50 or more records in both: "
        "a measure that asks about it may move because recording did.",
        "Ask whether the form, the list or the system changed.",
    ),
    Kind(
        "S04",
        Level.WARNING,
        "A field starts or stops being filled",
        Handling.KEPT,
        "Before (or after) a month it is blank: what is not recorded is not known, and not no.",
        "Ask when recording began, and say so in the mapping (blank: {before: {2019-04-01: unknown}, otherwise: no}).",
    ),
    Kind(
        "S05",
        Level.WARNING,
        "A list of codes changed in one month",
        Handling.KEPT,
        "Several codes first appear and several others last appear around the same month: probably a new system.",
        "Check that the mapping knows the new codes.",
    ),
    Kind(
        "S06",
        Level.WARNING,
        "The extract differs from the one before",
        Handling.KEPT,
        "Months have other numbers of records than in the previous extract, or references are gone.",
        "Ask why, before a published figure changes.",
    ),
    Kind(
        "S07",
        Level.ERROR,
        "The total that the file states differs",
        Handling.KEPT,
        "A total row does not agree with the records read: some are missing, or the total is of something else.",
        "Ask which is right, and export the file again.",
    ),
    Kind(
        "S08",
        Level.NOTE,
        "The last year is not whole",
        Handling.KEPT,
        "A part of a year is not a year: it is compared like for like, and named by the months that it has.",
        "Nothing to do, unless the whole year was asked for.",
    ),
)
