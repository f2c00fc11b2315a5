"""One way into a project, for every command: path → definitions → extracts, gathered → covered → counted."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from svtool.commands.as_found import AsFound, files_of_project, find_definitions
from svtool.counting.cells import Geography
from svtool.coverage.source_coverage import Coverage, coverage_of, recorded_until
from svtool.engine.bounds import USUAL, Bounds
from svtool.engine.embedded import VERSION, EmbeddedEngine
from svtool.engine.seam import Engine
from svtool.errors import InvalidFileError, UsageError, listed
from svtool.gathering.facts import Facts
from svtool.gathering.setting import AS_IT_STANDS, Otherwise, Setting
from svtool.gathering.source_facts import gather, gather_source
from svtool.records.ledger import ExtractReport
from svtool.records.reviews import Reviews, reviews_of
from svtool.records.watch import Watch
from svtool.schema.added_columns import read_added_columns
from svtool.schema.areas import AreaSet
from svtool.schema.breakdowns import Breakdown
from svtool.schema.defaults import PROJECT_FILE, SPARK
from svtool.schema.definitions import Definition
from svtool.schema.given_targets import check_targets
from svtool.schema.library import Library
from svtool.schema.project import ExtractEntry, LinkedEntry, Project, Provisional, provisional_of, read_project
from svtool.schema.shipped import shipped_folder
from svtool.schema.sources import Role
from svtool.schema.suppliers import Supplier
from svtool.schema.tables import Measure, Table

if TYPE_CHECKING:
    from svtool.store.kept_extracts import KeptExtracts

Entry = LinkedEntry | tuple[ExtractEntry, ...]


def check_one_project(project: Path | None, sample: bool) -> None:
    """Check that a command is told of one project.

    Raises:
        UsageError: it is told of two.
    """
    if project is not None and sample:
        raise UsageError("--project and --sample exclude each other; leave one of them out.")


def project_file(project: Path | None, sample: bool = False) -> Path:
    """Return the project file that is meant: the sample's, the one named, or the one in this folder."""
    if sample:
        return shipped_folder("sample_data") / PROJECT_FILE
    return project or Path(PROJECT_FILE)


def open_engine(bounds: Bounds = USUAL, kept: KeptExtracts | None = None) -> Engine:
    """Return an empty engine, to be closed by a `with` block.

    Args:
        bounds: what the run may take of the machine.
        kept: the store that extracts are kept in; what was answered about it before is not worked out again.

    Raises:
        UsageError: what does not fit into memory can't be put where the bounds say, or there is no Spark.
    """
    if bounds.engine == SPARK:
        # Nearly nobody has it, and nothing of it may be imported by a run without it.
        from svtool.engine.spark_session import open_spark  # noqa: PLC0415

        return open_spark(bounds.spark, bounds.frames, bounds.temp_dir)
    if kept is None:
        return EmbeddedEngine(bounds)
    from svtool.engine.remembering import RememberingEngine  # noqa: PLC0415 (most runs read files)

    return RememberingEngine(lambda: EmbeddedEngine(bounds), kept.answers, VERSION)


@dataclass(frozen=True)
class Opened:
    """Definitions, before any extract is read: all that there is for an extract without a project.

    Attributes:
        library: the definitions, the project's own first.
        areas: the areas that records are placed in; None for whole files.
        folder: where file names start from.
        definition: the definition of serious violence that counts; None where none is named.
        bounds: what a run may take of the machine.
        found: the states of its files before any was read.
    """

    library: Library
    areas: AreaSet | None
    folder: Path
    definition: Definition | None
    bounds: Bounds
    found: AsFound

    @property
    def synthetic(self) -> bool:
        """Return whether the records are known to be made up."""
        return False

    @property
    def reviews(self) -> Reviews:
        """Return what people settled by hand; nothing without a project.

        Raises:
            SvtoolError: the file can't be read, or a review settles what can't be settled.
        """
        return Reviews()

    @property
    def suppliers(self) -> Mapping[str, Supplier]:
        """Return what is said of suppliers, by name; nothing without a project."""
        return {}

    @property
    def kept(self) -> KeptExtracts | None:
        """Return the store that extracts are kept in; None where files are read."""
        return None

    def provisional(self) -> dict[str, dict[Role | None, list[Provisional]]]:
        """Return what is provisional, by source: of its records (None), or of the people linked to them."""
        return {}

    def setting(self, replace: bool, watch: Watch | None = None, otherwise: Otherwise = AS_IT_STANDS) -> Setting:
        """Return what every source is gathered with; extracts that are watched are read as they were sent.

        Args:
            replace: whether the later named of two overlapping extracts wins where no day orders them.
            watch: is shown what is read, when an extract is checked; a review mends no extract, so none is used then.
            otherwise: how records would be gathered, to tell what a difference is due to.
        """
        reviews, kept = (Reviews(), None) if watch else (self.reviews, self.kept)
        return Setting(
            self.library, self.areas, self.folder, replace, reviews, otherwise, watch, self.suppliers,
            threads=self.bounds.workers, temp_dir=self.bounds.temp_dir, kept=kept,
        )  # fmt: skip


@dataclass(frozen=True)
class OpenedProject(Opened):
    """A project with its definitions, before any extract is read.

    Attributes:
        path: the project file.
        project: what it says.
    """

    path: Path
    project: Project

    @property
    def synthetic(self) -> bool:
        """Return whether the records are known to be made up."""
        return self.project.synthetic

    @property
    def suppliers(self) -> Mapping[str, Supplier]:
        """Return what is said of suppliers, by name."""
        return self.project.suppliers

    @cached_property
    def kept(self) -> KeptExtracts | None:
        """Return the store that the project names; None where files are read."""
        if self.project.store is None:
            return None
        # With its reader of Parquet, which most runs have no use for.
        from svtool.store.kept_extracts import open_store  # noqa: PLC0415

        return open_store(self.project, self.folder, self.library)

    @cached_property
    def reviews(self) -> Reviews:
        """Return what people settled by hand.

        Raises:
            SvtoolError: the file can't be read, or a review settles what can't be settled.
        """
        return reviews_of(self.project, self.folder, self.library)

    def provisional(self) -> dict[str, dict[Role | None, list[Provisional]]]:
        """Return what is provisional, by source: of its records (None), or of the people linked to them."""
        return {name: provisional_of(entry) for name, entry in self.project.sources.given().items()}

    @property
    def extracts(self) -> dict[str, Entry]:
        """Return the extracts of records that the project names, by source."""
        given = self.project.sources.given()
        return {name: entry for name, entry in given.items() if self.library.sources[name].has_records}

    def entry_of(self, source: str) -> Entry:
        """Return the extracts of a source.

        Raises:
            UsageError: the project has none.
        """
        if source not in self.extracts:
            raise UsageError(f"--source {source}: the project has no such extracts; expected {listed(self.extracts)}.")
        return self.extracts[source]

    def tables(self, names: Sequence[str] = ()) -> list[Table]:
        """Return tables, each once: those that are named, else the project's.

        Raises:
            InvalidFileError: one is wrong, or counts by the project's definition, and the project names none.
        """
        project = self.project
        found = [self.library.table(name) for name in dict.fromkeys(names or project.tables)]
        self.check_definition(found)
        if project.targets:
            check_targets(self.path.name, project.targets, [self.library.table(name) for name in project.tables])
        return [
            table.called_by(project.areas, project.wordings.get(table.id)).with_targets(project.targets)
            for table in found
        ]

    def check_definition(self, tables: Sequence[Table]) -> None:
        """Check that the project names a definition, where tables count by it.

        Raises:
            InvalidFileError: it names none.
        """
        lacking = [table.id for table in tables if any(each.lacks_definition for each in table.measures)]
        if lacking:
            counts = "counts" if len(lacking) == 1 else "count"
            expected = self.library.expected_definitions("Name one as definition: or with --definition")
            raise InvalidFileError(
                f"{self.path.name}: names no definition of serious violence, by which {listed(lacking, joiner='and')} "
                f"{counts}; {expected}"
            )


def open_project(
    path: Path,
    definition: str | None = None,
    maps: Sequence[str] = (),
    source: str | None = None,
    bounds: Bounds = USUAL,
) -> OpenedProject:
    """Return a project with its definitions.

    Args:
        path: the project file.
        definition: id of the definition of serious violence; the project's without it.
        maps: columns that a command line names, such as `Date Reported=recorded_date`.
        source: the source that they are of, where several have such a field.
        bounds: what a run may take of the machine.

    Raises:
        SvtoolError: the project file or a definition is wrong, or a column is named for no field.
    """
    found = find_definitions(path.parent).and_now([path])
    library = Library(path.parent)
    project = read_project(path, library=library)
    found = found.and_now(files_of_project(project, path.parent))
    library = library.with_definition(definition or project.definition).with_columns(
        read_added_columns(maps, source, project.sources.given(), library.sources)
    )
    areas = library.areas(project.areas, project.parts) if project.areas else None
    bounds = bounds.with_engine(project.engine)
    return OpenedProject(library, areas, path.parent, library.project_definition, bounds, found, path, project)


def open_definitions(
    definition: str | None = None,
    maps: Sequence[str] = (),
    source: str | None = None,
    areas: str | None = None,
    bounds: Bounds = USUAL,
) -> Opened:
    """Return the definitions alone, for an extract without a project: those of this folder, and those that ship.

    Args:
        definition: id of the definition of serious violence; none without it.
        maps: columns that a command line names, such as `Date Reported=recorded_date`.
        source: the source that they are of, where several have such a field.
        areas: id of a set of areas.
        bounds: what a run may take of the machine.

    Raises:
        SvtoolError: a definition is wrong, or a column is named for no field.
    """
    read = find_definitions(Path())
    library = Library(Path(), definition)
    added = read_added_columns(maps, source, dict.fromkeys(library.sources, ()), library.sources)
    library = library.with_columns(added)
    found = library.areas(areas) if areas else None
    return Opened(library, found, Path(), library.project_definition, bounds, read)


@dataclass(frozen=True)
class Gathered:
    """The extracts of a project in an engine: read, settled and linked, each source on its own.

    Attributes:
        opened: the project.
        engine: where the records are; closed, they can be asked no more.
        facts: the records of each source.
    """

    opened: Opened
    engine: Engine
    facts: Mapping[str, Facts]

    @property
    def reports(self) -> dict[str, dict[str, ExtractReport]]:
        """Return what became of every row, by source and part."""
        return {name: each.reports for name, each in self.facts.items()}

    @cached_property
    def coverage(self) -> dict[str, Coverage]:
        """Return which days each source covers."""
        return {name: coverage_in(self.opened, each) for name, each in self.facts.items()}

    def recorded_until(self) -> dict[str, date]:
        """Return the day until which each source holds what was recorded."""
        return {name: recorded_until(self.engine, each, self.coverage[name]) for name, each in self.facts.items()}

    def geography(self, source: str) -> Geography:
        """Return how the records of a source are placed."""
        areas = self.opened.areas
        if areas is None:
            return Geography()
        return Geography(tuple(areas.by_key), self.facts[source].area_unknown == "inside", bounded=True)


def gather_measured(
    engine: Engine,
    opened: OpenedProject,
    measures: Sequence[Measure],
    by: Sequence[Breakdown] = (),
    replace: bool = False,
    otherwise: Otherwise = AS_IT_STANDS,
    *,
    names_records: bool = False,
) -> Gathered:
    """Return the extracts that measures ask about, as much of them as is needed.

    Args:
        engine: where the rows go.
        opened: the project.
        measures: what will be counted.
        by: the breakdowns that it will be counted by.
        replace: whether the later named of two overlapping extracts wins where no day orders them.
        otherwise: how records would be gathered, to tell what a difference is due to.
        names_records: whether records are to be named by their references, and not only counted.

    Raises:
        SvtoolError: extracts can't be read; every source is looked at first, and the lowest exit code wins.
    """
    setting = dataclasses.replace(opened.setting(replace, otherwise=otherwise), names_records=names_records)
    return Gathered(opened, engine, gather(engine, setting, opened.extracts, measures, by))


def gather_whole(engine: Engine, opened: Opened, source: str, entry: Entry, replace: bool = False) -> Gathered:
    """Return the extracts of one source with every field.

    Args:
        engine: where the rows go.
        opened: the project or the definitions.
        source: the source.
        entry: its extracts.
        replace: whether the later named of two overlapping extracts wins where no day orders them.

    Raises:
        SvtoolError: extracts can't be read.
    """
    declared = opened.library.sources[source]
    needed = {each.name for each in declared.fields}
    setting = dataclasses.replace(opened.setting(replace), dates=frozenset(declared.dates))
    return Gathered(opened, engine, {source: gather_source(engine, setting, source, entry, needed)})


def coverage_in(opened: Opened, facts: Facts) -> Coverage:
    """Return which days the extracts of a source hold, by the areas and suppliers that are known of."""
    areas = {each.key: each.name for each in opened.areas.areas} if opened.areas else {}
    return coverage_of(facts, areas, facts.area_unknown == "inside" or not areas, opened.suppliers)
