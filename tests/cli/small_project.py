"""A project small enough to know every figure of it by heart.

One robbery a day in 2020, two a day in 2021, in Wirral; the first of every month's is a theft.
"""

from __future__ import annotations

from datetime import date, timedelta

PROJECT = """\
definition: merseyside
tables: [recorded_crime]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021], baseline: 2020}
sources:
  police: {files: extracts/police.csv, mapping: standard}
"""

HEADER = "reference,recorded_date,offence_class,knife,firearm,domestic_abuse,victim_age,area"
REFERENCE = "PRIVATE-REF"  # every reference begins with it, and no output may hold it
ROBBERY, THEFT = "34B", "45"


def police_csv(first: date = date(2020, 1, 1), last: date = date(2021, 12, 31), area: str = "Wirral") -> str:
    """Return the small police extract, or another span of days of it."""
    lines = [HEADER]
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for _ in range(2 if day.year == 2021 else 1):
            code = THEFT if day.day == 1 else ROBBERY
            lines.append(f"{REFERENCE}-{len(lines):05d},{day},{code},N,N,N,{number % 90},{area}")
    return "\n".join(lines) + "\n"
