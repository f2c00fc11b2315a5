"""What every command reads, no command replaces: each option that names a file to write, over each kind of input."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command_desk import Desk
from often import slow_but
from small_project import PROJECT, police_csv

from svtool import ingest
from svtool.cli import program
from svtool.output.remaking import MAKERS
from svtool.schema.shipped import shipped_folder

MEASURE = ("--measure", "recorded_serious_violence")
OF_PROJECT = ("--project", "svtool.yaml")
# How a command is called so that it reads everything that it can; one that is not here, by its name alone.
WORDS = {
    "trend": MEASURE,
    "review": (*MEASURE, "--period", "2021"),
    "classify": OF_PROJECT,
    "validate": OF_PROJECT,
    "check": ("--published", "published.csv", *OF_PROJECT),
    "compare": ("--definition", "west_mercia"),
    "definition diff": ("merseyside", "own"),
    "returns check": ("returns.csv", *OF_PROJECT),
    "returns summary": ("returns.csv", *OF_PROJECT),
}
READ = {
    "the project": "svtool.yaml",
    "an extract": "extracts/police.csv",
    "an extract of a source that the run does not need": "extracts/fire.csv",
    "an extract by another way": "extracts/../extracts/police.csv",
    "an extract by a link": "link.csv",
    "an extract by a second name of its bytes": "twin.csv",
    "the reviews": "reviews.csv",
    "populations": "people.csv",
    "a mapping": "definitions/mappings/own.yaml",
    "a definition": "definitions/serious_violence/own.yaml",
    "an area set": "definitions/areas/own.yaml",
    "a release": "releases/2021/cells.json",
    "a file of the store": "kept/current",
    "the manifest of another run": "o.csv.manifest.json",
    "a pipe": "pipe.csv",
    "a device": "null.csv",
    "a link to nothing but itself": "loop.csv",
}


def outputs() -> Iterator[tuple[str, str]]:
    """Yield every command with each option by which it is told what to write."""
    waiting: list[tuple[str, click.Command]] = [("", program)]
    while waiting:
        name, command = waiting.pop()
        if isinstance(command, click.Group):
            context = click.Context(command)
            for each in command.list_commands(context):
                found = command.get_command(context, each)
                assert found is not None
                waiting.append((f"{name} {each}".strip(), found))
        for option in command.params:
            yield from ((name, each) for each in option.opts if each in {"--out", "--rejected"})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project and everything that one can read."""
    folder = tmp_path_factory.mktemp("built")

    def write(name: str, text: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    more = "  fire: {files: extracts/fire.csv}\nreviews: reviews.csv\npopulations: people.csv\nstore: kept\n"
    write("svtool.yaml", PROJECT.replace("mapping: standard", "mapping: own") + more)
    write("extracts/police.csv", police_csv())
    write("extracts/fire.csv", "reference,recorded_date,motive\nF1,2021-01-01,deliberate\n")
    write("reviews.csv", "source,reference,field,value,reason,by,on\n")
    write("people.csv", "area_code,year,population\n")
    write("published.csv", "measure,geography,period_start,period_end,n\nA,B,2021-01-01,2021-12-31,1\n")
    write("returns.csv", "project,quarter\n")
    for kind, name in (("mappings", "standard"), ("serious_violence", "merseyside")):
        text = (shipped_folder("definitions") / kind / f"{name}.yaml").read_text(encoding="utf-8")
        write(f"definitions/{kind}/own.yaml", text.replace(f"id: {name}", "id: own", 1))
    write("definitions/areas/own.yaml", "id: own\ntitle: Own\nareas: [{code: E08000015, name: Wirral}]\n")
    write("releases/2021/cells.json", "{}\n")
    write("o.csv.manifest.json", '{\n "format": "svtool.manifest/1"\n}\n')
    assert ingest(folder / "svtool.yaml")
    return folder


@pytest.fixture
def project(built: Path, desk: Desk) -> Desk:
    """A desk with that folder on it, and ways around it."""
    shutil.copytree(built, desk.folder, dirs_exist_ok=True)
    (desk.folder / "link.csv").symlink_to("extracts/police.csv")
    os.link(desk.folder / "extracts/police.csv", desk.folder / "twin.csv")
    os.mkfifo(desk.folder / "pipe.csv")
    (desk.folder / "null.csv").symlink_to(os.devnull)
    (desk.folder / "loop.csv").symlink_to("loop.csv")
    return desk


def state_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file of a folder with its kind and content, links as such."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize(("command", "option"), slow_but(lambda each: each == ("trend", "--out"), sorted({*outputs()})))
def test_a_command_replaces_nothing_that_it_or_its_project_reads(command: str, option: str, project: Desk) -> None:
    before = state_of(project.folder)
    for kind, name in READ.items():
        ran = project.run(*command.split(), *WORDS.get(command, ()), option, name)
        assert state_of(project.folder) == before, (command, kind)
        assert (ran.code, ran.out) == (2, ""), (command, kind, ran.err)
        assert option in ran.err, (command, kind, ran.err)


def test_every_command_that_writes_is_among_them_and_what_it_wrote_can_be_made_again() -> None:
    commands = {command for command, _ in outputs()}
    assert commands >= {"measures", "trend", "review", "classify", "validate", "returns check", "sample"}
    # A sample is made up, and a template is filled in: neither is a result.
    assert commands - {"sample", "returns template"} <= {*MAKERS}
