"""`svtool disclosure`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from svtool.cli.near_commands import NearCommands
from svtool.cli.option_values import page
from svtool.cli.options import (
    audit_options,
    bounds_options,
    definition_option,
    project_option,
    project_options,
    tables_option,
)


@click.group(cls=NearCommands, name="disclosure", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Explain what a disclosure policy suppresses, list the releases, or withdraw one that never went out."""


@command.command(name="audit")
@project_options
@tables_option("A table to audit; may be given several times.")
@definition_option
@audit_options
@bounds_options
def audit_tables(**asked: Any) -> None:
    """Say what a policy suppresses of the tables, why, and what a reader would work out otherwise.

    For the analyst alone: it names the suppressed counts. Tables are audited together with all releases.

    \b
      svtool disclosure audit --by area
      svtool disclosure audit --table agencies --by area,age_band --disclosure threshold_5
    """
    from svtool.commands.disclosure_audit import audit
    from svtool.commands.opening import check_one_project
    from svtool.commands.scope import Request
    from svtool.output.audit_text import audit_as_text

    check_one_project(asked["project"], asked["sample"])
    width, _ = page(None)
    click.echo(audit_as_text(audit(Request(**asked)), width), nl=False)


@command.command(name="list")
@project_option
def list_releases(project: Path | None) -> None:
    """List the releases of a project, with how many counts each keeps and suppresses."""
    from svtool.commands.disclosure_audit import releases_of
    from svtool.output.audit_text import releases_as_text

    width, _ = page(None)
    click.echo(releases_as_text(releases_of(project), width), nl=False)


@command.command(name="withdraw")
@click.argument("name")
@project_option
def withdraw_release(name: str, project: Path | None) -> None:
    """Take back a release that never went out: later runs are audited without it, and its name stays taken.

    What has gone out can't be taken back: whoever has it still can combine it with what you print next.
    """
    from svtool.cli.telling import tell_result
    from svtool.commands.opening import project_file
    from svtool.commands.releases import withdraw
    from svtool.output.delivery import replace_release

    replace_release(withdraw(project_file(project).parent, name))
    tell_result(f"{name} is withdrawn; runs are no longer audited with it")
