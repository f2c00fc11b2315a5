"""What a mapping may say of status, ranges, flags and intervals, and what is refused at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart, left_out, parse_mapping
from svtool.schema.text_yaml import read_text_yaml

LIBRARY = Library()
ASSUMED = (
    "niche_like", "athena_like", "connect_like", "istv_ed", "ecds_ed", "hes_admissions", "ambulance_cad", "irs_fire"
)  # fmt: skip


def read(folder: Path, text: str) -> None:
    path = folder / "x.yaml"
    path.write_text(f"id: x\ntitle: X\nsource: police\nrow: offence\n{text}")
    parse_mapping(read_text_yaml(path, "x.yaml"), LIBRARY.sources)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("committed_date: {column: A, format: DD/MM/YY}", "has years of two digits; add pivot: YEAR"),
        ("committed_date: {column: A, contains: [B]}", "contains is for a flag; committed_date is not one"),
        ("knife: {column: A, ranges: yes}", "ranges is for a date; knife is not one"),
        ("knife: {column: A, pivot: 2029}", "pivot is for a birth_date or date; knife is not one"),
        ("knife: {column: A, contains: [B], values: {C: yes}}", "has contains and values"),
        ("knife: {column: A, rounded_to: 5}", "rounded_to is for a count"),
        (
            "recorded_date: {column: A, values: {TBC: unknown}}",
            "columns.recorded_date.values is not for a date, which recorded_date is: dates are read as format: says",
        ),
        ("victim_date_of_birth: {column: A, otherwise: 1990-01-01}", "otherwise is not for a date"),
        ("reference: {column: A, values: {X: Y}}", "values is not for a reference"),
        ("count: {column: A, values: {c: 3}}", "say what a mark in its place may be with suppressed:"),
        ("victim_age: {column: A, values: {Child: young}}", "expected an age or a band such as 0-17, or unknown"),
        ("victim_age: {column: A, otherwise: adult}", "expected an age or a band such as 0-17, or unknown"),
        ("recorded_date: {column: A, format: MM/YYYY}", "format MM/YYYY is not a date format"),
    ],
)
def test_what_does_not_fit_a_field_is_refused_at_its_line(tmp_path: Path, column: str, said: str) -> None:
    with pytest.raises(InvalidFileError) as raised:
        read(tmp_path, f"columns:\n  {column}\n")
    assert said in str(raised.value)
    assert str(raised.value).startswith("x.yaml:6: ")


@pytest.mark.parametrize("name", ASSUMED)
def test_a_mapping_that_no_real_export_stands_behind_says_what_it_assumes(name: str) -> None:
    assert LIBRARY.mapping(name).assumption


def test_a_mapping_leaves_out_what_its_source_does_unless_it_says_otherwise() -> None:
    police = LIBRARY.sources["police"]
    part = MappingPart.model_validate({"source": "police", "row": "offence"})
    assert left_out(part, police) == {"status": ("cancelled", "transferred", "not_a_crime")}
    own = MappingPart.model_validate({"source": "police", "row": "offence", "leave_out": {"status": "transferred"}})
    assert left_out(own, police) == {"status": ("transferred",)}


def test_a_column_from_the_command_line_keeps_what_the_mapping_says_of_its_values() -> None:
    part = LIBRARY.mapping("niche_like").with_columns({"knife": Column.model_validate({"column": "Markers"})})
    assert part.columns["knife"].headers == ("Markers",)
    assert part.columns["knife"].contains == ("Knife", "Bladed Article", "Sharp Instrument")
    assert not part.columns["knife"].optional, "a column that was asked for must be there"
