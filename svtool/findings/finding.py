"""Findings as data: what kind it is, where it stands, how often, what it says and what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from svtool.findings.message import Message, say

MOST_PLACES = 100_000  # of a finding: of more cells than that the whole column is wrong, and none is mended by hand


class Level(StrEnum):
    """How serious a finding is: only errors make an extract unfit."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Handling(StrEnum):
    """What svtool does with what it found."""

    REFUSED = "the file is refused"
    REJECTED = "the row is rejected"
    HELD = "the row is kept and the cell is not known"
    FOLDED = "it is read as what it is, and counted"
    DROPPED = "it is left out, and counted"
    KEPT = "it is kept as it is"


@dataclass(frozen=True)
class SupplierWords:
    """A kind of finding as the supplier of an extract reads it, who need know nothing of svtool.

    Attributes:
        wrong: what is wrong, as a sentence.
        please: what is asked of them, as a sentence.
        needs_details: whether the finding's own message belongs to it: codes, categories or months, never a record's.
    """

    wrong: str
    please: str
    needs_details: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of finding.

    Attributes:
        id: its name in the catalogue, such as V21; it never changes.
        level: how serious it is where nothing else is said.
        title: what it is, in a few words.
        handling: what svtool does with it.
        meaning: what is wrong, and why it matters for the measures.
        remedy: one thing to do.
        to_supplier: what its supplier is told; None for a note, which asks nothing of anybody.
        doubtful: whether more may be wrong than the rows that are counted, so that no share of them is tolerable.
        causes: whether what is found in other cells of its rows may follow from it.
    """

    id: str
    level: Level
    title: str
    handling: Handling
    meaning: str
    remedy: str
    to_supplier: SupplierWords | None = None
    doubtful: bool = False
    causes: bool = False

    @property
    def tolerable(self) -> bool:
        """Return whether a share of such rows may be tolerated: those rejected, and those held."""
        return self.handling in {Handling.REJECTED, Handling.HELD} and not self.doubtful


@dataclass(frozen=True)
class Family:
    """Kinds of findings that are of one thing, under the letter that their ids begin with."""

    letter: str
    title: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Cost:
    """What a finding costs one measure in one period, in units of the measure.

    Attributes:
        measure: the measure's id; its title is `title`.
        counted: units that certainly meet the measure now.
        not_known: units that can't be told now.
        because: those of them that this finding leaves open.
        settled: those of these that its remedy would decide, either way.
        called: what one and several of its units are called.
    """

    measure: str
    title: str
    period: str
    counted: int
    not_known: int
    because: int
    settled: int = 0
    called: tuple[str, str] = ("record", "records")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or notable in a file.

    Attributes:
        kind: which of the catalogue.
        file: the file, as the user named it.
        told: what was found, in one sentence, without any value of a record but codes and categories.
        count: how many rows or cells (or 1, for a finding on the file as a whole).
        column: the supplier's name of the column.
        field: the standard field that is read from it.
        sheet: the sheet of a workbook.
        records: the records concerned, at most `MOST_PLACES`; the header is record 1 where nothing stands above it.
        lines: their lines in the file as an editor counts them; empty where a file has none.
        level: how serious it is here.
        remedy: what to do, where it can be said more exactly than for its kind.
        costs: what it costs the measures.
        texts: the numbers of the odd texts of its field that it is about; only for reckoning its costs.
        refused: whether the file could not be read because of it.
        to_supplier: what its supplier must be told beside the words of its kind, as a sentence: columns, never values.
    """

    kind: Kind
    file: str
    told: Message | str
    count: int = 1
    column: str = ""
    field: str = ""
    sheet: str = ""
    records: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()
    given_level: Level | None = None
    given_remedy: str = ""
    costs: tuple[Cost, ...] = ()
    texts: tuple[int, ...] = ()
    refused: bool = False
    to_supplier: str = ""

    @property
    def message(self) -> str:
        """Return what was found, as text."""
        return str(self.told)

    @property
    def sentence(self) -> Message:
        """Return what was found, as a sentence that knows its numbers."""
        return self.told if isinstance(self.told, Message) else say(self.told)

    @property
    def level(self) -> Level:
        """Return how serious it is here."""
        return self.given_level or self.kind.level

    @property
    def remedy(self) -> str:
        """Return what to do about it."""
        return self.given_remedy or self.kind.remedy

    def with_costs(self, costs: tuple[Cost, ...]) -> Finding:
        """Return the finding with what it costs."""
        return replace(self, costs=costs)
