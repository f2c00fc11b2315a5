"""An extract that was drawn for some kinds of record has no 0 of others; a part of what is asked for is called one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.errors import InvalidFileError
from svtool.figures.contract import Figure
from svtool.output.wording.note_words import notes_in_words

TABLE = """
id: own
title: Own
groups:
  - title: All
    measures:
      - {id: all, title: all, source: police, unit: offence}
      - {id: homicide, title: homicide, source: police, unit: offence, where: {offence: homicide}}
      - {id: robbery, title: robbery, source: police, unit: offence, where: {offence: robbery}}
      - {id: blade, title: blade, source: police, unit: offence, where: {offence: possessing_blade}}
      - {id: rest, title: rest, source: police, unit: offence, where: {not: {offence: [homicide, robbery]}}}
      - {id: violent, title: violent, source: police, unit: offence, where: {offence: [homicide, robbery]}}
      - {id: knife, title: knife, source: police, unit: offence, where: {knife: yes}}
"""
HOMICIDE = "of what it asks for, the police extracts hold Homicide and no other kind."
ALL_CRIME = ("1", "34B", "34A", "8N", "105A", "10D", "58C", "46")


def records(year: int, number: int, *classes: str, first: int = 1) -> list[str]:
    """Return rows of a year, evenly over it, of these classes in turn."""
    days = [date(year, 1, 1) + timedelta(days=i * 365 // number) for i in range(number)]
    return [f"R{year}{first + i},{day},{classes[i % len(classes)]},N" for i, day in enumerate(days)]


def counted(folder: Path, entries: str, years: str = "[2020, 2021]", **files: list[str]) -> Result:
    """Count a project of police extracts, each file given by its rows."""
    (folder / "definitions/tables").mkdir(parents=True, exist_ok=True)
    (folder / "definitions/tables/own.yaml").write_text(TABLE, encoding="utf-8")
    for name, rows in files.items():
        text = "reference,recorded_date,offence_class,knife\n" + "\n".join(rows) + "\n"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    project = folder / "svtool.yaml"
    project.write_text(
        f"tables: [own]\nperiods: {{kind: calendar, years: {years}}}\nsources: {{police: [{entries}]}}\n",
        encoding="utf-8",
    )
    return measure(Request(project=project))


def figures(result: Result, wanted: str) -> list[Figure]:
    """Return the figures of a measure in the periods shown, in order."""
    return [each for each in result.figures if each.measure_id == wanted and each.is_column]


def counts(result: Result, wanted: str) -> list[tuple[int | None, str]]:
    """Return the counts of a measure with their status."""
    return [(each.count, each.status) for each in figures(result, wanted)]


def both(*classes: str, number: int = 120) -> list[str]:
    return [*records(2020, number, *classes), *records(2021, number, *classes)]


def test_from_homicides_alone_nothing_else_is_a_number(tmp_path: Path) -> None:
    result = counted(tmp_path, "{files: a.csv}", a=both("1"))
    assert counts(result, "homicide") == [(120, ""), (120, "")]
    for other in ("robbery", "blade", "rest"):
        assert counts(result, other) == [(None, "x"), (None, "x")], other
    notes = notes_in_words(figures(result, "robbery")[0].notes)
    assert notes == ["Not available: the police extracts were drawn for other kinds of record: Homicide."]


def test_more_than_the_extract_holds_is_a_part(tmp_path: Path) -> None:
    result = counted(tmp_path, "{files: a.csv}", a=both("1"))
    assert counts(result, "all") == [(120, ""), (120, "")]
    assert any(each.endswith(HOMICIDE) for each in notes_in_words(figures(result, "all")[0].notes))
    assert figures(result, "all")[1].change_pct == 0, "both years are of the same part"
    assert not figures(result, "homicide")[0].notes


def test_few_records_or_one_of_a_volume_kind_show_nothing(tmp_path: Path) -> None:
    few = counted(tmp_path, "{files: a.csv}", a=both("1", number=99))
    assert counts(few, "robbery") == [(0, ""), (0, "")]
    mixed = counted(tmp_path, "{files: a.csv}", a=[*both("1"), "R,2021-05-05,8N,N"])
    assert counts(mixed, "robbery") == [(0, ""), (0, "")]
    unsaid = counted(tmp_path, "{files: a.csv}", a=both("1", "1", "1", ""))
    assert counts(unsaid, "robbery")[0] == (0, ""), "those without a class may be of any kind"


@pytest.mark.parametrize("holds", ["all", "{offence: [homicide, robbery, possession_of_article_with_blade_or_point]}"])
def test_the_project_says_what_an_extract_holds(holds: str, tmp_path: Path) -> None:
    result = counted(tmp_path, f"{{files: a.csv, holds: {holds}}}", a=both("1"))
    assert counts(result, "robbery") == counts(result, "blade") == [(0, ""), (0, "")]
    notes = notes_in_words(figures(result, "all")[0].notes)
    assert bool(notes) == (holds != "all"), "all that it holds is all that is asked for"


def test_a_small_extract_may_say_so_too(tmp_path: Path) -> None:
    result = counted(tmp_path, "{files: a.csv, holds: {offence: robbery}}", a=both("34A", "34B", number=20))
    assert counts(result, "robbery") == [(20, ""), (20, "")]
    assert counts(result, "homicide") == [(None, "x"), (None, "x")]


def test_by_a_flag_all_that_does_not_ask_for_it_is_a_part(tmp_path: Path) -> None:
    result = counted(tmp_path, "{files: a.csv, holds: {knife: yes}}", a=both("34B", "8N", number=20))
    assert counts(result, "robbery") == [(10, ""), (10, "")]
    assert "hold yes and no other kind" in notes_in_words(figures(result, "robbery")[0].notes)[0]


@pytest.mark.parametrize(
    ("holds", "told"),
    [
        ("{offence: [robery]}", "did you mean robbery"),
        ("{offense: robbery}", "hold offense of police"),
        ("{status: recordd}", "hold status recordd"),
        ("some", "holds"),
    ],
)
def test_what_an_extract_holds_must_be_kinds_that_there_are(holds: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as caught:
        counted(tmp_path, f"{{files: a.csv, holds: {holds}}}", a=both("1", number=20))
    assert told in str(caught.value)


def test_beside_all_crimes_of_one_year_the_homicides_of_two_say_nothing_of_robbery(tmp_path: Path) -> None:
    result = counted(
        tmp_path, "{files: a.csv}, {files: b.csv}",
        a=both("1"), b=records(2021, 240, *ALL_CRIME, first=1000),
    )  # fmt: skip
    assert counts(result, "robbery") == [(None, "x"), (60, "")]
    assert counts(result, "all")[0] == (None, "x"), "all crimes of 2020 are held by none"
    assert figures(result, "robbery")[1].change_pct is None
    assert counts(result, "homicide")[0] == (120, "")


def test_a_supplier_whose_extract_was_drawn_for_other_kinds_is_named(tmp_path: Path) -> None:
    result = counted(
        tmp_path, "{files: a.csv, supplier: North}, {files: b.csv, supplier: South}",
        a=both("1"), b=both(*ALL_CRIME, number=240),
    )  # fmt: skip
    assert counts(result, "robbery") == [(60, ""), (60, "")]
    assert "A part only: the extracts of North were drawn for other kinds of record: Homicide." in notes_in_words(
        figures(result, "robbery")[0].notes
    )
    assert any(
        "extracts of North hold Homicide and no" in each for each in notes_in_words(figures(result, "all")[0].notes)
    )
    assert not any("part only" in each for each in notes_in_words(figures(result, "homicide")[0].notes))


def test_two_extracts_that_hold_all_that_is_asked_for_together_are_no_part(tmp_path: Path) -> None:
    result = counted(
        tmp_path, "{files: a.csv, holds: {offence: homicide}}, {files: b.csv, holds: {offence: robbery}}",
        a=both("1", number=40), b=[*records(2020, 50, "34A", "34B", first=500), *records(2021, 50, "34A", first=500)],
    )  # fmt: skip
    assert counts(result, "violent") == [(90, ""), (90, "")]
    assert not any("part only" in each for each in notes_in_words(figures(result, "violent")[0].notes))
    assert any("part only" in each for each in notes_in_words(figures(result, "all")[0].notes))


def test_another_part_is_not_compared(tmp_path: Path) -> None:
    result = counted(
        tmp_path, "{files: a.csv, holds: {offence: homicide}}, {files: b.csv, holds: {offence: robbery}}",
        a=records(2020, 40, "1"), b=records(2021, 80, "34A", "34B"),
    )  # fmt: skip
    assert counts(result, "all") == [(40, ""), (80, "")]
    assert figures(result, "all")[1].change_pct is None


def test_small_files_of_one_entry_are_judged_together(tmp_path: Path) -> None:
    files = {f"m{i}": records(2020 + i % 2, 30, "1", first=1 + 100 * i) for i in range(8)}
    result = counted(tmp_path, "{files: 'm*.csv'}", **files)
    assert counts(result, "robbery") == [(None, "x"), (None, "x")]
