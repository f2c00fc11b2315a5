"""What suppliers call the columns of a source."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from pydantic import Field

from svtool.schema.entry import Entry
from svtool.schema.offences import fold_title


class UsualNames(Entry):
    """What suppliers call the column of a field; capitals and signs do not matter.

    Attributes:
        seen: names that stand in a public file or data dictionary → which.
        assumed: names that nobody has seen.
        perhaps: names that may as well say another field: they count only where no better name is there.
    """

    noun: ClassVar[str] = "usual names of a column"
    seen: dict[str, str] = Field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> frozenset[str]:
        """Return those that say it, letters and spaces folded."""
        return frozenset(fold_title(each) for each in (*self.seen, *self.assumed))

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Return those that may say it, letters and spaces folded."""
        return frozenset(fold_title(each) for each in self.perhaps)
