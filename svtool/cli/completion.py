"""What a shell completes: the ids of definition files, read off their names, so that nothing heavy is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from svtool.schema.shipped import shipped_folder

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

MEASURE = re.compile(r"^ *- (?:\{ *)?id: *([\w-]+)", re.MULTILINE)


def ids_of(kind: str, *others: str) -> Complete:
    """Return what completes the id of a kind of definition file, such as `tables`; or one of some other words."""
    return lambda context, _, begun: _items([*(path.stem for path in _files(context, kind)), *others], begun)


def areas(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the id of a set of areas; the police force areas come of no files of their own."""
    from svtool.schema.force_areas import ids_of_forces

    return _items([*(path.stem for path in _files(context, "areas")), *ids_of_forces()], begun)


def measures(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the id of a measure of any table."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in _files(context, "tables"))
    return _items([name for text in texts for name in MEASURE.findall(text)], begun)


def breakdowns(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the last of the breakdowns that commas join."""
    *before, last = begun.split(",")
    named = [path.stem for path in _files(context, "breakdowns") if path.stem not in before]
    return _items([",".join([*before, name]) for name in named if name.startswith(last)], begun)


def findings(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the id of a kind of finding."""
    from svtool.findings.catalogue import KINDS

    return _items([*KINDS, "all"], begun)


def _files(context: click.Context, kind: str) -> list[Path]:
    """Return the files of a kind: those beside the project file that the command names, and those that ship."""
    project = context.params.get("project")
    own = (Path(project).parent if project else Path()) / "definitions"
    return [path for folder in (own, shipped_folder("definitions")) for path in sorted((folder / kind).glob("*.yaml"))]


def _items(names: list[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(begun)]
