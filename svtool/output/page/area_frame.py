"""What all pictures of areas share: their width, which a phone shows whole, and what stands above them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from svtool.figures.notes import Note
from svtool.output.svg_marks import WHITE, draw_text, svg_root
from svtool.output.wording.note_words import notes_in_words

WIDTH, LINE = 340, 15  # pixels: of a picture, and from one line of text to the next
LETTERS, SMALL_LETTERS = 54, 60  # that surely fit into the width, and of the smaller text of notices
SMALL = 11


@dataclass(frozen=True)
class Head:
    """What stands above a picture.

    Attributes:
        measure: whose picture it is, which its name says; the heading above it says it to those who see it.
        title: what it shows, in a line.
        notices: what must be said with it wherever it goes, such as that the records are made up.
    """

    measure: str
    title: str
    notices: Sequence[Note] = ()

    @property
    def height(self) -> float:
        """Return how high its lines are, in pixels."""
        return float(LINE * (len(self._warnings) + len(textwrap.wrap(self.title, LETTERS))))

    @property
    def _warnings(self) -> list[str]:
        return textwrap.wrap(" ".join(notes_in_words(self.notices)), SMALL_LETTERS)

    def begin(self, name: str, description: str, height: float) -> Element:
        """Return a picture that has its head, and nothing yet below.

        Args:
            name: begins the ids of its parts.
            description: what it shows, in sentences.
            height: of all, in pixels.
        """
        called = " ".join([*notes_in_words(self.notices), f"{self.measure}: {self.title}"])
        root = svg_root(name, called, description, WIDTH, round(height))
        for number, line in enumerate(self._warnings, 1):
            draw_text(root, 0, LINE * number, line, bold=True, size=SMALL)
        for number, line in enumerate(textwrap.wrap(self.title, LETTERS), 1 + len(self._warnings)):
            draw_text(root, 0, LINE * number, line)
        return root


def clear_text(root: Element) -> Element:
    """Return a group whose texts stand clear of the lines behind them."""
    look = {"paint-order": "stroke", "stroke": WHITE, "stroke-width": "4", "stroke-linejoin": "round"}
    return SubElement(root, "g", look)
