"""The order in which findings are told: causes before what they cause; and what is back once the first are mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Cost, Finding, Level
from svtool.validation.ranking import look_ahead, lost_by, worst_first


def found(kind: str, count: int = 1, costs: int = 0, **more: object) -> Finding:
    """Return a finding of some cells, each of which has its place, and of what they cost a measure."""
    cost = (Cost("m", "Offences", "2023", 9, 9, costs),) if costs else ()
    finding = Finding(KINDS[kind], "a.csv", "wrong", count, costs=cost, records=tuple(range(2, count + 2)))
    return replace(finding, **more)  # type: ignore[arg-type]


# findings in any order → their order by what causes what
ORDERS = {
    "a row that is lost goes before a cell that costs much": (["V10 5 900", "R02 1"], ["R02", "V10"]),
    "the loss of most rows goes before that of few": (["R02 3", "H10 400", "R03 20"], ["H10", "R03", "R02"]),
    "shifted cells go before what they cause": (["V25 12 40", "V21 12 90", "R04 12"], ["R04", "V21", "V25"]),
    "lost rows go before shifted ones": (["R04 90", "F11 1"], ["F11", "R04"]),
    "what is personal goes before what is dear": (["V20 5 40", "P01 1"], ["P01", "V20"]),
    "of cells the dearest": (["V10 90 1", "V20 2 50"], ["V20", "V10"]),
    "errors go before warnings": (["R06 900", "V26 1"], ["V26", "R06"]),
}


@pytest.mark.parametrize(("given", "order"), ORDERS.values(), ids=ORDERS)
def test_causes_are_told_before_what_they_cause(given: list[str], order: list[str]) -> None:
    findings = [found(kind, *map(int, numbers)) for kind, *numbers in map(str.split, given)]
    for turned in (findings, findings[::-1]):
        assert [each.kind.id for each in worst_first(turned)] == order


def test_what_keeps_a_file_from_being_read_goes_first() -> None:
    refused = found("H04", refused=True, given_level=Level.ERROR)
    assert worst_first([found("H10", 400), refused])[0] is refused


def test_a_note_a_series_and_a_refused_file_lose_no_rows() -> None:
    for each in (found("V32", 9), found("S01", 3), found("R06", 4), found("V29", 4, given_level=Level.NOTE)):
        assert lost_by(each) == 0
    assert lost_by(found("H10", refused=True)) == 0
    assert (lost_by(found("R02", 9)), lost_by(found("V20", 4)), lost_by(found("V29", 4))) == (9, 4, 4)


def test_the_fewest_findings_are_named_that_lose_most_of_what_is_lost() -> None:
    findings = worst_first([found("V20", 60), found("R02", 30), found("V10", 6), found("V25", 4)])
    outlook = look_ahead(findings)
    assert [each.kind.id for each in outlook.first] == ["R02", "V20"]
    assert (outlook.back, outlook.lost) == (90, 100)


def test_three_are_named_though_they_be_less_than_most() -> None:
    kinds = ["V10", "V15", "V16", "V20", "V25"]
    outlook = look_ahead(worst_first([found(kind, 20) for kind in kinds]))
    assert (len(outlook.first), outlook.back, outlook.lost) == (3, 60, 100)


def test_where_nothing_is_lost_there_is_nothing_to_look_ahead_to() -> None:
    assert look_ahead([found("S08")]).lost == 0
