"""A manifest that somebody gives to svtool, who may have written into it: what it says is held to its form first."""

from __future__ import annotations

import json
import os
from collections.abc import Container
from pathlib import Path, PurePath

from svtool.commands.manifest import ACKNOWLEDGED, AUDITED_WITH, IN_PLACE, RECEIVED, RELEASE, Manifest
from svtool.commands.manifest_files import FORMAT
from svtool.errors import InvalidFileError, listed
from svtool.schema.plain_files import plain

LONGEST_NAME = 255  # bytes; what usual file systems take


def read_manifest(path: Path, formats: Container[str]) -> Manifest:
    """Return the manifest of a file.

    Args:
        path: the file.
        formats: the formats that outputs can have.

    Raises:
        InvalidFileError: it is not one.
    """
    try:
        found = json.loads(plain(path).read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or "it can't be read").lower()
        raise InvalidFileError(f"{path}: can't be read: {reason}. Name a manifest that svtool wrote.") from None
    except (ValueError, RecursionError):
        raise InvalidFileError(f"{path}: is not JSON; expected a manifest that svtool wrote.") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InvalidFileError(
            f"{path}: is not a manifest ({FORMAT}); expected one that svtool wrote beside an output."
        )
    wanted = ("svtool", "command", "options", "versions", "inputs", "definitions", "outputs")
    lacking = [name for name in wanted if name not in found]
    if lacking:
        raise InvalidFileError(f"{path}: lacks {listed(lacking, joiner='and')}. Write the output again.")
    if not _is_whole(found, formats):
        raise InvalidFileError(f"{path}: has an entry without its fingerprint. Write the output again.")
    if not found["outputs"] or not all(_lies_beside(each["file"]) for each in found["outputs"]):
        raise InvalidFileError(f"{path}: has an output that can't lie beside it, or none. Write the output again.")
    return found


def _lies_beside(name: str) -> bool:
    """Return whether a file in the manifest's own folder can be called so: one that somebody sent opens no other."""
    try:
        is_short = len(os.fsencode(name)) <= LONGEST_NAME
    except UnicodeEncodeError:
        return False
    return is_short and "\0" not in name and PurePath(name).name == name and name not in ("", "..")


def _is_whole(found: Manifest, formats: Container[str]) -> bool:
    """Return whether every file that a manifest names has what it is held against."""
    names = ("inputs", "definitions", "outputs", AUDITED_WITH, IN_PLACE, RECEIVED, ACKNOWLEDGED)
    lists = [found.get(name, []) for name in names]
    if not all(isinstance(each, list) and all(isinstance(entry, dict) for entry in each) for each in lists):
        return False
    files = [*([found["project"]] if "project" in found else []), *found["inputs"], *found["definitions"]]
    files += [*([found[RELEASE]] if RELEASE in found else []), *found.get(AUDITED_WITH, [])]
    named = [*files, *found["outputs"]]
    return (
        isinstance(found["command"], str)
        and all(isinstance(each, dict) for each in (found["options"], found["versions"], found.get("question", {})))
        and all(isinstance(each, dict) and isinstance(each.get("file"), str) for each in named)
        and all(isinstance(each.get("name"), str) for each in found.get(IN_PLACE, []))
        and all({"bytes", "sha256"} <= set(each) for each in files)
        and all(isinstance(each.get("format"), str) and each["format"] in formats for each in found["outputs"])
    )
