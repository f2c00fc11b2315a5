"""Where definition files are found: the project's own folder first, then what ships; one id, one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svtool.errors import ExitCode, InvalidFileError
from svtool.schema.library import Library
from svtool.schema.shipped import shipped_folder

if TYPE_CHECKING:
    from conftest import Desk

ROBBERY = "id: {id}\ntitle: Only robbery\nclauses:\n  - {{id: R, title: Robbery, where: {{offence: robbery}}}}\n"


def test_what_ships_is_found_without_a_project(library: Library) -> None:
    assert {"merseyside", "merseyside_duty", "west_mercia"} <= set(library.ids("serious_violence"))
    assert {"home_office", "mvrp_local", "agencies"} <= set(library.ids("tables"))
    assert set(library.sources) == {"police", "ed", "admissions", "ambulance", "fire", "indicators", "returns"}


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("serious_violence", "definition"), ("tables", "table"), ("mappings", "mapping"), ("areas", "areas"),
    ],
)  # fmt: skip
def test_everything_that_ships_is_valid(kind: str, read: str, library: Library) -> None:
    for wanted in library.ids(kind):
        assert getattr(library, read)(wanted).id == wanted


def test_every_break_that_ships_names_a_source_and_offences_that_there_are(library: Library) -> None:
    assert library.breaks()
    for each in library.breaks():
        assert each.source in library.sources
        assert set(each.offences) <= set(library.catalogue.sets_by_name)


def test_the_projects_own_folder_adds_to_what_ships(desk: Desk) -> None:
    desk.write("definitions/serious_violence/ours.yaml", ROBBERY.format(id="ours"))
    library = Library(desk.folder)
    assert library.definition("ours").title == "Only robbery"
    assert library.definition("merseyside").id == "merseyside"
    assert "ours" in library.ids("serious_violence")


def test_an_own_definition_may_extend_one_that_ships(desk: Desk) -> None:
    desk.write(
        "definitions/serious_violence/ours.yaml",
        """
        id: ours
        title: Merseyside, with kidnapping and without hate crime
        extends: merseyside_duty
        exclude: {hate_crime: yes}
        clauses:
          - {id: K1, title: Kidnapping, where: {offence: kidnapping}}
        """,
    )
    library = Library(desk.folder)
    ours, duty = library.definition("ours"), library.definition("merseyside_duty")
    assert [each.id for each in ours.clauses] == [*(each.id for each in duty.clauses), "K1"]
    assert ours.exclude is not None
    assert ours.exclude != duty.exclude


def test_an_id_in_both_places_is_an_error(desk: Desk) -> None:
    desk.write("definitions/serious_violence/merseyside.yaml", ROBBERY.format(id="merseyside"))
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).definition("merseyside")
    assert str(caught.value) == (
        "definitions/serious_violence/merseyside.yaml: merseyside is defined twice, here and in the definitions that "
        "ship with svtool. Give your own another id and file name."
    )
    assert caught.value.exit_code == ExitCode.INVALID_FILE


def test_an_id_that_differs_from_its_file_name_is_an_error(desk: Desk) -> None:
    desk.write("definitions/serious_violence/ours.yaml", "title: Ours\nid: theirs\n")
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).definition("ours")
    assert str(caught.value) == (
        "definitions/serious_violence/ours.yaml:2: id is theirs; expected ours, as the file is called"
    )


def test_an_id_that_is_nowhere_is_told_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(InvalidFileError) as caught:
        desk.library.definition("merseside")
    assert str(caught.value) == (
        "definitions/serious_violence/merseside.yaml: merseside is not a definition; "
        "expected duty_statutory, home_office_strategy, london, "
        "merseyside, merseyside_duty or west_mercia; did you mean merseyside?"
    )


def test_the_projects_definition_is_what_the_project_names(desk: Desk) -> None:
    found = Library(desk.folder, "west_mercia").project_definition
    assert found is not None
    assert found.id == "west_mercia"
    measures = Library(desk.folder, "west_mercia").table("mvrp_local").measures
    assert {each.definition.id for each in measures if each.definition} == {"west_mercia"}


def test_no_definition_is_meant_where_none_is_named(desk: Desk) -> None:
    library = Library(desk.folder)
    assert library.project_definition is None
    lacking = {each.id for each in library.table("recorded_crime").measures if each.lacks_definition}
    assert lacking == {"recorded_serious_violence"}


def test_a_copy_of_a_shipped_file_is_that_file(desk: Desk) -> None:
    shipped = (shipped_folder("definitions") / "serious_violence" / "merseyside.yaml").read_text(encoding="utf-8")
    desk.write("definitions/serious_violence/merseyside.yaml", shipped)
    assert Library(desk.folder).definition("merseyside").id == "merseyside"


def test_a_fault_of_an_own_file_is_told_under_its_own_name(desk: Desk) -> None:
    desk.write("definitions/areas/ours.yaml", "id: ours\ntitle: Ours\nareas:\n  - {nam: Here}\n")
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).areas("ours")
    places = {":".join(line.split(":")[:2]) for line in str(caught.value).splitlines()}
    assert places == {"definitions/areas/ours.yaml:4"}
