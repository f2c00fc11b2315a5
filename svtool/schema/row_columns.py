"""Names of the columns that every table of records has in the engine, whatever its source."""

from __future__ import annotations

from svtool.schema.sources import Role

ROW, SUPPLIER, EXTRACT = "row_id", "supplier", "extract"  # not `row`, which begins a type in some dialects
OFFENCE_ROW = "offence_row"  # of a person: the row of the offence
# Of a record whose rows disagree: what its rows have in common, so that it is counted once. Only where some do.
UNIT_ROW = "unit_row"
PRESENT: dict[Role, str] = {"victim": "victim_present", "suspect": "suspect_present"}
COUNT = "count"
UNSTATED = 1_000_000_000  # stands for a count of which nothing is stated, in what it may be more than 0
UNCERTAIN = "uncertain"  # whether a row of an aggregate may be there or not
