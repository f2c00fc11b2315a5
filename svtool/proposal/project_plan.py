"""What `svtool init` would write into a folder, and what there is to say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svtool.errors import InvalidFileError, Problem, listed, several
from svtool.proposal.decisions import Answer, Ask, Decision, Draft
from svtool.proposal.layouts import Layout
from svtool.proposal.source_entries import files_of
from svtool.schema.defaults import FORMER_FILE, PROJECT_FILE
from svtool.schema.text_yaml import read_text_yaml

MOST_TOLD = 12  # lines to decide; of others, how many there are in which file


@dataclass(frozen=True)
class Plan:
    """What would be written, and what is said about it.

    Attributes:
        folder: the folder of the extracts.
        drafts: what would be written, by file.
        recognised: the files that the project file names.
        set_aside: files that count nowhere, each with why.
        begun: those of them for which a mapping is begun, each with its id.
        unreadable: those of them that can't be read.
        own_outputs: files that svtool wrote, which are left alone.
        told: what is said of tables that are left out, and of sources that none of them counts.
        asked_first: what other choices hang on, and was asked while the plan was made, by place.
        all_files: the names of all files.
    """

    folder: Path
    drafts: Mapping[Path, Draft]
    recognised: list[Layout]
    set_aside: Mapping[str, str]
    begun: Mapping[str, str]
    unreadable: Collection[str]
    all_files: list[str]
    own_outputs: Sequence[str] = ()
    told: Sequence[str] = ()
    asked_first: Mapping[str, Decision] = field(default_factory=dict)

    def texts(self, ask: Ask) -> dict[Path, str]:
        """Return what is to be written, by file, with what somebody answers; the project file comes last."""
        return {path: draft(ask) for path, draft in self.drafts.items()}

    def files(self, ask: Ask) -> list[tuple[Path, bytes]]:
        """Return the same as bytes."""
        return [(path, text.encode("utf-8")) for path, text in self.texts(ask).items()]

    def questions(self) -> dict[str, Decision]:
        """Return what only a person can decide, by the place of each value, in the order of the files."""
        found = dict(self.asked_first)

        def note(place: str, decision: Decision) -> Answer | None:
            found.setdefault(place, decision)
            return None

        self.texts(note)
        return found


def tell(plan: Plan, recognised: bool = True) -> list[str]:
    """Return the lines about a plan whose files are written; what was recognised where it is not said yet."""
    lines = tell_recognised(plan) if recognised else []
    lines += ["", *(f"Written: {path}" for path in sorted(plan.drafts))]
    lines += ["", *plan.told] if plan.told else []
    undecided = _undecided(plan)
    if undecided:
        lines += ["", f"{several(len(undecided), 'line', 'lines')} TO DECIDE:", *map(str, undecided[:MOST_TOLD])]
        rest = Counter(problem.file for problem in undecided[MOST_TOLD:])
        lines += [f"{name}: {several(number, 'more line', 'more lines')}" for name, number in rest.items()]
    return [*lines, "", f"Next: {'decide these, then ' if undecided else ''}{_next_command(plan)}"]


def tell_recognised(plan: Plan) -> list[str]:
    """Return the lines about what was recognised in a folder, and what was not."""
    lines: list[str] = []
    for layout in plan.recognised:
        what = f"{layout.source} {layout.row}" if layout.row else str(layout.source)
        by = f", mapping {layout.mapping}" if layout.mapping else ""
        files = several(len(layout.files), "file", "files")
        lines.append(f"{files_of(layout, plan.all_files)}: {what}{by}; confidence {layout.confidence}")
        lines.append(f"    {files}, {several(layout.records, 'record', 'records')}: {'; '.join(layout.reasons)}")
    for name, why in sorted(plan.set_aside.items()):
        lines.append(f"{'NOT READ' if name in plan.unreadable else 'NOT USED'} {name}: {why}")
        if name in plan.begun:
            again = "svtool init --force" if plan.recognised else "svtool init"
            lines.append(
                f"    a mapping is begun for it, {plan.begun[name]}, with what was recognised and every column: decide "
                f"its lines, and {again} reads it; or move the file away"
            )
    if plan.own_outputs:
        lines.append(f"Left alone, for svtool wrote them: {listed(sorted(plan.own_outputs), MOST_TOLD, 'and')}")
    return lines


def _next_command(plan: Plan) -> str:
    if plan.folder / PROJECT_FILE not in plan.drafts:
        return "svtool init" if plan.folder == Path() else f'svtool init "{plan.folder}"'
    path = str(plan.folder / PROJECT_FILE)
    if path == PROJECT_FILE:
        return "svtool measures"
    return f'svtool measures --project "{path}"' if " " in path else f"svtool measures --project {path}"


def _undecided(plan: Plan) -> list[Problem]:
    found: list[Problem] = []
    begun = set(plan.begun.values()) if plan.recognised else set()
    for path in [path for path in plan.drafts if path.stem not in begun and path.name != FORMER_FILE]:
        try:
            read_text_yaml(path)
        except InvalidFileError as error:
            found += error.problems
    return sorted(found)
