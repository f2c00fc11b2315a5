"""What a text that was not understood may have meant. Candidates are named for a person to choose, never applied."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from svtool.schema.mappings import UNKNOWN, Column
from svtool.schema.offences import Catalogue, fold_class, fold_subcode, fold_title
from svtool.schema.sources import SourceField
from svtool.validation.spreadsheet_codes import changed_by_spreadsheet

NEAR = 0.7  # of difflib's ratio: Knives is near knife, sword is not
_CONTAINED = 0.95
_CLEARLY = 0.05  # by which the nearest value must be nearer than the next
_DENIALS = {"no", "not", "non", "none", "without"}
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def class_candidates(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the recorded-crime classes that an unknown class code may stand for, as the catalogue writes them."""
    folded = fold_class(text)
    found = [
        _class_of_subcode(text, catalogue),
        re.sub(r"^[A-Z]+", "", folded),  # S39
        re.sub(r"^([A-Z])(\d+)$", r"\2\1", folded),  # B34
        folded[:-1].translate(_LOOKALIKES) + folded[-1:],  # 1OD
    ]
    changed = changed_by_spreadsheet(text, catalogue)
    if changed:
        found = [_class_of_original(each, catalogue) for each in changed.originals]
    elif folded.isdigit():
        found += [
            each.code for each in catalogue.classes if re.fullmatch(folded + "[A-Z]", each.code) and not each.retired
        ]
    spelled = {fold_class(each.code): each.code for each in catalogue.classes}
    return tuple(dict.fromkeys(spelled[each] for each in found if each in spelled))


def subcode_candidates(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the Home Office sub-codes that a text which is none may stand for."""
    changed = changed_by_spreadsheet(text, catalogue)
    if changed:
        return tuple(fold_subcode(each) for each in changed.originals if "/" in each)
    code = _as_subcode(text)
    return (code,) if code in catalogue.atoms_by_subcode else ()


def _as_subcode(text: str) -> str:
    """Return a sub-code that is written with another sign, or without one: 008-06, 00806."""
    found = re.fullmatch(r"(\d{1,3})\s*[-./ ]\s*(\d{1,2})|(\d{3})(\d{2})", text)
    return fold_subcode("/".join(each for each in found.groups() if each)) if found else ""


def _class_of_subcode(text: str, catalogue: Catalogue) -> str:
    return catalogue.label(catalogue.atoms_by_subcode.get(_as_subcode(text))) or ""


def _class_of_original(code: str, catalogue: Catalogue) -> str:
    if "/" not in code:
        return code
    return catalogue.label(catalogue.atoms_by_subcode.get(fold_subcode(code))) or ""


def word_candidates(text: str, field: SourceField, column: Column) -> tuple[str, ...]:
    """Return the values that an unknown word may mean, the nearest alone where it is clearly the nearest."""
    folded = fold_title(text)
    scores: dict[str, float] = {}
    for word, value in _known_words(field, column).items():
        scores[value] = max(scores.get(value, 0), _nearness(folded, fold_title(word)))
    near = sorted((value for value, score in scores.items() if score >= NEAR), key=lambda each: -scores[each])
    return tuple(value for value in near if scores[value] > scores[near[0]] - _CLEARLY)


def _known_words(field: SourceField, column: Column) -> dict[str, str]:
    words = {word: word for word in field.words}
    return words | {raw: value for raw, value in column.values.items() if value != UNKNOWN}


def _nearness(text: str, word: str) -> float:
    # Of one or two letters everything is near; and a text that denies a word does not mean it.
    if not re.search(r"[a-z]", text) or set(text.split()) & _DENIALS != set(word.split()) & _DENIALS:
        return 0
    if len(text) <= 2 or len(word) <= 2:
        return _CONTAINED if word.startswith(text) and len(word) > len(text) else 0
    tokens = {each.rstrip("s") for each in text.split()}
    if {each.rstrip("s") for each in word.split()} <= tokens:
        return _CONTAINED
    return SequenceMatcher(None, text, word).ratio()
