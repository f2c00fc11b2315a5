"""Draws histories of suppliers of which it is beyond dispute which days they hold.

Every day that is held has three records or more, a supplier that starts, stops or pauses does so for half a month or
more, and the few records far from all others are as mistyped dates are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from made_up_project import BOROUGHS, ED, NO, SUPPLIERS, YES, Extract, Project, Question, Record, Window

NAMES = (*SUPPLIERS, "Southmere General")
KIND = replace(ED, fields={"assault": (YES, NO, None)}, leaves_out={})
QUESTIONS = (Question("all", "attendance", {}), Question("assaults", "attendance", {"assault": ["yes"]}))
FIRST_YEAR = 2020


def draw_history(seed: int) -> Project:
    """Return the history of a seed: a project whose suppliers each hold some days of a year or two."""
    chance = random.Random(f"history {seed}")  # noqa: S311 (nothing here is a secret)
    if chance.random() < 0.2:
        return _with_a_silent_borough(chance, seed)
    months = chance.choice((12, 12, 18, 24))
    names = NAMES[: chance.choice((1, 2, 2, 3, 4))]
    # One of them has all of it, so that the history is known to be as long as that.
    held = {name: _held(chance, months) if place else (_span(1, months),) for place, name in enumerate(names)}
    if len(names) == 1:
        held = {names[0]: _held(chance, months)}
    records = [each for name, windows in held.items() for each in _records(chance, name, windows)]
    opened = _opened(chance, held)
    for name, windows in held.items():
        records += () if name in opened else _strays(chance, name, windows, months)
    declared = chance.random() < 0.3
    extracts = tuple(_declared(records, held) if declared else _extracts(chance, records, months))
    shown = _periods(chance, months)
    return Project(seed, KIND, "record", "inside", declared, extracts, (), QUESTIONS, *shown, held, opened)


def _with_a_silent_borough(chance: random.Random, seed: int) -> Project:
    """Return the history of a supplier that goes on while one of its two boroughs sends nothing for some months."""
    months, (name, *_) = chance.choice((12, 18)), NAMES
    one, other = chance.sample(BOROUGHS, 2)
    cut = chance.randint(3, months - 6)
    silent = _span(cut, cut + chance.randint(1, 3))
    window = _span(1, months)
    records = [replace(each, place=one) for each in _records(chance, name, [window])]
    before = (window[0], silent[0] - timedelta(days=1)), (silent[1] + timedelta(days=1), window[1])
    records += [replace(each, place=other) for each in _records(chance, name, before)]
    extracts = tuple(_extracts(chance, records, months))
    shown = _periods(chance, months)
    held = {name: (window,)}
    return Project(seed, KIND, "record", "inside", False, extracts, (), QUESTIONS, *shown, held, {}, {other: silent})


def _opened(chance: random.Random, held: Mapping[str, Sequence[Window]]) -> dict[str, date]:
    """Return the suppliers of which the project file says that they began only where their records do."""
    late = {name: windows[0][0] for name, windows in held.items() if windows[0][0] > _first_of(1)}
    return {name: day for name, day in late.items() if chance.random() < 0.5}


def _periods(chance: random.Random, months: int) -> tuple[tuple[Window, ...], str]:
    """Return the periods that are shown, and what they are."""
    size, kind = chance.choice(((1, "month"), (3, "quarter"), (12, "calendar")))
    return tuple(_span(month, month + size - 1) for month in range(1, months - size + 2, size)), kind


def _span(first: int, last: int) -> Window:
    """Return the days of some months, counted from January of the first year."""
    return _first_of(first), _first_of(last + 1) - timedelta(days=1)


def _first_of(month: int) -> date:
    return date(FIRST_YEAR + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _held(chance: random.Random, months: int) -> tuple[Window, ...]:
    """Return the days that a supplier holds."""
    whole = _span(1, months)
    shape = chance.choice(("whole", "starts late", "stops early", "lacks months", "lacks days"))
    cut = chance.randint(3, months - 5)
    days = timedelta(days=chance.choice((0, 0, 9, 14, 19)))
    if shape == "starts late":
        return ((_first_of(cut) + days, whole[1]),)
    if shape == "stops early":
        return ((whole[0], _first_of(cut + 2) + days - timedelta(days=1)),)
    if shape == "lacks months":
        return _span(1, cut), _span(cut + chance.randint(2, 3), months)
    if shape == "lacks days":
        last = _first_of(cut) + timedelta(days=4)
        return (whole[0], last), (last + timedelta(days=chance.randint(19, 22)), whole[1])
    return (whole,)


def _records(chance: random.Random, name: str, windows: Sequence[Window]) -> Iterator[Record]:
    """Yield three or four records for every day held."""
    for first, last in windows:
        for day in range((last - first).days + 1):
            for _ in range(chance.randint(3, 4)):
                yield _record(chance, name, first + timedelta(days=day))


def _strays(chance: random.Random, name: str, windows: Sequence[Window], months: int) -> Iterator[Record]:
    """Yield a few records that are dated where the supplier holds nothing, four months or more from what it holds."""
    days = [_first_of(month) + timedelta(days=chance.randrange(28)) for month in range(-11, months + 13)]
    far = [day for day in days if all(_months_apart(day, window) >= 4 for window in windows)]
    if far and chance.random() < 0.6:
        for day in chance.sample(far, chance.randint(1, 2)):
            yield _record(chance, name, day)


def _months_apart(day: date, window: Window) -> int:
    first, last, month = (each.year * 12 + each.month for each in (*window, day))
    return max(first - month, month - last)


def _record(chance: random.Random, name: str, day: date) -> Record:
    says = {"assault": chance.choice(KIND.fields["assault"])}
    reference = f"{chance.getrandbits(48):012x}"
    return Record(name, reference, {"recorded_date": day}, chance.choice(BOROUGHS), says, {})


def _declared(records: Sequence[Record], held: Mapping[str, Sequence[Window]]) -> Iterator[Extract]:
    """Yield an extract for each stretch that a supplier holds, which declares its days; strays stand in the first."""
    for name, windows in held.items():
        left = [record for record in records if record.supplier == name]
        for window in windows[1:]:
            yield Extract(*window, None, tuple(each for each in left if _is_in(each, window)), name)
            left = [each for each in left if not _is_in(each, window)]
        yield Extract(*windows[0], None, tuple(left), name)


def _is_in(record: Record, window: Window) -> bool:
    return record.recorded is not None and window[0] <= record.recorded <= window[1]


def _extracts(chance: random.Random, records: Sequence[Record], months: int) -> Iterator[Extract]:
    """Yield the records in one extract, or in one for each supplier."""
    window = _span(1, months)
    if chance.random() < 0.5:
        yield Extract(*window, None, tuple(records))
        return
    for name in dict.fromkeys(record.supplier for record in records):
        yield Extract(*window, None, tuple(each for each in records if each.supplier == name), name)
