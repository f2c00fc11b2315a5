"""A small map of areas, or tiles where there are no boundaries: each told apart by a shade, a sign and its figure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from svtool.figures.notes import Note
from svtool.output.page.area_classes import AreaClass, ClassedArea, Shade, kinds_of
from svtool.output.page.area_frame import LINE, SMALL, Head
from svtool.output.page.area_shapes import TILE_HEIGHT, AreaShape, Drawn
from svtool.output.svg_marks import BLUE, GREY, INK, PALE, WHITE, draw_text, shown, svg_as_text, text_group

LETTER, IN_A_TILE = 6.0, 5.7  # pixels of a letter of the text in an area, on the wide side; a tile has straight sides
MOST_TILE_LINES = 3
HATCH_STEP = 6
GROUND: dict[Shade, str] = {"dark": BLUE, "pale": PALE, "light": WHITE}
TEXT: dict[Shade, str] = {"dark": WHITE, "pale": INK, "light": INK, "hatched": INK}


def outlines_as_svg(drawn: Drawn) -> str:
    """Return an image of no size that holds the outlines of all areas, which the maps of a page share.

    They are most of a map's letters, and the same in each.
    """
    look = {"xmlns": "http://www.w3.org/2000/svg", "class": "outlines", "aria-hidden": "true"}
    root = Element("svg", {**look, "width": "0", "height": "0"})
    held = SubElement(root, "defs")
    for name, shape in drawn.shapes.items():
        SubElement(held, "path", {"id": _outline(name, drawn), "d": shape.path, "fill-rule": "evenodd"})
    return svg_as_text(root)


def _outline(name: str, drawn: Drawn) -> str:
    """Return the id of an area's outline, which no name of an area can break."""
    return f"outline-{list(drawn.shapes).index(name) + 1}"


def map_as_svg(
    title: str,
    areas: Sequence[ClassedArea],
    drawn: Drawn,
    name: str,
    notices: Sequence[Note] = (),
    shares_outlines: bool = False,
) -> str:
    """Return the picture as an SVG element.

    Args:
        title: what it shows, in a line.
        areas: in the order of the set.
        drawn: their outlines or tiles.
        name: begins the ids of its parts.
        notices: what must be said with it wherever it goes, such as that the records are made up.
        shares_outlines: whether it stands on a page that holds the outlines once for all its maps.
    """
    kinds = kinds_of(areas)
    head = Head(areas[0].figure.measure, title, notices)
    top = 10.0 + head.height
    bottom = top + drawn.height + 6
    said = " ".join(f"{kind.words[0].upper()}{kind.words[1:]}: {', '.join(names)}." for kind, names in kinds.items())
    root = head.begin(name, said, bottom + LINE * len(kinds) + 8)
    if any(kind.shade == "hatched" for kind in kinds):
        _define_hatch(root, name)
    place = SubElement(root, "g", {"transform": f"translate(0 {shown(top)})"})
    outlines = SubElement(place, "g", {"transform": "scale(.5)", "stroke": INK, "stroke-width": "2"})
    for area in areas:
        _draw_outline(outlines, area, drawn, _fill(area.kind, name), shares_outlines)
    texts = text_group(place, "middle", SMALL)
    for area in areas:
        _write_in(texts, area, drawn.shapes[area.figure.area], drawn.is_map)
    for number, kind in enumerate(kinds):
        _draw_key(root, kind, name, bottom + LINE * number)
    return svg_as_text(root)


def _draw_outline(root: Element, area: ClassedArea, drawn: Drawn, fill: str, is_shared: bool) -> None:
    name = area.figure.area
    if is_shared:
        SubElement(root, "use", {"href": f"#{_outline(name, drawn)}", "fill": fill})
    else:
        SubElement(root, "path", {"d": drawn.shapes[name].path, "fill-rule": "evenodd", "fill": fill})


def unlabelled(areas: Sequence[ClassedArea], drawn: Drawn) -> list[str]:
    """Return the areas that are too small for their figure."""
    return [area.figure.area for area in areas if not _fits(area.number, drawn.shapes[area.figure.area].one_line.width)]


def _fill(kind: AreaClass, name: str) -> str:
    return GROUND.get(kind.shade, f"url(#{name}-hatch)")


def _define_hatch(root: Element, name: str) -> None:
    size = str(HATCH_STEP)
    look = {"id": f"{name}-hatch", "width": size, "height": size, "patternUnits": "userSpaceOnUse"}
    pattern = SubElement(SubElement(root, "defs"), "pattern", look | {"patternTransform": "rotate(45)"})
    SubElement(pattern, "rect", {"width": size, "height": size, "fill": WHITE})
    SubElement(pattern, "rect", {"width": "2", "height": size, "fill": GREY})


def _write_in(place: Element, area: ClassedArea, shape: AreaShape, is_map: bool) -> None:
    """Write an area's name and figure where they fit; in a hatched one on ground of its own."""
    texts = SubElement(place, "g", {"fill": TEXT[area.kind.shade]})
    lines, room = [area.label], shape.one_line
    if not is_map:
        wide = int(room.width / IN_A_TILE)
        lines = [*_tile_lines(area.figure.area, wide), area.label]
    elif _fits(area.figure.area, shape.two_lines.width) and _fits(area.label, shape.two_lines.width):
        lines, room = [area.figure.area, area.label], shape.two_lines
    elif not _fits(area.label, room.width):
        lines = [area.number] if _fits(area.number, room.width) else []
    lines = [line for line in lines if line]
    first = room.y + 4 - (len(lines) - 1) * 6.5
    for number, line in enumerate(lines):
        if area.kind.shade == "hatched":
            _clear(texts, room.x, first + 13 * number, len(line))
        draw_text(texts, room.x, first + 13 * number, line, bold=number == len(lines) - 1)


def _clear(root: Element, x: float, y: float, letters: int) -> None:
    wide = LETTER * letters + 2
    SubElement(
        root,
        "rect",
        {"x": shown(x - wide / 2), "y": shown(y - 10), "width": shown(wide), "height": "13", "fill": WHITE},
    )


def _tile_lines(name: str, letters: int) -> list[str]:
    return textwrap.wrap(name, letters, max_lines=min(MOST_TILE_LINES, TILE_HEIGHT // 13 - 1), placeholder=" …")


def _fits(text: str, width: float) -> bool:
    return LETTER * len(text) <= width


def _draw_key(root: Element, kind: AreaClass, name: str, top: float) -> None:
    look = {"x": "1", "y": shown(top), "width": "16", "height": "11", "fill": _fill(kind, name), "stroke": INK}
    SubElement(root, "rect", look)
    draw_text(root, 24, top + 10, f"{kind.sign} {kind.words}".strip())
