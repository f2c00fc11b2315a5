"""Lines for people: wrapped to a terminal with their indentation, whole in a pipe; and the signs that they may have."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

NARROWEST = 40
# A blank at which no line may end, until the text is wrapped: the wrapping breaks at every sign that is a space.
HOLD = "\ue000"
MARKED = re.compile(r"[^\s\[]*(?: \[(?:\d+|[a-z])\])+")  # a word and the marks behind it
NARROWEST_CELL = 16  # columns that a count and its change need, with what parts it from the next
P_VALUE = re.compile(r"\(p [<>=] [\d.]+\)")
JOINERS = "\u200c\u200d"  # between letters of one word, as in Persian and in Indian scripts
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
RIGHT_TO_LEFT = re.compile(rf"[{_RTL}](?:[{_RTL}{JOINERS}\s]*[{_RTL}{JOINERS}])?")
LEFT_TO_RIGHT_MARK = "\u200e"


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
        return "".join(f"{' ' * line.indent}{on_one_line(line.text)}".rstrip() + "\n" for line in lines)
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
        head, _, rest = held(line.text).partition(": ")
        text = Text.assemble((head, line.style), f": {rest}" if rest else "")
        console.print(Padding(text, (0, 0, 0, line.indent)))
    return released(stream.getvalue())


def on_one_line(text: str) -> str:
    """Return a text as a terminal may have it: without what moves its cursor or turns its direction."""
    shown = "".join(sign if sign.isprintable() or sign in JOINERS else "?" for sign in text)
    # Without a mark behind it, a name from right to left takes the numbers after it along.
    return RIGHT_TO_LEFT.sub(lambda found: found[0] + LEFT_TO_RIGHT_MARK, shown)


def held(text: str) -> str:
    """Return a text in which no line ends before a mark (`[p]`, `[12]`) or within a p-value, until it is released."""
    shown = P_VALUE.sub(lambda found: found[0].replace(" ", HOLD), on_one_line(text))
    return MARKED.sub(lambda found: _held_marks(found[0]), shown)


def _held_marks(text: str) -> str:
    """Return a word with its marks, as many of them held to it as the narrowest cell has room for."""
    word, *marks = text.split(" ")
    for mark in marks:
        last = word.rpartition(" ")[2]
        word += (HOLD if len(last) + len(mark) < NARROWEST_CELL else " ") + mark
    return word


def released(text: str) -> str:
    """Return wrapped lines with their blanks, without those at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.replace(HOLD, " ").splitlines()) + "\n"
