"""From loaded rows to facts: repeats and cancelled records out, people linked to their offence, ages worked out.

Every row that leaves is counted, and the ledger always balances.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from svtool.counting.cells import Geography
from svtool.counting.source_counts import SourceCounts
from svtool.errors import ExtractError, InvalidFileError, LedgerError
from svtool.gathering.facts import Facts
from svtool.records.ledger import Ledger
from svtool.schema.rules import EVERYTHING
from svtool.schema.sources import ROLE_UNITS
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import Desk, NewDesk

YEAR = [(date(2021, 1, 1), date(2021, 12, 31))]
FLAT = "source: police\nrow: {row}\nby_name: yes\n"
NO_VICTIM = "no_victim: blank\n"


def _ledger(facts: Facts, part: str = "police") -> dict[str, int]:
    """Return where the rows of an extract went, without the places where none did; they must add up."""
    ledger = facts.reports[part].ledger
    ledger.check()
    return {name: number for name, number in asdict(ledger).items() if isinstance(number, int) and number}


def _counted(desk: Desk, facts: Facts, *units: str) -> dict[str, int]:
    """Return how many of each unit there are in the year."""
    measures = [
        Measure(
            id=unit, title=unit, source="police", unit=unit, date_basis="recorded_date", where=EVERYTHING,
            rule=EVERYTHING, definition=None, role=ROLE_UNITS.get(unit), having=None, part_of=None, desired=None,
            value_unit=None, published_as=None, note=None,
        )
        for unit in units
    ]  # fmt: skip
    counts = SourceCounts(desk.engine, facts, desk.library.catalogue, Geography(), measures)
    return {each.unit: counts.count(each, YEAR).met for each in measures}


# Rows that leave.


def test_a_repeated_reference_is_counted_once(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        """
        reference,recorded_date,knife
        O1,2021-01-01,Y
        O2,2021-01-02,N
        O1,2021-01-01,Y
         o1 ,2021-01-01,Y
        """,
    )
    assert _ledger(facts) == {"read": 4, "repeated": 2, "usable": 2}
    assert _counted(desk, facts, "offence") == {"offence": 2}
    assert desk.answer(facts, "knife: yes") == [True, False]


REPEATS = """
    reference,recorded_date,offence_class,knife,victim_age,cancelled
    O1,2021-01-01,8N,Y,20,
    O1,2021-01-01,8N,,,
    O2,2021-01-02,34B,N,30,
    O2,2021-01-02,34B,Y,30,
    O3,2021-01-03,8N,Y,20,yes
    O3,2021-01-03,8N,Y,20,
    O4,2021-01-04,8N,Y,20,yes
    O4,2021-01-04,8N,Y,20,yes
    ,2021-01-05,8N,Y,20,
    ,2021-01-05,8N,Y,20,
    o1 ,2021-01-01,8N,Y,20,
    O5,2021-01-05,8N,Y,20,
"""


def test_what_repeats_is_the_same_whether_references_are_kept_or_not(new_desk: NewDesk) -> None:
    rows, ledgers = [], []
    for names_records in (True, False):
        with new_desk() as desk:
            facts = desk.gather("police", REPEATS, names_records=names_records)
            columns = sorted(facts.columns - {"reference"})
            rows.append(sorted(map(repr, desk.rows(f"SELECT {', '.join(columns)} FROM {facts.table}"))))
            ledgers.append((_ledger(facts), facts.reports["police"].disagreeing, "reference" in facts.columns))
    assert rows[0] == rows[1]
    assert ledgers[0][:2] == ledgers[1][:2]
    assert [each[2] for each in ledgers] == [True, False]


def test_a_record_without_a_reference_is_a_unit_of_its_own(desk: Desk) -> None:
    facts = desk.gather("police", "reference,recorded_date\n,2021-01-01\n,2021-01-01\n , 2021-01-01\nO1,2021-01-01\n")
    assert _ledger(facts) == {"read": 4, "usable": 4}
    assert _counted(desk, facts, "offence") == {"offence": 4}


def test_the_same_reference_from_another_supplier_is_another_record(desk: Desk) -> None:
    facts = desk.gather(
        "ed",
        """
        reference,recorded_date,assault,supplier
        A1,2021-01-01,Y,Site A
        A1,2021-01-02,Y,Site B
        A1,2021-01-01,Y,Site A
        """,
    )
    assert _ledger(facts, "ed") == {"read": 3, "repeated": 1, "usable": 2}


def test_a_supplier_that_the_project_names_is_that_of_every_row(desk: Desk) -> None:
    extract = "reference,recorded_date,assault,supplier\nA1,2021-01-01,Y,Site A\nA1,2021-01-02,Y,Site B\n"
    facts = desk.gather("ed", extract, supplier="All sites")
    assert _ledger(facts, "ed") == {"read": 2, "repeated": 1, "usable": 1}


def test_a_reference_of_one_file_that_stands_in_another_is_counted_once(desk: Desk) -> None:
    first = "reference,recorded_date\nO1,2021-01-01\nO2,2021-01-02\nO3,2021-01-03\n"
    second = "recorded_date,reference\n2021-01-04,O4\n2021-01-01,O1\n2021-01-05,O5\n"
    facts = desk.gather("police", [first, second])
    assert _ledger(facts)["usable"] == 5
    assert _counted(desk, facts, "offence") == {"offence": 5}


@pytest.mark.parametrize("written", ["Y", "yes", "1", "TRUE"])
def test_a_cancelled_offence_does_not_count(written: str, desk: Desk) -> None:
    facts = desk.gather("police", f"reference,recorded_date,cancelled\nO1,2021-01-01,{written}\nO2,2021-01-02,\n")
    assert _ledger(facts) == {"read": 2, "cancelled": 1, "usable": 1}
    assert _counted(desk, facts, "offence") == {"offence": 1}


@pytest.mark.parametrize("linked", [False, True], ids=["flat", "linked"])
def test_whether_a_twice_sent_offence_counts_does_not_hang_on_the_order_of_its_rows(
    linked: bool, desk: Desk, new_desk: NewDesk
) -> None:
    """One row says that it is cancelled and one that it is not."""

    def usable(at: Desk, *rows: str) -> int:
        text = "\n".join(["reference,recorded_date,cancelled", *rows])
        facts = at.gather("police", {"offences": text} if linked else text)
        return _ledger(facts, "offences" if linked else "police").get("usable", 0)

    kept, cancelled = "O1,2021-01-01,N", "O1,2021-01-01,Y"
    with new_desk() as other:
        assert usable(desk, kept, cancelled) == usable(other, cancelled, kept)


def test_blank_rows_and_repeated_headers_are_not_records(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        "reference,recorded_date,knife\nO1,2021-01-01,Y\n\n,,\nreference,recorded_date,knife\nO2,2021-01-02,N\n , ,\n",
    )
    assert _ledger(facts) == {"read": 6, "not_records": 4, "usable": 2}


def test_a_header_with_blanks_is_recognised_when_it_is_repeated(desk: Desk) -> None:
    facts = desk.gather(
        "police", "reference , recorded_date\nO1,2021-01-01\nreference , recorded_date\nO2,2021-01-02\n"
    )
    assert _ledger(facts) == {"read": 3, "not_records": 1, "usable": 2}


def test_malformed_rows_are_rejected_and_told_by_file_and_record(desk: Desk) -> None:
    good = "reference,recorded_date\nO1,2021-01-01\n"
    facts = desk.gather("police", [good, "reference,recorded_date\nO2,2021-01-02\nO3\nO4,2021-01-04,more\n"])
    assert _ledger(facts) == {"read": 4, "rejected": 2, "usable": 2}
    assert [(row.file, row.record, row.reason) for row in facts.reports["police"].rejected] == [
        ("police_2.csv", 3, "1 cell instead of 2"),
        ("police_2.csv", 4, "3 cells instead of 2"),
    ]


def test_every_way_out_is_counted_and_the_ledger_balances(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        """
        reference,recorded_date,cancelled
        O1,2021-01-01,
        O1,2021-01-01,
        O2,2021-01-02,Y
        reference,recorded_date,cancelled

        O3,2021-01-03
        ,,
        O4,not a date,
        O5,2021-01-05,N
        """,
    )
    assert _ledger(facts) == {
        "read": 9, "rejected": 1, "not_records": 3, "repeated": 1, "cancelled": 1, "usable": 3,
    }  # fmt: skip


def test_a_ledger_that_does_not_balance_stops_the_run() -> None:
    with pytest.raises(LedgerError, match="police offence: 3 rows read, 2 accounted for"):
        Ledger("police", "offence", read=3, repeated=1, usable=1).check()
    Ledger("police", "offence", read=3, repeated=1, unlinked=1, usable=1).check()


def test_a_file_that_was_read_again_in_another_encoding_is_counted_once(desk: Desk) -> None:
    """The first rows of the file were kept already when Windows-1252 showed."""
    rows = b"".join(b"O%d,2021-01-01,robbery of personal property\n" % i for i in range(8000))
    data = b"reference,recorded_date,crime_type\n" + rows + "O9000,2021-01-02,café\n".encode("cp1252")
    facts = desk.gather("police", [b"reference,recorded_date\nO8999,2021-01-01\n", data])
    assert _ledger(facts) == {"read": 8002, "usable": 8002}
    described = facts.reports["police"].described
    assert [described[name].split(", ")[1:3] for name in ("police_1.csv", "police_2.csv")] == [
        ["UTF-8", "comma"],
        ["not UTF-8", "read as Windows-1252"],
    ]


# Extracts that overlap.


JANUARY = "reference,recorded_date,knife\nO1,2021-01-01,\nO2,2021-01-02,N\nO3,2021-01-03,Y\n"
JANUARY_AGAIN = "reference,recorded_date,knife\nO1,2021-01-01,Y\nO2,2021-01-02,N\nO4,2021-01-04,N\n"


@pytest.mark.parametrize("later_named_first", [False, True])
def test_a_later_extract_supersedes_what_it_issues_again(later_named_first: bool, desk: Desk) -> None:
    """Which is later is said by as_at, not by the order in which the project names them."""
    files, days = [JANUARY, JANUARY_AGAIN], ["2021-02-01", "2021-03-01"]
    if later_named_first:
        files, days = files[::-1], days[::-1]
    facts = desk.gather("police", files, as_at=days)
    # O3 lies in days that the later extract issues again, and is withdrawn.
    assert _ledger(facts) == {"read": 6, "superseded": 3, "usable": 3}
    assert desk.answer(facts, "knife: yes") == [True, False, False]
    assert facts.revision
    assert (facts.revision.reissued, facts.revision.withdrawn) == (2, 1)


@pytest.mark.parametrize("as_at", [(), ("2021-02-01", "2021-02-01")], ids=["nobody says", "the same day"])
def test_extracts_that_issue_days_again_without_an_order_are_refused(as_at: tuple[str, ...], desk: Desk) -> None:
    with pytest.raises(ExtractError) as caught:
        desk.gather("police", [JANUARY, JANUARY_AGAIN], as_at=as_at)
    assert "police_1.csv and police_2.csv hold the same days (1 Jan to 3 Jan 2021)" in str(caught.value)
    assert "police_2.csv withdraws 1 record of police_1.csv" in str(caught.value)
    assert "O1" not in str(caught.value)


KNIVES = "reference,recorded_date,knife\n" + "".join(f"K{i},2021-01-{i + 1:02d},Y\n" for i in range(6))
EVERY_KIND = KNIVES + "".join(f"N{i},2021-01-{i + 1:02d},N\n" for i in range(3))


@pytest.mark.parametrize(("holds", "usable"), [({"holds": "all"}, 5), ({"holds": {"knife": "yes"}}, 8)])
def test_a_later_extract_withdraws_what_it_was_drawn_for(holds: Any, usable: int, desk: Desk) -> None:
    """One knife crime is gone; whether the three others are gone too is what the project says of the later extract."""
    files = [EVERY_KIND, KNIVES.replace("K3,2021-01-04,Y\n", "")]
    facts = desk.gather("police", files, said=[{"as_at": "2021-02-01"}, {"as_at": "2021-03-01", **holds}])
    assert _ledger(facts)["usable"] == usable


def test_a_reference_without_an_order_counts_as_the_later_named_has_it_and_it_is_told(desk: Desk) -> None:
    january = JANUARY + "".join(f"J{i},2021-01-{i:02d},N\n" for i in range(5, 29))
    february = "reference,recorded_date,knife\n" + "".join(f"F{i},2021-02-{i:02d},N\n" for i in range(1, 29))
    facts = desk.gather("police", [january, february + "O3,2021-01-03,N\nO2,2021-01-02,N\n"])
    assert _ledger(facts) == {"read": 57, "superseded": 1, "repeated": 1, "usable": 55}
    assert desk.answer(facts, "knife: yes").count(True) == 0  # O3 was said to be with a knife in January alone
    assert facts.revision
    assert (facts.revision.reissued, facts.revision.unordered) == (0, 1)


def test_of_three_extracts_none_is_later_than_the_next_all_round(desk: Desk) -> None:
    """The second has no day: it is later than the first, as they are named, and the third is earlier than the first."""
    row = "O1,2021-01-01,{}\nA{}1,2021-01-02,N\nA{}2,2021-01-03,N\nA{}3,2021-01-04,N\n"
    files = ["reference,recorded_date,knife\n" + row.format(knife, i, i, i) for i, knife in enumerate("YNN")]
    facts = desk.gather("police", files, said=[{"as_at": "2021-03-01"}, {}, {"as_at": "2021-02-01"}])
    assert _ledger(facts)["usable"] == 10


def test_suppliers_may_share_a_month_and_its_references(desk: Desk) -> None:
    """Several hospitals send the same month, and each numbers its attendances from 1."""
    sites = [
        f"reference,recorded_date,assault,supplier\n1,2021-01-01,Y,{site}\n2,2021-01-02,Y,{site}\n" for site in "AB"
    ]
    assert _ledger(desk.gather("ed", sites), "ed") == {"read": 4, "usable": 4}


def test_no_superseded_row_keeps_a_date_of_birth(desk: Desk) -> None:
    files = [
        f"reference,recorded_date,victim_date_of_birth\nO1,2021-06-15,{born}\n" for born in ("2000-06-15", "2001-06-15")
    ]
    facts = desk.gather("police", files, as_at=("2021-07-01", "2021-08-01"))
    assert desk.answer(facts, "victim_age: {gte: 20, lte: 20}") == [True]
    assert not {column for column in desk.columns() if "birth" in column[1]}


# Linked files.


LINKED = {
    "offences": """
        reference,recorded_date,cancelled
        O1,2021-01-01,
        O2,2021-01-02,Y
        O3,2021-01-03,
        O1,2021-01-01,
        """,
    "victims": """
        reference,victim_reference,victim_age
        O1,V1,24
         o1,V2,30
        O1,V1,24
        O2,V3,20
        X9,V4,20
        ,V5,20
        """,
    "suspects": """
        reference,suspect_reference,suspect_age
        O1,S1,24
        O3,S1,24
        O3,S2,
        """,
}


def test_people_are_linked_to_their_offence_by_reference(desk: Desk) -> None:
    facts = desk.gather("police", LINKED)
    assert _ledger(facts, "offences") == {"read": 4, "repeated": 1, "cancelled": 1, "usable": 2}
    assert _ledger(facts, "victims") == {"read": 6, "repeated": 1, "unlinked": 2, "cancelled": 1, "usable": 2}
    assert _ledger(facts, "suspects") == {"read": 3, "usable": 3}
    counted = _counted(desk, facts, "offence", "victim_incident", "victim", "suspect")
    assert counted == {"offence": 2, "victim_incident": 2, "victim": 2, "suspect": 2}


def test_victims_without_references_are_each_a_victim(desk: Desk) -> None:
    offences = "reference,recorded_date\nO1,2021-01-01\n"
    facts = desk.gather("police", {"offences": offences, "victims": "reference,victim_age\nO1,24\nO1,24\n"})
    assert _ledger(facts, "victims") == {"read": 2, "usable": 2}
    assert _counted(desk, facts, "victim_incident") == {"victim_incident": 2}


def test_whom_an_offence_without_a_reference_harmed_is_not_known(desk: Desk) -> None:
    """A row of a victim finds its offence by the reference: nobody can say that the other offence has no victim."""
    offences = "reference,recorded_date\nO1,2021-01-01\nO2,2021-01-02\n,2021-01-03\n"
    facts = desk.gather("police", {"offences": offences, "victims": "reference,victim_age\nO1,15\n,16\n"})
    assert desk.answer(facts, "victim_age: {lt: 18}") == [True, False, None]


@pytest.mark.parametrize(("first", "before"), [(15, None), (4, False)])
def test_of_days_before_a_file_of_victims_begins_nobody_knows_who_was_harmed(
    first: int, before: bool | None, desk: Desk
) -> None:
    """An offence a day, each with a victim from one day on: that the first three have none may be chance."""
    days = range(1, 31)
    offences = "".join(f"O{day},2021-04-{day:02d}\n" for day in days)
    victims = "".join(f"O{day},15\n" for day in days if day >= first)
    files = {"offences": f"reference,recorded_date\n{offences}", "victims": f"reference,victim_age\n{victims}"}
    found = desk.answer(desk.gather("police", files), "victim_age: {lt: 18}")
    assert found == [before] * (first - 1) + [True] * (31 - first)


@pytest.mark.parametrize(("missing", "answer"), [(6, False), (16, None)])
def test_of_days_that_a_file_of_victims_lacks_in_the_middle_nobody_knows_who_was_harmed(
    missing: int, answer: bool | None, desk: Desk
) -> None:
    """An offence a day, two of three with a victim: that none has in sixteen days running is hardly chance."""
    offences = [(f"O{number}", date(2021, 4, 1) + timedelta(days=number)) for number in range(90)]
    gap = {date(2021, 5, 10) + timedelta(days=more) for more in range(missing)}
    harming = [reference for number, (reference, day) in enumerate(offences) if number % 3 and day not in gap]
    files = {
        "offences": "\n".join(["reference,recorded_date", *(f"{each},{day}" for each, day in offences)]),
        "victims": "\n".join(["reference,victim_age", *(f"{each},15" for each in harming)]),
    }
    found = desk.answer(desk.gather("police", files), "victim_age: {lt: 18}")
    assert {answer for answer, (_, day) in zip(found, offences, strict=True) if day in gap} == {answer}
    assert found.count(True) == len(harming)
    assert found.count(None) == (0 if answer is False else missing)


ONE_SUPPLIER = "supplier,reference,recorded_date\nEast,O1,2021-01-01\nEast,O2,2021-01-02\nWest,O3,2021-01-03\n"
NO_SUPPLIER = "reference,victim_reference,victim_age\nO1,V1,20\nO1,V2,30\nO3,V1,40\nO9,V4,50\n"


def test_people_without_a_supplier_are_linked_by_the_reference_alone_and_it_is_said(desk: Desk) -> None:
    facts = desk.gather("police", {"offences": ONE_SUPPLIER, "victims": NO_SUPPLIER})
    assert _ledger(facts, "victims") == {"read": 4, "unlinked": 1, "usable": 3}
    assert facts.reports["victims"].notes == [
        "3 rows are linked by the reference alone, as only one of the victim and the offence has a supplier"
    ]
    # V1 of East and V1 of West are two people: a person has the supplier of the offence.
    assert _counted(desk, facts, "offence", "victim_incident", "victim") == {
        "offence": 3, "victim_incident": 3, "victim": 3,
    }  # fmt: skip


def test_offences_without_a_supplier_are_linked_by_the_reference_alone_too(desk: Desk) -> None:
    victims = "supplier,reference,victim_reference\nEast,O1,V1\n,O2,V2\n"
    facts = desk.gather("police", {"offences": "reference,recorded_date\nO1,2021-01-01\nO2,2021-01-02\n",
                                   "victims": victims})  # fmt: skip
    assert _ledger(facts, "victims") == {"read": 2, "usable": 2}
    assert facts.reports["victims"].notes == [
        "1 row is linked by the reference alone, as only one of the victim and the offence has a supplier"
    ]


def test_people_who_could_be_of_several_suppliers_are_not_linked(desk: Desk) -> None:
    """The same number from two forces is two offences: counting the victim in both would make two of one."""
    offences = "supplier,reference,recorded_date\nEast,O1,2021-01-01\nWest,O1,2021-01-02\n,O2,2021-01-03\n"
    facts = desk.gather("police", {"offences": offences, "victims": "supplier,reference\n,O1\nWest,O1\n,O2\n"})
    assert _ledger(facts, "victims") == {"read": 3, "unlinked": 1, "usable": 2}
    assert facts.reports["victims"].notes == [
        "1 row has no supplier and a reference of several; not linked. Give the file its supplier"
    ]


def test_people_of_another_suppliers_offence_are_not_linked(desk: Desk) -> None:
    files = {
        "offences": "reference,recorded_date,supplier\nO1,2021-01-01,Force A\nO1,2021-01-02,Force B\n",
        "victims": "reference,victim_age,supplier\nO1,24,Force A\nO1,30,Force B\nO1,40,Force C\n",
    }
    facts = desk.gather("police", files)
    assert _ledger(facts, "victims") == {"read": 3, "unlinked": 1, "usable": 2}
    assert desk.answer(facts, "victim_age: {lt: 25}") == [True, False]


# Flat files.


def test_an_export_of_victims_by_suspects_has_each_of_them_once(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        """
        reference,recorded_date,victim_reference,victim_age,suspect_reference,suspect_age
        O1,2021-01-01,V1,24,S1,17
        O1,2021-01-01,V1,24,S2,30
        O1,2021-01-01,V2,40,S1,17
        O1,2021-01-01,V2,40,S2,30
        """,
        mapping=desk.own_mapping(FLAT.format(row="victim_suspect")),
    )
    assert _ledger(facts) == {"read": 4, "usable": 4}
    counted = _counted(desk, facts, "offence", "victim_incident", "victim", "suspect")
    assert counted == {"offence": 1, "victim_incident": 2, "victim": 2, "suspect": 2}


def test_people_of_a_joined_export_without_references_can_not_be_counted(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        "reference,recorded_date,victim_age,suspect_age\nO1,2021-01-01,24,17\nO1,2021-01-01,24,30\n",
        mapping=desk.own_mapping(FLAT.format(row="victim_suspect")),
    )
    assert not facts.people["victim"].countable
    assert not facts.people["suspect"].countable
    assert _counted(desk, facts, "offence") == {"offence": 1}


def test_rows_of_victims_are_one_offence_where_they_share_its_reference(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        """
        reference,recorded_date,victim_reference,victim_age
        O1,2021-01-01,V1,24
        O1,2021-01-01,V2,30
        O2,2021-01-02,V1,24
        ,2021-01-03,,50
        ,2021-01-03,,50
        """,
        mapping=desk.own_mapping(FLAT.format(row="victim")),
    )
    counted = _counted(desk, facts, "offence", "victim_incident", "victim")
    assert counted == {"offence": 4, "victim_incident": 5, "victim": 2}


def test_a_victim_who_stands_twice_in_one_offence_is_one_victim_incident(desk: Desk) -> None:
    """As in linked files: one person's victimisation in one offence."""
    facts = desk.gather(
        "police",
        """
        reference,recorded_date,victim_reference,victim_age
        O1,2021-01-01,V1,24
        O1,2021-01-01,V1,24
        """,
        mapping=desk.own_mapping(FLAT.format(row="victim")),
    )
    assert _counted(desk, facts, "offence", "victim_incident") == {"offence": 1, "victim_incident": 1}


@pytest.mark.parametrize("row", ["offence", "victim"])
def test_an_offence_whose_victim_is_blank_is_no_victim_incident_where_the_mapping_says_so(row: str, desk: Desk) -> None:
    extract = """
        reference,recorded_date,victim_age,victim_sex
        O1,2021-01-01,24,female
        O2,2021-01-02,,
        O3,2021-01-03,,male
        """
    facts = desk.gather("police", extract, mapping=desk.own_mapping(FLAT.format(row=row) + NO_VICTIM))
    assert _counted(desk, facts, "offence", "victim_incident") == {"offence": 3, "victim_incident": 2}
    assert desk.answer(facts, "victim_age: {lt: 25}") == [True, False, None]


@pytest.mark.parametrize("row", ["offence", "victim", "victim_suspect"])
def test_that_a_blank_victim_is_no_victim_holds_on_every_day(row: str, desk: Desk) -> None:
    """The mapping says what a blank victim means, whatever other rows of the file have."""
    extract = """
        reference,recorded_date,victim_reference,victim_age
        O1,2021-01-01,,
        O2,2021-01-02,V1,24
        O3,2021-01-03,,
        """
    facts = desk.gather("police", extract, mapping=desk.own_mapping(FLAT.format(row=row) + NO_VICTIM))
    assert desk.answer(facts, "victim_age: {lt: 25}") == [False, True, False]


# Ages.


@pytest.mark.parametrize(
    ("born", "committed", "age"),
    [
        ("2000-06-15", "2021-06-14", 20),
        ("2000-06-15", "2021-06-15", 21),
        ("2000-06-15", "2021-12-31", 21),
        ("2004-02-29", "2021-02-28", 16),
        ("2004-02-29", "2021-03-01", 17),
        ("2004-02-29", "2020-02-28", 15),
        ("2004-02-29", "2020-02-29", 16),
        ("2021-01-01", "2021-06-15", 0),
        ("1901-01-01", "2020-12-31", 119),
        ("1900-12-31", "2021-12-31", None),
        ("2021-12-31", "2021-06-15", None),
        ("", "2021-06-15", None),
        ("not recorded", "2021-06-15", None),
        ("1900-01-01", "1999-06-15", None),
    ],
)
def test_an_age_is_that_on_the_day_of_the_offence(born: str, committed: str, age: int | None, desk: Desk) -> None:
    """Who was born on 29 February is a year older on 1 March of a common year; who is older than 120 is not known."""
    extract = f"reference,recorded_date,committed_date,victim_date_of_birth\nO1,2021-12-31,{committed},{born}\n"
    facts = desk.gather("police", extract)
    assert desk.rows(f"SELECT victim_age_lo, victim_age_hi FROM {facts.table}") == [(age, age)]
    assert "victim_age_lo" in facts.columns


def test_an_age_is_that_on_the_recorded_day_where_the_day_of_the_offence_is_not_known(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,committed_date,victim_date_of_birth\n2021-06-15,,2000-06-15\n")
    assert desk.rows(f"SELECT victim_age_lo FROM {facts.table}") == [(21,)]


def test_an_age_that_was_recorded_stands(desk: Desk) -> None:
    extract = "recorded_date,victim_age,victim_date_of_birth\n2021-06-15,30,2000-06-15\n2021-06-15,,2000-06-15\n"
    facts = desk.gather("police", extract)
    assert desk.rows(f"SELECT victim_age_lo FROM {facts.table} ORDER BY row_id") == [(30,), (21,)]


BORN = "victim_date_of_birth"
WITH_BIRTHS = {
    "linked files": {
        "offences": "reference,recorded_date\nO1,2021-06-15\n",
        "victims": f"reference,{BORN}\nO1,2000-06-15\n",
        "suspects": "reference,suspect_date_of_birth\nO1,2000-06-15\n",
    },
    "offence": f"reference,recorded_date,{BORN},suspect_date_of_birth\nO1,2021-06-15,2000-06-15,2000-06-15\n",
    "victim": f"reference,recorded_date,{BORN}\nO1,2021-06-15,2000-06-15\n",
    "suspect": "reference,recorded_date,suspect_date_of_birth\nO1,2021-06-15,2000-06-15\n",
    "victim_suspect": (
        "reference,recorded_date,victim_reference,victim_date_of_birth,suspect_reference,suspect_date_of_birth\n"
        "O1,2021-06-15,V1,2000-06-15,S1,2000-06-15\n"
    ),
}


@pytest.mark.parametrize("shape", WITH_BIRTHS)
def test_a_date_of_birth_becomes_an_age_and_is_gone(shape: str, desk: Desk) -> None:
    """No table of the engine keeps one, not even those that only served on the way."""
    files = WITH_BIRTHS[shape]
    linked = isinstance(files, dict)
    facts = desk.gather("police", files, mapping="standard" if linked else desk.own_mapping(FLAT.format(row=shape)))
    who = "suspect" if shape == "suspect" else "victim"
    assert desk.answer(facts, f"{who}_age: {{gte: 21, lte: 21}}") == [True]
    assert not {column for column in desk.columns() if "birth" in column[1]}


def test_a_date_of_birth_of_an_attendance_is_gone_as_well(desk: Desk) -> None:
    facts = desk.gather("ed", "reference,recorded_date,assault,date_of_birth\nA1,2021-06-15,Y,2000-06-15\n")
    assert desk.answer(facts, "age: {gte: 21, lte: 21}") == [True]
    assert not {column for column in desk.columns() if "birth" in column[1]}


# What can't be read as this extract.


def test_an_extract_without_any_date_is_refused(desk: Desk) -> None:
    mapping = desk.own_mapping("source: police\nrow: offence\ncolumns: {reference: Crime, knife: Knife}\n")
    with pytest.raises(ExtractError) as caught:
        desk.gather("police", "Crime,Knife\nO1,Y\n", mapping=mapping)
    assert str(caught.value) == (
        "police_1.csv: no column with a date; found Crime and Knife; expected a mapping that names one. "
        "Name the date column in the mapping."
    )


def test_a_mapping_that_does_not_read_the_source_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidFileError) as caught:
        desk.gather("police", "reference,recorded_date\nO1,2021-01-01\n", mapping="tiig_ed")
    assert str(caught.value).startswith(
        "definitions/mappings/tiig_ed.yaml: mapping tiig_ed does not read a flat police extract;"
    )


def test_every_file_is_looked_at_before_the_faults_are_told(desk: Desk) -> None:
    good = "reference,recorded_date\nO1,2021-01-01\n"
    with pytest.raises(ExtractError) as caught:
        desk.gather("police", ["reference\nO1\n", good, "", "reference,recorded_date\n"])
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        "police_1.csv",
        "police_3.csv",
        "police_4.csv",
    ]


# Aggregates.


def test_an_aggregate_sums_with_its_corrections(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        """
        recorded_date,offence_class,count
        2021-01-01,34B," 1,200 "
        2021-04-01,34B,-3
        2021-04-01,34A,0
        """,
    )
    assert facts.is_aggregate
    assert _counted(desk, facts, "offence") == {"offence": 1197}


def test_a_row_whose_count_is_no_number_is_rejected_with_its_record(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,count\n2021-01-01,5\n2021-01-01,many\n2021-01-01,7\n")
    assert _ledger(facts) == {"read": 3, "rejected": 1, "usable": 2}
    report = facts.reports["police"]
    assert [(row.record, row.reason) for row in report.rejected] == [(3, "the count is not a whole number")]
    assert _counted(desk, facts, "offence") == {"offence": 12}


def test_a_count_that_is_not_stated_is_kept_and_is_no_zero(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,count\n2021-01-01,5\n2021-01-01,[c]\n2021-01-02,\n2021-01-01,7\n")
    assert _ledger(facts) == {"read": 4, "usable": 4}
    assert facts.reports["police"].unstated == 2
    assert not facts.holds_intervals


def test_a_count_beyond_all_reason_is_rejected_and_stops_nothing(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,count\n2021-01-01,5\n2021-01-01,99999999999\n")
    assert _ledger(facts) == {"read": 2, "rejected": 1, "usable": 1}
