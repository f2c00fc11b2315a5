"""Mappings: how one supplier's columns and values become the fields of a source."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from svtool.dates import DATE_FORMATS, format_named
from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.sources import OFFENCE_EVIDENCE, REFERENCES, Source, SourceField
from svtool.schema.table_shapes import Names, Unpivot, YesOrNames
from svtool.schema.text_yaml import Document, Location, show_location
from svtool.schema.written_ages import read_band

Row = Literal[
    "record", "vehicle", "offence", "victim", "suspect", "victim_suspect", "offences", "victims", "suspects"
]  # fmt: skip
AreaBasis = Literal["incident", "residence", "site"]
AreaUnknown = Literal["inside", "not_known"]
Classification = Literal["initial", "current"]
Within = Literal["file", "supplier", "always"]

LINKED_PARTS: dict[str, Row] = {"offences": "offences", "victims": "victims", "suspects": "suspects"}
UNKNOWN = "unknown"


def _as_formats(value: Any) -> Any:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list):
        return given
    return [format_named(each) if isinstance(each, str) else each for each in given]


Formats = Annotated[tuple[str, ...], BeforeValidator(_as_formats)]


class DatedBlank(Entry):
    """What a blank flag means, where recording began at some day.

    Attributes:
        before: a day → what a blank means in records before that day.
        otherwise: what a blank means from the last of these days on.
    """

    noun: ClassVar[str] = "a dated blank"
    before: dict[date, Literal["no", "unknown"]]
    otherwise: Literal["no", "unknown"]


class Column(Entry):
    """How one field is read from a supplier's columns.

    Attributes:
        column: the supplier's column; of a list the first that is filled.
        columns: several columns that are read together, such as the two ends of a range of dates.
        format: how dates are written, such as `DD/MM/YYYY`; of a list the first that fits.
        values: the supplier's word → the word of the field; `unknown` where it says nothing.
        otherwise: what every other word means; of an age or a place, where it can't be understood.
        blank: what a blank cell of a flag means.
        contains: for a cell that lists several flags, apart by `;`: yes when one of these is among them, no when only
            others are.
        ranges: whether cells may be ranges such as `between 01/12/2020 and 03/01/2021`; the record counts on the
            first day.
        pivot: of years with two digits, the latest year that they may mean.
        suppressed: a mark in place of a count → the least and the most that it may be.
        rounded_to: the number to which counts were rounded.
        within: how far the reference of a person, or of a place, means the same one.
        by: how a place is named: by anything, by name alone, or by LSOA.
        constant: the value of every record, where no column has it.
        optional: whether the column may be missing.
    """

    noun: ClassVar[str] = "a column of a mapping"
    columns: Names = Field(default=(), alias="column")
    several: Names = Field(default=(), alias="columns")
    format: Formats = ()
    values: dict[str, str] = Field(default_factory=dict)
    otherwise: str | None = None
    blank: Literal["no", "unknown"] | DatedBlank = "unknown"
    contains: Names = ()
    ranges: bool = False
    pivot: int | None = None
    suppressed: dict[str, tuple[int, int]] = Field(default_factory=dict)
    rounded_to: int | None = None
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


Areas = Annotated[dict[AreaBasis, Column], BeforeValidator(_short_form)]


class MappingPart(Entry):
    """A mapping for one source (or one of its linked files).

    Attributes:
        source: id of the source.
        row: what one row of the file is.
        columns: a field of the source → the column it is read from: a name, or keys as below.
        by_name: whether fields that are not listed are read from columns of their own name.
        no_victim: `blank`: a row whose victim columns are all blank has no victim.
        classification: whether offences count as first recorded or as they stand.
        leave_out: a field → the values whose records don't count; else as the source says.
        areas: the place columns, where there are several, by whose area they are.
        area_unknown: whether a record without a known area counts inside the area.
        area_basis: whose area it is, where the project does not say.
        fill_down: columns in which a blank cell means what stands above it; `yes`: every column but that of counts.
        unpivot: how columns become rows, where their names are values.
        totals: further words that mark a row or column as a total, such as `England`.
        sheet_name: what the column is called that then holds the name of the sheet; all sheets that map are read.
        about: where the layout comes from.
        assumption: what of the layout nobody has seen in a real export.
    """

    noun: ClassVar[str] = "a mapping"
    source: str
    row: Row = "record"
    columns: Columns = Field(default_factory=dict)
    by_name: bool = False
    no_victim: Literal["blank"] | None = None
    classification: Classification = "current"
    leave_out: dict[str, Names] = Field(default_factory=dict)
    areas: Areas = Field(default_factory=dict)
    area_unknown: AreaUnknown = "not_known"
    area_basis: AreaBasis | None = None
    fill_down: YesOrNames = False
    unpivot: Unpivot | None = None
    totals: Names = ()
    sheet_name: str | None = None
    about: str | None = None
    assumption: str | None = None

    @property
    def shapes_table(self) -> bool:
        """Return whether it says that the file is a table whose rows are not yet records."""
        return bool(self.fill_down or self.unpivot or self.totals or self.sheet_name)

    def with_area(self, basis: AreaBasis | None) -> MappingPart:
        """Return the mapping with the area that is of this basis, where it knows several.

        Raises:
            KeyError: it has none of this basis.
        """
        if not self.areas:
            return self
        chosen = basis or self.area_basis
        if chosen not in self.areas:
            raise KeyError(chosen)
        columns = {**self.columns, "area": self.areas[chosen]}
        return self.model_copy(update={"columns": columns, "area_basis": chosen})

    def with_columns(self, columns: dict[str, Column]) -> MappingPart:
        """Return the mapping with some fields read from other columns; what it says of their values stays."""
        # A column that holds one kind of evidence of an offence (its class, sub-code or title) holds no other.
        taken = {header for name, column in columns.items() if name in OFFENCE_EVIDENCE for header in column.headers}
        others = [name for name in OFFENCE_EVIDENCE if name not in columns and name in self.columns]
        lost = {name for name in others if taken & set(self.columns[name].headers)}
        changed = {name: column for name, column in self.columns.items() if name not in lost}
        for name, column in columns.items():
            known = self.columns.get(name)
            update: dict[str, Any] = {"columns": column.columns, "several": (), "constant": None, "optional": False}
            if column.format:
                update |= {"format": column.format, "pivot": column.pivot or (known.pivot if known else None)}
            changed[name] = known.model_copy(update=update) if known else column
        return self.model_copy(update={"columns": changed})


class Mapping(MappingPart):
    """A mapping file: one part, or several under `parts`.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: what it is, in words.
        parts: several mappings in one file, for several sources or linked files.
        sources: where the facts in it come from.
    """

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
    _check_left_out(document, at, part, source, problems)
    if part.unpivot and (fault := part.unpivot.problem()):
        problems.append(document.problem((*at, "unpivot"), f"{show_location((*at, 'unpivot'))} {fault}"))
    if part.areas and "area" not in source.by_name:
        problems.append(document.problem((*at, "areas"), f"source {source.id} has no area"))
    for basis, column in part.areas.items():
        _check_column(document, (*at, "areas", basis), source.by_name["area"], column, problems)
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


def _check_left_out(
    document: Document, at: Location, part: MappingPart, source: Source, problems: list[Problem]
) -> None:
    for name, values in part.leave_out.items():
        here = (*at, "leave_out", name)
        field = source.by_name.get(name)
        if field is None or field.type != "category":
            names = [each.name for each in source.of_type("category")]
            problems.append(
                document.problem(
                    here,
                    f"{show_location(here)} is not a field with categories of source {source.id}; "
                    f"expected {listed(names)}{nearest(name, names)}",
                )
            )
            continue
        for value in set(values) - set(field.words):
            problems.append(
                document.problem(here, f"{show_location(here)} names {value}; expected {listed(field.words, 30)}")
            )


def left_out(part: MappingPart, source: Source) -> dict[str, tuple[str, ...]]:
    """Return which values of which fields leave a record out: as the source says, unless the mapping says otherwise."""
    declared = {each.name: each.leaves_out for each in source.fields if each.leaves_out}
    return {**declared, **part.leave_out}


_READ_AS_IT_STANDS = {
    "date": ("a date", "dates are read as format: says, and a word in place of one is not known"),
    "birth_date": ("a date", "dates are read as format: says, and a word in place of one is not known"),
    "count": ("a count", "say what a mark in its place may be with suppressed:"),
    "number": ("a number", "its cells must be numbers"),
    **dict.fromkeys(REFERENCES, ("a reference", "references are kept as they are written")),
}


def _check_reading(
    document: Document, here: Location, field: SourceField, column: Column, problems: list[Problem]
) -> None:
    """Check the keys that only some types of field have."""
    given = {
        "contains": (bool(column.contains), {"flag"}),
        "ranges": (column.ranges, {"date"}),
        "pivot": (column.pivot is not None, {"date", "birth_date"}),
        "suppressed": (bool(column.suppressed), {"count"}),
        "rounded_to": (column.rounded_to is not None, {"count"}),
    }
    for key, (is_given, types) in given.items():
        if is_given and field.type not in types:
            problems.append(
                document.problem(
                    (*here, key),
                    f"{show_location((*here, key))} is for a {listed(sorted(types))}; {field.name} is not one",
                )
            )
    for key in ("values", "otherwise"):
        # What nobody would follow is said, and not passed over.
        if key in column.model_fields_set and field.type in _READ_AS_IT_STANDS:
            noun, how = _READ_AS_IT_STANDS[field.type]
            problems.append(
                document.problem(
                    (*here, key), f"{show_location((*here, key))} is not for {noun}, which {field.name} is: {how}"
                )
            )
    short = [each for each in column.format if each in DATE_FORMATS and DATE_FORMATS[each].needs_pivot]
    if short and column.pivot is None:
        problems.append(
            document.problem(
                (*here, "format"),
                f"{show_location(here)}.format {short[0]} has years of two digits; add pivot: YEAR, the latest year "
                "that they may mean",
            )
        )
    if column.contains and column.values:
        problems.append(
            document.problem((*here, "contains"), f"{show_location(here)} has contains and values; keep one")
        )


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
    _check_reading(document, here, field, column, problems)
    if field.type == "age":
        _check_ages(document, here, column, problems)
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


def _check_ages(document: Document, here: Location, column: Column, problems: list[Problem]) -> None:
    """Check that what words mean is an age, a band of ages, or not known."""
    said: dict[tuple[str, ...], str] = {("values", raw): value for raw, value in column.values.items()}
    if column.otherwise is not None:
        said[("otherwise",)] = column.otherwise
    for key, value in said.items():
        if value != UNKNOWN and not value.isdigit() and read_band(value) is None:
            at = (*here, *key)
            problems.append(
                document.problem(
                    at, f"{show_location(at)} is {value}; expected an age or a band such as 0-17, or {UNKNOWN}"
                )
            )


def fields_read(part: MappingPart, source: Source) -> dict[str, Column]:
    """Return every field that the mapping can read, with how: listed columns, then columns of the field's own name."""
    found = dict(part.columns)
    if part.by_name:
        for field in source.fields:
            if field.name not in found:
                found[field.name] = Column.model_validate({"column": field.name, "optional": True})
    return found
