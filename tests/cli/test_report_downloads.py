"""What a page offers beyond itself: its figures as files, an address of each of them, and a line to cite it by."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest
from command_desk import Desk
from page_reading import ReadPage
from small_project import PROJECT

from svtool.output.page import downloads
from svtool.version import __version__

PUBLISHED = "publisher: {name: Northshire VRP, published: 2022-03-01, status: draft}\n"


def html_of(desk: Desk, *options: str, out: str = "report.html") -> str:
    """Return the page that a report writes."""
    ran = desk.run("report", "--out", out, *options)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return (desk.folder / out / ("report.html" if out.endswith("/") else "")).read_text(encoding="utf-8")


def offered(html: str) -> list[tuple[str, str]]:
    """Return the address and the name of every file that a page offers."""
    return re.findall(r'<a href="([^"]+)" download="([^"]+)">', html)


# Downloads


def test_a_page_alone_carries_the_csv_that_measures_writes(desk: Desk) -> None:
    ((href, name),) = offered(html_of(desk))
    assert name == "figures.csv"
    content = unquote(href.removeprefix("data:text/csv;charset=utf-8,"))
    assert not re.search(r'[\s"<>&#]', href)
    assert content == desk.run("measures", "--by", "area", "--format", "csv").out
    assert desk.files() >= {"report.html", "report.html.manifest.json"}


def test_a_folder_takes_page_csv_and_workbook_of_one_run_and_the_manifest_lists_them(desk: Desk) -> None:
    html = html_of(desk, out="results/")
    assert [href for href, _ in offered(html)] == ["figures.csv", "figures.xlsx"]
    manifest = json.loads((desk.folder / "results/manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == "report"
    assert [(each["file"], each["format"]) for each in manifest["outputs"]] == [
        ("report.html", "html"), ("figures.csv", "csv"), ("figures.xlsx", "xlsx"),
    ]  # fmt: skip
    written = (desk.folder / "results/figures.csv").read_bytes().decode()
    assert written == desk.run("measures", "--by", "area", "--format", "csv").out


@pytest.mark.parametrize(
    ("limit", "said"),
    [(8_000, "the figures of the tables, without areas"), (10, "The figures are too many to stand in the page")],
)
def test_what_is_too_large_is_left_out_of_a_page_alone_and_said(
    limit: int, said: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "LARGEST_INSIDE", limit)
    html = html_of(desk)
    assert said in html
    assert len(offered(html)) == (limit > 10)


@pytest.mark.slow
def test_under_a_policy_the_files_say_what_the_page_says(desk: Desk) -> None:
    desk.write("svtool.yaml", PROJECT + "disclosure: threshold_5\n")
    lines = (desk.folder / "extracts/police.csv").read_text(encoding="utf-8").splitlines()
    desk.write("extracts/police.csv", "\n".join([*lines, "R1,2021-05-05,34B,N,N,N,30,Sefton"]) + "\n")
    ((href, _),) = offered(html_of(desk))
    content = unquote(href.partition(",")[2])
    assert content == desk.run("measures", "--by", "area", "--format", "csv").out
    assert ",c," in content


@pytest.mark.slow
@pytest.mark.parametrize("out", ["report.html", "results/"])
def test_verify_makes_page_and_files_again(out: str, desk: Desk) -> None:
    html_of(desk, "--by", "age_band", out=out)
    manifest = f"{out}manifest.json" if out.endswith("/") else f"{out}.manifest.json"
    ran = desk.run("verify", manifest)
    assert (ran.code, ran.out.splitlines()[-1][:9]) == (0, "The same:")
    page = desk.folder / out / ("report.html" if out.endswith("/") else "")
    page.write_text(page.read_text(encoding="utf-8").replace("worse", "better"), encoding="utf-8")
    changed = desk.run("verify", manifest)
    assert changed.code == 15
    assert f"output {page.name}: changed since it was written" in changed.out


def test_a_page_is_not_named_as_a_file_of_figures(desk: Desk) -> None:
    ran = desk.run("report", "--out", "figures.xlsx")
    assert ran.code == 2
    assert "--out figures.xlsx: is named as xlsx, and a page is HTML. Name it report.html" in ran.err


# Addresses


def test_every_row_of_figures_has_an_address_of_its_table_measure_and_area(desk: Desk) -> None:
    page = ReadPage(html_of(desk))
    rows = {each["id"] for each in page.all("tr") if "id" in each}
    assert "recorded_crime.recorded_offences" in rows
    assert "recorded_crime.recorded_offences.E08000015" in rows
    links = [each["href"].removeprefix("#") for each in page.all("a") if each["href"].startswith("#recorded_crime.")]
    assert set(links) == rows


@pytest.mark.slow
def test_addresses_are_the_same_when_other_tables_and_groups_are_asked_for(desk: Desk) -> None:
    alone = ReadPage(html_of(desk)).ids()
    others = ReadPage(html_of(desk, "--table", "agencies", "--table", "recorded_crime", "--by", "area,age_band")).ids()
    assert {each for each in alone if each.startswith("recorded_crime.")} <= set(others)
    assert set(others.values()) == {1}
    assert "recorded_crime.recorded_offences.E08000015.10-17" in others


# The line to cite it by


def test_it_is_cited_by_publisher_title_days_date_version_and_definition(desk: Desk) -> None:
    desk.write("svtool.yaml", PROJECT + PUBLISHED)
    text = ReadPage(html_of(desk)).text
    cited = re.search(r"Cite as: (.*)", text)
    assert cited
    assert re.fullmatch(
        r"Northshire VRP\. Success measures: Merseyside, Jan 2020 to Dec 2021\. Draft, not for publication\. "
        rf"Published 1 March 2022\. svtool {re.escape(__version__)}; definition merseyside, version [0-9a-f]{{8}}\.",
        cited[1],
    )


def test_the_version_of_a_definition_is_how_its_fingerprint_in_the_manifest_begins(desk: Desk) -> None:
    html = html_of(desk)
    manifest = json.loads((desk.folder / "report.html.manifest.json").read_text(encoding="utf-8"))
    (entry,) = [each for each in manifest["definitions"] if each["file"].endswith("serious_violence/merseyside.yaml")]
    assert f"definition merseyside, version {entry['sha256'][:8]}." in html
