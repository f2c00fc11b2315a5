"""`--rates`: for 100,000 people, areas against all areas together; and every case in which there is no rate."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from math import isclose

import openpyxl
import pytest
from command_desk import Desk, Ran
from small_project import police_csv

import svtool
from svtool.figures.contract import RATES, columns

AREAS = ("E08000011", "E08000012", "E08000013", "E08000014", "E08000015")
FIVE_YEARS = [(low, low + 4) for low in range(0, 90, 5)] + [(90, "")]
POLICE = "police: {files: extracts/police.csv, mapping: standard"
INCIDENT = (POLICE, f"{POLICE}, area_basis: incident")
HEADER = "area_code,year,age_lo,age_hi,population,series,source"


def rows_of(ran: Ran) -> list[dict[str, str]]:
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def row(rows: list[dict[str, str]], period: str, **values: str) -> dict[str, str]:
    (found,) = [
        each for each in rows if each["period"] == period and all(each[name] == value for name, value in values.items())
    ]
    return found


def populations(bands: Iterable[tuple[int | str, int | str]], people: int) -> str:
    rows = [(code, year, *band) for code in AREAS for year in (2020, 2021) for band in bands]
    lines = [f"{code},{year},{low},{high},{people},our estimates,us" for code, year, low, high in rows]
    return "\n".join([HEADER, *lines]) + "\n"


def bring(desk: Desk, people: str) -> None:
    """Let the project bring populations of its own."""
    desk.project(*INCIDENT)
    written = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", f"{written}populations: people.csv\n")
    desk.write("people.csv", people)


def test_a_rate_is_of_the_people_in_the_middle_of_the_year(desk: Desk) -> None:
    """366 offences in 2020, all in Wirral, of 324,336 people there and 1,434,256 in Merseyside."""
    desk.project(*INCIDENT)
    rows = rows_of(desk.run("measures", "--rates", "--by", "area", "--format", "csv"))
    of_whole = row(rows, "2020", measure_id="recorded_offences", area="Merseyside")
    of_part = row(rows, "2020", measure_id="recorded_offences", area="Wirral")
    assert (of_whole["count"], of_whole["population"], of_whole["population_year"]) == ("366", "1434256", "2020")
    assert float(of_whole["rate"]) == pytest.approx(366 / 1_434_256 * 100_000)
    assert (of_part["population"], of_part["population_ages"], of_part["rate_method"]) == ("324336", "all ages", "Byar")
    limits = [float(of_part[name]) for name in ("rate_lower_998", "rate_lower_95", "rate", "rate_upper_95")]
    assert [*limits, float(of_part["rate_upper_998"])] == sorted([*limits, float(of_part["rate_upper_998"])])
    assert of_part["population_series"] == "ONS mid-year estimates, 2011-based"
    assert "mid-2020" in of_part["population_source"]
    assert of_part["rate_against_whole"] == "higher at the 99.8% level"
    nothing = row(rows, "2020", measure_id="recorded_offences", area="Sefton")
    assert (nothing["rate"], nothing["rate_lower_95"], nothing["rate_method"]) == ("0", "0", "Exact")
    assert float(nothing["rate_upper_95"]) == pytest.approx(3.688879454113936 / 275_899 * 100_000)


def test_the_columns_of_rates_stand_after_all_others_and_only_where_asked_for(desk: Desk) -> None:
    desk.project(*INCIDENT)
    with_rates = desk.run("measures", "--rates", "--format", "csv").out.splitlines()[0]
    without = desk.run("measures", "--format", "csv").out.splitlines()[0]
    assert with_rates == f"{without},{','.join(RATES)}"
    assert list(svtool.measures(rates=True).columns) == list(columns(rates=True))


def test_a_year_without_an_estimate_has_no_rate(desk: Desk) -> None:
    bring(desk, "".join(line for line in populations([("", "")], 20_000).splitlines(True) if ",2021," not in line))
    found = row(rows_of(desk.run("count", "--rates", "--format", "csv")), "2021")
    assert (found["count"], found["rate"], found["rate_status"]) == ("730", "", "x")
    assert found["rate_notes"] == (
        "No rate: there is no mid-2021 population, only mid-2020; another year's is never used instead."
    )


def test_each_year_says_of_which_series_it_is_and_that_two_are_not_one(desk: Desk) -> None:
    desk.project(*INCIDENT)
    ran = desk.run("count", "--rates", "--format", "csv")
    series = [(each["population_year"], each["population_series"]) for each in rows_of(ran)]
    assert series == [("2020", "ONS mid-year estimates, 2011-based"), ("2021", "ONS mid-year estimates, 2021-based")]
    told = "Rates of years whose populations are of different series are not comparable"
    assert told in desk.run("count", "--rates").out
    assert told not in desk.run("count", "--rates", "--periods", "calendar:2021").out


def test_one_series_throughout_can_be_had_for_people_of_all_ages(desk: Desk) -> None:
    desk.project(*INCIDENT)
    desk.write("svtool.yaml", (desk.folder / "svtool.yaml").read_text(encoding="utf-8") + "populations: rebased\n")
    rows = rows_of(desk.run("count", "--rates", "--format", "csv"))
    assert {each["population_series"] for each in rows} == {"ONS mid-year estimates, 2021-based"}
    asked = ("count", "--rates", "--format", "csv", "--unit", "victim_incident", "--where", "victim_age: {lt: 25}")
    young = rows_of(desk.run(*asked))
    assert [each["rate_status"] for each in young] == ["x", ""]
    assert young[0]["rate_notes"] == "No rate: the mid-2020 populations have no ages under 25."


def test_the_force_and_its_wards_have_the_rates_that_populations_are_there_for(desk: Desk) -> None:
    """A ward has the people of its LSOAs, of which an estimate of one year ships; of the whole there are more."""
    desk.project(INCIDENT[0], INCIDENT[1])
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text.replace("areas: merseyside\n", "areas: merseyside\nparts: wards\n"))
    desk.write("extracts/police.csv", police_csv().replace("Wirral", "Ainsdale"))
    rows = rows_of(desk.run("count", "--rates", "--format", "csv", "--by", "area"))
    whole, ward = (row(rows, "2020", area=area) for area in ("Merseyside", "Ainsdale"))
    later = row(rows, "2021", area="Ainsdale")
    assert (whole["count"], whole["population"]) == ("366", "1434256")
    assert (ward["count"], ward["area_code"], ward["rate_status"]) == ("366", "E05000932", "")
    assert 5_000 < int(ward["population"]) < 20_000
    assert (later["population"], later["rate_status"]) == ("", "x")


MAPPING = """\
    id: ours
    title: Ours
    source: police
    row: offence
    columns: {reference: reference, recorded_date: {column: recorded_date, format: YYYY-MM-DD},
              offence_class: offence_class, area: area}
"""


@pytest.mark.parametrize(
    ("basis", "why"),
    [
        ("", "nothing says whose area the police extracts give; write area_basis: into the project file."),
        (", area_basis: site", "the police extracts are placed by site, where nobody lives."),
    ],
)
def test_where_nobody_lives_there_is_no_rate(desk: Desk, basis: str, why: str) -> None:
    desk.write("definitions/mappings/ours.yaml", MAPPING)
    desk.project(POLICE, f"police: {{files: extracts/police.csv, mapping: ours{basis}")
    found = row(rows_of(desk.run("count", "--rates", "--format", "csv")), "2020")
    assert (found["rate_status"], found["rate_notes"]) == ("x", f"No rate: {why}")
    assert "  per 100,000 people  [x]" in desk.run("count", "--rates").out


def test_a_part_of_a_year_is_not_scaled_up(desk: Desk) -> None:
    desk.project(*INCIDENT)
    ran = desk.run("count", "--rates", "--format", "csv", "--periods", "financial:2019/20..2020/21")
    first, second = rows_of(ran)
    assert (first["rate"], first["rate_status"]) == ("", "x")
    assert first["rate_notes"] == "No rate: 91 of 366 days are covered, and a part of a period is not scaled up."
    assert (second["population_year"], second["rate_status"]) == ("2020", "")


def test_a_whole_month_has_a_rate_of_its_own_days(desk: Desk) -> None:
    desk.project(*INCIDENT)
    found, *_ = rows_of(desk.run("count", "--rates", "--format", "csv", "--periods", "month:2020-02..2020-03"))
    assert float(found["rate"]) == pytest.approx(29 / 1_434_256 * 100_000)
    assert found["rate_notes"] == "The rate is of the days of this period, not of a year."


def test_a_measure_of_some_ages_has_the_people_of_these_ages(desk: Desk) -> None:
    desk.project(*INCIDENT)
    asked = ("count", "--rates", "--format", "csv", "--unit", "victim_incident")
    young = row(rows_of(desk.run(*asked, "--where", "victim_age: {lt: 25}")), "2020")
    assert (young["population"], young["population_ages"]) == ("424611", "under 25")
    odd = row(rows_of(desk.run(*asked, "--where", "victim_age: {lt: 20}")), "2020")
    assert (odd["population"], odd["population_ages"]) == ("323942", "under 20")
    bands = rows_of(desk.run(*asked, "--by", "age_band"))
    assert row(bands, "2020", age_band="10–17")["population_ages"] == "10 to 17"
    sexes = rows_of(desk.run(*asked, "--by", "sex"))
    assert {each["rate_notes"] for each in sexes if each["sex"] != "all"} == {
        "No rate: the populations are not by sex."
    }


def test_what_is_outside_or_nowhere_has_no_population(desk: Desk) -> None:
    desk.project(*INCIDENT)
    elsewhere = police_csv().replace("Wirral", "E08000003", 40).replace("Wirral", "", 40)
    desk.write("extracts/police.csv", elsewhere)
    rows = rows_of(desk.run("count", "--rates", "--format", "csv", "--by", "area"))
    for area in ("area not known", "outside Merseyside"):
        found = row(rows, "2020", area=area)
        assert (found["rate"], found["rate_status"]) == ("", "z")
        assert found["rate_notes"] == f"No population belongs to {area}."


def test_a_population_of_the_whole_serves_where_its_parts_have_none(desk: Desk) -> None:
    bring(desk, f"{HEADER}\nE23000004,2021,0,,1460000,our estimates,us\n")
    rows = rows_of(desk.run("count", "--rates", "--format", "csv"))
    now, before = row(rows, "2021"), row(rows, "2020")
    assert (now["count"], now["population"], now["population_series"], now["rate"]) == (
        "730", "1460000", "our estimates", "50",
    )  # fmt: skip
    why = "there is no mid-2020 population, only mid-2021; another year's is never used instead."
    assert (before["rate_status"], before["rate_notes"]) == ("x", f"No rate: {why}")


def test_ages_that_the_bands_of_one_s_own_file_do_not_make_have_no_rate(desk: Desk) -> None:
    bring(desk, populations([(0, 17), (18, 24), (25, "")], 1_000))
    asked = ("count", "--rates", "--format", "csv", "--unit", "victim_incident", "--where", "victim_age: {lt: 20}")
    odd = row(rows_of(desk.run(*asked)), "2020")
    assert (odd["rate_status"], odd["rate_notes"]) == ("x", "No rate: the mid-2020 populations have no ages under 20.")


def test_a_condition_that_is_no_band_of_ages_matches_no_population(desk: Desk) -> None:
    desk.project(*INCIDENT)
    where = "{any: [{knife: yes}, {victim_age: {lt: 25}}]}"
    for found in rows_of(desk.run("count", "--rates", "--where", where, "--format", "csv")):
        why = "no population matches the ages that it asks for."
        assert (found["rate_status"], found["rate_notes"]) == ("x", f"No rate: {why}")


def test_how_many_areas_differ_is_said_with_how_many_would_by_chance(desk: Desk) -> None:
    desk.project(*INCIDENT)
    ran = desk.run("count", "--rates", "--by", "area")
    assert ran.out.splitlines()[-1] == (
        "10 of 10 comparisons of an area's rate with that of all areas together differ at the 95% level; chance alone "
        "would give fewer than 1. At the 99.8% level 10 do; chance alone would give fewer than 1."
    )
    found = json.loads(desk.run("count", "--rates", "--by", "area", "--format", "json").out)
    assert found["remarks"][-1] == ran.out.splitlines()[-1]


def test_the_table_says_what_a_rate_is_of(desk: Desk) -> None:
    desk.project(*INCIDENT)
    lines = desk.run("count", "--rates").out.splitlines()
    assert "Populations: ONS mid-year estimates, 2011-based (mid-2020)" in lines
    assert "  per 100,000 people [1]  25.5 (23.0 to 28.3)  51.3 (47.6 to 55.2)" in lines
    assert any(line.startswith("[1] Incidents in the area for 100,000 residents, with 95% limits") for line in lines)


def test_own_populations_take_the_place_of_all_that_ship(desk: Desk) -> None:
    bring(desk, populations([("", "")], 20_000))
    rows = rows_of(desk.run("count", "--rates", "--format", "csv"))
    assert [(each["population"], each["population_series"]) for each in rows] == [("100000", "our estimates")] * 2
    assert [each["rate"] for each in rows] == ["366", "730"]
    assert {each["standardised_rate"] for each in rows} == {""}


def test_five_year_bands_give_a_standardised_rate(desk: Desk) -> None:
    """The victims of the small project are of all ages from 0 to 89 alike: as many in each band as people."""
    bring(desk, populations(FIVE_YEARS, 1_000))
    asked = ("count", "--rates", "--format", "csv", "--unit", "victim_incident", "--by", "area")
    rows = rows_of(desk.run(*asked))
    whole, wirral = (row(rows, "2020", area=area) for area in ("Merseyside", "Wirral"))
    # 366 victims over 18 bands of 5,000 people: 20 or 21 in each, and none of 90 or over (weight 1,000 of 100,000).
    assert float(whole["standardised_rate"]) == pytest.approx(366 / 18 / 5_000 * 100_000 * 0.99, rel=0.01)
    assert whole["standardised_method"] == "Dobson with Byar, ESP2013"
    assert float(whole["standardised_lower_95"]) < float(whole["standardised_rate"])
    assert float(wirral["standardised_rate"]) == pytest.approx(5 * float(whole["standardised_rate"]))
    sefton = row(rows, "2020", area="Sefton")
    assert sefton["rate_notes"] == "No age-standardised rate: there are fewer than 10 events of known age."
    under_25 = row(rows_of(desk.run(*asked, "--where", "victim_age: {lt: 25}")), "2020", area="Merseyside")
    assert float(under_25["standardised_rate"]) == pytest.approx(20.4 / 5_000 * 100_000, rel=0.05)
    under_18 = row(rows_of(desk.run(*asked, "--where", "victim_age: {lt: 15, gte: 5}")), "2020", area="Merseyside")
    assert under_18["standardised_rate"] != ""
    assert "  age-standardised [" in desk.run(*asked[:2], "--unit", "victim_incident").out


def test_an_offence_has_no_age_to_standardise_by(desk: Desk) -> None:
    bring(desk, populations(FIVE_YEARS, 1_000))
    found = row(rows_of(desk.run("count", "--rates", "--format", "csv")), "2020")
    assert (found["rate"] != "", found["standardised_rate"]) == (True, "")


def test_who_have_no_known_age_are_left_out_and_counted(desk: Desk) -> None:
    bring(desk, populations(FIVE_YEARS, 1_000))
    desk.write("extracts/police.csv", police_csv().replace(",N,N,N,7,", ",N,N,N,,"))
    found = row(rows_of(desk.run("count", "--rates", "--format", "csv", "--unit", "victim_incident")), "2020")
    assert found["rate_notes"] == "Not in the age-standardised rate, age not known: 4 of 366."


@pytest.mark.parametrize("command", ["measures", "count"])
def test_estimates_of_another_vintage_are_an_error(desk: Desk, command: str) -> None:
    bring(desk, populations([("", "")], 20_000).replace("E08000015", "E08000099"))
    ran = desk.run(command, "--rates")
    assert ran.code == 10
    assert "has estimates of 4 of the 5 areas of Merseyside and lacks E08000015" in ran.err
    assert desk.run(command).code == 0


def test_a_project_without_areas_has_no_rates(desk: Desk) -> None:
    desk.project("areas: merseyside\n", "")
    ran = desk.run("measures", "--rates")
    assert ran.code == 2
    assert "--rates: the project names no areas; add a line such as areas: merseyside." in ran.err


def test_rates_change_no_count_and_no_change(desk: Desk) -> None:
    desk.project(*INCIDENT)
    plain = rows_of(desk.run("measures", "--format", "csv", "--by", "area"))
    rated = rows_of(desk.run("measures", "--format", "csv", "--by", "area", "--rates"))
    assert [{name: value for name, value in each.items() if name not in RATES} for each in rated] == plain


def test_a_workbook_has_the_rates_that_the_csv_has_with_their_limits(desk: Desk) -> None:
    bring(desk, populations(FIVE_YEARS, 1000))
    rows = rows_of(desk.run("measures", "--rates", "--by", "area", "--format", "csv"))
    assert desk.run("measures", "--rates", "--by", "area", "--format", "xlsx", "--out", "w.xlsx").code == 0
    cells = [
        cell
        for sheet in openpyxl.load_workbook(desk.folder / "w.xlsx").worksheets
        for line in sheet.iter_rows(values_only=True)
        for cell in line
    ]
    numbers = {cell for cell in cells if isinstance(cell, float | int)}
    wanted = {float(each[name]) for each in rows for name in ("rate", "rate_lower_95", "rate_upper_95") if each[name]}
    assert len(wanted) > 4
    assert {each for each in wanted if not any(isclose(each, number, rel_tol=1e-9) for number in numbers)} == set()
    headings = [cell for cell in cells if isinstance(cell, str)]
    assert {"Rate per 100,000, 2020", "Rate per 100,000, 2021", "Population, 2021"} <= set(headings)


def test_a_workbook_without_rates_has_no_columns_of_them(desk: Desk) -> None:
    assert desk.run("measures", "--format", "xlsx", "--out", "w.xlsx").code == 0
    book = openpyxl.load_workbook(desk.folder / "w.xlsx")
    texts = [str(cell) for sheet in book.worksheets for line in sheet.iter_rows(values_only=True) for cell in line]
    assert not [text for text in texts if "per 100,000" in text]
