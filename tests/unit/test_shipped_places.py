"""The places and populations that ship: small, read when they are asked for, each table with its source and licence."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys

import pytest

from svtool.schema.gazetteer import gazetteer
from svtool.schema.known_services import AMBULANCE, FIRE, TRUST, hospitals, services
from svtool.schema.shipped import shipped_folder

MOST_BYTES = 6_000_000
# Prints which of the shipped places and populations a command reads.
PROBE = """
import sys
read = set()
sys.addaudithook(lambda event, given: read.add(str(given[0])) if event == "open" else None)
from svtool.cli import run
code = run(sys.argv[1:])
print(code, *sorted(name.rsplit("/")[-1] for name in read if "/definitions/p" in name), file=sys.stderr)
"""


def tables(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((shipped_folder("definitions") / folder).iterdir())}


def test_they_are_small_in_a_wheel() -> None:
    every = [*tables("places").values(), *tables("populations").values()]
    assert sum(len(gzip.compress(each)) for each in every) < MOST_BYTES / 4


def test_every_table_says_its_source_and_licence() -> None:
    named = {row["table"] for row in gazetteer().table("sources")}
    assert named == {name.removesuffix(".csv") for name in tables("places")} - {"sources"} | {"populations"}
    assert all("Open Government Licence" in row["licence"] for row in gazetteer().table("sources"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("--help", ""),
        ("definition list", ""),
        ("measures --sample --table agencies", ""),
        ("areas list", "places.csv"),
    ],
)
def test_only_what_asks_for_them_reads_them(words: str, read: str) -> None:
    ran = subprocess.run([sys.executable, "-c", PROBE, *words.split()], capture_output=True, text=True, check=True)
    assert ran.stderr.splitlines()[-1] == f"0 {read}".strip()


def test_every_service_and_hospital_is_in_places_that_there_are() -> None:
    known, forces = set(gazetteer().authorities), set(gazetteer().forces)
    for service in services():
        assert service.authorities <= known, service.code
        assert set(service.shares) <= forces, service.code
    assert {site.authority for site in hospitals()} <= known


@pytest.mark.parametrize("kind", [AMBULANCE, FIRE])
def test_every_authority_is_served(kind: str) -> None:
    served = [code for service in services() if service.kind == kind for code in service.authorities]
    assert set(served) == set(gazetteer().authorities)


def test_every_trust_with_an_emergency_department_says_where_its_patients_live() -> None:
    trusts = [service for service in services() if service.kind == TRUST]
    assert len(trusts) > 100
    assert all(0 < sum(trust.shares.values()) <= 1.001 for trust in trusts)


def test_each_authority_has_a_force_wards_lsoas_and_people() -> None:
    codes = set(gazetteer().authorities)
    assert len(codes) == 318
    assert set(gazetteer().force_of) == set(gazetteer().lsoas) == codes
    assert {ward.authority for ward in gazetteer().wards.values()} == codes
    assert len(gazetteer().partnerships) == 314
    for name in ("mid_year_by_age.csv", "mid_year_totals.csv"):
        rows = list(csv.DictReader(tables("populations")[name].decode().splitlines()))
        years = {row["year"] for row in rows}
        assert {(row["area_code"], row["year"]) for row in rows} == {(code, year) for code in codes for year in years}
        assert len(rows) == len(codes) * len(years)
