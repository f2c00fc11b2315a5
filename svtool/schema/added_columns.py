"""Columns named on the command line: `--map "Date Reported=recorded_date"`, for files without their own mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from svtool.dates import DATE_FORMATS, format_named
from svtool.errors import UsageError, listed, nearest
from svtool.schema.mappings import Column
from svtool.schema.project import LinkedEntry
from svtool.schema.sources import Source

_WRITTEN = ("format", "pivot")  # after the field, apart by colons


def read_added_columns(
    texts: Sequence[str], named_source: str | None, extracts: Mapping[str, object], sources: Mapping[str, Source]
) -> dict[str, dict[str, Column]]:
    """Return the columns that the command line names, by source and field.

    Args:
        texts: each `Column=field`, or `Column=field:FORMAT` for a date; with years of two digits also the latest year
            that they may mean, `Column=field:FORMAT:2029`.
        named_source: the source that they are of; needed where several sources have such a field.
        extracts: the extracts of each source that there may be, as the project lists them.
        sources: every source.

    Raises:
        UsageError: one is not written so, names no field, or could be of several sources.
    """
    given = {name: sources[name] for name in extracts if sources[name].has_records}
    if named_source is not None and named_source not in given:
        raise UsageError(f"--source {named_source}: the project has no such extracts; expected {listed(given)}.")
    found: dict[str, dict[str, Column]] = {}
    for text in texts:
        header, field, written = _split(text)
        name = named_source or _only_source(field, given)
        _check(field, written, given[name])
        if isinstance(extracts[name], LinkedEntry):
            raise UsageError(f"--map: {name} comes as linked files; write a mapping for them instead.")
        if field in found.setdefault(name, {}):
            raise UsageError(f"--map: {field} is given twice; keep one of the two.")
        found[name][field] = Column.model_validate({"column": header, **written})
    return found


def _split(text: str) -> tuple[str, str, dict[str, str]]:
    """Return a column, its field, and how its dates are written as the keys of a mapping say it."""
    header, equals, rest = text.rpartition("=")
    field, *written = (each.strip() for each in rest.split(":"))
    if not (header.strip() and equals and field) or len(written) > len(_WRITTEN):
        raise UsageError(f'--map {text}: expected COLUMN=FIELD, such as --map "Date Reported=recorded_date".')
    return header.strip(), field, {key: each for key, each in zip(_WRITTEN, written, strict=False) if each}


def _only_source(field: str, given: Mapping[str, Source]) -> str:
    having = [name for name, source in given.items() if field in source.by_name]
    if len(having) == 1:
        return having[0]
    if having:
        raise UsageError(f"--map: {field} is a field of {listed(having, joiner='and')}; say which with --source.")
    names = {name for source in given.values() for name in source.by_name}
    near = nearest(field, names) or f"; expected {listed(sorted(names))}."
    raise UsageError(f"--map: {field} is not a field of {listed(given)}{near}")


def _check(field: str, written: Mapping[str, str], source: Source) -> None:
    known = source.by_name.get(field)
    if known is None:
        raise UsageError(f"--map: {field} is not a field of {source.id}{nearest(field, source.by_name) or '.'}")
    if not written:
        return
    if known.type not in {"date", "birth_date"}:
        raise UsageError(f"--map: {field} is not a date, so it has no format; leave out the part after the colon.")
    name, pivot = format_named(written.get("format", "")), written.get("pivot", "")
    if name not in DATE_FORMATS:
        raise UsageError(f"--map: {name} is not a date format; expected {listed(DATE_FORMATS, 30)}.")
    if pivot and not re.fullmatch(r"\d{4}", pivot):
        raise UsageError(f"--map: {pivot} is not a year; expected the latest that two digits may mean, {name}:2029.")
    if DATE_FORMATS[name].needs_pivot and not pivot:
        raise UsageError(
            f"--map: {name} has years of two digits; add the latest year that they may mean, such as {name}:2029."
        )
