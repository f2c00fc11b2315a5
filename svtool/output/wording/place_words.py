"""A place among many in words: in a cell, in a column, and as the sentence under a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from svtool.errors import listed
from svtool.figures.contract import AmongPlaces
from svtool.figures.notes import Kind, Note
from svtool.figures.place_verdicts import (
    FEWEST_EVENTS,
    HIGHER,
    LOWER,
    NOT_LOOKED_AT,
    NOT_SHOWN,
    NOT_TOLD,
    TOO_FEW,
    UNDONE,
)
from svtool.output.wording.number_words import about
from svtool.output.wording.part_words import Sentence, number_words, part_of
from svtool.statistics.rounding import round_half_away

MOST_NAMED = 20
EXPLAIN = "than chance and looking at {places} places explain"
IN_A_COLUMN = {
    HIGHER: f"higher {EXPLAIN}",
    LOWER: f"lower {EXPLAIN}",
    NOT_SHOWN: "not shown",
    UNDONE: "not shown: what is not known could undo it",
    TOO_FEW: f"not shown: fewer than {FEWEST_EVENTS} in all places together",
    NOT_LOOKED_AT: "not looked at: no rate, or no other place with one",
    NOT_TOLD: "not told: disclosure policy",
}
IN_A_CELL = {HIGHER: "higher", LOWER: "lower", NOT_LOOKED_AT: "not looked at"}
MANY_PLACES = (
    "Its rate over that of all other places together, with 95% limits that hold for all places at once. Higher or "
    "lower is said where chance and looking at so many don't explain it: of places that are all alike, any is named "
    "in at most one of twenty such lists. Limits allow for how much more than chance the months of places vary, and "
    "the words for all that is not known."
)


def verdict_on_place(among: AmongPlaces | None) -> str:
    """Return how a place compares with all others, in full; blank for what is no place."""
    return IN_A_COLUMN[among.place_verdict].format(places=f"{among.places_compared:,}") if among else ""


def short_verdict_on_place(among: AmongPlaces) -> tuple[str, str]:
    """Return the same as it stands in a cell, beside how many places there are, and why nothing is shown."""
    verdict = among.place_verdict
    _, _, reason = IN_A_COLUMN[verdict].partition(": ")
    return IN_A_CELL.get(verdict, NOT_SHOWN), reason


def ratio_to_others(among: AmongPlaces | None) -> str:
    """Return the rate of a place over that of all others, with its limits: `1.80 (1.21 to 2.59)`."""
    if among is None or among.rate_ratio is None:
        return ""
    limits = [_times(each) for each in (among.rate_ratio_lower, among.rate_ratio_upper) if each is not None]
    return f"{_times(among.rate_ratio)} ({' to '.join(limits)})"


def _places_named(note: Note) -> str:
    """Return which places of a list are higher, and which would be if all were known."""
    higher, undone = (part_of(note, name, tuple) for name in ("higher", "undone"))
    said = []
    if higher:
        explain = EXPLAIN.format(places=number_words(note.numbers["places"]))
        said.append(f"{_named([_with_ratio(*each) for each in higher])} {_is(higher)} higher {explain}.")
    if undone:
        said.append(f"{_named(undone)} would differ, but what is not known could undo it.")
    return f"{', '.join(part_of(note, 'of', tuple))}: {' '.join(said)}"


def _with_ratio(area: str, ratio: float | None = None, *limits: float) -> str:
    if ratio is None:
        return area
    between = f", {' to '.join(map(_times, limits))}" if len(limits) > 1 else ""
    return f"{area} ({_times(ratio)} times the others{between})"


def _lists_of_places(note: Note) -> str:
    """Return how many lists there are, in how many no place is higher, and how many chance would name one in."""
    lists, without, too_few, independent = (
        cast("int", note.numbers[name]) for name in ("lists", "without", "too_few", "independent")
    )
    by_chance = cast("float", note.numbers["by_chance"])
    each = "the list of places" if lists == 1 else f"{lists:,} lists of places (one for each measure and period)"
    none = "no place is shown to be higher" if lists == 1 else f"in {without:,} no place is shown to be higher"
    said = [f"Looked at: {each}; {none}." if without else f"Looked at: {each}."]
    if too_few:
        held = "They hold" if lists == 1 else f"{too_few:,} hold"
        said.append(f"{held} fewer than {FEWEST_EVENTS} in all places together, of which none can be told from chance.")
    often = "in at most 1 such list of 20" if lists == 1 else f"in at most 1 list of 20, here {about(by_chance)}"
    said.append(f"Where all places are alike, chance alone names one {often}.")
    if independent:
        whose = "" if lists == 1 else f"In {independent:,} of them "
        taken = f"{whose}events are taken as independent, for how their months vary can't be told"
        said.append(f"{taken[0].upper()}{taken[1:]}: if they come in clusters, the limits are too narrow.")
    return " ".join(said)


def _places_without_rate(note: Note) -> str:
    return f"Not looked at, for want of a rate or of another place: {_named(part_of(note, 'places', tuple))}."


def _places_not_told(note: Note) -> str:
    return f"Not told in some list, by the disclosure policy: {_named(part_of(note, 'places', tuple))}."


def _times(ratio: float) -> str:
    return f"{round_half_away(ratio, 2):,}"


def _is(names: Sequence[object]) -> str:
    return "is" if len(names) == 1 else "are"


def _named(names: Sequence[str]) -> str:
    return listed(names, MOST_NAMED, joiner="and")


OF_PLACES: dict[Kind, Sentence] = {
    Kind.PLACES_NAMED: _places_named,
    Kind.LISTS_OF_PLACES: _lists_of_places,
    Kind.PLACES_WITHOUT_RATE: _places_without_rate,
    Kind.PLACES_NOT_TOLD: _places_not_told,
}
