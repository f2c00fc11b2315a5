"""What `svtool init` says at the end: what it recognised and why, what is left to decide, what to do next."""

from __future__ import annotations

from svtool.errors import InvalidFileError, Problem, several
from svtool.proposal.project_plan import Plan
from svtool.proposal.source_entries import files_of
from svtool.schema.project import PROJECT_FILE
from svtool.schema.text_yaml import read_text_yaml


def tell(plan: Plan) -> list[str]:
    """Return the lines about a plan whose files have been written."""
    lines: list[str] = []
    for layout in plan.recognised:
        what = f"{layout.source} {layout.row}" if layout.row else str(layout.source)
        by = f", mapping {layout.mapping}" if layout.mapping else ""
        files = several(len(layout.files), "file", "files")
        lines.append(f"{files_of(layout, plan.all_files)}: {what}{by}; confidence {layout.confidence}")
        lines.append(f"    {files}, {several(layout.records, 'record', 'records')}: {'; '.join(layout.reasons)}")
    for layout in [*plan.left_out, *plan.not_recognised]:
        lines.append(f"NOT USED {files_of(layout, plan.all_files)}: {'; '.join(layout.reasons)}")
    lines += [f"NOT READ {name}: {why}" for name, why in sorted(plan.unreadable.items())]
    lines += ["", *(f"Written: {path}" for path in sorted(plan.texts))]
    undecided = _undecided(plan)
    if undecided:
        lines += ["", f"{several(len(undecided), 'line', 'lines')} TO DECIDE:", *map(str, undecided)]
    return [*lines, "", f"Next: {'decide these, then ' if undecided else ''}{_next_command(plan)}"]


def _next_command(plan: Plan) -> str:
    path = str(plan.folder / PROJECT_FILE)
    if path == PROJECT_FILE:
        return "svtool measures"
    return f'svtool measures --project "{path}"' if " " in path else f"svtool measures --project {path}"


def _undecided(plan: Plan) -> list[Problem]:
    found: list[Problem] = []
    for path in plan.texts:
        try:
            read_text_yaml(path)
        except InvalidFileError as error:
            found += error.problems
    return sorted(found)
