"""Mappings: how one supplier's columns and values become the fields of a source."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from svtool.dates import DATE_FORMATS
from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.sources import OFFENCE_EVIDENCE, Source, SourceField
from svtool.schema.text_yaml import Document, Location, show_location

Row = Literal["record", "offence", "victim", "suspect", "victim_suspect", "offences", "victims", "suspects"]
AreaBasis = Literal["incident", "residence", "site"]
AreaUnknown = Literal["inside", "not_known"]
Within = Literal["file", "supplier", "always"]

LINKED_PARTS: dict[str, Row] = {"offences": "offences", "victims": "victims", "suspects": "suspects"}
UNKNOWN = "unknown"


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]


class DatedBlank(Entry):
    """What a blank flag means, where recording began at some day."""

    noun: ClassVar[str] = "a dated blank"
    before: dict[date, Literal["no", "unknown"]]
    otherwise: Literal["no", "unknown"]


class Column(Entry):
    """How one field is read from a supplier's columns."""

    noun: ClassVar[str] = "a column of a mapping"
    columns: Names = Field(default=(), alias="column")
    several: Names = Field(default=(), alias="columns")
    format: Names = ()
    values: dict[str, str] = Field(default_factory=dict)
    otherwise: str | None = None
    blank: Literal["no", "unknown"] | DatedBlank = "unknown"
    within: Within = "file"
    by: Literal["any", "name", "lsoa"] = "any"
    constant: str | None = None
    optional: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the supplier's column names that the field is read from, in order."""
        return self.columns or self.several


def _short_form(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: {"column": each} if isinstance(each, str) else each for key, each in value.items()}


Columns = Annotated[dict[str, Column], BeforeValidator(_short_form)]


class MappingPart(Entry):
    """A mapping for one source (or one of its linked files)."""

    noun: ClassVar[str] = "a mapping"
    source: str
    row: Row = "record"
    columns: Columns = Field(default_factory=dict)
    by_name: bool = False
    no_victim: Literal["blank"] | None = None
    area_unknown: AreaUnknown = "not_known"
    area_basis: AreaBasis | None = None
    about: str | None = None
    assumption: str | None = None


class Mapping(MappingPart):
    """A mapping file: one part, or several under `parts`."""

    id: str
    title: str
    source: str = ""
    parts: tuple[MappingPart, ...] = ()
    sources: dict[str, str] = Field(default_factory=dict)

    def part_for(self, source: str, row: Row | None) -> MappingPart | None:
        """Return the part that reads this source, or this linked file of it."""
        parts = self.parts or (self,)
        for part in parts:
            flat = part.row not in LINKED_PARTS.values()
            if part.source == source and (flat if row is None else part.row == row):
                return part
        return None


def parse_mapping(document: Document, sources: dict[str, Source]) -> Mapping:
    """Return the mapping of a file, checked against the fields of its sources.

    Raises:
        InvalidFileError: with every fault found.
    """
    mapping = parse_entry(Mapping, document)
    problems: list[Problem] = []
    if mapping.parts:
        for i, part in enumerate(mapping.parts):
            _check_part(document, ("parts", i), part, sources, problems)
    else:
        _check_part(document, (), mapping, sources, problems)
    if problems:
        raise InvalidFileError(problems)
    return mapping


def _check_part(
    document: Document, at: Location, part: MappingPart, sources: dict[str, Source], problems: list[Problem]
) -> None:
    source = sources.get(part.source)
    if source is None:
        problems.append(
            document.problem(
                (*at, "source"), f"source {part.source or '(none)'} is not known; expected {listed(sources)}"
            )
        )
        return
    if source.roles and part.row == "record":
        problems.append(document.problem(at, f"a mapping for {source.id} must say what a row is: row: offence, …"))
    for name, column in part.columns.items():
        here = (*at, "columns", name)
        field = source.by_name.get(name)
        if field is None:
            problems.append(
                document.problem(
                    here, f"{show_location(here)} is not a field of source {source.id}{nearest(name, source.by_name)}"
                )
            )
            continue
        _check_column(document, here, field, column, problems)


def _check_column(
    document: Document, here: Location, field: SourceField, column: Column, problems: list[Problem]
) -> None:
    if not column.headers and column.constant is None:
        problems.append(document.problem(here, f"{show_location(here)} names no column; write column: NAME"))
    for wanted in column.format:
        if field.type not in {"date", "birth_date"} or wanted not in DATE_FORMATS:
            problems.append(
                document.problem(
                    (*here, "format"),
                    f"{show_location(here)}.format {wanted} is not a date format; expected {listed(DATE_FORMATS, 30)}",
                )
            )
    if field.type not in {"flag", "category"}:
        return
    words = (*field.words, UNKNOWN)
    for raw, value in column.values.items():
        if value not in words:
            problems.append(
                document.problem(
                    (*here, "values", raw),
                    f"{show_location((*here, 'values', raw))} is {value}; "
                    f"expected {listed(words, 30)}{nearest(value, words)}",
                )
            )
    if column.otherwise is not None and column.otherwise not in words:
        problems.append(document.problem((*here, "otherwise"), f"otherwise must be one of {listed(words, 30)}"))


def fields_read(part: MappingPart, source: Source) -> dict[str, Column]:
    """Return every field that the mapping can read, with how: listed columns, then columns of the field's own name."""
    found = dict(part.columns)
    if part.by_name:
        for field in source.fields:
            if field.name not in found:
                found[field.name] = Column.model_validate({"column": field.name, "optional": True})
    return found


__all__ = [
    "LINKED_PARTS", "OFFENCE_EVIDENCE", "UNKNOWN", "AreaBasis", "AreaUnknown", "Column", "DatedBlank", "Mapping",
    "MappingPart", "Row", "Within", "fields_read", "parse_mapping",
]  # fmt: skip
