"""Bytes that are seldom asked for again, in a file without a name: gone when it is closed, or the process ends."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from svtool.records.temp_folder import refused

Place = tuple[int, int]  # where bytes begin, and how many there are


class SpooledBytes:
    """Bytes on the disk, which several threads may ask for."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open an empty file in a folder; the system's folder for temporary files without one.

        Raises:
            SvtoolError: the folder takes none.
        """
        self._folder = folder
        try:
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (for as long as the bytes are asked for)
        except OSError as error:
            raise refused(folder, error) from None
        self._lock = threading.Lock()
        self._end = 0

    def put(self, data: bytes) -> Place:
        """Add bytes, and return their place.

        Raises:
            OutputError: the folder takes no more.
        """
        with self._lock:
            try:
                self._file.seek(self._end)
                self._write(data)
            except OSError as error:
                raise refused(self._folder, error) from None
            place = (self._end, len(data))
            self._end += len(data)
        return place

    def _write(self, data: bytes) -> None:
        """Write all bytes; a disk that is nearly full takes a part of them, and refuses only the next."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def get(self, place: Place) -> bytes:
        """Return the bytes of a place."""
        begin, size = place
        with self._lock:
            self._file.seek(begin)
            return self._file.read(size)

    def close(self) -> None:
        """Forget all bytes."""
        self._file.close()
