"""Tables of crimes as they are published: months or years as columns, totals, marks on numbers."""

from __future__ import annotations

from pathlib import Path
from random import Random

from strangers.folder import OWN, Known, Shelf, financial, unknown
from strangers.rows import BLADE, HOMICIDE, KINDS
from strangers.writing import write_text, write_workbook

WIDE = Shelf()


@WIDE(
    "essex-months",
    "a column for each month and one of totals, the district written once for its classes, rows of totals",
    "recorded_crime",
    "home_office",
    answers=OWN,
)
def essex(place: Path, draw: Random) -> list[Known]:
    spans = financial(2021, 2022)
    months = [month for span in spans for month in span.months()]
    sums = {(span, kind): 0 for span in spans for kind in KINDS}
    in_basildon = dict.fromkeys(spans, 0)
    lines: list[tuple[object, ...]] = []
    for town in ("Basildon", "Chelmsford", "Colchester", "Southend-on-Sea"):
        columns = [0] * len(months)
        for at, kind in enumerate(KINDS):
            cells = [draw.randint(0, 4) * kind.weight for _ in months]
            for month, number in zip(months, cells, strict=True):
                span = next(span for span in spans if month in span)
                sums[span, kind] += number
                in_basildon[span] += number if town == "Basildon" else 0
            columns = [one + other for one, other in zip(columns, cells, strict=True)]
            lines.append((None if at else town, kind.cls, kind.title, *cells, sum(cells)))
        lines.append((f"{town} Total", None, None, *columns, sum(columns)))
    write_workbook(
        place / "Essex crime by month.xlsx",
        {"Crime": [("District", "HO Class", "Offence", *(f"{month:%b-%y}" for month in months), "Total"), *lines]},
    )
    every = [
        Known("recorded_offences", span.first, span.last, sum(sums[span, kind] for kind in KINDS)) for span in spans
    ]
    # The table counts possession by the day it was committed, which no count by the month of recording knows.
    by_town = [
        Known("recorded_offences", span.first, span.last, each, "Basildon") for span, each in in_basildon.items()
    ]
    return [*every, *by_town, *unknown("blade_possession", spans)]


@WIDE(
    "cleveland-years",
    "a column for each financial year, footnote marks on years and numbers, a dash for none, no place at all",
    "recorded_crime",
    "home_office",
    after="public tables of recorded crime by year",
    answers=OWN,
)
def cleveland(place: Path, draw: Random) -> list[Known]:
    spans = financial(2018, 2019, 2020)
    sums = {(span, kind): 0 for span in spans for kind in KINDS}
    lines: list[tuple[object, ...]] = []
    for kind in KINDS:
        cells: list[str] = []
        for span in spans:
            number = draw.choice((0, 3, 5)) if kind is HOMICIDE else draw.randint(20, 140) * kind.weight
            sums[span, kind] = number
            mark = " [1]" if kind is BLADE and span is spans[1] else ""
            cells.append(f"{number:,}{mark}" if number else "-")
        lines.append((kind.cls, kind.title, *cells))
    totals = [sum(sums[span, kind] for kind in KINDS) for span in spans]
    lines.append(("", "Total recorded crime", *(f"{total:,}" for total in totals)))
    lines.append(("[1] A number of crimes was recorded late.", "", "", "", ""))
    write_text(
        place / "Cleveland recorded crime.csv",
        ("Class", "Offence", "2018/19", "2019/20 [1]", "2020/21"),
        lines,
        encoding="utf-8-sig",
    )
    every = [
        Known("recorded_offences", span.first, span.last, total) for span, total in zip(spans, totals, strict=True)
    ]
    return [*every, *unknown("blade_possession", spans)]
