"""Areas: a whole and its parts, found by name, alias, ONS code or LSOA."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from svtool.errors import InvalidFileError
from svtool.schema.area_lookups import Lookup, as_areas, read_lookup
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.gazetteer import (
    Authorities,
    codes_of_run,
    elsewhere_than,
    gazetteer,
    is_abroad,
    is_code,
    is_lsoa,
)
from svtool.schema.place_names import PlaceNames, shared_names
from svtool.schema.text_yaml import Document

INSIDE = "inside"  # inside the whole, part not known
OUTSIDE = "outside"
Vintage = Literal["2011", "2021"]


class Area(Entry):
    """A part of the whole.

    Attributes:
        name: its name.
        code: its ONS code.
        aliases: other names and former codes.
        csp_code: the code of its Community Safety Partnership.
        csp_name: the name of its Community Safety Partnership.
        lsoas: codes of its LSOAs; `E01006412-E01006467` is a run of them.
        note: what else there is to know.
    """

    noun: ClassVar[str] = "an area"
    name: str
    code: str | None = None
    aliases: tuple[str, ...] = ()
    csp_code: str | None = None
    csp_name: str | None = None
    lsoas: tuple[str, ...] = ()
    note: str | None = None

    @property
    def key(self) -> str:
        """Return the area's code, or its name where no source gives a code."""
        return self.code or self.name


class AreaSet(Entry):
    """A whole area and its parts.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: the name of the whole.
        code: the ONS code of the whole.
        aliases: other names of the whole.
        parts: what the parts are called, such as `local authorities`.
        about: what else there is to know.
        source: where the codes come from.
        sources: where the facts in it come from.
        assumption: what of it nobody has confirmed.
        vintage: the census whose LSOAs the parts are made of, where they do not show it: `2011` or `2021`.
        areas: the parts.
        lookup: a CSV that says in which part each place lies, in place of `areas`.
    """

    noun: ClassVar[str] = "a set of areas"
    id: str
    title: str
    code: str | None = None
    aliases: tuple[str, ...] = ()
    parts: str = "areas"
    about: str | None = None
    source: str | None = None
    sources: dict[str, str] = Field(default_factory=dict)
    assumption: str | None = None
    vintage: Vintage | None = None
    areas: tuple[Area, ...] = ()
    lookup: Lookup | None = None

    @cached_property
    def _own(self) -> PlaceNames[str]:
        return PlaceNames(
            (name, area.key) for area in self.areas for name in (area.name, area.code, *area.aliases) if name
        )

    @cached_property
    def _wider(self) -> PlaceNames[str]:
        """Return the names of the whole and of partnerships, which may span several of the areas."""
        whole = [(name, INSIDE) for name in (self.title, self.code or self.title, *self.aliases)]
        partnerships = [(name, area.key) for area in self.areas for name in (area.csp_code, area.csp_name) if name]
        return PlaceNames([*whole, *partnerships])

    @cached_property
    def _by_lsoa(self) -> dict[str, str]:
        return {code: area.key for area in self.areas for run in area.lsoas for code in codes_of_run(run)}

    @cached_property
    def _authorities(self) -> Authorities | None:
        """Return the local authorities that the whole lies in; None where that is not known of all of it."""
        named = [self.code] if self.code else [self.title, *self.aliases]
        whole = next((found for name in named if (found := gazetteer().covered_by(name))), frozenset())
        of_areas = [_touched_by(area) for area in self.areas]
        if len(whole) != 1 and not all(of_areas):
            return None
        return frozenset().union(*of_areas, *(whole if len(whole) == 1 else ()))

    @cached_property
    def whole_areas(self) -> dict[str, Authorities]:
        """Return by key the local authorities of each area that is made of whole ones."""
        found = {
            area.key: touched
            for area in self.areas
            if (gazetteer().is_whole(area.code or "") or not (area.code or area.lsoas))
            if (touched := _touched_by(area))
        }
        # Several partnerships of one merged authority are parts of it, each with the authority as its nearest whole.
        times = Counter(code for authorities in found.values() for code in authorities)
        return {key: authorities for key, authorities in found.items() if all(times[each] == 1 for each in authorities)}

    def locate(self, text: str) -> str | None:
        """Return the key of the part, INSIDE, OUTSIDE, or None when the text does not say where.

        What an area calls itself goes before what its whole, its partnerships and other places are called. A place of
        England or Wales that is none of the area is certainly elsewhere. A code that no list has, and a name in no
        list, may be a misspelling, so they stay not known.
        """
        for names in (self._own, self._wider):
            if places := names.of(text):
                return next(iter(places)) if len(places) == 1 else INSIDE if names is self._wider else None
        code = text.strip().upper()
        if code in self._by_lsoa:
            return self._by_lsoa[code]
        return self._of_gazetteer(text)

    def _said_elsewhere(self, text: str) -> str | None:
        than = elsewhere_than(text)
        if than is None:
            return None
        return OUTSIDE if not than or self._wider.of(than) == {INSIDE} else None

    def _of_gazetteer(self, text: str) -> str | None:
        if is_abroad(text) and self._authorities:
            return OUTSIDE
        found = {self._place_of(authorities, text) for authorities in gazetteer().covered_by(text)}
        if found:
            return found.pop() if len(found) == 1 else None
        return self._said_elsewhere(text)

    def _place_of(self, authorities: Authorities, text: str) -> str | None:
        """Return where a place is that covers these authorities, or lies in one of them."""
        if self._authorities and not authorities & self._authorities:
            return OUTSIDE
        part = next((key for key, whole in self.whole_areas.items() if authorities <= whole), None)
        if part:
            return part
        if self._is_whole(authorities):
            return INSIDE
        if self.is_of_other_vintage(text):
            return None
        if is_lsoa(text) and all(area.lsoas for area in self.areas):
            return OUTSIDE  # all LSOAs of the area are listed, and this is none of them
        known = frozenset().union(*self.whole_areas.values())
        return INSIDE if authorities <= known else None

    def _is_whole(self, authorities: Authorities) -> bool:
        """Return whether the whole is made of whole authorities, and these are some of them."""
        whole = gazetteer().is_whole(self.code) if self.code else False
        return whole and authorities <= (self._authorities or frozenset())

    def lists(self, text: str) -> bool:
        """Return whether the set itself has this name, code or LSOA, or its whole has it; other names do not matter."""
        if self._own.of(text) or self._wider.of(text) or text.strip().upper() in self._by_lsoa:
            return True
        return bool(self.code) and is_code(text) and self.locate(text) not in {None, OUTSIDE}

    def is_of_other_vintage(self, text: str) -> bool:
        """Return whether a text is the code of an LSOA that another census has, and that of the parts has not."""
        if not is_lsoa(text) or self._census is None:
            return False
        return gazetteer().vintage_of(text.strip().upper()) not in (None, "both", self._census)

    @cached_property
    def _census(self) -> str | None:
        """Return the census whose LSOAs the parts are made of: as said, else as the codes show that only one has."""
        listed = {gazetteer().vintage_of(code) for code in self._by_lsoa}
        only = listed - {None, "both"}
        return self.vintage or (only.pop() if len(only) == 1 else None)

    @cached_property
    def by_key(self) -> dict[str, Area]:
        """Return the parts by key."""
        return {area.key: area for area in self.areas}


def _touched_by(area: Area) -> Authorities:
    """Return the local authorities that an area is, covers or lies in; none where that is not known."""
    codes = [code for code in (area.code, area.csp_code) if code and is_code(code)]
    for name in codes or [area.name, *area.aliases]:
        found = gazetteer().covered_by(name)
        if len(found) == 1:
            return next(iter(found))
    found = frozenset(each for run in area.lsoas for each in gazetteer().covered_by(run[:9]))
    return frozenset().union(*found)


def parse_areas(document: Document) -> AreaSet:
    """Return the set of areas of a file.

    Raises:
        InvalidFileError: with every fault found; two areas that share a name, alias or code are one.
    """
    areas = parse_entry(AreaSet, document)
    if areas.lookup and areas.areas:
        raise InvalidFileError([document.problem((), "has areas and a lookup; expected one of them. Remove the other")])
    if areas.lookup:
        made = as_areas(read_lookup(document, areas.lookup))
        areas = areas.model_copy(update={"areas": tuple(map(Area.model_validate, made))})
    if not areas.areas:
        raise InvalidFileError([document.problem((), "has no areas; expected a list of them, or a lookup")])
    problems = [
        document.problem(
            ("areas", int(place)),
            f"areas[{int(place) + 1}] is called {name}, and so is areas[{int(other) + 1}]; each name, alias and code "
            "must be of one area. Rename one of them, or join them",
        )
        for name, place, other in _shared(areas)
    ]
    if problems:
        raise InvalidFileError(problems)
    return areas


def _shared(areas: AreaSet) -> Iterator[tuple[str, str, str]]:
    """Yield each name, alias, code or LSOA that two areas share, with their places in the list."""
    yield from shared_names(
        {str(i): [name for name in (area.name, area.code, *area.aliases) if name] for i, area in enumerate(areas.areas)}
    )
    yield from shared_names(
        {str(i): [code for run in area.lsoas for code in codes_of_run(run)] for i, area in enumerate(areas.areas)}
    )
