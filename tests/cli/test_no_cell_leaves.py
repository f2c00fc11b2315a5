"""No cell of a record is in anything that a command leaves: outputs, manifests, standard output and error, logs."""

from __future__ import annotations

import itertools
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from command_desk import Desk

MARK = "Quagga"  # what every planted cell begins with
PROJECT = """\
tables: [agencies, recorded_crime]
definition: merseyside
areas: merseyside
periods: {kind: calendar, years: [2020, 2021], baseline: 2020}
sources:
  police:
    offences: {files: extracts/police.csv, mapping: standard, area_basis: incident, area_unknown: inside}
    victims: {files: extracts/victims.csv, mapping: standard}
  ed: {files: extracts/ed.csv, mapping: tiig_ed, area_basis: residence}
  fire: {files: extracts/fire.csv, mapping: standard, area_basis: incident}
"""
AREAS = ("Liverpool", "Wirral", "Sefton", "Knowsley", "St. Helens")
COLUMNS: dict[str, dict[str, Callable[[int, date], str]]] = {
    "police": {
        "reference": lambda n, _: f"{MARK}R{n}", "recorded_date": lambda _, day: f"{day}",
        "offence_class": lambda n, _: ("34B", "8N", "10D", "1")[n % 4], "knife": lambda n, _: "YN"[n % 2],
        "area": lambda n, _: AREAS[n % 5], "cancelled": lambda n, _: "NNNNY"[n % 5],
        "victim_name": lambda n, _: f"{MARK}N{n}", "notes": lambda n, _: f'"{MARK}T{n}, {MARK}T{n}"',
    },
    "victims": {
        "reference": lambda n, _: f"{MARK}R{n}", "person_id": lambda n, _: f"{MARK}V{n}",
        "victim_age": lambda n, _: f"{10 + n % 70}", "victim_sex": lambda n, _: ("male", "female")[n % 2],
    },
    "ed": {
        "Attendance Number": lambda n, _: f"{MARK}H{n}", "Hospital Site": lambda n, _: ("Royal", "Whiston")[n % 2],
        "Arrival Date": lambda _, day: f"{day:%d/%m/%Y}", "Attendance Reason": lambda _n, _: "Assault",
        "Assault Weapon": lambda n, _: ("Fists", "Knife")[n % 2], "Age": lambda n, _: f"{10 + n % 70}",
        "Sex": lambda n, _: ("Male", "Female")[n % 2], "Local Authority of Residence": lambda n, _: AREAS[n % 5],
    },
    "fire": {
        "reference": lambda n, _: f"{MARK}F{n}", "recorded_date": lambda _, day: f"{day}",
        "motive": lambda n, _: ("deliberate", "accidental")[n % 2], "area": lambda n, _: AREAS[n % 5],
    },
}  # fmt: skip
PUBLISHED = ("--disclosure", "threshold_5")
COMMANDS = [
    "measures",
    "measures --by area --format csv,json,xlsx,parquet --out o/all/",
    f"measures --by area {' '.join(PUBLISHED)} --release one --format csv --out o/published.csv",
    "count --source police --where {offence:robbery} --by offence_class --format json",
    "trend --measure blade_possession --format svg --out o/trend.svg",
    "profile --format json --out o/profile.json",
    "validate --project svtool.yaml --all-places --format json --out o/findings.json",
    "validate extracts/police.csv --reply",
    "validate extracts/ed.csv --previous extracts/ed.csv --format csv",
    "measures --max-rejected 0%",
    "measures --map knife=notes --source police",
    "count --source fire --by address",
    "ingest --store store",
    "init --out o/proposed.yaml",
    "verify o/published.csv.manifest.json",
]


def rows_of(columns: dict[str, Callable[[int, date], str]], seed: int) -> Iterator[str]:
    """Yield the lines of an extract, in which any cell may be one that nobody listed, and some rows are shifted."""
    chance, numbers = random.Random(seed), itertools.count()  # noqa: S311 (no secret)
    yield ",".join(columns)
    for n in range(220):
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(730))
        cells = [made(n, day) for made in columns.values()]
        for place in range(1, len(cells)):  # the first of them may be a supplier, whose name several records give
            if chance.random() < 0.03:
                cells[place] = f"{MARK}{next(numbers)}" if place == 1 or chance.random() < 0.5 else f"{MARK} Lane"
        line = ",".join(cells)
        if chance.random() < 0.02:
            line = chance.choice([f"{MARK}x,{line}", f"{line},{MARK}y", line.rpartition(",")[0]])
        yield line


@pytest.fixture
def planted(desk: Desk) -> Desk:
    """A folder with extracts in which every word that no list has begins alike."""
    desk.write("svtool.yaml", PROJECT)
    for seed, (name, columns) in enumerate(COLUMNS.items()):
        desk.write(f"extracts/{name}.csv", "\n".join([*rows_of(columns, seed), ""]))
    return desk


def contents(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and of what is packed in it."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


@pytest.mark.slow
def test_no_cell_of_a_record_is_in_what_a_command_leaves(planted: Desk) -> None:
    for command in COMMANDS:
        ran = planted.run(command.split()[0], *words_of(command))
        assert ran.code in (0, 2, 12, 14), (command, ran.err)
        assert MARK not in ran.out + ran.err, command
    for line in planted.run("measures", "--log-format", "json", "--out", "o/told.txt").err.splitlines():
        assert json.loads(line)["level"] in ("warning", "error")
    written = [path for path in planted.folder.rglob("*") if path.is_file()]
    left = [path for path in written if not {"extracts", "store"} & {*path.relative_to(planted.folder).parts}]
    assert len(left) > 10
    assert [path.name for path in left if any(MARK.encode() in each for each in contents(path))] == []


def words_of(command: str) -> list[str]:
    """Return the words of a command after the first, a rule as one."""
    return [word.replace(":", ": ") if word.startswith("{") else word for word in command.split()[1:]]
