"""Which registered breaks touch a measure, and how: those that ship, and what each key of a break means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from svtool.figures.registered_breaks import Breaks
from svtool.schema.breaks import Break
from svtool.schema.library import Library
from svtool.schema.periods import Period
from svtool.schema.rules import EVERYTHING, Among, Rule
from svtool.schema.sources import OFFENCE
from svtool.schema.tables import Measure

LIBRARY = Library()
OFFENCES = next(each for each in LIBRARY.table("recorded_crime").measures if each.id == "recorded_offences")


def asking(*offences: str) -> Measure:
    """Return a measure of these offences; of all records where none is named."""
    rule: Rule = Among(OFFENCE, offences) if offences else EVERYTHING
    return replace(OFFENCES, where=rule, rule=rule)


def touching(measure: Measure, *breaks: Break) -> list[tuple[str, bool]]:
    registered = list(breaks) or LIBRARY.breaks()
    found = Breaks(registered, None, LIBRARY.catalogue.sets_by_name).touching(measure)
    return [(each.id, wholly) for each, wholly in found]


def broken(**keys: object) -> Break:
    return Break.model_validate({
        "id": "b", "title": "B", "source": "police", "date": date(2021, 1, 1), "effect": "withhold", **keys,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "keys", "found"),
    [
        (asking("stalking"), {}, [("b", True)]),  # a break of no offences, fields or measures is one of all
        (asking(), {}, [("b", True)]),
        (asking("stalking"), {"offences": "stalking"}, [("b", True)]),
        (asking("stalking", "robbery"), {"offences": "stalking"}, [("b", False)]),
        (asking("violence_against_the_person"), {"offences": "stalking"}, [("b", False)]),
        (asking("robbery"), {"offences": "stalking"}, []),
        (asking(), {"offences": "stalking"}, [("b", False)]),  # all records have stalking among them
        (asking(), {"measures": "recorded_offences"}, [("b", True)]),
        (asking(), {"measures": "another"}, []),
        (asking(), {"fields": "knife"}, []),
        (asking("stalking"), {"source": "ed"}, []),
        (asking("stalking"), {"areas": "merseyside"}, []),
    ],
)
def test_what_a_break_concerns(measure: Measure, keys: dict[str, object], found: list[tuple[str, bool]]) -> None:
    assert touching(measure, broken(**keys)) == found


def test_national_changes_of_recording_ship() -> None:
    assert touching(asking("stalking")) == [
        ("national_crime_recording_standard_2002", True),
        ("stalking_2014", True),
        ("course_of_conduct_2018", True),
        ("former_partners_2020", True),
        ("principal_offence_2023", True),
    ]
    assert touching(asking("robbery")) == [("national_crime_recording_standard_2002", True)]
    assert ("course_of_conduct_2018", False) in touching(asking("violence_against_the_person"))


def test_every_shipped_change_names_a_source_of_its_file() -> None:
    document = LIBRARY.open("breaks", "england_and_wales").data
    assert {each["published_in"] for each in document["breaks"]} == set(document["sources"])


def test_a_change_across_a_national_break_is_withheld_for_the_whole_and_noted_for_a_part() -> None:
    years = [Period(str(year), str(year), date(year, 1, 1), date(year, 12, 31)) for year in (2019, 2020, 2021)]
    breaks = Breaks(LIBRARY.breaks(), None, LIBRARY.catalogue.sets_by_name)
    (whole,) = breaks.between(asking("stalking"), *years[:2])
    (part,) = breaks.between(asking("violence_against_the_person"), *years[:2])
    assert (whole.withhold, part.withhold) == (True, False)
    assert breaks.between(asking("robbery"), *years[:2]) == []
