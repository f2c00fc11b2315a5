"""Which offence the codes and the title of a record name, together: each combination is read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.records.coded_texts import CodedTexts, Ids
from svtool.records.vocabulary import Vocabulary
from svtool.schema.offences import Catalogue

_BITS = 21  # a block has fewer records than that can number
_MASK = (1 << _BITS) - 1


@dataclass(frozen=True)
class Combinations:
    """The combinations of texts that name the offences of a block.

    Attributes:
        texts: field → for each combination the number of its text among the distinct ones of the block.
        indices: for each record the number of its combination.
    """

    texts: Mapping[str, np.ndarray[Any, np.dtype[np.int64]]]
    indices: Ids


def combine(coded: Mapping[str, CodedTexts], names: Sequence[str]) -> Combinations | None:
    """Return the combinations of the texts of some fields, three at most; None where a file has none of them."""
    found = [name for name in names if name in coded]
    if not found:
        return None
    if len(found) == 1:
        return Combinations({found[0]: np.arange(len(coded[found[0]].texts))}, coded[found[0]].indices)
    packed = np.zeros(len(coded[found[0]].indices), np.int64)
    for name in found:
        packed = (packed << _BITS) | coded[name].indices
    each = pa.array(packed).dictionary_encode()  # np.unique would sort them
    distinct = each.dictionary.to_numpy()
    texts = {name: (distinct >> _BITS * place) & _MASK for place, name in enumerate(reversed(found))}
    return Combinations(texts, each.indices.to_numpy())


@dataclass
class OffenceReader:
    """Reads which offence the codes and the title of a record name, together."""

    catalogue: Catalogue
    names: tuple[str, str, str]
    offences: Vocabulary
    evidence: dict[str, Vocabulary] = field(default_factory=dict)
    _combinations: dict[tuple[int, ...], int] = field(default_factory=dict)

    def vocabulary(self, name: str) -> Vocabulary:
        """Return the distinct texts of one of its fields."""
        return self.evidence.setdefault(name, Vocabulary())

    def read(self, combinations: Combinations, ids: Mapping[str, Ids]) -> Ids:
        """Return the offence number of each combination of a block.

        Args:
            combinations: the combinations.
            ids: field → of each distinct text of the block the number of its value.
        """
        numbers = [
            ids[name][combinations.texts[name]].tolist() if name in combinations.texts else None for name in self.names
        ]
        count = len(next(iter(combinations.texts.values())))
        found = zip(*([0] * count if each is None else each for each in numbers), strict=True)
        return np.fromiter(map(self._offence_of, found), np.int32, count)

    def _offence_of(self, combination: tuple[int, ...]) -> int:
        if combination not in self._combinations:
            texts = [self.vocabulary(name).values[number] for name, number in zip(self.names, combination, strict=True)]
            self._combinations[combination] = self.offences.id_of(self.catalogue.read_offence(*texts))
        return self._combinations[combination]

    def moved(self, before: Ids, after: Ids) -> pa.Array:
        """Return whether an offence is another than it was; not known where the codes leave it open."""
        pairs = pa.array((before.astype(np.int64) << 32) | after).dictionary_encode()
        answers = [self._differ(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs.dictionary.to_pylist()]
        return pa.array(answers, pa.bool_()).take(pairs.indices)

    def _differ(self, one: int, other: int) -> bool | None:
        if not one or not other:
            return None
        before, after = self.offences.values[one], self.offences.values[other]
        return False if before == after else True if not before & after else None
