"""Questions on a terminal, one by one, each with what is proposed: the same that would be written as TO DECIDE."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from svtool.errors import InvalidFileError
from svtool.proposal.decisions import Answer, Decision
from svtool.proposal.prepared_answers import LATER, read_answer

STOP = "stop"
WIDEST = 100  # columns: longer lines are hard to read
MOST_OPTIONS = 12


@dataclass
class Dialogue:
    """Asks a person on the terminal, on standard error; what was answered once is not asked again.

    Attributes:
        total: how many questions there are.
    """

    total: int
    _answers: dict[str, Answer | None] = field(default_factory=dict)
    _alike: dict[tuple[str, str], Answer | None] = field(default_factory=dict)
    _is_over: bool = False

    def __post_init__(self) -> None:
        """Open the terminal."""
        width = min(shutil.get_terminal_size().columns, WIDEST)
        self._console = Console(file=sys.stderr, width=width, highlight=False)

    def ask(self, place: str, decision: Decision) -> Answer | None:
        """Return what a person answers about a place; None to decide it later.

        Raises:
            EOFError: there is nobody any more.
        """
        alike = (decision.about, decision.meaning)
        if place not in self._answers:
            if alike not in self._alike:
                self._alike[alike] = None if self._is_over else self._ask(place, decision)
            self._answers[place] = self._alike[alike]
        return self._answers[place]

    def _ask(self, place: str, decision: Decision) -> Answer | None:
        self._show(place, decision)
        while not self._is_over:
            typed = self._console.input(self._prompt(decision)).strip()
            answer = typed or decision.proposal or LATER
            if answer.casefold() == STOP:
                self._is_over = True
            elif answer.casefold() == LATER:
                return None
            elif (found := _understood(answer, decision)) is not None:
                return found
            else:
                self._console.print(Text(f"{answer} is none of these.", style="bold"))
        return None

    def _show(self, place: str, decision: Decision) -> None:
        self._console.print()
        self._console.print(Rule(Text(f"{len(self._alike) + 1} of {self.total}   {place}", style="bold"), align="left"))
        self._console.print(Text(f"{decision.about[:1].upper()}{decision.about[1:]}", style="bold"))
        self._console.print(Text(f"{decision.meaning[:1].upper()}{decision.meaning[1:]}".rstrip(".") + "."))
        for number, option in enumerate(decision.options[:MOST_OPTIONS], 1):
            mark = "   (proposed)" if option == decision.proposal else ""
            sign = " " if _describes(option) else str(number)
            self._console.print(Text(f"  {sign}  {option}{mark}"))
        if len(decision.options) > MOST_OPTIONS:
            self._console.print(Text(f"  …  {len(decision.options)} in all"))

    def _prompt(self, decision: Decision) -> Text:
        what = "A number, a word, or your own" if decision.is_free else "A number or a word"
        return Text(f"{what}; {LATER}; {STOP} [{decision.proposal or LATER}]: ")


def _describes(option: str) -> bool:
    """Return whether an option is none itself, but says what may be typed: `a day such as 2024-04-15`."""
    return option.startswith("a ")


def _understood(typed: str, decision: Decision) -> Answer | None:
    """Return the answer that is meant; None where it is none that may be given."""
    if typed.isdecimal() and 1 <= int(typed) <= len(decision.options) and typed not in decision.options:
        chosen = decision.options[int(typed) - 1]
        return None if _describes(chosen) else chosen
    word = next((each for each in decision.options if each.casefold() == typed.casefold()), None)
    if word is not None:
        return word
    if not decision.is_free and typed[:1] not in "[{":
        return None
    try:
        return read_answer(typed)
    except InvalidFileError:
        return None
