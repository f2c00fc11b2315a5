"""Answers prepared in a file, by the place that each is about: a job or a test answers what a person would."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svtool.errors import InvalidFileError, listed, nearest
from svtool.proposal.decisions import Answer, Ask, Decision
from svtool.schema.text_yaml import Document, parse_text_yaml, read_text_yaml

LATER = "later"


@dataclass
class Answers:
    """The answers of a file.

    Attributes:
        document: the file; a name in it is a place, in which `*` stands for any text.
        asked: the names that some question was answered by.
    """

    document: Document
    asked: set[str] = field(default_factory=set)

    def ask(self, place: str, decision: Decision) -> Answer | None:
        """Return the answer about a place: of its own name, else of the first name with `*` that fits it.

        Raises:
            InvalidFileError: the answer is none of those that may be given.
        """
        given: dict[str, Answer] = self.document.data
        name = next((each for each in given if each == place), None) or next(
            (each for each in given if "*" in each and _fits(each, place)), None
        )
        if name is None:
            return None
        self.asked.add(name)
        answer = given[name]
        if answer == LATER:
            return None
        if isinstance(answer, str) and not decision.is_free and answer not in decision.options:
            near = nearest(answer, decision.options)
            message = f"{place} is answered with {answer}; expected {listed(decision.options, 60)}{near}"
            raise InvalidFileError([self.document.problem((name,), message)])
        return answer

    @property
    def unasked(self) -> list[str]:
        """Return the names that no question was answered by."""
        return [each for each in self.document.data if each not in self.asked]


def read_answers(path: Path) -> Answers:
    """Return the answers of a file of names and values.

    Raises:
        InvalidFileError: it is no such file.
    """
    document = read_text_yaml(path)
    if not isinstance(document.data, dict):
        raise InvalidFileError([document.problem((), "expected a place and its answer on each line")])
    return Answers(document)


def read_answer(text: str) -> Answer:
    """Return an answer that is typed as YAML is written: a word, a list in `[…]`, or keys and values in `{…}`.

    Raises:
        InvalidFileError: it is no such text.
    """
    if text[:1] not in "[{":
        return text
    found: Answer = parse_text_yaml(text, Document(Path(), "the answer")).data
    return found


def first_of(asks: Sequence[Ask]) -> Ask:
    """Return what asks one after the other until one of them answers."""

    def ask(place: str, decision: Decision) -> Answer | None:
        return next((found for each in asks if (found := each(place, decision)) is not None), None)

    return ask


def _fits(name: str, place: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, name.split("*"))), place, re.DOTALL) is not None
