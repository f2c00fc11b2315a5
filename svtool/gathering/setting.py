"""What every source is gathered with, and the mappings that read its extracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svtool.errors import InvalidFileError, listed
from svtool.records.load_plan import Kept
from svtool.records.reviews import Reviews
from svtool.records.watch import Watch
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart, Row, left_out
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.schema.suppliers import Supplier


@dataclass(frozen=True)
class Otherwise:
    """How records would be gathered, to tell what a difference is due to; as they stand without it.

    Attributes:
        as_first_recorded: offences count by the class under which they were first recorded.
        with_cancelled: cancelled, transferred and otherwise left out records count.
    """

    as_first_recorded: bool = False
    with_cancelled: bool = False


AS_IT_STANDS = Otherwise()


@dataclass(frozen=True)
class Setting:
    """What every source is gathered with.

    Attributes:
        library: definitions and mappings.
        areas: the areas that records are placed in; None for the whole file.
        folder: the project's folder, which file names start from.
        replace: whether the later named of two overlapping extracts wins when neither says it is later.
        reviews: what people settled by hand.
        otherwise: how records would be gathered, to tell what a difference is due to.
        watch: who is told of the reading, when an extract is checked.
        suppliers: what the project says of its suppliers, by name.
        dates: the dates that something asked for rests on: a column of one that contradicts its mapping is refused;
            None for all.
        threads: how many threads read.
        temp_dir: where that goes which memory has no room for; the system's folder without it.
        kept: extracts that were judged before; None where files are read.
        names_records: whether records are to be named by their references.
    """

    library: Library
    areas: AreaSet | None
    folder: Path
    replace: bool = False
    reviews: Reviews = field(default_factory=Reviews)
    otherwise: Otherwise = AS_IT_STANDS
    watch: Watch | None = None
    suppliers: Mapping[str, Supplier] = field(default_factory=dict)
    dates: frozenset[str] | None = None
    threads: int = 1
    temp_dir: Path | None = None
    kept: Kept | None = None
    names_records: bool = True


def parts_of(
    setting: Setting, entries: tuple[ExtractEntry, ...], source: Source, row: Row | None
) -> list[tuple[ExtractEntry, MappingPart]]:
    """Return the entries with the mappings that read them, which must agree on what a row and an unknown area is.

    Whose area it is, each extract says for itself.
    """
    given = [(entry, _part_of(setting, entry, source, row)) for entry in entries]
    for what, values in (
        ("what a row is (row)", {part.row for _, part in given}),
        (
            "what an unknown area means (area_unknown)",
            {entry.area_unknown or part.area_unknown for entry, part in given},
        ),
    ):
        if len(values) > 1:
            raise InvalidFileError(
                f"sources.{source.id}: its extracts do not agree on {what}; expected one answer for all of them. "
                "Say it on each extract in the project file, or use mappings that agree."
            )
    return given


def area_bases_of(given: Sequence[tuple[ExtractEntry, MappingPart]]) -> tuple[str, ...]:
    """Return whose areas extracts have: of incidents, of residences, of sites; blank for those that nobody said."""
    return tuple(sorted({entry.area_basis or part.area_basis or "" for entry, part in given}))


def _part_of(setting: Setting, entry: ExtractEntry, source: Source, row: Row | None) -> MappingPart:
    library = setting.library
    part = library.mapping(entry.mapping).part_for(source.id, row)
    if part is None:
        what = f"{source.id} {row}" if row else f"a flat {source.id} extract"
        raise InvalidFileError(
            f"definitions/mappings/{entry.mapping}.yaml: mapping {entry.mapping} does not read {what}; "
            f"expected a part with source: {source.id}. Name another mapping in the project file."
        )
    try:
        found = part.with_area(entry.area_basis).with_columns(library.added_columns.get(source.id, {}))
    except KeyError:
        raise InvalidFileError(
            f"definitions/mappings/{entry.mapping}.yaml: mapping {entry.mapping} reads areas of "
            f"{listed(part.areas, joiner='and')}; the project asks for {entry.area_basis or 'none of them'}. "
            f"Write area_basis: {listed(part.areas)} on the extract in the project file."
        ) from None
    return _as_otherwise(found, source, setting.otherwise)


def _as_otherwise(part: MappingPart, source: Source, otherwise: Otherwise) -> MappingPart:
    update: dict[str, object] = {}
    if otherwise.as_first_recorded:
        update["classification"] = "initial"
    if otherwise.with_cancelled:
        update["leave_out"] = dict.fromkeys(left_out(part, source), ())
    return part.model_copy(update=update)
