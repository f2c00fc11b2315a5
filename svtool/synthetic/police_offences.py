"""Police offences: which, when, where, and with which flags."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from svtool.synthetic.calendar_days import Days, violence_days, write_day, year_of
from svtool.synthetic.chance import Chance, Weighted, share_out
from svtool.synthetic.offence_kinds import BLADE, COUNTED, HOMICIDES, INFANTICIDE, NOT_COUNTED, Kind
from svtool.synthetic.targets import BOROUGHS, POLICE, POLICE_FROM, POLICE_TO, POLICE_YEARS, HomicideTargets

HEADER = (
    "reference",
    "recorded_date",
    "committed_date",
    "offence_class",
    "offence_subcode",
    "offence_title",
    "knife",
    "firearm",
    "offensive_weapon",
    "corrosive",
    "domestic_abuse",
    "hate_crime",
    "county_lines",
    "area",
    "cancelled",
)

DRAWN = "drawn"
YOUNG = "young"
OLDER = "older"
INFANT = "infant"
AGE_BLANK = "age blank"
NOBODY = "nobody"

CANCELLED_PER_THOUSAND = 4
HISTORIC_COUNTED = 40
AREAS = Weighted(
    [(borough, weight * 100) for borough, weight in zip(BOROUGHS, (100, 440, 155, 125, 180), strict=True)]
    + [("St. Helens", 350), ("", 280)]
)
LAGS = Weighted(
    (days, weight)
    for first, last, weight in (
        (0, 0, 62_000),
        (1, 1, 18_000),
        (2, 3, 3_500),
        (4, 14, 640),
        (15, 60, 85),
        (61, 200, 14),
    )
    for days in range(first, last + 1)
)
SHARE_OF_YEAR = {2018: 75, 2019: 100, 2020: 88, 2021: 97}


@dataclass(slots=True, eq=False)
class Offence:
    """One recorded offence, and what is planned for its victims and suspects."""

    kind: Kind
    committed: int
    recorded: int
    counted: bool
    flags: tuple[str, ...]
    area: str
    subcode: str = ""
    title: str = ""
    cancelled: bool = False
    victim_plan: str = DRAWN
    suspect_plan: str = DRAWN
    reference: str = ""
    shown_class: str = ""
    shown_committed: str = ""

    @property
    def recorded_year(self) -> int:
        """Return the year of recording."""
        return year_of(self.recorded)

    @property
    def committed_year(self) -> int:
        """Return the year of the offence."""
        return year_of(self.committed)

    @property
    def in_counts(self) -> bool:
        """Return whether the offence is serious violence as counted, and not cancelled."""
        return self.counted and not self.cancelled

    @property
    def cells(self) -> list[str]:
        """Return the row of the extract."""
        return [
            self.reference,
            write_day(self.recorded),
            self.shown_committed or write_day(self.committed),
            self.shown_class or self.kind.code,
            self.subcode,
            self.title,
            *self.flags,
            self.area,
            "Y" if self.cancelled else "N",
        ]


class OffenceMaker:
    """Makes offences from one stream of draws."""

    def __init__(self, chance: Chance) -> None:
        """Keep the stream."""
        self.chance = chance

    def make(self, kind: Kind, committed: int, recorded: int, *, counted: bool) -> Offence:
        """Make one offence with all flags drawn."""
        offence = Offence(kind, committed, recorded, counted, self._draw_flags(kind), self.chance.pick(AREAS))
        offence.subcode = self.chance.pick(kind.subcodes)
        if not offence.subcode and self.chance.happens(0.3):
            offence.title = kind.title
        return offence

    def record(self, committed: int, last: int) -> int:
        """Return the day of recording, on or after the offence and not after the last day."""
        lag = self.chance.pick(LAGS)
        return committed + lag % (last - committed + 1)

    def _draw_flags(self, kind: Kind) -> tuple[str, ...]:
        flags = ["Y" if rate and self.chance.happens(rate) else "N" for rate in kind.flags]
        unknown = self.chance.fraction()
        if kind is not BLADE and unknown < 0.030:
            # Whoever leaves one weapon flag blank mostly leaves the other blank too.
            if unknown < 0.024:
                flags[0] = ""
            if unknown < 0.018 or unknown >= 0.024:
                flags[1] = ""
        if self.chance.happens(0.01):
            flags[4] = ""
        return tuple(flags)


def make_offences(chance: Chance) -> list[Offence]:
    """Make every offence of the sample, in order of recording, with references."""
    maker = OffenceMaker(chance)
    offences: list[Offence] = []
    for year in POLICE_YEARS:
        days = violence_days(year, POLICE_FROM if year == POLICE_FROM.year else None)
        offences.extend(_make_homicides(maker, days, POLICE[year].homicides))
        offences.extend(_make_blades(maker, days, year))
        offences.extend(_make_counted(maker, days, year))
        offences.extend(_make_not_counted(maker, days, year))
        offences.extend(_make_cancelled(maker, days, year))
    offences.extend(_make_historic(maker))
    chance.shuffle(offences)
    offences.sort(key=lambda offence: offence.recorded)
    _blur_a_few(chance, offences)
    _give_references(chance, offences)
    return offences


def _make_homicides(maker: OffenceMaker, days: Days, targets: HomicideTargets) -> Iterator[Offence]:
    chance = maker.chance
    plans = chance.mix_evenly(
        [
            (("Y", "N", YOUNG), targets.knife_young),
            (("Y", "N", OLDER), targets.knife_older),
            (("N", "N", YOUNG), targets.other_young),
            (("N", "N", OLDER), targets.other_older),
            (("Y", "Y", OLDER), targets.domestic // 2),
            (("N", "Y", OLDER), targets.domestic - targets.domestic // 2),
            (("N", "Y", INFANT), targets.infanticides),
        ]
    )
    for committed, (knife, domestic, victim) in zip(days.spread(chance, len(plans)), plans, strict=True):
        kind = INFANTICIDE if victim == INFANT else chance.pick(HOMICIDES)
        # Recorded within the year, for these are published by recorded date.
        offence = maker.make(kind, committed, min(committed + chance.below(4), days.last), counted=True)
        shot = knife == domestic == "N" and chance.happens(0.4)
        offence.flags = (knife, "Y" if shot else "N", "N", "N", domestic, "N", "N")
        offence.victim_plan = YOUNG if victim == INFANT else victim
        yield offence


def _make_blades(maker: OffenceMaker, days: Days, year: int) -> Iterator[Offence]:
    chance, targets = maker.chance, POLICE[year].blades
    no_suspect = targets.suspect_unknown * 2 // 3
    suspect_plans = chance.mix_evenly(
        [
            (YOUNG, targets.suspect_young),
            (NOBODY, no_suspect),
            (AGE_BLANK, targets.suspect_unknown - no_suspect),
            (OLDER, targets.offences - targets.suspect_young - targets.suspect_unknown),
        ]
    )
    with_victim = targets.victim_young + targets.victim_older + targets.victim_age_blank
    victim_plans = chance.mix_evenly(
        [
            (YOUNG, targets.victim_young),
            (OLDER, targets.victim_older),
            (AGE_BLANK, targets.victim_age_blank),
            (NOBODY, targets.offences - with_victim),
        ]
    )
    committed_days = days.spread(chance, targets.offences)
    for committed, suspect, victim in zip(committed_days, suspect_plans, victim_plans, strict=True):
        # Within the year: the victims are published by recorded date, the offences by committed date,
        # and the same numbers are printed for both.
        offence = maker.make(BLADE, committed, maker.record(committed, days.last), counted=True)
        offence.suspect_plan, offence.victim_plan = suspect, victim
        yield offence


def _make_counted(maker: OffenceMaker, days: Days, year: int) -> Iterator[Offence]:
    targets = POLICE[year]
    left = targets.counted - targets.homicides.total - targets.blades.offences
    for kind, count in _quotas(COUNTED, left):
        for _ in range(count):
            committed = days.draw(maker.chance)
            yield maker.make(kind, committed, maker.record(committed, POLICE_TO.toordinal()), counted=True)


def _make_not_counted(maker: OffenceMaker, days: Days, year: int) -> Iterator[Offence]:
    chance = maker.chance
    for kind in NOT_COUNTED:
        for _ in range(kind.weight * SHARE_OF_YEAR[year] // 100):
            committed = days.draw(chance)
            recorded = maker.record(committed, POLICE_TO.toordinal())
            if chance.happens(kind.past):
                committed = recorded - 200 - chance.below(365 * 25)
            yield maker.make(kind, committed, recorded, counted=False)


def _make_cancelled(maker: OffenceMaker, days: Days, year: int) -> Iterator[Offence]:
    total = POLICE[year].counted * CANCELLED_PER_THOUSAND // 1000
    for kind, count in [*_quotas(COUNTED, total), (BLADE, 3)]:
        for _ in range(count):
            committed = days.draw(maker.chance)
            offence = maker.make(kind, committed, maker.record(committed, POLICE_TO.toordinal()), counted=True)
            offence.cancelled = True
            yield offence


def _make_historic(maker: OffenceMaker) -> Iterator[Offence]:
    """Committed before the first covered day, recorded after it: these belong to no covered period."""
    chance, first = maker.chance, POLICE_FROM.toordinal()
    for kind, count in _quotas(COUNTED, HISTORIC_COUNTED):
        for _ in range(count):
            recorded = first + chance.below(60 if chance.happens(0.6) else 1300)
            yield maker.make(kind, first - 1 - chance.below(450), recorded, counted=True)


def _quotas(kinds: Sequence[Kind], total: int) -> list[tuple[Kind, int]]:
    return list(zip(kinds, share_out(total, [kind.weight for kind in kinds]), strict=True))


def _blur_a_few(chance: Chance, offences: Sequence[Offence]) -> None:
    """Leave the small faults that any extract has and that change no count."""
    assaults = [offence for offence in offences if offence.kind.code == "8N"]
    for number, written in enumerate(("8n", "8N ", " 8N", "8n ") * 3):
        assaults[(number * len(assaults) + chance.below(len(assaults))) // 12].shown_class = written
    thefts = [offence for offence in offences if offence.kind.code in {"39", "49"}]
    for number in range(4):
        thefts[(number * len(thefts) + chance.below(len(thefts))) // 4].shown_committed = "TBC"


def _give_references(chance: Chance, offences: Sequence[Offence]) -> None:
    number, year = 0, 0
    for offence in offences:
        if offence.recorded_year != year:
            number, year = 0, offence.recorded_year
        number += 1 + chance.below(5)
        offence.reference = f"SYN/{number:07d}/{year % 100:02d}"
