"""The sample as files: extracts and the project file beside them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from svtool.synthetic import made_up_people, police_offences, school_figures, services
from svtool.synthetic.chance import Chance
from svtool.synthetic.ed_workbook import make_workbook
from svtool.synthetic.made_up_people import Person
from svtool.synthetic.police_offences import Offence
from svtool.synthetic.repeat_people import repeat_suspects
from svtool.synthetic.targets import POLICE_YEARS, SERVICE_YEARS

DEFAULT_SEED = 20220114
ED_WORKBOOK_YEAR = 2021

PROJECT = """\
# SYNTHETIC: every record of these extracts is invented, by `svtool sample`. They are built so that the tables
# show the figures of the Merseyside Violence Reduction Partnership Strategy 2022-2025 where those follow from
# counts; everything else (boroughs, days, ages, flags, April to December 2018) is the sample's invention.
synthetic: yes

definition: merseyside
tables: [home_office, mvrp_local]
areas: merseyside

periods:
  kind: calendar
  years: [2019, 2020, 2021]
  baseline: 2019
  labels:
    2019: 2019 Baseline
    2020: 2020 (COVID)
    2021: 2021 Latest Performance

sources:
  police:
    offences:
      files: extracts/police_offences_*.csv
      mapping: standard
      selected_on: recorded_date
      from: 2018-04-01
      to: 2021-12-31
      as_at: 2022-01-14
      area_basis: incident
      area_unknown: inside
    victims:
      files: extracts/police_victims_*.csv
      mapping: standard
    suspects:
      files: extracts/police_suspects_*.csv
      mapping: standard
  ed:
    files: [extracts/ed_2019.csv, extracts/ed_2020.csv, extracts/ed_2021.xlsx]
    mapping: tiig_ed
    area_basis: residence
  ambulance:
    files: extracts/ambulance.csv
    mapping: standard
    area_basis: incident
  fire:
    files: extracts/fire.csv
    mapping: standard
    area_basis: incident
  indicators:
    files: extracts/indicators.csv

disclosure: none
"""


def make_extracts(seed: int = DEFAULT_SEED) -> Iterator[tuple[str, bytes]]:
    """Yield the sample extracts, each with its name; the same seed gives the same bytes and cells."""
    yield from _make_police(seed)
    yield from _make_services(seed)
    yield "indicators.csv", _rows_as_csv(school_figures.HEADER, school_figures.make_indicator_rows())


def _make_police(seed: int) -> Iterator[tuple[str, bytes]]:
    # A stream of draws for each part, so that a change in one leaves the others as they are.
    everything = police_offences.make_offences(Chance(seed))
    by_year: dict[int, list[Offence]] = {year: [] for year in POLICE_YEARS}
    for offence in everything:
        by_year[offence.recorded_year].append(offence)
    register = made_up_people.Register()
    chance = Chance(seed + 1)
    victims = {year: made_up_people.make_victims(chance, register, by_year[year]) for year in POLICE_YEARS}
    chance = Chance(seed + 2)
    suspects = {year: made_up_people.make_suspects(chance, register, by_year[year]) for year in POLICE_YEARS}
    repeat_suspects(chance, [suspect for of_year in suspects.values() for suspect in of_year])
    for year in POLICE_YEARS:
        offences = _list_offence_rows(year, by_year[year])
        yield f"police_offences_{year}.csv", _rows_as_csv(police_offences.HEADER, offences)
        harmed = _list_victim_rows(year, victims[year])
        yield f"police_victims_{year}.csv", _rows_as_csv(made_up_people.VICTIM_HEADER, harmed)
        suspected = (suspect.cells for suspect in suspects[year])
        yield f"police_suspects_{year}.csv", _rows_as_csv(made_up_people.SUSPECT_HEADER, suspected)


def _list_offence_rows(year: int, of_year: Sequence[Offence]) -> list[list[str]]:
    """Return the rows of a year, with the few broken or repeated ones that come on top."""
    rows = [offence.cells for offence in of_year]
    if year == 2019:
        rows.insert(700, rows[640])
    if year == 2020:
        rows.insert(9_000, ["SYN/9000001/20", *rows[9_000][1:9]])
        rows.insert(21_000, ["SYN/9000002/20", *rows[21_000][1:4]])
    return rows


def _list_victim_rows(year: int, of_year: Sequence[Person]) -> list[list[str]]:
    """Return the rows of a year, with the two victims of offences that are in no file."""
    rows = [victim.cells for victim in of_year]
    if year in {2019, 2020}:
        rows.insert(5_000, [f"SYN/9100001/{year % 100}", f"SYN-P-9{year}0", "31", "female"])
    return rows


def _make_services(seed: int) -> Iterator[tuple[str, bytes]]:
    chance = Chance(seed + 3)
    for year in SERVICE_YEARS:
        attendances = services.make_ed_rows(chance, year)
        if year == ED_WORKBOOK_YEAR:
            dates = [services.ED_DATE]
            yield f"ed_{year}.xlsx", make_workbook("Attendances", services.ED_HEADER, attendances, dates)
        else:
            yield f"ed_{year}.csv", _rows_as_csv(services.ED_HEADER, attendances)
    yield "ambulance.csv", _rows_as_csv(services.AMBULANCE_HEADER, services.make_ambulance_rows(Chance(seed + 4)))
    yield "fire.csv", _rows_as_csv(services.FIRE_HEADER, services.make_fire_rows(Chance(seed + 5)))


def _rows_as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
