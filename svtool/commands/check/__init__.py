"""The steps of `svtool check`: read what was published, do its sums again, and count the same today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from svtool.commands.check.arithmetic import Remark, check_arithmetic
from svtool.commands.check.counted_today import Compared, compare_with_today
from svtool.commands.check.published_figures import Published
from svtool.commands.opening import OpenedProject, open_project
from svtool.figures.notes import Note
from svtool.figures.notices import SYNTHETIC, UNCONTROLLED
from svtool.schema.policies import NO_POLICY


@dataclass(frozen=True)
class Checked:
    """What was found out of a published table.

    Attributes:
        name: the file.
        figures: what was published.
        remarks: what its own numbers contradict.
        compared: today's counts of the same figures, where there is a project.
        notices: what every page must say.
    """

    name: str
    figures: Sequence[Published]
    remarks: list[Remark]
    compared: Compared | None
    notices: list[Note]

    @property
    def differs(self) -> bool:
        """Return whether anything contradicts the published table."""
        return bool(self.remarks) or any(each.revised for each in (self.compared.editions if self.compared else ()))


def check(
    name: str, figures: Sequence[Published], project: Path | None = None, printed_on: date | None = None
) -> Checked:
    """Return what contradicts a published table.

    Args:
        name: how the table is called.
        figures: what was published.
        project: the project file whose extracts are counted again; none for the arithmetic alone.
        printed_on: the day on which the published figures were taken.

    Raises:
        SvtoolError: the project or an extract can't be read.
    """
    remarks = check_arithmetic(figures)
    if project is None:
        return Checked(name, figures, remarks, None, [])
    opened = open_project(project)
    return Checked(name, figures, remarks, compare_with_today(opened, figures, printed_on), _notices(opened))


def _notices(opened: OpenedProject) -> list[Note]:
    uncontrolled = opened.project.disclosure != NO_POLICY
    return [*([UNCONTROLLED] if uncontrolled else []), *([SYNTHETIC] if opened.synthetic else [])]
