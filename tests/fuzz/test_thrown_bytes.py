"""What a fuzzer threw at svtool once is thrown again in every run, with some bytes that nobody threw before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from often import slow_but
from targets import TARGETS, check_said

CORPUS = Path(__file__).parent / "corpus"
KEPT = sorted(CORPUS.glob("*/*"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_bytes_that_were_thrown_once_are_taken(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", slow_but({"yaml", "rule", "day", "periods"}.__contains__, TARGETS))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)))
def test_any_bytes_are_taken(name: str, data: bytes) -> None:
    TARGETS[name](data)


def test_every_target_has_a_corpus() -> None:
    assert {path.parent.name for path in KEPT} == {*TARGETS}


@pytest.mark.parametrize("text", ["", " \n", "a\x1b[2J", "a\x9b2J", "a\rb"])
def test_what_moves_a_cursor_or_says_nothing_is_noticed(text: str) -> None:
    with pytest.raises(AssertionError):
        check_said(text)
