"""The day as at which a file was made, as names of files say it."""

from datetime import date

import pytest

from svtool.proposal.days_in_names import day_in_name, words_of_name

DAYS = [
    ("crimes_2024-03-31.csv", date(2024, 3, 31)),
    ("crimes_asat_20240401.csv", date(2024, 4, 1)),
    ("crimes 2019-2021 as at 2022-01-14.xlsx", date(2022, 1, 14)),
    ("extract_01042024_crimes_2019.csv", date(2024, 4, 1)),
    ("crimes 31.03.2024.csv", date(2024, 3, 31)),
    ("Crimes31Mar2024.csv", date(2024, 3, 31)),
    ("crimes 1st April 2024.csv", date(2024, 4, 1)),
    ("Q3 2023-24.csv", date(2023, 12, 31)),
    ("2023-24_Q4.csv", date(2024, 3, 31)),
    ("ED Q1 FY2023-24.csv", date(2023, 6, 30)),
    ("crime_2024_Q1_refreshed.csv", date(2024, 3, 31)),
    ("Qtr2 2024.csv", date(2024, 6, 30)),
    ("crimes Mar-24.csv", date(2024, 3, 31)),
    ("202403_crimes.csv", date(2024, 3, 31)),
    ("crimes_2024-03.csv", date(2024, 3, 31)),
    ("crimes 2023-24.csv", date(2024, 3, 31)),
    ("fy2324.csv", date(2024, 3, 31)),
    ("crimes_2023.csv", date(2023, 12, 31)),
    ("2024-04-15/crimes.csv", date(2024, 4, 15)),
    ("crimes.csv", None),
    ("crimes_v2.csv", None),
    ("crimes_20243131.csv", None),
]


@pytest.mark.parametrize(("name", "day"), DAYS)
def test_a_name_gives_the_day_of_its_file(name: str, day: date | None) -> None:
    found = day_in_name(name)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hospital_A_istv.csv", ("hospital", "a", "istv")),
        ("ED Royal Q3 2023-24 refreshed v2.csv", ("ed", "royal")),
        ("royal/ed_2024-03-31.csv", ("royal", "ed")),
        ("20240331.csv", ()),
    ],
)
def test_what_tells_files_apart_are_their_words_without_days(name: str, words: tuple[str, ...]) -> None:
    assert words_of_name(name) == words
