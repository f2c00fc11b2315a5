"""The places of England and Wales that ship: which local authorities a name or an ONS code is of.

Former authorities stand for those that they became part of; police force areas and Community Safety Partnerships for
the authorities in them; LSOAs and wards for the one in which they lie. Each table is read when it is first asked.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from svtool.schema.place_names import PlaceNames, fold_area
from svtool.schema.shipped import shipped_folder

Authorities = frozenset[str]
_CODE = re.compile(r"[EWSN]\d{8}")
_WHOLE = {"local authority", "community safety partnership", "police force"}
_NATIONS = {"england": "E", "wales": "W"}
# Words for what is certainly none of an area of England or Wales, whichever it is.
_ABROAD = {
    "abroad", "foreign", "overseas", "scotland", "northern ireland", "ireland", "republic of ireland", "isle of man",
    "jersey", "guernsey", "police scotland", "police service of northern ireland", "psni",
}  # fmt: skip
_ELSEWHERE = {
    "elsewhere", "outside", "outside area", "outside of area", "outside force", "outside force area",
    "outside of force", "outside of force area", "out of area", "out of force", "out of force area", "out of county",
    "outside county", "other force", "other force area", "another force", "non force", "non force area", "not in force",
    "not in area",
}  # fmt: skip
_OUT_OF_FORCE = ("out of force ", "outside force ", "other force ", "not in force ")  # and where, or how it is called
_ELSEWHERE_THAN = re.compile(r"(?:outside(?: of)?|out of|not in|elsewhere than) (.+)")


@dataclass(frozen=True)
class Ward:
    """An electoral ward.

    Attributes:
        code: its code of 2024.
        name: its name, which other wards may have too.
        authority: the code of its local authority.
        lsoas: runs of the LSOAs of 2021 that fit it best.
    """

    code: str
    name: str
    authority: str
    lsoas: tuple[str, ...]


@dataclass(frozen=True)
class Partnership:
    """A Community Safety Partnership.

    Attributes:
        code: its code.
        name: its name.
        authorities: the local authorities that it covers, or lies in where several share one.
    """

    code: str
    name: str
    authorities: Authorities


@dataclass(frozen=True)
class Gazetteer:
    """The places of England and Wales.

    Attributes:
        folder: where its tables stand.
    """

    folder: Path

    def table(self, name: str) -> list[dict[str, str]]:
        """Return the rows of one of its tables, such as `wards`."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def _rows(self) -> list[dict[str, str]]:
        return self.table("places")

    @cached_property
    def _names(self) -> PlaceNames[Authorities]:
        named = [
            (name, _set_of(row["local_authorities"]))
            for row in self._rows
            for name in (row["name"], *filter(None, row["also"].split("|")))
        ]
        every = frozenset().union(*(authorities for _, authorities in named))
        nations = [
            (name, frozenset(each for each in every if each.startswith(letter))) for name, letter in _NATIONS.items()
        ]
        return PlaceNames([*named, *nations])

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the words that names of places are made of."""
        return frozenset(word for row in self._rows for word in fold_area(row["name"]).split())

    @cached_property
    def _by_code(self) -> dict[str, Authorities]:
        return {row["code"]: _set_of(row["local_authorities"]) for row in self._rows}

    @cached_property
    def _whole(self) -> set[str]:
        return {row["code"] for row in self._rows if row["kind"] in _WHOLE}

    @cached_property
    def lsoas(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return runs of LSOAs by local authority and vintage: `both`, `2011` or `2021`.

        Four LSOAs lie, by vintage, in two authorities; they are left out, for a bare code does not say which is meant.
        """
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for row in self.table("lsoas"):
            found.setdefault(row["local_authority"], {})[row["vintage"]] = tuple(row["codes"].split())
        return found

    @cached_property
    def _of_lsoas(self) -> dict[str, tuple[str, str]]:
        """Return the local authority and the vintage of each LSOA."""
        return {
            code: (authority, vintage)
            for authority, by_vintage in self.lsoas.items()
            for vintage, runs in by_vintage.items()
            for run in runs
            for code in codes_of_run(run)
        }

    def vintage_of(self, lsoa: str) -> str | None:
        """Return which census has an LSOA: `2011`, `2021` or `both`; None where neither has."""
        return self._of_lsoas[lsoa][1] if lsoa in self._of_lsoas else None

    @cached_property
    def wards(self) -> dict[str, Ward]:
        """Return the wards of 2024 by code."""
        rows = self.table("wards")
        return {
            row["code"]: Ward(row["code"], row["name"], row["local_authority"], tuple(row["lsoas"].split()))
            for row in rows
        }

    def covered_by(self, text: str) -> frozenset[Authorities]:
        """Return the authorities that a place covers or lies in; several sets where its name is of several places.

        Nothing where no place of England or Wales has such a name or code.
        """
        if not is_code(text):
            return self._names.of(text)
        code = text.strip().upper()
        found = self._by_code.get(code)
        if found is None and is_lsoa(code) and code in self._of_lsoas:
            found = frozenset({self._of_lsoas[code][0]})
        if found is None and code[1:3] == "05" and code in self.wards:
            found = frozenset({self.wards[code].authority})
        return frozenset() if found is None else frozenset({found})

    @cached_property
    def forces(self) -> dict[str, dict[str, str]]:
        """Return the police force areas by the ids of their sets of areas: `cheshire` → its row."""
        return {row["id"]: row for row in self._rows if row["id"]}

    def authorities_of(self, force: str) -> dict[str, str]:
        """Return the local authorities of a force: code → name.

        Args:
            force: the id of a force.
        """
        inside = _set_of(self.forces[force]["local_authorities"])
        return {code: name for code, name in sorted(self.authorities.items()) if code in inside}

    @cached_property
    def authorities(self) -> dict[str, str]:
        """Return the local authorities of 2024: code → name."""
        return {row["code"]: row["name"] for row in self._rows if row["kind"] == "local authority"}

    @cached_property
    def also(self) -> dict[str, tuple[str, ...]]:
        """Return the other names of each local authority that has some: code → names."""
        return {
            row["code"]: tuple(row["also"].split("|"))
            for row in self._rows
            if row["kind"] == "local authority" and row["also"]
        }

    @cached_property
    def partnerships(self) -> tuple[Partnership, ...]:
        """Return the Community Safety Partnerships."""
        kind = "community safety partnership"
        return tuple(
            Partnership(row["code"], row["name"], _set_of(row["local_authorities"]))
            for row in self._rows
            if row["kind"] == kind
        )

    def former_of(self, authority: str) -> dict[str, str]:
        """Return the former and later codes of a local authority: code → name."""
        kinds = {"former local authority", "new local authority"}
        return {
            row["code"]: row["name"]
            for row in self._rows
            if row["kind"] in kinds and row["local_authorities"] == authority
        }

    @cached_property
    def force_of(self) -> dict[str, str]:
        """Return the id of the force that each local authority is policed by."""
        return {code: force for force, row in self.forces.items() for code in _set_of(row["local_authorities"])}

    def is_whole(self, code: str) -> bool:
        """Return whether a code is of whole authorities, not of a part of one."""
        return code in self._whole


@cache
def gazetteer() -> Gazetteer:
    """Return the places that ship."""
    return Gazetteer(shipped_folder("definitions") / "places")


def is_code(text: str) -> bool:
    """Return whether a text has the form of an ONS code."""
    return bool(_CODE.fullmatch(text.strip().upper()))


def is_lsoa(text: str) -> bool:
    """Return whether a text has the form of the code of an LSOA."""
    return is_code(text) and text.strip().upper()[1:3] == "01"


def is_abroad(text: str) -> bool:
    """Return whether a text or code is of no place in England or Wales, whichever it is."""
    return fold_area(text) in _ABROAD or (is_code(text) and text.strip().upper()[0] in "SN")


def elsewhere_than(text: str) -> str | None:
    """Return than what a text says that it is elsewhere: blank for the area itself; None where it does not say so."""
    folded = fold_area(text)
    if folded in _ELSEWHERE or folded.startswith(_OUT_OF_FORCE):
        return ""
    found = _ELSEWHERE_THAN.fullmatch(folded)
    return found[1] if found else None


def _set_of(text: str) -> Authorities:
    return frozenset(filter(None, text.split("|")))


def codes_of_run(run: str) -> Iterator[str]:
    """Yield the codes of a run such as `E01006412-E01006467`, or `E01006412-006467`."""
    first, _, last = run.partition("-")
    letters, digits = (first[:3], 6) if last and last[0].isdigit() else (first[:1], len(first) - 1)
    begin, end = int(first[-digits:]), int((last or first)[-digits:])
    for number in range(begin, end + 1):
        yield f"{letters}{number:0{digits}d}"
