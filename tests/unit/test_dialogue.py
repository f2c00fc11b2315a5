"""The dialogue of init asks once, takes a number, a word or what is typed, and what is proposed by Enter."""

import builtins
from collections.abc import Callable

import pytest

from svtool.output.dialogue import Dialogue
from svtool.proposal.decisions import Answer, Decision

FORCE = Decision("whose extract it is", ("inside", "not_known"), "where a record belongs")
AREAS = Decision("the areas", ("merseyside", "a set of your own", "none"), "what counts", "merseyside", is_free=True)
Typed = Callable[..., Dialogue]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typed:
    def begin(*lines: str) -> Dialogue:
        left = list(lines)

        def read(_: str = "") -> str:
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr(builtins, "input", read)
        return Dialogue(total=2)

    return begin


@pytest.mark.parametrize(
    ("typed", "decision", "answer"),
    [
        ("2", FORCE, "not_known"),
        ("INSIDE", FORCE, "inside"),
        ("", FORCE, None),  # nothing is proposed
        ("later", FORCE, None),
        ("{before: {2019-04-01: unknown}, otherwise: no}", FORCE,
         {"before": {"2019-04-01": "unknown"}, "otherwise": "no"}),
        ("", AREAS, "merseyside"),
        ("west_yorkshire", AREAS, "west_yorkshire"),
        ("[2020, 2021]", AREAS, ["2020", "2021"]),
    ],
)  # fmt: skip
def test_an_answer_is_understood(typing: Typed, typed: str, decision: Decision, answer: Answer | None) -> None:
    assert typing(typed).ask("x", decision) == answer


@pytest.mark.parametrize("wrong", ["nonsense", "7", "[a"])
def test_what_is_no_answer_is_asked_again(typing: Typed, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert typing(wrong, "inside").ask("x", FORCE) == "inside"
    assert f"{wrong} is none of these." in capsys.readouterr().err


def test_a_description_of_what_may_be_typed_can_not_be_chosen(typing: Typed) -> None:
    assert typing("2", "3").ask("x", AREAS) == "none"


def test_the_same_question_is_asked_once(typing: Typed) -> None:
    dialogue = typing("inside")
    assert dialogue.ask("sources.ed[1].area_unknown", FORCE) == "inside"
    assert dialogue.ask("sources.ed[2].area_unknown", FORCE) == "inside"


def test_stop_leaves_the_rest_for_later(typing: Typed) -> None:
    dialogue = typing("stop")
    assert dialogue.ask("x", FORCE) is None
    assert dialogue.ask("areas", AREAS) is None


def test_the_end_of_the_terminal_is_said(typing: Typed) -> None:
    with pytest.raises(EOFError):
        typing().ask("x", FORCE)
