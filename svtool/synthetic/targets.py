"""What the sample must count to: the published figures, and where none was printed, a choice.

Published: MVRP Strategy 2022-2025, Tables 1 and 2 and the text before them. The counts of April to December
2018 follow from the printed per cents; all 2019 totals of ED, ambulance and fire, every borough count, and
everything marked as such are the sample's invention.
"""

from dataclasses import dataclass
from datetime import date

BOROUGHS = ("Knowsley", "Liverpool", "Sefton", "St Helens", "Wirral")
POLICE_YEARS = (2018, 2019, 2020, 2021)
SERVICE_YEARS = (2019, 2020, 2021)
POLICE_FROM = date(2018, 4, 1)
POLICE_TO = date(2021, 12, 31)
LAST_YEAR_WITH_SUSPECT_REFERENCES = 2020


@dataclass(frozen=True, slots=True)
class HomicideTargets:
    """Homicides recorded in a year: how many, and of whom."""

    knife_young: int
    knife_older: int
    other_young: int
    other_older: int
    domestic: int  # invented
    infanticides: int  # invented; domestic too

    @property
    def total(self) -> int:
        """Return all homicides of the year."""
        by_knife = self.knife_young + self.knife_older
        return by_knife + self.other_young + self.other_older + self.domestic + self.infanticides


@dataclass(frozen=True, slots=True)
class BladeTargets:
    """Offences of possession of an article with a blade or point."""

    offences: int
    suspect_young: int
    suspect_unknown: int  # invented: about 22 per cent every year, so that nothing drifts
    victim_young: int
    victim_older: int  # invented
    victim_age_blank: int  # invented


@dataclass(frozen=True, slots=True)
class PoliceTargets:
    """What a year's police extract must count to."""

    counted: int  # serious violence as counted in the published Table 2, by committed date
    victims_young: int  # their victims under 25, by recorded date
    suspected_again: int  # people suspected of it on two or more days of the year
    homicides: HomicideTargets
    blades: BladeTargets


POLICE = {
    2018: PoliceTargets(25_431, 6_325, 40, HomicideTargets(1, 3, 1, 5, 3, 0), BladeTargets(387, 163, 85, 11, 10, 2)),
    2019: PoliceTargets(36_875, 9_234, 68, HomicideTargets(0, 5, 3, 6, 4, 1), BladeTargets(634, 267, 139, 48, 22, 4)),
    2020: PoliceTargets(39_386, 9_509, 46, HomicideTargets(1, 4, 2, 6, 5, 1), BladeTargets(673, 242, 148, 70, 30, 5)),
    2021: PoliceTargets(40_490, 11_680, 0, HomicideTargets(2, 6, 2, 9, 4, 0), BladeTargets(529, 205, 116, 34, 20, 3)),
}


@dataclass(frozen=True, slots=True)
class EdTargets:
    """Attendances for assault of a year."""

    boroughs: tuple[int, ...]
    knife: int
    knife_young: int
    other_sharp: int
    other_sharp_young: int
    other_weapons: dict[str, int]  # invented, but for the published shares and changes
    not_assault: int  # invented

    @property
    def total(self) -> int:
        """Return all attendances for assault."""
        return sum(self.boroughs)


ED = {
    2019: EdTargets(
        boroughs=(503, 1444, 683, 602, 420),
        knife=172,
        knife_young=75,
        other_sharp=137,
        other_sharp_young=31,
        other_weapons={
            "Fists": 985,
            "Combination of body parts": 916,
            "Not specified": 438,
            "Blunt object": 322,
            "Feet": 148,
            "Other": 534,
        },
        not_assault=912,
    ),
    2020: EdTargets(
        boroughs=(517, 1481, 701, 618, 431),
        knife=149,
        knife_young=59,
        other_sharp=144,
        other_sharp_young=51,
        other_weapons={
            "Fists": 1012,
            "Combination of body parts": 937,
            "Not specified": 450,
            "Blunt object": 330,
            "Feet": 150,
            "Other": 576,
        },
        not_assault=861,
    ),
    2021: EdTargets(
        boroughs=(542, 1672, 714, 654, 525),
        knife=122,
        knife_young=53,
        other_sharp=26,
        other_sharp_young=9,
        other_weapons={
            "Fists": 678,
            "Combination of body parts": 600,
            "Not specified": 1309,
            "Blunt object": 420,
            "Feet": 190,
            "Other": 762,
        },
        not_assault=927,
    ),
}


@dataclass(frozen=True, slots=True)
class AmbulanceTargets:
    """Ambulance incidents of a year."""

    boroughs: tuple[int, ...]
    young: int


AMBULANCE = {
    2019: AmbulanceTargets((305, 1510, 407, 362, 321), 709),
    2020: AmbulanceTargets((279, 1384, 372, 332, 293), 523),
    2021: AmbulanceTargets((223, 1357, 317, 335, 252), 477),
}

FIRE = {
    2019: (530, 1498, 452, 500, 722),
    2020: (516, 1460, 440, 487, 703),
    2021: (454, 1564, 406, 614, 852),
}
