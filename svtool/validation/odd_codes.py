"""Offence codes that are none: changed by a spreadsheet (V22), or in no catalogue (V21), with what they may mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.errors import listed, several
from svtool.findings.finding import Finding
from svtool.schema.offences import Catalogue, fold_class, fold_subcode
from svtool.validation.reading import Reading, summed
from svtool.validation.shown_texts import list_named, name_changed, name_code
from svtool.validation.spreadsheet_codes import changed_by_spreadsheet
from svtool.validation.suggestions import Suggestion, suggest

CODES = {"offence_class", "offence_subcode"}
_LONGEST_TITLE = 50
_MOST_CANDIDATES = 4


def find_unknown_codes(reading: Reading, name: str) -> Iterator[Finding]:
    """Yield what is wrong with the codes of a field."""
    if reading.source.by_name[name].type not in CODES:
        return
    catalogue = reading.library.catalogue
    changed: list[Suggestion] = []
    unknown: list[Suggestion] = []
    for each in suggest(reading, name):
        (changed if changed_by_spreadsheet(each.text.text, catalogue) else unknown).append(each)
    if changed:
        count, places = summed(each.text for each in changed)
        named = list_named([_name_changed(each, catalogue) for each in changed], [each.text.count for each in changed])
        message = f"{several(count, 'cell', 'cells')} of {reading.header_of(name)}: {named}"
        texts = [each.text for each in changed]
        yield reading.find("V22", message, count, field=name, places=places, texts=texts)
    if unknown:
        yield _unknown(reading, name, unknown, catalogue)


def _name_changed(suggestion: Suggestion, catalogue: Catalogue) -> str | None:
    changed = changed_by_spreadsheet(suggestion.text.text, catalogue)
    originals = changed.originals if changed else ()
    text = name_changed(suggestion.text.text)
    shown = text or ("a date" if originals else None)
    if not originals or not shown:
        return shown
    title = _title_of(originals[0], catalogue) if len(originals) == 1 else ""
    return f"{shown} is probably {listed(originals)}{f', {title}' if title else ''}"


def _title_of(code: str, catalogue: Catalogue) -> str:
    titles = {fold_subcode(each.subcode): each.title or "" for each in catalogue.subcodes}
    titles |= {fold_class(each.code): each.title for each in catalogue.classes if "/" not in code}
    title = titles.get(fold_subcode(code) if "/" in code else fold_class(code), "")
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0].rstrip(',')} …"


def _unknown(reading: Reading, name: str, unknown: Sequence[Suggestion], catalogue: Catalogue) -> Finding:
    count, places = summed(each.text for each in unknown)
    named = list_named([_name_unknown(each) for each in unknown], [each.text.count for each in unknown])
    cells, header = several(count, "cell", "cells"), reading.header_of(name)
    what = "a code that the catalogue does not have"
    if reading.source.by_name[name].type == "offence_subcode":
        what = "not a Home Office sub-code such as 008/06"
    message = f"{cells} of {header}: {what}: {named}"
    texts = [each.text for each in unknown]
    remedy = _remedy(reading, name, unknown, catalogue)
    return reading.find("V21", message, count, field=name, places=places, remedy=remedy, texts=texts)


def _name_unknown(suggestion: Suggestion) -> str | None:
    text = name_code(suggestion.text.text)
    if not text or not suggestion.values:
        return text
    return f"{text}, perhaps {listed(suggestion.values[:_MOST_CANDIDATES])}"


def _remedy(reading: Reading, name: str, unknown: Sequence[Suggestion], catalogue: Catalogue) -> str:
    """Return the remedy of a column that holds the codes of another field; else the catalogue's."""
    count = sum(each.text.count for each in unknown)
    is_class = reading.source.by_name[name].type == "offence_class"
    others = catalogue.atoms_by_subcode if is_class else catalogue.atoms_by_class
    fold = fold_subcode if is_class else fold_class
    if 2 * sum(each.text.count for each in unknown if fold(each.text.text) in others) < count:
        return ""
    stem = name.rpartition("_")[0]
    field, what = (f"{stem}_subcode", "Home Office sub-codes") if is_class else (f"{stem}_class", "classes")
    return f'The column holds {what}: --map "{reading.header_of(name)}={field}".'
