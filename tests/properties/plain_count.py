"""What a made-up project counts, in plain Python: an oracle that shares no code with svtool.

It is written from what the words mean, record by record, and is as slow as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from made_up_project import (
    BOROUGHS,
    LEFT_OUT,
    OUTSIDE,
    SOMEWHERE,
    YES,
    Extract,
    Person,
    Project,
    Question,
    Record,
    Review,
    Window,
)
from plain_answers import Answer, answer, every, some

Appearance = tuple[Answer, date | None]
WHOLE, NOWHERE = "the whole", "area not known"
ROLE_OF_UNIT = {"victim_incident": "victim", "victim": "victim", "suspect": "suspect"}
# An offence without a person victim answers no; one without a known suspect not known, for someone did it.
WITHOUT = {"victim": False, "suspect": None}


@dataclass(frozen=True)
class Expected:
    """What a figure must say; count and not known are None where no supplier holds a day of the period."""

    count: int | None = 0
    not_known: int | None = 0
    undated: int = 0


NO_FIGURE = Expected(None, None)


@dataclass(frozen=True)
class Days:
    """How many days of a period every supplier holds, and which suppliers lack a day of it."""

    covered: int
    lacking: frozenset[str]


@dataclass(frozen=True)
class Current:
    """A record as the last extract that has it says, and the days of that extract."""

    record: Record
    extract: Extract


def plain_count(project: Project) -> dict[tuple[str, str, date], Expected]:
    """Return what each question counts: question, area, first day of the period → its figure."""
    current = settle(current_records(project.extracts), project.reviews)
    records = [each for each in current if counts(each.record) and not is_stray(project, each)]
    return {
        (question.id, place, period[0]): figure(question, records, place, period, project.area_unknown)
        if any(is_held(project, place, day) for day in days_of(period))
        else NO_FIGURE
        for question in project.questions
        for place in (WHOLE, *BOROUGHS, NOWHERE)
        for period in project.periods
    }


# Which days are held


def plain_days(project: Project) -> dict[date, Days]:
    """Return for each period, by its first day, the days that all suppliers hold, and who lacks some.

    The suppliers of a history are so alike, as are its boroughs, that days which one of them lacks never have 95 % of
    the usual records.
    """
    found = {}
    for period in project.periods:
        lacking = {day: lacks(project, day) for day in days_of(period)}
        whole = sum(not names for names in lacking.values())
        found[period[0]] = Days(whole, frozenset().union(*lacking.values()))
    return found


def days_of(period: Window) -> Iterator[date]:
    """Yield the days of a period."""
    for number in range(period[0].toordinal(), period[1].toordinal() + 1):
        yield date.fromordinal(number)


def lacks(project: Project, day: date) -> frozenset[str]:
    """Return the suppliers that do not hold a day, and the boroughs that are silent on it."""
    silent = (name for name, (first, last) in project.silent.items() if first <= day <= last)
    return frozenset([*silent, *(name for name in project.held or () if not holds(project, name, day))])


def is_held(project: Project, place: str, day: date) -> bool:
    """Return whether any supplier holds a day of a place."""
    first, last = project.silent.get(place, (date.max, date.min))
    return not first <= day <= last and (not project.held or any(holds(project, name, day) for name in project.held))


def holds(project: Project, supplier: str | None, day: date) -> bool:
    """Return whether a supplier holds a day: one before it was opened it holds, for there is nothing to be held."""
    if project.held is None or supplier is None or day < project.opened.get(supplier, date.min):
        return True
    return any(first <= day <= last for first, last in project.held[supplier])


def is_stray(project: Project, current: Current) -> bool:
    """Return whether a record is dated where its supplier holds nothing, or outside what its extract declares."""
    day = current.record.recorded
    if day is None:
        return False
    declared = not project.declared or current.extract.first <= day <= current.extract.last
    return not declared or not holds(project, current.record.supplier, day)


# Which records there are


def current_records(extracts: Iterable[Extract]) -> Iterator[Current]:
    """Yield the records that no later extract has again or has taken back."""
    ordered = sorted(extracts, key=lambda each: each.as_at or date.min)
    seen: set[tuple[str | None, str]] = set()
    for place, extract in enumerate(ordered):
        for record in extract.records:
            if any(takes_the_place(later, extract, record) for later in ordered[place + 1 :] if later.as_at):
                continue
            if record.reference:
                # The same record twice: in one extract, or alike in two that nobody ordered.
                if (record.supplier, record.reference) in seen:
                    continue
                seen.add((record.supplier, record.reference))
            yield Current(record, extract)


def takes_the_place(later: Extract, earlier: Extract, record: Record) -> bool:
    """Return whether a later extract has the record itself, or issued its day again without it."""
    own = [each for each in later.records if each.supplier == record.supplier]
    if record.reference and any(each.reference == record.reference for each in own):
        return True
    first, last = max(later.first, earlier.first), min(later.last, earlier.last)
    if record.recorded is None or not first <= record.recorded <= last:
        return False
    holds_places = {each.place for each in own if each.recorded and first <= each.recorded <= last}
    before = {
        each.reference
        for each in earlier.records
        if each.supplier == record.supplier and each.reference and each.place in holds_places
        if each.recorded and first <= each.recorded <= last
    }
    again = before & {each.reference for each in own}
    return bool(before) and record.place in holds_places and 2 * len(again) >= len(before)


def settle(records: Iterable[Current], reviews: Sequence[Review]) -> Iterator[Current]:
    """Yield the records with what people settled in the place of what was recorded."""
    for current in records:
        record = current.record
        for review in reviews:
            if (review.supplier, review.reference) == (record.supplier, record.reference):
                record = settled(record, review)
        yield replace(current, record=agreed(record))


def settled(record: Record, review: Review) -> Record:
    """Return a record with one value settled."""
    if review.field in record.days:
        return replace(record, days={**record.days, review.field: review.value})
    if review.field == "area":
        return replace(record, place=review.value)
    role = review.field.split("_")[0]
    if role not in record.people:
        # What the rows of several victims said of the offence is settled in all of them.
        people = {who: tuple(without(each, review.field) for each in group) for who, group in record.people.items()}
        return replace(record, says={**record.says, review.field: review.value}, people=people)
    people = tuple(
        replace(each, says={**each.says, review.field: review.value}) if each.reference == review.person else each
        for each in record.people[role]
    )
    return replace(record, people={**record.people, role: people})


def agreed(record: Record) -> Record:
    """Return a record in which a row that leaves a field of it blank says what all its other rows say.

    Rows that disagree each keep what they say.
    """
    for name, value in record.says.items():
        people = [person for group in record.people.values() for person in group]
        known = {person.says.get(name, value) for person in people} - {None}
        if len(known) == 1:
            without_it = {who: tuple(without(each, name) for each in group) for who, group in record.people.items()}
            record = replace(record, says={**record.says, name: known.pop()}, people=without_it)
    return record


def without(person: Person, name: str) -> Person:
    """Return what a row says of a person, but not what it says of this field of the offence."""
    return replace(person, says={each: value for each, value in person.says.items() if each != name})


def counts(record: Record) -> bool:
    """Return whether it is a record of an event at all: not cancelled, no follow-up, no false alarm."""
    leaves = [record.says.get(name) or frozenset() for name in LEFT_OUT]
    is_left_out = any(value & words for value, words in zip(leaves, LEFT_OUT.values(), strict=True))
    return not is_left_out and record.says.get("cancelled") != YES


# What is counted


def figure(question: Question, records: Sequence[Current], place: str, period: Window, area_unknown: str) -> Expected:
    """Return the figure of one question, area and period."""
    if question.unit in ("victim", "suspect"):
        return people_figure(question, records, place, period, area_unknown)
    found = Expected()
    for current in records:
        is_inside = in_area(current.record.place, place, area_unknown)
        for met in unit_answers(question, current.record):
            told = every([met, is_inside])
            if told is False:
                continue
            if current.record.days[question.basis] is None:
                found = replace(found, undated=found.undated + may_be_of(current, question.basis, period))
            elif period[0] <= current.record.days[question.basis] <= period[1]:
                found = replace(found, count=found.count + bool(told), not_known=found.not_known + (told is None))
    return found


def in_area(place: str | None, asked: str, area_unknown: str) -> Answer:
    """Return whether a place is in an area; a place that nobody knows may be in the whole."""
    if asked == NOWHERE:
        return place in (None, SOMEWHERE)
    if asked != WHOLE:
        return place == asked
    if place is None:
        return True if area_unknown == "inside" else None
    return place != OUTSIDE


def unit_answers(question: Question, record: Record) -> list[Answer]:
    """Return the answer of each unit of a record: the record itself, or each of its people."""
    role = ROLE_OF_UNIT.get(question.unit)
    if role:
        people = distinct(record.people[role])
        return [answer(question.rule, {**record.says, **person.says}, {}) for person in people]
    # A record meets a rule if any of its rows does: those of the people asked about, and where rows of several victims
    # say different things of the offence, those.
    who = next((each for each in record.people if asks_about(question.rule, each)), None)
    rows = [person.says for group in record.people.values() for person in group if not who] or [{}]
    if who:
        rows = [person.says for person in record.people[who]] or [{}]
    nobody = {f"{who}_age": WITHOUT[who], f"{who}_sex": WITHOUT[who]} if who and rows == [{}] else {}
    return [some(answer(question.rule, {**record.says, **row}, nobody) for row in rows)]


def distinct(people: Sequence[Person]) -> list[Person]:
    """Return people without those whom a reference names a second time."""
    named = {person.reference: person for person in people if person.reference}
    return [*named.values(), *(person for person in people if not person.reference)]


def asks_about(rule: Any, who: str) -> bool:
    """Return whether a rule has a condition on victims, or on suspects."""
    if isinstance(rule, list):
        return any(asks_about(each, who) for each in rule)
    return isinstance(rule, dict) and any(
        name.startswith(f"{who}_") or asks_about(each, who) for name, each in rule.items()
    )


def may_be_of(current: Current, basis: str, period: Window) -> bool:
    """Return whether a record without this day may belong to a period, by its extract's days and its other day."""
    if basis == "committed_date":
        # Nothing is recorded before it was committed.
        return period[0] <= (current.record.recorded or current.extract.last)
    committed = current.record.days.get("committed_date")
    first = max(current.extract.first, committed or date.min)
    return first <= period[1] and period[0] <= current.extract.last


def people_figure(
    question: Question, records: Sequence[Current], place: str, period: Window, area_unknown: str
) -> Expected:
    """Return how many people meet a question, each once, whatever number of records he is in.

    Undated are those who may meet it only with records that have no date.
    """
    role = ROLE_OF_UNIT[question.unit]
    dated: dict[tuple[str | None, str], list[Appearance]] = {}
    undated: dict[tuple[str | None, str], list[Appearance]] = {}
    for current in records:
        record = current.record
        day = record.days[question.basis]
        is_inside = in_area(record.place, place, area_unknown)
        for person in distinct(record.people[role]):
            told = every([answer(question.rule, {**record.says, **person.says}, {}), is_inside])
            whose = (record.supplier, str(person.reference))
            if day is None and may_be_of(current, question.basis, period):
                undated.setdefault(whose, []).append((told, None))
            elif day and period[0] <= day <= period[1]:
                dated.setdefault(whose, []).append((told, day))
    answers = [often_enough(each, question.having) for each in dated.values()]
    widest = [
        often_enough([*dated.get(whose, []), *undated.get(whose, [])], question.having) for whose in dated | undated
    ]
    met, not_known = answers.count(True), answers.count(None)
    return Expected(met, not_known, widest.count(True) + widest.count(None) - met - not_known)


def often_enough(appearances: Sequence[Appearance], having: Mapping[str, Any] | None) -> Answer:
    """Return whether a person appears often enough: once, or in as many offences, or days, as the question says."""
    least = having["offences"]["gte"] if having else 1
    certain = [day for told, day in appearances if told]
    possible = [day for told, day in appearances if told is not False]
    if having and having.get("on_different_days"):
        certain, possible = different(certain), different(possible)
    return True if len(certain) >= least else None if len(possible) >= least else False


def different(days: Sequence[date | None]) -> list[date | None]:
    """Return each day once; one that is not known may be another than all of these."""
    return [*{day for day in days if day}, *(day for day in days if day is None)]
