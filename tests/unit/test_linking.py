"""What can be worked out of a count from others: days, areas, measures that are parts, and what rules say together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from svtool.counting.basis import Basis
from svtool.disclosure.identities import link_cells
from svtool.disclosure.linked_cells import LinkedCells
from svtool.figures.contract import OWN, CountOfDays, Figure
from svtool.meaning.answer_patterns import AnswerPatterns, Records
from svtool.meaning.rule_parts import implies
from svtool.meaning.shared_meaning import SharedMeaning
from svtool.schema.library import Library
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.rules import Rule, parse_rule
from svtool.schema.tables import Measure, parse_table
from svtool.schema.text_yaml import Document, parse_text_yaml

LIBRARY = Library()
ED = LIBRARY.sources["ed"]
BY_AGE = Records(ED, breakdowns={"age_band": LIBRARY.breakdowns["age_band"]})
YEAR, QUARTER = (date(2021, 1, 1), date(2021, 12, 31)), (date(2021, 1, 1), date(2021, 3, 31))


def rule(text: str) -> Rule:
    document = Document(Path("rule"), "rule")
    parse_text_yaml(text, document)
    return parse_rule(document, document.data, (), [])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("{weapon: knife}", "{weapon: [knife, other_sharp]}", True),
        ("{weapon: [knife, other_sharp]}", "{weapon: knife}", False),
        ("{all: [{assault: yes}, {age: {lt: 18}}]}", "{age: {lt: 25}}", True),
        ("{age: {lte: 24}}", "{age: {lt: 25}}", True),
        ("{age: {gte: 18}}", "{age: {gt: 20}}", False),
        ("{age: {lt: 25}}", "{assault: yes}", False),
        ("{offence: robbery_personal}", "{offence: robbery}", True),
        ("{offence: robbery}", "{offence: robbery_personal}", False),
        ("{any: [{assault: yes}, {weapon: knife}]}", "{assault: yes}", False),
    ],
)
def test_a_rule_that_can_not_be_met_without_another(one: str, other: str, expected: bool) -> None:
    assert implies(rule(one), rule(other), LIBRARY.catalogue.sets_by_name) is expected


def measures(*rules: str) -> list[Measure]:
    entries = [f"{{id: m{i}, title: M, source: ed, unit: attendance, {text}}}" for i, text in enumerate(rules)]
    document = Document(Path("table"), "table")
    parse_text_yaml(f"{{id: t, title: T, groups: [{{title: G, measures: [{', '.join(entries)}]}}]}}", document)
    words = Vocabulary(LIBRARY.sources, LIBRARY.catalogue, LIBRARY.definition, LIBRARY.weights)
    return parse_table(document, words).measures


KNIFE, UNDER_25 = "where: {weapon: knife}", "where: {all: [{weapon: knife}, {age: {lt: 25}}]}"


def test_a_part_is_met_only_where_its_whole_is_and_not_known_only_where_that_may_be() -> None:
    patterns = AnswerPatterns(measures(KNIFE, UNDER_25), BY_AGE, LIBRARY.catalogue, perhaps=False)
    assert patterns.within(()) == {
        (True, True), (True, None), (True, False), (None, None), (None, False), (False, False),
    }  # fmt: skip


def test_a_band_that_ends_at_24_is_under_25() -> None:
    patterns = AnswerPatterns(measures(KNIFE, UNDER_25), BY_AGE, LIBRARY.catalogue, perhaps=False)
    assert patterns.within((("age_band", "18–24"),)) == {(True, True), (None, None), (False, False)}
    assert patterns.within((("age_band", "25+"),)) == {(True, False), (None, False), (False, False)}


def test_only_values_that_occur_are_reckoned_with() -> None:
    sharp = "where: {weapon: [knife, other_sharp]}"
    every = AnswerPatterns(measures(KNIFE, sharp), BY_AGE, LIBRARY.catalogue, perhaps=False)
    some = AnswerPatterns(measures(KNIFE, sharp), Records(ED, {"weapon": ("knife",)}), LIBRARY.catalogue, perhaps=False)
    assert (None, True) in (every.within(()) or set())  # knife or other sharp, and nobody knows which
    assert some.within(()) == {(True, True), (None, None)}


def test_what_may_be_elsewhere_is_not_certain() -> None:
    patterns = AnswerPatterns(measures(KNIFE), Records(ED, {"weapon": ("knife",)}), LIBRARY.catalogue, perhaps=True)
    assert patterns.within(()) == {(True,), (None,)}


def test_rules_that_tell_too_many_kinds_of_record_apart_are_left_out() -> None:
    police = LIBRARY.definition("merseyside")
    document = Document(Path("table"), "table")
    parse_text_yaml(
        "{id: t, title: T, groups: [{title: G, measures: ["
        "{id: m, title: M, source: police, unit: offence, definition: project}]}]}",
        document,
    )
    vocabulary = Vocabulary(LIBRARY.sources, LIBRARY.catalogue, lambda _: police, LIBRARY.weights)
    found = parse_table(document, vocabulary).measures
    records = Records(LIBRARY.sources["police"], with_people=True)
    assert AnswerPatterns(found, records, LIBRARY.catalogue, perhaps=False).within(()) is None


def figure(measure: Measure, area: str, span: tuple[date, date], count: int, not_known: int = 0) -> Figure:
    place = {"Town": "whole", "area not known": "nowhere", "outside Town": "outside"}.get(area, "part")
    found = Figure(
        table="t", position=1, group="", measure_id=measure.id, measure="", source="ed", unit="attendance",
        definition="", date_basis="recorded", area_basis="", area_code="", area=area, period="", period_start=span[0],
        period_end=span[1], days=1, days_covered=1, count=count, not_known=not_known, place=place,  # type: ignore[arg-type]
    )  # fmt: skip
    found.counts[OWN] = CountOfDays(Basis.of((span,)), None, {"count": count, "not_known": not_known})
    return found


def linked(*figures: Figure, of: list[Measure]) -> LinkedCells:
    return link_cells(figures, of, SharedMeaning({"ed": BY_AGE}, LIBRARY.catalogue))


def what_follows(cells: LinkedCells) -> list[int | None]:
    return sorted(cell.value or 0 for cell in cells.cells.values() if cell.follows)


def test_a_measure_in_two_tables_or_under_two_names_is_one_count() -> None:
    one, other = measures(KNIFE, KNIFE)
    found = linked(
        figure(one, "Town", YEAR, 9), figure(one, "Town", YEAR, 9), figure(other, "Town", YEAR, 9), of=[one, other]
    )
    assert sum(cell.printed for cell in found.cells.values()) == 2  # the count, and what is not known


def test_what_is_left_of_a_year_without_a_quarter_follows() -> None:
    (knife,) = measures(KNIFE)
    found = linked(figure(knife, "Town", YEAR, 9), figure(knife, "Town", QUARTER, 7), of=[knife])
    assert what_follows(found) == [2]


def test_what_is_left_of_a_measure_without_its_part_follows_for_the_counted_and_the_possible() -> None:
    knife, under_25 = measures(KNIFE, UNDER_25)
    found = linked(figure(knife, "Town", YEAR, 9, 4), figure(under_25, "Town", YEAR, 7, 5), of=[knife, under_25])
    assert what_follows(found) == [1, 2]


def sums(cells: LinkedCells) -> set[tuple[int | None, tuple[int | None, ...]]]:
    """Return the identities between printed counts, by their values."""
    found = set()
    for identity in cells.identities:
        keys = [*identity.total, *identity.parts]
        if all(cells.cells[key].printed for key in keys) and len(identity.total) == 1:
            found.add((cells.cells[identity.total[0]].value, tuple(cells.cells[key].value for key in identity.parts)))
    return found


def test_areas_add_up_to_the_whole_and_the_outside_does_not() -> None:
    (knife,) = measures(KNIFE)
    areas = {"Town": 9, "North": 3, "South": 6, "outside Town": 8}
    assert (9, (3, 6)) in sums(linked(*(figure(knife, area, YEAR, count) for area, count in areas.items()), of=[knife]))


def test_an_unknown_area_that_may_be_outside_is_no_part_of_what_counts() -> None:
    (knife,) = measures(KNIFE)
    areas = {"Town": (9, 2), "North": (3, 0), "South": (6, 0), "area not known": (2, 0)}
    found = linked(*(figure(knife, area, YEAR, *counts) for area, counts in areas.items()), of=[knife])
    assert (9, (3, 6)) in sums(found)
