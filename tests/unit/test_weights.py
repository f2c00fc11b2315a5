"""Weights of offences: what a CSV may say, and what a coarse offence weighs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.weight_bands import bands_of, weight_of, without_weight
from svtool.schema.weights import Weights

LIBRARY = Library()
YAML = "id: ours\ntitle: Ours\nvintage: May 2024\nfile: ours.csv\n"


def own(folder: Path, csv: str, yaml: str = YAML) -> Weights:
    weights = folder / "definitions" / "weights"
    weights.mkdir(parents=True, exist_ok=True)
    (weights / "ours.yaml").write_text(yaml, encoding="utf-8")
    (weights / "ours.csv").write_text(csv, encoding="utf-8")
    return Library(folder).weights("ours")


def label(weights: Weights, code: str | None = None, subcode: str | None = None, title: str | None = None) -> str:
    return bands_of(weights).label_of(LIBRARY.catalogue.read_offence(code, subcode, title), LIBRARY.catalogue)


def test_the_weights_that_ship_are_of_classes_of_the_catalogue() -> None:
    weights = LIBRARY.weights("css")
    assert weight_of(label(weights, "1")) == (7973.393423328133, 7973.393423328133)
    assert weight_of(label(weights, "1/4.1/4.10/4.2")) == weight_of(label(weights, "4.1"))
    assert weight_of(label(weights, subcode="034/01")) == (799.6288702314769, 799.6288702314769), "of a person or shop"
    assert (weights.title, weights.unit) == ("ONS Crime Severity Score", "severity score")


def test_an_offence_without_a_weight_is_listed_by_its_class() -> None:
    weights = LIBRARY.weights("css")
    counts = {label(weights, "8T"): 12, label(weights, "AF"): 3, label(weights): 2, label(weights, "8N"): 40}
    assert without_weight(counts) == {"8T": 12, "AF": 3, "not known": 2}


def test_a_coarse_offence_weighs_at_least_and_at_most(tmp_path: Path) -> None:
    weights = own(tmp_path, "code,weight\n8N:section_20,600\n8N,190\n5D,2000\n")
    assert weight_of(label(weights, "8N", "008/01")) != weight_of(label(weights, "8N"))
    assert weight_of(label(weights, "8N")) == (190, 600)
    assert weight_of(label(weights, "5D")) == (2000, 2000)


def test_what_may_be_an_offence_without_a_weight_has_none(tmp_path: Path) -> None:
    weights = own(tmp_path, "code,weight\n34A,750\n")
    assert weight_of(label(weights, "34A")) == (750, 750)
    assert weight_of(label(weights, subcode="034/01")) is None, "it may be of a person, and 34B has no weight"


@pytest.mark.parametrize(
    ("csv", "said"),
    [
        ("code;weight\n8N;1\n", "has no column code or weight; it has code;weight. Name the columns so"),
        ("code,weight\n8N,\n", "ours.csv:2: the weight of 8N is no number of 0 or more"),
        ("code,weight\n8N,-1\n", "the weight of 8N is no number of 0 or more"),
        ("code,weight\n8N,inf\n", "the weight of 8N is no number of 0 or more"),
        ("code,weight\n8N,1\n8N,2\n", "ours.csv:3: 8N has a second weight"),
        ("code,weight\n8ZZ,1\n", "8ZZ is no offence code; expected a class (8N) or sub-code (008/06)"),
        ("code,weight\n999/99,1\n", "999/99 is no offence code"),
    ],
)
def test_a_csv_that_can_not_be_used_says_where(tmp_path: Path, csv: str, said: str) -> None:
    with pytest.raises(InvalidFileError) as caught:
        own(tmp_path, csv)
    assert said in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as caught:
        own(tmp_path, "code,weight\n8N,x\n8ZZ,1\n")
    assert len(caught.value.problems) == 2


def test_the_csv_lies_beside_its_yaml(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="expected the name of a CSV beside it, without folder"):
        own(tmp_path, "code,weight\n", YAML.replace("ours.csv", "../ours.csv"))


def test_a_csv_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r"definitions/weights/theirs.csv: there is no such file"):
        own(tmp_path, "code,weight\n", YAML.replace("ours.csv", "theirs.csv"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_in_place_of_the_csv_is_told_and_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "definitions/weights"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "theirs.csv")
    with pytest.raises(InvalidFileError, match=r"theirs\.csv: can't be read as CSV in UTF-8"):
        own(tmp_path, "code,weight\n", YAML.replace("ours.csv", "theirs.csv"))


def test_weights_need_a_vintage(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="lacks vintage"):
        own(tmp_path, "code,weight\n8N,1\n", YAML.replace("vintage: May 2024\n", ""))
