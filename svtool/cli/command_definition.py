"""`svtool definition`."""

from __future__ import annotations

from pathlib import Path

import click

from svtool.cli.completion import ids_of
from svtool.cli.near_commands import NearCommands
from svtool.cli.options import format_option, out_option


@click.group(cls=NearCommands, name="definition", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, show, check or compare definitions of serious violence, or begin your own."""


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
    """Show a definition: its clauses in words, what it leaves out, every decision, and its sources.

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


@command.command(name="new")
@click.argument("name")
@click.option(
    "--from", "base", required=True, metavar="ID", shell_complete=ids_of("serious_violence"),
    help="The definition that it begins with: clauses, options, decisions and examples.",
)  # fmt: skip
@click.option("--title", metavar="TEXT", help="What it is called (default: as its base, changed).")
@_folder
def begin_definition(name: str, base: str, title: str | None, project: Path | None) -> None:
    """Begin a definition of your own from another, in definitions/serious_violence/ beside the project file.

    \b
      svtool definition new ours --from merseyside
    """
    from svtool.commands.new_definition import new_definition
    from svtool.output.writing import write_below

    made = new_definition(name, base, title, project)
    write_below(made.path.parent, [(made.path, made.text.encode("utf-8"))])
    for line in made.lines:
        click.echo(line)


@command.command(name="diff")
@click.argument("one", shell_complete=ids_of("serious_violence"))
@click.argument("other", shell_complete=ids_of("serious_violence"))
@_folder
@format_option()
@out_option
def show_differences(one: str, other: str, project: Path | None, format_: str, out: Path | None) -> None:
    """Show what two definitions do differently: clauses, what they leave out, decisions, and which offences are in.

    \b
      svtool definition diff merseyside west_mercia
      svtool definition diff duty_statutory duty_statutory+alcohol
      svtool definition diff merseyside ours --format csv --out differences.csv
    """
    from svtool.cli.option_values import page
    from svtool.cli.printing import print_alone
    from svtool.commands.definition_differences import DIFF, DiffAsked, compare_definitions
    from svtool.commands.manifest import run_of
    from svtool.output.difference_formats import differences_in

    asked = DiffAsked(one, other, project, out)
    found = compare_definitions(asked)
    print_alone(differences_in(format_, found, *page(out)), out, format_, lambda: run_of(DIFF, found.evidence, asked))
