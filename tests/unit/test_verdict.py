"""The verdict of `svtool validate`: what was found, what is tolerated → fit or not, exit code, next step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from svtool.errors import InvalidFileError
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Cost, Finding, Level
from svtool.validation.ranking import worst_first
from svtool.validation.verdict import CheckedFile, Tolerance, judge


def found(words: str) -> Finding:
    """Return a finding drawn as `V10 x 3`, `V10 x 3 in b.csv`, `F01 refused` or `V10 as note`."""
    kind, *rest = words.split()
    finding = Finding(KINDS[kind], "a.csv", "something is wrong")
    for what, value in zip(rest[::2], [*rest[1::2], ""], strict=False):
        changes = {
            "x": {"count": int(value or 0) if what == "x" else 1},
            "in": {"file": value},
            "as": {"given_level": Level(value) if what == "as" else None},
            "refused": {"refused": True, "given_level": Level.ERROR},
        }
        finding = replace(finding, **changes[what])
    return finding


def drawn(*findings: str) -> list[Finding]:
    return worst_first([found(each) for each in findings])


RECORDS = {"a.csv": 1_000, "b.csv": 100_000}
FILES = [CheckedFile(name, "police", "offence", "standard", "", "CSV", n) for name, n in RECORDS.items()]

# findings | --fail-on | --max-rejected in per cent → fit, exit code
CASES = """
    nothing                      | error   | 0   | yes | 0
    H06                          | error   | 0   | yes | 0     # notes and warnings never make it unfit …
    R06 x 500                    | error   | 0   | yes | 0
    R06                          | warning | 0   | no  | 12    # … unless it is asked
    H06                          | warning | 0   | yes | 0
    V10                          | error   | 0   | no  | 12    # the tolerance is 0
    V10                          | never   | 0   | no  | 0     # only reported, and not called fit
    V10 x 5                      | error   | 0.5 | yes | 0     # 5 of 1,000 is half a per cent
    V10 x 6                      | error   | 0.5 | no  | 12
    V10 x 3, R02 x 3             | error   | 0.5 | no  | 12    # rejected and held rows add up
    V10 x 3, R02 x 2             | error   | 0.5 | yes | 0
    V10 x 6 in a.csv             | error   | 0.5 | no  | 12    # a small file does not hide in a large one
    V10 x 6 in b.csv             | error   | 0.5 | yes | 0
    V10 x 6 in a.csv, V20 x 1 in b.csv | error | 0.5 | no | 12
    V10 in c.csv                 | error   | 50  | no  | 12    # of a file without records no share can be told
    P01                          | error   | 50  | no  | 12    # a share of rows tolerates neither personal columns …
    S01                          | error   | 50  | no  | 12    # … nor missing months …
    F11                          | error   | 50  | no  | 12    # … nor what puts the whole file in doubt
    H10 x 9                      | error   | 50  | no  | 12
    V11 x 2                      | error   | 50  | no  | 12
    F12                          | error   | 50  | no  | 12
    V10 as note                  | error   | 0   | yes | 0     # a finding may be less serious in its place …
    V29 as error                 | error   | 0   | no  | 12    # … or more
    F01 refused                  | error   | 0   | no  | 11
    F01 refused                  | error   | 50  | no  | 11
    H09 refused                  | error   | 0   | no  | 11    # a kind that is a note elsewhere
    H07 refused                  | error   | 50  | no  | 11
    R02 refused                  | error   | 50  | no  | 11
    F01 refused                  | never   | 0   | no  | 0
    F01 refused, V10 x 9         | error   | 0   | no  | 11    # with several causes the lowest
    F13                          | error   | 0   | no  | 12    # both files were read
"""


def cases() -> list[tuple[str, str, float, bool, int]]:
    rows = [line.split("#")[0].split("|") for line in CASES.strip().splitlines()]
    cells = [[cell.strip() for cell in row] for row in rows]
    return [(what, level, float(share), fit == "yes", int(code)) for what, level, share, fit, code in cells]


@pytest.mark.parametrize(("what", "fail_on", "share", "fit", "code"), cases())
def test_fit_or_not_and_the_exit_code(what: str, fail_on: str, share: float, fit: bool, code: int) -> None:
    findings = [] if what == "nothing" else what.split(", ")
    tolerance = Tolerance(fail_on, share / 100)  # type: ignore[arg-type]
    verdict = judge(FILES, drawn(*findings), tolerance=tolerance)
    assert (verdict.fit, int(verdict.exit_code)) == (fit, code)
    assert verdict.words.startswith("fit to send") == fit


def test_an_invalid_mapping_is_never_the_fault_of_the_data() -> None:
    invalid = [InvalidFileError("definitions/mappings/own.yaml:3: lacks source")]
    verdict = judge(FILES, drawn("V10"), invalid)
    assert int(verdict.exit_code) == 10
    assert verdict.words.startswith("not checked as a whole: a mapping or definition is invalid")
    assert "unfit" not in verdict.words


@pytest.mark.parametrize(
    ("findings", "project", "step"),
    [
        ((), None, "Next: send it."),
        ((), "svtool.yaml", "Next: svtool measures --project svtool.yaml"),
        ((), "my work/p.yaml", 'Next: svtool measures --project "my work/p.yaml"'),
        (("R06",), None, "Next: read the warnings, then send it. To ask the supplier about them, add --reply to "),
        (
            ("V20",),
            None,
            "First mend V20 in a.csv: Leave the age blank where it is not known. Then run this again.",
        ),
        (("V20", "F02 refused"), None, "First mend F02 in a.csv: "),
        (("V20", "P01"), None, "First mend P01 in a.csv: "),
    ],
)
def test_the_next_step_is_one(findings: tuple[str, ...], project: str | None, step: str) -> None:
    verdict = judge(FILES, drawn(*findings), project=Path(project) if project else None)
    assert verdict.next_step.startswith(step)


@pytest.mark.parametrize("kind", ["P01 as warning", "P02", "P03"])
def test_what_may_be_personal_is_never_called_fit_to_send(kind: str) -> None:
    verdict = judge(FILES, [replace(found(kind), column="Comments"), found("R06")])
    assert verdict.words.startswith("fit to be counted, and not yet to be sent, as something may be personal: ")
    assert verdict.next_step.startswith(f"Next: look at Comments ({kind[:3]} in a.csv): ")
    assert (verdict.fit, int(verdict.exit_code)) == (True, 0)
    strict = judge(FILES, [found(kind)], tolerance=Tolerance("warning"))
    assert (strict.fit, int(strict.exit_code)) == (False, 12)


def test_what_is_personal_and_read_may_be_sent() -> None:
    assert judge(FILES, drawn("P04")).next_step == "Next: send it."


def test_a_long_remedy_is_not_said_twice() -> None:
    finding = replace(found("H04 refused"), given_remedy='Add --map "A=reference". ' * 9)
    assert judge([], [finding]).next_step == "First mend H04 in a.csv as said there, then run this again."


def test_what_matters_most_comes_first() -> None:
    dear = found("V25").with_costs((Cost("m", "M", "2021", 1, 9, because=9),))
    given = [found("H06"), found("R06"), found("S01"), found("V10"), dear, found("P01"), found("F01 refused")]
    assert [each.kind.id for each in worst_first(given)] == ["F01", "P01", "V25", "V10", "S01", "R06", "H06"]
    assert worst_first(given) == worst_first(given[::-1])
