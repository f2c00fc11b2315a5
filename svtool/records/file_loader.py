"""One file of an extract on its way into the engine: its columns are found, its texts judged, its rows appended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from svtool.dates import DATE_FORMATS
from svtool.errors import ExtractError, listed, several
from svtool.files.account import Account, RejectedRow, file_finding
from svtool.files.extract_file import DateColumn, ExtractFile
from svtool.files.headers import check_unread_columns, find_columns, fold_header
from svtool.files.personal_headers import looks_personal
from svtool.files.remarks import findings_on_total
from svtool.files.workers import Workers
from svtool.findings.finding import Finding
from svtool.records.block_maker import BlockMaker, Layout
from svtool.records.date_cells import DAY_NUMBERS, Dating
from svtool.records.freed_memory import give_back_memory
from svtool.records.judgement import Fold
from svtool.records.load_plan import Loading, Plan, Target, headers_of
from svtool.records.record_encoder import RecordEncoder, refuse_damaged
from svtool.records.watch import Judgements, LoadedFile
from svtool.records.written_columns import WrittenColumn, refuse_contradicting
from svtool.schema.mappings import LINKED_PARTS, Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import COUNT, SUPPLIER
from svtool.schema.sources import Role

EMPTY = "Was the export filter empty?"
TIDIED_EVERY = 8_000_000  # records: what allocators keep of their blocks grows slowly
NO_COUNT = "the count is not a whole number"


class FileLoader:
    """Reads one file of an extract into the store."""

    def __init__(
        self,
        loading: Loading,
        entry: ExtractEntry,
        part: MappingPart,
        file: ExtractFile,
        plan: Plan,
    ) -> None:
        """Find the columns to read.

        Args:
            loading: what every extract of the source is loaded with.
            entry: the entry of the project that the file is of.
            part: the mapping that reads it.
            file: the file, opened.
            plan: what is read by the mapping.

        Raises:
            ExtractError: a needed column is missing, or stands in the file twice.
        """
        wanted, readable = plan.wanted, plan.readable
        self._loading, self._entry, self._file = loading, entry, file
        self._plan, self._part = plan, part
        optional = {name for name, column in wanted.items() if column.optional}
        from_file = {name: column.headers for name, column in wanted.items() if column.headers}
        places = find_columns(file, from_file, optional)
        constants = {name: column.constant for name, column in wanted.items() if column.constant is not None}
        if plan.beside_counts and COUNT in wanted and COUNT not in places:
            constants[COUNT] = "1"
        supplier = self._supplier_place(readable.get(SUPPLIER))
        self._layout = Layout(places, constants, supplier)
        # Who watches sees every column; else only those are parsed that a field is read from.
        if loading.watch:
            others = sorted(set(range(len(file.header))) - set(self._layout.positions))
            self._layout = Layout(places, constants, supplier, tuple(others))
        columns = {name: wanted[name] for name in [*places, *constants]}
        self._columns, self._dates = self._with_real_dates(columns), self._date_columns(columns)
        self._headers = headers_of(readable)
        self._require_date(part, wanted)

    def _roles(self) -> set[Role]:
        """Return the people of whom the file has any column."""
        header = {fold_header(each) for each in self._file.header}
        return {
            role
            for name, column in self._plan.readable.items()
            if (role := self._loading.source.role_of(name))
            and (column.constant is not None or any(fold_header(each) in header for each in column.headers))
        }

    def _with_real_dates(self, columns: dict[str, Column]) -> dict[str, Column]:
        """Return how fields are read: where the file has real dates, those of dates read these as well."""
        if not self._file.real_dates:
            return columns
        return {
            name: column.model_copy(
                update={"format": (*column.format, "YYYY-MM" if _months_only(column) else "YYYY-MM-DD")}
            )
            if name in self._layout.places and self._kind(name) in DAY_NUMBERS and column.format
            else column
            for name, column in columns.items()
        }

    def _date_columns(self, columns: dict[str, Column]) -> dict[int, DateColumn]:
        """Return the columns of dates by their positions."""
        return {
            place: DateColumn(DAY_NUMBERS[self._kind(name)], _months_only(columns[name]))
            for name, places in self._layout.places.items()
            if self._kind(name) in DAY_NUMBERS
            for place in places
        }

    def _kind(self, name: str) -> str:
        return self._loading.source.by_name[name].type

    def _require_date(self, part: MappingPart, wanted: dict[str, Column]) -> None:
        dates = [name for name in self._loading.source.dates if name in self._columns]
        if dates or part.row in {"victims", "suspects"} or not self._loading.source.dates:
            return
        asked = [header for name in self._loading.source.dates if name in wanted for header in wanted[name].headers]
        raise ExtractError(
            f"no column with a date; found {listed(self._file.header, 30, 'and')}; "
            f"expected {listed(asked) if asked else 'a mapping that names one'}. Name the date column in the mapping.",
            "H04",
            file=self._file.name,
        )

    def _supplier_place(self, supplier: Column | None) -> int | None:
        if supplier is None or self._entry.supplier is not None or not supplier.headers:
            return None
        return find_columns(self._file, {SUPPLIER: supplier.headers}, {SUPPLIER}).get(SUPPLIER, (None,))[0]

    def load_into(self, target: Target) -> LoadedFile:
        """Read the file into a table, and return what came of it.

        Raises:
            ExtractError: the file can't be read as this extract.
        """
        loaded = self._read(target)
        if loaded.account.swallowed:
            self._loading.store.take_back(target.table, target.first_row)
            if self._loading.packed:
                self._loading.packed.take_back(target.first_row)
            self._file = self._file.without(loaded.account.swallowed)
            loaded = self._read(target)
        return loaded

    def _read(self, target: Target) -> LoadedFile:
        """Read the file once."""
        encoder, watch = self._encoder(), self._loading.watch
        if watch:
            watch.opened(self._file, self._entry, self._part, self._columns)
        maker = BlockMaker(self._loading, self._layout, encoder, target, self._entry.supplier)
        uncounted: list[RejectedRow] = []
        undated: Counter[tuple[str, ...]] = Counter()
        row = target.first_row
        with Workers(self._loading.threads) as workers:
            blocks = self._file.blocks(self._layout.positions, self._dates, self._coded, workers)
            # What looks at every record is done in any thread, what gives numbers here, block by block.
            for made in workers.in_order(maker.make, maker.judge(blocks.each(maker.prepare))):
                encoder.note(made.encoded)
                if watch and made.watched:
                    watch.read(*made.watched)
                uncounted += self._rejected(made.uncounted)
                undated += made.undated
                self._loading.store.append(target.table, made.records)
                if self._loading.packed and made.references:
                    self._loading.packed.add(made.references)
                if row // TIDIED_EVERY < (row + made.rows) // TIDIED_EVERY:
                    give_back_memory()
                row += made.rows
        account = blocks.account
        if not account.swallowed:
            self._refuse_unusable(encoder, account)
        return self._loaded(account, uncounted, encoder, row, undated)

    def _encoder(self) -> RecordEncoder:
        """Return what judges the texts of the file."""
        return RecordEncoder(
            self._loading.source, self._columns, self._loading.catalogue, self._loading.areas,
            self._loading.vocabularies, self._plan.asked, self._plan.classification,
            dating=Dating(self._entry.as_at, self._entry.epoch),
        )  # fmt: skip

    def _refuse_unusable(self, encoder: Judgements, account: Account) -> None:
        """Check what can only be told when the file is read to its end."""
        refuse_damaged(encoder.damaged, self._columns, self._file.name)
        refuse_contradicting(self._written(encoder), self._entry.mapping, source_to_map(self._part), self._file.name)
        self._refuse_empty(account)

    def _written(self, encoder: Judgements) -> dict[str, WrittenColumn]:
        """Return how the columns of dates are written that something asked for rests on."""
        asked = self._loading.dates
        return {name: each for name, each in encoder.written.items() if asked is None or name in asked}

    @property
    def _coded(self) -> frozenset[int]:
        """Return the positions of columns that come by their distinct texts."""
        return self._layout.coded({each.name: each.type for each in self._loading.source.fields})

    def _rejected(self, records: Iterable[int]) -> list[RejectedRow]:
        return [RejectedRow(self._file.name, record, NO_COUNT, kind="V31") for record in records]

    def _refuse_empty(self, account: Account) -> None:
        if account.rows_read == self._file.place.first or (self._loading.watch and not account.records):
            raise ExtractError(
                f"has a header but no records; expected at least one. {EMPTY}", "F02", file=self._file.name
            )

    def _loaded(
        self,
        account: Account,
        uncounted: list[RejectedRow],
        encoder: Judgements,
        next_row: int,
        undated: Counter[tuple[str, ...]],
    ) -> LoadedFile:
        dates = [name for name in self._loading.source.dates if name in self._columns]
        return LoadedFile(
            file=self._file,
            account=account,
            rejected=sorted([*account.rejected, *uncounted], key=lambda each: each.record),
            findings=[*account.findings, *self._findings(account, encoder)],
            faults=Counter({key: cells for key, cells in encoder.faults.items() if key[0] not in self._plan.beside}),
            odd=encoder.odd,
            values=encoder.values,
            fields=set(self._columns),
            roles=self._roles(),
            coarsest={name: encoder.coarsest_date(name) for name in dates},
            written=self._written(encoder),
            undated=undated,
            next_row=next_row,
        )

    def _findings(self, account: Account, encoder: Judgements) -> Iterator[Finding]:
        """Yield what is notable of the file beside the mapping that reads it."""
        name, header = self._file.name, self._file.header
        if not self._loading.watch:  # who watches tells it with the places
            yield from self._day_numbers(encoder)
        if "count" not in self._columns:  # the total of an aggregate is a sum, not a number of rows
            yield from findings_on_total(account)
        known = {fold_header(each) for each in self._headers}
        read = {position for position, each in enumerate(header) if fold_header(each) in known}
        for kind, message, column, level in check_unread_columns(header, read):
            yield file_finding(name, kind, message, column=column, level=level)
        extra = [each for i, each in enumerate(header) if each and i not in read and not looks_personal(each)]
        if extra:
            are = "is" if len(extra) == 1 else "are"
            yield file_finding(name, "H06", f"{listed(extra, joiner='and')} {are} not needed, not loaded")

    def _day_numbers(self, encoder: Judgements) -> Iterator[Finding]:
        for name, texts in encoder.odd.items():
            count = sum(text.count for text in texts if text.judged.fold is Fold.EXCEL_DAY)
            if count:
                words = several(count, "date was an Excel day number", "dates were Excel day numbers")
                message = f"{words} in {' and '.join(self._columns[name].headers)}"
                yield file_finding(self._file.name, "V13", message, count)


def source_to_map(part: MappingPart) -> str | None:
    """Return the source for which the command line may name columns of such a file; None for linked files."""
    return None if part.row in LINKED_PARTS.values() else part.source


def _months_only(column: Column) -> bool:
    """Return whether a mapping reads months and no days."""
    return bool(column.format) and all(DATE_FORMATS[each].precision != "day" for each in column.format)
