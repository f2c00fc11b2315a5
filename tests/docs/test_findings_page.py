"""The page of findings is the catalogue."""

from __future__ import annotations

import re

import pytest
from pages import ROOT

from svtool.findings.catalogue import FAMILIES, KINDS
from svtool.findings.finding import Family, Kind, Level
from svtool.output.findings_page import kinds_as_text

PAGE = (ROOT / "docs/reference/findings.md").read_text(encoding="utf-8")


def test_the_page_is_the_catalogue() -> None:
    """After a change of the catalogue: svtool validate --explain all --out docs/reference/findings.md."""
    assert kinds_as_text(FAMILIES) == PAGE


def test_every_finding_is_documented_once() -> None:
    assert re.findall(r"^### ([A-Z]\d\d) ", PAGE, re.MULTILINE) == list(KINDS)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda each: each.letter)
def test_the_kinds_of_a_family_bear_its_letter_and_stand_in_order(family: Family) -> None:
    ids = [each.id for each in family.kinds]
    assert {each[0] for each in ids} == {family.letter}
    assert ids == sorted(set(ids))


def test_every_kind_says_what_it_is_and_one_thing_to_do() -> None:
    for kind in KINDS.values():
        assert re.fullmatch(r"[FHRVPSQ]\d\d", kind.id)
        assert not kind.title.endswith(".")
        assert kind.meaning.endswith(".")
        assert kind.remedy.endswith((".", ")"))


@pytest.mark.parametrize("kind", [each for each in KINDS.values() if each.level is not Level.NOTE], ids=str)
def test_the_supplier_is_told_of_every_error_and_warning_in_plain_words(kind: Kind) -> None:
    words = kind.to_supplier
    assert words
    assert words.wrong.endswith(".")
    assert words.please.startswith(("Please ", "If you can, please "))
    jargon = r"svtool|mapping|--|\.yaml|project file|canonical|clause|field|record_date|parse"
    assert not re.search(jargon, words.wrong + words.please)
