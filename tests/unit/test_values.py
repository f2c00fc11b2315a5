"""What a cell says: each distinct text is judged once; what is not understood is not known and counted as a fault."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svtool.records.cell_values import judge_for
from svtool.records.judgement import BLANK, Fault, Judged
from svtool.schema.areas import INSIDE, OUTSIDE
from svtool.schema.library import Library
from svtool.schema.mappings import Column
from svtool.schema.row_columns import UNSTATED
from svtool.schema.sources import SourceField


def _field(kind: str, **more: Any) -> SourceField:
    return SourceField.model_validate({"name": "it", "title": "it", "type": kind, **more})


def _judge(field: SourceField, text: str, **column: Any) -> Judged:
    return judge_for(field, Column.model_validate(column), None)(text)


FLAG, AGE, COUNT = _field("flag"), _field("age"), _field("count")
WEAPON = _field(
    "category",
    values=("knife", "other_sharp", "none"),
    coarse={"knife_or_other_sharp": ("knife", "other_sharp")},
    unknown=("not_specified",),
)


@pytest.mark.parametrize("text", ["Y", "y", "Yes", "YES", "true", "T", "1"])
def test_a_flag_says_yes(text: str) -> None:
    assert _judge(FLAG, text) == Judged("yes")


@pytest.mark.parametrize("text", ["N", "n", "No", "NO", "false", "F", "0"])
def test_a_flag_says_no(text: str) -> None:
    assert _judge(FLAG, text) == Judged("no")


@pytest.mark.parametrize("text", ["", "unknown", "Not known", "Not Recorded", "n/k"])
def test_a_flag_that_was_not_recorded_is_not_known_and_no_fault(text: str) -> None:
    assert _judge(FLAG, text) == Judged(None)


@pytest.mark.parametrize("text", ["maybe", "2", "-", "yes and no"])
def test_a_flag_that_says_something_else_is_not_known_and_a_fault(text: str) -> None:
    assert _judge(FLAG, text) == Judged(None, Fault.UNRECOGNISED)


def test_a_mapping_says_what_the_values_of_a_flag_mean() -> None:
    column = {"values": {"Knife used": "yes", "No weapon": "no", "Y": "unknown"}}
    assert _judge(FLAG, "KNIFE  used", **column) == Judged("yes")
    assert _judge(FLAG, "no weapon", **column) == Judged("no")
    assert _judge(FLAG, "Y", **column) == Judged(None)
    assert _judge(FLAG, "N", **column) == Judged(None, Fault.UNRECOGNISED)


def test_what_a_mapping_does_not_list_is_what_it_says_of_all_others() -> None:
    assert _judge(FLAG, "Fists", values={"Knife": "yes"}, otherwise="no") == Judged("no")
    assert _judge(FLAG, "Fists", values={"Knife": "yes"}, otherwise="unknown") == Judged(None)
    assert _judge(FLAG, "", values={"Knife": "yes"}, otherwise="no") == Judged(None)
    assert _judge(FLAG, "not recorded", values={"Knife": "yes"}, otherwise="no") == Judged(None)


def test_a_blank_flag_is_what_the_mapping_says_and_else_not_known() -> None:
    assert _judge(FLAG, "") == Judged(None)
    assert _judge(FLAG, "", blank="no") == Judged("no")
    dated = {"before": {"2019-04-01": "unknown"}, "otherwise": "no"}
    assert _judge(FLAG, "", blank=dated) == Judged(BLANK)
    assert _judge(FLAG, "unknown", blank="no") == Judged(None)


CATEGORIES = [
    ("knife", Judged("knife")),
    ("Knife", Judged("knife")),
    (" OTHER  sharp", Judged("other_sharp")),
    ("Other-Sharp", Judged("other_sharp")),
    ("Knife or other sharp", Judged("knife_or_other_sharp")),
    ("Not specified", Judged("not_specified")),
    ("none", Judged("none")),
    ("", Judged(None)),
    ("not known", Judged(None)),
    ("sword", Judged(None, Fault.UNRECOGNISED)),
]


@pytest.mark.parametrize(("text", "judged"), CATEGORIES)
def test_a_category_is_one_of_its_values_however_it_is_written(text: str, judged: Judged) -> None:
    assert _judge(WEAPON, text) == judged


def test_a_mapping_translates_the_values_of_a_category() -> None:
    column = {"values": {"Other bladed/sharp object": "other_sharp", "Unstated": "unknown", "Knife": "none"}}
    assert _judge(WEAPON, "other bladed / sharp object", **column) == Judged("other_sharp")
    assert _judge(WEAPON, "UNSTATED", **column) == Judged(None)
    assert _judge(WEAPON, "knife", **column) == Judged("none")


AGES = [
    ("24", Judged((24, 24))),
    ("0", Judged((0, 0))),
    ("120", Judged((120, 120))),
    ("25.0", Judged((25, 25))),
    ("34 yrs", Judged((34, 34))),
    ("34 years old", Judged((34, 34))),
    ("1 year", Judged((1, 1))),
    ("18-24", Judged((18, 24))),
    ("18 to 24", Judged((18, 24))),
    ("18–24", Judged((18, 24))),
    ("25+", Judged((25, 120))),
    ("65 and over", Judged((65, 120))),
    ("under 18", Judged((0, 17))),
    ("U18", Judged((0, 17))),
    ("<18", Judged((0, 17))),
    ("< 18", Judged((0, 17))),
    ("＜18", Judged((0, 17))),
    ("<=17", Judged((0, 17))),
    ("≤ 17", Judged((0, 17))),
    ("17 and under", Judged((0, 17))),
    ("17 or younger", Judged((0, 17))),
    ("up to 17", Judged((0, 17))),
    ("Under 25 years", Judged((0, 24))),
    ("Under-18", Judged((0, 17))),
    ("less than 1", Judged((0, 0))),
    ("Aged 18-24", Judged((18, 24))),
    ("18 - 24", Judged((18, 24))),
    ("18—24 years", Judged((18, 24))),
    ("0-17 yrs old", Judged((0, 17))),
    ("between 18 and 24", Judged((18, 24))),
    (">64", Judged((65, 120))),
    (">= 65", Judged((65, 120))),
    ("≥65", Judged((65, 120))),
    ("65 or older", Judged((65, 120))),
    ("65 years and over", Judged((65, 120))),
    ("older than 64", Judged((65, 120))),
    ("over 65", Judged((65, 120))),
    ("65 plus", Judged((65, 120))),
    ("", Judged(None)),
    ("Not known", Judged(None)),
    ("<0", Judged(None, Fault.IMPLAUSIBLE_AGE)),
    (">120", Judged(None, Fault.IMPLAUSIBLE_AGE)),
    ("18-24-30", Judged(None, Fault.NOT_AN_AGE)),
    ("-1", Judged(None, Fault.IMPLAUSIBLE_AGE)),
    ("121", Judged(None, Fault.IMPLAUSIBLE_AGE)),
    ("999", Judged(None, Fault.IMPLAUSIBLE_AGE)),
    ("24-18", Judged(None, Fault.IMPLAUSIBLE_AGE)),
    ("18-200", Judged(None, Fault.IMPLAUSIBLE_AGE)),
    ("25.5", Judged(None, Fault.NOT_AN_AGE)),
    ("adult", Judged(None, Fault.NOT_AN_AGE)),
    ("#REF!", Judged(None, Fault.EXCEL_ERROR)),
    ("2 months", Judged((0, 0))),
    ("30 months old", Judged((2, 2))),
    ("3 weeks", Judged((0, 0))),
    ("5 days old", Judged((0, 0))),
    ("Aged 18", Judged((18, 18))),
    ("Age: 18", Judged((18, 18))),
    ("18y", Judged((18, 18))),
    ("10-17yo", Judged((10, 17))),
    ("18yrs-24yrs", Judged((18, 24))),
    ("18-24 inclusive", Judged((18, 24))),
    ("16/17", Judged((16, 17))),
    ("16 or 17", Judged((16, 17))),
    ("0-17 years", Judged((0, 17))),
    ("17 and under", Judged((0, 17))),
    ("under 25", Judged((0, 24))),
    ("25 and over", Judged((25, 120))),
    ("1/2", Judged(None, Fault.NOT_AN_AGE)),
    ("14-Oct", Judged(None, Fault.NOT_AN_AGE)),
    ("2017/18", Judged(None, Fault.NOT_AN_AGE)),
    ("60 weeks", Judged(None, Fault.NOT_AN_AGE)),
    ("01/02/1999", Judged(None, Fault.NOT_AN_AGE)),
]


@pytest.mark.parametrize(("text", "judged"), AGES)
def test_an_age_is_the_band_that_it_may_lie_in(text: str, judged: Judged) -> None:
    """A negative age must not fall into under 25."""
    assert _judge(AGE, text) == judged


def test_a_mapping_may_say_which_ages_a_word_means() -> None:
    values = {"child": "0-17", "adult": "18+", "n/a": "unknown"}
    assert _judge(AGE, "Child", values=values) == Judged((0, 17))
    assert _judge(AGE, "adult", values=values) == Judged((18, 120))
    assert _judge(AGE, "n/a", values=values) == Judged(None)
    assert _judge(AGE, "34", values=values) == Judged((34, 34))


COUNTS = [
    ("12", Judged(12)),
    (" 1,234 ", Judged(1234)),
    ("12 345", Judged(12345)),
    ("-3", Judged(-3)),
    ("0", Judged(0)),
    ("1,234r", Judged(1234)),
    ("56*", Judged(56)),
    ("123 [1]", Judged(123)),
    ("<5", Judged((0, 4))),
    ("1.5", Judged(None, Fault.NOT_A_NUMBER)),
    ("many", Judged(None, Fault.NOT_A_NUMBER)),
    *(
        (symbol, Judged((0, UNSTATED), Fault.NOT_STATED))
        for symbol in ("", "*", "[c]", "[x]", "[z]", "[u]", "..", ":", "-", "N/A")
    ),
]


@pytest.mark.parametrize(("text", "judged"), COUNTS)
def test_a_count_is_a_whole_number_and_a_correction_may_be_negative(text: str, judged: Judged) -> None:
    assert _judge(COUNT, text) == judged


def test_a_symbol_is_what_the_mapping_says_it_is() -> None:
    assert _judge(COUNT, "-", suppressed={"-": [0, 0]}) == Judged((0, 0))
    assert _judge(COUNT, "[c]", suppressed={"[c]": [1, 4]}) == Judged((1, 4))


def test_a_date_is_read_in_the_formats_of_the_mapping_only() -> None:
    field = _field("date")
    assert _judge(field, "04/05/2021", format="DD/MM/YYYY") == Judged((date(2021, 5, 4), "day"))
    assert _judge(field, "04/25/2021", format="DD/MM/YYYY") == Judged(None, Fault.OTHER_ORDER)
    assert _judge(field, "2021-05-04") == Judged((date(2021, 5, 4), "day"))
    assert _judge(field, "04/05/2021") == Judged(None, Fault.NOT_A_DATE)
    assert _judge(field, "") == Judged(None)
    assert _judge(field, "TBC") == Judged(None, Fault.NOT_A_DATE)


def test_an_area_is_placed_where_the_project_names_areas(library: Library) -> None:
    areas = library.areas("merseyside")
    judge = judge_for(_field("area"), Column(), areas)
    assert judge("st helens") == Judged("E08000013")
    assert judge("E08000025") == Judged("outside")
    assert judge("Nowhere in particular") == Judged(None, Fault.UNKNOWN_PLACE)


def test_a_mapping_may_say_where_a_place_is(library: Library) -> None:
    values = {"Bootle": "Sefton", "County HQ": "outside", "Custody": "inside", "n/a": "unknown"}
    judge = judge_for(_field("area"), Column(values=values), library.areas("merseyside"))
    assert judge("bootle") == Judged("E08000014")
    assert judge("County HQ") == Judged("outside")
    assert judge("Custody") == Judged("inside")
    assert judge("n/a") == Judged(None)
    assert judge("not recorded") == judge("") == Judged(None)


def test_an_area_is_kept_as_written_where_the_project_names_none() -> None:
    assert _judge(_field("area"), "Anywhere") == Judged("Anywhere")


def test_a_mapping_may_translate_an_area_before_it_is_placed(library: Library) -> None:
    column = Column.model_validate({"values": {"Area 1": "Sefton", "Unmapped": "unknown"}})
    judge = judge_for(_field("area"), column, library.areas("merseyside"))
    assert judge("Area 1") == judge("Sefton") == Judged("E08000014")
    assert judge("Unmapped") == Judged(None)


def test_a_label_is_kept_as_it_is_written() -> None:
    label = _field("label")
    assert _judge(label, "Violence and sexual offences") == Judged("Violence and sexual offences")
    assert _judge(label, "") == Judged(None)


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("Child", Judged((0, 17))), ("CHILD", Judged((0, 17))), ("Adult", Judged((18, 120))), ("Other", Judged(None)),
        ("25", Judged((25, 25))), ("<18", Judged((0, 17))), ("odd", Judged((18, 120))), ("", Judged(None)),
        ("not known", Judged(None)),
    ],
)  # fmt: skip
def test_words_of_ages_are_what_the_mapping_says_and_otherwise_is_for_what_is_not_understood(
    text: str, judged: Judged
) -> None:
    values = {"Child": "0-17", "Adult": "18 and over", "Other": "unknown"}
    assert _judge(AGE, text, values=values, otherwise="18-120") == judged


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Liverpool", "E08000012"), ("HQ", "E08000012"), ("hq", "E08000012"), ("Elsewhere", OUTSIDE), ("Ours", INSIDE),
        ("TBC", None), ("Narnia", OUTSIDE), ("", None),
    ],
)  # fmt: skip
def test_words_of_places_are_what_the_mapping_says_and_otherwise_is_for_what_is_in_no_list(
    text: str, place: str | None
) -> None:
    values = {"HQ": "Liverpool", "Elsewhere": "outside", "Ours": "inside", "TBC": "unknown"}
    column = Column.model_validate({"values": values, "otherwise": "outside"})
    assert judge_for(_field("area"), column, Library().areas("merseyside"))(text) == Judged(place)
