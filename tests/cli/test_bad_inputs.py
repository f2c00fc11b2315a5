"""Whatever stands in the place of an input or output, a command ends with a sentence and the code that it must have."""

from __future__ import annotations

import os
import re

import pytest
from bad_inputs import BAD_INPUTS, BadInput, outcome
from often import slow_but

QUICK = {("an extract", "a pipe"), ("an extract", "NUL bytes alone"), ("a manifest", "a pipe")}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize(
    "bad",
    slow_but(lambda each: (each.place, each.what) in QUICK, BAD_INPUTS),
    ids=lambda bad: f"{bad.place}: {bad.what}",
)
def test_it_is_told_in_a_sentence_and_leaves_nothing(bad: BadInput) -> None:
    found = outcome(bad)
    assert found.code == bad.code, found.said
    assert found.left == frozenset()
    assert "a bug in svtool" not in found.said
    assert "Traceback" not in found.said
    assert not any(letter < " " and letter != "\n" for letter in found.said), "a terminal's cursor would move"
    assert len(found.said.split()) > 5
    assert not re.search(r"\bR\d|2021-01-", found.said), "a record was shown"
