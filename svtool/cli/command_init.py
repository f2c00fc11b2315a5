"""`svtool init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from svtool.proposal.decisions import Answer, Ask, Decision
    from svtool.proposal.project_plan import Plan


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--answers",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A YAML file of answers: a place such as sources.fire.area_unknown, and what to write there.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Write a project file anew; what was decided in it stays, and the former one is kept.",
)
def command(folder: Path, answers: Path | None, force: bool) -> None:
    """Write a project file for a folder of extracts, with the mappings that they need.

    Says why each file was taken for what it is. What the files can't tell is answered by --answers, asked on a
    terminal, or written as TO DECIDE, which stops every other command until a person has replaced it.

    \b
      svtool init
      svtool init extracts_2021
    """
    from svtool.cli.printing import tell_left
    from svtool.cli.telling import Level, tell_result
    from svtool.cli.telling import tell as tell_aside
    from svtool.commands.init import look_around, plan_for
    from svtool.output.replacing import settle_left_behind
    from svtool.output.writing import write_below
    from svtool.proposal.prepared_answers import first_of, read_answers
    from svtool.proposal.project_plan import tell

    prepared = read_answers(answers) if answers else None
    asks: list[Ask] = [prepared.ask] if prepared else []
    tell_left([settle_left_behind(folder)])
    looked = look_around(folder, force)
    plan = plan_for(looked, first_of(asks))
    if sys.stdin.isatty():
        asks.append(_ask_on_terminal(plan))
        plan = plan_for(looked, first_of(asks))
    write_below(folder, plan.files(first_of(asks)))
    for line in tell(plan, recognised=not sys.stdin.isatty()):
        tell_result(line)
    for name in prepared.unasked if prepared else []:
        tell_aside(Level.WARNING, f"{answers}: nothing was asked about {name}.")


def _ask_on_terminal(plan: Plan) -> Ask:
    """Say what was recognised, and return what asks a person on the terminal."""
    from svtool.output.dialogue import Dialogue
    from svtool.proposal.project_plan import tell_recognised

    for line in tell_recognised(plan):
        click.echo(line, err=True)
    dialogue = Dialogue(len(plan.questions()))

    def ask(place: str, decision: Decision) -> Answer | None:
        try:
            return dialogue.ask(place, decision)
        except EOFError:
            raise click.Abort from None

    return ask
