"""The worklist of a measure: the records that it can't decide, and the fields that a person would have to settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from svtool.commands.counted import count_gathered
from svtool.commands.evidence import Evidence, evidence_of
from svtool.commands.files_used import check_unchanged
from svtool.commands.opening import Gathered, OpenedProject, gather_measured, open_engine
from svtool.commands.recorded_values import recorded_value
from svtool.commands.scope import Request, open_requested
from svtool.commands.tolerances import check_dates
from svtool.counting.basis import Basis
from svtool.counting.cells import Geography
from svtool.counting.open_units import AMOUNT, HAS, LACKS, OPEN, PEOPLE, PERSON, UNIT, open_units
from svtool.errors import LedgerError, UsageError, listed, nearest
from svtool.figures.notes import Kind, Note
from svtool.figures.notices import SYNTHETIC, unmatched_reviews
from svtool.gathering.facts import Facts
from svtool.records.reviews import Review, Reviews, expected_words
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.library import Library
from svtool.schema.periods import Period, Periods, read_periods
from svtool.schema.project import LinkedEntry
from svtool.schema.rules import fields_of
from svtool.schema.sources import AREA, OFFENCE, OFFENCE_EVIDENCE, ROLE_UNITS, Source
from svtool.schema.suppliers import fold_supplier
from svtool.schema.tables import Measure

TO_FILL = ("value", "reason", "by", "on")
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Balance:
    """Where the units of a measure that are not known went; it always adds up."""

    not_known: int
    in_worklist: int
    without_reference: int
    already_reviewed: int
    nobody_recorded: int

    def check(self) -> None:
        """Check that the parts make the whole.

        Raises:
            LedgerError: they do not.
        """
        parts = self.in_worklist + self.without_reference + self.already_reviewed + self.nobody_recorded
        if parts != self.not_known:
            raise LedgerError(f"{self.not_known} units not known, {parts} accounted for")

    def words(self, role: str | None) -> str:
        """Return the balance as a sum: `1,309 not known = 1,300 in the worklist + 9 without a reference`."""
        parts = {
            "in the worklist": self.in_worklist, "without a reference": self.without_reference,
            "reviewed already": self.already_reviewed, f"with no {role} recorded": self.nobody_recorded,
        }  # fmt: skip
        told = [f"{number:,} {where}" for where, number in parts.items() if number] or ["0 in the worklist"]
        return f"{self.not_known:,} not known = {' + '.join(told)}"


@dataclass(frozen=True)
class Worklist:
    """What is left to a person: rows to be filled in and used as reviews, and the balance behind them."""

    measure: Measure
    period: Period
    rows: pd.DataFrame
    standing: Sequence[Note]
    balance: Balance
    warnings: list[Note]
    evidence: Evidence


@dataclass(frozen=True)
class Question:
    """What a worklist is asked for.

    Attributes:
        measure: the id of the measure.
        period: a period of the project by its name, or any other, such as `calendar:2021`.
    """

    measure: str
    period: str


def make_worklist(request: Request, question: Question) -> Worklist:
    """Return the worklist of a measure and period of a project.

    Args:
        request: the project, its tables and definition.
        question: the measure and the period.

    Raises:
        SvtoolError: the extracts can't be read, or there is no such measure or period.
    """
    opened = open_requested(request)
    measure = find_measure(opened, request.tables, question.measure)
    span = find_period(opened.project.periods, question.period)
    with open_engine(opened.bounds, kept=opened.kept) as engine:
        gathered = gather_measured(engine, opened, [measure], replace=request.replace, names_records=True)
        check_dates(gathered.facts, [span])
        basis = gathered.coverage[measure.source].of_period(span, role=measure.counted_people).basis
        counts = count_gathered(gathered, [measure]).counts[measure.source]
        not_known = counts.count(measure, basis).not_known
        units = _open_units(gathered, measure, basis)
    check_unchanged(opened, gathered.reports)
    evidence = evidence_of(opened, gathered.reports)
    facts, reviews = gathered.facts[measure.source], opened.reviews
    naming = _Naming(facts, opened.library, opened.areas)
    asked = _ask(units, measure, facts.source, naming)
    asked["reviewed"] = _is_reviewed(asked, reviews.of(measure.source))
    balance = _balance(units, asked, measure, not_known)
    rows = _rows(asked[asked["reference"].notna() & asked["one_person"] & ~asked["reviewed"]], measure, naming)
    standing = [SYNTHETIC] if opened.synthetic else []
    return Worklist(measure, span, rows, standing, balance, _warnings(facts, reviews), evidence)


def _open_units(gathered: Gathered, measure: Measure, basis: Basis) -> pd.DataFrame:
    """Return the units that the measure can't decide, in the places that count or may count."""
    facts, places = gathered.facts[measure.source], gathered.geography(measure.source)
    must_be_known = places.bounded and not places.unknown_is_inside
    numbers = _places_that_may_count(facts, places)
    catalogue = gathered.opened.library.catalogue
    return open_units(gathered.engine, facts, catalogue, measure, basis, numbers, must_be_known)


def find_measure(opened: OpenedProject, named: Sequence[str], wanted: str) -> Measure:
    """Return a measure of these tables, or of the project's, whose records can be reviewed.

    Raises:
        UsageError: there is none, the project has no extract for it, or it counts people or figures.
    """
    tables = named or opened.project.tables
    measures = {each.id: each for table in opened.tables(tables) for each in table.measures}
    if wanted not in measures:
        measures = {name: each for name, each in measures.items() if each.is_counted and not each.counts_persons}
        raise UsageError(
            f"--measure {wanted}: is not in {listed(tables, joiner='and')}; expected {listed(measures, 30)}"
            f"{nearest(wanted, measures) or '.'} Name the table with --table."
        )
    found = measures[wanted]
    if not found.is_counted or found.counts_persons:
        arrives = "is worked out from others" if found.made_of else "arrives as a figure"
        what = "people over several offences" if found.counts_persons else f"nothing: its figure {arrives}"
        raise UsageError(f"--measure {wanted}: counts {what}; expected one that counts records. Name another measure.")
    if found.source not in opened.extracts:
        raise UsageError(f"--measure {wanted}: the project has no {found.source} extract. Add it under sources.")
    entry, role = opened.extracts[found.source], ROLE_UNITS.get(found.unit)
    if role and isinstance(entry, LinkedEntry) and not getattr(entry, f"{role}s"):
        raise UsageError(f"--measure {wanted}: the project has no {found.source} file of {role}s. Add it as {role}s.")
    return found


def find_period(periods: Periods, wanted: str) -> Period:
    """Return the period that a text names: one of the project's, or one written as `--periods` writes them.

    Raises:
        UsageError: it is neither, or several.
    """
    known = {name: each for each in periods.spans() for name in (each.key, each.label)}
    if wanted in known:
        return known[wanted]
    if ":" not in wanted:
        names = [each.key for each in periods.spans()]
        raise UsageError(
            f"--period {wanted}: is not a period of the project; expected {listed(names)}, or one such as "
            f"calendar:2021{nearest(wanted, names) or '.'}"
        )
    spans = read_periods(wanted, periods).spans()
    if len(spans) > 1:
        raise UsageError(f"--period {wanted}: names {len(spans)} periods; expected one.")
    return spans[0]


def _places_that_may_count(facts: Facts, places: Geography) -> list[int] | None:
    """Return the numbers of the places of units that count or may count, 0 for not known; None where all do."""
    if not places.bounded or AREA not in facts.columns:
        return None
    keys = {*places.keys_of(None), None}
    return [number for number, key in enumerate(facts.vocabularies[AREA].values) if key in keys]


class _Naming:
    """How canonical values are shown in the worklist."""

    def __init__(self, facts: Facts, library: Library, areas: AreaSet | None) -> None:
        self._facts, self._areas = facts, areas

    def column(self, frame: pd.DataFrame, name: str) -> pd.Series[str]:
        """Return what the records have in a field, in words."""
        column = f"{HAS}{name}"
        if column not in frame:
            return pd.Series(NOT_KNOWN, frame.index)
        field = self._facts.source.by_name.get(name)
        if f"{column}_hi" in frame:
            pairs = zip(frame[column], frame[f"{column}_hi"], strict=True)
            words = [NOT_KNOWN if pd.isna(low) else self._show(name, (int(low), int(high))) for low, high in pairs]
            return pd.Series(words, frame.index, dtype=object)
        if field is not None and field.type == "flag":
            return frame[column].map({True: "yes", False: "no"}).fillna(NOT_KNOWN)
        values = self._facts.vocabularies[name].values
        return frame[column].fillna(0).astype(int).map({i: self._show(name, value) for i, value in enumerate(values)})

    def supplier(self, frame: pd.DataFrame) -> pd.Series[str]:
        """Return the suppliers by name."""
        names = self._facts.vocabularies["supplier"].values
        return frame["supplier"].fillna(0).astype(int).map({i: name or "" for i, name in enumerate(names)})

    def _show(self, name: str, value: object) -> str:
        if name == AREA and isinstance(value, str) and self._areas:
            inside = {INSIDE: self._areas.title, OUTSIDE: f"outside {self._areas.title}"}
            return inside.get(value) or self._areas.by_key[value].name
        return recorded_value(name, value)


def _ask(found: pd.DataFrame, measure: Measure, source: Source, naming: _Naming) -> pd.DataFrame:
    """Return a row for each unit, person and field whose answer lacks."""
    asked: list[pd.DataFrame] = []
    order = list(dict.fromkeys([*fields_of(measure.rule), AREA]))
    for place, name in enumerate(order):
        if f"{LACKS}{name}" not in found:
            continue
        rule_open = found[OPEN] if name != AREA or name in fields_of(measure.rule) else True
        each = found[found[f"{LACKS}{name}"].fillna(False).astype(bool) & rule_open].copy()
        of_person = name != OFFENCE and source.role_of(name) is not None
        each = each if of_person else each.drop_duplicates(UNIT)
        each["field"], each["place"], each["of_person"] = name, place, of_person
        if name == OFFENCE:
            each["field"] = _evidence_wanted(naming.column(each, OFFENCE))
        asked.append(each)
    rows = pd.concat(asked)
    rows["supplier"] = naming.supplier(rows)
    rows["nobody"] = rows["of_person"] & rows[PERSON].isna()
    rows["one_person"] = ~rows["of_person"] | (rows[PEOPLE] == 1) | rows["person_reference"].notna()
    rows["one_person"] &= ~rows["nobody"]
    rows.loc[~rows["of_person"] | (rows[PEOPLE] == 1), "person_reference"] = None
    return rows.sort_values(["supplier", "reference", UNIT, "place", PERSON], kind="stable", ignore_index=True)


def _evidence_wanted(recorded: pd.Series[str]) -> pd.Series[str]:
    """Return which evidence would settle an offence: a sub-code where the class is known, else the class."""
    classes = recorded.str.replace(r" \([^)]*\)", "", regex=True).str.split(" or ").map(lambda each: len(set(each)))
    known = (recorded != NOT_KNOWN) & (classes == 1)
    return known.map({True: "offence_subcode", False: "offence_class"})


def _is_reviewed(asked: pd.DataFrame, reviews: Sequence[Review]) -> pd.Series[bool]:
    """Return which rows a person has looked at already, and found that the value can't be known."""
    given = {(r.reference, _field_key(r.field), r.supplier, r.person_reference) for r in reviews}
    keys = zip(
        asked["reference"].fillna(""), asked["field"].map(_field_key), asked["supplier"].map(fold_supplier),
        asked["person_reference"].fillna(""), strict=True,
    )  # fmt: skip
    found = [
        any((reference, name, own, one) in given for own in ("", supplier) for one in ("", person))
        for reference, name, supplier, person in keys
    ]
    return pd.Series(found, asked.index, dtype=bool)


def _field_key(name: str) -> str:
    return OFFENCE if name in OFFENCE_EVIDENCE else name


def _balance(found: pd.DataFrame, asked: pd.DataFrame, measure: Measure, expected: int) -> Balance:
    key = PERSON if measure.unit == "victim_incident" else UNIT
    units = found.drop_duplicates(key).set_index(key)
    ask = asked["reference"].notna() & asked["one_person"] & ~asked["reviewed"]
    lists = {
        "in_worklist": asked[ask],
        "without_reference": asked[asked["reference"].isna() | (~asked["one_person"] & ~asked["nobody"])],
        "already_reviewed": asked[asked["reviewed"]],
        "nobody_recorded": asked[asked["nobody"]],
    }
    amounts: dict[str, int] = {}
    left = set(units.index)
    for name, rows in lists.items():
        here = left & set(rows[key])
        amounts[name] = int(units.loc[list(here), AMOUNT].sum())
        left -= here
    balance = Balance(expected, **amounts)
    balance.check()
    return balance


def _rows(asked: pd.DataFrame, measure: Measure, naming: _Naming) -> pd.DataFrame:
    source = naming._facts.source
    rows = pd.DataFrame({"source": source.id, "supplier": asked["supplier"], "reference": asked["reference"]})
    if source.roles:
        rows["person_reference"] = asked["person_reference"].fillna("")
    rows["field"] = asked["field"]
    rows["expected"] = asked["field"].map(lambda name: expected_words(source.by_name[name]))
    for name in dict.fromkeys([*fields_of(measure.rule), *([AREA] if asked["field"].eq(AREA).any() else [])]):
        rows[f"recorded_{name}"] = naming.column(asked, name)
    for name in TO_FILL:
        rows[name] = ""
    return rows


def _warnings(facts: Facts, reviews: Reviews) -> list[Note]:
    waiting = Note(Kind.REVIEWS_WAITING, {"file": reviews.file}, {"rows": reviews.without_value})
    return [*unmatched_reviews(facts.reports), *([waiting] if reviews.without_value else [])]
