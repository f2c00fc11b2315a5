"""A lookup: a CSV, as the Office for National Statistics publishes them, that says in which area each place lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from svtool.errors import InvalidFileError, Problem
from svtool.schema.entry import Entry
from svtool.schema.gazetteer import is_lsoa
from svtool.schema.rows_beside import path_beside, rows_beside
from svtool.schema.text_yaml import Document


class Lookup(Entry):
    """A CSV of places and the areas that they lie in, and which of its columns say what.

    Attributes:
        file: its name, beside the file that names it.
        place: the column with the place, by its code or name, such as `LSOA21CD`.
        code: the column with the code of the area that the place lies in.
        name: the column with the name of that area.
        only: the rows that are meant, by columns and what stands in them; all without it.
    """

    noun: ClassVar[str] = "a lookup"
    file: str
    place: str
    code: str
    name: str
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@dataclass
class LookedUp:
    """An area of a lookup.

    Attributes:
        code: its code.
        name: its name.
        lsoas: the LSOAs that lie in it.
        others: its other places.
    """

    code: str
    name: str
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

    Raises:
        InvalidFileError: the file can't be read, or rows of it are wrong; with every fault.
    """
    rows = _Rows(lookup.file)
    own = (lookup.place, lookup.code, lookup.name)
    wanted = dict.fromkeys((*own, *lookup.only))
    for line, row in rows_beside(file_of(document, lookup), lookup.file, [*wanted]):
        if all(row[name] in values for name, values in lookup.only.items()):
            rows.add(line, *(row[each] for each in own))
    return rows.areas()


class _Rows:
    """The rows of a lookup, and what is wrong with them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._areas: dict[str, LookedUp] = {}
        self._in: dict[str, str] = {}  # place → code of its area
        self._problems: list[Problem] = []

    def add(self, line: int, place: str, code: str, name: str) -> None:
        """Add a row."""
        if not (place and code and name):
            self._tell(line, "has a blank place, code or name; expected all three. Fill it, or remove the row")
            return
        area = self._areas.setdefault(code, LookedUp(code, name))
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
            raise InvalidFileError(self._problems)
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
