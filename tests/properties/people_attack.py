"""Small worlds of people who had incidents, and an attacker on published tables of both.

A world is a number of people for each history: how many incidents of each kind somebody had in each area in a year. The
attacker knows that everybody has one, and nothing of how svtool chooses what to suppress. From the published counts he
asks a solver, in whole numbers, how small and how large each suppressed one can be.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from covering import covering, days_of
from disclosure_attack import LIBRARY, Knowledge, Sum

from svtool.commands.measures import Result
from svtool.counting.basis import Basis
from svtool.counting.cells import WHOLE, Cell
from svtool.counting.daily_counts import Counted
from svtool.counting.person_tally import PersonTally
from svtool.dates import Span
from svtool.disclosure.identities import link_cells
from svtool.disclosure.withholding import disclose
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.periods_shown import Columns
from svtool.meaning.answer_patterns import Records
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.schema.areas import AreaSet
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.periods import Periods
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure, Table, parse_table
from svtool.schema.text_yaml import Document, parse_text_yaml

POLICE = LIBRARY.sources["police"]
AREAS, KINDS, YEARS = ("North", "South"), ("knife", "other"), (2019, 2020)
CELLS = tuple(product(AREAS, KINDS))
MOST_TOLD_APART = 3  # whoever had more incidents of a kind in an area counts as whoever had so many
MANY = 1_000

Incidents = tuple[int, ...]  # of one person, in each of the cells
HISTORIES: list[Incidents] = [each for each in product(range(MOST_TOLD_APART + 1), repeat=len(CELLS)) if any(each)]

KNIFE = "where: {knife: yes}"
MEASURES = {
    "incidents": "unit: victim_incident",
    "people": "unit: victim",
    "twice": "unit: victim, having: {offences: {gte: 2}}",
    "thrice": "unit: victim, having: {offences: {gte: 3}}",
    "knife_incidents": f"unit: victim_incident, {KNIFE}",
    "knife_people": f"unit: victim, {KNIFE}",
    "knife_twice": f"unit: victim, {KNIFE}, having: {{offences: {{gte: 2}}}}",
}


@dataclass
class PeopleWorld:
    """How many people had each history in each year, and how many incidents are of nobody with a name."""

    people: dict[tuple[int, Incidents], int]
    nameless: dict[tuple[int, int], int]  # year, cell


def random_world(chance: random.Random) -> PeopleWorld:
    """Return a world in which most people had one incident, and few had several."""
    often, seldom = chance.choice([3, 8, 20]), chance.choice([0.1, 0.2, 0.5])
    people: dict[tuple[int, Incidents], int] = {}
    for year, history in product(YEARS, HISTORIES):
        if sum(history) == 1:
            people[year, history] = int(chance.expovariate(1 / often))
        elif chance.random() < seldom * 8 / 4 ** sum(history):
            people[year, history] = chance.choice([1, 1, 1, 2])
    has_nameless = chance.random() < 0.3
    nameless = {each: chance.choice([0, 0, 1, 4]) for each in product(YEARS, range(len(CELLS)))} if has_nameless else {}
    return PeopleWorld(people, nameless)


def measures_of(names: Sequence[str], of_places: bool = False) -> Table:
    """Return a table of these measures; of places and their offences instead of people and their incidents."""
    asked = {
        name: each.replace("victim_incident", "offence").replace("victim", "place") if of_places else each
        for name, each in MEASURES.items()
    }
    entries = [f"{{id: {name}, title: {name}, source: police, {asked[name]}}}" for name in names]
    document = Document(Path("table.yaml"), "table.yaml")
    parse_text_yaml(f"{{id: t, title: T, groups: [{{title: G, measures: [{', '.join(entries)}]}}]}}", document)
    return parse_table(document, Vocabulary(LIBRARY.sources, LIBRARY.catalogue, LIBRARY.definition, LIBRARY.weights))


def is_counted(measure: str, area: str | None) -> Iterator[int]:
    """Yield the numbers of the cells that a measure counts incidents of, in an area or in all."""
    for i, (place, kind) in enumerate(CELLS):
        if area in (None, place) and (kind == "knife" or not measure.startswith("knife")):
            yield i


def how_often(measure: str) -> int:
    """Return how many incidents make a person count."""
    return {"twice": 2, "thrice": 3}.get(measure.removeprefix("knife_"), 1)


class PeopleCounts:
    """The counts of a world, asked for as those of a source are."""

    def __init__(self, world: PeopleWorld, areas: AreaSet) -> None:
        self._world, self._areas = world, {area.key: area.name for area in areas.areas}
        self.facts = SimpleNamespace(
            people={
                "victim": SimpleNamespace(countable=True, table="police_victim"),
                "place": SimpleNamespace(countable=True, table=""),
            },
            columns={"recorded_date", "area"},
            holds_intervals=False, source=POLICE, area_basis="incident", area_bases=("incident",), coarsest="day",
            kinds=None,
        )  # fmt: skip

    def count(self, measure: Measure, basis: Basis, cell: Cell = WHOLE, known_on: date | None = None) -> Counted:
        if measure.counts_persons:
            return Counted(self.count_persons(measure, basis, cell, known_on).met)
        years, cells = _years(days_of(basis)), self._cells(measure, cell)
        met = sum(
            number * sum(history[i] for i in cells)
            for (year, history), number in self._world.people.items()
            if year in years
        )
        return Counted(met + sum(n for (year, i), n in self._world.nameless.items() if year in years and i in cells))

    def met_in_each(
        self, measure: Measure, basis: Basis, spans: Sequence[Span], cell: Cell, known_on: date | None
    ) -> list[int]:
        return [self.count(measure, Basis.of([each]), cell, known_on).met for each in spans]

    def count_persons(self, measure: Measure, basis: Basis, cell: Cell, _: date | None = None) -> PersonTally:
        years, cells = _years(days_of(basis)), self._cells(measure, cell)
        met = sum(
            number
            for (year, history), number in self._world.people.items()
            if year in years and sum(history[i] for i in cells) >= how_often(measure.id)
        )
        return PersonTally(met, 0, 100, sum(self._world.nameless.values()))

    def _cells(self, measure: Measure, cell: Cell) -> list[int]:
        return list(is_counted(measure.id, self._areas.get(cell.area or "", cell.area)))

    def labels_of(self, *_: object) -> list[str]:
        return []

    def absent_fields(self, *_: object) -> list[str]:
        return []

    def fields_without_column(self, *_: object) -> list[str]:
        return []

    def open_shares(self, *_: object) -> dict[str, tuple[int, int]]:
        return {}


def _years(spans: Sequence[tuple[date, date]]) -> set[int]:
    return {year for start, end in spans for year in range(start.year, end.year + 1)}


def publish_people(
    world: PeopleWorld, policy: DisclosurePolicy, names: Sequence[str], by: tuple[str, ...], of_places: bool = False
) -> Result:
    """Return the result that would be printed of a world, whose people may be taken for places."""
    table = measures_of(names, of_places)
    areas = AreaSet.model_validate({"id": "town", "title": "Town", "areas": [{"name": name} for name in AREAS]})
    columns = Columns(Periods(kind="calendar", years=tuple(str(year) for year in YEARS)))
    counts: Any = PeopleCounts(world, areas)
    maker = FigureMaker(
        sources=LIBRARY.sources,
        counts={"police": counts},
        coverage={"police": covering((date(2019, 1, 1), date(2020, 12, 31)))},
        area_basis={},
        areas=areas,
        breaks=(),
        offences_within={},
        options=Options(by=by),
        columns=columns,
    )
    figures = maker.figures(table, columns.shown)
    meaning = SharedMeaning({"police": Records(POLICE, with_people=True)}, LIBRARY.catalogue)
    shown = disclose(figures, link_cells(figures, table.measures, meaning), policy)
    return Result([table], shown, columns.shown, by, LIBRARY.definition("merseyside"), synthetic=False, policy=policy)


class PeopleAttack:
    """Reads the published rows of one year and gathers what they give away."""

    def __init__(self, world: PeopleWorld, policy: DisclosurePolicy) -> None:
        self._policy, self._has_nameless = policy, bool(world.nameless)
        # Numbers: people of each history; incidents beyond those told apart, of each cell; and those of nobody.
        self._beyond, self._nameless = len(HISTORIES), len(HISTORIES) + len(CELLS)
        self.knowledge = Knowledge(self._nameless + len(CELLS), MANY)
        for i in range(len(CELLS)):
            most = {h: -MANY for h, history in enumerate(HISTORIES) if history[i] == MOST_TOLD_APART}
            self.knowledge.know({self._beyond + i: 1, **most}, -1e9, 0)
            if not self._has_nameless:
                self.knowledge.know({self._nameless + i: 1}, 0, 0)

    def read(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Gather what every row says."""
        for row in rows:
            sum_ = self._sum(row["measure_id"], None if row["area"] == "Town" else row["area"])
            if row["count"]:
                self.knowledge.know(sum_, *self._policy.range_of(int(row["count"])))
            else:
                assert row["status"] == "c"
                self.knowledge.know(sum_, 1 if self._policy.show_zero else 0, 1e9)
                self.knowledge.targets.append((f"{row['measure_id']} {row['area']}", sum_))

    def _sum(self, measure: str, area: str | None) -> Sum:
        cells = list(is_counted(measure, area))
        of_people = {h: sum(history[i] for i in cells) for h, history in enumerate(HISTORIES)}
        if measure.endswith("incidents"):
            others = {first + i: 1 for first in (self._beyond, self._nameless) for i in cells}
            return {h: number for h, number in of_people.items() if number} | others
        return {h: 1 for h, number in of_people.items() if number >= how_often(measure)}
