"""How a verb is told of files: by text or path; and how lines become text."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

Name = str | PathLike[str]


def path_of(name: Name | None) -> Path | None:
    """Return the path that a name means; None without one."""
    return None if name is None else Path(name)


def project_of(project: Name | None, sample: bool) -> Path | None:
    """Return the project file that is named; None without one.

    Raises:
        UsageError: the sample is asked for too.
    """
    from svtool.commands.opening import check_one_project

    check_one_project(path_of(project), sample)
    return path_of(project)


def text_of(lines: Iterable[str]) -> str:
    """Return lines as a text."""
    return "".join(f"{line}\n" for line in lines)
