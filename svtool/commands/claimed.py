"""What a manifest claims, and which of its inputs and definitions are not what they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from svtool.commands.manifest import (
    AUDITED_WITH,
    ELSEWHERE,
    RELEASE,
    Manifest,
    fingerprint,
    private_names,
    read_options,
)
from svtool.commands.opening import project_file
from svtool.commands.scope import Request
from svtool.engine.bounds import Bounds
from svtool.errors import ExtractError
from svtool.files.file_names import find_files
from svtool.schema.library import Library
from svtool.schema.project import ExtractEntry, LinkedEntry, Project, read_project
from svtool.schema.release_folder import FOLDER, release_files


@dataclass(frozen=True)
class Claimed:
    """What a manifest claims, and from where it is looked at.

    Attributes:
        manifest: what it says.
        path: its file; its outputs lie beside it.
        project: the project file; None where no project was read.
        bounds: what a run may take of the machine.
    """

    manifest: Manifest
    path: Path
    project: Path | None
    bounds: Bounds

    @property
    def folder(self) -> Path:
        """Return where the names of inputs start from."""
        return self.project.parent if self.project else Path()

    def options(self, kind: type[Any]) -> dict[str, Any]:
        """Return what was asked for.

        Raises:
            InvalidFileError: it has an option that this version does not know.
        """
        return read_options(kind, self.manifest["options"], self.path, self.folder)

    def releases_before(self) -> tuple[str, ...]:
        """Return the names of the releases that the run was audited with."""
        return tuple(Path(each["file"]).stem for each in self.manifest.get(AUDITED_WITH, []))

    def question(self, kind: type[Any]) -> dict[str, Any]:
        """Return what was asked of the project.

        Raises:
            InvalidFileError: it has an option that this version does not know.
        """
        return read_options(kind, self.manifest.get("question", {}), self.path, self.folder)


def changed_before(manifest: Manifest, request: Request) -> list[str]:
    """Return which project file, inputs and definitions of a manifest are not what they were."""
    path = project_file(request.project, request.sample)
    return changed_inputs(Claimed(manifest, path, path, request.bounds))


def changed_inputs(claimed: Claimed) -> list[str]:
    """Return which project file, inputs and definitions of a manifest are not what they were."""
    manifest, folder = claimed.manifest, claimed.folder
    library = Library(folder)
    found, inputs, files = [], manifest["inputs"], {}
    if claimed.project:
        project = read_project(claimed.project)
        found = [] if _is(manifest["project"], claimed.project) else [f"project file {claimed.project.name}: changed"]
        inputs = _not_kept(manifest, project, folder, library)
        files = _files_of(project, folder)
    others = {each["file"]: folder / each["file"] for each in inputs if not _is_elsewhere(each["file"])}
    hidden = {each["file"] for each in inputs if _is_elsewhere(each["file"])} - {*files}
    found += _compare("input", [each for each in inputs if each["file"] not in hidden], {**others, **files})
    kept = {f"{FOLDER}/{path.name}": path for path in release_files(folder)}
    made = [manifest[RELEASE]] if RELEASE in manifest else []
    found += _compare("release", [*manifest.get(AUDITED_WITH, []), *made], kept)
    return found + _compare("definition", manifest["definitions"], _definitions_of(library, manifest))


def out_of_sight(claimed: Claimed) -> list[str]:
    """Return the inputs that lie nobody knows where: outside the folder of the project or run, and in no project."""
    names = [each["file"] for each in claimed.manifest["inputs"] if _is_elsewhere(each["file"])]
    if not names or claimed.project is None:
        return names
    files = _files_of(read_project(claimed.project), claimed.folder)
    return [each for each in names if each not in files]


def _is_elsewhere(name: str) -> bool:
    return name.startswith(f"{ELSEWHERE}/") or PurePath(name).is_absolute() or ".." in PurePath(name).parts


def lies(folder: Path, name: str) -> bool:
    """Return whether an input is there, by the name that a manifest gives it."""
    return not _is_elsewhere(name) and (folder / name).is_file()


def new_releases(manifest: Manifest, request: Request) -> set[str]:
    """Return the names of releases that a manifest lacks, and that a run would now be audited with."""
    kept = release_files(project_file(request.project, request.sample).parent)
    known = {entry["file"] for entry in (*manifest.get(AUDITED_WITH, []), manifest.get(RELEASE, {"file": ""}))}
    return {f"{FOLDER}/{path.name}" for path in kept} - known


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
    own = (project.reviews, project.interventions, project.populations)
    found: list[Path] = [folder / name for name in own if name]
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
