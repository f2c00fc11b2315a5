"""By what the extracts of a source are compared: the day that they are drawn by, kinds and areas, what may differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from svtool.gathering.kinds_issued import NOT_KNOWN
from svtool.gathering.overlap import Comparing
from svtool.gathering.reissued_days import Placing
from svtool.gathering.setting import Setting
from svtool.gathering.steps import Step
from svtool.meaning.answers import answer_test
from svtool.records.canonical_columns import EVIDENCE, arrow_columns
from svtool.records.ledger import Extract, ExtractReport
from svtool.records.load_plan import Loading
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.rules import Among
from svtool.schema.sources import FLAG_VALUES, OFFENCE, RECORDED, Source, SourceField

Given = Sequence[tuple[ExtractEntry, MappingPart]]
OF_A_KIND = {"flag", "category", "label", "area", "ampds_code", "icd10_code"}


def fields_of_kinds(source: Source, part: MappingPart) -> set[str]:
    """Return the fields that say the kind or area of a record; they are read where several extracts may overlap."""
    evidence = set(EVIDENCE[part.classification]) & set(source.by_name)
    return {each.name for each in _kinds(source)} | evidence


def _kinds(source: Source) -> Iterator[SourceField]:
    """Yield the fields by which an extract may be drawn: not those that leave records out, which change as it ages."""
    for each in source.fields:
        is_kind = each.type in OF_A_KIND and each.role is None and each.name != "supplier"
        if is_kind and each.derived is None and not each.leaves_out and each.absent != "no":
            yield each


def comparing_of(
    setting: Setting,
    typed: Step,
    source: Source,
    given: Given,
    report: ExtractReport,
    loading: Loading,
) -> Comparing:
    """Return how the extracts of a source are compared.

    Args:
        setting: what every source is gathered with.
        typed: the rows of all extracts.
        source: the source.
        given: the entries of the project, with the mappings that read them.
        report: what reading them met.
        loading: what the source was loaded with.
    """
    columns, vocabularies = typed.columns, loading.vocabularies
    selected = [entry.selected_on for entry, _ in given if entry.selected_on]
    day = next((name for name in (*selected, RECORDED, *source.dates) if name in columns), "")
    kinds = {each.name: _silent(each, vocabularies) for each in _kinds(source) if each.name in columns}
    if OFFENCE in columns:
        kinds[OFFENCE] = frozenset({NOT_KNOWN})
    return Comparing(
        report.extracts,
        Placing(day, report.coarsest.get(day, "day"), kinds, _declared(kinds, given, report, loading)),
        tuple(columns_compared(typed, source, given[0][1], report.extracts)),
        setting.replace,
        setting.watch,
    )


def _declared(
    kinds: Iterable[str], given: Given, report: ExtractReport, loading: Loading
) -> dict[int, dict[str, frozenset[int]]]:
    """Return what extracts were drawn for, as far as the project says so, by the numbers of the extracts and values."""
    found: dict[int, dict[str, frozenset[int]]] = {}
    for number, extract in enumerate(report.extracts):
        holds = given[extract.entry][0].holds
        if holds:
            said = holds if isinstance(holds, dict) else {}
            found[number] = {
                name: frozenset(_numbers_of(Among(name, values), loading))
                for name, values in said.items()
                if name in kinds
            }
    return found


def _numbers_of(test: Among, loading: Loading) -> Iterator[int]:
    """Yield the numbers of the values of a field that may be among some."""
    declared = loading.source.by_name.get(test.field)
    if declared is not None and declared.type == "flag":
        yield from (number for number, word in enumerate(reversed(FLAG_VALUES)) if word in test.values)
        return
    for number, value in enumerate(loading.vocabularies.get(test.field, Vocabulary()).values):
        if value is not None and answer_test(test, value, declared, loading.catalogue) is not False:
            yield number


def _silent(field: SourceField, vocabularies: Vocabularies) -> frozenset[int]:
    """Return the numbers of the values that tell nothing: those that mean that it is not known. Of a flag all tell."""
    if field.type == "flag":
        return frozenset()
    values = vocabularies.get(field.name, Vocabulary()).values
    return frozenset({NOT_KNOWN, *(i for i, value in enumerate(values) if value is None or value in field.unknown)})


def columns_compared(typed: Step, source: Source, part: MappingPart, extracts: Sequence[Extract]) -> Iterator[str]:
    """Yield the columns by which two versions of a record may differ: those that all extracts have.

    That one extract has a column and another has not is no revision. A pseudonym that holds within a file alone differs
    in every other.
    """
    had = [each.fields for each in extracts if each.fields]
    columns = set(typed.columns)
    for name in source.by_name:
        in_file_only = source.by_name[name].type in {"person", "place"} and _within(part, name) == "file"
        if name != "reference" and not in_file_only and all(name in fields for fields in had):
            yield from (column for column in arrow_columns(source, [name]) if column in columns)
    evidence = {frozenset(EVIDENCE[part.classification]) & fields for fields in had}
    if OFFENCE in columns and len(evidence) == 1:
        yield OFFENCE


def _within(part: MappingPart, person: str) -> str:
    """Return how far a reference of a person means one person."""
    return part.columns[person].within if person in part.columns else "file"


def comparing_people(
    setting: Setting, people: Step, source: Source, given: Given, report: ExtractReport, placing: Placing
) -> Comparing:
    """Return how extracts of people are compared.

    Args:
        setting: what every source is gathered with.
        people: their rows, all extracts together.
        source: the source.
        given: the entries of the project, with the mappings that read them.
        report: what reading them met.
        placing: by what their rows are placed.
    """
    columns = tuple(columns_compared(people, source, given[0][1], report.extracts))
    return Comparing(report.extracts, placing, columns, setting.replace, setting.watch)
