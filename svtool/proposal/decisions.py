"""What only a person can decide: asked on a terminal, else written as a TO DECIDE value that stops every command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from svtool.errors import listed
from svtool.schema.text_yaml import TO_DECIDE


@dataclass(frozen=True)
class Decision:
    """A choice with its options and what it means."""

    about: str
    options: tuple[str, ...]
    meaning: str

    def undecided(self) -> str:
        """Return the value that is written while nobody has decided."""
        return f"{TO_DECIDE} ({listed(self.options, 60)}): {self.meaning}"


Ask = Callable[[Decision], str | None]  # the answer, or None for later


def decide_later(_: Decision) -> None:
    """Leave every decision to the files."""
    return


Settled = str | Decision


def settle(value: Settled, ask: Ask) -> str:
    """Return a value as it is to be written: itself, the answer, or TO DECIDE with the options."""
    if isinstance(value, str):
        return value
    return ask(value) or value.undecided()
