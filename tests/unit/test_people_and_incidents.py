"""What counts of people and of their incidents say of each other, told as what a reader can work out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from linked_counts import MOST, figure, linked, measures, ranges

ROBBERY = "source: police, where: {offence: robbery}"
INCIDENTS, PEOPLE, TWICE, THRICE, TWICE_ON_DAYS = measures(f"""
    incidents: {ROBBERY}, unit: victim_incident
    people: {ROBBERY}, unit: victim
    twice: {ROBBERY}, unit: victim, having: {{offences: {{gte: 2}}}}
    thrice: {ROBBERY}, unit: victim, having: {{offences: {{gte: 3}}}}
    twice_on_days: {ROBBERY}, unit: victim, having: {{offences: {{gte: 2}}, on_different_days: yes}}
""")
SUSPECTS, SUSPECTS_TWICE, OFFENCES, OF_YOUNG, YOUNG_INCIDENTS, YOUNG, YOUNG_TWICE = measures(
    """
    suspects: source: police, where: {offence: robbery}, unit: suspect
    suspects_twice: source: police, where: {offence: robbery}, unit: suspect, having: {offences: {gte: 2}}
    offences: source: police, where: {offence: robbery}, unit: offence
    of_young: source: police, where: {victim_age: {lt: 25}}, unit: offence
    young_incidents: source: police, where: {all: [{offence: robbery}, {victim_age: {lt: 25}}]}, unit: victim_incident
    young: source: police, where: {all: [{offence: robbery}, {victim_age: {lt: 25}}]}, unit: victim
    young_twice: source: police, unit: victim, having: {offences: {gte: 2}},
                 where: {all: [{offence: robbery}, {victim_age: {lt: 25}}]}
""".replace(",\n", ",")
)


def test_who_was_met_twice_is_no_more_than_the_incidents_beyond_the_people() -> None:
    for twice in (TWICE, TWICE_ON_DAYS):
        of = [INCIDENTS, PEOPLE, twice]
        found = linked([figure(INCIDENTS, 120), figure(PEOPLE, 117), figure(twice, 2)], of)
        assert ranges(found) == {twice.id: (1, 3)}


def test_who_was_met_twice_is_no_more_than_half_of_the_incidents_nor_than_the_people() -> None:
    assert ranges(linked([figure(INCIDENTS, 9), figure(TWICE, 3)], [INCIDENTS, TWICE])) == {"twice": (1, 4)}
    assert ranges(linked([figure(PEOPLE, 7), figure(TWICE, 3)], [PEOPLE, TWICE])) == {"twice": (1, 7)}
    assert ranges(linked([figure(TWICE, 7), figure(THRICE, 3)], [TWICE, THRICE])) == {"thrice": (1, 7)}
    assert ranges(linked([figure(TWICE, 7), figure(TWICE_ON_DAYS, 3)], [TWICE, TWICE_ON_DAYS])) == {
        "twice_on_days": (1, 7)
    }


def test_people_are_no_more_than_incidents() -> None:
    assert ranges(linked([figure(INCIDENTS, 9), figure(PEOPLE, 8)], [INCIDENTS, PEOPLE]), "people") == {
        "people": (1, 9)
    }


def test_who_was_met_three_times_was_met_twice_before() -> None:
    of = [INCIDENTS, PEOPLE, TWICE, THRICE]
    found = linked([figure(INCIDENTS, 22), figure(PEOPLE, 14), figure(TWICE, 5), figure(THRICE, 2)], of)
    assert ranges(found) == {"thrice": (1, 3)}


def test_where_nobody_was_met_twice_there_are_as_many_people_as_incidents() -> None:
    of = [INCIDENTS, PEOPLE, TWICE]
    found = linked([figure(INCIDENTS, 40), figure(PEOPLE, 40), figure(TWICE, 0)], of)
    assert ranges(found, "people") == {"people": (40, 40)}
    # Whose name lacks has an incident and is no person.
    found = linked([figure(INCIDENTS, 40), figure(PEOPLE, 30), figure(TWICE, 0)], of)
    assert ranges(found, "people") == {"people": (1, 40)}


def test_where_nobody_was_met_three_times_there_are_half_as_many_people_as_incidents_at_least() -> None:
    of = [INCIDENTS, PEOPLE, TWICE, THRICE]
    counts = [figure(INCIDENTS, 40), figure(THRICE, 0)]
    assert ranges(linked([*counts, figure(PEOPLE, 30)], of), "people") == {"people": (20, 40)}
    both = linked([*counts, figure(PEOPLE, 30), figure(TWICE, 10)], of)
    assert ranges(both, "people") == {"people": (30, 30)}
    quarters = [
        (date(2021, month, 1), date(2021, month + 2, monthrange(2021, month + 2)[1])) for month in (1, 4, 7, 10)
    ]
    by_quarter = [figure(INCIDENTS, 10, span=quarter) for quarter in quarters]
    assert ranges(linked([*by_quarter, figure(THRICE, 0), figure(PEOPLE, 30)], of), "people") == {"people": (20, 40)}
    # With ten who were met more often, nobody knows how often.
    often = linked([figure(INCIDENTS, 40), figure(THRICE, 10), figure(PEOPLE, 11)], of)
    assert ranges(often, "people") == {"people": (10, 20)}


def test_incidents_of_nobody_with_a_name_say_nothing_of_how_few_people_there_are() -> None:
    of = [INCIDENTS, PEOPLE, THRICE]
    counts = [(INCIDENTS, (40, 20)), (PEOPLE, (30, 9)), (THRICE, (0, 0))]
    places = [figure(each, n, area) for each, both in counts for area, n in zip(("North", "South"), both, strict=True)]
    # In the South two incidents at least are of nobody; so others may be in the North.
    assert ranges(linked(places, of), "people, North") == {"people, North": (1, 40)}


def test_incidents_of_a_narrower_rule_say_how_few_people_of_a_wider_one_there_are() -> None:
    of = [YOUNG_INCIDENTS, PEOPLE, THRICE, YOUNG_TWICE]
    counts = [figure(YOUNG_INCIDENTS, 40), figure(PEOPLE, 50)]
    assert ranges(linked([*counts, figure(THRICE, 0)], of), "people") == {"people": (20, MOST)}
    assert ranges(linked([*counts, figure(YOUNG_TWICE, 0)], of), "people") == {"people": (40, MOST)}
    young = [*counts, figure(YOUNG, 40), figure(YOUNG_TWICE, 0)]
    assert ranges(linked(young, [*of, YOUNG]), "young") == {"young": (40, 40)}
    # Of those who are not young nobody says how often they were met.
    wide = linked([figure(INCIDENTS, 40), figure(PEOPLE, 30), figure(YOUNG_TWICE, 0)], [INCIDENTS, PEOPLE, YOUNG_TWICE])
    assert ranges(wide, "people") == {"people": (1, 40)}


def test_suspects_and_places_met_seldom_are_bounded_by_offences_of_theirs() -> None:
    offences, suspects, thrice = measures("""
        of_suspects: source: police, where: {suspect_age: {lt: 25}}, unit: offence
        suspects: source: police, where: {suspect_age: {lt: 25}}, unit: suspect
        thrice: source: police, where: {suspect_age: {lt: 25}}, unit: suspect, having: {offences: {gte: 3}}
    """)
    places, places_thrice = measures(f"""
        places: {ROBBERY}, unit: place
        places_thrice: {ROBBERY}, unit: place, having: {{offences: {{gte: 3}}}}
    """)
    for of in ([offences, suspects, thrice], [OFFENCES, places, places_thrice]):
        found = linked([figure(each, n) for each, n in zip(of, (40, 30, 0), strict=True)], of)
        assert ranges(found, of[1].id)[of[1].id][0] == 20
    # Nobody says of how many offences a suspect is known at all.
    of = [OFFENCES, SUSPECTS, *measures(f"often: {ROBBERY}, unit: suspect, having: {{offences: {{gte: 3}}}}")]
    found = linked([figure(each, n) for each, n in zip(of, (40, 30, 0), strict=True)], of)
    assert ranges(found, "suspects") == {"suspects": (1, MOST)}


def test_the_incidents_beyond_the_people_are_as_safe_as_a_count() -> None:
    found = linked([figure(INCIDENTS, 120), figure(PEOPLE, 117)], [INCIDENTS, PEOPLE])
    assert [cell.value for cell in found.cells.values() if cell.follows and cell.value] == [3, 3]  # counted, possible


def test_people_of_a_narrower_rule_are_among_those_of_a_wider_one() -> None:
    of = [INCIDENTS, PEOPLE, YOUNG_TWICE]
    found = linked([figure(INCIDENTS, 120), figure(PEOPLE, 117), figure(YOUNG_TWICE, 2)], of)
    assert ranges(found) == {"young_twice": (1, 3)}
    of = [INCIDENTS, PEOPLE, YOUNG_INCIDENTS, YOUNG]
    counts = [figure(INCIDENTS, 120), figure(PEOPLE, 117), figure(YOUNG_INCIDENTS, 22), figure(YOUNG, 20)]
    assert ranges(linked(counts, of), "young") == {"young": (19, 22)}
    assert ranges(linked([figure(INCIDENTS, 6), figure(YOUNG, 3)], [INCIDENTS, YOUNG])) == {"young": (1, 6)}


def test_offences_of_young_victims_are_no_more_than_their_incidents() -> None:
    young = measures("young_victims: source: police, where: {victim_age: {lt: 25}}, unit: victim_incident")
    of = [OF_YOUNG, *young]
    found = linked([figure(young[0], 6), figure(OF_YOUNG, 4)], of)
    assert ranges(found) == {"of_young": (1, 6)}


def test_offences_have_several_suspects_or_none_unless_each_has_a_row_of_its_own() -> None:
    counts, of = [figure(OFFENCES, 6), figure(SUSPECTS, 3)], [OFFENCES, SUSPECTS]
    assert ranges(linked(counts, of)) == {"suspects": (1, MOST)}
    assert ranges(linked(counts, of, with_people=False)) == {"suspects": (1, 6)}
    counts, of = [figure(OFFENCES, 6), figure(INCIDENTS, 6)], [OFFENCES, INCIDENTS]
    assert ranges(linked(counts, of, with_people=False), "incidents") == {"incidents": (6, 6)}
    counts, of = [figure(SUSPECTS, 6), figure(SUSPECTS_TWICE, 3)], [SUSPECTS, SUSPECTS_TWICE]
    assert ranges(linked(counts, of)) == {"suspects_twice": (1, 6)}


def test_everybody_was_met_somewhere_but_who_was_met_twice_need_not_have_been_twice_anywhere() -> None:
    areas = {"Town": 8, "North": 6, "South": 3}
    people = linked([figure(PEOPLE, count, area) for area, count in areas.items()], [PEOPLE])
    assert ranges(people) == {"people, South": (2, 8)}
    areas = {"Town": 8, "North": 1, "South": 1}
    twice = linked([figure(TWICE, count, area) for area, count in areas.items()], [TWICE])
    assert ranges(twice) == {"twice, North": (1, 8), "twice, South": (1, 8)}


def test_victims_by_age_are_compared_with_incidents_by_the_age_of_victims() -> None:
    of = [INCIDENTS, PEOPLE]
    counts = [figure(INCIDENTS, 9, age_band="10–17"), figure(PEOPLE, 8, age_band="10–17")]
    assert ranges(linked(counts, of), "people, 10–17") == {"people, 10–17": (1, 9)}


def test_what_is_possible_keeps_to_the_same() -> None:
    of = [INCIDENTS, PEOPLE]
    found = linked([figure(INCIDENTS, 20, not_known=5), figure(PEOPLE, 19, not_known=3)], of)
    assert ranges(found) == {"people, not known": (1, 6)}


def test_whoever_was_met_in_two_areas_was_met_twice() -> None:
    of = [PEOPLE, TWICE]
    people = [figure(PEOPLE, n, area) for area, n in {"Town": 65, "North": 38, "South": 30}.items()]
    assert ranges(linked([*people, figure(TWICE, 4)], of)) == {"twice": (3, 65)}
    # Where nobody was met in both, everybody who was met twice was met so in one of them.
    people = [figure(PEOPLE, n, area) for area, n in {"Town": 65, "North": 38, "South": 27}.items()]
    twice = [figure(TWICE, n, area) for area, n in {"Town": 9, "North": 6, "South": 3}.items()]
    assert ranges(linked([*people, *twice], of)) == {"twice, South": (3, 3)}


def test_whoever_was_met_twice_in_each_of_two_areas_was_met_three_times() -> None:
    of = [TWICE, THRICE]
    twice = [figure(TWICE, n, area) for area, n in {"Town": 7, "North": 6, "South": 7}.items()]
    assert ranges(linked([*twice, figure(THRICE, 6)], of), "thrice") == {"thrice": (6, 7)}


def test_incidents_of_an_area_bound_who_was_met_twice_there() -> None:
    of = [INCIDENTS, PEOPLE, TWICE]
    counts = [
        figure(each, n, area)
        for each, by_area in (
            (INCIDENTS, {"Town": 40, "North": 21, "South": 19}),
            (PEOPLE, {"Town": 36, "North": 20, "South": 18}),
        )
        for area, n in by_area.items()
    ]
    # One in each area, and two who were met in both.
    assert ranges(linked([*counts, figure(TWICE, 3)], of)) == {"twice": (2, 4)}


def test_people_who_may_count_for_want_of_a_date_are_no_more_than_such_incidents() -> None:
    of = [INCIDENTS, PEOPLE]
    found = linked([figure(INCIDENTS, 20, undated=6), figure(PEOPLE, 19, undated=3)], of)
    assert ranges(found) == {"people, undated": (1, 7)}


def test_people_of_no_known_area_may_be_of_the_whole_where_they_are_possible() -> None:
    of = [PEOPLE, TWICE]
    places = {"Town": (65, 8), "North": (38, 0), "South": (27, 0), "area not known": (8, 0)}
    people = [figure(PEOPLE, n, area, not_known=possible) for area, (n, possible) in places.items()]
    twice = [figure(TWICE, n, area) for area, n in {"Town": 9, "North": 6, "South": 3}.items()]
    # For certain nobody was met in both areas.
    assert ranges(linked([*people, *twice], of)) == {"twice, South": (3, 3)}


def test_whoever_was_met_three_times_and_once_by_a_narrower_rule_was_met_twice_without_it() -> None:
    of = [INCIDENTS, TWICE, THRICE, YOUNG_INCIDENTS, YOUNG_TWICE]
    counts = [figure(INCIDENTS, 12), figure(TWICE, 2), figure(THRICE, 2), figure(YOUNG_INCIDENTS, 5)]
    found = linked([*counts, figure(YOUNG_TWICE, 0)], of)
    assert ranges(found)["thrice"] == (1, 3)  # seven incidents are not of the young, two for each


def test_in_many_areas_too_people_met_in_one_alone_were_met_twice_in_one_of_them() -> None:
    of = [PEOPLE, TWICE]
    names = ("Town", "North", "South", "East", "West", "Centre")
    people = [figure(PEOPLE, n, area) for area, n in zip(names, (60, 20, 10, 10, 10, 10), strict=True)]
    twice = [figure(TWICE, n, area) for area, n in zip(names, (14, 6, 5, 3, 0, 0), strict=True)]
    assert ranges(linked([*people, *twice], of)) == {"twice, East": (3, 3)}
    people[0] = figure(PEOPLE, 59, "Town")  # one was met in two of them
    assert ranges(linked([*people, *twice], of)) == {"twice, East": (2, 4)}
