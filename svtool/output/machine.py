"""CSV and JSON: the contract, plain and byte-identical on a second run."""

from __future__ import annotations

import math
from datetime import date
from itertools import zip_longest
from typing import Any

from svtool.commands.measures import Result, ledgers_of, measure_ledgers_of, remarks_of, standing_notes
from svtool.figures.contract import ANSWERS, PLACES, Figure, PopulationRate, WorkedOut, columns
from svtool.output.csv_rows import rows_as_csv
from svtool.output.json_text import json_text
from svtool.output.wording.coverage_words import lacking_words
from svtool.output.wording.note_words import note_words, notes_in_words, reason_words, sentence
from svtool.output.wording.number_words import against_whole_words
from svtool.output.wording.place_words import verdict_on_place
from svtool.schema.policies import NO_POLICY
from svtool.version import __version__

DIGITS = 10  # more than any count of records can tell
JSON_FORMAT = "svtool.measures/1"


def figures_as_csv(result: Result) -> str:
    """Return the figures as CSV by the contract; every row of made-up records says so in its notes."""
    return rows_as_csv(columns_of(result), (_row(figure, result).values() for figure in result.figures))


def figures_as_json(result: Result) -> str:
    """Return the result as one JSON object: figures by the contract, coverage, ledgers, notices and warnings."""
    found = {
        "format": JSON_FORMAT,
        "svtool": __version__,
        "definition": result.definition.id if result.definition else None,
        "synthetic": result.synthetic,
        "disclosure": result.policy.id if result.policy else NO_POLICY,
        "notices": notes_in_words(result.notices),
        # Warnings and ledgers are numbers of rows, which with the printed counts could give suppressed ones away.
        "warnings": [] if result.policy else notes_in_words(result.warnings),
        "remarks": notes_in_words(remarks_of(result)),
        "coverage": {
            name: [[start.isoformat(), end.isoformat()] for start, end in coverage.spans]
            for name, coverage in result.coverage.items()
        },
        "ledgers": ledgers_of(result),
        "measure_ledgers": measure_ledgers_of(result),
        "figures": [_json_row(figure, result) for figure in result.figures],
    }
    return json_text(found)


def columns_of(result: Result) -> tuple[str, ...]:
    """Return the columns of a result."""
    return columns(result.by, result.rates, result.compares_definitions, result.works_out, result.hot)


def rows_of(result: Result) -> list[dict[str, Any]]:
    """Return the figures as rows of the contract, for a data frame."""
    return [_row(figure, result) for figure in result.figures]


def _row(figure: Figure, result: Result) -> dict[str, Any]:
    """Return a figure by the columns of the contract; its notes are sentences."""
    return {**_values(figure, result), "notes": " ".join(notes_of(figure, result))}


def _json_row(figure: Figure, result: Result) -> dict[str, Any]:
    row = {**_values(figure, result), "notes": notes_of(figure, result)}
    if figure.rate:
        row["rate_notes"] = notes_in_words(figure.rate.rate_notes)
    return {name: value.isoformat() if isinstance(value, date) else _finite(value) for name, value in row.items()}


def notes_of(figure: Figure, result: Result) -> list[str]:
    """Return the notes of a figure as sentences, with those that every row of its source must say."""
    return notes_in_words([*standing_notes(result, figure), *figure.notes])


def _values(figure: Figure, result: Result) -> dict[str, Any]:
    own = {**_reasons(figure), "lacking": lacking_words(figure)}
    values = {**dict.fromkeys(result.by, "all"), **vars(figure), **own, **figure.by}
    if figure.rate:
        values |= _values_of_rate(figure.rate)
    if result.hot:
        values |= _among_places(figure)
    if result.compares_definitions:
        values |= _answers(figure)
    if result.works_out:
        values |= vars(figure.worked_out or WorkedOut())
    with_rate = figure.rate is not None
    names = columns(result.by, with_rate, result.compares_definitions, result.works_out, result.hot)
    return {name: settled(values[name]) for name in names}


def _among_places(figure: Figure) -> dict[str, Any]:
    """Return how a place compares with all others; nothing for what is no place."""
    found = vars(figure.among) if figure.among else {}
    return {**dict.fromkeys(PLACES), **found, "place_verdict": verdict_on_place(figure.among)}


def _answers(figure: Figure) -> dict[str, str]:
    """Return which definitions a figure is about, and what is answered to each; yes to the one that counts alone."""
    found = [part for pair in figure.answers or ((figure.definition, "yes"),) for part in pair]
    return dict(zip_longest(ANSWERS, found, fillvalue=""))


def settled(value: Any) -> Any:
    """Return a number with the digits that every machine agrees on; anything else as it is.

    Versions of scipy, and processors, differ in the last of sixteen digits of a limit; what is published must come out
    the same years later on another machine.
    """
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def _reasons(figure: Figure) -> dict[str, str]:
    """Return what the verdicts rest on, as sentences."""
    found = {"verdict_reason": figure.verdict_reason, "baseline_verdict_reason": figure.baseline_verdict_reason}
    return {name: sentence(reason_words(note)) if note else "" for name, note in found.items()}


def _values_of_rate(rate: PopulationRate) -> dict[str, Any]:
    return {
        **vars(rate),
        "rate_against_whole": against_whole_words(rate.rate_against_whole),
        "rate_notes": " ".join(map(note_words, rate.rate_notes)),
    }


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
