"""Two folders drawn after the others, in words that none of them has: records that are none stand among the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from strangers.folder import Known, Shelf, calendar, financial, known
from strangers.forces import assaults
from strangers.rows import ALARM, PRIMARY, SPECIAL, Attendance, Fire, attendances, fires
from strangers.writing import write_text, write_workbook

LATER = Shelf()
HERTFORDSHIRE = ("Watford", "Dacorum", "Three Rivers", "Stevenage", "East Hertfordshire")
DYFED_POWYS = ("Powys", "Ceredigion", "Carmarthenshire", "Pembrokeshire")


def _day(each: Attendance | Fire) -> date:
    return each.day


@LATER(
    "hertfordshire-returns",
    "a hospital that says in its own words what kind of visit it was, and one that ticks a return with T and F",
    "agencies",
    answers={
        "*.area_basis": "residence",
        "*.area_unknown": "not_known",
        "*.source": "ed",
        "*.assault.otherwise": "no",
        "*.values.Clinic review": "follow_up",
        "*.values.Re-attendance, planned": "follow_up",
        "*.values.Initial": "first",
        "*.values.T": "follow_up",
        "*.values.F": "first",
    },
)
def hertfordshire(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2022, 2023)
    first, last = spans[0].first, spans[-1].last
    watford = attendances(draw, first, last, 1400, (*HERTFORDSHIRE, "Luton"))
    write_text(
        place / "WGH minors majors.csv",
        ("Episode", "Arr Date", "Arr Time", "Complaint", "Object used", "Patient Age", "Gender Cd", "Home LA",
         "Visit kind"),
        [
            (
                f"W{each.number}",
                f"{each.arrived:%d.%m.%Y}",
                f"{each.arrived:%H:%M}",
                "Alleged assault" if each.reason == "Assault" else each.reason,
                each.weapon,
                each.age,
                each.sex,
                each.place,
                _visit(each),
            )
            for each in watford
        ],
    )  # fmt: skip
    inside = (*HERTFORDSHIRE, "Broxbourne")
    lister = attendances(draw, first, last, 1200, (*inside, "Enfield"))
    head = ("Att No", "Attended", "Why", "Weapon type", "Age yrs", "Sex", "District of home", "Return visit")
    write_workbook(
        place / "lister.xlsx",
        {
            "extract": [
                head,
                *(
                    (
                        each.number,
                        each.arrived,
                        each.reason,
                        each.weapon or None,
                        each.age,
                        each.sex,
                        each.place,
                        "T" if each.follow_up else "F",
                    )
                    for each in lister
                ),
            ]
        },
    )
    return known("ed_assault", spans, [*assaults(watford, inside), *assaults(lister, inside)], _day)


def _visit(each: Attendance) -> str:
    if not each.follow_up:
        return "Initial"
    return "Clinic review" if each.number % 2 else "Re-attendance, planned"


@LATER(
    "dyfed-powys-fires",
    "what an incident turned out to be in the words of the service: malicious false alarms and exercises among them",
    "fire",
    answers={
        "*.area_basis": "incident",
        "*.area_unknown": "not_known",
        "*.source": "fire",
        "*.recorded_date.column": "Mobilised",
        "*.values.Malicious false alarm": "false_alarm",
        "*.values.Special service call": "special_service",
        "*.values.Exercise": "test",
        "*.incident_type.values.Primary fire": "fire",
        "*.incident_type.values.Secondary fire": "fire",
    },
)
def dyfed_powys(place: Path, draw: Random) -> list[Known]:
    spans = financial(2021, 2022)
    rows = fires(draw, spans[0].first, spans[-1].last, 1600, DYFED_POWYS)
    write_text(
        place / "MAWWFRS.csv",
        ("Inc", "Mobilised", "Turned out to be", "How started", "County"),
        [(each.number, f"{each.at:%d/%m/%Y %H:%M:%S}", _turned_out(each), each.motive, each.place) for each in rows],
    )
    right = [each for each in rows if each.motive == "Deliberate" and not _is_exercise(each)]
    return known("deliberate_fires", spans, right, _day)


def _turned_out(each: Fire) -> str:
    if each.category in {ALARM, SPECIAL}:
        return {ALARM: "Malicious false alarm", SPECIAL: "Special service call"}[each.category]
    if _is_exercise(each):
        return "Exercise"
    return "Primary fire" if each.category == PRIMARY else "Secondary fire"


def _is_exercise(each: Fire) -> bool:
    return each.number % 19 == 0
