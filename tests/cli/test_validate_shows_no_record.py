"""Private by default: no reference, date, age, place or free text of an extract stands in any report on it."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from command_desk import Desk
from often import slow_but

from svtool.findings.catalogue import KINDS

REPORTS: dict[str, tuple[str, ...]] = {
    "text": (), "json": ("--format", "json"), "csv": ("--format", "csv"), "reply": ("--reply",),
}  # fmt: skip
PRIVATE = {
    "reference", "victim_reference", "suspect_reference", "Attendance Number", "recorded_date", "committed_date",
    "Arrival Date", "area", "Local Authority of Residence", "Hospital Site", "note",
}  # fmt: skip


def everything_said(desk: Desk, *arguments: str) -> str:
    """Return whatever is printed of an extract: every report, on standard output and error, and in a file."""
    said = []
    for options in REPORTS.values():
        ran = desk.run("validate", *arguments, *options)
        assert ran.code in {0, 11, 12}, ran.err
        assert ran.out
        said.append(ran.out + ran.err)
    ran = desk.run("validate", *arguments, "--out", "report.txt")
    said.append(ran.err + (desk.folder / "report.txt").read_text(encoding="utf-8"))
    return "\n".join(said)


def private_texts(rows: Iterable[dict[str, str]]) -> set[str]:
    """Return the texts of references, dates, places and free text; ages are numbers like any, and stand apart."""
    return {value for row in rows for name, value in row.items() if name in PRIVATE and value and len(value) > 3}


def shown(said: str, private: set[str]) -> set[str]:
    return set(re.split(r"[\s,;()\"'|]+", said)) & private | {text for text in private if " " in text and text in said}


@pytest.mark.parametrize(
    "name",
    slow_but(
        "ed_2020.csv".__eq__, ["police_offences_2020.csv", "police_victims_2020.csv", "ed_2020.csv", "ambulance.csv"]
    ),
)
def test_no_report_on_the_sample_shows_a_record(name: str, sample_project: Path, desk: Desk) -> None:
    extract = sample_project.parent / "extracts" / name
    with extract.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = everything_said(desk, str(extract))
    assert shown(said, private_texts(rows)) == set()
    assert not re.search(r"SYN[-/]", said.replace("SYNTHETIC", ""))


HEADER = "reference,recorded_date,committed_date,offence_class,knife,victim_age,area,note"
# Years and months of the records together are named (a missing month is), so that no cell is a year of theirs alone.
# Every way in which a cell may be wrong that a message might be tempted to repeat.
ODD = {
    "reference": ["", "PRIVATE 99 X", "PRIVATE-1.5E+07", "private-007", "PRIVATE\u00a07"],
    "recorded_date": ["31/02/1987", "1987-13-41", "the-ides-of-march", "44987", "1987-6-5", "05.06.1987", "2099-11-17"],
    "committed_date": ["1900-01-01", "TBC-quagga", "17-Nov-1987", "1066"],
    "victim_age": ["137", "-41", "41 and a half", "fortyone", "0041.7", "999"],
    "area": ["12 Zanzibar Lane", "Zanzibar", "E01987654", "QG1 7XX"],
    "note": ["=Quagga()", "ring 07987 654321", "quagga@zanzibar.example", "QQ 98 76 54 Q", "CafÃ© Quagga", "\x00Q"],
}  # fmt: skip


def odd_rows(seed: int) -> list[dict[str, str]]:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    rows = []
    for number in range(400):
        row = {
            "reference": f"PRIVATE-{number:05d}",
            "recorded_date": f"1987-0{number % 9 + 1}-{number % 27 + 1:02d}",
            "committed_date": f"1986-1{number % 3}-{number % 27 + 1:02d}",
            "offence_class": "34B", "knife": "N", "victim_age": str(number % 90), "area": "Wirral",
            "note": "Quagga seen",
        }  # fmt: skip
        if chance.random() < 0.3:
            name = chance.choice(list(ODD))
            row[name] = chance.choice(ODD[name])
        rows.append(row)
    return rows


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER.split(","))
        writer.writeheader()
        writer.writerows(rows)
    return path


def spoil(text: str, how: str) -> str:
    """Return an extract with a fault of the file as a whole."""
    lines = text.splitlines()
    if how == "cut":
        return text[: len(text) * 2 // 3]
    if how == "quote":
        lines[200] = lines[200].replace(",34B", ',"34B')
    elif how == "no header":
        lines = lines[1:]
    elif how == "no date":
        lines[0] = lines[0].replace("recorded_date", "PRIVATE")
    elif how == "title and total":
        lines = ["Quagga report of Zanzibar", "", *lines, "Total,9999"]
    elif how == "shifted":
        lines[40:60] = [line.split(",", 1)[1] + "," for line in lines[40:60]]
        lines[70] = lines[70][:25]
    elif how == "semicolon":
        lines = [line.replace(",", ";") for line in lines]
    return "\n".join(lines) + "\n"


# A code of a place that no list has is named, so that somebody can find out what it is; it is of no person.
OF_NO_PERSON = {"E01987654"}
SPOILT = ["", "cut", "quote", "no header", "no date", "title and total", "shifted", "semicolon"]


@pytest.mark.slow
@pytest.mark.parametrize("how", SPOILT)
def test_no_report_on_a_spoilt_extract_shows_a_record(how: str, desk: Desk) -> None:
    rows = odd_rows(len(how))
    path = written(desk.folder / "odd.csv", rows)
    path.write_text(spoil(path.read_text(encoding="utf-8"), how), encoding="utf-8")
    said = everything_said(desk, "odd.csv")
    assert shown(said, private_texts(rows)) <= OF_NO_PERSON
    for word in (
        "PRIVATE-",
        "private-",
        "Quagga",
        "quagga",
        "anzibar",
        "the-ides",
        "fortyone",
        "and a half",
        "07987",
    ):
        assert word not in said, word
    ages = set(ODD["victim_age"]) - {"999", "137"}  # these may be counts of rows
    assert not ages & set(re.split(r"\s", said))


@pytest.mark.parametrize("wanted", [*KINDS, "all"])
def test_what_a_finding_means_is_the_same_whatever_was_read(wanted: str, desk: Desk) -> None:
    ran = desk.run("validate", "--explain", wanted)
    assert (ran.code, ran.err) == (0, "")
    assert "PRIVATE" not in ran.out
