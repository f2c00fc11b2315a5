"""What suppliers call columns and values: by the sources, the mappings, and words that any field may have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from svtool.schema.library import Library
from svtool.schema.mappings import fields_read
from svtool.schema.names_of_columns import UsualNames
from svtool.schema.offences import fold_title
from svtool.schema.sources import Source, SourceField

# Words of categories that the field's own values do not say, whatever the field; others stand with the field.
SAME_WORDS = {
    "f": "female", "m": "male", "u": "unknown", "unknown": "unknown", "not known": "unknown",
    "not recorded": "unknown", "not stated": "unknown", "nk": "unknown", "n k": "unknown",
}  # fmt: skip
# How names of columns are cut short, and words that say the same of them.
_SHORT = {
    "no": "number", "num": "number", "nr": "number", "ref": "reference", "dt": "date", "vic": "victim",
    "victims": "victim", "susp": "suspect", "suspects": "suspect", "off": "offence", "desc": "description",
    "cat": "category", "rptd": "reported", "recd": "recorded", "arr": "arrival", "rec": "recorded", "dob": "birth date",
    "birthdate": "birth date", "gender": "sex", "auth": "authority", "occ": "occurrence", "inc": "incident",
    "incid": "incident", "crim": "crime", "datetime": "date time", "grp": "group", "comm": "committed", "ident": "id",
    "identifier": "id", "indicator": "flag", "marker": "flag", "tag": "flag", "flg": "flag", "yn": "flag",
}  # fmt: skip
_IDLE = {"of", "the", "at", "a", "s", "in", "by", "for", "on", "is", "was", "yrs", "years", "calendar"}
_YES_OR_NO = re.compile(r"\by n\b")
_NONE = UsualNames()
EXACT, USUAL, MAYBE = 1.0, 0.9, 0.75  # how well a name says a field: its own, a usual one, one that says others too


def known_columns(library: Library) -> list[str]:
    """Return every column name that a source, a mapping or a supplier is known to use."""
    names = [each.name for source in library.sources.values() for each in source.fields]
    names += [
        name
        for source in library.sources.values()
        for usual in source.column_names.values()
        for name in (*usual.seen, *usual.assumed)
    ]
    return names + [header for headers in _headers_read(library) for header in headers]


def joined_columns(library: Library) -> list[tuple[str, ...]]:
    """Return the columns that some mapping reads together, such as a year and a month."""
    return sorted({headers for headers in _headers_read(library) if len(headers) > 1})


def _headers_read(library: Library) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for mapping in library.finished_mappings():
        for part in mapping.parts or (mapping,):
            found += [column.headers for column in fields_read(part, library.sources[part.source]).values()]
    return found


@dataclass(frozen=True)
class _Names:
    """What may be said of a field, folded: its own names, usual ones, doubtful ones, and the words of each."""

    own: frozenset[str]
    usual: frozenset[str]
    doubtful: frozenset[str]
    words: tuple[frozenset[str], ...]


def name_fit(source: Source, field: SourceField, header: str) -> float:
    """Return how well a column's name says a field: 1 its own name or title, 0.9 a known other name, else less."""
    given = source.column_names.get(field.name, _NONE)
    names = _names_of(field.name, field.title, given.folded, given.doubtful)
    if fold_title(header) in names.own:
        return EXACT
    said = _said(header)
    if field.type == "flag":  # what it flags says enough
        said = said.replace("flag", "").strip().replace("  ", " ") or said
    if said in names.usual:
        return USUAL
    if said in names.doubtful:
        return MAYBE
    words = set(said.split())
    return 0.8 * max(len(words & others) / len(words | others) for others in names.words)


@lru_cache(maxsize=1024)
def _names_of(name: str, title: str, usual: frozenset[str], doubtful: frozenset[str]) -> _Names:
    own = frozenset({fold_title(name), fold_title(title)})
    usual |= {each.removesuffix(" flag") for each in (*own, *usual)}
    near = {_said(each) for each in (*usual, title)}
    words = tuple(frozenset(each.split()) for each in near if each) or (frozenset({name}),)
    return _Names(own, _all_said(usual | own), _all_said(doubtful), words)


@lru_cache(maxsize=4096)
def _said(name: str) -> str:
    """Return the words of a name, sorted: long ones for short ones, none that are idle; capitals part them too."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    words = [_SHORT.get(word, word) for word in _YES_OR_NO.sub("flag", fold_title(apart)).split()]
    words = " ".join(words).split()  # a short word may stand for two
    return " ".join(sorted(word for word in words if word not in _IDLE)) or fold_title(name)


def _all_said(names: frozenset[str]) -> frozenset[str]:
    """Return what names say, also as they are written without blanks."""
    said = {_said(name) for name in names}
    return frozenset(said | {name.replace(" ", "") for name in (*said, *names)})
