"""How names of places are compared: by their letters, in whatever script, the stricter way first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

Place = TypeVar("Place")
KEPT = 1 << 14  # the same text is looked for in many lists, one after the other


@lru_cache(KEPT)
def as_written(name: str) -> str:
    """Return a name without capitals and repeated blanks; its signs stay, so that `A+` is not `A-`."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@lru_cache(KEPT)
def fold_area(name: str) -> str:
    """Return the letters and numbers of a name, word by word, without signs: `St. Helens` is `st helens`.

    `&` is `and`. A name that has neither letters nor numbers is blank.
    """
    text = unicodedata.normalize("NFC", as_written(name)).replace("&", " and ")
    return " ".join("".join(each if _is_letter(each) else " " for each in text).split())


@lru_cache(KEPT)
def fold_closely(name: str) -> str:
    """Return the letters of a name without accents, apostrophes and blanks: `King’s Lynn` is `kingslynn`."""
    bare = (each for each in unicodedata.normalize("NFD", fold_area(name)) if each.isalnum() or not each.isascii())
    return "".join(each for each in bare if not _is_accent(each)).replace(" ", "")


FOLDS = (as_written, fold_area, fold_closely)
# What stands around the name of a place where a council, a partnership or an authority is named by it.
_BEFORE = re.compile(
    r"(?:the |lb(?: of)? |(?:(?:london|royal|metropolitan|county) )?(?:borough|city|county|district) of "
    r"|city and (?:county|borough|district) of )"
)
_AFTER = re.compile(
    r" (?:council|metropolitan|borough|district|county|city|unitary|authority|local|mdc|mbc|cbc|bc|dc|cc|lb|la|ua|csp"
    r"|community safety partnership)"
)
# How the words of names are cut short.
_IN_FULL = {
    "n": "north", "s": "south", "e": "east", "w": "west", "ne": "north east", "nw": "north west", "se": "south east",
    "sw": "south west", "co": "county", "saint": "st", "mids": "midlands", "beds": "bedfordshire",
    "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire", "derbys": "derbyshire",
    "glos": "gloucestershire", "hants": "hampshire", "herts": "hertfordshire", "lancs": "lancashire",
    "leics": "leicestershire", "lincs": "lincolnshire", "northants": "northamptonshire", "notts": "nottinghamshire",
    "oxon": "oxfordshire", "staffs": "staffordshire", "warks": "warwickshire", "wilts": "wiltshire",
    "worcs": "worcestershire", "yorks": "yorkshire",
}  # fmt: skip


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _is_accent(character: str) -> bool:
    # Accents of Latin, Greek and Cyrillic letters; marks of other scripts are letters of theirs.
    return "\u0300" <= character <= "\u036f"


class PlaceNames(Generic[Place]):
    """Finds places by their names, the stricter way of comparing first."""

    def __init__(self, named: Iterable[tuple[str, Place]]) -> None:
        """Note each name with what it names; several names may be of one place."""
        self._found: list[dict[str, set[Place]]] = [{} for _ in FOLDS]
        for name, place in named:
            for fold, found in zip(FOLDS, self._found, strict=True):
                if key := fold(name):
                    found.setdefault(key, set()).add(place)

    def of(self, text: str) -> frozenset[Place]:
        """Return the places that a text may name: none, one, or several that can't be told apart."""
        for fold, found in zip(FOLDS, self._found, strict=True):
            if places := found.get(fold(text)):
                return frozenset(places)
        for shorter in _other_ways(fold_area(text)):
            if places := self._found[1].get(shorter):
                return frozenset(places)
        return frozenset()


@lru_cache(KEPT)
def _other_ways(folded: str) -> tuple[str, ...]:
    """Return what a text may be a longer or shorter way of writing; a name itself is never shortened.

    `sefton mbc` and `london borough of barnet` name the council, `ne lincs` is `north east lincolnshire`.
    """
    in_full = " ".join(_IN_FULL.get(word, word) for word in folded.split())
    ways = [way for text in (folded, in_full) for way in _without_council(text)]
    return tuple(way for way in dict.fromkeys(ways) if way != folded)


def _without_council(text: str) -> Iterator[str]:
    """Yield a name with fewer and fewer of the words that stand around it: `durham county` before `durham`."""
    ends = [match.start() for match in _AFTER.finditer(text) if _AFTER.sub("", text[match.start() :]) == ""]
    for end in sorted({len(text), *ends}, reverse=True):
        yield text[:end]
        if before := _BEFORE.match(text[:end]):
            yield text[before.end() : end]


def shared_names(named: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each name that two places share as it is written, with the second place and the first."""
    first: dict[str, str] = {}
    for place, names in named.items():
        for name in names:
            other = first.setdefault(as_written(name), place)
            if other != place:
                yield name, place, other
