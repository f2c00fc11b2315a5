"""`svtool init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from svtool.proposal.decisions import Ask, Decision

LATER = "later"


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--force", is_flag=True, help="Replace a project file and mappings that are there already.")
def command(folder: Path, force: bool) -> None:
    """Write a project file for a folder of extracts, with the mappings that they need.

    Says why each file was taken for what it is. What the files can't tell is asked on a terminal, or written as
    TO DECIDE, which stops every other command until a person has replaced it.

    \b
      svtool init
      svtool init extracts_2021
    """
    from svtool.commands.init import plan_project
    from svtool.output.writing import write_texts
    from svtool.proposal.decisions import decide_later
    from svtool.proposal.project_plan import tell

    ask = _ask_once() if sys.stdin.isatty() else decide_later
    plan = plan_project(folder, ask, force)
    write_texts(plan.texts)
    for line in tell(plan):
        click.echo(line)


def _ask_once() -> Ask:
    """Return what asks a person on the terminal; the same question is asked once."""
    answers: dict[tuple[str, str], str | None] = {}

    def ask(decision: Decision) -> str | None:
        key = (decision.about, decision.meaning)
        if key not in answers:
            click.echo(f"\n{decision.about}: {decision.meaning}.", err=True)
            choice = click.Choice([*decision.options, LATER], case_sensitive=False)
            answer = click.prompt("Which", type=choice, default=LATER, err=True)
            answers[key] = None if answer == LATER else answer
        return answers[key]

    return ask
