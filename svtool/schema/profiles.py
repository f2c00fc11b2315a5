"""Profiles: what a strategic needs assessment prints, as sections of named measures, each by breakdowns of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.definitions import Decision
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.tables import Measure, MeasureEntry, Table, TableRow, resolve_measure
from svtool.schema.text_yaml import Document


class SectionEntry(Entry):
    """A section of a profile as written.

    Attributes:
        id: its name for options and files.
        title: its heading.
        measures: ids of measures of the profile, in printed order.
        by: what they are broken down by; the measures as they are without any.
    """

    noun: ClassVar[str] = "a section of a profile"
    id: str
    title: str
    measures: tuple[str, ...]
    by: tuple[str, ...] = ()


class ProfileEntry(Entry):
    """A profile as written.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: what it is, in words.
        about: what else there is to know.
        measures: what its sections count, each once.
        sections: the sections, in printed order.
        decisions: every place where published assessments leave a choice, and the choice made.
    """

    noun: ClassVar[str] = "a profile"
    id: str
    title: str
    about: str | None = None
    measures: tuple[MeasureEntry, ...]
    sections: tuple[SectionEntry, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A profile, ready to be counted: a table for each section."""

    id: str
    title: str
    sections: tuple[Table, ...]


def parse_profile(document: Document, words: Vocabulary, breakdowns: Collection[str]) -> Profile:
    """Return the profile of a file.

    Args:
        document: the file.
        words: what its measures may name.
        breakdowns: the ids of all breakdowns.

    Raises:
        InvalidFileError: with every fault found.
    """
    entry = parse_entry(ProfileEntry, document)
    problems: list[Problem] = []
    known: dict[str, Measure] = {}
    for i, written in enumerate(entry.measures):
        measure = resolve_measure(document, ("measures", i), written, known, words, problems)
        if measure:
            known[measure.id] = measure
    problems += _faults_of_parts(document, entry, known)
    problems += _faults_of_sections(document, entry, known, breakdowns)
    if problems:
        raise InvalidFileError(problems)
    return Profile(entry.id, entry.title, tuple(_table_of(each, known, entry) for each in entry.sections))


def _table_of(section: SectionEntry, known: dict[str, Measure], entry: ProfileEntry) -> Table:
    rows = tuple(TableRow(place, "", known[name]) for place, name in enumerate(section.measures, 1))
    return Table(section.id, section.title, False, rows, entry.decisions, None, by=section.by, section_of=entry.title)


def _faults_of_parts(document: Document, entry: ProfileEntry, known: dict[str, Measure]) -> list[Problem]:
    return [
        document.problem(
            ("measures", i, "part_of"), f"{each.id} is part_of {each.part_of}, which is not in this profile"
        )
        for i, each in enumerate(entry.measures)
        if each.part_of and each.part_of not in known
    ]


def _faults_of_sections(
    document: Document, entry: ProfileEntry, known: dict[str, Measure], breakdowns: Collection[str]
) -> list[Problem]:
    found: list[Problem] = []
    ids = [each.id for each in entry.sections]
    for i, section in enumerate(entry.sections):
        if section.id in ids[:i]:
            found.append(document.problem(("sections", i, "id"), f"section {section.id} is there twice; rename one"))
        for key, named, expected in (("measures", section.measures, known), ("by", section.by, breakdowns)):
            found += [
                document.problem(
                    ("sections", i, key),
                    f"section {section.id} has {key} {name}; expected {listed(expected, 30)}{nearest(name, expected)}",
                )
                for name in named
                if name not in expected
            ]
    return found
