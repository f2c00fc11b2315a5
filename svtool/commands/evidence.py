"""What a run stands on: the files that it read, as they were found, and what its project says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtool.commands.as_found import AsFound
from svtool.commands.files_used import Reports, extracts_used, read_in_place, reviews_used
from svtool.commands.opening import Opened, OpenedProject
from svtool.commands.spared import files_read
from svtool.errors import ExtractError
from svtool.schema.acknowledged import Acknowledged
from svtool.schema.defaults import OWNER_ONLY
from svtool.schema.project import holdings_of, receipts_of
from svtool.schema.publishers import Publisher
from svtool.schema.receipts import Holding, Receipt

if TYPE_CHECKING:
    from svtool.commands.releases import KeptRelease

NO_FILE = "It could not be read as a file."


@dataclass(frozen=True)
class Evidence:
    """What a run stands on.

    Attributes:
        folder: where the names of files start from.
        project: the project file; None where no project was read.
        inputs: the files that went in and are no definitions.
        found: the states of these, of the project and of definitions before they were read.
        definitions: the files of definitions that were read, by the names that messages give them.
        read_in_place: what Spark read where it lies, by the names that the project gives.
        unread: inputs whose bytes are not those that were looked at, each with the reason.
        known: the sizes and fingerprints of inputs that a store keeps, so that they need not be read.
        called: inputs that go by another name than that of their file, such as standard input.
        ledgers: where every row went, by source and part.
        synthetic: whether the records are made up.
        publisher: who publishes the figures; None where the project does not say.
        received: how the extracts came, as far as the project says so.
        held: what the extracts were drawn for, as far as the project says so.
        acknowledged: the warnings that somebody has looked at.
        spared: the files that no output may replace.
        mode: the rights of new files; None for those that the system gives.
        release: what is kept of what is printed; None where it is no release.
        audited_with: the files of the earlier releases that it was audited with.
    """

    folder: Path
    project: Path | None
    inputs: Sequence[Path]
    found: AsFound
    definitions: Mapping[str, Path]
    read_in_place: Sequence[str] = ()
    unread: Mapping[Path, str] = field(default_factory=dict)
    known: Mapping[Path, Mapping[str, Any]] = field(default_factory=dict)
    called: Mapping[Path, str] = field(default_factory=dict)
    ledgers: Mapping[str, Any] = field(default_factory=dict)
    synthetic: bool = False
    publisher: Publisher | None = None
    received: Sequence[Receipt] = ()
    held: Sequence[Holding] = ()
    acknowledged: Sequence[Acknowledged] = ()
    spared: frozenset[Path] = frozenset()
    mode: int | None = OWNER_ONLY
    release: KeptRelease | None = None
    audited_with: Sequence[Path] = ()

    def as_far_as_read(self) -> Evidence:
        """Return the same where an input may be no file, or another now than the one that was looked at."""
        reasons = {path: self._why_unread(path) for path in self.inputs}
        return replace(self, unread={path: reason for path, reason in reasons.items() if reason})

    def _why_unread(self, path: Path) -> str:
        try:
            self.found.check(path)
            return "" if path.is_file() else NO_FILE
        except (ExtractError, OSError, ValueError) as error:
            return error.reason if isinstance(error, ExtractError) else NO_FILE


NO_EVIDENCE = Evidence(Path(), None, (), AsFound(), {})


def evidence_of(opened: Opened, reports: Reports, also: Iterable[Path] = ()) -> Evidence:
    """Return what a run stands on.

    Args:
        opened: the project or the definitions.
        reports: what became of the rows of the extracts.
        also: other files that were read.
    """
    inputs = dict.fromkeys((*extracts_used(opened, reports), *reviews_used(opened), *also))
    said: dict[str, Any] = {}
    if isinstance(opened, OpenedProject):
        project = opened.project
        said = {
            "project": opened.path, "publisher": project.publisher, "received": receipts_of(project),
            "held": holdings_of(project), "acknowledged": project.acknowledged, "mode": project.outputs.bits,
        }  # fmt: skip
    return Evidence(
        **{"project": None, **said},
        folder=opened.folder,
        inputs=[*inputs],
        found=opened.found,
        definitions=dict(opened.library.opened),
        read_in_place=read_in_place(opened, reports),
        known=opened.kept.fingerprints() if opened.kept else {},
        ledgers=rows_of_reports(reports),
        synthetic=opened.synthetic,
        spared=files_read(opened),
    )


def rows_of_reports(reports: Reports) -> dict[str, dict[str, dict[str, Any]]]:
    """Return where every row of the extracts went, by source and part."""
    return {name: {part: report.ledger.numbers() for part, report in parts.items()} for name, parts in reports.items()}
