"""Who is suspected more than once, and who only seems to be.

Every suspect starts as a person of their own; here some rows become the same person's. Blade possession and
homicide are left alone, for the ages of their suspects are counted.
"""

from collections.abc import Collection, Sequence

from svtool.synthetic.chance import Chance, Weighted
from svtool.synthetic.made_up_people import Person
from svtool.synthetic.police_offences import DRAWN
from svtool.synthetic.targets import LAST_YEAR_WITH_SUSPECT_REFERENCES, POLICE, POLICE_FROM, POLICE_YEARS

OFFENCES_OF_ONE = Weighted([(2, 72), (3, 20), (4, 8)])
SAME_DAY = 60
ACROSS_YEARS = 150
WITH_ROBBERY = 100
WITH_CANCELLED = 8


class Repeater:
    """Makes one person of several suspect rows; no row is used twice."""

    def __init__(self, chance: Chance, suspects: Sequence[Person]) -> None:
        """Sort the rows that may be used by what they can be used for."""
        self.chance = chance
        self._taken: set[int] = set()
        usable = sorted(_find_usable(suspects), key=lambda person: person.offence.committed)
        self._counted = {year: [person for person in usable if _counts_in(person, year)] for year in POLICE_YEARS}
        self._robberies = [person for person in usable if person.offence.kind.code == "34B"]
        self._cancelled = [person for person in usable if person.offence.cancelled]

    def repeat_in_year(self, year: int, people: int) -> None:
        """Let so many people be suspected on two or more days of a year, the people spread over it."""
        rows = self._counted[year]
        for number in range(people):
            start = (number * len(rows) + self.chance.below(len(rows))) // people
            group = [self._take(rows, start)]
            for _ in range(self.chance.pick(OFFENCES_OF_ONE) - 1):
                later = start + self.chance.below(len(rows) // 3)
                group.append(self._take(rows, later, {person.offence.committed for person in group}))
            _join(group)

    def repeat_on_a_day(self, year: int, people: int) -> None:
        """Let people be suspected twice on one day: that is not again."""
        rows = self._counted[year]
        for _ in range(people):
            first = self._take(rows, self.chance.below(len(rows)))
            day = first.offence.committed
            same_day = [row for row in rows if row.offence.committed == day and id(row) not in self._taken]
            if same_day:
                _join([first, self._take(same_day, 0)])

    def repeat_across_years(self, year: int, people: int) -> None:
        """Let people be suspected once in a year and once in the next: again, but in neither year."""
        self._pair(self._counted[year], self._counted[year + 1], people)

    def repeat_elsewhere(self, year: int) -> None:
        """Let people be suspected once as counted and once of what is not counted."""
        self._pair(self._counted[year], self._robberies, WITH_ROBBERY)
        self._pair(self._counted[year], self._cancelled, WITH_CANCELLED)

    def _pair(self, rows: Sequence[Person], others: Sequence[Person], people: int) -> None:
        for _ in range(people):
            first = self._take(rows, self.chance.below(len(rows)))
            _join([first, self._take(others, self.chance.below(len(others)))])

    def _take(self, rows: Sequence[Person], start: int, not_on: Collection[int] = ()) -> Person:
        for step in range(len(rows)):
            row = rows[(start + step) % len(rows)]
            if id(row) not in self._taken and row.offence.committed not in not_on:
                self._taken.add(id(row))
                return row
        raise ValueError("no suspect row is left to use")


def repeat_suspects(chance: Chance, suspects: Sequence[Person]) -> None:
    """Make some suspect rows the same person's, in place, as many people as published."""
    repeater = Repeater(chance, suspects)
    for year in POLICE_YEARS:
        if year <= LAST_YEAR_WITH_SUSPECT_REFERENCES:
            repeater.repeat_in_year(year, POLICE[year].suspected_again)
            repeater.repeat_on_a_day(year, SAME_DAY)
            repeater.repeat_elsewhere(year)
        if year < LAST_YEAR_WITH_SUSPECT_REFERENCES:
            repeater.repeat_across_years(year, ACROSS_YEARS)


def _find_usable(suspects: Sequence[Person]) -> list[Person]:
    """Return the first row of each offence whose suspect is named and drawn freely."""
    usable, seen = [], set()
    for person in suspects:
        offence = person.offence
        if offence.reference in seen:
            continue
        seen.add(offence.reference)
        if person.reference and offence.suspect_plan == DRAWN and offence.kind.weight:
            usable.append(person)
    return usable


def _counts_in(person: Person, year: int) -> bool:
    offence = person.offence
    covered = offence.committed >= POLICE_FROM.toordinal()
    return offence.in_counts and covered and offence.committed_year == year


def _join(group: Sequence[Person]) -> None:
    first = group[0]
    for person in group[1:]:
        person.reference, person.sex = first.reference, first.sex
        if first.age and person.age:
            older = person.offence.committed_year - first.offence.committed_year
            person.age = str(max(10, int(first.age) + older))
