"""The benchmark's counts as an analyst would write them in pandas; prints them as JSON.

A rule that can't be decided from what was recorded is not known, so every condition is a pair: which records
certainly meet it, and which may. The pair of "a and b" is both certain, both possible; of "a or b", either.

    python benchmarks/pandas_script.py police.csv
    python benchmarks/pandas_script.py offences.csv victims.csv suspects.csv
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import pandas as pd
from counted_codes import (
    AGES,
    CODES,
    CRIMES_AGAINST_SOCIETY,
    DAYS,
    HATE,
    HOMICIDE,
    OLDEST,
    OUTSIDE,
    POSSESSION_OF_WEAPONS,
    VIOLENCE_AGAINST_THE_PERSON,
    WITH_OR_WITHOUT,
    WITH_WEAPON,
    YEARS,
)

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


def read_file(path: str, codes: Sequence[str], days: Sequence[str] = (), ages: Sequence[str] = ()) -> pd.DataFrame:
    if path.endswith(".parquet"):
        df = pd.read_parquet(path, columns=[*codes, *days, *ages])
        return df.assign(**{day: pd.to_datetime(df[day]) for day in days})
    dtypes = dict.fromkeys(codes, str)
    return pd.read_csv(path, usecols=[*codes, *days, *ages], dtype=dtypes, parse_dates=list(days))


def read(paths: Sequence[str]) -> tuple[pd.DataFrame, dict[str, Answer]]:
    """Return the offences, and of which of them the victim or the suspect is under 25."""
    flat = len(paths) == 1
    df = read_file(paths[0], CODES, DAYS, AGES if flat else ())
    df = df[~df.area.isin(OUTSIDE)]
    if flat:
        return df, {name: under_25(df[name]) for name in AGES}
    young: dict[str, Answer] = {}
    for name, path in zip(AGES, paths[1:], strict=True):
        people = read_file(path, ["reference"], ages=[name])
        certain, possible = under_25(people[name])
        young[name] = (df.reference.isin(people.reference[certain]), df.reference.isin(people.reference[possible]))
    return df, young


def under_25(ages: pd.Series[float]) -> Answer:
    age = ages.where(ages.between(0, OLDEST))
    return age < 25, (age < 25) | age.isna()


def measures(df: pd.DataFrame, young: dict[str, Answer]) -> dict[str, tuple[str, Answer]]:
    no_class = df.offence_class.isna()

    def offence(codes: list[str]) -> Answer:
        among = df.offence_class.isin(codes)
        return among, among | no_class

    def flag(name: str, wanted: str) -> Answer:
        return df[name] == wanted, (df[name] == wanted) | df[name].isna()

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
    knife_homicide = every(homicide, flag("knife", "Y"), young["victim_age"])
    return {
        "blade_possession": ("committed_date", blade),
        "blade_possession_suspect_under_25": ("committed_date", every(blade, young["suspect_age"])),
        "blade_possession_victim_under_25": ("committed_date", every(blade, young["victim_age"])),
        "non_domestic_homicide": ("recorded_date", homicide),
        "non_domestic_knife_homicide_under_25": ("recorded_date", knife_homicide),
        "serious_violence": ("committed_date", serious_violence),
        "serious_violence_as_published": ("committed_date", as_published),
    }


def count(paths: Sequence[str]) -> dict[str, dict[str, tuple[int, int]]]:
    df, young = read(paths)
    years = {day: df[day].dt.year for day in DAYS}
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for name, (day, (certain, possible)) in measures(df, young).items():
        met = df.reference[certain].groupby(years[day][certain]).nunique()
        may = df.reference[possible].groupby(years[day][possible]).nunique()
        counts[name] = {str(year): (int(met.get(year, 0)), int(may.get(year, 0) - met.get(year, 0))) for year in YEARS}
    return counts


if __name__ == "__main__":
    json.dump(count(sys.argv[1:]), sys.stdout, indent=1)
