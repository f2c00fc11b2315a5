"""Definitions side by side under a policy: what each counts, and how they are answered together, gives nothing away.

A reader knows that the nine answers to two definitions make the count of each, by area and by clause, and that areas
make the whole. From what is printed a solver works out how small and how large each suppressed count can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

import svtool

ANSWERS = ("yes", "no", "not known")
WHOLE = "Merseyside"


class Cell(NamedTuple):
    """A printed or suppressed number."""

    asked: tuple[str, str, str, str]
    area: str
    clause: str
    period: Any
    kind: str


def cells_of(rows: list[Mapping[str, Any]]) -> dict[Cell, float | None]:
    found: dict[Cell, float | None] = {}
    for row in rows:
        asked = (row["definition_a"], row["answer_a"], row["definition_b"], row["answer_b"])
        for kind in ("count", "not_known"):
            number = row[kind]
            cell = Cell(asked, row["area"], row.get("clause", "all"), row["period_start"], kind)
            found[cell] = None if number is None else float(number)
    return found


def sums_of(cells: Mapping[Cell, object]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Yield each number with those that add up to it."""
    names = list(dict.fromkeys(each.asked[0] for each in cells if not each.asked[2]))
    areas = {each.area for each in cells} - {WHOLE}
    for cell in cells:
        if cell.area == WHOLE and areas:
            yield cell, [cell._replace(area=area) for area in areas if not area.startswith("outside")]
        if cell.asked[2]:
            continue
        for pair in combinations(names, 2):
            if cell.asked[0] in pair:
                yield cell, list(answers_of(cell, pair))


def answers_of(alone: Cell, pair: tuple[str, ...]) -> Iterator[Cell]:
    """Yield the answers to two definitions that make a number of one of them alone."""
    name, place = alone.asked[0], pair.index(alone.asked[0])
    clause = alone.clause if alone.clause == "all" else f"{name} {alone.clause}"
    for other in ANSWERS:
        for own in ("yes", "not known"):
            answers = (own, other) if place == 0 else (other, own)
            cell = alone._replace(asked=(pair[0], answers[0], pair[1], answers[1]), clause=clause)
            if alone.kind == "count":
                yield from [cell] if own == "yes" else []
            else:
                yield cell
                yield from [cell._replace(kind="count")] if own == "not known" else []


@pytest.mark.slow
@pytest.mark.parametrize("by", ["area", "clause"])
def test_no_suppressed_count_can_be_worked_out(by: str, tenth_of_the_sample: Path) -> None:
    frame = svtool.compare(
        ["merseyside", "west_mercia"], tenth_of_the_sample, by=[by], periods="calendar:2021", disclosure="threshold_5"
    )
    cells = cells_of(frame.astype(object).where(frame.notna(), None).to_dict("records"))
    hidden = [cell for cell, number in cells.items() if number is None]
    assert hidden
    number = {cell: i for i, cell in enumerate(cells)}
    sums = [
        (total, [each for each in parts if each in number])
        for total, parts in sums_of(cells)
        if total.clause == "all" or total.kind == "count"
    ]
    matrix = np.zeros((len(sums), len(cells)))
    for row, (total, parts) in enumerate(sums):
        matrix[row, number[total]] = 1
        matrix[row, [number[each] for each in parts]] = -1
    bounds = [(0, None) if value is None else (value, value) for value in cells.values()]
    for cell in hidden:
        aim = np.zeros(len(cells))
        aim[number[cell]] = 1
        least, most = (
            linprog(sign * aim, A_eq=csr_array(matrix), b_eq=np.zeros(len(sums)), bounds=bounds) for sign in (1, -1)
        )
        assert least.status == 0, "what is printed does not add up"
        assert most.status == 3 or -most.fun - least.fun >= 1, cell  # 3: as large as you like
