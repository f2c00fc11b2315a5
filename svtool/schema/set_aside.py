"""Files that a project does not count, as `svtool init` found them: every command says so until they are settled."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from svtool.errors import InvalidFileError, several
from svtool.schema.entry import Entry
from svtool.schema.text_yaml import read_text_yaml

MOST_NAMED = 3


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class SetAside(Entry):
    """Files that count nowhere.

    Attributes:
        files: a name, or a list of names.
        why: why they do not count.
        settled: whether a person has looked at them, and they are to count nowhere.
    """

    noun: ClassVar[str] = "files that are set aside"
    files: Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]
    why: str = ""
    settled: bool = False


def say_set_aside(project: Path) -> str | None:
    """Return a line about the files that a project sets aside and nobody has settled; None where there are none.

    A file that stands under `sources` by now, or is gone, is settled too.

    Args:
        project: the project file; one that is missing or wrong says nothing here, but to who opens it.
    """
    try:
        data = read_text_yaml(project).data if project.is_file() else {}
    except InvalidFileError:
        return None
    if not isinstance(data, dict) or not isinstance(data.get("set_aside"), list):
        return None
    counted = list(_files_in(data.get("sources")))
    open_files = [
        name
        for entry in data["set_aside"]
        if isinstance(entry, dict) and entry.get("settled") not in {"yes", "true"}
        for name in _listed(entry.get("files"))
        if (project.parent / name).exists() and not any(fnmatch(name, pattern) for pattern in counted)
    ]
    if not open_files:
        return None
    named = ", ".join(open_files[:MOST_NAMED]) + (" …" if len(open_files) > MOST_NAMED else "")
    return (
        f"{several(len(open_files), 'file counts', 'files count')} nowhere: {named}. {project} says why under "
        "set_aside: name each under sources, or write settled: yes beside it."
    )


def _files_in(entry: Any) -> Iterator[str]:
    """Yield the files that the entries of sources name."""
    if isinstance(entry, dict):
        yield from _listed(entry.get("files"))
        for value in entry.values():
            yield from _files_in(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _files_in(value)


def _listed(value: Any) -> list[str]:
    given = [value] if isinstance(value, str) else value
    return [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
