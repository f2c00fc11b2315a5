"""What the supplier of an extract is told of each kind of finding, in words that need no knowledge of svtool."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SupplierWords:
    """A kind of finding as its supplier reads it.

    Attributes:
        wrong: what is wrong, as a sentence.
        please: what is asked of them, as a sentence.
        needs_details: whether the finding's own message belongs to it: codes, categories or months, never a record's.
    """

    wrong: str
    please: str
    needs_details: bool = False


_EXPORT_AGAIN = "Please export the file again"

# Errors and warnings only: a note asks nothing of anybody.
SUPPLIER_WORDS: dict[str, SupplierWords] = {
    "F01": SupplierWords("We cannot open the file.", "Please send it again, without a password, as CSV or .xlsx."),
    "F02": SupplierWords(
        "The file has column names but no records.",
        "Please check the filter of the export, and send it again.",
    ),
    "F03": SupplierWords(
        "The file is not the kind of file that its name says.",
        "Please export it as CSV or as an Excel workbook (.xlsx).",
    ),
    "F06": SupplierWords(
        "The file is not in Unicode, so accented letters and some signs may have been lost.",
        "If you can, please choose 'CSV UTF-8' when you save it.",
    ),
    "F07": SupplierWords(
        "The file seems to have been put together from two exports that were saved in different ways.",
        "Please export it in one go, or send the parts as separate files.",
    ),
    "F08": SupplierWords(
        "Some text was damaged when an earlier file was opened and saved.",
        "Please export it directly from your system rather than from a saved copy.",
    ),
    "F10": SupplierWords(
        "Some cells hold characters that cannot be text.",
        "Please check whether the export was interrupted, and send it again if it was.",
    ),
    "F11": SupplierWords(
        "The file stops in the middle of a line, so records are probably missing from its end.",
        "Please export or copy the file again, and check that its size agrees with the original.",
    ),
    "F12": SupplierWords(
        "The file is exactly as large as a spreadsheet can be, so the rest was probably cut off.",
        "Please export it straight to CSV rather than through a spreadsheet.",
    ),
    "F13": SupplierWords(
        "Two files hold many of the same records.",
        "Please tell us which of the two is the later one, and whether it replaces the other.",
    ),
    "H03": SupplierWords(
        "Some rows are not records: totals, repeated headings or blank lines.",
        "If you can, please leave them out of the export.",
    ),
    "H04": SupplierWords(
        "A column that we need is missing, or has a name that we do not know.",
        "Please send the file with the columns that we agreed, or tell us what the column is called now.",
    ),
    "H05": SupplierWords(
        "A column that some of our figures use is missing.", "Please tell us whether the export can include it."
    ),
    "H07": SupplierWords(
        "Some columns have no name, or two columns have the same name.", "Please give every column a name of its own."
    ),
    "H09": SupplierWords(
        "The workbook has several sheets, and we cannot tell which one holds the records.",
        "Please tell us the name of the sheet, or send a workbook with that sheet alone.",
    ),
    "H10": SupplierWords(
        "A quotation mark is opened and never closed, so the records after it cannot be read.",
        f"{_EXPORT_AGAIN} with quotation marks inside text doubled.",
    ),
    "R02": SupplierWords(
        "Some rows have more or fewer cells than there are columns, so we cannot tell which cell belongs where.",
        f"{_EXPORT_AGAIN} with text in quotation marks; a comma inside text is the usual cause.",
    ),
    "R03": SupplierWords(
        "Some rows are split in two by a line break inside a text.",
        f"{_EXPORT_AGAIN} with text in quotation marks, or without line breaks in text.",
    ),
    "R04": SupplierWords(
        "In some rows the cells have moved into the neighbouring columns.",
        "Please look for a missing or an extra comma in these rows, and export them again.",
    ),
    "R06": SupplierWords(
        "Some rows repeat an earlier row exactly.",
        "Please tell us whether they are separate records, or whether the export joins another table.",
    ),
    "R07": SupplierWords(
        "The same reference stands in rows that differ.",
        "Please tell us what one row stands for: one offence, one victim, or one suspect.",
    ),
    "R09": SupplierWords(
        "References were turned into rounded numbers, most likely by a spreadsheet, so that different ones look "
        "the same.",
        f"{_EXPORT_AGAIN} with this column as text.",
    ),
    "R10": SupplierWords(
        "Some people belong to an offence that is in none of the files.",
        "Please send the offences of the same days, or all the files that belong together.",
    ),
    "V01": SupplierWords(
        "Some cells hold a spreadsheet's error sign instead of a value.",
        "Please let the workbook calculate, widen its columns, and export it again.",
    ),
    "V10": SupplierWords(
        "Some cells do not hold a date that can be read: a day that no calendar has, words, or another way of writing.",
        "Please write all dates of the column in one way, and leave the cell empty where no date is known.",
    ),
    "V11": SupplierWords(
        "Some dates are written with the month first and others with the day first, so none of them is certain.",
        f"{_EXPORT_AGAIN} with all dates written in one way, best as year-month-day.",
    ),
    "V12": SupplierWords(
        "Some dates stand far from the rows around them, and would fit if day and month were exchanged.",
        "Please check these rows against your system.",
    ),
    "V13": SupplierWords(
        "Some dates were turned into a spreadsheet's day numbers.",
        "Please format the column as a date before you export it.",
    ),
    "V15": SupplierWords(
        "Some dates are the ones that a system fills in when it knows none.",
        "Please leave the cell empty where no date is known.",
    ),
    "V16": SupplierWords(
        "Some dates lie in the future.", "Please check whether day and month were exchanged, or a year mistyped."
    ),
    "V17": SupplierWords(
        "Some records were recorded before they happened.", "Please check which of the two dates is wrong."
    ),
    "V19": SupplierWords(
        "The times of some months are an hour off, so that some records fall on the day before.",
        "Please export local times, or dates alone.",
    ),
    "V20": SupplierWords(
        "Some ages are impossible, or stand for 'not known'.", "Please leave the cell empty where the age is not known."
    ),
    "V21": SupplierWords(
        "Some offence codes are in no list of the Home Office that we know.",
        "Please correct them, or tell us what they mean.",
        needs_details=True,
    ),
    "V22": SupplierWords(
        "A spreadsheet turned offence codes into dates or numbers.",
        f"{_EXPORT_AGAIN} with this column as text, without opening it in a spreadsheet in between.",
        needs_details=True,
    ),
    "V23": SupplierWords(
        "Some offence codes and titles name different offences.",
        "Please tell us which of the two your users choose, and check these rows.",
        needs_details=True,
    ),
    "V24": SupplierWords(
        "Some offence codes were not in use on the day that the record bears.",
        "Please tell us whether older records were given new codes.",
        needs_details=True,
    ),
    "V25": SupplierWords(
        "Some cells hold a word that we do not know for this column.",
        "Please tell us what these words mean.",
        needs_details=True,
    ),
    "V26": SupplierWords(
        "Some ages are not whole years.", "Please export the age in whole years, or in bands such as 16-17."
    ),
    "V29": SupplierWords(
        "Some places are in no list of areas that we know.",
        "Please tell us which list of areas, and of which year, your system uses.",
    ),
    "V31": SupplierWords(
        "Some counts are not numbers.", "Please write the number, or the sign that we agreed for a suppressed one."
    ),
    "P01": SupplierWords(
        "The file has a column that looks personal and that we do not need. We have not loaded it.",
        "Please remove the column, and do not send it again.",
    ),
    "P02": SupplierWords(
        "Some free text looks as if it held personal details. None is repeated here.",
        "Please remove the column, or have its text redacted before you send it.",
    ),
    "S01": SupplierWords(
        "Some months are missing or nearly empty.", "Please send the missing months.", needs_details=True
    ),
    "S02": SupplierWords(
        "Some months hold far fewer, or far more, records than usual.",
        "Please tell us whether the extract was made before the month was complete, or a month was included twice.",
        needs_details=True,
    ),
    "S03": SupplierWords(
        "A category is used much more, or much less, often than the year before.",
        "Please tell us whether the form, the list or the system changed.",
        needs_details=True,
    ),
    "S04": SupplierWords(
        "A column begins, or ceases, to be filled in.",
        "Please tell us when recording began or ended, and what an empty cell means.",
        needs_details=True,
    ),
    "S05": SupplierWords(
        "Several codes first appear, and others last appear, around the same month.",
        "Please tell us whether you moved to a new system, and send its list of codes.",
        needs_details=True,
    ),
    "S06": SupplierWords(
        "The extract differs from the one that you sent before.",
        "Please tell us why, so that we can explain it where we have published figures.",
        needs_details=True,
    ),
    "S07": SupplierWords(
        "The total that the file states is not the number of its records.",
        "Please check which is right, and export it again.",
        needs_details=True,
    ),
}
