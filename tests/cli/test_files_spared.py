"""No command replaces a file that it, or its project, reads; and what the system refuses is no bug."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import subprocess
import sys

import pytest
from command_desk import Desk
from small_project import police_csv

from svtool.cli.system_faults import fault_of_system
from svtool.errors import ExitCode

MEASURE = "blade_possession"
READ = {
    "the project": "svtool.yaml",
    "an extract": "extracts/police.csv",
    "an extract of a source that the run does not need": "extracts/fire.csv",
    "the reviews": "reviews.csv",
    "populations": "people.csv",
    "a definition": "definitions/areas/ours.yaml",
    "an extract by another way": "extracts/../extracts/police.csv",
    "an extract by a link": "link.csv",
}
COMMANDS = {
    "measures": ("measures",),
    "count": ("count", "--source", "police"),
    "compare": ("compare", "--definition", "merseyside", "--definition", "west_mercia"),
    "trend": ("trend", "--measure", MEASURE),
    "report": ("report",),
    "review": ("review", "--measure", MEASURE, "--period", "2021"),
    "classify": ("classify", "--project", "svtool.yaml"),
    "validate": ("validate", "--project", "svtool.yaml"),
    "check": ("check", "--published", "published.csv", "--project", "svtool.yaml"),
}


@pytest.fixture
def project(desk: Desk) -> Desk:
    """A project with everything that one can read."""
    lines = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", f"{lines.rstrip()}\n  fire: {{files: extracts/fire.csv}}\nreviews: reviews.csv\n"
               "populations: people.csv\n")  # fmt: skip
    desk.write("extracts/fire.csv", "reference,recorded_date,motive\nF1,2021-01-01,deliberate\n")
    desk.write("reviews.csv", "source,reference,field,value,reason,by,on\n")
    desk.write("people.csv", "area_code,year,population\n")
    desk.write("published.csv", "measure_id,period,count\nblade_possession,2021,1\n")
    desk.write("definitions/areas/ours.yaml", "id: ours\ntitle: Ours\nareas: [{code: E08000015, name: Wirral}]\n")
    (desk.folder / "link.csv").symlink_to("extracts/police.csv")
    return desk


def assert_refused(desk: Desk, words: tuple[str, ...], out: str) -> None:
    before = (desk.folder / out).read_bytes()
    ran = desk.run(*words, "--out", out)
    assert (ran.code, ran.out) == (2, ""), (words, out)
    assert "--out" in ran.err, (words, out)
    assert (desk.folder / out).read_bytes() == before


@pytest.mark.parametrize("read", READ)
def test_measures_replaces_nothing_that_is_read(read: str, project: Desk) -> None:
    assert_refused(project, ("measures",), READ[read])


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_replaces_its_project_or_an_extract(command: str, project: Desk) -> None:
    extract = "extracts/police.csv"
    for out in (extract,) if command == "classify" else ("svtool.yaml", extract, "extracts/fire.csv"):
        assert_refused(project, COMMANDS[command], out)


def test_check_replaces_no_published_table(project: Desk) -> None:
    assert_refused(project, ("check", "--published", "published.csv"), "published.csv")


def test_no_manifest_takes_the_place_of_another_file_and_no_output_that_of_a_manifest(desk: Desk) -> None:
    desk.write("x.csv.manifest.json", "notes of somebody\n")
    ran = desk.run("measures", "--format", "csv", "--out", "x.csv")
    assert (ran.code, (desk.folder / "x.csv").exists()) == (2, False)
    assert (desk.folder / "x.csv.manifest.json").read_text(encoding="utf-8") == "notes of somebody\n"
    assert desk.run("measures", "--format", "csv", "--out", "y.csv").code == 0
    assert desk.run("measures", "--format", "csv", "--out", "y.csv").code == 0, "its own manifest is replaced"
    assert_refused(desk, ("measures", "--format", "json"), "y.csv.manifest.json")


def test_what_a_store_is_made_of_is_replaced_by_nothing_and_its_folder_may_hold_other_files(desk: Desk) -> None:
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    for store, own in (("kept", "kept/"), (".", "")):
        desk.write("svtool.yaml", f"store: {store}\n{text}")
        assert desk.run("ingest").code == 0
        for name in ("current", "generation-0001/store.json", "generation-0001/new.csv"):
            assert desk.run("measures", "--format", "csv", "--out", f"{own}{name}").code == 2, name
        assert desk.run("measures", "--format", "csv", "--out", f"{own}o.csv").code == 0


def test_files_of_a_folder_replace_nothing_that_is_read(desk: Desk) -> None:
    shutil.move(desk.folder / "extracts/police.csv", desk.folder / "extracts/recorded_crime.csv")
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text.replace("extracts/police.csv", "extracts/recorded_crime.csv"))
    ran = desk.run("measures", "--format", "csv", "--out", "extracts/")
    assert (ran.code, ran.out) == (2, "")
    assert (desk.folder / "extracts/recorded_crime.csv").read_text(encoding="utf-8") == police_csv()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("ulimit -f 0; svtool measures > table.txt", 16),
        ("ulimit -f 0; svtool --help > help.txt", 16),
        ("ulimit -f 0; svtool measures --format csv --out o.csv", 16),
        ("svtool measures >&-", 16),
        ("svtool --help >&-", 16),
        ("svtool measures --format csv --out o.csv >&-", 0),
        ("svtool measures --out " + "y" * 300, 2),
        ("svtool validate " + "y" * 5000, 11),
        ("svtool nonsense 2>&-", 2),
    ],
)
def test_what_the_system_refuses_has_its_exit_code(line: str, code: int, desk: Desk) -> None:
    ran = desk.shell(line)
    assert ran.code == code, ran.err
    assert "a bug in svtool" not in ran.err


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ExitCode.UNWRITABLE),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), ExitCode.UNWRITABLE),
        (MemoryError(), ExitCode.UNWRITABLE),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), ExitCode.UNWRITABLE),
        (RuntimeError("can't start new thread"), ExitCode.UNWRITABLE),
        (ImportError("x.so: failed to map segment from shared object"), ExitCode.UNWRITABLE),
        (PermissionError(errno.EACCES, "Permission denied", "extracts"), ExitCode.UNREADABLE_EXTRACT),
        (OSError(errno.ENAMETOOLONG, "File name too long", "y" * 5000), ExitCode.UNREADABLE_EXTRACT),
        (OSError(), ExitCode.UNREADABLE_EXTRACT),
    ],
)
def test_a_fault_of_the_system_is_told_in_a_short_sentence(fault: Exception, code: ExitCode) -> None:
    told = fault_of_system(fault)
    assert told
    words, found = told
    assert found is code
    assert len(words) < 400
    assert words.endswith(".")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")
def test_the_verdict_is_the_exit_code_where_nobody_reads_the_report(desk: Desk) -> None:
    desk.write("bad.csv", "reference,recorded_date,offence_class\nR1,2021-13-01,34B\n")
    line = "{ svtool validate bad.csv; echo $? > code; } | true; cat code"
    assert desk.shell(line).out.strip() == "12"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_run_that_is_terminated_leaves_nothing(desk: Desk) -> None:
    spool = desk.folder / "spool"
    spool.mkdir()
    words = [sys.executable, "-m", "svtool", "validate", "-", "--temp-dir", "spool"]
    with subprocess.Popen(words, cwd=desk.folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin
        running.stdin.write(b"reference,recorded_date,offence_class\n" * 10_000)
        running.stdin.flush()
        while not any(spool.glob("*/stdin")):
            pass
        running.send_signal(signal.SIGTERM)
        assert running.wait() == 143
        assert running.stderr
        assert running.stderr.read() == b"terminated\n"
    assert list(spool.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no folder that somebody is in")
def test_a_folder_that_went_away_under_a_command_is_told(desk: Desk) -> None:
    gone = desk.folder / "gone"
    gone.mkdir()
    with contextlib.chdir(gone):
        gone.rmdir()
        ran = desk.run("report", "--project", str(desk.folder / "svtool.yaml"), "--out", "o.html")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: the folder in which this was called is gone. Change to one that is there.\n"


def test_what_is_no_fault_of_the_system_is_not_told_as_one() -> None:
    assert fault_of_system(ValueError("a cell")) is None
    try:
        raise KeyError from MemoryError()
    except KeyError as error:
        assert fault_of_system(error)
