"""Areas: a whole and its parts, found by name, alias, ONS code or LSOA."""

from __future__ import annotations

import re
from functools import cached_property
from typing import ClassVar

from pydantic import Field

from svtool.schema.entry import Entry

INSIDE = "inside"  # inside the whole, part not known
OUTSIDE = "outside"
_GSS = re.compile(r"[EWSN]\d{8}")
# Which English codes are of one kind, by their first three characters: local authorities, LSOAs, partnerships, forces.
_KINDS = ({"E06", "E07", "E08", "E09"}, {"E01"}, {"E22"}, {"E23"})


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
        areas: the parts.
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
    areas: tuple[Area, ...]

    @cached_property
    def _by_text(self) -> dict[str, str]:
        found = {fold_area(name): INSIDE for name in (self.title, self.code or self.title, *self.aliases)}
        for area in self.areas:
            # A partnership may span several of the areas: its code then says inside, but not where.
            for name in (area.csp_code, area.csp_name):
                if name:
                    found[fold_area(name)] = INSIDE if fold_area(name) in found else area.key
        for area in self.areas:
            for name in (area.name, area.code, *area.aliases):
                if name:
                    found[fold_area(name)] = area.key
        return found

    @cached_property
    def _by_lsoa(self) -> dict[str, str]:
        return {code: area.key for area in self.areas for run in area.lsoas for code in _codes_of_run(run)}

    def locate(self, text: str) -> str | None:
        """Return the key of the part, INSIDE, OUTSIDE, or None when the text does not say where.

        An ONS code that is not of this area is certainly elsewhere, if the area has all codes of its kind: that of a
        ward says nothing where only local authorities are listed. A name that nobody listed may be a misspelling, so
        it stays not known.
        """
        folded = fold_area(text)
        if folded in self._by_text:
            return self._by_text[folded]
        code = text.strip().upper()
        if code in self._by_lsoa:
            return self._by_lsoa[code]
        return OUTSIDE if _GSS.fullmatch(code) and self._lists_kind_of(code) else None

    def _lists_kind_of(self, code: str) -> bool:
        """Return whether the area has all codes of this kind, or has codes throughout and all of another nation."""
        starts = self._starts
        elsewhere = all(area.code for area in self.areas) and code[0] not in {each[0] for each in starts}
        return elsewhere or any(code[:3] in kind and kind & starts for kind in _KINDS)

    @cached_property
    def _starts(self) -> set[str]:
        """Return the beginnings of the codes that every part has, and of that of the whole."""
        levels = (
            [self.code],
            [area.code for area in self.areas],
            [area.csp_code for area in self.areas],
            [area.lsoas[0] if area.lsoas else None for area in self.areas],
        )
        return {each[:3] for level in levels if all(level) for each in level if each}

    def holds(self, text: str) -> bool:
        """Return whether a text is known to name a place in the area."""
        return self.locate(text) not in {None, OUTSIDE}

    @cached_property
    def by_key(self) -> dict[str, Area]:
        """Return the parts by key."""
        return {area.key: area for area in self.areas}


def is_code(text: str) -> bool:
    """Return whether a text has the form of an ONS code."""
    return bool(_GSS.fullmatch(text.strip().upper()))


def fold_area(text: str) -> str:
    """Return a place name without case, punctuation and the difference between `St.` and `St`, `&` and `and`."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", text.casefold().replace("&", " and ")).split())


def _codes_of_run(run: str) -> list[str]:
    first, _, last = run.partition("-")
    if not last:
        return [first]
    letter, width = first[0], len(first) - 1
    return [f"{letter}{number:0{width}d}" for number in range(int(first[1:]), int(last[1:]) + 1)]
