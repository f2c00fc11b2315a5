"""Breaks: dated changes of recording that make two periods hard to compare."""

from __future__ import annotations

from datetime import date as date_
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from svtool.schema.entry import Entry


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]


class Break(Entry):
    """A change of recording on a day.

    Attributes:
        id: its name.
        title: what changed, as the notes say it.
        source: id of the source.
        date: the day of the change.
        effect: `withhold`: the change across the day is not printed; `note`: it is, with a note.
        areas: id of the set of areas that it concerns; else all.
        offences: the offences that it concerns; else all.
        fields: the fields that it concerns: measures that ask for one of them.
        measures: ids of the measures that it concerns.
        published_in: where the change is told.
        note: what else there is to know.
    """

    noun: ClassVar[str] = "a break"
    id: str
    title: str
    source: str
    date: date_
    effect: Literal["withhold", "note"]
    areas: str | None = None
    offences: Names = ()
    fields: Names = ()
    measures: Names = ()
    published_in: str | None = None
    note: str | None = None


class BreakFile(Entry):
    """A file of breaks.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: what it is, in words.
        breaks: the changes of recording.
        sources: where the facts in it come from.
    """

    noun: ClassVar[str] = "a file of breaks"
    id: str
    title: str | None = None
    breaks: tuple[Break, ...]
    sources: dict[str, str] = Field(default_factory=dict)
