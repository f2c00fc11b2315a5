"""The register of funded interventions: a CSV file or workbook with a row for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from svtool.dates import read_date
from svtool.errors import ExtractError
from svtool.files.headers import fold_header
from svtool.files.small_tables import read_rows
from svtool.interventions.quarters import Quarter
from svtool.interventions.tidy_sheets import DAYS, word_of
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source

COLUMNS = {
    "project": "id of the intervention, which no other has",
    "name": "its name",
    "provider": "who delivers it",
    "areas": "where it works: names or codes, several joined with ;",
    "funded_from": "first day of its funding",
    "funded_to": "last day of its funding",
    "funding": "how much it was given, in pounds",
    "unit": "what it counts, where its returns do not say",
    "counted": "which of them it counts, where its returns do not say",
}
OPTIONAL = tuple(name for name in COLUMNS if name not in {"project"})
_POUNDS = re.compile(r"£?\s*(\d[\d,]*)(?:\.\d\d)?")


@dataclass(frozen=True)
class Intervention:
    """A funded intervention.

    Attributes:
        id: its id.
        name: its name.
        provider: who delivers it.
        areas: where it works, as the register writes it.
        first: the first day of its funding; None where nobody says.
        last: the last day of its funding.
        funding: how much it was given, in pounds.
        unit: what it counts where its returns do not say.
        counted: which of them it counts where its returns do not say.
    """

    id: str
    name: str
    provider: str = ""
    areas: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    funding: int | None = None
    unit: str = ""
    counted: str = ""

    def is_funded_in(self, quarter: Quarter) -> bool | None:
        """Return whether it was funded on a day of a quarter; None where that is not known."""
        days = quarter.days
        if days is None or self.first is None or self.last is None:
            return None
        return self.first <= days[1] and days[0] <= self.last


@dataclass(frozen=True)
class Register:
    """The funded interventions; empty where there is no register.

    Attributes:
        interventions: they, in the order of the register.
    """

    interventions: tuple[Intervention, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there is a register."""
        return bool(self.interventions)

    def find(self, text: str) -> list[Intervention]:
        """Return what a return may mean by a project: the one of this id, else all of this name."""
        folded = fold_header(text)
        by_id = [each for each in self.interventions if fold_header(each.id) == folded]
        return by_id or [each for each in self.interventions if fold_header(each.name) == folded]

    def called(self, project: str) -> str:
        """Return what people call a project: its name, with its id where another has the same name."""
        found = self.find(project)
        if len(found) != 1:
            return project
        same = [each for each in self.interventions if fold_header(each.name) == fold_header(found[0].name)]
        return found[0].name if len(same) == 1 else f"{found[0].name} ({found[0].id})"


def read_register(path: Path, source: Source) -> Register:
    """Return the register of a file.

    Args:
        path: the file.
        source: the source of returns, for the words of units.

    Raises:
        ExtractError: it can't be read, or a row can't be right.
    """
    entry = ExtractEntry(files=(path.name,))
    found: dict[str, Intervention] = {}
    for place, texts in read_rows(entry, path.parent, list(COLUMNS), ("funded_from", "funded_to"), OPTIONAL):
        one = _intervention(place, texts, source)
        if fold_header(one.id) in found:
            raise ExtractError(
                f"{place}: the id stands in the register twice. Give each intervention an id of its own."
            )
        found[fold_header(one.id)] = one
    if not found:
        raise ExtractError("the register names no intervention; expected a row for each.", "F02", file=path.name)
    return Register(tuple(found.values()))


def _intervention(place: str, texts: dict[str, str], source: Source) -> Intervention:
    if not texts["project"]:
        raise ExtractError(f"{place}: has no id in the column project. Give the intervention one.")
    first, last = (_day(place, name, texts[name]) for name in ("funded_from", "funded_to"))
    if first and last and last < first:
        raise ExtractError(f"{place}: funding ends before it begins. Exchange funded_from and funded_to.")
    words = {name: _word(place, name, texts[name], source) for name in ("unit", "counted")}
    return Intervention(
        texts["project"], texts["name"] or texts["project"], texts["provider"], tuple(_parts(texts["areas"])), first,
        last, _pounds(place, texts["funding"]), words["unit"], words["counted"],
    )  # fmt: skip


def _parts(text: str) -> Iterator[str]:
    yield from (part.strip() for part in text.split(";") if part.strip())


def _day(place: str, name: str, text: str) -> date | None:
    found = read_date(text, DAYS) if text else None
    if text and found is None:
        raise ExtractError(f"{place}: {name} is not a date; expected one such as 2021-04-01. Correct it.")
    return found[0] if found else None


def _word(place: str, name: str, text: str, source: Source) -> str:
    found = word_of(source, name, text)
    if text and not found:
        known: Sequence[str] = source.by_name[name].values
        raise ExtractError(f"{place}: {name} is none of {', '.join(known)}. Write one of them, or leave it blank.")
    return found


def _pounds(place: str, text: str) -> int | None:
    if not text:
        return None
    found = _POUNDS.fullmatch(text)
    if not found:
        raise ExtractError(f"{place}: funding is not an amount of pounds; expected one such as 25000. Correct it.")
    return int(found[1].replace(",", ""))
