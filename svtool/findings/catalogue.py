"""The catalogue: every kind of finding by its id, collected from the families."""

from __future__ import annotations

from svtool.findings.finding import Kind
from svtool.findings.kinds_of_files import FILE, TABLE
from svtool.findings.kinds_of_returns import RETURNS
from svtool.findings.kinds_of_rows import PERSONAL, ROWS
from svtool.findings.kinds_of_series import SERIES
from svtool.findings.kinds_of_values import VALUES

FAMILIES = (FILE, TABLE, ROWS, VALUES, PERSONAL, SERIES, RETURNS)
KINDS: dict[str, Kind] = {each.id: each for family in FAMILIES for each in family.kinds}
