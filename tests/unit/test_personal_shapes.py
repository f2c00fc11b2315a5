"""What a column is by what its cells hold, whatever it is called."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

import pyarrow as pa
import pytest

from svtool.schema.library import Library
from svtool.validation.personal_data import is_nhs_number
from svtool.validation.personal_shapes import Shape, is_named_as_notes, look_at

TITLES = Library().catalogue.words_of_titles
DRAW = random.Random(12)  # noqa: S311 (numbers of nobody)


def shape(texts: Sequence[str], notes: bool = False) -> Shape:
    return look_at(pa.array(texts), is_nhs_number, TITLES, notes)


def nhs_number() -> str:
    while True:
        digits = "".join(DRAW.choice("0123456789") for _ in range(9))
        check = (-sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True))) % 11
        if check < 10 and len(set(digits)) > 1:
            return f"{digits}{check}"


def days(first: int, last: int, form: str) -> list[str]:
    drawn = [(DRAW.randint(first, last), DRAW.randint(1, 12), DRAW.randint(1, 28)) for _ in range(100)]
    return [form.format(year=year, month=month, day=day) for year, month, day in drawn]


UK, ISO = "{day:02d}/{month:02d}/{year}", "{year}-{month:02d}-{day:02d}"
PERSONAL = {
    "NHS numbers": [nhs_number() for _ in range(30)],
    "telephone numbers": [f"07700900{n:03d}" for n in range(30)],
    "postcodes": [f"L{n} {n % 10}AB" for n in range(10, 40)],
    "National Insurance numbers": [f"AB1234{n}C" for n in range(10, 40)],
    "registration marks": [f"AB{n} CDE" for n in range(10, 40)],
    "names of people": [f"Mr. J Surname{n}" for n in range(30)],
    "dates of birth": days(1940, 2010, UK),
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_column_of_such_cells_is_known_by_them(kind: str) -> None:
    texts = PERSONAL[kind]
    assert shape(texts).is_ == (kind, len(texts))
    assert shape([*texts, *[""] * 50]).is_[0] == kind
    assert shape([text.replace(" ", "") for text in texts] if kind != "names of people" else texts).is_[0] == kind
    assert shape([*texts, *["nothing"] * len(texts)]).is_[0] == ""
    assert shape(texts[:4]).is_[0] == ""


@pytest.mark.parametrize("form", [UK, ISO, "{day}-{month}-{year}", ISO + " 00:00:00"])
def test_days_over_decades_are_births_and_days_of_some_years_are_not(form: str) -> None:
    assert shape(days(1940, 2010, form)).is_[0] == "dates of birth"
    assert shape(days(2004, 2022, form)).is_[0] == ""


OTHERS = {
    "numbers of ten digits": [f"{n:010d}" for n in range(1_000_000_000, 1_000_000_200)],
    "crime numbers": [f"MP/{n:07d}/23" for n in range(200)],
    "dates with times": [f"{text} 12:30" for text in days(1940, 2010, UK)],
    "dates of offences, some of long ago": [*days(2021, 2023, UK)[:95], *days(1960, 1990, UK)[:5]],
    "coordinates": [f"53.{n:06d}" for n in range(200)],
    "sectors of postcodes": [f"L{n % 30} {n % 10}" for n in range(200)],
    "LSOAs": [f"E0100{n:04d}" for n in range(200)],
    "streets of police.uk": [f"On or near Street{n} Road" for n in range(200)],
    "codes of hexadecimal digits": [hashlib.sha256(str(n).encode()).hexdigest() for n in range(200)],
    "codes with strokes": [f"ab-cd-ef-{n}-gh-ij-kl-mn" for n in range(200)],
    "codes of conditions": [f"{n:018d}" for n in range(200)],
    "ages": [str(n % 90) for n in range(200)],
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_numbers_and_places_are_not_personal(kind: str) -> None:
    seen = shape(OTHERS[kind])
    assert (seen.is_[0], seen.is_free_text(False)) == ("", False)


def test_text_that_people_wrote_is_free_text() -> None:
    told = [f"he said that number {n} Person{n} hit him with a bottle" for n in range(60)]
    assert shape(told).is_free_text(False)
    assert shape([*told, *[""] * 500]).is_free_text(False)
    assert shape(["call back on Tuesday", "seen by the nurse", *[""] * 10], notes=True).is_free_text(True)


CODED = {
    "titles of offences": ["Assault with intent to cause serious harm", "Assault with injury on a constable"] * 40,
    "marks in one cell": [f"Alcohol; knife used; hate crime; domestic abuse {n}" for n in range(60)],
    "a few long kinds": ["Fire in a purpose built block of flats", "Fire in a house of several people at once"] * 40,
    "places of several words": [f"St Saviour Hill Place {n}" for n in range(60)],
}


@pytest.mark.parametrize("kind", CODED)
def test_long_kinds_and_marks_are_no_free_text(kind: str) -> None:
    assert not shape(CODED[kind]).is_free_text(False)


def test_notes_of_a_few_words_that_repeat_are_no_free_text() -> None:
    assert not shape(["Statement to follow", "CCTV requested", "No further detail"] * 40, notes=True).is_free_text(True)


@pytest.mark.parametrize(
    ("name", "are"),
    [("comments", True), ("mo text", True), ("free text", True), ("nurse notes", True), ("details", True),
     ("log", True), ("offence description", False), ("method", False), ("summary offence", False),
     ("log number", False)],
)  # fmt: skip
def test_columns_are_named_as_notes_by_their_words(name: str, are: bool) -> None:
    assert is_named_as_notes(name) is are


def test_of_blocks_further_on_fewer_cells_are_looked_at() -> None:
    texts = [*PERSONAL["postcodes"] * 3, *[""] * 9]
    found = look_at(pa.array(texts).dictionary_encode(), is_nhs_number, TITLES, named_as_notes=False, most=40)
    assert (found.filled, found.is_) == (40, ("postcodes", 40))
    assert look_at(pa.array(texts), is_nhs_number, TITLES, named_as_notes=False).filled == 90
