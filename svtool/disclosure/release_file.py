"""A release as a file: every count that was printed, as it was printed, and of what; of suppressed ones no value.

It says itself what was counted, by which rules and on which days, so that it can be read when the definitions have
changed. Its last line holds the fingerprint of all before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np

from svtool.counting.basis import Basis
from svtool.disclosure.named_counts import (
    NOTHING_NAMED,
    NamedCounts,
    named_as_data,
    named_from_data,
    rule_as_shown,
    shown_by,
)
from svtool.disclosure.released_cells import GridLabels, ReleasedCell, Shown
from svtool.schema.having import Having, HavingOffences
from svtool.schema.plain_rules import rule_as_data, rule_from_data
from svtool.schema.tables import Measure

FORMAT = "svtool.release/1"
KIND_OF_FORMAT = "svtool.release/"
DIGEST = "sha256"
NAMED = "named"  # a key that stands only where there are such counts
Item = TypeVar("Item", bound=Hashable)


class ReleaseFileError(Exception):
    """A file is no release, or not one that this svtool can read; its text says why."""


@dataclass(frozen=True)
class Release:
    """What was released once.

    Attributes:
        name: what it is called.
        policy: id of the policy by which it was.
        after: the releases that it was audited with: name → fingerprint of the file.
        breakdowns: breakdown → fingerprint of how it splits: cells of the same parts alone can be compared.
        outside, nowhere: the areas that are outside the whole, and those that nobody knows.
        cells: the counts.
        named: the counts of returns.
        withdrawn: whether it never went out, so that it counts no more.
    """

    name: str
    policy: str = ""
    after: Mapping[str, str] = field(default_factory=dict)
    breakdowns: Mapping[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
    cells: Sequence[ReleasedCell] = ()
    named: NamedCounts = NOTHING_NAMED
    withdrawn: bool = False

    @property
    def shown(self) -> list[Shown]:
        """Return what it shows of each of its counts."""
        return [*(each.shown for each in self.cells), *(each.shown for each in self.named.counts)]


def fingerprint_of(content: bytes) -> str:
    """Return what the bytes of a release are known by."""
    return hashlib.sha256(content).hexdigest()


def release_as_bytes(release: Release) -> bytes:
    """Return a release as the bytes of its file, the same for the same release."""
    if release.withdrawn:
        return _with_digest({"format": FORMAT, "name": release.name, "withdrawn": True})
    measures, places, days = _Numbered[int](), _Numbered[tuple[tuple[str, str], ...]](), _Numbered[Hashable]()
    of_measures: list[dict[str, Any]] = []
    of_days: list[dict[str, Any]] = []
    cells: list[list[Any]] = []
    for cell in release.cells:
        if measures.is_new(id(cell.measure)):
            of_measures.append(_measure_as_data(cell.measure, cell.shown))
        if days.is_new((cell.basis, cell.labels)):
            of_days.append(_days_as_data(cell.basis, cell.labels))
        point = ["point"] if cell.is_point else []
        at = [measures.number(id(cell.measure)), places.number(cell.place), days.number((cell.basis, cell.labels))]
        cells.append([*at, cell.kind, cell.shown.value, *point])
    return _with_digest(
        {
            "format": FORMAT,
            "name": release.name,
            "policy": release.policy,
            "after": dict(sorted(release.after.items())),
            "breakdowns": dict(sorted(release.breakdowns.items())),
            "outside": sorted(release.outside),
            "nowhere": sorted(release.nowhere),
            "measures": of_measures,
            "places": [dict(place) for place in places.items],
            "days": of_days,
            "cells": cells,
            **({NAMED: named_as_data(release.named)} if release.named.counts else {}),
        }
    )


def read_release(content: bytes) -> Release:
    """Return the release of a file.

    Raises:
        ReleaseFileError: it is none, is damaged, or of a format that this svtool does not know.
    """
    data = _checked(content)
    name = str(data["name"])
    if data.get("withdrawn") is True:
        return Release(name, withdrawn=True)
    try:
        measures = [_measure_from_data(each, name) for each in data["measures"]]
        places = [tuple((str(key), str(value)) for key, value in each.items()) for each in data["places"]]
        days = [_days_from_data(each) for each in data["days"]]
        cells = [_cell_from_data(each, measures, places, days, name) for each in data["cells"]]
        return Release(
            name, str(data["policy"]), dict(data["after"]), dict(data["breakdowns"]), tuple(data["outside"]),
            tuple(data["nowhere"]), cells, named_from_data(data[NAMED], name) if NAMED in data else NOTHING_NAMED,
        )  # fmt: skip
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        raise ReleaseFileError("is a release with something in it that no release has") from None


class _Numbered(Generic[Item]):
    """Things, each with the number of its first place."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._numbers: dict[Item, int] = {}

    def is_new(self, item: Item) -> bool:
        return item not in self._numbers

    def number(self, item: Item) -> int:
        if item not in self._numbers:
            self._numbers[item] = len(self.items)
            self.items.append(item)
        return self._numbers[item]


def _with_digest(data: dict[str, Any]) -> bytes:
    text = json.dumps({**data, DIGEST: fingerprint_of(_canonical(data))}, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _canonical(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False).encode()


def _checked(content: bytes) -> dict[str, Any]:
    """Return the data of a file that is whole.

    Raises:
        ReleaseFileError: it is not.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise ReleaseFileError("is not JSON: it is damaged, or no release") from None
    format_ = data.get("format") if isinstance(data, dict) else None
    if not isinstance(format_, str) or not format_.startswith(KIND_OF_FORMAT):
        raise ReleaseFileError("is no release")
    if format_ != FORMAT:
        raise ReleaseFileError(f"is of format {format_}; this svtool reads {FORMAT}")
    digest = data.pop(DIGEST, None)
    if digest != fingerprint_of(_canonical(data)):
        raise ReleaseFileError("is damaged or was changed: its content is not what its fingerprint says")
    return dict(data)


def _measure_as_data(measure: Measure, shown: Shown) -> dict[str, Any]:
    having = measure.having
    often = {"offences": having.offences.gte, "on_different_days": having.on_different_days} if having else None
    return {
        "id": measure.id,
        "source": measure.source,
        "unit": measure.unit,
        "date_basis": measure.date_basis,
        "role": measure.role,
        "rule": rule_as_data(measure.rule),
        **({"having": often} if often else {}),
        **({"again_within_months": measure.again_within_months} if measure.again_within_months else {}),
        "shown_by": rule_as_shown(shown),
    }


def _measure_from_data(data: Mapping[str, Any], release: str) -> tuple[Measure, Shown]:
    rule, often, by = rule_from_data(data["rule"]), data.get("having"), data["shown_by"]
    having = None
    if often:
        least = HavingOffences(gte=int(often["offences"]))
        having = Having(offences=least, on_different_days=bool(often["on_different_days"]))
    measure = Measure(
        id=str(data["id"]), title="", source=str(data["source"]), unit=str(data["unit"]),
        date_basis=str(data["date_basis"]), where=rule, rule=rule, definition=None, role=data["role"], having=having,
        part_of=None, desired=None, value_unit=None, published_as=None, note=None,
        again_within_months=data.get("again_within_months"),
    )  # fmt: skip
    return measure, shown_by(by, release)


def _days_as_data(basis: Basis, labels: GridLabels) -> dict[str, Any]:
    sets = [[[first.isoformat(), last.isoformat()] for first, last in days] for days in basis.sets]
    grid = {} if basis.grid is None else {"grid": basis.grid.tolist()}
    return {"sets": sets, **grid, "feeds": list(labels.feeds), "places": list(labels.places)}


def _days_from_data(data: Mapping[str, Any]) -> tuple[Basis, GridLabels]:
    sets = tuple(tuple(_span(each) for each in days) for days in data["sets"])
    labels = GridLabels(tuple(map(str, data["feeds"])), tuple(data["places"]))
    grid = np.array(data["grid"], np.int16) if "grid" in data else None
    if grid is not None and (grid.shape != (len(labels.feeds), len(labels.places)) or grid.max() >= len(sets)):
        raise ValueError("rows and columns without labels")
    return Basis(sets[0], sets, grid), labels


def _span(data: Sequence[str]) -> tuple[date, date]:
    first, last = data
    return date.fromisoformat(first), date.fromisoformat(last)


def _cell_from_data(
    data: Sequence[Any],
    measures: Sequence[tuple[Measure, Shown]],
    places: Sequence[tuple[tuple[str, str], ...]],
    days: Sequence[tuple[Basis, GridLabels]],
    release: str,
) -> ReleasedCell:
    measure, by = measures[data[0]]
    basis, labels = days[data[2]]
    value = None if data[4] is None else int(data[4])
    shown = Shown(release, value, by.rule, by.open)
    return ReleasedCell(measure, places[data[1]], basis, labels, str(data[3]), "point" in data[5:], shown)
