"""Who publishes the figures of a project: what page, workbook and manifest say of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from svtool.schema.entry import Entry

Status = Literal["draft", "internal", "official"]


class Publisher(Entry):
    """Who publishes the figures, and when.

    Attributes:
        name: who made them, such as the partnership.
        contact: how to reach them.
        published: the day of publication.
        next_update: the day of the next one.
        status: `draft`, `internal` or `official`.
    """

    noun: ClassVar[str] = "a publisher"
    name: str
    contact: str | None = None
    published: date | None = None
    next_update: date | None = None
    status: Status | None = None

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        if self.published and self.next_update and self.next_update <= self.published:
            raise ValueError("has a next_update that is not after published; correct one of the two")
        return self
