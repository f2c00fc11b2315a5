"""One way into a project: what every command is handed, and that no command goes another way."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import svtool.commands
from svtool.commands.counted import count_gathered
from svtool.commands.opening import (
    check_one_project,
    gather_measured,
    gather_whole,
    open_definitions,
    open_engine,
    open_project,
    project_file,
)
from svtool.errors import InvalidFileError, UsageError
from svtool.gathering.setting import Otherwise
from svtool.schema.shipped import shipped_folder

PROJECT = """\
definition: west_mercia
tables: [recorded_crime]
areas: merseyside
reviews: reviews.csv
periods: {kind: calendar, years: [2020, 2021]}
sources: {police: {files: police.csv, provisional: {months: 2}}}
"""
POLICE = """\
reference,recorded_date,committed_date,offence_class,knife,status,area
R1,2020-01-01,2020-01-01,34B,N,,Wirral
R2,2020-06-01,2020-06-01,34B,,,Sefton
R3,2021-12-31,2021-12-31,34B,N,cancelled,Dudley
R4,2021-12-31,2021-12-31,34B,N,,
"""
REVIEWS = "source,reference,field,value,reason,by,on\npolice,R2,knife,yes,read the file,AB,2021-01-01\n"
PACKAGE = Path(svtool.commands.__file__).parent

# What opens: a project file, definitions, an engine, extracts.
OPENS = {"read_project", "Library", "EmbeddedEngine", "gather", "gather_source", "reviews_of", "coverage_of"}
# Who may open otherwise, and why.
OTHERWISE = {
    "opening": OPENS,
    "definition": {"Library"},  # no project file is needed to look at definitions
    "init": {"Library"},  # there is no project file yet
    "claimed": {"Library", "read_project"},  # a file that is gone or broken is a difference to tell, not a fault
    "validate": {"Library", "gather_source"},  # watches the reading; a wrong name is told before what it would read
    "scope": {"Library"},  # a breakdown that there is not is told before a project that there is not
    "published_figures": {"Library"},  # a published table may have breakdowns of one's own
    "spared": {"read_project"},  # what a project that is not asked about reads is replaced by no output
    "verify": {"Library"},  # definitions that a manifest without inputs names are looked for
    "template_made": {"Library"},  # a template is made where there is no project
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for name, text in {"svtool.yaml": PROJECT, "police.csv": POLICE, "reviews.csv": REVIEWS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "svtool.yaml"


def test_the_project_file_that_is_meant(tmp_path: Path) -> None:
    assert project_file(None) == Path("svtool.yaml")
    assert project_file(tmp_path / "other.yaml") == tmp_path / "other.yaml"
    assert project_file(None, sample=True) == shipped_folder("sample_data") / "svtool.yaml"
    with pytest.raises(UsageError, match="exclude each other"):
        check_one_project(tmp_path, sample=True)


def test_a_project_is_opened_with_its_definition_areas_and_reviews(path: Path) -> None:
    opened = open_project(path)
    assert opened.definition.id == "west_mercia"
    assert opened.areas is not None
    assert opened.areas.id == "merseyside"
    assert opened.folder == path.parent
    assert [table.id for table in opened.tables()] == ["recorded_crime"]
    assert [table.id for table in opened.tables(["fire", "fire"])] == ["fire"]
    assert [review.reference for review in opened.reviews.of("police")] == ["R2"]
    assert list(opened.provisional()) == ["police"]
    assert not opened.synthetic


def test_a_command_names_another_definition_and_columns(path: Path) -> None:
    opened = open_project(path, "merseyside", ["Crime No=reference"])
    assert opened.definition.id == "merseyside"
    assert opened.library.added_columns["police"]["reference"].headers == ("Crime No",)
    assert open_project(path).library.added_columns == {}


def test_a_definition_that_there_is_not_is_refused_before_any_extract_is_read(path: Path) -> None:
    (path.parent / "police.csv").unlink()
    with pytest.raises(InvalidFileError, match="nothing is not a definition"):
        open_project(path, "nothing")


def test_without_a_project_there_are_the_definitions_alone() -> None:
    opened = open_definitions()
    assert opened.definition is None
    assert opened.areas is None
    assert opened.reviews.found == ()
    assert opened.provisional() == {}


def test_extracts_that_are_watched_are_read_as_they_were_sent(path: Path) -> None:
    opened = open_project(path)
    assert opened.setting(replace=False).reviews.found
    watched = opened.setting(replace=True, watch=object())  # type: ignore[arg-type]
    assert watched.reviews.found == ()
    assert watched.replace


def test_a_source_that_the_project_lacks_is_named_with_those_that_it_has(path: Path) -> None:
    with pytest.raises(UsageError, match="--source ed: the project has no such extracts; expected police"):
        open_project(path).entry_of("ed")


def test_extracts_are_gathered_covered_and_counted(path: Path) -> None:
    opened = open_project(path)
    (table,) = opened.tables()
    offences = table.measures[0]
    with open_engine() as engine:
        gathered = gather_measured(engine, opened, table.measures)
        counts = count_gathered(gathered, table.measures).counts["police"]
        counted = counts.count(offences, [(date(2020, 1, 1), date(2021, 12, 31))])
        coverage = gathered.coverage["police"]
    assert gathered.reports["police"]["police"].ledger.usable == 3
    assert coverage.spans[0][0] == date(2020, 1, 1)
    assert (counted.met, counted.not_known) == (2, 1)  # the place of the last is not known


def test_extracts_are_gathered_otherwise_to_tell_what_a_difference_is_due_to(path: Path) -> None:
    opened = open_project(path)
    with open_engine() as engine:
        gathered = gather_measured(
            engine, opened, opened.tables()[0].measures, otherwise=Otherwise(with_cancelled=True)
        )
    assert gathered.reports["police"]["police"].ledger.usable == 4


def test_one_source_is_gathered_with_every_field(path: Path) -> None:
    opened = open_project(path)
    with open_engine() as engine:
        gathered = gather_whole(engine, opened, "police", opened.entry_of("police"))
    assert "knife" in gathered.facts["police"].columns


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_command_opens_a_project_in_another_way(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    # An import for a type alone opens nothing: what is called counts.
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called & OPENS <= OTHERWISE.get(module.stem, set())
