"""Files that a command writes one by one, each with the manifest of the run beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from svtool.commands.manifest import Run, as_json, fingerprint, manifest_of
from svtool.commands.manifest_files import SUFFIX
from svtool.commands.spared import check_manifest
from svtool.output.destination import WORKBOOKS
from svtool.output.replacing import LeftBehind
from svtool.output.writing import NewFiles


@dataclass(frozen=True)
class NewFile:
    """A file that a command writes.

    Attributes:
        out: where.
        format_: how it is written.
        content: its bytes, or what writes them as they come.
        option: the option that names it.
        of_records: whether it holds records, so that only its owner may read it, and its manifest.
    """

    out: Path
    format_: str
    content: bytes | Callable[[IO[bytes]], object]
    option: str = "--out"
    of_records: bool = False


def write_with_manifests(files: Sequence[NewFile], run: Callable[[], Run]) -> list[LeftBehind]:
    """Write files, each with the manifest of the run beside it; return what killed runs had left in their folders.

    Args:
        files: the files.
        run: returns what was asked and what it stands on, once the files are written.

    Raises:
        UsageError: there can be no such file, or its manifest would take the place of something else.
        OutputError: a file can't be written; then none takes its place.
    """
    if not files:
        return []
    for each in files:
        check_manifest(_beside(each), each.option)
    with NewFiles() as new:
        entries = [{"file": each.out.name, "format": each.format_, **_write(new, each)} for each in files]
        ran = run()
        for each, entry in zip(files, entries, strict=True):
            with new.writing(_beside(each), each.option, of_records=each.of_records) as stream:
                stream.write(as_json(manifest_of(ran, [entry])))
        return new.switch(ran.evidence.mode)


def _beside(file: NewFile) -> Path:
    return file.out.with_name(file.out.name + SUFFIX)


def _write(new: NewFiles, file: NewFile) -> dict[str, object]:
    """Write a file, and return what it is known by."""
    with new.writing(file.out, file.option, of_records=file.of_records) as stream:
        if isinstance(file.content, bytes):
            stream.write(file.content)
        else:
            file.content(stream)
    if file.format_ in WORKBOOKS and isinstance(file.content, bytes):
        from svtool.output.fingerprints import content_fingerprint  # noqa: PLC0415 (with what reads workbooks)

        return content_fingerprint(file.format_, file.content)
    return fingerprint(new.latest)
