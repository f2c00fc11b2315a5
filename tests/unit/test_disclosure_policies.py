"""Disclosure policies: what they suppress, how they round, and what a file of one may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.policies import CountRule, DisclosurePolicy

LIBRARY = Library()


def shipped(name: str) -> DisclosurePolicy:
    found = LIBRARY.disclosure(name)
    assert found is not None
    return found


def printed(rule: CountRule, *counts: int) -> list[int | str]:
    return ["[c]" if rule.hides(count) else rule.rounded(count) for count in counts]


def test_under_5_is_suppressed_and_zero_is_shown() -> None:
    assert printed(shipped("threshold_5"), 0, 1, 4, 5, 6) == [0, "[c]", "[c]", 5, 6]


def test_the_nhs_suppresses_1_to_7_and_rounds_the_rest_to_5() -> None:
    # stat_vectors.json, hes_1to7_round5
    assert printed(shipped("nhs"), 0, 1, 7, 8, 12, 13, 17, 18) == [0, "[c]", "[c]", 10, 10, 15, 15, 20]


def test_redact_and_round_as_opensafely_does() -> None:
    # stat_vectors.json, os_redact_round_table
    assert printed(shipped("nhs"), 3, 8, 16, 23) == ["[c]", 10, 15, 25]
    assert printed(shipped("nhs"), 18, 23, 31, 44) == [20, 25, 30, 45]


def test_midpoint_6() -> None:
    # stat_vectors.json, os_midpoint6
    assert printed(CountRule(rounding="midpoint 6"), 0, 1, 6, 7, 12, 13, 18) == [0, 3, 3, 9, 9, 15, 15]


def test_half_goes_up() -> None:
    assert printed(CountRule(hide_below=5, rounding="nearest 10"), 5, 15, 25) == [10, 20, 30]


def test_a_zero_may_be_suppressed_too() -> None:
    assert printed(CountRule(hide_below=5, show_zero=False), 0, 5) == ["[c]", 5]


def test_a_suppressed_count_stays_as_open_as_the_counts_that_are_suppressed() -> None:
    assert shipped("threshold_5").values_for(shipped("threshold_5")) == 4
    assert shipped("nhs").values_for(shipped("nhs")) == 5
    assert DisclosurePolicy(id="own", title="Own", hide_below=10).values_for(CountRule(hide_below=10)) == 9


def own(folder: Path, text: str) -> DisclosurePolicy:
    (folder / "definitions/disclosure").mkdir(parents=True)
    (folder / "definitions/disclosure/own.yaml").write_text(f"id: own\ntitle: Our own\n{text}", encoding="utf-8")
    found = Library(folder).disclosure("own")
    assert found is not None
    return found


def test_an_override_says_what_is_otherwise_and_leaves_the_rest(tmp_path: Path) -> None:
    policy = own(
        tmp_path,
        "hide_below: 5\noverrides:\n  - {sources: ed, hide_below: 8, rounding: nearest 5}\n"
        "  - {measures: [non_domestic_homicide], hide_below: 0}\n  - {measures: [thefts], min_base_for_percent: 10}\n",
    )
    assert policy.rule_for("police", "robbery").hide_below == 5
    assert printed(policy.rule_for("ed", "knives"), 7, 8) == ["[c]", 10]
    assert printed(policy.rule_for("police", "non_domestic_homicide"), 1) == [1]
    assert policy.rule_for("police", "thefts") == CountRule(hide_below=5, min_base_for_percent=10)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rounding: nearest five\n", "own.yaml:1: the file has rounding `nearest five`; expected none, nearest 5 or"),
        ("rounding: nearest 5\n", "would print small counts as 0; set hide_below to 3 or more, or round less"),
        ("hide_below: -1\n", "has hide_below under 0; expected the first count that is shown, such as 5"),
        ("hide_below: few\n", "own.yaml:3: hide_below is `few`; expected a whole number"),
        ("possible_values: 1\n", "has possible_values under 2, which would let a count be recovered"),
        ("overrides: [{hide_below: 3}]\n", "names neither sources nor measures; say whom it concerns"),
        (
            "hide_below: 5\noverrides: [{sources: ed, rounding: nearest 20}]\n",
            "has override 1, which would print small counts as 0; set hide_below to 10 or more, or round less",
        ),
        ("hide_bellow: 5\n", "hide_bellow is not a field of a disclosure policy; did you mean hide_below?"),
        ("overrides: [{source: ed}]\n", "source is not a field of an override; did you mean sources?"),
    ],
)
def test_a_policy_that_makes_no_sense_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidFileError) as error:
        own(tmp_path, text)
    assert said in str(error.value)


def test_none_is_no_policy() -> None:
    assert LIBRARY.disclosure("none") is None
    with pytest.raises(
        InvalidFileError, match="nsh is not a disclosure policy; expected nhs or threshold_5; did you mean"
    ):
        LIBRARY.disclosure("nsh")
