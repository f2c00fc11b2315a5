"""The files that a scheduler is given are what they say they are, as far as that can be told without one."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from xml.etree import ElementTree

import pytest
import yaml
from command_desk import Desk
from small_project import police_csv

from svtool.cli import COMMANDS, program

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "schedulers.md"
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def options_of(words: list[str]) -> set[str]:
    return {word.partition("=")[0] for word in words if word.startswith("--")}


def known_options(command: str) -> set[str]:
    found = program.get_command(None, command)  # type: ignore[arg-type]
    assert found is not None
    return {option for parameter in found.params for option in parameter.opts}


def of_script(text: str) -> list[str]:
    return shlex.split(next(line for line in text.splitlines() if line.startswith("svtool ")))[1:]


def of_batch(text: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith("py -m svtool "))
    assert not re.search(r"(?<!%)%(?!%)", line), "a per cent sign is written twice in a script"
    return shlex.split(line.partition("2>>")[0])[3:]


def of_image(text: str) -> list[str]:
    return yaml.safe_load(next(line for line in text.splitlines() if line.startswith("CMD"))[4:])


@pytest.mark.parametrize(
    ("name", "words_of"), [("night.sh", of_script), ("night.cmd", of_batch), ("Dockerfile", of_image)]
)
def test_what_is_run_is_a_command_with_its_options(name: str, words_of: Callable[[str], list[str]]) -> None:
    command, *words = words_of(FILES[name])
    assert command in COMMANDS
    assert options_of(words) <= known_options(command)
    assert "--quiet" in words


# In the order of its schema, for those elements that have one; learn.microsoft.com/windows/win32/taskschd.
SETTINGS = {
    "MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "StartWhenAvailable",
    "ExecutionTimeLimit",
}  # fmt: skip


def test_the_task_of_windows_is_one_and_runs_the_script() -> None:
    text = FILES["svtool.xml"]
    assert text.isascii()
    assert "encoding" not in text, "schtasks takes a text as UTF-16, and refuses another that is declared"
    task = ElementTree.fromstring(text)  # noqa: S314 (our own text)
    assert [each.tag for each in task] == [f"{TASK}{name}" for name in ("Triggers", "Settings", "Actions")]
    (trigger,) = task.find(f"{TASK}Triggers") or ()
    assert [each.tag for each in trigger] == [f"{TASK}StartBoundary", f"{TASK}ScheduleByDay"]
    assert {each.tag for each in task.find(f"{TASK}Settings") or ()} == {f"{TASK}{name}" for name in SETTINGS}
    command, folder = (task.findtext(f".//{TASK}{name}") or "" for name in ("Command", "WorkingDirectory"))
    assert PureWindowsPath(command) == PureWindowsPath(folder) / "night.cmd"


def test_the_workflow_runs_the_script_every_night_with_no_rights() -> None:
    found = yaml.safe_load(FILES[".github/workflows/measures.yaml"])
    assert found["permissions"] == {}
    assert found["jobs"]["measures"]["steps"][0]["run"].endswith("night.sh")


def test_the_service_has_no_network_and_writes_results_alone() -> None:
    service = configparser.ConfigParser(interpolation=None)
    service.optionxform = str  # type: ignore[assignment,method-assign]
    service.read_string(FILES["svtool.service"])
    assert service["Service"]["PrivateNetwork"] == "yes"
    assert service["Service"]["ReadWritePaths"].endswith("/results")


@pytest.mark.slow
def test_systemd_knows_every_line_of_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    units = [tmp_path / name for name in ("svtool.service", "svtool.timer")]
    for unit in units:
        unit.write_text(FILES[unit.name], encoding="utf-8")
    (tmp_path / "svtool-failed.service").write_text("[Service]\nType=oneshot\nExecStart=/bin/true\n", encoding="utf-8")
    command = [
        "systemd-analyze",
        "verify",
        "--man=no",
        *(str(tmp_path / name) for name in ("svtool.service", "svtool.timer")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line and "not executable" not in line]
    assert told == []


@pytest.mark.slow
def test_an_image_can_be_built_where_a_builder_is(tmp_path: Path) -> None:
    if not shutil.which("docker") or subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        pytest.skip("nothing here builds images")
    (tmp_path / "Dockerfile").write_text(FILES["Dockerfile"], encoding="utf-8")
    subprocess.run(["docker", "build", "--check", "."], cwd=tmp_path, check=True)


@pytest.mark.slow
def test_the_script_says_nothing_on_a_night_without_news(desk: Desk) -> None:
    desk.project()
    desk.write("extracts/police.csv", police_csv())
    desk.write("night.sh", FILES["night.sh"])
    first, second = (desk.shell('eval "$(tail -n 1 night.sh)"') for _ in range(2))
    assert (first.code, first.out, first.err) == (0, "", "")
    assert (second.code, second.out, second.err) == (0, "", "")
    assert {"results/manifest.json", "results/recorded_crime.csv"} <= desk.files()
