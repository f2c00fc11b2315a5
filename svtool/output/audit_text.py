"""An audit in words: what is suppressed, what for, and what a reader would work out otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from svtool.commands.disclosure_audit import Audit
from svtool.commands.releases import ReleaseFile
from svtool.dates import day_of
from svtool.disclosure.day_axes import APART
from svtool.disclosure.explained_suppression import Bounds, Explained
from svtool.disclosure.families import CellKey
from svtool.disclosure.linked_cells import Key
from svtool.errors import several
from svtool.figures.contract import COUNT, NOT_KNOWN, OWN, UNDATED
from svtool.output.wrapping import Line, lines_as_text

MOST_PARTS = 8  # of a sum that are named
OTHERWISE = "what is left"
Words = Callable[[Explained, Audit], str]
KINDS = {COUNT: "", NOT_KNOWN: "not known", UNDATED: "undated", "possible": "counted and not known together"}
DAYS = {OWN: "", "now": "as compared", "before": "the count compared with", "base_now": "as compared with the baseline",
        "base_before": "the baseline compared with"}  # fmt: skip


def audit_as_text(found: Audit, width: int | None) -> str:
    """Return an audit as lines of text."""
    return lines_as_text(list(_lines(found)), width)


def releases_as_text(releases: Sequence[ReleaseFile], width: int | None) -> str:
    """Return a list of releases as lines of text."""
    return lines_as_text([Line(_of_release(each)) for each in releases] or [Line("There are no releases.")], width)


def _of_release(each: ReleaseFile) -> str:
    release = each.release
    if release.withdrawn:
        return f"{release.name}: withdrawn"
    counts = several(len(release.shown), "count", "counts")
    after = f"; audited with {', '.join(release.after)}" if release.after else ""
    return f"{release.name}: {counts}, {_hidden(each):,} of them suppressed by {release.policy}{after}"


def _hidden(each: ReleaseFile) -> int:
    return sum(shown.value is None for shown in each.release.shown)


def _lines(found: Audit) -> Iterator[Line]:
    policy, every = found.policy, [each for each in found.suppressed if each.printed]
    yield Line(f"Disclosure audit: {'; '.join(found.tables)}")
    yield Line(f"Policy: {policy.title} ({policy.id}). {_said_of_releases(found)}")
    yield Line("For you alone: it names what the tables hide.")
    yield Line("")
    why = {name: sum(each.why == name for each in every) for name in ("size", "earlier", "others", "unaudited")}
    said = [f"{why['size']:,} for their size", f"{why['others']:,} for others that they would give away"]
    said += [f"{why['earlier']:,} as an earlier release did"] if why["earlier"] else []
    said += [f"{why['unaudited']:,} because nobody could tell what they give away"] if why["unaudited"] else []
    yield Line(
        f"{several(found.printed, 'count is', 'counts are')} to be printed, {len(every):,} of them suppressed: "
        f"{', '.join(said)}."
    )
    revealed = [each for each in found.suppressed if _is_narrow(each, found)]
    yield from _part("Without what is suppressed for others, a reader would work out", revealed, _revealed, found)
    given = [each for each in every if each.given_away]
    yield from _part("Given away by the releases before, whatever is suppressed now", given, _given_away, found)
    yield from _part("What is suppressed, and why", every, _why, found)


def _said_of_releases(found: Audit) -> str:
    if not found.releases:
        return "No release was kept before, so these tables are audited by themselves."
    return f"Audited together with {several(len(found.releases), 'release', 'releases')}: {', '.join(found.releases)}."


def _part(title: str, every: Sequence[Explained], words: Words, found: Audit) -> Iterator[Line]:
    if not every:
        return
    yield Line("")
    yield Line(f"{title}:")
    for measure in dict.fromkeys(_measure(each, found) for each in every):
        yield Line(measure, 2)
        for each in every:
            if _measure(each, found) == measure:
                yield Line(f"{place_words(each.key, found)}: {words(each, found)}", 4)


def _measure(each: Explained, found: Audit) -> str:
    if each.key in found.figures:
        return found.figures[each.key][0].measure
    return each.key.subject if isinstance(each.key, CellKey) else OTHERWISE


def _is_narrow(each: Explained, found: Audit) -> bool:
    """Return whether a reader would know a count too well if nothing were suppressed for others."""
    low, high = each.otherwise or (0, None)
    if high is None or not each.printed:
        return high is not None
    figure, _ = found.figures[each.key]
    rule = found.policy.rule_for(figure.source, figure.measure_id)
    return high - low < found.policy.values_for(rule) - 1


def _revealed(each: Explained, _: Audit) -> str:
    hidden = f", suppressed in {', '.join(dict.fromkeys(each.releases))}" if each.releases else ""
    return f"{_known(each.otherwise)}{hidden}"


def _known(bounds: Bounds | None) -> str:
    low, high = bounds or (0, None)
    return f"exactly {low:,}" if low == high else _range(bounds)


def _given_away(each: Explained, _: Audit) -> str:
    return f"{each.value:,}; a reader knows {_range(each.open)}"


def _why(each: Explained, found: Audit) -> str:
    still = f"; stays open from {_range(each.open)} at least" if each.open else ""
    return f"{each.value:,}, {_reason(each, found)}{still}"


def _reason(each: Explained, found: Audit) -> str:
    figure, _ = found.figures[each.key]
    if each.why == "size":
        least = found.policy.rule_for(figure.source, figure.measure_id).hide_below
        return f"under {least}" if each.value < least and each.value else "zero, which the policy does not show"
    if each.why == "earlier":
        return f"suppressed in {', '.join(dict.fromkeys(each.releases))}"
    if each.why == "unaudited":
        return "suppressed because what it gives away beside the releases can't be told"
    protected = named_apart([each.key, *([each.for_] if each.for_ else [])], found)[1:]
    protects = f"would give away {protected[0]}" if protected else "would give away another"
    return f"{protects}{_sum_words(each, found)}"


def _sum_words(each: Explained, found: Audit) -> str:
    if each.by is None:
        return ""
    total, parts = list(each.by.total), list(dict.fromkeys(each.by.parts))
    named = named_apart([*total, *parts], found)
    shown = named[len(total) :][:MOST_PARTS]
    more = f" and {len(parts) - MOST_PARTS} more" if len(parts) > MOST_PARTS else ""
    return f" ({' + '.join(named[: len(total)])} = {' + '.join(shown)}{more})"


def named_apart(keys: Sequence[Key], found: Audit) -> list[str]:
    """Return what each of some counts is called: by that alone in which they differ."""
    facts = [_facts(key, found) for key in keys]
    differing = [i for i, column in enumerate(zip(*facts, strict=True)) if len({*column} - {""}) > 1]
    return [", ".join(each[i] for i in differing if each[i]) or OTHERWISE for each in facts]


def _facts(key: Key, found: Audit) -> list[str]:
    """Return what a count is of: the measure, the area and band, the days, and which of its counts it is."""
    if key in found.figures:
        figure, (days, kind) = found.figures[key]
        by = [label for label in figure.by.values() if label != "all"]
        band = by or (["all"] if figure.by else [])
        return [
            figure.measure_id,
            figure.area,
            *_joined(band),
            figure.period,
            DAYS.get(days, ""),
            KINDS.get(kind, kind),
        ]
    if isinstance(key, CellKey):
        area, *band = (label for _, label in key.place)
        whole = next((each.area for each, _ in found.figures.values() if each.place == "whole"), "all")
        where = whole if area == "all" else area
        return [key.subject, where, *_joined(band), _days(key), "", KINDS.get(key.kind, key.kind)]
    return [_left(key), "", "", "", "", ""]


def _days(key: CellKey) -> str:
    """Return the days of a count, from the first to the last, of whichever part of its source."""
    first, last = (day_of(each % APART) for each in (min(key.days)[0], max(key.days)[1]))
    return f"{first} to {last}"


def _joined(labels: Sequence[str]) -> list[str]:
    return [", ".join(dict.fromkeys(labels))]


def _left(key: Key) -> str:
    """Return what a count that nobody prints is called."""
    if isinstance(key, tuple) and key and key[0] == "without":
        return f"what is left without {key[2]}"
    return OTHERWISE


def place_words(key: Key, found: Audit) -> str:
    """Return where and when a printed count is."""
    if key not in found.figures:
        return ", ".join(each for each in _facts(key, found)[1:] if each)
    figure, (days, kind) = found.figures[key]
    by = [label for label in figure.by.values() if label != "all"]
    said = [figure.area, *by, figure.period, DAYS.get(days, ""), KINDS.get(kind, kind)]
    return ", ".join(each for each in said if each)


def _range(bounds: Bounds | None) -> str:
    low, high = bounds or (0, None)
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
