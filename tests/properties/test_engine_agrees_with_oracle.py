"""The engine and the oracle agree on every generated rule and record.

`decide` says what a rule means on one record; the engine says it in SQL, over columns that were read from CSV. Each
example is one extract of many records, each on a day of its own, asked many rules in one run: records with absent,
blank, coarse and unknown values, offences with none to three victims and suspects, rules of any nesting.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from svtool.meaning.answers import Answer
from svtool.meaning.decide import decide
from svtool.schema.library import Library
from svtool.schema.rules import All, Among, AnyOf, Compare, Not, Rule

if TYPE_CHECKING:
    from conftest import Desk, NewDesk

RECORDS, RULES = 24, 24
# A failure names the rule and the record by itself; shrinking whole extracts would take minutes.
WHOLE_EXTRACTS = settings(
    deadline=None,
    max_examples=settings().max_examples // 8,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
FIRST_DAY = date(2021, 3, 1)

# What a cell may say: the texts, and the canonical value that they all mean.

FLAG_TEXTS: dict[str | None, tuple[str, ...]] = {
    "yes": ("Y", "yes", "1", "TRUE"),
    "no": ("N", "no", "0", "False"),
    None: ("", "unknown", "not recorded", "neither"),
}
AGE_TEXTS: dict[tuple[int, int] | None, tuple[str, ...]] = {
    (0, 0): ("0",),
    (17, 17): ("17", "17 yrs"),
    (24, 24): ("24", "24.0"),
    (25, 25): ("25",),
    (120, 120): ("120",),
    (10, 17): ("10-17", "10 to 17"),
    (18, 24): ("18-24",),
    (20, 29): ("20-29",),
    (0, 17): ("under 18",),
    (25, 120): ("25+", "25 and over"),
    None: ("", "unknown", "-1", "999", "adult"),
}
SEX_TEXTS: dict[str | None, tuple[str, ...]] = {
    "female": ("female", "F", "Female"),
    "male": ("male", "M"),
    "other": ("other",),
    "not_recorded": ("not_recorded", "Not recorded"),
    None: ("", "robot"),
}
WEAPON_TEXTS: dict[str | None, tuple[str, ...]] = {
    "knife": ("knife", "Knife"),
    "other_sharp": ("other_sharp", "Other sharp"),
    "firearm": ("firearm",),
    "none": ("none",),
    "knife_or_other_sharp": ("knife or other sharp", "knife_or_other_sharp"),
    "not_specified": ("not_specified", "Not specified"),
    None: ("", "unknown", "sword"),
}
# Class, sub-code and title: certain, coarse, contradictory, and in no list.
OFFENCES = (
    ("1", "", ""), ("4.1", "", ""), ("4.10", "", ""), ("1/4.1/4.10/4.2", "", ""), ("1, 4.1/2/10", "", ""),
    ("2", "", ""), ("5D", "", ""), ("5D", "005/01", ""), ("", "005/01", ""), ("", "5/7", ""), ("8N", "", ""),
    ("8n", "008/01", ""), ("8N", "8/6", ""), ("8N", "001/01", ""),
    ("8N", "", "Sec 20. Malicious wounding or inflicting grievous bodily harm (without intent)"),
    ("8N", "", "Sec 47. Assault occasioning actual bodily harm"), ("8P", "008/33", ""), ("8S", "", ""),
    ("8S", "005/01", ""), ("8S", "008/06", ""), ("10C", "", ""), ("10D", "008/26", ""), ("10D", "008/64", ""),
    ("", "008/76", ""), ("19C", "", ""), ("", "", "Rape of a female"), ("34A", "", ""), ("34B", "", "Robbery"),
    ("", "034/01", ""), ("", "034/01", "Robbery Personal"), ("39", "", ""), ("56A", "056/01", ""), ("92A", "", ""),
    ("106", "", ""), ("", "106/01", ""), ("999Z", "", ""), ("999Z", "034/01", ""), ("", "", "nothing that is listed"),
    ("", "", ""),
)  # fmt: skip
SETS = (
    "homicide", "murder", "manslaughter", "attempted_murder", "s18_wounding", "s20_wounding", "section_20_or_worse",
    "constable_section_18", "actual_bodily_harm", "violence_with_injury", "violence_against_the_person", "robbery",
    "robbery_business", "robbery_personal", "rape", "sexual_offences", "threatening_with_blade", "modern_slavery",
    "possession_of_weapons_offences", "possession_of_article_with_blade_or_point", "arson_endangering_life",
)  # fmt: skip

FLAGS = ("knife", "firearm", "domestic_abuse", "cancelled")


@dataclass
class Row:
    """A record or a person: what its cells say, and what that means."""

    cells: dict[str, str] = field(default_factory=dict)
    means: dict[str, Any] = field(default_factory=dict)


def _cell(texts: dict[Any, tuple[str, ...]]) -> st.SearchStrategy[tuple[Any, str]]:
    return st.sampled_from([(value, text) for value, written in texts.items() for text in written])


@st.composite
def _rows(draw: st.DrawFn, columns: dict[str, dict[Any, tuple[str, ...]]]) -> Row:
    row = Row()
    for name, texts in columns.items():
        row.means[name], row.cells[name] = draw(_cell(texts))
    return row


@st.composite
def _offences(draw: st.DrawFn, library: Library, columns: dict[str, dict[Any, tuple[str, ...]]]) -> Row:
    row = draw(_rows(columns))
    evidence = draw(st.sampled_from(OFFENCES))
    row.cells |= dict(zip(("offence_class", "offence_subcode", "offence_title"), evidence, strict=True))
    row.means["offence"] = library.catalogue.read_offence(*(text or None for text in evidence))
    return row


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


def _joined(tests: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    def deeper(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
        several = st.lists(rules, min_size=0, max_size=3).map(tuple)
        return st.one_of(several.map(All), several.map(AnyOf), rules.map(Not))

    return st.recursive(tests, deeper, max_leaves=6)


FLAG_TESTS = st.builds(Among, st.sampled_from(FLAGS), _some(("yes", "no")))
OFFENCE_TESTS = st.builds(Among, st.just("offence"), _some(SETS))
ABSENT_TESTS = st.builds(Among, st.just("hate_crime"), _some(("yes", "no")))
COMPARISONS = st.sampled_from(("lt", "lte", "gt", "gte"))
BOUNDS = st.sampled_from((0, 10, 17, 18, 24, 25, 65, 120))


def _person_tests(who: str) -> st.SearchStrategy[Rule]:
    sexes = _some(("female", "male", "other", "not_recorded"))
    return st.one_of(
        st.builds(Compare, st.just(f"{who}_age"), COMPARISONS, BOUNDS),
        st.builds(Among, st.just(f"{who}_sex"), sexes),
    )


def _police_rules() -> st.SearchStrategy[list[Rule]]:
    """Rules about the offence alone, or about its victims or its suspects as well."""
    offence = st.one_of(FLAG_TESTS, OFFENCE_TESTS, ABSENT_TESTS)
    kinds = [offence, *(st.one_of(_person_tests(who), offence) for who in ("victim", "suspect"))]
    return st.lists(st.one_of([_joined(kind) for kind in kinds]), min_size=RULES, max_size=RULES)


def _as_csv(rows: list[Row], missing: set[str], **more: list[str]) -> str:
    """Return the rows as a CSV file without the missing columns, with the columns in `more` before them."""
    names = [name for name in dict.fromkeys(name for row in rows for name in row.cells) if name not in missing]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*more, *names])
    for i, row in enumerate(rows):
        writer.writerow([*(column[i] for column in more.values()), *(row.cells.get(name, "") for name in names)])
    return text.getvalue()


def _without(record: dict[str, Any], missing: set[str]) -> dict[str, Any]:
    """Return what a record means when some columns were not there."""
    known = {name: value for name, value in record.items() if name not in missing}
    return known | ({"offence": None} if "offence_class" in missing else {})


def _days(number: int) -> list[date]:
    return [FIRST_DAY + timedelta(days=i) for i in range(number)]


def _assert_agreement(desk: Desk, facts: Any, rules: list[Rule], records: list[dict[str, Any]]) -> None:
    named = {f"rule {i}": rule for i, rule in enumerate(rules)}
    by_engine = desk.answers(facts, named)
    for day, record in zip(_days(len(records)), records, strict=True):
        for name, rule in named.items():
            expected: Answer = decide(rule, record, facts.source, desk.library.catalogue)
            assert by_engine[day][name] is expected, f"{rule} on {record}"


POLICE = dict.fromkeys(FLAGS[:-1], FLAG_TEXTS) | {"cancelled": {"no": ("N", "no", "0"), None: ("",)}}
MAY_BE_MISSING = st.sets(st.sampled_from((*FLAGS, "offence_class", "victim_age", "suspect_sex")), max_size=3)
EVIDENCE = {"offence_class", "offence_subcode", "offence_title"}


def _person(who: str) -> st.SearchStrategy[Row]:
    return _rows({f"{who}_age": AGE_TEXTS, f"{who}_sex": SEX_TEXTS})


@WHOLE_EXTRACTS
@given(data=st.data())
def test_on_linked_police_files(data: st.DataObject, new_desk: NewDesk, library: Library) -> None:
    """The first and the last offence have a victim, so that for every offence victims were recorded."""
    offences = data.draw(st.lists(_offences(library, POLICE), min_size=2, max_size=RECORDS))
    people: dict[str, list[list[Row]]] = {}
    for who in ("victim", "suspect"):
        several = st.lists(_person(who), max_size=3)
        people[who] = [data.draw(several) for _ in offences]
    for group in (people["victim"][0], people["victim"][-1]):
        group.append(Row({"victim_age": "40", "victim_sex": "male"}, {"victim_age": (40, 40), "victim_sex": "male"}))
    given_files = data.draw(st.sets(st.sampled_from(("victim", "suspect"))))
    missing = data.draw(MAY_BE_MISSING)
    missing |= EVIDENCE if "offence_class" in missing else set()
    rules = data.draw(_police_rules())
    references = [f"O{i}" for i in range(len(offences))]
    days = [day.isoformat() for day in _days(len(offences))]
    files = {"offences": _as_csv(offences, missing, reference=references, recorded_date=days)}
    for who in sorted(given_files):
        rows = [row for group in people[who] for row in group]
        linked = [reference for reference, group in zip(references, people[who], strict=True) for _ in group]
        if rows:
            files[f"{who}s"] = _as_csv(rows, missing, reference=linked)
    records = [_without(row.means, missing) for row in offences]
    for who in ("victim", "suspect"):
        if f"{who}s" in files:
            for record, group in zip(records, people[who], strict=True):
                record[f"{who}s"] = [_without(row.means, missing) for row in group]
    with new_desk() as desk:
        _assert_agreement(desk, desk.gather("police", files), rules, records)


FLAT = """
source: police
row: offence
by_name: yes
no_victim: blank
columns:
  victim_sex: {column: victim_sex, values: {F: female, M: male}, optional: yes}
  suspect_sex: {column: suspect_sex, values: {F: female, M: male}, optional: yes}
"""


@WHOLE_EXTRACTS
@given(data=st.data())
def test_on_a_flat_police_file(data: st.DataObject, new_desk: NewDesk, library: Library) -> None:
    """A row has one victim or, where its cells are blank, none; and one suspect, or one of whom nothing is known."""
    columns = POLICE | {
        "victim_age": AGE_TEXTS, "victim_sex": SEX_TEXTS, "suspect_age": AGE_TEXTS, "suspect_sex": SEX_TEXTS,
    }  # fmt: skip
    rows = data.draw(st.lists(_offences(library, columns), min_size=1, max_size=RECORDS))
    rules = data.draw(_police_rules())
    missing = data.draw(MAY_BE_MISSING)
    missing |= EVIDENCE if "offence_class" in missing else set()
    days = [day.isoformat() for day in _days(len(rows))]
    records = []
    for row in rows:
        record = _without(row.means, missing)
        has_victim = any(row.cells[name] for name in ("victim_age", "victim_sex") if name not in missing)
        record["victims"], record["suspects"] = [record] if has_victim else [], [record]
        records.append(record)
    with new_desk() as desk:
        facts = desk.gather("police", _as_csv(rows, missing, recorded_date=days), mapping=desk.own_mapping(FLAT))
        _assert_agreement(desk, facts, rules, records)


ATTENDANCES = {"assault": FLAG_TEXTS, "weapon": WEAPON_TEXTS, "age": AGE_TEXTS, "sex": SEX_TEXTS}
ATTENDANCE_TESTS = st.one_of(
    st.builds(Among, st.just("assault"), _some(("yes", "no"))),
    st.builds(
        Among, st.just("weapon"), _some(("knife", "other_sharp", "firearm", "knife_or_other_sharp", "not_specified"))
    ),
    st.builds(Compare, st.just("age"), COMPARISONS, BOUNDS),
    st.builds(Among, st.just("sex"), _some(("female", "male", "not_recorded"))),
)


@WHOLE_EXTRACTS
@given(data=st.data())
def test_on_attendances_with_coarse_weapons_and_ages(data: st.DataObject, new_desk: NewDesk) -> None:
    rows = data.draw(st.lists(_rows(ATTENDANCES), min_size=1, max_size=RECORDS))
    rules = data.draw(st.lists(_joined(ATTENDANCE_TESTS), min_size=RULES, max_size=RULES))
    missing = data.draw(st.sets(st.sampled_from(("weapon", "age", "sex")), max_size=2))
    days = [day.isoformat() for day in _days(len(rows))]
    with new_desk() as desk:
        facts = desk.gather("ed", _as_csv(rows, missing, recorded_date=days))
        _assert_agreement(desk, facts, rules, [_without(row.means, missing) for row in rows])


DATED = """
source: police
row: offence
by_name: yes
columns:
  recorded_date: {column: recorded_date, format: YYYY-MM-DD}
  knife: {column: knife, blank: {before: {2021-03-05: unknown, 2021-03-10: no}, otherwise: unknown}}
  firearm: {column: firearm, blank: no}
"""


@settings(WHOLE_EXTRACTS, max_examples=settings().max_examples // 15)
@given(data=st.data())
def test_on_blank_flags_that_mean_what_the_mapping_says(
    data: st.DataObject, new_desk: NewDesk, library: Library
) -> None:
    """A blank knife flag is unknown before 5 March, no before 10 March, and unknown again after that."""
    rows = data.draw(st.lists(_offences(library, dict.fromkeys(FLAGS[:2], FLAG_TEXTS)), min_size=1, max_size=RECORDS))
    tests = st.one_of(st.builds(Among, st.sampled_from(FLAGS[:2]), _some(("yes", "no"))), OFFENCE_TESTS)
    rules = data.draw(st.lists(_joined(tests), min_size=RULES, max_size=RULES))
    days = _days(len(rows))
    for day, row in zip(days, rows, strict=True):
        if not row.cells["knife"] and date(2021, 3, 5) <= day < date(2021, 3, 10):
            row.means["knife"] = "no"
        if not row.cells["firearm"]:
            row.means["firearm"] = "no"
    with new_desk() as desk:
        extract = _as_csv(rows, set(), recorded_date=[day.isoformat() for day in days])
        facts = desk.gather("police", extract, mapping=desk.own_mapping(DATED))
        _assert_agreement(desk, facts, rules, [row.means for row in rows])
