"""How the dates of a column are written: as its mapping says, or otherwise throughout, so that none of it can be used.

A few cells that can't be read are dates that nobody knows. A column of which half can't be read, or of which every date
that can be told apart has the other order, is read by the wrong mapping, and what could be read of it is wrong too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from svtool.dates import DATE_FORMATS, OTHER_ORDER, read_date, read_range
from svtool.errors import ExtractError, listed
from svtool.records.judgement import NOT_RECORDED, Fault, Judged
from svtool.schema.mappings import Column

ENOUGH = 20  # cells: fewer may be mistyped
NEARLY_ALL = 0.95
_COMMANDS = "give svtool measures and validate"
SOME_PIVOT = 2099  # whichever century is meant: that a text is a date hangs on none
# No date was written there: nothing says how one would be.
NOTHING_WRITTEN = frozenset({Fault.SYSTEM_DEFAULT, Fault.EXCEL_ERROR})
FILLED, UNREAD, ONLY_OTHER, ONLY_MAPPED = range(4)


@dataclass
class WrittenColumn:
    """What the cells of a column of dates say of how they are written.

    Attributes:
        column: how the mapping reads it.
        numbers: how many cells hold something, how many of these can't be read, how many are dates only with day and
            month exchanged, and how many only as the mapping says.
        unread: texts that can't be read → cells.
    """

    column: Column
    numbers: list[int] = field(default_factory=lambda: [0] * 4)
    unread: Counter[str] = field(default_factory=Counter)
    _says: dict[str, tuple[str, tuple[bool, ...]]] = field(default_factory=dict)

    def note(self, text: str, tidied: str, judged: Judged) -> None:
        """Remember what a text says; each text once.

        Args:
            text: the cell.
            tidied: the same with single blanks.
            judged: what became of it.
        """
        if tidied.casefold() in NOT_RECORDED or judged.fault in NOTHING_WRITTEN:
            self._says[text] = (tidied, (False,) * 4)
            return
        unread = judged.value is None and judged.fault is not Fault.AFTER_EXTRACT
        self._says[text] = (tidied, (True, unread, *self._orders(tidied)))

    def _orders(self, text: str) -> tuple[bool, bool]:
        """Return whether a text is a date with day and month exchanged only, and whether only as mapped."""
        formats, other = self.formats, self.exchanged
        if other == formats:
            return False, False
        as_mapped, exchanged = _is_date(text, formats, self.column), _is_date(text, other, self.column)
        return exchanged and not as_mapped, as_mapped and not exchanged

    def count(self, texts: Sequence[str], times: Sequence[int]) -> None:
        """Count cells by their texts."""
        for text, number in zip(texts, times, strict=True):
            tidied, says = self._says[text]
            for place in range(len(says)):
                self.numbers[place] += number * says[place]
            if says[UNREAD]:
                self.unread[tidied] += number

    @property
    def formats(self) -> tuple[str, ...]:
        """Return the formats that the mapping names."""
        return self.column.format or ("YYYY-MM-DD",)

    @property
    def exchanged(self) -> tuple[str, ...]:
        """Return the same formats with day and month exchanged."""
        return tuple(OTHER_ORDER.get(each, each) for each in self.formats)

    @property
    def has_other_order(self) -> bool:
        """Return whether every date that can be told apart has day and month in the other order."""
        return self.numbers[ONLY_OTHER] >= ENOUGH and not self.numbers[ONLY_MAPPED]

    @property
    def is_unreadable(self) -> bool:
        """Return whether half of the column or more can't be read; of a few cells, all, if they are written alike."""
        filled, unread = self.numbers[FILLED], self.numbers[UNREAD]
        if not filled or 2 * unread < filled:
            return False
        return bool(unread >= ENOUGH or (unread == filled and unread > 1 and self.written_as()))

    @property
    def contradicts(self) -> bool:
        """Return whether the column as a whole is not written as the mapping says."""
        return self.has_other_order or self.is_unreadable

    def written_as(self) -> list[str]:
        """Return the formats that read nearly all of what can't be read, those with whole years first."""
        cells = self.unread.total()
        fitting = [
            name
            for name in DATE_FORMATS
            if sum(number for text, number in self.unread.items() if _is_date(text, (name,), self.column))
            >= NEARLY_ALL * cells
        ]
        return [name for name in fitting if not DATE_FORMATS[name].short_year] or fitting


def _is_date(text: str, formats: tuple[str, ...], column: Column) -> bool:
    pivot = column.pivot or SOME_PIVOT
    if column.ranges:
        return read_range(text, formats, pivot) is not None
    return read_date(text, formats, pivot) is not None


def together(columns: Iterable[WrittenColumn]) -> WrittenColumn:
    """Return what the columns of several files say together, which are read alike."""
    first, *others = columns
    numbers, unread = first.numbers, Counter(first.unread)
    for each in others:
        numbers = [one + other for one, other in zip(numbers, each.numbers, strict=True)]
        unread += each.unread
    return WrittenColumn(first.column, numbers, unread)


def refuse_contradicting(columns: Mapping[str, WrittenColumn], mapping: str, source: str | None, files: str) -> None:
    """Check that no column of dates is written otherwise than its mapping says.

    Args:
        columns: field → its column.
        mapping: the id of the mapping.
        source: the source for which the command line may name columns; None where it may not.
        files: how messages call the file, or the files.

    Raises:
        ExtractError: some are; with the mapping that would read them.
    """
    wrong = [
        (written, Named(written.column.headers, name, mapping, source))
        for name, written in columns.items()
        if written.contradicts
    ]
    if not wrong:
        return
    refused = [why_refused(*each) for each in wrong]
    told = "; ".join(reason.rstrip(".") for reason, _, _ in refused)
    headers = tuple(header for _, named in wrong for header in named.headers)
    raise ExtractError(f"{told}.", refused[0][2], files, _remedy_of_all(wrong), columns=headers)


def _remedy_of_all(wrong: Sequence[tuple[WrittenColumn, Named]]) -> str:
    """Return the mapping that would read all of some columns, as one command where there is one."""
    options = [_option(written, named, _formats_of(written)) for written, named in wrong]
    if len(wrong) == 1 or not all(options):
        return " ".join(dict.fromkeys(why_refused(*each)[1] for each in wrong))
    formats = listed(dict.fromkeys(_formats_of(written)[0] for written, _ in wrong), joiner="and")
    instead = f"{_COMMANDS} --source {wrong[0][1].source} {' '.join(options)}"
    return f"Write format: {formats} for them in the mapping, or {instead}."


@dataclass(frozen=True)
class Named:
    """A column as its supplier and its mapping call it.

    Attributes:
        headers: the supplier's names of the columns that the field is read from.
        field: the field.
        mapping: the id of the mapping.
        source: the source for which the command line may name the column; None where it may not.
    """

    headers: tuple[str, ...]
    field: str
    mapping: str
    source: str | None

    def __str__(self) -> str:
        """Return how messages call it."""
        return f"column {' and '.join(self.headers)} ({self.field})"


def why_refused(written: WrittenColumn, named: Named) -> tuple[str, str, str]:
    """Return why a column that contradicts its mapping is not read on, what to do, and the id of the finding.

    Args:
        written: the column.
        named: how it is called.
    """
    filled, unread, only_other, _ = written.numbers
    says = f"mapping {named.mapping} says {' or '.join(written.formats)}"
    if written.has_other_order:
        first, other = ("month", "day") if says.rpartition(" says ")[2].startswith("D") else ("day", "month")
        return (
            f"{named}: {only_other:,} dates can only have the {first} first and none only the {other}, but {says}; so "
            "none of them is certain.",
            _remedy(written, named, _formats_of(written)),
            "V11",
        )
    return (
        f"{named}: {unread:,} of {filled:,} dates can't be read: {says}.",
        _remedy(written, named, _formats_of(written)),
        "V10",
    )


def _formats_of(written: WrittenColumn) -> Sequence[str]:
    """Return the formats that would read a column that contradicts its mapping."""
    return written.exchanged if written.has_other_order else written.written_as()


def _option(written: WrittenColumn, named: Named, formats: Sequence[str]) -> str:
    """Return the option that reads a column otherwise than its mapping; nothing where none can."""
    one_each = len(formats) == len(named.headers) == 1
    if not (named.source and one_each) or DATE_FORMATS[formats[0]].needs_pivot:
        return ""
    return f'--map "{named.headers[0]}={named.field}:{formats[0]}"'


def _remedy(written: WrittenColumn, named: Named, formats: Sequence[str]) -> str:
    """Return the mapping that would read a column."""
    if not formats and len(named.headers) > 1:
        return (
            f"Where {listed(named.headers, joiner='or')} stands once above blank cells that mean it too, write "
            "fill_down: yes in the mapping; else export the columns again as one, as YYYY-MM-DD."
        )
    if not formats:
        return "No format that a mapping may name reads them: export the column again as YYYY-MM-DD."
    if len(formats) > 1 and not written.has_other_order:
        return f"They may be written as {' or '.join(formats)}: find out which, and write it as format: in the mapping."
    several = formats[0] if len(formats) == 1 else f"[{', '.join(formats)}]"
    if any(DATE_FORMATS[each].needs_pivot for each in formats) and not written.column.pivot:
        return f"Write format: {several} in the mapping, and pivot: with the latest year that they may mean."
    option = _option(written, named, formats)
    instead = f", or {_COMMANDS} --source {named.source} {option}" if option else ""
    return f"Write format: {several} in the mapping{instead}."
