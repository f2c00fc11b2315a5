"""What a careless reader makes of a cell, and what svtool never does: counted, held, named, but not guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from drawn import draw

from svtool.records.cell_values import judge_for
from svtool.records.date_cells import Dating
from svtool.records.judgement import Fault, Fold
from svtool.schema.library import Library
from svtool.schema.mappings import Column
from svtool.schema.sources import SourceField

NEVER = """
    field           | written | format     | never                  | because
    ----------------+---------+------------+------------------------+----------------------------
    date            | 31/02/2024 | DD/MM/YYYY | 2 March 2024        | a day that no calendar has
    date            | 04/25/2024 | DD/MM/YYYY | 25 April 2024       | a date only with day and month exchanged
    date            | 01/02/24   | DD/MM/YYYY | the year 24         | a date with a year of two digits, whose century the mapping does not say
    date            | 01/01/1970 | DD/MM/YYYY | a day of 1970       | a date that systems write where they know none
    date            | 01/01/1900 | DD/MM/YYYY | a day of 1900       | a date that systems write where they know none
    date            | 2024-02-01 | DD/MM/YYYY | 2 January 2024      | not a date as the mapping says dates are written
    age             | 34.6       |            | 35                  | not an age in whole years
    age             | -1         |            | under 25            | an age below 0 or above 120
    age             | 999        |            | 999                 | an age below 0 or above 120
    offence_class   | S39        |            | class 39            | a code that is not in the offence catalogue
    offence_class   | 44062      |            | a class             | a code that is not in the offence catalogue
    offence_subcode | 08-Jan     |            | 008/01              | not a Home Office sub-code such as 008/06
    flag            | #N/A       |            | no                  | an Excel error such as #N/A
    count           | few        |            | 0                   | not a whole number
"""  # noqa: E501
MEANS = """
    field           | written    | format     | value           | apart from
    ----------------+------------+------------+-----------------+-----------------------
    date            | 45017      | DD/MM/YYYY | 2023-04-01      | a day number of Excel
    date            | 01/02/24   | DD/MM/YY   | 2024-02-01      | a year of two digits
    age             | 34 yrs     |            | 34 to 34        | words such as years
    age             | 25.0       |            | 25 to 25        | a decimal point and zeros
    age             | U18        |            | 0 to 17         |
    age             | 16-17      |            | 16 to 17        |
    offence_class   | 8n         |            | 8n              | capitals or small letters
    offence_class   | 08N        |            | 08N             | leading zeros
    offence_class   | 8.N        |            | 8.N             | punctuation
    offence_class   | 4.10       |            | 4.10            |
    offence_subcode | 8/6        |            | 8/6             | leading zeros
    count           | 1,234      |            | 1234            | thousands commas
    count           | -3         |            | -3              | a number below 0
    count           | <5         |            | 0 to 4          | a suppressed number
    count           | 1,234r     |            | 1234            | a footnote's mark
"""


def _judge(case: dict[str, str], library: Library, dating: Dating | None = None) -> Any:
    field = SourceField.model_validate({"name": "it", "title": "it", "type": case["field"]})
    column = Column.model_validate({"column": "it", "format": case["format"] or [], "pivot": 2030})
    return judge_for(field, column, None, library.catalogue, dating)(case["written"])


@pytest.mark.parametrize("case", draw(NEVER), ids=lambda case: f"{case['written']} is never {case['never']}")
def test_never(case: dict[str, str], library: Library) -> None:
    judged = _judge(case, library)
    assert judged.value is None
    assert judged.fault == Fault(case["because"])


@pytest.mark.parametrize("case", draw(MEANS), ids=lambda case: f"{case['written']} is {case['value']}")
def test_means(case: dict[str, str], library: Library) -> None:
    judged = _judge(case, library)
    value = judged.value
    if case["field"] == "date":
        value = value[0]
    elif isinstance(value, tuple):
        value = f"{value[0]} to {value[1]}"
    assert str(value) == case["value"]
    assert (judged.fold or "") == (Fold(case["apart from"]) if case["apart from"] else "")


def test_a_date_after_the_extract_was_made_is_not_known(library: Library) -> None:
    case = {"field": "date", "written": "01/05/2024", "format": "DD/MM/YYYY"}
    assert _judge(case, library, Dating(as_at=date(2024, 4, 30))).fault is Fault.AFTER_EXTRACT
    assert _judge(case, library, Dating(as_at=date(2024, 5, 1))).fault is None


def test_a_day_number_of_a_workbook_that_counts_from_1904_is_not_known(library: Library) -> None:
    case = {"field": "date", "written": "45017", "format": "DD/MM/YYYY"}
    assert _judge(case, library, Dating(epoch=1904)).fault is Fault.DAY_NUMBER_1904


def test_a_day_number_where_months_are_written_is_its_month(library: Library) -> None:
    judged = _judge({"field": "date", "written": "45030", "format": "YYYY-MM"}, library)
    assert judged.value == (date(2023, 4, 1), "month")
    assert _judge({"field": "date", "written": "45030", "format": "YYYY/YY"}, library).value is None
