"""What texts that were not understood may have meant: candidates for a person to choose, never applied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from svtool.dates import MONTHS
from svtool.records.date_cells import EXCEL_EPOCH
from svtool.records.judgement import Fault
from svtool.records.record_block import OddText
from svtool.schema.mappings import UNKNOWN, Column
from svtool.schema.offences import Catalogue, fold_class, fold_subcode, fold_title
from svtool.schema.sources import SourceField
from svtool.validation.checks import Reading

# A spreadsheet takes codes for dates or numbers. Typed as day/month, 8/1 becomes 8 January and 19/8 of 2020 the day
# number 44062; 8/60, which is no day of a month, becomes August 1960; 5E becomes a power of ten. Seen in a published
# file: M-O-P-D/crims, policeuk-ons-code-join.csv.
_MON = f"(?P<mon>{'|'.join(MONTHS)})[a-z]*"
_DAY_MONTH = re.compile(rf"(?P<d>\d{{1,2}})[- ]{_MON}", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"{_MON}[- ](?P<y>\d{{2}})", re.IGNORECASE)
_WHOLE = (
    re.compile(rf"(?P<d>\d{{1,2}})[- ]{_MON}[- ](?P<y>\d{{2,4}})", re.IGNORECASE),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})(?: 00:00(?::00)?)?"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[ T]00:00(?::00)?)?"),
)
_DAY_NUMBER = re.compile(r"\d{5}")
_POWER_OF_TEN = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_FIRST_NUMBER, _LAST_NUMBER = 10_000, 60_000  # 1927 to 2064
_LATEST_SHORT_YEAR = 29  # Excel reads 00 to 29 as 2000 to 2029, 30 to 99 as 1930 to 1999
NEAR = 0.7  # of difflib's ratio: Knives is near knife, sword is not
_CONTAINED = 0.95
_CLEARLY = 0.05  # by which the nearest value must be nearer than the next
_DENIALS = {"no", "not", "non", "none", "without"}
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_UNKNOWN_WORDS = {Fault.UNRECOGNISED, Fault.UNKNOWN_CODE, Fault.NOT_A_SUBCODE}


@dataclass(frozen=True)
class Suggestion:
    """An odd text, and the values that it may mean: a category, yes or no, a class or a sub-code."""

    field: str
    text: OddText
    values: tuple[str, ...]

    @property
    def value(self) -> str | None:
        """Return the value that it probably means; None where several come into question, or none."""
        return self.values[0] if len(self.values) == 1 else None


def suggestions(reading: Reading) -> dict[str, dict[int, str]]:
    """Return what odd texts probably mean: field → number of the odd text → value."""
    found: dict[str, dict[int, str]] = {}
    for name in reading.odd:
        values = {each.text.number: each.value for each in suggest(reading, name) if each.value}
        if values:
            found[name] = values
    return found


def suggest(reading: Reading, name: str) -> list[Suggestion]:
    """Return the odd texts of a field that were not understood, each with what it may mean; most frequent first."""
    texts = [text for text in reading.odd.get(name, ()) if text.judged.fault in _UNKNOWN_WORDS]
    texts.sort(key=lambda text: (-text.count, text.text))
    return [Suggestion(name, text, _candidates(reading, name, text.text)) for text in texts]


def _candidates(reading: Reading, name: str, text: str) -> tuple[str, ...]:
    field = reading.source.by_name[name]
    if field.type == "offence_class":
        return class_candidates(text, reading.library.catalogue)
    if field.type == "offence_subcode":
        return subcode_candidates(text, reading.library.catalogue)
    if field.type in {"flag", "category"}:
        return word_candidates(text, field, reading.columns[name])
    return ()


def class_candidates(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the recorded-crime classes that an unknown class code may stand for, as the catalogue writes them."""
    folded = fold_class(text)
    found = [
        _class_of_subcode(text, catalogue),
        re.sub(r"^[A-Z]+", "", folded),  # S39
        re.sub(r"^([A-Z])(\d+)$", r"\2\1", folded),  # B34
        folded[:-1].translate(_LOOKALIKES) + folded[-1:],  # 1OD
    ]
    changed = changed_by_spreadsheet(text, catalogue)
    if changed:
        found = [_class_of_original(each, catalogue) for each in changed.originals]
    elif folded.isdigit():
        found += [
            each.code for each in catalogue.classes if re.fullmatch(folded + "[A-Z]", each.code) and not each.retired
        ]
    spelled = {fold_class(each.code): each.code for each in catalogue.classes}
    return tuple(dict.fromkeys(spelled[each] for each in found if each in spelled))


def subcode_candidates(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the Home Office sub-codes that a text which is none may stand for."""
    changed = changed_by_spreadsheet(text, catalogue)
    if changed:
        return tuple(fold_subcode(each) for each in changed.originals if "/" in each)
    code = _as_subcode(text)
    return (code,) if code in catalogue.atoms_by_subcode else ()


def _as_subcode(text: str) -> str:
    """Return a sub-code that is written with another sign, or without one: 008-06, 00806."""
    found = re.fullmatch(r"(\d{1,3})\s*[-./ ]\s*(\d{1,2})|(\d{3})(\d{2})", text)
    return fold_subcode("/".join(each for each in found.groups() if each)) if found else ""


def _class_of_subcode(text: str, catalogue: Catalogue) -> str:
    return catalogue.label(catalogue.atoms_by_subcode.get(_as_subcode(text))) or ""


def _class_of_original(code: str, catalogue: Catalogue) -> str:
    if "/" not in code:
        return code
    return catalogue.label(catalogue.atoms_by_subcode.get(fold_subcode(code))) or ""


def word_candidates(text: str, field: SourceField, column: Column) -> tuple[str, ...]:
    """Return the values that an unknown word may mean, the nearest alone where it is clearly the nearest."""
    folded = fold_title(text)
    scores: dict[str, float] = {}
    for word, value in _known_words(field, column).items():
        scores[value] = max(scores.get(value, 0), _nearness(folded, fold_title(word)))
    near = sorted((value for value, score in scores.items() if score >= NEAR), key=lambda each: -scores[each])
    return tuple(value for value in near if scores[value] > scores[near[0]] - _CLEARLY)


def _known_words(field: SourceField, column: Column) -> dict[str, str]:
    words = {word: word for word in field.words}
    return words | {raw: value for raw, value in column.values.items() if value != UNKNOWN}


def _nearness(text: str, word: str) -> float:
    # Of one or two letters everything is near; and a text that denies a word does not mean it.
    if not re.search(r"[a-z]", text) or set(text.split()) & _DENIALS != set(word.split()) & _DENIALS:
        return 0
    if len(text) <= 2 or len(word) <= 2:
        return _CONTAINED if word.startswith(text) and len(word) > len(text) else 0
    tokens = {each.rstrip("s") for each in text.split()}
    if {each.rstrip("s") for each in word.split()} <= tokens:
        return _CONTAINED
    return SequenceMatcher(None, text, word).ratio()


@dataclass(frozen=True)
class Changed:
    """A text that a spreadsheet put in place of a code, and the codes that may have stood there."""

    originals: tuple[str, ...]


def changed_by_spreadsheet(text: str, catalogue: Catalogue) -> Changed | None:
    """Return which codes may have stood in place of a text; None when it is no date and no such number.

    Args:
        text: a text that is no code.
        catalogue: the offences; a code that it knows goes before one that it does not.
    """
    if _POWER_OF_TEN.fullmatch(text):
        value = float(text)
        code = f"{value:.0f}E"
        known = value.is_integer() and fold_class(code) in catalogue.atoms_by_class
        return Changed((code,) if known else ())
    if found := _DAY_MONTH.fullmatch(text):
        return Changed(_likeliest((f"{int(found['d'])}/{_month(found)}",), catalogue))
    if found := _MONTH_YEAR.fullmatch(text):
        return Changed(_likeliest((f"{_month(found)}/{int(found['y'])}",), catalogue))
    day = _whole_day(text)
    if day is None:
        return None
    return Changed(_likeliest(_typed_as(day), catalogue))


def _month(found: re.Match[str]) -> int:
    return MONTHS.index(found["mon"][:3].casefold()) + 1


def _whole_day(text: str) -> date | None:
    if _DAY_NUMBER.fullmatch(text):
        day = int(text)
        return EXCEL_EPOCH + timedelta(days=day) if _FIRST_NUMBER <= day < _LAST_NUMBER else None
    found = next((found for pattern in _WHOLE if (found := pattern.fullmatch(text))), None)
    if found is None:
        return None
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if year <= _LATEST_SHORT_YEAR else 1900
    month = _month(found) if "mon" in found.groupdict() else int(found["m"])
    try:
        return date(year, month, int(found["d"]))
    except ValueError:
        return None


def _typed_as(day: date) -> tuple[str, ...]:
    """Return what may have been typed: day/month, which gets the year of that day, or month/year."""
    found = [f"{day.day}/{day.month}"] if day.year >= 2000 else []
    if day.day == 1 and day.year % 100 > 12:
        found.append(f"{day.month}/{day.year % 100}")
    return tuple(found)


def _likeliest(codes: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the codes that the catalogue knows; else those of a category that it knows."""
    known = tuple(code for code in codes if fold_subcode(code) in catalogue.atoms_by_subcode)
    numbers = {re.match(r"\d*", each.code)[0] for each in catalogue.classes}  # type: ignore[index]
    return known or tuple(code for code in codes if code.partition("/")[0] in numbers)
