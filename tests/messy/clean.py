"""Clean extracts: every value is one that the layout's mapping knows, and no month is unlike the others.

Values do not come from dice: a place in the unit interval moves on by an irrational step from row to row, so that
every month has the same shares and a check of shares over time finds nothing to say. Every value is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from messy.layouts import AMBULANCE, ED, FIRE, LAYOUTS, POLICE, Layout
from svtool.schema.library import Library

FIRST, LAST = date(2022, 1, 1), date(2023, 12, 31)
Texts = np.ndarray[Any, np.dtype[Any]]
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89)

CLASSES = {
    "3B": 0.03, "5D": 0.04, "8L": 0.1, "8N": 0.17, "9A": 0.08, "10D": 0.04, "19C": 0.02, "28E": 0.08, "34B": 0.05,
    "36": 0.01, "45": 0.07, "46": 0.09, "49": 0.06, "58C": 0.04, "105A": 0.12,
}  # fmt: skip
LATER_CLASSES = {"8L": "8Q", "9A": "8R", "28E": "30C", "45": "48", "46": "39", "49": "44", "58C": "58D", "3B": "8U"}
FLAGS = {"": 0.2, "Public Place": 0.36, "Knife; Public Place": 0.06, "Domestic Abuse": 0.2, "Alcohol": 0.18}
WEAPON_USE = {"": 0.8, "Used": 0.08, "Threatened": 0.07, "Carried": 0.05}
BOROUGHS = {"Liverpool": 0.4, "Wirral": 0.2, "Sefton": 0.17, "St. Helens": 0.12, "Knowsley": 0.11}
NOTES = {
    "": 0.3, "CCTV requested": 0.2, "Statement to follow": 0.2, "Cash taken, £20": 0.1, "Seen, no change": 0.1,
    "No further detail": 0.1,
}  # fmt: skip
REASONS = {"Assault": 0.7, "Accident": 0.25, "": 0.05}
WEAPONS = {
    "Fists": 0.46, "Combination of body parts": 0.14, "Knife": 0.08, "Other bladed/sharp object": 0.04,
    "Blunt object": 0.06, "Glass or bottle": 0.06, "Not specified": 0.1, "": 0.06,
}  # fmt: skip
SITES = {"General A": 0.4, "General B": 0.35, "Infirmary C": 0.25}
CARDS = {
    "04B01": 0.2, "04D02": 0.15, "04A01": 0.12, "04B03": 0.08, "04D04": 0.06, "27D01S": 0.1, "27D02": 0.06,
    "27B01": 0.05, "17A01": 0.1, "26A01": 0.08,
}  # fmt: skip
LATER_CARDS = {
    "04B01": "04B02", "04D02": "04D03", "04A01": "04A02", "04B03": "04B04", "27D02": "27D03", "17A01": "17A02",
}  # fmt: skip
OUTCOMES = {"Attended": 0.5, "Conveyed": 0.38, "Stood down": 0.08, "Duplicate": 0.04}


@dataclass
class Table:
    """A table of texts, column by column."""

    layout: Layout
    columns: list[list[str]]

    @property
    def rows(self) -> list[list[str]]:
        """Return its rows."""
        return [list(row) for row in zip(*self.columns, strict=True)]


class Drawing:
    """Draws the columns of one table: each from a stream of its own."""

    def __init__(self, rows: int, seed: int) -> None:
        self.rows = rows
        self._starts = np.random.default_rng(seed).random(len(_PRIMES))
        self._drawn = 0
        weights = 1 + 0.08 * np.sin(np.arange((LAST - FIRST).days + 1) * 2 * np.pi / 365.25)
        within = np.cumsum(weights) / weights.sum()
        self.days = np.datetime64(FIRST) + np.searchsorted(within, (np.arange(rows) + 0.5) / rows)

    def units(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return places in the unit interval, evenly spread over any run of rows."""
        step = np.sqrt(_PRIMES[self._drawn]) % 1
        start = self._starts[self._drawn]
        self._drawn += 1
        return np.asarray((start + np.arange(self.rows) * step) % 1)

    def pick(self, shares: dict[str, float]) -> Texts:
        """Return values by their shares."""
        ends = np.cumsum(list(shares.values()))
        return np.array(list(shares), object)[np.searchsorted(ends, self.units() * ends[-1], side="right")]

    def ages(self, blank: float) -> Texts:
        """Return ages in whole years, some of them blank."""
        known = (1 + self.units() ** 1.4 * 88).astype(int)
        texts = np.array(["", *map(str, range(1, 100))], object)
        return np.where(self.units() < blank, "", texts[known])

    def numbered(self, prefix: str, numbers: Any) -> Texts:
        """Return references."""
        return np.array([f"{prefix}{number:07d}" for number in numbers], object)


def write_days(days: Any, day_first: bool) -> Texts:
    """Return days as texts."""
    distinct, places = np.unique(days, return_inverse=True)
    shown = "%d/%m/%Y" if day_first else "%Y-%m-%d"
    return np.array([day.strftime(shown) for day in distinct.tolist()], object)[places]


def clean(agency: str, rows: int, seed: int = 1) -> Table:
    """Return a clean extract of an agency over two whole years, in the order of its days."""
    drawing = Drawing(rows, seed)
    make = {POLICE: _police, ED: _ed, AMBULANCE: _ambulance, FIRE: _fire}[agency]
    columns = make(drawing)
    layout = LAYOUTS[agency]
    return Table(layout, [columns[name].tolist() for name in layout.header])


def _police(draw: Drawing) -> dict[str, Texts]:
    classes = draw.pick(CLASSES)
    subcode_of, title_of = _catalogued()
    first = draw.days - (draw.units() ** 4 * 40).astype(int)
    last = np.minimum(first + (draw.units() ** 6 * 3).astype(int), draw.days)
    has_victim = draw.units() < 0.8
    sex, age = draw.pick({"F": 0.5, "M": 0.5}), draw.ages(0.0)
    return {
        "Occurrence Number": draw.numbered("SYN/", range(draw.rows)),
        "Recorded Date": write_days(draw.days, True),
        "Earliest Committed Date": write_days(first, True),
        "Latest Committed Date": np.where(draw.units() < 0.7, write_days(last, True), ""),
        "Stats Class": classes,
        "HO Code": np.where(draw.units() < 0.1, "", np.array([subcode_of[each] for each in classes], object)),
        "Offence": np.array([title_of[each] for each in classes], object),
        "Occurrence Status": draw.pick({"Recorded": 0.97, "Cancelled": 0.02, "Transferred": 0.01}),
        "Flags": draw.pick(FLAGS),
        "Weapon Use": draw.pick(WEAPON_USE),
        "Victim Age": np.where(has_victim, age, ""),
        "Victim Sex": np.where(has_victim, sex, ""),
        "Suspect Age": draw.ages(0.5),
        "Suspect Sex": draw.pick({"M": 0.4, "F": 0.1, "": 0.5}),
        "Local Authority": draw.pick(BOROUGHS),
        "Notes": draw.pick(NOTES),
    }


def _catalogued() -> tuple[dict[str, str], dict[str, str]]:
    """Return for each class a sub-code that means nothing else (blank where there is none) and its title."""
    catalogue = Library().catalogue
    subcodes = {
        code: next(
            (
                each.subcode
                for each in catalogue.subcodes
                if {member.partition(":")[0] for member in each.means} == {code}
            ),
            "",
        )
        for code in CLASSES
    }
    return subcodes, {code: catalogue.by_code[code].title for code in CLASSES}


def _ed(draw: Drawing) -> dict[str, Texts]:
    reasons = draw.pick(REASONS)
    return {
        "Attendance Number": draw.numbered("SYN-A", range(draw.rows)),
        "Hospital Site": draw.pick(SITES),
        "Arrival Date": write_days(draw.days, True),
        "Attendance Reason": reasons,
        "Assault Weapon": np.where(reasons == "Assault", draw.pick(WEAPONS), ""),
        "Age": draw.ages(0.03),
        "Sex": draw.pick({"Male": 0.6, "Female": 0.37, "Not recorded": 0.03}),
        "Local Authority of Residence": draw.pick(BOROUGHS),
        "Notes": draw.pick(NOTES),
    }


def _ambulance(draw: Drawing) -> dict[str, Texts]:
    # A second vehicle comes to one incident in seven: its row follows, with the same incident and patient.
    incident = np.arange(draw.rows) - (np.arange(draw.rows) % 7 == 6)
    per_call = {
        "Incident Number": draw.numbered("SYN", range(draw.rows)),
        "Call Date": write_days(draw.days, True),
        "AMPDS Code": draw.pick(CARDS),
        "Patient Age": draw.ages(0.1),
        "Patient Sex": draw.pick({"M": 0.62, "F": 0.38}),
        "Local Authority": draw.pick(BOROUGHS),
    }
    per_vehicle = {"Outcome": draw.pick(OUTCOMES), "Notes": draw.pick(NOTES)}
    again = np.flatnonzero(incident != np.arange(draw.rows))
    same = again[per_vehicle["Outcome"][again] == per_vehicle["Outcome"][again - 1]]
    per_vehicle["Outcome"][same] = np.where(per_vehicle["Outcome"][same] == "Attended", "Conveyed", "Attended")
    return {name: texts[incident] for name, texts in per_call.items()} | per_vehicle


def _fire(draw: Drawing) -> dict[str, Texts]:
    kind = draw.pick({"fire": 0.85, "special_service": 0.1, "false_alarm": 0.05})
    fire_type = draw.pick({"primary": 0.45, "secondary": 0.5, "chimney": 0.05})
    return {
        "reference": draw.numbered("SYN-F", range(draw.rows)),
        "recorded_date": write_days(draw.days, False),
        "incident_type": kind,
        "fire_type": np.where(kind == "fire", fire_type, ""),
        "motive": draw.pick({"deliberate": 0.5, "accidental": 0.45, "not_known": 0.05}),
        "area": draw.pick(BOROUGHS),
        "notes": draw.pick(NOTES),
    }
