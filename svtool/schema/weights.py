"""Weights of offences: how much each counts towards a severity score, and what a coarse offence may weigh."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from svtool.errors import InvalidFileError, Problem, nearest
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.offences import Atom, Atoms, Catalogue, fold_class, fold_subcode, is_subcode
from svtool.schema.rows_beside import path_beside, rows_beside
from svtool.schema.text_yaml import Document

CODE, WEIGHT = "code", "weight"
Span = tuple[float, float]  # the least and the most that an offence may weigh


class WeightsEntry(Entry):
    """A file of weights as written.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: what the weights are called.
        unit: what their sum is called.
        vintage: of when they are; weights of two vintages give two scores.
        file: the CSV file beside it with a row for each offence, its `code` and its `weight`.
        sources: where the weights come from.
        about: what else there is to know.
    """

    noun: ClassVar[str] = "a set of weights"
    id: str
    title: str
    unit: str = "severity score"
    vintage: str
    file: str
    sources: dict[str, str] = Field(default_factory=dict)
    about: str | None = None


@dataclass(frozen=True)
class Weights:
    """Weights, ready to be used.

    Attributes:
        id, title, unit, vintage: what they are called, and of when they are.
        name: how messages call the file with their numbers.
        of: each kind of each class → the least and the most that it weighs.
    """

    id: str
    title: str
    unit: str
    vintage: str
    name: str
    of: Mapping[Atom, Span]

    def __hash__(self) -> int:
        """Return the same number for weights of one name."""
        return hash((self.id, self.vintage))


def parse_weights(document: Document, catalogue: Catalogue) -> Weights:
    """Return the weights of a file and the CSV beside it.

    Raises:
        InvalidFileError: with every fault found.
    """
    entry = parse_entry(WeightsEntry, document)
    path = path_beside(document, ("file",), entry.file)
    name = f"{document.name.rpartition('/')[0]}/{entry.file}"
    rows = _Rows(catalogue, name)
    rows.read(path)
    return Weights(entry.id, entry.title, entry.unit, entry.vintage, name, rows.spans())


def span_among(weights: Mapping[Atom, Span], offence: Atoms) -> Span | None:
    """Return what an offence may weigh; None where something that it may be has no weight."""
    found = [weights.get(each) for each in offence]
    spans = [each for each in found if each is not None]
    if not spans or len(spans) < len(found):
        return None
    return min(low for low, _ in spans), max(high for _, high in spans)


class _Rows:
    """The rows of a CSV of weights, and what is wrong with them."""

    def __init__(self, catalogue: Catalogue, name: str) -> None:
        self._catalogue, self._name = catalogue, name
        self._problems: list[Problem] = []
        self._classes: dict[Atom, list[float]] = {}
        self._kinds: dict[Atom, list[float]] = {}  # of sub-codes and kinds, which go before those of their class
        self._seen: set[str] = set()

    def read(self, path: Path) -> None:
        """Read the rows.

        Raises:
            InvalidFileError: the file can't be read, or rows of it are wrong; with every fault.
        """
        for line, row in rows_beside(path, self._name, (CODE, WEIGHT)):
            self._add(line, row[CODE], row[WEIGHT])
        if self._problems:
            raise InvalidFileError(self._problems)

    def spans(self) -> dict[Atom, Span]:
        """Return what each kind of each class may weigh."""
        found = {**self._classes, **self._kinds}
        return {atom: (min(weights), max(weights)) for atom, weights in found.items()}

    def _add(self, line: int, code: str, text: str) -> None:
        if not code and not text:
            return
        weight = _number(text)
        if weight is None:
            self._tell(line, f"the weight of {code or 'a row without a code'} is no number of 0 or more")
            return
        atoms, is_class = self._atoms(code)
        if atoms is None:
            near = nearest(code, [each.code for each in self._catalogue.classes])
            self._tell(
                line, f"{code or 'a blank'} is no offence code; expected a class (8N) or sub-code (008/06){near}"
            )
        elif code in self._seen:
            self._tell(line, f"{code} has a second weight; expected one. Remove one of them")
        else:
            self._seen.add(code)
            of = self._classes if is_class else self._kinds
            for each in atoms:
                of.setdefault(each, []).append(weight)

    def _atoms(self, code: str) -> tuple[Atoms | None, bool]:
        """Return what a code stands for, and whether it is a class."""
        if atoms := self._catalogue.atoms_by_class.get(fold_class(code)):
            return atoms, True
        if is_subcode(fold_subcode(code)):
            return self._catalogue.atoms_by_subcode.get(fold_subcode(code)), False
        try:
            return self._catalogue.atoms_of((code,)), False
        except KeyError:
            return None, False

    def _tell(self, line: int, message: str) -> None:
        self._problems.append(Problem(self._name, line, message))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None
