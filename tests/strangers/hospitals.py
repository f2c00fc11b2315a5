"""Extracts of hospitals: emergency departments by several standards, and admissions as tables of counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from strangers.folder import Known, Shelf, calendar, financial, known
from strangers.rows import Attendance, attendances
from strangers.writing import write_text, write_workbook

HOSPITALS = Shelf()
LIVES = {"*.area_basis": "residence", "*.area_unknown": "not_known"}
AVON_LSOAS = {
    "E01014375": "Bath and North East Somerset",
    "E01014491": "Bristol, City of",
    "E01014742": "North Somerset",
}
SWINDON = "E01015475"


def _day(attendance: Attendance) -> date:
    return attendance.day


@HOSPITALS(
    "avon-ecds",
    "columns of the Emergency Care Data Set, intent as SNOMED codes, a row twice with a flag that says so",
    "agencies",
    after="columns of the Emergency Care Data Set, seen in public scripts",
    answers={**LIVES, "*.assault.otherwise": "no"},
)
def avon(place: Path, draw: Random) -> list[Known]:
    spans = financial(2022)
    rows = attendances(draw, spans[0].first, spans[-1].last, 1500, (*AVON_LSOAS, SWINDON))
    lines = []
    for each in rows:
        intent = {"Assault": "52684005", "Fall": "242056005", "Other": "276853009"}.get(each.reason, "269735005")
        line = (
            f"A{each.number}",
            f"{each.arrived:%Y-%m-%d}",
            f"{each.arrived:%H:%M:%S}",
            each.age,
            each.sex,
            intent,
            each.place,
            "1" if each.follow_up else "0",
        )
        # What a department sent twice has the flag on the second row, under the same attendance.
        lines.append((*line[:-1], "0"))
        if each.follow_up:
            lines.append(line)
    write_text(
        place / "EC_Core_2022_23.csv",
        (
            "EC_Ident",
            "Arrival_Date",
            "Arrival_Time",
            "Age_At_Arrival",
            "Sex",
            "EC_Injury_Intent_SNOMED_CT",
            "Der_Postcode_LSOA_Code",
            "Der_Dupe_Flag",
        ),
        lines,
    )
    right = [each for each in rows if each.reason == "Assault" and each.place in AVON_LSOAS]
    return [
        *known("ed_assault", spans, right, _day),
        *known(
            "ed_assault", spans, [each for each in right if each.place == "E01014491"], _day, area="Bristol, City of"
        ),
    ]


@HOSPITALS(
    "lancashire-istv",
    "the minimum data set of information sharing: assaults alone, no age, the site and no place of a person",
    "agencies",
    "home_office",
    after="the ISTV minimum data set of the NHS Data Dictionary",
    answers={
        "*.area_basis": "site",
        "*.area_unknown": "inside",
        "*.assault.constant": "yes",
        "*.weapon.values.Glass/bottle": "glass_or_bottle",
        "*.values.Public place": "other",
    },
)
def lancashire(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2022, 2023)
    rows = [each for each in attendances(draw, spans[0].first, spans[-1].last, 2600, ("",)) if each.reason == "Assault"]
    method = {"Knife": "Knife", "Glass or bottle": "Glass/bottle", "Fist": "Fist", "Not specified": "Not known"}
    write_text(
        place / "ISTV Royal Preston.csv",
        (
            "SITE CODE (OF TREATMENT)",
            "ARRIVAL DATE AND TIME AT A&E",
            "ASSAULT DATE AND TIME",
            "ASSAULT METHOD",
            "ASSAULT LOCATION TYPE",
        ),
        [
            (
                "RXN02",
                f"{each.arrived:%d/%m/%Y %H:%M}",
                f"{each.arrived:%d/%m/%Y} 00:00",
                method[each.weapon],
                draw.choice(("Public place", "Home", "Licensed premises")),
            )
            for each in rows
        ],
    )
    sharp = [each for each in rows if each.weapon == "Knife"]
    return [*known("ed_assault", spans, rows, _day), *known("ed_knife_or_sharp", spans, sharp, _day)]


@HOSPITALS(
    "derbyshire-bands",
    "ages as U18, 18-24 and 25+, sexes as 1 and 2, yes and no as ticks, two-digit years",
    "agencies",
    "home_office",
    answers={
        **LIVES,
        "*.sex.values.1": "male",
        "*.sex.values.2": "female",
        "*.weapon.values.Knife/blade": "knife",
        "*.attendance_type.values.Planned return": "follow_up",
        "*.attendance_type.values.Unplanned": "first",
    },
)
def derbyshire(place: Path, draw: Random) -> list[Known]:
    spans = financial(2021, 2022)
    towns = ("Derby", "Chesterfield", "Amber Valley", "Erewash", "Burton upon Trent area", "")
    rows = attendances(draw, spans[0].first, spans[-1].last, 1600, towns)
    write_text(
        place / "A&E violence monitoring 21-23.csv",
        ("Att No.", "Date", "Assault Y/N", "Weapon type", "Age grp", "Sex", "Council", "Visit"),
        [
            (
                each.number,
                f"{each.arrived:%d/%m/%y}",
                "Y" if each.reason == "Assault" else "N",
                {"Knife": "Knife/blade", "Fist": "Body part"}.get(each.weapon, each.weapon),
                "U18" if each.age < 18 else "18-24" if each.age < 25 else "25+",
                "1" if each.sex == "M" else "2",
                each.place,
                "Planned return" if each.follow_up else "Unplanned",
            )
            for each in rows
        ],
    )
    assaulted = [each for each in rows if each.reason == "Assault" and not each.follow_up and each.place in towns[:4]]
    knives = [each for each in assaulted if each.weapon == "Knife"]
    return [
        *known("ed_assault", spans, assaulted, _day),
        *known("ed_knife_or_sharp_under_25", spans, [each for each in knives if each.age < 25], _day),
    ]


CAUSES = (
    ("X93", "Assault by handgun discharge"),
    ("X99", "Assault by sharp object"),
    ("Y00", "Assault by blunt object"),
    ("Y04", "Assault by bodily force"),
    ("W26", "Contact with knife, sword or dagger"),
)


@HOSPITALS(
    "norfolk-admissions",
    "admissions by cause, a column for each financial year and one of totals, * for small numbers",
    "injuries",
    after="Hospital Episode Statistics by external cause",
    answers={**LIVES, "*.area_unknown": "inside", "*.suppressed": "{'*': [1, 7]}"},
)
def norfolk(place: Path, draw: Random) -> list[Known]:
    spans = financial(2019, 2020, 2021)
    lines: list[tuple[object, ...]] = []
    least = {(span, measure): 0 for span in spans for measure in ("admissions_assault", "admissions_sharp")}
    for code, words in CAUSES:
        cells: list[object] = []
        for span in spans:
            number = draw.randint(2, 9) if code == "X93" else draw.randint(40, 400)
            cells.append("*" if number < 8 else number)
            counted = 1 if number < 8 else number
            least[span, "admissions_assault"] += counted if code != "W26" else 0
            least[span, "admissions_sharp"] += counted if code == "X99" else 0
        lines.append((code, words, *cells, sum(each for each in cells if isinstance(each, int))))
    write_text(
        place / "Admissions external cause Norfolk.csv",
        ("Cause code", "Cause description", "2019-20", "2020-21", "2021-22", "Total"),
        lines,
    )
    return [Known(measure, span.first, span.last, number) for (span, measure), number in least.items()]


@HOSPITALS(
    "sussex-admissions",
    "two header rows, the financial year written once for its twelve months, a total under each year",
    "injuries",
    after="public tables of admissions by month",
    answers={**LIVES, "*.area_unknown": "inside"},
)
def sussex(place: Path, draw: Random) -> list[Known]:
    spans = financial(2020, 2021)
    lines: list[list[object]] = []
    right = []
    for span in spans:
        total = sharp_total = 0
        for at, month in enumerate(span.months()):
            sharp, other = draw.randint(4, 15), draw.randint(30, 90)
            total, sharp_total = total + sharp + other, sharp_total + sharp
            lines.append([f"{span.first.year}-{span.last:%y}" if not at else None, f"{month:%B}", sharp, other])
        lines.append([f"{span.first.year}-{span.last:%y} Total", None, sharp_total, total - sharp_total])
        right.append(Known("admissions_assault", span.first, span.last, total))
        right.append(Known("admissions_sharp", span.first, span.last, sharp_total))
    write_workbook(
        place / "Monthly admissions.xlsx",
        {
            "Table 1": [
                (None, None, "Admissions for assault", None),
                ("Financial year", "Month of admission", "X99 Sharp object", "Y04 Bodily force"),
                *lines,
            ]
        },
    )
    return right


@HOSPITALS(
    "devon-admissions",
    "admissions for assault by authority and calendar year, a row for all authorities among them",
    "injuries",
    after="public tables of counts by year",
    answers={
        **LIVES,
        "*.cause.constant": "X85-Y09",
    },
)
def devon(place: Path, draw: Random) -> list[Known]:
    spans = calendar(2020, 2021, 2022)
    towns = ("Plymouth", "Torbay", "Exeter", "East Devon", "Cornwall")
    lines, right = [], []
    for span in spans:
        numbers = {town: draw.randint(60, 300) for town in towns}
        lines += [(span.first.year, town, number) for town, number in numbers.items()]
        lines.append((span.first.year, "All authorities", sum(numbers.values())))
        right.append(Known("admissions_assault", span.first, span.last, sum(numbers.values())))
        right.append(Known("admissions_assault", span.first, span.last, numbers["Torbay"], "Torbay"))
    write_text(
        place / "assault admissions by year.csv",
        ("Calendar Year", "Local Authority of Residence", "Emergency admissions for assault"),
        lines,
    )
    return right
