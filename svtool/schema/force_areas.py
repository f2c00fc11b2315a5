"""The police force areas of England and Wales as sets of areas, made of the places that ship."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from svtool.schema.areas import AreaSet
from svtool.schema.gazetteer import Authorities, codes_of_run, gazetteer
from svtool.schema.place_names import fold_area

Parts = Literal["csp", "wards", "lsoas_2011", "lsoas_2021"]
PARTS = {  # beside local authorities, which need no word
    "csp": "Community Safety Partnerships",
    "wards": "wards",
    "lsoas_2011": "LSOAs of 2011",
    "lsoas_2021": "LSOAs of 2021",
}
VINTAGES = {"lsoas_2011": "2011", "lsoas_2021": "2021"}
OF_AUTHORITIES = "local authorities"
_OF_SEVERAL = re.compile(r"(.+?)(?:,| and| upon|-upon-|-on-| on|-under-) ?.+")


def ids_of_forces() -> list[str]:
    """Return the ids of the police force areas of England and Wales."""
    return sorted(gazetteer().forces)


def areas_of_force(wanted: str, parts: Parts | None = None) -> AreaSet | None:
    """Return a police force area of England and Wales in its parts, the same each time; None where there is none.

    Args:
        wanted: the id of the force area.
        parts: of what it is made; its local authorities unless said.
    """
    return _area_set(wanted, parts)


@cache  # a cache of its own: with a default a call that names it and one that does not are kept apart
def _area_set(wanted: str, parts: Parts | None) -> AreaSet | None:
    row = gazetteer().forces.get(wanted)
    if row is None:
        return None
    inside = frozenset(gazetteer().authorities_of(wanted))
    made = list(_made(inside, parts))
    # A force may be called as one of its authorities is: figures name an area, and the whole must be another.
    taken = fold_area(row["name"]) in {fold_area(each["name"]) for each in made}
    title = f"{row['name']} police force area" if taken else row["name"]
    also = dict.fromkeys([*([row["name"]] if taken else []), *filter(None, row["also"].split("|"))])
    return AreaSet.model_validate(
        {
            "id": wanted, "title": title, "code": row["code"], "aliases": tuple(also),
            "parts": PARTS[parts] if parts else OF_AUTHORITIES, "areas": made,
            "vintage": VINTAGES.get(parts or ""),
        }
    )  # fmt: skip


def _made(inside: Authorities, parts: Parts | None) -> Iterator[dict[str, Any]]:
    if parts in VINTAGES:
        return _lsoas(inside, VINTAGES[parts])
    return {None: _authorities, "csp": _partnerships, "wards": _wards}[parts](inside)


def _authorities(inside: Authorities) -> Iterator[dict[str, Any]]:
    short = _short_names({code: gazetteer().authorities[code] for code in inside})
    for code in sorted(inside):
        of_it = [each for each in gazetteer().partnerships if code in each.authorities]
        only = of_it[0] if len(of_it) == 1 else None
        also = dict.fromkeys((*gazetteer().also.get(code, ()), *short.get(code, ())))
        yield {
            "code": code, "name": gazetteer().authorities[code], "aliases": tuple(also),
            "csp_code": only.code if only else None, "csp_name": only.name if only else None,
        }  # fmt: skip


def _short_names(named: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the first place of a name that has several, where no other place is called so: `Stoke`, `Windsor`.

    Within a force it is plain which is meant; elsewhere it may be another place, and stays not known.

    Args:
        named: code of each authority → its name.
    """
    heads = {code: found[1] for code, name in named.items() if (found := _OF_SEVERAL.fullmatch(name))}
    times = Counter(map(fold_area, heads.values()))
    return {
        code: (head,)
        for code, head in heads.items()
        if times[fold_area(head)] == 1 and not gazetteer().covered_by(head)
    }


def _partnerships(inside: Authorities) -> Iterator[dict[str, Any]]:
    for each in gazetteer().partnerships:
        if each.authorities <= inside:
            yield {"code": each.code, "name": each.name}


def _wards(inside: Authorities) -> Iterator[dict[str, Any]]:
    """Yield the wards; one whose name another has too is named with its authority, so that the bare name is neither."""
    wards = [ward for ward in gazetteer().wards.values() if ward.authority in inside]
    times = Counter(fold_area(ward.name) for ward in wards)
    for ward in wards:
        shared = times[fold_area(ward.name)] > 1
        name = f"{ward.name}, {gazetteer().authorities[ward.authority]}" if shared else ward.name
        yield {"code": ward.code, "name": name, "lsoas": ward.lsoas}


def _lsoas(inside: Authorities, vintage: str) -> Iterator[dict[str, Any]]:
    """Yield the LSOAs of a census, which have no names but their codes."""
    runs = (run for each in sorted(inside) for of in ("both", vintage) for run in gazetteer().lsoas[each].get(of, ()))
    for code in sorted(code for run in runs for code in codes_of_run(run)):
        yield {"code": code, "name": code}
