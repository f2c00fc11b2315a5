"""The offence catalogue: codes are text, however they are written; members are classes or kinds of them."""

from __future__ import annotations

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.offences import Catalogue, fold_class, fold_subcode, fold_title, slug

SMALL = Catalogue.model_validate(
    {
        "id": "catalogue",
        "title": "Three classes",
        "classes": [
            {"class": "34A", "name": "robbery_business", "title": "Robbery of business property", "group": "Robbery"},
            {"class": "34B", "name": "robbery_personal", "title": "Robbery of personal property", "group": "Robbery"},
            {
                "class": "10D",
                "name": "blade",
                "title": "Article with blade or point",
                "group": "Possession of weapons",
                "subgroup": "Blades",
                "kinds": ["possession", "threatening"],
            },
        ],
        "composites": [{"code": "34A/34B", "classes": ["34A", "34B"]}],
        "subcodes": [
            {"subcode": "034/01", "means": ["34A", "34B"]},
            {"subcode": "008/26", "means": ["10D:possession"]},
        ],
        "titles": [{"title": "Robbery", "means": ["34A", "34B"]}],
        "sets": [{"name": "threats", "title": "Threats with a blade", "members": ["10D:threatening"]}],
    }
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8N", "8N"), ("8n", "8N"), (" 8 N ", "8N"), ("08N", "8N"), ("008N", "8N"), ("1", "1"), ("001", "1"),
        ("4.1", "4.1"), ("4.10", "4.10"), ("4.100", "4.100"), ("106", "106"), ("0", "0"), ("FFA UK", "FFAUK"),
    ],
)  # fmt: skip
def test_a_class_is_folded_as_text_and_never_as_a_number(written: str, code: str) -> None:
    assert fold_class(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("008/06", "008/06"), ("8/6", "008/06"), ("08/06", "008/06"), (" 8 / 6 ", "008/06"), ("105/01", "105/01"),
        ("106", "106"), ("8/6/1", "8/6/1"), ("08-Jun", "08-JUN"), ("", ""),
    ],
)  # fmt: skip
def test_a_sub_code_is_folded_to_its_three_and_two_digits(written: str, code: str) -> None:
    assert fold_subcode(written) == code


def test_a_title_is_folded_to_its_words() -> None:
    assert fold_title("  Sec 18.  Wounding - with INTENT, to do GBH ") == "sec 18 wounding with intent to do gbh"
    assert slug("Violence against the person") == "violence_against_the_person"


def test_a_class_is_the_set_of_its_kinds() -> None:
    assert SMALL.read_offence("10D", None, None) == {("10D", "possession"), ("10D", "threatening")}
    assert SMALL.read_offence("34A", None, None) == {("34A", "")}


def test_each_piece_of_evidence_narrows_what_the_offence_may_be() -> None:
    either = {("34A", ""), ("34B", "")}
    assert SMALL.read_offence(None, "034/01", None) == either
    assert SMALL.read_offence(None, None, "ROBBERY") == either
    assert SMALL.read_offence("34A/34B", None, None) == either
    assert SMALL.read_offence("34A", "034/01", "Robbery") == {("34A", "")}
    assert SMALL.read_offence("10D", "8/26", None) == {("10D", "possession")}
    assert SMALL.read_offence(None, "034/01", "Robbery of personal property") == {("34B", "")}


def test_evidence_that_contradicts_leaves_both_open() -> None:
    assert SMALL.read_offence("34A", "008/26", None) == {("34A", ""), ("10D", "possession")}


def test_what_no_list_has_says_nothing() -> None:
    assert SMALL.read_offence("34C", None, None) is None
    assert SMALL.read_offence(None, None, None) is None
    assert SMALL.read_offence("", "", "") is None
    assert SMALL.read_offence("34C", "034/01", "an unlisted title") == {("34A", ""), ("34B", "")}
    assert SMALL.read_offence("34A", "999/99", "an unlisted title") == {("34A", "")}


def test_rules_may_name_classes_groups_subgroups_and_sets() -> None:
    assert SMALL.sets_by_name == {
        "robbery": {("34A", ""), ("34B", "")},
        "robbery_business": {("34A", "")},
        "robbery_personal": {("34B", "")},
        "possession_of_weapons": {("10D", "possession"), ("10D", "threatening")},
        "blades": {("10D", "possession"), ("10D", "threatening")},
        "blade": {("10D", "possession"), ("10D", "threatening")},
        "threats": {("10D", "threatening")},
    }


def test_a_member_is_a_class_or_a_kind_of_it() -> None:
    assert SMALL.atoms_of(("34A", "10D:threatening")) == {("34A", ""), ("10D", "threatening")}
    for unknown in ("34Z", "10D:selling", "34A:possession"):
        with pytest.raises(KeyError):
            SMALL.atoms_of((unknown,))


def test_an_offence_is_labelled_by_its_class_when_it_has_one() -> None:
    assert SMALL.label(SMALL.read_offence("10D", "008/26", None)) == "10D"
    assert SMALL.label(SMALL.read_offence(None, "034/01", None)) is None
    assert SMALL.label(None) is None


# The shipped catalogue.


def test_codes_and_names_stand_once(library: Library) -> None:
    catalogue = library.catalogue
    for names in (
        [fold_class(each.code) for each in (*catalogue.classes, *catalogue.composites)],
        [each.name for each in (*catalogue.classes, *catalogue.sets)],
        [fold_subcode(each.subcode) for each in catalogue.subcodes],
        [fold_title(each.title) for each in catalogue.titles],
    ):
        assert sorted(names) == sorted(set(names))


def test_every_code_has_a_source_and_what_rests_on_an_assumption_says_so(library: Library) -> None:
    catalogue = library.catalogue
    for each in (*catalogue.classes, *catalogue.composites, *catalogue.subcodes, *catalogue.titles):
        assert each.source in catalogue.sources
    assert all(each.assumption for each in catalogue.classes if each.source == "unverified")
    assert {each.basis for each in catalogue.subcodes} == {"title", "assumption"}


def test_the_class_modern_slavery_is_no_sub_code(library: Library) -> None:
    """106 is a class of the recorded-crime list and also a Home Office category of other offences."""
    catalogue = library.catalogue
    assert catalogue.read_offence("106", None, None) == {("106", "")}
    assert not [code for code in catalogue.atoms_by_subcode if code.startswith("106")]


@pytest.mark.parametrize("code", ["049/10", "028/03", "149/00", "092/30", "053/33", "010/99", "804/01"])
def test_a_sub_code_that_is_not_listed_is_still_no_homicide_and_no_robbery(code: str, library: Library) -> None:
    known = library.catalogue.read_offence(None, code, None)
    assert known and not known & (
        library.catalogue.sets_by_name["homicide"] | library.catalogue.sets_by_name["robbery"]
    )


def test_a_sub_code_that_is_not_listed_is_any_class_of_its_number_and_of_the_listed_ones_beside_it(
    library: Library,
) -> None:
    catalogue = library.catalogue
    assert catalogue.read_offence(None, "049/10", None) == {("49", ""), ("49A", "")}
    may_be = {code for code, _ in catalogue.read_offence(None, "008/99", None) or ()}
    assert {"8N", "8L", "10D", "105B"} <= may_be and not may_be & {"1", "5D", "34A"}
    assert {code for code, _ in catalogue.read_offence(None, "004/99", None) or ()} >= {"4.1", "4.4", "4.10"}


def test_a_category_is_not_the_class_of_its_number_alone(library: Library) -> None:
    """106/01 is betting in the Home Office's list, though 106 is modern slavery as a class."""
    known = library.catalogue.read_offence(None, "106/01", None) or frozenset()
    assert {("106", ""), ("not notifiable", "")} < known


@pytest.mark.parametrize("code", ["000/01", "444/01", "8/6/1", "rubbish"])
def test_a_code_of_no_category_says_nothing(code: str, library: Library) -> None:
    assert library.catalogue.read_offence(None, code, None) is None


def test_the_title_of_a_sub_group_is_any_class_of_it(library: Library) -> None:
    catalogue = library.catalogue
    for title, name in (
        ("Violence With Injury", "violence_with_injury"),
        ("VIOLENCE WITHOUT INJURY", "violence_without_injury"),
        ("Criminal Damage", "criminal_damage"),
        ("Stalking and Harassment", "stalking_and_harassment"),
        ("Theft Offences", "theft_offences"),
        ("Rape offences", "rape"),
    ):
        assert catalogue.read_offence(None, None, title) == catalogue.sets_by_name[name], title


def test_the_words_of_a_title_count_not_its_articles(library: Library) -> None:
    catalogue = library.catalogue
    assert catalogue.read_offence(None, None, "Theft from Person") == {("39", "")}
    assert catalogue.read_offence(None, None, "Drug Offence") == catalogue.sets_by_name["drug_offences"]
    with_injury = catalogue.read_offence(None, None, "Assault with injury") or frozenset()
    assert not with_injury & (catalogue.read_offence(None, None, "Assault without injury") or frozenset())


def test_a_class_goes_before_the_sub_group_of_nearly_its_name(library: Library) -> None:
    catalogue = library.catalogue
    assert catalogue.read_offence(None, None, "Other theft") == {("49", "")}
    assert catalogue.read_offence(None, None, "Other theft offences") == catalogue.sets_by_name["other_theft_offences"]


@pytest.mark.parametrize("title", ["Attempted", "EXPIRED - NOT FOR USE AFTER 30/01/24", "-", "The"])
def test_a_title_that_says_nothing_is_not_known(title: str, library: Library) -> None:
    assert library.catalogue.read_offence(None, None, title) is None


def test_no_numeric_reading_joins_two_classes(library: Library) -> None:
    """4.1 and 4.10 are one number, manslaughter and corporate manslaughter are two offences."""
    codes = [each.code for each in library.catalogue.classes if each.code.replace(".", "").isdigit()]
    same = [(a, b) for a in codes for b in codes if a < b and float(a) == float(b)]
    assert same == [("4.1", "4.10")]
    assert library.catalogue.read_offence("4.10", None, None) != library.catalogue.read_offence("4.1", None, None)


def test_a_catalogue_that_names_an_unknown_class_is_refused_at_its_line(tmp_path, monkeypatch) -> None:
    text = (
        "id: catalogue\ntitle: t\nclasses:\n  - {class: 1, name: murder, title: Murder, group: Violence}\n"
        "sets:\n  - {name: a, title: a, members: [1]}\n  - {name: b, title: b, members: [2, 1:knife]}\n"
    )
    folder = tmp_path / "definitions" / "offences"
    folder.mkdir(parents=True)
    (folder / "catalogue.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("svtool.schema.library.shipped_folder", lambda name: tmp_path / name)
    with pytest.raises(InvalidFileError) as caught:
        _ = Library().catalogue
    assert str(caught.value).splitlines() == [
        "definitions/offences/catalogue.yaml:7: sets[2] names 1:knife, which is no class (or kind) here",
        "definitions/offences/catalogue.yaml:7: sets[2] names 2, which is no class (or kind) here",
    ]
