"""`svtool definition`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.cli.completion import ids_of
from svtool.cli.near_commands import NearCommands


@click.group(cls=NearCommands, name="definition", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, show or check definitions of serious violence."""


_folder = click.option(
    "--project", type=click.Path(path_type=Path), help="A project file; its folder's definitions/ are looked at first."
)


@command.command(name="list")
@_folder
def list_definitions(project: Path | None) -> None:
    """List the definitions, with the number of their clauses."""
    from svtool.commands.definition import list_definitions as definitions

    for each in definitions(project):
        click.echo(f"{each.id:20}{len(each.clauses):3} clauses  {each.title}")


@command.command(name="show")
@click.argument("name", shell_complete=ids_of("serious_violence", "offences"))
@_folder
def show_definition(name: str, project: Path | None) -> None:
    """Show a definition: its clauses in words, its exclusion, and every decision behind it.

    `show offences` lists the names of offences that rules may use.
    """
    from svtool.commands.definition import show_definition as lines_of

    for line in lines_of(name, project):
        click.echo(line)


@command.command(name="check")
@click.argument("names", nargs=-1, shell_complete=ids_of("serious_violence"))
@_folder
def check_definitions(names: tuple[str, ...], project: Path | None) -> None:
    """Run the examples of definitions; all of them when none is named."""
    from svtool.commands.definition import check_definitions as run_examples
    from svtool.commands.definition import refuse_failures
    from svtool.output.writing import write_text

    checked = run_examples(names, project)
    write_text("".join(f"{each.line}\n" for each in checked), None)
    refuse_failures(checked)
