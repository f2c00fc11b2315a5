"""The steps of `svtool returns template`: which projects and quarters the template offers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from svtool.commands.opening import open_project
from svtool.commands.returns.opened_returns import register_of
from svtool.commands.spared import files_read
from svtool.interventions.register import Register, read_register
from svtool.interventions.template import Template, make_template
from svtool.interventions.terms import SOURCE
from svtool.schema.library import Library


def template_of(project: Path | None = None, register: Path | None = None, year: int | None = None) -> Template:
    """Return the template of a return.

    Args:
        project: the project file, for its register.
        register: the register whose projects may be written; the project's without it.
        year: the year in which the financial year begins whose quarters may be written.

    Raises:
        SvtoolError: the project or the register is wrong.
    """
    opened = open_project(project) if project else None
    register = register or register_of(opened)
    source = (opened.library if opened else Library(Path())).sources[SOURCE]
    registered = read_register(register, source) if register else Register()
    inputs = (*(files_read(opened) if opened else ()), *([register] if register else ()))
    return replace(make_template(source, registered, year), inputs=inputs)
