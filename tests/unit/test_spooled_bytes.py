"""Bytes that memory has no room for: those that come back are those that were put, and a full disk is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from svtool.errors import OutputError
from svtool.records.spooled_bytes import SpooledBytes


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[SpooledBytes]:
    with closing(SpooledBytes(tmp_path)) as opened:
        yield opened


def test_bytes_come_back_from_their_places(spool: SpooledBytes, tmp_path: Path) -> None:
    places = [spool.put(data) for data in (b"one", b"", b"three")]
    assert [spool.get(place) for place in reversed(places)] == [b"three", b"", b"one"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("room", [0, 1, 999, 1_000, 1_999])
def test_a_disk_that_takes_a_part_alone_is_told_and_what_was_put_before_stays(room: int, spool: SpooledBytes) -> None:
    resource = pytest.importorskip("resource")  # which Windows lacks
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000 + room, before[1]))
    try:
        place = spool.put(b"x" * 1_000)
        with pytest.raises(OutputError, match=r"^--temp-dir .*: can't be used: file too large\. Make room"):
            spool.put(b"y" * 2_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert spool.get(place) == b"x" * 1_000
