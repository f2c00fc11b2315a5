"""Sets of areas: which there are, what one holds, and in which a name or a code lies."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from svtool.commands.definition import definitions_beside
from svtool.errors import UsageError, listed, several
from svtool.schema.areas import OUTSIDE, Area, AreaSet
from svtool.schema.force_areas import Parts, ids_of_forces
from svtool.schema.gazetteer import Authorities, codes_of_run, gazetteer
from svtool.schema.known_services import AMBULANCE, TRUST, hospitals, services
from svtool.schema.library import Library
from svtool.schema.named_places import UNSOURCED, Place, near_names, places_named

MOST_PLACES = 20
OPEN_GOVERNMENT = (
    "Office for National Statistics and other public bodies, licensed under the Open Government Licence v3.0; each "
    "source stands in definitions/places/sources.csv and definitions/populations/mid_year_series.csv."
)


@dataclass(frozen=True)
class InSet:
    """Where a place lies in a set of areas.

    Attributes:
        areas: the set.
        place: where: the name of its area, or that it is several or all of them.
    """

    areas: AreaSet
    place: str

    @property
    def line(self) -> str:
        """Return it in words."""
        return f"{self.areas.id}: {self.place}"


@dataclass(frozen=True)
class Found:
    """A place that a name or code may mean, with the sets that it lies in.

    Attributes:
        place: the place; None for a name that only the project's own sets know.
        sets: the sets.
    """

    place: Place | None
    sets: tuple[InSet, ...]


def list_area_sets(project: Path | None = None) -> tuple[AreaSet, ...]:
    """Return the sets of areas, sorted by id: the project's own, those of files, and every police force area.

    Args:
        project: the project file beside which definitions are looked for first.

    Raises:
        InvalidFileError: one of them is wrong.
    """
    return definitions_beside(project).area_sets()


def show_area_set(name: str, parts: Parts | None = None, project: Path | None = None) -> list[str]:
    """Return in lines what a set of areas holds, how its places are called, and which services are there.

    Args:
        name: its id.
        parts: of what a police force area is made; its local authorities unless said.
        project: the project file beside which definitions are looked for first.

    Raises:
        InvalidFileError: there is none, or it is wrong.
    """
    library = definitions_beside(project)
    areas = library.areas(name, parts)
    return [*_head(areas), "", *(line for area in areas.areas for line in _lines_of(area)), *_beside(areas)]


def find_places(text: str, project: Path | None = None) -> list[Found]:
    """Return what a name or a code may mean, each with the sets of areas that it lies in.

    Args:
        text: a name or an ONS, ODS or other code, in any capitals.
        project: the project file beside which definitions are looked for first.

    Raises:
        UsageError: nothing is called so; the nearest names are told.
    """
    library = definitions_beside(project)
    found = [Found(place, tuple(_sets_of(place.authorities, library))) for place in places_named(text)]
    own = tuple(_named_by_sets(text, library))
    if not found and not own:
        near = near_names(text)
        told = f"; did you mean {listed(near)}?" if near else ". It may be another spelling, or a code of another kind."
        raise UsageError(f"{text}: no place, service or code that ships or that this project has is called so{told}")
    return found or [Found(None, own)]


def _head(areas: AreaSet) -> Iterator[str]:
    yield f"{areas.title}{f' ({areas.code})' if areas.code else ''}"
    if areas.aliases:
        yield f"Also called: {', '.join(dict.fromkeys(areas.aliases))}"
    for text in (areas.about, areas.assumption):
        if text:
            yield text
    yield f"Parts: {len(areas.areas):,}, {areas.parts}"


def _lines_of(area: Area) -> Iterator[str]:
    """Yield an area with its other names and codes, then what lies in it."""
    also = f" (also {', '.join(area.aliases)})" if area.aliases else ""
    yield f"{area.code or '':10}{area.name}{also}"
    known = gazetteer().authorities
    if area.code in known:
        yield from _lines_of_authority(area.code, area.csp_name and f"{area.csp_name} ({area.csp_code})")
    for each in gazetteer().partnerships:
        if each.code == area.code:
            yield f"{'':10}{listed([known[code] for code in sorted(each.authorities)], joiner='and')}"
    if area.lsoas and area.code not in known:
        yield f"{'':10}{several(_count_codes(area.lsoas), 'LSOA', 'LSOAs')}: {listed(area.lsoas, 6, 'and')}"


def _lines_of_authority(code: str, partnership: str | None) -> Iterator[str]:
    by_vintage = gazetteer().lsoas.get(code, {})
    both, older, newer = (_count_codes(by_vintage.get(vintage, ())) for vintage in ("both", "2011", "2021"))
    wards = several(sum(ward.authority == code for ward in gazetteer().wards.values()), "ward", "wards")
    named = f"partnership {partnership}; " if partnership else ""
    yield f"{'':10}{named}{wards}; LSOAs: {both + newer:,} of 2021, {both + older:,} of 2011"
    former = gazetteer().former_of(code)
    if former:
        yield f"{'':10}other codes: {', '.join(f'{name} ({each})' for each, name in former.items())}"


def _count_codes(runs: tuple[str, ...]) -> int:
    return sum(1 for run in runs for _ in codes_of_run(run))


def _beside(areas: AreaSet) -> Iterator[str]:
    """Yield the services of a police force area, and where all this comes from."""
    inside = _authorities_in(areas)
    if areas.id in ids_of_forces() and inside:
        yield ""
        yield "Services"
        for service in services():
            if service.kind != TRUST and service.authorities & inside:
                unsourced = f" [{UNSOURCED}]" if service.kind == AMBULANCE else ""
                yield f"- {service.kind}: {service.name} ({service.code}){unsourced}"
        for service in services():
            if service.kind == TRUST and next(iter(service.shares), "") == areas.id:
                yield f"- {service.kind}: {service.name} ({service.code})"
        sites = sum(site.authority in inside for site in hospitals())
        yield f"- {several(sites, 'hospital', 'hospitals')} and other sites by name: see svtool areas find NAME"
    yield ""
    given = [areas.source] if areas.source else []
    for source in [*given, *areas.sources.values()] or [OPEN_GOVERNMENT]:
        yield f"Source: {source}"


def _authorities_in(areas: AreaSet) -> Authorities:
    """Return the local authorities that a set is known to hold."""
    whole = gazetteer().covered_by(areas.code) if areas.code else frozenset()
    return frozenset().union(*areas.whole_areas.values(), *whole)


def _sets_of(authorities: Authorities, library: Library) -> Iterator[InSet]:
    """Yield the sets that some of the authorities lie in: the sets of files, and the areas of their forces."""
    forces = {gazetteer().force_of[code] for code in authorities}
    for wanted in sorted({*library.ids("areas"), *forces}):
        areas = library.areas(wanted)
        where = {place for code in authorities if (place := areas.locate(code)) not in {OUTSIDE, None}}
        if where:
            yield InSet(areas, _name(areas, where, authorities))


def _named_by_sets(text: str, library: Library) -> Iterator[InSet]:
    """Yield the sets of files that know a name themselves."""
    for wanted in library.ids("areas"):
        areas = library.areas(wanted)
        where = areas.locate(text)
        if where not in {OUTSIDE, None}:
            yield InSet(areas, _name(areas, {where}, frozenset()))


def _name(areas: AreaSet, where: Collection[str | None], authorities: Authorities) -> str:
    """Return in words where in a set something lies."""
    named = [area.name for area in areas.areas if area.key in where]
    if len(named) > 1 and authorities >= _authorities_in(areas):
        return f"all of {areas.title}"
    if len(named) > 1:
        return f"{len(named)} of its {len(areas.areas)} areas"
    return named[0] if named else f"in {areas.title}, in none of its areas alone"
