"""The first words of somebody new: a command written wrong, and what the shell completes."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from svtool.cli import COMMANDS, program, run
from svtool.schema.library import Library


def completed(words: str) -> list[str]:
    """Return what a shell offers for the last of these words."""
    *before, begun = words.split(" ")
    found = ShellComplete(program, {}, "svtool", "_SVTOOL_COMPLETE").get_completions(before, begun)
    return [each.value for each in found]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("measure", "measure is not a command of svtool; did you mean measures?"),
        ("Validate", "Validate is not a command of svtool; did you mean validate?"),
        ("definition lst", "lst is not a command of svtool definition; did you mean list?"),
        ("areas shw", "shw is not a command of svtool areas; did you mean show?"),
        ("xyzzy", "xyzzy is not a command of svtool; expected measures, count, trend, "),
    ],
)
def test_a_command_written_wrong_is_told_the_right_one(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words.split()) == 2
    assert said in capsys.readouterr().err


def test_commands_are_completed() -> None:
    assert completed("") == list(COMMANDS)
    assert completed("meas") == ["measures"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("measures --table ", "tables"),
        ("count --definition ", "serious_violence"),
        ("classify --mapping ", "mappings"),
        ("validate --source ", "sources"),
    ],
)
def test_ids_of_definition_files_are_completed(words: str, kind: str) -> None:
    assert sorted(completed(words)) == Library().ids(kind)


def test_every_measure_of_every_table_is_completed() -> None:
    library = Library()
    known = {each.id for name in library.ids("tables") for each in library.table(name).measures}
    assert set(completed("trend --measure ")) == known


def test_areas_policies_and_breakdowns_are_completed() -> None:
    assert {"merseyside", "west_yorkshire"} <= set(completed("areas show "))
    assert set(completed("measures --disclosure ")) == {"none", "nhs", "threshold_5"}
    assert completed("measures --by area,s") == ["area,sex"]


def test_what_stands_beside_the_project_file_is_completed_first(tmp_path: Path) -> None:
    (tmp_path / "definitions/tables").mkdir(parents=True)
    (tmp_path / "definitions/tables/ours.yaml").write_text("", encoding="utf-8")
    assert completed(f"measures --project {tmp_path / 'svtool.yaml'} --table ")[0] == "ours"


def test_every_option_that_takes_an_id_completes_it() -> None:
    lacking = []
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        for option in command.params if command else ():
            takes_id = isinstance(option, click.Option) and option.metavar == "ID"
            if takes_id and option._custom_shell_complete is None:
                lacking.append(f"{name} --{option.name}")
    assert lacking == []
