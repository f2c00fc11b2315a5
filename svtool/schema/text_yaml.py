"""YAML read as text: every scalar stays as it was typed, and every value knows its line.

`4.10` stays `4.10`, `010` stays `010`, `NO` stays `NO`: offence codes and flags are text, and YAML's own
ideas about numbers and booleans would quietly change them.
"""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from svtool.errors import InvalidFileError, Problem

Location = tuple[str | int, ...]
DEEPEST = 50
MOST_VALUES = 100_000  # aliases of aliases make billions of a few lines; the largest file that ships has 3,373
MOST_BYTES = 16 << 20

TO_DECIDE = "TO DECIDE"  # begins a value that `svtool init` left to a person; no command goes on past one
_UNDECIDED = re.compile(rf"{TO_DECIDE}\b\s*(?:\((?P<expected>.*?)\))?\s*:?\s*(?P<meaning>.*)", re.DOTALL)


@dataclass
class Document:
    """One YAML file: its plain data (text, lists, mappings) and the line of every value."""

    path: Path
    name: str
    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)

    def line_of(self, location: Location) -> int:
        """Return the line of a value, or of the nearest thing that holds it."""
        for end in range(len(location), -1, -1):
            if location[:end] in self.lines:
                return self.lines[location[:end]]
        return 1

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem at the line of `location`."""
        return Problem(self.name, self.line_of(location), message)


def show_location(location: Location) -> str:
    """Return a location as people write it: `clauses[1].where`, counting from 1."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        else:
            text += f".{step}" if text else step
    return text


def read_text_yaml(path: Path, name: str | None = None) -> Document:
    """Return the YAML file as text with lines.

    Args:
        path: the file, UTF-8 with or without a byte-order mark.
        name: how messages call it (default: the path as given).

    Raises:
        InvalidFileError: the file is missing, is not YAML, repeats a key, leaves a value empty or TO DECIDE.
    """
    document = Document(path, name or str(path))
    try:
        _refuse_what_is_no_file(path, document.name)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InvalidFileError(f"{document.name}: there is no such file. Check the name and the folder.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error.strerror).lower()
        raise InvalidFileError(f"{document.name}: can't be read as YAML: {reason}. Save it as UTF-8 text.") from None
    return _parsed(text, path, document.name)


def _refuse_what_is_no_file(path: Path, name: str) -> None:
    """Check that a file can be read to its end: a pipe or a device may have none.

    Raises:
        InvalidFileError: it is none, or it is too large.
        OSError: it is not there.
    """
    told = path.stat()
    if not stat.S_ISREG(told.st_mode):
        raise InvalidFileError(f"{name}: is a folder, a pipe or a device; expected a YAML file. Name another.")
    if told.st_size > MOST_BYTES:
        raise InvalidFileError(
            f"{name}: has {told.st_size >> 20:,} MB; expected a YAML file of less than {MOST_BYTES >> 20} MB. Is it "
            "an extract?"
        )


@lru_cache(maxsize=256)
def _parsed(text: str, path: Path, name: str) -> Document:
    """Return a file's document; the same text is parsed once, for a service or notebook that runs many times."""
    return parse_text_yaml(text, Document(path, name))


def parse_text_yaml(text: str, document: Document) -> Document:
    """Return the document with the data of a YAML text, which need not come from a file.

    Raises:
        InvalidFileError: it is not YAML, repeats a key, or leaves a value empty.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except RecursionError:
        raise InvalidFileError(
            [Problem(document.name, 1, "is nested too deeply; write fewer brackets in others")]
        ) from None
    except yaml.YAMLError as error:
        raise InvalidFileError([_yaml_problem(document, error)]) from None
    if node is None:
        raise InvalidFileError([Problem(document.name, 1, "the file is empty; expected YAML keys and values")])
    problems: list[Problem] = []
    document.data = _plain(node, (), document, problems)
    if problems:
        raise InvalidFileError(problems)
    return document


_SLASHES = "in double quotes a backslash and a letter are another sign; write paths with /, or in single quotes"
# What \n, \t, \N, \L, \P and others become of a path such as "C:\new\police.csv" that is written in double quotes.
_LOST = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"
_ENDINGS = r"\.(csv|tsv|txt|xls[xmb]?|ods|parquet|gz|zip|ya?ml)$"
_LOST_IN_PATH = re.compile(rf"(?s){_LOST}(?=.*{_ENDINGS})|(?<=^[A-Za-z]:){_LOST}", re.IGNORECASE)


_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _yaml_problem(document: Document, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "can't be understood"
    line = mark.line + 1 if mark else 1
    check = _SLASHES if "escape" in what or "hexdec" in what else "check quotes, colons and the indentation here"
    return Problem(document.name, line, f"not YAML: {what}; {check}")


def _plain(
    node: yaml.Node, location: Location, document: Document, problems: list[Problem], above: tuple[yaml.Node, ...] = ()
) -> Any:
    if len(document.lines) > MOST_VALUES:
        too_many = f"has more than {MOST_VALUES:,} values; write out the aliases (*name), or name another file"
        raise InvalidFileError([Problem(document.name, node.start_mark.line + 1, too_many)])
    if node in above:
        in_itself = f"{show_location(location)} is in itself, through an alias (*name); write out what is meant"
        raise InvalidFileError([document.problem(location, in_itself)])
    if len(location) > DEEPEST:
        problems.append(document.problem(location, f"{show_location(location[:3])} … is nested too deeply"))
        return None
    document.lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, location, document, problems, (*above, node))
    if isinstance(node, yaml.SequenceNode):
        if not node.value:
            problems.append(
                document.problem(location, f"{show_location(location)} is an empty list; expected at least one entry")
            )
        return [_plain(child, (*location, i), document, problems, (*above, node)) for i, child in enumerate(node.value)]
    value = node.value
    is_plain = not getattr(node, "style", None)
    if is_plain and value in {"", "~", "null", "Null", "NULL"}:
        problems.append(
            document.problem(location, f"{show_location(location)} has no value; write one, or remove the key")
        )
    if getattr(node, "style", None) == '"' and (lost := _LOST_IN_PATH.search(value)):
        is_what = f"has U+{ord(lost[0]):04X} in it, a sign that stands in no name of a file"
        problems.append(document.problem(location, f"{show_location(location)} {is_what}; {_SLASHES}"))
    if isinstance(value, str) and (undecided := _UNDECIDED.fullmatch(value)):
        problems.append(document.problem(location, _undecided_words(show_location(location), undecided)))
    return value


def _undecided_words(where: str, undecided: re.Match[str]) -> str:
    expected = undecided["expected"] or "a value"
    meaning = " ".join(undecided["meaning"].split())
    return f"{where} is {TO_DECIDE}; expected {expected}" + (f"; {meaning}" if meaning else "; write one")


def _plain_mapping(
    node: yaml.MappingNode,
    location: Location,
    document: Document,
    problems: list[Problem],
    above: tuple[yaml.Node, ...],
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        here = (*location, key) if isinstance(key, str) else location
        document.lines[here] = key_node.start_mark.line + 1
        if key is None:
            problems.append(document.problem(location, "a key must be plain text"))
        elif key in result:
            document.lines[here] = key_node.start_mark.line + 1
            problems.append(document.problem(here, f"{show_location(here)} is written twice; keep one of the two"))
        else:
            result[key] = _plain(value_node, here, document, problems, above)
            # The key's line is where a reader looks, not the line where a block value begins.
            document.lines[here] = key_node.start_mark.line + 1
    return result
