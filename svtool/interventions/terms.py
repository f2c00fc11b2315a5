"""What the words of a return mean: which numbers add up over quarters, which sections leave nobody in two places."""

from __future__ import annotations

from svtool.files.headers import fold_header

SOURCE = "returns"

ALL, CHILDREN, ADULTS, SECONDARY = "all", "children", "adults", "secondary"
PEOPLE, SESSIONS = "people", "sessions"
REACHED = "reached"  # different ones in a year, which no return states: it follows from caseloads and new referrals
NEW, ELIGIBLE, ENGAGED, COMPLETED, ONWARD = "new_referrals", "eligible", "engaged", "completed", "referred_on"
DELIVERED, CASELOAD, CASELOAD_AT_END = "delivered", "caseload_in_quarter", "caseload_at_end"

# What begins or happens in a quarter adds up over quarters; who is there in two quarters is one person still.
FLOWS = (NEW, ELIGIBLE, ENGAGED, COMPLETED, ONWARD, DELIVERED)
STOCKS = (CASELOAD, CASELOAD_AT_END)
FUNNEL = (NEW, ELIGIBLE, ENGAGED, COMPLETED)  # each stage is a part of the one before
STAGES = (*FUNNEL, ONWARD)

TOTAL, AGE, GENDER, ETHNICITY, AREA = "total", "age", "gender", "ethnicity", "area"
APART = (AGE, GENDER, ETHNICITY, AREA)  # nobody stands in two of their categories: each person has one
_SECTIONS = {
    TOTAL: ("total", "all", "overall", "totals", "grand total", "total beneficiaries"),
    AGE: ("age", "age group", "age band", "ages", "age groups", "age range"),
    GENDER: ("gender", "sex", "gender identity"),
    ETHNICITY: ("ethnicity", "ethnic group", "ethnic origin"),
    AREA: ("area", "borough", "ward", "local authority", "district"),
}
_UNKNOWN = (
    "unknown", "not known", "not stated", "not recorded", "not specified", "prefer not to say", "not disclosed",
    "missing", "undisclosed", "age unknown", "gender unknown", "ethnicity unknown",
)  # fmt: skip
SECTIONS = frozenset(_SECTIONS)
_SECTION_OF = {fold_header(word): section for section, words in _SECTIONS.items() for word in words}
_UNKNOWN_FOLDED = frozenset(map(fold_header, _UNKNOWN))


def section_of(text: str) -> str:
    """Return what a section is called, whatever the return calls it."""
    folded = fold_header(text)
    return _SECTION_OF.get(folded, folded)


def is_unknown(category: str) -> bool:
    """Return whether a category is of those of whom nobody knows where they belong."""
    return fold_header(category) in _UNKNOWN_FOLDED


def in_words(name: str) -> str:
    """Return a word of a return as people read it: `new referrals`."""
    return name.replace("_", " ")
