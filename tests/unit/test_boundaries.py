"""The boundaries that ship: of every local authority, and of what is made of several, without a seam between them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from svtool.schema.boundaries import Ring, boundary_licence, outlines_of
from svtool.schema.gazetteer import gazetteer

LIVERPOOL, KNOWSLEY, SEFTON = "E08000012", "E08000011", "E08000014"


def hectares(rings: list[Ring]) -> float:
    """Return the land within some rings, whichever way they are walked: none of these has a hole."""
    return abs(sum(x1 * y2 - x2 * y1 for ring in rings for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2)


def test_every_local_authority_has_an_outline() -> None:
    alone = {code: frozenset({code}) for code in gazetteer().authorities}
    found = outlines_of(alone)
    assert set(found) == set(alone)
    assert all(len(ring) >= 3 for rings in found.values() for ring in rings)


@pytest.mark.parametrize("force", ["merseyside", "west_mercia", "metropolitan", "dyfed_powys"])
def test_what_is_made_of_several_is_their_sum_without_the_borders_between_them(force: str) -> None:
    codes = gazetteer().authorities_of(force)
    whole = outlines_of({"": frozenset(codes)})[""]
    parts = outlines_of({code: frozenset({code}) for code in codes})
    assert hectares(whole) == pytest.approx(sum(map(hectares, parts.values())))
    assert sum(map(len, whole)) < sum(len(ring) for rings in parts.values() for ring in rings)


def test_neighbours_share_their_border_to_the_point() -> None:
    found = outlines_of({code: frozenset({code}) for code in (LIVERPOOL, KNOWSLEY, SEFTON)})
    points = {code: {point for ring in rings for point in ring} for code, rings in found.items()}
    assert len(points[LIVERPOOL] & points[KNOWSLEY]) > 5
    assert len(points[LIVERPOOL] & points[SEFTON]) > 5


def test_an_area_that_has_none_is_left_out() -> None:
    assert outlines_of({"no such code": frozenset({"E99999999"}), "nowhere": frozenset()}) == {}


def test_what_must_be_said_under_a_map_stands_with_the_sources() -> None:
    assert boundary_licence() == (
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
        "Contains OS data © Crown copyright and database right."
    )
