"""Which days a source holds: one answer for every figure, comparison, series and check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property

import numpy as np

from svtool.counting.basis import NEVER, Basis
from svtool.coverage.comparable import Lack, PeriodBasis, pair_basis, period_basis
from svtool.coverage.covers import Cover, Lacking, Pair, PartName, Strays
from svtool.coverage.history import first_day_of, month_of, take_away
from svtool.coverage.outages import Days, intersect, join, subtract
from svtool.coverage.parts import Part, PartKey
from svtool.coverage.source_feeds import BLANK, EVER, SourceFeeds, find_feeds, hold_people
from svtool.dates import Span, day_of, days_since_epoch
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts, records_by_day
from svtool.gathering.kinds_held import Kinds
from svtool.schema.periods import Period
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.sources import AREA, RECORDED, Role
from svtool.schema.suppliers import Supplier


@dataclass(frozen=True)
class Coverage:
    """Which days the extracts of a source hold, part by part.

    Attributes:
        feeds: the feeds and their parts.
        places: the keys of places by their numbers in the records.
        people: role → for each feed the days on which people in files of their own are held.
        names: the names of areas by their keys.
        wider: a feed → those of its supplier that hold all kinds that it was drawn for, and more.
    """

    feeds: SourceFeeds
    places: tuple[str | None, ...] = (None,)
    people: Mapping[Role, tuple[tuple[Days, ...], ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    wider: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def rows_and_columns(self) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
        """Return the feeds and places that the rows and columns of every basis stand for."""
        feeds, names = self.feeds, list(self.feeds.names)
        titles = [
            name if names.count(name) == 1 else f"{name}, kind {kind}"
            for name, kind in zip(names, feeds.kinds, strict=True)
        ]
        of_number = {number: "" if feed == BLANK else titles[feed] for number, feed in feeds.of_number.items()}
        return tuple(of_number.get(number, "") for number in range(max(of_number, default=0) + 1)), self.places

    def of_period(
        self, period: Period, area: str | None = None, role: Role | None = None, kinds: frozenset[int] | None = None
    ) -> Cover:
        """Return what is held of a period.

        Args:
            period: the period, as far as it could be known.
            area: the key of an area; None for the whole.
            role: whose files are asked beside those of the records, if they are files of their own.
            kinds: the kinds of files that the figure rests on; None for all.
        """
        return self._cover(_bounds(period), area, role, kinds)

    @cached_property
    def _cover(self) -> Callable[[Days, str | None, Role | None, frozenset[int] | None], Cover]:
        """Return what gives the cover of some days: every measure of a table asks for the same ones."""
        return cache(self._find_cover)

    def _find_cover(self, bounds: Days, area: str | None, role: Role | None, kinds: frozenset[int] | None) -> Cover:
        if bounds[1] < bounds[0]:
            return Cover()
        parts = self._parts(area, role)
        weighed = self._weighed(parts, kinds)
        found = period_basis(weighed, bounds)
        held = {part.key: days for part, days in found.parts}
        anyone = join(day for days in held.values() for day in days)
        days_of = {part.key: held.get(part.key, intersect(part.days, anyone)) for part in parts}
        return Cover(
            self._basis(days_of, parts, found.named),
            _spans(found.covered),
            _spans(found.named),
            tuple(self._told_by_files(self._lacking(found), area, role)),
            found.share_lacking,
            self._not_open(parts, bounds),
        )

    def of_pair(
        self,
        now: Period,
        before: Period,
        area: str | None = None,
        role: Role | None = None,
        kinds: frozenset[int] | None = None,
    ) -> Pair:
        """Return what two periods can be compared on.

        Args:
            now, before: the periods.
            area: the key of an area; None for the whole.
            role: whose files are asked beside those of the records.
            kinds: the kinds of files that the figures rest on; None for all.
        """
        return self._pair((_bounds(now), _bounds(before)), area, role, kinds)

    @cached_property
    def _pair(self) -> Callable[[tuple[Days, Days], str | None, Role | None, frozenset[int] | None], Pair]:
        return cache(self._find_pair)

    def _find_pair(
        self, bounds: tuple[Days, Days], area: str | None, role: Role | None, kinds: frozenset[int] | None
    ) -> Pair:
        parts = self._parts(area, role)
        covers = self._cover(bounds[0], area, role, kinds), self._cover(bounds[1], area, role, kinds)
        ever = self._ever(area, role)
        if any(last < first for first, last in bounds) or not parts:
            return Pair(False, Basis.of(()), Basis.of(()), *covers, ever)
        found = pair_basis(self._weighed(parts, kinds), *bounds)
        if found.full:
            return Pair(True, covers[0].basis, covers[1].basis, *covers, ever)
        left = {part.key for part in found.left_out}
        bases = [
            self._basis({part.key: [] if part.key in left else days for part in parts}, parts, days)
            for days in (found.now, found.before)
        ]
        left_out = self._whole_feeds(found.left_out, parts)
        without = tuple(dict.fromkeys(self.name_of(part).title for part in left_out))
        return Pair(False, bases[0], bases[1], *covers, ever, without)

    @cached_property
    def _ever(self) -> Callable[[str | None, Role | None], Basis]:
        """Return what gives all that is held at any time, which every pair of an area asks for."""
        return cache(self._find_ever)

    def _find_ever(self, area: str | None, role: Role | None) -> Basis:
        parts = self._parts(area, role)
        return self._basis({part.key: part.days for part in parts}, parts, self._nearly_all(parts))

    def held_ever(self, area: str | None = None, role: Role | None = None) -> Basis:
        """Return all that is held at any time."""
        return self._ever(area, role)

    def days_of(self, area: str | None = None, role: Role | None = None) -> tuple[Span, ...]:
        """Return the days that nearly all of the source holds, from the first to the last."""
        return _spans(self._nearly_all(self._parts(area, role)))

    def _nearly_all(self, parts: Sequence[Part]) -> list[Days]:
        """Return the days that nearly all of some parts hold, at any time."""
        held = [days for part in parts for days in part.days]
        if not held:
            return []
        return period_basis(parts, (min(first for first, _ in held), max(last for _, last in held))).covered

    def lacking_ever(self) -> list[Lacking]:
        """Return the named parts that lack days between the first and the last that any part holds, and which."""
        parts = self._parts(None, None)
        held = [days for part in parts for days in part.own_days]
        if not held:
            return []
        bounds = min(first for first, _ in held), max(last for _, last in held)
        own = [_on(part, part.own_days) for part in parts]
        found = list(self._lacking(period_basis(own, bounds)))
        return [each for each in found if each.part.area or (each.part.feed and len(self.feeds.names) > 1)]

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Return the days that nearly all of the source holds."""
        return self.days_of()

    @cached_property
    def strays(self) -> tuple[Strays, ...]:
        """Return the records on days that their part does not hold, by feed."""
        found: list[Strays] = []
        for number in range(len(self.feeds.names)):
            own = [part for part in self.feeds.parts if part.feed == number]
            outside = [take_away(part.history, part.history.within(part.own_days)) for part in own]
            records = sum(each.total for each in outside)
            if records:
                months = sorted({month for each in outside for month in month_of(each.day).tolist()})
                spans = _spans(join((first_day_of(month), first_day_of(month + 1) - 1) for month in months))
                found.append(Strays(PartName(self.feeds.names[number]), records, spans))
        return tuple(found)

    @property
    def inferred_from_few(self) -> bool:
        """Return whether the days are told from so few records that months without any prove nothing."""
        return bool(self.feeds.held) and all(each.rare for each in self.feeds.held)

    def contradicted(self) -> list[Lacking]:
        """Return the declared days of feeds on which next to nothing is there."""
        return [
            Lacking(PartName(name), _spans(held.contradicted))
            for name, held in zip(self.feeds.names, self.feeds.held, strict=True)
            if held.contradicted
        ]

    def name_of(self, part: Part) -> PartName:
        """Return what a part is called."""
        feed = self.feeds.names[part.feed] if len(self.feeds.names) > 1 or not part.area else ""
        return PartName(feed, self.names[part.area] if part.area else "")

    def _parts(self, area: str | None, role: Role | None) -> tuple[Part, ...]:
        """Return the parts that a figure rests on, with the days that it may use of each."""
        if area is None:
            found = list(self.feeds.parts)
        elif any(part.area == area for part in (*self.feeds.parts, *self.feeds.small)):
            found = [_on(part, part.own_days) for part in (*self.feeds.parts, *self.feeds.small) if part.area == area]
        else:
            # A place that no feed has as a part: nowhere, elsewhere, or an area without a record.
            found = [_on(part, list(self.feeds.held[part.feed].days)) for part in _first_of_each_feed(self.feeds.parts)]
        if role is not None and role in self.people:
            held = self.people[role]
            found = [_on(part, intersect(part.days, held[part.feed])) for part in found]
        return tuple(found)

    def _weighed(self, parts: Sequence[Part], kinds: frozenset[int] | None) -> tuple[Part, ...]:
        """Return the parts that a period is judged by: those of the kinds asked for.

        Where a supplier's wider files hold what narrower ones do, either will do: the narrower are no parts of their
        own, and what they hold the wider need not.
        """
        asked = [part for part in parts if kinds is None or self.feeds.kinds[part.feed] in kinds] or list(parts)
        narrower: dict[int, list[Days]] = {}
        of_feeds = {part.feed for part in asked}
        for part in asked:
            for wide in self.wider.get(part.feed, ()):
                narrower.setdefault(wide, []).extend(part.days)
        return tuple(
            _on(part, join([*part.days, *narrower[part.feed]])) if part.feed in narrower else part
            for part in asked
            if not of_feeds & set(self.wider.get(part.feed, ()))
        )

    def _basis(self, days: Mapping[PartKey, Sequence[Days]], parts: Sequence[Part], named: Sequence[Days]) -> Basis:
        """Return a basis: of each part the days given by its key."""
        spans = _spans(named)
        distinct = dict.fromkeys(tuple(each) for each in days.values())
        if len(distinct) <= 1:
            only = _spans(next(iter(distinct), ()))
            return Basis(spans, (only,))
        sets: dict[tuple[Days, ...], int] = {each: number for number, each in enumerate(distinct)}
        of_feed: dict[int, dict[str | None, int]] = {}
        for part in parts:
            of_feed.setdefault(part.feed, {})[part.area] = sets[tuple(days[part.key])]
        anyone = tuple(join(each for every in distinct for each in every))
        blank = sets.setdefault(anyone, len(sets))
        grid = np.full((max(self.feeds.of_number, default=0) + 1, len(self.places)), NEVER, np.int16)
        for number, feed in self.feeds.of_number.items():
            for place, key in enumerate(self.places):
                grid[number, place] = blank if feed == BLANK else _of_place(of_feed.get(feed, {}), key)
        if len(set(self.feeds.of_number)) == 1:
            grid[:] = grid[next(iter(self.feeds.of_number))]  # records of one feed are not asked for its number
        return Basis(spans, tuple(_spans(each) for each in sets), grid)

    def _lacking(self, found: PeriodBasis) -> Iterable[Lacking]:
        """Yield who lacks which days: a feed those that all its parts lack, its areas those beyond."""
        by_feed: dict[int, list[Lack]] = {}
        for lack in found.lacks:
            by_feed.setdefault(lack.part.feed, []).append(lack)
        sizes: dict[int, int] = {}
        for part, _ in found.parts:
            sizes[part.feed] = sizes.get(part.feed, 0) + 1
        for feed, lacks in by_feed.items():
            common = list(lacks[0].days) if len(lacks) == sizes[feed] else []
            for lack in lacks[1:]:
                common = intersect(common, lack.days)
            if common:
                yield Lacking(PartName(self.feeds.names[feed]), _spans(join(common)))
            for lack in lacks:
                more = subtract(lack.days, common)
                if more:
                    yield Lacking(self.name_of(lack.part), _spans(more))

    def _not_open(self, parts: Sequence[Part], bounds: Days) -> tuple[Lacking, ...]:
        """Return which suppliers of some parts were not open on which days."""
        closed = {part.feed: subtract([bounds], [part.exists]) for part in parts}
        return tuple(
            Lacking(PartName(self.feeds.names[feed]), _spans(days)) for feed, days in sorted(closed.items()) if days
        )

    def _told_by_files(self, lacking: Iterable[Lacking], area: str | None, role: Role | None) -> Iterator[Lacking]:
        """Yield who lacks days, those apart on which the records are there and only the people's own files are not."""
        if role is None or role not in self.people:
            yield from lacking
            return
        of_records = {
            feed: join(day for part in self._parts(area, None) if part.feed == feed for day in part.days)
            for feed in range(len(self.feeds.names))
        }
        for each in lacking:
            feed = self.feeds.names.index(each.part.feed) if each.part.feed in self.feeds.names else 0
            days = [(days_since_epoch(first), days_since_epoch(last)) for first, last in each.spans]
            of_people = intersect(days, of_records[feed])
            if left := subtract(days, of_people):
                yield Lacking(each.part, _spans(left))
            if of_people:
                yield Lacking(replace(each.part, people=f"{role}s"), _spans(join(of_people)))

    def _whole_feeds(self, left_out: Sequence[Part], parts: Sequence[Part]) -> list[Part]:
        """Return the parts that are left out; of a feed that is left out whole, the feed."""
        found: list[Part] = []
        for part in left_out:
            own = [each for each in parts if each.feed == part.feed]
            whole = all(any(each is other for other in left_out) for each in own)
            found.append(Part(part.feed, None, part.history, [], [], EVER) if whole else part)
        return found


def _of_place(of_feed: Mapping[str | None, int], key: str | None) -> int:
    return of_feed.get(key, of_feed.get(None, NEVER)) if key is not None else of_feed.get(None, NEVER)


def _first_of_each_feed(parts: Sequence[Part]) -> list[Part]:
    return list({part.feed: part for part in reversed(parts)}.values())[::-1]


def _on(part: Part, days: Sequence[Days]) -> Part:
    return replace(part, days=list(days), own_days=list(days))


def _bounds(period: Period) -> Days:
    return days_since_epoch(period.start), days_since_epoch(period.known_end)


def _spans(days: Iterable[Days]) -> tuple[tuple[date, date], ...]:
    return tuple((day_of(first), day_of(last)) for first, last in days)


def coverage_of(
    facts: Facts, areas: Mapping[str, str], unknown_is_inside: bool, suppliers: Mapping[str, Supplier]
) -> Coverage:
    """Return which days the extracts of a source hold.

    Args:
        facts: the source.
        areas: the project's areas, key → name; none where areas are not told apart.
        unknown_is_inside: whether records without a known area count for the whole.
        suppliers: what the project says of suppliers, by name.
    """
    feeds = find_feeds(facts, list(areas), unknown_is_inside, suppliers)
    histories = facts.feeds_by_kinds
    people = {
        role: tuple(
            tuple(held.days) for held in hold_people(feeds, histories, counts, histories.windows_of_people[role])
        )
        for role, counts in histories.people.items()
    }
    places = tuple(facts.vocabularies[AREA].values) if AREA in facts.vocabularies else (None,)
    return Coverage(feeds, places, people, areas, _wider_feeds(feeds, facts.kinds.kinds if facts.kinds else ({},)))


def _wider_feeds(feeds: SourceFeeds, kinds: Sequence[Kinds]) -> dict[int, tuple[int, ...]]:
    """Return for each feed those of its supplier that hold all kinds that it was drawn for, and more."""
    found: dict[int, tuple[int, ...]] = {}
    for number, (name, own) in enumerate(zip(feeds.names, feeds.kinds, strict=True)):
        wider = tuple(
            other
            for other, (its_name, its_kinds) in enumerate(zip(feeds.names, feeds.kinds, strict=True))
            if its_name == name and its_kinds != own and _holds_all_of(kinds[its_kinds], kinds[own])
        )
        if wider:
            found[number] = wider
    return found


def _holds_all_of(wide: Kinds, narrow: Kinds) -> bool:
    return all(name in narrow and narrow[name] <= values for name, values in wide.items())


def recorded_until(engine: Engine, facts: Facts, coverage: Coverage) -> date:
    """Return the day until which every supplier's extracts hold what was recorded; rare suppliers tell nothing."""
    last = coverage.spans[-1][1] if coverage.spans else date.min
    if RECORDED not in facts.columns:
        return last
    # An extract selected on its recorded date may end with quiet days; one selected on another date goes on recording.
    rare = {name for name, held in zip(coverage.feeds.names, coverage.feeds.held, strict=True) if held.rare}
    names = facts.vocabularies[SUPPLIER].values if SUPPLIER in facts.vocabularies else [None]
    daily = records_by_day(engine, facts, RECORDED)
    telling = [max(days) for supplier, days in daily.items() if (names[supplier] or "") not in rare]
    return max(last, min(telling or [max(days) for days in daily.values()], default=last))
