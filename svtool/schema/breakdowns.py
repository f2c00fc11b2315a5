"""Breakdowns: what figures can be split by, as YAML says it; areas and clauses are split by what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from svtool.errors import InvalidFileError, listed, nearest
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.offences import Catalogue
from svtool.schema.sources import AREA, OFFENCE, Role, Source, SourceField
from svtool.schema.text_yaml import Document
from svtool.schema.written_ages import OLDEST

CLAUSE = "clause"
NOT_KNOWN_LABEL, NOBODY_LABEL = "not known", "no victim"
COUNTED_BY = ("category", "label", "flag", "ampds_code", "icd10_code", "age")  # types of fields
_BAND = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3})|\s*(\+))")


@dataclass(frozen=True)
class AgeBand:
    """Ages from `low` to `high`, both included."""

    low: int
    high: int

    @property
    def label(self) -> str:
        """Return it as tables show it: `18–24`, `25+`."""
        return f"{self.low}+" if self.high == OLDEST else f"{self.low}–{self.high}"

    def holds(self, ages: tuple[int, int] | None) -> bool:
        """Return whether an age that lies between two ages certainly lies in it."""
        return ages is not None and self.low <= ages[0] and ages[1] <= self.high


class Breakdown(Entry):
    """What figures can be split by.

    Attributes:
        id: the name of the file, without `.yaml`; what `--by` and the column of a result are called.
        title: what it is, in words.
        order: its place among the breakdowns of a result; last without one.
        of: `record` or `person`, whose field it is by; or `area` or `clause`.
        field: the field. Of people, `sex` is the sex of those whom a measure is about, else of victims; `suspect_sex`
            is that of suspects, whomever the measure is about.
        bands: for ages: the bands, such as `18-24` and `25+`.
        level: of offences: by class, or by sub-group of the recorded-crime list.
        labels: value → what it is called, in the order of a table; other values follow under their own names.
        not_known: what those are called of whom it is not known.
        nobody: what records without such a person are called.
        sources: the sources that it is for; all that have the field without them.
    """

    noun: ClassVar[str] = "a breakdown"
    is_shown: ClassVar[bool] = True  # whether figures are broken down by it; else they are sums over it
    id: str
    title: str
    order: int | None = None
    of: Literal["area", "clause", "record", "person"]
    field: str | None = None
    bands: tuple[AgeBand, ...] = ()
    level: Literal["class", "subgroup"] = "class"
    labels: dict[str, str] = Field(default_factory=dict)
    not_known: str = NOT_KNOWN_LABEL
    nobody: str = NOBODY_LABEL
    sources: tuple[str, ...] = ()

    @field_validator("bands", mode="before")
    @classmethod
    def _read_bands(cls, value: Any) -> Any:
        return tuple(_band(each) for each in value) if isinstance(value, Sequence) else value

    @model_validator(mode="after")
    def _check(self) -> Breakdown:
        by_field = self.of in {"record", "person"}
        if not by_field and self.id != self.of:
            raise ValueError(f"is of {self.of} and called {self.id}; there is one such breakdown, {self.of}")
        if by_field and not self.field:
            raise ValueError(f"is of a {self.of} and has no field; name the field")
        if self.level != "class" and self.field != OFFENCE:
            raise ValueError(f"has level {self.level} and is not by {OFFENCE}; leave out the level")
        if by_field and self.id in {AREA, CLAUSE}:
            raise ValueError(f"is called {self.id}, which is a breakdown of its own; choose another id")
        named = list(self.labels.values()) + [each.label for each in self.bands] + [self.not_known, self.nobody]
        twice = next((each for i, each in enumerate(named) if each in named[:i]), None)
        if twice:
            raise ValueError(f"calls two things {twice}; give each a label of its own")
        return self

    @property
    def is_of_people(self) -> bool:
        """Return whether it is by what people are, so that a record with several of them may be in several parts."""
        return self.of == "person"

    @cached_property
    def first_labels(self) -> tuple[str, ...]:
        """Return the labels that have a place of their own, in order; others follow sorted."""
        return tuple(each.label for each in self.bands) or tuple(self.labels.values())

    @property
    def last_labels(self) -> tuple[str, str]:
        """Return the labels that stand last: of nobody, and of what is not known."""
        return self.nobody, self.not_known

    def field_in(self, source: Source, role: Role | None) -> str | None:
        """Return the field of a source that it is by, for a measure about people of a role; None without such a field.

        Args:
            source: the source.
            role: whom the measure is about; without anyone, `sex` is that of victims.
        """
        if self.field is None or (self.sources and source.id not in self.sources):
            return None
        if self.field == OFFENCE:
            return OFFENCE if source.has_offences else None
        whose = role or next(iter(source.roles), None)
        own = f"{whose}_{self.field}"
        found = own if self.is_of_people and own in source.by_name else self.field
        return found if found in source.by_name else None

    def role_in(self, source: Source, role: Role | None) -> Role | None:
        """Return whose field it is by in a source, for a measure about people of a role; None for the record's own."""
        found = self.field_in(source, role)
        return source.role_of(found) if found else None

    def label_of(self, value: Any, catalogue: Catalogue) -> str:
        """Return what a value is called: the two ends of an age, what an offence may be, or a text."""
        if self.bands:
            return next((each.label for each in self.bands if each.holds(value)), self.not_known)
        if value is None:
            return self.not_known
        if self.field == OFFENCE:
            of_level = catalogue.subgroup_of if self.level == "subgroup" else catalogue.label
            return of_level(value) or self.not_known
        return self.labels.get(str(value), str(value))


def _band(text: Any) -> AgeBand:
    if isinstance(text, AgeBand):
        return text
    found = _BAND.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"has a band {text}; expected one such as 18-24 or 25+")
    band = AgeBand(int(found[1]), int(found[2]) if found[2] else OLDEST)
    if band.high < band.low:
        raise ValueError(f"has a band {text} that ends before it begins; exchange its ages")
    return band


# The ages of standard populations: for rates, not for `--by`.
FIVE_YEAR_BANDS = (*((low, low + 4) for low in range(0, 90, 5)), (90, OLDEST))
FIVE_YEARS = Breakdown(
    id="five_year_band",
    title="Five-year age group",
    of="person",
    field="age",
    bands=tuple(AgeBand(low, high) for low, high in FIVE_YEAR_BANDS),
)


def parse_breakdown(document: Document, sources: Mapping[str, Source]) -> Breakdown:
    """Return the breakdown of a file.

    Raises:
        InvalidFileError: with every fault found, each at its line.
    """
    found = parse_entry(Breakdown, document)
    problems = [
        document.problem(
            ("sources", i), f"sources[{i + 1}] is {name}; expected {listed(sources)}{nearest(name, sources)}"
        )
        for i, name in enumerate(found.sources)
        if name not in sources
    ]
    if found.field is not None and not problems:
        fault = _field_fault(found, [each for each in sources.values() if each.id in (found.sources or sources)])
        problems += [document.problem(("field",), f"field {found.field} {fault}")] if fault else []
    if problems:
        raise InvalidFileError(problems)
    return found


def _field_fault(breakdown: Breakdown, sources: Sequence[Source]) -> str:
    """Return what is wrong with the field of a breakdown; blank for nothing."""
    roles: list[tuple[Source, Role | None]] = [(each, role) for each in sources for role in (each.roles or (None,))]
    having = [(source, field) for source, role in roles if (field := breakdown.field_in(source, role))]
    if not having:
        names = {each.name for source in sources for each in source.of_type(*COUNTED_BY)}
        near = nearest(str(breakdown.field), names)
        return f"is in none of the sources {listed([each.id for each in sources], joiner='and')}{near}"
    if breakdown.field == OFFENCE:
        return "is of the record; write of: record" if breakdown.is_of_people else ""
    declared = [source.by_name[field] for source, field in having]
    return next((fault for each in declared if (fault := _fault_of(breakdown, each))), "")


def _fault_of(breakdown: Breakdown, field: SourceField) -> str:
    if field.type not in COUNTED_BY:
        return f"is a {field.type.replace('_', ' ')}, by which nothing is counted; choose another"
    if (field.type == "age") != bool(breakdown.bands):
        return "is an age; give the bands" if field.type == "age" else "is no age; leave out the bands"
    if field.role and not breakdown.is_of_people:
        return f"is of the {field.role}; write of: person"
    unknown = [each for each in breakdown.labels if field.words and each not in field.words]
    if unknown:
        return f"has no value {unknown[0]}; expected {listed(field.words, 30)}{nearest(unknown[0], field.words)}"
    return ""


def in_order(breakdowns: Iterable[Breakdown]) -> dict[str, Breakdown]:
    """Return breakdowns by id, in the order of a result; those without a place come last, by id."""
    every = list(breakdowns)
    last = len(every) + max((each.order or 0 for each in every), default=0)
    return {
        each.id: each for each in sorted(every, key=lambda each: (last if each.order is None else each.order, each.id))
    }
