"""Clean extracts of twenty layouts, of any size, as their suppliers write them: nothing in them is a fault.

Other than `messy.clean` these are drawn with dice: what is found of them in spite of that would be found of real files
month after month. Small extracts have months of two records, or of none. Every value is invented; a reference stands
for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from messy.dice import AGES, CLASSES, FLAGS, LSOAS, MERSEYSIDE, MONTHS, SEXES, WEAPONS, WEST_YORKSHIRE, Dice, Extract

LAYOUTS: dict[str, Callable[[Dice], Extract]] = {}


def layout(make: Callable[[Dice], Extract]) -> Callable[[Dice], Extract]:
    """Make a layout known by the name of its function."""
    LAYOUTS[make.__name__] = make
    return make


def _one(header: str, columns: Sequence[Sequence[str]], name: str = "extract.csv") -> Extract:
    return Extract({name: (header.split(","), [list(row) for row in zip(*columns, strict=True)])})


def _numbered(prefix: str, rows: int) -> list[str]:
    return [f"{prefix}{number:07}" for number in range(rows)]


def _uk(days: Sequence[date]) -> list[str]:
    return [f"{day:%d/%m/%Y}" for day in days]


def _classes(dice: Dice) -> tuple[list[str], list[str]]:
    codes = dice.pick({code: weight for code, (_, weight) in CLASSES.items()})
    return codes, [CLASSES[code][0] for code in codes]


def _financial(day: date) -> tuple[int, int]:
    """Return the financial year of a day, by its first year, and the quarter in it."""
    return day.year - (day.month < 4), (day.month - 4) % 12 // 3 + 1


def _niche(dice: Dice, areas: Mapping[str, float]) -> Extract:
    codes, subcodes = _classes(dice)
    committed = dice.before(dice.days, 60)
    return _one(
        "Occurrence Number,Recorded Date,Earliest Committed Date,Latest Committed Date,Stats Class,HO Code,"
        "Occurrence Status,Flags,Victim Age,Victim Sex,Suspect Age,Suspect Sex,Local Authority",
        [
            _numbered("SYN/", dice.rows),
            _uk(dice.days),
            _uk(committed),
            _uk(committed),
            codes,
            subcodes,
            dice.pick({"Recorded": 97, "Cancelled": 3}),
            dice.pick(FLAGS),
            dice.pick(AGES),
            dice.pick({"F": 4, "M": 5}),
            dice.pick({"": 50, **dict.fromkeys(map(str, range(12, 60)), 1)}),
            dice.pick({"": 5, "F": 1, "M": 4}),
            dice.pick(areas),
        ],
    )


@layout
def police_of_one_force(dice: Dice) -> Extract:
    return _niche(dice, MERSEYSIDE)


@layout
def police_of_another_force(dice: Dice) -> Extract:
    return _niche(dice, WEST_YORKSHIRE)


@layout
def police_pairs_of_victim_and_suspect(dice: Dice) -> Extract:
    offence = [number - number % 5 % 2 for number in range(dice.rows)]  # two in five offences have two suspects
    _, subcodes = _classes(dice)
    words, areas, victims = dice.pick(FLAGS), dice.pick(MERSEYSIDE), dice.pick(AGES)
    sexes, suspects = dice.pick(SEXES), dice.pick({"M": 4, "F": 1})
    rows = [
        [
            f"SYN/{first:07}",
            f"{dice.days[first]:%d/%m/%Y}",
            f"{dice.days[first]:%d/%m/%Y}",
            subcodes[first],
            "Recorded",
            words[first],
            f"V{first:07}",
            victims[first],
            sexes[first],
            f"S{number:07}",
            {"M": "Male", "F": "Female"}[suspects[number]],
            areas[first],
        ]
        for number, first in enumerate(offence)
    ]
    header = (
        "URN,Date Recorded,Committed From,HO Classification,Crime Status,Keywords,Victim ID,Victim Age,Victim Gender,"
        "Suspect ID,Suspect Gender,District"
    )
    return Extract({"extract.csv": (header.split(","), rows)})


@layout
def police_victims_with_ranges(dice: Dice) -> Extract:
    codes, _ = _classes(dice)
    first = dice.before(dice.days, 30)
    ranges = [
        f"{day:%d/%m/%Y}" if i % 4 else f"{day - timedelta(days=2):%d/%m/%Y} - {day:%d/%m/%Y}"
        for i, day in enumerate(first)
    ]
    flag = {"Y": 1, "N": 9}
    return _one(
        "Crime Number,Date Crime Recorded,Date Committed,Current Class,Status,Knife Used,DA,Location Type,"
        "Victim Number,Victim Age,Victim Sex,Borough",
        [
            _numbered("SYN", dice.rows),
            _uk(dice.days),
            ranges,
            codes,
            dice.pick({"Recorded": 98, "Cancelled": 2}),
            dice.pick(flag),
            dice.pick(flag),
            dice.pick({"Dwelling": 5, "Street": 4, "Shop": 1}),
            _numbered("V", dice.rows),
            dice.pick(AGES),
            dice.pick({"F": 4, "M": 5}),
            dice.pick(MERSEYSIDE),
        ],
    )


@layout
def police_uk_months(dice: Dice) -> Extract:
    kinds = {
        "Violence and sexual offences": 40,
        "Anti-social behaviour": 25,
        "Other theft": 15,
        "Robbery": 3,
        "Drugs": 9,
    }
    numbers = [f"{number:064x}" for number in range(dice.rows)]
    crimes = dice.pick(kinds)
    references = ["" if kind.startswith("Anti") else each for kind, each in zip(crimes, numbers, strict=True)]
    return _one(
        "Crime ID,Month,Reported by,LSOA code,Crime type",
        [
            references,
            [f"{day:%Y-%m}" for day in dice.days],
            ["Merseyside Police"] * dice.rows,
            dice.pick(LSOAS),
            crimes,
        ],
    )


@layout
def recorded_crime_by_quarter(dice: Dice) -> Extract:
    cells = [
        [f"{year}/{(year + 1) % 100:02}", str(quarter), force, code]
        for year in range(2016, 2016 + max(1, dice.rows // 500) % 9 + 2)
        for quarter in (1, 2, 3, 4)
        for force in ("Merseyside", "West Mercia", "Kent", "Cleveland")
        for code in CLASSES
    ]
    usual = dict(zip(CLASSES, (300, 280, 90, 60, 60, 200, 180, 220, 150, 60, 40, 60), strict=True))
    rows = [[*cell, str(count)] for cell in cells for count in dice.counts(1, usual[cell[-1]])]
    return Extract(
        {
            "extract.csv": (
                ["Financial Year", "Financial Quarter", "Force Name", "Offence Code", "Number of Offences"],
                rows,
            )
        }
    )


@layout
def admissions_by_financial_year(dice: Dice) -> Extract:
    rows = [
        [f"{year}/{(year + 1) % 100:02}", cause, sex, area, "*" if count < 8 else str(5 * round(count / 5))]
        for year in range(2014, 2022)
        for cause in ("X99", "Y04", "Y00", "X95")
        for sex in SEXES
        for area in MERSEYSIDE
        for count in dice.counts(1, {"X99": 25, "Y04": 90, "Y00": 15, "X95": 4}[cause])
    ]
    return Extract(
        {"extract.csv": (["Financial Year", "External Cause", "Sex", "Local Authority", "Admissions"], rows)}
    )


@layout
def homicides_by_year_and_month(dice: Dice) -> Extract:
    ways = {
        "Knife or Sharp Implement": 55,
        "Physical Assault, no weapon": 20,
        "Shooting": 8,
        "Other Methods of Killing": 17,
    }
    return _one(
        "Count of Victims,Age Group,Sex,MethodofKilling,Domestic Abuse,Recorded Year,Recorded Month,"
        "Homicide Offence Type,Borough",
        [
            ["1"] * dice.rows,
            dice.pick({"13 to 19": 15, "20 to 24": 18, "25 to 34": 28, "35 to 44": 18, "45 to 54": 12}),
            dice.pick({"Female": 25, "Male": 75}),
            dice.pick(ways),
            dice.pick({"Domestic Abuse": 20, "Not Domestic Abuse": 80}),
            [str(day.year) for day in dice.days],
            [MONTHS[day.month - 1] for day in dice.days],
            dice.pick({"Murder": 90, "Manslaughter": 10}),
            dice.pick({"Croydon": 3, "Lambeth": 3, "Newham": 3, "Barnet": 2}),
        ],
    )


@layout
def attendances_of_three_sites(dice: Dice) -> Extract:
    return _attendances(dice, {"General A": 40, "General B": 35, "Infirmary C": 25})


@layout
def attendances_with_a_rare_site(dice: Dice) -> Extract:
    return _attendances(dice, {"General A": 97, "Walk-in D": 3})


def _attendances(dice: Dice, sites: Mapping[str, float]) -> Extract:
    return _one(
        "Attendance Number,Hospital Site,Arrival Date,Attendance Reason,Assault Weapon,Age,Sex,"
        "Local Authority of Residence",
        [
            _numbered("SYN-A", dice.rows),
            dice.pick(sites),
            _uk(dice.days),
            dice.pick({"Assault": 70, "Accident": 30}),
            dice.pick(WEAPONS),
            dice.pick(AGES),
            dice.pick(SEXES),
            dice.pick(MERSEYSIDE),
        ],
    )


@layout
def emergency_care_data_set(dice: Dice) -> Extract:
    return _one(
        "EC_Attendance_Number,Der_Provider_Site_Code,Arrival_Date,EC_Injury_Intent_SNOMED_CT,EC_Attendance_Category,"
        "Age_At_Arrival,Sex,Der_Postcode_LSOA_Code",
        [
            _numbered("SYN-E", dice.rows),
            dice.pick({"RXX01": 6, "RXX02": 4}),
            [str(day) for day in dice.days],
            dice.pick({"52684005": 60, "242056005": 35, "276853009": 5}),
            dice.pick({"First": 96, "Follow-up": 4}),
            dice.pick(AGES),
            dice.pick(SEXES),
            dice.pick(LSOAS),
        ],
    )


@layout
def violence_data_set(dice: Dice) -> Extract:
    when = "ARRIVAL DATE AND TIME AT ACCIDENT AND EMERGENCY DEPARTMENT"
    return _one(
        f"SITE CODE (OF TREATMENT),{when},ASSAULT METHOD,ASSAULT LOCATION TYPE",
        [
            dice.pick({"RXX01": 6, "RXX02": 4}),
            [f"{day} {i % 24:02}:{i * 7 % 60:02}:00" for i, day in enumerate(dice.days)],
            dice.pick({"Body part": 60, "Knife": 9, "Bottle": 5, "Not known": 12}),
            dice.pick({"Street": 4, "Home": 3, "Licensed premises": 2, "Other": 1}),
        ],
    )


@layout
def ambulance_vehicles(dice: Dice) -> Extract:
    incident = [number - (number % 7 == 6) for number in range(dice.rows)]
    cards, ages = dice.pick({"04B01": 5, "04D02": 3, "27D01S": 2, "17A01": 2}), dice.pick(AGES)
    sexes, areas = dice.pick({"M": 6, "F": 4}), dice.pick(MERSEYSIDE)
    rows = [
        [
            f"SYN{first:07}",
            f"{dice.days[first]:%d/%m/%Y}",
            cards[first],
            "Attended" if first == number else "Conveyed",
            ages[first],
            sexes[first],
            areas[first],
        ]
        for number, first in enumerate(incident)
    ]
    header = ["Incident Number", "Call Date", "AMPDS Code", "Outcome", "Patient Age", "Patient Sex", "Local Authority"]
    return Extract({"extract.csv": (header, rows)})


@layout
def fires_by_name_of_month(dice: Dice) -> Extract:
    years = [_financial(day)[0] for day in dice.days]
    return _one(
        "FRS_NAME,FINANCIAL_YEAR,MONTH_NAME,ACCIDENTAL_OR_DELIBERATE,FIRE_TYPE,LSOA_CODE",
        [
            ["Merseyside"] * dice.rows,
            [f"{year}/{(year + 1) % 100:02}" for year in years],
            [f"{day:%B}" for day in dice.days],
            dice.pick({"Accidental": 5, "Deliberate": 4, "Not known": 1}),
            dice.pick({"Primary fire": 5, "Secondary fire": 4, "Chimney fire": 1}),
            dice.pick(LSOAS),
        ],
    )


@layout
def standard_police(dice: Dice) -> Extract:
    codes, _ = _classes(dice)
    flag = {"Y": 1, "N": 8, "": 1}
    return _one(
        "reference,recorded_date,committed_date,offence_class,knife,firearm,domestic_abuse,victim_age,area",
        [
            _numbered("SYN", dice.rows),
            [str(day) for day in dice.days],
            [str(day) for day in dice.before(dice.days, 30)],
            codes,
            dice.pick(flag),
            dice.pick({"Y": 1, "N": 60}),
            dice.pick(flag),
            dice.pick(AGES),
            dice.pick(MERSEYSIDE),
        ],
    )


@layout
def standard_offences_with_victims(dice: Dice) -> Extract:
    codes, _ = _classes(dice)
    offences = zip(
        _numbered("SYN", dice.rows),
        [str(day) for day in dice.days],
        codes,
        dice.pick({"Y": 1, "N": 9}),
        dice.pick(MERSEYSIDE),
        strict=True,
    )
    victims = zip(
        _numbered("SYN", dice.rows), _numbered("V", dice.rows), dice.pick(AGES), dice.pick(SEXES), strict=True
    )
    return Extract(
        {
            "offences.csv": (
                ["reference", "recorded_date", "offence_class", "knife", "area"],
                [list(row) for row in offences],
            ),
            "victims.csv": (
                ["reference", "victim_reference", "victim_age", "victim_sex"],
                [list(row) for row in victims],
            ),
        }
    )


@layout
def standard_attendances_of_twelve_months_each(dice: Dice) -> Extract:
    """A file for each year, as a hospital sends them."""
    columns = [
        _numbered("SYN", dice.rows),
        [str(day) for day in dice.days],
        dice.pick({"Y": 7, "N": 3}),
        dice.pick({"knife": 1, "fists": 6, "blunt_object": 1, "not_specified": 1}),
        dice.pick(AGES),
        dice.pick(MERSEYSIDE),
    ]
    rows = [list(row) for row in zip(*columns, strict=True)]
    years = [_financial(day)[0] for day in dice.days]
    header = ["reference", "recorded_date", "assault", "weapon", "age", "area"]
    return Extract(
        {
            f"ed_{year}.csv": (header, [row for row, of in zip(rows, years, strict=True) if of == year])
            for year in sorted(set(years))
        }
    )


@layout
def standard_ambulance(dice: Dice) -> Extract:
    return _one(
        "reference,recorded_date,ampds_code,response,age,sex,area",
        [
            _numbered("SYN", dice.rows),
            [str(day) for day in dice.days],
            dice.pick({"04B01": 5, "27D01": 3, "17A01": 2}),
            dice.pick({"attended": 9, "stood_down": 1}),
            dice.pick(AGES),
            dice.pick({"female": 4, "male": 6}),
            dice.pick(MERSEYSIDE),
        ],
    )


@layout
def standard_admissions(dice: Dice) -> Extract:
    return _one(
        "supplier,recorded_date,cause,age,sex,area",
        [
            ["Trust A"] * dice.rows,
            [str(day) for day in dice.days],
            dice.pick({"X99": 2, "Y04": 6, "Y00": 1, "W01": 6}),
            dice.pick({str(age): 1 for age in range(1, 95)}),
            dice.pick({"female": 4, "male": 6}),
            dice.pick(MERSEYSIDE),
        ],
    )


@layout
def standard_fires(dice: Dice) -> Extract:
    kinds = dice.pick({"fire": 85, "special_service": 10, "false_alarm": 5})
    types = dice.pick({"primary": 45, "secondary": 50, "chimney": 5})
    return _one(
        "reference,recorded_date,incident_type,fire_type,motive,area",
        [
            _numbered("SYN", dice.rows),
            [str(day) for day in dice.days],
            kinds,
            [each if kind == "fire" else "" for each, kind in zip(types, kinds, strict=True)],
            dice.pick({"deliberate": 5, "accidental": 5, "not_known": 1}),
            dice.pick(MERSEYSIDE),
        ],
    )


def clean_extract(name: str, rows: int, seed: int, folder: Path) -> list[Path]:
    """Write a clean extract of a layout, and return its files."""
    return LAYOUTS[name](Dice(rows, seed)).write(folder)
