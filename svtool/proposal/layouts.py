"""What was recognised: files of one layout, what they are, how they are read, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from svtool.proposal.decisions import Settled
from svtool.proposal.file_contents import FileLook
from svtool.schema.mappings import Column, Row

Confidence = Literal["high", "medium", "low"]
LINKED = ("offences", "victims", "suspects")


@dataclass(frozen=True)
class FieldProposal:
    """How a field would be read from a column, and why."""

    field: str
    settings: dict[str, Settled | dict[str, Settled] | tuple[str, ...]]
    confidence: Confidence
    reasons: tuple[str, ...]
    headers: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnreadColumn:
    """A column that is not read.

    Attributes:
        name: its name.
        holds: its shape and fill, and the values of a coded column with how many records have each.
        likely: the fields that it may be, the likeliest first.
        best: how the likeliest would be read, where it fits well.
    """

    name: str
    holds: str = ""
    likely: tuple[str, ...] = ()
    best: FieldProposal | None = None


@dataclass
class MappingProposal:
    """A mapping that no shipped one stands for.

    Attributes:
        id: its id.
        source: its source.
        row: what one row is.
        fields: how each field is read.
        unread: the columns that no field is read from.
        row_reason: why a row is that.
        based_on: the shipped mapping to which the fields are added; blank for one that is written anew.
    """

    id: str
    source: Settled
    row: Settled
    fields: list[FieldProposal]
    unread: list[UnreadColumn]
    row_reason: str = ""
    based_on: str = ""


@dataclass
class Layout:
    """Files with the same columns, and what they were recognised as.

    Attributes:
        looks: the files.
        merged: the files as if they were one.
        source: the source, or None when nothing was recognised.
        row: the linked part (offences, victims, suspects); None for a flat extract.
        mapping: the id of the mapping that reads them.
        columns: how each field is read, as far as it is settled.
        proposal: the mapping to write, when no shipped one fits.
        confidence: how sure it is.
        reasons: why; for a layout that was not recognised, why not.
        area_basis: what the mapping says of its areas.
        knows_area_unknown: whether the mapping says where records of unknown area belong.
        rivals: the sources that it could be by mappings that read it alike.
    """

    looks: list[FileLook]
    merged: FileLook
    source: str | None = None
    row: Row | None = None
    mapping: str = ""
    columns: dict[str, Column] = field(default_factory=dict)
    proposal: MappingProposal | None = None
    confidence: Confidence = "high"
    reasons: list[str] = field(default_factory=list)
    area_basis: str | None = None
    knows_area_unknown: bool = False
    rivals: tuple[str, ...] = ()

    @property
    def known_mapping(self) -> str:
        """Return the mapping that is there already and reads the files, or most of their columns."""
        return (self.proposal.based_on if self.proposal else "") or self.mapping

    @property
    def files(self) -> list[str]:
        """Return the names of the files."""
        return [look.name for look in self.looks]

    @property
    def records(self) -> int:
        """Return the number of records in all files."""
        return sum(look.records for look in self.looks)
