"""How forces record: records that don't count, ranges, reclassified offences, weapons, joined exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from counting import Counted, count, own_mapping, write_project

from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.errors import ExtractError, InvalidFileError
from svtool.output.wording.note_words import notes_in_words

ALL = {"all": "unit: offence"}


def test_cancelled_transferred_and_no_crimes_do_not_count_and_are_told_apart(tmp_path: Path) -> None:
    found = count(
        tmp_path,
        "police",
        """
        reference,recorded_date,status
        A1,2021-01-01,recorded
        A2,2021-01-02,cancelled
        A3,2021-01-03,transferred
        A4,2021-01-04,transferred
        A5,2021-01-05,not a crime
        A6,2021-01-06,
        """,
        "standard",
        ALL,
    )
    ledger = found.ledger("police")
    assert found["all"] == (2, 0)
    assert ledger.cancelled == 1
    assert dict(ledger.left_out) == {"transferred": 2, "not a crime": 1}
    assert ledger.read == 6 and ledger.usable == 2
    assert "police: rows left out: 1 cancelled, 1 not a crime and 2 transferred." in notes_in_words(
        found.result.said["police"]
    )


def test_a_mapping_may_say_itself_which_records_are_left_out(tmp_path: Path) -> None:
    own_mapping(tmp_path, "source: police\nrow: offence\nby_name: yes\nleave_out: {status: [transferred]}\n")
    rows = "reference,recorded_date,status\nA1,2021-01-01,not a crime\nA2,2021-01-02,transferred\n"
    assert count(tmp_path, "police", rows, "own", ALL)["all"] == (1, 0)


def test_victims_of_offences_that_are_left_out_do_not_count_either(tmp_path: Path) -> None:
    offences = (
        "reference,recorded_date,status,cancelled\nA1,2021-01-01,,N\nA2,2021-01-02,transferred,N\nA3,2021-01-03,,Y\n"
    )
    project = write_project(tmp_path, "police", [offences], "standard", {"hurt": "unit: victim_incident"})
    (tmp_path / "victims.csv").write_text("reference,victim_reference\nA1,V1\nA2,V2\nA2,V3\nA3,V4\nA9,V5\n")
    linked = "  police:\n    offences: {files: [police_1.csv], mapping: standard, from: 2021-01-01, to: 2021-12-31}\n"
    linked += "    victims: {files: [victims.csv], mapping: standard}\n"
    project.write_text(project.read_text().split("  police:")[0] + linked)
    found = Counted(measure(Request(project=project)))
    assert found["hurt"] == (1, 0)
    ledger = found.ledger("police", "victims")
    assert (ledger.read, ledger.cancelled, ledger.unlinked, ledger.usable) == (5, 1, 1, 1)
    assert ledger.left_out == {"of an offence left out": 2}


@pytest.mark.parametrize("wrong", ["{knife: [yes]}", "{stauts: [transferred]}", "{status: [transfered]}"])
def test_a_mapping_that_leaves_out_what_is_not_there_is_refused(tmp_path: Path, wrong: str) -> None:
    own_mapping(tmp_path, f"source: police\nrow: offence\nby_name: yes\nleave_out: {wrong}\n")
    with pytest.raises(InvalidFileError, match="leave_out"):
        count(tmp_path, "police", "reference,recorded_date\nA1,2021-01-01\n", "own", ALL)


RECLASSIFIED = """
    reference,recorded_date,offence_class,initial_class
    A1,2021-01-01,34A,34B
    A2,2021-01-02,34A,34A
    A3,2021-01-03,34B,34A
    A4,2021-01-04,34A,
    """
BUSINESS = {
    "business": "unit: offence, where: {offence: robbery_business}",
    "moved": "unit: offence, where: {reclassified: yes}",
}


def test_offences_count_as_they_are_classified_now_and_those_that_moved_are_told(tmp_path: Path) -> None:
    found = count(tmp_path, "police", RECLASSIFIED, "standard", BUSINESS)
    assert found["business"] == (3, 0)
    assert found["moved"] == (2, 1), "an offence without its first class may have moved"
    assert "police: 2 offences have moved to another class since first recorded; the current counts." in (
        notes_in_words(found.result.said["police"])
    )


def test_a_mapping_may_count_offences_as_first_recorded(tmp_path: Path) -> None:
    own_mapping(tmp_path, "source: police\nrow: offence\nby_name: yes\nclassification: initial\n")
    found = count(tmp_path, "police", RECLASSIFIED, "own", BUSINESS)
    assert found["business"] == (2, 1), "where the first class is blank, it is not known"


NON_RECENT = {"old": "unit: offence, where: {non_recent: yes}", "new": "unit: offence, where: {non_recent: no}"}


@pytest.mark.parametrize(
    ("committed", "old", "new"),
    [
        ("2020-03-01,", (1, 0), (0, 0)),  # 365 days
        ("2020-03-02,", (0, 0), (1, 0)),  # 364 days
        ("2020-02-01,2020-03-01", (1, 0), (0, 0)),
        ("2020-02-01,2020-03-02", (None, None), (None, None)),  # the last day may be too late
        ("2021-03-05,", (0, 0), (1, 0)),  # recorded before it happened: a fault, but not an old offence
    ],
)
def test_non_recent_is_a_year_or_more_from_the_last_possible_day(
    tmp_path: Path, committed: str, old: tuple[int | None, int | None], new: tuple[int | None, int | None]
) -> None:
    header = "reference,recorded_date,committed_date" + (",committed_to" if committed[-1] != "," else "")
    rows = f"{header}\nA1,2021-03-01,{committed.rstrip(',')}\n"
    found = count(tmp_path, "police", rows, "standard", NON_RECENT)
    assert (found["old"], found["new"]) == (old, new)


def test_a_range_of_two_columns_with_an_open_end_is_old_only_where_it_can_not_be_new(tmp_path: Path) -> None:
    rows = "reference,recorded_date,committed_date,committed_to\nA1,2021-03-01,2019-01-01,\nA2,2021-03-02,2021-01-01,\n"
    found = count(tmp_path, "police", rows, "standard", NON_RECENT)
    assert (found["old"], found["new"]) == ((0, 1), (1, 1))


def test_without_committed_dates_non_recent_is_not_available(tmp_path: Path) -> None:
    found = count(tmp_path, "police", "reference,recorded_date\nA1,2021-03-01\n", "standard", NON_RECENT)
    assert found.figure("old").status == "x"


def test_a_committed_range_counts_on_its_first_day(tmp_path: Path) -> None:
    own_mapping(
        tmp_path,
        """
        source: police
        row: offence
        columns:
          reference: No
          recorded_date: {column: Recorded, format: DD/MM/YYYY}
          committed_date: {column: Committed, format: [DD/MM/YYYY, DD/MM/YY], ranges: yes, pivot: 2029}
        """,
    )
    rows = """
        No,Recorded,Committed
        A1,04/03/2021,between 01/12/20 and 03/01/21
        A2,05/03/2021,1985 to 1991
        A3,06/03/2021,02/01/2021 - 03/01/2021
        A4,07/03/2021,some time ago
        A5,08/03/2021,2021
        """
    measures = {"committed": "unit: offence, date: committed", **NON_RECENT}
    found = count(tmp_path, "police", rows, "own", measures)
    assert found["committed"] == (2, 0), "A3 and A5; A1 began in 2020, A2 in 1985, A4 is not a date"
    assert (found["old"], found["new"]) == ((1, 1), (3, 1))
    assert any("1 cell of committed_date can't be read" in warning for warning in notes_in_words(found.result.warnings))


def test_use_of_a_weapon_is_told_from_possession(tmp_path: Path) -> None:
    rows = """
        reference,recorded_date,weapon_use
        A1,2021-01-01,used
        A2,2021-01-02,threatened
        A3,2021-01-03,threatened or possessed
        A4,2021-01-04,
        A5,2021-01-05,not recorded
        """
    measures = {
        "used": "unit: offence, where: {weapon_use: used}",
        "possessed": "unit: offence, where: {weapon_use: possessed}",
        "either": "unit: offence, where: {weapon_use: [threatened, possessed]}",
    }
    found = count(tmp_path, "police", rows, "standard", measures)
    assert found["used"] == (1, 2)
    assert found["possessed"] == (0, 3)
    assert found["either"] == (2, 2)


def test_place_and_relationship_are_conditions(tmp_path: Path) -> None:
    rows = """
        reference,recorded_date,public_place,location_type,relationship
        A1,2021-01-01,Y,street,stranger
        A2,2021-01-02,N,home,known
        A3,2021-01-03,,,
        """
    measures = {
        "public": "unit: offence, where: {public_place: yes}",
        "home": "unit: offence, where: {location_type: home}",
        "known": "unit: offence, where: {relationship: [partner_or_former_partner, family, other_known]}",
        "family": "unit: offence, where: {relationship: family}",
    }
    found = count(tmp_path, "police", rows, "standard", measures)
    assert [found[each] for each in measures] == [(1, 1), (1, 1), (1, 1), (0, 2)]


def test_a_cell_of_flags_answers_for_each_of_them(tmp_path: Path) -> None:
    rows = """
        Occurrence Number,Recorded Date,Flags
        A1,01/01/2021,Knife; Domestic Abuse
        A2,02/01/2021,bladed article
        A3,03/01/2021,Domestic Abuse;
        A4,04/01/2021,
        A5,05/01/2021,Not recorded
        """
    measures = {
        "knife": "unit: offence, where: {knife: yes}",
        "none": "unit: offence, where: {knife: no}",
        "abuse": "unit: offence, where: {domestic_abuse: yes}",
    }
    found = count(tmp_path, "police", rows, "niche_like", measures)
    assert [found[each] for each in measures] == [(2, 2), (1, 2), (2, 2)]


JOINED = """
    URN,Date Recorded,HO Classification,Keywords,Victim ID,Victim Age,Suspect ID,Suspect Age
    A1,01/01/2021,034/01,Knife,V1,17,S1,20
    A1,01/01/2021,034/01,Knife,V1,17,S2,30
    A1,01/01/2021,034/01,Knife,V2,40,S1,20
    A1,01/01/2021,034/01,{},V2,40,S2,30
    """
PEOPLE = {
    "offences": "unit: offence",
    "incidents": "unit: victim_incident",
    "victims": "unit: victim",
    "suspects": "unit: suspect",
    "young": "unit: victim_incident, where: {victim_age: {lt: 25}}",
    "knife": "unit: offence, where: {knife: yes}",
}


def test_four_rows_of_a_joined_export_are_one_offence_two_victim_incidents_two_suspects(tmp_path: Path) -> None:
    found = count(tmp_path, "police", JOINED.format("Knife"), "athena_like", PEOPLE)
    assert [found[each][0] for each in PEOPLE] == [1, 2, 2, 2, 1, 1]
    assert not found.result.warnings


def test_rows_of_a_joined_export_that_disagree_about_the_offence_are_told(tmp_path: Path) -> None:
    found = count(tmp_path, "police", JOINED.format("Firearm"), "athena_like", PEOPLE)
    assert [found[each][0] for each in PEOPLE] == [1, 2, 2, 2, 1, 1]
    assert "police: 1 unit has rows that disagree with each other; their order decides nothing." in (
        notes_in_words(found.result.warnings)
    )


def test_what_one_row_of_a_joined_export_leaves_blank_another_may_say(tmp_path: Path) -> None:
    rows = """
        URN,Date Recorded,Keywords,Victim ID,Suspect ID
        A1,01/01/2021,,V1,S1
        A1,01/01/2021,Knife,V1,S2
        """
    found = count(tmp_path, "police", rows, "athena_like", {"knife": PEOPLE["knife"], "suspects": "unit: suspect"})
    assert found["knife"] == (1, 0) and found["suspects"] == (2, 0)
    assert not found.result.warnings


STABLE = """
    source: police
    row: offence
    columns:
      reference: No
      supplier: Force
      recorded_date: Day
      suspect_reference: {{column: Suspect, within: {}}}
    """


@pytest.mark.parametrize(("within", "people"), [("file", 4), ("supplier", 3), ("always", 2)])
def test_no_count_links_people_beyond_the_stability_of_their_pseudonym(
    tmp_path: Path, within: str, people: int
) -> None:
    first = "No,Force,Day,Suspect\nA1,North,2021-01-01,P1\nA2,South,2021-01-02,P2\n"
    second = "No,Force,Day,Suspect\nA3,North,2021-02-01,P1\nA4,North,2021-02-02,P2\n"
    own_mapping(tmp_path, STABLE.format(within))
    found = count(
        tmp_path, "police", [first, second], "own",
        {"people": "unit: suspect", "again": "unit: suspect, having: {offences: {gte: 2}}"},
    )  # fmt: skip
    assert found["people"] == (people, 0)
    assert found["again"] == (4 - people, 0)


@pytest.mark.parametrize("within", ["file", "supplier"])
def test_an_offence_that_stands_alike_in_two_files_brings_its_victim_once(tmp_path: Path, within: str) -> None:
    own_mapping(
        tmp_path,
        f"""
        source: police
        row: victim_suspect
        columns:
          reference: No
          recorded_date: Day
          victim_reference: {{column: Victim, within: {within}}}
        """,
    )
    rows = "No,Day,Victim\nA1,2021-01-01,P1\nB{},2021-01-02,P9\n"
    found = count(
        tmp_path, "police",
        [
            rows.format(1) + "D1,2021-01-03,P5\nD2,2021-01-04,P6\n",
            rows.format(2) + "C1,2021-01-03,P3\nC2,2021-01-04,P4\n",
        ],
        "own",
        {"incidents": "unit: victim_incident"},
    )  # fmt: skip
    assert found["incidents"][0] == 1 + 6


@pytest.mark.parametrize("column", ["reference", "victim_reference"])
def test_references_that_a_spreadsheet_turned_into_numbers_stop_the_file(tmp_path: Path, column: str) -> None:
    other = "victim_reference" if column == "reference" else "reference"
    rows = f"{column},{other},recorded_date\n2.02112E+13,V1,2021-01-01\n2.02112e+13,V2,2021-01-02\nA3,V3,2021-01-03\n"
    with pytest.raises(ExtractError) as raised:
        count(tmp_path, "police", rows, "standard", {"incidents": "unit: victim", **ALL})
    message = str(raised.value)
    assert raised.value.exit_code == 11
    assert f"police_1.csv: 2 of the references in column {column} were turned into numbers" in message
    assert "2.02112" not in message


def test_a_reference_with_an_e_in_it_is_a_reference(tmp_path: Path) -> None:
    rows = "reference,recorded_date\nE+1,2021-01-01\n12E4,2021-01-02\nAE+14,2021-01-03\n"
    assert count(tmp_path, "police", rows, "standard", ALL)["all"] == (3, 0)
