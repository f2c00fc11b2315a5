"""The columns of findings in CSV and JSON, declared once."""

# The findings of `svtool validate`, one row each; places apart by blanks: the first three, and all of them.
FINDING_COLUMNS = (
    "level", "id", "title", "file", "sheet", "column", "field", "count", "first_lines", "first_records", "message",
    "handling", "costs", "remedy", "lines", "records",
)  # fmt: skip
REJECTED_COLUMNS = ("file", "line", "record", "reason")  # of rejected rows, before those of their file
