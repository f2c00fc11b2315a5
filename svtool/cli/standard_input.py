"""Standard input as a file: a workbook must be jumped about in, and a CSV file is opened twice."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from svtool.errors import SvtoolError, UsageError

DASH = Path("-")
NAME = "stdin"


@contextmanager
def spooled(paths: Sequence[Path], temp_dir: Path | None = None) -> Iterator[tuple[tuple[Path, ...], str]]:
    """Yield the paths, that of what came from standard input in the place of `-`, and its name; empty without one.

    Args:
        paths: the extracts that a command names.
        temp_dir: where it is put meanwhile; the system's folder for temporary files without it.

    Raises:
        UsageError: `-` is named twice.
        OutputError: what comes from it can't be put anywhere.
    """
    if DASH not in paths:
        yield tuple(paths), ""
        return
    if list(paths).count(DASH) > 1:
        raise UsageError("-: standard input is named twice; it can be read once. Leave one out.")
    from svtool.engine.spill_folder import SpillFolder
    from svtool.records.temp_folder import refused

    with closing(SpillFolder(temp_dir)) as folder:
        path = folder.path / NAME
        try:
            with path.open("wb") as stream:
                shutil.copyfileobj(sys.stdin.buffer, stream)
        except OSError as error:
            raise refused(temp_dir, error) from None
        try:
            yield tuple(path if each == DASH else each for each in paths), path.as_posix()
        except SvtoolError as error:
            raise type(error)(str(error).replace(str(path), NAME).replace(path.as_posix(), NAME)) from None
