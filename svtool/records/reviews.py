"""Reviews: what a person settled by hand, one recorded value each, judged as an extract's own standard words are."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svtool.dates import read_date
from svtool.errors import ExtractError, InvalidFileError, listed, nearest
from svtool.files.headers import fold_header
from svtool.records.cell_values import day_of, judge_for
from svtool.records.inert_cells import as_meant
from svtool.records.judgement import Judged
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import UNKNOWN, Column
from svtool.schema.offences import Atoms, Catalogue
from svtool.schema.plain_files import plain
from svtool.schema.project import Project
from svtool.schema.sources import OFFENCE_EVIDENCE, Source, SourceField
from svtool.schema.suppliers import SupplierNames, fold_supplier

NEEDED = ("source", "reference", "field", "value", "reason", "by", "on")
OPTIONAL = ("supplier", "person_reference")
RECORDED = "recorded_"  # columns of the worklist that show the record; they and SHOWN are not read back
SHOWN = ("expected", "notes")
REVIEWABLE = ("date", "age", "flag", "category", "label", "area", "offence_class", "offence_subcode", "offence_title")
DATE_FORMATS = ("YYYY-MM-DD", "DD/MM/YYYY")  # as written, and as Excel in Britain makes of it
MOST_FAULTS = 20


@dataclass(frozen=True)
class Review:
    """A recorded value that a person settled.

    Attributes:
        record: its record number in the file of reviews (the header is record 1).
        source, supplier, reference, person_reference: which record; no supplier stands for any.
        field: the field settled.
        value: its canonical value; None when the person found that it can't be known.
    """

    record: int
    source: str
    supplier: str
    reference: str
    person_reference: str
    field: str
    value: Any

    def means(self, supplier: str | None, names: SupplierNames) -> bool:
        """Return whether it may be about a record of a supplier, by any of the names that this goes by."""
        return not self.supplier or names.name_of(self.supplier) == supplier

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Return what it settles."""
        return self.source, self.supplier, self.reference, self.person_reference, self.field


@dataclass(frozen=True)
class Reviews:
    """The reviews of a project: where they stand, those that have a value, and how many rows still have none."""

    file: str = "reviews"
    found: tuple[Review, ...] = ()
    without_value: int = 0

    def places_without(self, sources: Collection[str]) -> list[str]:
        """Return the places of reviews of other sources than these."""
        return [self.place(review) for review in self.found if review.source not in sources]

    def of(self, source: str) -> list[Review]:
        """Return the reviews of one source."""
        return [review for review in self.found if review.source == source]

    def place(self, review: Review) -> str:
        """Return where a review stands, as messages say it."""
        return f"{self.file}, record {review.record}"


def reviews_of(project: Project, folder: Path, library: Library) -> Reviews:
    """Return the reviews of a project; none where it names no file.

    Raises:
        SvtoolError: the file can't be read, or a review settles what can't be settled.
    """
    if project.reviews is None:
        return Reviews()
    areas = library.areas(project.areas) if project.areas else None
    return read_reviews(folder / project.reviews, project.reviews, library.sources, library.catalogue, areas)


def read_reviews(
    path: Path, name: str, sources: dict[str, Source], catalogue: Catalogue, areas: AreaSet | None
) -> Reviews:
    """Return the reviews of a file; a row without a value is work that is still to be done.

    Args:
        path: the file, CSV.
        name: how messages call it.
        sources: the sources whose fields may be settled.
        catalogue: the offences that codes and titles must be of.
        areas: the project's areas.

    Raises:
        ExtractError: the file can't be read as CSV.
        InvalidFileError: with every fault found, each with its record number.
    """
    rows = _read_rows(path, name)
    columns = _columns_of(rows[0] if rows else [], name)
    found: dict[tuple[str, ...], Review] = {}
    faults: list[str] = []
    without_value = 0
    for record, cells in enumerate(rows[1:], start=2):
        texts = {column: _plain(cells[place]) for column, place in columns.items() if place < len(cells)}
        texts = {**dict.fromkeys((*NEEDED, *OPTIONAL), ""), **texts}
        if not any(texts.values()):
            continue
        if not texts["value"]:
            without_value += 1
            continue
        try:
            review = _review_of(record, texts, sources, catalogue, areas)
        except ValueError as fault:
            faults.append(f"{name}, record {record}: {fault}")
            continue
        known = found.setdefault(review.key, review)
        if known.value != review.value:
            faults.append(
                f"{name}, record {record}: settles the same field as record {known.record}, otherwise; "
                "expected one of them. Remove the other."
            )
    if faults:
        more = len(faults) - MOST_FAULTS
        raise InvalidFileError("\n".join([*faults[:MOST_FAULTS], *([f"… and {more:,} more"] if more > 0 else [])]))
    return Reviews(name, tuple(found.values()), without_value)


def _read_text(path: Path, name: str) -> str:
    try:
        raw = plain(path).read_bytes()
    except FileNotFoundError:
        raise ExtractError("there is no such file. Check reviews: in the project file.", file=name) from None
    except OSError as error:
        reason = (error.strerror or "it can't be opened").lower()
        raise ExtractError(f"can't be opened: {reason}. Close it in other programs and run again.", file=name) from None
    if raw.startswith(b"PK") or raw.count(0) * 10 > len(raw):  # a workbook, or UTF-16
        raise ExtractError("is not a CSV file; expected reviews as CSV. Save it as CSV (UTF-8).", file=name)
    raw = raw.replace(b"\x00", b"")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _read_rows(path: Path, name: str) -> list[list[str]]:
    text = _read_text(path, name)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise ExtractError("can't be read to its end as CSV. Save it again as CSV (UTF-8).", file=name) from None


def _columns_of(header: Sequence[str], name: str) -> dict[str, int]:
    names = (*NEEDED, *OPTIONAL)
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        column = fold_header(title).replace(" ", "_")
        if column in names and column not in found:
            found[column] = place
        elif column and column not in SHOWN and not column.startswith(RECORDED):
            what = "stands twice" if column in found else "is not a column of reviews"
            near = "" if column in found else nearest(column, names)
            raise InvalidFileError(
                f"{name}: column {place + 1} {what}; expected {listed(names, 30, 'and')}{near or '.'} "
                "Rename or remove it; remarks go under reason."
            )
    missing = [column for column in NEEDED if column not in found]
    if missing:
        raise InvalidFileError(
            f"{name}: no column {listed(missing, 30, 'and no column')}; expected {listed(NEEDED, 30, 'and')}. Add it."
        )
    return found


def _plain(cell: str) -> str:
    """Return a cell without surrounding blanks and without the sign that keeps a spreadsheet from calculating."""
    return " ".join(as_meant(cell).replace("\xa0", " ").split())


def _review_of(
    record: int, texts: dict[str, str], sources: dict[str, Source], catalogue: Catalogue, areas: AreaSet | None
) -> Review:
    source = sources.get(texts["source"].casefold())
    if source is None or not source.has_records:
        names = [name for name, each in sources.items() if each.has_records]
        raise ValueError(f"source is not one of {listed(names)}{nearest(texts['source'], names) or '.'} Correct it.")
    for column in ("reference", "reason", "by", "on"):
        if not texts[column]:
            raise ValueError(f"has a value but no {column}; expected one. Fill it in.")
    if read_date(texts["on"], DATE_FORMATS) is None:
        raise ValueError("on is not a day; expected one such as 2022-01-31. Correct it.")
    field = _field_of(texts["field"], source)
    if texts["person_reference"] and field.role is None:
        raise ValueError(f"has a person_reference, but {field.name} is not a field of a person. Remove it.")
    return Review(
        record,
        source.id,
        fold_supplier(texts["supplier"]),
        texts["reference"].upper(),
        texts["person_reference"].upper(),
        field.name,
        judge_review(texts["value"], field, catalogue, areas),
    )


def _field_of(name: str, source: Source) -> SourceField:
    field = source.by_name.get(name.casefold())
    allowed = reviewable(source)
    if field is not None and field.type == "birth_date":
        raise ValueError(f"{field.name} can't be settled, because it is not kept; settle {field.becomes} instead.")
    if field is None or field.name not in allowed:
        raise ValueError(
            f"field is not one of {source.id} that can be settled; expected {listed(allowed, 40)}"
            f"{nearest(name, allowed) or '.'} Correct it."
        )
    return field


def reviewable(source: Source) -> list[str]:
    """Return the names of the fields that a person may settle."""
    return [each.name for each in source.fields if each.type in REVIEWABLE and each.name != "supplier"]


def judge_review(text: str, field: SourceField, catalogue: Catalogue, areas: AreaSet | None) -> Any:
    """Return the canonical value that a reviewer wrote; None when it can't be known.

    Raises:
        ValueError: it is not a value of the field; the text says what is.
    """
    judged = _judge(text, field, catalogue, areas)
    # A field's own word for what is not known ("not_known" of a motive) is a value of it, and keeps its own row.
    if text.casefold() in {UNKNOWN, "not known"} and judged.value not in field.words:
        return None
    if judged.value is None:
        raise ValueError(
            f"value is not one of {field.name}; expected {expected_words(field)}, or {UNKNOWN}. Correct it."
        )
    return day_of(judged.value) if field.type == "date" else judged.value


def _judge(text: str, field: SourceField, catalogue: Catalogue, areas: AreaSet | None) -> Judged:
    if field.type in {"offence_class", "offence_subcode", "offence_title"}:
        return Judged(text if catalogue.atoms_of_evidence(field.type, text) is not None else None)
    # A reviewer writes svtool's own words: the mapping of a supplier that writes just those is an empty one.
    return judge_for(field, Column(format=DATE_FORMATS), areas)(text)


def expected_words(field: SourceField) -> str:
    """Return what a reviewer may write for a field."""
    if field.words:
        return listed(field.words, 40)
    return {
        "date": "a day such as 2021-12-31",
        "age": "an age or a band such as 18-24",
        "area": "an area of the project",
        "offence_class": "a class of the offence catalogue",
        "offence_subcode": "a sub-code of the offence catalogue such as 008/06",
        "offence_title": "a title of the offence catalogue",
    }.get(field.type, "a value")


def settled_offence(catalogue: Catalogue, recorded: Atoms | None, settled: dict[str, str | None]) -> Atoms | None:
    """Return what an offence may be after a person settled its class, sub-code or title.

    A class settled goes before all that was recorded. A sub-code or title settled says which part of the recorded
    class it is; where it is of no part of it, the person is right and the record was wrong.

    Args:
        catalogue: the offences.
        recorded: what the record may be as read.
        settled: offence_class, offence_subcode or offence_title → what the person wrote.
    """
    evidence = [settled.get(name) for name in OFFENCE_EVIDENCE]
    found = catalogue.read_offence(*evidence)
    if "offence_class" in settled or recorded is None:
        return found
    if found is None:
        return recorded
    recorded_classes = frozenset(atom for code, _ in recorded for atom in catalogue.by_code[code].atoms)
    kinds = {kind for _, kind in found if kind}
    same_kind = frozenset(atom for atom in recorded_classes if atom[1] in kinds)
    return recorded_classes & found or same_kind or found
