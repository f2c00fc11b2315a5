"""A row that is dropped or doubled at any step between a file and its count stops the run, and is told as a bug."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import svtool
from svtool.cli import run
from svtool.engine.embedded import EmbeddedEngine
from svtool.errors import ExitCode, LedgerError
from svtool.schema.row_columns import ROW

PROJECT = """\
definition: merseyside
tables: [home_office, people]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021], baseline: 2020}
sources:
  police:
    offences:
      - {files: early.csv, mapping: standard, as_at: 2022-01-05, from: 2020-01-01, to: 2021-12-31}
      - {files: late.csv, mapping: standard, as_at: 2022-02-05, from: 2021-06-01, to: 2021-12-31}
    victims:
      - {files: victims.csv, mapping: standard, as_at: 2022-01-05}
      - {files: later_victims.csv, mapping: standard, as_at: 2022-02-05}
    suspects: {files: suspects.csv, mapping: standard}
"""
PEOPLE = """\
id: people
title: People
groups:
  - title: Suspects
    measures:
      - {id: met_again, title: Suspects met again, source: police, unit: suspect, where: {offence: robbery_personal},
         having: {offences: {gte: 2}}, desired: fall}
"""
FIRST, LATER = date(2020, 1, 3), date(2021, 6, 1)
OFFENCE = "reference,recorded_date,committed_date,offence_class,knife,area,cancelled"
# The tables of records on their way, by what their names end with; each must have been met.
STEPS = [
    "police_raw_1", "police_raw_2", "police_typed", "police_current", "police_units", "police_not_cancelled",
    "police_settled", "police_victim_raw_3", "police_victim_typed", "police_victim_linked",
    "police_victim_with_offence", "police_victim_settled", "police_suspect_typed", "police_suspect_linked",
    "police_suspect_settled", r"police_cases_\d+_rows", r"police_persons_\d+",
    "police_shared", "police_versions", "police_outdated", "police_victim_leaving",
]  # fmt: skip

# Those by which rows come together or part: a row could be there twice.
JOINED = [
    "police_raw_2",
    "police_units",
    "police_victim_linked",
    "police_victim_with_offence",
    r"police_cases_\d+_rows",
    r"police_persons_\d+",
    "police_outdated",
]

Change = Callable[[pa.Table], pa.Table]


def without_middle(rows: pa.Table) -> pa.Table:
    half = rows.num_rows // 2
    return pa.concat_tables([rows.slice(0, half), rows.slice(half + 1)])


def with_middle_twice(rows: pa.Table) -> pa.Table:
    return pa.concat_tables([rows, rows.slice(rows.num_rows // 2, 1)])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Offences every five days in two extracts that overlap; some repeated, some cancelled; one victim of none."""
    folder = tmp_path_factory.mktemp("lost")
    days = [FIRST + timedelta(days=5 * number) for number in range(145)]
    offences = [
        f"R{n},{day},{day - timedelta(days=2)},{'34B' if n % 3 else '10D'},{'Y' if n % 2 else 'N'},Wirral,"
        f"{'Y' if n % 23 == 0 else 'N'}"
        for n, day in enumerate(days)
    ]
    write(folder / "early.csv", OFFENCE, [*offences, *offences[::17]])
    write(folder / "late.csv", OFFENCE, (each for each, day in zip(offences, days, strict=True) if day >= LATER))
    victims = [f"R{n},V{n % 40},{15 + n % 20},male" for n in range(145)]
    write(folder / "victims.csv", "reference,person_id,victim_age,victim_sex", [*victims, "R999,V1,20,male"])
    later = [each for each, day in zip(victims, days, strict=True) if day >= LATER]
    write(folder / "later_victims.csv", "reference,person_id,victim_age,victim_sex", later)
    suspects = (f"R{n},S{n % 30},{14 + n % 25},male" for n in range(145))
    write(folder / "suspects.csv", "reference,person_id,suspect_age,suspect_sex", suspects)
    tables = folder / "definitions/tables"
    tables.mkdir(parents=True)
    (tables / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (folder / "svtool.yaml").write_text(PROJECT, encoding="utf-8")
    return folder / "svtool.yaml"


def write(path: Path, header: str, lines: Iterable[str]) -> None:
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")


def _bound(method: Callable[..., None]) -> Callable[..., None]:
    """Return a method as a function, which the engine then has as a method of its own."""
    return lambda *given, **named: method(*given, **named)  # noqa: PLW0108 (a bound method would not get the engine)


class Losing:
    """Changes the rows of one step of an engine, whether blocks or a query make it."""

    def __init__(self, step: str, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
        self.step, self.change, self.met = step, change, 0
        self._define, self._take = EmbeddedEngine.define, EmbeddedEngine.take
        monkeypatch.setattr(EmbeddedEngine, "define", _bound(self.define))
        monkeypatch.setattr(EmbeddedEngine, "take", _bound(self.take))

    def define(self, engine: EmbeddedEngine, step: str, sql: str, values: Any = (), *, kept: bool = False) -> None:
        if not re.fullmatch(self.step, step):
            self._define(engine, step, sql, values, kept=kept)
            return
        self.met += 1
        rows = engine.answer(f"rows of {step}", f"SELECT * FROM ({sql}) AS whole", values)
        if ROW in rows.column_names:
            rows = rows.sort_by(ROW)
        made = f"{step}_changed"
        engine.put(made, self.change(rows))
        self._define(engine, step, f"SELECT * FROM {made}", kept=kept)

    def take(self, engine: EmbeddedEngine, table: str, rows: pa.Table) -> None:
        is_meant = re.fullmatch(self.step, table) is not None and rows.num_rows > 1
        self.met += is_meant
        self._take(engine, table, self.change(rows) if is_meant else rows)


@pytest.mark.slow
@pytest.mark.parametrize(("step", "change"), [*product(STEPS, [without_middle]), *product(JOINED, [with_middle_twice])])
def test_a_row_that_is_lost_or_doubled_stops_the_run(
    step: str, change: Change, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losing = Losing(step, change, monkeypatch)
    with pytest.raises(LedgerError):
        svtool.measures(project)
    assert losing.met


@pytest.mark.slow
def test_it_is_told_as_a_bug_with_what_does_not_add_up(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Losing("police_units", without_middle, monkeypatch)
    assert run(["measures", "--project", str(project)]) == ExitCode.BUG
    told = capsys.readouterr()
    assert told.out == ""
    assert "police offences: 196 rows read, 195 accounted for" in told.err


@pytest.mark.slow
def test_what_is_left_as_it_is_gives_figures(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    losing = Losing("|".join(STEPS), lambda rows: rows, monkeypatch)
    figures = svtool.measures(project)
    assert losing.met >= len(STEPS)
    assert figures["count"].sum() > 0
