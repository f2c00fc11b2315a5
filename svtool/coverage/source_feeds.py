"""The feeds of a source, told from its facts: whose they are, which days they hold, and their parts.

Records that name no supplier, beside others that do, count and make no feed; where they are many, nobody knows whose
records are missing, and the source is one feed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from svtool.coverage.feeds import Feed, Held, Window, hold
from svtool.coverage.history import History, month_of
from svtool.coverage.outages import Days
from svtool.coverage.parts import Part, parts_of, without_strays
from svtool.dates import add_months, days_since_epoch
from svtool.gathering.day_histories import DayCounts, Histories, Numbers
from svtool.gathering.day_histories import Window as SaidOfExtract
from svtool.gathering.facts import Facts
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.sources import AREA
from svtool.schema.suppliers import Supplier

Chosen = np.ndarray[Any, np.dtype[np.bool_]]
NAMELESS = 0.05  # of a year's records: from then on, those that name no supplier may be anybody's
FEW, MANY = 3, 200  # records: fewer of many name a supplier by mistake
EVER: Days = (-(10**6), 10**6)
BLANK = -1  # instead of a feed's number: records that name no supplier beside others that do


@dataclass(frozen=True)
class SourceFeeds:
    """The feeds of a source.

    Attributes:
        of_number: the number of a feed in the records → its place in `names`, or BLANK.
        names: what each is called; empty where nobody says.
        kinds: the kinds that each was drawn for, by their place among those of the source.
        held: the days that each holds.
        parts: its parts.
        small: for each area of a feed that is too small to be a part, what it would be: the days are the feed's.
    """

    of_number: Mapping[int, int]
    names: tuple[str, ...]
    kinds: tuple[int, ...]
    held: tuple[Held, ...]
    parts: tuple[Part, ...]
    small: tuple[Part, ...]


def find_feeds(
    facts: Facts, inside: Sequence[str], unknown_is_inside: bool, suppliers: Mapping[str, Supplier]
) -> SourceFeeds:
    """Return the feeds of a source's records.

    Args:
        facts: the source.
        inside: the keys of the project's areas.
        unknown_is_inside: whether records without a known area count for the whole.
        suppliers: what the project says of suppliers.
    """
    histories = facts.feeds_by_kinds
    counts = histories.records
    of_number, names, kinds = _name_feeds(facts, histories, suppliers)
    feed = np.array([of_number[each] for each in histories.feed_of(counts).tolist()], np.int64)
    held = _hold(counts, feed, histories, histories.windows, names, kinds)
    parts: list[Part] = []
    small: list[Part] = []
    places = facts.vocabularies[AREA].values if AREA in facts.vocabularies else [None]
    number_of = {place: number for number, place in enumerate(places)}
    for number, name in enumerate(names):
        own = feed == number
        history = _history(counts, own, histories)
        areas = {
            key: _history(counts, own & (counts.place == number_of[key]), histories)
            for key in inside
            if key in number_of and (own & (counts.place == number_of[key])).any()
        }
        unplaced = _history(counts, own & (counts.place == 0), histories)
        exists = exists_of(suppliers.get(name))
        found = parts_of(number, history, areas, unplaced, held[number].days, exists, unknown_is_inside)
        judged = {part.area for part in found}
        parts += found
        days = held[number].days
        small += [
            Part(number, key, each, days, days, exists, without_strays(each, days))
            for key, each in areas.items()
            if key not in judged and not each.is_empty
        ]
    return SourceFeeds(
        of_number, names, kinds, tuple(held[number] for number in range(len(names))), tuple(parts), tuple(small)
    )


def hold_people(
    feeds: SourceFeeds, histories: Histories, counts: DayCounts, windows: Sequence[SaidOfExtract]
) -> list[Held]:
    """Return the days on which each feed holds people that come in files of their own."""
    feed = np.array([feeds.of_number.get(each, BLANK) for each in histories.feed_of(counts).tolist()], np.int64)
    found = _hold(counts, feed, histories, windows, feeds.names, feeds.kinds)
    return [found[number] for number in range(len(feeds.names))]


def exists_of(supplier: Supplier | None) -> Days:
    """Return the days from a supplier's opening to its closing."""
    first = days_since_epoch(supplier.opened) if supplier and supplier.opened else EVER[0]
    last = days_since_epoch(supplier.closed) if supplier and supplier.closed else EVER[1]
    return first, last


def _name_feeds(
    facts: Facts, histories: Histories, said: Mapping[str, Supplier]
) -> tuple[dict[int, int], tuple[str, ...], tuple[int, ...]]:
    """Return the feed of each number in the records, and the names and kinds of the feeds; `said` of the project."""
    different = histories.different
    suppliers = facts.vocabularies[SUPPLIER].values if SUPPLIER in facts.vocabularies else [None]
    numbers = histories.feeds
    strays = _stray_words(facts, histories, said)
    named = [n for n in numbers if suppliers[n // different] is not None and n // different not in strays]
    if strays and not named:
        return dict.fromkeys(numbers, 0), ("",), (0,)
    if named and len(named) < len(numbers) and _are_many(histories, set(numbers) - set(named)):
        return dict.fromkeys(numbers, 0), ("",), (0,)
    own = named or numbers
    names = tuple(suppliers[number // different] or "" for number in own)
    places = {number: place for place, number in enumerate(own)}
    return {number: places.get(number, BLANK) for number in numbers}, names, tuple(each % different for each in own)


def _stray_words(facts: Facts, histories: Histories, said: Mapping[str, Supplier]) -> set[int]:
    """Return the numbers of suppliers that one or two records of many name, and the project does not.

    Cells that are shifted by one put a surname there: such a word is no supplier, and no output names it.
    """
    if SUPPLIER not in facts.vocabularies:
        return set()
    counts = histories.records
    of_supplier = np.bincount(histories.feed_of(counts) // histories.different, counts.records)
    if of_supplier.sum() < MANY:
        return set()
    known = {*said, *(entry.supplier for entry in facts.entries)}
    values = facts.vocabularies[SUPPLIER].values
    return {number for number in np.flatnonzero(of_supplier < FEW).tolist() if values[number] not in known}


def _are_many(histories: Histories, nameless: set[int]) -> bool:
    """Return whether in any year more than a twentieth of the records name no supplier."""
    counts = histories.records
    year = month_of(counts.day) // 12
    first = int(year.min())
    every = np.bincount(year - first, counts.records)
    without = np.isin(histories.feed_of(counts), list(nameless))
    blank = np.bincount(year[without] - first, counts.records[without], minlength=len(every))
    return bool((blank > NAMELESS * every).any())


def _history(counts: DayCounts, chosen: Chosen, histories: Histories) -> History:
    days, place = np.unique(counts.day[chosen], return_inverse=True)
    records = np.bincount(place, counts.records[chosen], minlength=len(days)).astype(np.int64)
    some = records > 0  # corrections of counts may take away as many as there are
    return History(days[some], records[some], histories.precision)


def _hold(
    counts: DayCounts,
    feed: Numbers,
    histories: Histories,
    windows: Sequence[SaidOfExtract],
    names: Sequence[str],
    kinds: Sequence[int],
) -> dict[int, Held]:
    found: dict[int, Feed] = {}
    of_several = [number for number, each in enumerate(windows) if each.supplier is None]
    for number in range(len(names)):
        own = feed == number
        extracts = set(counts.entry[own].tolist())
        if extracts <= set(of_several):
            # An extract of several suppliers was drawn for each of them, whether or not it has records of all.
            extracts = {each for each in of_several if windows[each].first or windows[each].last} | extracts
        said = {each: windows[each] for each in sorted(extracts) if each < len(windows)}
        dated = {each for each, window in said.items() if window.first or window.last}
        is_declared = own & np.isin(counts.entry, list(dated))
        found[number] = Feed(
            _history(counts, own & ~is_declared, histories),
            _history(counts, is_declared, histories) if dated else None,
            tuple(_window(said[each]) for each in sorted(dated)),
            complete=bool(said) and all(window.complete is True for window in said.values()),
            whole=tuple(_month(day) for window in said.values() for day in _months(window.complete)),
        )
    # A rare feed is judged beside larger ones of the same kinds: homicides of nine years say nothing of other crimes.
    alike = [{number: found[number] for number in found if kinds[number] == each} for each in dict.fromkeys(kinds)]
    return {number: held for feeds in alike for number, held in hold(feeds).items()}


def _window(said: SaidOfExtract) -> Window:
    return Window(
        days_since_epoch(said.first) if said.first else None, days_since_epoch(said.last) if said.last else None
    )


def _months(complete: bool | tuple[date, ...]) -> tuple[date, ...]:
    return () if isinstance(complete, bool) else complete


def _month(day: date) -> Days:
    return days_since_epoch(add_months(day, 0)), days_since_epoch(add_months(day, 1)) - 1
