"""What a project says of its extracts: how they came, how long they may be kept, and for what they were drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pydantic import Field, model_validator

from svtool.schema.entry import Entry


class Received(Entry):
    """How an extract came.

    Attributes:
        from: who sent it.
        on: the day on which it came.
        agreement: under which agreement it came, such as its title or number.
        keep_until: the last day on which it may be kept.
    """

    noun: ClassVar[str] = "received"
    sender: str | None = Field(default=None, alias="from")
    on: date | None = None
    agreement: str | None = None
    keep_until: date | None = None

    @model_validator(mode="after")
    def _check(self) -> Received:
        if not self.model_fields_set:
            raise ValueError("says nothing; expected from, on, agreement or keep_until")
        if self.on and self.keep_until and self.keep_until < self.on:
            raise ValueError("may be kept until a day before it came; exchange on and keep_until, or mend one of them")
        return self


@dataclass(frozen=True)
class Receipt:
    """An entry of a project with how its extract came.

    Attributes:
        source: the source, with its part where it has linked files.
        files: the names and patterns of the entry.
        received: how it came.
    """

    source: str
    files: tuple[str, ...]
    received: Received


@dataclass(frozen=True)
class Holding:
    """An entry of a project with what its extract was drawn for.

    Attributes:
        source: the source, with its part where it has linked files.
        files: the names and patterns of the entry.
        holds: `all`, or a field → the values that its records have.
    """

    source: str
    files: tuple[str, ...]
    holds: str | Mapping[str, tuple[str, ...]]
