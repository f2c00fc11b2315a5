"""Kinds of findings on a whole series (S): its months, shares and codes over time."""

from __future__ import annotations

from svtool.findings.finding import Family, Handling, Kind, Level, SupplierWords

SERIES = Family("S", "The series of months", (
    Kind(
        "S01", Level.ERROR, "Months are missing or nearly empty", Handling.KEPT,
        "A month inside the extract has under a tenth of the usual records. It is not covered: no period with it is "
        "whole.",
        "Ask for the missing month.",
        SupplierWords(
            "Some months are missing or nearly empty.",
            "Please send the missing months.",
            needs_details=True,
        ),
    ),
    Kind(
        "S02", Level.WARNING, "A month is unusually small or large", Handling.KEPT,
        "Under half or over double the usual month. At the end of an extract it is often late recording.",
        "Ask whether the extract was taken before the month closed, or a month was given twice.",
        SupplierWords(
            "Some months hold far fewer, or far more, records than usual.",
            "Please tell us whether the extract was made before the month was complete, or a month was included twice.",
            needs_details=True,
        ),
    ),
    Kind(
        "S03", Level.WARNING, "The share of a category moved", Handling.KEPT,
        "Between two years a category's share of records moved by 5 points or more, with 50 or more records in both: "
        "a measure that asks about it may move because recording did.",
        "Ask whether the form, the list or the system changed.",
        SupplierWords(
            "A category is used much more, or much less, often than the year before.",
            "Please tell us whether the form, the list or the system changed.",
            needs_details=True,
        ),
    ),
    Kind(
        "S04", Level.WARNING, "A field starts or stops being filled", Handling.KEPT,
        "Before (or after) a month it is blank: what is not recorded is not known, and not no.",
        "Ask when recording began, and say so in the mapping (blank: {before: {2019-04-01: unknown}, otherwise: no}).",
        SupplierWords(
            "A column begins, or ceases, to be filled in.",
            "Please tell us when recording began or ended, and what an empty cell means.",
            needs_details=True,
        ),
    ),
    Kind(
        "S05", Level.WARNING, "A list of codes changed in one month", Handling.KEPT,
        "Several codes first appear and several others last appear around the same month: probably a new system.",
        "Check that the mapping knows the new codes.",
        SupplierWords(
            "Several codes first appear, and others last appear, around the same month.",
            "Please tell us whether you moved to a new system, and send its list of codes.",
            needs_details=True,
        ),
    ),
    Kind(
        "S06", Level.WARNING, "The extract differs from the one before", Handling.KEPT,
        "Months have other numbers of records than in the previous extract, references or columns are gone, or a "
        "column is filled, or classified, in another way.",
        "Ask why, before a published figure changes.",
        SupplierWords(
            "The extract differs from the one that you sent before.",
            "Please tell us why, so that we can explain it where we have published figures.",
            needs_details=True,
        ),
    ),
    Kind(
        "S07", Level.ERROR, "The total that the file states differs", Handling.KEPT,
        "A total row does not agree with the records read: some are missing, or the total is of something else.",
        "Ask which is right, and export the file again.",
        SupplierWords(
            "The total that the file states is not the number of its records.",
            "Please check which is right, and export it again.",
            needs_details=True,
        ),
    ),
    Kind(
        "S08", Level.NOTE, "The last year is not whole", Handling.KEPT,
        "A part of a year is not a year: it is compared like for like, and named by the months that it has.",
        "Nothing to do, unless the whole year was asked for.",
    ),
    Kind(
        "S09", Level.WARNING, "A supplier or an area lacks days that others hold", Handling.KEPT,
        "Of days on which the others go on, one has next to no records: a change of the whole is compared without it.",
        "Ask for its records; where there were none, say when it opened or closed (suppliers:), or complete: yes.",
        SupplierWords(
            "For some weeks or months there are next to no records of one supplier or area.",
            "Please send them, or tell us that there were none.",
            needs_details=True,
        ),
    ),
    Kind(
        "S10", Level.WARNING, "Records are dated far from all others", Handling.KEPT,
        "A few records stand in months of which the extract holds nothing else: probably mistyped dates. They make no "
        "month and no change.",
        "Look up their dates and mend them.",
        SupplierWords(
            "Some records are dated far from all others.",
            "Please check their dates.",
            needs_details=True,
        ),
    ),
))  # fmt: skip
