"""Extracts as the systems of police forces export them: workbooks, dumps of databases, codes, sheets by authority."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random

from strangers.folder import OWN, Known, Shelf, calendar, financial, known
from strangers.rows import BLADE, HOMICIDE, KINDS, committed_on, counted, crimes, recorded_on
from strangers.writing import day_first, write_text, write_workbook

SYSTEMS = Shelf()


@SYSTEMS(
    "hampshire-workbook",
    "title lines above the header and notes below it; dates as text, as real dates and as day numbers in one column",
    "recorded_crime",
    "home_office",
    after="defects met in workbooks",
    answers={**OWN, "*.domestic_abuse.blank": "no"},
)
def hampshire(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2022, 2023)
    rows = crimes(
        draw, spans[0].first, spans[-1].last, 1800, ("Portsmouth", "Southampton", "Havant", "Isle of Wight", "")
    )

    def written(day: date) -> object:
        serial = (day - date(1899, 12, 30)).days
        return draw.choices((day_first(day), datetime(day.year, day.month, day.day), serial), (8, 2, 1))[0]

    lines = [
        (
            f"44{each.number:08}",
            written(each.recorded_on),
            day_first(each.committed),
            each.kind.cls,
            each.kind.title,
            each.place or None,
            each.status,
            "Yes" if each.domestic else None,
        )
        for each in rows
    ]
    write_workbook(
        place / "HIOWC crime extract.xlsx",
        {
            "Crime": [
                ("Crimes recorded January 2022 to December 2023",),
                ("Produced by Performance and Insight",),
                (),
                (
                    "Crime Ref",
                    "Date Created",
                    "Date Committed",
                    "HOC",
                    "Offence",
                    "Local Authority Name",
                    "Current Status",
                    "Domestic Abuse Flag",
                ),
                *lines,
                (),
                ("Total", len(lines)),
                ("*** End of report ***",),
            ],
            "Lookup": [("HOC", "Offence"), *((each.cls, each.title) for each in KINDS)],
        },
    )
    stand = counted(rows)
    return [
        *known("recorded_offences", spans, stand, recorded_on),
        *known(
            "recorded_offences",
            spans,
            [each for each in stand if each.place == "Portsmouth"],
            recorded_on,
            area="Portsmouth",
        ),
        *known("blade_possession", spans, [each for each in stand if each.kind is BLADE], committed_on),
    ]


@SYSTEMS(
    "kent-database",
    "a dump of a database: UTF-16, bars between cells, timestamps with offsets, names with underscores, true and false",
    "recorded_crime",
    "home_office",
    after="defects met in dumps of databases",
    answers=OWN,
)
def kent(place: Path, draw: Random) -> list[Known]:
    spans = financial(2021, 2022)
    rows = crimes(draw, spans[0].first, spans[-1].last, 1700, ("Medway", "Thanet", "Dover", "Maidstone", "Swale"))
    write_text(
        place / "crime_dump.txt",
        (
            "crime_ref",
            "recorded_at",
            "occurred_on",
            "hocr_class",
            "ho_code",
            "district_name",
            "is_cancelled",
            "knife_used",
            "is_domestic_abuse",
            "victim_age_years",
        ),
        [
            (
                f"46/{each.number}/{each.recorded:%y}",
                f"{each.recorded:%Y-%m-%dT%H:%M:%S}{'+01:00' if 4 <= each.recorded.month <= 10 else '+00:00'}",
                each.committed.isoformat(),
                each.kind.cls,
                each.kind.code,
                each.place,
                str(not each.counts).lower(),
                str(each.knife).lower(),
                str(each.domestic).lower(),
                each.victim_age,
            )
            for each in rows
        ],
        delimiter="|",
        encoding="utf-16",
    )
    stand = counted(rows)
    domestic_free = [each for each in stand if each.kind is HOMICIDE and not each.domestic]
    return [
        *known("recorded_offences", spans, stand, recorded_on),
        *known("blade_possession", spans, [each for each in stand if each.kind is BLADE], committed_on),
        *known("non_domestic_homicide", spans, domestic_free, recorded_on),
    ]


@SYSTEMS(
    "cheshire-codes",
    "days as 20220401, Home Office codes without a class, the transferred crimes in an outcome column",
    "recorded_crime",
    "home_office",
    after="Home Office codes of class and sub-class",
    answers={
        **OWN,
        "*.values.Undetected": "recorded",
        "*.values.No Crime": "not_a_crime",
        "*.values.Transferred to other force": "transferred",
    },
)
def cheshire(place: Path, draw: Random) -> list[Known]:
    spans = financial(2022)
    towns = ("Halton", "Warrington", "Cheshire East", "Cheshire West & Chester")
    rows = crimes(draw, spans[0].first, spans[-1].last, 1500, towns)
    write_text(
        place / "CHES_2022_2023.csv",
        ("IncidentCrimeNo", "RecDate", "CommFrom", "HOMC", "BCU", "LocalAuth", "Disposal", "DV"),
        [
            (
                each.number,
                f"{each.recorded:%Y%m%d}",
                f"{each.committed:%Y%m%d}",
                each.kind.code,
                draw.choice(("East", "West")),
                each.place,
                {"Cancelled": "No Crime", "Transferred": "Transferred to other force"}.get(each.status, "Undetected"),
                "1" if each.domestic else "0",
            )
            for each in rows
        ],
    )
    stand = counted(rows)
    west = [each for each in stand if each.place == towns[3]]
    return [
        *known("recorded_offences", spans, stand, recorded_on),
        *known("recorded_offences", spans, west, recorded_on, area="Cheshire West and Chester"),
        *known("blade_possession", spans, [each for each in stand if each.kind is BLADE], committed_on),
    ]


@SYSTEMS(
    "durham-sheets",
    "a sheet for each authority in one workbook; the place stands in the name of the sheet alone",
    "recorded_crime",
    answers=OWN,
)
def durham(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2023)
    rows = crimes(draw, spans[0].first, spans[-1].last, 1300, ("County Durham", "Darlington"))
    head = ("Crime Number", "Recorded Date", "HO Offence Class", "Offence Title", "Crime State")
    write_workbook(
        place / "Durham crimes 2023.xlsx",
        {
            town: [
                head,
                *(
                    (f"D{each.number}", day_first(each.recorded_on), each.kind.cls, each.kind.title, each.status)
                    for each in rows
                    if each.place == town
                ),
            ]
            for town in ("County Durham", "Darlington")
        },
    )
    stand = counted(rows)
    return [
        *known("recorded_offences", spans, stand, recorded_on),
        *known(
            "recorded_offences",
            spans,
            [each for each in stand if each.place == "Darlington"],
            recorded_on,
            area="Darlington",
        ),
    ]


@SYSTEMS(
    "north-yorkshire-former",
    "districts that were abolished in 2023, by their former codes and names, in one column",
    "recorded_crime",
    answers=OWN,
)
def north_yorkshire(place: Path, draw: Random) -> list[Known]:
    spans = financial(2021)
    rows = crimes(
        draw, spans[0].first, spans[-1].last, 1200, ("E07000165", "Scarborough", "E07000169", "Craven", "York")
    )
    write_text(
        place / "ny crime 21-22.csv",
        ("Crime Reference Number", "Date Crime Recorded", "Crime Classification", "District Code or Name", "Result"),
        [
            (
                each.number,
                f"{each.recorded:%d %b %Y}",
                each.kind.title,
                each.place,
                {"Live": "Filed"}.get(each.status, "Cancelled/transferred"),
            )
            for each in rows
        ],
    )
    stand = counted(rows)
    return [
        *known("recorded_offences", spans, stand, recorded_on),
        *known(
            "recorded_offences",
            spans,
            [each for each in stand if each.place != "York"],
            recorded_on,
            area="North Yorkshire",
        ),
    ]
