"""Mappings: how one supplier's columns and values become the fields of a source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.mappings import DatedBlank, Mapping, fields_read, parse_mapping

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def parsed(desk: Desk) -> Mapping:
    document = desk.yaml("""
        id: x
        title: A supplier
        source: police
        row: offence
        columns:
          reference: Crime Number
          recorded_date: {column: Recorded, format: DD/MM/YYYY}
          committed_date: {columns: [Year, Month], format: [YYYY Mon, YYYY-MM]}
          knife: {column: Weapon, values: {Knife: yes, Not known: unknown}, otherwise: no, blank: no}
          firearm: {column: Gun, blank: {before: {2019-04-01: unknown}, otherwise: no}, optional: yes}
          supplier: {constant: Some Force}
          victim_reference: {column: Victim, within: always}
        """)
    return parse_mapping(document, desk.library.sources)


def test_a_column_may_be_written_short(parsed: Mapping) -> None:
    assert parsed.columns["reference"].headers == ("Crime Number",)
    assert parsed.columns["reference"] == parsed.columns["reference"].model_validate({"column": "Crime Number"})


def test_a_field_may_be_read_from_several_columns_together(parsed: Mapping) -> None:
    assert parsed.columns["committed_date"].headers == ("Year", "Month")
    assert parsed.columns["committed_date"].format == ("YYYY Mon", "YYYY-MM")


def test_one_format_is_a_list_of_one(parsed: Mapping) -> None:
    assert parsed.columns["recorded_date"].format == ("DD/MM/YYYY",)


def test_a_blank_is_unknown_unless_the_mapping_says_otherwise(parsed: Mapping) -> None:
    assert parsed.columns["recorded_date"].blank == "unknown"
    assert parsed.columns["knife"].blank == "no"
    assert parsed.columns["firearm"].blank == DatedBlank(before={date(2019, 4, 1): "unknown"}, otherwise="no")


def test_what_words_of_an_age_mean_must_be_ages(desk: Desk) -> None:
    document = desk.yaml("""
        id: x
        title: A supplier
        source: police
        row: offence
        columns:
          victim_age: {column: Age, values: {child: 0-17, adult: 18+, n/a: unknown, old: very old}}
        """)
    with pytest.raises(InvalidFileError) as caught:
        parse_mapping(document, desk.library.sources)
    assert "columns.victim_age.values.old is very old; expected an age or a band such as 0-17, or unknown" in str(
        caught.value
    )


def test_a_constant_needs_no_column(parsed: Mapping) -> None:
    assert parsed.columns["supplier"].constant == "Some Force"
    assert parsed.columns["supplier"].headers == ()


def test_a_person_reference_holds_within_its_file_unless_the_mapping_says_more(parsed: Mapping) -> None:
    assert parsed.columns["victim_reference"].within == "always"
    assert parsed.columns["reference"].within == "file"


def test_columns_of_the_fields_own_names_are_read_only_where_the_mapping_says_so(parsed: Mapping, desk: Desk) -> None:
    police = desk.library.sources["police"]
    assert list(fields_read(parsed, police)) == list(parsed.columns)
    by_name = fields_read(parsed.model_copy(update={"by_name": True}), police)
    assert set(by_name) == {each.name for each in police.fields}
    assert by_name["knife"] == parsed.columns["knife"]
    assert by_name["hate_crime"].headers == ("hate_crime",)
    assert by_name["hate_crime"].optional


PARTS = [
    ("police", None, "offence"),
    ("police", "offences", "offences"),
    ("police", "victims", "victims"),
    ("police", "suspects", "suspects"),
    ("ed", None, "record"),
    ("ambulance", None, "record"),
    ("fire", None, "record"),
]


@pytest.mark.parametrize(("source", "linked", "row"), PARTS)
def test_the_standard_mapping_reads_every_source_flat_or_linked(
    source: str, linked: str | None, row: str, library: Library
) -> None:
    part = library.mapping("standard").part_for(source, linked)
    assert part is not None
    assert (part.source, part.row) == (source, row)


def test_a_mapping_does_not_read_what_it_has_no_part_for(library: Library) -> None:
    assert library.mapping("tiig_ed").part_for("police", None) is None
    assert library.mapping("police_uk").part_for("police", "victims") is None
    assert library.mapping("standard").part_for("ed", "victims") is None


def test_every_shipped_mapping_is_valid(library: Library) -> None:
    for wanted in library.ids("mappings"):
        assert library.mapping(wanted).id == wanted
