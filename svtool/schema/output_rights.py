"""Who may read what svtool writes, as a project says it."""

from __future__ import annotations

import re
from typing import ClassVar, Self

from pydantic import model_validator

from svtool.schema.defaults import OWNER_ONLY
from svtool.schema.entry import Entry

AS_THE_SYSTEM = "umask"


class OutputRights(Entry):
    """Who may read the files of results.

    Attributes:
        mode: the rights of new files, as `chmod` writes them, such as `0640` for the owner's group too; `umask` for
            those that the system gives. A file that is replaced keeps its own; records are their owner's alone.
    """

    noun: ClassVar[str] = "outputs"
    mode: str = f"{OWNER_ONLY:04o}"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.mode == AS_THE_SYSTEM:
            return self
        if not re.fullmatch(r"0?6[046][04]", self.mode):
            raise ValueError(
                f"have the mode {self.mode}; expected 0600 for the owner alone, 0640 for its group too, 0644 for all, "
                f"or {AS_THE_SYSTEM}"
            )
        return self

    @property
    def bits(self) -> int | None:
        """Return the rights as the system counts them; None for those that it gives."""
        return None if self.mode == AS_THE_SYSTEM else int(self.mode, 8)
