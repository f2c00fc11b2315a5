"""What went in, what was used, what came out: fingerprints and options of a run, and never a value of a cell."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath, PureWindowsPath
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from svtool.commands.as_found import AsFound
from svtool.commands.evidence import Evidence
from svtool.commands.manifest_files import FORMAT
from svtool.commands.measures import MEASURES, Result
from svtool.commands.scope import OwnQuestion, Request
from svtool.errors import ExtractError, InvalidFileError, listed
from svtool.files.extract_file import cannot_open
from svtool.files.file_names import plain_name
from svtool.schema.entry import Entry
from svtool.schema.receipts import Holding, Receipt
from svtool.schema.release_folder import FOLDER
from svtool.version import __version__

if TYPE_CHECKING:
    from svtool.commands.releases import KeptRelease

LIBRARIES = (
    "duckdb", "numpy", "pandas", "pyarrow", "scipy", "python-calamine", "gptables", "xlsxwriter", "openpyxl",
)  # fmt: skip
ELSEWHERE = "elsewhere"  # stands for every folder outside the project's, whose names may be private
# The project and the outputs are told beside them, and bounds change no figure.
NOT_OPTIONS = ("project", "bounds", "out", "released_before")
IN_PLACE = "inputs_without_fingerprint"  # a key that stands only where there are such
RELEASE, AUDITED_WITH = "release", "audited_with"  # likewise
RECEIVED, HOLDS, PUBLISHER, ACKNOWLEDGED = "received", "holds", "publisher", "acknowledged"  # likewise
NO_FINGERPRINT = "Spark read it where it lies, so it has no fingerprint: nobody can tell later whether it changed."
BLOCK = 1 << 20
HERE = Path()
NO_OTHER_NAMES: Mapping[Path, str] = MappingProxyType({})

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """A run that leaves a manifest: what it stands on, and what was asked of it.

    Attributes:
        command: the command.
        evidence: what it stands on.
        options: what was asked for beyond what is always asked, in words of JSON.
        question: what was asked of the project, where the command has a question of its own.
    """

    command: str
    evidence: Evidence
    options: Mapping[str, Any]
    question: Mapping[str, Any] | None = None


def run_of(command: str, evidence: Evidence, request: Any, question: Any = None, leave_out: Sequence[str] = ()) -> Run:
    """Return a run as its manifest tells of it.

    Args:
        command: the command.
        evidence: what it stands on.
        request: what was asked for: a data class, whose paths are named as inputs are.
        question: what was asked of the project, likewise.
        leave_out: what of it bears on no output.
    """
    folder, called = evidence.folder, evidence.called
    return Run(
        command,
        evidence,
        options_of(request, (*NOT_OPTIONS, *leave_out), folder, called),
        None if question is None else options_of(question, (), folder, called),
    )


def run_of_result(
    result: Result, request: Request, question: OwnQuestion | None = None, command: str = MEASURES
) -> Run:
    """Return the run that found figures.

    Args:
        result: the figures.
        request: what was asked for.
        question: what the command was asked beside that, which names the command too.
        command: the command, where it has no question of its own.
    """
    return run_of(question.command if question else command, result.evidence, request, question)


def manifest_of(run: Run, outputs: Sequence[Mapping[str, Any]], stamp: str | None = None) -> Manifest:
    """Return the manifest of a run, with the fingerprints of the bytes that were counted.

    Args:
        run: what was asked, and what it stands on.
        outputs: what the files that it became are known by: name, format, table and fingerprint.
        stamp: the time of the run; nothing without it, so that a second run gives the same bytes.

    Raises:
        ExtractError: a file that was read is another now, so that nobody has the bytes that were counted.
    """
    evidence = run.evidence
    project = evidence.project
    inputs = [each for each in evidence.inputs if each not in evidence.unread]
    found: Manifest = {
        "format": FORMAT,
        "svtool": __version__,
        "command": run.command,
        "synthetic": evidence.synthetic,
        **({"project": {"file": project.name, **_as_read(project, evidence.found)}} if project else {}),
        "options": dict(run.options),
        **({"question": dict(run.question)} if run.question is not None else {}),
        "versions": versions(),
        "inputs": [
            {"file": name, **(evidence.known.get(file) or _as_read(file, evidence.found))}
            for name, file in private_names(inputs, evidence.folder, evidence.called)
        ],
        **_unless_empty(IN_PLACE, _without_fingerprint(evidence)),
        **_unless_empty(RECEIVED, [_receipt(each) for each in evidence.received]),
        **_unless_empty(HOLDS, [_holding(each) for each in evidence.held]),
        **({PUBLISHER: _said_by(evidence.publisher)} if evidence.publisher else {}),
        **_unless_empty(ACKNOWLEDGED, [_said_by(each) for each in evidence.acknowledged]),
        **({RELEASE: _release(evidence.release)} if evidence.release else {}),
        **_unless_empty(AUDITED_WITH, _audited_with(evidence)),
        "definitions": [
            {"file": name, **_as_read(file, evidence.found)} for name, file in sorted(evidence.definitions.items())
        ],
        "ledgers": dict(evidence.ledgers),
        "outputs": [dict(output) for output in outputs],
    }
    return {**found, **({"written": stamp} if stamp else {})}


def _unless_empty(name: str, entries: list[dict[str, Any]]) -> Manifest:
    return {name: entries} if entries else {}


def _without_fingerprint(evidence: Evidence) -> list[dict[str, Any]]:
    """Return the inputs whose bytes nobody has here, each with the reason."""
    in_place = [{"name": name, "why": NO_FINGERPRINT} for name in names_in_place(evidence.read_in_place)]
    unread = private_names(evidence.unread, evidence.folder, evidence.called)
    return in_place + [{"name": name, "why": evidence.unread[path]} for name, path in unread]


def _release(release: KeptRelease) -> dict[str, Any]:
    return {"name": release.name, "file": f"{FOLDER}/{release.path.name}", **fingerprint_of(release.content)}


def _audited_with(evidence: Evidence) -> list[dict[str, Any]]:
    return [{"file": f"{FOLDER}/{each.name}", **_as_read(each, evidence.found)} for each in evidence.audited_with]


def _said_by(entry: Entry) -> dict[str, Any]:
    return entry.model_dump(mode="json", exclude_none=True)


def _receipt(receipt: Receipt) -> dict[str, Any]:
    """Return how an extract came."""
    said = receipt.received.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {"source": receipt.source, "files": _private(receipt.files), **said}


def _holding(holding: Holding) -> dict[str, Any]:
    """Return what an extract was drawn for."""
    holds = holding.holds
    said = holds if isinstance(holds, str) else {name: list(values) for name, values in holds.items()}
    return {"source": holding.source, "files": _private(holding.files), "holds": said}


def _private(files: Sequence[str]) -> list[str]:
    """Return names and patterns of a project; of files outside its folder the names alone."""
    return [PurePath(each).name if _is_outside(each) else each for each in files]


def as_json(manifest: Manifest) -> bytes:
    """Return a manifest as the bytes of its file."""
    return (json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


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


def fingerprint_of(content: bytes) -> dict[str, Any]:
    """Return the size and the SHA-256 of bytes, as `fingerprint` does of a file."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def private_names(
    files: Iterable[Path], folder: Path, called: Mapping[Path, str] = NO_OTHER_NAMES
) -> list[tuple[str, Path]]:
    """Return files with names that say nothing of where the project lies, in the order of the names.

    Args:
        files: the files.
        folder: where their names start from.
        called: files that go by another name.
    """
    found: dict[str, Path] = {}
    for path in sorted(set(files)):
        name = called.get(path) or private_name(path, folder)
        number, first = 1, name
        while name in found:
            number += 1
            name = f"{first} ({number})"
        found[name] = path
    return sorted(found.items())


def private_name(path: Path, folder: Path) -> str:
    """Return the name of a file from a folder on; of one that lies elsewhere, its last part."""
    # Not resolved: a link in the project's folder goes by the name that it has there.
    whole, root = (Path(os.path.abspath(each)) for each in (path, folder))  # noqa: PTH100
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else f"{ELSEWHERE}/{path.name}"
    return plain_name(name)


def names_in_place(names: Iterable[str]) -> list[str]:
    """Return names of tables, folders and frames that say nothing of where they lie, in their order."""
    return sorted({f"{ELSEWHERE}/{_last(name)}" if "://" in name or _is_outside(name) else name for name in names})


def _is_outside(name: str) -> bool:
    path = PurePath(name)
    return path.is_absolute() or PureWindowsPath(name).is_absolute() or ".." in path.parts


def _last(name: str) -> str:
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def versions() -> dict[str, str]:
    """Return the versions of Python and of every package that a figure or a file passes through."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def options_of(
    asked: Any, leave_out: Sequence[str] = (), folder: Path = HERE, called: Mapping[Path, str] = NO_OTHER_NAMES
) -> dict[str, Any]:
    """Return what was asked for beyond what is always asked, in words of JSON.

    Args:
        asked: a data class.
        leave_out: what of it is told elsewhere, or bears on no output.
        folder: where the names of files start from.
        called: files that go by another name.
    """

    def in_json(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Path):
            return called.get(value) or private_name(value, folder)
        return [in_json(each) for each in value] if isinstance(value, tuple) else value

    return {
        each.name: in_json(getattr(asked, each.name))
        for each in fields(asked)
        if each.name not in leave_out and getattr(asked, each.name) != each.default
    }


def read_options(kind: type[Any], options: Mapping[str, Any], path: Path, folder: Path = HERE) -> dict[str, Any]:
    """Return options of a manifest as they were asked for.

    Args:
        kind: the data class that holds them.
        options: what the manifest has.
        path: the manifest.
        folder: where the names of files start from.

    Raises:
        InvalidFileError: one is not an option of this version, is of another type, or lacks.
    """
    known = {each.name: each.default is MISSING for each in fields(kind)}
    types = get_type_hints(kind)
    lacking = [name for name, is_needed in known.items() if is_needed and name not in options]
    if lacking:
        raise InvalidFileError(f"{path}: lacks {listed(lacking, joiner='and')}. Write the output again.")
    for name in options:
        if name not in known or name in NOT_OPTIONS:
            raise InvalidFileError(
                f"{path}: has the option {name}, which this svtool does not know. Use the newer one."
            )
    try:
        return {name: _asked(types[name], value, folder) for name, value in options.items()}
    except (ValueError, TypeError):
        raise InvalidFileError(f"{path}: has an option that can't be asked for. Write the output again.") from None


def _asked(kind: Any, value: Any, folder: Path) -> Any:
    """Return an option as it was asked for.

    Raises:
        ValueError: it is of another type.
    """
    if get_origin(kind) is Literal and value in get_args(kind):
        return value
    for each in get_args(kind) if get_origin(kind) is UnionType else (kind,):
        if get_origin(each) is tuple and isinstance(value, list):
            return tuple(_asked(get_args(each)[0], one, folder) for one in value)
        if each in (date, Path) and isinstance(value, str):
            return date.fromisoformat(value) if each is date else folder / value
        if type(value) is each or (each is float and type(value) is int):
            return value
    raise ValueError("of another type")
