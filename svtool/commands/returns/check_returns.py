"""The steps of `svtool returns check`: read returns, look at them alone and together, and judge them."""

from __future__ import annotations

from svtool.commands.returns.opened_returns import ReturnsAsked, open_returns
from svtool.interventions.examined import examine
from svtool.validation.verdict import FailOn, Validation


def check_returns(asked: ReturnsAsked, fail_on: FailOn = "error") -> Validation:
    """Return everything that is wrong or notable about returns, and whether they are fit to be counted.

    Args:
        asked: which returns, and which register.
        fail_on: from which level on a finding makes them unfit.

    Raises:
        SvtoolError: the command, the project or the register is wrong; what is wrong with a return is a finding.
    """
    opened = open_returns(asked)
    return examine(opened.settled, opened.refused, opened.remarks, fail_on)
