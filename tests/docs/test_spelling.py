"""What users read is spelt as in Britain, and without slips."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from generated import every_command
from pages import ROOT

PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]

# American forms of words that such texts use, each as the beginning of a word.
AMERICAN = re.compile(
    r"\b(analyz|behavior|center\b|centers\b|color|favor|fulfill|gray\b|labeled|labeling|labor\b|license[sd]? the|"
    r"modeled|modeling|neighbor|(organ|recogn|summar|standard|normal|anonym|categor|minim|maxim|optim|initial|"
    r"pseudonym|public|real|priorit|synchron|victim|util)i(z(e|es|ed|ing)|zation)\b|program[s]? of|canceled|canceling|"
    r"traveled|totaled|totaling|judgment|catalog\b|defense|offense|skeptic|percent\b|toward\b|spelled|learned\b)",
    re.IGNORECASE,
)


def american_forms(text: str) -> list[str]:
    """Return the words of a text that are spelt as in America; code between back-ticks is left alone."""
    prose = re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL)
    return [found[0] for found in AMERICAN.finditer(prose)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_is_spelt_as_in_britain(path: Path) -> None:
    assert american_forms(path.read_text(encoding="utf-8")) == []


def test_help_texts_are_spelt_as_in_britain() -> None:
    for words, command in every_command():
        texts = [command.help or "", *(getattr(each, "help", None) or "" for each in command.params)]
        assert american_forms("\n".join(texts)) == [], words


def test_pages_and_help_texts_have_no_slips() -> None:
    """`codespell` knows common slips of the keyboard, in American and in British words."""
    checked = [*map(str, PAGES), str(ROOT / "svtool/cli"), str(ROOT / "svtool/errors.py")]
    ran = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "--ignore-words-list", "ons,te,mor,ede,childrens", *checked],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stdout + ran.stderr


def test_american_words_are_found() -> None:
    assert american_forms("The color of the center, recognized.") == ["color", "center", "recognized"]
    assert american_forms("The colour of the centre, recognised; `color` is an option.") == []
