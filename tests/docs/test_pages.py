"""The documentation can't go stale: every command in it is run, and every output, list and example compared."""

from __future__ import annotations

import pytest
from often import slow_but
from pages import ROOT, paths, rendered

PAGES = {path.relative_to(ROOT).as_posix(): path for path in paths()}
# Pages that walk through the sample time and again, or try recipes in a copy of the checkout.
LONG = {
    "CONTRIBUTING.md",
    "README.md",
    "docs/how-to/store.md",
    "docs/how-to/windows-and-offline.md",
    "docs/tutorial.md",
    "docs/explanation/chance-drift-and-verdicts.md",
    "docs/explanation/coverage-and-comparison.md",
    "docs/explanation/strangers-folders.md",
    *(f"docs/how-to/{name}.md" for name in ("before-you-send", "night-job", "one-question", "publish")),
    *(
        f"docs/how-to/{name}.md"
        for name in (
            "before-and-after",
            "compare-definitions",
            "hot-places",
            "information-requests",
            "needs-assessment",
            "releases",
        )
    ),
    *(f"docs/how-to/{name}.md" for name in ("own-breakdown", "own-definition", "own-source", "own-table")),
    *(f"docs/how-to/{name}.md" for name in ("check-a-published-table", "month-by-month", "rates", "your-extracts")),
    *(f"docs/reference/{name}.md" for name in ("bad-inputs", "outputs", "python", "rules")),
}


@pytest.mark.parametrize("page", slow_but(lambda page: page not in LONG, PAGES))
def test_a_page_says_what_the_program_does(page: str) -> None:
    """After a change of the program: make docs."""
    text = PAGES[page].read_text(encoding="utf-8")
    assert rendered(page, text) == text


def test_the_readme_can_be_read_in_five_minutes() -> None:
    assert len((ROOT / "README.md").read_bytes()) <= 8_192


def test_every_page_is_in_the_list_of_pages() -> None:
    listed = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    unlisted = [name for name in PAGES if name.startswith("docs/") and f"({name.removeprefix('docs/')})" not in listed]
    assert unlisted == ["docs/README.md"]
