"""Victims and suspects of the police offences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from svtool.synthetic.chance import Chance, Weighted
from svtool.synthetic.offence_kinds import (
    OLDER_AGES,
    OLDER_SUSPECT_AGES,
    YOUNG_AGES,
    YOUNG_SUSPECT_AGES,
    Kind,
)
from svtool.synthetic.police_offences import AGE_BLANK, DRAWN, NOBODY, OLDER, YOUNG, Offence
from svtool.synthetic.targets import LAST_YEAR_WITH_SUSPECT_REFERENCES, POLICE

VICTIM_HEADER = ("reference", "victim_reference", "victim_age", "victim_sex")
SUSPECT_HEADER = ("reference", "suspect_reference", "suspect_age", "suspect_sex")
SECOND_PERSON = 0.05
VICTIM_AGE_BLANK = 0.03
SUSPECT_AGE_BLANK = 0.06
SEX_NOT_RECORDED = 0.01
YOUNG_VICTIMS_ELSEWHERE = 0.4
YOUNG_SUSPECTS = 0.38
PLACEHOLDER_EVERY = 40  # of the unknown ages, one in so many was typed as 999


@dataclass(slots=True, eq=False)
class Person:
    """One row of the victims or the suspects: one person in one offence."""

    offence: Offence
    reference: str
    age: str
    sex: str

    @property
    def cells(self) -> list[str]:
        """Return the row of the extract."""
        return [self.offence.reference, self.reference, self.age, self.sex]


class Register:
    """Hands out pseudonyms that nobody can take for real ones."""

    def __init__(self) -> None:
        """Start at the first person."""
        self._count = 0

    def add(self) -> str:
        """Return the pseudonym of a person not met before."""
        self._count += 1
        return f"SYN-P-{self._count:06d}"


class VictimMaker:
    """Makes the victims of one year of recording."""

    def __init__(self, chance: Chance, register: Register) -> None:
        """Prepare what is drawn from."""
        self.chance = chance
        self.register = register
        self._ages: dict[tuple[str, tuple[int, int]], Weighted[int]] = {}
        self._earlier: dict[tuple[str, str], Person] = {}

    def make(self, offence: Offence, plan: str, *, alone: bool) -> Person:
        """Make one victim who is young, older, or of unknown age."""
        kind = offence.kind
        if plan == AGE_BLANK:
            age = "999" if offence.victim_plan == DRAWN and not self.chance.below(PLACEHOLDER_EVERY) else ""
        else:
            age = str(self.chance.pick(self._find_ages(plan, kind)))
        sex = "female" if self.chance.happens(kind.female) else "male"
        if self.chance.happens(SEX_NOT_RECORDED):
            sex = "not_recorded"
        reference = self.register.add()
        if alone and self.chance.happens(0.005):
            reference = ""
        person = Person(offence, reference, age, sex)
        return self._meet_again(person, plan) if alone and kind.weight else person

    def _find_ages(self, plan: str, kind: Kind) -> Weighted[int]:
        key = (plan, kind.ages)
        if key not in self._ages:
            ages = YOUNG_AGES if plan == YOUNG else OLDER_AGES
            self._ages[key] = ages.restrict(lambda age: kind.ages[0] <= age <= kind.ages[1])
        return self._ages[key]

    def _meet_again(self, person: Person, plan: str) -> Person:
        """Let some be victims again: of the same kind of offence, some days or weeks later."""
        key = (person.offence.kind.code, plan)
        earlier = self._earlier.get(key)
        if earlier and earlier.reference and self.chance.happens(0.04):
            person.reference, person.age, person.sex = earlier.reference, earlier.age, earlier.sex
        elif self.chance.happens(0.1):
            self._earlier[key] = person
        return person


def make_victims(chance: Chance, register: Register, offences: Sequence[Offence]) -> list[Person]:
    """Make the victims of offences recorded in one year, as many under 25 as published."""
    drawn = [(offence, _count_people(chance, offence.kind.victim)) for offence in offences]
    target = POLICE[offences[0].recorded_year].victims_young
    planned = sum(1 for offence in offences if offence.in_counts and offence.victim_plan == YOUNG)
    labels = _label_victims(chance, drawn, target - planned)
    maker = VictimMaker(chance, register)
    victims: list[Person] = []
    for offence, count in drawn:
        plans = list(_plan_victims(chance, offence, count, labels))
        victims.extend(maker.make(offence, plan, alone=len(plans) == 1) for plan in plans)
    return victims


def _count_people(chance: Chance, share: float) -> int:
    if not share or not chance.happens(share):
        return 0
    return 2 if chance.happens(SECOND_PERSON) else 1


def _is_free(offence: Offence) -> bool:
    """Whether its victims are labelled so that the year's total comes out."""
    return offence.in_counts and offence.victim_plan == DRAWN and not offence.kind.victims_are_children


def _label_victims(chance: Chance, drawn: Sequence[tuple[Offence, int]], young: int) -> Iterator[str]:
    children = sum(
        count
        for offence, count in drawn
        if offence.in_counts and offence.victim_plan == DRAWN and offence.kind.victims_are_children
    )
    total = sum(count for offence, count in drawn if _is_free(offence))
    blank = round(total * VICTIM_AGE_BLANK)
    young -= children
    labels = [YOUNG] * young + [AGE_BLANK] * blank + [OLDER] * (total - young - blank)
    chance.shuffle(labels)
    return iter(labels)


def _plan_victims(chance: Chance, offence: Offence, count: int, labels: Iterator[str]) -> Iterator[str]:
    if offence.victim_plan != DRAWN:
        if offence.victim_plan != NOBODY:
            yield offence.victim_plan
        return
    for _ in range(count):
        if _is_free(offence):
            yield next(labels)
        elif offence.kind.ages[1] < 25:
            yield YOUNG
        elif chance.happens(VICTIM_AGE_BLANK):
            yield AGE_BLANK
        else:
            yield YOUNG if chance.happens(YOUNG_VICTIMS_ELSEWHERE) else OLDER


def make_suspects(chance: Chance, register: Register, offences: Sequence[Offence]) -> list[Person]:
    """Make the suspects of all offences, each a person of their own."""
    suspects: list[Person] = []
    for offence in offences:
        plan = offence.suspect_plan
        if plan == NOBODY:
            continue
        count = 1 if plan != DRAWN else _count_people(chance, offence.kind.suspect)
        suspects.extend(_make_suspect(chance, register, offence) for _ in range(count))
    return suspects


def _make_suspect(chance: Chance, register: Register, offence: Offence) -> Person:
    plan = offence.suspect_plan
    if plan == DRAWN:
        young = chance.happens(YOUNG_SUSPECTS)
        plan = AGE_BLANK if chance.happens(SUSPECT_AGE_BLANK) else YOUNG if young else OLDER
    ages = YOUNG_SUSPECT_AGES if plan == YOUNG else OLDER_SUSPECT_AGES
    age = "" if plan == AGE_BLANK else str(chance.pick(ages))
    sex = "female" if chance.happens(0.19) else "male"
    if chance.happens(SEX_NOT_RECORDED):
        sex = "not_recorded"
    unnamed = offence.recorded_year > LAST_YEAR_WITH_SUSPECT_REFERENCES or chance.happens(0.03)
    return Person(offence, "" if unnamed else register.add(), age, sex)
