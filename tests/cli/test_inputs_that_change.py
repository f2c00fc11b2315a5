"""A manifest attests what was counted: a file that changes while a run goes on ends it with exit code 11."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from command_desk import Desk
from small_project import PROJECT, police_csv

from svtool.commands import measures, opening, validate
from svtool.commands.manifest import manifest_of, run_of_result
from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.errors import ExtractError
from svtool.output import delivery

MEASURE = "recorded_offences"
EXTRACT = "extracts/police.csv"
READ = {
    "the project": "svtool.yaml",
    "an extract": EXTRACT,
    "reviews": "reviews.csv",
    "populations": "people.csv",
    "indicators": "indicators.csv",
    "a definition": "definitions/tables/ours.yaml",
}
WITH_OURS = ("[recorded_crime]", "[recorded_crime, ours]")
BESIDE = "reviews: reviews.csv\npopulations: people.csv\n"
COMMANDS = {
    "measures": ("measures",),
    "count": ("count", "--where", "offence: robbery", "--format", "csv", "--out", "o.csv"),
    "compare": ("compare", "--definition", "merseyside", "--definition", "west_mercia"),
    "trend": ("trend", "--measure", MEASURE),
    "report": ("report", "--out", "o.html"),
    "review": ("review", "--measure", MEASURE, "--period", "2021", "--out", "o.csv"),
    "explain": ("explain", "PRIVATE-REF-00001"),
    "classify": ("classify", "--project", "svtool.yaml", "--out", "o.csv"),
    "classify one extract": ("classify", EXTRACT, "--mapping", "standard", "--out", "o.csv"),
    "check": ("check", "--published", "published.csv", "--project", "svtool.yaml"),
}


@pytest.fixture
def project(desk: Desk) -> Desk:
    """A project with everything that a manifest has a fingerprint of."""
    desk.write("svtool.yaml", f"{PROJECT}  indicators: {{files: indicators.csv}}\n{BESIDE}".replace(*WITH_OURS))
    desk.write("reviews.csv", "source,reference,field,value,reason,by,on\n")
    people = [f"E080000{area},{year},0,,320000,ours,us" for area in range(11, 16) for year in (2020, 2021)]
    desk.write("people.csv", "\n".join(["area_code,year,age_lo,age_hi,population,series,source", *people, ""]))
    desk.write("indicators.csv", "measure_id,column_period,own_period_start,own_period_end,value,unit,status\n")
    desk.write("definitions/tables/ours.yaml", "id: ours\ntitle: Ours\ngroups:\n  - title: Absence\n    measures:\n"
               '      - {id: absence, title: Absence, source: indicators, unit: figure, value_unit: "%", '
               "desired: fall}\n")  # fmt: skip
    published = f"{MEASURE},Offences,2021-01-01,2021-12-31,1"
    desk.write("published.csv", f"measure_id,measure,period_start,period_end,n\n{published}\n")
    return desk


def grow(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"\n")


@contextmanager
def grown(path: Path) -> Iterator[None]:
    """Let a file be larger for a while; afterwards nothing tells that it was."""
    before, content = path.stat(), path.read_bytes()
    grow(path)
    yield
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def after(module: Any, step: str, happens: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
    """Let something happen when a step of a run is over."""
    stands = getattr(module, step)

    def doing(*args: Any, **named: Any) -> Any:
        found = stands(*args, **named)
        happens()
        return found

    patch.setattr(module, step, doing)


def test_no_manifest_is_made_of_a_file_that_is_another_than_the_one_that_was_read(project: Desk) -> None:
    request = Request(rates=True)
    result = measure(request)
    whole = manifest_of(run_of_result(result, request), [])
    told = {whole["project"]["file"], *(each["file"] for each in (*whole["inputs"], *whole["definitions"]))}
    assert set(READ.values()) <= told
    for name in READ.values():
        with (
            grown(project.folder / name),
            pytest.raises(ExtractError, match=f"{name}: changed while svtool was running"),
        ):
            manifest_of(run_of_result(result, request), [])
    assert manifest_of(run_of_result(result, request), []) == whole


@pytest.mark.parametrize(("module", "step"), [(measures, "make_figures"), (delivery, "outputs_of")])
def test_a_run_whose_extract_grows_after_it_was_read_writes_nothing(
    module: Any, step: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    after(module, step, lambda: grow(desk.folder / EXTRACT), monkeypatch)
    ran = desk.run("measures", "--format", "csv", "--out", "out/")
    assert (ran.code, ran.out) == (11, ""), ran.err
    assert "extracts/police.csv: changed while svtool was running, from " in ran.err
    assert "expected a finished file. Wait until it is written, and run again." in ran.err
    assert not (desk.folder / "out").exists()


def test_a_file_that_changes_while_its_fingerprint_is_made_is_noticed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    after(hashlib, "sha256", lambda: grow(desk.folder / "svtool.yaml"), monkeypatch)
    ran = desk.run("measures", "--format", "csv", "--out", "out/")
    assert ran.code == 11
    assert "svtool.yaml: " in ran.err


def test_a_file_that_comes_while_others_are_read_is_not_taken_for_finished(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text.replace(EXTRACT, "extracts/*.csv"))
    late = police_csv().replace("PRIVATE-REF", "PRIVATE-REF-B").replace("2021-", "2020-")
    after(measures, "find_scope", lambda: desk.write("extracts/late.csv", late), monkeypatch)
    ran = desk.run("measures", "--format", "csv", "--out", "out/")
    assert ran.code == 11
    assert "extracts/late.csv: came while svtool was running" in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_counts_ends_where_an_extract_changes(
    command: str, project: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in ("gather", "gather_source"):
        after(opening, step, lambda: grow(project.folder / EXTRACT), monkeypatch)
    ran = project.run(*COMMANDS[command])
    assert (ran.code, ran.out) == (11, ""), ran.err
    assert "police.csv: changed while svtool was running" in ran.err
    assert not list(project.folder.glob("o.*"))


@pytest.mark.slow
@pytest.mark.parametrize("changed", [EXTRACT, "last.csv"])
@pytest.mark.parametrize("read", [(EXTRACT,), ("--project", "svtool.yaml")])
def test_an_extract_that_changes_while_it_is_checked_is_a_finding(
    changed: str, read: tuple[str, ...], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("last.csv", police_csv())
    assert desk.run("validate", *read, "--previous", "last.csv").code == 0
    after(validate, "_find_uncovered", lambda: grow(desk.folder / changed), monkeypatch)
    ran = desk.run("validate", *read, "--previous", "last.csv")
    assert ran.code == 11
    assert f"F01 The file can't be opened: {changed}: changed while svtool was running, from " in ran.out


@pytest.mark.slow
@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_a_packed_extract_that_changes_is_noticed(packing: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    name, content = f"{EXTRACT}.{packing}", police_csv().encode()
    packed = io.BytesIO()
    if packing == "gz":
        packed.write(gzip.compress(content))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("police.csv", content)
    (desk.folder / name).write_bytes(packed.getvalue())
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text.replace(EXTRACT, name))
    assert desk.run("measures", "--format", "csv", "--out", "out/").code == 0
    told = json.loads((desk.folder / "out/manifest.json").read_text("utf-8"))["inputs"]
    assert [each["sha256"] for each in told] == [hashlib.sha256(packed.getvalue()).hexdigest()]
    after(measures, "make_figures", lambda: grow(desk.folder / name), monkeypatch)
    ran = desk.run("measures", "--format", "csv", "--out", "again/")
    assert ran.code == 11
    assert f"{name}: changed while svtool was running" in ran.err


@pytest.mark.slow
def test_what_a_store_keeps_is_attested_as_it_was_judged_whether_or_not_the_file_is_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", f"store: kept\n{text}")
    assert desk.run("ingest").code == 0
    judged = hashlib.sha256((desk.folder / EXTRACT).read_bytes()).hexdigest()
    after(delivery, "outputs_of", lambda: grow(desk.folder / EXTRACT), monkeypatch)
    assert desk.run("measures", "--format", "csv", "--out", "out/").code == 0
    monkeypatch.undo()
    monkeypatch.chdir(desk.folder)
    (desk.folder / EXTRACT).unlink()
    assert desk.run("measures", "--format", "csv", "--out", "again/").code == 0
    for out in ("out", "again"):
        told = json.loads((desk.folder / out / "manifest.json").read_text("utf-8"))["inputs"]
        assert [each["sha256"] for each in told] == [judged], out
