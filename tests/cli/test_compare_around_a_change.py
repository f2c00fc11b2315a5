"""`svtool compare --change-at`: an area before and after a day, beside areas where nothing was done."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from command_desk import Desk

import svtool
from svtool.errors import UsageError

NO_CAUSE = "This does not show that the intervention caused it"
AROUND = ("compare", "--change-at", "2021-01-01", "--area", "Wirral", "--against", "Sefton,Liverpool")
FIRST, LAST, CHANGE = date(2020, 1, 1), date(2021, 12, 31), date(2021, 1, 1)


def extract(wirral_after: int = 4, first: date = FIRST, lacks: tuple[date, date] | None = None) -> str:
    """Return robberies of two years: four a day in each area, in Wirral as many as said after the change."""
    lines = ["reference,recorded_date,offence_class,knife,firearm,domestic_abuse,victim_age,area"]
    for number in range((LAST - first).days + 1):
        day = first + timedelta(days=number)
        for area in ("Wirral", "Sefton", "Liverpool"):
            many = wirral_after if area == "Wirral" and day >= CHANGE else 4
            many += number % 3 == 0  # so that months differ
            if lacks and area == "Sefton" and lacks[0] <= day <= lacks[1]:
                continue
            for _ in range(many):
                lines.append(f"PRIVATE-REF-{len(lines)},{day},34B,Y,N,N,20,{area}")
    return "\n".join(lines) + "\n"


def rows(text: str, kind: str) -> list[dict[str, str]]:
    return [each for each in csv.DictReader(io.StringIO(text)) if each["row"] == kind]


@pytest.fixture(scope="module")
def alike() -> str:
    return extract()


@pytest.mark.slow
def test_where_all_areas_change_alike_there_is_no_clear_difference(desk: Desk, alike: str) -> None:
    desk.write("extracts/police.csv", alike)
    ran = desk.run(*AROUND)
    assert ran.code == 0
    assert "Wirral, beside Sefton + Liverpool" in ran.out
    assert "Verdict: no clear difference." in ran.out
    assert NO_CAUSE in ran.out
    assert "PRIVATE-REF" not in ran.out


def test_a_fall_in_the_area_alone_is_a_verdict_and_no_cause(desk: Desk) -> None:
    desk.write("extracts/police.csv", extract(wirral_after=2))
    text = desk.run(*AROUND, "--format", "csv").out
    (difference,) = rows(text, "difference")
    assert difference["verdict"] == "fell more"
    assert 0.5 < float(difference["ratio"]) < 0.65
    assert float(difference["lower_95"]) < float(difference["ratio"]) < float(difference["upper_95"]) < 1
    assert NO_CAUSE in difference["notes"]
    sides = {(each["area"], each["side"]): int(each["count"]) for each in rows(text, "side")}
    months = rows(text, "month")
    for (area, side), count in sides.items():
        assert count == sum(int(each["count"]) for each in months if (each["area"], each["side"]) == (area, side))
    assert sides["Sefton + Liverpool", "after"] == sides["Sefton", "after"] + sides["Liverpool", "after"]


@pytest.mark.slow
def test_json_has_the_same_rows_and_a_manifest_is_made_again(desk: Desk, alike: str) -> None:
    desk.write("extracts/police.csv", alike)
    assert desk.run(*AROUND, "--format", "json", "--out", "around.json").code == 0
    found = json.loads((desk.folder / "around.json").read_text(encoding="utf-8"))
    assert {each["row"] for each in found["rows"]} == {"month", "side", "change", "difference", "a year before"}
    assert all(NO_CAUSE in each["notes"] for each in found["rows"])
    assert desk.run("verify", "around.json.manifest.json").code == 0


@pytest.mark.slow
def test_fewer_than_twelve_months_on_a_side_are_no_verdict(desk: Desk) -> None:
    desk.write("extracts/police.csv", extract(wirral_after=1, first=date(2020, 2, 1)))
    out = desk.run(*AROUND).out
    assert "No verdict: fewer than 12 months on either side are held by all areas" in out
    assert NO_CAUSE in out


@pytest.mark.slow
def test_a_month_that_one_area_lacks_is_compared_in_none(desk: Desk) -> None:
    desk.write("extracts/police.csv", extract(lacks=(date(2020, 5, 1), date(2020, 5, 31))))
    months = rows(desk.run(*AROUND, "--format", "csv").out, "month")
    compared = {(each["area"], each["period_start"]) for each in months if each["compared"] == "yes"}
    for area in ("Wirral", "Sefton", "Liverpool", "Sefton + Liverpool"):
        assert (area, "2020-05-01") not in compared
        assert (area, "2021-05-01") not in compared  # its like on the other side
        assert (area, "2021-06-01") in compared


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--area", "Narnia", "--against", "Sefton"), "--area Narnia: is not an area of merseyside"),
        (("--area", "Wirral", "--against", "Wirral"), "an area is named twice"),
        (("--area", "Merseyside", "--against", "Sefton"), "is the whole, which holds every area"),
        (("--area", "Wirral", "--against", "Narnia"), "--against Narnia: is not an area of merseyside"),
        (("--area", "Wirral", "--against", "Merseyside"), "--against Merseyside: is the whole, which holds every area"),
        (("--area", "Wirral", "--against", "Sefton", "--release", "q1"), "--release: is for definitions side by side"),
        (("--area", "Wirral"), "--against: names no area"),
        (("--area", "Knowsley", "--against", "Sefton"), "Knowsley: the extracts of police have nothing there"),
        (("--area", "Wirral", "--against", "Sefton", "--by", "area"), "--by: is for definitions side by side"),
        (("--area", "Wirral", "--against", "Sefton", "--format", "xlsx", "--out", "a.xlsx"), "--format xlsx: is none"),
        (("--area", "Wirral", "--against", "Sefton", "--disclosure", "threshold_5"), "is for tables; monthly series"),
    ],
)
def test_what_can_not_be_compared_is_a_sentence(asked: tuple[str, ...], said: str, desk: Desk, alike: str) -> None:
    desk.write("extracts/police.csv", alike)
    ran = desk.run("compare", "--change-at", "2021-01-01", *asked)
    assert ran.code == 2
    assert said in ran.err


def test_a_day_outside_what_is_held_is_told_with_what_is(desk: Desk, alike: str) -> None:
    desk.write("extracts/police.csv", alike)
    ran = desk.run("compare", "--change-at", "2030-01-01", "--area", "Wirral", "--against", "Sefton")
    assert ran.code == 2
    assert "lies outside the days that the extracts of police hold (Jan 2020 to Dec 2021)" in ran.err


def test_an_area_needs_a_day(desk: Desk) -> None:
    ran = desk.run("compare", "--area", "Wirral", "--against", "Sefton")
    assert ran.code == 2
    assert "--change-at: is not named" in ran.err


def test_python_refuses_what_the_command_refuses() -> None:
    with pytest.raises(UsageError, match="--area: is not named"):
        svtool.compare(sample=True, change_at=CHANGE, against="Sefton")
    with pytest.raises(UsageError, match="--by: is for definitions side by side"):
        svtool.compare(sample=True, change_at=CHANGE, area="Wirral", against="Sefton", by=["sex"])


def test_what_is_undated_is_said_once_for_all_months_of_an_area(desk: Desk) -> None:
    """A record without a date may be of any month: it is one record all the same."""
    undated = "".join(f"LOST-{number},,34B,Y,N,N,20,Wirral\n" for number in range(7))
    desk.write("extracts/police.csv", extract() + undated)
    out = desk.run(*AROUND).out
    said = [line for line in out.splitlines() if "date that can be read" in line]
    assert "Without a date that can be read, perhaps of these months, and counted in none: 7 in Wirral." in said
    assert not any("may belong here" in line for line in said)
