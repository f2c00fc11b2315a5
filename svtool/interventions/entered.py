"""What was entered in returns: one number, or one pair of mean scores, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from svtool.findings.finding import Finding
from svtool.interventions.amounts import Amount, Said
from svtool.interventions.quarters import Quarter


@dataclass(frozen=True)
class Place:
    """Where something was entered.

    Attributes:
        file: the file, as the user named it.
        sheet: the sheet of a workbook.
        line: the line of the file, or the row of the sheet.
        column: the name of its column.
    """

    file: str
    sheet: str = ""
    line: int = 0
    column: str = ""


@dataclass(frozen=True)
class Entered:
    """A number of a return.

    Attributes:
        place: where it stands.
        project: whose it is, as it is written; the id of the register once that is known.
        quarter: of which quarter, or year, it is; None where that can't be read.
        beneficiaries: of whom: all, children, adults, or secondary beneficiaries.
        unit: what one of them is; empty where nobody says.
        counted: which of them are counted; empty where nobody says.
        section: by what they are told apart.
        category: which part of the section; empty in a total.
        may_overlap: whether one may stand in several categories; None where nobody says.
        said: what the cell says.
        amount: how many that may be.
        first: the first day that the number is of.
        last: the last day that the number is of.
        days_unread: whether a day was written that can't be read.
        form: which version of the form it was.
        by_hand: whether it was read from a form that is laid out for people, not from the template.
        was_blank: whether it is none because its cell was left blank.
    """

    place: Place
    project: str
    quarter: Quarter | None
    beneficiaries: str
    unit: str
    counted: str
    section: str
    category: str
    may_overlap: bool | None
    said: Said
    amount: Amount
    first: date | None = None
    last: date | None = None
    days_unread: bool = False
    form: str = ""
    by_hand: bool = False
    was_blank: bool = False

    @property
    def key(self) -> tuple[str, Quarter | None, str, str, str, str, str]:
        """Return what no other number of the returns may be of."""
        return self.project, self.quarter, self.beneficiaries, self.unit, self.counted, self.section, self.category

    def declared(self, unit: str, counted: str) -> Entered:
        """Return it with the unit, and what is counted, that the register declares where the return does not."""
        return replace(self, unit=self.unit or unit, counted=self.counted or counted)


@dataclass(frozen=True)
class Scored:
    """Mean scores of one scale, before and after.

    Attributes:
        place: where they stand.
        project: whose they are.
        quarter: of which quarter, or year.
        scale: the scale or questionnaire.
        before: people with a score before; None where no number is there. Likewise the others.
        mean_before: their mean.
        after: people with a score after.
        mean_after: their mean.
        both: people with both scores.
        change: the mean of each person's change, of people with both.
        spread: the standard deviation of these changes.
        unread: the columns whose cells hold no number.
    """

    place: Place
    project: str
    quarter: Quarter | None
    scale: str
    before: int | None
    mean_before: float | None
    after: int | None
    mean_after: float | None
    both: int | None
    change: float | None
    spread: float | None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnFile:
    """A file of returns, as it was read.

    Attributes:
        name: the file, as the user named it.
        how: how it was read, in words.
        entries: its numbers.
        scores: its scores.
        remarks: what was found while it was read.
        by_hand: whether it is laid out for people.
    """

    name: str
    how: str
    entries: tuple[Entered, ...] = ()
    scores: tuple[Scored, ...] = ()
    remarks: tuple[Finding, ...] = field(default=())
    by_hand: bool = False

    @property
    def rows(self) -> int:
        """Return how many numbers and scores it holds."""
        return len(self.entries) + len(self.scores)


def entries_in(files: Iterable[ReturnFile]) -> list[Entered]:
    """Return the numbers of several files."""
    return [each for file in files for each in file.entries]


def scores_in(files: Iterable[ReturnFile]) -> list[Scored]:
    """Return the scores of several files."""
    return [each for file in files for each in file.scores]
