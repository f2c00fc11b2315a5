"""Defects of whole rows: their width, their references, and rows that are no records."""

from __future__ import annotations

from messy.layouts import ED, FIRE, POLICE
from messy.planting import Draft, Row, defect

CELLS_OF_SHIFTED = ("V01", "V10", "V20", "V21", "V22", "V23", "V25", "V26", "V29", "V32")


@defect("R01", container="csv")
def quoted_line_breaks(draft: Draft) -> None:
    rows = draft.take(4)
    draft.write_cells("notes", ("first line\nsecond line",), rows)
    draft.plant("R01", "", rows)


@defect("R02", container="csv")
def wrong_width(draft: Draft) -> None:
    rows = draft.take(6)
    for number, row in enumerate(rows):
        row.cells = row.cells[:-2] if number % 2 else [*row.cells, "moved", "on"]
    draft.plant("R02", "", rows)


@defect("R03", container="csv")
def split_rows(draft: Draft) -> None:
    halves: list[Row] = []
    for row in draft.take(3):
        cut = len(row.cells) // 2
        place = draft.place_of(row)
        # The break stands inside a cell: the first half ends with its first words, the second begins with the others.
        first, second = [*row.cells[: cut - 1], "some words"], ["and some more", *row.cells[cut:]]
        row.cells = first
        draft.rows.insert(place + 1, draft.keep(Row(second)))
        halves += [row, draft.rows[place + 1]]
    draft.plant("R03", "", halves)


@defect("R04", beside=CELLS_OF_SHIFTED)
def shifted_cells(draft: Draft) -> None:
    # The cell of a column is missing, and those behind it moved one to the left.
    role = {POLICE: "committed_to", ED: "flag", FIRE: "date"}.get(draft.layout.agency, "date")
    place = draft.layout.place(role)
    # A cell that says nothing fits anywhere: but for the notes at the end all behind must say something.
    end = len(draft.layout.header) - 1
    least = 4 if draft.layout.agency == POLICE else end - place

    def says_enough(cells: list[str]) -> bool:
        return sum(bool(cell) and cell != "Not recorded" for cell in cells[place:end]) >= least

    rows = draft.take(5, says_enough)
    for row in rows:
        row.cells = [*row.cells[:place], *row.cells[place + 1 :], ""]
    draft.plant("R04", "", rows)


@defect("R05")
def blank_references(draft: Draft) -> None:
    rows = draft.take(4)
    draft.write_cells("reference", ("",), rows)
    draft.plant("R05", "reference", rows)


@defect("R06", agencies=(POLICE, ED, FIRE))  # the vehicles of one ambulance incident are often alike
def repeated_rows(draft: Draft) -> None:
    draft.plant("R06", "", _again(draft, 4))


@defect("R07", agencies=(POLICE, ED, FIRE))
def references_twice(draft: Draft) -> None:
    rows = _again(draft, 4)
    place = draft.layout.place("category")
    for row in rows:
        one, other = {POLICE: ("Used", "Carried"), ED: ("Knife", "Fists"), FIRE: ("deliberate", "accidental")}[
            draft.layout.agency
        ]
        row.cells[place] = other if row.cells[place] == one else one
    draft.plant("R07", "", rows)


def _again(draft: Draft, number: int) -> list[Row]:
    """Return copies of some rows, each a few rows below its original."""
    copies = []
    for row in draft.take(number):
        copies.append(draft.keep(Row(list(row.cells))))
        draft.rows.insert(draft.place_of(row) + 1, copies[-1])
    return copies


@defect("R08")
def untidy_references(draft: Draft) -> None:
    rows = draft.take(5)
    for row in rows:
        reference = row.cells[draft.layout.place("reference")]
        draft.write_cells("reference", (f" {reference.lower()} ",), [row])
    draft.plant("R08", "reference", rows)


@defect("R09", alone=True, unreadable=True)
def references_as_numbers(draft: Draft) -> None:
    rows = draft.take(40)
    draft.write_cells("reference", ("2.02112E+13",), rows)
    draft.plant("R09", count=None)


@defect("H03")
def rows_that_are_no_records(draft: Draft) -> None:
    width = len(draft.header)
    middle = draft.take(1)[0]
    added = [Row(list(draft.header)), Row([""] * width), Row(["*** End of report", *[""] * (width - 1)])]
    draft.rows.insert(draft.place_of(middle), added[0])
    draft.rows += [draft.keep(row) for row in added[1:]]
    draft.keep(added[0])
    draft.plant("H03", "", added)


@defect("S07", "H03", alone=True)
def wrong_total(draft: Draft) -> None:
    total = Row(["Total", str(len(draft.rows) + 212), *[""] * (len(draft.header) - 2)])
    draft.rows.append(total)
    draft.plant("S07", "", [], count=None)
    draft.plant("H03", "", [total])


@defect("H10", container="csv", beside=("R02",))
def unclosed_quote(draft: Draft) -> None:
    """The last cell of a row opens a quote, and a later row closes it: the rows between become one cell."""
    swallowed = draft.take_together(4)
    lines = [",".join(cell.replace(",", ";") for cell in row.cells[:-1]) for row in swallowed]
    lines = [f'{lines[0]},"left open', *(f"{line}," for line in lines[1:-1]), f'{lines[-1]},closed here"']
    merged = draft.keep(Row(swallowed[0].cells, raw="\r\n".join(lines), lines=len(lines)))
    place = draft.place_of(swallowed[0])
    draft.rows[place : place + len(lines)] = [merged]
    draft.plant("H10", "", [merged], count=None)
