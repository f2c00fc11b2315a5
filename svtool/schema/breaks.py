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
    """A change of recording on a day."""

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
    """A file of breaks."""

    noun: ClassVar[str] = "a file of breaks"
    id: str
    title: str | None = None
    breaks: tuple[Break, ...]
    sources: dict[str, str] = Field(default_factory=dict)
