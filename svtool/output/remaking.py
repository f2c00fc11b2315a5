"""Runs that a manifest tells of, made again: each command's way from what was asked to the bytes that it wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtool.commands.claimed import Claimed
from svtool.commands.count import COUNT, Question, count
from svtool.commands.manifest import run_of, run_of_result
from svtool.commands.measures import MEASURES, Result, measure
from svtool.commands.scope import Request
from svtool.commands.verify import Again
from svtool.output.destination import Destination
from svtool.output.rendering import outputs_of, render

if TYPE_CHECKING:
    from svtool.commands.compare.definitions_beside import Beside


def _request(claimed: Claimed) -> Request:
    return Request(
        **claimed.options(Request),
        project=claimed.project,
        bounds=claimed.bounds,
        released_before=claimed.releases_before(),
    )


def _figures(result: Result) -> Callable[[Mapping[str, Any]], bytes | None]:
    def made(entry: Mapping[str, Any]) -> bytes | None:
        format_, table = entry["format"], entry.get("table")
        if table is None:
            return render(result, format_)
        each = outputs_of(result, [format_], Destination(Path(), is_folder=True))
        return next((one.content for one in each if one.table == table), None)

    return made


def _measures(claimed: Claimed) -> Again:
    request = _request(claimed)
    result = measure(request)
    return Again(run_of_result(result, request), _figures(result))


def _profile(claimed: Claimed) -> Again:
    from svtool.commands.profile import PROFILED, profile  # noqa: PLC0415

    request = _request(claimed)
    result = profile(request)
    return Again(run_of_result(result, request, command=PROFILED), _figures(result))


def _count(claimed: Claimed) -> Again:
    request, question = _request(claimed), Question(**claimed.question(Question))
    result = count(request, question)
    return Again(run_of_result(result, request, question), _figures(result))


def _compare(claimed: Claimed) -> Again:
    return _around(claimed) if "change_at" in claimed.manifest.get("question", {}) else _beside(claimed)


def _around(claimed: Claimed) -> Again:
    from svtool.commands.compare import compare_around  # noqa: PLC0415
    from svtool.commands.compare.changed_at import AroundChange  # noqa: PLC0415
    from svtool.output.around_formats import around_in  # noqa: PLC0415

    request, asked = _request(claimed), AroundChange(**claimed.question(AroundChange))
    found = compare_around(request, asked)
    return Again(
        run_of(asked.command, found.evidence, request, asked),
        lambda entry: around_in(entry["format"], found).encode("utf-8"),
    )


def _beside(claimed: Claimed) -> Again:
    from svtool.commands.compare import compare  # noqa: PLC0415
    from svtool.commands.compare.definitions_beside import Beside  # noqa: PLC0415

    request, beside = _request(claimed), Beside(**claimed.question(Beside))
    if beside.records:
        return _apart(request, beside)
    result = compare(request, beside)
    return Again(run_of_result(result, request, beside), _figures(result))


def _apart(request: Request, beside: Beside) -> Again:
    from svtool.commands.compare.records_apart import find_apart  # noqa: PLC0415
    from svtool.output.record_files import as_csv  # noqa: PLC0415

    found = find_apart(request, beside)
    text = as_csv(found.rows, found.standing).encode("utf-8")
    return Again(run_of(beside.command, found.evidence, request, beside), lambda _: text)


def _report(claimed: Claimed) -> Again:
    from svtool.commands.report import report  # noqa: PLC0415 (most manifests are of figures alone)
    from svtool.output.page.report_files import files_of_report  # noqa: PLC0415
    from svtool.output.publication import REPORT  # noqa: PLC0415

    request = _request(claimed)
    found = report(request)
    files = files_of_report(found, alone=len(claimed.manifest["outputs"]) == 1)
    return Again(run_of_result(found.every, request, command=REPORT), lambda entry: files.get(entry["format"]))


def _trend(claimed: Claimed) -> Again:
    from svtool.commands.trend import trend  # noqa: PLC0415
    from svtool.commands.trend.trend_asked import Asked  # noqa: PLC0415
    from svtool.output.trend.trend_formats import trend_in  # noqa: PLC0415

    request, asked = _request(claimed), Asked(**claimed.question(Asked))
    found = trend(request, asked)
    return Again(
        run_of("trend", found.evidence, request, asked), lambda entry: trend_in(entry["format"], found).encode("utf-8")
    )


def _review(claimed: Claimed) -> Again:
    from svtool.commands.review import Question as Asked  # noqa: PLC0415
    from svtool.commands.review import make_worklist  # noqa: PLC0415
    from svtool.output.record_files import as_csv  # noqa: PLC0415

    request, question = _request(claimed), Asked(**claimed.question(Asked))
    found = make_worklist(request, question)
    text = as_csv(found.rows, found.standing).encode("utf-8")
    return Again(run_of("review", found.evidence, request, question), lambda _: text)


class _Hash:
    """What bytes that nobody keeps are known by, as they come."""

    closed = False

    def __init__(self) -> None:
        self._found, self._bytes = hashlib.sha256(), 0

    def write(self, content: Any) -> int:
        """Take some bytes, and return how many."""
        size = memoryview(content).nbytes
        self._found.update(content)
        self._bytes += size
        return size

    def flush(self) -> None:
        """Do nothing: all is taken."""

    def tell(self) -> int:
        """Return how many bytes came."""
        return self._bytes

    def close(self) -> None:
        """Do nothing: what came is known."""

    @property
    def known(self) -> dict[str, Any]:
        """Return what all of it is known by."""
        return {"bytes": self._bytes, "sha256": self._found.hexdigest()}


def _classify(claimed: Claimed) -> Again:
    from svtool.commands.classify import Job  # noqa: PLC0415
    from svtool.output.classified_files import classify_into, run_of_classified  # noqa: PLC0415

    job = Job(**claimed.options(Job), project=claimed.project, bounds=claimed.bounds)
    stream: Any = _Hash()  # records are many
    (entry,) = claimed.manifest["outputs"]
    found = classify_into(stream, entry["format"], job)
    return Again(run_of_classified(found, job), lambda _: None, lambda _: stream.known)


def _validate(claimed: Claimed) -> Again:
    from svtool.commands.checkup import Request as Extracts  # noqa: PLC0415
    from svtool.commands.validate import check_up  # noqa: PLC0415
    from svtool.output.findings_formats import Shown, findings_in, run_of_validation  # noqa: PLC0415
    from svtool.output.rejected_rows import REJECTED, rejected_as_csv  # noqa: PLC0415

    request = Extracts(**claimed.options(Extracts), project=claimed.project, bounds=claimed.bounds)
    shown = Shown(**claimed.question(Shown))
    found = check_up(request)

    def made(entry: Mapping[str, Any]) -> bytes:
        if entry["format"] == REJECTED:
            return rejected_as_csv(found.validation.rejected)
        return findings_in(entry["format"], found.validation, shown).encode("utf-8")

    return Again(run_of_validation(found, request, shown), made)


def _check(claimed: Claimed) -> Again:
    from svtool.commands.check import Question as Asked  # noqa: PLC0415
    from svtool.commands.check import check_file  # noqa: PLC0415
    from svtool.output.published_text import CHECKED_IN  # noqa: PLC0415

    question = Asked(**claimed.options(Asked))
    found = check_file(question, claimed.project, claimed.bounds)
    return Again(
        run_of("check", found.evidence, question), lambda entry: CHECKED_IN[entry["format"]](found).encode("utf-8")
    )


def _returns_check(claimed: Claimed) -> Again:
    from svtool.commands.returns.check_returns import CHECK, HowChecked, check_returns  # noqa: PLC0415
    from svtool.commands.returns.opened_returns import ReturnsAsked  # noqa: PLC0415
    from svtool.output.findings_formats import Shown, findings_in  # noqa: PLC0415

    asked = ReturnsAsked(**claimed.options(ReturnsAsked), project=claimed.project)
    how = HowChecked(**claimed.question(HowChecked))
    found = check_returns(asked, how)

    def made(entry: Mapping[str, Any]) -> bytes:
        return findings_in(entry["format"], found.validation, Shown(how.all_places)).encode("utf-8")

    return Again(run_of(CHECK, found.evidence, asked, how), made)


def _returns_summary(claimed: Claimed) -> Again:
    from svtool.commands.returns.opened_returns import ReturnsAsked  # noqa: PLC0415
    from svtool.commands.returns.summarised import SUMMARY, HowSummarised, summarise_returns  # noqa: PLC0415
    from svtool.output.returns.summary_formats import summary_in  # noqa: PLC0415

    asked = ReturnsAsked(
        **claimed.options(ReturnsAsked),
        project=claimed.project,
        bounds=claimed.bounds,
        released_before=claimed.releases_before(),
    )
    how = HowSummarised(**claimed.question(HowSummarised))
    found = summarise_returns(asked, how)
    return Again(run_of(SUMMARY, found.evidence, asked, how), lambda entry: summary_in(entry["format"], found))


def _definition_diff(claimed: Claimed) -> Again:
    from svtool.commands.definition_differences import DIFF, DiffAsked, compare_definitions  # noqa: PLC0415
    from svtool.output.difference_formats import differences_in  # noqa: PLC0415

    asked = DiffAsked(**claimed.options(DiffAsked))
    found = compare_definitions(asked)
    return Again(
        run_of(DIFF, found.evidence, asked), lambda entry: differences_in(entry["format"], found).encode("utf-8")
    )


# Each command that leaves a manifest, as its manifest calls it.
MAKERS: dict[str, Callable[[Claimed], Again]] = {
    MEASURES: _measures,
    COUNT: _count,
    "profile": _profile,
    "compare": _compare,
    "report": _report,
    "trend": _trend,
    "review": _review,
    "classify": _classify,
    "validate": _validate,
    "check": _check,
    "definition diff": _definition_diff,
    "returns check": _returns_check,
    "returns summary": _returns_summary,
}


def make_again(claimed: Claimed) -> Again | None:
    """Return the run that a manifest tells of, made again; None where this version has no such command.

    Raises:
        SvtoolError: what the user can mend, with its exit code.
    """
    maker = MAKERS.get(claimed.manifest["command"])
    return maker(claimed) if maker else None
