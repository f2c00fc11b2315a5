"""Records and people at their last steps: kept where they are few, made when asked where they are many."""

from __future__ import annotations

import pyarrow as pa
import pytest

from svtool.engine.embedded import EmbeddedEngine
from svtool.gathering import people_steps
from svtool.gathering.facts import People
from svtool.gathering.people_steps import PeopleStep, settle
from svtool.gathering.steps import Step


def step_of(engine: EmbeddedEngine, base: str, rows: int) -> Step:
    """Return a step of so many rows, made from another."""
    engine.put(f"{base}_raw", pa.table({"row_id": list(range(rows))}))
    return Step(engine, base, f"{base}_raw").where("row_id >= 0", "units", {})


@pytest.mark.parametrize(("offences", "victims", "kept"), [(3, 3, True), (4, 3, False), (3, 4, False)])
def test_records_and_people_are_kept_where_all_of_them_are_few(
    monkeypatch: pytest.MonkeyPatch, offences: int, victims: int, kept: bool
) -> None:
    monkeypatch.setattr(people_steps, "FEW", 3)
    with EmbeddedEngine() as engine:
        people = {
            "victim": PeopleStep(People("police_victim_units", frozenset()), step_of(engine, "police_victim", victims))
        }
        records, settled = settle(step_of(engine, "police", offences), people)

        of_victims = settled["victim"].step
        assert of_victims is not None
        assert (records.name, records.count()) == ("police_settled", offences)
        assert (settled["victim"].people.table, of_victims.count()) == ("police_victim_settled", victims)
        assert (records.behind == (), of_victims.behind == ()) == (kept, kept)


def test_people_in_the_rows_of_their_records_have_no_step_of_their_own() -> None:
    with EmbeddedEngine() as engine:
        records, settled = settle(step_of(engine, "police", 2), {"suspect": PeopleStep(People("", frozenset()))})

        assert settled["suspect"].step is None
        assert records.behind == ()
