"""Extracts of police records: linked files, public street files, titles alone, workbooks, dumps of databases."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

from strangers.folder import OWN, Known, Shelf, calendar, financial, known, unknown
from strangers.rows import BLADE, HOMICIDE, KINDS, committed_on, counted, crimes, recorded_on
from strangers.writing import day_first, write_text

POLICE = Shelf()


@POLICE(
    "northumbria-linked",
    "three linked files: crimes, injured parties and offenders, with names of the force's own",
    "recorded_crime",
    "home_office",
    answers=OWN,
)
def northumbria(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2021, 2022)
    towns = ("Newcastle upon Tyne", "Gateshead", "Sunderland", "North Tyneside", "South Tyneside", "Northumberland")
    rows = crimes(draw, spans[0].first, spans[-1].last, 2000, towns)
    write_text(
        place / "Crimes.csv",
        ("Crime URN", "Created Date", "Occurred From", "Home Office Class", "Crime Type", "LA", "DA Marker", "Status"),
        [
            (
                f"N{each.number:06}",
                day_first(each.recorded_on),
                day_first(each.committed),
                each.kind.cls,
                each.kind.title,
                each.place,
                "Y" if each.domestic else "N",
                each.status,
            )
            for each in rows
        ],
    )
    write_text(
        place / "IPs.csv",
        ("Crime URN", "IP ID", "IP Age", "IP Gender"),
        [
            (f"N{each.number:06}", f"V{each.number}", each.victim_age, draw.choice(("Male", "Female", "Unknown")))
            for each in rows
            if each.victim_age
        ],
    )
    write_text(
        place / "Offenders.csv",
        ("Crime URN", "Nominal ID", "Offender Age"),
        [(f"N{each.number:06}", f"P{draw.randint(1, 900)}", each.suspect_age) for each in rows if each.suspect_age],
    )
    stand = counted(rows)
    blades = [each for each in stand if each.kind is BLADE]
    young = [each for each in blades if each.suspect_age and each.suspect_age < 25]
    return [
        *known("recorded_offences", spans, stand, recorded_on),
        *known("blade_possession", spans, blades, committed_on),
        *known("blade_possession_suspect_under_25", spans, young, committed_on),
        *known(
            "non_domestic_homicide",
            spans,
            [each for each in stand if each.kind is HOMICIDE and not each.domestic],
            recorded_on,
        ),
    ]


STREET = (
    "Violence and sexual offences",
    "Criminal damage and arson",
    "Other theft",
    "Robbery",
    "Possession of weapons",
)


@POLICE(
    "west-midlands-street",
    "a file a month, each in a folder of its month; anti-social behaviour among the crimes, without a reference",
    "recorded_crime",
    after="the street files of police.uk",
    answers=OWN,
)
def west_midlands(place: Path, draw: Random) -> list[Known]:
    (span,) = calendar(2023)
    lsoas = {"E01008886": "Birmingham", "E01009527": "Coventry", "E01009724": "Dudley", "E01010246": "Walsall"}
    right = dict.fromkeys(("", "Coventry"), 0)
    for month in span.months():
        lines = []
        for at in range(draw.randint(150, 190)):
            kind = draw.choice((*STREET, "Anti-social behaviour"))
            lsoa = draw.choice((*lsoas, ""))
            crime = kind != "Anti-social behaviour"
            reference = hashlib.sha256(f"{month} {at}".encode()).hexdigest() if crime else ""
            right[""] += crime
            right["Coventry"] += crime and lsoas.get(lsoa) == "Coventry"
            lines.append(
                (
                    reference,
                    f"{month:%Y-%m}",
                    "West Midlands Police",
                    "West Midlands Police",
                    "",
                    "",
                    "No Location",
                    lsoa,
                    f"{lsoas[lsoa]} 001A" if lsoa else "",
                    kind,
                    "Under investigation" if crime else "",
                    "",
                )
            )
        write_text(
            place / f"{month:%Y-%m}" / f"{month:%Y-%m}-west-midlands-street.csv",
            (
                "Crime ID",
                "Month",
                "Reported by",
                "Falls within",
                "Longitude",
                "Latitude",
                "Location",
                "LSOA code",
                "LSOA name",
                "Crime type",
                "Last outcome category",
                "Context",
            ),
            lines,
        )
    return [Known("recorded_offences", span.first, span.last, number, area) for area, number in right.items()]


@POLICE(
    "humberside-r",
    "one street file of a year that went through R: dots in the headers, a column of row numbers, NA for blank",
    "recorded_crime",
    after="the street files of police.uk",
    answers=OWN,
)
def humberside(place: Path, draw: Random) -> list[Known]:
    (span,) = calendar(2022)
    lsoas = {
        "E01012761": "Kingston upon Hull",
        "E01012925": "East Riding of Yorkshire",
        "E01013133": "North East Lincolnshire",
    }
    lines, right = [], 0
    for month in span.months():
        for _ in range(draw.randint(120, 150)):
            kind = draw.choice((*STREET, "Anti-social behaviour"))
            lsoa = draw.choice((*lsoas, "NA"))
            number = len(lines) + 1
            right += kind != "Anti-social behaviour"
            reference = "NA" if kind == "Anti-social behaviour" else hashlib.sha256(str(number).encode()).hexdigest()
            lines.append((number, reference, f"{month:%Y-%m}", "Humberside Police", lsoa, kind))
    write_text(
        place / "humberside_2022.csv",
        ("", "Crime.ID", "Month", "Falls.within", "LSOA.code", "Crime.type"),
        lines,
        ends="\n",
    )
    return [Known("recorded_offences", span.first, span.last, right)]


@POLICE(
    "south-yorkshire-home-office",
    "the Home Office's table of counts with every force in it: padded numbers, corrections of -1, composite codes",
    "recorded_crime",
    "home_office",
    after="Home Office recorded crime by police force area",
    answers={**OWN, "areas": "south_yorkshire"},
)
def south_yorkshire(place: Path, draw: Random) -> list[Known]:
    spans = financial(2021, 2022)
    lines = []
    totals = dict.fromkeys(spans, 0)
    for span in spans:
        for quarter in (1, 2, 3, 4):
            for force in ("Humberside", "North Yorkshire", "South Yorkshire", "West Yorkshire"):
                for kind in KINDS:
                    number = -1 if kind is HOMICIDE and quarter == 3 else draw.randint(4, 90) * kind.weight
                    code = "1/4.1/4.10/4.2" if kind is HOMICIDE else kind.cls
                    year = f"{span.first.year}/{span.last:%y}"
                    lines.append((year, quarter, force, kind.title, kind.group, kind.subgroup, code, f" {number:,} "))
                    if force == "South Yorkshire":
                        totals[span] += number
    write_text(
        place / "prc-pfa-mar2022.csv",
        (
            "Financial Year",
            "Financial Quarter",
            "Force Name",
            "Offence Description",
            "Offence Group",
            "Offence Subgroup",
            "Offence Code",
            "Number of Offences",
        ),
        lines,
    )
    # The table counts possession by the day it was committed, and these counts know when crimes were recorded alone.
    return [
        *(Known("recorded_offences", span.first, span.last, number) for span, number in totals.items()),
        *unknown("blade_possession", spans),
    ]


@POLICE(
    "london-homicides",
    "a row for each victim of homicide and nothing else, year and month in two columns, ages in bands",
    "home_office",
    after="Metropolitan Police homicide victims",
    answers={
        **OWN,
        "*.holds": "{offence: [homicide]}",
        "*.knife.otherwise": "no",
        "*.firearm.otherwise": "no",
    },
)
def london(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2019, 2020, 2021)
    boroughs = ("Brent", "Camden", "Croydon", "Lambeth", "Newham", "Southwark", "Wandsworth", "Enfield")
    bands = ("0 to 12", "13 to 19", "20 to 24", "25 to 34", "35 to 44", "45 to 54", "65 and over")
    rows = crimes(draw, spans[0].first, spans[-1].last, 420, boroughs, [HOMICIDE])
    lines, young = [], []
    for each in rows:
        band = draw.choice(bands)
        method = draw.choice(("Knife or Sharp Implement", "Shooting", "Blunt Implement", "Not known/Not Recorded"))
        if not each.domestic and method.startswith("Knife") and band in bands[:3]:
            young.append(each)
        lines.append(
            (
                1,
                band,
                draw.choice(("Male", "Female")),
                method,
                "Domestic Abuse" if each.domestic else "Not Domestic Abuse",
                each.recorded.year,
                f"{each.recorded:%b}",
                "Murder",
                draw.choice(("Solved", "Unsolved")),
                each.place,
            )
        )
    write_text(
        place / "MPS Homicide Victims.csv",
        (
            "Count of Victims",
            "Age Band",
            "Sex",
            "Method of Killing",
            "Domestic Abuse",
            "Year Recorded",
            "Month Recorded",
            "Homicide Type",
            "Solved Status",
            "Borough",
        ),
        lines,
    )
    other = [each for each in rows if not each.domestic]
    return [
        *known("non_domestic_homicide", spans, other, recorded_on),
        *known("non_domestic_knife_homicide_under_25", spans, young, recorded_on),
    ]


@POLICE(
    "nottinghamshire-titles",
    "counts by month and title as a freedom-of-information answer gives them: no codes, months as Apr-21",
    "recorded_crime",
    "home_office",
    after="titles of freedom-of-information answers of 29 forces",
    answers=OWN,
)
def nottinghamshire(place: Path, draw: Random) -> list[Known]:
    spans = financial(2021, 2022)
    lines = []
    every = dict.fromkeys(spans, 0)
    in_ashfield = dict.fromkeys(spans, 0)
    for span in spans:
        for month in span.months():
            for town in ("Nottingham", "Ashfield", "Mansfield", "Gedling"):
                for kind in KINDS:
                    number = draw.randint(0, 3) * kind.weight
                    if not number:
                        continue
                    every[span] += number
                    in_ashfield[span] += number if town == "Ashfield" else 0
                    lines.append((f"{month:%b-%y}", town, kind.long_title, number))
    write_text(
        place / "FOI response crimes by month.csv",
        ("Month Recorded", "District/Borough", "Offence Description", "No. of Crimes"),
        lines,
    )
    return [
        *(Known("recorded_offences", span.first, span.last, number) for span, number in every.items()),
        *(
            Known("recorded_offences", span.first, span.last, number, "Ashfield")
            for span, number in in_ashfield.items()
        ),
        *unknown("blade_possession", spans),
    ]
