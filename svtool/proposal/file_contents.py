"""What stands in the files of a folder: their columns, and which texts each holds how often. Nothing is judged here."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from svtool.dates import TIME
from svtool.errors import ExtractError, UsageError
from svtool.files.extract_file import ExtractFile
from svtool.files.file_names import SUFFIXES, checked_name, plain_name
from svtool.files.headers import fold_header
from svtool.files.published_tables import Shape
from svtool.proposal.date_parts import columns_of_dates
from svtool.proposal.wide_tables import open_recognised
from svtool.schema.mappings import Column

MOST_FILES = 1000
MOST_TEXTS = 20_000  # distinct texts kept of a column: more than the days of fifty years
USUAL_TEXTS = 500
ROWS_AT_THE_START = 5_000  # enough to tell what a file is
REAL_DATE = "YYYY-MM-DD"
_TIME = re.compile(rf"{TIME}$", re.IGNORECASE)


@dataclass(eq=False)  # each is one of its own: what is found of it is kept beside it
class ColumnLook:
    """What a column holds: distinct texts with how often, blanks apart."""

    name: str
    texts: Counter[str] = field(default_factory=Counter)
    blank: int = 0
    cut: bool = False  # it has more distinct texts than are kept
    joined: bool = False  # several columns read together, such as a year and a month
    real_dates: bool = False  # a file has dates as dates, not as text; any mapping reads them as YYYY-MM-DD
    parts: tuple[str, ...] = ()  # the columns of which it is joined

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the columns of the file that it is made of: its own, or those that are joined."""
        return self.parts or (self.name,)

    @property
    def filled(self) -> int:
        """Return the number of cells looked at that are not blank."""
        return self.texts.total()

    @cached_property
    def usual(self) -> Counter[str]:
        """Return the most frequent texts, once all are counted: enough to tell what kind of texts it holds."""
        return Counter(dict(self.texts.most_common(USUAL_TEXTS)))

    def date_formats(self, column: Column) -> tuple[str, ...]:
        """Return the formats in which a mapping's column reads these texts as dates."""
        formats = column.format or (REAL_DATE,)
        return (*formats, REAL_DATE) if self.real_dates and REAL_DATE not in formats else formats

    @property
    def repeats(self) -> bool:
        """Return whether one in a hundred texts is there again."""
        return self.filled - len(self.texts) > self.filled / 100

    def add(self, texts: Sequence[str], times: Sequence[int]) -> None:
        """Count distinct texts of a block."""
        for text, number in zip(texts, times, strict=True):
            cleaned = " ".join(text.replace("\xa0", " ").split())
            cleaned = _TIME.sub("", cleaned) if ":" in cleaned else cleaned
            if not cleaned:
                self.blank += number
            elif not self.cut:
                self.texts[cleaned] += number
        self.cut = self.cut or len(self.texts) > MOST_TEXTS


@dataclass
class FileLook:
    """A file that could be read as a table."""

    name: str
    columns: list[ColumnLook]
    records: int
    table: Shape | None = None  # how a table that people publish was read, whose rows are not yet records

    @property
    def shape(self) -> frozenset[str]:
        """Return the folded column names: files of one shape come from one supplier's export."""
        return frozenset(fold_header(column.name) for column in self.own_columns)

    @property
    def own_columns(self) -> list[ColumnLook]:
        """Return the columns as they stand in the file."""
        return [column for column in self.columns if not column.joined]

    def column(self, *headers: str) -> ColumnLook | None:
        """Return the column of a name, or the joined column of several."""
        wanted = fold_header(" ".join(headers))
        return next((each for each in self.columns if fold_header(each.name) == wanted), None)


@dataclass
class Folder:
    """Everything in a folder that was looked at."""

    looks: list[FileLook] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)  # file → why
    own_outputs: list[str] = field(default_factory=list)  # files that svtool wrote

    @property
    def names(self) -> list[str]:
        """Return the names of all files, those that are not looked at last."""
        return [*(look.name for look in self.looks), *self.unreadable, *self.own_outputs]


def look_at_folder(
    folder: Path,
    known: Iterable[str],
    joined: Sequence[tuple[str, ...]],
    is_own_output: Callable[[Path], bool] = lambda _: False,
) -> Folder:
    """Return every table in a folder and below.

    Args:
        folder: the folder.
        known: column names that mappings know.
        joined: columns that some mapping reads together, such as a year and a month.
        is_own_output: whether svtool wrote a file, which is then left alone.

    Raises:
        UsageError: there is no such folder, or it holds too many files to be a folder of extracts.
    """
    found = Folder()
    names = list(known)
    for path in _files_in(folder):
        name = path.relative_to(folder).as_posix()
        try:
            checked_name(name)
            if is_own_output(path):
                found.own_outputs.append(name)
                continue
            found.looks.append(look_at_file(path, name, names, joined))
        except ExtractError as error:
            found.unreadable[plain_name(name)] = error.of(plain_name(name))
    return found


def _files_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        what = "is a file; expected the folder it is in" if folder.exists() else "there is no such folder"
        raise UsageError(f"{folder}: {what}. Name the folder of the extracts.")
    found: list[Path] = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        # `~$…` is Excel's mark for a workbook that is open; what a store keeps is no extract.
        if inside[0] == "definitions" or any(part.startswith((".", "~$", "generation-")) for part in inside):
            continue
        if path.suffix.lower() in SUFFIXES and path.is_file():
            found.append(path)
        if len(found) > MOST_FILES:
            raise UsageError(f"{folder}: holds more than {MOST_FILES:,} files. Name a folder of extracts alone.")
    return sorted(found)


def look_at_file(path: Path, name: str, known: Iterable[str], joined: Sequence[tuple[str, ...]]) -> FileLook:
    """Return what a file's columns hold.

    Raises:
        ExtractError: it can't be read as a table with records.
    """
    return _look(path, name, known, joined, most_blocks=None)


def look_at_start(
    path: Path, name: str, known: Iterable[str], joined: Sequence[tuple[str, ...]], sheet: str | None = None
) -> FileLook:
    """Return what the columns of the first block of a file hold: enough to tell what it is.

    Raises:
        ExtractError: it can't be read as a table with records.
    """
    return _look(path, name, known, joined, most_blocks=1, sheet=sheet)


def _look(
    path: Path,
    name: str,
    known: Iterable[str],
    joined: Sequence[tuple[str, ...]],
    most_blocks: int | None,
    sheet: str | None = None,
) -> FileLook:
    file, table = open_recognised(path, name, list(known), sheet)
    return look_into(file, joined, most_blocks, table)


def look_into(
    file: ExtractFile, joined: Sequence[tuple[str, ...]], most_blocks: int | None, table: Shape | None
) -> FileLook:
    """Return what the columns of an opened file hold.

    Args:
        file: the file.
        joined: columns that some mapping reads together.
        most_blocks: how many blocks are looked at; None for all.
        table: how it was read as a table that people publish.

    Raises:
        ExtractError: it has no records.
    """
    columns = [ColumnLook(column, real_dates=file.real_dates) for column in file.header]
    places = {fold_header(column): i for i, column in enumerate(file.header)}
    groups = {fold_header(" ".join(group)): group for group in (*columns_of_dates(file.header), *joined)}
    together = [group for group in groups.values() if all(fold_header(one) in places for one in group)]
    pairs = [ColumnLook(" ".join(group), joined=True, parts=group) for group in together]
    records = 0
    for whole in itertools.islice(file.blocks(list(range(len(columns)))), most_blocks):
        block = whole.columns if most_blocks is None else whole.columns.slice(0, ROWS_AT_THE_START)
        records += block.num_rows
        for i, column in enumerate(columns):
            _count(column, block.column(i))
        for group, pair in zip(together, pairs, strict=True):
            _count_joined(pair, [block.column(places[fold_header(one)]) for one in group])
    if not records:
        raise ExtractError(
            "has a header but no records; expected at least one. Was the export filter empty?", "F02", file=file.name
        )
    return FileLook(file.name, columns + pairs, records, table)


def _count(column: ColumnLook, cells: pa.Array) -> None:
    if column.cut:
        return
    counts = cells.value_counts()
    column.add(counts.field("values").to_pylist(), counts.field("counts").to_pylist())


def _count_joined(pair: ColumnLook, cells: Sequence[pa.Array]) -> None:
    _count(pair, pc.binary_join_element_wise(*cells, " "))


def merge_looks(looks: Sequence[FileLook]) -> FileLook:
    """Return several files of one shape as if they were one."""
    if len(looks) == 1:
        return looks[0]
    columns: dict[str, ColumnLook] = {}
    for look in looks:
        for column in look.columns:
            alike = ColumnLook(column.name, joined=column.joined, parts=column.parts)
            merged = columns.setdefault(fold_header(column.name), alike)
            merged.texts += column.texts
            merged.blank += column.blank
            merged.cut = merged.cut or column.cut
            merged.real_dates = merged.real_dates or column.real_dates
    return FileLook(looks[0].name, list(columns.values()), sum(look.records for look in looks), looks[0].table)
