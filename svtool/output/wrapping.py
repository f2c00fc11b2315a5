"""Lines for people: wrapped to a terminal with their indentation, whole in a pipe."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

NARROWEST = 40


@dataclass(frozen=True)
class Line:
    """A fact, how far it is indented, and how it is emphasised on a terminal with colours."""

    text: str
    indent: int = 0
    style: str = ""


def lines_as_text(lines: Sequence[Line], width: int | None, colour: bool = False) -> str:
    """Return lines as text.

    Args:
        lines: the facts.
        width: columns of the terminal; None in a pipe, where every fact is one line.
        colour: whether to emphasise.
    """
    if width is None:
        return "".join(f"{' ' * line.indent}{_printable(line.text)}".rstrip() + "\n" for line in lines)
    from rich.console import Console  # noqa: PLC0415 (a job at night does not wait for it)
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(width, NARROWEST),
        force_terminal=colour,
        no_color=not colour,
        highlight=False,
        legacy_windows=False,
        color_system="standard" if colour else None,
    )
    for line in lines:
        head, _, rest = _printable(line.text).partition(": ")
        text = Text.assemble((head, line.style), f": {rest}" if rest else "")
        console.print(Padding(text, (0, 0, 0, line.indent)))
    return "\n".join(each.rstrip() for each in stream.getvalue().splitlines()) + "\n"


def _printable(text: str) -> str:
    """Return a text without control characters: a column's name may hold what moves a terminal's cursor."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
