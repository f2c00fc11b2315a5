"""Words that leave records out of counts are found by what a column holds, whatever it is called: no silent count."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from svtool.commands.init import plan_project
from svtool.proposal.decisions import Ask, Decision, decide_later
from svtool.proposal.layouts import FieldProposal
from svtool.schema.library import Library
from svtool.schema.mappings import Mapping as ReadMapping

CRIMES = ("Crime Number", "Date Recorded", "HO Class")
NICHE = ("Occurrence Number", "Recorded Date", "Stats Class")
VISITS = ("Attendance ID", "Arrival Date", "Attendance Reason")
CALLS = ("CAD number", "Call date", "AMPDS code")
FIRES = ("IRS number", "Call date", "Motive")
FIRST_CELLS = {CRIMES: "34B", NICHE: "34B", VISITS: "Assault", CALLS: "04B01", FIRES: "Deliberate"}


def write(folder: Path, head: tuple[str, ...], columns: Mapping[str, Iterable[str]]) -> None:
    """Write records of which the last columns hold these words, each in turn."""
    cells = list(zip(*columns.values(), strict=True)) * 4
    with (folder / "extract.csv").open("w", encoding="utf-8", newline="") as stream:
        written = csv.writer(stream)
        written.writerow([*head, *columns])
        written.writerows([f"R{i}", "13/02/2021", FIRST_CELLS[head], *each] for i, each in enumerate(cells))


def proposed(folder: Path) -> dict[str, FieldProposal]:
    """Return how each field is proposed to be read."""
    layout = plan_project(folder).recognised[0]
    assert layout.proposal
    return {each.field: each for each in layout.proposal.fields}


def mapping_of(folder: Path, ask: Ask = decide_later) -> ReadMapping:
    for path, text in plan_project(folder, ask=ask).texts(ask).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library(folder).mapping("extract")


@pytest.mark.parametrize(
    ("head", "word", "field", "value"),
    [
        (CRIMES, "Cancelled crime", "status", "cancelled"),
        (CRIMES, "Transferred crime", "status", "transferred"),
        (CRIMES, "No crime", "status", "not_a_crime"),
        (CRIMES, "Duplicate", "status", "cancelled"),
        (CRIMES, "Test record", "status", "cancelled"),
        (CALLS, "Duplicate call", "response", "duplicate_call"),
        (CALLS, "Test call", "response", "test_call"),
        (FIRES, "False alarm", "incident_type", "false_alarm"),
        (FIRES, "Exercise", "record_status", "test"),
        (VISITS, "Test patient", "record_status", "test"),
        (VISITS, "Duplicate record", "record_status", "duplicate"),
    ],
)
def test_a_known_word_is_read_and_the_others_stay(
    head: tuple[str, ...], word: str, field: str, value: str, tmp_path: Path
) -> None:
    write(tmp_path, head, {"Zed": ["Blue", word, "Green"]})
    mapping = mapping_of(tmp_path)
    source = Library().sources[mapping.source]
    column = mapping.columns[field]
    assert column.headers == ("Zed",)
    assert column.values == {word: value}
    assert column.otherwise and column.otherwise not in source.by_name[field].leaves_out


@pytest.mark.parametrize(
    ("head", "word", "place"),
    [
        (CRIMES, "NFA - no crime", "status.values.NFA - no crime"),
        (CRIMES, "Closed: cancelled by DDM", "status.values.Closed: cancelled by DDM"),
        (VISITS, "Planned review", "attendance_type.values.Planned review"),
        (VISITS, "Follow-up", "attendance_type.values.Follow-up"),
        (FIRES, "Malicious false alarm", "incident_type.values.Malicious false alarm"),
    ],
)
def test_a_word_that_says_it_among_others_is_asked_about(
    head: tuple[str, ...], word: str, place: str, tmp_path: Path
) -> None:
    write(tmp_path, head, {"Zed": ["Blue", word, "Green"]})
    questions = plan_project(tmp_path).questions()
    asked = questions[f"extract.columns.{place}"]
    assert asked.proposal in asked.options and not asked.stands
    assert questions[f"extract.columns.{place.split('.', maxsplit=1)[0]}.otherwise"].stands


@pytest.mark.parametrize("ticks", [("Y", "N"), ("Yes", "No"), ("True", "False"), ("T", "F"), ("1", "0")])
@pytest.mark.parametrize("name", ["Review?", "Was it a planned return", "Clinic review", "Re-attendance"])
def test_a_tick_of_a_hospital_for_a_review_is_asked_about(name: str, ticks: tuple[str, str], tmp_path: Path) -> None:
    write(tmp_path, VISITS, {name: [*ticks, ticks[1]]})
    asked = plan_project(tmp_path).questions()[f"extract.columns.attendance_type.values.{ticks[0]}"]
    assert (asked.proposal, asked.stands) == ("follow_up", False)


@pytest.mark.parametrize(
    ("head", "name", "place", "proposal"),
    [
        (CRIMES, "Crime live?", "status.values.N", "cancelled"),
        (CRIMES, "Is valid", "status.values.N", "cancelled"),
        (VISITS, "First attendance?", "attendance_type.values.N", "follow_up"),
    ],
)
def test_a_tick_for_a_record_that_counts_asks_about_the_others(
    head: tuple[str, ...], name: str, place: str, proposal: str, tmp_path: Path
) -> None:
    write(tmp_path, head, {name: ["Y", "Y", "N"]})
    asked = plan_project(tmp_path).questions()[f"extract.columns.{place}"]
    assert (asked.proposal, asked.stands) == (proposal, False)


def test_a_second_column_of_such_words_is_read_as_the_flag(tmp_path: Path) -> None:
    write(tmp_path, CRIMES, {"Crime Status": ["Live", "Closed", "Live"], "Outcome": ["None", "Transferred", "Charged"]})
    columns = mapping_of(tmp_path).columns
    assert columns["status"].headers == ("Crime Status",)
    assert (columns["cancelled"].headers, columns["cancelled"].values) == (
        ("Outcome",), {"Charged": "no", "Transferred": "yes"},
    )  # fmt: skip
    assert (columns["cancelled"].otherwise, columns["cancelled"].blank) == ("no", "no")


def test_two_columns_for_one_field_are_a_choice(tmp_path: Path) -> None:
    write(tmp_path, CALLS, {"Call outcome": ["Conveyed", "Duplicate", "Conveyed"], "Zed": ["A", "A", "Test call"]})
    asked = plan_project(tmp_path).questions()["extract.columns.response.column"]
    assert asked.options == ("Call outcome", "Zed")


@pytest.mark.parametrize(
    ("head", "name", "words"),
    [
        (CRIMES, "Zed", ["Not cancelled", "No duplicate", "Green"]),
        (VISITS, "Disposal", ["Discharged - follow up by GP", "Admitted", "Referred"]),
        (VISITS, "Seen by GP", ["Y", "N", "N"]),
        (CRIMES, "Detected?", ["Y", "N", "N"]),
        (CRIMES, "Zed", ["Under investigation", "Awaiting court outcome", "Suspect charged"]),
    ],
    ids=[
        "denied",
        "what comes after",
        "a tick of something else",
        "a tick of another matter",
        "outcomes of a crime that stands",
    ],
)
def test_other_words_raise_no_question(head: tuple[str, ...], name: str, words: list[str], tmp_path: Path) -> None:
    write(tmp_path, head, {name: words})
    assert not {"status", "cancelled", "attendance_type", "record_status"} & proposed(tmp_path).keys()


def test_a_rare_text_is_not_written_but_asked_about(tmp_path: Path) -> None:
    """Who stands in one record alone may be a person; that it may be cancelled is said all the same."""
    write(tmp_path, CRIMES, {"Zed": ["Blue"] * 8 + ["Blue"]})
    path = tmp_path / "extract.csv"
    path.write_text(path.read_text() + "R99,13/02/2021,34B,Cancelled by J Surname\r\n", encoding="utf-8")
    asked = plan_project(tmp_path).questions()["extract.columns.status.otherwise"]
    assert not asked.stands and "1 rarer word," in asked.meaning and "Surname" not in asked.meaning


def test_what_a_shipped_mapping_does_not_read_is_added_to_a_copy_of_it(tmp_path: Path) -> None:
    write(tmp_path, NICHE, {"Flags": ["Knife", "", ""], "Closure": ["Filed", "Duplicate", "Filed"]})
    found = plan_project(tmp_path).recognised[0]
    assert found.mapping == "extract" and "niche_like does not read all words of Closure" in found.reasons[-1]
    columns = mapping_of(tmp_path).columns
    assert columns["knife"].headers == ("Flags",)
    assert (columns["cancelled"].headers, columns["cancelled"].values["Duplicate"]) == (("Closure",), "yes")


def test_a_word_that_a_shipped_mapping_counts_with_all_others_is_read(tmp_path: Path) -> None:
    write(tmp_path, NICHE, {"Occurrence Status": ["Cancelled", "Duplicate", "Filed"]})
    columns = mapping_of(tmp_path).columns
    assert columns["status"].headers == columns["cancelled"].headers == ("Occurrence Status",)
    assert columns["cancelled"].values["Duplicate"] == "yes"


def test_a_shipped_mapping_that_knows_every_such_word_stands(tmp_path: Path) -> None:
    write(tmp_path, NICHE, {"Occurrence Status": ["Cancelled", "No Crime", "Filed"]})
    assert plan_project(tmp_path).recognised[0].mapping == "niche_like"


def test_the_days_of_a_column_that_is_answered_give_the_periods(tmp_path: Path) -> None:
    days = [f"{month:02}/{day}/2021" for month in range(1, 13) for day in (14, 29)]
    with (tmp_path / "extract.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [
                ("Crime Number", "Inv Made", "Seen", "HO Class"),
                *((f"R{i}", day, day, "34B") for i, day in enumerate(days)),
            ]
        )
    assert "periods.years" in plan_project(tmp_path).questions()

    def ask(place: str, _: Decision) -> str | None:
        return "Inv Made" if place == "extract.columns.recorded_date.column" else None

    planned = plan_project(tmp_path, ask=ask)
    project = planned.texts(ask)[tmp_path / "svtool.yaml"]
    assert "years: [2021]" in project
    mapping = next(text for path, text in planned.texts(ask).items() if path.name == "extract.yaml")
    assert "column: Inv Made\n    format: MM/DD/YYYY" in mapping and "# Inv Made:" not in mapping
