"""A file read with every field that its mapping knows, so that whatever is asked later is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from svtool.files.account import Account, RejectedRow
from svtool.files.extract_file import ExtractFile
from svtool.files.headers import fold_header
from svtool.records.canonical_columns import AS
from svtool.records.file_loader import FileLoader
from svtool.records.load_plan import Loading, Plan, Target
from svtool.records.mapped_file import open_mapped
from svtool.records.watch import Judgements, LoadedFile
from svtool.schema.mappings import LINKED_PARTS, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER
from svtool.schema.sources import OFFENCE, RECORDED, Source
from svtool.schema.suppliers import SupplierNames
from svtool.store.judged_file import Met, Plain, plain_of
from svtool.store.row_parts import RowParts


class AsWritten(SupplierNames):
    """Suppliers by the names that extracts write: which of them are one, the project says, and may say otherwise."""

    def name_of(self, text: str | None) -> str | None:
        """Return the text; None for a blank."""
        return text if text and text.strip() else None


class JudgingLoader(FileLoader):
    """Reads a file, and keeps what it met. It refuses nothing that a later question may not be about."""

    met: Met

    def _refuse_unusable(self, encoder: Judgements, account: Account) -> None:
        """Check that the file has records; of its columns only those matter that are asked for."""
        self._refuse_empty(account)

    def _loaded(
        self,
        account: Account,
        uncounted: list[RejectedRow],
        encoder: Judgements,
        next_row: int,
        undated: Counter[tuple[str, ...]],
    ) -> LoadedFile:
        self.met = Met(self._file, account, uncounted, encoder, undated, next_row)
        return super()._loaded(account, uncounted, encoder, next_row, undated)


def judge_file(
    loading: Loading, entry: ExtractEntry, part: MappingPart, path: Path, name: str, rows: RowParts
) -> Plain:
    """Return what reading a file met; its rows are written.

    Args:
        loading: what its source is loaded with.
        entry: the entry of the project that it is of.
        part: the mapping that reads it.
        path: the file.
        name: how messages call it.
        rows: where its rows go.

    Raises:
        ExtractError: it can't be read as this extract.
    """
    of_file = replace(loading, vocabularies={}, store=rows, suppliers=AsWritten(), dates=None, kept=None)
    unnamed = entry.model_copy(update={"supplier": None})  # the project may name another later
    plan = Plan(loading.source, part, fields_of(loading.source, part))
    file = open_mapped(path, name, entry, part, plan.readable)
    twice = _named_twice(file)
    plan.wanted = {
        each: column.model_copy(update={"optional": True})
        for each, column in plan.wanted.items()
        if not {fold_header(header) for header in column.headers} & twice
    }
    own = {ROW: pa.int32(), EXTRACT: pa.int16(), SUPPLIER: pa.int32()}
    fields = {name: kind for name, kind in plan.columns.items() if name != OFFENCE}
    columns = {**own, **fields, **dict.fromkeys(AS.values(), pa.int32())}
    loader = JudgingLoader(of_file, unnamed, part, file, plan)
    loaded = loader.load_into(Target("rows", columns, 0, 0))
    rows.finish("rows", columns)
    dates = [each for each in loading.source.dates if each in loaded.fields]
    plain = plain_of(loader.met, of_file.vocabularies, loaded.fields, rows.columns, dates)
    doubtful = rows.doubtful.found or loader.met.uncounted or loader.met.account.with_control
    return {**plain, "hangs_on_columns": bool(doubtful)}


def fields_of(source: Source, part: MappingPart) -> set[str]:
    """Return the fields that files of a kind of row may be asked for: of linked files those of their own people."""
    roles = {row: role for role, row in zip(("victim", "suspect"), ("victims", "suspects"), strict=True)}
    if part.row not in {*LINKED_PARTS.values(), "offences"}:
        return set(source.by_name)
    own = {each.name for each in source.fields if each.role == roles.get(part.row)}
    return own | {"reference"}


def days_of(source: Source, entry: ExtractEntry) -> tuple[str, ...]:
    """Return the dates by the first of which, that a file has, its months are told."""
    return tuple(dict.fromkeys(each for each in (entry.selected_on, RECORDED, *source.dates) if each))


def _named_twice(file: ExtractFile) -> set[str]:
    """Return the names that several columns have: what is read from them is refused where it is asked for."""
    names = Counter(fold_header(each) for each in file.header)
    return {name for name, times in names.items() if times > 1}
