"""Categories, flags and places that are not understood, with what could be mapped (V25, V29)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.errors import listed, several
from svtool.findings.finding import Finding
from svtool.records.judgement import Fault
from svtool.schema.areas import is_code
from svtool.validation.reading import Reading, summed
from svtool.validation.shown_texts import list_named, name_word
from svtool.validation.suggestions import Suggestion, suggest

_MOST_MAPPED = 5


def find_unknown_words(reading: Reading, name: str) -> Iterator[Finding]:
    """Yield the words of a category or flag that neither the field nor the mapping has."""
    unknown = suggest(reading, name)
    count, places = summed(each.text for each in unknown)
    parts = [_name(reading, each) for each in unknown]
    named = list_named(parts, [each.text.count for each in unknown])
    message = f"{several(count, 'cell', 'cells')} of {reading.header_of(name)}: {named}"
    remedy, texts = _remedy(reading, unknown), [each.text for each in unknown]
    yield reading.find("V25", message, count, field=name, places=places, remedy=remedy, texts=texts)


def _name(reading: Reading, suggestion: Suggestion) -> str | None:
    word = name_word(suggestion, reading.library)
    if word and suggestion.values:
        return f"{word}, probably {listed(suggestion.values)}"
    return word


def _remedy(reading: Reading, unknown: Sequence[Suggestion]) -> str:
    """Return the line of the mapping that would settle the words that are near a known one."""
    pairs = [
        f"{word}: {each.value}"
        for each in unknown
        if each.value and (word := name_word(each, reading.library)) is not None
    ]
    if not pairs:
        return ""
    settled = sum(each.text.count for each in unknown if each.value)
    more = ", …" if len(pairs) > _MOST_MAPPED else ""
    return (
        f"Add to the mapping what the words mean; values: {{{', '.join(pairs[:_MOST_MAPPED])}{more}}} would settle "
        f"{settled:,}."
    )


def find_unknown_places(reading: Reading, name: str) -> Iterator[Finding]:
    """Yield how many places the areas of the project do not have; never which."""
    texts = [text for text in reading.odd[name] if text.judged.fault is Fault.UNRECOGNISED]
    count, places = summed(texts)
    title = reading.areas.title if reading.areas else "the areas"
    distinct = several(len(texts), "text", "different texts")
    codes = summed(text for text in texts if is_code(text.text))[0]
    what = f"; {several(codes, 'is an ONS code', 'are ONS codes')} of another kind or another year" if codes else ""
    message = f"{several(count, 'cell', 'cells')} of {reading.header_of(name)} ({distinct}) not found in {title}{what}"
    yield reading.find("V29", message, count, field=name, places=places, texts=texts)
