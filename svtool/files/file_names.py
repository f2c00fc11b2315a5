"""Which files an entry of the project means: names, patterns, and folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath
from unicodedata import category

from svtool.errors import ExtractError, listed
from svtool.files.extract_file import cannot_open
from svtool.schema.project import ExtractEntry

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".ods", ".parquet", ".gz", ".zip")
_WILD = "*?["


def find_files(entry: ExtractEntry, folder: Path) -> list[tuple[Path, str]]:
    """Return the files of an entry, with the names that messages call them by.

    A pattern means every file that it matches; a folder means every file directly in it whose name ends as an
    extract's does. Files that Excel makes beside an open workbook (`~$…`), and hidden ones, are never meant.

    Raises:
        ExtractError: a pattern or folder has no file, a folder can't be listed, or a name can't be printed.
    """
    found: dict[Path, str] = {}
    for each in entry.files:
        full = folder / each
        if is_pattern(each) and not full.exists():
            matches = _match(each, folder)
        elif full.is_dir():
            matches = _list_folder(full, each)
        else:
            matches = [full]
        found |= {match: checked_name(show_path(match, folder)) for match in matches}
    return list(found.items())


def is_pattern(name: str) -> bool:
    """Return whether a name may mean several files."""
    return any(letter in name for letter in _WILD)


def _match(pattern: str, folder: Path) -> list[Path]:
    start, rest = split_pattern(Path(pattern))
    try:
        matches = [path for path in (folder / start).glob(rest) if _is_meant(path)]
    except PermissionError as error:
        raise cannot_open(pattern, error) from None
    if not matches:
        raise ExtractError(
            "no file matches; expected at least one. Check the pattern and the folder.", "F01", file=pattern
        )
    return sorted(matches)


def split_pattern(pattern: PurePath) -> tuple[PurePath, str]:
    r"""Return the fixed beginning of a pattern (a drive, a share such as \\server\share, folders) and its rest."""
    parts = pattern.parts
    fixed = next(number for number, part in enumerate(parts) if any(letter in part for letter in _WILD))
    return type(pattern)(*parts[:fixed]), "/".join(parts[fixed:])


def _list_folder(folder: Path, name: str) -> list[Path]:
    try:
        inside = sorted(path for path in folder.iterdir() if _is_meant(path) and path.is_file())
    except OSError as error:
        raise cannot_open(name, error) from None
    files = [path for path in inside if path.suffix.casefold() in SUFFIXES]
    if not files:
        raise ExtractError(
            f"is a folder without an extract in it; expected files ending in {listed(SUFFIXES)}.", "F01", file=name
        )
    return files


def _is_meant(path: Path) -> bool:
    return not path.name.startswith((".", "~$"))


def show_path(path: Path, folder: Path) -> str:
    """Return how messages call a file: from the project's folder, or whole when it is elsewhere."""
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return str(path)


def checked_name(name: str) -> str:
    """Return a name that every output and every terminal can hold.

    Raises:
        ExtractError: it has letters of another encoding, or characters that control a terminal.
    """
    plain = plain_name(name)
    if plain != name:
        raise ExtractError(
            "its name has letters of another encoding, or characters that control a terminal; expected UTF-8. Rename "
            "the file.",
            "F01",
            file=plain,
        )
    return name


def plain_name(name: str) -> str:
    """Return a name with what no output can hold written out, as `f\\xe9.csv` for a letter of another encoding.

    Names of files come of archives that another system packed, and may hold what moves a terminal's cursor.
    """
    return "".join(_written_out(each) if category(each) in {"Cc", "Cs"} else each for each in name)


def _written_out(letter: str) -> str:
    # Python stands such bytes of a name at U+DC80 and above (PEP 383).
    number = ord(letter) - 0xDC00 if "\udc80" <= letter <= "\udcff" else ord(letter)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def left_in_folders(entry: ExtractEntry, folder: Path, found: Iterable[Path]) -> int:
    """Return how many other files stand in the folders that an entry names as a whole."""
    known = set(found)
    folders = [folder / each for each in entry.files if (folder / each).is_dir()]
    return sum(path not in known and path.is_file() and _is_meant(path) for each in folders for path in each.iterdir())
