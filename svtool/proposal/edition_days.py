"""The day as at which each of some files was made, so that of a record sent again the later edition counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from svtool.dates import read_date
from svtool.proposal.column_shapes import date_shape
from svtool.proposal.dated_records import end_of, history_of
from svtool.proposal.days_in_names import day_in_name
from svtool.proposal.decisions import Decision
from svtool.proposal.file_contents import FileLook
from svtool.proposal.records_in_common import Member
from svtool.schema.sources import Source

# Columns that hold the day of the extract, the same in every record.
_SAYS_MADE = re.compile(r"\b(extract|extracted|snapshot|run|refresh|refreshed|as at|produced|generated)\b")
MEANING = "the day as at which this file was made; files hold the same records, and of each the later counts"


def days_made(members: Sequence[Member], source: Source) -> list[tuple[str | Decision, str]]:
    """Return the `as_at` of each file, and where it comes from.

    A day that the name gives stands if no record is later and no other file has it.
    """
    named = [_day_of(each, source) for each in members]
    often = Counter(day for day, _ in named if day)
    ends = [end_of(history_of(each.layout, each.look, source)) for each in members]
    moves_on = None not in ends and len(set(ends)) == len(ends)
    found: list[tuple[str | Decision, str]] = []
    for (day, why), end in zip(named, ends, strict=True):
        if day and often[day] == 1:
            found.append((day.isoformat(), why))
        else:
            proposal = end.isoformat() if end and moves_on else ""
            found.append((Decision("as_at", ("a day such as 2024-04-15",), MEANING, proposal, is_free=True), ""))
    return found


def _day_of(member: Member, source: Source) -> tuple[date | None, str]:
    end = end_of(history_of(member.layout, member.look, source))
    said = _day_in_column(member.look)
    if said:
        return said, "as_at is the day that a column of the file says throughout"
    named = day_in_name(member.name)
    if named is None or (end and (named.day.year, named.day.month) < (end.year, end.month)):
        return None, ""
    return named.day, "as_at is the day, or the last day of the time, that the name of the file gives"


def _day_in_column(look: FileLook) -> date | None:
    for column in look.own_columns:
        name = re.sub(r"[^a-z]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.name).casefold())
        if len(column.texts) == 1 and not column.blank and _SAYS_MADE.search(name):
            shape = date_shape(column)
            read = read_date(next(iter(column.texts)), shape.formats, 2049) if shape.proven else None
            if read:
                return read[0]
    return None
