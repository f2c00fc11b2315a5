"""Blocks of a file become records: prepared in any thread, judged in order, made in any thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.text_block import TextBlock, as_plain
from svtool.records.coded_texts import CodedTexts, code_texts
from svtool.records.load_plan import Loading, Target, victim_fields
from svtool.records.packed_references import PackedBlock
from svtool.records.record_block import Block
from svtool.records.record_encoder import EncodedBlock, JudgedBlock, PreparedBlock, RecordEncoder
from svtool.records.vocabulary import Vocabulary
from svtool.schema.row_columns import EXTRACT, PRESENT, ROW, SUPPLIER
from svtool.schema.sources import REFERENCE, REFERENCES

Chosen = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Layout:
    """What is read from which columns of a file.

    Attributes:
        places: field → the positions of the columns that it is read from.
        constants: field → the text that all records have.
        supplier: the position of the column with the supplier, if there is one.
        others: positions of columns that no field is read from, which whoever watches is shown.
    """

    places: Mapping[str, tuple[int, ...]]
    constants: Mapping[str, str]
    supplier: int | None = None
    others: tuple[int, ...] = ()

    @property
    def positions(self) -> list[int]:
        """Return the positions of all columns that are read."""
        supplier = [] if self.supplier is None else [self.supplier]
        return sorted({*(each for places in self.places.values() for each in places), *supplier, *self.others})

    def coded(self, kinds: Mapping[str, str]) -> frozenset[int]:
        """Return the positions of columns that are read by their distinct texts.

        Args:
            kinds: field → its type.
        """
        plain = {each for name, places in self.places.items() if kinds[name] in REFERENCES for each in places}
        joined = {each for places in self.places.values() if len(places) > 1 for each in places}
        return frozenset(self.positions) - plain - joined


@dataclass(frozen=True)
class PreparedTexts:
    """A block of texts, made ready to be judged.

    Attributes:
        block: the block.
        texts: standard field → its texts.
        fields: these, made ready.
        suppliers: the texts that name suppliers, where a column does.
        present: whether there is any text of a victim, where that is asked.
    """

    block: TextBlock
    texts: Mapping[str, pa.Array]
    fields: PreparedBlock
    suppliers: CodedTexts | None
    present: pa.Array | None


@dataclass(frozen=True)
class JudgedRecords:
    """The same, judged.

    Attributes:
        prepared: the texts.
        fields: what they say.
        suppliers: the supplier of each distinct text, or of all records.
        first_row: the number of the first record.
    """

    prepared: PreparedTexts
    fields: JudgedBlock
    suppliers: pa.Array
    first_row: int


@dataclass(frozen=True)
class MadeRecords:
    """A block of records.

    Attributes:
        records: the records that are kept.
        references: what they are known by, where that is kept out of the way.
        uncounted: where those stand that have no usable count.
        undated: the dates that records lack, of those by which records are placed → how many lack just these.
        encoded: the block as it was encoded.
        watched: the block for whoever watches, with what was seen in it.
        rows: how many records there are, kept or not.
    """

    records: pa.Table
    references: PackedBlock | None
    uncounted: list[int]
    undated: Counter[tuple[str, ...]]
    encoded: EncodedBlock
    watched: tuple[Block, Any] | None
    rows: int


class BlockMaker:
    """Makes records of the blocks of one file."""

    def __init__(
        self, loading: Loading, layout: Layout, encoder: RecordEncoder, target: Target, supplier: str | None
    ) -> None:
        """Prepare for a file.

        Args:
            loading: what every extract of the source is loaded with.
            layout: what is read from which of its columns.
            encoder: what judges its texts.
            target: where the records go.
            supplier: the supplier that the project names.
        """
        self._loading, self._layout, self._encoder, self._target = loading, layout, encoder, target
        self._supplier = supplier
        self._victim = victim_fields(loading.source)

    def prepare(self, block: TextBlock) -> PreparedTexts:
        """Return a block made ready to be judged; in any thread."""
        by_place = dict(zip(self._layout.positions, block.columns.columns, strict=True))
        texts = self._texts_of(by_place, block.rows)
        return PreparedTexts(
            block, texts, self._encoder.prepare(texts),
            suppliers=None if self._layout.supplier is None else code_texts(by_place[self._layout.supplier]),
            present=self._any_text(texts, block.rows) if PRESENT["victim"] in self._target.columns else None,
        )  # fmt: skip

    def judge(self, blocks: Iterable[PreparedTexts]) -> Iterator[JudgedRecords]:
        """Yield blocks judged, in the order of the file, and their records numbered."""
        row = self._target.first_row
        for prepared in blocks:
            yield JudgedRecords(
                prepared, self._encoder.judge(prepared.fields), self._suppliers_of(prepared.suppliers), row
            )
            row += prepared.block.rows

    def make(self, judged: JudgedRecords) -> MadeRecords:
        """Return the records of a block; in any thread."""
        text, watched = judged.prepared.block, self._loading.watch is not None
        encoded = self._encoder.make_columns(judged.fields, text.places if watched else None)
        canonical = encoded.columns | self._own_columns(judged)
        rejected = encoded.uncounted if encoded.uncounted is not None and encoded.uncounted.any() else None
        found = pa.table({name: canonical[name] for name in self._target.columns if name in canonical})
        records = found if rejected is None else found.filter(pa.array(~rejected))
        is_packed = self._loading.packed is not None and REFERENCE in records.column_names
        return MadeRecords(
            records=records.drop_columns(REFERENCE) if is_packed else records,
            references=PackedBlock.of(records) if is_packed else None,
            uncounted=[] if rejected is None else text.places[rejected].tolist(),
            undated=self._lacking(encoded, rejected),
            encoded=encoded,
            watched=self._watched(judged, encoded, canonical, rejected),
            rows=text.rows,
        )

    def _own_columns(self, judged: JudgedRecords) -> dict[str, pa.Array]:
        """Return the columns that every table of records has."""
        prepared, rows, first = judged.prepared, judged.prepared.block.rows, judged.first_row
        suppliers = judged.suppliers
        of_rows = prepared.suppliers.of_rows(suppliers) if prepared.suppliers else pa.repeat(suppliers[0], rows)
        own = {
            ROW: pa.array(np.arange(first, first + rows, dtype=np.int32)),
            EXTRACT: pa.array(np.full(rows, self._target.extract, np.int16)),
            SUPPLIER: of_rows,
        }
        return own if prepared.present is None else own | {PRESENT["victim"]: prepared.present}

    def _watched(
        self, judged: JudgedRecords, encoded: EncodedBlock, canonical: Mapping[str, pa.Array], rejected: Chosen | None
    ) -> tuple[Block, Any] | None:
        """Return a block for whoever watches, with what is seen in it."""
        if self._loading.watch is None:
            return None
        text = judged.prepared.block
        by_place = dict(zip(self._layout.positions, text.columns.columns, strict=True))
        block = Block(
            first_row=judged.first_row, places=text.places, texts=judged.prepared.texts, cells=text.columns.columns,
            others={place: by_place[place] for place in self._layout.others},
            ids={name: each.rows for name, each in encoded.fields.items()}, values=self._encoder.values,
            canonical=canonical, faulty=encoded.faulty, rejected=rejected,
        )  # fmt: skip
        return block, self._loading.watch.look(block)

    def _lacking(self, encoded: EncodedBlock, rejected: Chosen | None) -> Counter[tuple[str, ...]]:
        """Return how many records of a block lack which of the dates that place records."""
        dates = {name: encoded.fields[name] for name in self._loading.source.dates if name in encoded.fields}
        if all(each.ids.all() for each in dates.values()):
            return Counter()
        # Each date is a digit of a binary number: 1 where the record lacks it.
        lack = [(each.rows == 0).astype(np.int64) << i for i, each in enumerate(dates.values())]
        codes = np.sum(lack, axis=0)
        if rejected is not None:
            codes[rejected] = 0
        return Counter(
            {
                tuple(name for i, name in enumerate(dates) if code >> i & 1): rows
                for code, rows in enumerate(np.bincount(codes).tolist())
                if code and rows
            }
        )

    def _texts_of(self, by_place: Mapping[int, pa.Array], rows: int) -> dict[str, pa.Array]:
        """Return the texts by field."""
        texts = {}
        for name, wanted in self._layout.places.items():
            parts = [by_place[place] for place in wanted]
            texts[name] = (
                parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*map(as_plain, parts), " ")
            )  # fmt: skip
        return texts | {name: _constant(each, rows) for name, each in self._layout.constants.items()}

    def _any_text(self, texts: Mapping[str, pa.Array], rows: int) -> pa.Array:
        """Return which rows have a text in any column of the victim; not known where the file has no such column."""
        given = [texts[name] for name in self._victim if name in texts]
        if not given:
            return pa.nulls(rows, pa.bool_())
        found = pa.array(np.zeros(rows, bool))
        for each in given:
            found = pc.or_(found, _is_filled(each))
        return found

    def _suppliers_of(self, texts: CodedTexts | None) -> pa.Array:
        """Return the number of each supplier that some texts name; of the one of the project without a column."""
        vocabulary = self._loading.vocabularies.setdefault(SUPPLIER, Vocabulary())
        named = [self._supplier] if texts is None else texts.texts
        return pa.array([vocabulary.id_of(self._loading.suppliers.name_of(each)) for each in named], pa.int32())


def _constant(text: str, rows: int) -> pa.Array:
    """Return a column with one text in every row."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([text]))


def _is_filled(texts: pa.Array) -> pa.Array:
    """Return which cells hold anything but blanks."""
    if pa.types.is_dictionary(texts.type):
        return _is_filled(texts.dictionary).take(texts.indices)
    return pc.not_equal(pc.utf8_trim_whitespace(texts), "")
