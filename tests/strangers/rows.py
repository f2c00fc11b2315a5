"""Rows of made-up crimes, attendances, calls and fires, drawn at random from a seeded source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random


@dataclass(frozen=True)
class Kind:
    """A kind of crime as systems write it: recorded-crime class, Home Office code, title, title of a force system."""

    group: str
    subgroup: str
    cls: str
    code: str
    title: str
    long_title: str
    weight: int


VIOLENCE = "Violence against the person"
DAMAGE = "Criminal damage and arson"
WEAPONS = "Possession of weapons offences"
ASSAULT = Kind(
    VIOLENCE, "Violence with injury", "8N", "008/06", "Assault with injury",
    "Sec 47. Assault occasioning actual bodily harm", 28,
)  # fmt: skip
BLADE = Kind(
    WEAPONS, WEAPONS, "10D", "008/26", "Possession of article with blade or point",
    "Having an article with a blade or point in a public place", 9,
)  # fmt: skip
HOMICIDE = Kind(VIOLENCE, "Homicide", "1", "001/01", "Homicide", "Murder of persons aged 1 yr or over - Common Law", 1)
KINDS = (
    ASSAULT,
    BLADE,
    HOMICIDE,
    Kind(VIOLENCE, "Violence with injury", "5D", "005/01", "Assault with intent to cause serious harm",
         "Sec 18. Wounding with intent to do grievous bodily harm", 4),
    Kind(VIOLENCE, "Violence without injury", "3B", "003/01", "Threats to kill",
         "Threats to Kill - Offences against the Person Act 1861 Sec 16", 5),
    Kind("Robbery", "Robbery of personal property", "34B", "034/01", "Robbery of personal property",
         "Robbery (of Personal Property)", 8),
    Kind(DAMAGE, "Criminal damage", "58C", "058/00", "Criminal damage to a vehicle", "Criminal damage to a vehicle",
         20),
    Kind("Theft offences", "Other theft offences", "49", "049/10", "Other theft", "Other theft", 24),
    Kind("Theft offences", "Vehicle offences", "45", "045/10", "Theft from vehicle", "Theft from vehicle", 12),
    Kind(DAMAGE, "Arson", "56A", "056/01", "Arson endangering life",
         "Arson endangering life - Criminal Damage Act 1971 Sec 1", 2),
)  # fmt: skip


@dataclass(frozen=True)
class Crime:
    """A crime; `cancelled` is one that was no crime, or another force's."""

    number: int
    recorded: datetime
    committed: date
    kind: Kind
    place: str
    knife: bool
    domestic: bool
    victim_age: int | None
    suspect_age: int | None
    status: str = "Live"

    @property
    def recorded_on(self) -> date:
        """Return the day it was recorded."""
        return self.recorded.date()

    @property
    def counts(self) -> bool:
        """Return whether it stands as a crime."""
        return self.status == "Live"


@dataclass(frozen=True)
class Attendance:
    """An attendance of an emergency department."""

    number: int
    arrived: datetime
    reason: str
    weapon: str
    age: int
    sex: str
    place: str
    follow_up: bool = False

    @property
    def day(self) -> date:
        """Return the day of arrival."""
        return self.arrived.date()


@dataclass(frozen=True)
class Call:
    """An incident of an ambulance service, with the vehicles that went."""

    number: int
    at: datetime
    code: str
    age: int | None
    place: str
    vehicles: int

    @property
    def day(self) -> date:
        """Return its day."""
        return self.at.date()


@dataclass(frozen=True)
class Fire:
    """An incident of a fire service."""

    number: int
    at: datetime
    category: str
    motive: str
    place: str

    @property
    def day(self) -> date:
        """Return its day."""
        return self.at.date()


PRIMARY, SECONDARY, ALARM, SPECIAL = "Primary Fire", "Secondary Fire", "False Alarm", "Special Service"


def moments(draw: Random, first: date, last: date, number: int) -> list[datetime]:
    """Return moments between two days, both included, in order."""
    days = (last - first).days
    begin = datetime(first.year, first.month, first.day)
    drawn = [begin + timedelta(days=draw.randint(0, days), minutes=draw.randint(0, 1439)) for _ in range(number)]
    return sorted(drawn)


def crimes(
    draw: Random, first: date, last: date, number: int, places: Sequence[str], kinds: Sequence[Kind] = KINDS
) -> list[Crime]:
    """Return crimes, one in fifteen cancelled or transferred."""
    found = []
    for at, when in enumerate(moments(draw, first, last, number), start=1001):
        kind = draw.choices(kinds, [each.weight for each in kinds])[0]
        person = kind.group in {VIOLENCE, "Robbery"}
        crime = Crime(
            number=at,
            recorded=when,
            committed=when.date() - timedelta(days=draw.choice((0, 0, 0, 1, 1, 2, 9))),
            kind=kind,
            place=draw.choice(places),
            knife=kind is BLADE or (kind.group in {VIOLENCE, "Robbery"} and draw.random() < 0.2),
            domestic=kind.group == VIOLENCE and draw.random() < 0.3,
            victim_age=draw.randint(11, 84) if person else None,
            suspect_age=draw.randint(12, 60) if draw.random() < 0.6 else None,
        )
        if draw.random() < 1 / 15:
            crime = replace(crime, status=draw.choice(("Cancelled", "Transferred")))
        found.append(crime)
    return found


REASONS = ("Assault", "Fall", "Road traffic collision", "Other")
WEAPONS_USED = ("Knife", "Glass or bottle", "Fist", "Not specified")


def attendances(draw: Random, first: date, last: date, number: int, places: Sequence[str]) -> list[Attendance]:
    """Return attendances, two in five of them for assault, one in twenty a follow-up."""
    found = []
    for at, when in enumerate(moments(draw, first, last, number), start=50001):
        reason = draw.choices(REASONS, (8, 6, 3, 3))[0]
        weapon = draw.choices(WEAPONS_USED, (3, 2, 6, 2))[0] if reason == "Assault" else ""
        age, sex, place = draw.randint(9, 90), draw.choice("MF"), draw.choice(places)
        found.append(Attendance(at, when, reason, weapon, age, sex, place, draw.random() < 1 / 20))
    return found


def calls(draw: Random, first: date, last: date, number: int, places: Sequence[str]) -> list[Call]:
    """Return incidents of cards 4 and 27 (assault; stab, gunshot or penetrating trauma) and some without a code."""
    codes = ("04A01", "04B01", "04D01", "04D02", "27D01", "27D02", "27A01", "")
    found = []
    for at, when in enumerate(moments(draw, first, last, number), start=700001):
        age = draw.randint(8, 88) if draw.random() < 0.95 else None
        found.append(Call(at, when, draw.choice(codes), age, draw.choice(places), draw.choice((1, 1, 1, 2, 3))))
    return found


def fires(draw: Random, first: date, last: date, number: int, places: Sequence[str]) -> list[Fire]:
    """Return incidents of a fire service; what is no fire has no motive."""
    found = []
    for at, when in enumerate(moments(draw, first, last, number), start=20001):
        category = draw.choices((PRIMARY, SECONDARY, ALARM, SPECIAL), (4, 6, 7, 4))[0]
        motive = draw.choice(("Deliberate", "Accidental", "Accidental")) if category in {PRIMARY, SECONDARY} else ""
        found.append(Fire(at, when, category, motive, draw.choice(places)))
    return found


def counted(rows: Sequence[Crime]) -> list[Crime]:
    """Return the crimes that stand."""
    return [each for each in rows if each.counts]


def recorded_on(crime: Crime) -> date:
    """Return the day on which a crime was recorded."""
    return crime.recorded_on


def committed_on(crime: Crime) -> date:
    """Return the day on which a crime was committed."""
    return crime.committed
