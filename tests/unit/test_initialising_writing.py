"""What is written reads back as the same text, whatever a column is called."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from svtool.proposal.mapping_text import comment, scalar
from svtool.schema.text_yaml import read_text_yaml


@pytest.mark.parametrize(
    "text",
    [
        "Y",
        "no",
        "4.10",
        "null",
        "~",
        "a: b",
        "a #b",
        "- a",
        "*x",
        "p_*.csv",
        "[a]",
        "é",
        '"',
        "'",
        "x ",
        "{a}",
        "\u2028",
    ],
)
def test_a_text_is_read_back_as_it_was(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"k: {scalar(text)}\nl: [{scalar(text)}]\n", encoding="utf-8")
    assert read_text_yaml(path).data == {"k": text, "l": [text]}


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    written = f"k: {scalar(text)}\n{scalar('key ' + text)}: v\n"
    assert yaml.load(written, Loader=yaml.BaseLoader) == {"k": text, "key " + text: "v"}  # noqa: S506 (text only)


def test_a_comment_never_ends_before_its_text_does() -> None:
    assert all(line.startswith("  # ") for line in comment("one\ntwo " + "word " * 60, "  "))
