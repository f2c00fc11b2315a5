"""What stands around figures: `check`, `verify`, `definition`, `init`, `ingest`, `sample`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from svtool.api.asked_bounds import AskedBounds, bounds_of
from svtool.api.named_files import Name, path_of, project_of, text_of

if TYPE_CHECKING:
    import pandas as pd

    from svtool.commands.verify import Verified


FRAME = "the data frame"  # as messages call a published table without a file


def check(
    published: Name | pd.DataFrame,
    project: Name | None = None,
    *,
    sample: bool = False,
    printed_on: date | None = None,
    **bounds: Unpack[AskedBounds],
) -> pd.DataFrame:
    """Return what contradicts a published table: its own arithmetic, and today's counts of the same.

    Args:
        published: a table as somebody typed it, or last year's figures as `measures` returns or writes them: a CSV
            file or a data frame with its columns.
        project: the project file whose extracts are counted again (default: none, only the arithmetic).
        sample: whether to count again from the synthetic sample.
        printed_on: the day on which the published figures were taken: tells what was recorded later.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        A row for each contradiction and for each figure that was counted again: `kind` says which, `words` what;
        counts as `Int64`, days as dates. `attrs["warnings"]` says which figures could not be compared.

    Raises:
        SvtoolError: the table, the project or an extract can't be read.
    """
    from svtool.commands.check import check as compare
    from svtool.commands.check.published_figures import parse_published, read_published
    from svtool.commands.opening import project_file
    from svtool.output.frames import checked_as_frame

    named = project_of(project, sample)
    if isinstance(published, str | PathLike):
        name, figures = str(published), read_published(Path(published))
    else:
        name, figures = FRAME, parse_published(published.to_csv(index=False), FRAME)
    again = project_file(named, sample) if named or sample else None
    return checked_as_frame(compare(name, figures, again, printed_on, bounds_of(**bounds)))


def verify(manifest: Name, project: Name | None = None, **bounds: Unpack[AskedBounds]) -> Verified:
    """Return whether inputs, definitions and outputs are still those of a manifest.

    Args:
        manifest: the manifest that `svtool measures --out` wrote; its outputs lie beside it.
        project: the project file (default: `svtool.yaml` in this folder).
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        What was found: `differences` and `remarks` are lists of lines, `summary` the answer in one line. Nothing
        differs where `differences` is empty.

    Raises:
        SvtoolError: something that the user can mend, said in plain sentences.
    """
    from svtool.commands.verify import verify as compare
    from svtool.output.result_files import ResultFiles

    return compare(Path(manifest), ResultFiles(), None if project is None else Path(project), bounds_of(**bounds))


def ingest(
    project: Name | None = None,
    *,
    store: Name | None = None,
    maps: Sequence[str] = (),
    **bounds: Unpack[AskedBounds],
) -> dict[str, str]:
    """Judge the extracts of a project once, and keep them in a store that measures come of.

    Args:
        project: the project file (default: `svtool.yaml` in this folder).
        store: the folder of the store (default: the project's).
        maps: columns to read a field from, such as `Date Reported=recorded_date:DD/MM/YYYY`.
        bounds: what the run may take of the machine: `threads`, `memory_limit`, `temp_dir`, `engine`, `frames`.

    Returns:
        What was done with each file, by its name: `added`, `replaced`, `judged again`, `kept` or `removed`.

    Raises:
        SvtoolError: an extract can't be read, or the store not written; then it is as it was.
    """
    from svtool.commands.ingest import ingest_project
    from svtool.commands.scope import Request

    request = Request(project=project_of(project, False), maps=tuple(maps), bounds=bounds_of(**bounds))
    return ingest_project(request, path_of(store))[1].did


class definition:  # noqa: N801 (a name that holds verbs, as the command does)
    """Definitions of serious violence: `list()`, `show(name)`, `check()`, `new(name, base)`, `diff(one, other)`."""

    @staticmethod
    def list(project: Name | None = None) -> pd.DataFrame:
        """Return the definitions that there are, those beside a project file or in this folder first.

        Args:
            project: the project file whose folder is looked in (default: this folder).

        Returns:
            A row for each definition: `id`, `clauses` (their number), `title`.

        Raises:
            SvtoolError: a definition is wrong.
        """
        import pandas as pd

        from svtool.commands.definition import list_definitions

        rows = [(each.id, len(each.clauses), each.title) for each in list_definitions(path_of(project))]
        return pd.DataFrame(rows, columns=["id", "clauses", "title"])

    @staticmethod
    def show(name: str, project: Name | None = None) -> str:
        """Return a definition in words: its clauses, what it leaves out, every decision, and its sources.

        Args:
            name: its id; `offences` for the names of offences that rules may use.
            project: the project file whose folder is looked in (default: this folder).

        Returns:
            The text that `svtool definition show` prints.

        Raises:
            SvtoolError: there is no such definition, or it is wrong.
        """
        from svtool.commands.definition import show_definition

        return text_of(show_definition(name, path_of(project)))

    @staticmethod
    def check(*names: str, project: Name | None = None) -> pd.DataFrame:
        """Return what came of the examples of definitions.

        Args:
            names: ids; all of them when none is named.
            project: the project file whose folder is looked in (default: this folder).

        Returns:
            A row for each definition: `id`, `examples` and `wrong` (their numbers), `faults` (a list of sentences).

        Raises:
            SvtoolError: there is no such definition, or it is wrong; never an example that fails.
        """
        import pandas as pd

        from svtool.commands.definition import check_definitions

        checked = check_definitions(names, path_of(project))
        rows = [(one.definition.id, len(one.definition.examples), len(one.failures), one.faults) for one in checked]
        return pd.DataFrame(rows, columns=["id", "examples", "wrong", "faults"])

    @staticmethod
    def new(name: str, base: str, title: str | None = None, project: Name | None = None) -> str:
        """Begin a definition of your own from another, beside the project file.

        Args:
            name: its id.
            base: id of the definition whose clauses, options, decisions and examples it begins with.
            title: what it is called (default: as its base, changed).
            project: the project file (default: in this folder).

        Returns:
            What was written and what is to be done with it, as `svtool definition new` prints it.

        Raises:
            SvtoolError: there is no such base, or one of this name is there already.
        """
        from svtool.commands.new_definition import new_definition
        from svtool.output.writing import write_below

        made = new_definition(name, base, title, path_of(project))
        write_below(made.path.parent, [(made.path, made.text.encode("utf-8"))])
        return text_of(made.lines)

    @staticmethod
    def diff(one: str, other: str, project: Name | None = None) -> str:
        """Return what two definitions do differently, in words.

        Args:
            one: the id of the first, such as `duty_statutory`.
            other: the id of the second, such as `duty_statutory+alcohol`.
            project: the project file whose folder is looked in (default: this folder).

        Returns:
            The text that `svtool definition diff` prints.

        Raises:
            SvtoolError: one of them is not there, is wrong, or they are of different sources.
        """
        from svtool.commands.definition_differences import DiffAsked, compare_definitions
        from svtool.commands.difference_words import sections_of
        from svtool.output.differences_text import differences_as_text

        return differences_as_text(sections_of(compare_definitions(DiffAsked(one, other, path_of(project)))))


def init(folder: Name = ".", *, force: bool = False, answers: Name | None = None) -> str:
    """Write a project file for a folder of extracts, with the mappings that they need.

    What the files can't tell is written as TO DECIDE, which stops every other verb until a person has replaced it.

    Args:
        folder: the folder; extracts may lie in folders below it.
        force: whether a project file and mappings that are there already may be replaced.
        answers: a YAML file of answers: a place such as `sources.fire.area_unknown`, and what to write there.

    Returns:
        What was recognised and why, what was written, and what is left to decide, as `svtool init` prints it.

    Raises:
        SvtoolError: nothing was recognised, or a file to be written is there already.
    """
    from svtool.commands.init import plan_project
    from svtool.output.replacing import settle_left_behind
    from svtool.output.writing import write_below
    from svtool.proposal.decisions import decide_later
    from svtool.proposal.prepared_answers import read_answers
    from svtool.proposal.project_plan import tell

    settle_left_behind(Path(folder))
    plan = plan_project(Path(folder), force)
    write_below(Path(folder), plan.files(read_answers(Path(answers)).ask if answers else decide_later))
    return text_of(tell(plan))


def sample(out: Name, *, seed: int | None = None, force: bool = False) -> Path:
    """Write the synthetic sample: extracts of all sources and a project file.

    Args:
        out: the folder to write into.
        seed: another seed makes other records with the same totals.
        force: whether to write into a folder that is not empty.

    Returns:
        The project file.

    Raises:
        SvtoolError: the folder is not empty, or can't be written.
    """
    from svtool.commands.sample import make_sample, project_of_sample
    from svtool.output.replacing import settle_left_behind
    from svtool.output.writing import write_below

    left = settle_left_behind(Path(out))
    write_below(Path(out), make_sample(Path(out), seed, force or left.finished > 0))
    return project_of_sample(Path(out))
