"""What went in, what was used, what came out: fingerprints and options of a run, and never a value of a cell."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import Any

from svtool.commands.as_found import AsFound
from svtool.commands.count import COUNT, Question
from svtool.commands.manifest_files import FORMAT
from svtool.commands.measures import MEASURES, Result, ledgers_of
from svtool.commands.opening import project_file
from svtool.commands.scope import Request
from svtool.errors import ExtractError, InvalidFileError, listed
from svtool.files.extract_file import cannot_open
from svtool.schema.entry import Entry
from svtool.schema.receipts import Receipt
from svtool.version import __version__

LIBRARIES = (
    "duckdb", "numpy", "pandas", "pyarrow", "scipy", "python-calamine", "gptables", "xlsxwriter", "openpyxl",
)  # fmt: skip
ELSEWHERE = "elsewhere"  # stands for every folder outside the project's, whose names may be private
# The project and the outputs are told beside them, and bounds change no figure.
NOT_OPTIONS = ("project", "bounds", "out")
IN_PLACE = "inputs_without_fingerprint"  # a key that stands only where there are such
RECEIVED, PUBLISHER, ACKNOWLEDGED = "received", "publisher", "acknowledged"  # likewise
NO_FINGERPRINT = "Spark read it where it lies, so it has no fingerprint: nobody can tell later whether it changed."
BLOCK = 1 << 20

Manifest = dict[str, Any]


def manifest_of(
    result: Result,
    request: Request,
    question: Question | None,
    outputs: Sequence[Mapping[str, Any]],
    stamp: str | None = None,
    command: str = MEASURES,
) -> Manifest:
    """Return the manifest of a run, with the fingerprints of the bytes that were counted.

    Args:
        result: what was found.
        request: what was asked for.
        question: the question of `svtool count`.
        outputs: what the files that it became are known by: name, format, table and fingerprint.
        stamp: the time of the run; nothing without it, so that a second run gives the same bytes.
        command: which command wrote the outputs, where it was no question.

    Raises:
        ExtractError: a file that was read is another now, so that nobody has the bytes that were counted.
    """
    path = project_file(request.project, request.sample)
    definitions = sorted(result.definitions.items())
    in_place = [{"name": name, "why": NO_FINGERPRINT} for name in names_in_place(result.read_in_place)]
    found: Manifest = {
        "format": FORMAT,
        "svtool": __version__,
        "command": COUNT if question else command,
        "synthetic": result.synthetic,
        "project": {"file": path.name, **_as_read(path, result.found)},
        "options": options_of(request, NOT_OPTIONS),
        **({"question": options_of(question)} if question else {}),
        "versions": versions(),
        "inputs": [
            {"file": name, **(result.known.get(file) or _as_read(file, result.found))}
            for name, file in private_names(result.inputs, path.parent)
        ],
        **({IN_PLACE: in_place} if in_place else {}),
        **({RECEIVED: [_receipt(each) for each in result.received]} if result.received else {}),
        **({PUBLISHER: _said_by(result.publisher)} if result.publisher else {}),
        **({ACKNOWLEDGED: [_said_by(each) for each in result.acknowledged]} if result.acknowledged else {}),
        "definitions": [{"file": name, **_as_read(file, result.found)} for name, file in definitions],
        "ledgers": ledgers_of(result),
        "outputs": [dict(output) for output in outputs],
    }
    return {**found, **({"written": stamp} if stamp else {})}


def _said_by(entry: Entry) -> dict[str, Any]:
    return entry.model_dump(mode="json", exclude_none=True)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    """Return how an extract came; of files outside the project's folder the names alone."""
    said = receipt.received.model_dump(mode="json", by_alias=True, exclude_none=True)
    files = [PurePath(each).name if _is_outside(each) else each for each in receipt.files]
    return {"source": receipt.source, "files": files, **said}


def as_json(manifest: Manifest) -> bytes:
    """Return a manifest as the bytes of its file."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def read_manifest(path: Path, formats: Container[str]) -> Manifest:
    """Return the manifest of a file.

    Args:
        path: the file.
        formats: the formats that outputs can have.

    Raises:
        InvalidFileError: it is not one.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or "it can't be read").lower()
        raise InvalidFileError(f"{path}: can't be read: {reason}. Name a manifest that svtool wrote.") from None
    except ValueError:
        raise InvalidFileError(f"{path}: is not JSON; expected a manifest that svtool wrote.") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InvalidFileError(
            f"{path}: is not a manifest ({FORMAT}); expected one that svtool wrote beside an output."
        )
    wanted = ("svtool", "command", "project", "options", "versions", "inputs", "definitions", "outputs")
    lacking = [name for name in wanted if name not in found]
    if lacking:
        raise InvalidFileError(f"{path}: lacks {listed(lacking, joiner='and')}. Write the output again.")
    if not _is_whole(found, formats):
        raise InvalidFileError(f"{path}: has an entry without its fingerprint. Write the output again.")
    return found


def _is_whole(found: Manifest, formats: Container[str]) -> bool:
    """Return whether every file that a manifest names has what it is held against."""
    lists = [found[name] for name in ("inputs", "definitions", "outputs")]
    if not all(isinstance(each, list) for each in lists):
        return False
    files = [found["project"], *found["inputs"], *found["definitions"]]
    in_place = found.get(IN_PLACE, [])
    if not isinstance(in_place, list) or not all(isinstance(each, dict) and "name" in each for each in in_place):
        return False
    named = (found["options"], found["versions"], found.get("question", {}), *files, *found["outputs"])
    return (
        all(isinstance(each, dict) for each in named)
        and all({"file", "bytes", "sha256"} <= set(each) for each in files)
        and all({"file", "format"} <= set(each) and each["format"] in formats for each in found["outputs"])
    )


def _as_read(path: Path, found: AsFound) -> dict[str, Any]:
    """Return the fingerprint of a file whose bytes are those that were read: it is as it was before and after."""
    found.check(path)
    made = fingerprint(path)
    found.check(path)
    return made


def fingerprint(path: Path) -> dict[str, Any]:
    """Return the size and the SHA-256 of a file.

    Raises:
        ExtractError: it can't be read, or not any more.
    """
    found = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                found.update(block)
                size += len(block)
    except FileNotFoundError:
        raise ExtractError("went away while it was read. Put it back, and run again.", "F01", path.name) from None
    except OSError as error:
        raise cannot_open(path.name, error) from None
    return {"bytes": size, "sha256": found.hexdigest()}


def private_names(files: Iterable[Path], folder: Path) -> list[tuple[str, Path]]:
    """Return files with names that say nothing of where the project lies, in the order of the names."""
    found: dict[str, Path] = {}
    for path in sorted(set(files)):
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else f"{ELSEWHERE}/{path.name}"
        number, plain = 1, name
        while name in found:
            number += 1
            name = f"{plain} ({number})"
        found[name] = path
    return sorted(found.items())


def names_in_place(names: Iterable[str]) -> list[str]:
    """Return names of tables, folders and frames that say nothing of where they lie, in their order."""
    return sorted({f"{ELSEWHERE}/{_last(name)}" if "://" in name or _is_outside(name) else name for name in names})


def _is_outside(name: str) -> bool:
    path = PurePath(name)
    return path.is_absolute() or ".." in path.parts


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]


def versions() -> dict[str, str]:
    """Return the versions of Python and of every package that a figure or a file passes through."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def options_of(asked: Request | Question, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """Return what was asked for beyond what is always asked, in words of JSON."""
    return {
        each.name: _plain(getattr(asked, each.name))
        for each in fields(asked)
        if each.name not in leave_out and getattr(asked, each.name) != each.default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def read_options(kind: type[Request] | type[Question], options: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return options of a manifest as they were asked for.

    Raises:
        InvalidFileError: one is not an option of this version.
    """
    known = {each.name: each for each in fields(kind)}
    for name in options:
        if name not in known or name in NOT_OPTIONS:
            raise InvalidFileError(
                f"{path}: has the option {name}, which this svtool does not know. Use the newer one."
            )
    try:
        return {name: _asked(known[name], value) for name, value in options.items()}
    except ValueError:
        raise InvalidFileError(f"{path}: has an option that can't be asked for. Write the output again.") from None


def _asked(option: Field[Any], value: Any) -> Any:
    if option.name == "as_at" and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) and option.default is not MISSING else value
