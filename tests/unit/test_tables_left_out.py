"""What `svtool init` says of tables left out, of sources that none counts, and of questions with one answer."""

from __future__ import annotations

from pathlib import Path

from svtool.commands.init import plan_project
from svtool.proposal.decisions import Answer, Decision
from svtool.proposal.project_plan import tell
from svtool.schema.defaults import PROJECT_FILE

CRIMES = "reference,recorded_date,offence_class,knife,domestic_abuse,victim_age,area\n" + "".join(
    f"R{n},2023-{n % 12 + 1:02d}-{n % 28 + 1:02d},8N,{'YN'[n % 2]},N,{n % 70},Fenland\n" for n in range(60)
)
FIRES = "reference,recorded_date,motive,area\n" + "".join(
    f"F{n},2023-{n % 12 + 1:02d}-{n % 28 + 1:02d},deliberate,Fenland\n" for n in range(60)
)


def folder(path: Path) -> Path:
    (path / "crimes.csv").write_text(CRIMES, encoding="utf-8")
    (path / "fires.csv").write_text(FIRES, encoding="utf-8")
    return path


def test_the_table_that_lacks_a_definition_is_named_with_what_brings_it(tmp_path: Path) -> None:
    plan = plan_project(folder(tmp_path))
    (line,) = [each for each in tell(plan) if each.startswith("Left out")]
    assert line.startswith("Left out: local, for no definition of serious violence is chosen. To have it, write")
    assert "definition: NAME and add it to tables:" in line


def test_no_table_is_told_as_left_out_once_a_definition_is_chosen(tmp_path: Path) -> None:
    plan = plan_project(folder(tmp_path), ask=lambda place, _: "merseyside" if place == "definition" else None)
    assert not [each for each in tell(plan) if each.startswith("Left out")]


def test_a_source_that_no_chosen_table_counts_is_told(tmp_path: Path) -> None:
    plan = plan_project(folder(tmp_path))
    (line,) = [each for each in tell(plan) if each.startswith("Not counted")]
    assert line.startswith("Not counted by home_office: fire. To count it, add ")
    assert line.endswith("ask svtool count --source fire.")
    assert "fires.csv" in plan.drafts[tmp_path / PROJECT_FILE](lambda _, __: None)


def test_who_chooses_no_definition_is_told_before_which_table_goes(tmp_path: Path) -> None:
    asked: dict[str, Decision] = {}

    def note(place: str, decision: Decision) -> Answer | None:
        asked[place] = decision
        return None

    plan_project(folder(tmp_path), ask=note)
    assert asked["definition"].meaning.endswith("With none, the table local is left out.")


def test_one_column_of_days_may_be_the_wrong_one(tmp_path: Path) -> None:
    text = FIRES.replace("recorded_date", "Zeit").replace("reference", "Serial")
    (tmp_path / "fires.csv").write_text(text, encoding="utf-8")
    found = [
        each for place, each in plan_project(tmp_path).questions().items() if place.endswith("recorded_date.column")
    ]
    assert [(each.options[0], each.is_free) for each in found] == [("Zeit", True)]
    assert "look whether the column names stand in another line" in found[0].undecided()
