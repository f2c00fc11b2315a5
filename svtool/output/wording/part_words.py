"""The parts and numbers of a note as they stand in its sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar, cast

from svtool.dates import Span, name_spans, show_date
from svtool.figures.contract import SUPPRESSED
from svtool.figures.notes import FewerThan, Note, Number, Part, Withheld
from svtool.output.wording.number_words import share, show_p, signed_per_cent, widening_words

Value = TypeVar("Value")

# A sentence with the names of a note's parts and numbers, or what makes one of a note.
Sentence = str | Callable[[Note], str]

FORMATS: dict[str, Callable[[float], str]] = {
    "drift_before": share,
    "drift_now": share,
    "dispersion": widening_words,
    "p_value": show_p,
    "change_if_known_min_pct": signed_per_cent,
    "change_if_known_max_pct": signed_per_cent,
}
NO_LIMIT = signed_per_cent(None)
# What a sentence says for numbers that stand in no row, where they may not be said; of all others, the mark.
INSTEAD = {"rows_without_reference": "Some", "rows": "the", "read": "all"}


def parts_in_words(note: Note) -> dict[str, str]:
    """Return the parts and numbers of a note as they stand in a sentence, by name."""
    return {
        **{name: part_words(part) for name, part in note.parts.items()},
        **{name: number_words(number, name) for name, number in note.numbers.items()},
    }


def part_words(part: Part) -> str:
    """Return a part of a note as it stands in a sentence: a day, spans of days, or a label as it is."""
    if isinstance(part, date):
        return show_date(part)
    return (name_spans(spans_of(part)) or "no days") if isinstance(part, tuple) else str(part)


def part_of(note: Note, name: str, kind: type[Value]) -> Value:
    """Return a part of a note that is of one type.

    Raises:
        TypeError: it is of another.
    """
    part = note.parts[name]
    if not isinstance(part, kind):
        raise TypeError(f"{note.kind.name}: {name} is no {kind.__name__}")
    return part


def spans_of(part: Part) -> list[Span]:
    """Return a part of a note that is spans of days."""
    return list(cast("tuple[Span, ...]", part))


def number_words(number: Number, name: str = "") -> str:
    """Return a number of a note, in the way of the number that it is."""
    if number is None:
        return NO_LIMIT
    if isinstance(number, Withheld):
        return INSTEAD.get(name, f"[{SUPPRESSED}]")
    if isinstance(number, FewerThan):
        return f"fewer than {number.bound:,}"
    return FORMATS[name](float(number)) if name in FORMATS else f"{number:,}"


def several_words(number: Number, one: str, many: str) -> str:
    """Return a number with its noun: `1 row repeats`, `fewer than 5 rows repeat`."""
    return f"{number_words(number)} {one if number == 1 else many}"
