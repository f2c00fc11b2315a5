"""Made-up offences and attendances of two years, and a project that counts them and works figures out of the counts."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

Window = tuple[date, date]
YEARS = (2020, 2021)
WHOLE, BOROUGHS = "Merseyside", ("Knowsley", "Liverpool", "Sefton", "St Helens", "Wirral")
# Class, sub-code, and what an offence of them may weigh; nothing where it has no weight.
KINDS: tuple[tuple[str, str, tuple[float, ...]], ...] = (
    ("1", "", (7000.5,)), ("34A", "", (800,)), ("34B", "", (700.25,)), ("8N", "", (120, 150.75, 400)),
    ("8N", "008/01", (400,)), ("8N", "008/06", (150.75,)), ("105A", "", (20,)), ("58A", "", ()), ("", "", ()),
)  # fmt: skip
OFTEN = (1, 3, 6, 8, 5, 12, 14, 10, 1)
WEIGHTS = "code,weight\n1/4.1/4.10/4.2,7000.5\n34A,800\n34B,700.25\n8N,120\n008/01,400\n008/06,150.75\n105A,20\n"
FLAGS = {"Y": True, "N": False, "": None}


@dataclass(frozen=True)
class Offence:
    recorded: date
    committed: date | None
    kind: int
    knife: str
    suspect: str
    place: str

    def day(self, basis: str) -> date | None:
        return self.committed if basis == "committed" else self.recorded

    @property
    def weights(self) -> tuple[float, ...]:
        return KINDS[self.kind][2]


@dataclass(frozen=True)
class Visit:
    recorded: date
    assault: str
    place: str


@dataclass(frozen=True)
class Records:
    """What was recorded, over which days, by which date it is counted, and whether no area is an area of the whole."""

    offences: Sequence[Offence]
    visits: Sequence[Visit]
    held: Window
    held_visits: Window
    basis: str
    area_unknown: str


def draw_records(seed: int) -> Records:
    chance = random.Random(seed)  # noqa: S311 (made-up records)
    held = chance.choice([(2020, 1, 1), (2020, 4, 1), (2019, 7, 1)]), chance.choice([(2021, 12, 31), (2022, 6, 30)])
    first, last = (date(*each) for each in held)
    visits = chance.choice([first, date(2020, 3, 1)]), chance.choice([last, date(2021, 11, 30)])
    number = chance.choice([60, 250, 700])
    people = [*(f"P{chance.randrange(number // 3)}" for _ in range(number)), ""]

    def day(first: date, last: date) -> date:
        return first + timedelta(days=chance.randrange((last - first).days + 1))

    def offence() -> Offence:
        recorded = day(first, last)
        committed = recorded - timedelta(days=chance.choice([0, 0, 1, 3, 40])) if chance.random() < 0.9 else None
        place = chance.choice([*BOROUGHS, *BOROUGHS, "", "Dudley"])
        (kind,) = chance.choices(range(len(KINDS)), OFTEN)
        return Offence(recorded, committed, kind, chance.choice(["Y", "N", "N", ""]), chance.choice(people), place)

    def visit() -> Visit:
        return Visit(day(*visits), chance.choice(["Y", "Y", "N", ""]), chance.choice([*BOROUGHS, "", "Dudley"]))

    return Records(
        [offence() for _ in range(number)], [visit() for _ in range(chance.choice([40, 300]))], (first, last), visits,
        chance.choice(["recorded", "committed"]), chance.choice(["inside", "not_known"]),
    )  # fmt: skip


TABLE = """
id: worked_out
title: Worked out
groups:
  - title: All
    measures:
      - {{id: crimes, title: Crimes, {offence}}}
      - {{id: knife, title: Knife, {offence}, where: {{knife: yes}}, part_of: crimes}}
      - {{id: wounding, title: Section 20, {offence}, where: {{offence: s20_wounding}}}}
      - {{id: visits, title: Visits, source: ed, unit: attendance, where: {{assault: yes}}}}
      - {{id: suspects, title: Suspects, {suspect}, where: {{knife: yes}}}}
      - {{id: again, title: Again, {suspect}, where: {{knife: yes}}, again_within_months: 12}}
      - {{id: knife_share, title: Share, of: knife, per: crimes, as: share}}
      - {{id: wounding_for_visits, title: Ratio, of: wounding, per: visits, as: ratio}}
      - {{id: wounding_a_month, title: A month, of: wounding, as: monthly}}
      - {{id: score, title: Score, of: crimes, weigh: own}}
"""
PROJECT = """
tables: [worked_out]
areas: merseyside
periods: {{kind: calendar, years: [2020, 2021]}}
sources:
  police: {{files: police.csv, mapping: standard, area_basis: incident, {more}, from: {0}, to: {1}, complete: yes}}
  ed: {{files: ed.csv, mapping: standard, area_basis: residence, {more}, from: {2}, to: {3}, complete: yes}}
"""


def write_records(records: Records, folder: Path) -> Path:
    """Write the files of a project and return its project file."""
    more = f"area_unknown: {records.area_unknown}"
    texts = {
        "svtool.yaml": PROJECT.format(*records.held, *records.held_visits, more=more),
        "definitions/tables/worked_out.yaml": TABLE.format(
            offence=f"source: police, unit: offence, date: {records.basis}",
            suspect=f"source: police, unit: suspect, date: {records.basis}",
        ),
        "definitions/weights/own.yaml": "id: own\ntitle: Own\nvintage: made up\nfile: own.csv\n",
        "definitions/weights/own.csv": WEIGHTS,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    head = "reference,recorded_date,committed_date,offence_class,offence_subcode,knife,suspect_reference,area"
    offences = [
        [f"R{number}", each.recorded, each.committed or "", *KINDS[each.kind][:2], each.knife, each.suspect, each.place]
        for number, each in enumerate(records.offences)
    ]
    _write(folder / "police.csv", head.split(","), offences)
    visits = [[f"E{n}", each.recorded, each.assault, 30, each.place] for n, each in enumerate(records.visits)]
    _write(folder / "ed.csv", ["reference", "recorded_date", "assault", "age", "area"], visits)
    return folder / "svtool.yaml"


def _write(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
