"""Projects whose pages are hard to draw: long names, names from right to left, nothing known, nothing at all."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

AREAS = (
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Upper, Middle and Lower Long Barrowfield with the Parishes Beyond the River and the New Estates",
    "مدينة بعيدة جدا على ساحل البحر",
    "עיר רחוקה מאוד ליד הים",
    "Short",
    "Ynys y Bryniau Hirion a'r Cymoedd Culion gyda Phorthladd y Gorllewin",
    "O'Brien & Sons <Quay>",
    "Æbleskov-Øster Ålborg",
    "N",
    "Donaudampfschifffahrtsgesellschaftsbezirk",
)
TITLES = (
    "Robbery of a person or of a business, of a victim under {age}, whoever was suspected and wherever it was recorded",
    "סחיטה ושוד של קורבן מתחת לגיל {age}",
    "سرقة بالإكراه والضحية دون سن {age}",
    "Robberyofapersonoraboveallofabusinesswithoutaspaceinitsname{age}",
    "Robbery, victim under {age}",
)
YEARS = range(2017, 2022)
MEASURES = 20
COLUMNS = ("reference", "recorded_date", "offence_class", "knife", "firearm", "domestic_abuse", "victim_age", "area")
ROBBERY, THEFT, DAMAGE, INJURY = "34B", "45", "58A", "8N"
DAYS_APART = 3


def make_wide(folder: Path) -> None:
    """Write a project of ten areas, twenty measures and five years, with names that are long or run right to left."""
    _write(folder, _rules("offence: robbery, victim_age: {{lt: {age}}}"), COLUMNS, [ROBBERY, ROBBERY, THEFT, DAMAGE])


def make_not_available(folder: Path) -> None:
    """Write a project in which no figure is available: no column says what every rule asks."""
    columns = tuple(name for name in COLUMNS if name != "firearm")
    _write(folder, _rules("offence: robbery, firearm: yes"), columns, [ROBBERY, THEFT, DAMAGE, INJURY])


def make_zero(folder: Path) -> None:
    """Write a project in which every figure is 0: no record is a homicide."""
    _write(folder, _rules("offence: homicide"), COLUMNS, [ROBBERY, THEFT, DAMAGE, INJURY])


MADE_UP: dict[str, Callable[[Path], None]] = {
    "wide": make_wide,
    "not_available": make_not_available,
    "zero": make_zero,
}


def _rules(rule: str) -> Iterator[str]:
    for number in range(MEASURES):
        age = 10 + 4 * number
        title = TITLES[number % len(TITLES)].format(age=age)
        yield (
            f"      - {{id: m{number}, title: '{title}', source: police, unit: offence, "
            f"where: {{{rule.format(age=age)}}}, desired: fall}}"
        )


def _write(folder: Path, rules: Iterator[str], columns: tuple[str, ...], classes: list[str]) -> None:
    for name in ("definitions/tables", "definitions/areas"):
        (folder / name).mkdir(parents=True)
    areas = "\n".join(f'  - {{name: "{name}"}}' for name in AREAS)
    measures = "\n".join(rules)
    files = {
        "definitions/areas/places.yaml": f"id: places\ntitle: Places of every kind\nareas:\n{areas}\n",
        "definitions/tables/own.yaml": f"id: own\ntitle: What is hard to draw\ngroups:\n  - title: Robbery\n"
        f"    measures:\n{measures}\n",
        "svtool.yaml": f"synthetic: yes\ntables: [own]\nareas: places\n"
        f"periods: {{kind: calendar, years: {list(YEARS)}, baseline: {YEARS[0]}}}\n"
        "sources:\n  police: {files: police.csv, mapping: standard, area_basis: incident}\n",
        "police.csv": "\n".join([",".join(columns), *_records(columns, classes)]) + "\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def _records(columns: tuple[str, ...], classes: list[str]) -> Iterator[str]:
    """Yield records by chance, the same every time, fewer in every later year."""
    chance = random.Random(3)  # noqa: S311 (no secret)
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
    number = 0
    for place in range(0, (last - first).days + 1, DAYS_APART):
        day = first + timedelta(days=place)
        for area in AREAS:
            if chance.random() < 0.08 * (day.year - YEARS[0]):
                continue
            number += 1
            row = {
                "reference": f"R{number}", "recorded_date": str(day), "offence_class": chance.choice(classes),
                "knife": chance.choice("YN"), "firearm": "N", "domestic_abuse": "N",
                "victim_age": str(chance.randrange(5, 90)), "area": f'"{area}"',
            }  # fmt: skip
            yield ",".join(row[name] for name in columns)
