"""A hospital that sends counts beside one that sends records: a row without a count is one."""

from pathlib import Path

import pytest

from svtool.commands.measures import measure
from svtool.commands.scope import Request

COUNTS = """\
id: counts
title: Attendances by month
source: ed
columns:
  recorded_date: {column: Month, format: YYYY-MM}
  assault: {column: Assault, values: {Y: yes}, otherwise: no}
  count: Number
"""
RECORDS = """\
id: records
title: Attendances
source: ed
columns:
  reference: No
  recorded_date: {column: Day, format: YYYY-MM-DD}
  assault: {column: Assault, values: {Y: yes}, otherwise: no}
"""
PROJECT = """\
tables: [agencies]
periods: {{kind: month, from: 2021-01, to: 2021-02}}
sources:
  ed:
    - {{files: counts.csv, mapping: counts, supplier: North}}
    - {{files: records.csv, mapping: {mapping}, supplier: South}}
"""


@pytest.mark.parametrize(
    ("mapping", "header"), [("records", "No,Day,Assault"), ("standard", "reference,recorded_date,assault")]
)
def test_records_beside_counts_count_one_each(tmp_path: Path, mapping: str, header: str) -> None:
    (tmp_path / "definitions/mappings").mkdir(parents=True)
    for name, text in (("counts", COUNTS), ("records", RECORDS)):
        (tmp_path / f"definitions/mappings/{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "counts.csv").write_text(
        "Month,Assault,Number\n2021-01,Y,7\n2021-02,Y,5\n2021-02,N,9\n", encoding="utf-8"
    )
    rows = "".join(f"{i},2021-0{1 + i % 2}-{i + 10},Y\n" for i in range(6))
    (tmp_path / "records.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    path = tmp_path / "svtool.yaml"
    path.write_text(PROJECT.format(mapping=mapping), encoding="utf-8")
    found = measure(Request(project=path))
    counts = {each.period: each.count for each in found.figures if each.source == "ed" and each.is_column}
    assert counts == {"Jan 2021": 10, "Feb 2021": 8}
