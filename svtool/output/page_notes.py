"""The notes below a table: numbered, each text once; and for each mark, why it stands where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from svtool.figures.contract import STATUSES, SUPPRESSED, Figure
from svtool.figures.notes import Kind, Note
from svtool.output.wording.note_words import note_words

Place = tuple[str, str]  # a measure, and a part of it; blank for the whole


@dataclass(frozen=True)
class PageNote:
    """A note below a table, and a line for each thing that belongs to it."""

    text: str
    below: tuple[str, ...] = ()


class Notes:
    """Numbered notes, each text once; for each status marker, why it stands where it stands; and what has no row."""

    def __init__(self, policy: str = "") -> None:
        """Begin with none; `policy` is the disclosure policy by which counts are suppressed."""
        suppressed = {SUPPRESSED: f"{STATUSES[SUPPRESSED]}: disclosure policy {policy}"} if policy else {}
        self._meanings = {**STATUSES, **suppressed}
        self._numbers: dict[str, int] = {}
        self._shown: list[str] = []
        self._first: dict[str, int] = {}
        self._statuses: dict[str, dict[str, dict[Place, list[str]]]] = {}
        self._without_row: dict[str, int] = {}

    def number(self, text: str, once: Mapping[str, str] | None = None) -> str:
        """Return the marker of a note.

        Args:
            text: the note.
            once: sentences in it that are said in full by one note alone → how others begin that name it.
        """
        if text not in self._numbers:
            number = self._numbers[text] = len(self._numbers) + 1
            for sentence, beginning in (once or {}).items():
                first = self._first.setdefault(sentence, number)
                text = text if first == number else text.replace(sentence, f"{beginning}, as in [{first}].")
            self._shown.append(text)
            return f"[{number}]"
        return f"[{self._numbers[text]}]"

    def status(self, letter: str, reason: str, measure: str, period: str, part: str = "") -> str:
        """Return the marker of a status, remembering where it stands and why."""
        reasons = self._statuses.setdefault(letter, {})
        if reason:
            periods = reasons.setdefault(reason, {}).setdefault((measure, part), [])
            if period not in periods:
                periods.append(period)
        return f"[{letter}]"

    def pass_over(self, figures: Sequence[Figure]) -> None:
        """Remember how many are not known of figures that get no row for it."""
        for figure in figures:
            self._without_row[figure.measure] = max(self._without_row.get(figure.measure, 0), figure.not_known or 0)

    def without_row(self) -> str:
        """Return what is not known and has no row; nothing where all of it has one."""
        most = {measure: number for measure, number in self._without_row.items() if number}
        return note_words(Note(Kind.NOT_KNOWN_BELOW, numbers=most)) if most else ""

    def lines(self, columns: int) -> list[PageNote]:
        """Return the notes; periods are named where a reason does not hold for all columns."""
        found = [PageNote(f"[{number}] {text}") for number, text in enumerate(self._shown, 1)]
        for letter, reasons in sorted(self._statuses.items()):
            why = [
                f"{reason[0].upper()}{reason[1:].rstrip('.:')}: {'; '.join(_places(measures, columns, reason))}"
                for reason, measures in reasons.items()
            ]
            found.append(PageNote(f"[{letter}] {self._meanings[letter]}", tuple(why)))
        return found


def _places(found: Mapping[Place, list[str]], columns: int, reason: str) -> Iterator[str]:
    """Yield where a status stands: a measure, in which periods if not in all; a part where the whole has none."""
    for (measure, part), periods in found.items():
        if part and set(periods) <= set(found.get((measure, ""), ())):
            continue
        named = f"{measure}, {part}" if part else measure
        is_said = len(periods) == columns or all(reason.rstrip(".:").endswith(f" {each}") for each in periods)
        yield named if is_said else f"{named} ({', '.join(periods)})"
