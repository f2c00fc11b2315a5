"""What is said of all places together: which have a higher rate, how many lists there are, and who is in none."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.counting.cells import ALL_LABEL
from svtool.figures.contract import AmongPlaces, Figure
from svtool.figures.notes import Kind, Note, Part
from svtool.figures.place_verdicts import HIGHER, NOT_LOOKED_AT, NOT_TOLD, TOO_FEW, UNDONE
from svtool.statistics.many_places import NAMED_BY_CHANCE

List = Sequence[tuple[Figure, AmongPlaces]]  # the places of a measure in a period


def places_found(figures: Sequence[Figure]) -> list[Note]:
    """Return for each table which places have a higher rate, and what must be said of all its lists of places.

    Args:
        figures: as they are printed.
    """
    tables: dict[str, dict[tuple[object, ...], list[tuple[Figure, AmongPlaces]]]] = {}
    for figure in figures:
        if figure.among:
            key = (figure.position, figure.column, *figure.by.values())
            tables.setdefault(figure.table, {}).setdefault(key, []).append((figure, figure.among))
    return [note for table, lists in tables.items() for note in _notes_of(table, list(lists.values()))]


def _notes_of(table: str, lists: Sequence[List]) -> list[Note]:
    found = [_places_named(table, each) for each in lists if _named(each, HIGHER) or _named(each, UNDONE)]
    looked_at = [each for each in lists if any(among.places_dispersion or among.rate_ratio for _, among in each)]
    told = [each for each in lists if len(_named(each, NOT_LOOKED_AT, NOT_TOLD)) < len(each)]
    if told:
        numbers = {
            "lists": len(told),
            "without": sum(not _named(each, HIGHER) for each in told),
            "too_few": sum(bool(_named(each, TOO_FEW)) for each in told),
            "independent": sum(all(among.places_dispersion is None for _, among in each) for each in looked_at),
            "by_chance": NAMED_BY_CHANCE * len(told),
        }
        found.append(Note(Kind.LISTS_OF_PLACES, {"table": table}, numbers))
    for kind, verdict in ((Kind.PLACES_WITHOUT_RATE, NOT_LOOKED_AT), (Kind.PLACES_NOT_TOLD, NOT_TOLD)):
        names = tuple(dict.fromkeys(name for each in lists for name in _named(each, verdict)))
        if names:
            found.append(Note(kind, {"table": table, "places": names}))
    return found


def _places_named(table: str, places: List) -> Note:
    """Return which places of a list are higher, each with its ratio to the others, and which might be."""
    first, among = places[0]
    of_: tuple[Part, ...] = (first.measure, *(each for each in first.by.values() if each != ALL_LABEL), first.period)
    higher = tuple(_with_ratio(figure, each) for figure, each in places if each.place_verdict == HIGHER)
    parts: dict[str, Part] = {"table": table, "of": of_, "higher": higher, "undone": _named(places, UNDONE)}
    return Note(Kind.PLACES_NAMED, parts, {"places": among.places_compared})


def _with_ratio(figure: Figure, among: AmongPlaces) -> tuple[Part, ...]:
    ratio = (among.rate_ratio, among.rate_ratio_lower, among.rate_ratio_upper)
    return (figure.area, *(each for each in ratio if each is not None))


def _named(places: List, *verdicts: str) -> tuple[str, ...]:
    return tuple(figure.area for figure, among in places if among.place_verdict in verdicts)
