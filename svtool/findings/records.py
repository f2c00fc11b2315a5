"""Findings on rows (R), on cells (V), and on what is personal (P)."""

from __future__ import annotations

from svtool.findings.finding import Handling, Kind, Level

ROWS = (
    Kind(
        "R01", Level.NOTE, "Cells hold line breaks", Handling.KEPT,
        "A quoted line break is allowed; from there on a record's number and its line in an editor differ.",
        "Nothing to do.",
    ),
    Kind(
        "R02", Level.ERROR, "Rows have too many or too few cells", Handling.REJECTED,
        "Which cell belongs to which column can't be told.",
        "Export the file again, with text in quotes; a comma in free text does this most often.",
    ),
    Kind(
        "R03", Level.ERROR, "A line break splits a row", Handling.REJECTED,
        "Two neighbouring lines are too short, and together they make a whole row.",
        "Export the file again with text in quotes, or without line breaks in free text.",
    ),
    Kind(
        "R04", Level.ERROR, "Cells are shifted", Handling.HELD,
        "The number of cells is right, but in two or more columns the value is one of the neighbouring column's. What "
        "does not fit its column is not known; other cells of the row may be wrong too.",
        "Look for a missing or an extra delimiter in these rows, and export them again.",
    ),
    Kind(
        "R05", Level.NOTE, "References are blank", Handling.KEPT,
        "A record without a reference is a unit of its own; it can be neither linked nor found again.",
        "Ask whether the supplier's system has a reference for them.",
    ),
    Kind(
        "R06", Level.WARNING, "Rows repeat an earlier row exactly", Handling.KEPT,
        "Records without a reference may be alike in every cell and still be two; those with a reference are counted "
        "once.",
        "Ask whether the export joins another table.",
    ),
    Kind(
        "R07", Level.WARNING, "One reference stands in rows that differ", Handling.KEPT,
        "Several victims or suspects of one offence, or the same record issued twice.",
        "Say in the mapping what a row is (row: offence, victim, suspect …), or send one row for each reference.",
    ),
    Kind(
        "R08", Level.NOTE, "References were tidied", Handling.FOLDED,
        "Surrounding blanks were removed and small letters made capitals, so that the same reference is one.",
        "Nothing to do.",
    ),
    Kind(
        "R09", Level.ERROR, "References were turned into numbers", Handling.REFUSED,
        "A spreadsheet wrote them as digits, E+ and a power of ten: different references look the same.",
        "Export the file again with this column as text.",
    ),
    Kind(
        "R10", Level.ERROR, "Rows name an offence that is in no file", Handling.DROPPED,
        "A victim or suspect whose offence is missing is counted nowhere.",
        "Export the offences for the same days, or send all linked files together.",
    ),
)  # fmt: skip

CELLS = (
    Kind(
        "V01", Level.ERROR, "Cells hold an Excel error", Handling.HELD,
        "#REF!, #N/A or ########: the workbook was exported before it had calculated, or columns were too narrow.",
        "Let the workbook calculate, widen the columns, and export it again.",
    ),
    Kind(
        "V02", Level.NOTE, "Text begins like a formula", Handling.KEPT,
        "A spreadsheet would run it; every file that svtool writes marks it as text.",
        "Nothing to do.",
    ),
    Kind(
        "V10", Level.ERROR, "Dates are not dates", Handling.HELD,
        "Days that no calendar has, or words. Such a record has no date and falls into no period.",
        "Mend the dates in the source system, or leave them blank where they are not known.",
    ),
    Kind(
        "V11", Level.ERROR, "Dates have the month first", Handling.HELD,
        "Some dates are possible only with the month first. Those that are possible both ways may be wrong by months, "
        "and nobody can tell row by row.",
        'Find out which order the export has; if it is month first, say so: --map "Date=recorded_date:MM/DD/YYYY".',
        doubtful=True,
    ),
    Kind(
        "V12", Level.WARNING, "Dates fit their neighbours only with the month first", Handling.KEPT,
        "The file is in order of time, and these dates stand far from the rows around them unless day and month are "
        "exchanged.",
        "Look at these lines; if an export wrote them in another order, have it mended there.",
    ),
    Kind(
        "V13", Level.WARNING, "Dates were Excel day numbers", Handling.FOLDED,
        "A spreadsheet stored the day as a number, counted from 1900.",
        "Format the column as a date before the export.",
    ),
    Kind(
        "V14", Level.NOTE, "Years have two digits", Handling.FOLDED,
        "They were read by the pivot that the mapping states.",
        "Export years with four digits.",
    ),
    Kind(
        "V15", Level.ERROR, "Dates are a system's default", Handling.HELD,
        "1 January 1900, 30 December 1899 or 1 January 1970 stand where a system knew no date.",
        "Leave the date blank where it is not known.",
    ),
    Kind(
        "V16", Level.ERROR, "Dates lie after the extract was made", Handling.HELD,
        "Nothing can have been recorded then.",
        "Look for exchanged days and months, and for years that were mistyped.",
    ),
    Kind(
        "V17", Level.WARNING, "Records were recorded before they happened", Handling.KEPT,
        "The committed date lies after the recorded date. Each period uses the date that its measure names.",
        "Ask which of the two dates is wrong.",
    ),
    Kind(
        "V18", Level.NOTE, "Records lie outside the window of the extract", Handling.KEPT,
        "They are counted where their date belongs, and in no period that was not asked for.",
        "Nothing to do, unless the export filter was meant to leave them out.",
    ),
    Kind(
        "V19", Level.WARNING, "Times of some months are an hour off", Handling.KEPT,
        "All dates of a month end at 23:00 or begin at 01:00: summer time was applied twice or not at all, and "
        "records of the first hour fall on the day before.",
        "Export local times, or dates alone.",
    ),
    Kind(
        "V20", Level.ERROR, "Ages are impossible", Handling.HELD,
        "Below 0, above 120, or a placeholder such as 999. They are not known; a negative age is not under 25.",
        "Leave the age blank where it is not known.",
    ),
    Kind(
        "V21", Level.ERROR, "Offence codes are not in the catalogue", Handling.HELD,
        "A code that no list has: whether the offence is serious violence can't be told.",
        "Correct the code in the source system, or add it to the mapping with what it means.",
    ),
    Kind(
        "V22", Level.ERROR, "A spreadsheet changed offence codes", Handling.HELD,
        "A code such as 8/1 became a date, a day number, or 5E a power of ten. What stood there is named where only "
        "one code can have.",
        "Export the column as text.",
    ),
    Kind(
        "V23", Level.WARNING, "Codes and titles disagree", Handling.KEPT,
        "The title is that of another offence than the code; what can't be told from both stays open.",
        "Ask which of the two the system's users choose.",
    ),
    Kind(
        "V24", Level.WARNING, "Codes were not in force on that day", Handling.KEPT,
        "The class was retired before, or came later.",
        "Ask whether old records were recoded.",
    ),
    Kind(
        "V25", Level.ERROR, "Categories are not understood", Handling.HELD,
        "A word that neither the field nor the mapping has. It is not known, never no.",
        "Add the word to the mapping with what it means.",
    ),
    Kind(
        "V26", Level.ERROR, "Ages are not whole years", Handling.HELD,
        "Words, or parts of a year, that can't be read as an age.",
        "Export the age in whole years, or in bands such as 16-17.",
    ),
    Kind(
        "V27", Level.NOTE, "Cells are suppressed or rounded", Handling.FOLDED,
        "They are read as the lowest and the highest that they may be, never as 0.",
        "Nothing to do.",
    ),
    Kind(
        "V28", Level.NOTE, "Numbers are padded, or corrections below 0", Handling.FOLDED,
        "Blanks and thousands commas were removed; a count below 0 corrects an earlier one and is added as it is.",
        "Nothing to do.",
    ),
    Kind(
        "V29", Level.WARNING, "Places are not recognised", Handling.HELD,
        "No area, alias or code has this text; the place is not known.",
        "Ask whether they are of another year's boundaries (2011 codes beside 2021), or add an alias to the area.",
    ),
    Kind(
        "V30", Level.NOTE, "Flags say that nothing was recorded", Handling.KEPT,
        "Unknown is not no: such a record is neither counted nor left out for certain.",
        "Ask what a blank means, and say so in the mapping (blank: no, or blank: unknown).",
    ),
    Kind(
        "V31", Level.ERROR, "Counts are not numbers", Handling.REJECTED,
        "The row of an aggregate has no usable count.",
        "Write the number, or the sign that the mapping lists for a suppressed one.",
    ),
    Kind(
        "V32", Level.NOTE, "Values were tidied", Handling.FOLDED,
        "Only what loses nothing: capitals, blanks, punctuation and leading zeros.",
        "Nothing to do.",
    ),
)  # fmt: skip

PERSONAL = (
    Kind(
        "P01", Level.ERROR, "A column looks personal", Handling.DROPPED,
        "A name, an address, a date of birth, a telephone, NHS or National Insurance number that no measure needs. It "
        "is not loaded.",
        "Remove the column before the extract is sent.",
    ),
    Kind(
        "P02", Level.WARNING, "Free text holds what looks personal", Handling.KEPT,
        "Telephone numbers, e-mail addresses, NHS or National Insurance numbers or postcodes stand in text. None is "
        "shown here.",
        "Remove the column, or have the text redacted before it is sent.",
    ),
)  # fmt: skip
