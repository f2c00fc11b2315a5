"""An extract against the one sent before it: what changed under figures that may be in print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from svtool.engine.seam import Engine
from svtool.errors import UsageError, listed
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding
from svtool.findings.message import Message, counted, enumerated, numeral, say
from svtool.gathering.editions import Differences, compare_editions
from svtool.gathering.raw_rows import RawRows
from svtool.records.load_plan import Loading
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.validation.mapping_choice import Choice, Chosen, Hints, choose_by_header
from svtool.validation.monthly_counts import month_of, name_month

REVISED = 0.02  # of a month's records
MOST_NAMED = 6


def choose_previous(hints: Hints, chosen: Sequence[Chosen], previous: Sequence[Path]) -> Choice:
    """Return how the files of last time are read, and those that can't be.

    Args:
        hints: the definitions, and what the command says of the files.
        chosen: the files of today.
        previous: the files of last time.

    Raises:
        UsageError: one is of a source of which there is nothing today, so that nothing could be compared.
    """
    if not previous:
        return Choice((), (), ())
    choice = choose_by_header(previous, hints)
    today = list(dict.fromkeys(each.source for each in chosen))
    for each in choice.chosen:
        if today and each.source not in today:
            raise UsageError(
                f"--previous {each.name}: is of {each.source}, and today's extracts of {listed(today, joiner='and')}: "
                "nothing was compared. Name the extract of last time of the same source."
            )
    return choice


def find_differences(
    engine: Engine, library: Library, folder: Path, chosen: Sequence[Chosen], previous: Sequence[Chosen]
) -> list[Finding]:
    """Return how the records of a source differ from those of last time; files of people have no dates of their own.

    Args:
        engine: where the rows go.
        library: the definitions.
        folder: where the names of the files start from.
        chosen: the files of today, of one source.
        previous: the files of last time.
    """
    source = library.sources[chosen[0].source]
    now, before = _records_of(library, source, chosen), _records_of(library, source, previous)
    parts = [part for _, part in now]
    day = next((name for name in source.dates if all(name in part.columns or part.by_name for part in parts)), None)
    if day is None or not now or not before:
        return []
    loading = Loading(source, library.catalogue, None, {}, RawRows(engine), folder)
    differences = compare_editions(engine, loading, now, before, day)
    return list(Edition(differences, chosen[0].name).findings())


def _records_of(library: Library, source: Source, files: Sequence[Chosen]) -> list[tuple[ExtractEntry, MappingPart]]:
    wanted = [each for each in files if each.source == source.id and each.row not in {"victims", "suspects"}]
    return [(each.entry, each.part(library)) for each in wanted]


@dataclass(frozen=True)
class Edition:
    """How an extract differs from the edition before it.

    Attributes:
        differences: how the two differ.
        name: how messages call the files of today.
    """

    raises: ClassVar[tuple[str, ...]] = ("S06",)

    differences: Differences
    name: str

    def findings(self) -> Iterator[Finding]:
        """Yield what differs: months that were revised or are missing, references that are gone or moved."""
        found = self.differences
        yield from self._months()
        if found.gone:
            gone, share = counted(found.gone, "reference", "references"), numeral(f"{found.gone / found.had:.1%}")
            told = say(gone, " of the previous extract (", share, ") are gone from the same days")
            yield self._find(told, found.gone)
        if found.moved:
            moved = counted(found.moved, "record has", "records have")
            yield self._find(say(moved, " another month than in the previous extract"), found.moved)

    def _months(self) -> Iterator[Finding]:
        months = self.differences.months
        revised = {
            month: (before, now)
            for month, (before, now) in months.items()
            if now and abs(now - before) > REVISED * before
        }
        if revised:
            named = enumerated(
                (
                    say(_named(month), " ", numeral(before), " → ", numeral(now))
                    for month, (before, now) in revised.items()
                ),
                MOST_NAMED,
            )
            words = counted(len(revised), "month has", "months have")
            told = say(words, " other numbers of records than in the previous extract: ", named)
            yield self._find(told, len(revised))
        missing = [month for month, (_, now) in months.items() if not now]
        inner = [month for month in missing if any(now for other, (_, now) in months.items() if other < month)]
        if inner:
            named = enumerated(map(_named, inner), MOST_NAMED)
            yield self._find(say("the previous extract has records in ", named, ", this one none"), len(inner))

    def _find(self, told: Message, count: int) -> Finding:
        return Finding(KINDS["S06"], self.name, told, count)


def _named(month: date) -> Message:
    return name_month(month_of(month))
