"""The tallies of a source's measures: each answers for all measures that share it, and is made when first asked for."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from svtool.counting.case_rows import VICTIM_INCIDENT, CaseRows, keep_rows
from svtool.counting.cases import Cases, put_cases
from svtool.counting.cells import ALL_LABEL
from svtool.counting.daily_counts import Days
from svtool.counting.dimensions import Dimension, dimension_of
from svtool.counting.features import YES, Answers, as_number
from svtool.counting.tallied import Tallied
from svtool.counting.tally import Asked, tally
from svtool.counting.undated import Undated
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts
from svtool.meaning.decide import favour
from svtool.schema.breakdowns import CLAUSE, FIVE_YEARS, Breakdown
from svtool.schema.offences import Catalogue
from svtool.schema.rules import Rule, all_of, fields_of, tests_of
from svtool.schema.sources import AREA, Role
from svtool.schema.tables import Measure

Names = tuple[str, ...]  # of breakdowns
Key = tuple[str, str]  # of a question
FAVOURED, ASKED_OF = "favoured", "asked of"


class Tallies:
    """The tallies of a source's measures."""

    def __init__(
        self,
        engine: Engine,
        facts: Facts,
        catalogue: Catalogue,
        measures: Sequence[Measure],
        breakdowns: Mapping[str, Breakdown],
        limits: tuple[date, ...],
    ) -> None:
        """Prepare them; nothing is asked yet.

        Args:
            engine: where the facts are.
            facts: the source.
            catalogue: the offences.
            measures: what is counted.
            breakdowns: by what.
            limits: in order, the days as known on which figures are asked for.
        """
        self._engine, self._facts, self._catalogue = engine, facts, catalogue
        # Measures beside each other ask nothing of their own.
        self._measures = [each for each in measures if not each.sides]
        self._first = {each.sides[0].measure_id for each in measures if each.sides}
        self._breakdowns, self._limits = breakdowns, limits
        self._kept: dict[Role | None, _Kept] = {}
        self._tallied: dict[Hashable, tuple[Tallied, dict[Key, int]]] = {}
        self._days: dict[Hashable, Days] = {}

    def days(self, measure: Measure, clause: str, names: Names, undated: Undated | None = None) -> Days | None:
        """Return the counts by day of a measure or one clause of it by some breakdowns; None without such a clause.

        Every set of breakdowns has a tally of its own: an offence with two victims is in two age bands, and once in
        the total. Records without a date are also told apart by where they may lie.
        """
        key = (measure.id, clause, names, undated is not None)
        if key not in self._days:
            tallied, questions = self._by_day(measure, names, undated)
            asked = _answers_wanted(measure, clause)
            if not all(question in questions for question, _ in asked):
                return None
            if measure.sides:
                # Who meets none of them is counted only if it is one of those of whom they ask.
                of = questions[measure.sides[0].measure_id, ASKED_OF]
                self._days[key] = tallied.answering([(questions[each], answer) for each, answer in asked], of)
            else:
                self._days[key] = tallied.days(questions[measure.id, clause])
        return self._days[key]

    def drift(self, measure: Measure, monthly: bool) -> dict[str, Days]:
        """Return for each field of a rule the counts by day (or month) of those who meet its other conditions: all of
        them, those whom the field leaves open, and those who do not meet the rule.
        """
        found: dict[str, Days] = {}
        if measure.sides:  # what moved under one of them moved under how they differ
            of_sides = [side.measure_id for side in measure.sides]
            for each in (each for each in reversed(self._measures) if each.id in of_sides):
                found |= self.drift(each, monthly)
            return found
        for name in fields_of(measure.rule):
            key = (measure.id, FAVOURED, name, monthly)
            if key not in self._days:
                tallied, questions = self._drifted(measure, monthly)
                self._days[key] = tallied.among(
                    questions[measure.id, f"{FAVOURED} {name}"], questions[measure.id, ALL_LABEL]
                )
            found[name] = self._days[key]
        return found

    def variants(self, measure: Measure, names: Names) -> dict[str, Rule]:
        """Return what a measure asks, and each clause of its definition where figures are broken down by clause."""
        found = {ALL_LABEL: self._rule(measure, names)}
        if CLAUSE in self._breakdowns and measure.definition:
            source = self._facts.source
            found |= {
                name: source.of_units(all_of(measure.where, rule))
                for name, rule in measure.definition.clause_rules.items()
            }
        return found

    def _asked_of(self, measure: Measure, names: Names) -> Iterator[tuple[str, Rule]]:
        """Yield of whom a measure asks that stands first beside others, whatever definition it counts by."""
        if measure.id in self._first:
            own = replace(measure, definition=None, clause=None, rule=self._facts.source.of_units(measure.where))
            yield ASKED_OF, self._rule(own, names)

    def dimensions(self, measure: Measure, names: Names) -> list[Dimension]:
        """Return breakdowns of a measure as its tally asks for them."""
        known = {**self._breakdowns, FIVE_YEARS.id: FIVE_YEARS}
        return [dimension_of(known[name], self._facts, measure.role, self._catalogue) for name in names]

    def _rule(self, measure: Measure, names: Names) -> Rule:
        """Return what a measure asks, of everything that its breakdowns name: by type of crime, anti-social behaviour
        has a part of its own that is none of the whole.
        """
        source = self._facts.source
        fields = [
            field for name in names
            if name in self._breakdowns and (field := self._breakdowns[name].field_in(source, measure.role))
        ]  # fmt: skip
        if not {each.field for each in source.no_units} & set(fields):
            return measure.rule
        return source.of_units(measure.asked, fields)

    def _by_day(self, measure: Measure, names: Names, undated: Undated | None) -> tuple[Tallied, dict[Key, int]]:
        """Return the tally by day of all measures that share one, and the number of each question."""
        kept, by = self._kept_for(measure), self.dimensions(measure, names)
        expressions = [each.expression for each in by]
        key = (measure.unit, kept.rows.role, measure.date_basis, names, *expressions, undated is not None)
        if key not in self._tallied:
            asked = {
                (each.id, clause): kept.cases.decide(rule, each.role)
                for each in self._beside(measure)
                if [one.expression for one in self.dimensions(each, names)] == expressions
                for clause, rule in (*self.variants(each, names).items(), *self._asked_of(each, names))
            }
            if not names and not undated and self._is_of_several_rows(measure):
                asked |= self._favoured(measure)
            more = (*by, *([undated.dimension] if undated else []))
            rows, step = kept.rows, kept.step
            columns = {each.expression: f"b{i}" for i, each in enumerate(rows.by)}
            if undated or not all(each.expression in columns for each in by):
                facts = undated.facts if undated else self._facts
                rows, step = replace(rows, facts=facts, dates=(measure.date_basis,), by=more), ""
                columns = {each.expression: f"b{i}" for i, each in enumerate(more)}
            of_unit = Asked(measure.unit, measure.date_basis, tuple((each, columns[each.expression]) for each in more))
            self._tallied[key] = self._answered(kept.cases, rows, step, of_unit, asked)
        return self._tallied[key]

    def _drifted(self, measure: Measure, monthly: bool) -> tuple[Tallied, dict[Key, int]]:
        """Return the tally of whom single fields leave open, of all measures that share one."""
        if self._is_of_several_rows(measure):
            return self._by_day(measure, (), None)  # to put the rows of each unit together costs most; it is done once
        kept = self._kept_for(measure)
        key = (FAVOURED, measure.unit, kept.rows.role, measure.date_basis, monthly)
        if key not in self._tallied:
            of_unit = Asked(measure.unit, measure.date_basis, monthly=monthly)
            asked = self._favoured(measure)
            self._tallied[key] = self._answered(kept.cases, kept.rows, kept.step, of_unit, asked)
        return self._tallied[key]

    def _favoured(self, measure: Measure) -> dict[Key, Answers]:
        """Return what cases answer to each measure that shares a tally, and with each of its fields in its favour."""
        decide, asked = self._kept_for(measure).cases.decide, self._beside(measure)
        found = {(each.id, ALL_LABEL): decide(each.rule, each.role) for each in asked}
        return found | {
            (each.id, f"{FAVOURED} {name}"): decide(favour(each.rule, name), each.role)
            for each in asked for name in fields_of(each.rule)
        }  # fmt: skip

    def _is_of_several_rows(self, measure: Measure) -> bool:
        """Return whether a unit may be of several rows."""
        return self._kept_for(measure).rows.may_repeat(measure.unit)

    def _answered(
        self, cases: Cases, rows: CaseRows, step: str, of_unit: Asked, asked: Mapping[Key, Answers]
    ) -> tuple[Tallied, dict[Key, int]]:
        tallied = tally(self._engine, cases, rows, step, of_unit, list(asked.values()))
        return tallied, {name: number for number, name in enumerate(asked)}

    def _beside(self, measure: Measure) -> list[Measure]:
        """Return the measures of the same unit, date and rows."""
        place = (measure.unit, measure.date_basis, self._role(measure))
        return [each for each in self._measures if (each.unit, each.date_basis, self._role(each)) == place]

    def _kept_for(self, measure: Measure) -> _Kept:
        """Return the rows that a measure counts, with their cases, worked out once."""
        role = self._role(measure)
        if role not in self._kept:
            asked = [each for each in self._measures if self._role(each) == role]
            rules = [rule for each in asked for rule in self.variants(each, ()).values()]
            rules += [rule for each in asked for _, rule in self._asked_of(each, ())]
            # What is no unit of a measure may be a part of its own where figures are broken down.
            rules += [each.test for each in self._facts.source.no_units] if self._breakdowns else []
            tests = dict.fromkeys(test for rule in rules for test in tests_of(rule))
            cases = put_cases(self._engine, self._facts, self._catalogue, tests)
            of_record = [name for name in self._breakdowns if name not in {AREA, CLAUSE}]
            by = {
                one.expression: one for each in asked for one in self.dimensions(each, tuple(of_record))
                if one.role in {None, role}
            }  # fmt: skip
            rows = CaseRows(
                self._facts, role, tuple(dict.fromkeys(each.date_basis for each in asked)), self._limits,
                tuple(by.values()), any(each.unit == VICTIM_INCIDENT for each in asked),
            )  # fmt: skip
            step, cases = keep_rows(self._engine, rows, cases)
            self._kept[role] = _Kept(rows, step, cases)
        return self._kept[role]

    def _role(self, measure: Measure) -> Role | None:
        """Return the people whose table stands beside the records that a measure asks about; None for the records."""
        people = self._facts.people.get(measure.role) if measure.role else None
        return measure.role if people and people.table else None


def _answers_wanted(measure: Measure, clause: str) -> list[tuple[Key, int]]:
    """Return the questions of a measure with the answers that count: its own, or those of its sides."""
    if not measure.sides:
        return [((measure.id, clause), YES)]
    return [((each.measure_id, each.clauses.get(clause, ALL_LABEL)), as_number(each.answer)) for each in measure.sides]


@dataclass(frozen=True)
class _Kept:
    """Rows in the engine, and their cases."""

    rows: CaseRows
    step: str
    cases: Cases
