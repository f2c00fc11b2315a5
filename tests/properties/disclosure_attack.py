"""An attacker on published tables, and small worlds to attack.

A world is a number of people in each small group: area, age, weapon and stretch of days. Every printed figure is a sum
over such groups, which the attacker knows as well as the definitions, the policy and the days covered. He knows
nothing of how svtool chooses what to suppress. From the published files he asks a solver, in whole numbers, how small
and how large each suppressed count can be.
"""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from covering import covering, days_of
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from svtool.commands.measures import Result
from svtool.counting.basis import Basis
from svtool.counting.cells import ALL_LABEL, WHOLE, Cell
from svtool.counting.daily_counts import Counted
from svtool.disclosure.identities import link_cells
from svtool.disclosure.linked_cells import LinkedCells
from svtool.disclosure.released_cells import EarlierReleases, ReleasedCell
from svtool.disclosure.releasing import cells_to_release
from svtool.disclosure.suppression import DisclosureError, suppress
from svtool.disclosure.withholding import disclose
from svtool.figures.area_names import AREA_NOT_KNOWN
from svtool.figures.contract import COUNT, OWN, SERIES, AgainstWhole, Figure
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.periods_shown import Columns
from svtool.figures.populations import Ages, Bands, Populations
from svtool.figures.rates import RateMaker, compared_rates
from svtool.meaning.answer_patterns import Records
from svtool.meaning.decide import decide
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.output.wording.number_words import against_whole_words
from svtool.schema.areas import OUTSIDE, AreaSet
from svtool.schema.breakdowns import NOT_KNOWN_LABEL
from svtool.schema.library import Library
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.periods import Period, Periods
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure, Table, parse_table
from svtool.schema.text_yaml import Document, parse_text_yaml
from svtool.statistics.benchmark import compare_with_benchmark, expected_events
from svtool.statistics.rate_limits import crude_rate

LIBRARY = Library()
ED = LIBRARY.sources["ed"]
AREAS = ("North", "South", "East")
AGES: dict[tuple[int, int] | None, str] = {
    (10, 17): "10–17", (18, 24): "18–24", (25, 120): "25+", (18, 30): NOT_KNOWN_LABEL, None: NOT_KNOWN_LABEL,
}  # fmt: skip
# A reader can't rule out an age that is written as a range, certainly under 25 and in no band.
AGES_THOUGHT_OF = {**AGES, (10, 20): NOT_KNOWN_LABEL}
WEAPONS = ("knife", "other_sharp", "fists", "knife_or_other_sharp", None)
YEARS = (2019, 2020)
# What an extract from April on does not hold; the rest of the year is compared like for like.
STRETCHES = {
    year: {"early": (f"{year}-03-01", f"{year}-03-31"), "late": (f"{year}-04-01", f"{year}-12-31")} for year in YEARS
}

# Records without a date are of no year; each may be of these years.
UNDATED = 0
MAY_BE_OF = {"ever": YEARS, "since 2020": (2020,)}

MEASURES = {
    "sharp": "where: {weapon: [knife, other_sharp]}",
    "sharp_under_25": "part_of: sharp, where: {all: [{weapon: [knife, other_sharp]}, {age: {lt: 25}}]}",
    "knife": "where: {weapon: knife}",  # a part of sharp, which nobody declares
    "under_25": "where: {age: {lt: 25}}",
    "everyone": "desired: fall",
}
# Who lives there, which is known to everybody: few, so that rates are far apart.
RESIDENTS = {"North": 1_000, "South": 1_300, "East": 700}
OF_AGES = {(0, 9): 0.1, (10, 17): 0.2, (18, 24): 0.2, (25, 120): 0.5}
POPULATIONS = Populations(
    "people.csv",
    {
        (area, year): Bands({Ages(*band): int(share * number) for band, share in OF_AGES.items()})
        for (area, number), year in product(RESIDENTS.items(), YEARS)
    },
    dict.fromkeys(YEARS, "estimates"),
)


@dataclass(frozen=True)
class Group:
    """Whom a number of people is about; of those without a date, the stretch names when they may have been there."""

    area: str  # a key, "" for not known, or OUTSIDE
    age: tuple[int, int] | None
    weapon: str | None
    year: int
    stretch: str


@dataclass
class World:
    """How many people there are in each group, and how they are counted."""

    people: dict[Group, int]
    unknown_is_inside: bool = True
    first_covered: date = date(2019, 1, 1)
    last_covered: date = date(2020, 12, 31)

    @property
    def has_undated(self) -> bool:
        """Return whether anybody has no date."""
        return any(number for group, number in self.people.items() if group.year == UNDATED)

    def answer(self, measure: Measure, group: Group) -> bool | None:
        """Return whether a measure counts a group."""
        return decide(measure.rule, {"weapon": group.weapon, "age": group.age}, ED, LIBRARY.catalogue)


def random_world(chance: random.Random) -> World:
    """Return a world of few people, many of them alone in their group."""
    busy = chance.choice([0.3, 1, 3])
    ages = chance.sample(list(AGES), 3)
    weapons = ["knife", *chance.sample(WEAPONS[1:], 2)]
    places = list(AREAS[: chance.choice([2, 3])])
    places += [place for place in (AREA_NOT_KNOWN, OUTSIDE) if chance.random() < 0.4]
    people = {
        Group(area, age, weapon, year, stretch): min(int(chance.expovariate(1 / busy)), 60)
        for area, age, weapon, year, stretch in product(places, ages, weapons, YEARS, ("early", "late"))
    }
    if chance.random() < 0.4:
        people |= {
            Group(area, age, weapon, UNDATED, when): min(int(chance.expovariate(2 / busy)), 60)
            for area, age, weapon, when in product(places, ages, weapons, MAY_BE_OF)
        }
    first = date(2019, 4, 1) if chance.random() < 0.5 else date(2019, 1, 1)
    return World(people, chance.random() < 0.6, first)


class WorldCounts:
    """The counts of a world, asked for as those of a source are."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.breakdowns = {"age_band": LIBRARY.breakdowns["age_band"]}
        self.facts = SimpleNamespace(
            people={}, columns={"area"}, holds_intervals=False, source=ED, area_basis="incident",
            area_bases=("incident",), coarsest="quarter", kinds=None,
        )  # fmt: skip

    def _groups(self, spans: Sequence[tuple[date, date]], values: Mapping[str, str]) -> Iterator[tuple[Group, int]]:
        for group, number in self._world.people.items():
            if group.year == UNDATED:
                years = MAY_BE_OF[group.stretch]
                may_be = any(start.year <= year <= end.year for start, end in spans for year in years)
                if may_be and values.get("age_band", ALL_LABEL) in (ALL_LABEL, AGES[group.age]):
                    yield group, number
                continue
            first, last = (date.fromisoformat(day) for day in STRETCHES[group.year][group.stretch])
            inside = any(start <= first and last <= end for start, end in spans)
            if inside and values.get("age_band", ALL_LABEL) in (ALL_LABEL, AGES[group.age]):
                yield group, number

    def count(self, measure: Measure, basis: Basis, cell: Cell = WHOLE, known_on: date | None = None) -> Counted:
        found = {True: 0, None: 0, False: 0}
        undated = 0
        for group, number in self._groups(days_of(basis), dict(cell.values)):
            answer = self._world.answer(measure, group)
            if cell.area is None:
                if group.area == OUTSIDE:
                    continue
                if group.area == AREA_NOT_KNOWN and not self._world.unknown_is_inside:
                    answer = None if answer is not False else False
            elif group.area != cell.area:
                continue
            if group.year == UNDATED:
                undated += number if answer is not False else 0
            else:
                found[answer] += number
        return Counted(found[True], found[None], found[False], undated if self._world.has_undated else None)

    def labels_of(self, measure: Measure, name: str) -> list[str]:
        found = {
            AGES[group.age]
            for group, number in self._world.people.items()
            if number and self._world.answer(measure, group) is not False
        }
        return [label for label in dict.fromkeys(AGES.values()) if label in found]

    def absent_fields(self, *_: object) -> list[str]:
        return []

    def fields_without_column(self, *_: object) -> list[str]:
        return []

    def open_shares(self, *_: object) -> dict[str, tuple[int, int]]:
        return {}


def tables_of(names: Sequence[str], rules: Mapping[str, str] = MEASURES) -> list[Table]:
    """Return a table of these measures, and a second one in which the first of them stands again."""
    text = "{{id: {0}, title: {0}, groups: [{{title: Some, measures: [{1}]}}]}}"
    entries = [f"{{id: {name}, title: {name}, source: ed, unit: attendance, {rules[name]}}}" for name in names]
    found = []
    for table, measures in (("one", entries), ("again", entries[:1])):
        document = Document(Path(f"{table}.yaml"), f"{table}.yaml")
        parse_text_yaml(text.format(table, ", ".join(measures)), document)
        words = Vocabulary(LIBRARY.sources, LIBRARY.catalogue, LIBRARY.definition, LIBRARY.weights)
        found.append(parse_table(document, words))
    return found


def publish(
    world: World,
    policy: DisclosurePolicy | None,
    names: Sequence[str],
    by: tuple[str, ...],
    partial: str,
    baseline: bool,
    rates: bool = False,
    *,
    rules: Mapping[str, str] = MEASURES,
    charted: list[ChartedPoint] | None = None,
    before: Sequence[ReleasedCell] = (),
    released: list[ReleasedCell] | None = None,
) -> Result:
    """Return the result that would be printed of a world.

    Args:
        world: the people.
        policy: what must not be told.
        names, by, partial, baseline, rates: what is asked.
        rules: what each measure counts.
        charted: takes the points that would be charted beside it, unless the policy lets none be.
        before: what was released before.
        released: takes what is released now.
    """
    tables = tables_of(names, rules)
    areas = AreaSet.model_validate({"id": "town", "title": "Town", "areas": [{"name": name} for name in AREAS]})
    columns = Columns(
        Periods(kind="calendar", years=tuple(str(year) for year in YEARS), baseline="2019" if baseline else None)
    )
    counts: Any = WorldCounts(world)
    covered = {"ed": covering((world.first_covered, world.last_covered))}
    maker = FigureMaker(
        sources=LIBRARY.sources,
        counts={"ed": counts},
        coverage=covered,
        area_basis={},
        areas=areas,
        breaks=(),
        offences_within={},
        options=Options(partial, by, columns.periods.baseline, columns.periods.baseline),  # type: ignore[arg-type]
        columns=columns,
    )
    figures = [figure for table in tables for figure in maker.figures(table, columns.shown)]
    of_people = RateMaker(
        POPULATIONS, areas, {"ed": counts.facts}, {"ed": counts}, covered, columns, LIBRARY.breakdowns
    )
    if rates:
        of_tables = [(table, [figure for figure in figures if figure.table == table.id]) for table in tables]
        figures = [figure for table, own in of_tables for figure in of_people.rated(table, own)]
    measures = {measure.id: measure for table in tables for measure in table.measures}
    recorded = {"weapon": sorted({group.weapon for group in world.people if group.weapon})}
    split = {name: LIBRARY.breakdowns[name] for name in dict.fromkeys((*by, *("age_band" for each in before if each)))}
    records = Records(ED, recorded, perhaps="area" not in by and not world.unknown_is_inside, breakdowns=split)
    meaning = SharedMeaning({"ed": records}, LIBRARY.catalogue)
    if policy:
        linked = link_cells(figures, list(measures.values()), meaning, earlier(before))
        hidden = suppress(linked, policy)
        if released is not None:
            released += cells_to_release(figures, linked, hidden, policy, "earlier", measures, {})
        if charted is not None:
            points = points_of(maker, tables[0])
            again = link_cells([*figures, *points], list(measures.values()), meaning)
            again.settle(linked.behind, hidden)
            charted += shown_points(points, again, policy)
        figures = disclose(figures, linked, policy, hidden)
    definition = LIBRARY.definition("merseyside")
    remarks = compared_rates(figures)
    return Result(
        tables, figures, columns.shown, by, definition, synthetic=False, policy=policy, rates=rates, remarks=remarks
    )


def earlier(cells: Sequence[ReleasedCell]) -> EarlierReleases:
    """Return what was released, with the areas that are outside or nowhere."""
    return EarlierReleases(cells, frozenset({("area", "outside Town")}), frozenset({("area", "area not known")}))


@dataclass(frozen=True)
class ChartedPoint:
    """A point of a chart: of which measure and stretch, and its count as printed; None where it is suppressed."""

    measure_id: str
    year: int
    stretch: str
    shown: int | None


def points_of(maker: FigureMaker, table: Table) -> list[Figure]:
    """Return the whole of every measure in each stretch that is covered, as points of charts are counted.

    Points leave no day between them: what is before the first stretch belongs to its point.
    """
    found = []
    for row, (year, stretches) in product(table.rows, STRETCHES.items()):
        for name, days in stretches.items():
            first, last = map(date.fromisoformat, days)
            first = date(year, 1, 1) if name == "early" else first
            figure = maker.figure(table, row, WHOLE, Period(f"{year}-{name}", name, first, last))
            if figure.counts and figure.days == figure.days_covered:
                found.append(figure.but(counts={SERIES: figure.counts[OWN]}))
    return found


def shown_points(points: Sequence[Figure], linked: LinkedCells, policy: DisclosurePolicy) -> list[ChartedPoint]:
    """Return points as they may be printed; none where the tables leave no way to."""
    try:
        hidden = suppress(linked, policy)
    except DisclosureError:
        return []
    found = []
    for each, behind in zip(points, linked.behind[-len(points) :], strict=True):
        shown = None if behind[SERIES, COUNT] in hidden else policy.rounded(each.count or 0)
        found.append(ChartedPoint(each.measure_id, each.period_start.year, each.column.partition("-")[2], shown))
    return found


Sum = dict[int, int]
SIDES = ("lower", "upper")


@dataclass
class Knowledge:
    """What an attacker knows of sums over groups: each lies in a range. Targets are what he wants to know."""

    groups: int
    most: int = 1_000
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)
    targets: list[tuple[str, Sum]] = field(default_factory=list)

    def know(self, sum_: Sum, lowest: float, highest: float) -> None:
        self.rows.append((sum_, lowest, highest))

    def ranges(self, least: int) -> list[tuple[str, float, float]]:
        """Return the range of every target; the search stops as soon as a range is `least` wide."""
        at, places, factors = [], [], []
        for i, (sum_, _, _) in enumerate(self.rows):
            at += [i] * len(sum_)
            places += list(sum_)
            factors += list(sum_.values())
        matrix = csr_array((factors, (at, places)), (len(self.rows), self.groups), dtype=float)
        known = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        wanted = np.zeros((len(self.targets), self.groups))
        for i, (_, sum_) in enumerate(self.targets):
            wanted[i, list(sum_)] = list(sum_.values())
        lowest, highest = np.full(len(wanted), np.inf), np.full(len(wanted), -np.inf)

        def solve(cost: Any) -> None:
            # A bound keeps the program finite; it lies far above every count.
            found = milp(cost, constraints=known, bounds=Bounds(0, self.most), integrality=np.ones(self.groups))
            assert found.x is not None, found.message
            values = wanted @ np.round(found.x)
            np.minimum(lowest, values, out=lowest)
            np.maximum(highest, values, out=highest)

        if len(wanted):
            solve(wanted.sum(axis=0))
            solve(-wanted.sum(axis=0))
        for row, low, high in zip(wanted, lowest, highest, strict=True):
            if high - low < least:
                solve(row)
                solve(-row)
        return [(name, low, high) for (name, _), low, high in zip(self.targets, lowest, highest, strict=True)]


class Attack:
    """Reads a published table as CSV and gathers what it gives away."""

    def __init__(self, world: World, names: Sequence[str], policy: DisclosurePolicy, partial: str) -> None:
        self._world, self._policy, self._partial = world, policy, partial
        self._may_hide_zeros = False
        self._measures: dict[str, Measure] = {each.id: each for each in tables_of(names)[0].measures}
        # Of the people he knows which groups there could be, and which weapons are ever recorded.
        weapons = sorted({None, *(group.weapon for group in world.people)}, key=str)
        places = [*AREAS, AREA_NOT_KNOWN, OUTSIDE]
        ages = AGES_THOUGHT_OF
        self._groups = [Group(*each) for each in product(places, ages, weapons, YEARS, ("early", "late"))]
        self._groups += [Group(*each) for each in product(places, ages, weapons, (UNDATED,), MAY_BE_OF)]
        self.knowledge = Knowledge(len(self._groups))

    def _stretches(self, year: int, full: bool) -> list[tuple[int, str]]:
        covered = year > 2019 or self._world.first_covered.month == 1
        if self._world.last_covered.month == 3 and (year == 2020 or not full):
            return [(year, "early")]
        return [(year, stretch) for stretch in (("early", "late") if full and covered else ("late",))]

    def _sum(self, row: Mapping[str, str], stretches: Sequence[tuple[int, str]], kind: str) -> Sum:
        measure, band = self._measures[row["measure_id"]], row.get("age_band", ALL_LABEL)
        found: Sum = {}
        for i, group in enumerate(self._groups):
            if (group.year, group.stretch) not in stretches or band not in (ALL_LABEL, AGES_THOUGHT_OF[group.age]):
                continue
            answer = self._world.answer(measure, group)
            if row["area"] == "Town":
                if group.area == OUTSIDE:
                    continue
                if group.area == AREA_NOT_KNOWN and not self._world.unknown_is_inside:
                    answer = None if answer is not False else False
            elif group.area != {"area not known": AREA_NOT_KNOWN, "outside Town": OUTSIDE}.get(
                row["area"], row["area"]
            ):
                continue
            if kind == "undated":
                found |= {i: 1} if answer is not False else {}
            elif answer is {"count": True, "not_known": None}[kind]:
                found[i] = 1
        return found

    @property
    def _is_whole(self) -> bool:
        """Return whether both years are covered from the first day to the last."""
        return self._world.first_covered.month == 1 and self._world.last_covered.month > 3

    def _undated(self, row: Mapping[str, str], year: int) -> Sum:
        """Return whom the undated of a row and year are; nobody in a world in which everybody has a date."""
        stretches = [(UNDATED, when) for when, years in MAY_BE_OF.items() if year in years]
        return self._sum(row, stretches, "undated") if self._world.has_undated else {}

    def read_later(
        self, world: World, asked: Mapping[str, Any], rows: Sequence[Mapping[str, str]], *, may_hide_zeros: bool
    ) -> None:
        """Gather what another release says of the same people, covered on other days."""
        names = asked["names"]
        self._world, self._partial, self._may_hide_zeros = world, asked["partial"], may_hide_zeros
        rules = asked.get("rules", MEASURES)
        self._measures |= {each.id: each for each in tables_of(names, rules)[0].measures}
        self.read(rows)

    def numbers_in(self, world: World) -> list[int]:
        """Return how many people a world has in each group that the attacker thinks of."""
        return [world.people.get(group, 0) for group in self._groups]

    def read(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Gather what every row says."""
        for row in rows:
            self._read_row(row)

    def _read_row(self, row: Mapping[str, str]) -> None:
        year = int(row["period_start"][:4])
        own = self._stretches(year, full=True)
        where = f"{row['table']} {row['measure_id']} {row['area']} {row.get('age_band', '')} {year}"
        self._printed_or_wanted(where, row["count"], self._sum(row, own, "count"), row["status"] == "c")
        self._printed_or_wanted(
            f"{where} not known", row["not_known"], self._sum(row, own, "not_known"), row["not_known"] == ""
        )
        if self._world.has_undated:
            undated = row["undated"]
            self._printed_or_wanted(f"{where} undated", undated, self._undated(row, year), undated == "")
        for comparison, now, before, names in (
            ("comparison", "compared_count", "comparator_count", ("change", "change_pct")),
            ("baseline_comparison", "baseline_now", "baseline_before", ("baseline_change", "baseline_change_pct")),
        ):
            if year == 2019 or row[comparison] in ("", "none", "refused", "break"):
                continue
            alike = self._is_whole or self._partial == "raw"
            late = self._sum(row, self._stretches(2020, full=alike), "count")
            early = self._sum(row, self._stretches(2019, full=alike or self._world.last_covered.month > 3), "count")
            self._printed_or_wanted(f"{where} {now}", row[now], late, row[now] == "")
            self._printed_or_wanted(f"{where} {before}", row[before], early, row[before] == "")
            self._from_change(row[names[0]], row[names[1]], late, early)
        self._from_range(row)
        if row.get("population"):
            self._from_rate(row, self._sum(row, own, "count"), own)

    def read_points(self, points: Sequence[ChartedPoint]) -> None:
        """Gather what the points of charts say, each of the whole in one stretch."""
        for each in points:
            row = {"measure_id": each.measure_id, "area": "Town"}
            sum_ = self._sum(row, [(each.year, each.stretch)], "count")
            where = f"point {each.measure_id} {each.year} {each.stretch}"
            self._printed_or_wanted(where, "" if each.shown is None else str(each.shown), sum_, each.shown is None)

    def _printed_or_wanted(self, where: str, text: str, sum_: Sum, suppressed: bool) -> None:
        if text:
            self.knowledge.know(sum_, *self._policy.range_of(int(text)) if self._is_plain(int(text)) else (0, 1e9))
        elif suppressed:
            self.knowledge.know(sum_, 1 if self._policy.show_zero and not self._may_hide_zeros else 0, 1e9)
            if sum_:  # nobody can be of a group that can't be
                self.knowledge.targets.append((where, sum_))

    def _is_plain(self, printed: int) -> bool:
        assert printed == self._policy.rounded(printed), "printed without being rounded"
        assert not self._policy.hides(printed), "printed although it is small"
        return True

    def _from_change(self, change: str, per_cent: str, late: Sum, early: Sum) -> None:
        """Learn both counts from their difference and its per cent."""
        if not change:
            assert not per_cent
            return
        difference = int(change)
        if per_cent and difference:
            before = round(100 * difference / float(per_cent))
        elif not per_cent:
            before = 0
        else:
            step = self._policy.step - 1
            self.knowledge.know(_less(late, early), -step, step)
            return
        self.knowledge.know(early, *self._policy.range_of(before))
        self.knowledge.know(late, *self._policy.range_of(before + difference))

    def _from_range(self, row: Mapping[str, str]) -> None:
        """Learn what is not known of the compared days from the range that the change would have."""
        if not row["compared_count"] or not row["comparator_count"]:
            assert not row["p_value"] and not row["change_lower_pct"] and not row["change_upper_pct"]
            return
        now, before = int(row["compared_count"]), int(row["comparator_count"])
        alike = self._is_whole or self._partial == "raw"
        full = alike or self._world.last_covered.month > 3
        if row["change_if_known_max_pct"] and before:
            most = round(before * (1 + float(row["change_if_known_max_pct"]) / 100))
            sum_ = self._sum(row, self._stretches(2020, full=alike), "not_known") | self._undated(row, 2020)
            self.knowledge.know(sum_, *self._range_of_sum(most - now))
        if row["change_if_known_min_pct"] and now:
            base = round(now / (1 + float(row["change_if_known_min_pct"]) / 100))
            sum_ = self._sum(row, self._stretches(2019, full=full), "not_known") | self._undated(row, 2019)
            self.knowledge.know(sum_, *self._range_of_sum(base - before))

    def _range_of_sum(self, printed: int) -> tuple[float, float]:
        """Return what not known and undated come to, where both were rounded by themselves."""
        if not self._world.has_undated or not self._policy.rounds:
            return self._policy.range_of(printed)
        return max(0, printed - self._policy.step), printed + self._policy.step

    def _from_rate(self, row: Mapping[str, str], sum_: Sum, stretches: Sequence[tuple[int, str]]) -> None:
        """Learn the count from the rate, from each of its limits, and all areas' from how one compares with them."""
        people = int(row["population"])
        assert not any(text for name, text in row.items() if name.startswith("standardised"))
        for name, text in row.items():
            if text and (name == "rate" or name.startswith(("rate_lower", "rate_upper"))):
                found = counts_of_rates(people)[name]
                count = min(found, key=lambda each: abs(found[each] - float(text)))
                assert self._is_plain(count)
                self.knowledge.know(sum_, *self._policy.range_of(count))
        if not row["rate_against_whole"]:
            return
        count, everyone = int(row["count"]), round(people / RESIDENTS[row["area"]] * sum(RESIDENTS.values()))
        agreeing = [
            whole for whole in range(1, 400) if _against(count, people, whole, everyone) == row["rate_against_whole"]
        ]
        all_areas = [self._sum({**row, "area": area}, stretches, "count") for area in AREAS]
        self.knowledge.know({i: 1 for sum_ in all_areas for i in sum_}, min(agreeing), max(agreeing))


@cache
def counts_of_rates(people: int) -> dict[str, dict[int, float]]:
    """Return for each column of a rate what it is for every count that there could be."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for count in range(400):
        rate = crude_rate(count, people)
        levels = (("95", rate.at_95), ("998", rate.at_998))
        numbers = {f"rate_{side}_{level}": getattr(limits, side) for level, limits in levels for side in SIDES}
        for name, value in {"rate": rate.value, **numbers}.items():
            if value is not None:
                found[name][count] = value
    return found


@cache
def _against(count: int, people: int, whole: int, everyone: int) -> str:
    found = compare_with_benchmark(count, expected_events([people], [whole / everyone]))
    return against_whole_words(AgainstWhole(found.direction, found.level))


def _less(one: Sum, other: Sum) -> Sum:
    return {i: one.get(i, 0) - other.get(i, 0) for i in {*one, *other}}


def rows_of_csv(text: str) -> list[dict[str, str]]:
    """Return the rows of a published CSV file."""
    return list(csv.DictReader(io.StringIO(text)))
