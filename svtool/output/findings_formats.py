"""What was found in extracts, in every format; and the message to a supplier."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svtool.commands.checkup import Checkup, Request
from svtool.commands.manifest import Run, run_of
from svtool.output.findings_machine import findings_as_csv, findings_as_json
from svtool.output.findings_text import findings_as_text
from svtool.output.reply import reply_as_text
from svtool.validation.verdict import Validation

REPLY = "reply"


@dataclass(frozen=True)
class Shown:
    """How much of the findings is shown.

    Attributes:
        all_places: whether all places of a finding are named, not the first three.
    """

    all_places: bool = False


def findings_in(format_: str, found: Validation, shown: Shown, width: int | None = None, colours: bool = False) -> str:
    """Return what was found in a format.

    Args:
        format_: a format, or the message to the supplier.
        found: what was found.
        shown: how much of it is shown.
        width: of the terminal, which text is fitted to; None for a file or a pipe.
        colours: whether the terminal has colours.
    """
    if format_ == REPLY:
        return reply_as_text(found)
    if format_ == "csv":
        return findings_as_csv(found, shown.all_places)
    if format_ == "json":
        return findings_as_json(found, shown.all_places)
    return findings_as_text(found, width, colours, all_places=shown.all_places)


def run_of_validation(found: Checkup, request: Request, shown: Shown) -> Run:
    """Return the run that checked extracts, with its day where that bears on what was found."""
    return run_of("validate", found.evidence, replace(request, today=found.day), shown, leave_out=("rejected", "tell"))
