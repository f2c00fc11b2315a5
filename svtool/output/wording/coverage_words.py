"""Who lacks which days, in words."""

from __future__ import annotations

from svtool.dates import name_spans
from svtool.figures.contract import Figure


def lacking_words(figure: Figure) -> str:
    """Return the parts of a figure's source that lack days of its period, and which: `Wirral: Jul to Dec 2019`."""
    return "; ".join(f"{each.part.title or figure.source}: {name_spans(each.spans)}" for each in figure.lacking)
