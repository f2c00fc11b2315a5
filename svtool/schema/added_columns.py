"""Columns named on the command line: `--map "Date Reported=recorded_date"`, for files without their own mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.dates import DATE_FORMATS
from svtool.errors import UsageError, listed, nearest
from svtool.schema.mappings import Column
from svtool.schema.project import LinkedEntry
from svtool.schema.sources import Source


def read_added_columns(
    texts: Sequence[str], named_source: str | None, extracts: Mapping[str, object], sources: Mapping[str, Source]
) -> dict[str, dict[str, Column]]:
    """Return the columns that the command line names, by source and field.

    Args:
        texts: each `Column=field`, or `Column=field:FORMAT` for a date.
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
        header, field, written_as = _split(text)
        name = named_source or _only_source(field, given)
        _check(field, written_as, given[name])
        if isinstance(extracts[name], LinkedEntry):
            raise UsageError(f"--map: {name} comes as linked files; write a mapping for them instead.")
        if field in found.setdefault(name, {}):
            raise UsageError(f"--map: {field} is given twice; keep one of the two.")
        found[name][field] = Column.model_validate({"column": header, "format": written_as})
    return found


def _split(text: str) -> tuple[str, str, list[str]]:
    header, equals, rest = text.rpartition("=")
    field, _, written_as = rest.partition(":")
    if not (header.strip() and equals and field.strip()):
        raise UsageError(f'--map {text}: expected COLUMN=FIELD, such as --map "Date Reported=recorded_date".')
    return header.strip(), field.strip(), [written_as.strip()] if written_as.strip() else []


def _only_source(field: str, given: Mapping[str, Source]) -> str:
    having = [name for name, source in given.items() if field in source.by_name]
    if len(having) == 1:
        return having[0]
    if having:
        raise UsageError(f"--map: {field} is a field of {listed(having, joiner='and')}; say which with --source.")
    names = {name for source in given.values() for name in source.by_name}
    near = nearest(field, names) or f"; expected {listed(sorted(names))}."
    raise UsageError(f"--map: {field} is not a field of {listed(given)}{near}")


def _check(field: str, written_as: Sequence[str], source: Source) -> None:
    known = source.by_name.get(field)
    if known is None:
        raise UsageError(f"--map: {field} is not a field of {source.id}{nearest(field, source.by_name) or '.'}")
    for each in written_as:
        if known.type not in {"date", "birth_date"}:
            raise UsageError(f"--map: {field} is not a date, so it has no format; leave out the part after the colon.")
        if each not in DATE_FORMATS or DATE_FORMATS[each].short_year:
            allowed = [name for name, written in DATE_FORMATS.items() if not written.short_year]
            raise UsageError(f"--map: {each} is not a date format; expected {listed(allowed, 30)}.")
