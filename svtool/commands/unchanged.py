"""Whether a run would give again what it gave before: nothing that it reads, or was asked for, has changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from svtool.commands.claimed import changed_before, new_inputs, new_releases
from svtool.commands.given_manifest import read_manifest
from svtool.commands.manifest import (
    ACKNOWLEDGED,
    IN_PLACE,
    NOT_OPTIONS,
    RECEIVED,
    Manifest,
    options_of,
    versions,
)
from svtool.commands.measures import MEASURES
from svtool.commands.scope import OwnQuestion, Request
from svtool.commands.verify import Files, holds
from svtool.errors import InvalidFileError, SvtoolError
from svtool.version import __version__


def is_unchanged(
    path: Path,
    request: Request,
    question: OwnQuestion | None,
    formats: Collection[str],
    files: Files,
    command: str = MEASURES,
) -> bool:
    """Return whether the outputs of a manifest are there, and another run would write them again.

    Args:
        path: where the manifest of the run would be written.
        request: what is asked for now.
        question: what the command is asked beside that.
        formats: how the outputs are to be written.
        files: what reads outputs.
        command: which command asks.
    """
    try:
        manifest = read_manifest(path, files.formats)
    except InvalidFileError:
        return False
    return (
        _was_asked(manifest, request, question, command)
        and {entry["format"] for entry in manifest["outputs"]} == {*formats}
        and all(_is_there(path.parent / entry["file"], entry, files) for entry in manifest["outputs"])
        and not _is_over_on(date.today(), manifest)
        and _reads_the_same(manifest, request)
    )


def _is_over_on(day: date, manifest: Manifest) -> bool:
    """Return whether a day that the project named is past: a run says again what was acknowledged until then."""
    said = (*manifest.get(ACKNOWLEDGED, []), *manifest.get(RECEIVED, []))
    return any(str(each[name]) < day.isoformat() for each in said for name in ("until", "keep_until") if name in each)


def _was_asked(manifest: Manifest, request: Request, question: OwnQuestion | None, command: str) -> bool:
    """Return whether the same svtool was asked the same."""
    asked = options_of(request, NOT_OPTIONS), options_of(question) if question else None
    same_tool = manifest["svtool"] == __version__ and manifest["versions"] == versions()
    named = question.command if question else command
    return same_tool and manifest["command"] == named and asked == (manifest["options"], manifest.get("question"))


def _reads_the_same(manifest: Manifest, request: Request) -> bool:
    """Return whether project, inputs and definitions are the same, and no file has come that the project would read."""
    if manifest.get(IN_PLACE):  # nobody can compare these
        return False
    try:
        changed = changed_before(manifest, request)
        return not changed and not new_inputs(manifest, request) and not new_releases(manifest, request)
    except SvtoolError:
        return False  # the run itself says what is wrong


def _is_there(path: Path, entry: Mapping[str, Any], files: Files) -> bool:
    return path.is_file() and holds(entry, path.read_bytes(), files)
