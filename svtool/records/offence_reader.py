"""Which offence the codes and the title of a record name, together: each combination is read once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from svtool.records.field_encoder import Ids
from svtool.records.vocabulary import Vocabulary
from svtool.schema.offences import Catalogue


@dataclass
class OffenceReader:
    """Reads which offence the codes and the title of a record name, together."""

    catalogue: Catalogue
    names: tuple[str, str, str]
    offences: Vocabulary
    evidence: dict[str, Vocabulary] = field(default_factory=dict)
    _combinations: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def vocabulary(self, name: str) -> Vocabulary:
        """Return the distinct texts of one of its fields."""
        return self.evidence.setdefault(name, Vocabulary())

    def read(self, ids: dict[str, Ids]) -> Ids:
        """Return the offence numbers of a block."""
        rows = len(next(iter(ids.values())))
        evidence = [ids.get(name, np.zeros(rows, np.int32)).astype(np.int64) for name in self.names]
        packed = (evidence[0] << 42) | (evidence[1] << 21) | evidence[2]
        coded = pa.array(packed).dictionary_encode()  # np.unique would sort them
        distinct, inverse = coded.dictionary.to_numpy(), coded.indices.to_numpy()
        mask = (1 << 21) - 1
        offences = np.fromiter(
            (self._offence_of((int(p) >> 42, (int(p) >> 21) & mask, int(p) & mask)) for p in distinct),
            np.int32,
            len(distinct),
        )
        found: Ids = offences[inverse]
        return found

    def _offence_of(self, combination: tuple[int, int, int]) -> int:
        if combination not in self._combinations:
            texts = [self.vocabulary(name).values[number] for name, number in zip(self.names, combination, strict=True)]
            self._combinations[combination] = self.offences.id_of(self.catalogue.read_offence(*texts))
        return self._combinations[combination]

    def moved(self, before: Ids, after: Ids) -> pa.Array:
        """Return whether an offence is another than it was; not known where the codes leave it open."""
        distinct, inverse = np.unique(np.stack([before, after]), axis=1, return_inverse=True)
        answers = [self._differ(int(one), int(other)) for one, other in distinct.T]
        places = inverse.reshape(-1)
        return pa.array(answers, pa.bool_()).take(pa.array(places))

    def _differ(self, one: int, other: int) -> bool | None:
        if not one or not other:
            return None
        before, after = self.offences.values[one], self.offences.values[other]
        return False if before == after else True if not before & after else None
