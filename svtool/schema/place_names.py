"""How names of places are compared: by their letters, in whatever script, the stricter way first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

Place = TypeVar("Place")


def as_written(name: str) -> str:
    """Return a name without capitals and repeated blanks; its signs stay, so that `A+` is not `A-`."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def fold_area(name: str) -> str:
    """Return the letters and numbers of a name, word by word, without signs: `St. Helens` is `st helens`.

    `&` is `and`. A name that has neither letters nor numbers is blank.
    """
    text = unicodedata.normalize("NFC", as_written(name)).replace("&", " and ")
    return " ".join("".join(each if _is_letter(each) else " " for each in text).split())


def fold_closely(name: str) -> str:
    """Return the letters of a name without accents, apostrophes and blanks: `King’s Lynn` is `kingslynn`."""
    bare = (each for each in unicodedata.normalize("NFD", fold_area(name)) if each.isalnum() or not each.isascii())
    return "".join(each for each in bare if not _is_accent(each)).replace(" ", "")


FOLDS = (as_written, fold_area, fold_closely)
_OF_A_COUNCIL = re.compile(
    r"(?:(?:london|royal|metropolitan)? ?(?:borough|city|county|district) of )?(?P<place>.+?)"
    r"(?: (?:metropolitan )?(?:city|borough|county|district)?(?: council)?| m?bc| dc)?"
)


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
        # "Sefton MBC" and "London Borough of Barnet" name the council; a name itself is never shortened.
        bare = _OF_A_COUNCIL.fullmatch(fold_area(text))
        return frozenset(self._found[1].get(bare["place"], ())) if bare else frozenset()


def shared_names(named: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each name that two places share as it is written, with the second place and the first."""
    first: dict[str, str] = {}
    for place, names in named.items():
        for name in names:
            other = first.setdefault(as_written(name), place)
            if other != place:
                yield name, place, other
