"""Where areas stand in a picture: outlines in a frame, with a place for a figure in each, or tiles of one size."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from svtool.output.page.area_frame import WIDTH

HIGHEST, MARGIN = 330, 2  # pixels
LINES_TRIED = 15  # across an area, in search of the widest place in it
TILE_HEIGHT, MOST_COLUMNS, TILE_GAP = 58, 4, 4

Pixel = tuple[float, float]
Ring = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Room:
    """A place for text in an area.

    Attributes:
        x, y: its middle.
        width: how wide it is there, over the height that was asked for.
    """

    x: float
    y: float
    width: float


@dataclass(frozen=True)
class AreaShape:
    """An area in a frame.

    Attributes:
        path: its outline, as SVG writes it.
        one_line, two_lines: where a line of text fits best, and where two do.
    """

    path: str
    one_line: Room
    two_lines: Room


@dataclass(frozen=True)
class Drawn:
    """All areas in a frame.

    Attributes:
        shapes: by the names of the areas.
        height: of the frame, in pixels.
        is_map: whether they are outlines; else tiles.
    """

    shapes: Mapping[str, AreaShape]
    height: float
    is_map: bool


def shapes_of(outlines: Mapping[str, Sequence[Ring]], names: Sequence[str]) -> Drawn:
    """Return areas as a map where each has an outline, else as tiles in the order of the names."""
    if names and all(outlines.get(name) for name in names):
        return _mapped({name: outlines[name] for name in names})
    return _tiled(names)


def _mapped(outlines: Mapping[str, Sequence[Ring]]) -> Drawn:
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    wide, high = WIDTH - 2 * MARGIN, HIGHEST - 2 * MARGIN
    size = min(wide / max(east - west, 1), high / max(north - south, 1))
    left = MARGIN + (wide - size * (east - west)) / 2

    def placed(ring: Ring) -> list[Pixel]:
        return _thinned([(left + size * (x - west), MARGIN + size * (north - y)) for x, y in ring])

    found = {name: _shape([placed(ring) for ring in rings]) for name, rings in outlines.items()}
    return Drawn(found, size * (north - south) + 2 * MARGIN, True)


def _thinned(points: Sequence[Pixel]) -> list[Pixel]:
    """Return points to half a pixel, each once where several fall together: neighbours keep the same border."""
    near = [(round(2 * x) / 2, round(2 * y) / 2) for x, y in points]
    return [point for place, point in enumerate(near) if point != near[place - 1]] or near[:1]


def _shape(rings: Sequence[Sequence[Pixel]]) -> AreaShape:
    return AreaShape(" ".join(map(_path, rings)), _room(rings, 12), _room(rings, 26))


def _path(ring: Sequence[Pixel]) -> str:
    """Return a closed line in steps of half a pixel; who draws it halves them."""
    doubled = [(round(2 * x), round(2 * y)) for x, y in ring]
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(doubled)]
    return f"M{doubled[0][0]} {doubled[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"


def _room(rings: Sequence[Sequence[Pixel]], height: float) -> Room:
    """Return the widest place of a height within an outline, as far as it is found along some lines across it."""
    ys = [y for ring in rings for _, y in ring]
    top, bottom = min(ys), max(ys)
    tried = [top + (bottom - top) * (step + 0.5) / LINES_TRIED for step in range(LINES_TRIED)]
    rooms = [Room((left + right) / 2, y, right - left) for y in tried for left, right in _free(rings, y, height)]
    return max(rooms, key=lambda room: (round(room.width), -abs(room.y - (top + bottom) / 2)), default=Room(0, 0, 0))


def _free(rings: Sequence[Sequence[Pixel]], y: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield from where to where a band of a height lies inside an outline."""
    bands = [_inside(rings, each) for each in (y - height / 2, y, y + height / 2)]
    for first in bands[0]:
        for second in bands[1]:
            for third in bands[2]:
                left, right = max(first[0], second[0], third[0]), min(first[1], second[1], third[1])
                if left < right:
                    yield left, right


def _inside(rings: Sequence[Sequence[Pixel]], y: float) -> list[tuple[float, float]]:
    """Return from where to where a line across lies inside an outline."""
    crossed = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y1 <= y) != (y2 <= y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))


def _tiled(names: Sequence[str]) -> Drawn:
    columns = min(MOST_COLUMNS, max(math.ceil(math.sqrt(len(names))), 1))
    wide = (WIDTH - 2 * MARGIN - TILE_GAP * (columns - 1)) / columns
    found = {}
    for place, name in enumerate(names):
        left = MARGIN + place % columns * (wide + TILE_GAP)
        top = MARGIN + place // columns * (TILE_HEIGHT + TILE_GAP)
        corners = [(left, top), (left + wide, top), (left + wide, top + TILE_HEIGHT), (left, top + TILE_HEIGHT)]
        middle = Room(left + wide / 2, top + TILE_HEIGHT / 2, wide)
        found[name] = AreaShape(_path(corners), middle, middle)
    return Drawn(found, math.ceil(len(names) / columns) * (TILE_HEIGHT + TILE_GAP) + MARGIN, False)
