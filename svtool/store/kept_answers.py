"""What an engine answered about the rows of a generation: the same question again needs no row.

An answer that can't be kept or is not as it was written is worked out again; nobody is told.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from svtool.records.file_locks import is_free
from svtool.records.open_files import remove_open
from svtool.store.private_files import make_private_folder, write_privately

MOST_BYTES = 256 << 20  # of a generation: about fifty different tables by area
FINGERPRINT = 32  # bytes before an answer, by which it is known to be whole


@dataclass(frozen=True)
class KeptAnswers:
    """Answers in a folder, a file for each.

    Attributes:
        folder: the folder.
    """

    folder: Path

    def find(self, fingerprint: str) -> pa.Table | None:
        """Return an answer; None where it is not known."""
        try:
            content = (self.folder / fingerprint).read_bytes()
            expected, answer = content[:FINGERPRINT], memoryview(content)[FINGERPRINT:]
            if hashlib.sha256(answer).digest() != expected:
                return None
            return pa.ipc.open_stream(answer).read_all()
        except (OSError, pa.ArrowException):
            return None

    def keep(self, fingerprint: str, answer: pa.Table) -> None:
        """Keep an answer, if that can be done."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, answer.schema) as writer:
            writer.write_table(answer)
        content = sink.getvalue()
        with contextlib.suppress(OSError):  # a store that may only be read, a full disk
            make_private_folder(self.folder)
            unfinished = self.folder / f".{fingerprint}-{os.getpid()}"
            try:
                with write_privately(unfinished, lasting=False) as stream:
                    is_free(stream.fileno())  # and held from now on: nobody takes it for what a killed run left
                    stream.write(hashlib.sha256(content).digest())
                    stream.write(content)
                unfinished.replace(self.folder / fingerprint)
            finally:
                unfinished.unlink(missing_ok=True)

    def trim(self) -> None:
        """Remove what killed runs left, and the answers kept first, where all of them take more than they may."""
        with contextlib.suppress(OSError):
            for path in self.folder.glob(".*"):
                with contextlib.suppress(OSError):
                    _remove_unfinished(path)
            kept = sorted((each.stat().st_mtime_ns, each.stat().st_size, each) for each in self.folder.iterdir())
            more = sum(size for _, size, _ in kept) - MOST_BYTES
            for _, size, path in kept:
                if more <= 0:
                    break
                path.unlink()
                more -= size


def _remove_unfinished(path: Path) -> None:
    """Remove an answer that a killed run did not finish.

    Raises:
        OSError: it is no file of ours, or gone by now.
    """
    handle = os.open(path, os.O_RDWR)
    if is_free(handle):
        remove_open(path, handle)
    else:
        os.close(handle)
