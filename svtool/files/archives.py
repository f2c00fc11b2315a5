"""Packed files: .gz and .zip, unpacked on the way and never beyond what an honest export expands to."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from svtool.errors import ExtractError, listed, nearest

MOST_EXPANSION = 100  # text packs to a tenth or a thirtieth of its size; a zip bomb to a thousandth
ALWAYS_ALLOWED = 64 << 20  # small files may expand as they like up to here: runs of equal rows pack well
MOST_UNPACKED = 16 << 30
MOST_IN_MEMORY = 1 << 30
_STEP = 1 << 20
# What the ways of packing raise over bytes that they did not write; only some of them have an error of their own.
DAMAGED = (
    OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, struct.error, UnicodeDecodeError, RuntimeError,
    NotImplementedError,
)  # fmt: skip


def too_large(name: str, limit: int) -> ExtractError:
    """Return the error of a file that unpacks to more than is allowed."""
    return ExtractError(
        f"unpacks to more than {_show_size(limit)}, far more than an extract of its size; not read further. "
        "Unpack it yourself and look at it first.",
        "F03",
        file=name,
    )


def _show_size(size: int) -> str:
    return f"{size >> 30:,} GB" if size >= 1 << 30 else f"{size >> 20:,} MB"


def allowed_size(packed: int, most: int = MOST_UNPACKED) -> int:
    """Return to how many bytes a packed file may unpack."""
    return min(max(packed * MOST_EXPANSION, ALWAYS_ALLOWED), most)


class Bounded(io.RawIOBase):
    """A stream that unpacks, and stops at its limit instead of filling the machine."""

    def __init__(self, stream: BinaryIO, name: str, limit: int) -> None:
        """Wrap a stream; `name` is how messages call the file."""
        super().__init__()
        self._stream, self._name, self._limit, self._left = stream, name, limit, limit

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes.

        Raises:
            ExtractError: the limit is passed, or the packing is damaged.
        """
        try:
            data = self._stream.read(_STEP if size < 0 else min(size, _STEP))
        except DAMAGED as error:
            raise damaged(self._name, error) from None
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._name, self._limit)
        return data

    def close(self) -> None:
        """Close the stream beneath."""
        self._stream.close()
        super().close()


def damaged(name: str, error: Exception) -> ExtractError:
    """Return the error of a packed file that can't be unpacked."""
    if isinstance(error, NotImplementedError):
        return ExtractError(
            "is packed in a way that can't be read. Pack it again as an ordinary zip file.", "F03", file=name
        )
    return ExtractError("is damaged or cut off: it can't be unpacked to its end. Ask for it again.", "F01", file=name)


def open_gzip(path: Path, name: str) -> BinaryIO:
    """Return the unpacked content of a .gz file, bounded."""
    return Bounded(gzip.open(path, "rb"), name, allowed_size(path.stat().st_size))  # type: ignore[arg-type, return-value]


def open_zip(path: Path, name: str) -> zipfile.ZipFile:
    """Return a zip file's directory.

    Raises:
        ExtractError: it is damaged, encrypted, or declares that it unpacks to far too much.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise damaged(name, error) from None
    entries = archive.infolist()
    fault: ExtractError | None = None
    if not all(entry.filename for entry in entries):  # zipfile ends a name at a NUL, and then looks at its last sign
        fault = damaged(name, zipfile.BadZipFile())
    elif any(entry.flag_bits & 1 for entry in entries):
        fault = ExtractError(
            "is protected by a password; expected an open file. Ask for it without one.", "F03", file=name
        )
    limit = allowed_size(path.stat().st_size)
    if sum(entry.file_size for entry in entries) > limit:
        fault = too_large(name, limit)
    if fault:
        archive.close()
        raise fault
    return archive


def choose_member(archive: zipfile.ZipFile, name: str, member: str | None) -> zipfile.ZipInfo:
    """Return the one file in a zip, or the one that the project names.

    Raises:
        ExtractError: there is none, or several and none is named.
    """
    files = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
    names = [entry.filename for entry in files]
    if member is not None:
        found = [entry for entry in files if member in {entry.filename, PurePosixPath(entry.filename).name}]
        if len(found) != 1:
            raise ExtractError(
                f"holds {'no' if not found else 'more than one'} member {member}; found "
                f"{listed(names, 12, 'and')}{nearest(member, names) or '.'}",
                "H09",
                file=name,
                remedy="Correct member: in the project file.",
            )
        return found[0]
    if not files:
        raise ExtractError(
            "is a zip file with nothing in it; expected an extract. Was the export cut off?", "F02", file=name
        )
    if len(files) > 1:
        raise ExtractError(
            f"holds {len(files)} files ({listed(names, 12, 'and')}); expected one.",
            "H09",
            file=name,
            remedy="Unpack it and give the file that is meant, or name it in a project file (member: NAME).",
        )
    return files[0]


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in PurePosixPath(name).parts)


def open_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> BinaryIO:
    """Return the content of a member, bounded by what the directory declares."""
    try:
        stream = archive.open(entry)
    except DAMAGED as error:
        raise damaged(name, error) from None
    return Bounded(stream, name, allowed_size(entry.compress_size))  # type: ignore[arg-type, return-value]


def read_whole(stream: BinaryIO, name: str) -> io.BytesIO:
    """Return a stream's content in memory, for formats that must jump about in it.

    Raises:
        ExtractError: it is larger than what is kept in memory.
    """
    whole = io.BytesIO()
    with stream:
        while data := stream.read(_STEP):
            whole.write(data)
            if whole.tell() > MOST_IN_MEMORY:
                raise too_large(name, MOST_IN_MEMORY)
    whole.seek(0)
    return whole
