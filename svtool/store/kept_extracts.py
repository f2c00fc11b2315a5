"""A store, opened: the extracts of a project as they were judged, as long as nothing that they hang on has changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from svtool.errors import ExtractError, listed
from svtool.files.extract_file import state_of
from svtool.files.file_names import find_files
from svtool.records.file_loader import FileLoader
from svtool.records.load_plan import Loading, Plan, Target
from svtool.records.mapped_file import open_mapped
from svtool.records.watch import LoadedFile
from svtool.schema.library import Library
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry, Project
from svtool.schema.sources import Source
from svtool.store.generations import AGAIN, Generation, KeptFile, KeptFiles, damaged, read_current
from svtool.store.judged_by import Judging, changed, sha256_of
from svtool.store.judged_file import JudgedFile
from svtool.store.kept_answers import KeptAnswers
from svtool.store.kept_loader import KeptLoader

ANSWERS = "answers"
Fingerprint = dict[str, int | str]


@dataclass(frozen=True)
class KeptExtracts:
    """The extracts that a store keeps.

    Attributes:
        store: where it is.
        folder: where the names of files start from.
        judging: by what extracts are judged now.
    """

    store: Path
    folder: Path
    judging: Judging

    @cached_property
    def generation(self) -> Generation:
        """Return what the store holds.

        Raises:
            ExtractError: there is no store, or it is damaged.
        """
        return read_current(self.store)

    def fingerprints(self) -> dict[Path, Fingerprint]:
        """Return the sizes and SHA-256 of the files that the store judged, which may be gone."""
        files = (each for entry in self.generation.entries for each in entry.files)
        return {self.folder / each.name: {"bytes": each.bytes, "sha256": each.sha256} for each in files}

    @property
    def answers(self) -> KeptAnswers:
        """Return what was answered about what the store holds."""
        return KeptAnswers(self.generation.folder / ANSWERS)

    def entry(self, source: Source, entry: ExtractEntry, part: MappingPart) -> KeptEntryFiles:
        """Return the files of an entry.

        Raises:
            ExtractError: they are not kept, or were judged by something else, or changed since.
        """
        key = (source.id, part.row, entry.files, entry.sheet, entry.member)
        found = next((each for each in self.generation.entries if each.key == key), None)
        names = listed(entry.files, 3, "and")
        if found is None:
            raise ExtractError(f"the store {self.store.name} does not hold them. {AGAIN}", file=names)
        if what := changed(found.judged_by, self.judging.of(source, entry)):
            have = "has" if len(what) == 1 else "have"
            raise ExtractError(
                f"{listed(what, joiner='and')} {have} changed since the store {self.store.name} was written, and "
                f"what it holds may be judged otherwise now. {AGAIN}",
                file=names,
            )
        self._check_inputs(found, entry)
        return KeptEntryFiles(self.store, self.folder, self.generation, found, entry, part)

    def _check_inputs(self, kept: KeptFiles, entry: ExtractEntry) -> None:
        """Check that the files which are still there are those that the store judged; all of them may be gone."""
        try:
            there = {name: path for path, name in find_files(entry, self.folder) if path.is_file()}
        except ExtractError:
            return
        if not there:
            return
        held = {each.name: each for each in kept.files}
        news = [
            *(f"{name} is not in it" for name in there if name not in held),
            *(f"{name} is there no more" for name in held if name not in there),
            *(
                f"{name} is another file now"
                for name, path in there.items()
                if name in held and _differs(held[name], path)
            ),
        ]
        if news:
            raise ExtractError(
                f"the store {self.store.name} does not hold the extracts as they are: {listed(news, 5, 'and')}. {AGAIN}"
            )


def open_store(project: Project, folder: Path, library: Library) -> KeptExtracts:
    """Return the store that a project names.

    Args:
        project: the project.
        folder: the folder of its file.
        library: its definitions.
    """
    return KeptExtracts(folder / (project.store or ""), folder, Judging(library, project.areas, project.parts))


def _differs(kept: KeptFile, path: Path) -> bool:
    """Return whether a file is another than the one that was judged; its time says soonest that it is the same."""
    if state_of(path)[:2] == (kept.bytes, kept.modified):  # a copy of the same file has another inode
        return False
    return path.stat().st_size != kept.bytes or sha256_of(path) != kept.sha256


@dataclass(frozen=True)
class KeptEntryFiles:
    """The files of an entry of the project, as a store keeps them."""

    store: Path
    folder: Path
    generation: Generation
    kept: KeptFiles
    entry: ExtractEntry
    part: MappingPart

    @property
    def files(self) -> Sequence[tuple[Path, str]]:
        """Return the files, with the names that messages call them by."""
        return [(self.folder / each.name, each.name) for each in self.kept.files]

    @property
    def left(self) -> int:
        """Return how many other files stood in the folders that the entry names as a whole."""
        return self.kept.left

    def load(self, name: str, loading: Loading, plan: Plan, target: Target) -> LoadedFile:
        """Put the records of a file into a table, and return what came of it, as if it were read.

        Raises:
            ExtractError: it can't be read as this extract, or what is kept of it is damaged.
        """
        file = next(each for each in self.kept.files if each.name == name)
        judged = JudgedFile(name, self._account_of(file))
        parts = [self.generation.folder / each.file for each in file.parts]
        loader = KeptLoader(loading, (self.entry, self.part), judged, (self.store, parts), plan)
        if not loader.can_answer():
            return self._read(file, loading, plan, target)
        for part in file.parts:
            if state_of(self.generation.folder / part.file).bytes != part.bytes:
                raise damaged(self.store, f"{self.generation.folder.name}/{part.file}")
        return loader.load_into(target)

    def _account_of(self, file: KeptFile) -> dict[str, object]:
        path = self.generation.folder / file.account[0]
        try:
            if sha256_of(path) == file.account[1]:
                found: dict[str, object] = json.loads(path.read_bytes())
                return found
        except (OSError, ValueError):
            pass
        raise damaged(self.store, f"{self.generation.folder.name}/{file.account[0]}")

    def _read(self, file: KeptFile, loading: Loading, plan: Plan, target: Target) -> LoadedFile:
        """Read the file itself, where what is kept of it can't answer."""
        path, entry = self.folder / file.name, self.entry
        opened = open_mapped(path, file.name, entry, self.part, plan.readable)
        return FileLoader(loading, entry, self.part, opened, plan).load_into(target)
