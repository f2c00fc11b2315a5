"""Emergency departments, ambulance, fire and rescue: records of three years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from svtool.synthetic.calendar_days import FIRES, Days, violence_days, write_day
from svtool.synthetic.chance import Chance, Weighted
from svtool.synthetic.offence_kinds import OLDER_AGES, YOUNG_AGES
from svtool.synthetic.targets import AMBULANCE, BOROUGHS, ED, FIRE, EdTargets

ED_DATE = "Arrival Date"
ED_HEADER = (
    "Attendance Number",
    "Hospital Site",
    ED_DATE,
    "Attendance Reason",
    "Assault Weapon",
    "Age",
    "Sex",
    "Local Authority of Residence",
)
AMBULANCE_HEADER = ("reference", "recorded_date", "age", "sex", "area")
FIRE_HEADER = ("reference", "recorded_date", "motive", "area")

SITES = ("Synthetic General A", "Synthetic General B", "Synthetic General C", "Synthetic General D")
CHILDRENS_SITE = "Synthetic Childrens"
DRAWN_SITES = Weighted(zip(SITES, (34, 26, 22, 18), strict=True))
OTHER_REASONS = Weighted(
    [("Accident", 46), ("Sports injury", 14), ("Self harm", 12), ("Road traffic", 13), ("Other injury", 15)]
)
YOUNG_PATIENTS = 0.35
ED_AGES_BLANK_PER_THOUSAND = 5
AMBULANCE_AGES_BLANK_PER_THOUSAND = 10
MOTIVES_PER_CENT = (("deliberate", 51), ("accidental", 44))
ST_HELENS_SPELT_OTHERWISE = 0.02


@dataclass(slots=True)
class Record:
    """One attendance or incident."""

    day: int
    area: str
    age: str = ""
    sex: str = ""
    weapon: str = ""
    reason: str = ""
    site: str = ""
    motive: str = ""


def _draw_age(chance: Chance, *, young: bool) -> str:
    return str(chance.pick(YOUNG_AGES if young else OLDER_AGES))


def _draw_sex(chance: Chance, female: float, words: Sequence[str]) -> str:
    if chance.happens(0.01):
        return words[2]
    return words[0] if chance.happens(female) else words[1]


def _write_british(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _list_boroughs(chance: Chance, counts: Sequence[int]) -> list[str]:
    """Return the borough of each record, the first of every borough in front."""
    rest = [name for name, count in zip(BOROUGHS, counts, strict=True) for _ in range(count - 2)]
    chance.shuffle(rest)
    return [*BOROUGHS, *BOROUGHS, *rest]


def _pin_ends(records: Sequence[Record], days: Days) -> None:
    """Put the first ten records on the first and the last day, one of every borough on each.

    Coverage is inferred from the first and the last day that has records, so both must have some.
    """
    for number, record in enumerate(records[: 2 * len(BOROUGHS)]):
        record.day = days.first if number < len(BOROUGHS) else days.last


def make_ed_rows(chance: Chance, year: int) -> Iterator[list[str]]:
    """Make the attendances of a year, assaults and others, in order of arrival."""
    targets, days = ED[year], violence_days(year)
    records = _make_assaults(chance, targets, days)
    for record in records:
        record.sex = _draw_sex(chance, 0.31, ("Female", "Male", "Not recorded"))
        record.site = _find_site(chance, record)
    for number, site in enumerate((*SITES, CHILDRENS_SITE) * 2):
        records[number].site = site
    records.extend(_make_other_attendances(chance, targets.not_assault, days))
    records.sort(key=lambda record: record.day)
    for number, record in enumerate(records, start=1):
        area = record.area
        if area == "St Helens" and chance.happens(ST_HELENS_SPELT_OTHERWISE):
            area = "St. Helens"
        yield [
            f"SYN-ED-{year % 100}-{number:06d}",
            record.site,
            _write_british(record.day),
            record.reason,
            record.weapon,
            record.age,
            record.sex,
            area,
        ]


def _make_assaults(chance: Chance, targets: EdTargets, days: Days) -> list[Record]:
    others = [weapon for weapon, count in targets.other_weapons.items() for _ in range(count)]
    chance.shuffle(others)
    # The pinned records, at the front, are of a weapon that no published row counts.
    others.sort(key=lambda weapon: weapon != "Fists")
    pinned, others = others[: 2 * len(BOROUGHS)], others[2 * len(BOROUGHS) :]
    chance.shuffle(others)
    blank = targets.total * ED_AGES_BLANK_PER_THOUSAND // 1000
    records = [
        Record(days.draw(chance), "", _draw_age(chance, young=chance.happens(YOUNG_PATIENTS)), weapon=weapon)
        for weapon in (*pinned, *others)
    ]
    for record in records[len(pinned) : len(pinned) + blank]:
        record.age = ""
    for weapon, young, count in (
        ("Knife", True, targets.knife_young),
        ("Knife", False, targets.knife - targets.knife_young),
        ("Other bladed/sharp object", True, targets.other_sharp_young),
        ("Other bladed/sharp object", False, targets.other_sharp - targets.other_sharp_young),
    ):
        records.extend(
            Record(day, "", _draw_age(chance, young=young), weapon=weapon) for day in days.spread(chance, count)
        )
    for record, area in zip(records, _list_boroughs(chance, targets.boroughs), strict=True):
        record.area, record.reason = area, "Assault"
    _pin_ends(records, days)
    return records


def _make_other_attendances(chance: Chance, count: int, days: Days) -> Iterator[Record]:
    for _ in range(count):
        record = Record(
            days.draw(chance),
            chance.choose(BOROUGHS),
            _draw_age(chance, young=chance.happens(YOUNG_PATIENTS)),
            _draw_sex(chance, 0.45, ("Female", "Male", "Not recorded")),
            reason=chance.pick(OTHER_REASONS),
        )
        record.site = _find_site(chance, record)
        yield record


def _find_site(chance: Chance, record: Record) -> str:
    is_child = record.age != "" and int(record.age) < 16
    return CHILDRENS_SITE if is_child and chance.happens(0.8) else chance.pick(DRAWN_SITES)


def make_ambulance_rows(chance: Chance) -> Iterator[list[str]]:
    """Make the ambulance incidents of all years, in order."""
    for year, targets in AMBULANCE.items():
        days = violence_days(year)
        total = sum(targets.boroughs)
        blank = total * AMBULANCE_AGES_BLANK_PER_THOUSAND // 1000
        older = total - targets.young - blank
        records = [Record(days.draw(chance), "", _draw_age(chance, young=False)) for _ in range(older)]
        records += [Record(day, "") for day in days.spread(chance, blank)]
        records += [Record(day, "", _draw_age(chance, young=True)) for day in days.spread(chance, targets.young)]
        for record, area in zip(records, _list_boroughs(chance, targets.boroughs), strict=True):
            record.area = area
            record.sex = _draw_sex(chance, 0.38, ("female", "male", "not_recorded"))
        _pin_ends(records, days)
        records.sort(key=lambda record: record.day)
        for number, record in enumerate(records, start=1):
            yield [
                f"SYN-AMB-{year % 100}-{number:06d}",
                write_day(record.day),
                record.age,
                record.sex,
                record.area,
            ]


def make_fire_rows(chance: Chance) -> Iterator[list[str]]:
    """Make the fire and rescue incidents of all years, in order."""
    for year, counts in FIRE.items():
        days = Days(date(year, 1, 1), date(year, 12, 31), FIRES)
        total = sum(counts)
        motives = [motive for motive, share in MOTIVES_PER_CENT for _ in range(total * share // 100)]
        motives += ["not_known"] * (total - len(motives))
        chance.shuffle(motives)
        records = [
            Record(days.draw(chance), area, motive=motive)
            for area, motive in zip(_list_boroughs(chance, counts), motives, strict=True)
        ]
        _pin_ends(records, days)
        records.sort(key=lambda record: record.day)
        for number, record in enumerate(records, start=1):
            yield [f"SYN-FIRE-{year % 100}-{number:06d}", write_day(record.day), record.motive, record.area]
