"""Which registered breaks in recording touch a measure, and which of them lie between two periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svtool.figures.change import Registered
from svtool.schema.areas import AreaSet
from svtool.schema.breaks import Break
from svtool.schema.periods import Period
from svtool.schema.rules import Among, Rule, fields_of, tests_of
from svtool.schema.sources import OFFENCE
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Breaks:
    """The registered breaks of a run.

    Attributes:
        registered: all that there are.
        areas: the project's areas, for breaks that concern some areas only.
        offences_within: offence → the classes and sub-codes in it.
    """

    registered: Sequence[Break]
    areas: AreaSet | None
    offences_within: Mapping[str, frozenset[tuple[str, str]]]
    _found: dict[tuple[str, Rule], list[tuple[Break, bool]]] = field(default_factory=dict, init=False, compare=False)

    def touching(self, measure: Measure) -> list[tuple[Break, bool]]:
        """Return the breaks that touch a measure here, each with whether it concerns the whole of it."""
        key = (measure.id, measure.rule)
        found = self._found.get(key)
        if found is None:  # every figure of a measure asks
            found = self._found[key] = self._find(measure)
        return found

    def _find(self, measure: Measure) -> list[tuple[Break, bool]]:
        found: list[tuple[Break, bool]] = []
        for each in self.registered:
            if each.source != measure.source:
                continue
            if each.areas and (self.areas is None or each.areas != self.areas.id):
                continue
            wholly, partly = self._concerned(each, measure)
            if wholly or partly:
                found.append((each, wholly))
        return found

    def between(self, measure: Measure, before: Period, now: Period) -> list[Registered]:
        """Return the breaks between two periods as they concern a measure; a part of it is never withheld for one."""
        return [
            Registered(each.title, wholly and each.effect == "withhold", wholly)
            for each, wholly in self.touching(measure)
            if before.start < each.date <= now.end
        ]

    def _concerned(self, each: Break, measure: Measure) -> tuple[bool, bool]:
        """Return whether a break concerns the whole of a measure, and whether it concerns any part of it."""
        if measure.id in each.measures or set(each.fields) & set(fields_of(measure.rule)):
            return True, True
        if not (each.measures or each.fields or each.offences):
            return True, True
        broken = frozenset(atom for name in each.offences for atom in self.offences_within[name])
        asked = frozenset(
            atom
            for test in tests_of(measure.rule)
            if isinstance(test, Among) and test.field == OFFENCE
            for name in test.values
            for atom in self.offences_within[name]
        )
        if not asked:  # it counts records of any offence, those that are broken among them
            return False, bool(broken)
        return asked <= broken, bool(asked & broken)
