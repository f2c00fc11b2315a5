"""A source of which one extract holds counts and another records: both count, each in its own way."""

from __future__ import annotations

import csv
import io

from command_desk import Desk

PROJECT = """
    tables: [fire]
    periods: {kind: calendar, years: [2021]}
    sources:
      fire:
        - {files: records.csv, supplier: north}
        - {files: counts.csv, supplier: south}
    """


def counted(desk: Desk) -> str:
    ran = desk.run("count", "--source", "fire", "--where", "motive: deliberate", "--format", "csv")
    assert ran.code == 0, ran.err
    return next(csv.DictReader(io.StringIO(ran.out)))["count"]


def test_a_record_counts_one_beside_rows_that_count_many(desk: Desk) -> None:
    days = [f"2021-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 15)]
    desk.write(
        "records.csv", "reference,recorded_date,motive\n" + "".join(f"{i},{d},deliberate\n" for i, d in enumerate(days))
    )
    desk.write("counts.csv", "recorded_date,motive,count\n" + "".join(f"{d},deliberate,10\n" for d in days))
    desk.write("svtool.yaml", PROJECT)
    assert counted(desk) == str(len(days) * 11)
