"""What reading a file met, as JSON: all that a later run says of it, and no row of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from svtool.dates import Precision
from svtool.files.account import Account, RejectedRow
from svtool.files.extract_file import ExtractFile
from svtool.files.headers import Header
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.records.judgement import Fault, Fold, Judged
from svtool.records.record_block import OddText
from svtool.records.vocabulary import Vocabularies
from svtool.records.watch import Judgements
from svtool.records.written_columns import WrittenColumn
from svtool.schema.gazetteer import is_code
from svtool.schema.mappings import Column
from svtool.store.plain_values import as_plain_list, from_plain_list

Plain = dict[str, Any]
Lacking = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Met:
    """What reading a file with every field met.

    Attributes:
        file: the file.
        account: what came of its rows.
        uncounted: the rows among them without a usable count.
        judgements: what is known of its texts.
        undated: the dates that records lack → how many lack just these.
        next_row: the number of the row behind its last.
    """

    file: ExtractFile
    account: Account
    uncounted: Sequence[RejectedRow]
    judgements: Judgements
    undated: Lacking
    next_row: int


def plain_of(
    met: Met,
    vocabularies: Vocabularies,
    fields: Collection[str],
    columns: Collection[str],
    dates: Collection[str],
) -> Plain:
    """Return what reading a file met in words of JSON.

    Args:
        met: what it met.
        vocabularies: the values of its fields, by their numbers in its rows.
        fields: the fields that it has.
        columns: the columns of its rows.
        dates: those of them that place its records in time.
    """
    file, account, judgements = met.file, met.account, met.judgements
    place = {"first": file.place.first, "rows": file.place.rows, "known": file.place.known}
    return {
        "header": file.header,
        "place": place,
        "real_dates": file.real_dates,
        "described": account.described,
        "rows_read": account.rows_read,
        "not_records": account.not_records,
        "totals": account.totals,
        "findings": [_plain_finding(each) for each in account.findings],
        "rejected": [_plain_row(each) for each in account.rejected],
        "uncounted": [_plain_row(each) for each in met.uncounted],
        "faults": [[*key, cells] for key, cells in judgements.faults.items()],
        "damaged": list(judgements.damaged.items()),
        "odd": {name: _plain_odd(texts) for name, texts in judgements.odd.items()},
        "written": {name: [each.numbers, dict(each.unread)] for name, each in judgements.written.items()},
        "coarsest": {name: judgements.coarsest_date(name) for name in dates},
        "undated": [[list(names), rows] for names, rows in met.undated.items()],
        "fields": sorted(fields),
        "next_row": met.next_row,
        "columns": list(columns),
        "values": {name: as_plain_list(known.values[1:]) for name, known in vocabularies.items()},
    }


def _plain_finding(each: Finding) -> list[Any]:
    return [each.kind.id, each.message, each.count, each.column, list(each.records), each.given_level]


def _plain_row(each: RejectedRow) -> list[Any]:
    """Return a rejected row without its text, which only who checks a file is shown."""
    return [each.record, each.reason, each.kind, each.below]


def _plain_odd(texts: Sequence[OddText]) -> list[list[Any]]:
    """Return the odd texts of a field that a run may tell of: days as numbers, and the codes of places."""
    return [
        [each.text if each.judged.fault else "", each.judged.fault, each.judged.fold, each.count]
        for each in texts
        if each.judged.fold is Fold.EXCEL_DAY or (each.judged.fault is Fault.UNKNOWN_PLACE and is_code(each.text))
    ]


@dataclass(frozen=True)
class JudgedFile:
    """What reading a file met, as it is kept.

    Attributes:
        name: how messages call the file.
        plain: what was kept.
    """

    name: str
    plain: Plain

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that it has."""
        return frozenset(self.plain["fields"])

    @property
    def columns(self) -> frozenset[str]:
        """Return the columns of its rows."""
        return frozenset(self.plain["columns"])

    @property
    def hangs_on_columns(self) -> bool:
        """Return whether other columns might have shown other rows as records, or other damage."""
        return bool(self.plain["hangs_on_columns"])

    @property
    def next_row(self) -> int:
        """Return the number of the row behind its last."""
        return int(self.plain["next_row"])

    @property
    def file(self) -> ExtractFile:
        """Return the file as it was opened: its header, and no way to its rows."""
        header: list[str] = self.plain["header"]
        place = Header(header, **self.plain["place"])
        return ExtractFile(Path(self.name), self.name, header, place, self.plain["real_dates"])

    def account(self) -> Account:
        """Return what came of its rows."""
        plain = self.plain
        return Account(
            self.name, plain["described"], plain["rows_read"], plain["not_records"], self._rows("rejected"),
            plain["totals"], [self._finding(*each) for each in plain["findings"]],
        )  # fmt: skip

    def uncounted(self) -> list[RejectedRow]:
        """Return the rows without a usable count."""
        return self._rows("uncounted")

    def _rows(self, which: str) -> list[RejectedRow]:
        return [
            RejectedRow(self.name, record, reason, kind=kind, below=below)
            for record, reason, kind, below in self.plain[which]
        ]

    def _finding(self, kind: str, told: str, count: int, column: str, records: list[int], level: str | None) -> Finding:
        given = Level(level) if level else None
        return Finding(KINDS[kind], self.name, told, count, column, records=tuple(records), given_level=given)

    def undated(self, dates: Collection[str]) -> Lacking:
        """Return which of some dates records lack → how many lack just these."""
        found: Lacking = Counter()
        for names, rows in self.plain["undated"]:
            if lacking := tuple(name for name in names if name in dates):
                found[lacking] += rows
        return found

    def values_of(self, name: str) -> list[Any]:
        """Return the values of a field in the order in which the file has them: number 1, 2 …"""
        return from_plain_list(self.plain["values"].get(name, []))


@dataclass(frozen=True)
class KeptJudgements:
    """What is known of the texts of some fields of a file that is kept.

    Attributes:
        judged: the file.
        columns: field → how it is read.
    """

    judged: JudgedFile
    columns: Mapping[str, Column]

    @cached_property
    def faults(self) -> Counter[tuple[str, str]]:
        """Return (field, why) → how many cells were not understood."""
        given = self.judged.plain["faults"]
        return Counter({(name, Fault(fault)): cells for name, fault, cells in given if name in self.columns})

    @cached_property
    def damaged(self) -> Counter[str]:
        """Return field → how many of its references a spreadsheet turned into numbers."""
        return Counter({name: number for name, number in self.judged.plain["damaged"] if name in self.columns})

    @property
    def odd(self) -> Mapping[str, list[OddText]]:
        """Return the texts that may be told, by field."""
        return {
            name: [
                OddText(text, Judged(None, Fault(fault) if fault else None, Fold(fold) if fold else None), i, count)
                for i, (text, fault, fold, count) in enumerate(texts)
            ]
            for name, texts in self.judged.plain["odd"].items()
            if name in self.columns and texts
        }

    @property
    def values(self) -> Mapping[str, Sequence[Any]]:
        """Return nothing: only who checks a file asks for the values of one alone."""
        return {}

    @property
    def written(self) -> Mapping[str, WrittenColumn]:
        """Return how the columns of dates are written, by field."""
        return {
            name: WrittenColumn(self.columns[name], list(numbers), Counter(unread))
            for name, (numbers, unread) in self.judged.plain["written"].items()
            if name in self.columns
        }

    def coarsest_date(self, name: str) -> Precision:
        """Return how much time the least exact date of a field names."""
        found: Precision = self.judged.plain["coarsest"].get(name, "day")
        return found
