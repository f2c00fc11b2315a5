"""The benchmark's counts as an analyst would write them in pandas; prints them as JSON.

A rule that can't be decided from what was recorded is not known, so every condition is a pair: which records
certainly meet it, and which may. The pair of "a and b" is both certain, both possible; of "a or b", either.

    python benchmarks/pandas_script.py benchmarks/data/police.csv
"""

from __future__ import annotations

import json
import sys

import pandas as pd

YEARS = (2019, 2020, 2021)
OUTSIDE = ["E08000007", "E06000006"]

HOMICIDE = ["1", "4.1", "4.2", "4.10"]
RAPE = ["19C", "19D", "19E", "19F", "19G", "19H", "19J", "19K"]
SEXUAL_ASSAULT = ["17A", "17B", "20A", "20B"]
ROBBERY = ["34A", "34B"]
WITH_WEAPON = [*HOMICIDE, *RAPE, *SEXUAL_ASSAULT, *ROBBERY, "2", "5D", "3B", "8N", "8P", "8S", "5E"]  # list A
WITH_OR_WITHOUT = [*HOMICIDE, *ROBBERY, "2", "5D", "56A"]  # list B, without its section 18 on a constable
HATE = ["8N", "5D", "8S"]
VIOLENCE_AGAINST_THE_PERSON = [
    *HOMICIDE, "2", "3A", "3B", "4.3", "4.4", "4.6", "4.7", "4.8", "4.9", "5D", "5E", "8L", "8M", "8N", "8P",
    "8Q", "8R", "8S", "8T", "8U", "11A", "13", "14", "36", "37.1", "104", "104A", "104B", "105A", "105B", "106",
]  # fmt: skip
POSSESSION_OF_WEAPONS = ["10A", "10B", "10C", "10D", "81", "90"]
CRIMES_AGAINST_SOCIETY = [
    "15", "24", "26", "27", "33", "33A", "38", "54", "59", "60", "61", "61A", "67", "69", "76", "79", "80",
    "83", "86", "95", "96", "99", "802", "814",
]  # fmt: skip

Answer = tuple["pd.Series[bool]", "pd.Series[bool]"]  # certainly met, possibly met


def every(*answers: Answer) -> Answer:
    certain, possible = answers[0]
    for also_certain, also_possible in answers[1:]:
        certain, possible = certain & also_certain, possible & also_possible
    return certain, possible


def some(*answers: Answer) -> Answer:
    certain, possible = answers[0]
    for also_certain, also_possible in answers[1:]:
        certain, possible = certain | also_certain, possible | also_possible
    return certain, possible


def read(path: str) -> pd.DataFrame:
    codes = [
        "reference",
        "offence_class",
        "offence_subcode",
        "knife",
        "firearm",
        "domestic_abuse",
        "hate_crime",
        "area",
    ]
    days = ["committed_date", "recorded_date"]
    df = pd.read_csv(
        path,
        usecols=[*codes, *days, "victim_age", "suspect_age"],
        dtype=dict.fromkeys(codes, str),
        parse_dates=days,
    )
    return df[~df.area.isin(OUTSIDE)]


def measures(df: pd.DataFrame) -> dict[str, tuple[str, Answer]]:
    no_class = df.offence_class.isna()

    def offence(codes: list[str]) -> Answer:
        among = df.offence_class.isin(codes)
        return among, among | no_class

    def flag(name: str, wanted: str) -> Answer:
        return df[name] == wanted, (df[name] == wanted) | df[name].isna()

    def under_25(name: str) -> Answer:
        age = df[name].where(df[name].between(0, 120))
        return age < 25, (age < 25) | age.isna()

    weapon = some(flag("knife", "Y"), flag("firearm", "Y"))
    on_constable = df.offence_class == "8S"
    section_18 = on_constable & (df.offence_subcode == "005/01")
    constable_section_18 = section_18, section_18 | (on_constable & df.offence_subcode.isna()) | no_class
    hate = some(offence(["8P"]), every(flag("hate_crime", "Y"), offence(HATE)))
    serious_violence = some(
        every(weapon, some(offence(WITH_WEAPON), hate)), offence(WITH_OR_WITHOUT), constable_section_18
    )
    as_published = offence(VIOLENCE_AGAINST_THE_PERSON + POSSESSION_OF_WEAPONS + CRIMES_AGAINST_SOCIETY)
    blade = offence(["10D"])
    homicide = every(offence(HOMICIDE), flag("domestic_abuse", "N"))
    knife_homicide = every(homicide, flag("knife", "Y"), under_25("victim_age"))
    return {
        "blade_possession": ("committed_date", blade),
        "blade_possession_suspect_under_25": ("committed_date", every(blade, under_25("suspect_age"))),
        "blade_possession_victim_under_25": ("committed_date", every(blade, under_25("victim_age"))),
        "non_domestic_homicide": ("recorded_date", homicide),
        "non_domestic_knife_homicide_under_25": ("recorded_date", knife_homicide),
        "serious_violence": ("committed_date", serious_violence),
        "serious_violence_as_published": ("committed_date", as_published),
    }


def count(df: pd.DataFrame) -> dict[str, dict[str, tuple[int, int]]]:
    years = {day: df[day].dt.year for day in ("committed_date", "recorded_date")}
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for name, (day, (certain, possible)) in measures(df).items():
        met = df.reference[certain].groupby(years[day][certain]).nunique()
        may = df.reference[possible].groupby(years[day][possible]).nunique()
        counts[name] = {str(year): (int(met.get(year, 0)), int(may.get(year, 0) - met.get(year, 0))) for year in YEARS}
    return counts


if __name__ == "__main__":
    json.dump(count(read(sys.argv[1])), sys.stdout, indent=1)
