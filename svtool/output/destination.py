"""Where results go: to standard output, into one file, or into a folder with one file for each table and format."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svtool.errors import UsageError, listed
from svtool.schema.windows_names import refused_by_windows

SUFFIXES = {
    "table": ".txt", "csv": ".csv", "json": ".json", "xlsx": ".xlsx", "ods": ".ods", "parquet": ".parquet",
}  # fmt: skip
PAGE = "html"  # of a profile, whose sections stand on one page
ENDINGS = {**SUFFIXES, PAGE: ".html"}
STAR = "star"  # several files, which only a folder takes
FORMATS = (*SUFFIXES, STAR)
WORKBOOKS = ("xlsx", "ods")
NOT_TEXT = (*WORKBOOKS, "parquet")  # never to a terminal or a pipe


@dataclass(frozen=True)
class Destination:
    """Where results go.

    Attributes:
        path: a file or a folder; None for standard output.
        is_folder: whether it is a folder, which is made when it is not there.
    """

    path: Path | None = None
    is_folder: bool = False


def choose_destination(formats: Sequence[str], out: str | None, known: Sequence[str] = FORMATS) -> Destination:
    """Return where results of these formats go.

    Args:
        formats: the formats asked for.
        known: those that the command has; a file may be named as one of them.
        out: the text of `--out`: a folder when it is one, ends with a slash, or when only a folder can be meant.

    Raises:
        UsageError: the formats and the place do not go together.
    """
    if out is None:
        return _standard_output(formats)
    # A backslash at the end means a folder everywhere, though only Windows reads it as one.
    path = Path(out if os.sep == "\\" else out.rstrip("\\"))
    _check_name(path)
    if path.is_dir() or out.endswith(("/", "\\")):
        if path.is_file():
            raise UsageError(f"--out {out}: is a file; name a folder that is none.")
        return Destination(path, is_folder=True)
    if STAR in formats:
        raise UsageError(
            f"--out {out}: a star is several files. Name a folder: --out {path.with_suffix('').as_posix()}/"
        )
    claimed = next((name for name in known if ENDINGS.get(name) == path.suffix.lower()), None)
    if len(formats) > 1:
        if claimed or path.is_file():
            raise UsageError(
                f"--out {out}: is one file, and --format asks for {listed(formats, joiner='and')}. "
                f"Name a folder: --out {path.with_suffix('').as_posix()}/"
            )
        return Destination(path, is_folder=True)
    (only,) = formats
    if claimed and claimed != only and "table" not in (claimed, only):
        raise UsageError(f"--out {out}: is named as {claimed}, and --format is {only}. Write --format {claimed}.")
    if only == "table" and claimed not in (None, "table"):
        raise UsageError(f"--out {out}: is named as {claimed}, and a table for people is text. Add --format {claimed}.")
    if only in NOT_TEXT and claimed != only:
        raise UsageError(
            f"--out {out}: does not end in {SUFFIXES[only]}; name the file so, or a folder with / at its end."
        )
    return Destination(path)


def _check_name(path: Path) -> None:
    """Check that a file can have this name.

    Raises:
        UsageError: it can't.
    """
    if refused := refused_by_windows(path):
        raise UsageError(f"--out {path}: {refused}. Name another place.")
    try:
        path.is_dir()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can be called so"
        raise UsageError(f"--out {path}: can't be written: {reason.lower()}. Name another place.") from None


def _standard_output(formats: Sequence[str]) -> Destination:
    if len(formats) > 1:
        raise UsageError(
            f"--format {','.join(formats)}: several formats need a folder to go into. Add --out FOLDER/ to the command."
        )
    (only,) = formats
    if only == STAR:
        raise UsageError(f"--format {STAR}: is several files. Add --out FOLDER/ to the command.")
    if only in NOT_TEXT:
        raise UsageError(f"--format {only}: is not text. Add --out FILE{SUFFIXES[only]} to the command.")
    return Destination()
