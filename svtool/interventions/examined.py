"""Returns examined: everything that is wrong or notable, and whether they are fit to be counted."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.findings.finding import Finding
from svtool.interventions.cell_checks import find_in_cells
from svtool.interventions.entered import ReturnFile
from svtool.interventions.settled import Settled
from svtool.interventions.terms import SOURCE
from svtool.interventions.whole_checks import find_in_wholes
from svtool.validation.ranking import worst_first
from svtool.validation.verdict import CheckedFile, FailOn, Tolerance, Validation, judge


def find_in_returns(settled: Settled) -> list[Finding]:
    """Return what is wrong or notable about returns, the worst first."""
    found = [
        *(finding for file in settled.files for finding in file.remarks),
        *find_in_cells(settled),
        *find_in_wholes(settled),
    ]
    return worst_first(found)


def examine(
    settled: Settled, refused: Sequence[Finding], remarks: Sequence[str], fail_on: FailOn = "error"
) -> Validation:
    """Return what was found, and the verdict.

    Args:
        settled: the returns, with their register.
        refused: what keeps files from being read.
        remarks: what was assumed, and what could not be checked.
        fail_on: from which level on a finding makes a return unfit.
    """
    findings = tuple(worst_first([*refused, *find_in_returns(settled)]))
    files = tuple(_checked(each) for each in settled.files)
    return Validation(files, {}, findings, (), tuple(remarks), (), judge(files, findings, tolerance=Tolerance(fail_on)))


def _checked(file: ReturnFile) -> CheckedFile:
    row = "a form" if file.by_hand else "one row for each number"
    return CheckedFile(
        file.name, SOURCE, row, "template" if not file.by_hand else "none", "as its cells tell", file.how, file.rows
    )
