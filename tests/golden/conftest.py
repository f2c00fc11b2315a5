"""The sample counted once, and the committed outputs that it must give.

A change of an expected output is a change of published figures: `pytest tests/golden --update-golden` writes them
again, and CHANGELOG.md ("Numbers that change") says why.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from goldens import EXPECTED

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected outputs of tests/golden again")


@pytest.fixture(scope="session")
def agencies_by_area() -> Result:
    """The table of the other agencies, by borough."""
    return measure(Request(sample=True, tables=("agencies",), by=("area",)))


@pytest.fixture
def same_as_expected(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with an expected output, or writes it when told to."""
    update = request.config.getoption("update_golden", default=False)

    def compare(name: str, text: str) -> None:
        path = EXPECTED / name
        if update:
            path.write_bytes(text.encode("utf-8"))
        assert text == path.read_bytes().decode("utf-8"), f"{name} differs; see tests/golden/conftest.py"

    return compare
