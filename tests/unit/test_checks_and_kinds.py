"""Every kind of finding is raised by a check that names it, or by the reading of files; no check raises another."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import svtool
from svtool.findings.catalogue import KINDS
from svtool.validation.checks import Check, declared
from svtool.validation.examiner import CHECKS

PACKAGE = Path(svtool.__file__).parent
MODULES = {
    path.stem: importlib.import_module(f"svtool.validation.{path.stem}")
    for path in sorted((PACKAGE / "validation").glob("*.py"))
    if path.stem != "__init__"
}
READING = (
    "files",
    "records",
    "gathering",
    "proposal",
    "interventions",
)  # what reads files raises kinds before any check sees a row
ID = re.compile(r"[FHRVPSQ]\d\d")


def finders(module: ModuleType) -> Iterator[type]:
    """Yield the classes of a module that say which kinds they can raise."""
    for each in vars(module).values():
        if isinstance(each, type) and each.__module__ == module.__name__ and getattr(each, "raises", ()):
            yield each


def ids_in(tree: ast.AST) -> set[str]:
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {each for each in constants if isinstance(each, str) and ID.fullmatch(each)}


def ids_read() -> set[str]:
    paths = (path for room in READING for path in (PACKAGE / room).rglob("*.py"))
    return {each for path in paths for each in ids_in(ast.parse(path.read_text(encoding="utf-8")))}


FINDERS = [each for module in MODULES.values() for each in finders(module)]


def test_every_kind_is_raised_by_a_check_that_names_it_or_by_the_reading_of_files() -> None:
    named = {kind for finder in FINDERS for kind in finder.raises}  # type: ignore[attr-defined]
    assert named | ids_read() == set(KINDS)


@pytest.mark.parametrize("finder", FINDERS, ids=lambda each: each.__name__)
def test_a_check_names_the_kinds_that_its_text_raises_and_no_other(finder: type) -> None:
    tree = ast.parse(Path(MODULES[finder.__module__.rpartition(".")[2]].__file__ or "").read_text(encoding="utf-8"))
    (own,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == finder.__name__)
    without = [
        node
        for node in own.body
        if not (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "raises")
        and not (isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "raises")
    ]
    assert {each for node in without for each in ids_in(node)} <= set(finder.raises)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", MODULES)
def test_no_kind_is_raised_beside_the_checks_that_name_it(name: str) -> None:
    module = MODULES[name]
    named = {kind for finder in finders(module) for kind in finder.raises}  # type: ignore[attr-defined]
    told_of_files = {"F01", "F03", "F13"}  # a file that can't be opened, or is none, and two that overlap
    found = ids_in(ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")))
    assert found - named <= told_of_files
    assert found >= named


def test_every_check_of_rows_is_made_for_every_file() -> None:
    others = {
        "RepeatedRows",
        "UnlinkedRows",
        "StrayDates",
        "MissingColumns",
        "ColumnTexts",
    }  # made with more than the file
    named = {each.__name__ for each in FINDERS if issubclass(each, Check)}
    assert named - others == {each.__name__ for each in CHECKS}


def test_a_check_can_raise_no_kind_that_it_does_not_name() -> None:
    class Lines:
        raises = ("R01",)

    declared(Lines(), "R01")
    with pytest.raises(LookupError, match="Lines does not say that it can raise R02"):
        declared(Lines(), "R02")
