"""References: blank ones, and those that were tidied so that the same reference is one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from svtool.errors import several
from svtool.findings.finding import Finding, Level
from svtool.records.watch import FIRST_PLACES, Block
from svtool.validation.reading import Reading

NEEDED_BY = {"victims", "suspects"}  # rows that mean nothing without the offence that they name


class References:
    """Counts blank references, and those that were written otherwise than they are kept."""

    def __init__(self, reading: Reading) -> None:
        """Begin with none."""
        self._reading = reading
        kinds = {"reference", "person"}
        self._fields = [name for name in reading.columns if reading.source.by_name[name].type in kinds]
        self._blank = 0
        self._first_blank: list[int] = []
        self._filled = dict.fromkeys(self._fields, 0)
        self._tidied = dict.fromkeys(self._fields, 0)
        self._first_tidied: dict[str, list[int]] = {name: [] for name in self._fields}

    def read(self, block: Block) -> None:
        """Compare the references of a block with their texts."""
        for name in self._fields:
            kept, text = block.canonical[name], block.texts[name]
            if name == "reference" and kept.null_count:
                rows = np.flatnonzero(kept.is_null().to_numpy(zero_copy_only=False))
                self._blank += len(rows)
                self._first_blank += block.places[rows[: FIRST_PLACES - len(self._first_blank)]].tolist()
            self._filled[name] += len(kept) - kept.null_count
            if kept.equals(text):
                continue
            other = pc.fill_null(pc.not_equal(kept, text), False).to_numpy(zero_copy_only=False)
            rows = np.flatnonzero(other)
            self._tidied[name] += len(rows)
            first = self._first_tidied[name]
            first += block.places[rows[: FIRST_PLACES - len(first)]].tolist()

    def findings(self) -> Iterator[Finding]:
        """Yield blank references and tidied ones."""
        if self._blank:
            needed = self._reading.part.row in NEEDED_BY
            without = several(self._blank, "row has", "rows have")
            what = "can be linked to no offence and is counted nowhere" if needed else "is a unit of its own"
            yield self._reading.find(
                "R05", f"{without} no reference; each {what}", self._blank, field="reference",
                places=self._first_blank, level=Level.ERROR if needed else None,
            )  # fmt: skip
        for name, number in self._tidied.items():
            # Where most are written so, it is how the supplier writes them.
            if 0 < number <= self._filled[name] / 2:
                were = several(
                    number, "reference had blanks or small letters", "references had blanks or small letters"
                )
                places = self._first_tidied[name]
                yield self._reading.find("R08", f"{were}; read without", number, field=name, places=places)
