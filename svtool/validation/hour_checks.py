"""Times that are all an hour off in some months: summer time applied twice, or not at all (V19)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from svtool.errors import several
from svtool.findings.finding import Finding
from svtool.records.watch import FIRST_PLACES, Block
from svtool.validation.day_checks import dates_read
from svtool.validation.reading import Reading
from svtool.validation.together import Together

OFF = ("23:00", "01:00")
NEARLY_ALL = 0.95
FEWEST = 10
MOST_TIMES = 12  # more different times than that are real times of day, of which an hour's shift can't be seen
_TIME = re.compile(r"[ T](\d{1,2}:\d{2})(?::00(?:\.0+)?)?Z?$")
_MANY = 1_000


class HourCheck:
    """A date that is written with a time, the same on nearly every row."""

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for a date."""
        self._reading, self._name = reading, name
        self._times: Counter[tuple[int, int, str]] = Counter()
        self._places: dict[tuple[int, int, str], list[int]] = {}
        self._is_over = False

    def read(self, block: Block) -> None:
        """Count the times of each month, as long as they may be dates that got a time."""
        texts = block.texts[self._name]
        if self._is_over or not block.rows or not _has_time(texts[: min(_MANY, block.rows)]):
            self._is_over = True
            return
        coded = texts.dictionary_encode()
        distinct = coded.dictionary.to_pylist()
        indices = coded.indices.to_numpy(zero_copy_only=False)
        _, rows, counts = np.unique(indices, return_index=True, return_counts=True)
        values = block.values[self._name]
        for text, row, count in zip(distinct, rows.tolist(), counts.tolist(), strict=True):
            value, found = values[block.ids[self._name][row]], _TIME.search(text.strip())
            if value and found:
                key = (value[0].year, value[0].month, found[1].zfill(5))
                self._times[key] += count
                self._places.setdefault(key, []).append(int(block.places[row]))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding where a month has nearly no other time than 23:00, or than 01:00."""
        if self._is_over:
            return
        months: Counter[tuple[int, int]] = Counter()
        for (year, month, _), count in self._times.items():
            months[(year, month)] += count
        off = [
            key
            for key, count in self._times.items()
            if key[2] in OFF and months[key[:2]] >= FEWEST and count >= NEARLY_ALL * months[key[:2]]
        ]
        if off:
            count = sum(self._times[key] for key in off)
            places = sorted(place for key in off for place in self._places[key])[:FIRST_PLACES]
            message = (
                f"{several(count, 'date', 'dates')} of {self._reading.header_of(self._name)} in "
                f"{several(len(off), 'month has', 'months have')} the time 23:00 or 01:00 and no other"
            )
            yield self._reading.find("V19", message, count, field=self._name, places=places)


def _has_time(texts: object) -> bool:
    """Return whether these texts have times, and few different ones."""
    times = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(texts), 10, 16)
    distinct = {each for each in pc.unique(times).to_pylist() if ":" in each}
    return 0 < len(distinct) <= MOST_TIMES


def check_hours(reading: Reading) -> Together:
    """Return the checks of each date of the file."""
    return Together([HourCheck(reading, name) for name in dates_read(reading)])
