"""Equal findings under one head."""

from __future__ import annotations

from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Cost, Finding, Level
from svtool.findings.message import Message, counted, numeral, say
from svtool.output.finding_groups import Place, group_equal


def below(count: int) -> Message:
    return say(counted(count, "cell", "cells"), " of age: below 0")


def finding(message: str | Message, file: str = "a.csv", kind: str = "V20", **more: object) -> Finding:
    return Finding(KINDS[kind], file, message, **more)  # type: ignore[arg-type]


def test_findings_that_differ_in_count_and_file_are_equal() -> None:
    (group,) = group_equal(
        [
            finding(below(24), count=24, records=(5, 7, 9)),
            finding(below(1), "b.csv", count=1, records=(3,)),
            finding(below(1_200), "c.csv", count=1_200, records=(2, 3, 4)),
        ]
    )
    assert group.message == "1,225 cells of age: below 0"
    assert group.count == 1_225
    assert group.files == ["a.csv", "b.csv", "c.csv"]
    assert group.places[3:5] == [Place("b.csv", "", 3), Place("c.csv", "", 2)]


def test_one_in_each_is_said_so() -> None:
    (group,) = group_equal([finding(below(1)), finding(below(1), "b.csv")])
    assert group.message == "in each 1 cell of age: below 0"


def test_verbs_agree_with_their_number_and_are_still_equal() -> None:
    verbs = "cell holds NUL and was mended", "cells hold NUL and were mended"
    one, seven = (say(counted(count, *verbs)) for count in (1, 7))
    (group,) = group_equal([finding(one, "a.csv", "F10"), finding(seven, "b.csv", "F10", count=7)])
    assert group.message == "8 cells hold NUL and were mended"


def test_what_differs_in_other_numbers_stands_under_one_head_with_its_own_words() -> None:
    (group,) = group_equal([finding(say(numeral(n), " cells instead of 15"), kind="R02") for n in (9, 4)])
    assert group.message == ""
    assert group.count == 2


def test_what_differs_in_kind_level_column_codes_or_remedy_is_not_equal() -> None:
    one = finding("2 cells", column="age")
    others = [
        finding("2 cells", kind="V26", column="age"),
        finding("2 cells", column="victim_age"),
        finding("2 cells", column="age", given_level=Level.NOTE),
        finding("2 cells", column="age", given_remedy="Another."),
        finding("2 cells hold 8/1", column="age"),
        finding("2 cells hold 34B", column="age"),
        finding("2 cells hold 34C", column="age"),
    ]
    assert len(group_equal([one, *others])) == 8


def test_a_place_that_is_named_often_is_one() -> None:
    (group,) = group_equal([finding("3 lines", kind="H10", count=3, records=(9, 9, 9))])
    assert group.places == [Place("a.csv", "", 9)]


def test_lines_and_records_of_a_place_go_together() -> None:
    (group,) = group_equal([finding("2 cells", sheet="Q4", records=(5, 6), lines=(7, 9))])
    assert group.places == [Place("a.csv", "Q4", 5, 7), Place("a.csv", "Q4", 6, 9)]


def test_costs_add_up_over_files_and_the_dearest_comes_first() -> None:
    cheap, dear = Cost("a", "A", "2020", 3, 9, 1), Cost("b", "B", "2021", 148, 1_309, 40, 38)
    (group,) = group_equal(
        [
            finding("1 cell", costs=(cheap, dear)),
            finding("1 cell", "b.csv", costs=(Cost("b", "B", "2021", 148, 1_309, 46, 42),)),
        ]
    )
    assert group.costs == [Cost("b", "B", "2021", 148, 1_309, 86, 80), cheap]
