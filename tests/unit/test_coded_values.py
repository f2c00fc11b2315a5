"""Codes of other services, cells of several flags, counts that may be several numbers: judged once per text."""

from __future__ import annotations

from typing import Any

import pytest

from svtool.records.cell_values import judge_for
from svtool.records.derivations import card_of, is_assault, method_of
from svtool.records.judgement import BLANK, Fault, Judged
from svtool.schema.mappings import Column
from svtool.schema.row_columns import UNSTATED
from svtool.schema.sources import SourceField


def judge(kind: str, text: str, **column: Any) -> Judged:
    field = SourceField.model_validate({"name": "x", "title": "x", "type": kind})
    return judge_for(field, Column.model_validate({"column": "x", **column}), None)(text)


@pytest.mark.parametrize(
    ("text", "code", "card"),
    [
        ("27D01S", "27D01S", "27"),
        ("27-D-01G", "27D01G", "27"),
        ("4-D-1", "04D01", "4"),
        ("04D01", "04D01", "4"),
        ("4 b 3", "04B03", "4"),
        ("17A1", "17A01", "other"),
    ],
)
def test_a_determinant_has_one_form_and_a_card(text: str, code: str, card: str) -> None:
    assert judge("ampds_code", text) == Judged(code)
    assert card_of(code) == card


@pytest.mark.parametrize("text", ["RED2", "27", "D01", "127D01", "27Z01", "27D01SS"])
def test_what_is_no_determinant_is_not_known(text: str) -> None:
    assert judge("ampds_code", text) == Judged(None, Fault.NOT_AN_AMPDS_CODE)


@pytest.mark.parametrize(
    ("text", "cause", "assault", "method"),
    [
        ("X99", "X99", "yes", "knife_or_other_sharp"),
        ("x99.4", "X99", "yes", "knife_or_other_sharp"),
        ("X994", "X99", "yes", "knife_or_other_sharp"),
        ("X85", "X85", "yes", "other"),
        ("Y09", "Y09", "yes", "other"),
        ("X84", "X84", "no", "other"),
        ("Y10", "Y10", "no", "other"),
        ("W26", "W26", "no", "other"),
        ("X93", "X93", "yes", "firearm"),
        ("X85-Y09", "X85-Y09", "yes", None),
        ("W20 - Y09", "W20-Y09", "no", None),
    ],
)
def test_a_cause_says_whether_it_is_assault_and_how(text: str, cause: str, assault: str, method: str | None) -> None:
    assert judge("icd10_code", text) == Judged(cause)
    assert (is_assault(cause), method_of(cause)) == (assault, method)


@pytest.mark.parametrize("text", ["99", "XX9", "assault", "X9"])
def test_what_is_no_cause_is_not_known(text: str) -> None:
    assert judge("icd10_code", text) == Judged(None, Fault.NOT_AN_ICD10_CODE)


KNIFE = {"contains": ["Knife", "Bladed article"]}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Knife", "yes"),
        ("DA; bladed  ARTICLE ;Hate", "yes"),
        ("DA;Hate", "no"),
        ("Penknife", "no"),
        ("Not recorded", None),
        ("", None),
        (" ; ", None),
    ],
)
def test_a_cell_of_flags_says_yes_to_those_in_it_and_no_to_the_others(text: str, answer: str | None) -> None:
    assert judge("flag", text, **KNIFE) == Judged(answer)


def test_a_blank_cell_of_flags_is_what_the_mapping_says() -> None:
    assert judge("flag", "", blank="no", **KNIFE) == Judged("no")
    dated = {"before": {"2019-04-01": "unknown"}, "otherwise": "no"}
    assert judge("flag", "", blank=dated, **KNIFE) == Judged(BLANK)


SUPPRESSED = {"suppressed": {"*": ["1", "7"]}, "rounded_to": "5"}


@pytest.mark.parametrize(("text", "value"), [("*", (1, 7)), ("45", (43, 47)), ("1,205", (1203, 1207)), ("0", 0)])
def test_a_suppressed_or_rounded_count_is_an_interval_and_a_zero_a_zero(text: str, value: object) -> None:
    assert judge("count", text, **SUPPRESSED) == Judged(value)


def test_a_count_is_a_number_where_the_mapping_says_nothing() -> None:
    assert judge("count", "45") == Judged(45)
    assert judge("count", "*") == Judged((0, UNSTATED), Fault.NOT_STATED)
    assert judge("count", "many") == Judged(None, Fault.NOT_A_NUMBER)
