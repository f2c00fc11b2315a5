"""Kinds of findings on the values of cells (V)."""

from __future__ import annotations

from svtool.findings.finding import Family, Handling, Kind, Level, SupplierWords

VALUES = Family("V", "Values", (
    Kind(
        "V01", Level.ERROR, "Cells hold an Excel error", Handling.HELD,
        "#REF!, #N/A or ########: the workbook was exported before it had calculated, or columns were too narrow.",
        "Let the workbook calculate, widen the columns, and export it again.",
        SupplierWords(
            "Some cells hold a spreadsheet's error sign instead of a value.",
            "Please let the workbook calculate, widen its columns, and export it again.",
        ),
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
        SupplierWords(
            "Some cells do not hold a date that can be read: a day that no calendar has, words, or another way of "
            "writing.",
            "Please write all dates of the column in one way, and leave the cell empty where no date is known.",
        ),
    ),
    Kind(
        "V11", Level.ERROR, "Dates have the month first", Handling.HELD,
        "Some dates are possible only with the month first. Those that are possible both ways may be wrong by "
        "months, and nobody can tell row by row.",
        "Find out which order the export has, and export it again as YYYY-MM-DD, or say the order in the mapping "
        "(format:) or with --map.",
        SupplierWords(
            "Day and month are not in the order in which we read them: some dates can only have the month first (or, "
            "where we read the month first, the day), so none of the column is certain.",
            "Please export the file again with all dates as year-month-day, or tell us which order the column has.",
        ),
        doubtful=True,
    ),
    Kind(
        "V12", Level.WARNING, "Dates fit their neighbours only with the month first", Handling.KEPT,
        "The file is in order of time, and these dates stand far from the rows around them unless day and month are "
        "exchanged.",
        "Look at these lines; if an export wrote them in another order, have it mended there.",
        SupplierWords(
            "Some dates stand far from the rows around them, and would fit if day and month were exchanged.",
            "Please check these rows against your system.",
        ),
    ),
    Kind(
        "V13", Level.WARNING, "Dates were Excel day numbers", Handling.FOLDED,
        "A spreadsheet stored the day as a number, counted from 1900.",
        "Format the column as a date before the export.",
        SupplierWords(
            "Some dates were turned into a spreadsheet's day numbers.",
            "Please format the column as a date before you export it.",
        ),
    ),
    Kind(
        "V14", Level.NOTE, "Years have two digits", Handling.FOLDED,
        "They were read by the pivot that the mapping states; months such as Apr-21 without one are of 1950 to 2049.",
        "Export years with four digits.",
    ),
    Kind(
        "V15", Level.ERROR, "Dates are a system's default", Handling.HELD,
        "1 January 1900, 30 December 1899 or 1 January 1970 stand where a system knew no date.",
        "Leave the date blank where it is not known.",
        SupplierWords(
            "Some dates are the ones that a system fills in when it knows none.",
            "Please leave the cell empty where no date is known.",
        ),
    ),
    Kind(
        "V16", Level.ERROR, "Dates lie after the extract was made", Handling.HELD,
        "Nothing can have been recorded then.",
        "Look for exchanged days and months, and for years that were mistyped.",
        SupplierWords(
            "Some dates lie in the future.",
            "Please check whether day and month were exchanged, or a year mistyped.",
        ),
    ),
    Kind(
        "V17", Level.WARNING, "Records were recorded before they happened", Handling.KEPT,
        "The committed date lies after the recorded date. Each period uses the date that its measure names.",
        "Ask which of the two dates is wrong.",
        SupplierWords(
            "Some records were recorded before they happened.",
            "Please check which of the two dates is wrong.",
        ),
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
        SupplierWords(
            "The times of some months are an hour off, so that some records fall on the day before.",
            "Please export local times, or dates alone.",
        ),
    ),
    Kind(
        "V20", Level.ERROR, "Ages are impossible", Handling.HELD,
        "Below 0, above 120, or a placeholder such as 999. They are not known; a negative age is not under 25.",
        "Leave the age blank where it is not known.",
        SupplierWords(
            "Some ages are impossible, or stand for 'not known'.",
            "Please leave the cell empty where the age is not known.",
        ),
    ),
    Kind(
        "V21", Level.ERROR, "Offence codes are not in the catalogue", Handling.HELD,
        "Not even their number is known: whether such an offence is serious violence can't be told.",
        "Correct the code in the source system, or add it to the mapping with what it means.",
        SupplierWords(
            "We do not know what some offence codes or titles mean.",
            "Please tell us what they mean, or correct them.",
            needs_details=True,
        ),
    ),
    Kind(
        "V22", Level.ERROR, "A spreadsheet changed offence codes", Handling.HELD,
        "A code such as 8/1 became a date, a day number, or 5E a power of ten. What stood there is named where only "
        "one code can have.",
        "Export the column as text.",
        SupplierWords(
            "A spreadsheet turned offence codes into dates or numbers.",
            "Please export the file again with this column as text, without opening it in a spreadsheet in between.",
            needs_details=True,
        ),
    ),
    Kind(
        "V23", Level.WARNING, "Codes and titles disagree", Handling.KEPT,
        "The title is that of another offence than the code; what can't be told from both stays open.",
        "Ask which of the two the system's users choose.",
        SupplierWords(
            "Some offence codes and titles name different offences.",
            "Please tell us which of the two your users choose, and check these rows.",
            needs_details=True,
        ),
    ),
    Kind(
        "V24", Level.WARNING, "Codes were not in force on that day", Handling.KEPT,
        "The class was retired before, or came later.",
        "Ask whether old records were recoded.",
        SupplierWords(
            "Some offence codes were not in use on the day that the record bears.",
            "Please tell us whether older records were given new codes.",
            needs_details=True,
        ),
    ),
    Kind(
        "V25", Level.ERROR, "Categories are not understood", Handling.HELD,
        "A word that neither the field nor the mapping has. It is not known, never no.",
        "Add the word to the mapping with what it means.",
        SupplierWords(
            "Some cells hold a word that we do not know for this column.",
            "Please tell us what these words mean.",
            needs_details=True,
        ),
    ),
    Kind(
        "V26", Level.ERROR, "Ages are not whole years", Handling.HELD,
        "Words, or parts of a year, that can't be read as an age.",
        "Export the age in whole years, or in bands such as 16-17.",
        SupplierWords(
            "Some ages are not whole years.",
            "Please export the age in whole years, or in bands such as 16-17.",
        ),
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
        "Say in the mapping what they mean (under area, such as values: {NAME: outside}), or add an alias to the area. "
        "Codes may be of another year's boundaries.",
        SupplierWords(
            "Some places are in no list of areas that we know.",
            "Please tell us which list of areas, and of which year, your system uses.",
        ),
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
        SupplierWords(
            "Some counts are not numbers.",
            "Please write the number, or the sign that we agreed for a suppressed one.",
        ),
    ),
    Kind(
        "V32", Level.NOTE, "Values were tidied", Handling.FOLDED,
        "Only what loses nothing: capitals, blanks, punctuation and leading zeros.",
        "Nothing to do.",
    ),
    Kind(
        "V33", Level.WARNING, "Counts are not stated", Handling.HELD,
        "A symbol of official statistics, or nothing, stands where a number is expected: [c] and * (suppressed), [x], "
        ".. and : (not available), [z] (not applicable), [u] (low reliability), - (nil in some tables, not available "
        "in others). Unknown is not zero: a figure that it belongs to is at least what is stated, and is not compared.",
        "Ask for the number; or say in the mapping what the symbol may be, such as suppressed: {\"[c]\": [1, 4]}.",
        SupplierWords(
            "Some counts are not stated.",
            "Please tell us what stands behind the signs in their place, or between which numbers they may lie.",
        ),
    ),
    Kind(
        "V34", Level.NOTE, "Numbers bear the mark of a footnote", Handling.FOLDED,
        "The number counts; what the mark says of it (revised, provisional, of low reliability) stands in the table's "
        "own notes.",
        "Read the notes of the table: a revised number may differ from the one that was published before.",
    ),
))  # fmt: skip
