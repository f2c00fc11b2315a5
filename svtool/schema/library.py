"""Where definition files are found: in the project's own `definitions/`, then in those that ship with svtool."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from copy import copy
from functools import cached_property
from pathlib import Path

from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.area_lookups import file_of
from svtool.schema.areas import AreaSet, parse_areas
from svtool.schema.breakdowns import Breakdown, in_order, parse_breakdown
from svtool.schema.breaks import Break, BreakFile
from svtool.schema.defaults import DEFAULT_SOURCE
from svtool.schema.definitions import OPTION_SIGN, Definition, DefinitionEntry, parse_definition
from svtool.schema.entry import parse_entry
from svtool.schema.force_areas import Parts, areas_of_force, ids_of_forces
from svtool.schema.gazetteer import gazetteer
from svtool.schema.mappings import Column, Mapping, parse_mapping
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.offences import Atoms, Catalogue
from svtool.schema.policies import NO_POLICY, DisclosurePolicy
from svtool.schema.profiles import Profile, parse_profile
from svtool.schema.shipped import shipped_folder
from svtool.schema.sources import Source, parse_source
from svtool.schema.tables import PROJECT_DEFINITION, Table, parse_table
from svtool.schema.text_yaml import Document, read_text_yaml
from svtool.schema.weights import Weights, parse_weights

NOUNS = {
    "sources": "a source",
    "mappings": "a mapping",
    "offences": "an offence catalogue",
    "serious_violence": "a definition",
    "tables": "a table",
    "areas": "a set of areas",
    "breaks": "a file of breaks",
    "disclosure": "a disclosure policy",
    "breakdowns": "a breakdown",
    "profiles": "a profile",
    "weights": "a set of weights",
}
PLACES = "definitions/places/places.csv"  # of which the areas of forces are made


class Library:
    """Finds and reads definition files by kind and id."""

    def __init__(self, project_folder: Path | None = None, definition: str | None = None) -> None:
        """Look in the project's folder first; `definition` is what measures mean by the project's definition."""
        self._own = project_folder / "definitions" if project_folder else None
        self._shipped = shipped_folder("definitions")
        self._definition = definition
        self.added_columns: MappingOf[str, dict[str, Column]] = {}  # source → field → column, from the command line
        self._read: dict[str, Definition] = {}
        self.opened: dict[str, Path] = {}  # as messages call a file → where it is
        self._mappings: dict[str, Mapping] = {}
        self._areas: dict[tuple[str, Parts | None], AreaSet] = {}
        self._tables: dict[str, Table] = {}
        self._weights: dict[str, Weights] = {}

    def with_definition(self, wanted: str | None) -> Library:
        """Return the same definitions with another one meant by the project's definition."""
        found = copy(self)
        found._definition, found._tables, found._read = wanted, {}, {}
        return found

    def with_columns(self, added: MappingOf[str, dict[str, Column]]) -> Library:
        """Return the same definitions with the columns that a command line names: source → field → column."""
        found = copy(self)
        found.added_columns = added
        return found

    def ids(self, kind: str) -> list[str]:
        """Return the ids of a kind, sorted."""
        return sorted(set(self._files(self._shipped, kind)) | set(self._files(self._own, kind)))

    def open(self, kind: str, wanted: str) -> Document:
        """Return the file of a kind with this id.

        Raises:
            InvalidFileError: there is none, or there are two.
        """
        own, shipped = self._files(self._own, kind), self._files(self._shipped, kind)
        # A project knows its own area best, whatever ships under the same id.
        if kind != "areas" and _is_defined_twice(own.get(wanted), shipped.get(wanted)):
            raise InvalidFileError(
                f"{_show(own[wanted], self._own)}: {wanted} is defined twice, here and in the definitions that "
                f"ship with svtool. Give your own another id and file name."
            )
        path = own.get(wanted) or shipped.get(wanted)
        if path is None:
            known = self.ids(kind)
            near = nearest(wanted, known)
            raise InvalidFileError(
                f"definitions/{kind}/{wanted}.yaml: {wanted} is not {NOUNS[kind]}; expected {listed(known, 30)}{near}"
            )
        name = _show(path, self._own if wanted in own else self._shipped)
        self.opened[name] = path
        document = read_text_yaml(path, name)
        found = document.data.get("id") if isinstance(document.data, dict) else None
        if found != wanted:
            raise InvalidFileError(
                [document.problem(("id",), f"id is {found}; expected {wanted}, as the file is called")]
            )
        return document

    def find(self, name: str) -> Path | None:
        """Return the file that messages call by this name (`definitions/tables/home_office.yaml`), if it is there."""
        for folder in (self._own, self._shipped):
            if folder and (folder.parent / name).is_file():
                return folder.parent / name
        return None

    @staticmethod
    def _files(folder: Path | None, kind: str) -> dict[str, Path]:
        if folder is None or not (folder / kind).is_dir():
            return {}
        return {path.stem: path for path in sorted((folder / kind).glob("*.yaml"))}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Return every source by id."""
        return {each: parse_source(self.open("sources", each)) for each in self.ids("sources")}

    @cached_property
    def breakdowns(self) -> dict[str, Breakdown]:
        """Return every breakdown by id, in the order of a result."""
        return in_order(parse_breakdown(self.open("breakdowns", each), self.sources) for each in self.ids("breakdowns"))

    @cached_property
    def catalogue(self) -> Catalogue:
        """Return the offence catalogue, its members checked."""
        document = self.open("offences", "catalogue")
        catalogue = parse_entry(Catalogue, document)
        sets = [each.members for each in catalogue.sets]
        problems = self._unknown_members(document, "sets", sets, catalogue.atoms_of)
        if not problems:  # other members may be names of sets
            named = {
                "subcodes": [each.means for each in catalogue.subcodes],
                "categories": [each.means for each in catalogue.categories],
                "titles": [each.means for each in catalogue.titles],
            }
            for part, entries in named.items():
                problems += self._unknown_members(document, part, entries, catalogue.atoms_named)
        if problems:
            raise InvalidFileError(problems)
        return catalogue

    @staticmethod
    def _unknown_members(
        document: Document,
        part: str,
        entries: Sequence[tuple[str, ...]],
        read: Callable[[tuple[str, ...]], Atoms],
    ) -> list[Problem]:
        problems = []
        for i, members in enumerate(entries):
            for member in members:
                try:
                    read((member,))
                except KeyError:
                    problems.append(
                        document.problem((part, i), f"{part}[{i + 1}] names {member}, which is no class (or kind) here")
                    )
        return problems

    def mapping(self, wanted: str) -> Mapping:
        """Return a mapping."""
        if wanted not in self._mappings:
            self._mappings[wanted] = parse_mapping(self.open("mappings", wanted), self.sources)
        return self._mappings[wanted]

    def finished_mappings(self, wanted: str | None = None) -> Iterator[Mapping]:
        """Yield every mapping, or the one that is named; without those of the project's own that are not finished."""
        for each in [wanted] if wanted else self.ids("mappings"):
            try:
                found = self.mapping(each)
            except InvalidFileError:
                continue
            yield found

    def area_sets(self) -> tuple[AreaSet, ...]:
        """Return every set of areas by id: the project's own first, then those that ship."""
        ids = sorted({*self.ids("areas"), *ids_of_forces()}, key=lambda each: (not self.has_own_areas(each), each))
        return tuple(self.areas(each) for each in ids)

    def has_own_areas(self, wanted: str) -> bool:
        """Return whether a set of areas is the project's own."""
        return self.is_own("areas", wanted)

    def is_own(self, kind: str, wanted: str) -> bool:
        """Return whether a definition of a kind is the project's own."""
        return wanted in self._files(self._own, kind)

    def areas(self, wanted: str, parts: Parts | None = None) -> AreaSet:
        """Return a set of areas: the project's own, one of a file that ships, or a police force area.

        Args:
            wanted: its id.
            parts: of what a police force area is made; as its file says, else of its local authorities, unless said.

        Raises:
            InvalidFileError: there is none, it is wrong, or it is none that comes in such parts.
        """
        if (wanted, parts) not in self._areas:
            self._areas[wanted, parts] = self._read_areas(wanted, parts)
        return self._areas[wanted, parts]

    def _read_areas(self, wanted: str, parts: Parts | None) -> AreaSet:
        in_file = wanted in self.ids("areas")
        if in_file and not parts:  # the places that ship are not read for it
            document = self.open("areas", wanted)
            found = parse_areas(document)
            if found.lookup:  # what is in it is a part of the definition
                self.opened[f"{document.name.rpartition('/')[0]}/{found.lookup.file}"] = file_of(document, found.lookup)
            return found
        force = None if self.has_own_areas(wanted) else areas_of_force(wanted, parts)
        if force:
            self.opened[PLACES] = self._shipped / "places" / "places.csv"
            return force
        if in_file:
            raise InvalidFileError(
                f"definitions/areas/{wanted}.yaml: {wanted} has the parts that it lists; only the police force areas "
                "that ship come in others. Leave parts out, or list them in a set of your own."
            )
        raise InvalidFileError(
            f"definitions/areas/{wanted}.yaml: {wanted} is not {NOUNS['areas']}; expected one of your own, or of those "
            f"that `svtool areas list` names{self._near_areas(wanted)}"
        )

    def _near_areas(self, wanted: str) -> str:
        """Return the id that a person may have meant: of the force that is called so, else the nearest."""
        called = {gazetteer().force_of[code] for each in gazetteer().covered_by(wanted) for code in each}
        if len(called) == 1:
            return f"; did you mean {called.pop()}?"
        return nearest(wanted.replace(" ", "_"), [*self.ids("areas"), *ids_of_forces()])

    def table(self, wanted: str) -> Table:
        """Return a table with its measures resolved."""
        if wanted not in self._tables:
            self._tables[wanted] = parse_table(self.open("tables", wanted), self._vocabulary)
        return self._tables[wanted]

    def profile(self, wanted: str) -> Profile:
        """Return a profile with the measures of its sections resolved."""
        return parse_profile(self.open("profiles", wanted), self._vocabulary, self.breakdowns)

    def weights(self, wanted: str) -> Weights:
        """Return weights, read from the CSV that their file names."""
        if wanted not in self._weights:
            document = self.open("weights", wanted)
            found = parse_weights(document, self.catalogue)
            self.opened[found.name] = document.path.parent / Path(found.name).name
            self._weights[wanted] = found
        return self._weights[wanted]

    @property
    def _vocabulary(self) -> Vocabulary:
        measured = {name: each for name, each in self.sources.items() if each.has_records or each.has_figures}
        return Vocabulary(measured, self.catalogue, self._meant_by, self.weights)

    @property
    def project_definition(self) -> Definition | None:
        """Return the definition that the project (or the command line) names, if one is named."""
        return self.definition(self._definition) if self._definition else None

    def _meant_by(self, wanted: str) -> Definition | None:
        return self.project_definition if wanted == PROJECT_DEFINITION else self.definition(wanted)

    def expected_definitions(self, remedy: str) -> str:
        """Return which definitions there are and how one is named, as the end of a sentence that lacks one."""
        return f"expected {listed(self.ids('serious_violence'))}. {remedy}; svtool definition list says what each is."

    def definition(self, wanted: str) -> Definition:
        """Return a definition; `duty_statutory+alcohol` is one with an option chosen."""
        if wanted not in self._read:
            self._read[wanted] = self._parse_definition(wanted, ())
        return self._read[wanted]

    def _parse_definition(self, wanted: str, below: tuple[str, ...]) -> Definition:
        name, *chosen = wanted.split(OPTION_SIGN)
        document = self.open("serious_violence", name)
        if name in below:
            raise InvalidFileError([document.problem(("extends",), f"{name} extends itself; remove the circle")])
        try:
            entry = parse_entry(DefinitionEntry, document)
        except InvalidFileError:
            # Reading it as one of the usual source shows the faults of its rules beside those of its shape.
            return parse_definition(document, self.sources[DEFAULT_SOURCE], self.catalogue, None)
        base = self._parse_definition(entry.extends, (*below, name)) if entry.extends else None
        source = self.sources.get(entry.source)
        if source is None:
            message = f"source {entry.source} is not known; expected {listed(self.sources)}"
            raise InvalidFileError([document.problem(("source",), message)])
        return parse_definition(document, source, self.catalogue, base).with_options(chosen)

    def disclosure(self, wanted: str) -> DisclosurePolicy | None:
        """Return a disclosure policy; None where none is wanted."""
        if wanted == NO_POLICY:
            return None
        return parse_entry(DisclosurePolicy, self.open("disclosure", wanted))

    def breaks(self) -> list[Break]:
        """Return every registered break."""
        return [
            each for wanted in self.ids("breaks") for each in parse_entry(BreakFile, self.open("breaks", wanted)).breaks
        ]


def _is_defined_twice(own: Path | None, shipped: Path | None) -> bool:
    """Return whether a project's file says something else than the shipped one of its name; a copy says the same."""
    if own is None or shipped is None or own.resolve() == shipped.resolve():
        return False
    return _lines(own) != _lines(shipped)


def _lines(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")  # a checkout on Windows may have other ends of lines


def _show(path: Path, folder: Path | None) -> str:
    """Return a path as messages call it: from `definitions/` down."""
    return path.relative_to(folder.parent).as_posix() if folder else path.as_posix()
