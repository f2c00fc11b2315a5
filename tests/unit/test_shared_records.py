"""What the rules of several measures say of the same records, told as what a reader can work out."""

from __future__ import annotations

from datetime import date

from linked_counts import YEAR, figure, linked, measures, name_of, ranges

from svtool.disclosure.linked_cells import Identity

SHARP, KNIFE, OTHER, FISTS, UNDER_25, KNIFE_UNDER_25, EVERYONE = measures("""
    sharp: source: ed, where: {weapon: [knife, other_sharp]}, unit: attendance
    knife: source: ed, where: {weapon: knife}, unit: attendance
    other: source: ed, where: {weapon: other_sharp}, unit: attendance
    fists: source: ed, where: {weapon: body_part}, unit: attendance
    under_25: source: ed, where: {age: {lt: 25}}, unit: attendance
    knife_under_25: source: ed, where: {all: [{weapon: knife}, {age: {lt: 25}}]}, unit: attendance
    everyone: source: ed, unit: attendance
""")


def test_a_part_is_no_more_than_its_whole_though_nobody_declared_it() -> None:
    assert ranges(linked([figure(SHARP, 6), figure(KNIFE, 3)], [SHARP, KNIFE])) == {"knife": (1, 6)}


def test_measures_that_share_no_record_are_together_no_more_than_their_whole() -> None:
    of = [SHARP, KNIFE, OTHER]
    assert ranges(linked([figure(SHARP, 20), figure(KNIFE, 17), figure(OTHER, 3)], of)) == {"other": (3, 3)}
    # "Knife or other sharp object" is not known to either, and certain to both together.
    counts = [figure(SHARP, 22, not_known=4), figure(KNIFE, 17, not_known=6), figure(OTHER, 3, not_known=6)]
    assert ranges(linked(counts, of)) == {"other": (1, 5), "sharp, not known": (2, 6)}
    of = [EVERYONE, KNIFE, OTHER, FISTS]
    counts = [figure(EVERYONE, 20), figure(KNIFE, 9), figure(FISTS, 7), figure(OTHER, 3)]
    assert ranges(linked(counts, of)) == {"other": (1, 4)}


def test_what_is_guessed_wrongly_takes_nothing_from_what_rules_say() -> None:
    found = linked([figure(SHARP, 20), figure(KNIFE, 17), figure(OTHER, 3)], [SHARP, KNIFE, OTHER])
    sharp, knife = (key for key in found.cells if name_of(key) in {"sharp", "knife"})
    found.by_guess[Identity((sharp,), (knife,))] = None
    assert ranges(found) == {"other": (3, 3)}


def test_undated_records_of_all_days_that_show_as_many_or_more_are_taken_for_those_of_others_too() -> None:
    before = (date(2020, 1, 1), date(2020, 12, 31))
    numbers = {"Town": (7, 8), "North": (0, 1), "South": (7, 7)}
    counts = [
        figure(KNIFE, 0, area, span, undated=number)
        for area, of_years in numbers.items()
        for span, number in zip((before, YEAR), of_years, strict=True)
    ]
    assert ranges(linked(counts, [KNIFE]), "knife, South, undated")["knife, North, undated"] == (1, 1)


def test_two_measures_can_not_overlap_by_less_than_they_exceed_the_whole() -> None:
    of = [EVERYONE, KNIFE, UNDER_25, KNIFE_UNDER_25]
    counts = [figure(EVERYONE, 20), figure(KNIFE, 12), figure(UNDER_25, 11), figure(KNIFE_UNDER_25, 4)]
    assert ranges(linked(counts, of)) == {"knife_under_25": (3, 11)}


def test_people_under_25_are_the_bands_that_end_at_24() -> None:
    of = [EVERYONE, UNDER_25]
    bands = {"all": 40, "0–9": 0, "10–17": 9, "18–24": 3, "25+": 28}
    counts = [figure(EVERYONE, n, age_band=band) for band, n in bands.items()]
    younger = [figure(UNDER_25, n, age_band=band) for band, n in {"all": 12, "10–17": 9, "18–24": 3}.items()]
    assert ranges(linked([*counts[:4], *younger], of))["everyone, 18–24"] == (3, 3)


def test_measures_of_one_area_are_linked_as_those_of_the_whole() -> None:
    of = [SHARP, KNIFE, OTHER]
    counts = [figure(each, n, "North") for each, n in zip(of, (20, 17, 3), strict=True)]
    assert ranges(linked(counts, of)) == {"other, North": (3, 3)}


def test_what_is_not_known_to_one_measure_may_be_known_to_another() -> None:
    of = [SHARP, KNIFE]
    found = linked([figure(SHARP, 9, not_known=3), figure(KNIFE, 5, not_known=6)], of)
    # Whatever is not known to be sharp is not known to be a knife; four that are sharp may be, and no more.
    assert ranges(found) == {"sharp, not known": (2, 6)}


def test_nothing_is_said_of_measures_of_other_sources() -> None:
    fire, police = measures("""
        fire: source: fire, unit: incident
        police: source: police, where: {offence: robbery}, unit: offence
    """)
    found = linked([figure(fire, 3), figure(police, 20)], [fire, police])
    assert ranges(found)["fire"][1] > 20
