"""Profiles: measures said once, and sections that name them with breakdowns of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library

MEASURES = """\
measures:
  - {id: robberies, title: Robberies, source: police, unit: offence, where: {offence: robbery}}
"""


def parsed(folder: Path, sections: str, measures: str = MEASURES):  # type: ignore[no-untyped-def]
    path = folder / "definitions" / "profiles" / "ours.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"id: ours\ntitle: Ours\n{measures}sections:\n{sections}", encoding="utf-8")
    return Library(folder).profile("ours")


def test_a_section_is_a_table_with_breakdowns_of_its_own(tmp_path: Path) -> None:
    found = parsed(tmp_path, "  - {id: who, title: Who, measures: [robberies], by: [age_band, sex]}\n")
    (section,) = found.sections
    assert [each.id for each in section.measures] == ["robberies"]
    assert section.by == ("age_band", "sex")


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("{id: a, title: A, measures: [robbery]}", "has measures robbery; expected robberies; did you mean robberies?"),
        ("{id: a, title: A, measures: [robberies], by: [agee_band]}", "did you mean age_band?"),
        ("{id: a, title: A}", "lacks measures; add it"),
        ("{id: a, title: A, measures: [robberies], split: [sex]}", "split is not a field of a section of a profile"),
    ],
)
def test_a_fault_of_a_section_is_said_at_its_line(tmp_path: Path, section: str, message: str) -> None:
    with pytest.raises(InvalidFileError) as error:
        parsed(tmp_path, f"  - {section}\n")
    assert message in str(error.value)
    assert "definitions/profiles/ours.yaml:6: " in str(error.value)


def test_a_section_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    section = "  - {id: a, title: A, measures: [robberies]}\n"
    with pytest.raises(InvalidFileError, match="section a is there twice"):
        parsed(tmp_path, section * 2)


def test_a_part_of_what_is_not_there_is_a_fault(tmp_path: Path) -> None:
    measures = MEASURES.replace("where:", "part_of: crimes, where:")
    with pytest.raises(InvalidFileError, match="robberies is part_of crimes, which is not in this profile"):
        parsed(tmp_path, "  - {id: a, title: A, measures: [robberies]}\n", measures)


def test_the_profile_that_ships_counts_by_the_definition_of_the_project(library: Library) -> None:
    measures = {each.id: each for section in library.profile("needs_assessment").sections for each in section.measures}
    assert all(each.lacks_definition for each in measures.values())


@pytest.mark.parametrize(
    ("measure", "message"),
    [
        ("of: people, as: monthly", "is monthly, and people does not add up over months"),
        ("of: robberies, per: robberies, as: monthly", "is monthly and has per; leave it out"),
        ("of: robberies", "expected weigh beside it, as: monthly, or per and as (share or ratio)"),
    ],
)
def test_only_what_adds_up_over_months_has_a_monthly_average(tmp_path: Path, measure: str, message: str) -> None:
    people = "  - {id: people, title: People, source: police, unit: victim}\n"
    measures = f"{MEASURES}{people}  - {{id: average, title: Average, {measure}}}\n"
    with pytest.raises(InvalidFileError) as error:
        parsed(tmp_path, "  - {id: a, title: A, measures: [robberies]}\n", measures)
    assert message in str(error.value)
