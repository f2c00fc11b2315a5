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
@click.option(
    "--answers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A YAML file of answers: a place such as sources.fire.area_unknown, and what to write there.",
)
@click.option("--force", is_flag=True, help="Replace a project file and mappings that are there already.")
def command(folder: Path, answers: Path | None, force: bool) -> None:
    """Write a project file for a folder of extracts, with the mappings that they need.

    Says why each file was taken for what it is. What the files can't tell is answered by --answers, asked on a
    terminal, or written as TO DECIDE, which stops every other command until a person has replaced it.

    \b
      svtool init
      svtool init extracts_2021
    """
    from svtool.commands.init import plan_project
    from svtool.output.writing import write_texts
    from svtool.proposal.prepared_answers import first_of, read_answers
    from svtool.proposal.project_plan import tell

    prepared = read_answers(answers) if answers else None
    plan = plan_project(folder, force)
    asks: list[Ask] = [prepared.ask] if prepared else []
    if sys.stdin.isatty():
        asks.append(_ask_once())
    write_texts(plan.texts(first_of(asks)))
    for line in tell(plan):
        click.echo(line)
    for name in prepared.unasked if prepared else []:
        click.echo(f"warning: {answers}: nothing was asked about {name}.", err=True)


def _ask_once() -> Ask:
    """Return what asks a person on the terminal; the same question is asked once."""
    answers: dict[tuple[str, str], str | None] = {}

    def ask(_: str, decision: Decision) -> str | None:
        key = (decision.about, decision.meaning)
        if key not in answers:
            click.echo(f"\n{decision.about}: {decision.meaning}.", err=True)
            choice = click.Choice([*decision.options, LATER], case_sensitive=False)
            answer = click.prompt("Which", type=choice, default=LATER, err=True)
            answers[key] = None if answer == LATER else answer
        return answers[key]

    return ask
