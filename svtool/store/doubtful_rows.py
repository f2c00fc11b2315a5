"""Rows of which it hangs on the columns that are asked for whether they are records: nearly empty ones, and totals.

A file with such a row is read again where fewer columns are asked for than were judged.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.not_records import LINE, TOTAL
from svtool.schema.sources import REFERENCE, Source

# The fields that every question about records asks for, and the values of which are known where a cell is not blank.
ALWAYS = (REFERENCE, "recorded_date", "committed_date", "area", "count")
NO_RECORD = f"^(?:{TOTAL.pattern}|{LINE.pattern})$"


@dataclass
class DoubtfulRows:
    """Looks for such rows among the records of a file.

    Attributes:
        source: the source of the file.
        found: whether there was one.
    """

    source: Source
    found: bool = False

    def look(self, rows: pa.Table) -> None:
        """Look at a block of records."""
        persons = {each.name for each in self.source.of_type("person")}
        self.found = self.found or _any_empty(rows, {*ALWAYS, *persons}) or _any_total(rows)


def _any_empty(rows: pa.Table, always: Collection[str]) -> bool:
    known = [pc.is_valid(rows[name]) for name in rows.column_names if name in always]
    if not known or not rows.num_rows:
        return bool(rows.num_rows)
    some = known[0]
    for each in known[1:]:
        some = pc.or_(some, each)
    return not pc.all(some).as_py()


def _any_total(rows: pa.Table) -> bool:
    if REFERENCE not in rows.column_names:
        return False
    return bool(pc.any(pc.match_substring_regex(rows[REFERENCE], NO_RECORD, ignore_case=True)).as_py())
