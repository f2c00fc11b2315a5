"""How to cite a page: who published what, of which days, when, and what made it."""

from __future__ import annotations

from svtool.commands.manifest import fingerprint
from svtool.commands.report import Report
from svtool.dates import name_span, show_date
from svtool.output.wording.publisher_words import STATUS
from svtool.version import __version__

LETTERS = 8  # of a fingerprint, which tell versions of one definition apart
MADE_UP = "made-up records"


def citation_of(report: Report) -> str:
    """Return the line by which a page is cited; what the project file leaves out is left out."""
    publisher, periods = report.result.evidence.publisher, report.result.periods
    title = f"Success measures: {report.whole}, {name_span(periods[0].start, periods[-1].end)}"
    parts = [
        publisher.name if publisher else "",
        f"{title} ({MADE_UP})" if report.result.synthetic else title,
        STATUS[publisher.status] if publisher and publisher.status not in (None, "official") else "",
        f"Published {show_date(publisher.published)}" if publisher and publisher.published else "",
        "; ".join([f"svtool {__version__}", *_definitions(report)]),
    ]
    return " ".join(f"{part.removesuffix('.')}." for part in parts if part)


def _definitions(report: Report) -> list[str]:
    """Return the definitions by which measures count, each with its version: how its file's SHA-256 begins."""
    files = report.result.evidence.definitions
    found = []
    for each in report.clauses:
        path = files.get(each.definition.file)
        version = f", version {fingerprint(path)['sha256'][:LETTERS]}" if path else ""
        found.append(f"definition {each.definition.id}{version}")
    return found
