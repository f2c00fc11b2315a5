"""The steps of `svtool check`: read what was published, do its sums again, and count the same today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from svtool.commands.as_found import AsFound, files_of_project
from svtool.commands.check.arithmetic import Remark, check_arithmetic, unchecked_changes
from svtool.commands.check.asked_figures import lines_in_words
from svtool.commands.check.counted_today import Compared, compare_with_today
from svtool.commands.check.published_figures import Published, read_published
from svtool.commands.evidence import NO_EVIDENCE, Evidence, evidence_of
from svtool.commands.opening import OpenedProject, open_project, project_file
from svtool.commands.spared import check_spared
from svtool.engine.bounds import USUAL, Bounds
from svtool.figures.notes import Kind, Note
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
        unchecked: what of it could not be checked by its own numbers.
        evidence: what the check stands on.
    """

    name: str
    figures: Sequence[Published]
    remarks: list[Remark]
    compared: Compared | None
    notices: list[Note]
    unchecked: list[Note]
    evidence: Evidence

    @property
    def differs(self) -> bool:
        """Return whether anything contradicts the published table."""
        return bool(self.remarks) or any(each.revised for each in (self.compared.editions if self.compared else ()))

    @property
    def compares_nothing(self) -> bool:
        """Return whether figures were to be counted again and none could be."""
        return self.compared is not None and not self.compared.editions


@dataclass(frozen=True)
class Question:
    """What is asked of a published table that is a file.

    Attributes:
        published: the file.
        printed_on: the day on which the published figures were taken.
        sample: whether its figures are counted again from the sample.
    """

    published: Path
    printed_on: date | None = None
    sample: bool = False


def check_file(
    question: Question, project: Path | None = None, bounds: Bounds = USUAL, out: Path | None = None
) -> Checked:
    """Return what contradicts the published table of a file, and what that stands on.

    Args:
        question: the file.
        project: the project file whose extracts are counted again; none, nor the sample, for the arithmetic alone.
        bounds: what the run may take of the machine.
        out: where what is found will be written; it replaces no file that is read.

    Raises:
        SvtoolError: the table, the project or an extract can't be read.
    """
    published = question.published
    again = project_file(project, question.sample) if project or question.sample else None
    found = AsFound().and_now([published])
    figures = read_published(published, again.parent if again else None)
    checked = check(str(published), figures, again, question.printed_on, bounds, out)
    found.check(published)
    evidence = checked.evidence
    inputs, states = [*evidence.inputs, published], evidence.found.with_states(found)
    return replace(checked, evidence=replace(evidence, inputs=inputs, found=states))


def check(
    name: str,
    figures: Sequence[Published],
    project: Path | None = None,
    printed_on: date | None = None,
    bounds: Bounds = USUAL,
    out: Path | None = None,
) -> Checked:
    """Return what contradicts a published table.

    Args:
        name: how the table is called.
        figures: what was published.
        project: the project file whose extracts are counted again; none for the arithmetic alone.
        printed_on: the day on which the published figures were taken.
        bounds: what the run may take of the machine.
        out: where what is found will be written; it replaces no file that is read.

    Raises:
        SvtoolError: the project or an extract can't be read.
    """
    opened = open_project(project, bounds=bounds) if project else None
    check_spared(out, opened, [Path(name)])
    remarks, lines = check_arithmetic(figures), unchecked_changes(figures)
    unchecked = [Note(Kind.CHANGE_NOT_CHECKED, {"lines": lines_in_words(lines)})] if lines else []
    if opened is None:
        return Checked(name, figures, remarks, None, [], unchecked, NO_EVIDENCE)
    compared = compare_with_today(opened, figures, printed_on)
    # Which of its files were read differs from figure to figure; all that it names bear on the answer.
    evidence = evidence_of(
        opened, {}, [each for each in files_of_project(opened.project, opened.folder) if each.exists()]
    )
    return Checked(name, figures, remarks, compared, _notices(opened), unchecked, evidence)


def _notices(opened: OpenedProject) -> list[Note]:
    uncontrolled = opened.project.disclosure != NO_POLICY
    return [*([UNCONTROLLED] if uncontrolled else []), *([SYNTHETIC] if opened.synthetic else [])]
