"""A release as a file: what was printed comes back, nothing of what was suppressed, and a damaged one is told."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from linked_counts import measures

from svtool.commands.releases import read_shelf
from svtool.counting.basis import NEVER, Basis
from svtool.disclosure.release_file import Release, ReleaseFileError, fingerprint_of, read_release, release_as_bytes
from svtool.disclosure.released_cells import GridLabels, ReleasedCell, Shown, on_one_grid
from svtool.errors import ExtractError
from svtool.schema.policies import CountRule
from svtool.schema.release_folder import FOLDER

YEAR, HALF = ((date(2021, 1, 1), date(2021, 12, 31)),), ((date(2021, 1, 1), date(2021, 6, 30)),)
RULE = CountRule(hide_below=5, rounding="nearest 5")
KNIVES, TWICE = measures("""
    knives: source: ed, unit: attendance, where: {any: [{weapon: [knife, other_sharp]}, {not: {age: {lt: 18, gte: 3}}}]}
    twice: source: police, unit: victim, having: {offences: {gte: 2}, on_different_days: yes}
""")
TWO_HOSPITALS = GridLabels(("Aintree", "Whiston"), (None, "north"))
PARTLY = Basis(YEAR, (YEAR, HALF), np.array([[0, 0], [1, NEVER]], np.int16))
CELLS = [
    ReleasedCell(KNIVES, (), PARTLY, TWO_HOSPITALS, "count", False, Shown("q1", 25, RULE, 3)),
    ReleasedCell(KNIVES, (("area", "North"),), PARTLY, TWO_HOSPITALS, "count", False, Shown("q1", None, RULE, 3)),
    ReleasedCell(TWICE, (), Basis.of(YEAR), GridLabels(), "not_known", False, Shown("q1", 0, RULE, 3)),
    ReleasedCell(KNIVES, (), Basis.of(HALF), GridLabels(), "count", True, Shown("q1", 10, RULE, 3)),
]
RELEASE = Release("q1", "ours", {"q0": "ab"}, {"area": "cd"}, ("outside Town",), ("area not known",), CELLS)


def told(release: Release) -> list[tuple[object, ...]]:
    """Return what a release says of each count."""
    return [
        (each.measure.id, each.measure.rule, each.measure.having, each.place, each.basis, each.labels, each.kind,
         each.is_point, each.shown.release, each.shown.value, each.shown.rule.model_dump(), each.shown.open)
        for each in release.cells
    ]  # fmt: skip


def test_what_was_printed_comes_back_with_what_it_was_of() -> None:
    found = read_release(release_as_bytes(RELEASE))
    assert told(found) == told(RELEASE)
    assert replace(found, cells=()) == replace(RELEASE, cells=())


def test_the_same_release_has_the_same_bytes() -> None:
    assert release_as_bytes(RELEASE) == release_as_bytes(read_release(release_as_bytes(RELEASE)))


def test_a_withdrawn_release_keeps_nothing_but_its_name() -> None:
    content = release_as_bytes(replace(RELEASE, withdrawn=True))
    assert read_release(content) == Release("q1", withdrawn=True)
    assert b"cells" not in content


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1, 2]", "no release"),
        (b'{"format": "svtool.manifest/1"}', "no release"),
        (b'{"format": "svtool.release/9"}', "of format svtool.release/9"),
        (release_as_bytes(RELEASE)[:-30], "not JSON"),
        (release_as_bytes(RELEASE).replace(b"25", b"26"), "damaged"),
        (release_as_bytes(RELEASE).replace(b"null", b"3"), "damaged"),
    ],
)
def test_a_file_that_is_no_whole_release_is_told(content: bytes, why: str) -> None:
    with pytest.raises(ReleaseFileError, match=why):
        read_release(content)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("cells", [[9, 0, 0, "count", 7]]),
        ("cells", [[0, 0, 0, "count", "many"]]),
        ("measures", [{"id": "knives"}]),
        ("days", [{"sets": [[["2021-01-01", "2021-13-01"]]], "feeds": [""], "places": [None]}]),
        ("days", [{"sets": [[]], "grid": [[0, 1]], "feeds": [""], "places": [None]}]),
        ("places", 3),
    ],
)
def test_a_file_with_something_that_no_release_has_is_told(key: str, wrong: object) -> None:
    data = json.loads(release_as_bytes(RELEASE)) | {key: wrong}
    del data["sha256"]
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    content = json.dumps({**data, "sha256": fingerprint_of(canonical)}).encode()
    with pytest.raises(ReleaseFileError, match="that no release has"):
        read_release(content)


def test_a_feed_that_is_new_counted_nothing_before() -> None:
    run = GridLabels(("Aintree", "Royal"), (None, "north"))
    wanted = GridLabels(("Aintree", "Royal", "Whiston"), (None, "north"))
    found = on_one_grid(PARTLY, TWO_HOSPITALS, wanted, run)
    assert found.grid is not None
    assert found.grid.tolist() == [[0, 0], [NEVER, NEVER], [1, NEVER]]


def test_feeds_under_new_names_are_those_of_before() -> None:
    run = GridLabels(("Aintree",), (None,))
    found = on_one_grid(Basis.of(YEAR), GridLabels(), GridLabels(("Aintree", ""), (None,)), run)
    assert found.grid is not None
    assert found.grid.tolist() == [[0], [0]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_in_place_of_a_release_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    os.mkfifo(tmp_path / FOLDER / "q1.json")
    with pytest.raises(ExtractError, match=r"can't be read: it is a pipe, a device or a socket, and no file\. Name"):
        read_shelf(tmp_path)
