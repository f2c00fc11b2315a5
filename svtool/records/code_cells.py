"""Cells with offence codes: known as they are, or after a fold that loses nothing; never by resemblance."""

from __future__ import annotations

import re
from collections.abc import Callable

from svtool.records.judgement import NOT_KNOWN, NOT_RECORDED, Fault, Fold, Judged
from svtool.schema.offences import Catalogue, fold_class, fold_subcode

_SUBCODE = re.compile(r"\d{3}/\d{2}")
# In this order each fold goes on from the one before; the last that was needed is the one that is told.
_FOLDS: tuple[tuple[Fold, Callable[[str], str]], ...] = (
    (Fold.CASE, str.upper),
    (Fold.BLANKS, lambda text: re.sub(r"\s", "", text)),
    (Fold.LEADING_ZERO, lambda text: re.sub(r"^0+(?=\d)", "", text)),
    (Fold.PUNCTUATION, fold_class),
)


def judge_class(text: str, catalogue: Catalogue) -> Judged:
    """Return a recorded-crime class, as the catalogue writes it or after a fold."""
    if text.casefold() in NOT_RECORDED:
        return NOT_KNOWN
    if fold_class(text) not in catalogue.atoms_by_class:
        return Judged(fault=Fault.UNKNOWN_CODE)
    return Judged(text, fold=_fold_to(fold_class(text), text))


def judge_subcode(text: str) -> Judged:
    """Return a Home Office sub-code; not all of them are in the catalogue."""
    if text.casefold() in NOT_RECORDED:
        return NOT_KNOWN
    whole = fold_subcode(text)
    if not _SUBCODE.fullmatch(whole):
        return Judged(fault=Fault.NOT_A_SUBCODE)
    blank = re.search(r"\s", text)
    return Judged(text, fold=None if text == whole else Fold.BLANKS if blank else Fold.LEADING_ZERO)


def _fold_to(code: str, text: str) -> Fold | None:
    if text == code:
        return None
    for fold, apply in _FOLDS:
        text = apply(text)
        if text == code:
            return fold
    return Fold.PUNCTUATION
