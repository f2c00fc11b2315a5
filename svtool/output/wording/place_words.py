"""A place among many in words: in a cell, in a column, and as the sentence under a table."""

from __future__ import annotations

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
from svtool.output.wording.part_words import Sentence, number_words, part_of, several_words
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


def _places_looked_at(note: Note) -> str:
    """Return which places are higher, which what is not known could undo, and which were not looked at."""
    names = {name: part_of(note, name, tuple) for name in ("higher", "undone", "not_looked_at", "not_told", "too_few")}
    places = note.numbers["places"]
    of_all = EXPLAIN.format(places=number_words(places))
    found = f"{_named(names['higher'])} {_is(names['higher'])} higher {of_all}."
    if names["too_few"]:
        found = f"fewer than {FEWEST_EVENTS} in all places together; none can be told from chance."
    elif not names["higher"]:
        found = f"no place is shown to be higher {of_all}."
    said = [
        (names["undone"], "What is not known could undo it for {}."),
        (names["not_looked_at"], "Not looked at, for want of a rate: {}."),
        (names["not_told"], "Not told, by the disclosure policy: {}."),
    ]
    own = " ".join([found, *(words.format(_named(those)) for those, words in said if those)])
    nowhere = note.numbers["nowhere"]
    if nowhere:
        own += f" {several_words(nowhere, 'lies', 'lie')} in no known place, which is allowed for."
    return f"{', '.join(part_of(note, 'of', tuple))}: {own}"


def _times(ratio: float) -> str:
    return f"{round_half_away(ratio, 2):,}"


def _is(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def _named(names: tuple[str, ...]) -> str:
    return listed(names, MOST_NAMED, joiner="and")


OF_PLACES: dict[Kind, Sentence] = {Kind.PLACES_LOOKED_AT: _places_looked_at}
