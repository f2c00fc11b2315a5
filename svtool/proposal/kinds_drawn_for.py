"""For which kinds of record a file was drawn: it holds none of those that every extract of its source has many of."""

from __future__ import annotations

from collections.abc import Mapping

from svtool.gathering.kinds_held import ENOUGH
from svtool.proposal.column_shapes import MOSTLY
from svtool.proposal.days_in_names import words_of_name
from svtool.proposal.file_contents import FileLook
from svtool.proposal.layouts import Layout
from svtool.records.cell_values import judge_for
from svtool.schema.library import Library
from svtool.schema.offences import Atoms, Catalogue
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE, Source

MOST_NAMES = 6  # kinds from which on a list says no longer what a file was drawn for
Kinds = dict[str, list[str]]


def kinds_of(layout: Layout, look: FileLook, source: Source, library: Library) -> Kinds:
    """Return what a file was drawn for, as `holds` says it; empty where it may have been for all.

    That none of the volume kinds is there means something of 200 records, and of fewer where the name says it too.
    """
    for name, volume in source.volume.items():
        if name == OFFENCE:
            found = _offences(layout, look, library.catalogue, volume)
        else:
            found = _values(layout, look, source, name, volume)
        if found:
            return {name: found}
    return {}


def _offences(layout: Layout, look: FileLook, catalogue: Catalogue, volume: tuple[str, ...]) -> list[str]:
    seen = _atoms_seen(layout, look, catalogue)
    if not seen or any(atoms & catalogue.atoms_asked(volume) for atoms in seen):
        return []
    together = frozenset().union(*seen)
    said = _said_by(look.name, catalogue.sets_by_name)
    if said and together <= catalogue.sets_by_name[said]:
        return [said]
    if look.records < ENOUGH:
        return []
    whole = _narrowest(together, catalogue)
    if whole and not catalogue.sets_by_name[whole] & catalogue.atoms_asked(volume):
        return [whole]
    each = sorted({name for atoms in seen if (name := _narrowest(atoms, catalogue))})
    return each if len(each) <= MOST_NAMES else []


def _atoms_seen(layout: Layout, look: FileLook, catalogue: Catalogue) -> set[Atoms]:
    """Return what the offences of a file may be, from the first of its columns that says it of nearly all."""
    for name in OFFENCE_EVIDENCE:
        column = layout.columns.get(name)
        found = look.column(*column.headers) if column and column.headers else None
        if column is None or found is None or found.cut:
            continue
        read = {text: catalogue.atoms_of_evidence(name, column.values.get(text, text)) for text in found.texts}
        known = sum(number for text, number in found.texts.items() if read[text])
        if known >= MOSTLY * (found.filled + found.blank):
            return {atoms for atoms in read.values() if atoms}
    return set()


def _narrowest(atoms: Atoms, catalogue: Catalogue) -> str:
    """Return the smallest set of offences that has all of some; blank where none has."""
    having = {name: some for name, some in catalogue.sets_by_name.items() if atoms <= some}
    return min(having, key=lambda name: (len(having[name]), name), default="")


def _said_by(file: str, sets: Mapping[str, Atoms]) -> str:
    """Return the set of offences that a file's name says, in the plural too; blank where it says none."""
    words = words_of_name(file)
    ones = [one for word in words for one in (word, word.removesuffix("s"), f"{word.removesuffix('ies')}y")]
    return next((each for each in ones if each in sets), "")


def _values(layout: Layout, look: FileLook, source: Source, name: str, volume: tuple[str, ...]) -> list[str]:
    column = layout.columns.get(name)
    field = source.by_name.get(name)
    found = look.column(*column.headers) if column and column.headers else None
    if field is None or column is None or found is None or field.type != "category" or look.records < ENOUGH:
        return []
    judge = judge_for(field, column, None)
    judged = {text: judge(text) for text in found.texts}
    known = {str(each.value) for each in judged.values() if each.fault is None and each.value in field.words}
    cells = sum(number for text, number in found.texts.items() if judged[text].value in known)
    if not known or known & set(volume) or cells < MOSTLY * (found.filled + found.blank):
        return []
    return sorted(known) if len(known) <= MOST_NAMES else []
