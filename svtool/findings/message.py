"""What a finding says: a sentence that knows its numbers, so that findings which differ in them alone are alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A number in a message.

    Attributes:
        text: it as it is printed, with its noun where it has one.
        value: what it counts, where it is a count with a noun.
        many: its noun in the plural, with the verb that follows it, if one does.
    """

    text: str
    value: int | None = None
    many: str = ""


@dataclass(frozen=True)
class Message:
    """A sentence in parts: words, and numbers among them."""

    parts: tuple[str | Number, ...]

    def __str__(self) -> str:
        """Return the sentence."""
        return "".join(each if isinstance(each, str) else each.text for each in self.parts)

    @property
    def shape(self) -> str:
        """Return the sentence without its numbers; codes such as 8/1 and 34B are no numbers."""
        return "".join(each if isinstance(each, str) else f"\0{each.many}\0" for each in self.parts)

    @property
    def counts(self) -> int | None:
        """Return the count that the sentence begins with; None where it begins with none."""
        first = self.parts[0] if self.parts else ""
        return first.value if isinstance(first, Number) else None

    @property
    def beyond_count(self) -> str:
        """Return the sentence behind the count that it begins with, as it reads of several."""
        first, rest = self.parts[0], self.parts[1:]
        many = first.many if isinstance(first, Number) else str(first)
        return f"{many}{Message(rest)}"


def counted(value: int, one: str, many: str) -> Number:
    """Return a number with its noun: `1 row repeats`, `2 rows repeat`."""
    return Number(f"{value:,} {one if value == 1 else many}", value, many)


def numeral(value: int | str) -> Number:
    """Return a number without a noun, or whatever else differs between findings that are alike: a month, a share."""
    return Number(value if isinstance(value, str) else f"{value:,}")


def say(*parts: str | Number | Message) -> Message:
    """Return a sentence made of words, numbers, and sentences that are part of it."""
    found: list[str | Number] = []
    for each in parts:
        found += each.parts if isinstance(each, Message) else [each]
    return Message(tuple(found))


def joined(items: Iterable[Message], between: str = ", ") -> Message:
    """Return sentences one after the other, with something between them."""
    return say(*(part for i, each in enumerate(items) for part in ((between, each) if i else (each,))))


def enumerated(items: Iterable[str | Number | Message], most: int = 12) -> Message:
    """Return items as `a, b and c`, shortened when there are many."""
    given = list(items) or ["nothing"]
    shown, more = given[:most], len(given) > most
    parts: list[str | Number | Message] = []
    for i, each in enumerate(shown):
        if i:
            parts.append(" and " if i == len(shown) - 1 and not more else ", ")
        parts.append(each)
    return say(*parts, " … (", numeral(str(len(given))), " in all)") if more else say(*parts)
