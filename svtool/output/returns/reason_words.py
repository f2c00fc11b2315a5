"""Why a figure of returns can't be told nearer, in sentences, and what returns count, in words."""

from __future__ import annotations

from collections.abc import Callable

from svtool.errors import listed
from svtool.interventions.quarter_figures import Reason, Why
from svtool.interventions.terms import REACHED, SECONDARY, in_words


def _numbered(reason: Reason, joiner: str) -> str:
    known = all(number is not None for _, number in reason.parts)
    return joiner.join(f"{number:,} ({name})" if known else name for name, number in reason.parts)


def _overlap(reason: Reason) -> str:
    if reason.least is None or reason.most is None:
        return "one may stand in several categories, and no total is given"
    numbers = f"{_numbered(reason, ' + ')} is {reason.most:,} or {reason.least:,}"
    return (
        f"{numbers}: {reason.most:,} if nobody stands in two of these categories, {reason.least:,} if as many as can "
        "do; no total is given"
    )


def _sections(reason: Reason) -> str:
    told = f": {listed((f'{name} {number:,}' for name, number in reason.parts), joiner='and')}" if reason.parts else ""
    return f"sections of the return do not agree{told}, and nobody is unknown"


def _names(reason: Reason) -> str:
    return listed((name for name, _ in reason.parts), joiner="and")


SENTENCES: dict[Why, Callable[[Reason], str]] = {
    Why.OVERLAP: _overlap,
    Why.SECTIONS: _sections,
    Why.NOT_STATED: lambda _: "a number is not stated",
    Why.NOT_EXACT: lambda _: "a number is a range, an estimate, or stands there twice",
    Why.UNIT: lambda _: "the unit is not declared: people, each once, or each time that somebody came",
    Why.COUNTED: lambda _: "it is not said whether they are new referrals or everybody on the caseload",
    Why.CASELOADS: lambda _: (
        "whoever stays is on the caseload of several quarters, so that caseloads are not added: at "
        "least the largest of them; at most the first and all who were new later"
    ),
    Why.CASELOADS_AT_END: lambda _: "of those who came and went within a quarter a caseload at its end says nothing",
    Why.QUARTERS: lambda reason: f"no number of {_names(reason)}",
    Why.PROJECTS: lambda _: "whoever is in two projects is counted in each of them",
    Why.LOOSE_PROJECTS: lambda reason: f"not quantified: {_names(reason)}",
    Why.GAPS_OF_PROJECTS: lambda reason: f"without some of their quarters: {_names(reason)}",
    Why.NOT_MATCHED: lambda _: (
        "not of the same people, as far as it is known, so that a difference of the means may be "
        "one between people: no change is given"
    ),
    Why.NO_SPREAD: lambda _: "no interval without the standard deviation of the changes of two people or more",
}


def reason_words(reason: Reason) -> str:
    """Return a reason in words, without a full stop."""
    return SENTENCES[reason.why](reason)


def reasons_in_words(reasons: tuple[Reason, ...], before: str = "") -> str:
    """Return reasons as one sentence, behind what is said before them; nothing where there are none."""
    told = before + "; ".join(reason_words(each) for each in reasons)
    return f"{told[:1].upper()}{told[1:]}." if reasons else ""


def counted_words(counted: str, unit: str, beneficiaries: str) -> str:
    """Return what is counted, in words: `New referrals (people)`."""
    what = in_words(counted) if counted else "not said which"
    if counted == REACHED:
        what = f"different {unit}" if unit else "different ones"
        unit = "" if unit else "unit not declared"
    whom = f"{SECONDARY} beneficiaries, " if beneficiaries == SECONDARY else ""
    noun = unit or ("" if counted == REACHED else "unit not declared")
    return f"{what[:1].upper()}{what[1:]}{f' ({whom}{noun})' if f'{whom}{noun}' else ''}".replace(", )", ")")
