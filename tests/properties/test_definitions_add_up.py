"""What definitions have in common and what only one has add up to what each counts alone, cell by cell."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
import yaml
from made_up_files import write_project
from made_up_project import OFFENCE_SETS
from often import slow_but
from project_drawing import draw_project

import svtool
from svtool.commands.compare.definitions_beside import Beside
from svtool.commands.compare.records_apart import find_apart
from svtool.commands.scope import Request

PROJECTS = 6
FIRST, SECOND = "first", "second"
FIELDS = ("knife", "firearm", "domestic_abuse")

Cell = tuple[str, pd.Timestamp]


def draw_definition(name: str, chance: random.Random) -> str:
    """Return a definition of a few clauses that ask for offences, flags, and sometimes for the age of victims."""
    clauses = []
    for number in range(chance.randint(1, 3)):
        asked: list[dict[str, object]] = [{"offence": chance.choice(sorted(OFFENCE_SETS))}]
        if chance.random() < 0.6:
            asked.append({chance.choice(FIELDS): chance.choice(["yes", "no"])})
        if chance.random() < 0.3:
            asked.append({"victim_age": {"lt": chance.choice([18, 25])}})
        clauses.append({"id": f"C{number}", "title": "a clause", "where": {"all": asked}})
    exclude = {"exclude": {"domestic_abuse": "yes"}} if chance.random() < 0.4 else {}
    return yaml.safe_dump({"id": name, "title": name, "source": "police", "clauses": clauses, **exclude})


def write_definitions(folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    (folder / "definitions" / "serious_violence").mkdir(parents=True, exist_ok=True)
    for name in (FIRST, SECOND):
        text = draw_definition(name, chance).replace("'yes'", "yes").replace("'no'", "no")
        (folder / "definitions" / "serious_violence" / f"{name}.yaml").write_text(text, encoding="utf-8")


def numbers(frame: pd.DataFrame) -> dict[Cell, tuple[int, int, int]]:
    """Return what is counted, not known and undated, by area and period, of cells that have a number."""
    known = frame[frame["count"].notna()]
    return {
        (row["area"], row["period_start"]): tuple(int(row[each] or 0) for each in ("count", "not_known", "undated"))
        for row in known.fillna({"undated": 0}).to_dict("records")
    }


def assert_adds_up(together: pd.DataFrame, alone: Mapping[str, pd.DataFrame]) -> int:
    """Check that the nine answers of every cell make the count of each definition; return how many cells there are."""
    cells = 0
    for name, answer in ((FIRST, "answer_a"), (SECOND, "answer_b")):
        expected = numbers(alone[name])
        own = together[(together["definition_a"] == name) & (together["definition_b"] == "")]
        assert numbers(own) == expected
        found: defaultdict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0])
        pairs = together[together["definition_b"] != ""]
        complete = {key for key, rows in pairs.groupby(["area", "period_start"]) if rows["count"].notna().all()}
        for _, row in pairs[pairs[answer] != "no"].iterrows():
            key = (row["area"], row["period_start"])
            if key in complete:
                found[key][0] += row["count"] if row[answer] == "yes" else 0
                found[key][1] += row["not_known"] + (row["count"] if row[answer] == "not known" else 0)
                found[key][2] += 0 if pd.isna(row["undated"]) else row["undated"]
        for key in found.keys() & expected.keys():
            cells += 1
            assert tuple(found[key]) == expected[key], (name, key)
    return cells


def assert_listed(together: pd.DataFrame, apart: pd.DataFrame) -> None:
    """Check that the records that change sides are those that the table counts."""
    differ = (together["answer_a"] != together["answer_b"]) & (together["definition_b"] != "")
    for _, row in together[differ & (together["area"] == "Merseyside") & together["count"].notna()].iterrows():
        here = apart[(apart[FIRST] == row["answer_a"]) & (apart[SECOND] == row["answer_b"])]
        if row["period"] in set(apart["period"]) or not row["count"]:
            assert (here["period"] == row["period"]).sum() == row["count"] + row["not_known"], row["measure_id"]


@pytest.mark.parametrize("seed", slow_but(lambda _: False, range(PROJECTS)))
def test_the_answers_to_two_definitions_make_the_count_of_each(seed: int, tmp_path: Path) -> None:
    project = write_project(draw_project(seed), tmp_path)
    write_definitions(tmp_path, seed)
    together = svtool.compare([FIRST, SECOND], project, by=["area"])
    alone = {each: svtool.count(project=project, definition=each, by=["area"]) for each in (FIRST, SECOND)}
    assert_adds_up(together, alone)
    if together["count"].notna().any():
        assert_listed(together, find_apart(Request(project=project), Beside((FIRST, SECOND))).rows)


@pytest.mark.slow
def test_definitions_that_ship_add_up_on_the_sample(tenth_of_the_sample: Path) -> None:
    together = svtool.compare(["merseyside", "west_mercia"], tenth_of_the_sample, by=["area"])
    names = {"merseyside": FIRST, "west_mercia": SECOND}
    together = together.replace({"definition_a": names, "definition_b": names})
    alone = {
        name: svtool.count(project=tenth_of_the_sample, definition=each, by=["area"]) for each, name in names.items()
    }
    assert assert_adds_up(together, alone) == 2 * 3 * 7  # definitions, years, and places with a row
