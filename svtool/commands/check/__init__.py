"""The steps of `svtool check`: read what was published, do its sums again, and count the same today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from svtool.commands.check.arithmetic import Remark, check_arithmetic
from svtool.commands.check.counted_today import Compared, Recount
from svtool.commands.check.published_figures import Published, read_published
from svtool.commands.measures import Request as Measured
from svtool.commands.measures import project_path
from svtool.figures.notices import SYNTHETIC, UNCONTROLLED
from svtool.schema.library import Library
from svtool.schema.policies import NO_POLICY
from svtool.schema.project import read_project


@dataclass(frozen=True)
class Request:
    """What a command asks for.

    Attributes:
        published: the table that was published.
        project: the project whose extracts are counted again; none for the arithmetic alone.
        sample: whether the sample is that project.
        printed_on: the day on which the published figures were taken.
    """

    published: Path
    project: Path | None = None
    sample: bool = False
    printed_on: date | None = None


@dataclass
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
    figures: list[Published]
    remarks: list[Remark]
    compared: Compared | None = None
    notices: list[str] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Return whether anything contradicts the published table."""
        return bool(self.remarks) or any(each.revised for each in (self.compared.editions if self.compared else ()))


def check(request: Request) -> Checked:
    """Return what contradicts a published table.

    Raises:
        SvtoolError: the table, the project or an extract can't be read.
    """
    figures = read_published(request.published)
    result = Checked(str(request.published), figures, check_arithmetic(figures))
    if request.project is None and not request.sample:
        return result
    path = project_path(Measured(project=request.project, sample=request.sample))
    project = read_project(path)
    library = Library(path.parent, project.definition)
    result.compared = Recount(project, library, path.parent, request.printed_on).compare(figures)
    result.notices = [] if project.disclosure == NO_POLICY else [UNCONTROLLED]
    result.notices += [SYNTHETIC] if project.synthetic else []
    return result
