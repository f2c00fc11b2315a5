"""What a project says of warnings that somebody has looked at: they are not said again, up to a number and a day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import Field, model_validator

from svtool.errors import nearest
from svtool.schema.entry import Entry

# The kinds of warning that a run can have every night, as a log names them.
WARNINGS = (
    "rejected", "repeated", "unlinked", "of_file", "unmatched_review", "reviews_waiting", "disagreeing", "unreadable",
    "indicator_not_asked", "indicator_no_column",
)  # fmt: skip


class Acknowledged(Entry):
    """A warning that somebody has looked at.

    Attributes:
        finding: the kind of warning, as `--log-format json` names it: `rejected`, `repeated`, `unreadable` …
        source: the source, with its part where it has linked files, such as `police victims`.
        column: the field that it is about, where there is one; every field of the source without it.
        up_to: the largest number that was looked at; a larger one is said again.
        until: the last day on which it need not be said.
        by: who has looked at it.
        reason: why it may stay.
    """

    noun: ClassVar[str] = "acknowledged"
    finding: str
    source: str | None = None
    column: str | None = None
    up_to: int | None = Field(default=None, ge=0)
    until: date
    by: str
    reason: str | None = None

    @model_validator(mode="after")
    def _check(self) -> Acknowledged:
        if self.finding not in WARNINGS:
            near = nearest(self.finding, WARNINGS) or f"; expected {', '.join(WARNINGS)}."
            raise ValueError(f"names {self.finding}, which is no kind of warning{near}")
        return self
