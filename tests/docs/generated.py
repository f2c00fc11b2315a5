"""The parts of the documentation that are made from the program: help texts, keys of YAML files, fields, lists."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import types
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click

import svtool
from svtool.cli import program
from svtool.dates import DATE_FORMATS
from svtool.errors import EXIT_MEANINGS
from svtool.figures import contract
from svtool.schema.breakdowns import AgeBand
from svtool.schema.entry import Entry
from svtool.schema.library import Library
from svtool.schema.sources import Source, SourceField

ROOT = Path(__file__).parents[2]
LIBRARY = Library()
MOST_SHOWN = 260
TYPES = {
    "reference": "a reference, as text",
    "person": "a person's reference",
    "place": "a place's reference",
    "label": "any text",
    "date": "a day",
    "birth_date": "a day, which becomes an age and is then gone",
    "age": "years, 0 to 120",
    "flag": "yes or no",
    "category": "one of its values",
    "area": "a name, an ONS code or an LSOA",
    "offence_class": "a class of the recorded-crime list",
    "offence_subcode": "a Home Office sub-code",
    "offence_title": "the title of an offence",
    "count": "a whole number",
    "number": "a number",
    "ampds_code": "an AMPDS determinant",
    "icd10_code": "an ICD-10 code",
}


def part(name: str) -> str:
    """Return a generated part by its name: what to make, then what of."""
    what, *arguments = name.split()
    made: Callable[..., str] = PARTS[what]
    return made(*arguments)


# --- commands -----------------------------------------------------------------------------------------------------


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield every command of svtool, with the words that call it."""
    waiting: list[tuple[str, click.Command]] = [("svtool", program)]
    while waiting:
        words, command = waiting.pop(0)
        yield words, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                waiting.append((f"{words} {name}", found))


def help_of(*words: str) -> str:
    """Return the help text of a command."""
    wanted = " ".join(("svtool", *words))
    ((name, command),) = [each for each in every_command() if each[0] == wanted]
    context = click.Context(
        command, info_name=name, terminal_width=100, max_content_width=100, help_option_names=["-h", "--help"]
    )
    return f"```text\n{command.get_help(context).rstrip()}\n```\n"


def exit_codes() -> str:
    """Return the exit codes as a table."""
    return _table(("code", "means"), [(str(int(code)), text) for code, text in EXIT_MEANINGS.items()])


# --- YAML files ---------------------------------------------------------------------------------------------------


def keys(name: str) -> str:
    """Return the keys of a model as a table: `project.Project`."""
    module, _, model_name = name.partition(".")
    model: type[Entry] = getattr(importlib.import_module(f"svtool.schema.{module}"), model_name)
    said = attributes_of(model)
    rows = []
    for field, info in model.model_fields.items():
        key = info.alias or field
        annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        rows.append((f"`{key}`", value_words(annotation), _default(info), said.get(key, "")))
    return _table(("key", "takes", "unless said", "means"), rows)


def attributes_of(model: type) -> dict[str, str]:
    """Return what the docstrings of a model, and of those that it extends, say of its attributes."""
    found: dict[str, str] = {}
    for each in reversed([each for each in model.__mro__ if each.__module__.startswith("svtool.")]):
        section = inspect.cleandoc(each.__doc__ or "").partition("Attributes:\n")[2]
        for name, text in re.findall(r"^    (\w+): (.+?)(?=^    \w|\Z)", section, re.DOTALL | re.MULTILINE):
            found[name] = " ".join(text.split())
    return found


def value_words(annotation: Any) -> str:
    """Return in words what a key takes."""
    origin, arguments = get_origin(annotation), [each for each in get_args(annotation) if each is not type(None)]
    if origin is Annotated:
        return _annotated(*get_args(annotation))
    if origin in {Union, types.UnionType}:
        return ", or ".join(dict.fromkeys(map(value_words, arguments)))
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in arguments)
    if origin is tuple:
        return f"a list: {value_words(arguments[0])}"
    if origin is dict:
        value = "a value" if arguments[1] is Any else value_words(arguments[1])
        return f"keys and values: {value_words(arguments[0])} → {value}"
    plain = {
        AgeBand: "ages such as `18-24`",
        str: "text",
        bool: "`yes` or `no`",
        int: "a whole number",
        float: "a number",
        date: "a day",
        Any: "a rule",
    }
    return plain[annotation] if annotation in plain else str(annotation.noun)


def _annotated(inner: Any, *metadata: Any) -> str:
    """Return in words what a key takes that is made of something shorter before it is checked."""
    steps = repr(metadata)
    if "one_or_more" in steps or "_as_texts" in steps:
        return "a name or a list of names"
    if "_listed" in steps:
        return f"{value_words(get_args(inner)[0])}, or a list of these"
    return value_words(inner)


def _default(info: Any) -> str:
    if info.is_required():
        return "**needed**"
    default = info.default_factory() if info.default_factory else info.default
    if isinstance(default, bool):
        return "`yes`" if default else "`no`"
    if default in (None, (), "", {}):
        return ""
    return f"`{', '.join(map(str, default)) if isinstance(default, tuple) else default}`"


def shipped(kind: str) -> str:
    """Return the definitions of a kind that ship with svtool, with their titles."""
    if kind == "areas":  # most of them are made, and stand in no file of their own
        return _table(("id", "is"), [(f"`{each.id}`", each.title) for each in LIBRARY.area_sets()])
    rows = [(f"`{name}`", _title(kind, name)) for name in LIBRARY.ids(kind)]
    return _table(("id", "is"), rows)


def _title(kind: str, name: str) -> str:
    return str(LIBRARY.open(kind, name).data["title"])


# --- sources ------------------------------------------------------------------------------------------------------


def sources() -> str:
    """Return every source with its units, dates and fields."""
    return "\n".join(_source(each) for each in LIBRARY.sources.values())


def _source(source: Source) -> str:
    units = ", ".join(f"`{each}`" for each in source.units)
    head = f"## {source.title}\n\n`{source.id}` counts {units}"
    head += f"; `{source.unit}` unless a measure says otherwise." if len(source.units) > 1 else "."
    if source.dates:
        head += f" A record is placed by {' or '.join(f'`{each}`' for each in source.dates)}."
    rows = [(f"`{each.name}`", each.title, *_values(each)) for each in source.fields]
    return f"{head}\n\n{_table(('field', 'is', 'takes', 'remarks'), rows)}"


def source_list() -> str:
    """Return the sources that ship, with what a project may give of each."""
    rows = [
        (f"`{each.id}`", each.title, "linked files, or one extract or more" if each.linked else "one extract or more")
        for each in LIBRARY.sources.values()
    ]
    return _table(("key", "is", "takes"), rows)


def _values(field: SourceField) -> tuple[str, str]:
    takes = ", ".join(f"`{each}`" for each in field.values) or TYPES[field.type]
    remarks = []
    if field.role:
        remarks.append(f"of the {field.role}")
    remarks += [f"`{name}` may be {', '.join(f'`{each}`' for each in may)}" for name, may in field.coarse.items()]
    if field.unknown:
        remarks.append(f"{', '.join(f'`{each}`' for each in field.unknown)}: not known")
    if field.leaves_out:
        remarks.append(f"{', '.join(f'`{each}`' for each in field.leaves_out)}: never counted")
    if field.becomes:
        remarks.append(f"becomes `{field.becomes}`")
    if field.derived:
        remarks.append("worked out where no column has it")
    if field.absent == "no":
        remarks.append("no, where no column has it")
    return takes, "; ".join(remarks)


# --- results ------------------------------------------------------------------------------------------------------


def statuses() -> str:
    """Return the letters that stand where a number can't, or beside one."""
    return _table(("mark", "means"), [(f"`[{letter}]`", meaning) for letter, meaning in contract.STATUSES.items()])


# --- Python -------------------------------------------------------------------------------------------------------


def api() -> str:
    """Return every public name of svtool with its signature and docstring."""
    return "\n".join(_public(name) for name in svtool.__all__ if not name.startswith("__"))


def _public(name: str) -> str:
    found = getattr(svtool, name)
    if not inspect.isclass(found):
        return _callable(name, found)
    verbs = [f"{name}.{verb}" for verb in vars(found) if not verb.startswith("_")]
    inner = "".join(f"\n{_callable(verb, getattr(found, verb.partition('.')[2]))}" for verb in verbs)
    return f"## svtool.{name}\n\n{inspect.getdoc(found)}\n{inner}"


def _callable(name: str, found: Any) -> str:
    text = f"{'###' if '.' in name else '##'} svtool.{name}\n\n"
    if callable(found):
        parameters = inspect.signature(found).parameters.values()
        words, starred = [], False
        for each in parameters:
            if each.kind is each.KEYWORD_ONLY and not starred and each.name:
                words += [] if any(other.kind is other.VAR_POSITIONAL for other in parameters) else ["*"]
                starred = True
            words.append(_parameter(each))
        text += f"```text\nsvtool.{name}({', '.join(words)})\n```\n\n"
    return text + _sections(inspect.getdoc(found) or "")


def _parameter(parameter: inspect.Parameter) -> str:
    stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}
    name = stars.get(parameter.kind, "") + parameter.name
    return name if parameter.default is parameter.empty else f"{name}={parameter.default!r}"


def _sections(doc: str) -> str:
    """Return a docstring as Markdown: its sections become lists."""
    lines: list[str] = []
    for line in doc.splitlines():
        if re.fullmatch(r"(Args|Returns|Raises|Attributes):", line):
            lines += [{"Args:": "It takes", "Returns:": "It returns", "Raises:": "It raises"}.get(line, line[:-1]), ""]
        elif match := re.match(r"    (\w+): (.*)", line):
            lines.append(f"- `{match[1]}`: {match[2]}")
        elif line.startswith("        "):
            lines.append(f"  {line.strip()}")
        elif line.startswith("    "):
            lines.append(line.strip())
        else:
            lines.append(line)
    return "\n".join(lines).rstrip() + "\n"


# --- the house ----------------------------------------------------------------------------------------------------


def rooms() -> str:
    """Return the rooms of the package in the order of a record's way, each with the line that it says of itself."""
    tree = ast.parse((ROOT / "tests/unit/test_architecture.py").read_text(encoding="utf-8"))
    (order,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ORDER"
    ]
    rows = []
    for room in order[:-1]:  # __main__ only calls cli
        doc = importlib.import_module(f"svtool.{room}").__doc__ or ""
        rows.append((f"`{room}`", doc.splitlines()[0]))
    return _table(("room", "is"), rows)


# --- the language, from its tests ----------------------------------------------------------------------------------


def cases(module: str, name: str, *groups: str) -> str:
    """Return a drawn table of a test as Markdown: all of it, or some of its groups (apart by a blank line)."""
    header, drawn = _drawn(module, name)
    chosen = [drawn[int(each) - 1] for each in groups] if groups else drawn
    rows = [tuple(cell.strip() for cell in line.split("|")) for group in chosen for line in group]
    return _table([cell.strip() for cell in header.split("|")], rows)


@cache
def _drawn(module: str, name: str) -> tuple[str, list[list[str]]]:
    (path,) = ROOT.glob(f"tests/*/{module}.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    (given,) = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
    ]
    text = ast.literal_eval(given.args[0] if isinstance(given, ast.Call) else given)  # drawn here, or where it is used
    header, *lines = [line for line in text.strip("\n").splitlines() if not line or set(line) - set("-+ ")]
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return header, [group for group in groups if group]


# ------------------------------------------------------------------------------------------------------------------


def _table(header: Any, rows: Any) -> str:
    """Return a table in Markdown; columns without anything in them are left out."""
    used = [i for i in range(len(header)) if any(row[i] for row in rows)]
    lines = [[header[i] for i in used], ["---"] * len(used), *([_cell(row[i]) for i in used] for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def date_formats() -> str:
    """Return the ways to write dates as a table, each with how it writes 5 April 2021 or the span that it lies in."""
    rows = [
        (
            f"`{name}`",
            ", ".join(f"`{shown}`" for shown in known.shown),
            f"a {known.precision}",
            "needed" if known.needs_pivot else f"{known.pivot} unless said" if known.short_year else "",
        )
        for name, known in DATE_FORMATS.items()
    ]
    return _table(("format", "reads", "names", "`pivot:`"), rows)


def strangers() -> str:
    """Return what came of the folders of strangers as a table; each of them is tried."""
    from strangers.trying import outcomes  # noqa: PLC0415  # it takes a minute, and one page needs it

    rows = [
        (
            name,
            str(outcome.files),
            f"{outcome.rows:,}",
            str(len(outcome.ran)),
            str(outcome.lines),
            f"{outcome.right} of {outcome.right + len(outcome.wrong)}",
        )
        for name, outcome in outcomes().items()
    ]
    return _table(("folder", "files", "rows", "commands", "lines", "counts right"), rows)


def strangers_oddities() -> str:
    """Return what is odd in the folders of strangers as a table."""
    from strangers.every_folder import EVERY  # noqa: PLC0415

    rows = [(each.name, each.odd, each.after) for each in EVERY.values()]
    return _table(("folder", "odd in it", "modelled on"), rows)


def bad_inputs_tried() -> str:
    """Return the bad inputs and what a command says of each as a table; each of them is tried."""
    from bad_inputs import BAD_INPUTS, outcome  # noqa: PLC0415  # it takes a while, and one page needs it

    rows = [(each.place, each.what, str(outcome(each).code), shown(outcome(each).said)) for each in BAD_INPUTS]
    return _table(("in the place of", "stands", "code", "what is said"), rows)


def shown(said: str) -> str:
    """Return what a command said, as much of it as a cell takes."""
    line = " ".join(said.removeprefix("error: ").split())
    line = re.sub(r"y{99,}", "yyy…", line).replace("|", r"\|").replace("<", r"\<")
    return line if len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]}…"


PARTS: dict[str, Callable[..., str]] = {
    "bad-inputs": bad_inputs_tried,
    "date-formats": date_formats,
    "help": help_of,
    "exit-codes": exit_codes,
    "keys": keys,
    "shipped": shipped,
    "sources": sources,
    "source-list": source_list,
    "statuses": statuses,
    "api": api,
    "rooms": rooms,
    "cases": cases,
    "strangers": strangers,
    "strangers-oddities": strangers_oddities,
}
