"""Which set of areas, and which police force area, the places of an extract belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from svtool.proposal.column_shapes import NOT_RECORDED, share_located
from svtool.schema.areas import AreaSet
from svtool.schema.force_areas import Parts, areas_of_force
from svtool.schema.gazetteer import gazetteer, is_abroad, is_code
from svtool.schema.known_services import hospitals
from svtool.schema.offences import fold_title
from svtool.schema.place_names import KEPT, PlaceNames, fold_area

HALF = 0.5
FEW = 6  # police forces; a table of more is one of England and Wales
# Words of the names of hospitals that one list has and another leaves out.
OF_HOSPITALS = {"the", "general", "district", "university", "hospital", "hospitals", "ed", "a", "e", "and", "nhs"}
Known = Literal["place", "ward"]


@dataclass(frozen=True)
class ForceFound:
    """A police force area, with how many cells are of it.

    Attributes:
        force: its id.
        parts: `wards` where most of its cells are names of wards, which its local authorities do not place.
        cells: how many cells name a place that may lie in it.
        filled: how many cells there are.
    """

    force: str
    parts: Parts | None
    cells: int
    filled: int

    @property
    def share(self) -> float:
        """Return the share of the cells that may lie in it."""
        return self.cells / self.filled if self.filled else 0.0


@dataclass(frozen=True)
class BestAreas:
    """The smallest set of areas that holds most of some places.

    Attributes:
        id: its id; blank where no set holds any.
        share: the share of the places that it holds.
        parts: of a police force area, the parts that they are of.
        may_be: the sets that may be meant, where no one of them holds most by far.
    """

    id: str
    share: float
    parts: Parts | None = None
    may_be: tuple[str, ...] = ()


def best_areas(texts: Counter[str], areas: Sequence[AreaSet]) -> BestAreas:
    """Return the smallest set that holds most of the places; one of a file goes before a force that holds as many.

    A set whose areas are police forces is the best only of places in more than a few of them: where one force or a few
    hold the places, an extract is of one of these.

    Args:
        texts: cells of columns of places → how often each stands there; those that say "not recorded" do not count.
        areas: the sets that there are.
    """
    # The forces are asked at once: forty-three lists would be gone through for every text.
    shares = {each.id: share_located(texts, each) for each in areas if areas_of_force(each.id) is not each}
    wide = {each.id for each in areas if _is_of_forces(each)}
    best = max(shares.keys() - wide, key=lambda each: (shares[each], each), default="")
    said = {text: number for text, number in texts.items() if fold_title(text) not in NOT_RECORDED}
    force = force_of_places(said)
    found = BestAreas(best if shares.get(best) else "", shares.get(best, 0.0))
    if force and force.share > found.share:
        found = BestAreas(force.force, force.share, force.parts)
    widest = max(wide & shares.keys(), key=lambda each: shares[each], default="")
    is_wide = bool(widest) and shares[widest] > max(found.share, HALF)
    named = _forces_named(said)
    if len(named) > FEW:
        return BestAreas(widest, shares[widest]) if is_wide else found
    rivals = [each for each, number in named.items() if number >= HALF * max(named.values())]
    if len(rivals) < 2 or sum(named[each] for each in rivals) < HALF * sum(said.values()):
        return found
    may_be = [*([found.id] if found.id else []), *rivals, *([widest] if is_wide else [])]
    return replace(found, may_be=tuple(dict.fromkeys(may_be)))


@cache
def _codes_of_forces() -> frozenset[str]:
    return frozenset(row["code"] for row in gazetteer().forces.values())


def _is_of_forces(areas: AreaSet) -> bool:
    return sum(each.code in _codes_of_forces() for each in areas.areas) > 1


def _forces_named(texts: Mapping[str, int]) -> Counter[str]:
    """Return the forces in which places surely lie, with how many cells each, the one with most first."""
    cells: Counter[str] = Counter()
    for text, number in texts.items():
        forces, _ = _forces_of(text)
        if len(forces) == 1:
            cells.update(dict.fromkeys(forces, number))
    return Counter(dict(cells.most_common()))


def names_a_place(text: str) -> bool:
    """Return whether a text names an authority, a force or another place that ships, or is its code."""
    forces, known = _forces_of(text)
    return bool(forces) and known == "place"


def force_of_places(texts: Mapping[str, int]) -> ForceFound | None:
    """Return the police force area that half or more of the places may lie in, and more than in any other.

    A name that places of several forces have may lie in each of them: the others decide.

    Args:
        texts: names and codes of authorities, former ones, partnerships, forces, wards and LSOAs → cells of each.
    """
    cells: Counter[str] = Counter()
    by_ward_name: Counter[str] = Counter()
    for text, number in texts.items():
        forces, known = _forces_of(text)
        cells.update(dict.fromkeys(forces, number))
        if known == "ward":
            by_ward_name.update(dict.fromkeys(forces, number))
    filled = sum(texts.values())
    force = _first_by_far(cells, filled)
    if force is None:
        return None
    parts: Parts | None = "wards" if by_ward_name[force] > HALF * cells[force] else None
    return ForceFound(force, parts, cells[force], filled)


def force_of_sites(names: Mapping[str, int]) -> ForceFound | None:
    """Return the police force area in which half or more of the named hospitals lie, and more than in any other.

    Args:
        names: names of hospitals → cells of each.
    """
    cells: Counter[str] = Counter()
    for name, number in names.items():
        cells.update(dict.fromkeys(_sites().of(name) or _sites().of(_short(name)), number))
    force = _first_by_far(cells, sum(names.values()))
    return ForceFound(force, None, cells[force], sum(names.values())) if force else None


def _first_by_far(cells: Counter[str], filled: int) -> str | None:
    """Return the force with most cells, where these are half of all or more and no other has as many."""
    first, second, *_ = [*cells.most_common(2), ("", 0), ("", 0)]
    return first[0] if first[1] >= HALF * filled and first[1] > second[1] else None


@lru_cache(KEPT)
def _forces_of(text: str) -> tuple[frozenset[str], Known]:
    """Return the forces in which a place may lie, and whether a ward's name says so."""
    if is_abroad(text):
        return frozenset(), "place"
    found = [authorities for authorities in gazetteer().covered_by(text) if len(_forces(authorities)) == 1]
    if found or is_code(text):
        return frozenset().union(*map(_forces, found)), "place"
    return _wards().of(text), "ward"


def _forces(authorities: frozenset[str]) -> frozenset[str]:
    return frozenset(gazetteer().force_of[code] for code in authorities)


@cache
def _wards() -> PlaceNames[str]:
    force_of = gazetteer().force_of
    return PlaceNames((ward.name, force_of[ward.authority]) for ward in gazetteer().wards.values())


@cache
def _sites() -> PlaceNames[str]:
    named = [(site.name, gazetteer().force_of[site.authority]) for site in hospitals()]
    return PlaceNames([*named, *((_short(name), force) for name, force in named)])


def _short(site: str) -> str:
    """Return what a hospital is called for short: `Pinderfields General Hospital` is `pinderfields`."""
    return " ".join(word for word in fold_area(site).split() if word not in OF_HOSPITALS)
