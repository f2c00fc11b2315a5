"""Columns that no field is read from: what each holds, how full it is, and the fields that it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from svtool.errors import listed, several
from svtool.files.personal_headers import looks_personal
from svtool.proposal.column_shapes import MOSTLY, date_shape, share_read
from svtool.proposal.field_matches import (
    DATES,
    LIKELY,
    TELLING,
    Knowledge,
    fit_of_name,
    share_of_places,
    share_that_fits,
)
from svtool.proposal.field_proposals import FEW_WORDS, OFTEN, describe_column
from svtool.proposal.file_contents import ColumnLook
from svtool.proposal.layouts import UnreadColumn
from svtool.schema.offences import fold_title
from svtool.schema.sources import Source, SourceField

MOST_LISTED = 8  # values of a coded column
MOST_LIKELY = 3  # fields for each column
MOST_DESCRIBED = 60  # columns: the others are named alone
LONG = 40  # letters of a text that is no code and no category
WELL = 0.75  # a field that fits so well is written out, to be taken into the mapping
SOMEHOW = 0.5
SPOKEN_FOR = {"date": 0.4, "birth_date": 0.2, "age": 0.3, "flag": 0.3, "category": 0.5, "count": 0.2}
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+|-?\d+(?:\.\d+)?")
# Whose texts are of people, of a place or in somebody's own words: never listed, however few they are.
_OF_PEOPLE = frozenset({
    "name", "names", "surname", "forename", "officer", "officers", "oic", "staff", "user", "username", "by", "doctor",
    "clinician", "consultant", "nurse", "gp", "nominal", "contact", "author", "owner", "supervisor", "telephone",
    "phone", "email", "birth", "initials", "caller", "occupant", "relative", "employer", "school",
})  # fmt: skip
_OF_PLACES = frozenset({
    "address", "street", "road", "postcode", "location", "place", "town", "village", "beat", "ward", "premises",
    "easting", "northing", "latitude", "longitude",
})  # fmt: skip
_IN_OWN_WORDS = frozenset({
    "mo", "modus", "operandi", "note", "notes", "narrative", "comment", "comments", "summary", "remarks", "text",
    "details", "circumstances", "synopsis", "history",
})  # fmt: skip
_LIKE_A_PERSON = re.compile(r"[A-Z]\.? [A-Z][a-z]+|[A-Z][a-z'-]+, ?[A-Z].*|(?:PC|PS|DC|DS|DI|Mr|Mrs|Ms|Miss|Dr)\b.*")


def describe_unread(
    columns: Sequence[ColumnLook], source: Source, taken: set[str], knowledge: Knowledge
) -> list[UnreadColumn]:
    """Return what there is to say of the columns that are not read; of very many the last are named alone.

    Args:
        columns: the columns.
        source: the source whose fields they may be.
        taken: fields that are read from other columns.
        knowledge: what names and values are held against.
    """
    found = [_describe(column, source, taken, knowledge) for column in columns[:MOST_DESCRIBED]]
    return [*found, *(UnreadColumn(column.name) for column in columns[MOST_DESCRIBED:])]


def _describe(column: ColumnLook, source: Source, taken: set[str], knowledge: Knowledge) -> UnreadColumn:
    ranked = sorted(
        ((fit, field) for field in source.fields if (fit := _fit(source, field, column, knowledge)) >= SOMEHOW),
        key=lambda each: -each[0],
    )[:MOST_LIKELY]
    free = [(fit, field) for fit, field in ranked if field.name not in taken and not field.derived]
    best = free[0][1] if free and free[0][0] >= WELL else None
    proposed = describe_column(best, column, fit_of_name(source, best, column), knowledge.areas) if best else None
    ages = any(field.type == "age" for _, field in ranked)
    return UnreadColumn(
        column.name, _holds(column, ages, knowledge), tuple(field.name for _, field in ranked), proposed
    )


def _fit(source: Source, field: SourceField, column: ColumnLook, knowledge: Knowledge) -> float:
    """Return how likely a column is a field: by its name, and by values that speak for it."""
    name = fit_of_name(source, field, column)
    if not column.filled:
        return name
    if field.type in TELLING:
        if name < SOMEHOW and _share_like(column, _NUMBER) >= MOSTLY:
            return name  # numbers may be of anything
        share = share_that_fits(field, column, knowledge) or 0.0
        return name + share if share >= SOMEHOW else name
    if field.type not in SPOKEN_FOR or name < SPOKEN_FOR[field.type] / 2:
        return name
    share = share_that_fits(field, column, knowledge) or 0.0
    return name + SPOKEN_FOR[field.type] if share >= MOSTLY else name * (1 if share or field.type not in DATES else 0.5)


def _holds(column: ColumnLook, ages: bool, knowledge: Knowledge) -> str:
    if not column.filled:
        return "blank in every record"
    filled = column.filled / (column.filled + column.blank)
    fill = "never blank" if not column.blank else f"{max(filled, 0.01):.0%} filled"
    return f"{'ages' if ages else _shape(column, knowledge)}; {fill}"


def _shape(column: ColumnLook, knowledge: Knowledge) -> str:
    more = "more than " if column.cut else ""
    different = f"{more}{several(len(column.texts), 'text', 'different texts')}"
    if hidden := _not_shown(column, knowledge):
        return f"{different}, not shown, for they may {hidden}"
    if formats := date_shape(column).formats:
        return f"dates written {listed(formats)}"
    if _share_like(column, _CLOCK) >= MOSTLY:
        return "times of day"
    if _share_like(column, _NUMBER) >= MOSTLY and not _is_coded(column):
        return "numbers"
    if _is_coded(column):
        return f"{several(len(column.texts), 'value', 'values')}: {_values(column)}"
    long = sum(number for text, number in column.usual.items() if len(text) > LONG) > column.usual.total() / 2
    repeat = "some repeat" if column.repeats else "none repeats"
    return f"{different}, {'most of them long, ' if long else ''}{repeat}"


def _not_shown(column: ColumnLook, knowledge: Knowledge) -> str:
    """Return what the texts of a column may be of, where they are not to be shown; blank where they may be."""
    words = set(fold_title(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.name)).split())
    if looks_personal(column.name) or words & _OF_PEOPLE or _share_like(column, _LIKE_A_PERSON) >= SOMEHOW:
        return "name people"
    if words & _OF_PLACES or _says_area(column, knowledge) or share_of_places(column, knowledge) >= SOMEHOW:
        return "name places"
    return "be somebody's own words" if words & _IN_OWN_WORDS else ""


def _share_like(column: ColumnLook, pattern: re.Pattern[str]) -> float:
    return share_read(column.usual, lambda text: pattern.fullmatch(text) is not None)


def _says_area(column: ColumnLook, knowledge: Knowledge) -> bool:
    return any(
        fit_of_name(source, field, column) >= LIKELY
        for source in knowledge.library.sources.values()
        for field in source.of_type("area")
    )


def _is_coded(column: ColumnLook) -> bool:
    """Return whether a column holds a few codes or categories, each of them often."""
    if column.cut or len(column.texts) > FEW_WORDS:
        return False
    often = sum(number for number in column.texts.values() if number >= OFTEN)
    short = all(len(text) <= LONG for text in column.texts)
    return short and often >= MOSTLY * column.filled and column.filled >= 2 * OFTEN * len(column.texts) - OFTEN


def _values(column: ColumnLook) -> str:
    shown = [(text, number) for text, number in column.texts.most_common(MOST_LISTED) if number >= OFTEN]
    rest = len(column.texts) - len(shown)
    more = f" and {several(rest, 'other', 'others')}" if rest else ""
    return ", ".join(f"{text} {number:,}" for text, number in shown) + more
