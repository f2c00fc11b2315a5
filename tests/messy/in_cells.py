"""Defects in single cells: what a text in a column may be."""

from __future__ import annotations

from datetime import timedelta

from messy.layouts import AMBULANCE, ED, POLICE
from messy.planting import Draft, Row, defect

AGED = (POLICE, ED, AMBULANCE)
DAY_FIRST = (POLICE, ED, AMBULANCE)


def _in_column(draft: Draft, kind: str, role: str, texts: tuple[str, ...], number: int) -> list[Row]:
    rows = draft.take(number, draft.has(role))
    draft.write_cells(role, texts, rows)
    draft.plant(kind, role, rows)
    return rows


@defect("V01")
def excel_errors(draft: Draft) -> None:
    _in_column(draft, "V01", "date", ("########",), 4)
    _in_column(draft, "V01", "category", ("#REF!", "#N/A", "#NAME?"), 5)


@defect("V02")
def formula_like_text(draft: Draft) -> None:
    rows = draft.take(5)
    draft.write_cells("notes", ("=SUM(A1:A9)", "+see log", "@duty desk", "-no change"), rows)
    draft.plant("V02", "notes", rows)


@defect("V10")
def impossible_dates(draft: Draft) -> None:
    texts = ("31/02/2023", "00/00/0000", "TBC") if draft.layout.day_first else ("2023-02-31", "0000-00-00", "TBC")
    _in_column(draft, "V10", "date", texts, 6)


@defect("V11", agencies=DAY_FIRST)
def month_first_proven(draft: Draft) -> None:
    # Of these days none is a date with the day first, and each is near its neighbours with the month first.
    rows = draft.take(6, lambda cells: draft.day_of(cells).day > 12)
    for row in rows:
        draft.write_cells("date", (draft.day_of(row.cells).strftime("%m/%d/%Y"),), [row])
    draft.plant("V11", "date", rows)


# Neighbours tell the order of days only where two hundred rows lie within two months.
@defect("V12", agencies=DAY_FIRST, beside=("V17",), rows=4_000)
def month_first_by_neighbours(draft: Draft) -> None:
    rows = draft.take(6, lambda cells: draft.day_of(cells).day <= 12 and abs(_exchange_moves(draft, cells)) >= 90)
    for row in rows:
        draft.write_cells("date", (draft.day_of(row.cells).strftime("%m/%d/%Y"),), [row])
    draft.plant("V12", "date", rows)


def _exchange_moves(draft: Draft, cells: list[str]) -> int:
    day = draft.day_of(cells)
    return (day.replace(month=day.day, day=day.month) - day).days


@defect("V13")
def excel_day_numbers(draft: Draft) -> None:
    rows = draft.take(5)
    for row in rows:
        number = draft.day_of(row.cells).toordinal() - 693_594  # 30 December 1899 is day 0
        draft.write_cells("date", (str(number),), [row])
    draft.plant("V13", "date", rows)


@defect("V15")
def default_dates(draft: Draft) -> None:
    texts = ("01/01/1900", "30/12/1899", "01/01/1970")
    iso = ("1900-01-01", "1899-12-30", "1970-01-01")
    _in_column(draft, "V15", "date", texts if draft.layout.day_first else iso, 6)


@defect("V16", beside=("S10",))
def future_dates(draft: Draft) -> None:
    _in_column(draft, "V16", "date", ("14/06/2098",) if draft.layout.day_first else ("2098-06-14",), 4)


@defect("V17", agencies=(POLICE,))
def recorded_before_it_happened(draft: Draft) -> None:
    rows = draft.take(5, lambda cells: draft.day_of(cells).year == 2022)
    for row in rows:
        later = draft.day_of(row.cells) + timedelta(days=20)
        draft.write_cells("committed", (later.strftime("%d/%m/%Y"),), [row])
        draft.write_cells("committed_to", ("",), [row])
    draft.plant("V17", "", rows)


@defect("V20", agencies=AGED)
def impossible_ages(draft: Draft) -> None:
    _in_column(draft, "V20", "age", ("-1", "121", "999"), 6)


@defect("V21", agencies=(POLICE,))
def unknown_codes(draft: Draft) -> None:
    _in_column(draft, "V21", "class", ("S39", "77Z", "X1"), 6)


@defect("V22", agencies=(POLICE,))
def codes_as_dates(draft: Draft) -> None:
    _in_column(draft, "V22", "subcode", ("44062", "08-Jan", "44031"), 5)


@defect("V22", agencies=(POLICE,))
def codes_as_powers_of_ten(draft: Draft) -> None:
    _in_column(draft, "V22", "class", ("5.00E+00",), 4)


@defect("V23", agencies=(POLICE,))
def titles_of_other_codes(draft: Draft) -> None:
    rows = draft.take(5, lambda cells: cells[draft.layout.place("class")] == "8N")
    draft.write_cells("title", ("Shoplifting",), rows)
    draft.write_cells("subcode", ("",), rows)
    draft.plant("V23", "", rows)


@defect("V24", agencies=(POLICE,))
def retired_codes(draft: Draft) -> None:
    rows = draft.take(5)
    draft.write_cells("class", ("8G",), rows)
    draft.write_cells("subcode", ("",), rows)
    draft.write_cells("title", ("Actual bodily harm and other injury",), rows)
    draft.plant("V24", "", rows)


@defect("V25")
def unknown_categories(draft: Draft) -> None:
    _in_column(draft, "V25", "category", ("Halberd", "see text"), 5)


@defect("V25", agencies=(AMBULANCE,))
def unknown_determinants(draft: Draft) -> None:
    _in_column(draft, "V25", "codes", ("ASSAULT", "27-?"), 4)


@defect("V32")
def untidy_categories(draft: Draft) -> None:
    rows = draft.take(5, draft.has("category"))
    for row in rows:
        text = row.cells[draft.layout.place("category")]
        draft.write_cells("category", (f"  {text.upper()} ",), [row])
    draft.plant("V32", "category", rows)


@defect("V32", agencies=(POLICE,))
def untidy_codes(draft: Draft) -> None:
    rows = draft.take(5, lambda cells: cells[draft.layout.place("class")] in {"8L", "8N", "9A", "5D"})
    for row in rows:
        text = row.cells[draft.layout.place("class")]
        draft.write_cells("class", (f"0{text.lower()}",), [row])
    draft.plant("V32", "class", rows)


@defect("V26", agencies=AGED)
def ages_that_are_none(draft: Draft) -> None:
    _in_column(draft, "V26", "age", ("thirty", "34.6", "adult"), 6)


@defect("V30", agencies=(POLICE, ED))
def flags_not_recorded(draft: Draft) -> None:
    rows = draft.take(5)
    draft.write_cells("flag", ("Not recorded",), rows)
    draft.plant("V30", "flag", count=None)  # blank flags are told with them


@defect("P02")
def personal_text(draft: Draft) -> None:
    # Telephone numbers of the range that is kept for fiction, and addresses of the domain that is kept for examples.
    rows = draft.take(5)
    draft.write_cells("notes", ("call back on 07700 900123", "wrote to desk@example.org"), rows)
    draft.plant("P02", "notes", rows)


@defect("F08", container="csv")
def damaged_text(draft: Draft) -> None:
    rows = draft.take(4)
    draft.write_cells("notes", ("seen at the CafÃ©", "said â€œno"), rows)
    draft.plant("F08", "", rows, count=4)


@defect("F10", container="csv")
def control_characters(draft: Draft) -> None:
    rows = draft.take(4)
    draft.write_cells("notes", ("no\x00further", "de\x00tail"), rows)
    draft.plant("F10", "", rows, count=4)
