"""The boundaries that ship: outlines of local authorities of 2024, and of what is made of whole ones.

A border that two authorities share stands once, so that areas made of several have no seams. They are generalised for
small maps, not for placing points.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

from svtool.schema.gazetteer import Authorities, gazetteer

Point = tuple[int, int]  # hectometres (100 m) east and north on the British National Grid
Ring = tuple[Point, ...]
FEWEST_CORNERS = 3


def outlines_of(areas: Mapping[str, Authorities]) -> dict[str, list[Ring]]:
    """Return the rings of each area's outline, in any order: holes are rings too.

    Args:
        areas: the local authorities that each area is made of; one that has no boundary leaves its area out.
    """
    borders = {code: _borders_of().get(code, ()) for authorities in areas.values() for code in authorities}
    return {
        key: _rings([each for code in sorted(authorities) for each in borders[code]])
        for key, authorities in areas.items()
        if authorities and all(borders[code] for code in authorities)
    }


def boundary_licence() -> str:
    """Return what must be said under every map that is drawn of these boundaries."""
    return next(row["licence"] for row in gazetteer().table("sources") if row["table"] == "outlines")


def _rings(borders: Collection[int]) -> list[Ring]:
    """Return closed rings of borders, each walked forwards or, where negative, backwards; inner borders cancel out."""
    walked = set(borders)
    lines = [_walked(each) for each in borders if -each not in walked]
    by_start: dict[Point, list[Ring]] = {}
    for line in lines:
        by_start.setdefault(line[0], []).append(line)
    found = []
    for first in lines:
        if first in by_start[first[0]]:
            ring = _closed(by_start, first)
            if len(set(ring)) >= FEWEST_CORNERS:
                found.append(ring)
    return found


def _closed(by_start: dict[Point, list[Ring]], first: Ring) -> Ring:
    """Return the ring that begins with a line, taking out the lines that it is made of."""
    by_start[first[0]].remove(first)
    ring = list(first)
    while ring[-1] != ring[0]:
        ring += by_start[ring[-1]].pop(0)[1:]
    return tuple(ring[:-1])


def _walked(border: int) -> Ring:
    points = _points_of()[abs(border)]
    return points if border > 0 else points[::-1]


@cache
def _borders_of() -> dict[str, tuple[int, ...]]:
    """Return the borders of each local authority, in order along its rings."""
    rows = gazetteer().table("outlines")
    return {row["local_authority"]: tuple(map(int, row["borders"].split())) for row in rows}


@cache
def _points_of() -> dict[int, Ring]:
    """Return the points of each border: the first as it is, the others as steps from the one before."""
    return {int(row["border"]): _summed(list(map(int, row["points"].split()))) for row in gazetteer().table("borders")}


def _summed(numbers: list[int]) -> Ring:
    x = y = 0
    found = []
    for right, up in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + right, y + up
        found.append((x, y))
    return tuple(found)
