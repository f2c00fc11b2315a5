"""A new generation of a store: what changed is judged, what did not is taken over, and what is gone is left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from svtool.errors import ExtractError, Faults
from svtool.files.extract_file import cannot_open, state_of
from svtool.files.file_names import find_files, left_in_folders
from svtool.records.load_plan import Loading
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.store.doubtful_rows import DoubtfulRows
from svtool.store.generations import (
    CURRENT,
    Generation,
    KeptFile,
    KeptFiles,
    commit,
    folder_of,
    read_current,
    writing,
)
from svtool.store.judged_by import Judges, Judging, sha256_of
from svtool.store.judging_loader import days_of, judge_file
from svtool.store.private_files import write_privately
from svtool.store.row_parts import Part, RowParts, link_file

ADDED, REPLACED, AGAIN, KEPT, REMOVED = "added", "replaced", "judged again", "kept", "removed"


@dataclass(frozen=True)
class Feed:
    """An entry of the project whose files are judged.

    Attributes:
        loading: what its source is loaded with.
        entry: the entry.
        part: the mapping that reads it.
        place: its place among those of its kind of row, from 1.
    """

    loading: Loading
    entry: ExtractEntry
    part: MappingPart
    place: int

    @property
    def folder(self) -> str:
        """Return where its months stand, as readers of partitioned folders know them."""
        return f"source={self.loading.source.id}/rows={self.part.row}/feed={self.place}"


def ingest(store: Path, feeds: Sequence[Feed], judging: Judging, wait: float = 0) -> Generation:
    """Return the generation of a store that holds the extracts as they are now; the same where nothing changed.

    Args:
        store: the store; made where there is none.
        feeds: the entries of the project.
        judging: by what they are judged.
        wait: for how many seconds another run that is writing the store is waited for.

    Raises:
        ExtractError: a file can't be read as this extract; all are looked at first, and the store stays as it was.
        OutputError: the store can't be written, or another run is writing it.
    """
    with writing(store, wait) as folder:
        before = read_current(store) if (store / CURRENT).exists() else Generation(folder_of(store, 0), 0)
        writer = _Writer(folder, before, judging)
        faults = Faults()
        for feed in feeds:
            with faults.noting():
                writer.write(feed)
        faults.raise_met()
        entries = tuple(writer.entries)
        if entries == before.entries and set(writer.told().values()) == {KEPT}:
            return replace(before, did=writer.told())
        number = before.number + 1
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return commit(store, folder, Generation(folder_of(store, number), number, now, writer.told(), entries))


class _Writer:
    """Writes the entries of a generation, one after the other."""

    def __init__(self, folder: Path, before: Generation, judging: Judging) -> None:
        self._folder, self._before, self._judging = folder, before, judging
        self._known = {each.key: each for each in before.entries}
        self._did: dict[str, str] = {}
        self.entries: list[KeptFiles] = []

    def told(self) -> dict[str, str]:
        """Return what was done with each file, those that are gone at the end."""
        names = (file.name for entry in self._before.entries for file in entry.files)
        return {**self._did, **{name: REMOVED for name in names if name not in self._did}}

    def write(self, feed: Feed) -> None:
        """Write the files of an entry, read or taken over."""
        loading, entry, source = feed.loading, feed.entry, feed.loading.source
        judges = self._judging.of(source, entry)
        key = (source.id, feed.part.row, entry.files, entry.sheet, entry.member)
        known = self._known.get(key)
        try:
            found = find_files(entry, loading.folder)
        except ExtractError:
            if known is None or known.judged_by != judges:
                raise
            files, left = tuple(self._take_over(feed, each, None) for each in known.files), known.left
        else:
            left = left_in_folders(entry, loading.folder, (path for path, _ in found))
            files = tuple(self._files(feed, found, known, judges))
        self.entries.append(KeptFiles(*key, judges, left, files))

    def _files(
        self, feed: Feed, found: Sequence[tuple[Path, str]], known: KeptFiles | None, judges: Judges
    ) -> Iterator[KeptFile]:
        before = {each.name: each for each in known.files} if known else {}
        faults = Faults()
        for path, name in found:
            with faults.noting():
                bytes_, modified, _ = state_of(path)
                sha256 = _fingerprint(path, name)
                old = before.get(name)
                same = old is not None and known is not None and (old.sha256, known.judged_by) == (sha256, judges)
                if old and same and self._is_whole(old):
                    yield self._take_over(feed, old, modified)
                    continue
                self._did[name] = ADDED if not old else REPLACED if old.sha256 != sha256 else AGAIN
                yield self._judge(feed, path, KeptFile(name, bytes_, modified, sha256, 0, (), ("", "")))
        faults.raise_met()

    def _is_whole(self, file: KeptFile) -> bool:
        """Return whether all that is kept of a file is there, as far as sizes say."""
        folder = self._before.folder
        whole = all(state_of(folder / part.file).bytes == part.bytes for part in file.parts)
        account = folder / file.account[0]
        return whole and account.is_file() and sha256_of(account) == file.account[1]

    def _take_over(self, feed: Feed, file: KeptFile, modified: int | None) -> KeptFile:
        self._did[file.name] = KEPT
        before, now = self._before.folder, self._folder
        parts = []
        for part in file.parts:
            there = f"{feed.folder}/{'/'.join(Path(part.file).parts[-2:])}"
            link_file(before / part.file, now / there)
            parts.append(Part(there, part.bytes))
        link_file(before / file.account[0], now / file.account[0])
        return replace(file, parts=tuple(parts), modified=file.modified if modified is None else modified)

    def _judge(self, feed: Feed, path: Path, file: KeptFile) -> KeptFile:
        key = hashlib.sha256(f"{feed.folder} {file.name} {file.sha256}".encode()).hexdigest()[:16]
        doubtful = DoubtfulRows(feed.loading.source)
        rows = RowParts(self._folder, feed.folder, key, days_of(feed.loading.source, feed.entry), doubtful)
        plain = judge_file(feed.loading, feed.entry, feed.part, path, file.name, rows)
        if state_of(path)[:2] != (file.bytes, file.modified):
            raise ExtractError("changed while it was read; expected a finished file. Wait until it is written, and "
                               "run again.", "F01", file=file.name)  # fmt: skip
        content = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        account = f"files/{key}.json"
        with write_privately(self._folder / account) as stream:
            stream.write(content)
        fingerprint = hashlib.sha256(content).hexdigest()
        return replace(file, rows=plain["next_row"], parts=tuple(rows.parts), account=(account, fingerprint))


def _fingerprint(path: Path, name: str) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise cannot_open(name, error) from None
