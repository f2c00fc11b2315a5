"""A report as Chromium prints it, where it is installed: few pages, each with its number, no head of a table lost."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from svtool.cli import run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MOST_PAGES = 10

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


def print_page(page: Path, folder: Path) -> Path:
    """Return the page of a report as Chromium prints it."""
    out = folder / "report.pdf"
    words = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(words, capture_output=True, check=True, timeout=240)
    return out


def pages_of(pdf: Path) -> int:
    """Return how many pages a PDF has, by the objects that are one."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def text_of(pdf: Path) -> list[str]:
    """Return the text of each page."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed")
    ran = subprocess.run([reader, "-layout", str(pdf), "-"], capture_output=True, check=True)
    return ran.stdout.decode().split("\f")[:-1]


@pytest.fixture(scope="module", params=["", "--rates", "--disclosure threshold_5"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's report, printed."""
    folder = tmp_path_factory.mktemp("printed")
    page = folder / "report.html"
    assert run(["report", "--sample", *request.param.split(), "--out", str(page)]) == 0
    return print_page(page, folder)


def test_the_sample_takes_ten_pages_at_most(printed: Path) -> None:
    assert 4 <= pages_of(printed) <= MOST_PAGES


def test_every_page_has_its_number_and_what_must_stand_on_it(printed: Path) -> None:
    pages = text_of(printed)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "SYNTHETIC: made-up records" in text.rstrip().rsplit("\n", maxsplit=1)[-1]


def test_a_table_that_goes_on_has_its_caption_and_heads_again(printed: Path) -> None:
    caption = "Change since 2019, per cent, with its 95% interval: data of the picture"
    pages = [text for text in text_of(printed) if caption in text]
    assert len(pages) > 1
    assert all("What it rests on" in text for text in pages)


def test_limits_are_printed_and_what_is_not_is_said(printed: Path) -> None:
    text = " ".join(" ".join(text_of(printed)).split())
    assert "Upper 95% limit" in re.sub(r"Upper\s+.*?95% limit", "Upper 95% limit", text)
    assert "Printed in short" in text
