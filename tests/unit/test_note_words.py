"""What must be said is data until it is printed: every kind of note has its sentence, and one room writes them all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import svtool
from svtool.figures.notes import FewerThan, Kind, Note, Number
from svtool.output.wording.note_words import LEADS, SENTENCES, note_words, reason_words

PACKAGE = Path(svtool.__file__).parent
# Rooms that say what must be said, and leave how it is said to output.
WITHOUT_WORDS = ("coverage", "figures", "disclosure", "commands/report", "commands/trend", "commands/check")


def test_every_kind_of_note_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Kind)


@pytest.mark.parametrize("kind", [kind for kind in Kind if isinstance(SENTENCES[kind], str)])
def test_a_sentence_stands_alone_and_names_parts_by_words(kind: Kind) -> None:
    sentence = SENTENCES[kind]
    assert isinstance(sentence, str) and sentence.strip() == sentence
    assert all(name.isidentifier() for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def test_what_stands_before_a_sentence_is_left_out_where_a_heading_says_it() -> None:
    note = Note(Kind.NOT_BROUGHT, {"period": "2021"})
    assert note_words(note) == "Not available: no figure was brought for 2021."
    assert reason_words(note) == "no figure was brought for 2021."
    assert len(set(LEADS.values())) == 3


def test_a_note_on_the_change_against_the_baseline_says_so() -> None:
    note = Note(Kind.RECORDING_CHANGED, {"title": "A new system"}, baseline="2018")
    assert note_words(note) == "Against 2018: recording changed: A new system."


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 offence has"), (7, "7 offences have"), (FewerThan(5), "fewer than 5 offences have")]
)
def test_a_number_that_may_not_be_said_does_not_show_in_its_noun(number: Number, said: str) -> None:
    note = Note(Kind.RECLASSIFIED, {"where": "police", "classification": "current"}, {"offences": number})
    assert note_words(note).startswith(f"police: {said} moved to another class")


def test_notes_that_say_the_same_are_one() -> None:
    one = Note(Kind.DRIFT, {"title": "weapon"}, {"drift_before": 0.1, "drift_now": 0.3})
    other = Note(Kind.DRIFT, {"title": "weapon"}, {"drift_now": 0.3, "drift_before": 0.1})
    assert len({one, other}) == 1
    assert len({one, Note(Kind.DRIFT, {"title": "age"}, one.numbers)}) == 2


def modules_of(rooms: tuple[str, ...]) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def texts_of(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module, without docstrings and without what is raised for a person to mend."""
    left_out: set[int] = set()
    for node in ast.walk(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        # Errors keep their sentences where they are raised; what a file of indicators or people lacks is one.
        if is_docstring or isinstance(node, ast.Raise):
            left_out |= {id(each) for each in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.value


SENTENCE = re.compile(r"[a-z]+ .*[a-z]+ .*\.$|: $")
# What is wrong with a file that a project brings is gathered before it is raised.
GATHERED_ERRORS = {"figures/populations.py", "commands/check/published_figures.py", "commands/trend/trend_asked.py"}


def test_no_other_room_writes_what_is_printed_beside_figures() -> None:
    wrong = [
        f"{name}: {text!r}"
        for name, tree in modules_of(WITHOUT_WORDS)
        if name not in GATHERED_ERRORS
        for text in texts_of(tree)
        if SENTENCE.search(text)
    ]
    assert wrong == []


def test_no_room_steers_by_the_words_of_another() -> None:
    """A note is told apart by its kind: a sentence would be told apart by how it begins."""
    steering = {"startswith", "endswith", "removeprefix", "removesuffix"}
    wrong = [
        f"{name}: {ast.unparse(node)}"
        for name, tree in modules_of((*WITHOUT_WORDS, "output/wording", "output/page", "output/workbook"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in steering
        if any(isinstance(each, ast.Constant) and re.search(r"\w ", str(each.value)) for each in ast.walk(node))
    ]
    # The label of a period, which a sentence names as people say it.
    assert wrong == [
        "output/wording/period_words.py: label.startswith('Year ending')",
        "output/wording/period_words.py: label.startswith('12 months')",
    ]
