"""Wordings: what one partnership calls a table and its measures in print, which says nothing of what is counted."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from svtool.schema.definitions import Decision
from svtool.schema.entry import Entry


class MeasureWording(Entry):
    """What a measure is called.

    Attributes:
        title: what the table calls it.
        published_as: what a published table calls it, where that is something else.
        note: what stands in the notes under the table.
    """

    noun: ClassVar[str] = "the wording of a measure"
    title: str | None = None
    published_as: str | None = None
    note: str | None = None


class Wording(Entry):
    """What a table is called; what it does not say stays as the table has it.

    Attributes:
        title: the heading of the table.
        published_in: where a table like this is in print.
        measures: the id of a measure → what it is called.
        decisions: every place where the published table leaves a choice, and the choice made.
    """

    noun: ClassVar[str] = "the wording of a table"
    title: str | None = None
    published_in: str | None = None
    measures: dict[str, MeasureWording] = Field(default_factory=dict)
    decisions: tuple[Decision, ...] = Field(default=())


class LocalWording(Wording):
    """What a table is called in print in some areas, and nowhere else.

    Attributes:
        areas: id of the set of areas.
    """

    noun: ClassVar[str] = "the wording of a table in some areas"
    areas: str
