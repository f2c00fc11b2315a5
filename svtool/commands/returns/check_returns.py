"""The steps of `svtool returns check`: read returns, look at them alone and together, and judge them."""

from __future__ import annotations

from dataclasses import dataclass

from svtool.commands.evidence import Evidence
from svtool.commands.returns.opened_returns import ReturnsAsked, open_returns
from svtool.interventions.examined import examine
from svtool.validation.verdict import FailOn, Validation

CHECK = "returns check"  # what a manifest calls this command


@dataclass(frozen=True)
class HowChecked:
    """How returns are judged, and how much of what is found is shown.

    Attributes:
        fail_on: from which level on a finding makes them unfit.
        all_places: whether all places of a finding are named, not the first three.
    """

    fail_on: FailOn = "error"
    all_places: bool = False


@dataclass(frozen=True)
class CheckedReturns:
    """What was found in returns, and what that stands on."""

    validation: Validation
    evidence: Evidence


def check_returns(asked: ReturnsAsked, how: HowChecked = HowChecked()) -> CheckedReturns:
    """Return everything that is wrong or notable about returns, and whether they are fit to be counted.

    Args:
        asked: which returns, and which register.
        how: how they are judged.

    Raises:
        SvtoolError: the command, the project or the register is wrong; what is wrong with a return is a finding.
    """
    opened = open_returns(asked)
    return CheckedReturns(examine(opened.settled, opened.refused, opened.remarks, how.fail_on), opened.evidence)
