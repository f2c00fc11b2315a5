"""A manifest held against what is there now: same inputs, same definitions, same outputs?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from svtool import __version__
from svtool.commands.count import Question, count
from svtool.commands.manifest import (
    Manifest,
    content_fingerprint,
    fingerprint,
    manifest_of,
    private_names,
    read_manifest,
    read_options,
    versions,
)
from svtool.commands.measures import Request, Result, measure, project_path
from svtool.errors import ExtractError, several
from svtool.files.file_names import find_files
from svtool.output.content import places_that_differ
from svtool.output.destination import Destination
from svtool.output.rendering import outputs_of, render
from svtool.schema.library import Library
from svtool.schema.project import ExtractEntry, LinkedEntry, Project, read_project

MOST_PLACES = 20


@dataclass
class Verdict:
    """What a manifest's check found.

    Attributes:
        differences: what is not as it was, in lines; none when all is the same.
        remarks: what else is worth knowing.
        summary: the answer in one line.
    """

    differences: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    summary: str = ""


def verify(path: Path, project: Path | None = None) -> Verdict:
    """Return whether inputs, definitions and outputs are those of a manifest.

    Outputs are made again only from the same inputs and definitions: from others they would differ anyway.

    Args:
        path: the manifest; its outputs lie beside it.
        project: the project file; `svtool.yaml` in this folder without it.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    manifest = read_manifest(path)
    options = read_options(Request, manifest["options"], path)
    request = Request(**options, project=project)
    question = None
    if "question" in manifest:
        question = Question(**read_options(Question, manifest["question"], path))
    verdict = Verdict(remarks=_other_versions(manifest))
    verdict.differences += _changed_before(manifest, request)
    verdict.differences += _other_svtool(manifest)
    again: Result | None = None
    if not any(line.startswith(("input", "definition", "project")) for line in verdict.differences):
        again = count(request, question) if question else measure(request)
        verdict.differences += _changed_since(manifest, manifest_of(again, request, question, []))
    for entry in manifest["outputs"]:
        verdict.differences += _changed_output(path.parent / entry["file"], entry, again)
    verdict.summary = _summary(manifest, verdict, made_again=again is not None)
    return verdict


def _changed_before(manifest: Manifest, request: Request) -> list[str]:
    """Return which project file, inputs and definitions of a manifest are not what they were."""
    path = project_path(request)
    project = read_project(path)
    found = [] if _is(manifest["project"], path) else [f"project file {path.name}: changed"]
    found += _compare("input", manifest["inputs"], _files_of(project, path.parent))
    library = Library(path.parent)
    return found + _compare("definition", manifest["definitions"], _definitions_of(library, manifest))


def _definitions_of(library: Library, manifest: Manifest) -> dict[str, Path]:
    found = {}
    for entry in manifest["definitions"]:
        if path := library.find(entry["file"]):
            found[entry["file"]] = path
    return found


def _files_of(project: Project, folder: Path) -> dict[str, Path]:
    """Return every file that a project may read, used or not."""
    found: list[Path] = [folder / name for name in (project.reviews, project.populations) if name]
    for entry in _entries_of(project):
        try:
            found += [path for path, _ in find_files(entry, folder)]
        except ExtractError:
            continue  # its files are told as missing
    return dict(private_names(found, folder))


def _entries_of(project: Project) -> Iterable[ExtractEntry]:
    for given in project.sources.given().values():
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
        before, now = ({entry["file"] for entry in each[key]} for each in (manifest, again))
        found += [f"{noun} {name}: new, not used then" for name in sorted(now - before)]
        found += [f"{noun} {name}: not used any more" for name in sorted(before - now)]
    if manifest.get("ledgers") != again.get("ledgers") and not found:
        found.append("ledgers: other numbers of rows")
    return found


def _changed_output(path: Path, entry: Mapping[str, Any], again: Result | None) -> list[str]:
    """Return what is not as it was of an output: its file, and what a second run makes."""
    said = {name: value for name, value in entry.items() if name in ("bytes", "sha256", "cells_sha256")}
    content = path.read_bytes() if path.is_file() else None
    made = _make_again(entry, again) if again else None
    found = []
    if content is None:
        found.append(f"output {entry['file']}: not there any more")
    elif not _holds(entry["format"], content, said):
        found.append(f"output {entry['file']}: changed since it was written")
    if made is not None and content_fingerprint(entry["format"], made) != said:
        found.append(f"output {entry['file']}: a second run does not give the same")
    if found and content is not None and made is not None:
        found += _places(entry["format"], content, made)
    return found


def _holds(format_: str, content: bytes, said: Mapping[str, Any]) -> bool:
    try:
        return content_fingerprint(format_, content) == said
    except ValueError:
        return False


def _make_again(entry: Mapping[str, Any], result: Result) -> bytes | None:
    if "table" not in entry:
        return render(result, entry["format"])
    made = outputs_of(result, [entry["format"]], Destination(Path(), is_folder=True))
    return next((each.content for each in made if each.table == entry["table"]), None)


def _places(format_: str, content: bytes, made: bytes) -> list[str]:
    try:
        found = places_that_differ(format_, content, made)
    except ValueError as error:
        return [f"  it {error}"]
    shown = [f"  {place}" for place in found[:MOST_PLACES]] or ["  the same figures, written otherwise"]
    return shown + ([f"  and {len(found) - MOST_PLACES:,} more"] if len(found) > MOST_PLACES else [])


def _summary(manifest: Manifest, verdict: Verdict, made_again: bool) -> str:
    parts = [
        several(len(manifest["inputs"]), "input", "inputs"),
        several(len(manifest["definitions"]), "definition", "definitions"),
        several(len(manifest["outputs"]), "output", "outputs"),
    ]
    if not verdict.differences:
        return f"The same: {', '.join(parts)}."
    if not made_again:
        return "Different. Outputs were not made again, because they come from other inputs or definitions."
    return "Different."
