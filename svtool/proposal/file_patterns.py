"""Files of one kind under one name: a pattern where the names differ in a year or number, else a list."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from svtool.proposal.file_contents import FileLook, merge_looks
from svtool.proposal.layouts import Layout


def layouts_of(looks: Iterable[FileLook]) -> list[Layout]:
    """Return the files by layout: those with the same columns belong together."""
    by_shape: dict[frozenset[str], list[FileLook]] = {}
    for look in looks:
        by_shape.setdefault(look.shape, []).append(look)
    return [Layout(same, merge_looks(same)) for same in by_shape.values()]


def join_layouts(layouts: Sequence[Layout]) -> list[Layout]:
    """Return the layouts with those joined that one shipped mapping reads as the same part of a source."""
    joined: dict[tuple[object, ...], Layout] = {}
    found: list[Layout] = []
    for layout in layouts:
        key = (layout.source, layout.row, layout.mapping)
        if layout.source and not layout.proposal and key in joined:
            known = joined[key]
            known.looks = sorted([*known.looks, *layout.looks], key=lambda look: look.name)
            known.merged = merge_looks(known.looks)
            known.columns = layout.columns | known.columns
        else:
            joined[key] = layout
            found.append(layout)
    return found


def pattern_of(files: Sequence[str], all_files: Iterable[str]) -> str | None:
    """Return a pattern that matches these files and no other of the folder, or None."""
    if len(files) < 2 or len({PurePosixPath(name).parent for name in files}) > 1:
        return None
    names = [PurePosixPath(name).name for name in files]
    start = re.sub(r"\d+$", "", _common_start(names))
    end = re.sub(r"^\d+", "", _common_start([name[::-1] for name in names])[::-1])
    # Half a word is none: royal and general have no name in common.
    if any(name[len(start) : len(start) + 1].isalpha() for name in names):
        start = re.sub(r"[^\W\d_]+$", "", start)
    if any(name[: len(name) - len(end)][-1:].isalpha() for name in names):
        end = re.sub(r"^[^\W\d_]+", "", end)
    if len(re.sub(r"[^A-Za-z]", "", start)) < 2 or (not PurePosixPath(end).suffix and "." not in end):
        return None
    folder = PurePosixPath(files[0]).parent
    pattern = (folder / f"{glob.escape(start)}*{glob.escape(end)}").as_posix()
    paths = [PurePosixPath(name) for name in all_files]
    matched = {path.as_posix() for path in paths if path.parent == folder and path.match(pattern)}
    return pattern if matched == set(files) else None


def _common_start(names: Sequence[str]) -> str:
    same = [len(set(letters)) == 1 for letters in zip(*names, strict=False)]
    return names[0][: same.index(False) if False in same else len(same)]


def literal(name: str) -> str:
    """Return a file's name as the project file writes it, so that `[` in a name is no pattern."""
    return glob.escape(name)
