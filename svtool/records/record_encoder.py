"""Texts become canonical columns: every distinct text is judged once, and a record keeps small typed values.

A flag is a boolean, an age is the band that it may lie in, a category, area or offence is the number of its value
in a vocabulary. Not known is NULL everywhere.

A block goes three steps: it is prepared, its distinct texts are judged, and its columns are made. Blocks are judged one
after another, in their order; the steps before and after, which look at every record, may run in any thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.dates import Precision
from svtool.errors import ExtractError
from svtool.files.text_block import Places, as_plain
from svtool.records.canonical_columns import AS, EVIDENCE, stored_fields
from svtool.records.cell_values import judge_for
from svtool.records.coded_texts import CodedTexts, Ids, code_texts
from svtool.records.date_cells import Dating, may_leave_out_times
from svtool.records.date_spans import coarsest_of
from svtool.records.derivations import BY_VALUE, OF_ONE_DAY, non_recent, of_one_day
from svtool.records.field_encoder import FieldEncoder, JudgedTexts
from svtool.records.offence_reader import Combinations, OffenceReader, combine
from svtool.records.record_block import Faulty, OddText
from svtool.records.reference_cells import count_damaged, fold_references
from svtool.records.typed_columns import (
    blank_values,
    days_column,
    derived_values,
    first_days,
    last_days,
    typed_values,
    with_dated_blanks,
)
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.records.written_columns import WrittenColumn
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Classification, Column, DatedBlank
from svtool.schema.offences import Catalogue
from svtool.schema.sources import (
    DERIVED_FROM,
    INITIAL_EVIDENCE,
    OFFENCE,
    OFFENCE_EVIDENCE,
    REFERENCES,
    Source,
    SourceField,
)

DATES = frozenset({"date", "birth_date"})
Chosen = np.ndarray[Any, np.dtype[np.bool_]]
Span = tuple[Ids, Ids]


@dataclass(frozen=True)
class PreparedBlock:
    """A block of texts, made ready to be judged.

    Attributes:
        coded: field → its texts by the distinct ones.
        references: field → its references, folded.
        damaged: field → how many of these a spreadsheet turned into numbers.
        combinations: the combinations of texts that name offences.
    """

    coded: Mapping[str, CodedTexts]
    references: Mapping[str, pa.Array]
    damaged: Mapping[str, int]
    combinations: Mapping[Classification, Combinations]


@dataclass(frozen=True)
class JudgedBlock:
    """A block of which every distinct text is judged.

    Attributes:
        prepared: the block.
        fields: field → its texts, judged.
        values: field → its canonical columns, for its distinct texts.
        derived: derived field → the field that it is worked out of, and what it is for the distinct texts of that.
        spans: field of dates that other fields are worked out of → the first and last day of its distinct texts.
        blanks: flag whose blanks mean something by the day → which of its distinct texts are blank.
        offences: the offence of each combination.
    """

    prepared: PreparedBlock
    fields: Mapping[str, JudgedTexts]
    values: Mapping[str, Mapping[str, pa.Array]]
    derived: Mapping[str, tuple[str, pa.Array]]
    spans: Mapping[str, Span]
    blanks: Mapping[str, pa.Array]
    offences: Mapping[Classification, Ids]


@dataclass(frozen=True)
class EncodedBlock:
    """A block of records as they are kept.

    Attributes:
        columns: canonical column → values.
        fields: field → its texts, judged.
        faulty: field → the cells that were not understood, where their places were asked for.
        first: field → odd text → where the first cells with it stand, where more places of it were wanted.
        uncounted: of an aggregate, which records have no usable count.
    """

    columns: dict[str, pa.Array]
    fields: Mapping[str, JudgedTexts]
    faulty: dict[str, Faulty]
    first: dict[str, dict[int, list[int]]]
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
        self.damaged: Counter[str] = Counter()
        offences = vocabularies.setdefault(OFFENCE, Vocabulary())
        self._readers = {what: OffenceReader(catalogue, names, offences) for what, names in EVIDENCE.items()}
        stored = stored_fields(source, asked, columns, classification)
        self._derived = [source.by_name[name] for name in stored if name != OFFENCE and name not in columns]
        # Fields of dates whose days others are worked out of; a dated blank is read by the recorded date.
        derived = {each.derived for each in self._derived if each.derived} - (set(BY_VALUE) - OF_ONE_DAY)
        of_days = {"recorded_date", *(name for each in derived for name in DERIVED_FROM[each])}
        self._spanned = {each.name for each in source.fields if each.type in DATES and each.name in columns} & of_days
        self._encoders: dict[str, FieldEncoder] = {}
        for name, column in columns.items():
            kind = source.by_name[name].type
            if kind in REFERENCES:
                continue
            reader = next((each for each in self._readers.values() if name in each.names), None)
            vocabulary = reader.vocabulary(name) if reader else vocabularies.setdefault(name, Vocabulary())
            judge = judge_for(source.by_name[name], column, areas, catalogue, dating)
            self._encoders[name] = FieldEncoder(
                source.by_name[name], judge, vocabulary,
                times_are_left_out=kind in DATES and may_leave_out_times(column),
                written=WrittenColumn(column) if kind in DATES and column.headers else None,
            )  # fmt: skip

    def encode(self, texts: dict[str, pa.Array], places: Places | None = None) -> EncodedBlock:
        """Return a block of texts as canonical columns: all steps, one after another.

        Args:
            texts: field → texts.
            places: where the rows stand in the file, when somebody watches.
        """
        encoded = self.make_columns(self.judge(self.prepare(texts)), places)
        self.note(encoded)
        return encoded

    def prepare(self, texts: Mapping[str, pa.Array]) -> PreparedBlock:
        """Return a block made ready to be judged; in any thread.

        Args:
            texts: field → texts.
        """
        coded = {name: code_texts(texts[name], each.times_are_left_out) for name, each in self._encoders.items()}
        references = {
            name: fold_references(as_plain(column)) for name, column in texts.items() if name not in self._encoders
        }
        combinations = {what: combine(coded, reader.names) for what, reader in self._readers.items()}
        return PreparedBlock(
            coded, references,
            damaged={name: number for name, each in references.items() if (number := count_damaged(each))},
            combinations={what: each for what, each in combinations.items() if each is not None},
        )  # fmt: skip

    def judge(self, prepared: PreparedBlock) -> JudgedBlock:
        """Return the next block with its distinct texts judged: block by block, in the order of the file."""
        self.damaged.update(prepared.damaged)
        fields = {name: self._encoders[name].judge(coded) for name, coded in prepared.coded.items()}
        ids = {name: each.ids for name, each in fields.items()}
        return JudgedBlock(
            prepared, fields,
            values={
                name: typed_values(name, self._source.by_name[name].type, self._vocabulary(name), ids[name])
                for name in fields
                if name not in (*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE)
            },
            derived={each.name: self._by_value(each, ids) for each in self._derived if each.derived in BY_VALUE},
            spans={name: self._span(name, ids[name]) for name in self._spanned},
            blanks={
                name: pa.array(blank_values(self._vocabulary(name), ids[name]), pa.bool_())
                for name in fields
                if isinstance(self._columns[name].blank, DatedBlank)
            },
            offences={
                what: self._readers[what].read(each, ids) for what, each in prepared.combinations.items()
            },
        )  # fmt: skip

    def make_columns(self, judged: JudgedBlock, places: Places | None = None) -> EncodedBlock:
        """Return the canonical columns of a judged block; in any thread.

        Args:
            judged: the block.
            places: where the rows stand in the file, when somebody watches.
        """
        fields = judged.fields
        faulty = {name: each.faulty_cells() for name, each in fields.items()} if places is not None else {}
        first = {name: each.first_places(places) for name, each in fields.items()} if places is not None else {}
        return EncodedBlock(
            self._columns_of(judged), fields,
            faulty={name: each for name, each in faulty.items() if each is not None},
            first={name: each for name, each in first.items() if each},
            uncounted=fields["count"].rows == 0 if "count" in fields else None,
        )  # fmt: skip

    def note(self, encoded: EncodedBlock) -> None:
        """Keep where the first odd texts of the next block stand: block by block, in the order of the file."""
        for name, first in encoded.first.items():
            self._encoders[name].note(first)

    def _columns_of(self, judged: JudgedBlock) -> dict[str, pa.Array]:
        coded = judged.prepared.coded
        offences = {
            what: numbers[judged.prepared.combinations[what].indices] for what, numbers in judged.offences.items()
        }
        result: dict[str, pa.Array] = {
            AS[what]: pa.array(numbers, pa.int32(), mask=numbers == 0) for what, numbers in offences.items()
        }
        if self._classification in offences:
            result[OFFENCE] = result[AS[self._classification]]
        result |= judged.prepared.references
        for name, values in judged.values.items():
            result |= {column: coded[name].of_rows(each) for column, each in values.items()}
        for name, of_texts in judged.blanks.items():
            blanks, blank = coded[name].of_rows(of_texts), self._columns[name].blank
            assert isinstance(blank, DatedBlank)  # noqa: S101 (for the type checker)
            result[name] = with_dated_blanks(result[name], blanks, blank, self._recorded_days(judged))
        for field in self._derived:
            result[field.name] = self._derive(field, judged, offences)
        return result

    def _recorded_days(self, judged: JudgedBlock) -> Ids | None:
        """Return the days by which a dated blank is read."""
        return _of_rows(judged, "recorded_date")[0] if "recorded_date" in judged.spans else None

    def _derive(self, field: SourceField, judged: JudgedBlock, offences: Mapping[Classification, Ids]) -> pa.Array:
        if field.derived == "reclassified":
            return self._readers["current"].moved(offences["initial"], offences["current"])
        if field.derived == "latest_day":
            return days_column(_of_rows(judged, "committed_date")[1])
        if field.derived == "non_recent":
            return non_recent(_of_rows(judged, "recorded_date"), _committed(judged))
        base, of_texts = judged.derived[field.name]
        found = judged.prepared.coded[base].of_rows(of_texts)
        if field.derived in OF_ONE_DAY and "committed_date" in judged.spans:
            return of_one_day(found, _committed(judged))
        return found

    def _vocabulary(self, name: str) -> Vocabulary:
        return self._encoders[name].vocabulary

    def _by_value(self, field: SourceField, ids: Mapping[str, Ids]) -> tuple[str, pa.Array]:
        assert field.derived is not None  # noqa: S101 (for the type checker)
        base = DERIVED_FROM[field.derived][0]
        own = self._vocabularies.setdefault(field.name, Vocabulary()) if field.type != "flag" else Vocabulary()
        return base, derived_values(field, self._vocabulary(base), own, ids[base])

    def _span(self, name: str, ids: Ids) -> Span:
        return first_days(self._vocabulary(name))[ids], last_days(self._vocabulary(name))[ids]

    @property
    def values(self) -> dict[str, list[Any]]:
        """Return the values of each field, by their numbers."""
        return {name: encoder.vocabulary.values for name, encoder in self._encoders.items()}

    @property
    def odd(self) -> dict[str, list[OddText]]:
        """Return the texts that were not understood, or only after they were folded, by field."""
        return {name: odd for name, encoder in self._encoders.items() if (odd := encoder.odd)}

    @property
    def faults(self) -> Counter[tuple[str, str]]:
        """Return how many cells were not understood, by field and why."""
        return sum((encoder.faults for encoder in self._encoders.values()), Counter())

    @property
    def written(self) -> dict[str, WrittenColumn]:
        """Return how the columns of dates are written, by field."""
        return {name: found for name, encoder in self._encoders.items() if (found := encoder.written) is not None}

    def coarsest_date(self, name: str) -> Precision:
        """Return how much time the least exact date of a field names."""
        placing = next((each for each in self._source.dates if each in self._encoders), None)
        return coarsest_of(self._encoders[name].vocabulary.values, may_be_spans=name == placing)


def refuse_damaged(damaged: Mapping[str, int], columns: Mapping[str, Column], file: str) -> None:
    """Check that no reference was turned into a number by a spreadsheet.

    Args:
        damaged: field → how many of its references were.
        columns: field → how it is read.
        file: how messages call the file.

    Raises:
        ExtractError: some were; references that differed would be taken for one.
    """
    problems: list[str] = []
    headers: list[str] = []
    for name, number in damaged.items():
        if number:
            header = " and ".join(columns[name].headers) or name
            headers.append(header)
            problems.append(
                f"{number:,} of the references in column {header} were turned into numbers by a "
                "spreadsheet (digits, E+ and a power of ten), so that different ones look the same; expected "
                "references as text. Export the file again with this column as text."
            )
    if problems:
        raise ExtractError("\n".join(problems), "R09", file, columns=tuple(headers))


def _committed(judged: JudgedBlock) -> Span:
    """Return the first and last day on which each record may have been committed."""
    first, last = _of_rows(judged, "committed_date")
    if "committed_to" in judged.spans:
        # A range of two columns: its last day is known only where the second column has it.
        last = _of_rows(judged, "committed_to")[1]
    return first, last


def _of_rows(judged: JudgedBlock, name: str) -> Span:
    """Return the first and last day of each record in a field of dates."""
    first, last = judged.spans[name]
    indices = judged.prepared.coded[name].indices
    return first[indices], last[indices]
