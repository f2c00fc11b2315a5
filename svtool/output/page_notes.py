"""The notes below a table: numbered, each text once; and for each mark, why it stands where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

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

    def __init__(self, policy: str = "", common: Notes | None = None, numbers: Iterator[int] | None = None) -> None:
        """Begin with none.

        Args:
            policy: the disclosure policy by which counts are suppressed.
            common: notes that several sections of a page have, and that stand once on it.
            numbers: the numbers that are free on the page.
        """
        suppressed = {SUPPRESSED: f"{STATUSES[SUPPRESSED]}: disclosure policy {policy}"} if policy else {}
        self._meanings = {**STATUSES, **suppressed}
        self._common = common
        self._free = numbers or count(1)
        self._numbers: dict[str, int] = {}
        self._said_once: dict[str, Mapping[str, str]] = {}
        self._shown: dict[int, str] = {}
        self._first: dict[str, int] = {}
        self._statuses: dict[str, dict[str, dict[Place, list[str]]]] = {}
        self._without_row: dict[str, int] = {}

    def number(self, text: str, once: Mapping[str, str] | None = None) -> str:
        """Return the marker of a note.

        Args:
            text: the note.
            once: sentences in it that are said in full by one note alone → how others begin that name it.
        """
        if self._common and text in self._common._numbers:
            return self._common.number(text)
        if text not in self._numbers:
            number = self._numbers[text] = next(self._free)
            self._said_once[text] = once or {}
            for sentence, beginning in (once or {}).items():
                above = self._common._first if self._common else {}
                first = above.get(sentence) or self._first.setdefault(sentence, number)
                text = text if first == number else text.replace(sentence, f"{beginning}, as in [{first}].")
            self._shown[number] = text
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

    def take_passed_over(self, others: Notes) -> None:
        """Remember what has no row in a section too."""
        for measure, number in others._without_row.items():
            self._without_row[measure] = max(self._without_row.get(measure, 0), number)

    def without_row(self) -> str:
        """Return what is not known and has no row; nothing where all of it has one."""
        most = {measure: number for measure, number in self._without_row.items() if number}
        return note_words(Note(Kind.NOT_KNOWN_BELOW, numbers=most)) if most else ""

    def lines(self, columns: int) -> list[PageNote]:
        """Return the notes; periods are named where a reason does not hold for all columns."""
        found = [PageNote(f"[{number}] {text}") for number, text in self._shown.items()]
        for letter, reasons in sorted(self._statuses.items()):
            if self._common and self._common._tells_all_of(letter, reasons):
                continue
            why = [
                f"{_reason_alone(reason)}: {'; '.join(_places(measures, columns, reason))}"
                for reason, measures in reasons.items()
            ]
            found.append(PageNote(f"[{letter}] {self._meanings[letter]}", tuple(why)))
        return found

    def lines_without_places(self) -> list[PageNote]:
        """Return the notes; why a status stands without where it stands, which its marks show."""
        found = [PageNote(f"[{number}] {text}") for number, text in self._shown.items()]
        for letter, reasons in sorted(self._statuses.items()):
            why = [f"{_reason_alone(reason)}." for reason in reasons]
            found.append(PageNote(f"[{letter}] {self._meanings[letter]}", tuple(why)))
        return found

    def _tells_all_of(self, letter: str, reasons: Mapping[str, object]) -> bool:
        return letter in self._statuses and {*reasons} <= {*self._statuses[letter]}


def notes_in_common(sections: Sequence[Notes], policy: str, numbers: Iterator[int]) -> Notes:
    """Return the notes that two sections or more have, numbered first."""
    found = Notes(policy, numbers=numbers)
    once = {text: each for notes in sections for text, each in notes._said_once.items()}
    for text, times in Counter(text for notes in sections for text in notes._numbers).items():
        if times > 1:
            found.number(text, once[text])
    letters = Counter(letter for notes in sections for letter in notes._statuses)
    reasons = Counter((letter, why) for notes in sections for letter, each in notes._statuses.items() for why in each)
    for letter, times in letters.items():
        shared = [why for (of, why), number in reasons.items() if of == letter and number > 1]
        if times > 1 and (shared or not any(of == letter for of, _ in reasons)):
            found._statuses[letter] = {why: {} for why in shared}
    return found


def _reason_alone(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:].rstrip('.:')}"


def _places(found: Mapping[Place, list[str]], columns: int, reason: str) -> Iterator[str]:
    """Yield where a status stands: a measure, in which periods if not in all; a part where the whole has none."""
    for (measure, part), periods in found.items():
        if part and set(periods) <= set(found.get((measure, ""), ())):
            continue
        named = f"{measure}, {part}" if part else measure
        is_said = len(periods) == columns or all(reason.rstrip(".:").endswith(f" {each}") for each in periods)
        yield named if is_said else f"{named} ({', '.join(periods)})"
