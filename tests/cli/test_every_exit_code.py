"""The exit code tells a scheduled job what to do; each one that a command can end with, once."""

from __future__ import annotations

from datetime import date

import click
import pytest
from command_desk import Desk
from small_project import PROJECT, REFERENCE, police_csv

from svtool.errors import ExitCode, LedgerError

WRONG_EXAMPLE = """
    id: ours
    title: Ours
    clauses:
      - {id: C1, title: Robbery, where: {offence: robbery}}
    examples:
      - {title: a robbery, offence_class: 34B, expect: [C1]}
      - {title: a theft, offence_class: 45, expect: [C1]}
    """


def test_0_when_all_is_well_and_nothing_is_said(desk: Desk) -> None:
    ran = desk.run("measures", "--format", "csv", "--out", "figures.csv")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (desk.folder / "figures.csv").read_text(encoding="utf-8").startswith("table,position,")


def test_1_for_a_bug_without_traceback_and_without_values(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: object) -> None:
        raise ZeroDivisionError(f"{REFERENCE}-1 is 87 years old")

    monkeypatch.setattr("svtool.commands.measures.measure", fail)
    monkeypatch.delenv("SVTOOL_DEBUG", raising=False)
    ran = desk.run("measures", "--out", "figures.txt")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: a bug in svtool (ZeroDivisionError at test_every_exit_code.py:")
    assert ran.err.count("\n") == 1
    assert "SVTOOL_DEBUG=1" in ran.err
    assert "Traceback" not in ran.err
    assert REFERENCE not in ran.err
    assert "87" not in ran.err
    assert not (desk.folder / "figures.txt").exists()


def test_1_for_a_bug_with_its_traceback_when_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("svtool.commands.measures.measure", fail)
    monkeypatch.setenv("SVTOOL_DEBUG", "1")
    ran = desk.run("measures")
    assert ran.code == 1
    assert "Traceback" in ran.err


def test_1_for_a_ledger_that_does_not_balance(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: object) -> None:
        raise LedgerError("police: 10 rows read, 9 accounted for")

    monkeypatch.setattr("svtool.commands.measures.measure", fail)
    assert desk.run("measures").code == 1


def test_2_for_a_wrong_command_line(desk: Desk) -> None:
    assert desk.run("measures", "--nonsense").code == 2


def test_10_for_an_invalid_project_file(desk: Desk) -> None:
    desk.write("svtool.yaml", "definitio: merseyside\n")
    assert desk.run("measures").code == 10


def test_11_for_a_file_that_is_no_such_extract(desk: Desk) -> None:
    desk.write("extracts/police.csv", "")
    assert desk.run("measures").code == 11


def ragged() -> str:
    """Return the small extract with two rows that lost or gained cells: 2 of 1,096."""
    lines = police_csv().splitlines()
    lines[3] = f"{REFERENCE}-ragged,2020-01-03"
    lines[5] += ",Quagga"
    return "\n".join(lines) + "\n"


def test_12_for_more_rejected_rows_than_allowed(desk: Desk) -> None:
    desk.write("extracts/police.csv", ragged())
    ran = desk.run("measures", "--max-rejected", "0.1%", "--out", "figures.txt")
    assert (ran.code, ran.out) == (12, "")
    assert ran.err == (
        "error: police: 2 of 1,096 rows were rejected, more than the 0.10% allowed. "
        "Mend the extract, or allow more with --max-rejected.\n"
    )
    assert not (desk.folder / "figures.txt").exists()


@pytest.mark.parametrize("allowed", [(), ("--max-rejected", "0.2%"), ("--max-rejected", "1 %")])
def test_0_with_a_warning_when_no_more_are_rejected_than_allowed(allowed: tuple[str, ...], desk: Desk) -> None:
    desk.write("extracts/police.csv", ragged())
    ran = desk.run("measures", *allowed)
    assert ran.code == 0
    assert ran.err == (
        "warning: police: 2 of 1,096 rows could not be read "
        "(first: extracts/police.csv, record 4: 2 cells instead of 8)\n"
    )
    assert "Quagga" not in ran.out + ran.err


def test_12_at_none_allowed(desk: Desk) -> None:
    desk.write("extracts/police.csv", ragged())
    assert desk.run("measures", "--max-rejected", "0%").code == 12


def test_13_for_an_example_that_comes_out_otherwise(desk: Desk) -> None:
    desk.write("definitions/serious_violence/ours.yaml", WRONG_EXAMPLE)
    ran = desk.run("definition", "check", "ours")
    assert ran.code == 13
    assert ran.out == "ours: 2 examples, 1 wrong\n"
    assert ran.err == ("error: definitions/serious_violence/ours.yaml:7: a theft: meets no clause; expected C1\n")


def test_14_for_a_period_that_is_not_wholly_covered_and_strict(desk: Desk) -> None:
    desk.write("extracts/police.csv", police_csv(last=date(2021, 9, 30)))
    ran = desk.run("measures", "--strict", "--out", "figures.txt")
    assert (ran.code, ran.out) == (14, "")
    assert ran.err == (
        "error: Coverage is incomplete: police covers Jan to Sep 2021 of 2021. "
        "Wait for the data, or leave out --strict.\n"
    )
    assert not (desk.folder / "figures.txt").exists()


def test_0_for_periods_that_are_wholly_covered_and_strict(desk: Desk) -> None:
    assert desk.run("measures", "--strict").code == 0


def test_12_rather_than_14_when_both_are_true(desk: Desk) -> None:
    desk.write("extracts/police.csv", ragged())
    assert desk.run("measures", "--strict", "--periods", "calendar:2021..2022", "--max-rejected", "0%").code == 12


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, click.Abort])
def test_130_when_interrupted(interruption: type[BaseException], desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(request: object) -> None:
        raise interruption

    monkeypatch.setattr("svtool.commands.measures.measure", interrupt)
    ran = desk.run("measures", "--out", "figures.txt")
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "interrupted")
    assert not (desk.folder / "figures.txt").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--version",), 0),
        (("measures", "--table", "recorded_crime"), 0),
        (("measures", "--nonsense"), 2),
        pytest.param(("measures", "--table", "record_crime"), 10, marks=pytest.mark.slow),
        pytest.param(("measures", "--project", "missing/svtool.yaml"), 10, marks=pytest.mark.slow),
        pytest.param(("measures", "--strict", "--periods", "calendar:2022"), 14, marks=pytest.mark.slow),
    ],
)
def test_a_process_ends_with_the_same_codes(words: tuple[str, ...], code: int, desk: Desk) -> None:
    ran = desk.process(*words)
    assert ran.code == code
    assert "Traceback" not in ran.err
    assert (ran.out == "") == (code != 0)


def test_a_process_that_lacks_its_extract(desk: Desk) -> None:
    (desk.folder / "extracts/police.csv").unlink()
    ran = desk.process("measures")
    assert (ran.code, ran.out) == (11, "")
    assert ran.err == ("error: extracts/police.csv: there is no such file. Check its name and folder.\n")


def test_the_codes_are_those_of_the_design() -> None:
    assert [int(code) for code in ExitCode] == [0, 1, 2, 10, 11, 12, 13, 14, 15, 16, 130, 143]


def test_a_project_in_another_folder_reads_the_extracts_beside_it(desk: Desk) -> None:
    desk.write("elsewhere/svtool.yaml", PROJECT)
    desk.write("elsewhere/extracts/police.csv", police_csv())
    plain = desk.run("measures").out
    ran = desk.run("measures", "--project", "elsewhere/svtool.yaml")
    assert (ran.code, ran.out) == (0, plain)
