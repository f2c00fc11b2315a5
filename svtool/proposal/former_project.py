"""The project file that `svtool init --force` writes anew: what a person decided in it is not asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from svtool.proposal.decisions import Answer, Decision
from svtool.proposal.source_entries import Entry
from svtool.schema.placed_yaml import read_placed_yaml
from svtool.schema.text_yaml import TO_DECIDE

# What init writes anew; every other key is a person's own.
WRITTEN = {"definition", "areas", "parts", "tables", "periods", "sources", "set_aside"}


@dataclass(frozen=True)
class FormerProject:
    """A project file as it stands, however much of it is decided.

    Attributes:
        text: its text; blank where there is none.
        data: what it says.
        own: the lines of the keys that init does not write.
    """

    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    own: tuple[str, ...] = ()

    def ask(self, place: str, decision: Decision) -> Answer | None:
        """Return what it says about a place of its own; None where it says nothing, or nothing that may be said now."""
        said = self.data.get(place)
        allowed = decision.is_free or said in decision.options
        return said if isinstance(said, str) and _is_decided(said) and allowed else None

    def settle(self, entries: Sequence[Entry]) -> None:
        """Let entries of files that it names say what it says of them, where that is decided."""
        for entry in entries:
            for key, value in self._said_of(entry).items():
                mine = entry.settings.get(key)
                if _is_decided(value) and (mine is None or isinstance(mine, Decision)):
                    entry.settings[key] = value

    @property
    def settled(self) -> frozenset[str]:
        """Return the files that it sets aside, and that a person has settled."""
        entries = [each for each in _listed(self.data.get("set_aside")) if isinstance(each, dict)]
        return frozenset(
            str(name) for each in entries if each.get("settled") == "yes" for name in _listed(each.get("files"))
        )

    def _said_of(self, entry: Entry) -> dict[str, Any]:
        found: Any = self.data.get("sources", {})
        for step in entry.place:
            found = found.get(step, {}) if isinstance(found, dict) else {}
        files = _listed(entry.settings["files"])
        return next(
            (each for each in _listed(found) if isinstance(each, dict) and _listed(each.get("files")) == files), {}
        )


def read_former(path: Path) -> FormerProject:
    """Return the project file that stands there, or one that says nothing where there is none that is YAML."""
    if not path.is_file():
        return FormerProject()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return FormerProject()
    placed = read_placed_yaml(text)
    lines = text.split("\n")
    own = [line for block in placed.blocks if block.key not in WRITTEN for line in lines[block.first : block.last + 1]]
    return FormerProject(text, placed.data or {}, tuple(own))


def _is_decided(value: Any) -> bool:
    return not (isinstance(value, str) and value.startswith(TO_DECIDE))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
