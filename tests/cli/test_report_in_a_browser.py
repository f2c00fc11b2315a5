"""A report in headless Chromium, where it is installed: nothing fails, nothing is asked for, nothing hangs over."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from small_project import PROJECT, police_csv

from svtool.cli import run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIETLY = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--enable-logging=stderr", "--hide-scrollbars",
]  # fmt: skip
# The page has no script, so that whoever measures it must stand around it.
FRAME = """<!DOCTYPE html><title>waiting</title><iframe id="page" width="{width}" height="800" srcdoc="{page}"></iframe>
<script>
document.getElementById("page").onload = event => {{
  const page = event.target.contentDocument;
  page.querySelectorAll("details").forEach(each => each.open = true);
  const wide = [...page.querySelectorAll("p, li, h1, h2, h3, h4, figure, summary, .region, .notices")]
    .filter(each => each.getBoundingClientRect().right > {width});
  const asked = event.target.contentWindow.performance.getEntriesByType("resource").length;
  const shown = page.querySelectorAll("svg").length;
  const width = page.documentElement.scrollWidth;
  document.title = `${{width}} wide, ${{wide.length}} over, ${{asked}} asked, ${{shown}} images`;
}};
</script>"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the small project."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "extracts").mkdir()
    (folder / "svtool.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "extracts/police.csv").write_text(police_csv(), encoding="utf-8")
    out = folder / "report.html"
    assert run(["report", "--rates", "--project", str(folder / "svtool.yaml"), "--out", str(out)]) == 0
    return out.read_text(encoding="utf-8")


def browse(path: Path, profile: Path) -> tuple[str, str]:
    """Return a page as the browser has it after loading, and what stands in its console."""
    words = [str(CHROMIUM), *QUIETLY, f"--user-data-dir={profile}", "--window-size=1300,900", "--dump-dom"]
    ran = subprocess.run([*words, path.as_uri()], capture_output=True, check=True, timeout=120)
    return ran.stdout.decode(), "\n".join(re.findall(r".*CONSOLE.*", ran.stderr.decode()))


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_it_fits_the_screen_asks_for_nothing_and_has_no_fault(width: int, page: str, tmp_path: Path) -> None:
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(width=width, page=html.escape(page)), encoding="utf-8")
    shown, console = browse(frame, tmp_path / "profile")
    found = re.search(r"<title>(\d+) wide, (\d+) over, (\d+) asked, (\d+) images", shown)
    assert found, shown[:300]
    wide, over, asked, images = map(int, found.groups())
    assert (over, asked) == (0, 0)
    assert wide <= width
    assert images == page.count("<svg")
    assert console == ""
