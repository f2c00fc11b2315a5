"""Texts become canonical columns: every distinct text is judged once, and a record keeps small typed values.

A flag is a boolean, an age is the band that it may lie in, a category, area or offence is the number of its value
in a vocabulary. Not known is NULL everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.dates import PRECISIONS, Precision, days_since_epoch, last_day
from svtool.errors import ExtractError
from svtool.files.text_block import Places
from svtool.records.canonical_columns import EVIDENCE, MORE, stored_fields
from svtool.records.cell_values import EXCEL_ERROR, judge_for
from svtool.records.date_cells import Dating, may_leave_out_times
from svtool.records.derivations import BY_VALUE, NO_DAY, non_recent
from svtool.records.field_encoder import FieldEncoder, Ids
from svtool.records.judgement import BLANK
from svtool.records.offence_reader import OffenceReader
from svtool.records.record_block import Faulty, OddText
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.records.written_columns import WrittenColumn
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Classification, Column, DatedBlank
from svtool.schema.offences import Catalogue
from svtool.schema.sources import DERIVED_FROM, INITIAL_EVIDENCE, OFFENCE, OFFENCE_EVIDENCE, Source, SourceField

_SPREADSHEET_NUMBER = "E+"  # how a spreadsheet writes a number of many digits: 2.02112E+13
Chosen = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class EncodedBlock:
    """A block of records as they are kept.

    Attributes:
        columns: canonical column → values.
        ids: field → for each record the number of its value in the field's vocabulary; 0 is not known.
        faulty: field → the cells that were not understood, where their places were asked for.
        uncounted: of an aggregate, which records have no usable count.
    """

    columns: dict[str, pa.Array]
    ids: dict[str, Ids]
    faulty: dict[str, Faulty]
    uncounted: Chosen | None


class RecordEncoder:
    """Turns blocks of a file's texts into blocks of canonical columns."""

    def __init__(  # noqa: PLR0913 (what a project says of a file is told apart, so that tests need little of it)
        self,
        source: Source,
        columns: dict[str, Column],
        catalogue: Catalogue,
        areas: AreaSet | None,
        vocabularies: Vocabularies,
        asked: Iterable[str] = (),
        classification: Classification = "current",
        *,
        dating: Dating | None = None,
    ) -> None:
        """Prepare an encoder for every field that the mapping reads from this file.

        Args:
            source: the source.
            columns: field → how the file's columns are read.
            catalogue: the offences.
            areas: the areas that places are judged by.
            vocabularies: the values met so far, by field.
            asked: the fields asked for; those of them that are derived are worked out.
            classification: whether an offence counts as it was first recorded, or as it stands.
            dating: what the project says of the extract's dates.
        """
        self._source, self._columns = source, columns
        self._vocabularies, self._classification = vocabularies, classification
        self.faults: Counter[tuple[str, str]] = Counter()
        self.damaged: Counter[str] = Counter()
        offences = vocabularies.setdefault(OFFENCE, Vocabulary())
        self._readers = {what: OffenceReader(catalogue, names, offences) for what, names in EVIDENCE.items()}
        stored = stored_fields(source, asked, columns, classification)
        self._derived = [source.by_name[name] for name in stored if name != OFFENCE and name not in columns]
        self._encoders: dict[str, FieldEncoder] = {}
        for name, column in columns.items():
            kind = source.by_name[name].type
            if kind in {"reference", "person"}:
                continue
            reader = next((each for each in self._readers.values() if name in each.names), None)
            vocabulary = reader.vocabulary(name) if reader else vocabularies.setdefault(name, Vocabulary())
            judge = judge_for(source.by_name[name], column, areas, catalogue, dating)
            timeless = kind in {"date", "birth_date"} and may_leave_out_times(column)
            written = WrittenColumn(column) if kind in {"date", "birth_date"} and column.headers else None
            self._encoders[name] = FieldEncoder(
                source.by_name[name], judge, vocabulary, self.faults, timeless, written=written
            )

    def encode(self, texts: dict[str, pa.Array], places: Places | None = None) -> EncodedBlock:
        """Return a block of texts as canonical columns.

        Args:
            texts: field → texts.
            places: where the rows stand in the file, when somebody watches.
        """
        encoded = {name: encoder.encode(texts[name], places) for name, encoder in self._encoders.items()}
        ids = {name: each.ids for name, each in encoded.items()}
        faulty = {name: each.faulty for name, each in encoded.items() if each.faulty}
        return EncodedBlock(self._columns_of(texts, ids), ids, faulty, ids["count"] == 0 if "count" in ids else None)

    def _columns_of(self, texts: dict[str, pa.Array], ids: dict[str, Ids]) -> dict[str, pa.Array]:
        result: dict[str, pa.Array] = {}
        offences = {
            what: reader.read(ids)
            for what, reader in self._readers.items()
            if any(name in ids for name in reader.names)
        }
        if self._classification in offences:
            found_offences = offences[self._classification]
            result[OFFENCE] = pa.array(found_offences, pa.int32(), mask=found_offences == 0)
        days: Ids | None = None
        # The recorded date comes first: a dated blank is read by it.
        for name in sorted(texts, key=lambda each: each != "recorded_date"):
            kind = self._source.by_name[name].type
            if kind in {"reference", "person"}:
                result[name] = fold_references(texts[name])
                self._note_damage(name, result[name])
            elif name not in (*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE):
                found = self._typed(name, kind, ids[name], days)
                result |= found
                if name == "recorded_date":
                    days = _days_of(self._encoders[name].vocabulary)[ids[name]]
        for field in self._derived:
            result[field.name] = self._derive(field, ids, offences)
        return result

    def _typed(self, name: str, kind: str, ids: Ids, days: Ids | None) -> dict[str, pa.Array]:
        vocabulary = self._encoders[name].vocabulary
        if kind in {"date", "birth_date"}:
            found = _days_of(vocabulary)[ids]
            return {name: pa.array(found, pa.int32(), mask=ids == 0).cast(pa.date32())}
        if kind == "flag":
            return {name: self._flags(name, ids, days)}
        if kind == "age":
            bands = np.array([value or (0, 0) for value in vocabulary.values], np.int16).reshape(-1, 2)
            return {
                f"{name}_{end}": pa.array(bands[ids, i], pa.int16(), mask=ids == 0)
                for i, end in enumerate(("lo", "hi"))
            }
        if kind == "count":
            spans = [value if isinstance(value, tuple) else (value or 0, value or 0) for value in vocabulary.values]
            numbers = np.array([(low, high - low) for low, high in spans], np.int32)
            return {each: pa.array(numbers[ids, i], pa.int32(), mask=ids == 0) for i, each in enumerate((name, MORE))}
        return {name: pa.array(ids, pa.int32(), mask=ids == 0)}

    def _flags(self, name: str, ids: Ids, days: Ids | None) -> pa.Array:
        values = self._encoders[name].vocabulary.values
        yes = np.array([value == "yes" for value in values])[ids]
        known = np.array([value in {"yes", "no"} for value in values])[ids]
        blank = self._columns[name].blank
        if isinstance(blank, DatedBlank):
            known |= np.array([value == BLANK for value in values])[ids] & _blank_is_no(blank, days, len(ids))
        return pa.array(yes, pa.bool_(), mask=~known)

    def _note_damage(self, name: str, references: pa.Array) -> None:
        marked = pc.match_substring(references, _SPREADSHEET_NUMBER)
        if pc.any(marked).as_py():
            numbers = pc.match_substring_regex(references.filter(marked), r"^-?\d(\.\d+)?E\+\d{2,3}$")
            self.damaged[name] += int(pc.sum(numbers).as_py() or 0)

    @property
    def values(self) -> dict[str, list[Any]]:
        """Return the values of each field, by their numbers."""
        return {name: encoder.vocabulary.values for name, encoder in self._encoders.items()}

    @property
    def odd(self) -> dict[str, list[OddText]]:
        """Return the texts that were not understood, or only after they were folded, by field."""
        return {name: list(encoder.odd.values()) for name, encoder in self._encoders.items() if encoder.odd}

    @property
    def written(self) -> dict[str, WrittenColumn]:
        """Return how the columns of dates are written, by field."""
        return {name: encoder.written for name, encoder in self._encoders.items() if encoder.written is not None}

    def _derive(self, field: SourceField, ids: dict[str, Ids], offences: dict[Classification, Ids]) -> pa.Array:
        if field.derived == "reclassified":
            return self._readers["current"].moved(offences["initial"], offences["current"])
        if field.derived == "latest_day":
            last = self._span("committed_date", ids)[1]
            return pa.array(last, pa.int32(), mask=last == NO_DAY).cast(pa.date32())
        if field.derived == "non_recent":
            first, last = self._span("committed_date", ids)
            if "committed_to" in ids:
                # A range of two columns: its last day is known only where the second column has it.
                last = self._span("committed_to", ids)[1]
            return non_recent(self._span("recorded_date", ids), (first, last))
        return self._derive_by_value(field, ids)

    def _span(self, name: str, ids: dict[str, Ids]) -> tuple[Ids, Ids]:
        vocabulary = self._encoders[name].vocabulary
        return _days_of(vocabulary)[ids[name]], _last_days_of(vocabulary)[ids[name]]

    def _derive_by_value(self, field: SourceField, ids: dict[str, Ids]) -> pa.Array:
        assert field.derived is not None  # noqa: S101 (for the type checker)
        (base,) = DERIVED_FROM[field.derived]
        value_of = BY_VALUE[field.derived]
        values = [None if value is None else value_of(value) for value in self._encoders[base].vocabulary.values]
        if field.type == "flag":
            answers = pa.array([None if value is None else value == "yes" for value in values], pa.bool_())
        else:
            vocabulary = self._vocabularies.setdefault(field.name, Vocabulary())
            answers = pa.array([vocabulary.id_of(value) or None for value in values], pa.int32())
        return answers.take(pa.array(ids[base]))

    def coarsest_date(self, name: str) -> Precision:
        """Return how much time the least exact date of a field names: day, month or quarter."""
        found = {value[1] for value in self._encoders[name].vocabulary.values if value}
        return max(found, key=PRECISIONS.index, default="day")


def refuse_damaged(damaged: Mapping[str, int], columns: Mapping[str, Column], file: str) -> None:
    """Check that no reference was turned into a number by a spreadsheet.

    Args:
        damaged: field → how many of its references were.
        columns: field → how it is read.
        file: how messages call the file.

    Raises:
        ExtractError: some were; references that differed would be taken for one.
    """
    problems = []
    for name, number in damaged.items():
        if number:
            header = " and ".join(columns[name].headers) or name
            problems.append(
                f"{number:,} of the references in column {header} were turned into numbers by a "
                "spreadsheet (digits, E+ and a power of ten), so that different ones look the same; expected "
                "references as text. Export the file again with this column as text."
            )
    if problems:
        raise ExtractError("\n".join(problems), "R09", file)


def _days_of(vocabulary: Vocabulary) -> Ids:
    def days(values: list[Any]) -> Ids:
        return np.array([NO_DAY if value is None else days_since_epoch(value[0]) for value in values], np.int32)

    found: Ids = vocabulary.as_array("days", days)
    return found


def _last_days_of(vocabulary: Vocabulary) -> Ids:
    """Return the last day that each date may mean: of its range, else of the time that it names."""

    def days(values: list[Any]) -> Ids:
        found = [
            NO_DAY if value is None else days_since_epoch(value[2] if len(value) == 3 else last_day(value[0], value[1]))
            for value in values
        ]
        return np.array(found, np.int32)

    found: Ids = vocabulary.as_array("last days", days)
    return found


def _blank_is_no(blank: DatedBlank, days: Ids | None, rows: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where a blank flag means no: on days from which recording says so; never on an unknown day."""
    means_no = np.full(rows, blank.otherwise == "no")
    if days is None:
        return np.zeros(rows, bool)
    for until in sorted(blank.before, reverse=True):
        means_no[days < days_since_epoch(until)] = blank.before[until] == "no"
    means_no[days == NO_DAY] = False
    return means_no


def fold_references(texts: pa.Array) -> pa.Array:
    """Return references without surrounding blanks and in capitals; blank is NULL, and so is an Excel error."""
    folded = pc.ascii_upper(pc.utf8_trim_whitespace(texts))
    none = pc.equal(folded, "")
    marked = pc.starts_with(folded, "#")
    if pc.any(marked).as_py():
        none = pc.or_(none, pc.and_(marked, pc.match_substring_regex(folded, f"^{EXCEL_ERROR.pattern}$")))
    return pc.if_else(none, pa.scalar(None, pa.string()), folded)
