"""What a name or a code may mean: every place and service that ships and is called so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from svtool.schema.gazetteer import Authorities, codes_of_run, gazetteer, is_code
from svtool.schema.known_services import AMBULANCE, TRUST, Hospital, Service, hospitals, services
from svtool.schema.place_names import PlaceNames, as_written

NEAR, MOST_NEAR = 0.75, 3
UNSOURCED = "which authorities it serves is common knowledge, taken from no source"
VINTAGES = {"both": "2011 and 2021", "2011": "2011", "2021": "2021"}


@dataclass(frozen=True)
class Place:
    """A place or a service.

    Attributes:
        kind: what it is.
        code: its code.
        name: its name; that of the authority for an LSOA.
        authorities: the local authorities that it covers, lies in or serves.
        said: what else there is to know.
    """

    kind: str
    code: str
    name: str
    authorities: Authorities
    said: str = ""

    @property
    def line(self) -> str:
        """Return it in words."""
        return f"{self.name}: {self.kind} {self.code}{f' ({self.said})' if self.said else ''}"


def places_named(text: str) -> list[Place]:
    """Return what a name or a code may mean, authorities and forces first."""
    if is_code(text):
        code = text.strip().upper()
        found = [place for place in _all_places() if place.code == code]
        return found or list(_lsoa(code))
    by_code = [place for place in _all_places() if place.code == text.strip().upper()]
    return by_code or [_all_places()[i] for i in sorted(_by_name().of(text))]


def near_names(text: str) -> list[str]:
    """Return the names that a name may be a misspelling of, the nearest first."""
    known = {as_written(name): name for name, _ in _names()}
    return [known[each] for each in get_close_matches(as_written(text), list(known), n=MOST_NEAR, cutoff=NEAR)]


def _lsoa(code: str) -> Iterator[Place]:
    for authority, by_vintage in gazetteer().lsoas.items():
        for vintage, runs in by_vintage.items():
            if any(code in codes_of_run(run) for run in runs if run.startswith(code[:3])):
                ward = next((each for each in gazetteer().wards.values() if _has(each.lsoas, code)), None)
                best = f"; best fit: ward {ward.name} ({ward.code})" if ward else ""
                said = f"LSOA of {VINTAGES[vintage]}{best}"
                yield Place("LSOA", code, gazetteer().authorities[authority], frozenset({authority}), said)


def _has(runs: tuple[str, ...], code: str) -> bool:
    return any(code in codes_of_run(run) for run in runs)


@cache
def _all_places() -> tuple[Place, ...]:
    return tuple(place for place, _ in _called())


@cache
def _called() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Return every place with its other names."""
    wards = [
        (Place("ward", each.code, each.name, frozenset({each.authority}), _in(each.authority)), ())
        for each in gazetteer().wards.values()
    ]
    return (*_of_gazetteer(), *map(_of_service, services()), *map(_of_hospital, hospitals()), *wards)


def _of_gazetteer() -> Iterator[tuple[Place, tuple[str, ...]]]:
    for row in gazetteer().table("places"):
        names = tuple(filter(None, row["also"].split("|")))
        authorities = frozenset(row["local_authorities"].split("|"))
        now = row["kind"].startswith(("former", "new")) and f"now {_named(authorities)}"
        yield Place(row["kind"], row["code"], row["name"], authorities, now or ""), names


def _of_service(service: Service) -> tuple[Place, tuple[str, ...]]:
    said = [service.note] if service.note else []
    if service.kind == AMBULANCE:
        said.append(UNSOURCED)
    if service.kind == TRUST:
        shares = ", ".join(f"{share:.0%} in {force}" for force, share in service.shares.items())
        said.append(f"of all its patients live {shares}" if shares else "")
    return Place(service.kind, service.code, service.name, service.authorities, "; ".join(filter(None, said))), (
        service.names
    )


def _of_hospital(site: Hospital) -> tuple[Place, tuple[str, ...]]:
    listed = "as listed in 2014" if site.listed == "2014" else "as listed by the NHS"
    said = f"of {site.trust}, {listed}; {_in(site.authority)}"
    bare = site.name.removeprefix("The ")
    return Place("hospital", site.code, site.name, frozenset({site.authority}), said), (bare,)


def _in(authority: str) -> str:
    return f"in {gazetteer().authorities[authority]}"


def _named(authorities: Authorities) -> str:
    return ", ".join(gazetteer().authorities[code] for code in sorted(authorities))


@cache
def _names() -> tuple[tuple[str, int], ...]:
    return tuple((name, i) for i, (place, names) in enumerate(_called()) for name in (place.name, *names))


@cache
def _by_name() -> PlaceNames[int]:
    return PlaceNames(_names())
