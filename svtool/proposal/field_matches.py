"""Which column is which field, by the names of columns and by what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property

from svtool.dates import DATE_FORMATS, PRECISIONS
from svtool.proposal.column_shapes import MOSTLY, date_shape, share_of_codes, share_read, share_understood
from svtool.proposal.date_parts import columns_of_dates, name_of_date
from svtool.proposal.field_proposals import has_own_word, share_of_known_words
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.force_of_places import best_areas, names_a_place
from svtool.proposal.usual_names import MAYBE, known_columns, name_fit
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import Column
from svtool.schema.offences import fold_title
from svtool.schema.sources import REFERENCES, Role, Source, SourceField

LIKELY, ALIKE = 0.7, 0.5  # how well a name must fit when the values can't speak, and when they do
DATES = {"date", "birth_date"}
# Values that speak for themselves, whatever the column is called, and the share that must do so.
TELLING = {
    "offence_class": 0.95, "offence_subcode": 0.95, "offence_title": 0.8, "area": 0.9, "ampds_code": 0.9,
}  # fmt: skip
_WORDED = {"flag", "category"}
_FINER = 0.1  # a date that names a day goes before one that names a month
_LSOA = re.compile(r"[EW]01\d{6}")
_SUBCODE = re.compile(r"\d{1,3}\s*/\s*\d{1,2}")
_OF_ROLES: dict[Role, set[str]] = {
    "victim": {"victim", "victims", "aggrieved", "complainants"},
    "suspect": {"suspect", "suspects", "offender", "offenders", "accused", "arrests", "arrestees"},
}


@dataclass(frozen=True)
class Match:
    """A column that may be a field."""

    field: SourceField
    column: ColumnLook
    name: float
    shape: float | None  # share of its cells that the field could hold; None where any text could stand
    finer: float = 0.0

    @property
    def score(self) -> float:
        """Return how well it fits."""
        return self.name + max(self.shape or 0, self.name / 2 if self.is_worded else 0) + self.finer

    @property
    def is_worded(self) -> bool:
        """Return whether any text could stand there, so that its name has to say it."""
        return self.shape is None or self.field.type in _WORDED

    def shares_columns(self, other: Match) -> bool:
        """Return whether a column of the file belongs to both."""
        return bool(set(self.column.headers) & set(other.column.headers))


@dataclass(frozen=True)
class Knowledge:
    """What values are held against."""

    library: Library
    areas: tuple[AreaSet, ...]

    @cached_property
    def column_names(self) -> frozenset[str]:
        """Return what columns are known to be called, folded."""
        return frozenset(map(fold_title, known_columns(self.library)))


@dataclass
class Judged:
    """A column with what was found of its values, once for all sources that ask.

    Attributes:
        column: the column.
        knowledge: what its values are held against.
    """

    column: ColumnLook
    knowledge: Knowledge
    _shares: dict[object, float | None] = dataclass_field(default_factory=dict)

    def share(self, field: SourceField) -> float | None:
        """Return the share of its cells that a field could hold; None where any text could stand."""
        words = (field.words, tuple(field.said_as)) if field.type == "category" else field.title
        key = (field.type, words) if field.type in _WORDED else field.type
        if key not in self._shares:
            self._shares[key] = share_that_fits(field, self.column, self.knowledge)
        return self._shares[key]


def judged_columns(look: FileLook, knowledge: Knowledge) -> list[Judged]:
    """Return the columns of a file, and the dates that stand in several of them, ready to be asked."""
    return [Judged(column, knowledge) for column in (*look.own_columns, *dates_in_parts(look))]


def match_fields(source: Source, columns: Sequence[Judged], role: Role | None) -> list[Match]:
    """Return the best pairs of field and column, each used once, in the order of the fields.

    Args:
        source: whose fields.
        columns: the columns of a file.
        role: whose file it is, where its name says so.
    """
    pairs = [
        match
        for column in columns
        for field in source.fields
        if (match := _match(source, field, column, role)) is not None
    ]
    taken: list[Match] = []
    for match in sorted(pairs, key=lambda each: -each.score):
        if all(match.field is not other.field and not match.shares_columns(other) for other in taken):
            taken.append(match)
    has_key = any(match.field.type == "reference" for match in taken)
    order = [field.name for field in source.fields]
    kept = [match for match in taken if match.field.type != "count" or not has_key]
    return sorted(kept, key=lambda match: order.index(match.field.name))


def role_said(name: str) -> Role | None:
    """Return whose file it is by its name: a file of victims has their Age, whatever the column is called."""
    words = set(fold_title(name).split())
    said = [role for role, own in _OF_ROLES.items() if words & own]
    return said[0] if len(said) == 1 else None


def dates_in_parts(look: FileLook) -> list[ColumnLook]:
    """Return the dates that may stand in several columns, such as Day, Month and Year."""
    groups = set(columns_of_dates(column.name for column in look.own_columns))
    return [column for column in look.columns if column.parts in groups]


def fit_of_name(source: Source, field: SourceField, column: ColumnLook) -> float:
    """Return how well the name of a column, or of several that are one date, says a field."""
    fit = name_fit(source, field, name_of_date(column.parts) if column.parts else column.name)
    if field.type == "count" and fit < MAYBE:
        many = fold_title(source.nouns_of(source.unit)[1])  # Emergency admissions for assault counts admissions
        return MAYBE if many in fold_title(column.name) else fit
    return fit


def _match(source: Source, field: SourceField, judged: Judged, role: Role | None) -> Match | None:
    column = judged.column
    if column.parts and field.type not in DATES:
        return None
    name = fit_of_name(source, field, column)
    told = name >= ALIKE or field.type in TELLING
    shape = judged.share(field) if column.filled and told else None
    if field.type in TELLING and shape is not None and shape >= TELLING[field.type]:
        return Match(field, column, name, shape)
    if name == MAYBE and not _may_be_read(field, column, shape, role):
        return None
    if field.type in {*REFERENCES, "label", "flag", "category"}:
        needed = 0.9 if field.type == "label" else LIKELY
        return Match(field, column, name, shape) if name >= needed else None
    by_name = field.type in DATES and name >= 0.9 and bool(column.filled) and not column.parts
    by_both = name >= ALIKE and (shape or 0) >= ALIKE
    finer = _finer(column) if field.type in DATES else 0.0
    return Match(field, column, name, shape, finer) if by_name or by_both else None


def _may_be_read(field: SourceField, column: ColumnLook, shape: float | None, role: Role | None) -> bool:
    """Return whether a column is read as a field that its name may say, and others as well."""
    if field.role is not None and field.role != role:
        return False  # Age may be anybody's
    if field.type == "reference":
        # A number that records share may be of an incident with several crimes: they would count once.
        return not column.repeats and not column.cut and column.filled > 0
    if field.type == "flag":
        return has_own_word(field, column)  # that Weapon says Y is no word of a knife
    return field.type not in {"person", "place", "label"} and (shape or 0) >= ALIKE


def _finer(column: ColumnLook) -> float:
    formats = date_shape(column).formats
    named = [PRECISIONS.index(DATE_FORMATS[each].precision) for each in formats]
    return _FINER * (len(PRECISIONS) - max(named)) if named else 0.0


def share_that_fits(field: SourceField, column: ColumnLook, knowledge: Knowledge) -> float | None:
    """Return the share of a column's cells that a field could hold; None where any text could stand."""
    as_it_stands = Column.model_validate({"column": column.name})
    judges: dict[str, Callable[[], float]] = {
        "date": lambda: date_shape(column).share,
        "birth_date": lambda: date_shape(column).share,
        "flag": lambda: share_of_known_words(field, column),
        "category": lambda: share_of_known_words(field, column),
        "offence_class": lambda: _share_of_classes(field, column, knowledge),
        "offence_subcode": lambda: share_read(column.usual, lambda text: _SUBCODE.fullmatch(text) is not None),
        "offence_title": lambda: share_of_codes(field, column, knowledge.library.catalogue),
        "area": lambda: share_of_places(column, knowledge),
        "age": lambda: share_understood(field, as_it_stands, column),
        "count": lambda: share_understood(field, as_it_stands, column),
        "ampds_code": lambda: share_understood(field, as_it_stands, column),
        "icd10_code": lambda: share_understood(field, as_it_stands, column),
    }
    return judges[field.type]() if field.type in judges else None


def _share_of_classes(field: SourceField, column: ColumnLook, knowledge: Knowledge) -> float:
    # Numbers alone may be ages or counts: classes have letters among them.
    lettered = any(re.fullmatch(r"\d+[A-Za-z]", text) for text in column.texts)
    share = share_of_codes(field, column, knowledge.library.catalogue)
    return share if lettered else min(share, MOSTLY)


def share_of_places(column: ColumnLook, knowledge: Knowledge) -> float:
    """Return the share of a column's cells that name a place of some set of areas."""
    named = max(best_areas(column.usual, knowledge.areas).share, share_read(column.usual, names_a_place))
    return max(named, share_read(column.usual, lambda text: _LSOA.fullmatch(text) is not None))
