"""The two icons of a measure's months: how its latest month lies, and whether its target would be met.

They mean what those of Making Data Count mean, H and L for higher and lower, P and F for a target that is passed and
failed; they are drawn by letter and line as well as by colour, and say nothing that the words beside them don't.
"""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from svtool.commands.trend.series_points import Answer, Summary, Variation
from svtool.output.page.grid import Picture
from svtool.output.svg_marks import BLUE, GREY, INK, ORANGE, WHITE, draw_line, draw_text, shown

SIZE = 36  # pixels
MIDDLE, RADIUS = SIZE / 2, 16
COLOURS: dict[Variation, str] = {
    "improvement": BLUE, "concern": ORANGE, "neutral": INK, "recording": GREY, "usual": GREY, "few": GREY,
}  # fmt: skip
DASHED: tuple[Variation, ...] = ("recording", "few")  # nothing is certain of it
RISE, FALL, LEVEL = (24.0, 21.0, 16.0, 11.0), (11.0, 16.0, 21.0, 24.0), (20.0, 15.0, 21.0, 16.0)
HEIGHTS = {"more": RISE, "fewer": FALL, "": LEVEL}
LETTERS = {"more": "H", "fewer": "L"}
ANSWERS: dict[Answer, tuple[str, str]] = {
    "consistent_pass": ("P", BLUE), "consistent_fail": ("F", ORANGE), "inconsistent": ("?", GREY), "open": ("…", GREY),
}  # fmt: skip


def variation_icon(summary: Summary) -> Picture:
    """Return the icon of how the latest point lies: higher or lower than usual, or within it."""
    root = _circle(COLOURS[summary.variation], summary.variation in DASHED)
    letter = LETTERS.get(summary.ways, "")
    spots = [(8 + place * (6 if letter else 6.6), height) for place, height in enumerate(HEIGHTS[summary.ways])]
    for start, end in pairwise(spots):
        draw_line(root, start, end, GREY)
    for x, y in spots:
        SubElement(root, "circle", {"cx": shown(x), "cy": shown(y), "r": "2", "fill": COLOURS[summary.variation]})
    if letter:
        draw_text(root, 24, 17 if summary.ways == "fewer" else 28, letter, size=11, bold=True)
    return Picture(tostring(root, encoding="unicode"))


def assurance_icon(answer: Answer) -> Picture:
    """Return the icon of whether a target would be met in every month, in none, or in some."""
    letter, colour = ANSWERS[answer]
    root = _circle(colour, answer == "open")
    draw_text(root, MIDDLE, MIDDLE + 6, letter, anchor="middle", size=17, bold=True)
    return Picture(tostring(root, encoding="unicode"))


def _circle(colour: str, is_dashed: bool) -> Element:
    """Return an empty icon, which a screen reader passes over: the words stand beside it."""
    look = {"viewBox": f"0 0 {SIZE} {SIZE}", "width": str(SIZE), "height": str(SIZE), "fill": INK}
    root = Element(
        "svg", {"class": "icon", "aria-hidden": "true", "font-family": "Arial, Helvetica, sans-serif", **look}
    )
    ring = {"cx": shown(MIDDLE), "cy": shown(MIDDLE), "r": str(RADIUS), "fill": WHITE, "stroke": colour}
    dashes = {"stroke-dasharray": "4 3"} if is_dashed else {}
    SubElement(root, "circle", {**ring, "stroke-width": "2.5", **dashes})
    return root
