"""What other sources' extracts were drawn for: one cause, one weapon, deliberate fires; and a project's own source."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from counting import Counted, count, own_mapping

from svtool.errors import InvalidFileError
from svtool.output.wording.note_words import notes_in_words

DAYS = [f"2021-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 22)]  # 252 of them


def rows(header: str, *cells: str) -> str:
    """Return a file with a record on each day, of these cells in turn."""
    return "\n".join([header, *(f"R{i},{day},{cells[i % len(cells)]}" for i, day in enumerate(DAYS))]) + "\n"


def parts(found: Counted, measure_id: str) -> tuple[int | None, str, bool]:
    """Return the count of a measure, its status, and whether it is said to be a part."""
    figure = found.figure(measure_id)
    return figure.count, figure.status, any("part only" in each for each in notes_in_words(figure.notes))


def test_attendances_for_knives_alone_are_a_part_of_those_for_assault(tmp_path: Path) -> None:
    measures = {
        "assault": "unit: attendance, where: {assault: yes}",
        "knife": "unit: attendance, where: {weapon: knife}",
        "fists": "unit: attendance, where: {weapon: fists}",
    }
    file = rows("reference,recorded_date,assault,weapon", "Y,knife")
    found = count(tmp_path, "ed", file, "standard", measures)
    assert parts(found, "assault") == (252, "", True)
    assert parts(found, "knife") == (252, "", False)
    assert parts(found, "fists") == (None, "x", False)
    mixed = count(
        tmp_path, "ed", rows("reference,recorded_date,assault,weapon", "Y,knife", "Y,fists"), "standard", measures
    )
    assert parts(mixed, "assault") == (252, "", False)


def test_deliberate_fires_alone_are_a_part_of_all_incidents(tmp_path: Path) -> None:
    measures = {
        "all": "unit: incident",
        "deliberate": "unit: incident, where: {motive: deliberate}",
        "accidental": "unit: incident, where: {motive: accidental}",
    }
    found = count(tmp_path, "fire", rows("reference,recorded_date,motive", "deliberate"), "standard", measures)
    assert parts(found, "all") == (252, "", True)
    assert parts(found, "deliberate") == (252, "", False)
    assert parts(found, "accidental") == (None, "x", False)


def test_incidents_of_one_card_say_nothing_of_the_other(tmp_path: Path) -> None:
    mapping = own_mapping(
        tmp_path,
        """
        source: ambulance
        columns:
          reference: reference
          recorded_date: {column: recorded_date, format: YYYY-MM-DD}
          ampds_code: code
        """,
    )
    measures = {
        "assault": 'unit: incident, where: {ampds_card: "4"}',
        "penetrating": 'unit: incident, where: {ampds_card: "27"}',
    }
    found = count(tmp_path, "ambulance", rows("reference,recorded_date,code", "27D01", "27B02"), mapping, measures)
    assert parts(found, "assault") == (None, "x", False)
    assert parts(found, "penetrating") == (252, "", False)


def test_a_table_of_counts_counts_by_its_counts(tmp_path: Path) -> None:
    mapping = own_mapping(
        tmp_path,
        """
        source: admissions
        columns:
          recorded_date: {column: Month, format: YYYY-MM}
          cause: Cause
          count: Number
        """,
    )
    measures = {
        "assault": "unit: admission, where: {assault: yes}",
        "sharp": "unit: admission, where: {assault: yes, method: knife_or_other_sharp}",
        "force": "unit: admission, where: {method: bodily_force}",
    }
    table = "Month,Cause,Number\n" + "".join(f"2021-{month:02d},X99,20\n" for month in range(1, 13))
    found = count(tmp_path, "admissions", table, mapping, measures)
    assert parts(found, "assault") == (240, "", True)
    assert parts(found, "sharp") == (240, "", False)
    assert parts(found, "force") == (None, "x", False)
    blocks = count(tmp_path, "admissions", table.replace("X99", "X85-Y09"), mapping, measures)
    assert parts(blocks, "assault") == (240, "", False), "the block holds bodily force as well"


OWN = """
    id: probation
    title: People on probation
    unit: case
    units: [case]
    dates: [recorded_date]
    volume: {risk: [low]}
    no_units:
      - {field: status, values: [closed], are: closed cases}
    fields:
      - {name: reference, title: number, type: reference}
      - {name: recorded_date, title: start, type: date}
      - {name: risk, title: risk, type: category, values: [low, medium, high]}
      - {name: status, title: status, type: category, values: [open, closed]}
    """


@pytest.fixture
def own_source(tmp_path: Path) -> Path:
    (tmp_path / "definitions/sources").mkdir(parents=True)
    (tmp_path / "definitions/sources/probation.yaml").write_text(textwrap.dedent(OWN))
    return tmp_path


def test_a_source_of_ones_own_says_its_volume_kinds_and_what_is_no_unit(own_source: Path) -> None:
    mapping = own_mapping(
        own_source,
        """
        source: probation
        columns:
          reference: reference
          recorded_date: {column: recorded_date, format: YYYY-MM-DD}
          risk: risk
          status: status
        """,
    )
    measures = {
        "all": "unit: case",
        "high": "unit: case, where: {risk: high}",
        "low": "unit: case, where: {risk: low}",
        "closed": "unit: case, where: {status: closed}",
    }
    file = rows("reference,recorded_date,risk,status", "high,open", "high,open", "high,closed")
    found = count(own_source, "probation", file, mapping, measures)
    assert parts(found, "all") == (168, "", True)
    assert parts(found, "high") == (168, "", False)
    assert parts(found, "low") == (None, "x", False)
    assert parts(found, "closed")[0] == 84
    assert any("84 records are closed cases" in each for each in notes_in_words(found.result.said["probation"]))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("volume: {risk: [low]}", "volume: {rsk: [low]}", "volume.rsk: rsk is not one of its fields"),
        ("volume: {risk: [low]}", "volume: {risk: [lo]}", "lo is not a value of the field"),
        ("values: [closed]", "values: [shut]", "shut is not a value of the field"),
        ("field: status", "field: state", "state is not one of its fields"),
    ],
)
def test_what_a_source_says_of_kinds_is_checked_where_it_is_written(
    old: str, new: str, told: str, own_source: Path
) -> None:
    path = own_source / "definitions/sources/probation.yaml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(InvalidFileError) as caught:
        count(own_source, "probation", "reference,recorded_date\n", "standard", {"all": "unit: case"})
    assert told in str(caught.value)
