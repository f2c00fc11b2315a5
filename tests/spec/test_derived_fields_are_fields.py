"""A derived field is a field: the engine counts by it, and `explain` answers by it, as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from counting import count, write_project

from svtool.commands.explain import explain
from svtool.commands.scope import Request
from svtool.output.explained_text import explained_as_text

ROWS = """
    reference,recorded_date,committed_date,committed_to,offence_class,initial_class,weapon_use
    A1,2021-03-01,2019-01-01,2020-03-01,34A,34B,used
    A2,2021-03-01,2021-02-01,,34A,34A,threatened or possessed
    A3,2021-03-01,2019-01-01,,34A,,
    """
DEFINITION = """\
id: own
title: Own
source: police
clauses:
  - {id: C1, title: Old, where: {non_recent: yes}}
  - {id: C2, title: Moved, where: {not: {reclassified: no}}}
  - {id: C3, title: Carried, where: {weapon_use: [threatened, possessed]}}
"""
ANSWERS = {
    "A1": ["MET", "MET", "NOT MET"],
    "A2": ["NOT MET", "NOT MET", "MET"],
    "A3": ["NOT KNOWN", "NOT KNOWN", "NOT KNOWN"],
}
RULES = {
    "C1": "{non_recent: yes}",
    "C2": "{not: {reclassified: no}}",
    "C3": "{weapon_use: [threatened, possessed]}",
}


@pytest.mark.parametrize("reference", list(ANSWERS))
def test_explain_answers_as_the_engine_counts(tmp_path: Path, reference: str) -> None:
    rows = "\n".join(line for line in ROWS.splitlines() if not line.strip() or line.strip()[:2] in ("re", reference))
    # A second record with every field keeps the first from being in a period where nothing was recorded.
    rows += "\n    Z9,2021-03-02,2021-03-01,2021-03-01,34A,34A,used\n"
    measures = {name: f"unit: offence, where: {rule}" for name, rule in RULES.items()}
    found = count(tmp_path, "police", rows, "standard", measures)
    expected = {"MET": (1, 0), "NOT MET": (0, 0), "NOT KNOWN": (0, 1)}
    assert [found[name] for name in RULES] == [expected[answer] for answer in ANSWERS[reference]]

    project = write_project(tmp_path, "police", [rows], "standard", measures)
    (tmp_path / "definitions/serious_violence").mkdir(parents=True)
    (tmp_path / "definitions/serious_violence/own.yaml").write_text(DEFINITION)
    found = explain(Request(project=project, definition="own"), reference, "police")
    said = [line[:10].strip() for line in explained_as_text(found).splitlines() if line[10:12] in {"C1", "C2", "C3"}]
    assert said == ANSWERS[reference]
