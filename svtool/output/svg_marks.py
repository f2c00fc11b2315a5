"""What charts are drawn of: lines, texts and shapes that differ as well as their colours.

Colours are those of the Analysis Function's palette for charts.
"""

from __future__ import annotations

from typing import Literal
from xml.etree.ElementTree import Element, SubElement

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


def svg_root(name: str, title: str, description: str, width: int, height: int) -> Element:
    """Return an empty SVG element that says what it shows to those who do not see it.

    Args:
        name: begins the ids of its parts, so that several may stand on one page.
        title: what it shows, in a line.
        description: what it shows, in sentences.
        width, height: in pixels.
    """
    root = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "lang": "en-GB",
        "aria-labelledby": f"{name}-title {name}-description",
        "viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height),
        "font-family": "Arial, Helvetica, sans-serif", "font-size": str(TEXT_SIZE), "fill": INK,
    })  # fmt: skip
    SubElement(root, "title", {"id": f"{name}-title"}).text = title
    SubElement(root, "desc", {"id": f"{name}-description"}).text = description
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": WHITE})
    return root


def draw_shape(root: Element, shape: Shape, x: float, y: float) -> None:
    """Draw the shape of a point about its middle, in pixels."""
    look = {"fill": FILLS[shape], "stroke": BLUE if shape in ("circle", "ring") else INK, "stroke-width": "1"}
    if shape in ("circle", "ring"):
        radius = "3" if shape == "circle" else "4"
        SubElement(root, "circle", {"cx": shown(x), "cy": shown(y), "r": radius, **look})
        return
    corners = {
        "triangle": ((0, -6), (6, 5), (-6, 5)),
        "down": ((0, 6), (6, -5), (-6, -5)),
        "square": ((-5, -5), (5, -5), (5, 5), (-5, 5)),
        "diamond": ((0, -6), (6, 0), (0, 6), (-6, 0)),
    }[shape]
    SubElement(root, "polygon", {"points": " ".join(f"{shown(x + dx)},{shown(y + dy)}" for dx, dy in corners), **look})


def draw_line(
    root: Element, start: tuple[float, float], end: tuple[float, float], colour: str, dashes: str = "", width: int = 1
) -> None:
    """Draw a line between two places, in pixels."""
    ends = {"x1": shown(start[0]), "y1": shown(start[1]), "x2": shown(end[0]), "y2": shown(end[1])}
    SubElement(
        root,
        "line",
        {
            **ends,
            "stroke": colour,
            **({"stroke-width": str(width)} if width != 1 else {}),
            **({"stroke-dasharray": dashes} if dashes else {}),
        },
    )


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


def shown(number: float) -> str:
    """Return a number of pixels as it is written: to a tenth."""
    return f"{number:.1f}".removesuffix(".0")
