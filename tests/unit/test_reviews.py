"""What a reviewer writes: judged as svtool's own words are, and an offence settled by its class, sub-code or title."""

from __future__ import annotations

from datetime import date

import pytest

from svtool.records.reviews import judge_review, reviewable, settled_offence
from svtool.schema.library import Library

LIBRARY = Library()
CATALOGUE = LIBRARY.catalogue
POLICE, ED, FIRE = (LIBRARY.sources[each] for each in ("police", "ed", "fire"))


def read(*evidence: str | None) -> frozenset[tuple[str, str]] | None:
    return CATALOGUE.read_offence(*evidence)


@pytest.mark.parametrize(
    ("source", "field", "text", "value"),
    [
        (POLICE, "knife", "Yes", "yes"),
        (POLICE, "knife", "unknown", None),
        (ED, "weapon", "Other sharp", "other_sharp"),
        (ED, "weapon", "not_specified", "not_specified"),
        (ED, "age", "18-24", (18, 24)),
        (POLICE, "recorded_date", "2021-05-04", date(2021, 5, 4)),
        (POLICE, "recorded_date", "04/05/2021", date(2021, 5, 4)),
        (POLICE, "area", "Liverpool", "E08000012"),
        (POLICE, "offence_class", "4.10", "4.10"),
        (POLICE, "crime_type", "not known", None),
        (FIRE, "motive", "not known", "not_known"),
        (FIRE, "motive", "unknown", None),
    ],
)
def test_a_value_is_judged_as_svtools_own_words(source, field, text, value) -> None:
    assert judge_review(text, source.by_name[field], CATALOGUE, LIBRARY.areas("merseyside")) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [("knife", "perhaps"), ("victim_age", "130"), ("recorded_date", "2021-02-30"), ("area", "Nowhere")],
)
def test_what_is_no_value_is_refused_rather_than_taken_for_not_known(field: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"value is not one of {field}; expected"):
        judge_review(text, POLICE.by_name[field], CATALOGUE, LIBRARY.areas("merseyside"))


def test_references_people_and_dates_of_birth_are_never_settled() -> None:
    assert not {"reference", "supplier", "victim_reference", "victim_date_of_birth", "count"} & set(reviewable(POLICE))


def test_a_class_settled_goes_before_all_that_was_recorded() -> None:
    assert settled_offence(CATALOGUE, read("8N", "008/06", None), {"offence_class": "1"}) == read("1", None, None)
    assert settled_offence(CATALOGUE, read("8N", None, None), {"offence_class": None}) is None


def test_a_sub_code_settled_says_which_part_of_the_recorded_class_it_is() -> None:
    section_18_on_a_constable = read("8S", "005/01", None)
    assert (
        settled_offence(CATALOGUE, read("8S", None, None), {"offence_subcode": "005/01"}) == section_18_on_a_constable
    )
    assert (
        settled_offence(CATALOGUE, read("8S", "008/06", None), {"offence_subcode": "005/01"})
        == section_18_on_a_constable
    )


def test_a_sub_code_of_another_class_means_that_the_record_was_wrong() -> None:
    assert settled_offence(CATALOGUE, read("49", None, None), {"offence_subcode": "005/01"}) == read(
        None, "005/01", None
    )


def test_a_sub_code_that_can_not_be_known_changes_nothing() -> None:
    assert settled_offence(CATALOGUE, read("8N", None, None), {"offence_subcode": None}) == read("8N", None, None)
