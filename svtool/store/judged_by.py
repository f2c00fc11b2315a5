"""By what the cells of an extract are judged: whatever of it changes, the extract must be judged again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from svtool.schema.force_areas import Parts
from svtool.schema.library import PLACES, Library
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.version import __version__

Judges = dict[str, str]
BLOCK = 1 << 20


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass
class Judging:
    """Says by what extracts are judged in a project.

    Attributes:
        library: its definitions.
        areas: the id of its set of areas.
        parts: of what a police force area is made.
    """

    library: Library
    areas: str | None
    parts: Parts | None = None
    _known: dict[str, str] = field(default_factory=dict)

    def of(self, source: Source, entry: ExtractEntry) -> Judges:
        """Return what judges an extract: what it is called → what it is now.

        Args:
            source: its source.
            entry: what the project says of it.
        """
        named = {
            f"mapping {entry.mapping}": f"definitions/mappings/{entry.mapping}.yaml",
            f"source {source.id}": f"definitions/sources/{source.id}.yaml",
            **({"the offence catalogue": "definitions/offences/catalogue.yaml"} if source.has_offences else {}),
            **({f"the set of areas {self.areas}": self._file_of_areas()} if self.areas else {}),
        }
        found = {what: self._fingerprint(file) for what, file in named.items()}
        found |= {
            name: str(value)
            for name, value in (
                ("as_at", entry.as_at), ("epoch", entry.epoch), ("area_basis", entry.area_basis), ("parts", self.parts),
            )
            if value is not None
        }  # fmt: skip
        added = self.library.added_columns.get(source.id)
        return {**found, **({"--map": repr(sorted(added.items()))} if added else {}), "svtool": __version__}

    def _file_of_areas(self) -> str:
        """Return the file of which the areas are: their own, or that of the places that forces are made of."""
        own = f"definitions/areas/{self.areas}.yaml"
        return own if self.library.find(own) and not self.parts else PLACES

    def _fingerprint(self, name: str) -> str:
        """Return the SHA-256 of a file of definitions; nothing where there is none."""
        if name not in self._known:
            path = self.library.find(name)
            self._known[name] = sha256_of(path) if path else ""
        return self._known[name]


def changed(before: Judges, now: Judges) -> list[str]:
    """Return the names of what judges otherwise now."""
    return [what for what in dict.fromkeys((*before, *now)) if before.get(what) != now.get(what)]
