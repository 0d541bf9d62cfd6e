"""Many pieces of work over processes, of which any may be killed without the rest being lost.

A system that runs out of memory kills a process, and with it whatever it was working on. What was
lost is tried again, each piece alone in a process of its own; a piece that kills three processes
is given up and named (as dask does), and everything else stands.

Example:
    >>> sorted(spread(len, ["one", "three"]))
    [(0, 3), (1, 5)]
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from typing import NamedTuple, TypeVar

from lastyard.errors import fault_of

__all__ = ["Lost", "spread", "worker_pool"]

_TRIES = 3
_LARGEST_PARCEL = 64

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


class Lost(NamedTuple):
    """What stands for the result of a piece of work that could not be done.

    Attributes:
        reason: Why.
    """

    reason: str


class _Parcel(NamedTuple):
    """Pieces of work that go to a process together, by their numbers."""

    numbers: tuple[int, ...]


def worker_pool(processes: int) -> ProcessPoolExecutor:
    """Return a pool of processes that end with this one, however it ends."""
    return ProcessPoolExecutor(processes, get_context("spawn"), _end_with_parent)


@contextlib.contextmanager
def _own_pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Hold a pool of our own; when we are stopped, so is what it works on."""
    others = set(active_children())
    pool = worker_pool(processes)
    try:
        yield pool
    except BaseException:
        for process in set(active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    parent = parent_process()

    def look() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def spread(
    function: Callable[[_Item], _Found],
    items: Sequence[_Item],
    *,
    processes: int = 1,
    executor: Executor | None = None,
) -> Iterator[tuple[int, _Found | Lost]]:
    """Do every piece of work, and give what came of each with its number, as it is ready.

    Args:
        function: What is to be done; for other processes it must be known by its name.
        items: The pieces.
        processes: How many processes to use; 1 does all here, one after the other.
        executor: Where to do it instead. If it breaks, the rest is done in processes of our own.
    """
    if executor is None and processes == 1:
        for number, item in enumerate(items):
            yield number, _done(function, item)
        return
    workers = processes if executor is None else getattr(executor, "_max_workers", 4)
    size = min(_LARGEST_PARCEL, 1 + len(items) // (16 * workers))
    numbers = range(len(items))
    waiting = deque(_Parcel(tuple(numbers[k : k + size])) for k in range(0, len(items), size))
    alone: deque[_Parcel] = deque()
    if executor is not None:
        # What is under way when a pool breaks is tried alone, so that few are under way in one.
        most = 2 * workers if isinstance(executor, ProcessPoolExecutor) else len(waiting)
        yield from _through(executor, function, items, waiting, alone, most)
        yield from _each_alone(function, items, alone)
    while waiting:
        with _own_pool(workers) as pool:
            yield from _through(pool, function, items, waiting, alone, 2 * workers)
        yield from _each_alone(function, items, alone)


def _done(function: Callable[[_Item], _Found], item: _Item) -> _Found | Lost:
    try:
        return function(item)
    except MemoryError:
        return Lost("there is not enough memory for it")
    except RecursionError:
        return Lost("it is too deeply nested to be analysed")
    except Exception as problem:
        if os.environ.get("LASTYARD_DEBUG"):
            raise
        return Lost(f"a fault of Last Yard: {fault_of(problem)}")


def _all_done(function: Callable[[_Item], _Found], items: Sequence[_Item]) -> list[_Found | Lost]:
    return [_done(function, item) for item in items]


def _through(
    executor: Executor,
    function: Callable[[_Item], _Found],
    items: Sequence[_Item],
    waiting: deque[_Parcel],
    alone: deque[_Parcel],
    most: int,
) -> Iterator[tuple[int, _Found | Lost]]:
    """Send what waits through an executor until all is done or it breaks.

    What was under way when it broke is moved to ``alone``; what was not stays in ``waiting``.
    """
    work = partial(_all_done, function)
    under_way: dict[Future[list[_Found | Lost]], _Parcel] = {}
    try:
        while waiting or under_way:
            while waiting and len(under_way) < most:
                parcel = waiting.popleft()
                try:
                    future = executor.submit(work, [items[k] for k in parcel.numbers])
                except BrokenExecutor:
                    waiting.appendleft(parcel)
                    alone.extend(under_way.values())
                    under_way.clear()
                    return
                under_way[future] = parcel
            broken = False
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                parcel = under_way.pop(future)
                try:
                    found = future.result()
                except BrokenExecutor:
                    alone.append(parcel)
                    broken = True
                except Exception as problem:
                    # The executor's own: dask gives up what has killed its workers.
                    if len(parcel.numbers) == 1:
                        reason = f"the executor gave it up ({type(problem).__name__})"
                        yield parcel.numbers[0], Lost(reason)
                    else:
                        waiting.extend(_Parcel((k,)) for k in parcel.numbers)
                else:
                    yield from zip(parcel.numbers, found, strict=True)
            if broken:
                alone.extend(under_way.values())
                under_way.clear()
                return
    finally:
        for future in under_way:
            future.cancel()


def _each_alone(
    function: Callable[[_Item], _Found], items: Sequence[_Item], parcels: deque[_Parcel]
) -> Iterator[tuple[int, _Found | Lost]]:
    """Do pieces one at a time, so that it is known which of them kills its process."""
    left = deque(number for parcel in parcels for number in parcel.numbers)
    parcels.clear()
    tries = 0
    while left:
        with _own_pool(1) as pool:
            while left:
                try:
                    (found,) = pool.submit(_all_done, function, [items[left[0]]]).result()
                except BrokenExecutor:
                    tries += 1
                    if tries < _TRIES:
                        break
                    found = Lost(
                        f"the process that worked on it was killed, {_TRIES} times (out of memory?)"
                    )
                    yield left.popleft(), found
                    tries = 0
                    break
                yield left.popleft(), found
                tries = 0
