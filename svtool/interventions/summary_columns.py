"""The columns of a summary of returns in CSV and JSON, declared once."""

# A row for each figure; the columns of areas are of the rows of part area alone.
RETURN_SUMMARY_COLUMNS = (
    "part", "project_id", "project", "beneficiaries", "unit", "counted", "section", "category", "scale", "period",
    "period_start", "period_end", "received", "expected", "state", "count", "least", "most", "status", "of",
    "share_pct", "compared_with", "compared_count", "comparator_count", "change_pct", "verdict",
    "n_before", "mean_before", "n_after", "mean_after", "n_both", "mean_change", "change_lower", "change_upper",
    "area_code", "area", "funding", "definition", "not_known", "rate", "rate_lower_95", "rate_upper_95", "notes",
)  # fmt: skip
