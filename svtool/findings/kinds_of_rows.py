"""Kinds of findings on rows (R), and on what is personal (P)."""

from __future__ import annotations

from svtool.findings.finding import Family, Handling, Kind, Level, SupplierWords

ROWS = Family("R", "Rows", (
    Kind(
        "R01", Level.NOTE, "Cells hold line breaks", Handling.KEPT,
        "A quoted line break is allowed; from there on a record's number and its line in an editor differ.",
        "Nothing to do.",
    ),
    Kind(
        "R02", Level.ERROR, "Rows have too many or too few cells", Handling.REJECTED,
        "Which cell belongs to which column can't be told.",
        "Export the file again, with text in quotes; a comma in free text does this most often.",
        SupplierWords(
            "Some rows have more or fewer cells than there are columns, so we cannot tell which cell belongs where.",
            "Please export the file again with text in quotation marks; a comma inside text is the usual cause.",
        ),
    ),
    Kind(
        "R03", Level.ERROR, "A line break splits a row", Handling.REJECTED,
        "Two neighbouring lines are too short, and together they make a whole row.",
        "Export the file again with text in quotes, or without line breaks in free text.",
        SupplierWords(
            "Some rows are split in two by a line break inside a text.",
            "Please export the file again with text in quotation marks, or without line breaks in text.",
        ),
    ),
    Kind(
        "R04", Level.ERROR, "Cells are shifted", Handling.HELD,
        "The number of cells is right, but in two or more columns the value is one of the neighbouring column's. "
        "What does not fit its column is not known; other cells of the row may be wrong too.",
        "Look for a missing or an extra delimiter in these rows, and export them again.",
        SupplierWords(
            "In some rows the cells have moved into the neighbouring columns.",
            "Please look for a missing or an extra comma in these rows, and export them again.",
        ),
        causes=True,
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
        SupplierWords(
            "Some rows repeat an earlier row exactly.",
            "Please tell us whether they are separate records, or whether the export joins another table.",
        ),
    ),
    Kind(
        "R07", Level.WARNING, "One reference stands in rows that differ", Handling.KEPT,
        "Several victims or suspects of one offence, or the same record issued twice.",
        "Say in the mapping what a row is (row: offence, victim, suspect …), or send one row for each reference.",
        SupplierWords(
            "The same reference stands in rows that differ.",
            "Please tell us what one row stands for: one offence, one victim, or one suspect.",
        ),
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
        SupplierWords(
            "References were turned into rounded numbers, most likely by a spreadsheet, so that different ones look "
            "the same.",
            "Please export the file again with this column as text.",
        ),
    ),
    Kind(
        "R10", Level.ERROR, "Rows name an offence that is in no file", Handling.DROPPED,
        "A victim or suspect whose offence is missing is counted nowhere.",
        "Export the offences for the same days, or send all linked files together.",
        SupplierWords(
            "Some people belong to an offence that is in none of the files.",
            "Please send the offences of the same days, or all the files that belong together.",
        ),
    ),
    Kind(
        "R11", Level.WARNING, "Rows of one offence disagree", Handling.KEPT,
        "Rows of victims or suspects that do not agree on what they share, such as the class of their offence. "
        "Where people are counted each row answers for itself, and the offence meets a rule if any of its rows does.",
        "Ask which is right; what belongs to a person, such as whether they were killed, is a field of the person.",
        SupplierWords(
            "Rows of one reference disagree on what should be the same in all of them.",
            "Please tell us which is right, or whether the column is about the person rather than the incident.",
        ),
    ),
))  # fmt: skip

PERSONAL = Family("P", "What is personal", (
    Kind(
        "P01", Level.ERROR, "A column looks personal", Handling.DROPPED,
        "A name, an address, a date of birth, a registration mark, or a telephone, NHS, hospital, PNC, CRO or National "
        "Insurance number that no measure needs. It is not loaded. What its name alone leaves open, such as Contact, "
        "is a warning.",
        "Remove the column before the extract is sent.",
        SupplierWords(
            "The file has a column that looks personal and that we do not need. We have not loaded it.",
            "Please remove the column, and do not send it again.",
        ),
    ),
    Kind(
        "P02", Level.WARNING, "Cells hold what looks personal", Handling.KEPT,
        "Telephone numbers, e-mail addresses, NHS or National Insurance numbers, registration marks or postcodes stand "
        "in text, or dates of birth in a column that is not needed. None is shown here.",
        "Remove the column, or have the text redacted before it is sent.",
        SupplierWords(
            "Some cells look as if they held personal details. None is repeated here.",
            "Please remove the column, or have its text redacted before you send it.",
        ),
    ),
    Kind(
        "P03", Level.WARNING, "A column holds free text", Handling.DROPPED,
        "What people wrote names people, whatever the column is for. No measure needs it, and it is not loaded.",
        "Leave the column out, or read it and redact it before the extract is sent.",
        SupplierWords(
            "The file has a column of free text that we do not need. We have not loaded it.",
            "Please leave the column out, and do not send it again.",
        ),
    ),
    Kind(
        "P04", Level.NOTE, "Less than what is personal would do", Handling.KEPT,
        "The mapping reads a column that identifies people, such as dates of birth, where the measures need less.",
        "Send what is named instead, where you can.",
    ),
))  # fmt: skip
