"""Dice that draw the records of clean extracts: days with seasons and weekdays, and values by their shares."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

FIRST, YEARS = date(2021, 4, 1), 3
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CLASSES = {
    "8N": ("008/06", 17),
    "105A": ("105/01", 16),
    "34B": ("034/02", 6),
    "5D": ("005/01", 4),
    "10D": ("010/11", 4),
    "28E": ("028/01", 11),
    "45": ("045/10", 10),
    "49": ("049/10", 12),
    "58C": ("058/12", 9),
    "3B": ("003/01", 4),
    "19C": ("019/08", 3),
    "46": ("046/00", 4),
}
FLAGS = {"": 30, "Public Place": 30, "Knife": 6, "Domestic Abuse": 22, "Alcohol": 12}
AGES = {"": 8, **{str(age): 2 if 15 <= age < 45 else 1 for age in range(3, 95)}}
SEXES = {"Female": 45, "Male": 55}
MERSEYSIDE = {"Liverpool": 40, "Wirral": 20, "Sefton": 17, "St. Helens": 12, "Knowsley": 11}
WEST_YORKSHIRE = {"Leeds": 38, "Bradford": 25, "Kirklees": 17, "Wakefield": 12, "Calderdale": 8}
LSOAS = {f"E010{number:05}": 1 for number in (6512, 6513, 6514, 6515, 6518, 6519, 6520, 6521)}
WEAPONS = {"Fists": 50, "Knife": 8, "Blunt object": 8, "Glass or bottle": 6, "Not specified": 12, "": 8}
Row = list[str]


class Dice:
    """Draws the records of one extract."""

    def __init__(self, rows: int, seed: int) -> None:
        """Draw the days: fewer in winter, more at weekends."""
        self.rows, self._rng = rows, np.random.default_rng(seed)
        days = np.arange(YEARS * 365 + 1)
        weekend = np.isin([(FIRST + timedelta(days=int(day))).weekday() for day in days], (4, 5))
        weights = (1 + 0.12 * np.sin(days * 2 * np.pi / 365.25)) * np.where(weekend, 1.3, 1.0)
        chosen = self._rng.choice(days, rows, p=weights / weights.sum())
        self.days = [FIRST + timedelta(days=int(day)) for day in np.sort(chosen)]

    def pick(self, shares: Mapping[str, float], rows: int | None = None) -> list[str]:
        """Return values by their shares."""
        weights = np.array(list(shares.values()), float)
        return self._rng.choice(list(shares), rows or self.rows, p=weights / weights.sum()).tolist()

    def before(self, days: Sequence[date], most: int) -> list[date]:
        """Return a day up to so many days before each."""
        lags = (self._rng.random(len(days)) ** 4 * most).astype(int).tolist()
        return [day - timedelta(days=lag) for day, lag in zip(days, lags, strict=True)]

    def counts(self, rows: int, usual: float) -> list[int]:
        """Return counts around a usual one."""
        return self._rng.poisson(usual, rows).tolist()


@dataclass(frozen=True)
class Extract:
    """The files of an extract: name → header and rows."""

    files: Mapping[str, tuple[Sequence[str], Sequence[Row]]]

    def write(self, folder: Path) -> list[Path]:
        """Write them as CSV."""
        for name, (header, rows) in self.files.items():
            with (folder / name).open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([header, *rows])
        return [folder / name for name in self.files]
