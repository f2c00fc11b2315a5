"""The benchmark's counts as an analyst would write them in DuckDB's SQL, counting and nothing else; prints JSON.

With `lookup` each record finds what its class is in a small table, once; with `case` every rule lists its codes, and
is compared with them code by code. A rule that can't be decided from what was recorded is NULL, as SQL has it.

    python benchmarks/duckdb_script.py lookup police.csv
    python benchmarks/duckdb_script.py case   offences.csv victims.csv suspects.csv
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
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

SETS = {
    "blade": ["10D"],
    "homicide": HOMICIDE,
    "with_weapon": WITH_WEAPON,
    "with_or_without": WITH_OR_WITHOUT,
    "hate_always": ["8P"],
    "hate_if_flagged": HATE,
    "on_constable": ["8S"],
    "published": VIOLENCE_AGAINST_THE_PERSON + POSSESSION_OF_WEAPONS + CRIMES_AGAINST_SOCIETY,
}
WEAPON = "(knife = 'Y' OR firearm = 'Y')"
# measure → the day that places it, and its rule; a set of classes stands in braces
MEASURES = {
    "blade_possession": ("committed_date", "{blade}"),
    "blade_possession_suspect_under_25": ("committed_date", "{blade} AND suspect_young"),
    "blade_possession_victim_under_25": ("committed_date", "{blade} AND victim_young"),
    "non_domestic_homicide": ("recorded_date", "{homicide} AND domestic_abuse = 'N'"),
    "non_domestic_knife_homicide_under_25": (
        "recorded_date",
        "{homicide} AND domestic_abuse = 'N' AND knife = 'Y' AND victim_young",
    ),
    "serious_violence": (
        "committed_date",
        f"({WEAPON} AND ({{with_weapon}} OR {{hate_always}} OR (hate_crime = 'Y' AND {{hate_if_flagged}}))) "
        "OR {with_or_without} OR ({on_constable} AND offence_subcode = '005/01')",
    ),
    "serious_violence_as_published": ("committed_date", "{published}"),
}


def listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def scan(path: str) -> str:
    """Return SQL that reads a file, its columns typed and told, so that nothing is guessed."""
    if path.endswith(".parquet"):
        return f"read_parquet('{path}')"
    with Path(path).open(encoding="utf-8", newline="") as stream:
        names = stream.readline().rstrip("\r\n").split(",")
    types = dict.fromkeys(DAYS, "DATE") | dict.fromkeys(AGES, "SMALLINT")
    columns = ", ".join(f"'{name}': '{types.get(name, 'VARCHAR')}'" for name in names)
    options = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', new_line = '\\r\\n'"
    return f"read_csv('{path}', columns = {{{columns}}}, {options})"


def young(name: str) -> str:
    return f"CASE WHEN {name} BETWEEN 0 AND {OLDEST} THEN {name} < 25 END"


def read(paths: Sequence[str]) -> str:
    """Return SQL of the offences, with whether the victim or the suspect is under 25."""
    inside = f"area IS NULL OR area NOT IN ({listed(OUTSIDE)})"
    columns = ", ".join([*(name for name in CODES if name != "area"), *DAYS])
    if len(paths) == 1:
        ages = ", ".join(f"{young(name)} AS {name.removesuffix('_age')}_young" for name in AGES)
        return f"SELECT {columns}, {ages} FROM {scan(paths[0])} WHERE {inside}"
    joins = ""
    for name, path in zip(AGES, paths[1:], strict=True):
        who = name.removesuffix("_age")
        of_each = (
            f"CASE WHEN bool_or({young(name)}) THEN TRUE WHEN bool_or({young(name)} IS NULL) THEN NULL ELSE FALSE END"
        )
        joins += (
            f" LEFT JOIN (SELECT reference, {of_each} AS {who}_young FROM {scan(path)} GROUP BY reference) "
            f"USING (reference)"
        )
    return f"SELECT {columns}, victim_young, suspect_young FROM (SELECT * FROM {scan(paths[0])} WHERE {inside}){joins}"


def classified(way: str) -> tuple[str, dict[str, str]]:
    """Return what is joined to the records, and how each set of classes is asked about."""
    if way == "case":
        return "", {name: f"(offence_class IN ({listed(codes)}))" for name, codes in SETS.items()}
    found = {name: f"CASE WHEN offence_class IS NOT NULL THEN COALESCE({name}, FALSE) END" for name in SETS}
    return "LEFT JOIN classes ON class = offence_class", {name: f"({sql})" for name, sql in found.items()}


def count(way: str, paths: Sequence[str]) -> dict[str, dict[str, tuple[int, int]]]:
    database = duckdb.connect()
    # The file's size is guessed to be tiny, and it would be put into the memory that is meant for the small table.
    database.execute("SET disabled_optimizers = 'build_side_probe_side'")
    database.execute(f"CREATE TABLE classes (class VARCHAR, {', '.join(f'{name} BOOLEAN' for name in SETS)})")
    for each in sorted({code for codes in SETS.values() for code in codes}):
        row = [each, *(each in codes for codes in SETS.values())]
        database.execute(f"INSERT INTO classes VALUES ({', '.join('?' * len(row))})", row)
    join, sets = classified(way)
    rules = ", ".join(f"{rule.format(**sets)} AS {name}" for name, (_, rule) in MEASURES.items())
    years = ", ".join(f"year({day}) AS {day}" for day in DAYS)
    database.execute(
        f"CREATE TABLE answers AS SELECT * FROM (SELECT reference, {years}, {rules} FROM ({read(paths)}) {join}) "
        f"WHERE {' OR '.join(f'{name} IS NOT FALSE' for name in MEASURES)}"
    )
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for name, (day, _) in MEASURES.items():
        rows = database.execute(
            f"SELECT {day}, count(DISTINCT reference) FILTER (WHERE {name}), count(DISTINCT reference) FROM answers "
            f"WHERE {name} IS NOT FALSE GROUP BY {day}"
        ).fetchall()
        found = {year: (met, may - met) for year, met, may in rows}
        counts[name] = {str(year): found.get(year, (0, 0)) for year in YEARS}
    return counts


if __name__ == "__main__":
    json.dump(count(sys.argv[1], sys.argv[2:]), sys.stdout, indent=1)
