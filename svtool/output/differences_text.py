"""What two definitions do differently, as text: sections under headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.commands.difference_words import Section
from svtool.output.wrapping import Line, lines_as_text

INDENT = 2


def differences_as_text(sections: Sequence[Section], width: int | None = None, colour: bool = False) -> str:
    """Return what two definitions do differently.

    Args:
        sections: the facts.
        width: columns of the terminal; None in a pipe, where every fact is one line.
        colour: whether to emphasise headings.
    """
    return lines_as_text(list(_lines(sections)), width, colour)


def _lines(sections: Sequence[Section]) -> Iterator[Line]:
    for section in sections:
        indent = INDENT if section.heading else 0
        if section.heading:
            yield Line("")
            yield Line(section.heading, style="bold")
        for fact in section.facts:
            yield Line(fact.text, indent)
            yield from (Line(each, indent + INDENT) for each in fact.below)
