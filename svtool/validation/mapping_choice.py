"""Which source and mapping a file is read by: as the project says, as the command says, else as its header tells."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.errors import ExtractError, UsageError, listed, nearest
from svtool.files.containers import open_extract
from svtool.files.file_names import checked_name, find_files, plain_name, show_path
from svtool.files.headers import fold_header
from svtool.findings.finding import Finding
from svtool.proposal.column_shapes import date_shape
from svtool.proposal.file_contents import FileLook, look_at_start, look_into
from svtool.proposal.mapping_fits import Fit, fits_of
from svtool.proposal.table_looks import look_as_mapped
from svtool.proposal.usual_names import joined_columns, known_columns
from svtool.schema.library import Library
from svtool.schema.mappings import LINKED_PARTS, MappingPart, Row
from svtool.schema.project import ExtractEntry, LinkedEntry, Project
from svtool.schema.sources import OFFENCE_EVIDENCE, Source
from svtool.validation.checks import refusal
from svtool.validation.missing_columns import UnreadHeader
from svtool.validation.unknown_tables import map_option

STANDARD = "standard"
PEOPLE = {"victims", "suspects"}
NOT_RECORDS = "holds figures that arrive as figures, not records: svtool measures checks it"
OF_RETURNS = "holds returns of interventions, not records: svtool returns check checks it"


@dataclass(frozen=True)
class Chosen:
    """A file, and how it is read.

    Attributes:
        name: how messages call it.
        source: its source.
        row: the linked part that it is; None for a flat extract.
        entry: the entry of a project that it is, or would be.
        reason: why this source and mapping.
        group: files of one group are read together, as one extract.
    """

    name: str
    source: str
    row: Row | None
    entry: ExtractEntry
    reason: str
    group: str

    def part(self, library: Library) -> MappingPart:
        """Return what reads the file."""
        found = library.mapping(self.entry.mapping).part_for(self.source, self.row)
        assert found is not None  # noqa: S101 (it was chosen by this part)
        return found


@dataclass(frozen=True)
class Choice:
    """What was chosen for some files: how they are read, which can't be and why, and what is left out."""

    chosen: tuple[Chosen, ...]
    refused: tuple[Finding, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Hints:
    """What the command says of files without a project.

    Attributes:
        library: sources and mappings, with the columns that the command names.
        source: the source, if it is said.
        mapping: the mapping, if it is said.
        sheet: the sheet of workbooks, if it is said.
    """

    library: Library
    source: str | None = None
    mapping: str | None = None
    sheet: str | None = None


def _same_everywhere(path: Path) -> Path:
    """Return a path that is the same by whatever way a file is named; a link that leads to itself stays as it is."""
    return Path(os.path.realpath(path))


def choose_from_project(project: Project, sources: Mapping[str, Source], paths: Iterable[Path], folder: Path) -> Choice:
    """Return how the project reads these files; all of its files when none is named.

    Raises:
        UsageError: a file is in no entry of the project.
    """
    found: dict[Path, Chosen] = {}
    refused: dict[str, Finding] = {}
    for source, given in project.sources.given().items():
        for row, entries in _parts_of(given).items():
            for entry in entries:
                try:
                    files = find_files(entry, folder)
                except ExtractError as error:  # a pattern has none: that is told, and the others are looked at
                    names = ", ".join(entry.files)
                    refused[names] = refusal(names, error)
                    continue
                for path, name in files:
                    one = entry.model_copy(update={"files": (name,)})
                    found[_same_everywhere(path)] = Chosen(name, source, row, one, "as the project file says", source)
    records = [path for path, one in found.items() if sources[one.source].has_records]
    asked = [_same_everywhere(path) for path in paths] or records
    unknown = [path for path in paths if _same_everywhere(path) not in found]
    if unknown:
        names_known = [each.name for each in found.values()]
        raise UsageError(
            f"{unknown[0]}: is in no entry of the project file; expected one of {listed(names_known, 12)}"
            f"{nearest(str(unknown[0]), names_known) or '.'} Name it there, or leave out --project."
        )
    figures = {one.name: one for one in found.values() if not sources[one.source].has_records}
    remarks = tuple(f"{name}: {_not_records(sources[one.source])}." for name, one in figures.items())
    chosen = tuple(found[path] for path in asked if found[path].name not in figures)
    return _with_something(Choice(chosen, tuple(refused.values()), remarks))


def _parts_of(given: LinkedEntry | tuple[ExtractEntry, ...]) -> dict[Row | None, tuple[ExtractEntry, ...]]:
    if isinstance(given, tuple):
        return {None: given}
    return {row: getattr(given, row) for row in LINKED_PARTS.values()}


def _with_something(choice: Choice) -> Choice:
    if not choice.chosen and not choice.refused:
        raise UsageError(f"There is nothing to check. {' '.join(choice.remarks)} Name an extract.".replace("  ", " "))
    return choice


def choose_by_header(paths: Iterable[Path], hints: Hints) -> Choice:
    """Return how each file is read by what its header tells, and the files that can't be, with why.

    Args:
        paths: the files.
        hints: what the command says of them.

    Raises:
        UsageError: a header fits several readings alike, and the command does not say which.
    """
    looks, refused = _look_at(paths, hints)
    fits_of_each = _fits_of_all(looks, hints)
    chosen: list[Chosen] = []
    remarks: list[str] = []
    for name, look in looks.items():
        if fits := fits_of_each[name]:
            chosen.append(_choose(name, look, fits, hints))
            remarks += _contradicting(name, look, fits[0], hints)
        elif source := _of_figures(look, hints.library):
            remarks.append(f"{name}: {_not_records(source)}.")
        else:
            unread = UnreadHeader(name, look, hints.library, hints.source, hints.mapping).finding()
            refused[name] = _choice_of_sheets(name, look, hints) or unread
    return _with_something(Choice(tuple(chosen), tuple(refused.values()), tuple(remarks)))


def _choice_of_sheets(name: str, look: FileLook, hints: Hints) -> Finding | None:
    """Return that a workbook has several sheets which could be meant, where no mapping reads them as one table."""
    if not (look.table and look.table.sheet_name):
        return None
    try:
        open_extract(Path(name), name, known_columns(hints.library))
    except ExtractError as error:
        return refusal(name, error)
    return None


def _fits_of_all(looks: Mapping[str, FileLook], hints: Hints) -> dict[str, list[Fit]]:
    """Return the mappings that read each header; whether a file is a linked one, the files beside it tell."""
    linked = {name: _fits(look, hints, linked=True) for name, look in looks.items()}
    flat = {name: _fits(look, hints, linked=False) for name, look in looks.items()}
    if not any(fit.part.row == "offences" for fits in linked.values() for fit in fits):
        # A file with offence codes that lacks its date is no file of victims, whatever else it holds.
        linked, flat = (
            {name: [fit for fit in fits if not _is_of_people_with_offences(fit)] for name, fits in each.items()}
            for each in (linked, flat)
        )
    has_people = any(fits and fits[0].part.row in PEOPLE for fits in linked.values())
    return {name: linked[name] if has_people else flat[name] or linked[name] for name in looks}


def _is_of_people_with_offences(fit: Fit) -> bool:
    return fit.part.row in PEOPLE and any(name in fit.columns for name in OFFENCE_EVIDENCE)


def _look_at(paths: Iterable[Path], hints: Hints) -> tuple[dict[str, FileLook], dict[str, Finding]]:
    """Return what the start of each file shows, and why some files can't be looked at."""
    library = hints.library
    added = [
        header for columns in library.added_columns.values() for each in columns.values() for header in each.headers
    ]
    known, joined = known_columns(library) + added, joined_columns(library)
    looks: dict[str, FileLook] = {}
    refused: dict[str, Finding] = {}
    for path in paths:
        name = show_path(path, Path())
        try:
            checked_name(name)
            of_table = look_as_mapped(path, name, library, joined, (hints.mapping, hints.sheet))
            look = of_table or _as_it_stands(path, name, known, hints)
            looks[name] = look or look_at_start(path, name, known, joined, hints.sheet)
        except ExtractError as error:
            refused[name] = refusal(plain_name(name), error)
    return looks, refused


def _as_it_stands(path: Path, name: str, known: Sequence[str], hints: Hints) -> FileLook | None:
    """Return what the start of a file shows that some mapping reads as it stands, whatever else its shape is like."""
    try:
        file = open_extract(path, name, known, hints.sheet)
    except ExtractError:
        return None
    look = look_into(file, joined_columns(hints.library), 1, None)
    return look if any(_fits(look, hints, linked) for linked in (True, False)) else None


def check_names(library: Library, source: str | None, mapping: str | None) -> None:
    """Check that a source and a mapping exist, and that the mapping is a valid one.

    Raises:
        UsageError: one does not.
        InvalidFileError: the mapping is wrong.
    """
    for option, named, names in (
        ("--source", source, [name for name, each in library.sources.items() if each.has_records]),
        ("--mapping", mapping, library.ids("mappings")),
    ):
        if named is not None and named not in names:
            raise UsageError(f"{option} {named}: expected {listed(names, 30)}{nearest(named, names) or '.'}")
    if mapping is not None:
        library.mapping(mapping)


def _fits(look: FileLook, hints: Hints, linked: bool) -> list[Fit]:
    """Return the mappings that read the header, the one that reads most of it first.

    Columns that the command names are read beside any mapping of their source: then `standard` goes before all that
    read no more, for what words mean in the system of another force is not said of these.
    """
    asked = [
        fit
        for fit in fits_of(look, hints.library, linked, hints.source)
        if (hints.source is None or fit.part.source == hints.source) and hints.mapping in {None, fit.mapping}
    ]
    named = hints.library.added_columns
    asked.sort(key=lambda fit: (-fit.used, fit.part.source in named and fit.mapping != STANDARD, _strength(fit)))
    if asked and asked[0].part.source in named and asked[0].mapping == STANDARD:
        return [fit for fit in asked if fit.part.source != asked[0].part.source or fit.mapping == STANDARD]
    return asked


def _choose(name: str, look: FileLook, fits: list[Fit], hints: Hints) -> Chosen:
    best = fits[0]
    rivals = [fit for fit in fits if _strength(fit) == _strength(best) and _reading(fit) != _reading(best)]
    if rivals:
        options = dict.fromkeys(f"--source {fit.part.source} --mapping {fit.mapping}" for fit in (best, *rivals))
        raise UsageError(f"{name}: its header fits several readings alike. Say which: {listed(options)}.")
    said = [option for option, given in (("--source", hints.source), ("--mapping", hints.mapping)) if given]
    why = f"as {listed(said, joiner='and')} {'say' if len(said) > 1 else 'says'}" if said else "as its header tells"
    row = best.part.row if best.part.row in LINKED_PARTS else None
    return Chosen(
        name, best.part.source, row,
        ExtractEntry(files=(name,), mapping=best.mapping, sheet=hints.sheet),
        f"{why}: it reads {best.used} of {len(look.own_columns)} columns",
        f"{best.part.source} {'linked' if row else best.mapping} {'' if row else best.part.row}",
    )  # fmt: skip


def _contradicting(name: str, look: FileLook, fit: Fit, hints: Hints) -> list[str]:
    """Return what in a file speaks against how it is read: its values, or a source that reads more of it."""
    source = hints.library.sources[fit.part.source]
    found = [f"{name}: has the columns of mapping {fit.mapping}, but {each}." for each in fit.misfits]
    for each in source.dates:
        column = look.column(*fit.columns[each].headers) if each in fit.columns else None
        formats = date_shape(column).formats if column and column.filled else ()
        if column and len(formats) == 1 and formats[0] not in column.date_formats(fit.columns[each]):
            option = f"--source {source.id} {map_option(column, source.by_name[each])}"
            found.append(f"{name}: {column.name} can be read with {option}.")
    others = fits_of(look, hints.library, linked=False) if hints.source else []
    better = max(others, key=lambda each: each.used, default=fit)
    if better.used > fit.used and better.part.source != source.id:
        found.append(f"{name}: --source says {source.id}, but {better.part.source} reads {better.used} of its columns.")
    return found


def _strength(fit: Fit) -> tuple[int, int, int]:
    """Return what orders fits, the best first."""
    return -fit.used, len(fit.misfits), -fit.signs


def _reading(fit: Fit) -> tuple[str, str]:
    return fit.part.source, fit.mapping


def _of_figures(look: FileLook, library: Library) -> Source | None:
    """Return the source of figures or returns that a file is told to be of; None where it is of none."""
    figures = [each for each in library.sources.values() if not each.has_records]
    return next((one for one in figures if {fold_header(each) for each in one.told_by} <= look.shape), None)


def _not_records(source: Source) -> str:
    return NOT_RECORDS if source.has_figures else OF_RETURNS


def groups_of(chosen: Sequence[Chosen]) -> list[list[Chosen]]:
    """Return the files in groups of those that are read together."""
    groups: dict[str, list[Chosen]] = {}
    for each in chosen:
        groups.setdefault(each.group, []).append(each)
    return list(groups.values())


def entries_of(chosen: Sequence[Chosen]) -> LinkedEntry | tuple[ExtractEntry, ...] | None:
    """Return the files of one source as a project would list them; None for people without their offences."""
    if all(each.row is None for each in chosen):
        return tuple(each.entry for each in chosen)
    parts = {row: tuple(each.entry for each in chosen if each.row == row) for row in LINKED_PARTS.values()}
    return LinkedEntry(**parts) if parts["offences"] else None
