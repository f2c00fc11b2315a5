"""What a column is by what its cells hold: NHS numbers, telephone numbers, dates of birth, free text.

A code of ten digits may pass for anything; a column of which nearly all cells do is no chance. So a few cells of every
block are looked at, and a column is told only where it is so throughout. No cell is ever shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.text_block import as_plain

LOOKED_AT = 200  # filled cells of a column in each block, and rows where they are looked for
FURTHER_ON = 40  # in a block that does not begin a file: there are hundreds of them
_ROWS = 2_000
FEWEST = 5
MOSTLY = 0.8
LONG = 6  # words: titles of offences, and places as police.uk names them, have fewer or are known
LONG_IN_NOTES = 4
DIFFERENT = 0.5
YEARS_APART = 20  # between the first and the last tenth of births; of what was recorded there are fewer
_WORD = re.compile(r"\W*(?:[^\W\d_]{2,}(?:['’-][^\W\d_]+)*|[AaI])\W*")  # a code in hexadecimal digits is none
_PARTS = re.compile(r"[;|\n]")
_DAY = re.compile(r"(?:\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ](?=\d{4})|(?=\d{4}[-/]\d{2}[-/]\d{2}))(\d{4}).*")
_TIMED = re.compile(r".*[ T](?!00:00)\d{1,2}:\d\d.*")
_TEN_DIGITS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
SHAPES: dict[str, re.Pattern[str]] = {
    "telephone numbers": re.compile(r"(?:\+44\s?(?:\(0\))?\s?|\(?0)[1-37](?:[\s()-]{0,2}\d){8,9}"),
    "National Insurance numbers": re.compile(
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]", re.IGNORECASE
    ),
    "postcodes": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}", re.IGNORECASE),
    "registration marks": re.compile(r"[A-Z]{2}\d\d ?[A-Z]{3}", re.IGNORECASE),
    "names of people": re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [^\W\d_][\w.'’ -]+", re.IGNORECASE),
}  # fmt: skip
_KNOWN_TEXTS = 1_000
NHS_NUMBERS = "NHS numbers"
BIRTHS = "dates of birth"
_SURELY_NOTES = {"comment", "comments", "note", "notes", "remark", "remarks", "narrative", "synopsis", "freetext", "mo"}
_PERHAPS_NOTES = {"circumstances", "description", "details", "free", "log", "summary", "text"}


@dataclass
class Shape:
    """What was seen of a column's cells.

    Attributes:
        filled: how many filled cells were looked at.
        kinds: how many of them are what, whole.
        years: the years of those that are days.
        long: how many are of several words; in columns that are named as notes fewer words are enough.
        different: how many of these differ from the others of their block.
    """

    filled: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    years: list[int] = field(default_factory=list)
    long: int = 0
    different: int = 0

    def add(self, other: Shape) -> None:
        """Add what was seen of another block."""
        self.filled += other.filled
        self.kinds.update(other.kinds)
        self.years += other.years
        self.long += other.long
        self.different += other.different

    @property
    def is_(self) -> tuple[str, int]:
        """Return what nearly all of the cells are, and how many; nothing where they are nothing personal."""
        if self.filled < FEWEST:
            return "", 0
        if len(self.years) >= MOSTLY * self.filled and _far_apart(self.years):
            return BIRTHS, len(self.years)
        kind, cells = max(self.kinds.items(), key=lambda each: each[1], default=("", 0))
        return (kind, cells) if cells >= MOSTLY * self.filled else ("", 0)

    def is_free_text(self, named_as_notes: bool) -> bool:
        """Return whether the column holds text that people wrote, by its length and its variety."""
        if named_as_notes:
            return self.different >= 2 and self.long >= 0.1 * self.filled and self.different >= 0.1 * self.long
        return (
            self.different >= 2 * FEWEST and self.long >= 0.3 * self.filled and self.different >= DIFFERENT * self.long
        )


def look_at(
    column: pa.Array,
    is_nhs_number: Callable[[str], bool],
    known: Collection[str],
    named_as_notes: bool,
    most: int = LOOKED_AT,
) -> Shape:
    """Return what a few filled cells of a column are.

    Args:
        column: the texts of a block.
        is_nhs_number: the check of an NHS number.
        known: words of the titles of offences; text of these alone is none that somebody wrote.
        named_as_notes: whether the column's name says that it holds notes.
        most: how many cells are looked at.
    """
    texts = _some(column, most)
    shape = Shape(texts.total(), _kinds(texts, is_nhs_number), _years(texts))
    words = LONG_IN_NOTES if named_as_notes else LONG
    long = [cells for text, cells in texts.items() if _is_long(text, words, known)]
    shape.long, shape.different = sum(long), len(long)
    return shape


def _some(column: pa.Array, most: int) -> Counter[str]:
    """Return the texts of a few filled cells, and how many of these hold each."""
    few = as_plain(column.slice(0, _ROWS))
    filled = few.filter(pc.fill_null(pc.not_equal(few, ""), False))
    cells = (" ".join(each.split(" ")).strip() for each in filled.slice(0, most).to_pylist())
    return Counter(text for text in cells if text)


def _kinds(texts: Mapping[str, int], is_nhs_number: Callable[[str], bool]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, cells in texts.items():
        for kind in _kinds_of(text):
            found[kind] += cells
        if _TEN_DIGITS.fullmatch(text) and is_nhs_number(text):
            found[NHS_NUMBERS] += cells
    # Of two kinds with as many cells the one that is listed first is told.
    return Counter({kind: found[kind] for kind in (*SHAPES, NHS_NUMBERS) if found[kind]})


@lru_cache(_KNOWN_TEXTS)
def _kinds_of(text: str) -> tuple[str, ...]:
    """Return which of the kinds a cell is; most columns have the same few texts in block after block."""
    return tuple(kind for kind, pattern in SHAPES.items() if pattern.fullmatch(text))


def _years(texts: Mapping[str, int]) -> list[int]:
    """Return the years of cells that are days without a time, as births are."""
    days = ((_year_of(text), cells) for text, cells in texts.items())
    return [year for year, cells in days if 1900 <= year <= 2100 for _ in range(cells)]


@lru_cache(_KNOWN_TEXTS)
def _year_of(text: str) -> int:
    day = None if _TIMED.fullmatch(text) else _DAY.fullmatch(text)
    return int(day[1]) if day else 0


def _far_apart(years: Sequence[int]) -> bool:
    in_order = sorted(years)
    tenth = len(in_order) // 10
    return in_order[-1 - tenth] - in_order[tenth] >= YEARS_APART


def _is_long(text: str, words: int, known: Collection[str]) -> bool:
    """Return whether a cell is a sentence by its length: no list of marks, no title of an offence."""
    if len(text.split()) < words:
        return False
    found = max(([each for each in part.split() if _WORD.fullmatch(each)] for part in _PARTS.split(text)), key=len)
    return len(found) >= words and not all(word.strip(".,;:()'\"").casefold() in known for word in found)


def is_named_as_notes(folded: str) -> bool:
    """Return whether a column's name, folded, says that it holds notes."""
    words = set(re.split(r"\W+", folded))
    return bool(words & _SURELY_NOTES) or words <= _PERHAPS_NOTES
