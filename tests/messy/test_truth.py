"""The truth about a messy extract is data, and it is true: each record that it names is the one that was touched."""

from __future__ import annotations

import csv
import io
import json

import pytest

from messy.checking import TOGETHER, draft_with
from messy.layouts import AGENCIES, POLICE
from messy.planting import DEFECTS, write_truth
from messy.variants import csv_bytes


def test_there_are_enough_kinds_of_defects() -> None:
    assert len(DEFECTS) >= 30
    assert {each for defect in DEFECTS.values() for each in defect.agencies} == set(AGENCIES)


@pytest.mark.slow
@pytest.mark.parametrize("agency", AGENCIES)
def test_the_same_seed_plants_the_same_and_another_seed_elsewhere(agency: str) -> None:
    names = [name for name in TOGETHER if agency in DEFECTS[name].agencies]
    one, same, other = (draft_with(agency, names, seed) for seed in (3, 3, 4))
    assert csv_bytes(one) == csv_bytes(same) != csv_bytes(other)
    assert one.truth() == same.truth() != other.truth()


def test_records_and_lines_are_those_of_the_file() -> None:
    draft = draft_with(POLICE, ["quoted_line_breaks", "title_lines", "split_rows", "impossible_ages", "unknown_codes"])
    text = csv_bytes(draft).decode()
    records = list(csv.reader(io.StringIO(text, newline="")))
    lines = text.split("\r\n")
    for truth in draft.truth():
        if truth.column:
            place = draft.header.index(truth.column)
            texts = {records[record - 1][place] for record in truth.records}
            assert texts <= {"-1", "121", "999", "S39", "77Z", "X1"}
        for record, line in zip(truth.records, truth.lines, strict=True):
            first_cell = records[record - 1][0]
            # A line break inside a quote is a line of its own in an editor.
            assert "\n".join(lines).split("\n")[line - 1].startswith(first_cell)


def test_it_can_be_written_down() -> None:
    draft = draft_with(POLICE, ["impossible_ages"])
    (written,) = json.loads(write_truth(draft.truth()))
    assert (written["id"], written["agency"], written["column"], written["count"]) == ("V20", POLICE, "Victim Age", 6)
    assert len(written["records"]) == len(written["lines"]) == 6
