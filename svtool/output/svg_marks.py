"""What charts are drawn of: lines, texts and shapes that differ as well as their colours.

Colours are those of the Analysis Function's palette for charts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

Shape = Literal["circle", "triangle", "down", "square", "diamond", "ring"]

BLUE, ORANGE, TEAL, GREY, PALE, INK, WHITE = (
    "#12436D", "#F46A25", "#28A197", "#3D3D3D", "#E6E6E6", "#0B0C0C", "#FFFFFF",
)  # fmt: skip
TEXT_SIZE = 12  # pixels

# The same on the ground of a dark screen: text at 4.5:1 or more, marks at 3:1.
DARK_OF = {
    BLUE: "#6BACE6", ORANGE: "#F9935F", TEAL: "#3FBDB2", GREY: "#BFC4C8", PALE: "#3B4248", INK: "#F3F2F1",
    WHITE: "#14171A",
}  # fmt: skip
FILLS: dict[Shape, str] = {
    "circle": BLUE, "triangle": ORANGE, "down": TEAL, "square": TEAL, "diamond": GREY, "ring": WHITE,
}  # fmt: skip
RADII: dict[Shape, str] = {"circle": "3", "ring": "4"}
# The first corner, beside the middle of the shape, and the steps from it to the others.
CORNERS: dict[Shape, tuple[int, int, str]] = {
    "triangle": (0, -6, "l6 11h-12z"),
    "down": (0, 6, "l6-11h-12z"),
    "square": (-5, -5, "h10v10h-10z"),
    "diamond": (0, -6, "l6 6-6 6-6-6z"),
}

Spot = tuple[float, float]


def svg_root(name: str, title: str, description: str, width: int, height: int, said_by: str = "") -> Element:
    """Return an empty SVG element that says what it shows to those who do not see it.

    Args:
        name: begins the ids of its parts, so that several may stand on one page.
        title: what it shows, in a line.
        description: what it shows, in sentences.
        width, height: in pixels.
        said_by: the name of another drawing of the same, on the same page, whose title and description say it for
            both; blank where it says them itself.
    """
    says = said_by or name
    root = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "lang": "en-GB",
        "aria-labelledby": f"{says}-title {says}-description",
        "viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height),
        "font-family": "Arial, Helvetica, sans-serif", "font-size": str(TEXT_SIZE), "fill": INK,
    })  # fmt: skip
    if not said_by:
        SubElement(root, "title", {"id": f"{name}-title"}).text = title
        SubElement(root, "desc", {"id": f"{name}-description"}).text = description
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": WHITE})
    return root


def svg_as_text(root: Element) -> str:
    """Return an image as text, an element a line; a page has many, so that no blank is spent on indents."""
    indent(root, space="")
    # No text holds the letters that end an empty element: `>` is written as `&gt;`.
    return tostring(root, encoding="unicode").replace(" />", "/>") + "\n"


def draw_shape(root: Element, shape: Shape, x: float, y: float) -> None:
    """Draw the shape of a point about its middle, in pixels."""
    draw_shapes(root, shape, [(x, y)])


def draw_shapes(root: Element, shape: Shape, spots: Sequence[Spot]) -> None:
    """Draw points of one shape, each about its middle, in pixels."""
    look = {"fill": FILLS[shape], "stroke": BLUE if shape in RADII else INK}
    alone = len(spots) == 1
    parent, own = (root, look) if alone else (SubElement(root, "g", look), {})
    for x, y in spots:
        if shape in RADII:
            SubElement(parent, "circle", {"cx": shown(x), "cy": shown(y), "r": RADII[shape], **own})
        else:
            right, down, steps = CORNERS[shape]
            SubElement(parent, "path", {"d": f"M{shown(x + right)} {shown(y + down)}{steps}", **own})


def draw_dots(root: Element, spots: Sequence[Spot], colour: str, width: int) -> None:
    """Draw many round points: lines without length and with round ends, which take a tenth of circles' letters."""
    near = [(round(10 * x), round(10 * y)) for x, y in spots]
    steps = near[:1] + [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(near)]
    drawn = "M" + "m".join(f"{_tenths(x)} {_tenths(y)}h0" for x, y in steps)
    look = {"d": drawn, "stroke": colour, "stroke-width": str(width), "stroke-linecap": "round"}
    SubElement(root, "path", look)


def _tenths(number: int) -> str:
    """Return a number of tenths of a pixel as short as a path may have it: -.5"""
    whole, rest = divmod(abs(number), 10)
    return f"{'-' if number < 0 else ''}{whole or ('' if rest else 0)}{f'.{rest}' if rest else ''}"


def draw_line(root: Element, start: Spot, end: Spot, colour: str, dashes: str = "", width: int = 1) -> None:
    """Draw a line between two places, in pixels."""
    draw_lines(root, [(start, end)], colour, dashes, width)


def draw_lines(root: Element, ends: Iterable[tuple[Spot, Spot]], colour: str, dashes: str = "", width: int = 1) -> None:
    """Draw lines of one look, each between two places, in pixels; nothing where there are none."""
    drawn = "".join(_line(start, end) for start, end in ends)
    if not drawn:
        return
    look = {
        "d": drawn,
        "stroke": colour,
        **({"stroke-width": str(width)} if width != 1 else {}),
        **({"stroke-dasharray": dashes} if dashes else {}),
    }
    SubElement(root, "path", look)


def _line(start: Spot, end: Spot) -> str:
    (x1, y1), (x2, y2) = ((shown(x), shown(y)) for x, y in (start, end))
    way = f"H{x2}" if y1 == y2 else f"V{y2}" if x1 == x2 else f"L{x2} {y2}"
    return f"M{x1} {y1}{way}"


def draw_text(
    root: Element, x: float, y: float, text: str, anchor: str = "start", size: int = TEXT_SIZE, bold: bool = False
) -> None:
    """Write a text that begins, ends or has its middle at a place, in pixels."""
    look = {
        "x": shown(x),
        "y": shown(y),
        **({"text-anchor": anchor} if anchor != "start" else {}),
        **({"font-size": str(size)} if size != TEXT_SIZE else {}),
        **({"font-weight": "bold"} if bold else {}),
    }
    SubElement(root, "text", look).text = text


def text_group(root: Element, anchor: str = "start", size: int = TEXT_SIZE) -> Element:
    """Return a group whose texts are written like that without each saying so, by `draw_text` as it stands."""
    look = {"text-anchor": anchor, **({"font-size": str(size)} if size != TEXT_SIZE else {})}
    return SubElement(root, "g", look)


def shown(number: float) -> str:
    """Return a number of pixels as it is written: to a tenth."""
    return f"{number:.1f}".removesuffix(".0")
