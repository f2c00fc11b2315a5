"""Figures become rates: for 100,000 of the people who could have them, and an area against all areas together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from svtool.counting.cells import ALL_LABEL, Cell
from svtool.counting.source_counts import SourceCounts
from svtool.coverage.source_coverage import Coverage
from svtool.figures.contract import (
    BESIDE_A_NUMBER,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    AgainstWhole,
    Figure,
    PopulationRate,
)
from svtool.figures.notes import Kind, Note
from svtool.figures.periods_shown import Columns
from svtool.figures.populations import ALL_AGES, Ages, Populations, year_of
from svtool.gathering.facts import Facts
from svtool.schema.areas import AreaSet
from svtool.schema.breakdowns import FIVE_YEAR_BANDS, FIVE_YEARS, Breakdown
from svtool.schema.periods import Period
from svtool.schema.rules import All, Compare, Rule, tests_of
from svtool.schema.tables import Measure, Table
from svtool.statistics.benchmark import compare_with_benchmark, expected_events, size_of_comparison
from svtool.statistics.rate_limits import LEVELS, Rate, crude_rate
from svtool.statistics.standardised import ESP2013, FEWEST, Band, standardised_rate

PERSON_AGES = ("age", "victim_age", "suspect_age")
SHORTEST_YEAR = 365
STRICTER = 0.998  # the level beyond that of 95%
WEIGHTS = dict(zip(FIVE_YEAR_BANDS, ESP2013, strict=True))


@dataclass(frozen=True)
class RateMaker:
    """Makes the rates of the figures of a run.

    Attributes:
        populations: who could have the events.
        areas: the project's areas.
        facts, counts, coverage: the sources.
        columns: the periods.
        breakdowns: what the figures are broken down by.
        with_standardised: whether age-standardised rates are asked for too.
    """

    populations: Populations
    areas: AreaSet
    facts: Mapping[str, Facts]
    counts: Mapping[str, SourceCounts]
    coverage: Mapping[str, Coverage]
    columns: Columns
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    with_standardised: bool = True

    def rated(self, table: Table, figures: Sequence[Figure]) -> list[Figure]:
        """Return the figures of a table, each with its rate."""
        measures = {row.position: row.measure for row in table.rows}
        return self._against_whole([each.but(rate=self._rate(each, measures[each.position])) for each in figures])

    def _rate(self, figure: Figure, measure: Measure) -> PopulationRate:
        refusal = self._refusal(figure, measure)
        ages = self._ages_of(figure, measure)
        if refusal or ages is None:
            status, why = refusal or (NOT_APPLICABLE, None)
            return PopulationRate(rate_status=status, rate_notes=(why,) if why else ())
        year, codes = year_of(figure.period_start, figure.period_end), self._codes(figure)
        people = self._people(codes, year, ages)
        if people is None:
            return PopulationRate(rate_status=NOT_AVAILABLE, rate_notes=(self._missing(codes, year, ages),))
        found = replace(
            _of_people(crude_rate(figure.count, people), people, ages, year, self.populations),
            rate_status=figure.status if figure.status in BESIDE_A_NUMBER else "",
            rate_notes=(Note(Kind.PART_OF_A_YEAR),) if figure.days < SHORTEST_YEAR else (),
        )
        return self._standardised(found, figure, measure, ages) if self.with_standardised else found

    def _refusal(self, figure: Figure, measure: Measure) -> tuple[str, Note | None] | None:
        """Return the status of a figure that has no rate, and why; None where it has one."""
        if not measure.is_counted:
            return NOT_APPLICABLE, None
        if not self._codes(figure):
            return NOT_APPLICABLE, Note(Kind.NO_POPULATION_OF_AREA, {"area": figure.area})
        if figure.count is None:
            return NOT_AVAILABLE, None
        if self._ages_of_label(figure) is None:
            return NOT_APPLICABLE, Note(Kind.NO_POPULATION_OF_AGES)
        facts = self.facts[figure.source]
        problem = _basis_problem(facts) or _period_problem(figure)
        is_least = any(note.kind is Kind.UNSTATED for note in figure.notes)
        if not problem and (facts.holds_intervals or is_least):
            problem = Note(Kind.COUNTS_ARE_INTERVALS)
        of_people = [each.id for each in self._split(figure) if each.is_of_people and not each.bands]
        if not problem and of_people:
            problem = Note(Kind.POPULATIONS_NOT_BY, {"breakdown": of_people[0].replace("_", " ")})
        if not problem and age_range(measure.rule) is None:
            problem = Note(Kind.AGES_NOT_MATCHED)
        return (NOT_AVAILABLE, problem) if problem else None

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

    def _missing(self, codes: Sequence[str], year: int, ages: Ages) -> Note:
        """Return why there is no population of these areas, this year and these ages."""
        whole = [self.areas.code] if self.areas.code and len(codes) == len(self.areas.areas) else []
        years = self.populations.years_of(codes) or self.populations.years_of(whole)
        if not years:
            return Note(Kind.NO_POPULATIONS)
        if year in years:
            return Note(Kind.NO_SUCH_AGES, {"year": year, "ages": str(ages)})
        return Note(Kind.NO_SUCH_YEAR, {"year": year, "years": tuple(years)})

    def _standardised(self, found: PopulationRate, figure: Figure, measure: Measure, ages: Ages) -> PopulationRate:
        """Return a rate with the age-standardised one where populations come in five-year bands and units have ages."""
        own_age = measure.role is None and "age" in self.facts[figure.source].source.by_name
        of_person = measure.unit == "victim_incident" or own_age
        split = any(value != ALL_LABEL for value in figure.by.values())
        if not self.populations.has_standard_bands or not of_person or split or found.population_year is None:
            return found
        bands = [band for band in FIVE_YEAR_BANDS if Ages(*band).within(ages) == Ages(*band)]
        if not bands or (bands[0][0], bands[-1][1]) != (ages.low, ages.high):
            return _noted(found, Note(Kind.NOT_FIVE_YEAR_BANDS, {"ages": str(ages)}))
        codes = self._codes(figure)
        people = [self._people(codes, found.population_year, Ages(*band)) for band in bands]
        events = self._events(figure, measure, bands)
        if None in people:
            return _noted(found, Note(Kind.BAND_WITHOUT_POPULATION))
        rows = zip(events, people, bands, strict=True)
        rate = standardised_rate([Band(count, number or 0, WEIGHTS[band]) for count, number, band in rows])
        if rate.value is None:
            return _noted(found, Note(Kind.TOO_FEW_OF_KNOWN_AGE, {"fewest": FEWEST}))
        found = _with_standardised(found, rate)
        ageless = (figure.count or 0) - sum(events)
        numbers = {"ageless": ageless, "count": figure.count}
        return _noted(found, Note(Kind.AGE_NOT_KNOWN, numbers=numbers)) if ageless else found

    def _events(self, figure: Figure, measure: Measure, bands: Iterable[tuple[int, int]]) -> list[int]:
        counts, period = self.counts[figure.source], self._period(figure)
        area = None if figure.area == self.areas.title else self._codes(figure)[0]
        basis = self.coverage[figure.source].of_period(period, area, measure.counted_people).basis
        labels = {(each.low, each.high): each.label for each in FIVE_YEARS.bands}
        return [
            counts.count(measure, basis, Cell(area, ((FIVE_YEARS.id, labels[band]),)), period.known_on).met
            for band in bands
        ]

    def _period(self, figure: Figure) -> Period:
        plain = Period(figure.column, figure.period, figure.period_start, figure.period_end)
        return self.columns.as_known(plain)

    def _against_whole(self, figures: Sequence[Figure]) -> list[Figure]:
        """Return the figures, each of an area with how its rate compares with all areas together, where all have one.

        The whole is the sum of the areas: records whose area is not known would make every area look lower.
        """
        groups: dict[tuple[object, ...], list[int]] = {}
        for place, figure in enumerate(figures):
            if figure.area != self.areas.title and self._codes(figure):
                groups.setdefault((figure.position, figure.column, *figure.by.items()), []).append(place)
        found = list(figures)
        for places in groups.values():
            for place, against in self._compared_areas([(place, figures[place]) for place in places]):
                rate = figures[place].rate
                if rate:
                    found[place] = figures[place].but(rate=replace(rate, rate_against_whole=against))
        return found

    def _compared_areas(self, areas: Sequence[tuple[int, Figure]]) -> list[tuple[int, AgainstWhole]]:
        known = [
            (place, each.count, each.rate.population)
            for place, each in areas
            if each.rate and each.count is not None and each.rate.population
        ]
        events, everyone = sum(count for _, count, _ in known), sum(people for *_, people in known)
        if len(known) < max(2, len(self.areas.areas)) or not events:
            return []
        return [(place, _against_whole(count, people, events, everyone)) for place, count, people in known]


def _against_whole(count: int, people: int, events: int, everyone: int) -> AgainstWhole:
    found = compare_with_benchmark(count, expected_events([people], [events / everyone]))
    at_95, at_998 = (size_of_comparison(events, people / everyone, level) for level in LEVELS)
    return AgainstWhole(found.direction, found.level, (at_95, at_998))


def compared_rates(figures: Sequence[Figure]) -> list[Note]:
    """Return how many areas differ from the whole, and how many would by chance alone.

    Args:
        figures: as they are printed; of what a policy withholds, nothing is said here either.
    """
    shown = {
        _compared_as(each): each.rate.rate_against_whole
        for each in figures
        if each.rate and each.rate.rate_against_whole
    }
    if not shown:
        return []
    levels = [against.level for against in shown.values()]
    numbers = {
        "comparisons": len(shown),
        "at_95": sum(level is not None for level in levels),
        "at_998": sum(level == STRICTER for level in levels),
        "by_chance_95": sum(against.sizes[0] for against in shown.values()),
        "by_chance_998": sum(against.sizes[1] for against in shown.values()),
    }
    return [Note(Kind.RATES_COMPARED, numbers=numbers)]


def populations_used(figures: Iterable[Figure], populations: Populations) -> list[Note]:
    """Return which populations the rates are of, for the head of every table, and that series should not be mixed."""
    years = sorted({each.rate.population_year for each in figures if each.rate and each.rate.population_year})
    by_series: dict[str, list[int]] = {}
    for year in years:
        by_series.setdefault(populations.series[year], []).append(year)
    named = [Note(Kind.POPULATIONS, {"series": each, "years": tuple(those)}) for each, those in by_series.items()]
    return [*named, *([Note(Kind.SEVERAL_SERIES)] if len(named) > 1 else [])]


def _compared_as(figure: Figure) -> tuple[str, ...]:
    """Return what is compared: a measure that stands in two tables is compared once."""
    return (figure.measure_id, figure.area, figure.column, *figure.by.values())


def age_range(rule: Rule) -> Ages | None:
    """Return the ages that a rule lets in; None where its conditions on age are no plain bounds."""
    ages = ALL_AGES
    for part in rule.rules if isinstance(rule, All) else (rule,):
        if isinstance(part, All):
            inner = age_range(part)
        elif isinstance(part, Compare):
            inner = _bounded(part)
        else:
            asks = any(isinstance(test, Compare) or test.field in PERSON_AGES for test in tests_of(part))
            inner = None if asks else ALL_AGES
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


def _basis_problem(facts: Facts) -> Note | None:
    """Return why the areas of a source can't be set against residents; None where they can."""
    if not facts.area_basis:
        return Note(Kind.NO_AREA_BASIS, {"source": facts.source.id})
    if len(facts.area_bases) > 1:
        return Note(Kind.SEVERAL_BASES, {"source": facts.source.id, "bases": facts.area_basis})
    return Note(Kind.PLACED_BY_SITE, {"source": facts.source.id}) if facts.area_basis == "site" else None


def _period_problem(figure: Figure) -> Note | None:
    if figure.days_covered == figure.days:
        return None
    return Note(Kind.PERIOD_NOT_COVERED, {"days_covered": figure.days_covered, "days": figure.days})


def _noted(rate: PopulationRate, note: Note) -> PopulationRate:
    return replace(rate, rate_notes=(*rate.rate_notes, note))


def _with_standardised(found: PopulationRate, rate: Rate) -> PopulationRate:
    return replace(
        found,
        standardised_rate=rate.value,
        standardised_method=f"{rate.method}, ESP2013",
        standardised_lower_95=rate.at_95.lower,
        standardised_upper_95=rate.at_95.upper,
        standardised_lower_998=rate.at_998.lower,
        standardised_upper_998=rate.at_998.upper,
    )


def _of_people(rate: Rate, people: int, ages: Ages, year: int, populations: Populations) -> PopulationRate:
    return PopulationRate(
        population=people,
        population_year=year,
        population_ages=str(ages),
        population_series=populations.series.get(year, ""),
        population_source=populations.sources.get(year, ""),
        rate=rate.value,
        rate_lower_95=rate.at_95.lower,
        rate_upper_95=rate.at_95.upper,
        rate_lower_998=rate.at_998.lower,
        rate_upper_998=rate.at_998.upper,
        rate_method=rate.method or "",
    )
