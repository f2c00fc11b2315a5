"""Returns and their register together: whose each number is, in which unit, and which numbers are no figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from svtool.files.headers import fold_header
from svtool.interventions.amounts import either
from svtool.interventions.entered import Entered, ReturnFile, Scored, entries_in, scores_in
from svtool.interventions.quarters import Quarter, quarters_of
from svtool.interventions.register import Register


@dataclass(frozen=True)
class Settled:
    """Returns, each number with the intervention that it is of.

    Attributes:
        files: the files as they were read.
        register: the funded interventions; empty where there is no register.
        entries: the numbers, with the ids, units and words of the register.
        scores: the scores, likewise.
    """

    files: tuple[ReturnFile, ...]
    register: Register
    entries: tuple[Entered, ...]
    scores: tuple[Scored, ...]

    @property
    def everything(self) -> list[Entered | Scored]:
        """Return the numbers and the scores."""
        return [*self.entries, *self.scores]

    def is_named(self, project: str) -> bool:
        """Return whether a project can be told: it has a name and, of several in the register, an id."""
        return bool(project) and len(self.register.find(project)) < 2

    @cached_property
    def counted(self) -> tuple[Entered, ...]:
        """Return the numbers that figures are made of: of a project and a quarter, each once.

        Of several that differ nobody knows which holds: it is one of them. Of those alike one is left out.
        """
        found: dict[object, list[Entered]] = defaultdict(list)
        for each in self.entries:
            if each.quarter and self.is_named(each.project):
                found[each.key].append(each)
        return tuple(replace(those[0], amount=either([each.amount for each in those])) for those in found.values())

    @cached_property
    def of_quarters(self) -> tuple[Entered, ...]:
        """Return those of them that are of a quarter."""
        return tuple(each for each in self.counted if each.quarter and each.quarter.number)

    @cached_property
    def of_years(self) -> tuple[Entered, ...]:
        """Return those of them that are of a whole year."""
        return tuple(each for each in self.counted if each.quarter and not each.quarter.number)

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """Return the projects: those of the register in its order, then others that returns name."""
        known = [each.id for each in self.register.interventions]
        named = [each.project for each in self.everything if self.is_named(each.project)]
        return tuple(dict.fromkeys([*known, *named]))

    @cached_property
    def years(self) -> tuple[int | None, ...]:
        """Return the financial years of the returns; None stands for quarters of which nobody says the year."""
        years = {each.quarter.year for each in self.everything if each.quarter}
        return tuple(sorted(years, key=lambda each: each or 0))

    def received(self, project: str) -> set[Quarter]:
        """Return the quarters of which a project sent anything."""
        return {
            each.quarter for each in self.everything if each.project == project and each.quarter and each.quarter.number
        }

    def expected(self, project: str, year: int | None) -> list[Quarter]:
        """Return the quarters of a year in which a project was funded.

        Without days of funding all quarters are expected up to the last of the year that any project sent.
        """
        quarters = quarters_of(year)
        found = self.register.find(project)
        funded = [found[0].is_funded_in(each) for each in quarters] if len(found) == 1 else []
        if funded and None not in funded:
            return [quarter for quarter, is_funded in zip(quarters, funded, strict=True) if is_funded]
        last = max((each for one in self.projects for each in self.received(one) if each.year == year), default=None)
        return [each for each in quarters if last is not None and each <= last]


def settle(files: Sequence[ReturnFile], register: Register) -> Settled:
    """Return what the returns say, with the ids of the register and what it declares where they do not."""
    names = _one_name_each(files)

    def project_of(text: str) -> str:
        found = register.find(text)
        return found[0].id if len(found) == 1 else names.get(fold_header(text), text)

    entries = []
    for each in entries_in(files):
        named = replace(each, project=project_of(each.project))
        found = register.find(each.project)
        entries.append(named.declared(found[0].unit, found[0].counted) if len(found) == 1 else named)
    scores = [replace(each, project=project_of(each.project)) for each in scores_in(files)]
    return Settled(tuple(files), register, tuple(entries), tuple(scores))


def _one_name_each(files: Sequence[ReturnFile]) -> dict[str, str]:
    """Return one way to write each project that returns name in several, by capitals and signs."""
    found: dict[str, str] = {}
    sent: list[Entered | Scored] = [*entries_in(files), *scores_in(files)]
    for each in sent:
        found.setdefault(fold_header(each.project), each.project)
    return found
