"""A lookup: a CSV, as the Office for National Statistics publishes them, that says in which area each place lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from svtool.errors import InvalidFileError, Problem, listed
from svtool.schema.entry import Entry
from svtool.schema.gazetteer import is_lsoa
from svtool.schema.place_names import fold_area
from svtool.schema.rows_beside import columns_beside, path_beside, rows_beside
from svtool.schema.text_yaml import Document

MOST_FAULTS = 20  # a lookup of another vintage has as many as rows
# How the Office for National Statistics calls the columns of a lookup of wards, by the keys of a lookup.
PUBLISHED_AS = {"place": r"LSOA\d\dCD", "code": r"WD\d\dCD", "name": r"WD\d\dNM", "within": r"LAD\d\dNM"}
EXAMPLES = {"place": "LSOA21CD", "code": "WD22CD", "name": "WD22NM"}


class Lookup(Entry):
    """A CSV of places and the areas that they lie in, and which of its columns say what.

    Attributes:
        file: its name, beside the file that names it.
        place: the column with the place, by its code or name, such as `LSOA21CD`.
        code: the column with the code of the area that the place lies in.
        name: the column with the name of that area.
        within: the column with what areas of one name are told apart by, such as `LAD22NM`; else their codes are.
        only: the rows that are meant, by columns and what stands in them; all without it.
    """

    noun: ClassVar[str] = "a lookup"
    file: str
    place: str | None = None
    code: str | None = None
    name: str | None = None
    within: str | None = None
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@dataclass
class LookedUp:
    """An area of a lookup.

    Attributes:
        code: its code.
        name: its name.
        lsoas: the LSOAs that lie in it.
        others: its other places.
        within: what areas of one name are told apart by.
    """

    code: str
    name: str
    within: str
    lsoas: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def file_of(document: Document, lookup: Lookup) -> Path:
    """Return where a lookup stands.

    Raises:
        InvalidFileError: its name has a folder.
    """
    return path_beside(document, ("lookup", "file"), lookup.file)


def read_lookup(document: Document, lookup: Lookup) -> list[LookedUp]:
    """Return the areas of a lookup in the order in which they first stand there, each with its places.

    Areas of one name are called by what they lie in too, so that the bare name is neither of them.

    Raises:
        InvalidFileError: the file can't be read, or rows of it are wrong; with every fault.
    """
    rows, path = _Rows(lookup.file), file_of(document, lookup)
    own = _columns_of(lookup, columns_beside(path, lookup.file))
    wanted = dict.fromkeys((*filter(None, own), *lookup.only))
    for line, row in rows_beside(path, lookup.file, [*wanted]):
        if all(row[name] in values for name, values in lookup.only.items()):
            rows.add(line, *(row[each] if each else "" for each in own))
    return _told_apart(rows.areas())


def _columns_of(lookup: Lookup, header: Sequence[str]) -> tuple[str, str, str, str]:
    """Return the columns of the place, of its area's code and name, and of what tells areas of one name apart.

    Those that are not named are wards', as the Office for National Statistics calls them: `WD22CD`, `WD22NM`.

    Raises:
        InvalidFileError: a column is not named, and none or several are called so.
    """
    said = (lookup.place, lookup.code, lookup.name, lookup.within)
    found: list[str] = []
    for (key, pattern), name in zip(PUBLISHED_AS.items(), said, strict=True):
        called = [name] if name else [each for each in header if re.fullmatch(pattern, each)]
        if len(called) != 1 and key != "within":
            has = f"has {listed(called, joiner='and')}" if called else f"has {listed(header, joiner='and')}"
            raise InvalidFileError(
                f"{lookup.file}: {has}; expected one column that could be the {key}. Say which it is, such as "
                f"lookup: {{file: {lookup.file}, {key}: {EXAMPLES[key]}}}."
            )
        found.append(called[0] if len(called) == 1 else "")
    place, code, area, within = found
    return place, code, area, within


def _told_apart(areas: Sequence[LookedUp]) -> list[LookedUp]:
    """Return areas, each of a name that no other has: with what it lies in, or its code, where the name is shared."""
    for apart_by in ("within", "code"):
        times = Counter(fold_area(each.name) for each in areas)
        areas = [
            replace(each, name=f"{each.name}, {getattr(each, apart_by)}")
            if times[fold_area(each.name)] > 1 and getattr(each, apart_by)
            else each
            for each in areas
        ]
    return list(areas)


class _Rows:
    """The rows of a lookup, and what is wrong with them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._areas: dict[str, LookedUp] = {}
        self._in: dict[str, str] = {}  # place → code of its area
        self._problems: list[Problem] = []

    def add(self, line: int, place: str, code: str, name: str, within: str) -> None:
        """Add a row."""
        if not (place and code and name):
            self._tell(line, "has a blank place, code or name; expected all three. Fill it, or remove the row")
            return
        area = self._areas.setdefault(code, LookedUp(code, name, within))
        if area.name != name:
            self._tell(line, f"calls {code} {name}, and a row above {area.name}; expected one name. Correct one")
        elif self._in.setdefault(place, code) != code:
            self._tell(line, f"puts {place} into {code}, and a row above into {self._in[place]}; expected one area")
        elif place not in (code, name):
            (area.lsoas if is_lsoa(place) else area.others).append(place)

    def areas(self) -> list[LookedUp]:
        """Return the areas.

        Raises:
            InvalidFileError: rows are wrong, or there are none.
        """
        if not self._problems and not self._areas:
            raise InvalidFileError(f"{self._name}: has no row of the areas meant; expected one for each place.")
        if self._problems:
            told = [str(each) for each in self._problems[:MOST_FAULTS]]
            more = len(self._problems) - MOST_FAULTS
            raise InvalidFileError("\n".join([*told, *([f"{self._name}: {more:,} faults more"] if more > 0 else [])]))
        return list(self._areas.values())

    def _tell(self, line: int, message: str) -> None:
        self._problems.append(Problem(self._name, line, message))


def as_areas(found: list[LookedUp]) -> list[Mapping[str, object]]:
    """Return the areas of a lookup as an area set lists them."""
    return [
        {
            "code": each.code,
            "name": each.name,
            "lsoas": tuple(dict.fromkeys(each.lsoas)),
            "aliases": tuple(dict.fromkeys(each.others)),
        }
        for each in found
    ]
