"""Results to standard output or to files, each of which is replaced whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from svtool.errors import OutputError, UsageError
from svtool.output.console import print_text
from svtool.output.replacing import LeftBehind, Staged, replacing, saying, why
from svtool.output.switching import alone_in, together
from svtool.schema.defaults import OWNER_ONLY


class NewFiles:
    """The files of one run, as they are written beside their places; nothing is left of those that take none."""

    def __init__(self, folder: Path | None = None) -> None:
        """Begin with none.

        Args:
            folder: where all are written, whose places are in it or in folders below; each beside its own without it.
        """
        self._folder = folder
        self._staged: list[Staged] = []

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """Remove what took no place."""
        for each in self._staged:
            each.remove()

    @contextlib.contextmanager
    def writing(self, out: Path, option: str = "--out", *, of_records: bool = False) -> Iterator[IO[bytes]]:
        """Open a file that is on the disk when the block ends well.

        Args:
            out: the file.
            option: the option that names it.
            of_records: whether it holds records, so that only its owner may read it.

        Raises:
            UsageError: there can be no such file.
            OutputError: it can't be written.
        """
        with saying(out, option):
            self._staged.append(Staged(out, option, of_records=of_records, folder=self._folder))
            yield self._staged[-1].stream
            self._staged[-1].finish()

    @property
    def latest(self) -> Path:
        """Return where the file that was written last stands until it takes its place."""
        return self._staged[-1].move[0]

    def switch(self, mode: int | None = OWNER_ONLY) -> list[LeftBehind]:
        """Let all take their places, in their order, and return what runs that were killed had left in their folders.

        A run that is killed meanwhile is finished by the next.

        Args:
            mode: the rights of those that replace no file; None for those that the system gives.

        Raises:
            OutputError: one can't take its place; those that have not yet never do.
        """
        for each in self._staged:
            with saying(each.out, each.option):
                each.let_read(mode)
        first, last = self._staged[0], self._staged[-1]
        with alone_in(self._folder or last.out.parent), saying(first.out, first.option):
            for each in self._staged:
                with saying(each.out, each.option):
                    each.make_ready()
            self._put_in_place()
        return [each.left for each in self._staged if each.left != LeftBehind()]

    def _put_in_place(self) -> None:
        with together([each.move for each in self._staged]):
            for each in self._staged:
                with saying(each.out, each.option):
                    each.put_in_place()


def write_text(text: str, out: Path | None, *, of_records: bool = False, mode: int | None = OWNER_ONLY) -> None:
    """Write a result as UTF-8 with plain line ends.

    Args:
        text: the result.
        out: the file; None for standard output.
        of_records: whether it holds records, so that only its owner may read it.
        mode: the rights of a new file; None for those that the system gives.

    Raises:
        UsageError: there can be no such file.
        OutputError: the file, or standard output, can't be written.
    """
    if out is None:
        print_text(text)
        return
    with replacing(out, of_records=of_records, mode=mode) as stream:
        stream.write(text.encode("utf-8"))


def write_files(files: Sequence[tuple[Path, bytes]], mode: int | None = OWNER_ONLY) -> list[LeftBehind]:
    """Write the files of one run, and return what runs that were killed had left in their folders.

    All are whole before the first takes its place, in the order of their names here; a run that is killed meanwhile is
    finished by the next.

    Args:
        files: the files.
        mode: the rights of those that replace no file; None for those that the system gives.

    Raises:
        UsageError: there can be no such file; none took its place.
        OutputError: a file can't be written; those that did not take their place yet never do.
    """
    with NewFiles() as new:
        for out, content in files:
            with new.writing(out) as stream:
                stream.write(content)
        return new.switch(mode)


def write_below(folder: Path, files: Sequence[tuple[Path, bytes]]) -> list[LeftBehind]:
    """Write files that people go on with into a folder and those below it, which are made where they lack.

    All change together, as those of a result do, in the order of their names here: what reads the others comes last.
    They have the rights that the system gives.

    Args:
        folder: the folder.
        files: the files.

    Returns:
        What runs that were killed had left there.

    Raises:
        UsageError: there can be no such file; none took its place.
        OutputError: one can't be written; those that did not take their place yet never do.
    """
    make_folder(folder, None)
    with NewFiles(folder) as new:
        for out, content in files:
            with new.writing(out) as stream:
                stream.write(content)
        for out, _ in files:
            make_folder(out.parent, None)
        return new.switch(None)


def make_folder(folder: Path, mode: int | None = OWNER_ONLY) -> None:
    """Make a folder for results, if it is not there.

    Args:
        folder: the folder.
        mode: the rights of the files in it: whoever may read them may look into the folder; None for those that the
            system gives.

    Raises:
        UsageError: there can be no such folder.
        OutputError: it can't be made.
    """
    try:
        for each in [*reversed(folder.parents), folder]:
            if not each.is_dir():
                each.mkdir(0o777 if mode is None else mode | (mode & 0o444) >> 2, exist_ok=True)
    except FileExistsError:
        raise UsageError(f"--out {folder}: can't be made: a file is in its place. Name another folder.") from None
    except OSError as error:
        raise OutputError(f"--out {folder}: can't be made: {why(error)}. Name another folder.") from None
