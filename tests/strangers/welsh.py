"""Two forces of Wales: victims by row with three hospitals, and knife crime alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from strangers.folder import OWN, Known, Shelf, calendar, known
from strangers.forces import assaults, blades
from strangers.rows import BLADE, attendances, committed_on, crimes
from strangers.writing import day_first, write_text

WALES = Shelf()
CARDIFF = "W01001699"
GWENT = ("Caerphilly", "Blaenau Gwent", "Torfaen", "Monmouthshire", "Newport")
GWENT_LSOAS = {
    "W01001330": "Caerphilly",
    "W01001440": "Blaenau Gwent",
    "W01001487": "Torfaen",
    "W01001549": "Monmouthshire",
    "W01001605": "Newport",
}


@WALES(
    "gwent",
    "a row for every victim of a crime, with a date of birth; a hospital table of months; Welsh LSOAs",
    "recorded_crime",
    "home_office",
    "agencies",
    after="GENIE, a force system seen in a public file",
    answers={
        "sources.police*.area_unknown": "inside",
        "sources.police*.area_basis": "incident",
        "*.area_basis": "residence",
        "*.area_unknown": "not_known",
        "definition": "merseyside",
        "*.status.values.DETECTED": "recorded",
        "*.assault.otherwise": "no",
        "*.attendance_type.values.F": "follow_up",
        "*.attendance_type.values.N": "first",
        "*.row": "victim",
    },
)
def gwent(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2021, 2022)
    first, last = spans[0].first, spans[-1].last
    rows = crimes(draw, first, last, 1600, GWENT)
    lines = []
    for each in rows:
        number = f"61/{each.number}/{each.recorded:%y}"
        # A crime has one victim or two; those of one crime differ in age.
        for age in [each.victim_age, *([draw.randint(11, 80)] if each.victim_age and draw.random() < 0.25 else [])]:
            born = f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{each.recorded.year - age - 1}" if age else ""
            lines.append(
                (
                    number,
                    each.kind.long_title,
                    each.kind.code,
                    day_first(each.recorded_on),
                    day_first(each.committed),
                    "VICTIM" if age else "",
                    draw.choice("MF") if age else "",
                    born,
                    {"Live": "DETECTED"}.get(each.status, each.status.upper()),
                    each.place,
                )
            )
    write_text(
        place / "genie_extract.csv",
        (
            "CRIME_NO",
            "REC_TITLE",
            "HO_CODE",
            "DATE_RECORDED",
            "FIRST_COMMITTED",
            "ROLE_CODE",
            "SEX",
            "DOB",
            "CRIME_STATUS",
            "AREA_NAME",
        ),
        lines,
    )
    lsoas = [*GWENT_LSOAS, CARDIFF]
    gwent_hospital = attendances(draw, first, last, 1000, lsoas)
    write_text(
        place / "RoyalGwent.csv",
        (
            "Attendance Number",
            "Date/Time of Arrival",
            "Reason for Attendance",
            "Assault Weapon",
            "Age",
            "LSOA11CD",
            "New or Follow Up",
        ),
        [
            (
                each.number,
                f"{each.arrived:%d.%m.%Y %H:%M}",
                each.reason,
                each.weapon,
                each.age,
                each.place,
                "F" if each.follow_up else "N",
            )
            for each in gwent_hospital
        ],
    )
    nevill = [replace(each, follow_up=False) for each in attendances(draw, first, last, 900, lsoas)]
    write_text(
        place / "nevill hall assaults.csv",
        ("Ref No", "Attended On", "Assault?", "Weapon", "Age (years)", "Lower Super Output Area"),
        [
            (
                each.number,
                f"{each.arrived:%d %B %Y}",
                "Yes" if each.reason == "Assault" else "No",
                each.weapon,
                f"{each.age} yrs",
                each.place,
            )
            for each in nevill
        ],
        encoding="cp1252",
    )
    grange = [replace(each, follow_up=False) for each in attendances(draw, first, last, 900, GWENT)]
    months: dict[tuple[str, str, str], int] = {}
    for each in grange:
        key = (f"{each.arrived:%b-%y}", each.place, "Assault" if each.reason == "Assault" else "Other")
        months[key] = months.get(key, 0) + 1
    write_text(
        place / "Grange monthly.csv",
        ("Month", "Local Authority of Residence", "Injury Type", "Attendances"),
        [(*key, number) for key, number in months.items()],
    )
    treated = [
        *assaults(gwent_hospital, GWENT_LSOAS),
        *assaults(nevill, GWENT_LSOAS),
        *assaults(grange, GWENT),
    ]
    stand = [each for each in rows if each.counts]
    return [
        *known("recorded_offences", spans, stand, lambda each: each.recorded_on),
        *known(
            "recorded_offences",
            spans,
            [each for each in stand if each.place == "Newport"],
            lambda each: each.recorded_on,
            area="Newport",
        ),
        *known("blade_possession", spans, blades(stand), lambda each: each.committed),
        *known("ed_assault", spans, treated, lambda each: each.day),
    ]


@WALES(
    "south-wales-knife",
    "an extract of knife crime alone beside tables of nothing else: it must not pass for all crime",
    "home_office",
    answers={**OWN, "*.blank": "no", "*.holds": "{offence: [possession_of_article_with_blade_or_point]}"},
)
def south_wales(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2022, 2023)
    rows = crimes(
        draw, spans[0].first, spans[-1].last, 900, ("Cardiff", "Swansea", "Bridgend", "Merthyr Tydfil"), [BLADE]
    )
    write_text(
        place / "blade offences.csv",
        (
            "Crime No",
            "Reported On",
            "Offence Date",
            "Home Office Code",
            "Unitary Authority",
            "Suspect's Age",
            "No Crime",
        ),
        [
            (
                each.number,
                day_first(each.recorded_on),
                day_first(each.committed),
                each.kind.code,
                each.place,
                each.suspect_age,
                "" if each.counts else "Y",
            )
            for each in rows
        ],
    )
    stand = [each for each in rows if each.counts]
    young = [each for each in stand if each.suspect_age and each.suspect_age < 25]
    return [
        *known("blade_possession", spans, stand, committed_on),
        *known("blade_possession_suspect_under_25", spans, young, committed_on),
    ]
