"""Figures become rates: for 100,000 of the people who could have them, and an area against all areas together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from svtool.counting.source_counts import ALL_LABEL, Cell, SourceCounts
from svtool.coverage.spans import Coverage
from svtool.errors import listed
from svtool.figures.contract import BESIDE_A_NUMBER, Figure, PopulationRate
from svtool.figures.periods_shown import Columns
from svtool.figures.populations import ALL_AGES, Ages, Populations, year_of
from svtool.figures.words import AGELESS, TOO_FEW_OF_AGE, against_whole_words, chance_of_comparisons_words
from svtool.gathering.facts import Facts
from svtool.schema.areas import AreaSet
from svtool.schema.breakdowns import FIVE_YEAR_BANDS, FIVE_YEARS, Breakdown
from svtool.schema.periods import Period
from svtool.schema.rules import All, Compare, Rule, tests_of
from svtool.schema.tables import Measure, Table
from svtool.statistics.benchmark import compare_with_benchmark, expected_events
from svtool.statistics.rate_limits import Rate, crude_rate
from svtool.statistics.standardised import ESP2013, FEWEST, Band, standardised_rate

PERSON_AGES = ("age", "victim_age", "suspect_age")
SHORTEST_YEAR = 365
WEIGHTS = dict(zip(FIVE_YEAR_BANDS, ESP2013, strict=True))


@dataclass
class RateMaker:
    """Makes the rates of the figures of a run.

    Attributes:
        populations: who could have the events.
        areas: the project's areas.
        facts, counts, coverage: the sources.
        columns: the periods.
        breakdowns: what the figures are broken down by.
    """

    populations: Populations
    areas: AreaSet
    facts: Mapping[str, Facts]
    counts: Mapping[str, SourceCounts]
    coverage: Mapping[str, Coverage]
    columns: Columns
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    _years: set[int] = field(default_factory=set)
    _compared: dict[tuple[str, ...], tuple[bool, bool]] = field(default_factory=dict)

    def add(self, table: Table, figures: Sequence[Figure]) -> None:
        """Add its rate to every figure of a table."""
        measures = {row.position: row.measure for row in table.rows}
        for figure in figures:
            figure.rate = self._rate(figure, measures[figure.position])
        self._compare_areas(figures)

    def remarks(self, figures: Sequence[Figure]) -> list[str]:
        """Return how many areas differ from the whole, and how many would by chance alone.

        Args:
            figures: as they are printed; of what a policy withholds, nothing is said here either.
        """
        shown = {_compared_as(each) for each in figures if each.rate and each.rate.rate_against_whole}
        if not shown:
            return []
        at_95, at_998 = (sum(self._compared[key][level] for key in shown) for level in (0, 1))
        return [chance_of_comparisons_words(len(shown), at_95, at_998)]

    def facts_of_populations(self) -> list[str]:
        """Return which populations the rates are of, for the head of every table."""
        if not self._years:
            return []
        years = listed([f"mid-{year}" for year in sorted(self._years)], joiner="and")
        return [f"Populations: {self.populations.series} ({years})"]

    def _rate(self, figure: Figure, measure: Measure) -> PopulationRate:
        status, why = self._refusal(figure, measure)
        ages = self._ages_of(figure, measure)
        if status or ages is None:
            return PopulationRate(rate_status=status or "z", rate_notes=[why] if why else [])
        year, codes = year_of(figure.period_start, figure.period_end), self._codes(figure)
        people = self._people(codes, year, ages)
        if people is None:
            return PopulationRate(rate_status="x", rate_notes=[self._missing_words(codes, year, ages)])
        found = _filled(crude_rate(figure.count, people), people, ages, year, self.populations)
        self._years.add(year)
        found.rate_status = figure.status if figure.status in BESIDE_A_NUMBER else ""
        if figure.days < SHORTEST_YEAR:
            found.rate_notes.append("The rate is of the days of this period, not of a year.")
        self._standardise(found, figure, measure, ages)
        return found

    def _refusal(self, figure: Figure, measure: Measure) -> tuple[str, str]:
        """Return the status of a figure that has no rate, and why; blank where it has one."""
        if measure.is_indicator:
            return "z", ""
        if not self._codes(figure):
            return "z", f"No population belongs to {figure.area}."
        if figure.count is None:
            return "x", ""
        facts = self.facts[figure.source]
        if self._ages_of_label(figure) is None:
            return "z", "No population belongs to ages that are not known."
        problem = _basis_problem(facts) or _period_problem(figure)
        if not problem and facts.holds_intervals:
            problem = "counts are suppressed or rounded, the least that they may be."
        of_people = [each.id for each in self._split(figure) if each.is_of_people and not each.bands]
        if not problem and of_people:
            problem = f"the populations are not by {of_people[0].replace('_', ' ')}."
        if not problem and age_range(measure.rule) is None:
            problem = "the rule asks for ages in a way that no population can be matched with."
        return ("x", f"No rate: {problem}") if problem else ("", "")

    def _split(self, figure: Figure) -> list[Breakdown]:
        """Return the breakdowns of which a figure is one part."""
        return [self.breakdowns[name] for name, label in figure.by.items() if label != ALL_LABEL]

    def _ages_of(self, figure: Figure, measure: Measure) -> Ages | None:
        """Return the ages of a figure: those of its measure and of its own row."""
        of_rule, of_row = age_range(measure.rule), self._ages_of_label(figure)
        return of_rule.within(of_row) if of_rule and of_row else None

    def _ages_of_label(self, figure: Figure) -> Ages | None:
        """Return the ages of the row of a breakdown by age; None for a row whose ages are not known."""
        found: Ages | None = ALL_AGES
        for each in self._split(figure):
            if each.bands:
                band = next((band for band in each.bands if band.label == figure.by[each.id]), None)
                found = found.within(Ages(band.low, band.high)) if found and band else None
        return found

    def _codes(self, figure: Figure) -> list[str]:
        """Return the codes of the areas that a figure is of; none outside them."""
        if figure.area == self.areas.title:
            return list(self.areas.by_key)
        return [key for key, area in self.areas.by_key.items() if area.name == figure.area]

    def _people(self, codes: Sequence[str], year: int, ages: Ages) -> int | None:
        found = self.populations.people(codes, year, ages)
        if found is None and len(codes) == len(self.areas.areas) and self.areas.code:
            return self.populations.people([self.areas.code], year, ages)
        return found

    def _missing_words(self, codes: Sequence[str], year: int, ages: Ages) -> str:
        whole = [self.areas.code] if self.areas.code else []
        years = self.populations.years_of(codes) or self.populations.years_of(whole)
        if not years:
            return "No rate: there are no populations of these areas; bring them with populations: in the project file."
        if year in years:
            return f"No rate: the mid-{year} populations have no ages {ages}."
        there = listed([f"mid-{each}" for each in years], joiner="and")
        return f"No rate: there is no mid-{year} population, only {there}; another year's is never used instead."

    def _standardise(self, found: PopulationRate, figure: Figure, measure: Measure, ages: Ages) -> None:
        """Add the age-standardised rate where populations come in five-year bands and the unit has an age."""
        own_age = measure.role is None and "age" in self.facts[figure.source].source.by_name
        of_person = measure.unit == "victim_incident" or own_age
        split = any(value != ALL_LABEL for value in figure.by.values())
        if not self.populations.has_standard_bands or not of_person or split or found.population_year is None:
            return
        bands = [band for band in FIVE_YEAR_BANDS if Ages(*band).within(ages) == Ages(*band)]
        if not bands or (bands[0][0], bands[-1][1]) != (ages.low, ages.high):
            found.rate_notes.append(f"No age-standardised rate: ages {ages} are not made of five-year bands.")
            return
        codes = self._codes(figure)
        people = [self._people(codes, found.population_year, Ages(*band)) for band in bands]
        events = self._events(figure, measure, bands)
        if None in people:
            found.rate_notes.append("No age-standardised rate: a five-year band has no population.")
            return
        rows = zip(events, people, bands, strict=True)
        rate = standardised_rate([Band(count, number or 0, WEIGHTS[band]) for count, number, band in rows])
        self._fill_standardised(found, figure, rate, (figure.count or 0) - sum(events))

    def _fill_standardised(self, found: PopulationRate, figure: Figure, rate: Rate, ageless: int) -> None:
        if rate.value is None:
            found.rate_notes.append(f"{TOO_FEW_OF_AGE}{FEWEST} events of known age.")
            return
        found.standardised_rate, found.standardised_method = rate.value, f"{rate.method}, ESP2013"
        found.standardised_lower_95, found.standardised_upper_95 = rate.at_95.lower, rate.at_95.upper
        found.standardised_lower_998, found.standardised_upper_998 = rate.at_998.lower, rate.at_998.upper
        if ageless:
            found.rate_notes.append(f"{AGELESS}{ageless:,} of {figure.count:,}.")

    def _events(self, figure: Figure, measure: Measure, bands: Iterable[tuple[int, int]]) -> list[int]:
        counts, period = self.counts[figure.source], self._period(figure)
        spans = self.coverage[figure.source].within(period)
        area = None if figure.area == self.areas.title else self._codes(figure)[0]
        labels = {(each.low, each.high): each.label for each in FIVE_YEARS.bands}
        return [
            counts.count(measure, spans, Cell(area, ((FIVE_YEARS.id, labels[band]),)), period.known_on).met
            for band in bands
        ]

    def _period(self, figure: Figure) -> Period:
        plain = Period(figure.column, figure.period, figure.period_start, figure.period_end)
        return self.columns.as_known(plain)

    def _compare_areas(self, figures: Sequence[Figure]) -> None:
        """Say of each area whether its rate differs from that of all areas together, where all have one.

        The whole is the sum of the areas: records whose area is not known would make every area look lower.
        """
        groups: dict[tuple[object, ...], list[Figure]] = {}
        for figure in figures:
            if figure.area != self.areas.title and self._codes(figure):
                groups.setdefault((figure.position, figure.column, *figure.by.items()), []).append(figure)
        for parts in groups.values():
            known = [(each, each.rate, each.count, each.rate.population) for each in parts if each.rate]
            found = [(each, rate, count, people) for each, rate, count, people in known if count is not None and people]
            events, everyone = sum(count for _, _, count, _ in found), sum(people for *_, people in found)
            if len(found) < max(2, len(self.areas.areas)) or not events:
                continue
            for figure, rate, count, people in found:
                result = compare_with_benchmark(count, expected_events([people], [events / everyone]))
                rate.rate_against_whole = against_whole_words(result.direction, result.level)
                self._compared[_compared_as(figure)] = (result.level is not None, result.level == 0.998)


def _compared_as(figure: Figure) -> tuple[str, ...]:
    """Return what is compared: a measure that stands in two tables is compared once."""
    return (figure.measure_id, figure.area, figure.column, *figure.by.values())


def age_range(rule: Rule) -> Ages | None:
    """Return the ages that a rule lets in; None where its conditions on age are no plain bounds."""
    ages = ALL_AGES
    for part in rule.rules if isinstance(rule, All) else (rule,):
        if isinstance(part, All):
            inner = age_range(part)
        elif isinstance(part, Compare) and part.field in PERSON_AGES:
            inner = _bounded(part)
        else:
            inner = None if any(test.field in PERSON_AGES for test in tests_of(part)) else ALL_AGES
        within = inner.within(ages) if inner else None
        if within is None:
            return None
        ages = within
    return ages


def _bounded(test: Compare) -> Ages | None:
    if test.comparison in {"lt", "lte"}:
        high = test.bound - (test.comparison == "lt")
        return Ages(0, min(high, ALL_AGES.high)) if high >= 0 else None
    low = test.bound + (test.comparison == "gt")
    return Ages(low, ALL_AGES.high) if low <= ALL_AGES.high else None


def _basis_problem(facts: Facts) -> str:
    """Return why the areas of a source can't be set against residents; blank where they can."""
    if not facts.area_basis:
        return f"nothing says whose area the {facts.source.id} extracts give; write area_basis: into the project file."
    if facts.area_basis == "site":
        return f"the {facts.source.id} extracts are placed by site, where nobody lives."
    return ""


def _period_problem(figure: Figure) -> str:
    if figure.days_covered == figure.days:
        return ""
    return f"{figure.days_covered} of {figure.days} days are covered, and a part of a period is not scaled up."


def _filled(rate: Rate, people: int, ages: Ages, year: int, populations: Populations) -> PopulationRate:
    return PopulationRate(
        population=people,
        population_year=year,
        population_ages=str(ages),
        population_series=populations.series,
        population_source=populations.sources.get(year, ""),
        rate=rate.value,
        rate_lower_95=rate.at_95.lower,
        rate_upper_95=rate.at_95.upper,
        rate_lower_998=rate.at_998.lower,
        rate_upper_998=rate.at_998.upper,
        rate_method=rate.method or "",
    )
