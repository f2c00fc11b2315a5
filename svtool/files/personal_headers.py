"""Column names that say that a column identifies a person: read word by word, however they are written.

`NHSNo`, `nhs_no` and `NHS No.` are the same words. A word such as `name` or `postcode` says it only beside the word of
a person (`IP Name`, `Home Postcode`), and no longer where another word says what else is meant: `Force Name`,
`Contact Type`, `Incident Postcode Sector`. What such a word alone may mean is doubtful.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from functools import cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that are written as several; the longer stand first.
_PHRASES = (
    *((f"vehicle registration {which}", "vrm") for which in ("mark", "number", "no", "plate")),
    ("vehicle registration", "vrm"), ("registration mark", "vrm"), ("registration plate", "vrm"),
    ("registration number", "vrm"), ("registration no", "vrm"), ("number plate", "vrm"), ("vehicle reg", "vrm"),
    ("veh reg", "vrm"), ("reg mark", "vrm"), ("reg plate", "vrm"), ("reg number", "vrm"), ("reg no", "vrm"),
    ("officer in the case", "oic"), ("officer in case", "oic"), ("next of kin", "kin"), ("injured party", "ip"),
    ("date of birth", "dob"), ("birth date", "dob"), ("d o b", "dob"), ("national insurance", "nino"),
    ("post code", "postcode"), ("e mail", "email"), ("reporting person", "informant"), ("also known as", "alias"),
    ("known as", "alias"), ("a k a", "alias"), ("n h s", "nhs"), ("p n c", "pnc"), ("c r o", "cro"),
    ("v r m", "vrm"), ("v r n", "vrm"), ("i p", "ip"), ("n o k", "kin"), ("nok", "kin"), ("aka", "alias"),
    ("case note", "casenote"), ("zip code", "zip"),
    ("driving licence", "licence"), ("driver licence", "licence"), ("drivers licence", "licence"),
    ("driver number", "licence"), ("bank account", "account"), ("sort code", "account"), ("sur name", "surname"),
    ("fore name", "forename"), ("land line", "landline"), ("house hold", "household"),
    *((f"{which} name", "forename") for which in ("first", "last", "middle", "full", "family", "given", "maiden")),
)  # fmt: skip
_PERSONS = _set(
    "victim vic vict suspect susp offender off accused defendant perpetrator perp patient pt pat person pers "
    "people complainant comp witness wit caller informant aggrieved ip nominal casualty householder occupier "
    "occupant owner keeper driver passenger gp doctor consultant clinician nurse parent guardian carer mother "
    "father child sibling partner spouse relative kin nok officer oic staff employee client subject detainee "
    "arrestee prisoner reporter attendee deceased missing misper user resident tenant individual crew referrer "
    "worker contact customer"
)
# Words that say which of a person's things, and never what else is meant.
_BESIDE = _set(
    "of the s a b and or no nos num number numbers nr id ref reference details detail full home work private "
    "personal day daytime evening main primary secondary alternative alternate alt other emergency current "
    "previous preferred known legal first last second third permanent temporary usual registered residential "
    "residence residing lives living line 1 2 3 4 5 6 7 8 9 fk key txt text string str raw value col column field "
    "in case latest original"
)
_NUMBERS = _set("no nos num number numbers nr id ref reference urn")
_HOMES = _set("home residence residential residing lives living usual permanent temporary registered")
# What is said of a person's thing: never the thing itself.
_SAID_OF = _set(
    "type category flag known given provided recorded present available missing valid validated verified status "
    "count indicator yn source quality sector district area region outward outcode sent received reason method "
    "group band matched match traced consent estimated approximate hash hashed pseudo pseudonym pseudonymised "
    "length changed lsoa msoa oa ward country disposal offence offences warning marker age sex gender ethnicity "
    "year month trust site provider soundex"
)
_ALWAYS = _set("forename surname initials dob birthdate nino nickname alias")
_ALONE = _set(
    "kin email telephone phone mobile tel landline fax passport vrm vrn vrms pnc cro nhs mrn chi licence account "
    "imei msisdn username casenote hospital hosp"
)
# Numbers of these are personal; what else is of them is not.
_NUMBERED = _set("nhs hospital hosp mrn chi pnc cro licence account casenote ni passport")
_NEEDING_NUMBERS = _set("hospital hosp chi account ni licence")
_DOUBTFUL = _set("ip aggrieved complainant informant householder occupier nominal oic contact postcode")
_STAFF_NUMBERS = _set("collar shoulder warrant custody")
_HOUSES = _set("house flat door apartment")
_GLUED = _set(
    "name names address addr line date birth post code home next kin insurance national injured party case reg "
    "registration mark plate veh vehicle first last middle family given maiden fore sur mail"
)
_VOCABULARY = (_PERSONS | _BESIDE | _ALWAYS | _ALONE | _NUMBERED | _STAFF_NUMBERS | _GLUED | {"postcode"}) - {
    each for each in _BESIDE if len(each) < 2
}  # fmt: skip


class Personal(Enum):
    """How surely a column's name says that it identifies a person."""

    NO = "no"
    DOUBTFUL = "doubtful"
    YES = "yes"


@cache
def personal_by_name(name: str) -> Personal:
    """Return whether a column's name says that the column identifies a person, however the name is written."""
    found = {_judge(words) for words in _readings(name)}
    return next((each for each in (Personal.YES, Personal.DOUBTFUL) if each in found), Personal.NO)


def looks_personal(name: str) -> bool:
    """Return whether a column's name says, surely or perhaps, that the column identifies a person."""
    return personal_by_name(name) is not Personal.NO


def names_a_birth_date(name: str) -> bool:
    """Return whether a column's name says that it holds dates of birth."""
    return any("dob" in words for words in _readings(name))


def _readings(name: str) -> set[tuple[str, ...]]:
    """Return the words of a name: as blanks and signs part them, and as capitals do."""
    plain = unicodedata.normalize("NFKC", name).replace("’", "").replace("'", "")
    initials = re.sub(r"\b(?:\w\.){2,}(?:\w\b)?", lambda found: found[0].replace(".", ""), plain)  # D.O.B.
    capitals = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", initials)
    return {_words(each) for each in (plain, initials, capitals)}


def _words(name: str) -> tuple[str, ...]:
    parted = re.sub(r"[\W_]+", " ", name.casefold())
    parted = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", parted)
    text = " ".join(word for token in parted.split() for word in _unglued(token))
    text = f" {text} "
    for phrase, word in _PHRASES:
        text = text.replace(f" {phrase} ", f" {word} ")
    return tuple(text.split())


def _unglued(token: str) -> Sequence[str]:
    """Return the words that a token is made of, where all of it is: nhsno, homepostcode."""
    if token in _VOCABULARY or _singular(token) in _VOCABULARY:
        return (token,)
    for end in range(len(token) - 2, 1, -1):
        if token[:end] in _VOCABULARY:
            rest = _unglued(token[end:])
            if all(each in _VOCABULARY for each in rest):
                return (token[:end], *rest)
    return (token,)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 and word not in _VOCABULARY else word


def _judge(given: tuple[str, ...]) -> Personal:
    words = [_singular(each) for each in given]
    if not words or any(word in _SAID_OF for word in words):
        return Personal.NO
    of_person = [word for word in words if word in _PERSONS]
    rules = (_is_direct, _is_name, _is_address, _is_postcode, _is_contact)
    if any(rule(words, bool(of_person)) for rule in rules):
        return Personal.YES
    if any(word in _STAFF_NUMBERS and _beside(words, {word}) and len(words) > 1 for word in words):
        return Personal.DOUBTFUL
    return Personal.DOUBTFUL if _may_be(words) else Personal.NO


def _beside(words: Sequence[str], meant: set[str] | frozenset[str]) -> bool:
    """Return whether all words beside those that are meant only say whose or which."""
    return all(word in _PERSONS or word in _BESIDE for word in words if word not in meant)


def _is_direct(words: Sequence[str], of_person: bool) -> bool:
    if set(words) & _ALWAYS:
        return True
    meant = set(words) & (_ALONE | _NUMBERED)
    if not meant or not _beside(words, meant | _NUMBERS | {"address"}):
        return False
    numbered = bool(set(words) & _NUMBERS)
    return numbered or not meant <= _NEEDING_NUMBERS


def _is_name(words: Sequence[str], of_person: bool) -> bool:
    if "name" not in words or not _beside(words, {"name"}):
        return False
    return of_person or set(words) <= {"name", "1", "2", "3", "full", "legal", "preferred", "known", "no", "s"}


def _is_address(words: Sequence[str], of_person: bool) -> bool:
    houses = set(words) & _HOUSES
    if houses and len(words) > 1 and _beside(words, houses | {"name"}):
        return True
    last = [word for word in words if not word.isdigit() and word not in {"line", "full", "text"}][-1:]
    return (bool(last) and last[0] in {"address", "addr"}) or ("address" in words and _beside(words, {"address"}))


def _is_postcode(words: Sequence[str], of_person: bool) -> bool:
    whose = of_person or bool(set(words) & _HOMES) or "address" in words
    return "postcode" in words and whose and _beside(words, {"postcode", "address"})


def _is_contact(words: Sequence[str], of_person: bool) -> bool:
    asked = {"no", "num", "number", "detail", "details", "nos", "emergency", "preferred"}
    return "contact" in words and bool(set(words) & asked) and _beside(words, {"contact"})


def _may_be(words: Sequence[str]) -> bool:
    """Return whether a word stands alone that may be a person's name or number, or a kind or a flag."""
    meant = set(words) & _DOUBTFUL
    if not meant or not _beside(words, meant) or set(words) & {"date"}:
        return False
    if meant <= {"nominal", "contact"}:
        return True
    return set(words) <= meant | {"full", "1", "2", "3", "details", "detail"}
