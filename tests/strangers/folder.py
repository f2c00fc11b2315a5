"""A folder of extracts as a stranger has them, with the counts that are right.

The files, the counts and the answers were written before anybody looked at what `svtool init` recognises. The counts
come from the same drawn rows by plain Python; nothing of svtool takes part in them. Everything is made up: no row is
copied from anywhere, and no person, no name of a person and no free text stands in any file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any


@dataclass(frozen=True)
class Known:
    """A count that is right.

    Attributes:
        measure: the id of the measure in a shipped table.
        first: the first day of the period.
        last: its last day.
        count: how many; None where the files can't say, and `[x]` is right.
        area: the name of the area; of the whole area where it is empty.
    """

    measure: str
    first: date
    last: date
    count: int | None
    area: str = ""


@dataclass(frozen=True)
class Edit:
    """A change that the receiver makes by hand to a file that init wrote.

    Attributes:
        file: which file, as a pattern.
        pattern: what is replaced, as a regular expression.
        lines: what stands there instead.
    """

    file: str
    pattern: str
    lines: str


@dataclass(frozen=True)
class Folder:
    """Files as somebody sent them, and what their receiver knows.

    Attributes:
        name: what it is called.
        odd: what is unusual in it, in words.
        after: the layout that it is modelled on, where it is.
        tables: the shipped tables that its counts stand in.
        answers: what the receiver knows and no file says: the place of a question, `*` for any text in it → the answer.
        edits: what is changed by hand after init.
        write: writes the files from a seeded random source and returns the right counts.
    """

    name: str
    odd: str
    after: str
    tables: tuple[str, ...]
    answers: Mapping[str, str]
    write: Callable[[Path, Random], list[Known]]
    edits: tuple[Edit, ...] = ()

    def written_to(self, place: Path) -> list[Known]:
        """Write the files into a folder; return the right counts."""
        place.mkdir(parents=True, exist_ok=True)
        return self.write(place, Random(f"stranger {self.name}"))  # noqa: S311


@dataclass
class Shelf:
    """The folders of a module, in the order in which they were written down."""

    folders: list[Folder] = field(default_factory=list)

    def __call__(
        self,
        name: str,
        odd: str,
        *tables: str,
        after: str = "",
        answers: Mapping[str, str] | None = None,
        edits: tuple[Edit, ...] = (),
    ) -> Callable[[Callable[[Path, Random], list[Known]]], Callable[[Path, Random], list[Known]]]:
        def put(write: Callable[[Path, Random], list[Known]]) -> Callable[[Path, Random], list[Known]]:
            self.folders.append(Folder(name, odd, after, tables, answers or {}, write, edits))
            return write

        return put


@dataclass(frozen=True)
class Span:
    """A period: its first and last day."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def months(self) -> list[date]:
        """Return the first day of each month."""
        found = [self.first.replace(day=1)]
        while (after := (found[-1] + timedelta(days=32)).replace(day=1)) <= self.last:
            found.append(after)
        return found


# What the receiver of a police extract knows. No count rests on the definition, but a table needs one.
OWN = {
    "*.area_unknown": "inside",
    "*.area_basis": "incident",
    "*.values.Live": "recorded",
    "definition": "merseyside",
}


def calendar(*years: int) -> list[Span]:
    """Return calendar years."""
    return [Span(date(year, 1, 1), date(year, 12, 31)) for year in years]


def financial(*years: int) -> list[Span]:
    """Return financial years by the year in which they begin."""
    return [Span(date(year, 4, 1), date(year + 1, 3, 31)) for year in years]


def unknown(measure: str, spans: Iterable[Span]) -> list[Known]:
    """Return that a measure can't be told in periods."""
    return [Known(measure, span.first, span.last, None) for span in spans]


def known(
    measure: str, spans: Iterable[Span], rows: Iterable[Any], day: Callable[[Any], date], *, area: str = ""
) -> list[Known]:
    """Count rows in periods.

    Args:
        measure: the measure that counts them.
        spans: the periods.
        rows: the rows that meet it.
        day: the day by which a row is placed.
        area: the area whose rows they are.
    """
    days = [day(row) for row in rows]
    return [Known(measure, span.first, span.last, sum(each in span for each in days), area) for span in spans]
