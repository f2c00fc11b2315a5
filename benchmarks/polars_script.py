"""The benchmark's counts as an analyst would write them in Polars, streaming, counting and nothing else; prints JSON.

A rule that can't be decided from what was recorded is null, which Polars' `&` and `|` carry on as they should.

    python benchmarks/polars_script.py police.csv
    python benchmarks/polars_script.py offences.csv victims.csv suspects.csv
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import polars as pl
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


def scan(path: str, columns: Sequence[str]) -> pl.LazyFrame:
    if path.endswith(".parquet"):
        return pl.scan_parquet(path).select(columns)
    frame = pl.scan_csv(path, infer_schema=False).select(columns)
    days = [pl.col(name).str.to_date("%Y-%m-%d") for name in DAYS if name in columns]
    return frame.with_columns(*days, *(pl.col(name).cast(pl.Int16) for name in AGES if name in columns))


def read(paths: Sequence[str]) -> pl.LazyFrame:
    """Return the offences, with whether the victim or the suspect is under 25."""
    flat = len(paths) == 1
    offences = scan(paths[0], [*CODES, *DAYS, *(AGES if flat else ())])
    offences = offences.filter(pl.col("area").is_null() | ~pl.col("area").is_in(OUTSIDE))
    if flat:
        return offences.with_columns(under_25(name) for name in AGES)
    for name, path in zip(AGES, paths[1:], strict=True):
        people = scan(path, ["reference", name]).with_columns(under_25(name)).group_by("reference")
        some = pl.when(pl.col(name).any()).then(True).when(pl.col(name).is_null().any()).then(None).otherwise(False)
        offences = offences.join(people.agg(some.alias(name)), on="reference", how="left")
    return offences


def under_25(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_between(0, OLDEST)).then(pl.col(name) < 25).alias(name)


def measures() -> dict[str, tuple[str, pl.Expr]]:
    def offence(codes: Sequence[str]) -> pl.Expr:
        return pl.col("offence_class").is_in(codes)

    def flag(name: str, wanted: str) -> pl.Expr:
        return pl.col(name) == wanted

    weapon = flag("knife", "Y") | flag("firearm", "Y")
    constable_section_18 = offence(["8S"]) & (pl.col("offence_subcode") == "005/01")
    hate = offence(["8P"]) | (flag("hate_crime", "Y") & offence(HATE))
    serious_violence = (weapon & (offence(WITH_WEAPON) | hate)) | offence(WITH_OR_WITHOUT) | constable_section_18
    blade = offence(["10D"])
    homicide = offence(HOMICIDE) & flag("domestic_abuse", "N")
    return {
        "blade_possession": ("committed_date", blade),
        "blade_possession_suspect_under_25": ("committed_date", blade & pl.col("suspect_age")),
        "blade_possession_victim_under_25": ("committed_date", blade & pl.col("victim_age")),
        "non_domestic_homicide": ("recorded_date", homicide),
        "non_domestic_knife_homicide_under_25": (
            "recorded_date",
            homicide & flag("knife", "Y") & pl.col("victim_age"),
        ),
        "serious_violence": ("committed_date", serious_violence),
        "serious_violence_as_published": (
            "committed_date",
            offence(VIOLENCE_AGAINST_THE_PERSON + POSSESSION_OF_WEAPONS + CRIMES_AGAINST_SOCIETY),
        ),
    }


def count(paths: Sequence[str]) -> dict[str, dict[str, tuple[int, int]]]:
    rules = measures()
    years = [pl.col(day).dt.year() for day in DAYS]
    answers = (
        read(paths)
        .select("reference", *years, *(rule.alias(name) for name, (_, rule) in rules.items()))
        .filter(pl.any_horizontal(pl.col(name).fill_null(True) for name in rules))
        .collect(engine="streaming")
    )
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for name, (day, _) in rules.items():
        met, may = (answers.filter(pl.col(name).fill_null(unknown)) for unknown in (False, True))
        found = [dict(each.group_by(day).agg(pl.col("reference").n_unique()).iter_rows()) for each in (met, may)]
        counts[name] = {
            str(year): (found[0].get(year, 0), found[1].get(year, 0) - found[0].get(year, 0)) for year in YEARS
        }
    return counts


if __name__ == "__main__":
    json.dump(count(sys.argv[1:]), sys.stdout, indent=1)
