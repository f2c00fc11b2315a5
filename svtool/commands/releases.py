"""The releases of a project, in a folder beside it: those that a run is audited with, and the one that it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from svtool.counting.cells import ALL_LABEL
from svtool.coverage.source_coverage import Coverage
from svtool.disclosure.named_counts import NamedCounts
from svtool.disclosure.release_file import (
    Release,
    ReleaseFileError,
    fingerprint_of,
    read_release,
    release_as_bytes,
)
from svtool.disclosure.released_cells import EarlierReleases, GridLabels, ReleasedCell
from svtool.errors import Faults, InvalidFileError, UsageError, listed
from svtool.files.extract_file import cannot_open
from svtool.schema.areas import AreaSet
from svtool.schema.breakdowns import Breakdown
from svtool.schema.library import Library
from svtool.schema.plain_files import plain
from svtool.schema.release_folder import FOLDER, SUFFIX, release_files
from svtool.schema.sources import AREA
from svtool.schema.windows_names import is_kept_for_device

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_PUT_BACK = (
    "What it printed can't be told without its file, so nothing can be printed safely. Put the file back; or, if that "
    "release never went out, say so with svtool disclosure withdraw."
)


@dataclass(frozen=True)
class ReleaseFile:
    """A release as it lies in the folder."""

    path: Path
    release: Release
    sha256: str


@dataclass(frozen=True)
class KeptRelease:
    """What a run keeps of what it prints: the file, and its bytes; and the files of releases that it found."""

    path: Path
    name: str
    content: bytes
    found: frozenset[Path] = frozenset()


@dataclass(frozen=True)
class Shelf:
    """The releases that a run is audited with.

    Attributes:
        folder: of the project.
        before: the releases before it, by name; those withdrawn are none.
        name: what the run's own release is called; None where nothing is kept.
        found: the files of all releases that were there.
    """

    folder: Path
    before: Sequence[ReleaseFile] = ()
    name: str | None = None
    found: frozenset[Path] = frozenset()

    @property
    def files(self) -> list[Path]:
        """Return the files that were read."""
        return [each.path for each in self.before]

    def earlier(self, library: Library, areas: AreaSet | None, coverage: Mapping[str, Coverage]) -> EarlierReleases:
        """Return what was released, by the names of this run where both split alike."""
        own = breakdowns_alike(library.breakdowns.values(), areas)
        cells: list[ReleasedCell] = []
        outside: set[tuple[str, str]] = set()
        nowhere: set[tuple[str, str]] = set()
        for each in self.before:
            release = each.release
            other = {name for name, known in release.breakdowns.items() if own.get(name) != known}
            names = {name: f"{name} of {release.name}" for name in other}
            outside |= {(AREA, label) for label in release.outside if AREA not in other}
            nowhere |= {(AREA, label) for label in release.nowhere if AREA not in other}
            for cell in release.cells:
                if AREA in other and dict(cell.place).get(AREA) in release.outside:
                    continue  # what is outside other areas says nothing of what is inside
                place = tuple((names.get(name, name), label) for name, label in cell.place)
                cells.append(replace(cell, place=place))
        labels = {source: labels_of(each) for source, each in coverage.items()}
        return EarlierReleases(cells, frozenset(outside), frozenset(nowhere), labels)

    def breakdowns_before(self, library: Library) -> dict[str, Breakdown]:
        """Return the breakdowns of releases, as far as the project still has them."""
        names = {name for each in self.before for cell in each.release.cells for name, _ in cell.place}
        return {name: each for name, each in library.breakdowns.items() if name in names} if names else {}

    def keep(self, release: Release) -> KeptRelease:
        """Return a release as it is kept."""
        path = self.folder / FOLDER / f"{release.name}{SUFFIX}"
        return KeptRelease(path, release.name, release_as_bytes(release), self.found)


def open_shelf(folder: Path, name: str | None, only: Sequence[str] | None = None) -> Shelf:
    """Return the releases that a run is audited with.

    A release that is made again is audited with those that it was audited with.

    Args:
        folder: of the project.
        name: of the run's own release; None where nothing is kept.
        only: the names of the releases that count; all that are there without it.

    Raises:
        UsageError: no file can be called so, or the name is that of a release that was withdrawn.
        InvalidFileError: a file is no release, or damaged, or one that another was audited with is not there.
        ExtractError: a file can't be read.
    """
    check_name(name)
    _check_alike(name, folder)
    found = {each.release.name: each for each in read_shelf(folder)}
    own = found.get(name or "")
    if own and own.release.withdrawn:
        raise UsageError(f"--release {name}: was withdrawn, and a name is given once. Name another.")
    wanted = only if only is not None else list(own.release.after) if own else list(found)
    lacking = [each for each in wanted if each not in found]
    if lacking:
        raise InvalidFileError(f"{FOLDER}/: lacks {listed(lacking, joiner='and')}. {_PUT_BACK}")
    before = [found[each] for each in sorted(wanted) if each != name and not found[each].release.withdrawn]
    for each in before:
        _check_after(each, found)
    return Shelf(folder, before, name, frozenset(each.path for each in found.values()))


def read_shelf(folder: Path) -> list[ReleaseFile]:
    """Return all releases of a project; those of them that are wrong are told together.

    Raises:
        SvtoolError: one can't be read.
    """
    faults, found = Faults(), []
    for path in release_files(folder):
        with faults.noting():
            found.append(_read(path))
    faults.raise_met()
    return found


def check_name(name: str | None, where: str = "--release") -> None:
    """Check that a release can be called so.

    Args:
        name: the name; None where there is none.
        where: what gives it.

    Raises:
        UsageError: it can't.
    """
    if name is not None and not NAME.fullmatch(name):
        raise UsageError(
            f"{where} {name}: is no name for a release; expected letters, digits, dots, - and _ such as 2024-q1, up "
            "to 60. Name another."
        )
    if name is not None and is_kept_for_device(name):
        raise UsageError(f"{where} {name}: is a name that Windows keeps for a device. Name another.")


def _check_alike(name: str | None, folder: Path, where: str = "--release") -> None:
    """Check that no other release has a name that differs in capitals alone: on many systems both are one file.

    Raises:
        UsageError: one has.
    """
    there = [path.stem for path in release_files(folder)]
    alike = [each for each in there if name is not None and each != name and each.casefold() == name.casefold()]
    if alike:
        raise UsageError(
            f"{where} {name}: {alike[0]} is there, which is the same name on systems that do not tell capitals from "
            "small letters. Name that one, or another."
        )


def _check_after(each: ReleaseFile, found: Mapping[str, ReleaseFile]) -> None:
    """Check that the releases that one was audited with are there, as they were then.

    Raises:
        InvalidFileError: they are not.
    """
    for name, sha256 in each.release.after.items():
        known = found.get(name)
        if known is None:
            raise InvalidFileError(
                f"{_shown(each.path)}: was audited with release {name}, which is not in {FOLDER}/. {_PUT_BACK}"
            )
        if not known.release.withdrawn and known.sha256 != sha256:
            raise InvalidFileError(
                f"{_shown(known.path)}: is not the file that release {each.release.name} was audited with. {_PUT_BACK}"
            )


def _read(path: Path) -> ReleaseFile:
    try:
        content = plain(path).read_bytes()
    except OSError as error:
        raise cannot_open(_shown(path), error) from None
    try:
        release = read_release(content)
    except ReleaseFileError as error:
        raise InvalidFileError(f"{_shown(path)}: {error}. {_PUT_BACK}") from None
    if path.name != f"{release.name}{SUFFIX}":
        raise InvalidFileError(
            f"{_shown(path)}: holds release {release.name}. Call the file {release.name}{SUFFIX} again."
        )
    return ReleaseFile(path, release, fingerprint_of(content))


def _shown(path: Path) -> str:
    return f"{FOLDER}/{path.name}"


def withdraw(folder: Path, name: str) -> KeptRelease:
    """Return what takes the place of a release that never went out, so that runs are no longer audited with it.

    Raises:
        UsageError: no release that is there was audited with one of this name.
        InvalidFileError: another file is no release, or damaged.
    """
    check_name(name, "disclosure withdraw")
    _check_alike(name, folder, "disclosure withdraw")
    path = folder / FOLDER / f"{name}{SUFFIX}"
    others = [_read(each) for each in release_files(folder) if each != path]
    named = {each.release.name for each in others} | {after for each in others for after in each.release.after}
    if not path.exists() and name not in named:
        there = f"expected {listed(sorted(named))}" if named else "the project has none"
        raise UsageError(
            f"disclosure withdraw {name}: there is no such release; {there}. svtool disclosure list says which there "
            "are."
        )
    return Shelf(folder).keep(Release(name, withdrawn=True))


def labels_of(coverage: Coverage) -> GridLabels:
    """Return what the rows and columns of the bases of a source stand for."""
    return GridLabels(*coverage.rows_and_columns)


def breakdowns_alike(breakdowns: Iterable[Breakdown], areas: AreaSet | None) -> dict[str, str]:
    """Return a fingerprint of how each breakdown splits."""
    found = {each.id: _fingerprint(each.model_dump(mode="json", exclude={"title", "order"})) for each in breakdowns}
    return {**found, AREA: _fingerprint([each.name for each in areas.areas] if areas else [])}


def _fingerprint(what: object) -> str:
    return fingerprint_of(repr(what).encode())[:16]


def release_of_returns(
    shelf: Shelf, policy: str, counts: NamedCounts, beside: KeptRelease | None
) -> KeptRelease | None:
    """Return what a summary of returns keeps; None where it has no release.

    Args:
        shelf: the releases before it.
        policy: id of the policy.
        counts: what is printed of returns.
        beside: what is kept of the figures that stand beside them.
    """
    if shelf.name is None:
        return None
    after = {each.release.name: each.sha256 for each in shelf.before}
    own = read_release(beside.content) if beside else Release(shelf.name, policy, after)
    return shelf.keep(replace(own, named=counts))


def release_of(
    shelf: Shelf,
    policy: str,
    cells: Sequence[ReleasedCell],
    library: Library,
    areas: AreaSet | None,
    places: Mapping[str, Iterable[str]],
) -> KeptRelease | None:
    """Return what a run keeps of its cells; None where it has no release.

    Args:
        shelf: the releases before it.
        policy: id of the policy.
        cells: what is printed.
        library: the definitions.
        areas: the areas of the project.
        places: which areas are `outside`, and which `nowhere`.
    """
    if shelf.name is None:
        return None
    split = {name for cell in cells for name, label in cell.place if label != ALL_LABEL}
    alike = breakdowns_alike(library.breakdowns.values(), areas)
    return shelf.keep(
        Release(
            shelf.name,
            policy,
            {each.release.name: each.sha256 for each in shelf.before},
            {name: alike[name] for name in sorted({*split, AREA})},
            tuple(places["outside"]),
            tuple(places["nowhere"]),
            cells,
        )
    )
