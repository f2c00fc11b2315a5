"""The project file: what an analyst counts, from which extracts, for which periods."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, create_model, model_validator

from svtool.dates import add_months
from svtool.errors import InvalidFileError, listed, nearest
from svtool.schema.acknowledged import Acknowledged
from svtool.schema.engines import ChosenEngine
from svtool.schema.entry import Entry, parse_entry
from svtool.schema.force_areas import Parts
from svtool.schema.library import Library
from svtool.schema.mappings import LINKED_PARTS, AreaBasis, AreaUnknown
from svtool.schema.measure_targets import Target
from svtool.schema.output_rights import OutputRights
from svtool.schema.periods import Periods
from svtool.schema.policies import NO_POLICY
from svtool.schema.publishers import Publisher
from svtool.schema.receipts import Holding, Receipt, Received
from svtool.schema.set_aside import SetAside
from svtool.schema.sources import OFFENCE, Role, Source, in_order
from svtool.schema.suppliers import Supplier, check_suppliers
from svtool.schema.text_yaml import read_text_yaml
from svtool.schema.wordings import Wording


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]


HELD_BY = ("flag", "category", "label", "ampds_code", "icd10_code")  # types of fields that tell kinds of records
MOST_PROVISIONAL = 60  # months; what is never final is not provisional


class Provisional(Entry):
    """The latest days of a source that its supplier still fills.

    Attributes:
        months: how many of the latest months covered are provisional.
        from: the first provisional day.
    """

    noun: ClassVar[str] = "provisional"
    months: int | None = None
    since: date | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _check(self) -> Provisional:
        if (self.months is None) == (self.since is None):
            raise ValueError("needs either months: a number, or from: a date")
        if self.months is not None and not 1 <= self.months <= MOST_PROVISIONAL:
            raise ValueError(f"is {self.months} months; expected 1 to {MOST_PROVISIONAL}, or no provisional at all")
        return self

    def begins(self, last: date) -> date:
        """Return the first provisional day, where `last` is the last day that the extract covers."""
        if self.since:
            return self.since
        return add_months(last, 1 - (self.months or 1))


Epoch = Literal[1900, 1904]


def _year(value: Any) -> Any:
    """Return a year written in YAML, where everything is text, as a number."""
    return int(value) if value in {"1900", "1904"} else value


EpochOfFile = Annotated[Epoch, BeforeValidator(_year)]


def _months(value: Any) -> Any:
    """Return months written like 2020-04 as their first days; anything else as it is."""
    if value in ("yes", "no"):
        return value == "yes"
    listed_ = [value] if isinstance(value, str) else value
    return [f"{each}-01" if isinstance(each, str) and len(each) == len("2020-04") else each for each in listed_]


Complete = Annotated[bool | tuple[date, ...], BeforeValidator(_months)]


def _holds(value: Any) -> Any:
    return {name: _one_or_more(each) for name, each in value.items()} if isinstance(value, dict) else value


# For what an extract was drawn: everything, or the records with these values of a field.
Holds = Annotated[Literal["all"] | dict[str, tuple[str, ...]], BeforeValidator(_holds)]


class ExtractEntry(Entry):
    """One extract (or several files of one supplier) of a source.

    Attributes:
        files: a name, a pattern such as `extracts/ed_*.xlsx`, a folder, or a list of these.
        mapping: id of the mapping that reads them.
        sheet: the sheet of a workbook, where several could be meant.
        member: the file to read, where a zip holds several.
        epoch: 1904 where a workbook counts its days from that year, and rightly.
        supplier: whose records these are, where no column says it; the same reference from two suppliers is two
            records.
        selected_on: the date field by which the extract was drawn.
        from: the first day that the extract holds; found from the records where it is not said.
        to: the last day that the extract holds; found from the records where it is not said.
        complete: whether all is there between the first and the last day, however little; or the months of which that
            is so, such as `[2020-04, 2020-05]`.
        as_at: the day as at which the extract was made; of extracts that overlap the later one wins.
        holds: `all`, or what it was drawn for: a field → the values that its records have, such as
            `{offence: [robbery]}`.
        area_basis: whose area it is: where it happened, where the person lives, or the site that recorded it.
        area_unknown: whether a record without a known area counts inside the area; else as the mapping says.
        provisional: the latest days, which the supplier still fills.
        received: from whom it came, when, under which agreement, and until when it may be kept.
    """

    noun: ClassVar[str] = "an extract"
    files: Names
    mapping: str = "standard"
    sheet: str | None = None
    member: str | None = None
    epoch: EpochOfFile | None = None
    supplier: str | None = None
    selected_on: str | None = None
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    complete: Complete = False
    as_at: date | None = None
    holds: Holds | None = None
    area_basis: AreaBasis | None = None
    area_unknown: AreaUnknown | None = None
    provisional: Provisional | None = None
    received: Received | None = None

    @model_validator(mode="after")
    def _check_window(self) -> ExtractEntry:
        if self.first and self.last and self.last < self.first:
            raise ValueError("runs from a day after the day it runs to; exchange from and to")
        return self


def _kind_of_entry(value: Any) -> str:
    linked = isinstance(value, LinkedEntry) or (isinstance(value, dict) and any(key in value for key in LINKED_PARTS))
    return "LinkedEntry" if linked else "ExtractEntry"


def _listed(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Extracts = Annotated[tuple[ExtractEntry, ...], BeforeValidator(_listed)]


class LinkedEntry(Entry):
    """Police data as linked files.

    Attributes:
        offences: the offences.
        victims: the victims of these offences.
        suspects: the suspects of these offences.
    """

    noun: ClassVar[str] = "linked extracts"
    offences: Extracts
    victims: Extracts = ()
    suspects: Extracts = ()


LinkedOrExtracts = Annotated[
    Annotated[LinkedEntry, Tag("LinkedEntry")] | Annotated[Extracts, Tag("ExtractEntry")],
    Discriminator(_kind_of_entry),
]


class SourceEntries(Entry):
    """The extracts of each source; `entries_model` has a field for each source that there is."""

    noun: ClassVar[str] = "the sources of a project"

    def given(self) -> dict[str, LinkedEntry | tuple[ExtractEntry, ...]]:
        """Return the sources that have extracts, in a fixed order."""
        named = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: entry for name, entry in named.items() if entry}


# Who has no project file yet is at the very beginning.
NO_PROJECT = (
    "there is no such file. Name another with --project, make one of your extracts with svtool init, or look at "
    "made-up records first: svtool measures --sample."
)


class Project(Entry):
    """A project file.

    Attributes:
        definition: id of the definition of serious violence; there is none that is meant where nobody says it.
        tables: ids of the tables, in the order in which they are printed.
        areas: id of the set of areas; without one every record is inside.
        parts: of what a police force area that ships is made: its local authorities, unless said; `csp`,
            `wards`, or its LSOAs: `lsoas_2011`, `lsoas_2021`.
        periods: the columns of the tables.
        sources: the extracts of each source.
        suppliers: what is known of suppliers by their names: other names, and the days on which they open and close.
        reviews: a CSV file of values that a person settled.
        interventions: the register, a CSV file of the interventions that are funded, for `svtool returns`.
        populations: a CSV file of your own population estimates, which take the place of those that ship; `rebased` for
            those that ship on one series throughout.
        disclosure: id of the disclosure policy; `none` for internal use.
        engine: where records are counted: `embedded`, in this process, or `spark`, with its settings beneath it.
        synthetic: whether the records are invented, which every output then says.
        store: a folder that `svtool ingest` writes; measures then come of the extracts as they are kept in it.
        targets: id of a measure → what it is to reach, and by when.
        wordings: id of a table → what it and its measures are called in your own print.
        publisher: who publishes the figures and when, which page, workbook and manifest say.
        acknowledged: warnings that somebody has looked at, which are not said again up to a number and a day.
        set_aside: files in this folder that count nowhere, as `svtool init` found them; every command says so.
        outputs: who may read the files of results: their owner alone, unless said.
    """

    noun: ClassVar[str] = "a project"
    definition: str | None = None
    tables: Names = ("home_office",)
    areas: str | None = None
    parts: Parts | None = None
    periods: Periods
    sources: SourceEntries
    suppliers: dict[str, Supplier] = Field(default_factory=dict)
    reviews: str | None = None
    interventions: str | None = None
    populations: str | None = None
    disclosure: str = NO_POLICY
    engine: ChosenEngine = None
    synthetic: bool = False
    store: str | None = None
    targets: dict[str, Target] = Field(default_factory=dict)
    wordings: dict[str, Wording] = Field(default_factory=dict)
    publisher: Publisher | None = None
    acknowledged: tuple[Acknowledged, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    outputs: OutputRights = Field(default_factory=OutputRights)

    @model_validator(mode="after")
    def _check_suppliers(self) -> Self:
        check_suppliers(self.suppliers)
        if self.parts and not self.areas:
            raise ValueError("has parts and no areas; name the police force area as areas: too")
        return self


def entries_model(
    sources: Mapping[str, Source], offences: Callable[[], Collection[str]] = tuple
) -> type[SourceEntries]:
    """Return the model of the extracts of these sources, in their order; only some sources have linked files.

    Args:
        sources: the sources.
        offences: returns the names that an extract may hold offences of; the catalogue is read only for one that does.
    """

    class Checked(SourceEntries):
        @model_validator(mode="after")
        def _check(self) -> Self:
            for name, given in self.given().items():
                _check_given(sources[name], given, offences)
            return self

    fields: dict[str, Any] = {
        each.id: (LinkedOrExtracts | None if each.linked else Extracts, None if each.linked else ())
        for each in in_order(sources)
    }
    return create_model("SourceEntries", __base__=Checked, **fields)


def _check_given(
    source: Source, given: LinkedEntry | tuple[ExtractEntry, ...], offences: Callable[[], Collection[str]]
) -> None:
    for entry in _flat(given):
        if isinstance(entry.holds, dict):
            _check_holds(source, entry.holds, offences)
    if isinstance(given, tuple):
        if not source.has_records and any(entry.provisional for entry in given):
            raise ValueError(f"have provisional on {source.id}; write p into the status column of their file")
        return
    for part in LINKED_PARTS.values():
        if getattr(given, part) and part not in source.linked:
            raise ValueError(f"have {part} of {source.id}; expected {listed(source.linked)}")


def _check_holds(source: Source, holds: Mapping[str, tuple[str, ...]], offences: Callable[[], Collection[str]]) -> None:
    names = [*([OFFENCE] if source.has_offences else []), *(each.name for each in source.of_type(*HELD_BY))]
    for name, values in holds.items():
        if name not in names:
            raise ValueError(f"hold {name} of {source.id}; expected {listed(names, 30)}{nearest(name, names)}")
        words = source.by_name[name].words if name in source.by_name else tuple(offences())
        wrong = next((each for each in values if words and each not in words), None)
        if wrong:
            raise ValueError(f"hold {name} {wrong}; expected {listed(words, 30)}{nearest(wrong, words)}")


def fields_held(entries: Iterable[ExtractEntry]) -> list[str]:
    """Return the fields by which entries say what they hold."""
    return list(dict.fromkeys(name for each in entries if isinstance(each.holds, dict) for name in each.holds))


def figures_of(project: Project, sources: Mapping[str, Source]) -> list[tuple[Source, ExtractEntry]]:
    """Return the files of a project that bring figures of measures, not records, each with its source."""
    given = project.sources.given().items()
    return [(sources[name], entry) for name, entries in given if sources[name].has_figures for entry in _flat(entries)]


def receipts_of(project: Project) -> tuple[Receipt, ...]:
    """Return how the extracts of a project came, as far as it says so."""
    return tuple(Receipt(part, each.files, each.received) for part, each in _by_part(project) if each.received)


def holdings_of(project: Project) -> tuple[Holding, ...]:
    """Return what the extracts of a project were drawn for, as far as it says so."""
    return tuple(Holding(part, each.files, each.holds) for part, each in _by_part(project) if each.holds)


def _by_part(project: Project) -> Iterator[tuple[str, ExtractEntry]]:
    """Yield every entry with its source, and its part where the source has linked files."""
    for name, given in project.sources.given().items():
        if isinstance(given, tuple):
            yield from ((name, each) for each in given)
            continue
        for part in type(given).model_fields:
            yield from ((f"{name} {part}", each) for each in getattr(given, part))


def entries_of(project: Project) -> list[ExtractEntry]:
    """Return the extracts of a project, of every source and part."""
    return [entry for given in project.sources.given().values() for entry in _flat(given)]


def _flat(given: LinkedEntry | tuple[ExtractEntry, ...]) -> tuple[ExtractEntry, ...]:
    return given if isinstance(given, tuple) else (*given.offences, *given.victims, *given.suspects)


def provisional_of(given: LinkedEntry | tuple[ExtractEntry, ...]) -> dict[Role | None, list[Provisional]]:
    """Return what is provisional of a source: of its records (None), or of the people linked to them."""
    parts: dict[Role | None, tuple[ExtractEntry, ...]] = {None: given} if isinstance(given, tuple) else {
        None: given.offences, "victim": given.victims, "suspect": given.suspects,
    }  # fmt: skip
    found = {role: [each.provisional for each in entries if each.provisional] for role, entries in parts.items()}
    return {role: named for role, named in found.items() if named}


def read_project(path: Path, name: str | None = None, library: Library | None = None) -> Project:
    """Return the project of a file; its sources are those that ship, and those of its own `definitions/sources/`.

    Args:
        path: the file.
        name: how messages call it.
        library: the definitions of its folder, where somebody has read them already.

    Raises:
        InvalidFileError: with every fault found, each at its line; or there is no such file.
    """
    if not path.exists():
        raise InvalidFileError(f"{name or path}: {NO_PROJECT}")
    document = read_text_yaml(path, name)
    known = library or Library(path.parent)
    entries = entries_model(known.sources, lambda: known.catalogue.sets_by_name)
    return parse_entry(create_model("Project", __base__=Project, sources=(entries, ...)), document)
