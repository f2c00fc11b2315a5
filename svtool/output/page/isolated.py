"""Names from right to left on a page: each stands by itself, so that the words and numbers around it stay in order."""

from __future__ import annotations

from html import escape

from svtool.output.wrapping import RIGHT_TO_LEFT


class Isolated(str):
    """A text that is written into a page as it is: escaped already, with its runs from right to left isolated."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as it is."""
        return str(self)


def isolated(text: str) -> str:
    """Return a text whose runs from right to left are isolated; markup, and a text without any, as it is."""
    if hasattr(text, "__html__") or not RIGHT_TO_LEFT.search(text):
        return text
    return Isolated(RIGHT_TO_LEFT.sub(lambda run: f"<bdi>{run[0]}</bdi>", escape(text)))
