"""Blocks are worked on by several threads, and their results come in the order of the blocks."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from svtool.files.workers import Workers


def test_results_come_in_order_whichever_is_ready_first() -> None:
    """The first item waits for the third, which another thread works on meanwhile."""
    third = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert third.wait(30)
        if item == 2:
            third.set()
        return item * 10

    with Workers(4) as workers:
        assert list(workers.in_order(work, range(6))) == [0, 10, 20, 30, 40, 50]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_only_a_few_items_are_asked_for_ahead(threads: int) -> None:
    """What is read of a file and not yet used is held in memory."""
    asked: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1_000):
            asked.append(item)
            yield item

    with Workers(threads) as workers:
        results = workers.in_order(str, items())
        assert [next(results), next(results)] == ["0", "1"]
        assert len(asked) <= threads + 3


@pytest.mark.parametrize("threads", [1, 3])
def test_a_fault_is_raised_where_its_result_would_come(threads: int) -> None:
    def work(item: int) -> float:
        return 1 / (item - 2)

    found: list[float] = []
    with Workers(threads) as workers, pytest.raises(ZeroDivisionError):
        for result in workers.in_order(work, range(5)):
            found.append(result)
    assert found == [-0.5, -1.0]


def test_with_one_thread_the_caller_does_the_work() -> None:
    with Workers(1) as workers:
        assert set(workers.in_order(lambda _: threading.current_thread(), range(3))) == {threading.current_thread()}
