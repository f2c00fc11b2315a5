"""A manifest held against what is there now: same inputs, same definitions, same outputs?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from svtool.commands.claimed import Claimed, changed_inputs, lies, out_of_sight
from svtool.commands.given_manifest import read_manifest
from svtool.commands.manifest import (
    ACKNOWLEDGED,
    HOLDS,
    IN_PLACE,
    PUBLISHER,
    RECEIVED,
    Manifest,
    Run,
    manifest_of,
    versions,
)
from svtool.commands.opening import project_file
from svtool.engine.bounds import USUAL, Bounds
from svtool.errors import several
from svtool.files.file_names import plain_name
from svtool.schema.library import Library
from svtool.version import __version__

MOST_PLACES = 20
SAID = ("synthetic", RECEIVED, HOLDS, PUBLISHER, ACKNOWLEDGED)  # what a manifest repeats of the project
NO_SUCH_COMMAND = ", for this svtool has no such command"
INPUTS_NOT_COMPARED = "inputs and definitions: not compared, for the project is not here (name it with --project)"
NOTHING_HERE = "inputs and definitions: not compared, for none of the inputs is in this folder"
OUT_OF_SIGHT = "it lies outside the folder of the project, or of the run, whose names a manifest does not keep."


@dataclass(frozen=True)
class Again:
    """A run that a manifest tells of, made again.

    Attributes:
        run: what was asked, and what it stands on now.
        made: returns the bytes of an output, by what the manifest says of it; None where there is no such output now.
        known: likewise what it is known by, where its bytes are too many to be kept.
    """

    run: Run
    made: Callable[[Mapping[str, Any]], bytes | None]
    known: Callable[[Mapping[str, Any]], Mapping[str, Any] | None] = lambda _: None


class Files(Protocol):
    """What reads and writes the files of results."""

    @property
    def formats(self) -> Container[str]:
        """Return the formats that there are."""

    def fingerprint(self, format_: str, content: bytes) -> Mapping[str, Any]:
        """Return what a file is known by; raise ValueError where it can't be read as this format."""

    def make_again(self, claimed: Claimed) -> Again | None:
        """Return the run made again; None where this version has no such command."""

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
    claimed = Claimed(manifest, path, _project_of(manifest, project), bounds)
    if (project is None or not claimed.project) and not _is_here(claimed):
        return _verify_alone(claimed, files)
    hidden = out_of_sight(claimed)
    before = changed_inputs(claimed)
    again = None if before or hidden else files.make_again(claimed)
    since = _changed_since(manifest, manifest_of(again.run, [])) if again else []
    differences = [*before, *_other_svtool(manifest), *since, *_changed_outputs(claimed, again, files)]
    remarks = [*_not_compared(manifest, hidden), *_other_versions(manifest)]
    if not again and not before:
        remarks.insert(
            0, f"outputs: not made again{'' if hidden else NO_SUCH_COMMAND}; their files are held against the manifest"
        )
    return Verified(differences, remarks, _summary(manifest, differences, made_again=not before))


def _project_of(manifest: Manifest, project: Path | None) -> Path | None:
    """Return the project file of a run; None where it read none."""
    return project_file(project, manifest["options"].get("sample") is True) if "project" in manifest else None


def _is_here(claimed: Claimed) -> bool:
    """Return whether the project of a run is here, else any of its inputs, else, without any, its definitions."""
    if claimed.project:
        return claimed.project.is_file()
    if not claimed.manifest["inputs"]:
        return all(Library(claimed.folder).find(each["file"]) for each in claimed.manifest["definitions"])
    return any(lies(claimed.folder, each["file"]) for each in claimed.manifest["inputs"])


def _verify_alone(claimed: Claimed, files: Files) -> Verified:
    """Return whether the outputs are those of the manifest, where nothing else is here."""
    outputs = _changed_outputs(claimed, None, files)
    number = several(len(claimed.manifest["outputs"]), "output", "outputs")
    summary = "Different." if outputs else f"The same: {number}, as written then."
    not_here = INPUTS_NOT_COMPARED if claimed.project else NOTHING_HERE
    return Verified(outputs, [not_here, _claim(claimed.manifest)], summary)


def _changed_outputs(claimed: Claimed, again: Again | None, files: Files) -> list[str]:
    folder = claimed.path.parent
    return [
        line
        for entry in claimed.manifest["outputs"]
        for line in _changed_output(folder / entry["file"], entry, again, files)
    ]


def _claim(manifest: Manifest) -> str:
    """Return what a manifest says of inputs and definitions that nobody can look at here."""
    inputs = len(manifest["inputs"]) + len(manifest.get(IN_PLACE, []))
    made_up = ", of made-up records," if manifest.get("synthetic") is True else ""
    return (
        f"claimed, not verified: svtool {manifest['svtool']} made them{made_up} from "
        f"{several(inputs, 'input', 'inputs')} by {several(len(manifest['definitions']), 'definition', 'definitions')}"
    )


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
    return found + [f"{name}: not what the project says" for name in SAID if manifest.get(name) != again.get(name)]


def _names(manifest: Manifest, key: str) -> set[str]:
    in_place = [each["name"] for each in manifest.get(IN_PLACE, [])] if key == "inputs" else []
    return {entry["file"] for entry in manifest[key]} | set(in_place)


def _not_compared(manifest: Manifest, hidden: Iterable[str]) -> list[str]:
    """Return which inputs nobody can compare; were their records others, outputs would differ, or the ledgers."""
    found = [f"input {each['name']}: not compared. {each.get('why', '')}" for each in manifest.get(IN_PLACE, [])]
    return found + [f"input {name}: not compared, for {OUT_OF_SIGHT}" for name in hidden]


def _changed_output(path: Path, entry: Mapping[str, Any], again: Again | None, files: Files) -> list[str]:
    """Return what is not as it was of an output: its file, and what a second run makes."""
    content = path.read_bytes() if path.is_file() else None
    made = again.made(entry) if again else None
    known = files.fingerprint(entry["format"], made) if made is not None else again.known(entry) if again else None
    found = []
    if content is None:
        found.append(f"output {entry['file']}: not there any more")
    elif not holds(entry, content, files):
        found.append(f"output {entry['file']}: changed since it was written")
    if known is not None and known != _known_by(entry):
        found.append(f"output {entry['file']}: a second run does not give the same")
    if found and content is not None and made is not None:
        found += _places(entry["format"], content, made, files)
    return found


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
