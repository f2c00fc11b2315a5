"""The small picture in a measure's row: gaps stay gaps, and what it shows is said."""

from __future__ import annotations

from xml.etree import ElementTree

from svtool.output.page.sparklines import sparkline

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("month", "months")


def drawn(*values: float | None) -> ElementTree.Element:
    return ElementTree.fromstring(sparkline(values, "Month by month", MONTHS))  # noqa: S314 (our own)


def test_a_line_has_a_place_for_every_value_and_a_mark_at_the_latest() -> None:
    root = drawn(0, 5, 10)
    (line,) = root.findall("polyline")
    assert line.get("points") == "4,26 66,15 128,4"
    (latest,) = root.findall("circle")
    assert (latest.get("cx"), latest.get("cy")) == ("128", "4")
    assert root.get("aria-label") == "Month by month: from 0 to 10, the latest 10."


def test_a_value_that_is_not_known_is_a_gap_and_never_zero() -> None:
    root = drawn(8, 9, None, 7, 8)
    assert [line.get("points", "").count(",") for line in root.findall("polyline")] == [2, 2]
    (gap,) = root.findall("rect")
    assert (gap.get("x"), gap.get("width")) == ("50.5", "31")
    assert root.get("aria-label") == "Month by month: from 7 to 9, the latest 8; 1 month without a number."


def test_a_latest_value_that_is_not_known_is_said_and_not_marked() -> None:
    root = drawn(8, 9, None)
    assert root.findall("circle") == []
    assert "the latest without a number" in str(root.get("aria-label"))


def test_too_few_values_have_no_picture() -> None:
    assert sparkline([5, None], "2020 to 2021", ("period", "periods")) == ""


def test_a_title_of_somebody_is_escaped() -> None:
    assert "<b>" not in sparkline([1, 2], "<b> to 2021", ("period", "periods"))
