"""A group of commands that answers a wrong name with the right one."""

from __future__ import annotations

import click

from svtool.errors import listed, nearest


class NearCommands(click.Group):
    """A group whose commands are told to whoever writes one wrong."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant.

        Raises:
            click.UsageError: there is none of this name; with the nearest, else with all.
        """
        if ctx.resilient_parsing or not args or args[0].startswith("-") or self.get_command(ctx, args[0]):
            return super().resolve_command(ctx, args)
        known = self.list_commands(ctx)
        near = nearest(args[0], known) or f"; expected {listed(known, len(known))}."
        raise click.UsageError(f"{args[0]} is not a command of {ctx.command_path}{near}", ctx)
