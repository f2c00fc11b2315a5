"""What odd texts probably mean, where one value alone comes into question: for remedies and what they would settle."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.records.judgement import Fault
from svtool.records.watch import OddText
from svtool.validation.candidates import class_candidates, subcode_candidates, word_candidates
from svtool.validation.reading import Reading

_UNKNOWN_WORDS = {Fault.UNRECOGNISED, Fault.UNKNOWN_CODE, Fault.NOT_A_SUBCODE}


@dataclass(frozen=True)
class Suggestion:
    """An odd text, and the values that it may mean: a category, yes or no, a class or a sub-code."""

    field: str
    text: OddText
    values: tuple[str, ...]

    @property
    def value(self) -> str | None:
        """Return the value that it probably means; None where several come into question, or none."""
        return self.values[0] if len(self.values) == 1 else None


def suggestions(reading: Reading) -> dict[str, dict[int, str]]:
    """Return what odd texts probably mean: field → number of the odd text → value."""
    found: dict[str, dict[int, str]] = {}
    for name in reading.odd:
        values = {each.text.number: each.value for each in suggest(reading, name) if each.value}
        if values:
            found[name] = values
    return found


def suggest(reading: Reading, name: str) -> list[Suggestion]:
    """Return the odd texts of a field that were not understood, each with what it may mean; most frequent first."""
    texts = [text for text in reading.odd.get(name, ()) if text.judged.fault in _UNKNOWN_WORDS]
    texts.sort(key=lambda text: (-text.count, text.text))
    return [Suggestion(name, text, _candidates(reading, name, text.text)) for text in texts]


def _candidates(reading: Reading, name: str, text: str) -> tuple[str, ...]:
    field = reading.source.by_name[name]
    if field.type == "offence_class":
        return class_candidates(text, reading.library.catalogue)
    if field.type == "offence_subcode":
        return subcode_candidates(text, reading.library.catalogue)
    if field.type in {"flag", "category"}:
        return word_candidates(text, field, reading.columns[name])
    return ()
