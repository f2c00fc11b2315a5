"""Draws small whole projects from a seed.

The choices keep away from what could be read in two ways: an edition that is sent again has well over half of the one
before or next to nothing of it, and still holds every kind and place that the one before has in its days.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from made_up_project import (
    AMBULANCE,
    BOROUGHS,
    ED,
    FIRE,
    OFFENCE_SETS,
    OUTSIDE,
    POLICE,
    ROBBERIES,
    SOMEWHERE,
    SUPPLIERS,
    UNKNOWN_WORDS,
    VOLUME,
    Extract,
    Person,
    Possible,
    Project,
    Question,
    Record,
    Review,
    Rule,
    Window,
)

SENT_AGAIN = date(2022, 1, 20)


def draw_project(seed: int) -> Project:
    """Return the project of a seed."""
    return _Drawing(seed).project()


class _Drawing:
    def __init__(self, seed: int) -> None:
        self.seed, self.chance = seed, random.Random(seed)  # noqa: S311 (nothing here is a secret)
        self.kind = self.chance.choice((POLICE, POLICE, POLICE, ED, AMBULANCE, FIRE))
        self.layout = self.chance.choice(("linked", "linked", "offence", "victim")) if self.kind is POLICE else "record"
        self.months = self.chance.choice((3, 6))
        self.suppliers = SUPPLIERS[: self.chance.choice((1, 1, 2, 3))]
        # One number may be two records, of two suppliers; and people may have no reference, then nobody counts them.
        self.same_numbers = self.happens(0.5)
        self.people_are_named = self.happens(0.7)
        self.numbers: Counter[str | None] = Counter()

    def project(self) -> Project:
        records = self._records()
        plan = self.chance.choice((self._once, self._in_turn, self._apart, self._again, self._again, self._one_borough))
        extracts = tuple(plan(records))
        declared = plan not in (self._once, self._apart) or self.happens(0.5)
        per = self.chance.choice(("month", "quarter")) if self.months == 3 else "quarter"
        step = 1 if per == "month" else 3
        periods = tuple(_window(month, month + step - 1) for month in range(1, self.months + 1, step))
        unknown = self.chance.choice(("inside", "not_known"))
        reviews, questions = tuple(self._reviews(extracts)), tuple(self._questions())
        return Project(self.seed, self.kind, self.layout, unknown, declared, extracts, reviews, questions, periods, per)

    def happens(self, share: float) -> bool:
        """Return whether something happens that happens in a share of cases."""
        return self.chance.random() < share

    # What was recorded

    @property
    def _roles(self) -> Mapping[str, Mapping[str, tuple[Possible, ...]]]:
        """The fields of each role; a file with a row for each victim says nothing of suspects."""
        return {who: fields for who, fields in self.kind.people.items() if self.layout != "victim" or who == "victim"}

    @property
    def _fields(self) -> Mapping[str, tuple[Possible, ...]]:
        return {**self.kind.fields, **self.kind.leaves_out}

    def _records(self) -> list[Record]:
        """Return the records of all suppliers, the last of which may have next to none; one may name no supplier."""
        found: list[Record] = []
        for place, supplier in enumerate(self.suppliers):
            if place == 2 or (place == 1 and self.happens(0.3)):
                found += [self._record(supplier) for _ in range(self.chance.randint(1, 3))]
                continue
            found += [self._anchor(supplier, month, nth) for month in range(1, self.months + 1) for nth in range(3)]
            found += [self._record(supplier) for _ in range(self.chance.randint(20, 50))]
            # People of linked files find an offence by its reference, so that all of these have one.
            number = 0 if self.layout == "linked" else self.chance.randint(0, 4)
            unnamed = [self._record(supplier) for _ in range(number)]
            found += [_without_reference(each) for each in unnamed if each.recorded]
        if len(self.suppliers) > 1 and self.happens(0.3):
            found.append(self._record(None))
        return found

    def _anchor(self, supplier: str, month: int, nth: int) -> Record:
        """Return a record of which all is known and that never changes, so that no field is absent from a month."""
        first, last = _window(month, month)
        day = (first, first + timedelta(days=14), last)[nth]
        says = {name: self._known(values) for name, values in self.kind.fields.items()}
        says |= {name: max(values, key=values.count) for name, values in self.kind.leaves_out.items()}
        if self.kind is POLICE:
            says["offence"] = VOLUME[(month + nth) % len(VOLUME)]
        number = f"A{month:02d}{nth}"
        people = {who: (self._known_person(who, number),) for who in self._roles}
        reference = number if self.same_numbers else f"{supplier[0]}/{number}"
        place = BOROUGHS[(month + nth) % len(BOROUGHS)]
        days = dict.fromkeys(self.kind.days, day)
        return Record(supplier, reference, days, place, says, people, is_anchor=True)

    def _known(self, values: Sequence[Possible]) -> Possible:
        certain = [each for each in values if each and len(each) == 1 and not each & UNKNOWN_WORDS]
        return self.chance.choice(certain)

    def _known_person(self, who: str, number: str) -> Person:
        return Person(f"{who[0]}{number}".upper(), {name: self._known(each) for name, each in self._roles[who].items()})

    def _record(self, supplier: str | None, window: Window | None = None) -> Record:
        # What has no date came with the first extract, which knows nothing of later months.
        is_undated = supplier == self.suppliers[0] and self.happens(0.05)
        day = self._day_in(_window(1, 1) if is_undated else window or _window(1, self.months))
        says = {name: self.chance.choice(values) for name, values in self._fields.items()}
        days: dict[str, date | None] = {"recorded_date": day}
        if "committed_date" in self.kind.days:
            early = self.chance.choice((0, 0, 1, 20, 45, 400, None))
            days["committed_date"] = None if early is None else day - timedelta(days=early)
        if is_undated:
            days["recorded_date"] = None
        place = self.chance.choice((*BOROUGHS, *BOROUGHS, OUTSIDE, SOMEWHERE, None))
        # Whether victims were recorded of an offence without any hangs on its day.
        people = {who: self._people(who, least=int(is_undated)) for who in self._roles}
        copies = 2 if self.people_are_named and self.happens(0.05) else 1
        return Record(supplier, self._reference(supplier), days, place, says, people, copies)

    def _reference(self, supplier: str | None) -> str:
        self.numbers[supplier] += 1
        whose = "X" if supplier is None else "R" if self.same_numbers else supplier[0]
        return f"{whose}/{self.numbers[supplier]:04d}"

    def _people(self, who: str, least: int = 0) -> tuple[Person, ...]:
        """Return the victims or suspects of an offence; a flat file has room for one, or a row for each victim."""
        most = 1 if self.layout == "offence" else 3
        chosen = self.chance.sample(range(12), self.chance.randint(least, most))
        return tuple(self._person(who, number) for number in chosen)

    def _person(self, who: str, number: int) -> Person:
        says = {name: self.chance.choice(values) for name, values in self.kind.people[who].items()}
        if self.layout == "victim" and self.happens(0.1):
            # Rows of one offence that disagree on a field of the offence.
            name = self.chance.choice(list(self.kind.fields))
            says[name] = self.chance.choice(self.kind.fields[name])
        is_named = self.people_are_named or self.layout != "linked" or self.happens(0.5)
        return Person(f"{who[0]}{number}".upper() if is_named else None, says)

    def _day_in(self, window: Window) -> date:
        return window[0] + timedelta(days=self.chance.randrange((window[1] - window[0]).days + 1))

    # How it was sent

    def _once(self, records: Sequence[Record]) -> list[Extract]:
        return [Extract(*_window(1, self.months), None, tuple(records))]

    def _apart(self, records: Sequence[Record]) -> list[Extract]:
        """Return an extract of each supplier, with no column that says whose it is."""
        whose = {each: tuple(record for record in records if record.supplier == each) for each in self.suppliers}
        return [Extract(*_window(1, self.months), None, own, supplier) for supplier, own in whose.items()]

    def _in_turn(self, records: Sequence[Record]) -> list[Extract]:
        """Return an extract of every month or so; now and then a reference of one stands in the next again."""
        size, ordered = self.chance.choice((1, 3)), self.happens(0.7)
        found: list[Extract] = []
        for first in range(1, self.months + 1, size):
            window = _window(first, first + size - 1)
            own = [record for record in records if _is_in(record, window, with_undated=first == 1)]
            before = [each for each in found[-1].records if _may_change(each)] if found else []
            if before and ordered and self.happens(0.7):
                stray = self._revised(self.chance.choice(before))
                own.append(replace(stray, days={**stray.days, "recorded_date": window[0] + timedelta(days=3)}))
            found.append(Extract(*window, window[1] + timedelta(days=14) if ordered else None, tuple(own)))
        return found

    def _again(self, records: Sequence[Record]) -> list[Extract]:
        """Return an extract, and a later one or two that hold its last months, or all, again, and the months since."""
        known_to = self.chance.choice((self.months, self.months - 1))
        one = _window(1, known_to)
        other = _window(self.chance.choice((1, known_to)), self.months)
        first = Extract(*one, one[1] + timedelta(days=9), tuple(each for each in records if _is_in(each, one, True)))
        shared = [each for each in first.records if _is_in(each, other, True)]
        of_suppliers = set(self.suppliers[:1] if self.happens(0.2) else (*self.suppliers, None))
        later = self._edited([each for each in shared if each.supplier in of_suppliers])
        later += [each for each in records if each.recorded and each.recorded > one[1]]
        later += [self._record(self.suppliers[0], other) for _ in range(3)]
        both = (other[0], one[1])
        later = _with_every_kind([each for each in later if each.supplier in of_suppliers], shared, both)
        found = [first, Extract(*other, SENT_AGAIN, tuple(later))]
        if self.happens(0.4):
            # What the second took back may stand in the third again.
            again = [each for each in shared if _may_change(each) and not _has(later, each)][:2]
            last = _with_every_kind(_with_every_kind([*self._edited(later), *again], later, other), shared, both)
            found.append(Extract(*other, SENT_AGAIN + timedelta(days=30), tuple(last)))
        self.chance.shuffle(found)
        return found

    def _one_borough(self, records: Sequence[Record]) -> list[Extract]:
        """Return an extract and a later one of one borough and supplier, which takes back nothing elsewhere."""
        window, borough = _window(1, self.months), self.chance.choice(BOROUGHS)
        own = [record for record in records if record.place == borough and record.supplier == self.suppliers[0]]
        later = _with_every_kind(self._edited(own), own, window)
        found = [Extract(*window, window[1] + timedelta(days=9), tuple(records))]
        if any(record.is_anchor for record in own):
            found.append(Extract(*window, SENT_AGAIN, tuple(later)))
        self.chance.shuffle(found)
        return found

    def _edited(self, records: Sequence[Record]) -> list[Record]:
        """Return records as a later extract has them: most as they were, some changed, few taken back."""
        found: list[Record] = []
        for supplier in (*self.suppliers, None):
            own = [record for record in records if record.supplier == supplier]
            named = [record for record in own if record.reference]
            leaving = self.chance.sample(named, len(named) // 8)
            staying = [record for record in named if not _may_change(record) or record not in leaving]
            found += [self._perhaps_revised(record) for record in staying]
            found += [record for record in own if not record.reference and self.happens(0.5)]
        return found

    def _perhaps_revised(self, record: Record) -> Record:
        return self._revised(record) if self.happens(0.4) and _may_change(record) else record

    def _revised(self, record: Record) -> Record:
        """Return a record with another value here or there, and other people."""
        changed = self.chance.sample(list(self._fields), 2)
        says = {**record.says, **{name: self.chance.choice(self._fields[name]) for name in changed}}
        people = dict(record.people)
        for who, group in record.people.items():
            if self.happens(0.4):
                people[who] = self._people(who)
            elif self.happens(0.4):
                people[who] = group[1:]
        return replace(record, says=says, people=people)

    # What people settled

    def _reviews(self, extracts: Sequence[Extract]) -> list[Review]:
        latest: dict[tuple[str | None, str], tuple[Record, Extract]] = {}
        for extract in sorted(extracts, key=lambda each: each.as_at or date.min):
            named = [record for record in extract.records if record.reference and not record.is_anchor]
            latest |= {(record.supplier, str(record.reference)): (record, extract) for record in named}
        chosen = self.chance.sample(sorted(latest, key=str), min(len(latest), self.chance.randint(0, 12)))
        reviews = [self._review(*latest[key]) for key in chosen]
        return [each for each in reviews if each]

    def _review(self, record: Record, extract: Extract) -> Review | None:
        name = self.chance.choice((*self._fields, *self.kind.days, "area", *self._roles))
        person, value = None, None
        if name in self._roles:
            people = record.people[name]
            if not people or (len(people) > 1 and not all(each.reference for each in people)):
                return None
            person = self.chance.choice(people).reference
            name, values = self.chance.choice(list(self._roles[name].items()))
            value = self.chance.choice(values)
        elif name in self.kind.days:
            has_victims = bool(record.people.get("victim", True))
            value = None if has_victims and self.happens(0.2) else self._day_in((extract.first, extract.last))
        elif name == "area":
            value = self.chance.choice((*BOROUGHS, None))
        else:
            # Beside a class that stays recorded, a code that tells nothing apart would settle nothing.
            settles_nothing = (ROBBERIES, None) if name == "offence" else ()
            value = self.chance.choice([each for each in self._fields[name] if each not in settles_nothing])
        return Review(record.supplier, str(record.reference), person, name, value)

    # What is asked

    def _questions(self) -> list[Question]:
        unit = self.kind.unit
        asked: list[tuple[str, str | None]] = [(unit, None), (unit, None), *((unit, who) for who in self._roles)]
        if self.kind is POLICE:
            asked += [("victim_incident", "victim"), ("victim_incident", "victim")]
            asked += [(who, who) for who in self._roles if self.people_are_named]
        found = [Question("all", unit, {})]
        for place, (unit, who) in enumerate(asked):
            basis = self.chance.choice(self.kind.days)
            found.append(Question(f"q{place}", unit, self._rule(who, 2), basis))
            if unit in self.kind.people:
                again: dict[str, Any] = {"offences": {"gte": 2}}
                again |= {"on_different_days": "yes"} if self.happens(0.5) else {}
                found.append(Question(f"q{place}_again", unit, self._rule(None, 1), basis, again))
        return found

    def _rule(self, who: str | None, depth: int) -> Rule:
        """Return a rule about the record and, unless None, one role of its people."""
        joined = self.chance.choice(("all", "any", "not", "one")) if depth else "one"
        if joined == "not":
            return {"not": self._rule(who, depth - 1)}
        if joined != "one":
            return {joined: [self._rule(who, depth - 1) for _ in range(self.chance.randint(2, 3))]}
        of_people = self.kind.people[who] if who else {}
        fields = {**self.kind.fields, **of_people}
        name = self.chance.choice([*fields, *of_people])
        if name.endswith("age"):
            return {name: {self.chance.choice(("lt", "lte", "gt", "gte")): self.chance.choice((10, 17, 18, 24, 25))}}
        of_values = sorted({word for value in fields[name] if value for word in value})
        words = list(OFFENCE_SETS) if name == "offence" else of_values
        return {name: self.chance.sample(words, min(len(words), self.chance.randint(1, 2)))}


def _window(first: int, last: int) -> Window:
    """Return the first and the last day of some months of 2021."""
    return date(2021, first, 1), date(2021 + last // 12, last % 12 + 1, 1) - timedelta(days=1)


def _is_in(record: Record, window: Window, with_undated: bool) -> bool:
    return with_undated if record.recorded is None else window[0] <= record.recorded <= window[1]


def _may_change(record: Record) -> bool:
    """Whether a later extract may have the record otherwise, or in other months."""
    return bool(record.reference and record.recorded) and not record.is_anchor


def _with_every_kind(later: Sequence[Record], earlier: Sequence[Record], both: Window) -> list[Record]:
    """Return a later extract's records, and those that it took back of kinds or places which it then would not have.

    Whether an extract without any knife crime took it all back or was not asked for it is beyond knowing.
    """
    found = list(later)
    for record in earlier:
        own = [each for each in found if each.supplier == record.supplier and _is_in(each, both, False)]
        if not own or not record.recorded or (record.reference and _has(found, record)):
            continue
        values = {name: {each.says[name] for each in own} for name in record.says}
        if record.place not in {each.place for each in own} or any(record.says[n] not in values[n] for n in values):
            found.append(record)
    return found


def _has(records: Sequence[Record], record: Record) -> bool:
    return any((each.supplier, each.reference) == (record.supplier, record.reference) for each in records)


def _without_reference(record: Record) -> Record:
    """Return a record that nothing tells from another, so that rows of several victims would be several records."""
    return replace(record, reference=None, copies=1, people={who: each[:1] for who, each in record.people.items()})
