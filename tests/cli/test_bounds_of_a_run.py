"""--memory-limit, --temp-dir and --threads: of every command that reads extracts, and without any effect on figures."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from command_desk import Desk

from svtool.cli import COMMANDS, program
from svtool.commands import opening
from svtool.engine.bounds import Bounds
from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.spill_folder import LOCK, PREFIX

BOUNDS = ("--memory-limit", "700MB", "--temp-dir", "spilled", "--threads", "3")
ASKED = Bounds(700_000_000, Path("spilled"), 3)
# Each reads the extracts of the small project.
READING = {
    "measures": ("measures",),
    "count": ("count",),
    "profile": ("profile", "--section", "offences"),
    "compare": ("compare", "--definition", "merseyside", "--definition", "west_mercia"),
    "trend": ("trend", "--measure", "recorded_offences"),
    "validate": ("validate", "--project", "svtool.yaml"),
    "verify": ("verify", "figures.csv.manifest.json"),
    "report": ("report", "--out", "report.html"),
    "classify": ("classify", "--project", "svtool.yaml", "--out", "classified.csv"),
    "explain": ("explain", "PRIVATE-REF-00001"),
    "review": ("review", "--measure", "recorded_serious_violence", "--period", "2021"),
    "check": ("check", "--published", "figures.csv", "--project", "svtool.yaml"),
}
KEEPS_RECORDS = {"ingest"}  # counts none of them, so that it opens no engine
# init looks at the beginning of files, with no engine
READS_NO_RECORDS = {"returns", "disclosure", "definition", "areas", "sample", "init"}


@pytest.fixture
def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[Bounds]:
    """The bounds of every engine that commands open."""
    found: list[Bounds] = []

    def engine(bounds: Bounds) -> EmbeddedEngine:
        found.append(bounds)
        return EmbeddedEngine(bounds)

    (desk.folder / "spilled").mkdir()
    monkeypatch.setattr(opening, "EmbeddedEngine", engine)
    return found


def test_every_command_that_reads_records_has_them() -> None:
    assert set(COMMANDS) == {*READING, *KEEPS_RECORDS, *READS_NO_RECORDS}
    for name in (*READING, *KEEPS_RECORDS):
        command = program.get_command(click.Context(program), name)
        assert command is not None
        names = {option for each in command.params for option in each.opts}
        assert set(BOUNDS[::2]) <= names, name


@pytest.mark.parametrize("command", READING)
def test_a_command_keeps_to_them(command: str, desk: Desk, opened: list[Bounds]) -> None:
    if command in ("verify", "check"):
        desk.run("measures", "--format", "csv", "--out", "figures.csv")
        opened.clear()
    ran = desk.run(*READING[command], *BOUNDS)
    assert ran.code in (0, 12), ran.err
    assert opened
    assert set(opened) == {ASKED.beside_checks() if command == "validate" else ASKED}
    assert list((desk.folder / "spilled").iterdir()) == []


def test_checks_take_less_memory_than_counts_where_nobody_says(desk: Desk, opened: list[Bounds]) -> None:
    desk.run("measures")
    desk.run("validate", "--project", "svtool.yaml")
    assert [each.memory for each in opened] == [None, 550_000_000]


def test_the_option_wins_over_the_environment(
    desk: Desk, opened: list[Bounds], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVTOOL_THREADS", "5")
    desk.run("measures")
    desk.run("measures", "--threads", "2")
    assert [each.workers for each in opened] == [5, 2]


def test_they_change_no_byte(desk: Desk, opened: list[Bounds]) -> None:
    desk.run("measures", "--format", "csv", "--out", "one.csv")
    desk.run("measures", "--format", "csv", "--out", "other.csv", *BOUNDS)
    for name in ("{}.csv", "{}.csv.manifest.json"):
        one, other = ((desk.folder / name.format(stem)).read_text() for stem in ("one", "other"))
        assert one == other.replace("other.csv", "one.csv")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--memory-limit", "much", "expected a size such as 2GB or 700MB"),
        ("--memory-limit", "0GB", "expected a size such as 2GB or 700MB"),
        ("--memory-limit", "50%", "expected a size such as 2GB or 700MB"),
        ("--threads", "0", "0 is not in the range 1<=x<=999."),
        ("--threads", "two", "'two' is not a valid integer range."),
        ("--temp-dir", "nowhere", "Directory 'nowhere' does not exist."),
        ("--temp-dir", "svtool.yaml", "Directory 'svtool.yaml' is a file."),
    ],
)
def test_a_value_that_is_none(option: str, value: str, said: str, desk: Desk) -> None:
    ran = desk.run("measures", option, value)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"Error: Invalid value for '{option}': {said}\n")


def test_what_a_killed_run_left_is_removed_by_the_next_which_says_so(desk: Desk) -> None:
    left = desk.write(f"spilled/{PREFIX}x/records.tmp", "x" * 3_000_000).parent
    desk.write(f"spilled/{PREFIX}x/{LOCK}", "held")
    ran = desk.run("measures", "--temp-dir", "spilled")
    assert ran.code == 0
    assert ran.err == f"warning: removed what a run that was stopped had left: 3 MB in spilled/{left.name}\n"
    assert list((desk.folder / "spilled").iterdir()) == []


def test_memory_that_is_too_little_for_every_source_is_told_once(desk: Desk) -> None:
    ran = desk.run("measures", "--sample", "--memory-limit", "1MB", "--table", "home_office")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("--memory-limit: is too little for these extracts. Allow more, or leave it out.") == 1
