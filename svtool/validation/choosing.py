"""Which source and mapping a file is read by: as the project says, as the command says, else as its header tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.errors import ExtractError, UsageError, listed, nearest
from svtool.extracts.finding import find_files
from svtool.initialising.looking import FileLook, look_at_start
from svtool.initialising.planning import joined_columns, known_columns
from svtool.initialising.recognising import Fit, fits_of
from svtool.schema.library import Library
from svtool.schema.mappings import LINKED_PARTS, Row
from svtool.schema.project import ExtractEntry, LinkedEntry, Project


@dataclass(frozen=True)
class Chosen:
    """A file, and how it is read.

    Attributes:
        name: how messages call it.
        source: its source.
        row: the linked part that it is; None for a flat extract.
        entry: the entry of a project that it is, or would be.
        reason: why this source and mapping.
    """

    name: str
    source: str
    row: Row | None
    entry: ExtractEntry
    reason: str


def choose_from_project(project: Project, paths: Iterable[Path], folder: Path) -> list[Chosen]:
    """Return how the project reads these files; all of its files when none is named.

    Raises:
        ExtractError: a pattern of the project has no file.
        UsageError: a file is in no entry of the project.
    """
    found: dict[Path, Chosen] = {}
    for source, given in project.sources.given().items():
        if source == "indicators":
            continue
        parts: dict[Row | None, tuple[ExtractEntry, ...]] = {None: given} if isinstance(given, tuple) else {
            row: getattr(given, row) for row in LINKED_PARTS.values()
        }  # fmt: skip
        for row, entries in parts.items():
            for entry in entries:
                for path, name in find_files(entry, folder):
                    one = entry.model_copy(update={"files": (name,)})
                    found[path.resolve()] = Chosen(name, source, row, one, "as the project file says")
    asked = list(paths)
    if not asked:
        return list(found.values())
    unknown = [path for path in asked if path.resolve() not in found]
    if unknown:
        raise UsageError(
            f"{unknown[0]}: is in no entry of the project file; expected one of "
            f"{listed((each.name for each in found.values()), 12)}. Name it there, or leave out --project."
        )
    return [found[path.resolve()] for path in asked]


def choose_by_header(
    paths: Iterable[Path], library: Library, source: str | None = None, mapping: str | None = None
) -> tuple[list[Chosen], dict[str, ExtractError]]:
    """Return how each file is read, and the files that can't be, with why.

    Args:
        paths: the files.
        library: sources and mappings.
        source: the source, if the command says it.
        mapping: the mapping, if the command says it.

    Raises:
        UsageError: there is no such source or mapping, or a header fits several and the command does not say which.
    """
    check_names(library, source, mapping)
    looks: dict[Path, FileLook] = {}
    refused: dict[str, ExtractError] = {}
    known, joined = known_columns(library), joined_columns(library)
    for path in paths:
        try:
            looks[path] = look_at_start(path, str(path), known, joined)
        except ExtractError as error:
            refused[str(path)] = error
    chosen: list[Chosen] = []
    linked = {path: _fits(look, library, source, mapping, linked=True) for path, look in looks.items()}
    has_people = any(fits and fits[0].part.row in {"victims", "suspects"} for fits in linked.values())
    for path, look in looks.items():
        fits = linked[path] if has_people else _fits(look, library, source, mapping, linked=False) or linked[path]
        try:
            chosen.append(_choose(path, look, fits, source, mapping))
        except ExtractError as error:
            refused[str(path)] = error
    return chosen, refused


def check_names(library: Library, source: str | None, mapping: str | None) -> None:
    """Check that a source and a mapping exist.

    Raises:
        UsageError: one does not.
    """
    for option, named, names in (
        ("--source", source, list(library.sources)),
        ("--mapping", mapping, library.ids("mappings")),
    ):
        if named is not None and named not in names:
            raise UsageError(f"{option} {named}: expected {listed(names, 30)}{nearest(named, names) or '.'}")


def _fits(look: FileLook, library: Library, source: str | None, mapping: str | None, linked: bool) -> list[Fit]:
    """Return the mappings that read the header, the one that reads most of it first."""
    fits = fits_of(look, library, linked)
    asked = [fit for fit in fits if (source is None or fit.part.source == source) and mapping in {None, fit.mapping}]
    return sorted(asked, key=lambda fit: (-fit.used, len(fit.misfits), -fit.signs))


def _choose(path: Path, look: FileLook, fits: list[Fit], source: str | None, mapping: str | None) -> Chosen:
    if not fits:
        names = listed([column.name for column in look.own_columns if column.name], 30, "and")
        raise ExtractError(
            f"{path}: no mapping {f'of source {source} ' if source else ''}reads this header; found {names}. Name the "
            'column of the date: --source police --map "Date Reported=recorded_date", or let svtool init write a '
            "mapping.",
            "H04",
        )
    best = fits[0]
    rivals = [fit for fit in fits if _strength(fit) == _strength(best) and _reading(fit) != _reading(best)]
    if rivals:
        options = [f"--source {fit.part.source} --mapping {fit.mapping}" for fit in (best, *rivals)]
        raise UsageError(f"{path}: its header fits several readings alike. Say which: {listed(options)}.")
    columns = len(look.own_columns)
    reason = f"reads {best.used} of {columns} columns" if mapping is None else "as the command says"
    row = best.part.row if best.part.row in LINKED_PARTS else None
    return Chosen(str(path), best.part.source, row, ExtractEntry(files=(str(path),), mapping=best.mapping), reason)


def _strength(fit: Fit) -> tuple[int, int, int]:
    return fit.used, len(fit.misfits), fit.signs


def _reading(fit: Fit) -> tuple[str, str]:
    return fit.part.source, fit.mapping


def entries_of(chosen: Sequence[Chosen]) -> LinkedEntry | tuple[ExtractEntry, ...] | None:
    """Return the files of one source as a project would list them; None for people without their offences."""
    if all(each.row is None for each in chosen):
        return tuple(each.entry for each in chosen)
    parts = {row: tuple(each.entry for each in chosen if each.row == row) for row in LINKED_PARTS.values()}
    return LinkedEntry(**parts) if parts["offences"] else None
