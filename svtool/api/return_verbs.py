"""Quarterly returns of interventions: `returns`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from svtool.api.asked_bounds import AskedBounds, bounds_of
from svtool.api.named_files import Name, path_of

if TYPE_CHECKING:
    import pandas as pd

    from svtool.commands.returns.opened_returns import ReturnsAsked


class returns:  # noqa: N801 (a name that holds several verbs, as the command does)
    """Quarterly returns of interventions: `returns.template(...)`, `returns.check(...)`, `returns.summary(...)`."""

    @staticmethod
    def check(
        *files: Name, project: Name | None = None, register: Name | None = None, year: str | None = None
    ) -> pd.DataFrame:
        """Return what is wrong or notable about returns: one row a finding, the worst first.

        Args:
            files: the returns; with a project and none, all of the project's.
            project: the project file.
            register: the register of funded interventions (default: the project's).
            year: the financial year, such as 2021/22, of forms that name none.

        Returns:
            A row for each finding, with the columns of `svtool.validate`.

        Raises:
            SvtoolError: the project or the register is wrong; never what is wrong with a return.
        """
        from svtool.commands.returns.check_returns import check_returns
        from svtool.output.frames import findings_as_frame

        return findings_as_frame(check_returns(_asked(files, project, register, year)).validation)

    @staticmethod
    def summary(
        *files: Name,
        project: Name | None = None,
        register: Name | None = None,
        year: str | None = None,
        disclosure: str | None = None,
        **bounds: Unpack[AskedBounds],
    ) -> pd.DataFrame:
        """Return whom interventions reached: one row a figure, with how many quarters it is made of.

        Args:
            files: the returns; with a project and none, all of the project's.
            project: the project file; with areas and a definition, areas stand beside the serious violence there.
            register: the register of funded interventions (default: the project's).
            year: the financial year, such as 2021/22, of forms that name none.
            disclosure: id of the disclosure policy (default: the project's), or `none`.
            bounds: what counting may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

        Returns:
            The rows of `svtool returns summary --format csv`.

        Raises:
            SvtoolError: the project, the register or a return can't be read.
        """
        import pandas as pd

        from svtool.commands.returns.summarised import HowSummarised, summarise_returns
        from svtool.interventions.summary_columns import RETURN_SUMMARY_COLUMNS
        from svtool.output.returns.summary_machine import summary_rows

        asked = replace(_asked(files, project, register, year), bounds=bounds_of(**bounds))
        found = summarise_returns(asked, HowSummarised(disclosure))
        return pd.DataFrame(summary_rows(found), columns=list(RETURN_SUMMARY_COLUMNS))

    @staticmethod
    def template(
        out: Name, project: Name | None = None, register: Name | None = None, year: str | None = None
    ) -> list[Path]:
        """Write a template for returns: a workbook to fill in, CSV files, a data dictionary and examples.

        Args:
            out: a folder for all files; or one .xlsx or .csv file, which is replaced whole.
            project: the project file, for its register.
            register: the register of funded interventions whose ids may be chosen (default: the project's).
            year: the financial year, such as 2021/22, whose quarters may be chosen.

        Returns:
            The files that were written.

        Raises:
            SvtoolError: the project or the register is wrong, or a file can't be written.
        """
        from svtool.commands.returns.template_made import template_of
        from svtool.output.returns.template_files import write_template

        made = template_of(path_of(project), path_of(register), _year(year))
        return write_template(made, str(out))


def _asked(files: Sequence[Name], project: Name | None, register: Name | None, year: str | None) -> ReturnsAsked:
    from svtool.commands.returns.opened_returns import ReturnsAsked

    named = [path for each in files if (path := path_of(each)) is not None]
    return ReturnsAsked(tuple(named), path_of(project), path_of(register), _year(year))


def _year(text: str | None) -> int | None:
    from svtool.errors import UsageError
    from svtool.interventions.quarters import read_year

    begins = read_year(text) if text is not None else None
    if text is not None and begins is None:
        raise UsageError(f"year: {text} is no financial year; expected one such as 2021/22.")
    return begins
