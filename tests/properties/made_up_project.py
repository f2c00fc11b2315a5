"""What a made-up project is, as plain data: what was recorded, how it was sent, what people settled, what is asked.

A value is the set of what it may be, None where nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Possible = frozenset[Any] | None
Rule = dict[str, Any]
Window = tuple[date, date]  # the first and the last day

YES, NO = frozenset({"yes"}), frozenset({"no"})
OUTSIDE, SOMEWHERE = "outside", "inside, nobody knows where"
BOROUGHS = ("Knowsley", "Liverpool", "Sefton", "St. Helens", "Wirral")
SUPPLIERS = ("Northshire Police", "Eastmoor Police", "Westby Police")

FLAGS: tuple[Possible, ...] = (YES, NO, NO, None)
AGES: tuple[Possible, ...] = (
    *(frozenset({years}) for years in (0, 12, 17, 18, 24, 25, 41, 120)),
    *(frozenset(range(low, high + 1)) for low, high in ((10, 17), (18, 24), (20, 29), (25, 120))),
    None,
)
SEXES: tuple[Possible, ...] = (frozenset({"female"}), frozenset({"male"}), frozenset({"not_recorded"}), None)
PLACES_OF_OFFENCES: tuple[Possible, ...] = (
    frozenset({"home"}), frozenset({"street"}), frozenset({"not_recorded"}), None,
)  # fmt: skip
WEAPONS: tuple[Possible, ...] = (
    *(frozenset({word}) for word in ("knife", "other_sharp", "fists", "feet", "firearm", "not_specified")),
    frozenset({"knife", "other_sharp"}),
    frozenset({"fists", "feet", "head", "combination_of_body_parts"}),
    None,
)
HOMICIDES = frozenset({"murder", "manslaughter", "corporate manslaughter", "infanticide"})
INJURIES = frozenset({"section 20", "section 47", "other injury"})
ROBBERIES = frozenset({"business robbery", "personal robbery"})
VOLUME: tuple[Possible, ...] = (INJURIES, frozenset({"common assault"}), frozenset({"damage"}), frozenset({"theft"}))
OFFENCES: tuple[Possible, ...] = (
    *VOLUME, *(frozenset({word}) for word in ("murder", "section 20", "section 47", "business robbery")),
    frozenset({"personal robbery"}), frozenset({"section 18"}), HOMICIDES, ROBBERIES, None,
)  # fmt: skip
# The named sets that rules ask for.
OFFENCE_SETS: dict[str, frozenset[str]] = {
    "homicide": HOMICIDES,
    "robbery": ROBBERIES,
    "robbery_business": frozenset({"business robbery"}),
    "assault_with_injury": INJURIES,
    "section_20_or_worse": frozenset({"section 18", "section 20"}),
    "s20_wounding": frozenset({"section 20"}),
    "assault_without_injury": frozenset({"common assault"}),
}
UNKNOWN_WORDS = frozenset({"not_recorded", "not_specified", "not_known"})
# Records that are none of what is counted.
LEFT_OUT = {
    "status": frozenset({"cancelled", "transferred", "not_a_crime"}),
    "attendance_type": frozenset({"follow_up"}),
    "response": frozenset({"stood_down", "duplicate_call"}),
    "incident_type": frozenset({"false_alarm"}),
}


def _mostly(word: str, name: str) -> tuple[Possible, ...]:
    """Return values of a field of which one in six leaves a record out, and some are not known."""
    left_out = tuple(frozenset({each}) for each in sorted(LEFT_OUT[name]))
    return (*left_out, *[frozenset({word})] * 6 * len(left_out), frozenset({"not_recorded"}), None)


def _each(*words: str) -> tuple[Possible, ...]:
    """Return values of a field: each of some words, and nothing known."""
    return (*(frozenset({word}) for word in words), None)


@dataclass(frozen=True)
class Kind:
    """What is particular to a source: its unit, the fields of a record and of its people, what leaves a record out."""

    source: str
    unit: str
    fields: Mapping[str, tuple[Possible, ...]]
    people: Mapping[str, Mapping[str, tuple[Possible, ...]]] = field(default_factory=dict)
    leaves_out: Mapping[str, tuple[Possible, ...]] = field(default_factory=dict)
    days: tuple[str, ...] = ("recorded_date",)


POLICE = Kind(
    "police",
    "offence",
    {"offence": OFFENCES, "knife": FLAGS, "domestic_abuse": FLAGS, "location_type": PLACES_OF_OFFENCES},
    {who: {f"{who}_age": AGES, f"{who}_sex": SEXES} for who in ("victim", "suspect")},
    {
        "cancelled": (YES, *[NO] * 12, *[None] * 4),
        "status": _mostly("recorded", "status"),
    },
    ("recorded_date", "committed_date"),
)  # fmt: skip
ED = Kind(
    "ed",
    "attendance",
    {"assault": FLAGS, "weapon": WEAPONS, "age": AGES, "sex": SEXES},
    leaves_out={"attendance_type": _mostly("first", "attendance_type")},
)
AMBULANCE = Kind(
    "ambulance", "incident", {"age": AGES, "sex": SEXES}, leaves_out={"response": _mostly("attended", "response")}
)
FIRE = Kind(
    "fire",
    "incident",
    {"motive": _each("accidental", "deliberate", "not_known"), "fire_type": _each("primary", "secondary", "chimney")},
    leaves_out={"incident_type": _mostly("fire", "incident_type")},
)


@dataclass(frozen=True)
class Person:
    reference: str | None
    says: Mapping[str, Possible]


@dataclass(frozen=True)
class Record:
    """A record; `copies` rows of it stand in its file, and an anchor is one that never changes."""

    supplier: str | None
    reference: str | None
    days: Mapping[str, date | None]
    place: str | None
    says: Mapping[str, Possible]
    people: Mapping[str, tuple[Person, ...]]
    copies: int = 1
    is_anchor: bool = False

    @property
    def recorded(self) -> date | None:
        return self.days["recorded_date"]


@dataclass(frozen=True)
class Extract:
    """Records that came together; `supplier` where the project file says whose they are, not a column."""

    first: date
    last: date
    as_at: date | None
    records: tuple[Record, ...]
    supplier: str | None = None


@dataclass(frozen=True)
class Review:
    supplier: str | None
    reference: str
    person: str | None
    field: str
    value: Any


@dataclass(frozen=True)
class Question:
    id: str
    unit: str
    rule: Rule
    basis: str = "recorded_date"
    having: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Project:
    """A project.

    Attributes:
        held: which days the extracts hold of each supplier, where that is not all of them.
        opened: suppliers that were opened only then, before which there is nothing to hold.
        silent: boroughs of which records are missing, and the days of that.
    """

    seed: int
    kind: Kind
    layout: str
    area_unknown: str
    declared: bool
    extracts: tuple[Extract, ...]
    reviews: tuple[Review, ...]
    questions: tuple[Question, ...]
    periods: tuple[Window, ...]
    period_kind: str
    held: Mapping[str, tuple[Window, ...]] | None = None
    opened: Mapping[str, date] = field(default_factory=dict)
    silent: Mapping[str, Window] = field(default_factory=dict)
