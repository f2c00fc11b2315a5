"""Every kind of defect, planted alone in an extract of each agency, is told of where it is, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from often import slow_but

from messy.checking import alarms, assert_told, check_alone, draft_with, pairs, pairs_in_turn, told_ids
from messy.planting import DEFECTS, Draft
from messy.variants import write_csv, write_workbook
from svtool.errors import ExitCode
from svtool.validation.verdict import Validation


def first_agency_often(cases: list[tuple[str, str]]) -> list[Any]:
    """Return defects with agencies; every run looks at those that can't stand with others, with one agency each."""
    agency_of = dict(reversed(cases))
    return slow_but(lambda case: DEFECTS[case[0]].alone and agency_of[case[0]] == case[1], cases)


def assert_only_told(draft: Draft, validation: Validation, name: str) -> None:
    defect = DEFECTS[name]
    for truth in draft.truth():
        assert_told(validation, truth)
    assert alarms(validation) <= {*defect.ids, *defect.beside}, told_ids(validation)
    assert (validation.verdict.exit_code == ExitCode.UNREADABLE_EXTRACT) == defect.unreadable
    for ledger in validation.ledgers.values():
        ledger.check()


@pytest.mark.parametrize(("name", "agency"), first_agency_often(pairs_in_turn()))
def test_in_a_csv(name: str, agency: str, tmp_path: Path) -> None:
    draft = draft_with(agency, [name])
    path = write_csv(draft, tmp_path / f"{agency}.csv")
    assert_only_told(draft, check_alone(name, path, draft.layout), name)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "agency"), pairs("xlsx", alone=True))
def test_in_a_workbook(name: str, agency: str, tmp_path: Path) -> None:
    draft = draft_with(agency, [name])
    path = write_workbook(draft, tmp_path / f"{agency}.xlsx")
    assert_only_told(draft, check_alone(name, path, draft.layout), name)
