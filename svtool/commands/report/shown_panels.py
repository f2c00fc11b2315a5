"""The measures of a page under a disclosure policy, as far as it lets their months be shown, or why it does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.commands.disclosing import Disclosed, keep_release, link_counts
from svtool.commands.measures import Material
from svtool.commands.report.disclosed_points import Points, Settled, cells_of_points, disclose_points
from svtool.commands.report.monthly_panels import Months, subjects_of, why_no_months
from svtool.commands.report.shown_series import ShownSeriesMaker
from svtool.commands.scope import Scope
from svtool.commands.trend.charted import SeriesMaker
from svtool.commands.trend.month_series import Subject
from svtool.commands.trend.trend_asked import Asked
from svtool.figures.contract import Figure
from svtool.figures.maker import Options
from svtool.figures.notes import Kind, Note
from svtool.schema.policies import DisclosurePolicy


def disclose_page(
    scope: Scope, material: Material, figures: Sequence[Figure], policy: DisclosurePolicy
) -> tuple[Disclosed, list[Months]]:
    """Return the figures of a page as a policy lets them be printed, and the series that may stand beside them."""
    # Linear programs take a quarter of a second to load, and most runs have no policy.
    from svtool.disclosure.suppression import suppress  # noqa: PLC0415
    from svtool.disclosure.withholding import disclose  # noqa: PLC0415

    linked = link_counts(scope, material.counted, figures)
    hidden = suppress(linked, policy)
    shown = disclose(figures, linked, policy, hidden)
    varying = {each.measure_id for each in shown if {each.dispersion, each.baseline_dispersion} != {None}}
    settled = Settled(figures, linked, hidden, varying)
    points = _points_shown(scope, material, settled)
    released = cells_of_points(scope, material.counted, points, policy)
    release = keep_release(scope, material.counted, figures, linked, hidden, policy, released)
    return Disclosed(shown, release), _draw_shown(scope, material, points, shown, policy)


def _points_shown(scope: Scope, material: Material, settled: Settled) -> dict[str, Points | None]:
    """Return the points of every measure that can be charted, by its id."""
    charted = [each for each in subjects_of(scope) if _why_not(scope, material, each) is None]
    return disclose_points(scope, material, settled, charted)


def _draw_shown(
    scope: Scope,
    material: Material,
    points: Mapping[str, Points | None],
    shown: Sequence[Figure],
    policy: DisclosurePolicy,
) -> list[Months]:
    facts = material.counted.gathered.facts
    maker = material.counted.figure_maker(Options(), scope.columns)
    moved = frozenset(each.measure_id for each in shown if each.drift_field or each.baseline_drift_field)
    unsure = {each.measure_id for each in shown if each.not_known != 0}
    known = frozenset(each.measure_id for each in shown) - unsure

    def draw(subject: Subject, found: Points | None) -> Months:
        measure = subject.row.measure
        if found is None:
            note = _why_not(scope, material, subject) or Note(Kind.POINTS_HIDDEN, {"id": measure.id})
            return Months(measure.title, None, note)
        plain = SeriesMaker(maker, facts[measure.source], Asked((measure.id,)), scope.opened.synthetic)
        return Months(measure.title, ShownSeriesMaker(plain, policy, moved, known).series(subject, found))

    return [draw(each, points.get(each.row.measure.id)) for each in subjects_of(scope)]


def _why_not(scope: Scope, material: Material, subject: Subject) -> Note | None:
    """Return why a measure can't be charted under a policy, whatever it counts."""
    found = why_no_months(subject.row.measure, material.counted.gathered.facts)
    is_known_on = scope.request.as_at is not None
    # Counts as known on a day and counts of today are linked with each other by no identity that is known.
    return found or (Note(Kind.POINTS_AS_KNOWN, {"id": subject.row.measure.id}) if is_known_on else None)
