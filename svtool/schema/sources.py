"""Sources: the standard fields of each kind of data, typed and documented once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar, Literal, get_args

from pydantic import Field

from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.names_of_columns import UsualNames
from svtool.schema.offences import Catalogue, fold_title
from svtool.schema.rules import Among, Compare, Not, Rule, all_of, fields_of, tests_of
from svtool.schema.text_yaml import Document, Location, show_location

FieldType = Literal[
    "reference", "person", "place", "label", "date", "birth_date", "age", "flag", "category", "area",
    "offence_class", "offence_subcode", "offence_title", "count", "number", "ampds_code", "icd10_code",
]  # fmt: skip
PersonRole = Literal["victim", "suspect"]
PLACE: Literal["place"] = "place"  # where something happened, as the reference of a location tells it from others
Role = PersonRole | Literal["place"]  # what a measure may count that records share
LinkedPart = Literal["offences", "victims", "suspects"]
FIGURE = "figure"  # the unit of what arrives as figures, not as records
RETURN = "return"  # the unit of quarterly returns, whose numbers do not all add up over time

# Types of fields that tell records, people and places apart: kept as texts, and never printed.
REFERENCES: frozenset[str] = frozenset({"reference", "person", "place"})
_NOT_ASKED = {*REFERENCES, "birth_date", "count", "offence_class", "offence_subcode", "offence_title"}
_FREE = {"label", "ampds_code", "icd10_code"}  # any text may be asked for
FLAG_VALUES = ("yes", "no")
# Fields that code reads for what they are, whatever the source; every other it reads for what the YAML says of them.
REFERENCE, AREA = "reference", "area"
RECORDED, COMMITTED, COMMITTED_TO = "recorded_date", "committed_date", "committed_to"
OFFENCE = "offence"
OFFENCE_EVIDENCE = ("offence_class", "offence_subcode", "offence_title")
INITIAL_EVIDENCE = ("initial_class", "initial_subcode", "initial_title")
# What each derived field is worked out from, where no column says it.
_OfCause = Literal["icd10_assault", "icd10_method"]
Derivation = Literal["latest_day", "non_recent", "reclassified", "ampds_card", "weekday", "hour", _OfCause]
DERIVED_FROM: dict[Derivation, tuple[str, ...]] = {
    "latest_day": (COMMITTED,),
    "non_recent": (RECORDED, COMMITTED, COMMITTED_TO),
    "reclassified": (*OFFENCE_EVIDENCE, *INITIAL_EVIDENCE),
    "ampds_card": ("ampds_code",),
    **dict.fromkeys(get_args(_OfCause), ("cause",)),
    "weekday": (COMMITTED, COMMITTED_TO),
    "hour": ("committed_time", COMMITTED, COMMITTED_TO),
}
# Units that are told apart by a reference of their own, and may be met again: they do not add up.
PERSON_UNITS: dict[str, Role] = {"victim": "victim", "suspect": "suspect", "place": PLACE}
ROLE_UNITS: dict[str, Role] = {"victim_incident": "victim", **PERSON_UNITS}


def nouns_of(unit: str) -> tuple[str, str]:
    """Return what one and several of a unit are called, where its source does not say: `offence`, `offences`."""
    one = unit.replace("_", " ")
    return one, f"{one}s"


class Noun(Entry):
    """What one and several of a unit are called.

    Attributes:
        one: such as `person supervised`.
        many: such as `people supervised`.
    """

    noun: ClassVar[str] = "a noun"
    one: str
    many: str


class Signs(Entry):
    """What tells that a file is of a source.

    Attributes:
        words: words of the names of files and columns.
        fields: fields that no other source has.
    """

    noun: ClassVar[str] = "the signs of a source"
    words: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class NoUnits(Entry):
    """Records that are no units of a measure, unless it asks for them by name.

    Attributes:
        field: the field that tells them.
        values: its values that do.
        are: what they are, such as `false alarms, which are no fires`.
        asked: the fields that make no sense of them: only measures that ask for one of these leave them out; without
            any, every measure does.
    """

    noun: ClassVar[str] = "records that are no units"
    field: str
    values: tuple[str, ...]
    are: str
    asked: tuple[str, ...] = ()

    @property
    def test(self) -> Among:
        """Return the condition that such records certainly meet."""
        return Among(self.field, self.values, certain=True)

    def stay_out_of(self, asked: set[str]) -> bool:
        """Return whether they are no units of a measure that asks for these fields."""
        return self.field not in asked and (not self.asked or bool(asked & set(self.asked)))


class SourceField(Entry):
    """A standard column of a source.

    Attributes:
        name: its name in rules and mappings.
        title: what it is, in words.
        type: how its cells are read.
        role: the person whose field it is.
        values: the values of a category.
        coarse: a value that may be several: its name → what it may be.
        unknown: values that mean that it is not known.
        absent: what it means that no column has it.
        becomes: the field that it turns into as it is read, and is then gone.
        derived: how it is worked out where no column has it.
        leaves_out: values whose records never count.
        also: words of extracts that mean one of its values.
        drawn_for: whether an extract may hold only records of which it is yes, and then have no column of it.
    """

    noun: ClassVar[str] = "a source's field"
    name: str
    title: str
    type: FieldType
    role: PersonRole | None = None
    values: tuple[str, ...] = ()
    coarse: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    absent: Literal["unknown", "no"] = "unknown"
    becomes: str | None = None
    derived: Derivation | None = None
    leaves_out: tuple[str, ...] = ()
    also: dict[str, str] = Field(default_factory=dict)
    drawn_for: bool = False

    @cached_property
    def said_as(self) -> dict[str, str]:
        """Return the value that each usual word of extracts means, letters and spaces folded."""
        return {fold_title(word): value for word, value in self.also.items()}

    @property
    def words(self) -> tuple[str, ...]:
        """Return every value that the field may hold: exact, coarse, and those that mean unknown."""
        if self.type == "flag":
            return FLAG_VALUES
        return (*self.values, *self.coarse, *self.unknown)

    def possible(self, value: str | None) -> frozenset[str] | None:
        """Return the exact values that a recorded value may be; None when nothing is known."""
        if value is None or value in self.unknown:
            return None
        return frozenset(self.coarse.get(value, (value,)))


class Source(Entry):
    """A kind of data: its fields, units and dates, what it is called, and how its files are told from others.

    Attributes:
        id: the name of the file, without `.yaml`.
        title: what it is, in words.
        order: its place among the sources of a project that `svtool init` writes; last without one.
        unit: what is counted unless a measure says otherwise.
        units: everything that can be counted.
        nouns: what one and several of a unit are called, where that is not its name and an s.
        roles: the people that a record may have.
        linked: the linked files that it may come in.
        dates: the fields that place a record in a period: `recorded_date`, `committed_date` or both.
        no_units: records that are no units of some or of all measures.
        volume: field → the kinds of which an extract that was drawn for all has many.
        wanted: field → the kinds that its figures are meant of; where most records are of others, that is said.
        fields: the fields.
        column_names: field → other names that suppliers give its column.
        signs: how `svtool init` tells its files from those of other sources.
    """

    noun: ClassVar[str] = "a source"
    id: str
    title: str
    order: int | None = None
    unit: str
    units: tuple[str, ...]
    nouns: dict[str, Noun] = Field(default_factory=dict)
    roles: tuple[PersonRole, ...] = ()
    linked: tuple[LinkedPart, ...] = ()
    dates: tuple[str, ...] = Field(default=())
    no_units: tuple[NoUnits, ...] = ()
    volume: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    wanted: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fields: tuple[SourceField, ...]
    column_names: dict[str, UsualNames] = Field(default_factory=dict)
    signs: Signs = Signs()

    @cached_property
    def by_name(self) -> dict[str, SourceField]:
        """Return the fields by name."""
        return {each.name: each for each in self.fields}

    @property
    def has_records(self) -> bool:
        """Return whether it arrives as records; else it arrives as figures or returns."""
        return self.unit not in {FIGURE, RETURN}

    @property
    def has_figures(self) -> bool:
        """Return whether it arrives as figures, each of a measure and a period."""
        return self.unit == FIGURE

    @property
    def is_returned(self) -> bool:
        """Return whether it arrives as quarterly returns."""
        return self.unit == RETURN

    @property
    def told_by(self) -> tuple[str, ...]:
        """Return the fields whose columns tell that a file brings figures or returns: its signs, else all."""
        return self.signs.fields or tuple(each.name for each in self.fields)

    @property
    def has_offences(self) -> bool:
        """Return whether its records are of offences, so that definitions and the offence catalogue speak of them."""
        return any(each.type == "offence_class" for each in self.fields)

    def nouns_of(self, unit: str) -> tuple[str, str]:
        """Return what one and several of a unit are called."""
        said = self.nouns.get(unit)
        return (said.one, said.many) if said else nouns_of(unit)

    def of_units(self, rule: Rule, also_by: Iterable[str] = ()) -> Rule:
        """Return a rule that leaves out what is no unit of it.

        Args:
            rule: what a measure asks.
            also_by: fields that it is broken down by, which ask for such records as well.
        """
        asked = {*fields_of(rule), *also_by}
        left = [each.test for each in self.no_units if each.stay_out_of(asked)]
        return all_of(rule, *map(Not, left))

    def category_named(self, name: str) -> bool:
        """Return whether a field of this name has listed values."""
        return name in self.by_name and bool(self.by_name[name].words)

    def of_type(self, *types: str) -> list[SourceField]:
        """Return the fields of these types, in order."""
        return [each for each in self.fields if each.type in types]

    def read_for(self, names: Iterable[str]) -> set[str]:
        """Return the fields to read so that these can be known: they, and what the derived ones are derived from."""
        wanted = set(names)
        for name in names:
            field = self.by_name.get(name)
            if field is not None and field.derived:
                wanted |= self.read_for(set(DERIVED_FROM[field.derived]) & set(self.by_name))
        return wanted

    def role_of(self, name: str) -> Role | None:
        """Return the role whose field this is, or None for a field of the offence itself."""
        return self.by_name[name].role if name in self.by_name else None


def parse_source(document: Document) -> Source:
    """Return the source of a file.

    Raises:
        InvalidFileError: with every fault found, each at its line.
    """
    source = parse_entry(Source, document)
    named: list[tuple[Location, str, Iterable[str], str]] = [
        (("unit",), source.unit, source.units, "one of its units"),
        *((("nouns", each), each, source.units, "one of its units") for each in source.nouns),
        *((("dates", i), each, _placing(source), "a field that places a record in a period")
          for i, each in enumerate(source.dates)),
        *((("no_units", i, "field"), each.field, [*source.by_name, OFFENCE], "one of its fields")
          for i, each in enumerate(source.no_units)),
        *((("no_units", i, "asked"), name, source.by_name, "one of its fields")
          for i, each in enumerate(source.no_units) for name in each.asked),
        *((("no_units", i, "values"), value, source.by_name[each.field].words, "a value of the field")
          for i, each in enumerate(source.no_units) if source.category_named(each.field) for value in each.values),
        *((("volume", name), name, [*source.by_name, OFFENCE], "one of its fields") for name in source.volume),
        *((("wanted", name), name, source.volume, "a field of its volume") for name in source.wanted),
        *((("wanted", name), value, source.by_name[name].words, "a value of the field")
          for name, values in source.wanted.items() if source.category_named(name) for value in values),
        *((("volume", name), value, source.by_name[name].words, "a value of the field")
          for name, values in source.volume.items() if source.category_named(name) for value in values),
        *((("column_names", each), each, source.by_name, "one of its fields") for each in source.column_names),
        *((("signs", "fields", i), each, source.by_name, "one of its fields")
          for i, each in enumerate(source.signs.fields)),
        *((("fields", i, "also", word), value, each.words, "a value of the field")
          for i, each in enumerate(source.fields) for word, value in each.also.items()),
    ]  # fmt: skip
    problems = [
        document.problem(
            at, f"{show_location(at)}: {found} is not {what}; expected {listed(allowed, 30)}{nearest(found, allowed)}"
        )
        for at, found, allowed, what in named
        if found not in allowed
    ]
    if problems:
        raise InvalidFileError(problems)
    return source


def _placing(source: Source) -> list[str]:
    """Return the dates that records of a source can be counted by: those of its fields that are called so."""
    return [name for name in (RECORDED, COMMITTED) if name in source.by_name] or [RECORDED, COMMITTED]


def in_order(sources: Mapping[str, Source]) -> list[Source]:
    """Return sources in the order in which a project lists them; those without a place come last, by id."""
    last = len(sources) + max((each.order or 0 for each in sources.values()), default=0)
    return sorted(sources.values(), key=lambda each: (last if each.order is None else each.order, each.id))


def check_rule(source: Source, catalogue: Catalogue, document: Document, rule: Rule, problems: list[Problem]) -> None:
    """Add a problem for every condition that names an unknown field, value or offence."""
    for test in tests_of(rule):
        if test.field == OFFENCE and source.has_offences:
            _check_offences(catalogue, document, test, problems)
            continue
        each = source.by_name.get(test.field)
        if each is None or each.type in _NOT_ASKED:
            names = [
                other.name
                for other in source.fields
                if other.type in {"age", "flag", "category", "label", "ampds_code", "icd10_code"}
            ]
            names += [OFFENCE] if source.has_offences else []
            message = f"{show_location(test.at)}: {test.field} is not a field of source {source.id}"
            problems.append(
                document.problem(test.at, message + (nearest(test.field, names) or f"; it has {listed(names, 30)}"))
            )
        else:
            _check_values(each, document, test, problems)
    roles = {source.role_of(test.field) for test in tests_of(rule)} - {None}
    if len(roles) > 1:
        first = next(iter(tests_of(rule)))
        problems.append(
            document.problem(first.at, "a rule may ask about victims or about suspects, not both; split it in two")
        )


def _check_offences(catalogue: Catalogue, document: Document, test: Any, problems: list[Problem]) -> None:
    where = show_location(test.at)
    if isinstance(test, Compare):
        problems.append(document.problem(test.at, f"{where}: offence takes names of offences, not a comparison"))
        return
    for name in test.values:
        if name not in catalogue.sets_by_name:
            near = nearest(name, catalogue.sets_by_name)
            message = f"{where}: {name} is not an offence of the catalogue{near}"
            problems.append(
                document.problem(test.at, message if near else message + "; see `svtool definition show offences`")
            )


def _check_values(each: SourceField, document: Document, test: Among | Compare, problems: list[Problem]) -> None:
    where = show_location(test.at)
    if isinstance(test, Compare):
        if each.type != "age":
            problems.append(document.problem(test.at, f"{where}: {each.name} is not an age and can't be compared"))
        return
    if each.type == "age":
        problems.append(document.problem(test.at, f"{where}: write an age as a comparison, such as {{lt: 25}}"))
        return
    if each.type in _FREE:
        return
    for value in test.values:
        if value not in each.words:
            problems.append(
                document.problem(
                    test.at,
                    f"{where}: {value} is not a value of {each.name}; expected {listed(each.words, 30)}"
                    + nearest(value, each.words),
                )
            )
