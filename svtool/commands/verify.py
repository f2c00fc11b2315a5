"""A manifest held against what is there now: same inputs, same definitions, same outputs?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from svtool.commands.count import Question, count
from svtool.commands.manifest import (
    IN_PLACE,
    NO_FINGERPRINT,
    Manifest,
    fingerprint,
    manifest_of,
    private_names,
    read_manifest,
    read_options,
    versions,
)
from svtool.commands.measures import Result, measure
from svtool.commands.opening import project_file
from svtool.commands.profile import PROFILED, profile
from svtool.commands.report import Report, report
from svtool.commands.scope import Request
from svtool.engine.bounds import USUAL, Bounds
from svtool.errors import ExtractError, several
from svtool.files.file_names import find_files, plain_name
from svtool.schema.library import Library
from svtool.schema.project import ExtractEntry, LinkedEntry, Project, read_project
from svtool.version import __version__

MOST_PLACES = 20
INPUTS_NOT_COMPARED = "inputs and definitions: not compared, for the project is not here (name it with --project)"


class Files(Protocol):
    """What reads and writes the files of results."""

    @property
    def formats(self) -> Container[str]:
        """Return the formats that there are."""

    def fingerprint(self, format_: str, content: bytes) -> Mapping[str, Any]:
        """Return what a file is known by; raise ValueError where it can't be read as this format."""

    def make(self, result: Result, format_: str, table: str | None) -> bytes | None:
        """Return the bytes of a result, or of one of its tables; None where it has no such table."""

    def make_report(self, report: Report, *, alone: bool) -> Mapping[str, bytes]:
        """Return the files of a report by their format: its page alone, or with its figures."""

    def places_that_differ(self, format_: str, before: bytes, after: bytes) -> list[str]:
        """Return where two files differ; raise ValueError where one can't be read as this format."""


@dataclass(frozen=True)
class Verified:
    """What a manifest's check found.

    Attributes:
        differences: what is not as it was, in lines; none when all is the same.
        remarks: what else is worth knowing.
        summary: the answer in one line.
    """

    differences: list[str]
    remarks: list[str]
    summary: str

    @property
    def lines(self) -> list[str]:
        """Return all that is to be said, in order; a manifest that somebody sent moves no terminal's cursor."""
        return [plain_name(each) for each in (*self.differences, *self.remarks, self.summary)]


def verify(path: Path, files: Files, project: Path | None = None, bounds: Bounds = USUAL) -> Verified:
    """Return whether inputs, definitions and outputs are those of a manifest.

    Outputs are made again only from the same inputs and definitions: from others they would differ anyway. Whoever has
    received outputs without their project is told whether they are the files that were written.

    Args:
        path: the manifest; its outputs lie beside it.
        files: what reads and writes the outputs.
        project: the project file; `svtool.yaml` in this folder without it.
        bounds: what the run may take of the machine.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    manifest = read_manifest(path, files.formats)
    request = Request(**read_options(Request, manifest["options"], path), project=project, bounds=bounds)
    question = None
    if "question" in manifest:
        question = Question(**read_options(Question, manifest["question"], path))
    alone = project is None and not project_file(None, request.sample).is_file()
    before = [] if alone else changed_before(manifest, request)
    again = None if alone or before else _count_again(manifest, request, question, files)
    since = _changed_since(manifest, manifest_of(again.result, request, question, [])) if again else []
    outputs = [
        line
        for entry in manifest["outputs"]
        for line in _changed_output(path.parent / entry["file"], entry, again, files)
    ]
    if alone:
        number = several(len(manifest["outputs"]), "output", "outputs")
        summary = "Different." if outputs else f"The same: {number}, as written then."
        return Verified(outputs, [INPUTS_NOT_COMPARED, _claim(manifest)], summary)
    differences = [*before, *_other_svtool(manifest), *since, *outputs]
    remarks = [*_not_compared(manifest), *_other_versions(manifest)]
    return Verified(differences, remarks, _summary(manifest, differences, again is not None))


def _claim(manifest: Manifest) -> str:
    """Return what a manifest says of inputs and definitions that nobody can look at here."""
    inputs = len(manifest["inputs"]) + len(manifest.get(IN_PLACE, []))
    made_up = ", of made-up records," if manifest.get("synthetic") is True else ""
    return (
        f"claimed, not verified: svtool {manifest['svtool']} made them{made_up} from "
        f"{several(inputs, 'input', 'inputs')} by {several(len(manifest['definitions']), 'definition', 'definitions')}"
    )


@dataclass(frozen=True)
class _Again:
    """What a second run found; of a report the files that it becomes, by their format."""

    result: Result
    of_report: Mapping[str, bytes] | None = None


def _count_again(manifest: Manifest, request: Request, question: Question | None, files: Files) -> _Again:
    if question:
        return _Again(count(request, question))
    if manifest["command"] != "report":
        return _Again(profile(request) if manifest["command"] == PROFILED else measure(request))
    found = report(request)
    return _Again(found.every, files.make_report(found, alone=len(manifest["outputs"]) == 1))


def changed_before(manifest: Manifest, request: Request) -> list[str]:
    """Return which project file, inputs and definitions of a manifest are not what they were."""
    path = project_file(request.project, request.sample)
    project = read_project(path)
    found = [] if _is(manifest["project"], path) else [f"project file {path.name}: changed"]
    library = Library(path.parent)
    found += _compare("input", _not_kept(manifest, project, path.parent, library), _files_of(project, path.parent))
    return found + _compare("definition", manifest["definitions"], _definitions_of(library, manifest))


def new_inputs(manifest: Manifest, request: Request) -> set[str]:
    """Return the names of files that a manifest lacks, and that a project would read now, of a source that was read.

    Of a project with a store no one can tell what is whose, so that all of its files are held against the manifest.
    """
    path = project_file(request.project, request.sample)
    project, folder = read_project(path), path.parent
    known = {entry["file"] for entry in manifest["inputs"]}
    names = {file: name for name, file in _files_of(project, folder).items()}
    if project.store is not None:
        from svtool.store.kept_extracts import open_store  # noqa: PLC0415 (with its reader of Parquet)

        kept = open_store(project, folder, Library(folder)).fingerprints()
        return {*names.values(), *(name for name, _ in private_names(kept, folder))} - known
    of_sources = [
        {names[file] for entry in _entries_of(given) for file in _found(entry, folder)}
        for given in project.sources.given().values()
    ]
    own = {names[folder / name] for name in (project.reviews, project.populations) if name and folder / name in names}
    return set().union(own, *(each for each in of_sources if each & known)) - known


def _not_kept(manifest: Manifest, project: Project, folder: Path, library: Library) -> list[Mapping[str, Any]]:
    """Return the inputs of a manifest that stand in the folder, or are not what the project's store judged."""
    inputs: list[Mapping[str, Any]] = manifest["inputs"]
    if project.store is None:
        return inputs
    # With its reader of Parquet, which most runs have no use for.
    from svtool.store.kept_extracts import open_store  # noqa: PLC0415

    known = open_store(project, folder, library).fingerprints()
    kept = {name: known[path] for name, path in private_names(known, folder) if not path.is_file()}
    return [each for each in inputs if kept.get(each["file"]) != {name: each[name] for name in ("bytes", "sha256")}]


def _definitions_of(library: Library, manifest: Manifest) -> dict[str, Path]:
    found = {}
    for entry in manifest["definitions"]:
        if path := library.find(entry["file"]):
            found[entry["file"]] = path
    return found


def _files_of(project: Project, folder: Path) -> dict[str, Path]:
    """Return every file that a project may read, used or not."""
    found: list[Path] = [folder / name for name in (project.reviews, project.populations) if name]
    for given in project.sources.given().values():
        for entry in _entries_of(given):
            found += _found(entry, folder)
    return dict(private_names(found, folder))


def _found(entry: ExtractEntry, folder: Path) -> list[Path]:
    """Return the files of an entry; none where they are told as missing."""
    try:
        return [path for path, _ in find_files(entry, folder)]
    except ExtractError:
        return []


def _entries_of(given: tuple[ExtractEntry, ...] | LinkedEntry) -> Iterable[ExtractEntry]:
    parts = (given.offences, given.victims, given.suspects) if isinstance(given, LinkedEntry) else (given,)
    for part in parts:
        yield from part


def _compare(noun: str, entries: Iterable[Mapping[str, Any]], files: Mapping[str, Path]) -> list[str]:
    found = []
    for entry in entries:
        path = files.get(entry["file"])
        if path is None or not path.is_file():
            found.append(f"{noun} {entry['file']}: not there any more")
        elif not _is(entry, path):
            found.append(f"{noun} {entry['file']}: changed")
    return found


def _is(entry: Mapping[str, Any], path: Path) -> bool:
    """Return whether a file is still the one that an entry tells of; its size says no soonest."""
    return path.stat().st_size == entry["bytes"] and bool(fingerprint(path)["sha256"] == entry["sha256"])


def _other_svtool(manifest: Manifest) -> list[str]:
    return [] if manifest["svtool"] == __version__ else [f"svtool: was {manifest['svtool']}, is {__version__}"]


def _other_versions(manifest: Manifest) -> list[str]:
    now, before = versions(), manifest["versions"]
    return [
        f"version of {name}: was {before.get(name) or 'none'}, is {now.get(name) or 'none'}"
        for name in {**before, **now}
        if before.get(name) != now.get(name)
    ]


def _changed_since(manifest: Manifest, again: Manifest) -> list[str]:
    """Return which inputs and definitions a second run used that the first did not, or the other way round."""
    found = []
    for noun, key in (("input", "inputs"), ("definition", "definitions")):
        before, now = (_names(each, key) for each in (manifest, again))
        found += [f"{noun} {name}: new, not used then" for name in sorted(now - before)]
        found += [f"{noun} {name}: not used any more" for name in sorted(before - now)]
    if manifest.get("ledgers") != again.get("ledgers") and not found:
        found.append("ledgers: other numbers of rows")
    return found


def _names(manifest: Manifest, key: str) -> set[str]:
    in_place = [each["name"] for each in manifest.get(IN_PLACE, [])] if key == "inputs" else []
    return {entry["file"] for entry in manifest[key]} | set(in_place)


def _not_compared(manifest: Manifest) -> list[str]:
    """Return which inputs nobody can compare; were their records others, outputs would differ, or the ledgers."""
    return [f"input {each['name']}: not compared. {NO_FINGERPRINT}" for each in manifest.get(IN_PLACE, [])]


def _changed_output(path: Path, entry: Mapping[str, Any], again: _Again | None, files: Files) -> list[str]:
    """Return what is not as it was of an output: its file, and what a second run makes."""
    content = path.read_bytes() if path.is_file() else None
    made = _made(again, entry, files) if again else None
    found = []
    if content is None:
        found.append(f"output {entry['file']}: not there any more")
    elif not holds(entry, content, files):
        found.append(f"output {entry['file']}: changed since it was written")
    if made is not None and files.fingerprint(entry["format"], made) != _known_by(entry):
        found.append(f"output {entry['file']}: a second run does not give the same")
    if found and content is not None and made is not None:
        found += _places(entry["format"], content, made, files)
    return found


def _made(again: _Again, entry: Mapping[str, Any], files: Files) -> bytes | None:
    if again.of_report is not None:
        return again.of_report.get(entry["format"])
    return files.make(again.result, entry["format"], entry.get("table"))


def _known_by(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an output is known by, of what an entry of a manifest says."""
    return {name: value for name, value in entry.items() if name in ("bytes", "sha256", "cells_sha256")}


def holds(entry: Mapping[str, Any], content: bytes, files: Files) -> bool:
    """Return whether an output is the one that an entry of a manifest tells of."""
    try:
        return files.fingerprint(entry["format"], content) == _known_by(entry)
    except ValueError:
        return False


def _places(format_: str, content: bytes, made: bytes, files: Files) -> list[str]:
    try:
        found = files.places_that_differ(format_, content, made)
    except ValueError as error:
        return [f"  it {error}"]
    shown = [f"  {place}" for place in found[:MOST_PLACES]] or ["  the same figures, written otherwise"]
    return shown + ([f"  and {len(found) - MOST_PLACES:,} more"] if len(found) > MOST_PLACES else [])


def _summary(manifest: Manifest, differences: list[str], made_again: bool) -> str:
    parts = [
        several(len(manifest["inputs"]), "input", "inputs"),
        several(len(manifest["definitions"]), "definition", "definitions"),
        several(len(manifest["outputs"]), "output", "outputs"),
    ]
    if not differences:
        return f"The same: {', '.join(parts)}."
    if not made_again:
        return "Different. Outputs were not made again, because they come from other inputs or definitions."
    return "Different."
