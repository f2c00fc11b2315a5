"""`svtool report`: one page that needs nothing else, which everyone can read, and that says no more than the tables."""

from __future__ import annotations

import re
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from command_desk import Desk
from page_reading import ReadPage
from small_project import PROJECT, police_csv

from svtool.cli import run
from svtool.figures import notices
from svtool.output.svg_marks import BLUE, DARK_OF, GREY, INK, ORANGE, TEAL, WHITE
from svtool.output.wording.note_words import note_words

INTERNAL, SYNTHETIC = note_words(notices.INTERNAL), note_words(notices.SYNTHETIC)
SECTIONS = [
    "Change since 2020, the baseline",
    "Areas at a glance",
    "What changed, and how sure that is",
    "Table 1: Recorded crime and serious violence",
    "Month by month",
    "Areas compared",
    "What is covered, and what is not known",
    "How it is counted",
    "Where the records went",
    "Methods",
    "Downloads, links and how to cite",
    "Versions",
]
IMAGE = re.compile(r'<svg [^>]*aria-labelledby="([^"]+)-title [^"]*"[^>]* width="(\d+)"')
OWN_TABLE = """
    id: own
    title: Our <b>own</b> & only table
    groups:
      - title: Robbery
        measures:
          - {id: robberies, title: 'Robbery "by night" <script>alert(1)</script>', source: police, unit: offence,
             where: {offence: robbery}, desired: fall}
          - {id: victims, title: Victims, source: police, unit: victim, where: {offence: robbery}, desired: fall}
          - {id: absence, title: School absence, source: indicators, unit: figure, value_unit: "%", desired: fall}
"""


def page_of(desk: Desk, *options: str) -> ReadPage:
    """Return the page that a report writes."""
    ran = desk.run("report", "--out", "report.html", *options)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return ReadPage(html_of(desk))


def html_of(desk: Desk) -> str:
    return (desk.folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the small project: an offence a day in 2020, two a day in 2021, in Wirral."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "extracts").mkdir()
    (folder / "svtool.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "extracts/police.csv").write_text(police_csv(), encoding="utf-8")
    out = folder / "report.html"
    assert run(["report", "--project", str(folder / "svtool.yaml"), "--out", str(out)]) == 0
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> ReadPage:
    """The same page, taken apart."""
    return ReadPage(html)


def monthly(page: ReadPage) -> list[dict[str, str]]:
    """Return the images of series, each once, without the picture of changes."""
    return list({each["title"]: each for each in page.images if "month by month" in each["title"]}.values())


# What stands on it


def test_the_sections_stand_in_the_order_in_which_they_are_read(page: ReadPage) -> None:
    titles = [title for level, title in page.headings if level == 2]
    assert titles == SECTIONS
    assert page.headings[0] == (1, "Merseyside, since 2020: 2 measures worse")
    assert "Success measures: Merseyside, Jan 2020 to Dec 2021" in page.text


def test_it_begins_with_sentences_by_what_can_be_said_of_them(page: ReadPage) -> None:
    said = page.section("What changed, and how sure that is")
    assert "706 offences in 2021, 99% more than in 2020. A rise this large is unlikely to be chance." in said
    assert "1 of 2 changes" in said or "2 of 2 changes" in said


def test_a_table_is_as_it_would_be_pasted_with_what_is_known_of_it_in_columns_of_its_own(page: ReadPage) -> None:
    table = page.table("Table 1")
    assert table.headings[:3] == ["Measure", "2020", "2021"]
    (row,) = [row for row in table.rows if row[1] == "354"]
    cells = dict(zip(table.headings, row, strict=True))
    assert cells["2021"].startswith("706 (99% increase)")
    assert cells["Not known, 2021"] == "0"
    assert cells["Days covered"] == "all"
    assert cells["Verdict 2021"] == "worse (p\xa0<\xa00.001)"


@pytest.mark.slow
def test_a_row_has_a_picture_of_what_may_be_shown_of_its_months(desk: Desk) -> None:
    pictures = {
        option: dict(zip(table.headings, table.rows[0], strict=True))["Over time"]
        for option, table in (("none", page_of(desk).table("Table 1")), (
            "threshold_5", page_of(desk, "--disclosure", "threshold_5").table("Table 1")))
    }  # fmt: skip
    assert pictures["none"].startswith("Month by month, Jan 2020 to Dec 2021: from ")
    assert pictures["threshold_5"].startswith("Month by month, Jan 2020 to Dec 2021: from ")


def test_no_cell_of_figures_is_blank(page: ReadPage) -> None:
    for table in page.tables:
        if table.caption.startswith(("Table 1", "Days")) or "by area" in table.caption:
            assert [row for row in table.rows if "" in row] == []


def style_of(html: str) -> str:
    return html.split("<style>")[1].split("</style>", maxsplit=1)[0]


def rules_of(style: str) -> dict[str, str]:
    """Return the last rule of each selector of a style."""
    return {selector.strip(): rule for selector, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", style)}


def test_a_name_of_one_long_word_breaks_in_its_cell(html: str) -> None:
    of_every_screen = style_of(html).split("@media screen and (max-width", maxsplit=1)[0]
    assert "overflow-wrap: anywhere" in rules_of(of_every_screen)["tbody th"]


def test_limits_are_printed_and_what_is_not_printed_is_said(html: str, page: ReadPage) -> None:
    hidden = {
        selector for selector, rule in rules_of(style_of(html).split("@media print {")[1]).items() if "none" in rule
    }
    assert {"details.chart-data", ".on-screen"} <= set(", ".join(hidden).split(", "))
    of_changes = html.split("<summary>Data of the picture", maxsplit=1)[0].rsplit("<details", maxsplit=1)[1]
    assert of_changes.split(">")[0] == "", "the limits of every change since the baseline, folded on a screen alone"
    assert "Printed in short" in page.text
    assert "they are not printed" in page.section("Month by month")


def test_a_chart_has_its_data_beside_it(page: ReadPage) -> None:
    data = next(table for table in page.tables if table.caption.endswith("month by month: data of the chart"))
    assert data.rows[0][:2] == ["Jan 2020", "31"]
    assert len(data.rows) == 24
    assert monthly(page)


def test_areas_are_compared_and_what_chance_alone_would_give_is_said(page: ReadPage) -> None:
    table = next(table for table in page.tables if table.caption.endswith("by area"))
    assert [row[0] for row in table.rows][:2] == ["Merseyside", "Knowsley"]
    (wirral,) = [row for row in table.rows if row[0] == "Wirral"]
    assert wirral[1:3] == table.rows[0][1:3]
    assert "chance alone would give" in page.section("Areas compared")


def test_rates_stand_with_the_areas(desk: Desk) -> None:
    page = page_of(desk, "--rates")
    table = next(table for table in page.tables if table.caption.endswith("by area"))
    cells = dict(zip(table.headings, next(row for row in table.rows if row[0] == "Wirral"), strict=True))
    assert float(cells["Rate per 100,000, 2021"]) > 0
    assert cells["Against all areas, 2021"] == "higher at the 99.8% level"


def test_a_rate_that_is_missing_is_explained(desk: Desk) -> None:
    people = [f"E080000{number},2020,,,20000,our estimates,us" for number in range(11, 16)]
    desk.write("people.csv", "\n".join(["area_code,year,age_lo,age_hi,population,series,source", *people]))
    desk.write("svtool.yaml", f"{PROJECT}populations: people.csv\n")
    page = page_of(desk, "--rates")
    assert "No rate: there is no mid-2021 population" in page.section("Areas compared")


def test_the_ledger_balances_on_the_page(page: ReadPage) -> None:
    (row,) = page.table("Where every row").rows
    read, *parts = (int(cell.replace(",", "")) for cell in row[1:])
    assert read == sum(parts) == 366 + 2 * 365


def test_the_definition_stands_in_words_with_its_decisions(desk: Desk) -> None:
    desk.write("svtool.yaml", (desk.folder / "svtool.yaml").read_text().replace("recorded_crime", "mvrp_local"))
    counted = page_of(desk).section("How it is counted")
    assert (
        "(“knife or sharp instrument flag” is yes or firearm flag is yes) and offence is robbery of business property "
        "or robbery of personal property"
    ) in counted
    assert "Decisions: where the published words leave a choice" in counted
    assert "class 56A whole, because intent can't be told from recklessness in recorded classes" in counted


def test_nothing_on_it_says_why(page: ReadPage) -> None:
    assert not re.search(r"\b(because of|due to|caused by|thanks to|led to|driven by|as a result)\b", page.text)


def test_no_reference_of_a_record_is_on_it(desk: Desk) -> None:
    page_of(desk)
    assert "PRIVATE" not in html_of(desk)


def test_a_title_of_ones_own_is_text_and_no_more(desk: Desk) -> None:
    desk.write("definitions/tables/own.yaml", OWN_TABLE)
    page = page_of(desk, "--table", "own")
    assert "<script" not in html_of(desk)
    assert page.table("Table 1").rows[0][0] == 'Robbery "by night" <script>alert(1)</script>'
    assert "Table 1: Our <b>own</b> & only table" in [title for _, title in page.headings]


def test_what_can_not_be_charted_says_why(desk: Desk) -> None:
    desk.write("definitions/tables/own.yaml", OWN_TABLE)
    months = page_of(desk, "--table", "own").section("Month by month")
    assert "Victims: It counts people, who are counted anew in every month" in months
    assert "School absence" not in months


def test_a_measure_of_which_no_month_can_be_told_has_no_chart_and_says_why(desk: Desk) -> None:
    lines = (desk.folder / "extracts/police.csv").read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index("knife")
    without = [",".join(cell for number, cell in enumerate(line.split(",")) if number != place) for line in lines]
    desk.write("extracts/police.csv", "\n".join(without) + "\n")
    desk.write("definitions/tables/own.yaml", OWN_TABLE.replace("{offence: robbery}", "{knife: yes}", 1))
    page = page_of(desk, "--table", "own")
    assert "[x] Not available, and not zero: Jan 2020 to Dec 2021, for these" in page.section("Month by month")
    assert monthly(page) == []


def test_a_project_without_areas_has_no_section_of_them(desk: Desk) -> None:
    desk.project("areas: merseyside\n")
    page = page_of(desk)
    assert "Areas compared" not in [title for _, title in page.headings]
    assert desk.run("report", "--rates", "--out", "report.html").code == 2


# What it must not give away


def test_rare_events_are_charted_as_days_between_them_and_make_the_page_internal(desk: Desk) -> None:
    lines = ["reference,recorded_date,offence_class,knife,firearm,domestic_abuse,victim_age,area"]
    for year in (2020, 2021):
        for month in range(1, 13):
            lines += [f"R{year}{month}{day},{year}-{month:02d}-{day:02d},34B,N,N,N,30,Wirral" for day in (3, 13, 23)]
    desk.write("extracts/police.csv", "\n".join(lines) + "\n")
    desk.write("definitions/tables/own.yaml", OWN_TABLE)
    desk.project("areas: merseyside\n")
    page = page_of(desk, "--table", "own")
    months = page.section("Month by month")
    assert "days between events, all records" in months
    assert "One event in about 10.6 days, Jan 2020 to Dec 2021." in months
    assert page.text.count(INTERNAL) == 2


def test_areas_with_counts_under_5_make_it_internal_on_every_page(desk: Desk) -> None:
    lines = (desk.folder / "extracts/police.csv").read_text(encoding="utf-8").splitlines()
    desk.write("extracts/police.csv", "\n".join([*lines, "R1,2021-05-05,34B,N,N,N,30,Sefton"]) + "\n")
    assert page_of(desk).text.count(INTERNAL) == 2
    assert f'@bottom-left {{ content: "{INTERNAL}"' in html_of(desk)


@pytest.mark.slow
@pytest.mark.parametrize("said_by", ["project", "command"])
def test_under_a_disclosure_policy_no_count_comes_from_elsewhere_than_a_figure(said_by: str, desk: Desk) -> None:
    if said_by == "project":
        desk.project("areas: merseyside", "areas: merseyside\ndisclosure: threshold_5")
    page = page_of(desk, *(["--disclosure", "threshold_5"] if said_by == "command" else []))
    assert "A disclosure policy is set" in page.section("Month by month")
    assert "a disclosure policy is set" in page.section("Where the records went")
    assert not any("every row" in table.caption for table in page.tables)


# Whoever reads it


def test_it_is_in_english_has_a_title_and_one_first_heading(page: ReadPage) -> None:
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("title")) == 1 + len({each["named by"] for each in page.images})
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_every_table_has_a_caption_one_row_of_headings_and_named_rows(html: str, page: ReadPage) -> None:
    assert page.tables
    assert all(table.caption and len(set(table.headings)) == len(table.headings) for table in page.tables)
    assert all(len(row) == len(table.headings) for table in page.tables for row in table.rows)
    assert {each["scope"] for each in page.all("th")} == {"col", "row"}
    assert not any("colspan" in each or "rowspan" in each for each in (*page.all("td"), *page.all("th")))
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        assert len(re.findall("<tr[ >]", table)) == table.count('<th scope="row">') + 1


def test_ids_are_unique_and_whatever_is_named_is_there(page: ReadPage) -> None:
    ids = page.ids()
    assert set(ids.values()) == {1}
    named = [name for _, each in page.tags for name in each.get("aria-labelledby", "").split()]
    links = [each["href"].removeprefix("#") for each in page.all("a") if each["href"].startswith("#")]
    assert set(named) | set(links) <= set(ids)


def test_a_table_that_may_be_wider_than_a_phone_and_no_other_is_reached_by_keyboard(html: str, page: ReadPage) -> None:
    boxes = re.findall(r'<div class="region"([^>]*)>\s*<table id="([^"]+)"', html)
    assert len(boxes) == len(page.tables)
    for (box, name), table in zip(boxes, page.tables, strict=True):
        named = f'role="group" tabindex="0" aria-labelledby="{name}-caption"'
        assert box.strip() == (named if len(table.headings) > 4 else ""), name


def test_landmarks_are_the_head_the_contents_the_main_part_and_the_foot(page: ReadPage) -> None:
    landmarks = [tag for tag, each in page.tags if tag in {"header", "nav", "main", "footer", "aside"}]
    assert landmarks == ["header", "main", "nav", "footer"]
    named = [each for tag, each in page.tags if tag == "section" and {"aria-label", "aria-labelledby"} & set(each)]
    assert not [*named, *(each for _, each in page.tags if each.get("role") == "region")]


def test_the_first_link_skips_to_what_changed(page: ReadPage) -> None:
    assert page.all("a")[0] == {"class": "skip", "href": "#changes"}


def test_every_image_is_drawn_twice_for_screens_and_for_phones(html: str) -> None:
    wide, slim = (html.split(f'<div class="{name}">')[1:] for name in ("wide", "slim"))
    assert len(wide) == len(slim) > 0
    for one, other in zip(wide, slim, strict=True):
        (name, width), (slim_name, slim_width) = (IMAGE.findall(each)[0] for each in (one, other))
        assert slim_name == name, "the title and description of the first say it for both"
        assert int(slim_width) <= 340 < int(width), "a phone has 360 pixels with an edge on both sides"


def test_every_image_has_a_name_and_a_description(page: ReadPage) -> None:
    seen = [each for each in page.all("svg") if each.get("aria-hidden") != "true"]
    assert all(each["role"] == "img" and (each.get("aria-labelledby") or each["aria-label"]) for each in seen)
    assert all(each["title"] and each["desc"] for each in page.images)


def test_marks_are_explained_before_the_table_in_which_they_stand(desk: Desk) -> None:
    desk.write("definitions/tables/own.yaml", OWN_TABLE)
    page_of(desk, "--table", "own")
    before = html_of(desk).split('<table id="table-1"')[0]
    assert before.rstrip().endswith('aria-labelledby="table-1-caption">')
    assert '<p class="key">[x] not available; [z] not applicable</p>' in before


def test_the_stylesheet_aligns_the_columns_of_numbers_that_tables_name(html: str) -> None:
    named = {each for classes in re.findall(r'<table id="[^"]+" class="([^"]+)"', html) for each in classes.split()}
    assert named
    assert all(f".{each} td:nth-child({each[1:]})" in html for each in named)


def test_it_asks_for_nothing_from_elsewhere(html: str, page: ReadPage) -> None:
    assert set(re.findall(r"https?://[^\"' <]+", html)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(script|iframe|img|object|embed|form|base)\b|@import|url\((?!#)|\bsrc=|\son\w+=", html)
    (policy,) = [each["content"] for each in page.all("meta") if "http-equiv" in each]
    assert policy.startswith("default-src 'none';")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours_of(css: str, dark: bool) -> dict[str, str]:
    """Return the colours of a style by their names, on a light screen or a dark one."""
    light, _, of_dark = css.partition("@media screen and (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    return {**found, **dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", of_dark))} if dark else found


@pytest.mark.parametrize("dark", [False, True])
def test_text_lines_and_focus_stand_out_from_what_they_stand_on(dark: bool, html: str) -> None:
    css = style_of(html)
    colours = colours_of(css, dark)
    text = set(re.findall(r"[; {]color: var\(--([a-z-]+)\)", css))
    grounds = set(re.findall(r"background: var\(--([a-z-]+)\)", css))
    assert text == {"ink", "quiet", "link", "on-focus"}
    assert grounds == {"paper", "band", "focus"}
    assert all(contrast(colours[each], colours["paper"]) >= 4.5 for each in text - {"on-focus"})
    assert all(contrast(colours[each], colours["band"]) >= 4.5 for each in ("ink", "link"))
    assert contrast(colours["on-focus"], colours["focus"]) >= 4.5
    assert contrast(colours["line"], colours["paper"]) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_drawn_stands_out_from_its_ground(dark: bool) -> None:
    def shown(colour: str) -> str:
        return DARK_OF[colour] if dark else colour

    assert all(contrast(shown(each), shown(WHITE)) >= 4.5 for each in (INK, GREY, BLUE))
    assert all(contrast(shown(each), shown(WHITE)) >= 3 for each in (ORANGE, TEAL))


def test_the_ground_of_a_chart_is_that_of_the_page(html: str) -> None:
    css = style_of(html)
    assert (colours_of(css, False)["paper"], colours_of(css, True)["paper"]) == (WHITE.lower(), DARK_OF[WHITE].lower())


def test_every_colour_that_is_drawn_has_one_for_dark_screens(html: str) -> None:
    drawn = re.findall(r'(?:fill|stroke)="(#[0-9A-Fa-f]+)"', "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL)))
    assert set(drawn) <= set(DARK_OF)
    assert all(f'svg [fill="{each}"] {{ fill: {DARK_OF[each]}' in style_of(html) for each in drawn)


# How it is written


@pytest.mark.slow
def test_two_runs_write_the_same_bytes(desk: Desk) -> None:
    pages = []
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        ran = desk.process("report", "--rates", "--out", "report.html", PYTHONHASHSEED=seed, TZ=zone)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        pages.append((desk.folder / "report.html").read_bytes())
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("report", 2, "Missing option '--out'"),
        ("report --sample --project svtool.yaml --out page.html", 2, "exclude each other"),
        ("report --table knives --out page.html", 10, "knives is not a table"),
        ("report --definition ours --out page.html", 10, "ours is not a definition"),
        ("report --out nowhere/page.html", 2, "can't be written"),
        ("report --project nowhere.yaml --out page.html", 10, "nowhere.yaml"),
    ],
)
def test_what_can_not_be_written_ends_in_a_sentence_and_leaves_the_old_page(
    words: str, code: int, said: str, desk: Desk
) -> None:
    desk.write("page.html", "the page of last year\n")
    ran = desk.run(*words.split())
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert (desk.folder / "page.html").read_text(encoding="utf-8") == "the page of last year\n"
    assert not [name for name in desk.files() if name.startswith(".")]


def test_warnings_go_to_standard_error_and_onto_the_page(desk: Desk) -> None:
    lines = (desk.folder / "extracts/police.csv").read_text(encoding="utf-8").splitlines()
    desk.write("extracts/police.csv", "\n".join([*lines, "too,few,cells"]) + "\n")
    ran = desk.run("report", "--out", "report.html")
    assert ran.code == 0
    assert ran.err.startswith("warning: police: 1 of 1,097 rows could not be read")
    assert "police: 1 of 1,097 rows could not be read" in ReadPage(html_of(desk)).section("Where the records went")


@pytest.mark.slow
def test_a_page_of_the_sample_is_less_than_800_kilobytes_and_says_everywhere_that_it_is_synthetic(
    sample_project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sample.html"
    assert run(["report", "--project", str(sample_project), "--rates", "--out", str(out)]) == 0
    capsys.readouterr()
    html = out.read_text(encoding="utf-8")
    page = ReadPage(html)
    assert len(html.encode()) < 800_000
    # Above, below, in every image, of which a narrow one breaks the sentence in two lines, and in every image's title.
    assert page.text.count(SYNTHETIC.split()[0]) == 2 + len(page.images) + len(page.all("title")[1:])
    assert f'@bottom-left {{ content: "{SYNTHETIC} {INTERNAL}"' in html
    assert all(each["title"].startswith(SYNTHETIC) for each in page.images)
    assert page.images


@pytest.mark.slow
def test_the_sample_says_what_its_tables_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sample.html"
    assert run(["report", "--sample", "--rates", "--out", str(out)]) == 0
    capsys.readouterr()
    page = ReadPage(out.read_text(encoding="utf-8"))
    assert len(monthly(page)) == 9
    cells = dict(zip(page.table("Table 1:").headings, page.table("Table 1:").rows[0], strict=False))
    assert cells["2021 Latest Performance"] == "148 (49% reduction) [2]"
    assert cells["Not known, 2021 Latest Performance"] == "1,309"
    assert cells["Against 2019 Baseline 2021 Latest Performance"] == "52% reduction"
    said = textwrap.dedent(page.section("What changed, and how sure that is"))
    open_ = said.split("No verdict: recording changed")[1]
    assert (
        "148 attendances in 2021, 49% fewer than in 2020. The weapon or method of the assault was not recorded" in open_
    )
    assert "the change could lie between 80% fewer and 397% more" in open_
    assert "Not available in 2021: these extracts have no suspect reference. Latest: 46 suspects (2020)." in said
