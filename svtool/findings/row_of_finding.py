"""The columns of findings in CSV and JSON, declared once."""

# The findings of `svtool validate`, one row each; the first three places, apart by blanks.
FINDING_COLUMNS = (
    "level", "id", "title", "file", "sheet", "column", "field", "count", "first_lines", "first_records", "message",
    "handling", "costs", "remedy",
)  # fmt: skip
