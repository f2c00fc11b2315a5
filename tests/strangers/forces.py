"""Two police forces with systems of their own, and three hospitals each, of which no two write the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from strangers.folder import Known, Shelf, calendar, financial, known
from strangers.rows import BLADE, Attendance, Crime, attendances, crimes
from strangers.writing import day_first, write_text, write_workbook

FORCES = Shelf()
WEST_YORKSHIRE = ("Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield")
WEST_YORKSHIRE_LSOAS = {
    "E01010573": "Bradford",
    "E01010880": "Calderdale",
    "E01011009": "Kirklees",
    "E01011269": "Leeds",
    "E01011745": "Wakefield",
}
OXFORD_LSOAS = {"E01028518": "Oxford", "E01028426": "Cherwell", "E01016359": "Reading", "E01016716": "Milton Keynes"}
SHEFFIELD, SWINDON = "E01007826", "E01015475"


def assaults(rows: Sequence[Attendance], inside: Sequence[str] | dict[str, str]) -> list[Attendance]:
    """Return the first attendances for assault of people who live inside the area."""
    return [each for each in rows if each.reason == "Assault" and not each.follow_up and each.place in inside]


def blades(rows: Sequence[Crime]) -> list[Crime]:
    """Return the crimes of possession of an article with a blade."""
    return [each for each in rows if each.kind is BLADE]


@FORCES(
    "west-yorkshire",
    "one police row per occurrence with a cell of keywords and a status; hospitals by LSOA, by district and by code",
    "recorded_crime",
    "home_office",
    "agencies",
    after="exports of Niche, Athena and Connect, as described",
    answers={
        "sources.police*.area_unknown": "inside",
        "sources.police*.area_basis": "incident",
        "*.area_basis": "residence",
        "*.area_unknown": "not_known",
        "definition": "merseyside",
        "*.values.Live": "recorded",
        "*.assault.otherwise": "no",
        "*.knife.blank": "no",
        "*.domestic_abuse.blank": "no",
        "*.sex.values.1": "male",
        "*.sex.values.2": "female",
    },
)
def west_yorkshire(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2022, 2023)
    first, last = spans[0].first, spans[-1].last
    rows = crimes(draw, first, last, 2400, (*WEST_YORKSHIRE, *WEST_YORKSHIRE, ""))
    head = (
        "Occurrence Number",
        "Date Recorded",
        "Earliest Committed Date",
        "HO Class",
        "Offence Title",
        "Crime Status",
        "District",
        "Qualifiers",
        "Victim Age",
        "Suspect Age",
    )
    write_text(
        place / "WYP occurrences 2022-23.csv",
        head,
        [
            (
                f"13{each.number:08}",
                f"{each.recorded:%d/%m/%Y %H:%M}",
                day_first(each.committed),
                each.kind.cls,
                each.kind.title,
                each.status,
                each.place,
                ";".join([*(["Domestic abuse"] if each.domestic else []), *(["Knife"] if each.knife else [])]),
                each.victim_age,
                each.suspect_age,
            )
            for each in rows
        ],
    )
    lsoas = [*WEST_YORKSHIRE_LSOAS, SHEFFIELD, ""]
    leeds = attendances(draw, first, last, 1500, lsoas)
    write_text(
        place / "Leeds ED.csv",
        (
            "Attendance ID",
            "Arrival Date",
            "Arrival Time",
            "Attendance Reason",
            "Weapon Used",
            "Age on Arrival",
            "Gender",
            "LSOA of Residence",
            "Attendance Category",
        ),
        [
            (
                each.number,
                f"{each.arrived:%Y-%m-%d}",
                f"{each.arrived:%H:%M}",
                each.reason,
                each.weapon,
                each.age,
                {"M": "Male", "F": "Female"}[each.sex],
                each.place,
                "Follow-up" if each.follow_up else "First",
            )
            for each in leeds
        ],
    )
    bradford = attendances(draw, first, last, 1300, (*WEST_YORKSHIRE, "Barnsley"))
    write_workbook(
        place / "bradford_assaults.xlsx",
        {
            "Data": [
                ("Ref", "Date of attendance", "Injury cause", "Weapon", "Age", "Sex", "Home district", "New / review"),
                *(
                    (
                        f"B{each.number}",
                        each.arrived.replace(hour=0, minute=0),
                        each.reason,
                        each.weapon or None,
                        each.age,
                        each.sex,
                        each.place,
                        "Review" if each.follow_up else "New",
                    )
                    for each in bradford
                ),
            ]
        },
    )
    pinderfields = [replace(each, follow_up=False) for each in attendances(draw, first, last, 1200, lsoas)]
    write_text(
        place / "MidYorks_ECDS_2022_2023.csv",
        (
            "EC_Attendance_Number",
            "Arrival_Date",
            "Arrival_Time",
            "EC_Injury_Intent_SNOMED_CT",
            "Age_At_Arrival",
            "Sex",
            "Der_Postcode_LSOA_Code",
        ),
        [
            (
                f"RXF{each.number}",
                f"{each.arrived:%Y%m%d}",
                f"{each.arrived:%H%M}",
                {"Assault": "52684005", "Other": "276853009"}.get(each.reason, "242056005"),
                each.age,
                {"M": "1", "F": "2"}[each.sex],
                each.place,
            )
            for each in pinderfields
        ],
    )
    treated = [
        *assaults(leeds, WEST_YORKSHIRE_LSOAS),
        *assaults(bradford, WEST_YORKSHIRE),
        *assaults(pinderfields, WEST_YORKSHIRE_LSOAS),
    ]
    stand = [each for each in rows if each.counts]
    return [
        *known("recorded_offences", spans, stand, lambda each: each.recorded_on),
        *known(
            "recorded_offences",
            spans,
            [each for each in stand if each.place == "Leeds"],
            lambda each: each.recorded_on,
            area="Leeds",
        ),
        *known("blade_possession", spans, blades(stand), lambda each: each.committed),
        *known("ed_assault", spans, treated, lambda each: each.day),
    ]


@FORCES(
    "thames-valley",
    "four police extracts, each a quarter that re-issues the quarter before it; hospital dates in three orders",
    "recorded_crime",
    "home_office",
    "agencies",
    after="months that are issued again, as met in public files",
    answers={
        "sources.police*.area_unknown": "inside",
        "sources.police*.area_basis": "incident",
        "*.area_basis": "residence",
        "*.area_unknown": "not_known",
        "definition": "merseyside",
        "*.values.Live": "recorded",
        "*.assault.otherwise": "no",
        "*.attendance_type.values.1": "first",
        "*.attendance_type.values.2": "follow_up",
        "*.row": "offence",
    },
)
def thames_valley(place: Path, draw: Random) -> list[Known]:
    (span,) = financial(2023)
    rows = crimes(draw, span.first, span.last, 2000, ("Reading", "Oxford", "Milton Keynes", "Cherwell", "Slough"))
    ends = [date(2023, 7, 14), date(2023, 10, 13), date(2024, 1, 12), date(2024, 4, 12)]
    begins = [date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1), date(2024, 1, 1), date(2024, 4, 1)]
    head = (
        "URN",
        "Recorded",
        "Committed From",
        "Offence Code",
        "Offence",
        "Local Authority",
        "Crime Outcome",
        "Knife Flag",
        "DA Flag",
        "Age of Aggrieved",
    )
    for quarter, as_at in enumerate(ends):
        held = [each for each in rows if begins[max(0, quarter - 1)] <= each.recorded_on < begins[quarter + 1]]
        # What was cancelled is so only in the extract after that which sent it first.
        new = [each for each in held if each.recorded_on >= begins[quarter]]
        last = quarter == len(ends) - 1
        write_text(
            place / f"TVP crime Q{quarter + 1} 2023-24 as at {as_at.isoformat()}.csv",
            head,
            [
                (
                    f"43{each.number:07}/23",
                    f"{each.recorded:%Y-%m-%d %H:%M:%S}",
                    each.committed.isoformat(),
                    each.kind.code,
                    each.kind.title,
                    each.place,
                    "Live" if each in new and not last else each.status,
                    "Y" if each.knife else "N",
                    "Y" if each.domestic else "N",
                    each.victim_age,
                )
                for each in held
            ],
        )
    lsoas = [*OXFORD_LSOAS, SWINDON, ""]
    john_radcliffe = attendances(draw, span.first, span.last, 900, lsoas)
    write_text(
        place / "OUH TIIG 2023-24.csv",
        ("UniqueID", "AttendanceDate", "InjuryGroup", "AssaultWeapon", "Age", "Sex", "LSOA", "AttendanceType"),
        [
            (
                each.number,
                f"{each.arrived:%d-%b-%y}",
                each.reason,
                each.weapon,
                each.age,
                each.sex,
                each.place,
                "2" if each.follow_up else "1",
            )
            for each in john_radcliffe
        ],
    )
    reading = [replace(each, follow_up=False) for each in attendances(draw, span.first, span.last, 800, lsoas)]
    write_text(
        place / "royal-berks.txt",
        ("Episode", "Attended", "Presenting Complaint", "Object Used", "Patient Age", "Resident LSOA"),
        [
            (each.number, f"{each.arrived:%m/%d/%Y %I:%M %p}", each.reason, each.weapon, each.age, each.place)
            for each in reading
        ],
        delimiter="\t",
    )
    wycombe = [replace(each, follow_up=False) for each in attendances(draw, span.first, span.last, 800, lsoas)]
    write_workbook(
        place / "Stoke Mandeville.xlsx",
        {
            "Read me": [("Assault attendances and others",), ("Extracted by the trust's information team",)],
            "Attendances": [
                ("Patient LSOA", "Attendance Reason", "Attendance Date", "Attendance No", "Age band"),
                *(
                    (
                        each.place or None,
                        each.reason,
                        each.arrived.replace(hour=0, minute=0),
                        each.number,
                        _band(each.age),
                    )
                    for each in wycombe
                ),
            ],
        },
    )
    treated = [each for rows_of in (john_radcliffe, reading, wycombe) for each in assaults(rows_of, OXFORD_LSOAS)]
    stand = [each for each in rows if each.counts]
    return [
        *known("recorded_offences", [span], stand, lambda each: each.recorded_on),
        *known("blade_possession", [span], blades(stand), lambda each: each.committed),
        *known("ed_assault", [span], treated, lambda each: each.day),
    ]


def _band(age: int) -> str:
    for last, band in ((17, "0-17"), (24, "18-24"), (34, "25-34"), (64, "35-64")):
        if age <= last:
            return band
    return "65+"
