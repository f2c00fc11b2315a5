"""People of linked files go with their offence: what the later extract says of an offence is all that is known of it.

An extract of victims or suspects belongs to the extract of offences that was made nearest to its own day. Of an offence
that was issued again, the people of earlier editions are outdated; of one that was withdrawn, all are. Where nobody was
sent with the later edition, those of the one before stay: that there is no file is not that there are no people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from svtool.engine.seam import number
from svtool.errors import LedgerError
from svtool.gathering.overlap import ISSUED_AGAIN, WITHDRAWN, Comparing, Outdated, find_outdated
from svtool.gathering.steps import Step
from svtool.gathering.versions import PLACES, Rows, Which
from svtool.records.ledger import Extract
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER

NO_SUPPLIER = 0


@dataclass(frozen=True)
class PeopleEditions:
    """The people of one role in all extracts, and which of them are outdated.

    Attributes:
        outdated: their rows, and those that leave.
        editions: the table of the edition of offences that each extract of people belongs to; empty where there is one
            extract of offences alone.
        latest: the table of the last edition with people that is no later than each edition of offences.
        columns: the columns by which two versions of them may differ.
    """

    outdated: Outdated
    editions: str = ""
    latest: str = ""
    columns: tuple[str, ...] = ()


def editions_of(people: Sequence[Extract], offences: Sequence[Extract], ranks: Sequence[int]) -> list[int | None]:
    """Return for each extract of people the place of the extract of offences that was made nearest to its day.

    Args:
        people: extracts of people.
        offences: extracts of offences.
        ranks: their places in the order of all.
    """
    dated = [(each.as_at, place) for each, place in zip(offences, ranks, strict=True) if each.as_at]
    found: list[int | None] = []
    for each in people:
        day = each.as_at
        near = [(abs((other - day).days), -place) for other, place in dated] if day else []
        found.append(-min(near)[1] if near else None)
    return found


def latest_with_people(places: Sequence[int | None], editions: int) -> list[int | None]:
    """Return for each edition of offences the last one, no later than it, with which people were sent."""
    sent = {place for place in places if place is not None}
    return [max((place for place in sent if place <= edition), default=None) for edition in range(editions)]


def find_outdated_people(
    people: Step, comparing: Comparing, offences: Outdated, of_offences: Sequence[Extract]
) -> PeopleEditions:
    """Return the people of one role in all extracts, and which of them are outdated.

    Args:
        people: their rows, all extracts together.
        comparing: how their extracts are compared.
        offences: the offences, and those that later extracts take the place of.
        of_offences: the extracts of offences.

    Raises:
        ExtractError: two extracts issue people again, and nobody said which is later.
    """
    found = find_outdated(people, comparing)
    if not offences.rows:
        return PeopleEditions(found, columns=comparing.columns)
    places = editions_of(comparing.extracts, of_offences, offences.ranks)
    editions, latest = f"{people.base}_editions", f"{people.base}_latest"
    _put(people, editions, places)
    _put(people, latest, latest_with_people(places, len(of_offences)))
    of_earlier = (
        f"SELECT p.{ROW}, {ISSUED_AGAIN} AS why FROM {people.name} AS p "
        f"JOIN {offences.versions} AS v ON {_is_of('v')} "
        f"JOIN {editions} AS e ON e.number = p.{EXTRACT} JOIN {latest} AS l ON l.number = v.last_place "
        "WHERE e.place < l.place"
    )
    withdrawn = (
        f"SELECT p.{ROW}, {ISSUED_AGAIN} AS why FROM {people.name} AS p "
        f"JOIN (SELECT DISTINCT t.{SUPPLIER}, t.reference FROM {offences.step.name} AS t "
        f"JOIN {offences.rows} AS o ON o.{ROW} = t.{ROW} AND o.why = {WITHDRAWN} "
        f"WHERE t.reference IS NOT NULL) AS v ON {_is_of('v')}"
    )
    leaving = [of_earlier, withdrawn, *([f"SELECT {ROW}, why FROM {found.rows}"] if found.rows else [])]
    union = f"({' UNION ALL '.join(leaving)}) AS leaving"
    step, rows = found.step.with_rows("leaving", f"SELECT {ROW}, min(why) AS why FROM {union} GROUP BY {ROW}")
    staying = f"SELECT count(*) FROM {union} WHERE {ROW} NOT IN (SELECT {ROW} FROM {rows})"
    if number(people.engine, f"rows of {people.base} that stay", staying):
        raise LedgerError(f"{people.base}: people of an earlier extract are counted")
    step = replace(step, behind=(*step.behind, editions, latest))
    return PeopleEditions(replace(found, step=step, rows=rows), editions, latest, comparing.columns)


def place_people(people: Step, offences: Step, day: str, kinds: Sequence[str]) -> str:
    """Return the name of a step of people's rows with the day and kinds of their offences, by which they are placed."""
    placed = f"{people.base}_placed"
    columns = [each for each in (day, *kinds) if each]
    listed = "".join(f", min({name}) AS {name}" for name in columns)
    people.engine.define(
        placed,
        f"SELECT p.{ROW}, p.{EXTRACT}, p.{SUPPLIER}, p.reference{''.join(f', o.{name}' for name in columns)} "
        f"FROM {people.name} AS p LEFT JOIN (SELECT {SUPPLIER}, reference{listed} FROM {offences.name} "
        f"WHERE reference IS NOT NULL GROUP BY {SUPPLIER}, reference) AS o "
        f"ON o.{SUPPLIER} = p.{SUPPLIER} AND o.reference = p.reference",
    )
    return placed


def people_of_version(each: PeopleEditions, reissued: str, which: Which) -> str:
    """Return the name of a table of the people of one version of the offences that were issued again."""
    people = each.outdated.step
    table = f"{people.base}_{which}_typed"
    stays = f"p.{ROW} NOT IN (SELECT {ROW} FROM {each.outdated.rows})"
    joins, where = "", stays
    if which == "before":
        joins = (
            f" JOIN {each.editions} AS e ON e.number = p.{EXTRACT} "
            f"JOIN {each.latest} AS l ON l.number = v.{PLACES[which]}"
        )
        where = f"e.place = l.place OR (e.place IS NULL AND {stays})"
    people.engine.define(
        table,
        f"SELECT p.*, v.{SUPPLIER} AS of_supplier FROM {people.name} AS p JOIN {reissued} AS v ON {_is_of('v')}"
        f"{joins} WHERE {where}",
        kept=True,
    )
    return table


def rows_of_people(tables: Mapping[Which, str], columns: Sequence[str]) -> Rows:
    """Return the people of both versions, by the supplier and reference of their offence."""
    listed = ", ".join((f"of_supplier AS {SUPPLIER}", "reference", *columns))
    before, now = (f"(SELECT {listed} FROM {tables[which]}) AS of_version" for which in ("before", "now"))
    return Rows(before, now, tuple(columns))


def _is_of(alias: str) -> str:
    """Return SQL for whether people `p` are of an offence; without a supplier of both, by reference alone."""
    return (
        f"p.reference = {alias}.reference AND (p.{SUPPLIER} = {alias}.{SUPPLIER} "
        f"OR p.{SUPPLIER} = {NO_SUPPLIER} OR {alias}.{SUPPLIER} = {NO_SUPPLIER})"
    )


def _put(people: Step, table: str, places: Sequence[int | None]) -> None:
    people.engine.put(
        table,
        pa.table({"number": pa.array(range(len(places)), pa.int16()), "place": pa.array(places, pa.int16())}),
    )
