"""Kinds of findings on a file and its bytes (F), and on its table and header (H)."""

from __future__ import annotations

from svtool.findings.finding import Family, Handling, Kind, Level, SupplierWords

FILE = Family("F", "The file and its bytes", (
    Kind(
        "F01", Level.ERROR, "The file can't be opened", Handling.REFUSED,
        "It is missing, a folder, locked, or not yours to read.",
        "Check its name and folder; if it is open in Excel, close it there.",
        SupplierWords("We cannot open the file.", "Please send it again, without a password, as CSV or .xlsx."),
    ),
    Kind(
        "F02", Level.ERROR, "The file has no records", Handling.REFUSED,
        "It is empty, or has a header alone: nothing could be counted, and a nothing looks like a fall.",
        "Ask whether the filter of the export was empty, and export it again.",
        SupplierWords(
            "The file has column names but no records.",
            "Please check the filter of the export, and send it again.",
        ),
    ),
    Kind(
        "F03", Level.WARNING, "The file is not what its name says", Handling.FOLDED,
        "Its first bytes tell what it is. An Excel workbook is read as one; a PDF, a web page or a workbook with a "
        "password can't be.",
        "Give it its right ending, so that other programs open it too.",
        SupplierWords(
            "The file is not the kind of file that its name says.",
            "Please export it as CSV or as an Excel workbook (.xlsx).",
        ),
    ),
    Kind(
        "F04", Level.NOTE, "The file begins with a byte-order mark", Handling.FOLDED,
        "Three bytes that say UTF-8; some programs take them for part of the first column's name.",
        "Nothing to do.",
    ),
    Kind(
        "F05", Level.NOTE, "The file is UTF-16", Handling.FOLDED,
        "Excel calls it Unicode text; many programs can't read it.",
        "Nothing to do; CSV UTF-8 is safer for other programs.",
    ),
    Kind(
        "F06", Level.NOTE, "The file is Windows-1252", Handling.FOLDED,
        "It is not UTF-8, so it was read as Windows-1252. Bytes that mean nothing there are lost; that is a warning.",
        "Export it as CSV UTF-8.",
        SupplierWords(
            "The file is not in Unicode, so accented letters and some signs may have been lost.",
            "If you can, please choose 'CSV UTF-8' when you save it.",
        ),
    ),
    Kind(
        "F07", Level.WARNING, "The file mixes two encodings", Handling.FOLDED,
        "Exports were glued together; every line was read as what it is.",
        "Export it in one go as CSV UTF-8, or send the parts as files of their own.",
        SupplierWords(
            "The file seems to have been put together from two exports that were saved in different ways.",
            "Please export it in one go, or send the parts as separate files.",
        ),
    ),
    Kind(
        "F08", Level.WARNING, "Text was damaged by an earlier export", Handling.KEPT,
        "UTF-8 was once read as Windows-1252 and written again. A name of a place or category with such letters is "
        "not recognised.",
        "Export it again from the system, not from a file that was opened and saved in between.",
        SupplierWords(
            "Some text was damaged when an earlier file was opened and saved.",
            "Please export it directly from your system rather than from a saved copy.",
        ),
    ),
    Kind(
        "F09", Level.NOTE, "The file has unusual line ends", Handling.FOLDED,
        "Old Macintosh line ends, or several kinds in one file; some programs read such a file as one line.",
        "Nothing to do.",
    ),
    Kind(
        "F10", Level.WARNING, "Cells held NUL or control characters", Handling.FOLDED,
        "Characters that no text has; they were removed.",
        "Ask whether the export broke off and was mended by hand.",
        SupplierWords(
            "Some cells hold characters that cannot be text.",
            "Please check whether the export was interrupted, and send it again if it was.",
        ),
    ),
    Kind(
        "F11", Level.ERROR, "The file stops in the middle of a line", Handling.REJECTED,
        "The last line is short and has no end: the export, or the copy, broke off. Records are probably missing.",
        "Export or copy the file again, and compare its size.",
        SupplierWords(
            "The file stops in the middle of a line, so records are probably missing from its end.",
            "Please export or copy the file again, and check that its size agrees with the original.",
        ),
        doubtful=True,
    ),
    Kind(
        "F12", Level.ERROR, "The file is exactly as large as a spreadsheet can be", Handling.KEPT,
        "65,536 or 1,048,576 rows, or 255, 256 or 16,384 columns: what was beyond was probably cut off.",
        "Export it straight to CSV, not through a spreadsheet.",
        SupplierWords(
            "The file is exactly as large as a spreadsheet can be, so the rest was probably cut off.",
            "Please export it straight to CSV rather than through a spreadsheet.",
        ),
    ),
    Kind(
        "F13", Level.ERROR, "The same records were given twice", Handling.DROPPED,
        "Two files share so many references that one re-issues the other; counting both would double the months. The "
        "earlier named is left out here; svtool measures asks which is meant.",
        "Leave out the older, say as_at: for both in the project file, or add --replace to take the later named.",
        SupplierWords(
            "Two files hold many of the same records.",
            "Please tell us which of the two is the later one, and whether it replaces the other.",
        ),
    ),
))  # fmt: skip

TABLE = Family("H", "The table and its header", (
    Kind(
        "H01", Level.NOTE, "Lines stand above the header", Handling.DROPPED,
        "Titles and filters above the column names; the line that names most known columns is the header.",
        "Nothing to do.",
    ),
    Kind(
        "H02", Level.NOTE, "The header takes two rows", Handling.FOLDED,
        "An upper row groups the columns of the lower one; the two were joined.",
        "Nothing to do.",
    ),
    Kind(
        "H03", Level.NOTE, "Rows are no records", Handling.DROPPED,
        "Repeated headers, totals, blank lines and lines such as End of report; they are left out and counted apart.",
        "Nothing to do, unless the total that the file states differs from the records read.",
        SupplierWords(
            "Some rows are not records: totals, repeated headings or blank lines.",
            "If you can, please leave them out of the export.",
        ),
    ),
    Kind(
        "H04", Level.ERROR, "A needed column is missing", Handling.REFUSED,
        "The mapping reads a column that the file does not have.",
        "Export the column, or say in the mapping, or with --map, which one it is.",
        SupplierWords(
            "A column that we need is missing, or has a name that we do not know.",
            "Please send the file with the columns that we agreed, or tell us what the column is called now.",
        ),
    ),
    Kind(
        "H05", Level.WARNING, "An optional column is missing", Handling.HELD,
        "Measures that ask about it are not available, or partly not known.",
        "Ask whether the export can hold the column.",
        SupplierWords(
            "A column that some of our figures use is missing.",
            "Please tell us whether the export can include it.",
        ),
        doubtful=True,
    ),
    Kind(
        "H06", Level.NOTE, "Columns are not needed", Handling.DROPPED,
        "No field is read from them; they are not loaded.",
        "Leave them out of the export.",
    ),
    Kind(
        "H07", Level.WARNING, "Column names are blank, or stand twice", Handling.KEPT,
        "A column without a name can't be read; of two with one name nobody can tell which is meant.",
        "Give every column a name of its own.",
        SupplierWords(
            "Some columns have no name, or two columns have the same name.",
            "Please give every column a name of its own.",
        ),
    ),
    Kind(
        "H08", Level.NOTE, "The delimiter is not a comma", Handling.FOLDED,
        "Semicolon, tab or bar.",
        "Nothing to do.",
    ),
    Kind(
        "H09", Level.NOTE, "There are several sheets, or several files in one", Handling.FOLDED,
        "The sheet whose columns the mapping knows was read; the others were not.",
        "Say which sheet is meant where it is another: --sheet NAME, or sheet: in a project file.",
        SupplierWords(
            "The workbook has several sheets, and we cannot tell which one holds the records.",
            "Please tell us the name of the sheet, or send a workbook with that sheet alone.",
        ),
    ),
    Kind(
        "H10", Level.ERROR, "A quote is opened and not closed", Handling.REJECTED,
        "Everything up to the next quote was read as one cell, and the records in between are lost.",
        "Export the file again, with quotes inside text doubled.",
        SupplierWords(
            "A quotation mark is opened and never closed, so the records after it cannot be read.",
            "Please export the file again with quotation marks inside text doubled.",
        ),
        doubtful=True,
    ),
    Kind(
        "H11", Level.ERROR, "Records stand above the header", Handling.DROPPED,
        "Lines above the column names are as full as the records, with dates or numbers in the same columns; they are "
        "lost. A file that was sorted takes its header with it.",
        "Put the line of column names first, or export the file again.",
        SupplierWords(
            "The column names do not stand in the first line: records stand above them.",
            "Please send the file again with the column names in its first line.",
        ),
    ),
))  # fmt: skip
