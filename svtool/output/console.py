"""Text to standard output, in whatever encoding it has."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import sys
from unicodedata import normalize

from svtool.errors import OutputError
from svtool.output.replacing import why
from svtool.schema.running_system import WINDOWS

PLAIN = "svtool_plain"
PLAIN_SIGNS = {
    "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-",
    "…": "...", "→": "->", "≥": ">=", "≤": "<=", "≈": "~", "×": "x", "·": "-", "•": "-", "£": "GBP ",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip


def print_text(text: str) -> None:
    """Write a text to standard output; where its reader went away, which is its right, the command goes on.

    Raises:
        OutputError: it can't be written, as on a full disk.
    """
    try:
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(text)
            return
        encoding = (sys.stdout.encoding or "utf-8") if sys.stdout.isatty() else "utf-8"
        buffer.write(encode_for(text, encoding))
        buffer.flush()
    except OSError as error:
        if is_reader_gone(error):
            discard_output()
            return
        raise OutputError(f"standard output can't be written: {why(error)}. Make room, or use --out FILE.") from None


def is_reader_gone(error: BaseException) -> bool:
    """Return whether nobody takes any more what goes to a pipe; Windows calls that an invalid argument, of no file."""
    is_invalid = WINDOWS and isinstance(error, OSError) and error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError) or is_invalid


def understands_colours() -> bool:
    """Return whether a terminal knows the codes of colours; older consoles of Windows print them."""
    told_of = ("WT_SESSION", "TERM_PROGRAM", "ANSICON", "ConEmuANSI")
    return not WINDOWS or any(os.environ.get(name) for name in told_of)


def discard_output() -> None:
    """Send to nowhere what is still to be written, so that Python does not complain at the end that nobody takes it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def encode_for(text: str, encoding: str) -> bytes:
    """Return the text in a console's encoding; signs that it lacks become plain ones, letters their plain letters."""
    return text.encode(encoding, errors=PLAIN)


def write_plain_signs_on_consoles() -> None:
    """Let standard output and error write what their encoding has, and plain signs for what it lacks.

    A console in Windows-1252 has no true minus sign; without this, printing one ends the command.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=PLAIN)


def _plain_sign(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_plain, lacking)), error.end


def _plain(sign: str) -> str:
    """Return a sign in ASCII: a letter without its accent, and a question mark for what has no like."""
    found = PLAIN_SIGNS.get(sign) or normalize("NFKD", sign)[0]
    return found if found.isascii() else "?"


codecs.register_error(PLAIN, _plain_sign)
