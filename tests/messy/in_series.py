"""Defects that only the whole series shows: months, shares, and lists of codes over time."""

from __future__ import annotations

from datetime import date

from messy.clean import LATER_CARDS, LATER_CLASSES
from messy.layouts import AMBULANCE, POLICE
from messy.planting import Draft, Row, defect

SECOND_YEAR, SYSTEM_CHANGE, FIELD_BEGINS = date(2023, 1, 1), date(2023, 4, 1), date(2022, 7, 1)
QUIET, HALF = (2022, 10), (2023, 12)


def _in_month(draft: Draft, row: Row, month: tuple[int, int]) -> bool:
    day = draft.day_of(row.cells)
    return (day.year, day.month) == month


def _thin(draft: Draft, month: tuple[int, int], one_in: int) -> None:
    """Keep one in so many rows of a month."""
    place = 0
    kept = []
    for row in draft.rows:
        inside = _in_month(draft, row, month)
        place += inside
        if not inside or place % one_in == 0:
            kept.append(row)
    draft.rows = kept


@defect("S01", alone=True, beside=("S09",))  # of areas, too
def month_nearly_empty(draft: Draft) -> None:
    _thin(draft, QUIET, 30)
    draft.plant("S01", count=None)


@defect("S02", alone=True)
def month_half_empty(draft: Draft) -> None:
    _thin(draft, HALF, 3)
    draft.plant("S02", count=None)


@defect("S03", alone=True)
def share_moves(draft: Draft) -> None:
    """One category in three of the second year is recorded as another."""
    place = draft.layout.place("drifting")
    common, other = {
        "Victim Sex": ("F", "M"), "Patient Sex": ("F", "M"), "Assault Weapon": ("Fists", "Knife"),
        "motive": ("accidental", "deliberate"),
    }[draft.layout.roles["drifting"]]  # fmt: skip
    rows = [row for row in draft.rows if draft.day_of(row.cells) >= SECOND_YEAR and row.cells[place] == common]
    draft.write_cells("drifting", (other,), rows[::3] + rows[1::3])
    draft.plant("S03", "drifting", count=None)


@defect("S04", alone=True, beside=("S03",))
def field_begins(draft: Draft) -> None:
    rows = [row for row in draft.rows if draft.day_of(row.cells) < FIELD_BEGINS]
    draft.write_cells("late", ("",), rows)
    draft.plant("S04", "late", count=None)


@defect("S05", agencies=(POLICE, AMBULANCE), alone=True, beside=("S03",))
def codes_change(draft: Draft) -> None:
    """A new system gives other codes for the same things."""
    place = draft.layout.place("codes")
    later = LATER_CLASSES if draft.layout.agency == POLICE else LATER_CARDS
    for row in draft.rows:
        if draft.day_of(row.cells) >= SYSTEM_CHANGE and row.cells[place] in later:
            draft.write_cells("codes", (later[row.cells[place]],), [row])
            if draft.layout.agency == POLICE:
                draft.write_cells("subcode", ("",), [row])
                draft.write_cells("title", ("",), [row])
    draft.plant("S05", "codes", count=None)
