"""The house: a record walks one way through the package, and imports only point back along its way."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import svtool

PACKAGE = Path(svtool.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# The rooms in the order in which a record walks through them. A room imports from rooms above it, and from itself.
ORDER = (
    "version",
    "errors",
    "dates",
    "findings",
    "statistics",
    "synthetic",
    "schema",
    "meaning",
    "files",
    "records",
    "store",
    "engine",
    "gathering",
    "counting",
    "coverage",
    "figures",
    "disclosure",
    "proposal",
    "validation",
    "interventions",
    "commands",
    "output",
    "api",  # svtool itself
    "cli",
    "__main__",
)
MOST_ROOMS = 24
MOST_LEVELS = 15

# What a room may import at most, where the order alone would allow more.
ONLY = {
    "version": set(),
    "errors": set(),
    "dates": set(),
    "findings": set(),
    "statistics": set(),
    "synthetic": set(),
    "schema": {"dates", "errors"},
    "meaning": {"errors", "schema"},
    "files": {"errors", "findings", "schema"},
    "records": {"dates", "errors", "files", "findings", "schema"},
    "store": {"dates", "errors", "files", "findings", "records", "schema", "version"},
    "engine": {"errors", "meaning", "records", "schema"},
    "gathering": {"dates", "engine", "errors", "files", "meaning", "records", "schema"},
    "counting": {"dates", "engine", "errors", "gathering", "meaning", "records", "schema"},
    "coverage": {"counting", "dates", "engine", "gathering", "schema"},
    "disclosure": {"counting", "errors", "figures", "meaning", "schema", "statistics"},
}

# What says what is counted, and what violence is.
OF_VIOLENCE = {
    "svtool.schema.offences",
    "svtool.schema.definitions",
    "svtool.schema.sources",
    "svtool.schema.rules",
    "svtool.schema.tables",
    "svtool.schema.mappings",
}

# Modules that a room must not know, whatever the room that they are in.
NEVER = {
    "counting": {"svtool.files", "svtool.records.loader", "svtool.schema.mappings", "svtool.schema.project"},
    "statistics": OF_VIOLENCE,
    "disclosure": OF_VIOLENCE - {"svtool.schema.tables"},  # it names measures and their sources
    "output": {
        "svtool.schema.offences",
        "svtool.schema.definitions",
        "svtool.schema.sources",
        "svtool.schema.rules",
        "svtool.schema.mappings",
        "svtool.schema.areas",
        "svtool.engine",
        "svtool.files",
        "svtool.meaning.decide",
    },
}

# Packages from outside that one room keeps to itself, or two.
KEPT_BY = {
    "click": {"cli"},
    "rich": {"output"},
    "duckdb": {"engine"},
    "pyspark": {"engine", "api"},
    "py4j": {"engine"},
    "yaml": {"schema"},
    "scipy": {"statistics", "disclosure"},
    "jinja2": {"output"},
}

LONGEST = 400
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "core", "types"}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def room_of(module: str) -> str:
    parts = module.split(".")
    return "api" if len(parts) == 1 else parts[1]


@cache
def imports(module: str) -> frozenset[str]:
    """Return the modules that a module imports, at its top or inside its functions; those of ours with `svtool.`."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relative to itself"
            name = node.module or ""
            own = {f"{name}.{alias.name}" for alias in node.names} & set(MODULES)
            found |= own or {name}
    return frozenset(found)


def imports_of_ours(module: str) -> set[str]:
    return {name for name in imports(module) if name.split(".")[0] == "svtool"}


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room_of(module) for module in MODULES} == set(ORDER)


def test_there_are_few_rooms() -> None:
    rooms = {room_of(module) for module in MODULES} - {"__main__"}
    assert len(rooms) <= MOST_ROOMS


@pytest.mark.slow
def test_there_are_few_floors() -> None:
    @cache
    def floor(room: str) -> int:
        below = {room_of(name) for module in MODULES if room_of(module) == room for name in imports_of_ours(module)}
        return 1 + max(map(floor, below - {room}), default=0)

    assert max(map(floor, set(ORDER))) <= MOST_LEVELS


def test_no_base_name_stands_twice() -> None:
    names = Counter(path.stem for path in MODULES.values() if not path.stem.startswith("__"))
    rooms = {path.parent.name for path in MODULES.values()} | {"svtool"}
    assert [name for name, times in names.items() if times > 1 or name in rooms] == []


def test_imports_point_back_along_the_way_of_a_record() -> None:
    wrong = [
        f"{module} imports {name}"
        for module in MODULES
        for name in imports_of_ours(module)
        if ORDER.index(room_of(name)) > ORDER.index(room_of(module))
    ]
    assert wrong == []


def test_no_module_needs_itself_by_way_of_others() -> None:
    order = TopologicalSorter({module: imports_of_ours(module) for module in MODULES})
    order.prepare()  # raises CycleError, with the modules of the circle, where there is one


@pytest.mark.parametrize("room", ONLY)
def test_a_room_imports_no_more_than_it_may(room: str) -> None:
    modules = [module for module in MODULES if room_of(module) == room]
    found = {room_of(name) for module in modules for name in imports_of_ours(module)} - {room}
    assert found <= ONLY[room]


@pytest.mark.parametrize("room", NEVER)
def test_a_room_does_not_know_what_it_must_not(room: str) -> None:
    wrong = [
        (module, name)
        for module in MODULES
        if room_of(module) == room
        for name in imports_of_ours(module)
        if any(name == never or name.startswith(f"{never}.") for never in NEVER[room])
    ]
    assert wrong == []


@pytest.mark.parametrize(("package", "keepers"), KEPT_BY.items())
def test_a_package_from_outside_is_kept_by_its_room(package: str, keepers: set[str]) -> None:
    users = {room_of(module) for module in MODULES for name in imports(module) if name.split(".")[0] == package}
    assert users == keepers


def test_only_the_engine_runs_queries() -> None:
    running = {
        module
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in {"execute", "executemany", "sql", "query"}
    }
    assert {room_of(module) for module in running} == {"engine"}


QUERY = re.compile(r"\b(SELECT\s.+\sFROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET|(CREATE|ALTER|DROP) TABLE|LEFT JOIN)\b")


def test_queries_are_written_where_records_are_gathered_and_counted() -> None:
    wrong = [
        f"{module} writes {node.value!r}"
        for module in MODULES
        if room_of(module) not in {"engine", "gathering", "counting"}
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and QUERY.search(node.value)
    ]
    assert wrong == []


def test_no_package_is_imported_that_the_design_turned_down() -> None:
    declared = {"click", "duckdb", "numpy", "pandas", "pyarrow", "pydantic", "pydantic_core", "rich", "scipy", "yaml"}
    declared |= {"python_calamine", "xlsxwriter", "gptables", "openpyxl", "jinja2", "pyspark", "py4j"}
    outside = {name.split(".")[0] for module in MODULES for name in imports(module)} - set(sys.stdlib_module_names)
    assert outside - {"svtool"} <= declared


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: length for module, length in lengths.items() if length > LONGEST} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module for module in MODULES if set(module.split(".")) & SAYS_NOTHING] == []


def test_every_module_public_class_and_function_says_what_it_is() -> None:
    without = [module for module in MODULES if not ast.get_docstring(tree(module))]

    def look(node: ast.AST, path: str) -> None:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if child.name.startswith("_") and child.name != "__init__":
                continue
            name = f"{path}.{child.name}"
            if not ast.get_docstring(child):
                without.append(name)
            if isinstance(child, ast.ClassDef):
                look(child, name)

    for module in MODULES:
        look(tree(module), module)
    assert without == []
