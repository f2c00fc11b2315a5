"""The accessible workbook, as .xlsx and .ods: cover, contents, notes, one table a sheet, one value a cell.

Laid out as the Government Analysis Function asks for ("Releasing statistics in spreadsheets"): rows are measures and
areas, columns hold one kind of value each, and what is not a number is a shorthand that the sheet explains. A table has
a sheet with all of its periods side by side, and one for each comparison of two.
"""
