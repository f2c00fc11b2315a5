"""Extracts of ambulance and fire services, and a small partnership with all four agencies in one folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from strangers.folder import Edit, Known, Shelf, calendar, financial, known
from strangers.rows import ALARM, PRIMARY, SECONDARY, SPECIAL, Call, Fire, attendances, calls, crimes, fires
from strangers.writing import day_first, write_opendocument, write_text

SERVICES = Shelf()
HAPPENED = {"*.area_basis": "incident", "*.area_unknown": "not_known"}
MANCHESTER_LSOAS = {"E01005067": "Manchester", "E01004771": "Bolton", "E01005604": "Salford", "E01005748": "Stockport"}
SURREY_LSOAS = {
    "E01030301": "Elmbridge",
    "E01030426": "Guildford",
    "E01030949": "Woking",
    "E01030564": "Reigate and Banstead",
}


def _day(row: Call | Fire) -> date:
    return row.day


@SERVICES(
    "greater-manchester-cad",
    "a row for each vehicle of a call; codes written 04-D-01 and 27D01; milliseconds in the times",
    "agencies",
    "injuries",
    "home_office",
    after="AMPDS determinants",
    answers=HAPPENED,
)
def greater_manchester(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2022, 2023)
    rows = calls(draw, spans[0].first, spans[-1].last, 1700, tuple(MANCHESTER_LSOAS))
    lines = []
    for each in rows:
        code = f"{each.code[:2]}-{each.code[2]}-{each.code[3:]}" if each.code and each.number % 2 else each.code
        for vehicle in range(each.vehicles):
            lines.append(
                (
                    each.number,
                    f"{each.at:%Y-%m-%d %H:%M:%S}.000",
                    f"V{each.number % 97}{vehicle}",
                    code,
                    each.age,
                    each.place,
                )
            )
    write_text(
        place / "NWAS_CAD_extract.csv",
        ("CAD Number", "Call Connect Time", "Resource Callsign", "AMPDS Code", "Patient Age", "Incident LSOA"),
        lines,
    )
    return [
        *known("ambulance_incidents", spans, rows, _day),
        *known("ambulance_incidents", spans, [each for each in rows if each.place == "E01004771"], _day, area="Bolton"),
        *known("ambulance_assault", spans, [each for each in rows if each.code.startswith("04")], _day),
        *known("ambulance_penetrating", spans, [each for each in rows if each.code.startswith("27")], _day),
        *known("ambulance_under_25", spans, [each for each in rows if each.age and each.age < 25], _day),
    ]


@SERVICES(
    "leicestershire-months",
    "a table of counts by authority and month written April 2021; a row for the county, a dash for none",
    "agencies",
    answers=HAPPENED,
)
def leicestershire(place: Path, draw: Random) -> list[Known]:
    (span,) = financial(2021)
    towns = ("Leicester", "Blaby", "Charnwood", "Harborough", "Melton", "Rutland")
    lines: list[tuple[object, ...]] = []
    by_town = dict.fromkeys(towns, 0)
    for month in span.months():
        numbers = {
            town: draw.choice((0, draw.randint(5, 60))) if town == "Rutland" else draw.randint(20, 140)
            for town in towns
        }
        for town, number in numbers.items():
            by_town[town] += number
            lines.append((f"{month:%B %Y}", town, number or "-"))
        lines.append((f"{month:%B %Y}", "Total", sum(numbers.values())))
    write_text(
        place / "EMAS violence related calls.csv", ("Month of Call", "Local Authority", "Number of Incidents"), lines
    )
    return [
        Known("ambulance_incidents", span.first, span.last, sum(by_town.values())),
        Known("ambulance_incidents", span.first, span.last, by_town["Charnwood"], "Charnwood"),
    ]


@SERVICES(
    "staffordshire-month-first",
    "month first and a clock of twelve hours, as a computer set to American writes; districts in capitals",
    "agencies",
    "home_office",
    after="month-first dates, as met in extracts",
    answers=HAPPENED,
)
def staffordshire(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2022, 2023)
    towns = ("Stoke-on-Trent", "Cannock Chase", "Stafford", "Tamworth", "Walsall")
    rows = calls(draw, spans[0].first, spans[-1].last, 1300, towns)
    write_text(
        place / "wmas_export.csv",
        ("Incident ID", "Incident Date/Time", "Nature of Call", "Age (Yrs)", "District"),
        [
            (
                each.number,
                f"{each.at:%m/%d/%Y %I:%M:%S %p}",
                draw.choice(("ASSAULT", "STABBING")),
                each.age,
                each.place.upper(),
            )
            for each in rows
        ],
    )
    inside = [each for each in rows if each.place != "Walsall"]
    return [
        *known("ambulance_incidents", spans, inside, _day),
        *known(
            "ambulance_incidents", spans, [each for each in inside if each.place == "Stafford"], _day, area="Stafford"
        ),
        *known("ambulance_under_25", spans, [each for each in inside if each.age and each.age < 25], _day),
    ]


@SERVICES(
    "surrey-fires",
    "the Home Office's columns of incident records: financial year and month name, no reference",
    "agencies",
    "fire",
    after="incident-level fire data of the Home Office",
    answers=HAPPENED,
)
def surrey(place: Path, draw: Random) -> list[Known]:
    spans = financial(2020, 2021)
    kept = (PRIMARY, SECONDARY)
    rows = [
        each for each in fires(draw, spans[0].first, spans[-1].last, 2600, tuple(SURREY_LSOAS)) if each.category in kept
    ]

    def year(day: date) -> str:
        begins = day.year if day.month >= 4 else day.year - 1
        return f"{begins}/{(begins + 1) % 100:02}"

    write_text(
        place / "low-level-geography-dataset.csv",
        ("FINANCIAL_YEAR", "MONTH_NAME", "E_CODE", "FRS_NAME", "FIRE_TYPE", "ACCIDENTAL_OR_DELIBERATE", "LSOA_CODE"),
        [
            (year(each.day), f"{each.day:%B}", "E31000034", "Surrey", each.category, each.motive, each.place)
            for each in rows
        ],
    )
    deliberate = [each for each in rows if each.motive == "Deliberate"]
    return [
        *known("fire_incidents", spans, rows, _day),
        *known("deliberate_fires", spans, deliberate, _day),
        *known("deliberate_primary_fires", spans, [each for each in deliberate if each.category == PRIMARY], _day),
    ]


@SERVICES(
    "warwickshire-days",
    "day, month and year in three columns; special services and false alarms among the fires",
    "agencies",
    "fire",
    answers={
        **HAPPENED,
        "*.incident_type.values.Primary Fire": "fire",
        "*.incident_type.values.Secondary Fire": "fire",
        "*.fire_type.values.Primary Fire": "primary",
        "*.fire_type.values.Secondary Fire": "secondary",
        "*.motive.values.N/A": "unknown",
    },
)
def warwickshire(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2021, 2022)
    towns = ("Rugby", "Warwick", "Stratford-on-Avon", "Nuneaton & Bedworth", "North Warwickshire")
    rows = fires(draw, spans[0].first, spans[-1].last, 2200, towns)
    write_text(
        place / "WFRS incidents.csv",
        ("Incident Number", "Incident Category", "Cause of Fire", "Borough/District", "Day", "Month", "Year"),
        [
            (
                f"{each.number:06}",
                each.category,
                each.motive or "N/A",
                each.place,
                each.day.day,
                f"{each.day:%B}",
                each.day.year,
            )
            for each in rows
        ],
    )
    # A special service or a false alarm is no fire; both are incidents that the service went to.
    burned = [each for each in rows if each.category in {PRIMARY, SECONDARY}]
    deliberate = [each for each in burned if each.motive == "Deliberate"]
    return [
        *known("deliberate_fires", spans, deliberate, _day),
        *known("deliberate_secondary_fires", spans, [each for each in deliberate if each.category == SECONDARY], _day),
        *known(
            "deliberate_fires",
            spans,
            [each for each in deliberate if each.place.startswith("Nuneaton")],
            _day,
            area="Nuneaton and Bedworth",
        ),
    ]


@SERVICES(
    "lincolnshire-quarters",
    "an OpenDocument sheet: quarters as 2021-Q2, a column for each kind of fire, a total column and total rows",
    "fire",
    answers={**HAPPENED, "*.source": "fire", "*.recorded_date.column": "Quarter"},
    edits=(
        Edit(
            "definitions/mappings/lfr*.yaml",
            "^columns:$",
            "columns:\n"
            "  motive: {column: Category, values: {Deliberate primary: deliberate, Deliberate secondary: deliberate, "
            "Accidental primary: accidental, Accidental secondary: accidental}}\n"
            "  fire_type: {column: Category, values: {Deliberate primary: primary, Deliberate secondary: secondary, "
            "Accidental primary: primary, Accidental secondary: secondary}}",
        ),
    ),
)
def lincolnshire(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2021, 2022)
    kinds = ("Deliberate primary", "Deliberate secondary", "Accidental primary", "Accidental secondary")
    lines: list[tuple[object, ...]] = []
    right = []
    for span in spans:
        deliberate = primary = 0
        for quarter in (1, 2, 3, 4):
            sums = [0, 0, 0, 0]
            for town in ("Boston", "East Lindsey", "Lincoln", "South Holland"):
                cells = [draw.randint(3, 60) for _ in kinds]
                sums = [one + other for one, other in zip(sums, cells, strict=True)]
                lines.append((f"{span.first.year}-Q{quarter}", town, *cells, sum(cells)))
            lines.append((f"{span.first.year}-Q{quarter}", "All districts", *sums, sum(sums)))
            deliberate, primary = deliberate + sums[0] + sums[1], primary + sums[0]
        right.append(Known("deliberate_fires", span.first, span.last, deliberate))
        right.append(Known("deliberate_primary_fires", span.first, span.last, primary))
    write_opendocument(
        place / "LFR fires by quarter.ods", "Fires", [("Quarter", "District", *kinds, "All fires"), *lines]
    )
    return right


@SERVICES(
    "bedfordshire-four-agencies",
    "a small partnership: four agencies, semicolons, tabs and commas, monthly files of one hospital",
    "recorded_crime",
    "agencies",
    answers={
        "police*.area_unknown": "inside",
        "assaults*.area_basis": "residence",
        "*.area_basis": "incident",
        "*.values.Live": "recorded",
        "*.assault.otherwise": "no",
        "*.attendance_type.values.Yes": "follow_up",
        "*.attendance_type.values.No": "first",
        "*.values.Primary Fire": "primary",
        "*.values.Secondary Fire": "secondary",
        "*.area_unknown": "not_known",
        "definition": "merseyside",
    },
)
def bedfordshire(place: Path, draw: Random) -> list[Known]:
    (span,) = financial(2022)
    towns = ("Luton", "Bedford", "Central Bedfordshire")
    police = crimes(draw, span.first, span.last, 1200, towns)
    write_text(
        place / "police.csv",
        ("Crime Reference", "Date Reported", "Class", "Description", "Authority", "Crime status"),
        [
            (each.number, day_first(each.recorded_on), each.kind.cls, each.kind.title, each.place, each.status)
            for each in police
        ],
        delimiter=";",
    )
    hospital = attendances(draw, span.first, span.last, 1300, (*towns, "Milton Keynes"))
    for month in span.months():
        write_text(
            place / "hospital" / f"assaults {month:%B %Y}.csv",
            ("Attendance no", "Arrived", "Cause", "Weapon", "Age", "Town of residence", "Follow up"),
            [
                (
                    each.number,
                    day_first(each.day),
                    each.reason,
                    each.weapon,
                    each.age,
                    each.place,
                    "Yes" if each.follow_up else "No",
                )
                for each in hospital
                if each.day.replace(day=1) == month
            ],
        )
    ambulance = calls(draw, span.first, span.last, 900, towns)
    write_text(
        place / "ambulance.tsv",
        ("Call ID", "Date of Call", "Chief Complaint Code", "Age", "Authority"),
        [(each.number, each.day.isoformat(), each.code, each.age, each.place) for each in ambulance],
        delimiter="\t",
    )
    fire = [each for each in fires(draw, span.first, span.last, 1500, towns) if each.category not in {ALARM, SPECIAL}]
    write_text(
        place / "fire.csv",
        ("IRS Number", "Date of Call", "Type of Fire", "Motive", "Authority"),
        [(each.number, f"{each.day:%d-%b-%Y}", each.category, each.motive, each.place) for each in fire],
    )
    assaulted = [each for each in hospital if each.reason == "Assault" and not each.follow_up and each.place in towns]
    stand = [each for each in police if each.counts]
    return [
        *known("recorded_offences", [span], stand, lambda each: each.recorded_on),
        *known(
            "recorded_offences",
            [span],
            [each for each in stand if each.place == "Luton"],
            lambda each: each.recorded_on,
            area="Luton",
        ),
        *known("ed_assault", [span], assaulted, lambda each: each.day),
        *known("ambulance_incidents", [span], ambulance, _day),
        *known("fire_incidents", [span], fire, _day),
    ]
