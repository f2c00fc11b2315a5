"""All defects that can stand in one file do: nothing hides another, in a CSV and in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from often import slow_but

from messy.checking import TOGETHER, assert_not_hidden, check, draft_with, pairs
from messy.layouts import ED
from messy.planting import DEFECTS, Truth
from messy.variants import write_csv, write_workbook
from svtool.errors import ExitCode
from svtool.validation.verdict import Validation

Together = Callable[[str, str], tuple[Validation, list[Truth]]]


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Together]:
    """What is said of an agency's extract with all defects that a container can have, and what was planted."""

    @cache
    def make(agency: str, container: str) -> tuple[Validation, list[Truth]]:
        names = [
            name
            for name in TOGETHER
            if agency in DEFECTS[name].agencies and (container == "csv" or DEFECTS[name].container == "both")
        ]
        draft = draft_with(agency, names)
        path: Path = tmp_path_factory.mktemp("together") / f"{agency}.{container}"
        (write_csv if container == "csv" else write_workbook)(draft, path)
        return check(path), draft.truth()

    return make


def check_one(together: Together, name: str, agency: str, container: str) -> None:
    validation, truths = together(agency, container)
    for own in (truth for truth in truths if truth.name == name):
        same = [truth for truth in truths if (truth.id, truth.column) == (own.id, own.column)]
        assert_not_hidden(validation, same)
    assert validation.verdict.exit_code == ExitCode.DATA_ERRORS
    for ledger in validation.ledgers.values():
        ledger.check()


@pytest.mark.parametrize(("name", "agency"), slow_but(lambda pair: pair[1] == ED, pairs("csv", alone=False)))
def test_nothing_hides_it_in_a_csv(name: str, agency: str, together: Together) -> None:
    check_one(together, name, agency, "csv")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "agency"), pairs("xlsx", alone=False))
def test_nothing_hides_it_in_a_workbook(name: str, agency: str, together: Together) -> None:
    check_one(together, name, agency, "xlsx")
