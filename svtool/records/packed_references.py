"""References out of the way: a small hash of each tells which may repeat, and only the texts of those are unpacked.

A hash of 32 bits only suspects: among twenty million references it suspects some fifty thousand wrongly, which whoever
asks compares letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.workers import Workers
from svtool.records.freed_memory import give_back_memory
from svtool.records.spooled_bytes import Place, SpooledBytes
from svtool.records.text_hashes import Hashes, mixed, text_hashes
from svtool.schema.row_columns import ROW, SUPPLIER
from svtool.schema.sources import REFERENCE

SmallHashes = np.ndarray[Any, np.dtype[np.uint32]]
AnyHashes = TypeVar("AnyHashes", SmallHashes, Hashes)
Numbers = np.ndarray[Any, np.dtype[np.int32]]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]

_HASH_BITS, _MARK_BITS = 32, 22  # marks take 4 MB, which a processor has at hand
HELD_AT_MOST = 128 << 20  # bytes: those of thirty million records
AT_ONCE = 4_000_000  # hashes that are sorted
_CODEC = "zstd"
_NONE = pa.table({ROW: pa.array([], pa.int32()), REFERENCE: pa.array([], pa.string())})
_LENGTH = np.dtype(np.int32)


@dataclass(frozen=True)
class PackedBlock:
    """The references of a block of records; those without one are left out.

    Attributes:
        rows: the numbers of the records: where none lacks its reference only the first and the last, to save room.
        hashes: a hash of each record's supplier and reference.
        lengths, letters: its texts, packed: how long each is, and all of them one behind the other.
        size: how many bytes the letters are unpacked.
    """

    rows: range | Numbers
    hashes: SmallHashes
    lengths: bytes
    letters: bytes
    size: int

    @classmethod
    def of(cls, records: pa.Table) -> Self:
        """Return the references of some records."""
        named = records.select([ROW, SUPPLIER, REFERENCE])
        if named[REFERENCE].null_count:
            named = named.filter(pc.is_valid(named[REFERENCE]))
        rows, suppliers, texts = (_in_one(named[name]) for name in (ROW, SUPPLIER, REFERENCE))
        hashes = text_hashes(texts).view(np.uint64) ^ mixed(suppliers.fill_null(0).to_numpy().astype(np.int64))
        _, offsets, data = texts.buffers()
        ends = np.frombuffer(offsets, np.int32, len(texts) + 1, 4 * texts.offset) if len(texts) else np.zeros(1, "i4")
        letters = data.slice(ends[0], ends[-1] - ends[0]) if len(texts) and data is not None else pa.py_buffer(b"")
        return cls(
            _as_range(rows.to_numpy()), (hashes >> np.uint64(64 - _HASH_BITS)).astype(np.uint32),
            _packed(np.diff(ends)), _packed(letters), letters.size,
        )  # fmt: skip

    def texts(self) -> pa.Array:
        """Return the references, unpacked."""
        return _texts(len(self.rows), self.lengths, self.letters, self.size)

    def chosen(self, chosen: Chosen) -> pa.Table:
        """Return the numbers and references of some of the records."""
        return _chosen(self.rows, self.texts(), chosen)


@dataclass(frozen=True)
class SpooledBlock:
    """The references of a block of records on the disk.

    Attributes:
        rows: the numbers of the records.
        bytes_of: where the bytes are.
        places: of the hashes, the lengths and the letters.
        size: how many bytes the letters are unpacked.
    """

    rows: range | Numbers
    bytes_of: SpooledBytes
    places: tuple[Place, Place, Place]
    size: int

    @classmethod
    def of(cls, block: PackedBlock, spool: SpooledBytes) -> Self:
        """Put a block on the disk."""
        places = (spool.put(block.hashes.tobytes()), spool.put(block.lengths), spool.put(block.letters))
        return cls(block.rows, spool, places, block.size)

    @property
    def hashes(self) -> SmallHashes:
        """Return the hashes, read again."""
        return np.frombuffer(self.bytes_of.get(self.places[0]), np.uint32)

    def chosen(self, chosen: Chosen) -> pa.Table:
        """Return the numbers and references of some of the records."""
        lengths, letters = map(self.bytes_of.get, self.places[1:])
        return _chosen(self.rows, _texts(len(self.rows), lengths, letters, self.size), chosen)


class PackedReferences:
    """The references of the records of a table, which it does not keep itself."""

    def __init__(self, threads: int = 1, folder: Path | None = None) -> None:
        """Begin with none.

        Args:
            threads: how many look for those that repeat.
            folder: where those go that memory has no room for.
        """
        self._blocks: list[PackedBlock | SpooledBlock] = []
        self._threads, self._folder = threads, folder
        self._held = 0
        self._spool: SpooledBytes | None = None

    def add(self, block: PackedBlock) -> None:
        """Add those of the next block; on the disk, where memory holds as much as it may."""
        self._held += block.hashes.nbytes + len(block.lengths) + len(block.letters)
        if self._held <= HELD_AT_MOST:
            self._blocks.append(block)
            return
        self._spool = self._spool or SpooledBytes(self._folder)
        self._blocks.append(SpooledBlock.of(block, self._spool))

    def take_back(self, first: int) -> None:
        """Forget those of records with this number or a later one, which is the first of a file."""
        self._blocks = [each for each in self._blocks if not len(each.rows) or each.rows[-1] < first]

    def take_repeated(self) -> pa.Table:
        """Return the numbers and references of the records whose reference stands in several, and forget them all.

        Which supplier's they are makes no difference to it.
        """
        with Workers(self._threads) as workers:
            repeated = self._repeated(workers)
        self._blocks.clear()
        if self._spool:
            self._spool.close()
        give_back_memory()
        return repeated

    def _repeated(self, workers: Workers) -> pa.Table:
        hashes = np.concatenate(list(workers.in_order(self._hashes_repeated_in, self._parts(workers.threads))))
        give_back_memory()  # what was sorted, before texts are asked for
        marks = np.zeros(1 << _MARK_BITS, bool)
        marks[_first_bits(hashes)] = True

        def suspects_of(block: PackedBlock | SpooledBlock) -> pa.Table | None:
            own = block.hashes
            chosen = marks[_first_bits(own)]  # which leaves few to be looked for
            chosen[chosen] = _are_among(own[chosen], hashes)
            return block.chosen(chosen) if chosen.any() else None

        found = workers.in_order(suspects_of, self._blocks if len(hashes) else [])
        return _of_equal_texts([each for each in found if each is not None])

    def _parts(self, at_least: int) -> list[tuple[np.uint32, np.uint32]]:
        """Return the lowest and highest hash of parts of them, in order: never all of them are sorted at once."""
        parts = max(sum(len(each.rows) for each in self._blocks) // AT_ONCE + 1, at_least)
        ends = [part * (1 << _HASH_BITS) // parts for part in range(parts + 1)]
        return [(np.uint32(first), np.uint32(end - 1)) for first, end in pairwise(ends)]

    def _hashes_repeated_in(self, part: tuple[np.uint32, np.uint32]) -> SmallHashes:
        """Return the hashes of a part that stand several times, in order."""
        lowest, highest = part
        of_part = [own[(own >= lowest) & (own <= highest)] for own in (each.hashes for each in self._blocks)]
        hashes: SmallHashes = np.concatenate([np.zeros(0, np.uint32), *of_part])
        del of_part  # as large as what is sorted
        hashes.sort()
        return _standing_twice(hashes)


def _of_equal_texts(suspects: Sequence[pa.Table]) -> pa.Table:
    """Return the records whose reference another one of them has too.

    Of a hundred million references two million are suspected wrongly: hashes of 64 bits take the place of their texts
    until few are left, because to compare the texts of all would need more room than anything else in a run.
    """
    hashes: list[Hashes] = [text_hashes(_in_one(each[REFERENCE])) for each in suspects]
    again = _standing_twice(np.sort(np.concatenate([np.zeros(0, np.int64), *hashes])))
    if not len(again):
        return _NONE
    likely = pa.concat_tables(
        each.filter(pa.array(_are_among(own, again))) for each, own in zip(suspects, hashes, strict=True)
    )
    texts = _in_one(likely[REFERENCE]).dictionary_encode().indices.to_numpy()
    return likely.filter(pa.array(np.bincount(texts)[texts] > 1))


def _standing_twice(ordered: AnyHashes) -> AnyHashes:
    """Return the hashes that stand there more than once, of hashes in order."""
    twice: AnyHashes = ordered[1:][ordered[1:] == ordered[:-1]]
    return twice


def _texts(number: int, lengths: bytes, letters: bytes, size: int) -> pa.Array:
    """Return as many texts, unpacked."""
    unpack = pa.Codec(_CODEC).decompress
    each = np.frombuffer(unpack(lengths, number * _LENGTH.itemsize), _LENGTH)
    offsets = np.concatenate([[0], np.cumsum(each)]).astype(np.int32)
    return pa.StringArray.from_buffers(number, pa.py_buffer(offsets), unpack(letters, size))


def _chosen(rows: range | Numbers, texts: pa.Array, chosen: Chosen) -> pa.Table:
    """Return the numbers and references of some records of a block."""
    numbers = np.array(rows, np.int32) if isinstance(rows, range) else rows
    return _table(numbers[chosen], texts.filter(pa.array(chosen)))


def _first_bits(hashes: SmallHashes) -> SmallHashes:
    return hashes >> np.uint32(_HASH_BITS - _MARK_BITS)


def _are_among(hashes: SmallHashes | Hashes, ordered: SmallHashes | Hashes) -> Chosen:
    places = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    found: Chosen = ordered[places] == hashes
    return found


def _packed(data: Any) -> bytes:
    packed: bytes = pa.Codec(_CODEC, 1).compress(
        data, asbytes=True
    )  # a buffer would keep the room of what is not packed
    return packed


def _as_range(rows: Numbers) -> range | Numbers:
    if len(rows) and int(rows[-1]) - int(rows[0]) == len(rows) - 1:  # they grow from row to row
        return range(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _in_one(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks or [pa.array([], column.type)])


def _table(rows: Numbers, references: pa.Array) -> pa.Table:
    return pa.table({ROW: pa.array(rows, pa.int32()), REFERENCE: references})
