"""Text to standard output, in whatever encoding it has."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys

from svtool.errors import OutputError
from svtool.output.replacing import why

PLAIN_SIGNS = {0x2212: "-", 0x2013: "-"}  # minus sign and en dash


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
    except BrokenPipeError:
        discard_output()
    except OSError as error:
        raise OutputError(f"standard output can't be written: {why(error)}. Make room, or use --out FILE.") from None


def discard_output() -> None:
    """Send to nowhere what is still to be written, so that Python does not complain at the end that nobody takes it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
