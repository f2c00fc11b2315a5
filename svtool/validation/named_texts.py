"""Which texts of records a message may name.

A shifted row puts a surname, a reference or a place into a column of codes, however often it stands there. So a text is
named only where the field, the mapping or the catalogue of offences lists its words, or where it has the shape of a
code; of all others it is said how many there are, and where.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from svtool.findings.message import Message, enumerated, numeral, say
from svtool.schema.areas import AreaSet
from svtool.schema.gazetteer import gazetteer, is_code
from svtool.schema.mappings import Column
from svtool.schema.offences import Catalogue, fold_title
from svtool.schema.place_names import fold_area
from svtool.schema.sources import SourceField

MOST_NAMED = 3
# Letters on both sides of two digits are a postcode without its blank; letters and three digits are of a number plate.
_CODE = re.compile(
    r"[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})?|\d{1,3}(?:\.\d{1,2})?[A-Z]{0,2}|\d{1,3}[/.-]\d{1,2}|\d(?:\.\d+)?E\+?\d{1,2}",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\d{1,2}[- ][A-Z]{3}|[A-Z]{3}[- ]\d{2}|\d{5}", re.IGNORECASE)
_NUMBER_IN_TITLE = re.compile(r"s?\d{1,3}[a-z]?", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "any", "at", "by", "for", "from", "in", "n", "na", "no", "non", "none", "not", "of", "on", "or"}
    | {"other", "the", "to", "unknown", "with", "yes"}
)
_PLACE_WORDS = frozenset(
    {"and", "area", "borough", "central", "centre", "city", "council", "county", "district", "east", "eastern"}
    | {"greater", "inner", "lower", "mid", "north", "northern", "of", "outer", "south", "southern", "the", "town"}
    | {"upper", "upon", "west", "western"}
)


def name_code(text: str) -> str | None:
    """Return an offence code as a message names it; None where it may be something else."""
    return text if _CODE.fullmatch(text) else None


def name_changed(text: str) -> str | None:
    """Return what a spreadsheet made of a code, as a message names it; None where it may be a record's date."""
    return text if _CODE.fullmatch(text) or _CHANGED.fullmatch(text) else None


def name_place(text: str, areas: AreaSet | None) -> str | None:
    """Return a place as a message names it: a code, a place that ships, or words of the areas' own names.

    A single word may be a surname of a shifted row, however often it stands there; so may two that are places each.
    """
    if is_code(text):
        return text
    words = fold_area(text).split()
    if len(words) < 2:
        return None
    own = {word for area in (areas.areas if areas else ()) for word in fold_area(area.name).split()}
    listed = set(words) <= _PLACE_WORDS | own and bool(set(words) & _PLACE_WORDS)
    return text if listed or gazetteer().covered_by(text) else None


def listed_words(field: SourceField, column: Column | None) -> frozenset[str]:
    """Return the words that a field and its mapping list, folded: those of its values, and those that mean them."""
    texts = (field.title, *field.words, *field.also, *(column.values if column else ()))
    return frozenset(_root(word) for text in texts for word in fold_title(text.replace("_", " ")).split())


def name_word(text: str, listed: frozenset[str]) -> str | None:
    """Return a category as a message names it; None where a word of it is not listed.

    Args:
        text: the text.
        listed: the words that its field and mapping list.
    """
    if len(text) == 1 and text.isascii() and text.isalnum():
        return text
    words = _words(text)
    roots = {_root(word) for word in words}
    small = {word for word in words if word in _SMALL_WORDS}
    return text if words and roots <= listed | small and (roots & listed or len(words) == 1) else None


def name_title(text: str, catalogue: Catalogue) -> str | None:
    """Return an offence's title as a message names it; None where a word of it may be something of one record."""
    if name_code(text):
        return text
    words = _words(text)
    titles = [word for word in words if not _NUMBER_IN_TITLE.fullmatch(word)]
    return text if titles and set(titles) <= catalogue.words_of_titles else None


def _words(text: str) -> list[str]:
    """Return the words and numbers of a text, in any alphabet."""
    return re.findall(r"[^\W_]+", text.casefold())


def _root(word: str) -> str:
    """Return a word without the end of its plural: knives and knife are one."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith("ss"):
        return word
    return f"{word[:-3]}fe" if word.endswith("ves") else word[:-1]


def list_named(parts: Sequence[str | None], counts: Iterable[int], most: int = MOST_NAMED) -> Message:
    """Return texts with their counts, the first few of them; those that may not be named are one part at the end."""
    pairs = list(zip(parts, counts, strict=True))
    named = [(part, count) for part, count in pairs if part]
    shown = [with_count(part, count) for part, count in named[:most]]
    rest = sum(count for _, count in pairs) - sum(count for _, count in named[:most])
    if rest:
        shown.append(with_count("others" if shown else "not shown here", rest))
    return enumerated(shown)


def with_count(text: str, count: int) -> Message:
    """Return a text with the number of its cells."""
    return say(f"{text} (", numeral(count), ")")
