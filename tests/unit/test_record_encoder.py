"""Texts become canonical columns: small typed values, NULL for whatever is not known, the same for every block."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from svtool.records.canonical_columns import arrow_columns
from svtool.records.judgement import Fault
from svtool.records.record_encoder import RecordEncoder
from svtool.records.reference_cells import fold_references
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.schema.library import Library
from svtool.schema.mappings import Column


@pytest.fixture
def vocabularies() -> Vocabularies:
    return {}


@pytest.fixture
def encode(library: Library, vocabularies: Vocabularies):
    """Encode columns of texts as a police extract; returns the canonical columns, and the encoder."""

    def run(texts: dict[str, list[str]], **columns: dict[str, Any]) -> tuple[dict[str, list[Any]], RecordEncoder]:
        read_as = {name: Column.model_validate(columns.get(name, {})) for name in texts}
        police = library.sources["police"]
        encoder = RecordEncoder(police, read_as, library.catalogue, library.areas("merseyside"), vocabularies)
        found = encoder.encode({name: pa.array(values, pa.string()) for name, values in texts.items()}).columns
        return {name: column.to_pylist() for name, column in found.items()}, encoder

    return run


def test_a_vocabulary_numbers_values_from_1_and_0_is_not_known() -> None:
    vocabulary = Vocabulary()
    assert [vocabulary.id_of(value) for value in ("knife", None, "blunt", "knife")] == [1, 0, 2, 1]
    assert vocabulary.values == [None, "knife", "blunt"]


def test_what_is_not_known_is_null_in_every_column(encode) -> None:
    blank = {"recorded_date": "", "knife": "", "victim_age": "", "victim_sex": "", "area": "", "reference": " "}
    found, _ = encode({name: [text] for name, text in blank.items()})
    assert found == {
        "recorded_date": [None],
        "knife": [None],
        "victim_age_lo": [None],
        "victim_age_hi": [None],
        "victim_sex": [None],
        "area": [None],
        "reference": [None],
    }


def test_each_type_has_its_column(encode, vocabularies: Vocabularies) -> None:
    found, _ = encode(
        {
            "recorded_date": ["2021-04-25"],
            "knife": ["Y"],
            "victim_age": ["18-24"],
            "victim_sex": ["Female"],
            "area": ["St Helens"],
            "reference": ["o1"],
            "count": ["1,200"],
            "offence_class": ["8N"],
        }
    )
    assert found["recorded_date"] == [date(2021, 4, 25)]
    assert found["knife"] == [True]
    assert (found["victim_age_lo"], found["victim_age_hi"]) == ([18], [24])
    assert vocabularies["victim_sex"].values[found["victim_sex"][0]] == "female"
    assert vocabularies["area"].values[found["area"][0]] == "E08000013"
    assert found["reference"] == ["O1"]
    assert found["count"] == [1200]
    assert {code for code, _ in vocabularies["offence"].values[found["offence"][0]]} == {"8N"}


def test_the_columns_of_a_table_are_known_before_a_file_is_read(library: Library) -> None:
    names = ["reference", "recorded_date", "victim_age", "knife", "victim_sex", "offence", "area"]
    assert arrow_columns(library.sources["police"], names) == {
        "reference": pa.string(),
        "recorded_date": pa.date32(),
        "victim_age_lo": pa.int16(),
        "victim_age_hi": pa.int16(),
        "knife": pa.bool_(),
        "victim_sex": pa.int32(),
        "offence": pa.int32(),
        "area": pa.int32(),
    }


def test_the_class_sub_code_and_title_of_a_row_are_read_together(encode, library: Library, vocabularies) -> None:
    found, _ = encode(
        {
            "offence_class": ["8S", "8S", "", "", "8s"],
            "offence_subcode": ["005/01", "", "005/01", "", "5/1"],
            "offence_title": ["", "", "", "", ""],
        }
    )
    read = library.catalogue.read_offence
    expected = [read("8S", "005/01", None), read("8S", None, None), read(None, "005/01", None), None]
    assert [vocabularies["offence"].values[number or 0] for number in found["offence"]] == [*expected, expected[0]]
    assert found["offence"][3] is None


def test_a_class_of_no_list_is_a_fault_and_not_known(encode) -> None:
    found, encoder = encode({"offence_class": ["8N", "999Z", "999Z", ""]})
    assert [number is None for number in found["offence"]] == [False, True, True, True]
    assert encoder.faults == {("offence_class", Fault.UNKNOWN_CODE): 2}


def test_faults_are_counted_by_row_and_not_by_distinct_text(encode) -> None:
    _, encoder = encode({"knife": ["Y", "perhaps", "perhaps", "maybe", ""], "victim_age": ["24", "999", "x", "", "24"]})
    assert encoder.faults == {
        ("knife", Fault.UNRECOGNISED): 3,
        ("victim_age", Fault.IMPLAUSIBLE_AGE): 1,
        ("victim_age", Fault.NOT_AN_AGE): 1,
    }


def test_a_second_block_uses_the_numbers_of_the_first(encode, vocabularies: Vocabularies) -> None:
    first, _ = encode({"victim_sex": ["female", "male"]})
    second, _ = encode({"victim_sex": ["male", "other", "FEMALE"]})
    assert [*first["victim_sex"], *second["victim_sex"]] == [1, 2, 2, 3, 1]
    assert vocabularies["victim_sex"].values == [None, "female", "male", "other"]


def test_blanks_within_and_around_a_cell_are_no_part_of_its_value(encode) -> None:
    found, encoder = encode({"victim_age": ["  34\xa0 yrs "], "victim_sex": ["\tfemale "], "knife": ["\xa0Y"]})
    assert (found["victim_age_lo"], found["knife"], found["victim_sex"]) == ([34], [True], [1])
    assert not encoder.faults


def test_references_are_folded_before_they_are_compared() -> None:
    folded = fold_references(pa.array(["o1", " O1 ", "\u00a0o1", "", "  ", "o 1"])).to_pylist()
    assert folded == ["O1", "O1", "O1", None, None, "O 1"]


def test_a_word_for_none_is_no_reference() -> None:
    """R writes NA; records that share it are not one record."""
    folded = fold_references(pa.array(["NA", " n/a ", "NULL", "nan", "None", "NA1", "NAT"])).to_pylist()
    assert folded == [None, None, None, None, None, "NA1", "NAT"]


def test_an_excel_error_is_no_reference() -> None:
    """Records that share #N/A are not one record."""
    folded = fold_references(pa.array(["#N/A", "#ref!", "########", "#12", "# 5"])).to_pylist()
    assert folded == [None, None, None, "#12", "# 5"]


def test_a_date_that_a_system_writes_where_it_knows_none_is_not_known(encode) -> None:
    found, encoder = encode({"recorded_date": ["1970-01-01", "1900-01-01", "1970-01-02"]})
    assert found["recorded_date"] == [None, None, date(1970, 1, 2)]
    assert encoder.faults.total() == 2


DATED = {"blank": {"before": {"2019-04-01": "unknown"}, "otherwise": "no"}}


def test_a_dated_blank_is_not_known_on_a_day_that_is_not_known(encode) -> None:
    found, _ = encode({"recorded_date": ["2019-03-31", "2019-04-01", "", "TBC"], "knife": [""] * 4}, knife=DATED)
    assert found["knife"] == [None, False, None, None]


def test_a_blank_on_an_unknown_day_is_not_known_even_where_it_meant_no_at_first(encode) -> None:
    blank = {"blank": {"before": {"2018-04-01": "no", "2019-04-01": "unknown"}, "otherwise": "no"}}
    found, _ = encode({"recorded_date": ["2018-03-31", "2018-04-01", "2019-04-01", ""], "knife": [""] * 4}, knife=blank)
    assert found["knife"] == [False, None, False, None]


def test_a_dated_blank_goes_by_the_date_wherever_its_column_stands(encode) -> None:
    found, _ = encode({"knife": ["", ""], "recorded_date": ["2019-03-31", "2019-04-01"]}, knife=DATED)
    assert found["knife"] == [None, False]


@pytest.mark.parametrize(
    ("texts", "coarsest"),
    [
        (["2021-04-25", "2021-04-26"], "day"),
        (["2021-04-25", "2021-04"], "month"),
        (["2020/21 Q1", "2021-04"], "quarter"),
        (["", "TBC"], "day"),
    ],
)
def test_the_least_exact_date_of_a_file_is_known(texts: list[str], coarsest: str, encode) -> None:
    formats = {"format": ["YYYY-MM-DD", "YYYY-MM", "YYYY/YY Q"]}
    _, encoder = encode({"recorded_date": texts}, recorded_date=formats)
    assert encoder.coarsest_date("recorded_date") == coarsest


def test_a_time_behind_a_date_makes_no_other_date_of_it(encode) -> None:
    texts = ["2021-05-04 23:59", "2021-05-04T00:00:00", "2021-05-04", "2021-05-04 1:05:30.25Z", "2021-05-04 noon", ""]
    found, encoder = encode({"recorded_date": texts})
    assert found["recorded_date"] == [*[date(2021, 5, 4)] * 4, None, None]
    assert encoder.faults.total() == 1
    assert encoder.values["recorded_date"] == [None, (date(2021, 5, 4), "day")]
