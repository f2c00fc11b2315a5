"""Options of a definition: parts that count only where somebody chooses them, after a `+`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library

if TYPE_CHECKING:
    from conftest import Desk

OURS = """
    id: ours
    title: Violence
    clauses:
      - {id: H, title: Homicide, where: {offence: homicide}}
    options:
      - {id: home, title: with robbery at home, clauses: [{id: R, title: Robbery, where: {offence: robbery}}]}
      - {id: strangers, title: without domestic abuse, not_with: home, exclude: {domestic_abuse: yes}}
      - {id: drugs, title: with drugs, clauses: [{id: D, title: Drugs, where: {offence: drug_offences}}]}
    """
FILE = "definitions/serious_violence/ours.yaml"


@pytest.fixture
def ours(desk: Desk) -> Library:
    desk.write(FILE, OURS)
    return Library(desk.folder)


@pytest.mark.parametrize(
    ("wanted", "clauses", "title"),
    [
        ("ours", "H", "Violence"),
        ("ours+drugs", "H D", "Violence, with drugs"),
        ("ours+home+drugs", "H R D", "Violence, with robbery at home, with drugs"),
        ("ours+strangers", "H", "Violence, without domestic abuse"),
    ],
)
def test_what_is_chosen_counts_and_is_named(wanted: str, clauses: str, title: str, ours: Library) -> None:
    found = ours.definition(wanted)
    assert (found.id, found.title) == (wanted, title)
    assert " ".join(each.id for each in found.clauses) == clauses
    assert (found.exclude is not None) == ("strangers" in wanted)


def test_the_order_in_which_options_are_named_makes_no_other_definition(ours: Library) -> None:
    assert ours.definition("ours+drugs+home") == ours.definition("ours+home+drugs")


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ("ours+drug", "drug is not an option of ours; expected home, strangers or drugs; did you mean drugs?"),
        ("ours+", "a blank is not an option of ours; expected home, strangers or drugs"),
        ("ours+home+strangers", "strangers and home can't be chosen together; leave one of them out"),
    ],
)
def test_a_choice_that_can_t_be_made_is_refused(wanted: str, fault: str, ours: Library) -> None:
    with pytest.raises(InvalidFileError) as caught:
        ours.definition(wanted)
    assert str(caught.value) == f"{FILE}: {fault}"


@pytest.mark.parametrize(
    ("chosen", "left"),
    [("", "home strangers drugs"), ("+home", "drugs"), ("+strangers", "drugs"), ("+drugs", "home strangers")],
)
def test_what_can_still_be_chosen(chosen: str, left: str, ours: Library) -> None:
    assert " ".join(each.id for each in ours.definition(f"ours{chosen}").options) == left


def test_a_definition_without_options_has_none_to_choose(library: Library) -> None:
    with pytest.raises(InvalidFileError, match="alcohol is not an option of merseyside; it has none"):
        library.definition("merseyside+alcohol")


def test_a_definition_may_extend_another_with_options_chosen(desk: Desk) -> None:
    desk.write(FILE, OURS)
    desk.write("definitions/serious_violence/theirs.yaml", "id: theirs\ntitle: Theirs\nextends: ours+drugs\n")
    found = Library(desk.folder).definition("theirs")
    assert (found.id, [each.id for each in found.clauses]) == ("theirs", ["H", "D"])
    assert [each.id for each in found.options] == ["home", "strangers"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: drugs", "id: home", "8: option home is defined twice; rename one"),
        ("id: drugs", "id: a+b", "8: option a+b has a +, which joins options; leave it out"),
        ("id: D,", "id: H,", "8: clause H is defined twice; rename one"),
        ("not_with: home", "not_with: work", "7: option work does not stand above strangers"),
        (", exclude: {domestic_abuse: yes}", "", "7: option strangers changes nothing; add clauses: or exclude:"),
    ],
)
def test_a_fault_of_an_option_is_told_at_its_line(old: str, new: str, fault: str, desk: Desk) -> None:
    desk.write(FILE, OURS.replace(old, new))
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).definition("ours")
    assert fault in str(caught.value).splitlines()[0]
