"""The catalogue: every kind of finding by its id."""

from __future__ import annotations

from svtool.findings.files import FILES, TABLE
from svtool.findings.finding import Kind
from svtool.findings.records import CELLS, PERSONAL, ROWS
from svtool.findings.series import SERIES

KINDS: dict[str, Kind] = {each.id: each for each in (*FILES, *TABLE, *ROWS, *CELLS, *PERSONAL, *SERIES)}
