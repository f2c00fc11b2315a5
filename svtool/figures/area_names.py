"""What the area of a figure is called, its code, and what it is to the whole that the table is about."""

from __future__ import annotations

from typing import Literal

from svtool.schema.areas import OUTSIDE, AreaSet

AREA_NOT_KNOWN = ""
WHOLE_FILE = "all records"

Place = Literal["whole", "part", "nowhere", "outside"]
PLACES: dict[str | None, Place] = {None: "whole", AREA_NOT_KNOWN: "nowhere", OUTSIDE: "outside"}


def place_of_area(area: str | None) -> Place:
    """Return what an area is to the whole: the whole itself, a part of it, nowhere or outside."""
    return PLACES.get(area, "part")


def code_of_area(areas: AreaSet | None, area: str | None) -> str:
    """Return the code of an area of a set, or of the whole; empty without one."""
    if areas is None:
        return ""
    if area is None:
        return areas.code or ""
    known = areas.by_key.get(area)
    return (known.code or "") if known else ""


def name_of_area(areas: AreaSet | None, area: str | None) -> str:
    """Return what an area of a set is called, or the whole."""
    if areas is None:
        return WHOLE_FILE if area is None else "area not known"
    if area is None:
        return areas.title
    if area == AREA_NOT_KNOWN:
        return "area not known"
    return f"outside {areas.title}" if area == OUTSIDE else areas.by_key[area].name
