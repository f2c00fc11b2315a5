"""A 64-bit hash of each text of a column, reckoned where the texts lie: none of them is made for it."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.lib.stride_tricks import as_strided

Hashes = np.ndarray[Any, np.dtype[np.int64]]
Bits = np.ndarray[Any, np.dtype[np.uint64]]

NOTHING = -(2**62)  # stands for a cell without a value
# The mixing steps of splitmix64 (Steele, Lea and Flood 2014).
_MIXING = ((30, np.uint64(0xBF58476D1CE4E5B9)), (27, np.uint64(0x94D049BB133111EB)))
_LAST_SHIFT = np.uint64(31)
ODD = np.uint64(0x9E3779B97F4A7C15)
_WORD = 8  # bytes
_LONGEST = 256  # bytes; longer texts, of which there are few, are hashed one by one
_KEPT = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)  # the first bytes of a word


def text_hashes(texts: pa.Array) -> Hashes:
    """Return a hash of each text: the same for equal texts in every run, and almost surely another for others.

    Args:
        texts: a column of texts, as they are or as a dictionary; what is missing has a hash of its own.
    """
    if pa.types.is_dictionary(texts.type):
        of_texts = np.append(text_hashes(texts.dictionary), NOTHING)
        found: Hashes = of_texts[texts.indices.fill_null(len(of_texts) - 1).to_numpy()]
        return found
    _, offsets, data = texts.buffers()
    ends = np.frombuffer(offsets, np.int32, len(texts) + 1, texts.offset * 4) if len(texts) else np.zeros(1, np.int32)
    codes = np.frombuffer(data if data is not None else b"", np.uint8)[: ends[-1]]
    starts, lengths = ends[:-1].astype(np.int64), np.diff(ends)
    hashes = _hashed(_words_at_every_byte(codes), starts, np.where(lengths > _LONGEST, 0, lengths)).view(np.int64)
    for row in np.flatnonzero(lengths > _LONGEST).tolist():
        digest = hashlib.blake2b(codes[starts[row] : ends[row + 1]].tobytes(), digest_size=8).digest()
        hashes[row] = int.from_bytes(digest, "little", signed=True)
    if texts.null_count:
        hashes[texts.is_null().to_numpy(zero_copy_only=False)] = NOTHING
    return hashes


def mixed(numbers: Hashes) -> Bits:
    """Return numbers mixed so that each bit of the result hangs on each bit of the number."""
    bits = numbers.astype(np.int64).view(np.uint64)  # a copy, which is changed here
    return _mix(bits)


def _hashed(words: Bits, starts: Hashes, lengths: np.ndarray[Any, np.dtype[np.int32]]) -> Bits:
    """Return the hashes of texts, word by word: those that have another go on."""
    hashes = _mix(lengths.astype(np.uint64) * ODD)
    for first in range(0, int(lengths.max(initial=0)), _WORD):
        longer = slice(None) if (lengths > first).all() else np.flatnonzero(lengths > first)
        word = words[starts[longer] + first] & _KEPT[np.minimum(lengths[longer] - first, _WORD)]
        hashes[longer] = _mix((hashes[longer] * ODD) ^ word)
    return hashes


def _words_at_every_byte(codes: np.ndarray[Any, np.dtype[np.uint8]]) -> Bits:
    """Return the eight bytes from each place on as one number, zeros behind the last."""
    padded = np.zeros(len(codes) + _WORD, np.uint8)
    padded[: len(codes)] = codes
    # The same bytes seen as overlapping words, which numpy reads where they are: x86 and ARM need no alignment.
    words: Bits = as_strided(padded[:_WORD].view("<u8"), (len(codes) + 1,), (1,), writeable=False)
    return words


def _mix(bits: Bits) -> Bits:
    for shift, factor in _MIXING:
        bits ^= bits >> np.uint64(shift)
        bits *= factor
    bits ^= bits >> _LAST_SHIFT
    return bits
