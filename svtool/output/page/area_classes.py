"""What a picture of areas tells apart: by a word, a shape and a shade each, never by a colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from svtool.figures.against import Against
from svtool.figures.change_verdict import BETTER, CHANGED, NO_CLEAR_CHANGE, WORSE
from svtool.figures.contract import NOT_AVAILABLE, STATUSES, SUPPRESSED, Figure
from svtool.output.page.grid import mark
from svtool.output.svg_marks import Shape
from svtool.output.wording.number_words import show_rate, signed_per_cent
from svtool.statistics.rounding import round_half_away

Shade = Literal["dark", "pale", "light", "hatched"]
TENTHS_BELOW = 10  # rates under it are written with one decimal in a picture


@dataclass(frozen=True)
class AreaClass:
    """What areas of one kind have in common.

    Attributes:
        words: what is said of them.
        sign: the shape as a character, for figures in a map; empty without one.
        shape: of their point.
        shade: of their place on a map.
    """

    words: str
    sign: str
    shape: Shape
    shade: Shade


HIGHER = AreaClass("higher than all areas together", "\N{BLACK UP-POINTING TRIANGLE}", "triangle", "dark")
ALIKE = AreaClass("no clear difference", "", "circle", "pale")
LOWER = AreaClass("lower than all areas together", "\N{BLACK DOWN-POINTING TRIANGLE}", "down", "light")
NOT_COMPARED = AreaClass("not set against all areas together", "", "circle", "pale")
OF_VERDICT = {
    WORSE: AreaClass(WORSE, "\N{BLACK UP-POINTING TRIANGLE}", "triangle", "dark"),
    CHANGED: AreaClass(CHANGED, "\N{BLACK DIAMOND}", "diamond", "dark"),
    NO_CLEAR_CHANGE: AreaClass(NO_CLEAR_CHANGE, "\N{BLACK CIRCLE}", "circle", "pale"),
    BETTER: AreaClass(BETTER, "\N{BLACK SQUARE}", "square", "light"),
}


@dataclass(frozen=True)
class ClassedArea:
    """An area as a picture shows it.

    Attributes:
        figure: its figure.
        kind: what it is told apart as.
        label: the sign and the number that stand in it; what it is instead where there is none.
    """

    figure: Figure
    kind: AreaClass
    label: str

    @property
    def number(self) -> str:
        """Return its label without the sign, for a place with little room."""
        return self.label.removeprefix(self.kind.sign).strip()


def by_rate(figure: Figure) -> ClassedArea:
    """Return an area by how its rate differs from that of all areas together."""
    rate = figure.rate
    if rate is None or rate.rate is None:
        status = rate.rate_status if rate else ""
        return ClassedArea(figure, _without(status), mark(status or NOT_AVAILABLE))
    against = rate.rate_against_whole
    kind = NOT_COMPARED if against is None else {"higher": HIGHER, "lower": LOWER}.get(against.direction or "", ALIKE)
    return ClassedArea(figure, kind, f"{kind.sign} {short_rate(rate.rate)}".strip())


def by_verdict(figure: Figure, found: Against) -> ClassedArea:
    """Return an area by the verdict on its change."""
    kind = OF_VERDICT.get(found.verdict)
    if kind is None:
        status = found.status or figure.status
        hidden = status == SUPPRESSED or not found.verdict
        return ClassedArea(figure, _without(status) if hidden else _no_verdict(found.verdict), mark(status))
    per_cent = f" {signed_per_cent(found.per_cent)}" if found.per_cent is not None else ""
    return ClassedArea(figure, kind, f"{kind.sign}{per_cent}")


def kinds_of(areas: Iterable[ClassedArea]) -> dict[AreaClass, list[str]]:
    """Return the classes that there are, each with the names of its areas, those that say most first."""
    shades: tuple[Shade, ...] = ("dark", "light", "pale", "hatched")
    found: dict[AreaClass, list[str]] = {}
    for area in sorted(areas, key=lambda area: shades.index(area.kind.shade)):
        found.setdefault(area.kind, []).append(area.figure.area)
    return found


def short_rate(rate: float) -> str:
    """Return a rate as a place on a map has room for it."""
    if rate >= TENTHS_BELOW:
        return f"{int(round_half_away(rate)):,}"
    return show_rate(rate).replace("less than ", "<")


def _without(status: str) -> AreaClass:
    return AreaClass(STATUSES.get(status, STATUSES[NOT_AVAILABLE]), "", "ring", "hatched")


def _no_verdict(words: str) -> AreaClass:
    return AreaClass(words, "", "ring", "hatched")
