"""A small file is checked as `svtool validate` checks it, by a project with a mapping of its own."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svtool.commands.checkup import Request
from svtool.commands.validate import validate
from svtool.findings.finding import Finding
from svtool.validation.verdict import Validation

PROJECT = """\
definition: merseyside
tables: [recorded_crime]
{areas}periods: {{kind: calendar, years: [2024]}}
sources:
  {source}: {{files: file.csv, mapping: own, {entry}}}
"""


@dataclass
class Checked:
    """What was found in a file."""

    result: Validation
    findings: dict[str, list[Finding]] = field(default_factory=dict)

    def one(self, kind: str) -> Finding:
        """The only finding of a kind."""
        (found,) = self.findings.get(kind, [])
        return found

    @property
    def kinds(self) -> list[str]:
        """The kinds found of cells, sorted; the small tables of these tests lack columns, months and differing rows."""
        return sorted(kind for kind in self.findings if kind.startswith("V"))


def check(
    folder: Path,
    columns: Mapping[str, str],
    rows: Sequence[Sequence[str]],
    *,
    source: str = "police",
    entry: str = "",
    areas: str = "merseyside",
) -> Checked:
    """Check a file whose columns are read as their mapping says: header → field, or field with more of its mapping."""
    lines = [",".join(columns), *(",".join(_quoted(cell) for cell in row) for row in rows)]
    (folder / "file.csv").write_bytes(("\n".join(lines) + "\n").encode())
    mapping = ["id: own", "title: Own", f"source: {source}", *(["row: offence"] if source == "police" else [])]
    mapping.append("columns:")
    for header, said in columns.items():
        name, _, more = said.partition(" ")
        mapping.append(f"  {name}: {{column: {header}{', ' + more if more else ''}}}")
    (folder / "definitions" / "mappings").mkdir(parents=True, exist_ok=True)
    (folder / "definitions" / "mappings" / "own.yaml").write_text("\n".join(mapping) + "\n", encoding="utf-8")
    named = f"areas: {areas}\n" if areas else ""
    project = folder / "svtool.yaml"
    project.write_text(
        textwrap.dedent(PROJECT).format(source=source, entry=entry or "area_basis: incident", areas=named),
        encoding="utf-8",
    )
    result = validate(Request(project=project))
    findings: dict[str, list[Finding]] = {}
    for each in result.findings:
        findings.setdefault(each.kind.id, []).append(each)
    return Checked(result, findings)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell or "\n" in cell else cell
