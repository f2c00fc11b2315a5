"""What a validation says, held against what was planted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from messy import in_cells, in_files, in_rows, in_series  # noqa: F401 (their defects become known)
from messy.clean import Table, clean
from messy.layouts import AGENCIES, Layout
from messy.planting import DEFECTS, Draft, Truth, draft_of, plant
from svtool.commands.checkup import Request
from svtool.commands.validate import validate
from svtool.findings.finding import Finding, Level
from svtool.schema.library import Library
from svtool.validation.verdict import Validation

ROWS = 1_500
FIRST_PLACES = 3
# What tells how a file is written, not what is in it.
OF_THE_CONTAINER = {"F03", "F04", "F05", "F06", "F07", "F09", "H01", "H02", "H03", "H08", "H09", "R01"}
TOGETHER = [name for name, each in DEFECTS.items() if not each.alone]


@cache
def _shipped() -> Library:
    return Library()


def check(*paths: Path, **asked: Any) -> Validation:
    """Return what `svtool validate` says of some files; the shipped definitions are read only once for all tests."""
    with mock.patch("svtool.commands.opening.Library", lambda folder, definition=None: _shipped()):
        return validate(Request(paths, **asked))


def check_alone(name: str, path: Path, layout: Layout) -> Validation:
    """Return what is said of a file with one defect.

    A file with a defect of its bytes or its header is recognised by its header, as a user's is; the others are read
    by a project, which takes less time.
    """
    told_by_header = any(each.startswith(("F", "H")) for each in DEFECTS[name].ids)
    return check(path) if told_by_header else check_by_project(path, layout)


def check_by_project(path: Path, layout: Layout, entry: str = "", own: bool = False) -> Validation:
    """Return what is said of a file that a project names, with its areas and what else its entry says.

    Args:
        path: the file.
        layout: its layout.
        entry: what its entry says beside the mapping.
        own: whether the project has definitions of its own.
    """
    project = path.parent / "svtool.yaml"
    project.write_text(
        "tables: [agencies]\nareas: merseyside\nperiods: {kind: calendar, years: [2022, 2023]}\n"
        f"sources:\n  {layout.agency}: {{files: {path.name}, mapping: {layout.mapping}{entry}}}\n",
        encoding="utf-8",
    )
    return validate(Request(project=project)) if own else check(project=project)


@cache
def _clean(agency: str, rows: int) -> Table:
    return clean(agency, rows)


def draft_with(agency: str, names: Iterable[str], seed: int = 1) -> Draft:
    """Return a draft of an agency's extract with these defects."""
    given = list(names)
    draft = draft_of(_clean(agency, max(ROWS, *(DEFECTS[name].rows for name in given), 0)), seed)
    for name in given:
        plant(draft, name)
    return draft


def pairs(container: str = "csv", alone: bool | None = None) -> list[tuple[str, str]]:
    """Return every defect with every agency in whose extract it can occur, as far as the container can have it."""
    return [
        (name, agency)
        for name, each in DEFECTS.items()
        for agency in AGENCIES
        if agency in each.agencies
        and (container == "csv" or each.container == "both")
        and (alone is None or each.alone == alone)
    ]


def pairs_in_turn() -> list[tuple[str, str]]:
    """Return every defect of a CSV with two of its agencies, in turn; those that stand with others with one.

    In the extract of every agency a defect is found among all the others.
    """
    chosen: list[tuple[str, str]] = []
    for number, (name, each) in enumerate(DEFECTS.items()):
        agencies = [agency for agency in AGENCIES if agency in each.agencies]
        turned = agencies[number % len(agencies) :] + agencies[: number % len(agencies)]
        chosen += [(name, agency) for agency in turned[: 2 if each.alone else 1]]
    return chosen


def found_for(validation: Validation, truth: Truth) -> list[Finding]:
    """Return the findings that tell of a planted defect: of its kind, in its column."""
    return [each for each in validation.findings if each.kind.id == truth.id and truth.column in {"", each.column}]


def alarms(validation: Validation) -> set[str]:
    """Return the ids of the errors and warnings."""
    return {each.kind.id for each in validation.findings if each.level in {Level.ERROR, Level.WARNING}}


def told_ids(validation: Validation) -> str:
    """Return all that was found, for a message that says why a test fails."""
    return "; ".join(f"{each.kind.id} {each.column} {each.count} {each.records}" for each in validation.findings)


def assert_told(validation: Validation, truth: Truth) -> None:
    """Check that a defect planted alone is told of: its kind and column, how often, and where the first three are."""
    found = found_for(validation, truth)
    assert found, f"{truth.id} was not found ({told_ids(validation)})"
    if truth.count is not None:
        assert sum(each.count for each in found) == truth.count, told_ids(validation)
    records = sorted(record for each in found for record in each.records)
    # What is noticed of the bytes of a file or of what is no record may be told of the file as a whole.
    if truth.records and (records or truth.id[0] not in "FH"):
        assert records[:FIRST_PLACES] == truth.records[:FIRST_PLACES], told_ids(validation)
    for each in found:
        if each.lines and each.records:  # bytes have lines alone
            place_of = dict(zip(truth.records, truth.lines, strict=True))
            told = dict(zip(each.records, each.lines, strict=True))
            planted = told.keys() & place_of.keys()
            assert {record: told[record] for record in planted} == {record: place_of[record] for record in planted}


def assert_not_hidden(validation: Validation, truths: Iterable[Truth]) -> None:
    """Check that defects of one kind and column, planted among many others, are all told of.

    Others may bring more of the same kind; then only the number can be compared.
    """
    given = list(truths)
    found = found_for(validation, given[0])
    assert found, f"{given[0].id} is hidden ({told_ids(validation)})"
    planted = sum(each.count or 0 for each in given)
    told = sum(each.count for each in found)
    assert told >= planted, f"{given[0].id} {given[0].column}: {told} told of {planted} ({told_ids(validation)})"
    if told == planted and all(each.records for each in given) and given[0].id[0] not in "FH":
        records = sorted(record for each in found for record in each.records)
        expected = sorted(record for each in given for record in each.records)
        assert records[:FIRST_PLACES] == expected[:FIRST_PLACES], told_ids(validation)
