"""A sentence of a finding knows its numbers: it prints as text, and compares without them."""

from __future__ import annotations

from svtool.findings.message import Message, counted, enumerated, joined, numeral, say


def cells(count: int) -> Message:
    return say(counted(count, "cell is", "cells are"), " blank")


def test_a_sentence_prints_with_its_noun_in_its_number() -> None:
    assert str(cells(1)) == "1 cell is blank"
    assert str(cells(1_200)) == "1,200 cells are blank"


def test_sentences_that_differ_in_their_numbers_alone_have_one_shape() -> None:
    assert cells(1).shape == cells(24).shape
    assert say("up to line ", numeral(5)).shape == say("up to line ", numeral(6)).shape
    assert say("2 cells hold 8/1").shape != say("2 cells hold 34B").shape


def test_a_number_is_no_word_that_reads_like_one() -> None:
    assert say("class ", numeral(8)).shape != say("class 8").shape


def test_the_count_that_a_sentence_begins_with_is_known_and_the_rest_of_it_as_of_several() -> None:
    assert cells(1).counts == 1
    assert cells(1).beyond_count == cells(9).beyond_count == "cells are blank"
    assert say("is UTF-16").counts is None
    assert say(numeral("Mar 2019"), " has none").counts is None


def test_a_sentence_may_stand_in_another() -> None:
    inner = say("lines ", numeral("5–6"))
    assert str(say(inner, " look like one row")) == "lines 5–6 look like one row"
    assert say(inner, " look").shape == say("lines ", numeral("7–9"), " look").shape


def test_items_are_enumerated_and_shortened_when_there_are_many() -> None:
    items = [say(name, " (", numeral(count), ")") for name, count in zip("abc", (1, 2, 3_000), strict=True)]
    assert str(enumerated(items)) == "a (1), b (2) and c (3,000)"
    assert str(enumerated(items, most=2)) == "a (1), b (2) … (3 in all)"
    assert str(enumerated(items[:1])) == "a (1)"
    assert str(enumerated([])) == "nothing"
    assert str(joined(items[:2], " and ")) == "a (1) and b (2)"
