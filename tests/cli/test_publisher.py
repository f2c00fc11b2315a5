"""Who publishes the figures stands on the page, on the cover of the workbook and in the manifest, from the project."""

from __future__ import annotations

import json

import openpyxl
from command_desk import Desk

PUBLISHER = """
publisher:
  name: Our Violence Reduction Partnership
  contact: figures@partnership.example
  published: 2022-05-03
  next_update: 2023-05-02
  status: draft
"""
SAID = [
    "Published by: Our Violence Reduction Partnership.",
    "Status: Draft, not for publication.",
    "Published on: 3 May 2022.",
    "Next update: 2 May 2023.",
    "Contact: figures@partnership.example.",
]


def with_publisher(desk: Desk, text: str = PUBLISHER) -> None:
    written = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", written + text)


def test_page_workbook_and_manifest_say_who_publishes(desk: Desk) -> None:
    with_publisher(desk)
    assert desk.run("report", "--out", "page.html").code == 0
    assert " ".join(SAID) in (desk.folder / "page.html").read_text(encoding="utf-8")
    assert desk.run("measures", "--format", "xlsx", "--out", "w.xlsx").code == 0
    cover = openpyxl.load_workbook(desk.folder / "w.xlsx").worksheets[0]
    assert set(SAID) <= {str(cell) for line in cover.iter_rows(values_only=True) for cell in line}
    manifest = json.loads((desk.folder / "w.xlsx.manifest.json").read_text(encoding="utf-8"))
    assert manifest["publisher"]["status"] == "draft"
    assert manifest["publisher"]["next_update"] == "2023-05-02"


def test_without_a_publisher_nothing_is_said_of_one(desk: Desk) -> None:
    assert desk.run("report", "--out", "page.html").code == 0
    assert "Published by" not in (desk.folder / "page.html").read_text(encoding="utf-8")


def test_a_next_update_before_the_publication_is_refused(desk: Desk) -> None:
    with_publisher(desk, PUBLISHER.replace("2023-05-02", "2021-05-02"))
    ran = desk.run("measures")
    assert ran.code == 10
    assert "next_update that is not after published" in ran.err
