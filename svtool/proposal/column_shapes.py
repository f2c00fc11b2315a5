"""What the texts of a column could be: dates and in which order, codes, flags, ages, areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from svtool.dates import DATE_FORMATS, read_date
from svtool.proposal.file_contents import ColumnLook
from svtool.records.cell_values import judge_for
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Column
from svtool.schema.offences import Catalogue, fold_title
from svtool.schema.sources import SourceField

# Formats that read the same text as different days: the values must prove which.
ORDERS = (("DD/MM/YYYY", "MM/DD/YYYY"), ("DD-MM-YYYY", "MM-DD-YYYY"))
MOSTLY = 0.9
NOT_RECORDED = {"unknown", "not known", "not recorded", "not stated", "n k", "nk"}


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


def share_read(texts: Counter[str], understood: Callable[[str], bool]) -> float:
    """Return the share of cells whose text is understood; texts that say 'not recorded' do not count."""
    read = unread = 0
    for text, number in texts.items():
        if understood(text):
            read += number
        elif fold_title(text) not in NOT_RECORDED:
            unread += number
    return read / (read + unread) if read else 0.0


def date_shape(column: ColumnLook) -> DateShape:
    """Return how a column writes dates; no formats when it does not."""
    if not any(_is_date((name,), text) for name in DATE_FORMATS for text in column.usual):
        return DateShape((), 0.0, {})
    # What says "not recorded" is left out once, and not for every format again.
    said = {text: number for text, number in column.texts.items() if fold_title(text) not in NOT_RECORDED}
    cells = sum(said.values())
    shares = {
        name: sum(number for text, number in said.items() if _is_date((name,), text)) / cells for name in DATE_FORMATS
    }
    best = max(shares, key=lambda name: shares[name])
    for pair in ORDERS:
        if best in pair:
            return _ordered(column, pair)
    if shares[best] < MOSTLY:
        return DateShape((), shares[best], {})
    return DateShape((best,), shares[best], {})


def _is_date(formats: tuple[str, ...], text: str) -> bool:
    return read_date(text, formats) is not None


def _ordered(column: ColumnLook, pair: tuple[str, ...]) -> DateShape:
    """Return the order that the values prove; both when they prove neither, or some cells each."""
    only = dict.fromkeys(pair, 0)
    for text, number in column.texts.items():
        readings = [name for name in pair if read_date(text, (name,))]
        if len(readings) == 1:
            only[readings[0]] += number
    proven = tuple(name for name in pair if only[name])
    share = share_read(column.texts, lambda text: any(_is_date((name,), text) for name in pair))
    if share < MOSTLY:
        return DateShape((), share, only)
    return DateShape(proven if len(proven) == 1 else pair, share, only)


def months_seen(texts: Counter[str], formats: tuple[str, ...]) -> Counter[date]:
    """Return how many dates lie in each month, by its first day."""
    found: Counter[date] = Counter()
    for text, number in texts.items():
        if read := read_date(text, formats):
            found[read[0].replace(day=1)] += number
    return found


def share_understood(field: SourceField, column: Column, look: ColumnLook) -> float:
    """Return the share of cells that a mapping's column understands, as reading would judge them."""
    judge = judge_for(field, column, None)
    return share_read(look.usual, lambda text: judge(text).fault is None)


def share_of_codes(field: SourceField, look: ColumnLook, catalogue: Catalogue) -> float:
    """Return the share of cells that the offence catalogue knows as this field's codes or titles."""
    return share_read(look.usual, lambda text: catalogue.atoms_of_evidence(field.type, text) is not None)


def share_located(texts: Counter[str], areas: AreaSet) -> float:
    """Return the share of cells that name a place of a set of areas."""
    return share_read(texts, areas.lists)
