"""Results to standard output or to a file that is replaced whole, or not at all."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from svtool.errors import UsageError

PLAIN_SIGNS = {0x2212: "-", 0x2013: "-"}  # minus sign and en dash


def write_text(text: str, out: Path | None) -> None:
    """Write a result as UTF-8 with plain line ends.

    Raises:
        UsageError: the file can't be written.
    """
    if out is None:
        _to_standard_output(text)
        return
    with replacing(out) as stream:
        stream.write(text.encode("utf-8"))


def write_files(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write the files of one run: all are whole before the first takes its place, in the order of their names here.

    Raises:
        UsageError: a file can't be written; those that did not take their place yet never do.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for out, content in files:
            with _saying(out), _open_beside(out) as stream:
                staged.append((Path(stream.name), out))
                stream.write(content)
        for temporary, out in staged:
            with _saying(out):
                _put_in_place(temporary, out)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def write_texts(texts: Mapping[Path, str]) -> None:
    """Write texts into their files, making the folders that lack.

    Raises:
        UsageError: one can't be written.
    """
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(text, path)


def make_folder(folder: Path) -> None:
    """Make a folder for results, if it is not there.

    Raises:
        UsageError: it can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "it can't be made").lower()
        raise UsageError(f"--out {folder}: can't be made: {reason}. Name another folder.") from None


@contextlib.contextmanager
def replacing(out: Path, option: str = "--out") -> Iterator[IO[bytes]]:
    """Open a file beside `out` that takes its place when the block ends well, and is gone when it does not.

    Args:
        out: the file.
        option: the option that names it.

    Raises:
        UsageError: the file can't be written.
    """
    with _saying(out, option), _open_beside(out) as stream:
        temporary = Path(stream.name)
        try:
            yield stream
            stream.close()
            _put_in_place(temporary, out)
        except BaseException:
            stream.close()
            temporary.unlink(missing_ok=True)
            raise


def _open_beside(out: Path) -> IO[bytes]:
    return tempfile.NamedTemporaryFile("wb", dir=out.parent, prefix=f".{out.name}.", delete=False)


def _put_in_place(temporary: Path, out: Path) -> None:
    temporary.chmod(0o644)
    os.replace(temporary, out)  # noqa: PTH105 (Path.replace is the same call)


@contextlib.contextmanager
def _saying(out: Path, option: str = "--out") -> Iterator[None]:
    """Say in a sentence why a file can't be written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "it can't be written").lower()
        raise UsageError(
            f"{option} {out}: can't be written: {reason}. Check the folder, or close the file in Excel and run again."
        ) from None


def encode_for(text: str, encoding: str) -> bytes:
    """Return the text in a console's encoding; signs that it lacks become plain ones, never a question mark."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN_SIGNS).encode(encoding, errors="replace")


def write_plain_signs_on_consoles() -> None:
    """Let standard output and error write what their encoding has, and plain signs for what it lacks.

    A console in Windows-1252 has no true minus sign; without this, printing one ends the command.
    """
    codecs.register_error("svtool_plain", _plain_sign)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="svtool_plain")


def _plain_sign(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN_SIGNS.get(ord(sign), "?") for sign in lacking), error.end


def _to_standard_output(text: str) -> None:
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
        return
    encoding = (sys.stdout.encoding or "utf-8") if sys.stdout.isatty() else "utf-8"
    buffer.write(encode_for(text, encoding))
    buffer.flush()
