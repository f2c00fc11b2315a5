"""Every fault that a reader meets has its id in the catalogue, so that validate can tell it apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import svtool
from svtool.findings.catalogue import KINDS

ROOMS = ("files", "records", "gathering/overlap.py", "validation")
JOINED = {"loader.py"}  # raises again what each file was refused for, one after the other


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call of a function or method of this name in the rooms that read files."""
    package = Path(svtool.__file__).parent
    for room in ROOMS:
        path = package / room
        for each in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(each.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and name in {
                    getattr(node.func, "id", ""),
                    getattr(node.func, "attr", ""),
                }:
                    yield each, node


def test_every_error_of_a_reader_names_its_kind() -> None:
    without = [
        f"{path.name}:{call.lineno}"
        for path, call in calls("ExtractError")
        if len(call.args) < 2
        and all(each.arg != "finding" for each in call.keywords)
        and path.name not in {*JOINED, "reviews.py"}
    ]
    assert without == []


@pytest.mark.parametrize(("name", "at"), [("ExtractError", 1), ("file_finding", 1), ("find", 0)])
def test_every_kind_that_is_named_is_in_the_catalogue(name: str, at: int) -> None:
    named = {
        call.args[at].value
        for _, call in calls(name)
        if len(call.args) > at and isinstance(call.args[at], ast.Constant) and isinstance(call.args[at].value, str)
    }
    kinds = {each for each in named if len(each) == 3}
    assert kinds
    assert kinds <= set(KINDS)
