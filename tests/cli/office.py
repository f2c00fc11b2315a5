"""A small project in a folder of its own: seven offences with victims and suspects, six attendances."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from svtool.cli import run

OFFENCES = """
    reference,recorded_date,committed_date,offence_class,offence_subcode,knife,firearm,domestic_abuse,area,cancelled
    P1,2021-01-05,2021-01-05,34B,,Y,N,N,Liverpool,
    P2,2021-02-05,2021-02-05,34B,,,N,N,Liverpool,
    P3,2021-03-05,2021-03-05,8N,,Y,N,N,Wirral,
    P4,2021-04-05,2021-04-05,1,,N,N,N,Wirral,
    P5,2021-05-05,2020-12-31,49,,,,N,Wirral,
    ,2021-06-05,2021-06-05,34B,,,N,N,Sefton,
    P7,2021-12-05,2021-12-05,34B,,Y,N,N,Sefton,Y
"""
VICTIMS = """
    reference,victim_reference,victim_age,victim_sex
    P1,V1,17,male
    P1,V2,,female
    P2,V3,,female
    P3,V4,30,male
"""
SUSPECTS = """
    reference,suspect_reference,suspect_age,suspect_sex
    P1,S1,20,male
    P2,S2,,male
"""
ED = """
    reference,supplier,recorded_date,assault,weapon,age,area
    1,East,2021-01-05,Y,not specified,20,Liverpool
    1,West,2021-01-06,Y,knife,20,Liverpool
    2,East,2021-02-05,Y,not specified,30,Liverpool
    3,East,2021-03-05,N,not specified,20,Liverpool
    4,East,2021-11-05,Y,,20,
    ,East,2021-12-05,Y,,20,Liverpool
"""
PROJECT = """
    definition: merseyside
    tables: [home_office, mvrp_local]
    areas: merseyside
    periods: {kind: calendar, years: [2021]}
    sources:
      police:
        offences: {files: offences.csv, mapping: standard, from: 2021-01-01, to: 2021-12-31, area_unknown: inside}
        victims: {files: victims.csv, mapping: standard}
        suspects: {files: suspects.csv, mapping: standard}
      ed: {files: ed.csv, mapping: standard, from: 2021-01-01, to: 2021-12-31, area_basis: residence}
"""
HEADER = "source,supplier,reference,person_reference,field,value,reason,by,on\n"


class Office:
    """A folder with the project, and commands run in it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        for name, text in {
            "offences.csv": OFFENCES,
            "victims.csv": VICTIMS,
            "suspects.csv": SUSPECTS,
            "ed.csv": ED,
            "svtool.yaml": PROJECT,
        }.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Write a file without the indentation that it has in a test."""
        (self.folder / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def review(self, *rows: str) -> None:
        """Let the project have these reviews, each `source,supplier,reference,person,field,value`."""
        lines = [f"{row},case file read,analyst,2022-02-01" if row.count(",") == 5 else row for row in rows]
        self.write("reviews.csv", HEADER + "\n".join(lines) + "\n")
        self.write("svtool.yaml", textwrap.dedent(PROJECT) + "reviews: reviews.csv\n")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Return the exit code, standard output and standard error of a command."""
        code = run([*arguments])
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err
