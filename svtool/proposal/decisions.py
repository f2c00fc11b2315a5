"""What only a person can decide: asked on a terminal, else written as a TO DECIDE value that stops every command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from svtool.errors import listed
from svtool.schema.text_yaml import TO_DECIDE

Answer = str | Sequence[str] | Mapping[str, "Answer"]


@dataclass(frozen=True)
class Decision:
    """A choice with its options and what it means.

    Attributes:
        about: what it is about, in a few words.
        options: what may be answered.
        meaning: what hangs on it.
        proposal: the answer that is likely; blank where nothing speaks for one.
        is_free: whether the options describe the answer, or are only the usual ones.
        stands: whether the proposal is written where nobody is asked.
    """

    about: str
    options: tuple[str, ...]
    meaning: str
    proposal: str = ""
    is_free: bool = False
    stands: bool = False

    def undecided(self) -> str:
        """Return the value that is written while nobody has decided."""
        proposed = f" ({self.proposal} is proposed)" if self.proposal else ""
        return f"{TO_DECIDE} ({listed(self.options, 60)}): {self.meaning}{proposed}"


Ask = Callable[[str, Decision], Answer | None]  # the place of the value → the answer, or None for later
Draft = Callable[[Ask], str]  # the text of a file, as far as it is decided


def decide_later(_: str, __: Decision) -> None:
    """Leave every decision to the files."""
    return


def noting(ask: Ask, asked: dict[str, Decision]) -> Ask:
    """Return what asks the same, and notes each question by its place."""

    def note(place: str, decision: Decision) -> Answer | None:
        asked[place] = decision
        return ask(place, decision)

    return note


Settled = str | Decision


def settle(value: Settled, place: str, ask: Ask) -> Answer:
    """Return a value as it is to be written: itself, the answer, what is proposed, or TO DECIDE with the options.

    Args:
        value: the value, or the decision about it.
        place: where it stands, as messages say: `sources.fire.area_unknown`; of a mapping after its id.
        ask: answers it, or leaves it for later.
    """
    if isinstance(value, str):
        return value
    return ask(place, value) or (value.proposal if value.stands else value.undecided())
