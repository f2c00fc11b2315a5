"""Files as they were found: what changed, came or went away since is told, and what is the same is not."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from svtool.commands.as_found import AsFound, files_of_project, find_definitions
from svtool.errors import ExitCode, ExtractError
from svtool.schema.project import read_project
from svtool.schema.shipped import shipped_folder

WAIT = "expected a finished file. Wait until it is written, and run again."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of ten bytes, long before any other."""
    found = tmp_path / "police.csv"
    found.write_bytes(b"0123456789")
    os.utime(found, ns=(0, 0))
    return found


def grow(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"x")


def write_again(path: Path) -> None:
    path.write_bytes(b"9876543210")


def another_of_its_time(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"9876543210")
    os.utime(other, ns=(0, 0))
    other.replace(path)


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "it grows": (grow, f"police.csv: changed while svtool was running, from 10 to 11 bytes; {WAIT}"),
    "it is written again": (write_again, f"police.csv: was written again while svtool was running; {WAIT}"),
    "another takes its place": (another_of_its_time, f"police.csv: was written again while svtool was running; {WAIT}"),
    "it goes": (Path.unlink, "police.csv: went away while svtool was running; expected it to stay until the end."),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_happened_to_a_file_is_told(change: str, path: Path) -> None:
    found = AsFound(path.parent).and_now([path])
    found.check(path)
    happens, told = CHANGES[change]
    happens(path)
    with pytest.raises(ExtractError, match=re.escape(told)) as raised:
        found.check(path)
    assert raised.value.exit_code is ExitCode.UNREADABLE_EXTRACT


def test_a_file_that_was_not_there_came(path: Path) -> None:
    with pytest.raises(ExtractError, match=re.escape(f"police.csv: came while svtool was running; {WAIT}")):
        AsFound(path.parent).check(path)


def test_a_file_that_is_there_neither_then_nor_now_is_the_same(path: Path) -> None:
    gone = path.with_name("gone.csv")
    AsFound().check(gone)
    AsFound().and_now([gone]).check(gone)


def test_reading_a_file_and_another_name_for_it_change_nothing(path: Path) -> None:
    found = AsFound(path.parent).and_now([path])
    path.read_bytes()
    path.chmod(0o600)
    path.with_name("another").hardlink_to(path)
    found.check(path)


def test_a_link_that_leads_elsewhere_is_another_file(path: Path) -> None:
    link, other = path.with_name("link.csv"), path.with_name("other.csv")
    shutil.copy2(path, other)
    link.symlink_to(path)
    found = AsFound(path.parent).and_now([link])
    link.unlink()
    link.symlink_to(other)
    with pytest.raises(ExtractError, match=r"link\.csv: was written again"):
        found.check(link)


def test_all_that_changed_is_told_at_once(path: Path) -> None:
    other = path.with_name("ed.csv")
    other.write_bytes(b"x")
    found = AsFound(path.parent).and_now([path, other])
    grow(path)
    grow(other)
    with pytest.raises(ExtractError, match=r"(?s)police\.csv: changed .*ed\.csv: changed"):
        found.check_all([path, other, path])


def test_the_definitions_of_a_project_and_those_that_ship_are_found(tmp_path: Path) -> None:
    own = tmp_path / "definitions/tables/ours.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("id: ours\n", encoding="utf-8")
    found = find_definitions(tmp_path)
    assert {own, shipped_folder("definitions") / "tables/home_office.yaml"} <= set(found.states)


def test_a_pattern_that_matches_nothing_hides_no_other_file_of_its_entry(tmp_path: Path) -> None:
    project = tmp_path / "svtool.yaml"
    project.write_text(
        "tables: [fire]\nperiods: {kind: calendar, years: [2020]}\nreviews: reviews.csv\n"
        "sources:\n  fire: {files: [gone_*.csv, fire.csv, fire_2*.csv], mapping: standard}\n",
        encoding="utf-8",
    )
    (tmp_path / "fire_2020.csv").touch()
    names = {each.name for each in files_of_project(read_project(project), tmp_path)}
    assert names == {"reviews.csv", "fire.csv", "fire_2020.csv"}
