"""Releases on the command line: kept once, audited with, listed, withdrawn, and told where something is wrong."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from command_desk import Desk
from small_project import HEADER

from svtool.commands.releases import KeptRelease
from svtool.output import delivery

BY_AREA = ("measures", "--by", "area", "--disclosure", "threshold_5")
BY_AGE = ("measures", "--by", "area,age_band", "--disclosure", "threshold_5")
NUMBERS = {"Wirral": (3, 9), "Sefton": (6, 7), "Liverpool": (8, 40)}  # of 2021: under 18, and 18 or over


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk whose project counts robberies of three boroughs, young victims and others."""
    lines = [HEADER]
    for area, numbers in NUMBERS.items():
        for age, number in zip((15, 30), numbers, strict=True):
            lines += [f"R{len(lines) + i},2021-{1 + i % 12:02d}-10,34B,N,N,N,{age},{area}" for i in range(number)]
    desk.write("extracts/police.csv", "\n".join(lines) + "\n")
    desk.write("definitions/tables/ours.yaml", """
        id: ours
        title: Ours
        groups: [{title: All, measures: [{id: robbery, title: Robberies, source: police, unit: offence}]}]
        """)  # fmt: skip
    window = "police: {files: extracts/police.csv, mapping: standard, from: 2021-01-01, to: 2021-12-31}"
    desk.project("police: {files: extracts/police.csv, mapping: standard}", window)
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write(
        "svtool.yaml", text.replace("[recorded_crime]", "[ours]").replace("[2020, 2021], baseline: 2020", "[2021]")
    )
    return desk


def kept(desk: Desk, name: str) -> Path:
    return desk.folder / f"releases/{name}.json"


def test_a_release_is_kept_for_its_owner_and_named_in_the_manifest(office: Desk) -> None:
    ran = office.run(*BY_AGE, "--release", "2021", "--format", "csv", "--out", "made/")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (kept(office, "2021"), kept(office, "2021").parent)]
    assert modes == [0o600, 0o700]
    manifest = json.loads((office.folder / "made/manifest.json").read_text("utf-8"))
    assert manifest["release"]["file"] == "releases/2021.json"
    shown = [cell[4] for cell in json.loads(kept(office, "2021").read_text("utf-8"))["cells"]]
    assert None in shown and not {1, 2, 3, 4} & {*shown}


@pytest.mark.slow
def test_the_next_run_hides_what_the_release_and_it_would_tell_together(office: Desk) -> None:
    by_area = office.run(*BY_AREA, "--format", "csv").out
    assert ",c," not in by_area
    office.run(*BY_AGE, "--release", "ages")
    narrower = ("measures", "--disclosure", "threshold_5", "--by", "age_band", "--format", "csv")
    before = office.run(*narrower, "--project", str(without_releases(office))).out
    assert office.run(*narrower).out == before  # nothing new: the release has the same
    office.run("count", "--where", "victim_age: {lt: 18}", "--disclosure", "threshold_5", "--by", "area")
    counted = office.run(
        "count", "--where", "victim_age: {lt: 18}", "--disclosure", "threshold_5", "--by", "area", "--format", "csv"
    ).out
    assert ",c," in counted


def without_releases(desk: Desk) -> Path:
    """Return the same project in a folder without releases."""
    other = desk.folder / "other"
    for path in desk.folder.rglob("*"):
        if path.is_file() and not {"releases", "other"} & set(path.relative_to(desk.folder).parts):
            place = other / path.relative_to(desk.folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    return other / "svtool.yaml"


@pytest.mark.slow
def test_a_name_is_given_once(office: Desk) -> None:
    command = (*BY_AREA, "--release", "2021", "--format", "csv", "--out", "made.csv")
    office.run(*command)
    first = kept(office, "2021").read_bytes()
    office.run(*BY_AGE, "--release", "other")
    assert office.run(*command).code == 0
    assert kept(office, "2021").read_bytes() == first
    ran = office.run(*BY_AGE, "--release", "2021", "--format", "csv", "--out", "other.csv")
    assert (ran.code, (office.folder / "other.csv").exists()) == (2, False)
    assert "--release 2021: releases/2021.json is there" in ran.err
    assert office.run("verify", "made.csv.manifest.json").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("measures", "--release", "q1"), "needs a disclosure policy"),
        ((*BY_AREA, "--release", "../q1"), "is no name for a release"),
        ((*BY_AREA, "--release", "aux"), "is a name that Windows keeps for a device"),
        ((*BY_AREA, "--release", "q1", "--as-at", "2021-12-31"), "--as-at"),
        (("measures", "--sample", "--disclosure", "nhs", "--release", "q1"), "has no releases"),
        (("disclosure", "audit"), "Name one with --disclosure"),
        (("disclosure", "withdraw", "../q1"), "disclosure withdraw ../q1: is no name for a release"),
        (("disclosure", "withdraw", "q9"), "there is no such release; the project has none"),
    ],
)
def test_what_can_t_be_a_release_is_told(office: Desk, arguments: tuple[str, ...], told: str) -> None:
    ran = office.run(*arguments)
    assert (ran.code, told in ran.err) == (2, True), ran.err
    assert not (office.folder / "releases").exists()


@pytest.mark.parametrize("command", [(*BY_AREA, "--release", "Q1"), ("disclosure", "withdraw", "Q1")])
def test_names_that_differ_in_capitals_alone_are_one(office: Desk, command: tuple[str, ...]) -> None:
    (office.folder / "releases").mkdir()
    (office.folder / "releases" / "q1.json").write_bytes(b"{}")
    ran = office.run(*command)
    assert (ran.code, "Q1: q1 is there, which is the same name on systems" in ran.err) == (2, True), ran.err


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"threshold_5"', b'"threshold_6"'))


def make_foreign(path: Path) -> None:
    path.write_text('{"format": "svtool.release/9", "name": "q1"}')


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (damage, "releases/q1.json: is not JSON"),
        (change, "releases/q1.json: is damaged or was changed"),
        (make_foreign, "releases/q1.json: is of format svtool.release/9"),
        (Path.unlink, "releases/q2.json: was audited with release q1, which is not in releases/"),
    ],
)
def test_nothing_is_printed_without_a_release_that_counts(
    office: Desk, harm: Callable[[Path], None], told: str
) -> None:
    for name in ("q1", "q2"):
        office.run(*BY_AREA, "--release", name)
    harm(kept(office, "q1"))
    ran = office.run(*BY_AREA)
    assert (ran.code, ran.out, told in ran.err) == (10, "", True), ran.err
    assert office.run("disclosure", "withdraw", "q1").code == 0
    assert office.run(*BY_AREA).code == 0
    assert office.run("disclosure", "list").out.splitlines()[0] == "q1: withdrawn"
    assert "was withdrawn" in office.run(*BY_AREA, "--release", "q1").err


def test_an_audit_says_what_a_table_would_tell(office: Desk) -> None:
    ran = office.run("disclosure", "audit", "--by", "area,age_band", "--disclosure", "threshold_5")
    assert ran.code == 0
    assert "    Wirral, 10–17, 2021: exactly 3\n" in ran.out
    assert "    Wirral, 10–17, 2021: 3, under 5; stays open from 3 to 6 at least\n" in ran.out
    assert "would give away" in ran.out
    assert not (office.folder / "releases").exists()


@pytest.mark.slow
@pytest.mark.slow
def test_of_two_releases_made_at_the_same_time_one_is_audited_with_the_other(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that had counted before the other's release was kept prints nothing, and is asked to run again."""
    real = delivery.keep_release

    def late(release: KeptRelease | None) -> None:
        monkeypatch.setattr(delivery, "keep_release", real)
        assert office.run(*BY_AREA, "--release", "quicker").code == 0
        real(release)

    monkeypatch.setattr(delivery, "keep_release", late)
    ran = office.run(*BY_AGE, "--release", "slower")
    assert ran.code == 16
    assert not kept(office, "slower").exists()
    assert office.run(*BY_AGE, "--release", "slower").code == 0
    listed = office.run("disclosure", "list").out
    assert "audited with quicker" in listed


def test_a_page_is_a_release_with_the_points_of_its_charts(office: Desk) -> None:
    ran = office.run("report", "--disclosure", "threshold_5", "--release", "page", "--out", "page.html")
    assert (ran.code, ran.err) == (0, "")
    assert '"point"' in kept(office, "page").read_text("utf-8")
    assert office.run("verify", "page.html.manifest.json").code == 0


@pytest.mark.slow
def test_a_new_release_is_news(office: Desk) -> None:
    command = (*BY_AREA, "--format", "csv", "--out", "made.csv", "--only-if-changed")
    office.run(*command)
    assert "nothing has changed" in office.run(*command).err
    office.run(*BY_AGE, "--release", "ages")
    assert "nothing has changed" not in office.run(*command).err
    assert "nothing has changed" in office.run(*command).err


@pytest.mark.slow
def test_no_output_takes_the_place_of_a_release(office: Desk) -> None:
    office.run(*BY_AREA, "--release", "q1")
    ran = office.run(*BY_AREA, "--format", "json", "--out", "releases/q1.json")
    assert (ran.code, "is a file that is read" in ran.err) == (2, True), ran.err
