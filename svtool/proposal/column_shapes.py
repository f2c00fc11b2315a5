"""What the texts of a column could be: dates and in which order, codes, flags, ages, areas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from svtool.dates import DATE_FORMATS, OTHER_ORDER, read_date
from svtool.proposal.file_contents import REAL_DATE, ColumnLook
from svtool.records.cell_values import judge_for
from svtool.records.judgement import Fault
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Column
from svtool.schema.offences import Catalogue, fold_title
from svtool.schema.sources import SourceField

# Formats that read the same text as different days: the values must prove which.
ORDERS = tuple((first, OTHER_ORDER[first]) for first in OTHER_ORDER if first.startswith("DD"))
# Formats of digits alone: so are codes and counts, unless the column's name says that they are times.
# Eight digits of which nine in ten are days can be nothing else.
_DIGITS = {"YYYY", "YYYYMM", "YYYY MM"}
_SAYS_TIME = re.compile(r"date|day|month|year|period|quarter|time|yr|mth|when", re.IGNORECASE)
_SOME_PIVOT = 2049  # whether a text is a date hangs on no century
MOSTLY = 0.9
NOT_RECORDED = {"unknown", "not known", "not recorded", "not stated", "n k", "nk", "na", "n a", "null"}


@dataclass(frozen=True)
class DateShape:
    """How a column writes its dates.

    Attributes:
        formats: the formats that read most of its texts; two when the order of day and month is not proven.
        share: of its texts that the formats read.
        only: how many texts only this format reads, by format.
    """

    formats: tuple[str, ...]
    share: float
    only: dict[str, int]

    @property
    def proven(self) -> bool:
        """Return whether the values leave one reading."""
        return len(self.formats) == 1

    @property
    def leaves_order_open(self) -> bool:
        """Return whether the values don't say if the day or the month comes first."""
        return self.formats in ORDERS


def share_read(texts: Counter[str], understood: Callable[[str], bool]) -> float:
    """Return the share of cells whose text is understood; texts that say 'not recorded' do not count."""
    read = unread = 0
    for text, number in texts.items():
        if understood(text):
            read += number
        elif fold_title(text) not in NOT_RECORDED:
            unread += number
    return read / (read + unread) if read else 0.0


_SHAPES: WeakKeyDictionary[ColumnLook, DateShape] = WeakKeyDictionary()


def date_shape(column: ColumnLook) -> DateShape:
    """Return how a column writes dates; no formats when it does not. It is found once, whoever asks."""
    if column not in _SHAPES:
        _SHAPES[column] = _find_shape(column)
    return _SHAPES[column]


def _find_shape(column: ColumnLook) -> DateShape:
    known = [name for name in DATE_FORMATS if name not in _DIGITS or _SAYS_TIME.search(column.name)]
    known = [name for name in known if any(_is_date((name,), text) for text in column.usual)]
    if not known:
        return DateShape((), 0.0, {})
    # What says "not recorded" is left out once, and not for every format again.
    said = {text: number for text, number in column.texts.items() if fold_title(text) not in NOT_RECORDED}
    # Real dates among texts are read whatever the format, and say nothing of it.
    real = {text for text in said if column.real_dates and _is_date((REAL_DATE,), text)}
    cells, of_real = sum(said.values()), sum(said[text] for text in real)
    if of_real >= MOSTLY * cells:
        return DateShape((REAL_DATE,), of_real / cells, {})
    written = {text: number for text, number in said.items() if text not in real}
    read = {name: sum(number for text, number in written.items() if _is_date((name,), text)) for name in known}
    best = max(read, key=lambda name: read[name])
    for pair in ORDERS:
        if best in pair:
            return _ordered(written, of_real, pair)
    share = (read[best] + of_real) / cells
    if share < MOSTLY:
        return DateShape((), share, {})
    return DateShape(_said_by_name(column.name, [name for name in known if read[name] == read[best]]), share, {})


def _is_date(formats: tuple[str, ...], text: str) -> bool:
    return read_date(text, formats, _SOME_PIVOT) is not None


def _said_by_name(name: str, formats: Sequence[str]) -> tuple[str, ...]:
    """Return which of the formats that read all texts is meant: 2011-12 is a month, or a financial year."""
    words = fold_title(name)
    meant = [each for each in formats if DATE_FORMATS[each].precision in words]
    return tuple(meant if len(meant) == 1 else formats)


def _ordered(texts: Mapping[str, int], of_real: int, pair: tuple[str, str]) -> DateShape:
    """Return the order that the values prove; both when they prove neither, or some cells each.

    Args:
        texts: a text → how many cells hold it.
        of_real: how many cells hold real dates besides.
        pair: the formats with the day, and with the month, first.
    """
    only = dict.fromkeys(pair, 0)
    read = 0
    for text, number in texts.items():
        readings = [name for name in pair if _is_date((name,), text)]
        read += number if readings else 0
        if len(readings) == 1:
            only[readings[0]] += number
    proven = tuple(name for name in pair if only[name])
    share = (read + of_real) / (sum(texts.values()) + of_real)
    if share < MOSTLY:
        return DateShape((), share, only)
    return DateShape(proven if len(proven) == 1 else pair, share, only)


def share_understood(field: SourceField, column: Column, look: ColumnLook) -> float:
    """Return the share of cells that a mapping's column understands, as reading would judge them."""
    judge = judge_for(field, column, None)
    return share_read(look.usual, lambda text: judge(text).fault in {None, Fault.NOT_STATED})


def share_of_codes(field: SourceField, look: ColumnLook, catalogue: Catalogue) -> float:
    """Return the share of cells that the offence catalogue knows as this field's codes or titles."""
    return share_read(look.usual, lambda text: catalogue.atoms_of_evidence(field.type, text) is not None)


def share_located(texts: Counter[str], areas: AreaSet) -> float:
    """Return the share of cells that name a place of a set of areas."""
    return share_read(texts, areas.lists)
