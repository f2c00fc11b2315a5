"""Whether the line that was taken for the header is a record: then its cells are nobody's to name."""

from __future__ import annotations

import re
from collections.abc import Collection

from svtool.dates import DATE_FORMATS, read_date
from svtool.proposal.file_contents import FileLook
from svtool.schema.offences import fold_title

A_THIRD = 1 / 3
_DAYS = tuple(name for name, each in DATE_FORMATS.items() if each.precision == "day")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LIKE_A_VALUE = re.compile(r"-?[\d.,]+%?|.*\d{5,}.*")
NO_HEADER = "its first line looks like a record; put the column names into one line above the records"


def is_a_record(look: FileLook, usual: Collection[str]) -> bool:
    """Return whether what a file has for a header is its first record: days, numbers, or texts that records have.

    Years are names of columns, in tables by years. A column may be called as one of its words is: "Domestic abuse",
    beside "not domestic abuse".

    Args:
        look: the file.
        usual: what columns are called, folded.
    """
    names = [column.name for column in look.own_columns]
    repeated = [column for column in look.own_columns if column.name in column.texts and len(column.texts) > 1]
    if any(column.name and fold_title(column.name) not in usual for column in repeated):
        return True
    if any(read_date(name, _DAYS, 2049) for name in names):
        return True
    values = [name for name in names if _LIKE_A_VALUE.fullmatch(name) and not _YEAR.fullmatch(name)]
    return len(values) > A_THIRD * len(names)
